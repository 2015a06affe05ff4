/* SPDX-License-Identifier: MIT
 *
 * suite.h - the official CQL test suite: its tests, the list of those that are not met, and values.
 */
#ifndef NFH_TESTS_CQL_SUITE_H
#define NFH_TESTS_CQL_SUITE_H

#include <stdbool.h>
#include <stddef.h>

#include "nfhscreen.h"

/* ---- The tests: suite_read.c ------------------------------------------------------------------
 */

/* What a test expects of its text. */
enum suite_invalid {
    SUITE_VALID,    /* a value */
    SUITE_SYNTAX,   /* an error of the parser */
    SUITE_SEMANTIC, /* an error when it is compiled */
    SUITE_EXECUTION /* an error when it is compiled or run: invalid="true", or "execution" */
};

struct suite_output {
    char *name; /* of a definition, in a test that is a library; else NULL */
    char *text;
};

struct suite_test {
    const char *file; /* name without directory */
    char *group;
    char *name;
    char *text; /* an expression, or a library */
    bool is_library;
    enum suite_invalid invalid;
    struct suite_output *output;
    size_t output_count;
};

struct suite {
    struct suite_test *test; /* file by file */
    size_t count;
    char **file;
    size_t file_count;
};

/* Reads every .xml file of a directory. What cannot be read, or has a form that is not known here,
 * ends the program: no test is left out silently. */
struct suite suite_read(const char *directory);
void suite_free(struct suite *suite);

/* ---- The list of tests not met: suite_list.c ---------------------------------------------------
 */

enum suite_class {
    SUITE_FIRST,    /* not listed: to be met */
    SUITE_LATER,    /* needs lists, tuples or queries: must be refused when it is compiled */
    SUITE_EARLY,    /* needs lists as well, and is to be met all the same */
    SUITE_CONVERTS, /* to be met, its Integer converted to the Decimal of the result */
    SUITE_CONFLICT, /* contradicts other tests of the suite: not met */
    SUITE_SAFER,    /* not met, for the sake of a decision about a patient */
    SUITE_TEXT      /* contradicts the text of the specification: not met */
};

struct suite_entry {
    enum suite_class class;
    const char *file, *group, *test;
    const char *got; /* what a test gives that is not met */
    const char *reason;
};

struct suite_list {
    char *text;
    struct suite_entry *entry;
    size_t count;
};

struct suite_list suite_list_read(const char *path);
void suite_list_free(struct suite_list *list);
/* The entry of a test, or NULL. */
const struct suite_entry *suite_list_find(const struct suite_list *list,
                                          const struct suite_test *test);
const char *suite_class_name(enum suite_class class);
/* Whether a test of the class is listed because it is not met. */
bool suite_class_fails(enum suite_class class);

/* ---- Values: suite_value.c ---------------------------------------------------------------------
 */

/* A compiled text, to be evaluated again and again. */
struct suite_program {
    nfh_ruleset *ruleset; /* NULL: it cannot be compiled */
    nfh_subject *subject;
    nfh_report *report;
    int code;      /* of the first error; 0 when there is none */
    char *message; /* `1:4: …`; NULL when there is none */
};

struct suite_program suite_compile(const char *text, bool is_library);
void suite_program_free(struct suite_program *program);
/* Evaluates at a time, `2026-03-01T12:00:00.000+01:00`. */
void suite_evaluate(struct suite_program *program, const char *now);
/* The value of a definition of a program that has been evaluated, NULL its only one: a literal;
 * `!run MESSAGE` after an error at run time, `!CODE MESSAGE` when it cannot be compiled, `!none`
 * when there is no definition of that name. To be freed. */
char *suite_value(struct suite_program *program, const char *name);

/* How two values agree. */
enum suite_agreement { SUITE_DIFFERENT, SUITE_SAME, SUITE_CONVERTED };
/* Two values, and the expressions that have them. */
enum suite_agreement suite_agree(const char *actual, const char *expected, const char *expression,
                                 const char *output, const char *now);

/* ---- Memory: all of it or the end --------------------------------------------------------------
 */

void *suite_resize(void *block, size_t size);
char *suite_copy(const char *text);
/* As printf, into a string that is to be freed. */
char *suite_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
void suite_stop(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
/* The whole file, ended; to be freed. */
char *suite_read_file(const char *path);

#endif
