/* SPDX-License-Identifier: MIT
 *
 * test_report_output.c - what a report says in words: data queries, values, JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen_support.h"

/* ---- Queries --------------------------------------------------------------------------------- */

static const char query_rules[] =
    "/*\n@unit: umol/L\n@min: 5\n@max: 5000\n@accept: mg/dL = 88.4 umol/L\n*/ parameter creatinine "
    "Quantity\n"
    "/*\n@min: 1900-01-01\n*/ parameter birth Date\n"
    "/*\n@max: 2030-06-30\n*/ parameter visit Date\n"
    "/*\n@min: 0\n*/ parameter count Integer\n"
    "/*\n@max: 1.5\n*/ parameter ratio Decimal\n"
    "/*\n@unit: d\n@accept: [in_i] = 2 d\n*/ parameter odd Quantity\n"
    "/*\n@id: E1\n@category: exclusion\n*/ define E1: 6 in Interval[5, count]\n"
    "/*\n@id: C1\n@category: check\n@short: Born after the visit\n*/ define C1: birth > visit\n"
    "/*\n@id: C2\n@category: check\n*/ define \"Without short\": creatinine > 100 'umol/L'\n"
    "/*\n@id: C3\n@category: check\n*/ define C3: count is not null and 8 in Interval[7, count]\n";

struct expected_query {
    int kind;
    const char *about; /* a parameter or a criterion */
    const char *text;
};

static void assert_queries(const struct fixture *f, const struct expected_query *expected,
                           size_t number)
{
    size_t count;
    screen(f);
    ASSERT_STATUS(nfh_report_query_count(f->report, &count), NFH_OK);
    ck_assert_uint_eq(count, number);
    for (size_t i = 0; i < number; i++) {
        int kind;
        size_t parameter, criterion;
        const char *text, *about;
        ASSERT_STATUS(nfh_report_query(f->report, i, &kind, &parameter, &criterion, &text), NFH_OK);
        ck_assert_int_eq(kind, expected[i].kind);
        ck_assert_str_eq(text, expected[i].text);
        if (kind == NFH_QUERY_MESSAGE) {
            ck_assert(parameter == SIZE_MAX && criterion == SIZE_MAX);
            continue;
        }
        if (kind == NFH_QUERY_IMPLAUSIBLE || kind == NFH_QUERY_CONVERTED) {
            ck_assert_uint_eq(criterion, SIZE_MAX);
            ASSERT_STATUS(nfh_ruleset_parameter_name(f->ruleset, parameter, &about), NFH_OK);
        } else {
            ck_assert_uint_eq(parameter, SIZE_MAX);
            ASSERT_STATUS(nfh_ruleset_criterion_id(f->ruleset, criterion, &about), NFH_OK);
        }
        ck_assert_str_eq(about, expected[i].about);
    }
    ASSERT_STATUS(nfh_report_query(f->report, number, NULL, NULL, NULL, NULL), NFH_E_INDEX);
}

#define ASSERT_QUERIES(f, ...)                                             \
    do {                                                                   \
        const struct expected_query expected[] = {__VA_ARGS__};            \
        assert_queries(f, expected, sizeof expected / sizeof expected[0]); \
    } while (0)

START_TEST(implausible_values)
{
    struct fixture f = start(query_rules);
    assert_queries(&f, NULL, 0);
    set(&f, "creatinine", "8000");
    set(&f, "birth", "1850-01");
    set(&f, "visit", "2030-07-01");
    set(&f, "count", "-1");
    set(&f, "ratio", "1.50000001");
    ASSERT_QUERIES(
        &f,
        {NFH_QUERY_IMPLAUSIBLE, "creatinine",
         "creatinine: 8000 umol/L is not within 5 to 5000 umol/L and counts as missing"},
        {NFH_QUERY_IMPLAUSIBLE, "birth",
         "birth: 1850-01 is before 1900-01-01 and counts as missing"},
        {NFH_QUERY_IMPLAUSIBLE, "visit",
         "visit: 2030-07-01 is after 2030-06-30 and counts as missing"},
        {NFH_QUERY_IMPLAUSIBLE, "count", "count: -1 is below 0 and counts as missing"},
        {NFH_QUERY_IMPLAUSIBLE, "ratio", "ratio: 1.50000001 is above 1.5 and counts as missing"});
    /* The limits themselves are allowed. */
    set(&f, "creatinine", "5000");
    set(&f, "birth", "1900-01-01");
    set(&f, "visit", "2030-06-30");
    set(&f, "count", "8");
    set(&f, "ratio", "1.5");
    ASSERT_QUERIES(&f, {NFH_QUERY_CONTRADICTION, "C2", "C2: Without short"},
                   {NFH_QUERY_CONTRADICTION, "C3", "C3: C3"});
    end(&f);
}
END_TEST

START_TEST(converted_values)
{
    struct fixture f = start(query_rules);
    set(&f, "creatinine", "1.1 mg/dL");
    set(&f, "odd", "3 [ft_i]");
    ASSERT_QUERIES(
        &f,
        {NFH_QUERY_CONVERTED, "creatinine",
         "creatinine: 1.1 mg/dL was converted to 97.24 umol/L (1 mg/dL = 88.4 umol/L)"},
        {NFH_QUERY_CONVERTED, "odd", "odd: 3 [ft_i] was converted to 72 d (1 [in_i] = 2 d)"});
    set(&f, "creatinine", "1000 mg/dL");
    set(&f, "odd", "1 wk"); /* an ordinary conversion needs no query */
    ASSERT_QUERIES(
        &f,
        {NFH_QUERY_IMPLAUSIBLE, "creatinine",
         "creatinine: 88400 umol/L is not within 5 to 5000 umol/L and counts as missing"},
        {NFH_QUERY_CONVERTED, "creatinine",
         "creatinine: 1000 mg/dL was converted to 88400 umol/L (1 mg/dL = 88.4 umol/L)"});
    end(&f);
}
END_TEST

static const char message_rules[] =
    "parameter age Integer\n"
    "/*\n@id: E1\n@category: exclusion\n*/ define E1:\n"
    "  if age > 90 then Message(age > 65, age > 100, '7', 'Warning', 'older than ' & '100')\n"
    "  else Message(age > 65, age < 0, '8', 'Error', 'not born')\n"
    "/*\n@id: C1\n@category: check\n*/ define C1: Message(false, age = 50, null, null, null)\n"
    "define Unasked: Message(1, true, '9', 'Trace', 'in no criterion')\n";

/* A message is told where its condition is true and those around it hold. */
START_TEST(messages)
{
    struct fixture f = start(message_rules);
    assert_queries(&f, NULL, 0);
    set(&f, "age", "100");
    assert_queries(&f, NULL, 0);
    set(&f, "age", "101");
    ASSERT_QUERIES(&f, {NFH_QUERY_MESSAGE, NULL, "Warning 7: older than 100"});
    set(&f, "age", "50");
    ASSERT_QUERIES(&f, {NFH_QUERY_MESSAGE, NULL, "a message without words"});
    set(&f, "age", "0");
    assert_queries(&f, NULL, 0);
    set(&f, "age", "-1");
    ASSERT_QUERIES(&f,
                   {NFH_QUERY_EVALUATION, "E1",
                    "E1: cannot be evaluated and counts as unknown: the rule set reports an error "
                    "by Message"},
                   {NFH_QUERY_MESSAGE, NULL, "Error 8: not born"});
    end(&f);
}
END_TEST

/* What follows a `when` counts where none before it is true, and so do the next ones. */
START_TEST(messages_of_cases)
{
    struct fixture f = start(
        "parameter age Integer\n"
        "/*\n@id: E1\n@category: exclusion\n*/ define E1:\n"
        "  case when age > 90 then Message(true, true, '1', 'Warning', 'first')\n"
        "    when Message(age > 60, true, '2', 'Warning', 'second') then\n"
        "      Message(true, true, '3', 'Warning', 'third')\n"
        "    else Message(false, true, '4', 'Warning', 'fourth') end\n");
    set(&f, "age", "91");
    ASSERT_QUERIES(&f, {NFH_QUERY_MESSAGE, NULL, "Warning 1: first"});
    set(&f, "age", "61");
    ASSERT_QUERIES(&f, {NFH_QUERY_MESSAGE, NULL, "Warning 2: second"},
                   {NFH_QUERY_MESSAGE, NULL, "Warning 3: third"});
    set(&f, "age", "");
    ASSERT_QUERIES(&f, {NFH_QUERY_MESSAGE, NULL, "Warning 2: second"},
                   {NFH_QUERY_MESSAGE, NULL, "Warning 4: fourth"});
    end(&f);
}
END_TEST

static const char text_rules[] =
    "parameter pattern String\nparameter s String\n"
    "/*\n@id: E1\n@category: exclusion\n*/ define E1: Matches(s, pattern)\n"
    "/*\n@id: C1\n@category: check\n*/ define C1:\n"
    "  Length(ReplaceMatches(ReplaceMatches(ReplaceMatches(ReplaceMatches(s, 'a', 'aaaaaaaaaa'), 'a',\n"
    "    'aaaaaaaaaa'), 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa')) > 10\n";

/* What a subject's data make of texts ends in an error, never in a crash or without an end. */
START_TEST(texts)
{
    struct fixture f = start(text_rules);
    char many[3001];
    set(&f, "s", "abc");
    set(&f, "pattern", "b+");
    ASSERT_QUERIES(&f, {NFH_QUERY_CONTRADICTION, "C1", "C1: C1"});
    set(&f, "pattern", "(");
    ASSERT_QUERIES(&f,
                   {NFH_QUERY_EVALUATION, "E1",
                    "E1: cannot be evaluated and counts as unknown: a text that should be a regular "
                    "expression is none"},
                   {NFH_QUERY_CONTRADICTION, "C1", "C1: C1"});
    /* 3000 * 10^4 bytes are more than an evaluation may take */
    memset(many, 'a', sizeof many - 1);
    many[sizeof many - 1] = '\0';
    set(&f, "s", many);
    set(&f, "pattern", "a");
    ASSERT_QUERIES(&f, {NFH_QUERY_EVALUATION, "C1",
                        "C1: cannot be evaluated and counts as unknown: the texts of the "
                        "evaluation take more memory than is allowed"});
    /* and after that, all is well again */
    set(&f, "s", "b");
    assert_queries(&f, NULL, 0);
    end(&f);
}
END_TEST

START_TEST(contradictions_and_errors)
{
    struct fixture f = start(query_rules);
    int truth, verdict;
    set(&f, "birth", "2026-01-01");
    set(&f, "visit", "2025-12-31");
    set(&f, "count", "4"); /* the end of both intervals comes before their start */
    ASSERT_QUERIES(
        &f,
        {NFH_QUERY_EVALUATION, "E1",
         "E1: cannot be evaluated and counts as unknown: an interval ends before it starts"},
        {NFH_QUERY_CONTRADICTION, "C1", "C1: Born after the visit"},
        {NFH_QUERY_EVALUATION, "C3",
         "C3: cannot be evaluated and counts as unknown: an interval ends before it starts"});
    ASSERT_STATUS(nfh_report_criterion(f.report, 0, &truth), NFH_OK);
    ck_assert_int_eq(truth, NFH_UNKNOWN);
    ASSERT_STATUS(nfh_report_verdict(f.report, &verdict), NFH_OK);
    ck_assert_int_eq(verdict, NFH_VERDICT_UNDETERMINED);
    set(&f, "visit", "2026-01-01");
    set(&f, "count", "6");
    ASSERT_QUERIES(
        &f, {NFH_QUERY_EVALUATION, "C3",
             "C3: cannot be evaluated and counts as unknown: an interval ends before it starts"});
    ASSERT_STATUS(nfh_report_verdict(f.report, &verdict), NFH_OK);
    ck_assert_int_eq(verdict, NFH_VERDICT_INELIGIBLE);
    end(&f);
}
END_TEST

/* ---- Values ---------------------------------------------------------------------------------- */

START_TEST(values)
{
    struct fixture f = start("parameter n Integer\n"
                             "define Sum: n + 1\n"
                             "define Range: Interval[5, n]\n"
                             "define Text: 'a text'\n"
                             "/*\n@id: E1\n@category: exclusion\n*/ define E1: n > 3\n");
    char buffer[100];
    size_t needed;
    set(&f, "n", "7");
    screen(&f);
    ASSERT_STATUS(nfh_report_value(f.report, 0, buffer, sizeof buffer, &needed), NFH_OK);
    ck_assert_str_eq(buffer, "8");
    ck_assert_uint_eq(needed, 2);
    ASSERT_STATUS(nfh_report_value(f.report, 1, buffer, sizeof buffer, &needed), NFH_OK);
    ck_assert_str_eq(buffer, "Interval[5, 7]");
    ASSERT_STATUS(nfh_report_value(f.report, 3, buffer, sizeof buffer, &needed), NFH_OK);
    ck_assert_str_eq(buffer, "true");
    ASSERT_STATUS(nfh_report_value(f.report, 2, buffer, 5, &needed), NFH_E_BUFFER);
    ck_assert_str_eq(buffer, "'a t");
    ck_assert_uint_eq(needed, 9);
    ASSERT_STATUS(nfh_report_value(f.report, 2, buffer, 8, &needed), NFH_E_BUFFER);
    ASSERT_STATUS(nfh_report_value(f.report, 2, buffer, 9, &needed), NFH_OK);
    ASSERT_STATUS(nfh_report_value(f.report, 2, NULL, 0, &needed), NFH_E_BUFFER);
    ck_assert_uint_eq(needed, 9);
    set(&f, "n", "3");
    screen(&f);
    ASSERT_STATUS(nfh_report_value(f.report, 1, buffer, sizeof buffer, &needed), NFH_E_EVALUATE);
    ck_assert_str_eq(buffer, "an interval ends before it starts");
    ck_assert_uint_eq(needed, strlen(buffer) + 1);
    ASSERT_STATUS(nfh_report_value(f.report, 1, buffer, 3, &needed), NFH_E_BUFFER);
    ASSERT_STATUS(nfh_report_value(f.report, 0, buffer, sizeof buffer, &needed), NFH_OK);
    ck_assert_str_eq(buffer, "4");
    set(&f, "n", "");
    screen(&f);
    ASSERT_STATUS(nfh_report_value(f.report, 0, buffer, sizeof buffer, &needed), NFH_OK);
    ck_assert_str_eq(buffer, "null");
    end(&f);
}
END_TEST

/* Whether a text ends with a whole character. */
static bool ends_whole(const char *text)
{
    size_t at = strlen(text), following = 0;
    while (at > 0 && ((unsigned char)text[at - 1] & 0xc0) == 0x80) {
        at--;
        following++;
    }
    unsigned char first = at > 0 ? (unsigned char)text[at - 1] : 0;
    return following == (first >= 0xf0 ? 3u : first >= 0xe0 ? 2u : first >= 0xc0 ? 1u : 0u);
}

/* Characters of one to four bytes. */
START_TEST(text_is_cut_between_characters)
{
    static const char text[] = "'a\xc3\xa4\xe2\x82\xac\xf0\x9d\x84\x9e'";
    struct fixture f = start("define Text: 'a\xc3\xa4\xe2\x82\xac\xf0\x9d\x84\x9e'");
    char buffer[sizeof text];
    size_t needed;
    screen(&f);
    for (size_t size = 1; size < sizeof text; size++) {
        ASSERT_STATUS(nfh_report_value(f.report, 0, buffer, size, &needed), NFH_E_BUFFER);
        ck_assert_uint_eq(needed, sizeof text);
        ck_assert_uint_lt(strlen(buffer), size);
        ck_assert_int_eq(strncmp(buffer, text, strlen(buffer)), 0);
        ck_assert(ends_whole(buffer));
    }
    ASSERT_STATUS(nfh_report_value(f.report, 0, buffer, sizeof text, &needed), NFH_OK);
    ck_assert_str_eq(buffer, text);
    end(&f);
}
END_TEST

/* ---- JSON ------------------------------------------------------------------------------------ */

static void assert_json(const struct fixture *f, const char *expected)
{
    char json[4000];
    size_t needed, again;
    screen(f);
    ASSERT_STATUS(nfh_report_json(f->report, json, sizeof json, &needed), NFH_OK);
    ck_assert_str_eq(json, expected);
    ck_assert_uint_eq(needed, strlen(expected) + 1);
    ASSERT_STATUS(nfh_report_json(f->report, NULL, 0, &again), NFH_E_BUFFER);
    ck_assert_uint_eq(again, needed);
    ASSERT_STATUS(nfh_report_json(f->report, json, 20, &again), NFH_E_BUFFER);
    ck_assert_uint_eq(again, needed);
    ck_assert_uint_lt(strlen(json), 20);
    ck_assert_int_eq(strncmp(json, expected, strlen(json)), 0);
}

/* A leaf without a limit. */
#define LEAF(text, truth, relation, label, value)                                            \
    "{\"text\":\"" text "\",\"truth\":\"" truth "\",\"relation\":\"" relation "\",\"label\":\"" \
    label "\",\"value\":" value ",\"unit\":null,\"formula\":null,\"limit_label\":null,"        \
    "\"limit\":null,\"limit_unit\":null,\"limit_formula\":null}"

START_TEST(json)
{
    struct fixture f =
        start("library Rules version '3.1'\n"
              "/*\n@unit: kg\n@max: 400\n*/ parameter weight Quantity\n"
              "parameter a Boolean\n"
              "/*\n@id: I1\n@category: inclusion\n*/ define I1: weight > 50 'kg' and a\n"
              "/*\n@id: E1\n@category: exclusion\n*/ define E1: false\n"
              "/*\n@id: C1\n@category: check\n@short: \"Odd\"\n*/ define C1: weight is null\n");
    char expected[4000];
    set(&f, "weight", "401");
    ASSERT_STATUS(nfh_subject_set_id(f.subject, "1\\\"\n\t\x01\xc3\xa4\xff\xe2\x82"), NFH_OK);
    snprintf(
        expected, sizeof expected,
        "{\"subject_id\":\"1\\\\\\\"\\n\\t\\u0001\xc3\xa4\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\","
        "\"verdict\":\"undetermined\",\"ruleset\":{\"name\":\"Rules\",\"version\":\"3.1\","
        "\"digest\":\"ecc12271c0b4e35cecbbb2c52274375aaeb5f662924a63b7b7ecf4fb1ba94d12\"},"
        "\"library\":\"%s\","
        "\"criteria\":[{\"id\":\"I1\",\"category\":\"inclusion\",\"status\":\"unknown\","
        "\"missing\":[\"weight\",\"a\"],\"reason\":\"weight (401 kg is implausible) not known; a not "
        "known\",\"leaves\":[{\"text\":\"weight (401 kg is implausible) not known\",\"truth\":"
        "\"unknown\",\"relation\":\">\",\"label\":\"weight\",\"value\":null,\"unit\":null,\"formula\":"
        "null,\"limit_label\":null,\"limit\":\"50\",\"limit_unit\":\"kg\",\"limit_formula\":null},"
        LEAF("a not known", "unknown", "is", "a", "null") "]},"
        "{\"id\":\"E1\",\"category\":\"exclusion\",\"status\":\"false\",\"missing\":[],"
        "\"reason\":\"a constant false\",\"leaves\":["
        LEAF("a constant false", "false", "is", "a constant", "\"false\"") "]},"
        "{\"id\":\"C1\",\"category\":\"check\",\"status\":\"true\",\"missing\":[],"
        "\"reason\":\"weight (401 kg is implausible) not known\",\"leaves\":["
        LEAF("weight (401 kg is implausible) not known", "true", "missing", "weight", "null")
        "]}],"
        "\"missing\":[\"weight\",\"a\"],\"next\":\"weight\",\"defaults\":[],\"kinds\":[],"
        "\"queries\":[{\"code\":\"implausible\",\"parameter\":\"weight\",\"criterion\":null,"
        "\"text\":\"weight: 401 kg is above 400 kg and counts as missing\"},"
        "{\"code\":\"contradiction\",\"parameter\":null,\"criterion\":\"C1\",\"text\":\"C1: "
        "\\\"Odd\\\"\"}]}",
        nfh_version());
    assert_json(&f, expected);
    end(&f);
}
END_TEST

START_TEST(json_of_little)
{
    struct fixture f = start("define a: 1");
    char expected[420];
    snprintf(expected, sizeof expected,
             "{\"subject_id\":\"\",\"verdict\":\"undetermined\",\"ruleset\":{\"name\":\"\","
             "\"version\":\"\","
             "\"digest\":\"0c879850602666114e77d14034789f0250e5070d64264b7b8088409444bd962e\"},"
             "\"library\":\"%s\",\"criteria\":[],\"missing\":[],\"next\":null,\"defaults\":[],\"kinds\":[],\"queries\":[]}",
             nfh_version());
    assert_json(&f, expected);
    end(&f);
}
END_TEST

/* What stands in for an input is told, and only when it did. */
START_TEST(defaulted)
{
    struct fixture f = start("parameter a Integer default 5\n"
                             "parameter b Date\n"
                             "parameter c Date\n"
                             "parameter d Integer\n"
                             "/*\n@id: I1\n@category: inclusion\n*/ define I1:\n"
                             "  a > 4 and Coalesce(b, c) > @2020-01-01 and d > 1\n");
    size_t parameter[4] = {9, 9, 9, 9}, count = 9;
    ASSERT_STATUS(nfh_report_defaulted(f.report, parameter, 4, &count), NFH_E_STATE);
    ck_assert_uint_eq(count, 0);
    screen(&f);
    ASSERT_STATUS(nfh_report_defaulted(f.report, parameter, 4, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_defaulted(NULL, parameter, 4, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_defaulted(f.report, NULL, 4, &count), NFH_E_NULL);
    /* Nothing stood in for b: c is not known either. */
    ASSERT_STATUS(nfh_report_defaulted(f.report, parameter, 4, &count), NFH_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(parameter[0], 0);
    set(&f, "c", "2021-01-01");
    screen(&f);
    ASSERT_STATUS(nfh_report_defaulted(f.report, parameter, 1, &count), NFH_E_BUFFER);
    ck_assert_uint_eq(count, 2);
    ASSERT_STATUS(nfh_report_defaulted(f.report, parameter, 4, &count), NFH_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(parameter[1], 1);
    set(&f, "a", "6");
    set(&f, "b", "2021-01-01");
    screen(&f);
    ASSERT_STATUS(nfh_report_defaulted(f.report, NULL, 0, &count), NFH_OK);
    ck_assert_uint_eq(count, 0);
    end(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report_output");
    TCase *tcase = tcase_create("report_output");
    tcase_add_test(tcase, defaulted);
    tcase_add_test(tcase, implausible_values);
    tcase_add_test(tcase, converted_values);
    tcase_add_test(tcase, contradictions_and_errors);
    tcase_add_test(tcase, messages);
    tcase_add_test(tcase, messages_of_cases);
    tcase_add_test(tcase, texts);
    tcase_add_test(tcase, values);
    tcase_add_test(tcase, text_is_cut_between_characters);
    tcase_add_test(tcase, json);
    tcase_add_test(tcase, json_of_little);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
