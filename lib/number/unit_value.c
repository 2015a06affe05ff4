/* SPDX-License-Identifier: MIT
 *
 * unit_value.c - a measured value in base units, as an exact fraction.
 */
#include "number/unit_internal.h"

#include <string.h>

/* log10 of 2 from below, in parts of 100000 */
#define LOG_2 30102

#define PI_PLACES 64 /* digits of [pi] after the point */

/* Multiplies by [pi]^power * 10^(64 power), power >= 0. */
static bool multiply_pi(struct nfh_natural *number, int power)
{
    /* [pi] * 10^64, of the 65 digits that UCUM gives */
    static const uint64_t limbs[] = {UINT64_C(0x25d47c8b2ac5ad23), UINT64_C(0x5c3d0e7a0ba66fba),
                                     UINT64_C(0xd8319cf417a32567), UINT64_C(0x4c5e2d)};
    struct nfh_natural pi;

    pi.length = sizeof limbs / sizeof limbs[0];
    memcpy(pi.limb, limbs, sizeof limbs);
    for (; power > 0; power--) {
        if (!nfh_priv_natural_multiply(number, &pi))
            return false;
    }
    return true;
}

void nfh_priv_unit_value_set(struct nfh_unit_value *value, nfh_decimal decimal)
{
    value->negative = decimal < 0;
    nfh_priv_natural_set(&value->numerator,
                         decimal < 0 ? -(nfh_uint128)decimal : (nfh_uint128)decimal);
    nfh_priv_natural_set(&value->denominator, 1);
    value->power10 = -NFH_DECIMAL_PLACES;
    value->power_pi = 0;
}

static bool multiply(struct nfh_natural *number, nfh_uint128 factor)
{
    struct nfh_natural n;

    if (factor == 1) /* as it mostly is */
        return true;
    nfh_priv_natural_set(&n, factor);
    return nfh_priv_natural_multiply(number, &n);
}

static bool scale(struct nfh_unit_value *value, nfh_uint128 up, nfh_uint128 down)
{
    return multiply(&value->numerator, up) && multiply(&value->denominator, down);
}

bool nfh_priv_unit_value_multiply(struct nfh_unit_value *value,
                                  const struct nfh_unit_factor *factor)
{
    value->power10 += factor->power10;
    value->power_pi += factor->power_pi;
    return scale(value, factor->numerator, factor->denominator);
}

bool nfh_priv_unit_value_divide(struct nfh_unit_value *value, const struct nfh_unit_factor *factor)
{
    value->power10 -= factor->power10;
    value->power_pi -= factor->power_pi;
    return scale(value, factor->denominator, factor->numerator);
}

bool nfh_priv_unit_value_expand_pi(struct nfh_unit_value *value)
{
    int power = value->power_pi;

    value->power_pi = 0;
    value->power10 -= PI_PLACES * power;
    if (power < 0)
        return multiply_pi(&value->denominator, -power);
    return multiply_pi(&value->numerator, power);
}

bool nfh_priv_unit_value_expand_ten(struct nfh_unit_value *value)
{
    int power = value->power10;

    value->power10 = 0;
    if (power < 0)
        return nfh_priv_natural_scale(&value->denominator, -power);
    return nfh_priv_natural_scale(&value->numerator, power);
}

int nfh_priv_unit_value_magnitude(const struct nfh_unit_value *value)
{
    int bits =
        nfh_priv_natural_bits(&value->numerator) - nfh_priv_natural_bits(&value->denominator);

    return value->power10 + bits * LOG_2 / 100000;
}

bool nfh_priv_unit_value_round(struct nfh_unit_value *value, nfh_decimal *result)
{
    struct nfh_natural quotient;
    nfh_uint128 rounded;
    int digits;

    if (!nfh_priv_unit_value_expand_pi(value))
        return false;
    value->power10 += NFH_DECIMAL_PLACES;
    digits = value->numerator.length == 0 ? -100 : nfh_priv_unit_value_magnitude(value);
    if (digits > 40)
        return false;
    if (digits < -10) { /* so small that it rounds to nothing */
        *result = 0;
        return true;
    }
    if (!nfh_priv_unit_value_expand_ten(value) ||
        !nfh_priv_natural_divide_round(&value->numerator, &value->denominator, &quotient) ||
        !nfh_priv_natural_get(&quotient, &rounded) || rounded > (nfh_uint128)nfh_priv_decimal_max())
        return false;
    *result = value->negative ? -(nfh_decimal)rounded : (nfh_decimal)rounded;
    return true;
}

bool nfh_priv_unit_value_shorten(struct nfh_unit_value *value, int digits)
{
    struct nfh_natural limit, n, d;
    int power, shift;

    if (!nfh_priv_unit_value_expand_pi(value))
        return false;
    if (value->numerator.length == 0)
        return true;
    nfh_priv_natural_set(&limit, 1);
    if (!nfh_priv_natural_scale(&limit, digits))
        return false;
    power = value->power10;
    value->power10 = 0;
    for (shift = digits + 2 - nfh_priv_unit_value_magnitude(value);;
         shift--) { /* from too many digits downwards */
        n = value->numerator;
        d = value->denominator;
        if (!nfh_priv_natural_scale(shift >= 0 ? &n : &d, shift >= 0 ? shift : -shift) ||
            !nfh_priv_natural_divide_round(&n, &d, &n))
            return false;
        if (nfh_priv_natural_compare(&n, &limit) < 0)
            break;
    }
    value->numerator = n;
    nfh_priv_natural_set(&value->denominator, 1);
    value->power10 = power - shift;
    return true;
}

/* Compares without the signs, cross-multiplied; neither is 0. */
static int compare_sizes(struct nfh_unit_value *a, struct nfh_unit_value *b)
{
    struct nfh_natural *short_side; /* the one that lacks powers of ten */
    int power, distance;

    if (!nfh_priv_unit_value_expand_pi(a) || !nfh_priv_unit_value_expand_pi(b))
        return NFH_UNIT_INCOMPARABLE;
    distance = nfh_priv_unit_value_magnitude(a) - nfh_priv_unit_value_magnitude(b);
    if (distance < -4 || distance > 4)
        return distance < 0 ? -1 : 1;
    power = a->power10 - b->power10;
    short_side = power > 0 ? &a->numerator : &b->numerator;
    if (!nfh_priv_natural_multiply(&a->numerator, &b->denominator) ||
        !nfh_priv_natural_multiply(&b->numerator, &a->denominator) ||
        !nfh_priv_natural_scale(short_side, power > 0 ? power : -power))
        return NFH_UNIT_INCOMPARABLE;
    return nfh_priv_natural_compare(&a->numerator, &b->numerator);
}

int nfh_priv_unit_value_compare(struct nfh_unit_value *a, struct nfh_unit_value *b)
{
    int sign_a = a->numerator.length == 0 ? 0 : a->negative ? -1 : 1;
    int sign_b = b->numerator.length == 0 ? 0 : b->negative ? -1 : 1;
    int order;

    if (sign_a != sign_b)
        return sign_a < sign_b ? -1 : 1;
    if (sign_a == 0)
        return 0;
    order = compare_sizes(a, b);
    return order == NFH_UNIT_INCOMPARABLE ? order : sign_a * order;
}
