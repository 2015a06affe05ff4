/* SPDX-License-Identifier: MIT
 *
 * test_arrow_output.c - what comes out as Arrow: its form, who owns it, and memory that runs out.
 */
#include "arrow_rules.h"

#define ROWS 70

static int64_t counts[ROWS];
static char flags[ROWS + 1];
static const char *texts[ROWS];
static uint8_t codes[ROWS];

/* Every way in which a column is put together: struct nulls, a dictionary, views, a unit. */
static void build_cohort(struct built_table *table)
{
    static const char *const sexes[] = {"male", "female", NULL};
    static const struct built_place place = {3, 2, NULL};
    char known[ROWS + 1] = {0};
    for (int i = 0; i < ROWS; i++) {
        counts[i] = i % 10;
        flags[i] = "01"[i % 4 != 0];
        texts[i] = i % 2 ? "longer than twelve bytes" : "short";
        codes[i] = (uint8_t)(i % 2);
        known[i] = "01"[i != 6];
    }
    build_table(table, ROWS);
    build_fixed(table, "count", "l", 8, counts, place);
    build_bits(table, "flag", flags, place);
    build_texts(table, "note", "vu", texts, place);
    build_dictionary(table, build_fixed(table, "sex", "C", 1, codes, place), "U", sexes);
    build_metadata(build_fixed(table, "creatinine", "l", 8, counts, place), "unit", "mg/dL");
    build_struct_nulls(table, known);
}

/* By the rules: row 6 is null in the struct; what else matters is count, note and sex, and 2 mg/dL
 * are too much. */
static void expect_cohort(const struct ArrowSchema *schema, const struct ArrowArray *result)
{
    ck_assert_int_eq(result->length, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        bool out = i % 10 > 5 || i % 2 == 1 || i % 10 >= 2 || i % 4 == 0;
        ck_assert_str_eq(result_verdict(result, i), i == 6 || !out ? "undetermined" : "ineligible");
        int known = i == 6 ? NFH_UNKNOWN : -1;
        ck_assert_int_eq(result_truth(schema, result, "I1", i), known < 0 ? i % 4 != 0 : known);
        ck_assert_int_eq(result_truth(schema, result, "E1", i), known < 0 ? i % 10 > 5 : known);
        ck_assert_int_eq(result_truth(schema, result, "E4", i), known < 0 ? i % 10 >= 2 : known);
        ck_assert_int_eq(result_truth(schema, result, "E5", i), known < 0 ? i % 2 == 1 : known);
        ck_assert_int_eq(result_truth(schema, result, "E6", i), known < 0 ? i % 2 == 1 : known);
        ck_assert_int_eq(result_truth(schema, result, "E7", i), NFH_UNKNOWN);
    }
}

static const char *const fields[] = {"verdict", "I1", "E1", "E2", "E3", "E4",
                                     "E5",      "E6", "E7", "E8", "E9"};
#define FIELDS 11

START_TEST(test_schema)
{
    struct arrow_fixture f;
    arrow_start(&f);
    ck_assert_str_eq(f.schema.format, "+s");
    ck_assert_int_eq(f.schema.flags, 0);
    ck_assert_ptr_null(f.schema.dictionary);
    ck_assert_int_eq(f.schema.n_children, FIELDS);
    for (int i = 0; i < FIELDS; i++) {
        const struct ArrowSchema *child = f.schema.children[i];
        ck_assert_str_eq(child->name, fields[i]);
        ck_assert_str_eq(child->format, i ? "b" : "c");
        ck_assert_int_eq(child->flags, i ? ARROW_FLAG_NULLABLE : 0);
        ck_assert_int_eq(child->n_children, 0);
        ck_assert_int_eq(child->dictionary != NULL, i == 0);
        ck_assert(child->release);
    }
    ck_assert_str_eq(f.schema.children[0]->dictionary->format, "u");
    arrow_end(&f);
}
END_TEST

static void expect_shape(const struct ArrowArray *array, int64_t length, int64_t buffers)
{
    ck_assert_int_eq(array->length, length);
    ck_assert_int_eq(array->offset, 0);
    ck_assert_int_eq(array->n_buffers, buffers);
    ck_assert(array->release);
    for (int64_t i = 0; i < buffers; i++)
        ck_assert_uint_eq((uintptr_t)array->buffers[i] % (length == 4 ? 4 : 64), 0);
}

/* Buffers are aligned to 64 bytes, and padded with zeros to a multiple of that. */
START_TEST(test_array)
{
    struct arrow_fixture f;
    struct built_table table;
    arrow_start(&f);
    build_cohort(&table);
    arrow_screen(&f, &table);
    expect_shape(&f.result, ROWS, 1);
    ck_assert_int_eq(f.result.null_count, 0);
    ck_assert_ptr_null(f.result.buffers[0]);
    ck_assert_int_eq(f.result.n_children, FIELDS);
    const struct ArrowArray *verdicts = f.result.children[0];
    expect_shape(verdicts, ROWS, 2);
    ck_assert_ptr_null(verdicts->buffers[0]);
    ck_assert_int_eq(verdicts->null_count, 0);
    ck_assert_int_eq(verdicts->dictionary->length, 4);
    ck_assert_int_eq(verdicts->dictionary->n_buffers, 3);
    ck_assert_ptr_null(verdicts->dictionary->buffers[0]);
    for (int i = ROWS; i < 128; i++)
        ck_assert_uint_eq(((const uint8_t *)verdicts->buffers[1])[i], 0);
    for (int i = 1; i < FIELDS; i++) {
        const struct ArrowArray *child = f.result.children[i];
        expect_shape(child, ROWS, 2);
        ck_assert_int_eq(child->null_count, -1);
        for (int at = ROWS; at < 8 * 64; at++)
            for (int j = 0; j < 2; j++)
                ck_assert_uint_eq(((const uint8_t *)child->buffers[j])[at / 8] >> at % 8 & 1, 0);
    }
    free_table(&table);
    expect_cohort(&f.schema, &f.result);
    arrow_end(&f);
}
END_TEST

/* A consumer may move structures bitwise, take children out, and release in any order. */
START_TEST(test_moves)
{
    struct arrow_fixture f;
    struct built_table table;
    struct ArrowArray moved, taken[2];
    struct ArrowSchema moved_schema, taken_schema[2];
    arrow_start(&f);
    build_cohort(&table);
    arrow_screen(&f, &table);
    moved = f.result;
    moved_schema = f.schema;
    memset(&f.result, 0xff, sizeof f.result);
    memset(&f.schema, 0xff, sizeof f.schema);
    f.result.release = NULL;
    expect_cohort(&moved_schema, &moved);
    for (int i = 0; i < 2; i++) {
        struct ArrowArray *child = moved.children[2 * i]; /* the verdict, and E1 */
        struct ArrowSchema *child_schema = moved_schema.children[2 * i];
        taken[i] = *child;
        taken_schema[i] = *child_schema;
        memset(child, 0xff, sizeof *child);
        memset(child_schema, 0xff, sizeof *child_schema);
        child->release = NULL;
        child_schema->release = NULL;
    }
    moved.release(&moved);
    moved_schema.release(&moved_schema);
    ck_assert(!moved.release && !moved_schema.release);
    ck_assert_str_eq(taken_schema[0].name, "verdict");
    ck_assert_str_eq(taken_schema[0].dictionary->format, "u");
    ck_assert_str_eq(taken_schema[1].name, "E1");
    struct ArrowArray *children = &taken[0], result = {.children = &children};
    ck_assert_str_eq(result_verdict(&result, 7), "ineligible");
    ck_assert_uint_eq(((const uint8_t *)taken[1].buffers[1])[0], 0xc0 & ~(1U << 6));
    for (int i = 0; i < 2; i++) {
        taken[i].release(&taken[i]);
        taken_schema[i].release(&taken_schema[i]);
        ck_assert(!taken[i].release && !taken_schema[i].release);
    }
    free_table(&table);
    ASSERT_STATUS(nfh_arrow_schema(f.arrow, &f.schema), NFH_OK);
    arrow_end(&f);
}
END_TEST

/* An allocation that fails ends the call, and the next one is as if nothing had been. */
static int screen_with(nfh_arrow *arrow, const struct built_table *table,
                       struct ArrowSchema *schema, struct ArrowArray *result)
{
    int status = nfh_arrow_bind(arrow, &table->schema, 0);
    if (status == NFH_OK)
        status = nfh_arrow_schema(arrow, schema);
    if (status == NFH_OK)
        status = nfh_arrow_screen(arrow, &table->array, result);
    return status;
}

static nfh_ruleset *compile_with(struct failing_memory *failing)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    ASSERT_STATUS(new_compiler(failing, &compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "x", arrow_rules, strlen(arrow_rules), &ruleset),
                  NFH_OK);
    nfh_compiler_free(compiler);
    return ruleset;
}

START_TEST(test_memory)
{
    struct failing_memory failing = {.allowed = SIZE_MAX};
    nfh_ruleset *ruleset = compile_with(&failing);
    struct built_table table;
    size_t live = failing.live, n = 0;
    int status = NFH_E_MEMORY;
    build_cohort(&table);
    for (; status == NFH_E_MEMORY; n++) {
        nfh_arrow *arrow = NULL;
        struct ArrowSchema schema = {.release = NULL};
        struct ArrowArray result = {.release = NULL};
        failing.calls = 0;
        failing.allowed = n;
        status = nfh_arrow_new(ruleset, &arrow);
        if (status == NFH_OK) {
            status = screen_with(arrow, &table, &schema, &result);
            ck_assert((status == NFH_OK) == (result.release != NULL));
            const char *message;
            ASSERT_STATUS(nfh_arrow_error(arrow, &message), NFH_OK);
            ck_assert(status == NFH_OK ? !*message
                                       : !*message || !strcmp(message, "out of memory"));
            if (schema.release)
                schema.release(&schema);
        }
        if (status != NFH_OK && arrow) {
            failing.allowed = SIZE_MAX;
            ASSERT_STATUS(screen_with(arrow, &table, &schema, &result), NFH_OK);
            expect_cohort(&schema, &result);
            schema.release(&schema);
        }
        nfh_arrow_free(arrow);
        if (result.release)
            result.release(&result);
        ck_assert_uint_eq(failing.live, live);
    }
    ASSERT_STATUS(status, NFH_OK);
    ck_assert_uint_gt(n, 30);
    ck_assert_uint_lt(n, 400);
    nfh_ruleset_free(ruleset);
    free_table(&table);
}
END_TEST

START_TEST(test_memory_of_one_call)
{
    struct failing_memory failing = {.allowed = SIZE_MAX};
    nfh_ruleset *ruleset = compile_with(&failing);
    struct built_table table;
    struct ArrowSchema schema;
    struct ArrowArray result;
    size_t live = failing.live, n = 0;
    int status = NFH_E_MEMORY;
    build_cohort(&table);
    for (; status == NFH_E_MEMORY; n++) {
        failing.calls = 0;
        failing.allowed = n;
        status = nfh_screen_arrow(ruleset, &table.schema, &table.array, &schema, &result);
        ck_assert(status == NFH_OK || (!schema.release && !result.release));
        ck_assert(status == NFH_OK || failing.live == live);
    }
    ASSERT_STATUS(status, NFH_OK);
    ck_assert_uint_gt(n, 30);
    expect_cohort(&schema, &result);
    result.release(&result);
    schema.release(&schema);
    ck_assert_uint_eq(failing.live, live);
    nfh_ruleset_free(ruleset);
    free_table(&table);
}
END_TEST

/* From the second array on, only results are allocated, and what is made of a dictionary. */
START_TEST(test_memory_flat)
{
    struct failing_memory failing = {.allowed = SIZE_MAX};
    nfh_ruleset *ruleset = compile_with(&failing);
    nfh_arrow *arrow;
    struct built_table table;
    size_t calls[5], live = 0;
    build_cohort(&table);
    if (_i)
        table.array.n_children = table.schema.n_children = 2; /* neither views nor codes */
    ASSERT_STATUS(nfh_arrow_new(ruleset, &arrow), NFH_OK);
    ASSERT_STATUS(nfh_arrow_bind(arrow, &table.schema, 0), NFH_OK);
    for (int i = 0; i < 5; i++) {
        struct ArrowArray result;
        calls[i] = failing.calls;
        ASSERT_STATUS(nfh_arrow_screen(arrow, &table.array, &result), NFH_OK);
        calls[i] = failing.calls - calls[i];
        result.release(&result);
        ck_assert_msg(i < 2 || (calls[i] == calls[1] && failing.live == live), "array %d", i);
        live = failing.live;
    }
    if (_i)
        ck_assert_uint_eq(calls[4], 1 + 1 + FIELDS); /* the struct, the dictionary, the fields */
    nfh_arrow_free(arrow);
    nfh_ruleset_free(ruleset);
    free_table(&table);
}
END_TEST

/* A rule set without a criterion decides nothing. */
START_TEST(test_no_criteria)
{
    nfh_ruleset *ruleset = compile_text("parameter flag Boolean\n");
    struct built_table table;
    struct ArrowSchema schema;
    struct ArrowArray result;
    build_table(&table, 9);
    ASSERT_STATUS(nfh_screen_arrow(ruleset, &table.schema, &table.array, &schema, &result), NFH_OK);
    ck_assert_int_eq(schema.n_children, 1);
    expect_shape(result.children[0], 9, 2);
    ck_assert_str_eq(result_verdict(&result, 8), "undetermined");
    schema.release(&schema);
    result.release(&result);
    nfh_ruleset_free(ruleset);
    free_table(&table);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("arrow_output");
    TCase *tests = tcase_create("arrow_output");
    tcase_add_test(tests, test_schema);
    tcase_add_test(tests, test_array);
    tcase_add_test(tests, test_moves);
    tcase_add_test(tests, test_memory);
    tcase_add_test(tests, test_memory_of_one_call);
    tcase_add_loop_test(tests, test_memory_flat, 0, 2);
    tcase_add_test(tests, test_no_criteria);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
