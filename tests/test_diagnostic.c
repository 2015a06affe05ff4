/* SPDX-License-Identifier: MIT
 *
 * test_diagnostic.c - diagnostics: collecting, places, how they are shown, and the nearest name.
 */
#include <stdio.h>
#include <string.h>

#include "cql/diagnostic.h"
#include "cql/utf8.h"
#include "failing_memory.h"
#include "support.h"

static struct nfh_memory memory;
static struct nfh_arena arena;
static struct nfh_diagnostics diagnostics;

static void setup(void)
{
    memory = nfh_priv_memory_default();
    nfh_priv_arena_init(&arena, &memory, 0);
    diagnostics = (struct nfh_diagnostics){.arena = &arena};
}

static void teardown(void)
{
    nfh_priv_arena_free(&arena);
}

static struct nfh_source source_of(const char *name, const char *text)
{
    return (struct nfh_source){name, text, strlen(text)};
}

/* ---- Lines and columns ---- */

static const struct {
    const char *text;
    uint32_t offset, line, column;
} locations[] = {
    {"", 0, 1, 1},
    {"abc", 0, 1, 1},
    {"abc", 2, 1, 3},
    {"abc", 3, 1, 4},
    {"abc", 99, 1, 4},
    {"a\nb", 1, 1, 2}, /* the line feed itself */
    {"a\nb", 2, 2, 1},
    {"a\r\nb", 3, 2, 1},
    {"\n\n\nx", 3, 4, 1},
    {"a\n", 2, 2, 1},
    {"\xc2\xb5g", 2, 1, 2},         /* µ is one column */
    {"\xf0\x9f\x98\x80x", 4, 1, 2}, /* so is a code point of four bytes */
    {"\xef\xbb\xbfx", 3, 1, 1},     /* a byte order mark is none */
    {"\xef\xbb\xbfxy", 4, 1, 2},
    {"x\n\xef\xbb\xbfy", 5, 2, 2}, /* but only at the start of the text */
    {"\xff\xfe"
     "x",
     2, 1, 3},         /* bytes that are not UTF-8 count one each */
    {"a\tb", 2, 1, 3}, /* a tab is one column */
};

START_TEST(test_locate)
{
    struct nfh_source source = source_of("x", locations[_i].text);
    uint32_t line, column;
    nfh_priv_locate(&source, locations[_i].offset, &line, &column);
    ck_assert_uint_eq(line, locations[_i].line);
    ck_assert_uint_eq(column, locations[_i].column);
}
END_TEST

/* ---- Showing ---- */

static const struct {
    const char *name, *text;
    struct nfh_place place;
    int code;
    const char *shown;
} shown[] = {
    {"a.cql", "x + y", {4, 1}, 3001, "a.cql:1:5: error: message [3001]\nx + y\n    ^"},
    {NULL, "x + yes", {4, 3}, 3001, "1:5: error: message [3001]\nx + yes\n    ^^^"},
    {"", "x", {0, 1}, 7001, "1:1: warning: message [7001]\nx\n^"},
    {"f", "", {0, 0}, 2001, "f:1:1: error: message [2001]\n\n^"},
    {"f", "x +", {3, 0}, 2001, "f:1:4: error: message [2001]\nx +\n   ^"},
    {"f", "x", {50, 7}, 2001, "f:1:2: error: message [2001]\nx\n ^"},
    {"f", "one\ntwo\nthree", {4, 3}, 2001, "f:2:1: error: message [2001]\ntwo\n^^^"},
    {"f", "one\r\ntwo\r\n", {5, 3}, 2001, "f:2:1: error: message [2001]\ntwo\n^^^"},
    {"f", "one\ntwo", {0, 7}, 2001, "f:1:1: error: message [2001]\none\n^^^"},
    {"f", "one\ntwo", {3, 0}, 2001, "f:1:4: error: message [2001]\none\n   ^"},
    {"f", "\ta\t= b", {4, 1}, 2001, "f:1:5: error: message [2001]\n\ta\t= b\n\t \t ^"},
    {"f", "'\xc2\xb5' + b", {6, 1}, 2001, "f:1:6: error: message [2001]\n'\xc2\xb5' + b\n     ^"},
    /* Two columns for each ideograph, none for a combining accent. */
    {"f",
     "'\xe6\xbc\xa2' b",
     {6, 1},
     2001,
     "f:1:5: error: message [2001]\n'\xe6\xbc\xa2' b\n     ^"},
    {"f", "\xe6\xbc\xa2 b", {0, 3}, 2001, "f:1:1: error: message [2001]\n\xe6\xbc\xa2 b\n^^"},
    {"f", "'e\xcc\x81' b", {6, 1}, 2001, "f:1:6: error: message [2001]\n'e\xcc\x81' b\n    ^"},
    {"f",
     "\xef\xbb\xbf"
     "ab",
     {4, 1},
     2001,
     "f:1:2: error: message [2001]\nab\n ^"},
    {"f", "a\x1b[2Jb", {5, 1}, 2001, "f:1:6: error: message [2001]\na?[2Jb\n     ^"},
    {"f",
     "a\xff"
     "b",
     {2, 1},
     1001,
     "f:1:3: error: message [1001]\na?b\n  ^"},
    /* A character that turns the direction of writing. */
    {"f",
     "a\xe2\x80\xae"
     "b",
     {4, 1},
     1003,
     "f:1:3: error: message [1003]\na?b\n  ^"},
};

static const struct nfh_diagnostic *report(const struct nfh_source *source, struct nfh_place place,
                                           int code)
{
    nfh_priv_report(&diagnostics, source, place, code, "mess%s", "age");
    return diagnostics.last;
}

START_TEST(test_format)
{
    struct nfh_source source = source_of(shown[_i].name, shown[_i].text);
    const struct nfh_diagnostic *diagnostic = report(&source, shown[_i].place, shown[_i].code);
    char buffer[400];
    size_t length = nfh_priv_diagnostic_format(diagnostic, buffer, sizeof buffer);
    ck_assert_str_eq(buffer, shown[_i].shown);
    ck_assert_uint_eq(length, strlen(shown[_i].shown));
}
END_TEST

/* snprintf's rules: whatever the size, what fits and an end, and the length of the whole. */
START_TEST(test_format_sizes)
{
    struct nfh_source source = source_of("f", "x + y");
    const struct nfh_diagnostic *diagnostic = report(&source, (struct nfh_place){4, 1}, 2001);
    const char *whole = "f:1:5: error: message [2001]\nx + y\n    ^";
    ck_assert_uint_eq(nfh_priv_diagnostic_format(diagnostic, NULL, 0), strlen(whole));
    for (size_t size = 1; size <= strlen(whole) + 1; size++) {
        char buffer[100];
        memset(buffer, '#', sizeof buffer);
        ck_assert_uint_eq(nfh_priv_diagnostic_format(diagnostic, buffer, size), strlen(whole));
        ck_assert_uint_eq(strlen(buffer), size - 1);
        ck_assert_mem_eq(buffer, whole, size - 1);
        ck_assert_int_eq(buffer[size], '#');
    }
}
END_TEST

/* A long line is cut on both sides, and the caret stays below its character. */
START_TEST(test_format_long_line)
{
    char text[1001], buffer[1000];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memcpy(text + 500, "HERE", 4);
    struct nfh_source source = source_of("f", text);
    const struct nfh_diagnostic *diagnostic = report(&source, (struct nfh_place){500, 4}, 2001);
    nfh_priv_diagnostic_format(diagnostic, buffer, sizeof buffer);
    char *line = strchr(buffer, '\n') + 1, *carets = strchr(line, '\n') + 1;
    ck_assert(strncmp(line, "...aaa", 6) == 0);
    ck_assert(strncmp(carets - 7, "aaa...\n", 7) == 0);
    ck_assert_uint_lt(strlen(carets), 110);
    ck_assert_int_eq(strstr(line, "HERE") - line, strchr(carets, '^') - carets);
    ck_assert_str_eq(strchr(carets, '^'), "^^^^");
    ck_assert_ptr_nonnull(strstr(buffer, "f:1:501: error"));
}
END_TEST

/* ---- Collecting ---- */

START_TEST(test_same_once)
{
    struct nfh_source source = source_of("f", "abc"), other = source_of("g", "abc");
    report(&source, (struct nfh_place){0, 1}, 2001);
    report(&source, (struct nfh_place){0, 1}, 2001);
    ck_assert_uint_eq(diagnostics.count, 1);
    ck_assert_uint_eq(diagnostics.errors, 1);
    report(&source, (struct nfh_place){0, 1}, 2002);
    report(&source, (struct nfh_place){0, 2}, 2001);
    report(&source, (struct nfh_place){1, 1}, 2001);
    report(&other, (struct nfh_place){0, 1}, 2001);
    ck_assert_uint_eq(diagnostics.count, 5);
    ck_assert_uint_eq(diagnostics.errors, 5);
    report(&source, (struct nfh_place){0, 1}, 7001);
    ck_assert_uint_eq(diagnostics.count, 6);
    ck_assert_uint_eq(diagnostics.errors, 5);
    ck_assert_int_eq(diagnostics.last->severity, NFH_SEVERITY_WARNING);
    ck_assert_int_eq(diagnostics.first->severity, NFH_SEVERITY_ERROR);
}
END_TEST

START_TEST(test_too_many)
{
    struct nfh_source source = source_of("f", "abc");
    for (uint32_t i = 0; i < 150; i++)
        report(&source, (struct nfh_place){i, 1}, 7001);
    ck_assert_uint_eq(diagnostics.count, NFH_DIAGNOSTICS_MAX / 2);
    for (uint32_t i = 0; i < 150; i++)
        report(&source, (struct nfh_place){i, 1}, 2001);
    ck_assert_uint_eq(diagnostics.count, NFH_DIAGNOSTICS_MAX);
    ck_assert_uint_eq(diagnostics.errors, 150);
    size_t listed = 0;
    for (const struct nfh_diagnostic *d = diagnostics.first; d; d = d->next)
        listed++;
    ck_assert_uint_eq(listed, NFH_DIAGNOSTICS_MAX);
}
END_TEST

static const char *message_of(const char *text)
{
    struct nfh_source source = source_of("f", "abc");
    nfh_priv_report(&diagnostics, &source, (struct nfh_place){0, 1}, 2001, "%s", text);
    return diagnostics.last->message;
}

START_TEST(test_message)
{
    struct nfh_source source = source_of("f", "abc");
    nfh_priv_report(&diagnostics, &source, (struct nfh_place){0, 1}, 2002, "%d %zu %.*s %s%%", -5,
                    (size_t)7, 2, "abc", "x");
    ck_assert_str_eq(diagnostics.last->message, "-5 7 ab x%");
}
END_TEST

START_TEST(test_message_clean)
{
    ck_assert_str_eq(message_of("a\nb\x1b\xff\xc2\xb5\xe2\x80\xae"), "a?b??\xc2\xb5?");
}
END_TEST

START_TEST(test_message_cut)
{
    char text[2 * NFH_MESSAGE_MAX + 1] = "";
    for (size_t i = 0; i < sizeof text - 1; i += 2)
        memcpy(text + i, "\xc2\xb5", 2);
    text[sizeof text - 1] = '\0';
    const char *message = message_of(text);
    size_t length = strlen(message);
    ck_assert_uint_le(length, NFH_MESSAGE_MAX);
    ck_assert_uint_ge(length, NFH_MESSAGE_MAX - 4);
    ck_assert_str_eq(message + length - 5, "\xc2\xb5...");
}
END_TEST

START_TEST(test_message_fits)
{
    char text[NFH_MESSAGE_MAX + 1];
    memset(text, 'a', NFH_MESSAGE_MAX);
    text[NFH_MESSAGE_MAX] = '\0';
    ck_assert_str_eq(message_of(text), text);
}
END_TEST

START_TEST(test_report_out_of_memory)
{
    struct failing_memory failing = {.allowed = 0};
    struct nfh_memory none = failing_memory(&failing);
    struct nfh_arena empty;
    nfh_priv_arena_init(&empty, &none, 0);
    diagnostics.arena = &empty;
    struct nfh_source source = source_of("f", "abc");
    nfh_priv_report(&diagnostics, &source, (struct nfh_place){0, 1}, 2001, "x");
    ck_assert(diagnostics.out_of_memory);
    ck_assert_uint_eq(diagnostics.count, 0);
    ck_assert_uint_eq(diagnostics.errors, 1);
    ck_assert_ptr_null(diagnostics.first);
}
END_TEST

/* ---- The nearest name ---- */

static const struct {
    const char *wanted, *candidates[6], *nearest;
} names[] = {
    {"Creatinin", {"Weight", "Creatinine", "Creatine"}, "Creatinine"},
    {"creatinine", {"Creatinine"}, "Creatinine"},
    {"ALT", {"AST", "ALP"}, "AST"},             /* the first of two that are equally near */
    {"wieght", {"Height", "Weight"}, "Weight"}, /* a swap is one step */
    {"Weigth", {"Width", "Weight"}, "Weight"},
    {"Systolic", {"Diastolic"}, NULL},
    {"Age", {"Weight", "Creatinine"}, NULL},
    {"a", {"b"}, NULL}, /* of one letter everything would be near */
    {"a", {"A"}, "A"},
    {"ab", {"ac"}, NULL},
    {"", {"a"}, NULL},
    {"abc", {""}, NULL},
    {"Screening Visit Date", {"Screening visit", "Screening Visit Day"}, "Screening Visit Day"},
    {"Body weight", {"Body mass", "Body height"}, "Body height"},
    {"xyz", {NULL}, NULL},
};

START_TEST(test_nearest)
{
    struct nfh_nearest nearest;
    nfh_priv_nearest_start(&nearest, names[_i].wanted, strlen(names[_i].wanted));
    for (size_t i = 0; names[_i].candidates[i]; i++)
        nfh_priv_nearest_offer(&nearest, names[_i].candidates[i]);
    const char *result = nfh_priv_nearest_result(&nearest);
    if (names[_i].nearest)
        ck_assert_str_eq(result, names[_i].nearest);
    else
        ck_assert_msg(!result, "%s is taken for %s", result, names[_i].wanted);
}
END_TEST

START_TEST(test_nearest_long)
{
    char longest[130], longer[130];
    memset(longest, 'a', sizeof longest);
    memset(longer, 'a', sizeof longer);
    longest[128] = longer[129] = '\0';
    struct nfh_nearest nearest;
    nfh_priv_nearest_start(&nearest, longest, 127);
    nfh_priv_nearest_offer(&nearest, longer);
    ck_assert_ptr_null(nfh_priv_nearest_result(&nearest));
    nfh_priv_nearest_offer(&nearest, longest);
    ck_assert_ptr_eq(nfh_priv_nearest_result(&nearest), longest);
    nfh_priv_nearest_start(&nearest, longer, 129);
    nfh_priv_nearest_offer(&nearest, longer);
    nfh_priv_nearest_offer(&nearest, longest);
    ck_assert_ptr_null(nfh_priv_nearest_result(&nearest));
}
END_TEST

/* ---- UTF-8 ---- */

/* The limits of each length (Unicode Standard, table 3-7), and what lies just beyond them. */
static const struct {
    const char *bytes;
    size_t length;
    uint32_t point; /* 0 with length 0: not UTF-8 */
} utf8[] = {
    {"\x7f", 1, 0x7f},
    {"\xc2\x80", 2, 0x80},
    {"\xdf\xbf", 2, 0x7ff},
    {"\xe0\xa0\x80", 3, 0x800},
    {"\xed\x9f\xbf", 3, 0xd7ff},
    {"\xee\x80\x80", 3, 0xe000},
    {"\xef\xbf\xbf", 3, 0xffff},
    {"\xf0\x90\x80\x80", 4, 0x10000},
    {"\xf4\x8f\xbf\xbf", 4, 0x10ffff},
    {"\x80", 0, 0},
    {"\xbf", 0, 0},
    {"\xc0\x80", 0, 0},
    {"\xc1\xbf", 0, 0},
    {"\xe0\x9f\xbf", 0, 0},
    {"\xed\xa0\x80", 0, 0},
    {"\xed\xbf\xbf", 0, 0},
    {"\xf0\x8f\xbf\xbf", 0, 0},
    {"\xf4\x90\x80\x80", 0, 0},
    {"\xf5\x80\x80\x80", 0, 0},
    {"\xff", 0, 0},
    {"\xc2", 0, 0},
    {"\xe2\x82", 0, 0},
    {"\xf0\x9f\x98", 0, 0},
    {"\xc2x", 0, 0},
    {"\xe2\x82x", 0, 0},
};

START_TEST(test_utf8)
{
    uint32_t point = 0;
    size_t given = strlen(utf8[_i].bytes);
    ck_assert_uint_eq(nfh_priv_utf8_read(utf8[_i].bytes, given, &point), utf8[_i].length);
    ck_assert_uint_eq(nfh_priv_utf8_step(utf8[_i].bytes, given),
                      utf8[_i].length ? utf8[_i].length : 1);
    if (utf8[_i].length) {
        char written[4];
        ck_assert_uint_eq(point, utf8[_i].point);
        ck_assert_uint_eq(nfh_priv_utf8_write(point, written), utf8[_i].length);
        ck_assert_mem_eq(written, utf8[_i].bytes, utf8[_i].length);
        /* One byte less is not enough. */
        if (given > 1)
            ck_assert_uint_eq(nfh_priv_utf8_read(utf8[_i].bytes, given - 1, &point), 0);
    }
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    Suite *suite = suite_create("diagnostics");
    TCase *collecting = tcase_create("collecting");
    TCase *texts = tcase_create("texts");
    tcase_add_checked_fixture(collecting, setup, teardown);
    tcase_add_loop_test(collecting, test_format, 0, COUNT(shown));
    tcase_add_test(collecting, test_format_sizes);
    tcase_add_test(collecting, test_format_long_line);
    tcase_add_test(collecting, test_same_once);
    tcase_add_test(collecting, test_too_many);
    tcase_add_test(collecting, test_message);
    tcase_add_test(collecting, test_message_clean);
    tcase_add_test(collecting, test_message_cut);
    tcase_add_test(collecting, test_message_fits);
    tcase_add_test(collecting, test_report_out_of_memory);
    tcase_add_loop_test(texts, test_locate, 0, COUNT(locations));
    tcase_add_loop_test(texts, test_nearest, 0, COUNT(names));
    tcase_add_test(texts, test_nearest_long);
    tcase_add_loop_test(texts, test_utf8, 0, COUNT(utf8));
    suite_add_tcase(suite, collecting);
    suite_add_tcase(suite, texts);
    return test_run(suite);
}
