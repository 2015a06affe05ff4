/* SPDX-License-Identifier: MIT
 *
 * shape_span.h - between the files that tell how results go while one input goes from its value at
 * one end to that at the other.
 */
#ifndef NFH_CQL_SHAPE_SPAN_H
#define NFH_CQL_SHAPE_SPAN_H

#include "cql/shape.h"

struct nfh_span {
    const struct nfh_trial *trial;
    uint8_t *shape;
};

/* What stands in a slot, for an order of its values. */
enum nfh_order_of {
    NFH_ORDER_OF_NONE,
    NFH_ORDER_OF_INTEGER,
    NFH_ORDER_OF_DECIMAL,
    NFH_ORDER_OF_DATE,
    NFH_ORDER_OF_TRUTH
};

static inline const struct nfh_value *nfh_priv_span_at(const struct nfh_span *span, int end,
                                                       uint32_t slot)
{
    return &span->trial->frame[end].slot[slot];
}
static inline bool nfh_priv_is_fixed(const struct nfh_span *span, uint32_t slot)
{
    return span->shape[slot] == NFH_SHAPE_FIXED;
}
static inline bool nfh_priv_moves(const struct nfh_span *span, uint32_t slot)
{
    return span->shape[slot] == NFH_SHAPE_RISING || span->shape[slot] == NFH_SHAPE_FALLING;
}

/* shape_span.c */
int nfh_priv_span_compare(enum nfh_order_of order, const struct nfh_value *a,
                          const struct nfh_value *b);
/* -1, 0, 1 */
int nfh_priv_span_sign(enum nfh_order_of order, const struct nfh_value *value);
/* false, null, true: 0, 1, 2 */
int nfh_priv_span_rank(unsigned truth);
/* Of a Boolean that is known to be monotone. */
enum nfh_shape nfh_priv_monotone_truth(const struct nfh_span *span, uint32_t slot);
/* Of a value that is known to be monotone where it is known, and which beyond is null, or an error.
 * When it is null at both ends, they are on the same side if the operand has one sign. */
enum nfh_shape nfh_priv_monotone_value(const struct nfh_span *span, enum nfh_order_of order,
                                       uint32_t slot, bool one_sided);
/* Both at most zero, or both above it. */
bool nfh_priv_is_one_sided(const struct nfh_span *span, enum nfh_order_of order, uint32_t slot);

/* shape_order.c: of an instruction whose result rises or falls with its operands; NFH_SHAPE_LOOSE
 * of any other. */
enum nfh_shape nfh_priv_shape_ordered(const struct nfh_span *span, const struct nfh_instruction *in,
                                      uint32_t slot);

#endif
