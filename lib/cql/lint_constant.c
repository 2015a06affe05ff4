/* SPDX-License-Identifier: MIT
 *
 * lint_constant.c - what is always the same: conditions, operands, branches, criteria.
 *
 * Only of the main library, and in its functions only what does not hang on the arguments of a
 * call.
 */
#include <string.h>

#include "cql/lint.h"

uint8_t nfh_priv_lint_logic(const struct nfh_builder *builder, const struct nfh_instruction *in)
{
    unsigned pairs = nfh_priv_pairs(builder, in->operand[0], in->operand[1]);
    bool is_and = in->opcode == NFH_OP_AND;
    unsigned if_true = is_and ? NFH_BOTH_TRUE : NFH_ANY_PAIR & ~(unsigned)NFH_NEITHER;
    unsigned possible = NFH_MAY_NULL;

    possible |= pairs & if_true ? NFH_MAY_TRUE : 0;
    possible |= pairs & ~if_true ? NFH_MAY_FALSE : 0;
    return (uint8_t)possible;
}

/* Whether an operand of the function around stands in the expression. Goes as deep as the checker
 * allowed it to nest. */
static bool has_operand(const struct nfh_node *node)
{
    if (node->kind == NFH_NODE_OPERAND)
        return true;
    for (size_t i = 0; i < node->count; i++)
        if (has_operand(node->child[i]))
            return true;
    return false;
}

static bool is_our_own(const struct nfh_linting *linting, const struct nfh_lint_note *note,
                       const struct nfh_node *part)
{
    return note->source == linting->module->library->source &&
           !(note->in_call && has_operand(part));
}

/* Something that makes it constant has been told of inside. */
static bool is_told_of(const struct nfh_linting *linting, const struct nfh_source *source,
                       struct nfh_place place, bool by_unknowns)
{
    for (const struct nfh_diagnostic *d = linting->diagnostics->first; d; d = d->next)
        if (d->source == source && d->place.offset >= place.offset &&
            d->place.offset < place.offset + place.length && (by_unknowns || d->code / 100 != 72))
            return true;
    return false;
}

static const char *constant_text(uint8_t possible)
{
    switch (possible) {
    case NFH_MAY_TRUE:
        return "always true";
    case NFH_MAY_FALSE:
        return "always false";
    case NFH_MAY_NULL:
        return "always null";
    default:
        return "never true";
    }
}

/* --- if and case ------------------------------------------------------------------------------ */

static void report_if(struct nfh_linting *linting, const struct nfh_lint_note *note,
                      uint8_t possible)
{
    nfh_priv_lint_report(linting, note->source, note->node->child[0]->place,
                         NFH_CODE_WARN_CONDITION_CONSTANT,
                         "this condition is %s: what comes after '%s' is never taken",
                         constant_text(possible), possible == NFH_MAY_TRUE ? "else" : "then");
}

/* Whether a `when` before this one in the same `case` holds whenever it does. The notes of a `case`
 * go from its last `when` to its first. */
static bool is_forestalled(const struct nfh_linting *linting, const struct nfh_lint *lint,
                           size_t index)
{
    const struct nfh_lint_note *note = &lint->note[index];
    uint32_t first = note->node->has_comparand ? 1 : 0, child = note->child;

    for (size_t i = index + 1; i < lint->count && child > first; i++) {
        const struct nfh_lint_note *other = &lint->note[i];
        if (other->kind != NFH_LINT_CONDITION || other->node != note->node)
            continue;
        if (!(nfh_priv_pairs(linting->builder, other->trigger, note->trigger) & NFH_ONLY_SECOND))
            return true;
        child = other->child;
    }
    return false;
}

static void report_when(struct nfh_linting *linting, const struct nfh_lint_note *note,
                        uint8_t possible, bool forestalled)
{
    struct nfh_place place = note->node->child[note->child]->place;

    if (possible == NFH_MAY_TRUE)
        nfh_priv_lint_report(linting, note->source, place, NFH_CODE_WARN_CONDITION_CONSTANT,
                             "this condition is always true: no branch after it is ever taken");
    else if (forestalled)
        nfh_priv_lint_report(
            linting, note->source, place, NFH_CODE_WARN_UNREACHABLE,
            "this branch is never taken: where its condition holds, one before it does");
    else if (!(possible & NFH_MAY_TRUE))
        nfh_priv_lint_report(linting, note->source, place, NFH_CODE_WARN_UNREACHABLE,
                             "this branch is never taken: its condition is %s",
                             constant_text(possible));
}

static void report_choice(struct nfh_linting *linting, const struct nfh_lint_note *note)
{
    char name[NFH_TYPE_NAME_SIZE];

    nfh_priv_lint_report(
        linting, note->source, note->node->mark, NFH_CODE_WARN_CHOICE,
        "the branches are of different types, %s: what uses the value may take one "
        "of them only",
        nfh_priv_type_name(note->node->type, name));
}

static void look_at_condition(struct nfh_linting *linting, const struct nfh_lint *lint,
                              size_t index)
{
    const struct nfh_lint_note *note = &lint->note[index];
    const struct nfh_node *node = note->node;
    uint8_t possible = nfh_priv_possible_of(&linting->possible, note->trigger);

    if (nfh_priv_is_choice(node->type) && note->source == linting->module->library->source)
        report_choice(linting, note);
    if (!is_our_own(linting, note, node->child[note->child]) ||
        (node->has_comparand && !is_our_own(linting, note, node->child[0])) ||
        is_told_of(linting, note->source, node->child[note->child]->place, true))
        return;
    if (node->kind == NFH_NODE_CASE)
        report_when(linting, note, possible, is_forestalled(linting, lint, index));
    else if (possible == NFH_MAY_TRUE || !(possible & NFH_MAY_TRUE))
        report_if(linting, note, possible);
}

/* --- and, or ---------------------------------------------------------------------------------- */

static void look_at_operand(struct nfh_linting *linting, const struct nfh_lint_note *note)
{
    const struct nfh_node *operand = note->node->child[note->child];
    uint8_t possible = nfh_priv_possible_of(&linting->possible, note->trigger);
    bool is_and = strcmp(note->node->operation->name, "And") == 0;
    uint8_t idle = is_and ? NFH_MAY_TRUE : NFH_MAY_FALSE;

    if (is_our_own(linting, note, operand) &&
        !is_told_of(linting, note->source, operand->place, true))
        nfh_priv_lint_report(linting, note->source, operand->place, NFH_CODE_WARN_OPERAND_CONSTANT,
                             "this operand of '%s' is %s: %s", is_and ? "and" : "or",
                             constant_text(possible),
                             possible == idle           ? "it has no effect"
                             : possible != NFH_MAY_NULL ? "the other one has no effect"
                             : is_and                   ? "the result is never true"
                                                        : "the result is never false");
}

/* The operands exclude each other, or leave nothing out. */
static void look_at_logic(struct nfh_linting *linting, const struct nfh_lint_note *note)
{
    const struct nfh_instruction *in = nfh_priv_build_origin(linting->builder, note->result);

    if (!in || !is_our_own(linting, note, note->node))
        return;
    uint8_t apart = nfh_priv_possible_step(&linting->possible, in);
    uint8_t together = nfh_priv_possible_of(&linting->possible, note->result);
    uint8_t lost = (uint8_t)(apart & ~(unsigned)together);
    if (lost & NFH_MAY_TRUE)
        nfh_priv_lint_report(linting, note->source, note->node->mark, NFH_CODE_WARN_CONTRADICTION,
                             "this is never true: no value meets both conditions");
    else if (lost & NFH_MAY_FALSE)
        nfh_priv_lint_report(linting, note->source, note->node->mark, NFH_CODE_WARN_CONTRADICTION,
                             "this is never false: every value meets one of the conditions");
}

static void look_at_interval(struct nfh_linting *linting, const struct nfh_lint_note *note)
{
    const struct nfh_instruction *in = nfh_priv_build_origin(linting->builder, note->result);

    if (in && in->opcode == NFH_OP_RAISE && in->operand[1] == NFH_SLOT_TRUE &&
        is_our_own(linting, note, note->node))
        nfh_priv_lint_report(linting, note->source, note->node->place, NFH_CODE_WARN_INTERVAL,
                             "this interval ends before it starts: it is always an error");
}

/* --- criteria --------------------------------------------------------------------------------- */

static void look_at_criterion(struct nfh_linting *linting, const struct nfh_declaration *criterion)
{
    const char *category = nfh_priv_find_tag(criterion->tags, "category")->value;
    bool is_check = strcmp(category, "check") == 0;
    bool is_inclusion = strcmp(category, "inclusion") == 0;
    uint8_t possible =
        nfh_priv_possible_of(&linting->possible, nfh_priv_symbol(criterion)->ref.slot);
    bool never_true = !(possible & NFH_MAY_TRUE), never_false = !(possible & NFH_MAY_FALSE);

    if ((!never_true && (!never_false || is_check)) ||
        is_told_of(linting, linting->module->library->source, criterion->whole, false))
        return;
    nfh_priv_lint_report(linting, linting->module->library->source, criterion->place,
                         NFH_CODE_WARN_CRITERION_CONSTANT, "this %s is %s%s",
                         is_check       ? "check"
                         : is_inclusion ? "inclusion criterion"
                                        : "exclusion criterion",
                         never_true && never_false ? "always null"
                         : never_true              ? "never true"
                                                   : "never false",
                         is_check ? ""
                         : never_true == is_inclusion && never_true != never_false
                             ? ": nobody would be eligible"
                         : never_true != never_false ? ": it excludes nobody"
                                                     : "");
}

void nfh_priv_lint_constants(struct nfh_linting *linting)
{
    const struct nfh_lint *lint = linting->lowering->lint;

    for (size_t i = 0; i < lint->count; i++) {
        const struct nfh_lint_note *note = &lint->note[i];
        if (note->kind == NFH_LINT_CONDITION)
            look_at_condition(linting, lint, i);
        else if (note->kind == NFH_LINT_OPERAND)
            look_at_operand(linting, note);
        else if (note->kind == NFH_LINT_LOGIC)
            look_at_logic(linting, note);
        else if (note->kind == NFH_LINT_BOUNDARY)
            look_at_interval(linting, note);
    }
    for (const struct nfh_declaration *d = linting->module->library->declarations; d; d = d->next)
        if (nfh_priv_lint_is_criterion(d))
            look_at_criterion(linting, d);
}
