/* SPDX-License-Identifier: MIT
 *
 * parse_timing.c - timing phrases: `starts 3 days or less before day of end X`.
 */
#include "cql/parser.h"

static bool is_word(struct nfh_parser *parser, unsigned at, enum nfh_word word)
{
    return nfh_priv_peek_word(parser, at, word);
}

static bool is_before_or_after(struct nfh_parser *parser, unsigned at)
{
    return is_word(parser, at, NFH_WORD_BEFORE) || is_word(parser, at, NFH_WORD_AFTER);
}

/* `3 days before`, `3 days or more`, `3 days on or`; `less than`, `more than` */
static bool at_offset(struct nfh_parser *parser, unsigned at)
{
    if ((is_word(parser, at, NFH_WORD_LESS) || is_word(parser, at, NFH_WORD_MORE)) &&
        is_word(parser, at + 1, NFH_WORD_THAN))
        return true;
    if (nfh_priv_peek(parser, at)->kind != NFH_TOKEN_NUMBER)
        return false;
    unsigned next = at + (nfh_priv_at_unit(parser, at + 1) ? 2 : 1);
    if (is_before_or_after(parser, next) || is_word(parser, next, NFH_WORD_ON))
        return true;
    return is_word(parser, next, NFH_WORD_OR) &&
           (is_word(parser, next + 1, NFH_WORD_LESS) || is_word(parser, next + 1, NFH_WORD_MORE));
}

/* What can follow `starts`, `ends` and `occurs` as well as stand alone. */
static bool at_relation(struct nfh_parser *parser, unsigned at)
{
    const struct nfh_token *token = nfh_priv_peek(parser, at);
    if (token->kind == NFH_TOKEN_NUMBER)
        return at_offset(parser, at);
    switch (token->kind == NFH_TOKEN_WORD ? token->word : NFH_WORD_NONE) {
    case NFH_WORD_SAME:
    case NFH_WORD_BEFORE:
    case NFH_WORD_AFTER:
    case NFH_WORD_DURING:
    case NFH_WORD_WITHIN:
        return true;
    case NFH_WORD_INCLUDED:
        return is_word(parser, at + 1, NFH_WORD_IN);
    case NFH_WORD_ON:
        return is_word(parser, at + 1, NFH_WORD_OR);
    case NFH_WORD_LESS:
    case NFH_WORD_MORE:
        return at_offset(parser, at);
    case NFH_WORD_PROPERLY:
        return !is_word(parser, at + 1, NFH_WORD_BETWEEN);
    default:
        return false;
    }
}

bool nfh_priv_at_timing(struct nfh_parser *parser)
{
    switch (parser->token.kind == NFH_TOKEN_WORD ? parser->token.word : NFH_WORD_NONE) {
    case NFH_WORD_STARTS:
    case NFH_WORD_ENDS:
    case NFH_WORD_OCCURS:
    case NFH_WORD_INCLUDES:
    case NFH_WORD_MEETS:
    case NFH_WORD_OVERLAPS:
        return true;
    default:
        return at_relation(parser, 0);
    }
}

/* A phrase while it is being read. */
struct phrase {
    struct nfh_timing timing;
    struct nfh_node *offset;
    bool takes_suffix;
};

static bool parse_same(struct nfh_parser *parser, struct phrase *phrase)
{
    nfh_priv_advance(parser);
    enum nfh_time_precision precision = nfh_priv_peek_precision(parser, 0, false);
    if (precision != NFH_TIME_NONE)
        nfh_priv_advance(parser);
    phrase->timing.precision = (uint8_t)precision;
    phrase->takes_suffix = true;
    phrase->timing.relation = NFH_TIMING_SAME;
    if (nfh_priv_take_word(parser, NFH_WORD_AS))
        return true;
    if (nfh_priv_at_word(parser, NFH_WORD_OR) && is_before_or_after(parser, 1)) {
        nfh_priv_advance(parser);
        phrase->timing.relation = nfh_priv_at_word(parser, NFH_WORD_BEFORE)
                                      ? NFH_TIMING_SAME_OR_BEFORE
                                      : NFH_TIMING_SAME_OR_AFTER;
        nfh_priv_advance(parser);
        return true;
    }
    nfh_priv_fail_expected(parser, NFH_CODE_TIMING, "'as', 'or before' or 'or after'");
    return false;
}

/* `meets`, `overlaps` [before|after]: the three values of the enumeration follow each other. */
static void parse_meets(struct nfh_parser *parser, struct phrase *phrase,
                        enum nfh_timing_relation relation)
{
    nfh_priv_advance(parser);
    phrase->timing.relation = (uint8_t)relation;
    if (nfh_priv_take_word(parser, NFH_WORD_BEFORE))
        phrase->timing.relation = (uint8_t)(relation + 1);
    else if (nfh_priv_take_word(parser, NFH_WORD_AFTER))
        phrase->timing.relation = (uint8_t)(relation + 2);
    phrase->timing.precision = nfh_priv_take_precision_of(parser);
}

static bool parse_within(struct nfh_parser *parser, struct phrase *phrase)
{
    nfh_priv_advance(parser);
    phrase->timing.relation = NFH_TIMING_WITHIN;
    phrase->takes_suffix = true;
    if (!nfh_priv_at(parser, NFH_TOKEN_NUMBER)) {
        nfh_priv_fail_expected(parser, NFH_CODE_TIMING, "a duration after 'within'");
        return false;
    }
    phrase->offset = nfh_priv_parse_quantity(parser);
    return phrase->offset && nfh_priv_expect_word(parser, NFH_WORD_OF);
}

/* `3 days [or less/more]`, `less/more than 3 days`; nothing when there is no offset. */
static bool parse_offset(struct nfh_parser *parser, struct phrase *phrase)
{
    bool less = nfh_priv_at_word(parser, NFH_WORD_LESS),
         more = nfh_priv_at_word(parser, NFH_WORD_MORE);
    if (less || more) {
        nfh_priv_advance(parser);
        nfh_priv_advance(parser);
        phrase->timing.offset = less ? NFH_DISTANCE_LESS_THAN : NFH_DISTANCE_MORE_THAN;
        if (!nfh_priv_at(parser, NFH_TOKEN_NUMBER)) {
            nfh_priv_fail_expected(parser, NFH_CODE_TIMING, "a duration");
            return false;
        }
    } else if (!nfh_priv_at(parser, NFH_TOKEN_NUMBER)) {
        return true;
    } else {
        phrase->timing.offset = NFH_DISTANCE_EXACT;
    }
    phrase->offset = nfh_priv_parse_quantity(parser);
    if (phrase->timing.offset == NFH_DISTANCE_EXACT && nfh_priv_take_word(parser, NFH_WORD_OR)) {
        phrase->timing.offset =
            nfh_priv_at_word(parser, NFH_WORD_LESS) ? NFH_DISTANCE_OR_LESS : NFH_DISTANCE_OR_MORE;
        nfh_priv_advance(parser);
    }
    return phrase->offset != NULL;
}

/* [offset] [on or] before/after [or on] [day of] */
static bool parse_before(struct nfh_parser *parser, struct phrase *phrase)
{
    if (!parse_offset(parser, phrase))
        return false;
    bool on = nfh_priv_take_word(parser, NFH_WORD_ON);
    if (on && !nfh_priv_expect_word(parser, NFH_WORD_OR))
        return false;
    bool before = nfh_priv_at_word(parser, NFH_WORD_BEFORE);
    if (!before && !nfh_priv_at_word(parser, NFH_WORD_AFTER)) {
        nfh_priv_fail_expected(parser, NFH_CODE_TIMING, "'before' or 'after'");
        return false;
    }
    nfh_priv_advance(parser);
    if (!on && nfh_priv_at_word(parser, NFH_WORD_OR) && is_word(parser, 1, NFH_WORD_ON)) {
        nfh_priv_advance(parser);
        nfh_priv_advance(parser);
        on = true;
    }
    phrase->timing.relation = before ? NFH_TIMING_BEFORE : NFH_TIMING_AFTER;
    if (on && phrase->timing.offset == NFH_DISTANCE_NONE)
        phrase->timing.relation = before ? NFH_TIMING_SAME_OR_BEFORE : NFH_TIMING_SAME_OR_AFTER;
    phrase->timing.inclusive = on && phrase->timing.offset != NFH_DISTANCE_NONE;
    phrase->timing.precision = nfh_priv_take_precision_of(parser);
    phrase->takes_suffix = true;
    return true;
}

/* [properly] includes, during, included in, within */
static bool parse_inclusion(struct nfh_parser *parser, struct phrase *phrase, bool prefixed)
{
    phrase->timing.proper = nfh_priv_take_word(parser, NFH_WORD_PROPERLY);
    if (nfh_priv_at_word(parser, NFH_WORD_WITHIN))
        return parse_within(parser, phrase);
    if (nfh_priv_take_word(parser, NFH_WORD_DURING)) {
        phrase->timing.relation = NFH_TIMING_DURING;
    } else if (nfh_priv_at_word(parser, NFH_WORD_INCLUDED) && is_word(parser, 1, NFH_WORD_IN)) {
        nfh_priv_advance(parser);
        nfh_priv_advance(parser);
        phrase->timing.relation = NFH_TIMING_DURING;
    } else if (!prefixed && nfh_priv_take_word(parser, NFH_WORD_INCLUDES)) {
        phrase->timing.relation = NFH_TIMING_INCLUDES;
        phrase->takes_suffix = true;
    } else {
        nfh_priv_fail_expected(parser, NFH_CODE_TIMING,
                               prefixed
                                   ? "'during', 'included in' or 'within'"
                                   : "'includes', 'during', 'included in', 'within' or 'between'");
        return false;
    }
    phrase->timing.precision = nfh_priv_take_precision_of(parser);
    return true;
}

static bool parse_relation(struct nfh_parser *parser, struct phrase *phrase, bool prefixed)
{
    switch (parser->token.kind == NFH_TOKEN_WORD ? parser->token.word : NFH_WORD_NONE) {
    case NFH_WORD_SAME:
        return parse_same(parser, phrase);
    case NFH_WORD_INCLUDES:
    case NFH_WORD_PROPERLY:
    case NFH_WORD_DURING:
    case NFH_WORD_INCLUDED:
    case NFH_WORD_WITHIN:
        return parse_inclusion(parser, phrase, prefixed);
    case NFH_WORD_MEETS:
        parse_meets(parser, phrase, NFH_TIMING_MEETS);
        return true;
    case NFH_WORD_OVERLAPS:
        parse_meets(parser, phrase, NFH_TIMING_OVERLAPS);
        return true;
    default:
        return parse_before(parser, phrase);
    }
}

/* Whether `start` or `end` here turns the right operand into its boundary: neither `start of x` nor
 * a name. */
static bool at_suffix(struct nfh_parser *parser)
{
    return (nfh_priv_at_word(parser, NFH_WORD_START) || nfh_priv_at_word(parser, NFH_WORD_END)) &&
           nfh_priv_begins_operand(parser, 1);
}

static struct nfh_node *parse_right(struct nfh_parser *parser, const struct phrase *phrase)
{
    if (!phrase->takes_suffix || !at_suffix(parser))
        return nfh_priv_parse_operand(parser, NFH_BIND_TIMING + 1);
    struct nfh_place mark = parser->token.place;
    const char *name = nfh_priv_at_word(parser, NFH_WORD_START) ? "Start" : "End";
    nfh_priv_advance(parser);
    return nfh_priv_unary(parser, name, mark, nfh_priv_parse_operand(parser, NFH_BIND_TIMING + 1));
}

static struct nfh_node *build(struct nfh_parser *parser, const struct phrase *phrase,
                              struct nfh_place mark, struct nfh_node *left, struct nfh_node *right)
{
    if (!left || !right)
        return NULL;
    struct nfh_node *node = nfh_priv_node(parser, NFH_NODE_TIMING, mark, phrase->offset ? 3 : 2);
    if (!node)
        return NULL;
    node->place = nfh_priv_span(nfh_priv_start(left), nfh_priv_end(right));
    node->as.timing = phrase->timing;
    node->precision = phrase->timing.precision;
    node->child[0] = left;
    node->child[1] = right;
    if (phrase->offset)
        node->child[2] = phrase->offset;
    return nfh_priv_finish(parser, node);
}

struct nfh_node *nfh_priv_parse_timing(struct nfh_parser *parser, struct nfh_node *left)
{
    struct phrase phrase = {.offset = NULL};
    struct nfh_token first = parser->token;
    bool starts = first.word == NFH_WORD_STARTS, ends = first.word == NFH_WORD_ENDS;
    bool occurs = first.word == NFH_WORD_OCCURS;
    bool prefixed = occurs || ((starts || ends) && at_relation(parser, 1));
    if (starts || ends || occurs)
        nfh_priv_advance(parser);
    if ((starts || ends) && prefixed)
        left = nfh_priv_unary(parser, starts ? "Start" : "End", first.place, left);
    if ((starts || ends) && !prefixed) {
        phrase.timing.relation = starts ? NFH_TIMING_STARTS : NFH_TIMING_ENDS;
        phrase.timing.precision = nfh_priv_take_precision_of(parser);
    } else if (occurs && !at_relation(parser, 0)) {
        return nfh_priv_fail_expected(parser, NFH_CODE_TIMING, "a timing phrase after 'occurs'");
    } else if (!parse_relation(parser, &phrase, prefixed)) {
        return NULL;
    }
    struct nfh_place mark = nfh_priv_span(first.place.offset, parser->last_end);
    return build(parser, &phrase, mark, left, parse_right(parser, &phrase));
}
