/* SPDX-License-Identifier: MIT
 *
 * wide.c - integers of 128 bits and more.
 */
#include "number/wide.h"

#include <string.h>

int nfh_priv_bit_length(nfh_uint128 n)
{
    uint64_t high = (uint64_t)(n >> 64);
    uint64_t low = (uint64_t)n;

    if (high != 0)
        return 128 - __builtin_clzll(high);
    return low != 0 ? 64 - __builtin_clzll(low) : 0;
}

struct nfh_wide nfh_priv_wide_mul(nfh_uint128 a, nfh_uint128 b)
{
    uint64_t a_low = (uint64_t)a, a_high = (uint64_t)(a >> 64);
    uint64_t b_low = (uint64_t)b, b_high = (uint64_t)(b >> 64);
    nfh_uint128 low = (nfh_uint128)a_low * b_low;
    nfh_uint128 middle = (nfh_uint128)a_high * b_low + (low >> 64);
    nfh_uint128 cross = (nfh_uint128)a_low * b_high + (uint64_t)middle;
    struct nfh_wide product;

    product.low = cross << 64 | (uint64_t)low;
    product.high = (nfh_uint128)a_high * b_high + (middle >> 64) + (cross >> 64);
    return product;
}

int nfh_priv_wide_compare(struct nfh_wide a, struct nfh_wide b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    if (a.low != b.low)
        return a.low < b.low ? -1 : 1;
    return 0;
}

nfh_int128 nfh_priv_div_round(nfh_int128 a, nfh_int128 b)
{
    nfh_uint128 numerator = a < 0 ? -(nfh_uint128)a : (nfh_uint128)a;
    nfh_uint128 divisor = b < 0 ? -(nfh_uint128)b : (nfh_uint128)b;
    nfh_uint128 whole, rest;

    if ((numerator | divisor) >> 64 == 0) {
        whole = (uint64_t)numerator / (uint64_t)divisor;
        rest = (uint64_t)numerator % (uint64_t)divisor;
    } else {
        whole = numerator / divisor;
        rest = numerator - whole * divisor;
    }
    if (rest >= divisor - rest)
        whole++;
    return (nfh_int128)((a < 0) != (b < 0) ? -whole : whole);
}

/* Newton's iteration from above: it falls until it has reached the root, whatever its start. */
static uint64_t sqrt_64(uint64_t n)
{
    uint64_t root, next;

    if (n == 0)
        return 0;
    next = UINT64_C(1) << (65 - __builtin_clzll(n)) / 2; /* a power of two above the root */
    if (next >> 32 != 0)
        next = UINT32_MAX;
    do {
        root = next;
        next = (root + n / root) / 2;
    } while (next < root);
    return root;
}

nfh_uint128 nfh_priv_sqrt_floor(nfh_uint128 n)
{
    nfh_uint128 root, next;
    int shift;

    if (n >> 64 == 0)
        return sqrt_64((uint64_t)n);
    /* The root of the upper 64 bits, one too large, is above the root and right in 31 bits: two or
     * three steps are left. */
    shift = (nfh_priv_bit_length(n) - 63) / 2;
    next = ((nfh_uint128)sqrt_64((uint64_t)(n >> 2 * shift)) + 1) << shift;
    if (next >> 64 != 0)
        next = UINT64_MAX;
    do {
        root = next;
        next = (root + n / root) / 2;
    } while (next < root);
    return root;
}

uint64_t nfh_priv_limbs_add(uint64_t *a, const uint64_t *b, size_t n)
{
    uint64_t carry = 0;

    for (size_t i = 0; i < n; i++) {
        nfh_uint128 sum = (nfh_uint128)a[i] + b[i] + carry;
        a[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    return carry;
}

uint64_t nfh_priv_limbs_subtract(uint64_t *a, const uint64_t *b, size_t n)
{
    uint64_t borrow = 0;

    for (size_t i = 0; i < n; i++) {
        nfh_uint128 difference = (nfh_uint128)a[i] - b[i] - borrow;
        a[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
    return borrow;
}

int nfh_priv_limbs_bits(const uint64_t *a, size_t n)
{
    while (n > 0 && a[n - 1] == 0)
        n--;
    return n == 0 ? 0 : (int)(64 * n) - __builtin_clzll(a[n - 1]);
}

int nfh_priv_limbs_compare(const uint64_t *a, const uint64_t *b, size_t n)
{
    while (n-- > 0) {
        if (a[n] != b[n])
            return a[n] < b[n] ? -1 : 1;
    }
    return 0;
}

uint64_t nfh_priv_limbs_scale(uint64_t *a, size_t n, uint64_t factor)
{
    uint64_t carry = 0;

    for (size_t i = 0; i < n; i++) {
        nfh_uint128 product = (nfh_uint128)a[i] * factor + carry;
        a[i] = (uint64_t)product;
        carry = (uint64_t)(product >> 64);
    }
    return carry;
}

uint64_t nfh_priv_limbs_shrink(uint64_t *a, size_t n, uint64_t divisor)
{
    uint64_t rest = 0;

    while (n-- > 0) {
        nfh_uint128 part = (nfh_uint128)rest << 64 | a[n];
        a[n] = (uint64_t)(part / divisor);
        rest = (uint64_t)part - a[n] * divisor;
    }
    return rest;
}

void nfh_priv_limbs_shift_left(uint64_t *a, size_t n, size_t bits)
{
    size_t whole = bits / 64;
    unsigned part = (unsigned)(bits % 64);

    for (size_t i = n; i-- > 0;) {
        uint64_t high = i >= whole ? a[i - whole] : 0;
        uint64_t low = i > whole ? a[i - whole - 1] : 0;
        a[i] = part == 0 ? high : high << part | low >> (64 - part);
    }
}

void nfh_priv_limbs_shift_right(uint64_t *a, size_t n, size_t bits)
{
    size_t whole = bits / 64;
    unsigned part = (unsigned)(bits % 64);

    for (size_t i = 0; i < n; i++) {
        uint64_t low = whole < n - i ? a[i + whole] : 0;
        uint64_t high = whole + 1 < n - i ? a[i + whole + 1] : 0;
        a[i] = part == 0 ? low : low >> part | high << (64 - part);
    }
}

void nfh_priv_limbs_multiply(
    const uint64_t *a, size_t n, const uint64_t *b, size_t m, uint64_t *product)
{
    memset(product, 0, (n + m) * sizeof *product);
    for (size_t i = 0; i < n; i++) {
        uint64_t carry = 0;
        for (size_t j = 0; j < m; j++) {
            nfh_uint128 sum = (nfh_uint128)a[i] * b[j] + product[i + j] + carry;
            product[i + j] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        product[i + m] = carry;
    }
}

/* One quotient limb: `part` (m + 1 limbs, less than b * 2^64) becomes the remainder by b, whose
 * top bit is set (m at least 2). */
static uint64_t divide_step(uint64_t *part, const uint64_t *b, size_t m)
{
    nfh_uint128 top = (nfh_uint128)part[m] << 64 | part[m - 1];
    uint64_t guess = part[m] >= b[m - 1] ? UINT64_MAX : (uint64_t)(top / b[m - 1]);
    nfh_uint128 rest = top - (nfh_uint128)guess * b[m - 1];
    uint64_t carry = 0;
    bool excess;

    /* With the second limb of b taken in, the guess is at most one too large. */
    while (rest >> 64 == 0 && (nfh_uint128)guess * b[m - 2] > (rest << 64 | part[m - 2])) {
        guess--;
        rest += b[m - 1];
    }
    for (size_t i = 0; i < m; i++) {
        nfh_uint128 product = (nfh_uint128)guess * b[i] + carry;
        uint64_t low = (uint64_t)product;
        /* cannot overflow: where the upper half is all ones, the lower is 0 */
        carry = (uint64_t)(product >> 64) + (part[i] < low);
        part[i] -= low;
    }
    excess = part[m] < carry;
    part[m] -= carry;
    if (excess) {
        guess--;
        part[m] += nfh_priv_limbs_add(part, b, m);
    }
    return guess;
}

/* Knuth DE. The Art of Computer Programming, volume 2. 3rd ed. Addison-Wesley, 1997. Section 4.3.1,
 * algorithm D. */
void nfh_priv_limbs_divide(uint64_t *a, size_t n, const uint64_t *b, size_t m, uint64_t *quotient)
{
    uint64_t rest[NFH_LIMBS_MAX + 1], divisor[NFH_LIMBS_MAX];
    size_t shift;

    while (b[m - 1] == 0)
        m--;
    if (m == 1 && n > 0) {
        memcpy(quotient, a, n * sizeof *a);
        memset(a, 0, n * sizeof *a);
        a[0] = nfh_priv_limbs_shrink(quotient, n, b[0]);
        return;
    }
    memset(quotient, 0, n * sizeof *quotient);
    if (n < m)
        return;
    shift = (size_t)__builtin_clzll(b[m - 1]);
    memcpy(divisor, b, m * sizeof *b);
    nfh_priv_limbs_shift_left(divisor, m, shift);
    memcpy(rest, a, n * sizeof *a);
    rest[n] = 0;
    nfh_priv_limbs_shift_left(rest, n + 1, shift);
    for (size_t i = n - m + 1; i-- > 0;)
        quotient[i] = divide_step(rest + i, divisor, m);
    nfh_priv_limbs_shift_right(rest, n + 1, shift);
    memcpy(a, rest, n * sizeof *a);
}
