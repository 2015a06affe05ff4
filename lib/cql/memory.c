/* SPDX-License-Identifier: MIT
 *
 * memory.c - the caller's allocator, and arenas on it.
 */
#include "cql/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT     16
#define BLOCK_FIRST   ((size_t)4096)
#define BLOCK_LARGEST ((size_t)256 * 1024)

struct nfh_arena_block {
    struct nfh_arena_block *next; /* the one before it in time */
    size_t capacity;              /* bytes from data on */
    unsigned char *data;          /* aligned */
};

static void *default_reallocate(void *context, void *block, size_t size)
{
    (void)context;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, size);
}

struct nfh_memory nfh_priv_memory_default(void)
{
    return (struct nfh_memory){default_reallocate, NULL};
}

void *nfh_priv_allocate(const struct nfh_memory *memory, size_t size)
{
    /* A size of 0 would mean to free. */
    if (size == 0)
        size = 1;
    void *block = memory->reallocate(memory->context, NULL, size);
    if (block)
        memset(block, 0, size);
    return block;
}

void nfh_priv_free(const struct nfh_memory *memory, void *block)
{
    if (block)
        memory->reallocate(memory->context, block, 0);
}

void *nfh_priv_grow(const struct nfh_memory *memory, void *array, size_t count, size_t *capacity,
                    size_t size)
{
    if (count < *capacity)
        return array;
    if (*capacity > SIZE_MAX / 2)
        return NULL;
    size_t wanted = *capacity ? *capacity * 2 : 8;
    if (size == 0 || wanted > SIZE_MAX / size)
        return NULL;
    void *moved = memory->reallocate(memory->context, array, wanted * size);
    if (moved)
        *capacity = wanted;
    return moved;
}

void nfh_priv_arena_init(struct nfh_arena *arena, const struct nfh_memory *memory, size_t limit)
{
    *arena = (struct nfh_arena){.memory = *memory, .limit = limit};
}

void nfh_priv_arena_free(struct nfh_arena *arena)
{
    struct nfh_arena_block *block = arena->blocks;
    while (block) {
        struct nfh_arena_block *next = block->next;
        nfh_priv_free(&arena->memory, block);
        block = next;
    }
    arena->blocks = NULL;
    arena->used = arena->total = 0;
}

static struct nfh_arena_block *new_block(struct nfh_arena *arena, size_t capacity)
{
    const size_t extra = sizeof(struct nfh_arena_block) + ALIGNMENT;
    if (capacity > SIZE_MAX - extra)
        return NULL;
    struct nfh_arena_block *block = nfh_priv_allocate(&arena->memory, capacity + extra);
    if (!block)
        return NULL;
    /* The caller's allocator need not align to 16. */
    unsigned char *data = (unsigned char *)(block + 1);
    data += (ALIGNMENT - (uintptr_t)data % ALIGNMENT) % ALIGNMENT;
    block->data = data;
    block->capacity = capacity;
    return block;
}

/* Makes room for `size` bytes; returns where they are. */
static void *allocate_in_new_block(struct nfh_arena *arena, size_t size)
{
    size_t usual = BLOCK_FIRST;
    if (arena->blocks && arena->blocks->capacity >= BLOCK_FIRST)
        usual = arena->blocks->capacity * 2;
    if (usual > BLOCK_LARGEST)
        usual = BLOCK_LARGEST;
    bool own = size > usual / 2;
    struct nfh_arena_block *block = new_block(arena, own ? size : usual);
    if (!block)
        return NULL;
    if (own && arena->blocks) {
        /* Behind the newest, whose free rest stays in use. */
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        block->next = arena->blocks;
        arena->blocks = block;
        arena->used = size;
    }
    return block->data;
}

void *nfh_priv_arena_allocate(struct nfh_arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        return NULL;
    size = size ? (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
    if (arena->limit && (arena->total > arena->limit || size > arena->limit - arena->total))
        return NULL;
    struct nfh_arena_block *block = arena->blocks;
    void *bytes;
    if (block && size <= block->capacity - arena->used) {
        bytes = block->data + arena->used;
        arena->used += size;
    } else {
        bytes = allocate_in_new_block(arena, size);
    }
    if (bytes)
        arena->total += size;
    return bytes;
}

char *nfh_priv_arena_text(struct nfh_arena *arena, const char *bytes, size_t length)
{
    if (length == SIZE_MAX)
        return NULL;
    char *text = nfh_priv_arena_allocate(arena, length + 1);
    if (text && length)
        memcpy(text, bytes, length);
    return text;
}
