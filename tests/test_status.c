/* SPDX-License-Identifier: MIT
 *
 * test_status.c - the register of statuses, tests/data/status.tsv, and the library say the same.
 */
#include <stdlib.h>
#include <string.h>

#include "screen_support.h"

static struct test_table table;

START_TEST(register_and_library_agree)
{
    size_t row = (size_t)_i;
    int number = atoi(test_cell(&table, row, "number"));
    ck_assert_str_eq(nfh_status_name(number), test_cell(&table, row, "name"));
    ck_assert_str_eq(nfh_status_text(number), test_cell(&table, row, "text"));
    ck_assert_int_eq(test_status(test_cell(&table, row, "name")), number);
    ck_assert_str_ne(test_cell(&table, row, "cause"), "");
    ck_assert_str_ne(test_cell(&table, row, "cure"), "");
}
END_TEST

START_TEST(no_status_beside_the_register)
{
    size_t known = 0;
    for (int number = -300; number < 1000; number++)
        known += strcmp(nfh_status_name(number), "NFH_E_?") != 0;
    ck_assert_uint_eq(known, table.rows);
}
END_TEST

START_TEST(unknown_status)
{
    const int numbers[] = {-1, 1, 63, 1000, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        ck_assert_str_eq(nfh_status_text(numbers[i]), "unknown status");
        ck_assert_str_eq(nfh_status_name(numbers[i]), "NFH_E_?");
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("status");
    TCase *tcase = tcase_create("register");
    table = test_table_read("status.tsv");
    tcase_add_loop_test(tcase, register_and_library_agree, 0, (int)table.rows);
    tcase_add_test(tcase, no_status_beside_the_register);
    tcase_add_test(tcase, unknown_status);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
