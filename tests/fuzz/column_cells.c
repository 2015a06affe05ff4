/* SPDX-License-Identifier: MIT
 *
 * column_cells.c - see column_rules.h: the cells.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "column_forms.h"
#include "column_rules.h"

/* Kinds of numbers that a whole column may have. */
enum { NEAR, WHOLE, TWO_PLACES, EIGHT_PLACES, TWO_OR_EIGHT, EXTREME, MIXED, KINDS };

struct cell_style style_draw(struct chance *chance)
{
    static const unsigned unknown[] = {0, 0, 20, 20, 4, 4, 2, 1};
    struct cell_style style;

    style.unknown = unknown[chance_below(chance, 8)];
    style.kind = chance_below(chance, KINDS);
    return style;
}

/* ---- Numbers --------------------------------------------------------------------------------- */

bool number_read(const char *text, struct column_number *number)
{
    bool negative = *text == '-', has_point = false;
    size_t count = 0;

    *number = (struct column_number){0, 0};
    for (text += negative; (*text >= '0' && *text <= '9') || (*text == '.' && !has_point); text++) {
        has_point = has_point || *text == '.';
        if (*text == '.' || count++ >= 18)
            continue;
        number->digits = number->digits * 10 + (*text - '0');
        number->places += has_point;
    }
    if (negative)
        number->digits = -number->digits;
    return count > 0 && count <= 18;
}

/* On it, or beside it at some place. */
static struct column_number beside(struct chance *chance, struct column_number near)
{
    static const int places[] = {0, 1, 2, 2, 3, 5, 8, 8, 9, 12};
    int wanted = places[chance_below(chance, sizeof places / sizeof *places)];
    int64_t step = 1;

    if (chance_one_in(chance, 3) || llabs(near.digits) > INT64_C(1000000000000000000))
        return near;
    while (near.places < wanted && llabs(near.digits) < INT64_C(100000000000000000)) {
        near.digits *= 10;
        near.places++;
    }
    for (int i = wanted; i < near.places; i++)
        step *= 10;
    near.digits += chance_one_in(chance, 2) ? step : -step;
    return near;
}

static struct column_number extreme(struct chance *chance)
{
    static const struct column_number numbers[] = {
        {1, 8},
        {-1, 8},
        {5, 9},
        {4, 9},
        {1, 18},
        {9007199254740993, 0},
        {9007199254740993, 2},
        {123456789012345678, 8},
        {-123456789012345678, 8},
        {999999999999999999, 0},
        {INT64_MAX, 0},
        {INT64_MIN + 1, 0},
        {INT64_MAX, -1},
        {1, -19},
        {-1, -19},
        {99999999999999, -6},
        {4294967296, 0},
        {2147483648, 0},
        {92233720368, 0},
        {92233720369, 0},
        {184467440737, 0},
    };
    return numbers[chance_below(chance, sizeof numbers / sizeof *numbers)];
}

static struct column_number random_number(struct chance *chance, int places)
{
    static const int64_t ranges[] = {3, 10, 100, 1000, 1000000};
    int64_t range = ranges[chance_below(chance, 5)];
    struct column_number number = {0, places};

    for (int i = 0; i < places; i++)
        range *= 10;
    number.digits = (int64_t)(chance_word(chance) % (uint64_t)range);
    if (chance_one_in(chance, 8))
        number.digits = -number.digits;
    return number;
}

struct column_number number_draw(struct chance *chance, struct cell_style style,
                                 struct column_number near)
{
    unsigned kind = style.kind == MIXED ? chance_below(chance, MIXED) : style.kind;

    /* In any column some on or beside what the rules compare with, as far as it is alike. */
    if (kind != EXTREME && chance_one_in(chance, 3)) {
        struct column_number number = kind == NEAR ? beside(chance, near) : near;
        if (kind != WHOLE || number.places == 0)
            return number;
    }
    switch (kind) {
    case NEAR:
        return beside(chance, near);
    case WHOLE:
        return random_number(chance, 0);
    case TWO_PLACES:
        return random_number(chance, 2);
    case EIGHT_PLACES:
        return random_number(chance, 8);
    case TWO_OR_EIGHT:
        return random_number(chance, chance_one_in(chance, 2) ? 2 : 8);
    default:
        return chance_one_in(chance, 3) ? extreme(chance) : beside(chance, near);
    }
}

/* ---- Dates ----------------------------------------------------------------------------------- */

#define FIRST_DAY (-719162) /* 0001-01-01 */
#define LAST_DAY  2932896   /* 9999-12-31 */

int32_t date_draw(struct chance *chance, struct cell_style style, int32_t near)
{
    static const int steps[] = {1, 28, 29, 30, 31, 59, 365, 366, 184, 181};
    int32_t date = near, span = LAST_DAY - FIRST_DAY + 1;

    switch (style.kind == MIXED ? chance_below(chance, MIXED) : style.kind) {
    case WHOLE: /* some years of today's */
        date = 16436 + (int32_t)chance_below(chance, 4000);
        break;
    case EXTREME:
        date = FIRST_DAY + (int32_t)(chance_word(chance) % (uint64_t)span);
        break;
    case TWO_PLACES: /* the ends of time */
        date = chance_one_in(chance, 2) ? FIRST_DAY + (int32_t)chance_below(chance, 800)
                                        : LAST_DAY - (int32_t)chance_below(chance, 800);
        break;
    case EIGHT_PLACES: /* the ends of months */
        date = 10957 + (int32_t)chance_below(chance, 10000);
        REQUIRE_OK(nfh_add_days(date, 0, &date));
        for (char text[NFH_DATE_SIZE];
             nfh_date_format(date, text, sizeof text) == NFH_OK && strcmp(text + 8, "01") != 0;)
            date++;
        date -= (int32_t)chance_below(chance, 3);
        break;
    default:
        if (chance_one_in(chance, 2))
            date += (int32_t)chance_below(chance, 5) - 2;
        else if (chance_one_in(chance, 2))
            date += chance_one_in(chance, 2) ? steps[chance_below(chance, 10)]
                                             : -steps[chance_below(chance, 10)];
    }
    return date < FIRST_DAY ? FIRST_DAY : date > LAST_DAY ? LAST_DAY : date;
}

/* ---- Cells ----------------------------------------------------------------------------------- */

static const char *one_of(struct chance *chance, const char *const *list)
{
    unsigned count = 0;

    while (list[count] != NULL)
        count++;
    return list[chance_below(chance, count)];
}

static void draw_date(struct chance *chance, struct cell_style style, const char *const *constants,
                      struct column_cell *cell)
{
    int32_t near;
    char text[12] = "";

    do
        strncpy(text, one_of(chance, constants) + 1, sizeof text - 1);
    while (strlen(text) < 10);
    REQUIRE_OK(nfh_date_parse(text, &near));
    cell->kind = CELL_DATE;
    cell->date = date_draw(chance, style, near);
}

/* An Integer or Long takes no more, and another number is an error. */
static void make_whole(struct column_number *number, char type)
{
    for (; number->places > 0; number->places--)
        number->digits /= 10;
    for (; number->places < 0; number->places++)
        number->digits /= 10;
    if (type == 'I' && (number->digits > INT32_MAX || number->digits < INT32_MIN))
        number->digits = (int32_t)number->digits;
}

static void draw_number(struct chance *chance, struct cell_style style,
                        const struct rule_parameter *parameter, const char *const *constants,
                        struct column_cell *cell)
{
    struct column_number near;

    while (!number_read(one_of(chance, constants), &near))
        ;
    cell->kind = CELL_NUMBER;
    /* Where there is a list of values, another is an error. */
    cell->number =
        parameter->values != NULL && parameter->type == 'I' && chance_below(chance, 200) > 0
            ? near
            : number_draw(chance, style, near);
    if ((parameter->type == 'I' || parameter->type == 'L') && chance_below(chance, 200) > 0)
        make_whole(&cell->number, parameter->type);
}

void cell_draw(struct chance *chance, struct cell_style style, const char *name,
               struct column_cell *cell)
{
    const struct rule_parameter *parameter = rule_parameters;
    const char *const *constants;

    while (strcmp(parameter->name, name) != 0)
        parameter++;
    constants =
        parameter->values != NULL ? parameter->values : rule_type(parameter->type)->constants;
    cell->kind = CELL_UNKNOWN;
    if (style.unknown > 0 && chance_one_in(chance, style.unknown))
        return;
    switch (parameter->type) {
    case 'B':
        cell->kind = CELL_TRUTH;
        cell->truth = style.kind == EXTREME || chance_one_in(chance, 2);
        break;
    case 'S':
        cell->kind = CELL_TEXT;
        cell->text = chance_one_in(chance, 500) ? "no value" : one_of(chance, constants);
        break;
    case 'T':
        draw_date(chance, style, constants, cell);
        break;
    default:
        draw_number(chance, style, parameter, constants, cell);
    }
}

void cell_of_text(struct chance *chance, struct cell_style style, const struct model_column *column,
                  const char *text, struct column_cell *cell)
{
    bool exact = chance_below(chance, 3) > 0;
    bool is_integer = column->type == NFH_TYPE_INTEGER || column->type == NFH_TYPE_LONG;
    char day[12];
    int32_t date;

    cell->kind = CELL_UNKNOWN;
    if (*text == '\0' || (style.unknown > 0 && chance_one_in(chance, style.unknown)))
        return;
    cell->kind = CELL_TEXT;
    cell->text = text;
    switch (column->type) {
    case NFH_TYPE_BOOLEAN:
        cell->kind = CELL_TRUTH;
        cell->truth = *text == 't';
        break;
    case NFH_TYPE_DATE:
        if (column->way != COLUMN_PLAIN)
            break;
        snprintf(day, sizeof day, "%.4s%s", text, strlen(text) < 10 ? "-06-15" : text + 4);
        REQUIRE_OK(nfh_date_parse(day, &date));
        cell->kind = CELL_DATE;
        cell->date = exact ? date : date_draw(chance, style, date);
        break;
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
    case NFH_TYPE_DECIMAL:
    case NFH_TYPE_QUANTITY:
        if (column->way == COLUMN_CODES || column->way == COLUMN_TEXTS)
            break;
        cell->kind = CELL_NUMBER;
        if (!number_read(text, &cell->number))
            cell->number = extreme(chance);
        /* Of integers many are lists of values, beside which all are errors. */
        if (is_integer ? chance_one_in(chance, 30) : !exact)
            cell->number = number_draw(chance, style, cell->number);
        if (is_integer)
            make_whole(&cell->number, column->type == NFH_TYPE_INTEGER ? 'I' : 'L');
        break;
    default:
        break;
    }
}
