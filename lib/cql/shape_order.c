/* SPDX-License-Identifier: MIT
 *
 * shape_order.c - instructions whose results rise or fall with their operands.
 *
 * Nearly all that criteria calculate is monotone in each operand, and correctly rounded, which
 * keeps it so. A monotone result that is the same at both ends is the same in between. What is not
 * covered here is LOOSE, which is never wrong: the range is then looked at in smaller pieces.
 */
#include "cql/run.h"
#include "cql/shape_span.h"

/* What an instruction whose result is ordered takes as its operand, and what it gives. */
struct rule {
    uint16_t opcode;
    uint8_t operand, result; /* enum nfh_order_of */
    uint8_t operands;        /* in which of them it is monotone, a bit each */
    int8_t sign[2];          /* with two operands that move: whether it rises or falls with each; 0:
                                that depends on the sign of the other */
};

/* clang-format off */
static const struct rule rules[] = {
    {NFH_OP_ADD_INTEGER, NFH_ORDER_OF_INTEGER, NFH_ORDER_OF_INTEGER, 3, {1, 1}},
    {NFH_OP_SUBTRACT_INTEGER, NFH_ORDER_OF_INTEGER, NFH_ORDER_OF_INTEGER, 3, {1, -1}},
    {NFH_OP_MULTIPLY_INTEGER, NFH_ORDER_OF_INTEGER, NFH_ORDER_OF_INTEGER, 3, {0, 0}},
    {NFH_OP_TRUNCATED_DIVIDE_INTEGER, NFH_ORDER_OF_INTEGER, NFH_ORDER_OF_INTEGER, 3, {0, 0}},
    {NFH_OP_ADD_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 3, {1, 1}},
    {NFH_OP_SUBTRACT_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 3, {1, -1}},
    {NFH_OP_MULTIPLY_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 3, {0, 0}},
    {NFH_OP_DIVIDE_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 3, {0, 0}},
    {NFH_OP_TRUNCATED_DIVIDE_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 3, {0, 0}},
    {NFH_OP_ROUND_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 1, {0, 0}},
    {NFH_OP_POWER_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 1, {0, 0}},
    {NFH_OP_EXP_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 1, {0, 0}},
    {NFH_OP_LN_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 1, {0, 0}},
    {NFH_OP_CEILING_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_INTEGER, 1, {0, 0}},
    {NFH_OP_FLOOR_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_INTEGER, 1, {0, 0}},
    {NFH_OP_TRUNCATE_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_INTEGER, 1, {0, 0}},
    {NFH_OP_INTEGER_TO_DECIMAL, NFH_ORDER_OF_INTEGER, NFH_ORDER_OF_DECIMAL, 1, {0, 0}},
    {NFH_OP_LONG_TO_INTEGER, NFH_ORDER_OF_INTEGER, NFH_ORDER_OF_INTEGER, 1, {0, 0}},
    {NFH_OP_WITH_UNIT, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 1, {0, 0}},
    {NFH_OP_CONVERT_UNIT, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 1, {0, 0}},
    {NFH_OP_ADD_DATE, NFH_ORDER_OF_DATE, NFH_ORDER_OF_DATE, 3, {1, 1}},
    {NFH_OP_ADD_DATE_QUANTITY, NFH_ORDER_OF_DATE, NFH_ORDER_OF_DATE, 3, {0, 0}},
    {NFH_OP_DURATION, NFH_ORDER_OF_DATE, NFH_ORDER_OF_INTEGER, 3, {-1, 1}},
    {NFH_OP_DIFFERENCE, NFH_ORDER_OF_DATE, NFH_ORDER_OF_INTEGER, 3, {-1, 1}},
    {NFH_OP_SUCCESSOR_INTEGER, NFH_ORDER_OF_INTEGER, NFH_ORDER_OF_INTEGER, 1, {0, 0}},
    {NFH_OP_SUCCESSOR_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 1, {0, 0}},
    {NFH_OP_SUCCESSOR_DATE, NFH_ORDER_OF_DATE, NFH_ORDER_OF_DATE, 1, {0, 0}},
    {NFH_OP_PREDECESSOR_INTEGER, NFH_ORDER_OF_INTEGER, NFH_ORDER_OF_INTEGER, 1, {0, 0}},
    {NFH_OP_PREDECESSOR_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_DECIMAL, 1, {0, 0}},
    {NFH_OP_PREDECESSOR_DATE, NFH_ORDER_OF_DATE, NFH_ORDER_OF_DATE, 1, {0, 0}},
    {NFH_OP_EQUAL_INTEGER, NFH_ORDER_OF_INTEGER, NFH_ORDER_OF_TRUTH, 0, {0, 0}},
    {NFH_OP_EQUAL_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_TRUTH, 0, {0, 0}},
    {NFH_OP_EQUAL_DATE, NFH_ORDER_OF_DATE, NFH_ORDER_OF_TRUTH, 0, {0, 0}},
    {NFH_OP_LESS_INTEGER, NFH_ORDER_OF_INTEGER, NFH_ORDER_OF_TRUTH, 3, {-1, 1}},
    {NFH_OP_LESS_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_TRUTH, 3, {-1, 1}},
    {NFH_OP_LESS_DATE, NFH_ORDER_OF_DATE, NFH_ORDER_OF_TRUTH, 3, {-1, 1}},
    {NFH_OP_LESS_OR_EQUAL_INTEGER, NFH_ORDER_OF_INTEGER, NFH_ORDER_OF_TRUTH, 3, {-1, 1}},
    {NFH_OP_LESS_OR_EQUAL_DECIMAL, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_TRUTH, 3, {-1, 1}},
    {NFH_OP_LESS_OR_EQUAL_DATE, NFH_ORDER_OF_DATE, NFH_ORDER_OF_TRUTH, 3, {-1, 1}},
    {NFH_OP_LESS_QUANTITY, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_TRUTH, 3, {0, 0}},
    {NFH_OP_LESS_OR_EQUAL_QUANTITY, NFH_ORDER_OF_DECIMAL, NFH_ORDER_OF_TRUTH, 3, {0, 0}},
};
/* clang-format on */

static const struct rule *find_rule(unsigned opcode)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (rules[i].opcode == opcode)
            return &rules[i];
    return NULL;
}

/* The sign that a value has at both ends; `strict`: 0 when one end is zero. 0: it changes. */
static int common_sign(const struct nfh_span *span, enum nfh_order_of order, uint32_t slot,
                       bool strict)
{
    int low = nfh_priv_span_sign(order, nfh_priv_span_at(span, 0, slot)),
        high = nfh_priv_span_sign(order, nfh_priv_span_at(span, 1, slot));

    if (low * high < 0 || (strict && low * high == 0))
        return 0;
    return low + high > 0 ? 1 : -1;
}

/* A difference of which one date is partial may be null in between. */
static bool is_certain_span(const struct nfh_span *span, const struct nfh_instruction *in)
{
    bool agreed = !(in->detail & (NFH_SPAN_LEAST | NFH_SPAN_GREATEST));

    if (in->opcode != NFH_OP_DURATION && in->opcode != NFH_OP_DIFFERENCE)
        return true;
    for (int i = 0; agreed && i < 2; i++)
        if (!nfh_priv_date_is_full(nfh_priv_span_at(span, 0, in->operand[i])->as.date))
            return false;
    return true;
}

/* Comparing a partial date, or down to a precision, is monotone all the same. */
static bool never_meet(const struct nfh_span *span, const struct rule *rule,
                       const struct nfh_instruction *in)
{
    const uint32_t a = in->operand[0], b = in->operand[1];
    bool below = true, above = true;

    if (rule->result != NFH_ORDER_OF_TRUTH || in->detail ||
        (rule->opcode == NFH_OP_LESS_QUANTITY || rule->opcode == NFH_OP_LESS_OR_EQUAL_QUANTITY))
        return false;
    if (!nfh_priv_span_at(span, 0, a)->known || !nfh_priv_span_at(span, 0, b)->known)
        return false;
    for (int i = 0; i < 4; i++) {
        int result = nfh_priv_span_compare((enum nfh_order_of)rule->operand,
                                           nfh_priv_span_at(span, i & 1, a),
                                           nfh_priv_span_at(span, i >> 1, b));
        below = below && result < 0;
        above = above && result > 0;
    }
    if (rule->operand == NFH_ORDER_OF_DATE &&
        !(nfh_priv_date_is_full(nfh_priv_span_at(span, 0, a)->as.date) &&
          nfh_priv_date_is_full(nfh_priv_span_at(span, 0, b)->as.date)))
        return false;
    return below || above;
}

/* Whether the result is monotone when its operand k moves and the other is fixed. */
static bool is_monotone_in(const struct nfh_span *span, const struct rule *rule,
                           const struct nfh_instruction *in, unsigned k)
{
    enum nfh_order_of order = (enum nfh_order_of)rule->operand;

    if (!(rule->operands >> k & 1))
        return false;
    switch (rule->opcode) {
    case NFH_OP_DIVIDE_DECIMAL:
    case NFH_OP_TRUNCATED_DIVIDE_DECIMAL:
    case NFH_OP_TRUNCATED_DIVIDE_INTEGER:
        return k == 0 || common_sign(span, order, in->operand[k], true) != 0;
    case NFH_OP_POWER_DECIMAL:
        return common_sign(span, order, in->operand[0], false) > 0;
    default:
        return true;
    }
}

/* Whether the result is monotone when both operands move. */
static bool is_monotone_in_both(const struct nfh_span *span, const struct rule *rule,
                                const struct nfh_instruction *in)
{
    enum nfh_order_of order = (enum nfh_order_of)rule->operand;
    int factor[2] = {rule->sign[0], rule->sign[1]};
    int direction[2];

    if (rule->operands != 3)
        return false;
    switch (rule->opcode) {
    case NFH_OP_MULTIPLY_DECIMAL:
    case NFH_OP_MULTIPLY_INTEGER:
        factor[0] = common_sign(span, order, in->operand[1], false);
        factor[1] = common_sign(span, order, in->operand[0], false);
        break;
    case NFH_OP_DIVIDE_DECIMAL:
    case NFH_OP_TRUNCATED_DIVIDE_DECIMAL:
    case NFH_OP_TRUNCATED_DIVIDE_INTEGER:
        factor[0] = common_sign(span, order, in->operand[1], true);
        factor[1] = -common_sign(span, order, in->operand[0], false);
        break;
    default:
        break;
    }
    for (int i = 0; i < 2; i++)
        direction[i] = span->shape[in->operand[i]] == NFH_SHAPE_RISING ? factor[i] : -factor[i];
    return direction[0] != 0 && direction[0] == direction[1];
}

/* How many operands move, and the last of them. False: of one too little is known, or one that is
 * fixed is null, in which case the result is that all the way. */
static bool find_moving(const struct nfh_span *span, const struct nfh_instruction *in,
                        unsigned *moving, unsigned *last, enum nfh_shape *otherwise)
{
    unsigned count = (unsigned)nfh_priv_opcode_operands(in->opcode);

    *moving = *last = 0;
    *otherwise = NFH_SHAPE_LOOSE;
    for (unsigned i = 0; i < count; i++)
        if (span->shape[in->operand[i]] == NFH_SHAPE_LOOSE)
            return false;
    for (unsigned i = 0; i < count; i++) {
        const struct nfh_value *value = nfh_priv_span_at(span, 0, in->operand[i]);
        if (!nfh_priv_is_fixed(span, in->operand[i]) || value->known)
            continue;
        /* A limit decides for some values, and then for all that are smaller, or greater. */
        if (nfh_priv_is_censored(value) && count == 2 && find_rule(in->opcode)->sign[0] == -1)
            continue;
        *otherwise = nfh_priv_is_censored(value) ? NFH_SHAPE_LOOSE : NFH_SHAPE_FIXED;
        return false;
    }
    *otherwise = NFH_SHAPE_LOOSE;
    for (unsigned i = 0; i < count; i++) {
        if (nfh_priv_is_fixed(span, in->operand[i]))
            continue;
        if (!nfh_priv_moves(span, in->operand[i]))
            return false;
        ++*moving;
        *last = i;
    }
    return true;
}

/* The order of an operand: what is added to a date is none. */
static enum nfh_order_of operand_order(const struct rule *rule, unsigned k)
{
    if (rule->opcode == NFH_OP_ADD_DATE && k == 1)
        return NFH_ORDER_OF_INTEGER;
    if (rule->opcode == NFH_OP_ADD_DATE_QUANTITY && k == 1)
        return NFH_ORDER_OF_DECIMAL;
    return (enum nfh_order_of)rule->operand;
}

enum nfh_shape nfh_priv_shape_ordered(const struct nfh_span *span, const struct nfh_instruction *in,
                                      uint32_t slot)
{
    const struct rule *rule = find_rule(in->opcode);
    enum nfh_shape otherwise;
    unsigned moving, last;
    bool monotone, one_sided = false;

    if (!rule)
        return NFH_SHAPE_LOOSE;
    if (!find_moving(span, in, &moving, &last, &otherwise))
        return otherwise;
    if (!is_certain_span(span, in))
        return NFH_SHAPE_LOOSE;
    if (moving == 1) {
        monotone = is_monotone_in(span, rule, in, last);
        one_sided = nfh_priv_is_one_sided(span, operand_order(rule, last), in->operand[last]);
    } else {
        monotone = moving == 2 && is_monotone_in_both(span, rule, in);
    }
    if (!monotone)
        return never_meet(span, rule, in) ? NFH_SHAPE_FIXED : NFH_SHAPE_LOOSE;
    if (rule->result == NFH_ORDER_OF_TRUTH)
        return nfh_priv_monotone_truth(span, slot);
    return nfh_priv_monotone_value(span, (enum nfh_order_of)rule->result, slot, one_sided);
}
