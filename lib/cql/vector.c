/* SPDX-License-Identifier: MIT
 *
 * vector.c - a plan as a whole: making it, running it, and what steps have in common.
 */
#include "cql/vector.h"

#include <string.h>

#include "cql/vector_plan.h"

static size_t lane_count(const struct nfh_program *program)
{
    return nfh_priv_slot_count(program) + program->constant_count * (NFH_LANE_STRING + 1);
}

static bool allocate(struct nfh_vector *vector)
{
    const struct nfh_program *program = vector->program;
    struct nfh_arena *arena = &vector->arena;
    size_t slots = nfh_priv_slot_count(program);
    vector->lane = nfh_priv_arena_allocate(arena, lane_count(program) * sizeof *vector->lane);
    vector->same = nfh_priv_arena_allocate(arena, slots * sizeof *vector->same);
    vector->absent = nfh_priv_arena_allocate(arena, slots * sizeof *vector->absent);
    vector->input_at = nfh_priv_arena_allocate(arena, slots * sizeof *vector->input_at);
    vector->hint = nfh_priv_arena_allocate(arena, slots);
    vector->is_needed = nfh_priv_arena_allocate(arena, slots * sizeof *vector->is_needed);
    vector->text = nfh_priv_arena_allocate(arena, NFH_TEXTS_MAX * sizeof *vector->text);
    vector->dictionary =
        nfh_priv_arena_allocate(arena, program->input_count * sizeof *vector->dictionary);
    vector->zeros = nfh_priv_arena_allocate(arena, NFH_BLOCK_ROWS * sizeof *vector->zeros);
    vector->frame.slot = nfh_priv_arena_allocate(arena, slots * sizeof *vector->frame.slot);
    vector->frame.zone = NFH_ZONE_UNKNOWN;
    return vector->lane && vector->same && vector->absent && vector->input_at && vector->hint &&
           vector->is_needed && vector->text && vector->dictionary && vector->zeros &&
           vector->frame.slot;
}

static void find_inputs(struct nfh_vector *vector)
{
    const struct nfh_program *program = vector->program;
    size_t slots = nfh_priv_slot_count(program);
    for (size_t i = 0; i < slots; i++)
        vector->input_at[i] = NFH_SLOT_NONE;
    for (uint32_t i = 0; i < program->input_count; i++) {
        if (program->input[i].type <= NFH_TYPE_QUANTITY)
            vector->input_at[program->input[i].ref.slot] = i;
    }
}

static void add_text(struct nfh_vector *vector, const char *start, size_t length)
{
    if (nfh_priv_vector_code(vector, start, length) != NFH_CODE_OTHER)
        return;
    if (vector->text_count < NFH_TEXTS_MAX)
        vector->text[vector->text_count++] = (struct nfh_bytes){start, length};
}

/* The texts that something may ask for: of equalities, of choices and of @values. Those of others
 * would not matter, but are not told apart here. */
static void list_texts(struct nfh_vector *vector)
{
    const struct nfh_program *program = vector->program;
    add_text(vector, "female", 6);
    add_text(vector, "male", 4);
    for (size_t i = 0; i < program->code_count; i++) {
        const struct nfh_instruction *in = &program->code[i];
        for (size_t j = 0; in->opcode == NFH_OP_EQUAL_STRING && j < 2; j++) {
            if (!nfh_priv_vector_is_constant(vector, in->operand[j]))
                continue;
            const struct nfh_value *value = nfh_priv_vector_constant(vector, in->operand[j]);
            if (value->known)
                add_text(vector, value->as.string.bytes, value->as.string.length);
        }
    }
    for (size_t i = 0; i < program->input_count; i++) {
        const struct nfh_input *input = &program->input[i];
        for (size_t j = 0; input->type == NFH_TYPE_STRING && j < input->value_count; j++)
            add_text(vector, input->values[j], strlen(input->values[j]));
    }
}

/* The columns that no criterion asks for are looked at too, for what cannot be read in them. */
static void plan_rest(struct nfh_vector *vector)
{
    for (size_t i = 0; i < vector->program->input_count; i++) {
        const struct nfh_lane *lane = &vector->lane[vector->program->input[i].ref.slot];
        if (!lane->is_made && vector->source.column[i].kind != NFH_COLUMN_NONE &&
            vector->program->input[i].type <= NFH_TYPE_QUANTITY)
            nfh_priv_vector_plan_load(vector, i);
    }
}

struct nfh_vector *nfh_priv_vector_new(const struct nfh_program *program,
                                       const struct nfh_memory *memory,
                                       const struct nfh_vector_source *source,
                                       const uint32_t *wanted, size_t count)
{
    struct nfh_vector *vector = nfh_priv_allocate(memory, sizeof *vector);
    if (!vector)
        return NULL;
    nfh_priv_arena_init(&vector->arena, memory, 0);
    vector->program = program;
    vector->source = *source;
    vector->kernels = nfh_priv_kernels();
    if (!allocate(vector)) {
        nfh_priv_vector_free(vector);
        return NULL;
    }
    find_inputs(vector);
    list_texts(vector);
    nfh_priv_frame_start(program, &vector->frame);
    nfh_priv_vector_simplify(vector);
    nfh_priv_vector_mark(vector, wanted, count);
    size_t first = nfh_priv_first_result(program);
    for (size_t i = 0; i < program->code_count && !vector->out_of_memory; i++) {
        if (vector->is_needed[first + i] && vector->same[first + i] == first + i)
            nfh_priv_vector_plan(vector, i);
    }
    for (size_t i = 0; i < count; i++)
        nfh_priv_vector_take(vector, wanted[i], wanted[i], NFH_LANE_TRUTH);
    plan_rest(vector);
    if (vector->out_of_memory) {
        nfh_priv_vector_free(vector);
        return NULL;
    }
    return vector;
}

void nfh_priv_vector_free(struct nfh_vector *vector)
{
    if (!vector)
        return;
    struct nfh_memory memory = vector->arena.memory;
    nfh_priv_free(&memory, vector->step);
    nfh_priv_arena_free(&vector->arena);
    nfh_priv_free(&memory, vector);
}

/* ---- Running --------------------------------------------------------------------------------- */

void nfh_priv_vector_run(struct nfh_vector *vector, size_t first, size_t rows,
                         const uint64_t **alone)
{
    vector->first = first;
    vector->rows = rows;
    vector->words = (rows + 63) / 64;
    for (size_t i = 0; i < NFH_BLOCK_WORDS; i++) {
        size_t from = i * 64;
        vector->alone[i] = 0;
        vector->present[i] = rows >= from + 64 ? UINT64_MAX
                             : rows > from     ? (UINT64_C(1) << (rows - from)) - 1
                                               : 0;
    }
    for (size_t i = 0; i < vector->step_count; i++)
        vector->step[i].run(vector, &vector->step[i]);
    for (size_t i = 0; i < NFH_BLOCK_WORDS; i++)
        vector->alone[i] &= vector->present[i];
    *alone = vector->alone;
}

/* The lane that a wanted slot is read from: a constant has one of its own. */
static const struct nfh_lane *find_lane(const struct nfh_vector *vector, uint32_t slot)
{
    slot = vector->same[slot];
    if (nfh_priv_vector_is_constant(vector, slot)) {
        size_t at = slot - nfh_priv_first_constant(vector->program);
        return &vector->lane[nfh_priv_slot_count(vector->program) + at * (NFH_LANE_STRING + 1) +
                             NFH_LANE_TRUTH];
    }
    return &vector->lane[slot];
}

const char *nfh_priv_vector_obstacle(const struct nfh_vector *vector, uint32_t slot)
{
    const struct nfh_lane *lane = find_lane(vector, slot);
    return lane->kind == NFH_LANE_ROW ? lane->obstacle : NULL;
}

void nfh_priv_vector_truth(const struct nfh_vector *vector, uint32_t slot, const uint64_t **is_true,
                           const uint64_t **is_false)
{
    const struct nfh_lane *lane = find_lane(vector, slot);
    *is_true = lane->is_true;
    *is_false = lane->is_false;
}

/* ---- What steps have in common --------------------------------------------------------------- */

/* Eight bytes, the first the lowest. */
static uint64_t load_word(const uint8_t *bytes)
{
    uint64_t word = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&word, bytes, sizeof word);
#else
    for (size_t i = 0; i < 8; i++)
        word |= (uint64_t)bytes[i] << 8 * i;
#endif
    return word;
}

/* 64 bits from a byte on, `shift` bits later. */
static uint64_t shifted_word(const uint8_t *bytes, unsigned shift)
{
    uint64_t word = load_word(bytes) >> shift;
    return shift ? word | (uint64_t)bytes[8] << (64 - shift) : word;
}

void nfh_priv_vector_bits(const struct nfh_vector *vector, const uint8_t *bits, size_t offset,
                          uint64_t *words)
{
    size_t from = offset + vector->first, whole = vector->rows / 64, rest = vector->rows % 64;
    unsigned shift = (unsigned)(from % 8);
    uint8_t last[9] = {0};
    if (!bits) {
        memcpy(words, vector->present, vector->words * sizeof *words);
        return;
    }
    bits += from / 8;
    nfh_priv_vector_expect(bits + NFH_BLOCK_ROWS / 8, NFH_BLOCK_ROWS / 8);
    for (size_t i = 0; i < whole; i++)
        words[i] = shifted_word(bits + 8 * i, shift);
    if (rest == 0)
        return;
    /* No byte is read in which there is no row. */
    memcpy(last, bits + 8 * whole, (shift + rest + 7) / 8);
    words[whole] = shifted_word(last, shift) & vector->present[whole];
}

void nfh_priv_vector_known_in_both(const struct nfh_vector *vector,
                                   const struct nfh_vector_step *step, uint64_t *known)
{
    const struct nfh_lane *a = &vector->lane[step->a], *b = &vector->lane[step->b];
    for (size_t i = 0; i < vector->words; i++)
        known[i] = a->is_true[i] & b->is_true[i];
}

void nfh_priv_vector_leave(struct nfh_vector *vector, const uint64_t *doubtful,
                           const uint64_t *known)
{
    for (size_t i = 0; i < vector->words; i++)
        vector->alone[i] |= doubtful[i] & (known ? known[i] : vector->present[i]);
}

void nfh_priv_vector_decide(const struct nfh_vector *vector, const struct nfh_lane *to,
                            const uint64_t *holds, const uint64_t *known, bool opposite)
{
    uint64_t turn = opposite ? UINT64_MAX : 0;
    for (size_t i = 0; i < vector->words; i++) {
        to->is_true[i] = (holds[i] ^ turn) & known[i];
        to->is_false[i] = ~(holds[i] ^ turn) & known[i];
    }
}

uint8_t nfh_priv_vector_code(const struct nfh_vector *vector, const char *start, size_t length)
{
    for (size_t i = 0; i < vector->text_count; i++) {
        if (vector->text[i].length == length && memcmp(vector->text[i].start, start, length) == 0)
            return (uint8_t)(i + 1);
    }
    return NFH_CODE_OTHER;
}
