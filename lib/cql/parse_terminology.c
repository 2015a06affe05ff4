/* SPDX-License-Identifier: MIT
 *
 * parse_terminology.c - codes: the declarations of code systems, codes, concepts and value sets, and
 * the selectors `Code 'x' from …` and `Concept { … }`.
 *
 * A declaration becomes the expression that its name stands for: a code system the text of its
 * address, a code or concept the selector that would be written in its place.
 */
#include "cql/parser.h"

static struct nfh_node *parse_text(struct nfh_parser *parser, const char *what)
{
    if (!nfh_priv_at(parser, NFH_TOKEN_STRING))
        return nfh_priv_fail_expected(parser, NFH_CODE_EXPECTED_STRING, what);
    return nfh_priv_parse_literal(parser);
}

/* A name, or alias.name, of a code system or code. */
static struct nfh_node *parse_reference(struct nfh_parser *parser)
{
    struct nfh_place place;
    const char *name = nfh_priv_parse_name(parser, false, "a name", &place);
    struct nfh_node *node = name ? nfh_priv_node(parser, NFH_NODE_IDENTIFIER, place, 0) : NULL;
    if (!node)
        return NULL;
    node->text = name;
    if (!nfh_priv_take(parser, NFH_TOKEN_POINT))
        return node;
    struct nfh_place last;
    name = nfh_priv_parse_name(parser, false, "a name", &last);
    struct nfh_node *member =
        name ? nfh_priv_node(parser, NFH_NODE_MEMBER,
                             nfh_priv_span(place.offset, parser->last_end), 1)
             : NULL;
    if (!member)
        return NULL;
    member->text = name;
    member->mark = last;
    member->child[0] = node;
    return nfh_priv_finish(parser, member);
}

/* `display 'text'`, if it is here, as the last of the parts that are pushed. */
static bool push_display(struct nfh_parser *parser, bool *has_display)
{
    *has_display = nfh_priv_take_word(parser, NFH_WORD_DISPLAY);
    return !*has_display || nfh_priv_push(parser, parse_text(parser, "a display text"));
}

/* The parts from `base` on become a code, or a concept (text NULL). */
static struct nfh_node *make_code(struct nfh_parser *parser, const struct nfh_node *code,
                                  uint32_t start, size_t base, bool has_display)
{
    struct nfh_node *node = nfh_priv_node_of_list(parser, NFH_NODE_CODE, start, base);
    if (!node)
        return NULL;
    node->has_display = has_display;
    node->text = code ? code->text : NULL;
    node->length = code ? code->length : 0;
    return node;
}

/* `'x' from system display 'text'` */
static struct nfh_node *parse_code(struct nfh_parser *parser, uint32_t start, const char *what,
                                   struct nfh_node *(*parse_system)(struct nfh_parser *))
{
    size_t base = parser->stack_count;
    bool has_display;
    struct nfh_node *code = parse_text(parser, what);
    if (!code || !nfh_priv_expect_word(parser, NFH_WORD_FROM) ||
        !nfh_priv_push(parser, parse_system(parser)) || !push_display(parser, &has_display))
        return NULL;
    return make_code(parser, code, start, base, has_display);
}

/* In an expression the system may be whatever a name with dots can be. */
static struct nfh_node *parse_system(struct nfh_parser *parser)
{
    return nfh_priv_parse_operand(parser, NFH_BIND_MEMBER);
}

static struct nfh_node *parse_instance_of(struct nfh_parser *parser)
{
    struct nfh_type_specifier *type = nfh_priv_parse_named_type(parser);
    return type ? nfh_priv_parse_elements_of(parser, type) : NULL;
}

struct nfh_node *nfh_priv_parse_code_selector(struct nfh_parser *parser)
{
    uint32_t start = parser->token.place.offset;
    if (nfh_priv_peek(parser, 1)->kind == NFH_TOKEN_LEFT_BRACE)
        return parse_instance_of(parser);
    struct nfh_place mark = parser->token.place;
    nfh_priv_advance(parser);
    struct nfh_node *node = parse_code(parser, start, "a code in quotes after 'Code'", parse_system);
    if (node)
        node->mark = mark;
    return node;
}

/* `{ part, part } display 'text'` */
static struct nfh_node *parse_concept(struct nfh_parser *parser, uint32_t start,
                                      struct nfh_node *(*parse_part)(struct nfh_parser *))
{
    size_t base = parser->stack_count;
    bool has_display;
    if (!nfh_priv_expect(parser, NFH_TOKEN_LEFT_BRACE, "'{'"))
        return NULL;
    do {
        if (!nfh_priv_push(parser, parse_part(parser)))
            return NULL;
    } while (nfh_priv_take(parser, NFH_TOKEN_COMMA));
    if (!nfh_priv_expect(parser, NFH_TOKEN_RIGHT_BRACE, "',' or '}'") ||
        !push_display(parser, &has_display))
        return NULL;
    return make_code(parser, NULL, start, base, has_display);
}

static struct nfh_node *parse_code_part(struct nfh_parser *parser)
{
    if (!nfh_priv_at_word(parser, NFH_WORD_CODE_TYPE))
        return nfh_priv_fail_expected(parser, NFH_CODE_EXPECTED, "'Code'");
    return nfh_priv_parse_code_selector(parser);
}

struct nfh_node *nfh_priv_parse_concept_selector(struct nfh_parser *parser)
{
    uint32_t start = parser->token.place.offset;
    if (!nfh_priv_peek_word(parser, 2, NFH_WORD_CODE_TYPE))
        return parse_instance_of(parser);
    nfh_priv_advance(parser);
    return parse_concept(parser, start, parse_code_part);
}

/* `codesystems { a, b }` of a value set, which is declared only. */
static bool skip_systems(struct nfh_parser *parser)
{
    if (!nfh_priv_take_word(parser, NFH_WORD_CODESYSTEMS))
        return true;
    if (!nfh_priv_expect(parser, NFH_TOKEN_LEFT_BRACE, "'{'"))
        return false;
    do {
        if (!parse_reference(parser))
            return false;
    } while (nfh_priv_take(parser, NFH_TOKEN_COMMA));
    return nfh_priv_expect(parser, NFH_TOKEN_RIGHT_BRACE, "',' or '}'");
}

bool nfh_priv_parse_terminology(struct nfh_parser *parser, struct nfh_declaration *declaration)
{
    static const char what[] = "a code or address in quotes";
    declaration->name = nfh_priv_parse_name(parser, false, "a name", &declaration->place);
    if (!declaration->name || !nfh_priv_expect(parser, NFH_TOKEN_COLON, "':'"))
        return false;
    uint32_t start = parser->token.place.offset;
    if (declaration->kind == NFH_DECLARE_CODE)
        declaration->expression = parse_code(parser, start, what, parse_reference);
    else if (declaration->kind == NFH_DECLARE_CONCEPT)
        declaration->expression = parse_concept(parser, start, parse_reference);
    else
        declaration->expression = parse_text(parser, what);
    if (!declaration->expression)
        return false;
    if (declaration->kind == NFH_DECLARE_CODE || declaration->kind == NFH_DECLARE_CONCEPT)
        return true;
    return nfh_priv_parse_version(parser, &declaration->version) &&
           (declaration->kind != NFH_DECLARE_VALUESET || skip_systems(parser));
}
