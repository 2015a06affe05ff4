/* SPDX-License-Identifier: MIT
 *
 * test_columns_memory.c - columns when memory runs out, at every allocation; and once a cohort has
 * been screened, its rows need no more.
 */
#include "column_support.h"

#define ROWS 3000

static const char rules[] =
    "parameter s String parameter b Boolean parameter d Decimal\n"
    "/*\n@values: x|y\n*/ parameter listed String\n"
    "/*\n@unit: mg\n*/ parameter q Quantity\n"
    "/*\n@id: I1\n@category: inclusion\n*/ define I1: s = 'text' or q > 2 'g'\n"
    "/*\n@id: I2\n@category: inclusion\n*/ define I2: Upper(s) = 'TEXT' and listed = 'x'\n"
    "/*\n@id: E1\n@category: exclusion\n*/ define E1: b and d * d > 2.25\n";

/* A cohort with all the ways of binding. */
static const char *const texts[] = {"text", "another", NULL, "a longer text than those before it"};
static const char *const listed[] = {"x", "y"};
static uint8_t codes[ROWS], bits[(ROWS + 7) / 8], verdict[ROWS], truth[(ROWS + 7) / 8];
static double reals[ROWS];
static int64_t scaled[ROWS];
static int32_t offsets[ROWS + 1];
static char bytes[ROWS];
static const uint8_t zeros[ROWS];

static void fill(void)
{
    for (size_t i = 0; i < ROWS; i++) {
        codes[i] = (uint8_t)(i % 4);
        bits[i / 8] |= (uint8_t)((i % 3 == 0) << i % 8);
        reals[i] = (double)(i % 300) / 100;
        scaled[i] = (int64_t)(i % 5000);
        bytes[i] = i % 2 ? 'x' : 'y';
        offsets[i + 1] = (int32_t)i + 1;
    }
}

struct cohort {
    struct failing_memory memory;
    nfh_ruleset *ruleset;
    nfh_columns *columns;
};

static void start_cohort(struct cohort *f)
{
    nfh_compiler *compiler;
    *f = (struct cohort){.memory = {.allowed = SIZE_MAX}};
    fill();
    ASSERT_STATUS(new_compiler(&f->memory, &compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "x", rules, strlen(rules), &f->ruleset), NFH_OK);
    nfh_compiler_free(compiler);
}

static void end_cohort(struct cohort *f)
{
    f->memory.allowed = SIZE_MAX;
    nfh_columns_free(f->columns);
    nfh_ruleset_free(f->ruleset);
    ck_assert_uint_eq(f->memory.live, 0);
}

/* The first status that is not NFH_OK. */
static int bind_all(struct cohort *f, bool by_codes)
{
    nfh_columns *c = f->columns;
    int status = by_codes
                     ? nfh_columns_set_codes(c, 0, NFH_COLUMN_UINT8, codes, NULL, 0, texts, NULL, 4)
                     : nfh_columns_set_texts(c, 0, NFH_COLUMN_INT32, offsets, bytes, NULL, 0);
    if (status == NFH_OK)
        status = nfh_columns_set(c, 1, NFH_COLUMN_BITS, bits, NULL, 0);
    if (status == NFH_OK)
        status = nfh_columns_set(c, 2, NFH_COLUMN_DOUBLE, reals, NULL, 0);
    if (status == NFH_OK)
        status = by_codes ? nfh_columns_set_texts(c, 3, NFH_COLUMN_INT32, offsets, bytes, NULL, 0)
                          : nfh_columns_set_codes(c, 3, NFH_COLUMN_UINT8, zeros, NULL, 0, listed,
                                                  NULL, 2);
    if (status == NFH_OK)
        status = nfh_columns_set_unit(c, 4, "g");
    if (status == NFH_OK)
        status = nfh_columns_set_scaled(c, 4, NFH_COLUMN_INT64, scaled, 3, NULL, 0);
    if (status == NFH_OK)
        status = nfh_columns_want(c, 2, truth, NULL);
    return status;
}

static int make_and_screen(struct cohort *f)
{
    int status = nfh_columns_new(f->ruleset, &f->columns);
    if (status != NFH_OK) {
        ck_assert_ptr_null(f->columns);
        return status;
    }
    status = bind_all(f, true);
    return status != NFH_OK ? status : nfh_screen_columns(f->columns, 0, ROWS, verdict);
}

/* ---- Out of memory --------------------------------------------------------------------------- */

START_TEST(every_allocation)
{
    struct cohort f;
    size_t allowed = 0;
    int status;
    start_cohort(&f);
    do {
        f.memory.allowed = f.memory.calls + allowed++;
        size_t live = f.memory.live;
        memset(verdict, 9, sizeof verdict);
        status = make_and_screen(&f);
        if (status != NFH_OK) {
            ASSERT_STATUS(status, NFH_E_MEMORY);
            if (f.columns)
                assert_columns_error(f.columns, nfh_status_text(NFH_E_MEMORY));
            nfh_columns_free(f.columns);
            f.columns = NULL;
            ck_assert_uint_eq(f.memory.live, live);
        }
    } while (status != NFH_OK && allowed < 1000);
    ASSERT_STATUS(status, NFH_OK);
    ck_assert_uint_gt(allowed, 8);
    end_cohort(&f);
}
END_TEST

/* What ran out of memory does its work when there is some again, and all of it. */
START_TEST(screened_later)
{
    static uint8_t expected[ROWS];
    struct cohort f;
    size_t allowed = 0;
    int status;
    start_cohort(&f);
    ASSERT_STATUS(make_and_screen(&f), NFH_OK);
    memcpy(expected, verdict, ROWS);
    nfh_columns_free(f.columns);
    do {
        f.memory.allowed = SIZE_MAX;
        ASSERT_STATUS(nfh_columns_new(f.ruleset, &f.columns), NFH_OK);
        ASSERT_STATUS(bind_all(&f, true), NFH_OK);
        f.memory.allowed = f.memory.calls + allowed++;
        status = nfh_screen_columns(f.columns, 0, ROWS, verdict);
        f.memory.allowed = SIZE_MAX;
        if (status != NFH_OK) {
            ASSERT_STATUS(status, NFH_E_MEMORY);
            assert_failed(f.columns, 0, 0, 0);
            ASSERT_STATUS(nfh_screen_columns(f.columns, 0, ROWS, verdict), NFH_OK);
        }
        ck_assert_mem_eq(verdict, expected, ROWS);
        nfh_columns_free(f.columns);
        f.columns = NULL;
    } while (status != NFH_OK && allowed < 1000);
    ck_assert_uint_gt(allowed, 1);
    end_cohort(&f);
}
END_TEST

START_TEST(set_unit_and_by_row)
{
    struct cohort f;
    int by_row;
    const char *why;
    start_cohort(&f);
    ASSERT_STATUS(nfh_columns_new(f.ruleset, &f.columns), NFH_OK);
    f.memory.allowed = f.memory.calls;
    ASSERT_STATUS(nfh_columns_set_unit(f.columns, 4, "ug"), NFH_E_MEMORY);
    assert_columns_error(f.columns, nfh_status_text(NFH_E_MEMORY));
    int status = nfh_columns_by_row(f.columns, 0, &by_row, &why);
    ck_assert(status == NFH_OK || status == NFH_E_MEMORY);
    f.memory.allowed = SIZE_MAX;
    ASSERT_STATUS(nfh_columns_set_unit(f.columns, 4, "ug"), NFH_OK);
    ASSERT_STATUS(nfh_columns_by_row(f.columns, 0, &by_row, &why), NFH_OK);
    end_cohort(&f);
}
END_TEST

/* ---- Flat ------------------------------------------------------------------------------------ */

/* From the second call on memory is out, and nobody notices: neither blocks nor calls need any. */
START_TEST(nothing_after_the_first_call)
{
    struct cohort f;
    start_cohort(&f);
    ASSERT_STATUS(make_and_screen(&f), NFH_OK);
    size_t calls = f.memory.calls;
    f.memory.allowed = calls;
    for (int i = 0; i < 20; i++) {
        ASSERT_STATUS(nfh_screen_columns(f.columns, 0, ROWS, verdict), NFH_OK);
        ASSERT_STATUS(nfh_screen_columns(f.columns, 1024, 1025, verdict), NFH_OK);
    }
    ck_assert_uint_eq(f.memory.calls, calls);
    end_cohort(&f);
}
END_TEST

/* A handle that is bound anew again and again does not grow. */
START_TEST(flat_over_many_bindings)
{
    struct cohort f;
    start_cohort(&f);
    ASSERT_STATUS(make_and_screen(&f), NFH_OK);
    size_t live = 0;
    for (int i = 0; i < 50; i++) {
        ASSERT_STATUS(bind_all(&f, i % 2 == 0), NFH_OK);
        ASSERT_STATUS(nfh_screen_columns(f.columns, 0, 200, verdict), NFH_OK);
        if (i == 3)
            live = f.memory.live;
        if (i > 3)
            ck_assert_uint_le(f.memory.live, live);
    }
    end_cohort(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("columns_memory");
    TCase *tcase = tcase_create("columns_memory");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, every_allocation);
    tcase_add_test(tcase, screened_later);
    tcase_add_test(tcase, set_unit_and_by_row);
    tcase_add_test(tcase, nothing_after_the_first_call);
    tcase_add_test(tcase, flat_over_many_bindings);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
