/* SPDX-License-Identifier: MIT
 *
 * compiler.h - what stands behind nfh_compiler, and the steps of a compilation.
 */
#ifndef NFH_SCREEN_COMPILER_H
#define NFH_SCREEN_COMPILER_H

#include <stdbool.h>
#include <stddef.h>

#include "cql/ast.h"
#include "cql/diagnostic.h"
#include "cql/memory.h"
#include "cql/program.h"
#include "nfhscreen.h"
#include "screen/handles.h"

/* Diagnostics of criteria; like all codes they are permanent. */
enum nfh_criterion_code {
    NFH_CODE_CRITERION_ID = 4101, /* a criterion without @id, or one that is no identifier */
    NFH_CODE_CRITERION_CATEGORY =
        4102, /* a criterion without @category, or another than the three */
    NFH_CODE_CRITERION_TWICE =
        4103, /* a second criterion of the same @id, or a tag that stands twice */
    NFH_CODE_CRITERION_TYPE = 4104,   /* a criterion that is not Boolean */
    NFH_CODE_CRITERION_SHORT = 4105,  /* @short is too long */
    NFH_CODE_LIBRARY_COUNT = 6201,    /* too many libraries */
    NFH_CODE_DECLARATION_COUNT = 6202 /* too many declarations in a library */
};

#define NFH_CRITERION_ID_MAX    8   /* characters: SDTM IETESTCD */
#define NFH_CRITERION_SHORT_MAX 200 /* characters: SDTM IETEST */

/* A library that the caller handed over. */
struct nfh_handed {
    struct nfh_source source;
    const char *name;    /* NULL: it has no `library` line, and so cannot be included */
    const char *version; /* or NULL */
    struct nfh_arena arena;
};

/* The libraries of one compilation: the main one, and what it includes. */
struct nfh_gathering {
    struct nfh_library *library[NFH_LIBRARIES_MAX];
    bool is_builtin[NFH_LIBRARIES_MAX];
    bool open[NFH_LIBRARIES_MAX]; /* its includes are being followed: including it again is a cycle
                                   */
    size_t count;
    const char *missing[NFH_LIBRARIES_MAX];
    size_t missing_count;
    bool out_of_memory;
};

struct nfh_compiler {
    struct nfh_memory memory;
    struct nfh_handed *handed;
    size_t handed_count, handed_capacity;
    /* Of the last compilation: */
    struct nfh_arena scratch;
    struct nfh_diagnostics diagnostics;
    const struct nfh_diagnostic *diagnostic[NFH_DIAGNOSTICS_MAX]; /* in the order of the text */
    struct nfh_gathering gathering;
};

/* Parses the main library and all that it includes; errors are in the compiler's diagnostics. */
void nfh_priv_gather(nfh_compiler *compiler, const struct nfh_source *source, bool is_builtin);

/* The shipped library of that name, or NULL. */
const struct nfh_builtin *nfh_priv_find_builtin(const char *name);

/* Checks the criteria of the main library; when there is a program, also makes the rule set's list
 * of them. False when out of memory. */
bool nfh_priv_read_criteria(const struct nfh_library *library, struct nfh_diagnostics *diagnostics,
                            struct nfh_arena *scratch, nfh_ruleset *ruleset);

#endif
