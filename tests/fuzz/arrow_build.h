/* SPDX-License-Identifier: MIT
 *
 * arrow_build.h - Arrow structures laid out by hand, after Arrow's columnar format and not by the
 * library, and a reader of the results.
 */
#ifndef NFH_TESTS_FUZZ_ARROW_BUILD_H
#define NFH_TESTS_FUZZ_ARROW_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nfhscreen.h"

#define BUILT_FIELDS  10
#define BUILT_BUFFERS 6

/* A field of a table. All that a test wants to be wrong can be changed in place. */
struct built_field {
    struct ArrowSchema schema, dictionary_schema;
    struct ArrowArray array, dictionary;
    const void *buffers[BUILT_BUFFERS], *dictionary_buffers[BUILT_BUFFERS];
    char metadata[200];
};

/* A struct array with its schema. The buffers are allocated, so that a sanitizer sees who reads
 * beyond them. */
struct built_table {
    struct ArrowSchema schema, *child_schemas[BUILT_FIELDS];
    struct ArrowArray array, *children[BUILT_FIELDS];
    const void *buffers[1];
    struct built_field field[BUILT_FIELDS];
    void *owned[100];
    size_t owned_count;
};

/* Where the elements stand in their buffers, and which are null. */
struct built_place {
    int64_t struct_offset, offset; /* elements before the first, full of what is wrong */
    const char *known;             /* by row: '1', or '0' for null; NULL: no buffer of validity */
};

void build_table(struct built_table *table, int64_t rows);
void free_table(struct built_table *table);
/* Makes a row of the struct itself null where `known` has a '0'. */
void build_struct_nulls(struct built_table *table, const char *known);

/* Fields of as many rows as the table has: of elements of `size` bytes; of bits, from '0' and '1';
 * of texts, as `u`, `U` or `vu`; of indices of `size` bytes into a dictionary of such texts. */
struct built_field *build_fixed(struct built_table *table, const char *name, const char *format,
                                size_t size, const void *values, struct built_place place);
struct built_field *build_bits(struct built_table *table, const char *name, const char *bits,
                               struct built_place place);
struct built_field *build_texts(struct built_table *table, const char *name, const char *format,
                                const char *const *texts, struct built_place place);
struct built_field *build_nulls(struct built_table *table, const char *name);
/* `texts` end with NULL; an empty text is null in the dictionary, which has an offset of its own.
 */
void build_dictionary(struct built_table *table, struct built_field *field, const char *format,
                      const char *const *texts);
/* Adds a pair to the metadata of the field. */
void build_metadata(struct built_field *field, const char *key, const char *value);

/* A rule set with a parameter of each type and a criterion for each: whether it holds is plain. */
extern const char arrow_rules[];

/* How often any structure of a table has been released. */
extern int built_releases;

/* The truth of a criterion in a row: NFH_TRUE … by the Booleans that the result has. */
int result_truth(const struct ArrowSchema *schema, const struct ArrowArray *result,
                 const char *criterion, size_t row);
/* `eligible` … */
const char *result_verdict(const struct ArrowArray *result, size_t row);

#endif
