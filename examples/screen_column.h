/* SPDX-License-Identifier: MIT
 *
 * screen_column.h - one parameter's plain cells of a block of rows, as the library takes a column.
 */
#ifndef EXAMPLES_SCREEN_COLUMN_H
#define EXAMPLES_SCREEN_COLUMN_H

#include "nfhscreen.h"

#include <stdbool.h>

#include "screen_csv.h"
#include "screen_split.h"
#include "screen_text.h"

struct column {
    enum column_kind {
        COLUMN_TRUTH,
        COLUMN_INTEGER,
        COLUMN_LONG,
        COLUMN_DECIMAL,
        COLUMN_DATE,
        COLUMN_WORD, /* one of few texts */
        COLUMN_TEXT
    } kind;
    size_t parameter;
    size_t cell;                       /* of a row */
    uint8_t known[CSV_BLOCK_ROWS / 8]; /* a bit a row */
    union {
        uint8_t truth[CSV_BLOCK_ROWS / 8];
        int32_t integer[CSV_BLOCK_ROWS];
        int64_t number[CSV_BLOCK_ROWS]; /* a Long, or a decimal times 10^places */
        int32_t date[CSV_BLOCK_ROWS];
        uint8_t word[CSV_BLOCK_ROWS];
        int32_t offset[CSV_BLOCK_ROWS + 1]; /* into the texts */
    } as;
    int places;       /* as many as a cell has had yet */
    struct span unit; /* of a Quantity; empty when cells with it are left to the library */
    struct text texts;
    struct words *words;
};

/* Prepares a column, all of zeros, for a parameter and binds it. False: it cannot be bound. */
bool column_open(struct column *column, const nfh_ruleset *ruleset, nfh_columns *handle,
                 size_t parameter, size_t cell);
void column_close(struct column *column);

/* Reads the column's cells of a block. Rows of which the cell is not plain become odd. False: what
 * has grown could not be bound again. */
bool column_read(struct column *column, nfh_columns *handle, struct csv_block *block);

#endif
