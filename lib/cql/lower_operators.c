/* SPDX-License-Identifier: MIT
 *
 * lower_operators.c - what each operation of the operator table becomes.
 */
#include "cql/leaves.h"
#include "cql/regex.h"
#include "cql/run.h"

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

static void report_pattern(struct nfh_lowering *lowering, const struct nfh_node *node,
                           const struct nfh_regex_error *error, const char *what)
{
    nfh_priv_report(lowering->compilation->diagnostics, lowering->source, node->place,
                    NFH_CODE_REGEX, "this is no %s: %s, at its byte %zu", what, error->message,
                    error->offset);
    lowering->failed = true;
}

/* A pattern that is a constant is compiled now, once for all: the instruction's detail says so. */
static struct nfh_ref lower_pattern(struct nfh_lowering *lowering, const struct nfh_node *node,
                                    const struct nfh_ref *operand)
{
    struct nfh_builder *builder = lowering->builder;
    const struct nfh_value *known = nfh_priv_build_known(builder, operand[1].slot);
    const struct nfh_value *by = nfh_priv_build_known(builder, operand[2].slot);
    struct nfh_value compiled = {.known = 1};
    struct nfh_regex_error error;
    const struct nfh_regex *regex;
    uint32_t pattern = operand[1].slot;
    unsigned detail = 0;

    if (known && known->known) {
        struct nfh_text text = {known->as.string.bytes, known->as.string.length};
        struct nfh_heap_mark mark = nfh_priv_heap_mark(&builder->heap);
        enum nfh_regex_status status =
            nfh_priv_regex_compile(text, &builder->heap, &regex, &error);
        if (status == NFH_REGEX_OK && by && by->known) {
            struct nfh_text replacement = {by->as.string.bytes, by->as.string.length};
            if (!nfh_priv_regex_check_replacement(regex, replacement, &error))
                report_pattern(lowering, node->child[2], &error, "replacement");
        }
        if (status == NFH_REGEX_WRONG)
            report_pattern(lowering, node->child[1], &error, "regular expression");
        if (status == NFH_REGEX_OK)
            compiled.as.string.bytes =
                (const char *)nfh_priv_regex_copy(regex, lowering->compilation->arena);
        nfh_priv_heap_release(&builder->heap, mark);
    }
    if (compiled.as.string.bytes) {
        pattern = nfh_priv_build_constant(builder, &compiled);
        detail = 1;
    }
    return nfh_priv_ref(node->type, nfh_priv_build(builder, node->operation->detail, detail,
                                                   operand[0].slot, pattern, operand[2].slot));
}

/* One instruction on the operands as they stand, but for Quantities, which carry their unit. */
static struct nfh_ref lower_opcode(struct nfh_lowering *lowering, const struct nfh_node *node,
                                   const struct nfh_ref *operand)
{
    struct nfh_ref first = operand[0];

    if (node->operation->detail == NFH_OP_MATCHES ||
        node->operation->detail == NFH_OP_REPLACE_MATCHES)
        return lower_pattern(lowering, node, operand);
    if (first.type == NFH_TYPE_QUANTITY)
        first.slot = nfh_priv_with_unit(lowering, &first);
    return nfh_priv_ref(node->type,
                        nfh_priv_build(lowering->builder, node->operation->detail, 0, first.slot,
                                       operand[1].slot, operand[2].slot));
}

/* --- arithmetic of numbers
 * ------------------------------------------------------------------------------ */

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
            return nfh_priv_build(
                lowering->builder,
                type == NFH_TYPE_DECIMAL ? arithmetic[i].decimal : arithmetic[i].integer,
                type == NFH_TYPE_LONG, a, b, 0);
    return NFH_SLOT_NULL;
}

/* The lesser (or greater) of two numbers. */
static uint32_t extreme(struct nfh_lowering *lowering, nfh_type type, uint32_t a, uint32_t b,
                        bool greater)
{
    uint32_t first = nfh_priv_lower_plain_compare(lowering, NFH_ORDER_LESS_OR_EQUAL,
                                                  nfh_priv_ref(type, a), nfh_priv_ref(type, b), 0);

    return nfh_priv_build(lowering->builder, NFH_OP_SELECT, 0, first, greater ? b : a,
                          greater ? a : b);
}

/* Sums, differences and products of numbers that are known within bounds are known within bounds
 * too; another calculation with them is an error. */
static bool lower_uncertain(struct nfh_lowering *lowering, unsigned operation,
                            const struct nfh_ref *operand, struct nfh_ref *result)
{
    struct nfh_builder *builder = lowering->builder;
    struct nfh_ref least_a, greatest_a, least_b, greatest_b;
    nfh_type type = operand[0].type;
    bool is_open = nfh_priv_bounds(lowering, &operand[0], &least_a, &greatest_a);
    uint32_t corner[4], open;

    if (!nfh_priv_bounds(lowering, &operand[1], &least_b, &greatest_b) && !is_open)
        return false;
    corner[0] = calculate(lowering, operation, type, least_a.slot, least_b.slot);
    corner[1] = calculate(lowering, operation, type, least_a.slot, greatest_b.slot);
    corner[2] = calculate(lowering, operation, type, greatest_a.slot, least_b.slot);
    corner[3] = calculate(lowering, operation, type, greatest_a.slot, greatest_b.slot);
    if (operation == NFH_DO_ADD || operation == NFH_DO_SUBTRACT || operation == NFH_DO_MULTIPLY) {
        result->least = extreme(lowering, type, extreme(lowering, type, corner[0], corner[1], false),
                                extreme(lowering, type, corner[2], corner[3], false), false);
        result->greatest =
            extreme(lowering, type, extreme(lowering, type, corner[0], corner[1], true),
                    extreme(lowering, type, corner[2], corner[3], true), true);
        return true;
    }
    open = nfh_priv_build(
        builder, NFH_OP_OR, 0,
        nfh_priv_lower_plain_compare(lowering, NFH_ORDER_LESS, least_a, greatest_a, 0),
        nfh_priv_lower_plain_compare(lowering, NFH_ORDER_LESS, least_b, greatest_b, 0), 0);
    *result = nfh_priv_lower_raise(lowering, *result, NFH_RUN_UNCERTAIN, open);
    return true;
}

static struct nfh_ref lower_arithmetic(struct nfh_lowering *lowering, const struct nfh_node *node,
                                       const struct nfh_ref *operand)
{
    unsigned operation = node->operation->operation;
    struct nfh_ref result = nfh_priv_ref(node->type, NFH_SLOT_NULL);

    if (operand[0].type == NFH_TYPE_QUANTITY)
        return nfh_priv_lower_quantity_arithmetic(lowering, (enum nfh_operation)operation,
                                                  operand[0], operand[1]);
    result.slot =
        calculate(lowering, operation, operand[0].type, operand[0].slot, operand[1].slot);
    lower_uncertain(lowering, operation, operand, &result);
    return result;
}

/* 0 - x; a Quantity keeps its unit. */
static struct nfh_ref lower_negate(struct nfh_lowering *lowering, struct nfh_ref value)
{
    struct nfh_builder *builder = lowering->builder;
    struct nfh_ref zero = value, least, greatest;
    nfh_type type = value.type == NFH_TYPE_QUANTITY ? NFH_TYPE_DECIMAL : value.type;

    if (value.type == NFH_TYPE_QUANTITY && !value.unit) {
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

/* x when it is not less than its negative. */
static struct nfh_ref lower_abs(struct nfh_lowering *lowering, struct nfh_ref value)
{
    struct nfh_ref negative;
    uint32_t less;

    value.least = value.greatest = NFH_SLOT_NONE;
    negative = lower_negate(lowering, value);
    negative.least = negative.greatest = NFH_SLOT_NONE;
    less = nfh_priv_lower_plain_compare(lowering, NFH_ORDER_LESS, value, negative, 0);
    /* The most negative Integer has no counterpart: its negative is null, and so must its absolute
     * value be. */
    less = nfh_priv_build(lowering->builder, NFH_OP_OR, 0, less,
                          nfh_priv_lower_is_null(lowering, &negative), 0);
    return nfh_priv_lower_select(lowering, less, negative, value);
}

/* A number of digits that is null counts as `otherwise`. */
static uint32_t digits_or(struct nfh_lowering *lowering, uint32_t slot, int64_t otherwise)
{
    return nfh_priv_build(lowering->builder, NFH_OP_COALESCE, 0, slot,
                          nfh_priv_constant_integer(lowering, otherwise), 0);
}

static struct nfh_ref lower_round(struct nfh_lowering *lowering, const struct nfh_node *node,
                                  const struct nfh_ref *operand)
{
    uint32_t places = digits_or(lowering, node->count == 2 ? operand[1].slot : NFH_SLOT_NULL, 0);

    return nfh_priv_ref(NFH_TYPE_DECIMAL, nfh_priv_build(lowering->builder, NFH_OP_ROUND_DECIMAL, 0,
                                                         operand[0].slot, places, 0));
}

/* LowBoundary, HighBoundary: null for the number of digits means all that the type has. */
static struct nfh_ref lower_boundary(struct nfh_lowering *lowering, const struct nfh_node *node,
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

static struct nfh_ref lower_precision(struct nfh_lowering *lowering, const struct nfh_ref *value)
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
static struct nfh_ref lower_width(struct nfh_lowering *lowering, const struct nfh_node *node,
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
static struct nfh_ref lower_next(struct nfh_lowering *lowering, struct nfh_ref value, bool successor)
{
    struct nfh_ref next = nfh_priv_lower_neighbour(lowering, value, successor);
    uint32_t lost = nfh_priv_build(lowering->builder, NFH_OP_AND, 0,
                                   nfh_priv_lower_is_null(lowering, &next),
                                   negation(lowering, nfh_priv_lower_is_null(lowering, &value)), 0);

    return nfh_priv_lower_raise(lowering, next, NFH_RUN_NEIGHBOUR, lost);
}

/* Exp, Ln: a result that is no Decimal is an error, which tells more than a null. */
static struct nfh_ref lower_exponential(struct nfh_lowering *lowering, const struct nfh_ref *value,
                                        unsigned opcode)
{
    struct nfh_ref result = nfh_priv_ref(
        NFH_TYPE_DECIMAL, nfh_priv_build(lowering->builder, opcode, 0, value->slot, 0, 0));
    uint32_t lost = nfh_priv_build(lowering->builder, NFH_OP_AND, 0,
                                   nfh_priv_lower_is_null(lowering, &result),
                                   negation(lowering, nfh_priv_lower_is_null(lowering, value)), 0);

    return nfh_priv_lower_raise(lowering, result, NFH_RUN_NUMBER, lost);
}

/* --- comparisons
 * --------------------------------------------------------------------------------------- */

static uint32_t lower_between(struct nfh_lowering *lowering, const struct nfh_ref *operand,
                              enum nfh_order relation)
{
    bool is_proper = relation == NFH_ORDER_LESS;
    uint32_t low = nfh_priv_lower_compare(lowering, relation, operand[1], operand[0], 0);
    uint32_t high = nfh_priv_lower_compare(lowering, relation, operand[0], operand[2], 0);

    nfh_priv_note_leaf(lowering, low, is_proper ? NFH_RELATION_GREATER : NFH_RELATION_GREATER_OR_EQUAL,
                       &operand[0], &operand[1]);
    nfh_priv_note_leaf(lowering, high, is_proper ? NFH_RELATION_LESS : NFH_RELATION_LESS_OR_EQUAL,
                       &operand[0], &operand[2]);
    return nfh_priv_build(lowering->builder, NFH_OP_AND, 0, low, high, 0);
}

static uint32_t compare(struct nfh_lowering *lowering, const struct nfh_node *node,
                        enum nfh_order relation, struct nfh_ref a, struct nfh_ref b)
{
    return nfh_priv_lower_compare(lowering, relation, a, b, node->precision);
}

/* *found: the operation is one that gives a Boolean. */
static uint32_t lower_comparison(struct nfh_lowering *lowering, const struct nfh_node *node,
                                 const struct nfh_ref *operand, bool *found)
{
    struct nfh_ref a = operand[0], b = operand[1];

    *found = true;
    switch (node->operation->operation) {
    case NFH_DO_EQUAL:
        return compare(lowering, node, NFH_ORDER_EQUAL, a, b);
    case NFH_DO_NOT_EQUAL:
        return negation(lowering, nfh_priv_lower_compare(lowering, NFH_ORDER_EQUAL, a, b, 0));
    case NFH_DO_EQUIVALENT:
        return nfh_priv_lower_equivalent(lowering, a, b);
    case NFH_DO_NOT_EQUIVALENT:
        return negation(lowering, nfh_priv_lower_equivalent(lowering, a, b));
    case NFH_DO_LESS:
        return compare(lowering, node, NFH_ORDER_LESS, a, b);
    case NFH_DO_LESS_OR_EQUAL:
        return compare(lowering, node, NFH_ORDER_LESS_OR_EQUAL, a, b);
    case NFH_DO_GREATER:
        return compare(lowering, node, NFH_ORDER_LESS, b, a);
    case NFH_DO_GREATER_OR_EQUAL:
        return compare(lowering, node, NFH_ORDER_LESS_OR_EQUAL, b, a);
    case NFH_DO_BETWEEN:
        return lower_between(lowering, operand, NFH_ORDER_LESS_OR_EQUAL);
    case NFH_DO_PROPER_BETWEEN:
        return lower_between(lowering, operand, NFH_ORDER_LESS);
    case NFH_DO_IS_NULL:
        return nfh_priv_lower_is_null(lowering, &a);
    case NFH_DO_IMPLIES:
        return nfh_priv_build(lowering->builder, NFH_OP_OR, 0, negation(lowering, a.slot), b.slot,
                              0);
    case NFH_DO_IN:
        return nfh_priv_lower_contains(lowering, &b, a, node->precision);
    case NFH_DO_CONTAINS:
        return nfh_priv_lower_contains(lowering, &a, b, node->precision);
    case NFH_DO_PROPER_IN:
        return nfh_priv_lower_proper_contains(lowering, &b, a, node->precision);
    case NFH_DO_PROPER_CONTAINS:
        return nfh_priv_lower_proper_contains(lowering, &a, b, node->precision);
    case NFH_DO_CONVERTS:
        return nfh_priv_lower_converts(lowering, a, node->operation->detail);
    default:
        *found = false;
        return NFH_SLOT_NULL;
    }
}

/* --- time
 * ----------------------------------------------------------------------------------------------
 */

static uint32_t today(struct nfh_lowering *lowering)
{
    return nfh_priv_build(lowering->builder, NFH_OP_DATE_FROM, 0, nfh_priv_lower_now(lowering).slot,
                          0, 0);
}

/* CalculateAgeIn…(birth), and …At(birth, when): without a time, now. */
static struct nfh_ref lower_age(struct nfh_lowering *lowering, const struct nfh_node *node,
                                const struct nfh_ref *operand)
{
    struct nfh_ref when = operand[1];

    if (node->count == 1)
        when = operand[0].type == NFH_TYPE_DATE ? nfh_priv_ref(NFH_TYPE_DATE, today(lowering))
                                                : nfh_priv_lower_now(lowering);
    return nfh_priv_ref(NFH_TYPE_INTEGER, nfh_priv_lower_span(lowering, false,
                                                              node->operation->detail, &operand[0],
                                                              &when));
}

static struct nfh_ref lower_time(struct nfh_lowering *lowering, const struct nfh_node *node,
                                 const struct nfh_ref *operand)
{
    bool difference = node->operation->detail == 1;
    struct nfh_ref start, end;

    switch (node->operation->operation) {
    case NFH_DO_ADD_DATE:
    case NFH_DO_SUBTRACT_DATE:
        return nfh_priv_lower_add_date(lowering, operand[0], operand[1],
                                       node->operation->operation == NFH_DO_SUBTRACT_DATE);
    case NFH_DO_AGE:
        return lower_age(lowering, node, operand);
    case NFH_DO_SPAN:
        return nfh_priv_ref(NFH_TYPE_INTEGER,
                            nfh_priv_lower_span(lowering, difference, node->precision, &operand[0],
                                                &operand[1]));
    case NFH_DO_SPAN_OF:
        start = nfh_priv_interval_start(lowering, &operand[0]);
        end = nfh_priv_interval_end(lowering, &operand[0]);
        return nfh_priv_ref(NFH_TYPE_INTEGER, nfh_priv_lower_span(lowering, difference,
                                                                  node->precision, &start, &end));
    case NFH_DO_COMPONENT:
        return nfh_priv_lower_component(lowering, node, operand[0]);
    case NFH_DO_NOW:
        return nfh_priv_lower_now(lowering);
    case NFH_DO_TODAY:
        return nfh_priv_ref(NFH_TYPE_DATE, today(lowering));
    case NFH_DO_TIME_OF_DAY:
        return nfh_priv_ref(NFH_TYPE_TIME,
                            nfh_priv_build(lowering->builder, NFH_OP_TIME_FROM, 0,
                                           nfh_priv_lower_now(lowering).slot, 0, 0));
    default:
        return nfh_priv_lower_constructor(lowering, node->operation->operation, operand,
                                          node->count);
    }
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
    case NFH_DO_JOIN:
        return nfh_priv_ref(NFH_TYPE_STRING, build(lowering, NFH_OP_JOIN, 0, operand));
    case NFH_DO_CONVERT:
        return nfh_priv_lower_to(lowering, operand[0], node->type);
    case NFH_DO_CONVERT_QUANTITY:
        return nfh_priv_lower_with_unit_text(lowering, NFH_OP_CONVERT_QUANTITY, operand[0],
                                             operand[1]);
    case NFH_DO_MESSAGE:
        return nfh_priv_lower_message(lowering, node, operand);
    case NFH_DO_NEGATE:
        return lower_negate(lowering, operand[0]);
    case NFH_DO_ABS:
        return lower_abs(lowering, operand[0]);
    case NFH_DO_EXP:
        return lower_exponential(lowering, &operand[0], NFH_OP_EXP_DECIMAL);
    case NFH_DO_LN:
        return lower_exponential(lowering, &operand[0], NFH_OP_LN_DECIMAL);
    case NFH_DO_ROUND:
        return lower_round(lowering, node, operand);
    case NFH_DO_BOUNDARY:
        return lower_boundary(lowering, node, operand);
    case NFH_DO_PRECISION:
        return lower_precision(lowering, &operand[0]);
    case NFH_DO_SUCCESSOR:
    case NFH_DO_PREDECESSOR:
        return lower_next(lowering, operand[0], node->operation->operation == NFH_DO_SUCCESSOR);
    case NFH_DO_START:
        return nfh_priv_interval_start(lowering, &operand[0]);
    case NFH_DO_END:
        return nfh_priv_interval_end(lowering, &operand[0]);
    case NFH_DO_WIDTH:
        return lower_width(lowering, node, &operand[0]);
    case NFH_DO_POINT_FROM:
        return nfh_priv_lower_point_from(lowering, &operand[0]);
    case NFH_DO_INTERVAL_UNION:
    case NFH_DO_INTERVAL_INTERSECT:
    case NFH_DO_INTERVAL_EXCEPT:
        return nfh_priv_lower_interval_set(lowering, node->operation->operation, &operand[0],
                                           &operand[1]);
    case NFH_DO_ADD:
    case NFH_DO_SUBTRACT:
    case NFH_DO_MULTIPLY:
    case NFH_DO_DIVIDE:
    case NFH_DO_TRUNCATED_DIVIDE:
    case NFH_DO_MODULO:
        return lower_arithmetic(lowering, node, operand);
    default:
        return lower_time(lowering, node, operand);
    }
}

/* What a reason says of an operation that gives a Boolean; 0: it is made of others, or logic. */
static int relation_of(const struct nfh_node *node, const struct nfh_ref *operand)
{
    bool is_plain = !nfh_priv_has_members(operand[0].type) && !nfh_priv_is_interval(operand[0].type);

    if (node->precision != 0)
        is_plain = false;
    switch (node->operation->operation) {
    case NFH_DO_EQUAL:
        return is_plain ? NFH_RELATION_EQUAL : NFH_RELATION_IS;
    case NFH_DO_NOT_EQUAL:
        return is_plain ? NFH_RELATION_NOT_EQUAL : NFH_RELATION_IS;
    case NFH_DO_EQUIVALENT:
        return is_plain ? NFH_RELATION_SIMILAR : NFH_RELATION_IS;
    case NFH_DO_NOT_EQUIVALENT:
        return is_plain ? NFH_RELATION_NOT_SIMILAR : NFH_RELATION_IS;
    case NFH_DO_LESS:
        return is_plain ? NFH_RELATION_LESS : NFH_RELATION_IS;
    case NFH_DO_LESS_OR_EQUAL:
        return is_plain ? NFH_RELATION_LESS_OR_EQUAL : NFH_RELATION_IS;
    case NFH_DO_GREATER:
        return is_plain ? NFH_RELATION_GREATER : NFH_RELATION_IS;
    case NFH_DO_GREATER_OR_EQUAL:
        return is_plain ? NFH_RELATION_GREATER_OR_EQUAL : NFH_RELATION_IS;
    case NFH_DO_IS_NULL:
        return is_plain ? NFH_RELATION_MISSING : NFH_RELATION_IS;
    case NFH_DO_IN:
    case NFH_DO_CONTAINS:
        return node->precision == 0 ? NFH_RELATION_IN : NFH_RELATION_IS;
    case NFH_DO_PROPER_IN:
    case NFH_DO_PROPER_CONTAINS:
    case NFH_DO_CONVERTS:
        return NFH_RELATION_IS;
    default:
        return 0;
    }
}

static void note_relation(struct nfh_lowering *lowering, const struct nfh_node *node,
                          const struct nfh_ref *operand, uint32_t slot)
{
    int relation = relation_of(node, operand);
    bool is_turned = node->operation->operation == NFH_DO_CONTAINS ||
                     node->operation->operation == NFH_DO_PROPER_CONTAINS;
    const struct nfh_ref *a = &operand[is_turned], *b = &operand[!is_turned];

    if (relation != 0)
        nfh_priv_note_leaf(lowering, slot, relation, a, node->count > 1 ? b : NULL);
}

/* Instructions that a reason looks through. */
static bool is_logic(unsigned opcode)
{
    return opcode <= NFH_OP_IS_UNKNOWN;
}

static bool is_interval_relation(unsigned operation)
{
    return operation >= NFH_DO_INTERVAL_AFTER && operation <= NFH_DO_INTERVAL_STARTS &&
           operation != NFH_DO_INTERVAL_EXCEPT && operation != NFH_DO_INTERVAL_INTERSECT;
}

struct nfh_ref nfh_priv_lower_operator(struct nfh_lowering *lowering, const struct nfh_node *node,
                                       const struct nfh_ref *operand)
{
    unsigned operation = node->operation->operation;
    bool is_comparison;
    uint32_t slot;

    if (operation == NFH_DO_OPCODE) {
        struct nfh_ref result = lower_opcode(lowering, node, operand);
        if (result.type == NFH_TYPE_BOOLEAN && !is_logic(node->operation->detail))
            nfh_priv_note_leaf(lowering, result.slot, NFH_RELATION_IS, &operand[0],
                               node->count > 1 ? &operand[1] : NULL);
        return result;
    }
    if (is_interval_relation(operation)) {
        slot = nfh_priv_lower_interval_relation(lowering, operation, &operand[0], &operand[1],
                                                node->precision);
        nfh_priv_note_leaf(lowering, slot, NFH_RELATION_IS, &operand[0], &operand[1]);
        return nfh_priv_ref(NFH_TYPE_BOOLEAN, slot);
    }
    slot = lower_comparison(lowering, node, operand, &is_comparison);
    if (is_comparison) {
        note_relation(lowering, node, operand, slot);
        return nfh_priv_ref(NFH_TYPE_BOOLEAN, slot);
    }
    return lower_value(lowering, node, operand);
}
