/* SPDX-License-Identifier: MIT
 *
 * test_rulesets.c - rule sets that must give the same answers as the one that is shipped, on random
 * subjects: the trial's criteria in another author's words (tests/data/rulesets/OtherTrial.cql,
 * which includes OtherHelper.cql), and the shipped one with its calculations in CQL instead of C.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule_text.h"
#include "subjects.h"
#include "support.h"

#define SUBJECTS 200 /* of each of the seeds */
#define SEEDS    20

static struct test_table table;
static nfh_ruleset *trial, *other;
static nfh_subject *subject, *other_subject;
static nfh_report *report, *other_report;

/* The text of a library that is shipped. */
static const char *builtin_text(const char *wanted, size_t *length)
{
    const char *name, *text;
    for (size_t i = 0; nfh_builtin_name(i, &name) == NFH_OK; i++) {
        if (strcmp(name, wanted) == 0) {
            ASSERT_STATUS(nfh_builtin_text(i, &text, length), NFH_OK);
            return text;
        }
    }
    test_stop("%s is not shipped", wanted);
}

static nfh_ruleset *in_other_words(void)
{
    nfh_compiler *compiler;
    size_t length;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    add_rules(compiler, "OtherHelper.cql");
    char *text = read_rules("rulesets/OtherTrial.cql", &length);
    nfh_ruleset *ruleset = compile_rules(compiler, text);
    free(text);
    nfh_compiler_free(compiler);
    return ruleset;
}

/* A library that is handed over takes the place of the shipped one, whose functions are bound to C:
 * what is run is its CQL. */
static nfh_ruleset *without_natives(void)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    size_t length;
    const char *text = builtin_text("NFHCalculations", &length);
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_add_library(compiler, "calculations", text, length), NFH_OK);
    text = builtin_text("NCT07101562", &length);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "trial", text, length, &ruleset), NFH_OK);
    nfh_compiler_free(compiler);
    return ruleset;
}

static void start_with(nfh_ruleset *ruleset)
{
    other = ruleset;
    ASSERT_STATUS(nfh_ruleset_load("NCT07101562", &trial), NFH_OK);
    ASSERT_STATUS(nfh_subject_new(trial, &subject), NFH_OK);
    ASSERT_STATUS(nfh_subject_new(other, &other_subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(trial, &report), NFH_OK);
    ASSERT_STATUS(nfh_report_new(other, &other_report), NFH_OK);
}

static void start_other_words(void)
{
    start_with(in_other_words());
}

static void start_without_natives(void)
{
    start_with(without_natives());
}

static void finish(void)
{
    nfh_report_free(other_report);
    nfh_report_free(report);
    nfh_subject_free(other_subject);
    nfh_subject_free(subject);
    nfh_ruleset_free(other);
    nfh_ruleset_free(trial);
}

/* The other rule set has no limits on most parameters: what is implausible must be left out. */
static void forget_implausible(struct inputs *inputs)
{
    size_t count, parameter;
    const char *name;
    int kind;
    ASSERT_STATUS(nfh_report_query_count(report, &count), NFH_OK);
    for (size_t i = 0; i < count; i++) {
        ASSERT_STATUS(nfh_report_query(report, i, &kind, &parameter, NULL, NULL), NFH_OK);
        if (kind == NFH_QUERY_IMPLAUSIBLE) {
            ASSERT_STATUS(nfh_ruleset_parameter_name(trial, parameter, &name), NFH_OK);
            inputs->text[input_index(&table, name)][0] = '\0';
        }
    }
}

static void screen_both(const struct inputs *drawn)
{
    struct inputs inputs = *drawn;
    set_inputs(&table, &inputs, subject);
    ASSERT_STATUS(nfh_screen(trial, subject, report), NFH_OK);
    forget_implausible(&inputs);
    write_units(&table, trial, other, &inputs);
    set_inputs(&table, &inputs, other_subject);
    ASSERT_STATUS(nfh_screen(other, other_subject, other_report), NFH_OK);
}

/* Asserts the same criteria and verdict; returns which truth values the criteria had, one bit each.
 */
static unsigned compare(unsigned seed, unsigned number)
{
    size_t count;
    int truth, other_truth, category, verdict, other_verdict;
    unsigned seen = 0;
    ASSERT_STATUS(nfh_ruleset_criterion_count(trial, &count), NFH_OK);
    for (size_t i = 0; i < count; i++) {
        const char *id;
        ASSERT_STATUS(nfh_ruleset_criterion_category(trial, i, &category), NFH_OK);
        if (category == NFH_CATEGORY_CHECK) {
            continue;
        }
        ASSERT_STATUS(nfh_ruleset_criterion_id(trial, i, &id), NFH_OK);
        ASSERT_STATUS(nfh_report_criterion(report, i, &truth), NFH_OK);
        ASSERT_STATUS(nfh_report_criterion(other_report, criterion_of(other, id), &other_truth),
                      NFH_OK);
        ck_assert_msg(truth == other_truth, "seed %u, subject %u: %s is %d, in other words %d",
                      seed, number, id, truth, other_truth);
        seen |= 1u << truth;
    }
    ASSERT_STATUS(nfh_report_verdict(report, &verdict), NFH_OK);
    ASSERT_STATUS(nfh_report_verdict(other_report, &other_verdict), NFH_OK);
    ck_assert_int_eq(verdict, other_verdict);
    return seen | 16u << verdict;
}

static void compare_all(unsigned seed, bool is_blurred)
{
    struct random random = {seed};
    struct inputs inputs;
    unsigned seen = 0;
    for (unsigned number = 0; number < SUBJECTS; number++) {
        static const unsigned missing_in[] = {0, 0, 60, 12, 3}, limit_in[] = {100, 12, 3, 1};
        struct draw draw = {limit_in[random_below(&random, 4)], number % 5 == 0 ? 20 : 0};
        draw_inputs(&table, &random, draw, &inputs);
        forget_inputs(&table, &random, missing_in[random_below(&random, 5)], &inputs);
        if (is_blurred && number % 2 == 0) {
            blur_dates(&table, &random, 4, &inputs);
        }
        screen_both(&inputs);
        seen |= compare(seed, number);
    }
    /* All truth values and all verdicts were among them. */
    ck_assert_uint_eq(seen, 7u | 16u << NFH_VERDICT_ELIGIBLE | 16u << NFH_VERDICT_INELIGIBLE |
                                16u << NFH_VERDICT_UNDETERMINED);
}

/* Other words are not bound to decide on partial dates where the shipped ones do. */
START_TEST(test_other_words)
{
    compare_all((unsigned)_i, false);
}
END_TEST

START_TEST(test_without_natives)
{
    compare_all((unsigned)_i + SEEDS, true);
}
END_TEST

START_TEST(test_same_criteria)
{
    size_t count, other_count, parameters, other_parameters;
    const char *name, *version;
    ASSERT_STATUS(nfh_ruleset_criterion_count(trial, &count), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_criterion_count(other, &other_count), NFH_OK);
    ck_assert_uint_eq(other_count, 33);
    ck_assert_uint_eq(count, 33 + 37);
    ASSERT_STATUS(nfh_ruleset_parameter_count(trial, &parameters), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_parameter_count(other, &other_parameters), NFH_OK);
    ck_assert_uint_eq(parameters, table.rows);
    ck_assert_uint_eq(other_parameters, table.rows);
    ASSERT_STATUS(nfh_ruleset_name(other, &name), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_version(other, &version), NFH_OK);
    ck_assert_str_eq(name, "OtherTrial");
    ck_assert_str_eq(version, "2.0");
}
END_TEST

/* What is included must be handed over; which library is missing can be asked. */
START_TEST(test_missing_library)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    const char *name;
    size_t length;
    char *text = read_rules("rulesets/OtherTrial.cql", &length);
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "other", text, length, &ruleset), NFH_E_INCLUDE);
    ck_assert_ptr_null(ruleset);
    ASSERT_STATUS(nfh_compiler_missing_library(compiler, 0, &name), NFH_OK);
    ck_assert_str_eq(name, "Other.Helper");
    ASSERT_STATUS(nfh_compiler_missing_library(compiler, 1, &name), NFH_E_INDEX);
    add_rules(compiler, "OtherHelper.cql");
    ASSERT_STATUS(nfh_compiler_compile(compiler, "other", text, length, &ruleset), NFH_OK);
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rule sets");
    TCase *words = tcase_create("other words"), *natives = tcase_create("without natives"),
          *include = tcase_create("include");
    table = inputs_table();
    tcase_add_unchecked_fixture(words, start_other_words, finish);
    tcase_add_test(words, test_same_criteria);
    tcase_add_loop_test(words, test_other_words, 0, test_share(SEEDS));
    tcase_set_timeout(words, 60);
    tcase_add_unchecked_fixture(natives, start_without_natives, finish);
    tcase_add_loop_test(natives, test_without_natives, 0, test_share(SEEDS));
    tcase_set_timeout(natives, 60);
    tcase_add_test(include, test_missing_library);
    suite_add_tcase(suite, words);
    suite_add_tcase(suite, natives);
    suite_add_tcase(suite, include);
    int status = test_run(suite);
    test_table_free(&table);
    return status;
}
