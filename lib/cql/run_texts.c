/* SPDX-License-Identifier: MIT
 *
 * run_texts.c - instructions on texts. What arises lies in the frame's heap.
 */
#include "cql/regex.h"
#include "cql/run.h"
#include "cql/text.h"

static struct nfh_text text_of(const struct nfh_value *value)
{
    struct nfh_text text = {value->as.string.bytes, value->as.string.length};

    return text;
}

static void set_truth(struct nfh_value *result, bool truth)
{
    result->truth = truth ? NFH_TRUTH_TRUE : NFH_TRUTH_FALSE;
}

static void set_integer(struct nfh_value *result, int64_t value)
{
    result->known = value <= INT32_MAX;
    result->as.integer = value;
}

static void set_text(struct nfh_value *result, bool known, struct nfh_text text)
{
    result->known = known;
    result->as.string.bytes = text.bytes;
    result->as.string.length = text.length;
}

void nfh_priv_fail_heap(const struct nfh_heap *heap, struct nfh_value *result)
{
    nfh_priv_fail(result, heap->overworked ? NFH_RUN_WORK_LIMIT : NFH_RUN_TEXT_LIMIT);
}

static void set_arisen(const struct nfh_heap *heap, struct nfh_value *result, bool made,
                       struct nfh_text text)
{
    if (made)
        set_text(result, true, text);
    else
        nfh_priv_fail_heap(heap, result);
}

/* True when all went well; otherwise an error has been set. */
static bool regex_done(enum nfh_regex_status status, const struct nfh_heap *heap,
                       struct nfh_value *result)
{
    if (status == NFH_REGEX_WRONG)
        nfh_priv_fail(result, NFH_RUN_REGEX);
    else if (status != NFH_REGEX_OK)
        nfh_priv_fail_heap(heap, result);
    return status == NFH_REGEX_OK;
}

/* The pattern of an instruction, which may have been compiled beforehand. */
static bool take_pattern(const struct nfh_instruction *in, const struct nfh_value *pattern,
                         struct nfh_heap *heap, const struct nfh_regex **regex,
                         struct nfh_value *result)
{
    struct nfh_regex_error error;

    if (in->detail == 0)
        return regex_done(nfh_priv_regex_compile(text_of(pattern), heap, regex, &error), heap,
                          result);
    *regex = (const struct nfh_regex *)(const void *)pattern->as.string.bytes;
    return true;
}

static void matches(const struct nfh_instruction *in, struct nfh_text text,
                    const struct nfh_value *pattern, struct nfh_heap *heap,
                    struct nfh_value *result)
{
    struct nfh_heap_mark mark = nfh_priv_heap_mark(heap);
    const struct nfh_regex *regex;
    bool found;

    if (take_pattern(in, pattern, heap, &regex, result) &&
        regex_done(nfh_priv_regex_matches(regex, text, heap, &found), heap, result))
        set_truth(result, found);
    nfh_priv_heap_release(heap, mark);
}

static void replace(const struct nfh_instruction *in, struct nfh_text text,
                    const struct nfh_value *pattern, struct nfh_text replacement,
                    struct nfh_heap *heap, struct nfh_value *result)
{
    struct nfh_regex_error error;
    const struct nfh_regex *regex;
    struct nfh_text replaced = {NULL, 0};

    if (take_pattern(in, pattern, heap, &regex, result) &&
        regex_done(nfh_priv_regex_replace(regex, text, replacement, heap, &replaced, &error), heap,
                   result))
        set_text(result, true, replaced);
}

/* Every instruction reads its operands from end to end. */
static bool count_work(const struct nfh_value *a, const struct nfh_value *b, unsigned opcode,
                       struct nfh_heap *heap)
{
    uint64_t steps = a->as.string.length;

    if (opcode != NFH_OP_SUBSTRING && opcode != NFH_OP_SUBSTRING_FROM && opcode != NFH_OP_INDEXER &&
        nfh_priv_opcode_operands(opcode) > 1)
        steps += b->as.string.length;
    return nfh_priv_heap_work(heap, steps / 16);
}

void nfh_priv_run_text(const struct nfh_instruction *in, const struct nfh_value *a,
                       const struct nfh_value *b, const struct nfh_value *c, struct nfh_heap *heap,
                       struct nfh_value *result)
{
    struct nfh_text x = text_of(a), y = text_of(b), made = {NULL, 0};
    bool known;

    if (!count_work(a, b, in->opcode, heap)) {
        nfh_priv_fail_heap(heap, result);
        return;
    }
    switch (in->opcode) {
    case NFH_OP_CONCATENATE:
        known = nfh_priv_text_concatenate(x, y, heap, &made);
        set_arisen(heap, result, known, made);
        break;
    case NFH_OP_UPPER:
        known = nfh_priv_text_upper(x, heap, &made);
        set_arisen(heap, result, known, made);
        break;
    case NFH_OP_LOWER:
        known = nfh_priv_text_lower(x, heap, &made);
        set_arisen(heap, result, known, made);
        break;
    case NFH_OP_LENGTH:
        set_integer(result, nfh_priv_text_length(x));
        break;
    case NFH_OP_SUBSTRING_FROM:
        known = nfh_priv_text_substring(x, b->as.integer, NFH_TEXT_TO_END, &made);
        set_text(result, known, made);
        break;
    case NFH_OP_SUBSTRING:
        known = nfh_priv_text_substring(x, b->as.integer, c->as.integer, &made);
        set_text(result, known, made);
        break;
    case NFH_OP_INDEXER:
        known = nfh_priv_text_character(x, b->as.integer, &made);
        set_text(result, known, made);
        break;
    case NFH_OP_POSITION_OF:
        set_integer(result, nfh_priv_text_position(x, y));
        break;
    case NFH_OP_LAST_POSITION_OF:
        set_integer(result, nfh_priv_text_last_position(x, y));
        break;
    case NFH_OP_STARTS_WITH:
        set_truth(result, nfh_priv_text_starts_with(x, y));
        break;
    case NFH_OP_ENDS_WITH:
        set_truth(result, nfh_priv_text_ends_with(x, y));
        break;
    case NFH_OP_MATCHES:
        matches(in, x, b, heap, result);
        break;
    default:
        replace(in, x, b, text_of(c), heap, result);
        break;
    }
}

void nfh_priv_run_join(const struct nfh_value *a, const struct nfh_value *b, struct nfh_heap *heap,
                       struct nfh_value *result)
{
    static const struct nfh_text empty = {"", 0};
    const struct nfh_value *bad = a->error ? a : b->error ? b : NULL;
    struct nfh_text made = empty;

    if (bad) {
        result->error = bad->error;
        result->truth = NFH_TRUTH_ERROR;
        result->as.integer = bad->as.integer;
        return;
    }
    bool done = nfh_priv_text_concatenate(a->known ? text_of(a) : empty,
                                          b->known ? text_of(b) : empty, heap, &made);
    set_arisen(heap, result, done, made);
}
