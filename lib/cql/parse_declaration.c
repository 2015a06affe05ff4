/* SPDX-License-Identifier: MIT
 *
 * parse_declaration.c - library, using, include, parameter, define …
 */
#include "cql/parser.h"

#include <string.h>

/* Only blanks stand before the current token on its line. */
static bool is_first_on_line(const struct nfh_parser *parser)
{
    size_t at = parser->token.place.offset;
    while (at > 0 && (parser->source->text[at - 1] == ' ' || parser->source->text[at - 1] == '\t'))
        at--;
    return at == 0 || parser->source->text[at - 1] == '\n';
}

bool nfh_priv_at_declaration(struct nfh_parser *parser)
{
    if (!nfh_priv_at(parser, NFH_TOKEN_WORD))
        return false;
    const struct nfh_token *next = nfh_priv_peek(parser, 1);
    bool is_named = next->kind == NFH_TOKEN_QUOTED || next->kind == NFH_TOKEN_WORD;
    switch (parser->token.word) {
    case NFH_WORD_DEFINE:
        if (is_named && (next->word == NFH_WORD_FUNCTION || next->word == NFH_WORD_FLUENT ||
                         next->word == NFH_WORD_PUBLIC || next->word == NFH_WORD_PRIVATE))
            return true;
        if (nfh_priv_is_name(next, false) && is_first_on_line(parser))
            return true;
        return is_named && nfh_priv_peek(parser, 2)->kind == NFH_TOKEN_COLON;
    case NFH_WORD_CODE:
    case NFH_WORD_CODESYSTEM:
    case NFH_WORD_CONCEPT:
    case NFH_WORD_VALUESET:
        return is_named && nfh_priv_peek(parser, 2)->kind == NFH_TOKEN_COLON;
    case NFH_WORD_LIBRARY:
    case NFH_WORD_USING:
    case NFH_WORD_INCLUDE:
    case NFH_WORD_CONTEXT:
    case NFH_WORD_PARAMETER:
        return nfh_priv_is_name(next, false) && is_first_on_line(parser);
    case NFH_WORD_PUBLIC:
    case NFH_WORD_PRIVATE:
        return is_named && (next->word == NFH_WORD_PARAMETER || next->word == NFH_WORD_CODE ||
                            next->word == NFH_WORD_CODESYSTEM || next->word == NFH_WORD_CONCEPT ||
                            next->word == NFH_WORD_VALUESET);
    default:
        return false;
    }
}

/* a.b.c, as one text */
static const char *parse_qualified_name(struct nfh_parser *parser, const char *what,
                                        struct nfh_place *place, const char **last)
{
    const char *name = nfh_priv_parse_name(parser, false, what, place);
    *last = name;
    while (name && nfh_priv_take(parser, NFH_TOKEN_POINT)) {
        *last = nfh_priv_parse_name(parser, false, what, NULL);
        if (!*last)
            return NULL;
        size_t length = strlen(name), more = strlen(*last);
        char *joined = nfh_priv_arena_allocate(parser->arena, length + more + 2);
        if (!joined)
            return nfh_priv_fail_memory(parser);
        memcpy(joined, name, length);
        joined[length] = '.';
        memcpy(joined + length + 1, *last, more);
        name = joined;
        place->length = parser->last_end - place->offset;
    }
    return name;
}

/* A declaration in the library's list: found by its name even when there is an error after that. */
static bool set_name(struct nfh_declaration *declaration, const char *name)
{
    declaration->name = name;
    return name != NULL;
}

bool nfh_priv_parse_version(struct nfh_parser *parser, const char **version)
{
    if (!nfh_priv_take_word(parser, NFH_WORD_VERSION))
        return true;
    *version = nfh_priv_parse_string(parser, "a version in quotes");
    return *version != NULL;
}

/* using Model version 'v' called X, include Library version 'v' called X */
static bool parse_model_or_library(struct nfh_parser *parser, struct nfh_declaration *declaration)
{
    const char *last;
    if (!set_name(declaration,
                  parse_qualified_name(parser, "a name", &declaration->place, &last)) ||
        !nfh_priv_parse_version(parser, &declaration->version))
        return false;
    declaration->alias = last;
    if (nfh_priv_take_word(parser, NFH_WORD_CALLED))
        declaration->alias = nfh_priv_parse_name(parser, false, "a name", NULL);
    return declaration->alias != NULL;
}

static bool parse_parameter(struct nfh_parser *parser, struct nfh_declaration *declaration)
{
    if (!set_name(declaration, nfh_priv_parse_name(parser, false, "the name of a parameter",
                                                   &declaration->place)))
        return false;
    if (!nfh_priv_at(parser, NFH_TOKEN_END) && !nfh_priv_at_word(parser, NFH_WORD_DEFAULT) &&
        !nfh_priv_at_declaration(parser)) {
        declaration->type = nfh_priv_parse_type(parser);
        if (!declaration->type)
            return false;
    }
    if (!nfh_priv_take_word(parser, NFH_WORD_DEFAULT))
        return true;
    declaration->expression = nfh_priv_parse_operand(parser, NFH_BIND_ANY);
    return declaration->expression != NULL;
}

/* context Patient, context FHIR.Patient */
static bool parse_context(struct nfh_parser *parser, struct nfh_declaration *declaration)
{
    const char *last;
    return set_name(declaration,
                    parse_qualified_name(parser, "a name", &declaration->place, &last));
}

static bool parse_operands(struct nfh_parser *parser, struct nfh_declaration *declaration)
{
    size_t base = parser->stack_count;
    if (!nfh_priv_expect(parser, NFH_TOKEN_LEFT_PARENTHESIS, "'('"))
        return false;
    if (nfh_priv_take(parser, NFH_TOKEN_RIGHT_PARENTHESIS))
        return true;
    do {
        struct nfh_operand *operand = nfh_priv_arena_allocate(parser->arena, sizeof *operand);
        if (!operand || !nfh_priv_push(parser, operand))
            return nfh_priv_fail_memory(parser) != NULL;
        operand->name =
            nfh_priv_parse_name(parser, true, "the name of an operand", &operand->place);
        operand->type = operand->name ? nfh_priv_parse_type(parser) : NULL;
        if (!operand->type)
            return false;
    } while (nfh_priv_take(parser, NFH_TOKEN_COMMA));
    if (!nfh_priv_expect(parser, NFH_TOKEN_RIGHT_PARENTHESIS, "',' or ')'"))
        return false;
    size_t count = parser->stack_count - base;
    declaration->operand =
        nfh_priv_arena_allocate(parser->arena, count * sizeof *declaration->operand);
    if (!declaration->operand)
        return nfh_priv_fail_memory(parser) != NULL;
    for (size_t i = 0; i < count; i++)
        declaration->operand[i] = *(struct nfh_operand *)parser->stack[base + i];
    declaration->operand_count = count;
    parser->stack_count = base;
    return true;
}

/* Any word may be the name of a function. */
static const char *parse_function_name(struct nfh_parser *parser, struct nfh_place *place)
{
    struct nfh_token token = parser->token;
    if (token.kind != NFH_TOKEN_WORD ||
        nfh_priv_peek(parser, 1)->kind != NFH_TOKEN_LEFT_PARENTHESIS)
        return nfh_priv_parse_name(parser, false, "the name of a function", place);
    *place = token.place;
    nfh_priv_advance(parser);
    const char *name = nfh_priv_arena_text(parser->arena, parser->source->text + token.place.offset,
                                           token.place.length);
    return name ? name : nfh_priv_fail_memory(parser);
}

static bool parse_function(struct nfh_parser *parser, struct nfh_declaration *declaration)
{
    declaration->kind = NFH_DECLARE_FUNCTION;
    if (!set_name(declaration, parse_function_name(parser, &declaration->place)) ||
        !parse_operands(parser, declaration))
        return false;
    if (nfh_priv_take_word(parser, NFH_WORD_RETURNS)) {
        declaration->type = nfh_priv_parse_type(parser);
        if (!declaration->type)
            return false;
    }
    if (!nfh_priv_expect(parser, NFH_TOKEN_COLON, "':'"))
        return false;
    declaration->is_external = nfh_priv_take_word(parser, NFH_WORD_EXTERNAL);
    if (!declaration->is_external)
        declaration->expression = nfh_priv_parse_operand(parser, NFH_BIND_ANY);
    return declaration->is_external || declaration->expression;
}

/* define [public|private] name: …; define [public|private] [fluent] function name(…): … */
static bool parse_define(struct nfh_parser *parser, struct nfh_declaration *declaration)
{
    declaration->is_private = nfh_priv_take_word(parser, NFH_WORD_PRIVATE);
    if (!declaration->is_private)
        nfh_priv_take_word(parser, NFH_WORD_PUBLIC);
    declaration->is_fluent = nfh_priv_take_word(parser, NFH_WORD_FLUENT);
    if (declaration->is_fluent || nfh_priv_at_word(parser, NFH_WORD_FUNCTION))
        return nfh_priv_expect_word(parser, NFH_WORD_FUNCTION) &&
               parse_function(parser, declaration);
    if (!set_name(declaration, nfh_priv_parse_name(parser, false, "the name of a definition",
                                                   &declaration->place)) ||
        !nfh_priv_expect(parser, NFH_TOKEN_COLON, "':'"))
        return false;
    declaration->expression = nfh_priv_parse_operand(parser, NFH_BIND_ANY);
    return declaration->expression != NULL;
}

static bool parse_library_name(struct nfh_parser *parser, struct nfh_library *library,
                               bool is_first, struct nfh_tag *tags)
{
    struct nfh_place place = parser->token.place;
    nfh_priv_advance(parser);
    if (!is_first)
        return nfh_priv_fail(parser, place, NFH_CODE_LIBRARY,
                             "the library declaration can only be the first") != NULL;
    const char *last;
    library->tags = tags;
    library->name = parse_qualified_name(parser, "the name of the library", &library->place, &last);
    return library->name && nfh_priv_parse_version(parser, &library->version);
}

static const struct {
    uint8_t word; /* enum nfh_word */
    uint8_t kind; /* enum nfh_declaration_kind */
} kinds[] = {
    {NFH_WORD_USING, NFH_DECLARE_USING},
    {NFH_WORD_INCLUDE, NFH_DECLARE_INCLUDE},
    {NFH_WORD_CODESYSTEM, NFH_DECLARE_CODESYSTEM},
    {NFH_WORD_VALUESET, NFH_DECLARE_VALUESET},
    {NFH_WORD_CODE, NFH_DECLARE_CODE},
    {NFH_WORD_CONCEPT, NFH_DECLARE_CONCEPT},
    {NFH_WORD_PARAMETER, NFH_DECLARE_PARAMETER},
    {NFH_WORD_CONTEXT, NFH_DECLARE_CONTEXT},
    {NFH_WORD_DEFINE, NFH_DECLARE_DEFINE},
};

/* 0: none begins with this token. */
static uint8_t declaration_kind(const struct nfh_token *token)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (token->kind == NFH_TOKEN_WORD && token->word == kinds[i].word)
            return kinds[i].kind;
    }
    return 0;
}

bool nfh_priv_ends_declaration(const struct nfh_token *token)
{
    if (declaration_kind(token) != 0 || token->kind == NFH_TOKEN_END)
        return true;
    return token->kind == NFH_TOKEN_WORD &&
           (token->word == NFH_WORD_LIBRARY || token->word == NFH_WORD_PUBLIC ||
            token->word == NFH_WORD_PRIVATE);
}

static bool parse_rest(struct nfh_parser *parser, struct nfh_declaration *declaration)
{
    switch (declaration->kind) {
    case NFH_DECLARE_USING:
    case NFH_DECLARE_INCLUDE:
        return parse_model_or_library(parser, declaration);
    case NFH_DECLARE_PARAMETER:
        return parse_parameter(parser, declaration);
    case NFH_DECLARE_CONTEXT:
        return parse_context(parser, declaration);
    case NFH_DECLARE_DEFINE:
        return parse_define(parser, declaration);
    default:
        return nfh_priv_parse_terminology(parser, declaration);
    }
}

static void append(struct nfh_library *library, struct nfh_declaration *declaration)
{
    struct nfh_declaration **last = &library->declarations;
    if (library->last)
        last = &library->last->next;
    *last = declaration;
    library->last = declaration;
}

bool nfh_priv_parse_declaration(struct nfh_parser *parser, struct nfh_library *library)
{
    struct nfh_token first = parser->token;
    bool is_first = !library->name && !library->declarations;
    struct nfh_tag *tags = nfh_priv_parse_tags(parser, parser->last_end, first.place.offset);
    if (parser->failed)
        return false;
    if (nfh_priv_at_word(parser, NFH_WORD_LIBRARY))
        return parse_library_name(parser, library, is_first, tags);
    bool is_private = nfh_priv_take_word(parser, NFH_WORD_PRIVATE);
    bool has_modifier = is_private || nfh_priv_take_word(parser, NFH_WORD_PUBLIC);
    uint8_t kind = declaration_kind(&parser->token);
    if (kind == 0)
        return nfh_priv_fail_expected(parser, NFH_CODE_DECLARATION,
                                      "a declaration such as 'parameter' or 'define'");
    if (has_modifier && (kind == NFH_DECLARE_USING || kind == NFH_DECLARE_INCLUDE ||
                         kind == NFH_DECLARE_CONTEXT || kind == NFH_DECLARE_DEFINE))
        return nfh_priv_fail(parser, first.place, NFH_CODE_MODIFIER,
                             kind == NFH_DECLARE_DEFINE
                                 ? "the modifier comes after 'define'"
                                 : "there is nothing to make public or private here");
    struct nfh_declaration *declaration =
        nfh_priv_arena_allocate(parser->arena, sizeof *declaration);
    if (!declaration)
        return nfh_priv_fail_memory(parser);
    declaration->kind = kind;
    declaration->is_private = is_private;
    declaration->tags = tags;
    nfh_priv_advance(parser);
    bool complete = parse_rest(parser, declaration);
    if (complete && !nfh_priv_ends_declaration(&parser->token)) {
        nfh_priv_fail_expected(parser, NFH_CODE_TRAILING, "an operator or the next declaration");
        declaration->expression = NULL;
        complete = false;
    }
    declaration->whole = nfh_priv_span(first.place.offset, parser->last_end);
    if (declaration->name)
        append(library, declaration);
    return complete;
}
