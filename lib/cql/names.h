/* SPDX-License-Identifier: MIT
 *
 * names.h - which declaration a name stands for, in a library and in those it includes.
 */
#ifndef NFH_CQL_NAMES_H
#define NFH_CQL_NAMES_H

#include "cql/ast.h"
#include "cql/program.h"

/* A library of the compilation, with its declarations by name. */
struct nfh_module {
    struct nfh_library *library;
    bool is_builtin;
    struct nfh_declaration **by_name; /* all but using and context, sorted */
    size_t count;
};

enum nfh_check_state { NFH_UNCHECKED = 0, NFH_BEING_CHECKED, NFH_CHECKED };

/* What the checker and the compiler know of a declaration (nfh_declaration.note). */
struct nfh_symbol {
    struct nfh_module *module;
    struct nfh_module *included; /* of an include: the library, NULL when it was not handed over */
    nfh_type type;               /* of the value, or of a function's result */
    nfh_type *operand;           /* of a function */
    uint8_t state;               /* enum nfh_check_state, of the checker */
    uint8_t lowered;             /* the same, of the compiler */
    bool is_used;                /* some expression names it */
    struct nfh_ref ref;          /* where the value is, once compiled */
};

static inline struct nfh_symbol *nfh_priv_symbol(const struct nfh_declaration *declaration)
{
    return declaration->note;
}

/* Makes the module of each library and a symbol for each declaration; reports names declared twice
 * and includes that are not there. NULL when out of memory. */
struct nfh_module *nfh_priv_modules(struct nfh_compilation *compilation);

/* The first declaration of a name (overloads of a function follow it in by_name), or NULL; *count
 * gets how many. */
struct nfh_declaration **nfh_priv_find(const struct nfh_module *module, const char *name,
                                       size_t *count);

/* What that name stands for other than a function, or NULL. */
struct nfh_declaration *nfh_priv_find_value(const struct nfh_module *module, const char *name);

#endif
