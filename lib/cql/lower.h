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

struct nfh_lint;

struct nfh_known_unit {
    struct nfh_unit unit;
    struct nfh_known_unit *next;
};

/* A condition under which a part of the text counts: Message asks for all that are around it. */
struct nfh_branch {
    uint32_t condition;
    bool wanted; /* false: where it is not true */
    const struct nfh_branch *outer;
};

struct nfh_message_list {
    struct nfh_message_point message;
    struct nfh_message_list *next;
};

struct nfh_lowering {
    struct nfh_compilation *compilation;
    struct nfh_builder *builder;
    const struct nfh_source *source; /* of the text being compiled, for messages */
    const struct nfh_ref *operand;   /* of the function around, in its call */
    const struct nfh_node *node;     /* being compiled, for messages */
    const struct nfh_branch *branch; /* around it, in its definition */
    struct nfh_message_list *messages, **last_message;
    size_t message_count;
    struct nfh_known_unit
        *unit[NFH_UNIT_BUCKETS]; /* every unit once, so that equal ones are one pointer */
    struct nfh_lint *lint;       /* notes for the linter, see lint.h; NULL: none are taken */
    unsigned depth;
    unsigned long steps; /* nodes compiled, functions as often as they are called */
    bool failed;         /* an error was reported, or memory ran out */
};

static inline uint32_t nfh_priv_lower_not(struct nfh_lowering *lowering, uint32_t slot)
{
    return nfh_priv_build(lowering->builder, NFH_OP_NOT, 0, slot, 0, 0);
}

/* lower.c */
struct nfh_ref nfh_priv_lower(struct nfh_lowering *lowering, const struct nfh_node *node);

/* lower_choices.c */
struct nfh_ref nfh_priv_lower_if(struct nfh_lowering *lowering, const struct nfh_node *node);
struct nfh_ref nfh_priv_lower_case(struct nfh_lowering *lowering, const struct nfh_node *node);
struct nfh_ref nfh_priv_lower_coalesce(struct nfh_lowering *lowering, const struct nfh_node *node);
struct nfh_ref nfh_priv_lower_in_list(struct nfh_lowering *lowering, const struct nfh_node *node);
uint32_t nfh_priv_constant_integer(struct nfh_lowering *lowering, int64_t value);
uint32_t nfh_priv_constant_decimal(struct nfh_lowering *lowering, nfh_decimal value);

/* lower_refs.c: values as wholes, whatever their type. */
static inline struct nfh_ref nfh_priv_ref(nfh_type type, uint32_t slot)
{
    struct nfh_ref ref = {.type = type,
                          .slot = slot,
                          .high = NFH_SLOT_NULL,
                          .low_closed = NFH_SLOT_TRUE,
                          .high_closed = NFH_SLOT_TRUE,
                          .absent = NFH_SLOT_FALSE,
                          .least = NFH_SLOT_NONE,
                          .greatest = NFH_SLOT_NONE};
    return ref;
}
struct nfh_ref nfh_priv_null_ref(struct nfh_lowering *lowering, nfh_type type);
/* A value of a type with `count` members, which are null and to be set. */
struct nfh_ref nfh_priv_with_members(struct nfh_lowering *lowering, nfh_type type, size_t count,
                                     struct nfh_ref **member);
struct nfh_ref nfh_priv_lower_convert(struct nfh_lowering *lowering, struct nfh_ref ref,
                                      nfh_type type);
struct nfh_ref nfh_priv_lower_select(struct nfh_lowering *lowering, uint32_t condition,
                                     struct nfh_ref yes, struct nfh_ref no);
/* `value`, or `other` where that is null. */
struct nfh_ref nfh_priv_lower_or_else(struct nfh_lowering *lowering, struct nfh_ref value,
                                      struct nfh_ref other);
/* The value, or an error of `kind` (enum nfh_run_error) where `wrong` is true. */
struct nfh_ref nfh_priv_lower_raise(struct nfh_lowering *lowering, struct nfh_ref value,
                                    unsigned kind, uint32_t wrong);
uint32_t nfh_priv_lower_is_null(struct nfh_lowering *lowering, const struct nfh_ref *ref);
/* The bounds of a value that is not known exactly, each a plain value; false when it is a plain
 * value itself, which is then both. */
bool nfh_priv_bounds(struct nfh_lowering *lowering, const struct nfh_ref *ref,
                     struct nfh_ref *least, struct nfh_ref *greatest);

/* lower_arithmetic.c: `result`, or an error where an operand that it is made of is known within
 * bounds only. */
struct nfh_ref nfh_priv_lower_exact(struct nfh_lowering *lowering, struct nfh_ref result,
                                    const struct nfh_ref *operand, size_t count);

/* lower_codes.c */
struct nfh_ref nfh_priv_lower_ratio(struct nfh_lowering *lowering, const struct nfh_node *node);
struct nfh_ref nfh_priv_lower_code(struct nfh_lowering *lowering, const struct nfh_node *node);
struct nfh_ref nfh_priv_lower_instance(struct nfh_lowering *lowering, const struct nfh_node *node);
/* A ~ b of Ratios, Codes and Concepts that are both there. */
uint32_t nfh_priv_lower_members_alike(struct nfh_lowering *lowering, const struct nfh_ref *a,
                                      const struct nfh_ref *b);

/* lower_conversions.c: the functions To… and ConvertsTo…, Message */
struct nfh_ref nfh_priv_lower_to(struct nfh_lowering *lowering, struct nfh_ref value,
                                 nfh_type type);
uint32_t nfh_priv_lower_converts(struct nfh_lowering *lowering, struct nfh_ref value,
                                 nfh_type type);
struct nfh_ref nfh_priv_lower_message(struct nfh_lowering *lowering, const struct nfh_node *node,
                                      const struct nfh_ref *operand);

/* lower_arithmetic.c: operand holds what the operation of the node works on. */
struct nfh_ref nfh_priv_lower_arithmetic(struct nfh_lowering *lowering, const struct nfh_node *node,
                                         const struct nfh_ref *operand);
struct nfh_ref nfh_priv_lower_negate(struct nfh_lowering *lowering, struct nfh_ref value);
struct nfh_ref nfh_priv_lower_abs(struct nfh_lowering *lowering, struct nfh_ref value);
struct nfh_ref nfh_priv_lower_round(struct nfh_lowering *lowering, const struct nfh_node *node,
                                    const struct nfh_ref *operand);
struct nfh_ref nfh_priv_lower_boundary(struct nfh_lowering *lowering, const struct nfh_node *node,
                                       const struct nfh_ref *operand);
struct nfh_ref nfh_priv_lower_precision(struct nfh_lowering *lowering, const struct nfh_ref *value);
struct nfh_ref nfh_priv_lower_width(struct nfh_lowering *lowering, const struct nfh_node *node,
                                    const struct nfh_ref *interval);
struct nfh_ref nfh_priv_lower_next(struct nfh_lowering *lowering, struct nfh_ref value,
                                   bool successor);
/* Exp, Ln: opcode NFH_OP_EXP_DECIMAL or NFH_OP_LN_DECIMAL. */
struct nfh_ref nfh_priv_lower_exponential(struct nfh_lowering *lowering,
                                          const struct nfh_ref *value, unsigned opcode);

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
/* An operation on a Quantity and a unit given as text: opcode NFH_OP_MAKE_QUANTITY or
 * NFH_OP_CONVERT_QUANTITY. */
struct nfh_ref nfh_priv_lower_with_unit_text(struct nfh_lowering *lowering, unsigned opcode,
                                             struct nfh_ref quantity, struct nfh_ref unit);
/* The number of a place for a unit that arises at run time. */
uint32_t nfh_priv_derived_unit(struct nfh_lowering *lowering);
/* What two quantities are compared or added by. */
enum nfh_unit_relation { NFH_UNITS_SAME, NFH_UNITS_DIFFER, NFH_UNITS_NEVER };
/* Brings two quantities to one unit where that is exact and known before the program runs. */
enum nfh_unit_relation nfh_priv_align_units(struct nfh_lowering *lowering, struct nfh_ref *a,
                                            struct nfh_ref *b);
struct nfh_ref nfh_priv_lower_quantity_arithmetic(struct nfh_lowering *lowering,
                                                  enum nfh_operation operation, struct nfh_ref a,
                                                  struct nfh_ref b);

/* lower_compare.c */
enum nfh_order { NFH_ORDER_EQUAL, NFH_ORDER_LESS, NFH_ORDER_LESS_OR_EQUAL };
/* a relation b, of the same type; only equality of what has no order. precision: of dates, or
 * NFH_TIME_NONE. */
uint32_t nfh_priv_lower_compare(struct nfh_lowering *lowering, enum nfh_order relation,
                                struct nfh_ref a, struct nfh_ref b, unsigned precision);
/* The same of values without bounds, of the same simple type. */
uint32_t nfh_priv_lower_plain_compare(struct nfh_lowering *lowering, enum nfh_order relation,
                                      struct nfh_ref a, struct nfh_ref b, unsigned precision);
uint32_t nfh_priv_lower_equivalent(struct nfh_lowering *lowering, struct nfh_ref a,
                                   struct nfh_ref b);
/* a < b where b is certainly less, and so on, by two relations: true when `sure`, false when not
 * even `possible`. */
uint32_t nfh_priv_lower_decide(struct nfh_lowering *lowering, uint32_t sure, uint32_t possible);

/* lower_intervals.c */
struct nfh_ref nfh_priv_lower_interval(struct nfh_lowering *lowering, const struct nfh_node *node);
/* The first and the last point; of a point itself. */
struct nfh_ref nfh_priv_interval_start(struct nfh_lowering *lowering,
                                       const struct nfh_ref *interval);
struct nfh_ref nfh_priv_interval_end(struct nfh_lowering *lowering, const struct nfh_ref *interval);
uint32_t nfh_priv_lower_contains(struct nfh_lowering *lowering, const struct nfh_ref *interval,
                                 struct nfh_ref point, unsigned precision);
/* The least or greatest value of a type; null for quantities, which have none. */
uint32_t nfh_priv_lower_limit(struct nfh_lowering *lowering, nfh_type type, bool greatest);
/* The next value of a type or the one before; null at its limit. */
struct nfh_ref nfh_priv_lower_neighbour(struct nfh_lowering *lowering, struct nfh_ref value,
                                        bool successor);

/* lower_interval_operators.c */
uint32_t nfh_priv_lower_proper_contains(struct nfh_lowering *lowering,
                                        const struct nfh_ref *interval, struct nfh_ref point,
                                        unsigned precision);
uint32_t nfh_priv_lower_interval_relation(struct nfh_lowering *lowering, unsigned operation,
                                          const struct nfh_ref *a, const struct nfh_ref *b,
                                          unsigned precision);
/* Union, intersect and except. */
struct nfh_ref nfh_priv_lower_interval_set(struct nfh_lowering *lowering, unsigned operation,
                                           const struct nfh_ref *a, const struct nfh_ref *b);
struct nfh_ref nfh_priv_lower_point_from(struct nfh_lowering *lowering,
                                         const struct nfh_ref *interval);

/* lower_dates.c */
struct nfh_ref nfh_priv_lower_add_date(struct nfh_lowering *lowering, struct nfh_ref date,
                                       struct nfh_ref duration, bool subtract);
uint32_t nfh_priv_lower_timing(struct nfh_lowering *lowering, const struct nfh_node *node);
/* years between a and b, or the difference in years, as an Integer; precision: enum
 * nfh_time_precision. */
struct nfh_ref nfh_priv_lower_span(struct nfh_lowering *lowering, bool difference,
                                   unsigned precision, const struct nfh_ref *a,
                                   const struct nfh_ref *b);
struct nfh_ref nfh_priv_lower_component(struct nfh_lowering *lowering, const struct nfh_node *node,
                                        struct nfh_ref value);
/* Date(…), DateTime(…), Time(…) of `count` components. */
struct nfh_ref nfh_priv_lower_constructor(struct nfh_lowering *lowering, unsigned operation,
                                          const struct nfh_ref *operand, size_t count);
/* The time of the evaluation, a DateTime. */
struct nfh_ref nfh_priv_lower_now(struct nfh_lowering *lowering);

/* inputs.c: the parameters of the main library, with their tags. */
/* A declaration's tags, to outlive the syntax tree. */
struct nfh_tag *nfh_priv_copy_tags(struct nfh_lowering *lowering, const struct nfh_tag *tags);
bool nfh_priv_lower_inputs(struct nfh_lowering *lowering, struct nfh_module *module,
                           struct nfh_program *program);

/* Reports an error at the node being compiled. */
void nfh_priv_lower_error(struct nfh_lowering *lowering, struct nfh_place place, int code,
                          const char *message);

#endif
