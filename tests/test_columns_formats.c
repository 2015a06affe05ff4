/* SPDX-License-Identifier: MIT
 *
 * test_columns_formats.c - what the elements of every format of columns mean, by literals of CQL:
 * limits of the types, offsets, what is not known, and what cannot be read.
 */
#include <float.h>
#include <math.h>

#include "column_support.h"
#include "nfhscreen.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define ROWS_MAX     24

/* A column of one parameter `x`, and for each row a literal, "null", or "!" and the name of the
 * status of a row that cannot be read. */
struct column_case {
    const char *declaration;
    int format;
    const void *values;
    const char *const *expected;
    size_t rows;
    const uint8_t *validity;
    size_t offset;
    const char *unit;
};

/* A rule set with a criterion for each row: x is what is expected there. */
static struct columns_fixture start_case(const struct column_case *of)
{
    char text[8000];
    size_t length = (size_t)snprintf(text, sizeof text, "%s\n", of->declaration);
    ck_assert_uint_le(of->rows, ROWS_MAX);
    for (size_t i = 0; i < of->rows; i++) {
        const char *expected = of->expected[i];
        bool is_known = strcmp(expected, "null") != 0 && *expected != '!';
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "/*\n@id: C%zu\n@category: check\n*/ define C%zu: x %s %s\n", i,
                                   i, is_known ? "=" : "is", is_known ? expected : "null");
    }
    struct columns_fixture f = start_columns(text);
    if (of->unit)
        ASSERT_STATUS(nfh_columns_set_unit(f.columns, 0, of->unit), NFH_OK);
    return f;
}

static void check_rows(const struct column_case *of, struct columns_fixture *f)
{
    uint8_t verdict[ROWS_MAX], truth[ROWS_MAX][ROWS_MAX / 8], known[ROWS_MAX][ROWS_MAX / 8];
    const char *first_status = "NFH_OK";
    size_t errors = 0, first_error = 0;
    for (size_t i = 0; i < of->rows; i++)
        ASSERT_STATUS(nfh_columns_want(f->columns, i, truth[i], known[i]), NFH_OK);
    int status = nfh_screen_columns(f->columns, 0, of->rows, verdict);
    for (size_t i = 0; i < of->rows; i++) {
        bool is_error = of->expected[i][0] == '!';
        int found = truth_of_bits(truth[i], known[i], i);
        ck_assert_msg(found == (is_error ? NFH_UNKNOWN : NFH_TRUE),
                      "%s, format %d, row %zu: not %s", of->declaration, of->format, i,
                      of->expected[i]);
        ck_assert_int_eq(verdict[i] == NFH_VERDICT_ERROR, is_error);
        if (is_error && errors++ == 0) {
            first_error = i;
            first_status = of->expected[i] + 1;
        }
    }
    ck_assert_str_eq(nfh_status_name(status), first_status);
    assert_failed(f->columns, errors, first_error, 0);
}

static void check_case(struct column_case of)
{
    struct columns_fixture f = start_case(&of);
    ASSERT_STATUS(nfh_columns_set(f.columns, 0, of.format, of.values, of.validity, of.offset),
                  NFH_OK);
    check_rows(&of, &f);
    end_columns(&f);
}

static void check_scaled(struct column_case of, int places)
{
    struct columns_fixture f = start_case(&of);
    ASSERT_STATUS(
        nfh_columns_set_scaled(f.columns, 0, of.format, of.values, places, of.validity, of.offset),
        NFH_OK);
    check_rows(&of, &f);
    end_columns(&f);
}

#define CASE(declaration, format, values, expected) \
    ((struct column_case){declaration, format, values, expected, COUNT(expected), NULL, 0, NULL})

static const char boolean[] = "parameter x Boolean", integer[] = "parameter x Integer",
                  long_integer[] = "parameter x Long", decimal[] = "parameter x Decimal",
                  date[] = "parameter x Date", mass[] = "/*\n@unit: mg\n*/ parameter x Quantity";

/* ---- Booleans -------------------------------------------------------------------------------- */

START_TEST(booleans)
{
    static const uint8_t bits[] = {0x05, 0x02}, bytes[] = {1, 0, 2, 1, 255};
    static const char *const of_bits[] = {"true",  "false", "true",  "false", "false",
                                          "false", "false", "false", "false", "true"};
    static const char *const of_bytes[] = {"true", "false", "!NFH_E_RANGE", "true", "!NFH_E_RANGE"};
    check_case(CASE(boolean, NFH_COLUMN_BITS, bits, of_bits));
    check_case(CASE(boolean, NFH_COLUMN_BYTES, bytes, of_bytes));
}
END_TEST

/* Bit `offset` is row 0, of values and validity alike. */
START_TEST(boolean_offsets)
{
    for (size_t offset = 0; offset < 20; offset++) {
        uint8_t bits[4] = {0}, validity[4] = {0};
        /* true, null, false, true, null */
        static const char *const expected[] = {"true", "null", "false", "true", "null"};
        static const int value[] = {1, 1, 0, 1, 0}, valid[] = {1, 0, 1, 1, 0};
        for (size_t i = 0; i < 5; i++) {
            bits[(offset + i) / 8] |= (uint8_t)(value[i] << (offset + i) % 8);
            validity[(offset + i) / 8] |= (uint8_t)(valid[i] << (offset + i) % 8);
        }
        struct column_case of = CASE(boolean, NFH_COLUMN_BITS, bits, expected);
        of.validity = validity;
        of.offset = offset;
        check_case(of);
    }
}
END_TEST

/* ---- Integers -------------------------------------------------------------------------------- */

START_TEST(narrow_integers)
{
    static const int8_t i8[] = {-128, 127, 0};
    static const uint8_t u8[] = {0, 127, 128, 255};
    static const int16_t i16[] = {-32768, 32767};
    static const uint16_t u16[] = {0, 32768, 65535};
    static const char *const of_i8[] = {"-128", "127", "0"};
    static const char *const of_u8[] = {"0", "127", "128", "255"};
    static const char *const of_i16[] = {"-32768", "32767"}, *const of_u16[] = {"0", "32768",
                                                                                "65535"};
    static const char *const decimals[] = {"-128.0", "127.0", "0.0"};
    static const char *const masses[] = {"0 'mg'", "127 'mg'", "0.128 'g'", "255 'mg'"};
    check_case(CASE(integer, NFH_COLUMN_INT8, i8, of_i8));
    check_case(CASE(long_integer, NFH_COLUMN_INT8, i8, of_i8));
    check_case(CASE(decimal, NFH_COLUMN_INT8, i8, decimals));
    check_case(CASE(integer, NFH_COLUMN_UINT8, u8, of_u8));
    check_case(CASE(mass, NFH_COLUMN_UINT8, u8, masses));
    check_case(CASE(integer, NFH_COLUMN_INT16, i16, of_i16));
    check_case(CASE(integer, NFH_COLUMN_UINT16, u16, of_u16));
}
END_TEST

START_TEST(wide_integers)
{
    static const int32_t i32[] = {INT32_MIN, INT32_MAX};
    static const uint32_t u32[] = {INT32_MAX, 2147483648U, UINT32_MAX};
    static const int64_t i64[] = {INT64_MIN, INT64_MAX, 2147483648, -2147483649, 7};
    static const uint64_t u64[] = {INT64_MAX, (uint64_t)INT64_MAX + 1, UINT64_MAX, 7};
    static const char *const of_i32[] = {"-2147483648", "2147483647"};
    static const char *const of_u32[] = {"2147483647", "!NFH_E_RANGE", "!NFH_E_RANGE"};
    static const char *const longs[] = {"2147483647L", "2147483648L", "4294967295L"};
    static const char *const of_i64[] = {"!NFH_E_RANGE", "!NFH_E_RANGE", "!NFH_E_RANGE",
                                         "!NFH_E_RANGE", "7"};
    static const char *const long_i64[] = {"-9223372036854775808L", "9223372036854775807L",
                                           "2147483648L", "-2147483649L", "7L"};
    static const char *const decimal_i64[] = {"-9223372036854775808.0", "9223372036854775807.0",
                                              "2147483648.0", "-2147483649.0", "7.0"};
    static const char *const long_u64[] = {"9223372036854775807L", "!NFH_E_RANGE", "!NFH_E_RANGE",
                                           "7L"};
    static const char *const decimal_u64[] = {"9223372036854775807.0", "9223372036854775808.0",
                                              "18446744073709551615.0", "7.0"};
    check_case(CASE(integer, NFH_COLUMN_INT32, i32, of_i32));
    check_case(CASE(integer, NFH_COLUMN_UINT32, u32, of_u32));
    check_case(CASE(long_integer, NFH_COLUMN_UINT32, u32, longs));
    check_case(CASE(integer, NFH_COLUMN_INT64, i64, of_i64));
    check_case(CASE(long_integer, NFH_COLUMN_INT64, i64, long_i64));
    check_case(CASE(decimal, NFH_COLUMN_INT64, i64, decimal_i64));
    check_case(CASE(long_integer, NFH_COLUMN_UINT64, u64, long_u64));
    check_case(CASE(decimal, NFH_COLUMN_UINT64, u64, decimal_u64));
}
END_TEST

START_TEST(tags_of_integers)
{
    static const int16_t values[] = {0, 1, 4, 5};
    static const char *const listed[] = {"!NFH_E_VALUE", "1", "4", "!NFH_E_VALUE"};
    static const char *const limited[] = {"null", "1", "4", "null"};
    static const char *const weights[] = {"null", "1 'kg'", "4 'kg'", "null"};
    check_case(
        CASE("/*\n@values: 1|2|3|4\n*/ parameter x Integer", NFH_COLUMN_INT16, values, listed));
    check_case(
        CASE("/*\n@min: 1\n@max: 4\n*/ parameter x Integer", NFH_COLUMN_INT16, values, limited));
    check_case(CASE("/*\n@unit: kg\n@min: 1\n@max: 4\n*/ parameter x Quantity", NFH_COLUMN_INT16,
                    values, weights));
}
END_TEST

/* ---- Doubles and floats -----------------------------------------------------------------------
 */

START_TEST(doubles)
{
    static const double values[] = {0.1,
                                    72.3,
                                    -0.0,
                                    1e-9,
                                    5e-9,
                                    -5e-9,
                                    4.999999999e-9,
                                    0.1 + 0.2,
                                    123456789012345.678,
                                    9007199254740993.0,
                                    DBL_MIN,
                                    NAN,
                                    INFINITY,
                                    -INFINITY,
                                    1e20,
                                    -1e300,
                                    99999999999999983222.0};
    /* By the shortest decimal that reads back: 0.30000000000000004, and then 8 places. */
    static const char *const decimals[] = {"0.1",
                                           "72.3",
                                           "0.0",
                                           "0.0",
                                           "0.00000001",
                                           "-0.00000001",
                                           "0.0",
                                           "0.3",
                                           "123456789012345.67",
                                           "9007199254740992.0",
                                           "0.0",
                                           "null",
                                           "!NFH_E_INFINITE",
                                           "!NFH_E_INFINITE",
                                           "!NFH_E_RANGE",
                                           "!NFH_E_RANGE",
                                           "99999999999999980000.0"};
    check_case(CASE(decimal, NFH_COLUMN_DOUBLE, values, decimals));
}
END_TEST

START_TEST(doubles_of_integers)
{
    static const double values[] = {3,        -0.0, 2147483647, 2147483648.0, -2147483648.0, 3.5,
                                    INFINITY, NAN,  1e-300,     1e300,        -9.3e18};
    static const char *const integers[] = {"3",
                                           "0",
                                           "2147483647",
                                           "!NFH_E_RANGE",
                                           "-2147483648",
                                           "!NFH_E_RANGE",
                                           "!NFH_E_INFINITE",
                                           "null",
                                           "!NFH_E_RANGE",
                                           "!NFH_E_RANGE",
                                           "!NFH_E_RANGE"};
    static const double large[] = {9223372036854775808.0, 9223372036854774784.0,
                                   -9223372036854775808.0, -9223372036854777856.0};
    static const char *const longs[] = {"!NFH_E_RANGE", "9223372036854774784L",
                                        "-9223372036854775808L", "!NFH_E_RANGE"};
    check_case(CASE(integer, NFH_COLUMN_DOUBLE, values, integers));
    check_case(CASE(long_integer, NFH_COLUMN_DOUBLE, large, longs));
}
END_TEST

/* 0.1f is 0.100000001490116, and was meant to be 0.1. */
START_TEST(floats)
{
    static const float values[] = {0.1F,      72.3F,      16777215.0F, 16777216.0F, 33554436.0F,
                                   0.333333F, 1.5F,       NAN,         INFINITY,    1e-9F,
                                   0.001953F, 1048575.9F, -88.4F,      1e21F,       8388607.5F};
    static const char *const decimals[] = {
        "0.1",      "72.3",      "16777215.0", "16777216.0",      "33554436.0",
        "0.333333", "1.5",       "null",       "!NFH_E_INFINITE", "0.0",
        "0.001953", "1048575.9", "-88.4",      "!NFH_E_RANGE",    "8388607.5"};
    static const float whole[] = {3, 16777216.0F, 0.5F, 2147483648.0F, NAN, -INFINITY};
    static const char *const integers[] = {"3",    "16777216",       "!NFH_E_RANGE", "!NFH_E_RANGE",
                                           "null", "!NFH_E_INFINITE"};
    check_case(CASE(decimal, NFH_COLUMN_FLOAT, values, decimals));
    check_case(CASE(integer, NFH_COLUMN_FLOAT, whole, integers));
}
END_TEST

START_TEST(tags_of_doubles)
{
    static const double weights[] = {19.99999999, 20, 400, 400.00000001, 19.999999999};
    static const char *const kept[] = {"null", "20 'kg'", "400 'kg'", "null", "20 'kg'"};
    static const double given[] = {1, 0.5, 1e19, NAN};
    static const char *const micromoles[] = {"88.4 'umol/L'", "44.2 'umol/L'", "!NFH_E_RANGE",
                                             "null"};
    check_case(CASE("/*\n@unit: kg\n@min: 20\n@max: 400\n*/ parameter x Quantity",
                    NFH_COLUMN_DOUBLE, weights, kept));
    struct column_case of =
        CASE("/*\n@unit: umol/L\n@accept: mg/dL = 88.4 umol/L\n*/ parameter x Quantity",
             NFH_COLUMN_DOUBLE, given, micromoles);
    of.unit = "mg/dL";
    check_case(of);
}
END_TEST

START_TEST(units)
{
    static const double grams[] = {1.5, 0.000001, 0.1}, free_of[] = {3, NAN, 2.5};
    static const int8_t whole[] = {1, -2, 127};
    static const char *const of_double[] = {"1500 'mg'", "0.001 'mg'", "100 'mg'"};
    static const char *const of_int8[] = {"1000 'mg'", "-2000 'mg'", "127 'g'"};
    static const char *const of_free[] = {"3 'cm'", "null", "25 'mm'"};
    struct column_case of = CASE(mass, NFH_COLUMN_DOUBLE, grams, of_double);
    of.unit = "g";
    check_case(of);
    of = CASE(mass, NFH_COLUMN_INT8, whole, of_int8);
    of.unit = "g";
    check_case(of);
    check_scaled(of = CASE(mass, NFH_COLUMN_INT32, ((const int32_t[]){15, 20}),
                           ((const char *const[]){"1.5 'mg'", "2 'mg'"})),
                 1);
    of = CASE("parameter x Quantity", NFH_COLUMN_DOUBLE, free_of, of_free);
    of.unit = "cm";
    check_case(of);
}
END_TEST

/* ---- Scaled integers ------------------------------------------------------------------------- */

#define INT128(high, low) ((__int128)(high)*INT64_C(1000000000000000000) + (low))

START_TEST(scaled)
{
    static const int32_t i32[] = {723, INT32_MIN, 0, 5, -5, 4, 15};
    static const char *const one[] = {"72.3", "-214748364.8", "0.0", "0.5", "-0.5", "0.4", "1.5"};
    static const char *const none[] = {"723.0", "-2147483648.0", "0.0", "5.0",
                                       "-5.0",  "4.0",           "15.0"};
    /* What lies beyond 8 places is rounded, halves away from zero. */
    static const char *const nine[] = {"0.00000072",  "-2.14748365", "0.0",       "0.00000001",
                                       "-0.00000001", "0.0",         "0.00000002"};
    static const char *const hundreds[] = {"72300.0", "-214748364800.0", "0.0",   "500.0",
                                           "-500.0",  "400.0",           "1500.0"};
    check_scaled(CASE(decimal, NFH_COLUMN_INT32, i32, one), 1);
    check_scaled(CASE(decimal, NFH_COLUMN_INT32, i32, none), 0);
    check_scaled(CASE(decimal, NFH_COLUMN_INT32, i32, nine), 9);
    check_scaled(CASE(decimal, NFH_COLUMN_INT32, i32, hundreds), -2);
}
END_TEST

START_TEST(scaled_by_extremes)
{
    static const int64_t i64[] = {INT64_MAX, INT64_MIN, 1, 0, -1};
    static const char *const eight[] = {"92233720368.54775807", "-92233720368.54775808",
                                        "0.00000001", "0.0", "-0.00000001"};
    static const char *const thirty_eight[] = {"0.0", "0.0", "0.0", "0.0", "0.0"};
    static const char *const out[] = {"!NFH_E_RANGE", "!NFH_E_RANGE", "!NFH_E_RANGE", "0.0",
                                      "!NFH_E_RANGE"};
    static const char *const nineteen[] = {"!NFH_E_RANGE", "!NFH_E_RANGE", "10000000000000000000.0",
                                           "0.0", "-10000000000000000000.0"};
    check_scaled(CASE(decimal, NFH_COLUMN_INT64, i64, eight), 8);
    check_scaled(CASE(decimal, NFH_COLUMN_INT64, i64, thirty_eight), 38);
    check_scaled(CASE(decimal, NFH_COLUMN_INT64, i64, out), -38);
    check_scaled(CASE(decimal, NFH_COLUMN_INT64, i64, out), -20);
    check_scaled(CASE(decimal, NFH_COLUMN_INT64, i64, nineteen), -19);
}
END_TEST

START_TEST(scaled_of_128_bits)
{
    const __int128 most = INT128(INT64_C(9999999999), INT64_C(999999999999999999)); /* 10^28 - 1 */
    const __int128 values[] = {most,
                               -most,
                               most + 1,
                               -most - 1,
                               ((__int128)1 << 126) - 1,
                               7,
                               INT128(INT64_C(50000000000), 0)};
    static const char *const eight[] = {"99999999999999999999.99999999",
                                        "-99999999999999999999.99999999",
                                        "!NFH_E_RANGE",
                                        "!NFH_E_RANGE",
                                        "!NFH_E_RANGE",
                                        "0.00000007",
                                        "!NFH_E_RANGE"};
    /* 2^126 is 8.5e37, and 5e28 a half of the ninth place of 37. */
    static const char *const thirty_seven[] = {"0.0",        "0.0", "0.0",       "0.0",
                                               "8.50705917", "0.0", "0.00000001"};
    check_scaled(CASE(decimal, NFH_COLUMN_INT128, values, eight), 8);
    check_scaled(CASE(decimal, NFH_COLUMN_INT128, values, thirty_seven), 37);
    const __int128 limits[] = {(__int128)((unsigned __int128)1 << 127),
                               (__int128)~((unsigned __int128)1 << 127)};
    static const char *const of_limits[] = {"-1.70141183", "1.70141183"};
    check_scaled(CASE(decimal, NFH_COLUMN_INT128, limits, of_limits), 38);
    check_scaled(CASE(mass, NFH_COLUMN_INT128, ((const __int128[]){12345}),
                      ((const char *const[]){"123.45 'mg'"})),
                 2);
}
END_TEST

/* Buffers of 128 bits often begin at a multiple of 8 only. */
START_TEST(scaled_of_128_bits_at_8)
{
    static const char *const expected[] = {"1.5", "-1.5"};
    const __int128 values[] = {150, -150};
    uint64_t words[5];
    memcpy(words + 1, values, sizeof values);
    check_scaled(CASE(decimal, NFH_COLUMN_INT128, words + 1, expected), 2);
    if ((uintptr_t)words % 16 != 0) {
        memcpy(words, values, sizeof values);
        check_scaled(CASE(decimal, NFH_COLUMN_INT128, words, expected), 2);
    }
}
END_TEST

/* ---- Dates ----------------------------------------------------------------------------------- */

START_TEST(dates)
{
    static const int32_t days[] = {-719162,
                                   -719163,
                                   2932896,
                                   2932897,
                                   0,
                                   19782,
                                   NFH_DATE_UNKNOWN,
                                   INT32_MAX,
                                   NFH_DATE_UNKNOWN + 1,
                                   -1};
    static const char *const expected[] = {
        "@0001-01-01", "!NFH_E_RANGE", "@9999-12-31",  "!NFH_E_RANGE", "@1970-01-01",
        "@2024-02-29", "null",         "!NFH_E_RANGE", "!NFH_E_RANGE", "@1969-12-31"};
    static const int64_t milliseconds[] = {0,
                                           -86400000,
                                           INT64_C(-62135596800000),
                                           INT64_C(253402214400000),
                                           INT64_C(253402300800000),
                                           1,
                                           -1,
                                           86399999,
                                           INT64_MIN,
                                           INT64_MAX,
                                           INT64_C(1709164800000)};
    static const char *const of_milliseconds[] = {"@1970-01-01",  "@1969-12-31",  "@0001-01-01",
                                                  "@9999-12-31",  "!NFH_E_RANGE", "!NFH_E_RANGE",
                                                  "!NFH_E_RANGE", "!NFH_E_RANGE", "!NFH_E_RANGE",
                                                  "!NFH_E_RANGE", "@2024-02-29"};
    static const char *const limited[] = {"null",         "!NFH_E_RANGE", "null", "!NFH_E_RANGE",
                                          "null",         "@2024-02-29",  "null", "!NFH_E_RANGE",
                                          "!NFH_E_RANGE", "null"};
    check_case(CASE(date, NFH_COLUMN_DATE32, days, expected));
    check_case(CASE(date, NFH_COLUMN_DATE64, milliseconds, of_milliseconds));
    check_case(CASE("/*\n@min: 2000-01-01\n@max: 2025-12-31\n*/ parameter x Date",
                    NFH_COLUMN_DATE32, days, limited));
}
END_TEST

/* ---- Validity and offsets -------------------------------------------------------------------- */

/* What is not valid is not read, whatever stands there. */
START_TEST(not_valid)
{
    static const double reals[] = {INFINITY, 1.5, INFINITY, 2.5};
    static const uint8_t bytes[] = {9, 1, 9, 0}, valid = 0x0a, none = 0;
    static const int32_t days[] = {INT32_MAX, 0, INT32_MAX, 1};
    static const char *const of_reals[] = {"null", "1.5", "null", "2.5"};
    static const char *const of_bytes[] = {"null", "true", "null", "false"};
    static const char *const of_days[] = {"null", "@1970-01-01", "null", "@1970-01-02"};
    static const char *const nothing[] = {"null", "null", "null", "null"};
    struct column_case of = CASE(decimal, NFH_COLUMN_DOUBLE, reals, of_reals);
    of.validity = &valid;
    check_case(of);
    of.expected = nothing;
    of.validity = &none;
    check_case(of);
    of = CASE(boolean, NFH_COLUMN_BYTES, bytes, of_bytes);
    of.validity = &valid;
    check_case(of);
    of = CASE(date, NFH_COLUMN_DATE32, days, of_days);
    of.validity = &valid;
    check_case(of);
}
END_TEST

START_TEST(offsets)
{
    for (size_t offset = 0; offset < 12; offset++) {
        double values[16];
        int16_t shorts[16];
        uint8_t validity[2] = {0};
        static const char *const expected[] = {"7.25", "null", "-1.0"};
        static const char *const of_shorts[] = {"7", "null", "-1"};
        for (size_t i = 0; i < 16; i++) {
            values[i] = INFINITY;
            shorts[i] = 99;
        }
        values[offset] = 7.25;
        values[offset + 2] = -1;
        shorts[offset] = 7;
        shorts[offset + 2] = -1;
        validity[offset / 8] |= (uint8_t)(1 << offset % 8);
        validity[(offset + 2) / 8] |= (uint8_t)(1 << (offset + 2) % 8);
        struct column_case of = CASE(decimal, NFH_COLUMN_DOUBLE, values, expected);
        of.validity = validity;
        of.offset = offset;
        check_case(of);
        of = CASE(integer, NFH_COLUMN_INT16, shorts, of_shorts);
        of.validity = validity;
        of.offset = offset;
        check_case(of);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("columns_formats");
    TCase *tcase = tcase_create("columns_formats");
    tcase_add_test(tcase, booleans);
    tcase_add_test(tcase, boolean_offsets);
    tcase_add_test(tcase, narrow_integers);
    tcase_add_test(tcase, wide_integers);
    tcase_add_test(tcase, tags_of_integers);
    tcase_add_test(tcase, doubles);
    tcase_add_test(tcase, doubles_of_integers);
    tcase_add_test(tcase, floats);
    tcase_add_test(tcase, tags_of_doubles);
    tcase_add_test(tcase, units);
    tcase_add_test(tcase, scaled);
    tcase_add_test(tcase, scaled_by_extremes);
    tcase_add_test(tcase, scaled_of_128_bits);
    tcase_add_test(tcase, scaled_of_128_bits_at_8);
    tcase_add_test(tcase, dates);
    tcase_add_test(tcase, not_valid);
    tcase_add_test(tcase, offsets);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
