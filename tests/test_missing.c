/* SPDX-License-Identifier: MIT
 *
 * test_missing.c - what a report names as missing, on random subjects of the trial with gaps: all
 * that could still decide, nothing that is known, nothing once it is decided. The trial as it is
 * shipped, and in another author's words (OtherTrial.cql).
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule_text.h"
#include "subjects.h"
#include "support.h"

#define SUBJECTS 40 /* of each of the seeds */
#define SEEDS    20
#define TRIES    100 /* to find values that decide */

static struct test_table table;
static nfh_ruleset *trial, *rules;
static nfh_subject *subject;
static nfh_report *report;
static size_t input_of[INPUTS_MAX]; /* of a parameter of `rules` */

static void start_with(nfh_ruleset *ruleset)
{
    size_t count;
    const char *name;
    rules = ruleset;
    ASSERT_STATUS(nfh_ruleset_load("NCT07101562", &trial), NFH_OK);
    ASSERT_STATUS(nfh_subject_new(rules, &subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(rules, &report), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_parameter_count(rules, &count), NFH_OK);
    ck_assert_uint_eq(count, table.rows);
    for (size_t i = 0; i < count; i++) {
        ASSERT_STATUS(nfh_ruleset_parameter_name(rules, i, &name), NFH_OK);
        input_of[i] = input_index(&table, name);
    }
}

static void start_shipped(void)
{
    nfh_ruleset *ruleset;
    ASSERT_STATUS(nfh_ruleset_load("NCT07101562", &ruleset), NFH_OK);
    start_with(ruleset);
}

static void start_other(void)
{
    nfh_compiler *compiler;
    size_t length;
    char *text = read_rules("rulesets/OtherTrial.cql", &length);
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    add_rules(compiler, "OtherHelper.cql");
    start_with(compile_rules(compiler, text));
    nfh_compiler_free(compiler);
    free(text);
}

static void finish(void)
{
    nfh_report_free(report);
    nfh_subject_free(subject);
    nfh_ruleset_free(rules);
    nfh_ruleset_free(trial);
}

static void screen(const struct inputs *inputs)
{
    struct inputs written = *inputs;
    write_units(&table, trial, rules, &written);
    set_inputs(&table, &written, subject);
    ASSERT_STATUS(nfh_screen(rules, subject, report), NFH_OK);
}

/* A subject with gaps; values that count as missing are taken out. */
static void draw_with_gaps(struct random *random, bool is_blurred, struct inputs *inputs)
{
    static const unsigned missing_in[] = {80, 20, 8, 3, 2}, limit_in[] = {100, 15, 4};
    struct draw draw = {limit_in[random_below(random, 3)], 40};
    size_t count, parameter;
    int kind;
    draw_inputs(&table, random, draw, inputs);
    forget_inputs(&table, random, missing_in[random_below(random, 5)], inputs);
    if (is_blurred) {
        blur_dates(&table, random, 10, inputs);
    }
    screen(inputs);
    ASSERT_STATUS(nfh_report_query_count(report, &count), NFH_OK);
    for (size_t i = 0; i < count; i++) {
        ASSERT_STATUS(nfh_report_query(report, i, &kind, &parameter, NULL, NULL), NFH_OK);
        if (kind == NFH_QUERY_IMPLAUSIBLE) {
            inputs->text[input_of[parameter]][0] = '\0';
        }
    }
}

/* Which inputs are named: for a criterion, or for the verdict when index is SIZE_MAX. */
static size_t find_named(size_t index, bool named[INPUTS_MAX])
{
    size_t parameter[INPUTS_MAX], count;
    memset(named, 0, INPUTS_MAX * sizeof *named);
    ASSERT_STATUS(index == SIZE_MAX
                      ? nfh_report_missing(report, parameter, INPUTS_MAX, &count)
                      : nfh_report_criterion_missing(report, index, parameter, INPUTS_MAX, &count),
                  NFH_OK);
    for (size_t i = 0; i < count; i++) {
        ck_assert_msg(i == 0 || parameter[i - 1] < parameter[i], "not in the rule set's order");
        named[input_of[parameter[i]]] = true;
    }
    return count;
}

static const char *name_of(size_t index)
{
    const char *id;
    if (index == SIZE_MAX) {
        return "the verdict";
    }
    ASSERT_STATUS(nfh_ruleset_criterion_id(rules, index, &id), NFH_OK);
    return id;
}

static bool is_open(size_t index)
{
    int value;
    if (index == SIZE_MAX) {
        ASSERT_STATUS(nfh_report_verdict(report, &value), NFH_OK);
        return value == NFH_VERDICT_UNDETERMINED;
    }
    ASSERT_STATUS(nfh_report_criterion(report, index, &value), NFH_OK);
    return value == NFH_UNKNOWN;
}

/* Gives values to what is missing and named, or missing and not named, in random order; to the
 * latter only where a value adds to what is known and does not alter it. */
static void fill(struct random *random, const bool named[INPUTS_MAX], bool wanted,
                 struct inputs *inputs)
{
    size_t first = random_below(random, (unsigned)table.rows);
    char value[INPUT_SIZE];
    for (size_t i = 0; i < table.rows; i++) {
        size_t index = (first + 7 * i) % table.rows; /* 7 and 89 have no common factor */
        if (inputs->text[index][0] != '\0' || named[index] != wanted) {
            continue;
        }
        draw_input(&table, random, index, inputs, value);
        if (wanted || only_adds(&table, inputs, index, value)) {
            memcpy(inputs->text[index], value, INPUT_SIZE);
        }
    }
}

/* A value for everything that is not named leaves it open. */
static void check_complete(struct random *random, const struct inputs *inputs, size_t index,
                           const bool named[INPUTS_MAX])
{
    struct inputs filled = *inputs;
    fill(random, named, false, &filled);
    screen(&filled);
    ck_assert_msg(is_open(index), "%s was decided by what was not named", name_of(index));
}

/* Where something is named, it can be decided: by some values for what is missing, or for some of
 * it. */
static void check_deciding(struct random *random, const struct inputs *inputs, size_t index)
{
    for (int i = 0; i < TRIES; i++) {
        struct inputs filled = *inputs;
        bool given[INPUTS_MAX];
        for (size_t j = 0; j < table.rows; j++) {
            given[j] = i % 2 == 0 || random_below(random, 2) == 0;
        }
        fill(random, given, true, &filled);
        screen(&filled);
        if (!is_open(index)) {
            return;
        }
    }
    ck_abort_msg("%s can never be decided, yet something is named", name_of(index));
}

/* Returns whether something was named. A partial date is not missing, but may keep it open. */
static bool check_one(struct random *random, const struct inputs *inputs, bool is_blurred,
                      size_t index)
{
    bool named[INPUTS_MAX];
    screen(inputs);
    size_t count = find_named(index, named);
    if (!is_open(index)) {
        ck_assert_msg(count == 0, "%s is decided, and something is still missing", name_of(index));
        return false;
    }
    for (size_t i = 0; i < table.rows; i++) {
        ck_assert_msg(!named[i] || inputs->text[i][0] == '\0', "%s: %s is known, not missing",
                      name_of(index), test_cell(&table, i, "name"));
    }
    check_complete(random, inputs, index, named);
    if (count > 0 && !is_blurred && index != SIZE_MAX) {
        check_deciding(random, inputs, index);
    }
    return count > 0;
}

START_TEST(test_missing)
{
    struct random random = {(uint64_t)_i};
    struct inputs inputs;
    size_t criteria, named = 0;
    ASSERT_STATUS(nfh_ruleset_criterion_count(rules, &criteria), NFH_OK);
    for (unsigned number = 0; number < SUBJECTS; number++) {
        bool is_blurred = number % 3 == 0;
        draw_with_gaps(&random, is_blurred, &inputs);
        for (size_t i = 0; i < criteria; i++) {
            named += check_one(&random, &inputs, is_blurred, i);
        }
        named += check_one(&random, &inputs, is_blurred, SIZE_MAX);
    }
    ck_assert_uint_gt(named, SUBJECTS);
}
END_TEST

/* ---- By hand ------------------------------------------------------------------------------------
 */

/* Of the subject that tests/data/criteria.tsv starts with. */
static const struct {
    const char *criterion, *changes, *named;
} cases[] = {
    {"INCL02", "guideline_diagnosis=", "guideline_diagnosis "},
    {"INCL03", "birth_date=; screening_date=", "birth_date screening_date "},
    {"INCL03", "birth_date=2005", ""}, /* 19 or 20: known, but not well enough */
    {"INCL06", "persistent_hip_pain=; conservative_treatment_duration=",
     "conservative_treatment_duration persistent_hip_pain "},
    {"INCL06", "persistent_hip_pain=; conservative_treatment_duration=3", ""},
    {"INCL08",
     "pregnancy_planned=; contraception_agreed=", "pregnancy_planned contraception_agreed "},
    {"EXCL02", "hip_injury=true", "hip_injury_date "},
    {"EXCL02", "hip_injury=", "hip_injury hip_injury_date "},
    {"EXCL02", "hip_injury=; hip_injury_date=2025-09-30", ""}, /* whatever the flag is */
    {"EXCL02", "hip_injury=; hip_injury_date=2025-03-30; screening_date=", "screening_date "},
    {"EXCL02", "hip_injury=; screening_date=", "screening_date hip_injury hip_injury_date "},
    {"EXCL10",
     "hip_injection_or_surgery=", "hip_injection_or_surgery hip_injection_or_surgery_date "},
    {"EXCL11", "circulation_drug_used=", "circulation_drug_used circulation_drug_start_date "},
    {"EXCL11", "circulation_drug_start_date=2025-01-01", "circulation_drug_dose_stable "},
    {"EXCL14", "sex=", "sex "},
    {"EXCL14", "weight=; creatinine=", "creatinine weight "},
    {"EXCL14", "ast=90; weight=; creatinine=", ""},
    {"EXCL14", "ast=20001", "ast "}, /* implausible, so missing */
    {"EXCL16", "cancer_diagnosed=", "cancer_diagnosed cancer_diagnosis_date "},
    {"EXCL16", "cancer_diagnosed=; cancer_only_skin_scc_or_bcc=",
     "cancer_diagnosed cancer_diagnosis_date cancer_only_skin_scc_or_bcc "},
    {"EXCL18", "heart_failure_symptomatic=true; nyha_class=; ejection_fraction=",
     "nyha_class ejection_fraction "},
    {"EXCL18", "cardiovascular_event_date=2025; nyha_class=; ejection_fraction=", ""},
    {"EXCL19", "systolic_bp=", "systolic_bp "},
    {"EXCL19", "systolic_bp=150", ""}, /* to be measured again */
    {"EXCL19", "systolic_bp=150; diastolic_bp=", ""},
    {"EXCL19", "systolic_bp=150; diastolic_bp=; antihypertensive_standardized=",
     "antihypertensive_standardized "},
    {"EXCL26", "wine_per_day=; spirits_strength=", "wine_per_day "},
    {"EXCL27", "pregnant=", "pregnant "},
    {"EXCL27", "pregnant=; sex=", "sex pregnant "},
    {"EXCL27", "pregnant=; sex=male", ""},
    {"CHECK13", "hip_injury=; hip_injury_date=2020-01-01", "hip_injury "},
    {"VERDICT",
     "joint_effusion=; sex=; hip_injury=", "sex hip_injury hip_injury_date joint_effusion "},
    {"VERDICT", "joint_effusion=; femoral_head_destroyed=true", ""},
};
#define CASES (sizeof cases / sizeof *cases)

START_TEST(test_case)
{
    struct test_table criteria = test_table_read("criteria.tsv");
    char names[1000] = "";
    bool is_verdict = strcmp(cases[_i].criterion, "VERDICT") == 0;
    bool named[INPUTS_MAX];
    ASSERT_STATUS(nfh_subject_clear(subject), NFH_OK);
    set_changes(subject, test_cell(&criteria, 0, "changes"));
    set_changes(subject, cases[_i].changes);
    ASSERT_STATUS(nfh_screen(rules, subject, report), NFH_OK);
    find_named(is_verdict ? SIZE_MAX : criterion_of(rules, cases[_i].criterion), named);
    for (size_t i = 0; i < table.rows; i++) {
        if (named[i]) {
            strcat(names, test_cell(&table, i, "name"));
            strcat(names, " ");
        }
    }
    ck_assert_msg(strcmp(names, cases[_i].named) == 0, "%s with `%s`: `%s` is named, not `%s`",
                  cases[_i].criterion, cases[_i].changes, names, cases[_i].named);
    test_table_free(&criteria);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("missing");
    TCase *shipped = tcase_create("shipped"), *other = tcase_create("other words");
    table = inputs_table();
    tcase_add_unchecked_fixture(shipped, start_shipped, finish);
    tcase_add_loop_test(shipped, test_case, 0, (int)CASES);
    tcase_add_loop_test(shipped, test_missing, 0, test_share(SEEDS));
    tcase_set_timeout(shipped, 120);
    tcase_add_unchecked_fixture(other, start_other, finish);
    tcase_add_loop_test(other, test_missing, SEEDS, SEEDS + test_share(SEEDS));
    tcase_set_timeout(other, 120);
    suite_add_tcase(suite, shipped);
    suite_add_tcase(suite, other);
    int status = test_run(suite);
    test_table_free(&table);
    return status;
}
