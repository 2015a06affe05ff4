/* SPDX-License-Identifier: MIT
 *
 * test_report.c - screening: verdicts, and what is missing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen_support.h"

static int verdict_of(const struct fixture *f)
{
    int verdict;
    screen(f);
    ASSERT_STATUS(nfh_report_verdict(f->report, &verdict), NFH_OK);
    return verdict;
}

/* ---- Verdicts -------------------------------------------------------------------------------- */

static const char logic[] =
    "parameter i1 Boolean parameter i2 Boolean parameter e1 Boolean parameter e2 Boolean\n"
    "parameter c Boolean\n"
    "/*\n@id: I1\n@category: inclusion\n*/ define I1: i1\n"
    "/*\n@id: I2\n@category: inclusion\n*/ define I2: i2\n"
    "/*\n@id: E1\n@category: exclusion\n*/ define E1: e1\n"
    "/*\n@id: E2\n@category: exclusion\n*/ define E2: e2\n"
    "/*\n@id: C1\n@category: check\n@short: Contradiction\n*/ define C1: c\n";

/* Every combination of the truth values of two inclusions, two exclusions and a check. */
START_TEST(verdicts)
{
    struct fixture f = start(logic);
    int truth[5], rest = _i;
    for (size_t k = 0; k < 5; k++, rest /= 3) {
        truth[k] = rest % 3;
        ASSERT_STATUS(nfh_subject_set_boolean(f.subject, k, truth[k]), NFH_OK);
    }
    int expected = NFH_VERDICT_UNDETERMINED;
    if (truth[0] == NFH_FALSE || truth[1] == NFH_FALSE || truth[2] == NFH_TRUE ||
        truth[3] == NFH_TRUE)
        expected = NFH_VERDICT_INELIGIBLE;
    else if (truth[0] == NFH_TRUE && truth[1] == NFH_TRUE && truth[2] == NFH_FALSE &&
             truth[3] == NFH_FALSE)
        expected = NFH_VERDICT_ELIGIBLE;
    ck_assert_int_eq(verdict_of(&f), expected);
    for (size_t k = 0; k < 5; k++) {
        int found;
        ASSERT_STATUS(nfh_report_criterion(f.report, k, &found), NFH_OK);
        ck_assert_int_eq(found, truth[k]);
    }
    /* What is still missing: nothing once it is decided, else the unknown ones; the check's input
     * never. */
    size_t missing[5], count, unknown = 0;
    ASSERT_STATUS(nfh_report_missing(f.report, missing, 5, &count), NFH_OK);
    for (size_t k = 0; k < 4 && expected == NFH_VERDICT_UNDETERMINED; k++) {
        if (truth[k] == NFH_UNKNOWN)
            ck_assert_uint_eq(missing[unknown++], k);
    }
    ck_assert_uint_eq(count, unknown);
    end(&f);
}
END_TEST

/* Nothing is decided where nothing is asked. */
START_TEST(no_criteria)
{
    struct fixture f = start("define a: true");
    ck_assert_int_eq(verdict_of(&f), NFH_VERDICT_UNDETERMINED);
    end(&f);
    f = start("/*\n@id: A\n@category: check\n*/ define a: true");
    ck_assert_int_eq(verdict_of(&f), NFH_VERDICT_UNDETERMINED);
    end(&f);
}
END_TEST

START_TEST(one_kind_of_criteria)
{
    struct fixture f = start("/*\n@id: A\n@category: inclusion\n*/ define a: true");
    ck_assert_int_eq(verdict_of(&f), NFH_VERDICT_ELIGIBLE);
    end(&f);
    f = start("/*\n@id: A\n@category: exclusion\n*/ define a: true");
    ck_assert_int_eq(verdict_of(&f), NFH_VERDICT_INELIGIBLE);
    end(&f);
}
END_TEST

/* ---- States and arguments -------------------------------------------------------------------- */

START_TEST(before_screening)
{
    struct fixture f = start(logic);
    int number = 7;
    size_t count = 7, parameter = 7, criterion = 7;
    const char *text = "";
    char buffer[10] = "x";
    ASSERT_STATUS(nfh_report_verdict(f.report, &number), NFH_E_STATE);
    ck_assert_int_eq(number, 0);
    ASSERT_STATUS(nfh_report_subject_id(f.report, &text), NFH_E_STATE);
    ck_assert_ptr_null(text);
    ASSERT_STATUS(nfh_report_criterion(f.report, 0, &number), NFH_E_STATE);
    ck_assert_int_eq(number, NFH_UNKNOWN);
    ASSERT_STATUS(nfh_report_missing(f.report, NULL, 0, &count), NFH_E_STATE);
    ck_assert_uint_eq(count, 0);
    count = 7;
    ASSERT_STATUS(nfh_report_criterion_missing(f.report, 0, NULL, 0, &count), NFH_E_STATE);
    ck_assert_uint_eq(count, 0);
    count = 7;
    ASSERT_STATUS(nfh_report_query_count(f.report, &count), NFH_E_STATE);
    ck_assert_uint_eq(count, 0);
    text = "";
    ASSERT_STATUS(nfh_report_query(f.report, 0, &number, &parameter, &criterion, &text),
                  NFH_E_STATE);
    ck_assert_ptr_null(text);
    ck_assert_int_eq(number, 0);
    ck_assert_uint_eq(parameter, SIZE_MAX);
    ck_assert_uint_eq(criterion, SIZE_MAX);
    ASSERT_STATUS(nfh_report_value(f.report, 0, buffer, sizeof buffer, &count), NFH_E_STATE);
    ck_assert_str_eq(buffer, "");
    ck_assert_uint_eq(count, 0);
    strcpy(buffer, "x");
    ASSERT_STATUS(nfh_report_json(f.report, buffer, sizeof buffer, &count), NFH_E_STATE);
    ck_assert_str_eq(buffer, "");
    end(&f);
}
END_TEST

START_TEST(null_arguments)
{
    struct fixture f = start(logic);
    nfh_report *report = f.report;
    int number;
    size_t count;
    const char *text;
    char buffer[10];
    screen(&f);
    ASSERT_STATUS(nfh_report_new(NULL, &report), NFH_E_NULL);
    ck_assert_ptr_null(report);
    ASSERT_STATUS(nfh_report_new(f.ruleset, NULL), NFH_E_NULL);
    nfh_report_free(NULL);
    ASSERT_STATUS(nfh_report_verdict(NULL, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_verdict(f.report, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_subject_id(NULL, &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_subject_id(f.report, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion(NULL, 0, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion(f.report, 0, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_missing(NULL, NULL, 0, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_missing(f.report, NULL, 1, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_missing(f.report, NULL, 0, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_missing(NULL, 0, NULL, 0, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_missing(f.report, 0, NULL, 1, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_missing(f.report, 0, NULL, 0, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_query_count(NULL, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_query_count(f.report, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_query(NULL, 0, NULL, NULL, NULL, &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_value(NULL, 0, buffer, sizeof buffer, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_value(f.report, 0, NULL, 1, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_value(f.report, 0, buffer, sizeof buffer, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_json(NULL, buffer, sizeof buffer, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_json(f.report, NULL, 1, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_json(f.report, buffer, sizeof buffer, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion(f.report, 5, &number), NFH_E_INDEX);
    ck_assert_int_eq(number, NFH_UNKNOWN);
    ASSERT_STATUS(nfh_report_criterion_missing(f.report, 5, NULL, 0, &count), NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_query(f.report, 0, NULL, NULL, NULL, NULL), NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_query(f.report, SIZE_MAX, NULL, NULL, NULL, NULL), NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_value(f.report, 5, buffer, sizeof buffer, &count), NFH_E_INDEX);
    end(&f);
}
END_TEST

/* A failed screening leaves nothing of the one before. */
START_TEST(mismatch)
{
    struct fixture f = start(logic), g = start(logic);
    int verdict;
    screen(&f);
    ASSERT_STATUS(nfh_screen(f.ruleset, g.subject, f.report), NFH_E_MISMATCH);
    ASSERT_STATUS(nfh_report_verdict(f.report, &verdict), NFH_E_STATE);
    screen(&f);
    ASSERT_STATUS(nfh_screen(g.ruleset, g.subject, f.report), NFH_E_MISMATCH);
    ASSERT_STATUS(nfh_report_verdict(f.report, &verdict), NFH_E_STATE);
    screen(&f);
    ASSERT_STATUS(nfh_screen(f.ruleset, NULL, f.report), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_verdict(f.report, &verdict), NFH_E_STATE);
    ASSERT_STATUS(nfh_screen(NULL, f.subject, f.report), NFH_E_NULL);
    ASSERT_STATUS(nfh_screen(f.ruleset, f.subject, NULL), NFH_E_NULL);
    end(&f);
    end(&g);
}
END_TEST

/* ---- Missing inputs -------------------------------------------------------------------------- */

static const char missing_rules[] = "parameter a Boolean parameter b Boolean parameter p "
                                    "Interval<Integer> parameter d Boolean default true\n"
                                    "/*\n@min: 0\n*/ parameter n Integer\n"
                                    "/*\n@id: E1\n@category: exclusion\n*/ define E1: a or b\n"
                                    "/*\n@id: E2\n@category: exclusion\n*/ define E2: b and n > 3\n"
                                    "/*\n@id: C1\n@category: check\n*/ define C1: not d and a\n";

/* Compares the names of missing parameters with a list. */
static void assert_missing(const struct fixture *f, size_t criterion, const char *expected)
{
    size_t missing[10], count;
    char names[200] = "";
    if (criterion == SIZE_MAX)
        ASSERT_STATUS(nfh_report_missing(f->report, missing, 10, &count), NFH_OK);
    else
        ASSERT_STATUS(nfh_report_criterion_missing(f->report, criterion, missing, 10, &count),
                      NFH_OK);
    for (size_t i = 0; i < count; i++) {
        const char *name;
        ASSERT_STATUS(nfh_ruleset_parameter_name(f->ruleset, missing[i], &name), NFH_OK);
        strcat(names, i > 0 ? " " : "");
        strcat(names, name);
    }
    ck_assert_str_eq(names, expected);
}

START_TEST(missing_parameters)
{
    struct fixture f = start(missing_rules);
    screen(&f);
    assert_missing(&f, 0, "a b");
    assert_missing(&f, 1, "b n");
    assert_missing(&f, SIZE_MAX, "a b n");
    set(&f, "b", "false"); /* decides E2 */
    screen(&f);
    assert_missing(&f, 0, "a");
    assert_missing(&f, 1, "");
    assert_missing(&f, SIZE_MAX, "a");
    set(&f, "a", "true"); /* decides the verdict */
    screen(&f);
    assert_missing(&f, SIZE_MAX, "");
    set(&f, "a", "false");
    set(&f, "b", "true");
    screen(&f);
    assert_missing(&f, 1, "n"); /* open, but the verdict is not */
    assert_missing(&f, SIZE_MAX, "");
    set(&f, "b", "");
    set(&f, "n", "-1"); /* implausible, so it counts as missing */
    screen(&f);
    assert_missing(&f, 1, "b n");
    set(&f, "n", "3");
    screen(&f);
    assert_missing(&f, 1, "");
    assert_missing(&f, SIZE_MAX, "b");
    end(&f);
}
END_TEST

/* The open end of an interval is known only when its boundary is; a limit stands in for it. */
static const char open_end_rules[] =
    "parameter low Integer parameter visit Date parameter flag Boolean\n"
    "/*\n@id: I1\n@category: inclusion\n*/\n"
    "define I1: Interval[1, 12) before Interval(low, 100]\n"
    "/*\n@id: I2\n@category: inclusion\n*/\n"
    "define I2: Interval[1, 12) before Interval((month from visit), 100]\n"
    "/*\n@id: I3\n@category: inclusion\n*/\n"
    "define I3: (if low is null then 0 else low) + 1 > 5 or flag\n"
    "/*\n@id: I4\n@category: inclusion\n*/\n"
    "define I4: Coalesce(low, 0) > 5 or flag\n";

START_TEST(missing_open_end)
{
    struct fixture f = start(open_end_rules);
    screen(&f);
    assert_missing(&f, 0, "low");
    assert_missing(&f, 1, "visit");
    assert_missing(&f, 2, "low flag"); /* 0 is no more than a guess */
    assert_missing(&f, 3, "flag");     /* a default is one, too, and told in its own list */
    set(&f, "low", "12");
    screen(&f);
    assert_missing(&f, 0, "");
    assert_missing(&f, 1, "visit");
    end(&f);
}
END_TEST

START_TEST(missing_capacity)
{
    struct fixture f = start(missing_rules);
    size_t missing[3] = {9, 9, 9}, count;
    screen(&f);
    ASSERT_STATUS(nfh_report_missing(f.report, NULL, 0, &count), NFH_E_BUFFER);
    ck_assert_uint_eq(count, 3);
    ASSERT_STATUS(nfh_report_missing(f.report, missing, 2, &count), NFH_E_BUFFER);
    ck_assert_uint_eq(count, 3);
    ck_assert_uint_eq(missing[0], 0);
    ck_assert_uint_eq(missing[1], 1);
    ck_assert_uint_eq(missing[2], 9);
    ASSERT_STATUS(nfh_report_missing(f.report, missing, 3, &count), NFH_OK);
    ck_assert_uint_eq(missing[2], 4);
    ASSERT_STATUS(nfh_report_criterion_missing(f.report, 0, missing, 1, &count), NFH_E_BUFFER);
    ck_assert_uint_eq(count, 2);
    end(&f);
}
END_TEST

/* ---- The trial ------------------------------------------------------------------------------- */

/* A man of 25 years, 81.8 kg and 230 umol/L has a clearance of exactly 50 mL/min: excluded; a gram
 * more, and he is not. */
START_TEST(exact_at_the_limit)
{
    nfh_ruleset *ruleset;
    struct fixture f;
    ASSERT_STATUS(nfh_ruleset_load("NCT07101562", &ruleset), NFH_OK);
    f.ruleset = ruleset;
    ASSERT_STATUS(nfh_subject_new(ruleset, &f.subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(ruleset, &f.report), NFH_OK);
    size_t criterion = criterion_index(ruleset, "EXCL14");
    static const struct {
        const char *weight;
        int expected;
    } rows[] = {{"81.799", NFH_TRUE}, {"81.8", NFH_TRUE}, {"81.801", NFH_FALSE}, {"", NFH_UNKNOWN}};
    set(&f, "screening_date", "2025-06-01");
    set(&f, "birth_date", "2000-06-01");
    set(&f, "sex", "male");
    set(&f, "creatinine", "230");
    set(&f, "creatinine_uln", "200");
    set(&f, "ast", "20");
    set(&f, "ast_uln", "40");
    set(&f, "alt", "20");
    set(&f, "alt_uln", "40");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int truth;
        set(&f, "weight", rows[i].weight);
        screen(&f);
        ASSERT_STATUS(nfh_report_criterion(f.report, criterion, &truth), NFH_OK);
        ck_assert_int_eq(truth, rows[i].expected);
    }
    size_t missing, count;
    ASSERT_STATUS(nfh_report_criterion_missing(f.report, criterion, &missing, 1, &count), NFH_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(missing, parameter_index(ruleset, "weight"));
    end(&f);
}
END_TEST

/* ---- Out of memory --------------------------------------------------------------------------- */

static const char memory_rules[] =
    "parameter s String parameter q Quantity\n"
    "/*\n@id: I1\n@category: inclusion\n*/ define I1: s = 'a' or q * q > 2 'mg2'\n";

static int report_something(const nfh_ruleset *ruleset, const nfh_subject *subject)
{
    nfh_report *report;
    int verdict, status = nfh_report_new(ruleset, &report);
    if (status == NFH_OK)
        status = nfh_screen(ruleset, subject, report);
    if (status == NFH_OK)
        status = nfh_report_verdict(report, &verdict);
    else
        ck_assert_int_ne(nfh_report_verdict(report, &verdict), NFH_OK);
    nfh_report_free(report);
    return status;
}

START_TEST(out_of_memory)
{
    struct failing_memory memory = {.allowed = SIZE_MAX};
    nfh_compiler *compiler;
    struct fixture f;
    ASSERT_STATUS(new_compiler(&memory, &compiler), NFH_OK);
    ASSERT_STATUS(
        nfh_compiler_compile(compiler, "x", memory_rules, strlen(memory_rules), &f.ruleset),
        NFH_OK);
    ASSERT_STATUS(nfh_subject_new(f.ruleset, &f.subject), NFH_OK);
    set(&f, "s", "a text that is longer than the first buffer");
    set(&f, "q", "3 mg");
    ASSERT_STATUS(
        nfh_subject_set_id(f.subject, "an identifier that is longer than the first buffer"),
        NFH_OK);
    size_t blocks = memory.live, n = 0;
    int status = NFH_E_MEMORY;
    for (; status != NFH_OK && n < 1000; n++) {
        memory.allowed = memory.calls + n;
        status = report_something(f.ruleset, f.subject);
        ck_assert_uint_eq(memory.live, blocks);
        if (status != NFH_OK)
            ASSERT_STATUS(status, NFH_E_MEMORY);
    }
    ASSERT_STATUS(status, NFH_OK);
    ck_assert_uint_gt(n, 7);
    nfh_subject_free(f.subject);
    nfh_ruleset_free(f.ruleset);
    nfh_compiler_free(compiler);
    ck_assert_uint_eq(memory.live, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report");
    TCase *tcase = tcase_create("report");
    tcase_add_loop_test(tcase, verdicts, 0, 243);
    tcase_add_test(tcase, no_criteria);
    tcase_add_test(tcase, one_kind_of_criteria);
    tcase_add_test(tcase, before_screening);
    tcase_add_test(tcase, null_arguments);
    tcase_add_test(tcase, mismatch);
    tcase_add_test(tcase, missing_parameters);
    tcase_add_test(tcase, missing_open_end);
    tcase_add_test(tcase, missing_capacity);
    tcase_add_test(tcase, exact_at_the_limit);
    tcase_add_test(tcase, out_of_memory);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
