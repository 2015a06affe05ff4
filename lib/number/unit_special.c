/* SPDX-License-Identifier: MIT
 *
 * unit_special.c - the special scales of UCUM: temperatures, levels, pH and the like.
 */
#include "number/unit_internal.h"

/* Temperatures are exact. The others are exact to 45 significant digits, of which the results use
 * 40 (NFH_SPECIAL_DIGITS), so that a result that is round on paper is round here. */
#define WORKING_DIGITS 45

enum shape {
    SHAPE_OFFSET,  /* property = (reading + offset) * reference */
    SHAPE_POWER,   /* property = 10^(reading * coefficient) * reference */
    SHAPE_TANGENT, /* reading = 100 tan(angle) */
    SHAPE_ROOT     /* property = reading^2 * reference */
};

struct scale {
    enum shape shape;
    struct nfh_unit_factor reference;
    int hundredths;          /* of the offset */
    const char *coefficient; /* of the exponent */
};

#define LOG_E           "0.434294481903251827651128918916605082294397005803666566114454"
#define LOG_2           "0.301029995663981195213738894724493026768189881462108541310427"
#define MINUS_LOG_50000 "-4.698970004336018804786261105275506973231810118537891458689573"

/* clang-format off */
static const struct scale scales[NFH_SCALE_COUNT] = {
    [NFH_SCALE_CELSIUS] = {SHAPE_OFFSET, {1, 1, 0, 0}, 27315, NULL},
    [NFH_SCALE_FAHRENHEIT] = {SHAPE_OFFSET, {5, 9, 0, 0}, 45967, NULL},
    [NFH_SCALE_REAUMUR] = {SHAPE_OFFSET, {125, 1, -2, 0}, 21852, NULL},
    [NFH_SCALE_PH] = {SHAPE_POWER, {602214076, 1, 18, 0}, 0, "-1.0"}, /* mol/l */
    [NFH_SCALE_HP_X] = {SHAPE_POWER, {1, 1, 0, 0}, 0, "-1.0"},
    [NFH_SCALE_HP_C] = {SHAPE_POWER, {1, 1, 0, 0}, 0, "-2.0"},
    [NFH_SCALE_HP_M] = {SHAPE_POWER, {1, 1, 0, 0}, 0, "-3.0"},
    [NFH_SCALE_HP_Q] = {SHAPE_POWER, {1, 1, 0, 0}, 0, MINUS_LOG_50000},
    [NFH_SCALE_NEPER] = {SHAPE_POWER, {1, 1, 0, 0}, 0, LOG_E},
    [NFH_SCALE_BEL] = {SHAPE_POWER, {1, 1, 0, 0}, 0, "1.0"},
    [NFH_SCALE_BEL_SPL] = {SHAPE_POWER, {2, 1, -2, 0}, 0, "0.5"}, /* 20 uPa */
    [NFH_SCALE_BEL_V] = {SHAPE_POWER, {1, 1, 3, 0}, 0, "0.5"},
    [NFH_SCALE_BEL_MV] = {SHAPE_POWER, {1, 1, 0, 0}, 0, "0.5"},
    [NFH_SCALE_BEL_UV] = {SHAPE_POWER, {1, 1, -3, 0}, 0, "0.5"},
    [NFH_SCALE_BEL_10NV] = {SHAPE_POWER, {1, 1, -5, 0}, 0, "0.5"},
    [NFH_SCALE_BEL_W] = {SHAPE_POWER, {1, 1, 3, 0}, 0, "1.0"},
    [NFH_SCALE_BEL_KW] = {SHAPE_POWER, {1, 1, 6, 0}, 0, "1.0"},
    [NFH_SCALE_BIT] = {SHAPE_POWER, {1, 1, 0, 0}, 0, LOG_2},
    [NFH_SCALE_SLOPE] = {SHAPE_TANGENT, {1, 1, 0, 0}, 0, NULL},
    [NFH_SCALE_ROOT] = {SHAPE_ROOT, {1, 1, 0, 0}, 0, NULL},
};
/* clang-format on */

static const struct nfh_unit_factor hundredth = {1, 1, -2, 0};

/* Adds the offset, or takes it away. */
static bool shift(struct nfh_unit_value *value, int hundredths, bool away)
{
    struct nfh_natural offset;

    if (!nfh_priv_unit_value_expand_pi(value))
        return false;
    if (value->numerator.length == 0 || nfh_priv_unit_value_magnitude(value) < -100) {
        value->numerator.length = 0; /* too small to show beside the offset */
        value->power10 = 0;
    }
    value->power10 += 2;
    if ((value->numerator.length != 0 && nfh_priv_unit_value_magnitude(value) > 100) ||
        !nfh_priv_unit_value_expand_ten(value))
        return false;
    offset = value->denominator;
    if (!nfh_priv_natural_multiply_small(&offset, (uint32_t)hundredths))
        return false;
    value->power10 = -2;
    if (value->negative == away)
        return nfh_priv_natural_add(&value->numerator, &offset);
    if (nfh_priv_natural_compare(&value->numerator, &offset) >= 0) {
        nfh_priv_natural_subtract(&value->numerator, &offset);
        return true;
    }
    nfh_priv_natural_subtract(&offset, &value->numerator);
    value->numerator = offset;
    value->negative = away;
    return true;
}

static bool power_to_base(const struct scale *scale, struct nfh_unit_value *value)
{
    struct nfh_real exponent, coefficient;

    return nfh_priv_real_set(&exponent, value) &&
           nfh_priv_real_parse(&coefficient, scale->coefficient) &&
           nfh_priv_real_multiply(&exponent, &coefficient) &&
           nfh_priv_real_exp10(&exponent, value) &&
           nfh_priv_unit_value_shorten(value, WORKING_DIGITS) &&
           nfh_priv_unit_value_multiply(value, &scale->reference);
}

static bool tangent_to_base(struct nfh_unit_value *value)
{
    struct nfh_real tangent, angle;

    if (!nfh_priv_unit_value_multiply(value, &hundredth) || !nfh_priv_real_set(&tangent, value) ||
        !nfh_priv_real_arctangent(&tangent, &angle))
        return false;
    nfh_priv_real_get(&angle, value);
    return nfh_priv_unit_value_shorten(value, WORKING_DIGITS);
}

static bool square(struct nfh_unit_value *value)
{
    struct nfh_natural n = value->numerator, d = value->denominator;

    if (value->negative && n.length != 0)
        return false;
    value->power10 *= 2;
    return nfh_priv_natural_multiply(&value->numerator, &n) &&
           nfh_priv_natural_multiply(&value->denominator, &d);
}

bool nfh_priv_unit_special_to_base(nfh_decimal reading, const struct nfh_unit *unit,
                                   struct nfh_unit_value *value)
{
    const struct scale *scale = &scales[unit->special];

    nfh_priv_unit_value_set(value, reading);
    if (!nfh_priv_unit_value_multiply(value, &unit->factor))
        return false;
    switch (scale->shape) {
    case SHAPE_OFFSET:
        return shift(value, scale->hundredths, false) &&
               nfh_priv_unit_value_multiply(value, &scale->reference);
    case SHAPE_POWER:
        return power_to_base(scale, value);
    case SHAPE_TANGENT:
        return tangent_to_base(value);
    case SHAPE_ROOT:
        return square(value);
    }
    return false;
}

static bool power_from_base(const struct scale *scale, struct nfh_unit_value *value)
{
    struct nfh_real exponent, coefficient;

    if (!nfh_priv_unit_value_divide(value, &scale->reference) ||
        !nfh_priv_real_log10(value, &exponent) ||
        !nfh_priv_real_parse(&coefficient, scale->coefficient) ||
        !nfh_priv_real_divide(&exponent, &coefficient))
        return false;
    nfh_priv_real_get(&exponent, value);
    return true;
}

static bool tangent_from_base(struct nfh_unit_value *value)
{
    struct nfh_real angle, tangent;

    if (!nfh_priv_real_set(&angle, value) || !nfh_priv_real_tangent(&angle, &tangent))
        return false;
    nfh_priv_real_get(&tangent, value);
    return nfh_priv_unit_value_divide(value, &hundredth);
}

static bool root(struct nfh_unit_value *value)
{
    struct nfh_real exponent, two;

    if (value->numerator.length == 0)
        return true;
    return nfh_priv_real_log10(value, &exponent) && nfh_priv_real_parse(&two, "2.0") &&
           nfh_priv_real_divide(&exponent, &two) && nfh_priv_real_exp10(&exponent, value);
}

bool nfh_priv_unit_special_from_base(struct nfh_unit_value *value, const struct nfh_unit *unit,
                                     nfh_decimal *reading)
{
    const struct scale *scale = &scales[unit->special];
    bool known = false;

    switch (scale->shape) {
    case SHAPE_OFFSET:
        return nfh_priv_unit_value_divide(value, &scale->reference) &&
               shift(value, scale->hundredths, true) &&
               nfh_priv_unit_value_divide(value, &unit->factor) &&
               nfh_priv_unit_value_round(value, reading);
    case SHAPE_POWER:
        known = power_from_base(scale, value);
        break;
    case SHAPE_TANGENT:
        known = tangent_from_base(value);
        break;
    case SHAPE_ROOT:
        known = root(value);
        break;
    }
    return known && nfh_priv_unit_value_divide(value, &unit->factor) &&
           nfh_priv_unit_value_shorten(value, NFH_SPECIAL_DIGITS) &&
           nfh_priv_unit_value_round(value, reading);
}

bool nfh_priv_unit_special_is_exact(const struct nfh_unit *unit)
{
    return scales[unit->special].shape == SHAPE_OFFSET;
}

bool nfh_priv_unit_special_is_falling(const struct nfh_unit *unit)
{
    const struct scale *scale = &scales[unit->special];

    return scale->shape == SHAPE_POWER && scale->coefficient[0] == '-';
}
