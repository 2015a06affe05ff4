/* SPDX-License-Identifier: MIT
 *
 * lower_intervals.c - intervals, which exist at compile time only: each operation on them becomes
 * comparisons of their boundaries. A closed boundary that is null is the limit of the type ("since
 * ever"); an open one is not known.
 */
#include "cql/lower.h"

static uint32_t build(struct nfh_lowering *lowering, unsigned opcode, uint32_t a, uint32_t b)
{
    return nfh_priv_build(lowering->builder, opcode, 0, a, b, 0);
}

static struct nfh_ref boundary(const struct nfh_ref *interval, bool high)
{
    struct nfh_ref point =
        nfh_priv_ref(nfh_priv_point_of(interval->type), high ? interval->high : interval->slot);

    point.unit = interval->unit;
    return point;
}

/* An interval whose end is before its start is an error at both boundaries, so that no comparison
 * with one of them alone decides. */
struct nfh_ref nfh_priv_lower_interval(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_ref low = nfh_priv_lower(lowering, node->child[0]),
                   high = nfh_priv_lower(lowering, node->child[1]);
    struct nfh_ref interval = nfh_priv_ref(node->type, NFH_SLOT_NULL);
    bool both_closed = node->low_closed && node->high_closed;
    uint32_t wrong;

    wrong = nfh_priv_lower_compare(
        lowering, both_closed ? NFH_RELATION_LESS : NFH_RELATION_LESS_OR_EQUAL, high, low, 0);
    if (low.type == NFH_TYPE_QUANTITY && low.unit != high.unit && low.slot != NFH_SLOT_NULL &&
        high.slot != NFH_SLOT_NULL &&
        nfh_priv_align_units(lowering, &low, &high) != NFH_UNITS_SAME) {
        low.slot = nfh_priv_with_unit(lowering, &low);
        high.slot = nfh_priv_with_unit(lowering, &high);
        low.unit = high.unit = NULL;
    }
    interval.slot =
        nfh_priv_build(lowering->builder, NFH_OP_RAISE, NFH_RUN_INTERVAL, low.slot, wrong, 0);
    interval.high =
        nfh_priv_build(lowering->builder, NFH_OP_RAISE, NFH_RUN_INTERVAL, high.slot, wrong, 0);
    interval.low_closed = node->low_closed ? NFH_SLOT_TRUE : NFH_SLOT_FALSE;
    interval.high_closed = node->high_closed ? NFH_SLOT_TRUE : NFH_SLOT_FALSE;
    interval.unit = low.slot == NFH_SLOT_NULL ? high.unit : low.unit;
    return interval;
}

/* The least or greatest value of a type; null for quantities, which have none. */
static uint32_t limit(struct nfh_lowering *lowering, nfh_type type, bool greatest)
{
    struct nfh_value value = {.known = 1};

    switch (type) {
    case NFH_TYPE_INTEGER:
        value.as.integer = greatest ? INT32_MAX : INT32_MIN;
        break;
    case NFH_TYPE_LONG:
        value.as.integer = greatest ? INT64_MAX : INT64_MIN;
        break;
    case NFH_TYPE_DECIMAL:
        value.as.decimal = greatest ? nfh_priv_decimal_max() : -nfh_priv_decimal_max();
        break;
    case NFH_TYPE_DATE:
        value.as.date = greatest ? nfh_priv_date_pack(9999, 12, 31) : nfh_priv_date_pack(1, 1, 1);
        break;
    default:
        return NFH_SLOT_NULL;
    }
    return nfh_priv_build_constant(lowering->builder, &value);
}

/* The neighbour of an open boundary. */
static uint32_t neighbour(struct nfh_lowering *lowering, const struct nfh_ref *point,
                          bool successor)
{
    switch (point->type) {
    case NFH_TYPE_DATE:
        return build(lowering, successor ? NFH_OP_SUCCESSOR_DATE : NFH_OP_PREDECESSOR_DATE,
                     point->slot, 0);
    case NFH_TYPE_QUANTITY: /* the step is in the value's own unit, so the unit stays */
        return nfh_priv_build(lowering->builder, NFH_OP_NEIGHBOUR_QUANTITY, successor, point->slot,
                              0, 0);
    case NFH_TYPE_DECIMAL:
        return build(lowering, successor ? NFH_OP_SUCCESSOR_DECIMAL : NFH_OP_PREDECESSOR_DECIMAL,
                     point->slot, 0);
    default:
        return nfh_priv_build(lowering->builder,
                              successor ? NFH_OP_SUCCESSOR_INTEGER : NFH_OP_PREDECESSOR_INTEGER,
                              point->type == NFH_TYPE_LONG, point->slot, 0, 0);
    }
}

static struct nfh_ref end_point(struct nfh_lowering *lowering, const struct nfh_ref *interval,
                                bool high)
{
    struct nfh_ref point, closed, nothing;

    if (!nfh_priv_is_interval(interval->type))
        return *interval;
    closed = point = boundary(interval, high);
    closed.slot = build(lowering, NFH_OP_COALESCE, point.slot, limit(lowering, point.type, high));
    point.slot = neighbour(lowering, &point, !high);
    point = nfh_priv_lower_select(lowering, high ? interval->high_closed : interval->low_closed,
                                  closed, point);
    nothing = nfh_priv_null_ref(point.type);
    nothing.unit = point.unit;
    return nfh_priv_lower_select(lowering, interval->absent, nothing, point);
}

struct nfh_ref nfh_priv_interval_start(struct nfh_lowering *lowering,
                                       const struct nfh_ref *interval)
{
    return end_point(lowering, interval, false);
}

struct nfh_ref nfh_priv_interval_end(struct nfh_lowering *lowering, const struct nfh_ref *interval)
{
    return end_point(lowering, interval, true);
}

/* Whether a point is on the inner side of a boundary: past it, at it when it is closed, or anywhere
 * when that is null. */
static uint32_t inside(struct nfh_lowering *lowering, const struct nfh_ref *interval, bool high,
                       const struct nfh_ref *point, unsigned precision)
{
    struct nfh_ref edge = boundary(interval, high);
    const struct nfh_ref *less = high ? point : &edge, *more = high ? &edge : point;
    uint32_t closed, open;

    closed = nfh_priv_lower_compare(lowering, NFH_RELATION_LESS_OR_EQUAL, *less, *more, precision);
    closed = build(lowering, NFH_OP_OR, nfh_priv_lower_is_null(lowering, &edge), closed);
    open = nfh_priv_lower_compare(lowering, NFH_RELATION_LESS, *less, *more, precision);
    return nfh_priv_build(lowering->builder, NFH_OP_SELECT_BOOLEAN, 0,
                          high ? interval->high_closed : interval->low_closed, closed, open);
}

/* A null interval holds nothing; whether it holds a null point is not known. */
uint32_t nfh_priv_lower_contains(struct nfh_lowering *lowering, const struct nfh_ref *interval,
                                 struct nfh_ref point, unsigned precision)
{
    uint32_t both =
        build(lowering, NFH_OP_AND, inside(lowering, interval, false, &point, precision),
              inside(lowering, interval, true, &point, precision));
    uint32_t greatest;

    /* A span that partial dates leave open is not unknown altogether. */
    if (point.type == NFH_TYPE_INTEGER)
        nfh_priv_span_bounds(lowering, point.slot, &point.slot, &greatest);
    both = nfh_priv_build(lowering->builder, NFH_OP_SELECT_BOOLEAN, 0,
                          nfh_priv_lower_is_null(lowering, &point), NFH_SLOT_NULL, both);
    return nfh_priv_build(lowering->builder, NFH_OP_SELECT_BOOLEAN, 0, interval->absent,
                          NFH_SLOT_FALSE, both);
}

/* a is before b, or as the relation says, by their ends. */
static uint32_t ends_before(struct nfh_lowering *lowering, enum nfh_relation relation,
                            const struct nfh_ref *a, const struct nfh_ref *b, unsigned precision)
{
    return nfh_priv_lower_compare(lowering, relation, nfh_priv_interval_end(lowering, a),
                                  nfh_priv_interval_start(lowering, b), precision);
}

/* The first interval lies in the second. */
static uint32_t lies_in(struct nfh_lowering *lowering, const struct nfh_ref *inner,
                        const struct nfh_ref *outer, unsigned precision)
{
    uint32_t starts = nfh_priv_lower_compare(lowering, NFH_RELATION_LESS_OR_EQUAL,
                                             nfh_priv_interval_start(lowering, outer),
                                             nfh_priv_interval_start(lowering, inner), precision);
    uint32_t ends = nfh_priv_lower_compare(lowering, NFH_RELATION_LESS_OR_EQUAL,
                                           nfh_priv_interval_end(lowering, inner),
                                           nfh_priv_interval_end(lowering, outer), precision);

    return build(lowering, NFH_OP_AND, starts, ends);
}

static uint32_t overlap(struct nfh_lowering *lowering, const struct nfh_ref *a,
                        const struct nfh_ref *b, unsigned precision)
{
    uint32_t first = nfh_priv_lower_compare(lowering, NFH_RELATION_LESS_OR_EQUAL,
                                            nfh_priv_interval_start(lowering, a),
                                            nfh_priv_interval_end(lowering, b), precision);
    uint32_t second = nfh_priv_lower_compare(lowering, NFH_RELATION_LESS_OR_EQUAL,
                                             nfh_priv_interval_start(lowering, b),
                                             nfh_priv_interval_end(lowering, a), precision);

    return build(lowering, NFH_OP_AND, first, second);
}

uint32_t nfh_priv_lower_interval_relation(struct nfh_lowering *lowering,
                                          enum nfh_operation operation, const struct nfh_ref *a,
                                          const struct nfh_ref *b, unsigned precision)
{
    switch (operation) {
    case NFH_DO_INTERVAL_BEFORE:
        return ends_before(lowering, NFH_RELATION_LESS, a, b, precision);
    case NFH_DO_INTERVAL_AFTER:
        return ends_before(lowering, NFH_RELATION_LESS, b, a, precision);
    case NFH_DO_INTERVAL_SAME_OR_BEFORE:
        return ends_before(lowering, NFH_RELATION_LESS_OR_EQUAL, a, b, precision);
    case NFH_DO_INTERVAL_SAME_OR_AFTER:
        return ends_before(lowering, NFH_RELATION_LESS_OR_EQUAL, b, a, precision);
    case NFH_DO_INTERVAL_INCLUDED_IN:
        return lies_in(lowering, a, b, precision);
    case NFH_DO_INTERVAL_INCLUDES:
        return lies_in(lowering, b, a, precision);
    default:
        return overlap(lowering, a, b, precision);
    }
}
