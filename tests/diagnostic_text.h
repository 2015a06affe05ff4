/* SPDX-License-Identifier: MIT
 *
 * diagnostic_text.h - for tables of what is wrong with texts: `¶` in a source is the end of a line;
 * diagnostics are `[file:]line:column code words that the message has`, parted by ` | `.
 */
#ifndef NFH_TESTS_DIAGNOSTIC_TEXT_H
#define NFH_TESTS_DIAGNOSTIC_TEXT_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "nfhscreen.h"
#include "rule_text.h"
#include "support.h"

/* The text of a cell, with its lines. */
static inline void read_source(const char *cell, char *text)
{
    static const char sign[] = "¶";
    for (; *cell != '\0'; text++) {
        bool is_end = strncmp(cell, sign, sizeof sign - 1) == 0;
        *text = *cell;
        if (is_end) {
            *text = '\n';
        }
        cell += is_end ? sizeof sign - 1 : 1;
    }
    *text = '\0';
}

/* Whether a message has every word; a word may be quoted, and then holds blanks. */
static inline bool has_words(const char *message, const char *words)
{
    char word[200];
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        if (*words == '\'') {
            length = 2 + strcspn(words + 1, "'");
        }
        snprintf(word, sizeof word, "%.*s", (int)length, words);
        if (strstr(message, word) == NULL) {
            return false;
        }
        words += length;
        words += strspn(words, " ");
    }
    return true;
}

/* A diagnostic as the table has it, with its message for words. */
static inline void describe(const nfh_compiler *compiler, size_t index, char *place,
                            const char **message)
{
    int severity, code, line, column;
    const char *file;
    ASSERT_STATUS(
        nfh_compiler_diagnostic(compiler, index, &severity, &code, &file, &line, &column, message),
        NFH_OK);
    ck_assert_int_eq(severity, code / 1000 == 7 ? NFH_SEVERITY_WARNING : NFH_SEVERITY_ERROR);
    bool is_main = strcmp(file, "main") == 0 || strcmp(file, "") == 0;
    snprintf(place, 100, "%s%s%d:%d %d", is_main ? "" : file, is_main ? "" : ":", line, column,
             code);
}

static inline void check_diagnostics(const nfh_compiler *compiler, const char *id,
                                     const char *expected)
{
    size_t count, index = 0;
    ASSERT_STATUS(nfh_compiler_diagnostic_count(compiler, &count), NFH_OK);
    for (const char *rest = expected; rest != NULL; index++) {
        char one[500], place[100];
        const char *message, *end = strstr(rest, " | ");
        snprintf(one, sizeof one, "%.*s", end ? (int)(end - rest) : (int)strlen(rest), rest);
        ck_assert_msg(index < count, "%s: no diagnostic `%s`", id, one);
        describe(compiler, index, place, &message);
        size_t length = strlen(place);
        bool same = strncmp(one, place, length) == 0 && (one[length] == ' ' || one[length] == '\0');
        ck_assert_msg(same && has_words(message, one + length + strspn(one + length, " ")),
                      "%s: expected `%s`, found `%s %s`", id, one, place, message);
        rest = end ? end + 3 : NULL;
    }
    ck_assert_msg(index == count, "%s: %zu diagnostics, not %zu", id, count, index);
}

#endif
