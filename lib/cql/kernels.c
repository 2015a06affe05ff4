/* SPDX-License-Identifier: MIT
 *
 * kernels.c - loops that the compiler vectorises. The Makefile compiles this file once for each
 * instruction set, under the name of its table, NFH_KERNELS.
 */
#include "cql/kernels.h"

/* At the usual level GCC leaves most of these loops as they are. No floating-point exception is
 * looked at here. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O2", "tree-vectorize", "vect-cost-model=dynamic", "no-trapping-math", \
                     "no-math-errno")
#endif

#include <math.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "cql/kernels_wide.h"
#include "number/decimal.h"

#ifndef NFH_KERNELS
#define NFH_KERNELS nfh_priv_kernels_base
#endif

#define ROWS 64 /* of a word */

extern const struct nfh_kernels NFH_KERNELS;

/* The lowest bits of 64 bytes, which are 0 or 255. */
static inline uint64_t gather(const uint8_t *bytes)
{
    uint64_t word = 0;
#if defined(__SSE2__)
    for (int i = 0; i < 4; i++) {
        __m128i part =
            _mm_loadu_si128((const __m128i *)(const void *)(bytes + (size_t)16 * (size_t)i));
        word |= (uint64_t)(uint32_t)_mm_movemask_epi8(part) << 16 * i;
    }
#else
    for (int i = 0; i < ROWS; i++)
        word |= (uint64_t)(bytes[i] & 1) << i;
#endif
    return word;
}

static inline uint8_t mask(int condition)
{
    return (uint8_t)-condition;
}

/* ---- Comparisons ----------------------------------------------------------------------------- */

static void at_least(const double *a, double limit, size_t words, uint64_t *bits)
{
    const nfh_wide_double least = nfh_wide_all(limit);
    for (size_t w = 0; w < words; w++, a += ROWS) {
        uint64_t word = 0;
        for (int i = 0; i < ROWS; i += NFH_WIDE)
            word |= (uint64_t)nfh_wide_less_or_equal(least, nfh_wide_load(a + i)) << i;
        bits[w] = word;
    }
}

static void between(const double *a, double low, double beyond, size_t words, uint64_t *bits)
{
    const nfh_wide_double least = nfh_wide_all(low), end = nfh_wide_all(beyond);
    for (size_t w = 0; w < words; w++, a += ROWS) {
        uint64_t word = 0;
        for (int i = 0; i < ROWS; i += NFH_WIDE)
            word |= (uint64_t)nfh_wide_between(nfh_wide_load(a + i), least, end) << i;
        bits[w] = word;
    }
}

static void less(const double *a, const double *b, size_t words, uint64_t *bits)
{
    for (size_t w = 0; w < words; w++, a += ROWS, b += ROWS) {
        uint64_t word = 0;
        for (int i = 0; i < ROWS; i += NFH_WIDE)
            word |= (uint64_t)nfh_wide_less(nfh_wide_load(a + i), nfh_wide_load(b + i)) << i;
        bits[w] = word;
    }
}

static void less_or_equal(const double *a, const double *b, size_t words, uint64_t *bits)
{
    for (size_t w = 0; w < words; w++, a += ROWS, b += ROWS) {
        uint64_t word = 0;
        for (int i = 0; i < ROWS; i += NFH_WIDE)
            word |= (uint64_t)nfh_wide_less_or_equal(nfh_wide_load(a + i), nfh_wide_load(b + i))
                    << i;
        bits[w] = word;
    }
}

static void equal(const double *a, const double *b, size_t words, uint64_t *bits)
{
    for (size_t w = 0; w < words; w++, a += ROWS, b += ROWS) {
        uint64_t word = 0;
        for (int i = 0; i < ROWS; i += NFH_WIDE)
            word |= (uint64_t)nfh_wide_equal(nfh_wide_load(a + i), nfh_wide_load(b + i)) << i;
        bits[w] = word;
    }
}

static void dates_at_least(const int32_t *a, int32_t limit, size_t words, uint64_t *bits)
{
    uint8_t found[ROWS];
    for (size_t w = 0; w < words; w++, a += ROWS) {
        for (int i = 0; i < ROWS; i++)
            found[i] = mask(a[i] >= limit);
        bits[w] = gather(found);
    }
}

static void dates_between(const int32_t *a, int32_t low, int32_t high, size_t words, uint64_t *bits)
{
    uint8_t found[ROWS];
    for (size_t w = 0; w < words; w++, a += ROWS) {
        for (int i = 0; i < ROWS; i++)
            found[i] = mask((a[i] >= low) & (a[i] <= high));
        bits[w] = gather(found);
    }
}

static void dates_less(const int32_t *a, const int32_t *b, size_t words, uint64_t *bits)
{
    uint8_t found[ROWS];
    for (size_t w = 0; w < words; w++, a += ROWS, b += ROWS) {
        for (int i = 0; i < ROWS; i++)
            found[i] = mask(a[i] < b[i]);
        bits[w] = gather(found);
    }
}

static void dates_less_or_equal(const int32_t *a, const int32_t *b, size_t words, uint64_t *bits)
{
    uint8_t found[ROWS];
    for (size_t w = 0; w < words; w++, a += ROWS, b += ROWS) {
        for (int i = 0; i < ROWS; i++)
            found[i] = mask(a[i] <= b[i]);
        bits[w] = gather(found);
    }
}

static void dates_equal(const int32_t *a, const int32_t *b, size_t words, uint64_t *bits)
{
    uint8_t found[ROWS];
    for (size_t w = 0; w < words; w++, a += ROWS, b += ROWS) {
        for (int i = 0; i < ROWS; i++)
            found[i] = mask(a[i] == b[i]);
        bits[w] = gather(found);
    }
}

static void codes_equal(const uint8_t *a, uint8_t code, size_t words, uint64_t *bits)
{
    uint8_t found[ROWS];
    for (size_t w = 0; w < words; w++, a += ROWS) {
        for (int i = 0; i < ROWS; i++)
            found[i] = mask(a[i] == code);
        bits[w] = gather(found);
    }
}

static void pack(const uint8_t *bytes, size_t words, uint64_t *bits, uint64_t *odd)
{
    uint8_t one[ROWS], other[ROWS];
    for (size_t w = 0; w < words; w++, bytes += ROWS) {
        for (int i = 0; i < ROWS; i++) {
            one[i] = mask(bytes[i] == 1);
            other[i] = mask(bytes[i] > 1);
        }
        bits[w] = gather(one);
        odd[w] = gather(other);
    }
}

/* ---- Arithmetic ------------------------------------------------------------------------------ */

/* Added and subtracted again, it leaves a whole number, for what is below 2^51. */
#define ROUNDER 6755399441055744.0

/* The decimal that is meant is the shortest that reads back as the double; scaled, it lies within
 * 0.0058 of the double's own value, as that is below 2^20, and the product within 0.0078 of that.
 * So where the product is within 0.48 of a whole number, that number is the decimal. */
#define SURE 0.48

static inline double whole_near(double value)
{
    return (value + ROUNDER) - ROUNDER;
}

static void scale(const double *a, size_t words, double *result, uint64_t *doubtful)
{
    const double one = (double)NFH_DECIMAL_ONE;
    uint8_t doubt[ROWS];
    for (size_t w = 0; w < words; w++, a += ROWS, result += ROWS) {
        int64_t any = 0;
        for (int i = 0; i < ROWS; i++) {
            double product = a[i] * one, whole = whole_near(product);
            result[i] = whole;
            any |= -(int64_t)(fabs(product - whole) > SURE);
        }
        doubtful[w] = 0;
        if (any == 0)
            continue;
        for (int i = 0; i < ROWS; i++)
            doubt[i] = mask(fabs(a[i] * one - result[i]) > SURE);
        doubtful[w] = gather(doubt);
    }
}

static void times(const double *a, double numerator, double denominator, size_t words,
                  double *result)
{
    if (denominator == 1.0) {
        for (size_t i = 0; i < words * ROWS; i++)
            result[i] = a[i] * numerator;
        return;
    }
    for (size_t i = 0; i < words * ROWS; i++) {
        double quotient = a[i] * numerator / denominator;
        double up = fabs(quotient) + 0.5;
        double whole = (up + ROUNDER) - ROUNDER;
        whole = whole > up ? whole - 1.0 : whole;
        result[i] = quotient < 0.0 ? -whole : whole;
    }
}

static void add(const double *a, const double *b, size_t words, double *result)
{
    for (size_t i = 0; i < words * ROWS; i++)
        result[i] = a[i] + b[i];
}

static void subtract(const double *a, const double *b, size_t words, double *result)
{
    for (size_t i = 0; i < words * ROWS; i++)
        result[i] = a[i] - b[i];
}

static void dates_add(const int32_t *a, int32_t days, size_t words, int32_t *result)
{
    for (size_t i = 0; i < words * ROWS; i++)
        result[i] = (int32_t)((uint32_t)a[i] + (uint32_t)days);
}

/* Bits as bytes, 0 or 255. */
static inline void spread(uint64_t word, uint8_t *bytes)
{
    for (int i = 0; i < ROWS / 8; i++, word >>= 8) {
        /* A copy of eight bits in each byte, of which it keeps its own. */
        uint64_t own = (word & 255) * UINT64_C(0x0101010101010101) & UINT64_C(0x8040201008040201);
        uint64_t ones =
            ((own + UINT64_C(0x7f7f7f7f7f7f7f7f)) >> 7 & UINT64_C(0x0101010101010101)) * 255;
        for (int j = 0; j < 8; j++)
            bytes[8 * i + j] = (uint8_t)(ones >> 8 * j);
    }
}

/* ---- Choices --------------------------------------------------------------------------------- */

static void choose(const uint64_t *bits, const double *a, const double *b, size_t words,
                   double *result)
{
    uint8_t chosen[ROWS];
    for (size_t w = 0; w < words; w++, a += ROWS, b += ROWS, result += ROWS) {
        spread(bits[w], chosen);
        for (int i = 0; i < ROWS; i++)
            result[i] = chosen[i] ? a[i] : b[i];
    }
}

static void dates_choose(const uint64_t *bits, const int32_t *a, const int32_t *b, size_t words,
                         int32_t *result)
{
    uint8_t chosen[ROWS];
    for (size_t w = 0; w < words; w++, a += ROWS, b += ROWS, result += ROWS) {
        spread(bits[w], chosen);
        for (int i = 0; i < ROWS; i++)
            result[i] = chosen[i] ? a[i] : b[i];
    }
}

static void codes_choose(const uint64_t *bits, const uint8_t *a, const uint8_t *b, size_t words,
                         uint8_t *result)
{
    uint8_t chosen[ROWS];
    for (size_t w = 0; w < words; w++, a += ROWS, b += ROWS, result += ROWS) {
        spread(bits[w], chosen);
        for (int i = 0; i < ROWS; i++)
            result[i] = chosen[i] ? a[i] : b[i];
    }
}

/* ---- Dates ----------------------------------------------------------------------------------- */

static void period(const int32_t *event, const int32_t *anchor, const int32_t days[2], size_t words,
                   uint64_t *const result[3])
{
    uint8_t inside[ROWS], doubt[ROWS], after[ROWS];
    int32_t least = days[0], most = days[1];
    for (size_t w = 0; w < words; w++, event += ROWS, anchor += ROWS) {
        for (int i = 0; i < ROWS; i++) {
            int32_t before = (int32_t)((uint32_t)anchor[i] - (uint32_t)event[i]);
            inside[i] = mask((before >= 0) & (before <= least));
            doubt[i] = mask((before > least) & (before <= most));
            after[i] = mask(before < 0);
        }
        result[0][w] = gather(inside);
        result[1][w] = gather(doubt);
        result[2][w] = gather(after);
    }
}

/* n years from any day have 365.2425 n days, less or more than 3 at most. */
static void years(const int32_t *from, const int32_t *to, size_t words, double *result,
                  uint64_t *doubtful)
{
    const double year = 365.2425;
    uint8_t doubt[ROWS];
    for (size_t w = 0; w < words; w++, from += ROWS, to += ROWS, result += ROWS) {
        for (int i = 0; i < ROWS; i++) {
            double days = (double)(int32_t)((uint32_t)to[i] - (uint32_t)from[i]);
            double near = (days / year + ROUNDER) - ROUNDER;
            double off = days - near * year;
            result[i] = off < 0.0 ? near - 1.0 : near;
            doubt[i] = mask((days < 4.0) | (fabs(off) <= 3.0));
        }
        doubtful[w] = gather(doubt);
    }
}

/* ---- Calculations ---------------------------------------------------------------------------- */

/* Far more than the rounding errors of some ten operations. */
#define TOLERANCE 1e-13

/* Where the two sides are too near to each other for doubles. */
static inline int is_near(double left, double right)
{
    return !(fabs(left - right) > right * TOLERANCE);
}

/* calc/renal.c: (140 - age) * weight * 500 (women 425) / (409 * creatinine). */
static void clearance(const double *age, const double *weight, const double *creatinine,
                      const uint8_t *sex, const struct nfh_clearance_limit *limit, size_t words,
                      uint64_t *above, uint64_t *doubtful)
{
    uint8_t over[ROWS], doubt[ROWS];
    double factor = 409.0 * limit->limit;
    for (size_t w = 0; w < words; w++) {
        for (int i = 0; i < ROWS; i++) {
            double share = sex[i] == limit->female ? 425.0e8 : 500.0e8;
            double left = (140.0 - age[i]) * weight[i] * share;
            double right = factor * creatinine[i];
            over[i] = mask(left >= right);
            doubt[i] = mask(is_near(left, right) | !(creatinine[i] > 0.0) | !(weight[i] >= 0.0));
        }
        above[w] = gather(over);
        doubtful[w] = gather(doubt);
        age += ROWS;
        weight += ROWS;
        creatinine += ROWS;
        sex += ROWS;
    }
}

/* calc/ecg.c: qt * sqrt(rate / 60), as squares. */
static void bazett(const double *qt, const double *rate, double limit, size_t words,
                   uint64_t *above, uint64_t *doubtful)
{
    uint8_t over[ROWS], doubt[ROWS];
    const double one = (double)NFH_DECIMAL_ONE, greatest = 10000.0 * one;
    double right = limit * limit * (60.0 * one);
    for (size_t w = 0; w < words; w++, qt += ROWS, rate += ROWS) {
        for (int i = 0; i < ROWS; i++) {
            double left = qt[i] * qt[i] * rate[i];
            over[i] = mask(left >= right);
            doubt[i] = mask(is_near(left, right) | !(qt[i] > 0.0) | !(rate[i] > 0.0) |
                            !(qt[i] <= greatest) | !(rate[i] <= greatest));
        }
        above[w] = gather(over);
        doubtful[w] = gather(doubt);
    }
}

static inline double lesser(double a, double b)
{
    return a < b ? a : b;
}

/* calc/alcohol.c: (5 * beer + 12 * wine + spirits * strength) / 1800. */
static void alcohol(const double *const drink[4], double limit, size_t words, uint64_t *above,
                    uint64_t *doubtful)
{
    uint8_t over[ROWS], doubt[ROWS];
    const double *beer = drink[0], *wine = drink[1], *spirits = drink[2], *strength = drink[3];
    const double share = 1.0 / (double)NFH_DECIMAL_ONE, all = 100.0 * (double)NFH_DECIMAL_ONE;
    const double right = 1800.0 * limit;
    for (size_t w = 0; w < words; w++) {
        for (int i = 0; i < ROWS; i++) {
            double least = lesser(lesser(beer[i], wine[i]), lesser(spirits[i], strength[i]));
            double left = 5.0 * beer[i] + 12.0 * wine[i] + spirits[i] * strength[i] * share;
            over[i] = mask(left >= right);
            doubt[i] = mask(is_near(left, right) | !(least >= 0.0) | !(strength[i] <= all));
        }
        above[w] = gather(over);
        doubtful[w] = gather(doubt);
        beer += ROWS;
        wine += ROWS;
        spirits += ROWS;
        strength += ROWS;
    }
}

const struct nfh_kernels NFH_KERNELS = {
    .at_least = at_least,
    .between = between,
    .less = less,
    .less_or_equal = less_or_equal,
    .equal = equal,
    .dates_at_least = dates_at_least,
    .dates_between = dates_between,
    .dates_less = dates_less,
    .dates_less_or_equal = dates_less_or_equal,
    .dates_equal = dates_equal,
    .codes_equal = codes_equal,
    .pack = pack,
    .scale = scale,
    .times = times,
    .add = add,
    .subtract = subtract,
    .dates_add = dates_add,
    .choose = choose,
    .dates_choose = dates_choose,
    .codes_choose = codes_choose,
    .period = period,
    .years = years,
    .clearance = clearance,
    .bazett = bazett,
    .alcohol = alcohol,
};
