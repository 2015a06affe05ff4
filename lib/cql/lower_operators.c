/* SPDX-License-Identifier: MIT
 *
 * lower_operators.c - what each operation of the operator table becomes.
 */
#include "cql/lower.h"

static uint32_t build(struct nfh_lowering *lowering, unsigned opcode, unsigned detail,
                      const struct nfh_ref *operand)
{
    return nfh_priv_build(lowering->builder, opcode, detail, operand[0].slot, operand[1].slot,
                          operand[2].slot);
}

static uint32_t negation(struct nfh_lowering *lowering, uint32_t slot)
{
    return nfh_priv_build(lowering->builder, NFH_OP_NOT, 0, slot, 0, 0);
}

/* Operations that are one instruction on their operands as they stand. */
static bool lower_simple(struct nfh_lowering *lowering, const struct nfh_node *node,
                         const struct nfh_ref *operand, uint32_t *slot)
{
    static const struct {
        enum nfh_operation operation;
        unsigned opcode;
    } simple[] = {
        {NFH_DO_AND, NFH_OP_AND},
        {NFH_DO_OR, NFH_OP_OR},
        {NFH_DO_XOR, NFH_OP_XOR},
        {NFH_DO_NOT, NFH_OP_NOT},
        {NFH_DO_IS_TRUE, NFH_OP_IS_TRUE},
        {NFH_DO_IS_FALSE, NFH_OP_IS_FALSE},
        {NFH_DO_EXP, NFH_OP_EXP_DECIMAL},
        {NFH_DO_LN, NFH_OP_LN_DECIMAL},
        {NFH_DO_LOG, NFH_OP_LOG_DECIMAL},
        {NFH_DO_POWER, NFH_OP_POWER_DECIMAL},
        {NFH_DO_CEILING, NFH_OP_CEILING_DECIMAL},
        {NFH_DO_FLOOR, NFH_OP_FLOOR_DECIMAL},
        {NFH_DO_TRUNCATE, NFH_OP_TRUNCATE_DECIMAL},
    };

    for (size_t i = 0; i < sizeof simple / sizeof simple[0]; i++) {
        if (simple[i].operation != (enum nfh_operation)node->operation->operation)
            continue;
        *slot = build(lowering, simple[i].opcode, 0, operand);
        return true;
    }
    return false;
}

/* --- arithmetic of numbers
 * ------------------------------------------------------------------------------ */

static struct nfh_ref lower_arithmetic(struct nfh_lowering *lowering, const struct nfh_node *node,
                                       const struct nfh_ref *operand)
{
    static const struct {
        enum nfh_operation operation;
        unsigned integer, decimal;
    } opcodes[] = {
        {NFH_DO_ADD, NFH_OP_ADD_INTEGER, NFH_OP_ADD_DECIMAL},
        {NFH_DO_SUBTRACT, NFH_OP_SUBTRACT_INTEGER, NFH_OP_SUBTRACT_DECIMAL},
        {NFH_DO_MULTIPLY, NFH_OP_MULTIPLY_INTEGER, NFH_OP_MULTIPLY_DECIMAL},
        {NFH_DO_DIVIDE, NFH_OP_DIVIDE_DECIMAL, NFH_OP_DIVIDE_DECIMAL},
        {NFH_DO_TRUNCATED_DIVIDE, NFH_OP_TRUNCATED_DIVIDE_INTEGER, NFH_OP_TRUNCATED_DIVIDE_DECIMAL},
        {NFH_DO_MODULO, NFH_OP_MODULO_INTEGER, NFH_OP_MODULO_DECIMAL},
    };
    enum nfh_operation operation = (enum nfh_operation)node->operation->operation;
    nfh_type type = operand[0].type;
    struct nfh_ref result = nfh_priv_ref(node->type, NFH_SLOT_NULL);

    if (type == NFH_TYPE_QUANTITY &&
        (operation == NFH_DO_TRUNCATED_DIVIDE || operation == NFH_DO_MODULO)) {
        nfh_priv_lower_error(lowering, node->mark, NFH_CODE_UNSUPPORTED,
                             "'div' and 'mod' of quantities are not supported");
        return result;
    }
    if (type == NFH_TYPE_QUANTITY)
        return nfh_priv_lower_quantity_arithmetic(lowering, operation, operand[0], operand[1]);
    for (size_t i = 0; i < sizeof opcodes / sizeof opcodes[0]; i++)
        if (opcodes[i].operation == operation)
            result.slot = type == NFH_TYPE_DECIMAL
                              ? build(lowering, opcodes[i].decimal, 0, operand)
                              : build(lowering, opcodes[i].integer, type == NFH_TYPE_LONG, operand);
    return result;
}

/* 0 - x; a Quantity keeps its unit. */
static struct nfh_ref lower_negate(struct nfh_lowering *lowering, struct nfh_ref value)
{
    struct nfh_builder *builder = lowering->builder;
    struct nfh_ref zero = value;

    if (value.type == NFH_TYPE_QUANTITY && !value.unit) {
        zero.slot = nfh_priv_build(builder, NFH_OP_SUBTRACT_QUANTITY, 0, value.slot, value.slot, 0);
        value.slot = nfh_priv_build(builder, NFH_OP_SUBTRACT_QUANTITY, 0, zero.slot, value.slot, 0);
    } else if (value.type == NFH_TYPE_QUANTITY || value.type == NFH_TYPE_DECIMAL) {
        zero.slot = nfh_priv_constant_decimal(lowering, 0);
        value.slot = nfh_priv_build(builder, NFH_OP_SUBTRACT_DECIMAL, 0, zero.slot, value.slot, 0);
    } else {
        zero.slot = nfh_priv_constant_integer(lowering, 0);
        value.slot = nfh_priv_build(builder, NFH_OP_SUBTRACT_INTEGER, value.type == NFH_TYPE_LONG,
                                    zero.slot, value.slot, 0);
    }
    return value;
}

/* x when it is not less than its negative. */
static struct nfh_ref lower_abs(struct nfh_lowering *lowering, struct nfh_ref value)
{
    struct nfh_ref negative = lower_negate(lowering, value);
    uint32_t less = nfh_priv_lower_compare(lowering, NFH_RELATION_LESS, value, negative, 0);

    /* The most negative Integer has no counterpart: its negative is null, and so must its absolute
     * value be. */
    less = nfh_priv_build(lowering->builder, NFH_OP_OR, 0, less,
                          nfh_priv_lower_is_null(lowering, &negative), 0);
    return nfh_priv_lower_select(lowering, less, negative, value);
}

static struct nfh_ref lower_round(struct nfh_lowering *lowering, const struct nfh_node *node,
                                  const struct nfh_ref *operand)
{
    uint32_t zero = nfh_priv_constant_integer(lowering, 0), places = zero;

    if (node->count == 2) /* a precision of null counts as 0 */
        places = nfh_priv_build(lowering->builder, NFH_OP_COALESCE, 0, operand[1].slot, zero, 0);
    return nfh_priv_ref(NFH_TYPE_DECIMAL, nfh_priv_build(lowering->builder, NFH_OP_ROUND_DECIMAL, 0,
                                                         operand[0].slot, places, 0));
}

static struct nfh_ref lower_neighbour(struct nfh_lowering *lowering, struct nfh_ref value,
                                      bool successor)
{
    unsigned opcode = successor ? NFH_OP_SUCCESSOR_INTEGER : NFH_OP_PREDECESSOR_INTEGER, detail = 0;

    if (value.type == NFH_TYPE_DATE)
        opcode = successor ? NFH_OP_SUCCESSOR_DATE : NFH_OP_PREDECESSOR_DATE;
    else if (value.type == NFH_TYPE_DECIMAL)
        opcode = successor ? NFH_OP_SUCCESSOR_DECIMAL : NFH_OP_PREDECESSOR_DECIMAL;
    else if (value.type == NFH_TYPE_QUANTITY) {
        opcode = NFH_OP_NEIGHBOUR_QUANTITY;
        detail = successor;
    } else
        detail = value.type == NFH_TYPE_LONG;
    value.slot = nfh_priv_build(lowering->builder, opcode, detail, value.slot, 0, 0);
    return value;
}

/* --- comparisons
 * --------------------------------------------------------------------------------------- */

static uint32_t lower_between(struct nfh_lowering *lowering, const struct nfh_ref *operand,
                              enum nfh_relation relation)
{
    return nfh_priv_build(lowering->builder, NFH_OP_AND, 0,
                          nfh_priv_lower_compare(lowering, relation, operand[1], operand[0], 0),
                          nfh_priv_lower_compare(lowering, relation, operand[0], operand[2], 0), 0);
}

/* *found: the operation is a comparison. */
static uint32_t lower_comparison(struct nfh_lowering *lowering, const struct nfh_node *node,
                                 const struct nfh_ref *operand, bool *found)
{
    struct nfh_ref a = operand[0], b = operand[1];

    *found = true;
    switch (node->operation->operation) {
    case NFH_DO_EQUAL:
        return nfh_priv_lower_compare(lowering, NFH_RELATION_EQUAL, a, b, node->precision);
    case NFH_DO_NOT_EQUAL:
        return negation(lowering, nfh_priv_lower_compare(lowering, NFH_RELATION_EQUAL, a, b, 0));
    case NFH_DO_EQUIVALENT:
        return nfh_priv_lower_equivalent(lowering, a, b);
    case NFH_DO_NOT_EQUIVALENT:
        return negation(lowering, nfh_priv_lower_equivalent(lowering, a, b));
    case NFH_DO_LESS:
        return nfh_priv_lower_compare(lowering, NFH_RELATION_LESS, a, b, node->precision);
    case NFH_DO_LESS_OR_EQUAL:
        return nfh_priv_lower_compare(lowering, NFH_RELATION_LESS_OR_EQUAL, a, b, node->precision);
    case NFH_DO_GREATER:
        return nfh_priv_lower_compare(lowering, NFH_RELATION_LESS, b, a, node->precision);
    case NFH_DO_GREATER_OR_EQUAL:
        return nfh_priv_lower_compare(lowering, NFH_RELATION_LESS_OR_EQUAL, b, a, node->precision);
    case NFH_DO_BETWEEN:
        return lower_between(lowering, operand, NFH_RELATION_LESS_OR_EQUAL);
    case NFH_DO_PROPER_BETWEEN:
        return lower_between(lowering, operand, NFH_RELATION_LESS);
    case NFH_DO_IS_NULL:
        return nfh_priv_lower_is_null(lowering, &a);
    case NFH_DO_IMPLIES:
        return nfh_priv_build(lowering->builder, NFH_OP_OR, 0, negation(lowering, a.slot), b.slot,
                              0);
    case NFH_DO_IN:
        return nfh_priv_lower_contains(lowering, &b, a, node->precision);
    case NFH_DO_CONTAINS:
        return nfh_priv_lower_contains(lowering, &a, b, node->precision);
    default:
        *found = false;
        return NFH_SLOT_NULL;
    }
}

/* --- dates
 * --------------------------------------------------------------------------------------------- */

static struct nfh_ref lower_component(struct nfh_lowering *lowering, const struct nfh_node *node,
                                      const struct nfh_ref *operand)
{
    unsigned precision = node->precision == NFH_TIME_YEAR    ? NFH_PRECISION_YEAR
                         : node->precision == NFH_TIME_MONTH ? NFH_PRECISION_MONTH
                         : node->precision == NFH_TIME_DAY   ? NFH_PRECISION_DAY
                                                             : 0;

    if (precision == 0)
        nfh_priv_lower_error(lowering, node->mark, NFH_CODE_UNSUPPORTED,
                             "a date has a year, a month and a day only");
    return nfh_priv_ref(NFH_TYPE_INTEGER,
                        build(lowering, NFH_OP_DATE_COMPONENT, precision, operand));
}

static struct nfh_ref lower_date(struct nfh_lowering *lowering, const struct nfh_node *node,
                                 const struct nfh_ref *operand)
{
    return nfh_priv_ref(NFH_TYPE_DATE,
                        nfh_priv_build(lowering->builder, NFH_OP_MAKE_DATE, 0, operand[0].slot,
                                       node->count > 1 ? operand[1].slot : NFH_SLOT_NULL,
                                       node->count > 2 ? operand[2].slot : NFH_SLOT_NULL));
}

/* --- all
 * -----------------------------------------------------------------------------------------------
 */

static struct nfh_ref lower_value(struct nfh_lowering *lowering, const struct nfh_node *node,
                                  const struct nfh_ref *operand)
{
    switch (node->operation->operation) {
    case NFH_DO_IDENTITY:
        return operand[0];
    case NFH_DO_NEGATE:
        return lower_negate(lowering, operand[0]);
    case NFH_DO_ABS:
        return lower_abs(lowering, operand[0]);
    case NFH_DO_ROUND:
        return lower_round(lowering, node, operand);
    case NFH_DO_SUCCESSOR:
    case NFH_DO_PREDECESSOR:
        return lower_neighbour(lowering, operand[0],
                               node->operation->operation == NFH_DO_SUCCESSOR);
    case NFH_DO_START:
        return nfh_priv_interval_start(lowering, &operand[0]);
    case NFH_DO_END:
        return nfh_priv_interval_end(lowering, &operand[0]);
    case NFH_DO_ADD_DATE:
    case NFH_DO_SUBTRACT_DATE:
        return nfh_priv_lower_add_date(lowering, operand[0], operand[1],
                                       node->operation->operation == NFH_DO_SUBTRACT_DATE);
    case NFH_DO_AGE_AT:
    case NFH_DO_DURATION:
        return nfh_priv_ref(NFH_TYPE_INTEGER,
                            nfh_priv_lower_span(lowering, NFH_OP_DURATION, node, operand));
    case NFH_DO_DIFFERENCE:
        return nfh_priv_ref(NFH_TYPE_INTEGER,
                            nfh_priv_lower_span(lowering, NFH_OP_DIFFERENCE, node, operand));
    case NFH_DO_COMPONENT:
        return lower_component(lowering, node, operand);
    case NFH_DO_DATE:
        return lower_date(lowering, node, operand);
    default:
        return lower_arithmetic(lowering, node, operand);
    }
}

static bool is_interval_relation(unsigned operation)
{
    return operation >= NFH_DO_INTERVAL_AFTER && operation <= NFH_DO_INTERVAL_SAME_OR_BEFORE;
}

struct nfh_ref nfh_priv_lower_operator(struct nfh_lowering *lowering, const struct nfh_node *node,
                                       const struct nfh_ref *operand)
{
    unsigned operation = node->operation->operation;
    bool is_comparison;
    uint32_t slot;

    if (lower_simple(lowering, node, operand, &slot))
        return nfh_priv_ref(node->type, slot);
    if (is_interval_relation(operation))
        return nfh_priv_ref(NFH_TYPE_BOOLEAN, nfh_priv_lower_interval_relation(
                                                  lowering, (enum nfh_operation)operation,
                                                  &operand[0], &operand[1], node->precision));
    slot = lower_comparison(lowering, node, operand, &is_comparison);
    if (is_comparison)
        return nfh_priv_ref(NFH_TYPE_BOOLEAN, slot);
    return lower_value(lowering, node, operand);
}
