/* SPDX-License-Identifier: MIT
 *
 * screen_support.h - for the tests of screening: rule sets from text, and memory that runs out.
 */
#ifndef NFH_TESTS_SCREEN_SUPPORT_H
#define NFH_TESTS_SCREEN_SUPPORT_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failing_memory.h"
#include "nfhscreen.h"
#include "support.h"

#define ASSERT_STATUS(call, expected) \
    ck_assert_str_eq(nfh_status_name(call), nfh_status_name(expected))

/* A compiler on memory that may run out. */
static inline int new_compiler(struct failing_memory *failing, nfh_compiler **compiler)
{
    struct nfh_memory memory = failing_memory(failing);
    return nfh_compiler_new_with(memory.reallocate, memory.context, compiler);
}

/* The diagnostics of a compiler on standard error, for a test that fails. */
static inline void show_diagnostics(const nfh_compiler *compiler)
{
    char text[2000];
    size_t needed;
    for (size_t i = 0;
         nfh_compiler_diagnostic_text(compiler, i, text, sizeof text, &needed) != NFH_E_INDEX; i++)
        fprintf(stderr, "%s", text);
}

/* A rule set from text that has no errors. */
static inline nfh_ruleset *compile_text(const char *text)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    int status = nfh_compiler_compile(compiler, "test.cql", text, strlen(text), &ruleset);
    if (status != NFH_OK)
        show_diagnostics(compiler);
    ASSERT_STATUS(status, NFH_OK);
    nfh_compiler_free(compiler);
    return ruleset;
}

static inline size_t parameter_index(const nfh_ruleset *ruleset, const char *name)
{
    size_t index;
    ASSERT_STATUS(nfh_ruleset_parameter_index(ruleset, name, &index), NFH_OK);
    return index;
}

static inline size_t criterion_index(const nfh_ruleset *ruleset, const char *id)
{
    size_t index;
    ASSERT_STATUS(nfh_ruleset_criterion_index(ruleset, id, &index), NFH_OK);
    return index;
}

/* The index of the definition of that name. */
static inline size_t definition_index(const nfh_ruleset *ruleset, const char *name)
{
    const char *found;
    size_t index = 0;
    while (nfh_ruleset_definition_name(ruleset, index, &found) == NFH_OK &&
           strcmp(found, name) != 0)
        index++;
    ck_assert_ptr_nonnull(found);
    return index;
}

/* A rule set with one subject and one report. */
struct fixture {
    nfh_ruleset *ruleset;
    nfh_subject *subject;
    nfh_report *report;
};

static inline struct fixture start(const char *text)
{
    struct fixture f;
    f.ruleset = compile_text(text);
    ASSERT_STATUS(nfh_subject_new(f.ruleset, &f.subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(f.ruleset, &f.report), NFH_OK);
    return f;
}

static inline void end(struct fixture *f)
{
    nfh_report_free(f->report);
    nfh_subject_free(f->subject);
    nfh_ruleset_free(f->ruleset);
}

static inline void set(const struct fixture *f, const char *name, const char *text)
{
    ASSERT_STATUS(nfh_subject_set_text(f->subject, name, text), NFH_OK);
}

static inline void screen(const struct fixture *f)
{
    ASSERT_STATUS(nfh_screen(f->ruleset, f->subject, f->report), NFH_OK);
}

#endif
