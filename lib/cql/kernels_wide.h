/* SPDX-License-Identifier: MIT
 *
 * kernels_wide.h - comparisons of several doubles at once, as bits. The compiler finds by itself
 * what to do with several doubles, but goes a long way round from the comparison of them to a bit
 * each; the processor has an instruction for that.
 */
#ifndef NFH_CQL_KERNELS_WIDE_H
#define NFH_CQL_KERNELS_WIDE_H

#include <stdint.h>

#if defined(__AVX__)
#include <immintrin.h>

enum { NFH_WIDE = 4 };
typedef __m256d nfh_wide_double;

static inline nfh_wide_double nfh_wide_load(const double *from)
{
    return _mm256_loadu_pd(from);
}
static inline nfh_wide_double nfh_wide_all(double value)
{
    return _mm256_set1_pd(value);
}
static inline unsigned nfh_wide_less(nfh_wide_double a, nfh_wide_double b)
{
    return (unsigned)_mm256_movemask_pd(_mm256_cmp_pd(a, b, _CMP_LT_OQ));
}
static inline unsigned nfh_wide_less_or_equal(nfh_wide_double a, nfh_wide_double b)
{
    return (unsigned)_mm256_movemask_pd(_mm256_cmp_pd(a, b, _CMP_LE_OQ));
}
static inline unsigned nfh_wide_equal(nfh_wide_double a, nfh_wide_double b)
{
    return (unsigned)_mm256_movemask_pd(_mm256_cmp_pd(a, b, _CMP_EQ_OQ));
}
/* low <= a < beyond */
static inline unsigned nfh_wide_between(nfh_wide_double a, nfh_wide_double low,
                                        nfh_wide_double beyond)
{
    return (unsigned)_mm256_movemask_pd(
        _mm256_and_pd(_mm256_cmp_pd(low, a, _CMP_LE_OQ), _mm256_cmp_pd(a, beyond, _CMP_LT_OQ)));
}

#elif defined(__SSE2__)
#include <emmintrin.h>

enum { NFH_WIDE = 2 };
typedef __m128d nfh_wide_double;

static inline nfh_wide_double nfh_wide_load(const double *from)
{
    return _mm_loadu_pd(from);
}
static inline nfh_wide_double nfh_wide_all(double value)
{
    return _mm_set1_pd(value);
}
static inline unsigned nfh_wide_less(nfh_wide_double a, nfh_wide_double b)
{
    return (unsigned)_mm_movemask_pd(_mm_cmplt_pd(a, b));
}
static inline unsigned nfh_wide_less_or_equal(nfh_wide_double a, nfh_wide_double b)
{
    return (unsigned)_mm_movemask_pd(_mm_cmple_pd(a, b));
}
static inline unsigned nfh_wide_equal(nfh_wide_double a, nfh_wide_double b)
{
    return (unsigned)_mm_movemask_pd(_mm_cmpeq_pd(a, b));
}
static inline unsigned nfh_wide_between(nfh_wide_double a, nfh_wide_double low,
                                        nfh_wide_double beyond)
{
    return (unsigned)_mm_movemask_pd(_mm_and_pd(_mm_cmple_pd(low, a), _mm_cmplt_pd(a, beyond)));
}

#else

enum { NFH_WIDE = 1 };
typedef double nfh_wide_double;

static inline nfh_wide_double nfh_wide_load(const double *from)
{
    return *from;
}
static inline nfh_wide_double nfh_wide_all(double value)
{
    return value;
}
static inline unsigned nfh_wide_less(nfh_wide_double a, nfh_wide_double b)
{
    return a < b;
}
static inline unsigned nfh_wide_less_or_equal(nfh_wide_double a, nfh_wide_double b)
{
    return a <= b;
}
static inline unsigned nfh_wide_equal(nfh_wide_double a, nfh_wide_double b)
{
    return a == b;
}
static inline unsigned nfh_wide_between(nfh_wide_double a, nfh_wide_double low,
                                        nfh_wide_double beyond)
{
    return (low <= a) & (a < beyond);
}

#endif

#endif
