/* SPDX-License-Identifier: MIT
 *
 * parser_support.c - tokens, errors and nodes for the parser.
 */
#include "cql/parser.h"

#include <string.h>

#define QUOTED_MAX 40 /* bytes of the source that a message repeats */

const struct nfh_token *nfh_priv_peek(struct nfh_parser *parser, unsigned distance)
{
    if (distance == 0)
        return &parser->token;
    while (parser->ahead_count < distance) {
        unsigned n = parser->ahead_count++;
        nfh_priv_lex(parser->source, n ? parser->ahead[n - 1].end : parser->token.end,
                     &parser->ahead[n]);
    }
    return &parser->ahead[distance - 1];
}

void nfh_priv_advance(struct nfh_parser *parser)
{
    parser->last_end = parser->token.end;
    parser->last_kind = parser->token.kind;
    if (parser->ahead_count == 0) {
        nfh_priv_lex(parser->source, parser->token.end, &parser->token);
        return;
    }
    parser->token = parser->ahead[0];
    parser->ahead_count--;
    memmove(parser->ahead, parser->ahead + 1, parser->ahead_count * sizeof *parser->ahead);
}

bool nfh_priv_at(const struct nfh_parser *parser, enum nfh_token_kind kind)
{
    return parser->token.kind == kind;
}

bool nfh_priv_at_word(const struct nfh_parser *parser, enum nfh_word word)
{
    return parser->token.kind == NFH_TOKEN_WORD && parser->token.word == word;
}

bool nfh_priv_peek_word(struct nfh_parser *parser, unsigned distance, enum nfh_word word)
{
    const struct nfh_token *token = nfh_priv_peek(parser, distance);
    return token->kind == NFH_TOKEN_WORD && token->word == word;
}

bool nfh_priv_take(struct nfh_parser *parser, enum nfh_token_kind kind)
{
    if (!nfh_priv_at(parser, kind))
        return false;
    nfh_priv_advance(parser);
    return true;
}

bool nfh_priv_take_word(struct nfh_parser *parser, enum nfh_word word)
{
    if (!nfh_priv_at_word(parser, word))
        return false;
    nfh_priv_advance(parser);
    return true;
}

bool nfh_priv_expect(struct nfh_parser *parser, enum nfh_token_kind kind, const char *what)
{
    if (nfh_priv_take(parser, kind))
        return true;
    nfh_priv_fail_expected(parser, NFH_CODE_EXPECTED, what);
    return false;
}

bool nfh_priv_expect_word(struct nfh_parser *parser, enum nfh_word word)
{
    if (nfh_priv_take_word(parser, word))
        return true;
    char what[32] = "'";
    strcat(strcat(what, nfh_priv_word_text(word)), "'");
    nfh_priv_fail_expected(parser, NFH_CODE_EXPECTED, what);
    return false;
}

bool nfh_priv_is_name(const struct nfh_token *token, bool keywords)
{
    if (token->kind == NFH_TOKEN_QUOTED)
        return true;
    if (token->kind != NFH_TOKEN_WORD)
        return false;
    enum nfh_word_use use = nfh_priv_word_use(token->word);
    return use == NFH_WORD_USE_PLAIN || (keywords && use == NFH_WORD_USE_KEYWORD);
}

void *nfh_priv_fail_memory(struct nfh_parser *parser)
{
    parser->failed = true;
    parser->out_of_memory = true;
    return NULL;
}

void *nfh_priv_fail(struct nfh_parser *parser, struct nfh_place place, enum nfh_code code,
                    const char *message)
{
    if (!parser->failed)
        nfh_priv_report(parser->diagnostics, parser->source, place, (int)code, "%s", message);
    parser->failed = true;
    return NULL;
}

static void report_lexical(struct nfh_parser *parser)
{
    const struct nfh_token *token = &parser->token;
    const char *bytes = parser->source->text + token->place.offset;
    if (token->code == NFH_CODE_CHARACTER)
        nfh_priv_report(parser->diagnostics, parser->source, token->place, token->code,
                        "'%.*s' is not part of the language%s%s", (int)token->place.length, bytes,
                        token->message ? ": " : "", token->message ? token->message : "");
    else
        nfh_priv_report(parser->diagnostics, parser->source, token->place, token->code, "%s",
                        token->message);
}

/* `5 mg`, `5 %` */
static bool is_bare_unit(const struct nfh_parser *parser)
{
    const struct nfh_token *token = &parser->token;
    return parser->last_kind == NFH_TOKEN_NUMBER &&
           (token->kind == NFH_TOKEN_PERCENT ||
            (token->kind == NFH_TOKEN_WORD &&
             nfh_priv_word_use(token->word) == NFH_WORD_USE_PLAIN));
}

void *nfh_priv_fail_expected(struct nfh_parser *parser, enum nfh_code code, const char *what)
{
    const struct nfh_token *token = &parser->token;
    if (parser->failed)
        return NULL;
    parser->failed = true;
    if (token->kind == NFH_TOKEN_ERROR) {
        report_lexical(parser);
    } else if (token->kind == NFH_TOKEN_END || nfh_priv_at_declaration(parser)) {
        /* Right after the last token rather than below all comments. */
        struct nfh_place place = {parser->last_end, 0};
        nfh_priv_report(parser->diagnostics, parser->source, place, (int)code,
                        "expected %s, found the %s", what,
                        token->kind == NFH_TOKEN_END ? "end of the text" : "next declaration");
    } else {
        const char *bytes = parser->source->text + token->place.offset;
        size_t length = token->place.length;
        bool is_string = token->kind == NFH_TOKEN_STRING;
        const char *dots = length > QUOTED_MAX ? "..." : "";
        while (length > QUOTED_MAX || (dots[0] && ((unsigned char)bytes[length] & 0xc0) == 0x80))
            length--;
        bool is_unit = is_bare_unit(parser);
        nfh_priv_report(parser->diagnostics, parser->source, token->place,
                        is_unit ? (int)NFH_CODE_UNIT_QUOTES : (int)code,
                        is_string ? "expected %s, found the string %.*s%s"
                        : is_unit ? "expected %s, found '%.*s%s'; a unit is written in quotes"
                                  : "expected %s, found '%.*s%s'",
                        what, (int)length, bytes, dots);
    }
    return NULL;
}

struct nfh_place nfh_priv_span(uint32_t start, uint32_t end)
{
    return (struct nfh_place){start, end - start};
}

uint32_t nfh_priv_start(const struct nfh_node *node)
{
    return node->place.offset;
}

uint32_t nfh_priv_end(const struct nfh_node *node)
{
    return node->place.offset + node->place.length;
}

struct nfh_node *nfh_priv_node(struct nfh_parser *parser, enum nfh_node_kind kind,
                               struct nfh_place place, size_t count)
{
    struct nfh_node *node = nfh_priv_arena_allocate(parser->arena, sizeof *node);
    if (!node)
        return nfh_priv_fail_memory(parser);
    node->kind = (uint8_t)kind;
    node->place = node->mark = place;
    node->depth = 1;
    node->count = (uint32_t)count;
    if (count > 0) {
        node->child = nfh_priv_arena_allocate(parser->arena, count * sizeof *node->child);
        if (!node->child)
            return nfh_priv_fail_memory(parser);
    }
    return node;
}

struct nfh_node *nfh_priv_finish(struct nfh_parser *parser, struct nfh_node *node)
{
    if (!node || parser->failed)
        return NULL;
    unsigned deepest = node->target ? node->target->depth : 0;
    for (uint32_t i = 0; i < node->count; i++) {
        if (!node->child[i])
            return NULL;
        if (node->child[i]->depth > deepest)
            deepest = node->child[i]->depth;
    }
    if (deepest >= NFH_DEPTH_MAX)
        return nfh_priv_fail(
            parser, node->mark, NFH_CODE_DEPTH,
            "this chain of operators is too long; name parts of it with definitions of their own");
    node->depth = (uint16_t)(deepest + 1);
    return node;
}

struct nfh_node *nfh_priv_unary(struct nfh_parser *parser, const char *name, struct nfh_place mark,
                                struct nfh_node *child)
{
    if (!child)
        return NULL;
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_OPERATOR, mark, 1);
    if (!node)
        return NULL;
    node->text = name;
    node->length = strlen(name);
    node->child[0] = child;
    uint32_t start = mark.offset < nfh_priv_start(child) ? mark.offset : nfh_priv_start(child);
    uint32_t end = mark.offset + mark.length > nfh_priv_end(child) ? mark.offset + mark.length
                                                                   : nfh_priv_end(child);
    node->place = nfh_priv_span(start, end);
    return nfh_priv_finish(parser, node);
}

struct nfh_node *nfh_priv_binary(struct nfh_parser *parser, const char *name, struct nfh_place mark,
                                 struct nfh_node *left, struct nfh_node *right)
{
    if (!left || !right)
        return NULL;
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_OPERATOR, mark, 2);
    if (!node)
        return NULL;
    node->text = name;
    node->length = strlen(name);
    node->child[0] = left;
    node->child[1] = right;
    uint32_t start = mark.offset < nfh_priv_start(left) ? mark.offset : nfh_priv_start(left);
    node->place = nfh_priv_span(start, nfh_priv_end(right));
    return nfh_priv_finish(parser, node);
}

bool nfh_priv_push(struct nfh_parser *parser, void *part)
{
    if (!part)
        return false;
    void *stack = nfh_priv_grow(&parser->arena->memory, parser->stack, parser->stack_count,
                                &parser->stack_capacity, sizeof *parser->stack);
    if (!stack) {
        nfh_priv_fail_memory(parser);
        return false;
    }
    parser->stack = stack;
    parser->stack[parser->stack_count++] = part;
    return true;
}

struct nfh_node *nfh_priv_node_of_list(struct nfh_parser *parser, enum nfh_node_kind kind,
                                       uint32_t start, size_t base)
{
    size_t count = parser->stack_count - base;
    struct nfh_node *node =
        nfh_priv_node(parser, kind, nfh_priv_span(start, parser->last_end), count);
    for (size_t i = 0; node && i < count; i++)
        node->child[i] = parser->stack[base + i];
    parser->stack_count = base;
    return nfh_priv_finish(parser, node);
}

bool nfh_priv_enter(struct nfh_parser *parser)
{
    if (parser->nesting >= NFH_NESTING_MAX) {
        nfh_priv_fail(parser, parser->token.place, NFH_CODE_NESTING,
                      "expressions are nested too deeply here; name parts of them with definitions "
                      "of their own");
        return false;
    }
    parser->nesting++;
    return true;
}

void nfh_priv_leave(struct nfh_parser *parser)
{
    parser->nesting--;
}
