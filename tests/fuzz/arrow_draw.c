/* SPDX-License-Identifier: MIT
 *
 * arrow_draw.c - see arrow_draw.h.
 */
#include "arrow_draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static const struct parameter {
    const char *name;
    char kind; /* Boolean, Integer, Decimal, Quantity, String, daTe */
    const char *const *texts;
} parameters[] = {
    {"flag", 'B', (const char *const[]){"true", "no", "x", "", NULL}},
    {"count", 'I', (const char *const[]){"5", "6.0", "-3", "2147483648", "x", "", NULL}},
    {"total", 'I', (const char *const[]){"5", "6", "9223372036854775808", "1.5", "", NULL}},
    {"ratio", 'D', (const char *const[]){"5.5", "5.50000001", "-1", "<5.5", "x", "", NULL}},
    {"creatinine", 'Q', (const char *const[]){"100", "1.2 mg/dL", "0.1 mmol/L", "1 kg", "", NULL}},
    {"sex", 'S', (const char *const[]){"male", "female", "neither", "", NULL}},
    {"note", 'S',
     (const char *const[]){"longer than twelve bytes", "twelve bytes", "short", "\xff", NULL}},
    {"visit", 'T', (const char *const[]){"2000-01-01", "2000-01-02", "2000-01", "x", "", NULL}},
};

/* Formats of numbers, and how many places they have; -1: any two. */
static const struct number {
    const char *format;
    int size, places;
    bool is_unsigned;
} numbers[] = {
    {"c", 1, 0, false},
    {"s", 2, 0, false},
    {"i", 4, 0, false},
    {"l", 8, 0, false},
    {"C", 1, 0, true},
    {"S", 2, 0, true},
    {"I", 4, 0, true},
    {"L", 8, 0, true},
    {"f", 4, -1, false},
    {"g", 8, -1, false},
    /* not for integers: */
    {"d:9,2,32", 4, 2, false},
    {"d:9,4,32", 4, 4, false},
    {"d:18,8,64", 8, 8, false},
    {"d:38,12", 16, 12, false},
    {"d:38,2,128", 16, 2, false},
};
#define WHOLE_NUMBERS 10

static const char *keep_text(struct drawn *drawn, char *text)
{
    REQUIRE(drawn->owned_count < COUNT_OF(drawn->owned), "too many texts");
    return drawn->owned[drawn->owned_count++] = text;
}

static size_t count_of(const char *const *texts)
{
    size_t count = 0;
    while (texts[count])
        count++;
    return count;
}

/* ---- Columns --------------------------------------------------------------------------------- */

/* Hundredths as text, with a unit. */
static const char *number_text(struct drawn *drawn, int hundredths, const char *unit)
{
    char *text = fuzz_allocate(40);
    int magnitude = hundredths < 0 ? -hundredths : hundredths;
    int length = snprintf(text, 40, "%s%d", hundredths < 0 ? "-" : "", magnitude / 100);
    if (magnitude % 100)
        length += snprintf(text + length, 40 - (size_t)length, ".%02d", magnitude % 100);
    if (unit)
        snprintf(text + length, 40 - (size_t)length, " %s", unit);
    return keep_text(drawn, text);
}

static void put_number(const struct number *number, int hundredths, char *to)
{
    int64_t scaled = hundredths;
    for (int i = 2; i < number->places; i++)
        scaled *= 10;
    if (number->places == 0)
        scaled /= 100;
    double real = hundredths / 100.0;
    float single = (float)real;
    int8_t tiny = (int8_t)scaled;
    int16_t small = (int16_t)scaled;
    int32_t medium = (int32_t)scaled;
    __extension__ __int128 wide = scaled;
    const void *from = number->places < 0   ? (number->size == 4 ? (void *)&single : (void *)&real)
                       : number->size == 1  ? (void *)&tiny
                       : number->size == 2  ? (void *)&small
                       : number->size == 4  ? (void *)&medium
                       : number->size == 16 ? (void *)&wide
                                            : (void *)&scaled;
    memcpy(to, from, (size_t)number->size);
}

static struct built_field *draw_numbers(struct chance *chance, struct drawn *drawn,
                                        struct drawn_field *model,
                                        const struct parameter *parameter, struct built_place place)
{
    static const int hundredths[] = {0, 500, 550, 551, 600, 549, 10000, 10001, 12700, -300};
    static const char *const units[] = {NULL, "umol/L", "mmol/L", "mg/dL"};
    const struct number *number =
        &numbers[chance_below(chance, parameter->kind == 'I' ? WHOLE_NUMBERS : COUNT_OF(numbers))];
    const char *unit = parameter->kind == 'Q' ? units[chance_below(chance, 4)] : NULL;
    char values[DRAWN_ROWS * 16];
    for (size_t row = 0; row < drawn->rows; row++) {
        int value = hundredths[chance_below(chance, COUNT_OF(hundredths))];
        if (number->places == 0 || parameter->kind == 'I')
            value = value / 100 * 100;
        if (number->is_unsigned && value < 0)
            value = -value;
        put_number(number, value, values + row * (size_t)number->size);
        model->text[row] = number_text(drawn, value, unit);
    }
    struct built_field *field = build_fixed(&drawn->table, parameter->name, number->format,
                                            (size_t)number->size, values, place);
    if (unit)
        build_metadata(field, "unit", unit);
    return field;
}

static struct built_field *draw_dates(struct chance *chance, struct drawn *drawn,
                                      struct drawn_field *model, struct built_place place)
{
    static const struct {
        int32_t days;
        const char *text;
    } dates[] = {{10957, "2000-01-01"}, {10958, "2000-01-02"},   {-719162, "0001-01-01"},
                 {0, "1970-01-01"},     {2932896, "9999-12-31"}, {-1, "1969-12-31"}};
    int32_t days[DRAWN_ROWS];
    int64_t milliseconds[DRAWN_ROWS];
    for (size_t row = 0; row < drawn->rows; row++) {
        size_t i = chance_below(chance, COUNT_OF(dates));
        days[row] = dates[i].days;
        milliseconds[row] = (int64_t)days[row] * 86400000;
        model->text[row] = dates[i].text;
    }
    return chance_one_in(chance, 2)
               ? build_fixed(&drawn->table, "visit", "tdD", 4, days, place)
               : build_fixed(&drawn->table, "visit", "tdm", 8, milliseconds, place);
}

static struct built_field *draw_truths(struct chance *chance, struct drawn *drawn,
                                       struct drawn_field *model, struct built_place place)
{
    char bits[DRAWN_ROWS + 1] = {0};
    uint8_t bytes[DRAWN_ROWS];
    for (size_t row = 0; row < drawn->rows; row++) {
        bytes[row] = (uint8_t)chance_below(chance, 2);
        bits[row] = "01"[bytes[row]];
        model->text[row] = bytes[row] ? "true" : "false";
    }
    switch (chance_below(chance, 3)) {
    case 0:
        return build_bits(&drawn->table, "flag", bits, place);
    case 1:
        return build_fixed(&drawn->table, "flag", "C", 1, bytes, place);
    default: {
        struct built_field *field = build_fixed(&drawn->table, "flag", "c", 1, bytes, place);
        build_metadata(field, "ARROW:extension:name", "arrow.bool8");
        return field;
    }
    }
}

static const char *draw_text_format(struct chance *chance)
{
    static const char *const formats[] = {"u", "U", "vu"};
    return formats[chance_below(chance, 3)];
}

static struct built_field *draw_texts(struct chance *chance, struct drawn *drawn,
                                      struct drawn_field *model, const struct parameter *parameter,
                                      struct built_place place)
{
    for (size_t row = 0; row < drawn->rows; row++)
        model->text[row] =
            parameter->texts[chance_below(chance, (unsigned)count_of(parameter->texts))];
    return build_texts(&drawn->table, parameter->name, draw_text_format(chance), model->text,
                       place);
}

/* Codes, one in eight beyond the dictionary; a null of the dictionary is not known. */
static struct built_field *draw_codes(struct chance *chance, struct drawn *drawn,
                                      struct drawn_field *model, const struct parameter *parameter,
                                      struct built_place place)
{
    const struct number *index = &numbers[chance_below(chance, 8)];
    unsigned count = (unsigned)count_of(parameter->texts);
    char codes[DRAWN_ROWS * 8];
    for (size_t row = 0; row < drawn->rows; row++) {
        unsigned code = chance_below(chance, chance_one_in(chance, 8) ? count + 3 : count);
        put_number(index, (int)code * 100, codes + row * (size_t)index->size);
        model->text[row] =
            code < count && parameter->texts[code][0] ? parameter->texts[code] : NULL;
        model->is_code[row] = code >= count;
    }
    struct built_field *field = build_fixed(&drawn->table, parameter->name, index->format,
                                            (size_t)index->size, codes, place);
    build_dictionary(&drawn->table, field, draw_text_format(chance), parameter->texts);
    return field;
}

/* ---- Tables ---------------------------------------------------------------------------------- */

static void draw_known(struct chance *chance, size_t rows, char *known)
{
    for (size_t row = 0; row < rows; row++)
        known[row] = "01"[!chance_one_in(chance, 5)];
    known[rows] = '\0';
}

static void draw_field(struct chance *chance, struct drawn *drawn,
                       const struct parameter *parameter, int64_t struct_offset)
{
    struct drawn_field *model = &drawn->field[drawn->field_count++];
    struct built_place place = {struct_offset, chance_below(chance, 20), NULL};
    char known[DRAWN_ROWS + 1];
    unsigned form = chance_below(chance, parameter->kind == 'S' ? 2 : 4);
    draw_known(chance, drawn->rows, known);
    if (!chance_one_in(chance, 3))
        place.known = known;
    model->parameter = parameter->name;
    if (form == 0)
        draw_texts(chance, drawn, model, parameter, place);
    else if (form == 1)
        draw_codes(chance, drawn, model, parameter, place);
    else if (parameter->kind == 'B')
        draw_truths(chance, drawn, model, place);
    else if (parameter->kind == 'T')
        draw_dates(chance, drawn, model, place);
    else
        draw_numbers(chance, drawn, model, parameter, place);
    for (size_t row = 0; place.known && row < drawn->rows; row++) {
        if (known[row] == '0') {
            model->text[row] = NULL;
            model->is_code[row] = false;
        }
    }
}

void draw_cohort(struct chance *chance, struct drawn *drawn)
{
    memset(drawn, 0, sizeof *drawn);
    drawn->rows = chance_below(chance, chance_one_in(chance, 3) ? DRAWN_ROWS + 1 : 6);
    build_table(&drawn->table, (int64_t)drawn->rows);
    int64_t struct_offset = chance_one_in(chance, 2) ? 0 : chance_below(chance, 20);
    for (size_t i = 0; i < COUNT_OF(parameters); i++) {
        if (!chance_one_in(chance, 3))
            draw_field(chance, drawn, &parameters[i], struct_offset);
    }
    if (chance_one_in(chance, 4))
        build_nulls(&drawn->table, "subject_id")->schema.format = NULL;
    drawn->table.array.offset = struct_offset;
    if (chance_one_in(chance, 3)) {
        char known[DRAWN_ROWS + 1];
        draw_known(chance, drawn->rows, known);
        build_struct_nulls(&drawn->table, known);
        for (size_t row = 0; row < drawn->rows; row++) {
            for (size_t i = 0; known[row] == '0' && i < drawn->field_count; i++) {
                drawn->field[i].text[row] = NULL;
                drawn->field[i].is_code[row] = false;
            }
        }
    }
}

void free_cohort(struct drawn *drawn)
{
    free_table(&drawn->table);
    for (size_t i = 0; i < drawn->owned_count; i++)
        free(drawn->owned[i]);
}
