/* SPDX-License-Identifier: MIT
 *
 * vector_date.c - days and weeks added to dates, and completed years. Months are added row by row.
 */
#include "cql/run.h"
#include "cql/vector_plan.h"

/* Far more than the days of the calendar, and less than what a sum of dates can hold. */
#define DAYS_MAX 10000000

static void run_add_days(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *a = &vector->lane[step->a], *to = &vector->lane[step->to];
    uint64_t inside[NFH_BLOCK_WORDS];
    vector->kernels->dates_add(a->days, step->days[0], vector->words, to->own_days);
    for (size_t i = 0; i < vector->words; i++)
        to->is_true[i] = a->is_true[i];
    /* Beyond the calendar it is a run-time error. */
    vector->kernels->dates_between(to->own_days, NFH_DAYS_MIN, NFH_DAYS_MAX, vector->words, inside);
    for (size_t i = 0; i < vector->words; i++)
        inside[i] = ~inside[i];
    nfh_priv_vector_leave(vector, inside, a->is_true);
}

/* The years that no loop is sure of are counted one by one. */
static void run_years(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *a = &vector->lane[step->a], *b = &vector->lane[step->b];
    const struct nfh_lane *to = &vector->lane[step->to];
    uint64_t doubtful[NFH_BLOCK_WORDS];
    vector->kernels->years(a->days, b->days, vector->words, to->number, doubtful);
    for (size_t i = 0; i < vector->words; i++) {
        to->is_true[i] = a->is_true[i] & b->is_true[i];
        uint64_t rest = doubtful[i] & to->is_true[i] & vector->present[i];
        while (rest != 0) {
            size_t row = i * 64 + nfh_priv_vector_next(&rest);
            to->number[row] = (double)nfh_priv_date_duration(nfh_priv_date_from_days(a->days[row]),
                                                             nfh_priv_date_from_days(b->days[row]),
                                                             NFH_UNIT_YEAR);
        }
    }
}

static bool plan_add(struct nfh_vector *vector, uint32_t to, const struct nfh_instruction *in)
{
    uint32_t count = vector->same[in->operand[1]];
    if ((in->detail != NFH_UNIT_DAY && in->detail != NFH_UNIT_WEEK) ||
        !nfh_priv_vector_is_constant(vector, count) ||
        nfh_priv_vector_is_partial(vector, vector->same[in->operand[0]]))
        return false;
    const struct nfh_value *value = nfh_priv_vector_constant(vector, count);
    int days_each = in->detail == NFH_UNIT_WEEK ? 7 : 1;
    if (!value->known || value->as.integer > DAYS_MAX / days_each ||
        value->as.integer < -DAYS_MAX / days_each)
        return false;
    uint32_t a = nfh_priv_vector_take(vector, to, in->operand[0], NFH_LANE_DATE);
    if (a == NFH_SLOT_NONE)
        return true;
    nfh_priv_vector_make(vector, to, NFH_LANE_DATE);
    nfh_priv_vector_step(vector, run_add_days, to, a, a)->days[0] =
        (int32_t)value->as.integer * days_each;
    return true;
}

bool nfh_priv_vector_plan_date(struct nfh_vector *vector, size_t instruction)
{
    const struct nfh_instruction *in = &vector->program->code[instruction];
    uint32_t to = (uint32_t)(nfh_priv_first_result(vector->program) + instruction);
    if (in->opcode == NFH_OP_ADD_DATE)
        return plan_add(vector, to, in);
    if (in->opcode != NFH_OP_DURATION || (in->detail & NFH_SPAN_UNIT) != NFH_UNIT_YEAR ||
        nfh_priv_vector_is_partial(vector, vector->same[in->operand[0]]) ||
        nfh_priv_vector_is_partial(vector, vector->same[in->operand[1]]))
        return false;
    uint32_t a = nfh_priv_vector_take(vector, to, in->operand[0], NFH_LANE_DATE);
    uint32_t b =
        a == NFH_SLOT_NONE ? a : nfh_priv_vector_take(vector, to, in->operand[1], NFH_LANE_DATE);
    if (b == NFH_SLOT_NONE)
        return true;
    struct nfh_lane *made = nfh_priv_vector_make(vector, to, NFH_LANE_INTEGER);
    made->low = -9999;
    made->high = 9999;
    nfh_priv_vector_step(vector, run_years, to, a, b);
    return true;
}
