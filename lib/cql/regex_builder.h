/* SPDX-License-Identifier: MIT
 *
 * regex_builder.h - the program of a regular expression while it is being compiled. Jumps are
 * relative, so that code can be moved and copied.
 */
#ifndef NFH_CQL_REGEX_BUILDER_H
#define NFH_CQL_REGEX_BUILDER_H

#include "cql/regex_program.h"

#define NFH_REGEX_NO_LIMIT UINT32_MAX

struct nfh_regex_builder {
    struct nfh_heap *heap;
    struct nfh_regex_op *ops;
    struct nfh_regex_range *ranges;
    size_t op_capacity, range_capacity;
    uint32_t op_count, range_count;
    const char *limit; /* what it is too large for, or NULL: means ran out */
};

/* What follows a thing in the pattern. */
struct nfh_regex_repeat {
    uint32_t least, most; /* most: NFH_REGEX_NO_LIMIT */
    bool lazy;
};

/* Characters that have an escape of their own. */
enum nfh_regex_set {
    NFH_REGEX_DIGITS,
    NFH_REGEX_LETTERS,
    NFH_REGEX_SPACES,
    NFH_REGEX_HORIZONTAL,
    NFH_REGEX_VERTICAL
};

/* All return false when the program is too large or the means run out. */
bool nfh_priv_regex_append(struct nfh_regex_builder *builder, enum nfh_regex_code code,
                           int32_t argument, bool flag);
bool nfh_priv_regex_insert(struct nfh_regex_builder *builder, uint32_t at, enum nfh_regex_code code,
                           int32_t argument, bool flag);
/* Repeats the code from `start` to the end. */
bool nfh_priv_regex_repeat(struct nfh_regex_builder *builder, uint32_t start, bool can_be_empty,
                           const struct nfh_regex_repeat *repeat);

/* A class is the ranges from `first` to the end, in order and apart from each other. */
bool nfh_priv_regex_add_range(struct nfh_regex_builder *builder, uint32_t first, uint32_t low,
                              uint32_t high);
/* Also all characters that differ from one of the range in case alone. */
bool nfh_priv_regex_add_caseless(struct nfh_regex_builder *builder, uint32_t first, uint32_t low,
                                 uint32_t high);
bool nfh_priv_regex_add_set(struct nfh_regex_builder *builder, uint32_t first,
                            enum nfh_regex_set set, bool negated);
bool nfh_priv_regex_append_class(struct nfh_regex_builder *builder, uint32_t first, bool negated);

/* The finished program, in the heap; NULL as false above. */
const struct nfh_regex *nfh_priv_regex_finish(struct nfh_regex_builder *builder, uint32_t groups);
void nfh_priv_regex_builder_free(struct nfh_regex_builder *builder);

#endif
