/* SPDX-License-Identifier: MIT
 *
 * datetime_span.c - durations and differences between DateTimes and between Times.
 *
 * A value stands for all milliseconds from its first to its last. Spans grow with the second value
 * and shrink with the first, so the ends of both give the ends of the result.
 */
#include "number/datetime.h"
#include "number/datetime_internal.h"

/* What a value can mean in milliseconds of its own time, and how far that is from UTC. */
struct moments {
    int64_t first, last;
    int offset; /* minutes; NFH_OFFSET_NONE until the zone is put in its place */
};

struct span {
    bool is_difference;
    enum nfh_calendar_unit unit;
};

static int64_t floor_divide(int64_t value, int64_t divisor)
{
    return value / divisor - (value % divisor < 0);
}

static struct moments moments_of(nfh_datetime value, enum nfh_calendar_unit unit)
{
    bool is_whole_second =
        unit != NFH_UNIT_MILLISECOND && nfh_priv_datetime_precision(value) == NFH_PRECISION_SECOND;
    nfh_datetime first = nfh_priv_datetime_first(value);
    struct moments result;

    result.first = nfh_priv_datetime_to_ms(first);
    result.last =
        is_whole_second ? result.first : nfh_priv_datetime_to_ms(nfh_priv_datetime_last(value));
    result.offset = nfh_priv_datetime_offset(value);
    return result;
}

/* Whole calendar units from a to b, in milliseconds of one time. The last one is whole when b has
 * reached a's time of day; else b counts as the day that it has not left. */
static int64_t calendar_duration(int64_t a, int64_t b, enum nfh_calendar_unit unit)
{
    int64_t day_a = floor_divide(a, NFH_MS_PER_DAY), day_b = floor_divide(b, NFH_MS_PER_DAY);
    int64_t time_a = a - day_a * NFH_MS_PER_DAY, time_b = b - day_b * NFH_MS_PER_DAY;

    if (b >= a)
        day_b -= time_b < time_a;
    else
        day_b += time_b > time_a;
    return nfh_priv_date_duration(nfh_priv_date_from_days((int32_t)day_a),
                                  nfh_priv_date_from_days((int32_t)day_b), unit);
}

/* From a, so many minutes before UTC, to b. */
static int64_t span_between(struct span span, int64_t a, int offset_a, int64_t b, int offset_b,
                            int zone)
{
    int64_t per_day = nfh_priv_units_per_day(span.unit), unit_ms;

    if (per_day == 0)
        return calendar_duration(a, b + (int64_t)(offset_a - offset_b) * NFH_MS_PER_MINUTE,
                                 span.unit);
    unit_ms = NFH_MS_PER_DAY / per_day;
    a += (int64_t)(zone - offset_a) * NFH_MS_PER_MINUTE;
    b += (int64_t)(zone - offset_b) * NFH_MS_PER_MINUTE;
    if (span.is_difference)
        return floor_divide(b, unit_ms) - floor_divide(a, unit_ms);
    return (b - a) / unit_ms;
}

/* Widens *least and *greatest to what the values can mean in the zone. */
static void widen(struct span span, struct moments a, struct moments b, int zone, int64_t *least,
                  int64_t *greatest)
{
    int offset_a = a.offset == NFH_OFFSET_NONE ? zone : a.offset;
    int offset_b = b.offset == NFH_OFFSET_NONE ? zone : b.offset;
    int64_t low = span_between(span, a.last, offset_a, b.first, offset_b, zone);
    int64_t high = span_between(span, a.first, offset_a, b.last, offset_b, zone);

    if (low < *least)
        *least = low;
    if (high > *greatest)
        *greatest = high;
}

static void difference_of_dates(nfh_datetime a, nfh_datetime b, enum nfh_calendar_unit unit,
                                int64_t *least, int64_t *greatest)
{
    nfh_date date_a = nfh_priv_datetime_date(a), date_b = nfh_priv_datetime_date(b);

    *least =
        nfh_priv_date_difference(nfh_priv_date_last(date_a), nfh_priv_date_first(date_b), unit);
    *greatest =
        nfh_priv_date_difference(nfh_priv_date_first(date_a), nfh_priv_date_last(date_b), unit);
}

static bool is_unit(enum nfh_calendar_unit unit)
{
    switch (unit) {
    case NFH_UNIT_DAY:
    case NFH_UNIT_WEEK:
    case NFH_UNIT_MONTH:
    case NFH_UNIT_YEAR:
        return true;
    default:
        return nfh_priv_units_per_day(unit) != 0;
    }
}

bool nfh_priv_datetime_span(nfh_datetime a, nfh_datetime b, bool difference,
                            enum nfh_calendar_unit unit, int zone, int64_t *least,
                            int64_t *greatest)
{
    bool by_hour = difference && unit == NFH_UNIT_HOUR;
    struct span span = {difference, unit};
    struct moments moments_a, moments_b;

    if (!is_unit(unit))
        return false;
    if (difference && nfh_priv_units_per_day(unit) == 0) {
        difference_of_dates(a, b, unit, least, greatest);
        return true;
    }
    moments_a = moments_of(a, unit);
    moments_b = moments_of(b, unit);
    *least = INT64_MAX;
    *greatest = INT64_MIN;
    if (moments_a.offset == NFH_OFFSET_NONE && moments_b.offset == NFH_OFFSET_NONE)
        zone = 0; /* they move together, and with the zone's hours */
    if (nfh_priv_zone_is_known(zone)) {
        widen(span, moments_a, moments_b, zone, least, greatest);
        return true;
    }
    zone = NFH_FIRST_ZONE;
    do
        widen(span, moments_a, moments_b, zone, least, greatest);
    while (nfh_priv_next_zone(&zone, by_hour));
    return true;
}

bool nfh_priv_time_span(nfh_datetime a, nfh_datetime b, bool difference,
                        enum nfh_calendar_unit unit, int64_t *least, int64_t *greatest)
{
    return nfh_priv_units_per_day(unit) != 0 &&
           nfh_priv_datetime_span(a, b, difference, unit, 0, least, greatest);
}
