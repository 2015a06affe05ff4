/* SPDX-License-Identifier: MIT
 *
 * vector_number.c - arithmetic whose results are proven to be exact in doubles; the rest is done
 * row by row, in 128 bits.
 */
#include <math.h>

#include "cql/vector_plan.h"

static void run_add(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    nfh_priv_vector_known_in_both(vector, step, vector->lane[step->to].is_true);
    vector->kernels->add(vector->lane[step->a].number, vector->lane[step->b].number, vector->words,
                         vector->lane[step->to].number);
}

static void run_subtract(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    nfh_priv_vector_known_in_both(vector, step, vector->lane[step->to].is_true);
    vector->kernels->subtract(vector->lane[step->a].number, vector->lane[step->b].number,
                              vector->words, vector->lane[step->to].number);
}

static void run_times(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    nfh_priv_vector_known_in_both(vector, step, vector->lane[step->to].is_true);
    vector->kernels->times(vector->lane[step->a].number, step->limit, step->beyond, vector->words,
                           vector->lane[step->to].number);
}

/* The greatest absolute value of a lane. */
static double magnitude(const struct nfh_lane *lane)
{
    return fmax(fabs(lane->low), fabs(lane->high));
}

/* Up to here results of that kind do not overflow and are exact. */
static double limit_of(unsigned kind)
{
    return kind == NFH_LANE_INTEGER ? (double)INT32_MAX : NFH_EXACT_MAX;
}

static bool plan_sum(struct nfh_vector *vector, uint32_t to, const struct nfh_instruction *in,
                     unsigned kind, bool is_subtraction)
{
    uint32_t a = nfh_priv_vector_take(vector, to, in->operand[0], kind);
    uint32_t b = a == NFH_SLOT_NONE ? a : nfh_priv_vector_take(vector, to, in->operand[1], kind);
    if (b == NFH_SLOT_NONE)
        return true;
    const struct nfh_lane *x = &vector->lane[a], *y = &vector->lane[b];
    double low = is_subtraction ? x->low - y->high : x->low + y->low;
    double high = is_subtraction ? x->high - y->low : x->high + y->high;
    if (fabs(low) > limit_of(kind) || fabs(high) > limit_of(kind))
        return false;
    struct nfh_lane *made = nfh_priv_vector_make(vector, to, kind);
    made->low = low;
    made->high = high;
    nfh_priv_vector_step(vector, is_subtraction ? run_subtract : run_add, to, a, b);
    return true;
}

static nfh_decimal common_divisor(nfh_decimal a, nfh_decimal b)
{
    while (b != 0) {
        nfh_decimal rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

/* Times numerator / denominator, rounded; false: that might not be exact. */
static bool plan_factor(struct nfh_vector *vector, uint32_t to, uint32_t a, uint32_t other,
                        nfh_decimal numerator, nfh_decimal denominator, unsigned kind)
{
    nfh_decimal divisor = common_divisor(numerator, denominator);
    double times = (double)(numerator / (divisor ? divisor : 1));
    double by = (double)(denominator / (divisor ? divisor : 1));
    double greatest = magnitude(&vector->lane[a]) * fabs(times);
    if (greatest >= NFH_TIMES_MAX || greatest > limit_of(kind) * by)
        return false;
    struct nfh_lane *made = nfh_priv_vector_make(vector, to, kind);
    made->high = ceil(greatest / by) + 1;
    made->low = -made->high;
    struct nfh_vector_step *step = nfh_priv_vector_step(vector, run_times, to, a, other);
    step->limit = times;
    step->beyond = by;
    return true;
}

static bool plan_product(struct nfh_vector *vector, uint32_t to, const struct nfh_instruction *in,
                         unsigned kind)
{
    for (int i = 0; i < 2; i++) {
        uint32_t slot = vector->same[in->operand[i]], other = vector->same[in->operand[1 - i]];
        if (!nfh_priv_vector_is_constant(vector, slot))
            continue;
        const struct nfh_value *value = nfh_priv_vector_constant(vector, slot);
        if (!value->known)
            return false;
        uint32_t a = nfh_priv_vector_take(vector, to, other, kind);
        if (a == NFH_SLOT_NONE)
            return true;
        return kind == NFH_LANE_INTEGER
                   ? plan_factor(vector, to, a, a, value->as.integer, 1, kind)
                   : plan_factor(vector, to, a, a, value->as.decimal, NFH_DECIMAL_ONE, kind);
    }
    return false;
}

static bool plan_conversion(struct nfh_vector *vector, uint32_t to,
                            const struct nfh_instruction *in)
{
    uint32_t a = nfh_priv_vector_take(vector, to, in->operand[0], NFH_LANE_INTEGER);
    return a == NFH_SLOT_NONE ||
           plan_factor(vector, to, a, a, NFH_DECIMAL_ONE, 1, NFH_LANE_DECIMAL);
}

bool nfh_priv_vector_plan_number(struct nfh_vector *vector, size_t instruction)
{
    const struct nfh_instruction *in = &vector->program->code[instruction];
    uint32_t to = (uint32_t)(nfh_priv_first_result(vector->program) + instruction);
    switch (in->opcode) {
    case NFH_OP_ADD_INTEGER:
    case NFH_OP_SUBTRACT_INTEGER:
        return plan_sum(vector, to, in, NFH_LANE_INTEGER, in->opcode == NFH_OP_SUBTRACT_INTEGER);
    case NFH_OP_ADD_DECIMAL:
    case NFH_OP_SUBTRACT_DECIMAL:
        return plan_sum(vector, to, in, NFH_LANE_DECIMAL, in->opcode == NFH_OP_SUBTRACT_DECIMAL);
    case NFH_OP_MULTIPLY_INTEGER:
        return plan_product(vector, to, in, NFH_LANE_INTEGER);
    case NFH_OP_MULTIPLY_DECIMAL:
        return plan_product(vector, to, in, NFH_LANE_DECIMAL);
    case NFH_OP_INTEGER_TO_DECIMAL:
        return plan_conversion(vector, to, in);
    default:
        return false;
    }
}
