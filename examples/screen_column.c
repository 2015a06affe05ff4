/* SPDX-License-Identifier: MIT
 *
 * screen_column.c - see screen_column.h.
 */
#include "screen_column.h"

#include <stdlib.h>
#include <string.h>

#include "screen_cells.h"
#include "screen_split.h"

#define INTEGER_DIGITS 9 /* whatever they are, an int32_t */
#define LONG_DIGITS    18
#define WORDS_MAX      64

struct words {
    size_t count;
    const char *text[WORDS_MAX];
    size_t length[WORDS_MAX];
};

/* ---- Binding --------------------------------------------------------------------------------- */

/* The texts of the parameter's @values, `male|female`. NULL: there are none, or too many, and then
 * any text is looked up by the library. */
static struct words *find_words(const nfh_ruleset *ruleset, size_t parameter)
{
    const char *values;
    struct words *words = NULL;
    if (nfh_ruleset_parameter_tag(ruleset, parameter, "values", &values) == NFH_OK && values)
        words = calloc(1, sizeof *words);
    while (words && values) {
        const char *end = strchr(values, '|');
        size_t length = end ? (size_t)(end - values) : strlen(values);
        if (words->count == WORDS_MAX) {
            free(words);
            return NULL;
        }
        words->text[words->count] = values;
        words->length[words->count++] = length;
        values = end ? end + 1 : NULL;
    }
    return words;
}

/* The parameter's unit, unless it begins with what could be taken for something else. */
static struct span find_unit(const nfh_ruleset *ruleset, size_t parameter)
{
    struct span none = {"", 0};
    const char *unit;
    if (nfh_ruleset_parameter_unit(ruleset, parameter, &unit) != NFH_OK || !unit)
        return none;
    char first = unit[0] == '/' ? unit[1] : unit[0];
    bool usual = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '%';
    return usual ? (struct span){unit, strlen(unit)} : none;
}

static enum column_kind kind_of(const struct column *column, int type)
{
    switch (type) {
    case NFH_TYPE_BOOLEAN:
        return COLUMN_TRUTH;
    case NFH_TYPE_INTEGER:
        return COLUMN_INTEGER;
    case NFH_TYPE_LONG:
        return COLUMN_LONG;
    case NFH_TYPE_DECIMAL:
    case NFH_TYPE_QUANTITY:
        return COLUMN_DECIMAL;
    case NFH_TYPE_DATE:
        return COLUMN_DATE;
    default:
        return column->words ? COLUMN_WORD : COLUMN_TEXT;
    }
}

static int bind(const struct column *column, nfh_columns *handle)
{
    static const int format[] = {
        [COLUMN_TRUTH] = NFH_COLUMN_BITS,  [COLUMN_INTEGER] = NFH_COLUMN_INT32,
        [COLUMN_LONG] = NFH_COLUMN_INT64,  [COLUMN_DECIMAL] = NFH_COLUMN_INT64,
        [COLUMN_DATE] = NFH_COLUMN_DATE32, [COLUMN_WORD] = NFH_COLUMN_UINT8,
        [COLUMN_TEXT] = NFH_COLUMN_INT32,
    };
    size_t parameter = column->parameter;
    if (column->kind == COLUMN_DECIMAL)
        return nfh_columns_set_scaled(handle, parameter, format[column->kind], &column->as,
                                      column->places, column->known, 0);
    if (column->kind == COLUMN_WORD)
        return nfh_columns_set_codes(handle, parameter, format[column->kind], &column->as,
                                     column->known, 0, column->words->text, column->words->length,
                                     column->words->count);
    if (column->kind == COLUMN_TEXT)
        return nfh_columns_set_texts(handle, parameter, format[column->kind], &column->as,
                                     column->texts.bytes, column->known, 0);
    return nfh_columns_set(handle, parameter, format[column->kind], &column->as, column->known, 0);
}

bool column_open(struct column *column, const nfh_ruleset *ruleset, nfh_columns *handle,
                 size_t parameter, size_t cell)
{
    int type;
    nfh_ruleset_parameter_type(ruleset, parameter, &type);
    column->parameter = parameter;
    column->cell = cell;
    if (type == NFH_TYPE_STRING)
        column->words = find_words(ruleset, parameter);
    else if (type == NFH_TYPE_QUANTITY)
        column->unit = find_unit(ruleset, parameter);
    column->kind = kind_of(column, type);
    text_add(&column->texts, "");
    return bind(column, handle) == NFH_OK;
}

void column_close(struct column *column)
{
    free(column->texts.bytes);
    free(column->words);
}

/* ---- Reading --------------------------------------------------------------------------------- */

static bool find_word(const struct words *words, struct span cell, uint8_t *word)
{
    for (size_t i = 0; i < words->count; i++) {
        if (words->length[i] == cell.length &&
            memcmp(words->text[i], cell.start, cell.length) == 0) {
            *word = (uint8_t)i;
            return true;
        }
    }
    return false;
}

/* Brings the rows before `count` to more places. */
static void rescale(struct column *column, size_t count, int places)
{
    for (size_t i = 0; i < count; i++)
        column->as.number[i] *= cell_power(places - column->places);
    column->places = places;
}

static bool read_decimal(struct column *column, size_t row, struct span cell)
{
    int64_t value;
    int places;
    if (!cell_decimal(cell, &value, &places) &&
        !cell_decimal(cell_without_unit(cell, column->unit), &value, &places))
        return false;
    if (places > column->places)
        rescale(column, row, places);
    column->as.number[row] = value * cell_power(column->places - places);
    return true;
}

static bool read_integer(struct column *column, size_t row, struct span cell)
{
    int64_t value;
    if (!cell_integer(cell, INTEGER_DIGITS, &value))
        return false;
    column->as.integer[row] = (int32_t)value;
    return true;
}

/* Reads a cell that is not empty. */
static bool read_cell(struct column *column, size_t row, struct span cell)
{
    switch (column->kind) {
    case COLUMN_INTEGER:
        return read_integer(column, row, cell);
    case COLUMN_LONG:
        return cell_integer(cell, LONG_DIGITS, &column->as.number[row]);
    case COLUMN_DECIMAL:
        return read_decimal(column, row, cell);
    case COLUMN_DATE:
        return cell_date(cell, &column->as.date[row]);
    case COLUMN_WORD:
        return find_word(column->words, cell, &column->as.word[row]);
    default:
        text_add_part(&column->texts, cell.start, cell.length);
        return cell_text(cell);
    }
}

/* Up to eight rows of which the bits share a byte. Most columns are of truth values. */
static void read_truths(struct column *column, struct csv_block *block, size_t first, size_t last)
{
    const uint32_t *bound = csv_block_bound(block, first) + column->cell;
    unsigned known = 0, truths = 0;
    for (size_t row = first; row < last; row++, bound += block->cells + 1) {
        struct span cell = split_cell(block->bytes, bound, 0);
        bool truth = false;
        if (cell_truth(cell, &truth))
            known |= 1U << row % 8;
        else if (cell.length > 0)
            block->place[row].odd = true;
        truths |= (unsigned)truth << row % 8;
    }
    column->known[first / 8] = (uint8_t)known;
    column->as.truth[first / 8] = (uint8_t)truths;
}

static void read_values(struct column *column, struct csv_block *block, size_t first, size_t last)
{
    const uint32_t *bound = csv_block_bound(block, first) + column->cell;
    unsigned known = 0;
    for (size_t row = first; row < last; row++, bound += block->cells + 1) {
        struct span cell = split_cell(block->bytes, bound, 0);
        if (column->kind == COLUMN_TEXT)
            column->as.offset[row] = (int32_t)column->texts.length;
        if (cell.length == 0)
            continue;
        if (read_cell(column, row, cell))
            known |= 1U << row % 8;
        else
            block->place[row].odd = true;
    }
    column->known[first / 8] = (uint8_t)known;
}

bool column_read(struct column *column, nfh_columns *handle, struct csv_block *block)
{
    const char *bytes = column->texts.bytes;
    int places = column->places;
    text_clear(&column->texts);
    for (size_t first = 0; first < block->count; first += 8) {
        size_t last = first + 8 < block->count ? first + 8 : block->count;
        if (column->kind == COLUMN_TRUTH)
            read_truths(column, block, first, last);
        else
            read_values(column, block, first, last);
    }
    if (column->kind == COLUMN_TEXT)
        column->as.offset[block->count] = (int32_t)column->texts.length;
    if (bytes == column->texts.bytes && places == column->places)
        return true;
    return bind(column, handle) == NFH_OK;
}
