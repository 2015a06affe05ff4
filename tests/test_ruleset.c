/* SPDX-License-Identifier: MIT
 *
 * test_ruleset.c - what a rule set tells, and the tags that make a definition a criterion.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen_support.h"

static const char small[] =
    "library Small version '1.2'\n"
    "/*\n@unit: umol/L\n@min: 5\n@max: 5000\n@prompt: Serum creatinine\n@accept: mg/dL = 88.4 "
    "umol/L\n*/\n"
    "parameter creatinine Quantity\n"
    "/*\n@values: male|female\n*/\n"
    "parameter sex String\n"
    "parameter \"Date of Birth\" Date\n"
    "parameter free Quantity\n"
    "/*\n@id: INCL01\n@category: inclusion\n@short: A man\n@text: Men only\n*/\n"
    "define \"Is Male\": sex = 'male'\n"
    "/*\n@id: EXCL01\n@category: exclusion\n*/\n"
    "define High: creatinine > 100 'umol/L'\n"
    "/*\n@id: CHECK_1\n@category: check\n*/\n"
    "define private Odd: sex is null\n"
    "define Answer: 42\n";

/* ---- Criteria tags --------------------------------------------------------------------------- */

/* A rule set without criteria, then the tags of one: code of the only error, its line, a part of
 * its message. */
static const struct {
    const char *tags, *define;
    int code, line;
    const char *message;
} criteria_errors[] = {
    {"@category: inclusion", "define a: true", 4101, 4, "no @id"},
    {"@id: A\n@category: inclusion\n", "define a: true", 0, 0, NULL},
    {"@id:\n@category: inclusion", "define a: true", 4101, 0, "'' cannot be an @id"},
    {"@id: a1\n@category: inclusion", "define a: true", 4101, 2, "'a1' cannot be an @id"},
    {"@id: 1A\n@category: inclusion", "define a: true", 4101, 2, "cannot be an @id"},
    {"@id: A B\n@category: inclusion", "define a: true", 4101, 2, "cannot be an @id"},
    {"@id: ABCDEFGHI\n@category: inclusion", "define a: true", 4101, 2, "cannot be an @id"},
    {"@id: ABCDEFG8\n@category: exclusion", "define a: true", 0, 0, NULL},
    {"@id: A_1\n@category: check", "define a: true", 0, 0, NULL},
    {"@id: A", "define a: true", 4102, 4, "no @category"},
    {"@id: A\n@category: Inclusion", "define a: true", 4102, 3, "'Inclusion' is no @category"},
    {"@id: A\n@category: other", "define a: true", 4102, 3, "inclusion, exclusion or check"},
    {"@id: A\n@id: B\n@category: check", "define a: true", 4103, 3, "second time"},
    {"@id: A\n@category: check\n@category: check", "define a: true", 4103, 4, "second time"},
    {"@id: A\n@category: check", "define a: 1", 4104, 5, "must be Boolean, but 'a' is Integer"},
    {"@id: A\n@category: check", "define a: null", 4104, 5, "must be Boolean"},
    {"@id: A\n@category: check", "define a: null as Boolean", 0, 0, NULL},
};

/* The place of the only error among the diagnostics; there may be warnings too. */
static size_t find_error(const nfh_compiler *compiler)
{
    size_t count, errors = 0, found = 0;
    ASSERT_STATUS(nfh_compiler_diagnostic_count(compiler, &count), NFH_OK);
    for (size_t i = 0; i < count; i++) {
        int severity;
        ASSERT_STATUS(nfh_compiler_diagnostic(compiler, i, &severity, NULL, NULL, NULL, NULL, NULL),
                      NFH_OK);
        if (severity == NFH_SEVERITY_ERROR) {
            found = i;
            errors++;
        }
    }
    ck_assert_uint_eq(errors, 1);
    return found;
}

START_TEST(criterion_tags)
{
    char text[400];
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    snprintf(text, sizeof text, "/*\n%s\n*/\n%s\n", criteria_errors[_i].tags,
             criteria_errors[_i].define);
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    int status = nfh_compiler_compile(compiler, "x.cql", text, strlen(text), &ruleset);
    if (criteria_errors[_i].code == 0) {
        ASSERT_STATUS(status, NFH_OK);
    } else {
        int code, line;
        const char *message;
        ASSERT_STATUS(status, NFH_E_COMPILE);
        ASSERT_STATUS(nfh_compiler_diagnostic(compiler, find_error(compiler), NULL, &code, NULL,
                                              &line, NULL, &message),
                      NFH_OK);
        ck_assert_int_eq(code, criteria_errors[_i].code);
        ck_assert_msg(strstr(message, criteria_errors[_i].message) != NULL, "%s", message);
        if (criteria_errors[_i].line > 0)
            ck_assert_int_eq(line, criteria_errors[_i].line);
    }
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
}
END_TEST

START_TEST(criterion_twice)
{
    static const char text[] = "/*\n@id: A\n@category: check\n*/\ndefine a: true\n"
                               "/*\n@id: A\n@category: check\n*/\ndefine b: true\n";
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    int code, line;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "x", text, strlen(text), &ruleset), NFH_E_COMPILE);
    ASSERT_STATUS(nfh_compiler_diagnostic(compiler, find_error(compiler), NULL, &code, NULL, &line,
                                          NULL, NULL),
                  NFH_OK);
    ck_assert_int_eq(code, 4103);
    ck_assert_int_eq(line, 7);
    nfh_compiler_free(compiler);
}
END_TEST

/* 200 characters are allowed, whatever their bytes; 201 are not. */
START_TEST(short_limit)
{
    char text[1000] = "/*\n@id: A\n@category: check\n@short: ";
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    int code;
    for (int i = 0; i < 200 + _i; i++)
        strcat(text, "\xce\xbc"); /* Greek mu, two bytes */
    strcat(text, "\n*/\ndefine a: true\n");
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_compile(compiler, "x", text, strlen(text), &ruleset),
                  _i ? NFH_E_COMPILE : NFH_OK);
    if (_i) {
        ASSERT_STATUS(nfh_compiler_diagnostic(compiler, 0, NULL, &code, NULL, NULL, NULL, NULL),
                      NFH_OK);
        ck_assert_int_eq(code, 4105);
    }
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
}
END_TEST

/* ---- What a rule set tells ------------------------------------------------------------------- */

START_TEST(names)
{
    nfh_ruleset *ruleset = compile_text(small);
    const char *text;
    ASSERT_STATUS(nfh_ruleset_name(ruleset, &text), NFH_OK);
    ck_assert_str_eq(text, "Small");
    ASSERT_STATUS(nfh_ruleset_version(ruleset, &text), NFH_OK);
    ck_assert_str_eq(text, "1.2");
    ASSERT_STATUS(nfh_ruleset_name(NULL, &text), NFH_E_NULL);
    ck_assert_ptr_null(text);
    ASSERT_STATUS(nfh_ruleset_version(NULL, &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_name(ruleset, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_version(ruleset, NULL), NFH_E_NULL);
    nfh_ruleset_free(ruleset);
    ruleset = compile_text("define a: 1");
    ASSERT_STATUS(nfh_ruleset_name(ruleset, &text), NFH_OK);
    ck_assert_str_eq(text, "");
    ASSERT_STATUS(nfh_ruleset_version(ruleset, &text), NFH_OK);
    ck_assert_str_eq(text, "");
    nfh_ruleset_free(ruleset);
}
END_TEST

/* The expected values are those of sha256sum. */
START_TEST(digest)
{
    static const char one[] = "0c879850602666114e77d14034789f0250e5070d64264b7b8088409444bd962e";
    static const char two[] = "510a24dd68ffd0b20f31cc898e552c3063fde123f321903763a6af1ee365decb";
    nfh_ruleset *ruleset = compile_text("define a: 1");
    const char *text;
    ASSERT_STATUS(nfh_ruleset_digest(ruleset, &text), NFH_OK);
    ck_assert_str_eq(text, one);
    ASSERT_STATUS(nfh_ruleset_digest(ruleset, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_digest(NULL, &text), NFH_E_NULL);
    ck_assert_ptr_null(text);
    nfh_ruleset_free(ruleset);
    ruleset = compile_text("define a: 1\r\ndefine b: 2");
    ASSERT_STATUS(nfh_ruleset_digest(ruleset, &text), NFH_OK);
    ck_assert_str_eq(text, two);
    nfh_ruleset_free(ruleset);
}
END_TEST

START_TEST(parameters)
{
    static const struct {
        const char *name;
        int type;
        const char *unit;
    } expected[] = {{"creatinine", NFH_TYPE_QUANTITY, "umol/L"},
                    {"sex", NFH_TYPE_STRING, NULL},
                    {"Date of Birth", NFH_TYPE_DATE, NULL},
                    {"free", NFH_TYPE_QUANTITY, NULL}};
    nfh_ruleset *ruleset = compile_text(small);
    size_t count, index;
    int type;
    const char *text;
    ASSERT_STATUS(nfh_ruleset_parameter_count(ruleset, &count), NFH_OK);
    ck_assert_uint_eq(count, 4);
    for (size_t i = 0; i < count; i++) {
        ASSERT_STATUS(nfh_ruleset_parameter_name(ruleset, i, &text), NFH_OK);
        ck_assert_str_eq(text, expected[i].name);
        ASSERT_STATUS(nfh_ruleset_parameter_index(ruleset, text, &index), NFH_OK);
        ck_assert_uint_eq(index, i);
        ASSERT_STATUS(nfh_ruleset_parameter_type(ruleset, i, &type), NFH_OK);
        ck_assert_int_eq(type, expected[i].type);
        ASSERT_STATUS(nfh_ruleset_parameter_unit(ruleset, i, &text), NFH_OK);
        ck_assert_pstr_eq(text, expected[i].unit);
    }
    ASSERT_STATUS(nfh_ruleset_parameter_tag(ruleset, 0, "prompt", &text), NFH_OK);
    ck_assert_str_eq(text, "Serum creatinine");
    ASSERT_STATUS(nfh_ruleset_parameter_tag(ruleset, 1, "values", &text), NFH_OK);
    ck_assert_str_eq(text, "male|female");
    ASSERT_STATUS(nfh_ruleset_parameter_tag(ruleset, 1, "prompt", &text), NFH_OK);
    ck_assert_ptr_null(text);
    nfh_ruleset_free(ruleset);
}
END_TEST

START_TEST(parameters_refused)
{
    nfh_ruleset *ruleset = compile_text(small);
    size_t number = 7;
    int type = 7;
    const char *text = "";
    ASSERT_STATUS(nfh_ruleset_parameter_index(ruleset, "Creatinine", &number), NFH_E_NAME);
    ck_assert_uint_eq(number, 0);
    ASSERT_STATUS(nfh_ruleset_parameter_index(ruleset, "", &number), NFH_E_NAME);
    ASSERT_STATUS(nfh_ruleset_parameter_index(ruleset, NULL, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_index(NULL, "sex", &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_index(ruleset, "sex", NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_count(NULL, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_count(ruleset, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_name(ruleset, 4, &text), NFH_E_INDEX);
    ck_assert_ptr_null(text);
    ASSERT_STATUS(nfh_ruleset_parameter_name(ruleset, SIZE_MAX, &text), NFH_E_INDEX);
    ASSERT_STATUS(nfh_ruleset_parameter_name(NULL, 0, &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_name(ruleset, 0, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_type(ruleset, 4, &type), NFH_E_INDEX);
    ck_assert_int_eq(type, 0);
    ASSERT_STATUS(nfh_ruleset_parameter_type(NULL, 0, &type), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_type(ruleset, 0, NULL), NFH_E_NULL);
    text = "";
    ASSERT_STATUS(nfh_ruleset_parameter_unit(ruleset, 4, &text), NFH_E_INDEX);
    ck_assert_ptr_null(text);
    ASSERT_STATUS(nfh_ruleset_parameter_unit(NULL, 0, &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_unit(ruleset, 0, NULL), NFH_E_NULL);
    text = "";
    ASSERT_STATUS(nfh_ruleset_parameter_tag(ruleset, 4, "min", &text), NFH_E_INDEX);
    ck_assert_ptr_null(text);
    ASSERT_STATUS(nfh_ruleset_parameter_tag(NULL, 0, "min", &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_tag(ruleset, 0, NULL, &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_tag(ruleset, 0, "min", NULL), NFH_E_NULL);
    nfh_ruleset_free(ruleset);
}
END_TEST

START_TEST(nearest_parameter)
{
    nfh_ruleset *ruleset = compile_text(small);
    const char *text = "";
    ASSERT_STATUS(nfh_ruleset_parameter_nearest(ruleset, "creatinin", &text), NFH_OK);
    ck_assert_str_eq(text, "creatinine");
    ASSERT_STATUS(nfh_ruleset_parameter_nearest(ruleset, "Creatinine", &text), NFH_OK);
    ck_assert_str_eq(text, "creatinine");
    ASSERT_STATUS(nfh_ruleset_parameter_nearest(ruleset, "haemoglobin", &text), NFH_OK);
    ck_assert_ptr_null(text);
    ASSERT_STATUS(nfh_ruleset_parameter_nearest(NULL, "sex", &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_nearest(ruleset, NULL, &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_parameter_nearest(ruleset, "sex", NULL), NFH_E_NULL);
    nfh_ruleset_free(ruleset);
}
END_TEST

START_TEST(criteria)
{
    static const struct {
        const char *id, *name;
        int category;
        const char *text;
    } expected[] = {{"INCL01", "Is Male", NFH_CATEGORY_INCLUSION, "A man"},
                    {"EXCL01", "High", NFH_CATEGORY_EXCLUSION, NULL},
                    {"CHECK_1", "Odd", NFH_CATEGORY_CHECK, NULL}};
    nfh_ruleset *ruleset = compile_text(small);
    size_t count, index;
    int category;
    const char *text;
    ASSERT_STATUS(nfh_ruleset_criterion_count(ruleset, &count), NFH_OK);
    ck_assert_uint_eq(count, 3);
    for (size_t i = 0; i < count; i++) {
        ASSERT_STATUS(nfh_ruleset_criterion_id(ruleset, i, &text), NFH_OK);
        ck_assert_str_eq(text, expected[i].id);
        ASSERT_STATUS(nfh_ruleset_criterion_index(ruleset, text, &index), NFH_OK);
        ck_assert_uint_eq(index, i);
        ASSERT_STATUS(nfh_ruleset_criterion_name(ruleset, i, &text), NFH_OK);
        ck_assert_str_eq(text, expected[i].name);
        ASSERT_STATUS(nfh_ruleset_criterion_category(ruleset, i, &category), NFH_OK);
        ck_assert_int_eq(category, expected[i].category);
        ASSERT_STATUS(nfh_ruleset_criterion_tag(ruleset, i, "short", &text), NFH_OK);
        ck_assert_pstr_eq(text, expected[i].text);
    }
    nfh_ruleset_free(ruleset);
}
END_TEST

START_TEST(criteria_refused)
{
    nfh_ruleset *ruleset = compile_text(small);
    size_t number = 7;
    int category = 7;
    const char *text = "";
    ASSERT_STATUS(nfh_ruleset_criterion_index(ruleset, "incl01", &number), NFH_E_NAME);
    ck_assert_uint_eq(number, 0);
    ASSERT_STATUS(nfh_ruleset_criterion_index(ruleset, NULL, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_criterion_index(NULL, "A", &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_criterion_index(ruleset, "A", NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_criterion_count(NULL, &number), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_criterion_count(ruleset, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_criterion_id(ruleset, 3, &text), NFH_E_INDEX);
    ck_assert_ptr_null(text);
    ASSERT_STATUS(nfh_ruleset_criterion_id(NULL, 0, &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_criterion_id(ruleset, 0, NULL), NFH_E_NULL);
    text = "";
    ASSERT_STATUS(nfh_ruleset_criterion_name(ruleset, 3, &text), NFH_E_INDEX);
    ck_assert_ptr_null(text);
    ASSERT_STATUS(nfh_ruleset_criterion_name(NULL, 0, &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_criterion_name(ruleset, 0, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_criterion_category(ruleset, 3, &category), NFH_E_INDEX);
    ck_assert_int_eq(category, 0);
    ASSERT_STATUS(nfh_ruleset_criterion_category(NULL, 0, &category), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_criterion_category(ruleset, 0, NULL), NFH_E_NULL);
    text = "";
    ASSERT_STATUS(nfh_ruleset_criterion_tag(ruleset, 3, "short", &text), NFH_E_INDEX);
    ck_assert_ptr_null(text);
    ASSERT_STATUS(nfh_ruleset_criterion_tag(NULL, 0, "short", &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_criterion_tag(ruleset, 0, NULL, &text), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_criterion_tag(ruleset, 0, "short", NULL), NFH_E_NULL);
    nfh_ruleset_free(ruleset);
}
END_TEST

START_TEST(definitions)
{
    nfh_ruleset *ruleset = compile_text(small);
    static const char *const expected[] = {"Is Male", "High",
                                           "Answer"}; /* the private one is left out */
    size_t count = 7;
    const char *name;
    ASSERT_STATUS(nfh_ruleset_definition_count(ruleset, &count), NFH_OK);
    ck_assert_uint_eq(count, 3);
    for (size_t i = 0; i < count; i++) {
        ASSERT_STATUS(nfh_ruleset_definition_name(ruleset, i, &name), NFH_OK);
        ck_assert_str_eq(name, expected[i]);
    }
    ASSERT_STATUS(nfh_ruleset_definition_name(ruleset, 3, &name), NFH_E_INDEX);
    ck_assert_ptr_null(name);
    ASSERT_STATUS(nfh_ruleset_definition_name(NULL, 0, &name), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_definition_name(ruleset, 0, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_definition_count(NULL, &count), NFH_E_NULL);
    ASSERT_STATUS(nfh_ruleset_definition_count(ruleset, NULL), NFH_E_NULL);
    nfh_ruleset_free(ruleset);
}
END_TEST

START_TEST(expression_has_nothing_to_tell)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    size_t count, index;
    const char *name;
    ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
    ASSERT_STATUS(nfh_compiler_compile_expression(compiler, "1 + 1", 5, &ruleset), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_parameter_count(ruleset, &count), NFH_OK);
    ck_assert_uint_eq(count, 0);
    ASSERT_STATUS(nfh_ruleset_criterion_count(ruleset, &count), NFH_OK);
    ck_assert_uint_eq(count, 0);
    ASSERT_STATUS(nfh_ruleset_criterion_index(ruleset, "A", &index), NFH_E_NAME);
    ASSERT_STATUS(nfh_ruleset_parameter_index(ruleset, "a", &index), NFH_E_NAME);
    ASSERT_STATUS(nfh_ruleset_definition_name(ruleset, 0, &name), NFH_OK);
    ck_assert_str_eq(name, "");
    nfh_ruleset_free(ruleset);
    ASSERT_STATUS(nfh_compiler_compile_expression(compiler, "1 + ", 4, &ruleset), NFH_E_COMPILE);
    ck_assert_ptr_null(ruleset);
    nfh_compiler_free(compiler);
}
END_TEST

#define ROWS(table) ((int)(sizeof(table) / sizeof(table)[0]))

int main(void)
{
    Suite *suite = suite_create("ruleset");
    TCase *tcase = tcase_create("ruleset");
    tcase_add_loop_test(tcase, criterion_tags, 0, ROWS(criteria_errors));
    tcase_add_test(tcase, criterion_twice);
    tcase_add_loop_test(tcase, short_limit, 0, 2);
    tcase_add_test(tcase, names);
    tcase_add_test(tcase, digest);
    tcase_add_test(tcase, parameters);
    tcase_add_test(tcase, parameters_refused);
    tcase_add_test(tcase, nearest_parameter);
    tcase_add_test(tcase, criteria);
    tcase_add_test(tcase, criteria_refused);
    tcase_add_test(tcase, definitions);
    tcase_add_test(tcase, expression_has_nothing_to_tell);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
