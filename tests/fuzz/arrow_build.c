/* SPDX-License-Identifier: MIT
 *
 * arrow_build.c - Arrow structures laid out by hand.
 */
#include "arrow_build.h"

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

const char arrow_rules[] =
    "library Arrow version '1'\n"
    "parameter flag Boolean\n"
    "parameter count Integer\n"
    "parameter total Long\n"
    "parameter ratio Decimal\n"
    "/*\n@unit: umol/L\n@max: 5000\n@accept: mg/dL = 88.4 umol/L\n*/ parameter creatinine "
    "Quantity\n"
    "/*\n@values: male|female\n*/ parameter sex String\n"
    "parameter note String\n"
    "parameter visit Date\n"
    "parameter span Interval<Integer>\n"
    "/*\n@id: I1\n@category: inclusion\n*/ define I1: flag\n"
    "/*\n@id: E1\n@category: exclusion\n*/ define E1: count > 5\n"
    "/*\n@id: K1\n@category: check\n*/ define K1: not flag\n"
    "/*\n@id: E2\n@category: exclusion\n*/ define E2: total > 5\n"
    "/*\n@id: E3\n@category: exclusion\n*/ define E3: ratio > 5.5\n"
    "/*\n@id: E4\n@category: exclusion\n*/ define E4: creatinine > 100 'umol/L'\n"
    "/*\n@id: E5\n@category: exclusion\n*/ define E5: sex = 'female'\n"
    "/*\n@id: E6\n@category: exclusion\n*/ define E6: note = 'longer than twelve bytes'\n"
    "/*\n@id: E7\n@category: exclusion\n*/ define E7: visit > @2000-01-01\n"
    "/*\n@id: E8\n@category: exclusion\n*/ define E8: start of span > 5\n"
    "/*\n@id: E9\n@category: exclusion\n*/ define E9: Now() > @2025-01-01T00:00:00.000+00:00\n";

int built_releases;

static void release_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
    built_releases++;
}

static void release_array(struct ArrowArray *array)
{
    array->release = NULL;
    built_releases++;
}

/* A buffer of just so many bytes, all of them with a bit set. */
static void *make_buffer(struct built_table *table, size_t size)
{
    void *made = fuzz_allocate(size);
    REQUIRE(table->owned_count < sizeof table->owned / sizeof table->owned[0], "too many buffers");
    memset(made, 0xff, size ? size : 1);
    table->owned[table->owned_count++] = made;
    return made;
}

static void put_bit(uint8_t *bits, size_t at, bool is_set)
{
    if (is_set)
        bits[at / 8] |= (uint8_t)(1U << at % 8);
    else
        bits[at / 8] &= (uint8_t) ~(1U << at % 8);
}

/* Bits from '0' and '1', behind `before` others. */
static uint8_t *make_bits(struct built_table *table, size_t before, const char *bits)
{
    size_t count = strlen(bits);
    uint8_t *made = make_buffer(table, (before + count + 7) / 8);
    for (size_t i = 0; i < count; i++)
        put_bit(made, before + i, bits[i] == '1');
    return made;
}

void build_table(struct built_table *table, int64_t rows)
{
    memset(table, 0, sizeof *table);
    table->schema = (struct ArrowSchema){
        .format = "+s", .name = "", .children = table->child_schemas, .release = release_schema};
    table->array = (struct ArrowArray){.length = rows,
                                       .n_buffers = 1,
                                       .buffers = table->buffers,
                                       .children = table->children,
                                       .release = release_array};
}

void free_table(struct built_table *table)
{
    for (size_t i = 0; i < table->owned_count; i++)
        free(table->owned[i]);
    memset(table, 0xff, sizeof *table);
}

void build_struct_nulls(struct built_table *table, const char *known)
{
    table->buffers[0] = make_bits(table, (size_t)table->array.offset, known);
    table->array.null_count = -1;
}

static struct built_field *add_field(struct built_table *table, const char *name,
                                     const char *format, int64_t buffers, struct built_place place)
{
    int64_t at = table->schema.n_children++;
    struct built_field *field = &table->field[at];
    table->array.n_children++;
    table->array.offset = place.struct_offset;
    table->child_schemas[at] = &field->schema;
    table->children[at] = &field->array;
    field->schema = (struct ArrowSchema){
        .format = format, .name = name, .flags = ARROW_FLAG_NULLABLE, .release = release_schema};
    field->array = (struct ArrowArray){.length = place.struct_offset + table->array.length,
                                       .null_count = place.known ? -1 : 0,
                                       .offset = place.offset,
                                       .n_buffers = buffers,
                                       .buffers = field->buffers,
                                       .release = release_array};
    if (place.known)
        field->buffers[0] =
            make_bits(table, (size_t)(place.struct_offset + place.offset), place.known);
    return field;
}

struct built_field *build_fixed(struct built_table *table, const char *name, const char *format,
                                size_t size, const void *values, struct built_place place)
{
    struct built_field *field = add_field(table, name, format, 2, place);
    size_t before = (size_t)(place.struct_offset + place.offset) * size;
    size_t bytes = (size_t)table->array.length * size;
    char *buffer = make_buffer(table, before + bytes);
    memcpy(buffer + before, values, bytes);
    field->buffers[1] = buffer;
    return field;
}

struct built_field *build_bits(struct built_table *table, const char *name, const char *bits,
                               struct built_place place)
{
    struct built_field *field = add_field(table, name, "b", 2, place);
    field->buffers[1] = make_bits(table, (size_t)(place.struct_offset + place.offset), bits);
    return field;
}

struct built_field *build_nulls(struct built_table *table, const char *name)
{
    struct built_place place = {.struct_offset = table->array.offset};
    struct built_field *field = add_field(table, name, "n", 0, place);
    field->array.null_count = field->array.length;
    return field;
}

/* Offsets and bytes, 4 or 8 bytes an offset; the offsets before the first are wild. */
static void make_texts(struct built_table *table, const void **buffers, size_t size, size_t before,
                       const char *const *texts, size_t count)
{
    size_t total = 1; /* a byte that is no text's */
    for (size_t i = 0; i < count; i++)
        total += strlen(texts[i]);
    char *offsets = make_buffer(table, (before + count + 1) * size);
    char *bytes = make_buffer(table, total);
    buffers[1] = offsets;
    buffers[2] = bytes;
    int64_t at = 1;
    for (size_t i = 0; i <= count; i++) {
        int32_t narrow = (int32_t)at;
        memcpy(offsets + (before + i) * size, size == 4 ? (void *)&narrow : (void *)&at, size);
        if (i < count) {
            memcpy(bytes + at, texts[i], strlen(texts[i]));
            at += (int64_t)strlen(texts[i]);
        }
    }
}

/* Views: long texts in two buffers by turns. */
static void make_views(struct built_table *table, const void **buffers, size_t before,
                       const char *const *texts, size_t count)
{
    int64_t *sizes = make_buffer(table, 2 * sizeof *sizes);
    char *views = make_buffer(table, (before + count) * 16);
    char *bytes[2];
    sizes[0] = sizes[1] = 0;
    for (size_t i = 0; i < count; i++)
        sizes[i % 2] += strlen(texts[i]) > 12 ? (int64_t)strlen(texts[i]) : 0;
    for (size_t i = 0; i < 2; i++)
        buffers[2 + i] = bytes[i] = make_buffer(table, (size_t)sizes[i]);
    buffers[1] = views;
    buffers[4] = sizes;
    int32_t used[2] = {0, 0};
    for (size_t i = 0; i < count; i++) {
        char *view = views + (before + i) * 16;
        int32_t length = (int32_t)strlen(texts[i]), buffer = (int32_t)(i % 2);
        memset(view, 0, 16);
        memcpy(view, &length, 4);
        memcpy(view + 4, texts[i], length > 12 ? 4 : (size_t)length);
        if (length <= 12)
            continue;
        memcpy(view + 8, &buffer, 4);
        memcpy(view + 12, &used[buffer], 4);
        memcpy(bytes[buffer] + used[buffer], texts[i], (size_t)length);
        used[buffer] += length;
    }
}

static void make_any_texts(struct built_table *table, const void **buffers, const char *format,
                           size_t before, const char *const *texts, size_t count)
{
    if (strcmp(format, "vu") == 0)
        make_views(table, buffers, before, texts, count);
    else
        make_texts(table, buffers, strcmp(format, "u") == 0 ? 4 : 8, before, texts, count);
}

struct built_field *build_texts(struct built_table *table, const char *name, const char *format,
                                const char *const *texts, struct built_place place)
{
    struct built_field *field =
        add_field(table, name, format, strcmp(format, "vu") == 0 ? 5 : 3, place);
    make_any_texts(table, field->buffers, format, (size_t)(place.struct_offset + place.offset),
                   texts, (size_t)table->array.length);
    return field;
}

void build_dictionary(struct built_table *table, struct built_field *field, const char *format,
                      const char *const *texts)
{
    const size_t before = 5;
    char known[20];
    size_t count = 0;
    for (; texts[count]; count++)
        known[count] = texts[count][0] ? '1' : '0';
    known[count] = '\0';
    field->schema.dictionary = &field->dictionary_schema;
    field->dictionary_schema =
        (struct ArrowSchema){.format = format, .name = "", .release = release_schema};
    field->array.dictionary = &field->dictionary;
    field->dictionary = (struct ArrowArray){.length = (int64_t)count,
                                            .null_count = -1,
                                            .offset = (int64_t)before,
                                            .n_buffers = strcmp(format, "vu") == 0 ? 5 : 3,
                                            .buffers = field->dictionary_buffers,
                                            .release = release_array};
    field->dictionary_buffers[0] = make_bits(table, before, known);
    make_any_texts(table, field->dictionary_buffers, format, before, texts, count);
}

static size_t put_text(char *to, const char *text)
{
    int32_t length = (int32_t)strlen(text);
    memcpy(to, &length, sizeof length);
    memcpy(to + sizeof length, text, (size_t)length);
    return sizeof length + (size_t)length;
}

void build_metadata(struct built_field *field, const char *key, const char *value)
{
    int32_t count = 0, length;
    size_t at = sizeof count;
    if (field->schema.metadata)
        memcpy(&count, field->metadata, sizeof count);
    for (int32_t i = 0; i < 2 * count; i++) {
        memcpy(&length, field->metadata + at, sizeof length);
        at += sizeof length + (size_t)length;
    }
    at += put_text(field->metadata + at, key);
    put_text(field->metadata + at, value);
    count++;
    memcpy(field->metadata, &count, sizeof count);
    field->schema.metadata = field->metadata;
}

/* ---- Results --------------------------------------------------------------------------------- */

static bool bit(const void *bits, size_t at)
{
    return ((const uint8_t *)bits)[at / 8] >> at % 8 & 1;
}

int result_truth(const struct ArrowSchema *schema, const struct ArrowArray *result,
                 const char *criterion, size_t row)
{
    int64_t i = 0;
    while (i < schema->n_children && strcmp(schema->children[i]->name, criterion) != 0)
        i++;
    REQUIRE(i < schema->n_children, "the result has no field %s", criterion);
    const struct ArrowArray *child = result->children[i];
    if (!bit(child->buffers[0], row))
        return NFH_UNKNOWN;
    return bit(child->buffers[1], row) ? NFH_TRUE : NFH_FALSE;
}

const char *result_verdict(const struct ArrowArray *result, size_t row)
{
    static char text[20];
    const struct ArrowArray *codes = result->children[0], *texts = codes->dictionary;
    int8_t code = ((const int8_t *)codes->buffers[1])[row];
    const int32_t *offsets = texts->buffers[1];
    if (code < 0 || code >= texts->length)
        return "no code of the dictionary";
    size_t length = (size_t)(offsets[code + 1] - offsets[code]);
    REQUIRE(length < sizeof text, "a long text in the dictionary of verdicts");
    memcpy(text, (const char *)texts->buffers[2] + offsets[code], length);
    text[length] = '\0';
    return text;
}
