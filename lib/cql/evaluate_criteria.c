/* SPDX-License-Identifier: MIT
 *
 * evaluate_criteria.c - the instructions that the criteria need, on one subject, batch by batch.
 *
 * Here are those that criteria are mostly made of, in their usual case: nothing has been in error
 * yet, and what is not known is just missing. Whatever is unusual is left to evaluate.c.
 */
#include <string.h>

#include "cql/native.h"
#include "cql/run.h"

static inline void set_truth(struct nfh_value *result, bool truth)
{
    result->truth = truth ? NFH_TRUTH_TRUE : NFH_TRUTH_FALSE;
}

/* Kleene logic on the two bits of a truth: what both are, and what either is when that decides. */
static inline void logic(const struct nfh_value *a, const struct nfh_value *b, unsigned deciding,
                         struct nfh_value *result)
{
    result->truth = (uint8_t)((a->truth & b->truth) | ((a->truth | b->truth) & deciding));
}

/* The two bits of a truth, exchanged. */
static inline void negate(const struct nfh_value *a, struct nfh_value *result)
{
    unsigned truth = a->truth;

    result->truth = (uint8_t)((truth << 1 | truth >> 1) & (NFH_TRUTH_TRUE | NFH_TRUTH_FALSE));
}

static inline void choose(const struct nfh_value *condition, const struct nfh_value *yes,
                          const struct nfh_value *no, struct nfh_value *result)
{
    *result = condition->truth & NFH_TRUTH_TRUE ? *yes : *no;
}

static inline void coalesce(const struct nfh_value *a, const struct nfh_value *b,
                            struct nfh_value *result)
{
    *result = a->known || nfh_priv_is_censored(a) ? *a : *b;
}

/* Those that follow are strict: null when an operand is missing. Each says whether it is done, or
 * something is unusual, and *result is of no worth. */
static inline bool are_known(const struct nfh_value *a, const struct nfh_value *b)
{
    return a->known & b->known;
}

static inline bool are_missing(const struct nfh_value *a, const struct nfh_value *b)
{
    return !((a->note | b->note) & (NFH_NOTE_BELOW | NFH_NOTE_ABOVE));
}

static inline bool compare(const struct nfh_value *a, const struct nfh_value *b, bool truth,
                           struct nfh_value *result)
{
    if (!are_known(a, b))
        return are_missing(a, b);
    set_truth(result, truth);
    return true;
}

static inline bool are_whole(const struct nfh_value *a, const struct nfh_value *b)
{
    return nfh_priv_date_is_full(a->as.date) && nfh_priv_date_is_full(b->as.date);
}

static inline bool compare_dates(const struct nfh_value *a, const struct nfh_value *b, bool truth,
                                 struct nfh_value *result)
{
    return (!are_known(a, b) || are_whole(a, b)) && compare(a, b, truth, result);
}

static inline bool equal_strings(const struct nfh_value *a, const struct nfh_value *b,
                                 struct nfh_value *result)
{
    size_t length = a->as.string.length;

    if (!are_known(a, b))
        return are_missing(a, b);
    set_truth(result, length == b->as.string.length &&
                          memcmp(a->as.string.bytes, b->as.string.bytes, length) == 0);
    return true;
}

static inline bool multiply(const struct nfh_value *a, const struct nfh_value *b,
                            struct nfh_value *result)
{
    if (!are_known(a, b))
        return are_missing(a, b);
    result->known = nfh_priv_decimal_multiply(a->as.decimal, b->as.decimal, &result->as.decimal);
    return true;
}

/* Between whole dates, whichever of the spans is asked for. */
static inline bool duration(const struct nfh_value *a, const struct nfh_value *b, unsigned detail,
                            struct nfh_value *result)
{
    if (!are_known(a, b))
        return are_missing(a, b);
    if (!are_whole(a, b))
        return false;
    result->known = 1;
    result->as.integer = nfh_priv_date_duration(a->as.date, b->as.date,
                                                (enum nfh_calendar_unit)(detail & NFH_SPAN_UNIT));
    return true;
}

static inline bool add(const struct nfh_value *a, const struct nfh_value *b, unsigned unit,
                       struct nfh_value *result)
{
    if (!are_known(a, b))
        return are_missing(a, b);
    result->known = nfh_priv_date_add(a->as.date, b->as.integer, (enum nfh_calendar_unit)unit,
                                      &result->as.date);
    return result->known;
}

static inline bool component(const struct nfh_value *a, unsigned which, struct nfh_value *result)
{
    if (!a->known)
        return are_missing(a, a);
    result->as.integer = which == NFH_PRECISION_YEAR    ? nfh_priv_date_year(a->as.date)
                         : which == NFH_PRECISION_MONTH ? nfh_priv_date_month(a->as.date)
                                                        : nfh_priv_date_day(a->as.date);
    result->known = result->as.integer != 0;
    return true;
}

/* These look at their operands themselves. */
static inline bool make_date(const struct nfh_value *year, const struct nfh_value *month,
                             const struct nfh_value *day, struct nfh_value *result)
{
    nfh_priv_run_date_constructor(year, month, day, result);
    return !result->error;
}

static inline bool call(size_t native, const struct nfh_value *slot, const uint32_t *operand,
                        struct nfh_value *result)
{
    nfh_priv_native(native)->call((struct nfh_operands){slot, operand}, result);
    return !result->error;
}

static inline struct nfh_value *at(struct nfh_value *slot, uint32_t offset)
{
    return (struct nfh_value *)(void *)((char *)slot + offset);
}

/* A function that runs turns. `done`: an expression on result and the operands, one of the above.
 */
#define BATCH(name, done)                                                                       \
    static const struct nfh_turn *name(const uint32_t *pool, struct nfh_value *slot,            \
                                       const struct nfh_turn *turn, const struct nfh_turn *end) \
    {                                                                                           \
        (void)pool;                                                                             \
        for (; turn != end; turn++) {                                                           \
            struct nfh_value *result = at(slot, turn->result);                                  \
            result->known = 0;                                                                  \
            result->truth = NFH_TRUTH_NULL;                                                     \
            result->error = NFH_RUN_OK;                                                         \
            result->note = 0;                                                                   \
            if (!(done))                                                                        \
                break;                                                                          \
        }                                                                                       \
        return turn;                                                                            \
    }
#define A at(slot, turn->a)
#define B at(slot, turn->b)
#define C at(slot, turn->c)

BATCH(run_and, (logic(A, B, NFH_TRUTH_FALSE, result), true))
BATCH(run_or, (logic(A, B, NFH_TRUTH_TRUE, result), true))
BATCH(run_not, (negate(A, result), true))
BATCH(run_is_true, (set_truth(result, (A->truth & NFH_TRUTH_TRUE) != 0), true))
BATCH(run_is_null, (set_truth(result, !A->known && !nfh_priv_is_censored(A)), true))
BATCH(run_select, (choose(A, B, C, result), true))
BATCH(run_coalesce, (coalesce(A, B, result), true))
BATCH(run_less_or_equal_integer, compare(A, B, A->as.integer <= B->as.integer, result))
BATCH(run_less_decimal, compare(A, B, A->as.decimal < B->as.decimal, result))
BATCH(run_less_or_equal_decimal, compare(A, B, A->as.decimal <= B->as.decimal, result))
BATCH(run_equal_string, equal_strings(A, B, result))
BATCH(run_less_date, compare_dates(A, B, A->as.date < B->as.date, result))
BATCH(run_less_or_equal_date, compare_dates(A, B, A->as.date <= B->as.date, result))
BATCH(run_multiply, multiply(A, B, result))
BATCH(run_add_date, add(A, B, turn->c, result))
BATCH(run_duration, duration(A, B, turn->c, result))
BATCH(run_component, component(A, turn->c, result))
BATCH(run_make_date, make_date(A, B, C, result))
BATCH(run_native, call(turn->c, slot, pool + turn->b, result))
BATCH(run_none, false)

nfh_batch_function *nfh_priv_batch_function(const struct nfh_instruction *in)
{
    static nfh_batch_function *const functions[NFH_OPCODE_COUNT] = {
        [NFH_OP_AND] = run_and,
        [NFH_OP_OR] = run_or,
        [NFH_OP_NOT] = run_not,
        [NFH_OP_IS_TRUE] = run_is_true,
        [NFH_OP_IS_NULL] = run_is_null,
        [NFH_OP_SELECT_BOOLEAN] = run_select,
        [NFH_OP_SELECT] = run_select,
        [NFH_OP_COALESCE] = run_coalesce,
        [NFH_OP_LESS_OR_EQUAL_INTEGER] = run_less_or_equal_integer,
        [NFH_OP_LESS_DECIMAL] = run_less_decimal,
        [NFH_OP_LESS_OR_EQUAL_DECIMAL] = run_less_or_equal_decimal,
        [NFH_OP_EQUAL_STRING] = run_equal_string,
        [NFH_OP_LESS_DATE] = run_less_date,
        [NFH_OP_LESS_OR_EQUAL_DATE] = run_less_or_equal_date,
        [NFH_OP_MULTIPLY_DECIMAL] = run_multiply,
        [NFH_OP_ADD_DATE] = run_add_date,
        [NFH_OP_DURATION] = run_duration,
        [NFH_OP_DATE_COMPONENT] = run_component,
        [NFH_OP_MAKE_DATE] = run_make_date,
        [NFH_OP_NATIVE_TRUTH] = run_native,
        [NFH_OP_NATIVE_VALUE] = run_native,
    };
    nfh_batch_function *function = functions[in->opcode];
    bool is_date = function == run_less_date || function == run_less_or_equal_date;

    /* Dates that are compared at a precision are rare. */
    return function && !(is_date && in->detail != 0) ? function : run_none;
}

/* Whether no error came of it. */
static bool run_alone(const struct nfh_program *program, struct nfh_frame *frame,
                      const struct nfh_turn *turn)
{
    size_t number = turn->result / sizeof(struct nfh_value) - nfh_priv_first_result(program);

    nfh_priv_evaluate(program, frame, number, number + 1);
    return at(frame->slot, turn->result)->error == NFH_RUN_OK;
}

void nfh_priv_evaluate_criteria(const struct nfh_program *program, struct nfh_frame *frame)
{
    const struct nfh_batch *batch = program->batch, *last = batch + program->batch_count;
    const struct nfh_turn *turn = program->turn, *end = turn + program->screen_count;

    for (; batch < last; batch++) {
        while ((turn = batch->run(program->pool, frame->slot, turn, batch->end)) != batch->end) {
            if (run_alone(program, frame, turn++))
                continue;
            for (; turn < end; turn++)
                run_alone(program, frame, turn);
            return;
        }
    }
}
