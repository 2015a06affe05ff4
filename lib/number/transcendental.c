/* SPDX-License-Identifier: MIT
 *
 * transcendental.c - roots, exponential, logarithm and power of decimals.
 *
 * Numbers here are fixed-point: `limbs` 64-bit limbs of fraction below one of integer part. An
 * ulp is 2^(-64 * limbs). Every function states how many ulp its result may be off; settle()
 * rounds only what that error cannot change, and otherwise the function starts again with a
 * longer fraction (Ziv A. Fast evaluation of elementary mathematical functions with correctly
 * rounded last bit. ACM Transactions on Mathematical Software 1991;17(3):410-423).
 *
 * That ends unless the exact result is a tie, an odd multiple of 5 * 10^-9. Exponential and
 * logarithm of a rational number are irrational but for exp 0 and ln 1 (Lindemann). A tie has
 * 2^9 in its denominator, and so
 * - log a to base b = i / (2^9 * j), i odd, would need a base that is a 512th power: there is
 *   none but 1;
 * - a power with an integer exponent is a tie only up to the ninth: if q is the denominator of
 *   the number (its numerator, for a negative exponent), q^k divides 2^9 * 5^8, or q is 1 and
 *   the result an integer. Up to the ninth, powers are computed exactly;
 * - a power with another exponent, m / n in lowest terms, is rational only for n-th powers (n
 *   divides 10^8, so that the root is taken by square and fifth roots): these are reduced to
 *   integer exponents.
 *
 * No input is known to need more than the first attempt. The second has some 200 bits more than
 * a worst case among all of the 2^154 pairs of operands should need; were it ever to fail, the
 * result is null.
 */
#include "number/transcendental.h"

#include <string.h>

#define ONE ((uint64_t)NFH_DECIMAL_ONE)
#define ONE_BITS 27                         /* of 10^8 */
#define FIXED_MAX (NFH_PRECISION_MAX + 1)   /* limbs of a fixed-point number */
#define OUT_OF_RANGE (~(nfh_uint128)0)
#define LN_ERROR 10                         /* ln_fixed() is off by less than 2^this ulp */
#define LARGEST_EXACT_POWER 9

static const size_t precisions[] = {3, NFH_PRECISION_MAX};
#define PRECISIONS (sizeof precisions / sizeof precisions[0])

/* floor(ln 2 * 2^576), least significant limb first: the first digits of OEIS A002162. */
static const uint64_t ln_2[] = {
    UINT64_C(0x3e96ca16224ae8c5), UINT64_C(0x27573b291169b825), UINT64_C(0xed2eae35c1382144),
    UINT64_C(0x559552fb4afa1b10), UINT64_C(0xe7b876206debac98), UINT64_C(0x8a0d175b8baafa2b),
    UINT64_C(0x40f343267298b62d), UINT64_C(0xc9e3b39803f2f6af), UINT64_C(0xb17217f7d1cf79ab),
};
#define LN_2_LIMBS (sizeof ln_2 / sizeof ln_2[0])

/* a = a * b; below 1 ulp too small. The product must be below 2^64. */
static void multiply_fixed(uint64_t *a, const uint64_t *b, size_t limbs)
{
    uint64_t product[2 * FIXED_MAX];

    nfh_priv_limbs_multiply(a, limbs + 1, b, limbs + 1, product);
    memcpy(a, product + limbs, (limbs + 1) * sizeof *a);
}

/* count * ln 2; less than `count` ulp too small. */
static void multiples_of_ln_2(uint64_t count, uint64_t *value, size_t limbs)
{
    memcpy(value, ln_2 + LN_2_LIMBS - limbs, limbs * sizeof *value);
    value[limbs] = nfh_priv_limbs_scale(value, limbs, count);
}

/* Rounds value * 10^8 * 2^power (power at most 67), where value is below 2^33 and off by less than
 * 2^error ulp; false when the error leaves two possible results. */
static bool settle(
    const uint64_t *value, size_t limbs, int power, int error, nfh_uint128 *size)
{
    uint64_t low[FIXED_MAX + 1], high[FIXED_MAX + 1], margin[FIXED_MAX + 1] = {0};

    memcpy(low, value, (limbs + 1) * sizeof *value);
    low[limbs + 1] = 0;
    nfh_priv_limbs_scale(low, limbs + 2, ONE);
    if (power >= 0)
        nfh_priv_limbs_shift_left(low, limbs + 2, (size_t)power);
    else
        nfh_priv_limbs_shift_right(low, limbs + 2, (size_t)-power);
    error += ONE_BITS + power;
    error = error < 0 ? 1 : error + 1; /* and what was shifted out, less than 1 ulp */
    if (error >= (int)limbs * 64 - 1)
        return false;

    margin[limbs - 1] = UINT64_C(1) << 63;
    nfh_priv_limbs_add(low, margin, limbs + 2); /* the floor is now the rounded value */
    memcpy(high, low, (limbs + 2) * sizeof *low);
    margin[limbs - 1] = 0;
    margin[error / 64] = UINT64_C(1) << error % 64;
    nfh_priv_limbs_subtract(low, margin, limbs + 2);
    nfh_priv_limbs_add(high, margin, limbs + 2);
    if (nfh_priv_limbs_compare(low + limbs, high + limbs, 2) != 0)
        return false;
    *size = (nfh_uint128)low[limbs + 1] << 64 | low[limbs];
    return true;
}

/* |ln(x / 10^8)| for x > 0, off by less than 2^LN_ERROR ulp.
 *
 * With p / q the larger of the number and its reciprocal, ln(p / q) = k ln 2 + 2 artanh z,
 * where z = (p - 2^k q) / (p + 2^k q) and k is chosen so that |z| <= 1/5. The sum of z^i / i
 * over odd i has at most 64 * limbs / 4.6 + 2 <= 114 terms; z is below 1 ulp too small, each
 * power of z below 1.5 and each quotient below 1 more, and what is left out below 3, together
 * below 140 ulp. Twice that, and 67 for k ln 2, is below 2^10. */
static void ln_fixed(nfh_uint128 x, size_t limbs, uint64_t *value)
{
    nfh_uint128 p = x > ONE ? x : ONE, q = x > ONE ? ONE : x, difference, sum;
    uint64_t numerator[FIXED_MAX + 1] = {0}, divisor[2], power[FIXED_MAX + 1], square[FIXED_MAX];
    uint64_t term[FIXED_MAX], series[FIXED_MAX] = {0};
    uint64_t k = (uint64_t)(nfh_priv_bit_length(p) - nfh_priv_bit_length(q));

    if (q << k > p)
        k--;
    if (2 * p > 3 * (q << k))
        k++;
    q <<= k;
    difference = p < q ? q - p : p - q;
    sum = p + q;
    numerator[limbs] = (uint64_t)difference;
    numerator[limbs + 1] = (uint64_t)(difference >> 64);
    divisor[0] = (uint64_t)sum;
    divisor[1] = (uint64_t)(sum >> 64);
    nfh_priv_limbs_divide(numerator, limbs + 2, divisor, 2, power);

    memcpy(square, power, (limbs + 1) * sizeof *power);
    multiply_fixed(square, power, limbs);
    for (uint64_t i = 1;; i += 2) {
        memcpy(term, power, (limbs + 1) * sizeof *power);
        nfh_priv_limbs_shrink(term, limbs + 1, i);
        if (nfh_priv_limbs_bits(term, limbs + 1) == 0)
            break;
        nfh_priv_limbs_add(series, term, limbs + 1);
        multiply_fixed(power, square, limbs);
    }
    nfh_priv_limbs_shift_left(series, limbs + 1, 1);
    multiples_of_ln_2(k, value, limbs);
    if (p < q)
        nfh_priv_limbs_subtract(value, series, limbs + 1);
    else
        nfh_priv_limbs_add(value, series, limbs + 1);
}

/* Splits `value` (below 47; negated if asked) into *power * ln 2 + rest, 0 <= rest < 0.694; the
 * rest is off by less than 69 ulp. */
static void reduce(
    const uint64_t *value, bool negative, size_t limbs, uint64_t *rest, int *power)
{
    /* The quotient by ln 2, at most 0.00001 too small before it is truncated. */
    const uint64_t reciprocal = 24204406; /* floor(2^24 / ln 2) */
    uint64_t upper = value[limbs] << 32 | value[limbs - 1] >> 32;
    uint64_t count = upper * reciprocal >> 56;
    uint64_t multiple[FIXED_MAX];

    if (!negative) {
        multiples_of_ln_2(count, multiple, limbs);
        memcpy(rest, value, (limbs + 1) * sizeof *value);
        nfh_priv_limbs_subtract(rest, multiple, limbs + 1);
        *power = (int)count;
        return;
    }
    count++;
    multiples_of_ln_2(count, rest, limbs);
    if (nfh_priv_limbs_compare(rest, value, limbs + 1) < 0)
        multiples_of_ln_2(++count, rest, limbs);
    nfh_priv_limbs_subtract(rest, value, limbs + 1);
    *power = -(int)count;
}

/* exp(value) or exp(-value), rounded; value is below 47 and off by less than 2^slack ulp.
 *
 * exp(r) with r < 0.694 is the 2^8th power of exp(r / 2^8). The series of the latter has at
 * most 64 * limbs / 8.5 + 2 <= 63 terms, each off by less than 2 ulp (and r / 2^8 itself is by
 * less than 2), together below 2^8 ulp. Eight squarings multiply that by 2^8 and exp(r) < 2.01,
 * and their own errors of 1 ulp each come to less than 2^10 more: below 2^18. The slack of the
 * value is multiplied by 2.01. */
#define SQUARINGS 8
#define EXP_ERROR 18
static bool exp_fixed(
    const uint64_t *value, bool negative, size_t limbs, int slack, nfh_uint128 *size)
{
    uint64_t rest[FIXED_MAX], term[FIXED_MAX], result[FIXED_MAX] = {0}, square[FIXED_MAX];
    int power, error = slack + 2 > EXP_ERROR ? slack + 2 : EXP_ERROR;

    reduce(value, negative, limbs, rest, &power);
    nfh_priv_limbs_shift_right(rest, limbs + 1, SQUARINGS);
    result[limbs] = 1;
    memcpy(term, rest, (limbs + 1) * sizeof *rest);
    for (uint64_t i = 2; nfh_priv_limbs_bits(term, limbs + 1) != 0; i++) {
        nfh_priv_limbs_add(result, term, limbs + 1);
        multiply_fixed(term, rest, limbs);
        nfh_priv_limbs_shrink(term, limbs + 1, i);
    }
    for (int i = 0; i < SQUARINGS; i++) {
        memcpy(square, result, (limbs + 1) * sizeof *result);
        multiply_fixed(result, square, limbs);
    }
    return settle(result, limbs, power, error + 1, size);
}

bool nfh_priv_exp_attempt(nfh_decimal a, size_t limbs, nfh_uint128 *size)
{
    nfh_uint128 x = nfh_priv_decimal_magnitude(a);
    uint64_t value[FIXED_MAX] = {0};

    if (x >= 47 * (nfh_uint128)ONE) { /* exp(47) is above 10^20, exp(-47) far below 10^-8 */
        *size = a < 0 ? 0 : OUT_OF_RANGE;
        return true;
    }
    value[limbs] = (uint64_t)x;
    nfh_priv_limbs_shrink(value, limbs + 1, ONE);
    return exp_fixed(value, a < 0, limbs, 0, size);
}

bool nfh_priv_ln_attempt(nfh_decimal a, size_t limbs, nfh_uint128 *size)
{
    uint64_t value[FIXED_MAX];

    ln_fixed(nfh_priv_decimal_magnitude(a), limbs, value);
    return settle(value, limbs, 0, LN_ERROR, size);
}

/* The quotient q of two logarithms that are off by e ulp each is off by (q + 1) * e / divisor,
 * and as the divisor is known within a factor of 2 (it is 10^-8 or more), by at most twice
 * that, and 1 ulp of its own. */
bool nfh_priv_log_attempt(
    nfh_decimal a, nfh_decimal base, size_t limbs, nfh_uint128 *size)
{
    uint64_t numerator[2 * FIXED_MAX] = {0}, divisor[FIXED_MAX], quotient[2 * FIXED_MAX];
    int divisor_power, error;

    ln_fixed(nfh_priv_decimal_magnitude(a), limbs, numerator + limbs);
    ln_fixed(nfh_priv_decimal_magnitude(base), limbs, divisor);
    nfh_priv_limbs_divide(numerator, 2 * limbs + 1, divisor, limbs + 1, quotient);
    divisor_power = nfh_priv_limbs_bits(divisor, limbs + 1) - 1 - (int)limbs * 64;
    error = LN_ERROR + nfh_priv_bit_length((nfh_uint128)quotient[limbs] + 1) + 2;
    if (divisor_power < 0)
        error -= divisor_power;
    return settle(quotient, limbs, 0, error, size);
}

bool nfh_priv_power_attempt(
    nfh_decimal base, nfh_decimal exponent, size_t limbs, nfh_uint128 *size)
{
    nfh_uint128 x = nfh_priv_decimal_magnitude(base), y = nfh_priv_decimal_magnitude(exponent);
    bool shrinks = (x < ONE) != (exponent < 0);
    int excess = nfh_priv_bit_length(y) - (ONE_BITS - 1);
    uint64_t value[FIXED_MAX];

    ln_fixed(x, limbs, value);
    /* |ln x| is at least 10^-8 / 2, so that 2^64 / 10^8 times that is out of range. */
    if (y >> 64 != 0 || nfh_priv_limbs_scale(value, limbs + 1, (uint64_t)y) != 0
        || value[limbs] >= 47 * ONE) {
        *size = shrinks ? 0 : OUT_OF_RANGE;
        return true;
    }
    nfh_priv_limbs_shrink(value, limbs + 1, ONE);
    return exp_fixed(value, shrinks, limbs, LN_ERROR + 1 + (excess > 0 ? excess : 0), size);
}

bool nfh_priv_decimal_sqrt(nfh_decimal a, nfh_decimal *result)
{
    nfh_uint128 square, root;

    if (a < 0)
        return false;
    square = (nfh_uint128)a * ONE; /* at most 10^36 */
    root = nfh_priv_sqrt_floor(square);
    if (square - root * root > root) /* above (root + 1/2)^2, which no integer is */
        root++;
    *result = (nfh_decimal)root;
    return true;
}

bool nfh_priv_decimal_exp(nfh_decimal a, nfh_decimal *result)
{
    nfh_uint128 size;

    for (size_t i = 0; i < PRECISIONS; i++) {
        if (nfh_priv_exp_attempt(a, precisions[i], &size))
            return nfh_priv_decimal_signed(size, false, result);
    }
    return false;
}

bool nfh_priv_decimal_ln(nfh_decimal a, nfh_decimal *result)
{
    nfh_uint128 size;

    if (a <= 0)
        return false;
    for (size_t i = 0; i < PRECISIONS; i++) {
        if (nfh_priv_ln_attempt(a, precisions[i], &size))
            return nfh_priv_decimal_signed(size, a < NFH_DECIMAL_ONE, result);
    }
    return false;
}

bool nfh_priv_decimal_log(nfh_decimal a, nfh_decimal base, nfh_decimal *result)
{
    bool negative = (a < NFH_DECIMAL_ONE) != (base < NFH_DECIMAL_ONE);
    nfh_uint128 size;

    if (a <= 0 || base <= 0 || base == NFH_DECIMAL_ONE)
        return false;
    for (size_t i = 0; i < PRECISIONS; i++) {
        if (nfh_priv_log_attempt(a, base, precisions[i], &size))
            return nfh_priv_decimal_signed(size, negative, result);
    }
    return false;
}

/* n^count, count at most LARGEST_EXACT_POWER + 1; n is below 2^94. */
#define POWER_LIMBS 14
static void raise(nfh_uint128 n, int count, uint64_t *power)
{
    uint64_t factor[2] = {(uint64_t)n, (uint64_t)(n >> 64)}, product[POWER_LIMBS + 2];

    memset(power, 0, POWER_LIMBS * sizeof *power);
    power[0] = 1;
    while (count-- > 0) {
        nfh_priv_limbs_multiply(power, POWER_LIMBS, factor, 2, product);
        memcpy(power, product, POWER_LIMBS * sizeof *power);
    }
}

/* (x / 10^8)^count * 10^8, rounded; OUT_OF_RANGE from 2^127 on. |count| is at most
 * LARGEST_EXACT_POWER. */
static nfh_uint128 exact_power(nfh_uint128 x, int count)
{
    uint64_t numerator[POWER_LIMBS], divisor[POWER_LIMBS], quotient[POWER_LIMBS];

    if (count > 0) {
        raise(x, count, numerator);
        raise(ONE, count - 1, divisor);
    } else {
        raise(ONE, 1 - count, numerator);
        raise(x, -count, divisor);
    }
    nfh_priv_limbs_divide(numerator, POWER_LIMBS, divisor, POWER_LIMBS, quotient);
    if (nfh_priv_limbs_bits(quotient, POWER_LIMBS) > 127)
        return OUT_OF_RANGE;
    nfh_priv_limbs_shift_left(numerator, POWER_LIMBS, 1);
    return ((nfh_uint128)quotient[1] << 64 | quotient[0])
        + (nfh_priv_limbs_compare(numerator, divisor, POWER_LIMBS) >= 0);
}

/* Replaces *x by its square root, if that is a decimal exactly. */
static bool take_square_root(nfh_uint128 *x)
{
    nfh_uint128 root = nfh_priv_sqrt_floor(*x * ONE);

    if (root * root != *x * ONE)
        return false;
    *x = root;
    return true;
}

/* The same for the fifth root: r^5 = x * 10^32, r at most 10^12. */
static bool take_fifth_root(nfh_uint128 *x)
{
    struct nfh_wide target = nfh_priv_wide_mul(*x * ONE, (nfh_uint128)ONE * ONE * ONE);
    nfh_uint128 root = 0;

    for (nfh_uint128 bit = (nfh_uint128)1 << 40; bit != 0; bit >>= 1) {
        nfh_uint128 guess = root | bit;
        struct nfh_wide fifth = nfh_priv_wide_mul(guess * guess * guess, guess * guess);
        int order = nfh_priv_wide_compare(fifth, target);
        if (order <= 0)
            root = guess;
        if (order == 0) {
            *x = root;
            return true;
        }
    }
    return false;
}

/* A positive base, not 1. */
static bool power_of_positive(nfh_uint128 x, nfh_decimal exponent, nfh_uint128 *size)
{
    /* No decimal but 1 has more than six exact square roots in a row (2^64 has six), or two fifth
     * roots: the exponent does not overflow. */
    while (exponent % NFH_DECIMAL_ONE != 0 && take_square_root(&x))
        exponent *= 2;
    while (exponent % NFH_DECIMAL_ONE != 0 && take_fifth_root(&x))
        exponent *= 5;
    if (exponent % NFH_DECIMAL_ONE == 0
        && nfh_priv_decimal_magnitude(exponent) <= LARGEST_EXACT_POWER * (nfh_uint128)ONE) {
        *size = exact_power(x, (int)(exponent / NFH_DECIMAL_ONE));
        return true;
    }
    for (size_t i = 0; i < PRECISIONS; i++) {
        if (nfh_priv_power_attempt((nfh_decimal)x, exponent, precisions[i], size))
            return true;
    }
    return false;
}

bool nfh_priv_decimal_power(nfh_decimal base, nfh_decimal exponent, nfh_decimal *result)
{
    bool negative = base < 0 && exponent / NFH_DECIMAL_ONE % 2 != 0;
    nfh_uint128 x = nfh_priv_decimal_magnitude(base), size;

    if (exponent == 0 || x == ONE) {
        if (base < 0 && exponent % NFH_DECIMAL_ONE != 0)
            return false;
        return nfh_priv_decimal_signed(ONE, negative, result);
    }
    if (x == 0 && exponent > 0)
        return nfh_priv_decimal_signed(0, false, result);
    if (x == 0 || (base < 0 && exponent % NFH_DECIMAL_ONE != 0))
        return false;
    if (exponent == NFH_DECIMAL_ONE / 2)
        return nfh_priv_decimal_sqrt(base, result);
    if (exponent == 2 * NFH_DECIMAL_ONE)
        return nfh_priv_decimal_multiply(base, base, result);
    return power_of_positive(x, exponent, &size) && nfh_priv_decimal_signed(size, negative, result);
}
