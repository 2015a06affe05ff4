/* SPDX-License-Identifier: MIT
 *
 * heap.c - working memory for one evaluation.
 */
#include "cql/heap.h"

#include "nfhscreen.h"

#define ALIGNMENT ((size_t)8)
/* A text of NFH_TEXT_MAX bytes finds room in a chunk of the usual size. */
#define CHUNK_SIZE ((size_t)NFH_TEXT_MAX + 4096)

struct nfh_heap_chunk {
    struct nfh_heap_chunk *next;
    unsigned char *data; /* aligned */
};

void nfh_priv_heap_start(struct nfh_heap *heap, const struct nfh_memory *memory)
{
    *heap = (struct nfh_heap){.memory = *memory};
}

static struct nfh_heap_chunk *new_chunk(struct nfh_heap *heap, size_t size)
{
    const struct nfh_memory *memory = &heap->memory;
    struct nfh_heap_chunk *chunk =
        memory->reallocate(memory->context, NULL, sizeof *chunk + ALIGNMENT + size);

    if (!chunk) {
        heap->out_of_memory = true;
        return NULL;
    }
    /* The caller's allocator need not align to 8. */
    unsigned char *data = (unsigned char *)(chunk + 1);
    chunk->data = data + (ALIGNMENT - (uintptr_t)data % ALIGNMENT) % ALIGNMENT;
    chunk->next = NULL;
    return chunk;
}

/* Moves on to the chunk after the current one, which is there from an earlier time or is new. */
static bool next_chunk(struct nfh_heap *heap)
{
    struct nfh_heap_chunk **link = heap->current ? &heap->current->next : &heap->first;

    if (!*link)
        *link = new_chunk(heap, CHUNK_SIZE);
    if (!*link)
        return false;
    heap->current = *link;
    heap->used = 0;
    return true;
}

static void *take_large(struct nfh_heap *heap, size_t size)
{
    struct nfh_heap_chunk *chunk = new_chunk(heap, size);

    if (!chunk)
        return NULL;
    chunk->next = heap->large;
    heap->large = chunk;
    return chunk->data;
}

static void *take_small(struct nfh_heap *heap, size_t size)
{
    if ((!heap->current || size > CHUNK_SIZE - heap->used) && !next_chunk(heap))
        return NULL;
    void *block = heap->current->data + heap->used;
    heap->used += size;
    return block;
}

void *nfh_priv_heap_take(struct nfh_heap *heap, size_t size)
{
    const size_t limit = NFH_EVALUATION_TEXT_MAX;
    /* Before the size is rounded, which may overflow. */
    bool fits = size <= limit;

    size = size ? (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
    if (!fits || size > limit - heap->total) {
        heap->full = true;
        return NULL;
    }
    void *block = size > CHUNK_SIZE ? take_large(heap, size) : take_small(heap, size);
    if (block)
        heap->total += size;
    return block;
}

bool nfh_priv_heap_work(struct nfh_heap *heap, uint64_t steps)
{
    if (steps > NFH_EVALUATION_WORK_MAX - heap->work) {
        heap->overworked = true;
        return false;
    }
    heap->work += steps;
    return true;
}

struct nfh_heap_mark nfh_priv_heap_mark(const struct nfh_heap *heap)
{
    return (struct nfh_heap_mark){heap->current, heap->large, heap->used, heap->total};
}

void nfh_priv_heap_release(struct nfh_heap *heap, struct nfh_heap_mark mark)
{
    while (heap->large != mark.large) {
        struct nfh_heap_chunk *next = heap->large->next;
        nfh_priv_free(&heap->memory, heap->large);
        heap->large = next;
    }
    heap->current = mark.current;
    heap->used = mark.used;
    heap->total = mark.total;
}

void nfh_priv_heap_reset(struct nfh_heap *heap)
{
    nfh_priv_heap_release(heap, (struct nfh_heap_mark){0});
    heap->work = 0;
    heap->full = heap->overworked = heap->out_of_memory = false;
}

void nfh_priv_heap_free(struct nfh_heap *heap)
{
    nfh_priv_heap_reset(heap);
    while (heap->first) {
        struct nfh_heap_chunk *next = heap->first->next;
        nfh_priv_free(&heap->memory, heap->first);
        heap->first = next;
    }
}
