/* SPDX-License-Identifier: MIT
 *
 * column_check.h - the law of cohorts: a row of columns gets what nfh_screen gives to a subject
 * with the same inputs; bit for bit, and nothing else is written.
 */
#ifndef NFH_TESTS_FUZZ_COLUMN_CHECK_H
#define NFH_TESTS_FUZZ_COLUMN_CHECK_H

#include "column_model.h"

#define COHORT_PARAMETERS_MAX 128

struct cohort {
    const nfh_ruleset *ruleset;
    nfh_columns *columns;
    nfh_subject *subject;
    nfh_report *report;
    const char *now;   /* NULL: not known */
    const char *story; /* told when the law does not hold */
    size_t parameters;
    size_t criteria;
    size_t rows;
    bool is_bound; /* the columns, as they are */
    struct model_column column[COHORT_PARAMETERS_MAX];
    /* Of all checks: rows, those of them that could not be read, and the criteria's truths. */
    size_t seen;
    size_t errors;
    size_t truths[3];
    size_t by_row; /* criteria of which the last check was row by row */
};

/* Makes handles, and no columns yet. */
void cohort_start(struct cohort *cohort, const nfh_ruleset *ruleset, const char *story);
/* Draws the columns' forms, all their rows to be put by column_put. */
void cohort_shape(struct chance *chance, struct cohort *cohort, size_t rows);
/* Binds and screens those rows, into places that are drawn, and compares with one by one. */
void cohort_check(struct chance *chance, struct cohort *cohort, size_t first, size_t rows);
void cohort_end(struct cohort *cohort);

#endif
