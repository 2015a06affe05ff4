/* SPDX-License-Identifier: MIT
 *
 * ruleset_file.h - rule sets from files, for the example programs.
 */
#ifndef EXAMPLES_RULESET_FILE_H
#define EXAMPLES_RULESET_FILE_H

#include "nfhscreen.h"

#include <stdbool.h>

/* Compiles a file; a library NAME that it includes is read from NAME.cql beside it. Errors are
 * printed on standard error, and warnings too when they are wanted. Returns the status; *ruleset is
 * NULL unless it is NFH_OK. */
int compile_file(nfh_compiler *compiler, const char *program, const char *path, bool warnings,
                 nfh_ruleset **ruleset);

/* Loads the rule set that a command line names: a built-in one, or a file (its name ends in .cql or
 * has a slash in it). False: standard error says why not; also when there is no criterion in it. */
bool load_ruleset(const char *program, const char *name, nfh_ruleset **ruleset);

/* Prints the diagnostics of the last compilation on standard error: the errors, or the warnings
 * too. */
void print_diagnostics(const nfh_compiler *compiler, bool warnings);

#endif
