/* SPDX-License-Identifier: MIT
 *
 * rival_plain.h - 8 rows at a time in plain C, for other machines. See rival_avx2.h.
 */
#include <math.h>

typedef struct {
    int32_t at[8];
} I;
typedef struct {
    double at[8];
} D;

#define EACH for (int j = 0; j < 8; j++)

static inline I i_load(const int32_t *from)
{
    I r;
    EACH r.at[j] = from[j];
    return r;
}

static inline void i_store(int32_t *to, I a)
{
    EACH to[j] = a.at[j];
}

static inline I i_all(int32_t a)
{
    I r;
    EACH r.at[j] = a;
    return r;
}

/* Wrapping, as vectors do. */
static inline I i_add(I a, I b)
{
    EACH a.at[j] = (int32_t)((uint32_t)a.at[j] + (uint32_t)b.at[j]);
    return a;
}

static inline I i_sub(I a, I b)
{
    EACH a.at[j] = (int32_t)((uint32_t)a.at[j] - (uint32_t)b.at[j]);
    return a;
}

static inline I i_mul(I a, I b)
{
    EACH a.at[j] = (int32_t)((uint32_t)a.at[j] * (uint32_t)b.at[j]);
    return a;
}

static inline I i_and(I a, I b)
{
    EACH a.at[j] &= b.at[j];
    return a;
}

static inline I i_clamp(I a, int32_t least, int32_t most)
{
    EACH a.at[j] = a.at[j] < least ? least : a.at[j] > most ? most : a.at[j];
    return a;
}

static inline I i_right(I a, int bits)
{
    EACH a.at[j] >>= bits;
    return a;
}

static inline uint8_t i_greater(I a, I b)
{
    unsigned bits = 0;
    EACH bits |= (unsigned)(a.at[j] > b.at[j]) << j;
    return (uint8_t)bits;
}

static inline I i_mask(uint8_t bits)
{
    I r;
    EACH r.at[j] = -(bits >> j & 1);
    return r;
}

static inline I i_choose(I mask, I yes, I no)
{
    EACH yes.at[j] = mask.at[j] ? yes.at[j] : no.at[j];
    return yes;
}

static inline I i_look_up(const int32_t *table, I index)
{
    EACH index.at[j] = table[index.at[j]];
    return index;
}

static inline I i_bytes(const int8_t *from)
{
    I r;
    EACH r.at[j] = from[j];
    return r;
}

static inline D d_zero(void)
{
    return (D){{0}};
}

static inline D d_of(I a)
{
    D r;
    EACH r.at[j] = a.at[j];
    return r;
}

static inline D d_add(D a, D b)
{
    EACH a.at[j] += b.at[j];
    return a;
}

static inline D d_mul(D a, D b)
{
    EACH a.at[j] *= b.at[j];
    return a;
}

static inline D d_times(D a, double b)
{
    EACH a.at[j] *= b;
    return a;
}

static inline uint8_t d_greater(D a, double b)
{
    unsigned bits = 0;
    EACH bits |= (unsigned)(a.at[j] > b) << j;
    return (uint8_t)bits;
}

static inline I d_hundredths(const double *from, D *off)
{
    I r;
    EACH
    {
        double exact = from[j] * 100, whole = nearbyint(exact);
        double rest = fabs(exact - whole);
        bool fits = fabs(whole) <= INT32_MAX;
        r.at[j] = fits ? (int32_t)whole : INT32_MIN;
        if (!fits && whole == whole)
            rest = 1;
        off->at[j] = rest > off->at[j] ? rest : off->at[j];
    }
    return r;
}
