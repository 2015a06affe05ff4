/* SPDX-License-Identifier: MIT
 *
 * calendar.h - the little of the Gregorian calendar that a cohort and its rivals need, not by the
 * library that they are compared with.
 */
#ifndef NFH_BENCH_CALENDAR_H
#define NFH_BENCH_CALENDAR_H

#include <stdint.h>

/* Days since 1970-01-01; the month may be 0 to -11, those of the year before. */
int64_t bench_days_of(int64_t year, int64_t month, int64_t day);
void bench_civil(int64_t days, int64_t *year, int64_t *month, int64_t *day);
/* The same day some months before, or the last one of that month. */
int64_t bench_months_before(int64_t days, int months);

#endif
