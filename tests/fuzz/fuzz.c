/* SPDX-License-Identifier: MIT
 *
 * fuzz.c - what every fuzz target needs: failing, text, and cutting the input into parts.
 */
#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nfhscreen.h"

void fuzz_fail(const char *file, int line, const char *condition, const char *format, ...)
{
    va_list arguments;

    fflush(stdout);
    fprintf(stderr, "%s:%d: does not hold: %s\n    ", file, line, condition);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    abort();
}

void fuzz_require_ok(const char *file, int line, const char *call, int status)
{
    if (status != NFH_OK)
        fuzz_fail(file, line, call, "%s: %s", nfh_status_name(status), nfh_status_text(status));
}

void *fuzz_allocate(size_t size)
{
    void *block = calloc(1, size > 0 ? size : 1);

    if (block == NULL) {
        fputs("out of memory\n", stderr);
        exit(2);
    }
    return block;
}

/* ---- Text ------------------------------------------------------------------------------------ */

static void reserve(struct fuzz_text *text, size_t more)
{
    size_t capacity = text->capacity > 0 ? text->capacity : 256;
    char *grown;

    while (capacity - text->length <= more)
        capacity *= 2;
    if (capacity == text->capacity)
        return;
    grown = fuzz_allocate(capacity);
    if (text->length > 0)
        memcpy(grown, text->bytes, text->length);
    free(text->bytes);
    text->bytes = grown;
    text->capacity = capacity;
}

void fuzz_add(struct fuzz_text *text, const char *bytes, size_t length)
{
    reserve(text, length);
    if (length > 0)
        memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void fuzz_print(struct fuzz_text *text, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    REQUIRE(length >= 0, "%s", format);
    reserve(text, (size_t)length);
    va_start(arguments, format);
    vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
}

const char *fuzz_string(const struct fuzz_text *text)
{
    return text->length > 0 ? text->bytes : "";
}

void fuzz_clear(struct fuzz_text *text)
{
    text->length = 0;
}

void fuzz_free(struct fuzz_text *text)
{
    free(text->bytes);
    *text = (struct fuzz_text){0};
}

/* ---- UTF-8 ----------------------------------------------------------------------------------- */

/* The bytes of the sequence at `text`, 0 when it is none. */
static size_t sequence_length(const unsigned char *text, size_t length)
{
    unsigned char first = text[0], low = 0x80, high = 0xbf;
    size_t size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

    if (first > 0xf4 || size == 0 || size > length)
        return 0;
    /* The table of RFC 3629, section 4. */
    if (first == 0xe0)
        low = 0xa0;
    else if (first == 0xed)
        high = 0x9f;
    else if (first == 0xf0)
        low = 0x90;
    else if (first == 0xf4)
        high = 0x8f;
    for (size_t i = 1; i < size; i++) {
        if (text[i] < (i == 1 ? low : 0x80) || text[i] > (i == 1 ? high : 0xbf))
            return 0;
    }
    return size;
}

bool fuzz_is_utf8(const char *text, size_t length, size_t *points)
{
    size_t count = 0;

    for (size_t at = 0; at < length; count++) {
        size_t size = sequence_length((const unsigned char *)text + at, length - at);
        if (size == 0)
            return false;
        at += size;
    }
    if (points != NULL)
        *points = count;
    return true;
}

bool fuzz_is_printable(const char *text, const char *allowed)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c < 0x20 || c == 0x7f) && strchr(allowed, *text) == NULL)
            return false;
    }
    return true;
}

/* ---- Parts ----------------------------------------------------------------------------------- */

bool fuzz_next_part(struct fuzz_part *rest, const char *mark, struct fuzz_part *part)
{
    size_t size = strlen(mark);

    if (rest->bytes == NULL)
        return false;
    *part = *rest;
    for (size_t at = 0; at + size <= rest->length; at++) {
        if (memcmp(rest->bytes + at, mark, size) == 0) {
            part->length = at;
            rest->bytes += at + size;
            rest->length -= at + size;
            return true;
        }
    }
    *rest = (struct fuzz_part){0};
    return true;
}

char *fuzz_copy(struct fuzz_part part)
{
    char *copy = fuzz_allocate(part.length + 1);

    if (part.length > 0)
        memcpy(copy, part.bytes, part.length);
    return copy;
}
