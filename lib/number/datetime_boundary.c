/* SPDX-License-Identifier: MIT
 *
 * datetime_boundary.c - CQL's Precision, LowBoundary and HighBoundary of Dates, DateTimes and
 * Times.
 */
#include "number/datetime.h"
#include "number/datetime_internal.h"

/* Of each precision; -1: the type has none of it. */
static const int8_t date_digits[] = {-1, 4, 6, 8, -1, -1, -1, -1};
static const int8_t datetime_digits[] = {-1, 4, 6, 8, 10, 12, 14, 17};
static const int8_t time_digits[] = {-1, -1, -1, -1, 2, 4, 6, 9};

int nfh_priv_date_digits(nfh_date date)
{
    return date_digits[nfh_priv_date_precision(date)];
}

int nfh_priv_datetime_digits(nfh_datetime value)
{
    return datetime_digits[nfh_priv_datetime_precision(value)];
}

int nfh_priv_time_digits(nfh_datetime value)
{
    return time_digits[nfh_priv_datetime_precision(value)];
}

static bool boundary(const int8_t *of_type, nfh_datetime value, bool high, int digits,
                     nfh_datetime *result)
{
    nfh_datetime full = high ? nfh_priv_datetime_last(value) : nfh_priv_datetime_first(value);

    for (int i = NFH_PRECISION_YEAR; i <= NFH_PRECISION_MILLISECOND; i++) {
        if (of_type[i] > 0 && of_type[i] == digits) {
            *result = nfh_priv_datetime_cut(full, i);
            return true;
        }
    }
    return false;
}

bool nfh_priv_date_boundary(nfh_date date, bool high, int digits, nfh_date *result)
{
    nfh_datetime value;

    if (!boundary(date_digits, nfh_priv_datetime_from_date(date), high, digits, &value))
        return false;
    *result = nfh_priv_datetime_date(value);
    return true;
}

bool nfh_priv_datetime_boundary(nfh_datetime value, bool high, int digits, nfh_datetime *result)
{
    return boundary(datetime_digits, value, high, digits, result);
}

bool nfh_priv_time_boundary(nfh_datetime value, bool high, int digits, nfh_datetime *result)
{
    return boundary(time_digits, value, high, digits, result);
}
