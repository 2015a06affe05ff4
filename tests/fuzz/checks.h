/* SPDX-License-Identifier: MIT
 *
 * checks.h - what must hold for every compilation, every rule set and every report. Each function
 * also writes down all that it has read, so that two runs can be compared.
 */
#ifndef NFH_TESTS_FUZZ_CHECKS_H
#define NFH_TESTS_FUZZ_CHECKS_H

#include "fuzz.h"
#include "nfhscreen.h"

/* A text that was compiled or handed over. */
struct fuzz_source {
    const char *name;
    struct fuzz_part text;
};

/* The status of a compilation, the rule set that it gave or not, and all diagnostics, whose places
 * must lie in the sources. */
void fuzz_check_compilation(const nfh_compiler *compiler, int status, const nfh_ruleset *ruleset,
                            const struct fuzz_source *source, size_t source_count,
                            struct fuzz_text *seen);

/* All lists of a rule set: names, parameters, criteria, definitions. */
void fuzz_check_ruleset(const nfh_ruleset *ruleset, struct fuzz_text *seen);

/* A report that has been screened into: criteria, verdict, what is missing, queries, JSON, and the
 * value of every definition. */
void fuzz_check_report(const nfh_ruleset *ruleset, nfh_report *report, struct fuzz_text *seen);

/* The value of a definition, or the message of its error; the status is nfh_report_value's. */
int fuzz_value(nfh_report *report, size_t definition, struct fuzz_text *value);

/* A literal, compiled as an expression, must have itself as its value. */
void fuzz_check_literal(nfh_compiler *compiler, const char *literal);

#endif
