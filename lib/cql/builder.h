/* SPDX-License-Identifier: MIT
 *
 * builder.h - a program under construction: every instruction once, constants folded.
 *
 * While it grows, a slot number says what it is by its upper bits; nfh_priv_build_finish gives the
 * final numbers.
 */
#ifndef NFH_CQL_BUILDER_H
#define NFH_CQL_BUILDER_H

#include "cql/program.h"

#define NFH_SLOT_CONSTANT 0x40000000u
#define NFH_SLOT_RESULT   0x80000000u

/* The first constants of every program. */
#define NFH_SLOT_NULL  (NFH_SLOT_CONSTANT + 0)
#define NFH_SLOT_TRUE  (NFH_SLOT_CONSTANT + 1)
#define NFH_SLOT_FALSE (NFH_SLOT_CONSTANT + 2)

struct nfh_builder {
    struct nfh_memory memory;
    struct nfh_arena *arena; /* of the program: for the texts of constants that arise */
    struct nfh_heap heap;
    struct nfh_value *constant;
    size_t constant_count, constant_capacity;
    struct nfh_instruction *code;
    size_t code_count, code_capacity;
    uint32_t *pool;
    size_t pool_count, pool_capacity;
    uint32_t *table; /* hash table of constants and instructions: slot numbers, 0 for none */
    size_t table_size, table_used;
    size_t input_slots;
    size_t derived_units;
    uint32_t now; /* the input slot of the evaluation's time, or NFH_SLOT_NONE */
    struct nfh_leaf *leaf; /* see leaves.h */
    size_t leaf_count, leaf_capacity;
    uint32_t *leaf_at; /* by instruction: 1 more than the index of its leaf, or 0 */
    size_t leaf_places;
    bool out_of_memory;
    bool too_large;
};

void nfh_priv_build_start(struct nfh_builder *builder, const struct nfh_memory *memory,
                          struct nfh_arena *arena);
/* Moves the program into `arena` under its final slot numbers, those of the outputs too. False when
 * out of memory. */
bool nfh_priv_build_finish(struct nfh_builder *builder, struct nfh_program *program,
                           struct nfh_arena *arena);
/* The number that a slot has in the finished program. */
uint32_t nfh_priv_final_slot(const struct nfh_builder *builder, uint32_t slot);
void nfh_priv_build_free(struct nfh_builder *builder);

uint32_t nfh_priv_build_constant(struct nfh_builder *builder, const struct nfh_value *value);
/* The value of a slot that is a constant, or NULL. It is valid until the next constant is made. */
const struct nfh_value *nfh_priv_build_known(const struct nfh_builder *builder, uint32_t slot);
/* The instruction whose result a slot is, or NULL. It is valid until the next instruction is made.
 */
const struct nfh_instruction *nfh_priv_build_origin(const struct nfh_builder *builder,
                                                    uint32_t slot);

/* The slot of an instruction's result; operands that it does not have are ignored. After a failure
 * (see the flags) it is NFH_SLOT_NULL. */
uint32_t nfh_priv_build(struct nfh_builder *builder, unsigned opcode, unsigned detail, uint32_t a,
                        uint32_t b, uint32_t c);
/* The same for an instruction whose operands stand in the pool. */
uint32_t nfh_priv_build_pool(struct nfh_builder *builder, unsigned opcode, unsigned detail,
                             const uint32_t *argument, size_t count);

#endif
