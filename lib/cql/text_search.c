/* SPDX-License-Identifier: MIT
 *
 * text_search.c - finding bytes in bytes: the two-way algorithm.
 *
 * Reference: Crochemore M, Perrin D. Two-way string-matching. J ACM 1991;38:651-675.
 * doi:10.1145/116825.116845
 *
 * The pattern is cut in two. Its right part is compared first, forwards, and then its left part,
 * backwards; the cut is chosen so that whatever differs tells how far the pattern may move on.
 */
#include "cql/text_search.h"

#include <stdbool.h>
#include <string.h>

struct pattern {
    const char *bytes;
    size_t length;
    size_t cut;    /* bytes of the left part */
    size_t period; /* of the whole pattern, or how far it may move on at least */
    bool periodic;
};

/* Where the greatest suffix begins, in the order of the bytes or in the reverse order; its period.
 */
static size_t greatest_suffix(const char *x, size_t length, bool reverse, size_t *period)
{
    size_t start = 0, candidate = 1, equal = 0;

    *period = 1;
    while (candidate + equal < length) {
        unsigned char a = (unsigned char)x[candidate + equal], b = (unsigned char)x[start + equal];
        if (a == b) {
            equal++;
            if (equal == *period) {
                candidate += *period;
                equal = 0;
            }
        } else if ((a < b) != reverse) {
            candidate += equal + 1;
            equal = 0;
            *period = candidate - start;
        } else {
            start = candidate++;
            equal = 0;
            *period = 1;
        }
    }
    return start;
}

static struct pattern prepare(const char *bytes, size_t length)
{
    struct pattern x = {.bytes = bytes, .length = length};
    size_t reverse_period;
    size_t reverse_cut = greatest_suffix(bytes, length, true, &reverse_period);

    x.cut = greatest_suffix(bytes, length, false, &x.period);
    if (reverse_cut > x.cut) {
        x.cut = reverse_cut;
        x.period = reverse_period;
    }
    x.periodic = memcmp(bytes, bytes + x.period, x.cut) == 0;
    if (!x.periodic)
        x.period = (x.cut > length - x.cut ? x.cut : length - x.cut) + 1;
    return x;
}

static size_t search(const char *pattern, size_t pattern_length, const char *text, size_t length,
                     bool first)
{
    size_t found = SIZE_MAX;

    if (pattern_length > length)
        return found;
    struct pattern x = prepare(pattern, pattern_length);
    size_t at = 0, known = 0; /* bytes from `at` on that are known to be equal */
    while (at <= length - x.length) {
        size_t i = known > x.cut ? known : x.cut;
        while (i < x.length && x.bytes[i] == text[at + i])
            i++;
        if (i < x.length) {
            at += i - x.cut + 1;
            known = 0;
            continue;
        }
        i = x.cut;
        while (i > known && x.bytes[i - 1] == text[at + i - 1])
            i--;
        if (i <= known) {
            found = at;
            if (first)
                return found;
        }
        at += x.period;
        known = x.periodic ? x.length - x.period : 0;
    }
    return found;
}

size_t nfh_priv_search_first(const char *pattern, size_t pattern_length, const char *text,
                             size_t length)
{
    return search(pattern, pattern_length, text, length, true);
}

size_t nfh_priv_search_last(const char *pattern, size_t pattern_length, const char *text,
                            size_t length)
{
    return search(pattern, pattern_length, text, length, false);
}
