/* SPDX-License-Identifier: MIT
 *
 * builtin.h - the libraries that are shipped as text inside this one, made from lib/rulesets/ when
 * it is built.
 */
#ifndef NFH_SCREEN_BUILTIN_H
#define NFH_SCREEN_BUILTIN_H

#include <stddef.h>

struct nfh_builtin {
    const char *name; /* of the library, as its `library` line says */
    const char *text;
    size_t length;
};

extern const struct nfh_builtin nfh_priv_builtins[];
extern const size_t nfh_priv_builtin_count;

#endif
