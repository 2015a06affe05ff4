/* SPDX-License-Identifier: MIT
 *
 * parse_calendar.c - constructs with calendar words: year from x, days between a and b, expand x
 * per month …
 */
#include "cql/parser.h"

enum nfh_time_precision nfh_priv_peek_precision(struct nfh_parser *parser, unsigned distance,
                                                bool plural)
{
    const struct nfh_token *token = nfh_priv_peek(parser, distance);
    if (token->kind != NFH_TOKEN_WORD)
        return NFH_TIME_NONE;
    bool is_plural;
    enum nfh_time_precision precision = nfh_priv_word_precision(token->word, &is_plural);
    return is_plural == plural ? precision : NFH_TIME_NONE;
}

uint8_t nfh_priv_take_precision_of(struct nfh_parser *parser)
{
    enum nfh_time_precision precision = nfh_priv_peek_precision(parser, 0, false);
    if (precision == NFH_TIME_NONE || !nfh_priv_peek_word(parser, 1, NFH_WORD_OF))
        return NFH_TIME_NONE;
    nfh_priv_advance(parser);
    nfh_priv_advance(parser);
    return (uint8_t)precision;
}

bool nfh_priv_allow_here(struct nfh_parser *parser, int binding)
{
    if (binding < NFH_BIND_TERM)
        return true;
    const struct nfh_token *token = &parser->token;
    if (!parser->failed)
        nfh_priv_report(parser->diagnostics, parser->source, token->place, NFH_CODE_PARENTHESES,
                        "'%.*s …' is an operand here and needs parentheses around it",
                        (int)token->place.length, parser->source->text + token->place.offset);
    parser->failed = true;
    return false;
}

/* `between a and b`, after the calendar word; the mark begins at `start`. */
static struct nfh_node *parse_between_dates(struct nfh_parser *parser, const char *name,
                                            uint32_t start, enum nfh_time_precision precision)
{
    nfh_priv_advance(parser);
    struct nfh_place mark = nfh_priv_span(start, parser->last_end);
    struct nfh_node *low = nfh_priv_parse_operand(parser, NFH_BIND_TERM);
    if (!low || !nfh_priv_expect_word(parser, NFH_WORD_AND))
        return NULL;
    struct nfh_node *high = nfh_priv_parse_operand(parser, NFH_BIND_TERM);
    struct nfh_node *node = nfh_priv_binary(parser, name, mark, low, high);
    if (node)
        node->precision = (uint8_t)precision;
    return node;
}

static struct nfh_node *parse_component(struct nfh_parser *parser,
                                        enum nfh_time_precision precision)
{
    uint32_t start = parser->token.place.offset;
    nfh_priv_advance(parser);
    nfh_priv_advance(parser);
    struct nfh_place mark = nfh_priv_span(start, parser->last_end);
    struct nfh_node *node = nfh_priv_unary(parser, "DateTimeComponentFrom", mark,
                                           nfh_priv_parse_operand(parser, NFH_BIND_OF));
    if (node)
        node->precision = (uint8_t)precision;
    return node;
}

struct nfh_node *nfh_priv_parse_calendar_word(struct nfh_parser *parser, int binding)
{
    struct nfh_token token = parser->token;
    bool plural;
    enum nfh_time_precision precision = nfh_priv_word_precision(token.word, &plural);
    bool from = nfh_priv_peek_word(parser, 1, NFH_WORD_FROM);
    bool between = nfh_priv_peek_word(parser, 1, NFH_WORD_BETWEEN);
    if (!plural && from)
        return parse_component(parser, precision);
    if (plural && between) {
        if (!nfh_priv_allow_here(parser, binding))
            return NULL;
        nfh_priv_advance(parser);
        return parse_between_dates(parser, "DurationBetween", token.place.offset, precision);
    }
    if (between)
        return nfh_priv_fail(parser, token.place, NFH_CODE_PRECISION,
                             "a duration is written with the plural, as in 'days between'");
    if (from)
        return nfh_priv_fail(parser, token.place, NFH_CODE_PRECISION,
                             "a component is written with the singular, as in 'year from'");
    return nfh_priv_fail_expected(parser, NFH_CODE_EXPRESSION, "an expression");
}

struct nfh_node *nfh_priv_parse_span(struct nfh_parser *parser, int binding)
{
    struct nfh_token token = parser->token;
    bool duration = token.word == NFH_WORD_DURATION;
    enum nfh_time_precision precision = nfh_priv_peek_precision(parser, 2, true);
    if (precision != NFH_TIME_NONE && nfh_priv_peek_word(parser, 3, NFH_WORD_BETWEEN) &&
        !nfh_priv_allow_here(parser, binding))
        return NULL;
    nfh_priv_advance(parser);
    if (!nfh_priv_expect_word(parser, NFH_WORD_IN))
        return NULL;
    if (precision == NFH_TIME_NONE)
        return nfh_priv_fail_expected(parser, NFH_CODE_PRECISION,
                                      "'years', 'months', 'weeks', 'days' or a finer unit");
    nfh_priv_advance(parser);
    if (nfh_priv_at_word(parser, NFH_WORD_BETWEEN))
        return parse_between_dates(parser, duration ? "DurationBetween" : "DifferenceBetween",
                                   token.place.offset, precision);
    if (!nfh_priv_take_word(parser, NFH_WORD_OF))
        return nfh_priv_fail_expected(parser, NFH_CODE_EXPECTED, "'between' or 'of'");
    struct nfh_place mark = nfh_priv_span(token.place.offset, parser->last_end);
    struct nfh_node *node = nfh_priv_unary(parser, duration ? "Duration" : "Difference", mark,
                                           nfh_priv_parse_operand(parser, NFH_BIND_OF));
    if (node)
        node->precision = (uint8_t)precision;
    return node;
}

struct nfh_node *nfh_priv_parse_per(struct nfh_parser *parser)
{
    struct nfh_token token = parser->token;
    const char *name = token.word == NFH_WORD_EXPAND ? "Expand" : "Collapse";
    nfh_priv_advance(parser);
    struct nfh_node *value = nfh_priv_parse_operand(parser, NFH_BIND_ANY);
    if (!value || !nfh_priv_take_word(parser, NFH_WORD_PER))
        return nfh_priv_unary(parser, name, token.place, value);
    enum nfh_time_precision precision = nfh_priv_peek_precision(parser, 0, false);
    if (precision == NFH_TIME_NONE || nfh_priv_peek_word(parser, 1, NFH_WORD_FROM))
        return nfh_priv_binary(parser, name, token.place, value,
                               nfh_priv_parse_operand(parser, NFH_BIND_ANY));
    nfh_priv_advance(parser);
    struct nfh_node *node = nfh_priv_unary(parser, name, token.place, value);
    if (node) {
        node->precision = (uint8_t)precision;
        node->place = nfh_priv_span(token.place.offset, parser->last_end);
    }
    return node;
}
