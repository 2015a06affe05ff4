/* SPDX-License-Identifier: MIT
 *
 * shape.c - which results rise, fall or stay while one input rises: logic, choices, natives, and
 * with shape_order.c all else.
 */
#include "cql/native.h"
#include "cql/run.h"
#include "cql/shape_span.h"

static enum nfh_order_of order_of_type(nfh_type type)
{
    switch (type) {
    case NFH_TYPE_INTEGER:
        return NFH_ORDER_OF_INTEGER;
    case NFH_TYPE_DECIMAL:
    case NFH_TYPE_QUANTITY:
        return NFH_ORDER_OF_DECIMAL;
    case NFH_TYPE_DATE:
        return NFH_ORDER_OF_DATE;
    default:
        return NFH_ORDER_OF_NONE;
    }
}

/* ---- Natives --------------------------------------------------------------------------------- */

static bool are_dates_full(const struct nfh_span *span, const struct nfh_native *native,
                           const uint32_t *operand)
{
    for (size_t i = 0; i < native->count; i++) {
        const struct nfh_value *value = nfh_priv_span_at(span, 0, operand[i]);
        if (native->operand[i].type == NFH_TYPE_DATE && value->known &&
            !nfh_priv_date_is_full(value->as.date))
            return false;
    }
    return true;
}

/* Whether both ends are numbers that the calculation takes, or both are not. */
static bool is_within(const struct nfh_span *span, enum nfh_order_of order, uint32_t slot,
                      bool percent)
{
    const nfh_decimal most = 100 * (nfh_decimal)NFH_DECIMAL_ONE;
    const struct nfh_value *low = nfh_priv_span_at(span, 0, slot),
                           *high = nfh_priv_span_at(span, 1, slot);

    if ((nfh_priv_span_sign(order, low) < 0) != (nfh_priv_span_sign(order, high) < 0))
        return false;
    return !percent || (low->as.decimal > most) == (high->as.decimal > most);
}

static enum nfh_shape shape_native(const struct nfh_span *span, const struct nfh_instruction *in,
                                   uint32_t slot)
{
    const struct nfh_native *native = nfh_priv_native(in->detail);
    const uint32_t *operand = span->trial->program->pool + in->operand[0];
    unsigned moving = 0, last = 0;

    for (unsigned i = 0; i < native->count; i++) {
        if (nfh_priv_is_fixed(span, operand[i]))
            continue;
        moving++;
        last = i;
    }
    if (moving != 1 || !nfh_priv_moves(span, operand[last]))
        return NFH_SHAPE_LOOSE;
    enum nfh_order_of order = order_of_type(native->operand[last].type);
    if (native->phased >> last & 1) {
        bool same =
            nfh_priv_span_rank(nfh_priv_span_at(span, 0, slot)->truth) ==
                nfh_priv_span_rank(nfh_priv_span_at(span, 1, slot)->truth) &&
            nfh_priv_span_at(span, 0, slot)->error == nfh_priv_span_at(span, 1, slot)->error;
        return same && are_dates_full(span, native, operand) ? NFH_SHAPE_FIXED : NFH_SHAPE_LOOSE;
    }
    if (!(native->monotone >> last & 1))
        return NFH_SHAPE_LOOSE;
    if (in->opcode == NFH_OP_NATIVE_TRUTH)
        return is_within(span, order, operand[last], native->percent >> last & 1)
                   ? nfh_priv_monotone_truth(span, slot)
                   : NFH_SHAPE_LOOSE;
    return nfh_priv_monotone_value(span, NFH_ORDER_OF_DECIMAL, slot,
                                   nfh_priv_is_one_sided(span, order, operand[last]));
}

/* ---- Logic and choice ------------------------------------------------------------------------ */

static bool is_truth(const struct nfh_span *span, uint32_t slot, unsigned truth)
{
    return nfh_priv_is_fixed(span, slot) && (nfh_priv_span_at(span, 0, slot)->truth & truth);
}

static enum nfh_shape shape_logic(const struct nfh_span *span, const struct nfh_instruction *in,
                                  uint32_t slot)
{
    unsigned decides = in->opcode == NFH_OP_AND ? NFH_TRUTH_FALSE : NFH_TRUTH_TRUE;
    const uint32_t *operand = in->operand;
    bool rises = true, falls = true;

    if (is_truth(span, operand[0], decides) || is_truth(span, operand[1], decides))
        return NFH_SHAPE_FIXED;
    for (int i = 0; i < 2; i++) {
        rises = rises && (nfh_priv_is_fixed(span, operand[i]) ||
                          span->shape[operand[i]] == NFH_SHAPE_RISING);
        falls = falls && (nfh_priv_is_fixed(span, operand[i]) ||
                          span->shape[operand[i]] == NFH_SHAPE_FALLING);
    }
    return rises || falls ? nfh_priv_monotone_truth(span, slot) : NFH_SHAPE_LOOSE;
}

static enum nfh_shape shape_coalesce(const struct nfh_span *span, const struct nfh_instruction *in)
{
    const struct nfh_value *value = nfh_priv_span_at(span, 0, in->operand[0]);
    bool is_boolean = in->opcode == NFH_OP_COALESCE_BOOLEAN;

    if (nfh_priv_is_fixed(span, in->operand[0])) {
        bool there = is_boolean ? value->truth != NFH_TRUTH_NULL
                                : value->known || value->error || nfh_priv_is_censored(value);
        return (enum nfh_shape)span->shape[in->operand[there ? 0 : 1]];
    }
    if (is_boolean || span->shape[in->operand[0]] == NFH_SHAPE_LOOSE)
        return NFH_SHAPE_LOOSE;
    return (enum nfh_shape)span->shape[in->operand[0]];
}

static enum nfh_shape shape_select(const struct nfh_span *span, const struct nfh_instruction *in)
{
    const struct nfh_value *condition = nfh_priv_span_at(span, 0, in->operand[0]);

    if (!nfh_priv_is_fixed(span, in->operand[0]))
        return NFH_SHAPE_LOOSE;
    if (condition->error)
        return NFH_SHAPE_FIXED;
    return (enum nfh_shape)span->shape[in->operand[condition->truth & NFH_TRUTH_TRUE ? 1 : 2]];
}

static enum nfh_shape shape_raise(const struct nfh_span *span, const struct nfh_instruction *in)
{
    if (!nfh_priv_is_fixed(span, in->operand[1]))
        return NFH_SHAPE_LOOSE;
    return is_truth(span, in->operand[1], NFH_TRUTH_TRUE)
               ? NFH_SHAPE_FIXED
               : (enum nfh_shape)span->shape[in->operand[0]];
}

static enum nfh_shape shape_component(const struct nfh_span *span, const struct nfh_instruction *in,
                                      uint32_t slot)
{
    if (!nfh_priv_moves(span, in->operand[0]))
        return NFH_SHAPE_LOOSE;
    return in->detail == NFH_PRECISION_YEAR
               ? nfh_priv_monotone_value(span, NFH_ORDER_OF_INTEGER, slot, false)
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
static enum nfh_shape shape_make_date(const struct nfh_span *span, const struct nfh_instruction *in)
{
    const struct nfh_program *program = span->trial->program;
    uint32_t date = date_of_component(program, in->operand[0], NFH_PRECISION_YEAR);

    if (date == NFH_SLOT_NONE || !nfh_priv_moves(span, date) ||
        date_of_component(program, in->operand[1], NFH_PRECISION_MONTH) != date ||
        date_of_component(program, in->operand[2], NFH_PRECISION_DAY) != date)
        return NFH_SHAPE_LOOSE;
    return (enum nfh_shape)span->shape[date];
}

static enum nfh_shape shape_test(const struct nfh_span *span, const struct nfh_instruction *in)
{
    /* Of a value that is known all the way, or a Boolean that moves. */
    if (in->opcode == NFH_OP_IS_NULL && span->shape[in->operand[0]] != NFH_SHAPE_LOOSE)
        return NFH_SHAPE_FIXED;
    return NFH_SHAPE_LOOSE;
}

static enum nfh_shape shape_not(const struct nfh_span *span, const struct nfh_instruction *in)
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

static enum nfh_shape shape_of(const struct nfh_span *span, const struct nfh_instruction *in,
                               uint32_t slot)
{
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
        return nfh_priv_shape_ordered(span, in, slot);
    }
}

enum nfh_shape nfh_priv_shape(const struct nfh_trial *trial, unsigned index, uint32_t slot,
                              uint8_t *shape)
{
    const struct nfh_program *program = trial->program;
    struct nfh_span span = {trial, shape};
    size_t first = nfh_priv_first_result(program), count;
    uint32_t input = nfh_priv_trial_input(trial, index)->ref.slot;

    shape[input] = NFH_SHAPE_RISING;
    for (size_t i = 0; i < trial->step_count && first + trial->step[i] <= slot; i++) {
        const struct nfh_instruction *in = &program->code[trial->step[i]];
        uint32_t at_slot = (uint32_t)(first + trial->step[i]);
        bool all_fixed = true;
        const uint32_t *operand = nfh_priv_operands(program, in, &count);
        for (size_t k = 0; k < count; k++)
            all_fixed = all_fixed && nfh_priv_is_fixed(&span, operand[k]);
        shape[at_slot] = (uint8_t)(all_fixed ? NFH_SHAPE_FIXED : shape_of(&span, in, at_slot));
    }
    enum nfh_shape result = (enum nfh_shape)shape[slot];
    shape[input] = NFH_SHAPE_FIXED;
    for (size_t i = 0; i < trial->step_count; i++)
        shape[first + trial->step[i]] = NFH_SHAPE_FIXED;
    return result;
}
