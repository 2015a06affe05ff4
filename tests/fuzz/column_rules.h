/* SPDX-License-Identifier: MIT
 *
 * column_rules.h - random rule sets of what criteria are made of, and random cells for their
 * parameters, on and beside the constants that stand in the rules.
 */
#ifndef NFH_TESTS_FUZZ_COLUMN_RULES_H
#define NFH_TESTS_FUZZ_COLUMN_RULES_H

#include "column_model.h"

/* Draws the text of a rule set with at least one criterion; only parameters that it uses are
 * declared. */
void rules_draw(struct chance *chance, struct fuzz_text *text);

/* How a column's cells are drawn: the same throughout a block, so that whole blocks are alike. */
struct cell_style {
    unsigned unknown; /* one in so many; 0: none */
    unsigned kind;    /* of numbers and dates */
};
struct cell_style style_draw(struct chance *chance);
/* A cell for a parameter of rules_draw, by its name. */
void cell_draw(struct chance *chance, struct cell_style style, const char *parameter,
               struct column_cell *cell);
/* A number on or beside `near`, or of the style. */
struct column_number number_draw(struct chance *chance, struct cell_style style,
                                 struct column_number near);
/* A date likewise. */
int32_t date_draw(struct chance *chance, struct cell_style style, int32_t near);
/* The cell that stands for a text, or for something on or beside it; "" is not known. */
void cell_of_text(struct chance *chance, struct cell_style style, const struct model_column *column,
                  const char *text, struct column_cell *cell);
/* Reads the `-12.50` at the start; false: there is no number, or one of more than 18 digits. */
bool number_read(const char *text, struct column_number *number);

#endif
