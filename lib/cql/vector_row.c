/* SPDX-License-Identifier: MIT
 *
 * vector_row.c - an instruction that has no loop of its own: the evaluator of single subjects, one
 * row after the other.
 */
#include "cql/vector_plan.h"

/* A row in which an operand is none of the plan's texts is left alone. */
static bool fill_operands(struct nfh_vector *vector, const uint32_t *operand, size_t count,
                          size_t row)
{
    for (size_t i = 0; i < count; i++) {
        if (nfh_priv_vector_is_constant(vector, operand[i]))
            continue;
        uint32_t slot = vector->same[operand[i]];
        if (nfh_priv_vector_is_constant(vector, slot)) {
            vector->frame.slot[operand[i]] = *nfh_priv_vector_constant(vector, slot);
            continue;
        }
        const struct nfh_lane *lane = &vector->lane[slot];
        nfh_priv_vector_get(vector, lane, row, &vector->frame.slot[operand[i]]);
        if (lane->kind == NFH_LANE_STRING && lane->code[row] == NFH_CODE_OTHER &&
            vector->frame.slot[operand[i]].known)
            return false;
    }
    return true;
}

static void run_rows(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_program *program = vector->program;
    const struct nfh_instruction *in = &program->code[step->instruction];
    size_t count;
    const uint32_t *operand = nfh_priv_operands(program, in, &count);
    const struct nfh_value *result =
        &vector->frame.slot[nfh_priv_first_result(program) + step->instruction];
    for (size_t row = 0; row < vector->rows; row++) {
        bool done = fill_operands(vector, operand, count, row);
        if (done) {
            nfh_priv_evaluate(program, &vector->frame, step->instruction, step->instruction + 1);
            done = nfh_priv_vector_put(vector, &vector->lane[step->to], row, result);
        }
        if (!done)
            vector->alone[row / 64] |= UINT64_C(1) << row % 64;
    }
}

void nfh_priv_vector_plan_rows(struct nfh_vector *vector, size_t instruction)
{
    const struct nfh_instruction *in = &vector->program->code[instruction];
    uint32_t to = (uint32_t)(nfh_priv_first_result(vector->program) + instruction);
    unsigned kind = nfh_priv_vector_result_kind(in->opcode);
    size_t count;
    const uint32_t *operand = nfh_priv_operands(vector->program, in, &count);
    vector->lane[to].is_deferred = false;
    if (kind == NFH_LANE_NONE) {
        nfh_priv_vector_refuse(vector, to, "an operation on texts, times, or units that vary");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (!nfh_priv_vector_is_constant(vector, vector->same[operand[i]]) &&
            nfh_priv_vector_take(vector, to, operand[i], NFH_LANE_NONE) == NFH_SLOT_NONE)
            return;
    }
    nfh_priv_vector_make(vector, to, kind);
    nfh_priv_vector_step(vector, run_rows, to, to, to)->instruction = instruction;
}
