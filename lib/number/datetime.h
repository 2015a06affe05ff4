/* SPDX-License-Identifier: MIT
 *
 * datetime.h - CQL's DateTime and Time: years 0001 to 9999, down to milliseconds, possibly partial.
 *
 * A DateTime is packed, from the top: year 14 bits, month 4, day 5, hour 5, minute 6, second 6,
 * millisecond 10, precision 3, offset 11. What is finer than the precision is 0, so two values of
 * the same precision and offset compare as integers. 0 is never a value.
 *
 * The offset is in minutes east of UTC. A value without one is in the time zone of the evaluation
 * request, the `zone` of the functions below, in minutes too. Where that is NFH_ZONE_UNKNOWN, a
 * result is given only as far as it is the same in every zone from -14:00 to +14:00.
 *
 * A Time is a DateTime of 0001-01-01 without an offset, from hour to millisecond precision: what is
 * said of DateTimes alone is not for it.
 */
#ifndef NFH_NUMBER_DATETIME_H
#define NFH_NUMBER_DATETIME_H

#include "number/calendar.h"

typedef uint64_t nfh_datetime;

#define NFH_OFFSET_MAX   840   /* +14:00, and -14:00 below */
#define NFH_OFFSET_NONE  10000 /* not given */
#define NFH_ZONE_UNKNOWN 20000 /* as is each zone that is no offset */

struct nfh_datetime_parts {
    int year, month, day, hour, minute, second, millisecond;
    int precision; /* enum nfh_precision */
    int offset;    /* or NFH_OFFSET_NONE */
};

/* --- a value and its components -------------------------------------------------------------- */

/* Whether the parts down to their precision make a DateTime, in which 24:00 and a leap second are
 * none. The finer ones do not matter. */
bool nfh_priv_datetime_is_valid(const struct nfh_datetime_parts *parts);
/* Valid parts only. */
nfh_datetime nfh_priv_datetime_pack(const struct nfh_datetime_parts *parts);
/* What is finer than the precision is 0. */
void nfh_priv_datetime_unpack(nfh_datetime value, struct nfh_datetime_parts *parts);

static inline int nfh_priv_datetime_precision(nfh_datetime value)
{
    return (int)(value >> 11 & 7);
}
/* NFH_OFFSET_NONE: not given. */
int nfh_priv_datetime_offset(nfh_datetime value);
/* False where the value is coarser. The component is of the value's own time, in no other zone. */
bool nfh_priv_datetime_component(nfh_datetime value, enum nfh_precision component, int *result);

/* At the date's own precision, without an offset. */
nfh_datetime nfh_priv_datetime_from_date(nfh_date date);
/* The value's own date, in no other zone. */
nfh_date nfh_priv_datetime_date(nfh_datetime value);
/* The Time in the zone, 0 if that is not known: the value has no hour, or it has an offset and the
 * zone is unknown, or its hour is not one hour of the zone (10+05:30 is from 04:30 to 05:29 UTC).
 */
nfh_datetime nfh_priv_datetime_time(nfh_datetime value, int zone);

/* --- text ------------------------------------------------------------------------------------ */

#define NFH_DATETIME_TEXT 30 /* bytes for YYYY-MM-DDThh:mm:ss.fff+hh:mm and its end */

/* Reads all `length` bytes: a date as of nfh_priv_date_parse, also with a T after it, or a full
 * date and Thh, Thh:mm, Thh:mm:ss or Thh:mm:ss.f with any number of digits, of which the first
 * three count; after the time Z, +hh:mm or -hh:mm. False when that is no DateTime. */
bool nfh_priv_datetime_parse(const char *text, size_t length, nfh_datetime *value);
/* The same for a Time, with a T before it or without; `ignore_offset`: an offset may stand after
 * it, which is checked and dropped. */
bool nfh_priv_time_parse(const char *text, size_t length, bool ignore_offset, nfh_datetime *value);
/* Writes at the value's own precision, with the offset if that and an hour are given; `literal`: as
 * a CQL literal is after the @, with a T after what is coarser than an hour. Returns the length;
 * `buffer` holds NFH_DATETIME_TEXT bytes. */
size_t nfh_priv_datetime_format(nfh_datetime value, bool literal, char *buffer);
/* `literal`: with a T before it. */
size_t nfh_priv_time_format(nfh_datetime value, bool literal, char *buffer);

/* --- comparison ------------------------------------------------------------------------------ */

/* -1, 0, 1, or NFH_COMPARE_UNKNOWN: component by component from the year, the first that differs
 * decides. `precision` 0: as far as given; then one side missing a component that the other has is
 * unknown, and both missing it is 0. Otherwise down to that precision, and a missing component is
 * unknown. Where that is an hour or finer, or 0, values with an hour are taken to the zone first.
 */
int nfh_priv_datetime_compare(nfh_datetime a, nfh_datetime b, int precision, int zone);

/* --- arithmetic ------------------------------------------------------------------------------ */

/* The value in its own offset and precision; the day is clipped to the month's last; a finer unit
 * added to a coarser value is first converted, truncating (nfh_priv_date_add, 60 minutes = 1 hour
 * and so on). False: out of years 1 to 9999. */
bool nfh_priv_datetime_add(nfh_datetime value, int64_t count, enum nfh_calendar_unit unit,
                           nfh_datetime *result);
/* A Time goes round at midnight. False: a unit coarser than an hour. */
bool nfh_priv_time_add(nfh_datetime value, int64_t count, enum nfh_calendar_unit unit,
                       nfh_datetime *result);

/* The first and the last millisecond that a value can mean, in its own offset; a Time, too. */
nfh_datetime nfh_priv_datetime_first(nfh_datetime value);
nfh_datetime nfh_priv_datetime_last(nfh_datetime value);

/* The next value of the same precision and the one before; false where there is none. */
bool nfh_priv_datetime_successor(nfh_datetime value, nfh_datetime *result);
bool nfh_priv_datetime_predecessor(nfh_datetime value, nfh_datetime *result);
bool nfh_priv_time_successor(nfh_datetime value, nfh_datetime *result);
bool nfh_priv_time_predecessor(nfh_datetime value, nfh_datetime *result);

/* CQL's minimum and maximum of the type. */
nfh_datetime nfh_priv_datetime_minimum(void);
nfh_datetime nfh_priv_datetime_maximum(void);
nfh_datetime nfh_priv_time_minimum(void);
nfh_datetime nfh_priv_time_maximum(void);

/* --- durations and differences --------------------------------------------------------------- */

/* Whole units from a to b, as of nfh_priv_date_duration, or with `difference` the unit borders
 * crossed, as of nfh_priv_date_difference. The result is between *least and *greatest, which are
 * the same where it is known: what the values do not give can be anything, except that no
 * milliseconds after seconds are 0 if the unit is not a millisecond.
 * Durations are between points in time, each at its own offset; so are differences in hours and
 * finer, whose borders are the zone's; differences in days and coarser are between the values' own
 * dates. False: no such unit. */
bool nfh_priv_datetime_span(nfh_datetime a, nfh_datetime b, bool difference,
                            enum nfh_calendar_unit unit, int zone, int64_t *least,
                            int64_t *greatest);
/* False: a unit coarser than an hour. */
bool nfh_priv_time_span(nfh_datetime a, nfh_datetime b, bool difference,
                        enum nfh_calendar_unit unit, int64_t *least, int64_t *greatest);

/* --- boundaries ------------------------------------------------------------------------------ */

/* CQL's Precision, in digits: 4, 6, 8 (Date, DateTime), 10, 12, 14, 17 (DateTime); of a Time 2, 4,
 * 6, 9. */
int nfh_priv_date_digits(nfh_date date);
int nfh_priv_datetime_digits(nfh_datetime value);
int nfh_priv_time_digits(nfh_datetime value);

/* CQL's LowBoundary, or HighBoundary if `high`: the first or last value of so many digits that the
 * given one can mean; fewer than it has cut it. False: there is no precision of so many digits. */
bool nfh_priv_date_boundary(nfh_date date, bool high, int digits, nfh_date *result);
bool nfh_priv_datetime_boundary(nfh_datetime value, bool high, int digits, nfh_datetime *result);
bool nfh_priv_time_boundary(nfh_datetime value, bool high, int digits, nfh_datetime *result);

#endif
