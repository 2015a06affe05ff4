/* SPDX-License-Identifier: MIT
 *
 * datetime_compare.c - the order of DateTimes and Times, as far as it can be known.
 */
#include "number/datetime.h"
#include "number/datetime_internal.h"

/* 1: seconds without milliseconds are whole seconds in comparisons, as CQL 2.0 has it; 0: unknown
 * below the second, as CQL 1.5.3 and its official tests have it. */
#define SECONDS_ARE_WHOLE 0

static int depth_of(nfh_datetime value)
{
    int precision = nfh_priv_datetime_precision(value);

    return SECONDS_ARE_WHOLE && precision == NFH_PRECISION_SECOND ? NFH_PRECISION_MILLISECOND
                                                                  : precision;
}

/* Without regard to offsets. */
static int compare_as_given(nfh_datetime a, nfh_datetime b, int precision)
{
    int depth_a = depth_of(a), depth_b = depth_of(b);
    int common = depth_a < depth_b ? depth_a : depth_b;

    if (precision != 0 && precision < common)
        common = precision;
    a >>= nfh_datetime_shifts[common];
    b >>= nfh_datetime_shifts[common];
    if (a != b)
        return a < b ? -1 : 1;
    if (precision == 0)
        return depth_a == depth_b ? 0 : NFH_COMPARE_UNKNOWN;
    return common == precision ? 0 : NFH_COMPARE_UNKNOWN;
}

/* Minutes from the value's own time to the zone's. */
static int minutes_to_zone(nfh_datetime value, int zone)
{
    if (!nfh_priv_datetime_has_offset(value) ||
        nfh_priv_datetime_precision(value) < NFH_PRECISION_HOUR)
        return 0;
    return zone - nfh_priv_datetime_offset(value);
}

/* The value so many minutes later, and the same of the last minute that an hour without minutes can
 * mean. */
static void move(nfh_datetime value, int minutes, nfh_datetime *low, nfh_datetime *high)
{
    int precision = nfh_priv_datetime_precision(value);
    int64_t ms;

    *low = *high = value;
    if (minutes == 0)
        return;
    ms = nfh_priv_datetime_to_ms(value) + (int64_t)minutes * NFH_MS_PER_MINUTE;
    *low = *high = nfh_priv_datetime_from_ms(ms, precision, NFH_OFFSET_NONE);
    if (precision == NFH_PRECISION_HOUR)
        *high = nfh_priv_datetime_from_ms(ms + (int64_t)59 * NFH_MS_PER_MINUTE, precision,
                                          NFH_OFFSET_NONE);
}

static bool is_hour(nfh_datetime value)
{
    return nfh_priv_datetime_precision(value) == NFH_PRECISION_HOUR;
}

static int compare_in_zone(nfh_datetime a, nfh_datetime b, int precision, int zone)
{
    int minutes_a = minutes_to_zone(a, zone), minutes_b = minutes_to_zone(b, zone), result;
    nfh_datetime low_a, high_a, low_b, high_b;

    /* Values that move together are in the same order after as before, but in other hours if they
     * move by no whole hours; an hour without minutes would be in two, and is left as it is. */
    if (minutes_a == minutes_b &&
        (precision != NFH_PRECISION_HOUR || minutes_a % 60 == 0 || is_hour(a) || is_hour(b)))
        return compare_as_given(a, b, precision);
    move(a, minutes_a, &low_a, &high_a);
    move(b, minutes_b, &low_b, &high_b);
    result = compare_as_given(low_a, high_b, precision);
    return compare_as_given(high_a, low_b, precision) == result ? result : NFH_COMPARE_UNKNOWN;
}

int nfh_priv_datetime_compare(nfh_datetime a, nfh_datetime b, int precision, int zone)
{
    bool by_hour = precision == NFH_PRECISION_HOUR || is_hour(a) || is_hour(b);
    int result, tried = NFH_FIRST_ZONE;

    if ((precision != 0 && precision < NFH_PRECISION_HOUR) ||
        (!nfh_priv_datetime_has_offset(a) && !nfh_priv_datetime_has_offset(b)))
        return compare_as_given(a, b, precision);
    if (nfh_priv_zone_is_known(zone))
        return compare_in_zone(a, b, precision, zone);
    result = compare_in_zone(a, b, precision, tried);
    while (result != NFH_COMPARE_UNKNOWN && nfh_priv_next_zone(&tried, by_hour)) {
        if (compare_in_zone(a, b, precision, tried) != result)
            return NFH_COMPARE_UNKNOWN;
    }
    return result;
}
