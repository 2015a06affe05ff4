/* SPDX-License-Identifier: MIT
 *
 * vector_plan.h - the parts of vector.h: what a plan consists of, and who makes which steps.
 */
#ifndef NFH_CQL_VECTOR_PLAN_H
#define NFH_CQL_VECTOR_PLAN_H

#include "cql/kernels.h"
#include "cql/vector.h"

/* The greatest whole number up to which doubles are exact. */
#define NFH_EXACT_MAX 9007199254740992.0
/* Doubles below it can be scaled to decimals by a product. */
#define NFH_SCALE_MAX 1048576.0
/* Up to here a product can be divided and rounded as kernels.h says. */
#define NFH_TIMES_MAX 1125899906842624.0

enum nfh_lane_kind {
    NFH_LANE_NONE, /* not looked at yet */
    NFH_LANE_ROW,  /* no form on columns */
    NFH_LANE_TRUTH,
    NFH_LANE_DECIMAL, /* whole doubles, scaled by 10^8 */
    NFH_LANE_INTEGER, /* whole doubles */
    NFH_LANE_DATE,    /* days since 1970-01-01 */
    NFH_LANE_STRING   /* codes of the plan's texts */
};

/* Codes of texts: 1 + the index in the plan's texts, or one of these. */
enum { NFH_CODE_UNKNOWN = 0, NFH_CODE_OTHER = 254, NFH_CODE_ALONE = 255, NFH_TEXTS_MAX = 250 };

/* A slot of the program in the rows of a block. */
struct nfh_lane {
    uint8_t kind;    /* enum nfh_lane_kind */
    bool is_made;    /* the steps so far give it its values */
    bool is_raw;     /* its numbers are the caller's doubles in `raw`; `number` is not made yet */
    bool may_exceed; /* of `raw`: known ones may be NFH_SCALE_MAX or more */
    bool
        is_deferred; /* a calculation that only comparisons with a constant have asked for so far */
    double low, high;     /* of the numbers or days that are known */
    const char *obstacle; /* of NFH_LANE_ROW */
    uint64_t *is_true;    /* of a truth; else where it is known */
    uint64_t *is_false;   /* of a truth */
    double *number;
    const double *raw;
    const int32_t *days; /* the caller's, or the next */
    int32_t *own_days;
    double *own_raw; /* for a last block */
    uint8_t *code;
};

struct nfh_vector_step {
    void (*run)(struct nfh_vector *vector, const struct nfh_vector_step *step);
    uint32_t to, a, b, c; /* lanes */
    uint32_t input;       /* of a load */
    double limit, beyond; /* of a comparison, a range or a factor */
    int32_t days[2];
    size_t instruction; /* of the program, for what is done row by row */
};

struct nfh_vector {
    const struct nfh_program *program;
    const struct nfh_kernels *kernels;
    struct nfh_vector_source source;
    struct nfh_arena arena; /* all below lies in it */
    struct nfh_lane *lane;  /* by slot; then of each constant one for each kind */
    uint32_t *same;         /* by slot: one that has the same values, perhaps itself */
    uint32_t *absent;       /* by slot: one that is null in the same rows, perhaps itself */
    uint32_t *input_at;     /* by slot of an input: which one, or NFH_SLOT_NONE */
    uint8_t *hint;          /* by slot: the kind that its first reader takes it for */
    bool *is_needed;        /* by slot */
    struct nfh_vector_step *step;
    size_t step_count, step_capacity;
    struct nfh_vector_step nowhere; /* written to when out of memory, never run */
    struct nfh_bytes *text;         /* the texts that codes stand for */
    size_t text_count;
    uint8_t **dictionary;   /* by input: the code of each text of its column's dictionary */
    double *zeros;          /* of a block */
    struct nfh_frame frame; /* for what is done row by row */
    bool out_of_memory;
    /* Of the block at hand: */
    size_t first, rows, words;
    uint64_t alone[NFH_BLOCK_WORDS];
    uint64_t present[NFH_BLOCK_WORDS]; /* its rows */
};

/* ---- Making a plan --------------------------------------------------------------------------- */

/* vector_simplify.c: finds slots that have the same values as another, given that dates are whole;
 * then what is needed of the rest. */
void nfh_priv_vector_simplify(struct nfh_vector *vector);
void nfh_priv_vector_mark(struct nfh_vector *vector, const uint32_t *wanted, size_t count);

/* A step more, all zero but for the first; never NULL (when out of memory: one that is not used).
 */
struct nfh_vector_step *nfh_priv_vector_step(struct nfh_vector *vector,
                                             void (*run)(struct nfh_vector *,
                                                         const struct nfh_vector_step *),
                                             uint32_t to, uint32_t a, uint32_t b);
/* Room for the values of a lane of that kind, which is made from now on. */
struct nfh_lane *nfh_priv_vector_make(struct nfh_vector *vector, uint32_t slot, unsigned kind);
/* The lane has no form on columns. */
void nfh_priv_vector_refuse(struct nfh_vector *vector, uint32_t slot, const char *obstacle);

/* The lane of an operand, made as that kind (NFH_LANE_NONE: as whatever it is): a constant becomes
 * one, a column is loaded. NFH_SLOT_NONE: it has no such form, and its obstacle has become that of
 * `to`. */
uint32_t nfh_priv_vector_take(struct nfh_vector *vector, uint32_t to, uint32_t slot, unsigned kind);
/* The same for a comparison with a constant, for which the caller's doubles do, and a calculation
 * that is deferred. */
uint32_t nfh_priv_vector_take_raw(struct nfh_vector *vector, uint32_t to, uint32_t slot,
                                  unsigned kind);

static inline bool nfh_priv_vector_is_constant(const struct nfh_vector *vector, uint32_t slot)
{
    return slot >= nfh_priv_first_constant(vector->program) &&
           slot < nfh_priv_first_result(vector->program);
}
static inline const struct nfh_value *nfh_priv_vector_constant(const struct nfh_vector *vector,
                                                               uint32_t slot)
{
    return &vector->program->constant[slot - nfh_priv_first_constant(vector->program)];
}

/* A constant that is a partial date, which no lane holds; of slots that are dates only. */
static inline bool nfh_priv_vector_is_partial(const struct nfh_vector *vector, uint32_t slot)
{
    if (!nfh_priv_vector_is_constant(vector, slot))
        return false;
    const struct nfh_value *value = nfh_priv_vector_constant(vector, slot);
    return value->known && !nfh_priv_date_is_full(value->as.date);
}

/* Each adds the steps of one instruction, or refuses it. */
void nfh_priv_vector_plan(struct nfh_vector *vector, size_t instruction);       /* vector_plan.c */
void nfh_priv_vector_plan_logic(struct nfh_vector *vector, size_t instruction); /* vector_logic.c */
void nfh_priv_vector_plan_choice(struct nfh_vector *vector,
                                 size_t instruction); /* vector_choice.c */
bool nfh_priv_vector_plan_compare(
    struct nfh_vector *vector, size_t instruction); /* vector_compare.c; false: none of its kind */
bool nfh_priv_vector_plan_number(struct nfh_vector *vector,
                                 size_t instruction);                          /* vector_number.c */
bool nfh_priv_vector_plan_date(struct nfh_vector *vector, size_t instruction); /* vector_date.c */
bool nfh_priv_vector_plan_native(struct nfh_vector *vector,
                                 size_t instruction); /* vector_native.c */
/* vector_row.c: what has no loop of its own, one row after the other. */
void nfh_priv_vector_plan_rows(struct nfh_vector *vector, size_t instruction);
/* vector_load.c; and the least double that stands for at least that decimal */
double nfh_priv_vector_least_double(nfh_decimal decimal);
void nfh_priv_vector_plan_load(struct nfh_vector *vector, size_t input);
/* vector_text.c: what loads a String. */
void nfh_priv_vector_plan_texts(struct nfh_vector *vector, size_t input,
                                struct nfh_vector_step *step);

/* Whether a calculation that has been deferred is above a limit, or with `opposite` not above it.
 * False: not as it stands, it must be made first. */
bool nfh_priv_vector_native_above(struct nfh_vector *vector, uint32_t to, uint32_t slot,
                                  nfh_decimal limit, bool opposite);
/* The kind that an instruction takes its operands for, or gives; NFH_LANE_NONE: none of ours. */
unsigned nfh_priv_vector_operand_kind(unsigned opcode);
unsigned nfh_priv_vector_result_kind(unsigned opcode);

/* ---- Running it ------------------------------------------------------------------------------ */

/* The lowest of the bits set, of which there is one; it is taken away. */
static inline size_t nfh_priv_vector_next(uint64_t *bits)
{
    size_t at = 0;
#if defined(__GNUC__)
    at = (size_t)__builtin_ctzll(*bits);
#else
    while (!(*bits >> at & 1))
        at++;
#endif
    *bits &= *bits - 1;
    return at;
}

/* Asks the memory for what the next block will read: short stretches of many arrays, of which the
 * processor does not see by itself that they go on. No more than a hint, so it may lie beyond the
 * arrays. */
static inline void nfh_priv_vector_expect(const void *bytes, size_t size)
{
#if defined(__GNUC__)
    for (size_t i = 0; i < size; i += 64)
        __builtin_prefetch((const char *)bytes + i);
#else
    (void)bytes;
    (void)size;
#endif
}

/* Bits of the caller's array from that bit on, those of the rows that there are; NULL: ones. */
void nfh_priv_vector_bits(const struct nfh_vector *vector, const uint8_t *bits, size_t offset,
                          uint64_t *words);
/* Where both operands are known. */
void nfh_priv_vector_known_in_both(const struct nfh_vector *vector,
                                   const struct nfh_vector_step *step, uint64_t *known);
/* The rows of `doubtful` that are known, `known` NULL: all, are to be screened alone. */
void nfh_priv_vector_leave(struct nfh_vector *vector, const uint64_t *doubtful,
                           const uint64_t *known);
/* A truth from the bits where something holds, or not, of the rows where it is known. */
void nfh_priv_vector_decide(const struct nfh_vector *vector, const struct nfh_lane *to,
                            const uint64_t *holds, const uint64_t *known, bool opposite);
/* The value of a lane in a row, and back; false: it has no exact form in the lane. */
void nfh_priv_vector_get(const struct nfh_vector *vector, const struct nfh_lane *lane, size_t row,
                         struct nfh_value *value);
bool nfh_priv_vector_put(struct nfh_vector *vector, struct nfh_lane *lane, size_t row,
                         const struct nfh_value *value);
/* The code of a text. */
uint8_t nfh_priv_vector_code(const struct nfh_vector *vector, const char *start, size_t length);

#endif
