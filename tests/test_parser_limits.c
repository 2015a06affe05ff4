/* SPDX-License-Identifier: MIT
 *
 * test_parser_limits.c - text in other encodings, too long or too deep, damaged or meant to do
 * harm, and memory that gives out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failing_memory.h"
#include "parsed.h"
#include "support.h"

/* ---- Encodings ---- */

START_TEST(test_byte_order_mark)
{
    struct parsed p;
    parse_expression(&p, "\xef\xbb\xbf"
                         "1 +");
    check_diagnostic(&p, 0, NFH_CODE_EXPRESSION, 1, 4);
    parsed_finish(&p);
    parse_library(&p, "\xef\xbb\xbf"
                      "library A define a: 1 \xef\xbb\xbf");
    check_diagnostic(&p, 0, NFH_CODE_CHARACTER, 1, 23);
    ck_assert_str_eq(p.library->name, "A");
    parsed_finish(&p);
}
END_TEST

START_TEST(test_line_ends)
{
    struct parsed p;
    parse_library(&p, "define a: 1\r\n\r\ndefine b: \xc2\xb5\r\n");
    check_diagnostic(&p, 0, NFH_CODE_CHARACTER, 3, 11);
    parsed_finish(&p);
}
END_TEST

static const struct {
    const char *text;
    size_t length;
    int code;
    uint32_t line, column;
} encodings[] = {
    {"a \xff", 3, NFH_CODE_UTF8, 1, 3},
    {"// \xc3(", 5, NFH_CODE_UTF8, 1, 4},
    {"'\xed\xa0\x80'", 5, NFH_CODE_UTF8, 1, 2},
    {"'\xc0\xaf'", 4, NFH_CODE_UTF8, 1, 2},
    {"1\n\"\xe2\x82", 5, NFH_CODE_UTF8, 2, 2},
    {"1\0", 2, NFH_CODE_NUL, 1, 2},
    {"'a\0b'", 5, NFH_CODE_NUL, 1, 3},
    {"// \0", 4, NFH_CODE_NUL, 1, 4},
    {"\xff\xfe"
     "1\0",
     4, NFH_CODE_UTF8, 1, 1}, /* UTF-16 */
    {"\0"
     "1",
     2, NFH_CODE_NUL, 1, 1},
};

START_TEST(test_encoding)
{
    struct parsed p;
    parse_expression_bytes(&p, encodings[_i].text, encodings[_i].length);
    ck_assert_ptr_null(p.node);
    check_diagnostic(&p, 0, encodings[_i].code, encodings[_i].line, encodings[_i].column);
    parsed_finish(&p);
    parse_library_bytes(&p, encodings[_i].text, encodings[_i].length);
    ck_assert_ptr_null(p.library->declarations);
    check_diagnostic(&p, 0, encodings[_i].code, encodings[_i].line, encodings[_i].column);
    ck_assert_uint_eq(p.diagnostics.count, 1);
    parsed_finish(&p);
}
END_TEST

/* ---- Limits ---- */

/* before × count, middle, after × count; to be freed. */
static char *repeat(const char *before, size_t count, const char *middle, const char *after)
{
    size_t b = strlen(before), m = strlen(middle), a = strlen(after);
    char *text = malloc(count * (a + b) + m + 1), *end = text;
    for (size_t i = 0; i < count; i++, end += b)
        memcpy(end, before, b);
    memcpy(end, middle, m + 1);
    end += m;
    for (size_t i = 0; i < count; i++, end += a)
        memcpy(end, after, a + 1);
    return text;
}

static const struct {
    const char *before, *middle, *after;
    size_t most; /* repetitions */
    int code;    /* of one more */
} limits[] = {
    {"(", "1", ")", NFH_NESTING_MAX - 1, NFH_CODE_NESTING},
    {"-", "a", "", NFH_NESTING_MAX - 1, NFH_CODE_NESTING},
    {"not ", "a", "", NFH_NESTING_MAX - 1, NFH_CODE_NESTING},
    {"{", "1", "}", NFH_NESTING_MAX - 1, NFH_CODE_NESTING},
    {"{a: ", "1", "}", NFH_NESTING_MAX - 1, NFH_CODE_NESTING},
    {"f(", "1", ")", NFH_NESTING_MAX - 1, NFH_CODE_NESTING},
    {"a[", "1", "]", NFH_NESTING_MAX - 1, NFH_CODE_NESTING},
    {"start of ", "a", "", NFH_NESTING_MAX - 1, NFH_CODE_NESTING},
    {"if a then b else ", "c", "", NFH_NESTING_MAX - 1, NFH_CODE_NESTING},
    {"case when ", "a", " then b else c end", NFH_NESTING_MAX - 1, NFH_CODE_NESTING},
    {"Interval[", "1", ", 2]", NFH_NESTING_MAX - 1, NFH_CODE_NESTING},
    {"a is List<", "b", ">", 1, NFH_CODE_EXPECTED},
    {"a + ", "1", "", NFH_DEPTH_MAX - 1, NFH_CODE_DEPTH},
    {"a and ", "b", "", NFH_DEPTH_MAX - 1, NFH_CODE_DEPTH},
    {"", "a", ".b", NFH_DEPTH_MAX - 1, NFH_CODE_DEPTH},
    {"", "a", ".f()", NFH_DEPTH_MAX - 1, NFH_CODE_DEPTH},
    {"", "a", " is null", NFH_DEPTH_MAX - 1, NFH_CODE_DEPTH},
    {"", "a", " before b", NFH_DEPTH_MAX - 1, NFH_CODE_DEPTH},
};

START_TEST(test_limit)
{
    for (size_t more = 0; more < 2; more++) {
        char *text =
            repeat(limits[_i].before, limits[_i].most + more, limits[_i].middle, limits[_i].after);
        struct parsed p;
        parse_expression(&p, text);
        if (more == 0)
            ck_assert_msg(p.node != NULL, "%s", p.diagnostics.first->message);
        else
            ck_assert(p.node == NULL && p.diagnostics.errors == 1 &&
                      p.diagnostics.first->code == limits[_i].code);
        parsed_finish(&p);
        free(text);
    }
}
END_TEST

START_TEST(test_type_limit)
{
    char *text = repeat("List<", NFH_NESTING_MAX, "A", ">");
    char *all = malloc(strlen(text) + 6);
    strcpy(stpcpy(all, "a is "), text);
    struct parsed p;
    parse_expression(&p, all);
    check_diagnostic(&p, 0, NFH_CODE_NESTING, 1, 5 + 5 * (NFH_NESTING_MAX - 1) + 1);
    parsed_finish(&p);
    free(all);
    free(text);
}
END_TEST

/* An error inside deep brackets does not leave the next definition less room. */
START_TEST(test_limit_starts_anew)
{
    char *first = repeat("(", 200, "", ""), *second = repeat("(", NFH_NESTING_MAX - 1, "1", ")");
    char *text = malloc(strlen(first) + strlen(second) + 40);
    sprintf(text, "define a: %s\ndefine b: %s", first, second);
    struct parsed p;
    parse_library(&p, text);
    ck_assert_uint_eq(p.diagnostics.errors, 1);
    ck_assert_ptr_nonnull(p.library->last->expression);
    parsed_finish(&p);
    free(text);
    free(second);
    free(first);
}
END_TEST

START_TEST(test_source_size)
{
    char *text = repeat(" ", NFH_SOURCE_MAX, "1", "");
    struct parsed p;
    parse_expression_bytes(&p, text + 1, NFH_SOURCE_MAX);
    ck_assert_ptr_nonnull(p.node);
    parsed_finish(&p);
    parse_expression_bytes(&p, text, NFH_SOURCE_MAX + 1);
    ck_assert_ptr_null(p.node);
    check_diagnostic(&p, 0, NFH_CODE_SOURCE_SIZE, 1, 1);
    parsed_finish(&p);
    parse_library_bytes(&p, text, NFH_SOURCE_MAX + 1);
    check_diagnostic(&p, 0, NFH_CODE_SOURCE_SIZE, 1, 1);
    parsed_finish(&p);
    free(text);
}
END_TEST

/* ---- Hostile text ---- */

/* Each is repeated up to the largest size that a source can have: time and memory must stay in
 * bounds, and the places of errors inside the text. */
static const char *const hostile[] = {
    "(",
    ")",
    "{",
    "[",
    "-",
    "+",
    "not ",
    "a.",
    "a[",
    "f(",
    "if ",
    "case ",
    "case when ",
    "a is ",
    "List<",
    "Interval[",
    "1",
    "1.",
    "1.0",
    "9",
    "'",
    "''",
    "\\'",
    "'\\",
    "\"",
    "`",
    "\"\"",
    "/*",
    "*/",
    "/**/",
    "//",
    "// @a: b\n",
    "@",
    "@2014",
    "@T",
    "@T10:",
    "a ",
    "a b ",
    "A a, ",
    "A a, (b",
    "from A a, ",
    "(A a, ",
    "A a where ",
    "1, ",
    "a and ",
    "a + ",
    "a before ",
    "a starts ",
    "3 days or less ",
    "before start ",
    "convert ",
    "cast ",
    "expand ",
    "{a: ",
    "define ",
    "define a: ",
    "define a: 1\n",
    "define a: 1 + ",
    "parameter ",
    "parameter a ",
    "code a: ",
    "private ",
    "library ",
    "define function f(",
    "a Integer, ",
    "Code 'x' from ",
    "Concept { Code ",
    "\n",
    "\xc2\xb5",
    "'\\u0000",
    "years between a and ",
    "%",
    "$a",
    "= ",
    "\xef\xbb\xbf",
    "/* @a */\n",
    "is null ",
    " : 1",
    "valueset a: 'b' codesystems {",
    "\"define\n",
    "define\n",
};

static void check_places_inside(const struct parsed *p)
{
    for (const struct nfh_diagnostic *d = p->diagnostics.first; d; d = d->next) {
        char shown[1000];
        ck_assert_uint_le((size_t)d->place.offset + d->place.length, p->source.length);
        ck_assert_uint_lt(nfh_priv_diagnostic_format(d, shown, sizeof shown), sizeof shown);
    }
}

START_TEST(test_hostile)
{
    const char *part = hostile[_i];
    char *text = repeat(part, (size_t)test_share(NFH_SOURCE_MAX) / strlen(part), "", "");
    struct parsed p;
    parse_expression(&p, text);
    ck_assert(p.node || p.diagnostics.errors > 0);
    ck_assert(!p.diagnostics.out_of_memory);
    check_places_inside(&p);
    parsed_finish(&p);
    parse_library(&p, text);
    check_places_inside(&p);
    parsed_finish(&p);
    free(text);
}
END_TEST

/* Much that is allowed: long, but neither deep nor wrong. */
static const char *const large[] = {"1, ", "'a', ", "{:}, ", "f(1, 2), ", "/* x */ 1, "};

START_TEST(test_large)
{
    char *body = repeat(large[_i], 90000, "", "");
    char *text = malloc(strlen(body) + 4);
    sprintf(text, "{%s1}", body);
    struct parsed p;
    parse_expression(&p, text);
    ck_assert_ptr_nonnull(p.node);
    ck_assert_uint_eq(p.node->count, 90001);
    parsed_finish(&p);
    free(text);
    free(body);
}
END_TEST

static const char sample[] =
    "/* @title: Sample */\nlibrary Sample version '1.0'\nusing System\ninclude org.Calc version "
    "'1' "
    "called C\n"
    "codesystem \"L\": 'http://loinc.org'\nvalueset \"V\": 'x' codesystems { \"L\" }\n"
    "code \"c\": 'x' from \"L\" display 'y'\nconcept \"k\": { \"c\" }\n"
    "// @unit: umol/L\n// @max: 5\nparameter \"Serum creatinine\" Quantity default 88.4 'umol/L'\n"
    "parameter W Interval<Date>\ncontext Patient\n"
    "define \"A\": not (W starts 3 days or less before day of end X) and -2^2 + 1 >= 1.5 / 3 div "
    "2\n"
    "define \"B\": if x is not null then case y when 1 then 'a\\u00b5\\ud83d\\ude00' else 'b' end "
    "else null as String\n"
    "define \"D\": years between @2014-01-01 and @2014-01-02T10:00:00.0+01:00 in Interval[1, 5)\n"
    "define function f(a Integer, b List<Choice<Integer, Date>>) returns Boolean: C.g(a, "
    "b[1]).h(@T10)\n"
    "define \"E\": { 1:2, 5 'mg', 3 days, 5L, Tuple{a: 1}, Quantity{value: 1.0}, Code 'x' from "
    "\"L\" }\n"
    "define \"F\": [Condition: code in \"V\"] c let d: 1 with B b such that b = c where c.x return "
    "distinct c\n"
    "define \"G\": from A a, (B) b return a sort by x desc, y\n"
    "define \"H\": convert a to 'mg' = cast b as Decimal xor minimum Integer between 1 and 2 "
    "implies c ~ d\n"
    "define private fluent function i(x Integer): external\n";

START_TEST(test_sample)
{
    struct parsed p;
    parse_library(&p, sample);
    ck_assert_msg(p.diagnostics.count == 0, "%s",
                  p.diagnostics.first ? p.diagnostics.first->message : "");
    parsed_finish(&p);
}
END_TEST

/* The text cut off anywhere, and with any one byte left out or replaced. */
START_TEST(test_damaged)
{
    static const char replacements[] = "'\"(/\\\n\x80";
    struct parsed p;
    char text[sizeof sample];
    for (size_t i = 0; i < sizeof sample - 1; i++) {
        parse_library_bytes(&p, sample, i);
        check_places_inside(&p);
        parsed_finish(&p);
        memcpy(text, sample, i);
        memcpy(text + i, sample + i + 1, sizeof sample - i - 1);
        parse_library_bytes(&p, text, sizeof sample - 2);
        check_places_inside(&p);
        parsed_finish(&p);
        memcpy(text, sample, sizeof sample);
        text[i] = replacements[i % (sizeof replacements - 1)];
        parse_library_bytes(&p, text, sizeof sample - 1);
        check_places_inside(&p);
        parsed_finish(&p);
    }
}
END_TEST

/* ---- Memory ---- */

/* Every allocation fails once: nothing is returned then, nothing leaks, and the cause is told. */
START_TEST(test_allocation_failures)
{
    static const char broken[] =
        "define a: 1 +\ndefine b: 'x\\q'\n// @a b\nfoo\ndefine c: @2014-02-30";
    bool is_broken = _i == 1;
    size_t allowed = 0;
    for (bool complete = false; !complete; allowed++) {
        struct failing_memory failing = {.allowed = allowed};
        struct parsed p;
        parsed_start(&p, failing_memory(&failing), is_broken ? broken : sample,
                     is_broken ? sizeof broken - 1 : sizeof sample - 1);
        p.library = nfh_priv_parse_library(&p.source, &p.arena, &p.diagnostics);
        complete = p.library != NULL;
        ck_assert(complete == !p.diagnostics.out_of_memory);
        ck_assert(!complete || p.diagnostics.errors == (is_broken ? 3 : 0));
        parsed_finish(&p);
        ck_assert_uint_eq(failing.live, 0);
    }
    ck_assert_uint_gt(allowed, is_broken ? 1 : 4);
    ck_assert_uint_lt(allowed, 1000);
}
END_TEST

/* The same with an arena that is full at any size: every request of the parser fails once. */
START_TEST(test_arena_limits)
{
    static const char expression[] =
        "f(a.b[1], 'x', {1, 5 'mg'}, @T10) and \"c\" is List<Tuple{a x.y.Z}> or A a return a "
        "or 1:2 = x.y() or case when a then $this else System.Code{code: 'x'} end "
        "or Interval[1, 2] starts 3 days before b";
    size_t limit = 16;
    for (bool complete = false; !complete; limit += 16) {
        struct parsed p;
        parsed_start(&p, nfh_priv_memory_default(), expression, sizeof expression - 1);
        p.arena.limit = limit;
        p.node = nfh_priv_parse_expression(&p.source, &p.arena, &p.diagnostics);
        complete = p.node != NULL;
        ck_assert(complete == !p.diagnostics.out_of_memory);
        ck_assert_uint_le(p.arena.total, limit);
        ck_assert_uint_eq(p.diagnostics.errors, 0);
        parsed_finish(&p);
    }
    ck_assert_uint_gt(limit, 1000);
    ck_assert_uint_lt(limit, 100000);
    for (limit = 16;; limit += 16 * (size_t)(11 - test_share(10))) {
        struct parsed p;
        parsed_start(&p, nfh_priv_memory_default(), sample, sizeof sample - 1);
        p.arena.limit = limit;
        p.library = nfh_priv_parse_library(&p.source, &p.arena, &p.diagnostics);
        bool complete = p.library != NULL;
        ck_assert(complete == !p.diagnostics.out_of_memory);
        parsed_finish(&p);
        if (complete)
            break;
    }
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    Suite *suite = suite_create("parser: limits");
    TCase *bytes = tcase_create("encodings");
    TCase *limit = tcase_create("limits");
    TCase *memory = tcase_create("memory");
    tcase_add_test(bytes, test_byte_order_mark);
    tcase_add_test(bytes, test_line_ends);
    tcase_add_loop_test(bytes, test_encoding, 0, COUNT(encodings));
    tcase_add_loop_test(limit, test_limit, 0, COUNT(limits));
    tcase_add_test(limit, test_type_limit);
    tcase_add_test(limit, test_limit_starts_anew);
    tcase_add_test(limit, test_source_size);
    tcase_add_loop_test(limit, test_hostile, 0, COUNT(hostile));
    tcase_add_loop_test(limit, test_large, 0, COUNT(large));
    tcase_add_test(limit, test_sample);
    tcase_add_test(limit, test_damaged);
    tcase_add_loop_test(memory, test_allocation_failures, 0, 2);
    tcase_add_test(memory, test_arena_limits);
    tcase_set_timeout(limit, 60);
    tcase_set_timeout(memory, 60);
    suite_add_tcase(suite, bytes);
    suite_add_tcase(suite, limit);
    suite_add_tcase(suite, memory);
    return test_run(suite);
}
