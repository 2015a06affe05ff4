/* SPDX-License-Identifier: MIT
 *
 * needs.c - which missing inputs would decide, which of them first, and what is to be found out
 * again.
 */
#include "screen/needs.h"

#include <string.h>

/* ---- Memory ---------------------------------------------------------------------------------- */

void nfh_priv_needs_free(struct nfh_report *report)
{
    struct nfh_needs *needs = report->needs;

    if (!needs)
        return;
    nfh_priv_trial_free(&needs->trial, &report->memory);
    nfh_priv_free(&report->memory, needs->sets.shape);
    nfh_priv_free(&report->memory, needs->sets.mark);
    nfh_priv_free(&report->memory, needs->sets.node);
    nfh_priv_free(&report->memory, needs->free);
    nfh_priv_free(&report->memory, needs->named);
    nfh_priv_free(&report->memory, needs);
    report->needs = NULL;
}

void nfh_priv_needs_forget(struct nfh_report *report)
{
    if (report->needs)
        report->needs->fresh = false;
}

/* Room for the criterion with the most logic. */
static size_t most_nodes(const struct nfh_report *report, uint8_t *mark)
{
    const nfh_ruleset *ruleset = report->ruleset;
    size_t most = 1, slots = nfh_priv_slot_count(ruleset->program);

    /* A rule set that takes long to look at gets what any needs. */
    if (ruleset->criterion_count > NFH_TRIAL_WORK_MAX / slots)
        return NFH_SET_NODES_MAX;
    for (size_t i = 0; i < ruleset->criterion_count && most < NFH_SET_NODES_MAX; i++) {
        size_t count = nfh_priv_count_nodes(ruleset->program, ruleset->criterion[i].slot, mark);
        most = count > most ? count : most;
    }
    return most < NFH_SET_NODES_MAX ? most : NFH_SET_NODES_MAX;
}

static bool allocate(struct nfh_report *report)
{
    const struct nfh_program *program = report->ruleset->program;
    const struct nfh_memory *memory = &report->memory;
    size_t slots = nfh_priv_slot_count(program);
    struct nfh_needs *needs = nfh_priv_allocate(memory, sizeof *needs);

    report->needs = needs;
    if (!needs)
        return false;
    bool done = nfh_priv_trial_init(&needs->trial, program, memory);
    needs->sets.trial = &needs->trial;
    needs->sets.shape = nfh_priv_allocate(memory, slots);
    needs->sets.mark = nfh_priv_allocate(memory, slots);
    needs->free = nfh_priv_allocate(memory, (program->input_slots + 1) * sizeof *needs->free);
    needs->named = nfh_priv_allocate(memory, (program->input_slots + 1) * sizeof *needs->named);
    if (!done || !needs->sets.shape || !needs->sets.mark || !needs->free || !needs->named)
        return false;
    needs->sets.node_capacity = most_nodes(report, needs->sets.mark);
    needs->sets.node =
        nfh_priv_allocate(memory, needs->sets.node_capacity * sizeof *needs->sets.node);
    return needs->sets.node != NULL;
}

int nfh_priv_needs_start(struct nfh_report *report)
{
    if (!report)
        return NFH_E_NULL;
    if (!report->screened)
        return NFH_E_STATE;
    if (!report->needs && !allocate(report)) {
        nfh_priv_needs_free(report);
        return NFH_E_MEMORY;
    }
    struct nfh_needs *needs = report->needs;
    if (!needs->fresh) {
        nfh_priv_trial_base(&needs->trial, &report->frame);
        needs->criterion = needs->range_criterion = needs->range_parameter = SIZE_MAX;
        needs->fresh = true;
    }
    needs->trial.out_of_memory = false;
    needs->trial.work = 0;
    return NFH_OK;
}

int nfh_priv_needs_status(const struct nfh_report *report)
{
    return report->needs->trial.out_of_memory ? NFH_E_MEMORY : NFH_OK;
}

/* ---- Criteria -------------------------------------------------------------------------------- */

static uint32_t slot_of(const struct nfh_report *report, size_t parameter)
{
    return report->ruleset->program->input[parameter].ref.slot;
}

static bool is_open(const struct nfh_report *report, const struct nfh_criterion *criterion)
{
    return nfh_priv_report_truth(report, criterion) == NFH_UNKNOWN;
}

/* Makes the inputs that are missing for an unknown criterion, now or once others are known, the
 * free ones. False: there are more than are looked at. */
static bool free_missing(struct nfh_report *report, const struct nfh_criterion *criterion)
{
    struct nfh_needs *needs = report->needs;
    const struct nfh_program *program = report->ruleset->program;

    memset(needs->free, 0, program->input_slots * sizeof *needs->free);
    nfh_priv_find_reachable(program, &report->frame, &criterion->output->ref, needs->sets.mark,
                            needs->free);
    return nfh_priv_trial_target(&needs->trial, criterion->slot, needs->free);
}

/* The direction in which a criterion speaks for the subject, and that in which it excludes. */
static int wanted_direction(const struct nfh_criterion *criterion)
{
    return criterion->wanted == NFH_TRUTH_TRUE ? NFH_TO_TRUE : NFH_TO_FALSE;
}

/* The next criterion from *index that is open and counts for an undetermined verdict, or NULL. */
static const struct nfh_criterion *next_open(const struct nfh_report *report, size_t *index)
{
    const nfh_ruleset *ruleset = report->ruleset;

    while (report->verdict == NFH_VERDICT_UNDETERMINED && *index < ruleset->criterion_count) {
        const struct nfh_criterion *criterion = &ruleset->criterion[(*index)++];
        if (criterion->wanted && is_open(report, criterion))
            return criterion;
    }
    return NULL;
}

/* ---- Sets ------------------------------------------------------------------------------------ */

/* Smaller sets first, then those with an earlier input. */
static bool comes_before(nfh_inputs a, nfh_inputs b)
{
    unsigned in_a = nfh_priv_inputs_count(a), in_b = nfh_priv_inputs_count(b);
    nfh_inputs differ = a ^ b;

    if (in_a != in_b)
        return in_a < in_b;
    return (a & differ & (~differ + 1)) != 0;
}

static void enter(struct nfh_needs *needs, nfh_inputs set, int direction)
{
    size_t at = 0;

    for (size_t i = 0; i < needs->entry_count; i++) {
        if (needs->entry[i].set == set) {
            needs->entry[i].directions |= direction;
            return;
        }
    }
    while (at < needs->entry_count && comes_before(needs->entry[at].set, set))
        at++;
    memmove(&needs->entry[at + 1], &needs->entry[at],
            (needs->entry_count - at) * sizeof needs->entry[0]);
    needs->entry[at].set = set;
    needs->entry[at].directions = direction;
    needs->entry_count++;
}

/* Leaves the sets of the criterion in needs->entry. */
static void find_sets(struct nfh_report *report, size_t index)
{
    struct nfh_needs *needs = report->needs;
    const struct nfh_criterion *criterion = &report->ruleset->criterion[index];

    if (needs->criterion == index)
        return;
    needs->criterion = index;
    needs->entry_count = 0;
    needs->complete = true;
    if (!is_open(report, criterion))
        return;
    if (needs->trial.work > NFH_TRIAL_WORK_MAX) {
        needs->complete = false;
        needs->criterion = SIZE_MAX; /* another question has time for it */
        return;
    }
    needs->complete = free_missing(report, criterion);
    const struct nfh_family *family = nfh_priv_find_sets(&needs->sets);
    needs->complete = needs->complete && !needs->sets.capped;
    for (size_t i = 0; family && i < family[NFH_TO_TRUE].count; i++)
        enter(needs, family[NFH_TO_TRUE].way[i].set, NFH_DECIDES_TRUE);
    for (size_t i = 0; family && i < family[NFH_TO_FALSE].count; i++)
        enter(needs, family[NFH_TO_FALSE].way[i].set, NFH_DECIDES_FALSE);
    memcpy(needs->parameter, needs->trial.free_input, sizeof needs->parameter);
    nfh_priv_trial_end(&needs->trial);
    if (needs->trial.out_of_memory || needs->trial.work > NFH_TRIAL_WORK_MAX)
        needs->criterion = SIZE_MAX;
}

static int start_criterion(struct nfh_report *report, size_t index)
{
    int status = nfh_priv_needs_start(report);

    if (status == NFH_OK && index >= report->ruleset->criterion_count)
        status = NFH_E_INDEX;
    return status;
}

int nfh_report_criterion_set_count(nfh_report *report, size_t criterion, size_t *count,
                                   int *complete)
{
    if (count)
        *count = 0;
    if (complete)
        *complete = 0;
    if (!count || !complete)
        return NFH_E_NULL;
    int status = start_criterion(report, criterion);
    if (status != NFH_OK)
        return status;
    find_sets(report, criterion);
    status = nfh_priv_needs_status(report);
    if (status != NFH_OK)
        return status;
    *count = report->needs->entry_count;
    *complete = report->needs->complete;
    return NFH_OK;
}

int nfh_report_criterion_set(nfh_report *report, size_t criterion, size_t index, int *directions,
                             size_t *parameter, size_t capacity, size_t *members)
{
    if (directions)
        *directions = 0;
    if (members)
        *members = 0;
    if (!directions || !members || (!parameter && capacity > 0))
        return NFH_E_NULL;
    int status = start_criterion(report, criterion);
    if (status != NFH_OK)
        return status;
    const struct nfh_needs *needs = report->needs;
    find_sets(report, criterion);
    status = nfh_priv_needs_status(report);
    if (status != NFH_OK)
        return status;
    if (index >= needs->entry_count)
        return NFH_E_INDEX;
    *directions = needs->entry[index].directions;
    for (nfh_inputs rest = needs->entry[index].set; rest; rest &= rest - 1) {
        if (*members < capacity)
            parameter[*members] = needs->parameter[nfh_priv_inputs_first(rest)];
        ++*members;
    }
    return *members > capacity ? NFH_E_BUFFER : NFH_OK;
}

/* ---- Lists of inputs ------------------------------------------------------------------------- */

static void start_list(struct nfh_report *report)
{
    memset(report->needs->named, 0,
           report->ruleset->program->input_slots * sizeof *report->needs->named);
}

static bool is_named(const struct nfh_report *report, size_t parameter)
{
    uint32_t slot = slot_of(report, parameter);

    return slot < report->ruleset->program->input_slots && report->needs->named[slot];
}

static int end_list(const struct nfh_report *report, size_t *parameter, size_t capacity,
                    size_t *count)
{
    int status = nfh_priv_needs_status(report);

    for (size_t i = 0; status == NFH_OK && i < report->ruleset->program->input_count; i++) {
        if (!is_named(report, i))
            continue;
        if (*count < capacity)
            parameter[*count] = i;
        ++*count;
    }
    return status == NFH_OK && *count > capacity ? NFH_E_BUFFER : status;
}

/* A list's arguments; then needs are there. */
static int check_list(nfh_report *report, const size_t *parameter, size_t capacity, size_t *count)
{
    if (!count)
        return NFH_E_NULL;
    *count = 0;
    if (!report || (!parameter && capacity > 0))
        return NFH_E_NULL;
    return nfh_priv_needs_start(report);
}

/* Names the inputs of the sets of a criterion that decide in a direction; false: there are none. */
static bool name_sets(struct nfh_report *report, size_t index, int direction)
{
    struct nfh_needs *needs = report->needs;
    bool any = false;

    find_sets(report, index);
    for (size_t i = 0; i < needs->entry_count; i++) {
        if (!(needs->entry[i].directions & direction))
            continue;
        any = true;
        for (nfh_inputs rest = needs->entry[i].set; rest; rest &= rest - 1)
            needs->named[slot_of(report, needs->parameter[nfh_priv_inputs_first(rest)])] = true;
    }
    return any;
}

static void name_missing(struct nfh_report *report, const struct nfh_criterion *criterion)
{
    nfh_priv_find_missing(report->ruleset->program, &report->frame, &criterion->output->ref,
                          report->needs->sets.mark, report->needs->named);
}

/* Names what is in the sets of the open criteria that speak for the subject, or those that exclude.
 * False: one of the criteria has no such set. */
static bool name_needed(struct nfh_report *report, bool for_eligible)
{
    const struct nfh_criterion *criterion;
    bool each = true;

    for (size_t index = 0; (criterion = next_open(report, &index)) != NULL;) {
        bool wants_true = (wanted_direction(criterion) == NFH_TO_TRUE) == for_eligible;
        bool any = name_sets(report, index - 1, wants_true ? NFH_DECIDES_TRUE : NFH_DECIDES_FALSE);
        each = each && (any || !report->needs->complete);
        if (!report->needs->complete)
            name_missing(report, criterion);
    }
    return each;
}

int nfh_report_needed(nfh_report *report, size_t *parameter, size_t capacity, size_t *count)
{
    int status = check_list(report, parameter, capacity, count);
    if (status != NFH_OK)
        return status;
    start_list(report);
    name_needed(report, true);
    return end_list(report, parameter, capacity, count);
}

/* What is cheaper, or as cheap and earlier; SIZE_MAX comes after all. */
static bool is_cheaper(const struct nfh_report *report, size_t a, size_t b)
{
    const struct nfh_input *input = report->ruleset->program->input;

    if (b == SIZE_MAX || a == SIZE_MAX)
        return a != SIZE_MAX;
    int cost_a = input[a].cost ? input[a].cost : INT16_MAX;
    int cost_b = input[b].cost ? input[b].cost : INT16_MAX;
    return cost_a < cost_b || (cost_a == cost_b && a < b);
}

/* Names the missing inputs of a criterion that could exclude by themselves. `best`: only what is
 * cheaper is looked at, and becomes the best; NULL: all is. */
static void name_excluding(struct nfh_report *report, const struct nfh_criterion *criterion,
                           size_t *best)
{
    struct nfh_needs *needs = report->needs;

    if (needs->trial.work > NFH_TRIAL_WORK_MAX)
        return;
    free_missing(report, criterion);
    for (unsigned i = 0; i < needs->trial.free_count; i++) {
        size_t parameter = needs->trial.free_input[i];
        if (needs->named[slot_of(report, parameter)] ||
            (best && !is_cheaper(report, parameter, *best)) ||
            !nfh_priv_decides_alone(&needs->sets, i, !wanted_direction(criterion)))
            continue;
        needs->named[slot_of(report, parameter)] = true;
        if (best)
            *best = parameter;
    }
    nfh_priv_trial_end(&needs->trial);
}

int nfh_report_could_exclude(nfh_report *report, size_t *parameter, size_t capacity, size_t *count)
{
    const struct nfh_criterion *criterion;
    int status = check_list(report, parameter, capacity, count);

    if (status != NFH_OK)
        return status;
    start_list(report);
    for (size_t index = 0; (criterion = next_open(report, &index)) != NULL;)
        name_excluding(report, criterion, NULL);
    return end_list(report, parameter, capacity, count);
}

/* What only matters once something else is known is asked for after that. */
static size_t cheapest_named(struct nfh_report *report)
{
    size_t best = SIZE_MAX, best_later = SIZE_MAX;

    nfh_priv_report_relevant(report, NULL);
    for (size_t i = 0; i < report->ruleset->program->input_count; i++) {
        size_t *of = nfh_priv_report_is_relevant(report, i) ? &best : &best_later;
        if (is_named(report, i) && is_cheaper(report, i, *of))
            *of = i;
    }
    return best != SIZE_MAX ? best : best_later;
}

int nfh_report_next_input(nfh_report *report, size_t *parameter)
{
    const struct nfh_criterion *criterion;
    size_t best = SIZE_MAX;

    if (!parameter)
        return NFH_E_NULL;
    *parameter = SIZE_MAX;
    int status = nfh_priv_needs_start(report);
    if (status != NFH_OK)
        return status;
    start_list(report);
    for (size_t index = 0; (criterion = next_open(report, &index)) != NULL;)
        name_excluding(report, criterion, &best);
    if (best == SIZE_MAX) {
        start_list(report);
        /* Where a criterion can no longer speak for the subject, all that can come is an exclusion.
         */
        if (!name_needed(report, true)) {
            start_list(report);
            name_needed(report, false);
        }
        best = cheapest_named(report);
    }
    status = nfh_priv_needs_status(report);
    if (status == NFH_OK)
        *parameter = best;
    return status;
}

/* ---- Again ----------------------------------------------------------------------------------- */

/* Names the known inputs of the sets that would decide an open criterion. */
static void name_again(struct nfh_report *report, const struct nfh_criterion *criterion)
{
    struct nfh_needs *needs = report->needs;
    const struct nfh_program *program = report->ruleset->program;

    memset(needs->free, 0, program->input_slots * sizeof *needs->free);
    nfh_priv_find_again(program, &report->frame, criterion->slot, needs->sets.mark, needs->free);
    nfh_priv_trial_target(&needs->trial, criterion->slot, needs->free);
    const struct nfh_family *family = nfh_priv_find_sets(&needs->sets);
    nfh_inputs all = 0;
    for (int d = 0; family && d < NFH_DIRECTIONS; d++)
        for (size_t i = 0; i < family[d].count; i++)
            all |= family[d].way[i].set;
    for (; all; all &= all - 1) {
        size_t parameter = needs->trial.free_input[nfh_priv_inputs_first(all)];
        needs->named[slot_of(report, parameter)] = true;
    }
    nfh_priv_trial_end(&needs->trial);
}

int nfh_report_criterion_again(nfh_report *report, size_t index, size_t *parameter, size_t capacity,
                               size_t *count)
{
    int status = check_list(report, parameter, capacity, count);

    if (status == NFH_OK && index >= report->ruleset->criterion_count)
        status = NFH_E_INDEX;
    if (status != NFH_OK)
        return status;
    const struct nfh_criterion *criterion = &report->ruleset->criterion[index];
    start_list(report);
    find_sets(report, index);
    if (is_open(report, criterion) && report->needs->entry_count == 0 && report->needs->complete)
        name_again(report, criterion);
    return end_list(report, parameter, capacity, count);
}
