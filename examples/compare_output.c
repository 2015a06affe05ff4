/* SPDX-License-Identifier: MIT
 *
 * compare_output.c - what changes between two rule sets: tables for people, and a CSV row for each
 * subject with another verdict.
 */
#include "compare.h"

#include <stdio.h>
#include <string.h>

#define WIDTH 100

static const char *const side_name[SIDES] = {"old", "new"};
static const char *const outcome_name[OUTCOMES] = {"passes", "fails", "unknown"};

/* ---- CSV ------------------------------------------------------------------------------------- */

void print_changes_head(struct comparison *comparison)
{
    struct text *line = &comparison->side[OLD].line;
    text_add(line, "subject_id,old_verdict,new_verdict,criteria");
    text_print_line(line);
}

/* The criteria that changed the verdict: `INCL03 false>true; EXCL30 absent>true` */
static void add_responsible(const struct comparison *comparison, struct text *text)
{
    for (size_t i = 0; i < comparison->pair_count; i++) {
        const struct pair *pair = &comparison->pair[i];
        if (!pair->responsible)
            continue;
        text_add(text, text->length > 0 ? "; " : "");
        text_add(text, pair->id);
        text_add(text, " ");
        text_add(text, pair_truth(comparison, pair, OLD));
        text_add(text, ">");
        text_add(text, pair_truth(comparison, pair, NEW));
    }
}

void print_change(struct comparison *comparison)
{
    const int *verdict = comparison->verdict;
    struct text *line = &comparison->side[OLD].line, *criteria = &comparison->side[NEW].line;
    if (verdict[OLD] != VERDICT_ERROR && verdict[NEW] != VERDICT_ERROR)
        add_responsible(comparison, criteria);
    text_add_cell(line, comparison->side[OLD].id);
    for (int side = OLD; side < SIDES; side++) {
        text_add(line, ",");
        text_add(line, verdict_name(verdict[side]));
    }
    text_add(line, ",");
    text_add_cell(line, text_of(criteria));
    text_print_line(line);
    text_clear(criteria);
}

/* ---- Verdicts -------------------------------------------------------------------------------- */

static const int verdict_order[VERDICT_COUNT] = {NFH_VERDICT_ELIGIBLE, NFH_VERDICT_INELIGIBLE,
                                                 NFH_VERDICT_UNDETERMINED, VERDICT_ERROR};

static void print_head_line(const struct comparison *comparison)
{
    for (int side = OLD; side < SIDES; side++) {
        const char *name, *version;
        nfh_ruleset_name(comparison->side[side].ruleset, &name);
        nfh_ruleset_version(comparison->side[side].ruleset, &version);
        printf("%s: %s %s\n", side_name[side], name, version);
    }
}

/* A row for each old verdict, a column for each new one. */
static void print_verdicts(const struct comparison *comparison)
{
    size_t subjects = 0, same = 0;
    printf("\n%-14s", "old \\ new");
    for (size_t k = 0; k < VERDICT_COUNT; k++)
        printf("%14s", verdict_name(verdict_order[k]));
    for (size_t i = 0; i < VERDICT_COUNT; i++) {
        printf("\n%-14s", verdict_name(verdict_order[i]));
        for (size_t k = 0; k < VERDICT_COUNT; k++) {
            size_t count = comparison->count[verdict_order[i]][verdict_order[k]];
            printf("%14zu", count);
            subjects += count;
            same += i == k ? count : 0;
        }
    }
    printf("\n\n%zu subject%s: %zu with another verdict, %zu with another outcome of a criterion\n",
           subjects, subjects == 1 ? "" : "s", subjects - same, comparison->changed);
}

/* ---- Criteria -------------------------------------------------------------------------------- */

static bool is_changed(const struct pair *pair)
{
    size_t changed = 0;
    for (int from = PASSES; from < OUTCOMES; from++) {
        for (int to = PASSES; to < OUTCOMES; to++)
            changed += from != to ? pair->count[from][to] : 0;
    }
    return changed > 0;
}

static void print_changed_head(void)
{
    printf("\n%-10s", "criterion");
    for (int from = PASSES; from < OUTCOMES; from++) {
        for (int to = PASSES; to < OUTCOMES; to++) {
            if (from != to)
                printf("%10s", outcome_name[from]);
        }
    }
    printf("%12s\n%-10s", "verdicts", "");
    for (int from = PASSES; from < OUTCOMES; from++) {
        for (int to = PASSES; to < OUTCOMES; to++) {
            if (from != to)
                printf("  %8.8s", (const char *[]){">passes", ">fails", ">unknown"}[to]);
        }
    }
    printf("%12s\n", "changed");
}

static void print_changed_row(const struct pair *pair)
{
    printf("%-10s", pair->id);
    for (int from = PASSES; from < OUTCOMES; from++) {
        for (int to = PASSES; to < OUTCOMES; to++) {
            if (from != to)
                printf("%10zu", pair->count[from][to]);
        }
    }
    printf("%12zu\n", pair->verdicts);
}

/* The criteria of both rule sets whose outcome is another one for somebody. */
static void print_changed(const struct comparison *comparison)
{
    size_t common = 0, changed = 0;
    for (size_t i = 0; i < comparison->pair_count; i++) {
        const struct pair *pair = &comparison->pair[i];
        if (pair->index[OLD] == ABSENT || pair->index[NEW] == ABSENT)
            continue;
        common++;
        if (is_changed(pair)) {
            if (changed++ == 0)
                print_changed_head();
            print_changed_row(pair);
        }
    }
    printf("%s%zu of %zu criteria in both have the same outcome for everybody\n",
           changed == 0 ? "\n" : "", common - changed, common);
}

/* A criterion that only one side has, with its outcomes there. */
static void print_single_row(const struct comparison *comparison, const struct pair *pair,
                             enum side side)
{
    const nfh_ruleset *ruleset = comparison->side[side].ruleset;
    const char *text = NULL;
    printf("%-10s", pair->id);
    for (int outcome = PASSES; outcome < OUTCOMES; outcome++)
        printf("%10zu", side == OLD ? pair->count[outcome][PASSES] : pair->count[PASSES][outcome]);
    nfh_ruleset_criterion_tag(ruleset, pair->index[side], "short", &text);
    if (!text)
        nfh_ruleset_criterion_name(ruleset, pair->index[side], &text);
    printf("%12zu  %s\n", pair->verdicts, text);
}

static void print_single(const struct comparison *comparison, enum side side)
{
    bool first = true;
    for (size_t i = 0; i < comparison->pair_count; i++) {
        const struct pair *pair = &comparison->pair[i];
        if (pair->index[side == OLD ? NEW : OLD] != ABSENT)
            continue;
        if (first)
            printf("\n%s only  %10s%10s%10s%12s\n", side_name[side], outcome_name[PASSES],
                   outcome_name[FAILS], outcome_name[UNKNOWN], "verdicts");
        first = false;
        print_single_row(comparison, pair, side);
    }
}

/* ---- Inputs ---------------------------------------------------------------------------------- */

static bool has_column(const struct columns *columns, size_t parameter)
{
    for (size_t i = 0; i < columns->count; i++) {
        if (columns->parameter[i] == parameter)
            return true;
    }
    return false;
}

/* The inputs that only one side has, and whether the cohort has a column for them. */
static void print_inputs(const struct comparison *comparison, enum side side)
{
    const nfh_ruleset *other = comparison->side[side == OLD ? NEW : OLD].ruleset;
    const char *name;
    size_t index;
    bool first = true;
    for (size_t i = 0;
         nfh_ruleset_parameter_name(comparison->side[side].ruleset, i, &name) == NFH_OK; i++) {
        if (nfh_ruleset_parameter_index(other, name, &index) == NFH_OK)
            continue;
        if (first)
            printf("\n%s only, inputs:\n", side_name[side]);
        first = false;
        printf("    %s%s\n", name,
               has_column(&comparison->columns[side], i) ? "" : " (the cohort has no such column)");
    }
}

void print_comparison(struct comparison *comparison)
{
    print_head_line(comparison);
    print_verdicts(comparison);
    print_changed(comparison);
    for (int side = OLD; side < SIDES; side++)
        print_single(comparison, (enum side)side);
    for (int side = OLD; side < SIDES; side++)
        print_inputs(comparison, (enum side)side);
}
