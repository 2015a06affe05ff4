/* SPDX-License-Identifier: MIT
 *
 * shape.c - which results rise, fall or stay while one input rises.
 *
 * Nearly all that criteria calculate is monotone in each operand, and correctly rounded, which
 * keeps it so. A monotone result that is the same at both ends is the same in between. What is not
 * covered here is LOOSE, which is never wrong: the range is then looked at in smaller pieces.
 */
#include "cql/shape.h"

#include "cql/native.h"
#include "cql/run.h"

struct span {
    const struct nfh_trial *trial;
    uint8_t *shape;
};

/* What stands in a slot, for an order of its values. */
enum order { ORDER_NONE, ORDER_INTEGER, ORDER_DECIMAL, ORDER_DATE, ORDER_TRUTH };

static enum order order_of_type(nfh_type type)
{
    switch (type) {
    case NFH_TYPE_INTEGER:
        return ORDER_INTEGER;
    case NFH_TYPE_DECIMAL:
    case NFH_TYPE_QUANTITY:
        return ORDER_DECIMAL;
    case NFH_TYPE_DATE:
        return ORDER_DATE;
    default:
        return ORDER_NONE;
    }
}

/* What an instruction whose result is ordered takes as its operand, and what it gives. */
struct rule {
    uint16_t opcode;
    uint8_t operand, result; /* enum order */
    uint8_t operands;        /* in which of them it is monotone, a bit each */
    int8_t sign[2];          /* with two operands that move: whether it rises or falls with each; 0:
                                that depends on the sign of the other */
};

/* clang-format off */
static const struct rule rules[] = {
    {NFH_OP_ADD_INTEGER, ORDER_INTEGER, ORDER_INTEGER, 3, {1, 1}},
    {NFH_OP_SUBTRACT_INTEGER, ORDER_INTEGER, ORDER_INTEGER, 3, {1, -1}},
    {NFH_OP_MULTIPLY_INTEGER, ORDER_INTEGER, ORDER_INTEGER, 3, {0, 0}},
    {NFH_OP_TRUNCATED_DIVIDE_INTEGER, ORDER_INTEGER, ORDER_INTEGER, 3, {0, 0}},
    {NFH_OP_ADD_DECIMAL, ORDER_DECIMAL, ORDER_DECIMAL, 3, {1, 1}},
    {NFH_OP_SUBTRACT_DECIMAL, ORDER_DECIMAL, ORDER_DECIMAL, 3, {1, -1}},
    {NFH_OP_MULTIPLY_DECIMAL, ORDER_DECIMAL, ORDER_DECIMAL, 3, {0, 0}},
    {NFH_OP_DIVIDE_DECIMAL, ORDER_DECIMAL, ORDER_DECIMAL, 3, {0, 0}},
    {NFH_OP_TRUNCATED_DIVIDE_DECIMAL, ORDER_DECIMAL, ORDER_DECIMAL, 3, {0, 0}},
    {NFH_OP_ROUND_DECIMAL, ORDER_DECIMAL, ORDER_DECIMAL, 1, {0, 0}},
    {NFH_OP_POWER_DECIMAL, ORDER_DECIMAL, ORDER_DECIMAL, 1, {0, 0}},
    {NFH_OP_EXP_DECIMAL, ORDER_DECIMAL, ORDER_DECIMAL, 1, {0, 0}},
    {NFH_OP_LN_DECIMAL, ORDER_DECIMAL, ORDER_DECIMAL, 1, {0, 0}},
    {NFH_OP_CEILING_DECIMAL, ORDER_DECIMAL, ORDER_INTEGER, 1, {0, 0}},
    {NFH_OP_FLOOR_DECIMAL, ORDER_DECIMAL, ORDER_INTEGER, 1, {0, 0}},
    {NFH_OP_TRUNCATE_DECIMAL, ORDER_DECIMAL, ORDER_INTEGER, 1, {0, 0}},
    {NFH_OP_INTEGER_TO_DECIMAL, ORDER_INTEGER, ORDER_DECIMAL, 1, {0, 0}},
    {NFH_OP_LONG_TO_INTEGER, ORDER_INTEGER, ORDER_INTEGER, 1, {0, 0}},
    {NFH_OP_WITH_UNIT, ORDER_DECIMAL, ORDER_DECIMAL, 1, {0, 0}},
    {NFH_OP_CONVERT_UNIT, ORDER_DECIMAL, ORDER_DECIMAL, 1, {0, 0}},
    {NFH_OP_ADD_DATE, ORDER_DATE, ORDER_DATE, 3, {1, 1}},
    {NFH_OP_ADD_DATE_QUANTITY, ORDER_DATE, ORDER_DATE, 3, {0, 0}},
    {NFH_OP_DURATION, ORDER_DATE, ORDER_INTEGER, 3, {-1, 1}},
    {NFH_OP_DIFFERENCE, ORDER_DATE, ORDER_INTEGER, 3, {-1, 1}},
    {NFH_OP_SUCCESSOR_INTEGER, ORDER_INTEGER, ORDER_INTEGER, 1, {0, 0}},
    {NFH_OP_SUCCESSOR_DECIMAL, ORDER_DECIMAL, ORDER_DECIMAL, 1, {0, 0}},
    {NFH_OP_SUCCESSOR_DATE, ORDER_DATE, ORDER_DATE, 1, {0, 0}},
    {NFH_OP_PREDECESSOR_INTEGER, ORDER_INTEGER, ORDER_INTEGER, 1, {0, 0}},
    {NFH_OP_PREDECESSOR_DECIMAL, ORDER_DECIMAL, ORDER_DECIMAL, 1, {0, 0}},
    {NFH_OP_PREDECESSOR_DATE, ORDER_DATE, ORDER_DATE, 1, {0, 0}},
    {NFH_OP_EQUAL_INTEGER, ORDER_INTEGER, ORDER_TRUTH, 0, {0, 0}},
    {NFH_OP_EQUAL_DECIMAL, ORDER_DECIMAL, ORDER_TRUTH, 0, {0, 0}},
    {NFH_OP_EQUAL_DATE, ORDER_DATE, ORDER_TRUTH, 0, {0, 0}},
    {NFH_OP_LESS_INTEGER, ORDER_INTEGER, ORDER_TRUTH, 3, {-1, 1}},
    {NFH_OP_LESS_DECIMAL, ORDER_DECIMAL, ORDER_TRUTH, 3, {-1, 1}},
    {NFH_OP_LESS_DATE, ORDER_DATE, ORDER_TRUTH, 3, {-1, 1}},
    {NFH_OP_LESS_OR_EQUAL_INTEGER, ORDER_INTEGER, ORDER_TRUTH, 3, {-1, 1}},
    {NFH_OP_LESS_OR_EQUAL_DECIMAL, ORDER_DECIMAL, ORDER_TRUTH, 3, {-1, 1}},
    {NFH_OP_LESS_OR_EQUAL_DATE, ORDER_DATE, ORDER_TRUTH, 3, {-1, 1}},
    {NFH_OP_LESS_QUANTITY, ORDER_DECIMAL, ORDER_TRUTH, 3, {0, 0}},
    {NFH_OP_LESS_OR_EQUAL_QUANTITY, ORDER_DECIMAL, ORDER_TRUTH, 3, {0, 0}},
};
/* clang-format on */

static const struct rule *find_rule(unsigned opcode)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (rules[i].opcode == opcode)
            return &rules[i];
    return NULL;
}

/* ---- Values at the ends ---------------------------------------------------------------------- */

static const struct nfh_value *at(const struct span *span, int end, uint32_t slot)
{
    return &span->trial->frame[end].slot[slot];
}

static bool is_fixed(const struct span *span, uint32_t slot)
{
    return span->shape[slot] == NFH_SHAPE_FIXED;
}

static bool moves(const struct span *span, uint32_t slot)
{
    return span->shape[slot] == NFH_SHAPE_RISING || span->shape[slot] == NFH_SHAPE_FALLING;
}

static int compare(enum order order, const struct nfh_value *a, const struct nfh_value *b)
{
    switch (order) {
    case ORDER_INTEGER:
        return (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
    case ORDER_DECIMAL:
        return (a->as.decimal > b->as.decimal) - (a->as.decimal < b->as.decimal);
    default:
        return (a->as.date > b->as.date) - (a->as.date < b->as.date);
    }
}

/* -1, 0, 1 */
static int sign(enum order order, const struct nfh_value *value)
{
    static const struct nfh_value zero;

    return order == ORDER_DATE ? 1 : compare(order, value, &zero);
}

/* The sign that a value has at both ends; `strict`: 0 when one end is zero. 0: it changes. */
static int common_sign(const struct span *span, enum order order, uint32_t slot, bool strict)
{
    int low = sign(order, at(span, 0, slot)), high = sign(order, at(span, 1, slot));

    if (low * high < 0 || (strict && low * high == 0))
        return 0;
    return low + high > 0 ? 1 : -1;
}

/* ---- Results --------------------------------------------------------------------------------- */

static int rank(unsigned truth)
{
    return truth & NFH_TRUTH_TRUE ? 2 : truth & NFH_TRUTH_FALSE ? 0 : 1;
}

static enum nfh_shape from_comparison(int ends)
{
    return ends == 0 ? NFH_SHAPE_FIXED : ends < 0 ? NFH_SHAPE_RISING : NFH_SHAPE_FALLING;
}

/* Of a Boolean that is known to be monotone. */
static enum nfh_shape monotone_truth(const struct span *span, uint32_t slot)
{
    const struct nfh_value *low = at(span, 0, slot), *high = at(span, 1, slot);

    if (low->error || high->error)
        return NFH_SHAPE_LOOSE;
    return from_comparison(rank(low->truth) - rank(high->truth));
}

/* Of a value that is known to be monotone where it is known, and which beyond is null, or an error.
 * When it is null at both ends, they are on the same side if the operand has one sign. */
static enum nfh_shape monotone_value(const struct span *span, enum order order, uint32_t slot,
                                     bool one_sided)
{
    const struct nfh_value *low = at(span, 0, slot), *high = at(span, 1, slot);

    if (low->known && high->known)
        return from_comparison(compare(order, low, high));
    return !low->known && !high->known && one_sided ? NFH_SHAPE_FIXED : NFH_SHAPE_LOOSE;
}

/* Both at most zero, or both above it. */
static bool is_one_sided(const struct span *span, enum order order, uint32_t slot)
{
    return (sign(order, at(span, 0, slot)) > 0) == (sign(order, at(span, 1, slot)) > 0);
}

/* ---- Instructions with an order -------------------------------------------------------------- */

/* A difference of which one date is partial may be null in between. */
static bool is_certain_span(const struct span *span, const struct nfh_instruction *in)
{
    bool agreed = !(in->detail & (NFH_SPAN_LEAST | NFH_SPAN_GREATEST));

    if (in->opcode != NFH_OP_DURATION && in->opcode != NFH_OP_DIFFERENCE)
        return true;
    for (int i = 0; agreed && i < 2; i++)
        if (!nfh_priv_date_is_full(at(span, 0, in->operand[i])->as.date))
            return false;
    return true;
}

/* Comparing a partial date, or down to a precision, is monotone all the same. */
static bool never_meet(const struct span *span, const struct rule *rule,
                       const struct nfh_instruction *in)
{
    const uint32_t a = in->operand[0], b = in->operand[1];
    bool below = true, above = true;

    if (rule->result != ORDER_TRUTH || in->detail ||
        (rule->opcode == NFH_OP_LESS_QUANTITY || rule->opcode == NFH_OP_LESS_OR_EQUAL_QUANTITY))
        return false;
    if (!at(span, 0, a)->known || !at(span, 0, b)->known)
        return false;
    for (int i = 0; i < 4; i++) {
        int result = compare((enum order)rule->operand, at(span, i & 1, a), at(span, i >> 1, b));
        below = below && result < 0;
        above = above && result > 0;
    }
    if (rule->operand == ORDER_DATE && !(nfh_priv_date_is_full(at(span, 0, a)->as.date) &&
                                         nfh_priv_date_is_full(at(span, 0, b)->as.date)))
        return false;
    return below || above;
}

/* Whether the result is monotone when its operand k moves and the other is fixed. */
static bool is_monotone_in(const struct span *span, const struct rule *rule,
                           const struct nfh_instruction *in, unsigned k)
{
    enum order order = (enum order)rule->operand;

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
static bool is_monotone_in_both(const struct span *span, const struct rule *rule,
                                const struct nfh_instruction *in)
{
    enum order order = (enum order)rule->operand;
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
static bool find_moving(const struct span *span, const struct nfh_instruction *in, unsigned *moving,
                        unsigned *last, enum nfh_shape *otherwise)
{
    unsigned count = (unsigned)nfh_priv_opcode_operands(in->opcode);

    *moving = *last = 0;
    *otherwise = NFH_SHAPE_LOOSE;
    for (unsigned i = 0; i < count; i++)
        if (span->shape[in->operand[i]] == NFH_SHAPE_LOOSE)
            return false;
    for (unsigned i = 0; i < count; i++) {
        const struct nfh_value *value = at(span, 0, in->operand[i]);
        if (!is_fixed(span, in->operand[i]) || value->known)
            continue;
        /* A limit decides for some values, and then for all that are smaller, or greater. */
        if (nfh_priv_is_censored(value) && count == 2 && find_rule(in->opcode)->sign[0] == -1)
            continue;
        *otherwise = nfh_priv_is_censored(value) ? NFH_SHAPE_LOOSE : NFH_SHAPE_FIXED;
        return false;
    }
    *otherwise = NFH_SHAPE_LOOSE;
    for (unsigned i = 0; i < count; i++) {
        if (is_fixed(span, in->operand[i]))
            continue;
        if (!moves(span, in->operand[i]))
            return false;
        ++*moving;
        *last = i;
    }
    return true;
}

/* The order of an operand: what is added to a date is none. */
static enum order operand_order(const struct rule *rule, unsigned k)
{
    if (rule->opcode == NFH_OP_ADD_DATE && k == 1)
        return ORDER_INTEGER;
    if (rule->opcode == NFH_OP_ADD_DATE_QUANTITY && k == 1)
        return ORDER_DECIMAL;
    return (enum order)rule->operand;
}

static enum nfh_shape shape_ordered(const struct span *span, const struct rule *rule,
                                    const struct nfh_instruction *in, uint32_t slot)
{
    enum nfh_shape otherwise;
    unsigned moving, last;
    bool monotone, one_sided = false;

    if (!find_moving(span, in, &moving, &last, &otherwise))
        return otherwise;
    if (!is_certain_span(span, in))
        return NFH_SHAPE_LOOSE;
    if (moving == 1) {
        monotone = is_monotone_in(span, rule, in, last);
        one_sided = is_one_sided(span, operand_order(rule, last), in->operand[last]);
    } else {
        monotone = moving == 2 && is_monotone_in_both(span, rule, in);
    }
    if (!monotone)
        return never_meet(span, rule, in) ? NFH_SHAPE_FIXED : NFH_SHAPE_LOOSE;
    if (rule->result == ORDER_TRUTH)
        return monotone_truth(span, slot);
    return monotone_value(span, (enum order)rule->result, slot, one_sided);
}

/* ---- Natives --------------------------------------------------------------------------------- */

static bool are_dates_full(const struct span *span, const struct nfh_native *native,
                           const uint32_t *operand)
{
    for (size_t i = 0; i < native->count; i++) {
        const struct nfh_value *value = at(span, 0, operand[i]);
        if (native->operand[i].type == NFH_TYPE_DATE && value->known &&
            !nfh_priv_date_is_full(value->as.date))
            return false;
    }
    return true;
}

/* Whether both ends are numbers that the calculation takes, or both are not. */
static bool is_within(const struct span *span, enum order order, uint32_t slot, bool percent)
{
    const nfh_decimal most = 100 * (nfh_decimal)NFH_DECIMAL_ONE;
    const struct nfh_value *low = at(span, 0, slot), *high = at(span, 1, slot);

    if ((sign(order, low) < 0) != (sign(order, high) < 0))
        return false;
    return !percent || (low->as.decimal > most) == (high->as.decimal > most);
}

static enum nfh_shape shape_native(const struct span *span, const struct nfh_instruction *in,
                                   uint32_t slot)
{
    const struct nfh_native *native = nfh_priv_native(in->detail);
    const uint32_t *operand = span->trial->program->pool + in->operand[0];
    unsigned moving = 0, last = 0;

    for (unsigned i = 0; i < native->count; i++) {
        if (is_fixed(span, operand[i]))
            continue;
        moving++;
        last = i;
    }
    if (moving != 1 || !moves(span, operand[last]))
        return NFH_SHAPE_LOOSE;
    enum order order = order_of_type(native->operand[last].type);
    if (native->phased >> last & 1) {
        bool same = rank(at(span, 0, slot)->truth) == rank(at(span, 1, slot)->truth) &&
                    at(span, 0, slot)->error == at(span, 1, slot)->error;
        return same && are_dates_full(span, native, operand) ? NFH_SHAPE_FIXED : NFH_SHAPE_LOOSE;
    }
    if (!(native->monotone >> last & 1))
        return NFH_SHAPE_LOOSE;
    if (in->opcode == NFH_OP_NATIVE_TRUTH)
        return is_within(span, order, operand[last], native->percent >> last & 1)
                   ? monotone_truth(span, slot)
                   : NFH_SHAPE_LOOSE;
    return monotone_value(span, ORDER_DECIMAL, slot, is_one_sided(span, order, operand[last]));
}

/* ---- Logic and choice ------------------------------------------------------------------------ */

static bool is_truth(const struct span *span, uint32_t slot, unsigned truth)
{
    return is_fixed(span, slot) && (at(span, 0, slot)->truth & truth);
}

static enum nfh_shape shape_logic(const struct span *span, const struct nfh_instruction *in,
                                  uint32_t slot)
{
    unsigned decides = in->opcode == NFH_OP_AND ? NFH_TRUTH_FALSE : NFH_TRUTH_TRUE;
    const uint32_t *operand = in->operand;
    bool rises = true, falls = true;

    if (is_truth(span, operand[0], decides) || is_truth(span, operand[1], decides))
        return NFH_SHAPE_FIXED;
    for (int i = 0; i < 2; i++) {
        rises =
            rises && (is_fixed(span, operand[i]) || span->shape[operand[i]] == NFH_SHAPE_RISING);
        falls =
            falls && (is_fixed(span, operand[i]) || span->shape[operand[i]] == NFH_SHAPE_FALLING);
    }
    return rises || falls ? monotone_truth(span, slot) : NFH_SHAPE_LOOSE;
}

static enum nfh_shape shape_coalesce(const struct span *span, const struct nfh_instruction *in)
{
    const struct nfh_value *value = at(span, 0, in->operand[0]);
    bool is_boolean = in->opcode == NFH_OP_COALESCE_BOOLEAN;

    if (is_fixed(span, in->operand[0])) {
        bool there = is_boolean ? value->truth != NFH_TRUTH_NULL
                                : value->known || value->error || nfh_priv_is_censored(value);
        return (enum nfh_shape)span->shape[in->operand[there ? 0 : 1]];
    }
    if (is_boolean || span->shape[in->operand[0]] == NFH_SHAPE_LOOSE)
        return NFH_SHAPE_LOOSE;
    return (enum nfh_shape)span->shape[in->operand[0]];
}

static enum nfh_shape shape_select(const struct span *span, const struct nfh_instruction *in)
{
    const struct nfh_value *condition = at(span, 0, in->operand[0]);

    if (!is_fixed(span, in->operand[0]))
        return NFH_SHAPE_LOOSE;
    if (condition->error)
        return NFH_SHAPE_FIXED;
    return (enum nfh_shape)span->shape[in->operand[condition->truth & NFH_TRUTH_TRUE ? 1 : 2]];
}

static enum nfh_shape shape_raise(const struct span *span, const struct nfh_instruction *in)
{
    if (!is_fixed(span, in->operand[1]))
        return NFH_SHAPE_LOOSE;
    return is_truth(span, in->operand[1], NFH_TRUTH_TRUE)
               ? NFH_SHAPE_FIXED
               : (enum nfh_shape)span->shape[in->operand[0]];
}

static enum nfh_shape shape_component(const struct span *span, const struct nfh_instruction *in,
                                      uint32_t slot)
{
    if (!moves(span, in->operand[0]))
        return NFH_SHAPE_LOOSE;
    return in->detail == NFH_PRECISION_YEAR ? monotone_value(span, ORDER_INTEGER, slot, false)
                                            : NFH_SHAPE_KNOWN;
}

/* The slot of the date of which this is a component, through a Coalesce; NFH_SLOT_NONE. */
static uint32_t date_of_component(const struct nfh_program *program, uint32_t slot, unsigned detail)
{
    size_t first = nfh_priv_first_result(program);

    for (int i = 0; i < 2 && slot >= first; i++) {
        const struct nfh_instruction *in = &program->code[slot - first];
        if (in->opcode == NFH_OP_DATE_COMPONENT)
            return in->detail == detail ? in->operand[0] : NFH_SLOT_NONE;
        if (in->opcode != NFH_OP_COALESCE)
            break;
        slot = in->operand[0];
    }
    return NFH_SLOT_NONE;
}

/* Date(year from x, month from x, day from x) is x, when that is a full date. */
static enum nfh_shape shape_make_date(const struct span *span, const struct nfh_instruction *in)
{
    const struct nfh_program *program = span->trial->program;
    uint32_t date = date_of_component(program, in->operand[0], NFH_PRECISION_YEAR);

    if (date == NFH_SLOT_NONE || !moves(span, date) ||
        date_of_component(program, in->operand[1], NFH_PRECISION_MONTH) != date ||
        date_of_component(program, in->operand[2], NFH_PRECISION_DAY) != date)
        return NFH_SHAPE_LOOSE;
    return (enum nfh_shape)span->shape[date];
}

static enum nfh_shape shape_test(const struct span *span, const struct nfh_instruction *in)
{
    /* Of a value that is known all the way, or a Boolean that moves. */
    if (in->opcode == NFH_OP_IS_NULL && span->shape[in->operand[0]] != NFH_SHAPE_LOOSE)
        return NFH_SHAPE_FIXED;
    return NFH_SHAPE_LOOSE;
}

static enum nfh_shape shape_not(const struct span *span, const struct nfh_instruction *in)
{
    switch (span->shape[in->operand[0]]) {
    case NFH_SHAPE_RISING:
        return NFH_SHAPE_FALLING;
    case NFH_SHAPE_FALLING:
        return NFH_SHAPE_RISING;
    default:
        return (enum nfh_shape)span->shape[in->operand[0]];
    }
}

static enum nfh_shape shape_of(const struct span *span, const struct nfh_instruction *in,
                               uint32_t slot)
{
    const struct rule *rule;

    switch (in->opcode) {
    case NFH_OP_AND:
    case NFH_OP_OR:
        return shape_logic(span, in, slot);
    case NFH_OP_NOT:
        return shape_not(span, in);
    case NFH_OP_COALESCE:
    case NFH_OP_COALESCE_BOOLEAN:
        return shape_coalesce(span, in);
    case NFH_OP_SELECT:
    case NFH_OP_SELECT_BOOLEAN:
        return shape_select(span, in);
    case NFH_OP_RAISE:
    case NFH_OP_RAISE_BOOLEAN:
        return shape_raise(span, in);
    case NFH_OP_IS_NULL:
        return shape_test(span, in);
    case NFH_OP_DATE_COMPONENT:
        return shape_component(span, in, slot);
    case NFH_OP_MAKE_DATE:
        return shape_make_date(span, in);
    case NFH_OP_NATIVE_TRUTH:
    case NFH_OP_NATIVE_VALUE:
        return shape_native(span, in, slot);
    default:
        rule = find_rule(in->opcode);
        return rule ? shape_ordered(span, rule, in, slot) : NFH_SHAPE_LOOSE;
    }
}

enum nfh_shape nfh_priv_shape(const struct nfh_trial *trial, unsigned index, uint32_t slot,
                              uint8_t *shape)
{
    const struct nfh_program *program = trial->program;
    struct span span = {trial, shape};
    size_t first = nfh_priv_first_result(program), count;
    uint32_t input = nfh_priv_trial_input(trial, index)->ref.slot;

    shape[input] = NFH_SHAPE_RISING;
    for (size_t i = 0; i < trial->step_count && first + trial->step[i] <= slot; i++) {
        const struct nfh_instruction *in = &program->code[trial->step[i]];
        uint32_t at_slot = (uint32_t)(first + trial->step[i]);
        bool all_fixed = true;
        const uint32_t *operand = nfh_priv_operands(program, in, &count);
        for (size_t k = 0; k < count; k++)
            all_fixed = all_fixed && is_fixed(&span, operand[k]);
        shape[at_slot] = (uint8_t)(all_fixed ? NFH_SHAPE_FIXED : shape_of(&span, in, at_slot));
    }
    enum nfh_shape result = (enum nfh_shape)shape[slot];
    shape[input] = NFH_SHAPE_FIXED;
    for (size_t i = 0; i < trial->step_count; i++)
        shape[first + trial->step[i]] = NFH_SHAPE_FIXED;
    return result;
}
