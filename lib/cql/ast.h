/* SPDX-License-Identifier: MIT
 *
 * ast.h - the syntax tree of a CQL library.
 *
 * The parser builds it in an arena and says nothing about types. Operators are named as the
 * language's own data model (ELM) names them, whatever their spelling: `a + b`, `Abs(a)` and `start
 * of a` are an operator node "Add", a call "Abs", an operator node "Start".
 */
#ifndef NFH_CQL_AST_H
#define NFH_CQL_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cql/diagnostic.h"
#include "number/calendar.h"
#include "number/datetime.h"
#include "number/decimal.h"

#define NFH_NESTING_MAX 256  /* of expressions, in the parser */
#define NFH_DEPTH_MAX   2000 /* of the tree: chains such as a + b + c … nest without brackets */

enum nfh_node_kind {
    /* Literals */
    NFH_NODE_NULL = 1,
    NFH_NODE_BOOLEAN,  /* integer: 0 or 1 */
    NFH_NODE_INTEGER,  /* integer; a minus in front is folded in when the literal is 2147483648 */
    NFH_NODE_LONG,     /* integer */
    NFH_NODE_DECIMAL,  /* decimal, places */
    NFH_NODE_STRING,   /* text, escapes resolved, UTF-8 */
    NFH_NODE_DATE,     /* date */
    NFH_NODE_DATETIME, /* datetime */
    NFH_NODE_TIME,     /* datetime */
    NFH_NODE_QUANTITY, /* decimal; text: unit (UCUM text without quotes, or the calendar word);
                          calendar */
    NFH_NODE_RATIO,    /* two quantities */
    NFH_NODE_CODE, /* `Code 'x' from system display 'y'`: text x, child 0 the system; `Concept {…}`:
                    * text NULL, its codes as children. The last child is the display if has_display
                    */
    /* Selectors */
    NFH_NODE_INTERVAL, /* low, high; low_closed, high_closed */
    NFH_NODE_LIST,     /* children; of `List<T>{…}` the whole List<T> is kept in type_specifier */
    NFH_NODE_TUPLE, /* an identifier and a value, in turn; refused by the checker */
    NFH_NODE_INSTANCE, /* the same; type_specifier. The checker refuses the next two */
    NFH_NODE_RETRIEVE, /* type_specifier; the expressions in it; mark: the opening bracket */
    NFH_NODE_QUERY,    /* the expressions in it, in order; mark: the first alias */
    /* Names */
    NFH_NODE_IDENTIFIER, /* text */
    NFH_NODE_MEMBER,     /* child 0 . text   (a member, or a name of an included library) */
    NFH_NODE_INDEX,      /* child 0 [ child 1 ] */
    NFH_NODE_CALL,       /* text ( children );  target: what stands before the dot (library alias or
                            fluent), or NULL */
    /* Operators */
    NFH_NODE_OPERATOR, /* text: ELM name; children; precision where it has one */
    NFH_NODE_TIMING,   /* timing; children left, right, and the offset quantity as third where there
                          is one */
    NFH_NODE_IF,       /* condition, then, else */
    NFH_NODE_CASE,     /* has_comparand: comparand first; then when, then pairs; else last */
    NFH_NODE_IS,       /* child is type_specifier */
    NFH_NODE_AS,       /* child as type_specifier; strict for `cast … as` */
    NFH_NODE_CONVERT,  /* convert child to type_specifier, or to the unit in text (calendar as for a
                          quantity) */
    NFH_NODE_TYPE_VALUE /* `minimum T`, `maximum T`: text "MinValue"/"MaxValue", type_specifier */
};

/* Calendar precisions, coarse to fine; 0 is "not given". */
enum nfh_time_precision {
    NFH_TIME_NONE = 0,
    NFH_TIME_YEAR,
    NFH_TIME_MONTH,
    NFH_TIME_WEEK,
    NFH_TIME_DAY,
    NFH_TIME_HOUR,
    NFH_TIME_MINUTE,
    NFH_TIME_SECOND,
    NFH_TIME_MILLISECOND
};

/* A timing phrase, whole: `starts 3 days or less before day of end X`. The prefix (`starts`/`ends`)
 * and suffix
 * (`start`/`end` without `of`) are already applied by the parser as Start/End operator nodes around
 * the operands. */
enum nfh_timing_relation {
    NFH_TIMING_SAME = 1,       /* same [precision] as */
    NFH_TIMING_SAME_OR_BEFORE, /* same [precision] or before; on or before; before or on */
    NFH_TIMING_SAME_OR_AFTER,
    NFH_TIMING_BEFORE,
    NFH_TIMING_AFTER,
    NFH_TIMING_INCLUDES, /* [properly] includes */
    NFH_TIMING_DURING,   /* [properly] during / included in */
    NFH_TIMING_WITHIN,   /* [properly] within offset of */
    NFH_TIMING_MEETS,
    NFH_TIMING_MEETS_BEFORE,
    NFH_TIMING_MEETS_AFTER,
    NFH_TIMING_OVERLAPS,
    NFH_TIMING_OVERLAPS_BEFORE,
    NFH_TIMING_OVERLAPS_AFTER,
    NFH_TIMING_STARTS,
    NFH_TIMING_ENDS
};

enum nfh_timing_offset {
    NFH_DISTANCE_NONE = 0,
    NFH_DISTANCE_EXACT, /* `3 days before` */
    NFH_DISTANCE_OR_LESS,
    NFH_DISTANCE_OR_MORE,
    NFH_DISTANCE_LESS_THAN,
    NFH_DISTANCE_MORE_THAN
};

struct nfh_timing {
    uint8_t relation;  /* enum nfh_timing_relation */
    uint8_t offset;    /* enum nfh_timing_offset */
    uint8_t precision; /* enum nfh_time_precision */
    bool inclusive;    /* `on or` before/after with an offset: the boundary itself counts */
    bool proper;
};

struct nfh_type_specifier {
    const char *name;      /* Boolean, Integer …; "Interval", "List", "Choice", "Tuple" */
    const char *qualifier; /* `System.` before it, or NULL */
    struct nfh_place place;
    struct nfh_type_specifier **argument; /* of Interval, List, Choice */
    size_t count;
};

struct nfh_operator; /* the checker's choice, see types.h */

struct nfh_node {
    uint8_t kind;      /* enum nfh_node_kind */
    uint8_t precision; /* enum nfh_time_precision of an operator */
    bool low_closed, high_closed;
    bool calendar; /* the unit is a calendar word */
    bool strict;
    bool has_comparand;
    bool has_display;
    uint8_t places;         /* digits after the point, as written; 255 for more */
    uint16_t depth;         /* 1 without children, else one more than the deepest child */
    uint32_t count;         /* of children */
    struct nfh_place place; /* the whole construct */
    struct nfh_place mark;  /* what an error about it points at: the operator, the name */
    struct nfh_node **child;
    const char *text; /* with an end; length may exceed strlen when a string holds NUL */
    size_t length;
    union {
        int64_t integer;
        nfh_date date;
        nfh_datetime datetime;
        struct nfh_timing timing;
    } as;
    nfh_decimal decimal;
    struct nfh_node *target;
    struct nfh_type_specifier *type_specifier;
    /* The checker's notes */
    uint32_t type; /* enum and argument, see types.h; 0 until checked */
    const struct nfh_operator *operation;
    const void *resolved; /* the declaration that a name stands for */
};

/* `@name: value` in the comments right before a declaration. The value is the rest of the line,
 * trimmed. */
struct nfh_tag {
    const char *name;
    const char *value;
    struct nfh_place place; /* of the value */
    struct nfh_tag *next;
};

enum nfh_declaration_kind {
    NFH_DECLARE_USING = 1,
    NFH_DECLARE_INCLUDE,
    NFH_DECLARE_CODESYSTEM,
    NFH_DECLARE_VALUESET,
    NFH_DECLARE_CODE,
    NFH_DECLARE_CONCEPT,
    NFH_DECLARE_PARAMETER,
    NFH_DECLARE_CONTEXT,
    NFH_DECLARE_DEFINE,
    NFH_DECLARE_FUNCTION
};

struct nfh_operand { /* of a function */
    const char *name;
    struct nfh_place place;
    struct nfh_type_specifier *type;
};

struct nfh_declaration {
    uint8_t kind; /* enum nfh_declaration_kind */
    bool is_private, is_fluent, is_external;
    const char *name;                /* of an include: the library's */
    const char *version;             /* or NULL */
    const char *alias;               /* of an include, after `called`; the name when not given */
    struct nfh_place place;          /* of the name */
    struct nfh_place whole;          /* of the whole declaration, without its comment */
    struct nfh_type_specifier *type; /* of a parameter; `returns` of a function; or NULL */
    struct nfh_node *expression;     /* of a define, a parameter's default, a function's body; what
                                        the name of a code stands for; NULL after a syntax error */
    struct nfh_operand *operand;     /* of a function */
    size_t operand_count;
    struct nfh_tag *tags; /* in order */
    struct nfh_declaration *next;
    void *note; /* the checker's */
};

struct nfh_library {
    const struct nfh_source *source;
    const char *name;    /* NULL when there is no library declaration */
    const char *version; /* or NULL */
    struct nfh_place place;
    struct nfh_tag *tags;                 /* of the library declaration */
    struct nfh_declaration *declarations; /* in order */
    struct nfh_declaration *last;         /* of them */
};

/* Parses a whole library. Always returns a tree of what could be read (recovering at the next
 * declaration) unless out of memory (NULL); errors are in `diagnostics`. Source text need not have
 * an end; NUL bytes are errors. */
struct nfh_library *nfh_priv_parse_library(const struct nfh_source *source, struct nfh_arena *arena,
                                           struct nfh_diagnostics *diagnostics);
/* Parses one expression that is the whole text; NULL after an error. */
struct nfh_node *nfh_priv_parse_expression(const struct nfh_source *source, struct nfh_arena *arena,
                                           struct nfh_diagnostics *diagnostics);

#endif
