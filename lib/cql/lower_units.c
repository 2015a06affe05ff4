/* SPDX-License-Identifier: MIT
 *
 * lower_units.c - quantities. A unit that is known before the program runs costs nothing when it
 * runs: the values are compared and calculated with as decimals. Otherwise the unit travels in the
 * value.
 */
#include <string.h>

#include "cql/lower.h"

static size_t bucket_of(const char *text)
{
    size_t hash = 5381;

    for (; *text; text++)
        hash = hash * 33 + (unsigned char)*text;
    return hash % NFH_UNIT_BUCKETS;
}

const struct nfh_unit *nfh_priv_intern_unit(struct nfh_lowering *lowering,
                                            const struct nfh_unit *unit)
{
    struct nfh_known_unit **bucket = &lowering->unit[bucket_of(unit->text)], *known;

    for (known = *bucket; known; known = known->next)
        if (known->unit.kind == unit->kind && strcmp(known->unit.text, unit->text) == 0)
            return &known->unit;
    known = nfh_priv_arena_allocate(lowering->compilation->arena, sizeof *known);
    if (!known) {
        lowering->builder->out_of_memory = true;
        return nfh_priv_unit_one();
    }
    known->unit = *unit;
    known->next = *bucket;
    *bucket = known;
    return &known->unit;
}

/* A constant that carries a unit, for instructions that take one from a slot. */
static uint32_t unit_slot(struct nfh_lowering *lowering, const struct nfh_unit *unit)
{
    struct nfh_value value = {.known = 1};

    value.as.decimal = NFH_DECIMAL_ONE;
    value.unit = unit;
    return nfh_priv_build_constant(lowering->builder, &value);
}

uint32_t nfh_priv_with_unit(struct nfh_lowering *lowering, const struct nfh_ref *quantity)
{
    if (!quantity->unit || quantity->slot == NFH_SLOT_NULL)
        return quantity->slot;
    return nfh_priv_build(lowering->builder, NFH_OP_WITH_UNIT, 0, quantity->slot,
                          unit_slot(lowering, quantity->unit), 0);
}

struct nfh_ref nfh_priv_lower_to_unit(struct nfh_lowering *lowering, struct nfh_ref quantity,
                                      const struct nfh_unit *unit)
{
    uint32_t from = quantity.unit ? unit_slot(lowering, quantity.unit) : quantity.slot;

    if (quantity.unit && !nfh_priv_unit_same(quantity.unit, unit)) {
        if (!nfh_priv_unit_commensurable(quantity.unit, unit))
            nfh_priv_lower_error(lowering, lowering->node->mark, NFH_CODE_WARN_INCOMPARABLE,
                                 "the unit never converts to this one: the result is always null");
        quantity.slot = nfh_priv_build(lowering->builder, NFH_OP_CONVERT_UNIT, 0, quantity.slot,
                                       from, unit_slot(lowering, unit));
    } else if (!quantity.unit) {
        quantity.slot = nfh_priv_build(lowering->builder, NFH_OP_CONVERT_UNIT, 0, quantity.slot,
                                       from, unit_slot(lowering, unit));
    }
    quantity.unit = unit;
    return quantity;
}

uint32_t nfh_priv_derived_unit(struct nfh_lowering *lowering)
{
    return (uint32_t)lowering->builder->derived_units++;
}

/* The unit that a constant text names; false when it is no constant, or no unit. */
static bool constant_unit(struct nfh_lowering *lowering, uint32_t slot, struct nfh_unit *unit)
{
    const struct nfh_value *known = nfh_priv_build_known(lowering->builder, slot);

    return known && known->known &&
           (nfh_priv_unit_calendar(known->as.string.bytes, known->as.string.length, unit) ||
            nfh_priv_unit_parse(known->as.string.bytes, known->as.string.length, unit, NULL));
}

struct nfh_ref nfh_priv_lower_with_unit_text(struct nfh_lowering *lowering, unsigned opcode,
                                             struct nfh_ref quantity, struct nfh_ref text)
{
    struct nfh_unit unit;

    if (constant_unit(lowering, text.slot, &unit)) {
        if (opcode == NFH_OP_CONVERT_QUANTITY)
            return nfh_priv_lower_to_unit(lowering, quantity,
                                          nfh_priv_intern_unit(lowering, &unit));
        quantity.unit = nfh_priv_intern_unit(lowering, &unit);
        return quantity;
    }
    quantity.slot = nfh_priv_build(
        lowering->builder, opcode, 0,
        opcode == NFH_OP_CONVERT_QUANTITY ? nfh_priv_with_unit(lowering, &quantity) : quantity.slot,
        text.slot, nfh_priv_derived_unit(lowering));
    quantity.unit = NULL;
    return quantity;
}

/* Gives a constant the unit of the other side, where that changes nothing. */
static bool convert_constant(struct nfh_lowering *lowering, struct nfh_ref *constant,
                             const struct nfh_unit *unit)
{
    const struct nfh_value *known = nfh_priv_build_known(lowering->builder, constant->slot);
    nfh_decimal converted;

    if (!known || !known->known ||
        !nfh_priv_unit_convert(known->as.decimal, constant->unit, unit, &converted) ||
        nfh_priv_unit_compare(known->as.decimal, constant->unit, converted, unit) != 0)
        return false;
    constant->slot = nfh_priv_constant_decimal(lowering, converted);
    constant->unit = unit;
    return true;
}

enum nfh_unit_relation nfh_priv_align_units(struct nfh_lowering *lowering, struct nfh_ref *a,
                                            struct nfh_ref *b)
{
    if (!a->unit || !b->unit || a->slot == NFH_SLOT_NULL || b->slot == NFH_SLOT_NULL)
        return NFH_UNITS_DIFFER;
    if (a->unit == b->unit || nfh_priv_unit_same(a->unit, b->unit))
        return NFH_UNITS_SAME;
    if (!nfh_priv_unit_commensurable(a->unit, b->unit))
        return NFH_UNITS_NEVER;
    if (convert_constant(lowering, a, b->unit) || convert_constant(lowering, b, a->unit))
        return NFH_UNITS_SAME;
    return NFH_UNITS_DIFFER;
}

static bool is_special(const struct nfh_ref *ref)
{
    return ref->unit && ref->unit->kind == NFH_UNIT_SPECIAL;
}

/* The unit of a sum: the finer one. */
static const struct nfh_unit *finer(const struct nfh_unit *a, const struct nfh_unit *b)
{
    return nfh_priv_unit_compare(NFH_DECIMAL_ONE, b, NFH_DECIMAL_ONE, a) < 0 ? b : a;
}

static struct nfh_ref add(struct nfh_lowering *lowering, bool subtract, struct nfh_ref a,
                          struct nfh_ref b)
{
    struct nfh_ref result = nfh_priv_null_ref(lowering, NFH_TYPE_QUANTITY);
    struct nfh_builder *builder = lowering->builder;

    if (a.slot == NFH_SLOT_NULL || b.slot == NFH_SLOT_NULL)
        return result;
    if (a.unit && b.unit) {
        if (is_special(&a) || is_special(&b) || !nfh_priv_unit_commensurable(a.unit, b.unit)) {
            nfh_priv_lower_error(lowering, lowering->node->mark, NFH_CODE_WARN_INCOMPARABLE,
                                 "these units never add up: the result is always null");
            return result;
        }
        result.unit = finer(a.unit, b.unit);
        a = nfh_priv_lower_to_unit(lowering, a, result.unit);
        b = nfh_priv_lower_to_unit(lowering, b, result.unit);
        result.slot = nfh_priv_build(
            builder, subtract ? NFH_OP_SUBTRACT_DECIMAL : NFH_OP_ADD_DECIMAL, 0, a.slot, b.slot, 0);
        return result;
    }
    result.slot =
        nfh_priv_build(builder, subtract ? NFH_OP_SUBTRACT_QUANTITY : NFH_OP_ADD_QUANTITY, 0,
                       nfh_priv_with_unit(lowering, &a), nfh_priv_with_unit(lowering, &b), 0);
    return result;
}

static struct nfh_ref scale(struct nfh_lowering *lowering, bool divide, struct nfh_ref a,
                            struct nfh_ref b)
{
    struct nfh_ref result = nfh_priv_null_ref(lowering, NFH_TYPE_QUANTITY);
    struct nfh_builder *builder = lowering->builder;
    struct nfh_unit unit;

    if (a.slot == NFH_SLOT_NULL || b.slot == NFH_SLOT_NULL)
        return result;
    if (a.unit && b.unit) {
        if (!(divide ? nfh_priv_unit_divide : nfh_priv_unit_multiply)(a.unit, b.unit, &unit)) {
            nfh_priv_lower_error(
                lowering, lowering->node->mark, NFH_CODE_WARN_INCOMPARABLE,
                "these units cannot be calculated with: the result is always null");
            return result;
        }
        result.unit = nfh_priv_intern_unit(lowering, &unit);
        result.slot =
            nfh_priv_build(builder, divide ? NFH_OP_DIVIDE_DECIMAL : NFH_OP_MULTIPLY_DECIMAL, 0,
                           a.slot, b.slot, 0);
        return result;
    }
    result.slot =
        nfh_priv_build(builder, divide ? NFH_OP_DIVIDE_QUANTITY : NFH_OP_MULTIPLY_QUANTITY, 0,
                       nfh_priv_with_unit(lowering, &a), nfh_priv_with_unit(lowering, &b),
                       nfh_priv_derived_unit(lowering));
    return result;
}

/* div and mod: in the unit of the dividend. */
static struct nfh_ref divide_whole(struct nfh_lowering *lowering, bool modulo, struct nfh_ref a,
                                   struct nfh_ref b)
{
    struct nfh_ref result = nfh_priv_null_ref(lowering, NFH_TYPE_QUANTITY);

    if (a.slot == NFH_SLOT_NULL || b.slot == NFH_SLOT_NULL)
        return result;
    result.unit = a.unit;
    result.slot = nfh_priv_build(
        lowering->builder, modulo ? NFH_OP_MODULO_QUANTITY : NFH_OP_TRUNCATED_DIVIDE_QUANTITY, 0,
        nfh_priv_with_unit(lowering, &a), nfh_priv_with_unit(lowering, &b), 0);
    return result;
}

struct nfh_ref nfh_priv_lower_quantity_arithmetic(struct nfh_lowering *lowering,
                                                  enum nfh_operation operation, struct nfh_ref a,
                                                  struct nfh_ref b)
{
    switch (operation) {
    case NFH_DO_ADD:
        return add(lowering, false, a, b);
    case NFH_DO_SUBTRACT:
        return add(lowering, true, a, b);
    case NFH_DO_MULTIPLY:
        return scale(lowering, false, a, b);
    case NFH_DO_TRUNCATED_DIVIDE:
    case NFH_DO_MODULO:
        return divide_whole(lowering, operation == NFH_DO_MODULO, a, b);
    default:
        return scale(lowering, true, a, b);
    }
}
