/* SPDX-License-Identifier: MIT
 *
 * test_needs.c - what a report of the trial says about missing inputs: cases by hand, random
 * subjects with gaps whose sets are tried out, and the contract of the functions.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failing_memory.h"
#include "rule_text.h"
#include "subjects.h"
#include "support.h"

#define SUBJECTS 12
#define SEEDS    10
#define TRIES    400 /* values for a set, to find some that decide */
#define NAMES    3000

static struct test_table table;
static nfh_ruleset *rules;
static nfh_subject *subject;
static nfh_report *report;
static size_t criteria;

static void start(void)
{
    ASSERT_STATUS(nfh_ruleset_load("NCT07101562", &rules), NFH_OK);
    ASSERT_STATUS(nfh_subject_new(rules, &subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(rules, &report), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_criterion_count(rules, &criteria), NFH_OK);
}

static void finish(void)
{
    nfh_report_free(report);
    nfh_subject_free(subject);
    nfh_ruleset_free(rules);
}

static void screen(const struct inputs *inputs)
{
    set_inputs(&table, inputs, subject);
    ASSERT_STATUS(nfh_screen(rules, subject, report), NFH_OK);
}

static int truth_of(size_t criterion)
{
    int truth;
    ASSERT_STATUS(nfh_report_criterion(report, criterion, &truth), NFH_OK);
    return truth;
}

/* ---- By hand -----------------------------------------------------------------------------------
 */

static void append(char *text, const char *more)
{
    ck_assert_uint_lt(strlen(text) + strlen(more), NAMES);
    strcat(text, more);
}

static void append_names(char *text, const size_t *parameter, size_t count)
{
    const char *name;
    for (size_t i = 0; i < count; i++) {
        ASSERT_STATUS(nfh_ruleset_parameter_name(rules, parameter[i], &name), NFH_OK);
        append(text, i > 0 ? " " : "");
        append(text, name);
    }
}

/* `weight: true false; ast ast_uln: true` */
static void write_sets(size_t criterion, char text[NAMES])
{
    size_t count, members, parameter[INPUTS_MAX];
    int complete, directions;
    ASSERT_STATUS(nfh_report_criterion_set_count(report, criterion, &count, &complete), NFH_OK);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        ASSERT_STATUS(nfh_report_criterion_set(report, criterion, i, &directions, parameter,
                                               INPUTS_MAX, &members),
                      NFH_OK);
        append(text, i > 0 ? "; " : "");
        append_names(text, parameter, members);
        append(text, directions & NFH_DECIDES_TRUE ? ": true" : ":");
        append(text, directions & NFH_DECIDES_FALSE ? " false" : "");
    }
    append(text, complete ? "" : " …");
}

/* Of the subject that tests/data/criteria.tsv starts with. */
static const struct {
    const char *criterion, *changes, *sets, *again;
} cases[] = {
    {"INCL02", "guideline_diagnosis=", "guideline_diagnosis: true false", ""},
    {"INCL03", "birth_date=", "birth_date: true false", ""},
    {"INCL03", "birth_date=; screening_date=", "birth_date screening_date: true false", ""},
    {"INCL03", "birth_date=2005", "", "birth_date"},
    {"INCL06", "persistent_hip_pain=; conservative_treatment_duration=",
     "conservative_treatment_duration: false; persistent_hip_pain: false; "
     "conservative_treatment_duration persistent_hip_pain: true",
     ""},
    {"EXCL02", "hip_injury=", "hip_injury: false; hip_injury_date: true false", ""},
    {"EXCL02", "hip_injury=true", "hip_injury_date: true false", ""},
    {"EXCL02", "hip_injury=true; hip_injury_date=2025-11-01", "", "screening_date hip_injury_date"},
    {"EXCL02", "hip_injury=true; hip_injury_date=2025", "", "hip_injury_date"},
    {"EXCL11", "circulation_drug_used=true; circulation_drug_dose_stable=true",
     "circulation_drug_start_date: true false", ""},
    {"EXCL11", "circulation_drug_used=true; circulation_drug_dose_stable=",
     "circulation_drug_start_date: true; "
     "circulation_drug_start_date circulation_drug_dose_stable: false",
     ""},
    {"EXCL14", "weight=; ast=", "ast: true; weight: true; ast weight: false", ""},
    {"EXCL14", "creatinine=", "creatinine: true false", ""},
    {"EXCL14", "creatinine=<60", "creatinine: false", ""}, /* whatever it is */
    {"EXCL14", "creatinine=>500; weight=", "", ""},        /* decided by the limit */
    {"EXCL17", "qt_interval=; heart_rate=", "heart_rate: true; qt_interval heart_rate: false", ""},
    {"EXCL18", "heart_failure_symptomatic=true; nyha_class=; ejection_fraction=",
     "nyha_class: true; ejection_fraction: true; nyha_class ejection_fraction: false", ""},
    {"EXCL19", "systolic_bp=; antihypertensive_standardized=true", "systolic_bp: true false", ""},
    {"EXCL19", "systolic_bp=; antihypertensive_standardized=false", "systolic_bp: false", ""},
    {"EXCL19",
     "systolic_bp=150; antihypertensive_standardized=", "antihypertensive_standardized: true", ""},
    {"EXCL19", "systolic_bp=150; antihypertensive_standardized=false", "",
     "systolic_bp antihypertensive_standardized"},
    {"EXCL19", "systolic_bp=150; diastolic_bp=95; antihypertensive_standardized=false", "",
     "systolic_bp diastolic_bp antihypertensive_standardized"},
    {"EXCL26", "wine_per_day=; spirits_per_day=",
     "wine_per_day: true; spirits_per_day: true; wine_per_day spirits_per_day: false", ""},
    {"EXCL27", "pregnant=; sex=", "sex: false; pregnant: true false", ""},
    {"EXCL07", "joint_effusion=false", "", ""},
};
#define CASES (sizeof cases / sizeof *cases)

static void set_case(const char *changes)
{
    struct test_table first = test_table_read("criteria.tsv");
    ASSERT_STATUS(nfh_subject_clear(subject), NFH_OK);
    set_changes(subject, test_cell(&first, 0, "changes"));
    set_changes(subject, changes);
    ASSERT_STATUS(nfh_screen(rules, subject, report), NFH_OK);
    test_table_free(&first);
}

START_TEST(test_case)
{
    char text[NAMES];
    size_t parameter[INPUTS_MAX], count, criterion = criterion_of(rules, cases[_i].criterion);
    set_case(cases[_i].changes);
    write_sets(criterion, text);
    ck_assert_str_eq(text, cases[_i].sets);
    ASSERT_STATUS(nfh_report_criterion_again(report, criterion, parameter, INPUTS_MAX, &count),
                  NFH_OK);
    text[0] = '\0';
    append_names(text, parameter, count);
    ck_assert_str_eq(text, cases[_i].again);
}
END_TEST

static const struct {
    const char *changes, *next, *excluding, *needed;
} verdicts[] = {
    {"hip_injury=", "hip_injury_date", "hip_injury_date", "hip_injury hip_injury_date"},
    /* The cheapest first, and nothing once it is decided. */
    {"ast=; joint_effusion=; weight=; lactating=", "lactating",
     "joint_effusion ast weight lactating", "joint_effusion ast weight lactating"},
    {"ast=; joint_effusion=; weight=", "weight", "joint_effusion ast weight",
     "joint_effusion ast weight"},
    {"ast=; joint_effusion=", "ast", "joint_effusion ast", "joint_effusion ast"},
    {"ast=; joint_effusion=; birth_date=2010-01-01", "", "", ""},
    {"", "", "", ""},
    /* What nobody can exclude by is still needed. */
    {"circulation_drug_used=; circulation_drug_start_date=; circulation_drug_dose_stable=",
     "circulation_drug_start_date", "circulation_drug_start_date",
     "circulation_drug_used circulation_drug_start_date circulation_drug_dose_stable"},
    {"systolic_bp=; diastolic_bp=; antihypertensive_standardized=", "systolic_bp", "",
     "systolic_bp diastolic_bp"},
    {"heart_failure_symptomatic=; nyha_class=; ejection_fraction=", "heart_failure_symptomatic", "",
     "heart_failure_symptomatic nyha_class ejection_fraction"},
    /* To be measured again: no empty cell is to be filled. */
    {"systolic_bp=150; antihypertensive_standardized=false", "", "", ""},
    /* Then only what could exclude is asked. */
    {"systolic_bp=150; antihypertensive_standardized=false; qt_interval=", "qt_interval",
     "qt_interval", "qt_interval"},
    {"systolic_bp=150; antihypertensive_standardized=", "antihypertensive_standardized",
     "antihypertensive_standardized", ""},
};
#define VERDICTS (sizeof verdicts / sizeof *verdicts)

START_TEST(test_verdict)
{
    char text[NAMES] = "";
    size_t parameter[INPUTS_MAX], count, next;
    set_case(verdicts[_i].changes);
    ASSERT_STATUS(nfh_report_next_input(report, &next), NFH_OK);
    append_names(text, &next, next != SIZE_MAX);
    ck_assert_str_eq(text, verdicts[_i].next);
    text[0] = '\0';
    ASSERT_STATUS(nfh_report_could_exclude(report, parameter, INPUTS_MAX, &count), NFH_OK);
    append_names(text, parameter, count);
    ck_assert_str_eq(text, verdicts[_i].excluding);
    text[0] = '\0';
    ASSERT_STATUS(nfh_report_needed(report, parameter, INPUTS_MAX, &count), NFH_OK);
    append_names(text, parameter, count);
    ck_assert_str_eq(text, verdicts[_i].needed);
}
END_TEST

/* ---- Ranges ------------------------------------------------------------------------------------
 */

static const struct {
    const char *criterion, *parameter, *changes, *text;
} ranges[] = {
    {"EXCL17", "qrs_duration", "qrs_duration=",
     "qrs_duration up to 120 ms keeps EXCL17 false; above 120 ms makes EXCL17 true"},
    {"EXCL17", "qrs_duration", "qrs_duration=; pr_interval=",
     "qrs_duration up to 120 ms leaves EXCL17 unknown; above 120 ms makes EXCL17 true"},
    {"EXCL17", "qrs_duration", "pr_interval=230", "any qrs_duration makes EXCL17 true"},
    {"EXCL17", "systolic_bp", "qrs_duration=", ""},
    {"EXCL14", "creatinine_uln", "creatinine_uln=; creatinine=60",
     "creatinine_uln up to 39.99999999 umol/L makes EXCL14 true; above 39.99999999 umol/L keeps "
     "EXCL14 false"},
    {"EXCL18", "nyha_class", "heart_failure_symptomatic=true; nyha_class=; ejection_fraction=50",
     "nyha_class up to 2 keeps EXCL18 false; from 3 on makes EXCL18 true"},
    {"EXCL18", "ejection_fraction", "heart_failure_symptomatic=true; nyha_class=2",
     "ejection_fraction up to 35 % makes EXCL18 true; above 35 % keeps EXCL18 false"},
    {"EXCL02", "hip_injury_date", "hip_injury=true",
     "hip_injury_date up to 2025-02-27 keeps EXCL02 false; from 2025-02-28 to 2025-08-31 makes "
     "EXCL02 true; from 2025-09-01 on leaves EXCL02 unknown"},
    {"EXCL11", "circulation_drug_start_date", "circulation_drug_dose_stable=true",
     "circulation_drug_start_date up to 2025-07-06 keeps EXCL11 false; from 2025-07-07 on makes "
     "EXCL11 true"},
    {"INCL03", "birth_date", "birth_date=",
     "birth_date up to 1959-08-31 makes INCL03 false; from 1959-09-01 to 2005-08-31 keeps INCL03 "
     "true; from 2005-09-01 on makes INCL03 false"},
    {"INCL06", "conservative_treatment_duration", "conservative_treatment_duration=",
     "conservative_treatment_duration up to 14 d makes INCL06 false; above 14 d keeps INCL06 true"},
    {"CHECK26", "diastolic_bp", "systolic_bp=120",
     "diastolic_bp up to 119.99999999 mm[Hg] makes CHECK26 false; above 119.99999999 mm[Hg] makes "
     "CHECK26 true"},
    {"EXCL14", "creatinine", "creatinine=<60", "any creatinine keeps EXCL14 false"},
};
#define RANGES (sizeof ranges / sizeof *ranges)

static size_t parameter_of(const char *name)
{
    size_t index;
    ASSERT_STATUS(nfh_ruleset_parameter_index(rules, name, &index), NFH_OK);
    return index;
}

START_TEST(test_range_text)
{
    char text[1000];
    size_t needed;
    set_case(ranges[_i].changes);
    ASSERT_STATUS(nfh_report_input_range_text(report, criterion_of(rules, ranges[_i].criterion),
                                              parameter_of(ranges[_i].parameter), text, sizeof text,
                                              &needed),
                  NFH_OK);
    ck_assert_str_eq(text, ranges[_i].text);
    ck_assert_uint_eq(needed, strlen(text) + 1);
}
END_TEST

/* ---- Random subjects ---------------------------------------------------------------------------
 */

static void draw_with_gaps(struct random *random, struct inputs *inputs)
{
    static const unsigned missing_in[] = {80, 20, 8, 3, 2}, limit_in[] = {100, 15, 4};
    struct draw draw = {limit_in[random_below(random, 3)], 0};
    draw_inputs(&table, random, draw, inputs);
    forget_inputs(&table, random, missing_in[random_below(random, 5)], inputs);
}

/* Any day, or one near a date that is known. */
static void draw_date(struct random *random, const struct inputs *inputs, bool near,
                      char value[INPUT_SIZE])
{
    int32_t date = (int32_t)random_below(random, 58000) - 25000;
    size_t first = random_below(random, (unsigned)table.rows);
    for (size_t i = 0; near && i < table.rows; i++) {
        int32_t other;
        if (nfh_date_parse(inputs->text[(first + i) % table.rows], &other) == NFH_OK) {
            date = other + 20 - (int32_t)random_below(random, 200);
            break;
        }
    }
    nfh_date_format(date, value, INPUT_SIZE);
}

/* A value of one input: as random subjects have them, at an end of what its tags allow, or anywhere
 * in between. */
static void draw_value(struct random *random, const struct inputs *inputs, size_t index,
                       char value[INPUT_SIZE])
{
    const char *name = test_cell(&table, index, "name"), *least, *greatest;
    size_t parameter;
    ASSERT_STATUS(nfh_ruleset_parameter_index(rules, name, &parameter), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_parameter_tag(rules, parameter, "min", &least), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_parameter_tag(rules, parameter, "max", &greatest), NFH_OK);
    unsigned kind = random_below(random, 4);
    if (kind < 2 || least == NULL)
        draw_input(&table, random, index, inputs, value);
    else if (greatest == NULL)
        draw_date(random, inputs, kind == 2, value);
    else if (kind == 2)
        snprintf(value, INPUT_SIZE, "%s", random_below(random, 2) ? least : greatest);
    else
        snprintf(value, INPUT_SIZE, "%u",
                 (unsigned)atoi(least) +
                     random_below(random, (unsigned)(atoi(greatest) - atoi(least)) + 1));
}

static void fill(struct random *random, const size_t *parameter, size_t count, size_t without,
                 struct inputs *inputs)
{
    char value[INPUT_SIZE];
    const char *name;
    for (size_t i = 0; i < count; i++) {
        if (i == without)
            continue;
        ASSERT_STATUS(nfh_ruleset_parameter_name(rules, parameter[i], &name), NFH_OK);
        size_t index = input_index(&table, name);
        draw_value(random, inputs, index, value);
        memcpy(inputs->text[index], value, INPUT_SIZE);
    }
}

static int direction_of(int truth)
{
    return truth == NFH_TRUE ? NFH_DECIDES_TRUE : truth == NFH_FALSE ? NFH_DECIDES_FALSE : 0;
}

/* The directions in which the ends of an input's range decide: a lone limit may be far from what
 * random subjects have. */
static int try_range(const struct inputs *inputs, size_t criterion, size_t parameter)
{
    char ends[2 * NFH_RANGES_MAX][INPUT_SIZE];
    size_t count, used = 0;
    int truth, found = 0;
    const char *low, *high, *name;
    ASSERT_STATUS(nfh_ruleset_parameter_name(rules, parameter, &name), NFH_OK);
    screen(inputs);
    if (nfh_report_input_range_count(report, criterion, parameter, &count) != NFH_OK)
        return 0;
    for (size_t i = 0; i < count; i++) {
        ASSERT_STATUS(nfh_report_input_range(report, criterion, parameter, i, &truth, &low, &high),
                      NFH_OK);
        if (low)
            snprintf(ends[used++], INPUT_SIZE, "%s", low);
        if (high)
            snprintf(ends[used++], INPUT_SIZE, "%s", high);
    }
    for (size_t i = 0; i < used; i++) {
        struct inputs filled = *inputs;
        memcpy(filled.text[input_index(&table, name)], ends[i], INPUT_SIZE);
        screen(&filled);
        found |= direction_of(truth_of(criterion));
    }
    return found;
}

/* Some values for exactly these inputs decide in each direction that is told, and none for all but
 * one of them. */
static void check_set(struct random *random, const struct inputs *inputs, size_t criterion,
                      int directions, const size_t *parameter, size_t count)
{
    int found = count == 1 ? try_range(inputs, criterion, parameter[0]) : 0;
    for (int i = 0; i < TRIES && (found & directions) != directions; i++) {
        struct inputs filled = *inputs;
        fill(random, parameter, count, SIZE_MAX, &filled);
        screen(&filled);
        found |= direction_of(truth_of(criterion));
    }
    ck_assert_msg((found & directions) == directions, "criterion %zu, a set of %zu: only %d of %d",
                  criterion, count, found, directions);
    for (size_t i = 0; i < 10 * count; i++) {
        struct inputs filled = *inputs;
        fill(random, parameter, count, i % count, &filled);
        screen(&filled);
        ck_assert_msg(!(direction_of(truth_of(criterion)) & directions),
                      "criterion %zu: a smaller set than one of %zu decides", criterion, count);
    }
}

static size_t check_sets(struct random *random, const struct inputs *inputs, size_t criterion)
{
    size_t count, members[NFH_SETS_MAX * 2], parameter[NFH_SETS_MAX * 2][NFH_SET_INPUTS_MAX];
    int complete, directions[NFH_SETS_MAX * 2];
    screen(inputs);
    ASSERT_STATUS(nfh_report_criterion_set_count(report, criterion, &count, &complete), NFH_OK);
    ck_assert(complete);
    ck_assert(count == 0 || truth_of(criterion) == NFH_UNKNOWN);
    for (size_t i = 0; i < count; i++)
        ASSERT_STATUS(nfh_report_criterion_set(report, criterion, i, &directions[i], parameter[i],
                                               NFH_SET_INPUTS_MAX, &members[i]),
                      NFH_OK);
    for (size_t i = 0; i < count; i++)
        check_set(random, inputs, criterion, directions[i], parameter[i], members[i]);
    return count;
}

START_TEST(test_random)
{
    struct random random = {(uint64_t)_i};
    struct inputs inputs;
    size_t sets = 0;
    for (unsigned number = 0; number < SUBJECTS; number++) {
        draw_with_gaps(&random, &inputs);
        for (size_t i = 0; i < criteria; i++)
            sets += check_sets(&random, &inputs, i);
    }
    ck_assert_uint_gt(sets, 0);
}
END_TEST

/* Questions in their order, answered from complete data, end with its verdict. */
START_TEST(test_asking)
{
    struct random random = {(uint64_t)_i};
    struct inputs full, known;
    int verdict, expected;
    size_t next;
    const char *name;
    for (unsigned number = 0; number < SUBJECTS; number++) {
        struct draw draw = {number % 2 ? 15 : 100, 0};
        draw_inputs(&table, &random, draw, &full);
        known = full;
        forget_inputs(&table, &random, 1 + number % 3, &known);
        for (size_t i = 0; i < table.rows; i++)
            if (!only_adds(&table, &known, i, full.text[i]))
                memcpy(known.text[i], full.text[i], INPUT_SIZE);
        for (size_t asked = 0;; asked++) {
            ck_assert_uint_le(asked, table.rows);
            screen(&known);
            ASSERT_STATUS(nfh_report_verdict(report, &verdict), NFH_OK);
            ASSERT_STATUS(nfh_report_next_input(report, &next), NFH_OK);
            if (next == SIZE_MAX)
                break;
            ck_assert_int_eq(verdict, NFH_VERDICT_UNDETERMINED);
            ASSERT_STATUS(nfh_ruleset_parameter_name(rules, next, &name), NFH_OK);
            size_t index = input_index(&table, name);
            ck_assert_str_eq(known.text[index], "");
            /* It is unknown in the complete data too: there is no answer. */
            if (full.text[index][0] == '\0')
                break;
            memcpy(known.text[index], full.text[index], INPUT_SIZE);
        }
        if (next != SIZE_MAX)
            continue;
        screen(&full);
        ASSERT_STATUS(nfh_report_verdict(report, &expected), NFH_OK);
        ck_assert_msg(verdict == expected, "seed %d, subject %u: %d, not %d", _i, number, verdict,
                      expected);
    }
}
END_TEST

/* ---- Contract ----------------------------------------------------------------------------------
 */

START_TEST(test_null)
{
    size_t number, list[3];
    int truth, complete;
    const char *low, *high;
    char text[10];
    set_case("ast=; joint_effusion=");
    ASSERT_STATUS(nfh_report_next_input(NULL, &number), NFH_E_NULL);
    ck_assert_uint_eq(number, SIZE_MAX);
    ASSERT_STATUS(nfh_report_next_input(report, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_could_exclude(NULL, list, 3, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_could_exclude(report, NULL, 3, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_could_exclude(report, list, 3, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_needed(NULL, list, 3, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_needed(report, NULL, 3, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_needed(report, list, 3, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_again(NULL, 0, list, 3, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_again(report, 0, NULL, 3, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_again(report, 0, list, 3, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_set_count(NULL, 0, &number, &complete), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_set_count(report, 0, NULL, &complete), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_set_count(report, 0, &number, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_set(NULL, 0, 0, &truth, list, 3, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_set(report, 0, 0, NULL, list, 3, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_set(report, 0, 0, &truth, NULL, 3, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_criterion_set(report, 0, 0, &truth, list, 3, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_input_range_count(NULL, 0, 0, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_input_range_count(report, 0, 0, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_input_range(NULL, 0, 0, 0, &truth, &low, &high), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_input_range(report, 0, 0, 0, NULL, &low, &high), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_input_range(report, 0, 0, 0, &truth, NULL, &high), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_input_range(report, 0, 0, 0, &truth, &low, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_input_range_text(NULL, 0, 0, text, 10, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_input_range_text(report, 0, 0, NULL, 10, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_report_input_range_text(report, 0, 0, text, 10, NULL), NFH_E_NULL);
}
END_TEST

START_TEST(test_index_and_state)
{
    size_t number, list[3];
    int truth, complete;
    const char *low, *high;
    char text[10];
    nfh_report *fresh;
    set_case("qrs_duration=");
    size_t qrs = parameter_of("qrs_duration"), sex = parameter_of("sex"),
           ecg = criterion_of(rules, "EXCL17");
    ASSERT_STATUS(nfh_report_criterion_set_count(report, criteria, &number, &complete),
                  NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_criterion_set(report, criteria, 0, &truth, list, 3, &number),
                  NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_criterion_set(report, ecg, 1, &truth, list, 3, &number), NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_criterion_again(report, criteria, list, 3, &number), NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_input_range_count(report, criteria, qrs, &number), NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_input_range_count(report, ecg, 1000, &number), NFH_E_INDEX);
    ASSERT_STATUS(nfh_report_input_range(report, ecg, qrs, 2, &truth, &low, &high), NFH_E_INDEX);
    ck_assert_int_eq(truth, NFH_UNKNOWN);
    ck_assert_ptr_null(low);
    ASSERT_STATUS(nfh_report_input_range_count(report, ecg, sex, &number), NFH_E_TYPE);
    ASSERT_STATUS(nfh_report_input_range_text(report, ecg, sex, text, 10, &number), NFH_E_TYPE);
    ASSERT_STATUS(nfh_report_new(rules, &fresh), NFH_OK);
    ASSERT_STATUS(nfh_report_next_input(fresh, &number), NFH_E_STATE);
    ASSERT_STATUS(nfh_report_could_exclude(fresh, list, 3, &number), NFH_E_STATE);
    ASSERT_STATUS(nfh_report_needed(fresh, list, 3, &number), NFH_E_STATE);
    ASSERT_STATUS(nfh_report_criterion_again(fresh, 0, list, 3, &number), NFH_E_STATE);
    ASSERT_STATUS(nfh_report_criterion_set_count(fresh, 0, &number, &complete), NFH_E_STATE);
    ASSERT_STATUS(nfh_report_input_range_count(fresh, ecg, qrs, &number), NFH_E_STATE);
    nfh_report_free(fresh);
}
END_TEST

START_TEST(test_buffers)
{
    size_t number, list[3] = {77, 77, 77}, ecg = criterion_of(rules, "EXCL17");
    int directions;
    char text[10];
    set_case("ast=; joint_effusion=");
    ASSERT_STATUS(nfh_report_could_exclude(report, list, 1, &number), NFH_E_BUFFER);
    ck_assert_uint_eq(number, 2);
    ck_assert_uint_eq(list[0], parameter_of("joint_effusion"));
    ck_assert_uint_eq(list[1], 77);
    ASSERT_STATUS(nfh_report_needed(report, NULL, 0, &number), NFH_E_BUFFER);
    ck_assert_uint_eq(number, 2);
    set_case("qt_interval=; heart_rate=");
    ASSERT_STATUS(nfh_report_criterion_set(report, ecg, 1, &directions, list, 1, &number),
                  NFH_E_BUFFER);
    ck_assert_uint_eq(number, 2);
    ck_assert_uint_eq(list[0], parameter_of("qt_interval"));
    ck_assert_uint_eq(list[1], 77);
    ASSERT_STATUS(nfh_report_input_range_text(report, ecg, parameter_of("pr_interval"), text,
                                              sizeof text, &number),
                  NFH_E_BUFFER);
    ck_assert_str_eq(text, "pr_interv");
    ck_assert_uint_gt(number, 20);
}
END_TEST

/* The ends of a range are open where the type alone ends it. */
START_TEST(test_open_ends)
{
    nfh_ruleset *ruleset =
        rules_from("parameter x Decimal /*\n@min: 1\n*/ parameter i Integer parameter d Date\n"
                   "/*\n@id: E1\n@category: exclusion\n*/ define E1: x * 2 > 10 or i > 5 or d > "
                   "@2020-01-01\n");
    nfh_subject *one;
    nfh_report *of;
    size_t count;
    int truth;
    const char *low, *high;
    ASSERT_STATUS(nfh_subject_new(ruleset, &one), NFH_OK);
    ASSERT_STATUS(nfh_report_new(ruleset, &of), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(one, "d", "2019-01-01"), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(one, "i", "1"), NFH_OK);
    ASSERT_STATUS(nfh_screen(ruleset, one, of), NFH_OK);
    ASSERT_STATUS(nfh_report_input_range_count(of, 0, 1, &count), NFH_OK);
    ck_assert_uint_eq(count, 2);
    ASSERT_STATUS(nfh_report_input_range(of, 0, 1, 0, &truth, &low, &high), NFH_OK);
    ck_assert_str_eq(low, "1");
    ck_assert_str_eq(high, "5");
    ASSERT_STATUS(nfh_report_input_range(of, 0, 1, 1, &truth, &low, &high), NFH_OK);
    ck_assert_int_eq(truth, NFH_TRUE);
    ck_assert_str_eq(low, "6");
    ck_assert_ptr_null(high);
    /* Twice the greatest decimals is no decimal any more, nor twice the least. */
    ASSERT_STATUS(nfh_report_input_range_count(of, 0, 0, &count), NFH_OK);
    ck_assert_uint_eq(count, 4);
    ASSERT_STATUS(nfh_report_input_range(of, 0, 0, 0, &truth, &low, &high), NFH_OK);
    ck_assert_int_eq(truth, NFH_UNKNOWN);
    ck_assert_ptr_null(low);
    ck_assert_str_eq(high, "-50000000000000000000");
    ASSERT_STATUS(nfh_report_input_range(of, 0, 0, 1, &truth, &low, &high), NFH_OK);
    ck_assert_int_eq(truth, NFH_FALSE);
    ck_assert_str_eq(high, "5");
    nfh_report_free(of);
    nfh_subject_free(one);
    nfh_ruleset_free(ruleset);
}
END_TEST

/* Twenty-one Booleans each of which decides one way, and all of which are needed for the other; and
 * forty, which are more than a set may hold. */
START_TEST(test_limits)
{
    static const int sizes[] = {21, 40, 70};
    char text[8000];
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        size_t count, members, list[100];
        int complete, directions;
        text[0] = '\0';
        for (int i = 0; i < sizes[k]; i++)
            sprintf(text + strlen(text), "parameter p%d Boolean ", i);
        strcat(text, "/*\n@id: E1\n@category: exclusion\n*/ define E1: ");
        for (int i = 0; i < sizes[k]; i++)
            sprintf(text + strlen(text), "%sp%d", i > 0 ? " or " : "", i);
        nfh_ruleset *ruleset = rules_from(text);
        nfh_subject *one;
        nfh_report *of;
        ASSERT_STATUS(nfh_subject_new(ruleset, &one), NFH_OK);
        ASSERT_STATUS(nfh_report_new(ruleset, &of), NFH_OK);
        ASSERT_STATUS(nfh_screen(ruleset, one, of), NFH_OK);
        ASSERT_STATUS(nfh_report_criterion_set_count(of, 0, &count, &complete), NFH_OK);
        ck_assert_int_eq(complete, sizes[k] == 21);
        ck_assert_uint_eq(count, sizes[k] == 21 ? 22 : NFH_SETS_MAX);
        ASSERT_STATUS(nfh_report_criterion_set(of, 0, count - 1, &directions, list, 100, &members),
                      NFH_OK);
        ck_assert_uint_eq(members, sizes[k] == 21 ? 21 : 1);
        ck_assert_int_eq(directions, sizes[k] == 21 ? NFH_DECIDES_FALSE : NFH_DECIDES_TRUE);
        /* Nothing is lost for the lists of the verdict. */
        ASSERT_STATUS(nfh_report_needed(of, list, 100, &count), NFH_OK);
        ck_assert_uint_eq(count, (size_t)sizes[k]);
        nfh_report_free(of);
        nfh_subject_free(one);
        nfh_ruleset_free(ruleset);
    }
}
END_TEST

static int ask_all(nfh_report *of)
{
    size_t number, list[INPUTS_MAX];
    int complete, status = nfh_report_next_input(of, &number);
    char text[400];
    if (status == NFH_OK)
        status = nfh_report_could_exclude(of, list, INPUTS_MAX, &number);
    if (status == NFH_OK)
        status = nfh_report_needed(of, list, INPUTS_MAX, &number);
    for (size_t i = 0; status == NFH_OK && i < criteria; i++)
        status = nfh_report_criterion_set_count(of, i, &number, &complete);
    for (size_t i = 0; status == NFH_OK && i < criteria; i++)
        status = nfh_report_criterion_again(of, i, list, INPUTS_MAX, &number);
    if (status == NFH_OK)
        status =
            nfh_report_input_range_text(of, criterion_of(rules, "EXCL14"),
                                        parameter_of("creatinine"), text, sizeof text, &number);
    return status;
}

/* All memory comes with the first question, and a question that finds none can be asked again. */
START_TEST(test_memory)
{
    struct failing_memory memory = {.allowed = SIZE_MAX};
    struct nfh_memory allocator = failing_memory(&memory);
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    nfh_subject *one;
    nfh_report *of;
    size_t failures = 0, number;
    ASSERT_STATUS(nfh_compiler_new_with(allocator.reallocate, allocator.context, &compiler),
                  NFH_OK);
    ASSERT_STATUS(nfh_compiler_load(compiler, "NCT07101562", &ruleset), NFH_OK);
    ASSERT_STATUS(nfh_subject_new(ruleset, &one), NFH_OK);
    ASSERT_STATUS(nfh_report_new(ruleset, &of), NFH_OK);
    ASSERT_STATUS(nfh_screen(ruleset, one, of), NFH_OK);
    size_t live = memory.live;
    for (;; failures++) {
        memory.allowed = memory.calls + failures;
        int status = nfh_report_next_input(of, &number);
        if (status == NFH_OK)
            break;
        ASSERT_STATUS(status, NFH_E_MEMORY);
        ck_assert_uint_eq(number, SIZE_MAX);
        ck_assert_uint_eq(memory.live, live);
    }
    ck_assert_uint_gt(failures, 5);
    memory.allowed = memory.calls;
    for (int i = 0; i < 3; i++) {
        ASSERT_STATUS(ask_all(of), NFH_OK);
        ASSERT_STATUS(nfh_screen(ruleset, one, of), NFH_OK);
    }
    nfh_report_free(of);
    nfh_subject_free(one);
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
    ck_assert_uint_eq(memory.live, 0);
}
END_TEST

/* Asking leaves the report as it was. */
START_TEST(test_untouched)
{
    struct random random = {7};
    struct inputs inputs;
    static char before[200000], after[200000];
    size_t needed;
    for (int i = 0; i < 20; i++) {
        draw_with_gaps(&random, &inputs);
        screen(&inputs);
        ASSERT_STATUS(nfh_report_json(report, before, sizeof before, &needed), NFH_OK);
        ASSERT_STATUS(ask_all(report), NFH_OK);
        ASSERT_STATUS(nfh_report_json(report, after, sizeof after, &needed), NFH_OK);
        ck_assert_str_eq(before, after);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("needs");
    TCase *tcase = tcase_create("trial");
    table = inputs_table();
    tcase_add_unchecked_fixture(tcase, start, finish);
    tcase_add_loop_test(tcase, test_case, 0, (int)CASES);
    tcase_add_loop_test(tcase, test_verdict, 0, (int)VERDICTS);
    tcase_add_loop_test(tcase, test_range_text, 0, (int)RANGES);
    tcase_add_loop_test(tcase, test_random, 0, test_share(SEEDS));
    tcase_add_loop_test(tcase, test_asking, 0, test_share(SEEDS));
    tcase_add_test(tcase, test_null);
    tcase_add_test(tcase, test_index_and_state);
    tcase_add_test(tcase, test_buffers);
    tcase_add_test(tcase, test_open_ends);
    tcase_add_test(tcase, test_limits);
    tcase_add_test(tcase, test_memory);
    tcase_add_test(tcase, test_untouched);
    tcase_set_timeout(tcase, 120);
    suite_add_tcase(suite, tcase);
    int status = test_run(suite);
    test_table_free(&table);
    return status;
}
