/* SPDX-License-Identifier: MIT
 *
 * test_columns_rows.c - which rows are screened and what is written: blocks of every length, rows
 * from the middle, what is wanted, and rows that cannot be read among others.
 */
#include <math.h>

#include "column_support.h"

#define ROWS   2100
#define BYTES  ((ROWS + 7) / 8)
#define CANARY 0x5a

/* Row i holds i % 5 - 1, and is missing where i % 7 is 6. */
static const char rules[] = "parameter x Integer parameter y Boolean\n"
                            "/*\n@id: I\n@category: inclusion\n*/ define I: x >= 0\n"
                            "/*\n@id: E\n@category: exclusion\n*/ define E: x = 3\n"
                            "/*\n@id: K\n@category: check\n*/ define K: x = 1\n";

static struct columns_fixture f;
static int32_t values[ROWS];
static uint8_t validity[BYTES];

/* Results, between canaries. */
static uint8_t verdict[ROWS], truth[3][BYTES], known[3][BYTES];

static void start_all(void)
{
    f = start_columns(rules);
    memset(validity, 0, sizeof validity);
    for (size_t i = 0; i < ROWS; i++) {
        values[i] = (int32_t)(i % 5) - 1;
        validity[i / 8] |= (uint8_t)((i % 7 != 6) << i % 8);
    }
    ASSERT_STATUS(nfh_columns_set(f.columns, 0, NFH_COLUMN_INT32, values, validity, 0), NFH_OK);
    for (size_t c = 0; c < 3; c++)
        ASSERT_STATUS(nfh_columns_want(f.columns, c, truth[c], known[c]), NFH_OK);
    memset(verdict, CANARY, sizeof verdict);
    memset(truth, CANARY, sizeof truth);
    memset(known, CANARY, sizeof known);
}

static void end_all(void)
{
    end_columns(&f);
}

static int expected_truth(size_t criterion, size_t row)
{
    int32_t value = (int32_t)(row % 5) - 1;
    if (row % 7 == 6)
        return NFH_UNKNOWN;
    return criterion == 0 ? value >= 0 : criterion == 1 ? value == 3 : value == 1;
}

static int expected_verdict(size_t row)
{
    if (row % 7 == 6)
        return NFH_VERDICT_UNDETERMINED;
    return row % 5 == 0 || row % 5 == 4 ? NFH_VERDICT_INELIGIBLE : NFH_VERDICT_ELIGIBLE;
}

static void check_bits(const uint8_t *bits, size_t criterion, bool of_known, size_t first,
                       size_t rows)
{
    for (size_t i = 0; i < BYTES * 8; i++) {
        int expected = CANARY >> i % 8 & 1;
        if (i >= first && i < first + rows) {
            int is = expected_truth(criterion, i);
            expected = of_known ? is != NFH_UNKNOWN : is == NFH_TRUE;
        } else if (rows > 0 && i >= first + rows && i / 8 == (first + rows - 1) / 8) {
            expected = 0; /* the rest of the last byte */
        }
        if (bit_of(bits, i) != expected)
            ck_abort_msg("criterion %zu, %s, row %zu of %zu from %zu on", criterion,
                         of_known ? "known" : "truth", i, rows, first);
    }
}

static void check_verdicts(size_t first, size_t rows)
{
    for (size_t i = 0; i < ROWS; i++) {
        bool is_inside = i >= first && i < first + rows;
        if (verdict[i] != (is_inside ? expected_verdict(i) : CANARY))
            ck_abort_msg("verdict of row %zu of %zu from %zu on", i, rows, first);
    }
}

static void check_rows(size_t first, size_t rows)
{
    memset(verdict, CANARY, sizeof verdict);
    memset(truth, CANARY, sizeof truth);
    memset(known, CANARY, sizeof known);
    ASSERT_STATUS(nfh_screen_columns(f.columns, first, rows, verdict), NFH_OK);
    check_verdicts(first, rows);
    for (size_t c = 0; c < 3; c++) {
        check_bits(truth[c], c, false, first, rows);
        check_bits(known[c], c, true, first, rows);
    }
}

/* ---- Rows ------------------------------------------------------------------------------------ */

START_TEST(numbers_of_rows)
{
    static const size_t rows[] = {0,   1,   2,   7,    8,    9,    63,   64,   65,
                                  127, 128, 129, 1023, 1024, 1025, 2047, 2048, 2049};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_rows(0, rows[i]);
}
END_TEST

START_TEST(rows_from_the_middle)
{
    static const size_t first[] = {8, 16, 56, 64, 72, 1016, 1024, 1032, 2048},
                        rows[] = {0, 1, 8, 13, 50};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        for (size_t j = 0; j < sizeof rows / sizeof *rows; j++)
            check_rows(first[i], rows[j]);
    }
    check_rows(8, 2049);
    check_rows(1000, 1025);
    check_rows(2096, 4);
}
END_TEST

/* One handle, piece by piece, gives the whole. */
START_TEST(piece_by_piece)
{
    for (size_t first = 0; first < ROWS; first += 504) {
        size_t rows = ROWS - first < 504 ? ROWS - first : 504;
        ASSERT_STATUS(nfh_screen_columns(f.columns, first, rows, verdict), NFH_OK);
    }
    check_verdicts(0, ROWS);
    for (size_t c = 0; c < 3; c++) {
        check_bits(truth[c], c, false, 0, ROWS);
        check_bits(known[c], c, true, 0, ROWS);
    }
}
END_TEST

START_TEST(first_that_is_no_multiple_of_8)
{
    for (size_t first = 1; first < 8; first++) {
        ASSERT_STATUS(nfh_screen_columns(f.columns, first, 8, verdict), NFH_E_RANGE);
        assert_columns_error(f.columns, "the first row is no multiple of 8");
        assert_failed(f.columns, 0, 0, 0);
    }
    ASSERT_STATUS(nfh_screen_columns(f.columns, SIZE_MAX, 0, verdict), NFH_E_RANGE);
    ASSERT_STATUS(nfh_screen_columns(NULL, 0, 8, verdict), NFH_E_NULL);
    for (size_t i = 0; i < ROWS; i++)
        ck_assert_uint_eq(verdict[i], CANARY);
    ck_assert_uint_eq(truth[0][0], CANARY);
}
END_TEST

/* ---- What is wanted -------------------------------------------------------------------------- */

START_TEST(only_some_is_wanted)
{
    ASSERT_STATUS(nfh_columns_want(f.columns, 0, truth[0], NULL), NFH_OK);
    ASSERT_STATUS(nfh_columns_want(f.columns, 1, NULL, known[1]), NFH_OK);
    ASSERT_STATUS(nfh_columns_want(f.columns, 2, NULL, NULL), NFH_OK);
    ASSERT_STATUS(nfh_screen_columns(f.columns, 0, 100, NULL), NFH_OK);
    check_verdicts(0, 0);
    check_bits(truth[0], 0, false, 0, 100);
    check_bits(known[0], 0, true, 0, 0);
    check_bits(truth[1], 1, false, 0, 0);
    check_bits(known[1], 1, true, 0, 100);
    check_bits(truth[2], 2, false, 0, 0);
    check_bits(known[2], 2, true, 0, 0);
    /* Nothing at all. */
    ASSERT_STATUS(nfh_columns_want(f.columns, 0, NULL, NULL), NFH_OK);
    ASSERT_STATUS(nfh_columns_want(f.columns, 1, NULL, NULL), NFH_OK);
    ASSERT_STATUS(nfh_screen_columns(f.columns, 0, 100, NULL), NFH_OK);
    ASSERT_STATUS(nfh_screen_columns(f.columns, 0, 100, verdict), NFH_OK);
    check_verdicts(0, 100);
}
END_TEST

/* ---- Rows that cannot be read -----------------------------------------------------------------
 */

static double reals[ROWS];

static void bind_reals(void)
{
    for (size_t i = 0; i < ROWS; i++)
        reals[i] = i % 7 == 6 ? NAN : (double)(i % 5) - 1;
    ASSERT_STATUS(nfh_columns_set(f.columns, 0, NFH_COLUMN_DOUBLE, reals, NULL, 0), NFH_OK);
}

static void check_all_but(const size_t *bad, size_t count)
{
    for (size_t i = 0; i < ROWS; i++) {
        bool is_bad = false;
        for (size_t j = 0; j < count; j++)
            is_bad = is_bad || bad[j] == i;
        if (verdict[i] != (is_bad ? NFH_VERDICT_ERROR : expected_verdict(i)))
            ck_abort_msg("verdict of row %zu", i);
        for (size_t c = 0; c < 3; c++) {
            int expected = is_bad ? NFH_UNKNOWN : expected_truth(c, i);
            if (truth_of_bits(truth[c], known[c], i) != expected)
                ck_abort_msg("criterion %zu in row %zu", c, i);
        }
    }
}

START_TEST(errors_among_others)
{
    static const size_t bad[] = {0, 63, 64, 700, 1023, 1024, 2099};
    bind_reals();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        reals[bad[i]] = i == 3 ? INFINITY : 0.5;
    ASSERT_STATUS(nfh_screen_columns(f.columns, 0, ROWS, verdict), NFH_E_RANGE);
    check_all_but(bad, sizeof bad / sizeof *bad);
    assert_failed(f.columns, 7, 0, 0);
    assert_columns_error(f.columns, "row 0: x: the number is not whole");
    /* Of other rows, another is the first. */
    ASSERT_STATUS(nfh_screen_columns(f.columns, 72, ROWS - 72, verdict), NFH_E_INFINITE);
    assert_failed(f.columns, 4, 700, 0);
    assert_columns_error(f.columns, "row 700: x: the number is infinite");
    check_all_but(bad, sizeof bad / sizeof *bad);
    /* Nothing is left of it. */
    ASSERT_STATUS(nfh_screen_columns(f.columns, 8, 40, verdict), NFH_OK);
    assert_failed(f.columns, 0, 0, 0);
    assert_columns_error(f.columns, "");
}
END_TEST

START_TEST(errors_in_every_row)
{
    bind_reals();
    for (size_t i = 0; i < ROWS; i++)
        reals[i] = 1e300;
    ASSERT_STATUS(nfh_screen_columns(f.columns, 0, ROWS, verdict), NFH_E_RANGE);
    assert_failed(f.columns, ROWS, 0, 0);
    assert_columns_error(f.columns, "row 0: x: the number is out of the range of type Integer");
    for (size_t i = 0; i < ROWS; i++)
        ck_assert_uint_eq(verdict[i], NFH_VERDICT_ERROR);
    for (size_t c = 0; c < 3; c++) {
        for (size_t i = 0; i < BYTES; i++) {
            if (truth[c][i] | known[c][i])
                ck_abort_msg("criterion %zu, byte %zu", c, i);
        }
    }
}
END_TEST

/* A row with two of them has one error, that of the first parameter; also of one that no rule
 * asks for. */
START_TEST(errors_of_several_parameters)
{
    static const uint8_t flags[ROWS] = {[3] = 2, [5] = 7};
    bind_reals();
    reals[5] = 0.5;
    reals[6] = 0.5;
    ASSERT_STATUS(nfh_columns_set(f.columns, 1, NFH_COLUMN_BYTES, flags, NULL, 0), NFH_OK);
    ASSERT_STATUS(nfh_screen_columns(f.columns, 0, 16, verdict), NFH_E_RANGE);
    assert_failed(f.columns, 3, 3, 1);
    assert_columns_error(f.columns, "row 3: y: the byte is no truth value (0 or 1 is expected)");
    reals[3] = INFINITY;
    ASSERT_STATUS(nfh_screen_columns(f.columns, 0, 16, verdict), NFH_E_INFINITE);
    assert_failed(f.columns, 3, 3, 0);
    assert_columns_error(f.columns, "row 3: x: the number is infinite");
    ck_assert_uint_eq(verdict[3] | verdict[5] | verdict[6], NFH_VERDICT_ERROR);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("columns_rows");
    TCase *tcase = tcase_create("columns_rows");
    tcase_add_checked_fixture(tcase, start_all, end_all);
    tcase_add_test(tcase, numbers_of_rows);
    tcase_add_test(tcase, rows_from_the_middle);
    tcase_add_test(tcase, piece_by_piece);
    tcase_add_test(tcase, first_that_is_no_multiple_of_8);
    tcase_add_test(tcase, only_some_is_wanted);
    tcase_add_test(tcase, errors_among_others);
    tcase_add_test(tcase, errors_in_every_row);
    tcase_add_test(tcase, errors_of_several_parameters);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
