/* SPDX-License-Identifier: MIT
 *
 * decimal_text.h - decimals as text in tables of tests, without the library's own reading and
 * writing.
 */
#ifndef NFH_TESTS_DECIMAL_TEXT_H
#define NFH_TESTS_DECIMAL_TEXT_H

#include <check.h>
#include <string.h>

#include "number/decimal.h"

/* A plain decimal with at most 8 places. */
static inline nfh_decimal test_decimal(const char *text)
{
    nfh_decimal value = 0;
    bool negative = *text == '-', point = false;
    int places = 0;

    for (text += negative; *text != '\0'; text++) {
        if (*text == '.') {
            point = true;
            continue;
        }
        ck_assert(*text >= '0' && *text <= '9');
        value = value * 10 + (*text - '0');
        places += point;
    }
    ck_assert_int_le(places, NFH_DECIMAL_PLACES);
    for (; places < NFH_DECIMAL_PLACES; places++)
        value *= 10;
    return negative ? -value : value;
}

/* Holds a result to the one expected, NULL for null. On null the result must be as it was before:
 * call with `before` in *result and its outcome in `known`. */
static inline void test_decimal_result(
    const char *name, bool known, nfh_decimal result, nfh_decimal before, const char *expected)
{
    ck_assert_msg(known == (expected != NULL), "%s is %s", name, known ? "not null" : "null");
    nfh_decimal right = expected == NULL ? before : test_decimal(expected);
    ck_assert_msg(result == right, "%s is off by %lld at least", name, (long long)(result - right));
}

#endif
