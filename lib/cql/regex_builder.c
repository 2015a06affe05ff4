/* SPDX-License-Identifier: MIT
 *
 * regex_builder.c - the program of a regular expression while it is being compiled.
 */
#include "cql/regex_builder.h"

#include <string.h>

static const char TOO_LARGE[] = "the pattern is too large: it repeats too much";

/* Makes room for one more instruction, and counts the work of moving those after it. */
static bool make_room(struct nfh_regex_builder *builder, uint32_t moved)
{
    if (builder->op_count >= NFH_REGEX_SIZE_MAX) {
        builder->limit = TOO_LARGE;
        return false;
    }
    if (!nfh_priv_heap_work(builder->heap, 1 + moved))
        return false;
    struct nfh_regex_op *ops = nfh_priv_grow(&builder->heap->memory, builder->ops,
                                             builder->op_count, &builder->op_capacity, sizeof *ops);
    if (!ops) {
        builder->heap->out_of_memory = true;
        return false;
    }
    builder->ops = ops;
    return true;
}

bool nfh_priv_regex_insert(struct nfh_regex_builder *builder, uint32_t at, enum nfh_regex_code code,
                           int32_t argument, bool flag)
{
    uint32_t moved = builder->op_count - at;

    if (!make_room(builder, moved))
        return false;
    struct nfh_regex_op *op = builder->ops + at;
    memmove(op + 1, op, moved * sizeof *op);
    *op = (struct nfh_regex_op){.code = (uint8_t)code, .argument = argument, .flag = flag};
    builder->op_count++;
    return true;
}

bool nfh_priv_regex_append(struct nfh_regex_builder *builder, enum nfh_regex_code code,
                           int32_t argument, bool flag)
{
    return nfh_priv_regex_insert(builder, builder->op_count, code, argument, flag);
}

/* Appends a copy of some code. */
static bool copy(struct nfh_regex_builder *builder, uint32_t from, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        if (!make_room(builder, 0))
            return false;
        builder->ops[builder->op_count] = builder->ops[from + i];
        builder->op_count++;
    }
    return true;
}

/* Once or more: the code from `start` to the end, and back. */
static bool loop(struct nfh_regex_builder *builder, uint32_t start, bool can_be_empty, bool lazy)
{
    if (can_be_empty && !nfh_priv_regex_insert(builder, start, NFH_REGEX_LOOP_START, 0, false))
        return false;
    int32_t back = -(int32_t)(builder->op_count - start);
    return nfh_priv_regex_append(builder, can_be_empty ? NFH_REGEX_LOOP_END : NFH_REGEX_SPLIT, back,
                                 !lazy);
}

/* Any number of times: once or more, or not at all. */
static bool loop_or_skip(struct nfh_regex_builder *builder, uint32_t start, bool can_be_empty,
                         bool lazy)
{
    if (!loop(builder, start, can_be_empty, lazy))
        return false;
    int32_t length = (int32_t)(builder->op_count - start);
    return nfh_priv_regex_insert(builder, start, NFH_REGEX_SPLIT, length + 1, lazy);
}

/* At most so many times: before each, the choice to go to the end of all. */
static bool repeat_at_most(struct nfh_regex_builder *builder, uint32_t from, uint32_t length,
                           uint32_t times, bool lazy)
{
    for (; times > 0; times--) {
        uint64_t rest = (uint64_t)times * (length + 1);
        if (rest > NFH_REGEX_SIZE_MAX) {
            builder->limit = TOO_LARGE;
            return false;
        }
        if (!nfh_priv_regex_append(builder, NFH_REGEX_SPLIT, (int32_t)rest, lazy) ||
            !copy(builder, from, length))
            return false;
    }
    return true;
}

bool nfh_priv_regex_repeat(struct nfh_regex_builder *builder, uint32_t start, bool can_be_empty,
                           const struct nfh_regex_repeat *repeat)
{
    uint32_t length = builder->op_count - start, last = start;
    bool endless = repeat->most == NFH_REGEX_NO_LIMIT;

    if (repeat->most == 0) {
        builder->op_count = start;
        return true;
    }
    if (repeat->least == 0 && endless)
        return loop_or_skip(builder, start, can_be_empty, repeat->lazy);
    if (repeat->least == 0) {
        uint64_t rest = (uint64_t)repeat->most * (length + 1);
        if (rest > NFH_REGEX_SIZE_MAX) {
            builder->limit = TOO_LARGE;
            return false;
        }
        return nfh_priv_regex_insert(builder, start, NFH_REGEX_SPLIT, (int32_t)rest,
                                     repeat->lazy) &&
               repeat_at_most(builder, start + 1, length, repeat->most - 1, repeat->lazy);
    }
    for (uint32_t times = 1; times < repeat->least; times++) {
        last = builder->op_count;
        if (!copy(builder, start, length))
            return false;
    }
    if (endless)
        return loop(builder, last, can_be_empty, repeat->lazy);
    return repeat_at_most(builder, start, length, repeat->most - repeat->least, repeat->lazy);
}

/* Counts the loops around each instruction, and from them its states. */
static bool settle_states(struct nfh_regex_builder *builder, uint32_t *state_count,
                          uint32_t *thread_count)
{
    uint32_t depth = 0, states = 0, threads = 0;

    for (uint32_t i = 0; i < builder->op_count; i++) {
        struct nfh_regex_op *op = &builder->ops[i];
        op->depth = (uint16_t)depth;
        op->state = states;
        states += nfh_priv_regex_waits(op) ? 1 : depth + 1;
        threads += nfh_priv_regex_waits(op);
        depth += op->code == NFH_REGEX_LOOP_START;
        depth -= op->code == NFH_REGEX_LOOP_END;
        if (states > NFH_REGEX_SIZE_MAX) {
            builder->limit = TOO_LARGE;
            return false;
        }
    }
    *state_count = states;
    *thread_count = threads;
    return true;
}

const struct nfh_regex *nfh_priv_regex_finish(struct nfh_regex_builder *builder, uint32_t groups)
{
    uint32_t states, threads;

    if (!settle_states(builder, &states, &threads))
        return NULL;
    size_t op_size = builder->op_count * sizeof *builder->ops;
    size_t range_size = builder->range_count * sizeof *builder->ranges;
    size_t size = sizeof(struct nfh_regex) + op_size + range_size;
    struct nfh_regex *regex = nfh_priv_heap_take(builder->heap, size);
    if (!regex)
        return NULL;
    *regex = (struct nfh_regex){.size = size,
                                .op_count = builder->op_count,
                                .range_count = builder->range_count,
                                .state_count = states,
                                .thread_count = threads,
                                .group_count = groups};
    memcpy(regex->ops, builder->ops, op_size);
    if (range_size > 0)
        memcpy((char *)regex->ops + op_size, builder->ranges, range_size);
    return regex;
}

void nfh_priv_regex_builder_free(struct nfh_regex_builder *builder)
{
    nfh_priv_free(&builder->heap->memory, builder->ops);
    nfh_priv_free(&builder->heap->memory, builder->ranges);
}
