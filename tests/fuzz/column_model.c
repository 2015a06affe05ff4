/* SPDX-License-Identifier: MIT
 *
 * column_model.c - see column_model.h: forms and binding.
 */
#include "column_elements.h"

#include <stdlib.h>
#include <string.h>

/* ---- Forms ----------------------------------------------------------------------------------- */

static bool is_number(int type)
{
    return type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL ||
           type == NFH_TYPE_QUANTITY;
}

static int draw_integer_format(struct chance *chance)
{
    return NFH_COLUMN_INT8 + (int)chance_below(chance, 8);
}

/* Doubles most often: they are what most have. */
static void shape_number(struct chance *chance, struct model_column *column)
{
    static const int formats[] = {NFH_COLUMN_INT32, NFH_COLUMN_INT64, NFH_COLUMN_INT128};
    static const int places[] = {0, 1, 2, 2, 3, 5, 8, 8, 9, 12, 18, -1, -2, -8};
    bool scaled = column->type == NFH_TYPE_DECIMAL || column->type == NFH_TYPE_QUANTITY;

    column->way = COLUMN_PLAIN;
    switch (chance_below(chance, 8)) {
    case 0:
    case 1:
        column->format = draw_integer_format(chance);
        break;
    case 2:
    case 3:
        column->format = scaled ? formats[chance_below(chance, 3)] : draw_integer_format(chance);
        if (!scaled)
            break;
        column->way = COLUMN_SCALED;
        column->places = places[chance_below(chance, sizeof places / sizeof *places)];
        if (chance_one_in(chance, 20))
            column->places = (int)chance_below(chance, 77) - 38;
        break;
    case 4:
        column->format = NFH_COLUMN_FLOAT;
        break;
    default:
        column->format = NFH_COLUMN_DOUBLE;
    }
}

static void shape_text(struct chance *chance, struct model_column *column)
{
    if (chance_one_in(chance, 3)) {
        column->way = COLUMN_TEXTS;
        column->format = chance_one_in(chance, 2) ? NFH_COLUMN_INT32 : NFH_COLUMN_INT64;
    } else {
        column->way = COLUMN_CODES;
        column->format = draw_integer_format(chance);
        column->ended = chance_one_in(chance, 2);
    }
}

/* Units that convert to the parameter's. */
static const char *draw_unit(struct chance *chance, const char *own)
{
    static const char *const others[][4] = {
        {"mg", "g", "ug", "kg"},        {"umol/L", "mg/dL", "mmol/L", "umol/L"},
        {"kg", "g", "[lb_av]", "kg"},   {"ms", "s", "us", "ms"},
        {"/min", "/s", "/h", "/min"},   {"mL", "L", "dL", "[foz_us]"},
        {"mm[Hg]", "kPa", "Pa", "bar"}, {"d", "h", "wk", "d"},
        {"m", "cm", "km", "[ft_i]"},    {"%", "1", "[ppth]", "%"},
        {"U/L", "kU/L", "U/mL", "U/L"}, {"Cel", "K", "[degF]", "Cel"},
    };

    for (size_t i = 0; own != NULL && i < sizeof others / sizeof *others; i++) {
        if (strcmp(own, others[i][0]) == 0)
            return others[i][chance_below(chance, 4)];
    }
    return own != NULL ? own : others[chance_below(chance, 12)][chance_below(chance, 4)];
}

/* Arrays that end with their last element, so that a sanitizer sees who reads on. */
static void make_arrays(struct chance *chance, struct model_column *column)
{
    size_t elements = column->offset + column->rows + (column->way == COLUMN_TEXTS);
    size_t size = column->format == NFH_COLUMN_BITS ? (elements + 7) / 8
                                                    : elements * column_element_size(column);
    /* Decimals of 128 bits often begin at a multiple of 8 only, Booleans anywhere. */
    size_t shift = column->format == NFH_COLUMN_INT128 ? 8 * chance_below(chance, 2) : 0;

    if (column->format == NFH_COLUMN_BITS || column->format == NFH_COLUMN_BYTES)
        shift = chance_below(chance, 9);
    column->block = fuzz_allocate(shift + size);
    column->values = column->block + shift;
    if (!chance_one_in(chance, 3))
        column->validity = fuzz_allocate((column->offset + column->rows + 7) / 8);
}

void column_shape(struct chance *chance, const nfh_ruleset *ruleset, size_t parameter, size_t rows,
                  bool units, struct model_column *column)
{
    const char *unit;

    *column = (struct model_column){.parameter = parameter, .rows = rows};
    REQUIRE_OK(nfh_ruleset_parameter_name(ruleset, parameter, &column->name));
    REQUIRE_OK(nfh_ruleset_parameter_type(ruleset, parameter, &column->type));
    REQUIRE_OK(nfh_ruleset_parameter_unit(ruleset, parameter, &unit));
    if (chance_one_in(chance, 20) || column->type > NFH_TYPE_QUANTITY)
        return;
    column->offset = chance_one_in(chance, 2) ? 0 : chance_below(chance, 70);
    if (chance_one_in(chance, 8) || column->type == NFH_TYPE_STRING ||
        column->type == NFH_TYPE_DATETIME || column->type == NFH_TYPE_TIME) {
        shape_text(chance, column);
    } else if (is_number(column->type)) {
        shape_number(chance, column);
        if (column->type == NFH_TYPE_QUANTITY && units && chance_one_in(chance, 4))
            column->unit = draw_unit(chance, unit);
    } else {
        bool first = chance_one_in(chance, 2);
        column->way = COLUMN_PLAIN;
        if (column->type == NFH_TYPE_BOOLEAN)
            column->format = first ? NFH_COLUMN_BITS : NFH_COLUMN_BYTES;
        else
            column->format = first ? NFH_COLUMN_DATE32 : NFH_COLUMN_DATE64;
    }
    make_arrays(chance, column);
    if (column->way == COLUMN_TEXTS)
        fuzz_add(&column->bytes, "junk", 4);
}

void column_free(struct model_column *column)
{
    for (size_t i = 0; i < column->text_count; i++)
        free(column->text[i]);
    fuzz_free(&column->bytes);
    free(column->bound_bytes);
    free(column->validity);
    free(column->block);
    *column = (struct model_column){.way = COLUMN_UNBOUND};
}

/* ---- Binding --------------------------------------------------------------------------------- */

void column_bind(struct model_column *column, nfh_columns *columns)
{
    size_t p = column->parameter;

    REQUIRE_OK(nfh_columns_unset(columns, p));
    if (column->unit != NULL)
        REQUIRE_OK(nfh_columns_set_unit(columns, p, column->unit));
    switch (column->way) {
    case COLUMN_UNBOUND:
        break;
    case COLUMN_PLAIN:
        REQUIRE_OK(nfh_columns_set(columns, p, column->format, column->values, column->validity,
                                   column->offset));
        break;
    case COLUMN_SCALED:
        REQUIRE_OK(nfh_columns_set_scaled(columns, p, column->format, column->values,
                                          column->places, column->validity, column->offset));
        break;
    case COLUMN_CODES:
        REQUIRE_OK(
            nfh_columns_set_codes(columns, p, column->format, column->values, column->validity,
                                  column->offset, (const char *const *)column->text,
                                  column->ended ? NULL : column->length, column->text_count));
        break;
    case COLUMN_TEXTS:
        free(column->bound_bytes);
        column->bound_bytes = fuzz_allocate(column->bytes.length);
        memcpy(column->bound_bytes, column->bytes.bytes, column->bytes.length);
        REQUIRE_OK(nfh_columns_set_texts(columns, p, column->format, column->values,
                                         column->bound_bytes, column->validity, column->offset));
    }
}
