/* SPDX-License-Identifier: MIT
 *
 * allocator.c - the library's memory in a memory context of PostgreSQL, which shows in
 * pg_backend_memory_contexts and goes with the context.
 *
 * palloc raises an error when memory is out, and aligns to 8 bytes; the library expects NULL, since
 * it must not be left in the middle of something, and the alignment of malloc.
 */
#include "nfhpg_screen.h"

#include "utils/memutils.h"

#define ALIGNMENT 16

/* In front of each block. */
struct header {
    void *chunk; /* what palloc gave */
    size_t size;
};

#define ROOM (sizeof(struct header) + ALIGNMENT)

static struct header *header_of(void *block)
{
    return (struct header *)block - 1;
}

static void *allocate(MemoryContext context, size_t size)
{
    char *chunk, *block;

    if (size > MaxAllocSize - ROOM)
        return NULL;
    chunk = MemoryContextAllocExtended(context, size + ROOM, MCXT_ALLOC_NO_OOM);
    if (!chunk)
        return NULL;
    block = (char *)TYPEALIGN(ALIGNMENT, (uintptr_t)chunk + sizeof(struct header));
    *header_of(block) = (struct header){.chunk = chunk, .size = size};
    return block;
}

void *nfhpg_reallocate(void *context, void *block, size_t size)
{
    void *moved;

    if (!block)
        return size > 0 ? allocate(context, size) : NULL;
    if (size == 0) {
        pfree(header_of(block)->chunk);
        return NULL;
    }
    moved = allocate(context, size);
    if (!moved)
        return NULL;
    memcpy(moved, block, Min(size, header_of(block)->size));
    pfree(header_of(block)->chunk);
    return moved;
}
