/* SPDX-License-Identifier: MIT
 *
 * test_split.c - how the example programs take CSV apart in memory: of any bytes, the first record
 * ends where it ends for libcsv, and has libcsv's cells.
 */
#include <csv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../examples/screen_split.h"
#include "support.h"

#define TEXT_MAX  200
#define CELLS_MAX (TEXT_MAX + 1)
#define START     3 /* records do not begin where the memory does */

/* The first record of a text, as libcsv reads it. */
struct reference {
    char text[TEXT_MAX]; /* of the cells, one behind the other */
    size_t used, count, length[CELLS_MAX];
    bool special;  /* a cell holds a quote or a NUL byte */
    bool complete; /* the record's end has been seen */
    size_t size;   /* of the record with its end; 0: there is an error in it, or no end */
};

static void take_cell(void *text, size_t length, void *context)
{
    struct reference *record = context;
    if (length > 0)
        memcpy(record->text + record->used, text, length);
    record->special = record->special || memchr(record->text + record->used, '"', length) ||
                      memchr(record->text + record->used, '\0', length);
    record->length[record->count++] = length;
    record->used += length;
}

static void take_record(int end, void *context)
{
    struct reference *record = context;
    (void)end;
    record->complete = true;
}

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static void read_reference(const char *text, size_t length, struct reference *record)
{
    struct csv_parser parser;
    memset(record, 0, sizeof *record);
    ck_assert_int_eq(csv_init(&parser, CSV_STRICT), 0);
    csv_set_space_func(&parser, no_space);
    for (size_t at = 0; at < length && !record->complete; at++) {
        if (csv_parse(&parser, text + at, 1, take_cell, take_record, record) != 1)
            break;
        record->size = record->complete ? at + 1 : 0;
    }
    csv_free(&parser);
}

static void compare_cells(const char *bytes, const uint32_t *bound, const struct reference *record)
{
    const char *expected = record->text;
    for (size_t i = 0; i < record->count; i++) {
        struct span cell = split_cell(bytes, bound, i);
        ck_assert_uint_eq(cell.length, record->length[i]);
        ck_assert_mem_eq(cell.start, expected, cell.length);
        expected += cell.length;
    }
}

/* Splits a text for every number of cells near to the right one. Returns what came of the right
 * one. The memory is as long as it must be, so that a sanitizer sees what reads beyond. */
static enum split check(const char *text, size_t length)
{
    struct reference record;
    enum split right = SPLIT_NONE;
    char *bytes = malloc(START + length + SPLIT_PADDING);
    read_reference(text, length, &record);
    memcpy(bytes + START, text, length);
    /* Anything may lie before and behind. */
    memcpy(bytes, "\",\n", START);
    memcpy(bytes + START + length, "\n,\"\n\"\r,\n", SPLIT_PADDING);
    size_t least = record.count > 2 ? record.count - 1 : 1;
    for (size_t cells = least; cells <= record.count + 2; cells++) {
        uint32_t *bound = malloc((cells + 1) * sizeof *bound);
        size_t next = 0;
        enum split split = split_record(bytes, START, START + length, bound, cells, &next);
        bool plain = record.size > 0 && record.count == cells && !record.special;
        ck_assert_int_eq(split, plain ? SPLIT_PLAIN : record.size > 0 ? SPLIT_ODD : SPLIT_NONE);
        if (record.size > 0)
            ck_assert_uint_eq(next, START + record.size);
        if (plain)
            compare_cells(bytes, bound, &record);
        if (cells == record.count)
            right = split;
        free(bound);
    }
    free(bytes);
    return right;
}

/* ---- Tests ----------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    size_t length;
    enum split expected;
} rows[] = {
#define ROW(text, expected)             \
    {                                   \
        text, sizeof text - 1, expected \
    }
    ROW("a,b,c\n", SPLIT_PLAIN),
    ROW("a,b,c\r\nd", SPLIT_PLAIN),
    ROW("a,b,c\rd,e\n", SPLIT_PLAIN),
    ROW(",,,,,,,,,,,,,,,,,\n", SPLIT_PLAIN),
    ROW("a longer cell than a word of the machine,\xc3\xa9\xff\x80,+-*/!#$%&'()\x7f\t \x01\n",
        SPLIT_PLAIN),
    ROW("\"a\",\"\",\"b, c\",\"two\r\nlines\"\n", SPLIT_PLAIN),
    ROW("\"a\"\r\n", SPLIT_PLAIN),
    ROW("\"a \"\"b\"\"\",c\n", SPLIT_ODD),
    ROW("\"\"\"\"\n", SPLIT_ODD),
    ROW("a\0b\n", SPLIT_ODD),
    ROW("\"a\0\"\n", SPLIT_ODD),
    ROW("a", SPLIT_NONE),
    ROW("a,b,c", SPLIT_NONE),
    ROW("a,\"b", SPLIT_NONE),
    ROW("a,\"b\"", SPLIT_NONE),
    ROW("a,\"b\"\"", SPLIT_NONE),
    ROW("a,\"b\n,c\n", SPLIT_NONE),
    ROW("a \"b\"\n", SPLIT_NONE),
    ROW("\"a\" \n", SPLIT_NONE),
    ROW("\"a\"b\n", SPLIT_NONE),
    ROW(" \"a\"\n", SPLIT_NONE),
    ROW("a,b\"\n", SPLIT_NONE),
#undef ROW
};

START_TEST(row)
{
    ck_assert_int_eq(check(rows[_i].text, rows[_i].length), rows[_i].expected);
}
END_TEST

/* A record of each length, with what ends it and what is odd at each place of a word. */
START_TEST(every_place)
{
    static const char marks[] = {',', '"', '\n', '\r', '\0', '-', ',' + '\x80', '\n' + '\x80'};
    char text[40];
    for (size_t length = 1; length < sizeof text; length++) {
        for (size_t place = 1; place < length; place++) {
            memset(text, 'x', sizeof text);
            text[length - 1] = '\n';
            text[place] = marks[_i];
            check(text, length);
        }
    }
}
END_TEST

/* Bytes of which most mean something; then records that are well formed. */
START_TEST(random_text)
{
    static const char hostile[] = "aaaa\xc3\xa9,,,,\"\"\"\n\r-. \0";
    char text[TEXT_MAX];
    size_t count[3] = {0};
    srand(20250831);
    for (int i = 0; i < test_share(50000); i++) {
        size_t length = (size_t)rand() % 40 + 1;
        for (size_t at = 0; at < length; at++)
            text[at] = hostile[(size_t)rand() % (sizeof hostile - 1)];
        if (text[0] != '\n' && text[0] != '\r')
            count[check(text, length)]++;
    }
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_gt(count[i], (size_t)test_share(1000));
}
END_TEST

/* A cell, in quotes or not. */
static size_t add_cell(char *text)
{
    static const char quoted[] = "ab,\n\r -\xc3";
    size_t length = 0, size = (size_t)rand() % 12;
    bool quotes = rand() % 3 == 0;
    if (quotes)
        text[length++] = '"';
    for (size_t i = 0; i < size; i++)
        text[length++] =
            quotes ? quoted[(size_t)rand() % (sizeof quoted - 1)] : "ab-. "[rand() % 5];
    if (quotes)
        text[length++] = '"';
    return length;
}

START_TEST(random_records)
{
    char text[TEXT_MAX];
    srand(20250901);
    for (int i = 0; i < test_share(20000); i++) {
        size_t length = 0;
        for (int cells = rand() % 10; cells >= 0; cells--) {
            length += add_cell(text + length);
            text[length++] = cells > 0 ? ',' : "\r\n"[rand() % 2];
        }
        if (text[0] == '\n' || text[0] == '\r')
            continue;
        ck_assert_int_eq(check(text, length), SPLIT_PLAIN);
        check(text, (size_t)rand() % length + 1);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("split");
    TCase *tcase = tcase_create("against libcsv");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, row, 0, (int)(sizeof rows / sizeof rows[0]));
    tcase_add_loop_test(tcase, every_place, 0, 8);
    tcase_add_test(tcase, random_text);
    tcase_add_test(tcase, random_records);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
