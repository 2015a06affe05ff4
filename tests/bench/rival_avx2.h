/* SPDX-License-Identifier: MIT
 *
 * rival_avx2.h - 8 rows at a time in AVX2. The other rival_*.h of the same names have the same
 * functions: I is 8 int32, D is 8 doubles.
 */
#include <immintrin.h>
#include <stdint.h>

typedef __m256i I;
typedef struct {
    __m256d low, high;
} D;

static inline I i_load(const int32_t *from)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)from);
}

static inline void i_store(int32_t *to, I a)
{
    _mm256_storeu_si256((__m256i *)(void *)to, a);
}

static inline I i_all(int32_t a)
{
    return _mm256_set1_epi32(a);
}

static inline I i_add(I a, I b)
{
    return _mm256_add_epi32(a, b);
}

static inline I i_sub(I a, I b)
{
    return _mm256_sub_epi32(a, b);
}

static inline I i_mul(I a, I b)
{
    return _mm256_mullo_epi32(a, b);
}

static inline I i_and(I a, I b)
{
    return _mm256_and_si256(a, b);
}

static inline I i_clamp(I a, int32_t least, int32_t most)
{
    return _mm256_min_epi32(_mm256_max_epi32(a, i_all(least)), i_all(most));
}

#define i_right(a, bits) _mm256_srai_epi32(a, bits)

/* A bit for each row. */
static inline uint8_t i_greater(I a, I b)
{
    return (uint8_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(a, b)));
}

/* The bits as all-ones and all-zeros. */
static inline I i_mask(uint8_t bits)
{
    const __m256i bit = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
    return _mm256_cmpeq_epi32(_mm256_and_si256(i_all(bits), bit), bit);
}

static inline I i_choose(I mask, I yes, I no)
{
    return _mm256_blendv_epi8(no, yes, mask);
}

static inline I i_look_up(const int32_t *table, I index)
{
    return _mm256_i32gather_epi32(table, index, 4);
}

static inline I i_bytes(const int8_t *from)
{
    return _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)from));
}

static inline D d_zero(void)
{
    return (D){_mm256_setzero_pd(), _mm256_setzero_pd()};
}

static inline D d_of(I a)
{
    return (D){_mm256_cvtepi32_pd(_mm256_castsi256_si128(a)),
               _mm256_cvtepi32_pd(_mm256_extracti128_si256(a, 1))};
}

static inline D d_add(D a, D b)
{
    return (D){_mm256_add_pd(a.low, b.low), _mm256_add_pd(a.high, b.high)};
}

static inline D d_mul(D a, D b)
{
    return (D){_mm256_mul_pd(a.low, b.low), _mm256_mul_pd(a.high, b.high)};
}

static inline D d_times(D a, double b)
{
    return d_mul(a, (D){_mm256_set1_pd(b), _mm256_set1_pd(b)});
}

static inline uint8_t d_greater(D a, double b)
{
    __m256d all = _mm256_set1_pd(b);
    int low = _mm256_movemask_pd(_mm256_cmp_pd(a.low, all, _CMP_GT_OQ));
    int high = _mm256_movemask_pd(_mm256_cmp_pd(a.high, all, _CMP_GT_OQ));
    return (uint8_t)(low | high << 4);
}

static inline __m128i d_round(const double *from, __m256d *off)
{
    __m256d exact = _mm256_mul_pd(_mm256_loadu_pd(from), _mm256_set1_pd(100));
    __m128i whole = _mm256_cvtpd_epi32(exact);
    __m256d rest = _mm256_sub_pd(exact, _mm256_cvtepi32_pd(whole));
    rest = _mm256_andnot_pd(_mm256_set1_pd(-0.0), rest);
    *off = _mm256_max_pd(rest, *off); /* a NaN in `rest` leaves `off` */
    return whole;
}

/* Hundredths; INT32_MIN for NaN and beyond 32 bits. The greatest distance from them is kept. */
static inline I d_hundredths(const double *from, D *off)
{
    __m128i low = d_round(from, &off->low), high = d_round(from + 4, &off->high);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}
