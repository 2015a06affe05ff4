/* SPDX-License-Identifier: MIT
 *
 * vector_logic.c - three-valued logic, 64 rows at a time.
 */
#include "cql/vector_plan.h"

/* The truths of 64 rows; neither bit set: unknown. */
struct word {
    uint64_t is_true, is_false;
};

static struct word read_word(const struct nfh_lane *lane, size_t at)
{
    struct word word = {lane->is_true[at], lane->is_false[at]};
    return word;
}

static void run_and(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *a = &vector->lane[step->a], *b = &vector->lane[step->b];
    const struct nfh_lane *to = &vector->lane[step->to];
    for (size_t i = 0; i < vector->words; i++) {
        to->is_true[i] = a->is_true[i] & b->is_true[i];
        to->is_false[i] = a->is_false[i] | b->is_false[i];
    }
}

static void run_or(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *a = &vector->lane[step->a], *b = &vector->lane[step->b];
    const struct nfh_lane *to = &vector->lane[step->to];
    for (size_t i = 0; i < vector->words; i++) {
        to->is_true[i] = a->is_true[i] | b->is_true[i];
        to->is_false[i] = a->is_false[i] & b->is_false[i];
    }
}

static void run_not(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *a = &vector->lane[step->a], *to = &vector->lane[step->to];
    for (size_t i = 0; i < vector->words; i++) {
        to->is_true[i] = a->is_false[i];
        to->is_false[i] = a->is_true[i];
    }
}

/* `opcode` on the words of its operands. */
static struct word combine(unsigned opcode, struct word a, struct word b, struct word c)
{
    uint64_t known = a.is_true | a.is_false, both = known & (b.is_true | b.is_false);
    uint64_t differs = a.is_true ^ b.is_true;
    switch (opcode) {
    case NFH_OP_XOR:
        return (struct word){both & differs, both & ~differs};
    case NFH_OP_EQUAL_BOOLEAN:
        return (struct word){both & ~differs, both & differs};
    case NFH_OP_IS_TRUE:
        return (struct word){a.is_true, ~a.is_true};
    case NFH_OP_IS_FALSE:
        return (struct word){a.is_false, ~a.is_false};
    case NFH_OP_IS_UNKNOWN:
        return (struct word){~known, known};
    case NFH_OP_COALESCE_BOOLEAN:
        return (struct word){a.is_true | (b.is_true & ~known), a.is_false | (b.is_false & ~known)};
    default: /* NFH_OP_SELECT_BOOLEAN */
        return (struct word){(a.is_true & b.is_true) | (~a.is_true & c.is_true),
                             (a.is_true & b.is_false) | (~a.is_true & c.is_false)};
    }
}

static void run_combine(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *lane = vector->lane, *to = &lane[step->to];
    unsigned opcode = vector->program->code[step->instruction].opcode;
    for (size_t i = 0; i < vector->words; i++) {
        struct word word = combine(opcode, read_word(&lane[step->a], i),
                                   read_word(&lane[step->b], i), read_word(&lane[step->c], i));
        to->is_true[i] = word.is_true;
        to->is_false[i] = word.is_false;
    }
}

/* `a is null` of what is no Boolean, whose first bits say where it is known. */
static void run_is_null(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *a = &vector->lane[step->a], *to = &vector->lane[step->to];
    for (size_t i = 0; i < vector->words; i++) {
        to->is_true[i] = ~a->is_true[i];
        to->is_false[i] = a->is_true[i];
    }
}

/* A run-time error is for the evaluator of single subjects; elsewhere the value is the operand's.
 */
static void run_raise(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *a = &vector->lane[step->a], *to = &vector->lane[step->to];
    nfh_priv_vector_leave(vector, vector->lane[step->b].is_true, NULL);
    for (size_t i = 0; i < vector->words; i++) {
        to->is_true[i] = a->is_true[i];
        to->is_false[i] = a->is_false[i];
    }
}

static void plan_is_null(struct nfh_vector *vector, uint32_t to, uint32_t slot)
{
    uint32_t a =
        nfh_priv_vector_take_raw(vector, to, vector->absent[vector->same[slot]], NFH_LANE_NONE);
    if (a == NFH_SLOT_NONE)
        return;
    if (vector->lane[a].is_deferred) {
        a = nfh_priv_vector_take(vector, to, a, NFH_LANE_NONE);
        if (a == NFH_SLOT_NONE)
            return;
    }
    nfh_priv_vector_make(vector, to, NFH_LANE_TRUTH);
    nfh_priv_vector_step(vector, run_is_null, to, a, a);
}

void nfh_priv_vector_plan_logic(struct nfh_vector *vector, size_t instruction)
{
    const struct nfh_instruction *in = &vector->program->code[instruction];
    uint32_t to = (uint32_t)(nfh_priv_first_result(vector->program) + instruction);
    uint32_t taken[3] = {0, 0, 0};
    int count = nfh_priv_opcode_operands(in->opcode);
    if (in->opcode == NFH_OP_IS_NULL) {
        plan_is_null(vector, to, in->operand[0]);
        return;
    }
    for (int i = 0; i < count; i++) {
        taken[i] = nfh_priv_vector_take(vector, to, in->operand[i], NFH_LANE_TRUTH);
        if (taken[i] == NFH_SLOT_NONE)
            return;
    }
    for (int i = count; i < 3; i++)
        taken[i] = taken[0];
    nfh_priv_vector_make(vector, to, NFH_LANE_TRUTH);
    struct nfh_vector_step *step =
        nfh_priv_vector_step(vector,
                             in->opcode == NFH_OP_AND             ? run_and
                             : in->opcode == NFH_OP_OR            ? run_or
                             : in->opcode == NFH_OP_NOT           ? run_not
                             : in->opcode == NFH_OP_RAISE_BOOLEAN ? run_raise
                                                                  : run_combine,
                             to, taken[0], taken[1]);
    step->c = taken[2];
    step->instruction = instruction;
}
