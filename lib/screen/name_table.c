/* SPDX-License-Identifier: MIT
 *
 * name_table.c - a hash table of names, with linear probing.
 */
#include "screen/name_table.h"

#include <stdint.h>
#include <string.h>

bool nfh_priv_names_init(struct nfh_name_table *table, struct nfh_arena *arena, size_t count)
{
    size_t size = 8;
    while (size < 2 * count)
        size *= 2;
    table->entry = nfh_priv_arena_allocate(arena, size * sizeof *table->entry);
    table->size = table->entry ? size : 0;
    return table->entry != NULL;
}

/* The entry that holds the name, or the free one where it belongs. */
static struct nfh_name_entry *find_entry(const struct nfh_name_table *table, const char *name)
{
    /* FNV-1a (Fowler, Noll, Vo). */
    uint32_t hash = 2166136261u;
    for (const char *c = name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    size_t at = hash & (table->size - 1);
    while (table->entry[at].name && strcmp(table->entry[at].name, name) != 0)
        at = (at + 1) & (table->size - 1);
    return &table->entry[at];
}

void nfh_priv_names_add(struct nfh_name_table *table, const char *name, size_t index)
{
    struct nfh_name_entry *entry = find_entry(table, name);
    if (!entry->name)
        *entry = (struct nfh_name_entry){name, index};
}

size_t nfh_priv_names_find(const struct nfh_name_table *table, const char *name)
{
    if (table->size == 0)
        return NFH_NO_INDEX;
    const struct nfh_name_entry *entry = find_entry(table, name);
    return entry->name ? entry->index : NFH_NO_INDEX;
}
