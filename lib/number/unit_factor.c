/* SPDX-License-Identifier: MIT
 *
 * unit_factor.c - the factors of units: products and powers in lowest terms.
 */
#include "number/unit_internal.h"

#define POWER_PI_MAX   2     /* beyond, pi is multiplied out */
#define POWER_TEN_MAX  30000 /* fits in int16_t */
#define ROUNDED_DIGITS 38    /* the largest count that always fits in 128 bits */

static void cancel(struct nfh_unit_value *f)
{
    struct nfh_natural first = f->numerator, second = f->denominator;
    struct nfh_natural *a = &first, *b = &second, *rest;

    while (b->length != 0) { /* Euclid */
        nfh_priv_natural_divide(a, b, NULL, a);
        rest = a;
        a = b;
        b = rest;
    }
    nfh_priv_natural_divide(&f->numerator, a, &f->numerator, NULL);
    nfh_priv_natural_divide(&f->denominator, a, &f->denominator, NULL);
}

/* Divides by `divisor` as often as it goes without a remainder; returns how often. */
static int strip(struct nfh_natural *number, uint64_t divisor)
{
    struct nfh_natural trial;
    int count = 0;

    for (;;) {
        trial = *number;
        if (nfh_priv_natural_divide_small(&trial, divisor) != 0)
            return count;
        *number = trial;
        count++;
    }
}

/* Frees the denominator of 2 and 5, then the numerator of 10. */
static bool normalize(struct nfh_unit_value *f)
{
    int twos = strip(&f->denominator, 2), fives = strip(&f->denominator, 5), i;

    for (i = 0; i < twos; i++) {
        if (!nfh_priv_natural_multiply_small(&f->numerator, 5))
            return false;
    }
    for (i = 0; i < fives; i++) {
        if (!nfh_priv_natural_multiply_small(&f->numerator, 2))
            return false;
    }
    f->power10 += strip(&f->numerator, 10) - twos - fives;
    return true;
}

/* Replaces the fraction by its quotient of 38 digits; pi stays. */
static bool round_fraction(struct nfh_unit_value *f)
{
    int power_pi = f->power_pi;

    f->power_pi = 0;
    if (!nfh_priv_unit_value_shorten(f, ROUNDED_DIGITS))
        return false;
    f->power_pi = power_pi;
    f->power10 += strip(&f->numerator, 10);
    return true;
}

static bool in_range(int power10, int power_pi)
{
    return power10 >= -POWER_TEN_MAX && power10 <= POWER_TEN_MAX && power_pi >= -POWER_PI_MAX &&
           power_pi <= POWER_PI_MAX;
}

static bool is_power(const struct nfh_unit_factor *factor)
{
    return factor->numerator == 1 && factor->denominator == 1;
}

static bool settle(struct nfh_unit_value *f, struct nfh_unit_factor *result)
{
    struct nfh_unit_factor factor;

    if ((f->power_pi < -POWER_PI_MAX || f->power_pi > POWER_PI_MAX) &&
        !nfh_priv_unit_value_expand_pi(f))
        return false;
    cancel(f);
    if (!normalize(f))
        return false;
    if ((nfh_priv_natural_bits(&f->numerator) > 128 ||
         nfh_priv_natural_bits(&f->denominator) > 128) &&
        !round_fraction(f))
        return false;
    if (!in_range(f->power10, f->power_pi) ||
        !nfh_priv_natural_get(&f->numerator, &factor.numerator) ||
        !nfh_priv_natural_get(&f->denominator, &factor.denominator))
        return false;
    factor.power10 = (int16_t)f->power10;
    factor.power_pi = (int8_t)f->power_pi;
    *result = factor;
    return true;
}

bool nfh_priv_unit_factor_multiply(const struct nfh_unit_factor *a, const struct nfh_unit_factor *b,
                                   bool invert, struct nfh_unit_factor *result)
{
    int power10 = invert ? a->power10 - b->power10 : a->power10 + b->power10;
    int power_pi = invert ? a->power_pi - b->power_pi : a->power_pi + b->power_pi;
    struct nfh_unit_value f;

    if ((is_power(b) || (is_power(a) && !invert)) && in_range(power10, power_pi)) {
        *result = is_power(b) ? *a : *b; /* the usual prefixes: only the powers add */
        result->power10 = (int16_t)power10;
        result->power_pi = (int8_t)power_pi;
        return true;
    }
    f.negative = false;
    nfh_priv_natural_set(&f.numerator, a->numerator);
    nfh_priv_natural_set(&f.denominator, a->denominator);
    f.power10 = a->power10;
    f.power_pi = a->power_pi;
    return (invert ? nfh_priv_unit_value_divide(&f, b) : nfh_priv_unit_value_multiply(&f, b)) &&
           settle(&f, result);
}

bool nfh_priv_unit_factor_power(const struct nfh_unit_factor *a, int exponent,
                                struct nfh_unit_factor *result)
{
    static const struct nfh_unit_factor one = {1, 1, 0, 0};
    struct nfh_unit_factor product = one, square = *a;
    unsigned rest = exponent < 0 ? (unsigned)-exponent : (unsigned)exponent;

    for (; rest != 0; rest >>= 1) {
        if ((rest & 1) != 0 &&
            !nfh_priv_unit_factor_multiply(&product, &square, exponent < 0, &product))
            return false;
        if (rest > 1 && !nfh_priv_unit_factor_multiply(&square, &square, false, &square))
            return false;
    }
    *result = product;
    return true;
}

bool nfh_priv_unit_factor_same(const struct nfh_unit_factor *a, const struct nfh_unit_factor *b)
{
    return a->numerator == b->numerator && a->denominator == b->denominator &&
           a->power10 == b->power10 && a->power_pi == b->power_pi;
}
