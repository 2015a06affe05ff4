/* SPDX-License-Identifier: MIT
 *
 * decimal.h - exact decimals as CQL defines them: 28 digits, 8 of them after the point.
 *
 * A decimal is an integer scaled by 10^8. Every operation returns false when the result is null
 * (overflow, division by zero, not a number) and leaves *result alone then; ratios are rounded
 * half away from zero.
 */
#ifndef NFH_NUMBER_DECIMAL_H
#define NFH_NUMBER_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "number/wide.h"

typedef nfh_int128 nfh_decimal;

#define NFH_DECIMAL_PLACES 8
#define NFH_DECIMAL_ONE INT64_C(100000000)
#define NFH_DECIMAL_TEXT 40 /* bytes that hold any decimal as text */

/* 10^28, one (of 10^-8) more than the largest decimal. */
#define NFH_DECIMAL_LIMIT \
    ((nfh_uint128)UINT64_C(100000000000000) * UINT64_C(100000000000000))

/* 99999999999999999999.99999999; the minimum is its negative. */
nfh_decimal nfh_priv_decimal_max(void);
static inline nfh_decimal nfh_priv_decimal_from_integer(int64_t value)
{
    return (nfh_decimal)value * NFH_DECIMAL_ONE;
}

/* The absolute value, and the decimal that has this absolute value and sign (false: out of
 * range). */
static inline nfh_uint128 nfh_priv_decimal_magnitude(nfh_decimal a)
{
    return a < 0 ? -(nfh_uint128)a : (nfh_uint128)a;
}
static inline bool nfh_priv_decimal_signed(
    nfh_uint128 magnitude, bool negative, nfh_decimal *result)
{
    if (magnitude >= NFH_DECIMAL_LIMIT)
        return false;
    *result = negative ? -(nfh_decimal)magnitude : (nfh_decimal)magnitude;
    return true;
}

bool nfh_priv_decimal_add(nfh_decimal a, nfh_decimal b, nfh_decimal *result);
bool nfh_priv_decimal_subtract(nfh_decimal a, nfh_decimal b, nfh_decimal *result);
bool nfh_priv_decimal_multiply(nfh_decimal a, nfh_decimal b, nfh_decimal *result);
bool nfh_priv_decimal_divide(nfh_decimal a, nfh_decimal b, nfh_decimal *result);
/* CQL's div (truncated, result an integral decimal) and mod (sign of the dividend). */
bool nfh_priv_decimal_truncated_divide(nfh_decimal a, nfh_decimal b, nfh_decimal *result);
bool nfh_priv_decimal_modulo(nfh_decimal a, nfh_decimal b, nfh_decimal *result);
/* Round half away from zero to `places` (0 to 8) digits after the point. More places than 8 change
 * nothing, fewer than 0 are null. */
bool nfh_priv_decimal_round(nfh_decimal a, int places, nfh_decimal *result);
/* Digits after the point that are not trailing zeros. */
int nfh_priv_decimal_scale(nfh_decimal value);
/* Integral decimals. The floor of a number below -10^20 + 1 is -10^20 and the ceiling of one above
 * 10^20 - 1 is 10^20, which are the only results out of range (and far out of an Integer's). */
nfh_decimal nfh_priv_decimal_floor(nfh_decimal a);
nfh_decimal nfh_priv_decimal_ceiling(nfh_decimal a);
nfh_decimal nfh_priv_decimal_truncate(nfh_decimal a);

/* What a double was written as: its shortest decimal that reads back as the same double (of
 * several the nearest, of two equally near the one that ends in an even digit), rounded to 8
 * places. False for NaN, infinities and values out of range. The same on every platform and in
 * every rounding mode. */
bool nfh_priv_decimal_from_double(double value, nfh_decimal *result);
/* The double nearest to the decimal (half to even), independent of the rounding mode in force. */
double nfh_priv_decimal_to_double(nfh_decimal a);

/* How reading a decimal ended. */
enum nfh_decimal_parse {
    NFH_DECIMAL_PARSED,
    NFH_DECIMAL_SYNTAX,  /* not [+-]digits[.digits][e[+-]digits] */
    NFH_DECIMAL_OVERFLOW /* out of the range of a decimal */
};
/* Reads all `length` bytes; places beyond the eighth are rounded half away from zero, and
 * *places (may be NULL) gets the number of digits after the point as written. An exponent is
 * read as spreadsheets write it (`e` or `E`). Takes time in proportion to the length; *result
 * and *places stay as they are on failure. */
enum nfh_decimal_parse nfh_priv_decimal_parse(
    const char *text, size_t length, nfh_decimal *result, int *places);

/* Writes the decimal without superfluous zeros but with at least `least` (0 or 1) digits after
 * the point; returns the length without the ending zero byte. `buffer` holds NFH_DECIMAL_TEXT
 * bytes. */
size_t nfh_priv_decimal_format(nfh_decimal a, int least, char *buffer);

#endif
