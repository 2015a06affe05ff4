/* SPDX-License-Identifier: MIT
 *
 * test_decimal.c - exact decimals and the wide integers below them. Expected values follow from the
 * definition on paper; tests/python/test_decimal.py compares many more with Python's.
 */
#include <fenv.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "decimal_text.h"
#include "support.h"

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))
#define LARGEST "99999999999999999999.99999999"
#define UNTOUCHED ((nfh_decimal)-4711)
#define ALL_ONES (~(nfh_uint128)0)

typedef bool operation(nfh_decimal a, nfh_decimal b, nfh_decimal *result);

static const struct {
    const char *name;
    operation *function;
    const char *a, *b;
    const char *expected; /* NULL: null */
} operations[] = {
    {"0.1 + 0.2", nfh_priv_decimal_add, "0.1", "0.2", "0.3"},
    {"max + 0", nfh_priv_decimal_add, LARGEST, "0", LARGEST},
    {"max + step", nfh_priv_decimal_add, LARGEST, "0.00000001", NULL},
    {"max + max", nfh_priv_decimal_add, LARGEST, LARGEST, NULL},
    {"-max + -step", nfh_priv_decimal_add, "-" LARGEST, "-0.00000001", NULL},
    {"-max + max", nfh_priv_decimal_add, "-" LARGEST, LARGEST, "0"},
    {"1 - 1.00000001", nfh_priv_decimal_subtract, "1", "1.00000001", "-0.00000001"},
    {"-max - step", nfh_priv_decimal_subtract, "-" LARGEST, "0.00000001", NULL},
    {"max - max", nfh_priv_decimal_subtract, LARGEST, LARGEST, "0"},

    {"1.5 * 40.3", nfh_priv_decimal_multiply, "1.5", "40.3", "60.45"},
    {"-1.5 * 40.3", nfh_priv_decimal_multiply, "-1.5", "40.3", "-60.45"},
    {"tie up", nfh_priv_decimal_multiply, "0.00000001", "0.5", "0.00000001"},
    {"tie down", nfh_priv_decimal_multiply, "-0.00000001", "0.5", "-0.00000001"},
    {"below tie", nfh_priv_decimal_multiply, "0.00000001", "0.49999999", "0"},
    {"tie after 3", nfh_priv_decimal_multiply, "0.00000003", "0.5", "0.00000002"},
    {"negative zero", nfh_priv_decimal_multiply, "-0.00000001", "0.00000001", "0"},
    {"max * 1", nfh_priv_decimal_multiply, LARGEST, "1", LARGEST},
    {"max * 1.00000001", nfh_priv_decimal_multiply, LARGEST, "1.00000001", NULL},
    {"max * max", nfh_priv_decimal_multiply, LARGEST, "-" LARGEST, NULL},
    {"10^10 * 10^10", nfh_priv_decimal_multiply, "10000000000", "10000000000", NULL},
    {"just below 10^20", nfh_priv_decimal_multiply, "10000000000", "9999999999.99999999",
     "99999999999999999900"},
    {"beyond 64 bits", nfh_priv_decimal_multiply, "184467440737.09551617", "2",
     "368934881474.19103234"},
    {"128-bit product", nfh_priv_decimal_multiply, "12345678901.23456789", "98765.4321",
     "1219326311248285.32111264"},
    {"1 / 3", nfh_priv_decimal_divide, "1", "3", "0.33333333"},
    {"2 / 3", nfh_priv_decimal_divide, "2", "3", "0.66666667"},
    {"-2 / 3", nfh_priv_decimal_divide, "-2", "3", "-0.66666667"},
    {"tie", nfh_priv_decimal_divide, "0.00000001", "2", "0.00000001"},
    {"negative tie", nfh_priv_decimal_divide, "0.00000001", "-2", "-0.00000001"},
    {"below tie", nfh_priv_decimal_divide, "0.00000001", "2.00000001", "0"},
    {"by zero", nfh_priv_decimal_divide, "1", "0", NULL},
    {"zero by zero", nfh_priv_decimal_divide, "0", "0", NULL},
    {"max / max", nfh_priv_decimal_divide, LARGEST, LARGEST, "1"},
    {"max / 0.99999999", nfh_priv_decimal_divide, LARGEST, "0.99999999", NULL},
    {"max / step", nfh_priv_decimal_divide, LARGEST, "0.00000001", NULL},
    {"step / max", nfh_priv_decimal_divide, "0.00000001", LARGEST, "0"},
    {"clearance at its limit", nfh_priv_decimal_divide, "4090", "81.8", "50"},

    {"10.1 div -3.1", nfh_priv_decimal_truncated_divide, "10.1", "-3.1", "-3"},
    {"-10.1 div -3.1", nfh_priv_decimal_truncated_divide, "-10.1", "-3.1", "3"},
    {"1 div 2", nfh_priv_decimal_truncated_divide, "1", "2", "0"},
    {"div by zero", nfh_priv_decimal_truncated_divide, "1", "0", NULL},
    {"max div 0.5", nfh_priv_decimal_truncated_divide, LARGEST, "0.5", NULL},
    {"max div 1", nfh_priv_decimal_truncated_divide, LARGEST, "1", "99999999999999999999"},
    {"10 mod 3", nfh_priv_decimal_modulo, "10", "3", "1"},
    {"-10 mod 3", nfh_priv_decimal_modulo, "-10", "3", "-1"},
    {"10 mod -3", nfh_priv_decimal_modulo, "10", "-3", "1"},
    {"3.5 mod 1.2", nfh_priv_decimal_modulo, "3.5", "1.2", "1.1"},
    {"max mod 100", nfh_priv_decimal_modulo, LARGEST, "100", "99.99999999"},
    {"mod by zero", nfh_priv_decimal_modulo, "1", "0", NULL},
};

START_TEST(operation_result)
{
    nfh_decimal result = UNTOUCHED;
    bool known = operations[_i].function(
        test_decimal(operations[_i].a), test_decimal(operations[_i].b), &result);

    test_decimal_result(operations[_i].name, known, result, UNTOUCHED, operations[_i].expected);
}
END_TEST

static const struct {
    const char *value;
    int places;
    const char *expected;
} roundings[] = {
    {"0.5", 0, "1"}, {"0.49999999", 0, "0"}, {"-0.5", 0, "-1"}, {"-0.4", 0, "0"},
    {"-1.5", 0, "-2"}, {"2.5", 0, "3"}, {"3.14159", 2, "3.14"}, {"60.45", 1, "60.5"},
    {"60.44999999", 1, "60.4"}, {"0.00000005", 7, "0.0000001"}, {"0.00000004", 7, "0"},
    {LARGEST, 8, LARGEST}, {LARGEST, 9, LARGEST}, {LARGEST, INT_MAX, LARGEST},
    {LARGEST, 7, NULL}, {LARGEST, 0, NULL}, {"-" LARGEST, 0, NULL},
    {"99999999999999999999.49999999", 0, "99999999999999999999"}, {"1", -1, NULL},
    {"123456789012.34567891", 3, "123456789012.346"},
};

START_TEST(rounding_result)
{
    nfh_decimal result = UNTOUCHED;
    bool known =
        nfh_priv_decimal_round(test_decimal(roundings[_i].value), roundings[_i].places, &result);

    test_decimal_result(roundings[_i].value, known, result, UNTOUCHED, roundings[_i].expected);
}
END_TEST

static const struct {
    const char *value, *floor, *ceiling, *truncated;
} integral_parts[] = {
    {"0", "0", "0", "0"},
    {"1", "1", "1", "1"},
    {"-1", "-1", "-1", "-1"},
    {"1.00000001", "1", "2", "1"},
    {"-0.00000001", "-1", "0", "0"},
    {"-2147483648.2", "-2147483649", "-2147483648", "-2147483648"},
    {LARGEST, "99999999999999999999", "100000000000000000000", "99999999999999999999"},
    {"-" LARGEST, "-100000000000000000000", "-99999999999999999999", "-99999999999999999999"},
};

START_TEST(integral_part)
{
    const char *name = integral_parts[_i].value;
    nfh_decimal value = test_decimal(name);

    test_decimal_result(
        name, true, nfh_priv_decimal_floor(value), UNTOUCHED, integral_parts[_i].floor);
    test_decimal_result(
        name, true, nfh_priv_decimal_ceiling(value), UNTOUCHED, integral_parts[_i].ceiling);
    test_decimal_result(
        name, true, nfh_priv_decimal_truncate(value), UNTOUCHED, integral_parts[_i].truncated);
}
END_TEST

START_TEST(limits)
{
    test_decimal_result("max", true, nfh_priv_decimal_max(), 0, LARGEST);
    test_decimal_result(
        "INT64_MIN", true, nfh_priv_decimal_from_integer(INT64_MIN), 0, "-9223372036854775808");
}
END_TEST

/* What someone writes is what is compared: the double of a literal gives the literal. */
static const struct {
    const char *name;
    double value;
    const char *expected;
} doubles[] = {
    {"0", 0.0, "0"},
    {"-0", -0.0, "0"},
    {"0.1", 0.1, "0.1"},
    {"88.4", 88.4, "88.4"},
    {"-60.45", -60.45, "-60.45"},
    {"0.1 + 0.2 as doubles", 0.30000000000000004, "0.3"},
    {"tie written below", 0.000000005, "0.00000001"},
    {"the double beside it", 0.000000004999999999999999, "0"},
    {"tie written", 1.000000005, "1.00000001"},
    {"the double below", 1.0000000049999997, "1"},
    {"tie written above 10^7", 12345678.000000005, "12345678.00000001"},
    {"half in binary, even digit kept", 134217728.001953125, "134217728.00195312"},
    {"2^53", 9007199254740992.0, "9007199254740992"},
    {"2^60 has 17 digits that count", 1152921504606846976.0, "1152921504606847000"},
    {"10^7", 1e7, "10000000"},
    {"below 10^7", 9999999.999999998, "10000000"},
    {"10^19", 1e19, "10000000000000000000"},
    {"the double below 10^20", 99999999999999983616.0, "99999999999999980000"},
    {"10^20", 1e20, NULL},
    {"-10^20", -1e20, NULL},
    {"largest", 1.7976931348623157e308, NULL},
    {"infinity", INFINITY, NULL},
    {"-infinity", -INFINITY, NULL},
    {"not a number", NAN, NULL},
    {"smallest", 5e-324, "0"},
    {"-10^-300", -1e-300, "0"},
};

static const int rounding_modes[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};

START_TEST(double_to_decimal)
{
    for (int i = 0; i < COUNT(rounding_modes); i++) {
        nfh_decimal result = UNTOUCHED;
        ck_assert_int_eq(fesetround(rounding_modes[i]), 0);
        bool known = nfh_priv_decimal_from_double(doubles[_i].value, &result);
        fesetround(FE_TONEAREST);
        test_decimal_result(doubles[_i].name, known, result, UNTOUCHED, doubles[_i].expected);
    }
}
END_TEST

/* Numbers of two places up to 10^5 and beyond 10^7, in every rounding mode. */
START_TEST(readings)
{
    for (int i = 0; i < COUNT(rounding_modes); i++) {
        for (int64_t hundredths = 0; hundredths < 10000000; hundredths += 997) {
            double value = (double)hundredths / 100, large = value + 16777216;
            nfh_decimal result = UNTOUCHED, large_result = UNTOUCHED;

            ck_assert_int_eq(fesetround(rounding_modes[i]), 0);
            bool known = nfh_priv_decimal_from_double(value, &result)
                && nfh_priv_decimal_from_double(large, &large_result);
            fesetround(FE_TONEAREST);
            ck_assert(known && result == (nfh_decimal)hundredths * 1000000);
            ck_assert(large_result == (nfh_decimal)(hundredths + 1677721600) * 1000000);
        }
    }
}
END_TEST

static const struct {
    const char *value;
    double expected;
} decimals_as_doubles[] = {
    {"0", 0.0},
    {"0.1", 0.1},
    {"-60.45", -60.45},
    {"0.00000001", 1e-8},
    {"9007199254740993", 9007199254740992.0},            /* half way: to the even */
    {"9007199254740993.00000001", 9007199254740994.0},
    {"9007199254740992.99999999", 9007199254740992.0},
    {"9007199254740995", 9007199254740996.0},
    {"9007199254740991.5", 9007199254740992.0},          /* a carry into the next power of two */
    {LARGEST, 1e20},
    {"-" LARGEST, -1e20},
};

START_TEST(decimal_to_double)
{
    for (int i = 0; i < COUNT(rounding_modes); i++) {
        ck_assert_int_eq(fesetround(rounding_modes[i]), 0);
        double result = nfh_priv_decimal_to_double(test_decimal(decimals_as_doubles[_i].value));
        fesetround(FE_TONEAREST);
        ck_assert_msg(memcmp(&result, &decimals_as_doubles[_i].expected, sizeof result) == 0,
                      "%s is %.17g", decimals_as_doubles[_i].value, result);
    }
}
END_TEST

#define ZEROS "0000000000000000000000000000000000000000"

static const struct {
    const char *text;
    enum nfh_decimal_parse outcome;
    int places;
    const char *expected;
} texts[] = {
    {"0", NFH_DECIMAL_PARSED, 0, "0"},
    {"-0.0", NFH_DECIMAL_PARSED, 1, "0"},
    {"88.4", NFH_DECIMAL_PARSED, 1, "88.4"},
    {"+1.587000", NFH_DECIMAL_PARSED, 6, "1.587"},
    {"-007.25", NFH_DECIMAL_PARSED, 2, "-7.25"},
    {"0.000000005", NFH_DECIMAL_PARSED, 9, "0.00000001"},
    {"-0.000000005", NFH_DECIMAL_PARSED, 9, "-0.00000001"},
    {"0.0000000049999", NFH_DECIMAL_PARSED, 13, "0"},
    {"1.00000000999", NFH_DECIMAL_PARSED, 11, "1.00000001"},
    {"0.0" ZEROS "1", NFH_DECIMAL_PARSED, 42, "0"},
    {ZEROS "12.5", NFH_DECIMAL_PARSED, 1, "12.5"},
    {"12.5" ZEROS, NFH_DECIMAL_PARSED, 41, "12.5"},
    {"1.5e3", NFH_DECIMAL_PARSED, 1, "1500"},
    {"1E-8", NFH_DECIMAL_PARSED, 0, "0.00000001"},
    {"5E-9", NFH_DECIMAL_PARSED, 0, "0.00000001"},
    {"49E-10", NFH_DECIMAL_PARSED, 0, "0"},
    {"99E-10", NFH_DECIMAL_PARSED, 0, "0.00000001"},
    {"1e+19", NFH_DECIMAL_PARSED, 0, "10000000000000000000"},
    {"1e20", NFH_DECIMAL_OVERFLOW, 0, NULL},
    {"0.0" ZEROS "1e42", NFH_DECIMAL_PARSED, 42, "1"},
    {"1" ZEROS "e-40", NFH_DECIMAL_PARSED, 0, "1"},
    {"0e999999999999999999999999", NFH_DECIMAL_PARSED, 0, "0"},
    {"1e-999999999999999999999999", NFH_DECIMAL_PARSED, 0, "0"},
    {"1e999999999999999999999999", NFH_DECIMAL_OVERFLOW, 0, NULL},
    {"1e18446744073709551616", NFH_DECIMAL_OVERFLOW, 0, NULL},
    {LARGEST, NFH_DECIMAL_PARSED, 8, LARGEST},
    {LARGEST "4", NFH_DECIMAL_PARSED, 9, LARGEST},
    {LARGEST "5", NFH_DECIMAL_OVERFLOW, 0, NULL},
    {"-" LARGEST "9", NFH_DECIMAL_OVERFLOW, 0, NULL},
    {"100000000000000000000", NFH_DECIMAL_OVERFLOW, 0, NULL},
    {"1" ZEROS, NFH_DECIMAL_OVERFLOW, 0, NULL},
    {"", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"-", NFH_DECIMAL_SYNTAX, 0, NULL},
    {".5", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"5.", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"5.e1", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"1,5", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"1.5.2", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"--1", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"+-1", NFH_DECIMAL_SYNTAX, 0, NULL},
    {" 1", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"1 ", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"1e", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"1e+", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"1e1.5", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"1e5x", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"e5", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"0x10", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"inf", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"nan", NFH_DECIMAL_SYNTAX, 0, NULL},
    {"\xd9\xa1", NFH_DECIMAL_SYNTAX, 0, NULL}, /* an Arabic digit one */
};

START_TEST(parse)
{
    /* On the heap at its exact length, so that a byte read too much is found. */
    size_t length = strlen(texts[_i].text);
    char *copy = malloc(length > 0 ? length : 1);
    nfh_decimal result = UNTOUCHED;
    int places = -1;

    ck_assert_ptr_nonnull(copy);
    memcpy(copy, texts[_i].text, length);
    enum nfh_decimal_parse outcome = nfh_priv_decimal_parse(copy, length, &result, &places);
    free(copy);
    ck_assert_msg(outcome == texts[_i].outcome, "`%s` gives %d", texts[_i].text, (int)outcome);
    test_decimal_result(texts[_i].text, outcome == NFH_DECIMAL_PARSED, result, UNTOUCHED,
                        texts[_i].expected);
    ck_assert_int_eq(places, outcome == NFH_DECIMAL_PARSED ? texts[_i].places : -1);
    ck_assert_int_eq(
        nfh_priv_decimal_parse(texts[_i].text, length, &result, NULL), texts[_i].outcome);
}
END_TEST

START_TEST(parse_length)
{
    nfh_decimal result = UNTOUCHED;

    ck_assert_int_eq(nfh_priv_decimal_parse("12.5x", 4, &result, NULL), NFH_DECIMAL_PARSED);
    ck_assert(result == test_decimal("12.5"));
    ck_assert_int_eq(nfh_priv_decimal_parse("12.5x", 2, &result, NULL), NFH_DECIMAL_PARSED);
    ck_assert(result == test_decimal("12"));
    ck_assert_int_eq(nfh_priv_decimal_parse("12\0", 3, &result, NULL), NFH_DECIMAL_SYNTAX);
}
END_TEST

/* A million digits are read as fast as they come. */
START_TEST(parse_long)
{
    const size_t length = 1000000;
    char *text = malloc(length);
    nfh_decimal result = UNTOUCHED;
    int places = -1;

    ck_assert_ptr_nonnull(text);
    memset(text, '0', length);
    text[1] = '.';
    text[length - 1] = '9';
    ck_assert_int_eq(nfh_priv_decimal_parse(text, length, &result, &places), NFH_DECIMAL_PARSED);
    ck_assert(result == 0);
    ck_assert_int_eq(places, 999998);
    text[1] = '9';
    ck_assert_int_eq(nfh_priv_decimal_parse(text, length, &result, NULL), NFH_DECIMAL_OVERFLOW);
    memcpy(text + length - 8, "e-999990", 8); /* after 999992 digits, 9 the second of them */
    ck_assert_int_eq(nfh_priv_decimal_parse(text, length, &result, NULL), NFH_DECIMAL_PARSED);
    ck_assert(result == test_decimal("9"));
    free(text);
}
END_TEST

static const struct {
    const char *value;
    int least;
    const char *expected;
} written[] = {
    {"0", 0, "0"}, {"0", 1, "0.0"}, {"2", 1, "2.0"}, {"2", 0, "2"}, {"-1.50", 0, "-1.5"},
    {"1.50", 1, "1.5"}, {"0.00000001", 1, "0.00000001"}, {"-0.00000001", 0, "-0.00000001"},
    {"100", 0, "100"}, {"10.01", 1, "10.01"}, {LARGEST, 1, LARGEST}, {"-" LARGEST, 0, "-" LARGEST},
    {"18446744073709551616", 0, "18446744073709551616"},
    {"10000000000000000000", 1, "10000000000000000000.0"}, {"92233720368.5477581", 0, "92233720368.5477581"},
    {"-12345678901234567890.125", 0, "-12345678901234567890.125"}, {"0.0010", 0, "0.001"},
};

START_TEST(format)
{
    char *buffer = malloc(NFH_DECIMAL_TEXT);

    ck_assert_ptr_nonnull(buffer);
    size_t length =
        nfh_priv_decimal_format(test_decimal(written[_i].value), written[_i].least, buffer);
    ck_assert_str_eq(buffer, written[_i].expected);
    ck_assert_uint_eq(length, strlen(written[_i].expected));
    if (written[_i].least == 0) {
        const char *point = strchr(written[_i].expected, '.');
        ck_assert_int_eq(nfh_priv_decimal_scale(test_decimal(written[_i].value)),
                         point ? (int)strlen(point + 1) : 0);
    }
    free(buffer);
}
END_TEST

START_TEST(wide_products)
{
    struct nfh_wide full = nfh_priv_wide_mul(ALL_ONES, ALL_ONES);

    /* (2^128 - 1)^2 = (2^128 - 2) * 2^128 + 1 */
    ck_assert(full.high == ALL_ONES - 1 && full.low == 1);
    full = nfh_priv_wide_mul((nfh_uint128)1 << 64, (nfh_uint128)1 << 64);
    ck_assert(full.high == 1 && full.low == 0);

    struct nfh_wide half = {.high = (nfh_uint128)1 << 127, .low = 3};
    struct nfh_wide carrying = {.high = ALL_ONES / 2, .low = ALL_ONES};
    ck_assert_int_eq(nfh_priv_wide_compare(half, carrying), 1);
    ck_assert_int_eq(nfh_priv_wide_compare(carrying, half), -1);
    carrying = half;
    carrying.low++;
    ck_assert_int_eq(nfh_priv_wide_compare(half, carrying), -1);
    ck_assert_int_eq(nfh_priv_wide_compare(carrying, half), 1);
}
END_TEST

START_TEST(signed_quotients)
{
    nfh_int128 large = (nfh_int128)(ALL_ONES / 2);
    ck_assert(nfh_priv_div_round(7, 2) == 4 && nfh_priv_div_round(-7, 2) == -4);
    ck_assert(nfh_priv_div_round(7, -2) == -4 && nfh_priv_div_round(-7, -2) == 4);
    ck_assert(nfh_priv_div_round(1, 3) == 0 && nfh_priv_div_round(-2, 3) == -1);
    ck_assert(nfh_priv_div_round(large, 1) == large);
    ck_assert(nfh_priv_div_round(-large - 1, 1) == -large - 1);
    ck_assert(nfh_priv_div_round(large, -large - 1) == -1);
    ck_assert(nfh_priv_div_round(large / 2, large) == 0);
    ck_assert(nfh_priv_div_round(large / 2 + 1, large) == 1);
}
END_TEST

START_TEST(bit_lengths)
{
    ck_assert_int_eq(nfh_priv_bit_length(0), 0);
    ck_assert_int_eq(nfh_priv_bit_length(1), 1);
    ck_assert_int_eq(nfh_priv_bit_length(UINT64_MAX), 64);
    ck_assert_int_eq(nfh_priv_bit_length((nfh_uint128)UINT64_MAX + 1), 65);
    ck_assert_int_eq(nfh_priv_bit_length(ALL_ONES), 128);
}
END_TEST

START_TEST(square_roots)
{
    nfh_uint128 roots[] = {1, 2, 3, 4, 255, 65535, 65536, UINT32_MAX, (nfh_uint128)UINT32_MAX + 1,
                           (nfh_uint128)UINT32_MAX + 2, UINT64_C(10000000000000), UINT64_MAX};

    ck_assert(nfh_priv_sqrt_floor(0) == 0);
    ck_assert(nfh_priv_sqrt_floor(ALL_ONES) == UINT64_MAX);
    for (int i = 0; i < COUNT(roots); i++) {
        nfh_uint128 square = roots[i] * roots[i];
        ck_assert(nfh_priv_sqrt_floor(square) == roots[i]);
        ck_assert(nfh_priv_sqrt_floor(square - 1) == roots[i] - 1);
        ck_assert(nfh_priv_sqrt_floor(square + roots[i]) == roots[i]);
    }
}
END_TEST

/* Quotient digits that have to be corrected. What is divided is quotient * divisor + rest. */
START_TEST(limb_division)
{
    const uint64_t top = UINT64_C(1) << 63;
    const struct {
        uint64_t quotient[2], divisor[3], rest[3];
    } cases[] = {
        {{UINT64_MAX - 1, 0}, {UINT64_MAX, 0, top}, {UINT64_MAX - 1, UINT64_MAX, top - 1}},
        {{UINT64_MAX, 0}, {1, 0, top}, {0, 0, top}},
        {{UINT64_MAX, UINT64_MAX}, {UINT64_MAX, UINT64_MAX, UINT64_MAX}, {0, 0, 0}},
        {{0, 1}, {3, 0, top + 1}, {2, 0, top + 1}},
        {{UINT64_MAX - 2, 3}, {UINT64_MAX, UINT64_MAX, 1}, {UINT64_MAX, UINT64_MAX - 1, 1}},
        {{7, 9}, {5, 0, 0}, {4, 0, 0}},
        {{7, 9}, {5, 1, 0}, {4, 1, 0}},
    };

    for (int i = 0; i < COUNT(cases); i++) {
        uint64_t number[6], rest[6] = {cases[i].rest[0], cases[i].rest[1], cases[i].rest[2]};
        uint64_t quotient[6], expected[6] = {cases[i].quotient[0], cases[i].quotient[1]};

        nfh_priv_limbs_multiply(cases[i].quotient, 2, cases[i].divisor, 3, number);
        number[5] = 0;
        ck_assert_uint_eq(nfh_priv_limbs_add(number, rest, 6), 0);
        nfh_priv_limbs_divide(number, 6, cases[i].divisor, 3, quotient);
        ck_assert_int_eq(nfh_priv_limbs_compare(quotient, expected, 6), 0);
        ck_assert_int_eq(nfh_priv_limbs_compare(number, rest, 6), 0);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("decimal");
    TCase *cases = tcase_create("decimal");
    TCase *wide = tcase_create("wide");

    tcase_add_loop_test(cases, operation_result, 0, COUNT(operations));
    tcase_add_loop_test(cases, rounding_result, 0, COUNT(roundings));
    tcase_add_loop_test(cases, integral_part, 0, COUNT(integral_parts));
    tcase_add_test(cases, limits);
    tcase_add_loop_test(cases, double_to_decimal, 0, COUNT(doubles));
    tcase_add_test(cases, readings);
    tcase_add_loop_test(cases, decimal_to_double, 0, COUNT(decimals_as_doubles));
    tcase_add_loop_test(cases, parse, 0, COUNT(texts));
    tcase_add_test(cases, parse_length);
    tcase_add_test(cases, parse_long);
    tcase_add_loop_test(cases, format, 0, COUNT(written));
    suite_add_tcase(suite, cases);
    tcase_add_test(wide, wide_products);
    tcase_add_test(wide, signed_quotients);
    tcase_add_test(wide, bit_lengths);
    tcase_add_test(wide, square_roots);
    tcase_add_test(wide, limb_division);
    suite_add_tcase(suite, wide);
    return test_run(suite);
}
