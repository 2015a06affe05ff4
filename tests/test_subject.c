/* SPDX-License-Identifier: MIT
 *
 * test_subject.c - the setters by type, and the handle of a subject.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "subject_rules.h"

/* ---- Setters by type ------------------------------------------------------------------------- */

START_TEST(set_boolean)
{
    struct fixture f = start(subject_rules);
    size_t b = parameter_index(f.ruleset, "b");
    ASSERT_STATUS(nfh_subject_set_boolean(f.subject, b, NFH_TRUE), NFH_OK);
    assert_value(&f, "b", "true");
    ASSERT_STATUS(nfh_subject_set_boolean(f.subject, b, NFH_FALSE), NFH_OK);
    assert_value(&f, "b", "false");
    ASSERT_STATUS(nfh_subject_set_boolean(f.subject, b, NFH_UNKNOWN), NFH_OK);
    assert_value(&f, "b", "null");
    ASSERT_STATUS(nfh_subject_set_boolean(f.subject, b, NFH_TRUE), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_boolean(f.subject, b, 3), NFH_E_RANGE);
    assert_error(&f, "b: the number is no truth value");
    assert_value(&f, "b", "null");
    ASSERT_STATUS(nfh_subject_set_boolean(f.subject, b, -1), NFH_E_RANGE);
    ASSERT_STATUS(nfh_subject_set_boolean(f.subject, parameter_index(f.ruleset, "i"), 1),
                  NFH_E_TYPE);
    assert_error(&f, "i: a truth value does not fit: the type is Integer");
    ASSERT_STATUS(nfh_subject_set_boolean(f.subject, 99, 1), NFH_E_INDEX);
    ASSERT_STATUS(nfh_subject_set_boolean(NULL, b, 1), NFH_E_NULL);
    end(&f);
}
END_TEST

START_TEST(set_integer)
{
    struct fixture f = start(subject_rules);
    size_t i = parameter_index(f.ruleset, "i");
    static const struct {
        const char *parameter;
        int64_t value;
        int status;
        const char *expected;
    } rows[] = {
        {"i", 0, NFH_OK, "0"},
        {"i", INT32_MAX, NFH_OK, "2147483647"},
        {"i", INT32_MIN, NFH_OK, "-2147483648"},
        {"i", (int64_t)INT32_MAX + 1, NFH_E_RANGE, "null"},
        {"i", (int64_t)INT32_MIN - 1, NFH_E_RANGE, "null"},
        {"l", INT64_MAX, NFH_OK, "9223372036854775807L"},
        {"l", INT64_MIN, NFH_OK, "-9223372036854775808L"},
        {"free_decimal", INT64_MIN, NFH_OK, "-9223372036854775808.0"},
        {"weight", 70, NFH_OK, "70 'kg'"},
        {"q", 70, NFH_OK, "70 '1'"},
        {"class", 4, NFH_OK, "4"},
        {"class", 5, NFH_E_VALUE, "null"},
        {"limited", 9, NFH_OK, "null"},
        {"b", 1, NFH_E_TYPE, "null"},
        {"s", 1, NFH_E_TYPE, "null"},
        {"visit", 1, NFH_E_TYPE, "null"},
    };
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        size_t index = parameter_index(f.ruleset, rows[row].parameter);
        ASSERT_STATUS(nfh_subject_set_integer(f.subject, index, rows[row].value), rows[row].status);
        assert_value(&f, rows[row].parameter, rows[row].expected);
    }
    ASSERT_STATUS(nfh_subject_set_integer(f.subject, 99, 1), NFH_E_INDEX);
    ASSERT_STATUS(nfh_subject_set_integer(f.subject, parameter_index(f.ruleset, "period"), 1),
                  NFH_E_TYPE);
    ASSERT_STATUS(nfh_subject_set_integer(NULL, i, 1), NFH_E_NULL);
    end(&f);
}
END_TEST

START_TEST(set_number)
{
    struct fixture f = start(subject_rules);
    static const struct {
        const char *parameter;
        double value;
        int status;
        const char *expected;
    } rows[] = {
        {"free_decimal", 0.1, NFH_OK, "0.1"},
        {"free_decimal", -0.0, NFH_OK, "0.0"},
        {"free_decimal", 1e-9, NFH_OK, "0.0"},
        {"free_decimal", 5e-9, NFH_OK, "0.00000001"},
        {"free_decimal", 1e19, NFH_OK, "10000000000000000000.0"},
        {"free_decimal", 1e20, NFH_E_RANGE, "null"},
        {"free_decimal", 1e300, NFH_E_RANGE, "null"},
        {"free_decimal", NAN, NFH_OK, "null"},
        {"free_decimal", INFINITY, NFH_E_INFINITE, "null"},
        {"free_decimal", -INFINITY, NFH_E_INFINITE, "null"},
        {"d", 0.5, NFH_OK, "0.5"},
        {"d", 0.50000001, NFH_OK, "null"},
        {"weight", 70.55, NFH_OK, "70.55 'kg'"},
        {"creatinine", 5000, NFH_OK, "5000 'umol/L'"},
        {"creatinine", 4.99, NFH_OK, "null"},
        {"q", 2.5, NFH_OK, "2.5 '1'"},
        {"i", 3.0, NFH_E_TYPE, "null"},
        {"l", 3.0, NFH_E_TYPE, "null"},
        {"b", 1.0, NFH_E_TYPE, "null"},
        {"s", 1.0, NFH_E_TYPE, "null"},
        {"visit", 1.0, NFH_E_TYPE, "null"},
    };
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        size_t index = parameter_index(f.ruleset, rows[row].parameter);
        ASSERT_STATUS(nfh_subject_set_number(f.subject, index, rows[row].value), rows[row].status);
        assert_value(&f, rows[row].parameter, rows[row].expected);
    }
    ASSERT_STATUS(nfh_subject_set_number(f.subject, 99, 1), NFH_E_INDEX);
    ASSERT_STATUS(nfh_subject_set_number(NULL, 0, 1), NFH_E_NULL);
    ASSERT_STATUS(nfh_subject_set_number(f.subject, parameter_index(f.ruleset, "d"), INFINITY),
                  NFH_E_INFINITE);
    assert_error(&f, "d: the number is infinite");
    end(&f);
}
END_TEST

START_TEST(set_quantity)
{
    struct fixture f = start(subject_rules);
    static const struct {
        const char *parameter;
        double value;
        const char *unit;
        int status;
        const char *expected;
    } rows[] = {
        {"weight", 70.5, "kg", NFH_OK, "70.5 'kg'"},
        {"weight", 70500, "g", NFH_OK, "70.5 'kg'"},
        {"weight", 70.5, "L", NFH_E_UNIT, "null"},
        {"weight", 70.5, "", NFH_E_UNIT, "null"},
        {"weight", 70.5, "pounds", NFH_E_UNIT, "null"},
        {"weight", 1e19, "Mg", NFH_E_RANGE, "null"},
        {"weight", NAN, "kg", NFH_OK, "null"},
        {"weight", INFINITY, "kg", NFH_E_INFINITE, "null"},
        {"weight", 1e30, "kg", NFH_E_RANGE, "null"},
        {"creatinine", 1, "mg/dL", NFH_OK, "88.4 'umol/L'"},
        {"creatinine", 60, "mg/dL", NFH_OK, "null"},
        {"q", 1.5, "mg", NFH_OK, "1.5 'mg'"},
        {"q", 1.5, "mL", NFH_OK, "1.5 'mL'"},
        {"free_decimal", 1.5, "1", NFH_E_TYPE, "null"},
        {"i", 1, "1", NFH_E_TYPE, "null"},
    };
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        size_t index = parameter_index(f.ruleset, rows[row].parameter);
        ASSERT_STATUS(nfh_subject_set_quantity(f.subject, index, rows[row].value, rows[row].unit),
                      rows[row].status);
        assert_value(&f, rows[row].parameter, rows[row].expected);
    }
    ASSERT_STATUS(nfh_subject_set_quantity(f.subject, parameter_index(f.ruleset, "q"), 1, NULL),
                  NFH_E_NULL);
    assert_error(&f, "q: the unit is NULL");
    ASSERT_STATUS(nfh_subject_set_quantity(f.subject, 99, 1, "1"), NFH_E_INDEX);
    ASSERT_STATUS(nfh_subject_set_quantity(NULL, 0, 1, "1"), NFH_E_NULL);
    end(&f);
}
END_TEST

START_TEST(set_date)
{
    struct fixture f = start(subject_rules);
    size_t date = parameter_index(f.ruleset, "visit");
    ASSERT_STATUS(nfh_subject_set_date(f.subject, date, 0), NFH_OK);
    assert_value(&f, "visit", "@1970-01-01");
    ASSERT_STATUS(nfh_subject_set_date(f.subject, date, test_days("1900-01-01")), NFH_OK);
    assert_value(&f, "visit", "@1900-01-01");
    ASSERT_STATUS(nfh_subject_set_date(f.subject, date, test_days("1899-12-31")), NFH_OK);
    assert_value(&f, "visit", "null");
    ASSERT_STATUS(nfh_subject_set_date(f.subject, date, NFH_DATE_UNKNOWN), NFH_OK);
    assert_value(&f, "visit", "null");
    ASSERT_STATUS(nfh_subject_set_date(f.subject, date, -719163), NFH_E_RANGE);
    assert_error(&f, "visit: the number of days is no date");
    ASSERT_STATUS(nfh_subject_set_date(f.subject, date, 2932897), NFH_E_RANGE);
    ASSERT_STATUS(nfh_subject_set_date(f.subject, date, -719162),
                  NFH_OK); /* 0001-01-01, implausible here */
    ASSERT_STATUS(nfh_subject_set_date(f.subject, date, 2932896), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_date(f.subject, parameter_index(f.ruleset, "s"), 0), NFH_E_TYPE);
    assert_error(&f, "s: a date does not fit: the type is String");
    ASSERT_STATUS(nfh_subject_set_date(f.subject, 99, 0), NFH_E_INDEX);
    ASSERT_STATUS(nfh_subject_set_date(NULL, date, 0), NFH_E_NULL);
    end(&f);
}
END_TEST

START_TEST(set_string)
{
    struct fixture f = start(subject_rules);
    size_t s = parameter_index(f.ruleset, "s"), sex = parameter_index(f.ruleset, "sex");
    char given[] = " kept as it is ";
    ASSERT_STATUS(nfh_subject_set_string(f.subject, s, given), NFH_OK);
    given[0] = 'x'; /* it was copied */
    assert_value(&f, "s", "' kept as it is '");
    ASSERT_STATUS(nfh_subject_set_string(f.subject, s, ""), NFH_OK);
    assert_value(&f, "s", "''");
    ASSERT_STATUS(nfh_subject_set_string(f.subject, s, "\xed\xa0\x80"),
                  NFH_E_SYNTAX); /* half a surrogate pair */
    assert_value(&f, "s", "null");
    ASSERT_STATUS(nfh_subject_set_string(f.subject, s, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_subject_set_string(f.subject, sex, "male"), NFH_OK);
    assert_value(&f, "sex", "'male'");
    ASSERT_STATUS(nfh_subject_set_string(f.subject, sex, " male"), NFH_E_VALUE);
    ASSERT_STATUS(nfh_subject_set_string(f.subject, sex, ""), NFH_E_VALUE);
    assert_value(&f, "sex", "null");
    ASSERT_STATUS(nfh_subject_set_string(f.subject, parameter_index(f.ruleset, "i"), "1"),
                  NFH_E_TYPE);
    ASSERT_STATUS(nfh_subject_set_string(f.subject, 99, "1"), NFH_E_INDEX);
    ASSERT_STATUS(nfh_subject_set_string(NULL, s, "1"), NFH_E_NULL);
    end(&f);
}
END_TEST

START_TEST(unset)
{
    struct fixture f = start(subject_rules);
    size_t i = parameter_index(f.ruleset, "i");
    ASSERT_STATUS(nfh_subject_set_integer(f.subject, i, 1), NFH_OK);
    ASSERT_STATUS(nfh_subject_unset(f.subject, i), NFH_OK);
    assert_value(&f, "i", "null");
    ASSERT_STATUS(nfh_subject_unset(f.subject, parameter_index(f.ruleset, "period")), NFH_OK);
    ASSERT_STATUS(nfh_subject_unset(f.subject, 99), NFH_E_INDEX);
    ASSERT_STATUS(nfh_subject_unset(NULL, i), NFH_E_NULL);
    end(&f);
}
END_TEST

/* ---- The handle ------------------------------------------------------------------------------ */

START_TEST(handle)
{
    struct fixture f = start(subject_rules);
    nfh_subject *subject = f.subject;
    const char *out = "x";
    ASSERT_STATUS(nfh_subject_new(NULL, &subject), NFH_E_NULL);
    ck_assert_ptr_null(subject);
    ASSERT_STATUS(nfh_subject_new(f.ruleset, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_subject_clear(NULL), NFH_E_NULL);
    nfh_subject_free(NULL);
    ASSERT_STATUS(nfh_subject_id(f.subject, &out), NFH_OK);
    ck_assert_str_eq(out, "");
    ASSERT_STATUS(nfh_subject_set_id(f.subject, "S \xff 1"), NFH_OK); /* any bytes */
    ASSERT_STATUS(nfh_subject_id(f.subject, &out), NFH_OK);
    ck_assert_str_eq(out, "S \xff 1");
    ASSERT_STATUS(nfh_subject_id(NULL, &out), NFH_E_NULL);
    ck_assert_ptr_null(out);
    ASSERT_STATUS(nfh_subject_id(f.subject, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_subject_set_id(f.subject, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_subject_set_id(NULL, "1"), NFH_E_NULL);
    ASSERT_STATUS(nfh_subject_error(f.subject, &out), NFH_OK);
    ck_assert_str_eq(out, "");
    ASSERT_STATUS(nfh_subject_error(NULL, &out), NFH_E_NULL);
    ck_assert_ptr_null(out);
    ASSERT_STATUS(nfh_subject_error(f.subject, NULL), NFH_E_NULL);
    end(&f);
}
END_TEST

START_TEST(clear_and_use_again)
{
    struct fixture f = start(subject_rules);
    const char *out;
    ASSERT_STATUS(nfh_subject_set_id(f.subject, "1"), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "s", "text"), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "q", "5 mg"), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "i", "x"), NFH_E_SYNTAX);
    ASSERT_STATUS(nfh_subject_clear(f.subject), NFH_OK);
    ASSERT_STATUS(nfh_subject_id(f.subject, &out), NFH_OK);
    ck_assert_str_eq(out, "");
    ASSERT_STATUS(nfh_subject_error(f.subject, &out), NFH_OK);
    ck_assert_str_eq(out, "");
    assert_value(&f, "s", "null");
    assert_value(&f, "q", "null");
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "q", "6 mg"), NFH_OK);
    assert_value(&f, "q", "6 'mg'");
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "q", "7 mL"), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "q", "8"), NFH_OK);
    assert_value(&f, "q", "8 '1'");
    end(&f);
}
END_TEST

START_TEST(report_keeps_its_own_copies)
{
    struct fixture f = start(subject_rules);
    char value[100];
    size_t needed;
    ASSERT_STATUS(nfh_subject_set_id(f.subject, "first"), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "s", "before"), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "q", "5 mg"), NFH_OK);
    ASSERT_STATUS(nfh_screen(f.ruleset, f.subject, f.report), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_id(f.subject, "other"), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "s", "after!"), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "q", "7 mL"), NFH_OK);
    nfh_subject_free(f.subject);
    f.subject = NULL;
    const char *id;
    ASSERT_STATUS(nfh_report_subject_id(f.report, &id), NFH_OK);
    ck_assert_str_eq(id, "first");
    ASSERT_STATUS(nfh_report_value(f.report, definition_index(f.ruleset, "d_s"), value,
                                   sizeof value, &needed),
                  NFH_OK);
    ck_assert_str_eq(value, "'before'");
    ASSERT_STATUS(nfh_report_value(f.report, definition_index(f.ruleset, "d_q"), value,
                                   sizeof value, &needed),
                  NFH_OK);
    ck_assert_str_eq(value, "5 'mg'");
    end(&f);
}
END_TEST

/* Fills a subject of an memory that fails at some point. */
static int fill_something(const nfh_ruleset *ruleset)
{
    nfh_subject *subject;
    int status = nfh_subject_new(ruleset, &subject);
    if (status == NFH_OK)
        status = nfh_subject_set_id(
            subject, "an identifier that is longer than the first buffer holds, surely");
    if (status == NFH_OK)
        status = nfh_subject_set_text(subject, "s",
                                      "a text that is longer than the first buffer holds, surely");
    if (status == NFH_OK)
        status = nfh_subject_set_text(subject, "s", "short");
    if (status == NFH_OK)
        status = nfh_subject_set_text(subject, "creatinine", "1 mg/dL");
    nfh_subject_free(subject);
    return status;
}

START_TEST(out_of_memory)
{
    struct failing_memory memory = {.allowed = SIZE_MAX};
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    ASSERT_STATUS(new_compiler(&memory, &compiler), NFH_OK);
    ASSERT_STATUS(
        nfh_compiler_compile(compiler, "x", subject_rules, strlen(subject_rules), &ruleset),
        NFH_OK);
    size_t blocks = memory.live, n = 0;
    int status = NFH_E_MEMORY;
    for (; status != NFH_OK && n < 1000; n++) {
        memory.allowed = memory.calls + n;
        status = fill_something(ruleset);
        ck_assert_uint_eq(memory.live, blocks);
        if (status != NFH_OK)
            ASSERT_STATUS(status, NFH_E_MEMORY);
    }
    ASSERT_STATUS(status, NFH_OK);
    ck_assert_uint_gt(n, 4);
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("subject");
    TCase *tcase = tcase_create("subject");
    tcase_add_test(tcase, set_boolean);
    tcase_add_test(tcase, set_integer);
    tcase_add_test(tcase, set_number);
    tcase_add_test(tcase, set_quantity);
    tcase_add_test(tcase, set_date);
    tcase_add_test(tcase, set_string);
    tcase_add_test(tcase, unset);
    tcase_add_test(tcase, handle);
    tcase_add_test(tcase, clear_and_use_again);
    tcase_add_test(tcase, report_keeps_its_own_copies);
    tcase_add_test(tcase, out_of_memory);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
