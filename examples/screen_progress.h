/* SPDX-License-Identifier: MIT
 *
 * screen_progress.h - a line on the terminal that says how far a long run has come.
 */
#ifndef EXAMPLES_SCREEN_PROGRESS_H
#define EXAMPLES_SCREEN_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
    bool wanted;
    bool shown; /* the line stands on the terminal */
    size_t rows;
    double start, next; /* seconds: of the run, and of the next line */
};

/* Wanted only where standard error is a terminal, and where no output comes between. */
void progress_start(struct progress *progress);
/* So many more rows are done. */
void progress_add(struct progress *progress, size_t rows);
/* Takes the line away: before a message, and at the end. */
void progress_clear(struct progress *progress);

#endif
