/* SPDX-License-Identifier: MIT
 *
 * test_columns_threads.c - several threads screen one cohort, each with columns of its own, bound
 * to the same arrays of inputs and results, and rows of its own: all get what one thread alone
 * gets. Under ThreadSanitizer this finds shared state.
 */
#include <math.h>
#include <pthread.h>

#include "column_support.h"
#include "subjects.h"

#define THREADS      4
#define ROWS         1500
#define PIECE        104 /* rows that a thread takes at a time */
#define BYTES        ((ROWS + 7) / 8)
#define CRITERIA_MAX 100

static nfh_ruleset *ruleset;
static size_t criteria;

/* The cohort: some columns of each kind. */
static double weight[ROWS], ast[ROWS], ast_uln[ROWS], creatinine[ROWS];
static int32_t birth[ROWS], screening[ROWS];
static uint8_t sex[ROWS], necrosis[BYTES], valid[BYTES];
static int16_t nyha[ROWS];
static const char *const sexes[] = {"male", "female", "unknown"};

struct results {
    uint8_t verdict[ROWS], truth[CRITERIA_MAX][BYTES], known[CRITERIA_MAX][BYTES];
};

static void fill(void)
{
    struct random random = {42};
    for (size_t i = 0; i < ROWS; i++) {
        weight[i] = 40 + random_below(&random, 6000) / 100.0;
        ast[i] = random_below(&random, 9) ? random_below(&random, 12000) / 100.0 : NAN;
        ast_uln[i] = 40;
        creatinine[i] = 0.2 + random_below(&random, 500) / 100.0;
        screening[i] = 20000 + (int32_t)random_below(&random, 400);
        birth[i] = (int32_t)random_below(&random, 16000);
        sex[i] = (uint8_t)random_below(&random, random_below(&random, 100) ? 2 : 3);
        nyha[i] = (int16_t)(1 + random_below(&random, 4));
        necrosis[i / 8] |= (uint8_t)(random_below(&random, 2) << i % 8);
        valid[i / 8] |= (uint8_t)((random_below(&random, 9) > 0) << i % 8);
    }
}

static int bind_column(nfh_columns *columns, const char *name, int format, const void *values,
                       const uint8_t *validity)
{
    size_t index;
    int status = nfh_ruleset_parameter_index(ruleset, name, &index);
    if (status == NFH_OK && strcmp(name, "sex") == 0)
        return nfh_columns_set_codes(columns, index, format, values, validity, 0, sexes, NULL, 3);
    if (status == NFH_OK && strcmp(name, "creatinine") == 0)
        status = nfh_columns_set_unit(columns, index, "mg/dL");
    return status != NFH_OK ? status : nfh_columns_set(columns, index, format, values, validity, 0);
}

/* No assertions here: this runs in threads. */
static int bind_all(nfh_columns *columns, struct results *results)
{
    int status = bind_column(columns, "weight", NFH_COLUMN_DOUBLE, weight, NULL) |
                 bind_column(columns, "ast", NFH_COLUMN_DOUBLE, ast, valid) |
                 bind_column(columns, "ast_uln", NFH_COLUMN_DOUBLE, ast_uln, NULL) |
                 bind_column(columns, "creatinine", NFH_COLUMN_DOUBLE, creatinine, NULL) |
                 bind_column(columns, "birth_date", NFH_COLUMN_DATE32, birth, NULL) |
                 bind_column(columns, "screening_date", NFH_COLUMN_DATE32, screening, NULL) |
                 bind_column(columns, "sex", NFH_COLUMN_UINT8, sex, valid) |
                 bind_column(columns, "nyha_class", NFH_COLUMN_INT16, nyha, NULL) |
                 bind_column(columns, "necrosis_traumatic", NFH_COLUMN_BITS, necrosis, valid);
    for (size_t c = 0; c < criteria; c++)
        status |= nfh_columns_want(columns, c, results->truth[c], results->known[c]);
    return status;
}

struct work {
    struct results *results;
    size_t number, threads;
    size_t failed; /* rows that cannot be read */
    int status;
};

/* Every piece whose turn it is. */
static void *screen_pieces(void *argument)
{
    struct work *work = argument;
    nfh_columns *columns = NULL;
    work->status = nfh_columns_new(ruleset, &columns);
    if (work->status == NFH_OK)
        work->status = bind_all(columns, work->results);
    for (size_t piece = work->number; work->status == NFH_OK && piece * PIECE < ROWS;
         piece += work->threads) {
        size_t first = piece * PIECE, rows = ROWS - first < PIECE ? ROWS - first : PIECE;
        size_t count, row, parameter;
        int status = nfh_screen_columns(columns, first, rows, work->results->verdict);
        if (status != NFH_OK && status != NFH_E_VALUE)
            work->status = status;
        nfh_columns_failed(columns, &count, &row, &parameter);
        work->failed += count;
    }
    nfh_columns_free(columns);
    return NULL;
}

START_TEST(one_cohort_for_all)
{
    static struct results alone, together;
    struct work one = {&alone, 0, 1, 0, 0}, work[THREADS];
    pthread_t thread[THREADS];
    size_t failed = 0, verdicts[4] = {0};
    ASSERT_STATUS(nfh_ruleset_load("NCT07101562", &ruleset), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_criterion_count(ruleset, &criteria), NFH_OK);
    ck_assert_uint_le(criteria, CRITERIA_MAX);
    fill();
    screen_pieces(&one);
    ASSERT_STATUS(one.status, NFH_OK);
    for (size_t t = 0; t < THREADS; t++) {
        work[t] = (struct work){&together, t, THREADS, 0, 0};
        ck_assert_int_eq(pthread_create(&thread[t], NULL, screen_pieces, &work[t]), 0);
    }
    for (size_t t = 0; t < THREADS; t++) {
        ck_assert_int_eq(pthread_join(thread[t], NULL), 0);
        ASSERT_STATUS(work[t].status, NFH_OK);
        failed += work[t].failed;
    }
    ck_assert_uint_eq(failed, one.failed);
    ck_assert_mem_eq(&together, &alone, sizeof alone);
    for (size_t i = 0; i < ROWS; i++)
        verdicts[alone.verdict[i]]++;
    ck_assert_uint_eq(verdicts[NFH_VERDICT_ERROR], failed);
    ck_assert_uint_gt(verdicts[NFH_VERDICT_ERROR], 0);
    ck_assert_uint_gt(verdicts[NFH_VERDICT_INELIGIBLE], 100);
    ck_assert_uint_gt(verdicts[NFH_VERDICT_UNDETERMINED], 100);
    nfh_ruleset_free(ruleset);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("columns_threads");
    TCase *tcase = tcase_create("columns_threads");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, one_cohort_for_all);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
