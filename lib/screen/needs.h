/* SPDX-License-Identifier: MIT
 *
 * needs.h - what a report tells about missing inputs beyond their names, and the memory for it.
 */
#ifndef NFH_SCREEN_NEEDS_H
#define NFH_SCREEN_NEEDS_H

#include "cql/range.h"
#include "cql/sets.h"
#include "screen/handles.h"

#define NFH_BOUND_TEXT NFH_DECIMAL_TEXT

/* What has been found for the report's subject stays until the next screening, so that going
 * through it by index does not search again. */
struct nfh_needs {
    struct nfh_trial trial;
    struct nfh_sets sets;
    bool *free;  /* by input slot */
    bool *named; /* by input slot: what a list is made of */
    bool fresh;  /* the trial looks at the slots of this screening */
    /* The sets of one criterion. */
    size_t criterion; /* SIZE_MAX: of none */
    bool complete;
    size_t entry_count;
    struct {
        nfh_inputs set;
        int directions;
    } entry[2 * NFH_SETS_MAX];
    size_t parameter[NFH_FREE_MAX]; /* of the sets' bits */
    /* The range of one input. */
    size_t range_criterion, range_parameter; /* SIZE_MAX: of none */
    struct nfh_pieces pieces;
    char low[NFH_BOUND_TEXT], high[NFH_BOUND_TEXT];
};

void nfh_priv_needs_free(struct nfh_report *report);
/* What was found is of an earlier subject. */
void nfh_priv_needs_forget(struct nfh_report *report);
/* Makes report->needs. NFH_OK, NFH_E_NULL (report), NFH_E_STATE, NFH_E_MEMORY */
int nfh_priv_needs_start(struct nfh_report *report);
/* After a search: NFH_OK or NFH_E_MEMORY. */
int nfh_priv_needs_status(const struct nfh_report *report);

#endif
