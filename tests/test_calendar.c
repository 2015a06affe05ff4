/* SPDX-License-Identifier: MIT
 *
 * test_calendar.c - dates: text, day numbers, arithmetic, durations, comparison.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "number/calendar.h"
#include "support.h"

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

/* A date that the test itself gives, so it must be one. */
static nfh_date date(const char *text)
{
    nfh_date result = 0;

    ck_assert_msg(nfh_priv_date_parse(text, strlen(text), &result), "%s is no date", text);
    return result;
}

static const char *show(nfh_date value)
{
    static char text[NFH_DATE_TEXT];

    ck_assert_uint_eq(nfh_priv_date_format(value, text), strlen(text));
    return text;
}

/* --- text ------------------------------------------------------------------------------------ */

static const char *const dates[] = {"0001",       "9999",       "2024",       "0001-01",
                                    "2024-12",    "0001-01-01", "9999-12-31", "2024-02-29",
                                    "2000-02-29", "1900-02-28"};

START_TEST(text_goes_round)
{
    ck_assert_str_eq(show(date(dates[_i])), dates[_i]);
}
END_TEST

/* clang-format off */
static const struct {
    const char *text;
    size_t length;
} no_dates[] = {
    {"", 0},
    {"0000", 4},
    {"0000-01-01", 10},
    {"202", 3},
    {"20240", 5},
    {"2024-", 5},
    {"2024-0", 6},
    {"2024-00", 7},
    {"2024-13", 7},
    {"2024-00-00", 10},
    {"2024-01-00", 10},
    {"2024-01-32", 10},
    {"2024-04-31", 10},
    {"2023-02-29", 10},
    {"1900-02-29", 10},
    {"2024-02-30", 10},
    {"2024/02/28", 10},
    {"2024-02/28", 10},
    {"2024-02-2", 9},
    {"2024-02-28T", 11},
    {" 2024", 5},
    {"+024", 4},
    {"-024", 4},
    {"2O24", 4},
    {"2024-+1", 7},
    {"2024-1 ", 7},
    {"2024-02-2\0", 10},
    {"\0\0\0\0", 4},
    {"\xD9\xA2\xD9\xA4", 4},
};
/* clang-format on */

START_TEST(what_is_no_date_is_refused)
{
    nfh_date before = 12345, result = before;
    char *exact = malloc(no_dates[_i].length + 1); /* on the heap, so that reading on is seen */

    ck_assert_ptr_nonnull(exact);
    memcpy(exact, no_dates[_i].text, no_dates[_i].length);
    ck_assert_msg(!nfh_priv_date_parse(exact, no_dates[_i].length, &result), "%s",
                  no_dates[_i].text);
    ck_assert_uint_eq(result, before);
    free(exact);
}
END_TEST

START_TEST(validity)
{
    ck_assert(nfh_priv_date_is_valid(2024, 2, 29));
    ck_assert(nfh_priv_date_is_valid(2024, 2, 0));
    ck_assert(nfh_priv_date_is_valid(2024, 0, 0));
    ck_assert(!nfh_priv_date_is_valid(2024, 0, 1));
    ck_assert(!nfh_priv_date_is_valid(2023, 2, 29));
    ck_assert(!nfh_priv_date_is_valid(0, 1, 1));
    ck_assert(!nfh_priv_date_is_valid(10000, 1, 1));
    ck_assert(!nfh_priv_date_is_valid(2024, -1, 0));
    ck_assert(!nfh_priv_date_is_valid(2024, 1, -1));
    ck_assert(!nfh_priv_date_is_valid(INT_MIN, INT_MIN, INT_MIN));
    ck_assert(!nfh_priv_date_is_valid(INT_MAX, INT_MAX, INT_MAX));
}
END_TEST

START_TEST(precision)
{
    ck_assert_int_eq(nfh_priv_date_precision(date("2024")), NFH_PRECISION_YEAR);
    ck_assert_int_eq(nfh_priv_date_precision(date("2024-02")), NFH_PRECISION_MONTH);
    ck_assert_int_eq(nfh_priv_date_precision(date("2024-02-01")), NFH_PRECISION_DAY);
    ck_assert(!nfh_priv_date_is_full(date("2024-02")));
    ck_assert(nfh_priv_date_is_full(date("2024-02-01")));
}
END_TEST

/* --- day numbers ----------------------------------------------------------------------------- */

/* clang-format off */
/* From Python's datetime. */
static const struct {
    const char *date;
    int32_t days;
} day_numbers[] = {
    {"0001-01-01", NFH_DAYS_MIN},
    {"1582-10-15", -141427},
    {"1600-02-29", -135081},
    {"1900-02-28", -25509},
    {"1900-03-01", -25508},
    {"1969-12-31", -1},
    {"1970-01-01", 0},
    {"2000-02-29", 11016},
    {"2000-03-01", 11017},
    {"2024-02-29", 19782},
    {"2026-01-31", 20484},
    {"9999-12-31", NFH_DAYS_MAX},
};
/* clang-format on */

START_TEST(known_day_numbers)
{
    ck_assert_int_eq(nfh_priv_date_to_days(date(day_numbers[_i].date)), day_numbers[_i].days);
    ck_assert_str_eq(show(nfh_priv_date_from_days(day_numbers[_i].days)), day_numbers[_i].date);
}
END_TEST

START_TEST(every_day_follows_its_neighbour)
{
    int year = 1, month = 1, day = 1;
    int32_t days;

    for (days = NFH_DAYS_MIN; days <= NFH_DAYS_MAX; days++) {
        nfh_date expected = nfh_priv_date_pack(year, month, day);

        if (nfh_priv_date_from_days(days) != expected || nfh_priv_date_to_days(expected) != days)
            ck_abort_msg("day %d", (int)days);
        if (day++ == nfh_priv_days_in_month(year, month)) {
            day = 1;
            year += month / 12;
            month = month % 12 + 1;
        }
    }
    ck_assert_int_eq(year, 10000);
}
END_TEST

START_TEST(lengths_of_months)
{
    static const int common[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int month;

    for (month = 1; month <= 12; month++)
        ck_assert_int_eq(nfh_priv_days_in_month(2023, month), common[month - 1]);
    ck_assert_int_eq(nfh_priv_days_in_month(2024, 2), 29);
    ck_assert_int_eq(nfh_priv_days_in_month(1900, 2), 28);
    ck_assert_int_eq(nfh_priv_days_in_month(2000, 2), 29);
}
END_TEST

/* --- arithmetic ------------------------------------------------------------------------------ */

/* clang-format off */
/* The first rows are examples of CQL 1.5.3, appendix B, and of its official tests. */
static const struct {
    const char *date;
    int64_t count;
    enum nfh_calendar_unit unit;
    const char *expected; /* NULL: out of range */
} additions[] = {
    {"2012-02-29", 1, NFH_UNIT_YEAR, "2013-02-28"},
    {"2024-02-29", 1, NFH_UNIT_YEAR, "2025-02-28"},
    {"2024-02-29", 4, NFH_UNIT_YEAR, "2028-02-29"},
    {"2014", 24, NFH_UNIT_MONTH, "2016"},
    {"2014", 25, NFH_UNIT_MONTH, "2016"},
    {"2014", 735, NFH_UNIT_DAY, "2016"},
    {"2014-06", 33, NFH_UNIT_DAY, "2014-07"},
    {"2014-06", 365, NFH_UNIT_DAY, "2015-06"},
    {"2014", -25, NFH_UNIT_MONTH, "2012"},
    {"2014", -735, NFH_UNIT_DAY, "2012"},
    {"2014-06", -33, NFH_UNIT_DAY, "2014-05"},
    {"2014", 364, NFH_UNIT_DAY, "2014"},
    {"2014", 53, NFH_UNIT_WEEK, "2015"},
    {"2014", 52, NFH_UNIT_WEEK, "2014"},
    {"2014-06", 29, NFH_UNIT_DAY, "2014-06"},
    {"2014-06", 5, NFH_UNIT_WEEK, "2014-07"},
    {"2014-06", 7, NFH_UNIT_MONTH, "2015-01"},
    {"2014-06", -1, NFH_UNIT_YEAR, "2013-06"},
    {"2025-08-31", -6, NFH_UNIT_MONTH, "2025-02-28"},
    {"2024-08-31", -6, NFH_UNIT_MONTH, "2024-02-29"},
    {"2026-03-31", 1, NFH_UNIT_MONTH, "2026-04-30"},
    {"2026-01-31", 1, NFH_UNIT_MONTH, "2026-02-28"},
    {"2026-01-15", -1, NFH_UNIT_MONTH, "2025-12-15"},
    {"2026-01-15", 8, NFH_UNIT_WEEK, "2026-03-12"},
    {"2026-03-01", -30, NFH_UNIT_DAY, "2026-01-30"},
    {"2024-03-01", -1, NFH_UNIT_DAY, "2024-02-29"},
    {"2026-01-15", 0, NFH_UNIT_DAY, "2026-01-15"},
    {"9999-12-31", 1, NFH_UNIT_DAY, NULL},
    {"9999-12-30", 1, NFH_UNIT_DAY, "9999-12-31"},
    {"0001-01-01", -1, NFH_UNIT_DAY, NULL},
    {"0001-01-07", -1, NFH_UNIT_WEEK, NULL},
    {"0001-01-08", -1, NFH_UNIT_WEEK, "0001-01-01"},
    {"9999-12-01", 1, NFH_UNIT_MONTH, NULL},
    {"9999-11-30", 1, NFH_UNIT_MONTH, "9999-12-30"},
    {"0001-01-31", -1, NFH_UNIT_MONTH, NULL},
    {"0001-02-28", -1, NFH_UNIT_MONTH, "0001-01-28"},
    {"9999-01-01", 1, NFH_UNIT_YEAR, NULL},
    {"0001-12-31", -1, NFH_UNIT_YEAR, NULL},
    {"0002", -1, NFH_UNIT_YEAR, "0001"},
    {"0001", -1, NFH_UNIT_YEAR, NULL},
    {"0001", -11, NFH_UNIT_MONTH, "0001"},
    {"9999-12", 1, NFH_UNIT_MONTH, NULL},
    {"2024-02-29", INT64_MAX, NFH_UNIT_DAY, NULL},
    {"2024-02-29", INT64_MIN, NFH_UNIT_DAY, NULL},
    {"2024-02-29", INT64_MAX, NFH_UNIT_WEEK, NULL},
    {"2024-02-29", INT64_MIN, NFH_UNIT_WEEK, NULL},
    {"2024-02-29", INT64_MAX, NFH_UNIT_MONTH, NULL},
    {"2024-02-29", INT64_MIN, NFH_UNIT_MONTH, NULL},
    {"2024-02-29", INT64_MAX, NFH_UNIT_YEAR, NULL},
    {"2024-02-29", INT64_MIN, NFH_UNIT_YEAR, NULL},
    {"2024", INT64_MIN, NFH_UNIT_DAY, NULL},
    {"2024", INT64_MAX, NFH_UNIT_WEEK, NULL},
    {"2024-02", INT64_MIN, NFH_UNIT_WEEK, NULL},
};
/* clang-format on */

START_TEST(addition)
{
    nfh_date before = 12345, result = before;
    bool good = nfh_priv_date_add(date(additions[_i].date), additions[_i].count, additions[_i].unit,
                                  &result);

    ck_assert_int_eq(good, additions[_i].expected != NULL);
    if (good)
        ck_assert_str_eq(show(result), additions[_i].expected);
    else
        ck_assert_uint_eq(result, before);
}
END_TEST

/* clang-format off */
/* Worked out by hand from the definition: the largest n with a + n units <= b. */
static const struct {
    const char *a;
    const char *b;
    int64_t days;
    int64_t weeks;
    int64_t months;
    int64_t years;
} durations[] = {
    {"2014-01-31", "2014-02-01", 1, 0, 0, 0},
    {"2014-01-31", "2014-02-27", 27, 3, 0, 0},
    {"2014-01-31", "2014-02-28", 28, 4, 1, 0},
    {"2014-02-28", "2014-01-31", -28, -4, 0, 0},
    {"2014-03-31", "2014-02-28", -31, -4, -1, 0},
    {"2014-03-31", "2014-03-01", -30, -4, 0, 0},
    {"2012-02-29", "2014-02-28", 730, 104, 24, 2},
    {"2012-02-29", "2014-02-27", 729, 104, 23, 1},
    {"1960-02-29", "2026-02-28", 24106, 3443, 792, 66},
    {"1960-02-29", "2026-02-27", 24105, 3443, 791, 65},
    {"1960-06-15", "2026-06-14", 24105, 3443, 791, 65},
    {"1960-06-15", "2026-06-15", 24106, 3443, 792, 66},
    {"2026-06-15", "2026-06-15", 0, 0, 0, 0},
    {"2026-06-15", "2026-06-14", -1, 0, 0, 0},
    {"2026-06-15", "2025-06-15", -365, -52, -12, -1},
    {"2026-06-15", "2025-06-16", -364, -52, -11, 0},
    {"0001-01-01", "9999-12-31", 3652058, 521722, 119987, 9998},
};
/* clang-format on */

START_TEST(duration)
{
    nfh_date a = date(durations[_i].a), b = date(durations[_i].b);

    ck_assert_int_eq(nfh_priv_date_duration(a, b, NFH_UNIT_DAY), durations[_i].days);
    ck_assert_int_eq(nfh_priv_date_duration(a, b, NFH_UNIT_WEEK), durations[_i].weeks);
    ck_assert_int_eq(nfh_priv_date_duration(a, b, NFH_UNIT_MONTH), durations[_i].months);
    ck_assert_int_eq(nfh_priv_date_duration(a, b, NFH_UNIT_YEAR), durations[_i].years);
}
END_TEST

/* clang-format off */
/* 2026-01-04 is a Sunday. */
static const struct {
    const char *a;
    const char *b;
    int64_t days;
    int64_t weeks;
    int64_t months;
    int64_t years;
} differences[] = {
    {"2026-01-03", "2026-01-04", 1, 1, 0, 0},
    {"2026-01-04", "2026-01-10", 6, 0, 0, 0},
    {"2026-01-04", "2026-01-11", 7, 1, 0, 0},
    {"2026-01-11", "2026-01-10", -1, -1, 0, 0},
    {"2025-12-31", "2026-01-01", 1, 0, 1, 1},
    {"2026-01-01", "2025-12-31", -1, 0, -1, -1},
    {"2025-01-01", "2025-12-31", 364, 52, 11, 0},
    {"1969-12-27", "1969-12-28", 1, 1, 0, 0},
    {"0001-01-01", "0001-01-06", 5, 0, 0, 0},
    {"0001-01-06", "0001-01-07", 1, 1, 0, 0},
};
/* clang-format on */

START_TEST(difference)
{
    nfh_date a = date(differences[_i].a), b = date(differences[_i].b);

    ck_assert_int_eq(nfh_priv_date_difference(a, b, NFH_UNIT_DAY), differences[_i].days);
    ck_assert_int_eq(nfh_priv_date_difference(a, b, NFH_UNIT_WEEK), differences[_i].weeks);
    ck_assert_int_eq(nfh_priv_date_difference(a, b, NFH_UNIT_MONTH), differences[_i].months);
    ck_assert_int_eq(nfh_priv_date_difference(a, b, NFH_UNIT_YEAR), differences[_i].years);
}
END_TEST

/* clang-format off */
static const struct {
    const char *partial;
    const char *first;
    const char *last;
} ranges[] = {
    {"2024", "2024-01-01", "2024-12-31"},
    {"2024-02", "2024-02-01", "2024-02-29"},
    {"2023-02", "2023-02-01", "2023-02-28"},
    {"2023-12", "2023-12-01", "2023-12-31"},
    {"9999", "9999-01-01", "9999-12-31"},
    {"2024-02-29", "2024-02-29", "2024-02-29"},
};
/* clang-format on */

START_TEST(first_and_last)
{
    ck_assert_str_eq(show(nfh_priv_date_first(date(ranges[_i].partial))), ranges[_i].first);
    ck_assert_str_eq(show(nfh_priv_date_last(date(ranges[_i].partial))), ranges[_i].last);
}
END_TEST

/* --- comparison ------------------------------------------------------------------------------ */

/* clang-format off */
static const struct {
    const char *a;
    const char *b;
    int precision;
    int expected;
} comparisons[] = {
    {"2024-02-28", "2024-02-29", 0, -1},
    {"2024-02-29", "2024-02-29", 0, 0},
    {"2024-03-01", "2024-02-29", 0, 1},
    {"2014", "2014", 0, 0},
    {"2014", "2015", 0, -1},
    {"2014", "2015-03-01", 0, -1},
    {"2014", "2014-03", 0, NFH_COMPARE_UNKNOWN},
    {"2014-03-01", "2014-03", 0, NFH_COMPARE_UNKNOWN},
    {"2014-04-01", "2014-03", 0, 1},
    {"2014-03", "2014-03", 0, 0},
    {"2014", "2014", 1, 0},
    {"2014", "2014", 2, NFH_COMPARE_UNKNOWN},
    {"2014-03", "2014-03", 2, 0},
    {"2014-03", "2014-03", 3, NFH_COMPARE_UNKNOWN},
    {"2014-03-01", "2014-03-02", 2, 0},
    {"2014-03-01", "2014-03-02", 3, -1},
    {"2014-03-01", "2014-05-02", 1, 0},
    {"2013", "2014-05-02", 3, -1},
};
/* clang-format on */

START_TEST(comparison)
{
    nfh_date a = date(comparisons[_i].a), b = date(comparisons[_i].b);
    int expected = comparisons[_i].expected;

    ck_assert_int_eq(nfh_priv_date_compare(a, b, comparisons[_i].precision), expected);
    ck_assert_int_eq(nfh_priv_date_compare(b, a, comparisons[_i].precision),
                     expected == NFH_COMPARE_UNKNOWN ? expected : -expected);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("calendar");
    TCase *cases = tcase_create("dates");

    tcase_add_loop_test(cases, text_goes_round, 0, COUNT(dates));
    tcase_add_loop_test(cases, what_is_no_date_is_refused, 0, COUNT(no_dates));
    tcase_add_test(cases, validity);
    tcase_add_test(cases, precision);
    tcase_add_loop_test(cases, known_day_numbers, 0, COUNT(day_numbers));
    tcase_add_test(cases, every_day_follows_its_neighbour);
    tcase_add_test(cases, lengths_of_months);
    tcase_add_loop_test(cases, addition, 0, COUNT(additions));
    tcase_add_loop_test(cases, duration, 0, COUNT(durations));
    tcase_add_loop_test(cases, difference, 0, COUNT(differences));
    tcase_add_loop_test(cases, first_and_last, 0, COUNT(ranges));
    tcase_add_loop_test(cases, comparison, 0, COUNT(comparisons));
    tcase_set_timeout(cases, 120); /* under valgrind */
    suite_add_tcase(suite, cases);
    return test_run(suite);
}
