/* SPDX-License-Identifier: MIT
 *
 * support.h - shared by the test programs: tables of test data, what their cells mean, and running.
 *
 * A table is a text file of tests/data: columns parted by tabs, their names in the first line,
 * lines that begin with # left out. A table, a column or a cell that cannot be read ends the
 * program: no test passes for want of data.
 */
#ifndef NFH_TESTS_SUPPORT_H
#define NFH_TESTS_SUPPORT_H

#include <check.h>
#include <stddef.h>
#include <stdint.h>

struct test_table {
    const char *name;
    char *text;
    char **cells; /* row by row, the names of the columns first */
    size_t rows;  /* without the names */
    size_t columns;
};

/* Reads tests/data/NAME: from the directory $NFH_TEST_DATA, or where it was when the program was
 * built. */
struct test_table test_table_read(const char *name);
void test_table_free(struct test_table *table);
/* The cell of a row, from 0, in the column of that name; lives as long as the table. */
const char *test_cell(const struct test_table *table, size_t row, const char *column);

/* A decimal, `nan`, `inf` or `-inf`, in any locale. */
double test_number(const char *cell);
/* `2025-08-31` as days since 1970-01-01, `unknown` or a plain number of days. */
int32_t test_days(const char *cell);
/* `false`, `true` or `unknown`. */
int test_truth(const char *cell);
/* The number of a status: `NFH_E_RANGE`. */
int test_status(const char *name);

/* Ends the program with a message. */
void test_stop(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* How much of a long run of tests to do: all of it, but a tenth where $NFH_TEST_SLOW is set, for
 * something looks at every instruction there. */
int test_share(int all);

/* The CPU time after which something that takes well under a second counts as hanging: sanitizers
 * make it several times slower, and where $NFH_TEST_SLOW is set, it is slower by far. */
double test_seconds_max(void);

/* Runs a suite and ends it: the exit status of main. */
int test_run(Suite *suite);

#endif
