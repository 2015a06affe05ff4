/* SPDX-License-Identifier: MIT
 *
 * column_check.c - see column_check.h.
 */
#include "column_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CANARY 0xa5

/* What is expected of one call, and what it wrote. */
struct run {
    size_t first, rows;
    uint8_t *truths; /* of criterion c in row i: [c * rows + i] */
    uint8_t *verdicts;
    int status;
    size_t failed_count, failed_row, failed_parameter;
    uint8_t *verdict; /* bound, or NULL */
    uint8_t **truth;  /* by criterion, or NULL */
    uint8_t **known;
};

void cohort_start(struct cohort *cohort, const nfh_ruleset *ruleset, const char *story)
{
    memset(cohort, 0, sizeof *cohort);
    cohort->ruleset = ruleset;
    cohort->story = story;
    REQUIRE_OK(nfh_columns_new(ruleset, &cohort->columns));
    REQUIRE_OK(nfh_subject_new(ruleset, &cohort->subject));
    REQUIRE_OK(nfh_report_new(ruleset, &cohort->report));
    REQUIRE_OK(nfh_ruleset_parameter_count(ruleset, &cohort->parameters));
    REQUIRE_OK(nfh_ruleset_criterion_count(ruleset, &cohort->criteria));
    REQUIRE(cohort->parameters <= COHORT_PARAMETERS_MAX, "%zu", cohort->parameters);
}

static void free_columns(struct cohort *cohort)
{
    for (size_t i = 0; i < cohort->parameters; i++)
        column_free(&cohort->column[i]);
}

void cohort_shape(struct chance *chance, struct cohort *cohort, size_t rows)
{
    bool units = chance_one_in(chance, 3);

    free_columns(cohort);
    cohort->rows = rows;
    cohort->is_bound = false;
    for (size_t i = 0; i < cohort->parameters; i++)
        column_shape(chance, cohort->ruleset, i, rows, units, &cohort->column[i]);
}

void cohort_end(struct cohort *cohort)
{
    free_columns(cohort);
    nfh_columns_free(cohort->columns);
    nfh_report_free(cohort->report);
    nfh_subject_free(cohort->subject);
}

/* ---- One by one ------------------------------------------------------------------------------ */

static void expect_row(struct cohort *cohort, struct run *run, size_t row)
{
    int status = NFH_OK, truth, verdict;
    size_t parameter = 0, i = row - run->first;

    for (; parameter < cohort->parameters; parameter++) {
        status = column_set(&cohort->column[parameter], row, cohort->subject);
        if (status != NFH_OK)
            break;
    }
    if (status != NFH_OK) {
        for (size_t c = 0; c < cohort->criteria; c++)
            run->truths[c * run->rows + i] = NFH_UNKNOWN;
        run->verdicts[i] = NFH_VERDICT_ERROR;
        if (run->failed_count++ > 0)
            return;
        run->status = status;
        run->failed_row = row;
        run->failed_parameter = parameter;
        return;
    }
    REQUIRE_OK(nfh_screen(cohort->ruleset, cohort->subject, cohort->report));
    for (size_t c = 0; c < cohort->criteria; c++) {
        REQUIRE_OK(nfh_report_criterion(cohort->report, c, &truth));
        run->truths[c * run->rows + i] = (uint8_t)truth;
        cohort->truths[truth]++;
    }
    REQUIRE_OK(nfh_report_verdict(cohort->report, &verdict));
    run->verdicts[i] = (uint8_t)verdict;
}

static void expect(struct cohort *cohort, struct run *run)
{
    run->truths = fuzz_allocate(cohort->criteria * run->rows);
    run->verdicts = fuzz_allocate(run->rows);
    REQUIRE_OK(nfh_subject_clear(cohort->subject));
    REQUIRE_OK(nfh_subject_set_now(cohort->subject, cohort->now));
    for (size_t i = 0; i < run->rows; i++)
        expect_row(cohort, run, run->first + i);
    cohort->seen += run->rows;
    cohort->errors += run->failed_count;
}

/* ---- By columns ------------------------------------------------------------------------------ */

static uint8_t *canaries(size_t size)
{
    uint8_t *bytes = fuzz_allocate(size);

    memset(bytes, CANARY, size);
    return bytes;
}

/* All columns of a new shape; later all, one or none anew. */
static void bind(struct chance *chance, struct cohort *cohort)
{
    unsigned choice = cohort->is_bound ? chance_below(chance, 3) : 0;

    for (size_t i = 0; i < cohort->parameters && choice == 0; i++)
        column_bind(&cohort->column[i], cohort->columns);
    if (choice == 1 && cohort->parameters > 0)
        column_bind(&cohort->column[chance_below(chance, (unsigned)cohort->parameters)],
                    cohort->columns);
    cohort->is_bound = true;
}

/* All that there is to write to, most often; else some of it. */
static void want(struct chance *chance, struct cohort *cohort, struct run *run)
{
    bool all = chance_below(chance, 3) > 0;
    size_t size = (cohort->rows + 7) / 8;

    run->verdict = all || chance_one_in(chance, 2) ? canaries(cohort->rows) : NULL;
    run->truth = fuzz_allocate(cohort->criteria * sizeof *run->truth);
    run->known = fuzz_allocate(cohort->criteria * sizeof *run->known);
    for (size_t c = 0; c < cohort->criteria; c++) {
        unsigned choice = all ? 3 : chance_below(chance, 4);
        run->truth[c] = choice & 1 ? canaries(size) : NULL;
        run->known[c] = choice & 2 ? canaries(size) : NULL;
        REQUIRE_OK(nfh_columns_want(cohort->columns, c, run->truth[c], run->known[c]));
    }
}

static void end_run(const struct cohort *cohort, struct run *run)
{
    for (size_t c = 0; c < cohort->criteria; c++) {
        free(run->truth[c]);
        free(run->known[c]);
    }
    free(run->truth);
    free(run->known);
    free(run->verdict);
    free(run->truths);
    free(run->verdicts);
}

/* ---- Comparing ------------------------------------------------------------------------------- */

static void tell(const struct cohort *cohort, const struct run *run, size_t row,
                 struct fuzz_text *text)
{
    const char *message, *why;
    int by_row;

    fuzz_print(text, "%s\nrow %zu of a call for %zu rows from %zu on, of %zu; now %s\n",
               cohort->story, row, run->rows, run->first, cohort->rows,
               cohort->now != NULL ? cohort->now : "not known");
    for (size_t i = 0; i < cohort->parameters; i++)
        column_tell(&cohort->column[i], row, text);
    REQUIRE_OK(nfh_columns_error(cohort->columns, &message));
    fuzz_print(text, "last error: %s\n", message);
    for (size_t c = 0; c < cohort->criteria; c++) {
        REQUIRE_OK(nfh_columns_by_row(cohort->columns, c, &by_row, &why));
        if (by_row)
            fuzz_print(text, "criterion %zu is by row: %s\n", c, why != NULL ? why : "(no reason)");
    }
}

static void differs(const struct cohort *cohort, const struct run *run, size_t row,
                    const char *what, int expected, int found)
{
    struct fuzz_text text = {0};

    tell(cohort, run, row, &text);
    REQUIRE(false, "%s\n%s: one by one %d, by columns %d", text.bytes, what, expected, found);
}

static void compare_verdicts(const struct cohort *cohort, const struct run *run)
{
    for (size_t row = 0; row < cohort->rows; row++) {
        bool inside = row >= run->first && row - run->first < run->rows;
        uint8_t expected = inside ? run->verdicts[row - run->first] : CANARY;
        if (run->verdict[row] != expected)
            differs(cohort, run, row, inside ? "verdict" : "verdict of a row that is not screened",
                    expected, run->verdict[row]);
    }
}

static void compare_bits(const struct cohort *cohort, const struct run *run, size_t criterion,
                         const uint8_t *bits, bool of_known)
{
    const uint8_t *truths = run->truths + criterion * run->rows;
    size_t bytes = (cohort->rows + 7) / 8, from = run->first / 8, to = from + (run->rows + 7) / 8;
    const char *id;

    for (size_t b = 0; b < bytes; b++) {
        unsigned expected = b < from || b >= to ? CANARY : 0;
        size_t start = b * 8 - run->first;
        for (size_t i = 0; b >= from && b < to && i < 8 && start + i < run->rows; i++) {
            uint8_t truth = truths[start + i];
            expected |= (unsigned)(of_known ? truth != NFH_UNKNOWN : truth == NFH_TRUE) << i;
        }
        if (bits[b] == expected)
            continue;
        REQUIRE_OK(nfh_ruleset_criterion_id(cohort->ruleset, criterion, &id));
        for (size_t i = 0; i < 8; i++) {
            char what[200];
            if (((bits[b] ^ expected) >> i & 1) == 0)
                continue;
            snprintf(what, sizeof what, "%s, bit `%s`%s", id, of_known ? "known" : "truth",
                     b < from || start + i >= run->rows ? " of a row that is not screened" : "");
            differs(cohort, run, b * 8 + i < cohort->rows ? b * 8 + i : cohort->rows - 1, what,
                    expected >> i & 1, bits[b] >> i & 1);
        }
    }
}

/* The rows that could not be read, as they are told of. */
static void compare_failures(const struct cohort *cohort, const struct run *run, int status)
{
    size_t count, row, parameter;
    const char *message;
    char start[100];

    REQUIRE_OK(nfh_columns_failed(cohort->columns, &count, &row, &parameter));
    REQUIRE_OK(nfh_columns_error(cohort->columns, &message));
    if (count != run->failed_count)
        differs(cohort, run, run->failed_row, "rows that cannot be read", (int)run->failed_count,
                (int)count);
    if (status != run->status)
        differs(cohort, run, run->failed_row, "status", run->status, status);
    if (row != run->failed_row)
        differs(cohort, run, run->failed_row, "first row that cannot be read", (int)run->failed_row,
                (int)row);
    if (parameter != run->failed_parameter)
        differs(cohort, run, row, "parameter that cannot be read", (int)run->failed_parameter,
                (int)parameter);
    start[0] = '\0';
    if (count > 0)
        snprintf(start, sizeof start, "row %zu: %.40s: ", row, cohort->column[parameter].name);
    REQUIRE(count > 0 ? strncmp(message, start, strlen(start)) == 0 : *message == '\0',
            "`%s` does not begin with `%s`", message, start);
}

/* What is asked of a criterion changes nothing. */
static void count_by_row(struct cohort *cohort)
{
    const char *why;
    int by_row;

    cohort->by_row = 0;
    for (size_t c = 0; c < cohort->criteria; c++) {
        REQUIRE_OK(nfh_columns_by_row(cohort->columns, c, &by_row, &why));
        REQUIRE(by_row ? why != NULL && *why != '\0' : why == NULL, "%s", cohort->story);
        cohort->by_row += by_row != 0;
    }
}

void cohort_check(struct chance *chance, struct cohort *cohort, size_t first, size_t rows)
{
    struct run run = {.first = first, .rows = rows, .status = NFH_OK};
    int status;

    expect(cohort, &run);
    bind(chance, cohort);
    REQUIRE_OK(nfh_columns_set_now(cohort->columns, cohort->now));
    want(chance, cohort, &run);
    status = nfh_screen_columns(cohort->columns, first, rows, run.verdict);
    compare_failures(cohort, &run, status);
    if (run.verdict != NULL)
        compare_verdicts(cohort, &run);
    for (size_t c = 0; c < cohort->criteria; c++) {
        if (run.truth[c] != NULL)
            compare_bits(cohort, &run, c, run.truth[c], false);
        if (run.known[c] != NULL)
            compare_bits(cohort, &run, c, run.known[c], true);
    }
    count_by_row(cohort);
    end_run(cohort, &run);
}
