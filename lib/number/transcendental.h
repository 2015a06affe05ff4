/* SPDX-License-Identifier: MIT
 *
 * transcendental.h - roots, exponential and logarithm of decimals, rounded (half away from
 * zero) to the correct eighth place by integer arithmetic, so that every platform gets the same
 * digits. False: null (out of the domain, or overflow); *result is left alone then.
 */
#ifndef NFH_NUMBER_TRANSCENDENTAL_H
#define NFH_NUMBER_TRANSCENDENTAL_H

#include "number/decimal.h"

bool nfh_priv_decimal_sqrt(nfh_decimal a, nfh_decimal *result); /* null below 0 */
bool nfh_priv_decimal_exp(nfh_decimal a, nfh_decimal *result);
bool nfh_priv_decimal_ln(nfh_decimal a, nfh_decimal *result);   /* null at and below 0 */
/* Null when either is 0 or less, and to the base 1. */
bool nfh_priv_decimal_log(nfh_decimal a, nfh_decimal base, nfh_decimal *result);
/* Anything to the power 0 is 1. Null: 0 to a negative power, a negative base to a power that is no
 * integer. Exact for integer exponents. */
bool nfh_priv_decimal_power(nfh_decimal base, nfh_decimal exponent, nfh_decimal *result);

/* One attempt at the absolute value of the result, scaled by 10^8 (from 10^28 on: out of range),
 * with fractions of `limbs` (1 to NFH_PRECISION_MAX) times 64 bits: false when these are too few to
 * tell how the result is rounded. The functions above try a second, longer fraction then; the
 * attempts stand here so that the tests can hold each length to its error bound. */
#define NFH_PRECISION_MAX 8
bool nfh_priv_exp_attempt(nfh_decimal a, size_t limbs, nfh_uint128 *size);
bool nfh_priv_ln_attempt(nfh_decimal a, size_t limbs, nfh_uint128 *size); /* a > 0 */
bool nfh_priv_log_attempt( /* a, base > 0; base not 1 */
    nfh_decimal a, nfh_decimal base, size_t limbs, nfh_uint128 *size);
bool nfh_priv_power_attempt( /* base > 0, not 1 */
    nfh_decimal base, nfh_decimal exponent, size_t limbs, nfh_uint128 *size);

#endif
