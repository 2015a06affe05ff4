/* SPDX-License-Identifier: MIT
 *
 * rival_sse2.h - 8 rows at a time in SSE2, which every x86-64 has. See rival_avx2.h.
 */
#include <emmintrin.h>
#include <stdint.h>

typedef struct {
    __m128i low, high;
} I;
typedef struct {
    __m128d a, b, c, d;
} D;

static inline I i_load(const int32_t *from)
{
    const __m128i *at = (const __m128i *)(const void *)from;
    return (I){_mm_loadu_si128(at), _mm_loadu_si128(at + 1)};
}

static inline void i_store(int32_t *to, I a)
{
    __m128i *at = (__m128i *)(void *)to;
    _mm_storeu_si128(at, a.low);
    _mm_storeu_si128(at + 1, a.high);
}

static inline I i_all(int32_t a)
{
    return (I){_mm_set1_epi32(a), _mm_set1_epi32(a)};
}

static inline I i_add(I a, I b)
{
    return (I){_mm_add_epi32(a.low, b.low), _mm_add_epi32(a.high, b.high)};
}

static inline I i_sub(I a, I b)
{
    return (I){_mm_sub_epi32(a.low, b.low), _mm_sub_epi32(a.high, b.high)};
}

static inline __m128i mul_4(__m128i a, __m128i b)
{
    __m128i even = _mm_mul_epu32(a, b);
    __m128i odd = _mm_mul_epu32(_mm_srli_si128(a, 4), _mm_srli_si128(b, 4));
    return _mm_unpacklo_epi32(_mm_shuffle_epi32(even, 0x08), _mm_shuffle_epi32(odd, 0x08));
}

static inline I i_mul(I a, I b)
{
    return (I){mul_4(a.low, b.low), mul_4(a.high, b.high)};
}

static inline I i_and(I a, I b)
{
    return (I){_mm_and_si128(a.low, b.low), _mm_and_si128(a.high, b.high)};
}

static inline __m128i choose_4(__m128i mask, __m128i yes, __m128i no)
{
    return _mm_or_si128(_mm_and_si128(mask, yes), _mm_andnot_si128(mask, no));
}

static inline I i_choose(I mask, I yes, I no)
{
    return (I){choose_4(mask.low, yes.low, no.low), choose_4(mask.high, yes.high, no.high)};
}

static inline __m128i clamp_4(__m128i a, __m128i least, __m128i most)
{
    a = choose_4(_mm_cmpgt_epi32(least, a), least, a);
    return choose_4(_mm_cmpgt_epi32(a, most), most, a);
}

static inline I i_clamp(I a, int32_t least, int32_t most)
{
    __m128i from = _mm_set1_epi32(least), to = _mm_set1_epi32(most);
    return (I){clamp_4(a.low, from, to), clamp_4(a.high, from, to)};
}

#define i_right(a, bits) ((I){_mm_srai_epi32((a).low, bits), _mm_srai_epi32((a).high, bits)})

static inline uint8_t i_greater(I a, I b)
{
    int low = _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpgt_epi32(a.low, b.low)));
    int high = _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpgt_epi32(a.high, b.high)));
    return (uint8_t)(low | high << 4);
}

static inline I i_mask(uint8_t bits)
{
    const __m128i low = _mm_setr_epi32(1, 2, 4, 8), high = _mm_setr_epi32(16, 32, 64, 128);
    __m128i all = _mm_set1_epi32(bits);
    return (I){_mm_cmpeq_epi32(_mm_and_si128(all, low), low),
               _mm_cmpeq_epi32(_mm_and_si128(all, high), high)};
}

static inline I i_look_up(const int32_t *table, I index)
{
    int32_t at[8];
    i_store(at, index);
    return (I){_mm_setr_epi32(table[at[0]], table[at[1]], table[at[2]], table[at[3]]),
               _mm_setr_epi32(table[at[4]], table[at[5]], table[at[6]], table[at[7]])};
}

static inline I i_bytes(const int8_t *from)
{
    __m128i bytes = _mm_loadl_epi64((const __m128i *)(const void *)from);
    __m128i words = _mm_srai_epi16(_mm_unpacklo_epi8(bytes, bytes), 8);
    return (I){_mm_srai_epi32(_mm_unpacklo_epi16(words, words), 16),
               _mm_srai_epi32(_mm_unpackhi_epi16(words, words), 16)};
}

static inline D d_zero(void)
{
    __m128d zero = _mm_setzero_pd();
    return (D){zero, zero, zero, zero};
}

static inline D d_of(I a)
{
    return (D){_mm_cvtepi32_pd(a.low), _mm_cvtepi32_pd(_mm_srli_si128(a.low, 8)),
               _mm_cvtepi32_pd(a.high), _mm_cvtepi32_pd(_mm_srli_si128(a.high, 8))};
}

static inline D d_add(D a, D b)
{
    return (D){_mm_add_pd(a.a, b.a), _mm_add_pd(a.b, b.b), _mm_add_pd(a.c, b.c),
               _mm_add_pd(a.d, b.d)};
}

static inline D d_mul(D a, D b)
{
    return (D){_mm_mul_pd(a.a, b.a), _mm_mul_pd(a.b, b.b), _mm_mul_pd(a.c, b.c),
               _mm_mul_pd(a.d, b.d)};
}

static inline D d_times(D a, double b)
{
    __m128d all = _mm_set1_pd(b);
    return d_mul(a, (D){all, all, all, all});
}

static inline uint8_t d_greater(D a, double b)
{
    __m128d all = _mm_set1_pd(b);
    return (uint8_t)(_mm_movemask_pd(_mm_cmpgt_pd(a.a, all)) |
                     _mm_movemask_pd(_mm_cmpgt_pd(a.b, all)) << 2 |
                     _mm_movemask_pd(_mm_cmpgt_pd(a.c, all)) << 4 |
                     _mm_movemask_pd(_mm_cmpgt_pd(a.d, all)) << 6);
}

static inline __m128i d_round(const double *from, __m128d *off)
{
    __m128d exact = _mm_mul_pd(_mm_loadu_pd(from), _mm_set1_pd(100));
    __m128i whole = _mm_cvtpd_epi32(exact);
    __m128d rest = _mm_sub_pd(exact, _mm_cvtepi32_pd(whole));
    rest = _mm_andnot_pd(_mm_set1_pd(-0.0), rest);
    *off = _mm_max_pd(rest, *off);
    return whole;
}

static inline I d_hundredths(const double *from, D *off)
{
    __m128i a = d_round(from, &off->a), b = d_round(from + 2, &off->b);
    __m128i c = d_round(from + 4, &off->c), d = d_round(from + 6, &off->d);
    return (I){_mm_unpacklo_epi64(a, b), _mm_unpacklo_epi64(c, d)};
}
