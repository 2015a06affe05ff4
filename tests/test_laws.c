/* SPDX-License-Identifier: MIT
 *
 * test_laws.c - what must hold whatever the values are: learning a fact never turns what was
 * decided, complete data decide, De Morgan's laws, and the order of declarations says nothing.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule_text.h"
#include "subjects.h"
#include "support.h"

#define SEEDS 20

static struct test_table table;
static nfh_ruleset *trial;
static nfh_subject *subject;
static nfh_report *report;

static void start(void)
{
    ASSERT_STATUS(nfh_ruleset_load("NCT07101562", &trial), NFH_OK);
    ASSERT_STATUS(nfh_subject_new(trial, &subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(trial, &report), NFH_OK);
}

static void finish(void)
{
    nfh_report_free(report);
    nfh_subject_free(subject);
    nfh_ruleset_free(trial);
}

#define CRITERIA_MAX 100

struct results {
    int truth[CRITERIA_MAX];
    int verdict;
};

static void screen(const struct inputs *inputs, struct results *results)
{
    size_t count;
    set_inputs(&table, inputs, subject);
    ASSERT_STATUS(nfh_screen(trial, subject, report), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_criterion_count(trial, &count), NFH_OK);
    ck_assert_uint_le(count, CRITERIA_MAX);
    for (size_t i = 0; i < count; i++) {
        ASSERT_STATUS(nfh_report_criterion(report, i, &results->truth[i]), NFH_OK);
    }
    ASSERT_STATUS(nfh_report_verdict(report, &results->verdict), NFH_OK);
}

static int truth_of(const struct results *results, const char *id)
{
    return results->truth[criterion_of(trial, id)];
}

/* ---- Learning -----------------------------------------------------------------------------------
 */

static bool is_check(size_t criterion)
{
    int category;
    ASSERT_STATUS(nfh_ruleset_criterion_category(trial, criterion, &category), NFH_OK);
    return category == NFH_CATEGORY_CHECK;
}

/* A check says that a date and a flag contradict each other: that may well turn with either. */
static void assert_kept(const struct results *before, const struct results *after, size_t learned)
{
    size_t count;
    ASSERT_STATUS(nfh_ruleset_criterion_count(trial, &count), NFH_OK);
    for (size_t i = 0; i < count; i++) {
        const char *id;
        ASSERT_STATUS(nfh_ruleset_criterion_id(trial, i, &id), NFH_OK);
        ck_assert_msg(before->truth[i] == NFH_UNKNOWN || is_check(i) ||
                          before->truth[i] == after->truth[i],
                      "%s was %d; having learned %s it is %d", id, before->truth[i],
                      test_cell(&table, learned, "name"), after->truth[i]);
    }
    ck_assert_msg(before->verdict == NFH_VERDICT_UNDETERMINED || before->verdict == after->verdict,
                  "the verdict was %d; having learned %s it is %d", before->verdict,
                  test_cell(&table, learned, "name"), after->verdict);
}

/* A day, or the day of a month, that a partial date may stand for. */
static void complete_date(struct random *random, char text[INPUT_SIZE])
{
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned month = 1 + random_below(random, 12);
    if (strlen(text) == 4) {
        snprintf(text + 4, INPUT_SIZE - 4, "-%02u", month);
    } else {
        sscanf(text + 5, "%2u", &month);
    }
    if (random_below(random, 3) > 0) {
        snprintf(text + 7, INPUT_SIZE - 7, "-%02u", 1 + random_below(random, days[month - 1]));
    }
}

/* Learns one thing more about an input; false when there is nothing, or it would alter something.
 */
static bool learn(struct random *random, size_t index, struct inputs *inputs)
{
    char value[INPUT_SIZE], *text = inputs->text[index];
    if (input_is_date(&table, index) && (strlen(text) == 4 || strlen(text) == 7)) {
        complete_date(random, text);
        return true;
    }
    if (text[0] != '\0') {
        return false;
    }
    draw_input(&table, random, index, inputs, value);
    if (!only_adds(&table, inputs, index, value)) {
        return false;
    }
    memcpy(text, value, INPUT_SIZE);
    if (input_is_date(&table, index) && random_below(random, 3) == 0) {
        text[random_below(random, 2) ? 7 : 4] = '\0';
    }
    return true;
}

START_TEST(test_learning)
{
    struct random random = {(uint64_t)_i};
    size_t learned = 0;
    for (int number = 0; number < 12; number++) {
        static const unsigned missing_in[] = {20, 4, 2, 1}, limit_in[] = {200, 40, 10};
        struct draw draw = {limit_in[random_below(&random, 3)], 40};
        struct inputs inputs;
        struct results before, after;
        draw_inputs(&table, &random, draw, &inputs);
        forget_inputs(&table, &random, missing_in[random_below(&random, 4)], &inputs);
        blur_dates(&table, &random, 5, &inputs);
        screen(&inputs, &before);
        for (size_t step = 0; step < 2 * table.rows; step++) {
            size_t index = random_below(&random, (unsigned)table.rows);
            if (learn(&random, index, &inputs)) {
                screen(&inputs, &after);
                assert_kept(&before, &after, index);
                before = after;
                learned++;
            }
        }
    }
    ck_assert_uint_gt(learned, 200);
}
END_TEST

/* What keeps a criterion open although everything is known: an event after the window, which is a
 * check, or high blood pressure before standardized treatment. */
static const struct {
    const char *criterion, *check;
} open_ends[] = {
    {"EXCL02", "CHECK04"}, {"EXCL09", "CHECK05"}, {"EXCL09", "CHECK06"}, {"EXCL10", "CHECK07"},
    {"EXCL16", "CHECK09"}, {"EXCL18", "CHECK10"}, {"EXCL22", "CHECK11"}, {"EXCL28", "CHECK12"},
};

static bool may_stay_open(const char *id, const struct inputs *inputs,
                          const struct results *results)
{
    size_t standardized = input_index(&table, "antihypertensive_standardized");
    if (strcmp(id, "EXCL19") == 0) {
        return strcmp(inputs->text[standardized], "false") == 0;
    }
    for (size_t i = 0; i < sizeof open_ends / sizeof *open_ends; i++) {
        if (strcmp(open_ends[i].criterion, id) == 0 &&
            truth_of(results, open_ends[i].check) == NFH_TRUE) {
            return true;
        }
    }
    return false;
}

START_TEST(test_complete_data_decide)
{
    struct random random = {(uint64_t)_i + 1000};
    for (int number = 0; number < 100; number++) {
        struct draw draw = {1 + random_below(&random, 10), 0};
        struct inputs inputs;
        struct results results;
        size_t count;
        draw_inputs(&table, &random, draw, &inputs);
        screen(&inputs, &results);
        ASSERT_STATUS(nfh_ruleset_criterion_count(trial, &count), NFH_OK);
        for (size_t i = 0; i < count; i++) {
            const char *id;
            ASSERT_STATUS(nfh_ruleset_criterion_id(trial, i, &id), NFH_OK);
            ck_assert_msg(results.truth[i] != NFH_UNKNOWN || may_stay_open(id, &inputs, &results),
                          "seed %d, subject %d: everything is known but %s", _i, number, id);
        }
    }
}
END_TEST

/* ---- Order --------------------------------------------------------------------------------------
 */

#define CHUNKS_MAX 400

/* Cuts the text of a rule set at its empty lines: a declaration with its comment each. */
static size_t cut_text(const char *text, size_t length, const char *chunk[CHUNKS_MAX],
                       size_t size[CHUNKS_MAX])
{
    size_t count = 0;
    const char *end = text + length;
    while (text < end) {
        const char *empty = text;
        while (empty + 1 < end && !(empty[0] == '\n' && empty[1] == '\n')) {
            empty++;
        }
        ck_assert_uint_lt(count, CHUNKS_MAX);
        chunk[count] = text;
        size[count++] = (size_t)(empty - text);
        text = empty + 2;
    }
    return count;
}

/* The shipped rule set with its declarations in random order. */
static nfh_ruleset *shuffled(struct random *random)
{
    const char *name, *text, *chunk[CHUNKS_MAX];
    size_t size[CHUNKS_MAX], length, first = 0;
    for (size_t i = 0; nfh_builtin_name(i, &name) == NFH_OK; i++) {
        ASSERT_STATUS(nfh_builtin_text(i, &text, &length), NFH_OK);
        if (strcmp(name, "NCT07101562") == 0) {
            break;
        }
    }
    size_t count = cut_text(text, length, chunk, size);
    while (strncmp(chunk[first], "include", 7) != 0) {
        first++;
    }
    for (size_t i = count - 1; i > first + 1; i--) {
        size_t j = first + 1 + random_below(random, (unsigned)(i - first));
        const char *kept = chunk[i];
        size_t kept_size = size[i];
        chunk[i] = chunk[j];
        size[i] = size[j];
        chunk[j] = kept;
        size[j] = kept_size;
    }
    char *mixed = calloc(length + 2 * count + 1, 1), *out = mixed;
    ck_assert_ptr_nonnull(mixed);
    for (size_t i = 0; i < count; i++) {
        memcpy(out, chunk[i], size[i]);
        memcpy(out + size[i], "\n\n", 2);
        out += size[i] + 2;
    }
    nfh_ruleset *ruleset = rules_from(mixed);
    free(mixed);
    return ruleset;
}

START_TEST(test_order)
{
    struct random random = {(uint64_t)_i + 2000};
    nfh_ruleset *mixed = shuffled(&random);
    nfh_subject *mixed_subject;
    nfh_report *mixed_report;
    size_t count, mixed_count;
    ASSERT_STATUS(nfh_subject_new(mixed, &mixed_subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(mixed, &mixed_report), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_criterion_count(trial, &count), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_criterion_count(mixed, &mixed_count), NFH_OK);
    ck_assert_uint_eq(count, mixed_count);
    for (int number = 0; number < 40; number++) {
        struct draw draw = {1 + random_below(&random, 20), 30};
        struct inputs inputs;
        struct results results;
        int truth, verdict;
        draw_inputs(&table, &random, draw, &inputs);
        forget_inputs(&table, &random, random_below(&random, 10), &inputs);
        blur_dates(&table, &random, 8, &inputs);
        screen(&inputs, &results);
        set_inputs(&table, &inputs, mixed_subject);
        ASSERT_STATUS(nfh_screen(mixed, mixed_subject, mixed_report), NFH_OK);
        for (size_t i = 0; i < count; i++) {
            const char *id;
            ASSERT_STATUS(nfh_ruleset_criterion_id(mixed, i, &id), NFH_OK);
            ASSERT_STATUS(nfh_report_criterion(mixed_report, i, &truth), NFH_OK);
            ck_assert_msg(truth == truth_of(&results, id), "%s depends on the order", id);
        }
        ASSERT_STATUS(nfh_report_verdict(mixed_report, &verdict), NFH_OK);
        ck_assert_int_eq(verdict, results.verdict);
    }
    nfh_report_free(mixed_report);
    nfh_subject_free(mixed_subject);
    nfh_ruleset_free(mixed);
}
END_TEST

/* ---- Logic --------------------------------------------------------------------------------------
 */

/* A Boolean expression over the parameters a, b, c and d; three-valued truths are 0 false, 1 null,
 * 2 true, so that `and` is the minimum and `or` the maximum. */
enum operation { LEAF, NOT, TEST, AND, OR, XOR, IMPLIES, EQUAL, CHOICE, FIRST_KNOWN, OPERATIONS };

struct node {
    enum operation operation;
    unsigned detail; /* of a leaf: which; of a test: is [not] false, null, true */
    const struct node *operand[3];
};

struct pool {
    struct node node[300]; /* two of depth 4 at most: 2 * 121 */
    size_t used;
};

#define VARIABLES 4

static const struct node *draw_expression(struct random *random, struct pool *pool, unsigned depth)
{
    static const unsigned operands[] = {0, 1, 1, 2, 2, 2, 2, 2, 3, 2};
    struct node *node = &pool->node[pool->used++];
    node->operation = depth == 0 ? LEAF : (enum operation)random_below(random, OPERATIONS);
    node->detail = random_below(random, node->operation == LEAF ? VARIABLES + 3 : 6);
    for (unsigned i = 0; i < operands[node->operation]; i++) {
        node->operand[i] = draw_expression(random, pool, depth - 1);
    }
    return node;
}

static void write_expression(const struct node *node, char *text)
{
    static const char *const leaf[] = {"a", "b", "c", "d", "false", "(null as Boolean)", "true"};
    static const char *const test[] = {"is false",     "is null",     "is true",
                                       "is not false", "is not null", "is not true"};
    static const char *const form[OPERATIONS][4] = {
        [NOT] = {"not (", ")"},
        [AND] = {"((", ") and (", "))"},
        [OR] = {"((", ") or (", "))"},
        [XOR] = {"((", ") xor (", "))"},
        [IMPLIES] = {"((", ") implies (", "))"},
        [EQUAL] = {"((", ") = (", "))"},
        [CHOICE] = {"(if ", " then ", " else ", ")"},
        [FIRST_KNOWN] = {"Coalesce(", ", ", ")"},
    };
    if (node->operation == LEAF) {
        strcat(text, leaf[node->detail]);
        return;
    }
    if (node->operation == TEST) {
        strcat(text, "((");
        write_expression(node->operand[0], text);
        strcat(text, ") ");
        strcat(text, test[node->detail]);
        strcat(text, ")");
        return;
    }
    for (unsigned i = 0; i < 4 && form[node->operation][i] != NULL; i++) {
        strcat(text, form[node->operation][i]);
        if (i < 3 && node->operand[i] != NULL) {
            write_expression(node->operand[i], text);
        }
    }
}

static int value_of(const struct node *node, const int *variable)
{
    int x[3] = {0, 0, 0};
    for (unsigned i = 0; i < 3 && node->operand[i] != NULL; i++) {
        x[i] = value_of(node->operand[i], variable);
    }
    switch (node->operation) {
    case NOT:
        return 2 - x[0];
    case TEST:
        return (x[0] == (int)(node->detail % 3)) == (node->detail < 3) ? 2 : 0;
    case AND:
        return x[0] < x[1] ? x[0] : x[1];
    case OR:
        return x[0] > x[1] ? x[0] : x[1];
    case XOR:
        return x[0] == 1 || x[1] == 1 ? 1 : x[0] != x[1] ? 2 : 0;
    case IMPLIES:
        return 2 - x[0] > x[1] ? 2 - x[0] : x[1];
    case EQUAL:
        return x[0] == 1 || x[1] == 1 ? 1 : x[0] == x[1] ? 2 : 0;
    case CHOICE:
        return x[0] == 2 ? x[1] : x[2];
    case FIRST_KNOWN:
        return x[0] != 1 ? x[0] : x[1];
    default:
        return node->detail < VARIABLES ? variable[node->detail] : (int)(node->detail - VARIABLES);
    }
}

#define EXPRESSION_SIZE 8000

/* X, Y, and the two sides of De Morgan's laws for them, written out. */
static nfh_ruleset *logic_of(const struct node *x, const struct node *y)
{
    char x_text[EXPRESSION_SIZE] = "", y_text[EXPRESSION_SIZE] = "";
    static char text[7 * EXPRESSION_SIZE];
    write_expression(x, x_text);
    write_expression(y, y_text);
    snprintf(text, sizeof text,
             "parameter a Boolean\nparameter b Boolean\nparameter c Boolean\nparameter d Boolean\n"
             "define X: %s\ndefine Y: %s\n"
             "define \"Not Both\": not (%s and %s)\ndefine \"One Not\": not %s or not %s\n"
             "define Neither: not (X or Y)\ndefine \"Both Not\": not X and not Y\n",
             x_text, y_text, x_text, y_text, x_text, y_text);
    return rules_from(text);
}

static int definition_value(nfh_report *of, size_t index)
{
    static const char *const names[] = {"false", "null", "true"};
    char text[20];
    size_t needed;
    ASSERT_STATUS(nfh_report_value(of, index, text, sizeof text, &needed), NFH_OK);
    for (int value = 0; value < 3; value++) {
        if (strcmp(text, names[value]) == 0) {
            return value;
        }
    }
    ck_abort_msg("%s is no truth value", text);
}

static void check_assignment(const nfh_ruleset *ruleset, nfh_subject *values, nfh_report *of,
                             const struct node *x, const struct node *y, int number)
{
    static const int truths[] = {NFH_FALSE, NFH_UNKNOWN, NFH_TRUE};
    int variable[VARIABLES], value_x, value_y;
    for (size_t i = 0; i < VARIABLES; i++, number /= 3) {
        variable[i] = number % 3;
        ASSERT_STATUS(nfh_subject_set_boolean(values, i, truths[variable[i]]), NFH_OK);
    }
    ASSERT_STATUS(nfh_screen(ruleset, values, of), NFH_OK);
    value_x = definition_value(of, 0);
    value_y = definition_value(of, 1);
    ck_assert_int_eq(value_x, value_of(x, variable));
    ck_assert_int_eq(value_y, value_of(y, variable));
    ck_assert_int_eq(definition_value(of, 2), definition_value(of, 3));
    ck_assert_int_eq(definition_value(of, 4), definition_value(of, 5));
    ck_assert_int_eq(definition_value(of, 2), 2 - (value_x < value_y ? value_x : value_y));
    ck_assert_int_eq(definition_value(of, 4), 2 - (value_x > value_y ? value_x : value_y));
}

START_TEST(test_logic)
{
    struct random random = {(uint64_t)_i + 3000};
    for (int number = 0; number < 15; number++) {
        static struct pool pool;
        memset(&pool, 0, sizeof pool);
        const struct node *x = draw_expression(&random, &pool, 1 + random_below(&random, 4));
        const struct node *y = draw_expression(&random, &pool, 1 + random_below(&random, 4));
        nfh_ruleset *ruleset = logic_of(x, y);
        nfh_subject *values;
        nfh_report *of;
        ASSERT_STATUS(nfh_subject_new(ruleset, &values), NFH_OK);
        ASSERT_STATUS(nfh_report_new(ruleset, &of), NFH_OK);
        for (int i = 0; i < 81; i++) {
            check_assignment(ruleset, values, of, x, y, i);
        }
        nfh_report_free(of);
        nfh_subject_free(values);
        nfh_ruleset_free(ruleset);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("laws");
    TCase *learning = tcase_create("learning"), *order = tcase_create("order"),
          *logic = tcase_create("logic");
    table = inputs_table();
    tcase_add_unchecked_fixture(learning, start, finish);
    tcase_add_loop_test(learning, test_learning, 0, test_share(SEEDS));
    tcase_add_loop_test(learning, test_complete_data_decide, 0, test_share(SEEDS));
    tcase_set_timeout(learning, 120);
    tcase_add_unchecked_fixture(order, start, finish);
    tcase_add_loop_test(order, test_order, 0, test_share(SEEDS));
    tcase_set_timeout(order, 120);
    tcase_add_loop_test(logic, test_logic, 0, test_share(SEEDS));
    tcase_set_timeout(logic, 120);
    suite_add_tcase(suite, learning);
    suite_add_tcase(suite, order);
    suite_add_tcase(suite, logic);
    int status = test_run(suite);
    test_table_free(&table);
    return status;
}
