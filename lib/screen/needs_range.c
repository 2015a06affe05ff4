/* SPDX-License-Identifier: MIT
 *
 * needs_range.c - what each value of one input would make of a criterion.
 */
#include <string.h>

#include "screen/needs.h"
#include "screen/writer.h"

static int truth_of(unsigned bits)
{
    return bits & NFH_TRUTH_TRUE ? NFH_TRUE : bits & NFH_TRUTH_FALSE ? NFH_FALSE : NFH_UNKNOWN;
}

/* ---- Search ---------------------------------------------------------------------------------- */

/* Where only some values are allowed: a piece for each run of them that is alike. */
static bool find_listed(struct nfh_needs *needs, const struct nfh_input *input, uint32_t slot)
{
    struct nfh_trial *trial = &needs->trial;
    struct nfh_pieces *pieces = &needs->pieces;
    const struct nfh_pool *pool = nfh_priv_trial_pool(trial, 0);
    bool found = pool->count == input->value_count;
    int64_t last = INT64_MIN;

    pieces->count = 0;
    for (size_t done = 0; found && done < pool->count; done++) {
        const struct nfh_value *next = NULL;
        for (size_t i = 0; i < pool->count; i++)
            if ((done == 0 || pool->value[i].as.integer > last) &&
                (!next || pool->value[i].as.integer < next->as.integer))
                next = &pool->value[i];
        last = next->as.integer;
        nfh_priv_trial_set(trial, 0, 0, next);
        unsigned truth = nfh_priv_trial_run(trial, 0, slot);
        if (pieces->count == 0 || pieces->piece[pieces->count - 1].truth != truth) {
            found = pieces->count < NFH_RANGES_MAX;
            if (!found)
                break;
            pieces->piece[pieces->count].truth = truth;
            pieces->piece[pieces->count++].low = last;
        }
        pieces->piece[pieces->count - 1].high = last;
    }
    return found;
}

/* Leaves what there is to tell in needs->pieces. */
static void find_range(struct nfh_report *report, size_t criterion, size_t parameter)
{
    struct nfh_needs *needs = report->needs;
    const struct nfh_program *program = report->ruleset->program;
    const struct nfh_input *input = &program->input[parameter];
    uint32_t slot = report->ruleset->criterion[criterion].slot;
    bool found, decides = false;

    if (needs->range_criterion == criterion && needs->range_parameter == parameter)
        return;
    needs->range_criterion = criterion;
    needs->range_parameter = parameter;
    memset(needs->free, 0, program->input_slots * sizeof *needs->free);
    needs->free[input->ref.slot] = true;
    nfh_priv_trial_target(&needs->trial, slot, needs->free);
    found = input->value_count > 0
                ? find_listed(needs, input, slot)
                : nfh_priv_find_pieces(&needs->trial, 0, slot, needs->sets.shape, &needs->pieces);
    nfh_priv_trial_end(&needs->trial);
    for (size_t i = 0; found && i < needs->pieces.count; i++)
        decides = decides || needs->pieces.piece[i].truth != NFH_TRUTH_NULL;
    if (!decides)
        needs->pieces.count = 0;
    if (needs->trial.out_of_memory || needs->trial.work > NFH_TRIAL_WORK_MAX)
        needs->range_criterion = SIZE_MAX;
}

static int look(nfh_report *report, size_t criterion, size_t parameter)
{
    int status = nfh_priv_needs_start(report);

    if (status != NFH_OK)
        return status;
    if (criterion >= report->ruleset->criterion_count ||
        parameter >= report->ruleset->program->input_count)
        return NFH_E_INDEX;
    if (!nfh_priv_input_ordered(&report->ruleset->program->input[parameter]))
        return NFH_E_TYPE;
    find_range(report, criterion, parameter);
    return nfh_priv_needs_status(report);
}

/* ---- Bounds ---------------------------------------------------------------------------------- */

static void write_place(struct nfh_writer *writer, const struct nfh_input *input, nfh_decimal place)
{
    struct nfh_value value = nfh_priv_input_at(input, place);

    if (input->type == NFH_TYPE_DATE)
        nfh_priv_write_date(writer, value.as.date);
    else if (input->type == NFH_TYPE_INTEGER || input->type == NFH_TYPE_LONG)
        nfh_priv_write_decimal(writer, nfh_priv_decimal_from_integer(value.as.integer));
    else
        nfh_priv_write_decimal(writer, place);
}

/* Whether a piece ends where the type does, and not at a limit of the parameter's. */
static bool is_open_low(const struct nfh_needs *needs, const struct nfh_input *input, size_t piece)
{
    return piece == 0 && !input->has_min && input->value_count == 0 && needs->pieces.count > 0;
}
static bool is_open_high(const struct nfh_needs *needs, const struct nfh_input *input, size_t piece)
{
    return piece + 1 == needs->pieces.count && !input->has_max && input->value_count == 0;
}

static const char *bound(const struct nfh_input *input, nfh_decimal place, char *text)
{
    struct nfh_writer writer = nfh_priv_writer(text, NFH_BOUND_TEXT);

    write_place(&writer, input, place);
    return text;
}

int nfh_report_input_range_count(nfh_report *report, size_t criterion, size_t parameter,
                                 size_t *count)
{
    if (!count)
        return NFH_E_NULL;
    *count = 0;
    int status = look(report, criterion, parameter);
    if (status == NFH_OK)
        *count = report->needs->pieces.count;
    return status;
}

int nfh_report_input_range(nfh_report *report, size_t criterion, size_t parameter, size_t index,
                           int *truth, const char **low, const char **high)
{
    if (truth)
        *truth = NFH_UNKNOWN;
    if (low)
        *low = NULL;
    if (high)
        *high = NULL;
    if (!truth || !low || !high)
        return NFH_E_NULL;
    int status = look(report, criterion, parameter);
    if (status != NFH_OK)
        return status;
    struct nfh_needs *needs = report->needs;
    const struct nfh_input *input = &report->ruleset->program->input[parameter];
    if (index >= needs->pieces.count)
        return NFH_E_INDEX;
    *truth = truth_of(needs->pieces.piece[index].truth);
    if (!is_open_low(needs, input, index))
        *low = bound(input, needs->pieces.piece[index].low, needs->low);
    if (!is_open_high(needs, input, index))
        *high = bound(input, needs->pieces.piece[index].high, needs->high);
    return NFH_OK;
}

/* ---- Text ------------------------------------------------------------------------------------ */

static void write_bound(struct nfh_writer *writer, const char *word, const struct nfh_input *input,
                        nfh_decimal place, bool with_unit)
{
    nfh_priv_write(writer, word);
    write_place(writer, input, place);
    if (with_unit && input->unit) {
        nfh_priv_write(writer, " ");
        nfh_priv_write(writer, input->unit->text);
    }
}

/* `up to 118.2 umol/L`; a number begins above the last one of the stretch before. */
static void write_stretch(struct nfh_writer *writer, const struct nfh_input *input,
                          const struct nfh_pieces *pieces, size_t index)
{
    bool last = index + 1 == pieces->count;
    bool counted = input->type != NFH_TYPE_DECIMAL && input->type != NFH_TYPE_QUANTITY;
    nfh_decimal low = pieces->piece[index].low, high = pieces->piece[index].high;

    if (index > 0 && counted)
        write_bound(writer, low == high ? " at " : " from ", input, low, last);
    else if (index > 0)
        write_bound(writer, " above ", input, pieces->piece[index - 1].high, last);
    if (counted && index > 0 && low == high)
        return;
    if (!last)
        write_bound(writer, index > 0 && counted ? " to " : " up to ", input, high, true);
    else if (index > 0 && counted)
        nfh_priv_write(writer, " on");
}

/* ` keeps EXCL14 false` */
static void write_effect(struct nfh_writer *writer, const struct nfh_criterion *criterion,
                         unsigned truth)
{
    nfh_priv_write(writer, truth == NFH_TRUTH_NULL      ? " leaves "
                           : truth == criterion->wanted ? " keeps "
                                                        : " makes ");
    nfh_priv_write(writer, criterion->id);
    nfh_priv_write(writer, truth == NFH_TRUTH_TRUE    ? " true"
                           : truth == NFH_TRUTH_FALSE ? " false"
                                                      : " unknown");
}

int nfh_report_input_range_text(nfh_report *report, size_t criterion, size_t parameter,
                                char *buffer, size_t size, size_t *needed)
{
    if (needed)
        *needed = 0;
    if (buffer && size > 0)
        buffer[0] = '\0';
    if (!report || !needed || (!buffer && size > 0))
        return NFH_E_NULL;
    int status = look(report, criterion, parameter);
    if (status != NFH_OK)
        return status;
    const struct nfh_pieces *pieces = &report->needs->pieces;
    const struct nfh_input *input = &report->ruleset->program->input[parameter];
    struct nfh_writer writer = nfh_priv_writer(buffer, size);
    for (size_t i = 0; i < pieces->count; i++) {
        nfh_priv_write(&writer, i > 0 ? ";" : pieces->count == 1 ? "any " : "");
        if (i == 0)
            nfh_priv_write(&writer, input->name);
        write_stretch(&writer, input, pieces, i);
        write_effect(&writer, &report->ruleset->criterion[criterion], pieces->piece[i].truth);
    }
    return nfh_priv_writer_end(&writer, needed);
}
