/* SPDX-License-Identifier: MIT
 *
 * test_robust.c - whether a criterion hangs on the last digit of an input.
 */
#include "screen_support.h"

static const char rules[] =
    "/*\n@unit: umol/L\n@max: 5000\n@accept: mg/dL = 88.4 umol/L\n*/ parameter creatinine Quantity\n"
    "parameter count Integer\n"
    "parameter ratio Decimal\n"
    "parameter visit Date\n"
    "parameter flag Boolean\n"
    "/*\n@unit: Cel\n*/ parameter fever Quantity\n"
    "/*\n@id: C1\n@category: exclusion\n*/ define C1: creatinine > 100 'umol/L'\n"
    "/*\n@id: C2\n@category: exclusion\n*/ define C2: count in Interval[3, 5]\n"
    "/*\n@id: C3\n@category: exclusion\n*/ define C3: ratio * 2 = 3.0 or flag\n"
    "/*\n@id: C4\n@category: exclusion\n*/ define C4: visit + 1 month > @2025-03-28\n"
    "/*\n@id: C5\n@category: exclusion\n*/ define C5: fever >= 38.5 'Cel'\n";

static bool hangs(const struct fixture *f, const char *criterion, const char *parameter)
{
    size_t found[6], count;
    ASSERT_STATUS(nfh_report_criterion_fragile(f->report, criterion_index(f->ruleset, criterion),
                                               found, 6, &count),
                  NFH_OK);
    for (size_t i = 0; i < count; i++)
        if (found[i] == parameter_index(f->ruleset, parameter))
            return true;
    return false;
}

static const struct {
    const char *criterion, *parameter, *value;
    bool fragile;
} rows[] = {
    /* one unit in the last place is what it is in the text */
    {"C1", "creatinine", "100", true},
    {"C1", "creatinine", "99", false},
    {"C1", "creatinine", "101", true},
    {"C1", "creatinine", "102", false},
    {"C1", "creatinine", "100.0", true},
    {"C1", "creatinine", "100.1", true},
    {"C1", "creatinine", "100.2", false},
    {"C1", "creatinine", "99.9", false},
    {"C1", "creatinine", "100.00000001", true},
    {"C1", "creatinine", "100.00000002", false},
    {"C1", "creatinine", "100.000000001", true}, /* is 100 */
    /* and in the unit: 1.1 mg/dL is 97.24 umol/L and 1.2 mg/dL 106.08 */
    {"C1", "creatinine", "1.1 mg/dL", true},
    {"C1", "creatinine", "1.2 mg/dL", true},
    {"C1", "creatinine", "1.10 mg/dL", false},
    {"C1", "creatinine", "1.13 mg/dL", true}, /* 99.892, and 100.776 */
    {"C1", "creatinine", "0.1 mmol/L", true},
    {"C1", "creatinine", "0.099 mmol/L", false},
    {"C1", "creatinine", "0.100 mmol/L", true},
    {"C1", "creatinine", "6000", false}, /* counts as missing */
    {"C1", "creatinine", "", false},
    {"C1", "creatinine", "<100", false},
    {"C2", "count", "2", true},
    {"C2", "count", "3", true},
    {"C2", "count", "4", false},
    {"C2", "count", "5", true},
    {"C2", "count", "6", true},
    {"C2", "count", "7", false},
    {"C2", "count", "2147483647", false},
    {"C3", "ratio", "1.5", true},
    {"C3", "ratio", "1.4", true},
    {"C3", "ratio", "1.40", false},
    {"C4", "visit", "2025-02-28", true}, /* 28 March; a day later is 1 April */
    {"C4", "visit", "2025-03-01", true},
    {"C4", "visit", "2025-03-02", false},
    {"C4", "visit", "2025-02-27", false},
    {"C4", "visit", "2025-02", false}, /* partial: no last day */
    {"C4", "visit", "9999-12-31", false},
    {"C5", "fever", "38.5", true},
    {"C5", "fever", "38.4", true},
    {"C5", "fever", "38.3", false},
    {"C5", "fever", "311.5 K", false}, /* 38.35 Cel */
    {"C5", "fever", "311.6 K", true},  /* 38.45 Cel, and 38.55 */
    {"C5", "fever", "311.7 K", true},
    {"C5", "fever", "311.8 K", false},
};

START_TEST(last_digits)
{
    struct fixture f = start(rules);
    int before, after;
    size_t criterion = criterion_index(f.ruleset, rows[_i].criterion);
    set(&f, rows[_i].parameter, rows[_i].value);
    screen(&f);
    ASSERT_STATUS(nfh_report_criterion(f.report, criterion, &before), NFH_OK);
    ck_assert_msg(hangs(&f, rows[_i].criterion, rows[_i].parameter) == rows[_i].fragile, "%s %s",
                  rows[_i].parameter, rows[_i].value);
    /* What is tried leaves no trace. */
    ASSERT_STATUS(nfh_report_criterion(f.report, criterion, &after), NFH_OK);
    ck_assert_int_eq(before, after);
    end(&f);
}
END_TEST

/* Numbers by type: a double has the digits of the shortest decimal that it stands for. */
START_TEST(by_type)
{
    struct fixture f = start(rules);
    size_t creatinine = parameter_index(f.ruleset, "creatinine"),
           ratio = parameter_index(f.ruleset, "ratio");
    ASSERT_STATUS(nfh_subject_set_number(f.subject, creatinine, 100.1), NFH_OK);
    screen(&f);
    ck_assert(hangs(&f, "C1", "creatinine"));
    ASSERT_STATUS(nfh_subject_set_number(f.subject, creatinine, 100.2), NFH_OK);
    screen(&f);
    ck_assert(!hangs(&f, "C1", "creatinine"));
    ASSERT_STATUS(nfh_subject_set_integer(f.subject, creatinine, 100), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_integer(f.subject, ratio, 1), NFH_OK);
    screen(&f);
    ck_assert(hangs(&f, "C1", "creatinine"));
    ck_assert(!hangs(&f, "C3", "ratio")); /* 1 and 2, not 1.5 */
    ASSERT_STATUS(nfh_subject_set_quantity(f.subject, creatinine, 0.0001, "mol/L"), NFH_OK);
    screen(&f);
    ck_assert(hangs(&f, "C1", "creatinine"));
    end(&f);
}
END_TEST

/* Where another input decides, no digit does. */
START_TEST(decided_otherwise)
{
    struct fixture f = start(rules);
    set(&f, "ratio", "1.5");
    set(&f, "flag", "yes");
    screen(&f);
    ck_assert(!hangs(&f, "C3", "ratio"));
    end(&f);
}
END_TEST

START_TEST(statuses)
{
    struct fixture f = start(rules);
    size_t found[1] = {99}, count = 99;
    ASSERT_STATUS(nfh_report_criterion_fragile(f.report, 0, found, 1, &count), NFH_E_STATE);
    ck_assert_uint_eq(count, 0);
    set(&f, "creatinine", "100");
    screen(&f);
    ASSERT_STATUS(nfh_report_criterion_fragile(f.report, 0, NULL, 0, &count), NFH_E_BUFFER);
    ck_assert_uint_eq(count, 1);
    ASSERT_STATUS(nfh_report_criterion_fragile(f.report, 0, found, 1, &count), NFH_OK);
    ck_assert_uint_eq(found[0], parameter_index(f.ruleset, "creatinine"));
    ASSERT_STATUS(nfh_report_criterion_fragile(f.report, 5, found, 1, &count), NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_criterion_fragile(f.report, 0, NULL, 1, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_fragile(f.report, 0, found, 1, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_fragile(NULL, 0, found, 1, &count), NFH_E_NULL);
    /* The next subject is another one. */
    set(&f, "creatinine", "50");
    screen(&f);
    ASSERT_STATUS(nfh_report_criterion_fragile(f.report, 0, found, 1, &count), NFH_OK);
    ck_assert_uint_eq(count, 0);
    end(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("robust");
    TCase *tcase = tcase_create("robust");
    tcase_add_loop_test(tcase, last_digits, 0, sizeof rows / sizeof rows[0]);
    tcase_add_test(tcase, by_type);
    tcase_add_test(tcase, decided_otherwise);
    tcase_add_test(tcase, statuses);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
