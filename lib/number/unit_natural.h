/* SPDX-License-Identifier: MIT
 *
 * unit_natural.h - natural numbers of up to 2048 bits, in which the factors of units are multiplied
 * out.
 *
 * Two 128-bit factors, a decimal and a power of pi or of ten exceed any built-in integer; with
 * these numbers conversions and comparisons of units stay exact. Nothing is allocated. A number has
 * no leading zero limbs; zero has length 0. The arithmetic of the limbs is that of wide.h.
 */
#ifndef NFH_NUMBER_UNIT_NATURAL_H
#define NFH_NUMBER_UNIT_NATURAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "number/wide.h"

#define NFH_NATURAL_LIMBS NFH_LIMBS_MAX

struct nfh_natural {
    size_t length;
    uint64_t limb[NFH_NATURAL_LIMBS]; /* the least significant first; meaningful below `length` */
};

void nfh_priv_natural_set(struct nfh_natural *number, nfh_uint128 value);
/* False when the number exceeds 128 bits. */
bool nfh_priv_natural_get(const struct nfh_natural *number, nfh_uint128 *value);
/* The number of bits, 0 for zero. */
int nfh_priv_natural_bits(const struct nfh_natural *number);
/* -1, 0, 1 as a is less than, equal to, greater than b. */
int nfh_priv_natural_compare(const struct nfh_natural *a, const struct nfh_natural *b);

/* In place; false when the result does not fit (the number is unspecified then). */
bool nfh_priv_natural_add(struct nfh_natural *a, const struct nfh_natural *b);
bool nfh_priv_natural_multiply(struct nfh_natural *a, const struct nfh_natural *b);
bool nfh_priv_natural_multiply_small(struct nfh_natural *a, uint64_t factor);
bool nfh_priv_natural_scale(struct nfh_natural *a, int power10); /* a * 10^power10, power10 >= 0 */
/* a - b; b must not exceed a. */
void nfh_priv_natural_subtract(struct nfh_natural *a, const struct nfh_natural *b);

/* a / b and a mod b; b must not be 0. Either result may be NULL, and either may be a or b itself.
 */
void nfh_priv_natural_divide(const struct nfh_natural *a, const struct nfh_natural *b,
                             struct nfh_natural *quotient, struct nfh_natural *remainder);
/* In place, by a divisor that is not 0; returns the remainder. */
uint64_t nfh_priv_natural_divide_small(struct nfh_natural *a, uint64_t divisor);
/* a / b, half upwards; b must not be 0. False when the quotient does not fit. */
bool nfh_priv_natural_divide_round(const struct nfh_natural *a, const struct nfh_natural *b,
                                   struct nfh_natural *quotient);

#endif
