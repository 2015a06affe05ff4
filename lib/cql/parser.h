/* SPDX-License-Identifier: MIT
 *
 * parser.h - what the parts of the parser share.
 *
 * A function that reads a construct returns NULL or false after an error, which has been reported
 * then; the declaration is given up as a whole and the parser goes on at the next one. Operators
 * are read by binding power (V. R. Pratt, Top down operator precedence, Proceedings of the 1st ACM
 * symposium on principles of programming languages, 1973, 41-51).
 */
#ifndef NFH_CQL_PARSER_H
#define NFH_CQL_PARSER_H

#include "cql/ast.h"
#include "cql/lexer.h"

/* Binding powers; every infix operator is left-associative. */
enum nfh_binding {
    NFH_BIND_ANY = 0,
    NFH_BIND_IMPLIES = 10,
    NFH_BIND_OR = 20,
    NFH_BIND_AND = 30,
    NFH_BIND_MEMBERSHIP = 40,
    NFH_BIND_EQUALITY = 50,
    NFH_BIND_TIMING = 60,
    NFH_BIND_INEQUALITY = 70,
    NFH_BIND_SET = 80,
    NFH_BIND_BETWEEN = 90,
    NFH_BIND_NOT = 100,     /* prefix: not, exists */
    NFH_BIND_TYPE = 110,    /* is T, as T */
    NFH_BIND_IS_NULL = 120, /* is [not] null, true, false */
    NFH_BIND_TERM = 200,    /* from here on the grammar's expressionTerm */
    NFH_BIND_ADD = 200,
    NFH_BIND_MULTIPLY = 210,
    NFH_BIND_POWER = 220,
    NFH_BIND_OF = 230,   /* prefix: start of, year from … */
    NFH_BIND_SIGN = 240, /* prefix: + and - */
    NFH_BIND_MEMBER = 250
};

#define NFH_LOOKAHEAD 4 /* `ends 3 days or less` */

struct nfh_parser {
    const struct nfh_source *source;
    struct nfh_arena *arena;
    struct nfh_diagnostics *diagnostics;
    struct nfh_token token;                /* the current one */
    struct nfh_token ahead[NFH_LOOKAHEAD]; /* those after it, as far as looked at */
    unsigned ahead_count;
    uint32_t last_end; /* where the token before the current one ends */
    uint8_t last_kind; /* its enum nfh_token_kind */
    unsigned nesting;
    bool failed; /* in this declaration, which is given up then */
    bool out_of_memory;
    void **stack; /* parts of the lists that are being read */
    size_t stack_count, stack_capacity;
};

/* parser_support.c: tokens */
const struct nfh_token *nfh_priv_peek(struct nfh_parser *parser,
                                      unsigned distance); /* 0: the current one */
void nfh_priv_advance(struct nfh_parser *parser);
bool nfh_priv_at(const struct nfh_parser *parser, enum nfh_token_kind kind);
bool nfh_priv_at_word(const struct nfh_parser *parser, enum nfh_word word);
bool nfh_priv_peek_word(struct nfh_parser *parser, unsigned distance, enum nfh_word word);
bool nfh_priv_take(struct nfh_parser *parser,
                   enum nfh_token_kind kind); /* takes it if it is there */
bool nfh_priv_take_word(struct nfh_parser *parser, enum nfh_word word);
/* Takes it or reports what was found instead of `what`. */
bool nfh_priv_expect(struct nfh_parser *parser, enum nfh_token_kind kind, const char *what);
bool nfh_priv_expect_word(struct nfh_parser *parser, enum nfh_word word);
bool nfh_priv_is_name(const struct nfh_token *token, bool keywords); /* could it be a name here? */

/* parser_support.c: errors. Only the first of a declaration is reported. Each returns NULL. */
void *nfh_priv_fail_memory(struct nfh_parser *parser);
void *nfh_priv_fail(struct nfh_parser *parser, struct nfh_place place, enum nfh_code code,
                    const char *message);
/* "expected `what`, found …" at the current token, or the lexer's own error. */
void *nfh_priv_fail_expected(struct nfh_parser *parser, enum nfh_code code, const char *what);

/* parser_support.c: nodes */
struct nfh_place nfh_priv_span(uint32_t start, uint32_t end);
uint32_t nfh_priv_start(const struct nfh_node *node);
uint32_t nfh_priv_end(const struct nfh_node *node);
/* A node with `count` children to be filled in; place and mark are those of the token given. */
struct nfh_node *nfh_priv_node(struct nfh_parser *parser, enum nfh_node_kind kind,
                               struct nfh_place place, size_t count);
/* Fixes the depth once the children are known; NULL when it is too large, or a child is NULL. */
struct nfh_node *nfh_priv_finish(struct nfh_parser *parser, struct nfh_node *node);
/* An operator with one child, two children; text must be static. The place spans the children and
 * the mark. NULL children are passed on as NULL. */
struct nfh_node *nfh_priv_unary(struct nfh_parser *parser, const char *name, struct nfh_place mark,
                                struct nfh_node *child);
struct nfh_node *nfh_priv_binary(struct nfh_parser *parser, const char *name, struct nfh_place mark,
                                 struct nfh_node *left, struct nfh_node *right);
/* Lists of unknown length: the parts are pushed, false when NULL or out of memory; who pushed them
 * takes them off. */
bool nfh_priv_push(struct nfh_parser *parser, void *part);
/* Makes the parts from `base` on the children of a node from `start` to the last token. */
struct nfh_node *nfh_priv_node_of_list(struct nfh_parser *parser, enum nfh_node_kind kind,
                                       uint32_t start, size_t base);
bool nfh_priv_enter(struct nfh_parser *parser); /* one level deeper, or too deep */
void nfh_priv_leave(struct nfh_parser *parser);

/* parse_literal.c */
/* The text of a string or quoted name, escapes resolved; NULL after an error. */
const char *nfh_priv_unescape(struct nfh_parser *parser, const struct nfh_token *token,
                              size_t *length);
const char *nfh_priv_parse_name(struct nfh_parser *parser, bool keywords, const char *what,
                                struct nfh_place *place);
const char *nfh_priv_parse_string(struct nfh_parser *parser, const char *what);
/* At a literal. */
struct nfh_node *nfh_priv_parse_literal(struct nfh_parser *parser);
/* At a minus: -2147483648 and its like of Long, or NULL and nothing taken. */
struct nfh_node *nfh_priv_parse_negative(struct nfh_parser *parser);
/* At a number: it and a unit if there is one. */
struct nfh_node *nfh_priv_parse_quantity(struct nfh_parser *parser);
bool nfh_priv_at_unit(struct nfh_parser *parser, unsigned distance);

/* parse_type.c */
struct nfh_type_specifier *nfh_priv_parse_type(struct nfh_parser *parser);
struct nfh_type_specifier *nfh_priv_parse_named_type(struct nfh_parser *parser);

/* parse_expression.c */
/* An expression whose operators bind at least as strongly as `binding`. */
struct nfh_node *nfh_priv_parse_operand(struct nfh_parser *parser, int binding);

/* parse_primary.c */
struct nfh_node *nfh_priv_parse_primary(struct nfh_parser *parser, int binding);
/* Whether an operand begins at that token, names that are keywords left out. */
bool nfh_priv_begins_operand(struct nfh_parser *parser, unsigned distance);
/* The name or call that comes after a dot, or without one (target NULL). */
struct nfh_node *nfh_priv_parse_call(struct nfh_parser *parser, struct nfh_node *target,
                                     const char *name, struct nfh_place place);

/* parse_calendar.c */
/* The calendar word at `distance`, singular or plural as told; NFH_TIME_NONE when it is not one. */
enum nfh_time_precision nfh_priv_peek_precision(struct nfh_parser *parser, unsigned distance,
                                                bool plural);
/* `day of`, if it is here. */
uint8_t nfh_priv_take_precision_of(struct nfh_parser *parser);
/* `year from x`, `years between a and b`, at their calendar word. */
struct nfh_node *nfh_priv_parse_calendar_word(struct nfh_parser *parser, int binding);
/* `duration in days between/of`, `difference in days between/of` */
struct nfh_node *nfh_priv_parse_span(struct nfh_parser *parser, int binding);
/* `expand x per day`, `collapse x` */
struct nfh_node *nfh_priv_parse_per(struct nfh_parser *parser);
/* False, reported, for a construct that is an operand of arithmetic and needs parentheses. */
bool nfh_priv_allow_here(struct nfh_parser *parser, int binding);

/* parse_selector.c */
struct nfh_node *nfh_priv_parse_interval(struct nfh_parser *parser);
/* A list or tuple without its name. */
struct nfh_node *nfh_priv_parse_braces(struct nfh_parser *parser);
struct nfh_node *nfh_priv_parse_list_selector(struct nfh_parser *parser);
struct nfh_node *nfh_priv_parse_tuple_selector(struct nfh_parser *parser);
/* At the brace after its name. */
struct nfh_node *nfh_priv_parse_instance(struct nfh_parser *parser, struct nfh_node *name);
/* `{ element: value … }` after the name of a type. */
struct nfh_node *nfh_priv_parse_elements_of(struct nfh_parser *parser,
                                            struct nfh_type_specifier *type);
/* Expressions with commas between them up to `end`, which is taken. */
bool nfh_priv_parse_arguments(struct nfh_parser *parser, enum nfh_token_kind end, const char *what);

/* parse_terminology.c */
struct nfh_node *nfh_priv_parse_code_selector(struct nfh_parser *parser);
struct nfh_node *nfh_priv_parse_concept_selector(struct nfh_parser *parser);
/* The rest of a codesystem, valueset, code or concept declaration. */
bool nfh_priv_parse_terminology(struct nfh_parser *parser, struct nfh_declaration *declaration);

/* parse_timing.c */
bool nfh_priv_at_timing(struct nfh_parser *parser);
struct nfh_node *nfh_priv_parse_timing(struct nfh_parser *parser, struct nfh_node *left);

/* parse_query.c */
bool nfh_priv_at_alias(struct nfh_parser *parser);
struct nfh_node *nfh_priv_parse_query(struct nfh_parser *parser, struct nfh_node *source);
struct nfh_node *nfh_priv_parse_multiple_query(struct nfh_parser *parser); /* at `from` */
struct nfh_node *nfh_priv_parse_retrieve(struct nfh_parser *parser);

/* parse_declaration.c */
/* Whether a declaration begins here: a keyword alone may be a name in an expression. */
bool nfh_priv_at_declaration(struct nfh_parser *parser);
/* The end of the text, or a word that a declaration begins with: these cannot go on with an
 * expression. */
bool nfh_priv_ends_declaration(const struct nfh_token *token);
bool nfh_priv_parse_declaration(struct nfh_parser *parser, struct nfh_library *library);
/* `version 'v'`, if it is here. */
bool nfh_priv_parse_version(struct nfh_parser *parser, const char **version);

/* parse_tags.c */
/* The tags in the comments between two offsets. */
struct nfh_tag *nfh_priv_parse_tags(struct nfh_parser *parser, uint32_t start, uint32_t end);

#endif
