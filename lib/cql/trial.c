/* SPDX-License-Identifier: MIT
 *
 * trial.c - evaluating a part of a program again with other values.
 */
#include "cql/trial.h"

#include <string.h>

#include "cql/native.h"

/* ---- Sets of inputs -------------------------------------------------------------------------- */

unsigned nfh_priv_inputs_count(nfh_inputs inputs)
{
    unsigned count = 0;

    for (; inputs; inputs &= inputs - 1)
        count++;
    return count;
}

unsigned nfh_priv_inputs_first(nfh_inputs inputs)
{
    return nfh_priv_inputs_count((inputs & (~inputs + 1)) - 1);
}

/* ---- Memory ---------------------------------------------------------------------------------- */

bool nfh_priv_trial_init(struct nfh_trial *trial, const struct nfh_program *program,
                         const struct nfh_memory *memory)
{
    size_t slots = nfh_priv_slot_count(program);
    bool done = true;

    memset(trial, 0, sizeof *trial);
    trial->program = program;
    for (int i = 0; i < 2; i++) {
        struct nfh_frame *frame = &trial->frame[i];
        frame->slot = nfh_priv_allocate(memory, slots * sizeof *frame->slot);
        frame->derived =
            nfh_priv_allocate(memory, (program->derived_units + 1) * sizeof *frame->derived);
        nfh_priv_heap_start(&trial->heap[i], memory);
        frame->heap = &trial->heap[i];
        done = done && frame->slot && frame->derived;
    }
    trial->depends = nfh_priv_allocate(memory, slots * sizeof *trial->depends);
    trial->needs = nfh_priv_allocate(memory, slots * sizeof *trial->needs);
    trial->step = nfh_priv_allocate(memory, (program->code_count + 1) * sizeof *trial->step);
    trial->pool = nfh_priv_allocate(memory, NFH_FREE_MAX * sizeof *trial->pool);
    return done && trial->depends && trial->needs && trial->step && trial->pool;
}

void nfh_priv_trial_free(struct nfh_trial *trial, const struct nfh_memory *memory)
{
    for (int i = 0; i < 2; i++) {
        nfh_priv_free(memory, trial->frame[i].slot);
        nfh_priv_free(memory, trial->frame[i].derived);
        nfh_priv_heap_free(&trial->heap[i]);
    }
    nfh_priv_free(memory, trial->depends);
    nfh_priv_free(memory, trial->needs);
    nfh_priv_free(memory, trial->step);
    nfh_priv_free(memory, trial->pool);
}

/* ---- The target ------------------------------------------------------------------------------ */

void nfh_priv_trial_base(struct nfh_trial *trial, const struct nfh_frame *frame)
{
    trial->base = frame->slot;
    trial->frame[0].zone = trial->frame[1].zone = frame->zone;
    trial->copied = false;
}

static bool is_unknown(const struct nfh_value *value)
{
    return !value->known && !(value->truth & (NFH_TRUTH_TRUE | NFH_TRUTH_FALSE));
}

static bool take_free(struct nfh_trial *trial, const bool *is_free)
{
    const struct nfh_program *program = trial->program;

    trial->free_count = 0;
    for (size_t i = 0; i < program->input_count; i++) {
        uint32_t slot = program->input[i].ref.slot;
        if (slot >= program->input_slots || !is_free[slot])
            continue;
        if (trial->free_count == NFH_FREE_MAX)
            return false;
        trial->pool[trial->free_count].count = 0;
        trial->pool[trial->free_count].is_made = false;
        trial->free_input[trial->free_count++] = i;
    }
    return true;
}

/* Which inputs an instruction cannot do without, when it cannot do without those of its operands
 * that `needs` has: conservative where the operands stand in for one another. */
static nfh_inputs needs_of(const struct nfh_trial *trial, const struct nfh_instruction *in)
{
    const nfh_inputs *needs = trial->needs;
    size_t count;
    const uint32_t *operand = nfh_priv_operands(trial->program, in, &count);
    nfh_inputs all = 0;

    switch (in->opcode) {
    case NFH_OP_AND:
    case NFH_OP_OR:
    case NFH_OP_COALESCE:
    case NFH_OP_COALESCE_BOOLEAN:
        return needs[operand[0]] & needs[operand[1]];
    case NFH_OP_SELECT:
    case NFH_OP_SELECT_BOOLEAN:
        return needs[operand[1]] & needs[operand[2]];
    case NFH_OP_RAISE:
    case NFH_OP_RAISE_BOOLEAN:
    case NFH_OP_MAKE_DATE:
    case NFH_OP_MAKE_DATETIME:
    case NFH_OP_MAKE_TIME:
        return needs[operand[0]];
    case NFH_OP_IS_TRUE:
    case NFH_OP_IS_FALSE:
    case NFH_OP_IS_NULL:
    case NFH_OP_IS_UNKNOWN:
    case NFH_OP_JOIN:
        return 0;
    default:
        break;
    }
    for (size_t i = 0; i < count; i++) {
        bool is_native = in->opcode == NFH_OP_NATIVE_TRUTH || in->opcode == NFH_OP_NATIVE_VALUE;
        if (!is_native || (nfh_priv_native(in->detail)->required >> i & 1))
            all |= needs[operand[i]];
    }
    return all;
}

/* Marks what the target depends on, by a bit that no set of inputs has room for otherwise: depends
 * and needs are filled afterwards. */
static void mark_cone(struct nfh_trial *trial, uint32_t target)
{
    const struct nfh_program *program = trial->program;
    size_t first = nfh_priv_first_result(program), count;

    memset(trial->depends, 0, nfh_priv_slot_count(program) * sizeof *trial->depends);
    memset(trial->needs, 0, nfh_priv_slot_count(program) * sizeof *trial->needs);
    trial->depends[target] = 1;
    for (size_t i = target >= first ? target - first + 1 : 0; i-- > 0;) {
        if (!trial->depends[first + i])
            continue;
        const uint32_t *operand = nfh_priv_operands(program, &program->code[i], &count);
        for (size_t k = 0; k < count; k++)
            trial->depends[operand[k]] = 1;
    }
}

bool nfh_priv_trial_target(struct nfh_trial *trial, uint32_t target, const bool *is_free)
{
    const struct nfh_program *program = trial->program;
    size_t first = nfh_priv_first_result(program), slots = nfh_priv_slot_count(program), count;
    bool all = take_free(trial, is_free);

    if (!trial->copied)
        for (int i = 0; i < 2; i++)
            memcpy(trial->frame[i].slot, trial->base, slots * sizeof *trial->base);
    trial->copied = true;
    trial->work += target / 4; /* what follows is quicker than evaluating */
    trial->target = target;
    trial->step_count = 0;
    trial->runs = 0;
    trial->random = 2463534242;
    mark_cone(trial, target);
    memset(trial->depends, 0, first * sizeof *trial->depends);
    for (unsigned i = 0; i < trial->free_count; i++) {
        uint32_t slot = nfh_priv_trial_input(trial, i)->ref.slot;
        trial->depends[slot] = nfh_priv_inputs_one(i);
        /* A comparison can do with a limit. */
        trial->needs[slot] =
            is_unknown(&trial->base[slot]) && !nfh_priv_is_censored(&trial->base[slot])
                ? nfh_priv_inputs_one(i)
                : 0;
    }
    for (size_t i = 0; first + i <= target; i++) {
        nfh_inputs *depends = &trial->depends[first + i];
        if (!*depends)
            continue;
        *depends = 0;
        const uint32_t *operand = nfh_priv_operands(program, &program->code[i], &count);
        for (size_t k = 0; k < count; k++)
            *depends |= trial->depends[operand[k]];
        trial->needs[first + i] = needs_of(trial, &program->code[i]) & *depends;
        if (*depends)
            trial->step[trial->step_count++] = (uint32_t)i;
    }
    return all;
}

void nfh_priv_trial_end(struct nfh_trial *trial)
{
    size_t first = nfh_priv_first_result(trial->program);

    for (int k = 0; k < 2; k++) {
        for (unsigned i = 0; i < trial->free_count; i++)
            nfh_priv_trial_set(trial, k, i, NULL);
        for (size_t i = 0; i < trial->step_count; i++)
            trial->frame[k].slot[first + trial->step[i]] = trial->base[first + trial->step[i]];
    }
}

/* ---- Running --------------------------------------------------------------------------------- */

void nfh_priv_trial_set(struct nfh_trial *trial, int frame, unsigned index,
                        const struct nfh_value *value)
{
    uint32_t slot = nfh_priv_trial_input(trial, index)->ref.slot;

    trial->frame[frame].slot[slot] = value ? *value : trial->base[slot];
}

unsigned nfh_priv_trial_run(struct nfh_trial *trial, int frame, uint32_t slot)
{
    size_t first = nfh_priv_first_result(trial->program);
    struct nfh_frame *in = &trial->frame[frame];
    const struct nfh_value *result = &in->slot[slot];

    trial->runs++;
    trial->work += trial->step_count + 1;
    nfh_priv_heap_reset(in->heap);
    for (size_t i = 0; i < trial->step_count && first + trial->step[i] <= slot; i++)
        nfh_priv_evaluate(trial->program, in, trial->step[i], (size_t)trial->step[i] + 1);
    trial->out_of_memory = trial->out_of_memory || in->heap->out_of_memory;
    if (result->truth & NFH_TRUTH_ERROR)
        return NFH_TRUTH_NULL;
    return result->truth & (NFH_TRUTH_TRUE | NFH_TRUTH_FALSE);
}
