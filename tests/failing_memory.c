/* SPDX-License-Identifier: MIT
 *
 * failing_memory.c - an allocator that gives out, and counts what has not been given back.
 */
#include "failing_memory.h"

#include <stdint.h>
#include <stdlib.h>

/* A block that begins 8 bytes after a multiple of 16 cannot be handed back to realloc; it is never
 * grown. */
static void *misaligned_block(size_t size)
{
    char *block = malloc(size + 16);
    return block ? block + 8 : NULL;
}

static void *reallocate(void *context, void *block, size_t size)
{
    struct failing_memory *failing = context;
    size_t shift = failing->misaligned && block ? 8 : 0;
    if (size == 0) {
        failing->live -= block != NULL;
        free(block ? (char *)block - shift : NULL);
        return NULL;
    }
    if (failing->calls++ >= failing->allowed)
        return NULL;
    if (failing->misaligned && block)
        abort();
    void *moved = failing->misaligned ? misaligned_block(size) : realloc(block, size);
    failing->live += moved && !block;
    return moved;
}

struct nfh_memory failing_memory(struct failing_memory *failing)
{
    return (struct nfh_memory){reallocate, failing};
}
