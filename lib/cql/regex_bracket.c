/* SPDX-License-Identifier: MIT
 *
 * regex_bracket.c - character classes in brackets.
 */
#include "cql/regex_parser.h"

static const char NAMED[] = "named classes like [:alpha:] are not supported";

/* Whether [:…:], [.….] or [=…=] begins here. */
static bool is_named(const struct nfh_regex_parser *parser)
{
    char sign = nfh_priv_regex_peek(parser, 1), c;

    if (nfh_priv_regex_peek(parser, 0) != '[' || (sign != ':' && sign != '.' && sign != '='))
        return false;
    for (size_t i = 2; (c = nfh_priv_regex_peek(parser, i)) != '\0' && c != ']'; i++) {
        if (c == sign && nfh_priv_regex_peek(parser, i + 1) == ']')
            return true;
        i += c == '\\';
    }
    return false;
}

/* A character or a set. */
static bool read_item(struct nfh_regex_parser *parser, struct nfh_regex_escape *item)
{
    if (nfh_priv_regex_peek(parser, 0) == '\\')
        return nfh_priv_regex_read_escape(parser, true, item);
    if (is_named(parser))
        return nfh_priv_regex_wrong(parser, parser->offset, NAMED);
    *item = (struct nfh_regex_escape){.kind = NFH_REGEX_IS_POINT};
    return nfh_priv_regex_read_point(parser, &item->point);
}

/* A minus that is not the last thing in the class makes a range. */
static bool is_range(const struct nfh_regex_parser *parser)
{
    return nfh_priv_regex_peek(parser, 0) == '-' && parser->pattern.length - parser->offset > 1 &&
           nfh_priv_regex_peek(parser, 1) != ']';
}

static bool read_range(struct nfh_regex_parser *parser, uint32_t first)
{
    struct nfh_regex_escape from, to;
    size_t start = parser->offset;

    if (!read_item(parser, &from))
        return false;
    to = from;
    bool range = is_range(parser);
    if (range) {
        parser->offset++;
        if (!read_item(parser, &to))
            return false;
        if (from.kind == NFH_REGEX_IS_SET || to.kind == NFH_REGEX_IS_SET)
            return nfh_priv_regex_wrong(parser, start, "a range goes from a character to another");
        if (from.point > to.point)
            return nfh_priv_regex_wrong(parser, start, "the range goes backwards");
    }
    if (from.kind == NFH_REGEX_IS_SET)
        return nfh_priv_regex_add_set(&parser->builder, first, from.set, from.negated);
    return (parser->caseless ? nfh_priv_regex_add_caseless : nfh_priv_regex_add_range)(
        &parser->builder, first, from.point, to.point);
}

bool nfh_priv_regex_read_class(struct nfh_regex_parser *parser)
{
    size_t start = parser->offset;
    uint32_t first = parser->builder.range_count;

    if (is_named(parser))
        return nfh_priv_regex_wrong(parser, start, NAMED);
    parser->offset++;
    bool negated = nfh_priv_regex_peek(parser, 0) == '^';
    parser->offset += negated;
    /* A bracket that comes first does not end the class. */
    do {
        if (parser->offset == parser->pattern.length)
            return nfh_priv_regex_wrong(parser, start, "this [ is not closed by ]");
        if (!read_range(parser, first))
            return false;
    } while (nfh_priv_regex_peek(parser, 0) != ']');
    parser->offset++;
    return nfh_priv_regex_append_class(&parser->builder, first, negated);
}
