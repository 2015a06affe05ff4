/* SPDX-License-Identifier: MIT
 *
 * text_driver.c - the operators on strings, for tests/python/test_text.py; see driver.h.
 *
 *     cases                      POINT UPPER LOWER FOLD VARIANT…; for each point with a case, in
 *                                hexadecimal
 *     upper A, lower A           a text
 *     length A                   a number
 *     substring A START LENGTH   a text or null, quoted; LENGTH may be empty
 *     character A INDEX          a text or null, quoted
 *     compare A B                length of the concatenation, position, last position (of A in B),
 *                                starts with, ends with (B with A), order, equivalence
 */
#include <stdio.h>
#include <string.h>

#include "cql/text_case.h"
#include "driver.h"
#include "support.h"

static struct nfh_heap heap;

static void print_cases(void)
{
    for (uint32_t point = 0; point <= 0x10ffff; point++) {
        uint32_t upper = nfh_priv_case_upper(point), lower = nfh_priv_case_lower(point);
        uint32_t fold = nfh_priv_case_fold(point), variants[NFH_CASE_VARIANTS_MAX];
        size_t count = nfh_priv_case_variants(point, variants);

        if (upper == point && lower == point && fold == point && count == 0)
            continue;
        printf("%x %x %x %x", (unsigned)point, (unsigned)upper, (unsigned)lower, (unsigned)fold);
        for (size_t i = 0; i < count; i++)
            printf(" %x", (unsigned)variants[i]);
        putchar(';');
    }
}

static void print_quoted(bool known, struct nfh_text text)
{
    if (!known) {
        fputs("null", stdout);
        return;
    }
    putchar('\'');
    driver_print(text);
    putchar('\'');
}

static bool answer_one(const struct driver_line *line)
{
    struct nfh_text a = line->operand[0], result;

    if (strcmp(line->operation, "length") == 0) {
        printf("%lld", (long long)nfh_priv_text_length(a));
        return true;
    }
    bool upper = strcmp(line->operation, "upper") == 0;
    if (!upper && strcmp(line->operation, "lower") != 0)
        return false;
    if (!(upper ? nfh_priv_text_upper : nfh_priv_text_lower)(a, &heap, &result))
        test_stop("out of memory");
    driver_print(result);
    return true;
}

static bool answer_part(const struct driver_line *line)
{
    struct nfh_text a = line->operand[0], result;
    int64_t start = driver_number(line->operand[1]), length = NFH_TEXT_TO_END;

    if (strcmp(line->operation, "character") == 0 && line->count == 2) {
        print_quoted(nfh_priv_text_character(a, start, &result), result);
        return true;
    }
    if (strcmp(line->operation, "substring") != 0 || line->count != 3)
        return false;
    if (line->operand[2].length > 0)
        length = driver_number(line->operand[2]);
    print_quoted(nfh_priv_text_substring(a, start, length, &result), result);
    return true;
}

static bool answer_compare(struct nfh_text a, struct nfh_text b)
{
    struct nfh_text both;

    if (!nfh_priv_text_concatenate(a, b, &heap, &both))
        test_stop("out of memory");
    printf("%lld %lld %lld %d %d %d %d", (long long)nfh_priv_text_length(both),
           (long long)nfh_priv_text_position(a, b), (long long)nfh_priv_text_last_position(a, b),
           nfh_priv_text_starts_with(b, a), nfh_priv_text_ends_with(b, a),
           nfh_priv_text_compare(a, b), nfh_priv_text_equivalent(a, b));
    return true;
}

static bool answer(const struct driver_line *line)
{
    nfh_priv_heap_reset(&heap);
    if (line->count == 0 && strcmp(line->operation, "cases") == 0) {
        print_cases();
        return true;
    }
    if (line->count == 1)
        return answer_one(line);
    if (line->count == 2 && strcmp(line->operation, "compare") == 0)
        return answer_compare(line->operand[0], line->operand[1]);
    return line->count >= 2 && answer_part(line);
}

int main(void)
{
    struct nfh_memory memory = nfh_priv_memory_default();

    nfh_priv_heap_start(&heap, &memory);
    int status = driver_run(answer);
    nfh_priv_heap_free(&heap);
    return status;
}
