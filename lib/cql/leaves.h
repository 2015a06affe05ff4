/* SPDX-License-Identifier: MIT
 *
 * leaves.h - what a rule set's comparisons compare, noted while it is compiled.
 *
 * Instructions say what is calculated, but not which way round the text has a comparison, nor the
 * units, which are gone once they are known to agree. A reason is told in the text's own terms, so
 * these are kept beside the program. The evaluation never looks at them.
 */
#ifndef NFH_CQL_LEAVES_H
#define NFH_CQL_LEAVES_H

#include "cql/lower.h"

/* Notes that the Boolean in `slot` is a relation (NFH_RELATION_…) of a and b, or of a alone (b
 * NULL), at the node being compiled. The first note on a slot stays: equal instructions are one. */
void nfh_priv_note_leaf(struct nfh_lowering *lowering, uint32_t slot, int relation,
                        const struct nfh_ref *a, const struct nfh_ref *b);
/* The same for a list of `count` elements, whose slots are kept. */
void nfh_priv_note_list(struct nfh_lowering *lowering, uint32_t slot, const struct nfh_ref *a,
                        const uint32_t *element, size_t count);

/* Moves the notes to where the program lies, and names its slots. False when out of memory. */
bool nfh_priv_leaves_finish(struct nfh_builder *builder, struct nfh_program *program,
                            struct nfh_arena *arena);

#endif
