/* SPDX-License-Identifier: MIT
 *
 * column_fill.h - random cells for all columns of a cohort whose forms have been drawn.
 */
#ifndef NFH_TESTS_FUZZ_COLUMN_FILL_H
#define NFH_TESTS_FUZZ_COLUMN_FILL_H

#include "column_check.h"

/* Of a rule set of rules_draw; `bits_in`: one column in so many has any bits, 0: none. */
void fill_of_rules(struct chance *chance, struct cohort *cohort, unsigned bits_in);
/* Of a rule set of fuzz_draw. */
void fill_of_language(struct chance *chance, struct cohort *cohort, unsigned bits_in);
/* How many rows a cohort has: few most often, and the edges of bytes, words and blocks; one time in
 * so many some blocks. */
size_t draw_rows(struct chance *chance, unsigned many_in);
/* Draws the time, and checks all of the rows and then some of them. */
void check_rows(struct chance *chance, struct cohort *cohort);

#endif
