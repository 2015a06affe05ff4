/* SPDX-License-Identifier: MIT
 *
 * parse_type.c - type specifiers: Integer, System.Date, Interval<Quantity>, List<Choice<Integer,
 * String>> …
 */
#include "cql/parser.h"

#include <string.h>

/* Code, Concept, date and time name types as well. */
static bool is_type_name(const struct nfh_token *token)
{
    return nfh_priv_is_name(token, true) ||
           (token->kind == NFH_TOKEN_WORD &&
            (token->word == NFH_WORD_CODE_TYPE || token->word == NFH_WORD_CONCEPT_TYPE));
}

static struct nfh_type_specifier *new_type(struct nfh_parser *parser, uint32_t start,
                                           const char *name)
{
    struct nfh_type_specifier *type = nfh_priv_arena_allocate(parser->arena, sizeof *type);
    if (!type)
        return nfh_priv_fail_memory(parser);
    type->name = name;
    type->place = nfh_priv_span(start, parser->last_end);
    return type;
}

/* One part of a type's name. */
static const char *parse_type_name(struct nfh_parser *parser)
{
    struct nfh_token token = parser->token;
    if (!is_type_name(&token) || nfh_priv_at_declaration(parser))
        return nfh_priv_fail_expected(parser, NFH_CODE_EXPECTED_TYPE, "a type");
    if (token.kind == NFH_TOKEN_QUOTED)
        return nfh_priv_parse_name(parser, true, "a type", NULL);
    nfh_priv_advance(parser);
    const char *name = nfh_priv_arena_text(parser->arena, parser->source->text + token.place.offset,
                                           token.place.length);
    return name ? name : nfh_priv_fail_memory(parser);
}

/* a.b of the parts a and b */
static const char *join(struct nfh_parser *parser, const char *a, const char *b)
{
    if (!a)
        return b;
    size_t a_length = strlen(a), b_length = strlen(b);
    char *text = nfh_priv_arena_allocate(parser->arena, a_length + b_length + 2);
    if (!text)
        return nfh_priv_fail_memory(parser);
    memcpy(text, a, a_length);
    text[a_length] = '.';
    memcpy(text + a_length + 1, b, b_length);
    return text;
}

struct nfh_type_specifier *nfh_priv_parse_named_type(struct nfh_parser *parser)
{
    uint32_t start = parser->token.place.offset;
    const char *qualifier = NULL;
    const char *name = parse_type_name(parser);
    while (name && nfh_priv_take(parser, NFH_TOKEN_POINT)) {
        qualifier = join(parser, qualifier, name);
        name = qualifier ? parse_type_name(parser) : NULL;
    }
    struct nfh_type_specifier *type = name ? new_type(parser, start, name) : NULL;
    if (type)
        type->qualifier = qualifier;
    return type;
}

/* The types on the stack from base on become the arguments. */
static bool set_arguments(struct nfh_parser *parser, struct nfh_type_specifier *type, size_t base)
{
    type->count = parser->stack_count - base;
    type->argument = nfh_priv_arena_allocate(parser->arena, type->count * sizeof *type->argument);
    if (!type->argument) {
        nfh_priv_fail_memory(parser);
        return false;
    }
    for (size_t i = 0; i < type->count; i++)
        type->argument[i] = parser->stack[base + i];
    return true;
}

/* Interval<T>, List<T>, Choice<T, …>, Tuple{name T, …} */
static struct nfh_type_specifier *parse_compound_type(struct nfh_parser *parser)
{
    struct nfh_token token = parser->token;
    bool is_tuple = token.word == NFH_WORD_TUPLE, is_choice = token.word == NFH_WORD_CHOICE;
    size_t base = parser->stack_count;
    nfh_priv_advance(parser);
    if (!nfh_priv_expect(parser, is_tuple ? NFH_TOKEN_LEFT_BRACE : NFH_TOKEN_LESS,
                         is_tuple ? "'{' and the elements of the tuple" : "'<' and a type"))
        return NULL;
    do {
        if (is_tuple && !nfh_priv_parse_name(parser, true, "the name of an element", NULL))
            return NULL;
        if (!nfh_priv_push(parser, nfh_priv_parse_type(parser)))
            return NULL;
    } while ((is_tuple || is_choice) && nfh_priv_take(parser, NFH_TOKEN_COMMA));
    if (!nfh_priv_expect(parser, is_tuple ? NFH_TOKEN_RIGHT_BRACE : NFH_TOKEN_GREATER,
                         is_tuple    ? "',' or '}'"
                         : is_choice ? "',' or '>'"
                                     : "'>'"))
        return NULL;
    struct nfh_type_specifier *type =
        new_type(parser, token.place.offset, nfh_priv_word_text(token.word));
    if (type && !set_arguments(parser, type, base))
        type = NULL;
    parser->stack_count = base;
    return type;
}

struct nfh_type_specifier *nfh_priv_parse_type(struct nfh_parser *parser)
{
    bool is_compound =
        nfh_priv_at_word(parser, NFH_WORD_INTERVAL) || nfh_priv_at_word(parser, NFH_WORD_LIST) ||
        nfh_priv_at_word(parser, NFH_WORD_TUPLE) || nfh_priv_at_word(parser, NFH_WORD_CHOICE);
    if (!is_compound)
        return nfh_priv_parse_named_type(parser);
    if (!nfh_priv_enter(parser))
        return NULL;
    struct nfh_type_specifier *type = parse_compound_type(parser);
    nfh_priv_leave(parser);
    return type;
}
