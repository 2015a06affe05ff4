/* SPDX-License-Identifier: MIT
 *
 * report.c - screening a subject: the criteria, the verdict, and what is missing.
 */
#include <string.h>

#include "screen/handles.h"
#include "screen/needs.h"
#include "screen/writer.h"

int nfh_report_new(const nfh_ruleset *ruleset, nfh_report **report)
{
    if (!report)
        return NFH_E_NULL;
    *report = NULL;
    if (!ruleset)
        return NFH_E_NULL;
    const struct nfh_memory *memory = &ruleset->memory;
    const struct nfh_program *program = ruleset->program;
    size_t slots = nfh_priv_slot_count(program);
    nfh_report *made = nfh_priv_allocate(memory, sizeof *made);
    if (!made)
        return NFH_E_MEMORY;
    made->ruleset = ruleset;
    made->memory = *memory;
    made->frame.slot = nfh_priv_allocate(memory, slots * sizeof *made->frame.slot);
    made->frame.derived =
        nfh_priv_allocate(memory, program->derived_units * sizeof *made->frame.derived);
    made->side = nfh_priv_allocate(memory, ruleset->kept_count * sizeof *made->side);
    made->mark = nfh_priv_allocate(memory, slots);
    made->relevant = nfh_priv_allocate(memory, program->input_slots * sizeof *made->relevant);
    made->visited = nfh_priv_allocate(memory, slots * sizeof *made->visited);
    if (!made->frame.slot || !made->frame.derived || !made->side || !made->mark ||
        !made->relevant || !made->visited) {
        nfh_report_free(made);
        return NFH_E_MEMORY;
    }
    nfh_priv_heap_start(&made->heap, memory);
    made->frame.heap = &made->heap;
    nfh_priv_frame_start(program, &made->frame);
    *report = made;
    return NFH_OK;
}

void nfh_report_free(nfh_report *report)
{
    if (!report)
        return;
    struct nfh_memory memory = report->memory;
    for (size_t i = 0; report->side && i < report->ruleset->kept_count; i++)
        nfh_priv_free(&memory, report->side[i].text.bytes);
    nfh_priv_free(&memory, report->side);
    nfh_priv_free(&memory, report->frame.slot);
    nfh_priv_free(&memory, report->frame.derived);
    nfh_priv_heap_free(&report->heap);
    nfh_priv_free(&memory, report->mark);
    nfh_priv_free(&memory, report->relevant);
    nfh_priv_free(&memory, report->fragile);
    nfh_priv_free(&memory, report->visited);
    nfh_priv_free(&memory, report->id.bytes);
    nfh_priv_needs_free(report);
    nfh_priv_free(&memory, report);
}

/* ---- Screening ------------------------------------------------------------------------------- */

/* Copies what an input's slot refers to in the subject, and lets the slot refer to the copy. */
static bool copy_side(nfh_report *report, const struct nfh_input *input,
                      const struct nfh_side *given, struct nfh_side *side)
{
    struct nfh_value *value = &report->frame.slot[input->ref.slot];
    if (input->type == NFH_TYPE_STRING) {
        if (!value->known)
            return true;
        if (!nfh_priv_buffer_set(&report->memory, &side->text, value->as.string.bytes,
                               value->as.string.length))
            return false;
        value->as.string.bytes = side->text.bytes;
        return true;
    }
    if (value->unit == &given->unit) {
        side->unit = given->unit;
        value->unit = &side->unit;
    }
    if (value->note & NFH_NOTE_CONVERTED) {
        side->unit = given->unit;
        side->given = given->given;
        side->accepted = given->accepted;
    }
    return true;
}

static bool copy_subject(nfh_report *report, const nfh_subject *subject)
{
    const nfh_ruleset *ruleset = report->ruleset;
    const struct nfh_program *program = ruleset->program;
    const char *id = nfh_priv_buffer_text(&subject->id);
    memcpy(report->frame.slot, subject->value, program->input_slots * sizeof *subject->value);
    for (size_t i = 0; i < ruleset->kept_count; i++) {
        size_t at = ruleset->kept[i];
        if (!copy_side(report, &program->input[at], &subject->side[at], &report->side[i]))
            return false;
    }
    return nfh_priv_buffer_set(&report->memory, &report->id, id, strlen(id));
}

static int truth_of(uint8_t bits)
{
    if (bits & NFH_TRUTH_ERROR)
        return NFH_UNKNOWN;
    if (bits & NFH_TRUTH_TRUE)
        return NFH_TRUE;
    return bits & NFH_TRUTH_FALSE ? NFH_FALSE : NFH_UNKNOWN;
}

int nfh_priv_report_truth(const struct nfh_report *report, const struct nfh_criterion *criterion)
{
    return truth_of(report->frame.slot[criterion->slot].truth);
}

/* Checks do not count. A rule set without inclusions and exclusions decides nothing, so its verdict
 * stays open. */
static int find_verdict(const nfh_report *report)
{
    const nfh_ruleset *ruleset = report->ruleset;
    bool failed = false;
    unsigned open = ruleset->demand_count == 0;
    for (size_t i = 0; i < ruleset->demand_count; i++) {
        const struct nfh_demand *demand = &ruleset->demand[i];
        unsigned other = report->frame.slot[demand->slot].truth ^ demand->truth;
        failed |= other == (NFH_TRUTH_TRUE | NFH_TRUTH_FALSE);
        open |= other;
    }
    return failed ? NFH_VERDICT_INELIGIBLE : open ? NFH_VERDICT_UNDETERMINED : NFH_VERDICT_ELIGIBLE;
}

int nfh_screen(const nfh_ruleset *ruleset, const nfh_subject *subject, nfh_report *report)
{
    if (!report)
        return NFH_E_NULL;
    report->screened = false;
    if (!ruleset || !subject)
        return NFH_E_NULL;
    if (subject->ruleset != ruleset || report->ruleset != ruleset)
        return NFH_E_MISMATCH;
    if (!copy_subject(report, subject))
        return NFH_E_MEMORY;
    nfh_priv_needs_forget(report);
    report->frame.zone = subject->zone;
    nfh_priv_heap_reset(&report->heap);
    nfh_priv_evaluate_criteria(ruleset->program, &report->frame);
    if (report->heap.out_of_memory)
        return NFH_E_MEMORY;
    report->tried = false;
    report->has = 0;
    report->verdict = find_verdict(report);
    report->screened = true;
    return NFH_OK;
}

/* NFH_OK when the report can tell something. */
static int check_report(const nfh_report *report)
{
    if (!report)
        return NFH_E_NULL;
    return report->screened ? NFH_OK : NFH_E_STATE;
}

int nfh_report_verdict(const nfh_report *report, int *verdict)
{
    if (!verdict)
        return NFH_E_NULL;
    int status = check_report(report);
    *verdict = status == NFH_OK ? report->verdict : 0;
    return status;
}

int nfh_report_subject_id(const nfh_report *report, const char **id)
{
    if (!id)
        return NFH_E_NULL;
    int status = check_report(report);
    *id = status == NFH_OK ? nfh_priv_buffer_text(&report->id) : NULL;
    return status;
}

int nfh_report_criterion(const nfh_report *report, size_t index, int *truth)
{
    if (!truth)
        return NFH_E_NULL;
    *truth = NFH_UNKNOWN;
    int status = check_report(report);
    if (status != NFH_OK)
        return status;
    if (index >= report->ruleset->criterion_count)
        return NFH_E_INDEX;
    *truth = nfh_priv_report_truth(report, &report->ruleset->criterion[index]);
    return NFH_OK;
}

/* ---- Missing inputs -------------------------------------------------------------------------- */

static void mark_missing(nfh_report *report, const struct nfh_criterion *criterion)
{
    if (nfh_priv_report_truth(report, criterion) == NFH_UNKNOWN)
        nfh_priv_find_missing(report->ruleset->program, &report->frame, &criterion->output->ref,
                              report->mark, report->relevant);
}

void nfh_priv_report_relevant(struct nfh_report *report, const struct nfh_criterion *criterion)
{
    const nfh_ruleset *ruleset = report->ruleset;
    memset(report->relevant, 0, ruleset->program->input_slots * sizeof *report->relevant);
    if (criterion) {
        mark_missing(report, criterion);
        return;
    }
    for (size_t i = 0; report->verdict == NFH_VERDICT_UNDETERMINED && i < ruleset->criterion_count;
         i++) {
        if (ruleset->criterion[i].category != NFH_CATEGORY_CHECK)
            mark_missing(report, &ruleset->criterion[i]);
    }
}

bool nfh_priv_report_is_relevant(const struct nfh_report *report, size_t parameter)
{
    const struct nfh_program *program = report->ruleset->program;
    uint32_t slot = program->input[parameter].ref.slot;
    /* A parameter of a type that cannot be set has no slot among the inputs. */
    return slot < program->input_slots && report->relevant[slot];
}

void nfh_priv_report_defaulted(struct nfh_report *report)
{
    const struct nfh_program *program = report->ruleset->program;
    memset(report->relevant, 0, program->input_slots * sizeof *report->relevant);
    nfh_priv_find_defaulted(program, &report->frame, report->relevant);
}

/* The parameters that report->relevant names. */
static int list_relevant(const nfh_report *report, size_t *parameter, size_t capacity, size_t *count)
{
    for (size_t i = 0; i < report->ruleset->program->input_count; i++) {
        if (!nfh_priv_report_is_relevant(report, i))
            continue;
        if (*count < capacity)
            parameter[*count] = i;
        ++*count;
    }
    return *count > capacity ? NFH_E_BUFFER : NFH_OK;
}

int nfh_report_missing(nfh_report *report, size_t *parameter, size_t capacity, size_t *count)
{
    if (!count)
        return NFH_E_NULL;
    *count = 0;
    if (!report || (!parameter && capacity > 0))
        return NFH_E_NULL;
    if (!report->screened)
        return NFH_E_STATE;
    nfh_priv_report_relevant(report, NULL);
    return list_relevant(report, parameter, capacity, count);
}

int nfh_report_missing_kind(const nfh_report *report, size_t parameter, int *kind)
{
    if (!kind)
        return NFH_E_NULL;
    *kind = 0;
    int status = check_report(report);
    if (status != NFH_OK)
        return status;
    const struct nfh_program *program = report->ruleset->program;
    if (parameter >= program->input_count)
        return NFH_E_INDEX;
    uint32_t slot = program->input[parameter].ref.slot;
    if (slot < program->input_slots)
        *kind = nfh_priv_missing_kind(&report->frame.slot[slot]);
    return NFH_OK;
}

int nfh_report_defaulted(nfh_report *report, size_t *parameter, size_t capacity, size_t *count)
{
    if (!count)
        return NFH_E_NULL;
    *count = 0;
    if (!report || (!parameter && capacity > 0))
        return NFH_E_NULL;
    if (!report->screened)
        return NFH_E_STATE;
    nfh_priv_report_defaulted(report);
    return list_relevant(report, parameter, capacity, count);
}

int nfh_report_criterion_missing(nfh_report *report, size_t index, size_t *parameter,
                                 size_t capacity, size_t *count)
{
    if (!count)
        return NFH_E_NULL;
    *count = 0;
    if (!report || (!parameter && capacity > 0))
        return NFH_E_NULL;
    if (!report->screened)
        return NFH_E_STATE;
    if (index >= report->ruleset->criterion_count)
        return NFH_E_INDEX;
    nfh_priv_report_relevant(report, &report->ruleset->criterion[index]);
    return list_relevant(report, parameter, capacity, count);
}

/* ---- Values ---------------------------------------------------------------------------------- */

int nfh_priv_report_error(const struct nfh_report *report, const struct nfh_output *output)
{
    return nfh_priv_ref_error(&output->ref, report->frame.slot);
}

/* Evaluates what screening left out. */
static bool complete_evaluation(nfh_report *report)
{
    const struct nfh_program *program = report->ruleset->program;
    if (!(report->has & NFH_HAS_WHOLE))
        nfh_priv_evaluate(program, &report->frame, program->screen_count, program->code_count);
    if (report->heap.out_of_memory)
        return false;
    report->has |= NFH_HAS_WHOLE;
    return true;
}

int nfh_report_value(nfh_report *report, size_t index, char *buffer, size_t size, size_t *needed)
{
    if (needed)
        *needed = 0;
    if (buffer && size > 0)
        buffer[0] = '\0';
    if (!needed || (!buffer && size > 0))
        return NFH_E_NULL;
    int status = check_report(report);
    if (status != NFH_OK)
        return status;
    if (index >= report->ruleset->definition_count)
        return NFH_E_INDEX;
    const struct nfh_output *output = report->ruleset->definition[index];
    struct nfh_writer writer = nfh_priv_writer(buffer, size);
    if (!complete_evaluation(report))
        return NFH_E_MEMORY;
    int error = nfh_priv_report_error(report, output);
    if (error == NFH_RUN_OK) {
        writer.length = nfh_priv_value_format(&output->ref, report->frame.slot, buffer, size);
        return nfh_priv_writer_end(&writer, needed);
    }
    nfh_priv_write(&writer, nfh_priv_run_error_text(error));
    status = nfh_priv_writer_end(&writer, needed);
    return status == NFH_OK ? NFH_E_EVALUATE : status;
}
