/* SPDX-License-Identifier: MIT
 *
 * screen_split.c - finding the cells of a CSV record that lies in memory.
 *
 * libcsv reads CSV a byte at a time and hands over each cell: for a cohort of a million subjects
 * that alone takes half as long as a database takes to read and screen it. Here the bytes are
 * looked at eight at a time, and nothing is copied. Only the plain record is understood; where
 * there is anything else about it, libcsv reads it (screen_csv.c), so that there is one judge of
 * what is CSV.
 */
#include "screen_split.h"

#include <stdbool.h>
#include <string.h>

/* Eight bytes as a number, the first in its lowest digits. Compilers make one load of it. */
static inline uint64_t load(const char *text)
{
    const unsigned char *b = (const unsigned char *)text;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
           (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
           (uint64_t)b[7] << 56;
}

/* The highest bit of each of eight bytes that is less than '-': of the comma, the quote, the ends
 * of lines and NUL, and of few others that cells hold. */
static inline uint64_t marks_of(uint64_t word)
{
    const uint64_t high = 0x8080808080808080, limit = 0x2d2d2d2d2d2d2d2d;
    return ~(((word | high) - limit) | word) & high;
}

/* Where the quote is that ends a cell which begins with one; SIZE_MAX: there is none, or what
 * follows ends no cell. */
static size_t closing_quote(const char *bytes, size_t opening, size_t end, bool *odd)
{
    for (size_t at = opening + 1; at < end; at++) {
        const char *quote = memchr(bytes + at, '"', end - at);
        size_t here = quote ? (size_t)(quote - bytes) : end;
        if (here + 1 >= end)
            return SIZE_MAX;
        *odd = *odd || memchr(bytes + at, '\0', here - at);
        char next = bytes[here + 1];
        if (next == ',' || next == '\n' || next == '\r')
            return here;
        if (next != '"')
            return SIZE_MAX;
        *odd = true;
        at = here + 1;
    }
    return SIZE_MAX;
}

enum split split_record(const char *bytes, size_t start, size_t end, uint32_t *bound, size_t cells,
                        size_t *next)
{
    size_t count = 0, cell = start, at = start;
    bool odd = false;
    bound[0] = (uint32_t)start;
    while (at < end) {
        uint64_t marks = marks_of(load(bytes + at));
        size_t word = at;
        at += 8;
        for (; marks; marks &= marks - 1) {
            size_t here = word + (size_t)__builtin_ctzll(marks) / 8;
            char c = bytes[here];
            if (c == ',') {
                cell = here + 1;
                count++;
                bound[count < cells ? count : cells] = (uint32_t)cell;
                continue;
            }
            if (here >= end)
                return SPLIT_NONE;
            if (c == '\n' || c == '\r') {
                *next = here + 1;
                bound[cells] = (uint32_t)*next;
                return odd || count + 1 != cells ? SPLIT_ODD : SPLIT_PLAIN;
            }
            if (c == '\0')
                odd = true;
            if (c != '"')
                continue;
            size_t closing = here == cell ? closing_quote(bytes, here, end, &odd) : SIZE_MAX;
            if (closing == SIZE_MAX)
                return SPLIT_NONE;
            at = closing + 1;
            break;
        }
    }
    return SPLIT_NONE;
}
