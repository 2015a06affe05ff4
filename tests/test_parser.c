/* SPDX-License-Identifier: MIT
 *
 * test_parser.c - CQL text into syntax trees: what comes out, and what is refused and where.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parsed.h"
#include "support.h"
#include "syntax_dump.h"

#define DUMP_SIZE 8192

static struct test_table trees, errors;

/* ---- Expressions ---- */

START_TEST(test_tree)
{
    const char *id = test_cell(&trees, (size_t)_i, "id"),
               *wanted = test_cell(&trees, (size_t)_i, "tree");
    struct parsed p;
    parse_expression(&p, test_cell(&trees, (size_t)_i, "source"));
    char dump[DUMP_SIZE];
    ck_assert_msg(p.node != NULL, "%s: %s", id,
                  p.diagnostics.first ? p.diagnostics.first->message : "?");
    dump_node(p.node, dump, sizeof dump);
    ck_assert_msg(strcmp(dump, wanted) == 0, "%s: %s, not %s", id, dump, wanted);
    ck_assert_uint_eq(p.diagnostics.count, 0);
    parsed_finish(&p);
}
END_TEST

/* The same text as the body of a definition. */
START_TEST(test_tree_in_library)
{
    const char *source = test_cell(&trees, (size_t)_i, "source");
    char text[1000], dump[DUMP_SIZE], wanted[DUMP_SIZE];
    snprintf(text, sizeof text, "define a: %s\ndefine b: 1\n", source);
    snprintf(wanted, sizeof wanted, "define a = %s\ndefine b = 1\n",
             test_cell(&trees, (size_t)_i, "tree"));
    struct parsed p;
    parse_library(&p, text);
    dump_library(p.library, dump, sizeof dump);
    ck_assert_str_eq(dump, wanted);
    ck_assert_uint_eq(p.diagnostics.count, 0);
    parsed_finish(&p);
}
END_TEST

/* The part of the text that a place names. */
static void check_place(const struct parsed *p, struct nfh_place place, const char *wanted)
{
    ck_assert_msg(place.length == strlen(wanted) &&
                      memcmp(p->copy + place.offset, wanted, place.length) == 0,
                  "'%.*s' instead of '%s'", (int)place.length, p->copy + place.offset, wanted);
}

static const struct {
    const char *text, *place, *mark;
} places[] = {
    {" 1 + 2 ", "1 + 2", "+"},
    {"( 1 + 2 )", "( 1 + 2 )", "+"},
    {"(a) or (b)", "(a) or (b)", "or"},
    {"-a", "-a", "-"},
    {"+ a", "+ a", "a"},
    {"not (a)", "not (a)", "not"},
    {"start of a", "start of a", "start of"},
    {"a is not null", "a is not null", "is not null"},
    {"a between 1 and 2", "a between 1 and 2", "between"},
    {"a properly between 1 and 2", "a properly between 1 and 2", "properly between"},
    {"years between a and b", "years between a and b", "years between"},
    {"duration in days between a and b", "duration in days between a and b",
     "duration in days between"},
    {"difference in days of a", "difference in days of a", "difference in days of"},
    {"year from a", "year from a", "year from"},
    {"a starts 3 days or less before day of end b", "a starts 3 days or less before day of end b",
     "starts 3 days or less before day of"},
    {"a in day of b", "a in day of b", "in"},
    {"a.b.c", "a.b.c", "c"},
    {"a.\"b\"(1)", "a.\"b\"(1)", "\"b\""},
    {"f(1)", "f(1)", "f"},
    {"a[ 1 ]", "a[ 1 ]", "["},
    {"5  'mg' ", "5  'mg'", "'mg'"},
    {"3 days", "3 days", "days"},
    {"'abc'", "'abc'", "'abc'"},
    {"@2014-01-01", "@2014-01-01", "@2014-01-01"},
    {"if a then b else c", "if a then b else c", "if"},
    {"case when a then b else c end", "case when a then b else c end", "case"},
    {"cast a as Integer", "cast a as Integer", "cast"},
    {"a as Interval<Date>", "a as Interval<Date>", "as"},
    {"convert a to 'mg'", "convert a to 'mg'", "'mg'"},
    {"convert a to Integer", "convert a to Integer", "convert"},
    {"Interval[1, 2)", "Interval[1, 2)", "Interval"},
    {"{1, 2}", "{1, 2}", "{1, 2}"},
    {"expand a per day", "expand a per day", "expand"},
    {"minimum Integer", "minimum Integer", "minimum"},
    {"1 : 2", "1 : 2", ":"},
    {"A b where c", "A b where c", "b"},
    {"[A: b]", "[A: b]", "["},
};

START_TEST(test_place)
{
    struct parsed p;
    parse_expression(&p, places[_i].text);
    ck_assert_ptr_nonnull(p.node);
    check_place(&p, p.node->place, places[_i].place);
    check_place(&p, p.node->mark, places[_i].mark);
    parsed_finish(&p);
}
END_TEST

/* The boundaries that a timing phrase adds point at its words. */
START_TEST(test_place_of_boundaries)
{
    struct parsed p;
    parse_expression(&p, "a starts before end b");
    check_place(&p, p.node->child[0]->mark, "starts");
    check_place(&p, p.node->child[1]->mark, "end");
    check_place(&p, p.node->child[1]->place, "end b");
    parsed_finish(&p);
}
END_TEST

START_TEST(test_type_place)
{
    struct parsed p;
    parse_expression(&p, "a is List< Choice<Integer, System.Date> >");
    const struct nfh_type_specifier *type = p.node->type_specifier;
    check_place(&p, type->place, "List< Choice<Integer, System.Date> >");
    check_place(&p, type->argument[0]->place, "Choice<Integer, System.Date>");
    check_place(&p, type->argument[0]->argument[1]->place, "System.Date");
    ck_assert_str_eq(type->argument[0]->argument[1]->qualifier, "System");
    parsed_finish(&p);
}
END_TEST

/* ---- Errors ---- */

/* The source of a row, with its line feeds. */
static void source_of(const char *cell, char *text, size_t size)
{
    static const char mark[] = "\xc2\xb6";
    size_t length = 0;
    while (*cell && length + 1 < size) {
        bool is_line_feed = strncmp(cell, mark, strlen(mark)) == 0;
        text[length++] = is_line_feed ? '\n' : *cell;
        cell += is_line_feed ? strlen(mark) : 1;
    }
    text[length] = '\0';
}

START_TEST(test_error)
{
    size_t row = (size_t)_i;
    const char *id = test_cell(&errors, row, "id"), *part = test_cell(&errors, row, "message");
    char text[1000];
    source_of(test_cell(&errors, row, "source"), text, sizeof text);
    struct parsed p;
    if (strcmp(test_cell(&errors, row, "kind"), "library") == 0) {
        parse_library(&p, text);
    } else {
        parse_expression(&p, text);
        ck_assert_msg(p.node == NULL, "%s: is accepted", id);
    }
    ck_assert_msg(p.diagnostics.errors == 1, "%s: %zu errors", id, p.diagnostics.errors);
    const struct nfh_diagnostic *d = p.diagnostics.first;
    ck_assert_msg(strstr(d->message, part) != NULL, "%s: %s", id, d->message);
    ck_assert_ptr_eq(d->source, &p.source);
    check_diagnostic(&p, 0, atoi(test_cell(&errors, row, "code")),
                     (uint32_t)atoi(test_cell(&errors, row, "line")),
                     (uint32_t)atoi(test_cell(&errors, row, "column")));
    parsed_finish(&p);
}
END_TEST

/* An expression's error is also a definition's, and the next definition is read all the same. */
START_TEST(test_error_in_library)
{
    size_t row = (size_t)_i;
    const char *source = test_cell(&errors, row, "source");
    int code = atoi(test_cell(&errors, row, "code"));
    bool swallows = code >= NFH_CODE_OPEN_STRING && code <= NFH_CODE_OPEN_COMMENT;
    if (strcmp(test_cell(&errors, row, "kind"), "library") == 0 || strstr(source, "define"))
        return;
    char text[1000];
    snprintf(text, sizeof text, "define first:\n%s\ndefine last: 1", source);
    struct parsed p;
    parse_library(&p, text);
    const struct nfh_declaration *first = p.library->declarations;
    ck_assert_uint_ge(p.diagnostics.errors, swallows ? 0 : 1);
    ck_assert_str_eq(first->name, "first");
    ck_assert_msg(swallows || !first->expression, "%s: has an expression",
                  test_cell(&errors, row, "id"));
    ck_assert(swallows || strcmp(p.library->last->name, "last") == 0);
    parsed_finish(&p);
}
END_TEST

/* Each declaration's first error, in order. */
START_TEST(test_recovery)
{
    static const char text[] = "library A version '1'\n"
                               "define a: 1 +\n"
                               "define b: 2 2 2 2\n"
                               "parameter p Integer default )\n"
                               "foo bar\n"
                               "define c: b and code\n" /* code is a name here */
                               "define d: (1 define e: ?\n"
                               "define function f(x Integer): {\n"
                               "context Patient\n"
                               "private parameter q Date\n"
                               "include\n"
                               "codesystem \"L\": 'x'\n";
    struct parsed p;
    char dump[DUMP_SIZE];
    parse_library(&p, text);
    check_diagnostic(&p, 0, NFH_CODE_EXPRESSION, 2, 14);
    check_diagnostic(&p, 1, NFH_CODE_TRAILING, 3, 13);
    check_diagnostic(&p, 2, NFH_CODE_EXPRESSION, 4, 29);
    check_diagnostic(&p, 3, NFH_CODE_EXPECTED, 7, 13);
    check_diagnostic(&p, 4, NFH_CODE_CHARACTER, 7, 24);
    check_diagnostic(&p, 5, NFH_CODE_EXPRESSION, 8, 32);
    check_diagnostic(&p, 6, NFH_CODE_EXPECTED_NAME, 11, 8);
    ck_assert_uint_eq(p.diagnostics.errors, 7);
    dump_library(p.library, dump, sizeof dump);
    ck_assert_str_eq(dump, "library A version 1\n"
                           "define a\n"
                           "define b\n"
                           "parameter p Integer\n"
                           "define c = (And b code)\n"
                           "define d\n"
                           "define e\n"
                           "function f(x Integer)\n"
                           "context Patient\n"
                           "private parameter q Date\n"
                           "codesystem L = 'x'\n");
    parsed_finish(&p);
}
END_TEST

/* ---- Declarations ---- */

static const struct {
    const char *text, *dump;
} libraries[] = {
    {"", ""},
    {" \n// nothing\n", ""},
    {"library A", "library A\n"},
    {"library a.\"b c\".d version '1.0'", "library a.b c.d version 1.0\n"},
    {"using FHIR version '4.0.1'", "using FHIR version 4.0.1 called FHIR\n"},
    {"using QUICK called Q", "using QUICK called Q\n"},
    {"include A", "include A called A\n"},
    {"include org.A version '2' called B", "include org.A version 2 called B\n"},
    {"include org.A", "include org.A called A\n"},
    {"codesystem \"LOINC\": 'http://loinc.org' version '2.7'", "codesystem LOINC version 2.7 = 'http://loinc.org'\n"},
    {"private codesystem L: 'x'", "private codesystem L = 'x'\n"},
    {"valueset \"V\": 'urn:x' version '1' codesystems { \"L\", C.\"M\" }",
     "valueset V version 1 = 'urn:x'\n"},
    {"code \"c\": '8480-6' from \"LOINC\" display 'Systolic'",
     "code c = (code 8480-6 LOINC 'Systolic')\n"},
    {"code c: 'x' from Common.L", "code c = (code x (. Common L))\n"},
    {"concept k: { c, Common.d } display 'K'", "concept k = (concept c (. Common d) 'K')\n"},
    {"public concept k: { c }", "concept k = (concept c)\n"},
    {"parameter a", "parameter a\n"},
    {"parameter a Integer", "parameter a Integer\n"},
    {"parameter a default 1 + 2", "parameter a = (Add 1 2)\n"},
    {"parameter \"x y\" Interval<DateTime>", "parameter x y Interval<DateTime>\n"},
    {"private parameter a System.Quantity default 5 'mg'",
     "private parameter a System.Quantity = 5.0['mg']\n"},
    {"public parameter a Code", "parameter a Code\n"},
    {"parameter a\nparameter b\ndefine c: 1", "parameter a\nparameter b\ndefine c = 1\n"},
    {"parameter a parameter", "parameter a parameter\n"}, /* a type's name */
    {"parameter a\ncode c: 'x' from L", "parameter a\ncode c = (code x L)\n"},
    {"context Patient", "context Patient\n"},
    {"context FHIR.Patient", "context FHIR.Patient\n"},
    {"define a: 1", "define a = 1\n"},
    {"define private a: 1 define public b: 2", "private define a = 1\ndefine b = 2\n"},
    {"define \"A b\": c\ndefine `d`: e", "define A b = c\ndefine d = e\n"},
    {"define less: 1 define external: 2", "define less = 1\ndefine external = 2\n"},
    {"define function f(): 1", "function f() = 1\n"},
    {"define function f(a Integer, \"b c\" Interval<Date>): a",
     "function f(a Integer, b c Interval<Date>) = a\n"},
    {"define function f(code List<Code>) returns Boolean: null",
     "function f(code List<Code>) Boolean = null\n"},
    {"define private function f(): 1", "private function f() = 1\n"},
    {"define public fluent function f(a Integer): a", "fluent function f(a Integer) = a\n"},
    {"define function f(a Integer) returns Integer: external",
     "external function f(a Integer) Integer\n"},
    {"define fluent function day(a Date): day from a",
     "fluent function day(a Date) = (DateTimeComponentFrom:day a)\n"},
    {"define function exists(): 1 define function \"g h\"(): 2",
     "function exists() = 1\nfunction g h() = 2\n"},
    {"define b: a\nparameter a\nusing X\ninclude Y", /* any order */
     "define b = a\nparameter a\nusing X called X\ninclude Y called Y\n"},
    {"define a: code\ndefine b: context\ncontext Patient",
     "define a = code\ndefine b = context\ncontext Patient\n"},
    {"define a: x before start\ndefine b: y", "define a = (before x start)\ndefine b = y\n"},
    {"define a: define\ndefine b: 1", "define a = define\ndefine b = 1\n"},
    {"define a: \"B\" C where D\ndefine e: 1", "define a = (query B C D)\ndefine e = 1\n"},
};

START_TEST(test_library)
{
    struct parsed p;
    char dump[DUMP_SIZE];
    parse_library(&p, libraries[_i].text);
    ck_assert_msg(p.diagnostics.count == 0, "%s", p.diagnostics.first->message);
    dump_library(p.library, dump, sizeof dump);
    ck_assert_str_eq(dump, libraries[_i].dump);
    parsed_finish(&p);
}
END_TEST

START_TEST(test_declaration_places)
{
    struct parsed p;
    parse_library(&p, "library A.B\n// x\nprivate parameter \"b\" Integer default 1 // y\n"
                      "define function f(a Integer): a + 1\ndefine c: 2 2");
    check_place(&p, p.library->place, "A.B");
    const struct nfh_declaration *d = p.library->declarations;
    check_place(&p, d->place, "\"b\"");
    check_place(&p, d->whole, "private parameter \"b\" Integer default 1");
    d = d->next;
    check_place(&p, d->place, "f");
    check_place(&p, d->whole, "define function f(a Integer): a + 1");
    check_place(&p, d->operand[0].place, "a");
    check_place(&p, d->next->whole, "define c: 2");
    parsed_finish(&p);
}
END_TEST

/* ---- Tags ---- */

static const struct {
    const char *text, *dump;
} tags[] = {
    {"// @id: EXCL14\ndefine a: 1", "define a = 1 @id=<EXCL14>\n"},
    {"/* @id: EXCL14 */ define a: 1", "define a = 1 @id=<EXCL14>\n"},
    {"/*\n@id: EXCL14\n@text: ALT > 2 \xc3\x97 ULN: yes; or \xe2\x80\xa6\n*/\ndefine a: 1",
     "define a = 1 @id=<EXCL14> @text=<ALT > 2 \xc3\x97 ULN: yes; or \xe2\x80\xa6>\n"},
    {"/**\n * @a: 1\n *@b: 2\n\t** @c:3  \n */\ndefine a: 1",
     "define a = 1 @a=<1> @b=<2> @c=<3>\n"},
    {"/*\r\n@a: 1\r\n@b: 2\r\n*/\r\ndefine a: 1\r\n", "define a = 1 @a=<1> @b=<2>\n"},
    {"// @a\n// @b:\n// @c :\t x \ndefine a: 1", "define a = 1 @a=<> @b=<> @c=<x>\n"},
    {"//@a: 1\n/* @b: 2 */ // @c: 3 */ x\ndefine a: 1", "define a = 1 @a=<1> @b=<2> @c=<3 */ x>\n"},
    {"// @a: x @b: y\ndefine a: 1", "define a = 1 @a=<x @b: y>\n"},
    {"// @a: 1\n// @a: 2\ndefine a: 1", "define a = 1 @a=<1> @a=<2>\n"},
    {"// write to a@b.org: x\n// @2014-01-01: x\n// @ c: x\n// @\n// @-\ndefine a: 1",
     "define a = 1\n"},
    {"// @a: '// \"@b: 1\ndefine a: 1", "define a = 1 @a=<'// \"@b: 1>\n"},
    {"define a: '// @a: 1\n// @b: 2\n'\ndefine b: 1",
     "define a = '// @a: 1<0a>// @b: 2<0a>'\ndefine b = 1\n"},
    {"define a: 1\n// @b: 1\n\n// @c: 2\ndefine b: 1",
     "define a = 1\ndefine b = 1 @b=<1> @c=<2>\n"},
    {"define a: // @b: 1\n1 // no\ndefine b: 1", "define a = 1\ndefine b = 1\n"},
    {"// @a: 1\nlibrary A // x\n// @b: 2\nprivate parameter p",
     "library A @a=<1>\nprivate parameter p @b=<2>\n"},
    {"// @a: 1\ndefine private fluent function f(): 1", "private fluent function f() = 1 @a=<1>\n"},
    {"\xef\xbb\xbf// @a: 1\ndefine a: 1", "define a = 1 @a=<1>\n"},
    {"define a: 1\n// @b: 1\n", "define a = 1\n"},
    {"/*@a:*/define a: 1", "define a = 1 @a=<>\n"},
    {"/**/ /***/ // *@a: 1\ndefine a: 1", "define a = 1\n"},
};

START_TEST(test_tags)
{
    struct parsed p;
    char dump[DUMP_SIZE];
    parse_library(&p, tags[_i].text);
    ck_assert_msg(p.diagnostics.count == 0, "%s", p.diagnostics.first->message);
    dump_library(p.library, dump, sizeof dump);
    ck_assert_str_eq(dump, tags[_i].dump);
    parsed_finish(&p);
}
END_TEST

START_TEST(test_tag_place)
{
    struct parsed p;
    parse_library(&p, "/*\n * @a:  5 mg \n * @b:\n */ define a: 1");
    const struct nfh_tag *tag = p.library->declarations->tags;
    check_place(&p, tag->place, "5 mg");
    check_place(&p, tag->next->place, "");
    parsed_finish(&p);
}
END_TEST

/* Tags that would be lost or go to the wrong declaration. */
START_TEST(test_tag_warnings)
{
    struct parsed p;
    parse_library(
        &p,
        "// @id EXCL14\ndefine a: 1 // @unit: mg\ndefine b: 1 /* x */\n/* @c: 1 */ define c: 1");
    ck_assert_uint_eq(p.diagnostics.count, 2);
    ck_assert_uint_eq(p.diagnostics.errors, 0);
    check_diagnostic(&p, 0, NFH_CODE_TAG_COLON, 1, 5);
    check_diagnostic(&p, 1, NFH_CODE_TAG_BEHIND, 2, 23);
    ck_assert_ptr_null(p.library->declarations->tags);
    ck_assert_str_eq(p.library->declarations->next->tags->value, "mg");
    parsed_finish(&p);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    Suite *suite = suite_create("parser");
    TCase *expressions = tcase_create("expressions");
    TCase *declarations = tcase_create("declarations");
    TCase *wrong = tcase_create("errors");
    trees = test_table_read("syntax.tsv");
    errors = test_table_read("syntax-errors.tsv");
    tcase_add_loop_test(expressions, test_tree, 0, (int)trees.rows);
    tcase_add_loop_test(expressions, test_tree_in_library, 0, (int)trees.rows);
    tcase_add_loop_test(expressions, test_place, 0, COUNT(places));
    tcase_add_test(expressions, test_place_of_boundaries);
    tcase_add_test(expressions, test_type_place);
    tcase_add_loop_test(declarations, test_library, 0, COUNT(libraries));
    tcase_add_test(declarations, test_declaration_places);
    tcase_add_loop_test(declarations, test_tags, 0, COUNT(tags));
    tcase_add_test(declarations, test_tag_place);
    tcase_add_test(declarations, test_tag_warnings);
    tcase_add_loop_test(wrong, test_error, 0, (int)errors.rows);
    tcase_add_loop_test(wrong, test_error_in_library, 0, (int)errors.rows);
    tcase_add_test(wrong, test_recovery);
    suite_add_tcase(suite, expressions);
    suite_add_tcase(suite, declarations);
    suite_add_tcase(suite, wrong);
    int status = test_run(suite);
    test_table_free(&trees);
    test_table_free(&errors);
    return status;
}
