/* SPDX-License-Identifier: MIT
 *
 * parse_literal.c - the values that literals and names stand for.
 */
#include "cql/parser.h"

#include <string.h>

#include "cql/utf8.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The number in \uXXXX at `text`, or -1. */
static int32_t unicode_escape(const char *text, const char *end)
{
    if (end - text < 6 || text[0] != '\\' || text[1] != 'u')
        return -1;
    int32_t number = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0)
            return -1;
        number = number * 16 + digit;
    }
    return number;
}

/* Resolves the escape sequence at *in; its code point, or -1 after an error. */
static int32_t resolve_escape(struct nfh_parser *parser, const char **in, const char *end)
{
    static const char plain[] = "'\"`\\/nrtf", meaning[] = "'\"`\\/\n\r\t\f";
    const char *start = *in;
    uint32_t offset = (uint32_t)(start - parser->source->text);
    const char *found = start[1] ? strchr(plain, start[1]) : NULL;
    if (found) {
        *in += 2;
        return meaning[found - plain];
    }
    int32_t point = unicode_escape(start, end);
    if (point < 0) {
        uint32_t length = 1 + (uint32_t)nfh_priv_utf8_step(start + 1, (size_t)(end - start) - 1);
        nfh_priv_fail(parser, (struct nfh_place){offset, length}, NFH_CODE_ESCAPE,
                      start[1] == 'u' ? "\\u needs four hexadecimal digits"
                                      : "no such escape sequence; there are \\' \\\" \\` \\\\ \\/ "
                                        "\\n \\r \\t \\f \\uXXXX");
        return -1;
    }
    *in += 6;
    if (point >= 0xd800 && point < 0xdc00) {
        int32_t low = unicode_escape(*in, end);
        if (low >= 0xdc00 && low < 0xe000) {
            *in += 6;
            return 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        }
    }
    if (point >= 0xd800 && point < 0xe000) {
        nfh_priv_fail(parser, (struct nfh_place){offset, 6}, NFH_CODE_SURROGATE,
                      "half of a surrogate pair; both halves are needed, the high one first");
        return -1;
    }
    return point;
}

const char *nfh_priv_unescape(struct nfh_parser *parser, const struct nfh_token *token,
                              size_t *length)
{
    const char *in = parser->source->text + token->place.offset + 1;
    const char *end = in + token->place.length - 2;
    char *text = nfh_priv_arena_allocate(parser->arena, (size_t)(end - in) + 1);
    if (!text)
        return nfh_priv_fail_memory(parser);
    char *out = text;
    while (in < end) {
        if (*in != '\\') {
            *out++ = *in++;
            continue;
        }
        int32_t point = resolve_escape(parser, &in, end);
        if (point < 0)
            return NULL;
        out += nfh_priv_utf8_write((uint32_t)point, out);
    }
    *length = (size_t)(out - text);
    return text;
}

static const char *word_as_name(struct nfh_parser *parser, const struct nfh_token *token,
                                const char *what)
{
    const char *bytes = parser->source->text + token->place.offset;
    if (!parser->failed)
        nfh_priv_report(
            parser->diagnostics, parser->source, token->place, NFH_CODE_RESERVED,
            "expected %s, found '%.*s', a word of the language; as a name it is written \"%.*s\"",
            what, (int)token->place.length, bytes, (int)token->place.length, bytes);
    parser->failed = true;
    return NULL;
}

const char *nfh_priv_parse_name(struct nfh_parser *parser, bool keywords, const char *what,
                                struct nfh_place *place)
{
    struct nfh_token token = parser->token;
    if (token.kind != NFH_TOKEN_WORD ? token.kind != NFH_TOKEN_QUOTED
                                     : nfh_priv_at_declaration(parser))
        return nfh_priv_fail_expected(parser, NFH_CODE_EXPECTED_NAME, what);
    if (!nfh_priv_is_name(&token, keywords))
        return word_as_name(parser, &token, what);
    size_t length = token.place.length;
    const char *name;
    if (token.kind == NFH_TOKEN_QUOTED) {
        name = nfh_priv_unescape(parser, &token, &length);
        if (name && (length == 0 || memchr(name, '\0', length)))
            return nfh_priv_fail(parser, token.place, NFH_CODE_NAME,
                                 "a name cannot be empty or contain NUL");
    } else {
        name =
            nfh_priv_arena_text(parser->arena, parser->source->text + token.place.offset, length);
        if (!name)
            return nfh_priv_fail_memory(parser);
    }
    if (place)
        *place = token.place;
    nfh_priv_advance(parser);
    return name;
}

const char *nfh_priv_parse_string(struct nfh_parser *parser, const char *what)
{
    struct nfh_token token = parser->token;
    if (token.kind != NFH_TOKEN_STRING)
        return nfh_priv_fail_expected(parser, NFH_CODE_EXPECTED_STRING, what);
    size_t length;
    nfh_priv_advance(parser);
    return nfh_priv_unescape(parser, &token, &length);
}

/* Reads digits; false when the number is greater than `most`. */
static bool read_integer(const char *text, size_t length, uint64_t most, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned digit = (unsigned)(text[i] - '0');
        if (*number > (most - digit) / 10)
            return false;
        *number = *number * 10 + digit;
    }
    return true;
}

/* The digits of an integer literal without its L; 0 for a decimal. */
static size_t integer_digits(const struct nfh_parser *parser, const struct nfh_token *token)
{
    const char *text = parser->source->text + token->place.offset;
    if (token->kind == NFH_TOKEN_LONG)
        return token->place.length - 1;
    return memchr(text, '.', token->place.length) ? 0 : token->place.length;
}

static struct nfh_node *integer_node(struct nfh_parser *parser, const struct nfh_token *token)
{
    bool is_long = token->kind == NFH_TOKEN_LONG;
    uint64_t number;
    if (!read_integer(parser->source->text + token->place.offset, integer_digits(parser, token),
                      is_long ? INT64_MAX : INT32_MAX, &number))
        return nfh_priv_fail(
            parser, token->place, is_long ? NFH_CODE_LONG_RANGE : NFH_CODE_INTEGER_RANGE,
            is_long ? "a Long is at most 9223372036854775807"
                    : "an Integer is at most 2147483647; write a Long with L at its end, or a "
                      "Decimal with .0");
    struct nfh_node *node =
        nfh_priv_node(parser, is_long ? NFH_NODE_LONG : NFH_NODE_INTEGER, token->place, 0);
    if (node)
        node->as.integer = (int64_t)number;
    return node;
}

struct nfh_node *nfh_priv_parse_negative(struct nfh_parser *parser)
{
    struct nfh_token minus = parser->token, token = *nfh_priv_peek(parser, 1);
    bool is_long = token.kind == NFH_TOKEN_LONG;
    if (!is_long && token.kind != NFH_TOKEN_NUMBER)
        return NULL;
    uint64_t least = is_long ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT32_MAX + 1, number;
    if (!read_integer(parser->source->text + token.place.offset, integer_digits(parser, &token),
                      least, &number) ||
        number != least || nfh_priv_at_unit(parser, 2))
        return NULL;
    struct nfh_node *node = nfh_priv_node(parser, is_long ? NFH_NODE_LONG : NFH_NODE_INTEGER,
                                          nfh_priv_span(minus.place.offset, token.end), 0);
    if (!node)
        return NULL;
    node->as.integer = is_long ? INT64_MIN : INT32_MIN;
    nfh_priv_advance(parser);
    nfh_priv_advance(parser);
    return node;
}

/* Digits after the point, all of them and without trailing zeros. */
static size_t count_places(const char *text, size_t length, size_t *significant)
{
    const char *point = memchr(text, '.', length);
    size_t places = point ? (size_t)(text + length - point) - 1 : 0;
    *significant = places;
    while (*significant > 0 && point[*significant] == '0')
        (*significant)--;
    return places;
}

/* Reads the value of a number; more than 8 places are an error when exact, rounded otherwise. */
static bool set_decimal(struct nfh_parser *parser, const struct nfh_token *token, bool exact,
                        struct nfh_node *node)
{
    const char *text = parser->source->text + token->place.offset;
    size_t significant, places = count_places(text, token->place.length, &significant);
    if (exact && significant > NFH_DECIMAL_PLACES) {
        nfh_priv_fail(parser, token->place, NFH_CODE_DECIMAL_PLACES,
                      "a Decimal has at most 8 digits after its point");
        return false;
    }
    if (nfh_priv_decimal_parse(text, token->place.length, &node->decimal, NULL) !=
        NFH_DECIMAL_PARSED) {
        nfh_priv_fail(parser, token->place, NFH_CODE_DECIMAL_RANGE,
                      "a Decimal is at most 99999999999999999999.99999999");
        return false;
    }
    node->places = (uint8_t)(places > UINT8_MAX ? UINT8_MAX : places);
    return true;
}

bool nfh_priv_at_unit(struct nfh_parser *parser, unsigned distance)
{
    const struct nfh_token *token = nfh_priv_peek(parser, distance);
    bool plural;
    return token->kind == NFH_TOKEN_STRING ||
           (token->kind == NFH_TOKEN_WORD &&
            nfh_priv_word_precision(token->word, &plural) != NFH_TIME_NONE);
}

struct nfh_node *nfh_priv_parse_quantity(struct nfh_parser *parser)
{
    struct nfh_token token = parser->token;
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_QUANTITY, token.place, 0);
    if (!node || !set_decimal(parser, &token, false, node))
        return NULL;
    nfh_priv_advance(parser);
    node->text = "1";
    node->length = 1;
    if (nfh_priv_at_unit(parser, 0)) {
        struct nfh_token unit = parser->token;
        node->calendar = unit.kind == NFH_TOKEN_WORD;
        node->length = unit.place.length;
        node->text = node->calendar ? nfh_priv_word_text(unit.word)
                                    : nfh_priv_unescape(parser, &unit, &node->length);
        if (!node->text)
            return NULL;
        node->mark = unit.place;
        nfh_priv_advance(parser);
    }
    node->place = nfh_priv_span(token.place.offset, parser->last_end);
    return node;
}

static struct nfh_node *decimal_node(struct nfh_parser *parser, const struct nfh_token *token)
{
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_DECIMAL, token->place, 0);
    return node && set_decimal(parser, token, true, node) ? node : NULL;
}

/* `1:128`, `5 'mg' : 2 'mL'` */
static struct nfh_node *parse_ratio(struct nfh_parser *parser, struct nfh_node *numerator)
{
    struct nfh_place mark = parser->token.place;
    nfh_priv_advance(parser);
    struct nfh_node *denominator = nfh_priv_parse_quantity(parser);
    if (!denominator)
        return NULL;
    struct nfh_node *node = nfh_priv_node(
        parser, NFH_NODE_RATIO, nfh_priv_span(nfh_priv_start(numerator), parser->last_end), 2);
    if (!node)
        return NULL;
    node->mark = mark;
    node->child[0] = numerator;
    node->child[1] = denominator;
    return nfh_priv_finish(parser, node);
}

static struct nfh_node *parse_number(struct nfh_parser *parser)
{
    struct nfh_token token = parser->token;
    bool has_unit = nfh_priv_at_unit(parser, 1);
    unsigned colon = has_unit ? 2 : 1;
    bool is_ratio = nfh_priv_peek(parser, colon)->kind == NFH_TOKEN_COLON &&
                    nfh_priv_peek(parser, colon + 1)->kind == NFH_TOKEN_NUMBER;
    if (is_ratio || has_unit) {
        struct nfh_node *quantity = nfh_priv_parse_quantity(parser);
        return quantity && is_ratio ? parse_ratio(parser, quantity) : quantity;
    }
    nfh_priv_advance(parser);
    return integer_digits(parser, &token) ? integer_node(parser, &token)
                                          : decimal_node(parser, &token);
}

static struct nfh_node *parse_date(struct nfh_parser *parser)
{
    struct nfh_token token = parser->token;
    const char *text = parser->source->text + token.place.offset + 1;
    size_t length = token.place.length - 1;
    enum nfh_node_kind kind = token.kind == NFH_TOKEN_DATE       ? NFH_NODE_DATE
                              : token.kind == NFH_TOKEN_DATETIME ? NFH_NODE_DATETIME
                                                                 : NFH_NODE_TIME;
    struct nfh_node *node = nfh_priv_node(parser, kind, token.place, 0);
    if (!node)
        return NULL;
    nfh_priv_advance(parser);
    if (kind == NFH_NODE_TIME ? nfh_priv_time_parse(text, length, false, &node->as.datetime)
        : kind == NFH_NODE_DATE
            ? nfh_priv_date_parse(text, length, &node->as.date)
            : nfh_priv_datetime_parse(text, length, &node->as.datetime))
        return node;
    return nfh_priv_fail(parser, token.place, NFH_CODE_DATE_RANGE,
                         "there is no such date in the calendar");
}

static struct nfh_node *parse_text(struct nfh_parser *parser)
{
    struct nfh_token token = parser->token;
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_STRING, token.place, 0);
    if (!node)
        return NULL;
    nfh_priv_advance(parser);
    node->text = nfh_priv_unescape(parser, &token, &node->length);
    return node->text ? node : NULL;
}

static struct nfh_node *parse_word_literal(struct nfh_parser *parser)
{
    enum nfh_word word = parser->token.word;
    struct nfh_node *node = nfh_priv_node(
        parser, word == NFH_WORD_NULL ? NFH_NODE_NULL : NFH_NODE_BOOLEAN, parser->token.place, 0);
    if (!node)
        return NULL;
    node->as.integer = word == NFH_WORD_TRUE;
    nfh_priv_advance(parser);
    return node;
}

struct nfh_node *nfh_priv_parse_literal(struct nfh_parser *parser)
{
    struct nfh_token token = parser->token;
    switch (token.kind) {
    case NFH_TOKEN_STRING:
        return parse_text(parser);
    case NFH_TOKEN_NUMBER:
        return parse_number(parser);
    case NFH_TOKEN_LONG:
        nfh_priv_advance(parser);
        return integer_node(parser, &token);
    case NFH_TOKEN_WORD:
        return parse_word_literal(parser);
    default:
        return parse_date(parser);
    }
}
