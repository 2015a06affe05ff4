/* SPDX-License-Identifier: MIT
 *
 * parse_primary.c - what an expression begins with: literals, names, calls, prefix operators, if,
 * case …
 */
#include "cql/parser.h"

#include <string.h>

struct nfh_node *nfh_priv_parse_call(struct nfh_parser *parser, struct nfh_node *target,
                                     const char *name, struct nfh_place place)
{
    size_t base = parser->stack_count;
    nfh_priv_advance(parser);
    if (!nfh_priv_parse_arguments(parser, NFH_TOKEN_RIGHT_PARENTHESIS, "',' or ')'"))
        return NULL;
    size_t count = parser->stack_count - base;
    uint32_t start = target ? nfh_priv_start(target) : place.offset;
    struct nfh_node *node =
        nfh_priv_node(parser, NFH_NODE_CALL, nfh_priv_span(start, parser->last_end), count);
    if (!node)
        return NULL;
    node->mark = place;
    node->text = name;
    node->length = strlen(name);
    node->target = target;
    for (size_t i = 0; i < count; i++)
        node->child[i] = parser->stack[base + i];
    parser->stack_count = base;
    return nfh_priv_finish(parser, node);
}

static struct nfh_node *parse_name(struct nfh_parser *parser)
{
    if (nfh_priv_at_declaration(parser))
        return nfh_priv_fail_expected(parser, NFH_CODE_EXPRESSION, "an expression");
    struct nfh_place place;
    const char *name = nfh_priv_parse_name(parser, true, "an expression", &place);
    if (!name)
        return NULL;
    if (nfh_priv_at(parser, NFH_TOKEN_LEFT_PARENTHESIS))
        return nfh_priv_parse_call(parser, NULL, name, place);
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_IDENTIFIER, place, 0);
    if (node) {
        node->text = name;
        node->length = strlen(name);
    }
    return node;
}

/* $this, $index, $total */
static struct nfh_node *parse_special(struct nfh_parser *parser)
{
    struct nfh_place place = parser->token.place;
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_IDENTIFIER, place, 0);
    if (!node)
        return NULL;
    nfh_priv_advance(parser);
    node->text =
        nfh_priv_arena_text(parser->arena, parser->source->text + place.offset, place.length);
    node->length = place.length;
    return node->text ? node : nfh_priv_fail_memory(parser);
}

static struct nfh_node *parse_parentheses(struct nfh_parser *parser)
{
    uint32_t start = parser->token.place.offset;
    nfh_priv_advance(parser);
    struct nfh_node *node = nfh_priv_parse_operand(parser, NFH_BIND_ANY);
    if (!node || !nfh_priv_expect(parser, NFH_TOKEN_RIGHT_PARENTHESIS, "')' or an operator"))
        return NULL;
    node->place = nfh_priv_span(start, parser->last_end);
    return node;
}

static struct nfh_node *parse_sign(struct nfh_parser *parser)
{
    struct nfh_place mark = parser->token.place;
    bool minus = nfh_priv_at(parser, NFH_TOKEN_MINUS);
    if (minus) {
        struct nfh_node *literal = nfh_priv_parse_negative(parser);
        if (literal || parser->failed)
            return literal;
    }
    nfh_priv_advance(parser);
    struct nfh_node *operand = nfh_priv_parse_operand(parser, NFH_BIND_SIGN);
    if (minus)
        return nfh_priv_unary(parser, "Negate", mark, operand);
    if (operand)
        operand->place = nfh_priv_span(mark.offset, nfh_priv_end(operand));
    return operand;
}

/* A prefix of one or two words. */
static struct nfh_node *parse_prefix(struct nfh_parser *parser, const char *name, unsigned words,
                                     int binding)
{
    uint32_t start = parser->token.place.offset;
    while (words-- > 0)
        nfh_priv_advance(parser);
    struct nfh_place mark = nfh_priv_span(start, parser->last_end);
    return nfh_priv_unary(parser, name, mark, nfh_priv_parse_operand(parser, binding));
}

static struct nfh_node *parse_if(struct nfh_parser *parser)
{
    struct nfh_place mark = parser->token.place;
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_IF, mark, 3);
    if (!node)
        return NULL;
    nfh_priv_advance(parser);
    node->child[0] = nfh_priv_parse_operand(parser, NFH_BIND_ANY);
    if (!node->child[0] || !nfh_priv_expect_word(parser, NFH_WORD_THEN))
        return NULL;
    node->child[1] = nfh_priv_parse_operand(parser, NFH_BIND_ANY);
    if (!node->child[1] || !nfh_priv_expect_word(parser, NFH_WORD_ELSE))
        return NULL;
    node->child[2] = nfh_priv_parse_operand(parser, NFH_BIND_ANY);
    node->place = nfh_priv_span(mark.offset, parser->last_end);
    return nfh_priv_finish(parser, node);
}

static struct nfh_node *parse_case(struct nfh_parser *parser)
{
    struct nfh_place mark = parser->token.place;
    size_t base = parser->stack_count;
    nfh_priv_advance(parser);
    bool has_comparand = !nfh_priv_at_word(parser, NFH_WORD_WHEN);
    if (has_comparand && !nfh_priv_push(parser, nfh_priv_parse_operand(parser, NFH_BIND_ANY)))
        return NULL;
    if (!nfh_priv_at_word(parser, NFH_WORD_WHEN))
        return nfh_priv_fail_expected(parser, NFH_CODE_CASE, "'when'");
    while (nfh_priv_take_word(parser, NFH_WORD_WHEN)) {
        if (!nfh_priv_push(parser, nfh_priv_parse_operand(parser, NFH_BIND_ANY)) ||
            !nfh_priv_expect_word(parser, NFH_WORD_THEN) ||
            !nfh_priv_push(parser, nfh_priv_parse_operand(parser, NFH_BIND_ANY)))
            return NULL;
    }
    if (!nfh_priv_take_word(parser, NFH_WORD_ELSE))
        return nfh_priv_fail_expected(parser, NFH_CODE_EXPECTED, "'when' or 'else'");
    if (!nfh_priv_push(parser, nfh_priv_parse_operand(parser, NFH_BIND_ANY)) ||
        !nfh_priv_expect_word(parser, NFH_WORD_END))
        return NULL;
    struct nfh_node *node = nfh_priv_node_of_list(parser, NFH_NODE_CASE, mark.offset, base);
    if (node) {
        node->mark = mark;
        node->has_comparand = has_comparand;
    }
    return node;
}

static struct nfh_node *parse_cast(struct nfh_parser *parser)
{
    struct nfh_place mark = parser->token.place;
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_AS, mark, 1);
    if (!node)
        return NULL;
    nfh_priv_advance(parser);
    node->child[0] = nfh_priv_parse_operand(parser, NFH_BIND_TYPE + 1);
    if (!node->child[0] || !nfh_priv_expect_word(parser, NFH_WORD_AS))
        return NULL;
    node->type_specifier = nfh_priv_parse_type(parser);
    node->strict = true;
    node->place = nfh_priv_span(mark.offset, parser->last_end);
    return nfh_priv_finish(parser, node);
}

static struct nfh_node *parse_convert(struct nfh_parser *parser)
{
    struct nfh_place mark = parser->token.place;
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_CONVERT, mark, 1);
    if (!node)
        return NULL;
    nfh_priv_advance(parser);
    node->child[0] = nfh_priv_parse_operand(parser, NFH_BIND_ANY);
    if (!node->child[0] || !nfh_priv_expect_word(parser, NFH_WORD_TO))
        return NULL;
    if (nfh_priv_at_unit(parser, 0)) {
        struct nfh_token unit = parser->token;
        node->mark = unit.place;
        node->calendar = unit.kind == NFH_TOKEN_WORD;
        node->length = unit.place.length;
        node->text = node->calendar ? nfh_priv_word_text(unit.word)
                                    : nfh_priv_unescape(parser, &unit, &node->length);
        nfh_priv_advance(parser);
    } else {
        node->type_specifier = nfh_priv_parse_type(parser);
    }
    node->place = nfh_priv_span(mark.offset, parser->last_end);
    return nfh_priv_finish(parser, node);
}

/* `minimum T`, `maximum T` */
static struct nfh_node *parse_type_value(struct nfh_parser *parser)
{
    struct nfh_token token = parser->token;
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_TYPE_VALUE, token.place, 0);
    if (!node)
        return NULL;
    nfh_priv_advance(parser);
    node->text = token.word == NFH_WORD_MINIMUM ? "MinValue" : "MaxValue";
    node->length = strlen(node->text);
    node->type_specifier = nfh_priv_parse_named_type(parser);
    node->place = nfh_priv_span(token.place.offset, parser->last_end);
    return nfh_priv_finish(parser, node);
}

/* Prefix operators, with the second word that makes them what they are. */
struct prefix {
    uint8_t word, second; /* enum nfh_word; NFH_WORD_NONE */
    uint8_t binding;
    const char *name;
};

static const struct prefix prefixes[] = {
    {NFH_WORD_NOT, NFH_WORD_NONE, NFH_BIND_NOT, "Not"},
    {NFH_WORD_EXISTS, NFH_WORD_NONE, NFH_BIND_NOT, "Exists"},
    {NFH_WORD_DISTINCT, NFH_WORD_NONE, NFH_BIND_ANY, "Distinct"},
    {NFH_WORD_FLATTEN, NFH_WORD_NONE, NFH_BIND_ANY, "Flatten"},
    {NFH_WORD_START, NFH_WORD_OF, NFH_BIND_OF, "Start"},
    {NFH_WORD_END, NFH_WORD_OF, NFH_BIND_OF, "End"},
    {NFH_WORD_WIDTH, NFH_WORD_OF, NFH_BIND_OF, "Width"},
    {NFH_WORD_SUCCESSOR, NFH_WORD_OF, NFH_BIND_OF, "Successor"},
    {NFH_WORD_PREDECESSOR, NFH_WORD_OF, NFH_BIND_OF, "Predecessor"},
    {NFH_WORD_SINGLETON, NFH_WORD_FROM, NFH_BIND_OF, "SingletonFrom"},
    {NFH_WORD_POINT, NFH_WORD_FROM, NFH_BIND_OF, "PointFrom"},
    {NFH_WORD_DATE, NFH_WORD_FROM, NFH_BIND_OF, "DateFrom"},
    {NFH_WORD_TIME, NFH_WORD_FROM, NFH_BIND_OF, "TimeFrom"},
    {NFH_WORD_TIMEZONEOFFSET, NFH_WORD_FROM, NFH_BIND_OF, "TimezoneOffsetFrom"},
    {NFH_WORD_TIMEZONE, NFH_WORD_FROM, NFH_BIND_OF, "TimezoneOffsetFrom"},
};

/* Constructs that a reserved word begins. */
struct construct {
    uint8_t word;
    bool is_term; /* can be an operand of arithmetic without parentheses */
    struct nfh_node *(*parse)(struct nfh_parser *parser);
};

static const struct construct constructs[] = {
    {NFH_WORD_TRUE, true, nfh_priv_parse_literal},
    {NFH_WORD_FALSE, true, nfh_priv_parse_literal},
    {NFH_WORD_NULL, true, nfh_priv_parse_literal},
    {NFH_WORD_IF, true, parse_if},
    {NFH_WORD_CASE, true, parse_case},
    {NFH_WORD_CAST, false, parse_cast},
    {NFH_WORD_CONVERT, true, parse_convert},
    {NFH_WORD_EXPAND, true, nfh_priv_parse_per},
    {NFH_WORD_COLLAPSE, true, nfh_priv_parse_per},
    {NFH_WORD_MINIMUM, true, parse_type_value},
    {NFH_WORD_MAXIMUM, true, parse_type_value},
    {NFH_WORD_INTERVAL, true, nfh_priv_parse_interval},
    {NFH_WORD_LIST, true, nfh_priv_parse_list_selector},
    {NFH_WORD_TUPLE, true, nfh_priv_parse_tuple_selector},
    {NFH_WORD_CODE_TYPE, true, nfh_priv_parse_code_selector},
    {NFH_WORD_CONCEPT_TYPE, true, nfh_priv_parse_concept_selector},
    {NFH_WORD_FROM, false, nfh_priv_parse_multiple_query},
};

static const struct prefix *find_prefix(struct nfh_parser *parser, unsigned distance)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (nfh_priv_peek_word(parser, distance, prefixes[i].word) &&
            (prefixes[i].second == NFH_WORD_NONE ||
             nfh_priv_peek_word(parser, distance + 1, prefixes[i].second)))
            return &prefixes[i];
    }
    return NULL;
}

static const struct construct *find_construct(struct nfh_parser *parser, unsigned distance)
{
    for (size_t i = 0; i < sizeof constructs / sizeof *constructs; i++) {
        if (nfh_priv_peek_word(parser, distance, constructs[i].word))
            return &constructs[i];
    }
    return NULL;
}

static bool is_span(enum nfh_word word)
{
    return word == NFH_WORD_DURATION || word == NFH_WORD_DIFFERENCE;
}

bool nfh_priv_begins_operand(struct nfh_parser *parser, unsigned distance)
{
    const struct nfh_token *token = nfh_priv_peek(parser, distance);
    bool plural;
    switch (token->kind) {
    case NFH_TOKEN_WORD:
        return nfh_priv_word_use(token->word) == NFH_WORD_USE_PLAIN || is_span(token->word) ||
               nfh_priv_word_precision(token->word, &plural) != NFH_TIME_NONE ||
               find_prefix(parser, distance) || find_construct(parser, distance);
    case NFH_TOKEN_QUOTED:
    case NFH_TOKEN_SPECIAL:
    case NFH_TOKEN_STRING:
    case NFH_TOKEN_NUMBER:
    case NFH_TOKEN_LONG:
    case NFH_TOKEN_DATE:
    case NFH_TOKEN_DATETIME:
    case NFH_TOKEN_TIME:
    case NFH_TOKEN_LEFT_PARENTHESIS:
    case NFH_TOKEN_LEFT_BRACKET:
    case NFH_TOKEN_LEFT_BRACE:
    case NFH_TOKEN_PLUS:
    case NFH_TOKEN_MINUS:
        return true;
    default:
        return false;
    }
}

static struct nfh_node *parse_word(struct nfh_parser *parser, int binding)
{
    enum nfh_word word = parser->token.word;
    bool plural;
    const struct prefix *prefix = find_prefix(parser, 0);
    if (prefix) {
        if (prefix->binding == NFH_BIND_NOT && !nfh_priv_allow_here(parser, binding))
            return NULL;
        return parse_prefix(parser, prefix->name, prefix->second ? 2 : 1, prefix->binding);
    }
    const struct construct *construct = find_construct(parser, 0);
    if (construct) {
        if (!construct->is_term && !nfh_priv_allow_here(parser, binding))
            return NULL;
        return construct->parse(parser);
    }
    if (nfh_priv_word_precision(word, &plural) != NFH_TIME_NONE)
        return nfh_priv_parse_calendar_word(parser, binding);
    if (is_span(word))
        return nfh_priv_parse_span(parser, binding);
    if (nfh_priv_word_use(word) == NFH_WORD_USE_RESERVED)
        return nfh_priv_fail_expected(parser, NFH_CODE_EXPRESSION, "an expression");
    return parse_name(parser);
}

struct nfh_node *nfh_priv_parse_primary(struct nfh_parser *parser, int binding)
{
    switch (parser->token.kind) {
    case NFH_TOKEN_STRING:
    case NFH_TOKEN_NUMBER:
    case NFH_TOKEN_LONG:
    case NFH_TOKEN_DATE:
    case NFH_TOKEN_DATETIME:
    case NFH_TOKEN_TIME:
        return nfh_priv_parse_literal(parser);
    case NFH_TOKEN_WORD:
        return parse_word(parser, binding);
    case NFH_TOKEN_QUOTED:
        return parse_name(parser);
    case NFH_TOKEN_SPECIAL:
        return parse_special(parser);
    case NFH_TOKEN_LEFT_PARENTHESIS:
        return parse_parentheses(parser);
    case NFH_TOKEN_LEFT_BRACKET:
        return nfh_priv_parse_retrieve(parser);
    case NFH_TOKEN_LEFT_BRACE:
        return nfh_priv_parse_braces(parser);
    case NFH_TOKEN_PLUS:
    case NFH_TOKEN_MINUS:
        return parse_sign(parser);
    case NFH_TOKEN_PERCENT:
        return nfh_priv_fail(
            parser, parser->token.place, NFH_CODE_EXTERNAL,
            "external constants (%name) are not part of a library; declare a parameter");
    default:
        return nfh_priv_fail_expected(parser, NFH_CODE_EXPRESSION, "an expression");
    }
}
