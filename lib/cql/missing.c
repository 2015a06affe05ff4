/* SPDX-License-Identifier: MIT
 *
 * missing.c - which unknown inputs an unknown result hangs on.
 *
 * Every slot was written by one instruction, so walking the program backwards from an unknown
 * result through operands that are unknown themselves finds the inputs that could still make it
 * known. An operand that is known cannot change by learning more, with one exception: a test for
 * null (`is null`, the choice between a date and its flag, the open end of an interval) is known
 * because its operand is not.
 */
#include <string.h>

#include "cql/native.h"
#include "cql/run.h"

enum {
    WANTED = 1, /* the slot is unknown and its becoming known matters */
    TESTED = 2  /* the slot is known, and may turn when what it tests for null becomes known */
};

struct walk {
    const struct nfh_program *program;
    const struct nfh_value *slot;
    uint8_t *mark;
};

static bool is_unknown(const struct walk *walk, uint32_t slot)
{
    /* Of a Boolean `known` is 0 and of anything else `truth`: either says that the value is there.
     */
    return !walk->slot[slot].known &&
           !(walk->slot[slot].truth & (NFH_TRUTH_TRUE | NFH_TRUTH_FALSE));
}

static void want(const struct walk *walk, uint32_t slot)
{
    if (is_unknown(walk, slot))
        walk->mark[slot] |= WANTED;
    else
        walk->mark[slot] |= TESTED;
}

static void step_pool(const struct walk *walk, const struct nfh_instruction *in)
{
    const struct nfh_value *argument[NFH_NATIVE_OPERANDS];
    const uint32_t *operand = walk->program->pool + in->operand[0];
    bool is_native = in->opcode == NFH_OP_NATIVE_TRUTH || in->opcode == NFH_OP_NATIVE_VALUE;
    unsigned idle;

    for (uint32_t i = 0; i < in->operand[1]; i++)
        argument[i] = &walk->slot[operand[i]];
    idle = is_native && nfh_priv_native(in->detail)->idle
               ? nfh_priv_native(in->detail)->idle(argument)
               : 0;
    for (uint32_t i = 0; i < in->operand[1]; i++)
        if (!(idle >> i & 1))
            want(walk, operand[i]);
}

/* The operands through which an unknown result may become known. */
static void step_wanted(const struct walk *walk, const struct nfh_instruction *in)
{
    const uint32_t *operand = in->operand;
    int count = nfh_priv_opcode_operands(in->opcode);

    if (count < 0) {
        step_pool(walk, in);
        return;
    }
    if (in->opcode == NFH_OP_SELECT || in->opcode == NFH_OP_SELECT_BOOLEAN) {
        bool chosen = walk->slot[operand[0]].truth & NFH_TRUTH_TRUE;
        want(walk, operand[0]);
        want(walk, operand[chosen ? 1 : 2]);
        /* A condition that is unknown may yet turn true. */
        if (is_unknown(walk, operand[0]))
            want(walk, operand[1]);
        return;
    }
    for (int i = 0; i < count; i++)
        want(walk, operand[i]);
}

static void test(const struct walk *walk, uint32_t slot)
{
    if (!is_unknown(walk, slot))
        walk->mark[slot] |= TESTED;
}

/* A known result turns when a test for null below it does: of what is tested, through whatever is
 * known in between. Such are also the limits that stand for the open end of an interval. What is
 * unknown in between has been decided over; what Coalesce has put in its place counts as known. */
static void step_tested(const struct walk *walk, const struct nfh_instruction *in)
{
    int count = nfh_priv_opcode_operands(in->opcode);
    bool chosen;

    switch (in->opcode) {
    case NFH_OP_IS_NULL:
    case NFH_OP_IS_UNKNOWN:
    case NFH_OP_IS_TRUE:
    case NFH_OP_IS_FALSE:
        want(walk, in->operand[0]);
        break;
    case NFH_OP_SELECT:
    case NFH_OP_SELECT_BOOLEAN:
        chosen = walk->slot[in->operand[0]].truth & NFH_TRUTH_TRUE;
        test(walk, in->operand[0]);
        test(walk, in->operand[chosen ? 1 : 2]);
        break;
    case NFH_OP_COALESCE:
    case NFH_OP_COALESCE_BOOLEAN:
        break;
    default:
        for (int i = 0; i < count; i++)
            test(walk, in->operand[i]);
        break;
    }
}

/* Every slot that a value is in. */
static void want_ref(const struct walk *walk, const struct nfh_ref *ref)
{
    const uint32_t parts[] = {ref->slot,   ref->high,        ref->low_closed,
                              ref->absent, ref->high_closed, ref->least, ref->greatest};

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i] != NFH_SLOT_NONE && is_unknown(walk, parts[i]))
            walk->mark[parts[i]] = WANTED;
    for (uint32_t i = 0; i < ref->member_count; i++)
        want_ref(walk, &ref->member[i]);
}

void nfh_priv_find_missing(const struct nfh_program *program, const struct nfh_frame *frame,
                           const struct nfh_ref *ref, uint8_t *mark, bool *relevant)
{
    struct walk walk = {program, frame->slot, mark};
    size_t first = nfh_priv_first_result(program);

    memset(mark, 0, nfh_priv_slot_count(program));
    want_ref(&walk, ref);
    for (size_t i = program->code_count; i-- > 0;) {
        if (mark[first + i] & WANTED)
            step_wanted(&walk, &program->code[i]);
        else if (mark[first + i] & TESTED)
            step_tested(&walk, &program->code[i]);
    }
    for (size_t i = 0; i < program->input_slots; i++)
        relevant[i] = relevant[i] || (mark[i] & WANTED);
}

void nfh_priv_find_defaulted(const struct nfh_program *program, const struct nfh_frame *frame,
                             bool *defaulted)
{
    struct walk walk = {program, frame->slot, NULL};
    size_t first = nfh_priv_first_result(program);

    for (size_t i = 0; i < program->screen_count; i++) {
        const struct nfh_instruction *in = &program->code[i];
        if (in->opcode != NFH_OP_COALESCE && in->opcode != NFH_OP_COALESCE_BOOLEAN)
            continue;
        if (in->operand[0] < program->input_slots && is_unknown(&walk, in->operand[0]) &&
            !is_unknown(&walk, (uint32_t)(first + i)))
            defaulted[in->operand[0]] = true;
    }
}
