/* SPDX-License-Identifier: MIT
 *
 * regex.c - fuzz target: any bytes as a regular expression, a replacement and a text.
 *
 * The input: the pattern, a line end, the replacement, a line end, the text, which may have more.
 *
 * Properties: what is refused is refused with a place and a reason; a group around the pattern, an
 * alternative that is the same, and a copy of the program change nothing; what replaces every match
 * by itself gives the text back, and what does not match is not replaced; UTF-8 stays UTF-8.
 */
#include <stdlib.h>
#include <string.h>

#include "cql/regex.h"
#include "fuzz.h"

static void *reallocate(void *context, void *block, size_t size)
{
    (void)context;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, size);
}

static const struct nfh_memory memory = {reallocate, NULL};

static void check_refusal(struct fuzz_part text, const struct nfh_regex_error *error)
{
    REQUIRE(error->offset <= text.length, "%zu of %zu", error->offset, text.length);
    REQUIRE(error->message != NULL && error->message[0] != '\0', "no reason");
}

static const struct nfh_regex *compile(struct fuzz_part pattern, struct nfh_heap *heap)
{
    struct nfh_regex_error error = {SIZE_MAX, NULL};
    const struct nfh_regex *regex = NULL;
    enum nfh_regex_status status = nfh_priv_regex_compile(
        (struct nfh_text){pattern.bytes, pattern.length}, heap, &regex, &error);

    if (status == NFH_REGEX_WRONG)
        check_refusal(pattern, &error);
    else if (status == NFH_REGEX_NO_MEANS)
        REQUIRE(heap->full || heap->overworked || heap->out_of_memory, "no means, and no reason");
    else
        REQUIRE(regex != NULL, "no regex");
    return status == NFH_REGEX_OK ? regex : NULL;
}

/* -1: no means. */
static int matches(const struct nfh_regex *regex, struct fuzz_part text, struct nfh_heap *heap)
{
    bool found = false;

    if (nfh_priv_regex_matches(regex, (struct nfh_text){text.bytes, text.length}, heap, &found) !=
        NFH_REGEX_OK)
        return -1;
    return found;
}

/* The pattern in other words; one that begins with (?i) or (?s) cannot stand in a group. */
static void check_words(struct fuzz_part pattern, struct fuzz_part text, int expected,
                        struct nfh_heap *heap)
{
    static const char *const forms[][3] = {
        {"(?:", ")", ""}, {"(", ")", ""}, {"(?:", ")|(?:", ")"}, {".*(?:", ").*", ""}};
    struct fuzz_text words = {0};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        fuzz_clear(&words);
        fuzz_print(&words, "%s", forms[i][0]);
        fuzz_add(&words, pattern.bytes, pattern.length);
        fuzz_print(&words, "%s", forms[i][1]);
        if (forms[i][2][0] != '\0') {
            fuzz_add(&words, pattern.bytes, pattern.length);
            fuzz_print(&words, "%s", forms[i][2]);
        }
        const struct nfh_regex *regex =
            compile((struct fuzz_part){words.bytes, words.length}, heap);
        int found = regex != NULL ? matches(regex, text, heap) : -1;
        REQUIRE(found == -1 || found == expected, "%s: %d, not %d", words.bytes, found, expected);
    }
    fuzz_free(&words);
}

static bool replace(const struct nfh_regex *regex, struct fuzz_part text,
                    struct fuzz_part replacement, struct nfh_heap *heap, struct nfh_text *result)
{
    struct nfh_regex_error error = {SIZE_MAX, NULL};
    struct nfh_text with = {replacement.bytes, replacement.length};
    bool good = nfh_priv_regex_check_replacement(regex, with, &error);
    enum nfh_regex_status status;

    if (!good)
        check_refusal(replacement, &error);
    status = nfh_priv_regex_replace(regex, (struct nfh_text){text.bytes, text.length}, with, heap,
                                    result, &error);
    REQUIRE(good ? status != NFH_REGEX_WRONG : status != NFH_REGEX_OK, "%d and %d", good, status);
    return status == NFH_REGEX_OK;
}

static bool is_text(const struct nfh_text *result, struct fuzz_part text)
{
    return result->length == text.length &&
           (text.length == 0 || memcmp(result->bytes, text.bytes, text.length) == 0);
}

static void check_replacing(const struct nfh_regex *regex, struct fuzz_part text,
                            struct fuzz_part replacement, int found, struct nfh_heap *heap)
{
    struct nfh_text result;

    if (replace(regex, text, (struct fuzz_part){"$0", 2}, heap, &result))
        REQUIRE(is_text(&result, text), "$0 gives another text");
    if (!replace(regex, text, replacement, heap, &result))
        return;
    if (found == 0)
        REQUIRE(is_text(&result, text), "replaced what does not match");
    if (fuzz_is_utf8(text.bytes, text.length, NULL) &&
        fuzz_is_utf8(replacement.bytes, replacement.length, NULL))
        REQUIRE(fuzz_is_utf8(result.bytes, result.length, NULL), "no UTF-8");
}

static void check_regex(struct fuzz_part pattern, struct fuzz_part replacement,
                        struct fuzz_part text, struct nfh_heap *heap)
{
    const struct nfh_regex *regex = compile(pattern, heap), *copy;
    struct nfh_arena arena;
    int found;

    if (regex == NULL)
        return;
    found = matches(regex, text, heap);
    if (found == -1)
        return;
    nfh_priv_arena_init(&arena, &memory, 0);
    copy = nfh_priv_regex_copy(regex, &arena);
    REQUIRE(copy != NULL, "no copy");
    int found_again = matches(copy, text, heap);
    REQUIRE(found_again == found || found_again == -1, "the copy: %d, not %d", found_again, found);
    if (pattern.length < 2 || memcmp(pattern.bytes, "(?", 2) != 0)
        check_words(pattern, text, found, heap);
    check_replacing(copy, text, replacement, found, heap);
    nfh_priv_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_part rest = {size > 0 ? (const char *)data : "", size}, pattern = {"", 0},
                     replacement = {"", 0};
    struct nfh_heap heap;

    fuzz_next_part(&rest, "\n", &pattern);
    fuzz_next_part(&rest, "\n", &replacement);
    if (rest.bytes == NULL)
        rest = (struct fuzz_part){"", 0};
    nfh_priv_heap_start(&heap, &memory);
    check_regex(pattern, replacement, rest, &heap);
    nfh_priv_heap_free(&heap);
    return 0;
}
