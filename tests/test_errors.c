/* SPDX-License-Identifier: MIT
 *
 * test_errors.c - what is wrong with a text, where and in which words (tests/data/errors.tsv), and
 * that texts made to exhaust the compiler are refused soon.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "built_text.h"
#include "diagnostic_text.h"
#include "rule_text.h"
#include "support.h"

static struct test_table table;

static const char *const libraries[] = {"Helper.cql", "Broken.cql", "RoundA.cql", "RoundB.cql"};
#define LIBRARIES (sizeof libraries / sizeof *libraries)

static nfh_compiler *start_compiler(void)
{
    nfh_compiler *compiler;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    for (size_t i = 0; i < LIBRARIES; i++) {
        add_rules(compiler, libraries[i]);
    }
    return compiler;
}

/* ---- The table ----------------------------------------------------------------------------------
 */

START_TEST(test_diagnostics)
{
    const char *cell = test_cell(&table, (size_t)_i, "source");
    bool is_library = strcmp(test_cell(&table, (size_t)_i, "kind"), "library") == 0;
    const char *expected = test_cell(&table, (size_t)_i, "diagnostics");
    char *text = malloc(strlen(cell) + 1);
    nfh_compiler *compiler = start_compiler();
    nfh_ruleset *ruleset;
    read_source(cell, text);
    int status = is_library
                     ? nfh_compiler_compile(compiler, "main", text, strlen(text), &ruleset)
                     : nfh_compiler_compile_expression(compiler, text, strlen(text), &ruleset);
    check_diagnostics(compiler, test_cell(&table, (size_t)_i, "id"), expected);
    /* Warnings alone refuse nothing. */
    bool is_missing = strstr(expected, "3011 'Missing'") != NULL;
    bool is_warned = strstr(expected, " 7102 ") != NULL && strstr(expected, " | ") == NULL;
    ASSERT_STATUS(status, is_missing ? NFH_E_INCLUDE : is_warned ? NFH_OK : NFH_E_COMPILE);
    ck_assert_msg((ruleset != NULL) == (status == NFH_OK), "a rule set with errors");
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
    free(text);
}
END_TEST

/* ---- Texts made to exhaust the compiler ---------------------------------------------------------
 */

static void repeat(struct text *text, size_t times, const char *what)
{
    for (size_t i = 0; i < times; i++) {
        add(text, "%s", what);
    }
}

static void nested_parentheses(struct text *text)
{
    add(text, "define A: ");
    repeat(text, 100000, "(");
    add(text, "1");
    repeat(text, 100000, ")");
}

static void nested_not(struct text *text)
{
    add(text, "define A: ");
    repeat(text, 100000, "not ");
    add(text, "true");
}

static void nested_if(struct text *text)
{
    add(text, "define A: ");
    repeat(text, 50000, "if true then 1 else ");
    add(text, "1");
}

static void nested_calls(struct text *text)
{
    add(text, "define A: ");
    repeat(text, 50000, "Abs(");
    add(text, "1");
    repeat(text, 50000, ")");
}

static void long_chain(struct text *text)
{
    add(text, "define A: ");
    repeat(text, 200000, "1 + ");
    add(text, "1");
}

/* Each function calls the one before twice, with other arguments: 2^59 calls. */
static void doubling_functions(struct text *text)
{
    add(text, "define function f0(x Integer): x\n");
    for (int i = 1; i < 60; i++) {
        add(text, "define function f%d(x Integer): f%d(x + 1) + f%d(x * 2)\n", i, i - 1, i - 1);
    }
    add(text, "parameter p Integer\ndefine A: f59(p)");
}

/* The same with the same arguments, so that nothing but the calls themselves multiplies. */
static void doubling_calls(struct text *text)
{
    add(text, "define function f0(x Integer): x\n");
    for (int i = 1; i < 60; i++) {
        add(text, "define function f%d(x Integer): f%d(x) + f%d(x)\n", i, i - 1, i - 1);
    }
    add(text, "parameter p Integer\ndefine A: f59(p)");
}

/* The same with an error in the innermost. */
static void doubling_errors(struct text *text)
{
    add(text, "define function f0(d Date): d + 5 'kg'\n");
    for (int i = 1; i < 60; i++) {
        add(text, "define function f%d(d Date): if f%d(d) > d then f%d(d) else d\n", i, i - 1,
            i - 1);
    }
    add(text, "parameter p Date\ndefine A: f59(p)");
}

static void deep_functions(struct text *text)
{
    add(text, "define function f0(x Integer): x\n");
    for (int i = 1; i < 5000; i++) {
        add(text, "define function f%d(x Integer): f%d(x + 1)\n", i, i - 1);
    }
    add(text, "parameter p Integer\ndefine A: f4999(p)");
}

/* Each definition before the one that it needs. */
static void deep_definitions(struct text *text)
{
    for (int i = 9000; i > 0; i--) {
        add(text, "define A%d: A%d + 1\n", i, i - 1);
    }
    add(text, "define A0: 1");
}

static void same_functions(struct text *text)
{
    for (int i = 0; i < 9999; i++) {
        add(text, "define function f(x Integer): %d\n", i);
    }
}

static void unknown_names(struct text *text)
{
    for (int i = 0; i < 9999; i++) {
        add(text, "define f%d: x%dy\n", i, i);
    }
}

static void same_operands(struct text *text)
{
    add(text, "define function f(a Integer");
    repeat(text, 20000, ", a Integer");
    add(text, "): 1");
}

static void many_declarations(struct text *text)
{
    for (int i = 0; i <= NFH_DEFINITIONS_MAX; i++) {
        add(text, "define f%d: 1\n", i);
    }
}

static const struct {
    void (*write)(struct text *text);
    int code; /* of the first error */
    int status;
} attacks[] = {
    {nested_parentheses, 6002, NFH_E_LIMIT}, {nested_not, 6002, NFH_E_LIMIT},
    {nested_if, 6002, NFH_E_LIMIT},          {nested_calls, 6002, NFH_E_LIMIT},
    {long_chain, 6003, NFH_E_LIMIT},         {doubling_functions, 6102, NFH_E_LIMIT},
    {doubling_calls, 6102, NFH_E_LIMIT},     {doubling_errors, 6102, NFH_E_LIMIT},
    {deep_functions, 6101, NFH_E_LIMIT},     {deep_definitions, 6101, NFH_E_LIMIT},
    {same_functions, 3006, NFH_E_COMPILE},   {unknown_names, 3001, NFH_E_COMPILE},
    {same_operands, 3006, NFH_E_LIMIT},      {many_declarations, 6202, NFH_E_LIMIT},
};
#define ATTACKS (sizeof attacks / sizeof *attacks)

START_TEST(test_attack)
{
    struct text text = {NULL, 0, 0};
    nfh_compiler *compiler = start_compiler();
    nfh_ruleset *ruleset;
    size_t count;
    int code, severity = 0;
    attacks[_i].write(&text);
    clock_t start = clock();
    int status = nfh_compiler_compile(compiler, "main", text.bytes, text.length, &ruleset);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    ASSERT_STATUS(status, attacks[_i].status);
    ck_assert_ptr_null(ruleset);
    ASSERT_STATUS(nfh_compiler_diagnostic_count(compiler, &count), NFH_OK);
    ck_assert_uint_ge(count, 1);
    ck_assert_uint_le(count, 100);
    ASSERT_STATUS(nfh_compiler_diagnostic(compiler, 0, &severity, &code, NULL, NULL, NULL, NULL),
                  NFH_OK);
    ck_assert_int_eq(code, attacks[_i].code);
    ck_assert_msg(seconds < test_seconds_max(), "attack %d took %.1f s", _i, seconds);
    nfh_compiler_free(compiler);
    free(text.bytes);
}
END_TEST

/* A chain that shares its parts is no attack, however many paths go through it. */
START_TEST(test_shared_definitions)
{
    struct text text = {NULL, 0, 0};
    add(&text, "parameter p Integer\ndefine f0: p\n");
    for (int i = 1; i < 900; i++) {
        add(&text, "define f%d: f%d + f%d\n", i, i - 1, i - 1);
    }
    nfh_ruleset *ruleset = rules_from(text.bytes);
    nfh_ruleset_free(ruleset);
    free(text.bytes);
}
END_TEST

/* 500 levels: a definition, and a chain that nests one level for each of its 499 operands. */
START_TEST(test_levels)
{
    for (size_t operands = 498; operands <= 501; operands++) {
        struct text text = {NULL, 0, 0};
        nfh_compiler *compiler = start_compiler();
        nfh_ruleset *ruleset;
        add(&text, "parameter p Boolean\ndefine A: p");
        repeat(&text, operands - 1, " and p");
        int code = 0,
            status = nfh_compiler_compile(compiler, "main", text.bytes, text.length, &ruleset);
        ASSERT_STATUS(status, operands <= 499 ? NFH_OK : NFH_E_LIMIT);
        if (operands > 499) {
            ASSERT_STATUS(nfh_compiler_diagnostic(compiler, 0, NULL, &code, NULL, NULL, NULL, NULL),
                          NFH_OK);
        }
        ck_assert_int_eq(code, operands <= 499 ? 0 : 6101);
        nfh_ruleset_free(ruleset);
        nfh_compiler_free(compiler);
        free(text.bytes);
    }
}
END_TEST

/* A function has at most 100 operands. */
START_TEST(test_operands)
{
    for (int operands = 99; operands <= 101; operands++) {
        struct text text = {NULL, 0, 0};
        nfh_compiler *compiler = start_compiler();
        nfh_ruleset *ruleset;
        add(&text, "define function f(");
        for (int i = 1; i <= operands; i++) {
            add(&text, "%so%d Integer", i > 1 ? ", " : "", i);
        }
        add(&text, "): o1");
        int code = 0, column = 0,
            status = nfh_compiler_compile(compiler, "main", text.bytes, text.length, &ruleset);
        ASSERT_STATUS(status, operands <= 100 ? NFH_OK : NFH_E_LIMIT);
        if (operands > 100) {
            ASSERT_STATUS(
                nfh_compiler_diagnostic(compiler, 0, NULL, &code, NULL, NULL, &column, NULL),
                NFH_OK);
            ck_assert_int_eq(code, 6103);
            ck_assert_int_eq(column, (int)(strstr(text.bytes, "o101") - text.bytes) + 1);
        }
        nfh_ruleset_free(ruleset);
        nfh_compiler_free(compiler);
        free(text.bytes);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("errors");
    TCase *rows = tcase_create("table"), *limits = tcase_create("limits");
    table = test_table_read("errors.tsv");
    tcase_add_loop_test(rows, test_diagnostics, 0, (int)table.rows);
    tcase_add_loop_test(limits, test_attack, 0, (int)ATTACKS);
    tcase_add_test(limits, test_levels);
    tcase_add_test(limits, test_operands);
    tcase_add_test(limits, test_shared_definitions);
    tcase_set_timeout(limits, 60);
    suite_add_tcase(suite, rows);
    suite_add_tcase(suite, limits);
    int status = test_run(suite);
    test_table_free(&table);
    return status;
}
