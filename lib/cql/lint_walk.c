/* SPDX-License-Identifier: MIT
 *
 * lint_walk.c - what follows when something is missing: one walk over the program.
 */
#include <string.h>

#include "cql/lint_unknown.h"
#include "cql/run.h"

enum { UNTOUCHED = 0, CHANGED, FORCED, EXCLUDED };

static bool may_be_null(const struct nfh_linting *linting, uint32_t slot)
{
    return nfh_priv_possible_of(&linting->possible, slot) & NFH_MAY_NULL;
}

static uint8_t *state_of(struct nfh_inquiry *inquiry, uint32_t slot)
{
    return slot & NFH_SLOT_RESULT ? &inquiry->code_state[slot & ~NFH_SLOT_RESULT]
                                  : &inquiry->input_state[slot];
}

static uint8_t *possible_in(struct nfh_inquiry *inquiry, uint32_t slot)
{
    return slot & NFH_SLOT_RESULT ? &inquiry->possible.code[slot & ~NFH_SLOT_RESULT]
                                  : &inquiry->possible.input[slot];
}

/* Makes a slot null. */
static void force(struct nfh_inquiry *inquiry, uint32_t slot)
{
    if ((slot & NFH_SLOT_CONSTANT) || *state_of(inquiry, slot) != UNTOUCHED ||
        inquiry->forced_count == NFH_VISITED_MAX)
        return;
    *state_of(inquiry, slot) = FORCED;
    *possible_in(inquiry, slot) = NFH_MAY_NULL;
    inquiry->forced[inquiry->forced_count++] = slot;
}

/* Makes a slot known. */
static void exclude(struct nfh_inquiry *inquiry, uint32_t slot)
{
    if ((slot & NFH_SLOT_CONSTANT) || *state_of(inquiry, slot) != UNTOUCHED)
        return;
    *state_of(inquiry, slot) = EXCLUDED;
    *possible_in(inquiry, slot) &= (uint8_t)~NFH_MAY_NULL;
}

/* What must be null when a result is: all of Coalesce, and the only operand that can be. */
static void force_operands(struct nfh_inquiry *inquiry, const struct nfh_instruction *in)
{
    enum nfh_null_rule rule = nfh_priv_null_rule(inquiry->linting->builder, in);
    size_t count = (size_t)nfh_priv_opcode_operands(in->opcode), nullable = 0;
    uint32_t last = 0;

    if (in->opcode == NFH_OP_COALESCE || in->opcode == NFH_OP_COALESCE_BOOLEAN) {
        force(inquiry, in->operand[0]);
        force(inquiry, in->operand[1]);
    }
    if (rule != NFH_NULL_STRICT && rule != NFH_NULL_LOGIC)
        return;
    for (size_t i = 0; i < count; i++) {
        if (!may_be_null(inquiry->linting, in->operand[i]))
            continue;
        nullable++;
        last = in->operand[i];
    }
    if (nullable == 1)
        force(inquiry, last);
}

/* One root is null; those that have been found harmless are not, for that case has been seen. */
static void start_walk(struct nfh_inquiry *inquiry, const struct nfh_roots *roots, size_t root)
{
    const struct nfh_linting *linting = inquiry->linting;

    memcpy(inquiry->possible.input, linting->possible.input, linting->builder->input_slots);
    memcpy(inquiry->possible.code, linting->possible.code, linting->criteria_code);
    memset(inquiry->input_state, UNTOUCHED, linting->builder->input_slots);
    memset(inquiry->code_state, UNTOUCHED, linting->criteria_code);
    inquiry->forced_count = 0;
    inquiry->root = nfh_priv_build_origin(linting->builder, roots->slot[root]);
    force(inquiry, roots->slot[root]);
    force(inquiry, inquiry->note->trigger);
    for (size_t i = 0; i < inquiry->forced_count; i++) {
        const struct nfh_instruction *in =
            nfh_priv_build_origin(linting->builder, inquiry->forced[i]);
        if (in)
            force_operands(inquiry, in);
    }
    for (size_t i = 0; i < roots->count; i++)
        if (roots->is_harmless[i])
            exclude(inquiry, roots->slot[i]);
    /* A boundary may be an input as it stands. */
    if (inquiry->with_self && !(inquiry->note->result & (NFH_SLOT_RESULT | NFH_SLOT_CONSTANT)))
        inquiry->possible.input[inquiry->note->result] = nfh_priv_unsure(NFH_MAY_NULL);
}

static bool is_touched(const struct nfh_inquiry *inquiry, uint32_t slot)
{
    if (slot & NFH_SLOT_CONSTANT)
        return false;
    return slot & NFH_SLOT_RESULT ? inquiry->code_state[slot & ~NFH_SLOT_RESULT] != UNTOUCHED
                                  : inquiry->input_state[slot] != UNTOUCHED;
}

static bool has_touched_operand(const struct nfh_inquiry *inquiry, const struct nfh_instruction *in)
{
    const uint32_t *operand;
    size_t count = nfh_priv_operands_of(inquiry->linting->builder, in, &operand);

    for (size_t i = 0; i < count; i++)
        if (is_touched(inquiry, operand[i]))
            return true;
    return false;
}

/* Whether a condition asks if something is null that is. */
static bool tests_null(const struct nfh_inquiry *inquiry, uint32_t slot)
{
    uint32_t open[8] = {slot};
    size_t count = 1;

    while (count > 0) {
        const struct nfh_instruction *in =
            nfh_priv_build_origin(inquiry->linting->builder, open[--count]);
        if (!in)
            continue;
        if (in->opcode == NFH_OP_IS_NULL || in->opcode == NFH_OP_IS_UNKNOWN) {
            for (size_t i = 0; i < inquiry->forced_count; i++)
                if (inquiry->forced[i] == in->operand[0])
                    return true;
        } else if (in->opcode == NFH_OP_NOT && count < 8) {
            open[count++] = in->operand[0];
        } else if ((in->opcode == NFH_OP_AND || in->opcode == NFH_OP_OR) && count < 7) {
            open[count++] = in->operand[0];
            open[count++] = in->operand[1];
        }
    }
    return false;
}

static bool is_choice(const struct nfh_instruction *in)
{
    return in && (in->opcode == NFH_OP_SELECT || in->opcode == NFH_OP_SELECT_BOOLEAN);
}

/* Among the conditions that come after one that is null, one asks for that null: what follows is
 * meant. */
static bool is_asked_later(const struct nfh_inquiry *inquiry, const struct nfh_instruction *in)
{
    for (;;) {
        in = nfh_priv_build_origin(inquiry->linting->builder, in->operand[2]);
        if (!is_choice(in))
            return false;
        if (tests_null(inquiry, in->operand[0]))
            return true;
        if (nfh_priv_may_be(nfh_priv_possible_of(&inquiry->possible, in->operand[0])) &
            NFH_MAY_TRUE)
            return false;
    }
}

/* Whether what a note is about is in this instruction. A choice between values that have parts is
 * one for each part. */
static bool is_place_of(const struct nfh_lint_note *note, const struct nfh_instruction *in,
                        uint32_t slot)
{
    if (note->kind != NFH_LINT_CONDITION)
        return slot == note->result;
    return is_choice(in) && in->operand[0] == note->trigger &&
           (slot == note->result || note->node->type > NFH_TYPE_SIMPLE_MASK);
}

/* Whether another construct meets the unknown here, which it makes a decision of as well. */
static bool has_other_decision(struct nfh_inquiry *inquiry, const struct nfh_instruction *in,
                               size_t index)
{
    const struct nfh_lint *lint = inquiry->linting->lowering->lint;

    for (uint32_t n = inquiry->first_note[index]; n != 0; n = inquiry->next_note[n - 1]) {
        const struct nfh_lint_note *note = &lint->note[n - 1];
        if (note == inquiry->note || inquiry->is_dropped[n - 1] ||
            nfh_priv_may_be(nfh_priv_possible_of(&inquiry->possible, note->trigger)) !=
                NFH_MAY_NULL ||
            (note->kind == NFH_LINT_CONDITION && is_asked_later(inquiry, in)))
            continue;
        inquiry->has_company = true;
        return inquiry->with_others;
    }
    return false;
}

/* Whether the unknown becomes a decision in this instruction. */
static bool is_decision(struct nfh_inquiry *inquiry, const struct nfh_instruction *in, size_t index)
{
    const struct nfh_lint_note *note = inquiry->note;

    if (inquiry->with_self && is_place_of(note, in, NFH_SLOT_RESULT | (uint32_t)index) &&
        !(note->kind == NFH_LINT_CONDITION && is_asked_later(inquiry, in)))
        return true;
    return has_other_decision(inquiry, in, index);
}

static bool is_relation(unsigned opcode)
{
    return opcode >= NFH_OP_EQUAL_INTEGER && opcode <= NFH_OP_LESS_OR_EQUAL_QUANTITY;
}

/* Where two dates, or two quantities, cannot be compared, no relation of them is known. */
static bool is_null_with_root(const struct nfh_inquiry *inquiry, const struct nfh_instruction *in)
{
    const struct nfh_instruction *root = inquiry->root;

    return root && is_relation(in->opcode) && is_relation(root->opcode) &&
           in->detail == root->detail &&
           ((in->operand[0] == root->operand[0] && in->operand[1] == root->operand[1]) ||
            (in->operand[0] == root->operand[1] && in->operand[1] == root->operand[0]));
}

/* Walks over what the criteria need. False when what is forced cannot be. */
static bool walk(struct nfh_inquiry *inquiry)
{
    const struct nfh_builder *builder = inquiry->linting->builder;

    for (size_t i = 0; i < inquiry->linting->criteria_code; i++) {
        const struct nfh_instruction *in = &builder->code[i];
        bool decision = is_decision(inquiry, in, i);
        if (!decision && inquiry->code_state[i] == UNTOUCHED && !has_touched_operand(inquiry, in) &&
            !is_null_with_root(inquiry, in))
            continue;
        uint8_t possible = nfh_priv_possible_step(&inquiry->possible, in);
        if (inquiry->code_state[i] == FORCED || is_null_with_root(inquiry, in))
            possible &= (uint8_t)(NFH_MAY_NULL | NFH_MAY_NULL << NFH_MAY_UNSURE_SHIFT);
        if (inquiry->code_state[i] == EXCLUDED)
            possible &= (uint8_t)~NFH_MAY_NULL;
        if (possible == 0)
            return false;
        if (decision)
            possible = nfh_priv_unsure(possible);
        if (inquiry->code_state[i] == UNTOUCHED && possible != inquiry->possible.code[i])
            inquiry->code_state[i] = CHANGED;
        inquiry->possible.code[i] = possible;
    }
    return true;
}

/* A criterion is decided by nothing else than what was made of the unknown. */
static bool find_decided(struct nfh_inquiry *inquiry)
{
    bool any = false;

    for (size_t i = 0; i < inquiry->criterion_count; i++) {
        struct nfh_lint_criterion *criterion = &inquiry->criterion[i];
        criterion->was_decided = criterion->is_decided;
        criterion->is_decided =
            nfh_priv_possible_of(&inquiry->possible, criterion->slot) & criterion->decisions;
        any = any || criterion->is_decided;
    }
    return any;
}

bool nfh_priv_lint_walk(struct nfh_inquiry *inquiry, const struct nfh_roots *roots, size_t root)
{
    inquiry->has_company = false;
    start_walk(inquiry, roots, root);
    return walk(inquiry) && find_decided(inquiry);
}
