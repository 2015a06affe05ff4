/* SPDX-License-Identifier: MIT
 *
 * lint_pairs.c - two conditions on one value: `x < 20 and x > 65` is never true, whatever x is.
 *
 * A comparison with a constant changes its answer there and nowhere else, so it is enough to try
 * each constant and its neighbours.
 */
#include <string.h>

#include "cql/lint.h"
#include "cql/run.h"

enum relation { IS_EQUAL, IS_LESS, IS_LESS_OR_EQUAL };

/* A comparison of a value with a constant, perhaps negated. */
struct condition {
    uint32_t slot; /* without the negation */
    bool negated;
    bool is_comparison;
    bool is_text;
    enum relation relation;
    bool constant_first;
    uint32_t subject;                   /* what is compared */
    const struct nfh_instruction *span; /* the span of time that it is, or NULL */
    nfh_decimal number;                 /* the constant; Integers unscaled */
    const struct nfh_value *constant;
};

static const struct nfh_instruction *find_span(const struct nfh_builder *builder, uint32_t slot)
{
    const struct nfh_instruction *in = nfh_priv_build_origin(builder, slot);

    return in && (in->opcode == NFH_OP_DURATION || in->opcode == NFH_OP_DIFFERENCE ||
                  in->opcode == NFH_OP_DATETIME_DURATION ||
                  in->opcode == NFH_OP_DATETIME_DIFFERENCE)
               ? in
               : NULL;
}

static bool is_bound(const struct nfh_instruction *span)
{
    return span && (span->detail & (NFH_SPAN_LEAST | NFH_SPAN_GREATEST));
}

/* A comparison of the span between dates that may be partial is a choice between what holds for all
 * that it may be, and what holds for none: either is a comparison of one of its bounds. */
static const struct nfh_instruction *span_comparison(const struct nfh_builder *builder,
                                                     const struct nfh_instruction *in)
{
    const struct nfh_instruction *sure;

    if (!in || in->opcode != NFH_OP_SELECT_BOOLEAN)
        return in;
    sure = nfh_priv_build_origin(builder, in->operand[0]);
    if (!sure || nfh_priv_opcode_operands(sure->opcode) != 2)
        return NULL;
    return is_bound(find_span(builder, sure->operand[0])) ||
                   is_bound(find_span(builder, sure->operand[1]))
               ? sure
               : NULL;
}

static bool read_relation(struct condition *condition, unsigned opcode)
{
    static const struct {
        uint16_t opcode;
        uint8_t relation;
        bool is_decimal, is_text;
    } relations[] = {
        {NFH_OP_EQUAL_INTEGER, IS_EQUAL, false, false},
        {NFH_OP_EQUAL_DECIMAL, IS_EQUAL, true, false},
        {NFH_OP_EQUAL_STRING, IS_EQUAL, false, true},
        {NFH_OP_LESS_INTEGER, IS_LESS, false, false},
        {NFH_OP_LESS_DECIMAL, IS_LESS, true, false},
        {NFH_OP_LESS_OR_EQUAL_INTEGER, IS_LESS_OR_EQUAL, false, false},
        {NFH_OP_LESS_OR_EQUAL_DECIMAL, IS_LESS_OR_EQUAL, true, false},
    };

    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++) {
        if (relations[i].opcode != opcode)
            continue;
        condition->relation = (enum relation)relations[i].relation;
        condition->is_text = relations[i].is_text;
        if (condition->constant && !condition->is_text)
            condition->number = relations[i].is_decimal ? condition->constant->as.decimal
                                                        : condition->constant->as.integer;
        return true;
    }
    return false;
}

static struct condition read_condition(const struct nfh_builder *builder, uint32_t slot)
{
    struct condition condition = {.slot = slot};
    const struct nfh_instruction *in = nfh_priv_build_origin(builder, slot);

    if (in && in->opcode == NFH_OP_NOT) {
        condition.negated = true;
        condition.slot = in->operand[0];
        in = nfh_priv_build_origin(builder, condition.slot);
    }
    in = span_comparison(builder, in);
    if (!in || nfh_priv_opcode_operands(in->opcode) != 2)
        return condition;
    condition.constant_first = nfh_priv_build_known(builder, in->operand[0]) != NULL;
    condition.constant =
        nfh_priv_build_known(builder, in->operand[condition.constant_first ? 0 : 1]);
    condition.subject = in->operand[condition.constant_first ? 1 : 0];
    condition.span = find_span(builder, condition.subject);
    condition.is_comparison =
        condition.constant && condition.constant->known && read_relation(&condition, in->opcode);
    return condition;
}

/* The least and the greatest span of the same dates are one subject. */
static bool is_same_subject(const struct condition *a, const struct condition *b)
{
    if (a->subject == b->subject || !a->span || !b->span)
        return a->subject == b->subject;
    return a->span->opcode == b->span->opcode &&
           (a->span->detail & NFH_SPAN_UNIT) == (b->span->detail & NFH_SPAN_UNIT) &&
           memcmp(a->span->operand, b->span->operand, 2 * sizeof a->span->operand[0]) == 0;
}

static bool holds(const struct condition *condition, nfh_decimal value)
{
    nfh_decimal left = condition->constant_first ? condition->number : value;
    nfh_decimal right = condition->constant_first ? value : condition->number;
    bool truth = condition->relation == IS_EQUAL  ? left == right
                 : condition->relation == IS_LESS ? left < right
                                                  : left <= right;

    return truth != condition->negated;
}

static unsigned pair(bool a, bool b)
{
    return a ? b ? NFH_BOTH_TRUE : NFH_ONLY_FIRST : b ? NFH_ONLY_SECOND : NFH_NEITHER;
}

static unsigned number_pairs(const struct condition *a, const struct condition *b)
{
    unsigned pairs = 0;

    for (int i = -1; i <= 1; i++) {
        pairs |= pair(holds(a, a->number + i), holds(b, a->number + i));
        pairs |= pair(holds(a, b->number + i), holds(b, b->number + i));
    }
    return pairs;
}

/* Equality with one text, with the other, with neither. */
static unsigned text_pairs(const struct condition *a, const struct condition *b)
{
    bool same = a->constant->as.string.length == b->constant->as.string.length &&
                memcmp(a->constant->as.string.bytes, b->constant->as.string.bytes,
                       a->constant->as.string.length) == 0;

    return pair(!a->negated, same != b->negated) | pair(same != a->negated, !b->negated) |
           pair(a->negated, b->negated);
}

unsigned nfh_priv_pairs(const struct nfh_builder *builder, uint32_t a, uint32_t b)
{
    struct condition first = read_condition(builder, a), second = read_condition(builder, b);

    if (first.slot == second.slot)
        return first.negated == second.negated ? NFH_BOTH_TRUE | NFH_NEITHER
                                               : NFH_ONLY_FIRST | NFH_ONLY_SECOND;
    if (!first.is_comparison || !second.is_comparison || first.is_text != second.is_text ||
        !is_same_subject(&first, &second))
        return NFH_ANY_PAIR;
    return first.is_text ? text_pairs(&first, &second) : number_pairs(&first, &second);
}
