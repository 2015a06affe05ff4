/* SPDX-License-Identifier: MIT
 *
 * evaluate.c - a program on one subject.
 *
 * A strict instruction has nothing to do when an operand is not known; that and the errors are
 * dealt with in one place, so that each instruction reads as its meaning.
 */
#include <string.h>

#include "cql/native.h"
#include "cql/program.h"
#include "cql/run.h"

#define VALUE   0
#define TRUTH   1
#define POOL    NFH_OPERANDS_POOL
#define DERIVED NFH_OPERANDS_DERIVED
static const struct {
    int8_t operands;
    uint8_t is_truth;
} shapes[NFH_OPCODE_COUNT] = {
#define NFH_OPCODE(name, operands, result) {operands, result},
#include "cql/opcodes.def"
#undef NFH_OPCODE
};
#undef VALUE
#undef TRUTH
#undef POOL
#undef DERIVED

int nfh_priv_opcode_operands(unsigned opcode)
{
    int operands = shapes[opcode].operands;

    return operands < 0 ? operands : operands & ~NFH_OPERANDS_DERIVED;
}
bool nfh_priv_opcode_is_truth(unsigned opcode)
{
    return shapes[opcode].is_truth;
}
bool nfh_priv_opcode_is_derived(unsigned opcode)
{
    return shapes[opcode].operands > 0 && (shapes[opcode].operands & NFH_OPERANDS_DERIVED);
}
bool nfh_priv_opcode_is_text(unsigned opcode)
{
    switch (opcode) {
    case NFH_OP_JOIN:
    case NFH_OP_CONCATENATE:
    case NFH_OP_UPPER:
    case NFH_OP_LOWER:
    case NFH_OP_SUBSTRING_FROM:
    case NFH_OP_SUBSTRING:
    case NFH_OP_INDEXER:
    case NFH_OP_REPLACE_MATCHES:
    case NFH_OP_BOOLEAN_TO_TEXT:
    case NFH_OP_VALUE_TO_TEXT:
    case NFH_OP_RATIO_TO_TEXT:
        return true;
    default:
        return false;
    }
}

static inline void set_truth(struct nfh_value *result, bool truth)
{
    result->truth = truth ? NFH_TRUTH_TRUE : NFH_TRUTH_FALSE;
}

/* Null, or the error of the first operand that has one. */
static void pass_null(const struct nfh_value *a, const struct nfh_value *b,
                      struct nfh_value *result)
{
    const struct nfh_value *bad = a->error ? a : b->error ? b : NULL;

    if (!bad)
        return;
    result->error = bad->error;
    result->truth = NFH_TRUTH_ERROR;
    result->as.integer = bad->as.integer;
}

/* A strict instruction that lacks an operand: null, unless a limit of the operand decides. */
static void run_unknown(const struct nfh_instruction *in, const struct nfh_value *a,
                        const struct nfh_value *b, const struct nfh_frame *frame,
                        struct nfh_value *result)
{
    if (((a->note | b->note) & (NFH_NOTE_BELOW | NFH_NOTE_ABOVE)) && !a->error && !b->error)
        nfh_priv_run_censored(in, a, b, frame, result);
    else
        pass_null(a, b, result);
    /* Only instructions on texts have a third operand that may be in error. */
    if (in->opcode >= NFH_OP_CONCATENATE && !result->error &&
        nfh_priv_opcode_operands(in->opcode) > 2)
        pass_null(frame->slot + in->operand[2], frame->slot + in->operand[2], result);
}

/* Kleene logic on the two bits of a truth; an error stays one unless the other operand decides. */
static inline void logic(unsigned true_bit, unsigned false_bit, const struct nfh_value *a,
                         const struct nfh_value *b, struct nfh_value *result)
{
    result->truth = (uint8_t)(true_bit | false_bit);
    if (((a->truth | b->truth) & NFH_TRUTH_ERROR) && result->truth == NFH_TRUTH_NULL)
        pass_null(a, b, result);
}

/* The two bits of a truth, exchanged. */
static inline uint8_t opposite(uint8_t truth)
{
    return (uint8_t)((truth & NFH_TRUTH_TRUE) << 1 | (truth & NFH_TRUTH_FALSE) >> 1);
}

/* The postfix tests: known whatever the operand is, unless it is an error. */
static inline void test(const struct nfh_value *a, bool truth, struct nfh_value *result)
{
    if (a->error)
        pass_null(a, a, result);
    else
        set_truth(result, truth);
}

static inline void choose(const struct nfh_value *condition, const struct nfh_value *yes,
                          const struct nfh_value *no, struct nfh_value *result)
{
    if (condition->error)
        pass_null(condition, condition, result);
    else
        *result = condition->truth & NFH_TRUTH_TRUE ? *yes : *no;
}

/* The operands of an instruction that stand in the pool; false: the error of one has been set. */
static bool take_operands(const struct nfh_program *program, const struct nfh_instruction *in,
                          const struct nfh_value *slot, const struct nfh_value **argument,
                          struct nfh_value *result)
{
    const uint32_t *pool = program->pool + in->operand[0];
    uint32_t count = in->operand[1];
    unsigned errors = 0;

    for (uint32_t i = 0; i < count; i++) {
        argument[i] = slot + pool[i];
        errors |= argument[i]->error;
    }
    for (uint32_t i = 0; errors && i < count; i++) {
        if (!argument[i]->error)
            continue;
        pass_null(argument[i], argument[i], result);
        return false;
    }
    return true;
}

static void run_pool(const struct nfh_program *program, const struct nfh_instruction *in,
                     const struct nfh_value *slot, struct nfh_value *result)
{
    const struct nfh_value *argument[NFH_NATIVE_OPERANDS];
    struct nfh_operands given = {slot, program->pool + in->operand[0]};

    if (!take_operands(program, in, slot, argument, result))
        return;
    if (in->opcode == NFH_OP_MAKE_DATETIME)
        nfh_priv_run_datetime_constructor(argument, result);
    else if (in->opcode == NFH_OP_MAKE_TIME)
        nfh_priv_run_time_constructor(argument, result);
    else
        nfh_priv_native(in->detail)->call(given, result);
}

/* The instructions of logic and choice that are rare. */
static void run_rare(const struct nfh_program *program, const struct nfh_instruction *in,
                     const struct nfh_frame *frame, struct nfh_value *result)
{
    const struct nfh_value *slot = frame->slot, *a = slot + in->operand[0],
                           *b = slot + in->operand[1];
    const unsigned known = NFH_TRUTH_TRUE | NFH_TRUTH_FALSE;

    switch (in->opcode) {
    case NFH_OP_XOR:
    case NFH_OP_EQUAL_BOOLEAN:
        if ((a->truth & known) && (b->truth & known))
            set_truth(result, (a->truth != b->truth) == (in->opcode == NFH_OP_XOR));
        else
            pass_null(a, b, result);
        break;
    case NFH_OP_IS_TRUE:
        test(a, a->truth & NFH_TRUTH_TRUE, result);
        break;
    case NFH_OP_IS_FALSE:
        test(a, a->truth & NFH_TRUTH_FALSE, result);
        break;
    case NFH_OP_IS_UNKNOWN:
        test(a, a->truth == NFH_TRUTH_NULL, result);
        break;
    case NFH_OP_COALESCE_BOOLEAN:
        *result = a->truth != NFH_TRUTH_NULL ? *a : *b;
        break;
    case NFH_OP_RAISE_BOOLEAN:
    case NFH_OP_RAISE:
        if (b->truth & NFH_TRUTH_TRUE)
            nfh_priv_fail(result, in->detail);
        else if (b->error)
            pass_null(a, b, result);
        else
            *result = *a;
        break;
    case NFH_OP_BOOLEAN_TO_TEXT:
    case NFH_OP_BOOLEAN_TO_NUMBER:
        if (a->truth & known)
            nfh_priv_run_from_boolean(in, a->truth & NFH_TRUTH_TRUE, frame->heap, result);
        else
            pass_null(a, a, result);
        break;
    case NFH_OP_JOIN:
        nfh_priv_run_join(a, b, frame->heap, result);
        break;
    case NFH_OP_MAKE_DATE:
        nfh_priv_run_date_constructor(a, b, slot + in->operand[2], result);
        break;
    default:
        run_pool(program, in, slot, result);
        break;
    }
}

/* A strict instruction whose operands are known, but for the comparisons of integers and decimals.
 */
static void run_strict(const struct nfh_instruction *in, struct nfh_frame *frame,
                       struct nfh_value *result)
{
    const struct nfh_value *slot = frame->slot, *a = slot + in->operand[0],
                           *b = slot + in->operand[1], *c;

    if (in->opcode < NFH_OP_ADD_INTEGER) {
        nfh_priv_run_comparison(in, a, b, frame->zone, result);
    } else if (in->opcode < NFH_OP_ADD_QUANTITY) {
        nfh_priv_run_arithmetic(in, a, b, result);
    } else if (in->opcode < NFH_OP_ADD_DATE) {
        nfh_priv_run_quantity(in, a, b, frame, result);
    } else if (in->opcode < NFH_OP_ADD_DATETIME) {
        nfh_priv_run_date(in, a, b, result);
    } else if (in->opcode < NFH_OP_CONCATENATE) {
        nfh_priv_run_datetime(in, a, b, frame->zone, result);
    } else if (in->opcode < NFH_OP_BOOLEAN_TO_TEXT) {
        c = nfh_priv_opcode_operands(in->opcode) > 2 ? slot + in->operand[2] : a;
        if (c->known)
            nfh_priv_run_text(in, a, b, c, frame->heap, result);
        else
            pass_null(c, c, result);
    } else {
        nfh_priv_run_conversion(in, a, b, frame->heap, result);
    }
}

/* The comparisons that criteria are made of. */
static inline void compare_numbers(unsigned opcode, const struct nfh_value *a,
                                   const struct nfh_value *b, struct nfh_value *result)
{
    if (opcode == NFH_OP_LESS_DECIMAL)
        set_truth(result, a->as.decimal < b->as.decimal);
    else if (opcode == NFH_OP_LESS_OR_EQUAL_DECIMAL)
        set_truth(result, a->as.decimal <= b->as.decimal);
    else if (opcode == NFH_OP_EQUAL_INTEGER)
        set_truth(result, a->as.integer == b->as.integer);
    else
        set_truth(result, a->as.integer <= b->as.integer);
}

/* One instruction. The frequent ones are dealt with here, each in its own case; *result is null
 * beforehand. */
static inline void run(const struct nfh_program *program, const struct nfh_instruction *in,
                       struct nfh_frame *frame, struct nfh_value *result)
{
    const struct nfh_value *slot = frame->slot, *a = slot + in->operand[0],
                           *b = slot + in->operand[1];

    switch (in->opcode) {
    case NFH_OP_AND:
        logic(a->truth & b->truth & NFH_TRUTH_TRUE, (a->truth | b->truth) & NFH_TRUTH_FALSE, a, b,
              result);
        break;
    case NFH_OP_OR:
        logic((a->truth | b->truth) & NFH_TRUTH_TRUE, a->truth & b->truth & NFH_TRUTH_FALSE, a, b,
              result);
        break;
    case NFH_OP_NOT:
        result->truth = opposite(a->truth);
        if (a->truth & NFH_TRUTH_ERROR)
            pass_null(a, a, result);
        break;
    case NFH_OP_IS_NULL:
        test(a, !a->known && !nfh_priv_is_censored(a), result);
        break;
    case NFH_OP_SELECT_BOOLEAN:
    case NFH_OP_SELECT:
        choose(a, b, slot + in->operand[2], result);
        break;
    case NFH_OP_COALESCE:
        *result = a->known | a->error || nfh_priv_is_censored(a) ? *a : *b;
        break;
    case NFH_OP_XOR:
    case NFH_OP_IS_TRUE:
    case NFH_OP_IS_FALSE:
    case NFH_OP_IS_UNKNOWN:
    case NFH_OP_EQUAL_BOOLEAN:
    case NFH_OP_COALESCE_BOOLEAN:
    case NFH_OP_RAISE_BOOLEAN:
    case NFH_OP_RAISE:
    case NFH_OP_MAKE_DATE:
    case NFH_OP_MAKE_DATETIME:
    case NFH_OP_MAKE_TIME:
    case NFH_OP_JOIN:
    case NFH_OP_BOOLEAN_TO_TEXT:
    case NFH_OP_BOOLEAN_TO_NUMBER:
        run_rare(program, in, frame, result);
        break;
    case NFH_OP_EQUAL_INTEGER:
    case NFH_OP_LESS_OR_EQUAL_INTEGER:
    case NFH_OP_LESS_DECIMAL:
    case NFH_OP_LESS_OR_EQUAL_DECIMAL:
        if (a->known & b->known)
            compare_numbers(in->opcode, a, b, result);
        else
            run_unknown(in, a, b, frame, result);
        break;
    case NFH_OP_NATIVE_TRUTH:
    case NFH_OP_NATIVE_VALUE:
        run_pool(program, in, slot, result);
        break;
    default:
        if (a->known & b->known)
            run_strict(in, frame, result);
        else
            run_unknown(in, a, b, frame, result);
        break;
    }
}

void nfh_priv_frame_start(const struct nfh_program *program, struct nfh_frame *frame)
{
    memcpy(frame->slot + nfh_priv_first_constant(program), program->constant,
           program->constant_count * sizeof *program->constant);
}

void nfh_priv_evaluate(const struct nfh_program *program, struct nfh_frame *frame, size_t from,
                       size_t to)
{
    struct nfh_value *result = frame->slot + nfh_priv_first_result(program) + from;
    const struct nfh_instruction *in = program->code + from;

    for (size_t i = from; i < to; i++, in++, result++) {
        result->known = 0;
        result->truth = NFH_TRUTH_NULL;
        result->error = NFH_RUN_OK;
        result->note = 0;
        run(program, in, frame, result);
        if (result->error && result->as.integer < 0)
            result->as.integer = (int64_t)i; /* raised here */
    }
}
