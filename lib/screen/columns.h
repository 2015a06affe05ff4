/* SPDX-License-Identifier: MIT
 *
 * columns.h - what stands behind nfh_columns.
 */
#ifndef NFH_SCREEN_COLUMNS_H
#define NFH_SCREEN_COLUMNS_H

#include "cql/vector.h"
#include "screen/handles.h"
#include "screen/writer.h"

/* Where a criterion's bits go; each may be NULL. */
struct nfh_wanted {
    uint8_t *truth;
    uint8_t *known;
};

#define NFH_PLACES_MAX 38

/* A Boolean in the rows of a block, bit i of word i / 64 that of row i; neither: unknown. */
struct nfh_truths {
    uint64_t is_true[NFH_BLOCK_WORDS];
    uint64_t is_false[NFH_BLOCK_WORDS];
};

/* What is needed of the program for the criteria that have no form on columns. */
struct nfh_rest {
    bool any;
    bool *needed;    /* by slot */
    uint32_t *input; /* bound to a column */
    size_t input_count;
    struct {
        uint32_t from, to;
    } * stretch; /* of instructions, the last one left out */
    size_t stretch_count;
};

struct nfh_columns {
    const struct nfh_ruleset *ruleset;
    struct nfh_memory memory;
    struct nfh_column *column;  /* by parameter */
    struct nfh_buffer *unit;    /* by parameter: of its numbers; empty: the parameter's own */
    bool *is_converted;         /* by parameter: the unit is not its own */
    struct nfh_wanted *wanted;  /* by criterion */
    struct nfh_vector *vector;  /* the plan; NULL: none yet for what is bound now */
    struct nfh_column *planned; /* what it was made for */
    bool *is_planned;           /* by criterion */
    bool has_verdict;           /* it is about the verdict too */
    struct nfh_rest rest;       /* of the plan */
    struct nfh_truths *truths;  /* by criterion, of one block */
    uint8_t verdict[NFH_BLOCK_ROWS];
    nfh_subject *subject; /* for what is screened row by row */
    nfh_report *report;
    /* Of the last nfh_screen_columns: */
    size_t failed_count, failed_row, failed_parameter;
    int failed_status;
    char error[NFH_ERROR_SIZE];
};

/* NFH_OK, or NFH_E_INDEX with its message: there is no such criterion. */
int nfh_priv_columns_find(struct nfh_columns *columns, size_t criterion);
/* Sets the inputs of the scratch subject to those of a row. The status of the first that cannot be
 * read, with its parameter; the subject has the message. */
int nfh_priv_columns_read(struct nfh_columns *columns, size_t row, size_t *parameter);
/* Reads a single input of a row; false: it cannot be read. For nfh_vector_source. */
bool nfh_priv_columns_value(void *columns, size_t parameter, size_t row, struct nfh_value *value);
/* What is bound has changed in another way than where its values are: the plan no longer holds. */
void nfh_priv_columns_changed(struct nfh_columns *columns);
/* Looks at which wanted criteria the plan leaves, and what they need. */
void nfh_priv_columns_plan_rest(struct nfh_columns *columns);
/* Evaluates it for a row: the criteria's truths are in the report's slots. False: the row must be
 * screened as a whole. */
bool nfh_priv_columns_evaluate_rest(struct nfh_columns *columns, size_t row);
/* Reads and screens one row into the report, or notes why it cannot be read. */
int nfh_priv_columns_screen_row(struct nfh_columns *columns, size_t row);

#endif
