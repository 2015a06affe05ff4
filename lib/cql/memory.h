/* SPDX-License-Identifier: MIT
 *
 * memory.h - the caller's allocator, and arenas on it: everything that lives as long as one rule
 * set.
 */
#ifndef NFH_CQL_MEMORY_H
#define NFH_CQL_MEMORY_H

#include <stddef.h>

/* As the public nfh_reallocate: NULL block allocates, size 0 frees. */
typedef void *(*nfh_reallocate_function)(void *context, void *block, size_t size);

struct nfh_memory {
    nfh_reallocate_function reallocate;
    void *context;
};

/* malloc and free of the C library. */
struct nfh_memory nfh_priv_memory_default(void);

void *nfh_priv_allocate(const struct nfh_memory *memory,
                        size_t size); /* zeroed; NULL when out of memory */
void nfh_priv_free(const struct nfh_memory *memory, void *block);
/* Doubles *capacity (from 8 on) of an array of `size`-byte elements when count has reached it.
 * Returns the array, moved or not, or NULL when out of memory (the old one stays valid). */
void *nfh_priv_grow(const struct nfh_memory *memory, void *array, size_t count, size_t *capacity,
                    size_t size);

struct nfh_arena_block;
struct nfh_arena {
    struct nfh_memory memory;
    struct nfh_arena_block *blocks; /* newest first */
    size_t used;                    /* in the newest block */
    size_t total;                   /* bytes handed out */
    size_t limit;                   /* no more than this in total; 0: no limit */
};

void nfh_priv_arena_init(struct nfh_arena *arena, const struct nfh_memory *memory, size_t limit);
void nfh_priv_arena_free(struct nfh_arena *arena);
/* Zeroed, aligned to 16 bytes; NULL when out of memory or over the limit. */
void *nfh_priv_arena_allocate(struct nfh_arena *arena, size_t size);
/* A copy of length bytes with an end, or NULL. */
char *nfh_priv_arena_text(struct nfh_arena *arena, const char *bytes, size_t length);

#endif
