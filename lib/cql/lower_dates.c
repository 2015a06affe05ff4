/* SPDX-License-Identifier: MIT
 *
 * lower_dates.c - date arithmetic, spans, and timing phrases with a distance.
 */
#include "cql/date_values.h"
#include "cql/lower.h"
#include "cql/run.h"

struct nfh_ref nfh_priv_lower_add_date(struct nfh_lowering *lowering, struct nfh_ref date,
                                       struct nfh_ref duration, bool subtract)
{
    const struct nfh_value *known = nfh_priv_build_known(lowering->builder, duration.slot);
    enum nfh_calendar_unit unit;
    int64_t count;

    if (known && known->known) {
        if (!nfh_priv_calendar_count(known->as.decimal, duration.unit ? duration.unit : known->unit,
                                     &count, &unit)) {
            nfh_priv_lower_error(lowering, lowering->node->mark, NFH_CODE_UNIT_MISMATCH,
                                 "this quantity is no duration of calendar time: write for example "
                                 "6 months, 30 days or "
                                 "8 weeks");
            return nfh_priv_null_ref(NFH_TYPE_DATE);
        }
        date.slot =
            nfh_priv_build(lowering->builder, NFH_OP_ADD_DATE, unit, date.slot,
                           nfh_priv_constant_integer(lowering, subtract ? -count : count), 0);
        return date;
    }
    date.slot = nfh_priv_build(lowering->builder, NFH_OP_ADD_DATE_QUANTITY, subtract, date.slot,
                               nfh_priv_with_unit(lowering, &duration), 0);
    return date;
}

uint32_t nfh_priv_lower_span(struct nfh_lowering *lowering, unsigned opcode,
                             const struct nfh_node *node, const struct nfh_ref *operand)
{
    unsigned precision = node->operation->detail ? node->operation->detail : node->precision;
    enum nfh_calendar_unit unit;

    if (!nfh_priv_precision_unit((enum nfh_time_precision)precision, &unit)) {
        nfh_priv_lower_error(lowering, node->mark, NFH_CODE_UNSUPPORTED,
                             "dates have no hours: ask for years, months, weeks or days");
        return NFH_SLOT_NULL;
    }
    return nfh_priv_build(lowering->builder, opcode, unit, operand[0].slot, operand[1].slot, 0);
}

bool nfh_priv_span_bounds(struct nfh_lowering *lowering, uint32_t slot, uint32_t *least,
                          uint32_t *greatest)
{
    const struct nfh_instruction *origin = nfh_priv_build_origin(lowering->builder, slot);
    struct nfh_instruction span;

    if (!origin || (origin->opcode != NFH_OP_DURATION && origin->opcode != NFH_OP_DIFFERENCE))
        return false;
    span = *origin;
    *least = nfh_priv_build(lowering->builder, span.opcode, span.detail | NFH_SPAN_LEAST,
                            span.operand[0], span.operand[1], 0);
    *greatest = nfh_priv_build(lowering->builder, span.opcode, span.detail | NFH_SPAN_GREATEST,
                               span.operand[0], span.operand[1], 0);
    return true;
}

struct phrase {
    struct nfh_lowering *lowering;
    unsigned precision;
    bool mirrored; /* `after` is `before` with all comparisons turned round */
};

static uint32_t earlier(const struct phrase *phrase, bool or_equal, struct nfh_ref a,
                        struct nfh_ref b)
{
    enum nfh_relation relation = or_equal ? NFH_RELATION_LESS_OR_EQUAL : NFH_RELATION_LESS;

    return phrase->mirrored
               ? nfh_priv_lower_compare(phrase->lowering, relation, b, a, phrase->precision)
               : nfh_priv_lower_compare(phrase->lowering, relation, a, b, phrase->precision);
}

/* `left 3 days or less before right` and its kin: the precision is that of the comparisons, not of
 * the distance. */
static uint32_t lower_distance(const struct phrase *phrase, const struct nfh_timing *timing,
                               bool inclusive, struct nfh_ref left, struct nfh_ref right,
                               struct nfh_ref distance)
{
    struct nfh_lowering *lowering = phrase->lowering;
    struct nfh_ref edge = nfh_priv_lower_add_date(lowering, right, distance, !phrase->mirrored);

    switch (timing->offset) {
    case NFH_OFFSET_OR_LESS:
        return nfh_priv_build(lowering->builder, NFH_OP_AND, 0, earlier(phrase, true, edge, left),
                              earlier(phrase, inclusive, left, right), 0);
    case NFH_OFFSET_LESS_THAN:
        return nfh_priv_build(lowering->builder, NFH_OP_AND, 0, earlier(phrase, false, edge, left),
                              earlier(phrase, inclusive, left, right), 0);
    case NFH_OFFSET_OR_MORE:
        return earlier(phrase, true, left, edge);
    case NFH_OFFSET_MORE_THAN:
        return earlier(phrase, false, left, edge);
    default:
        return nfh_priv_lower_compare(lowering, NFH_RELATION_EQUAL, left, edge, phrase->precision);
    }
}

/* `left within 3 days of right`. */
static uint32_t lower_within(struct nfh_lowering *lowering, const struct nfh_timing *timing,
                             const struct nfh_ref *left, const struct nfh_ref *right,
                             struct nfh_ref distance)
{
    struct nfh_ref first =
        nfh_priv_lower_add_date(lowering, nfh_priv_interval_start(lowering, right), distance, true);
    struct nfh_ref last =
        nfh_priv_lower_add_date(lowering, nfh_priv_interval_end(lowering, right), distance, false);
    enum nfh_relation relation = timing->proper ? NFH_RELATION_LESS : NFH_RELATION_LESS_OR_EQUAL;
    uint32_t from = nfh_priv_lower_compare(
        lowering, relation, first, nfh_priv_interval_start(lowering, left), timing->precision);
    uint32_t to = nfh_priv_lower_compare(lowering, relation, nfh_priv_interval_end(lowering, left),
                                         last, timing->precision);

    return nfh_priv_build(lowering->builder, NFH_OP_AND, 0, from, to, 0);
}

uint32_t nfh_priv_lower_timing(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    const struct nfh_timing *timing = &node->as.timing;
    struct nfh_ref left = nfh_priv_lower(lowering, node->child[0]),
                   right = nfh_priv_lower(lowering, node->child[1]);
    struct nfh_ref distance = nfh_priv_lower(lowering, node->child[2]);
    bool after =
        timing->relation == NFH_TIMING_AFTER || timing->relation == NFH_TIMING_SAME_OR_AFTER;
    bool inclusive = timing->inclusive || timing->relation == NFH_TIMING_SAME_OR_BEFORE ||
                     timing->relation == NFH_TIMING_SAME_OR_AFTER;
    struct phrase phrase = {lowering, timing->precision, after};

    if (timing->relation == NFH_TIMING_WITHIN)
        return lower_within(lowering, timing, &left, &right, distance);
    left =
        after ? nfh_priv_interval_start(lowering, &left) : nfh_priv_interval_end(lowering, &left);
    right =
        after ? nfh_priv_interval_end(lowering, &right) : nfh_priv_interval_start(lowering, &right);
    return lower_distance(&phrase, timing, inclusive, left, right, distance);
}
