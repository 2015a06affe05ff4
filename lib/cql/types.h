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

/* A type: a simple type, an interval or a list of one, or a choice among simple types and
 * intervals. 0 is no type: an error has been reported. */
typedef uint32_t nfh_type;

enum {
    NFH_TYPE_NONE = 0,
    /* 1 to 12 are the public NFH_TYPE_BOOLEAN … NFH_TYPE_CONCEPT. */
    NFH_TYPE_ANY = 15, /* the null literal */
    NFH_TYPE_SIMPLE_MASK = 0x0f,
    NFH_TYPE_INTERVAL = 0x10,
    NFH_TYPE_LIST = 0x20,
    /* A choice has a bit for each type that it may be: nfh_priv_choice_with. */
    NFH_TYPE_CHOICE = 0x40000000,
    /* Type variables, in the operator table only: the same type in all operands of a row that name
       one. */
    NFH_TYPE_VARIABLE = 0x100,
    NFH_T_ANY = NFH_TYPE_VARIABLE | 1,     /* any simple type */
    NFH_T_ORDERED = NFH_TYPE_VARIABLE | 2, /* what has an order: also String */
    NFH_T_NUMBER = NFH_TYPE_VARIABLE | 3,  /* Integer, Long, Decimal, Quantity */
    NFH_T_POINT = NFH_TYPE_VARIABLE | 4,   /* what an interval can hold: ordered, but for String */
    NFH_T_TEMPORAL = NFH_TYPE_VARIABLE | 5 /* Date, DateTime, Time */
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

static inline bool nfh_priv_is_choice(nfh_type type)
{
    return (type & NFH_TYPE_CHOICE) != 0;
}
/* Whether an interval can hold values of the type. */
static inline bool nfh_priv_is_point(nfh_type type)
{
    return type >= NFH_TYPE_INTEGER && type <= NFH_TYPE_QUANTITY && type != NFH_TYPE_STRING;
}
/* Whether values of the type are held in several places: see struct nfh_ref. */
static inline bool nfh_priv_has_members(nfh_type type)
{
    return nfh_priv_is_choice(type) || type == NFH_TYPE_RATIO || type == NFH_TYPE_CODE ||
           type == NFH_TYPE_CONCEPT;
}
/* A choice (or NFH_TYPE_CHOICE, the empty one) that may also be `member`, which may be a choice. */
nfh_type nfh_priv_choice_with(nfh_type choice, nfh_type member);
/* How many types a choice may be, and which; NFH_TYPE_NONE after the last. */
size_t nfh_priv_choice_count(nfh_type choice);
nfh_type nfh_priv_choice_member(nfh_type choice, size_t index);
/* The index of a type in a choice, or SIZE_MAX. */
size_t nfh_priv_choice_index(nfh_type choice, nfh_type member);

#define NFH_TYPE_NAME_SIZE 160
/* Writes `Interval<Date>` and the like; returns buffer. */
const char *nfh_priv_type_name(nfh_type type, char buffer[NFH_TYPE_NAME_SIZE]);
/* The simple type of that name, or NFH_TYPE_NONE. */
nfh_type nfh_priv_type_find(const char *name);
/* Offers every type name to a search for the nearest. */
struct nfh_nearest;
void nfh_priv_type_offer(struct nfh_nearest *nearest);

/* What it costs to hand a `from` to an operand of type `to`: 0 the same, 2 null, 3 from or to a
 * choice, 4 and 5 by implicit conversion; NFH_NO_CONVERSION when it does not fit. */
#define NFH_NO_CONVERSION 1000
int nfh_priv_conversion_cost(nfh_type from, nfh_type to);
/* The type that both convert to, as the operands of `=` do, or NFH_TYPE_NONE. */
nfh_type nfh_priv_common_type(nfh_type a, nfh_type b);
/* The same, or else the choice between the two, as the branches of an `if` are; NFH_TYPE_NONE for
 * lists. */
nfh_type nfh_priv_joined_type(nfh_type a, nfh_type b);

/* What an overload does; lower_operators.c carries it out. */
enum nfh_operation {
    NFH_DO_NOTHING = 0,
    NFH_DO_OPCODE, /* one instruction, in `detail`, on the operands as they stand */
    NFH_DO_ABS,
    NFH_DO_ADD,
    NFH_DO_ADD_DATE,
    NFH_DO_AGE,
    NFH_DO_BETWEEN,
    NFH_DO_BOUNDARY,
    NFH_DO_COMPONENT,
    NFH_DO_CONTAINS,
    NFH_DO_CONVERT,
    NFH_DO_CONVERTS,
    NFH_DO_CONVERT_QUANTITY,
    NFH_DO_DATE,
    NFH_DO_DATETIME,
    NFH_DO_DIVIDE,
    NFH_DO_END,
    NFH_DO_EQUAL,
    NFH_DO_EQUIVALENT,
    NFH_DO_EXP,
    NFH_DO_GREATER,
    NFH_DO_GREATER_OR_EQUAL,
    NFH_DO_IDENTITY,
    NFH_DO_IMPLIES,
    NFH_DO_IN,
    NFH_DO_INTERVAL_AFTER,
    NFH_DO_INTERVAL_BEFORE,
    NFH_DO_INTERVAL_ENDS,
    NFH_DO_INTERVAL_EXCEPT,
    NFH_DO_INTERVAL_INCLUDED_IN,
    NFH_DO_INTERVAL_INCLUDES,
    NFH_DO_INTERVAL_INTERSECT,
    NFH_DO_INTERVAL_MEETS,
    NFH_DO_INTERVAL_MEETS_AFTER,
    NFH_DO_INTERVAL_MEETS_BEFORE,
    NFH_DO_INTERVAL_OVERLAPS,
    NFH_DO_INTERVAL_OVERLAPS_AFTER,
    NFH_DO_INTERVAL_OVERLAPS_BEFORE,
    NFH_DO_INTERVAL_PROPER_INCLUDED_IN,
    NFH_DO_INTERVAL_PROPER_INCLUDES,
    NFH_DO_INTERVAL_SAME,
    NFH_DO_INTERVAL_SAME_OR_AFTER,
    NFH_DO_INTERVAL_SAME_OR_BEFORE,
    NFH_DO_INTERVAL_STARTS,
    NFH_DO_INTERVAL_UNION,
    NFH_DO_IS_NULL,
    NFH_DO_JOIN,
    NFH_DO_LESS,
    NFH_DO_LESS_OR_EQUAL,
    NFH_DO_LN,
    NFH_DO_MESSAGE,
    NFH_DO_MODULO,
    NFH_DO_MULTIPLY,
    NFH_DO_NEGATE,
    NFH_DO_NOT_EQUAL,
    NFH_DO_NOT_EQUIVALENT,
    NFH_DO_NOW,
    NFH_DO_POINT_FROM,
    NFH_DO_PRECISION,
    NFH_DO_PREDECESSOR,
    NFH_DO_PROPER_BETWEEN,
    NFH_DO_PROPER_CONTAINS,
    NFH_DO_PROPER_IN,
    NFH_DO_ROUND,
    NFH_DO_SPAN,
    NFH_DO_SPAN_OF,
    NFH_DO_START,
    NFH_DO_SUBTRACT,
    NFH_DO_SUBTRACT_DATE,
    NFH_DO_SUCCESSOR,
    NFH_DO_TIME,
    NFH_DO_TIME_OF_DAY,
    NFH_DO_TODAY,
    NFH_DO_TRUNCATED_DIVIDE,
    NFH_DO_WIDTH
};

/* Bytes of the longest name, its end included, and some. An array, for each pointer of a table would
 * have to be relocated when the library is loaded. */
#define NFH_OPERATOR_NAME     26
#define NFH_OPERATOR_OPERANDS 8

struct nfh_operator {
    char name[NFH_OPERATOR_NAME];
    uint16_t operation; /* enum nfh_operation */
    uint16_t detail;    /* an opcode, a precision or a type, as the operation wants it */
    uint16_t count;     /* of operands */
    uint16_t result;    /* a type, perhaps a variable */
    uint16_t operand[NFH_OPERATOR_OPERANDS];
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
