/* SPDX-License-Identifier: MIT
 *
 * suite_value.c - values of the suite's expressions, and whether they are those that it expects.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

void suite_stop(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(2);
}

void *suite_resize(void *block, size_t size)
{
    void *resized = realloc(block, size);
    if (resized == NULL) {
        suite_stop("out of memory");
    }
    return resized;
}

char *suite_copy(const char *text)
{
    return strcpy(suite_resize(NULL, strlen(text) + 1), text);
}

char *suite_format(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = suite_resize(NULL, (size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

char *suite_read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = suite_resize(NULL, 1);
    size_t length = 0;
    if (file == NULL) {
        suite_stop("%s: cannot be read", path);
    }
    for (size_t got = 1; got > 0; length += got) {
        text = suite_resize(text, length + BUFSIZ + 1);
        got = fread(text + length, 1, BUFSIZ, file);
    }
    if (ferror(file)) {
        suite_stop("%s: cannot be read", path);
    }
    fclose(file);
    text[length] = '\0';
    if (strlen(text) != length) {
        suite_stop("%s: not a text", path);
    }
    return text;
}

/* ---- Programs ----------------------------------------------------------------------------------
 */

static void demand(int status, const char *what)
{
    if (status != NFH_OK) {
        suite_stop("%s: %s", what, nfh_status_text(status));
    }
}

/* Keeps the first error of a compilation. */
static void keep_error(struct suite_program *program, const nfh_compiler *compiler)
{
    int severity, line, column;
    const char *message;
    for (size_t i = 0; program->message == NULL; i++) {
        demand(nfh_compiler_diagnostic(compiler, i, &severity, &program->code, NULL, &line, &column,
                                       &message),
               "a compilation failed without an error");
        if (severity == NFH_SEVERITY_ERROR) {
            program->message = suite_format("%d:%d: %s", line, column, message);
        }
    }
}

struct suite_program suite_compile(const char *text, bool is_library)
{
    struct suite_program program = {.ruleset = NULL};
    nfh_compiler *compiler;
    demand(nfh_compiler_new(&compiler), "nfh_compiler_new");
    int status =
        is_library
            ? nfh_compiler_compile(compiler, "test.cql", text, strlen(text), &program.ruleset)
            : nfh_compiler_compile_expression(compiler, text, strlen(text), &program.ruleset);
    if (status == NFH_E_COMPILE || status == NFH_E_INCLUDE) {
        keep_error(&program, compiler);
    } else {
        demand(status, "nfh_compiler_compile");
        demand(nfh_subject_new(program.ruleset, &program.subject), "nfh_subject_new");
        demand(nfh_report_new(program.ruleset, &program.report), "nfh_report_new");
    }
    nfh_compiler_free(compiler);
    return program;
}

void suite_program_free(struct suite_program *program)
{
    nfh_report_free(program->report);
    nfh_subject_free(program->subject);
    nfh_ruleset_free(program->ruleset);
    free(program->message);
}

void suite_evaluate(struct suite_program *program, const char *now)
{
    if (program->ruleset != NULL) {
        demand(nfh_subject_set_now(program->subject, now), "nfh_subject_set_now");
        demand(nfh_screen(program->ruleset, program->subject, program->report), "nfh_screen");
    }
}

/* The index of a definition, or the number of them. */
static size_t find_definition(const nfh_ruleset *ruleset, const char *wanted)
{
    size_t count, i = 0;
    demand(nfh_ruleset_definition_count(ruleset, &count), "nfh_ruleset_definition_count");
    for (; wanted != NULL && i < count; i++) {
        const char *name;
        demand(nfh_ruleset_definition_name(ruleset, i, &name), "nfh_ruleset_definition_name");
        if (strcmp(name, wanted) == 0) {
            break;
        }
    }
    return i;
}

char *suite_value(struct suite_program *program, const char *name)
{
    if (program->ruleset == NULL) {
        return suite_format("!%d %s", program->code, program->message);
    }
    size_t index = find_definition(program->ruleset, name), needed;
    int status = nfh_report_value(program->report, index, NULL, 0, &needed);
    if (status == NFH_E_INDEX) {
        return suite_copy("!none");
    }
    if (status != NFH_E_BUFFER) {
        demand(status, "nfh_report_value");
    }
    char *text = suite_resize(NULL, needed);
    status = nfh_report_value(program->report, index, text, needed, &needed);
    if (status == NFH_E_EVALUATE) {
        char *error = suite_format("!run %s", text);
        free(text);
        return error;
    }
    demand(status, "nfh_report_value");
    return text;
}

/* ---- Agreement ---------------------------------------------------------------------------------
 */

/* Whether a literal is an Integer, or a Long: digits alone, or with an L. */
static size_t count_digits(const char *literal)
{
    size_t sign = literal[0] == '-';
    size_t digits = strspn(literal + sign, "0123456789");
    return digits == 0 ? 0 : sign + digits;
}

/* Whether the expected Integer is the actual Long or Decimal, or the expected Long the actual
 * Decimal: CQL's implicit conversions of numbers. */
static bool is_converted(const char *actual, const char *expected)
{
    size_t digits = count_digits(expected);
    if (digits == 0 || strncmp(actual, expected, digits) != 0) {
        return false;
    }
    const char *rest = actual + digits;
    return (expected[digits] == '\0' && (strcmp(rest, "L") == 0 || strcmp(rest, ".0") == 0)) ||
           (strcmp(expected + digits, "L") == 0 && strcmp(rest, ".0") == 0);
}

static char *evaluate_end(const char *end, const char *expression, const char *now)
{
    char *text = suite_format("%s (%s\n)", end, expression);
    struct suite_program program = suite_compile(text, false);
    suite_evaluate(&program, now);
    char *value = suite_value(&program, NULL);
    suite_program_free(&program);
    free(text);
    return value;
}

/* Whether two intervals have the same start, or the same end. */
static bool same_end(const char *end, const char *expression, const char *output, const char *now)
{
    char *actual = evaluate_end(end, expression, now);
    char *expected = evaluate_end(end, output, now);
    bool same = actual[0] != '!' && strcmp(actual, expected) == 0;
    free(actual);
    free(expected);
    return same;
}

static bool is_interval(const char *value)
{
    return strncmp(value, "Interval", strlen("Interval")) == 0;
}

enum suite_agreement suite_agree(const char *actual, const char *expected, const char *expression,
                                 const char *output, const char *now)
{
    if (expected[0] == '!') {
        return SUITE_DIFFERENT;
    }
    if (strcmp(actual, expected) == 0) {
        return SUITE_SAME;
    }
    if (is_converted(actual, expected)) {
        return SUITE_CONVERTED;
    }
    bool same = is_interval(actual) && is_interval(expected) &&
                same_end("start of", expression, output, now) &&
                same_end("end of", expression, output, now);
    return same ? SUITE_SAME : SUITE_DIFFERENT;
}
