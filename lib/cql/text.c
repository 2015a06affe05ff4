/* SPDX-License-Identifier: MIT
 *
 * text.c - what CQL's operators on strings do.
 */
#include "cql/text.h"

#include <string.h>

#include "cql/text_case.h"
#include "cql/text_search.h"
#include "cql/utf8.h"

/* Of a byte that is not UTF-8: a number of its own above all code points. */
#define NO_CHARACTER 0x110000u

/* Reads the character at an offset, which must be below the length, and moves on. */
static uint32_t next(struct nfh_text text, size_t *offset)
{
    uint32_t point;
    size_t size = nfh_priv_utf8_read(text.bytes + *offset, text.length - *offset, &point);

    if (size == 0) {
        point = NO_CHARACTER + (unsigned char)text.bytes[*offset];
        size = 1;
    }
    *offset += size;
    return point;
}

/* The byte offset that many characters after another, or that of the end. */
static size_t skip(struct nfh_text text, size_t offset, int64_t count)
{
    for (; count > 0 && offset < text.length; count--)
        offset += nfh_priv_utf8_step(text.bytes + offset, text.length - offset);
    return offset;
}

static struct nfh_text part(struct nfh_text text, size_t from, size_t to)
{
    return (struct nfh_text){from ? text.bytes + from : text.bytes, to - from};
}

static bool same_bytes(const char *a, const char *b, size_t length)
{
    return length == 0 || memcmp(a, b, length) == 0;
}

int64_t nfh_priv_text_length(struct nfh_text text)
{
    int64_t length = 0;

    for (size_t offset = 0; offset < text.length; length++)
        offset += nfh_priv_utf8_step(text.bytes + offset, text.length - offset);
    return length;
}

bool nfh_priv_text_concatenate(struct nfh_text a, struct nfh_text b, struct nfh_heap *heap,
                               struct nfh_text *result)
{
    *result = a.length == 0 ? b : a;
    if (a.length == 0 || b.length == 0)
        return true;
    if (a.length > SIZE_MAX - b.length) {
        heap->full = true;
        return false;
    }
    char *bytes = nfh_priv_heap_take(heap, a.length + b.length);
    if (!bytes)
        return false;
    memcpy(bytes, a.bytes, a.length);
    memcpy(bytes + a.length, b.bytes, b.length);
    *result = (struct nfh_text){bytes, a.length + b.length};
    return true;
}

/* The text with each character converted, written to bytes unless that is NULL; its length. */
static size_t convert(struct nfh_text text, uint32_t (*change)(uint32_t), char *bytes)
{
    size_t length = 0;

    for (size_t offset = 0; offset < text.length;) {
        size_t start = offset;
        uint32_t point = next(text, &offset), changed = change(point);
        char buffer[4];
        const char *from = text.bytes + start;
        size_t size = offset - start;

        if (changed != point) {
            size = nfh_priv_utf8_write(changed, buffer);
            from = buffer;
        }
        if (bytes)
            memcpy(bytes + length, from, size);
        length += size;
    }
    return length;
}

static bool is_changed(struct nfh_text text, uint32_t (*change)(uint32_t))
{
    for (size_t offset = 0; offset < text.length;) {
        uint32_t point = next(text, &offset);
        if (change(point) != point)
            return true;
    }
    return false;
}

static bool change_case(struct nfh_text text, uint32_t (*change)(uint32_t), struct nfh_heap *heap,
                        struct nfh_text *result)
{
    *result = text;
    if (!is_changed(text, change))
        return true;
    /* A letter may need another number of bytes in the other case. */
    size_t length = convert(text, change, NULL);
    char *bytes = nfh_priv_heap_take(heap, length);
    if (!bytes)
        return false;
    convert(text, change, bytes);
    *result = (struct nfh_text){bytes, length};
    return true;
}

bool nfh_priv_text_upper(struct nfh_text text, struct nfh_heap *heap, struct nfh_text *result)
{
    return change_case(text, nfh_priv_case_upper, heap, result);
}

bool nfh_priv_text_lower(struct nfh_text text, struct nfh_heap *heap, struct nfh_text *result)
{
    return change_case(text, nfh_priv_case_lower, heap, result);
}

/* The byte offset of a character; false when there is none of that index. */
static bool find_character(struct nfh_text text, int64_t index, size_t *offset)
{
    /* A character has at least one byte. */
    if (index < 0 || (uint64_t)index >= text.length)
        return false;
    *offset = skip(text, 0, index);
    return *offset < text.length;
}

bool nfh_priv_text_substring(struct nfh_text text, int64_t start, int64_t length,
                             struct nfh_text *result)
{
    size_t from = 0;
    bool is_empty = text.length == 0 && start == 0;

    *result = (struct nfh_text){NULL, 0};
    if (length < 0 || !(is_empty || find_character(text, start, &from)))
        return false;
    *result = part(text, from, length == NFH_TEXT_TO_END ? text.length : skip(text, from, length));
    return true;
}

bool nfh_priv_text_character(struct nfh_text text, int64_t index, struct nfh_text *result)
{
    size_t from;

    *result = (struct nfh_text){NULL, 0};
    if (!find_character(text, index, &from))
        return false;
    *result = part(text, from, skip(text, from, 1));
    return true;
}

static int64_t position(struct nfh_text text, size_t offset)
{
    return offset == SIZE_MAX ? -1 : nfh_priv_text_length(part(text, 0, offset));
}

int64_t nfh_priv_text_position(struct nfh_text pattern, struct nfh_text text)
{
    if (pattern.length == 0)
        return 0;
    return position(text,
                    nfh_priv_search_first(pattern.bytes, pattern.length, text.bytes, text.length));
}

int64_t nfh_priv_text_last_position(struct nfh_text pattern, struct nfh_text text)
{
    if (pattern.length == 0)
        return nfh_priv_text_length(text);
    return position(text,
                    nfh_priv_search_last(pattern.bytes, pattern.length, text.bytes, text.length));
}

bool nfh_priv_text_starts_with(struct nfh_text text, struct nfh_text prefix)
{
    return prefix.length <= text.length && same_bytes(text.bytes, prefix.bytes, prefix.length);
}

bool nfh_priv_text_ends_with(struct nfh_text text, struct nfh_text suffix)
{
    return suffix.length <= text.length &&
           (suffix.length == 0 ||
            same_bytes(text.bytes + (text.length - suffix.length), suffix.bytes, suffix.length));
}

/* UTF-8 sorts by its bytes as by its code points. */
int nfh_priv_text_compare(struct nfh_text a, struct nfh_text b)
{
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common ? memcmp(a.bytes, b.bytes, common) : 0;

    if (order != 0)
        return order < 0 ? -1 : 1;
    return (a.length > b.length) - (a.length < b.length);
}

/* White_Space of Unicode. */
static bool is_white_space(uint32_t point)
{
    if (point < 0x80)
        return point == ' ' || (point >= '\t' && point <= '\r');
    return point == 0x85 || point == 0xa0 || point == 0x1680 ||
           (point >= 0x2000 && point <= 0x200a) || point == 0x2028 || point == 0x2029 ||
           point == 0x202f || point == 0x205f || point == 0x3000;
}

static uint32_t likeness(uint32_t point)
{
    return is_white_space(point) ? ' ' : nfh_priv_case_fold(point);
}

bool nfh_priv_text_equivalent(struct nfh_text a, struct nfh_text b)
{
    size_t at_a = 0, at_b = 0;

    while (at_a < a.length && at_b < b.length) {
        uint32_t point_a = next(a, &at_a), point_b = next(b, &at_b);
        if (point_a != point_b && likeness(point_a) != likeness(point_b))
            return false;
    }
    return at_a == a.length && at_b == b.length;
}
