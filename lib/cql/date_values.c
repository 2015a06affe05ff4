/* SPDX-License-Identifier: MIT */
#include "cql/date_values.h"

#include <string.h>

/* Duration words and codes, and how many of them make one of the calendar's units. */
static const struct {
    const char *text;
    bool is_word; /* a calendar word (singular; a plural s is dropped), else a UCUM code */
    enum nfh_calendar_unit unit;
    int64_t per_unit;
} durations[] = {
    {"year", true, NFH_UNIT_YEAR, 1},      {"month", true, NFH_UNIT_MONTH, 1},
    {"week", true, NFH_UNIT_WEEK, 1},      {"day", true, NFH_UNIT_DAY, 1},
    {"hour", true, NFH_UNIT_DAY, 24},      {"minute", true, NFH_UNIT_DAY, 1440},
    {"second", true, NFH_UNIT_DAY, 86400}, {"millisecond", true, NFH_UNIT_DAY, 86400000},
    {"wk", false, NFH_UNIT_WEEK, 1},       {"d", false, NFH_UNIT_DAY, 1},
    {"h", false, NFH_UNIT_DAY, 24},        {"min", false, NFH_UNIT_DAY, 1440},
    {"s", false, NFH_UNIT_DAY, 86400},     {"ms", false, NFH_UNIT_DAY, 86400000},
};

bool nfh_priv_calendar_count(nfh_decimal value, const struct nfh_unit *unit, int64_t *count,
                             enum nfh_calendar_unit *calendar)
{
    bool is_word;
    size_t length;

    if (!unit)
        return false;
    is_word = unit->kind == NFH_UNIT_CALENDAR;
    length = strlen(unit->text);
    if (is_word && length > 0 && unit->text[length - 1] == 's')
        length--;
    for (size_t i = 0; i < sizeof durations / sizeof durations[0]; i++) {
        if (durations[i].is_word != is_word || strlen(durations[i].text) != length ||
            memcmp(durations[i].text, unit->text, length) != 0)
            continue;
        *calendar = durations[i].unit;
        nfh_decimal whole = value / NFH_DECIMAL_ONE / durations[i].per_unit;
        /* More than this is out of the calendar anyway. */
        *count = whole > INT32_MAX ? INT32_MAX : whole < -INT32_MAX ? -INT32_MAX : (int64_t)whole;
        return true;
    }
    return false;
}

bool nfh_priv_precision_unit(enum nfh_time_precision precision, enum nfh_calendar_unit *calendar)
{
    switch (precision) {
    case NFH_TIME_YEAR:
        *calendar = NFH_UNIT_YEAR;
        return true;
    case NFH_TIME_MONTH:
        *calendar = NFH_UNIT_MONTH;
        return true;
    case NFH_TIME_WEEK:
        *calendar = NFH_UNIT_WEEK;
        return true;
    case NFH_TIME_DAY:
        *calendar = NFH_UNIT_DAY;
        return true;
    default:
        return false;
    }
}
