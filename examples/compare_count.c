/* SPDX-License-Identifier: MIT
 *
 * compare_count.c - which criteria have another outcome, and which of them change the verdict.
 */
#include "compare.h"

#include <stdlib.h>
#include <string.h>

/* ---- Pairs ----------------------------------------------------------------------------------- */

static bool is_check(const nfh_ruleset *ruleset, size_t index)
{
    int category;
    nfh_ruleset_criterion_category(ruleset, index, &category);
    return category == NFH_CATEGORY_CHECK;
}

/* The criterion of that id, or ABSENT. A check is none: it decides nothing. */
static size_t find_criterion(const nfh_ruleset *ruleset, const char *id)
{
    const char *other;
    for (size_t i = 0; nfh_ruleset_criterion_id(ruleset, i, &other) == NFH_OK; i++) {
        if (strcmp(id, other) == 0 && !is_check(ruleset, i))
            return i;
    }
    return ABSENT;
}

static void add_pairs(struct comparison *comparison, enum side side)
{
    enum side opposite = side == OLD ? NEW : OLD;
    const nfh_ruleset *ruleset = comparison->side[side].ruleset;
    const char *id;
    for (size_t i = 0; nfh_ruleset_criterion_id(ruleset, i, &id) == NFH_OK; i++) {
        size_t other = find_criterion(comparison->side[opposite].ruleset, id);
        if (is_check(ruleset, i) || (side == NEW && other != ABSENT))
            continue;
        struct pair *pair = &comparison->pair[comparison->pair_count++];
        *pair = (struct pair){.id = id};
        pair->index[side] = i;
        pair->index[opposite] = other;
    }
}

bool pair_criteria(struct comparison *comparison)
{
    size_t count[SIDES];
    for (int side = OLD; side < SIDES; side++)
        nfh_ruleset_criterion_count(comparison->side[side].ruleset, &count[side]);
    comparison->pair = malloc((count[OLD] + count[NEW] + 1) * sizeof *comparison->pair);
    if (!comparison->pair)
        return false;
    comparison->pair_count = 0;
    add_pairs(comparison, OLD);
    add_pairs(comparison, NEW);
    return true;
}

/* ---- Outcomes -------------------------------------------------------------------------------- */

static int truth_of(const struct comparison *comparison, const struct pair *pair, enum side side)
{
    int truth = NFH_UNKNOWN;
    nfh_report_criterion(comparison->side[side].report, pair->index[side], &truth);
    return truth;
}

static enum outcome outcome_of(const struct comparison *comparison, const struct pair *pair,
                               enum side side)
{
    int category;
    if (pair->index[side] == ABSENT)
        return PASSES;
    int truth = truth_of(comparison, pair, side);
    if (truth == NFH_UNKNOWN)
        return UNKNOWN;
    nfh_ruleset_criterion_category(comparison->side[side].ruleset, pair->index[side], &category);
    return (truth == NFH_TRUE) == (category == NFH_CATEGORY_INCLUSION) ? PASSES : FAILS;
}

const char *pair_truth(const struct comparison *comparison, const struct pair *pair, enum side side)
{
    return pair->index[side] == ABSENT ? "absent" : truth_name(truth_of(comparison, pair, side));
}

/* Whether a criterion has a part in the change of the verdict: what fails now, what is open now,
 * or what no longer stands in the way. Its outcome is then another one than before. */
static bool is_responsible(const struct pair *pair, const int verdict[SIDES])
{
    switch (verdict[NEW]) {
    case NFH_VERDICT_INELIGIBLE:
        return pair->outcome[NEW] == FAILS;
    case NFH_VERDICT_ELIGIBLE:
        return pair->outcome[OLD] != PASSES;
    case NFH_VERDICT_UNDETERMINED:
        return verdict[OLD] == NFH_VERDICT_ELIGIBLE ? pair->outcome[NEW] == UNKNOWN
                                                    : pair->outcome[OLD] == FAILS;
    default:
        return false;
    }
}

void count_subject(struct comparison *comparison)
{
    const int *verdict = comparison->verdict;
    bool changed = false;
    comparison->count[verdict[OLD]][verdict[NEW]]++;
    if (verdict[OLD] == VERDICT_ERROR || verdict[NEW] == VERDICT_ERROR)
        return;
    for (size_t i = 0; i < comparison->pair_count; i++) {
        struct pair *pair = &comparison->pair[i];
        for (int side = OLD; side < SIDES; side++)
            pair->outcome[side] = outcome_of(comparison, pair, (enum side)side);
        pair->count[pair->outcome[OLD]][pair->outcome[NEW]]++;
        pair->responsible = verdict[OLD] != verdict[NEW] && is_responsible(pair, verdict);
        pair->verdicts += pair->responsible;
        changed = changed || pair->outcome[OLD] != pair->outcome[NEW];
    }
    comparison->changed += changed;
}
