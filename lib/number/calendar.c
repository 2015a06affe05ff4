/* SPDX-License-Identifier: MIT
 *
 * calendar.c - dates of the proleptic Gregorian calendar.
 *
 * The conversions between dates and day numbers count years from 1 March, so that the leap day
 * comes last, and replace divisions by multiplications: C. Neri, L. Schneider, Euclidean affine
 * functions and their application to calendar algorithms, Software: Practice and Experience 53
 * (2023), pages 937-970.
 */
#include "number/calendar.h"

#define YEAR_MIN       1
#define YEAR_MAX       9999
#define DAYS_TO_EPOCH  719468 /* from 0000-03-01 to 1970-01-01 */
#define DAYS_PER_YEAR  365    /* as CQL converts: 365 days = 1 year, 30 days = 1 month */
#define DAYS_PER_MONTH 30

enum nfh_precision nfh_priv_date_precision(nfh_date date)
{
    if (nfh_priv_date_day(date) != 0)
        return NFH_PRECISION_DAY;
    return nfh_priv_date_month(date) != 0 ? NFH_PRECISION_MONTH : NFH_PRECISION_YEAR;
}

static bool is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int nfh_priv_days_in_month(int year, int month)
{
    static const int8_t days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap_year(year) ? 29 : days[month];
}

bool nfh_priv_date_is_valid(int year, int month, int day)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 0 || month > 12)
        return false;
    if (month == 0)
        return day == 0;
    return day >= 0 && day <= nfh_priv_days_in_month(year, month);
}

int32_t nfh_priv_date_to_days(nfh_date date)
{
    int32_t year = nfh_priv_date_year(date), month = nfh_priv_date_month(date), century;

    if (month <= 2) {
        year--;
        month += 12;
    }
    century = year / 100;
    /* (979 month - 2919) / 32: the days from 1 March to the month's first */
    return 1461 * year / 4 - century + century / 4 + (979 * month - 2919) / 32 +
           nfh_priv_date_day(date) - 1 - DAYS_TO_EPOCH;
}

nfh_date nfh_priv_date_from_days(int32_t days)
{
    uint32_t quarters = 4 * (uint32_t)(days + DAYS_TO_EPOCH) + 3; /* of days */
    uint32_t century = quarters / 146097;
    uint32_t rest = quarters % 146097 | 3;
    uint64_t scaled = (uint64_t)2939745 * rest; /* 2^32 / 1461 */
    uint32_t year = 100 * century + (uint32_t)(scaled >> 32);
    uint32_t day_of_year = (uint32_t)scaled / 2939745 / 4;
    uint32_t months = 2141 * day_of_year + 197913; /* month << 16 and a fraction: 65536 / 30.6 */
    uint32_t month = months >> 16;
    uint32_t day = (months & 0xFFFF) / 2141 + 1;

    if (day_of_year >= 306) { /* January and February end the year that began in March */
        year++;
        month -= 12;
    }
    return nfh_priv_date_pack((int)year, (int)month, (int)day);
}

nfh_date nfh_priv_date_first(nfh_date date)
{
    int month = nfh_priv_date_month(date);

    if (nfh_priv_date_is_full(date))
        return date;
    return nfh_priv_date_pack(nfh_priv_date_year(date), month == 0 ? 1 : month, 1);
}

nfh_date nfh_priv_date_last(nfh_date date)
{
    int year = nfh_priv_date_year(date), month = nfh_priv_date_month(date);

    if (nfh_priv_date_is_full(date))
        return date;
    if (month == 0)
        month = 12;
    return nfh_priv_date_pack(year, month, nfh_priv_days_in_month(year, month));
}

int nfh_priv_read_digits(const char *text, int count)
{
    int value = 0;

    for (; count > 0; count--, text++) {
        if (*text < '0' || *text > '9')
            return -1;
        value = 10 * value + (*text - '0');
    }
    return value;
}

bool nfh_priv_date_parse(const char *text, size_t length, nfh_date *date)
{
    int year, month = 0, day = 0;

    if (length != 4 && length != 7 && length != 10)
        return false;
    year = nfh_priv_read_digits(text, 4);
    if (length >= 7) {
        month = nfh_priv_read_digits(text + 5, 2);
        if (text[4] != '-' || month < 1)
            return false;
    }
    if (length == 10) {
        day = nfh_priv_read_digits(text + 8, 2);
        if (text[7] != '-' || day < 1)
            return false;
    }
    if (!nfh_priv_date_is_valid(year, month, day))
        return false;
    *date = nfh_priv_date_pack(year, month, day);
    return true;
}

void nfh_priv_write_digits(char *buffer, int count, int value)
{
    for (; count > 0; value /= 10)
        buffer[--count] = (char)('0' + value % 10);
}

size_t nfh_priv_date_format(nfh_date date, char *buffer)
{
    size_t length = 4;

    nfh_priv_write_digits(buffer, 4, nfh_priv_date_year(date));
    if (nfh_priv_date_month(date) != 0) {
        buffer[4] = '-';
        nfh_priv_write_digits(buffer + 5, 2, nfh_priv_date_month(date));
        length = 7;
    }
    if (nfh_priv_date_day(date) != 0) {
        buffer[7] = '-';
        nfh_priv_write_digits(buffer + 8, 2, nfh_priv_date_day(date));
        length = 10;
    }
    buffer[length] = '\0';
    return length;
}

int64_t nfh_priv_units_per_day(enum nfh_calendar_unit unit)
{
    switch (unit) {
    case NFH_UNIT_HOUR:
        return 24;
    case NFH_UNIT_MINUTE:
        return 1440;
    case NFH_UNIT_SECOND:
        return 86400;
    case NFH_UNIT_MILLISECOND:
        return 86400000;
    default:
        return 0;
    }
}

/* Months since the year 0. */
static int month_number(nfh_date date)
{
    return 12 * nfh_priv_date_year(date) + nfh_priv_date_month(date) - 1;
}

static bool add_days(nfh_date date, int64_t count, nfh_date *result)
{
    int64_t days = nfh_priv_date_to_days(date);

    if (count < NFH_DAYS_MIN - days || count > NFH_DAYS_MAX - days)
        return false;
    *result = nfh_priv_date_from_days((int32_t)(days + count));
    return true;
}

/* Works for dates of month precision, too. */
static bool add_months(nfh_date date, int64_t count, nfh_date *result)
{
    int64_t number = month_number(date);
    int year, month, day = nfh_priv_date_day(date), last;

    if (count < 12 * YEAR_MIN - number || count > 12 * YEAR_MAX + 11 - number)
        return false;
    year = (int)(number + count) / 12;
    month = (int)(number + count) % 12 + 1;
    last = nfh_priv_days_in_month(year, month);
    *result = nfh_priv_date_pack(year, month, day < last ? day : last);
    return true;
}

static bool add_years(nfh_date date, int64_t count, nfh_date *result)
{
    int year = nfh_priv_date_year(date);

    if (count < YEAR_MIN - year || count > YEAR_MAX - year)
        return false;
    if (nfh_priv_date_month(date) != 0)
        return add_months(date, 12 * count, result);
    *result = nfh_priv_date_pack(year + (int)count, 0, 0);
    return true;
}

bool nfh_priv_date_add(nfh_date date, int64_t count, enum nfh_calendar_unit unit, nfh_date *result)
{
    enum nfh_precision precision = nfh_priv_date_precision(date);

    if (unit >= NFH_UNIT_HOUR) {
        count /= nfh_priv_units_per_day(unit);
        unit = NFH_UNIT_DAY;
    }
    if (unit == NFH_UNIT_WEEK) {
        if (count > INT64_MAX / 7 || count < -(INT64_MAX / 7))
            return false;
        count *= 7;
        unit = NFH_UNIT_DAY;
    }
    if (precision == NFH_PRECISION_YEAR && unit != NFH_UNIT_YEAR) {
        count /= unit == NFH_UNIT_DAY ? DAYS_PER_YEAR : 12;
        unit = NFH_UNIT_YEAR;
    } else if (precision == NFH_PRECISION_MONTH && unit == NFH_UNIT_DAY) {
        count /= DAYS_PER_MONTH;
        unit = NFH_UNIT_MONTH;
    }
    if (unit == NFH_UNIT_DAY)
        return add_days(date, count, result);
    return unit == NFH_UNIT_MONTH ? add_months(date, count, result)
                                  : add_years(date, count, result);
}

/* Whole months, toward zero: the last one counts when b has reached the day that a's day becomes in
 * b's month. */
static int whole_months(nfh_date a, nfh_date b)
{
    int months = month_number(b) - month_number(a);
    int last = nfh_priv_days_in_month(nfh_priv_date_year(b), nfh_priv_date_month(b));
    int day = nfh_priv_date_day(a) < last ? nfh_priv_date_day(a) : last;

    if (months > 0 && nfh_priv_date_day(b) < day)
        return months - 1;
    if (months < 0 && nfh_priv_date_day(b) > day)
        return months + 1;
    return months;
}

int64_t nfh_priv_date_duration(nfh_date a, nfh_date b, enum nfh_calendar_unit unit)
{
    switch (unit) {
    case NFH_UNIT_MONTH:
        return whole_months(a, b);
    case NFH_UNIT_YEAR:
        return whole_months(a, b) / 12;
    case NFH_UNIT_WEEK:
        return (nfh_priv_date_to_days(b) - nfh_priv_date_to_days(a)) / 7;
    default:
        break;
    }
    return nfh_priv_date_to_days(b) - nfh_priv_date_to_days(a);
}

/* The number of the week, from Sunday to Saturday, that holds the day; 0000-02-27 was a Sunday. */
static int32_t week_number(nfh_date date)
{
    return (nfh_priv_date_to_days(date) + DAYS_TO_EPOCH + 3) / 7;
}

int64_t nfh_priv_date_difference(nfh_date a, nfh_date b, enum nfh_calendar_unit unit)
{
    switch (unit) {
    case NFH_UNIT_MONTH:
        return month_number(b) - month_number(a);
    case NFH_UNIT_YEAR:
        return nfh_priv_date_year(b) - nfh_priv_date_year(a);
    case NFH_UNIT_WEEK:
        return week_number(b) - week_number(a);
    default:
        break;
    }
    return nfh_priv_date_to_days(b) - nfh_priv_date_to_days(a);
}

int nfh_priv_date_compare(nfh_date a, nfh_date b, int precision)
{
    int i, left[3], right[3];
    int depth = precision == 0 ? NFH_PRECISION_DAY : precision;

    left[0] = nfh_priv_date_year(a);
    right[0] = nfh_priv_date_year(b);
    left[1] = nfh_priv_date_month(a);
    right[1] = nfh_priv_date_month(b);
    left[2] = nfh_priv_date_day(a);
    right[2] = nfh_priv_date_day(b);
    for (i = 0; i < depth; i++) {
        if (left[i] == 0 && right[i] == 0)
            return precision == 0 ? 0 : NFH_COMPARE_UNKNOWN;
        if (left[i] == 0 || right[i] == 0)
            return NFH_COMPARE_UNKNOWN;
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    }
    return 0;
}
