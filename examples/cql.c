/* SPDX-License-Identifier: MIT
 *
 * cql - evaluates CQL: an expression, one expression a line, or the definitions of a file.
 */
#include "nfhscreen.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "evaluation_time.h"
#include "ruleset_file.h"

/* Exit statuses */
enum { EXIT_FINE = 0, EXIT_COMPILE = 1, EXIT_RUN = 2 };

static const char program[] = "cql";

static const char usage[] =
    "usage: cql [--now TIME] ...\n"
    "       cql -e EXPRESSION              print the value of an expression\n"
    "       cql -                          read one expression a line, print one value a line\n"
    "       cql FILE.cql [NAME=VALUE ...]  print every definition of a file; NAME is a parameter\n"
    "       cql --check FILE.cql           only say what is wrong with a file, and what may be\n"
    "       cql --check --strict FILE.cql  the same; warnings count as errors\n"
    "       cql --help | --version\n"
    "--now: the time for Now() and Today() and its time zone, 2025-09-01T14:30:00.000+02:00;\n"
    "without it the machine's time, in UTC.\n"
    "Exit status: 0, 1 when there are errors in the text, 2 when something else failed.\n";

static int complain(const char *what, int status)
{
    fprintf(stderr, "%s: %s: %s\n", program, what, nfh_status_text(status));
    return EXIT_RUN;
}

/* What the definitions of a rule set come to. */
struct evaluation {
    nfh_subject *subject;
    nfh_report *report;
    char *text; /* of the value last formatted */
    size_t size;
};

/* The time of all evaluations: the library itself reads no clock. */
static const char *now = "";

static const char *read_clock(void)
{
    static char text[64];
    time_t seconds = time(NULL);
    struct tm *utc = gmtime(&seconds);
    if (!utc || strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000Z", utc) == 0)
        text[0] = '\0'; /* not known */
    return text;
}

static int start_evaluation(const nfh_ruleset *ruleset, struct evaluation *evaluation)
{
    *evaluation = (struct evaluation){.subject = NULL};
    int status = nfh_subject_new(ruleset, &evaluation->subject);
    if (status == NFH_OK)
        status = nfh_subject_set_now(evaluation->subject, now);
    if (status == NFH_OK)
        status = nfh_report_new(ruleset, &evaluation->report);
    return status;
}

static void end_evaluation(struct evaluation *evaluation)
{
    free(evaluation->text);
    nfh_report_free(evaluation->report);
    nfh_subject_free(evaluation->subject);
}

/* Writes a definition's value, or the message of its run-time error, into evaluation->text. */
static int format_value(struct evaluation *evaluation, size_t index)
{
    size_t needed;
    int status =
        nfh_report_value(evaluation->report, index, evaluation->text, evaluation->size, &needed);
    if (status != NFH_E_BUFFER)
        return status;
    char *grown = realloc(evaluation->text, needed);
    if (!grown)
        return NFH_E_MEMORY;
    evaluation->text = grown;
    evaluation->size = needed;
    return nfh_report_value(evaluation->report, index, grown, needed, &needed);
}

/* Evaluates the only definition of an expression. NFH_OK and NFH_E_EVALUATE leave a text. */
static int evaluate_expression(const nfh_ruleset *ruleset, struct evaluation *evaluation)
{
    int status = start_evaluation(ruleset, evaluation);
    if (status == NFH_OK)
        status = nfh_screen(ruleset, evaluation->subject, evaluation->report);
    return status == NFH_OK ? format_value(evaluation, 0) : status;
}

static int run_expression(nfh_compiler *compiler, const char *text)
{
    nfh_ruleset *ruleset;
    struct evaluation evaluation;
    size_t count = 0;
    int status = nfh_compiler_compile_expression(compiler, text, strlen(text), &ruleset);
    print_diagnostics(compiler, true);
    nfh_compiler_diagnostic_count(compiler, &count);
    if (status != NFH_OK) {
        if (count == 0)
            complain("the expression", status);
        return status == NFH_E_MEMORY ? EXIT_RUN : EXIT_COMPILE;
    }
    status = evaluate_expression(ruleset, &evaluation);
    if (status == NFH_OK)
        puts(evaluation.text);
    else if (status == NFH_E_EVALUATE)
        fprintf(stderr, "%s: %s\n", program, evaluation.text);
    else
        complain("the expression", status);
    end_evaluation(&evaluation);
    nfh_ruleset_free(ruleset);
    return status == NFH_OK ? EXIT_FINE : EXIT_RUN;
}

/* The first error of the last compilation, on one line of standard output. */
static void print_first_error(const nfh_compiler *compiler, int status)
{
    int severity, code, line, column;
    const char *message;
    for (size_t i = 0; nfh_compiler_diagnostic(compiler, i, &severity, &code, NULL, &line, &column,
                                               &message) == NFH_OK;
         i++) {
        if (severity == NFH_SEVERITY_ERROR) {
            printf("error: %d:%d: %s [%d]\n", line, column, message, code);
            return;
        }
    }
    printf("error: %s\n", nfh_status_text(status));
}

static void run_line(nfh_compiler *compiler, const char *text, size_t length)
{
    nfh_ruleset *ruleset;
    struct evaluation evaluation;
    int status = nfh_compiler_compile_expression(compiler, text, length, &ruleset);
    if (status != NFH_OK) {
        print_first_error(compiler, status);
        return;
    }
    status = evaluate_expression(ruleset, &evaluation);
    if (status == NFH_OK)
        puts(evaluation.text);
    else
        printf("error: %s\n", status == NFH_E_EVALUATE ? evaluation.text : nfh_status_text(status));
    end_evaluation(&evaluation);
    nfh_ruleset_free(ruleset);
}

/* A line of standard input without its end, whatever it holds. What goes beyond the limit of a
 * source text is counted, not kept. False at the end of the input. */
static bool read_line(char *line, size_t size, size_t *length)
{
    int c = getchar();
    *length = 0;
    if (c == EOF)
        return false;
    for (; c != EOF && c != '\n'; c = getchar()) {
        if (*length < size)
            line[*length] = (char)c;
        if (*length <= size)
            ++*length;
    }
    if (*length > 0 && *length <= size && line[*length - 1] == '\r')
        --*length;
    return true;
}

static int run_lines(nfh_compiler *compiler)
{
    const size_t size = NFH_SOURCE_MAX;
    size_t length;
    char *line = malloc(size);
    if (!line)
        return complain("standard input", NFH_E_MEMORY);
    while (read_line(line, size, &length)) {
        if (length > size)
            printf("error: %s\n", nfh_status_text(NFH_E_LIMIT));
        else
            run_line(compiler, line, length);
        /* Another program may wait for this answer before it asks again. */
        fflush(stdout);
    }
    free(line);
    if (!ferror(stdin))
        return EXIT_FINE;
    perror(program);
    return EXIT_RUN;
}

/* Sets the parameters that NAME=VALUE arguments name. Whether all could be set. */
static bool set_parameters(nfh_subject *subject, char **argument)
{
    bool fine = true;
    for (; *argument; argument++) {
        char *sign = strchr(*argument, '=');
        const char *message;
        if (!sign) {
            fprintf(stderr, "%s: '%s' is not NAME=VALUE\n", program, *argument);
            fine = false;
            continue;
        }
        *sign = '\0';
        if (nfh_subject_set_text(subject, *argument, sign + 1) != NFH_OK) {
            nfh_subject_error(subject, &message);
            fprintf(stderr, "%s: %s\n", program, message);
            fine = false;
        }
        *sign = '=';
    }
    return fine;
}

static int print_definitions(const nfh_ruleset *ruleset, struct evaluation *evaluation)
{
    size_t count;
    int result = EXIT_FINE;
    nfh_ruleset_definition_count(ruleset, &count);
    for (size_t i = 0; i < count; i++) {
        const char *name;
        nfh_ruleset_definition_name(ruleset, i, &name);
        int status = format_value(evaluation, i);
        if (status == NFH_OK) {
            printf("%s: %s\n", name, evaluation->text);
        } else {
            printf("%s: error: %s\n", name,
                   status == NFH_E_EVALUATE ? evaluation->text : nfh_status_text(status));
            result = EXIT_RUN;
        }
    }
    return result;
}

static int run_file(nfh_compiler *compiler, const char *path, char **argument)
{
    nfh_ruleset *ruleset;
    struct evaluation evaluation;
    int status = compile_file(compiler, program, path, true, &ruleset);
    if (status != NFH_OK)
        return status == NFH_E_COMPILE || status == NFH_E_INCLUDE || status == NFH_E_LIMIT
                   ? EXIT_COMPILE
                   : EXIT_RUN;
    int result = EXIT_RUN;
    status = start_evaluation(ruleset, &evaluation);
    if (status == NFH_OK && set_parameters(evaluation.subject, argument)) {
        status = nfh_screen(ruleset, evaluation.subject, evaluation.report);
        if (status == NFH_OK)
            result = print_definitions(ruleset, &evaluation);
    }
    if (status != NFH_OK)
        complain(path, status);
    end_evaluation(&evaluation);
    nfh_ruleset_free(ruleset);
    return result;
}

/* The last compilation has left warnings, or errors. */
static bool has_diagnostics(const nfh_compiler *compiler)
{
    size_t count = 0;
    nfh_compiler_diagnostic_count(compiler, &count);
    return count > 0;
}

static int check_file(nfh_compiler *compiler, const char *path, bool strict)
{
    nfh_ruleset *ruleset;
    int status = compile_file(compiler, program, path, true, &ruleset);
    nfh_ruleset_free(ruleset);
    if (status == NFH_OK)
        return strict && has_diagnostics(compiler) ? EXIT_COMPILE : EXIT_FINE;
    return status == NFH_E_COMPILE || status == NFH_E_INCLUDE || status == NFH_E_LIMIT
               ? EXIT_COMPILE
               : EXIT_RUN;
}

static int refuse(void)
{
    fputs(usage, stderr);
    return EXIT_RUN;
}

static int run(nfh_compiler *compiler, int count, char **argument)
{
    now = read_clock();
    if (count > 2 && strcmp(argument[1], "--now") == 0) {
        now = argument[2];
        if (!is_evaluation_time(program, now))
            return EXIT_RUN;
        count -= 2;
        argument += 2;
    }
    const char *first = count > 1 ? argument[1] : "";
    if (strcmp(first, "-e") == 0)
        return count == 3 ? run_expression(compiler, argument[2]) : refuse();
    if (strcmp(first, "--check") == 0) {
        bool strict = count > 2 && strcmp(argument[2], "--strict") == 0;
        return count == 3 + strict ? check_file(compiler, argument[2 + strict], strict) : refuse();
    }
    if (strcmp(first, "-") == 0)
        return count == 2 ? run_lines(compiler) : refuse();
    if (first[0] == '\0' || first[0] == '-')
        return refuse();
    return run_file(compiler, first, argument + 2);
}

int main(int count, char **argument)
{
    nfh_compiler *compiler;
    if (count == 2 && strcmp(argument[1], "--help") == 0) {
        fputs(usage, stdout);
        return EXIT_FINE;
    }
    if (count == 2 && strcmp(argument[1], "--version") == 0) {
        printf("%s (libnfhscreen) %s\n", program, nfh_version());
        return EXIT_FINE;
    }
    int status = nfh_compiler_new(&compiler);
    if (status != NFH_OK)
        return complain("start", status);
    int result = run(compiler, count, argument);
    nfh_compiler_free(compiler);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror(program);
        return EXIT_RUN;
    }
    return result;
}
