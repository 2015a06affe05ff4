/* SPDX-License-Identifier: MIT
 *
 * regex_replace.c - what CQL's Matches and ReplaceMatches do with a compiled regular expression.
 */
#include <string.h>

#include "cql/regex_machine.h"
#include "cql/utf8.h"
#include "nfhscreen.h"

enum nfh_regex_status nfh_priv_regex_matches(const struct nfh_regex *regex, struct nfh_text text,
                                             struct nfh_heap *heap, bool *matches)
{
    struct nfh_heap_mark mark = nfh_priv_heap_mark(heap);
    struct nfh_regex_machine machine;

    *matches = false;
    bool good = nfh_priv_regex_machine_start(&machine, regex, text, 0, heap) &&
                nfh_priv_regex_machine_find(&machine, 0, false, matches);
    nfh_priv_heap_release(heap, mark);
    return good ? NFH_REGEX_OK : NFH_REGEX_NO_MEANS;
}

/* A piece of a replacement: a group, or bytes as they are. */
struct piece {
    bool is_group;
    uint32_t group;
    struct nfh_text bytes;
};

static bool wrong(struct nfh_regex_error *error, size_t offset, const char *message)
{
    *error = (struct nfh_regex_error){offset, message};
    return false;
}

/* The number at an offset of the replacement: in braces all its digits, otherwise no more than make
 * a group that there is. */
static bool read_number(const struct nfh_regex *regex, struct nfh_text replacement, size_t *offset,
                        bool in_braces, uint32_t *number)
{
    size_t start = *offset;

    *number = 0;
    for (; *offset < replacement.length; (*offset)++) {
        char c = replacement.bytes[*offset];
        if (c < '0' || c > '9')
            break;
        uint32_t longer = *number * 10 + (uint32_t)(c - '0');
        if (*offset > start && longer > regex->group_count) {
            if (in_braces)
                *number = NFH_REGEX_NOWHERE;
            break;
        }
        *number = longer;
    }
    return *offset > start;
}

static bool read_group(const struct nfh_regex *regex, struct nfh_text replacement, size_t *offset,
                       struct piece *piece, struct nfh_regex_error *error)
{
    size_t start = (*offset)++;
    bool in_braces = *offset < replacement.length && replacement.bytes[*offset] == '{';

    *offset += in_braces;
    piece->is_group = true;
    if (!read_number(regex, replacement, offset, in_braces, &piece->group))
        return wrong(error, start,
                     in_braces ? "named groups are not supported: ${ needs a number"
                               : "$ needs the number of a group; for a dollar write \\$");
    if (piece->group > regex->group_count)
        return wrong(error, start, "the pattern has no group of this number");
    if (in_braces && (*offset == replacement.length || replacement.bytes[(*offset)++] != '}'))
        return wrong(error, start, "${ needs a number and }");
    return true;
}

static bool read_piece(const struct nfh_regex *regex, struct nfh_text replacement, size_t *offset,
                       struct piece *piece, struct nfh_regex_error *error)
{
    const char *bytes = replacement.bytes;
    size_t start = *offset, left = replacement.length - start;

    *piece = (struct piece){.is_group = false};
    if (bytes[start] == '$')
        return read_group(regex, replacement, offset, piece, error);
    if (bytes[start] == '\\') {
        if (left < 2 || (bytes[start + 1] != '$' && bytes[start + 1] != '\\'))
            return wrong(error, start, "a backslash needs $ or another backslash after it");
        piece->bytes = (struct nfh_text){bytes + start + 1, 1};
        *offset += 2;
        return true;
    }
    while (*offset < replacement.length && bytes[*offset] != '$' && bytes[*offset] != '\\')
        (*offset)++;
    piece->bytes = (struct nfh_text){bytes + start, *offset - start};
    return true;
}

/* Reads the replacement; how many groups of the match it needs, the whole one included. */
static bool check(const struct nfh_regex *regex, struct nfh_text replacement, uint32_t *groups,
                  struct nfh_regex_error *error)
{
    struct piece piece;

    *error = (struct nfh_regex_error){0, NULL};
    *groups = 1;
    for (size_t offset = 0; offset < replacement.length;) {
        if (!read_piece(regex, replacement, &offset, &piece, error))
            return false;
        if (piece.is_group && piece.group >= *groups)
            *groups = piece.group + 1;
    }
    return true;
}

bool nfh_priv_regex_check_replacement(const struct nfh_regex *regex, struct nfh_text replacement,
                                      struct nfh_regex_error *error)
{
    uint32_t groups;
    return check(regex, replacement, &groups, error);
}

/* The result, or how long it will be when bytes is NULL. */
struct output {
    struct nfh_heap *heap;
    char *bytes;
    size_t length;
};

static bool put(struct output *output, struct nfh_text text, size_t from, size_t to)
{
    size_t length = to - from;

    if (length > NFH_EVALUATION_TEXT_MAX - output->length) {
        output->heap->full = true;
        return false;
    }
    if (output->bytes && length > 0)
        memcpy(output->bytes + output->length, text.bytes + from, length);
    output->length += length;
    return true;
}

static bool put_replacement(const struct nfh_regex_machine *machine, struct nfh_text replacement,
                            struct output *output)
{
    struct nfh_regex_error none;
    struct piece piece;
    uint64_t pieces = 0;

    for (size_t offset = 0; offset < replacement.length; pieces++) {
        read_piece(machine->regex, replacement, &offset, &piece, &none);
        if (!piece.is_group) {
            if (!put(output, piece.bytes, 0, piece.bytes.length))
                return false;
            continue;
        }
        const uint32_t *position = machine->found + 2 * piece.group;
        if (position[0] != NFH_REGEX_NOWHERE &&
            !put(output, machine->text, position[0], position[1]))
            return false;
    }
    return nfh_priv_heap_work(machine->heap, pieces + replacement.length / 16);
}

/* Puts the text with its matches replaced. */
static bool substitute(struct nfh_regex_machine *machine, struct nfh_text replacement,
                       struct output *output, bool *is_changed)
{
    struct nfh_text text = machine->text;
    size_t at = 0;
    bool only_longer = false, is_found = false;

    *is_changed = false;
    for (;;) {
        if (!nfh_priv_regex_machine_find(machine, at, only_longer, &is_found))
            return false;
        if (is_found) {
            *is_changed = true;
            if (!put(output, text, at, machine->found[0]) ||
                !put_replacement(machine, replacement, output))
                return false;
            at = machine->found[1];
            only_longer = machine->found[0] == at;
        } else if (only_longer && at < text.length) {
            size_t next = at + nfh_priv_utf8_step(text.bytes + at, text.length - at);
            if (!put(output, text, at, next))
                return false;
            at = next;
            only_longer = false;
        } else {
            return put(output, text, at, text.length);
        }
    }
}

/* Runs over the text once, to measure the result or to write it. */
static bool run(const struct nfh_regex *regex, struct nfh_text text, struct nfh_text replacement,
                uint32_t groups, struct output *output, bool *is_changed)
{
    struct nfh_heap_mark mark = nfh_priv_heap_mark(output->heap);
    struct nfh_regex_machine machine;

    bool good = nfh_priv_regex_machine_start(&machine, regex, text, groups, output->heap) &&
                substitute(&machine, replacement, output, is_changed);
    nfh_priv_heap_release(output->heap, mark);
    return good;
}

enum nfh_regex_status nfh_priv_regex_replace(const struct nfh_regex *regex, struct nfh_text text,
                                             struct nfh_text replacement, struct nfh_heap *heap,
                                             struct nfh_text *result, struct nfh_regex_error *error)
{
    struct output measure = {.heap = heap}, output = {.heap = heap};
    uint32_t groups;
    bool is_changed;

    *result = text;
    if (!check(regex, replacement, &groups, error))
        return NFH_REGEX_WRONG;
    /* The result lies below the memory of the second run, which is given back. */
    if (!run(regex, text, replacement, groups, &measure, &is_changed))
        return NFH_REGEX_NO_MEANS;
    if (!is_changed)
        return NFH_REGEX_OK;
    output.bytes = nfh_priv_heap_take(heap, measure.length);
    if (!output.bytes || !run(regex, text, replacement, groups, &output, &is_changed))
        return NFH_REGEX_NO_MEANS;
    *result = (struct nfh_text){output.bytes, output.length};
    return NFH_REGEX_OK;
}
