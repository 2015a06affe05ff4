/* SPDX-License-Identifier: MIT */
#include "cohort.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cohort_row.h"

static size_t width(int kind)
{
    return kind == COHORT_QUANTITY ? sizeof(double) : kind == COHORT_DATE ? sizeof(int32_t) : 1;
}

static size_t round_up(size_t size)
{
    return (size + 63) / 64 * 64;
}

/* Where a column's arrays lie; with `cohort` NULL, only how much they take. */
static size_t lay_out(size_t rows, struct cohort *cohort)
{
    size_t at = 0, padded = round_up(rows);
    for (size_t i = 0; i < COHORT_COLUMNS; i++) {
        const struct cohort_shape *shape = &cohort_shapes[i];
        size_t size = shape->kind == COHORT_BOOLEAN ? padded / 8 : padded * width(shape->kind);
        if (cohort) {
            cohort->column[i] =
                (struct cohort_column){shape->name,         shape->kind,
                                       cohort->memory + at, cohort->memory + at + round_up(size),
                                       shape->text,         shape->text_count};
        }
        at += round_up(size) + round_up(padded / 8);
    }
    return at;
}

static void store(struct cohort_column *column, size_t row, const struct cohort_cell *cell)
{
    if (!cell->known)
        return;
    column->validity[row / 8] |= (uint8_t)(1u << row % 8);
    switch (column->kind) {
    case COHORT_BOOLEAN:
        if (cell->number)
            ((uint8_t *)column->values)[row / 8] |= (uint8_t)(1u << row % 8);
        break;
    case COHORT_DATE:
        ((int32_t *)column->values)[row] = (int32_t)cell->number;
        break;
    case COHORT_QUANTITY:
        /* Both are whole numbers in a double, so the quotient is the double nearest the decimal. */
        ((double *)column->values)[row] = (double)cell->number / 1e8;
        break;
    default:
        ((int8_t *)column->values)[row] = (int8_t)cell->number;
    }
}

struct cohort *cohort_new(const struct cohort_options *options)
{
    struct cohort_cell cell[COHORT_COLUMNS];
    struct cohort *cohort = calloc(1, sizeof *cohort);
    if (!cohort)
        return NULL;
    cohort->rows = options->rows;
    cohort->size = lay_out(options->rows, NULL);
    cohort->memory = aligned_alloc(64, cohort->size + 64);
    if (!cohort->memory) {
        free(cohort);
        return NULL;
    }
    memset(cohort->memory, 0, cohort->size);
    lay_out(options->rows, cohort);
    for (size_t row = 0; row < options->rows; row++) {
        cohort_draw(options, options->first + row, cell);
        for (size_t i = 0; i < COHORT_COLUMNS; i++)
            store(&cohort->column[i], row, &cell[i]);
    }
    return cohort;
}

void cohort_free(struct cohort *cohort)
{
    if (cohort)
        free(cohort->memory);
    free(cohort);
}

int cohort_index(const nfh_ruleset *ruleset, size_t index[COHORT_COLUMNS])
{
    for (size_t i = 0; i < COHORT_COLUMNS; i++) {
        int status = nfh_ruleset_parameter_index(ruleset, cohort_shapes[i].name, &index[i]);
        if (status != NFH_OK)
            return status;
    }
    return NFH_OK;
}

static int set_value(const struct cohort_column *column, size_t row, size_t index,
                     nfh_subject *subject)
{
    const uint8_t *bits = column->values;
    const int8_t *small = column->values;
    switch (column->kind) {
    case COHORT_BOOLEAN:
        return nfh_subject_set_boolean(subject, index, bits[row / 8] >> row % 8 & 1);
    case COHORT_DATE:
        return nfh_subject_set_date(subject, index, ((const int32_t *)column->values)[row]);
    case COHORT_TEXT:
        return nfh_subject_set_string(subject, index, column->text[small[row]]);
    case COHORT_INTEGER:
        return nfh_subject_set_integer(subject, index, small[row]);
    default:
        return nfh_subject_set_number(subject, index, ((const double *)column->values)[row]);
    }
}

int cohort_subject(const struct cohort *cohort, const size_t index[COHORT_COLUMNS], size_t row,
                   nfh_subject *subject)
{
    int status = nfh_subject_clear(subject);
    for (size_t i = 0; i < COHORT_COLUMNS && status == NFH_OK; i++) {
        const struct cohort_column *column = &cohort->column[i];
        if (column->validity[row / 8] >> row % 8 & 1)
            status = set_value(column, row, index[i], subject);
    }
    return status;
}
