/* SPDX-License-Identifier: MIT
 *
 * order.c - the order in which a subject is screened: like instructions one after another, so that
 * each kind is a short loop. Any order that respects the operands gives the same values.
 */
#include "cql/program.h"

/* How far ahead like instructions are looked for; so the work grows no faster than the program. */
#define WINDOW 256

struct ordering {
    struct nfh_program *program;
    uint8_t *placed; /* by instruction */
    size_t turns;
};

/* Texts share the room and the steps that an evaluation may take: which of them go beyond that must
 * not depend on the order. */
static bool keeps_its_place(const struct nfh_instruction *in)
{
    return nfh_priv_opcode_uses_heap(in->opcode);
}

static bool is_ready(const struct ordering *ordering, const struct nfh_instruction *in)
{
    const struct nfh_program *program = ordering->program;
    size_t count, first = nfh_priv_first_result(program);
    const uint32_t *operand = nfh_priv_operands(program, in, &count);

    for (size_t i = 0; i < count; i++)
        if (operand[i] >= first && !ordering->placed[operand[i] - first])
            return false;
    return true;
}

static void place(struct ordering *ordering, size_t index)
{
    const struct nfh_program *program = ordering->program;
    const struct nfh_instruction *in = &program->code[index];
    struct nfh_turn *turn = &program->turn[ordering->turns++];
    int operands = nfh_priv_opcode_operands(in->opcode);

    ordering->placed[index] = 1;
    turn->result = nfh_priv_slot_offset(nfh_priv_first_result(program) + index);
    turn->a = operands < 0 ? 0 : nfh_priv_slot_offset(in->operand[0]);
    turn->b = operands < 0 ? in->operand[0] : nfh_priv_slot_offset(in->operand[1]);
    turn->c = operands > 2 ? nfh_priv_slot_offset(in->operand[2]) : in->detail;
}

/* The instruction, which is the first of those that are left, and those like it that are ready. */
static void make_batch(struct ordering *ordering, size_t first)
{
    struct nfh_program *program = ordering->program;
    const struct nfh_instruction *code = program->code;
    struct nfh_batch *batch = &program->batch[program->batch_count++];
    size_t end = program->screen_count;

    batch->run = nfh_priv_batch_function(&code[first]);
    place(ordering, first);
    if (end - first > WINDOW)
        end = first + WINDOW;
    for (size_t i = first + 1; i < end && !keeps_its_place(&code[first]); i++)
        if (!ordering->placed[i] && nfh_priv_batch_function(&code[i]) == batch->run &&
            !keeps_its_place(&code[i]) && is_ready(ordering, &code[i]))
            place(ordering, i);
    batch->end = program->turn + ordering->turns;
}

bool nfh_priv_order(struct nfh_program *program, struct nfh_arena *scratch, struct nfh_arena *arena)
{
    size_t count = program->screen_count;
    struct ordering ordering = {program, nfh_priv_arena_allocate(scratch, count), 0};

    program->turn = nfh_priv_arena_allocate(arena, count * sizeof *program->turn);
    program->batch = nfh_priv_arena_allocate(arena, count * sizeof *program->batch);
    if (!ordering.placed || !program->turn || !program->batch)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!ordering.placed[i])
            make_batch(&ordering, i);
    return true;
}
