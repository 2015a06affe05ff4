/* SPDX-License-Identifier: MIT
 *
 * datetime_add.c - adding to DateTimes and Times, their neighbours, and what partial ones can mean.
 */
#include "number/datetime.h"
#include "number/datetime_internal.h"

#define FIRST_MS       ((int64_t)NFH_DAYS_MIN * NFH_MS_PER_DAY)
#define LAST_MS        (((int64_t)NFH_DAYS_MAX + 1) * NFH_MS_PER_DAY - 1)
#define LAST_TIME      ((23ULL << 36) | (59ULL << 30) | (59ULL << 24) | (999ULL << 14))
#define FULL_PRECISION NFH_PRECISION_MILLISECOND

/* The unit of a precision. */
static enum nfh_calendar_unit unit_of(int precision)
{
    static const uint8_t units[FULL_PRECISION + 1] = {0,
                                                      NFH_UNIT_YEAR,
                                                      NFH_UNIT_MONTH,
                                                      NFH_UNIT_DAY,
                                                      NFH_UNIT_HOUR,
                                                      NFH_UNIT_MINUTE,
                                                      NFH_UNIT_SECOND,
                                                      NFH_UNIT_MILLISECOND};

    return (enum nfh_calendar_unit)units[precision];
}

/* Hours and finer, for a value with an hour: the count in the value's own unit if that is coarser,
 * and the milliseconds of one. */
static int64_t own_count(nfh_datetime value, int64_t count, enum nfh_calendar_unit unit,
                         int64_t *unit_ms)
{
    int64_t per_day = nfh_priv_units_per_day(unit);
    int64_t own = nfh_priv_units_per_day(unit_of(nfh_priv_datetime_precision(value)));

    if (per_day > own) {
        count /= per_day / own;
        per_day = own;
    }
    *unit_ms = NFH_MS_PER_DAY / per_day;
    return count;
}

bool nfh_priv_datetime_add(nfh_datetime value, int64_t count, enum nfh_calendar_unit unit,
                           nfh_datetime *result)
{
    int precision = nfh_priv_datetime_precision(value);
    int64_t ms, unit_ms;

    if (precision <= NFH_PRECISION_DAY || nfh_priv_units_per_day(unit) == 0) {
        nfh_date date;

        if (!nfh_priv_date_add(nfh_priv_datetime_date(value), count, unit, &date))
            return false;
        *result = nfh_priv_datetime_on_date(value, date);
        return true;
    }
    ms = nfh_priv_datetime_to_ms(value);
    count = own_count(value, count, unit, &unit_ms);
    if (count < (FIRST_MS - ms) / unit_ms || count > (LAST_MS - ms) / unit_ms)
        return false;
    *result =
        nfh_priv_datetime_from_ms(ms + count * unit_ms, precision, nfh_priv_datetime_offset(value));
    return true;
}

bool nfh_priv_time_add(nfh_datetime value, int64_t count, enum nfh_calendar_unit unit,
                       nfh_datetime *result)
{
    int64_t ms, unit_ms;

    if (nfh_priv_units_per_day(unit) == 0)
        return false;
    count = own_count(value, count, unit, &unit_ms);
    ms = nfh_priv_datetime_to_ms(value) - FIRST_MS + count % (NFH_MS_PER_DAY / unit_ms) * unit_ms;
    ms = (ms + NFH_MS_PER_DAY) % NFH_MS_PER_DAY;
    *result = nfh_priv_datetime_from_ms(FIRST_MS + ms, nfh_priv_datetime_precision(value),
                                        NFH_OFFSET_NONE);
    return true;
}

nfh_datetime nfh_priv_datetime_first(nfh_datetime value)
{
    value = nfh_priv_datetime_on_date(value, nfh_priv_date_first(nfh_priv_datetime_date(value)));
    return value | (nfh_datetime)FULL_PRECISION << 11;
}

nfh_datetime nfh_priv_datetime_last(nfh_datetime value)
{
    uint64_t missing = ((uint64_t)1 << nfh_datetime_shifts[nfh_priv_datetime_precision(value)]) - 1;

    value = nfh_priv_datetime_on_date(value, nfh_priv_date_last(nfh_priv_datetime_date(value)));
    return value | (LAST_TIME & missing) | (nfh_datetime)FULL_PRECISION << 11;
}

bool nfh_priv_datetime_successor(nfh_datetime value, nfh_datetime *result)
{
    return nfh_priv_datetime_add(value, 1, unit_of(nfh_priv_datetime_precision(value)), result);
}

bool nfh_priv_datetime_predecessor(nfh_datetime value, nfh_datetime *result)
{
    return nfh_priv_datetime_add(value, -1, unit_of(nfh_priv_datetime_precision(value)), result);
}

/* As a DateTime, a Time has its neighbours; those of other dates are none. */
bool nfh_priv_time_successor(nfh_datetime value, nfh_datetime *result)
{
    nfh_datetime next;

    if (!nfh_priv_datetime_successor(value, &next) ||
        nfh_priv_datetime_date(next) != nfh_priv_datetime_date(value))
        return false;
    *result = next;
    return true;
}

bool nfh_priv_time_predecessor(nfh_datetime value, nfh_datetime *result)
{
    return nfh_priv_datetime_predecessor(value, result);
}

nfh_datetime nfh_priv_datetime_minimum(void)
{
    return nfh_priv_datetime_from_ms(FIRST_MS, FULL_PRECISION, NFH_OFFSET_NONE);
}

nfh_datetime nfh_priv_datetime_maximum(void)
{
    return nfh_priv_datetime_from_ms(LAST_MS, FULL_PRECISION, NFH_OFFSET_NONE);
}

nfh_datetime nfh_priv_time_minimum(void)
{
    return nfh_priv_datetime_minimum();
}

nfh_datetime nfh_priv_time_maximum(void)
{
    return nfh_priv_datetime_from_ms(FIRST_MS + NFH_MS_PER_DAY - 1, FULL_PRECISION,
                                     NFH_OFFSET_NONE);
}
