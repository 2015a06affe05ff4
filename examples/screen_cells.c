/* SPDX-License-Identifier: MIT
 *
 * screen_cells.c - see screen_cells.h.
 */
#include "screen_cells.h"

#define DIGITS_MAX 9 /* of a decimal, before the point */

static inline bool is_digit(char c)
{
    return (unsigned char)(c - '0') <= 9;
}

/* The number of some digits; -1: there is something else. */
static inline int digits_at(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (!is_digit(text[i]))
            return -1;
        value = 10 * value + (text[i] - '0');
    }
    return value;
}

static inline bool is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool cell_date(struct span cell, int32_t *days)
{
    static const short before[] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    if (cell.length != 10 || cell.start[4] != '-' || cell.start[7] != '-')
        return false;
    int year = digits_at(cell.start, 4), month = digits_at(cell.start + 5, 2);
    int day = digits_at(cell.start + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = is_leap_year(year);
    if (day > before[month + 1] - before[month] + (leap && month == 2))
        return false;
    int years = year - 1; /* that have gone by since 0001-01-01, 719162 days before 1970-01-01 */
    *days = 365 * years + years / 4 - years / 100 + years / 400 - 719162 + before[month] +
            (leap && month > 2) + day - 1;
    return true;
}

bool cell_integer(struct span cell, int digits, int64_t *value)
{
    const char *text = cell.start, *end = text + cell.length;
    bool negative = cell.length > 0 && *text == '-';
    int64_t number = 0;
    text += negative;
    const char *first = text;
    for (; text < end && is_digit(*text); text++) {
        if (text - first == digits)
            return false;
        number = 10 * number + (*text - '0');
    }
    if (text == first)
        return false;
    if (end - text >= 2 && *text == '.') {
        text++;
        while (text < end && *text == '0')
            text++;
    }
    *value = negative ? -number : number;
    return text == end;
}

bool cell_decimal(struct span cell, int64_t *value, int *places)
{
    const char *text = cell.start, *end = text + cell.length, *point = NULL;
    bool negative = cell.length > 0 && *text == '-';
    int64_t number = 0;
    text += negative;
    const char *first = text;
    for (; text < end && is_digit(*text) && text - first < DIGITS_MAX; text++)
        number = 10 * number + (*text - '0');
    if (text == first)
        return false;
    if (end - text >= 2 && *text == '.') {
        point = ++text;
        for (; text < end && is_digit(*text) && text - point < CELL_PLACES_MAX; text++)
            number = 10 * number + (*text - '0');
    }
    *places = point ? (int)(text - point) : 0;
    *value = negative ? -number : number;
    return text == end;
}

struct span cell_without_unit(struct span cell, struct span unit)
{
    if (unit.length == 0 || cell.length <= unit.length + 1)
        return cell;
    size_t number = cell.length - unit.length - 1;
    if (cell.start[number] == ' ' && memcmp(cell.start + number + 1, unit.start, unit.length) == 0)
        cell.length = number;
    return cell;
}

bool cell_text(struct span cell)
{
    return cell.length > 0 && (unsigned char)cell.start[0] > ' ' &&
           (unsigned char)cell.start[cell.length - 1] > ' ';
}
