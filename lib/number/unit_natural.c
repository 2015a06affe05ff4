/* SPDX-License-Identifier: MIT
 *
 * unit_natural.c - natural numbers of up to 2048 bits.
 */
#include "number/unit_natural.h"

#include <string.h>

static void trim(struct nfh_natural *number)
{
    while (number->length > 0 && number->limb[number->length - 1] == 0)
        number->length--;
}

static bool append(struct nfh_natural *number, uint64_t limb)
{
    if (limb == 0)
        return true;
    if (number->length == NFH_NATURAL_LIMBS)
        return false;
    number->limb[number->length++] = limb;
    return true;
}

/* False when the limbs, less the leading zeros, are too many. */
static bool assign(struct nfh_natural *number, const uint64_t *limb, size_t length)
{
    while (length > 0 && limb[length - 1] == 0)
        length--;
    if (length > NFH_NATURAL_LIMBS)
        return false;
    number->length = length;
    memcpy(number->limb, limb, length * sizeof *limb);
    return true;
}

void nfh_priv_natural_set(struct nfh_natural *number, nfh_uint128 value)
{
    number->limb[0] = (uint64_t)value;
    number->limb[1] = (uint64_t)(value >> 64);
    number->length = 2;
    trim(number);
}

bool nfh_priv_natural_get(const struct nfh_natural *number, nfh_uint128 *value)
{
    if (number->length > 2)
        return false;
    *value = number->length > 0 ? number->limb[0] : 0;
    if (number->length == 2)
        *value |= (nfh_uint128)number->limb[1] << 64;
    return true;
}

int nfh_priv_natural_bits(const struct nfh_natural *number)
{
    return nfh_priv_limbs_bits(number->limb, number->length);
}

int nfh_priv_natural_compare(const struct nfh_natural *a, const struct nfh_natural *b)
{
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    return nfh_priv_limbs_compare(a->limb, b->limb, a->length);
}

bool nfh_priv_natural_add(struct nfh_natural *a, const struct nfh_natural *b)
{
    uint64_t carry;
    size_t i;

    while (a->length < b->length)
        a->limb[a->length++] = 0;
    carry = nfh_priv_limbs_add(a->limb, b->limb, b->length);
    for (i = b->length; carry != 0 && i < a->length; i++)
        carry = ++a->limb[i] == 0;
    return append(a, carry);
}

void nfh_priv_natural_subtract(struct nfh_natural *a, const struct nfh_natural *b)
{
    uint64_t borrow = nfh_priv_limbs_subtract(a->limb, b->limb, b->length);
    size_t i;

    for (i = b->length; borrow != 0 && i < a->length; i++)
        borrow = a->limb[i]-- == 0;
    trim(a);
}

bool nfh_priv_natural_multiply_small(struct nfh_natural *a, uint64_t factor)
{
    if (!append(a, nfh_priv_limbs_scale(a->limb, a->length, factor)))
        return false;
    trim(a);
    return true;
}

bool nfh_priv_natural_multiply(struct nfh_natural *a, const struct nfh_natural *b)
{
    uint64_t product[2 * NFH_NATURAL_LIMBS];

    if (b->length == 1)
        return nfh_priv_natural_multiply_small(a, b->limb[0]);
    nfh_priv_limbs_multiply(a->limb, a->length, b->limb, b->length, product);
    return assign(a, product, a->length + b->length);
}

bool nfh_priv_natural_scale(struct nfh_natural *a, int power10)
{
    static const uint32_t small[9] = {1,      10,      100,      1000,     10000,
                                      100000, 1000000, 10000000, 100000000};

    if (a->length == 0)
        return true;
    for (; power10 >= 18; power10 -= 18) {
        if (!nfh_priv_natural_multiply_small(a, UINT64_C(1000000000000000000)))
            return false;
    }
    return nfh_priv_natural_multiply_small(
        a, (power10 >= 9 ? UINT64_C(1000000000) : 1) * small[power10 % 9]);
}

uint64_t nfh_priv_natural_divide_small(struct nfh_natural *a, uint64_t divisor)
{
    uint64_t rest = nfh_priv_limbs_shrink(a->limb, a->length, divisor);

    trim(a);
    return rest;
}

void nfh_priv_natural_divide(const struct nfh_natural *a, const struct nfh_natural *b,
                             struct nfh_natural *quotient, struct nfh_natural *remainder)
{
    uint64_t whole[NFH_NATURAL_LIMBS], rest[NFH_NATURAL_LIMBS];
    size_t length = a->length;

    memcpy(rest, a->limb, length * sizeof *rest);
    nfh_priv_limbs_divide(rest, length, b->limb, b->length, whole);
    if (quotient != NULL)
        (void)assign(quotient, whole, length);
    if (remainder != NULL)
        (void)assign(remainder, rest, length);
}

bool nfh_priv_natural_divide_round(const struct nfh_natural *a, const struct nfh_natural *b,
                                   struct nfh_natural *quotient)
{
    struct nfh_natural rest, half, one;

    (void)assign(&half, b->limb, b->length); /* less than the whole struct, which is slow */
    nfh_priv_natural_divide(a, b, quotient, &rest);
    /* rest >= b - rest: at least half of b, without doubling */
    nfh_priv_natural_subtract(&half, &rest);
    if (nfh_priv_natural_compare(&rest, &half) < 0)
        return true;
    nfh_priv_natural_set(&one, 1);
    return nfh_priv_natural_add(quotient, &one);
}
