/* SPDX-License-Identifier: MIT
 *
 * heap.h - working memory for the texts that arise during one evaluation, and a count of the work
 * done on them. Both have a limit, so that no rule set can take all memory or never end.
 *
 * Blocks are taken one after another and given back together: by a reset after each evaluation, or
 * back to a mark. Chunks of the usual size are kept for the next evaluation, so that after the
 * first ones nothing is allocated any more; a block that needs a chunk of its own is freed.
 */
#ifndef NFH_CQL_HEAP_H
#define NFH_CQL_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cql/memory.h"

struct nfh_heap_chunk;
struct nfh_heap {
    struct nfh_memory memory;
    struct nfh_heap_chunk *first;   /* chunks of the usual size, in the order in which they fill */
    struct nfh_heap_chunk *current; /* the one that blocks are taken from; NULL before the first */
    struct nfh_heap_chunk *large;   /* chunks of one block each, newest first */
    size_t used;                    /* bytes of the current chunk */
    size_t total;                   /* bytes taken; at most NFH_EVALUATION_TEXT_MAX */
    uint64_t work;                  /* steps; at most NFH_EVALUATION_WORK_MAX */
    /* Why something failed since the last reset. */
    bool full;          /* the limit of bytes */
    bool overworked;    /* the limit of work */
    bool out_of_memory; /* the allocator */
};

struct nfh_heap_mark {
    struct nfh_heap_chunk *current, *large;
    size_t used, total;
};

/* Allocates nothing yet. */
void nfh_priv_heap_start(struct nfh_heap *heap, const struct nfh_memory *memory);
/* A block aligned to 8 bytes, not zeroed; NULL sets `full` or `out_of_memory`. */
void *nfh_priv_heap_take(struct nfh_heap *heap, size_t size);
/* Adds to the work done; false, and sets `overworked`, when that is more than the limit. */
bool nfh_priv_heap_work(struct nfh_heap *heap, uint64_t steps);
/* Gives back all that is taken between a mark and its release. Marks nest. */
struct nfh_heap_mark nfh_priv_heap_mark(const struct nfh_heap *heap);
void nfh_priv_heap_release(struct nfh_heap *heap, struct nfh_heap_mark mark);
/* Gives back all, for the next evaluation; the work and the flags begin anew. */
void nfh_priv_heap_reset(struct nfh_heap *heap);
void nfh_priv_heap_free(struct nfh_heap *heap);

#endif
