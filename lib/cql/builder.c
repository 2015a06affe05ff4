/* SPDX-License-Identifier: MIT */
#include "cql/builder.h"

#include <string.h>

#include "cql/leaves.h"
#include "cql/native.h"
#include "cql/run.h"

static uint32_t fail(struct nfh_builder *builder, bool memory)
{
    if (memory)
        builder->out_of_memory = true;
    else
        builder->too_large = true;
    return NFH_SLOT_NULL;
}

/* --- the hash table
 * ------------------------------------------------------------------------------------ */

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ byte[i]) * 0x100000001b3u;
    return hash;
}

static uint64_t hash_constant(const struct nfh_value *value)
{
    return hash_bytes(1, value, sizeof *value);
}

static uint64_t hash_instruction(const struct nfh_instruction *in, const uint32_t *pool)
{
    uint64_t hash = hash_bytes(2, in, 2 * sizeof(uint16_t));

    if (pool)
        return hash_bytes(hash, pool, in->operand[1] * sizeof *pool);
    return hash_bytes(hash, in->operand, sizeof in->operand);
}

/* The arguments of an instruction that keeps them in the pool, or NULL. */
static const uint32_t *pool_of(const struct nfh_builder *builder, const struct nfh_instruction *in)
{
    return nfh_priv_opcode_operands(in->opcode) < 0 ? builder->pool + in->operand[0] : NULL;
}

static uint64_t hash_of_slot(const struct nfh_builder *builder, uint32_t slot)
{
    if (slot & NFH_SLOT_RESULT) {
        const struct nfh_instruction *in = &builder->code[slot & ~NFH_SLOT_RESULT];
        return hash_instruction(in, pool_of(builder, in));
    }
    return hash_constant(&builder->constant[slot & ~NFH_SLOT_CONSTANT]);
}

static bool grow_table(struct nfh_builder *builder)
{
    size_t size = builder->table_size ? builder->table_size * 2 : 1024;
    uint32_t *table = nfh_priv_allocate(&builder->memory, size * sizeof *table);

    if (!table)
        return false;
    for (size_t i = 0; i < builder->table_size; i++) {
        if (builder->table[i] == 0)
            continue;
        size_t at = hash_of_slot(builder, builder->table[i]) & (size - 1);
        while (table[at] != 0)
            at = (at + 1) & (size - 1);
        table[at] = builder->table[i];
    }
    nfh_priv_free(&builder->memory, builder->table);
    builder->table = table;
    builder->table_size = size;
    return true;
}

static bool same_constant(const struct nfh_builder *builder, uint32_t slot,
                          const struct nfh_value *value)
{
    return !(slot & NFH_SLOT_RESULT) &&
           memcmp(&builder->constant[slot & ~NFH_SLOT_CONSTANT], value, sizeof *value) == 0;
}

static bool same_instruction(const struct nfh_builder *builder, uint32_t slot,
                             const struct nfh_instruction *in, const uint32_t *pool)
{
    const struct nfh_instruction *other = nfh_priv_build_origin(builder, slot);

    if (!other || other->opcode != in->opcode || other->detail != in->detail)
        return false;
    if (!pool)
        return memcmp(other->operand, in->operand, sizeof in->operand) == 0;
    return other->operand[1] == in->operand[1] &&
           memcmp(builder->pool + other->operand[0], pool, in->operand[1] * sizeof *pool) == 0;
}

/* The place of a value or instruction in the table, or where it would go. Exactly one of value and
 * in is given. */
static uint32_t *find(struct nfh_builder *builder, const struct nfh_value *value,
                      const struct nfh_instruction *in, const uint32_t *pool)
{
    size_t mask = builder->table_size - 1;
    size_t at = (value ? hash_constant(value) : hash_instruction(in, pool)) & mask;

    while (builder->table[at] != 0) {
        uint32_t slot = builder->table[at];
        if (value ? same_constant(builder, slot, value) : same_instruction(builder, slot, in, pool))
            break;
        at = (at + 1) & mask;
    }
    return &builder->table[at];
}

static bool make_room(struct nfh_builder *builder)
{
    return builder->table_used * 2 < builder->table_size || grow_table(builder);
}

/* --- constants
 * ----------------------------------------------------------------------------------------- */

void nfh_priv_build_start(struct nfh_builder *builder, const struct nfh_memory *memory,
                          struct nfh_arena *arena)
{
    struct nfh_value value = {0};

    memset(builder, 0, sizeof *builder);
    builder->memory = *memory;
    builder->arena = arena;
    builder->now = NFH_SLOT_NONE;
    nfh_priv_heap_start(&builder->heap, memory);
    nfh_priv_build_constant(builder, &value);
    value.truth = NFH_TRUTH_TRUE;
    nfh_priv_build_constant(builder, &value);
    value.truth = NFH_TRUTH_FALSE;
    nfh_priv_build_constant(builder, &value);
}

uint32_t nfh_priv_build_constant(struct nfh_builder *builder, const struct nfh_value *value)
{
    struct nfh_value *constants;
    uint32_t *place;

    if (!make_room(builder))
        return fail(builder, true);
    place = find(builder, value, NULL, NULL);
    if (*place != 0)
        return *place;
    if (builder->constant_count >= NFH_INSTRUCTIONS_MAX)
        return fail(builder, false);
    constants = nfh_priv_grow(&builder->memory, builder->constant, builder->constant_count,
                              &builder->constant_capacity, sizeof *constants);
    if (!constants)
        return fail(builder, true);
    builder->constant = constants;
    constants[builder->constant_count] = *value;
    builder->table_used++;
    return *place = NFH_SLOT_CONSTANT | (uint32_t)builder->constant_count++;
}

const struct nfh_value *nfh_priv_build_known(const struct nfh_builder *builder, uint32_t slot)
{
    return slot & NFH_SLOT_CONSTANT ? &builder->constant[slot & ~NFH_SLOT_CONSTANT] : NULL;
}

const struct nfh_instruction *nfh_priv_build_origin(const struct nfh_builder *builder,
                                                    uint32_t slot)
{
    return slot & NFH_SLOT_RESULT ? &builder->code[slot & ~NFH_SLOT_RESULT] : NULL;
}

/* --- instructions
 * -------------------------------------------------------------------------------------- */

/* A span between partial dates stays an instruction: a comparison asks it for its bounds. */
static bool is_open_span(const struct nfh_instruction *in, const struct nfh_value *operand,
                         const struct nfh_value *result)
{
    return (in->opcode == NFH_OP_DURATION || in->opcode == NFH_OP_DIFFERENCE ||
            in->opcode == NFH_OP_DATETIME_DURATION || in->opcode == NFH_OP_DATETIME_DIFFERENCE) &&
           operand[0].known && operand[1].known && !result->known;
}

/* Whether the result hangs on the time zone of the evaluation: for what needs two moments in one
 * zone, only where an offset is given. */
static bool needs_zone(const struct nfh_instruction *in, const struct nfh_value *operand)
{
    switch (in->opcode) {
    case NFH_OP_EQUAL_DATETIME:
    case NFH_OP_LESS_DATETIME:
    case NFH_OP_LESS_OR_EQUAL_DATETIME:
    case NFH_OP_DATETIME_DURATION:
    case NFH_OP_DATETIME_DIFFERENCE:
        return operand[0].known && operand[1].known &&
               (nfh_priv_datetime_offset(operand[0].as.datetime) != NFH_OFFSET_NONE ||
                nfh_priv_datetime_offset(operand[1].as.datetime) != NFH_OFFSET_NONE);
    case NFH_OP_TIME_FROM:
        return operand[0].known &&
               nfh_priv_datetime_offset(operand[0].as.datetime) != NFH_OFFSET_NONE;
    case NFH_OP_TIMEZONE_OFFSET:
        return operand[0].known &&
               nfh_priv_datetime_offset(operand[0].as.datetime) == NFH_OFFSET_NONE;
    default:
        return false;
    }
}

/* Copies the constant operands of an instruction; false when one is no constant. */
static bool constant_operands(const struct nfh_builder *builder, const uint32_t *operand,
                              size_t count, struct nfh_value *values)
{
    for (size_t i = 0; i < count; i++) {
        const struct nfh_value *known = nfh_priv_build_known(builder, operand[i]);
        if (!known)
            return false;
        values[i] = *known;
    }
    return true;
}

/* A text that has arisen lies in the heap: it moves to where the program lies. */
static bool keep_text(struct nfh_builder *builder, unsigned opcode, struct nfh_value *value)
{
    if (!nfh_priv_opcode_is_text(opcode) || !value->known)
        return true;
    value->as.string.bytes =
        nfh_priv_arena_text(builder->arena, value->as.string.bytes, value->as.string.length);
    if (!value->as.string.bytes)
        builder->out_of_memory = true;
    return value->as.string.bytes != NULL;
}

/* What an instruction with constant operands gives is a constant, unless it is an error, which must
 * stay where it arises. `operand`: of an instruction in the pool, else NULL. */
static bool fold(struct nfh_builder *builder, const struct nfh_instruction *in,
                 const uint32_t *operand, uint32_t *slot)
{
    enum { MOST = NFH_FOLDED_OPERANDS };
    struct nfh_value values[MOST + 1] = {{.known = 0}}, result = {.known = 0};
    struct nfh_instruction alone = *in;
    uint32_t pool[MOST];
    struct nfh_program program = {
        .code = &alone, .code_count = 1, .input_slots = MOST, .pool = pool};
    struct nfh_frame frame = {values, NULL, &builder->heap, NFH_ZONE_UNKNOWN};
    size_t count = operand ? in->operand[1] : 3;

    if (nfh_priv_opcode_is_derived(in->opcode) || count > MOST ||
        !constant_operands(builder, operand ? operand : in->operand, count, values))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        pool[i] = i;
        if (!operand)
            alone.operand[i] = i;
    }
    if (operand)
        alone.operand[0] = 0;
    if (needs_zone(in, values))
        return false;
    nfh_priv_evaluate(&program, &frame, 0, 1);
    if (values[MOST].error || builder->heap.out_of_memory ||
        is_open_span(in, values, &values[MOST]))
        return false;
    /* Only what belongs to the value, so that equal constants are one. */
    if (nfh_priv_opcode_is_truth(in->opcode))
        result.truth = values[MOST].truth;
    else if (values[MOST].known)
        result = values[MOST];
    if (!keep_text(builder, in->opcode, &result))
        return false;
    *slot = nfh_priv_build_constant(builder, &result);
    return true;
}

/* Instructions whose result is one of their operands, whatever the others are. */
static bool simplify(const struct nfh_builder *builder, const struct nfh_instruction *in,
                     uint32_t *slot)
{
    uint32_t a = in->operand[0], b = in->operand[1], c = in->operand[2];
    const struct nfh_value *known = nfh_priv_build_known(builder, a);

    switch (in->opcode) {
    case NFH_OP_AND:
        if (a == NFH_SLOT_FALSE || b == NFH_SLOT_FALSE)
            *slot = NFH_SLOT_FALSE;
        else if (a == NFH_SLOT_TRUE || a == b)
            *slot = b;
        else if (b == NFH_SLOT_TRUE)
            *slot = a;
        else
            return false;
        return true;
    case NFH_OP_OR:
        if (a == NFH_SLOT_TRUE || b == NFH_SLOT_TRUE)
            *slot = NFH_SLOT_TRUE;
        else if (a == NFH_SLOT_FALSE || a == b)
            *slot = b;
        else if (b == NFH_SLOT_FALSE)
            *slot = a;
        else
            return false;
        return true;
    case NFH_OP_SELECT_BOOLEAN:
    case NFH_OP_SELECT:
        if (known)
            *slot = a == NFH_SLOT_TRUE ? b : c;
        return known != NULL;
    case NFH_OP_COALESCE_BOOLEAN:
    case NFH_OP_COALESCE:
        if (known)
            *slot = known->known || known->truth ? a : b;
        return known != NULL;
    case NFH_OP_RAISE_BOOLEAN:
    case NFH_OP_RAISE:
        *slot = a;
        return b == NFH_SLOT_FALSE || b == NFH_SLOT_NULL;
    default:
        return false;
    }
}

static uint32_t append(struct nfh_builder *builder, const struct nfh_instruction *in,
                       uint32_t *place)
{
    struct nfh_instruction *code;

    if (builder->code_count >= NFH_INSTRUCTIONS_MAX)
        return fail(builder, false);
    code = nfh_priv_grow(&builder->memory, builder->code, builder->code_count,
                         &builder->code_capacity, sizeof *code);
    if (!code)
        return fail(builder, true);
    builder->code = code;
    code[builder->code_count] = *in;
    builder->table_used++;
    return *place = NFH_SLOT_RESULT | (uint32_t)builder->code_count++;
}

uint32_t nfh_priv_build(struct nfh_builder *builder, unsigned opcode, unsigned detail, uint32_t a,
                        uint32_t b, uint32_t c)
{
    int operands = nfh_priv_opcode_operands(opcode);
    struct nfh_instruction in = {
        (uint16_t)opcode, (uint16_t)detail, {a, operands > 1 ? b : a, operands > 2 ? c : a}};
    uint32_t slot, *place;

    if (nfh_priv_opcode_is_derived(opcode))
        in.operand[2] = c; /* a number, not a slot */
    if (simplify(builder, &in, &slot) || fold(builder, &in, NULL, &slot))
        return slot;
    if (!make_room(builder))
        return fail(builder, true);
    place = find(builder, NULL, &in, NULL);
    return *place != 0 ? *place : append(builder, &in, place);
}

uint32_t nfh_priv_build_pool(struct nfh_builder *builder, unsigned opcode, unsigned detail,
                             const uint32_t *argument, size_t count)
{
    struct nfh_instruction in = {
        (uint16_t)opcode,
        (uint16_t)detail,
        {(uint32_t)builder->pool_count, (uint32_t)count, 0},
    };
    uint32_t slot, *place;

    if (fold(builder, &in, argument, &slot))
        return slot;
    if (!make_room(builder))
        return fail(builder, true);
    place = find(builder, NULL, &in, argument);
    if (*place != 0)
        return *place;
    for (size_t i = 0; i < count; i++) {
        uint32_t *pool = nfh_priv_grow(&builder->memory, builder->pool, builder->pool_count,
                                       &builder->pool_capacity, sizeof *pool);
        if (!pool)
            return fail(builder, true);
        builder->pool = pool;
        pool[builder->pool_count++] = argument[i];
    }
    return append(builder, &in, place);
}

/* --- the end
 * ------------------------------------------------------------------------------------------- */

uint32_t nfh_priv_final_slot(const struct nfh_builder *builder, uint32_t slot)
{
    if (slot == NFH_SLOT_NONE)
        return slot;
    if (slot & NFH_SLOT_RESULT)
        return (uint32_t)(builder->input_slots + builder->constant_count) +
               (slot & ~NFH_SLOT_RESULT);
    if (slot & NFH_SLOT_CONSTANT)
        return (uint32_t)builder->input_slots + (slot & ~NFH_SLOT_CONSTANT);
    return slot;
}

/* The refs of one output share nothing that another would move a second time: members are copied.
 */
static bool relocate_ref(const struct nfh_builder *builder, struct nfh_arena *arena,
                         struct nfh_ref *ref)
{
    struct nfh_ref *member;

    ref->slot = nfh_priv_final_slot(builder, ref->slot);
    ref->high = nfh_priv_final_slot(builder, ref->high);
    ref->low_closed = nfh_priv_final_slot(builder, ref->low_closed);
    ref->high_closed = nfh_priv_final_slot(builder, ref->high_closed);
    ref->absent = nfh_priv_final_slot(builder, ref->absent);
    ref->least = nfh_priv_final_slot(builder, ref->least);
    ref->greatest = nfh_priv_final_slot(builder, ref->greatest);
    if (ref->member_count == 0)
        return true;
    member = nfh_priv_arena_allocate(arena, ref->member_count * sizeof *member);
    if (!member)
        return false;
    for (uint32_t i = 0; i < ref->member_count; i++) {
        member[i] = ref->member[i];
        if (!relocate_ref(builder, arena, &member[i]))
            return false;
    }
    ref->member = member;
    return true;
}

static bool relocate_refs(const struct nfh_builder *builder, struct nfh_program *program,
                          struct nfh_arena *arena)
{
    for (size_t i = 0; i < program->output_count; i++)
        if (!relocate_ref(builder, arena, &program->output[i].ref))
            return false;
    for (size_t i = 0; i < program->input_count; i++)
        if (!relocate_ref(builder, arena, &program->input[i].ref))
            return false;
    for (size_t i = 0; i < program->message_count; i++) {
        struct nfh_message_point *message = &program->message[i];
        message->condition = nfh_priv_final_slot(builder, message->condition);
        message->code = nfh_priv_final_slot(builder, message->code);
        message->severity = nfh_priv_final_slot(builder, message->severity);
        message->text = nfh_priv_final_slot(builder, message->text);
    }
    return true;
}

static void *copy(struct nfh_arena *arena, const void *from, size_t count, size_t size)
{
    void *to = nfh_priv_arena_allocate(arena, (count + 1) * size);

    if (to && count > 0)
        memcpy(to, from, count * size);
    return to;
}

bool nfh_priv_build_finish(struct nfh_builder *builder, struct nfh_program *program,
                           struct nfh_arena *arena)
{
    for (size_t i = 0; i < builder->code_count; i++) {
        struct nfh_instruction *in = &builder->code[i];
        int operands = nfh_priv_opcode_operands(in->opcode);
        bool numbered = nfh_priv_opcode_is_derived(in->opcode);
        for (int j = 0; operands >= 0 && j < (numbered ? 2 : 3); j++)
            in->operand[j] = nfh_priv_final_slot(builder, in->operand[j]);
    }
    for (size_t i = 0; i < builder->pool_count; i++)
        builder->pool[i] = nfh_priv_final_slot(builder, builder->pool[i]);
    if (!relocate_refs(builder, program, arena))
        return false;
    program->now = builder->now;
    program->input_slots = builder->input_slots;
    program->constant =
        copy(arena, builder->constant, builder->constant_count, sizeof *builder->constant);
    program->constant_count = builder->constant_count;
    program->code = copy(arena, builder->code, builder->code_count, sizeof *builder->code);
    program->code_count = builder->code_count;
    program->pool = copy(arena, builder->pool, builder->pool_count, sizeof *builder->pool);
    program->derived_units = builder->derived_units;
    return program->constant && program->code && program->pool &&
           nfh_priv_leaves_finish(builder, program, arena);
}

void nfh_priv_build_free(struct nfh_builder *builder)
{
    nfh_priv_free(&builder->memory, builder->constant);
    nfh_priv_free(&builder->memory, builder->code);
    nfh_priv_free(&builder->memory, builder->pool);
    nfh_priv_free(&builder->memory, builder->table);
    nfh_priv_free(&builder->memory, builder->leaf);
    nfh_priv_free(&builder->memory, builder->leaf_at);
    nfh_priv_heap_free(&builder->heap);
}
