/* SPDX-License-Identifier: MIT
 *
 * built_text.h - texts that tests build piece by piece.
 */
#ifndef NFH_TESTS_BUILT_TEXT_H
#define NFH_TESTS_BUILT_TEXT_H

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Begins as zeros; bytes is to be freed. */
struct text {
    char *bytes;
    size_t length, capacity;
};

/* Adds at most 299 bytes. */
static inline void add(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static inline void add(struct text *text, const char *format, ...)
{
    va_list arguments;
    if (text->length + 300 > text->capacity) {
        text->capacity = 2 * text->capacity + 1000;
        text->bytes = realloc(text->bytes, text->capacity);
        ck_assert_ptr_nonnull(text->bytes);
    }
    va_start(arguments, format);
    text->length += (size_t)vsnprintf(text->bytes + text->length, 300, format, arguments);
    va_end(arguments);
}

#endif
