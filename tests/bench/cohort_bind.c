/* SPDX-License-Identifier: MIT */
#include "cohort.h"

static int bind_column(const struct cohort_column *column, size_t parameter, nfh_columns *columns)
{
    static const int format[] = {
        [COHORT_BOOLEAN] = NFH_COLUMN_BITS,
        [COHORT_DATE] = NFH_COLUMN_DATE32,
        [COHORT_INTEGER] = NFH_COLUMN_INT8,
        [COHORT_QUANTITY] = NFH_COLUMN_DOUBLE,
    };
    if (column->kind == COHORT_TEXT)
        return nfh_columns_set_codes(columns, parameter, NFH_COLUMN_INT8, column->values,
                                     column->validity, 0, column->text, NULL, column->text_count);
    return nfh_columns_set(columns, parameter, format[column->kind], column->values,
                           column->validity, 0);
}

int cohort_bind(const struct cohort *cohort, const nfh_ruleset *ruleset, nfh_columns *columns)
{
    size_t index[COHORT_COLUMNS];
    int status = cohort_index(ruleset, index);
    for (size_t i = 0; i < COHORT_COLUMNS && status == NFH_OK; i++)
        status = bind_column(&cohort->column[i], index[i], columns);
    return status;
}
