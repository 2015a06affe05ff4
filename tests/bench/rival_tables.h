/* SPDX-License-Identifier: MIT
 *
 * rival_tables.h - what a day of 1900 to 2099 is in the calendar. For the rivals in C.
 */
#ifndef NFH_BENCH_RIVAL_TABLES_H
#define NFH_BENCH_RIVAL_TABLES_H

#include <stdint.h>

#define DAY_1900  (-25567)
#define DAY_2000  10957
#define DAY_2099  47481 /* its last */
#define DAY_COUNT (DAY_2099 - DAY_1900 + 1)

struct rival_tables {
    /* How many days lie between a day and the same 3, 6 and 60 months before: 8, 8 and 16 bits from
     * the lowest. */
    int32_t step[DAY_COUNT];
    /* Year, month and day, 9 bits for the last two, and in the lowest bit whether it is 28 February
     * of a year without a 29th, on which who was born on a 29th completes a year. */
    int32_t key[DAY_COUNT];
};

/* Made on the first call, which must return before other threads call. */
const struct rival_tables *rival_tables(void);

#endif
