/* SPDX-License-Identifier: MIT
 *
 * parsed.c - a text given to the parser, and what has become of it.
 */
#include "parsed.h"

#include <stdlib.h>
#include <string.h>

#include "support.h"

void parsed_start(struct parsed *p, struct nfh_memory memory, const char *text, size_t length)
{
    memset(p, 0, sizeof *p);
    p->memory = memory;
    nfh_priv_arena_init(&p->arena, &p->memory, 0);
    p->diagnostics.arena = &p->arena;
    p->copy = malloc(length ? length : 1);
    memcpy(p->copy, text, length);
    p->source = (struct nfh_source){"test.cql", p->copy, length};
}

void parsed_finish(struct parsed *p)
{
    nfh_priv_arena_free(&p->arena);
    free(p->copy);
}

void parse_expression_bytes(struct parsed *p, const char *text, size_t length)
{
    parsed_start(p, nfh_priv_memory_default(), text, length);
    p->node = nfh_priv_parse_expression(&p->source, &p->arena, &p->diagnostics);
}

void parse_library_bytes(struct parsed *p, const char *text, size_t length)
{
    parsed_start(p, nfh_priv_memory_default(), text, length);
    p->library = nfh_priv_parse_library(&p->source, &p->arena, &p->diagnostics);
    ck_assert_ptr_nonnull(p->library);
}

void parse_expression(struct parsed *p, const char *text)
{
    parse_expression_bytes(p, text, strlen(text));
}

void parse_library(struct parsed *p, const char *text)
{
    parse_library_bytes(p, text, strlen(text));
}

/* `code` at line:column, as the n-th diagnostic. */
void check_diagnostic(const struct parsed *p, size_t n, int code, uint32_t line, uint32_t column)
{
    const struct nfh_diagnostic *d = p->diagnostics.first;
    for (size_t i = 0; d && i < n; i++)
        d = d->next;
    ck_assert_msg(d != NULL, "no diagnostic number %zu", n);
    ck_assert_msg(d->code == code && d->line == line && d->column == column,
                  "number %zu is %u:%u: %s [%d], not %u:%u [%d]", n, (unsigned)d->line,
                  (unsigned)d->column, d->message, d->code, (unsigned)line, (unsigned)column, code);
}
