/* SPDX-License-Identifier: MIT
 *
 * lower_refs.c - values as wholes: null, conversion, choice between two, whether they are there, in
 * terms of the slots that a value of each type takes.
 */
#include "cql/date_values.h"
#include "cql/lower.h"
#include "cql/run.h"

static uint32_t build(struct nfh_lowering *lowering, unsigned opcode, uint32_t a, uint32_t b,
                      uint32_t c)
{
    return nfh_priv_build(lowering->builder, opcode, 0, a, b, c);
}

static size_t member_count(nfh_type type)
{
    return nfh_priv_is_choice(type)   ? nfh_priv_choice_count(type)
           : type == NFH_TYPE_RATIO   ? 2
           : type == NFH_TYPE_CODE    ? 4
           : type == NFH_TYPE_CONCEPT ? 1 /* its display; its codes come after it */
                                      : 0;
}

static nfh_type member_type(nfh_type type, size_t index)
{
    return nfh_priv_is_choice(type) ? nfh_priv_choice_member(type, index)
           : type == NFH_TYPE_RATIO ? NFH_TYPE_QUANTITY
           : type == NFH_TYPE_CONCEPT && index > 0 ? NFH_TYPE_CODE
                                                   : NFH_TYPE_STRING;
}

struct nfh_ref nfh_priv_with_members(struct nfh_lowering *lowering, nfh_type type, size_t count,
                                     struct nfh_ref **member)
{
    struct nfh_ref ref = nfh_priv_ref(type, NFH_SLOT_NULL);

    *member = nfh_priv_arena_allocate(lowering->compilation->arena, (count + 1) * sizeof **member);
    if (!*member) {
        lowering->builder->out_of_memory = true;
        ref.type = NFH_TYPE_ANY; /* nobody looks for members that are not there */
        return ref;
    }
    for (size_t i = 0; i < count; i++)
        (*member)[i] = nfh_priv_null_ref(lowering, member_type(type, i));
    ref.member = *member;
    ref.member_count = (uint32_t)count;
    return ref;
}

struct nfh_ref nfh_priv_null_ref(struct nfh_lowering *lowering, nfh_type type)
{
    struct nfh_ref ref = nfh_priv_ref(type, NFH_SLOT_NULL), *member;

    if (nfh_priv_has_members(type))
        ref = nfh_priv_with_members(lowering, type, member_count(type), &member);
    if (nfh_priv_is_interval(type) || nfh_priv_has_members(type))
        ref.absent = NFH_SLOT_TRUE;
    return ref;
}

uint32_t nfh_priv_lower_is_null(struct nfh_lowering *lowering, const struct nfh_ref *ref)
{
    uint32_t result = NFH_SLOT_TRUE;
    struct nfh_ref least, greatest;

    if (nfh_priv_is_choice(ref->type)) {
        for (uint32_t i = 0; i < ref->member_count; i++)
            result = build(lowering, NFH_OP_AND, result,
                           nfh_priv_lower_is_null(lowering, &ref->member[i]), 0);
        return result;
    }
    if (nfh_priv_is_interval(ref->type) || nfh_priv_has_members(ref->type))
        return ref->absent;
    if (ref->type == NFH_TYPE_BOOLEAN)
        return build(lowering, NFH_OP_IS_UNKNOWN, ref->slot, 0, 0);
    /* What is known within bounds is not null, nor what has one of them: the other was out of
     * range. */
    nfh_priv_bounds(lowering, ref, &least, &greatest);
    result = build(lowering, NFH_OP_IS_NULL, least.slot, 0, 0);
    return ref->least == NFH_SLOT_NONE
               ? result
               : build(lowering, NFH_OP_AND, result,
                       build(lowering, NFH_OP_IS_NULL, greatest.slot, 0, 0), 0);
}

/* --- bounds
 * ---------------------------------------------------------------------------------------------
 */

/* A span of time between dates that may be partial has bounds; they are instructions only where
 * something asks for them. */
static bool span_bounds(struct nfh_lowering *lowering, uint32_t slot, uint32_t *least,
                        uint32_t *greatest)
{
    const struct nfh_instruction *origin = nfh_priv_build_origin(lowering->builder, slot);
    struct nfh_instruction span;

    if (!origin || (origin->opcode != NFH_OP_DURATION && origin->opcode != NFH_OP_DIFFERENCE &&
                    origin->opcode != NFH_OP_DATETIME_DURATION &&
                    origin->opcode != NFH_OP_DATETIME_DIFFERENCE))
        return false;
    span = *origin;
    *least = nfh_priv_build(lowering->builder, span.opcode, span.detail | NFH_SPAN_LEAST,
                            span.operand[0], span.operand[1], 0);
    *greatest = nfh_priv_build(lowering->builder, span.opcode, span.detail | NFH_SPAN_GREATEST,
                               span.operand[0], span.operand[1], 0);
    return true;
}

bool nfh_priv_bounds(struct nfh_lowering *lowering, const struct nfh_ref *ref,
                     struct nfh_ref *least, struct nfh_ref *greatest)
{
    bool uncertain = ref->least != NFH_SLOT_NONE;

    *least = *greatest = *ref;
    least->least = least->greatest = greatest->least = greatest->greatest = NFH_SLOT_NONE;
    if (uncertain) {
        least->slot = ref->least;
        greatest->slot = ref->greatest;
        return true;
    }
    return ref->type == NFH_TYPE_INTEGER &&
           span_bounds(lowering, ref->slot, &least->slot, &greatest->slot);
}

/* --- conversion
 * -----------------------------------------------------------------------------------------
 */

static uint32_t convert_slot(struct nfh_lowering *lowering, uint32_t slot, nfh_type from,
                             nfh_type type)
{
    if ((from == NFH_TYPE_INTEGER || from == NFH_TYPE_LONG) &&
        (type == NFH_TYPE_DECIMAL || type == NFH_TYPE_QUANTITY))
        return build(lowering, NFH_OP_INTEGER_TO_DECIMAL, slot, 0, 0);
    if (from == NFH_TYPE_DATE && type == NFH_TYPE_DATETIME)
        return build(lowering, NFH_OP_DATE_TO_DATETIME, slot, 0, 0);
    return slot;
}

/* Of simple type to simple type. */
static struct nfh_ref convert_simple(struct nfh_lowering *lowering, struct nfh_ref ref,
                                     nfh_type type)
{
    nfh_type from = ref.type;
    struct nfh_ref least, greatest;

    if (from == NFH_TYPE_ANY)
        return nfh_priv_null_ref(lowering, type);
    if (nfh_priv_bounds(lowering, &ref, &least, &greatest)) {
        ref.least = convert_slot(lowering, least.slot, from, type);
        ref.greatest = convert_slot(lowering, greatest.slot, from, type);
    }
    ref.type = type;
    ref.slot = convert_slot(lowering, ref.slot, from, type);
    if (type == NFH_TYPE_QUANTITY && from != NFH_TYPE_QUANTITY)
        ref.unit = nfh_priv_intern_unit(lowering, nfh_priv_unit_one());
    return ref;
}

/* The concept of one code, with the code's display. */
static struct nfh_ref concept_of_code(struct nfh_lowering *lowering, const struct nfh_ref *code)
{
    struct nfh_ref *member,
        concept = nfh_priv_with_members(lowering, NFH_TYPE_CONCEPT, 2, &member);

    if (concept.type != NFH_TYPE_CONCEPT || code->member_count != 4)
        return concept;
    member[0] = code->member[3];
    member[1] = *code;
    concept.absent = code->absent;
    return concept;
}

static struct nfh_ref convert_interval(struct nfh_lowering *lowering, struct nfh_ref ref,
                                       nfh_type type)
{
    struct nfh_ref low = ref, high = ref;
    nfh_type point = nfh_priv_point_of(type);

    if (!nfh_priv_is_interval(ref.type)) { /* a point for the interval of it alone */
        ref = convert_simple(lowering, ref, point);
        ref.high = ref.slot;
        ref.least = ref.greatest = NFH_SLOT_NONE;
        /* Of a value with bounds the point itself is null: which it is must be known. */
        ref.absent = build(lowering, NFH_OP_IS_NULL, ref.slot, 0, 0);
        ref.type = type;
        return ref;
    }
    low.type = high.type = nfh_priv_point_of(ref.type);
    high.slot = ref.high;
    low = convert_simple(lowering, low, point);
    high = convert_simple(lowering, high, point);
    ref.slot = low.slot;
    ref.high = high.slot;
    ref.unit = low.unit;
    ref.type = type;
    return ref;
}

static struct nfh_ref convert_to_choice(struct nfh_lowering *lowering, struct nfh_ref ref,
                                        nfh_type type)
{
    struct nfh_ref *member,
        choice = nfh_priv_with_members(lowering, type, member_count(type), &member);

    if (choice.type != type)
        return choice;
    for (size_t i = 0; i < choice.member_count; i++) {
        if (member[i].type == ref.type)
            member[i] = ref;
        for (uint32_t k = 0; nfh_priv_is_choice(ref.type) && k < ref.member_count; k++)
            if (ref.member[k].type == member[i].type)
                member[i] = ref.member[k];
    }
    return choice;
}

/* Whichever of a choice's types converts. */
static struct nfh_ref convert_from_choice(struct nfh_lowering *lowering, const struct nfh_ref *ref,
                                          nfh_type type)
{
    struct nfh_ref result = nfh_priv_null_ref(lowering, type);

    for (uint32_t i = 0; i < ref->member_count; i++) {
        const struct nfh_ref *member = &ref->member[i];
        if (nfh_priv_conversion_cost(member->type, type) < NFH_NO_CONVERSION)
            result = nfh_priv_lower_or_else(
                lowering, nfh_priv_lower_convert(lowering, *member, type), result);
    }
    return result;
}

struct nfh_ref nfh_priv_lower_convert(struct nfh_lowering *lowering, struct nfh_ref ref,
                                      nfh_type type)
{
    if (ref.type == type)
        return ref;
    if (ref.type == NFH_TYPE_ANY)
        return nfh_priv_null_ref(lowering, type);
    if (nfh_priv_is_choice(type))
        return convert_to_choice(lowering, ref, type);
    if (nfh_priv_is_choice(ref.type))
        return convert_from_choice(lowering, &ref, type);
    if (type == NFH_TYPE_CONCEPT)
        return concept_of_code(lowering, &ref);
    if (nfh_priv_is_interval(type))
        return convert_interval(lowering, ref, type);
    return convert_simple(lowering, ref, type);
}

/* --- choosing
 * -------------------------------------------------------------------------------------------
 */

/* Puts the unit of a Quantity and its bounds, or of both boundaries of an interval of them, into its
 * values. */
static void give_units(struct nfh_lowering *lowering, struct nfh_ref *ref)
{
    struct nfh_ref high = *ref, least, greatest;

    high.slot = ref->high;
    if (nfh_priv_bounds(lowering, ref, &least, &greatest)) {
        ref->least = nfh_priv_with_unit(lowering, &least);
        ref->greatest = nfh_priv_with_unit(lowering, &greatest);
    }
    ref->slot = nfh_priv_with_unit(lowering, ref);
    if (nfh_priv_is_interval(ref->type))
        ref->high = nfh_priv_with_unit(lowering, &high);
    ref->unit = NULL;
}

/* A Quantity, or an interval of them, that holds no value and so no unit either. */
static bool is_without_value(const struct nfh_ref *ref)
{
    return ref->slot == NFH_SLOT_NULL && ref->high == NFH_SLOT_NULL && ref->least == NFH_SLOT_NONE;
}

/* Gives two values one way to carry their unit. */
static void agree_units(struct nfh_lowering *lowering, struct nfh_ref *a, struct nfh_ref *b)
{
    if (a->unit == b->unit)
        return;
    if (is_without_value(a)) {
        a->unit = b->unit;
    } else if (is_without_value(b)) {
        b->unit = a->unit;
    } else {
        give_units(lowering, a);
        give_units(lowering, b);
    }
}

static struct nfh_ref select_members(struct nfh_lowering *lowering, uint32_t condition,
                                     const struct nfh_ref *yes, const struct nfh_ref *no)
{
    uint32_t count = yes->member_count > no->member_count ? yes->member_count : no->member_count;
    struct nfh_ref *member,
        result = nfh_priv_with_members(lowering, yes->type, count, &member);

    if (result.type != yes->type)
        return result;
    for (uint32_t i = 0; i < count; i++)
        member[i] = nfh_priv_lower_select(lowering, condition,
                                          i < yes->member_count ? yes->member[i] : member[i],
                                          i < no->member_count ? no->member[i] : member[i]);
    result.absent =
        build(lowering, NFH_OP_SELECT_BOOLEAN, condition, yes->absent, no->absent);
    return result;
}

static void select_bounds(struct nfh_lowering *lowering, uint32_t condition,
                          const struct nfh_ref *yes, const struct nfh_ref *no,
                          struct nfh_ref *result)
{
    struct nfh_ref yes_least, yes_greatest, no_least, no_greatest;
    bool uncertain = nfh_priv_bounds(lowering, yes, &yes_least, &yes_greatest);

    if (!nfh_priv_bounds(lowering, no, &no_least, &no_greatest) && !uncertain)
        return;
    result->least = build(lowering, NFH_OP_SELECT, condition, yes_least.slot, no_least.slot);
    result->greatest =
        build(lowering, NFH_OP_SELECT, condition, yes_greatest.slot, no_greatest.slot);
}

struct nfh_ref nfh_priv_lower_select(struct nfh_lowering *lowering, uint32_t condition,
                                     struct nfh_ref yes, struct nfh_ref no)
{
    struct nfh_ref result;

    if (nfh_priv_has_members(yes.type))
        return select_members(lowering, condition, &yes, &no);
    if (yes.type == NFH_TYPE_BOOLEAN) {
        yes.slot = build(lowering, NFH_OP_SELECT_BOOLEAN, condition, yes.slot, no.slot);
        return yes;
    }
    agree_units(lowering, &yes, &no);
    result = yes;
    result.slot = build(lowering, NFH_OP_SELECT, condition, yes.slot, no.slot);
    if (!nfh_priv_is_interval(yes.type)) {
        select_bounds(lowering, condition, &yes, &no, &result);
        return result;
    }
    result.high = build(lowering, NFH_OP_SELECT, condition, yes.high, no.high);
    result.low_closed =
        build(lowering, NFH_OP_SELECT_BOOLEAN, condition, yes.low_closed, no.low_closed);
    result.high_closed =
        build(lowering, NFH_OP_SELECT_BOOLEAN, condition, yes.high_closed, no.high_closed);
    result.absent = build(lowering, NFH_OP_SELECT_BOOLEAN, condition, yes.absent, no.absent);
    return result;
}

struct nfh_ref nfh_priv_lower_or_else(struct nfh_lowering *lowering, struct nfh_ref value,
                                      struct nfh_ref other)
{
    struct nfh_ref least, greatest;

    if (nfh_priv_is_interval(value.type) || nfh_priv_has_members(value.type) ||
        nfh_priv_bounds(lowering, &value, &least, &greatest) ||
        nfh_priv_bounds(lowering, &other, &least, &greatest))
        return nfh_priv_lower_select(lowering, nfh_priv_lower_is_null(lowering, &value), other,
                                     value);
    agree_units(lowering, &value, &other);
    value.slot = build(
        lowering, value.type == NFH_TYPE_BOOLEAN ? NFH_OP_COALESCE_BOOLEAN : NFH_OP_COALESCE,
        value.slot, other.slot, 0);
    return value;
}

struct nfh_ref nfh_priv_lower_raise(struct nfh_lowering *lowering, struct nfh_ref value,
                                    unsigned kind, uint32_t wrong)
{
    struct nfh_builder *builder = lowering->builder;
    struct nfh_ref *member, whole, least, greatest;

    if (nfh_priv_has_members(value.type)) {
        whole = nfh_priv_with_members(lowering, value.type, value.member_count, &member);
        for (uint32_t i = 0; whole.type == value.type && i < value.member_count; i++)
            member[i] = nfh_priv_lower_raise(lowering, value.member[i], kind, wrong);
        whole.absent = nfh_priv_build(builder, NFH_OP_RAISE_BOOLEAN, kind, value.absent, wrong, 0);
        return whole;
    }
    if (nfh_priv_bounds(lowering, &value, &least, &greatest)) {
        value.least = nfh_priv_build(builder, NFH_OP_RAISE, kind, least.slot, wrong, 0);
        value.greatest = nfh_priv_build(builder, NFH_OP_RAISE, kind, greatest.slot, wrong, 0);
    }
    value.slot = nfh_priv_build(builder,
                                value.type == NFH_TYPE_BOOLEAN ? NFH_OP_RAISE_BOOLEAN : NFH_OP_RAISE,
                                kind, value.slot, wrong, 0);
    if (nfh_priv_is_interval(value.type)) {
        value.high = nfh_priv_build(builder, NFH_OP_RAISE, kind, value.high, wrong, 0);
        value.absent = nfh_priv_build(builder, NFH_OP_RAISE_BOOLEAN, kind, value.absent, wrong, 0);
    }
    return value;
}
