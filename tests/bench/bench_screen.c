/* SPDX-License-Identifier: MIT
 *
 * bench_screen.c - how long one subject takes: filling it in, by typed setters and from text, and
 * screening it. Prints plain numbers and asserts nothing about them. The subjects are made up, the
 * same in every run, and varied, so that their values do not all go the same way. The first sample
 * of each measurement is left uncounted.
 */
#include "nfhscreen.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SUBJECTS  512
#define SAMPLES   15
#define TEXT_SIZE 24

/* How a parameter is distributed. */
struct shape {
    const char *name;
    double low, high; /* one of a list: from which to before which; a number: evenly between; a
                         Boolean: `low` is how often it is true; a date: days before S */
    double missing;   /* how often it is not known */
};

/* Parameters that are not listed: Booleans true in 1 of 400, and everything missing in 1 of 100. */
static const struct shape shapes[] = {
    {"guideline_diagnosis", 0.97, 0, 0.01},
    {"persistent_hip_pain", 0.96, 0, 0.01},
    {"contraception_agreed", 0.95, 0, 0.02},
    {"sterilized_or_postmenopausal", 0.3, 0, 0.03},
    {"circulation_drug_dose_stable", 0.9, 0, 0.1},
    {"antihypertensive_standardized", 0.8, 0, 0.1},
    {"hip_injury", 0.1, 0, 0.02},
    {"opioid_used", 0.2, 0, 0.02},
    {"glucocorticoid_used", 0.2, 0, 0.02},
    {"other_trial", 0.05, 0, 0.02},
    {"sex", 0, 2, 0.01},
    {"arco_stage", 1.9, 6.1, 0.01},
    {"nyha_class", 0, 2.3, 0.05},
    {"birth_date", 7200, 24200, 0.01},
    {"screening_date", 0, 0, 0},
    {"enrollment_date", -20, -1, 0.5},
    {"treatment_start_date", -40, -21, 0.5},
    {"hip_injury_date", 30, 4000, 0.9},
    {"opioid_last_date", 25, 900, 0.8},
    {"glucocorticoid_last_date", 25, 900, 0.8},
    {"hip_injection_or_surgery_date", 30, 2000, 0.95},
    {"circulation_drug_start_date", 20, 1000, 0.9},
    {"cancer_diagnosis_date", 300, 6000, 0.98},
    {"cardiovascular_event_date", 60, 4000, 0.95},
    {"gi_ulcer_bleed_date", 10, 3000, 0.97},
    {"other_trial_last_date", 20, 900, 0.95},
    {"conservative_treatment_duration", 10, 400, 0.02},
    {"unaided_walking_distance", 40, 2000, 0.03},
    {"ast", 10, 72, 0.02},
    {"ast_uln", 35, 45, 0.02},
    {"alt", 8, 70, 0.02},
    {"alt_uln", 40, 55, 0.02},
    {"creatinine", 45, 115, 0.02},
    {"creatinine_uln", 84, 104, 0.02},
    {"weight", 45, 110, 0.01},
    {"qt_interval", 330, 400, 0.02},
    {"heart_rate", 52, 101, 0.02},
    {"qrs_duration", 70, 122, 0.02},
    {"pr_interval", 120, 222, 0.02},
    {"ejection_fraction", 34, 72, 0.1},
    {"systolic_bp", 100, 142, 0.01},
    {"diastolic_bp", 58, 91, 0.01},
    {"beer_per_day", 0, 380, 0.02},
    {"wine_per_day", 0, 110, 0.02},
    {"spirits_per_day", 0, 25, 0.02},
    {"beer_per_week", 0, 2000, 0.02},
    {"wine_per_week", 0, 900, 0.02},
    {"spirits_per_week", 0, 200, 0.02},
    {"spirits_strength", 35, 60, 0.5},
};

/* One value, in both forms in which it is set. */
struct cell {
    double number;
    int32_t date;
    int truth;
    char text[TEXT_SIZE]; /* "" when it is missing */
};

struct cohort {
    size_t parameters;
    int *type;
    struct cell *cell; /* SUBJECTS rows */
};

/* Numbers from 0 to 1, the same everywhere (Marsaglia's xorshift64). */
static double draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (double)(*state >> 11) / 9007199254740992.0;
}

static struct shape find_shape(const char *name)
{
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        if (strcmp(shapes[i].name, name) == 0)
            return shapes[i];
    }
    return (struct shape){name, 0.0025, 0, 0.01};
}

/* One of the values of `a|b|c`, counted from 0. */
static void choose_value(const char *values, size_t skip, struct cell *cell)
{
    while (skip-- > 0)
        values = strchr(values, '|') + 1;
    snprintf(cell->text, sizeof cell->text, "%.*s", (int)strcspn(values, "|"), values);
    cell->number = strtod(cell->text, NULL);
}

static void make_cell(const nfh_ruleset *ruleset, size_t parameter, int type, int32_t screening,
                      uint64_t *state, struct cell *cell)
{
    const char *name, *values;
    nfh_ruleset_parameter_name(ruleset, parameter, &name);
    nfh_ruleset_parameter_tag(ruleset, parameter, "values", &values);
    struct shape shape = find_shape(name);
    double missing = draw(state), at = draw(state);
    cell->text[0] = '\0';
    if (missing < shape.missing)
        return;
    if (values) {
        choose_value(values, (size_t)(shape.low + at * (shape.high - shape.low)), cell);
    } else if (type == NFH_TYPE_BOOLEAN) {
        cell->truth = at < shape.low ? NFH_TRUE : NFH_FALSE;
        strcpy(cell->text, cell->truth == NFH_TRUE ? "true" : "false");
    } else if (type == NFH_TYPE_DATE) {
        cell->date = screening - (int32_t)(shape.low + at * (shape.high - shape.low));
        nfh_date_format(cell->date, cell->text, sizeof cell->text);
    } else {
        long tenths = (long)((shape.low + at * (shape.high - shape.low)) * 10);
        snprintf(cell->text, sizeof cell->text, "%ld.%ld", tenths / 10, tenths % 10);
        cell->number = strtod(cell->text, NULL);
    }
}

static void make_cohort(const nfh_ruleset *ruleset, struct cohort *cohort)
{
    uint64_t state = UINT64_C(88172645463325252);
    int32_t first;
    nfh_date_parse("2025-09-01", &first);
    nfh_ruleset_parameter_count(ruleset, &cohort->parameters);
    cohort->type = calloc(cohort->parameters, sizeof *cohort->type);
    cohort->cell = calloc(cohort->parameters * SUBJECTS, sizeof *cohort->cell);
    if (!cohort->type || !cohort->cell)
        abort();
    for (size_t i = 0; i < cohort->parameters; i++)
        nfh_ruleset_parameter_type(ruleset, i, &cohort->type[i]);
    for (size_t row = 0; row < SUBJECTS; row++) {
        int32_t screening = first + (int32_t)(draw(&state) * 300);
        for (size_t i = 0; i < cohort->parameters; i++)
            make_cell(ruleset, i, cohort->type[i], screening, &state,
                      &cohort->cell[row * cohort->parameters + i]);
    }
}

static int set_typed(nfh_subject *subject, size_t parameter, int type, const struct cell *cell)
{
    switch (type) {
    case NFH_TYPE_BOOLEAN:
        return nfh_subject_set_boolean(subject, parameter, cell->truth);
    case NFH_TYPE_DATE:
        return nfh_subject_set_date(subject, parameter, cell->date);
    case NFH_TYPE_INTEGER:
        return nfh_subject_set_integer(subject, parameter, (int64_t)cell->number);
    case NFH_TYPE_STRING:
        return nfh_subject_set_string(subject, parameter, cell->text);
    default:
        return nfh_subject_set_number(subject, parameter, cell->number);
    }
}

/* Fills a subject with a row; the number of values that were refused, which should be none. */
static int fill(const struct cohort *cohort, size_t row, int as_text, nfh_subject *subject)
{
    int refused = 0;
    nfh_subject_clear(subject);
    for (size_t i = 0; i < cohort->parameters; i++) {
        const struct cell *cell = &cohort->cell[row * cohort->parameters + i];
        if (cell->text[0] == '\0')
            continue;
        int status = as_text ? nfh_subject_set_text_at(subject, i, cell->text)
                             : set_typed(subject, i, cohort->type[i], cell);
        refused += status != NFH_OK;
    }
    return refused;
}

static double now(void)
{
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_samples(const char *what, double *sample, const char *unit)
{
    qsort(sample, SAMPLES, sizeof *sample, compare_doubles);
    printf("%-28s %10.1f %s (median of %d; fastest %.1f)\n", what, sample[SAMPLES / 2], unit,
           SAMPLES, sample[0]);
}

static void bench_load(void)
{
    double sample[SAMPLES];
    for (int i = -1; i < SAMPLES; i++) {
        nfh_ruleset *ruleset;
        double start = now();
        if (nfh_ruleset_load("NCT07101562", &ruleset) != NFH_OK)
            abort();
        if (i >= 0)
            sample[i] = (now() - start) / 1e3;
        nfh_ruleset_free(ruleset);
    }
    print_samples("load the rule set", sample, "us");
}

static void bench_fill(const struct cohort *cohort, nfh_subject *subject, int as_text,
                       const char *what)
{
    double sample[SAMPLES];
    int refused = 0;
    for (int i = -1; i < SAMPLES; i++) {
        double start = now();
        for (size_t row = 0; row < SUBJECTS; row++)
            refused += fill(cohort, row, as_text, subject);
        if (i >= 0)
            sample[i] = (now() - start) / SUBJECTS;
    }
    print_samples(what, sample, "ns per subject");
    if (refused > 0)
        printf("  %d values were refused\n", refused);
}

static void bench_screen(const nfh_ruleset *ruleset, nfh_subject **subject, nfh_report *report)
{
    enum { ROUNDS = 40 };
    double sample[SAMPLES];
    size_t count[4] = {0};
    for (int i = -1; i < SAMPLES; i++) {
        double start = now();
        for (int round = 0; round < ROUNDS; round++) {
            for (size_t row = 0; row < SUBJECTS; row++)
                nfh_screen(ruleset, subject[row], report);
        }
        if (i >= 0)
            sample[i] = (now() - start) / (ROUNDS * SUBJECTS);
    }
    print_samples("screen a filled subject", sample, "ns per subject");
    for (size_t row = 0; row < SUBJECTS; row++) {
        int verdict;
        nfh_screen(ruleset, subject[row], report);
        nfh_report_verdict(report, &verdict);
        count[verdict]++;
    }
    printf("  verdicts: %zu eligible, %zu ineligible, %zu undetermined\n",
           count[NFH_VERDICT_ELIGIBLE], count[NFH_VERDICT_INELIGIBLE],
           count[NFH_VERDICT_UNDETERMINED]);
}

/* Every criterion's reason as a sentence, beside the screening alone: `checks` too, or only what
 * the verdict hangs on. */
static void bench_reasons(const nfh_ruleset *ruleset, nfh_subject **subject, nfh_report *report,
                          int checks)
{
    static char reason[65536];
    double screening[SAMPLES], reasons[SAMPLES];
    size_t criteria, asked = 0, bytes = 0;
    nfh_ruleset_criterion_count(ruleset, &criteria);
    for (int i = -1; i < SAMPLES; i++) {
        double start = now();
        for (size_t row = 0; row < SUBJECTS; row++)
            nfh_screen(ruleset, subject[row], report);
        double middle = now();
        for (size_t row = 0; row < SUBJECTS; row++) {
            nfh_screen(ruleset, subject[row], report);
            for (size_t criterion = 0; criterion < criteria; criterion++) {
                int category;
                size_t needed;
                nfh_ruleset_criterion_category(ruleset, criterion, &category);
                if (category == NFH_CATEGORY_CHECK && !checks)
                    continue;
                nfh_report_reason(report, criterion, reason, sizeof reason, &needed);
                asked++;
                bytes += needed - 1;
            }
        }
        if (i < 0)
            continue;
        screening[i] = (middle - start) / SUBJECTS;
        reasons[i] = (now() - middle) / SUBJECTS;
    }
    print_samples(checks ? "screen, all reasons" : "screen, reasons of criteria", reasons,
                  "ns per subject");
    qsort(screening, SAMPLES, sizeof *screening, compare_doubles);
    printf("  %.1f times the screening alone (fastest of each); %zu reasons, %zu bytes a subject\n",
           reasons[0] / screening[0], asked / ((SAMPLES + 1) * SUBJECTS),
           bytes / ((SAMPLES + 1) * SUBJECTS));
}

static void print_machine(void)
{
    char line[256];
    FILE *file = fopen("/proc/cpuinfo", "r");
    printf("libnfhscreen %s", nfh_version());
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "model name", 10) == 0) {
            line[strcspn(line, "\n")] = '\0';
            printf(" on %s", strchr(line, ':') + 2);
            break;
        }
    }
    if (file)
        fclose(file);
    printf(", one thread\n");
}

int main(void)
{
    nfh_ruleset *ruleset;
    nfh_subject *subject[SUBJECTS];
    nfh_report *report;
    struct cohort cohort;
    if (nfh_ruleset_load("NCT07101562", &ruleset) != NFH_OK ||
        nfh_report_new(ruleset, &report) != NFH_OK)
        return 1;
    make_cohort(ruleset, &cohort);
    for (size_t i = 0; i < SUBJECTS; i++) {
        if (nfh_subject_new(ruleset, &subject[i]) != NFH_OK)
            return 1;
        fill(&cohort, i, 0, subject[i]);
    }
    print_machine();
    bench_load();
    bench_fill(&cohort, subject[0], 0, "fill by typed setters");
    bench_fill(&cohort, subject[0], 1, "fill from text");
    fill(&cohort, 0, 0, subject[0]);
    bench_screen(ruleset, subject, report);
    bench_reasons(ruleset, subject, report, 0);
    bench_reasons(ruleset, subject, report, 1);
    for (size_t i = 0; i < SUBJECTS; i++)
        nfh_subject_free(subject[i]);
    nfh_report_free(report);
    nfh_ruleset_free(ruleset);
    free(cohort.type);
    free(cohort.cell);
    return 0;
}
