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
#include "cql/trial.h"

enum {
    WANTED = 1, /* the slot is unknown and its becoming known matters */
    TESTED = 2, /* the slot is known, and may turn when what it tests for null becomes known */
    MOVABLE = 4 /* the slot depends on an input that is missing */
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
    const uint32_t *operand = walk->program->pool + in->operand[0];
    struct nfh_operands given = {walk->slot, operand};
    bool is_native = in->opcode == NFH_OP_NATIVE_TRUTH || in->opcode == NFH_OP_NATIVE_VALUE;
    unsigned idle;

    idle = is_native && nfh_priv_native(in->detail)->idle
               ? nfh_priv_native(in->detail)->idle(given)
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
    const uint32_t parts[] = {ref->slot,        ref->high,  ref->low_closed, ref->absent,
                              ref->high_closed, ref->least, ref->greatest};

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i] != NFH_SLOT_NONE && is_unknown(walk, parts[i]))
            walk->mark[parts[i]] = WANTED;
    for (uint32_t i = 0; i < ref->member_count; i++)
        want_ref(walk, &ref->member[i]);
}

static void find(const struct walk *walk, const struct nfh_ref *ref, bool *relevant)
{
    const struct nfh_program *program = walk->program;
    size_t first = nfh_priv_first_result(program);

    want_ref(walk, ref);
    for (size_t i = program->code_count; i-- > 0;) {
        if (walk->mark[first + i] & WANTED)
            step_wanted(walk, &program->code[i]);
        else if (walk->mark[first + i] & TESTED)
            step_tested(walk, &program->code[i]);
    }
    for (size_t i = 0; i < program->input_slots; i++)
        relevant[i] = relevant[i] || (walk->mark[i] & WANTED);
}

void nfh_priv_find_missing(const struct nfh_program *program, const struct nfh_frame *frame,
                           const struct nfh_ref *ref, uint8_t *mark, bool *relevant)
{
    struct walk walk = {program, frame->slot, mark};

    memset(mark, 0, nfh_priv_slot_count(program));
    find(&walk, ref, relevant);
}

/* Marks the slots that a relevant input may alter, and wants both branches of a choice by one of
 * them. False: nothing new is wanted. */
static bool open_branches(const struct walk *walk, const bool *relevant)
{
    const struct nfh_program *program = walk->program;
    size_t first = nfh_priv_first_result(program), count;
    bool more = false;

    for (size_t i = 0; i < program->input_slots; i++)
        walk->mark[i] = (uint8_t)(walk->mark[i] | (relevant[i] ? MOVABLE : 0));
    for (size_t i = 0; i < program->code_count; i++) {
        const struct nfh_instruction *in = &program->code[i];
        const uint32_t *operand = nfh_priv_operands(program, in, &count);
        uint8_t *mark = &walk->mark[first + i];
        for (size_t k = 0; k < count; k++)
            *mark = (uint8_t)(*mark | (walk->mark[operand[k]] & MOVABLE));
        if ((in->opcode != NFH_OP_SELECT && in->opcode != NFH_OP_SELECT_BOOLEAN) ||
            !(*mark & WANTED) || !(walk->mark[operand[0]] & MOVABLE))
            continue;
        for (int k = 1; k < 3; k++) {
            more = more || !(walk->mark[operand[k]] & (WANTED | TESTED));
            want(walk, operand[k]);
        }
    }
    return more;
}

void nfh_priv_find_reachable(const struct nfh_program *program, const struct nfh_frame *frame,
                             const struct nfh_ref *ref, uint8_t *mark, bool *relevant)
{
    struct walk walk = {program, frame->slot, mark};

    memset(mark, 0, nfh_priv_slot_count(program));
    do
        find(&walk, ref, relevant);
    while (open_branches(&walk, relevant));
}

/* Marks a known operand, and an input below it: something else in its place may decide. */
static void blame(const struct walk *walk, uint32_t slot)
{
    walk->mark[slot] |= TESTED;
}

/* The known operands that an unknown result comes from, when none of its operands is unknown; else
 * the way on to where it comes from. */
static void step_again(const struct walk *walk, const struct nfh_instruction *in,
                       bool is_unknown_slot)
{
    size_t count;
    const uint32_t *operand = nfh_priv_operands(walk->program, in, &count);
    bool chooses = in->opcode == NFH_OP_SELECT || in->opcode == NFH_OP_SELECT_BOOLEAN;
    bool any = false;

    if (is_unknown_slot && chooses) {
        uint32_t chosen = operand[walk->slot[operand[0]].truth & NFH_TRUTH_TRUE ? 1 : 2];
        any = chosen >= nfh_priv_first_result(walk->program) && is_unknown(walk, chosen);
        if (any)
            walk->mark[chosen] |= WANTED;
        blame(walk, operand[0]);
        return;
    }
    for (size_t i = 0; is_unknown_slot && i < count; i++) {
        /* An unknown constant cannot be found out, nor can what is not a parameter. */
        if (!is_unknown(walk, operand[i]) || operand[i] < nfh_priv_first_result(walk->program))
            continue;
        walk->mark[operand[i]] |= WANTED;
        any = true;
    }
    for (size_t i = 0; !any && i < count; i++)
        blame(walk, operand[i]);
}

static bool is_partial_date(const struct nfh_input *input, const struct nfh_value *value)
{
    return input->type == NFH_TYPE_DATE && value->known && !nfh_priv_date_is_full(value->as.date);
}

void nfh_priv_find_again(const struct nfh_program *program, const struct nfh_frame *frame,
                         uint32_t slot, uint8_t *mark, bool *again)
{
    struct walk walk = {program, frame->slot, mark};
    size_t first = nfh_priv_first_result(program);
    bool partial = false;

    memset(mark, 0, nfh_priv_slot_count(program));
    mark[slot] = WANTED;
    for (size_t i = slot >= first ? slot - first + 1 : 0; i-- > 0;)
        if (mark[first + i])
            step_again(&walk, &program->code[i], mark[first + i] & WANTED);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < program->input_count; i++) {
            const struct nfh_input *input = &program->input[i];
            uint32_t at = input->ref.slot;
            if (at >= program->input_slots || !mark[at] || is_unknown(&walk, at))
                continue;
            if (pass == 0)
                partial = partial || is_partial_date(input, &frame->slot[at]);
            else
                again[at] = !partial || is_partial_date(input, &frame->slot[at]);
        }
    }
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
