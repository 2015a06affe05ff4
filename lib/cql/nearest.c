/* SPDX-License-Identifier: MIT
 *
 * nearest.c - the name that was probably meant.
 *
 * Distance: insertions, deletions, replacements and swaps of neighbours (optimal string alignment;
 * F. J. Damerau, A technique for computer detection and correction of spelling errors,
 * Communications of the ACM, 1964, 7(3), 171-176). Letters of ASCII count as the same in both
 * cases.
 */
#include "cql/diagnostic.h"

#include <string.h>

#define LONGEST 128 /* bytes; longer names have no near ones */

static unsigned char fold(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    uint16_t rows[3][LONGEST + 1];
    uint16_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_length; j++)
        row[j] = (uint16_t)j;
    for (size_t i = 1; i <= a_length; i++) {
        uint16_t *free_row = before;
        before = last;
        last = row;
        row = free_row;
        row[0] = (uint16_t)i;
        for (size_t j = 1; j <= b_length; j++) {
            unsigned char x = fold(a[i - 1]), y = fold(b[j - 1]);
            size_t best = smallest(last[j] + 1u, row[j - 1] + 1u, last[j - 1] + (x != y ? 1u : 0u));
            if (i > 1 && j > 1 && x == fold(b[j - 2]) && y == fold(a[i - 2]) &&
                before[j - 2] + 1u < best)
                best = before[j - 2] + 1u;
            row[j] = (uint16_t)best;
        }
    }
    return row[b_length];
}

void nfh_priv_nearest_start(struct nfh_nearest *nearest, const char *wanted, size_t length)
{
    nearest->wanted = wanted;
    nearest->length = length;
    nearest->best = NULL;
    /* A third of the letters may differ, but in a name of one or two letters everything would be
     * near. */
    nearest->best_distance = length > LONGEST ? 0 : length / 3 + 1;
    if (nearest->best_distance > 5)
        nearest->best_distance = 5;
}

void nfh_priv_nearest_offer(struct nfh_nearest *nearest, const char *candidate)
{
    size_t length = strlen(candidate);
    if (nearest->best_distance == 0 || length > LONGEST)
        return;
    size_t difference =
        length > nearest->length ? length - nearest->length : nearest->length - length;
    if (difference >= nearest->best_distance)
        return;
    size_t found = distance(nearest->wanted, nearest->length, candidate, length);
    if (found < nearest->best_distance) {
        nearest->best_distance = found;
        nearest->best = candidate;
    }
}

const char *nfh_priv_nearest_result(const struct nfh_nearest *nearest)
{
    return nearest->best;
}
