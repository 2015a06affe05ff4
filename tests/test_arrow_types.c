/* SPDX-License-Identifier: MIT
 *
 * test_arrow_types.c - types of Arrow's that are not taken, and what is none.
 */
#include "arrow_rules.h"

/* Types of Arrow's that are not taken are told by name. */
static const struct {
    const char *format;
    int status;
    const char *message;
} formats[] = {
    {"e", NFH_E_TYPE, "half float"},
    {"Z", NFH_E_TYPE, "large binary"},
    {"vz", NFH_E_TYPE, "binary view"},
    {"w:16", NFH_E_TYPE, "fixed-size binary"},
    {"ttm", NFH_E_TYPE, "time"},
    {"tsn:Europe/Berlin", NFH_E_TYPE, "timestamp"},
    {"tDs", NFH_E_TYPE, "duration"},
    {"tiM", NFH_E_TYPE, "interval"},
    {"+L", NFH_E_TYPE, "large list"},
    {"+vl", NFH_E_TYPE, "list view"},
    {"+vL", NFH_E_TYPE, "large list view"},
    {"+w:3", NFH_E_TYPE, "fixed-size list"},
    {"+s", NFH_E_TYPE, "struct"},
    {"+m", NFH_E_TYPE, "map"},
    {"+us:0,1", NFH_E_TYPE, "union"},
    {"+r", NFH_E_TYPE, "run-end encoding"},
    {"d:40,2,256", NFH_E_TYPE, "decimal256"},
    {"d:40,39", NFH_E_TYPE, "a decimal of more than 38 places"},
    {"d:40,-39,64", NFH_E_TYPE, "a decimal of more than 38 places"},
    {"d:", NFH_E_ARROW, "none of Arrow's"},
    {"d:5", NFH_E_ARROW, "none of Arrow's"},
    {"d:,2", NFH_E_ARROW, "none of Arrow's"},
    {"d:0,2", NFH_E_ARROW, "none of Arrow's"},
    {"d:-5,2", NFH_E_ARROW, "none of Arrow's"},
    {"d:5,", NFH_E_ARROW, "none of Arrow's"},
    {"d:5,2,", NFH_E_ARROW, "none of Arrow's"},
    {"d:5,2,65", NFH_E_ARROW, "none of Arrow's"},
    {"d:5,2,64,", NFH_E_ARROW, "none of Arrow's"},
    {"d:5,2 ", NFH_E_ARROW, "none of Arrow's"},
    {"d:5555,2", NFH_E_ARROW, "none of Arrow's"},
    {"d:99999999999999999999,2", NFH_E_ARROW, "none of Arrow's"},
    {"ee", NFH_E_ARROW, "none of Arrow's"},
    {"tdX", NFH_E_ARROW, "none of Arrow's"},
    {"\xff\n", NFH_E_ARROW, "none of Arrow's"},
};

/* Of a single field, which has no array: the schema is refused before. */
static void expect_refusal(const char *parameter, const char *format, int status,
                           const char *message)
{
    struct arrow_fixture f;
    struct built_table table;
    arrow_start(&f);
    build_table(&table, 0);
    build_nulls(&table, parameter)->schema.format = format;
    int found = arrow_try(&f, &table);
    ck_assert_msg(found == status && strstr(arrow_message(&f), message),
                  "found %s, %s; expected %s, %s", nfh_status_name(found), arrow_message(&f),
                  nfh_status_name(status), message);
    ck_assert_int_eq(strncmp(arrow_message(&f), parameter, strlen(parameter)), 0);
    free_table(&table);
    arrow_end(&f);
}

START_TEST(test_format)
{
    expect_refusal("ratio", formats[_i].format, formats[_i].status, formats[_i].message);
}
END_TEST

/* The message says what is taken; test_arrow.c shows that it is. */
static const struct {
    const char *parameter, *expected;
} expected[] = {
    {"flag", "(expected bool, int8, uint8 or utf8, or a dictionary of utf8)"},
    {"count", "(expected an integer, float, double or utf8, or a dictionary of utf8)"},
    {"total", "(expected an integer, float, double or utf8, or a dictionary of utf8)"},
    {"ratio", "(expected an integer, float, double, a decimal of at most 128 bits, or utf8, or"},
    {"creatinine", "(expected an integer, float, double, a decimal of at most 128 bits, or utf8"},
    {"sex", "(expected utf8, or a dictionary of utf8)"},
    {"visit", "(expected date32, date64 or utf8, or a dictionary of utf8)"},
};

START_TEST(test_expected)
{
    expect_refusal(expected[_i].parameter, "e", NFH_E_TYPE, expected[_i].expected);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("arrow_types");
    TCase *tests = tcase_create("arrow_types");
    tcase_add_loop_test(tests, test_format, 0, (int)(sizeof formats / sizeof formats[0]));
    tcase_add_loop_test(tests, test_expected, 0, (int)(sizeof expected / sizeof expected[0]));
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
