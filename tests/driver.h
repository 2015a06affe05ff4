/* SPDX-License-Identifier: MIT
 *
 * driver.h - programs that Python tests ask: an operation and its operands on each line of standard
 * input, parted by tabs, and one line of answer for each. What is not printable ASCII, and %, is
 * written as %XX in both directions.
 */
#ifndef NFH_TESTS_DRIVER_H
#define NFH_TESTS_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "cql/text.h"

#define DRIVER_OPERANDS_MAX 4

struct driver_line {
    char *operation;
    int count;
    /* Exact copies, so that a sanitizer sees any read beyond them. */
    struct nfh_text operand[DRIVER_OPERANDS_MAX];
};

/* Answers every line by `answer`, which prints without the line's end, and gives false for a line
 * that it does not know. The exit status of main. */
int driver_run(bool (*answer)(const struct driver_line *line));

/* An operand as a number. */
int64_t driver_number(struct nfh_text operand);
void driver_print(struct nfh_text text);

#endif
