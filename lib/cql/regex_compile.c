/* SPDX-License-Identifier: MIT
 *
 * regex_compile.c - from a regular expression to its program. Groups are kept on a stack of their
 * own, so that nesting takes none of the caller's.
 */
#include <string.h>

#include "cql/regex_parser.h"
#include "cql/text_case.h"

static bool at_end(const struct nfh_regex_parser *parser)
{
    return parser->offset == parser->pattern.length;
}

static bool is_repeat_sign(char c)
{
    return c == '*' || c == '+' || c == '?' || c == '{';
}

static bool read_number(struct nfh_regex_parser *parser, uint32_t *number)
{
    size_t start = parser->offset;
    uint32_t value = 0;
    char c;

    while ((c = nfh_priv_regex_peek(parser, 0)) >= '0' && c <= '9') {
        value = value * 10 + (uint32_t)(c - '0');
        if (value > NFH_REGEX_REPEAT_MAX)
            return nfh_priv_regex_wrong(parser, start, "more than 1000 repetitions");
        parser->offset++;
    }
    if (parser->offset == start)
        return nfh_priv_regex_wrong(parser, start,
                                    "braces hold {n}, {n,} or {n,m}; for a brace itself write \\{");
    *number = value;
    return true;
}

_Static_assert(NFH_REGEX_REPEAT_MAX == 1000, "as the message says");

/* {n}, {n,} or {n,m}, from the brace on. */
static bool read_braces(struct nfh_regex_parser *parser, struct nfh_regex_repeat *repeat)
{
    size_t start = parser->offset++;

    if (!read_number(parser, &repeat->least))
        return false;
    repeat->most = repeat->least;
    if (nfh_priv_regex_peek(parser, 0) == ',') {
        parser->offset++;
        repeat->most = NFH_REGEX_NO_LIMIT;
        if (nfh_priv_regex_peek(parser, 0) != '}' && !read_number(parser, &repeat->most))
            return false;
    }
    if (nfh_priv_regex_peek(parser, 0) != '}')
        return nfh_priv_regex_wrong(parser, start,
                                    "braces hold {n}, {n,} or {n,m}; for a brace itself write \\{");
    parser->offset++;
    if (repeat->least > repeat->most)
        return nfh_priv_regex_wrong(parser, start, "at least more often than at most");
    return true;
}

/* Where nothing can be repeated: what is wrong with the sign that would. */
static bool refuse_repeat(struct nfh_regex_parser *parser, const char *message)
{
    struct nfh_regex_repeat repeat;
    size_t start = parser->offset;

    if (nfh_priv_regex_peek(parser, 0) == '{' && !read_braces(parser, &repeat))
        return false;
    return nfh_priv_regex_wrong(parser, start, message);
}

bool nfh_priv_regex_read_repeat(struct nfh_regex_parser *parser, struct nfh_regex_repeat *repeat)
{
    char sign = nfh_priv_regex_peek(parser, 0);

    *repeat = (struct nfh_regex_repeat){1, 1, false};
    if (!is_repeat_sign(sign))
        return true;
    if (sign == '{') {
        if (!read_braces(parser, repeat))
            return false;
    } else {
        repeat->least = sign == '+';
        repeat->most = sign == '?' ? 1 : NFH_REGEX_NO_LIMIT;
        parser->offset++;
    }
    if (nfh_priv_regex_peek(parser, 0) == '+')
        return nfh_priv_regex_wrong(parser, parser->offset,
                                    "possessive repetition is not supported");
    repeat->lazy = nfh_priv_regex_peek(parser, 0) == '?';
    parser->offset += repeat->lazy;
    if (is_repeat_sign(nfh_priv_regex_peek(parser, 0)))
        return refuse_repeat(parser, "a repetition of a repetition");
    return true;
}

/* After a thing whose code begins at `start`: repeats it as the pattern says. */
static bool end_thing(struct nfh_regex_parser *parser, uint32_t start, bool can_be_empty)
{
    struct nfh_regex_group *group = &parser->groups[parser->group_depth];
    struct nfh_regex_repeat repeat;

    if (!nfh_priv_regex_read_repeat(parser, &repeat) ||
        !nfh_priv_regex_repeat(&parser->builder, start, can_be_empty, &repeat))
        return false;
    if (!can_be_empty && repeat.least > 0)
        group->branch_can_be_empty = false;
    return true;
}

static bool append_point(struct nfh_regex_parser *parser, uint32_t point)
{
    uint32_t variants[NFH_CASE_VARIANTS_MAX], first = parser->builder.range_count;

    if (!parser->caseless || nfh_priv_case_variants(point, variants) == 0)
        return nfh_priv_regex_append(&parser->builder, NFH_REGEX_CHARACTER, (int32_t)point, false);
    return nfh_priv_regex_add_caseless(&parser->builder, first, point, point) &&
           nfh_priv_regex_append_class(&parser->builder, first, false);
}

static bool append_place(struct nfh_regex_parser *parser, enum nfh_regex_code place, bool negated)
{
    if (is_repeat_sign(nfh_priv_regex_peek(parser, 0)))
        return refuse_repeat(parser, "a place cannot be repeated");
    return nfh_priv_regex_append(&parser->builder, place, 0, negated);
}

static bool read_backslash(struct nfh_regex_parser *parser)
{
    struct nfh_regex_builder *builder = &parser->builder;
    struct nfh_regex_escape escape;
    uint32_t start = builder->op_count, first = builder->range_count;

    if (!nfh_priv_regex_read_escape(parser, false, &escape))
        return false;
    if (escape.kind == NFH_REGEX_IS_PLACE)
        return append_place(parser, escape.place, escape.negated);
    bool good = escape.kind == NFH_REGEX_IS_POINT
                    ? append_point(parser, escape.point)
                    : nfh_priv_regex_add_set(builder, first, escape.set, false) &&
                          nfh_priv_regex_append_class(builder, first, escape.negated);
    return good && end_thing(parser, start, false);
}

/* What comes after `(?` and is none of ours, and why. */
static bool refuse_group(struct nfh_regex_parser *parser, size_t start)
{
    static const struct {
        char sign[3];
        const char *message;
    } known[] = {{"=", "look-around is not supported"},
                 {"!", "look-around is not supported"},
                 {"<=", "look-around is not supported"},
                 {"<!", "look-around is not supported"},
                 {"<", "named groups are not supported: groups are numbered from 1"},
                 {"P", "named groups are not supported: groups are numbered from 1"},
                 {"'", "named groups are not supported: groups are numbered from 1"},
                 {">", "atomic groups are not supported"},
                 {"|", "groups that share their numbers are not supported"},
                 {"(", "conditions are not supported"},
                 {"R", "recursion is not supported"},
                 {"&", "recursion is not supported"},
                 {"#", "comments are not supported"}};
    char first = nfh_priv_regex_peek(parser, 2), second = nfh_priv_regex_peek(parser, 3);

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].sign[0] == first && (!known[i].sign[1] || known[i].sign[1] == second))
            return nfh_priv_regex_wrong(parser, start, known[i].message);
    }
    if ((first >= '0' && first <= '9') || first == '+' ||
        (first == '-' && second >= '0' && second <= '9'))
        return nfh_priv_regex_wrong(parser, start, "recursion is not supported");
    if (first == '\0')
        return nfh_priv_regex_wrong(parser, start, "this ( is not closed by )");
    return nfh_priv_regex_wrong(
        parser, start, "options are not supported but (?i) and (?s) at the start of the pattern");
}

static bool open_group(struct nfh_regex_parser *parser)
{
    size_t start = parser->offset;
    bool captures = nfh_priv_regex_peek(parser, 1) != '?';

    if (nfh_priv_regex_peek(parser, 1) == '*')
        return nfh_priv_regex_wrong(parser, start, "verbs like (*FAIL) are not supported");
    if (!captures && nfh_priv_regex_peek(parser, 2) != ':')
        return refuse_group(parser, start);
    if (parser->group_depth == NFH_REGEX_NESTING_MAX)
        return nfh_priv_regex_wrong(parser, start, "groups are nested too deeply");
    if (captures && parser->group_count == NFH_REGEX_GROUPS_MAX)
        return nfh_priv_regex_wrong(parser, start,
                                    "too many groups: write (?:…) where nothing is captured");
    parser->offset += captures ? 1 : 3;
    struct nfh_regex_group *group = &parser->groups[++parser->group_depth];
    *group = (struct nfh_regex_group){.offset = start,
                                      .start = parser->builder.op_count,
                                      .number = captures ? ++parser->group_count : 0,
                                      .branch_can_be_empty = true};
    if (captures && !nfh_priv_regex_append(&parser->builder, NFH_REGEX_SAVE,
                                           (int32_t)(2 * group->number), false))
        return false;
    group->branch = parser->builder.op_count;
    return true;
}

/* At `|`: before the alternative that ends here the choice of the next one, after it a jump to the
 * end of them all, which is not known yet. */
static bool next_branch(struct nfh_regex_parser *parser)
{
    struct nfh_regex_builder *builder = &parser->builder;
    struct nfh_regex_group *group = &parser->groups[parser->group_depth];
    uint32_t length = builder->op_count - group->branch;

    parser->offset++;
    if (!nfh_priv_regex_insert(builder, group->branch, NFH_REGEX_SPLIT, (int32_t)length + 2,
                               false) ||
        !nfh_priv_regex_append(builder, NFH_REGEX_JUMP, (int32_t)group->jumps, false))
        return false;
    group->jumps = builder->op_count - 1;
    group->branch = builder->op_count;
    group->can_be_empty |= group->branch_can_be_empty;
    group->branch_can_be_empty = true;
    return true;
}

/* Leads the jumps of all alternatives to the end. */
static void end_branches(struct nfh_regex_parser *parser)
{
    struct nfh_regex_builder *builder = &parser->builder;
    struct nfh_regex_group *group = &parser->groups[parser->group_depth];

    for (uint32_t jump = group->jumps, before; jump != 0; jump = before) {
        struct nfh_regex_op *op = &builder->ops[jump];
        before = (uint32_t)op->argument;
        op->argument = (int32_t)(builder->op_count - jump);
    }
    group->can_be_empty |= group->branch_can_be_empty;
}

static bool close_group(struct nfh_regex_parser *parser)
{
    struct nfh_regex_group *group = &parser->groups[parser->group_depth];

    if (parser->group_depth == 0)
        return nfh_priv_regex_wrong(parser, parser->offset, "this ) closes nothing");
    parser->offset++;
    end_branches(parser);
    if (group->number != 0 && !nfh_priv_regex_append(&parser->builder, NFH_REGEX_SAVE,
                                                     (int32_t)(2 * group->number) + 1, false))
        return false;
    parser->group_depth--;
    return end_thing(parser, group->start, group->can_be_empty);
}

static bool read_thing(struct nfh_regex_parser *parser)
{
    struct nfh_regex_builder *builder = &parser->builder;
    uint32_t start = builder->op_count, point;
    char c = nfh_priv_regex_peek(parser, 0);

    switch (c) {
    case '|':
        return next_branch(parser);
    case '(':
        return open_group(parser);
    case ')':
        return close_group(parser);
    case '*':
    case '+':
    case '?':
    case '{':
        return refuse_repeat(parser, "nothing that could be repeated");
    case '^':
        parser->offset++;
        return append_place(parser, NFH_REGEX_AT_START, false);
    case '$':
        parser->offset++;
        return append_place(parser, NFH_REGEX_AT_LAST_LINE_END, false);
    case '\\':
        return read_backslash(parser);
    case '[':
        return nfh_priv_regex_read_class(parser) && end_thing(parser, start, false);
    case '.':
        parser->offset++;
        return nfh_priv_regex_append(builder, NFH_REGEX_ANY, 0, false) &&
               end_thing(parser, start, false);
    default:
        return nfh_priv_regex_read_point(parser, &point) && append_point(parser, point) &&
               end_thing(parser, start, false);
    }
}

/* (?i), (?s) or both, at the very start. */
static void read_options(struct nfh_regex_parser *parser)
{
    size_t at = 2;
    bool caseless = false;
    char c;

    if (nfh_priv_regex_peek(parser, 0) != '(' || nfh_priv_regex_peek(parser, 1) != '?')
        return;
    while ((c = nfh_priv_regex_peek(parser, at)) == 'i' || c == 's') {
        caseless |= c == 'i';
        at++;
    }
    if (at > 2 && c == ')') {
        parser->caseless = caseless;
        parser->offset += at + 1;
    }
}

static bool read_pattern(struct nfh_regex_parser *parser)
{
    struct nfh_regex_builder *builder = &parser->builder;

    if (parser->pattern.length > NFH_REGEX_PATTERN_MAX)
        return nfh_priv_regex_wrong(parser, NFH_REGEX_PATTERN_MAX,
                                    "the pattern is longer than 4096 bytes");
    read_options(parser);
    if (!nfh_priv_regex_append(builder, NFH_REGEX_SAVE, 0, false))
        return false;
    parser->groups[0] = (struct nfh_regex_group){.branch = 1, .branch_can_be_empty = true};
    while (!at_end(parser)) {
        if (!read_thing(parser))
            return false;
    }
    if (parser->group_depth > 0)
        return nfh_priv_regex_wrong(parser, parser->groups[parser->group_depth].offset,
                                    "this ( is not closed by )");
    end_branches(parser);
    return nfh_priv_regex_append(builder, NFH_REGEX_SAVE, 1, false) &&
           nfh_priv_regex_append(builder, NFH_REGEX_MATCH, 0, false);
}

_Static_assert(NFH_REGEX_PATTERN_MAX == 4096, "as the message says");

enum nfh_regex_status nfh_priv_regex_compile(struct nfh_text pattern, struct nfh_heap *heap,
                                             const struct nfh_regex **regex,
                                             struct nfh_regex_error *error)
{
    struct nfh_regex_parser parser = {.pattern = pattern, .builder.heap = heap};

    *regex = NULL;
    if (read_pattern(&parser))
        *regex = nfh_priv_regex_finish(&parser.builder, parser.group_count);
    if (!*regex && parser.status == NFH_REGEX_OK) {
        parser.status = NFH_REGEX_NO_MEANS;
        if (parser.builder.limit)
            nfh_priv_regex_wrong(&parser, parser.offset, parser.builder.limit);
    }
    nfh_priv_regex_builder_free(&parser.builder);
    *error = parser.error;
    return parser.status;
}

const struct nfh_regex *nfh_priv_regex_copy(const struct nfh_regex *regex, struct nfh_arena *arena)
{
    void *copy = nfh_priv_arena_allocate(arena, regex->size);

    if (copy)
        memcpy(copy, regex, regex->size);
    return copy;
}
