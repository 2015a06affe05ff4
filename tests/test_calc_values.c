/* SPDX-License-Identifier: MIT
 *
 * test_calc_values.c - the calculations on the rows of tests/data/calc_*.tsv: one by one, as
 * arrays, and with null pointers; in whatever rounding mode the caller has set.
 */
#include <fenv.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "calc_functions.h"
#include "support.h"

static const char *const files[] = {
    "calc_renal.tsv", "calc_ecg.tsv", "calc_limits.tsv", "calc_alcohol.tsv", "calc_dates.tsv",
};
#define FILES (sizeof files / sizeof *files)

struct row {
    const char *id;
    const struct function *function;
    double in[MOST_ARGUMENTS];
    int status;
    double expected;
    double tolerance;
};

static struct test_table tables[FILES];
static struct row *rows;
static size_t row_count;

union result {
    double number;
    int truth;
    int32_t integer;
};

/* ---- Reading ------------------------------------------------------------------------------------
 */

static const struct function *find(const char *name)
{
    for (size_t i = 0; i < FUNCTIONS; i++) {
        if (strcmp(functions[i].name, name) == 0) {
            return &functions[i];
        }
    }
    test_stop("`%s` is no function that is tested here", name);
}

static double value_of(char kind, const char *cell)
{
    switch (kind) {
    case 'd':
        return test_days(cell);
    case 't':
        return test_truth(cell);
    case 'i':
        return strcmp(cell, "unknown") == 0 ? NFH_DATE_UNKNOWN : test_number(cell);
    default:
        return test_number(cell);
    }
}

static void read_row(const struct test_table *table, size_t at, struct row *row)
{
    char inputs[200];
    const char *cell = test_cell(table, at, "inputs");
    row->id = test_cell(table, at, "id");
    row->function = find(test_cell(table, at, "function"));
    row->status = test_status(test_cell(table, at, "status"));
    row->tolerance = test_number(test_cell(table, at, "tolerance"));
    row->expected = value_of(row->function->result, test_cell(table, at, "expected"));
    if (strlen(cell) >= sizeof inputs) {
        test_stop("%s: too long", row->id);
    }
    strcpy(inputs, cell);
    char *rest = inputs;
    for (const char *kind = row->function->arguments; *kind != '\0'; kind++) {
        char *end = rest + strcspn(rest, " ");
        bool last = kind[1] == '\0';
        if ((*end == '\0') != last) {
            test_stop("%s: not %zu inputs", row->id, strlen(row->function->arguments));
        }
        *end = '\0';
        row->in[kind - row->function->arguments] = value_of(*kind, rest);
        rest = end + 1;
    }
}

static void read_rows(void)
{
    size_t total = 0;
    for (size_t i = 0; i < FILES; i++) {
        tables[i] = test_table_read(files[i]);
        total += tables[i].rows;
    }
    rows = calloc(total, sizeof *rows);
    if (rows == NULL) {
        test_stop("out of memory");
    }
    for (size_t i = 0; i < FILES; i++) {
        for (size_t at = 0; at < tables[i].rows; at++) {
            read_row(&tables[i], at, &rows[row_count++]);
        }
    }
}

/* ---- Checking -----------------------------------------------------------------------------------
 */

static double widened(char kind, const union result *result)
{
    return kind == 'n' ? result->number : kind == 't' ? result->truth : result->integer;
}

/* Equal, or both NaN. */
static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

START_TEST(test_row)
{
    const struct row *row = &rows[_i];
    char kind = row->function->result;
    union result result;
    memset(&result, 0x55, sizeof result);
    int status = row->function->call(row->in, &result);
    double found = widened(kind, &result);
    ck_assert_msg(status == row->status, "%s: status %d, not %d", row->id, status, row->status);
    if (row->tolerance > 0) {
        ck_assert_msg(fabs(found - row->expected) <= row->tolerance, "%s: %.17g, not %.17g",
                      row->id, found, row->expected);
    } else {
        ck_assert_msg(same(found, row->expected), "%s: %.17g, not %.17g", row->id, found,
                      row->expected);
    }
    ck_assert_msg(kind != 'n' || isnan(found) == (status != NFH_OK),
                  "%s: NaN, and only with a status", row->id);
}
END_TEST

/* All rows of a function, as its array form takes them. */
struct batch {
    size_t n;
    struct columns columns;
    const struct row **row;
};

static void *array(size_t n, size_t size)
{
    void *made = calloc(n > 0 ? n : 1, size);
    ck_assert_ptr_nonnull(made);
    return made;
}

static struct batch batch_of(const struct function *function)
{
    struct batch batch = {.row = array(row_count, sizeof *batch.row)};
    for (size_t i = 0; i < row_count; i++) {
        if (rows[i].function == function) {
            batch.row[batch.n++] = &rows[i];
        }
    }
    for (size_t k = 0; function->arguments[k] != '\0'; k++) {
        batch.columns.number[k] = array(batch.n, sizeof(double));
        batch.columns.integer[k] = array(batch.n, sizeof(int32_t));
        for (size_t i = 0; i < batch.n; i++) {
            batch.columns.number[k][i] = batch.row[i]->in[k];
            if (function->arguments[k] != 'n') {
                batch.columns.integer[k][i] = (int32_t)batch.row[i]->in[k];
            }
        }
    }
    batch.columns.result = array(batch.n, sizeof(double));
    batch.columns.status = array(batch.n, sizeof(int32_t));
    memset(batch.columns.result, 0x55, batch.n * sizeof(double));
    return batch;
}

static void free_batch(struct batch *batch)
{
    for (size_t k = 0; k < MOST_ARGUMENTS; k++) {
        free(batch->columns.number[k]);
        free(batch->columns.integer[k]);
    }
    free(batch->columns.result);
    free(batch->columns.status);
    free(batch->row);
}

/* The result in row i of an array form, as bits. */
static uint64_t array_bits(const struct function *function, const struct columns *columns, size_t i)
{
    uint64_t bits = 0;
    size_t size = function->result == 'n' ? sizeof(double) : sizeof(int32_t);
    memcpy(&bits, (const char *)columns->result + i * size, size);
    return bits;
}

START_TEST(test_array)
{
    const struct function *function = &functions[_i];
    struct batch batch = batch_of(function);
    ck_assert_msg(batch.n > 10, "%s: %zu rows of test data", function->name, batch.n);
    ck_assert_int_eq(function->call_array(batch.n, &batch.columns), NFH_OK);
    for (size_t i = 0; i < batch.n; i++) {
        union result result;
        uint64_t bits = 0;
        int status = function->call(batch.row[i]->in, &result);
        memcpy(&bits, &result,
               function->result == 'n' ? sizeof result.number : sizeof result.integer);
        ck_assert_msg(batch.columns.status[i] == status &&
                          array_bits(function, &batch.columns, i) == bits,
                      "%s: not the same in the array", batch.row[i]->id);
    }
    free_batch(&batch);
}
END_TEST

/* The library must not depend on the rounding mode, nor change it. */
START_TEST(test_rounding_mode)
{
    static const int modes[] = {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    const struct function *function = &functions[_i];
    struct batch nearest = batch_of(function);
    struct batch other = batch_of(function);
    function->call_array(nearest.n, &nearest.columns);
    for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
        ck_assert_int_eq(fesetround(modes[m]), 0);
        function->call_array(other.n, &other.columns);
        int mode = fegetround();
        fesetround(FE_TONEAREST);
        ck_assert_int_eq(mode, modes[m]);
        for (size_t i = 0; i < nearest.n; i++) {
            ck_assert_msg(array_bits(function, &nearest.columns, i) ==
                              array_bits(function, &other.columns, i),
                          "%s: another result in rounding mode %d", nearest.row[i]->id, modes[m]);
        }
    }
    free_batch(&nearest);
    free_batch(&other);
}
END_TEST

START_TEST(test_null_result)
{
    const double in[MOST_ARGUMENTS] = {0};
    ck_assert_int_eq(functions[_i].call(in, NULL), NFH_E_NULL);
}
END_TEST

/* Each array left out in turn: no row has a result. */
START_TEST(test_null_array)
{
    const struct function *function = &functions[_i];
    size_t arguments = strlen(function->arguments);
    for (size_t left_out = 0; left_out < arguments + 2; left_out++) {
        struct batch batch = batch_of(function);
        struct columns given = batch.columns;
        if (left_out < arguments) {
            given.number[left_out] = NULL;
            given.integer[left_out] = NULL;
        } else if (left_out == arguments) {
            given.result = NULL;
        } else {
            given.status = NULL;
        }
        ck_assert_int_eq(function->call_array(0, &given), NFH_OK);
        ck_assert_int_eq(function->call_array(batch.n, &given), NFH_E_NULL);
        for (size_t i = 0; i < batch.n; i++) {
            double number = function->result == 'n' ? ((double *)batch.columns.result)[i] : NAN;
            int32_t integer = function->result == 'n' ? 0 : ((int32_t *)batch.columns.result)[i];
            int32_t nothing = function->result == 'n'   ? 0
                              : function->result == 't' ? NFH_UNKNOWN
                                                        : NFH_DATE_UNKNOWN;
            ck_assert(given.result == NULL || (isnan(number) && integer == nothing));
            ck_assert(given.status == NULL || given.status[i] == NFH_E_NULL);
        }
        free_batch(&batch);
    }
}
END_TEST

/* Each status that a function can give is reached by a row, and no other. */
START_TEST(test_statuses)
{
    static const int possible[] = {NFH_OK, NFH_E_UNKNOWN, NFH_E_INFINITE, NFH_E_RANGE};
    const struct function *function = &functions[_i];
    for (size_t s = 0; s < sizeof possible / sizeof *possible; s++) {
        bool wanted = possible[s] == NFH_OK || possible[s] == NFH_E_RANGE ||
                      (possible[s] == NFH_E_UNKNOWN && function->result != 't') ||
                      (possible[s] == NFH_E_INFINITE && function->arguments[0] == 'n');
        size_t found = 0;
        for (size_t i = 0; i < row_count; i++) {
            found += rows[i].function == function && rows[i].status == possible[s];
        }
        ck_assert_msg((found > 0) == wanted, "%s: %zu rows of status %d", function->name, found,
                      possible[s]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("calculations");
    TCase *one = tcase_create("rows");
    TCase *all = tcase_create("functions");
    read_rows();
    tcase_add_loop_test(one, test_row, 0, (int)row_count);
    tcase_add_loop_test(all, test_array, 0, FUNCTIONS);
    tcase_add_loop_test(all, test_rounding_mode, 0, FUNCTIONS);
    tcase_add_loop_test(all, test_null_result, 0, FUNCTIONS);
    tcase_add_loop_test(all, test_null_array, 0, FUNCTIONS);
    tcase_add_loop_test(all, test_statuses, 0, FUNCTIONS);
    suite_add_tcase(suite, one);
    suite_add_tcase(suite, all);
    int status = test_run(suite);
    for (size_t i = 0; i < FILES; i++) {
        test_table_free(&tables[i]);
    }
    free(rows);
    return status;
}
