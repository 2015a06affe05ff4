/* SPDX-License-Identifier: MIT
 *
 * support.c - see support.h.
 */
#include "support.h"

#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nfhscreen.h"

#ifndef NFH_TEST_DATA_DIR
#define NFH_TEST_DATA_DIR "tests/data" /* from the top of the tree */
#endif

void test_stop(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(EXIT_FAILURE);
}

/* The whole file, ended. */
static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        test_stop("%s: cannot be read", path);
    }
    long size = ftell(file);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    rewind(file);
    if (text == NULL || fread(text, 1, (size_t)size, file) != (size_t)size) {
        test_stop("%s: cannot be read", path);
    }
    fclose(file);
    text[size] = '\0';
    return text;
}

static size_t count(const char *text, char wanted)
{
    size_t found = 0;
    for (; *text != '\0'; text++) {
        found += *text == wanted;
    }
    return found;
}

/* Cuts a line at its tabs, and adds its cells to the table. */
static void add_line(struct test_table *table, char *line, size_t number)
{
    if (table->columns == 0) {
        table->columns = count(line, '\t') + 1;
    } else {
        table->rows++;
    }
    if (count(line, '\t') + 1 != table->columns) {
        test_stop("%s:%zu: not %zu columns", table->name, number, table->columns);
    }
    char **cell = table->cells + table->rows * table->columns;
    for (size_t i = 0; i < table->columns; i++) {
        char *end = line + strcspn(line, "\t");
        cell[i] = line;
        line = end + 1;
        *end = '\0';
    }
}

struct test_table test_table_read(const char *name)
{
    struct test_table table = {.name = name};
    const char *directory = getenv("NFH_TEST_DATA");
    char path[4096];
    if (directory == NULL) {
        directory = NFH_TEST_DATA_DIR;
    }
    if ((size_t)snprintf(path, sizeof path, "%s/%s", directory, name) >= sizeof path) {
        test_stop("%s: the path is too long", name);
    }
    table.text = read_file(path);
    table.cells = calloc(strlen(table.text) + 1, sizeof *table.cells); /* more than there can be */
    if (table.cells == NULL) {
        test_stop("%s: out of memory", name);
    }
    size_t number = 0;
    for (char *line = table.text, *next; *line != '\0'; line = next) {
        char *end = line + strcspn(line, "\n");
        next = *end == '\0' ? end : end + 1;
        *end = '\0';
        number++;
        if (*line != '\0' && *line != '#') {
            add_line(&table, line, number);
        }
    }
    if (table.rows == 0) {
        test_stop("%s: no rows", name);
    }
    return table;
}

void test_table_free(struct test_table *table)
{
    free(table->cells);
    free(table->text);
}

const char *test_cell(const struct test_table *table, size_t row, const char *column)
{
    for (size_t i = 0; i < table->columns; i++) {
        if (strcmp(table->cells[i], column) == 0) {
            return table->cells[(row + 1) * table->columns + i];
        }
    }
    test_stop("%s: no column %s", table->name, column);
}

double test_number(const char *cell)
{
    char text[64];
    char *end;
    size_t length = strlen(cell);
    if (length == 0 || length >= sizeof text) {
        test_stop("`%s` is no number", cell);
    }
    memcpy(text, cell, length + 1);
    char *point = strchr(text, '.');
    if (point != NULL) {
        *point = *localeconv()->decimal_point; /* strtod wants the locale's */
    }
    double value = strtod(text, &end);
    if (*end != '\0') {
        test_stop("`%s` is no number", cell);
    }
    return value;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

int32_t test_days(const char *cell)
{
    int year, month, day, end = 0;
    if (strcmp(cell, "unknown") == 0) {
        return NFH_DATE_UNKNOWN;
    }
    if (sscanf(cell, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || cell[end] != '\0') {
        return (int32_t)test_number(cell);
    }
    /* Counted, not calculated: another way than the library's. */
    int32_t days = -719162 + day - 1;
    for (int y = 1; y < year; y++) {
        days += 365 + (days_in_month(y, 2) == 29);
    }
    for (int m = 1; m < month; m++) {
        days += days_in_month(year, m);
    }
    return days;
}

int test_truth(const char *cell)
{
    static const char *const names[] = {
        [NFH_FALSE] = "false", [NFH_TRUE] = "true", [NFH_UNKNOWN] = "unknown"};
    for (int truth = 0; truth < 3; truth++) {
        if (strcmp(cell, names[truth]) == 0) {
            return truth;
        }
    }
    test_stop("`%s` is no truth value", cell);
}

int test_status(const char *name)
{
    static const struct {
        const char *name;
        int status;
    } statuses[] = {
        {"NFH_OK", NFH_OK},
        {"NFH_E_NULL", NFH_E_NULL},
        {"NFH_E_UNKNOWN", NFH_E_UNKNOWN},
        {"NFH_E_INFINITE", NFH_E_INFINITE},
        {"NFH_E_RANGE", NFH_E_RANGE},
        {"NFH_E_SYNTAX", NFH_E_SYNTAX},
        {"NFH_E_UNIT", NFH_E_UNIT},
        {"NFH_E_TYPE", NFH_E_TYPE},
        {"NFH_E_VALUE", NFH_E_VALUE},
        {"NFH_E_NAME", NFH_E_NAME},
        {"NFH_E_INDEX", NFH_E_INDEX},
        {"NFH_E_MISMATCH", NFH_E_MISMATCH},
        {"NFH_E_STATE", NFH_E_STATE},
        {"NFH_E_COMPILE", NFH_E_COMPILE},
        {"NFH_E_INCLUDE", NFH_E_INCLUDE},
        {"NFH_E_EVALUATE", NFH_E_EVALUATE},
        {"NFH_E_LIMIT", NFH_E_LIMIT},
        {"NFH_E_MEMORY", NFH_E_MEMORY},
        {"NFH_E_BUFFER", NFH_E_BUFFER},
        {"NFH_E_ARROW", NFH_E_ARROW},
    };
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        if (strcmp(name, statuses[i].name) == 0) {
            return statuses[i].status;
        }
    }
    test_stop("`%s` is no status", name);
}

int test_share(int all)
{
    return getenv("NFH_TEST_SLOW") == NULL ? all : all < 10 ? 1 : all / 10;
}

double test_seconds_max(void)
{
    return getenv("NFH_TEST_SLOW") == NULL ? 8 : 80;
}

int test_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
