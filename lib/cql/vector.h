/* SPDX-License-Identifier: MIT
 *
 * vector.h - a program on blocks of a cohort.
 *
 * A plan is made once for a program and the formats of its columns: a list of steps, each a loop
 * over the rows of a block. Whatever a loop cannot do exactly, such as a number near the middle of
 * two decimals or a run-time error, it leaves to the evaluator of single subjects, by marking its
 * row as one to be screened alone; so the results are that evaluator's throughout.
 */
#ifndef NFH_CQL_VECTOR_H
#define NFH_CQL_VECTOR_H

#include "cql/column.h"
#include "cql/program.h"

#define NFH_BLOCK_ROWS  2048
#define NFH_BLOCK_WORDS (NFH_BLOCK_ROWS / 64)

/* Where values come from. The columns are by input; what they are bound to may change between two
 * runs, but not their kinds, formats, places and dictionaries. */
struct nfh_vector_source {
    const struct nfh_column *column;
    /* Reads the input of one row; false: it cannot be read. Called for what has no loop. */
    bool (*read)(void *context, size_t input, size_t row, struct nfh_value *value);
    void *context;
    /* By input: not as its bare numbers say, for they are in another unit. */
    const bool *is_converted;
};

struct nfh_vector;

/* A plan for the slots wanted, all of them Booleans; NULL when out of memory. */
struct nfh_vector *nfh_priv_vector_new(const struct nfh_program *program,
                                       const struct nfh_memory *memory,
                                       const struct nfh_vector_source *source,
                                       const uint32_t *wanted, size_t count);
void nfh_priv_vector_free(struct nfh_vector *vector);

/* NULL, or why the slot has no form on columns: it is left to the evaluator of single subjects in
 * every row. The text lives as long as the program. */
const char *nfh_priv_vector_obstacle(const struct nfh_vector *vector, uint32_t slot);

/* Runs the plan on rows first … first + rows - 1, at most NFH_BLOCK_ROWS. Afterwards bit i of the
 * words of `alone` says that row first + i is to be screened alone. */
void nfh_priv_vector_run(struct nfh_vector *vector, size_t first, size_t rows,
                         const uint64_t **alone);
/* Of a slot wanted: bit i is set where it is true in row first + i of the last run, or false. */
void nfh_priv_vector_truth(const struct nfh_vector *vector, uint32_t slot, const uint64_t **is_true,
                           const uint64_t **is_false);

#endif
