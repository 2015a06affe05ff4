/* SPDX-License-Identifier: MIT
 *
 * parse_tags.c - `@name: value` in the comments before a declaration.
 */
#include "cql/parser.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static size_t skip_blank(const char *text, size_t at, size_t end)
{
    while (at < end && is_blank(text[at]))
        at++;
    return at;
}

static bool add_tag(struct nfh_parser *parser, struct nfh_tag ***last, struct nfh_place name,
                    struct nfh_place value)
{
    const char *text = parser->source->text;
    struct nfh_tag *tag = nfh_priv_arena_allocate(parser->arena, sizeof *tag);
    if (tag) {
        tag->name = nfh_priv_arena_text(parser->arena, text + name.offset, name.length);
        tag->value = nfh_priv_arena_text(parser->arena, text + value.offset, value.length);
        tag->place = value;
    }
    if (!tag || !tag->name || !tag->value) {
        nfh_priv_fail_memory(parser);
        return false;
    }
    **last = tag;
    *last = &tag->next;
    return true;
}

/* A line of a comment: its tag, if it begins with one. */
static bool read_line(struct nfh_parser *parser, size_t at, size_t end, struct nfh_tag ***last)
{
    const char *text = parser->source->text;
    at = skip_blank(text, at, end);
    while (end > at && is_blank(text[end - 1]))
        end--;
    if (at + 1 >= end || text[at] != '@' || !nfh_priv_is_letter(text[at + 1]))
        return true;
    size_t name = ++at;
    while (at < end && (nfh_priv_is_letter(text[at]) || nfh_priv_is_digit(text[at])))
        at++;
    struct nfh_place name_place = nfh_priv_span((uint32_t)name, (uint32_t)at);
    at = skip_blank(text, at, end);
    if (at < end && text[at] != ':') {
        nfh_priv_report(parser->diagnostics, parser->source, name_place, NFH_CODE_TAG_COLON,
                        "'@%.*s' has no colon before its value and is not taken for a tag",
                        (int)name_place.length, text + name);
        return true;
    }
    at = at < end ? skip_blank(text, at + 1, end) : end;
    return add_tag(parser, last, name_place, nfh_priv_span((uint32_t)at, (uint32_t)end));
}

/* The end of the line that `at` is in, before `end`. */
static size_t find_line_end(const char *text, size_t at, size_t end)
{
    while (at < end && text[at] != '\n')
        at++;
    return at;
}

/* The inside of a block comment, whose lines may begin with a gutter of stars. */
static bool read_block(struct nfh_parser *parser, size_t at, size_t end, struct nfh_tag ***last)
{
    const char *text = parser->source->text;
    while (at < end) {
        size_t line_end = find_line_end(text, at, end);
        at = skip_blank(text, at, line_end);
        while (at < line_end && text[at] == '*')
            at++;
        if (!read_line(parser, at, line_end, last))
            return false;
        at = line_end + 1;
    }
    return true;
}

struct nfh_tag *nfh_priv_parse_tags(struct nfh_parser *parser, uint32_t start, uint32_t end)
{
    const char *text = parser->source->text;
    struct nfh_tag *first = NULL, **last = &first;
    size_t line_end = start ? find_line_end(text, start, end) : 0;
    /* There are only blanks and whole comments here. */
    for (size_t at = start; at + 1 < end;) {
        if (text[at] != '/') {
            at++;
        } else if (text[at + 1] == '/') {
            size_t comment_end = find_line_end(text, at, end);
            if (!read_line(parser, at + 2, comment_end, &last))
                return NULL;
            at = comment_end;
        } else {
            size_t close = at + 2;
            while (!(text[close] == '*' && text[close + 1] == '/'))
                close++;
            if (!read_block(parser, at + 2, close, &last))
                return NULL;
            at = close + 2;
        }
    }
    if (first && first->place.offset <= line_end)
        nfh_priv_report(
            parser->diagnostics, parser->source, first->place, NFH_CODE_TAG_BEHIND,
            "the tag '@%s' belongs to the next declaration; tags come before what they describe",
            first->name);
    return first;
}
