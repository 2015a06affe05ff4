/* SPDX-License-Identifier: MIT
 *
 * test_calc_dates.c - dates as text, on the rows of tests/data/calc_date_text.tsv and on every day
 * of the calendar.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nfhscreen.h"
#include "support.h"

static struct test_table table;

START_TEST(test_parse)
{
    const char *id = test_cell(&table, (size_t)_i, "id");
    const char *text = test_cell(&table, (size_t)_i, "text");
    int32_t date = 77;
    int status = nfh_date_parse(text, &date);
    ck_assert_msg(status == test_status(test_cell(&table, (size_t)_i, "status")), "%s: status %d",
                  id, status);
    ck_assert_msg(date == test_days(test_cell(&table, (size_t)_i, "date")), "%s: %d", id,
                  (int)date);
}
END_TEST

/* What can be read can be written, and is the same. */
START_TEST(test_format)
{
    char buffer[NFH_DATE_SIZE + 1];
    const char *text = test_cell(&table, (size_t)_i, "text");
    int32_t date = test_days(test_cell(&table, (size_t)_i, "date"));
    memset(buffer, '#', sizeof buffer);
    int status = nfh_date_format(date, buffer, NFH_DATE_SIZE);
    if (date == NFH_DATE_UNKNOWN) {
        ck_assert_int_eq(status, NFH_E_UNKNOWN);
        ck_assert_str_eq(buffer, "");
    } else {
        ck_assert_int_eq(status, NFH_OK);
        ck_assert_str_eq(buffer, text);
    }
    ck_assert_int_eq(buffer[NFH_DATE_SIZE], '#');
}
END_TEST

START_TEST(test_format_size)
{
    char buffer[NFH_DATE_SIZE];
    for (size_t size = 0; size < NFH_DATE_SIZE; size++) {
        memset(buffer, '#', sizeof buffer);
        ck_assert_int_eq(nfh_date_format(0, buffer, size), NFH_E_BUFFER);
        ck_assert_int_eq(buffer[0], size > 0 ? '\0' : '#');
        ck_assert_int_eq(buffer[1], '#');
    }
    ck_assert_int_eq(nfh_date_format(0, buffer, SIZE_MAX), NFH_OK);
    ck_assert_str_eq(buffer, "1970-01-01");
    ck_assert_int_eq(nfh_date_format(NFH_DATE_UNKNOWN, buffer, 10), NFH_E_BUFFER);
}
END_TEST

START_TEST(test_format_range)
{
    static const int32_t none[] = {-719163, 2932897, NFH_DATE_UNKNOWN + 1, INT32_MAX};
    char buffer[NFH_DATE_SIZE];
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        strcpy(buffer, "poison");
        ck_assert_int_eq(nfh_date_format(none[i], buffer, sizeof buffer), NFH_E_RANGE);
        ck_assert_str_eq(buffer, "");
    }
}
END_TEST

START_TEST(test_null)
{
    int32_t date = 77;
    ck_assert_int_eq(nfh_date_parse(NULL, &date), NFH_E_NULL);
    ck_assert_int_eq(date, NFH_DATE_UNKNOWN);
    ck_assert_int_eq(nfh_date_parse("2025-08-31", NULL), NFH_E_NULL);
    ck_assert_int_eq(nfh_date_parse(NULL, NULL), NFH_E_NULL);
    ck_assert_int_eq(nfh_date_format(0, NULL, NFH_DATE_SIZE), NFH_E_NULL);
    ck_assert_int_eq(nfh_date_format(0, NULL, 0), NFH_E_NULL);
}
END_TEST

/* Nothing is read beyond the end of a text, whatever it is cut to. */
START_TEST(test_cut_text)
{
    for (size_t length = 0; length < 10; length++) {
        char *cut = malloc(length + 1);
        int32_t date;
        ck_assert_ptr_nonnull(cut);
        memcpy(cut, "2025-08-31", length);
        cut[length] = '\0';
        ck_assert_int_eq(nfh_date_parse(cut, &date), NFH_E_SYNTAX);
        free(cut);
    }
}
END_TEST

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Every day of the calendar, counted from the first. */
START_TEST(test_every_day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t date = -719162;
    int32_t read;
    char wanted[40];
    char written[NFH_DATE_SIZE];
    for (int year = 1; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            int last = days[month - 1] + (month == 2 && leap(year));
            if (year % 100 >= test_share(100)) { /* the years about the turns of centuries */
                date += last;
                continue;
            }
            for (int day = 1; day <= last; day++, date++) {
                snprintf(wanted, sizeof wanted, "%04d-%02d-%02d", year, month, day);
                bool right = nfh_date_format(date, written, sizeof written) == NFH_OK &&
                             strcmp(written, wanted) == 0 &&
                             nfh_date_parse(wanted, &read) == NFH_OK && read == date;
                ck_assert_msg(right, "%s is %s, %d", wanted, written, (int)read);
            }
            snprintf(wanted, sizeof wanted, "%04d-%02d-%02d", year, month, last + 1);
            ck_assert_msg(nfh_date_parse(wanted, &read) == NFH_E_RANGE, "%s", wanted);
        }
    }
    ck_assert_int_eq(date, 2932897);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dates");
    TCase *rows = tcase_create("rows");
    TCase *rules = tcase_create("rules");
    table = test_table_read("calc_date_text.tsv");
    tcase_add_loop_test(rows, test_parse, 0, (int)table.rows);
    tcase_add_loop_test(rows, test_format, 0, (int)table.rows);
    tcase_add_test(rules, test_format_size);
    tcase_add_test(rules, test_format_range);
    tcase_add_test(rules, test_null);
    tcase_add_test(rules, test_cut_text);
    tcase_add_test(rules, test_every_day);
    tcase_set_timeout(rules, 60);
    suite_add_tcase(suite, rows);
    suite_add_tcase(suite, rules);
    int status = test_run(suite);
    test_table_free(&table);
    return status;
}
