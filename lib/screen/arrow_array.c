/* SPDX-License-Identifier: MIT
 *
 * arrow_array.c - an Arrow array that comes in: a look at all that can be looked at, then its
 * columns are bound.
 */
#include <string.h>

#include "screen/arrow.h"

/* So that no product of a number of rows and a size is too large. */
#define ROWS_MAX (PTRDIFF_MAX / 16)

static int refuse_count(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                        const char *what, int64_t found, int64_t wanted)
{
    struct nfh_writer writer = nfh_priv_arrow_complain(arrow, field);
    nfh_priv_write(&writer, what);
    nfh_priv_write(&writer, " is ");
    if (found < 0)
        nfh_priv_write(&writer, "negative");
    else
        nfh_priv_write_count(&writer, (size_t)found);
    nfh_priv_write(&writer, " (expected ");
    nfh_priv_write_count(&writer, (size_t)wanted);
    nfh_priv_write(&writer, ")");
    return NFH_E_ARROW;
}

/* What holds of every array. */
static int check_array(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                       const struct ArrowArray *array, int64_t buffers)
{
    if (!array)
        return nfh_priv_arrow_refuse(arrow, field, "the array is NULL");
    if (!array->release)
        return nfh_priv_arrow_refuse(arrow, field, "the array was released");
    if (array->length < 0)
        return nfh_priv_arrow_refuse(arrow, field, "the length is negative");
    if (array->offset < 0)
        return nfh_priv_arrow_refuse(arrow, field, "the offset is negative");
    if (array->offset > ROWS_MAX || array->length > ROWS_MAX - array->offset) {
        struct nfh_writer writer = nfh_priv_arrow_complain(arrow, field);
        nfh_priv_write(&writer, "offset and length are more than memory could hold");
        return NFH_E_LIMIT;
    }
    if (array->null_count < -1 || array->null_count > array->length)
        return nfh_priv_arrow_refuse(
            arrow, field, "the number of nulls is neither -1 nor within 0 and the length");
    /* Of nulls there is none to read; Polars hands out one all the same. */
    if (array->n_buffers != buffers && !(buffers == 0 && array->n_buffers == 1))
        return refuse_count(arrow, field, "the number of buffers", array->n_buffers, buffers);
    if (buffers > 0 && !array->buffers)
        return nfh_priv_arrow_refuse(arrow, field, "the pointer to the buffers is NULL");
    if (buffers > 0 && array->null_count > 0 && !array->buffers[0])
        return nfh_priv_arrow_refuse(arrow, field,
                                     "there are nulls, and the buffer of validity is NULL");
    return NFH_OK;
}

int nfh_priv_arrow_check_struct(struct nfh_arrow *arrow, const struct ArrowArray *array)
{
    int status = check_array(arrow, NULL, array, 1);
    if (status != NFH_OK)
        return status;
    if (array->n_children < 0 || (uint64_t)array->n_children != arrow->child_count)
        return refuse_count(arrow, NULL, "the number of children", array->n_children,
                            (int64_t)arrow->child_count);
    if (array->n_children > 0 && !array->children)
        return nfh_priv_arrow_refuse(arrow, NULL,
                                     "there are children, and the pointer to them is NULL");
    if (array->dictionary)
        return nfh_priv_arrow_refuse(arrow, NULL, "the array has a dictionary");
    return NFH_OK;
}

/* ---- Fields ---------------------------------------------------------------------------------- */

static int64_t buffer_count(const struct nfh_arrow_type *type, const struct ArrowArray *array)
{
    switch (type->layout) {
    case NFH_ARROW_NULLS:
        return 0;
    case NFH_ARROW_TEXTS:
        return 3;
    case NFH_ARROW_VIEWS:
        return array && array->n_buffers > 3 ? array->n_buffers : 3;
    default:
        return 2;
    }
}

/* Elements are read as what they are, but for those of 16 bytes, which are copied. */
static size_t alignment(const struct nfh_arrow_type *type)
{
    size_t size = nfh_priv_format_size(type->format);
    return size == 0 || size > 8 ? 1 : size;
}

/* An array without children; its length is not compared yet. */
static int check_flat(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                      const struct nfh_arrow_type *type, const struct ArrowArray *array)
{
    int status = check_array(arrow, field, array, buffer_count(type, array));
    if (status != NFH_OK)
        return status;
    if (array->n_children != 0)
        return refuse_count(arrow, field, "the number of children", array->n_children, 0);
    if (type->layout == NFH_ARROW_NULLS || array->length == 0)
        return NFH_OK;
    if (!array->buffers[1])
        return nfh_priv_arrow_refuse(arrow, field,
                                     "the buffer of values, offsets or views is NULL");
    if ((uintptr_t)array->buffers[1] % alignment(type) != 0) {
        struct nfh_writer writer = nfh_priv_arrow_complain(arrow, field);
        nfh_priv_write(&writer, "the buffer of values or offsets is not aligned to ");
        nfh_priv_write_count(&writer, alignment(type));
        nfh_priv_write(&writer, " bytes");
        return NFH_E_ARROW;
    }
    return NFH_OK;
}

/* The array of a field, which has to have at least `end` rows. */
static int check_field(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                       const struct ArrowArray *array, int64_t end)
{
    int status = check_flat(arrow, field, &field->type, array);
    if (status != NFH_OK)
        return status;
    if (array->length < end) {
        struct nfh_writer writer = nfh_priv_arrow_complain(arrow, field);
        nfh_priv_write(&writer, "the length is ");
        nfh_priv_write_count(&writer, (size_t)array->length);
        nfh_priv_write(&writer, " (expected at least ");
        nfh_priv_write_count(&writer, (size_t)end);
        nfh_priv_write(&writer, ", offset and length of the struct)");
        return NFH_E_ARROW;
    }
    bool has_dictionary = array->dictionary;
    if (has_dictionary != (field->type.layout == NFH_ARROW_CODES))
        return nfh_priv_arrow_refuse(arrow, field,
                                     has_dictionary
                                         ? "the array has a dictionary, and its schema has none"
                                         : "the array has no dictionary, and its schema has one");
    return NFH_OK;
}

static int check_dictionary(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                            const struct ArrowArray *dictionary)
{
    int status = check_flat(arrow, field, &field->value, dictionary);
    if (status == NFH_OK && dictionary->dictionary)
        status = nfh_priv_arrow_refuse(arrow, field, "the dictionary has a dictionary");
    return status;
}

/* ---- Binding --------------------------------------------------------------------------------- */

/* Rows of a field: elements from `first` on. */
struct rows {
    const struct ArrowArray *array; /* of the field */
    size_t first, count;
    const uint8_t *outer; /* the struct's validity, or NULL */
    size_t outer_first;
    const uint8_t *validity; /* of both, or NULL */
    const void *values;      /* element first - skip is its first, as is bit of validity */
    size_t offset;
};

/* A row is known where it is in the struct and in the field. Put together they begin within a byte
 * as the field's own do, so that values and validity have one offset. */
static int join_validity(struct nfh_arrow *arrow, struct nfh_arrow_field *field, struct rows *rows)
{
    const uint8_t *own = rows->array->buffers[0];
    size_t skipped = rows->first - rows->first % 8;
    size_t bytes = (rows->first % 8 + rows->count + 7) / 8;
    if (field->validity_size < bytes) {
        uint8_t *grown = arrow->memory.reallocate(arrow->memory.context, field->validity, bytes);
        if (!grown)
            return NFH_E_MEMORY;
        field->validity = grown;
        field->validity_size = bytes;
    }
    memset(field->validity, 0, bytes);
    rows->offset = rows->first % 8;
    for (size_t i = 0; i < rows->count; i++) {
        size_t at = rows->offset + i;
        if (nfh_priv_bit(rows->outer, rows->outer_first + i) && nfh_priv_bit(own, skipped + at))
            field->validity[at / 8] |= (uint8_t)(1U << at % 8);
    }
    size_t size = nfh_priv_format_size(field->type.format);
    rows->values = (const char *)rows->values + (size ? skipped * size : skipped / 8);
    rows->validity = field->validity;
    return NFH_OK;
}

/* Makes codes 0, 1, 2 … of so many rows. */
static int make_rows(struct nfh_arrow *arrow, size_t count)
{
    if (count > UINT32_MAX) {
        struct nfh_writer writer = nfh_priv_writer(arrow->error, sizeof arrow->error);
        nfh_priv_write(&writer, "a batch with views of strings has more than 4294967295 rows");
        return NFH_E_LIMIT;
    }
    if (count <= arrow->row_capacity)
        return NFH_OK;
    uint32_t *grown =
        arrow->memory.reallocate(arrow->memory.context, arrow->row, count * sizeof *grown);
    if (!grown)
        return nfh_priv_arrow_take_status(arrow, NFH_E_MEMORY);
    for (size_t i = arrow->row_capacity; i < count; i++)
        grown[i] = (uint32_t)i;
    arrow->row = grown;
    arrow->row_capacity = count;
    return NFH_OK;
}

/* Views lie where they like: each is an entry of a dictionary of its own. */
static int set_views(struct nfh_arrow *arrow, struct nfh_arrow_field *field,
                     const struct rows *rows)
{
    struct nfh_arrow_stretch stretch = {rows->array, field->type,       rows->first, rows->count,
                                        rows->outer, rows->outer_first, "row "};
    int status = make_rows(arrow, rows->count);
    if (status == NFH_OK)
        status = nfh_priv_arrow_list_texts(arrow, field, &stretch);
    if (status != NFH_OK)
        return status;
    status = nfh_columns_set_codes(arrow->columns, field->parameter, NFH_COLUMN_UINT32, arrow->row,
                                   NULL, 0, field->texts.text, field->texts.length, rows->count);
    return nfh_priv_arrow_take_status(arrow, status);
}

static int set_codes(struct nfh_arrow *arrow, struct nfh_arrow_field *field,
                     const struct rows *rows)
{
    const struct ArrowArray *dictionary = rows->array->dictionary;
    int status = check_dictionary(arrow, field, dictionary);
    if (status != NFH_OK)
        return status;
    struct nfh_arrow_stretch stretch = {.array = dictionary,
                                        .type = field->value,
                                        .first = (size_t)dictionary->offset,
                                        .count = (size_t)dictionary->length,
                                        .what = "entry of the dictionary "};
    status = nfh_priv_arrow_list_texts(arrow, field, &stretch);
    if (status != NFH_OK)
        return status;
    status = nfh_columns_set_codes(arrow->columns, field->parameter, field->type.format,
                                   rows->values, rows->validity, rows->offset, field->texts.text,
                                   field->texts.length, stretch.count);
    return nfh_priv_arrow_take_status(arrow, status);
}

static int set_column(struct nfh_arrow *arrow, struct nfh_arrow_field *field, struct rows *rows)
{
    const struct ArrowArray *array = rows->array;
    const size_t parameter = field->parameter;
    int status = NFH_OK;
    /* There are no rows, and perhaps no buffers: nothing is known of nobody. */
    if (field->type.layout == NFH_ARROW_NULLS || rows->count == 0)
        return NFH_OK;
    if (field->type.layout == NFH_ARROW_VIEWS)
        return set_views(arrow, field, rows);
    rows->values = array->buffers[1];
    rows->validity = array->buffers[0];
    rows->offset = rows->first;
    if (rows->outer)
        status = join_validity(arrow, field, rows);
    if (status != NFH_OK)
        return nfh_priv_arrow_take_status(arrow, status);
    switch (field->type.layout) {
    case NFH_ARROW_CODES:
        return set_codes(arrow, field, rows);
    case NFH_ARROW_TEXTS:
        status = nfh_columns_set_texts(arrow->columns, parameter, field->type.format, rows->values,
                                       array->buffers[2], rows->validity, rows->offset);
        break;
    case NFH_ARROW_SCALED:
        status = nfh_columns_set_scaled(arrow->columns, parameter, field->type.format, rows->values,
                                        field->type.places, rows->validity, rows->offset);
        break;
    default:
        status = nfh_columns_set(arrow->columns, parameter, field->type.format, rows->values,
                                 rows->validity, rows->offset);
    }
    return nfh_priv_arrow_take_status(arrow, status);
}

int nfh_priv_arrow_set_columns(struct nfh_arrow *arrow, const struct ArrowArray *array)
{
    const int64_t end = array->offset + array->length;
    for (size_t i = 0; i < arrow->field_count; i++) {
        struct nfh_arrow_field *field = &arrow->field[i];
        const struct ArrowArray *child = array->children[field->at];
        int status = check_field(arrow, field, child, end);
        if (status != NFH_OK)
            return status;
        struct rows rows = {.array = child,
                            .first = (size_t)(child->offset + array->offset),
                            .count = (size_t)array->length,
                            .outer = array->buffers[0],
                            .outer_first = (size_t)array->offset};
        status = set_column(arrow, field, &rows);
        if (status != NFH_OK)
            return status;
    }
    return NFH_OK;
}
