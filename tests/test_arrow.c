/* SPDX-License-Identifier: MIT
 *
 * test_arrow.c - cohorts as Arrow arrays: every type that is taken, wherever its elements stand.
 */
#include <math.h>

#include "arrow_rules.h"

#define ROWS 4

/* Columns of four rows: on the limit or not so, null, above it, below it. */
static const int8_t int8s[] = {5, 100, 6, -100};
static const uint8_t uint8s[] = {5, 100, 255, 0};
static const int16_t int16s[] = {5, 100, 256, -30000};
static const uint16_t uint16s[] = {5, 100, 65535, 0};
static const int32_t int32s[] = {5, 100, 65536, -2000000000};
static const uint32_t uint32s[] = {5, 100, 2147483647, 0};
static const int64_t int64s[] = {5, 100, INT64_C(9000000000), INT64_MIN};
static const uint64_t uint64s[] = {5, 100, INT64_MAX, 0};
static const float floats[] = {5, 100, 6, -100};
static const double doubles[] = {5, NAN, 6, -1e15};
static const float tenths[] = {5.5F, NAN, 5.6F, -0.1F};
static const double exact[] = {5.5, 0, 5.50000001, 5.499999994};
static const int32_t scaled32[] = {55, 0, 56, -55};
static const int64_t scaled64[] = {550000000, 0, 550000001, 0};
static const uint8_t bytes[] = {0, 77, 1, 0};
static const int32_t days[] = {10957, 0, 10958, -719162}; /* 2000-01-01 is day 10957 */
static const int64_t milliseconds[] = {INT64_C(946684800000), 1, INT64_C(946771200000), 0};
__extension__ typedef __int128 wide;
static const wide scaled128[] = {550, 0, 551, -1};

static const struct fixed {
    const char *parameter, *criterion, *format;
    size_t size;
    const void *values;
} fixed[] = {
    {"count", "E1", "c", 1, int8s},
    {"count", "E1", "C", 1, uint8s},
    {"count", "E1", "s", 2, int16s},
    {"count", "E1", "S", 2, uint16s},
    {"count", "E1", "i", 4, int32s},
    {"count", "E1", "I", 4, uint32s},
    {"count", "E1", "f", 4, floats},
    {"total", "E2", "l", 8, int64s},
    {"total", "E2", "L", 8, uint64s},
    {"total", "E2", "g", 8, doubles},
    {"ratio", "E3", "f", 4, tenths},
    {"ratio", "E3", "g", 8, exact},
    {"ratio", "E3", "d:5,1,32", 4, scaled32},
    {"ratio", "E3", "d:18,8,64", 8, scaled64},
    {"ratio", "E3", "d:38,2", 16, scaled128},
    {"ratio", "E3", "d:38,2,128", 16, scaled128},
    {"flag", "I1", "c", 1, bytes},
    {"flag", "I1", "C", 1, bytes},
    {"visit", "E7", "tdD", 4, days},
    {"visit", "E7", "tdm", 8, milliseconds},
};
#define FIXED (int)(sizeof fixed / sizeof fixed[0])

/* Where the elements may stand: in bytes of their own, across them, and behind both offsets. */
static const struct {
    int64_t struct_offset, offset;
} places[] = {{0, 0}, {0, 1}, {3, 0}, {7, 1}, {8, 8}, {5, 13}, {0, 64}};
#define PLACES (int)(sizeof places / sizeof places[0])

static void expect(const struct arrow_fixture *f, const char *criterion, const char *wanted)
{
    for (size_t row = 0; wanted[row]; row++) {
        int truth = result_truth(&f->schema, &f->result, criterion, row);
        ck_assert_msg("FTU"[truth] == wanted[row], "%s, row %u: %c and not %c", criterion,
                      (unsigned)row, "FTU"[truth], wanted[row]);
    }
}

/* The rows as they are, and once more with the third null in the struct; -1 nulls and counted. */
static void screen_twice(struct arrow_fixture *f, struct built_table *table, const char *criterion)
{
    arrow_screen(f, table);
    ck_assert_str_eq(arrow_message(f), "");
    expect(f, criterion, "FUTF");
    build_struct_nulls(table, "1101");
    table->array.null_count = 1;
    arrow_screen(f, table);
    expect(f, criterion, "FUUF");
}

START_TEST(test_fixed)
{
    struct arrow_fixture f;
    const struct fixed *row = &fixed[_i % FIXED];
    const struct built_place place = {places[_i / FIXED].struct_offset, places[_i / FIXED].offset,
                                      "1011"};
    struct built_table table;
    arrow_start(&f);
    build_table(&table, ROWS);
    build_fixed(&table, row->parameter, row->format, row->size, row->values, place);
    screen_twice(&f, &table, row->criterion);
    free_table(&table);
    arrow_end(&f);
}
END_TEST

START_TEST(test_bits)
{
    struct arrow_fixture f;
    struct built_table table;
    arrow_start(&f);
    build_table(&table, ROWS);
    build_bits(&table, "flag", "0110",
               (struct built_place){places[_i].struct_offset, places[_i].offset, "1011"});
    screen_twice(&f, &table, "I1");
    free_table(&table);
    arrow_end(&f);
}
END_TEST

static const char *const sexes[] = {"male", "female", "female", "male"};
static const char *const notes[] = {"short", "", "longer than twelve bytes",
                                    "longer than twelve bites"};
static const char *const amounts[] = {"100 umol/L", "no number", "1.2 mg/dL", "<50"};
static const struct {
    const char *parameter, *criterion;
    const char *const *texts;
} texts[] = {{"sex", "E5", sexes}, {"note", "E6", notes}, {"creatinine", "E4", amounts}};
static const char *const text_formats[] = {"u", "U", "vu"};

START_TEST(test_texts)
{
    struct arrow_fixture f;
    struct built_table table;
    const struct built_place place = {places[_i / 9].struct_offset, places[_i / 9].offset, "1011"};
    arrow_start(&f);
    build_table(&table, ROWS);
    build_texts(&table, texts[_i % 3].parameter, text_formats[_i / 3 % 3], texts[_i % 3].texts,
                place);
    screen_twice(&f, &table, texts[_i % 3].criterion);
    free_table(&table);
    arrow_end(&f);
}
END_TEST

static const struct {
    const char *format;
    size_t size;
    const void *codes;
} indices[] = {
    {"c", 1, (const int8_t[]){1, -5, 2, 1}},  {"C", 1, (const uint8_t[]){1, 200, 2, 1}},
    {"s", 2, (const int16_t[]){1, -5, 2, 1}}, {"S", 2, (const uint16_t[]){1, 200, 2, 1}},
    {"i", 4, (const int32_t[]){1, -5, 2, 1}}, {"I", 4, (const uint32_t[]){1, 200, 2, 1}},
    {"l", 8, (const int64_t[]){1, -5, 2, 1}}, {"L", 8, (const uint64_t[]){1, 200, 2, 1}},
};

START_TEST(test_dictionaries)
{
    static const char *const dictionary[] = {"", "male", "female", "neither", NULL};
    struct arrow_fixture f;
    struct built_table table;
    const struct built_place place = {places[_i / 24].struct_offset, places[_i / 24].offset,
                                      "1011"};
    arrow_start(&f);
    build_table(&table, ROWS);
    struct built_field *field = build_fixed(&table, "sex", indices[_i % 8].format,
                                            indices[_i % 8].size, indices[_i % 8].codes, place);
    build_dictionary(&table, field, text_formats[_i / 8 % 3], dictionary);
    screen_twice(&f, &table, "E5");
    free_table(&table);
    arrow_end(&f);
}
END_TEST

/* A code of a null of the dictionary is not known; one beyond it is an error of its row alone. */
START_TEST(test_codes)
{
    static const char *const dictionary[] = {"", "male", "female", "neither", NULL};
    static const int8_t codes[] = {0, 2, 4, 3, -1, 1};
    struct arrow_fixture f;
    struct built_table table;
    size_t count, row, parameter;
    arrow_start(&f);
    build_table(&table, 6);
    build_dictionary(&table,
                     build_fixed(&table, "sex", "c", 1, codes, (struct built_place){0, 0, NULL}),
                     "u", dictionary);
    arrow_screen(&f, &table);
    expect(&f, "E5", "UTUUUF");
    static const char *const verdicts[] = {"undetermined", "ineligible", "error",
                                           "error",        "error",      "undetermined"};
    for (size_t i = 0; i < 6; i++)
        ck_assert_str_eq(result_verdict(&f.result, i), verdicts[i]);
    ASSERT_STATUS(nfh_arrow_failed(f.arrow, &count, &row, &parameter), NFH_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_uint_eq(row, 2);
    ck_assert_uint_eq(parameter, parameter_index(f.ruleset, "sex"));
    ck_assert_str_eq(arrow_message(&f), "row 2: sex: the code is beyond the dictionary");
    free_table(&table);
    arrow_end(&f);
}
END_TEST

/* Offsets that decrease, or are negative, are errors of their rows, where these are not null. */
START_TEST(test_offsets)
{
    static const char *const values[] = {"male", "female", "male", "female", "male"};
    struct arrow_fixture f;
    struct built_table table;
    size_t count, row, parameter;
    arrow_start(&f);
    build_table(&table, 5);
    struct built_field *field =
        build_texts(&table, "sex", "u", values, (struct built_place){1, 0, "11110"});
    int32_t *offsets = (int32_t *)(uintptr_t)field->buffers[1];
    offsets[1 + 1] = offsets[1] - 1; /* row 0 would end before it begins, and row 1 begin early */
    offsets[1 + 5] = -7;             /* row 4, which is null */
    arrow_screen(&f, &table);
    static const char *const verdicts[] = {"error", "error", "undetermined", "ineligible",
                                           "undetermined"};
    for (size_t i = 0; i < 5; i++)
        ck_assert_str_eq(result_verdict(&f.result, i), verdicts[i]);
    ASSERT_STATUS(nfh_arrow_failed(f.arrow, &count, &row, &parameter), NFH_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(row, 0);
    ck_assert_str_eq(arrow_message(&f),
                     "row 0: sex: the offsets of the text decrease or are negative");
    free_table(&table);
    arrow_end(&f);
}
END_TEST

START_TEST(test_nulls)
{
    struct arrow_fixture f;
    struct built_table table;
    arrow_start(&f);
    build_table(&table, 3);
    table.array.offset = 2;
    build_nulls(&table, "count");
    build_nulls(&table, "span");
    arrow_screen(&f, &table);
    expect(&f, "E1", "UUU");
    expect(&f, "E8", "UUU");
    /* Polars has a buffer there, which is NULL. */
    table.field[0].array.n_buffers = 1;
    arrow_screen(&f, &table);
    expect(&f, "E1", "UUU");
    free_table(&table);
    arrow_end(&f);
}
END_TEST

/* Without a buffer of validity all are known, but for NaN. */
START_TEST(test_no_validity)
{
    struct arrow_fixture f;
    struct built_table table;
    arrow_start(&f);
    build_table(&table, ROWS);
    struct built_field *field =
        build_fixed(&table, "total", "g", 8, doubles, (struct built_place){0, 3, NULL});
    arrow_screen(&f, &table);
    expect(&f, "E2", "FUTF");
    field->array.null_count = -1;
    arrow_screen(&f, &table);
    expect(&f, "E2", "FUTF");
    build_struct_nulls(&table, "1110");
    arrow_screen(&f, &table);
    expect(&f, "E2", "FUTU");
    free_table(&table);
    arrow_end(&f);
}
END_TEST

/* 1.2 mg/dL are 106.08 umol/L, by the parameter's @accept; 0.11 mmol/L are 110 umol/L. */
static const struct {
    const char *unit;
    double values[ROWS];
    const char *truths;
} units[] = {
    {NULL, {100, 1.2, 106.08, 101}, "FFTT"},
    {"umol/L", {100, 1.2, 106.08, 101}, "FFTT"},
    {"", {100, 1.2, 106.08, 101}, "FFTT"},
    {"mg/dL", {1.1, 1.2, 1.14, 1.13}, "FTTF"},
    {"mmol/L", {0.1, 0.11, 0.10000001, 0.09}, "FTTF"},
};

START_TEST(test_units)
{
    struct arrow_fixture f;
    struct built_table table;
    arrow_start(&f);
    build_table(&table, ROWS);
    struct built_field *field = build_fixed(&table, "creatinine", "g", 8, units[_i].values,
                                            (struct built_place){0, 0, NULL});
    build_metadata(field, "source", "unit");
    if (units[_i].unit)
        build_metadata(field, "unit", units[_i].unit);
    build_metadata(field, "", "umol");
    arrow_screen(&f, &table);
    expect(&f, "E4", units[_i].truths);
    /* A unit does not outlive its schema. */
    field->schema.metadata = NULL;
    arrow_screen(&f, &table);
    ck_assert_int_eq(result_truth(&f.schema, &f.result, "E4", 1),
                     units[_i].values[1] > 100 ? NFH_TRUE : NFH_FALSE);
    free_table(&table);
    arrow_end(&f);
}
END_TEST

/* Texts have their own; what the metadata say must be what a bare number means. */
START_TEST(test_units_of_texts)
{
    static const char *const values[] = {"100", "", "1.2 mg/dL", "0.1 mmol/L"};
    struct arrow_fixture f;
    struct built_table table;
    arrow_start(&f);
    build_table(&table, ROWS);
    struct built_field *field = build_texts(&table, "creatinine", text_formats[_i], values,
                                            (struct built_place){0, 0, NULL});
    build_metadata(field, "unit", "umol/L");
    arrow_screen(&f, &table);
    expect(&f, "E4", "FUTF");
    free_table(&table);
    arrow_end(&f);
}
END_TEST

START_TEST(test_bool8)
{
    struct arrow_fixture f;
    struct built_table table;
    arrow_start(&f);
    build_table(&table, ROWS);
    struct built_field *field =
        build_fixed(&table, "flag", "c", 1, bytes, (struct built_place){0, 0, "1011"});
    build_metadata(field, "ARROW:extension:name", "arrow.bool8");
    build_metadata(field, "ARROW:extension:metadata", "");
    arrow_screen(&f, &table);
    expect(&f, "I1", "FUTF");
    field->schema.name = "count"; /* a truth value is no number */
    ASSERT_STATUS(arrow_try(&f, &table), NFH_E_TYPE);
    field->schema.name = "flag"; /* another byte is none */
    field->buffers[0] = NULL;
    field->array.null_count = 0;
    arrow_screen(&f, &table);
    expect(&f, "I1", "FUTF");
    ck_assert_str_eq(result_verdict(&f.result, 1), "error");
    free_table(&table);
    arrow_end(&f);
}
END_TEST

/* Elements of 16 bytes may stand anywhere; the columns are told so. */
START_TEST(test_unaligned_decimal)
{
    struct arrow_fixture f;
    struct built_table table;
    char buffer[sizeof scaled128 + 16];
    arrow_start(&f);
    build_table(&table, ROWS);
    struct built_field *field =
        build_fixed(&table, "ratio", "d:38,2", 16, scaled128, (struct built_place){0, 0, "1011"});
    memcpy(buffer + _i, scaled128, sizeof scaled128);
    field->buffers[1] = buffer + _i;
    arrow_screen(&f, &table);
    expect(&f, "E3", "FUTF");
    free_table(&table);
    arrow_end(&f);
}
END_TEST

/* Several fields and arrays, of any length, by one schema; subject_id is whatever it is. */
START_TEST(test_batches)
{
    static const int lengths[] = {1, 0, 63, 64, 65, 1025, 0, 2};
    struct arrow_fixture f;
    double counts[1025];
    char flags[1026];
    arrow_start(&f);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct built_table table;
        build_table(&table, lengths[i]);
        for (int row = 0; row < lengths[i]; row++) {
            counts[row] = row % 3 == 0 ? (double)NAN : row % 7;
            flags[row] = "01"[row % 2];
        }
        flags[lengths[i]] = '\0';
        struct built_place place = {i % 2 ? 3 : 0, 1, NULL};
        build_nulls(&table, "subject_id")->schema.format = "+r";
        build_fixed(&table, "count", "g", 8, counts, place);
        build_bits(&table, "flag", flags, place);
        if (i == 0)
            ASSERT_STATUS(nfh_arrow_bind(f.arrow, &table.schema, 0), NFH_OK);
        memset(&table.schema, 0xff, sizeof table.schema);
        ASSERT_STATUS(nfh_arrow_screen(f.arrow, &table.array, &f.result), NFH_OK);
        free_table(&table);
        ck_assert_int_eq(f.result.length, lengths[i]);
        for (size_t row = 0; row < (size_t)lengths[i]; row++) {
            int over = row % 7 > 5 ? NFH_TRUE : NFH_FALSE;
            ck_assert_int_eq(result_truth(&f.schema, &f.result, "I1", row), (int)(row % 2));
            ck_assert_int_eq(result_truth(&f.schema, &f.result, "E1", row),
                             row % 3 == 0 ? NFH_UNKNOWN : over);
        }
        arrow_drop_result(&f);
    }
    arrow_end(&f);
}
END_TEST

/* The result outlives what it was made of, the handle and the rule set too. */
START_TEST(test_one_call)
{
    nfh_ruleset *ruleset = compile_text(arrow_rules);
    struct built_table table;
    struct ArrowSchema schema;
    struct ArrowArray result;
    build_table(&table, ROWS);
    build_fixed(&table, "count", "c", 1, int8s, (struct built_place){0, 0, "1011"});
    ASSERT_STATUS(nfh_screen_arrow(ruleset, &table.schema, &table.array, &schema, &result), NFH_OK);
    free_table(&table);
    nfh_ruleset_free(ruleset);
    ck_assert_int_eq(result_truth(&schema, &result, "E1", 2), NFH_TRUE);
    ck_assert_str_eq(result_verdict(&result, 2), "ineligible");
    result.release(&result);
    schema.release(&schema);
}
END_TEST

START_TEST(test_now)
{
    struct arrow_fixture f;
    struct built_table table;
    arrow_start(&f);
    build_table(&table, 1);
    arrow_screen(&f, &table);
    expect(&f, "E9", "U");
    ASSERT_STATUS(nfh_arrow_set_now(f.arrow, "2025-09-01T14:30:00.000+02:00"), NFH_OK);
    arrow_screen(&f, &table);
    expect(&f, "E9", "T");
    ASSERT_STATUS(nfh_arrow_set_now(f.arrow, "2024-09-01T14:30:00.000+02:00"), NFH_OK);
    arrow_screen(&f, &table);
    expect(&f, "E9", "F");
    ASSERT_STATUS(nfh_arrow_set_now(f.arrow, "today"), NFH_E_SYNTAX);
    ck_assert_ptr_nonnull(strstr(arrow_message(&f), "\"today\""));
    ASSERT_STATUS(nfh_arrow_set_now(f.arrow, NULL), NFH_OK);
    ck_assert_str_eq(arrow_message(&f), "");
    ASSERT_STATUS(nfh_arrow_set_now(NULL, NULL), NFH_E_NULL);
    free_table(&table);
    arrow_end(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("arrow");
    TCase *tests = tcase_create("arrow");
    tcase_add_loop_test(tests, test_fixed, 0, FIXED * PLACES);
    tcase_add_loop_test(tests, test_bits, 0, PLACES);
    tcase_add_loop_test(tests, test_texts, 0, 9 * PLACES);
    tcase_add_loop_test(tests, test_dictionaries, 0, 24 * PLACES);
    tcase_add_test(tests, test_codes);
    tcase_add_test(tests, test_offsets);
    tcase_add_test(tests, test_nulls);
    tcase_add_test(tests, test_no_validity);
    tcase_add_loop_test(tests, test_units, 0, (int)(sizeof units / sizeof units[0]));
    tcase_add_loop_test(tests, test_units_of_texts, 0, 3);
    tcase_add_test(tests, test_bool8);
    tcase_add_loop_test(tests, test_unaligned_decimal, 0, 16);
    tcase_add_test(tests, test_batches);
    tcase_add_test(tests, test_one_call);
    tcase_add_test(tests, test_now);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
