/* SPDX-License-Identifier: MIT
 *
 * vector_plan.c - which steps an instruction becomes, and the lanes that they work on.
 */
#include "cql/vector_plan.h"

#include <string.h>

#define KINDS (NFH_LANE_STRING + 1)

/* ---- Steps and lanes ------------------------------------------------------------------------- */

struct nfh_vector_step *nfh_priv_vector_step(struct nfh_vector *vector,
                                             void (*run)(struct nfh_vector *,
                                                         const struct nfh_vector_step *),
                                             uint32_t to, uint32_t a, uint32_t b)
{
    struct nfh_vector_step *grown =
        nfh_priv_grow(&vector->arena.memory, vector->step, vector->step_count,
                      &vector->step_capacity, sizeof *vector->step);
    if (!grown) {
        vector->out_of_memory = true;
        return &vector->nowhere;
    }
    vector->step = grown;
    struct nfh_vector_step *step = &grown[vector->step_count++];
    *step = (struct nfh_vector_step){.run = run, .to = to, .a = a, .b = b};
    return step;
}

static void *room(struct nfh_vector *vector, size_t size)
{
    void *block = nfh_priv_arena_allocate(&vector->arena, size);
    if (!block)
        vector->out_of_memory = true;
    return block;
}

struct nfh_lane *nfh_priv_vector_make(struct nfh_vector *vector, uint32_t slot, unsigned kind)
{
    struct nfh_lane *lane = &vector->lane[slot];
    lane->kind = (uint8_t)kind;
    lane->is_made = true;
    lane->low = -NFH_EXACT_MAX;
    lane->high = NFH_EXACT_MAX;
    lane->is_true = room(vector, NFH_BLOCK_WORDS * sizeof *lane->is_true);
    switch (kind) {
    case NFH_LANE_TRUTH:
        lane->is_false = room(vector, NFH_BLOCK_WORDS * sizeof *lane->is_false);
        break;
    case NFH_LANE_DATE:
        lane->days = lane->own_days = room(vector, NFH_BLOCK_ROWS * sizeof *lane->own_days);
        lane->low = NFH_DAYS_MIN;
        lane->high = NFH_DAYS_MAX;
        break;
    case NFH_LANE_STRING:
        lane->code = room(vector, NFH_BLOCK_ROWS * sizeof *lane->code);
        break;
    default:
        lane->number = room(vector, NFH_BLOCK_ROWS * sizeof *lane->number);
        break;
    }
    return lane;
}

void nfh_priv_vector_refuse(struct nfh_vector *vector, uint32_t slot, const char *obstacle)
{
    vector->lane[slot] =
        (struct nfh_lane){.kind = NFH_LANE_ROW, .is_made = true, .obstacle = obstacle};
}

/* ---- Operands -------------------------------------------------------------------------------- */

/* Fills a lane of its own with the constant, once. */
static uint32_t take_constant(struct nfh_vector *vector, uint32_t slot, unsigned kind)
{
    const struct nfh_value *value = nfh_priv_vector_constant(vector, slot);
    size_t at = slot - nfh_priv_first_constant(vector->program);
    uint32_t index = (uint32_t)(nfh_priv_slot_count(vector->program) + at * KINDS + kind);
    struct nfh_lane *lane = &vector->lane[index];
    if (lane->is_made)
        return index;
    nfh_priv_vector_make(vector, index, kind);
    if (vector->out_of_memory)
        return index;
    bool exact = true;
    for (size_t row = 0; row < NFH_BLOCK_ROWS && exact; row++)
        exact = nfh_priv_vector_put(vector, lane, row, value);
    if (!exact)
        nfh_priv_vector_refuse(vector, index, "a constant that is too great");
    else if (kind == NFH_LANE_DECIMAL && value->known)
        lane->low = lane->high = (double)value->as.decimal;
    else if (kind == NFH_LANE_INTEGER && value->known)
        lane->low = lane->high = (double)value->as.integer;
    return index;
}

/* What the loop is not sure of is read as for a single subject, unless it is beyond the lane. */
static void scale_numbers(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    struct nfh_lane *lane = &vector->lane[step->to];
    uint64_t doubtful[NFH_BLOCK_WORDS], inside[NFH_BLOCK_WORDS];
    vector->kernels->scale(lane->raw, vector->words, lane->number, doubtful);
    if (lane->may_exceed) {
        vector->kernels->between(lane->raw, -NFH_SCALE_MAX, NFH_SCALE_MAX, vector->words, inside);
        for (size_t i = 0; i < vector->words; i++)
            doubtful[i] |= ~inside[i];
    }
    for (size_t i = 0; i < vector->words; i++) {
        uint64_t rest = doubtful[i] & lane->is_true[i] & vector->present[i];
        while (rest != 0) {
            size_t row = i * 64 + nfh_priv_vector_next(&rest);
            nfh_decimal decimal;
            if (!nfh_priv_decimal_from_double(lane->raw[row], &decimal) ||
                (double)decimal < lane->low || (double)decimal > lane->high)
                vector->alone[i] |= UINT64_C(1) << row % 64;
            else
                lane->number[row] = (double)decimal;
        }
    }
}

uint32_t nfh_priv_vector_take_raw(struct nfh_vector *vector, uint32_t to, uint32_t slot,
                                  unsigned kind)
{
    slot = vector->same[slot];
    if (nfh_priv_vector_is_constant(vector, slot)) {
        unsigned wanted = kind ? kind : vector->hint[slot];
        if (wanted == NFH_LANE_NONE) {
            nfh_priv_vector_refuse(vector, to, "a choice between constants");
            return NFH_SLOT_NONE;
        }
        slot = take_constant(vector, slot, wanted);
    } else if (slot < vector->program->input_slots && !vector->lane[slot].is_made) {
        if (vector->input_at[slot] == NFH_SLOT_NONE)
            nfh_priv_vector_refuse(vector, slot, "a parameter of a type that no column has");
        else
            nfh_priv_vector_plan_load(vector, vector->input_at[slot]);
    }
    const struct nfh_lane *lane = &vector->lane[slot];
    if (lane->kind == NFH_LANE_ROW || (kind && lane->kind != kind)) {
        nfh_priv_vector_refuse(vector, to,
                               lane->kind == NFH_LANE_ROW ? lane->obstacle
                                                          : "a value of a type that no column has");
        return NFH_SLOT_NONE;
    }
    return slot;
}

uint32_t nfh_priv_vector_take(struct nfh_vector *vector, uint32_t to, uint32_t slot, unsigned kind)
{
    uint32_t taken = nfh_priv_vector_take_raw(vector, to, slot, kind);
    if (taken == NFH_SLOT_NONE)
        return taken;
    struct nfh_lane *lane = &vector->lane[taken];
    if (lane->is_deferred)
        nfh_priv_vector_plan_rows(vector, taken - nfh_priv_first_result(vector->program));
    if (lane->is_raw && !lane->number) {
        lane->number = room(vector, NFH_BLOCK_ROWS * sizeof *lane->number);
        nfh_priv_vector_step(vector, scale_numbers, taken, taken, taken);
    }
    if (lane->kind != NFH_LANE_ROW)
        return taken;
    nfh_priv_vector_refuse(vector, to, lane->obstacle);
    return NFH_SLOT_NONE;
}

/* ---- Values of single rows ------------------------------------------------------------------- */

void nfh_priv_vector_get(const struct nfh_vector *vector, const struct nfh_lane *lane, size_t row,
                         struct nfh_value *value)
{
    unsigned is_true = lane->is_true[row / 64] >> row % 64 & 1;
    *value = (struct nfh_value){.known = (uint8_t)is_true};
    switch (lane->kind) {
    case NFH_LANE_TRUTH:
        value->known = 0;
        value->truth = is_true                                    ? NFH_TRUTH_TRUE
                       : lane->is_false[row / 64] >> row % 64 & 1 ? NFH_TRUTH_FALSE
                                                                  : NFH_TRUTH_NULL;
        break;
    case NFH_LANE_DECIMAL:
        if (is_true)
            value->as.decimal = (nfh_decimal)lane->number[row];
        break;
    case NFH_LANE_INTEGER:
        if (is_true)
            value->as.integer = (int64_t)lane->number[row];
        break;
    case NFH_LANE_DATE:
        if (is_true)
            value->as.date = nfh_priv_date_from_days(lane->days[row]);
        break;
    default:
        if (is_true && lane->code[row] != NFH_CODE_OTHER) {
            const struct nfh_bytes *text = &vector->text[lane->code[row] - 1];
            value->as.string.bytes = text->start;
            value->as.string.length = text->length;
        }
        break;
    }
}

static bool put_known(const struct nfh_vector *vector, struct nfh_lane *lane, size_t row,
                      const struct nfh_value *value)
{
    switch (lane->kind) {
    case NFH_LANE_DECIMAL:
        lane->number[row] = (double)value->as.decimal;
        return nfh_priv_decimal_magnitude(value->as.decimal) <= (nfh_uint128)NFH_EXACT_MAX;
    case NFH_LANE_INTEGER:
        lane->number[row] = (double)value->as.integer;
        return value->as.integer >= -(int64_t)NFH_EXACT_MAX &&
               value->as.integer <= (int64_t)NFH_EXACT_MAX;
    case NFH_LANE_DATE:
        if (!nfh_priv_date_is_full(value->as.date))
            return false;
        lane->own_days[row] = nfh_priv_date_to_days(value->as.date);
        return true;
    case NFH_LANE_STRING:
        lane->code[row] =
            nfh_priv_vector_code(vector, value->as.string.bytes, value->as.string.length);
        return true;
    default:
        return false;
    }
}

bool nfh_priv_vector_put(struct nfh_vector *vector, struct nfh_lane *lane, size_t row,
                         const struct nfh_value *value)
{
    const uint8_t limits = NFH_NOTE_BELOW | NFH_NOTE_ABOVE;
    uint64_t bit = UINT64_C(1) << row % 64;
    bool is_true = lane->kind == NFH_LANE_TRUTH ? value->truth == NFH_TRUTH_TRUE : value->known;
    if (is_true)
        lane->is_true[row / 64] |= bit;
    else
        lane->is_true[row / 64] &= ~bit;
    if (lane->kind == NFH_LANE_TRUTH) {
        if (value->truth == NFH_TRUTH_FALSE)
            lane->is_false[row / 64] |= bit;
        else
            lane->is_false[row / 64] &= ~bit;
    } else if (is_true && !put_known(vector, lane, row, value)) {
        lane->is_true[row / 64] &= ~bit; /* nothing is to be made of it */
        return false;
    }
    return !value->error && !(value->note & limits);
}

/* ---- Instructions ---------------------------------------------------------------------------- */

static bool is_between(unsigned opcode, unsigned first, unsigned last)
{
    return opcode >= first && opcode <= last;
}

unsigned nfh_priv_vector_operand_kind(unsigned opcode)
{
    switch (opcode) {
    case NFH_OP_EQUAL_INTEGER:
    case NFH_OP_LESS_INTEGER:
    case NFH_OP_LESS_OR_EQUAL_INTEGER:
    case NFH_OP_INTEGER_TO_DECIMAL:
        return NFH_LANE_INTEGER;
    case NFH_OP_EQUAL_DECIMAL:
    case NFH_OP_LESS_DECIMAL:
    case NFH_OP_LESS_OR_EQUAL_DECIMAL:
    case NFH_OP_SIMILAR_DECIMAL:
        return NFH_LANE_DECIMAL;
    case NFH_OP_EQUAL_STRING:
        return NFH_LANE_STRING;
    case NFH_OP_EQUAL_DATE:
    case NFH_OP_LESS_DATE:
    case NFH_OP_LESS_OR_EQUAL_DATE:
    case NFH_OP_DURATION:
    case NFH_OP_DIFFERENCE:
        return NFH_LANE_DATE;
    default:
        if (is_between(opcode, NFH_OP_ADD_INTEGER, NFH_OP_MODULO_INTEGER))
            return NFH_LANE_INTEGER;
        if (is_between(opcode, NFH_OP_ADD_DECIMAL, NFH_OP_MODULO_DECIMAL))
            return NFH_LANE_DECIMAL;
        return NFH_LANE_NONE;
    }
}

/* Texts and quantities with units of their own have no lanes, and what is told of a decimal's
 * digits after the point is not kept in one. */
unsigned nfh_priv_vector_result_kind(unsigned opcode)
{
    switch (opcode) {
    case NFH_OP_CEILING_DECIMAL:
    case NFH_OP_FLOOR_DECIMAL:
    case NFH_OP_TRUNCATE_DECIMAL:
    case NFH_OP_LONG_TO_INTEGER:
    case NFH_OP_DURATION:
    case NFH_OP_DIFFERENCE:
    case NFH_OP_DATE_COMPONENT:
    case NFH_OP_DATE_PRECISION:
    case NFH_OP_SUCCESSOR_INTEGER:
    case NFH_OP_PREDECESSOR_INTEGER:
        return NFH_LANE_INTEGER;
    case NFH_OP_INTEGER_TO_DECIMAL:
    case NFH_OP_NATIVE_VALUE:
    case NFH_OP_SUCCESSOR_DECIMAL:
    case NFH_OP_PREDECESSOR_DECIMAL:
        return NFH_LANE_DECIMAL;
    case NFH_OP_MAKE_DATE:
    case NFH_OP_ADD_DATE:
    case NFH_OP_ADD_DATE_QUANTITY:
    case NFH_OP_SUCCESSOR_DATE:
    case NFH_OP_PREDECESSOR_DATE:
        return NFH_LANE_DATE;
    case NFH_OP_NATIVE_TRUTH:
    case NFH_OP_EQUAL_STRING:
    case NFH_OP_LESS_STRING:
    case NFH_OP_LESS_OR_EQUAL_STRING:
    case NFH_OP_SIMILAR_STRING:
    case NFH_OP_SIMILAR_DECIMAL:
    case NFH_OP_EQUAL_DATE:
    case NFH_OP_LESS_DATE:
    case NFH_OP_LESS_OR_EQUAL_DATE:
        return NFH_LANE_TRUTH;
    default:
        if (is_between(opcode, NFH_OP_ADD_INTEGER, NFH_OP_MODULO_INTEGER))
            return NFH_LANE_INTEGER;
        if (is_between(opcode, NFH_OP_ADD_DECIMAL, NFH_OP_LN_DECIMAL))
            return NFH_LANE_DECIMAL;
        return NFH_LANE_NONE;
    }
}

void nfh_priv_vector_plan(struct nfh_vector *vector, size_t instruction)
{
    switch (vector->program->code[instruction].opcode) {
    case NFH_OP_AND:
    case NFH_OP_OR:
    case NFH_OP_XOR:
    case NFH_OP_NOT:
    case NFH_OP_IS_TRUE:
    case NFH_OP_IS_FALSE:
    case NFH_OP_IS_UNKNOWN:
    case NFH_OP_IS_NULL:
    case NFH_OP_EQUAL_BOOLEAN:
    case NFH_OP_SELECT_BOOLEAN:
    case NFH_OP_COALESCE_BOOLEAN:
    case NFH_OP_RAISE_BOOLEAN:
        nfh_priv_vector_plan_logic(vector, instruction);
        break;
    case NFH_OP_SELECT:
    case NFH_OP_COALESCE:
    case NFH_OP_RAISE:
        nfh_priv_vector_plan_choice(vector, instruction);
        break;
    default:
        if (!nfh_priv_vector_plan_compare(vector, instruction) &&
            !nfh_priv_vector_plan_number(vector, instruction) &&
            !nfh_priv_vector_plan_date(vector, instruction) &&
            !nfh_priv_vector_plan_native(vector, instruction))
            nfh_priv_vector_plan_rows(vector, instruction);
        break;
    }
}
