/* SPDX-License-Identifier: MIT
 *
 * lower_interval_operators.c - relations between intervals, and the intervals that come of two.
 */
#include "cql/lower.h"

static uint32_t build(struct nfh_lowering *lowering, unsigned opcode, uint32_t a, uint32_t b)
{
    return nfh_priv_build(lowering->builder, opcode, 0, a, b, 0);
}

/* Two intervals, by their first and last points. */
struct pair {
    struct nfh_lowering *lowering;
    struct nfh_ref start_a, end_a, start_b, end_b;
    unsigned precision;
    uint32_t absent; /* one of the two is null */
};

static struct pair pair_of(struct nfh_lowering *lowering, const struct nfh_ref *a,
                           const struct nfh_ref *b, unsigned precision)
{
    struct pair pair = {lowering,
                        nfh_priv_interval_start(lowering, a),
                        nfh_priv_interval_end(lowering, a),
                        nfh_priv_interval_start(lowering, b),
                        nfh_priv_interval_end(lowering, b),
                        precision,
                        build(lowering, NFH_OP_OR, a->absent, b->absent)};
    return pair;
}

/* The same with the intervals exchanged. */
static struct pair mirrored(const struct pair *pair)
{
    struct pair other = {pair->lowering, pair->start_b,   pair->end_b, pair->start_a,
                         pair->end_a,    pair->precision, pair->absent};
    return other;
}

static uint32_t compare(const struct pair *pair, enum nfh_order relation, struct nfh_ref x,
                        struct nfh_ref y)
{
    return nfh_priv_lower_compare(pair->lowering, relation, x, y, pair->precision);
}

static uint32_t both(const struct pair *pair, uint32_t x, uint32_t y)
{
    return build(pair->lowering, NFH_OP_AND, x, y);
}

/* a lies in b. */
static uint32_t included(const struct pair *p)
{
    return both(p, compare(p, NFH_ORDER_LESS_OR_EQUAL, p->start_b, p->start_a),
                compare(p, NFH_ORDER_LESS_OR_EQUAL, p->end_a, p->end_b));
}

/* a lies in b and leaves something of it. */
static uint32_t properly_included(const struct pair *p)
{
    uint32_t leaves =
        build(p->lowering, NFH_OP_OR, compare(p, NFH_ORDER_LESS, p->start_b, p->start_a),
              compare(p, NFH_ORDER_LESS, p->end_a, p->end_b));
    return both(p, included(p), leaves);
}

static uint32_t overlap(const struct pair *p)
{
    return both(p, compare(p, NFH_ORDER_LESS_OR_EQUAL, p->start_a, p->end_b),
                compare(p, NFH_ORDER_LESS_OR_EQUAL, p->start_b, p->end_a));
}

/* The point after the end of a is the start of b. Nothing comes after the last point of a type, so
 * the end must be before the start at all. */
static uint32_t meet_before(const struct pair *p)
{
    struct nfh_ref next = nfh_priv_lower_neighbour(p->lowering, p->end_a, true);

    return both(p, compare(p, NFH_ORDER_LESS, p->end_a, p->start_b),
                compare(p, NFH_ORDER_EQUAL, next, p->start_b));
}

static uint32_t meet(const struct pair *p)
{
    struct pair other = mirrored(p);

    return build(p->lowering, NFH_OP_OR, meet_before(p), meet_before(&other));
}

static uint32_t starts(const struct pair *p)
{
    return both(p, compare(p, NFH_ORDER_EQUAL, p->start_a, p->start_b),
                compare(p, NFH_ORDER_LESS_OR_EQUAL, p->end_a, p->end_b));
}

static uint32_t ends(const struct pair *p)
{
    return both(p, compare(p, NFH_ORDER_LESS_OR_EQUAL, p->start_b, p->start_a),
                compare(p, NFH_ORDER_EQUAL, p->end_a, p->end_b));
}

uint32_t nfh_priv_lower_interval_relation(struct nfh_lowering *lowering, unsigned operation,
                                          const struct nfh_ref *a, const struct nfh_ref *b,
                                          unsigned precision)
{
    struct pair p = pair_of(lowering, a, b, precision), other = mirrored(&p);

    switch (operation) {
    case NFH_DO_INTERVAL_BEFORE:
        return compare(&p, NFH_ORDER_LESS, p.end_a, p.start_b);
    case NFH_DO_INTERVAL_AFTER:
        return compare(&p, NFH_ORDER_LESS, p.end_b, p.start_a);
    case NFH_DO_INTERVAL_SAME_OR_BEFORE:
        return compare(&p, NFH_ORDER_LESS_OR_EQUAL, p.end_a, p.start_b);
    case NFH_DO_INTERVAL_SAME_OR_AFTER:
        return compare(&p, NFH_ORDER_LESS_OR_EQUAL, p.end_b, p.start_a);
    case NFH_DO_INTERVAL_SAME:
        return both(&p, compare(&p, NFH_ORDER_EQUAL, p.start_a, p.start_b),
                    compare(&p, NFH_ORDER_EQUAL, p.end_a, p.end_b));
    case NFH_DO_INTERVAL_INCLUDED_IN:
        return included(&p);
    case NFH_DO_INTERVAL_INCLUDES:
        return included(&other);
    case NFH_DO_INTERVAL_PROPER_INCLUDED_IN:
        return properly_included(&p);
    case NFH_DO_INTERVAL_PROPER_INCLUDES:
        return properly_included(&other);
    case NFH_DO_INTERVAL_MEETS:
        return meet(&p);
    case NFH_DO_INTERVAL_MEETS_BEFORE:
        return meet_before(&p);
    case NFH_DO_INTERVAL_MEETS_AFTER:
        return meet_before(&other);
    case NFH_DO_INTERVAL_OVERLAPS_BEFORE:
        return both(&p, overlap(&p), compare(&p, NFH_ORDER_LESS, p.start_a, p.start_b));
    case NFH_DO_INTERVAL_OVERLAPS_AFTER:
        return both(&p, overlap(&p), compare(&p, NFH_ORDER_LESS, p.end_b, p.end_a));
    case NFH_DO_INTERVAL_STARTS:
        return starts(&p);
    case NFH_DO_INTERVAL_ENDS:
        return ends(&p);
    default:
        return overlap(&p);
    }
}

uint32_t nfh_priv_lower_proper_contains(struct nfh_lowering *lowering,
                                        const struct nfh_ref *interval, struct nfh_ref point,
                                        unsigned precision)
{
    struct pair p = pair_of(lowering, interval, &point, precision);
    uint32_t inside = both(&p, compare(&p, NFH_ORDER_LESS, p.start_a, point),
                           compare(&p, NFH_ORDER_LESS, point, p.end_a));

    return nfh_priv_build(lowering->builder, NFH_OP_SELECT_BOOLEAN, 0, interval->absent,
                          NFH_SLOT_FALSE, inside);
}

/* --- sets
 * -----------------------------------------------------------------------------------------------
 */

/* The earlier (or later) of two points; null where that is not known. */
static struct nfh_ref extreme(const struct pair *p, struct nfh_ref x, struct nfh_ref y, bool later)
{
    uint32_t x_first = compare(p, NFH_ORDER_LESS_OR_EQUAL, x, y),
             y_first = compare(p, NFH_ORDER_LESS_OR_EQUAL, y, x);
    struct nfh_ref nothing = nfh_priv_null_ref(p->lowering, x.type);

    nothing.unit = y.unit;
    nothing = nfh_priv_lower_select(p->lowering, y_first, later ? x : y, nothing);
    return nfh_priv_lower_select(p->lowering, x_first, later ? y : x, nothing);
}

/* From low to high, where `there` is true; a boundary that is not known is open, and so are both
 * where `there` is not known: nothing is known of it then. */
static struct nfh_ref make(const struct pair *p, struct nfh_ref low, struct nfh_ref high,
                           uint32_t there)
{
    struct nfh_lowering *lowering = p->lowering;
    struct nfh_ref interval = nfh_priv_ref(nfh_priv_interval_of(low.type), NFH_SLOT_NULL);

    uint32_t open = nfh_priv_build(lowering->builder, NFH_OP_IS_UNKNOWN, 0, there, 0, 0);

    low.least = low.greatest = high.least = high.greatest = NFH_SLOT_NONE;
    if (low.unit != high.unit) {
        low.slot = nfh_priv_with_unit(lowering, &low);
        high.slot = nfh_priv_with_unit(lowering, &high);
        low.unit = NULL;
    }
    low.slot = nfh_priv_build(lowering->builder, NFH_OP_SELECT, 0, open, NFH_SLOT_NULL, low.slot);
    high.slot = nfh_priv_build(lowering->builder, NFH_OP_SELECT, 0, open, NFH_SLOT_NULL, high.slot);
    interval.unit = low.unit;
    interval.slot = low.slot;
    interval.high = high.slot;
    interval.low_closed = build(lowering, NFH_OP_NOT, nfh_priv_lower_is_null(lowering, &low), 0);
    interval.high_closed = build(lowering, NFH_OP_NOT, nfh_priv_lower_is_null(lowering, &high), 0);
    interval.absent =
        build(lowering, NFH_OP_OR, p->absent, build(lowering, NFH_OP_IS_FALSE, there, 0));
    return interval;
}

/* What is left of a before or after b: null unless b leaves one piece, which is all of a when they
 * do not overlap. */
static struct nfh_ref except(const struct pair *p)
{
    struct nfh_lowering *lowering = p->lowering;
    uint32_t left = both(p, compare(p, NFH_ORDER_LESS, p->start_a, p->start_b),
                         compare(p, NFH_ORDER_LESS_OR_EQUAL, p->end_a, p->end_b));
    uint32_t right = both(p, compare(p, NFH_ORDER_LESS, p->end_b, p->end_a),
                          compare(p, NFH_ORDER_LESS_OR_EQUAL, p->start_b, p->start_a));
    uint32_t meets = overlap(p);
    struct nfh_ref before = make(
        p, p->start_a, nfh_priv_lower_neighbour(lowering, p->start_b, false), both(p, left, meets));
    struct nfh_ref after = make(p, nfh_priv_lower_neighbour(lowering, p->end_b, true), p->end_a,
                                both(p, right, meets));
    struct nfh_ref whole = make(p, p->start_a, p->end_a, build(lowering, NFH_OP_NOT, meets, 0));
    struct nfh_ref part = nfh_priv_lower_select(lowering, before.absent, after, before);

    return nfh_priv_lower_select(lowering, whole.absent, part, whole);
}

struct nfh_ref nfh_priv_lower_interval_set(struct nfh_lowering *lowering, unsigned operation,
                                           const struct nfh_ref *a, const struct nfh_ref *b)
{
    struct pair p = pair_of(lowering, a, b, 0);

    if (nfh_priv_point_of(a->type) == NFH_TYPE_ANY)
        return nfh_priv_null_ref(lowering, a->type); /* of nulls that could be anything */
    if (operation == NFH_DO_INTERVAL_EXCEPT)
        return except(&p);
    if (operation == NFH_DO_INTERVAL_INTERSECT)
        return make(&p, extreme(&p, p.start_a, p.start_b, true),
                    extreme(&p, p.end_a, p.end_b, false), overlap(&p));
    return make(&p, extreme(&p, p.start_a, p.start_b, false), extreme(&p, p.end_a, p.end_b, true),
                build(lowering, NFH_OP_OR, overlap(&p), meet(&p)));
}

/* The only point; null where it is not known to be one. */
struct nfh_ref nfh_priv_lower_point_from(struct nfh_lowering *lowering,
                                         const struct nfh_ref *interval)
{
    struct pair p = pair_of(lowering, interval, interval, 0);
    uint32_t same = compare(&p, NFH_ORDER_EQUAL, p.start_a, p.end_a);
    struct nfh_ref nothing = nfh_priv_null_ref(lowering, p.start_a.type);

    nothing.unit = p.start_a.unit;
    return nfh_priv_lower_raise(lowering, nfh_priv_lower_select(lowering, same, p.start_a, nothing),
                                NFH_RUN_POINT, build(lowering, NFH_OP_NOT, same, 0));
}
