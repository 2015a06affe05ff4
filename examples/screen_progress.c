/* SPDX-License-Identifier: MIT
 *
 * screen_progress.c - see screen_progress.h.
 */
#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L
#endif

#include "screen_progress.h"

#include <stdio.h>

#include "screen_text.h"

#define INTERVAL 0.2 /* seconds */

/* Whether a stream is a terminal, and the seconds of a clock that nobody sets. */
#if defined(_WIN32)

#include <io.h>
#include <windows.h>

static bool is_terminal(FILE *file)
{
    return _isatty(_fileno(file)) != 0;
}

static double now(void)
{
    return 1e-3 * (double)GetTickCount64();
}

#else

#include <time.h>
#include <unistd.h>

static bool is_terminal(FILE *file)
{
    return isatty(fileno(file)) == 1;
}

static double now(void)
{
    struct timespec time = {0};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

#endif

void progress_start(struct progress *progress)
{
    *progress = (struct progress){.wanted = is_terminal(stderr) && !is_terminal(stdout)};
    progress->start = progress->wanted ? now() : 0;
    progress->next = progress->start + INTERVAL;
}

void progress_add(struct progress *progress, size_t rows)
{
    progress->rows += rows;
    if (!progress->wanted)
        return;
    double time = now();
    if (time < progress->next)
        return;
    fprintf(stderr, "\r%s: %zu rows, %.0f rows/s\033[K", program, progress->rows,
            (double)progress->rows / (time - progress->start));
    progress->shown = true;
    progress->next = time + INTERVAL;
}

void progress_clear(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}
