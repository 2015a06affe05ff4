/* SPDX-License-Identifier: MIT
 *
 * lower_intervals.c - intervals, which exist at compile time only: each operation on them becomes
 * comparisons of their boundaries. A closed boundary that is null is the limit of the type ("since
 * ever"); an open one is not known.
 */
#include "cql/lint.h"
#include "cql/run.h"

static uint32_t build(struct nfh_lowering *lowering, unsigned opcode, uint32_t a, uint32_t b)
{
    return nfh_priv_build(lowering->builder, opcode, 0, a, b, 0);
}

static struct nfh_ref boundary(struct nfh_lowering *lowering, const struct nfh_ref *interval,
                               bool high)
{
    uint32_t slot = high ? interval->high : interval->slot;
    struct nfh_ref point = nfh_priv_ref(nfh_priv_point_of(interval->type), slot), least, greatest;

    point.unit = interval->unit;
    /* Of a span of time that is not known exactly, no more is used than that (is_closed). */
    if (nfh_priv_bounds(lowering, &point, &least, &greatest))
        point.least = point.greatest = point.slot;
    return point;
}

/* Whether the end is before the start: what is next to an open boundary may be, where the boundaries
 * themselves are not, as in (1, 2). */
static uint32_t is_empty(struct nfh_lowering *lowering, const struct nfh_node *node,
                         struct nfh_ref low, struct nfh_ref high)
{
    bool both_closed = node->low_closed && node->high_closed;
    uint32_t wrong = nfh_priv_lower_compare(
        lowering, both_closed ? NFH_ORDER_LESS : NFH_ORDER_LESS_OR_EQUAL, high, low, 0);

    if (both_closed)
        return wrong;
    if (!node->low_closed)
        low = nfh_priv_lower_neighbour(lowering, low, true);
    if (!node->high_closed)
        high = nfh_priv_lower_neighbour(lowering, high, false);
    return build(lowering, NFH_OP_OR, wrong,
                 nfh_priv_lower_compare(lowering, NFH_ORDER_LESS, high, low, 0));
}

/* A boundary whose value lies within bounds is null as long as it is not known which it is. If
 * closed, that must not be taken for the limit of the type: it is open then, and so not known.
 * Returns whether the boundary is closed. */
static uint32_t settle(struct nfh_lowering *lowering, bool closed, struct nfh_ref *point)
{
    struct nfh_ref least, greatest;
    uint32_t unsettled;

    if (!closed || !nfh_priv_bounds(lowering, point, &least, &greatest))
        return closed ? NFH_SLOT_TRUE : NFH_SLOT_FALSE;
    unsettled = build(lowering, NFH_OP_AND, build(lowering, NFH_OP_IS_NULL, point->slot, 0),
                      build(lowering, NFH_OP_NOT, nfh_priv_lower_is_null(lowering, &least), 0));
    /* Without the bounds, by which an open boundary would be compared as one that it excludes. */
    point->slot = nfh_priv_build(lowering->builder, NFH_OP_SELECT, 0, unsettled, NFH_SLOT_NULL,
                                 point->slot);
    return build(lowering, NFH_OP_NOT, unsettled, 0);
}

/* An interval whose end is before its start is an error at both boundaries, so that no comparison
 * with one of them alone decides. */
struct nfh_ref nfh_priv_lower_interval(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_ref low = nfh_priv_lower(lowering, node->child[0]),
                   high = nfh_priv_lower(lowering, node->child[1]);
    struct nfh_ref interval = nfh_priv_ref(node->type, NFH_SLOT_NULL);
    uint32_t wrong = is_empty(lowering, node, low, high);

    interval.low_closed = settle(lowering, node->low_closed, &low);
    interval.high_closed = settle(lowering, node->high_closed, &high);
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
    interval.unit = low.slot == NFH_SLOT_NULL ? high.unit : low.unit;
    /* An open boundary that is null is not known: that is no trigger. */
    nfh_priv_lint_note(lowering, NFH_LINT_BOUNDARY, node, 0,
                       node->low_closed ? low.slot : NFH_SLOT_TRUE, interval.slot);
    nfh_priv_lint_note(lowering, NFH_LINT_BOUNDARY, node, 1,
                       node->high_closed ? high.slot : NFH_SLOT_TRUE, interval.high);
    return interval;
}

uint32_t nfh_priv_lower_limit(struct nfh_lowering *lowering, nfh_type type, bool greatest)
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
    case NFH_TYPE_DATETIME:
        value.as.datetime = greatest ? nfh_priv_datetime_maximum() : nfh_priv_datetime_minimum();
        break;
    case NFH_TYPE_TIME:
        value.as.datetime = greatest ? nfh_priv_time_maximum() : nfh_priv_time_minimum();
        break;
    default:
        return NFH_SLOT_NULL;
    }
    return nfh_priv_build_constant(lowering->builder, &value);
}

static uint32_t neighbour_slot(struct nfh_lowering *lowering, nfh_type type, uint32_t slot,
                               bool successor)
{
    struct nfh_builder *builder = lowering->builder;

    switch (type) {
    case NFH_TYPE_DATE:
        return build(lowering, successor ? NFH_OP_SUCCESSOR_DATE : NFH_OP_PREDECESSOR_DATE, slot,
                     0);
    case NFH_TYPE_DATETIME:
    case NFH_TYPE_TIME:
        return nfh_priv_build(builder, NFH_OP_DATETIME_NEIGHBOUR,
                              successor | (type == NFH_TYPE_TIME ? NFH_TIME_OF_DAY : 0), slot, 0,
                              0);
    case NFH_TYPE_QUANTITY: /* the step is in the value's own unit, so the unit stays */
        return nfh_priv_build(builder, NFH_OP_NEIGHBOUR_QUANTITY, successor, slot, 0, 0);
    case NFH_TYPE_DECIMAL:
        return build(lowering, successor ? NFH_OP_SUCCESSOR_DECIMAL : NFH_OP_PREDECESSOR_DECIMAL,
                     slot, 0);
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        return nfh_priv_build(builder,
                              successor ? NFH_OP_SUCCESSOR_INTEGER : NFH_OP_PREDECESSOR_INTEGER,
                              type == NFH_TYPE_LONG, slot, 0, 0);
    default:
        return NFH_SLOT_NULL;
    }
}

/* Of a value with bounds, those move; the one that is at the limit stays there. */
struct nfh_ref nfh_priv_lower_neighbour(struct nfh_lowering *lowering, struct nfh_ref value,
                                        bool successor)
{
    struct nfh_ref least, greatest;
    nfh_type type = value.type;

    if (nfh_priv_bounds(lowering, &value, &least, &greatest)) {
        value.least = neighbour_slot(lowering, type, least.slot, successor);
        value.greatest = neighbour_slot(lowering, type, greatest.slot, successor);
        if (successor)
            value.greatest = build(lowering, NFH_OP_COALESCE, value.greatest, greatest.slot);
        else
            value.least = build(lowering, NFH_OP_COALESCE, value.least, least.slot);
    }
    value.slot = neighbour_slot(lowering, type, value.slot, successor);
    return value;
}

/* The boundary as a point, as far as it is known: a closed one that is null is the limit. */
static struct nfh_ref known_end(struct nfh_lowering *lowering, const struct nfh_ref *interval,
                                bool high)
{
    struct nfh_ref point = boundary(lowering, interval, high), closed = point;

    closed.slot = build(lowering, NFH_OP_COALESCE, point.slot,
                        nfh_priv_lower_limit(lowering, point.type, high));
    point = nfh_priv_lower_neighbour(lowering, point, !high);
    return nfh_priv_lower_select(lowering, high ? interval->high_closed : interval->low_closed,
                                 closed, point);
}

/* True where a boundary is open and null: then it can be any point up to the other one. */
static uint32_t is_open_end(struct nfh_lowering *lowering, const struct nfh_ref *interval,
                            bool high)
{
    struct nfh_ref point = boundary(lowering, interval, high);
    uint32_t closed = high ? interval->high_closed : interval->low_closed;

    return build(lowering, NFH_OP_AND, build(lowering, NFH_OP_NOT, closed, 0),
                 nfh_priv_lower_is_null(lowering, &point));
}

static struct nfh_ref end_point(struct nfh_lowering *lowering, const struct nfh_ref *interval,
                                bool high)
{
    struct nfh_ref point, other, nothing;
    uint32_t open, limit;

    if (!nfh_priv_is_interval(interval->type))
        return *interval;
    point = known_end(lowering, interval, high);
    open = is_open_end(lowering, interval, high);
    limit = nfh_priv_lower_limit(lowering, point.type, high);
    if (open != NFH_SLOT_FALSE && limit != NFH_SLOT_NULL) {
        uint32_t select = NFH_OP_SELECT;
        other = known_end(lowering, interval, !high);
        other.slot = build(lowering, NFH_OP_COALESCE, other.slot,
                           nfh_priv_lower_limit(lowering, point.type, !high));
        point.least = nfh_priv_build(lowering->builder, select, 0, open, high ? other.slot : limit,
                                     point.slot);
        point.greatest = nfh_priv_build(lowering->builder, select, 0, open,
                                        high ? limit : other.slot, point.slot);
    }
    nothing = nfh_priv_null_ref(lowering, point.type);
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
    struct nfh_ref edge = boundary(lowering, interval, high);
    const struct nfh_ref *less = high ? point : &edge, *more = high ? &edge : point;
    uint32_t closed, open;

    closed = nfh_priv_lower_compare(lowering, NFH_ORDER_LESS_OR_EQUAL, *less, *more, precision);
    closed = build(lowering, NFH_OP_OR, nfh_priv_lower_is_null(lowering, &edge), closed);
    open = nfh_priv_lower_compare(lowering, NFH_ORDER_LESS, *less, *more, precision);
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
    struct nfh_ref least, greatest;

    /* What is known within bounds is not unknown altogether. */
    nfh_priv_bounds(lowering, &point, &least, &greatest);
    point = least;
    both = nfh_priv_build(lowering->builder, NFH_OP_SELECT_BOOLEAN, 0,
                          nfh_priv_lower_is_null(lowering, &point), NFH_SLOT_NULL, both);
    return nfh_priv_build(lowering->builder, NFH_OP_SELECT_BOOLEAN, 0, interval->absent,
                          NFH_SLOT_FALSE, both);
}
