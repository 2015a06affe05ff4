/* SPDX-License-Identifier: MIT
 *
 * test_compiler.c - compiling rule sets: what is refused, with which diagnostics, and out of
 * memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen_support.h"

static const char small[] =
    "/*\n@unit: kg\n*/ parameter weight Quantity\n"
    "/*\n@id: INCL01\n@category: inclusion\n@text: Heavy\n*/ define Heavy: weight > 100 'kg'\n";

static int add(nfh_compiler *compiler, const char *text)
{
    return nfh_compiler_add_library(compiler, "lib.cql", text, strlen(text));
}

static int compile(nfh_compiler *compiler, const char *text, nfh_ruleset **ruleset)
{
    return nfh_compiler_compile(compiler, "main.cql", text, strlen(text), ruleset);
}

/* ---- Compiler -------------------------------------------------------------------------------- */

START_TEST(compiler_null)
{
    struct failing_memory memory = {.allowed = SIZE_MAX};
    nfh_compiler *compiler = (nfh_compiler *)&memory;
    ASSERT_STATUS(nfh_compiler_new(NULL), NFH_E_NULL);
    ASSERT_STATUS(new_compiler(&memory, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_new_with(NULL, NULL, &compiler), NFH_E_NULL);
    ck_assert_ptr_null(compiler);
    memory.allowed = 0;
    compiler = (nfh_compiler *)&memory;
    ASSERT_STATUS(new_compiler(&memory, &compiler), NFH_E_MEMORY);
    ck_assert_ptr_null(compiler);
    nfh_compiler_free(NULL);
    nfh_ruleset_free(NULL);
}
END_TEST

START_TEST(compile_null)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset = (nfh_ruleset *)&compiler;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_compile(NULL, "f", "", 0, &ruleset), NFH_E_NULL);
    ck_assert_ptr_null(ruleset);
    ASSERT_STATUS(nfh_compiler_compile(compiler, NULL, "", 0, &ruleset), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "f", NULL, 0, &ruleset), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "f", "", 0, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_compile_expression(NULL, "1", 1, &ruleset), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_compile_expression(compiler, NULL, 1, &ruleset), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_compile_expression(compiler, "1", 1, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_load(NULL, "NCT07101562", &ruleset), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_load(compiler, NULL, &ruleset), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_load(compiler, "NCT07101562", NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_add_library(NULL, "f", "", 0), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_add_library(compiler, NULL, "", 0), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_add_library(compiler, "f", NULL, 0), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_load(NULL, &ruleset), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_load("NCT07101562", NULL), NFH_E_NULL);
    nfh_compiler_free(compiler);
}
END_TEST

START_TEST(load_built_in)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset = (nfh_ruleset *)&compiler;
    const char *name;
    size_t parameters, criteria;
    ASSERT_STATUS(nfh_ruleset_load("NCT00000000", &ruleset), NFH_E_NAME);
    ck_assert_ptr_null(ruleset);
    ASSERT_STATUS(nfh_ruleset_load("", &ruleset), NFH_E_NAME);
    ASSERT_STATUS(nfh_ruleset_load("nct07101562", &ruleset), NFH_E_NAME);
    ASSERT_STATUS(nfh_ruleset_load("NCT07101562", &ruleset), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_name(ruleset, &name), NFH_OK);
    ck_assert_str_eq(name, "NCT07101562");
    nfh_ruleset_free(ruleset);

    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_load(compiler, "NCT0", &ruleset), NFH_E_NAME);
    ck_assert_ptr_null(ruleset);
    ASSERT_STATUS(nfh_compiler_load(compiler, "NCT07101562", &ruleset), NFH_OK);
    nfh_compiler_free(compiler);
    ASSERT_STATUS(nfh_ruleset_parameter_count(ruleset, &parameters), NFH_OK);
    ck_assert_uint_eq(parameters, 89); /* rows of the protocol's data dictionary */
    ASSERT_STATUS(nfh_ruleset_criterion_count(ruleset, &criteria), NFH_OK);
    size_t decisive = 0;
    for (size_t i = 0; i < criteria; i++) {
        int category;
        ASSERT_STATUS(nfh_ruleset_criterion_category(ruleset, i, &category), NFH_OK);
        decisive += category != NFH_CATEGORY_CHECK;
    }
    ck_assert_uint_eq(decisive, 33);
    nfh_ruleset_free(ruleset);
}
END_TEST

START_TEST(built_in_texts)
{
    const char *name = "", *text;
    size_t length, index = 0, found = 0;
    for (; nfh_builtin_name(index, &name) == NFH_OK; index++) {
        ASSERT_STATUS(nfh_builtin_text(index, &text, &length), NFH_OK);
        ck_assert_uint_eq(strlen(text), length);
        ck_assert_ptr_nonnull(strstr(text, name));
        found += strcmp(name, "NCT07101562") == 0 || strcmp(name, "NFHCalculations") == 0;
    }
    ck_assert_uint_eq(found, 2);
    ck_assert_ptr_null(name);
    ASSERT_STATUS(nfh_builtin_name(index, &name), NFH_E_INDEX);
    ASSERT_STATUS(nfh_builtin_text(index, &text, &length), NFH_E_INDEX);
    ck_assert_ptr_null(text);
    ck_assert_uint_eq(length, 0);
    ASSERT_STATUS(nfh_builtin_name(0, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_builtin_text(0, NULL, &length), NFH_E_NULL);
    ASSERT_STATUS(nfh_builtin_text(0, &text, NULL), NFH_E_NULL);
}
END_TEST

START_TEST(source_limit)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    char *text = malloc(NFH_SOURCE_MAX + 1);
    ck_assert_ptr_nonnull(text);
    memset(text, ' ', NFH_SOURCE_MAX + 1);
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "f", text, NFH_SOURCE_MAX + 1, &ruleset),
                  NFH_E_LIMIT);
    ck_assert_ptr_null(ruleset);
    ASSERT_STATUS(nfh_compiler_compile_expression(compiler, text, NFH_SOURCE_MAX + 1, &ruleset),
                  NFH_E_LIMIT);
    ASSERT_STATUS(nfh_compiler_add_library(compiler, "f", text, NFH_SOURCE_MAX + 1), NFH_E_LIMIT);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "f", text, NFH_SOURCE_MAX, &ruleset), NFH_OK);
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
    free(text);
}
END_TEST

/* `count` definitions, each on a line of its own. */
static char *many_definitions(size_t count)
{
    const size_t line = 24;
    char *text = malloc(count * line + 1);
    size_t length = 0;
    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(text + length, line + 1, "define d%zu: 1\n", i);
    return text;
}

START_TEST(definition_limit)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    int code;
    char *text = many_definitions(NFH_DEFINITIONS_MAX + 1);
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "f", text, strlen(text), &ruleset), NFH_E_LIMIT);
    ASSERT_STATUS(nfh_compiler_diagnostic(compiler, 0, NULL, &code, NULL, NULL, NULL, NULL),
                  NFH_OK);
    ck_assert_int_eq(code, 6202);
    free(text);
    text = many_definitions(NFH_DEFINITIONS_MAX);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "f", text, strlen(text), &ruleset), NFH_OK);
    nfh_ruleset_free(ruleset);
    free(text);
    nfh_compiler_free(compiler);
}
END_TEST

/* ---- Diagnostics ----------------------------------------------------------------------------- */

START_TEST(all_errors_in_the_order_of_the_text)
{
    static const char text[] = "define a: nowhere\n"
                               "define b: 1 +\n"
                               "/*\n@id: bad\n@category: inclusion\n*/\n"
                               "define c: true\n";
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    size_t count;
    int last = 0, lines[] = {1, 2, 4};
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "x.cql", text, strlen(text), &ruleset),
                  NFH_E_COMPILE);
    ck_assert_ptr_null(ruleset);
    ASSERT_STATUS(nfh_compiler_diagnostic_count(compiler, &count), NFH_OK);
    ck_assert_uint_ge(count, 3);
    for (size_t i = 0; i < count; i++) {
        int severity, code, line, column;
        const char *file, *message;
        ASSERT_STATUS(
            nfh_compiler_diagnostic(compiler, i, &severity, &code, &file, &line, &column, &message),
            NFH_OK);
        ck_assert_int_eq(severity, NFH_SEVERITY_ERROR);
        ck_assert_str_eq(file, "x.cql");
        ck_assert_int_ge(line, last);
        ck_assert_int_ge(column, 1);
        ck_assert_str_ne(message, "");
        last = line;
        for (size_t k = 0; k < 3; k++)
            lines[k] = lines[k] == line ? 0 : lines[k];
    }
    ck_assert_int_eq(lines[0] + lines[1] + lines[2], 0);
    nfh_compiler_free(compiler);
}
END_TEST

START_TEST(diagnostic_text)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    char whole[1000], part[20];
    size_t needed, again;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "x.cql", "define a: nowhere\n", 18, &ruleset),
                  NFH_E_COMPILE);
    ASSERT_STATUS(nfh_compiler_diagnostic_text(compiler, 0, whole, sizeof whole, &needed), NFH_OK);
    ck_assert_uint_eq(strlen(whole) + 1, needed);
    ck_assert_int_eq(strncmp(whole, "x.cql:1:11: error: ", 19), 0);
    ck_assert_ptr_nonnull(strstr(whole, " [3001]\ndefine a: nowhere\n          ^"));
    ck_assert_int_eq(whole[needed - 2], '\n');
    ASSERT_STATUS(nfh_compiler_diagnostic_text(compiler, 0, part, sizeof part, &again),
                  NFH_E_BUFFER);
    ck_assert_uint_eq(again, needed);
    ck_assert_uint_eq(strlen(part), sizeof part - 1);
    ck_assert_int_eq(strncmp(whole, part, sizeof part - 1), 0);
    ASSERT_STATUS(nfh_compiler_diagnostic_text(compiler, 0, NULL, 0, &again), NFH_E_BUFFER);
    ck_assert_uint_eq(again, needed);
    ASSERT_STATUS(nfh_compiler_diagnostic_text(compiler, 0, whole, needed - 1, &again),
                  NFH_E_BUFFER);
    ASSERT_STATUS(nfh_compiler_diagnostic_text(compiler, 0, whole, needed, &again), NFH_OK);
    ASSERT_STATUS(nfh_compiler_diagnostic_text(compiler, 1, whole, sizeof whole, &again),
                  NFH_E_INDEX);
    ck_assert_str_eq(whole, "");
    ck_assert_uint_eq(again, 0);
    ASSERT_STATUS(nfh_compiler_diagnostic_text(NULL, 0, whole, sizeof whole, &again), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_diagnostic_text(compiler, 0, NULL, 1, &again), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_diagnostic_text(compiler, 0, whole, sizeof whole, NULL), NFH_E_NULL);
    nfh_compiler_free(compiler);
}
END_TEST

START_TEST(diagnostic_null)
{
    nfh_compiler *compiler;
    size_t count = 7;
    int severity = 7, code = 7, line = 7, column = 7;
    const char *file = "", *message = "";
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_diagnostic_count(NULL, &count), NFH_E_NULL);
    ck_assert_uint_eq(count, 0);
    ASSERT_STATUS(nfh_compiler_diagnostic_count(compiler, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_compiler_diagnostic_count(compiler, &count), NFH_OK);
    ck_assert_uint_eq(count, 0);
    ASSERT_STATUS(
        nfh_compiler_diagnostic(compiler, 0, &severity, &code, &file, &line, &column, &message),
        NFH_E_INDEX);
    ck_assert_int_eq(severity + code + line + column, 0);
    ck_assert_ptr_null(file);
    ck_assert_ptr_null(message);
    ASSERT_STATUS(nfh_compiler_diagnostic(NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL), NFH_E_NULL);
    nfh_compiler_free(compiler);
}
END_TEST

/* ---- Lifetime -------------------------------------------------------------------------------- */

START_TEST(ruleset_outlives_its_compiler)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    const char *value;
    char *text = malloc(sizeof small);
    ck_assert_ptr_nonnull(text);
    memcpy(text, small, sizeof small);
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "x", text, strlen(text), &ruleset), NFH_OK);
    memset(text, 'x', sizeof small);
    free(text);
    ASSERT_STATUS(compile(compiler, "define a: 1 +", &(nfh_ruleset *){NULL}), NFH_E_COMPILE);
    nfh_compiler_free(compiler);
    ASSERT_STATUS(nfh_ruleset_criterion_tag(ruleset, 0, "text", &value), NFH_OK);
    ck_assert_str_eq(value, "Heavy");
    nfh_ruleset_free(ruleset);
}
END_TEST

/* ---- Out of memory --------------------------------------------------------------------------- */

/* What a program does with a compiler, at whatever point it ends. */
static int compile_something(struct failing_memory *memory)
{
    static const char library[] = "library Lib version '1' define x: 1 'mg'";
    static const char text[] =
        "include Lib called L\n"
        "include NFHCalculations called C\n"
        "/*\n@unit: kg\n@accept: [lb_av] = 0.45 kg\n*/ parameter weight Quantity\n"
        "parameter word String\n"
        "/*\n@id: A\n@category: exclusion\n@allow: 7205 why\n*/\n"
        "define a: C.ExceedsULN(weight, 100 'kg', 1.5) or L.x > 2 'g' or not (word in { 'a' })\n"
        "  or (if word = 'b' then true else word = 'c')\n";
    nfh_compiler *compiler = NULL;
    nfh_ruleset *ruleset = NULL;
    int status = new_compiler(memory, &compiler);
    if (status == NFH_OK)
        status = nfh_compiler_add_library(compiler, "l", library, strlen(library));
    if (status == NFH_OK) {
        status = nfh_compiler_compile(compiler, "m", text, strlen(text), &ruleset);
        if (status != NFH_OK)
            ck_assert_ptr_null(ruleset);
    }
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
    return status;
}

START_TEST(compile_out_of_memory)
{
    size_t n = 0;
    int status = NFH_E_MEMORY;
    for (; status != NFH_OK && n < 100000; n++) {
        struct failing_memory memory = {.allowed = n};
        status = compile_something(&memory);
        ck_assert_uint_eq(memory.live, 0);
        if (status != NFH_OK)
            ASSERT_STATUS(status, NFH_E_MEMORY);
    }
    ASSERT_STATUS(status, NFH_OK);
    ck_assert_uint_gt(n, 10);
}
END_TEST

/* A compiler that ran out of memory once can be used again. */
START_TEST(compile_again_after_failure)
{
    struct failing_memory memory = {.allowed = SIZE_MAX};
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    ASSERT_STATUS(new_compiler(&memory, &compiler), NFH_OK);
    memory.allowed = memory.calls + 5;
    ASSERT_STATUS(compile(compiler, small, &ruleset), NFH_E_MEMORY);
    memory.allowed = memory.calls;
    ASSERT_STATUS(nfh_compiler_compile_expression(compiler, "1", 1, &ruleset), NFH_E_MEMORY);
    ASSERT_STATUS(nfh_compiler_load(compiler, "NCT07101562", &ruleset), NFH_E_MEMORY);
    ASSERT_STATUS(add(compiler, "library A"), NFH_E_MEMORY);
    memory.allowed = SIZE_MAX;
    ASSERT_STATUS(compile(compiler, small, &ruleset), NFH_OK);
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
    ck_assert_uint_eq(memory.live, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compiler");
    TCase *tcase = tcase_create("compiler");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, compiler_null);
    tcase_add_test(tcase, compile_null);
    tcase_add_test(tcase, load_built_in);
    tcase_add_test(tcase, built_in_texts);
    tcase_add_test(tcase, source_limit);
    tcase_add_test(tcase, definition_limit);
    tcase_add_test(tcase, all_errors_in_the_order_of_the_text);
    tcase_add_test(tcase, diagnostic_text);
    tcase_add_test(tcase, diagnostic_null);
    tcase_add_test(tcase, ruleset_outlives_its_compiler);
    tcase_add_test(tcase, compile_out_of_memory);
    tcase_add_test(tcase, compile_again_after_failure);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
