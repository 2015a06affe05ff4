/* SPDX-License-Identifier: MIT
 *
 * parse_expression.c - infix and postfix operators by their binding power.
 */
#include "cql/parser.h"

#include <string.h>

enum form {
    FORM_BINARY,
    FORM_MEMBERSHIP,
    FORM_BETWEEN,
    FORM_IS_VALUE,
    FORM_IS,
    FORM_AS,
    FORM_TIMING,
    FORM_MEMBER,
    FORM_INDEX
};

struct infix {
    uint8_t first; /* enum nfh_token_kind, or enum nfh_word */
    uint8_t binding;
    uint8_t form;
    const char *name;
};

static const struct infix sign_infix[] = {
    {NFH_TOKEN_POINT, NFH_BIND_MEMBER, FORM_MEMBER, NULL},
    {NFH_TOKEN_LEFT_BRACKET, NFH_BIND_MEMBER, FORM_INDEX, NULL},
    {NFH_TOKEN_POWER, NFH_BIND_POWER, FORM_BINARY, "Power"},
    {NFH_TOKEN_STAR, NFH_BIND_MULTIPLY, FORM_BINARY, "Multiply"},
    {NFH_TOKEN_SLASH, NFH_BIND_MULTIPLY, FORM_BINARY, "Divide"},
    {NFH_TOKEN_PLUS, NFH_BIND_ADD, FORM_BINARY, "Add"},
    {NFH_TOKEN_MINUS, NFH_BIND_ADD, FORM_BINARY, "Subtract"},
    {NFH_TOKEN_AMPERSAND, NFH_BIND_ADD, FORM_BINARY, "Concatenate"},
    {NFH_TOKEN_BAR, NFH_BIND_SET, FORM_BINARY, "Union"},
    {NFH_TOKEN_LESS, NFH_BIND_INEQUALITY, FORM_BINARY, "Less"},
    {NFH_TOKEN_LESS_OR_EQUAL, NFH_BIND_INEQUALITY, FORM_BINARY, "LessOrEqual"},
    {NFH_TOKEN_GREATER, NFH_BIND_INEQUALITY, FORM_BINARY, "Greater"},
    {NFH_TOKEN_GREATER_OR_EQUAL, NFH_BIND_INEQUALITY, FORM_BINARY, "GreaterOrEqual"},
    {NFH_TOKEN_EQUAL, NFH_BIND_EQUALITY, FORM_BINARY, "Equal"},
    {NFH_TOKEN_NOT_EQUAL, NFH_BIND_EQUALITY, FORM_BINARY, "NotEqual"},
    {NFH_TOKEN_EQUIVALENT, NFH_BIND_EQUALITY, FORM_BINARY, "Equivalent"},
    {NFH_TOKEN_NOT_EQUIVALENT, NFH_BIND_EQUALITY, FORM_BINARY, "NotEquivalent"},
};

static const struct infix word_infix[] = {
    {NFH_WORD_DIV, NFH_BIND_MULTIPLY, FORM_BINARY, "TruncatedDivide"},
    {NFH_WORD_MOD, NFH_BIND_MULTIPLY, FORM_BINARY, "Modulo"},
    {NFH_WORD_AS, NFH_BIND_TYPE, FORM_AS, NULL},
    {NFH_WORD_BETWEEN, NFH_BIND_BETWEEN, FORM_BETWEEN, "Between"},
    {NFH_WORD_UNION, NFH_BIND_SET, FORM_BINARY, "Union"},
    {NFH_WORD_INTERSECT, NFH_BIND_SET, FORM_BINARY, "Intersect"},
    {NFH_WORD_EXCEPT, NFH_BIND_SET, FORM_BINARY, "Except"},
    {NFH_WORD_IN, NFH_BIND_MEMBERSHIP, FORM_MEMBERSHIP, "In"},
    {NFH_WORD_CONTAINS, NFH_BIND_MEMBERSHIP, FORM_MEMBERSHIP, "Contains"},
    {NFH_WORD_AND, NFH_BIND_AND, FORM_BINARY, "And"},
    {NFH_WORD_OR, NFH_BIND_OR, FORM_BINARY, "Or"},
    {NFH_WORD_XOR, NFH_BIND_OR, FORM_BINARY, "Xor"},
    {NFH_WORD_IMPLIES, NFH_BIND_IMPLIES, FORM_BINARY, "Implies"},
};

static const struct infix infix_is = {NFH_WORD_IS, NFH_BIND_TYPE, FORM_IS, NULL};
static const struct infix infix_is_value = {NFH_WORD_IS, NFH_BIND_IS_NULL, FORM_IS_VALUE, NULL};
static const struct infix infix_properly_between = {NFH_WORD_PROPERLY, NFH_BIND_BETWEEN,
                                                    FORM_BETWEEN, "ProperBetween"};
static const struct infix infix_timing = {0, NFH_BIND_TIMING, FORM_TIMING, NULL};

static const struct infix *search(const struct infix *table, size_t count, uint8_t first)
{
    for (size_t i = 0; i < count; i++) {
        if (table[i].first == first)
            return &table[i];
    }
    return NULL;
}

/* The operator at the current token, or NULL. */
static const struct infix *find_infix(struct nfh_parser *parser)
{
    if (!nfh_priv_at(parser, NFH_TOKEN_WORD) && !nfh_priv_at(parser, NFH_TOKEN_NUMBER))
        return search(sign_infix, sizeof sign_infix / sizeof *sign_infix, parser->token.kind);
    if (nfh_priv_at_timing(parser))
        return &infix_timing;
    if (!nfh_priv_at(parser, NFH_TOKEN_WORD))
        return NULL;
    if (nfh_priv_at_word(parser, NFH_WORD_IS)) {
        bool value = nfh_priv_peek_word(parser, 1, NFH_WORD_NOT) ||
                     nfh_priv_peek_word(parser, 1, NFH_WORD_NULL) ||
                     nfh_priv_peek_word(parser, 1, NFH_WORD_TRUE) ||
                     nfh_priv_peek_word(parser, 1, NFH_WORD_FALSE);
        return value ? &infix_is_value : &infix_is;
    }
    if (nfh_priv_at_word(parser, NFH_WORD_PROPERLY) &&
        nfh_priv_peek_word(parser, 1, NFH_WORD_BETWEEN))
        return &infix_properly_between;
    return search(word_infix, sizeof word_infix / sizeof *word_infix, parser->token.word);
}

static struct nfh_node *parse_binary(struct nfh_parser *parser, const struct infix *infix,
                                     struct nfh_node *left)
{
    struct nfh_place mark = parser->token.place;
    nfh_priv_advance(parser);
    uint8_t precision =
        infix->form == FORM_MEMBERSHIP ? nfh_priv_take_precision_of(parser) : NFH_TIME_NONE;
    struct nfh_node *right = nfh_priv_parse_operand(parser, infix->binding + 1);
    struct nfh_node *node = nfh_priv_binary(parser, infix->name, mark, left, right);
    if (node)
        node->precision = precision;
    return node;
}

static struct nfh_node *parse_between(struct nfh_parser *parser, const struct infix *infix,
                                      struct nfh_node *value)
{
    uint32_t start = parser->token.place.offset;
    nfh_priv_take_word(parser, NFH_WORD_PROPERLY);
    nfh_priv_advance(parser);
    struct nfh_place mark = nfh_priv_span(start, parser->last_end);
    struct nfh_node *low = nfh_priv_parse_operand(parser, NFH_BIND_TERM);
    if (!low || !nfh_priv_expect_word(parser, NFH_WORD_AND))
        return NULL;
    struct nfh_node *high = nfh_priv_parse_operand(parser, NFH_BIND_TERM);
    struct nfh_node *node = high ? nfh_priv_node(parser, NFH_NODE_OPERATOR, mark, 3) : NULL;
    if (!node)
        return NULL;
    node->text = infix->name;
    node->length = strlen(infix->name);
    node->place = nfh_priv_span(nfh_priv_start(value), nfh_priv_end(high));
    node->child[0] = value;
    node->child[1] = low;
    node->child[2] = high;
    return nfh_priv_finish(parser, node);
}

/* `is [not] null`, `true`, `false` */
static struct nfh_node *parse_is_value(struct nfh_parser *parser, struct nfh_node *value)
{
    uint32_t start = parser->token.place.offset;
    nfh_priv_advance(parser);
    bool negated = nfh_priv_take_word(parser, NFH_WORD_NOT);
    const char *name = nfh_priv_at_word(parser, NFH_WORD_NULL)    ? "IsNull"
                       : nfh_priv_at_word(parser, NFH_WORD_TRUE)  ? "IsTrue"
                       : nfh_priv_at_word(parser, NFH_WORD_FALSE) ? "IsFalse"
                                                                  : NULL;
    if (!name)
        return nfh_priv_fail_expected(parser, NFH_CODE_EXPECTED,
                                      "'null', 'true' or 'false' after 'is not'");
    nfh_priv_advance(parser);
    struct nfh_place mark = nfh_priv_span(start, parser->last_end);
    struct nfh_node *node = nfh_priv_unary(parser, name, mark, value);
    return negated ? nfh_priv_unary(parser, "Not", mark, node) : node;
}

static struct nfh_node *parse_type_operator(struct nfh_parser *parser, enum nfh_node_kind kind,
                                            struct nfh_node *value)
{
    struct nfh_place mark = parser->token.place;
    nfh_priv_advance(parser);
    struct nfh_type_specifier *type = nfh_priv_parse_type(parser);
    struct nfh_node *node = type ? nfh_priv_node(parser, kind, mark, 1) : NULL;
    if (!node)
        return NULL;
    node->place = nfh_priv_span(nfh_priv_start(value), parser->last_end);
    node->type_specifier = type;
    node->child[0] = value;
    return nfh_priv_finish(parser, node);
}

static struct nfh_node *parse_member(struct nfh_parser *parser, struct nfh_node *left)
{
    nfh_priv_advance(parser);
    struct nfh_place place = parser->token.place;
    bool is_call = nfh_priv_peek(parser, 1)->kind == NFH_TOKEN_LEFT_PARENTHESIS;
    const char *name;
    bool is_type = nfh_priv_peek(parser, 1)->kind == NFH_TOKEN_LEFT_BRACE &&
                   (nfh_priv_at_word(parser, NFH_WORD_CODE_TYPE) ||
                    nfh_priv_at_word(parser, NFH_WORD_CONCEPT_TYPE));
    if (is_type || (is_call && nfh_priv_at(parser, NFH_TOKEN_WORD))) {
        /* Any word may be the name of a function here, and `System.Code {` is an instance. */
        name =
            nfh_priv_arena_text(parser->arena, parser->source->text + place.offset, place.length);
        if (!name)
            return nfh_priv_fail_memory(parser);
        nfh_priv_advance(parser);
    } else {
        name = nfh_priv_parse_name(parser, true, "a name after '.'", NULL);
    }
    if (!name)
        return NULL;
    if (is_call)
        return nfh_priv_parse_call(parser, left, name, place);
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_MEMBER, place, 1);
    if (!node)
        return NULL;
    node->place = nfh_priv_span(nfh_priv_start(left), parser->last_end);
    node->text = name;
    node->length = strlen(name);
    node->child[0] = left;
    return nfh_priv_finish(parser, node);
}

static struct nfh_node *parse_index(struct nfh_parser *parser, struct nfh_node *left)
{
    struct nfh_place mark = parser->token.place;
    nfh_priv_advance(parser);
    struct nfh_node *index = nfh_priv_parse_operand(parser, NFH_BIND_ANY);
    if (!index || !nfh_priv_expect(parser, NFH_TOKEN_RIGHT_BRACKET, "']'"))
        return NULL;
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_INDEX, mark, 2);
    if (!node)
        return NULL;
    node->place = nfh_priv_span(nfh_priv_start(left), parser->last_end);
    node->child[0] = left;
    node->child[1] = index;
    return nfh_priv_finish(parser, node);
}

static struct nfh_node *apply(struct nfh_parser *parser, const struct infix *infix,
                              struct nfh_node *left)
{
    switch (infix->form) {
    case FORM_BETWEEN:
        return parse_between(parser, infix, left);
    case FORM_IS_VALUE:
        return parse_is_value(parser, left);
    case FORM_IS:
        return parse_type_operator(parser, NFH_NODE_IS, left);
    case FORM_AS:
        return parse_type_operator(parser, NFH_NODE_AS, left);
    case FORM_TIMING:
        return nfh_priv_parse_timing(parser, left);
    case FORM_MEMBER:
        return parse_member(parser, left);
    case FORM_INDEX:
        return parse_index(parser, left);
    default:
        return parse_binary(parser, infix, left);
    }
}

/* `x is null + 1`: the left side is no operand of arithmetic without parentheses. */
static struct nfh_node *refuse_operand(struct nfh_parser *parser)
{
    const struct nfh_token *token = &parser->token;
    if (!parser->failed)
        nfh_priv_report(parser->diagnostics, parser->source, token->place, NFH_CODE_PARENTHESES,
                        "what stands before '%.*s' needs parentheses around it",
                        (int)token->place.length, parser->source->text + token->place.offset);
    parser->failed = true;
    return NULL;
}

struct nfh_node *nfh_priv_parse_operand(struct nfh_parser *parser, int binding)
{
    if (!nfh_priv_enter(parser))
        return NULL;
    uint8_t first = parser->token.kind;
    bool is_term = !nfh_priv_at_word(parser, NFH_WORD_CAST); /* can be an operand of arithmetic */
    struct nfh_node *left = nfh_priv_parse_primary(parser, binding);
    /* A name, what is in parentheses and a retrieve can be the source of a query, or a name that of
     * an instance. */
    bool is_name = left && left->kind == NFH_NODE_IDENTIFIER &&
                   (first == NFH_TOKEN_WORD || first == NFH_TOKEN_QUOTED);
    bool is_source =
        is_name || first == NFH_TOKEN_LEFT_PARENTHESIS || first == NFH_TOKEN_LEFT_BRACKET;
    while (left) {
        if (is_name && nfh_priv_at(parser, NFH_TOKEN_LEFT_BRACE)) {
            left = nfh_priv_parse_instance(parser, left);
            is_name = is_source = false;
            continue;
        }
        if (is_source && binding < NFH_BIND_TERM && nfh_priv_at_alias(parser)) {
            left = nfh_priv_parse_query(parser, left);
            is_name = is_source = is_term = false;
            continue;
        }
        const struct infix *infix = find_infix(parser);
        if (!infix || infix->binding < binding)
            break;
        if (!is_term && infix->binding >= NFH_BIND_TERM)
            return refuse_operand(parser);
        left = apply(parser, infix, left);
        is_term = infix->binding >= NFH_BIND_TERM;
        is_name = is_name && left && left->kind == NFH_NODE_MEMBER;
        is_source = is_name;
    }
    nfh_priv_leave(parser);
    return left;
}
