/* SPDX-License-Identifier: MIT
 *
 * lower.h - from the typed syntax tree to instructions. Functions are put in place of their calls;
 * a definition that is used twice is compiled once.
 */
#ifndef NFH_CQL_LOWER_H
#define NFH_CQL_LOWER_H

#include "cql/builder.h"
#include "cql/check.h"

#define NFH_UNIT_BUCKETS 64

struct nfh_known_unit {
    struct nfh_unit unit;
    struct nfh_known_unit *next;
};

struct nfh_lowering {
    struct nfh_compilation *compilation;
    struct nfh_builder *builder;
    const struct nfh_source *source; /* of the text being compiled, for messages */
    const struct nfh_ref *operand;   /* of the function around, in its call */
    const struct nfh_node *node;     /* being compiled, for messages */
    struct nfh_known_unit
        *unit[NFH_UNIT_BUCKETS]; /* every unit once, so that equal ones are one pointer */
    unsigned depth;
    unsigned long steps; /* nodes compiled, functions as often as they are called */
    bool failed;         /* an error was reported, or memory ran out */
};

/* lower.c */
struct nfh_ref nfh_priv_lower(struct nfh_lowering *lowering, const struct nfh_node *node);
struct nfh_ref nfh_priv_lower_convert(struct nfh_lowering *lowering, struct nfh_ref ref,
                                      nfh_type type);
struct nfh_ref nfh_priv_lower_select(struct nfh_lowering *lowering, uint32_t condition,
                                     struct nfh_ref yes, struct nfh_ref no);
struct nfh_ref nfh_priv_null_ref(nfh_type type);
static inline struct nfh_ref nfh_priv_ref(nfh_type type, uint32_t slot)
{
    struct nfh_ref ref = {type,          slot,           NFH_SLOT_NULL, NFH_SLOT_TRUE,
                          NFH_SLOT_TRUE, NFH_SLOT_FALSE, NULL};
    return ref;
}
uint32_t nfh_priv_constant_integer(struct nfh_lowering *lowering, int64_t value);
uint32_t nfh_priv_constant_decimal(struct nfh_lowering *lowering, nfh_decimal value);

/* lower_operators.c */
struct nfh_ref nfh_priv_lower_operator(struct nfh_lowering *lowering, const struct nfh_node *node,
                                       const struct nfh_ref *operand);

/* lower_units.c */
const struct nfh_unit *nfh_priv_intern_unit(struct nfh_lowering *lowering,
                                            const struct nfh_unit *unit);
/* A slot whose value carries its unit. */
uint32_t nfh_priv_with_unit(struct nfh_lowering *lowering, const struct nfh_ref *quantity);
struct nfh_ref nfh_priv_lower_to_unit(struct nfh_lowering *lowering, struct nfh_ref quantity,
                                      const struct nfh_unit *unit);
/* What two quantities are compared or added by. */
enum nfh_unit_relation { NFH_UNITS_SAME, NFH_UNITS_DIFFER, NFH_UNITS_NEVER };
/* Brings two quantities to one unit where that is exact and known before the program runs. */
enum nfh_unit_relation nfh_priv_align_units(struct nfh_lowering *lowering, struct nfh_ref *a,
                                            struct nfh_ref *b);
struct nfh_ref nfh_priv_lower_quantity_arithmetic(struct nfh_lowering *lowering,
                                                  enum nfh_operation operation, struct nfh_ref a,
                                                  struct nfh_ref b);

/* lower_compare.c */
enum nfh_relation { NFH_RELATION_EQUAL, NFH_RELATION_LESS, NFH_RELATION_LESS_OR_EQUAL };
/* a relation b, of the same simple type; precision of dates, or NFH_TIME_NONE. */
uint32_t nfh_priv_lower_compare(struct nfh_lowering *lowering, enum nfh_relation relation,
                                struct nfh_ref a, struct nfh_ref b, unsigned precision);
uint32_t nfh_priv_lower_equivalent(struct nfh_lowering *lowering, struct nfh_ref a,
                                   struct nfh_ref b);
uint32_t nfh_priv_lower_is_null(struct nfh_lowering *lowering, const struct nfh_ref *ref);

/* lower_intervals.c */
struct nfh_ref nfh_priv_lower_interval(struct nfh_lowering *lowering, const struct nfh_node *node);
/* The first and the last point; of a point itself. */
struct nfh_ref nfh_priv_interval_start(struct nfh_lowering *lowering,
                                       const struct nfh_ref *interval);
struct nfh_ref nfh_priv_interval_end(struct nfh_lowering *lowering, const struct nfh_ref *interval);
uint32_t nfh_priv_lower_contains(struct nfh_lowering *lowering, const struct nfh_ref *interval,
                                 struct nfh_ref point, unsigned precision);
uint32_t nfh_priv_lower_interval_relation(struct nfh_lowering *lowering,
                                          enum nfh_operation operation, const struct nfh_ref *a,
                                          const struct nfh_ref *b, unsigned precision);

/* lower_dates.c */
struct nfh_ref nfh_priv_lower_add_date(struct nfh_lowering *lowering, struct nfh_ref date,
                                       struct nfh_ref duration, bool subtract);
uint32_t nfh_priv_lower_timing(struct nfh_lowering *lowering, const struct nfh_node *node);
uint32_t nfh_priv_lower_span(struct nfh_lowering *lowering, unsigned opcode,
                             const struct nfh_node *node, const struct nfh_ref *operand);
/* The bounds of a span of time between dates that may be partial; false when the slot is none. */
bool nfh_priv_span_bounds(struct nfh_lowering *lowering, uint32_t slot, uint32_t *least,
                          uint32_t *greatest);

/* inputs.c: the parameters of the main library, with their tags. */
/* A declaration's tags, to outlive the syntax tree. */
struct nfh_tag *nfh_priv_copy_tags(struct nfh_lowering *lowering, const struct nfh_tag *tags);
bool nfh_priv_lower_inputs(struct nfh_lowering *lowering, struct nfh_module *module,
                           struct nfh_program *program);

/* Reports an error at the node being compiled. */
void nfh_priv_lower_error(struct nfh_lowering *lowering, struct nfh_place place, int code,
                          const char *message);

#endif
