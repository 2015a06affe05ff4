/* SPDX-License-Identifier: MIT
 *
 * test_reasons.c - why a criterion is true, false or unknown: the sentence and its leaves. Each row
 * of reasons.tsv is a criterion on the parameters below, some inputs (name=value|…), and what the
 * reason must be, by hand.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen_support.h"

#define TIMES "\xc3\x97"
#define LE    "\xe2\x89\xa4"

static const char parameters[] =
    "include NFHCalculations version '1.0.0' called Calc\n"
    "parameter flag Boolean\nparameter other_flag Boolean\n"
    "parameter i Integer\nparameter j Integer\nparameter l Long\n"
    "/*\n@min: 0\n@max: 1000\n*/ parameter d Decimal\nparameter e Decimal\n"
    "/*\n@values: a|b|c\n*/ parameter grade String\nparameter word String\n"
    "parameter event Date\n/*\n@label: the visit\n*/ parameter visit Date\n"
    "parameter moment DateTime\n"
    "/*\n@unit: kg\n@label: body weight\n*/ parameter weight Quantity\n"
    "/*\n@unit: m\n*/ parameter height Quantity\n"
    "/*\n@unit: U/L\n*/ parameter ast Quantity\n/*\n@unit: U/L\n*/ parameter ast_uln Quantity\n"
    "parameter any_unit Quantity\n"
    "parameter usual Decimal default 40.0\n"
    "/*\n@label: BMI\n@unit: kg/m2\n*/ define Index: weight.value / (height.value * height.value)\n"
    "define Age: years between event and visit\n"
    "define Anchor: Coalesce(visit, event)\n";

static void set_inputs(const struct fixture *f, const char *inputs)
{
    char copy[200];
    snprintf(copy, sizeof copy, "%s", inputs);
    for (char *at = copy; *at;) {
        char *end = at + strcspn(at, "|"), *equals = strchr(at, '=');
        char *next = *end ? end + 1 : end;
        *end = '\0';
        *equals = '\0';
        set(f, at, equals + 1);
        at = next;
    }
}

static struct fixture start_criterion(const char *expression, const char *tags)
{
    char rules[4000];
    snprintf(rules, sizeof rules, "%s/*\n@id: E1\n@category: exclusion\n%s*/ define E1:\n  %s\n",
             parameters, tags, expression);
    return start(rules);
}

static void assert_reason(const struct fixture *f, int truth, const char *reason)
{
    char text[4000];
    size_t needed;
    int found;
    screen(f);
    ASSERT_STATUS(nfh_report_criterion(f->report, 0, &found), NFH_OK);
    ASSERT_STATUS(nfh_report_reason(f->report, 0, text, sizeof text, &needed), NFH_OK);
    ck_assert_str_eq(text, reason);
    ck_assert_int_eq(found, truth);
    ck_assert_uint_eq(needed, strlen(reason) + 1);
}

#define T NFH_TRUE
#define F NFH_FALSE
#define U NFH_UNKNOWN

static struct test_table rows;

START_TEST(row)
{
    size_t at = (size_t)_i;
    struct fixture f = start_criterion(test_cell(&rows, at, "expression"), "");
    set_inputs(&f, test_cell(&rows, at, "inputs"));
    assert_reason(&f, test_truth(test_cell(&rows, at, "truth")), test_cell(&rows, at, "reason"));
    end(&f);
}
END_TEST

START_TEST(missing_kinds_and_limits)
{
    struct fixture f = start_criterion("weight > 50 'kg'", "");
    ASSERT_STATUS(nfh_subject_set_missing(f.subject, parameter_index(f.ruleset, "weight"),
                                          NFH_MISSING_REFUSED),
                  NFH_OK);
    assert_reason(&f, U, "body weight (refused) not known");
    set(&f, "weight", ">90");
    assert_reason(&f, T, "body weight >90 kg > 50 kg");
    set(&f, "weight", "<=50");
    assert_reason(&f, F, "body weight <=50 kg " LE " 50 kg");
    set(&f, "weight", "<60");
    assert_reason(&f, U, "body weight <60 kg > 50 kg, not certain");
    end(&f);
}
END_TEST

START_TEST(because)
{
    struct fixture f = start_criterion("i > 5", "@because: too many\n");
    set(&f, "i", "6");
    assert_reason(&f, T, "too many: i 6 > 5");
    set(&f, "i", "5");
    assert_reason(&f, F, "i 5 " LE " 5");
    end(&f);
}
END_TEST

/* ---- Leaves ---------------------------------------------------------------------------------- */

static void assert_part(const struct fixture *f, size_t leaf, int part, const char *expected)
{
    const char *text;
    ASSERT_STATUS(nfh_report_leaf_text(f->report, 0, leaf, part, &text), NFH_OK);
    if (expected)
        ck_assert_str_eq(text, expected);
    else
        ck_assert_ptr_null(text);
}

START_TEST(parts)
{
    struct fixture f = start_criterion("ast > 2 * ast_uln or Index > d or flag", "");
    size_t count;
    int truth, relation;
    set_inputs(&f, "ast=80|ast_uln=40|weight=7|height=0.5|d=28|flag=no");
    screen(&f);
    ASSERT_STATUS(nfh_report_leaf_count(f.report, 0, &count), NFH_OK);
    ck_assert_uint_eq(count, 3);
    ASSERT_STATUS(nfh_report_leaf(f.report, 0, 0, &truth, &relation), NFH_OK);
    ck_assert_int_eq(truth, F);
    ck_assert_int_eq(relation, NFH_RELATION_LESS_OR_EQUAL);
    assert_part(&f, 0, NFH_LEAF_TEXT, "ast 80 U/L " LE " 80 U/L (2 " TIMES " 40 U/L)");
    assert_part(&f, 0, NFH_LEAF_LABEL, "ast");
    assert_part(&f, 0, NFH_LEAF_VALUE, "80");
    assert_part(&f, 0, NFH_LEAF_UNIT, "U/L");
    assert_part(&f, 0, NFH_LEAF_FORMULA, NULL);
    assert_part(&f, 0, NFH_LEAF_LIMIT_LABEL, NULL);
    assert_part(&f, 0, NFH_LEAF_LIMIT, "80");
    assert_part(&f, 0, NFH_LEAF_LIMIT_UNIT, "U/L");
    assert_part(&f, 0, NFH_LEAF_LIMIT_FORMULA, "2 " TIMES " 40 U/L");
    assert_part(&f, 1, NFH_LEAF_LABEL, "BMI");
    assert_part(&f, 1, NFH_LEAF_FORMULA, "7 kg / (0.5 m " TIMES " 0.5 m)");
    assert_part(&f, 1, NFH_LEAF_LIMIT_LABEL, "d");
    assert_part(&f, 1, NFH_LEAF_LIMIT, "28");
    ASSERT_STATUS(nfh_report_leaf(f.report, 0, 2, &truth, &relation), NFH_OK);
    ck_assert_int_eq(truth, F);
    ck_assert_int_eq(relation, NFH_RELATION_IS);
    assert_part(&f, 2, NFH_LEAF_LABEL, "flag");
    assert_part(&f, 2, NFH_LEAF_VALUE, "false");
    assert_part(&f, 2, NFH_LEAF_LIMIT, NULL);
    end(&f);
}
END_TEST

START_TEST(statuses)
{
    struct fixture f = start_criterion("flag", "");
    size_t count = 7, needed = 7;
    const char *text = "x";
    char buffer[8] = "x";
    int truth = 7, relation = 7;
    ASSERT_STATUS(nfh_report_leaf_count(f.report, 0, &count), NFH_E_STATE);
    ck_assert_uint_eq(count, 0);
    ASSERT_STATUS(nfh_report_reason(f.report, 0, buffer, sizeof buffer, &needed), NFH_E_STATE);
    ck_assert_uint_eq(needed, 0);
    ck_assert_str_eq(buffer, "");
    ASSERT_STATUS(nfh_report_leaf(f.report, 0, 0, &truth, &relation), NFH_E_STATE);
    ck_assert_int_eq(truth, NFH_UNKNOWN);
    ck_assert_int_eq(relation, 0);
    ASSERT_STATUS(nfh_report_leaf_text(f.report, 0, 0, NFH_LEAF_TEXT, &text), NFH_E_STATE);
    ck_assert_ptr_null(text);
    screen(&f);
    ASSERT_STATUS(nfh_report_leaf_count(f.report, 1, &count), NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_leaf(f.report, 0, 1, NULL, NULL), NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_leaf(f.report, 1, 0, NULL, NULL), NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_leaf(f.report, 0, 0, NULL, NULL), NFH_OK);
    ASSERT_STATUS(nfh_report_leaf_text(f.report, 0, 0, 0, &text), NFH_E_RANGE);
    ASSERT_STATUS(nfh_report_leaf_text(f.report, 0, 0, 10, &text), NFH_E_RANGE);
    ASSERT_STATUS(nfh_report_leaf_text(f.report, 0, 0, NFH_LEAF_TEXT, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_leaf_count(f.report, 0, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_leaf_count(NULL, 0, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_leaf(NULL, 0, 0, NULL, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_reason(f.report, 0, NULL, 5, &needed), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_reason(f.report, 0, buffer, sizeof buffer, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_reason(NULL, 0, buffer, sizeof buffer, &needed), NFH_E_NULL);
    /* "flag not known" takes 15 bytes with its end. */
    ASSERT_STATUS(nfh_report_reason(f.report, 0, NULL, 0, &needed), NFH_E_BUFFER);
    ck_assert_uint_eq(needed, 15);
    ASSERT_STATUS(nfh_report_reason(f.report, 0, buffer, sizeof buffer, &needed), NFH_E_BUFFER);
    ck_assert_uint_eq(needed, 15);
    ck_assert_str_eq(buffer, "flag no");
    end(&f);
}
END_TEST

/* A reason never outlives its screening. */
START_TEST(screening_again)
{
    struct fixture f = start_criterion("i > 5", "");
    set(&f, "i", "6");
    screen(&f);
    assert_part(&f, 0, NFH_LEAF_VALUE, "6");
    set(&f, "i", "7");
    screen(&f);
    assert_part(&f, 0, NFH_LEAF_VALUE, "7");
    end(&f);
}
END_TEST

/* ---- Bounds ---------------------------------------------------------------------------------- */

static char *repeat(size_t count, const char *format, const char *between)
{
    char *text = calloc(count, 48);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        at += (size_t)sprintf(text + at, "%s", i > 0 ? between : "");
        at += (size_t)sprintf(text + at, format, (int)i);
    }
    return text;
}

static void assert_many(size_t count, size_t leaves, bool more)
{
    static char text[100000];
    char *chain = repeat(count, "i > %d", " and "), *rules = malloc(strlen(chain) + 200);
    size_t found, needed;
    sprintf(rules, "parameter i Integer\n/*\n@id: E1\n@category: exclusion\n*/ define E1: %s\n", chain);
    struct fixture f = start(rules);
    set(&f, "i", "100000");
    screen(&f);
    ASSERT_STATUS(nfh_report_leaf_count(f.report, 0, &found), NFH_OK);
    ck_assert_uint_eq(found, leaves);
    ASSERT_STATUS(nfh_report_reason(f.report, 0, text, sizeof text, &needed), NFH_OK);
    ck_assert_int_eq(strncmp(text, "i 100000 > 0; i 100000 > 1; ", 28), 0);
    ck_assert_int_eq(strcmp(text + needed - 6, "; \xe2\x80\xa6") == 0, more);
    end(&f);
    free(chain);
    free(rules);
}

START_TEST(many_leaves)
{
    assert_many(63, 63, false);
    assert_many(64, 64, false);
    assert_many(65, 64, true);
    assert_many(490, 64, true);
}
END_TEST

/* Names and values that are long are cut, between characters. */
START_TEST(long_texts)
{
    char tags[400] = "/*\n@label: ", rules[1200], value[400] = "", text[2000];
    size_t needed;
    for (int i = 0; i < 100; i++) {
        strcat(tags, "\xc3\xa4");
        strcat(value, "\xe2\x82\xac");
    }
    snprintf(rules, sizeof rules,
             "%s\n*/ parameter word String\n/*\n@id: E1\n@category: exclusion\n*/ define E1: word = 'a'\n",
             tags);
    struct fixture f = start(rules);
    set(&f, "word", value);
    screen(&f);
    ASSERT_STATUS(nfh_report_reason(f.report, 0, text, sizeof text, &needed), NFH_OK);
    /* 60 characters of 2 bytes and an ellipsis; 20 of 3 bytes and an ellipsis. */
    ck_assert_uint_eq(needed - 1, 120 + 3 + 1 + 60 + 3 + strlen(" \xe2\x89\xa0 a"));
    end(&f);
}
END_TEST

/* Nothing is allocated by asking, so nothing can fail. */
START_TEST(no_allocation)
{
    struct failing_memory failing = {.allowed = SIZE_MAX};
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    nfh_subject *subject;
    nfh_report *report;
    size_t criteria, needed;
    char text[8000];
    ASSERT_STATUS(new_compiler(&failing, &compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_load(compiler, "NCT07101562", &ruleset), NFH_OK);
    ASSERT_STATUS(nfh_subject_new(ruleset, &subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(ruleset, &report), NFH_OK);
    ASSERT_STATUS(nfh_screen(ruleset, subject, report), NFH_OK);
    long calls = (long)failing.calls;
    nfh_ruleset_criterion_count(ruleset, &criteria);
    for (size_t i = 0; i < criteria; i++) {
        ASSERT_STATUS(nfh_report_reason(report, i, text, sizeof text, &needed), NFH_OK);
        ck_assert_str_ne(text, "");
    }
    ck_assert_int_eq((long)failing.calls, calls);
    nfh_report_free(report);
    nfh_subject_free(subject);
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
    ck_assert_uint_eq(failing.live, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reasons");
    TCase *tcase = tcase_create("reasons");
    rows = test_table_read("reasons.tsv");
    tcase_add_loop_test(tcase, row, 0, (int)rows.rows);
    tcase_add_test(tcase, missing_kinds_and_limits);
    tcase_add_test(tcase, because);
    tcase_add_test(tcase, parts);
    tcase_add_test(tcase, statuses);
    tcase_add_test(tcase, screening_again);
    tcase_add_test(tcase, many_leaves);
    tcase_add_test(tcase, long_texts);
    tcase_add_test(tcase, no_allocation);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
