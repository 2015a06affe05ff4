/* SPDX-License-Identifier: MIT
 *
 * decimal.c - exact decimals of 28 digits, 8 of them after the point.
 */
#include "number/decimal.h"

#include <float.h>
#include <limits.h>
#include <string.h>

_Static_assert(FLT_RADIX == 2 && DBL_MANT_DIG == 53 && DBL_MAX_EXP == 1024, "IEEE 754 binary64");

#define ONE ((uint64_t)NFH_DECIMAL_ONE)

static bool fits_64(nfh_uint128 n)
{
    return n >> 64 == 0;
}

/* n / 10^8 without a 128-bit division: n / 2^8 (of 120 bits) times ceil(2^146 / 5^8), over
 * 2^146. The constant is less than 5^8 / 2^146 too large, which n / 2^8 < 2^120 cannot raise to
 * a whole 1 / 5^8, so that the floor is right. (Granlund T, Montgomery PL. Division by
 * invariant integers using multiplication. ACM SIGPLAN Notices 1994;29(6):61-72.) */
static nfh_uint128 divide_by_one(nfh_uint128 n)
{
    const nfh_uint128 reciprocal =
        (nfh_uint128)UINT64_C(0xabcc77118461cefc) << 64 | UINT64_C(0xfdc20d2b36ba7c3e);

    if (fits_64(n))
        return (uint64_t)n / ONE;
    return nfh_priv_wide_mul(n >> 8, reciprocal).high >> 18;
}

nfh_decimal nfh_priv_decimal_max(void)
{
    return (nfh_decimal)(NFH_DECIMAL_LIMIT - 1);
}

bool nfh_priv_decimal_add(nfh_decimal a, nfh_decimal b, nfh_decimal *result)
{
    nfh_decimal sum = a + b; /* 2 * 10^28 is far from the limit of 128 bits */

    if (nfh_priv_decimal_magnitude(sum) >= NFH_DECIMAL_LIMIT)
        return false;
    *result = sum;
    return true;
}

bool nfh_priv_decimal_subtract(nfh_decimal a, nfh_decimal b, nfh_decimal *result)
{
    return nfh_priv_decimal_add(a, -b, result);
}

bool nfh_priv_decimal_multiply(nfh_decimal a, nfh_decimal b, nfh_decimal *result)
{
    nfh_uint128 x = nfh_priv_decimal_magnitude(a), y = nfh_priv_decimal_magnitude(b), product;

    if (fits_64(x | y)) {
        product = (nfh_uint128)(uint64_t)x * (uint64_t)y;
    } else {
        struct nfh_wide full = nfh_priv_wide_mul(x, y);
        if (full.high != 0) /* a result in range has a product below 10^36 */
            return false;
        product = full.low;
    }
    /* Halves are halves of an even number, so adding one before the division rounds them up. */
    if (product > ~(nfh_uint128)0 - ONE / 2)
        return false;
    return nfh_priv_decimal_signed(divide_by_one(product + ONE / 2), (a < 0) != (b < 0), result);
}

bool nfh_priv_decimal_divide(nfh_decimal a, nfh_decimal b, nfh_decimal *result)
{
    nfh_uint128 numerator = nfh_priv_decimal_magnitude(a) * ONE; /* at most 10^36 */
    nfh_uint128 divisor = nfh_priv_decimal_magnitude(b), whole, rest;

    if (divisor == 0)
        return false;
    if (fits_64(numerator | divisor)) {
        whole = (uint64_t)numerator / (uint64_t)divisor;
        rest = (uint64_t)numerator % (uint64_t)divisor;
    } else {
        whole = numerator / divisor;
        rest = numerator - whole * divisor;
    }
    if (rest >= divisor - rest)
        whole++;
    return nfh_priv_decimal_signed(whole, (a < 0) != (b < 0), result);
}

bool nfh_priv_decimal_truncated_divide(nfh_decimal a, nfh_decimal b, nfh_decimal *result)
{
    nfh_uint128 x = nfh_priv_decimal_magnitude(a), y = nfh_priv_decimal_magnitude(b), whole;

    if (y == 0)
        return false;
    whole = fits_64(x | y) ? (uint64_t)x / (uint64_t)y : x / y;
    return nfh_priv_decimal_signed(whole * ONE, (a < 0) != (b < 0), result);
}

bool nfh_priv_decimal_modulo(nfh_decimal a, nfh_decimal b, nfh_decimal *result)
{
    nfh_uint128 x = nfh_priv_decimal_magnitude(a), y = nfh_priv_decimal_magnitude(b), rest;

    if (y == 0)
        return false;
    rest = fits_64(x | y) ? (uint64_t)x % (uint64_t)y : x % y;
    return nfh_priv_decimal_signed(rest, a < 0, result);
}

bool nfh_priv_decimal_round(nfh_decimal a, int places, nfh_decimal *result)
{
    static const uint32_t units[] = {100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10};
    nfh_uint128 size = nfh_priv_decimal_magnitude(a);

    if (places < 0)
        return false;
    if (places < NFH_DECIMAL_PLACES) {
        size += units[places] / 2;
        size -= fits_64(size) ? (uint64_t)size % units[places] : size % units[places];
    }
    return nfh_priv_decimal_signed(size, a < 0, result);
}

nfh_decimal nfh_priv_decimal_truncate(nfh_decimal a)
{
    nfh_decimal whole = (nfh_decimal)(divide_by_one(nfh_priv_decimal_magnitude(a)) * ONE);

    return a < 0 ? -whole : whole;
}

nfh_decimal nfh_priv_decimal_floor(nfh_decimal a)
{
    nfh_decimal whole = nfh_priv_decimal_truncate(a);

    return whole > a ? whole - NFH_DECIMAL_ONE : whole;
}

nfh_decimal nfh_priv_decimal_ceiling(nfh_decimal a)
{
    nfh_decimal whole = nfh_priv_decimal_truncate(a);

    return whole < a ? whole + NFH_DECIMAL_ONE : whole;
}

/* The multiple of `step` that the shortest decimal is, among those from low to high (one at
 * least is). */
static nfh_uint128 nearest_multiple(
    nfh_uint128 value, nfh_uint128 step, nfh_uint128 low, nfh_uint128 high)
{
    nfh_uint128 count = value / step;
    nfh_uint128 below = count * step, above = below + step;

    if (below < low)
        return above;
    if (above > high || value - below < above - value)
        return below;
    if (value - below > above - value)
        return above;
    return count % 2 == 0 ? below : above;
}

/* The shortest decimal of a positive double below 10^20, rounded to 8 places.
 *
 * A decimal reads back as the double if it lies between the midpoints to the neighbouring
 * doubles. The shortest is a multiple of the largest power of ten that has one there. Only
 * powers down to 10^-9 matter: where no multiple of 10^-9 lies there, neither does a tie
 * between two 8-place decimals (an odd multiple of 5 * 10^-9), so that the shortest decimal and
 * the double itself round to the same. In units of 10^-9 / 4 * 2^(exponent of the last bit),
 * all of this is whole, and below 2^103. */
static nfh_uint128 shortest_decimal(double value)
{
    uint64_t bits, mantissa;
    nfh_uint128 centre, gap, low, high, unit, step;
    int exponent;

    memcpy(&bits, &value, sizeof bits);
    exponent = (int)(bits >> 52) - 1075;
    if (exponent < -80) /* below 2^-28, which is below 5 * 10^-9 and no neighbour of it */
        return 0;
    mantissa = (bits & UINT64_C(0xfffffffffffff)) | UINT64_C(1) << 52;

    gap = (nfh_uint128)UINT64_C(2000000000) << (exponent > 0 ? exponent : 0);
    unit = (nfh_uint128)4 << (exponent < 0 ? -exponent : 0);
    centre = 2 * gap * mantissa;
    /* Below a power of two the doubles lie twice as close. The midpoints themselves are read as the
     * double whose last bit is even. */
    low = centre - (mantissa == UINT64_C(1) << 52 ? gap / 2 : gap) + mantissa % 2;
    high = centre + gap - mantissa % 2;

    if (high / unit * unit < low)
        return (centre + 5 * unit) / (10 * unit);
    step = unit;
    while (high / (10 * step) * (10 * step) >= low)
        step *= 10;
    return (nearest_multiple(centre, step, low, high) / unit + 5) / 10;
}

bool nfh_priv_decimal_from_double(double value, nfh_decimal *result)
{
    bool negative = value < 0;
    double size = negative ? -value : value;

    if (!(size < 1e20))
        return false;
    /* The shortest decimal is within half a unit in the last place of the double, below 10^7 that
     * is 0.1 * 10^-8; the product, of less than 10^15, is rounded by at most 0.125 in any rounding
     * mode. So a product within a quarter of n can only stand for n / 10^8; others, near a half,
     * are looked at in full. */
    if (size < 1e7) {
        double product = size * 1e8;
        int64_t n = (int64_t)(product + 0.5);
        double rest = product - (double)n;
        if (rest > -0.25 && rest < 0.25) {
            *result = negative ? -n : n;
            return true;
        }
    }
    return nfh_priv_decimal_signed(shortest_decimal(size), negative, result);
}

/* Whether the processor rounds to nearest now. `volatile`, for the sums must be made when it runs. */
static bool rounds_to_nearest(void)
{
    volatile double below_half = DBL_EPSILON / 4, above_half = DBL_EPSILON / 4 * 3;

    return 1.0 + below_half == 1.0 && 1.0 + above_half == 1.0 + DBL_EPSILON;
}

double nfh_priv_decimal_to_double(nfh_decimal a)
{
    nfh_uint128 size = nfh_priv_decimal_magnitude(a), quotient, rest, half;
    uint64_t bits;
    int shift, drop;
    double result;

    if (size == 0)
        return 0.0;
    /* Both are doubles exactly, so one division rounds once. */
    if (size < (nfh_uint128)1 << 53 && rounds_to_nearest())
        return (double)(int64_t)a / 1e8;
    /* A quotient of 100 or 101 bits, of which 53 are kept. What the division leaves cannot decide:
     * a number n / 10^8 that is no midpoint of two doubles is at least 5^-8 of half their distance,
     * or 10^-8, away from it, which is a unit of the quotient or more. */
    shift = 127 - nfh_priv_bit_length(size);
    quotient = divide_by_one(size << shift);
    drop = nfh_priv_bit_length(quotient) - 53;
    half = (nfh_uint128)1 << (drop - 1);
    rest = quotient & (2 * half - 1);
    bits = (uint64_t)(quotient >> drop);
    if (rest > half || (rest == half && bits % 2 != 0))
        bits++;
    /* The leading bit (or a carry beyond it) adds one (or two) to the exponent. */
    bits += (uint64_t)(drop - shift + 1074) << 52;
    bits |= (uint64_t)(a < 0) << 63;
    memcpy(&result, &bits, sizeof result);
    return result;
}

/* The parts of a decimal as written. */
struct written {
    const char *whole;
    const char *fraction;
    size_t whole_length;
    size_t fraction_length;
    int64_t exponent; /* at most EXPONENT_MAX either way, which no number of digits makes up for */
    bool negative;
};

#define EXPONENT_MAX INT64_C(1000000000000000000)

static size_t count_digits(const char *text, size_t length)
{
    size_t count = 0;

    while (count < length && text[count] >= '0' && text[count] <= '9')
        count++;
    return count;
}

/* Reads a sign, if there is one, at *at. */
static bool read_sign(const char *text, size_t length, size_t *at)
{
    if (*at < length && (text[*at] == '+' || text[*at] == '-'))
        return text[(*at)++] == '-';
    return false;
}

static bool read_exponent(const char *text, size_t length, int64_t *exponent)
{
    size_t at = 0;
    bool negative = read_sign(text, length, &at);
    int64_t size = 0;

    if (at == length || count_digits(text + at, length - at) != length - at)
        return false;
    for (; at < length; at++)
        size = size < EXPONENT_MAX / 10 ? size * 10 + (text[at] - '0') : EXPONENT_MAX;
    *exponent = negative ? -size : size;
    return true;
}

static bool read_parts(const char *text, size_t length, struct written *parts)
{
    size_t at = 0;

    memset(parts, 0, sizeof *parts);
    parts->negative = read_sign(text, length, &at);
    parts->whole = text + at;
    parts->whole_length = count_digits(text + at, length - at);
    at += parts->whole_length;
    if (parts->whole_length == 0)
        return false;
    if (at < length && text[at] == '.') {
        at++;
        parts->fraction = text + at;
        parts->fraction_length = count_digits(text + at, length - at);
        at += parts->fraction_length;
        if (parts->fraction_length == 0)
            return false;
    }
    if (at < length && (text[at] == 'e' || text[at] == 'E'))
        return read_exponent(text + at + 1, length - at - 1, &parts->exponent);
    return at == length;
}

static unsigned digit_at(const struct written *parts, size_t index)
{
    char digit = index < parts->whole_length ? parts->whole[index]
                                             : parts->fraction[index - parts->whole_length];
    return (unsigned)(digit - '0');
}

/* The digits as a decimal; at most 10^28, which means that there is none. */
static nfh_uint128 evaluate_parts(const struct written *parts)
{
    size_t count = parts->whole_length + parts->fraction_length, first = 0;
    nfh_uint128 size = 0;
    int64_t power; /* of ten, of the next digit */

    while (first < count && digit_at(parts, first) == 0)
        first++;
    if (first == count)
        return 0;
    power = (int64_t)parts->whole_length - 1 - (int64_t)first + parts->exponent;
    if (power > 19)
        return NFH_DECIMAL_LIMIT;
    if (power < -NFH_DECIMAL_PLACES - 1)
        return 0;
    for (; power >= -NFH_DECIMAL_PLACES; power--, first++)
        size = size * 10 + (first < count ? digit_at(parts, first) : 0);
    if (first < count && digit_at(parts, first) >= 5)
        size++;
    return size;
}

enum nfh_decimal_parse nfh_priv_decimal_parse(
    const char *text, size_t length, nfh_decimal *result, int *places)
{
    struct written parts;

    if (!read_parts(text, length, &parts))
        return NFH_DECIMAL_SYNTAX;
    if (!nfh_priv_decimal_signed(evaluate_parts(&parts), parts.negative, result))
        return NFH_DECIMAL_OVERFLOW;
    if (places != NULL)
        *places = parts.fraction_length < INT_MAX ? (int)parts.fraction_length : INT_MAX;
    return NFH_DECIMAL_PARSED;
}

size_t nfh_priv_decimal_format(nfh_decimal a, int least, char *buffer)
{
    nfh_uint128 size = nfh_priv_decimal_magnitude(a);
    nfh_uint128 whole = divide_by_one(size);
    uint32_t fraction = (uint32_t)(size - whole * ONE);
    char reversed[NFH_DECIMAL_TEXT];
    size_t count = 0, length = 0;
    int places = NFH_DECIMAL_PLACES;

    if (fraction == 0) {
        places = least;
    } else {
        for (; places > least && fraction % 10 == 0; places--)
            fraction /= 10;
    }
    for (int i = 0; i < places; i++, fraction /= 10)
        reversed[count++] = (char)('0' + fraction % 10);
    if (places > 0)
        reversed[count++] = '.';
    while (!fits_64(whole)) {
        reversed[count++] = (char)('0' + (int)(whole % 10));
        whole /= 10;
    }
    uint64_t rest = (uint64_t)whole;
    do {
        reversed[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);

    if (a < 0)
        buffer[length++] = '-';
    while (count > 0)
        buffer[length++] = reversed[--count];
    buffer[length] = '\0';
    return length;
}

int nfh_priv_decimal_scale(nfh_decimal value)
{
    /* Only what is after the point counts; a division of 128 bits is slow, and seldom needed. */
    const int64_t one = (int64_t)NFH_DECIMAL_ONE;
    int32_t rest =
        (int32_t)(value == (int64_t)value ? (int64_t)value % one : (int64_t)(value % one));
    int scale = NFH_DECIMAL_PLACES;

    if (rest == 0)
        return 0;
    while (rest % 10 == 0) {
        rest /= 10;
        scale--;
    }
    return scale;
}
