/* SPDX-License-Identifier: MIT
 *
 * check.h - typing a syntax tree: every name is resolved, every operator gets its overload, every
 * implicit conversion becomes a node, so that the compiler needs no decision about types.
 */
#ifndef NFH_CQL_CHECK_H
#define NFH_CQL_CHECK_H

#include "cql/codes.h"
#include "cql/names.h"

/* Kinds of nodes that the checker makes out of the parser's. */
enum nfh_checked_kind {
    NFH_NODE_OPERAND = 100, /* an operand of the function around it; as.integer: which */
    NFH_NODE_REFERENCE,     /* resolved: a definition or parameter */
    NFH_NODE_APPLY,         /* resolved: a function; children: its arguments */
    NFH_NODE_PART,          /* child 0's part; as.integer: enum nfh_part */
    NFH_NODE_CONVERTED,     /* child 0 converted to the node's type */
    NFH_NODE_COALESCE,      /* the first child that is known */
    NFH_NODE_IN_LIST        /* child 0 is one of the others */
};

enum nfh_part {
    NFH_PART_VALUE, /* of a Quantity */
    NFH_PART_UNIT,
    NFH_PART_LOW, /* of an Interval */
    NFH_PART_HIGH,
    NFH_PART_LOW_CLOSED,
    NFH_PART_HIGH_CLOSED,
    NFH_PART_MEMBER /* and after it, of a Ratio or Code: the member of its ref */
};

/* Levels of expressions, definitions and functions inside each other that the checker and the
 * compiler follow. */
#define NFH_LEVELS_MAX 500
/* Operands of one function. */
#define NFH_OPERANDS_MAX 100

struct nfh_checker {
    struct nfh_compilation *compilation;
    struct nfh_module *modules;
    struct nfh_module *module;           /* of the declaration being checked */
    struct nfh_declaration *declaration; /* the one being checked */
    unsigned depth;
};

/* Types everything in all libraries. False when out of memory; errors are in the diagnostics. */
bool nfh_priv_check(struct nfh_checker *checker);

/* Types a lone expression. */
nfh_type nfh_priv_check_node(struct nfh_checker *checker, struct nfh_node *node);

/* --- between the checker's files --- */

/* The type of a declared value or the result type of a function, checked on demand. */
nfh_type nfh_priv_check_declaration(struct nfh_checker *checker,
                                    struct nfh_declaration *declaration, struct nfh_place use);
nfh_type nfh_priv_check_specifier(struct nfh_checker *checker,
                                  const struct nfh_type_specifier *specifier);
nfh_type nfh_priv_check_call(struct nfh_checker *checker, struct nfh_node *node);
nfh_type nfh_priv_check_timing(struct nfh_checker *checker, struct nfh_node *node);
nfh_type nfh_priv_check_name(struct nfh_checker *checker, struct nfh_node *node);
/* The declaration that a name, or alias.name, stands for, or NULL; a reported error where nothing has
 * that name. */
struct nfh_declaration *nfh_priv_check_reference(struct nfh_checker *checker,
                                                 const struct nfh_node *node);
/* A code or concept selector; an instance of a class: Quantity { value: 5.0, unit: 'mg' }. */
nfh_type nfh_priv_check_code(struct nfh_checker *checker, struct nfh_node *node);
nfh_type nfh_priv_check_instance(struct nfh_checker *checker, struct nfh_node *node);
/* The unit that a quantity literal or a conversion names. */
bool nfh_priv_check_unit(struct nfh_checker *checker, struct nfh_node *node);
nfh_type nfh_priv_check_as(struct nfh_checker *checker, struct nfh_node *node);
nfh_type nfh_priv_check_is(struct nfh_checker *checker, struct nfh_node *node);
nfh_type nfh_priv_check_convert(struct nfh_checker *checker, struct nfh_node *node);
nfh_type nfh_priv_check_type_value(struct nfh_checker *checker, struct nfh_node *node);
bool nfh_priv_check_children(struct nfh_checker *checker, struct nfh_node *node);
nfh_type nfh_priv_check_member(struct nfh_checker *checker, struct nfh_node *node);

/* Resolves `name` for the node's children, which have been checked, and converts them. */
nfh_type nfh_priv_check_operator(struct nfh_checker *checker, struct nfh_node *node,
                                 const char *name);
/* Makes child `index` a value of `type`; the caller knows that it converts. False when out of
 * memory. */
bool nfh_priv_convert_child(struct nfh_checker *checker, struct nfh_node *node, size_t index,
                            nfh_type type);
/* Gives children [from, to) one type and returns it: what `join` makes of two, that is
 * nfh_priv_common_type or nfh_priv_joined_type; an error that says `what` they are when it makes
 * nothing. */
nfh_type nfh_priv_unify_children(struct nfh_checker *checker, struct nfh_node *node, size_t from,
                                 size_t to, nfh_type (*join)(nfh_type, nfh_type), const char *what);
/* Requires child `index` to be (or convert to) `type`. */
bool nfh_priv_require(struct nfh_checker *checker, struct nfh_node *node, size_t index,
                      nfh_type type, const char *what);

/* Reports an error at a place of the current library; returns NFH_TYPE_NONE. */
#if defined(__GNUC__)
__attribute__((format(printf, 4, 5)))
#endif
nfh_type
nfh_priv_check_error(struct nfh_checker *checker, struct nfh_place place, int code,
                     const char *format, ...);
/* "a, b and c" of the children's types, for messages. */
#define NFH_TYPES_TEXT 256
const char *nfh_priv_types_text(const struct nfh_node *node, size_t from, size_t to,
                                char buffer[NFH_TYPES_TEXT]);

#endif
