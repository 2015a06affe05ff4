/* SPDX-License-Identifier: MIT
 *
 * lint.h - warnings about rule sets that compile, but may not mean what they say.
 *
 * While expressions are compiled, notes are taken of the constructs that may turn an unknown into a
 * decision, or that decide nothing. Afterwards the program answers for each what it does to a
 * criterion: an instruction has few possible values (true or known, false, null), and what they are
 * when something is missing is found by one walk over the program. So a guard is seen wherever it
 * stands, in a definition or in a function, and a construct that decides nothing is not warned of.
 *
 * Warnings of the author's choice are silenced by tags: `@allow: 7205 why`.
 */
#ifndef NFH_CQL_LINT_H
#define NFH_CQL_LINT_H

#include "cql/lower.h"

/* --- taking notes, for the files that compile expressions --- */

enum nfh_lint_kind {
    NFH_LINT_IN_LIST = 1, /* trigger: what is sought, or an element; result: the answer */
    NFH_LINT_BOUNDARY,    /* trigger: a closed boundary of an interval; result: as it is used */
    NFH_LINT_TEST,        /* trigger: what is tested by `is true`; result: the answer */
    NFH_LINT_FALLBACK,  /* trigger: a Boolean before the last of Coalesce; result: what comes out */
    NFH_LINT_CONDITION, /* trigger: a condition of `if` or `case`; result: what is chosen */
    NFH_LINT_EQUIVALENCE, /* trigger: an operand of `~`; result: the answer */
    NFH_LINT_OPERAND,     /* trigger: an operand of `and` or `or` that is a constant */
    NFH_LINT_LOGIC,       /* result: that of `and`, `or` or `between` */
    NFH_LINT_NUMBER,      /* a number that became a quantity, compared with another one */
    NFH_LINT_PRECISION,   /* a Date that became a DateTime, compared with another one */
    NFH_LINT_DURATION     /* a quantity added to a date that takes none of this unit */
};

struct nfh_lint_note {
    const struct nfh_node *node;
    const struct nfh_source *source;
    uint32_t child; /* of the node: what the note is about */
    uint32_t trigger, result;
    uint8_t kind;      /* enum nfh_lint_kind */
    bool for_criteria; /* taken while what criteria need was compiled */
    bool in_call;      /* of a function */
};

#define NFH_LINT_NOTES_MAX 20000

struct nfh_lint {
    struct nfh_lint_note *note;
    size_t count, capacity;
    uint32_t *table; /* hash table of the notes: 1 more than the index, 0 for none */
    size_t table_size;
    bool criteria_done; /* what is compiled now is needed by no criterion */
    bool is_full;       /* notes were left out */
};

/* Each does nothing when the compilation does not lint. */
void nfh_priv_lint_note(struct nfh_lowering *lowering, enum nfh_lint_kind kind,
                        const struct nfh_node *node, size_t child, uint32_t trigger,
                        uint32_t result);
/* The same for a value of any type as the trigger; those that take several slots give none. */
void nfh_priv_lint_value(struct nfh_lowering *lowering, enum nfh_lint_kind kind,
                         const struct nfh_node *node, size_t child, const struct nfh_ref *trigger,
                         uint32_t result);
/* Of a node with an operation, whatever it is. */
void nfh_priv_lint_operator(struct nfh_lowering *lowering, const struct nfh_node *node,
                            const struct nfh_ref *operand, const struct nfh_ref *result);

/* --- the warnings, for compile.c --- */

/* Reports what the notes and the declarations of the main library tell, and drops warnings that are
 * allowed. After errors, only the latter. The program's inputs are known, its code is still in the
 * builder. False when out of memory. */
bool nfh_priv_lint(struct nfh_lowering *lowering, const struct nfh_module *module,
                   const struct nfh_program *program);
void nfh_priv_lint_free(struct nfh_lowering *lowering);

/* --- between the linter's files --- */

/* Values that an instruction may have. What an unknown was turned into is unsure: a decision that
 * nobody has made. */
enum {
    NFH_MAY_TRUE = 1, /* of what is no Boolean: known */
    NFH_MAY_FALSE = 2,
    NFH_MAY_NULL = 4,
    NFH_MAY_SURE = NFH_MAY_TRUE | NFH_MAY_FALSE | NFH_MAY_NULL,
    NFH_MAY_UNSURE_SHIFT = 3 /* the same three, unsure */
};

static inline uint8_t nfh_priv_may_be(unsigned possible)
{
    return (uint8_t)((possible | possible >> NFH_MAY_UNSURE_SHIFT) & NFH_MAY_SURE);
}
static inline uint8_t nfh_priv_unsure(unsigned possible)
{
    return (uint8_t)(nfh_priv_may_be(possible) << NFH_MAY_UNSURE_SHIFT);
}

struct nfh_possible {
    const struct nfh_builder *builder;
    uint8_t *input; /* by slot */
    uint8_t *code;  /* by instruction */
};

/* How an instruction comes to be null. An overflow does not count: no author could guard all sums.
 */
enum nfh_null_rule {
    NFH_NULL_SPECIAL = 0, /* see its meaning */
    NFH_NULL_STRICT,      /* when an operand is, and only then */
    NFH_NULL_OWN,         /* also by itself: a partial date, a division by zero */
    NFH_NULL_LOGIC        /* not unless an operand is */
};
enum nfh_null_rule nfh_priv_null_rule(const struct nfh_builder *builder,
                                      const struct nfh_instruction *in);
uint8_t nfh_priv_possible_of(const struct nfh_possible *possible, uint32_t slot);
/* What the instruction may give, from what its operands may be. */
uint8_t nfh_priv_possible_step(const struct nfh_possible *possible,
                               const struct nfh_instruction *in);
/* How many operands an instruction reads, and where they stand. */
size_t nfh_priv_operands_of(const struct nfh_builder *builder, const struct nfh_instruction *in,
                            const uint32_t **operand);

/* Pairs of values that two Booleans may have at once when both are known: bits NFH_BOTH_…. */
enum {
    NFH_BOTH_TRUE = 1,
    NFH_ONLY_FIRST = 2,
    NFH_ONLY_SECOND = 4,
    NFH_NEITHER = 8,
    NFH_ANY_PAIR = 15
};
unsigned nfh_priv_pairs(const struct nfh_builder *builder, uint32_t a, uint32_t b);

/* `@allow: 7205 why` */
struct nfh_allow {
    const struct nfh_source *source;
    uint32_t start, end;    /* bytes of the text for which it holds */
    struct nfh_place place; /* of its value */
    int code;               /* 0: it silences nothing, and that has been reported */
    bool is_used;
};

struct nfh_linting {
    struct nfh_lowering *lowering;
    const struct nfh_builder *builder;
    const struct nfh_module *module; /* the main library */
    const struct nfh_program *program;
    struct nfh_diagnostics *diagnostics;
    struct nfh_allow *allow;
    size_t allow_count;
    struct nfh_possible possible;
    size_t criteria_code; /* instructions that the criteria need */
    bool out_of_memory;
    bool is_incomplete;
};

/* The tag that allows a warning there, or NULL. */
struct nfh_allow *nfh_priv_lint_find_allow(struct nfh_linting *linting,
                                           const struct nfh_source *source, struct nfh_place place,
                                           int code);
/* Reports a warning unless it is allowed. */
#if defined(__GNUC__)
__attribute__((format(printf, 5, 6)))
#endif
void nfh_priv_lint_report(struct nfh_linting *linting, const struct nfh_source *source,
                          struct nfh_place place, int code, const char *format, ...);
/* No more warnings are kept. */
bool nfh_priv_lint_is_enough(const struct nfh_linting *linting);
/* Whether the declaration is a criterion; for the linter, what has a @category is. */
bool nfh_priv_lint_is_criterion(const struct nfh_declaration *declaration);
const struct nfh_tag *nfh_priv_find_tag(const struct nfh_tag *tags, const char *name);

bool nfh_priv_lint_read_allows(struct nfh_linting *linting);
void nfh_priv_lint_check_allows(struct nfh_linting *linting);
void nfh_priv_lint_declarations(struct nfh_linting *linting);
void nfh_priv_lint_units(struct nfh_linting *linting);
void nfh_priv_lint_constants(struct nfh_linting *linting);
bool nfh_priv_lint_unknowns(struct nfh_linting *linting);
/* lint_unknown_text.c: the code of a note, 0 when it is not about an unknown; where, and what is
 * told of it when `root` is null (NFH_SLOT_NULL: a null that is written out). */
int nfh_priv_lint_unknown_code(const struct nfh_lint_note *note);
struct nfh_place nfh_priv_lint_unknown_place(const struct nfh_lint_note *note);
void nfh_priv_lint_report_unknown(struct nfh_linting *linting, const struct nfh_lint_note *note,
                                  uint32_t root);
/* What `and` or `or` may give, as far as its operands are about one value. */
uint8_t nfh_priv_lint_logic(const struct nfh_builder *builder, const struct nfh_instruction *in);

#endif
