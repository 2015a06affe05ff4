/* SPDX-License-Identifier: MIT
 *
 * unit.c - which units go together, conversion and comparison.
 */
#include <string.h>

#include "number/unit_internal.h"

bool nfh_priv_unit_commensurable(const struct nfh_unit *a, const struct nfh_unit *b)
{
    return memcmp(a->exponent, b->exponent, sizeof a->exponent) == 0 &&
           memcmp(a->arbitrary, b->arbitrary, sizeof a->arbitrary) == 0 &&
           memcmp(a->arbitrary_exponent, b->arbitrary_exponent, sizeof a->arbitrary_exponent) ==
               0 &&
           nfh_priv_unit_is_month(a) == nfh_priv_unit_is_month(b);
}

/* The special scale of a unit, NFH_SCALE_NONE without one. */
static uint8_t scale_of(const struct nfh_unit *unit)
{
    return unit->kind == NFH_UNIT_SPECIAL ? unit->special : (uint8_t)NFH_SCALE_NONE;
}

bool nfh_priv_unit_same(const struct nfh_unit *a, const struct nfh_unit *b)
{
    return nfh_priv_unit_factor_same(&a->factor, &b->factor) && scale_of(a) == scale_of(b) &&
           nfh_priv_unit_commensurable(a, b);
}

/* On the same scale, or on none, readings are proportional. */
static bool is_linear(const struct nfh_unit *a, const struct nfh_unit *b)
{
    return scale_of(a) == scale_of(b);
}

static bool to_base(nfh_decimal value, const struct nfh_unit *unit, struct nfh_unit_value *base)
{
    if (unit->kind == NFH_UNIT_SPECIAL)
        return nfh_priv_unit_special_to_base(value, unit, base);
    nfh_priv_unit_value_set(base, value);
    return nfh_priv_unit_value_multiply(base, &unit->factor);
}

bool nfh_priv_unit_convert(nfh_decimal value, const struct nfh_unit *from,
                           const struct nfh_unit *to, nfh_decimal *result)
{
    struct nfh_unit_value base;

    if (nfh_priv_unit_same(from, to)) {
        *result = value;
        return true;
    }
    if (!nfh_priv_unit_commensurable(from, to))
        return false;
    if (is_linear(from, to)) {
        nfh_priv_unit_value_set(&base, value);
        return nfh_priv_unit_value_multiply(&base, &from->factor) &&
               nfh_priv_unit_value_divide(&base, &to->factor) &&
               nfh_priv_unit_value_round(&base, result);
    }
    if (!to_base(value, from, &base))
        return false;
    if (to->kind == NFH_UNIT_SPECIAL)
        return nfh_priv_unit_special_from_base(&base, to, result);
    return nfh_priv_unit_value_divide(&base, &to->factor) &&
           nfh_priv_unit_value_round(&base, result);
}

static bool is_exact(const struct nfh_unit *unit)
{
    return unit->kind != NFH_UNIT_SPECIAL || nfh_priv_unit_special_is_exact(unit);
}

static bool is_falling(const struct nfh_unit *unit)
{
    return unit->kind == NFH_UNIT_SPECIAL && nfh_priv_unit_special_is_falling(unit);
}

static int compare_scales(nfh_decimal a, const struct nfh_unit *ua, nfh_decimal b,
                          const struct nfh_unit *ub)
{
    struct nfh_unit_value base_a, base_b;
    int order;

    if (!to_base(a, ua, &base_a) || !to_base(b, ub, &base_b))
        return NFH_UNIT_INCOMPARABLE;
    if (!(is_exact(ua) && is_exact(ub)) &&
        !(nfh_priv_unit_value_shorten(&base_a, NFH_SPECIAL_DIGITS) &&
          nfh_priv_unit_value_shorten(&base_b, NFH_SPECIAL_DIGITS)))
        return NFH_UNIT_INCOMPARABLE;
    order = nfh_priv_unit_value_compare(&base_a, &base_b);
    if (order == 0 || order == NFH_UNIT_INCOMPARABLE)
        return order;
    if (is_falling(ua) != is_falling(ub))
        return NFH_UNIT_INCOMPARABLE;
    return is_falling(ua) ? -order : order;
}

int nfh_priv_unit_compare(nfh_decimal a, const struct nfh_unit *ua, nfh_decimal b,
                          const struct nfh_unit *ub)
{
    struct nfh_unit_value base_a, base_b;

    if (nfh_priv_unit_same(ua, ub))
        return (a > b) - (a < b);
    if (!nfh_priv_unit_commensurable(ua, ub))
        return NFH_UNIT_INCOMPARABLE;
    if (!is_linear(ua, ub))
        return compare_scales(a, ua, b, ub);
    nfh_priv_unit_value_set(&base_a, a);
    nfh_priv_unit_value_set(&base_b, b);
    if (!nfh_priv_unit_value_multiply(&base_a, &ua->factor) ||
        !nfh_priv_unit_value_multiply(&base_b, &ub->factor))
        return NFH_UNIT_INCOMPARABLE;
    return nfh_priv_unit_value_compare(&base_a, &base_b);
}
