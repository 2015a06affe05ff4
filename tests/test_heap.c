/* SPDX-License-Identifier: MIT
 *
 * test_heap.c - the working memory of an evaluation, and its limits.
 */
#include <string.h>

#include "cql/heap.h"
#include "failing_memory.h"
#include "nfhscreen.h"
#include "support.h"

#define USUAL 4096 /* fits into a chunk of the usual size many times */
#define LARGE ((size_t)1000000)

static bool has_failed(const struct nfh_heap *heap)
{
    return heap->full || heap->overworked || heap->out_of_memory;
}

static bool is_all(const unsigned char *bytes, size_t size, unsigned char value)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != value)
            return false;
    }
    return true;
}

/* Blocks of many sizes, aligned, none overlapping another. */
static void fill(struct nfh_heap *heap)
{
    static const size_t sizes[] = {0, 1, 7, 8, 9, 100, 4096, 65536, 69631, 69632, 69633, 300000, 3};
    enum { COUNT = sizeof sizes / sizeof *sizes };
    unsigned char *blocks[3 * COUNT];

    for (size_t i = 0; i < 3 * COUNT; i++) {
        blocks[i] = nfh_priv_heap_take(heap, sizes[i % COUNT]);
        ck_assert_ptr_nonnull(blocks[i]);
        ck_assert_uint_eq((uintptr_t)blocks[i] % 8, 0);
        memset(blocks[i], (int)i + 1, sizes[i % COUNT]);
    }
    for (size_t i = 0; i < 3 * COUNT; i++)
        ck_assert(is_all(blocks[i], sizes[i % COUNT], (unsigned char)(i + 1)));
}

START_TEST(test_take)
{
    struct failing_memory failing = {.allowed = 1000, .misaligned = _i == 1};
    struct nfh_memory memory = failing_memory(&failing);
    struct nfh_heap heap;

    nfh_priv_heap_start(&heap, &memory);
    ck_assert_uint_eq(failing.calls, 0);
    fill(&heap);
    ck_assert(!has_failed(&heap));
    nfh_priv_heap_free(&heap);
    ck_assert_uint_eq(failing.live, 0);
    /* It can be used again, and freed twice. */
    fill(&heap);
    nfh_priv_heap_free(&heap);
    nfh_priv_heap_free(&heap);
    ck_assert_uint_eq(failing.live, 0);
}
END_TEST

START_TEST(test_reset_keeps_chunks)
{
    struct failing_memory failing = {.allowed = 1000};
    struct nfh_memory memory = failing_memory(&failing);
    struct nfh_heap heap;
    size_t first_calls = 0;

    nfh_priv_heap_start(&heap, &memory);
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 100; i++)
            ck_assert_ptr_nonnull(nfh_priv_heap_take(&heap, USUAL));
        ck_assert_uint_eq(heap.total, 100 * USUAL);
        ck_assert(nfh_priv_heap_work(&heap, 5));
        if (round == 0)
            first_calls = failing.calls;
        nfh_priv_heap_reset(&heap);
        ck_assert_uint_eq(heap.total, 0);
        ck_assert_uint_eq(heap.work, 0);
    }
    ck_assert_uint_gt(first_calls, 1);
    ck_assert_uint_eq(failing.calls, first_calls);
    ck_assert_uint_eq(failing.live, first_calls);
    /* A block with a chunk of its own is given back at once. */
    ck_assert_ptr_nonnull(nfh_priv_heap_take(&heap, LARGE));
    ck_assert_uint_eq(failing.live, first_calls + 1);
    nfh_priv_heap_reset(&heap);
    ck_assert_uint_eq(failing.live, first_calls);
    nfh_priv_heap_free(&heap);
    ck_assert_uint_eq(failing.live, 0);
}
END_TEST

START_TEST(test_mark)
{
    struct failing_memory failing = {.allowed = 1000};
    struct nfh_memory memory = failing_memory(&failing);
    struct nfh_heap heap;

    nfh_priv_heap_start(&heap, &memory);
    struct nfh_heap_mark empty = nfh_priv_heap_mark(&heap);
    char *kept = nfh_priv_heap_take(&heap, 16), *large = nfh_priv_heap_take(&heap, LARGE);
    ck_assert_ptr_nonnull(kept);
    ck_assert_ptr_nonnull(large);
    memset(kept, 'k', 16);
    memset(large, 'l', LARGE);
    struct nfh_heap_mark mark = nfh_priv_heap_mark(&heap);
    size_t total = heap.total, live = failing.live;
    char *next = nfh_priv_heap_take(&heap, 16);
    memset(next, 'n', 16);
    for (int i = 0; i < 100; i++)
        ck_assert_ptr_nonnull(nfh_priv_heap_take(&heap, i % 10 == 0 ? LARGE : USUAL));
    nfh_priv_heap_release(&heap, mark);
    ck_assert_uint_eq(heap.total, total);
    /* The same place is handed out again; what is older stays as it was. */
    ck_assert_ptr_eq(nfh_priv_heap_take(&heap, 16), next);
    ck_assert_int_eq(kept[15], 'k');
    ck_assert_int_eq(large[LARGE - 1], 'l');
    ck_assert_uint_lt(failing.live, live + 10);
    nfh_priv_heap_release(&heap, empty);
    ck_assert_uint_eq(heap.total, 0);
    ck_assert_ptr_eq(nfh_priv_heap_take(&heap, 16), kept);
    nfh_priv_heap_free(&heap);
    ck_assert_uint_eq(failing.live, 0);
}
END_TEST

START_TEST(test_limit_of_bytes)
{
    const size_t limit = NFH_EVALUATION_TEXT_MAX;
    struct nfh_memory memory = nfh_priv_memory_default();
    struct nfh_heap heap;

    nfh_priv_heap_start(&heap, &memory);
    static const size_t sizes[] = {1, 8, SIZE_MAX, SIZE_MAX - 6, SIZE_MAX / 2};
    /* All at once is allowed, and then nothing. */
    ck_assert_ptr_nonnull(nfh_priv_heap_take(&heap, limit));
    ck_assert(!has_failed(&heap));
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        heap.full = false;
        ck_assert_ptr_null(nfh_priv_heap_take(&heap, sizes[i]));
        ck_assert(heap.full && !heap.out_of_memory && !heap.overworked);
        ck_assert_uint_eq(heap.total, limit);
    }
    nfh_priv_heap_reset(&heap);
    ck_assert(!has_failed(&heap));
    ck_assert_ptr_null(nfh_priv_heap_take(&heap, limit + 1));
    ck_assert(heap.full);
    nfh_priv_heap_reset(&heap);
    /* So it is with small blocks. */
    for (size_t i = 0; i < limit / USUAL; i++)
        ck_assert_ptr_nonnull(nfh_priv_heap_take(&heap, USUAL));
    ck_assert(!has_failed(&heap));
    ck_assert_ptr_null(nfh_priv_heap_take(&heap, 0));
    ck_assert(heap.full);
    nfh_priv_heap_free(&heap);
}
END_TEST

START_TEST(test_limit_of_work)
{
    struct nfh_memory memory = nfh_priv_memory_default();
    struct nfh_heap heap;

    nfh_priv_heap_start(&heap, &memory);
    ck_assert(nfh_priv_heap_work(&heap, NFH_EVALUATION_WORK_MAX - 1));
    ck_assert(!nfh_priv_heap_work(&heap, 2));
    ck_assert(heap.overworked && !heap.full && !heap.out_of_memory);
    ck_assert(nfh_priv_heap_work(&heap, 1));
    ck_assert(nfh_priv_heap_work(&heap, 0));
    ck_assert(!nfh_priv_heap_work(&heap, 1));
    nfh_priv_heap_reset(&heap);
    ck_assert(!has_failed(&heap));
    ck_assert(!nfh_priv_heap_work(&heap, UINT64_MAX));
    ck_assert(nfh_priv_heap_work(&heap, NFH_EVALUATION_WORK_MAX));
    nfh_priv_heap_free(&heap);
}
END_TEST

START_TEST(test_out_of_memory)
{
    struct failing_memory failing = {.allowed = 1};
    struct nfh_memory memory = failing_memory(&failing);
    struct nfh_heap heap;

    nfh_priv_heap_start(&heap, &memory);
    ck_assert_ptr_nonnull(nfh_priv_heap_take(&heap, 60000));
    size_t total = heap.total;
    ck_assert_ptr_null(nfh_priv_heap_take(&heap, 60000));
    ck_assert_ptr_null(nfh_priv_heap_take(&heap, LARGE));
    ck_assert(heap.out_of_memory && !heap.full);
    ck_assert_uint_eq(heap.total, total);
    /* What fits is still given, and more as soon as there is memory. */
    ck_assert_ptr_nonnull(nfh_priv_heap_take(&heap, 8));
    failing.allowed = 100;
    ck_assert_ptr_nonnull(nfh_priv_heap_take(&heap, 60000));
    nfh_priv_heap_free(&heap);
    ck_assert_uint_eq(failing.live, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("heap");
    TCase *tcase = tcase_create("heap");

    tcase_add_loop_test(tcase, test_take, 0, 2);
    tcase_add_test(tcase, test_reset_keeps_chunks);
    tcase_add_test(tcase, test_mark);
    tcase_add_test(tcase, test_limit_of_bytes);
    tcase_add_test(tcase, test_limit_of_work);
    tcase_add_test(tcase, test_out_of_memory);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
