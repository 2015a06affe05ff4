/* SPDX-License-Identifier: MIT
 *
 * lint_possible.c - what an instruction may give: sets of truths, with the unknowns that were
 * turned into decisions kept apart.
 *
 * Run-time errors are left out: they decide nothing. What is unsure stays so through every
 * instruction, unless another operand decides alone.
 */
#include "cql/lint.h"
#include "cql/run.h"

#define UNSURE(possible) ((uint8_t)((possible) << NFH_MAY_UNSURE_SHIFT))
#define TRUE_OR_FALSE    (NFH_MAY_TRUE | NFH_MAY_FALSE)

static bool divides_well(const struct nfh_builder *builder, const struct nfh_instruction *in)
{
    const struct nfh_value *divisor = nfh_priv_build_known(builder, in->operand[1]);

    if (!divisor || !divisor->known)
        return false;
    return in->opcode == NFH_OP_TRUNCATED_DIVIDE_INTEGER || in->opcode == NFH_OP_MODULO_INTEGER
               ? divisor->as.integer != 0
               : divisor->as.decimal != 0;
}

/* By opcode. What is not here is special: possible_special knows it, or it may give anything. */
/* clang-format off */
static const uint8_t rules[NFH_OPCODE_COUNT] = {
    [NFH_OP_AND] = NFH_NULL_LOGIC,
    [NFH_OP_OR] = NFH_NULL_LOGIC,
    [NFH_OP_XOR] = NFH_NULL_LOGIC,
    [NFH_OP_NOT] = NFH_NULL_LOGIC,
    [NFH_OP_EQUAL_BOOLEAN] = NFH_NULL_LOGIC,
    [NFH_OP_EQUAL_INTEGER] = NFH_NULL_STRICT,
    [NFH_OP_EQUAL_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_EQUAL_STRING] = NFH_NULL_STRICT,
    [NFH_OP_LESS_INTEGER] = NFH_NULL_STRICT,
    [NFH_OP_LESS_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_LESS_STRING] = NFH_NULL_STRICT,
    [NFH_OP_LESS_OR_EQUAL_INTEGER] = NFH_NULL_STRICT,
    [NFH_OP_LESS_OR_EQUAL_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_LESS_OR_EQUAL_STRING] = NFH_NULL_STRICT,
    [NFH_OP_SIMILAR_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_SIMILAR_STRING] = NFH_NULL_STRICT,
    [NFH_OP_ADD_INTEGER] = NFH_NULL_STRICT,
    [NFH_OP_SUBTRACT_INTEGER] = NFH_NULL_STRICT,
    [NFH_OP_MULTIPLY_INTEGER] = NFH_NULL_STRICT,
    [NFH_OP_ADD_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_SUBTRACT_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_MULTIPLY_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_ROUND_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_EXP_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_CEILING_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_FLOOR_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_TRUNCATE_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_INTEGER_TO_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_WITH_UNIT] = NFH_NULL_STRICT,
    [NFH_OP_UNIT_TEXT] = NFH_NULL_STRICT,
    [NFH_OP_NEIGHBOUR_QUANTITY] = NFH_NULL_STRICT,
    [NFH_OP_ADD_DATE] = NFH_NULL_STRICT,
    [NFH_OP_ADD_DATE_QUANTITY] = NFH_NULL_STRICT,
    [NFH_OP_SUCCESSOR_INTEGER] = NFH_NULL_STRICT,
    [NFH_OP_SUCCESSOR_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_SUCCESSOR_DATE] = NFH_NULL_STRICT,
    [NFH_OP_PREDECESSOR_INTEGER] = NFH_NULL_STRICT,
    [NFH_OP_PREDECESSOR_DECIMAL] = NFH_NULL_STRICT,
    [NFH_OP_PREDECESSOR_DATE] = NFH_NULL_STRICT,
    [NFH_OP_LONG_TO_INTEGER] = NFH_NULL_STRICT,
    [NFH_OP_NEGATE_QUANTITY] = NFH_NULL_STRICT,
    [NFH_OP_DECIMAL_PRECISION] = NFH_NULL_STRICT,
    [NFH_OP_CAN_CONVERT_QUANTITY] = NFH_NULL_STRICT,
    [NFH_OP_DATE_PRECISION] = NFH_NULL_STRICT,
    [NFH_OP_ADD_DATETIME] = NFH_NULL_STRICT,
    [NFH_OP_ADD_DATETIME_QUANTITY] = NFH_NULL_STRICT,
    [NFH_OP_DATETIME_PRECISION] = NFH_NULL_STRICT,
    [NFH_OP_DATETIME_NEIGHBOUR] = NFH_NULL_STRICT,
    [NFH_OP_DATE_TO_DATETIME] = NFH_NULL_STRICT,
    [NFH_OP_DATE_FROM] = NFH_NULL_STRICT,
    [NFH_OP_CONCATENATE] = NFH_NULL_STRICT,
    [NFH_OP_LENGTH] = NFH_NULL_STRICT,
    [NFH_OP_UPPER] = NFH_NULL_STRICT,
    [NFH_OP_LOWER] = NFH_NULL_STRICT,
    [NFH_OP_POSITION_OF] = NFH_NULL_STRICT,
    [NFH_OP_LAST_POSITION_OF] = NFH_NULL_STRICT,
    [NFH_OP_STARTS_WITH] = NFH_NULL_STRICT,
    [NFH_OP_ENDS_WITH] = NFH_NULL_STRICT,
    [NFH_OP_BOOLEAN_TO_TEXT] = NFH_NULL_STRICT,
    [NFH_OP_VALUE_TO_TEXT] = NFH_NULL_STRICT,
    [NFH_OP_RATIO_TO_TEXT] = NFH_NULL_STRICT,
    [NFH_OP_BOOLEAN_TO_NUMBER] = NFH_NULL_STRICT,
    [NFH_OP_EQUAL_DATETIME] = NFH_NULL_OWN,
    [NFH_OP_LESS_DATETIME] = NFH_NULL_OWN,
    [NFH_OP_LESS_OR_EQUAL_DATETIME] = NFH_NULL_OWN,
    [NFH_OP_DECIMAL_BOUNDARY] = NFH_NULL_OWN,
    [NFH_OP_TRUNCATED_DIVIDE_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_MODULO_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_CONVERT_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_TEXT_TO_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_TEXT_TO_RATIO] = NFH_NULL_OWN,
    [NFH_OP_MAKE_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_DATE_BOUNDARY] = NFH_NULL_OWN,
    [NFH_OP_DATETIME_DURATION] = NFH_NULL_OWN,
    [NFH_OP_DATETIME_DIFFERENCE] = NFH_NULL_OWN,
    [NFH_OP_DATETIME_COMPONENT] = NFH_NULL_OWN,
    [NFH_OP_DATETIME_BOUNDARY] = NFH_NULL_OWN,
    [NFH_OP_TIME_FROM] = NFH_NULL_OWN,
    [NFH_OP_TIMEZONE_OFFSET] = NFH_NULL_OWN,
    [NFH_OP_MATCHES] = NFH_NULL_OWN,
    [NFH_OP_REPLACE_MATCHES] = NFH_NULL_OWN,
    [NFH_OP_SUBSTRING_FROM] = NFH_NULL_OWN,
    [NFH_OP_SUBSTRING] = NFH_NULL_OWN,
    [NFH_OP_INDEXER] = NFH_NULL_OWN,
    [NFH_OP_TEXT_TO_BOOLEAN] = NFH_NULL_OWN,
    [NFH_OP_TEXT_TO_VALUE] = NFH_NULL_OWN,
    [NFH_OP_NUMBER_TO_BOOLEAN] = NFH_NULL_OWN,
    [NFH_OP_EQUAL_DATE] = NFH_NULL_OWN,
    [NFH_OP_EQUAL_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_LESS_DATE] = NFH_NULL_OWN,
    [NFH_OP_LESS_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_LESS_OR_EQUAL_DATE] = NFH_NULL_OWN,
    [NFH_OP_LESS_OR_EQUAL_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_SIMILAR_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_POWER_DECIMAL] = NFH_NULL_OWN,
    [NFH_OP_LOG_DECIMAL] = NFH_NULL_OWN,
    [NFH_OP_LN_DECIMAL] = NFH_NULL_OWN,
    [NFH_OP_ADD_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_SUBTRACT_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_MULTIPLY_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_DIVIDE_QUANTITY] = NFH_NULL_OWN,
    [NFH_OP_DATE_COMPONENT] = NFH_NULL_OWN,
    [NFH_OP_TRUNCATED_DIVIDE_INTEGER] = NFH_NULL_OWN,
    [NFH_OP_MODULO_INTEGER] = NFH_NULL_OWN,
    [NFH_OP_DIVIDE_DECIMAL] = NFH_NULL_OWN,
    [NFH_OP_TRUNCATED_DIVIDE_DECIMAL] = NFH_NULL_OWN,
    [NFH_OP_MODULO_DECIMAL] = NFH_NULL_OWN,
    [NFH_OP_DURATION] = NFH_NULL_OWN,
    [NFH_OP_DIFFERENCE] = NFH_NULL_OWN,
    [NFH_OP_CONVERT_UNIT] = NFH_NULL_OWN,
};
/* clang-format on */

/* A division by a constant other than zero, a conversion between units that are both known (one
 * converts, or none does) and a bound of a span are null with their operands only. */
enum nfh_null_rule nfh_priv_null_rule(const struct nfh_builder *builder,
                                      const struct nfh_instruction *in)
{
    switch (in->opcode) {
    case NFH_OP_TRUNCATED_DIVIDE_INTEGER:
    case NFH_OP_MODULO_INTEGER:
    case NFH_OP_DIVIDE_DECIMAL:
    case NFH_OP_TRUNCATED_DIVIDE_DECIMAL:
    case NFH_OP_MODULO_DECIMAL:
        return divides_well(builder, in) ? NFH_NULL_STRICT : NFH_NULL_OWN;
    case NFH_OP_DURATION:
    case NFH_OP_DIFFERENCE:
    case NFH_OP_DATETIME_DURATION:
    case NFH_OP_DATETIME_DIFFERENCE:
        return in->detail & (NFH_SPAN_LEAST | NFH_SPAN_GREATEST) ? NFH_NULL_STRICT : NFH_NULL_OWN;
    case NFH_OP_CONVERT_UNIT:
        return nfh_priv_build_known(builder, in->operand[1]) ? NFH_NULL_STRICT : NFH_NULL_OWN;
    default:
        return (enum nfh_null_rule)rules[in->opcode];
    }
}

size_t nfh_priv_operands_of(const struct nfh_builder *builder, const struct nfh_instruction *in,
                            const uint32_t **operand)
{
    int count = nfh_priv_opcode_operands(in->opcode);

    *operand = in->operand;
    if (count >= 0)
        return (size_t)count;
    *operand = builder->pool + in->operand[0];
    return in->operand[1];
}

static uint8_t possible_constant(const struct nfh_value *value)
{
    if (value->known || (value->truth & NFH_TRUTH_TRUE))
        return NFH_MAY_TRUE;
    return value->truth & NFH_TRUTH_FALSE ? NFH_MAY_FALSE : NFH_MAY_NULL;
}

uint8_t nfh_priv_possible_of(const struct nfh_possible *possible, uint32_t slot)
{
    if (slot & NFH_SLOT_RESULT)
        return possible->code[slot & ~NFH_SLOT_RESULT];
    if (slot & NFH_SLOT_CONSTANT)
        return possible_constant(nfh_priv_build_known(possible->builder, slot));
    return possible->input[slot];
}

/* --- logic ------------------------------------------------------------------------------------ */

/* The six values of a set, by their bits: true, false, null, and the same unsure. */
enum { TRUE_BIT, FALSE_BIT, NULL_BIT, VALUES = 6 };

static unsigned conjunction(unsigned a, unsigned b)
{
    unsigned value_a = a % 3, value_b = b % 3;
    bool unsure_a = a >= 3, unsure_b = b >= 3;
    unsigned value = value_a == FALSE_BIT || value_b == FALSE_BIT ? FALSE_BIT
                     : value_a == NULL_BIT || value_b == NULL_BIT ? NULL_BIT
                                                                  : TRUE_BIT;
    bool decided = (value_a == FALSE_BIT && !unsure_a) || (value_b == FALSE_BIT && !unsure_b);

    return (unsure_a || unsure_b) && !decided ? value + 3 : value;
}

static uint8_t possible_and(uint8_t a, uint8_t b)
{
    unsigned result = 0;

    for (unsigned i = 0; i < VALUES; i++)
        for (unsigned j = 0; j < VALUES && (a >> i & 1); j++)
            if (b >> j & 1)
                result |= 1u << conjunction(i, j);
    return (uint8_t)result;
}

static uint8_t possible_not(uint8_t a)
{
    const unsigned is_true = NFH_MAY_TRUE | UNSURE(NFH_MAY_TRUE);
    const unsigned is_null = NFH_MAY_NULL | UNSURE(NFH_MAY_NULL);

    return (uint8_t)((a & is_true) << 1 | (a >> 1 & is_true) | (a & is_null));
}

/* What `answer` makes of each value: a set for true, for false and for null. */
static uint8_t possible_test(uint8_t a, unsigned if_true, unsigned if_false, unsigned if_null)
{
    unsigned result = 0;

    for (unsigned half = 0; half <= NFH_MAY_UNSURE_SHIFT; half += NFH_MAY_UNSURE_SHIFT) {
        unsigned part = a >> half, found = 0;
        found |= part & NFH_MAY_TRUE ? if_true : 0;
        found |= part & NFH_MAY_FALSE ? if_false : 0;
        found |= part & NFH_MAY_NULL ? if_null : 0;
        result |= found << half;
    }
    return (uint8_t)result;
}

static uint8_t possible_select(uint8_t condition, uint8_t yes, uint8_t no)
{
    unsigned result = 0;

    if (condition & NFH_MAY_TRUE)
        result |= yes;
    if (condition & (NFH_MAY_FALSE | NFH_MAY_NULL))
        result |= no;
    if (condition & UNSURE(NFH_MAY_TRUE))
        result |= nfh_priv_unsure(yes);
    if (condition & UNSURE(NFH_MAY_FALSE | NFH_MAY_NULL))
        result |= nfh_priv_unsure(no);
    return (uint8_t)result;
}

static uint8_t possible_coalesce(uint8_t a, uint8_t b)
{
    unsigned result = a & ~(unsigned)(NFH_MAY_NULL | UNSURE(NFH_MAY_NULL));

    if (a & NFH_MAY_NULL)
        result |= b;
    if (a & UNSURE(NFH_MAY_NULL))
        result |= nfh_priv_unsure(b);
    return (uint8_t)result;
}

/* --- everything else -------------------------------------------------------------------------- */

/* Null when an operand is, else known; also null by itself when `open`. */
static uint8_t possible_strict(const struct nfh_possible *possible, const uint32_t *operand,
                               size_t count, unsigned known)
{
    unsigned nulls = 0, unsure = 0, sure = NFH_MAY_SURE;
    bool can_be_known = true;

    for (size_t i = 0; i < count; i++) {
        uint8_t value = nfh_priv_possible_of(possible, operand[i]);
        nulls |= nfh_priv_may_be(value) & NFH_MAY_NULL;
        can_be_known = can_be_known && (nfh_priv_may_be(value) & TRUE_OR_FALSE);
        unsure |= value & UNSURE(NFH_MAY_SURE);
        sure = value & NFH_MAY_SURE ? sure : 0;
    }
    unsigned result = nulls | (can_be_known ? known : 0);
    return (uint8_t)((result & sure) | (unsure ? UNSURE(result) : 0));
}

/* Anything at all. */
static uint8_t possible_any(const struct nfh_possible *possible, const struct nfh_instruction *in)
{
    const uint32_t *operand;
    size_t count = nfh_priv_operands_of(possible->builder, in, &operand);
    unsigned known = nfh_priv_opcode_is_truth(in->opcode) ? TRUE_OR_FALSE : NFH_MAY_TRUE;
    unsigned unsure = 0, sure = NFH_MAY_SURE;

    for (size_t i = 0; i < count; i++) {
        uint8_t value = nfh_priv_possible_of(possible, operand[i]);
        unsure |= value & UNSURE(NFH_MAY_SURE);
        sure = value & NFH_MAY_SURE ? sure : 0;
    }
    known |= NFH_MAY_NULL;
    return (uint8_t)((known & sure) | (unsure ? UNSURE(known) : 0));
}

static uint8_t possible_strict_or_own(const struct nfh_possible *possible,
                                      const struct nfh_instruction *in, bool own)
{
    unsigned known = nfh_priv_opcode_is_truth(in->opcode) ? TRUE_OR_FALSE : NFH_MAY_TRUE;
    size_t count = (size_t)nfh_priv_opcode_operands(in->opcode);

    return possible_strict(possible, in->operand, count, own ? known | NFH_MAY_NULL : known);
}

/* The year alone makes a date, the hour a time; but not everything that follows fits. */
static uint8_t possible_date(const struct nfh_possible *possible, const struct nfh_instruction *in)
{
    uint8_t any = possible_any(possible, in);
    const uint32_t *operand;

    nfh_priv_operands_of(possible->builder, in, &operand);
    return nfh_priv_may_be(nfh_priv_possible_of(possible, operand[0])) == NFH_MAY_NULL
               ? (uint8_t)(any & (NFH_MAY_NULL | UNSURE(NFH_MAY_NULL)))
               : any;
}

static uint8_t possible_special(const struct nfh_possible *possible,
                                const struct nfh_instruction *in, uint8_t a, uint8_t b)
{
    switch (in->opcode) {
    case NFH_OP_IS_TRUE:
        return possible_test(a, NFH_MAY_TRUE, NFH_MAY_FALSE, NFH_MAY_FALSE);
    case NFH_OP_IS_FALSE:
        return possible_test(a, NFH_MAY_FALSE, NFH_MAY_TRUE, NFH_MAY_FALSE);
    case NFH_OP_IS_UNKNOWN:
    case NFH_OP_IS_NULL:
        return possible_test(a, NFH_MAY_FALSE, NFH_MAY_FALSE, NFH_MAY_TRUE);
    case NFH_OP_SELECT_BOOLEAN:
    case NFH_OP_SELECT:
        return possible_select(a, b, nfh_priv_possible_of(possible, in->operand[2]));
    case NFH_OP_COALESCE_BOOLEAN:
    case NFH_OP_COALESCE:
        return possible_coalesce(a, b);
    case NFH_OP_RAISE:
    case NFH_OP_RAISE_BOOLEAN:
        return b & UNSURE(NFH_MAY_SURE) ? (uint8_t)(a | nfh_priv_unsure(a)) : a;
    case NFH_OP_MAKE_DATE:
    case NFH_OP_MAKE_DATETIME:
    case NFH_OP_MAKE_TIME:
        return possible_date(possible, in);
    case NFH_OP_JOIN: /* a null text counts as '' */
        return (uint8_t)(possible_any(possible, in) &
                         ~(unsigned)(NFH_MAY_NULL | UNSURE(NFH_MAY_NULL)));
    default:
        return possible_any(possible, in);
    }
}

static uint8_t possible_logic(const struct nfh_possible *possible, const struct nfh_instruction *in,
                              uint8_t a, uint8_t b)
{
    switch (in->opcode) {
    case NFH_OP_AND:
        return possible_and(a, b);
    case NFH_OP_OR:
        return possible_not(possible_and(possible_not(a), possible_not(b)));
    case NFH_OP_NOT:
        return possible_not(a);
    default:
        return possible_strict(possible, in->operand, 2, TRUE_OR_FALSE);
    }
}

uint8_t nfh_priv_possible_step(const struct nfh_possible *possible,
                               const struct nfh_instruction *in)
{
    enum nfh_null_rule rule = nfh_priv_null_rule(possible->builder, in);
    int operands = nfh_priv_opcode_operands(in->opcode);
    uint8_t a = 0, b = 0;

    if (rule == NFH_NULL_STRICT || rule == NFH_NULL_OWN)
        return possible_strict_or_own(possible, in, rule == NFH_NULL_OWN);
    if (operands > 0)
        a = nfh_priv_possible_of(possible, in->operand[0]);
    if (operands > 1)
        b = nfh_priv_possible_of(possible, in->operand[1]);
    return rule == NFH_NULL_LOGIC ? possible_logic(possible, in, a, b)
                                  : possible_special(possible, in, a, b);
}
