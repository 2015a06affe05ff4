/* SPDX-License-Identifier: MIT
 *
 * compare.h - between the files of the program compare.
 */
#ifndef EXAMPLES_COMPARE_H
#define EXAMPLES_COMPARE_H

#include "screen.h"

enum side { OLD, NEW, SIDES };

/* What a criterion says about entering. A criterion that a rule set does not have keeps nobody out:
 * there it passes. */
enum outcome { PASSES, FAILS, UNKNOWN, OUTCOMES };

#define ABSENT SIZE_MAX

/* The criterion of one id in both rule sets, and what became of it over the cohort. */
struct pair {
    const char *id;
    size_t index[SIDES];              /* in each rule set, or ABSENT in one of them */
    size_t count[OUTCOMES][OUTCOMES]; /* of subjects, by the old and the new outcome */
    size_t verdicts;                  /* how many verdicts it had a part in changing */
    enum outcome outcome[SIDES];      /* for the subject at hand */
    bool responsible;                 /* it has a part in the change of the verdict at hand */
};

struct comparison {
    struct screening side[SIDES];
    struct columns columns[SIDES]; /* of the same cohort */
    struct pair *pair; /* in the order of the old rule set, then what only the new one has */
    size_t pair_count;
    int verdict[SIDES]; /* of the subject at hand */
    size_t count[VERDICT_COUNT][VERDICT_COUNT];
    size_t changed; /* subjects for whom some criterion has another outcome */
    bool csv;
};

/* Pairs the criteria of both rule sets by their ids. False: out of memory. */
bool pair_criteria(struct comparison *comparison);
/* Counts the subject at hand, whose verdicts are there. */
void count_subject(struct comparison *comparison);

/* What a criterion is for the subject at hand: true, false, unknown or absent. */
const char *pair_truth(const struct comparison *comparison, const struct pair *pair,
                       enum side side);

/* The header of the CSV, and the subject at hand, whose verdict changed. */
void print_changes_head(struct comparison *comparison);
void print_change(struct comparison *comparison);
/* The tables for people. */
void print_comparison(struct comparison *comparison);

#endif
