/* SPDX-License-Identifier: MIT
 *
 * cohort_row.h - one made-up subject. For cohort.c.
 */
#ifndef NFH_BENCH_COHORT_ROW_H
#define NFH_BENCH_COHORT_ROW_H

#include <stdbool.h>

#include "cohort.h"

enum cohort_spread { FLAT, PEAK, LOW };

struct cohort_shape {
    const char *name;
    int kind;
    int share, missing; /* of those that are true, or likely, and of those not known: of 10 000 */
    int least, most, low, high; /* `most` of a text: how many are likely */
    int spread, places, limit;
    const char *const *text;
    size_t text_count;
};

extern const struct cohort_shape cohort_shapes[COHORT_COLUMNS];

/* A quantity is scaled by 10^8, a date in days, a text its index, a Boolean 0 or 1. */
struct cohort_cell {
    int64_t number;
    bool known;
};

void cohort_draw(const struct cohort_options *options, size_t row, struct cohort_cell *cell);

#endif
