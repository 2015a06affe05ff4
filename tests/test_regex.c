/* SPDX-License-Identifier: MIT
 *
 * test_regex.c - regular expressions: the rows of tests/data/regex.tsv and regex-errors.tsv,
 * limits, memory and time. tests/python/test_regex.py compares random patterns with PCRE2.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cql/regex.h"
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

/* The same text again and again. */
static struct nfh_text repeated(const char *bytes, size_t times)
{
    size_t length = strlen(bytes);
    char *all = malloc(length * times + 1);

    for (size_t i = 0; i < times; i++)
        memcpy(all + i * length, bytes, length);
    return (struct nfh_text){all, length * times};
}

static const struct nfh_regex *compile(struct nfh_text pattern)
{
    const struct nfh_regex *regex = NULL;
    struct nfh_regex_error error = {0, "no means"};

    if (nfh_priv_regex_compile(pattern, &heap, &regex, &error) != NFH_REGEX_OK)
        ck_abort_msg("%.*s: %zu: %s", (int)pattern.length, pattern.bytes, error.offset,
                     error.message);
    return regex;
}

/* What a row of regex.tsv gives, as a cell. */
static char *evaluate(const struct nfh_regex *regex, struct nfh_text in, const char *replacement)
{
    struct nfh_regex_error error;
    struct nfh_text result;
    bool found;

    if (*replacement == '\0') {
        ck_assert_int_eq(nfh_priv_regex_matches(regex, in, &heap, &found), NFH_REGEX_OK);
        return strdup(found ? "true" : "false");
    }
    struct nfh_text with = text_cell(replacement);
    ck_assert(nfh_priv_regex_check_replacement(regex, with, &error));
    ck_assert_int_eq(nfh_priv_regex_replace(regex, in, with, &heap, &result, &error), NFH_REGEX_OK);
    text_cell_free(with);
    return text_cell_format(result);
}

START_TEST(test_rows)
{
    struct test_table table = test_table_read("regex.tsv");

    for (size_t row = 0; row < table.rows; row++) {
        struct nfh_text pattern = text_cell(test_cell(&table, row, "pattern"));
        struct nfh_text in = text_cell(test_cell(&table, row, "text"));
        const char *cell = test_cell(&table, row, "expected");
        char *expected = strdup(cell);
        char *result = evaluate(compile(pattern), in, test_cell(&table, row, "replacement"));

        if (*cell == '\'') {
            struct nfh_text value = text_cell(cell);
            free(expected);
            expected = text_cell_format(value);
            text_cell_free(value);
        }
        ck_assert_msg(strcmp(result, expected) == 0, "%s: %s instead of %s",
                      test_cell(&table, row, "id"), result, expected);
        free(result);
        free(expected);
        text_cell_free(pattern);
        text_cell_free(in);
        nfh_priv_heap_reset(&heap);
    }
    test_table_free(&table);
}
END_TEST

START_TEST(test_error_rows)
{
    struct test_table table = test_table_read("regex-errors.tsv");

    for (size_t row = 0; row < table.rows; row++) {
        const char *id = test_cell(&table, row, "id");
        struct nfh_text pattern = text_cell(test_cell(&table, row, "pattern"));
        struct nfh_text with = text_cell(test_cell(&table, row, "replacement")), result;
        struct nfh_regex_error error = {99, "none"}, again = {98, "none"};
        const struct nfh_regex *regex;

        int status = nfh_priv_regex_compile(pattern, &heap, &regex, &error);
        if (with.length > 0) {
            ck_assert_msg(status == NFH_REGEX_OK, "%s: %s", id, error.message);
            ck_assert_msg(!nfh_priv_regex_check_replacement(regex, with, &again), "%s", id);
            status = nfh_priv_regex_replace(regex, text("a"), with, &heap, &result, &error);
            ck_assert_uint_eq(error.offset, again.offset);
            ck_assert_str_eq(error.message, again.message);
        } else {
            ck_assert_msg(regex == NULL, "%s", id);
        }
        ck_assert_msg(status == NFH_REGEX_WRONG, "%s: status %d", id, status);
        ck_assert_msg(error.offset == strtoul(test_cell(&table, row, "offset"), NULL, 10),
                      "%s: at %zu", id, error.offset);
        ck_assert_msg(strcmp(error.message, test_cell(&table, row, "message")) == 0, "%s: %s", id,
                      error.message);
        text_cell_free(pattern);
        text_cell_free(with);
    }
    test_table_free(&table);
}
END_TEST

/* Every cut of a pattern that has all there is gives a regex or an error, and nothing else. */
START_TEST(test_cut_patterns)
{
    static const char all[] =
        "(?i)a|[^\\d\\x{df}-\\u20ac\\]-](?:b+?|(c)){2,3}?\\b.$\\uD83D\\uDE00é";

    for (size_t from = 0; from < sizeof all; from++) {
        for (size_t length = 0; from + length < sizeof all; length++) {
            char *cut = malloc(length + 1);
            struct nfh_regex_error error = {SIZE_MAX, NULL};
            const struct nfh_regex *regex;

            memcpy(cut, all + from, length);
            int status =
                nfh_priv_regex_compile((struct nfh_text){cut, length}, &heap, &regex, &error);
            if (status == NFH_REGEX_OK
                    ? !regex
                    : status != NFH_REGEX_WRONG || regex || !error.message || error.offset > length)
                ck_abort_msg("%.*s: status %d", (int)length, all + from, status);
            nfh_priv_heap_reset(&heap);
            free(cut);
        }
    }
}
END_TEST

static int try_compile(struct nfh_text pattern, struct nfh_regex_error *error)
{
    const struct nfh_regex *regex;

    int status = nfh_priv_regex_compile(pattern, &heap, &regex, error);
    nfh_priv_heap_reset(&heap);
    free((void *)(uintptr_t)pattern.bytes);
    return status;
}

static struct nfh_text joined(const char *a, size_t a_times, const char *b, size_t b_times)
{
    struct nfh_text first = repeated(a, a_times), second = repeated(b, b_times), all;
    char *bytes = malloc(first.length + second.length + 1);

    memcpy(bytes, first.bytes, first.length);
    memcpy(bytes + first.length, second.bytes, second.length);
    all = (struct nfh_text){bytes, first.length + second.length};
    free((void *)(uintptr_t)first.bytes);
    free((void *)(uintptr_t)second.bytes);
    return all;
}

static void assert_limit(struct nfh_text at, struct nfh_text above, const char *message)
{
    struct nfh_regex_error error = {0, "no means"};

    ck_assert_msg(try_compile(at, &error) == NFH_REGEX_OK, "%s", error.message);
    ck_assert_int_eq(try_compile(above, &error), NFH_REGEX_WRONG);
    ck_assert_msg(strstr(error.message, message) != NULL, "%s", error.message);
}

START_TEST(test_limits)
{
    assert_limit(repeated("a", 4096), repeated("a", 4097), "longer than 4096 bytes");
    assert_limit(joined("(?:", 100, ")", 100), joined("(?:", 101, ")", 101), "too deeply");
    assert_limit(repeated("()", 99), repeated("()", 100), "too many groups");
    assert_limit(repeated("a{1000}", 1), repeated("a{1001}", 1), "more than 1000");
    assert_limit(repeated("a{0,1000}", 1), repeated("a{0,1001}", 1), "more than 1000");
    assert_limit(repeated("a{1000,}", 1), repeated("a{99999999999999999999}", 1), "more than 1000");
}
END_TEST

START_TEST(test_limit_of_size)
{
    /* 19 * 1000 + 997 characters, and three instructions around them; and one more. */
    assert_limit(joined("a{1000}", 19, "a", 997), joined("a{1000}", 19, "a", 998), "too large");
    assert_limit(joined("(?:(?:a{1000}){19})a{997}", 1, "", 0),
                 joined("(?:(?:a{1000}){19})a{998}", 1, "", 0), "too large");
    /* A choice before each. */
    assert_limit(joined("(?:a{0,998}){10}a{37}", 1, "", 0),
                 joined("(?:a{0,998}){10}a{38}", 1, "", 0), "too large");
    struct nfh_regex_error error;
    ck_assert_int_eq(try_compile(repeated("(?:a{1000}){1000}", 1), &error), NFH_REGEX_WRONG);
    ck_assert_int_eq(try_compile(repeated("(?:a{0,1000}){0,1000}", 1), &error), NFH_REGEX_WRONG);
    /* Loops in loops, each of which can be empty. */
    ck_assert_int_eq(try_compile(joined("(?:", 99, ")*", 99), &error), NFH_REGEX_OK);
    ck_assert_int_eq(try_compile(joined("(?:(?:", 1, "(?:a*)*|", 300), &error), NFH_REGEX_WRONG);
}
END_TEST

START_TEST(test_limit_of_ranges)
{
    /* \h is 9 ranges and \d is one. */
    assert_limit(joined("\\h\\d", 1000, "", 0), joined("\\h\\d", 1000, "\\d", 1),
                 "too many ranges");
}
END_TEST

START_TEST(test_copy)
{
    struct nfh_memory memory = nfh_priv_memory_default();
    struct nfh_arena arena;
    bool found = false;

    nfh_priv_arena_init(&arena, &memory, 0);
    const struct nfh_regex *copy = nfh_priv_regex_copy(compile(text("^[a-c]{3}(x|\\d)*$")), &arena);
    ck_assert_ptr_nonnull(copy);
    teardown();
    setup();
    ck_assert_int_eq(nfh_priv_regex_matches(copy, text("abcx1x"), &heap, &found), NFH_REGEX_OK);
    ck_assert(found);
    ck_assert_int_eq(nfh_priv_regex_matches(copy, text("abd"), &heap, &found), NFH_REGEX_OK);
    ck_assert(!found);
    /* All the memory of a match is given back. */
    ck_assert_uint_eq(heap.total, 0);
    nfh_priv_arena_free(&arena);
    nfh_priv_arena_init(&arena, &memory, 16);
    ck_assert_ptr_null(nfh_priv_regex_copy(compile(text("abc")), &arena));
    nfh_priv_arena_free(&arena);
}
END_TEST

START_TEST(test_null_bytes)
{
    struct nfh_text nothing = {NULL, 0}, result;
    struct nfh_regex_error error;
    const struct nfh_regex *regex = compile(nothing);
    bool found = false;

    ck_assert_int_eq(nfh_priv_regex_matches(regex, nothing, &heap, &found), NFH_REGEX_OK);
    ck_assert(found);
    ck_assert_int_eq(nfh_priv_regex_replace(regex, nothing, nothing, &heap, &result, &error),
                     NFH_REGEX_OK);
    ck_assert_uint_eq(result.length, 0);
    ck_assert_int_eq(nfh_priv_regex_replace(regex, nothing, text("x"), &heap, &result, &error),
                     NFH_REGEX_OK);
    ck_assert(result.length == 1 && result.bytes[0] == 'x');
}
END_TEST

/* Patterns for which a backtracking matcher needs a time that grows exponentially. */
static const struct {
    const char *pattern;
    const char *repeated, *last;
    bool expected;
} hostile[] = {{"(a*)*b", "a", "", false},
               {"(a*)*b", "a", "b", true},
               {"(a|aa)+$", "a", "!", false},
               {"(a|aa)+$", "a", "", true},
               {"(x+x+)+y", "x", "", false},
               {"(x+x+)+y", "x", "y", true},
               {"^(\\w+\\s?)*$", "ab ", "!", false},
               {"^(([a-z])+.)+[A-Z]([a-z])+$", "a", "", false},
               {"(.*)(.*)(.*)(.*)x", "a", "", false},
               {"((a?)?)*!", "a", "", false},
               {"^(a?){50}a{50}$", "a", "", false}};

START_TEST(test_hostile_patterns)
{
    struct nfh_text most = repeated(hostile[_i].repeated, (size_t)test_share(100000));
    struct nfh_text last = text(hostile[_i].last);
    struct nfh_text in = {realloc((void *)(uintptr_t)most.bytes, most.length + last.length + 1),
                          most.length + last.length};

    memcpy((char *)(uintptr_t)in.bytes + most.length, last.bytes, last.length);
    const struct nfh_regex *regex = compile(text(hostile[_i].pattern));
    bool found;
    uint64_t before = heap.work;
    /* The first time half of the text, to see that the whole takes twice the work and no more. */
    ck_assert_int_eq(nfh_priv_regex_matches(
                         regex,
                         (struct nfh_text){in.bytes + in.length / 2, in.length - in.length / 2},
                         &heap, &found),
                     NFH_REGEX_OK);
    uint64_t half = heap.work - before;
    before = heap.work;
    ck_assert_int_eq(nfh_priv_regex_matches(regex, in, &heap, &found), NFH_REGEX_OK);
    ck_assert_int_eq(found, hostile[_i].expected);
    ck_assert_uint_le(heap.work - before, 2 * half + 1000);
    free((void *)(uintptr_t)in.bytes);
}
END_TEST

START_TEST(test_limit_of_work)
{
    struct nfh_text in = repeated("a", NFH_TEXT_MAX), result;
    struct nfh_regex_error error;
    const struct nfh_regex *regex = compile(text("a{0,1000}b"));
    bool found = true;

    /* 2000 states for each of 65536 characters are 131 million steps. */
    heap.work = NFH_EVALUATION_WORK_MAX / 10 * 9;
    ck_assert_int_eq(nfh_priv_regex_matches(regex, in, &heap, &found), NFH_REGEX_NO_MEANS);
    ck_assert(!found && heap.overworked && !heap.full && !heap.out_of_memory);
    nfh_priv_heap_reset(&heap);
    heap.work = NFH_EVALUATION_WORK_MAX / 10 * 9;
    /* Each match looks at all the rest of the text. */
    regex = compile(text("a(?:.*b)?"));
    ck_assert_int_eq(nfh_priv_regex_replace(regex, in, text("x"), &heap, &result, &error),
                     NFH_REGEX_NO_MEANS);
    ck_assert(heap.overworked && !heap.full && !heap.out_of_memory);
    nfh_priv_heap_reset(&heap);
    /* Compiling is work too. */
    heap.work = NFH_EVALUATION_WORK_MAX - 10;
    ck_assert_int_eq(nfh_priv_regex_compile(text("a{1000}"), &heap, &regex, &error),
                     NFH_REGEX_NO_MEANS);
    ck_assert(heap.overworked && regex == NULL);
    free((void *)(uintptr_t)in.bytes);
}
END_TEST

START_TEST(test_limit_of_result)
{
    struct nfh_text in = repeated("a", NFH_TEXT_MAX), with = repeated("x", 255), result;
    struct nfh_regex_error error;
    const struct nfh_regex *regex = compile(text("a"));

    /* 65536 times 255 bytes are just below 16 MiB; one byte more a match is above. */
    ck_assert_int_eq(nfh_priv_regex_replace(regex, in, with, &heap, &result, &error), NFH_REGEX_OK);
    ck_assert_uint_eq(result.length, 255 * NFH_TEXT_MAX);
    free((void *)(uintptr_t)with.bytes);
    with = repeated("x", 256);
    nfh_priv_heap_reset(&heap);
    regex = compile(text("a"));
    ck_assert_int_eq(nfh_priv_regex_replace(regex, in, with, &heap, &result, &error),
                     NFH_REGEX_NO_MEANS);
    ck_assert(heap.full && !heap.overworked && !heap.out_of_memory);
    free((void *)(uintptr_t)with.bytes);
    free((void *)(uintptr_t)in.bytes);
}
END_TEST

START_TEST(test_too_long_a_text)
{
    bool found = true;
    struct nfh_text in = {"", UINT32_MAX};

    ck_assert_int_eq(nfh_priv_regex_matches(compile(text("a")), in, &heap, &found),
                     NFH_REGEX_NO_MEANS);
    ck_assert(heap.full && !found);
}
END_TEST

/* With one allocation after another failing, there is no crash, no leak and no wrong result. */
START_TEST(test_out_of_memory)
{
    struct nfh_text in = repeated("ab1-", 3000), result;
    size_t allowed = 0;

    for (bool done = false; !done; allowed++) {
        struct failing_memory failing = {.allowed = allowed};
        struct nfh_memory memory = failing_memory(&failing);
        const struct nfh_regex *regex;
        struct nfh_regex_error error;
        struct nfh_heap small;

        nfh_priv_heap_start(&small, &memory);
        int status =
            nfh_priv_regex_compile(text("([a-z]|\\d){1,200}(x)?-"), &small, &regex, &error);
        if (status == NFH_REGEX_OK)
            status = nfh_priv_regex_replace(regex, in, text("$1$2$1$2$1$2$1$2$1$2$1$2"), &small,
                                            &result, &error);
        done = status == NFH_REGEX_OK;
        if (done)
            ck_assert_uint_eq(result.length, 3000 * 6);
        else
            ck_assert(status == NFH_REGEX_NO_MEANS && small.out_of_memory && !small.full);
        nfh_priv_heap_free(&small);
        ck_assert_uint_eq(failing.live, 0);
        ck_assert_uint_lt(allowed, 100);
    }
    ck_assert_uint_gt(allowed, 5);
    free((void *)(uintptr_t)in.bytes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("regex");
    TCase *tcase = tcase_create("regex");

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_rows);
    tcase_add_test(tcase, test_error_rows);
    tcase_add_test(tcase, test_cut_patterns);
    tcase_add_test(tcase, test_limits);
    tcase_add_test(tcase, test_limit_of_size);
    tcase_add_test(tcase, test_limit_of_ranges);
    tcase_add_test(tcase, test_copy);
    tcase_add_test(tcase, test_null_bytes);
    tcase_add_loop_test(tcase, test_hostile_patterns, 0, (int)(sizeof hostile / sizeof *hostile));
    tcase_add_test(tcase, test_limit_of_work);
    tcase_add_test(tcase, test_limit_of_result);
    tcase_add_test(tcase, test_too_long_a_text);
    tcase_add_test(tcase, test_out_of_memory);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
