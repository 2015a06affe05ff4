/* SPDX-License-Identifier: MIT
 *
 * name_table.h - finding a name's index.
 */
#ifndef NFH_SCREEN_NAME_TABLE_H
#define NFH_SCREEN_NAME_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "cql/memory.h"

#define NFH_NO_INDEX ((size_t)-1)

struct nfh_name_entry {
    const char *name; /* NULL: free */
    size_t index;
};

struct nfh_name_table {
    struct nfh_name_entry *entry;
    size_t size; /* a power of two, at least twice the names */
};

/* An empty table for `count` names. False when out of memory. */
bool nfh_priv_names_init(struct nfh_name_table *table, struct nfh_arena *arena, size_t count);
/* Adds a name, which must stay where it is; one that is there already keeps its first index. */
void nfh_priv_names_add(struct nfh_name_table *table, const char *name, size_t index);
/* The index of a name, or NFH_NO_INDEX, also in a table that was not made. */
size_t nfh_priv_names_find(const struct nfh_name_table *table, const char *name);

#endif
