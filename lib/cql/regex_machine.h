/* SPDX-License-Identifier: MIT
 *
 * regex_machine.h - finding the matches of a compiled regular expression, one after another.
 *
 * Reference: Pike R. The text editor sam. Softw Pract Exp 1987;17:813-845. The machine follows all
 * ways through the program at the same time, in the order in which a backtracking matcher would
 * try them; of several ways to one state only the first goes on.
 */
#ifndef NFH_CQL_REGEX_MACHINE_H
#define NFH_CQL_REGEX_MACHINE_H

#include "cql/regex_program.h"

#define NFH_REGEX_NOWHERE UINT32_MAX

/* The threads that wait for the next character, first things first. */
struct nfh_regex_list {
    uint32_t *entries; /* of each thread its instruction, then its positions */
    uint32_t count;
    uint32_t generation; /* what marks the states that led here */
};

struct nfh_regex_machine {
    const struct nfh_regex *regex;
    struct nfh_text text;
    struct nfh_heap *heap;
    uint32_t position_count;    /* kept of each way: 2 for each group from 0 on */
    uint32_t *positions;        /* of the way that is followed */
    uint32_t *found;            /* of the match; NFH_REGEX_NOWHERE: the group took no part */
    uint32_t *marks;            /* of each state: the last generation that reached it */
    struct nfh_regex_way *ways; /* still to be followed */
    uint32_t way_count;
    struct nfh_regex_list lists[2];
    uint32_t generation;
    uint64_t work;        /* that the heap has not been told of */
    size_t nonempty_from; /* a match that begins and ends here does not count */
};

/* Takes its memory from the heap; false when that has none. Keeps the positions of so many groups:
 * 1 for those of the whole match, 0 for none. */
bool nfh_priv_regex_machine_start(struct nfh_regex_machine *machine, const struct nfh_regex *regex,
                                  struct nfh_text text, uint32_t groups, struct nfh_heap *heap);
/* The first match that begins at `from` or after it. With `only_longer` it must begin there and not
 * be empty. Without positions any match will do. False when the work is over the limit. */
bool nfh_priv_regex_machine_find(struct nfh_regex_machine *machine, size_t from, bool only_longer,
                                 bool *is_found);

#endif
