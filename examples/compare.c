/* SPDX-License-Identifier: MIT
 *
 * compare - what if: screens one cohort with two rule sets, such as a protocol before and after an
 * amendment, and tells who changes and by which criterion.
 */
#include "compare.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation_time.h"
#include "ruleset_file.h"
#include "screen_csv.h"

/* Exit statuses */
enum { EXIT_ALL = 0, EXIT_SOME = 1, EXIT_NONE = 2 };

const char program[] = "compare";

static const char usage[] =
    "usage: compare [--now TIME] [--csv] [--extra-columns] OLD NEW [COHORT.csv]\n"
    "       compare --help | --version\n"
    "\n"
    "Screens the subjects of a cohort with two rule sets and tells what changes: the verdicts, the "
    "criteria that have\n"
    "another outcome, and the criteria and inputs that only one of them has. OLD and NEW are "
    "built-in rule sets or .cql\n"
    "files; criteria go together by their id. The cohort is a CSV file as screen takes it; a "
    "column "
    "may be an input of\n"
    "either rule set. Without a file, or with -, standard input is read.\n"
    "\n"
    "  --now TIME        the time for Now() and Today() and its time zone, "
    "2025-09-01T14:30:00.000+02:00; without it they are\n"
    "                    not known: the machine's clock is not read\n"
    "  --csv             write a row for each subject whose verdict changes, with the criteria "
    "that "
    "change it\n"
    "  --extra-columns   pass over columns that are no parameter of either\n"
    "\n"
    "Exit status: 0 all rows were screened, 1 some or all could not be, 2 nothing could be done.\n";

struct options {
    const char *ruleset[SIDES];
    const char *cohort; /* NULL: standard input */
    const char *now;    /* NULL: not known */
    bool csv, extra_columns;
};

static int complain(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s: %s\n", program, what, why);
    return EXIT_NONE;
}

/* ---- Rows ------------------------------------------------------------------------------------ */

/* Tells what is wrong with a row: once when it is the same for both rule sets. */
static void tell_problems(const struct comparison *comparison)
{
    static const char *const label[SIDES] = {"for the old rule set: ", "for the new rule set: "};
    const struct screening *side = comparison->side;
    const char *message[SIDES] = {text_of(&side[OLD].message), text_of(&side[NEW].message)};
    bool same = strcmp(message[OLD], message[NEW]) == 0;
    for (int i = OLD; i < SIDES; i++) {
        if (message[i][0] && !(same && i == NEW))
            fprintf(stderr, "%s: %s: %s%s\n", program, side[i].file, same ? "" : label[i],
                    message[i]);
    }
}

static void compare_row(struct comparison *comparison, const struct csv_record *row)
{
    for (int side = OLD; side < SIDES; side++)
        comparison->verdict[side] =
            screen_row(&comparison->side[side], &comparison->columns[side], row);
    tell_problems(comparison);
    count_subject(comparison);
    if (comparison->csv && comparison->verdict[OLD] != comparison->verdict[NEW])
        print_change(comparison);
}

static int exit_status(const struct comparison *comparison)
{
    for (int verdict = 0; verdict < VERDICT_COUNT; verdict++) {
        if (comparison->count[VERDICT_ERROR][verdict] > 0 ||
            comparison->count[verdict][VERDICT_ERROR] > 0)
            return EXIT_SOME;
    }
    return EXIT_ALL;
}

static int compare_rows(struct comparison *comparison, struct csv_reader *reader)
{
    const char *failure;
    const struct csv_record *row;
    if (comparison->csv)
        print_changes_head(comparison);
    while (!ferror(stdout) && (row = csv_reader_next(reader, &failure)) != NULL)
        compare_row(comparison, row);
    if (ferror(stdout))
        return complain("standard output", strerror(errno));
    if (!comparison->csv)
        print_comparison(comparison);
    if (failure)
        return complain(comparison->side[OLD].file, failure);
    return exit_status(comparison);
}

static int compare_cohort(struct comparison *comparison, FILE *file, bool extra_columns)
{
    struct csv_reader reader;
    struct screening *side = comparison->side;
    const char *failure;
    int result = EXIT_NONE;
    if (!csv_reader_open(&reader, file))
        return complain(side[OLD].file, strerror(ENOMEM));
    const struct csv_record *header = csv_reader_next(&reader, &failure);
    if (!header)
        complain(side[OLD].file,
                 failure ? failure
                         : "there is no header: a line with the names of the columns is expected");
    else if (read_header(&side[OLD], header, extra_columns, &comparison->columns[OLD]) &&
             read_header(&side[NEW], header, extra_columns, &comparison->columns[NEW]))
        result = compare_rows(comparison, &reader);
    csv_reader_close(&reader);
    return result;
}

/* ---- Start and end --------------------------------------------------------------------------- */

static int compare_file(nfh_ruleset *const ruleset[SIDES], const struct options *options)
{
    struct comparison comparison = {.csv = options->csv};
    const char *name = options->cohort ? options->cohort : "standard input";
    FILE *file = options->cohort ? fopen(options->cohort, "rb") : stdin;
    int result = EXIT_NONE;
    bool started = true;
    if (!file)
        return complain(name, strerror(errno));
    for (int side = OLD; side < SIDES; side++) {
        comparison.side[side] = (struct screening){.ruleset = ruleset[side],
                                                   .other = ruleset[side == OLD ? NEW : OLD],
                                                   .quiet = true,
                                                   .now = options->now,
                                                   .file = name};
        started = start_screening(&comparison.side[side]) && started;
    }
    if (started && pair_criteria(&comparison))
        result = compare_cohort(&comparison, file, options->extra_columns);
    else
        complain(name, strerror(ENOMEM));
    for (int side = OLD; side < SIDES; side++) {
        end_screening(&comparison.side[side]);
        free(comparison.columns[side].parameter);
    }
    free(comparison.pair);
    if (file != stdin)
        fclose(file);
    return result;
}

static bool read_options(char **argument, struct options *options)
{
    int count = 0;
    for (; *argument; argument++) {
        if (strcmp(*argument, "--csv") == 0)
            options->csv = true;
        else if (strcmp(*argument, "--extra-columns") == 0)
            options->extra_columns = true;
        else if (strcmp(*argument, "--now") == 0 && argument[1])
            options->now = *++argument;
        else if (count > SIDES || ((*argument)[0] == '-' && (*argument)[1] != '\0'))
            return false;
        else if (count < SIDES)
            options->ruleset[count++] = *argument;
        else {
            options->cohort = strcmp(*argument, "-") == 0 ? NULL : *argument;
            count++;
        }
    }
    return count >= SIDES;
}

int main(int count, char **argument)
{
    struct options options = {.cohort = NULL};
    nfh_ruleset *ruleset[SIDES] = {NULL, NULL};
    int result = EXIT_NONE;
    if (count == 2 && strcmp(argument[1], "--help") == 0) {
        fputs(usage, stdout);
        return EXIT_ALL;
    }
    if (count == 2 && strcmp(argument[1], "--version") == 0) {
        printf("%s (libnfhscreen) %s\n", program, nfh_version());
        return EXIT_ALL;
    }
    if (!read_options(argument + 1, &options)) {
        fputs(usage, stderr);
        return EXIT_NONE;
    }
    if (options.now && !is_evaluation_time(program, options.now))
        return EXIT_NONE;
    if (load_ruleset(program, options.ruleset[OLD], &ruleset[OLD]) &&
        load_ruleset(program, options.ruleset[NEW], &ruleset[NEW]))
        result = compare_file(ruleset, &options);
    nfh_ruleset_free(ruleset[OLD]);
    nfh_ruleset_free(ruleset[NEW]);
    if (fflush(stdout) != 0)
        return complain("standard output", strerror(errno));
    return result;
}
