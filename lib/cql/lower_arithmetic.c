/* SPDX-License-Identifier: MIT
 *
 * lower_arithmetic.c - calculations with numbers, and the neighbours and boundaries of values.
 */
#include "cql/lower.h"
#include "cql/run.h"

static const struct {
    uint8_t operation; /* enum nfh_operation */
    uint8_t integer, decimal;
} arithmetic[] = {
    {NFH_DO_ADD, NFH_OP_ADD_INTEGER, NFH_OP_ADD_DECIMAL},
    {NFH_DO_SUBTRACT, NFH_OP_SUBTRACT_INTEGER, NFH_OP_SUBTRACT_DECIMAL},
    {NFH_DO_MULTIPLY, NFH_OP_MULTIPLY_INTEGER, NFH_OP_MULTIPLY_DECIMAL},
    {NFH_DO_DIVIDE, NFH_OP_DIVIDE_DECIMAL, NFH_OP_DIVIDE_DECIMAL},
    {NFH_DO_TRUNCATED_DIVIDE, NFH_OP_TRUNCATED_DIVIDE_INTEGER, NFH_OP_TRUNCATED_DIVIDE_DECIMAL},
    {NFH_DO_MODULO, NFH_OP_MODULO_INTEGER, NFH_OP_MODULO_DECIMAL},
};

static uint32_t calculate(struct nfh_lowering *lowering, unsigned operation, nfh_type type,
                          uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < sizeof arithmetic / sizeof arithmetic[0]; i++)
        if (arithmetic[i].operation == operation)
            return nfh_priv_build(lowering->builder,
                                  type == NFH_TYPE_DECIMAL ? arithmetic[i].decimal
                                                           : arithmetic[i].integer,
                                  type == NFH_TYPE_LONG, a, b, 0);
    return NFH_SLOT_NULL;
}

/* The lesser (or greater) of two numbers; null where one of them is, being out of range. */
static uint32_t extreme(struct nfh_lowering *lowering, nfh_type type, uint32_t a, uint32_t b,
                        bool greater)
{
    uint32_t first = nfh_priv_lower_plain_compare(lowering, NFH_ORDER_LESS_OR_EQUAL,
                                                  nfh_priv_ref(type, a), nfh_priv_ref(type, b), 0);
    uint32_t second =
        nfh_priv_build(lowering->builder, NFH_OP_SELECT, 0, nfh_priv_lower_not(lowering, first),
                       greater ? a : b, NFH_SLOT_NULL);

    return nfh_priv_build(lowering->builder, NFH_OP_SELECT, 0, first, greater ? b : a, second);
}

struct nfh_ref nfh_priv_lower_exact(struct nfh_lowering *lowering, struct nfh_ref result,
                                    const struct nfh_ref *operand, size_t count)
{
    uint32_t open = NFH_SLOT_FALSE;

    for (size_t i = 0; i < count; i++) {
        struct nfh_ref least, greatest;
        if (nfh_priv_bounds(lowering, &operand[i], &least, &greatest))
            open = nfh_priv_build(
                lowering->builder, NFH_OP_OR, 0, open,
                nfh_priv_lower_plain_compare(lowering, NFH_ORDER_LESS, least, greatest, 0), 0);
    }
    return nfh_priv_lower_raise(lowering, result, NFH_RUN_UNCERTAIN, open);
}

/* Sums, differences and products of numbers that are known within bounds are known within bounds
 * too; another calculation with them is an error. */
static bool lower_uncertain(struct nfh_lowering *lowering, unsigned operation,
                            const struct nfh_ref *operand, struct nfh_ref *result)
{
    struct nfh_ref least_a, greatest_a, least_b, greatest_b;
    nfh_type type = operand[0].type;
    bool is_open = nfh_priv_bounds(lowering, &operand[0], &least_a, &greatest_a);
    uint32_t corner[4];

    if (!nfh_priv_bounds(lowering, &operand[1], &least_b, &greatest_b) && !is_open)
        return false;
    corner[0] = calculate(lowering, operation, type, least_a.slot, least_b.slot);
    corner[1] = calculate(lowering, operation, type, least_a.slot, greatest_b.slot);
    corner[2] = calculate(lowering, operation, type, greatest_a.slot, least_b.slot);
    corner[3] = calculate(lowering, operation, type, greatest_a.slot, greatest_b.slot);
    if (operation == NFH_DO_ADD || operation == NFH_DO_SUBTRACT || operation == NFH_DO_MULTIPLY) {
        result->least =
            extreme(lowering, type, extreme(lowering, type, corner[0], corner[1], false),
                    extreme(lowering, type, corner[2], corner[3], false), false);
        result->greatest =
            extreme(lowering, type, extreme(lowering, type, corner[0], corner[1], true),
                    extreme(lowering, type, corner[2], corner[3], true), true);
        return true;
    }
    *result = nfh_priv_lower_exact(lowering, *result, operand, 2);
    return true;
}

struct nfh_ref nfh_priv_lower_arithmetic(struct nfh_lowering *lowering, const struct nfh_node *node,
                                         const struct nfh_ref *operand)
{
    unsigned operation = node->operation->operation;
    struct nfh_ref result = nfh_priv_ref(node->type, NFH_SLOT_NULL);

    if (operand[0].type == NFH_TYPE_QUANTITY)
        return nfh_priv_lower_exact(
            lowering,
            nfh_priv_lower_quantity_arithmetic(lowering, (enum nfh_operation)operation, operand[0],
                                               operand[1]),
            operand, 2);
    result.slot = calculate(lowering, operation, operand[0].type, operand[0].slot, operand[1].slot);
    lower_uncertain(lowering, operation, operand, &result);
    return result;
}

/* 0 - x; a Quantity keeps its unit. */
struct nfh_ref nfh_priv_lower_negate(struct nfh_lowering *lowering, struct nfh_ref value)
{
    struct nfh_builder *builder = lowering->builder;
    struct nfh_ref zero = value, least, greatest;
    nfh_type type = value.type == NFH_TYPE_QUANTITY ? NFH_TYPE_DECIMAL : value.type;

    if (value.type == NFH_TYPE_QUANTITY && !value.unit) {
        if (nfh_priv_bounds(lowering, &value, &least, &greatest)) {
            value.least = nfh_priv_build(builder, NFH_OP_NEGATE_QUANTITY, 0, greatest.slot, 0, 0);
            value.greatest = nfh_priv_build(builder, NFH_OP_NEGATE_QUANTITY, 0, least.slot, 0, 0);
        }
        value.slot = nfh_priv_build(builder, NFH_OP_NEGATE_QUANTITY, 0, value.slot, 0, 0);
        return value;
    }
    zero.slot = type == NFH_TYPE_DECIMAL ? nfh_priv_constant_decimal(lowering, 0)
                                         : nfh_priv_constant_integer(lowering, 0);
    if (nfh_priv_bounds(lowering, &value, &least, &greatest)) {
        value.least = calculate(lowering, NFH_DO_SUBTRACT, type, zero.slot, greatest.slot);
        value.greatest = calculate(lowering, NFH_DO_SUBTRACT, type, zero.slot, least.slot);
    }
    value.slot = calculate(lowering, NFH_DO_SUBTRACT, type, zero.slot, value.slot);
    return value;
}

/* x when it is known to be no less than its negative, else that. The most negative Integer has no
 * counterpart: its negative is null, and so must its absolute value be. */
struct nfh_ref nfh_priv_lower_abs(struct nfh_lowering *lowering, struct nfh_ref value)
{
    struct nfh_ref negative, given = value;
    uint32_t positive;

    value.least = value.greatest = NFH_SLOT_NONE;
    negative = nfh_priv_lower_negate(lowering, value);
    positive = nfh_priv_lower_plain_compare(lowering, NFH_ORDER_LESS_OR_EQUAL, negative, value, 0);
    return nfh_priv_lower_exact(
        lowering, nfh_priv_lower_select(lowering, positive, value, negative), &given, 1);
}

/* A number of digits that is null counts as `otherwise`. */
static uint32_t digits_or(struct nfh_lowering *lowering, uint32_t slot, int64_t otherwise)
{
    return nfh_priv_build(lowering->builder, NFH_OP_COALESCE, 0, slot,
                          nfh_priv_constant_integer(lowering, otherwise), 0);
}

struct nfh_ref nfh_priv_lower_round(struct nfh_lowering *lowering, const struct nfh_node *node,
                                    const struct nfh_ref *operand)
{
    uint32_t places = digits_or(lowering, node->count == 2 ? operand[1].slot : NFH_SLOT_NULL, 0);

    struct nfh_ref result =
        nfh_priv_ref(NFH_TYPE_DECIMAL, nfh_priv_build(lowering->builder, NFH_OP_ROUND_DECIMAL, 0,
                                                      operand[0].slot, places, 0));

    return nfh_priv_lower_exact(lowering, result, operand, node->count);
}

/* LowBoundary, HighBoundary: null for the number of digits means all that the type has. */
struct nfh_ref nfh_priv_lower_boundary(struct nfh_lowering *lowering, const struct nfh_node *node,
                                       const struct nfh_ref *operand)
{
    static const struct {
        nfh_type type;
        uint16_t opcode, detail;
        uint8_t most;
    } boundaries[] = {
        {NFH_TYPE_DECIMAL, NFH_OP_DECIMAL_BOUNDARY, 0, 8},
        {NFH_TYPE_DATE, NFH_OP_DATE_BOUNDARY, 0, 8},
        {NFH_TYPE_DATETIME, NFH_OP_DATETIME_BOUNDARY, 0, 17},
        {NFH_TYPE_TIME, NFH_OP_DATETIME_BOUNDARY, NFH_TIME_OF_DAY, 9},
    };
    size_t i = 0;

    while (boundaries[i].type != node->type)
        i++;
    return nfh_priv_ref(
        node->type, nfh_priv_build(lowering->builder, boundaries[i].opcode,
                                   boundaries[i].detail | node->operation->detail, operand[0].slot,
                                   digits_or(lowering, operand[1].slot, boundaries[i].most), 0));
}

struct nfh_ref nfh_priv_lower_precision(struct nfh_lowering *lowering, const struct nfh_ref *value)
{
    unsigned opcode = value->type == NFH_TYPE_DECIMAL ? NFH_OP_DECIMAL_PRECISION
                      : value->type == NFH_TYPE_DATE  ? NFH_OP_DATE_PRECISION
                                                      : NFH_OP_DATETIME_PRECISION;

    return nfh_priv_ref(NFH_TYPE_INTEGER,
                        nfh_priv_build(lowering->builder, opcode,
                                       value->type == NFH_TYPE_TIME ? NFH_TIME_OF_DAY : 0,
                                       value->slot, 0, 0));
}

/* The end of an interval of numbers less its start. */
struct nfh_ref nfh_priv_lower_width(struct nfh_lowering *lowering, const struct nfh_node *node,
                                    const struct nfh_ref *interval)
{
    struct nfh_ref ends[2] = {nfh_priv_interval_end(lowering, interval),
                              nfh_priv_interval_start(lowering, interval)};
    struct nfh_ref result = nfh_priv_ref(node->type, NFH_SLOT_NULL);

    if (node->type == NFH_TYPE_ANY)
        return result;
    if (node->type == NFH_TYPE_QUANTITY)
        return nfh_priv_lower_quantity_arithmetic(lowering, NFH_DO_SUBTRACT, ends[0], ends[1]);
    result.slot = calculate(lowering, NFH_DO_SUBTRACT, node->type, ends[0].slot, ends[1].slot);
    lower_uncertain(lowering, NFH_DO_SUBTRACT, ends, &result);
    return result;
}

/* successor of, predecessor of: an error at the limit of the type. */
struct nfh_ref nfh_priv_lower_next(struct nfh_lowering *lowering, struct nfh_ref value,
                                   bool successor)
{
    struct nfh_ref next = nfh_priv_lower_neighbour(lowering, value, successor);
    uint32_t lost =
        nfh_priv_build(lowering->builder, NFH_OP_AND, 0, nfh_priv_lower_is_null(lowering, &next),
                       nfh_priv_lower_not(lowering, nfh_priv_lower_is_null(lowering, &value)), 0);

    return nfh_priv_lower_raise(lowering, next, NFH_RUN_NEIGHBOUR, lost);
}

/* Exp, Ln: a result that is no Decimal is an error, which tells more than a null. */
struct nfh_ref nfh_priv_lower_exponential(struct nfh_lowering *lowering,
                                          const struct nfh_ref *value, unsigned opcode)
{
    struct nfh_ref result = nfh_priv_ref(
        NFH_TYPE_DECIMAL, nfh_priv_build(lowering->builder, opcode, 0, value->slot, 0, 0));
    uint32_t lost =
        nfh_priv_build(lowering->builder, NFH_OP_AND, 0, nfh_priv_lower_is_null(lowering, &result),
                       nfh_priv_lower_not(lowering, nfh_priv_lower_is_null(lowering, value)), 0);

    return nfh_priv_lower_raise(lowering, result, NFH_RUN_NUMBER, lost);
}
