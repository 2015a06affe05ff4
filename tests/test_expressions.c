/* SPDX-License-Identifier: MIT
 *
 * test_expressions.c - the value of every expression of the tables below; and the same expressions
 * with parameters in place of their literals, so that what is calculated when a rule set is
 * compiled and what is calculated when it runs are the same.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule_text.h"
#include "support.h"

#define VALUE_SIZE 400

static const char *const files[] = {"expressions.tsv", "intervals.tsv", "moments.tsv", "texts.tsv"};
#define FILES (sizeof files / sizeof *files)

static struct test_table tables[FILES];

/* The value of a rule set's last definition as the table has it. */
static void value_of(const nfh_ruleset *ruleset, const nfh_subject *subject, char *text)
{
    nfh_report *report;
    size_t count, needed;
    ASSERT_STATUS(nfh_report_new(ruleset, &report), NFH_OK);
    ASSERT_STATUS(nfh_screen(ruleset, subject, report), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_definition_count(ruleset, &count), NFH_OK);
    int status = nfh_report_value(report, count - 1, text, VALUE_SIZE, &needed);
    if (status == NFH_E_EVALUATE) {
        ck_assert_msg(needed > 1, "a run-time error without a message");
        strcpy(text, "!run");
    } else {
        ASSERT_STATUS(status, NFH_OK);
    }
    nfh_report_free(report);
}

static void first_error(const nfh_compiler *compiler, char *text)
{
    int severity = 0, code = 0;
    for (size_t i = 0; severity != NFH_SEVERITY_ERROR; i++) {
        ASSERT_STATUS(
            nfh_compiler_diagnostic(compiler, i, &severity, &code, NULL, NULL, NULL, NULL), NFH_OK);
    }
    snprintf(text, VALUE_SIZE, "!%d", code);
}

/* Says so when a row has another value than is expected. */
static bool is_expected(const struct test_table *table, size_t row, const char *value,
                        const char *how)
{
    const char *expected = test_cell(table, row, "expected");
    if (strcmp(value, expected) == 0) {
        return true;
    }
    fprintf(stderr, "%s: %s is %s, not %s%s (%s)\n", test_cell(table, row, "id"),
            test_cell(table, row, "expression"), value, expected, how,
            test_cell(table, row, "source"));
    return false;
}

static bool check_value(const struct test_table *table, size_t row)
{
    const char *expression = test_cell(table, row, "expression");
    char value[VALUE_SIZE] = "";
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    nfh_subject *subject = NULL;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    int status =
        nfh_compiler_compile_expression(compiler, expression, strlen(expression), &ruleset);
    if (status == NFH_OK) {
        ASSERT_STATUS(nfh_subject_new(ruleset, &subject), NFH_OK);
        value_of(ruleset, subject, value);
    } else {
        ASSERT_STATUS(status, NFH_E_COMPILE);
        ck_assert_ptr_null(ruleset);
        first_error(compiler, value);
    }
    nfh_subject_free(subject);
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
    return is_expected(table, row, value, "");
}

/* ---- Literals as inputs -------------------------------------------------------------------------
 */

#define LIFTED_MAX 12

/* An expression whose literals are parameters: p0, p1 … */
struct lifted {
    char library[4000]; /* its text */
    char expression[2000];
    char value[LIFTED_MAX][100];
    size_t count;
    bool usable;
};

static size_t span_of(const char *text, const char *set)
{
    return strspn(text, set);
}

#define DIGITS  "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"

static void lift(struct lifted *lifted, const char *type, const char *value, size_t length)
{
    char line[100], name[20];
    if (lifted->count == LIFTED_MAX || length >= sizeof lifted->value[0]) {
        lifted->usable = false;
        return;
    }
    snprintf(lifted->value[lifted->count], sizeof lifted->value[0], "%.*s", (int)length, value);
    snprintf(line, sizeof line, "parameter p%zu %s\n", lifted->count, type);
    snprintf(name, sizeof name, "p%zu", lifted->count);
    strcat(lifted->library, line);
    strcat(lifted->expression, name);
    lifted->count++;
}

/* The length of a string literal with its quotes. */
static size_t string_length(const char *text)
{
    size_t length = 1;
    while (text[length] != '\'') {
        length += text[length] == '\\' ? 2 : 1;
    }
    return length + 1;
}

/* Lifts a number, with its unit when it has one; a calendar duration stays as it is. */
static size_t lift_number(struct lifted *lifted, const char *text)
{
    size_t digits = span_of(text, DIGITS), number = digits;
    if (text[digits] == '.' && strchr(DIGITS, text[digits + 1]) != NULL) {
        number += 1 + span_of(text + digits + 1, DIGITS);
    }
    size_t blank = span_of(text + number, " ");
    const char *next = text + number + blank;
    char quantity[100];
    if (*next == '\'') {
        size_t unit = string_length(next);
        snprintf(quantity, sizeof quantity, "%.*s %.*s", (int)number, text, (int)(unit - 2),
                 next + 1);
        lift(lifted, "Quantity", quantity, strlen(quantity));
        /* `5 1` is no text for an input. */
        lifted->usable = lifted->usable && strncmp(next, "'1'", 3) != 0;
        return number + blank + unit;
    }
    if (text[number] == 'L') {
        lift(lifted, "Long", text, number);
        lifted->usable = lifted->usable && number < 19;
        return number + 1;
    }
    static const char *const words[] = {"year", "month",  "week",   "day",
                                        "hour", "minute", "second", "millisecond"};
    for (size_t i = 0; blank > 0 && i < sizeof words / sizeof *words; i++) {
        if (strncmp(next, words[i], strlen(words[i])) == 0) {
            strncat(lifted->expression, text, number);
            return number;
        }
    }
    lift(lifted, number > digits ? "Decimal" : "Integer", text, number);
    /* A ratio is made of literals only. */
    lifted->usable = lifted->usable && *next != ':';
    /* The least Integer, and the least Long above, can be written behind a minus only. */
    lifted->usable = lifted->usable && (number > digits || digits < 10);
    return number;
}

/* Lifts a word that is a truth value, unless it belongs to `is true`. */
static size_t lift_word(struct lifted *lifted, const char *text)
{
    size_t length = span_of(text, LETTERS DIGITS), before = strlen(lifted->expression);
    bool is_truth = (length == 4 && strncmp(text, "true", 4) == 0) ||
                    (length == 5 && strncmp(text, "false", 5) == 0);
    bool is_test = (before >= 3 && strcmp(lifted->expression + before - 3, "is ") == 0) ||
                   (before >= 7 && strcmp(lifted->expression + before - 7, "is not ") == 0);
    if (is_truth && !is_test) {
        lift(lifted, "Boolean", text, length);
    } else {
        strncat(lifted->expression, text, length);
    }
    return length;
}

/* Lifts a string, unless it is the unit that something is converted to. */
static size_t lift_string(struct lifted *lifted, const char *text)
{
    size_t length = string_length(text), before = strlen(lifted->expression);
    if (before >= 3 && strcmp(lifted->expression + before - 3, "to ") == 0) {
        strncat(lifted->expression, text, length);
        return length;
    }
    /* As text for an input, blanks around a string are dropped, and there are no escapes. */
    if (length == 2 || text[1] == ' ' || text[length - 2] == ' ' ||
        memchr(text, '\\', length) != NULL) {
        lifted->usable = false;
    }
    lift(lifted, "String", text + 1, length - 2);
    return length;
}

static size_t lift_next(struct lifted *lifted, const char *text)
{
    if (*text == '@') {
        size_t length = 1 + span_of(text + 1, DIGITS "-T:.+Z");
        const char *time = memchr(text, 'T', length);
        lift(lifted,
             time == NULL       ? "Date"
             : time == text + 1 ? "Time"
                                : "DateTime",
             text + 1, length - 1);
        return length;
    }
    if (strchr(DIGITS, *text) != NULL) {
        return lift_number(lifted, text);
    }
    if (*text == '\'') {
        return lift_string(lifted, text);
    }
    if (strchr(LETTERS, *text) != NULL) {
        return lift_word(lifted, text);
    }
    strncat(lifted->expression, text, 1);
    return 1;
}

/* Whether the expression has a literal that must stay one: in a timing phrase, a ratio; or a
 * comment. */
static bool needs_literals(const char *expression)
{
    static const char *const phrases[] = {" or less", " or more", "less than", "more than",
                                          "within",   "//",       "/*",        "':"};
    static const char *const units[] = {"year", "month",  "week",   "day",
                                        "hour", "minute", "second", "millisecond"};
    static const char *const after[] = {" before", "s before", " after", "s after"};
    char text[40];
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (strstr(expression, phrases[i]) != NULL) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (size_t k = 0; k < sizeof after / sizeof *after; k++) {
            snprintf(text, sizeof text, " %s%s", units[i], after[k]);
            if (strstr(expression, text) != NULL) {
                return true;
            }
        }
    }
    return false;
}

static void lift_all(const char *expression, struct lifted *lifted)
{
    memset(lifted, 0, sizeof *lifted);
    lifted->usable = !needs_literals(expression);
    while (lifted->usable && *expression != '\0') {
        expression += lift_next(lifted, expression);
    }
    strcat(lifted->library, "define value: ");
    strcat(lifted->library, lifted->expression);
}

static bool check_value_of_inputs(const struct test_table *table, size_t row)
{
    const char *expected = test_cell(table, row, "expected");
    char value[VALUE_SIZE] = "";
    struct lifted lifted;
    nfh_subject *subject;
    if (expected[0] == '!' && strcmp(expected, "!run") != 0) {
        return true;
    }
    lift_all(test_cell(table, row, "expression"), &lifted);
    if (!lifted.usable || lifted.count == 0) {
        return true;
    }
    nfh_ruleset *ruleset = rules_from(lifted.library);
    ASSERT_STATUS(nfh_subject_new(ruleset, &subject), NFH_OK);
    for (size_t i = 0; i < lifted.count; i++) {
        ASSERT_STATUS(nfh_subject_set_text_at(subject, i, lifted.value[i]), NFH_OK);
    }
    value_of(ruleset, subject, value);
    nfh_subject_free(subject);
    nfh_ruleset_free(ruleset);
    return is_expected(table, row, value, ", with inputs for its literals");
}

/* A process for every row would take longer than the rows. */
#define ROWS_AT_ONCE 50

static size_t count_blocks(void)
{
    size_t rows = 0;
    for (size_t i = 0; i < FILES; i++) {
        rows += tables[i].rows;
    }
    return (rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
}

/* The rows of all tables, one after the other. */
START_TEST(test_block)
{
    size_t first = (size_t)_i * ROWS_AT_ONCE, before = 0, wrong = 0;
    for (size_t i = 0; i < FILES; before += tables[i++].rows) {
        for (size_t row = 0; row < tables[i].rows; row++) {
            if (before + row >= first && before + row < first + ROWS_AT_ONCE) {
                wrong += !check_value(&tables[i], row) || !check_value_of_inputs(&tables[i], row);
            }
        }
    }
    ck_assert_msg(wrong == 0, "%zu rows are wrong", wrong);
}
END_TEST

/* Most rows can be lifted: otherwise the test above would test nothing. */
START_TEST(test_most_are_lifted)
{
    struct lifted lifted;
    const struct test_table *table = &tables[_i];
    size_t usable = 0;
    for (size_t i = 0; i < table->rows; i++) {
        lift_all(test_cell(table, i, "expression"), &lifted);
        usable += lifted.usable && lifted.count > 0;
    }
    ck_assert_msg(usable > table->rows / 2, "%s: %zu of %zu", files[_i], usable, table->rows);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expressions");
    TCase *rows = tcase_create("rows");
    for (size_t i = 0; i < FILES; i++) {
        tables[i] = test_table_read(files[i]);
    }
    tcase_add_loop_test(rows, test_block, 0, (int)count_blocks());
    tcase_add_loop_test(rows, test_most_are_lifted, 0, (int)FILES);
    suite_add_tcase(suite, rows);
    int status = test_run(suite);
    for (size_t i = 0; i < FILES; i++) {
        test_table_free(&tables[i]);
    }
    return status;
}
