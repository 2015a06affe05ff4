/* SPDX-License-Identifier: MIT
 *
 * arrow.h - what stands behind nfh_arrow: columns that are bound anew for every array.
 */
#ifndef NFH_SCREEN_ARROW_H
#define NFH_SCREEN_ARROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cql/column.h"
#include "screen/handles.h"
#include "screen/writer.h"

/* How the buffers of a field lie. */
enum nfh_arrow_layout {
    NFH_ARROW_NULLS,  /* there are none: not known in any row */
    NFH_ARROW_FIXED,  /* validity, values */
    NFH_ARROW_SCALED, /* the same, integers that stand for decimals */
    NFH_ARROW_CODES,  /* the same, indices into a dictionary */
    NFH_ARROW_TEXTS,  /* validity, offsets, bytes */
    NFH_ARROW_VIEWS   /* validity, views, any number of bytes, and how many each of these has */
};

struct nfh_arrow_type {
    uint8_t layout; /* enum nfh_arrow_layout */
    uint8_t format; /* NFH_COLUMN_… of the values or offsets */
    int8_t places;
};

/* Texts as nfh_columns_set_codes takes them; they lie in the caller's buffers. */
struct nfh_arrow_texts {
    const char **text;
    size_t *length;
    size_t capacity;
};

/* A field that a parameter has the name of. */
struct nfh_arrow_field {
    size_t at; /* among the children of the struct */
    size_t parameter;
    struct nfh_arrow_type type;
    struct nfh_arrow_type value; /* of the dictionary's values */
    struct nfh_arrow_texts texts;
    uint8_t *validity; /* where the struct's and the field's own are put together */
    size_t validity_size;
};

struct nfh_arrow {
    const struct nfh_ruleset *ruleset;
    struct nfh_memory memory;
    nfh_columns *columns;
    bool is_bound;
    size_t child_count; /* of the struct, also those that are passed over */
    struct nfh_arrow_field *field;
    size_t field_count;
    bool *has_field; /* by parameter */
    uint32_t *row;   /* 0, 1, 2 …: codes that make a dictionary of a column of views */
    size_t row_capacity;
    struct nfh_buffer unit; /* the unit last read */
    /* Of the last nfh_arrow_screen: */
    size_t failed_count, failed_row, failed_parameter;
    char error[NFH_ERROR_SIZE];
};

/* ---- Messages -------------------------------------------------------------------------------- */

/* Starts a message: about a field, or (NULL) about the struct itself. */
struct nfh_writer nfh_priv_arrow_complain(struct nfh_arrow *arrow,
                                          const struct nfh_arrow_field *field);
/* NFH_E_ARROW, with a message. */
int nfh_priv_arrow_refuse(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                          const char *what);
/* The status of a call with the columns, and its message; or NFH_E_MEMORY of anything. */
int nfh_priv_arrow_take_status(struct nfh_arrow *arrow, int status);

/* ---- Schemas that come in -------------------------------------------------------------------- */

/* What a format string means, for a field of the parameter. NFH_OK, or the status, with a message.
 */
int nfh_priv_arrow_format(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                          const char *format, struct nfh_arrow_type *type);
/* Ends what nfh_arrow_bind has bound. */
void nfh_priv_arrow_unbind(struct nfh_arrow *arrow);

/* ---- Arrays that come in --------------------------------------------------------------------- */

/* A look at the struct's own members. */
int nfh_priv_arrow_check_struct(struct nfh_arrow *arrow, const struct ArrowArray *array);
/* Checks the arrays of its fields, and binds them as columns. */
int nfh_priv_arrow_set_columns(struct nfh_arrow *arrow, const struct ArrowArray *array);

/* Some texts of an array, which has been checked. */
struct nfh_arrow_stretch {
    const struct ArrowArray *array;
    struct nfh_arrow_type type; /* NFH_ARROW_TEXTS or NFH_ARROW_VIEWS */
    size_t first, count;
    const uint8_t *outer; /* the struct's validity, or NULL */
    size_t outer_first;
    const char *what; /* they are, for messages */
};

/* Lists them as the field's texts: NULL where null. */
int nfh_priv_arrow_list_texts(struct nfh_arrow *arrow, struct nfh_arrow_field *field,
                              const struct nfh_arrow_stretch *stretch);

static inline bool nfh_priv_bit(const uint8_t *bits, size_t at)
{
    return !bits || (bits[at / 8] >> at % 8 & 1);
}

/* ---- Results that go out --------------------------------------------------------------------- */

/* An array of so many rows for the results, and the columns told to write into it. */
int nfh_priv_arrow_result(struct nfh_arrow *arrow, size_t rows, struct ArrowArray *result);
/* Where the verdicts go. */
uint8_t *nfh_priv_arrow_verdicts(const struct ArrowArray *result);
/* Tells the columns to write nowhere. */
void nfh_priv_arrow_want_nothing(struct nfh_arrow *arrow);
/* Makes indices into the dictionary of verdicts. */
void nfh_priv_arrow_code_verdicts(uint8_t *verdict, size_t rows);
/* Whether the results have a field for it. */
bool nfh_priv_arrow_has_criterion(const struct nfh_criterion *criterion);
size_t nfh_priv_arrow_criterion_count(const struct nfh_ruleset *ruleset);

#endif
