/* SPDX-License-Identifier: MIT
 *
 * subjects.c - see subjects.h.
 */
#include "subjects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned random_below(struct random *random, unsigned limit)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (unsigned)((z ^ z >> 31) >> 16) % limit;
}

static bool one_of(struct random *random, unsigned number)
{
    return number > 0 && random_below(random, number) == 0;
}

struct test_table inputs_table(void)
{
    struct test_table table = test_table_read("subjects.tsv");
    if (table.rows > INPUTS_MAX) {
        test_stop("subjects.tsv: more than %d inputs", INPUTS_MAX);
    }
    return table;
}

size_t input_index(const struct test_table *table, const char *name)
{
    for (size_t i = 0; i < table->rows; i++) {
        if (strcmp(test_cell(table, i, "name"), name) == 0) {
            return i;
        }
    }
    test_stop("subjects.tsv: no input %s", name);
}

bool input_is_date(const struct test_table *table, size_t index)
{
    const char *name = test_cell(table, index, "name");
    size_t length = strlen(name);
    return length > 5 && strcmp(name + length - 5, "_date") == 0;
}

/* One of the texts that are parted by |; false when there are none. */
static bool pick(struct random *random, const char *cell, char text[INPUT_SIZE])
{
    unsigned count = 1;
    if (*cell == '\0') {
        return false;
    }
    for (const char *c = cell; *c != '\0'; c++) {
        count += *c == '|';
    }
    for (unsigned skip = random_below(random, count); skip > 0; skip--) {
        cell = strchr(cell, '|') + 1;
    }
    snprintf(text, INPUT_SIZE, "%.*s", (int)strcspn(cell, "|"), cell);
    return true;
}

/* The date that an anchor's letter stands for: what the dates of the subject default to. */
static int32_t anchor_date(const struct test_table *table, const struct inputs *inputs, char letter)
{
    static const char *const names[] = {"screening_date", "enrollment_date",
                                        "treatment_start_date"};
    size_t wanted = letter == 'S' ? 0 : letter == 'E' ? 1 : 2;
    int32_t date;
    if (nfh_date_parse(inputs->text[input_index(table, names[wanted])], &date) == NFH_OK) {
        return date;
    }
    if (wanted > 0) {
        return anchor_date(table, inputs, 'S');
    }
    return test_days("2025-08-31");
}

/* `S-6m+1d` as a date; other texts are left as they are. */
static void resolve_date(const struct test_table *table, const struct inputs *inputs,
                         char text[INPUT_SIZE])
{
    char unit;
    int number, used;
    if (strchr("SET", text[0]) == NULL) {
        return;
    }
    int32_t date = anchor_date(table, inputs, text[0]);
    for (const char *rest = text + 1; *rest != '\0'; rest += used) {
        if (sscanf(rest, "%d%c%n", &number, &unit, &used) != 2) {
            test_stop("subjects.tsv: `%s` is no date", text);
        }
        if (unit == 'd') {
            nfh_add_days(date, number, &date);
        } else {
            nfh_add_months(date, unit == 'y' ? 12 * number : number, &date);
        }
    }
    nfh_date_format(date, text, INPUT_SIZE);
}

static void draw_one(const struct test_table *table, struct random *random, struct draw draw,
                     size_t index, const struct inputs *inputs, char value[INPUT_SIZE])
{
    bool drawn =
        (one_of(random, draw.implausible_in) &&
         pick(random, test_cell(table, index, "implausible"), value)) ||
        (one_of(random, draw.limit_in) && pick(random, test_cell(table, index, "limits"), value)) ||
        pick(random, test_cell(table, index, "usual"), value);
    if (!drawn) {
        test_stop("subjects.tsv: nothing to draw %s from", test_cell(table, index, "name"));
    }
    if (input_is_date(table, index)) {
        resolve_date(table, inputs, value);
    }
}

void draw_inputs(const struct test_table *table, struct random *random, struct draw draw,
                 struct inputs *inputs)
{
    static const char *const first[] = {"screening_date", "enrollment_date",
                                        "treatment_start_date"};
    memset(inputs, 0, sizeof *inputs);
    /* The others count from these. */
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        size_t index = input_index(table, first[i]);
        draw_one(table, random, draw, index, inputs, inputs->text[index]);
    }
    for (size_t i = 0; i < table->rows; i++) {
        if (inputs->text[i][0] == '\0') {
            draw_one(table, random, draw, i, inputs, inputs->text[i]);
        }
    }
}

void draw_input(const struct test_table *table, struct random *random, size_t index,
                const struct inputs *inputs, char value[INPUT_SIZE])
{
    const struct draw draw = {.limit_in = 2, .implausible_in = 0};
    draw_one(table, random, draw, index, inputs, value);
}

void forget_inputs(const struct test_table *table, struct random *random, unsigned one_in,
                   struct inputs *inputs)
{
    for (size_t i = 0; i < table->rows; i++) {
        if (one_of(random, one_in)) {
            inputs->text[i][0] = '\0';
        }
    }
}

void blur_dates(const struct test_table *table, struct random *random, unsigned one_in,
                struct inputs *inputs)
{
    for (size_t i = 0; i < table->rows; i++) {
        if (input_is_date(table, i) && inputs->text[i][0] != '\0' && one_of(random, one_in)) {
            inputs->text[i][random_below(random, 2) ? 7 : 4] = '\0';
        }
    }
}

/* Flags that say that an event with a date never happened. */
static const struct {
    const char *date, *flag, *never;
} events[] = {
    {"hip_injury_date", "hip_injury", "false"},
    {"opioid_last_date", "opioid_used", "false"},
    {"glucocorticoid_last_date", "glucocorticoid_used", "false"},
    {"hip_injection_or_surgery_date", "hip_injection_or_surgery", "false"},
    {"circulation_drug_start_date", "circulation_drug_used", "false"},
    {"cancer_diagnosis_date", "cancer_diagnosed", "false"},
    {"cancer_diagnosis_date", "cancer_only_skin_scc_or_bcc", "true"},
    {"cardiovascular_event_date", "cardiovascular_event", "false"},
    {"gi_ulcer_bleed_date", "gi_ulcer_bleed", "false"},
    {"other_trial_last_date", "other_trial", "false"},
};

static bool is_value(const struct test_table *table, const struct inputs *inputs, const char *name,
                     const char *value)
{
    return strcmp(inputs->text[input_index(table, name)], value) == 0;
}

bool only_adds(const struct test_table *table, const struct inputs *inputs, size_t index,
               const char *value)
{
    static const char *const defaulted[] = {"spirits_strength", "enrollment_date",
                                            "treatment_start_date"};
    const char *name = test_cell(table, index, "name");
    for (size_t i = 0; i < sizeof defaulted / sizeof *defaulted; i++) {
        if (strcmp(name, defaulted[i]) == 0) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        if (strcmp(name, events[i].date) == 0 &&
            is_value(table, inputs, events[i].flag, events[i].never)) {
            return false;
        }
    }
    return strcmp(name, "sex") != 0 || strcmp(value, "male") != 0 ||
           (!is_value(table, inputs, "pregnant", "true") &&
            !is_value(table, inputs, "lactating", "true"));
}

static const char *unit_of(const nfh_ruleset *ruleset, const char *name)
{
    size_t index;
    const char *unit;
    if (nfh_ruleset_parameter_index(ruleset, name, &index) != NFH_OK ||
        nfh_ruleset_parameter_unit(ruleset, index, &unit) != NFH_OK) {
        test_stop("no parameter %s", name);
    }
    return unit;
}

void write_units(const struct test_table *table, const nfh_ruleset *trial,
                 const nfh_ruleset *ruleset, struct inputs *inputs)
{
    for (size_t i = 0; i < table->rows; i++) {
        const char *name = test_cell(table, i, "name");
        const char *unit = unit_of(trial, name), *other = unit_of(ruleset, name);
        char *text = inputs->text[i];
        size_t length = strlen(text);
        bool is_bare = length > 0 && strchr(text, ' ') == NULL;
        if (unit != NULL && is_bare && (other == NULL || strcmp(unit, other) != 0)) {
            snprintf(text + length, INPUT_SIZE - length, " %s", unit);
        }
    }
}

void set_inputs(const struct test_table *table, const struct inputs *inputs, nfh_subject *subject)
{
    const char *message;
    for (size_t i = 0; i < table->rows; i++) {
        if (nfh_subject_set_text(subject, test_cell(table, i, "name"), inputs->text[i]) != NFH_OK) {
            nfh_subject_error(subject, &message);
            test_stop("%s", message);
        }
    }
}
