/* SPDX-License-Identifier: MIT
 *
 * arrow.c - the handle that screens Arrow arrays.
 */
#include "screen/arrow.h"

#include <string.h>

int nfh_arrow_new(const nfh_ruleset *ruleset, nfh_arrow **arrow)
{
    if (!arrow)
        return NFH_E_NULL;
    *arrow = NULL;
    if (!ruleset)
        return NFH_E_NULL;
    const struct nfh_memory *memory = &ruleset->memory;
    nfh_arrow *made = nfh_priv_allocate(memory, sizeof *made);
    if (!made)
        return NFH_E_MEMORY;
    made->ruleset = ruleset;
    made->memory = *memory;
    made->has_field =
        nfh_priv_allocate(memory, ruleset->program->input_count * sizeof *made->has_field);
    if (!made->has_field || nfh_columns_new(ruleset, &made->columns) != NFH_OK) {
        nfh_arrow_free(made);
        return NFH_E_MEMORY;
    }
    *arrow = made;
    return NFH_OK;
}

void nfh_arrow_free(nfh_arrow *arrow)
{
    if (!arrow)
        return;
    struct nfh_memory memory = arrow->memory;
    nfh_priv_arrow_unbind(arrow);
    nfh_columns_free(arrow->columns);
    nfh_priv_free(&memory, arrow->has_field);
    nfh_priv_free(&memory, arrow->row);
    nfh_priv_free(&memory, arrow->unit.bytes);
    nfh_priv_free(&memory, arrow);
}

/* ---- Messages -------------------------------------------------------------------------------- */

struct nfh_writer nfh_priv_arrow_complain(struct nfh_arrow *arrow,
                                          const struct nfh_arrow_field *field)
{
    struct nfh_writer writer = nfh_priv_writer(arrow->error, sizeof arrow->error);
    if (field)
        nfh_priv_write(&writer, arrow->ruleset->program->input[field->parameter].name);
    else
        nfh_priv_write(&writer, "the struct");
    nfh_priv_write(&writer, ": ");
    return writer;
}

int nfh_priv_arrow_refuse(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                          const char *what)
{
    struct nfh_writer writer = nfh_priv_arrow_complain(arrow, field);
    nfh_priv_write(&writer, what);
    return NFH_E_ARROW;
}

int nfh_priv_arrow_take_status(struct nfh_arrow *arrow, int status)
{
    const char *message;
    if (status == NFH_OK)
        return status;
    struct nfh_writer writer = nfh_priv_writer(arrow->error, sizeof arrow->error);
    if (status == NFH_E_MEMORY || nfh_columns_error(arrow->columns, &message) != NFH_OK)
        message = nfh_status_text(status);
    nfh_priv_write(&writer, message);
    return status;
}

int nfh_arrow_error(const nfh_arrow *arrow, const char **message)
{
    if (!message)
        return NFH_E_NULL;
    *message = arrow ? arrow->error : NULL;
    return arrow ? NFH_OK : NFH_E_NULL;
}

int nfh_arrow_failed(const nfh_arrow *arrow, size_t *count, size_t *row, size_t *parameter)
{
    if (count)
        *count = arrow ? arrow->failed_count : 0;
    if (row)
        *row = arrow ? arrow->failed_row : 0;
    if (parameter)
        *parameter = arrow ? arrow->failed_parameter : 0;
    return arrow && count && row && parameter ? NFH_OK : NFH_E_NULL;
}

/* ---- Screening ------------------------------------------------------------------------------- */

int nfh_arrow_set_now(nfh_arrow *arrow, const char *text)
{
    if (!arrow)
        return NFH_E_NULL;
    arrow->error[0] = '\0';
    return nfh_priv_arrow_take_status(arrow, nfh_columns_set_now(arrow->columns, text));
}

/* What the columns had to say: rows that cannot be read are no failure of the whole. */
static int take_failures(struct nfh_arrow *arrow, int status)
{
    nfh_priv_arrow_take_status(arrow, status);
    if (status == NFH_OK || status == NFH_E_MEMORY)
        return status;
    nfh_columns_failed(arrow->columns, &arrow->failed_count, &arrow->failed_row,
                       &arrow->failed_parameter);
    return arrow->failed_count > 0 ? NFH_OK : status;
}

static int screen_array(struct nfh_arrow *arrow, const struct ArrowArray *array,
                        struct ArrowArray *result)
{
    int status = nfh_priv_arrow_check_struct(arrow, array);
    if (status == NFH_OK)
        status = nfh_priv_arrow_set_columns(arrow, array);
    if (status != NFH_OK)
        return status;
    size_t rows = (size_t)array->length;
    status = nfh_priv_arrow_result(arrow, rows, result);
    if (status != NFH_OK)
        return nfh_priv_arrow_take_status(arrow, status);
    uint8_t *verdict = nfh_priv_arrow_verdicts(result);
    /* Without rows, what is bound is that of an array before, which may be no more. */
    if (rows > 0)
        status = take_failures(arrow, nfh_screen_columns(arrow->columns, 0, rows, verdict));
    nfh_priv_arrow_want_nothing(arrow);
    if (status == NFH_OK)
        nfh_priv_arrow_code_verdicts(verdict, rows);
    else
        result->release(result);
    return status;
}

int nfh_arrow_screen(nfh_arrow *arrow, const struct ArrowArray *array, struct ArrowArray *out_array)
{
    if (out_array)
        *out_array = (struct ArrowArray){.release = NULL};
    if (!arrow)
        return NFH_E_NULL;
    arrow->error[0] = '\0';
    arrow->failed_count = arrow->failed_row = arrow->failed_parameter = 0;
    if (!array || !out_array)
        return NFH_E_NULL;
    if (!arrow->is_bound) {
        struct nfh_writer writer = nfh_priv_arrow_complain(arrow, NULL);
        nfh_priv_write(&writer, "no schema is bound (nfh_arrow_bind comes first)");
        return NFH_E_STATE;
    }
    return screen_array(arrow, array, out_array);
}

int nfh_screen_arrow(const nfh_ruleset *ruleset, const struct ArrowSchema *schema,
                     const struct ArrowArray *array, struct ArrowSchema *out_schema,
                     struct ArrowArray *out_array)
{
    nfh_arrow *arrow = NULL;
    if (out_schema)
        *out_schema = (struct ArrowSchema){.release = NULL};
    if (out_array)
        *out_array = (struct ArrowArray){.release = NULL};
    if (!ruleset || !schema || !array || !out_schema || !out_array)
        return NFH_E_NULL;
    int status = nfh_arrow_new(ruleset, &arrow);
    if (status == NFH_OK)
        status = nfh_arrow_bind(arrow, schema, 0);
    if (status == NFH_OK)
        status = nfh_arrow_schema(arrow, out_schema);
    if (status == NFH_OK) {
        status = nfh_arrow_screen(arrow, array, out_array);
        if (status != NFH_OK)
            out_schema->release(out_schema);
    }
    nfh_arrow_free(arrow);
    return status;
}
