/* SPDX-License-Identifier: MIT
 *
 * range.h - for which values of one input a Boolean is true, false and null, exactly at the limit.
 */
#ifndef NFH_CQL_RANGE_H
#define NFH_CQL_RANGE_H

#include "cql/trial.h"

#define NFH_RANGE_RUNS 4000 /* evaluations of one search */

/* Neighbouring pieces differ in truth; together they are all that the input's limits allow. */
struct nfh_pieces {
    size_t count;
    struct {
        unsigned truth;        /* NFH_TRUTH_TRUE, _FALSE or _NULL */
        nfh_decimal low, high; /* places: see nfh_priv_input_at */
    } piece[NFH_RANGES_MAX];
};

/* For a free input that is ordered, the others being as they are. Every piece is certain; false,
 * when it would take too many of them or too long. `shape` is working memory: a zero byte for each
 * slot, and left so. */
bool nfh_priv_find_pieces(struct nfh_trial *trial, unsigned index, uint32_t slot, uint8_t *shape,
                          struct nfh_pieces *pieces);

#endif
