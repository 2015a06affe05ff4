/* SPDX-License-Identifier: MIT
 *
 * json.c - whether a text is JSON as RFC 8259 has it, without the library's help.
 */
#include "json.h"

#include <string.h>

#include "fuzz.h"

#define DEPTH_MAX 16

struct reader {
    const char *at;
    int depth;
};

static bool take(struct reader *reader, char c)
{
    if (*reader->at != c)
        return false;
    reader->at++;
    return true;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool read_escape(struct reader *reader)
{
    char c = *reader->at;

    if (c == '\0')
        return false;
    reader->at++;
    if (c != 'u')
        return strchr("\"\\/bfnrt", c) != NULL;
    for (int i = 0; i < 4; i++, reader->at++) {
        if (!is_hex(*reader->at))
            return false;
    }
    return true;
}

static bool read_string(struct reader *reader)
{
    if (!take(reader, '"'))
        return false;
    while (!take(reader, '"')) {
        if ((unsigned char)*reader->at < 0x20)
            return false;
        if (*reader->at++ == '\\' && !read_escape(reader))
            return false;
    }
    return true;
}

static bool read_word(struct reader *reader, const char *word)
{
    size_t length = strlen(word);

    if (strncmp(reader->at, word, length) != 0)
        return false;
    reader->at += length;
    return true;
}

static bool read_value(struct reader *reader);

/* What stands between brackets or braces. */
static bool read_members(struct reader *reader, char end, bool named)
{
    if (take(reader, end))
        return true;
    do {
        if (named && (!read_string(reader) || !take(reader, ':')))
            return false;
        if (!read_value(reader))
            return false;
    } while (take(reader, ','));
    return take(reader, end);
}

/* A report has no numbers and no blanks between its parts. */
static bool read_value(struct reader *reader)
{
    bool read;

    if (++reader->depth > DEPTH_MAX)
        return false;
    if (take(reader, '{'))
        read = read_members(reader, '}', true);
    else if (take(reader, '['))
        read = read_members(reader, ']', false);
    else if (*reader->at == '"')
        read = read_string(reader);
    else
        read = read_word(reader, "null") || read_word(reader, "true") || read_word(reader, "false");
    reader->depth--;
    return read;
}

bool fuzz_is_json(const char *text)
{
    struct reader reader = {text, 0};

    return fuzz_is_utf8(text, strlen(text), NULL) && read_value(&reader) && *reader.at == '\0';
}
