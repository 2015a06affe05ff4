/* SPDX-License-Identifier: MIT
 *
 * wide.h - 128-bit integers, the unsigned 256-bit products that exact comparison and a single final
 * rounding need, and natural numbers of more limbs for the units and the transcendental functions.
 */
#ifndef NFH_NUMBER_WIDE_H
#define NFH_NUMBER_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef __int128 nfh_int128;
__extension__ typedef unsigned __int128 nfh_uint128;

/* value = high * 2^128 + low */
struct nfh_wide {
    nfh_uint128 high;
    nfh_uint128 low;
};

/* The full product of two 128-bit numbers; it always fits. */
struct nfh_wide nfh_priv_wide_mul(nfh_uint128 a, nfh_uint128 b);

/* -1, 0, 1 as a is less than, equal to, greater than b. */
int nfh_priv_wide_compare(struct nfh_wide a, struct nfh_wide b);

/* round(a / b), half away from zero, for signed 128-bit numbers; b must not be 0, and the least
 * number must not be divided by -1. */
nfh_int128 nfh_priv_div_round(nfh_int128 a, nfh_int128 b);

/* The largest r with r * r <= n. */
nfh_uint128 nfh_priv_sqrt_floor(nfh_uint128 n);

/* How many bits n takes; 0 for 0. */
int nfh_priv_bit_length(nfh_uint128 n);

/* Natural numbers as arrays of 64-bit limbs, the least significant first. `n`, `m`: how many
 * limbs. */
#define NFH_LIMBS_MAX 32

/* a += b and a -= b; the carry or borrow out of the top limb is returned. */
uint64_t nfh_priv_limbs_add(uint64_t *a, const uint64_t *b, size_t n);
uint64_t nfh_priv_limbs_subtract(uint64_t *a, const uint64_t *b, size_t n);
/* How many bits a takes; 0 for 0. */
int nfh_priv_limbs_bits(const uint64_t *a, size_t n);
int nfh_priv_limbs_compare(const uint64_t *a, const uint64_t *b, size_t n);
/* a *= factor, the limb carried out is returned; a /= divisor (not 0), the remainder is
 * returned. */
uint64_t nfh_priv_limbs_scale(uint64_t *a, size_t n, uint64_t factor);
uint64_t nfh_priv_limbs_shrink(uint64_t *a, size_t n, uint64_t divisor);
/* Multiply or divide by 2^bits; bits shifted out are lost. */
void nfh_priv_limbs_shift_left(uint64_t *a, size_t n, size_t bits);
void nfh_priv_limbs_shift_right(uint64_t *a, size_t n, size_t bits);
/* product (n + m limbs, no part of a or b) = a * b. */
void nfh_priv_limbs_multiply(
    const uint64_t *a, size_t n, const uint64_t *b, size_t m, uint64_t *product);
/* quotient (n limbs) = a / b, and a becomes the remainder. b must not be 0; n and m are at most
 * NFH_LIMBS_MAX. */
void nfh_priv_limbs_divide(uint64_t *a, size_t n, const uint64_t *b, size_t m, uint64_t *quotient);

#endif
