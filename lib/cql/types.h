/* SPDX-License-Identifier: MIT
 *
 * types.h - CQL's types as numbers, what converts into what, and the table of operators and their
 * overloads.
 */
#ifndef NFH_CQL_TYPES_H
#define NFH_CQL_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nfhscreen.h"

/* A type: a simple type, or an interval or a list of one. 0 is no type: an error has been reported.
 */
typedef uint32_t nfh_type;

enum {
    NFH_TYPE_NONE = 0,
    /* 1 to 9 are the public NFH_TYPE_BOOLEAN … NFH_TYPE_QUANTITY. */
    NFH_TYPE_ANY = 15, /* the null literal */
    NFH_TYPE_SIMPLE_MASK = 0x0f,
    NFH_TYPE_INTERVAL = 0x10,
    NFH_TYPE_LIST = 0x20,
    /* Type variables, in the operator table only: the same type in all operands of a row that name
       one. */
    NFH_TYPE_VARIABLE = 0x100,
    NFH_T_ANY = NFH_TYPE_VARIABLE | 1,     /* any simple type */
    NFH_T_ORDERED = NFH_TYPE_VARIABLE | 2, /* Integer, Long, Decimal, String, Date, Quantity */
    NFH_T_NUMBER = NFH_TYPE_VARIABLE | 3,  /* Integer, Long, Decimal, Quantity */
    NFH_T_POINT = NFH_TYPE_VARIABLE |
                  4 /* Integer, Long, Decimal, Date, Quantity: what an interval can hold */
};

static inline nfh_type nfh_priv_interval_of(nfh_type point)
{
    return point | NFH_TYPE_INTERVAL;
}
static inline nfh_type nfh_priv_list_of(nfh_type element)
{
    return element | NFH_TYPE_LIST;
}
static inline bool nfh_priv_is_interval(nfh_type type)
{
    return (type & (NFH_TYPE_INTERVAL | NFH_TYPE_LIST)) == NFH_TYPE_INTERVAL;
}
static inline bool nfh_priv_is_list(nfh_type type)
{
    return (type & NFH_TYPE_LIST) != 0;
}
static inline nfh_type nfh_priv_point_of(nfh_type type)
{
    return type & ~(nfh_type)NFH_TYPE_INTERVAL;
}
static inline nfh_type nfh_priv_element_of(nfh_type type)
{
    return type & ~(nfh_type)NFH_TYPE_LIST;
}

#define NFH_TYPE_NAME_SIZE 48
/* Writes `Interval<Date>` and the like; returns buffer. */
const char *nfh_priv_type_name(nfh_type type, char buffer[NFH_TYPE_NAME_SIZE]);
/* The simple type of that name, or NFH_TYPE_NONE. */
nfh_type nfh_priv_type_find(const char *name);
/* Offers every type name to a search for the nearest. */
struct nfh_nearest;
void nfh_priv_type_offer(struct nfh_nearest *nearest);

/* What it costs to hand a `from` to an operand of type `to`: 0 the same, 2 null, 4 and 5 by
 * implicit conversion; NFH_NO_CONVERSION when it does not fit. */
#define NFH_NO_CONVERSION 1000
int nfh_priv_conversion_cost(nfh_type from, nfh_type to);
/* The type that both convert to, as the branches of an `if` do, or NFH_TYPE_NONE. */
nfh_type nfh_priv_common_type(nfh_type a, nfh_type b);

/* What an overload does; lower_operators.c carries it out. */
enum nfh_operation {
    NFH_DO_NOTHING = 0,
    NFH_DO_ABS,
    NFH_DO_ADD,
    NFH_DO_ADD_DATE,
    NFH_DO_AGE_AT,
    NFH_DO_AND,
    NFH_DO_BETWEEN,
    NFH_DO_CEILING,
    NFH_DO_COMPONENT,
    NFH_DO_CONTAINS,
    NFH_DO_DATE,
    NFH_DO_DIFFERENCE,
    NFH_DO_DIVIDE,
    NFH_DO_DURATION,
    NFH_DO_END,
    NFH_DO_EQUAL,
    NFH_DO_EQUIVALENT,
    NFH_DO_EXP,
    NFH_DO_FLOOR,
    NFH_DO_GREATER,
    NFH_DO_GREATER_OR_EQUAL,
    NFH_DO_IDENTITY,
    NFH_DO_IMPLIES,
    NFH_DO_IN,
    NFH_DO_INTERVAL_AFTER,
    NFH_DO_INTERVAL_BEFORE,
    NFH_DO_INTERVAL_INCLUDED_IN,
    NFH_DO_INTERVAL_INCLUDES,
    NFH_DO_INTERVAL_OVERLAPS,
    NFH_DO_INTERVAL_SAME_OR_AFTER,
    NFH_DO_INTERVAL_SAME_OR_BEFORE,
    NFH_DO_IS_FALSE,
    NFH_DO_IS_NULL,
    NFH_DO_IS_TRUE,
    NFH_DO_LESS,
    NFH_DO_LESS_OR_EQUAL,
    NFH_DO_LN,
    NFH_DO_LOG,
    NFH_DO_MODULO,
    NFH_DO_MULTIPLY,
    NFH_DO_NEGATE,
    NFH_DO_NOT,
    NFH_DO_NOT_EQUAL,
    NFH_DO_NOT_EQUIVALENT,
    NFH_DO_OR,
    NFH_DO_POWER,
    NFH_DO_PREDECESSOR,
    NFH_DO_PROPER_BETWEEN,
    NFH_DO_ROUND,
    NFH_DO_START,
    NFH_DO_SUBTRACT,
    NFH_DO_SUBTRACT_DATE,
    NFH_DO_SUCCESSOR,
    NFH_DO_TRUNCATE,
    NFH_DO_TRUNCATED_DIVIDE,
    NFH_DO_XOR
};

#define NFH_OPERATOR_OPERANDS 3

struct nfh_operator {
    const char *name;
    uint16_t operation; /* enum nfh_operation */
    uint16_t detail;    /* a precision, where the name fixes one */
    uint32_t count;     /* of operands */
    nfh_type result;    /* may be a type variable */
    nfh_type operand[NFH_OPERATOR_OPERANDS];
};

/* Every row, to offer names that are near. Rows are sorted by name. */
const struct nfh_operator *nfh_priv_operator_table(size_t *count);

/* What resolving a call has found. */
struct nfh_resolution {
    const struct nfh_operator *operation; /* NULL: none fits */
    bool known;                           /* there are overloads of that name at all */
    bool ambiguous;                       /* two fit equally well */
    nfh_type result;
    nfh_type operand[NFH_OPERATOR_OPERANDS]; /* what each operand must be converted to */
};

/* Finds the cheapest overload of an operator or system function. */
struct nfh_resolution nfh_priv_resolve(const char *name, const nfh_type *operand, size_t count);

#endif
