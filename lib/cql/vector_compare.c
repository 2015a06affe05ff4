/* SPDX-License-Identifier: MIT
 *
 * vector_compare.c - comparisons.
 *
 * A number is compared with a constant as the caller's double: there is a least double that stands
 * for more than the constant, and it is found when the plan is made.
 */
#include <string.h>

#include "cql/vector_plan.h"

/* How an instruction compares its operands. */
enum relation { EQUAL, LESS, LESS_OR_EQUAL };

/* ---- Numbers with a constant ----------------------------------------------------------------- */

static void run_above(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *a = &vector->lane[step->a];
    uint64_t bits[NFH_BLOCK_WORDS];
    vector->kernels->at_least(a->is_raw ? a->raw : a->number, step->limit, vector->words, bits);
    nfh_priv_vector_decide(vector, &vector->lane[step->to], bits, a->is_true, step->days[0] != 0);
}

static void run_equals(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *a = &vector->lane[step->a];
    uint64_t bits[NFH_BLOCK_WORDS];
    vector->kernels->between(a->is_raw ? a->raw : a->number, step->limit, step->beyond,
                             vector->words, bits);
    nfh_priv_vector_decide(vector, &vector->lane[step->to], bits, a->is_true, false);
}

/* What `number > limit` becomes. Limits of 10^28 at most, so that one more is a number too. */
static double above(const struct nfh_lane *lane, nfh_decimal limit)
{
    return lane->is_raw ? nfh_priv_vector_least_double(limit + 1) : (double)(limit + 1);
}

static bool plan_number_constant(struct nfh_vector *vector, uint32_t to, enum relation relation,
                                 uint32_t slot, nfh_decimal limit, bool is_left, unsigned kind)
{
    uint32_t a = nfh_priv_vector_take_raw(vector, to, slot, kind);
    if (a == NFH_SLOT_NONE)
        return true;
    /* limit < x and x <= limit are about x > limit; limit <= x and x < limit about x > limit - 1.
     */
    bool opposite = !is_left;
    nfh_decimal over = is_left == (relation == LESS) ? limit : limit - 1;
    if (relation == EQUAL)
        over = limit;
    if (vector->lane[a].is_deferred && relation != EQUAL &&
        nfh_priv_vector_native_above(vector, to, a, over, opposite))
        return true;
    if (vector->lane[a].is_deferred) {
        a = nfh_priv_vector_take(vector, to, a, kind);
        if (a == NFH_SLOT_NONE)
            return true;
    }
    const struct nfh_lane *lane = &vector->lane[a];
    nfh_priv_vector_make(vector, to, NFH_LANE_TRUTH);
    struct nfh_vector_step *step =
        nfh_priv_vector_step(vector, relation == EQUAL ? run_equals : run_above, to, a, a);
    if (relation == EQUAL) {
        step->limit = above(lane, limit - 1);
        step->beyond = above(lane, limit);
    } else {
        step->limit = above(lane, over);
        step->days[0] = opposite;
    }
    return true;
}

/* ---- Two lanes ------------------------------------------------------------------------------- */

static void run_numbers(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_kernels *kernels = vector->kernels;
    const double *a = vector->lane[step->a].number, *b = vector->lane[step->b].number;
    uint64_t bits[NFH_BLOCK_WORDS], known[NFH_BLOCK_WORDS];
    if (step->days[0] == EQUAL)
        kernels->equal(a, b, vector->words, bits);
    else if (step->days[0] == LESS)
        kernels->less(a, b, vector->words, bits);
    else
        kernels->less_or_equal(a, b, vector->words, bits);
    nfh_priv_vector_known_in_both(vector, step, known);
    nfh_priv_vector_decide(vector, &vector->lane[step->to], bits, known, false);
}

static void run_dates(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_kernels *kernels = vector->kernels;
    const int32_t *a = vector->lane[step->a].days, *b = vector->lane[step->b].days;
    uint64_t bits[NFH_BLOCK_WORDS], known[NFH_BLOCK_WORDS];
    if (step->days[0] == EQUAL)
        kernels->dates_equal(a, b, vector->words, bits);
    else if (step->days[0] == LESS)
        kernels->dates_less(a, b, vector->words, bits);
    else
        kernels->dates_less_or_equal(a, b, vector->words, bits);
    nfh_priv_vector_known_in_both(vector, step, known);
    nfh_priv_vector_decide(vector, &vector->lane[step->to], bits, known, false);
}

static void plan_lanes(struct nfh_vector *vector, uint32_t to, enum relation relation,
                       const struct nfh_instruction *in, unsigned kind)
{
    uint32_t a = nfh_priv_vector_take(vector, to, in->operand[0], kind);
    uint32_t b = a == NFH_SLOT_NONE ? a : nfh_priv_vector_take(vector, to, in->operand[1], kind);
    if (b == NFH_SLOT_NONE)
        return;
    nfh_priv_vector_make(vector, to, NFH_LANE_TRUTH);
    nfh_priv_vector_step(vector, kind == NFH_LANE_DATE ? run_dates : run_numbers, to, a, b)
        ->days[0] = (int32_t)relation;
}

/* ---- Texts ----------------------------------------------------------------------------------- */

/* Of two texts that are none of the plan's it is not known whether they are the same. */
static void run_texts(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *a = &vector->lane[step->a], *b = &vector->lane[step->b];
    uint64_t bits[NFH_BLOCK_WORDS] = {0}, other[NFH_BLOCK_WORDS] = {0}, known[NFH_BLOCK_WORDS];
    nfh_priv_vector_known_in_both(vector, step, known);
    for (size_t i = 0; i < vector->rows; i++) {
        bool same = a->code[i] == b->code[i], is_other = a->code[i] == NFH_CODE_OTHER;
        bits[i / 64] |= (uint64_t)same << i % 64;
        other[i / 64] |= (uint64_t)(same && is_other) << i % 64;
    }
    nfh_priv_vector_leave(vector, other, known);
    nfh_priv_vector_decide(vector, &vector->lane[step->to], bits, known, false);
}

static void run_text(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *a = &vector->lane[step->a];
    uint64_t bits[NFH_BLOCK_WORDS];
    vector->kernels->codes_equal(a->code, (uint8_t)step->days[0], vector->words, bits);
    nfh_priv_vector_decide(vector, &vector->lane[step->to], bits, a->is_true, false);
}

static void plan_texts(struct nfh_vector *vector, uint32_t to, const struct nfh_instruction *in)
{
    uint32_t slot[2] = {vector->same[in->operand[0]], vector->same[in->operand[1]]};
    int which = nfh_priv_vector_is_constant(vector, slot[0]) ? 0 : 1;
    uint32_t a = nfh_priv_vector_take(vector, to, slot[1 - which], NFH_LANE_STRING);
    if (a == NFH_SLOT_NONE)
        return;
    if (nfh_priv_vector_is_constant(vector, slot[which])) {
        const struct nfh_value *value = nfh_priv_vector_constant(vector, slot[which]);
        uint8_t code = value->known ? nfh_priv_vector_code(vector, value->as.string.bytes,
                                                           value->as.string.length)
                                    : NFH_CODE_OTHER;
        if (code != NFH_CODE_OTHER) {
            nfh_priv_vector_make(vector, to, NFH_LANE_TRUTH);
            nfh_priv_vector_step(vector, run_text, to, a, a)->days[0] = code;
            return;
        }
    }
    uint32_t b = nfh_priv_vector_take(vector, to, slot[which], NFH_LANE_STRING);
    if (b == NFH_SLOT_NONE)
        return;
    nfh_priv_vector_make(vector, to, NFH_LANE_TRUTH);
    nfh_priv_vector_step(vector, run_texts, to, a, b);
}

/* ---- Instructions ---------------------------------------------------------------------------- */

static enum relation relation_of(unsigned opcode)
{
    switch (opcode) {
    case NFH_OP_EQUAL_INTEGER:
    case NFH_OP_EQUAL_DECIMAL:
    case NFH_OP_EQUAL_DATE:
        return EQUAL;
    case NFH_OP_LESS_INTEGER:
    case NFH_OP_LESS_DECIMAL:
    case NFH_OP_LESS_DATE:
        return LESS;
    default:
        return LESS_OR_EQUAL;
    }
}

/* A comparison of numbers of which one is a constant that is known. False: it is none. */
static bool plan_with_constant(struct nfh_vector *vector, uint32_t to,
                               const struct nfh_instruction *in, unsigned kind)
{
    for (int i = 0; i < 2; i++) {
        uint32_t slot = vector->same[in->operand[i]], other = vector->same[in->operand[1 - i]];
        if (!nfh_priv_vector_is_constant(vector, slot) ||
            nfh_priv_vector_is_constant(vector, other))
            continue;
        const struct nfh_value *value = nfh_priv_vector_constant(vector, slot);
        nfh_decimal limit = kind == NFH_LANE_INTEGER ? value->as.integer : value->as.decimal;
        /* As doubles, limits must be exact. */
        if (!value->known || nfh_priv_decimal_magnitude(limit) >= (nfh_uint128)NFH_EXACT_MAX)
            return false;
        return plan_number_constant(vector, to, relation_of(in->opcode), other, limit, i == 0,
                                    kind);
    }
    return false;
}

bool nfh_priv_vector_plan_compare(struct nfh_vector *vector, size_t instruction)
{
    const struct nfh_instruction *in = &vector->program->code[instruction];
    uint32_t to = (uint32_t)(nfh_priv_first_result(vector->program) + instruction);
    switch (in->opcode) {
    case NFH_OP_EQUAL_STRING:
        plan_texts(vector, to, in);
        return true;
    case NFH_OP_EQUAL_DATE:
    case NFH_OP_LESS_DATE:
    case NFH_OP_LESS_OR_EQUAL_DATE:
        if ((in->detail != 0 && in->detail != NFH_PRECISION_DAY) ||
            nfh_priv_vector_is_partial(vector, vector->same[in->operand[0]]) ||
            nfh_priv_vector_is_partial(vector, vector->same[in->operand[1]]))
            return false;
        plan_lanes(vector, to, relation_of(in->opcode), in, NFH_LANE_DATE);
        return true;
    case NFH_OP_EQUAL_INTEGER:
    case NFH_OP_LESS_INTEGER:
    case NFH_OP_LESS_OR_EQUAL_INTEGER:
    case NFH_OP_EQUAL_DECIMAL:
    case NFH_OP_LESS_DECIMAL:
    case NFH_OP_LESS_OR_EQUAL_DECIMAL: {
        unsigned kind = nfh_priv_vector_operand_kind(in->opcode);
        if (!plan_with_constant(vector, to, in, kind))
            plan_lanes(vector, to, relation_of(in->opcode), in, kind);
        return true;
    }
    default:
        return false;
    }
}
