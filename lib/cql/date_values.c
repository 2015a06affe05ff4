/* SPDX-License-Identifier: MIT */
#include "cql/date_values.h"

#include <string.h>

/* Duration words and codes, and how many of them make a whole day where they are finer. */
static const struct {
    char text[12];
    uint8_t length;
    bool is_word; /* a calendar word (singular; a plural s is dropped), else a UCUM code */
    uint8_t unit; /* enum nfh_calendar_unit */
    int32_t per_day;
} durations[] = {
    {"year", 4, true, NFH_UNIT_YEAR, 1},
    {"month", 5, true, NFH_UNIT_MONTH, 1},
    {"week", 4, true, NFH_UNIT_WEEK, 1},
    {"day", 3, true, NFH_UNIT_DAY, 1},
    {"hour", 4, true, NFH_UNIT_HOUR, 24},
    {"minute", 6, true, NFH_UNIT_MINUTE, 1440},
    {"second", 6, true, NFH_UNIT_SECOND, 86400},
    {"millisecond", 11, true, NFH_UNIT_MILLISECOND, 86400000},
    {"wk", 2, false, NFH_UNIT_WEEK, 1},
    {"d", 1, false, NFH_UNIT_DAY, 1},
    {"h", 1, false, NFH_UNIT_HOUR, 24},
    {"min", 3, false, NFH_UNIT_MINUTE, 1440},
    {"s", 1, false, NFH_UNIT_SECOND, 86400},
    {"ms", 2, false, NFH_UNIT_MILLISECOND, 86400000},
};

/* Which of the durations a unit is, or their number. */
static size_t find_duration(const struct nfh_unit *unit)
{
    bool is_word = unit->kind == NFH_UNIT_CALENDAR;
    size_t length = strlen(unit->text), i = 0;

    if (is_word && length > 0 && unit->text[length - 1] == 's')
        length--;
    while (i < sizeof durations / sizeof durations[0] &&
           (durations[i].is_word != is_word || durations[i].length != length ||
            memcmp(durations[i].text, unit->text, length) != 0))
        i++;
    return i;
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
    size_t which = unit ? find_duration(unit) : sizeof durations / sizeof durations[0];
    nfh_decimal whole;

    if (which == sizeof durations / sizeof durations[0])
        return false;
    *calendar = (enum nfh_calendar_unit)durations[which].unit;
    whole = divide(value, NFH_DECIMAL_ONE);
    if (whole_days) {
        whole = divide(whole, durations[which].per_day);
        if (*calendar >= NFH_UNIT_HOUR)
            *calendar = NFH_UNIT_DAY;
    } else if (*calendar == NFH_UNIT_SECOND && value % NFH_DECIMAL_ONE != 0) {
        *calendar = NFH_UNIT_MILLISECOND; /* of seconds, a fraction counts */
        whole = value / (NFH_DECIMAL_ONE / 1000);
    }
    *count = whole > most ? most : whole < -most ? -most : (int64_t)whole;
    return true;
}

bool nfh_priv_precision_unit(enum nfh_time_precision precision, enum nfh_calendar_unit *calendar)
{
    static const uint8_t units[] = {[NFH_TIME_YEAR] = NFH_UNIT_YEAR,
                                    [NFH_TIME_MONTH] = NFH_UNIT_MONTH,
                                    [NFH_TIME_WEEK] = NFH_UNIT_WEEK,
                                    [NFH_TIME_DAY] = NFH_UNIT_DAY,
                                    [NFH_TIME_HOUR] = NFH_UNIT_HOUR,
                                    [NFH_TIME_MINUTE] = NFH_UNIT_MINUTE,
                                    [NFH_TIME_SECOND] = NFH_UNIT_SECOND,
                                    [NFH_TIME_MILLISECOND] = NFH_UNIT_MILLISECOND};

    *calendar = (enum nfh_calendar_unit)units[precision];
    return precision != NFH_TIME_NONE;
}
