/* SPDX-License-Identifier: MIT
 *
 * lint_unknown.h - what lint_unknown.c and lint_walk.c share.
 */
#ifndef NFH_CQL_LINT_UNKNOWN_H
#define NFH_CQL_LINT_UNKNOWN_H

#include "cql/lint.h"

#define NFH_ROOTS_MAX   32  /* for one construct; with more, none of them is told apart */
#define NFH_VISITED_MAX 256 /* instructions on the way to them */

/* What may be missing for a construct: inputs, and instructions that are null by themselves. */
struct nfh_roots {
    uint32_t slot[NFH_ROOTS_MAX];
    bool is_harmless[NFH_ROOTS_MAX]; /* where it is null, nothing is decided */
    size_t count;
    uint32_t visited[NFH_VISITED_MAX];
    size_t visited_count;
    bool too_many;
};

struct nfh_lint_criterion {
    uint32_t slot;
    uint8_t decisions; /* what must not be possible: unsure values */
    bool is_decided;   /* after a walk: one of them is */
    bool was_decided;  /* after the walk before */
};

/* One construct, looked at in walks over the program. */
struct nfh_inquiry {
    struct nfh_linting *linting;
    struct nfh_lint_criterion *criterion;
    size_t criterion_count;
    uint32_t *first_note; /* by instruction: 1 more than the index of a note on its result, or 0 */
    uint32_t *next_note;  /* by note: the same of another note on that result */
    bool *is_dropped;     /* by note: it has been looked at, and others were found to decide */
    const struct nfh_lint_note *note;
    /* Of a walk: */
    bool with_self;                     /* what the construct makes of an unknown is unsure */
    bool with_others;                   /* so is what others make of the same unknown */
    bool has_company;                   /* there are such others */
    const struct nfh_instruction *root; /* when it is one */
    struct nfh_possible possible;       /* with the root null */
    uint8_t *input_state, *code_state;
    uint32_t forced[NFH_VISITED_MAX];
    size_t forced_count;
};

/* Walks over what the criteria need, with one of the roots null: whether a criterion comes out
 * decided that is unsure. */
bool nfh_priv_lint_walk(struct nfh_inquiry *inquiry, const struct nfh_roots *roots, size_t root);

#endif
