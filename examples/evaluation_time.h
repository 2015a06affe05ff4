/* SPDX-License-Identifier: MIT
 *
 * evaluation_time.h - the option --now of the example programs.
 */
#ifndef EXAMPLES_EVALUATION_TIME_H
#define EXAMPLES_EVALUATION_TIME_H

#include <stdbool.h>

/* Whether a text is a time that nfh_subject_set_now takes. False: standard error says why not. The
 * empty text, which sets no time at all, is a slip here. */
bool is_evaluation_time(const char *program, const char *text);

#endif
