/* SPDX-License-Identifier: MIT
 *
 * test_include.c - libraries that include others: found, missing, of another version, in a circle.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen_support.h"

static int add(nfh_compiler *compiler, const char *text)
{
    return nfh_compiler_add_library(compiler, "lib.cql", text, strlen(text));
}

static int compile(nfh_compiler *compiler, const char *text, nfh_ruleset **ruleset)
{
    return nfh_compiler_compile(compiler, "main.cql", text, strlen(text), ruleset);
}

/* Compiles, evaluates definition `r` and compares its value; frees the rule set. */
static void assert_result(nfh_compiler *compiler, const char *text, const char *expected)
{
    nfh_ruleset *ruleset;
    nfh_subject *subject;
    nfh_report *report;
    char value[100];
    size_t needed;
    int status = compile(compiler, text, &ruleset);
    if (status != NFH_OK)
        show_diagnostics(compiler);
    ASSERT_STATUS(status, NFH_OK);
    ASSERT_STATUS(nfh_subject_new(ruleset, &subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(ruleset, &report), NFH_OK);
    ASSERT_STATUS(nfh_screen(ruleset, subject, report), NFH_OK);
    ASSERT_STATUS(
        nfh_report_value(report, definition_index(ruleset, "r"), value, sizeof value, &needed),
        NFH_OK);
    ck_assert_str_eq(value, expected);
    nfh_report_free(report);
    nfh_subject_free(subject);
    nfh_ruleset_free(ruleset);
}

START_TEST(include_handed_over)
{
    nfh_compiler *compiler;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(add(compiler, "library B version '1' define x: 1"), NFH_OK);
    ASSERT_STATUS(add(compiler, "library B version '2' define x: 2"), NFH_OK);
    ASSERT_STATUS(add(compiler, "library A include B version '1' define y: B.x + 10"), NFH_OK);
    assert_result(compiler, "include A define r: A.y", "11");
    assert_result(compiler, "include B version '1' define r: B.x", "1");
    assert_result(compiler, "include B version '2' called X define r: X.x", "2");
    assert_result(compiler, "include B define r: B.x", "2");
    /* The same name and version again takes the first one's place. */
    ASSERT_STATUS(add(compiler, "library B version '1' define x: 3"), NFH_OK);
    assert_result(compiler, "include A define r: A.y", "13");
    nfh_compiler_free(compiler);
}
END_TEST

START_TEST(include_built_in)
{
    nfh_compiler *compiler;
    static const char main[] = "include NFHCalculations called C define r: "
                               "C.CreatinineClearance(25, 81.8 'kg', 230 'umol/L', 'male')";
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    assert_result(compiler, main, "50.0");
    /* One of the same name takes its place. */
    ASSERT_STATUS(add(compiler, "library NFHCalculations define function CreatinineClearance(age "
                                "Integer, weight Quantity, "
                                "creatinine Quantity, sex String): -1.5"),
                  NFH_OK);
    assert_result(compiler, main, "-1.5");
    nfh_compiler_free(compiler);
}
END_TEST

START_TEST(include_missing)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset = (nfh_ruleset *)&compiler;
    const char *name;
    int code, line, column;
    static const char main[] =
        "library Main\ninclude One\ninclude Two version '3' called T\ninclude One called O\n"
        "define r: One.x + 1\ndefine bad: nowhere\n";
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(compile(compiler, main, &ruleset), NFH_E_INCLUDE);
    ck_assert_ptr_null(ruleset);
    ASSERT_STATUS(nfh_compiler_missing_library(compiler, 0, &name), NFH_OK);
    ck_assert_str_eq(name, "One");
    ASSERT_STATUS(nfh_compiler_missing_library(compiler, 1, &name), NFH_OK);
    ck_assert_str_eq(name, "Two");
    ASSERT_STATUS(nfh_compiler_missing_library(compiler, 2, &name), NFH_E_INDEX);
    ck_assert_ptr_null(name);
    ASSERT_STATUS(nfh_compiler_missing_library(NULL, 0, &name), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_missing_library(compiler, 0, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_diagnostic(compiler, 0, NULL, &code, NULL, &line, &column, NULL),
                  NFH_OK);
    ck_assert_int_eq(code, 3011);
    ck_assert_int_eq(line, 2);
    ck_assert_int_eq(column, 9);
    /* The other error is told too. */
    size_t count;
    ASSERT_STATUS(nfh_compiler_diagnostic_count(compiler, &count), NFH_OK);
    ASSERT_STATUS(
        nfh_compiler_diagnostic(compiler, count - 1, NULL, &code, NULL, &line, NULL, NULL), NFH_OK);
    ck_assert_int_eq(line, 6);
    ck_assert_int_eq(code, 3001);

    ASSERT_STATUS(add(compiler, "library One define x: 1"), NFH_OK);
    ASSERT_STATUS(add(compiler, "library Two version '3'"), NFH_OK);
    ASSERT_STATUS(compile(compiler, main, &ruleset), NFH_E_COMPILE);
    ASSERT_STATUS(nfh_compiler_missing_library(compiler, 0, &name), NFH_E_INDEX);
    nfh_compiler_free(compiler);
}
END_TEST

/* Libraries handed over, a main text, and the code of the error. */
static const struct {
    const char *libraries[3];
    const char *main;
    int status, code, line;
    const char *file, *message;
} include_errors[] = {
    {{"library A version '1'"},
     "include A version '2'",
     NFH_E_COMPILE,
     3011,
     1,
     "main.cql",
     "version '1' is at hand"},
    {{"library A"}, "include A version '2'", NFH_E_COMPILE, 3011, 1, "main.cql", "has no version"},
    {{NULL},
     "include NFHCalculations version '0'",
     NFH_E_COMPILE,
     3011,
     1,
     "main.cql",
     "version '0'"},
    {{"library A include A"},
     "include A",
     NFH_E_COMPILE,
     3012,
     1,
     "lib.cql",
     "'A' includes itself"},
    {{NULL}, "library M\ninclude M", NFH_E_COMPILE, 3012, 2, "main.cql", "'M' includes itself"},
    {{"library A include B", "library B include A"},
     "include A",
     NFH_E_COMPILE,
     3012,
     1,
     "lib.cql",
     "'A' includes"},
    {{"library A include M"},
     "library M include A",
     NFH_E_COMPILE,
     3012,
     1,
     "lib.cql",
     "'M' includes"},
    {{"library A define x: nowhere"}, "include A", NFH_E_COMPILE, 3001, 1, "lib.cql", "nowhere"},
    {{"library A include Gone"},
     "include A",
     NFH_E_INCLUDE,
     3011,
     1,
     "lib.cql",
     "'Gone' was not handed over"},
    {{"define x: 1"}, "include A", NFH_E_INCLUDE, 3011, 1, "main.cql", "'A' was not handed over"},
    {{"library A include C version '1'", "library B include C version '2'",
      "library C version '1'"},
     "include A include B",
     NFH_E_COMPILE,
     3011,
     1,
     "lib.cql",
     "version '1' is at hand"},
};

START_TEST(include_error)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    int code, line;
    const char *file, *message;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    for (size_t i = 0; i < 3 && include_errors[_i].libraries[i]; i++)
        ASSERT_STATUS(add(compiler, include_errors[_i].libraries[i]), NFH_OK);
    ASSERT_STATUS(compile(compiler, include_errors[_i].main, &ruleset), include_errors[_i].status);
    ck_assert_ptr_null(ruleset);
    ASSERT_STATUS(nfh_compiler_diagnostic(compiler, 0, NULL, &code, &file, &line, NULL, &message),
                  NFH_OK);
    ck_assert_int_eq(code, include_errors[_i].code);
    ck_assert_int_eq(line, include_errors[_i].line);
    ck_assert_str_eq(file, include_errors[_i].file);
    ck_assert_msg(strstr(message, include_errors[_i].message) != NULL, "%s", message);
    nfh_compiler_free(compiler);
}
END_TEST

START_TEST(library_limit)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    char text[100];
    int code;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    for (int i = 0; i < NFH_LIBRARIES_MAX; i++) {
        snprintf(text, sizeof text, "library L%d include L%d", i, i + 1);
        if (i == NFH_LIBRARIES_MAX - 1)
            snprintf(text, sizeof text, "library L%d", i);
        ASSERT_STATUS(add(compiler, text), NFH_OK);
    }
    ASSERT_STATUS(add(compiler, "library One"), NFH_E_LIMIT);
    ASSERT_STATUS(add(compiler, "library L5 include L6"), NFH_OK);
    /* With the main library they are one too many. */
    ASSERT_STATUS(compile(compiler, "include L0", &ruleset), NFH_E_LIMIT);
    ASSERT_STATUS(nfh_compiler_diagnostic(compiler, 0, NULL, &code, NULL, NULL, NULL, NULL),
                  NFH_OK);
    ck_assert_int_eq(code, 6201);
    ASSERT_STATUS(compile(compiler, "include L1", &ruleset), NFH_OK);
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
}
END_TEST

#define ROWS(table) ((int)(sizeof(table) / sizeof(table)[0]))

int main(void)
{
    Suite *suite = suite_create("include");
    TCase *tcase = tcase_create("include");
    tcase_add_test(tcase, include_handed_over);
    tcase_add_test(tcase, include_built_in);
    tcase_add_test(tcase, include_missing);
    tcase_add_loop_test(tcase, include_error, 0, ROWS(include_errors));
    tcase_add_test(tcase, library_limit);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
