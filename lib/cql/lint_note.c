/* SPDX-License-Identifier: MIT
 *
 * lint_note.c - the notes that are taken while expressions are compiled.
 */
#include <string.h>

#include "cql/date_values.h"
#include "cql/lint.h"

static bool is_constant(uint32_t slot)
{
    return (slot & NFH_SLOT_CONSTANT) != 0;
}

/* A constant that is not null is never missing. */
static bool is_idle(const struct nfh_lint_note *note)
{
    return (note->kind == NFH_LINT_IN_LIST || note->kind == NFH_LINT_FALLBACK) &&
           is_constant(note->trigger) && note->trigger != NFH_SLOT_NULL;
}

static bool is_same(const struct nfh_lint_note *a, const struct nfh_lint_note *b)
{
    return a->node == b->node && a->kind == b->kind && a->child == b->child &&
           a->trigger == b->trigger && a->result == b->result && a->for_criteria == b->for_criteria;
}

/* The place of a note in the hash table, or where it would go: 1 more than its index, or 0. */
static uint32_t *find_note(const struct nfh_lint *lint, const struct nfh_lint_note *note)
{
    uint32_t hash = note->node->place.offset * 31u + note->child * 7u + note->trigger;
    size_t mask = lint->table_size - 1,
           at = ((hash * 31u + note->result) * 2654435761u >> 8) & mask;

    while (lint->table[at] != 0 && !is_same(&lint->note[lint->table[at] - 1], note))
        at = (at + 1) & mask;
    return &lint->table[at];
}

/* Keeps the table at most half full. */
static bool make_room(struct nfh_lint *lint, const struct nfh_memory *memory)
{
    size_t size = lint->table_size ? 2 * lint->table_size : 512;

    if (2 * lint->count < lint->table_size)
        return true;
    uint32_t *table = nfh_priv_allocate(memory, size * sizeof *table);
    if (!table)
        return false;
    nfh_priv_free(memory, lint->table);
    lint->table = table;
    lint->table_size = size;
    for (size_t i = 0; i < lint->count; i++)
        *find_note(lint, &lint->note[i]) = (uint32_t)i + 1;
    return true;
}

/* Adds a note unless it is there: a function that is called with the same arguments again gives the
 * same notes again. False when out of memory. */
static bool add_note(struct nfh_lint *lint, const struct nfh_memory *memory,
                     const struct nfh_lint_note *note)
{
    struct nfh_lint_note *notes;
    uint32_t *place;

    if (!make_room(lint, memory))
        return false;
    place = find_note(lint, note);
    if (*place != 0)
        return true;
    lint->is_full = lint->count == NFH_LINT_NOTES_MAX;
    if (lint->is_full)
        return true;
    notes = nfh_priv_grow(memory, lint->note, lint->count, &lint->capacity, sizeof *notes);
    if (!notes)
        return false;
    lint->note = notes;
    notes[lint->count++] = *note;
    *place = (uint32_t)lint->count;
    return true;
}

void nfh_priv_lint_note(struct nfh_lowering *lowering, enum nfh_lint_kind kind,
                        const struct nfh_node *node, size_t child, uint32_t trigger,
                        uint32_t result)
{
    struct nfh_lint *lint = lowering->lint;
    struct nfh_lint_note note = {.node = node,
                                 .source = lowering->source,
                                 .child = (uint32_t)child,
                                 .trigger = trigger,
                                 .result = result,
                                 .kind = (uint8_t)kind,
                                 .for_criteria = lint && !lint->criteria_done,
                                 .in_call = lowering->operand != NULL};

    if (lint && !lint->is_full && !is_idle(&note) &&
        !add_note(lint, &lowering->builder->memory, &note))
        lowering->builder->out_of_memory = true;
}

void nfh_priv_lint_value(struct nfh_lowering *lowering, enum nfh_lint_kind kind,
                         const struct nfh_node *node, size_t child, const struct nfh_ref *trigger,
                         uint32_t result)
{
    if (!nfh_priv_is_interval(trigger->type) && !nfh_priv_has_members(trigger->type))
        nfh_priv_lint_note(lowering, kind, node, child, trigger->slot, result);
}

/* A null that is written out is asked for. */
static void note_equivalence(struct nfh_lowering *lowering, const struct nfh_node *node,
                             const struct nfh_ref *operand, uint32_t result)
{
    if (operand[0].slot == NFH_SLOT_NULL || operand[1].slot == NFH_SLOT_NULL)
        return;
    for (size_t i = 0; i < 2; i++)
        if (!is_constant(operand[i].slot))
            nfh_priv_lint_value(lowering, NFH_LINT_EQUIVALENCE, node, i, &operand[i], result);
}

static void note_logic(struct nfh_lowering *lowering, const struct nfh_node *node,
                       const struct nfh_ref *operand, uint32_t result)
{
    for (size_t i = 0; i < 2; i++)
        if (is_constant(operand[i].slot))
            nfh_priv_lint_note(lowering, NFH_LINT_OPERAND, node, i, operand[i].slot, result);
    nfh_priv_lint_note(lowering, NFH_LINT_LOGIC, node, 0, NFH_SLOT_NULL, result);
}

/* A product or quotient may well come to have the unit 1. */
static bool is_calculated(const struct nfh_lowering *lowering, uint32_t slot)
{
    const struct nfh_instruction *origin = nfh_priv_build_origin(lowering->builder, slot);

    return origin &&
           (origin->opcode == NFH_OP_MULTIPLY_QUANTITY || origin->opcode == NFH_OP_DIVIDE_QUANTITY);
}

/* A number that became a quantity has the unit 1. When the other unit is known, the comparison has
 * been found possible, or not, while it was compiled. */
static void note_number(struct nfh_lowering *lowering, const struct nfh_node *node,
                        const struct nfh_ref *operand)
{
    size_t number = node->count;
    bool open = false;

    for (size_t i = 0; i < node->count; i++) {
        nfh_type point = nfh_priv_point_of(operand[i].type);
        if (point != NFH_TYPE_QUANTITY || operand[i].slot == NFH_SLOT_NULL)
            continue;
        if (node->child[i]->kind == NFH_NODE_CONVERTED)
            number = number < i ? number : i;
        else if (!operand[i].unit && !is_calculated(lowering, operand[i].slot))
            open = true;
    }
    if (number < node->count && open)
        nfh_priv_lint_note(lowering, NFH_LINT_NUMBER, node, number, NFH_SLOT_NULL, NFH_SLOT_NULL);
}

/* A Date that became a DateTime has no hour. */
static void note_precision(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    for (size_t i = 0; node->precision == NFH_TIME_NONE && i < node->count; i++) {
        const struct nfh_node *child = node->child[i];
        if (child->kind != NFH_NODE_CONVERTED ||
            nfh_priv_point_of(child->type) != NFH_TYPE_DATETIME ||
            nfh_priv_point_of(child->child[0]->type) != NFH_TYPE_DATE)
            continue;
        nfh_priv_lint_note(lowering, NFH_LINT_PRECISION, node, i, NFH_SLOT_NULL, NFH_SLOT_NULL);
        return;
    }
}

/* A constant of such a unit is an error already. */
static void note_duration(struct nfh_lowering *lowering, const struct nfh_node *node,
                          const struct nfh_ref *duration)
{
    enum nfh_calendar_unit unit;
    int64_t count;

    if (duration->unit && !is_constant(duration->slot) &&
        !nfh_priv_calendar_count(NFH_DECIMAL_ONE, duration->unit, false, &count, &unit))
        nfh_priv_lint_note(lowering, NFH_LINT_DURATION, node, 1, NFH_SLOT_NULL, NFH_SLOT_NULL);
}

/* Operators that notes are taken of, sorted by name; by name, for the operations behind them are
 * the compiler's own matter. */
enum group { OTHER, ADDITION, COMPARISON, EQUIVALENCE, LOGIC, RANGE, TEST };
static const struct {
    const char *name;
    enum group group;
} operators[] = {
    {"Add", ADDITION},
    {"After", COMPARISON},
    {"And", LOGIC},
    {"Before", COMPARISON},
    {"Between", RANGE},
    {"Contains", COMPARISON},
    {"Equal", COMPARISON},
    {"Equivalent", EQUIVALENCE},
    {"Greater", COMPARISON},
    {"GreaterOrEqual", COMPARISON},
    {"In", COMPARISON},
    {"IncludedIn", COMPARISON},
    {"Includes", COMPARISON},
    {"IsFalse", TEST},
    {"IsTrue", TEST},
    {"Less", COMPARISON},
    {"LessOrEqual", COMPARISON},
    {"NotEqual", COMPARISON},
    {"NotEquivalent", EQUIVALENCE},
    {"Or", LOGIC},
    {"Overlaps", COMPARISON},
    {"ProperBetween", RANGE},
    {"SameAs", COMPARISON},
    {"SameOrAfter", COMPARISON},
    {"SameOrBefore", COMPARISON},
    {"Subtract", ADDITION},
};

static enum group group_of(const char *name)
{
    size_t low = 0, high = sizeof operators / sizeof operators[0];

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(operators[middle].name, name);
        if (order == 0)
            return operators[middle].group;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return OTHER;
}

void nfh_priv_lint_operator(struct nfh_lowering *lowering, const struct nfh_node *node,
                            const struct nfh_ref *operand, const struct nfh_ref *result)
{
    enum group group = lowering->lint ? group_of(node->operation->name) : OTHER;

    if (group == TEST && !is_constant(operand[0].slot))
        nfh_priv_lint_note(lowering, NFH_LINT_TEST, node, 0, operand[0].slot, result->slot);
    if (group == EQUIVALENCE)
        note_equivalence(lowering, node, operand, result->slot);
    if (group == LOGIC)
        note_logic(lowering, node, operand, result->slot);
    if (group == RANGE)
        nfh_priv_lint_note(lowering, NFH_LINT_LOGIC, node, 0, NFH_SLOT_NULL, result->slot);
    if (group == COMPARISON || group == EQUIVALENCE || group == RANGE) {
        note_number(lowering, node, operand);
        note_precision(lowering, node);
    }
    if (group == ADDITION && operand[0].type != operand[1].type &&
        operand[1].type == NFH_TYPE_QUANTITY)
        note_duration(lowering, node, &operand[1]);
}

void nfh_priv_lint_free(struct nfh_lowering *lowering)
{
    if (!lowering->lint)
        return;
    nfh_priv_free(&lowering->builder->memory, lowering->lint->note);
    nfh_priv_free(&lowering->builder->memory, lowering->lint->table);
}
