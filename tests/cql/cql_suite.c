/* SPDX-License-Identifier: MIT
 *
 * cql_suite.c - runs the official CQL test suite (HL7 cql-tests) against the library.
 *
 * A test is met when its value is the expected one in type and value, whenever it is evaluated:
 * with each of the times below as "now", the whole suite once for each, and whether it is compiled
 * alone or with all the expressions of its file, the last one first.
 *
 * Both values are those of the library: that of the test's expression and that of its expected
 * output. They agree when they print as the same literal, which has the type in it: 1 is an
 * Integer, 1L a Long, 1.0 a Decimal, @2014 a Date and @2014T a DateTime; an unknown value prints as
 * null, whatever its type, for an expected null has none. Two things that are written differently
 * agree as well:
 * 1. An expected Integer or Long where the value is the Long or Decimal it converts to (Power
 *    gives a Decimal, and the suite expects 1 of Power(0, 0)). With --strict-list such a test must
 *    be listed with the class `converts`; the other way, a 1 for a 1.0, is never the same.
 * 2. Intervals whose starts and ends agree, as [1, 4) and [1, 3].
 * An uncertain Integer prints as the interval of what it may be, as the suite writes it.
 *
 * A text marked invalid="syntax" must be refused by the parser, "semantic" when it is compiled,
 * "true" and "execution" when it is compiled or run; to be refused as not supported (3007) is not
 * enough, and neither is null. Without an output a valid test must only run.
 *
 * tests/cql/deviations.tsv lists the tests that are not met, and what they give instead. A test
 * that is not met and not listed fails, and so does one that is listed and met, or gives something
 * else. Entries of tests that are not there count with --strict-list only: another part of the
 * suite may be run.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

#define TIMES_MAX   4
#define UNSUPPORTED "!3007 "

/* The greatest offsets on both sides, none, and one that is not whole hours. */
static const char *const default_times[TIMES_MAX] = {
    "2026-03-01T12:00:00.000-12:00", "2026-03-01T12:00:00.000+00:00",
    "2026-03-01T12:00:00.000+05:30", "2026-03-01T12:00:00.000+14:00"};

static const char usage[] =
    "usage: cql_suite [OPTION...] DIRECTORY    run the tests of every .xml file there\n"
    "  --deviations FILE   the list of the tests that are not met (tests/cql/deviations.tsv)\n"
    "  --strict-list       every test of that list must be there\n"
    "  --select TEXT       only tests with this text in FILE/GROUP/TEST\n"
    "  --now TIME          evaluate at this time only, 2026-03-01T12:00:00.000+01:00\n"
    "  --failures          print failures and counts only\n"
    "  --rows              print failures as rows for the list, with their class still to be "
    "found\n";

struct options {
    const char *directory, *deviations, *selection;
    bool strict_list, only_failures, rows;
    const char *time[TIMES_MAX];
    size_t time_count;
};

/* What has become of a test. */
struct outcome {
    bool selected, met, converted;
    const char *time;       /* when it was not met */
    char *value[TIMES_MAX]; /* of an expression alone */
    char *got, *expected;   /* of the output that is not met; else of the last */
};

struct counts {
    size_t tests, first_stage, early, met, converted, listed, refused, passed, failed;
};

/* ---- One test ----------------------------------------------------------------------------------
 */

static bool is_refused_as_wanted(enum suite_invalid invalid, const char *value)
{
    int code = value[0] == '!' ? atoi(value + 1) : 0;
    bool compile_error = code > 0 && strncmp(value, UNSUPPORTED, strlen(UNSUPPORTED)) != 0;
    switch (invalid) {
    case SUITE_SYNTAX:
        return code >= 1000 && code < 3000;
    case SUITE_SEMANTIC:
        return compile_error;
    default:
        return compile_error || strncmp(value, "!run ", strlen("!run ")) == 0;
    }
}

static const char *describe_invalid(enum suite_invalid invalid)
{
    return invalid == SUITE_SYNTAX     ? "a syntax error"
           : invalid == SUITE_SEMANTIC ? "an error when it is compiled"
                                       : "an error";
}

/* Compares one value with what is expected, and keeps both. Whether they agree. */
static bool judge(struct outcome *outcome, const struct suite_test *test,
                  const struct suite_output *output, char *actual, const char *now)
{
    free(outcome->got);
    free(outcome->expected);
    outcome->got = actual;
    outcome->expected = NULL;
    if (test->invalid != SUITE_VALID) {
        outcome->expected = suite_copy(describe_invalid(test->invalid));
        return is_refused_as_wanted(test->invalid, actual);
    }
    if (output == NULL) {
        outcome->expected = suite_copy("any value");
        return actual[0] != '!';
    }
    struct suite_program program = suite_compile(output->text, false);
    suite_evaluate(&program, now);
    outcome->expected = suite_value(&program, NULL);
    suite_program_free(&program);
    enum suite_agreement agreement =
        suite_agree(actual, outcome->expected, test->text, output->text, now);
    outcome->converted = outcome->converted || agreement == SUITE_CONVERTED;
    return agreement != SUITE_DIFFERENT;
}

/* Whether the test is met at a time. */
static bool meets(struct outcome *outcome, const struct suite_test *test,
                  struct suite_program *program, const char *now)
{
    suite_evaluate(program, now);
    if (test->invalid != SUITE_VALID || test->output_count == 0) {
        return judge(outcome, test, NULL, suite_value(program, NULL), now);
    }
    for (size_t i = 0; i < test->output_count; i++) {
        const struct suite_output *output = &test->output[i];
        if (!judge(outcome, test, output, suite_value(program, output->name), now)) {
            return false;
        }
    }
    return true;
}

static void run_alone(struct outcome *outcome, const struct suite_test *test,
                      const struct options *options)
{
    struct suite_program program = suite_compile(test->text, test->is_library);
    outcome->met = true;
    for (size_t i = 0; i < options->time_count; i++) {
        if (outcome->met && !meets(outcome, test, &program, options->time[i])) {
            outcome->met = false;
            outcome->time = options->time[i];
        }
        if (!test->is_library) {
            suite_evaluate(&program, options->time[i]);
            outcome->value[i] = suite_value(&program, NULL);
        }
    }
    suite_program_free(&program);
}

/* ---- All expressions of a file in one library --------------------------------------------------
 */

/* Whether the expression was compiled alone, and has values to compare. */
static bool is_compiled(const struct outcome *outcome)
{
    const char *value = outcome->value[0];
    return value != NULL && (value[0] != '!' || strncmp(value, "!run ", 5) == 0);
}

static char *write_library(const struct suite_test *test, const struct outcome *outcome,
                           size_t count)
{
    char *text = suite_copy("");
    for (size_t i = count; i-- > 0;) {
        if (is_compiled(&outcome[i])) {
            char *longer = suite_format("%sdefine \"%zu\":\n%s\n", text, i, test[i].text);
            free(text);
            text = longer;
        }
    }
    return text;
}

/* A test that has another value in the library than alone is not met. */
static void compare_all(struct suite_program *program, const struct options *options, size_t time,
                        struct outcome *outcome, size_t count)
{
    suite_evaluate(program, options->time[time]);
    for (size_t i = 0; i < count; i++) {
        char name[24];
        snprintf(name, sizeof name, "%zu", i);
        char *value = is_compiled(&outcome[i]) ? suite_value(program, name) : NULL;
        if (value != NULL && strcmp(value, outcome[i].value[time]) != 0) {
            free(outcome[i].got);
            free(outcome[i].expected);
            outcome[i].got = suite_format("%s in the library of all", value);
            outcome[i].expected = suite_format("%s as alone", outcome[i].value[time]);
            outcome[i].met = false;
            outcome[i].time = options->time[time];
        }
        free(value);
    }
}

/* Whether the library of all expressions can be compiled. */
static bool run_together(const struct options *options, const struct suite_test *test,
                         struct outcome *outcome, size_t count)
{
    char *text = write_library(test, outcome, count);
    struct suite_program program = suite_compile(text, true);
    bool compiled = program.ruleset != NULL;
    if (!compiled) {
        printf("FAIL %s: the library of all expressions: %s [%d]\n", test->file, program.message,
               program.code);
    }
    for (size_t i = 0; compiled && i < options->time_count; i++) {
        compare_all(&program, options, i, outcome, count);
    }
    suite_program_free(&program);
    free(text);
    return compiled;
}

/* ---- Report ------------------------------------------------------------------------------------
 */

/* Prints a text on one line, every run of blanks as one. */
static void print_text(const char *text)
{
    static const char blanks[] = " \t\r\n";
    for (text += strspn(text, blanks); *text != '\0';) {
        size_t length = strcspn(text, blanks), skipped = strspn(text + length, blanks);
        printf("%.*s%s", (int)length, text, text[length + skipped] == '\0' ? "" : " ");
        text += length + skipped;
    }
}

/* Whether what a test gives is what the list says: of an error its code. */
static bool is_as_listed(const char *got, const char *listed)
{
    size_t length = strlen(listed);
    return strncmp(got, listed, length) == 0 && got[length] == (got[0] == '!' ? ' ' : '\0');
}

/* NULL when the outcome is as it must be, or what is wrong. */
static const char *find_fault(const struct outcome *outcome, const struct suite_entry *entry,
                              const struct options *options)
{
    if (entry != NULL && suite_class_fails(entry->class)) {
        return outcome->met                              ? "is listed, and met"
               : !is_as_listed(outcome->got, entry->got) ? "is listed with another value"
                                                         : NULL;
    }
    if (!outcome->met) {
        return "is not met";
    }
    bool is_listed = entry != NULL && entry->class == SUITE_CONVERTS;
    if (options->strict_list && outcome->converted != is_listed) {
        return is_listed ? "is listed, and not converted" : "is met by conversion, and not listed";
    }
    return NULL;
}

static void print_row(const struct suite_test *test, const struct outcome *outcome)
{
    size_t length = outcome->got[0] == '!' ? strcspn(outcome->got, " ") : strlen(outcome->got);
    printf("?\t%s\t%s\t%s\t%.*s\t%s\n", test->file, test->group, test->name, (int)length,
           outcome->got, outcome->got[0] == '!' ? outcome->got + length + 1 : outcome->expected);
}

static void print_failure(const struct suite_test *test, const struct outcome *outcome,
                          const char *fault, const struct options *options)
{
    if (options->rows) {
        print_row(test, outcome);
        return;
    }
    printf("FAIL %s/%s/%s %s: ", test->file, test->group, test->name, fault);
    print_text(test->text);
    printf(": got %s, expected %s", outcome->got, outcome->expected);
    if (outcome->time != NULL && outcome->time != options->time[0]) {
        printf(", at %s", outcome->time);
    }
    putchar('\n');
}

static void count_test(struct counts *counts, const struct suite_test *test,
                       const struct outcome *outcome, const struct suite_entry *entry,
                       const struct options *options)
{
    enum suite_class class = entry == NULL ? SUITE_FIRST : entry->class;
    const char *fault = find_fault(outcome, entry, options);
    counts->tests++;
    counts->first_stage += class != SUITE_LATER && class != SUITE_EARLY;
    counts->early += class == SUITE_EARLY && outcome->met;
    counts->met += class != SUITE_LATER && class != SUITE_EARLY && outcome->met;
    counts->converted += outcome->met && outcome->converted;
    counts->listed += suite_class_fails(class);
    counts->passed += fault == NULL;
    counts->failed += fault != NULL;
    if (fault != NULL) {
        counts->refused += strncmp(outcome->got, UNSUPPORTED, strlen(UNSUPPORTED)) == 0;
        print_failure(test, outcome, fault, options);
    } else if (entry != NULL && suite_class_fails(class) && class != SUITE_LATER &&
               !options->only_failures && !options->rows) {
        printf("%-8s %s/%s/%s: %s, expected %s: %s\n", suite_class_name(class), test->file,
               test->group, test->name, entry->got, outcome->expected, entry->reason);
    }
}

static size_t count_absent(const struct suite *suite, const struct suite_list *list)
{
    size_t absent = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool found = false;
        for (size_t k = 0; k < suite->count && !found; k++) {
            found = suite_list_find(list, &suite->test[k]) == &list->entry[i];
        }
        if (!found) {
            printf("FAIL %s/%s/%s is listed, and there is no such test (or it is listed twice)\n",
                   list->entry[i].file, list->entry[i].group, list->entry[i].test);
            absent++;
        }
    }
    return absent;
}

static void print_counts(const struct counts *counts, const struct options *options)
{
    printf("%zu tests, each at %zu times, alone and with its file\n", counts->tests,
           options->time_count);
    printf("first stage: %zu, of these met: %zu (%zu by conversion of an Integer)\n",
           counts->first_stage, counts->met, counts->converted);
    printf("later stages: %zu, of these met already: %zu\n", counts->tests - counts->first_stage,
           counts->early);
    printf("listed as not met: %zu; failures refused as not supported: %zu\n", counts->listed,
           counts->refused);
    printf("%zu passed, %zu failed\n", counts->passed, counts->failed);
}

/* ---- Running -----------------------------------------------------------------------------------
 */

static bool is_selected(const struct suite_test *test, const char *selection)
{
    char *path = suite_format("%s/%s/%s", test->file, test->group, test->name);
    bool selected = selection == NULL || strstr(path, selection) != NULL;
    free(path);
    return selected;
}

static void free_outcomes(struct outcome *outcome, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < TIMES_MAX; k++) {
            free(outcome[i].value[k]);
        }
        free(outcome[i].got);
        free(outcome[i].expected);
    }
    free(outcome);
}

/* The tests of one file, which lie side by side. */
static void run_file(const struct options *options, const struct suite_list *list,
                     const struct suite_test *test, size_t count, struct counts *counts)
{
    struct outcome *outcome = suite_resize(NULL, count * sizeof *outcome);
    for (size_t i = 0; i < count; i++) {
        outcome[i] = (struct outcome){.selected = is_selected(&test[i], options->selection)};
        if (outcome[i].selected) {
            run_alone(&outcome[i], &test[i], options);
        }
    }
    if (!run_together(options, test, outcome, count)) {
        counts->failed++;
    }
    for (size_t i = 0; i < count; i++) {
        if (outcome[i].selected) {
            count_test(counts, &test[i], &outcome[i], suite_list_find(list, &test[i]), options);
        }
    }
    free_outcomes(outcome, count);
}

/* The value of an option, the next argument. */
static const char *option_value(char ***argument)
{
    if ((*argument)[1] == NULL) {
        suite_stop("%s: a value is missing\n%s", **argument, usage);
    }
    return *++*argument;
}

static struct options read_options(char **argument)
{
    struct options options = {.deviations = "tests/cql/deviations.tsv", .time_count = TIMES_MAX};
    memcpy(options.time, default_times, sizeof default_times);
    for (; *argument != NULL; argument++) {
        if (strcmp(*argument, "--strict-list") == 0) {
            options.strict_list = true;
        } else if (strcmp(*argument, "--failures") == 0) {
            options.only_failures = true;
        } else if (strcmp(*argument, "--rows") == 0) {
            options.rows = true;
        } else if (strcmp(*argument, "--deviations") == 0) {
            options.deviations = option_value(&argument);
        } else if (strcmp(*argument, "--select") == 0) {
            options.selection = option_value(&argument);
        } else if (strcmp(*argument, "--now") == 0) {
            options.time[0] = option_value(&argument);
            options.time_count = 1;
        } else if (**argument != '-' && options.directory == NULL) {
            options.directory = *argument;
        } else {
            suite_stop("%s: no such option\n%s", *argument, usage);
        }
    }
    if (options.directory == NULL) {
        suite_stop("%s", usage);
    }
    return options;
}

int main(int count, char **argument)
{
    struct options options = read_options(argument + (count > 0));
    struct suite suite = suite_read(options.directory);
    struct suite_list list = suite_list_read(options.deviations);
    struct counts counts = {0};
    for (size_t i = 0, next; i < suite.count; i = next) {
        for (next = i; next < suite.count && suite.test[next].file == suite.test[i].file;) {
            next++;
        }
        run_file(&options, &list, &suite.test[i], next - i, &counts);
    }
    if (options.strict_list) {
        counts.failed += count_absent(&suite, &list);
    }
    if (counts.tests == 0) {
        suite_stop("no test selected");
    }
    print_counts(&counts, &options);
    suite_list_free(&list);
    suite_free(&suite);
    return counts.failed > 0;
}
