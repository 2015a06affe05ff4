/* SPDX-License-Identifier: MIT
 *
 * regex_program.h - compiled regular expressions: the program of a machine that follows all ways
 * through it at once, character by character.
 *
 * A loop whose body can match the empty text is left after an iteration that did, as PCRE does. So
 * the machine must know, of every loop of this kind that it is in, whether the iteration has gone
 * on in the text. If an outer one has not, an inner one has not either; one number, the level, says
 * it all: how many of the loops around, from the outermost on, have gone on. An instruction in d
 * such loops, its depth, is therefore d + 1 states.
 */
#ifndef NFH_CQL_REGEX_PROGRAM_H
#define NFH_CQL_REGEX_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "cql/regex.h"

enum nfh_regex_code {
    /* Take a character. */
    NFH_REGEX_CHARACTER, /* argument: the code point */
    NFH_REGEX_ANY,
    NFH_REGEX_CLASS, /* argument: the first range; count: of ranges; flag: all but these */
    /* The end. */
    NFH_REGEX_MATCH,
    /* Go on without a character. */
    NFH_REGEX_SAVE,       /* argument: 2 * group for its start, and one more for its end */
    NFH_REGEX_JUMP,       /* argument: how far */
    NFH_REGEX_SPLIT,      /* argument: how far the other way is; flag: that one first */
    NFH_REGEX_LOOP_START, /* of a loop whose body can be empty */
    NFH_REGEX_LOOP_END,   /* argument: how far its start is; flag: that way first */
    NFH_REGEX_AT_START,
    NFH_REGEX_AT_END,
    NFH_REGEX_AT_LAST_LINE_END, /* or at the end */
    NFH_REGEX_AT_WORD_BORDER,   /* flag: not there */
};

struct nfh_regex_op {
    uint8_t code; /* enum nfh_regex_code */
    bool flag;
    uint16_t depth;
    int32_t argument;
    uint32_t count;
    uint32_t state; /* of level 0 */
};

struct nfh_regex_range {
    uint32_t first, last;
};

/* One block, without pointers; the ranges come after the instructions. */
struct nfh_regex {
    size_t size; /* bytes of it all */
    uint32_t op_count;
    uint32_t range_count;
    uint32_t state_count;
    uint32_t thread_count; /* instructions that a machine can wait at */
    uint32_t group_count;
    struct nfh_regex_op ops[];
};

/* The level does not matter where a machine waits: the next character settles it. */
static inline bool nfh_priv_regex_waits(const struct nfh_regex_op *op)
{
    return op->code <= NFH_REGEX_MATCH;
}

static inline const struct nfh_regex_range *nfh_priv_regex_ranges(const struct nfh_regex *regex)
{
    return (const struct nfh_regex_range *)(const void *)(regex->ops + regex->op_count);
}

#endif
