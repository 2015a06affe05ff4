/* SPDX-License-Identifier: MIT
 *
 * generate.h - a well-typed library drawn from bytes, and its text in several equal forms.
 */
#ifndef NFH_TESTS_FUZZ_GENERATE_H
#define NFH_TESTS_FUZZ_GENERATE_H

#include "fuzz.h"
#include "grammar.h"

#define FUZZ_DEFINITIONS_MAX 6
#define FUZZ_FUNCTIONS_MAX   2
#define FUZZ_OPERANDS_MAX    2
#define FUZZ_KIDS_MAX        6
#define FUZZ_NODES_MAX       1500

/* The bytes that choose; where they have ended every choice is the first. */
struct fuzz_bytes {
    const uint8_t *at;
    size_t left;
};
unsigned fuzz_choose(struct fuzz_bytes *bytes, unsigned count);

enum fuzz_node_kind {
    FUZZ_FORM,
    FUZZ_LITERAL,
    FUZZ_PARAMETER,
    FUZZ_DEFINITION,
    FUZZ_CALL,
    FUZZ_OPERAND
};

struct fuzz_node {
    enum fuzz_node_kind kind;
    unsigned flags; /* of all below */
    char chosen;    /* the type that a class in the form stands for */
    size_t index;   /* of the parameter, definition, function or operand */
    const char *text;
    struct fuzz_node *kid[FUZZ_KIDS_MAX];
};

struct fuzz_definition {
    char type;
    bool is_interval;
    struct fuzz_node *value;
};

struct fuzz_function {
    char type;
    size_t operands;
    char operand[FUZZ_OPERANDS_MAX];
    struct fuzz_node *value;
};

struct fuzz_library {
    struct fuzz_definition definition[FUZZ_DEFINITIONS_MAX];
    size_t definitions;
    struct fuzz_function function[FUZZ_FUNCTIONS_MAX];
    size_t functions;
    struct fuzz_node node[FUZZ_NODES_MAX];
    size_t nodes;
};

/* Draws functions and definitions; each refers to earlier ones only. */
void fuzz_draw(struct fuzz_bytes *bytes, struct fuzz_library *library);

enum fuzz_style {
    FUZZ_PLAIN,
    FUZZ_REVERSED, /* the last declaration first */
    FUZZ_INLINE,   /* definitions and functions written out where they are referred to */
    FUZZ_CONSTANT  /* parameters replaced by literals */
};

/* The text of the library; `literal` has one for each parameter, for FUZZ_CONSTANT. Definitions are
 * D0, D1 …, Boolean ones criteria of that id, and `in NAME` for each parameter. */
void fuzz_write(const struct fuzz_library *library, enum fuzz_style style,
                const struct fuzz_text *literal, struct fuzz_text *text);

#endif
