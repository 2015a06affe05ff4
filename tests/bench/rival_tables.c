/* SPDX-License-Identifier: MIT */
#include "rival_tables.h"

#include "calendar.h"

const struct rival_tables *rival_tables(void)
{
    static struct rival_tables tables;
    if (tables.key[0])
        return &tables;
    for (int32_t i = 0; i < DAY_COUNT; i++) {
        int64_t day = DAY_1900 + i, y, m, d, next_y, next_m, next_d;
        bench_civil(day, &y, &m, &d);
        bench_civil(day + 1, &next_y, &next_m, &next_d);
        tables.step[i] = (int32_t)((day - bench_months_before(day, 3)) |
                                   (day - bench_months_before(day, 6)) << 8 |
                                   (day - bench_months_before(day, 60)) << 16);
        tables.key[i] = (int32_t)((y << 9 | m << 5 | d) << 1 | (m == 2 && d == 28 && next_m == 3));
    }
    return &tables;
}
