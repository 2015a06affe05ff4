/* SPDX-License-Identifier: MIT
 *
 * text.h - what CQL's operators on strings do.
 *
 * A text is UTF-8; whatever lets one in has checked that. A byte that is not UTF-8 after all does
 * no harm: it counts as a character of its own and is never changed. Positions and lengths count
 * code points, from 0.
 *
 * Everything here takes time in proportion to the bytes of its operands. Whoever evaluates hostile
 * rules counts those bytes with nfh_priv_heap_work.
 */
#ifndef NFH_CQL_TEXT_H
#define NFH_CQL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cql/heap.h"

struct nfh_text {
    const char *bytes; /* may be NULL when length is 0 */
    size_t length;
};

int64_t nfh_priv_text_length(struct nfh_text text);

/* False when the heap could not give the memory: see its flags. The result may share the bytes of
 * an operand. */
bool nfh_priv_text_concatenate(struct nfh_text a, struct nfh_text b, struct nfh_heap *heap,
                               struct nfh_text *result);
bool nfh_priv_text_upper(struct nfh_text text, struct nfh_heap *heap, struct nfh_text *result);
bool nfh_priv_text_lower(struct nfh_text text, struct nfh_heap *heap, struct nfh_text *result);

/* Without a length: up to the end. False is null: a start that is not the position of a character
 * (but 0 in the empty text is one), or a length below 0. The result lies within the operand. */
#define NFH_TEXT_TO_END INT64_MAX
bool nfh_priv_text_substring(struct nfh_text text, int64_t start, int64_t length,
                             struct nfh_text *result);
/* The character at an index; false is null: there is none. */
bool nfh_priv_text_character(struct nfh_text text, int64_t index, struct nfh_text *result);

/* Where the pattern begins in the text for the first, or last, time; -1 where it does not. The
 * empty pattern is at 0, and for the last time at the end. */
int64_t nfh_priv_text_position(struct nfh_text pattern, struct nfh_text text);
int64_t nfh_priv_text_last_position(struct nfh_text pattern, struct nfh_text text);
bool nfh_priv_text_starts_with(struct nfh_text text, struct nfh_text prefix);
bool nfh_priv_text_ends_with(struct nfh_text text, struct nfh_text suffix);

/* By code point: -1, 0 or 1. */
int nfh_priv_text_compare(struct nfh_text a, struct nfh_text b);
/* CQL's `~`: letters without their case, and every white space character (White_Space of Unicode)
 * as a blank, one for one. */
bool nfh_priv_text_equivalent(struct nfh_text a, struct nfh_text b);

#endif
