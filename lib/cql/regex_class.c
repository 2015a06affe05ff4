/* SPDX-License-Identifier: MIT
 *
 * regex_class.c - the ranges of character classes.
 */
#include <string.h>

#include "cql/regex_builder.h"
#include "cql/text_case.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

bool nfh_priv_regex_add_range(struct nfh_regex_builder *builder, uint32_t first, uint32_t low,
                              uint32_t high)
{
    struct nfh_regex_range *ranges =
        nfh_priv_grow(&builder->heap->memory, builder->ranges, builder->range_count,
                      &builder->range_capacity, sizeof *ranges);
    if (!ranges) {
        builder->heap->out_of_memory = true;
        return false;
    }
    builder->ranges = ranges;
    if (!nfh_priv_heap_work(builder->heap, 1 + builder->range_count - first))
        return false;

    /* Those from `at` to before `end` touch the new one, or overlap it, and become one with it. */
    uint32_t at = first, end;
    while (at < builder->range_count && ranges[at].last < low && low - ranges[at].last > 1)
        at++;
    for (end = at; end < builder->range_count; end++) {
        if (ranges[end].first > high && ranges[end].first - high > 1)
            break;
        if (ranges[end].first < low)
            low = ranges[end].first;
        if (ranges[end].last > high)
            high = ranges[end].last;
    }
    if (end == at && builder->range_count >= NFH_REGEX_RANGES_MAX) {
        builder->limit = "the pattern is too large: its classes have too many ranges";
        return false;
    }
    memmove(ranges + at + 1, ranges + end, (builder->range_count - end) * sizeof *ranges);
    builder->range_count = builder->range_count - (end - at) + 1;
    ranges[at] = (struct nfh_regex_range){low, high};
    return true;
}

bool nfh_priv_regex_add_caseless(struct nfh_regex_builder *builder, uint32_t first, uint32_t low,
                                 uint32_t high)
{
    uint32_t last = high < NFH_CASE_LAST ? high : NFH_CASE_LAST;
    uint32_t variants[NFH_CASE_VARIANTS_MAX];

    if (!nfh_priv_regex_add_range(builder, first, low, high) ||
        !nfh_priv_heap_work(builder->heap, low <= last ? last - low + 1 : 0))
        return false;
    for (uint32_t point = low; point <= last; point++) {
        size_t count = nfh_priv_case_variants(point, variants);
        for (size_t i = 0; i < count; i++) {
            if ((variants[i] < low || variants[i] > high) &&
                !nfh_priv_regex_add_range(builder, first, variants[i], variants[i]))
                return false;
        }
    }
    return true;
}

/* As PCRE2 has them, without Unicode's properties (PCRE2_UCP). */
static const struct nfh_regex_range digits[] = {{'0', '9'}};
static const struct nfh_regex_range letters[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
static const struct nfh_regex_range spaces[] = {{'\t', '\r'}, {' ', ' '}};
static const struct nfh_regex_range horizontal[] = {
    {'\t', '\t'},     {' ', ' '},       {0xa0, 0xa0},     {0x1680, 0x1680}, {0x180e, 0x180e},
    {0x2000, 0x200a}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}};
static const struct nfh_regex_range vertical[] = {{'\n', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}};

static size_t find_set(enum nfh_regex_set set, const struct nfh_regex_range **ranges)
{
    switch (set) {
    case NFH_REGEX_DIGITS:
        *ranges = digits;
        return COUNT_OF(digits);
    case NFH_REGEX_LETTERS:
        *ranges = letters;
        return COUNT_OF(letters);
    case NFH_REGEX_SPACES:
        *ranges = spaces;
        return COUNT_OF(spaces);
    case NFH_REGEX_HORIZONTAL:
        *ranges = horizontal;
        return COUNT_OF(horizontal);
    default:
        *ranges = vertical;
        return COUNT_OF(vertical);
    }
}

bool nfh_priv_regex_add_set(struct nfh_regex_builder *builder, uint32_t first,
                            enum nfh_regex_set set, bool negated)
{
    const struct nfh_regex_range *ranges;
    size_t count = find_set(set, &ranges);
    uint32_t gap = 0; /* where what is in no range begins */

    for (size_t i = 0; i < count; i++) {
        uint32_t low = negated ? gap : ranges[i].first;
        uint32_t high = negated ? ranges[i].first - 1 : ranges[i].last;
        if (!nfh_priv_regex_add_range(builder, first, low, high))
            return false;
        gap = ranges[i].last + 1;
    }
    /* Beyond Unicode are the bytes that are not UTF-8. */
    return !negated || nfh_priv_regex_add_range(builder, first, gap, UINT32_MAX);
}

bool nfh_priv_regex_append_class(struct nfh_regex_builder *builder, uint32_t first, bool negated)
{
    if (!nfh_priv_regex_append(builder, NFH_REGEX_CLASS, (int32_t)first, negated))
        return false;
    builder->ops[builder->op_count - 1].count = builder->range_count - first;
    return true;
}
