/* SPDX-License-Identifier: MIT
 *
 * columns.c - the handle of a cohort's columns: binding arrays.
 */
#include "screen/columns.h"

#include <string.h>

#include "screen/subject.h"

int nfh_columns_new(const nfh_ruleset *ruleset, nfh_columns **columns)
{
    if (!columns)
        return NFH_E_NULL;
    *columns = NULL;
    if (!ruleset)
        return NFH_E_NULL;
    const struct nfh_memory *memory = &ruleset->memory;
    size_t inputs = ruleset->program->input_count, criteria = ruleset->criterion_count;
    size_t slots = nfh_priv_slot_count(ruleset->program);
    nfh_columns *made = nfh_priv_allocate(memory, sizeof *made);
    if (!made)
        return NFH_E_MEMORY;
    made->ruleset = ruleset;
    made->memory = *memory;
    made->column = nfh_priv_allocate(memory, inputs * sizeof *made->column);
    made->unit = nfh_priv_allocate(memory, inputs * sizeof *made->unit);
    made->planned = nfh_priv_allocate(memory, inputs * sizeof *made->planned);
    made->is_planned = nfh_priv_allocate(memory, criteria * sizeof *made->is_planned);
    made->is_converted = nfh_priv_allocate(memory, inputs * sizeof *made->is_converted);
    made->rest.needed = nfh_priv_allocate(memory, slots * sizeof *made->rest.needed);
    made->rest.input = nfh_priv_allocate(memory, inputs * sizeof *made->rest.input);
    made->rest.stretch =
        nfh_priv_allocate(memory, (ruleset->program->code_count + 1) * sizeof *made->rest.stretch);
    made->wanted = nfh_priv_allocate(memory, criteria * sizeof *made->wanted);
    made->truths = nfh_priv_allocate(memory, criteria * sizeof *made->truths);
    if (!made->column || !made->unit || !made->is_converted || !made->planned ||
        !made->is_planned || !made->rest.needed || !made->rest.input || !made->rest.stretch ||
        !made->wanted || !made->truths || nfh_subject_new(ruleset, &made->subject) != NFH_OK ||
        nfh_report_new(ruleset, &made->report) != NFH_OK) {
        nfh_columns_free(made);
        return NFH_E_MEMORY;
    }
    *columns = made;
    return NFH_OK;
}

void nfh_columns_free(nfh_columns *columns)
{
    if (!columns)
        return;
    struct nfh_memory memory = columns->memory;
    for (size_t i = 0; columns->unit && i < columns->ruleset->program->input_count; i++)
        nfh_priv_free(&memory, columns->unit[i].bytes);
    nfh_report_free(columns->report);
    nfh_subject_free(columns->subject);
    nfh_priv_free(&memory, columns->column);
    nfh_priv_free(&memory, columns->unit);
    nfh_priv_free(&memory, columns->is_converted);
    nfh_priv_free(&memory, columns->planned);
    nfh_priv_free(&memory, columns->rest.needed);
    nfh_priv_free(&memory, columns->rest.input);
    nfh_priv_free(&memory, columns->rest.stretch);
    nfh_priv_free(&memory, columns->is_planned);
    nfh_priv_vector_free(columns->vector);
    nfh_priv_free(&memory, columns->wanted);
    nfh_priv_free(&memory, columns->truths);
    nfh_priv_free(&memory, columns);
}

/* ---- Binding --------------------------------------------------------------------------------- */

void nfh_priv_columns_changed(struct nfh_columns *columns)
{
    nfh_priv_vector_free(columns->vector);
    columns->vector = NULL;
}

/* Unbinds the column and finds its parameter. */
static int start(nfh_columns *columns, size_t parameter, struct nfh_setting *setting)
{
    if (!columns)
        return NFH_E_NULL;
    columns->error[0] = '\0';
    if (parameter < columns->ruleset->program->input_count)
        columns->column[parameter] = (struct nfh_column){.kind = NFH_COLUMN_NONE};
    int status = nfh_priv_setting_start(columns->subject, parameter, setting);
    if (status != NFH_OK)
        memcpy(columns->error, columns->subject->error, sizeof columns->error);
    return status;
}

static int refuse(nfh_columns *columns, const struct nfh_setting *setting, int status,
                  const char *what)
{
    struct nfh_writer writer = nfh_priv_writer(columns->error, sizeof columns->error);
    nfh_priv_write(&writer, setting->input->name);
    nfh_priv_write(&writer, ": ");
    nfh_priv_write(&writer, what);
    return status;
}

/* NFH_E_TYPE: a column of `what` for a parameter of another type. */
static int mismatch(nfh_columns *columns, const struct nfh_setting *setting, const char *what)
{
    int status = nfh_priv_setting_mismatch(setting, what);
    memcpy(columns->error, columns->subject->error, sizeof columns->error);
    return status;
}

static bool is_number(nfh_type type)
{
    return type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL ||
           type == NFH_TYPE_QUANTITY;
}

/* Whether elements of the format can be the values of the type; if not, what they are is in *what.
 */
static bool fits(int format, nfh_type type, const char **what)
{
    switch (format) {
    case NFH_COLUMN_BITS:
    case NFH_COLUMN_BYTES:
        *what = "a column of truth values";
        return type == NFH_TYPE_BOOLEAN;
    case NFH_COLUMN_DATE32:
    case NFH_COLUMN_DATE64:
        *what = "a column of dates";
        return type == NFH_TYPE_DATE;
    default:
        *what = "a column of numbers";
        return is_number(type);
    }
}

int nfh_columns_set(nfh_columns *columns, size_t parameter, int format, const void *values,
                    const uint8_t *validity, size_t offset)
{
    struct nfh_setting setting;
    const char *what;
    int status = start(columns, parameter, &setting);
    if (status != NFH_OK)
        return status;
    if (format < NFH_COLUMN_BITS || format > NFH_COLUMN_DATE64 || format == NFH_COLUMN_INT128)
        return refuse(columns, &setting, NFH_E_RANGE, "the format is none of NFH_COLUMN_…");
    if (!fits(format, setting.input->type, &what))
        return mismatch(columns, &setting, what);
    if (!values)
        return refuse(columns, &setting, NFH_E_NULL, "the array of values is NULL");
    const struct nfh_column column = {.kind = NFH_COLUMN_PLAIN,
                                      .format = (uint8_t)format,
                                      .values = values,
                                      .validity = validity,
                                      .offset = offset};
    columns->column[parameter] = column;
    return NFH_OK;
}

int nfh_columns_set_scaled(nfh_columns *columns, size_t parameter, int format, const void *values,
                           int places, const uint8_t *validity, size_t offset)
{
    struct nfh_setting setting;
    int status = start(columns, parameter, &setting);
    if (status != NFH_OK)
        return status;
    if (format != NFH_COLUMN_INT32 && format != NFH_COLUMN_INT64 && format != NFH_COLUMN_INT128)
        return refuse(columns, &setting, NFH_E_RANGE,
                      "the format of a column of decimals is none of NFH_COLUMN_INT32, "
                      "NFH_COLUMN_INT64 and NFH_COLUMN_INT128");
    if (places < -NFH_PLACES_MAX || places > NFH_PLACES_MAX)
        return refuse(columns, &setting, NFH_E_RANGE, "the places are not within -38 and 38");
    if (setting.input->type != NFH_TYPE_DECIMAL && setting.input->type != NFH_TYPE_QUANTITY)
        return mismatch(columns, &setting, "a column of decimals");
    if (!values)
        return refuse(columns, &setting, NFH_E_NULL, "the array of values is NULL");
    const struct nfh_column column = {.kind = NFH_COLUMN_SCALED,
                                      .format = (uint8_t)format,
                                      .places = (int8_t)places,
                                      .values = values,
                                      .validity = validity,
                                      .offset = offset};
    columns->column[parameter] = column;
    return NFH_OK;
}

int nfh_columns_set_codes(nfh_columns *columns, size_t parameter, int format, const void *codes,
                          const uint8_t *validity, size_t offset, const char *const *text,
                          const size_t *length, size_t count)
{
    struct nfh_setting setting;
    int status = start(columns, parameter, &setting);
    if (status != NFH_OK)
        return status;
    if (!nfh_priv_format_is_integer(format))
        return refuse(columns, &setting, NFH_E_RANGE, "the format of codes is none of an integer");
    if (!codes || (count > 0 && !text))
        return refuse(columns, &setting, NFH_E_NULL,
                      "the array of codes or the dictionary is NULL");
    /* The dictionary may be another in the same place. */
    nfh_priv_columns_changed(columns);
    const struct nfh_column column = {.kind = NFH_COLUMN_CODES,
                                      .format = (uint8_t)format,
                                      .values = codes,
                                      .validity = validity,
                                      .offset = offset,
                                      .text = text,
                                      .length = length,
                                      .count = count};
    columns->column[parameter] = column;
    return NFH_OK;
}

int nfh_columns_set_texts(nfh_columns *columns, size_t parameter, int format, const void *offsets,
                          const char *bytes, const uint8_t *validity, size_t offset)
{
    struct nfh_setting setting;
    int status = start(columns, parameter, &setting);
    if (status != NFH_OK)
        return status;
    if (format != NFH_COLUMN_INT32 && format != NFH_COLUMN_INT64)
        return refuse(columns, &setting, NFH_E_RANGE,
                      "the format of offsets is neither NFH_COLUMN_INT32 nor NFH_COLUMN_INT64");
    if (!offsets)
        return refuse(columns, &setting, NFH_E_NULL, "the array of offsets is NULL");
    const struct nfh_column column = {.kind = NFH_COLUMN_TEXTS,
                                      .format = (uint8_t)format,
                                      .values = offsets,
                                      .validity = validity,
                                      .offset = offset,
                                      .bytes = bytes};
    columns->column[parameter] = column;
    return NFH_OK;
}

/* Tries the unit on the scratch subject; that one of it is too many of the parameter's is not its
 * fault. */
int nfh_columns_set_unit(nfh_columns *columns, size_t parameter, const char *unit)
{
    if (!columns)
        return NFH_E_NULL;
    columns->error[0] = '\0';
    if (parameter < columns->ruleset->program->input_count && columns->unit[parameter].bytes)
        columns->unit[parameter].bytes[0] = '\0';
    int status = nfh_subject_set_quantity(columns->subject, parameter, 1, unit ? unit : "1");
    if (status == NFH_E_RANGE || (!unit && status == NFH_E_UNIT))
        status = NFH_OK;
    if (status != NFH_OK) {
        memcpy(columns->error, columns->subject->error, sizeof columns->error);
    } else if (unit && !nfh_priv_buffer_set(&columns->memory, &columns->unit[parameter], unit,
                                            strlen(unit))) {
        struct nfh_writer writer = nfh_priv_writer(columns->error, sizeof columns->error);
        status = NFH_E_MEMORY;
        nfh_priv_write(&writer, nfh_status_text(status));
    }
    if (status != NFH_OK && parameter < columns->ruleset->program->input_count)
        columns->column[parameter] = (struct nfh_column){.kind = NFH_COLUMN_NONE};
    nfh_subject_unset(columns->subject, parameter);
    if (parameter < columns->ruleset->program->input_count) {
        const struct nfh_unit *own = columns->ruleset->program->input[parameter].unit;
        columns->is_converted[parameter] =
            status == NFH_OK && unit && !(own && strcmp(own->text, unit) == 0);
        nfh_priv_columns_changed(columns);
    }
    return status;
}

int nfh_columns_set_now(nfh_columns *columns, const char *text)
{
    if (!columns)
        return NFH_E_NULL;
    columns->error[0] = '\0';
    int status = nfh_subject_set_now(columns->subject, text);
    if (status != NFH_OK)
        memcpy(columns->error, columns->subject->error, sizeof columns->error);
    return status;
}

int nfh_columns_unset(nfh_columns *columns, size_t parameter)
{
    struct nfh_setting setting;
    int status = start(columns, parameter, &setting);
    if (status == NFH_OK && columns->is_converted[parameter])
        nfh_priv_columns_changed(columns);
    if (status == NFH_OK) {
        columns->is_converted[parameter] = false;
        if (columns->unit[parameter].bytes)
            columns->unit[parameter].bytes[0] = '\0';
    }
    if (status != NFH_E_TYPE)
        return status;
    columns->error[0] = '\0'; /* of the types that no setter sets nothing is ever known */
    return NFH_OK;
}

int nfh_priv_columns_find(struct nfh_columns *columns, size_t criterion)
{
    if (criterion < columns->ruleset->criterion_count)
        return NFH_OK;
    struct nfh_writer writer = nfh_priv_writer(columns->error, sizeof columns->error);
    nfh_priv_write(&writer, "there is no criterion of index ");
    nfh_priv_write_count(&writer, criterion);
    nfh_priv_write(&writer, ": the rule set has ");
    nfh_priv_write_count(&writer, columns->ruleset->criterion_count);
    return NFH_E_INDEX;
}

int nfh_columns_want(nfh_columns *columns, size_t criterion, uint8_t *truth, uint8_t *known)
{
    if (!columns)
        return NFH_E_NULL;
    columns->error[0] = '\0';
    int status = nfh_priv_columns_find(columns, criterion);
    if (status == NFH_OK)
        columns->wanted[criterion] = (struct nfh_wanted){truth, known};
    return status;
}

/* ---- What there is to tell ------------------------------------------------------------------- */

int nfh_columns_failed(const nfh_columns *columns, size_t *count, size_t *row, size_t *parameter)
{
    if (count)
        *count = columns ? columns->failed_count : 0;
    if (row)
        *row = columns ? columns->failed_row : 0;
    if (parameter)
        *parameter = columns ? columns->failed_parameter : 0;
    return columns && count && row && parameter ? NFH_OK : NFH_E_NULL;
}

int nfh_columns_error(const nfh_columns *columns, const char **message)
{
    if (!message)
        return NFH_E_NULL;
    *message = columns ? columns->error : NULL;
    return columns ? NFH_OK : NFH_E_NULL;
}
