/* SPDX-License-Identifier: MIT */
#include "calendar.h"

int64_t bench_days_of(int64_t year, int64_t month, int64_t day)
{
    static const int before[] = {306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
    year += month < 1 ? -1 : 0;
    month += month < 1 ? 12 : 0;
    int64_t y = month <= 2 ? year - 1 : year;
    return 365 * y + y / 4 - y / 100 + y / 400 + before[month - 1] + day - 719469;
}

void bench_civil(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
    int64_t y = 1970 + days * 400 / 146097;
    while (bench_days_of(y, 1, 1) > days)
        y--;
    while (bench_days_of(y + 1, 1, 1) <= days)
        y++;
    int64_t m = 1;
    while (m < 12 && bench_days_of(y, m + 1, 1) <= days)
        m++;
    *year = y;
    *month = m;
    *day = days - bench_days_of(y, m, 1) + 1;
}

int64_t bench_months_before(int64_t days, int months)
{
    int64_t year, month, day;
    bench_civil(days, &year, &month, &day);
    year -= months / 12;
    month -= months % 12;
    int64_t first = bench_days_of(year, month, 1);
    int64_t next_first =
        month == 12 ? bench_days_of(year + 1, 1, 1) : bench_days_of(year, month + 1, 1);
    return first + day <= next_first ? first + day - 1 : next_first - 1;
}
