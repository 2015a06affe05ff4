/* SPDX-License-Identifier: MIT
 *
 * screen_cohort.h - screening plain rows by the block.
 */
#ifndef EXAMPLES_SCREEN_COHORT_H
#define EXAMPLES_SCREEN_COHORT_H

#include "screen.h"
#include "screen_csv.h"

struct cohort {
    bool usable; /* false: every row is for screen_row */
    nfh_columns *handle;
    struct column *column; /* for each parameter that the file has */
    size_t column_count;
    size_t id_cell;
    struct csv_block block;
    struct text output;
    uint8_t verdict[CSV_BLOCK_ROWS];
    size_t truths_count; /* criteria that are no checks */
    struct truths {
        uint8_t truth[CSV_BLOCK_ROWS / 8], known[CSV_BLOCK_ROWS / 8];
    } * truths;
};

/* Makes what screening by the block needs; it is not usable when something is missing. */
void cohort_open(struct cohort *cohort, const struct screening *screening,
                 const struct columns *columns);
void cohort_close(struct cohort *cohort);

/* Screens the plain rows that have been read from the file and prints them. Rows with a cell that
 * is not plain are screened by screen_row, in their turn. False: there are none, and the next
 * record is for csv_reader_next. */
bool cohort_screen(struct cohort *cohort, struct screening *screening,
                   const struct columns *columns, struct csv_reader *reader);

#endif
