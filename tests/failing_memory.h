/* SPDX-License-Identifier: MIT
 *
 * failing_memory.h - an allocator that gives out, and counts what has not been given back.
 */
#ifndef NFH_TESTS_FAILING_MEMORY_H
#define NFH_TESTS_FAILING_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "cql/memory.h"

struct failing_memory {
    size_t allowed;  /* allocations that succeed before one fails */
    size_t live;     /* blocks that have not been freed */
    size_t calls;    /* allocations asked for */
    bool misaligned; /* blocks begin at odd multiples of 8 */
};

/* `failing` must outlive the result. */
struct nfh_memory failing_memory(struct failing_memory *failing);

#endif
