/* SPDX-License-Identifier: MIT
 *
 * timing.h - for the programs that measure: the clock, and lines that a script can read.
 */
#ifndef NFH_BENCH_TIMING_H
#define NFH_BENCH_TIMING_H

#include <stdio.h>
#include <time.h>

/* Nanoseconds since some moment. */
static inline double bench_now(void)
{
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Nanoseconds that this process has worked, all its threads together: what others on the machine do
 * shows less in them. */
static inline double bench_worked(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

#endif
