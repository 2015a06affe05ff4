/* SPDX-License-Identifier: MIT
 *
 * screen_cells.h - reading the cells that nearly all cells are like. Whatever these functions take,
 * they read as nfh_subject_set_text_at does; what they leave is for that function.
 */
#ifndef EXAMPLES_SCREEN_CELLS_H
#define EXAMPLES_SCREEN_CELLS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "screen_split.h"

#define CELL_PLACES_MAX 8

/* A word of four letters in any case. */
static inline bool is_word4(const char *text, const char *word)
{
    uint32_t given, wanted;
    memcpy(&given, text, 4);
    memcpy(&wanted, word, 4);
    return (given | 0x20202020) == wanted;
}

/* `true`, `false`, `yes`, `no` in any case, `1`, `0`. */
static inline bool cell_truth(struct span cell, bool *truth)
{
    const char *text = cell.start;
    switch (cell.length) {
    case 1:
        *truth = text[0] == '1';
        return text[0] == '1' || text[0] == '0';
    case 2:
        *truth = false;
        return (text[0] | 0x20) == 'n' && (text[1] | 0x20) == 'o';
    case 3:
        *truth = true;
        return (text[0] | 0x20) == 'y' && (text[1] | 0x20) == 'e' && (text[2] | 0x20) == 's';
    case 4:
        *truth = true;
        return is_word4(text, "true");
    case 5:
        *truth = false;
        return is_word4(text, "fals") && (text[4] | 0x20) == 'e';
    default:
        return false;
    }
}

/* A whole day, `2025-08-31`, as days since 1970-01-01. */
bool cell_date(struct span cell, int32_t *days);
/* `-12`, `12.0`: at most `digits` of them, 18 or fewer. */
bool cell_integer(struct span cell, int digits, int64_t *value);
/* `-12`, `88.45`: *value is the number times 10^*places. At most 9 digits and CELL_PLACES_MAX
 * places, so that the number times 10^CELL_PLACES_MAX is an int64_t. */
bool cell_decimal(struct span cell, int64_t *value, int *places);
/* Takes the unit, with a blank before it, off the end of the cell, if it ends in it. */
struct span cell_without_unit(struct span cell, struct span unit);
/* Text without blanks around it. */
bool cell_text(struct span cell);

/* 10^exponent, which is 0 to CELL_PLACES_MAX. */
static inline int64_t cell_power(int exponent)
{
    static const int64_t power[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
    return power[exponent];
}

#endif
