/* SPDX-License-Identifier: MIT
 *
 * column_elements.h - the elements of a column's array, one at a time.
 */
#ifndef NFH_TESTS_FUZZ_COLUMN_ELEMENTS_H
#define NFH_TESTS_FUZZ_COLUMN_ELEMENTS_H

#include "column_model.h"

/* Bytes of an element; of bits nothing that counts. */
size_t column_element_size(const struct model_column *column);
/* Of every format of integers, dates and bytes; what does not fit is cut off. */
void column_put_integer(struct model_column *column, size_t at, __int128 value);
__int128 column_integer(const struct model_column *column, size_t at);
/* Of floats and doubles. */
void column_put_real(struct model_column *column, size_t at, double value);
double column_real(const struct model_column *column, size_t at);
void column_put_bit(uint8_t *bits, size_t at, bool value);
bool column_bit(const uint8_t *bits, size_t at);

/* 10^n, n below 39. */
__int128 column_power_of_ten(int n);
/* An integer, with its last `places` digits behind the point. */
void column_print_scaled(__int128 value, int places, char text[120]);

#endif
