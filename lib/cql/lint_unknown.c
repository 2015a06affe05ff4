/* SPDX-License-Identifier: MIT
 *
 * lint_unknown.c - where CQL turns an unknown into a decision, and a criterion takes it for one.
 *
 * For each construct that does so: what may be missing for it (its roots) is found, and for each
 * root the program is walked once with that root null. What the construct then gives is unsure; the
 * walk shows whether a criterion comes out decided only because of it. A guard such as `if x is
 * null then null else …` leads to null in the same walk, and nothing is reported.
 */
#include <string.h>

#include "cql/lint_unknown.h"
#include "cql/run.h"

#define WORK_MAX 10000000 /* instructions walked over for all constructs */

static bool may_be_null(const struct nfh_linting *linting, uint32_t slot)
{
    return nfh_priv_possible_of(&linting->possible, slot) & NFH_MAY_NULL;
}

/* --- what may be missing ---------------------------------------------------------------------- */

static void visit(struct nfh_roots *roots, uint32_t slot)
{
    for (size_t i = 0; i < roots->visited_count; i++)
        if (roots->visited[i] == slot)
            return;
    if (roots->visited_count == NFH_VISITED_MAX)
        roots->too_many = true;
    else
        roots->visited[roots->visited_count++] = slot;
}

static void add_root(struct nfh_roots *roots, uint32_t slot)
{
    if (roots->count == NFH_ROOTS_MAX)
        roots->too_many = true;
    else {
        roots->is_harmless[roots->count] = false;
        roots->slot[roots->count++] = slot;
    }
}

/* Whether a null of the instruction comes from its operands [*from, *to), and not from itself. */
static bool comes_from_operands(const struct nfh_builder *builder, const struct nfh_instruction *in,
                                size_t *from, size_t *to)
{
    enum nfh_null_rule rule = nfh_priv_null_rule(builder, in);

    *from = 0;
    *to = 0;
    if (rule != NFH_NULL_SPECIAL)
        *to = (size_t)nfh_priv_opcode_operands(in->opcode);
    else if (in->opcode == NFH_OP_RAISE || in->opcode == NFH_OP_RAISE_BOOLEAN)
        *to = 1;
    else if (in->opcode == NFH_OP_SELECT || in->opcode == NFH_OP_SELECT_BOOLEAN) {
        *from = 1;
        *to = 3;
    }
    return *to > 0 && rule != NFH_NULL_OWN;
}

/* Inputs come before what is null by itself, for they can be named. */
static void find_roots(const struct nfh_linting *linting, uint32_t trigger, struct nfh_roots *roots)
{
    roots->count = roots->visited_count = 0;
    roots->too_many = false;
    visit(roots, trigger);
    for (size_t i = 0; i < roots->visited_count; i++) {
        const struct nfh_instruction *in =
            nfh_priv_build_origin(linting->builder, roots->visited[i]);
        size_t from, to;
        if (!in) {
            add_root(roots, roots->visited[i] & NFH_SLOT_CONSTANT ? trigger : roots->visited[i]);
            continue;
        }
        comes_from_operands(linting->builder, in, &from, &to);
        for (; from < to; from++)
            if (may_be_null(linting, in->operand[from]))
                visit(roots, in->operand[from]);
    }
    for (size_t i = 0; i < roots->visited_count; i++) {
        const struct nfh_instruction *in =
            nfh_priv_build_origin(linting->builder, roots->visited[i]);
        size_t from, to;
        if (in && !comes_from_operands(linting->builder, in, &from, &to))
            add_root(roots, roots->visited[i]);
    }
    if (roots->too_many) {
        roots->slot[0] = trigger;
        roots->is_harmless[0] = false;
        roots->count = 1;
    }
}

/* --- all constructs --------------------------------------------------------------------------- */

/* A null that is written out needs no inquiry. */
static bool is_plain_null(const struct nfh_lint_note *note)
{
    return note->trigger == NFH_SLOT_NULL && (note->kind == NFH_LINT_BOUNDARY ||
                                              (note->kind == NFH_LINT_IN_LIST && note->child == 0));
}

/* Known or not: what is always null is no matter of what is missing. */
static bool is_open(const struct nfh_linting *linting, uint32_t slot)
{
    return may_be_null(linting, slot) &&
           nfh_priv_possible_of(&linting->possible, slot) != NFH_MAY_NULL;
}

static bool is_reported(const struct nfh_linting *linting, const struct nfh_source *source,
                        struct nfh_place place, int code)
{
    for (const struct nfh_diagnostic *d = linting->diagnostics->first; d; d = d->next)
        if (d->code == code && d->source == source && d->place.offset == place.offset)
            return true;
    return false;
}

static bool is_settled(struct nfh_linting *linting, const struct nfh_lint_note *note)
{
    int code = nfh_priv_lint_unknown_code(note);
    struct nfh_place place = nfh_priv_lint_unknown_place(note);
    const struct nfh_allow *allow = nfh_priv_lint_find_allow(linting, note->source, place, code);

    return allow ? allow->is_used : is_reported(linting, note->source, place, code);
}

/* Whether a criterion is decided by this construct alone, where a root is null; or by it among
 * others that meet the same unknown, each of which would do no harm without the other: `s ~ 'a' and
 * s in { 'a' }` is false where s is missing, twice over. */
static bool decides(struct nfh_inquiry *inquiry, const struct nfh_roots *roots, size_t root,
                    size_t *work)
{
    inquiry->with_self = true;
    inquiry->with_others = false;
    *work += inquiry->linting->criteria_code;
    if (nfh_priv_lint_walk(inquiry, roots, root))
        return true;
    if (!inquiry->has_company)
        return false;
    *work += 2 * inquiry->linting->criteria_code;
    inquiry->with_others = true;
    if (!nfh_priv_lint_walk(inquiry, roots, root))
        return false;
    inquiry->with_self = false;
    if (!nfh_priv_lint_walk(inquiry, roots, root))
        return true;
    for (size_t i = 0; i < inquiry->criterion_count; i++)
        if (inquiry->criterion[i].was_decided && !inquiry->criterion[i].is_decided)
            return true;
    return false;
}

/* Whether there is a root that decides. What has been found harmless is put aside, and the others
 * are looked at again without it. */
static bool find_decisive(struct nfh_inquiry *inquiry, struct nfh_roots *roots, uint32_t *root,
                          size_t *work)
{
    size_t harmless = 0, before;
    bool found;

    do {
        before = harmless;
        found = false;
        for (size_t i = 0; i < roots->count; i++) {
            if (roots->is_harmless[i])
                continue;
            if (decides(inquiry, roots, i, work)) {
                *root = found ? *root : roots->slot[i];
                found = true;
            } else {
                roots->is_harmless[i] = true;
                harmless++;
            }
        }
    } while (found && harmless > before);
    return found;
}

/* Of a check, only true is a decision. */
static bool list_criteria(struct nfh_inquiry *inquiry, struct nfh_arena *scratch)
{
    const struct nfh_library *library = inquiry->linting->module->library;
    size_t count = 0;

    for (const struct nfh_declaration *d = library->declarations; d; d = d->next)
        count += nfh_priv_lint_is_criterion(d);
    inquiry->criterion = nfh_priv_arena_allocate(scratch, (count + 1) * sizeof *inquiry->criterion);
    if (!inquiry->criterion)
        return false;
    for (const struct nfh_declaration *d = library->declarations; d; d = d->next) {
        if (!nfh_priv_lint_is_criterion(d))
            continue;
        bool is_check = strcmp(nfh_priv_find_tag(d->tags, "category")->value, "check") == 0;
        inquiry->criterion[inquiry->criterion_count++] = (struct nfh_lint_criterion){
            .slot = nfh_priv_symbol(d)->ref.slot,
            .decisions = nfh_priv_unsure(is_check ? NFH_MAY_TRUE : NFH_MAY_TRUE | NFH_MAY_FALSE)};
    }
    return true;
}

/* What turns unknowns into decisions where the criteria can see it, and is not allowed. */
static bool is_looked_at(struct nfh_linting *linting, const struct nfh_lint_note *note)
{
    int code = note->for_criteria ? nfh_priv_lint_unknown_code(note) : 0;

    return code != 0 && !(note->trigger & NFH_SLOT_CONSTANT) &&
           !nfh_priv_lint_find_allow(linting, note->source, nfh_priv_lint_unknown_place(note),
                                     code);
}

/* The notes by the instructions that they are about. */
static bool index_notes(struct nfh_inquiry *inquiry, struct nfh_arena *scratch)
{
    const struct nfh_lint *lint = inquiry->linting->lowering->lint;

    inquiry->first_note = nfh_priv_arena_allocate(scratch, (inquiry->linting->criteria_code + 1) *
                                                               sizeof *inquiry->first_note);
    inquiry->next_note =
        nfh_priv_arena_allocate(scratch, (lint->count + 1) * sizeof *inquiry->next_note);
    inquiry->is_dropped =
        nfh_priv_arena_allocate(scratch, (lint->count + 1) * sizeof *inquiry->is_dropped);
    if (!inquiry->first_note || !inquiry->next_note || !inquiry->is_dropped)
        return false;
    for (size_t i = 0; i < lint->count; i++) {
        const struct nfh_lint_note *note = &lint->note[i];
        if (!(note->result & NFH_SLOT_RESULT) || !is_looked_at(inquiry->linting, note))
            continue;
        uint32_t *first = &inquiry->first_note[note->result & ~NFH_SLOT_RESULT];
        inquiry->next_note[i] = *first;
        *first = (uint32_t)i + 1;
    }
    return true;
}

static struct nfh_inquiry *new_inquiry(struct nfh_linting *linting, struct nfh_arena *scratch)
{
    size_t inputs = linting->builder->input_slots + 1, codes = linting->criteria_code + 1;
    struct nfh_inquiry *inquiry = nfh_priv_arena_allocate(scratch, sizeof *inquiry);
    uint8_t *bytes = nfh_priv_arena_allocate(scratch, 2 * (inputs + codes));

    if (!inquiry || !bytes)
        return NULL;
    inquiry->linting = linting;
    inquiry->possible = (struct nfh_possible){linting->builder, bytes, bytes + inputs};
    inquiry->input_state = bytes + inputs + codes;
    inquiry->code_state = inquiry->input_state + inputs;
    return list_criteria(inquiry, scratch) && index_notes(inquiry, scratch) ? inquiry : NULL;
}

/* False when there is too much to look at. */
static bool look_at_note(struct nfh_inquiry *inquiry, struct nfh_roots *roots, size_t index,
                         size_t *work)
{
    struct nfh_linting *linting = inquiry->linting;
    const struct nfh_lint_note *note = inquiry->note = &linting->lowering->lint->note[index];
    uint32_t root = 0;

    if (!note->for_criteria || nfh_priv_lint_unknown_code(note) == 0)
        return true;
    if (is_plain_null(note))
        nfh_priv_lint_report_unknown(linting, note, NFH_SLOT_NULL);
    if ((note->trigger & NFH_SLOT_CONSTANT) || !is_open(linting, note->trigger) ||
        is_settled(linting, note))
        return true;
    find_roots(linting, note->trigger, roots);
    *work += roots->visited_count * roots->visited_count;
    if (find_decisive(inquiry, roots, &root, work))
        nfh_priv_lint_report_unknown(linting, note, root);
    else
        inquiry->is_dropped[index] = true;
    return *work <= WORK_MAX;
}

bool nfh_priv_lint_unknowns(struct nfh_linting *linting)
{
    struct nfh_arena *scratch = linting->lowering->compilation->scratch;
    const struct nfh_lint *lint = linting->lowering->lint;
    struct nfh_roots *roots = nfh_priv_arena_allocate(scratch, sizeof *roots);
    struct nfh_inquiry *inquiry = new_inquiry(linting, scratch);
    size_t work = 0;

    if (!roots || !inquiry)
        return false;
    for (size_t i = 0; i < lint->count && !nfh_priv_lint_is_enough(linting); i++)
        if (!look_at_note(inquiry, roots, i, &work)) {
            linting->is_incomplete = i + 1 < lint->count;
            break;
        }
    return true;
}
