/* SPDX-License-Identifier: MIT
 *
 * screen_progress.c - see screen_progress.h.
 */
#if defined(_WIN32)
#include <io.h>
#define is_terminal(file) (_isatty(_fileno(file)) != 0)
#else
#define _POSIX_C_SOURCE 200809L
#include <unistd.h>
#define is_terminal(file) (isatty(fileno(file)) == 1)
#endif

#include "screen_progress.h"

#include <stdio.h>
#include <time.h>

#include "screen_text.h"

#define INTERVAL 0.2 /* seconds */

static double now(void)
{
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

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
