/* SPDX-License-Identifier: MIT
 *
 * regex_driver.c - regular expressions, for tests/python/test_regex.py; see driver.h.
 *
 *     run PATTERN TEXT REPLACEMENT    true or false, a tab, the text with all matches replaced;
 *                                     or wrong OFFSET MESSAGE; or limit
 */
#include <stdio.h>
#include <string.h>

#include "cql/regex.h"
#include "driver.h"

static struct nfh_heap heap;

static enum nfh_regex_status run(const struct driver_line *line, struct nfh_regex_error *error)
{
    struct nfh_text text = line->operand[1], result;
    const struct nfh_regex *regex;
    bool matches;

    int status = nfh_priv_regex_compile(line->operand[0], &heap, &regex, error);
    if (status == NFH_REGEX_OK)
        status = nfh_priv_regex_matches(regex, text, &heap, &matches);
    if (status == NFH_REGEX_OK)
        status = nfh_priv_regex_replace(regex, text, line->operand[2], &heap, &result, error);
    if (status != NFH_REGEX_OK)
        return status;
    fputs(matches ? "true\t" : "false\t", stdout);
    driver_print(result);
    return status;
}

static bool answer(const struct driver_line *line)
{
    struct nfh_regex_error error = {0, "(no message)"};

    if (line->count != 3 || strcmp(line->operation, "run") != 0)
        return false;
    nfh_priv_heap_reset(&heap);
    enum nfh_regex_status status = run(line, &error);
    if (status == NFH_REGEX_WRONG)
        printf("wrong %lu %s", (unsigned long)error.offset, error.message);
    else if (status == NFH_REGEX_NO_MEANS)
        fputs("limit", stdout);
    return true;
}

int main(void)
{
    struct nfh_memory memory = nfh_priv_memory_default();

    nfh_priv_heap_start(&heap, &memory);
    int status = driver_run(answer);
    nfh_priv_heap_free(&heap);
    return status;
}
