/* SPDX-License-Identifier: MIT
 *
 * lower_compare.c - comparisons.
 */
#include "cql/lower.h"

/* Instructions of one relation stand in this order of types. */
static unsigned opcode_of(enum nfh_relation relation, nfh_type type)
{
    static const unsigned first[] = {NFH_OP_EQUAL_INTEGER, NFH_OP_LESS_INTEGER,
                                     NFH_OP_LESS_OR_EQUAL_INTEGER};
    unsigned offset;

    switch (type) {
    case NFH_TYPE_DECIMAL:
        offset = NFH_OP_EQUAL_DECIMAL - NFH_OP_EQUAL_INTEGER;
        break;
    case NFH_TYPE_STRING:
        offset = NFH_OP_EQUAL_STRING - NFH_OP_EQUAL_INTEGER;
        break;
    case NFH_TYPE_DATE:
        offset = NFH_OP_EQUAL_DATE - NFH_OP_EQUAL_INTEGER;
        break;
    case NFH_TYPE_QUANTITY:
        offset = NFH_OP_EQUAL_QUANTITY - NFH_OP_EQUAL_INTEGER;
        break;
    default:
        offset = 0;
        break;
    }
    return first[relation] + offset;
}

/* The calendar's precisions that a date has, for NFH_OP_…_DATE: a day is as far as a date goes, so
 * it needs no limit of its own, but a missing component is then unknown. */
static unsigned date_precision(unsigned precision)
{
    switch (precision) {
    case NFH_TIME_NONE:
        return 0;
    case NFH_TIME_YEAR:
        return NFH_PRECISION_YEAR;
    case NFH_TIME_MONTH:
        return NFH_PRECISION_MONTH;
    default:
        return NFH_PRECISION_DAY;
    }
}

static uint32_t compare_quantities(struct nfh_lowering *lowering, enum nfh_relation relation,
                                   struct nfh_ref a, struct nfh_ref b)
{
    switch (nfh_priv_align_units(lowering, &a, &b)) {
    case NFH_UNITS_SAME:
        return nfh_priv_build(lowering->builder, opcode_of(relation, NFH_TYPE_DECIMAL), 0, a.slot,
                              b.slot, 0);
    case NFH_UNITS_NEVER:
        nfh_priv_lower_error(
            lowering, lowering->node->mark, NFH_CODE_WARN_INCOMPARABLE,
            "quantities of these units can never be compared: the result is always null");
        return NFH_SLOT_NULL;
    default:
        return nfh_priv_build(lowering->builder, opcode_of(relation, NFH_TYPE_QUANTITY), 0,
                              nfh_priv_with_unit(lowering, &a), nfh_priv_with_unit(lowering, &b),
                              0);
    }
}

/* Known where the bounds decide, whatever the span is: true when `sure`, false when not even
 * `possible`. */
static uint32_t decide(struct nfh_lowering *lowering, uint32_t sure, uint32_t possible)
{
    uint32_t open = nfh_priv_build(lowering->builder, NFH_OP_AND, 0, possible, NFH_SLOT_NULL, 0);

    return nfh_priv_build(lowering->builder, NFH_OP_SELECT_BOOLEAN, 0, sure, NFH_SLOT_TRUE, open);
}

/* Integers, of which at least one is a span of time between dates that may be partial: CQL's
 * uncertainty. */
static bool compare_spans(struct nfh_lowering *lowering, enum nfh_relation relation, uint32_t a,
                          uint32_t b, uint32_t *result)
{
    struct nfh_builder *builder = lowering->builder;
    unsigned opcode = opcode_of(relation, NFH_TYPE_INTEGER);
    uint32_t least_a = a, greatest_a = a, least_b = b, greatest_b = b, before, after;
    bool is_span_a = nfh_priv_span_bounds(lowering, a, &least_a, &greatest_a);
    bool is_span_b = nfh_priv_span_bounds(lowering, b, &least_b, &greatest_b);

    if (!is_span_a && !is_span_b)
        return false;
    if (relation == NFH_RELATION_EQUAL) {
        before = nfh_priv_build(builder, NFH_OP_LESS_INTEGER, 0, greatest_a, least_b, 0);
        after = nfh_priv_build(builder, NFH_OP_LESS_INTEGER, 0, greatest_b, least_a, 0);
        *result = nfh_priv_build(builder, NFH_OP_NOT, 0,
                                 nfh_priv_build(builder, NFH_OP_OR, 0, before, after, 0), 0, 0);
        *result = nfh_priv_build(builder, NFH_OP_AND, 0,
                                 nfh_priv_build(builder, opcode, 0, a, b, 0), *result, 0);
        return true;
    }
    *result = decide(lowering, nfh_priv_build(builder, opcode, 0, greatest_a, least_b, 0),
                     nfh_priv_build(builder, opcode, 0, least_a, greatest_b, 0));
    return true;
}

uint32_t nfh_priv_lower_compare(struct nfh_lowering *lowering, enum nfh_relation relation,
                                struct nfh_ref a, struct nfh_ref b, unsigned precision)
{
    unsigned detail = a.type == NFH_TYPE_DATE ? date_precision(precision) : 0;
    uint32_t slot;

    if (a.type == NFH_TYPE_BOOLEAN)
        return nfh_priv_build(lowering->builder, NFH_OP_EQUAL_BOOLEAN, 0, a.slot, b.slot, 0);
    if (a.type == NFH_TYPE_ANY)
        return NFH_SLOT_NULL;
    if (a.type == NFH_TYPE_QUANTITY)
        return compare_quantities(lowering, relation, a, b);
    if (a.type == NFH_TYPE_INTEGER && compare_spans(lowering, relation, a.slot, b.slot, &slot))
        return slot;
    return nfh_priv_build(lowering->builder, opcode_of(relation, a.type), detail, a.slot, b.slot,
                          0);
}

uint32_t nfh_priv_lower_is_null(struct nfh_lowering *lowering, const struct nfh_ref *ref)
{
    if (nfh_priv_is_interval(ref->type))
        return ref->absent;
    if (ref->type == NFH_TYPE_BOOLEAN)
        return nfh_priv_build(lowering->builder, NFH_OP_IS_UNKNOWN, 0, ref->slot, 0, 0);
    return nfh_priv_build(lowering->builder, NFH_OP_IS_NULL, 0, ref->slot, 0, 0);
}

static uint32_t similar_quantities(struct nfh_lowering *lowering, struct nfh_ref a,
                                   struct nfh_ref b)
{
    if (nfh_priv_align_units(lowering, &a, &b) == NFH_UNITS_SAME)
        return nfh_priv_build(lowering->builder, NFH_OP_EQUAL_DECIMAL, 0, a.slot, b.slot, 0);
    return nfh_priv_build(lowering->builder, NFH_OP_SIMILAR_QUANTITY, 0,
                          nfh_priv_with_unit(lowering, &a), nfh_priv_with_unit(lowering, &b), 0);
}

/* a ~ b: never null. Two nulls are equivalent; otherwise what is not known to be alike is not. */
uint32_t nfh_priv_lower_equivalent(struct nfh_lowering *lowering, struct nfh_ref a,
                                   struct nfh_ref b)
{
    struct nfh_builder *builder = lowering->builder;
    uint32_t both_null, alike;

    both_null = nfh_priv_build(builder, NFH_OP_AND, 0, nfh_priv_lower_is_null(lowering, &a),
                               nfh_priv_lower_is_null(lowering, &b), 0);
    if (a.type == NFH_TYPE_DECIMAL)
        alike = nfh_priv_build(builder, NFH_OP_SIMILAR_DECIMAL, 0, a.slot, b.slot, 0);
    else if (a.type == NFH_TYPE_STRING)
        alike = nfh_priv_build(builder, NFH_OP_SIMILAR_STRING, 0, a.slot, b.slot, 0);
    else if (a.type == NFH_TYPE_QUANTITY)
        alike = similar_quantities(lowering, a, b);
    else
        alike = nfh_priv_lower_compare(lowering, NFH_RELATION_EQUAL, a, b, 0);
    return nfh_priv_build(builder, NFH_OP_OR, 0, both_null,
                          nfh_priv_build(builder, NFH_OP_IS_TRUE, 0, alike, 0, 0), 0);
}
