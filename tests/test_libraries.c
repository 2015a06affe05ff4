/* SPDX-License-Identifier: MIT
 *
 * test_libraries.c - the value of every rule set of tests/data/libraries.tsv: definitions,
 * parameters, functions and included libraries.
 */
#include <stdlib.h>
#include <string.h>

#include "rule_text.h"
#include "support.h"

#define VALUE_SIZE 400

static struct test_table table;

/* A cell as text: a line ends at each ¶ (two bytes in UTF-8). To be freed. */
static char *unfold(const char *cell)
{
    char *text = malloc(strlen(cell) + 1), *end = text;
    if (text == NULL) {
        test_stop("out of memory");
    }
    while (*cell != '\0') {
        if (strncmp(cell, "¶", strlen("¶")) == 0) {
            *end++ = '\n';
            cell += strlen("¶");
        } else {
            *end++ = *cell++;
        }
    }
    *end = '\0';
    return text;
}

/* Hands over the included libraries, between which is an empty line. */
static void add_libraries(nfh_compiler *compiler, const char *cell)
{
    char *text = unfold(cell);
    for (char *library = text, *next; *library != '\0'; library = next) {
        char *end = strstr(library, "\n\n");
        size_t length = end == NULL ? strlen(library) : (size_t)(end - library);
        next = end == NULL ? library + length : end + 2;
        ASSERT_STATUS(nfh_compiler_add_library(compiler, "included", library, length), NFH_OK);
    }
    free(text);
}

static void first_error(const nfh_compiler *compiler, char *text)
{
    int severity = 0, code = 0;
    for (size_t i = 0; severity != NFH_SEVERITY_ERROR; i++) {
        ASSERT_STATUS(
            nfh_compiler_diagnostic(compiler, i, &severity, &code, NULL, NULL, NULL, NULL), NFH_OK);
    }
    snprintf(text, VALUE_SIZE, "!%d", code);
}

static void last_value(const nfh_ruleset *ruleset, const char *inputs, char *text)
{
    nfh_subject *subject;
    nfh_report *report;
    size_t count, needed;
    ASSERT_STATUS(nfh_subject_new(ruleset, &subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(ruleset, &report), NFH_OK);
    set_changes(subject, inputs);
    ASSERT_STATUS(nfh_screen(ruleset, subject, report), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_definition_count(ruleset, &count), NFH_OK);
    int status = nfh_report_value(report, count - 1, text, VALUE_SIZE, &needed);
    if (status == NFH_E_EVALUATE) {
        strcpy(text, "!run");
    } else {
        ASSERT_STATUS(status, NFH_OK);
    }
    nfh_report_free(report);
    nfh_subject_free(subject);
}

START_TEST(test_row)
{
    size_t row = (size_t)_i;
    char value[VALUE_SIZE] = "", *text = unfold(test_cell(&table, row, "text"));
    const char *expected = test_cell(&table, row, "expected");
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    add_libraries(compiler, test_cell(&table, row, "included"));
    int status = nfh_compiler_compile(compiler, "test", text, strlen(text), &ruleset);
    if (status == NFH_OK) {
        last_value(ruleset, test_cell(&table, row, "inputs"), value);
    } else {
        ASSERT_STATUS(status, NFH_E_COMPILE);
        ck_assert_ptr_null(ruleset);
        first_error(compiler, value);
    }
    ck_assert_msg(strcmp(value, expected) == 0, "%s: %s is %s, not %s (%s)",
                  test_cell(&table, row, "id"), text, value, expected,
                  test_cell(&table, row, "source"));
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("libraries");
    TCase *rows = tcase_create("rows");
    table = test_table_read("libraries.tsv");
    tcase_add_loop_test(rows, test_row, 0, (int)table.rows);
    suite_add_tcase(suite, rows);
    int status = test_run(suite);
    test_table_free(&table);
    return status;
}
