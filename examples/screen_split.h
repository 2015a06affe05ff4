/* SPDX-License-Identifier: MIT
 *
 * screen_split.h - finding the cells of a CSV record that lies in memory.
 */
#ifndef EXAMPLES_SCREEN_SPLIT_H
#define EXAMPLES_SCREEN_SPLIT_H

#include <stddef.h>
#include <stdint.h>

/* Bytes behind the end that are read, and do not count. */
#define SPLIT_PADDING 8

enum split {
    SPLIT_PLAIN, /* the cells are as their bounds say */
    SPLIT_ODD,   /* a whole record, but with another number of cells, doubled quotes or NUL bytes */
    SPLIT_NONE   /* no record that ends before `end`, or a quote where none may be */
};

/* Looks for the record that begins at bytes[start], which ends no line. *next is where the bytes
 * behind it begin: behind LF, or behind CR, also when an LF follows. bound has room for cells + 1
 * offsets: cell i begins at bytes[bound[i]] and ends two bytes before the next one's first: a
 * separator lies between. A cell in quotes has them around it still. */
enum split split_record(const char *bytes, size_t start, size_t end, uint32_t *bound, size_t cells,
                        size_t *next);

/* Part of a text. */
struct span {
    const char *start;
    size_t length;
};

/* The text of cell i of a plain record. Only a cell in quotes begins with one. */
static inline struct span split_cell(const char *bytes, const uint32_t *bound, size_t i)
{
    struct span cell = {bytes + bound[i], bound[i + 1] - bound[i] - 1};
    if (cell.length >= 2 && cell.start[0] == '"') {
        cell.start++;
        cell.length -= 2;
    }
    return cell;
}

#endif
