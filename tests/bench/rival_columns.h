/* SPDX-License-Identifier: MIT
 *
 * rival_columns.h - NCT07101562, and nothing else, by hand: columns in, verdicts and two bits per
 * criterion out, exact. What a program that is made for one trial can reach at best; the library is
 * measured against it.
 *
 * Numbers are whole hundredths in 32 bits, or their products in doubles that hold them exactly, on
 * vectors of the machine; Kleene's logic is on 64 subjects at a time; months and years come from
 * tables. A block of subjects with a number of more than two decimals, or a visit beyond the
 * tables, is done one by one, with all 8 decimals (rival_rows.c).
 */
#ifndef NFH_BENCH_RIVAL_COLUMNS_H
#define NFH_BENCH_RIVAL_COLUMNS_H

#include "cohort.h"

/* The criteria in the order of the rule set: R_INCL02, … */
#define RIVAL_CRITERIA(X) \
    X(INCL02)             \
    X(INCL03)             \
    X(INCL04)             \
    X(INCL05)             \
    X(INCL06)             \
    X(INCL07)             \
    X(INCL08)             \
    X(EXCL02)             \
    X(EXCL03)             \
    X(EXCL04)             \
    X(EXCL05)             \
    X(EXCL06)             \
    X(EXCL07)             \
    X(EXCL08)             \
    X(EXCL09)             \
    X(EXCL10)             \
    X(EXCL11)             \
    X(EXCL13)             \
    X(EXCL14)             \
    X(EXCL16)             \
    X(EXCL17)             \
    X(EXCL18)             \
    X(EXCL19)             \
    X(EXCL20)             \
    X(EXCL21)             \
    X(EXCL22)             \
    X(EXCL23)             \
    X(EXCL24)             \
    X(EXCL25)             \
    X(EXCL26)             \
    X(EXCL27)             \
    X(EXCL28)             \
    X(EXCL29)

enum rival_criterion {
#define RIVAL_INDEX(id) R_##id,
    RIVAL_CRITERIA(RIVAL_INDEX) RIVAL_COUNT
};

extern const char *const rival_ids[RIVAL_COUNT];

/* Room for a bit per row each, at 8 bytes for 64 rows, and a byte per row. */
struct rival_results {
    uint8_t *verdict;
    uint8_t *truth[RIVAL_COUNT];
    uint8_t *known[RIVAL_COUNT];
};

/* The best that the machine has when `level` is RIVAL_BEST. */
enum rival_level { RIVAL_BEST, RIVAL_PLAIN, RIVAL_SSE2, RIVAL_AVX2 };

/* Rows from `first`, a multiple of 64. The level that was used. */
int rival_columns(const struct cohort *cohort, size_t first, size_t rows, int level,
                  const struct rival_results *results);

/* One by one; `rows` to the next multiple of 64 are written. */
void rival_rows(const struct cohort *cohort, size_t first, size_t rows,
                const struct rival_results *results);

#endif
