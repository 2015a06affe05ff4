/* SPDX-License-Identifier: MIT
 *
 * trial.h - what would be if: a Boolean of a program, evaluated again and again with other values
 * for some of the inputs, in a copy of a frame.
 *
 * The inputs that are given other values are the free ones. Only the instructions between them and
 * the Boolean in question, the target, are run again.
 */
#ifndef NFH_CQL_TRIAL_H
#define NFH_CQL_TRIAL_H

#include "cql/program.h"

#define NFH_FREE_MAX       64        /* free inputs: a bit each */
#define NFH_POOL_MAX       64        /* values to try for one of them */
#define NFH_TRIAL_WORK_MAX 100000000 /* instructions for one question: a second or so */

/* Sets of free inputs: bit i is free input i. */
typedef uint64_t nfh_inputs;

static inline nfh_inputs nfh_priv_inputs_one(unsigned index)
{
    return (nfh_inputs)1 << index;
}
unsigned nfh_priv_inputs_count(nfh_inputs inputs);
/* The lowest of them; there must be one. */
unsigned nfh_priv_inputs_first(nfh_inputs inputs);

struct nfh_pool {
    bool is_made;
    size_t count;
    struct nfh_value value[NFH_POOL_MAX];
};

struct nfh_trial {
    const struct nfh_program *program;
    const struct nfh_value *base; /* the slots as they are */
    struct nfh_frame frame[2];    /* copies, in which other values are tried */
    struct nfh_heap heap[2];
    bool copied; /* they hold the base's slots */
    /* Of the target: */
    uint32_t target;
    size_t free_input[NFH_FREE_MAX]; /* indices of program->input */
    unsigned free_count;
    nfh_inputs *depends; /* by slot: the free inputs that it depends on */
    nfh_inputs *needs;   /* by slot: those without which it stays unknown */
    uint32_t *step;      /* the instructions that depend on a free input, in order */
    size_t step_count;
    struct nfh_pool *pool; /* by free input */
    uint64_t runs;         /* evaluations since the target was set */
    uint64_t work;         /* instructions looked at since it was set to 0 */
    uint32_t random;       /* state of a generator: the same numbers every time */
    bool out_of_memory;    /* an evaluation needed room for texts and did not get it */
};

/* Room for trials of a program; false when out of memory (nfh_priv_trial_free frees what there is).
 * No function below allocates, but for texts that arise in an evaluation. */
bool nfh_priv_trial_init(struct nfh_trial *trial, const struct nfh_program *program,
                         const struct nfh_memory *memory);
void nfh_priv_trial_free(struct nfh_trial *trial, const struct nfh_memory *memory);

/* Looks at other slots: those of a frame that has been evaluated, until it is evaluated anew. */
void nfh_priv_trial_base(struct nfh_trial *trial, const struct nfh_frame *frame);
/* Chooses a Boolean slot and the inputs that are free: those for which `is_free` (by input slot) is
 * set, of which the first NFH_FREE_MAX are taken. False: there are more. */
bool nfh_priv_trial_target(struct nfh_trial *trial, uint32_t target, const bool *is_free);
/* Leaves the copies as they were found. */
void nfh_priv_trial_end(struct nfh_trial *trial);

static inline const struct nfh_input *nfh_priv_trial_input(const struct nfh_trial *trial,
                                                           unsigned index)
{
    return &trial->program->input[trial->free_input[index]];
}
/* Gives a free input a value in one of the copies; NULL: the base's own. */
void nfh_priv_trial_set(struct nfh_trial *trial, int frame, unsigned index,
                        const struct nfh_value *value);
/* Evaluates up to a slot, and gives its truth: NFH_TRUTH_TRUE, _FALSE or _NULL, also after an
 * error. */
unsigned nfh_priv_trial_run(struct nfh_trial *trial, int frame, uint32_t slot);

/* Numbers and dates have a place in the order of all values of their type: an Integer is its own, a
 * Decimal or Quantity is so many units of the last place, a Date so many days since 1970-01-01.
 * Only inputs for which `ordered` holds: a Quantity must have a unit of its own. */
bool nfh_priv_input_ordered(const struct nfh_input *input);
/* The least and the greatest place that the input's limits allow, and that `value` does, when only
 * a limit of it is known. */
void nfh_priv_input_bounds(const struct nfh_input *input, const struct nfh_value *value,
                           nfh_decimal *least, nfh_decimal *greatest);
struct nfh_value nfh_priv_input_at(const struct nfh_input *input, nfh_decimal place);

/* The values to try for a free input, made when first asked for: its limits, what the program
 * compares it with, and the neighbours of these. */
const struct nfh_pool *nfh_priv_trial_pool(struct nfh_trial *trial, unsigned index);
/* The index of a value in the pool, where it is added if it is not there; NFH_POOL_MAX when there
 * is no room. */
size_t nfh_priv_trial_pool_add(struct nfh_trial *trial, unsigned index,
                               const struct nfh_value *value);

#endif
