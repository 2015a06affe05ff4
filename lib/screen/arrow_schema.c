/* SPDX-License-Identifier: MIT
 *
 * arrow_schema.c - the schema of Arrow arrays to come: which field is which parameter's.
 */
#include <string.h>

#include "screen/arrow.h"

/* Everything that the interface knows of a type is tried on the columns, where the rules are: an
 * array that is never read. */
static const uint64_t no_values[2];

void nfh_priv_arrow_unbind(struct nfh_arrow *arrow)
{
    for (size_t i = 0; i < arrow->field_count; i++) {
        struct nfh_arrow_field *field = &arrow->field[i];
        nfh_columns_unset(arrow->columns, field->parameter);
        arrow->has_field[field->parameter] = false;
        nfh_priv_free(&arrow->memory, field->texts.text);
        nfh_priv_free(&arrow->memory, field->texts.length);
        nfh_priv_free(&arrow->memory, field->validity);
    }
    nfh_priv_free(&arrow->memory, arrow->field);
    arrow->field = NULL;
    arrow->field_count = 0;
    arrow->is_bound = false;
}

/* ---- Metadata -------------------------------------------------------------------------------- */

struct metadata {
    const char *unit; /* NULL: none; not ended */
    size_t unit_length;
    size_t unit_count; /* how often it stands there */
    bool is_bool8;
};

static bool read_length(const char **at, size_t *length)
{
    int32_t number;
    memcpy(&number, *at, sizeof number); /* need not be aligned */
    *at += sizeof number;
    *length = number < 0 ? 0 : (size_t)number;
    return number >= 0;
}

static bool is_text(const char *bytes, size_t length, const char *text)
{
    return length == strlen(text) && memcmp(bytes, text, length) == 0;
}

/* False when a length is negative. */
static bool read_metadata(const char *at, struct metadata *metadata)
{
    size_t count = 0, key_length, length;
    *metadata = (struct metadata){.unit = NULL};
    if (at && !read_length(&at, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!read_length(&at, &key_length))
            return false;
        const char *key = at;
        at += key_length;
        if (!read_length(&at, &length))
            return false;
        if (is_text(key, key_length, "unit")) {
            metadata->unit = at;
            metadata->unit_length = length;
            metadata->unit_count++;
        } else if (is_text(key, key_length, "ARROW:extension:name")) {
            metadata->is_bool8 = is_text(at, length, "arrow.bool8");
        }
        at += length;
    }
    return true;
}

static int refuse_unit(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                       const struct metadata *metadata, int status, const char *what)
{
    struct nfh_writer writer = nfh_priv_arrow_complain(arrow, field);
    nfh_priv_write(&writer, "the unit ");
    nfh_priv_write_quoted(&writer, metadata->unit, metadata->unit_length);
    nfh_priv_write(&writer, what);
    return status;
}

/* Texts have their units within. A bare number among them is in the parameter's, whatever stands in
 * the metadata, and so nothing else may stand there. */
static int set_unit(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                    const struct metadata *metadata)
{
    const char *own;
    if (!metadata->unit || metadata->unit_length == 0)
        return NFH_OK;
    if (metadata->unit_count > 1)
        return nfh_priv_arrow_refuse(arrow, field, "the metadata has more than one unit");
    if (metadata->unit_length > NFH_TEXT_MAX)
        return refuse_unit(arrow, field, metadata, NFH_E_LIMIT, " is too long");
    if (memchr(metadata->unit, '\0', metadata->unit_length))
        return refuse_unit(arrow, field, metadata, NFH_E_UNIT, " holds a zero byte");
    if (arrow->ruleset->program->input[field->parameter].type != NFH_TYPE_QUANTITY)
        return refuse_unit(arrow, field, metadata, NFH_E_UNIT,
                           " stands with a parameter that is no Quantity");
    int status = nfh_ruleset_parameter_unit(arrow->ruleset, field->parameter, &own);
    if (status != NFH_OK || (own && is_text(metadata->unit, metadata->unit_length, own)))
        return status;
    if (field->type.layout >= NFH_ARROW_CODES)
        return refuse_unit(
            arrow, field, metadata, NFH_E_UNIT,
            " stands with a column of texts, which have their units within (expected "
            "is none, or the parameter's own)");
    if (!nfh_priv_buffer_set(&arrow->memory, &arrow->unit, metadata->unit, metadata->unit_length))
        return nfh_priv_arrow_take_status(arrow, NFH_E_MEMORY);
    return nfh_priv_arrow_take_status(
        arrow, nfh_columns_set_unit(arrow->columns, field->parameter, arrow->unit.bytes));
}

/* ---- Fields ---------------------------------------------------------------------------------- */

/* The types of a field and of its dictionary. */
static int read_types(struct nfh_arrow *arrow, const struct ArrowSchema *schema,
                      struct nfh_arrow_field *field, const struct metadata *metadata)
{
    const nfh_type type = arrow->ruleset->program->input[field->parameter].type;
    int status = nfh_priv_arrow_format(arrow, field, schema->format, &field->type);
    if (status != NFH_OK)
        return status;
    if (schema->n_children != 0)
        return nfh_priv_arrow_refuse(arrow, field,
                                     "the schema has children, and its type has none");
    bool is_byte =
        field->type.layout == NFH_ARROW_FIXED &&
        (field->type.format == NFH_COLUMN_INT8 || field->type.format == NFH_COLUMN_UINT8);
    if (!schema->dictionary) {
        if (is_byte && (metadata->is_bool8 || type == NFH_TYPE_BOOLEAN))
            field->type.format = NFH_COLUMN_BYTES;
        return NFH_OK;
    }
    if (field->type.layout != NFH_ARROW_FIXED || !nfh_priv_format_is_integer(field->type.format))
        return nfh_priv_arrow_refuse(arrow, field, "the index of a dictionary is no integer");
    field->type.layout = NFH_ARROW_CODES;
    if (!schema->dictionary->release)
        return nfh_priv_arrow_refuse(arrow, field, "the schema of the dictionary was released");
    status = nfh_priv_arrow_format(arrow, field, schema->dictionary->format, &field->value);
    if (status != NFH_OK)
        return status;
    if (schema->dictionary->dictionary)
        return nfh_priv_arrow_refuse(arrow, field, "the dictionary has a dictionary");
    if (field->value.layout == NFH_ARROW_TEXTS || field->value.layout == NFH_ARROW_VIEWS)
        return NFH_OK;
    struct nfh_writer writer = nfh_priv_arrow_complain(arrow, field);
    nfh_priv_write(&writer, "the values of the dictionary are of the format ");
    nfh_priv_write_quoted(&writer, schema->dictionary->format, strlen(schema->dictionary->format));
    nfh_priv_write(&writer, " (expected utf8, large_utf8 or utf8_view)");
    return NFH_E_TYPE;
}

/* Whether the columns would take such a field. */
static int try_type(struct nfh_arrow *arrow, const struct nfh_arrow_field *field)
{
    static const char *const no_texts[1];
    nfh_columns *columns = arrow->columns;
    const size_t parameter = field->parameter;
    int status = NFH_OK;
    switch (field->type.layout) {
    case NFH_ARROW_NULLS:
        break;
    case NFH_ARROW_FIXED:
        status = nfh_columns_set(columns, parameter, field->type.format, no_values, NULL, 0);
        break;
    case NFH_ARROW_SCALED:
        status = nfh_columns_set_scaled(columns, parameter, field->type.format, no_values,
                                        field->type.places, NULL, 0);
        break;
    default:
        status = nfh_columns_set_codes(columns, parameter, NFH_COLUMN_INT8, no_values, NULL, 0,
                                       no_texts, NULL, 0);
    }
    nfh_priv_arrow_take_status(arrow, status);
    nfh_columns_unset(columns, parameter);
    return status;
}

/* NFH_E_NAME: a field that no parameter has the name of. */
static int refuse_name(struct nfh_arrow *arrow, size_t at, const char *name)
{
    const char *nearest = NULL;
    struct nfh_writer writer = nfh_priv_writer(arrow->error, sizeof arrow->error);
    nfh_priv_write(&writer, "field ");
    nfh_priv_write_count(&writer, at);
    if (!name) {
        nfh_priv_write(&writer, " has no name");
        return NFH_E_NAME;
    }
    nfh_priv_write(&writer, ", ");
    nfh_priv_write_quoted(&writer, name, strlen(name));
    nfh_priv_write(&writer, ", is no parameter of the rule set");
    if (nfh_ruleset_parameter_nearest(arrow->ruleset, name, &nearest) == NFH_OK && nearest) {
        nfh_priv_write(&writer, " (is ");
        nfh_priv_write_quoted(&writer, nearest, strlen(nearest));
        nfh_priv_write(&writer, " meant?)");
    }
    return NFH_E_NAME;
}

static int bind_field(struct nfh_arrow *arrow, const struct ArrowSchema *schema, size_t at,
                      int flags)
{
    struct metadata metadata;
    struct nfh_arrow_field field = {.at = at};
    if (!schema || !schema->release) {
        struct nfh_writer writer = nfh_priv_writer(arrow->error, sizeof arrow->error);
        nfh_priv_write(&writer, "field ");
        nfh_priv_write_count(&writer, at);
        nfh_priv_write(&writer, schema ? ": its schema was released" : ": its schema is NULL");
        return NFH_E_ARROW;
    }
    if (!schema->name ||
        nfh_ruleset_parameter_index(arrow->ruleset, schema->name, &field.parameter) != NFH_OK) {
        bool passes = flags & NFH_ARROW_EXTRA_FIELDS ||
                      (schema->name && strcmp(schema->name, "subject_id") == 0);
        return passes ? NFH_OK : refuse_name(arrow, at, schema->name);
    }
    if (arrow->has_field[field.parameter]) {
        struct nfh_writer writer = nfh_priv_arrow_complain(arrow, &field);
        nfh_priv_write(&writer, "two fields have this name");
        return NFH_E_NAME;
    }
    if (!read_metadata(schema->metadata, &metadata))
        return nfh_priv_arrow_refuse(arrow, &field, "a length in the metadata is negative");
    int status = read_types(arrow, schema, &field, &metadata);
    if (status == NFH_OK)
        status = try_type(arrow, &field);
    if (status != NFH_OK)
        return status;
    arrow->has_field[field.parameter] = true;
    arrow->field[arrow->field_count++] = field;
    return set_unit(arrow, &field, &metadata);
}

/* ---- The struct ------------------------------------------------------------------------------ */

static int check_schema(struct nfh_arrow *arrow, const struct ArrowSchema *schema)
{
    if (!schema->release)
        return nfh_priv_arrow_refuse(arrow, NULL, "the schema was released");
    if (!schema->format)
        return nfh_priv_arrow_refuse(arrow, NULL, "the format is NULL");
    if (strcmp(schema->format, "+s") != 0) {
        struct nfh_writer writer = nfh_priv_writer(arrow->error, sizeof arrow->error);
        nfh_priv_write(&writer, "the schema is of the format ");
        nfh_priv_write_quoted(&writer, schema->format, strlen(schema->format));
        nfh_priv_write(&writer, " (expected a struct, \"+s\", with a field for each parameter)");
        return NFH_E_TYPE;
    }
    if (schema->dictionary)
        return nfh_priv_arrow_refuse(arrow, NULL, "the schema has a dictionary");
    if (schema->n_children < 0)
        return nfh_priv_arrow_refuse(arrow, NULL, "the number of children is negative");
    if (schema->n_children > 0 && !schema->children)
        return nfh_priv_arrow_refuse(arrow, NULL,
                                     "there are children, and the pointer to them is NULL");
    return NFH_OK;
}

int nfh_arrow_bind(nfh_arrow *arrow, const struct ArrowSchema *schema, int flags)
{
    if (!arrow)
        return NFH_E_NULL;
    arrow->error[0] = '\0';
    nfh_priv_arrow_unbind(arrow);
    if (!schema)
        return NFH_E_NULL;
    if (flags & ~NFH_ARROW_EXTRA_FIELDS) {
        struct nfh_writer writer = nfh_priv_writer(arrow->error, sizeof arrow->error);
        nfh_priv_write(&writer, "the flags are none of NFH_ARROW_…");
        return NFH_E_RANGE;
    }
    int status = check_schema(arrow, schema);
    if (status != NFH_OK)
        return status;
    /* No parameter has two. */
    arrow->field = nfh_priv_allocate(&arrow->memory,
                                     arrow->ruleset->program->input_count * sizeof *arrow->field);
    if (!arrow->field)
        status = nfh_priv_arrow_take_status(arrow, NFH_E_MEMORY);
    for (size_t i = 0; status == NFH_OK && i < (uint64_t)schema->n_children; i++)
        status = bind_field(arrow, schema->children[i], i, flags);
    if (status != NFH_OK)
        nfh_priv_arrow_unbind(arrow);
    arrow->child_count = (size_t)schema->n_children;
    arrow->is_bound = status == NFH_OK;
    return status;
}
