/* SPDX-License-Identifier: MIT
 *
 * lower_compare.c - comparisons.
 */
#include "cql/lower.h"

/* Instructions of one relation stand in this order of types. */
static unsigned opcode_of(enum nfh_order relation, nfh_type type)
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
    case NFH_TYPE_DATETIME:
    case NFH_TYPE_TIME:
        offset = NFH_OP_EQUAL_DATETIME - NFH_OP_EQUAL_INTEGER;
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

/* The precision of a comparison, for the instructions on dates and DateTimes. A week is none. */
static unsigned compared_precision(nfh_type type, unsigned precision)
{
    static const uint8_t precisions[] = {[NFH_TIME_YEAR] = NFH_PRECISION_YEAR,
                                         [NFH_TIME_MONTH] = NFH_PRECISION_MONTH,
                                         [NFH_TIME_WEEK] = NFH_PRECISION_DAY,
                                         [NFH_TIME_DAY] = NFH_PRECISION_DAY,
                                         [NFH_TIME_HOUR] = NFH_PRECISION_HOUR,
                                         [NFH_TIME_MINUTE] = NFH_PRECISION_MINUTE,
                                         [NFH_TIME_SECOND] = NFH_PRECISION_SECOND,
                                         [NFH_TIME_MILLISECOND] = NFH_PRECISION_MILLISECOND};
    unsigned wanted = precisions[precision];

    if (type != NFH_TYPE_DATE)
        return type == NFH_TYPE_DATETIME || type == NFH_TYPE_TIME ? wanted : 0;
    /* A day is as far as a date goes. */
    return wanted > NFH_PRECISION_DAY ? NFH_PRECISION_DAY : wanted;
}

/* A unit as an author writes it: '1' may not have been written at all. */
static const char *unit_mark(const struct nfh_unit *unit)
{
    return unit->kind == NFH_UNIT_CALENDAR ? "" : "'";
}

static void warn_of_units(struct nfh_lowering *lowering, const struct nfh_unit *a,
                          const struct nfh_unit *b)
{
    const struct nfh_unit *one = nfh_priv_unit_one();
    bool is_bare = nfh_priv_unit_same(a, one) || nfh_priv_unit_same(b, one);

    nfh_priv_report(lowering->compilation->diagnostics, lowering->source, lowering->node->mark,
                    NFH_CODE_WARN_INCOMPARABLE,
                    "the units %s%.60s%s and %s%.60s%s can never be compared%s: the result is "
                    "always null",
                    unit_mark(a), a->text, unit_mark(a), unit_mark(b), b->text, unit_mark(b),
                    is_bare ? ", and a number without a unit is in '1'" : "");
}

static uint32_t compare_quantities(struct nfh_lowering *lowering, enum nfh_order relation,
                                   struct nfh_ref a, struct nfh_ref b)
{
    switch (nfh_priv_align_units(lowering, &a, &b)) {
    case NFH_UNITS_SAME:
        return nfh_priv_build(lowering->builder, opcode_of(relation, NFH_TYPE_DECIMAL), 0, a.slot,
                              b.slot, 0);
    case NFH_UNITS_NEVER:
        warn_of_units(lowering, a.unit, b.unit);
        return NFH_SLOT_NULL;
    default:
        return nfh_priv_build(lowering->builder, opcode_of(relation, NFH_TYPE_QUANTITY), 0,
                              nfh_priv_with_unit(lowering, &a), nfh_priv_with_unit(lowering, &b),
                              0);
    }
}

uint32_t nfh_priv_lower_decide(struct nfh_lowering *lowering, uint32_t sure, uint32_t possible)
{
    uint32_t open = nfh_priv_build(lowering->builder, NFH_OP_AND, 0, possible, NFH_SLOT_NULL, 0);

    return nfh_priv_build(lowering->builder, NFH_OP_SELECT_BOOLEAN, 0, sure, NFH_SLOT_TRUE, open);
}

/* Values of which at least one is not known exactly: CQL's uncertainty. */
static bool compare_uncertain(struct nfh_lowering *lowering, enum nfh_order relation,
                              const struct nfh_ref *a, const struct nfh_ref *b, unsigned precision,
                              uint32_t *result)
{
    struct nfh_builder *builder = lowering->builder;
    struct nfh_ref least_a, greatest_a, least_b, greatest_b, plain_a = *a, plain_b = *b;
    bool is_open_a = nfh_priv_bounds(lowering, a, &least_a, &greatest_a);
    bool is_open_b = nfh_priv_bounds(lowering, b, &least_b, &greatest_b);
    uint32_t before, after, same;

    if (!is_open_a && !is_open_b)
        return false;
    if (relation != NFH_ORDER_EQUAL) {
        *result = nfh_priv_lower_decide(
            lowering,
            nfh_priv_lower_plain_compare(lowering, relation, greatest_a, least_b, precision),
            nfh_priv_lower_plain_compare(lowering, relation, least_a, greatest_b, precision));
        return true;
    }
    plain_a.least = plain_b.least = NFH_SLOT_NONE;
    before = nfh_priv_lower_plain_compare(lowering, NFH_ORDER_LESS, greatest_a, least_b, precision);
    after = nfh_priv_lower_plain_compare(lowering, NFH_ORDER_LESS, greatest_b, least_a, precision);
    same = nfh_priv_lower_plain_compare(lowering, NFH_ORDER_EQUAL, plain_a, plain_b, precision);
    *result = nfh_priv_build(builder, NFH_OP_NOT, 0,
                             nfh_priv_build(builder, NFH_OP_OR, 0, before, after, 0), 0, 0);
    *result = nfh_priv_build(builder, NFH_OP_AND, 0, same, *result, 0);
    return true;
}

/* Values without bounds, of the same simple type. */
uint32_t nfh_priv_lower_plain_compare(struct nfh_lowering *lowering, enum nfh_order relation,
                                      struct nfh_ref a, struct nfh_ref b, unsigned precision)
{
    if (a.type == NFH_TYPE_BOOLEAN)
        return nfh_priv_build(lowering->builder, NFH_OP_EQUAL_BOOLEAN, 0, a.slot, b.slot, 0);
    if (a.type == NFH_TYPE_ANY)
        return NFH_SLOT_NULL;
    if (a.type == NFH_TYPE_QUANTITY)
        return compare_quantities(lowering, relation, a, b);
    return nfh_priv_build(lowering->builder, opcode_of(relation, a.type),
                          compared_precision(a.type, precision), a.slot, b.slot, 0);
}

/* Whether two members are equal, where two nulls are; of a Concept's codes, whose number may hang
 * on a condition, one that is there and one that is not are unequal. */
static uint32_t equal_member(struct nfh_lowering *lowering, const struct nfh_ref *x,
                             const struct nfh_ref *y)
{
    struct nfh_builder *builder = lowering->builder;
    uint32_t null_x = nfh_priv_lower_is_null(lowering, x),
             null_y = nfh_priv_lower_is_null(lowering, y);
    uint32_t equal = nfh_priv_lower_compare(lowering, NFH_ORDER_EQUAL, *x, *y, 0);

    if (x->type == NFH_TYPE_CODE)
        equal = nfh_priv_build(builder, NFH_OP_SELECT_BOOLEAN, 0,
                               nfh_priv_build(builder, NFH_OP_OR, 0, null_x, null_y, 0),
                               NFH_SLOT_FALSE, equal);
    return nfh_priv_build(builder, NFH_OP_OR, 0,
                          nfh_priv_build(builder, NFH_OP_AND, 0, null_x, null_y, 0), equal, 0);
}

/* Of Ratios, Codes and Concepts: member by member, where two nulls count as equal, as those of a
 * tuple do. */
static uint32_t equal_members(struct nfh_lowering *lowering, const struct nfh_ref *a,
                              const struct nfh_ref *b)
{
    struct nfh_builder *builder = lowering->builder;
    const struct nfh_ref *more = a->member_count > b->member_count ? a : b;
    uint32_t fewer = more == a ? b->member_count : a->member_count, result = NFH_SLOT_TRUE;

    for (uint32_t i = 0; result != NFH_SLOT_FALSE && i < more->member_count; i++)
        result = nfh_priv_build(builder, NFH_OP_AND, 0, result,
                                i < fewer ? equal_member(lowering, &a->member[i], &b->member[i])
                                          : nfh_priv_lower_is_null(lowering, &more->member[i]),
                                0);
    /* Null when one of the two is. */
    return nfh_priv_build(builder, NFH_OP_SELECT_BOOLEAN, 0,
                          nfh_priv_build(builder, NFH_OP_OR, 0, a->absent, b->absent, 0),
                          NFH_SLOT_NULL, result);
}

/* Compares each type that one choice may be with each that the other may be; types that do not
 * convert into each other are never equal. */
static uint32_t pair_choices(struct nfh_lowering *lowering, const struct nfh_ref *a,
                             const struct nfh_ref *b,
                             uint32_t (*compare)(struct nfh_lowering *, struct nfh_ref,
                                                 struct nfh_ref))
{
    struct nfh_builder *builder = lowering->builder;
    uint32_t result = NFH_SLOT_FALSE, either_null;

    for (uint32_t i = 0; i < a->member_count; i++)
        for (uint32_t k = 0; k < b->member_count; k++) {
            const struct nfh_ref *x = &a->member[i], *y = &b->member[k];
            nfh_type type = nfh_priv_common_type(x->type, y->type);
            uint32_t there, same;
            if (type == NFH_TYPE_NONE)
                continue;
            there = nfh_priv_build(builder, NFH_OP_OR, 0, nfh_priv_lower_is_null(lowering, x),
                                   nfh_priv_lower_is_null(lowering, y), 0);
            same = compare(lowering, nfh_priv_lower_convert(lowering, *x, type),
                           nfh_priv_lower_convert(lowering, *y, type));
            result = nfh_priv_build(builder, NFH_OP_SELECT_BOOLEAN, 0, there, result, same);
        }
    either_null = nfh_priv_build(builder, NFH_OP_OR, 0, nfh_priv_lower_is_null(lowering, a),
                                 nfh_priv_lower_is_null(lowering, b), 0);
    return nfh_priv_build(builder, NFH_OP_SELECT_BOOLEAN, 0, either_null, NFH_SLOT_NULL, result);
}

static uint32_t equal(struct nfh_lowering *lowering, struct nfh_ref a, struct nfh_ref b)
{
    return nfh_priv_lower_compare(lowering, NFH_ORDER_EQUAL, a, b, 0);
}

/* Intervals are equal when they hold the same points. */
static uint32_t equal_intervals(struct nfh_lowering *lowering, const struct nfh_ref *a,
                                const struct nfh_ref *b, unsigned precision)
{
    uint32_t starts = nfh_priv_lower_compare(lowering, NFH_ORDER_EQUAL,
                                             nfh_priv_interval_start(lowering, a),
                                             nfh_priv_interval_start(lowering, b), precision);
    uint32_t ends = nfh_priv_lower_compare(lowering, NFH_ORDER_EQUAL,
                                           nfh_priv_interval_end(lowering, a),
                                           nfh_priv_interval_end(lowering, b), precision);

    return nfh_priv_build(lowering->builder, NFH_OP_AND, 0, starts, ends, 0);
}

uint32_t nfh_priv_lower_compare(struct nfh_lowering *lowering, enum nfh_order relation,
                                struct nfh_ref a, struct nfh_ref b, unsigned precision)
{
    uint32_t slot;

    if (nfh_priv_is_choice(a.type))
        return pair_choices(lowering, &a, &b, equal);
    if (nfh_priv_has_members(a.type))
        return equal_members(lowering, &a, &b);
    if (nfh_priv_is_interval(a.type))
        return equal_intervals(lowering, &a, &b, precision);
    if (compare_uncertain(lowering, relation, &a, &b, precision, &slot))
        return slot;
    return nfh_priv_lower_plain_compare(lowering, relation, a, b, precision);
}

static uint32_t similar_quantities(struct nfh_lowering *lowering, struct nfh_ref a,
                                   struct nfh_ref b)
{
    if (nfh_priv_align_units(lowering, &a, &b) == NFH_UNITS_SAME)
        return nfh_priv_build(lowering->builder, NFH_OP_EQUAL_DECIMAL, 0, a.slot, b.slot, 0);
    return nfh_priv_build(lowering->builder, NFH_OP_SIMILAR_QUANTITY, 0,
                          nfh_priv_with_unit(lowering, &a), nfh_priv_with_unit(lowering, &b), 0);
}

/* a ~ b of values that are both there; null where it is not known. */
static uint32_t alike(struct nfh_lowering *lowering, struct nfh_ref a, struct nfh_ref b)
{
    struct nfh_builder *builder = lowering->builder;
    struct nfh_ref end_a, end_b;

    if (nfh_priv_is_choice(a.type))
        return pair_choices(lowering, &a, &b, nfh_priv_lower_equivalent);
    if (nfh_priv_has_members(a.type))
        return nfh_priv_lower_members_alike(lowering, &a, &b);
    if (nfh_priv_is_interval(a.type)) {
        end_a = nfh_priv_interval_end(lowering, &a);
        end_b = nfh_priv_interval_end(lowering, &b);
        return nfh_priv_build(
            builder, NFH_OP_AND, 0,
            nfh_priv_lower_equivalent(lowering, nfh_priv_interval_start(lowering, &a),
                                      nfh_priv_interval_start(lowering, &b)),
            nfh_priv_lower_equivalent(lowering, end_a, end_b), 0);
    }
    switch (a.type) {
    case NFH_TYPE_DECIMAL:
        return nfh_priv_build(builder, NFH_OP_SIMILAR_DECIMAL, 0, a.slot, b.slot, 0);
    case NFH_TYPE_STRING:
        return nfh_priv_build(builder, NFH_OP_SIMILAR_STRING, 0, a.slot, b.slot, 0);
    case NFH_TYPE_QUANTITY:
        return similar_quantities(lowering, a, b);
    default:
        return equal(lowering, a, b);
    }
}

/* Of such values, `~` says false where it is not known whether they are alike: partial dates, and
 * Ratios of other units. */
static bool is_alike_or_not(nfh_type type)
{
    return type == NFH_TYPE_DATE || type == NFH_TYPE_DATETIME || type == NFH_TYPE_TIME ||
           type == NFH_TYPE_RATIO || type == NFH_TYPE_CODE || type == NFH_TYPE_CONCEPT;
}

/* a ~ b: two nulls are equivalent, a null and another value are not. It is null only of what is
 * there but not known itself, such as a number of which a limit is known. */
uint32_t nfh_priv_lower_equivalent(struct nfh_lowering *lowering, struct nfh_ref a,
                                   struct nfh_ref b)
{
    struct nfh_builder *builder = lowering->builder;
    uint32_t null_a = nfh_priv_lower_is_null(lowering, &a),
             null_b = nfh_priv_lower_is_null(lowering, &b), same = alike(lowering, a, b);

    if (is_alike_or_not(a.type))
        same = nfh_priv_build(builder, NFH_OP_IS_TRUE, 0, same, 0, 0);
    same = nfh_priv_build(builder, NFH_OP_SELECT_BOOLEAN, 0,
                          nfh_priv_build(builder, NFH_OP_OR, 0, null_a, null_b, 0), NFH_SLOT_FALSE,
                          same);
    return nfh_priv_build(builder, NFH_OP_OR, 0,
                          nfh_priv_build(builder, NFH_OP_AND, 0, null_a, null_b, 0), same, 0);
}
