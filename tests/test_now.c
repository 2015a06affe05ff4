/* SPDX-License-Identifier: MIT
 *
 * test_now.c - expressions whose value depends on the time of the evaluation and its offset from
 * UTC: tests/data/now.tsv.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "rule_text.h"
#include "support.h"

#define VALUE_SIZE 400

static struct test_table table;

static nfh_ruleset *compile_expression(const char *expression)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    int status =
        nfh_compiler_compile_expression(compiler, expression, strlen(expression), &ruleset);
    ck_assert_msg(status == NFH_OK, "%s: %s", expression, nfh_status_name(status));
    nfh_compiler_free(compiler);
    return ruleset;
}

static void check_row(const nfh_ruleset *ruleset, nfh_subject *subject, nfh_report *report,
                      size_t row)
{
    char value[VALUE_SIZE];
    size_t needed;
    const char *now = test_cell(&table, row, "now"), *expected = test_cell(&table, row, "expected");
    ASSERT_STATUS(nfh_subject_set_now(subject, now), NFH_OK);
    ASSERT_STATUS(nfh_screen(ruleset, subject, report), NFH_OK);
    ASSERT_STATUS(nfh_report_value(report, 0, value, sizeof value, &needed), NFH_OK);
    ck_assert_msg(strcmp(value, expected) == 0, "%s: %s is %s at %s, not %s (%s)",
                  test_cell(&table, row, "id"), test_cell(&table, row, "expression"), value, now,
                  expected, test_cell(&table, row, "source"));
}

/* The same subject, at another time and place in between. */
START_TEST(test_row)
{
    size_t row = (size_t)_i, needed;
    char value[VALUE_SIZE];
    nfh_ruleset *ruleset = compile_expression(test_cell(&table, row, "expression"));
    nfh_subject *subject;
    nfh_report *report;
    ASSERT_STATUS(nfh_subject_new(ruleset, &subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(ruleset, &report), NFH_OK);
    check_row(ruleset, subject, report, row);
    ASSERT_STATUS(nfh_subject_set_now(subject, "1999-12-31T23:59:59.999-09:30"), NFH_OK);
    ASSERT_STATUS(nfh_screen(ruleset, subject, report), NFH_OK);
    ASSERT_STATUS(nfh_report_value(report, 0, value, sizeof value, &needed), NFH_OK);
    check_row(ruleset, subject, report, row);
    nfh_report_free(report);
    nfh_subject_free(subject);
    nfh_ruleset_free(ruleset);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("now");
    TCase *rows = tcase_create("rows");
    table = test_table_read("now.tsv");
    tcase_add_loop_test(rows, test_row, 0, (int)table.rows);
    suite_add_tcase(suite, rows);
    int status = test_run(suite);
    test_table_free(&table);
    return status;
}
