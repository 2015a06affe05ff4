/* SPDX-License-Identifier: MIT
 *
 * explain_missing.c - what is missing of a leaf that is not known.
 */
#include <string.h>

#include "screen/explain.h"
#include "screen/json.h"

#define MISSING_MAX 6 /* inputs that are named */

struct missing {
    const struct nfh_report *report;
    uint32_t slot[MISSING_MAX]; /* of inputs */
    size_t count;
    bool more;
};

static void add_missing(struct missing *missing, uint32_t slot)
{
    for (size_t i = 0; i < missing->count; i++)
        if (missing->slot[i] == slot)
            return;
    if (missing->count == MISSING_MAX)
        missing->more = true;
    else
        missing->slot[missing->count++] = slot;
}

/* The unknown inputs behind an unknown value, as far as a short search finds them. */
static void find_missing(struct missing *missing, uint32_t from)
{
    const struct nfh_program *program = missing->report->ruleset->program;
    uint32_t pending[32];
    size_t count = 0;
    pending[count++] = from;
    for (int steps = 0; count > 0 && steps < 64; steps++) {
        uint32_t slot = pending[--count];
        const struct nfh_instruction *in = nfh_priv_slot_origin(missing->report, slot);
        if (slot == NFH_SLOT_NONE || !nfh_priv_slot_is_unknown(missing->report, slot))
            continue;
        if (slot < program->input_slots)
            add_missing(missing, slot);
        if (!in)
            continue;
        int operands = nfh_priv_opcode_operands(in->opcode);
        bool in_pool = operands < 0;
        if (in_pool)
            operands = (int)in->operand[1];
        for (int i = operands; i-- > 0;)
            if (count < sizeof pending / sizeof pending[0])
                pending[count++] =
                    in_pool ? program->pool[in->operand[0] + (uint32_t)i] : in->operand[i];
    }
}

static void write_missing_input(struct nfh_writer *writer, const struct nfh_report *report,
                                uint32_t slot)
{
    const struct nfh_program *program = report->ruleset->program;
    const struct nfh_value *value = nfh_priv_slot_of(report, slot);
    uint32_t index = program->label_at[slot];
    if (index == 0) { /* the time of the evaluation */
        nfh_priv_write(writer, slot == program->now ? "the time of the evaluation" : "an input");
        return;
    }
    const struct nfh_input *input = &program->input[index - 1];
    nfh_priv_write_label(writer, &program->label[index - 1]);
    if (value->note & NFH_NOTE_IMPLAUSIBLE) {
        nfh_priv_write(writer, " (");
        nfh_priv_write_input(writer, input, value);
        nfh_priv_write(writer, " is implausible)");
    } else if (nfh_priv_missing_kind(value) != 0 &&
               nfh_priv_missing_kind(value) < NFH_MISSING_UNKNOWN) {
        nfh_priv_write(writer, " (");
        nfh_priv_write(writer, nfh_priv_missing_word(nfh_priv_missing_kind(value)));
        nfh_priv_write(writer, ")");
    }
}

static void find_missing_of(struct missing *missing, const struct nfh_leaf_view *view)
{
    if (view->argument_count > 0) {
        for (uint32_t i = 0; i < view->argument_count; i++)
            find_missing(missing, view->argument[i]);
    }
    if (view->a.type != NFH_TYPE_NONE && view->a.slot != NFH_SLOT_NONE)
        find_missing(missing, view->a.slot);
    if (view->b.type != NFH_TYPE_NONE && view->b.slot != NFH_SLOT_NONE)
        find_missing(missing, view->b.slot);
}

static bool is_same_label(const struct nfh_label *a, const struct nfh_label *b)
{
    return a == b || (a && b && a->length == b->length && memcmp(a->text, b->text, a->length) == 0);
}

/* Whether the value in question is one of the missing inputs, or has no name. */
static bool is_among(const struct missing *missing, const struct nfh_term *subject)
{
    const struct nfh_program *program = missing->report->ruleset->program;
    if (!nfh_priv_is_named(subject))
        return true;
    for (size_t i = 0; i < missing->count; i++) {
        uint32_t index = program->label_at[missing->slot[i]];
        if (subject->slot == missing->slot[i] ||
            (index && is_same_label(&program->label[index - 1], subject->label)))
            return true;
    }
    return false;
}

static void write_inputs(struct nfh_writer *writer, const struct missing *missing)
{
    for (size_t i = 0; i < missing->count; i++) {
        if (i > 0)
            nfh_priv_write_bytes(writer, ", ", 2);
        write_missing_input(writer, missing->report, missing->slot[i]);
    }
    if (missing->more)
        nfh_priv_write(writer, ", " NFH_ELLIPSIS);
}

/* `creatinine not known`, `creatinine clearance not known (creatinine, weight missing)`; false when
 * nothing is missing. */
bool nfh_priv_write_missing(struct nfh_writer *writer, const struct nfh_report *report,
                            const struct nfh_leaf_view *view)
{
    struct missing missing;
    missing.report = report;
    missing.count = 0;
    missing.more = false;
    find_missing_of(&missing, view);
    if (missing.count == 0)
        return false;
    const struct nfh_term *subject = nfh_priv_has_value(&view->a) ? &view->b : &view->a;
    if (is_among(&missing, subject)) {
        write_inputs(writer, &missing);
        nfh_priv_write_bytes(writer, " not known", 10);
        return true;
    }
    nfh_priv_write_name(writer, subject, view->relation == NFH_RELATION_IS);
    nfh_priv_write(writer, " not known (");
    write_inputs(writer, &missing);
    nfh_priv_write_bytes(writer, " missing)", 9);
    return true;
}
