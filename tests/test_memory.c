/* SPDX-License-Identifier: MIT
 *
 * test_memory.c - the allocator and arenas.
 */
#include <stdint.h>
#include <string.h>

#include "cql/memory.h"
#include "failing_memory.h"
#include "support.h"

static bool is_all(const void *block, size_t size, unsigned char value)
{
    const unsigned char *bytes = block;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != value)
            return false;
    }
    return true;
}

START_TEST(test_allocate)
{
    struct nfh_memory memory = nfh_priv_memory_default();
    for (size_t size = 0; size < 300; size += 33) {
        void *block = nfh_priv_allocate(&memory, size);
        ck_assert_ptr_nonnull(block);
        ck_assert(is_all(block, size, 0));
        nfh_priv_free(&memory, block);
    }
    nfh_priv_free(&memory, NULL);
}
END_TEST

START_TEST(test_allocate_fails)
{
    struct failing_memory failing = {.allowed = 0};
    struct nfh_memory memory = failing_memory(&failing);
    ck_assert_ptr_null(nfh_priv_allocate(&memory, 1));
    ck_assert_ptr_null(nfh_priv_allocate(&memory, 0));
    nfh_priv_free(&memory, NULL);
    ck_assert_uint_eq(failing.calls, 2);
}
END_TEST

START_TEST(test_grow)
{
    struct failing_memory failing = {.allowed = 3};
    struct nfh_memory memory = failing_memory(&failing);
    uint32_t *array = NULL;
    size_t capacity = 0;
    for (uint32_t count = 0; count < 32; count++) {
        uint32_t *moved = nfh_priv_grow(&memory, array, count, &capacity, sizeof *array);
        ck_assert_ptr_nonnull(moved);
        array = moved;
        array[count] = count;
        ck_assert_uint_eq(capacity, count < 8 ? 8 : count < 16 ? 16 : 32);
    }
    /* The fourth allocation fails and leaves the array as it was. */
    ck_assert_ptr_null(nfh_priv_grow(&memory, array, 32, &capacity, sizeof *array));
    ck_assert_uint_eq(capacity, 32);
    for (uint32_t i = 0; i < 32; i++)
        ck_assert_uint_eq(array[i], i);
    nfh_priv_free(&memory, array);
    ck_assert_uint_eq(failing.live, 0);
}
END_TEST

START_TEST(test_grow_overflow)
{
    struct failing_memory failing = {.allowed = 100};
    struct nfh_memory memory = failing_memory(&failing);
    size_t capacity = SIZE_MAX / 2 + 1;
    ck_assert_ptr_null(nfh_priv_grow(&memory, NULL, capacity, &capacity, 1));
    capacity = SIZE_MAX / 16;
    ck_assert_ptr_null(nfh_priv_grow(&memory, NULL, capacity, &capacity, 9));
    capacity = 0;
    ck_assert_ptr_null(nfh_priv_grow(&memory, NULL, 0, &capacity, SIZE_MAX / 4));
    ck_assert_uint_eq(failing.calls, 0);
}
END_TEST

/* Sizes on both sides of a block's, aligned and zeroed, none overlapping another. */
static void fill_arena(struct nfh_arena *arena)
{
    static const size_t sizes[] = {0,    1,    15,     16,     17,      100, 4000,
                                   4096, 5000, 100000, 300000, 1000000, 3};
    enum { COUNT = sizeof sizes / sizeof *sizes };
    unsigned char *blocks[4 * COUNT];
    for (size_t i = 0; i < 4 * COUNT; i++) {
        size_t size = sizes[i % COUNT];
        blocks[i] = nfh_priv_arena_allocate(arena, size);
        ck_assert_ptr_nonnull(blocks[i]);
        ck_assert_uint_eq((uintptr_t)blocks[i] % 16, 0);
        ck_assert(is_all(blocks[i], size, 0));
        memset(blocks[i], (int)i + 1, size);
    }
    for (size_t i = 0; i < 4 * COUNT; i++)
        ck_assert(is_all(blocks[i], sizes[i % COUNT], (unsigned char)(i + 1)));
}

START_TEST(test_arena)
{
    struct failing_memory failing = {.allowed = 1000, .misaligned = _i == 1};
    struct nfh_memory memory = failing_memory(&failing);
    struct nfh_arena arena;
    nfh_priv_arena_init(&arena, &memory, 0);
    fill_arena(&arena);
    ck_assert_uint_gt(failing.live, 4);
    nfh_priv_arena_free(&arena);
    ck_assert_uint_eq(failing.live, 0);
    /* It can be used again. */
    fill_arena(&arena);
    nfh_priv_arena_free(&arena);
    nfh_priv_arena_free(&arena);
    ck_assert_uint_eq(failing.live, 0);
}
END_TEST

START_TEST(test_arena_small_objects_share_blocks)
{
    struct failing_memory failing = {.allowed = 1000};
    struct nfh_memory memory = failing_memory(&failing);
    struct nfh_arena arena;
    nfh_priv_arena_init(&arena, &memory, 0);
    for (int i = 0; i < 10000; i++) {
        /* A large object in between does not waste the block in use. */
        ck_assert_ptr_nonnull(nfh_priv_arena_allocate(&arena, i % 1000 == 999 ? 200000 : 48));
    }
    ck_assert_uint_lt(failing.calls, 30);
    nfh_priv_arena_free(&arena);
}
END_TEST

START_TEST(test_arena_limit)
{
    struct nfh_memory memory = nfh_priv_memory_default();
    struct nfh_arena arena;
    nfh_priv_arena_init(&arena, &memory, 64);
    ck_assert_ptr_null(nfh_priv_arena_allocate(&arena, 65));
    ck_assert_ptr_nonnull(nfh_priv_arena_allocate(&arena, 48));
    ck_assert_ptr_null(nfh_priv_arena_allocate(&arena, 17));
    ck_assert_ptr_nonnull(nfh_priv_arena_allocate(&arena, 16));
    ck_assert_ptr_null(nfh_priv_arena_allocate(&arena, 0));
    ck_assert_uint_eq(arena.total, 64);
    nfh_priv_arena_free(&arena);
}
END_TEST

START_TEST(test_arena_fails)
{
    struct failing_memory failing = {.allowed = 1};
    struct nfh_memory memory = failing_memory(&failing);
    struct nfh_arena arena;
    nfh_priv_arena_init(&arena, &memory, 0);
    ck_assert_ptr_nonnull(nfh_priv_arena_allocate(&arena, 16));
    ck_assert_ptr_null(nfh_priv_arena_allocate(&arena, 100000));
    ck_assert_uint_eq(arena.total, 16);
    /* What is left of the block can still be used. */
    ck_assert_ptr_nonnull(nfh_priv_arena_allocate(&arena, 16));
    ck_assert_ptr_null(nfh_priv_arena_allocate(&arena, SIZE_MAX));
    ck_assert_ptr_null(nfh_priv_arena_allocate(&arena, SIZE_MAX - 16));
    ck_assert_ptr_null(nfh_priv_arena_allocate(&arena, SIZE_MAX / 2 + 16));
    nfh_priv_arena_free(&arena);
    ck_assert_uint_eq(failing.live, 0);
}
END_TEST

START_TEST(test_arena_text)
{
    struct nfh_memory memory = nfh_priv_memory_default();
    struct nfh_arena arena;
    nfh_priv_arena_init(&arena, &memory, 0);
    char *text = nfh_priv_arena_text(&arena, "a\0bcd", 4);
    ck_assert_mem_eq(text, "a\0bc", 5);
    ck_assert_str_eq(nfh_priv_arena_text(&arena, NULL, 0), "");
    ck_assert_ptr_null(nfh_priv_arena_text(&arena, "", SIZE_MAX));
    nfh_priv_arena_free(&arena);
    nfh_priv_arena_init(&arena, &memory, 16);
    ck_assert_ptr_null(nfh_priv_arena_text(&arena, "0123456789abcdef", 16));
    ck_assert_str_eq(nfh_priv_arena_text(&arena, "0123456789abcde", 15), "0123456789abcde");
    nfh_priv_arena_free(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory");
    TCase *blocks = tcase_create("blocks");
    TCase *arenas = tcase_create("arenas");
    tcase_add_test(blocks, test_allocate);
    tcase_add_test(blocks, test_allocate_fails);
    tcase_add_test(blocks, test_grow);
    tcase_add_test(blocks, test_grow_overflow);
    tcase_add_loop_test(arenas, test_arena, 0, 2);
    tcase_add_test(arenas, test_arena_small_objects_share_blocks);
    tcase_add_test(arenas, test_arena_limit);
    tcase_add_test(arenas, test_arena_fails);
    tcase_add_test(arenas, test_arena_text);
    suite_add_tcase(suite, blocks);
    suite_add_tcase(suite, arenas);
    return test_run(suite);
}
