/* SPDX-License-Identifier: MIT
 *
 * vector_choice.c - values chosen from two others.
 */
#include <string.h>

#include "cql/vector_plan.h"

/* From `a` where the bit is set, else from `b`. */
static void choose(struct nfh_vector *vector, const struct nfh_vector_step *step,
                   const uint64_t *bits)
{
    const struct nfh_lane *a = &vector->lane[step->a], *b = &vector->lane[step->b];
    const struct nfh_lane *to = &vector->lane[step->to];
    const struct nfh_kernels *kernels = vector->kernels;
    for (size_t i = 0; i < vector->words; i++)
        to->is_true[i] = (bits[i] & a->is_true[i]) | (~bits[i] & b->is_true[i]);
    if (to->kind == NFH_LANE_DATE)
        kernels->dates_choose(bits, a->days, b->days, vector->words, to->own_days);
    else if (to->kind == NFH_LANE_STRING)
        kernels->codes_choose(bits, a->code, b->code, vector->words, to->code);
    else
        kernels->choose(bits, a->number, b->number, vector->words, to->number);
}

static void run_select(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    choose(vector, step, vector->lane[step->c].is_true);
}

static void run_coalesce(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    choose(vector, step, vector->lane[step->a].is_true);
}

/* A run-time error is for the evaluator of single subjects; elsewhere the value is the operand's.
 */
static void run_raise(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    nfh_priv_vector_leave(vector, vector->lane[step->c].is_true, NULL);
    choose(vector, step, vector->present);
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double greatest(double a, double b)
{
    return a > b ? a : b;
}

/* The kind of a choice is that of what is no constant, or what its reader takes it for. */
static unsigned find_kind(struct nfh_vector *vector, uint32_t to, const uint32_t value[2])
{
    for (int i = 0; i < 2; i++) {
        uint32_t slot = vector->same[value[i]];
        if (nfh_priv_vector_is_constant(vector, slot))
            continue;
        slot = nfh_priv_vector_take(vector, to, slot, NFH_LANE_NONE);
        return slot == NFH_SLOT_NONE ? NFH_LANE_ROW : vector->lane[slot].kind;
    }
    return vector->hint[to];
}

void nfh_priv_vector_plan_choice(struct nfh_vector *vector, size_t instruction)
{
    const struct nfh_instruction *in = &vector->program->code[instruction];
    uint32_t to = (uint32_t)(nfh_priv_first_result(vector->program) + instruction);
    bool is_select = in->opcode == NFH_OP_SELECT, is_raise = in->opcode == NFH_OP_RAISE;
    uint32_t value[2] = {in->operand[is_select ? 1 : 0],
                         is_raise ? in->operand[0] : in->operand[is_select ? 2 : 1]};
    uint32_t taken[2], condition = 0;
    unsigned kind = find_kind(vector, to, value);
    if (kind == NFH_LANE_ROW)
        return;
    if (kind == NFH_LANE_NONE || kind == NFH_LANE_TRUTH) {
        nfh_priv_vector_refuse(vector, to, "a choice between constants");
        return;
    }
    for (int i = 0; i < 2; i++) {
        taken[i] = nfh_priv_vector_take(vector, to, value[i], kind);
        if (taken[i] == NFH_SLOT_NONE)
            return;
    }
    if (is_select || is_raise) {
        condition =
            nfh_priv_vector_take(vector, to, in->operand[is_select ? 0 : 1], NFH_LANE_TRUTH);
        if (condition == NFH_SLOT_NONE)
            return;
    }
    const struct nfh_lane *a = &vector->lane[taken[0]], *b = &vector->lane[taken[1]];
    struct nfh_lane *made = nfh_priv_vector_make(vector, to, kind);
    made->low = least(a->low, b->low);
    made->high = greatest(a->high, b->high);
    nfh_priv_vector_step(vector,
                         is_select  ? run_select
                         : is_raise ? run_raise
                                    : run_coalesce,
                         to, taken[0], taken[1])
        ->c = condition;
}
