/* SPDX-License-Identifier: MIT
 *
 * column_model.h - a parameter's column in an array of any form, and what a row of it means, in
 * terms of the functions that set one subject: the model that screening by columns is held to. It
 * shares no code with the library's own reading of columns.
 */
#ifndef NFH_TESTS_FUZZ_COLUMN_MODEL_H
#define NFH_TESTS_FUZZ_COLUMN_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chance.h"
#include "fuzz.h"
#include "nfhscreen.h"

enum column_way { COLUMN_UNBOUND, COLUMN_PLAIN, COLUMN_SCALED, COLUMN_CODES, COLUMN_TEXTS };

/* A number as it is written: digits / 10^places, places 0 to 18. */
struct column_number {
    int64_t digits;
    int places;
};

/* What a row is to hold; a form that has no place for it holds something else. */
enum cell_kind { CELL_UNKNOWN, CELL_TRUTH, CELL_NUMBER, CELL_DATE, CELL_TEXT, CELL_BITS };
struct column_cell {
    enum cell_kind kind;
    bool truth;
    struct column_number number;
    int32_t date;
    const char *text;
    uint64_t bits; /* of the element; of texts nothing */
};

#define COLUMN_TEXTS_MAX 100
struct model_column {
    size_t parameter;
    const char *name;
    int type;
    enum column_way way;
    int format;
    int places;
    const char *unit; /* NULL: none is set */
    size_t offset;
    size_t rows;
    uint8_t *block;    /* begins with what aligns the values */
    uint8_t *values;   /* ends where the last element does */
    uint8_t *validity; /* or NULL */
    char *text[COLUMN_TEXTS_MAX];
    size_t length[COLUMN_TEXTS_MAX];
    size_t text_count;
    bool ended;             /* the dictionary's texts end with zeros, their lengths are not given */
    struct fuzz_text bytes; /* of COLUMN_TEXTS; the copy that is bound ends where they end */
    char *bound_bytes;
};

/* Draws a form that fits the parameter's type, and makes its arrays, for `rows` rows; all bits
 * zero. `units`: the numbers may be in another unit than the parameter's. */
void column_shape(struct chance *chance, const nfh_ruleset *ruleset, size_t parameter, size_t rows,
                  bool units, struct model_column *column);
/* Puts the rows, each once and from the first on. What does not fit becomes something that does. */
void column_put(struct chance *chance, struct model_column *column, size_t row,
                const struct column_cell *cell);
/* Binds it; every status but NFH_OK fails. */
void column_bind(struct model_column *column, nfh_columns *columns);
/* Sets the subject's input to what a row holds: the status of the setter, or of the columns'
 * contract where no setter takes such a value. */
int column_set(const struct model_column *column, size_t row, nfh_subject *subject);
/* Adds in words what a row holds, and the form. */
void column_tell(const struct model_column *column, size_t row, struct fuzz_text *text);
void column_free(struct model_column *column);

#endif
