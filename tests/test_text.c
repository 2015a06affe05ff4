/* SPDX-License-Identifier: MIT
 *
 * test_text.c - the operators on strings: the rows of tests/data/text.tsv, and memory and time.
 * tests/python/test_text.py compares random texts and all letters with Python.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cql/text.h"
#include "cql/text_case.h"
#include "failing_memory.h"
#include "nfhscreen.h"
#include "support.h"
#include "text_cells.h"

static struct nfh_heap heap;

static void setup(void)
{
    struct nfh_memory memory = nfh_priv_memory_default();
    nfh_priv_heap_start(&heap, &memory);
}

static void teardown(void)
{
    nfh_priv_heap_free(&heap);
}

static struct nfh_text text(const char *bytes)
{
    return (struct nfh_text){bytes, strlen(bytes)};
}

static char *number(int64_t value)
{
    char *result = malloc(32);
    snprintf(result, 32, "%lld", (long long)value);
    return result;
}

static char *truth(bool value)
{
    return strdup(value ? "true" : "false");
}

static char *text_or_null(bool known, struct nfh_text result)
{
    return known ? text_cell_format(result) : strdup("null");
}

/* An operation on one text, as a cell; NULL when there is none of that name. */
static char *evaluate_one(const char *operation, struct nfh_text a, const char *b, const char *c)
{
    struct nfh_text result;

    if (strcmp(operation, "length") == 0)
        return number(nfh_priv_text_length(a));
    if (strcmp(operation, "upper") == 0)
        return text_or_null(nfh_priv_text_upper(a, &heap, &result), result);
    if (strcmp(operation, "lower") == 0)
        return text_or_null(nfh_priv_text_lower(a, &heap, &result), result);
    if (strcmp(operation, "character") == 0)
        return text_or_null(nfh_priv_text_character(a, strtoll(b, NULL, 10), &result), result);
    if (strcmp(operation, "substring") == 0) {
        int64_t length = *c ? strtoll(c, NULL, 10) : NFH_TEXT_TO_END;
        return text_or_null(nfh_priv_text_substring(a, strtoll(b, NULL, 10), length, &result),
                            result);
    }
    return NULL;
}

static char *evaluate_two(const char *operation, struct nfh_text a, struct nfh_text b)
{
    struct nfh_text result;

    if (strcmp(operation, "concatenate") == 0)
        return text_or_null(nfh_priv_text_concatenate(a, b, &heap, &result), result);
    if (strcmp(operation, "position") == 0)
        return number(nfh_priv_text_position(a, b));
    if (strcmp(operation, "last-position") == 0)
        return number(nfh_priv_text_last_position(a, b));
    if (strcmp(operation, "starts-with") == 0)
        return truth(nfh_priv_text_starts_with(a, b));
    if (strcmp(operation, "ends-with") == 0)
        return truth(nfh_priv_text_ends_with(a, b));
    if (strcmp(operation, "compare") == 0)
        return number(nfh_priv_text_compare(a, b));
    if (strcmp(operation, "equivalent") == 0)
        return truth(nfh_priv_text_equivalent(a, b));
    test_stop("%s: no such operation", operation);
}

/* The expected cell in the form of a result. */
static char *normal_form(const char *cell)
{
    if (*cell != '\'')
        return strdup(cell);
    struct nfh_text value = text_cell(cell);
    char *result = text_cell_format(value);
    text_cell_free(value);
    return result;
}

START_TEST(test_rows)
{
    struct test_table table = test_table_read("text.tsv");

    for (size_t row = 0; row < table.rows; row++) {
        const char *operation = test_cell(&table, row, "operation");
        struct nfh_text a = text_cell(test_cell(&table, row, "a"));
        const char *b = test_cell(&table, row, "b");
        char *expected = normal_form(test_cell(&table, row, "expected"));
        char *result = evaluate_one(operation, a, b, test_cell(&table, row, "c"));

        if (!result) {
            struct nfh_text other = text_cell(b);
            result = evaluate_two(operation, a, other);
            text_cell_free(other);
        }
        ck_assert_msg(strcmp(result, expected) == 0, "%s: %s instead of %s",
                      test_cell(&table, row, "id"), result, expected);
        free(result);
        free(expected);
        text_cell_free(a);
    }
    test_table_free(&table);
}
END_TEST

START_TEST(test_null_bytes)
{
    struct nfh_text nothing = {NULL, 0}, a = text("a"), result;

    ck_assert_int_eq(nfh_priv_text_length(nothing), 0);
    ck_assert(nfh_priv_text_concatenate(nothing, nothing, &heap, &result) && result.length == 0);
    ck_assert(nfh_priv_text_concatenate(a, nothing, &heap, &result) && result.bytes == a.bytes);
    ck_assert(nfh_priv_text_concatenate(nothing, a, &heap, &result) && result.bytes == a.bytes);
    ck_assert(nfh_priv_text_upper(nothing, &heap, &result) && result.length == 0);
    ck_assert(nfh_priv_text_substring(nothing, 0, NFH_TEXT_TO_END, &result) && result.length == 0);
    ck_assert(!nfh_priv_text_character(nothing, 0, &result));
    ck_assert_int_eq(nfh_priv_text_position(a, nothing), -1);
    ck_assert_int_eq(nfh_priv_text_last_position(nothing, a), 1);
    ck_assert(nfh_priv_text_starts_with(a, nothing) && nfh_priv_text_ends_with(a, nothing));
    ck_assert(!nfh_priv_text_starts_with(nothing, a) && !nfh_priv_text_ends_with(nothing, a));
    ck_assert_int_eq(nfh_priv_text_compare(nothing, nothing), 0);
    ck_assert_int_eq(nfh_priv_text_compare(nothing, a), -1);
    ck_assert(nfh_priv_text_equivalent(nothing, nothing));
    ck_assert(!nfh_priv_text_equivalent(nothing, a));
}
END_TEST

START_TEST(test_unchanged_text_takes_no_memory)
{
    struct nfh_text lower = text("straße 1, ελλάδα"), result;

    ck_assert(nfh_priv_text_lower(lower, &heap, &result));
    ck_assert_ptr_eq(result.bytes, lower.bytes);
    ck_assert_uint_eq(heap.total, 0);
    ck_assert(nfh_priv_text_upper(lower, &heap, &result));
    ck_assert_uint_gt(heap.total, 0);
}
END_TEST

START_TEST(test_memory_and_limit)
{
    struct failing_memory failing = {.allowed = 0};
    struct nfh_memory memory = failing_memory(&failing);
    struct nfh_heap empty;
    struct nfh_text a = text("a"), result;

    nfh_priv_heap_start(&empty, &memory);
    ck_assert(!nfh_priv_text_concatenate(a, a, &empty, &result));
    ck_assert(!nfh_priv_text_upper(a, &empty, &result));
    ck_assert(!nfh_priv_text_lower(text("A"), &empty, &result));
    ck_assert(empty.out_of_memory && !empty.full);
    /* Twice itself, again and again: 1 + 2 + … + 8 MiB fit, the next does not. */
    int doublings = 0;
    char block[1024];
    memset(block, 'x', sizeof block);
    result = (struct nfh_text){block, sizeof block};
    while (nfh_priv_text_concatenate(result, result, &heap, &result))
        doublings++;
    ck_assert_int_eq(doublings, 13);
    ck_assert(heap.full && !heap.out_of_memory);
    struct nfh_text endless = {block, SIZE_MAX / 2 + 1};
    heap.full = false;
    ck_assert(!nfh_priv_text_concatenate(endless, endless, &heap, &result));
    ck_assert(heap.full);
}
END_TEST

/* Patterns that a plain search compares nearly in full at every position. */
START_TEST(test_search_is_linear)
{
    enum { LENGTH = 4000000, PATTERN = LENGTH / 2 };
    char *bytes = malloc(LENGTH), *pattern = malloc(PATTERN);

    memset(bytes, 'a', LENGTH);
    memset(pattern, 'a', PATTERN);
    struct nfh_text whole = {bytes, LENGTH}, part = {pattern, PATTERN};
    ck_assert_int_eq(nfh_priv_text_position(part, whole), 0);
    ck_assert_int_eq(nfh_priv_text_last_position(part, whole), LENGTH - PATTERN);
    for (size_t i = 0; i < 3; i++) {
        size_t odd = i * (PATTERN - 1) / 2; /* the first, the middle and the last */
        pattern[odd] = 'b';
        ck_assert_int_eq(nfh_priv_text_position(part, whole), -1);
        ck_assert_int_eq(nfh_priv_text_last_position(part, whole), -1);
        bytes[LENGTH - PATTERN + odd] = 'b';
        ck_assert_int_eq(nfh_priv_text_position(part, whole), LENGTH - PATTERN);
        ck_assert_int_eq(nfh_priv_text_last_position(part, whole), LENGTH - PATTERN);
        bytes[LENGTH - PATTERN + odd] = pattern[odd] = 'a';
    }
    free(bytes);
    free(pattern);
}
END_TEST

static bool obeys_laws_of_case(uint32_t point)
{
    uint32_t upper = nfh_priv_case_upper(point), lower = nfh_priv_case_lower(point);
    uint32_t fold = nfh_priv_case_fold(point), variants[NFH_CASE_VARIANTS_MAX];
    size_t count = nfh_priv_case_variants(point, variants);

    for (size_t i = 0; i < count; i++) {
        if (variants[i] == point || nfh_priv_case_fold(variants[i]) != fold)
            return false;
    }
    return count <= NFH_CASE_VARIANTS_MAX && nfh_priv_case_upper(upper) == upper &&
           nfh_priv_case_lower(lower) == lower && nfh_priv_case_fold(fold) == fold &&
           nfh_priv_case_fold(upper) == fold && nfh_priv_case_fold(lower) == fold &&
           (point <= NFH_CASE_LAST || (upper == point && lower == point));
}

START_TEST(test_laws_of_case)
{
    for (uint32_t point = 0; point <= 0x110200; point++) {
        if (!obeys_laws_of_case(point))
            ck_abort_msg("U+%04X", (unsigned)point);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *tcase = tcase_create("text");

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_rows);
    tcase_add_test(tcase, test_null_bytes);
    tcase_add_test(tcase, test_unchanged_text_takes_no_memory);
    tcase_add_test(tcase, test_memory_and_limit);
    tcase_add_test(tcase, test_search_is_linear);
    tcase_add_test(tcase, test_laws_of_case);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
