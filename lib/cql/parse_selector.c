/* SPDX-License-Identifier: MIT
 *
 * parse_selector.c - intervals, lists, tuples, instances.
 */
#include "cql/parser.h"

bool nfh_priv_parse_arguments(struct nfh_parser *parser, enum nfh_token_kind end, const char *what)
{
    if (nfh_priv_take(parser, end))
        return true;
    do {
        if (!nfh_priv_push(parser, nfh_priv_parse_operand(parser, NFH_BIND_ANY)))
            return false;
    } while (nfh_priv_take(parser, NFH_TOKEN_COMMA));
    return nfh_priv_expect(parser, end, what);
}

struct nfh_node *nfh_priv_parse_interval(struct nfh_parser *parser)
{
    struct nfh_place mark = parser->token.place;
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_INTERVAL, mark, 2);
    if (!node)
        return NULL;
    nfh_priv_advance(parser);
    node->low_closed = nfh_priv_take(parser, NFH_TOKEN_LEFT_BRACKET);
    if (!node->low_closed && !nfh_priv_expect(parser, NFH_TOKEN_LEFT_PARENTHESIS, "'[' or '('"))
        return NULL;
    node->child[0] = nfh_priv_parse_operand(parser, NFH_BIND_ANY);
    if (!node->child[0] ||
        !nfh_priv_expect(parser, NFH_TOKEN_COMMA, "',' and the end of the interval"))
        return NULL;
    node->child[1] = nfh_priv_parse_operand(parser, NFH_BIND_ANY);
    if (!node->child[1])
        return NULL;
    node->high_closed = nfh_priv_take(parser, NFH_TOKEN_RIGHT_BRACKET);
    if (!node->high_closed && !nfh_priv_expect(parser, NFH_TOKEN_RIGHT_PARENTHESIS, "']' or ')'"))
        return NULL;
    node->place = nfh_priv_span(mark.offset, parser->last_end);
    return nfh_priv_finish(parser, node);
}

/* `name: value` pairs or a lone `:`, after the opening brace, up to the closing one. */
static bool parse_elements(struct nfh_parser *parser)
{
    if (nfh_priv_take(parser, NFH_TOKEN_COLON))
        return nfh_priv_expect(parser, NFH_TOKEN_RIGHT_BRACE, "'}'");
    do {
        struct nfh_place place;
        const char *name = nfh_priv_parse_name(parser, true, "the name of an element", &place);
        struct nfh_node *node = name ? nfh_priv_node(parser, NFH_NODE_IDENTIFIER, place, 0) : NULL;
        if (!nfh_priv_push(parser, node))
            return false;
        node->text = name;
        if (!nfh_priv_expect(parser, NFH_TOKEN_COLON, "':'") ||
            !nfh_priv_push(parser, nfh_priv_parse_operand(parser, NFH_BIND_ANY)))
            return false;
    } while (nfh_priv_take(parser, NFH_TOKEN_COMMA));
    return nfh_priv_expect(parser, NFH_TOKEN_RIGHT_BRACE, "',' or '}'");
}

static struct nfh_node *parse_tuple(struct nfh_parser *parser, enum nfh_node_kind kind,
                                    uint32_t start)
{
    size_t base = parser->stack_count;
    if (!nfh_priv_expect(parser, NFH_TOKEN_LEFT_BRACE, "'{'") || !parse_elements(parser))
        return NULL;
    return nfh_priv_node_of_list(parser, kind, start, base);
}

static struct nfh_node *parse_list(struct nfh_parser *parser, uint32_t start)
{
    size_t base = parser->stack_count;
    if (!nfh_priv_expect(parser, NFH_TOKEN_LEFT_BRACE, "'{'") ||
        !nfh_priv_parse_arguments(parser, NFH_TOKEN_RIGHT_BRACE, "',' or '}'"))
        return NULL;
    return nfh_priv_node_of_list(parser, NFH_NODE_LIST, start, base);
}

struct nfh_node *nfh_priv_parse_braces(struct nfh_parser *parser)
{
    const struct nfh_token *token = nfh_priv_peek(parser, 1);
    bool is_tuple =
        token->kind == NFH_TOKEN_COLON ||
        (nfh_priv_is_name(token, true) && nfh_priv_peek(parser, 2)->kind == NFH_TOKEN_COLON);
    uint32_t start = parser->token.place.offset;
    return is_tuple ? parse_tuple(parser, NFH_NODE_TUPLE, start) : parse_list(parser, start);
}

struct nfh_node *nfh_priv_parse_list_selector(struct nfh_parser *parser)
{
    uint32_t start = parser->token.place.offset;
    struct nfh_type_specifier *type = NULL;
    if (nfh_priv_peek(parser, 1)->kind == NFH_TOKEN_LESS) {
        type = nfh_priv_parse_type(parser);
        if (!type)
            return NULL;
    } else {
        nfh_priv_advance(parser);
    }
    struct nfh_node *node = parse_list(parser, start);
    if (node)
        node->type_specifier = type;
    return node;
}

struct nfh_node *nfh_priv_parse_tuple_selector(struct nfh_parser *parser)
{
    uint32_t start = parser->token.place.offset;
    nfh_priv_advance(parser);
    return parse_tuple(parser, NFH_NODE_TUPLE, start);
}

/* The name of a type, read as the expression a.b */
static struct nfh_type_specifier *type_of_name(struct nfh_parser *parser,
                                               const struct nfh_node *name)
{
    struct nfh_type_specifier *type = nfh_priv_arena_allocate(parser->arena, sizeof *type);
    if (!type)
        return nfh_priv_fail_memory(parser);
    type->name = name->text;
    type->qualifier = name->count ? name->child[0]->text : NULL;
    type->place = name->place;
    return type;
}

struct nfh_node *nfh_priv_parse_instance(struct nfh_parser *parser, struct nfh_node *name)
{
    struct nfh_type_specifier *type = type_of_name(parser, name);
    struct nfh_node *node =
        type ? parse_tuple(parser, NFH_NODE_INSTANCE, nfh_priv_start(name)) : NULL;
    if (node) {
        node->type_specifier = type;
        node->mark = name->place;
    }
    return node;
}

struct nfh_node *nfh_priv_parse_elements_of(struct nfh_parser *parser,
                                            struct nfh_type_specifier *type)
{
    struct nfh_node *node = parse_tuple(parser, NFH_NODE_INSTANCE, type->place.offset);
    if (node)
        node->type_specifier = type;
    return node;
}
