/* SPDX-License-Identifier: MIT
 *
 * regex_machine.c - finding the matches of a compiled regular expression.
 */
#include "cql/regex_machine.h"

#include <string.h>

#include "cql/utf8.h"
#include "nfhscreen.h"

/* A byte that is not UTF-8 has a number of its own above all code points. */
#define NO_CHARACTER 0x110000u
#define NO_POINT     UINT32_MAX /* at the end of the text */

/* A way that is still to be followed, or a position that is to be put back before the next one. */
struct nfh_regex_way {
    uint32_t op;
    uint32_t level;
    uint32_t position;
};
#define PUT_BACK UINT32_MAX /* as level: op is the index of the position */

static uint32_t *take_words(struct nfh_heap *heap, uint64_t count)
{
    if (count > NFH_EVALUATION_TEXT_MAX / sizeof(uint32_t)) {
        heap->full = true;
        return NULL;
    }
    return nfh_priv_heap_take(heap, (size_t)count * sizeof(uint32_t));
}

bool nfh_priv_regex_machine_start(struct nfh_regex_machine *machine, const struct nfh_regex *regex,
                                  struct nfh_text text, uint32_t groups, struct nfh_heap *heap)
{
    uint32_t positions = 2 * groups;
    uint64_t list_size = (uint64_t)regex->thread_count * (1 + positions);

    *machine = (struct nfh_regex_machine){
        .regex = regex, .text = text, .heap = heap, .position_count = positions};
    if (text.length >= NFH_REGEX_NOWHERE) {
        heap->full = true;
        return false;
    }
    machine->positions = take_words(heap, positions);
    machine->found = take_words(heap, positions);
    machine->marks = take_words(heap, regex->state_count);
    /* Each state is left behind once, and once is a position put back. */
    machine->ways = nfh_priv_heap_take(heap, (regex->state_count + 1) * sizeof *machine->ways);
    machine->lists[0].entries = take_words(heap, list_size);
    machine->lists[1].entries = take_words(heap, list_size);
    if (!machine->positions || !machine->found || !machine->marks || !machine->ways ||
        !machine->lists[0].entries || !machine->lists[1].entries)
        return false;
    memset(machine->marks, 0, regex->state_count * sizeof *machine->marks);
    machine->work = regex->state_count;
    return true;
}

static bool is_word_byte(struct nfh_text text, size_t at)
{
    if (at >= text.length)
        return false;
    char c = text.bytes[at];
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool holds(const struct nfh_regex_op *op, struct nfh_text text, size_t at)
{
    switch (op->code) {
    case NFH_REGEX_AT_START:
        return at == 0;
    case NFH_REGEX_AT_END:
        return at == text.length;
    case NFH_REGEX_AT_LAST_LINE_END:
        return at == text.length || (at + 1 == text.length && text.bytes[at] == '\n');
    default: /* NFH_REGEX_AT_WORD_BORDER; all letters are ASCII, so bytes will do */
        return ((at > 0 && is_word_byte(text, at - 1)) != is_word_byte(text, at)) != op->flag;
    }
}

static uint32_t target(uint32_t index, const struct nfh_regex_op *op)
{
    return (uint32_t)((int32_t)index + op->argument);
}

static void leave_for_later(struct nfh_regex_machine *machine, uint32_t index, uint32_t level)
{
    machine->ways[machine->way_count++] = (struct nfh_regex_way){index, level, 0};
}

/* A thread waits here from now on, with the positions of its way. */
static void add_thread(struct nfh_regex_machine *machine, struct nfh_regex_list *list,
                       uint32_t index)
{
    uint32_t positions = machine->position_count;
    uint32_t *entry = list->entries + (size_t)list->count * (1 + positions);

    entry[0] = index;
    if (positions > 0)
        memcpy(entry + 1, machine->positions, positions * sizeof *entry);
    list->count++;
}

static void save(struct nfh_regex_machine *machine, uint32_t index, uint32_t at)
{
    if (index >= machine->position_count)
        return;
    machine->ways[machine->way_count++] =
        (struct nfh_regex_way){index, PUT_BACK, machine->positions[index]};
    machine->positions[index] = at;
}

/* The two ways on from an instruction; the second is left for later. */
static void split(struct nfh_regex_machine *machine, struct nfh_regex_way *way)
{
    const struct nfh_regex_op *op = &machine->regex->ops[way->op];
    uint32_t next = way->op + 1, other = target(way->op, op);

    leave_for_later(machine, op->flag ? next : other, way->level);
    way->op = op->flag ? other : next;
}

/* Goes past one instruction; false when the way ends there. */
static bool pass(struct nfh_regex_machine *machine, struct nfh_regex_list *list, uint32_t at,
                 struct nfh_regex_way *way)
{
    const struct nfh_regex_op *op = &machine->regex->ops[way->op];

    switch (op->code) {
    case NFH_REGEX_SAVE:
        save(machine, (uint32_t)op->argument, at);
        way->op++;
        return true;
    case NFH_REGEX_JUMP:
        way->op = target(way->op, op);
        return true;
    case NFH_REGEX_SPLIT:
        split(machine, way);
        return true;
    case NFH_REGEX_LOOP_START:
        way->op++;
        return true;
    case NFH_REGEX_LOOP_END:
        if (way->level < op->depth) {
            /* Nothing was taken in this iteration: it is the last. */
            way->op++;
        } else {
            way->level = op->depth - 1u;
            split(machine, way);
        }
        return true;
    case NFH_REGEX_AT_START:
    case NFH_REGEX_AT_END:
    case NFH_REGEX_AT_LAST_LINE_END:
    case NFH_REGEX_AT_WORD_BORDER:
        way->op++;
        return holds(op, machine->text, at);
    default:
        if (op->code != NFH_REGEX_MATCH || at != machine->nonempty_from)
            add_thread(machine, list, way->op);
        return false;
    }
}

/* Whether a way is the first to come to its state at this place in the text. */
static bool is_first(struct nfh_regex_machine *machine, const struct nfh_regex_list *list,
                     const struct nfh_regex_way *way)
{
    const struct nfh_regex_op *op = &machine->regex->ops[way->op];
    uint32_t *mark = &machine->marks[op->state + (nfh_priv_regex_waits(op) ? 0 : way->level)];

    machine->work++;
    if (*mark == list->generation)
        return false;
    *mark = list->generation;
    return true;
}

/* The last way that was left for later; false when there is none. */
static bool take_up(struct nfh_regex_machine *machine, struct nfh_regex_way *way)
{
    while (machine->way_count > 0) {
        *way = machine->ways[--machine->way_count];
        if (way->level != PUT_BACK)
            return true;
        machine->positions[way->op] = way->position;
    }
    return false;
}

/* Follows all ways from an instruction that need no character, the most preferred first, to the
 * threads that wait for one. */
static void follow(struct nfh_regex_machine *machine, struct nfh_regex_list *list, uint32_t at,
                   uint32_t op, uint32_t level)
{
    struct nfh_regex_way way = {op, level, 0};

    do {
        while (is_first(machine, list, &way) && pass(machine, list, at, &way))
            continue;
    } while (take_up(machine, &way));
}

static bool is_in_class(const struct nfh_regex *regex, const struct nfh_regex_op *op,
                        uint32_t point)
{
    const struct nfh_regex_range *ranges = nfh_priv_regex_ranges(regex) + op->argument;
    size_t low = 0, high = op->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (point > ranges[middle].last)
            low = middle + 1;
        else if (point < ranges[middle].first)
            high = middle;
        else
            return true;
    }
    return false;
}

static bool accepts(const struct nfh_regex *regex, const struct nfh_regex_op *op, uint32_t point)
{
    if (op->code == NFH_REGEX_CHARACTER)
        return point == (uint32_t)op->argument;
    return op->code == NFH_REGEX_ANY || is_in_class(regex, op, point) != op->flag;
}

/* Lets every thread take the character from `at` to before `next`; those after a match count no
 * more. At the end of the text only a match counts. */
static bool step(struct nfh_regex_machine *machine, const struct nfh_regex_list *from,
                 struct nfh_regex_list *to, uint32_t point, uint32_t next)
{
    const struct nfh_regex *regex = machine->regex;
    uint32_t positions = machine->position_count;
    size_t size = positions * sizeof(uint32_t);

    for (uint32_t i = 0; i < from->count; i++) {
        const uint32_t *entry = from->entries + (size_t)i * (1 + positions);
        const struct nfh_regex_op *op = &regex->ops[entry[0]];

        machine->work++;
        if (op->code == NFH_REGEX_MATCH) {
            if (size > 0)
                memcpy(machine->found, entry + 1, size);
            return true;
        }
        if (point != NO_POINT && accepts(regex, op, point)) {
            if (size > 0)
                memcpy(machine->positions, entry + 1, size);
            follow(machine, to, next, entry[0] + 1, op->depth);
        }
    }
    return false;
}

static uint32_t read(struct nfh_text text, size_t at, size_t *next)
{
    uint32_t point;

    *next = at;
    if (at == text.length)
        return NO_POINT;
    size_t size = nfh_priv_utf8_read(text.bytes + at, text.length - at, &point);
    if (size == 0) {
        point = NO_CHARACTER + (unsigned char)text.bytes[at];
        size = 1;
    }
    *next += size;
    return point;
}

static void clear(struct nfh_regex_machine *machine, struct nfh_regex_list *list)
{
    list->count = 0;
    list->generation = ++machine->generation;
}

/* A match may begin here: what is under way already comes first. */
static void begin(struct nfh_regex_machine *machine, struct nfh_regex_list *list, size_t at)
{
    for (uint32_t i = 0; i < machine->position_count; i++)
        machine->positions[i] = NFH_REGEX_NOWHERE;
    follow(machine, list, (uint32_t)at, 0, 0);
}

bool nfh_priv_regex_machine_find(struct nfh_regex_machine *machine, size_t from, bool only_longer,
                                 bool *is_found)
{
    struct nfh_regex_list *now = &machine->lists[0], *then = &machine->lists[1], *swap;
    size_t next = from;

    *is_found = false;
    machine->nonempty_from = only_longer ? from : SIZE_MAX;
    clear(machine, now);
    for (size_t at = from;; at = next) {
        if (!*is_found && (at == from || !only_longer))
            begin(machine, now, at);
        uint32_t point = read(machine->text, at, &next);
        clear(machine, then);
        if (step(machine, now, then, point, (uint32_t)next))
            *is_found = true;
        bool goes_on = nfh_priv_heap_work(machine->heap, machine->work);
        machine->work = 0;
        if (!goes_on)
            return false;
        bool done = *is_found && machine->position_count == 0;
        if (done || point == NO_POINT || (then->count == 0 && (*is_found || only_longer)))
            return true;
        swap = now;
        now = then;
        then = swap;
    }
}
