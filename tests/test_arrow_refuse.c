/* SPDX-License-Identifier: MIT
 *
 * test_arrow_refuse.c - Arrow schemas and arrays that are refused: what is wrong is told, nothing of
 * it is read, nothing is given back.
 */
#include "arrow_rules.h"

#define ROWS 4

enum { COUNT, SEX, NOTE, FLAG, CREATININE, RATIO };

static void build_good(struct built_table *table)
{
    static const int32_t counts[] = {1, 2, 3, 4};
    static const int8_t codes[] = {0, 1, 2, 1};
    static const char *const sexes[] = {"", "male", "female", NULL};
    static const char *const notes[] = {"", "short", "longer than twelve bytes", "also a long text"};
    static const double amounts[] = {1, 2, 3, 4};
    static const struct built_place place = {2, 1, "1011"};
    build_table(table, ROWS);
    build_fixed(table, "count", "i", 4, counts, place);
    build_dictionary(table, build_fixed(table, "sex", "c", 1, codes, place), "u", sexes);
    build_texts(table, "note", "vu", notes, place);
    build_bits(table, "flag", "0101", place);
    build_fixed(table, "creatinine", "g", 8, amounts, place);
    build_fixed(table, "ratio", "d:9,2,64", 8, (const int64_t[]){1, 2, 3, 4}, place);
}

static uint8_t *bytes_of(const void *buffer)
{
    return (uint8_t *)(uintptr_t)buffer;
}

/* A view of the field of notes, as it was built: element `row` stands behind 3 others. */
static void put_view(struct built_table *t, size_t row, size_t at, int32_t number)
{
    memcpy(bytes_of(t->field[NOTE].buffers[1]) + (3 + row) * 16 + at, &number, sizeof number);
}

static void put_offset(struct built_table *t, size_t entry, int32_t number)
{
    memcpy(bytes_of(t->field[SEX].dictionary_buffers[1]) + (5 + entry) * 4, &number, sizeof number);
}

/* What a test changes in a table that is right. */
#define SPOIL(name, change)                   \
    static void name(struct built_table *t) \
    {                                         \
        change;                               \
    }

/* Of schemas */
SPOIL(schema_released, t->schema.release = NULL)
SPOIL(schema_no_format, t->schema.format = NULL)
SPOIL(schema_list, t->schema.format = "+l")
SPOIL(schema_int, t->schema.format = "i")
SPOIL(schema_dictionary, t->schema.dictionary = &t->field[SEX].dictionary_schema)
SPOIL(schema_negative, t->schema.n_children = -1)
SPOIL(schema_no_children, t->schema.children = NULL)
SPOIL(schema_null_child, t->child_schemas[1] = NULL)
SPOIL(schema_child_released, t->field[FLAG].schema.release = NULL)
SPOIL(field_no_name, t->field[FLAG].schema.name = NULL)
SPOIL(field_other_name, t->field[FLAG].schema.name = "flags")
SPOIL(field_far_name, t->field[FLAG].schema.name = "hospital")
SPOIL(field_empty_name, t->field[FLAG].schema.name = "")
SPOIL(field_long_name,
      char *name = t->owned[t->owned_count++] = calloc(5000, 1);
      t->field[FLAG].schema.name = memset(name, 'x', 4999))
SPOIL(field_twice, t->field[CREATININE].schema.name = "count")
SPOIL(field_nested, t->field[COUNT].schema.n_children = 1)
SPOIL(field_no_format, t->field[COUNT].schema.format = NULL)
SPOIL(field_empty_format, t->field[COUNT].schema.format = "")
SPOIL(field_odd_format, t->field[COUNT].schema.format = "ii")
SPOIL(field_bits_count, t->field[COUNT].schema.format = "b")
SPOIL(field_date_count, t->field[COUNT].schema.format = "tdD")
SPOIL(field_decimal_count, t->field[COUNT].schema.format = "d:5,0,32")
SPOIL(field_number_flag, t->field[FLAG].schema.format = "i")
SPOIL(field_number_text, t->field[COUNT].schema.name = "total"; t->field[NOTE].schema.format = "l")
SPOIL(field_span, t->field[COUNT].schema.name = "span")
SPOIL(dictionary_released, t->field[SEX].dictionary_schema.release = NULL)
SPOIL(dictionary_float, t->field[SEX].schema.format = "f")
SPOIL(dictionary_text_index, t->field[SEX].schema.format = "u")
SPOIL(dictionary_bits, t->field[SEX].schema.format = "b")
SPOIL(dictionary_numbers, t->field[SEX].dictionary_schema.format = "l")
SPOIL(dictionary_nulls, t->field[SEX].dictionary_schema.format = "n")
SPOIL(dictionary_no_format, t->field[SEX].dictionary_schema.format = NULL)
SPOIL(dictionary_binary, t->field[SEX].dictionary_schema.format = "z")
SPOIL(dictionary_twice,
      t->field[SEX].dictionary_schema.dictionary = &t->field[SEX].dictionary_schema)
SPOIL(unit_none, build_metadata(&t->field[CREATININE], "unit", "mgdl"))
SPOIL(unit_other, build_metadata(&t->field[CREATININE], "unit", "kg"))
SPOIL(unit_twice, build_metadata(&t->field[CREATININE], "unit", "mg/dL");
      build_metadata(&t->field[CREATININE], "unit", "umol/L"))
SPOIL(unit_no_quantity, build_metadata(&t->field[COUNT], "unit", "1"))
SPOIL(unit_of_ratio, build_metadata(&t->field[RATIO], "unit", "1"))
SPOIL(unit_of_texts, t->field[NOTE].schema.name = "creatinine";
      t->field[CREATININE].schema.name = "total"; build_metadata(&t->field[NOTE], "unit", "mg/dL"))
SPOIL(unit_of_codes, t->field[SEX].schema.name = "creatinine";
      t->field[CREATININE].schema.name = "total"; build_metadata(&t->field[SEX], "unit", "mg/dL"))
SPOIL(unit_zero, build_metadata(&t->field[CREATININE], "unit", "mg/dL");
      t->field[CREATININE].metadata[4 + 4 + 4 + 4 + 2] = '\0')
SPOIL(metadata_count, build_metadata(&t->field[CREATININE], "a", "b");
      memset(t->field[CREATININE].metadata, 0xff, 4))
SPOIL(metadata_key, build_metadata(&t->field[CREATININE], "a", "b");
      memset(t->field[CREATININE].metadata + 4, 0xff, 4))
SPOIL(metadata_value, build_metadata(&t->field[CREATININE], "a", "b");
      memset(t->field[CREATININE].metadata + 9, 0xff, 4))

/* Of arrays */
SPOIL(array_released, t->array.release = NULL)
SPOIL(array_length, t->array.length = -1)
SPOIL(array_offset, t->array.offset = -1)
SPOIL(array_huge, t->array.length = INT64_MAX)
SPOIL(array_overflow, t->array.offset = INT64_MAX - 1)
SPOIL(array_longer, t->array.length = ROWS + 1)
SPOIL(array_farther, t->array.offset++)
SPOIL(array_null_count, t->array.null_count = -2)
SPOIL(array_null_count_high, t->array.null_count = ROWS + 1)
SPOIL(array_no_validity, t->array.null_count = 1)
SPOIL(array_no_buffers, t->array.n_buffers = 0)
SPOIL(array_buffers, t->array.n_buffers = 2)
SPOIL(array_null_buffers, t->array.buffers = NULL)
SPOIL(array_children, t->array.n_children--)
SPOIL(array_more_children, t->array.n_children++)
SPOIL(array_negative_children, t->array.n_children = INT64_MIN)
SPOIL(array_null_children, t->array.children = NULL)
SPOIL(array_dictionary, t->array.dictionary = &t->field[SEX].dictionary)
SPOIL(child_null, t->children[FLAG] = NULL)
SPOIL(child_released, t->field[FLAG].array.release = NULL)
SPOIL(child_length, t->field[FLAG].array.length = -4)
SPOIL(child_short, t->field[FLAG].array.length--)
SPOIL(child_offset, t->field[FLAG].array.offset = INT64_MIN)
SPOIL(child_overflow, t->field[FLAG].array.offset = INT64_MAX - 3)
SPOIL(child_huge, t->field[FLAG].array.length = INT64_MAX / 8)
SPOIL(child_null_count, t->field[FLAG].array.null_count = 7)
SPOIL(child_no_validity, t->field[FLAG].array.null_count = 1; t->field[FLAG].buffers[0] = NULL)
SPOIL(child_one_buffer, t->field[FLAG].array.n_buffers = 1)
SPOIL(child_three_buffers, t->field[FLAG].array.n_buffers = 3)
SPOIL(child_negative_buffers, t->field[FLAG].array.n_buffers = -2)
SPOIL(child_null_buffers, t->field[FLAG].array.buffers = NULL)
SPOIL(child_no_values, t->field[FLAG].buffers[1] = NULL)
SPOIL(child_nested, t->field[FLAG].array.n_children = 1)
SPOIL(child_dictionary, t->field[FLAG].array.dictionary = &t->field[SEX].dictionary)
SPOIL(child_misaligned_4, t->field[COUNT].buffers[1] = bytes_of(t->field[COUNT].buffers[1]) + 2)
SPOIL(child_misaligned_8, t->field[RATIO].buffers[1] = bytes_of(t->field[RATIO].buffers[1]) + 4)
SPOIL(values_no_dictionary, t->field[SEX].array.dictionary = NULL)
SPOIL(values_released, t->field[SEX].dictionary.release = NULL)
SPOIL(values_length, t->field[SEX].dictionary.length = -1)
SPOIL(values_huge, t->field[SEX].dictionary.length = INT64_MAX / 2)
SPOIL(values_offset, t->field[SEX].dictionary.offset = -1)
SPOIL(values_buffers, t->field[SEX].dictionary.n_buffers = 2)
SPOIL(values_nested, t->field[SEX].dictionary.n_children = 1)
SPOIL(values_no_offsets, t->field[SEX].dictionary_buffers[1] = NULL)
SPOIL(values_no_bytes, t->field[SEX].dictionary_buffers[2] = NULL)
SPOIL(values_misaligned,
      t->field[SEX].dictionary_buffers[1] = bytes_of(t->field[SEX].dictionary_buffers[1]) + 1)
SPOIL(values_twice, t->field[SEX].dictionary.dictionary = &t->field[SEX].dictionary)
SPOIL(values_decrease, put_offset(t, 2, 99))
SPOIL(values_negative, put_offset(t, 1, -1))
SPOIL(views_two_buffers, t->field[NOTE].array.n_buffers = 2)
SPOIL(views_no_views, t->field[NOTE].buffers[1] = NULL)
SPOIL(views_no_sizes, t->field[NOTE].buffers[4] = NULL)
SPOIL(views_no_bytes, t->field[NOTE].buffers[2] = NULL)
SPOIL(views_length, put_view(t, 0, 0, -1))
SPOIL(views_buffer, put_view(t, 2, 8, 2))
SPOIL(views_negative_buffer, put_view(t, 2, 8, -1))
SPOIL(views_offset, put_view(t, 2, 12, 1))
SPOIL(views_negative_offset, put_view(t, 2, 12, -1))
SPOIL(views_long, put_view(t, 2, 0, INT32_MAX))
SPOIL(views_far, put_view(t, 2, 12, INT32_MAX))

static const struct {
    void (*spoil)(struct built_table *t);
    int status;
    const char *message; /* a part of it */
} wrongs[] = {
    {schema_released, NFH_E_ARROW, "the struct: the schema was released"},
    {schema_no_format, NFH_E_ARROW, "the struct: the format is NULL"},
    {schema_list, NFH_E_TYPE, "the format \"+l\" (expected a struct"},
    {schema_int, NFH_E_TYPE, "the format \"i\" (expected a struct"},
    {schema_dictionary, NFH_E_ARROW, "the struct: the schema has a dictionary"},
    {schema_negative, NFH_E_ARROW, "the struct: the number of children is negative"},
    {schema_no_children, NFH_E_ARROW, "the struct: there are children, and the pointer to them is"},
    {schema_null_child, NFH_E_ARROW, "field 1: its schema is NULL"},
    {schema_child_released, NFH_E_ARROW, "field 3: its schema was released"},
    {field_no_name, NFH_E_NAME, "field 3 has no name"},
    {field_other_name, NFH_E_NAME, "field 3, \"flags\", is no parameter of the rule set (is \"flag\""},
    {field_far_name, NFH_E_NAME, "field 3, \"hospital\", is no parameter of the rule set"},
    {field_empty_name, NFH_E_NAME, "field 3, \"\", is no parameter of the rule set"},
    {field_long_name, NFH_E_NAME, "field 3, \"xxxx"},
    {field_twice, NFH_E_NAME, "count: two fields have this name"},
    {field_nested, NFH_E_ARROW, "count: the schema has children"},
    {field_no_format, NFH_E_ARROW, "count: the format is NULL"},
    {field_empty_format, NFH_E_ARROW, "count: the format \"\" is none of Arrow's"},
    {field_odd_format, NFH_E_ARROW, "count: the format \"ii\" is none of Arrow's"},
    {field_bits_count, NFH_E_TYPE, "count: a column of truth values does not fit: the type is Integer"},
    {field_date_count, NFH_E_TYPE, "count: a column of dates does not fit: the type is Integer"},
    {field_decimal_count, NFH_E_TYPE, "count: a column of decimals does not fit"},
    {field_number_flag, NFH_E_TYPE, "flag: a column of numbers does not fit: the type is Boolean"},
    {field_number_text, NFH_E_TYPE, "note: a column of numbers does not fit: the type is String"},
    {field_span, NFH_E_TYPE, "span: a single value does not fit: the type is Interval<Integer>"},
    {dictionary_released, NFH_E_ARROW, "sex: the schema of the dictionary was released"},
    {dictionary_float, NFH_E_ARROW, "sex: the index of a dictionary is no integer"},
    {dictionary_text_index, NFH_E_ARROW, "sex: the index of a dictionary is no integer"},
    {dictionary_bits, NFH_E_ARROW, "sex: the index of a dictionary is no integer"},
    {dictionary_numbers, NFH_E_TYPE, "sex: the values of the dictionary are of the format \"l\""},
    {dictionary_nulls, NFH_E_TYPE, "sex: the values of the dictionary are of the format \"n\""},
    {dictionary_no_format, NFH_E_ARROW, "sex: the format is NULL"},
    {dictionary_binary, NFH_E_TYPE, "sex: the format \"z\", binary, is not taken (expected utf8"},
    {dictionary_twice, NFH_E_ARROW, "sex: the dictionary has a dictionary"},
    {unit_none, NFH_E_UNIT, "creatinine: unit \"mgdl\""},
    {unit_other, NFH_E_UNIT, "creatinine: "},
    {unit_twice, NFH_E_ARROW, "creatinine: the metadata has more than one unit"},
    {unit_no_quantity, NFH_E_UNIT, "count: the unit \"1\" stands with a parameter that is no Quantity"},
    {unit_of_ratio, NFH_E_UNIT, "ratio: the unit \"1\" stands with a parameter that is no Quantity"},
    {unit_of_texts, NFH_E_UNIT, "creatinine: the unit \"mg/dL\" stands with a column of texts"},
    {unit_of_codes, NFH_E_UNIT, "creatinine: the unit \"mg/dL\" stands with a column of texts"},
    {unit_zero, NFH_E_UNIT, "creatinine: the unit "},
    {metadata_count, NFH_E_ARROW, "creatinine: a length in the metadata is negative"},
    {metadata_key, NFH_E_ARROW, "creatinine: a length in the metadata is negative"},
    {metadata_value, NFH_E_ARROW, "creatinine: a length in the metadata is negative"},
    {array_released, NFH_E_ARROW, "the struct: the array was released"},
    {array_length, NFH_E_ARROW, "the struct: the length is negative"},
    {array_offset, NFH_E_ARROW, "the struct: the offset is negative"},
    {array_huge, NFH_E_LIMIT, "the struct: offset and length are more than memory could hold"},
    {array_overflow, NFH_E_LIMIT, "the struct: offset and length are more than memory could hold"},
    {array_longer, NFH_E_ARROW, "count: the length is 6 (expected at least 7, offset and length of"},
    {array_farther, NFH_E_ARROW, "count: the length is 6 (expected at least 7, offset and length of"},
    {array_null_count, NFH_E_ARROW, "the struct: the number of nulls is neither -1 nor"},
    {array_null_count_high, NFH_E_ARROW, "the struct: the number of nulls is neither -1 nor"},
    {array_no_validity, NFH_E_ARROW, "the struct: there are nulls, and the buffer of validity is NULL"},
    {array_no_buffers, NFH_E_ARROW, "the struct: the number of buffers is 0 (expected 1)"},
    {array_buffers, NFH_E_ARROW, "the struct: the number of buffers is 2 (expected 1)"},
    {array_null_buffers, NFH_E_ARROW, "the struct: the pointer to the buffers is NULL"},
    {array_children, NFH_E_ARROW, "the struct: the number of children is 5 (expected 6)"},
    {array_more_children, NFH_E_ARROW, "the struct: the number of children is 7 (expected 6)"},
    {array_negative_children, NFH_E_ARROW, "the struct: the number of children is negative (expected 6)"},
    {array_null_children, NFH_E_ARROW, "the struct: there are children, and the pointer to them is"},
    {array_dictionary, NFH_E_ARROW, "the struct: the array has a dictionary"},
    {child_null, NFH_E_ARROW, "flag: the array is NULL"},
    {child_released, NFH_E_ARROW, "flag: the array was released"},
    {child_length, NFH_E_ARROW, "flag: the length is negative"},
    {child_short, NFH_E_ARROW, "flag: the length is 5 (expected at least 6"},
    {child_offset, NFH_E_ARROW, "flag: the offset is negative"},
    {child_overflow, NFH_E_LIMIT, "flag: offset and length are more than memory could hold"},
    {child_huge, NFH_E_LIMIT, "flag: offset and length are more than memory could hold"},
    {child_null_count, NFH_E_ARROW, "flag: the number of nulls is neither -1 nor"},
    {child_no_validity, NFH_E_ARROW, "flag: there are nulls, and the buffer of validity is NULL"},
    {child_one_buffer, NFH_E_ARROW, "flag: the number of buffers is 1 (expected 2)"},
    {child_three_buffers, NFH_E_ARROW, "flag: the number of buffers is 3 (expected 2)"},
    {child_negative_buffers, NFH_E_ARROW, "flag: the number of buffers is negative (expected 2)"},
    {child_null_buffers, NFH_E_ARROW, "flag: the pointer to the buffers is NULL"},
    {child_no_values, NFH_E_ARROW, "flag: the buffer of values, offsets or views is NULL"},
    {child_nested, NFH_E_ARROW, "flag: the number of children is 1 (expected 0)"},
    {child_dictionary, NFH_E_ARROW, "flag: the array has a dictionary, and its schema has none"},
    {child_misaligned_4, NFH_E_ARROW, "count: the buffer of values or offsets is not aligned to 4"},
    {child_misaligned_8, NFH_E_ARROW, "ratio: the buffer of values or offsets is not aligned to 8"},
    {values_no_dictionary, NFH_E_ARROW, "sex: the array has no dictionary, and its schema has one"},
    {values_released, NFH_E_ARROW, "sex: the array was released"},
    {values_length, NFH_E_ARROW, "sex: the length is negative"},
    {values_huge, NFH_E_LIMIT, "sex: offset and length are more than memory could hold"},
    {values_offset, NFH_E_ARROW, "sex: the offset is negative"},
    {values_buffers, NFH_E_ARROW, "sex: the number of buffers is 2 (expected 3)"},
    {values_nested, NFH_E_ARROW, "sex: the number of children is 1 (expected 0)"},
    {values_no_offsets, NFH_E_ARROW, "sex: the buffer of values, offsets or views is NULL"},
    {values_no_bytes, NFH_E_ARROW, "sex: entry of the dictionary 1: its offsets decrease"},
    {values_misaligned, NFH_E_ARROW, "sex: the buffer of values or offsets is not aligned to 4"},
    {values_twice, NFH_E_ARROW, "sex: the dictionary has a dictionary"},
    {values_decrease, NFH_E_ARROW, "sex: entry of the dictionary 2: its offsets decrease"},
    {values_negative, NFH_E_ARROW, "sex: entry of the dictionary 1: its offsets decrease"},
    {views_two_buffers, NFH_E_ARROW, "note: the number of buffers is 2 (expected 3)"},
    {views_no_views, NFH_E_ARROW, "note: the buffer of values, offsets or views is NULL"},
    {views_no_sizes, NFH_E_ARROW, "note: row 2: its buffer is not there"},
    {views_no_bytes, NFH_E_ARROW, "note: row 2: its buffer is not there"},
    {views_length, NFH_E_ARROW, "note: row 0: its length is negative"},
    {views_buffer, NFH_E_ARROW, "note: row 2: its buffer is not there"},
    {views_negative_buffer, NFH_E_ARROW, "note: row 2: its buffer is not there"},
    {views_offset, NFH_E_ARROW, "note: row 2: it does not lie within its buffer"},
    {views_negative_offset, NFH_E_ARROW, "note: row 2: it does not lie within its buffer"},
    {views_long, NFH_E_ARROW, "note: row 2: it does not lie within its buffer"},
    {views_far, NFH_E_ARROW, "note: row 2: it does not lie within its buffer"},
};
#define WRONGS (int)(sizeof wrongs / sizeof wrongs[0])

static void expect_refusal(struct arrow_fixture *f, const struct built_table *table, int status,
                           const char *message)
{
    int found = arrow_try(f, table);
    ck_assert_msg(found == status && strstr(arrow_message(f), message),
                  "found %s, %s; expected %s, %s", nfh_status_name(found), arrow_message(f),
                  nfh_status_name(status), message);
}

START_TEST(test_wrong)
{
    struct arrow_fixture f;
    struct built_table table;
    struct ArrowSchema schema;
    struct ArrowArray result;
    arrow_start(&f);
    build_good(&table);
    arrow_screen(&f, &table);
    ck_assert_str_eq(result_verdict(&f.result, 2), "ineligible");
    wrongs[_i].spoil(&table);
    expect_refusal(&f, &table, wrongs[_i].status, wrongs[_i].message);
    memset(&schema, 0xff, sizeof schema);
    memset(&result, 0xff, sizeof result);
    ASSERT_STATUS(nfh_screen_arrow(f.ruleset, &table.schema, &table.array, &schema, &result),
                  wrongs[_i].status);
    ck_assert(!schema.release && !result.release);
    free_table(&table);
    /* And the handle takes what is right, as if nothing had been. */
    build_good(&table);
    arrow_screen(&f, &table);
    ck_assert_str_eq(result_verdict(&f.result, 2), "ineligible");
    free_table(&table);
    arrow_end(&f);
}
END_TEST

/* What is passed over is not looked at, whatever is wrong with it. */
START_TEST(test_extra_fields)
{
    struct arrow_fixture f;
    struct built_table table;
    arrow_start(&f);
    build_good(&table);
    table.field[FLAG].schema.name = _i ? "flags" : NULL;
    table.field[FLAG].schema.format = NULL;
    table.field[FLAG].schema.n_children = -1;
    table.children[FLAG] = NULL;
    table.field[NOTE].schema.name = "subject_id";
    table.field[NOTE].array.release = NULL;
    ASSERT_STATUS(nfh_arrow_bind(f.arrow, &table.schema, 0), NFH_E_NAME);
    ASSERT_STATUS(nfh_arrow_screen(f.arrow, &table.array, &f.result), NFH_E_STATE);
    ck_assert_ptr_nonnull(strstr(arrow_message(&f), "no schema is bound"));
    ASSERT_STATUS(nfh_arrow_bind(f.arrow, &table.schema, NFH_ARROW_EXTRA_FIELDS), NFH_OK);
    ASSERT_STATUS(nfh_arrow_screen(f.arrow, &table.array, &f.result), NFH_OK);
    ck_assert_str_eq(result_verdict(&f.result, 2), "ineligible");
    free_table(&table);
    arrow_end(&f);
}
END_TEST

START_TEST(test_long_unit)
{
    struct arrow_fixture f;
    struct built_table table;
    char *metadata = calloc(NFH_TEXT_MAX + 100, 1);
    const int32_t numbers[] = {1, 4, NFH_TEXT_MAX + 1};
    arrow_start(&f);
    build_good(&table);
    memset(metadata, 'm', NFH_TEXT_MAX + 99);
    memcpy(metadata, numbers, 8);
    memcpy(metadata + 8, "unit", 4);
    memcpy(metadata + 12, &numbers[2], 4);
    table.field[CREATININE].schema.metadata = metadata;
    expect_refusal(&f, &table, NFH_E_LIMIT, "creatinine: the unit ");
    free(metadata);
    free_table(&table);
    arrow_end(&f);
}
END_TEST

START_TEST(test_arguments)
{
    struct arrow_fixture f;
    struct built_table table;
    struct ArrowSchema schema;
    nfh_arrow *arrow;
    const char *message = "poison";
    size_t n = 7, row = 7, parameter = 7;
    arrow_start(&f);
    build_good(&table);
    ASSERT_STATUS(nfh_arrow_new(NULL, &arrow), NFH_E_NULL);
    ck_assert_ptr_null(arrow);
    ASSERT_STATUS(nfh_arrow_new(f.ruleset, NULL), NFH_E_NULL);
    nfh_arrow_free(NULL);
    ASSERT_STATUS(nfh_arrow_bind(NULL, &table.schema, 0), NFH_E_NULL);
    ASSERT_STATUS(nfh_arrow_bind(f.arrow, &table.schema, 2), NFH_E_RANGE);
    ck_assert_ptr_nonnull(strstr(arrow_message(&f), "flags"));
    ASSERT_STATUS(nfh_arrow_screen(f.arrow, &table.array, &f.result), NFH_E_STATE);
    ASSERT_STATUS(nfh_arrow_bind(f.arrow, &table.schema, 0), NFH_OK);
    memset(&f.result, 0xff, sizeof f.result);
    ASSERT_STATUS(nfh_arrow_screen(NULL, &table.array, &f.result), NFH_E_NULL);
    ck_assert(!f.result.release);
    memset(&f.result, 0xff, sizeof f.result);
    ASSERT_STATUS(nfh_arrow_screen(f.arrow, NULL, &f.result), NFH_E_NULL);
    ck_assert(!f.result.release);
    ASSERT_STATUS(nfh_arrow_screen(f.arrow, &table.array, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_arrow_bind(f.arrow, NULL, 0), NFH_E_NULL);
    ASSERT_STATUS(nfh_arrow_screen(f.arrow, &table.array, &f.result), NFH_E_STATE);
    memset(&schema, 0xff, sizeof schema);
    ASSERT_STATUS(nfh_arrow_schema(NULL, &schema), NFH_E_NULL);
    ck_assert(!schema.release);
    ASSERT_STATUS(nfh_arrow_schema(f.arrow, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_arrow_failed(NULL, &n, &row, &parameter), NFH_E_NULL);
    ck_assert_uint_eq(n + row + parameter, 0);
    ASSERT_STATUS(nfh_arrow_failed(f.arrow, NULL, &row, &parameter), NFH_E_NULL);
    ASSERT_STATUS(nfh_arrow_failed(f.arrow, &n, NULL, &parameter), NFH_E_NULL);
    ASSERT_STATUS(nfh_arrow_failed(f.arrow, &n, &row, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_arrow_error(NULL, &message), NFH_E_NULL);
    ck_assert_ptr_null(message);
    ASSERT_STATUS(nfh_arrow_error(f.arrow, NULL), NFH_E_NULL);
    free_table(&table);
    arrow_end(&f);
}
END_TEST

START_TEST(test_arguments_of_one_call)
{
    struct arrow_fixture f;
    struct built_table table;
    struct ArrowSchema schema;
    struct ArrowArray result;
    const nfh_ruleset *ruleset;
    arrow_start(&f);
    build_good(&table);
    ruleset = f.ruleset;
    for (int i = 0; i < 5; i++) {
        memset(&schema, 0xff, sizeof schema);
        memset(&result, 0xff, sizeof result);
        ASSERT_STATUS(nfh_screen_arrow(i == 0 ? NULL : ruleset, i == 1 ? NULL : &table.schema,
                                       i == 2 ? NULL : &table.array, i == 3 ? NULL : &schema,
                                       i == 4 ? NULL : &result),
                      NFH_E_NULL);
        ck_assert(i == 3 || !schema.release);
        ck_assert(i == 4 || !result.release);
    }
    free_table(&table);
    arrow_end(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("arrow_refuse");
    TCase *tests = tcase_create("arrow_refuse");
    tcase_add_loop_test(tests, test_wrong, 0, WRONGS);
    tcase_add_loop_test(tests, test_extra_fields, 0, 2);
    tcase_add_test(tests, test_long_unit);
    tcase_add_test(tests, test_arguments);
    tcase_add_test(tests, test_arguments_of_one_call);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
