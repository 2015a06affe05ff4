/* SPDX-License-Identifier: MIT
 *
 * arrow_spoil.c - Arrow structures that contradict themselves. Only such changes as can be seen
 * from the structures: a buffer that is too short is nobody's to find out.
 */
#include <string.h>

#include "arrow_draw.h"

/* Fewer than there are. */
static int64_t draw_count(struct chance *chance, int64_t right)
{
    if (right < 0 || right > 1000)
        return -1;
    const int64_t counts[] = {-1, 0, right - 1, INT64_MIN, -right};
    return counts[chance_below(chance, 5)];
}

static void spoil_schema(struct chance *chance, struct ArrowSchema *schema)
{
    static const char *const formats[] = {"",    "e",   "z",    "tsm:",     "+s", "+l", "d:5,2,256",
                                          "d:5", "u,u", "w:-1", "d:999,99", "vz", NULL};
    static const char *const names[] = {"flag", "creatinin", "", "\xff", NULL};
    switch (chance_below(chance, 6)) {
    case 0:
        schema->format = formats[chance_below(chance, 13)];
        break;
    case 1:
        schema->name = names[chance_below(chance, 5)];
        break;
    case 2:
        schema->n_children = draw_count(chance, schema->n_children);
        break;
    case 3:
        schema->children = NULL;
        break;
    case 4:
        schema->release = NULL;
        break;
    default:
        schema->dictionary = chance_one_in(chance, 2) ? NULL : schema;
    }
}

/* A buffer that is read in elements of several bytes is refused when it is not aligned. */
static void misalign(struct ArrowArray *array, const char *format)
{
    if (strchr("sSiIlLfguU", format[0]) && array->n_buffers > 1 && array->buffers &&
        array->buffers[1] && (uintptr_t)array->buffers[1] % 8 == 0)
        array->buffers[1] = (const char *)array->buffers[1] + 1;
}

static void spoil_array(struct chance *chance, struct ArrowArray *array, const char *format)
{
    switch (chance_below(chance, 10)) {
    case 0:
        array->length = draw_count(chance, array->length);
        break;
    case 1:
        array->length = INT64_MAX - chance_below(chance, 3);
        break;
    case 2:
        array->offset = chance_one_in(chance, 2) ? -1 : INT64_MAX - chance_below(chance, 70);
        break;
    case 3:
        array->null_count = chance_one_in(chance, 2) ? INT64_MAX : -2;
        break;
    case 4:
        /* The last of a view's tells how long the others are. */
        array->n_buffers = strcmp(format, "vu") == 0 ? 2 : draw_count(chance, array->n_buffers);
        break;
    case 5:
        array->n_children = draw_count(chance, array->n_children) + chance_below(chance, 2);
        break;
    case 6:
        array->buffers = NULL;
        break;
    case 7:
        if (array->n_buffers > 0 && array->buffers)
            array->buffers[chance_below(chance, (unsigned)array->n_buffers)] = NULL;
        break;
    case 8:
        array->release = NULL;
        break;
    default:
        misalign(array, format);
    }
}

/* Codes, bytes of truth, numbers and views may be anything. */
static void spoil_content(struct chance *chance, struct built_field *field, size_t rows)
{
    static const char formats[] = "cCsSiIlLfg";
    static const uint8_t sizes[] = {1, 1, 2, 2, 4, 4, 8, 8, 4, 8};
    const char *format = field->schema.format ? field->schema.format : "";
    const char *found = format[0] ? strchr(formats, format[0]) : NULL;
    size_t size = strcmp(format, "vu") == 0 ? 16 : found && !format[1] ? sizes[found - formats] : 0;
    size_t bytes = size * ((size_t)field->array.offset + rows);
    if (bytes == 0 || field->array.offset < 0 || field->array.offset > 20 || !field->buffers[1])
        return;
    uint8_t *values = (uint8_t *)(uintptr_t)field->buffers[1];
    if ((uintptr_t)values % (size > 8 ? 8 : size) != 0)
        return;
    for (unsigned i = 0; i <= chance_below(chance, 8); i++)
        values[chance_word(chance) % bytes] = (uint8_t)chance_below(chance, 256);
}

void spoil_cohort(struct chance *chance, struct drawn *drawn)
{
    struct built_table *table = &drawn->table;
    if (drawn->field_count == 0 || chance_one_in(chance, 6)) {
        if (chance_one_in(chance, 2))
            spoil_schema(chance, &table->schema);
        else
            spoil_array(chance, &table->array, "+s");
        return;
    }
    unsigned at = chance_below(chance, (unsigned)drawn->field_count);
    struct built_field *field = &table->field[at];
    switch (chance_below(chance, 8)) {
    case 0:
        spoil_schema(chance, &field->schema);
        break;
    case 1:
        spoil_schema(chance, &field->dictionary_schema);
        break;
    case 2:
        if (field->array.dictionary && field->dictionary_schema.format)
            spoil_array(chance, &field->dictionary, field->dictionary_schema.format);
        break;
    case 3:
        table->children[at] = NULL;
        break;
    case 4:
        field->array.dictionary =
            field->array.dictionary || chance_one_in(chance, 2) ? NULL : &field->array;
        break;
    case 5:
    case 6:
        spoil_content(chance, field, drawn->rows);
        break;
    default:
        spoil_array(chance, &field->array, field->schema.format ? field->schema.format : "b");
    }
}
