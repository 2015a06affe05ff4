/* SPDX-License-Identifier: MIT
 *
 * column_rows.c - see column_model.h: rows of a column, put into its arrays and read from them.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "column_elements.h"

/* ---- Texts ----------------------------------------------------------------------------------- */

/* How a person writes the cell, or something like it. */
static void print_cell(struct chance *chance, const struct model_column *column,
                       const struct column_cell *cell, char text[160])
{
    static const char *const truths[2][4] = {{"false", "0", "no", "False"},
                                             {"true", "1", "yes", "TRUE"}};
    static const char *const before[] = {"", "", "", "", "", "", "", " ", "<", ">", ">= "};

    text[0] = '\0';
    switch (cell->kind) {
    case CELL_UNKNOWN:
    case CELL_BITS:
        break;
    case CELL_TRUTH:
        strcpy(text, truths[cell->truth][chance_below(chance, 4)]);
        break;
    case CELL_NUMBER:
        strcpy(text, before[chance_below(chance, sizeof before / sizeof *before)]);
        column_print_scaled(cell->number.digits, cell->number.places, text + strlen(text));
        break;
    case CELL_DATE:
        REQUIRE_OK(nfh_date_format(cell->date, text, 160));
        if (chance_one_in(chance, 6))
            text[chance_one_in(chance, 2) ? 7 : 4] = '\0';
        break;
    case CELL_TEXT:
        snprintf(text, 160, "%s", cell->text);
    }
    if (chance_one_in(chance, 400))
        strcpy(text, column->type == NFH_TYPE_STRING ? "\xff" : "nonsense");
}

/* The index of the text in the dictionary, which takes it in while there is room. */
static size_t find_text(struct chance *chance, struct model_column *column, const char *text)
{
    /* Some that no row has, and that could not be read. */
    while (column->text_count < 2) {
        static const char *const unused[] = {"no row has \xc3\x28 this", NULL, "nowhere", ""};
        const char *entry = unused[chance_below(chance, 4)];
        column->length[column->text_count] = entry != NULL ? strlen(entry) : 0;
        column->text[column->text_count++] =
            entry != NULL ? fuzz_copy((struct fuzz_part){entry, strlen(entry)}) : NULL;
    }
    for (size_t i = 2; i < column->text_count; i++) {
        if (column->text[i] != NULL ? strcmp(column->text[i], text) == 0 : *text == '\0')
            return i;
    }
    if (column->text_count == COLUMN_TEXTS_MAX)
        return 2 + chance_below(chance, COLUMN_TEXTS_MAX - 2);
    bool missing = *text == '\0' && chance_one_in(chance, 2);
    column->length[column->text_count] = strlen(text);
    column->text[column->text_count] =
        missing ? NULL : fuzz_copy((struct fuzz_part){text, strlen(text)});
    return column->text_count++;
}

/* ---- Putting --------------------------------------------------------------------------------- */

/* digits * 10^(places - number.places), as near as 128 bits have it. */
static __int128 rescale(struct column_number number, int places)
{
    int shift = places - number.places;

    if (shift < 0)
        return -shift > 36 ? 0 : number.digits / column_power_of_ten(-shift);
    return shift > 18 ? number.digits : number.digits * column_power_of_ten(shift);
}

/* Where there are more than 8 places, often half of a unit of the eighth, or just less. */
static __int128 halve(struct chance *chance, __int128 value, int places)
{
    __int128 unit;

    if (places <= 8 || places > 26 || chance_below(chance, 3) > 0)
        return value;
    unit = column_power_of_ten(places - 8);
    return value - value % unit + (value < 0 ? -1 : 1) * (unit / 2 - chance_below(chance, 2));
}

static double real_of(struct column_number number)
{
    return number.places < 0 ? (double)number.digits * (double)column_power_of_ten(-number.places)
                             : (double)number.digits / (double)column_power_of_ten(number.places);
}

/* What stands where the row is not known. */
static void put_junk(struct chance *chance, struct model_column *column, size_t at)
{
    static const double reals[] = {0, INFINITY, 1e300, NAN, -1};

    if (column->format == NFH_COLUMN_BITS)
        column_put_bit(column->values, at, chance_one_in(chance, 2));
    else if (column->format == NFH_COLUMN_FLOAT || column->format == NFH_COLUMN_DOUBLE)
        column_put_real(column, at, reals[chance_below(chance, 5)]);
    else
        column_put_integer(column, at,
                           chance_one_in(chance, 2) ? (__int128)chance_word(chance) : 0);
}

/* Any bits at all; often such as a narrower type has. */
static void put_bits(struct model_column *column, size_t at, uint64_t bits)
{
    size_t size = column_element_size(column);

    if (column->format == NFH_COLUMN_BITS)
        column_put_bit(column->values, at, bits & 1);
    else if (size == 16)
        column_put_integer(column, at, (__int128)((unsigned __int128)bits << bits % 64));
    else
        column_put_integer(column, at, (int64_t)bits);
}

static void put_known(struct chance *chance, struct model_column *column, size_t at,
                      const struct column_cell *cell)
{
    switch (column->format) {
    case NFH_COLUMN_BITS:
        column_put_bit(column->values, at, cell->truth);
        break;
    case NFH_COLUMN_BYTES:
        column->values[at] = chance_one_in(chance, 500) ? 2 : cell->truth;
        break;
    case NFH_COLUMN_FLOAT:
    case NFH_COLUMN_DOUBLE:
        column_put_real(column, at, chance_one_in(chance, 500) ? INFINITY : real_of(cell->number));
        break;
    case NFH_COLUMN_DATE32:
        column_put_integer(column, at, chance_one_in(chance, 500) ? 2932897 : cell->date);
        break;
    case NFH_COLUMN_DATE64:
        column_put_integer(column, at,
                           (__int128)cell->date * 86400000 + chance_one_in(chance, 500));
        break;
    default:
        column_put_integer(column, at,
                           halve(chance, rescale(cell->number, column->places), column->places));
    }
}

static void put_text(struct chance *chance, struct model_column *column, size_t row,
                     const struct column_cell *cell)
{
    char text[160];

    print_cell(chance, column, cell, text);
    if (column->way == COLUMN_CODES) {
        size_t code = find_text(chance, column, text);
        column_put_integer(column, column->offset + row,
                           chance_one_in(chance, 1000) ? COLUMN_TEXTS_MAX + 1 : (__int128)code);
        return;
    }
    for (size_t i = 0; row == 0 && i <= column->offset; i++)
        column_put_integer(column, i, 4);
    fuzz_add(&column->bytes, text, strlen(text));
    column_put_integer(column, column->offset + row + 1, (__int128)column->bytes.length);
}

void column_put(struct chance *chance, struct model_column *column, size_t row,
                const struct column_cell *cell)
{
    size_t at = column->offset + row;
    bool unknown = cell->kind == CELL_UNKNOWN;
    bool by_value = (column->format == NFH_COLUMN_FLOAT || column->format == NFH_COLUMN_DOUBLE ||
                     column->format == NFH_COLUMN_DATE32) &&
                    (column->validity == NULL || chance_one_in(chance, 4));

    if (column->way == COLUMN_UNBOUND)
        return;
    if (column->validity != NULL)
        column_put_bit(column->validity, at, !unknown || by_value);
    if (column->way == COLUMN_CODES || column->way == COLUMN_TEXTS) {
        put_text(chance, column, row, cell);
        if (cell->kind == CELL_BITS && column->way == COLUMN_CODES)
            put_bits(column, at, cell->bits);
        if (unknown && column->validity != NULL && column->way == COLUMN_CODES)
            put_junk(chance, column, at);
    } else if (cell->kind == CELL_BITS) {
        put_bits(column, at, cell->bits);
    } else if (!unknown) {
        put_known(chance, column, at, cell);
    } else if (!by_value) {
        if (column->validity != NULL)
            put_junk(chance, column, at);
    } else if (column->format == NFH_COLUMN_DATE32) {
        column_put_integer(column, at, NFH_DATE_UNKNOWN);
    } else {
        column_put_real(column, at, NAN);
    }
}

/* ---- What a row means ------------------------------------------------------------------------ */

/* The decimal of the fewest places, up to 8, that reads back as the float. */
static double double_of_float(float value)
{
    char text[80];

    for (int places = 0; places <= 7 && fabsf(value) < 16777216.0F; places++) {
        snprintf(text, sizeof text, "%.*f", places, (double)value);
        if (strtof(text, NULL) == value)
            return strtod(text, NULL);
    }
    return value;
}

static int set_scaled(const struct model_column *column, __int128 value, int places,
                      nfh_subject *subject)
{
    char text[200];

    column_print_scaled(value, places, text);
    if (column->unit != NULL)
        snprintf(text + strlen(text), 60, " '%s'", column->unit);
    return nfh_subject_set_text_at(subject, column->parameter, text);
}

static int set_real(const struct model_column *column, double value, nfh_subject *subject)
{
    size_t p = column->parameter;

    if (column->type == NFH_TYPE_QUANTITY && column->unit != NULL)
        return nfh_subject_set_quantity(subject, p, value, column->unit);
    if (column->type == NFH_TYPE_DECIMAL || column->type == NFH_TYPE_QUANTITY)
        return nfh_subject_set_number(subject, p, value);
    if (isnan(value))
        return nfh_subject_unset(subject, p);
    if (isinf(value))
        return NFH_E_INFINITE;
    if (value != trunc(value) || fabs(value) > 9.3e18)
        return NFH_E_RANGE;
    return set_scaled(column, (__int128)value, 0, subject);
}

static int set_plain(const struct model_column *column, size_t at, nfh_subject *subject)
{
    size_t p = column->parameter;
    __int128 value;

    switch (column->format) {
    case NFH_COLUMN_BITS:
        return nfh_subject_set_boolean(subject, p, column_bit(column->values, at));
    case NFH_COLUMN_BYTES:
        return column->values[at] > 1 ? NFH_E_RANGE
                                      : nfh_subject_set_boolean(subject, p, column->values[at]);
    case NFH_COLUMN_FLOAT:
        return set_real(column, double_of_float((float)column_real(column, at)), subject);
    case NFH_COLUMN_DOUBLE:
        return set_real(column, column_real(column, at), subject);
    case NFH_COLUMN_DATE32:
        return nfh_subject_set_date(subject, p, (int32_t)column_integer(column, at));
    case NFH_COLUMN_DATE64:
        value = column_integer(column, at);
        if (value % 86400000 != 0 || value / 86400000 < -719162 || value / 86400000 > 2932896)
            return NFH_E_RANGE;
        return nfh_subject_set_date(subject, p, (int32_t)(value / 86400000));
    default:
        return set_scaled(column, column_integer(column, at), column->places, subject);
    }
}

/* The text of a row; NULL: there is none. *status: of a code that is none. */
static char *text_of(const struct model_column *column, size_t at, int *status)
{
    __int128 from = column_integer(column, at), to;

    *status = NFH_OK;
    if (column->way == COLUMN_TEXTS) {
        to = column_integer(column, at + 1);
        return fuzz_copy((struct fuzz_part){column->bytes.bytes + from, (size_t)(to - from)});
    }
    if (from < 0 || from >= (__int128)column->text_count)
        *status = NFH_E_INDEX;
    if (*status != NFH_OK || column->text[from] == NULL)
        return NULL;
    return fuzz_copy((struct fuzz_part){column->text[from], column->length[from]});
}

int column_set(const struct model_column *column, size_t row, nfh_subject *subject)
{
    size_t at = column->offset + row;
    char *text;
    int status;

    if (column->way == COLUMN_UNBOUND ||
        (column->validity != NULL && !column_bit(column->validity, at)))
        return nfh_subject_unset(subject, column->parameter);
    if (column->way == COLUMN_SCALED)
        return set_scaled(column, column_integer(column, at), column->places, subject);
    if (column->way == COLUMN_PLAIN)
        return set_plain(column, at, subject);
    text = text_of(column, at, &status);
    if (text == NULL)
        return status != NFH_OK ? status : nfh_subject_unset(subject, column->parameter);
    status = nfh_subject_set_text_at(subject, column->parameter, text);
    free(text);
    return status;
}

void column_tell(const struct model_column *column, size_t row, struct fuzz_text *text)
{
    static const char *const ways[] = {"unbound", "plain", "scaled", "codes", "texts"};
    size_t at = column->offset + row;
    char number[120], *string;
    int status;

    fuzz_print(text, "  %s (%s format %d", column->name, ways[column->way], column->format);
    if (column->way == COLUMN_SCALED)
        fuzz_print(text, " places %d", column->places);
    fuzz_print(text, " offset %zu%s%s) ", column->offset, column->unit != NULL ? " unit " : "",
               column->unit != NULL ? column->unit : "");
    if (column->way == COLUMN_UNBOUND ||
        (column->validity != NULL && !column_bit(column->validity, at))) {
        fuzz_print(text, "null\n");
    } else if (column->way == COLUMN_CODES || column->way == COLUMN_TEXTS) {
        string = text_of(column, at, &status);
        fuzz_print(text, "\"%s\"\n", string != NULL ? string : "(none)");
        free(string);
    } else if (column->format == NFH_COLUMN_FLOAT || column->format == NFH_COLUMN_DOUBLE) {
        fuzz_print(text, "%.17g\n", column_real(column, at));
    } else if (column->format == NFH_COLUMN_BITS) {
        fuzz_print(text, "%d\n", column_bit(column->values, at));
    } else {
        column_print_scaled(column_integer(column, at), column->places, number);
        fuzz_print(text, "%s", number);
        if (column->type == NFH_TYPE_DATE) {
            __int128 days = column_integer(column, at);
            int32_t date = (int32_t)(column->format == NFH_COLUMN_DATE64 ? days / 86400000 : days);
            if (nfh_date_format(date, number, sizeof number) == NFH_OK)
                fuzz_print(text, " = %s", number);
        }
        fuzz_print(text, "\n");
    }
}
