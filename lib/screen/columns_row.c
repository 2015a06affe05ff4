/* SPDX-License-Identifier: MIT
 *
 * columns_row.c - one row of a cohort as a subject.
 */
#include <math.h>
#include <string.h>

#include "screen/columns.h"
#include "screen/subject.h"

static int report_fault(const struct nfh_setting *setting, int status, const char *what)
{
    struct nfh_writer writer = nfh_priv_setting_complain(setting);
    nfh_priv_write(&writer, what);
    return status;
}

static int read_truth(const struct nfh_setting *setting, const struct nfh_column *column,
                      size_t row)
{
    unsigned truth = nfh_priv_column_truth(column, row);
    if (truth > 1)
        return report_fault(setting, NFH_E_RANGE,
                            "the byte is no truth value (0 or 1 is expected)");
    return nfh_priv_store_truth(setting, truth == 1);
}

static int read_date(const struct nfh_setting *setting, const struct nfh_column *column, size_t row)
{
    nfh_int128 days = nfh_priv_column_integer(column, row);
    const int64_t day = INT64_C(86400000);
    if (column->format == NFH_COLUMN_DATE32 && days == NFH_DATE_UNKNOWN)
        return NFH_OK;
    if (column->format == NFH_COLUMN_DATE64) {
        if (days % day != 0)
            return report_fault(setting, NFH_E_RANGE,
                                "the milliseconds are no whole number of days");
        days /= day;
    }
    if (days < NFH_DAYS_MIN || days > NFH_DAYS_MAX)
        return report_fault(setting, NFH_E_RANGE,
                            "the number of days is no date of the years 0001 to 9999");
    return nfh_priv_store_date(setting, nfh_priv_date_from_days((int32_t)days));
}

/* Integer and Long. */
static int read_integer(const struct nfh_setting *setting, const struct nfh_column *column,
                        size_t row)
{
    nfh_int128 value = 0;
    if (nfh_priv_format_is_integer(column->format)) {
        value = nfh_priv_column_integer(column, row);
    } else {
        double real = nfh_priv_column_real(column, row);
        if (isnan(real))
            return NFH_OK;
        if (isinf(real))
            return report_fault(setting, NFH_E_INFINITE, "the number is infinite");
        if (real != trunc(real))
            return report_fault(setting, NFH_E_RANGE, "the number is not whole");
        if (real < -9223372036854775808.0 || real >= 9223372036854775808.0)
            return nfh_priv_setting_out_of_range(setting);
        value = (nfh_int128)real;
    }
    if (value < INT64_MIN || value > INT64_MAX)
        return nfh_priv_setting_out_of_range(setting);
    return nfh_priv_store_integer(setting, (int64_t)value);
}

static int read_decimal(struct nfh_setting *setting, const struct nfh_column *column, size_t row,
                        const struct nfh_buffer *unit)
{
    nfh_decimal decimal;
    if (column->kind == NFH_COLUMN_SCALED || nfh_priv_format_is_integer(column->format)) {
        if (!nfh_priv_column_decimal(nfh_priv_column_integer(column, row), column->places,
                                     &decimal))
            return nfh_priv_setting_out_of_range(setting);
    } else {
        double real = nfh_priv_column_real(column, row);
        if (isnan(real))
            return NFH_OK;
        if (isinf(real))
            return report_fault(setting, NFH_E_INFINITE, "the number is infinite");
        if (!nfh_priv_decimal_from_double(real, &decimal))
            return nfh_priv_setting_out_of_range(setting);
    }
    setting->places = nfh_priv_decimal_scale(decimal);
    const char *text = nfh_priv_buffer_text(unit);
    return *text ? nfh_priv_store_quantity(setting, decimal, text, strlen(text))
                 : nfh_priv_store_decimal(setting, decimal);
}

static int read_text(struct nfh_setting *setting, const struct nfh_column *column, size_t row)
{
    struct nfh_bytes text;
    if (!nfh_priv_column_text(column, row, &text)) {
        bool is_code = column->kind == NFH_COLUMN_CODES;
        return report_fault(setting, is_code ? NFH_E_INDEX : NFH_E_RANGE,
                            is_code ? "the code is beyond the dictionary"
                                    : "the offsets of the text decrease or are negative");
    }
    return text.start ? nfh_priv_subject_read(setting, text.start, text.length) : NFH_OK;
}

static int read_input(struct nfh_columns *columns, size_t parameter, size_t row)
{
    const struct nfh_column *column = &columns->column[parameter];
    struct nfh_setting setting;
    int status = nfh_priv_setting_start(columns->subject, parameter, &setting);
    if (status != NFH_OK || !nfh_priv_column_is_valid(column, row))
        return status;
    if (column->kind == NFH_COLUMN_CODES || column->kind == NFH_COLUMN_TEXTS)
        return read_text(&setting, column, row);
    switch (setting.input->type) {
    case NFH_TYPE_BOOLEAN:
        return read_truth(&setting, column, row);
    case NFH_TYPE_DATE:
        return read_date(&setting, column, row);
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        return read_integer(&setting, column, row);
    default:
        return read_decimal(&setting, column, row, &columns->unit[parameter]);
    }
}

int nfh_priv_columns_read(struct nfh_columns *columns, size_t row, size_t *parameter)
{
    size_t count = columns->ruleset->program->input_count;
    for (size_t i = 0; i < count; i++) {
        if (columns->column[i].kind == NFH_COLUMN_NONE)
            continue;
        int status = read_input(columns, i, row);
        if (status != NFH_OK) {
            *parameter = i;
            return status;
        }
    }
    return NFH_OK;
}

bool nfh_priv_columns_value(void *columns, size_t parameter, size_t row, struct nfh_value *value)
{
    struct nfh_columns *bound = columns;
    if (read_input(bound, parameter, row) != NFH_OK)
        return false;
    *value = bound->subject->value[bound->ruleset->program->input[parameter].ref.slot];
    return true;
}

/* Keeps the first row that could not be read, and its message. */
static void note_failure(struct nfh_columns *columns, size_t row, size_t parameter, int status)
{
    if (columns->failed_count++ > 0)
        return;
    struct nfh_writer writer = nfh_priv_writer(columns->error, sizeof columns->error);
    columns->failed_row = row;
    columns->failed_parameter = parameter;
    columns->failed_status = status;
    nfh_priv_write(&writer, "row ");
    nfh_priv_write_count(&writer, row);
    nfh_priv_write(&writer, ": ");
    nfh_priv_write(&writer, columns->subject->error);
}

int nfh_priv_columns_screen_row(struct nfh_columns *columns, size_t row)
{
    size_t parameter = 0;
    int status = nfh_priv_columns_read(columns, row, &parameter);
    if (status == NFH_E_MEMORY)
        return status;
    if (status == NFH_OK)
        return nfh_screen(columns->ruleset, columns->subject, columns->report);
    note_failure(columns, row, parameter, status);
    return status;
}
