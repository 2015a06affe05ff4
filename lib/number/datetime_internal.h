/* SPDX-License-Identifier: MIT
 *
 * datetime_internal.h - what the files of datetime.h share: the packed bits, milliseconds as a
 * count, and the zones that stand for the unknown one.
 */
#ifndef NFH_NUMBER_DATETIME_INTERNAL_H
#define NFH_NUMBER_DATETIME_INTERNAL_H

#include "number/datetime.h"

#define NFH_MS_PER_DAY    86400000
#define NFH_MS_PER_MINUTE 60000

/* Where the component of each precision begins, from the lowest bit. */
static const uint8_t nfh_datetime_shifts[NFH_PRECISION_MILLISECOND + 1] = {64, 50, 46, 41,
                                                                           36, 30, 24, 14};

static inline bool nfh_priv_datetime_has_offset(nfh_datetime value)
{
    return (value & 2047) != 0;
}

static inline bool nfh_priv_zone_is_known(int zone)
{
    return zone >= -NFH_OFFSET_MAX && zone <= NFH_OFFSET_MAX;
}

/* A result that is the same in the zones tried is the same in every zone: two values of which one
 * has no offset move against each other steadily from the first zone to the last, and two with
 * offsets move together, so that only the hour to which a minute belongs can change, and that with
 * the zone's minutes. `by_hour`: hours are compared or counted, and may change. */
#define NFH_FIRST_ZONE (-NFH_OFFSET_MAX)
static inline bool nfh_priv_next_zone(int *zone, bool by_hour)
{
    if (*zone == NFH_FIRST_ZONE) {
        *zone = NFH_OFFSET_MAX;
        return true;
    }
    *zone = *zone == NFH_OFFSET_MAX ? 1 : *zone + 1;
    return by_hour && *zone < 60;
}

/* The same on another date, which is of the same precision or, for a value without an hour, finer.
 */
static inline nfh_datetime nfh_priv_datetime_on_date(nfh_datetime value, nfh_date date)
{
    return (value & (((nfh_datetime)1 << 41) - 1)) | (nfh_datetime)date << 41;
}

/* The value's own time as milliseconds since 1970-01-01T00:00; of a value with a day. */
int64_t nfh_priv_datetime_to_ms(nfh_datetime value);
/* And back. Some days before the year 1 and after 9999 are well, for comparison. */
nfh_datetime nfh_priv_datetime_from_ms(int64_t ms, int precision, int offset);
/* Of the same offset; not finer than the value is. */
nfh_datetime nfh_priv_datetime_cut(nfh_datetime value, int precision);

#endif
