/* SPDX-License-Identifier: MIT
 *
 * column.h - a parameter's values for a whole cohort, as the caller's arrays have them.
 */
#ifndef NFH_CQL_COLUMN_H
#define NFH_CQL_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "number/decimal.h"

enum nfh_column_kind {
    NFH_COLUMN_NONE,   /* not bound: not known in any row */
    NFH_COLUMN_PLAIN,  /* `values` are what they are */
    NFH_COLUMN_SCALED, /* they are integers, 10^places of them one */
    NFH_COLUMN_CODES,  /* they are indices into `text` */
    NFH_COLUMN_TEXTS   /* they are offsets into `bytes` */
};

struct nfh_column {
    uint8_t kind;   /* enum nfh_column_kind */
    uint8_t format; /* NFH_COLUMN_… of nfhscreen.h: of the elements of `values` */
    int8_t places;
    const void *values;
    const uint8_t *validity; /* or NULL */
    size_t offset;           /* of row 0 */
    const char *const
        *text; /* the dictionary of codes; with `length` NULL they are ended by zero */
    const size_t *length;
    size_t count;
    const char *bytes;
};

/* A stretch of text. */
struct nfh_bytes {
    const char *start; /* NULL: not known */
    size_t length;
};

/* Whether the format is one of an integer, and how many bytes an element of it has (0: a bit, or no
 * format). */
bool nfh_priv_format_is_integer(int format);
size_t nfh_priv_format_size(int format);

static inline bool nfh_priv_column_is_valid(const struct nfh_column *column, size_t row)
{
    size_t at = column->offset + row;
    return !column->validity || (column->validity[at / 8] >> at % 8 & 1);
}

/* An element of a format of integers or dates. */
nfh_int128 nfh_priv_column_integer(const struct nfh_column *column, size_t row);
/* An element of NFH_COLUMN_BITS or NFH_COLUMN_BYTES: 0 or 1, or another byte. */
unsigned nfh_priv_column_truth(const struct nfh_column *column, size_t row);
/* An element of NFH_COLUMN_FLOAT or NFH_COLUMN_DOUBLE, a float as the double that stands for the
 * decimal with the fewest places that reads back as it. */
double nfh_priv_column_real(const struct nfh_column *column, size_t row);
/* A number scaled by 10^places as a decimal, rounded half away from zero. False: out of range. */
bool nfh_priv_column_decimal(nfh_int128 value, int places, nfh_decimal *decimal);
/* The text of a row; false: the code or the offsets of the row are none. */
bool nfh_priv_column_text(const struct nfh_column *column, size_t row, struct nfh_bytes *text);

#endif
