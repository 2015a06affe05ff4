/* SPDX-License-Identifier: MIT
 *
 * vector_simplify.c - what need not be calculated on columns.
 *
 * A column's dates are whole (those of constants need not be). So a date's parts are known when the
 * date is, a date made of its own parts is that date, and what a rule does for partial dates comes
 * to nothing. What is calculated twice is calculated once.
 */
#include "cql/run.h"
#include "cql/vector_plan.h"

/* Through how many instructions it is followed that one is null with another. */
#define DEPTH 8

static const struct nfh_instruction *made_by(const struct nfh_vector *vector, uint32_t slot)
{
    size_t first = nfh_priv_first_result(vector->program);
    return slot >= first ? &vector->program->code[slot - first] : NULL;
}

static uint32_t operand(const struct nfh_vector *vector, const struct nfh_instruction *in,
                        int index)
{
    return vector->same[in->operand[index]];
}

/* The date of which a slot is the component, itself or with another value in place of a null one.
 */
static uint32_t component_of(const struct nfh_vector *vector, uint32_t slot, unsigned precision)
{
    const struct nfh_instruction *in = made_by(vector, vector->same[slot]);
    if (in && in->opcode == NFH_OP_COALESCE && precision != NFH_PRECISION_YEAR)
        in = made_by(vector, operand(vector, in, 0));
    if (!in || in->opcode != NFH_OP_DATE_COMPONENT || in->detail != precision)
        return NFH_SLOT_NONE;
    uint32_t date = operand(vector, in, 0);
    return nfh_priv_vector_is_partial(vector, date) ? NFH_SLOT_NONE : date;
}

static bool is_null_constant(const struct nfh_vector *vector, uint32_t slot)
{
    if (!nfh_priv_vector_is_constant(vector, slot))
        return false;
    const struct nfh_value *value = nfh_priv_vector_constant(vector, slot);
    return !value->known && value->truth == NFH_TRUTH_NULL && !value->error;
}

/* Whether a slot is null wherever `other` is. */
static bool requires(const struct nfh_vector *vector, uint32_t slot, uint32_t other, int depth)
{
    if (vector->absent[slot] == vector->absent[other])
        return true;
    const struct nfh_instruction *in = made_by(vector, slot);
    if (!in || depth == 0)
        return false;
    switch (in->opcode) {
    case NFH_OP_MAKE_DATE:
    case NFH_OP_ADD_DATE:
    case NFH_OP_DATE_COMPONENT:
        return requires(vector, operand(vector, in, 0), other, depth - 1)
        ;
    default:
        return false;
    }
}

/* The slot that is tested by `x is null`, or by `not (x is null)`. */
static uint32_t tested(const struct nfh_vector *vector, uint32_t slot, bool *negated)
{
    const struct nfh_instruction *in = made_by(vector, slot);
    *negated = in && in->opcode == NFH_OP_NOT;
    if (*negated)
        in = made_by(vector, operand(vector, in, 0));
    return in && in->opcode == NFH_OP_IS_NULL ? operand(vector, in, 0) : NFH_SLOT_NONE;
}

static uint32_t simplify_select(const struct nfh_vector *vector, const struct nfh_instruction *in)
{
    bool negated;
    uint32_t yes = operand(vector, in, 1), no = operand(vector, in, 2);
    uint32_t test = tested(vector, operand(vector, in, 0), &negated);
    if (test == NFH_SLOT_NONE)
        return NFH_SLOT_NONE;
    uint32_t if_null = negated ? no : yes, if_known = negated ? yes : no;
    bool null_then = is_null_constant(vector, if_null) || requires(vector, if_null, test, DEPTH);
    return null_then && requires(vector, if_known, test, DEPTH) ? if_known : NFH_SLOT_NONE;
}

static uint32_t simplify_date(const struct nfh_vector *vector, const struct nfh_instruction *in)
{
    uint32_t date = component_of(vector, in->operand[0], NFH_PRECISION_YEAR);
    if (date == NFH_SLOT_NONE ||
        component_of(vector, in->operand[1], NFH_PRECISION_MONTH) != date ||
        component_of(vector, in->operand[2], NFH_PRECISION_DAY) != date)
        return NFH_SLOT_NONE;
    return date;
}

/* ---- The same twice -------------------------------------------------------------------------- */

/* Between whole dates the least span is the greatest. */
static unsigned detail_of(const struct nfh_vector *vector, const struct nfh_instruction *in)
{
    if (in->opcode != NFH_OP_DURATION ||
        nfh_priv_vector_is_partial(vector, operand(vector, in, 0)) ||
        nfh_priv_vector_is_partial(vector, operand(vector, in, 1)))
        return in->detail;
    return in->detail & NFH_SPAN_UNIT;
}

/* The operands by which an instruction is known; 0: it is not looked up. */
static int count_of(const struct nfh_instruction *in)
{
    int count = nfh_priv_opcode_operands(in->opcode);
    return count < 0 || nfh_priv_opcode_is_derived(in->opcode) ? 0 : count;
}

static uint32_t key_operand(const struct nfh_vector *vector, const struct nfh_instruction *in,
                            int index)
{
    uint32_t slot = operand(vector, in, index);
    return in->opcode == NFH_OP_IS_NULL ? vector->absent[slot] : slot;
}

static bool is_alike(const struct nfh_vector *vector, const struct nfh_instruction *a,
                     const struct nfh_instruction *b)
{
    if (a->opcode != b->opcode || detail_of(vector, a) != detail_of(vector, b))
        return false;
    for (int i = 0; i < count_of(a); i++) {
        if (key_operand(vector, a, i) != key_operand(vector, b, i))
            return false;
    }
    return true;
}

static size_t hash(const struct nfh_vector *vector, const struct nfh_instruction *in)
{
    size_t sum = in->opcode * 31U + detail_of(vector, in);
    for (int i = 0; i < count_of(in); i++)
        sum = sum * 0x9e3779b1U + key_operand(vector, in, i);
    return sum ^ sum >> 15;
}

/* Looks the instruction up in a table with open addressing, and enters it. The slot that an equal
 * one has made, or its own. */
static uint32_t find_alike(const struct nfh_vector *vector, uint32_t *table, size_t mask,
                           uint32_t slot)
{
    const struct nfh_instruction *in = made_by(vector, slot);
    if (count_of(in) == 0)
        return slot;
    size_t at = hash(vector, in) & mask;
    while (table[at] != 0) {
        if (is_alike(vector, made_by(vector, table[at]), in))
            return table[at];
        at = (at + 1) & mask;
    }
    table[at] = slot;
    return slot;
}

/* ---- All of it ------------------------------------------------------------------------------- */

void nfh_priv_vector_simplify(struct nfh_vector *vector)
{
    const struct nfh_program *program = vector->program;
    uint32_t slots = (uint32_t)nfh_priv_slot_count(program);
    size_t size = 16;
    while (size < program->code_count * 2)
        size *= 2;
    uint32_t *table = nfh_priv_arena_allocate(&vector->arena, size * sizeof *table);
    if (!table)
        vector->out_of_memory = true;
    for (uint32_t slot = 0; slot < slots; slot++) {
        const struct nfh_instruction *in = made_by(vector, slot);
        uint32_t same = NFH_SLOT_NONE;
        vector->same[slot] = vector->absent[slot] = slot;
        if (!in || !table)
            continue;
        if (in->opcode == NFH_OP_SELECT)
            same = simplify_select(vector, in);
        else if (in->opcode == NFH_OP_MAKE_DATE)
            same = simplify_date(vector, in);
        if (same == NFH_SLOT_NONE)
            same = find_alike(vector, table, size - 1, slot);
        vector->same[slot] = same;
        vector->absent[slot] = vector->absent[same];
        if (same == slot && in->opcode == NFH_OP_DATE_COMPONENT &&
            !nfh_priv_vector_is_partial(vector, operand(vector, in, 0)))
            vector->absent[slot] = vector->absent[operand(vector, in, 0)];
    }
}

static void mark_operands(struct nfh_vector *vector, const struct nfh_instruction *in)
{
    size_t count;
    const uint32_t *slot = nfh_priv_operands(vector->program, in, &count);
    for (size_t i = 0; i < count; i++) {
        uint32_t read = vector->same[slot[i]];
        vector->is_needed[in->opcode == NFH_OP_IS_NULL ? vector->absent[read] : read] = true;
    }
}

/* The kind that its readers take a value for is that of what it is chosen from. */
static void hint_operands(struct nfh_vector *vector, const struct nfh_instruction *in,
                          uint32_t slot)
{
    unsigned kind = nfh_priv_vector_operand_kind(in->opcode);
    bool is_choice = in->opcode == NFH_OP_SELECT || in->opcode == NFH_OP_COALESCE;
    if (is_choice)
        kind = vector->hint[slot];
    for (int i = in->opcode == NFH_OP_SELECT ? 1 : 0;
         kind && i < (in->opcode == NFH_OP_SELECT ? 3 : 2); i++) {
        if (vector->hint[operand(vector, in, i)] == NFH_LANE_NONE)
            vector->hint[operand(vector, in, i)] = (uint8_t)kind;
    }
}

void nfh_priv_vector_mark(struct nfh_vector *vector, const uint32_t *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++)
        vector->is_needed[vector->same[wanted[i]]] = true;
    size_t first = nfh_priv_first_result(vector->program);
    for (size_t i = vector->program->code_count; i-- > 0;) {
        uint32_t slot = (uint32_t)(first + i);
        if (vector->same[slot] != slot || !vector->is_needed[slot])
            continue;
        mark_operands(vector, &vector->program->code[i]);
        hint_operands(vector, &vector->program->code[i], slot);
    }
}
