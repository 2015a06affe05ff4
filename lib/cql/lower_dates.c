/* SPDX-License-Identifier: MIT
 *
 * lower_dates.c - date arithmetic, spans, and timing phrases with a distance.
 */
#include "cql/date_values.h"
#include "cql/lower.h"
#include "cql/run.h"

/* The detail of an instruction on DateTimes that may be Times. */
static unsigned time_of_day(nfh_type type)
{
    return type == NFH_TYPE_TIME ? NFH_TIME_OF_DAY : 0;
}

/* What is added to a date, or taken from it. */
struct addition {
    unsigned opcode, detail;
    uint32_t operand;
};

static uint32_t added(struct nfh_lowering *lowering, const struct addition *addition, uint32_t slot)
{
    return nfh_priv_build(lowering->builder, addition->opcode, addition->detail, slot,
                          addition->operand, 0);
}

/* A bound moves with the date; one that is the limit of the type stays there, since no more than
 * that is known by it. Times go round at midnight, so nothing is known then unless the bounds
 * agree. */
static uint32_t added_bound(struct nfh_lowering *lowering, const struct addition *addition,
                            struct nfh_ref bound, struct nfh_ref other, bool greatest)
{
    struct nfh_ref limit =
        nfh_priv_ref(bound.type, nfh_priv_lower_limit(lowering, bound.type, greatest));
    uint32_t lost = nfh_priv_lower_plain_compare(lowering, NFH_ORDER_EQUAL, bound, limit, 0);

    if (bound.type == NFH_TYPE_TIME)
        lost = nfh_priv_build(
            lowering->builder, NFH_OP_NOT, 0,
            nfh_priv_lower_plain_compare(lowering, NFH_ORDER_EQUAL, bound, other, 0), 0, 0);
    return nfh_priv_build(lowering->builder, NFH_OP_SELECT, 0, lost, limit.slot,
                          added(lowering, addition, bound.slot));
}

static struct nfh_ref add(struct nfh_lowering *lowering, const struct addition *addition,
                          struct nfh_ref date)
{
    struct nfh_ref least, greatest;

    if (nfh_priv_bounds(lowering, &date, &least, &greatest)) {
        date.least = added_bound(lowering, addition, least, greatest, false);
        date.greatest = added_bound(lowering, addition, greatest, least, true);
    }
    date.slot = added(lowering, addition, date.slot);
    return date;
}

struct nfh_ref nfh_priv_lower_add_date(struct nfh_lowering *lowering, struct nfh_ref date,
                                       struct nfh_ref duration, bool subtract)
{
    const struct nfh_value *known = nfh_priv_build_known(lowering->builder, duration.slot);
    bool is_date = date.type == NFH_TYPE_DATE;
    struct addition addition = {is_date ? NFH_OP_ADD_DATE : NFH_OP_ADD_DATETIME,
                                time_of_day(date.type), NFH_SLOT_NULL};
    enum nfh_calendar_unit unit;
    int64_t count;

    if (date.type == NFH_TYPE_ANY)
        return date;
    if (!known || !known->known) {
        addition.opcode = is_date ? NFH_OP_ADD_DATE_QUANTITY : NFH_OP_ADD_DATETIME_QUANTITY;
        addition.detail |= subtract;
        addition.operand = nfh_priv_with_unit(lowering, &duration);
        return add(lowering, &addition, date);
    }
    if (!nfh_priv_calendar_count(known->as.decimal, duration.unit ? duration.unit : known->unit,
                                 is_date, &count, &unit) ||
        (date.type == NFH_TYPE_TIME && unit < NFH_UNIT_HOUR)) {
        nfh_priv_lower_error(lowering, lowering->node->mark, NFH_CODE_UNIT_MISMATCH,
                             "this quantity is no duration of calendar time: write for example "
                             "6 months, 30 days or 8 weeks");
        return nfh_priv_null_ref(lowering, date.type);
    }
    addition.detail |= unit;
    addition.operand = nfh_priv_constant_integer(lowering, subtract ? -count : count);
    return add(lowering, &addition, date);
}

struct nfh_ref nfh_priv_lower_span(struct nfh_lowering *lowering, bool difference,
                                   unsigned precision, const struct nfh_ref *a,
                                   const struct nfh_ref *b)
{
    struct nfh_ref span = nfh_priv_ref(NFH_TYPE_INTEGER, NFH_SLOT_NULL);
    struct nfh_ref least_a, greatest_a, least_b, greatest_b;
    struct nfh_builder *builder = lowering->builder;
    enum nfh_calendar_unit unit;
    bool is_open;
    unsigned detail, opcode = difference ? NFH_OP_DATETIME_DIFFERENCE : NFH_OP_DATETIME_DURATION;

    if (a->type == NFH_TYPE_ANY)
        return span;
    if (a->type == NFH_TYPE_DATE)
        opcode = difference ? NFH_OP_DIFFERENCE : NFH_OP_DURATION;
    if (!nfh_priv_precision_unit((enum nfh_time_precision)precision, &unit) ||
        (a->type == NFH_TYPE_DATE && unit >= NFH_UNIT_HOUR) ||
        (a->type == NFH_TYPE_TIME && unit < NFH_UNIT_HOUR)) {
        nfh_priv_lower_error(lowering, lowering->node->mark, NFH_CODE_TYPE,
                             a->type == NFH_TYPE_TIME
                                 ? "times have no days: ask for hours, minutes, seconds or "
                                   "milliseconds"
                                 : "dates have no hours: ask for years, months, weeks or days");
        return span;
    }
    detail = unit | time_of_day(a->type);
    span.slot = nfh_priv_build(builder, opcode, detail, a->slot, b->slot, 0);
    is_open = nfh_priv_bounds(lowering, a, &least_a, &greatest_a);
    if (nfh_priv_bounds(lowering, b, &least_b, &greatest_b) || is_open) {
        span.least = nfh_priv_build(builder, opcode, detail | NFH_SPAN_LEAST, greatest_a.slot,
                                    least_b.slot, 0);
        span.greatest = nfh_priv_build(builder, opcode, detail | NFH_SPAN_GREATEST, least_a.slot,
                                       greatest_b.slot, 0);
    }
    return span;
}

struct nfh_ref nfh_priv_lower_component(struct nfh_lowering *lowering, const struct nfh_node *node,
                                        struct nfh_ref value)
{
    static const uint8_t precisions[] = {[NFH_TIME_YEAR] = NFH_PRECISION_YEAR,
                                         [NFH_TIME_MONTH] = NFH_PRECISION_MONTH,
                                         [NFH_TIME_DAY] = NFH_PRECISION_DAY,
                                         [NFH_TIME_HOUR] = NFH_PRECISION_HOUR,
                                         [NFH_TIME_MINUTE] = NFH_PRECISION_MINUTE,
                                         [NFH_TIME_SECOND] = NFH_PRECISION_SECOND,
                                         [NFH_TIME_MILLISECOND] = NFH_PRECISION_MILLISECOND};
    unsigned precision = precisions[node->precision];
    unsigned least = value.type == NFH_TYPE_TIME ? NFH_PRECISION_HOUR : NFH_PRECISION_YEAR;
    unsigned most = value.type == NFH_TYPE_DATE ? NFH_PRECISION_DAY : NFH_PRECISION_MILLISECOND;

    if (precision == 0 || precision < least || precision > most)
        nfh_priv_lower_error(lowering, node->mark, NFH_CODE_TYPE,
                             value.type == NFH_TYPE_DATE
                                 ? "a date has a year, a month and a day only"
                             : value.type == NFH_TYPE_TIME
                                 ? "a time has an hour, a minute, a second and a millisecond only"
                                 : "a week is no component of a date");
    return nfh_priv_ref(NFH_TYPE_INTEGER,
                        nfh_priv_build(lowering->builder,
                                       value.type == NFH_TYPE_DATE ? NFH_OP_DATE_COMPONENT
                                                                   : NFH_OP_DATETIME_COMPONENT,
                                       precision, value.slot, 0, 0));
}

struct nfh_ref nfh_priv_lower_constructor(struct nfh_lowering *lowering, unsigned operation,
                                          const struct nfh_ref *operand, size_t count)
{
    uint32_t slot[NFH_OPERATOR_OPERANDS];

    for (size_t i = 0; i < NFH_OPERATOR_OPERANDS; i++)
        slot[i] = i < count ? operand[i].slot : NFH_SLOT_NULL;
    if (operation == NFH_DO_DATE)
        return nfh_priv_ref(NFH_TYPE_DATE, nfh_priv_build(lowering->builder, NFH_OP_MAKE_DATE, 0,
                                                          slot[0], slot[1], slot[2]));
    if (operation == NFH_DO_TIME)
        return nfh_priv_ref(NFH_TYPE_TIME,
                            nfh_priv_build_pool(lowering->builder, NFH_OP_MAKE_TIME, 0, slot, 4));
    return nfh_priv_ref(NFH_TYPE_DATETIME,
                        nfh_priv_build_pool(lowering->builder, NFH_OP_MAKE_DATETIME, 0, slot, 8));
}

struct nfh_ref nfh_priv_lower_now(struct nfh_lowering *lowering)
{
    struct nfh_builder *builder = lowering->builder;

    if (builder->now == NFH_SLOT_NONE)
        builder->now = (uint32_t)builder->input_slots++;
    return nfh_priv_ref(NFH_TYPE_DATETIME, builder->now);
}

struct phrase {
    struct nfh_lowering *lowering;
    unsigned precision;
    bool mirrored; /* `after` is `before` with all comparisons turned round */
};

static uint32_t earlier(const struct phrase *phrase, bool or_equal, struct nfh_ref a,
                        struct nfh_ref b)
{
    enum nfh_order relation = or_equal ? NFH_ORDER_LESS_OR_EQUAL : NFH_ORDER_LESS;

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
    case NFH_DISTANCE_OR_LESS:
        return nfh_priv_build(lowering->builder, NFH_OP_AND, 0, earlier(phrase, true, edge, left),
                              earlier(phrase, inclusive, left, right), 0);
    case NFH_DISTANCE_LESS_THAN:
        return nfh_priv_build(lowering->builder, NFH_OP_AND, 0, earlier(phrase, false, edge, left),
                              earlier(phrase, inclusive, left, right), 0);
    case NFH_DISTANCE_OR_MORE:
        return earlier(phrase, true, left, edge);
    case NFH_DISTANCE_MORE_THAN:
        return earlier(phrase, false, left, edge);
    default:
        return nfh_priv_lower_compare(lowering, NFH_ORDER_EQUAL, left, edge, phrase->precision);
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
    enum nfh_order relation = timing->proper ? NFH_ORDER_LESS : NFH_ORDER_LESS_OR_EQUAL;
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
