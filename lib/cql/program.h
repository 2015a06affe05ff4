/* SPDX-License-Identifier: MIT
 *
 * program.h - a compiled rule set: a straight line of typed instructions without jumps, each
 * writing one slot once.
 *
 * Since every instruction is pure and every slot is written once, the same program can be run in
 * any order that respects its operands, on one subject or on columns, and read afterwards to tell
 * why a result came out. Slots: inputs first, then constants, then one per instruction. Intervals
 * exist at compile time only, as the slots of their parts.
 */
#ifndef NFH_CQL_PROGRAM_H
#define NFH_CQL_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cql/ast.h"
#include "cql/heap.h"
#include "cql/memory.h"
#include "cql/opcodes.h"
#include "cql/types.h"
#include "cql/value.h"

struct nfh_instruction {
    uint16_t opcode;
    uint16_t detail;     /* a precision, a calendar unit, a native function, a count … */
    uint32_t operand[3]; /* slots; or a place in the pool */
};

#define NFH_SLOT_NONE UINT32_MAX

/* A value at compile time: where its parts will be at run time. An interval is its boundaries. A
 * type with members has a ref for each: a Ratio its two quantities, a Code its code, system, version
 * and display, a Concept its display and after it its codes, a choice one for each type that it may
 * be, of which at most one is known. */
struct nfh_ref {
    nfh_type type; /* NFH_TYPE_NONE: not compiled, after an error */
    uint32_t slot; /* the value; of an interval: its low boundary */
    uint32_t high; /* of an interval, as are the next two: Boolean slots */
    uint32_t low_closed;
    uint32_t high_closed;
    uint32_t absent;   /* of an interval and what has members (but for a choice): true when null */
    uint32_t least;    /* NFH_SLOT_NONE, or of a value that is not known exactly: the bounds that */
    uint32_t greatest; /* it lies within; the slot is null then, unless they agree */
    const struct nfh_unit *unit; /* of a Quantity (or interval of them) whose unit is known before
                                    it runs; else NULL */
    const struct nfh_ref *member;
    uint32_t member_count;
};

struct nfh_accept { /* `@accept: mg/dL = 88.4 umol/L` */
    struct nfh_unit from;
    nfh_decimal factor; /* to the parameter's own unit */
    struct nfh_accept *next;
};

struct nfh_input {
    const char *name;
    nfh_type type;
    struct nfh_ref ref; /* slots of the raw input, before a default */
    bool has_default;
    const struct nfh_unit
        *unit; /* of a Quantity, from @unit; NULL: none declared, any unit is taken */
    struct nfh_accept *accept;
    bool has_min, has_max;
    nfh_decimal min,
        max;             /* Decimal, Quantity, Integer (scaled), Date (packed date as an integer) */
    const char **values; /* from @values, NULL: any */
    size_t value_count;
    int cost; /* from @cost: 1 question … 4 ECG or imaging; 0 not given */
    const struct nfh_tag *tags;
};

struct nfh_output {
    const char *name;
    struct nfh_ref ref;
    const struct nfh_tag *tags;
    bool is_private;
};

/* What a Boolean that is no logic of others compares, for reasons: see leaves.h. */
struct nfh_leaf_operand {
    nfh_type type; /* NFH_TYPE_NONE: there is none */
    uint32_t slot, high, low_closed, high_closed, least, greatest; /* as in struct nfh_ref */
    const struct nfh_unit *unit;
};
struct nfh_leaf {
    uint8_t relation; /* NFH_RELATION_…, as it stands in the text */
    struct nfh_leaf_operand a, b;
    const uint32_t *element; /* of a list that stands in the place of b: slots of a's type */
    uint32_t element_count;
    const char *text; /* what the expression is called when a has no name, or NULL */
};

/* What a slot is called, for reasons. */
struct nfh_label {
    const char *text;
    size_t length;
    const char *unit; /* of a definition, from @unit; or NULL */
    nfh_type type;
};

struct nfh_message_point {
    uint32_t condition; /* Boolean: the message is given */
    uint32_t code, severity, text;
    struct nfh_place place;
};

/* The instructions that the criteria need, once more: in an order in which like ones stand together,
 * with their slots as distances in bytes from the first. */
struct nfh_turn {
    uint32_t result, a;
    uint32_t b; /* of operands in the pool: where they stand there */
    uint32_t c; /* of an instruction with fewer operands: its detail */
};
/* Runs turns from the first to before `end`, or before one that it leaves to others: which that is.
 * None of their operands is in error. */
typedef const struct nfh_turn *nfh_batch_function(const uint32_t *pool, struct nfh_value *slot,
                                                  const struct nfh_turn *turn,
                                                  const struct nfh_turn *end);
struct nfh_batch {
    nfh_batch_function *run;
    const struct nfh_turn *end; /* the first turn of the next one */
};

struct nfh_program {
    const char *name, *version; /* of the library; "" when it does not say */
    struct nfh_input *input;
    size_t input_count;
    size_t input_slots;
    struct nfh_value *constant;
    size_t constant_count;
    struct nfh_instruction *code;
    size_t code_count;
    size_t screen_count; /* of them, from the start: what the criteria need */
    uint32_t *pool;
    size_t derived_units;      /* units that arise at run time: how many places for them */
    uint32_t now;              /* the input slot of the evaluation's time, or NFH_SLOT_NONE */
    struct nfh_message_point *message; /* calls of Message */
    size_t message_count;
    size_t screen_messages; /* of them, from the start: in what the criteria need */
    struct nfh_leaf *leaf;      /* in the order in which they were compiled */
    uint32_t *leaf_at;          /* by instruction: 1 more than the index of its leaf, or 0 */
    struct nfh_label *label;    /* of the inputs, then of the outputs */
    uint32_t *label_at;         /* by slot: 1 more than the index of its label, or 0 */
    struct nfh_output *output; /* definitions of the main library, in order of the text */
    size_t output_count;
    struct nfh_turn *turn; /* screen_count of them */
    struct nfh_batch *batch;
    size_t batch_count;
};

static inline size_t nfh_priv_first_constant(const struct nfh_program *program)
{
    return program->input_slots;
}
static inline size_t nfh_priv_first_result(const struct nfh_program *program)
{
    return program->input_slots + program->constant_count;
}
static inline size_t nfh_priv_slot_count(const struct nfh_program *program)
{
    return nfh_priv_first_result(program) + program->code_count;
}
static inline uint32_t nfh_priv_slot_offset(size_t slot)
{
    return (uint32_t)(slot * sizeof(struct nfh_value));
}

/* The slots that an instruction reads, be they in the pool or not, and how many. */
static inline const uint32_t *nfh_priv_operands(const struct nfh_program *program,
                                                const struct nfh_instruction *in, size_t *count)
{
    int own = nfh_priv_opcode_operands(in->opcode);
    *count = own < 0 ? in->operand[1] : (size_t)own;
    return own < 0 ? program->pool + in->operand[0] : in->operand;
}

/* One evaluation's working memory. */
struct nfh_frame {
    struct nfh_value *slot; /* nfh_priv_slot_count() of them */
    struct nfh_unit *derived;
    struct nfh_heap *heap; /* for the texts that arise */
    int zone;              /* of the evaluation, in minutes, or NFH_ZONE_UNKNOWN */
};

/* Copies the constants into the slots: once per frame. */
void nfh_priv_frame_start(const struct nfh_program *program, struct nfh_frame *frame);
/* Runs the instructions [from, to): inputs are in the first slots. No allocation, no failure:
 * errors are values. */
void nfh_priv_evaluate(const struct nfh_program *program, struct nfh_frame *frame, size_t from,
                       size_t to);
/* The same for those that the criteria need, in the order of their turns. */
void nfh_priv_evaluate_criteria(const struct nfh_program *program, struct nfh_frame *frame);
/* What runs instructions like this one. */
nfh_batch_function *nfh_priv_batch_function(const struct nfh_instruction *in);
/* Makes the turns. False: out of memory. */
bool nfh_priv_order(struct nfh_program *program, struct nfh_arena *scratch,
                    struct nfh_arena *arena);

/* Marks (relevant[input slot] = true) the unknown inputs through which the unknown value in `ref`
 * could still become known. `mark` is working memory of nfh_priv_slot_count() bytes. */
void nfh_priv_find_missing(const struct nfh_program *program, const struct nfh_frame *frame,
                           const struct nfh_ref *ref, uint8_t *mark, bool *relevant);

/* The same with the inputs that will matter once some of these are known, because a choice then goes
 * another way. */
void nfh_priv_find_reachable(const struct nfh_program *program, const struct nfh_frame *frame,
                             const struct nfh_ref *ref, uint8_t *mark, bool *relevant);

/* Marks (again[input slot] = true) the known inputs from which an unknown Boolean comes, where none
 * of the unknown ones would help; when dates are among them that are partial, only these. `mark`: as
 * above. */
void nfh_priv_find_again(const struct nfh_program *program, const struct nfh_frame *frame,
                         uint32_t slot, uint8_t *mark, bool *again);

/* Marks (defaulted[input slot] = true) the unknown inputs in whose place the criteria took another
 * value: a parameter's default, or what stands behind it in a Coalesce. */
void nfh_priv_find_defaulted(const struct nfh_program *program, const struct nfh_frame *frame,
                             bool *defaulted);

/* Writes a value as a CQL literal (`true`, `1.5`, `5 'mg'`, `Interval[1, 5]`, `null`); snprintf's
 * rules. */
size_t nfh_priv_value_format(const struct nfh_ref *ref, const struct nfh_value *slot, char *buffer,
                             size_t size);

/* The first error among the slots of a value: enum nfh_run_error. */
int nfh_priv_ref_error(const struct nfh_ref *ref, const struct nfh_value *slot);
/* The text of an enum nfh_run_error. */
const char *nfh_priv_run_error_text(int error);

/* Checks and compiles a parsed library with the libraries that it includes. `library` [0] is the
 * main one, the others are found by name among the rest. Returns NULL after errors (in diagnostics)
 * or when out of memory. The program and all that it points to lie in `arena`, but for the source
 * texts. */
struct nfh_compilation {
    struct nfh_arena *scratch; /* for what only the compilation needs */
    struct nfh_arena *arena;   /* for the program */
    struct nfh_diagnostics *diagnostics;
    struct nfh_library **library;
    bool *is_builtin; /* library [i] is the one shipped with us: its functions may be bound */
    size_t library_count;
    bool lint; /* warn of what may not mean what it says, see lint.h */
};
struct nfh_program *nfh_priv_compile(struct nfh_compilation *compilation);
/* The same for a lone expression: a program with one output, named "". */
struct nfh_program *nfh_priv_compile_expression(struct nfh_compilation *compilation,
                                                const struct nfh_source *source,
                                                struct nfh_node *expression);

#endif
