/* SPDX-License-Identifier: MIT
 *
 * text_cells.h - texts in the cells of a table: 'abc', with \n, \t, \', \\ and \xHH for a byte.
 */
#ifndef NFH_TESTS_TEXT_CELLS_H
#define NFH_TESTS_TEXT_CELLS_H

#include "cql/text.h"

/* An exact copy, so that a sanitizer sees any read beyond the text; free it with text_cell_free. A
 * cell that is no text ends the program. */
struct nfh_text text_cell(const char *cell);
void text_cell_free(struct nfh_text text);

/* The text as a cell, for messages and comparisons: what is not printable ASCII as \xHH. Free it.
 */
char *text_cell_format(struct nfh_text text);

#endif
