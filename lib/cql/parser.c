/* SPDX-License-Identifier: MIT
 *
 * parser.c - CQL text into a syntax tree: the entry points, and going on after an error.
 */
#include "cql/parser.h"

#include <string.h>

#include "cql/utf8.h"

/* Whether the text can be read at all. */
static bool check_text(const struct nfh_source *source, struct nfh_diagnostics *diagnostics)
{
    if (source->length > NFH_SOURCE_MAX) {
        nfh_priv_report(diagnostics, source, (struct nfh_place){0, 0}, NFH_CODE_SOURCE_SIZE,
                        "the text has %zu bytes; the limit is %zu", source->length,
                        (size_t)NFH_SOURCE_MAX);
        return false;
    }
    for (size_t i = 0; i < source->length;) {
        uint32_t point;
        size_t size = nfh_priv_utf8_read(source->text + i, source->length - i, &point);
        struct nfh_place place = {(uint32_t)i, 1};
        if (size == 0) {
            nfh_priv_report(diagnostics, source, place, NFH_CODE_UTF8,
                            "the text is not UTF-8 here");
            return false;
        }
        if (point == 0) {
            nfh_priv_report(diagnostics, source, place, NFH_CODE_NUL, "a NUL byte in the text");
            return false;
        }
        i += size;
    }
    return true;
}

static struct nfh_parser start(const struct nfh_source *source, struct nfh_arena *arena,
                               struct nfh_diagnostics *diagnostics)
{
    struct nfh_parser parser = {.source = source, .arena = arena, .diagnostics = diagnostics};
    nfh_priv_lex(source, 0, &parser.token);
    return parser;
}

/* Goes on at the next declaration, so that each one's first error is reported. */
static void recover(struct nfh_parser *parser, uint32_t declaration_start)
{
    parser->failed = false;
    parser->nesting = 0;
    parser->stack_count = 0;
    if (parser->token.place.offset == declaration_start && !nfh_priv_at(parser, NFH_TOKEN_END))
        nfh_priv_advance(parser);
    while (!nfh_priv_at(parser, NFH_TOKEN_END) && !nfh_priv_at_declaration(parser))
        nfh_priv_advance(parser);
}

struct nfh_library *nfh_priv_parse_library(const struct nfh_source *source, struct nfh_arena *arena,
                                           struct nfh_diagnostics *diagnostics)
{
    struct nfh_library *library = nfh_priv_arena_allocate(arena, sizeof *library);
    if (!library) {
        diagnostics->out_of_memory = true;
        return NULL;
    }
    library->source = source;
    if (!check_text(source, diagnostics))
        return diagnostics->out_of_memory ? NULL : library;
    struct nfh_parser parser = start(source, arena, diagnostics);
    while (!nfh_priv_at(&parser, NFH_TOKEN_END) && !parser.out_of_memory) {
        uint32_t declaration_start = parser.token.place.offset;
        if (!nfh_priv_parse_declaration(&parser, library))
            recover(&parser, declaration_start);
    }
    nfh_priv_free(&arena->memory, parser.stack);
    diagnostics->out_of_memory |= parser.out_of_memory;
    return diagnostics->out_of_memory ? NULL : library;
}

struct nfh_node *nfh_priv_parse_expression(const struct nfh_source *source, struct nfh_arena *arena,
                                           struct nfh_diagnostics *diagnostics)
{
    if (!check_text(source, diagnostics))
        return NULL;
    struct nfh_parser parser = start(source, arena, diagnostics);
    struct nfh_node *node = nfh_priv_parse_operand(&parser, NFH_BIND_ANY);
    if (node && !nfh_priv_at(&parser, NFH_TOKEN_END))
        node = nfh_priv_fail_expected(&parser, NFH_CODE_TRAILING,
                                      "an operator or the end of the expression");
    nfh_priv_free(&arena->memory, parser.stack);
    diagnostics->out_of_memory |= parser.out_of_memory;
    return diagnostics->out_of_memory ? NULL : node;
}
