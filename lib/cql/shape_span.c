/* SPDX-License-Identifier: MIT
 *
 * shape_span.c - the two ends between which one input goes, and what they tell of a result.
 */
#include "cql/shape_span.h"

int nfh_priv_span_compare(enum nfh_order_of order, const struct nfh_value *a,
                          const struct nfh_value *b)
{
    switch (order) {
    case NFH_ORDER_OF_INTEGER:
        return (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
    case NFH_ORDER_OF_DECIMAL:
        return (a->as.decimal > b->as.decimal) - (a->as.decimal < b->as.decimal);
    default:
        return (a->as.date > b->as.date) - (a->as.date < b->as.date);
    }
}

int nfh_priv_span_sign(enum nfh_order_of order, const struct nfh_value *value)
{
    static const struct nfh_value zero;

    return order == NFH_ORDER_OF_DATE ? 1 : nfh_priv_span_compare(order, value, &zero);
}

int nfh_priv_span_rank(unsigned truth)
{
    return truth & NFH_TRUTH_TRUE ? 2 : truth & NFH_TRUTH_FALSE ? 0 : 1;
}

static enum nfh_shape from_comparison(int ends)
{
    return ends == 0 ? NFH_SHAPE_FIXED : ends < 0 ? NFH_SHAPE_RISING : NFH_SHAPE_FALLING;
}

enum nfh_shape nfh_priv_monotone_truth(const struct nfh_span *span, uint32_t slot)
{
    const struct nfh_value *low = nfh_priv_span_at(span, 0, slot),
                           *high = nfh_priv_span_at(span, 1, slot);

    if (low->error || high->error)
        return NFH_SHAPE_LOOSE;
    return from_comparison(nfh_priv_span_rank(low->truth) - nfh_priv_span_rank(high->truth));
}

enum nfh_shape nfh_priv_monotone_value(const struct nfh_span *span, enum nfh_order_of order,
                                       uint32_t slot, bool one_sided)
{
    const struct nfh_value *low = nfh_priv_span_at(span, 0, slot),
                           *high = nfh_priv_span_at(span, 1, slot);

    if (low->known && high->known)
        return from_comparison(nfh_priv_span_compare(order, low, high));
    return !low->known && !high->known && one_sided ? NFH_SHAPE_FIXED : NFH_SHAPE_LOOSE;
}

bool nfh_priv_is_one_sided(const struct nfh_span *span, enum nfh_order_of order, uint32_t slot)
{
    return (nfh_priv_span_sign(order, nfh_priv_span_at(span, 0, slot)) > 0) ==
           (nfh_priv_span_sign(order, nfh_priv_span_at(span, 1, slot)) > 0);
}
