/* SPDX-License-Identifier: MIT
 *
 * calendar.h - dates of the proleptic Gregorian calendar, years 0001 to 9999, possibly partial.
 *
 * A date is packed as year << 9 | month << 5 | day, so that two dates of the same precision compare
 * as integers. A month or day of 0 is not given: `2025-08` is a date of month precision.
 */
#ifndef NFH_NUMBER_CALENDAR_H
#define NFH_NUMBER_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t nfh_date;

/* A date has the first three; the others are of a date with a time of day (datetime.h). */
enum nfh_precision {
    NFH_PRECISION_YEAR = 1,
    NFH_PRECISION_MONTH = 2,
    NFH_PRECISION_DAY = 3,
    NFH_PRECISION_HOUR = 4,
    NFH_PRECISION_MINUTE = 5,
    NFH_PRECISION_SECOND = 6,
    NFH_PRECISION_MILLISECOND = 7
};

static inline nfh_date nfh_priv_date_pack(int year, int month, int day)
{
    return (uint32_t)year << 9 | (uint32_t)month << 5 | (uint32_t)day;
}
static inline int nfh_priv_date_year(nfh_date date)
{
    return (int)(date >> 9);
}
static inline int nfh_priv_date_month(nfh_date date)
{
    return (int)(date >> 5 & 15);
}
static inline int nfh_priv_date_day(nfh_date date)
{
    return (int)(date & 31);
}
static inline bool nfh_priv_date_is_full(nfh_date date)
{
    return (date & 31) != 0;
}
enum nfh_precision nfh_priv_date_precision(nfh_date date);

#define NFH_DATE_TEXT 11        /* bytes for YYYY-MM-DD and its end */
#define NFH_DAYS_MIN  (-719162) /* 0001-01-01 as days since 1970-01-01 */
#define NFH_DAYS_MAX  2932896   /* 9999-12-31 */

int nfh_priv_days_in_month(int year, int month);
/* Whether year, month and day make a date; 0 is for not given, and no month means no day. */
bool nfh_priv_date_is_valid(int year, int month, int day);

/* Full dates only: days since 1970-01-01, and back (days within NFH_DAYS_MIN … NFH_DAYS_MAX). */
int32_t nfh_priv_date_to_days(nfh_date date);
nfh_date nfh_priv_date_from_days(int32_t days);

/* The first and the last full date that a partial date can mean; a full date is both. */
nfh_date nfh_priv_date_first(nfh_date date);
nfh_date nfh_priv_date_last(nfh_date date);

/* Reads all `length` bytes as YYYY, YYYY-MM or YYYY-MM-DD; false when that is no date. */
bool nfh_priv_date_parse(const char *text, size_t length, nfh_date *date);
/* Writes at the date's own precision, returns the length; `buffer` holds NFH_DATE_TEXT bytes. */
size_t nfh_priv_date_format(nfh_date date, char *buffer);

/* `count` digits of a date or time, with leading zeros; read: -1 when they are none. */
int nfh_priv_read_digits(const char *text, int count);
void nfh_priv_write_digits(char *buffer, int count, int value);

enum nfh_calendar_unit {
    NFH_UNIT_DAY,
    NFH_UNIT_WEEK,
    NFH_UNIT_MONTH,
    NFH_UNIT_YEAR,
    NFH_UNIT_HOUR,
    NFH_UNIT_MINUTE,
    NFH_UNIT_SECOND,
    NFH_UNIT_MILLISECOND
};
/* How many of an hour or a finer unit make a day; 0 for the others. */
int64_t nfh_priv_units_per_day(enum nfh_calendar_unit unit);

/* CQL date arithmetic: the day is clipped to the month's last; a finer unit added to a coarser date
 * is first converted, truncating (12 months = 365 days = 1 year, 30 days = 1 month, 24 hours =
 * 1 day). False: out of years 1 to 9999. */
bool nfh_priv_date_add(nfh_date date, int64_t count, enum nfh_calendar_unit unit, nfh_date *result);

/* Whole units from a to b (negative when b is before a): the largest n with a + n units <= b,
 * toward zero for negative spans. Full dates and units of a day or coarser only. */
int64_t nfh_priv_date_duration(nfh_date a, nfh_date b, enum nfh_calendar_unit unit);
/* Unit borders crossed from a to b (weeks begin on Sunday). Full dates and units of a day or
 * coarser only. */
int64_t nfh_priv_date_difference(nfh_date a, nfh_date b, enum nfh_calendar_unit unit);

/* -1, 0, 1, or 2 when it cannot be known: component by component from the year, down to `precision`
 * (0: as far as given; then one side missing a component that the other has gives 2, both missing
 * it gives 0). */
#define NFH_COMPARE_UNKNOWN 2
int nfh_priv_date_compare(nfh_date a, nfh_date b, int precision);

#endif
