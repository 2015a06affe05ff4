/* SPDX-License-Identifier: MIT
 *
 * opcodes.h - the numbers of the instructions, and their shape.
 */
#ifndef NFH_CQL_OPCODES_H
#define NFH_CQL_OPCODES_H

#include <stdbool.h>

/* What an instruction does; opcodes.def has a line on each. */
enum nfh_opcode {
#define NFH_OPCODE(name, operands, result) NFH_OP_##name,
#include "cql/opcodes.def"
#undef NFH_OPCODE
    NFH_OPCODE_COUNT
};

#define NFH_OPERANDS_POOL    (-1) /* the operands stand in the pool */
#define NFH_OPERANDS_DERIVED 0x10 /* added to a number of operands: operand[2] is no slot but says
                                     which place for a unit that arises at run time */

#define NFH_FOLDED_OPERANDS 8 /* the most that an instruction has whose result may be a constant */

/* How many slots an instruction reads (NFH_OPERANDS_POOL: in the pool), and whether it gives a
 * Boolean. */
int nfh_priv_opcode_operands(unsigned opcode);
/* Whether it may take memory or work from the frame's heap. */
static inline bool nfh_priv_opcode_uses_heap(unsigned opcode)
{
    return opcode == NFH_OP_JOIN || opcode >= NFH_OP_CONCATENATE;
}
bool nfh_priv_opcode_is_truth(unsigned opcode);
/* Whether it gives a text that lies in the heap. */
bool nfh_priv_opcode_is_text(unsigned opcode);
/* Whether its operand[2] is the number of a derived unit. */
bool nfh_priv_opcode_is_derived(unsigned opcode);

#endif
