/* SPDX-License-Identifier: MIT
 *
 * robust.c - whether a criterion hangs on the last digit of an input: every number is moved by one
 * unit in its last place, as it was entered, and the rule set evaluated again.
 */
#include <string.h>

#include "screen/handles.h"

void nfh_priv_set_step(struct nfh_value *value, nfh_decimal step)
{
    uint8_t zeros = 0;
    if (step < 0)
        step = -step;
    /* Five digits are kept of it, the last one rounded up. */
    for (; step > UINT16_MAX || (step > 0 && step % 10 == 0); zeros++)
        step = step / 10 + (step % 10 != 0);
    value->step = (uint16_t)step;
    value->step_zeros = zeros;
}

static nfh_decimal step_of(const struct nfh_value *value)
{
    nfh_decimal step = value->step;
    for (unsigned i = 0; i < value->step_zeros; i++)
        step *= 10;
    return step;
}

/* What lies outside the parameter's limits is no neighbour: it would count as missing. */
static bool is_allowed(const struct nfh_input *input, nfh_decimal value)
{
    return !(input->has_min && value < input->min) && !(input->has_max && value > input->max);
}

static bool move_integer(const struct nfh_input *input, int64_t *value, bool up)
{
    if (*value == (up ? INT64_MAX : INT64_MIN))
        return false;
    *value += up ? 1 : -1;
    return (input->type == NFH_TYPE_LONG || (*value >= INT32_MIN && *value <= INT32_MAX)) &&
           is_allowed(input, nfh_priv_decimal_from_integer(*value));
}

/* Moves an input by one step up or down. False: there is no such value, or nothing to move, as in a
 * partial date or a code. */
static bool move(const struct nfh_input *input, struct nfh_value *value, bool up)
{
    nfh_decimal step = step_of(value), *number = &value->as.decimal;
    nfh_date *date = &value->as.date;
    if (!value->known || step == 0 || input->values)
        return false;
    switch (input->type) {
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        return move_integer(input, &value->as.integer, up);
    case NFH_TYPE_DATE:
        return nfh_priv_date_is_full(*date) &&
               nfh_priv_date_add(*date, up ? 1 : -1, NFH_UNIT_DAY, date) &&
               is_allowed(input, (nfh_decimal)*date);
    default:
        return nfh_priv_decimal_add(*number, up ? step : -step, number) &&
               is_allowed(input, *number);
    }
}

/* False: out of memory. */
static bool evaluate(nfh_report *report)
{
    nfh_priv_heap_reset(&report->heap);
    nfh_priv_evaluate_criteria(report->ruleset->program, &report->frame);
    return !report->heap.out_of_memory;
}

/* The truth of every criterion now, as nfh_priv_report_truth gives it. */
static void read_truths(const nfh_report *report, uint8_t *truth)
{
    for (size_t i = 0; i < report->ruleset->criterion_count; i++)
        truth[i] = (uint8_t)nfh_priv_report_truth(report, &report->ruleset->criterion[i]);
}

/* Marks in report->fragile (a row for each input) which criteria another truth comes of. False: out
 * of memory. */
static bool try_input(nfh_report *report, size_t at, const uint8_t *before, uint8_t *after)
{
    const nfh_ruleset *ruleset = report->ruleset;
    const struct nfh_input *input = &ruleset->program->input[at];
    struct nfh_value *value, kept;
    bool done = true;
    if (input->ref.slot >= ruleset->program->input_slots)
        return true;
    value = &report->frame.slot[input->ref.slot];
    kept = *value;
    for (int up = 0; up < 2; up++) {
        if (move(input, value, up == 1)) {
            done = evaluate(report) && done;
            read_truths(report, after);
            for (size_t i = 0; i < ruleset->criterion_count; i++)
                report->fragile[at * ruleset->criterion_count + i] |= before[i] != after[i];
        }
        *value = kept;
    }
    return done;
}

/* Rows for the inputs, and two more for the truths before and after. */
static bool find_fragile(nfh_report *report)
{
    const nfh_ruleset *ruleset = report->ruleset;
    size_t criteria = ruleset->criterion_count, inputs = ruleset->program->input_count;
    if (!report->fragile)
        report->fragile = nfh_priv_allocate(&report->memory, (inputs + 2) * criteria);
    if (!report->fragile)
        return false;
    memset(report->fragile, 0, inputs * criteria);
    uint8_t *before = report->fragile + inputs * criteria, *after = before + criteria;
    read_truths(report, before);
    bool done = true;
    for (size_t i = 0; i < inputs; i++)
        done = try_input(report, i, before, after) && done;
    /* Where not even the subject's own values can be had again, the report tells nothing more. */
    report->screened = evaluate(report);
    report->has &= (uint8_t)~NFH_HAS_WHOLE;
    report->tried = done && report->screened;
    return report->tried;
}

int nfh_report_criterion_fragile(nfh_report *report, size_t index, size_t *parameter,
                                 size_t capacity, size_t *count)
{
    if (!count)
        return NFH_E_NULL;
    *count = 0;
    if (!report || (!parameter && capacity > 0))
        return NFH_E_NULL;
    if (!report->screened)
        return NFH_E_STATE;
    const nfh_ruleset *ruleset = report->ruleset;
    if (index >= ruleset->criterion_count)
        return NFH_E_INDEX;
    if (!report->tried && !find_fragile(report))
        return NFH_E_MEMORY;
    for (size_t i = 0; i < ruleset->program->input_count; i++) {
        if (!report->fragile[i * ruleset->criterion_count + index])
            continue;
        if (*count < capacity)
            parameter[*count] = i;
        ++*count;
    }
    return *count > capacity ? NFH_E_BUFFER : NFH_OK;
}
