/* SPDX-License-Identifier: MIT
 *
 * unit_real.c - logarithms and tangents to more than 50 places, for the special scales of UCUM.
 *
 * Integer arithmetic throughout, so that every platform gets the same digits. Each step truncates
 * at the 60th place; the callers use no more than 45 significant digits.
 */
#include "number/unit_internal.h"

#define LARGEST_EXPONENT 1000000 /* 10^x beyond is of no use to anybody */

static bool ten_to_60(struct nfh_natural *number)
{
    nfh_priv_natural_set(number, 1);
    return nfh_priv_natural_scale(number, NFH_REAL_PLACES);
}

bool nfh_priv_real_set(struct nfh_real *real, const struct nfh_unit_value *value)
{
    struct nfh_unit_value v = *value;

    real->negative = v.negative;
    real->scaled.length = 0;
    if (!nfh_priv_unit_value_expand_pi(&v))
        return false;
    v.power10 += NFH_REAL_PLACES;
    if (v.numerator.length == 0 || nfh_priv_unit_value_magnitude(&v) < -2)
        return true;
    if (nfh_priv_unit_value_magnitude(&v) > 2 * NFH_REAL_PLACES ||
        !nfh_priv_unit_value_expand_ten(&v))
        return false;
    nfh_priv_natural_divide(&v.numerator, &v.denominator, &real->scaled, NULL);
    return true;
}

void nfh_priv_real_get(const struct nfh_real *real, struct nfh_unit_value *value)
{
    value->negative = real->negative;
    value->numerator = real->scaled;
    nfh_priv_natural_set(&value->denominator, 1);
    value->power10 = -NFH_REAL_PLACES;
    value->power_pi = 0;
}

bool nfh_priv_real_parse(struct nfh_real *real, const char *digits)
{
    struct nfh_natural digit;
    int places = -1;

    real->negative = *digits == '-';
    real->scaled.length = 0;
    for (digits += real->negative; *digits != '\0' && places < NFH_REAL_PLACES; digits++) {
        if (*digits == '.') {
            places = 0;
            continue;
        }
        nfh_priv_natural_set(&digit, (nfh_uint128)(*digits - '0'));
        if (!nfh_priv_natural_multiply_small(&real->scaled, 10) ||
            !nfh_priv_natural_add(&real->scaled, &digit))
            return false;
        places += places >= 0;
    }
    return nfh_priv_natural_scale(&real->scaled, NFH_REAL_PLACES - (places < 0 ? 0 : places));
}

static bool add(struct nfh_real *a, const struct nfh_real *b)
{
    struct nfh_natural larger;

    if (a->negative == b->negative)
        return nfh_priv_natural_add(&a->scaled, &b->scaled);
    if (nfh_priv_natural_compare(&a->scaled, &b->scaled) >= 0) {
        nfh_priv_natural_subtract(&a->scaled, &b->scaled);
        return true;
    }
    larger = b->scaled;
    nfh_priv_natural_subtract(&larger, &a->scaled);
    a->scaled = larger;
    a->negative = b->negative;
    return true;
}

bool nfh_priv_real_multiply(struct nfh_real *a, const struct nfh_real *b)
{
    struct nfh_natural unit;

    if (!ten_to_60(&unit) || !nfh_priv_natural_multiply(&a->scaled, &b->scaled))
        return false;
    nfh_priv_natural_divide(&a->scaled, &unit, &a->scaled, NULL);
    a->negative = a->negative != b->negative;
    return true;
}

bool nfh_priv_real_divide(struct nfh_real *a, const struct nfh_real *b)
{
    if (b->scaled.length == 0 || !nfh_priv_natural_scale(&a->scaled, NFH_REAL_PLACES))
        return false;
    nfh_priv_natural_divide(&a->scaled, &b->scaled, &a->scaled, NULL);
    a->negative = a->negative != b->negative;
    return true;
}

static bool set_integer(struct nfh_real *real, int64_t integer)
{
    real->negative = integer < 0;
    nfh_priv_natural_set(&real->scaled, (nfh_uint128)(integer < 0 ? -integer : integer));
    return nfh_priv_natural_scale(&real->scaled, NFH_REAL_PLACES);
}

static bool ln_10(struct nfh_real *real)
{
    return nfh_priv_real_parse(real,
                               "2.302585092994045684017991454684364207601101488628772976033328");
}

/* ln(m) = 2 artanh((m - 1) / (m + 1)), by its power series; m from 0.75 to 1.5. */
static bool ln_near_one(const struct nfh_real *m, struct nfh_real *result)
{
    struct nfh_real one, z, square, term;
    uint32_t i;

    if (!set_integer(&one, 1))
        return false;
    term = *m;
    if (!add(&term, &one))
        return false;
    one.negative = true;
    z = *m;
    if (!add(&z, &one) || !nfh_priv_real_divide(&z, &term))
        return false;
    square = z;
    if (!nfh_priv_real_multiply(&square, &z))
        return false;
    *result = z;
    for (i = 3; z.scaled.length != 0; i += 2) {
        if (!nfh_priv_real_multiply(&z, &square))
            return false;
        term = z;
        (void)nfh_priv_natural_divide_small(&term.scaled, i);
        if (!add(result, &term))
            return false;
    }
    return add(result, result);
}

bool nfh_priv_real_log10(const struct nfh_unit_value *value, struct nfh_real *result)
{
    struct nfh_unit_value mantissa = *value;
    struct nfh_real m, part, bound;
    int halvings = 0;

    if (value->negative || value->numerator.length == 0 ||
        !nfh_priv_unit_value_shorten(&mantissa, NFH_REAL_PLACES + 1))
        return false;
    m.negative = false;
    m.scaled = mantissa.numerator; /* 61 digits: from 1 to below 10 */
    if (!nfh_priv_real_parse(&bound, "1.5"))
        return false;
    for (; nfh_priv_natural_compare(&m.scaled, &bound.scaled) > 0; halvings++)
        (void)nfh_priv_natural_divide_small(&m.scaled, 2);
    if (!ln_near_one(&m, result) ||
        !nfh_priv_real_parse(&part,
                             "0.693147180559945309417232121458176568075500134360255254120680"))
        return false;
    for (; halvings > 0; halvings--) {
        if (!add(result, &part))
            return false;
    }
    return ln_10(&part) && nfh_priv_real_divide(result, &part) &&
           set_integer(&part, mantissa.power10 + NFH_REAL_PLACES) && add(result, &part);
}

/* e^t by its power series, t from 0 to 2.31: of t / 64, then squared six times. */
static bool exponential(struct nfh_real *t)
{
    struct nfh_real term, sum;
    uint32_t i;

    if (!set_integer(&sum, 1))
        return false;
    term = sum;
    (void)nfh_priv_natural_divide_small(&t->scaled, 64);
    for (i = 1; term.scaled.length != 0; i++) {
        if (!nfh_priv_real_multiply(&term, t))
            return false;
        (void)nfh_priv_natural_divide_small(&term.scaled, i);
        if (!add(&sum, &term))
            return false;
    }
    for (i = 0; i < 6; i++) {
        term = sum;
        if (!nfh_priv_real_multiply(&sum, &term))
            return false;
    }
    *t = sum;
    return true;
}

bool nfh_priv_real_exp10(const struct nfh_real *real, struct nfh_unit_value *value)
{
    struct nfh_natural unit, whole, rest;
    struct nfh_real part, ten;
    nfh_uint128 integer;
    int power;

    if (!ten_to_60(&unit))
        return false;
    nfh_priv_natural_divide(&real->scaled, &unit, &whole, &rest);
    if (!nfh_priv_natural_get(&whole, &integer) || integer > LARGEST_EXPONENT)
        return false;
    power = real->negative ? -(int)integer : (int)integer;
    part.negative = false;
    part.scaled = rest;
    if (real->negative && rest.length != 0) { /* 10^-1.3 = 10^-2 * 10^0.7 */
        power--;
        part.scaled = unit;
        nfh_priv_natural_subtract(&part.scaled, &rest);
    }
    if (!ln_10(&ten) || !nfh_priv_real_multiply(&part, &ten) || !exponential(&part))
        return false;
    nfh_priv_real_get(&part, value);
    value->power10 += power;
    return true;
}

static bool half_pi(struct nfh_real *real)
{
    return nfh_priv_real_parse(real,
                               "1.570796326794896619231321691639751442098584699687552910487472");
}

/* Sine and cosine by their power series. */
static bool sine_cosine(const struct nfh_real *angle, struct nfh_real *sine,
                        struct nfh_real *cosine)
{
    struct nfh_real term;
    uint32_t i;

    if (!set_integer(&term, 1))
        return false;
    *cosine = term;
    sine->negative = false;
    sine->scaled.length = 0;
    for (i = 1; term.scaled.length != 0; i++) {
        if (!nfh_priv_real_multiply(&term, angle))
            return false;
        (void)nfh_priv_natural_divide_small(&term.scaled, i);
        if (i % 2 == 0)
            term.negative = !term.negative; /* the signs alternate in pairs */
        if (!add(i % 2 == 0 ? cosine : sine, &term))
            return false;
    }
    return true;
}

bool nfh_priv_real_tangent(const struct nfh_real *angle, struct nfh_real *result)
{
    struct nfh_real limit, cosine;

    if (!half_pi(&limit) || nfh_priv_natural_compare(&angle->scaled, &limit.scaled) >= 0 ||
        !sine_cosine(angle, result, &cosine) || cosine.negative)
        return false;
    return nfh_priv_real_divide(result, &cosine);
}

/* arctan t = sum of t / (1 + t^2) * product of (2 i / (2 i + 1) * t^2 / (1 + t^2)), |t| <= 1
 * (Euler). */
static bool arctangent_small(const struct nfh_real *t, struct nfh_real *result)
{
    struct nfh_real square, denominator, term;
    uint32_t i;

    square = *t;
    if (!nfh_priv_real_multiply(&square, t) || !set_integer(&denominator, 1) ||
        !add(&denominator, &square) || !nfh_priv_real_divide(&square, &denominator))
        return false;
    term = *t;
    if (!nfh_priv_real_divide(&term, &denominator))
        return false;
    *result = term;
    for (i = 1; term.scaled.length != 0; i++) {
        if (!nfh_priv_real_multiply(&term, &square) ||
            !nfh_priv_natural_multiply_small(&term.scaled, 2 * i))
            return false;
        (void)nfh_priv_natural_divide_small(&term.scaled, 2 * i + 1);
        if (!add(result, &term))
            return false;
    }
    return true;
}

bool nfh_priv_real_arctangent(const struct nfh_real *tangent, struct nfh_real *result)
{
    struct nfh_real inverse, right;

    if (!set_integer(&inverse, 1))
        return false;
    if (nfh_priv_natural_compare(&tangent->scaled, &inverse.scaled) <= 0)
        return arctangent_small(tangent, result);
    if (!nfh_priv_real_divide(&inverse, tangent) || !arctangent_small(&inverse, result) ||
        !half_pi(&right))
        return false;
    right.negative = tangent->negative;
    result->negative = !tangent->negative;
    return add(result, &right);
}
