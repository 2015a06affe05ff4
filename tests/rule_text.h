/* SPDX-License-Identifier: MIT
 *
 * rule_text.h - for the tests of the language: rule sets from files of tests/data and from text.
 */
#ifndef NFH_TESTS_RULE_TEXT_H
#define NFH_TESTS_RULE_TEXT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nfhscreen.h"
#include "support.h"

#ifndef ASSERT_STATUS
#define ASSERT_STATUS(call, expected) \
    ck_assert_str_eq(nfh_status_name(call), nfh_status_name(expected))
#endif

/* Reads tests/data/NAME, found as test_table_read finds its tables; for the caller to free. */
static inline char *read_rules(const char *name, size_t *length)
{
    const char *directory = getenv("NFH_TEST_DATA");
    size_t capacity = 1 << 16;
    char path[4096], *text = malloc(capacity);
#ifdef NFH_TEST_DATA_DIR
    const char *otherwise = NFH_TEST_DATA_DIR;
#else
    const char *otherwise = "tests/data"; /* from the top of the tree */
#endif
    snprintf(path, sizeof path, "%s/%s", directory ? directory : otherwise, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL || text == NULL) {
        test_stop("%s: cannot be read", path);
    }
    *length = fread(text, 1, capacity - 1, file);
    if (ferror(file) || !feof(file)) {
        test_stop("%s: cannot be read, or is too long", path);
    }
    fclose(file);
    text[*length] = '\0';
    return text;
}

/* Hands a library of tests/data/rulesets over. */
static inline void add_rules(nfh_compiler *compiler, const char *file)
{
    char path[100];
    size_t length;
    snprintf(path, sizeof path, "rulesets/%s", file);
    char *text = read_rules(path, &length);
    ASSERT_STATUS(nfh_compiler_add_library(compiler, file, text, length), NFH_OK);
    free(text);
}

/* A rule set from text that must have no errors. */
static inline nfh_ruleset *compile_rules(nfh_compiler *compiler, const char *text)
{
    nfh_ruleset *ruleset;
    char message[2000];
    size_t needed;
    int status = nfh_compiler_compile(compiler, "test", text, strlen(text), &ruleset);
    for (size_t i = 0;
         status != NFH_OK &&
         nfh_compiler_diagnostic_text(compiler, i, message, sizeof message, &needed) != NFH_E_INDEX;
         i++) {
        fprintf(stderr, "%s", message);
    }
    ASSERT_STATUS(status, NFH_OK);
    return ruleset;
}

/* The same without a compiler at hand. */
static inline nfh_ruleset *rules_from(const char *text)
{
    nfh_compiler *compiler;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    nfh_ruleset *ruleset = compile_rules(compiler, text);
    nfh_compiler_free(compiler);
    return ruleset;
}

static inline size_t criterion_of(const nfh_ruleset *ruleset, const char *id)
{
    size_t index;
    ASSERT_STATUS(nfh_ruleset_criterion_index(ruleset, id, &index), NFH_OK);
    return index;
}

/* Sets what `name=value; name=value` says. */
static inline void set_changes(nfh_subject *subject, const char *changes)
{
    char name[64], value[64];
    int used;
    while (*changes != '\0') {
        used = 0;
        value[0] = '\0';
        if (sscanf(changes, "%63[a-z_]=%n", name, &used) != 1 || used == 0) {
            test_stop("`%s` is no change", changes);
        }
        changes += used;
        size_t length = strcspn(changes, ";");
        snprintf(value, sizeof value, "%.*s", (int)length, changes);
        if (nfh_subject_set_text(subject, name, value) != NFH_OK) {
            const char *message;
            nfh_subject_error(subject, &message);
            ck_abort_msg("%s", message);
        }
        changes += length;
        changes += strspn(changes, "; ");
    }
}

#endif
