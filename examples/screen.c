/* SPDX-License-Identifier: MIT
 *
 * screen - screens a cohort: reads subjects as CSV, writes a verdict and the criteria for each.
 */
#include "screen.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation_time.h"
#include "ruleset_file.h"
#include "screen_cohort.h"
#include "screen_csv.h"

/* Exit statuses */
enum { EXIT_ALL = 0, EXIT_SOME = 1, EXIT_NONE = 2 };

const char program[] = "screen";

static const char usage[] =
    "usage: screen [-r RULESET] [--now TIME] [--json | --table] [--extra-columns] [COHORT.csv]\n"
    "       screen --help | --version\n"
    "\n"
    "Reads subjects, one a row, and writes for each a verdict (eligible, ineligible, undetermined, "
    "or error for a row\n"
    "that cannot be read) and every criterion (true, false, unknown). Without a file, or with -, "
    "standard input is read.\n"
    "The header names the column subject_id and parameters of the rule set, in any order. An empty "
    "cell is missing data.\n"
    "Rows are written as they are read, in memory that does not grow. Where standard error is a "
    "terminal, and the output is\n"
    "not, it shows how many rows are done.\n"
    "\n"
    "  -r RULESET        a built-in rule set (NCT07101562 when not given), or a .cql file\n"
    "  --now TIME        the time for Now() and Today() and its time zone, "
    "2025-09-01T14:30:00.000+02:00; without it they are\n"
    "                    not known: the machine's clock is not read\n"
    "  --json            write a JSON report a line instead of CSV\n"
    "  --table           write a table for people, with the reasons\n"
    "  --extra-columns   pass over columns that are no parameter\n"
    "\n"
    "Exit status: 0 all rows were screened, 1 some or all could not be, 2 nothing could be done.\n";

struct options {
    const char *ruleset;
    const char *cohort; /* NULL: standard input */
    const char *now;    /* NULL: not known */
    enum format format;
    bool extra_columns;
};

/* ---- Rows ------------------------------------------------------------------------------------ */

static int complain(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s: %s\n", program, what, why);
    return EXIT_NONE;
}

/* Screens the rows behind the header. Failures of reading and writing are told; rows that were done
 * stay done. */
static int screen_rows(struct screening *screening, const struct columns *columns,
                       struct csv_reader *reader)
{
    const char *failure = NULL;
    const struct csv_record *row = NULL;
    struct cohort cohort = {.usable = false};
    if (screening->format == FORMAT_CSV)
        cohort_open(&cohort, screening, columns);
    progress_start(&screening->progress);
    print_head(screening);
    do {
        while (cohort_screen(&cohort, screening, columns, reader))
            ;
        row = csv_reader_next(reader, &failure);
        if (row) {
            print_row(screening, screen_row(screening, columns, row));
            progress_add(&screening->progress, 1);
        }
    } while (row && !ferror(stdout));
    progress_clear(&screening->progress);
    cohort_close(&cohort);
    if (ferror(stdout))
        return complain("standard output", strerror(errno));
    print_foot(screening);
    if (failure)
        return complain(screening->file, failure);
    return screening->count[VERDICT_ERROR] > 0 ? EXIT_SOME : EXIT_ALL;
}

static int screen_cohort(struct screening *screening, FILE *file, bool extra_columns)
{
    struct csv_reader reader;
    struct columns columns = {.parameter = NULL};
    const char *failure;
    int result = EXIT_NONE;
    if (!csv_reader_open(&reader, file))
        return complain(screening->file, strerror(ENOMEM));
    const struct csv_record *header = csv_reader_next(&reader, &failure);
    if (!header)
        complain(screening->file,
                 failure ? failure
                         : "there is no header: a line with the names of the columns is expected");
    else if (read_header(screening, header, extra_columns, &columns))
        result = screen_rows(screening, &columns, &reader);
    free(columns.parameter);
    csv_reader_close(&reader);
    return result;
}

/* ---- Start and end --------------------------------------------------------------------------- */

static int screen_file(const nfh_ruleset *ruleset, const struct options *options)
{
    struct screening screening = {
        .ruleset = ruleset, .format = options->format, .now = options->now};
    FILE *file = options->cohort ? fopen(options->cohort, "rb") : stdin;
    screening.file = options->cohort ? options->cohort : "standard input";
    if (!file)
        return complain(screening.file, strerror(errno));
    int result = EXIT_NONE;
    if (start_screening(&screening))
        result = screen_cohort(&screening, file, options->extra_columns);
    else
        complain(screening.file, strerror(ENOMEM));
    end_screening(&screening);
    if (file != stdin)
        fclose(file);
    return result;
}

static bool read_options(char **argument, struct options *options)
{
    bool taken = false;
    for (; *argument; argument++) {
        if (strcmp(*argument, "-r") == 0 && argument[1])
            options->ruleset = *++argument;
        else if (strcmp(*argument, "--now") == 0 && argument[1])
            options->now = *++argument;
        else if (strcmp(*argument, "--json") == 0)
            options->format = FORMAT_JSON;
        else if (strcmp(*argument, "--table") == 0)
            options->format = FORMAT_TABLE;
        else if (strcmp(*argument, "--extra-columns") == 0)
            options->extra_columns = true;
        else if (taken || ((*argument)[0] == '-' && (*argument)[1] != '\0'))
            return false;
        else {
            options->cohort = strcmp(*argument, "-") == 0 ? NULL : *argument;
            taken = true;
        }
    }
    return true;
}

int main(int count, char **argument)
{
    struct options options = {.ruleset = "NCT07101562"};
    nfh_ruleset *ruleset;
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
    if (load_ruleset(program, options.ruleset, &ruleset))
        result = screen_file(ruleset, &options);
    nfh_ruleset_free(ruleset);
    if (fflush(stdout) != 0)
        return complain("standard output", strerror(errno));
    return result;
}
