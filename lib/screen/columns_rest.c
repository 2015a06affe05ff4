/* SPDX-License-Identifier: MIT
 *
 * columns_rest.c - criteria that have no form on columns: what they need of the program, one row
 * after the other, while the others are screened in blocks.
 */
#include <string.h>

#include "screen/columns.h"

/* All that takes from the heap counts against its limits, also for criteria that are not wanted: up
 * to this share of the limits there is enough for them, in whatever order they come. Beyond it a
 * row is screened as a whole. */
#define HEAP_SHARE 16

static void mark_operands(const struct nfh_program *program, const struct nfh_instruction *in,
                          bool *needed)
{
    size_t count;
    const uint32_t *slot = nfh_priv_operands(program, in, &count);
    for (size_t i = 0; i < count; i++)
        needed[slot[i]] = true;
}

/* Marks what the slots marked so far need; texts, if one is among it, all of them. */
static void mark_needed(const struct nfh_program *program, bool *needed)
{
    size_t first = nfh_priv_first_result(program);
    bool any_text = false;
    for (size_t i = program->code_count; i-- > 0;)
        if (needed[first + i]) {
            mark_operands(program, &program->code[i], needed);
            any_text = any_text || nfh_priv_opcode_uses_heap(program->code[i].opcode);
        }
    for (size_t i = program->screen_count; any_text && i-- > 0;) {
        if (nfh_priv_opcode_uses_heap(program->code[i].opcode))
            needed[first + i] = true;
        if (needed[first + i])
            mark_operands(program, &program->code[i], needed);
    }
}

void nfh_priv_columns_plan_rest(struct nfh_columns *columns)
{
    const struct nfh_ruleset *ruleset = columns->ruleset;
    const struct nfh_program *program = ruleset->program;
    struct nfh_rest *rest = &columns->rest;
    size_t first = nfh_priv_first_result(program);
    memset(rest->needed, 0, nfh_priv_slot_count(program) * sizeof *rest->needed);
    rest->any = false;
    for (size_t i = 0; i < ruleset->criterion_count; i++) {
        uint32_t slot = ruleset->criterion[i].slot;
        if (!columns->is_planned[i] || !nfh_priv_vector_obstacle(columns->vector, slot))
            continue;
        rest->needed[slot] = true;
        rest->any = true;
    }
    mark_needed(program, rest->needed);
    rest->input_count = rest->stretch_count = 0;
    for (size_t i = 0; i < program->input_count; i++) {
        if (program->input[i].type <= NFH_TYPE_QUANTITY &&
            rest->needed[program->input[i].ref.slot] && columns->column[i].kind != NFH_COLUMN_NONE)
            rest->input[rest->input_count++] = (uint32_t)i;
    }
    for (size_t i = 0; i < program->code_count; i++) {
        if (!rest->needed[first + i])
            continue;
        if (i == 0 || !rest->needed[first + i - 1])
            rest->stretch[rest->stretch_count++].from = (uint32_t)i;
        rest->stretch[rest->stretch_count - 1].to = (uint32_t)i + 1;
    }
}

static bool read_inputs(struct nfh_columns *columns, size_t row)
{
    const struct nfh_program *program = columns->ruleset->program;
    struct nfh_value *slot = columns->report->frame.slot;
    memset(slot, 0, program->input_slots * sizeof *slot);
    for (size_t i = 0; i < columns->rest.input_count; i++) {
        uint32_t input = columns->rest.input[i];
        if (!nfh_priv_columns_value(columns, input, row, &slot[program->input[input].ref.slot]))
            return false;
    }
    if (program->now != NFH_SLOT_NONE)
        slot[program->now] = columns->subject->value[program->now];
    return true;
}

bool nfh_priv_columns_evaluate_rest(struct nfh_columns *columns, size_t row)
{
    const struct nfh_program *program = columns->ruleset->program;
    struct nfh_report *report = columns->report;
    report->screened = false;
    report->frame.zone = columns->subject->zone;
    nfh_priv_heap_reset(&report->heap);
    if (!read_inputs(columns, row))
        return false;
    for (size_t i = 0; i < columns->rest.stretch_count; i++)
        nfh_priv_evaluate(program, &report->frame, columns->rest.stretch[i].from,
                          columns->rest.stretch[i].to);
    return !report->heap.out_of_memory &&
           report->heap.total <= NFH_EVALUATION_TEXT_MAX / HEAP_SHARE &&
           report->heap.work <= NFH_EVALUATION_WORK_MAX / HEAP_SHARE;
}
