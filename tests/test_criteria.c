/* SPDX-License-Identifier: MIT
 *
 * test_criteria.c - NCT07101562, criterion by criterion: tests/data/criteria.tsv changes one
 * eligible subject on, below and above each limit, and takes each input away.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule_text.h"
#include "support.h"

static struct test_table table;
static nfh_ruleset *trial;
static nfh_subject *subject;
static nfh_report *report;

static const char *verdict_name(int verdict)
{
    return verdict == NFH_VERDICT_ELIGIBLE     ? "eligible"
           : verdict == NFH_VERDICT_INELIGIBLE ? "ineligible"
                                               : "undetermined";
}

static const char *found_for(const char *criterion)
{
    static const char *const truths[] = {
        [NFH_FALSE] = "false", [NFH_TRUE] = "true", [NFH_UNKNOWN] = "unknown"};
    int value;
    if (strcmp(criterion, "VERDICT") == 0) {
        ASSERT_STATUS(nfh_report_verdict(report, &value), NFH_OK);
        return verdict_name(value);
    }
    ASSERT_STATUS(nfh_report_criterion(report, criterion_of(trial, criterion), &value), NFH_OK);
    return truths[value];
}

/* A verdict follows from the criteria, and a check that holds is a data query and nothing else. */
static void check_whole(void)
{
    size_t count, queries, asked = 0, held = 0;
    bool against = false, open = false;
    int truth, category, verdict, kind;
    ASSERT_STATUS(nfh_ruleset_criterion_count(trial, &count), NFH_OK);
    for (size_t i = 0; i < count; i++) {
        ASSERT_STATUS(nfh_report_criterion(report, i, &truth), NFH_OK);
        ASSERT_STATUS(nfh_ruleset_criterion_category(trial, i, &category), NFH_OK);
        if (category == NFH_CATEGORY_CHECK) {
            held += truth == NFH_TRUE;
            continue;
        }
        against = against || truth == (category == NFH_CATEGORY_INCLUSION ? NFH_FALSE : NFH_TRUE);
        open = open || truth == NFH_UNKNOWN;
    }
    ASSERT_STATUS(nfh_report_verdict(report, &verdict), NFH_OK);
    ck_assert_int_eq(verdict, against ? NFH_VERDICT_INELIGIBLE
                              : open  ? NFH_VERDICT_UNDETERMINED
                                      : NFH_VERDICT_ELIGIBLE);
    ASSERT_STATUS(nfh_report_query_count(report, &queries), NFH_OK);
    for (size_t i = 0; i < queries; i++) {
        ASSERT_STATUS(nfh_report_query(report, i, &kind, NULL, NULL, NULL), NFH_OK);
        asked += kind == NFH_QUERY_CONTRADICTION;
        ck_assert_int_ne(kind, NFH_QUERY_EVALUATION);
    }
    ck_assert_uint_eq(asked, held);
}

static void start(void)
{
    ASSERT_STATUS(nfh_ruleset_load("NCT07101562", &trial), NFH_OK);
    ASSERT_STATUS(nfh_subject_new(trial, &subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(trial, &report), NFH_OK);
}

static void finish(void)
{
    nfh_report_free(report);
    nfh_subject_free(subject);
    nfh_ruleset_free(trial);
}

START_TEST(test_row)
{
    const char *changes = test_cell(&table, (size_t)_i, "changes");
    const char *expected = test_cell(&table, (size_t)_i, "expected");
    const char *criterion = test_cell(&table, (size_t)_i, "criterion");
    ASSERT_STATUS(nfh_subject_clear(subject), NFH_OK);
    set_changes(subject, test_cell(&table, 0, "changes"));
    set_changes(subject, changes);
    ASSERT_STATUS(nfh_screen(trial, subject, report), NFH_OK);
    ck_assert_msg(strcmp(found_for(criterion), expected) == 0,
                  "%s: with `%s` %s is %s, not %s (%s)", test_cell(&table, (size_t)_i, "id"),
                  changes, criterion, found_for(criterion), expected,
                  test_cell(&table, (size_t)_i, "source"));
    check_whole();
}
END_TEST

/* Every criterion is true, false and unknown in some row. */
START_TEST(test_all_are_tested)
{
    size_t count;
    const char *id;
    ASSERT_STATUS(nfh_ruleset_criterion_count(trial, &count), NFH_OK);
    ck_assert_uint_eq(count, 33 + 37);
    for (size_t i = 0; i < count; i++) {
        unsigned found = 0;
        ASSERT_STATUS(nfh_ruleset_criterion_id(trial, i, &id), NFH_OK);
        for (size_t row = 0; row < table.rows; row++) {
            if (strcmp(test_cell(&table, row, "criterion"), id) == 0) {
                found |= 1u << test_truth(test_cell(&table, row, "expected"));
            }
        }
        ck_assert_msg(found == 7, "%s is not true, false and unknown once each", id);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("criteria");
    TCase *rows = tcase_create("rows");
    table = test_table_read("criteria.tsv");
    tcase_add_unchecked_fixture(rows, start, finish);
    tcase_add_loop_test(rows, test_row, 0, (int)table.rows);
    tcase_add_test(rows, test_all_are_tested);
    suite_add_tcase(suite, rows);
    int status = test_run(suite);
    test_table_free(&table);
    return status;
}
