/* SPDX-License-Identifier: MIT
 *
 * parse_query.c - queries and retrieves, as far as needed to read on after them.
 */
#include "cql/parser.h"

#include <string.h>

#define SOURCE_TOKENS_MAX 256 /* looked at to tell whether a comma goes on with the query */

bool nfh_priv_at_alias(struct nfh_parser *parser)
{
    return nfh_priv_is_name(&parser->token, false) && !nfh_priv_at_timing(parser);
}

static bool push_alias(struct nfh_parser *parser)
{
    struct nfh_place place;
    const char *name = nfh_priv_parse_name(parser, false, "an alias", &place);
    struct nfh_node *node = name ? nfh_priv_node(parser, NFH_NODE_IDENTIFIER, place, 0) : NULL;
    if (!nfh_priv_push(parser, node))
        return false;
    node->text = name;
    node->length = strlen(name);
    return true;
}

/* A retrieve, a name or an expression in parentheses, and its alias. */
static bool parse_source(struct nfh_parser *parser)
{
    return nfh_priv_push(parser, nfh_priv_parse_operand(parser, NFH_BIND_MEMBER)) &&
           push_alias(parser);
}

/* Moves a token past a bracketed part or a name with dots. */
static bool skip_source(const struct nfh_source *source, struct nfh_token *token)
{
    unsigned depth = 0, count = 0;
    do {
        switch (token->kind) {
        case NFH_TOKEN_LEFT_PARENTHESIS:
        case NFH_TOKEN_LEFT_BRACKET:
        case NFH_TOKEN_LEFT_BRACE:
            depth++;
            break;
        case NFH_TOKEN_RIGHT_PARENTHESIS:
        case NFH_TOKEN_RIGHT_BRACKET:
        case NFH_TOKEN_RIGHT_BRACE:
            if (depth == 0)
                return false;
            depth--;
            break;
        case NFH_TOKEN_END:
        case NFH_TOKEN_ERROR:
            return false;
        default:
            if (depth == 0 && !nfh_priv_is_name(token, true))
                return false;
        }
        nfh_priv_lex(source, token->end, token);
        if (depth == 0 && token->kind == NFH_TOKEN_POINT) {
            nfh_priv_lex(source, token->end, token);
            continue;
        }
        if (depth == 0)
            return true;
    } while (count++ < SOURCE_TOKENS_MAX);
    return false;
}

/* Whether the comma here is followed by a further source of the query rather than a further
 * argument. */
static bool at_further_source(struct nfh_parser *parser)
{
    if (!nfh_priv_at(parser, NFH_TOKEN_COMMA))
        return false;
    struct nfh_token token = *nfh_priv_peek(parser, 1);
    return skip_source(parser->source, &token) && nfh_priv_is_name(&token, false);
}

static bool parse_sources(struct nfh_parser *parser, struct nfh_node *first)
{
    if (first) {
        if (!nfh_priv_push(parser, first) || !push_alias(parser))
            return false;
    } else {
        nfh_priv_advance(parser);
        if (!parse_source(parser))
            return false;
    }
    while (at_further_source(parser)) {
        nfh_priv_advance(parser);
        if (!parse_source(parser))
            return false;
    }
    return true;
}

static bool push_expression(struct nfh_parser *parser)
{
    return nfh_priv_push(parser, nfh_priv_parse_operand(parser, NFH_BIND_ANY));
}

/* let name: expression, … */
static bool parse_let(struct nfh_parser *parser)
{
    do {
        nfh_priv_advance(parser);
        if (!push_alias(parser) || !nfh_priv_expect(parser, NFH_TOKEN_COLON, "':'") ||
            !push_expression(parser))
            return false;
    } while (nfh_priv_at(parser, NFH_TOKEN_COMMA) &&
             nfh_priv_is_name(nfh_priv_peek(parser, 1), false) &&
             nfh_priv_peek(parser, 2)->kind == NFH_TOKEN_COLON);
    return true;
}

/* with source alias such that expression */
static bool parse_with(struct nfh_parser *parser)
{
    nfh_priv_advance(parser);
    return parse_source(parser) && nfh_priv_expect_word(parser, NFH_WORD_SUCH) &&
           nfh_priv_expect_word(parser, NFH_WORD_THAT) && push_expression(parser);
}

static void take_all_or_distinct(struct nfh_parser *parser)
{
    if (!nfh_priv_take_word(parser, NFH_WORD_ALL))
        nfh_priv_take_word(parser, NFH_WORD_DISTINCT);
}

/* aggregate name starting value: expression. The value is no ratio, so that the colon is ours. */
static bool parse_aggregate(struct nfh_parser *parser)
{
    nfh_priv_advance(parser);
    take_all_or_distinct(parser);
    if (!push_alias(parser))
        return false;
    if (nfh_priv_take_word(parser, NFH_WORD_STARTING)) {
        struct nfh_node *value = nfh_priv_at(parser, NFH_TOKEN_NUMBER)
                                     ? nfh_priv_parse_quantity(parser)
                                     : nfh_priv_parse_primary(parser, NFH_BIND_MEMBER);
        if (!nfh_priv_push(parser, value))
            return false;
    }
    return nfh_priv_expect(parser, NFH_TOKEN_COLON, "':'") && push_expression(parser);
}

static bool take_direction(struct nfh_parser *parser)
{
    return nfh_priv_take_word(parser, NFH_WORD_ASC) ||
           nfh_priv_take_word(parser, NFH_WORD_ASCENDING) ||
           nfh_priv_take_word(parser, NFH_WORD_DESC) ||
           nfh_priv_take_word(parser, NFH_WORD_DESCENDING);
}

static bool parse_sort(struct nfh_parser *parser)
{
    nfh_priv_advance(parser);
    if (take_direction(parser))
        return true;
    if (!nfh_priv_expect_word(parser, NFH_WORD_BY))
        return false;
    do {
        if (!nfh_priv_push(parser, nfh_priv_parse_operand(parser, NFH_BIND_TERM)))
            return false;
        take_direction(parser);
    } while (nfh_priv_take(parser, NFH_TOKEN_COMMA));
    return true;
}

static bool parse_clauses(struct nfh_parser *parser)
{
    if (nfh_priv_at_word(parser, NFH_WORD_LET) && !parse_let(parser))
        return false;
    while (nfh_priv_at_word(parser, NFH_WORD_WITH) || nfh_priv_at_word(parser, NFH_WORD_WITHOUT)) {
        if (!parse_with(parser))
            return false;
    }
    if (nfh_priv_take_word(parser, NFH_WORD_WHERE) && !push_expression(parser))
        return false;
    if (nfh_priv_take_word(parser, NFH_WORD_RETURN)) {
        take_all_or_distinct(parser);
        if (!push_expression(parser))
            return false;
    } else if (nfh_priv_at_word(parser, NFH_WORD_AGGREGATE) && !parse_aggregate(parser)) {
        return false;
    }
    return !nfh_priv_at_word(parser, NFH_WORD_SORT) || parse_sort(parser);
}

struct nfh_node *nfh_priv_parse_query(struct nfh_parser *parser, struct nfh_node *source)
{
    size_t base = parser->stack_count;
    uint32_t start = source ? nfh_priv_start(source) : parser->token.place.offset;
    if (!parse_sources(parser, source) || !parse_clauses(parser))
        return NULL;
    struct nfh_node *node = nfh_priv_node_of_list(parser, NFH_NODE_QUERY, start, base);
    if (node)
        node->mark = node->child[1]->place;
    return node;
}

struct nfh_node *nfh_priv_parse_multiple_query(struct nfh_parser *parser)
{
    return nfh_priv_parse_query(parser, NULL);
}

struct nfh_node *nfh_priv_parse_retrieve(struct nfh_parser *parser)
{
    struct nfh_place mark = parser->token.place;
    size_t base = parser->stack_count;
    nfh_priv_advance(parser);
    struct nfh_type_specifier *type = nfh_priv_parse_named_type(parser);
    if (type && nfh_priv_take(parser, NFH_TOKEN_ARROW))
        type = nfh_priv_parse_named_type(parser);
    if (!type || (nfh_priv_take(parser, NFH_TOKEN_COLON) && !push_expression(parser)) ||
        !nfh_priv_expect(parser, NFH_TOKEN_RIGHT_BRACKET, "']'"))
        return NULL;
    struct nfh_node *node = nfh_priv_node_of_list(parser, NFH_NODE_RETRIEVE, mark.offset, base);
    if (node) {
        node->mark = mark;
        node->type_specifier = type;
    }
    return node;
}
