/* SPDX-License-Identifier: MIT */
#include "cql/date_values.h"

#include <string.h>

/* The UCUM codes of durations. */
static const struct {
    char text[4];
    uint8_t unit; /* enum nfh_calendar_unit */
} codes[] = {
    {"wk", NFH_UNIT_WEEK},    {"d", NFH_UNIT_DAY},    {"h", NFH_UNIT_HOUR},
    {"min", NFH_UNIT_MINUTE}, {"s", NFH_UNIT_SECOND}, {"ms", NFH_UNIT_MILLISECOND},
};

static bool find_duration(const struct nfh_unit *unit, enum nfh_calendar_unit *calendar)
{
    if (unit && unit->kind == NFH_UNIT_CALENDAR) {
        *calendar = nfh_priv_unit_of_calendar(unit);
        return true;
    }
    for (size_t i = 0; unit && i < sizeof codes / sizeof codes[0]; i++) {
        if (strcmp(codes[i].text, unit->text) != 0)
            continue;
        *calendar = (enum nfh_calendar_unit)codes[i].unit;
        return true;
    }
    return false;
}

/* Most fit in 64 bits, where division is fast. */
static nfh_decimal divide(nfh_decimal value, int64_t divisor)
{
    int64_t narrow = (int64_t)value;

    return narrow == value ? narrow / divisor : value / divisor;
}

bool nfh_priv_calendar_count(nfh_decimal value, const struct nfh_unit *unit, bool whole_days,
                             int64_t *count, enum nfh_calendar_unit *calendar)
{
    /* More milliseconds than this is out of the calendar anyway. */
    static const int64_t most = INT64_C(1000000000000000);
    nfh_decimal whole;

    if (!find_duration(unit, calendar))
        return false;
    whole = divide(value, NFH_DECIMAL_ONE);
    if (whole_days) {
        if (*calendar >= NFH_UNIT_HOUR) {
            whole = divide(whole, nfh_priv_units_per_day(*calendar));
            *calendar = NFH_UNIT_DAY;
        }
    } else if (*calendar == NFH_UNIT_SECOND && value % NFH_DECIMAL_ONE != 0) {
        *calendar = NFH_UNIT_MILLISECOND; /* of seconds, a fraction counts */
        whole = value / (NFH_DECIMAL_ONE / 1000);
    }
    *count = whole > most ? most : whole < -most ? -most : (int64_t)whole;
    return true;
}

bool nfh_priv_precision_unit(enum nfh_time_precision precision, enum nfh_calendar_unit *calendar)
{
    static const uint8_t units[] = {
        [NFH_TIME_YEAR] = NFH_UNIT_YEAR,     [NFH_TIME_MONTH] = NFH_UNIT_MONTH,
        [NFH_TIME_WEEK] = NFH_UNIT_WEEK,     [NFH_TIME_DAY] = NFH_UNIT_DAY,
        [NFH_TIME_HOUR] = NFH_UNIT_HOUR,     [NFH_TIME_MINUTE] = NFH_UNIT_MINUTE,
        [NFH_TIME_SECOND] = NFH_UNIT_SECOND, [NFH_TIME_MILLISECOND] = NFH_UNIT_MILLISECOND};

    *calendar = (enum nfh_calendar_unit)units[precision];
    return precision != NFH_TIME_NONE;
}
