/* SPDX-License-Identifier: MIT
 *
 * test_lint.c - what the linter warns of and what it does not (tests/data/warnings.tsv); that the
 * rule sets that are shipped, or tested with, give no cause; and that it keeps its limits.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "built_text.h"
#include "diagnostic_text.h"
#include "rule_text.h"
#include "support.h"

static struct test_table table;

/* ---- The table ---------------------------------------------------------------------------------
 */

/* The parameters of a criterion, all of them used. */
static const char parameters[] =
    "define Used: p is null or q is null or r is null or n is null or m is null or x is null or\n"
    "  y is null or s is null or t is null or d is null or e is null or w is null or v is null or\n"
    "  u is null or z = 3 or f\n"
    "parameter p Boolean\nparameter q Boolean\nparameter r Boolean\n"
    "parameter n Integer\nparameter m Integer\nparameter x Decimal\nparameter y Decimal\n"
    "parameter s String\nparameter t String\nparameter d Date\nparameter e Date\n"
    "/* @unit: kg */\nparameter w Quantity\nparameter v Quantity\n"
    "/* @unit: mo */\nparameter u Quantity\n"
    "parameter z Integer default 3\nparameter f Boolean default false\n";

static char *source_of(size_t row)
{
    const char *cell = test_cell(&table, row, "source"), *kind = test_cell(&table, row, "kind");
    char *text = malloc(strlen(cell) + sizeof parameters + 200);
    ck_assert_ptr_nonnull(text);
    if (strcmp(kind, "library") == 0) {
        read_source(cell, text);
    } else {
        sprintf(text, "/*\n@id: A\n@category: %s\n@short: a\n@text: a\n*/\ndefine A: %s\n%s", kind,
                cell, parameters);
    }
    return text;
}

static void check_text(const char *id, const char *text, const char *expected)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    add_rules(compiler, "Helper.cql");
    add_rules(compiler, "OtherHelper.cql");
    int status = nfh_compiler_compile(compiler, "main", text, strlen(text), &ruleset);
    check_diagnostics(compiler, id, strcmp(expected, "-") == 0 ? NULL : expected);
    ASSERT_STATUS(status, NFH_OK); /* warnings refuse nothing */
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
}

START_TEST(test_warnings)
{
    char *text = source_of((size_t)_i);
    check_text(test_cell(&table, (size_t)_i, "id"), text,
               test_cell(&table, (size_t)_i, "diagnostics"));
    free(text);
}
END_TEST

/* Every warning of the linter has a row in which it is given, and can be allowed unless it is about
 * @allow itself. */
static const int codes[] = {7001, 7002, 7101, 7102, 7103, 7104, 7201, 7202, 7203, 7204,
                            7205, 7206, 7301, 7302, 7303, 7304, 7305, 7306, 7307, 7401,
                            7402, 7403, 7404, 7501, 7502, 7503, 7504, 7601, 7602, 7603};
#define CODES (sizeof codes / sizeof *codes)

START_TEST(test_code)
{
    char wanted[10], text[100];
    bool is_given = codes[_i] == 7102; /* in errors.tsv */
    snprintf(wanted, sizeof wanted, " %d", codes[_i]);
    for (size_t row = 0; row < table.rows && !is_given; row++) {
        is_given = strstr(test_cell(&table, row, "diagnostics"), wanted) != NULL;
    }
    ck_assert_msg(is_given, "no row has a warning%s", wanted);
    snprintf(text, sizeof text, "// @allow: %d why\ndefine A: 5", codes[_i]);
    bool is_checked = codes[_i] / 100 != 72; /* without a criterion it might be used elsewhere */
    check_text(wanted, text, codes[_i] >= 7600 ? "1:12 7601" : is_checked ? "1:12 7603" : "-");
}
END_TEST

/* ---- Rule sets that lint clean -----------------------------------------------------------------
 */

START_TEST(test_shipped)
{
    const char *name, *text;
    size_t length, count = 0;
    for (; nfh_builtin_name(count, &name) == NFH_OK; count++) {
        ASSERT_STATUS(nfh_builtin_text(count, &text, &length), NFH_OK);
        check_text(name, text, "-");
    }
    ck_assert_uint_eq(count, 2);
}
END_TEST

static const char *const clean[] = {"Helper.cql", "OtherHelper.cql", "OtherTrial.cql"};

START_TEST(test_clean)
{
    char path[100];
    size_t length;
    snprintf(path, sizeof path, "rulesets/%s", clean[_i]);
    char *text = read_rules(path, &length);
    check_text(clean[_i], text, "-");
    free(text);
}
END_TEST

/* ---- Limits ------------------------------------------------------------------------------------
 */

#define CRITERION "/*\n@id: A%d\n@category: exclusion\n@short: a\n@text: a\n*/\n"

/* A warning in each criterion: no more than half of what is kept. */
static void many_warnings(struct text *text)
{
    add(text, "parameter s String\n");
    for (int i = 0; i < 3000; i++) {
        add(text, CRITERION "define A%d: s in { 'a%d' }\n", i, i, i);
    }
}

/* The same, silenced, so that all must be looked at. */
static void many_allowed(struct text *text)
{
    add(text, "parameter s String\n");
    for (int i = 0; i < 1000; i++) {
        add(text, "// @allow: 7201 why\n" CRITERION "define A%d: s in { 'a%d' }\n", i, i, i);
    }
}

/* Guarded, so that each has to be followed through the whole program. */
static void many_guarded(struct text *text)
{
    add(text, "parameter s String\n");
    for (int i = 0; i < 2500; i++) {
        add(text, CRITERION "define A%d: if s is null then null else s in { 'a%d' }\n", i, i, i);
    }
}

/* Conditions that hang on hundreds of inputs. */
static void many_roots(struct text *text)
{
    add(text, CRITERION "define A: if ", 0);
    for (int i = 0; i < 400; i++) {
        add(text, "p%d and ", i);
    }
    add(text, "true then true else null\n");
    for (int i = 0; i < 400; i++) {
        add(text, "parameter p%d Boolean\n", i);
    }
}

/* A function that is called again and again with the same arguments. */
static void many_calls(struct text *text)
{
    add(text, "parameter n Integer\n"
              "define function f0(x Integer): if x is null then null else x in { 1 }\n");
    for (int i = 1; i < 16; i++) {
        add(text, "define function f%d(x Integer): f%d(x) and f%d(x)\n", i, i - 1, i - 1);
    }
    add(text, CRITERION "define A: f15(n)\n", 0);
}

/* And with others each time. */
static void many_constructs(struct text *text)
{
    add(text,
        "parameter n Integer\ndefine function f(x Integer): x in { 1, 2 } or x in { 3, 4 "
        "}\n" CRITERION "define A: ",
        0);
    for (int i = 0; i < 15; i++) {
        add(text, "A%d%s", i, i < 14 ? " and " : "\n");
    }
    for (int i = 0; i < 15; i++) {
        add(text, "define A%d: ", i);
        for (int j = 0; j < 400; j++) {
            add(text, "f(n + %d)%s", 400 * i + j, j < 399 ? " and " : "\n");
        }
    }
}

static const struct {
    void (*write)(struct text *text);
    int most;       /* warnings */
    int code;       /* that there must be, or 0 */
    int other_code; /* that there must not be */
} crowds[] = {
    {many_warnings, 50, 7201, 7604}, {many_allowed, 0, 0, 7603}, {many_guarded, 1, 7604, 7201},
    {many_roots, 2, 7302, 7205},     {many_calls, 0, 0, 7201},   {many_constructs, 3, 7604, 7603},
};
#define CROWDS (sizeof crowds / sizeof *crowds)

START_TEST(test_crowd)
{
    struct text text = {NULL, 0, 0};
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    size_t count;
    bool found = crowds[_i].code == 0;
    crowds[_i].write(&text);
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    clock_t start = clock();
    ASSERT_STATUS(nfh_compiler_compile(compiler, "main", text.bytes, text.length, &ruleset),
                  NFH_OK);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    ASSERT_STATUS(nfh_compiler_diagnostic_count(compiler, &count), NFH_OK);
    ck_assert_uint_le(count, (size_t)crowds[_i].most);
    for (size_t i = 0; i < count; i++) {
        int code;
        ASSERT_STATUS(nfh_compiler_diagnostic(compiler, i, NULL, &code, NULL, NULL, NULL, NULL),
                      NFH_OK);
        found = found || code == crowds[_i].code;
        ck_assert_int_ne(code, crowds[_i].other_code);
    }
    ck_assert_msg(found, "no warning %d", crowds[_i].code);
    ck_assert_msg(seconds < test_seconds_max(), "crowd %d took %.1f s", _i, seconds);
    if (getenv("NFH_TEST_TIMES")) {
        printf("crowd %d: %.3f s, %zu warnings\n", _i, seconds, count);
    }
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
    free(text.bytes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lint");
    TCase *rows = tcase_create("table"), *sets = tcase_create("rule sets"),
          *limits = tcase_create("limits");
    table = test_table_read("warnings.tsv");
    tcase_add_loop_test(rows, test_warnings, 0, (int)table.rows);
    tcase_add_loop_test(rows, test_code, 0, (int)CODES);
    tcase_add_test(sets, test_shipped);
    tcase_add_loop_test(sets, test_clean, 0, (int)(sizeof clean / sizeof *clean));
    tcase_add_loop_test(limits, test_crowd, 0, (int)CROWDS);
    tcase_set_timeout(limits, 60);
    suite_add_tcase(suite, rows);
    suite_add_tcase(suite, sets);
    suite_add_tcase(suite, limits);
    int status = test_run(suite);
    test_table_free(&table);
    return status;
}
