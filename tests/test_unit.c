/* SPDX-License-Identifier: MIT
 *
 * test_unit.c - units: reading, conversion, comparison, products, suggestions.
 * tests/python/test_unit.py compares many more with exact fractions; test_ucum.py runs UCUM's own
 * tests.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "decimal_text.h"
#include "number/unit.h"
#include "number/unit_internal.h"
#include "support.h"

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))
#define LARGEST      "99999999999999999999.99999999"
#define UNTOUCHED    ((nfh_decimal)-4711)

/* A unit that the test itself gives; `=` begins a calendar word. */
static struct nfh_unit unit(const char *text)
{
    struct nfh_unit_error error = {0, "", NULL};
    struct nfh_unit result;

    if (*text == '=')
        ck_assert_msg(nfh_priv_unit_calendar(text + 1, strlen(text + 1), &result), "%s", text);
    else
        ck_assert_msg(nfh_priv_unit_parse(text, strlen(text), &result, &error), "%s: %s", text,
                      error.message);
    return result;
}

/* --- reading --------------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *text;
    enum nfh_unit_kind kind;
} units[] = {
    {"1", NFH_UNIT_RATIO},
    {"umol/L", NFH_UNIT_RATIO},
    {"mg/dL", NFH_UNIT_RATIO},
    {"U/L", NFH_UNIT_RATIO},
    {"mm[Hg]", NFH_UNIT_RATIO},
    {"%", NFH_UNIT_RATIO},
    {"/min", NFH_UNIT_RATIO},
    {"L/min", NFH_UNIT_RATIO},
    {"ml/min", NFH_UNIT_RATIO},
    {"mL/min/{1.73_m2}", NFH_UNIT_RATIO},
    {"kg/m2", NFH_UNIT_RATIO},
    {"10*9/L", NFH_UNIT_RATIO},
    {"10^3/uL", NFH_UNIT_RATIO},
    {"/100{WBCs}", NFH_UNIT_RATIO},
    {"g/(8.h){shift}", NFH_UNIT_RATIO},
    {"{score}", NFH_UNIT_RATIO},
    {"wk", NFH_UNIT_RATIO},
    {"mo", NFH_UNIT_RATIO},
    {"a", NFH_UNIT_RATIO},
    {"pH", NFH_UNIT_RATIO}, /* picohenry */
    {"4.[pi].10*-7.N/A2", NFH_UNIT_RATIO},
    {"m+2", NFH_UNIT_RATIO},
    {"m0", NFH_UNIT_RATIO},
    {"''", NFH_UNIT_RATIO},
    {"KiBy", NFH_UNIT_RATIO},
    {"((((((((((((((((((((((((((((((m))))))))))))))))))))))))))))))", NFH_UNIT_RATIO},
    {"Cel", NFH_UNIT_SPECIAL},
    {"mCel", NFH_UNIT_SPECIAL},
    {"(Cel{oral})", NFH_UNIT_SPECIAL},
    {"[degF]", NFH_UNIT_SPECIAL},
    {"[pH]", NFH_UNIT_SPECIAL},
    {"dB[10.nV]", NFH_UNIT_SPECIAL},
    {"[m/s2/Hz^(1/2)]", NFH_UNIT_SPECIAL},
    {"[iU]", NFH_UNIT_ARBITRARY},
    {"m[IU]/L", NFH_UNIT_ARBITRARY},
    {"/[arb'U]", NFH_UNIT_ARBITRARY},
    {"[CFU].[iU]/[arb'U]", NFH_UNIT_ARBITRARY},
    {"[iU].L/[IU]", NFH_UNIT_RATIO}, /* cancels */
    {"=day", NFH_UNIT_CALENDAR},
    {"=years", NFH_UNIT_CALENDAR},
};
/* clang-format on */

START_TEST(what_is_a_unit)
{
    struct nfh_unit result = unit(units[_i].text);

    ck_assert_int_eq(result.kind, units[_i].kind);
    ck_assert_str_eq(result.text, units[_i].text + (units[_i].text[0] == '='));
}
END_TEST

#define TEXT(literal) literal, sizeof(literal) - 1

/* clang-format off */
static const struct {
    const char *text;
    size_t length;
    size_t offset;
    const char *message; /* part of it */
} errors[] = {
    {TEXT(""), 0, "empty"},
    {TEXT(" "), 0, "blanks"},
    {TEXT("mg/"), 3, "a unit was expected"},
    {TEXT("mg//L"), 3, "a unit was expected"},
    {TEXT("/"), 1, "a unit was expected"},
    {TEXT("mg L"), 2, "blanks"},
    {TEXT("mg/X"), 3, "no unit of UCUM"},
    {TEXT("m]"), 0, "no unit of UCUM"},
    {TEXT("m=s"), 0, "no unit of UCUM"},
    {TEXT("(/m)"), 1, "a unit was expected"},
    {TEXT("()"), 1, "a unit was expected"},
    {TEXT("m..s"), 2, "a unit was expected"},
    {TEXT("g/48h"), 4, "joined by '.'"},
    {TEXT("kg)"), 2, "without '('"},
    {TEXT("(kg"), 3, "')' was expected"},
    {TEXT("kg(m)"), 2, "'.' or '/'"},
    {TEXT("10+3/ul"), 2, "'.' or '/'"},
    {TEXT("{a}rad"), 3, "'.' or '/'"},
    {TEXT("m{a}2"), 4, "'.' or '/'"},
    {TEXT("m 2"), 1, "blanks"},
    {TEXT("m\n"), 1, "blanks"},
    {TEXT("m{x"), 3, "not closed"},
    {TEXT("m{a{b}}"), 3, "no braces"},
    {TEXT("m{a\tb}"), 3, "blanks"},
    {TEXT("m {a}"), 1, "blanks"},
    {TEXT("m{}"), 2, "empty"},
    {TEXT("m[x"), 3, "']'"},
    {TEXT("m-"), 2, "digits"},
    {TEXT("m128"), 0, "too large"},
    {TEXT("m99999999999999999999"), 1, "too large"},
    {TEXT("10*999.10*999.10*999.Ym99.[twp]999.[c]99.[twp]999.[twp]999.mol99"), 0, "63"},
    {TEXT("Yt999.Yt-999.YBy999.YBy999"), 0, "too large"},
    {TEXT("YBy999.YBy999.YBy999"), 7, "too large"},
    {TEXT("0"), 0, "0 is no unit"},
    {TEXT("1234567890123456789"), 0, "too long"},
    {TEXT("kmin"), 0, "no prefix"},
    {TEXT("dah"), 0, "no prefix"},
    {TEXT("Cel/min"), 0, "stands alone"},
    {TEXT("Cel2"), 0, "stands alone"},
    {TEXT("2.[degF]"), 2, "stands alone"},
    {TEXT("/[pH]"), 1, "stands alone"},
    {TEXT("mmHg"), 0, "no unit"},
    {TEXT("mg/sec"), 3, "no unit"},
    {TEXT("\xC2\xB5g"), 0, "micro is written u"},
    {TEXT("\xC2\xB5T"), 0, "micro is written u"},
    {TEXT("m\0g"), 1, "ASCII"},
    {TEXT("\0"), 0, "ASCII"},
    {TEXT("\xFF\xFE"), 0, "ASCII"},
    {TEXT("\xC2"), 0, "ASCII"},
    {TEXT("m{\xE9}"), 2, "ASCII"},
    {TEXT("[iU].[arb'U].[CFU].[PFU]"), 19, "too many arbitrary"},
    {TEXT("0123456789012345678901234567890123456789012345678901234567890123"), 0, "63"},
};
/* clang-format on */

START_TEST(what_is_no_unit_is_explained)
{
    struct nfh_unit before, result;
    struct nfh_unit_error error = {99, NULL, NULL};
    char *exact = malloc(errors[_i].length + 1);

    ck_assert_ptr_nonnull(exact);
    memcpy(exact, errors[_i].text, errors[_i].length);
    memset(&before, 0x5A, sizeof before);
    memcpy(&result, &before, sizeof result);
    ck_assert_msg(!nfh_priv_unit_parse(exact, errors[_i].length, &result, &error), "%s",
                  errors[_i].text);
    ck_assert_int_eq(memcmp(&result, &before, sizeof result), 0);
    ck_assert_ptr_nonnull(error.message);
    ck_assert_msg(strstr(error.message, errors[_i].message) != NULL, "%s: %s", errors[_i].text,
                  error.message);
    ck_assert_msg(error.offset == errors[_i].offset, "%s: %lu", errors[_i].text,
                  (unsigned long)error.offset);
    ck_assert(!nfh_priv_unit_parse(exact, errors[_i].length, &result, NULL));
    free(exact);
}
END_TEST

START_TEST(long_text)
{
    size_t length = 1 << 20;
    char *text = malloc(length);
    struct nfh_unit_error error;
    struct nfh_unit result;

    ck_assert_ptr_nonnull(text);
    memset(text, '(', length);
    ck_assert(!nfh_priv_unit_parse(text, length, &result, &error));
    ck_assert_ptr_null(error.suggestion);
    ck_assert(!nfh_priv_unit_calendar(text, length, &result));
    free(text);
}
END_TEST

START_TEST(the_unit_one)
{
    struct nfh_unit one = unit("1");

    ck_assert(nfh_priv_unit_same(nfh_priv_unit_one(), &one));
    ck_assert_str_eq(nfh_priv_unit_one()->text, "1");
}
END_TEST

static const char *const no_words[] = {"",   "d",      "Day",     "dayss", "day ",
                                       "ye", "decade", "quarter", "s"};

START_TEST(calendar_words)
{
    struct nfh_unit result;

    ck_assert(!nfh_priv_unit_calendar(no_words[_i], strlen(no_words[_i]), &result));
}
END_TEST

/* --- conversion ------------------------------------------------------------------------------ */

START_TEST(published_values)
{
    struct test_table table = test_table_read("unit-values.tsv");
    size_t row;

    ck_assert_uint_gt(table.rows, 150);
    for (row = 0; row < table.rows; row++) {
        struct nfh_unit from = unit(test_cell(&table, row, "unit"));
        struct nfh_unit to = unit(test_cell(&table, row, "target"));
        nfh_decimal expected = test_decimal(test_cell(&table, row, "expected")), result = 0,
                    slack = 1;
        int places = test_cell(&table, row, "places")[0] - '0';

        ck_assert_msg(nfh_priv_unit_convert(test_decimal(test_cell(&table, row, "value")), &from,
                                            &to, &result),
                      "%s", from.text);
        for (; places < NFH_DECIMAL_PLACES; places++)
            slack *= 10;
        slack /= 2;
        ck_assert_msg(result - expected <= slack && expected - result <= slack, "%s in %s",
                      from.text, to.text);
    }
    test_table_free(&table);
}
END_TEST

/* clang-format off */
static const struct {
    const char *value;
    const char *from;
    const char *to;
    const char *expected; /* NULL: null */
} conversions[] = {
    {"88.4", "umol/L", "umol/L", "88.4"},
    {"1.2", "mmol/L", "umol/L", "1200"},
    {"0.05", "km", "m", "50"},
    {"1", "L/min", "mL/s", "16.66666667"},
    {"-1", "L/min", "mL/s", "-16.66666667"},
    {"5", "nm", "m", "0.00000001"},  /* half away from zero */
    {"4.99999999", "nm", "m", "0"},
    {"-5", "nm", "m", "-0.00000001"},
    {"1", "kg", "ng", "1000000000000"},
    {"99999999.99999999", "kg", "ng", "99999999999999990000"},
    {"100000000", "kg", "ng", NULL}, /* one more than the largest decimal */
    {LARGEST, "m", "m", LARGEST},
    {LARGEST, "m", "km", "100000000000000000"},
    {LARGEST, "km", "m", NULL},
    {"1", "g", "mol", NULL},
    {"1", "mg/dL", "mmol/L", NULL},
    {"1", "[iU]", "[arb'U]", NULL},
    {"1", "[iU]", "1", NULL},
    {"3", "k[iU]/L", "[IU]/mL", "3"},
    {"2", "=years", "=months", "24"},
    {"1", "=year", "a", NULL},
    {"1", "=month", "mo", NULL},
    {"1", "=month", "=days", NULL},
    {"2", "=weeks", "d", "14"},
    {"36", "h", "=days", "1.5"},
    {"37", "Cel", "[degF]", "98.6"},
    {"37", "Cel", "K", "310.15"},
    {"310.15", "K", "Cel", "37"},
    {"1", "Cel", "m", NULL},
    {"0", "mol/L", "[pH]", NULL},
    {"30", "B", "1", NULL},
    {"-30", "B", "1", "0"},
    {"1", "10*999", "10*-999", NULL},
    {"1", "10*-999", "10*999", "0"},
    {"180", "deg", "[pi].rad", "1"},
    {"180", "deg", "rad", "3.14159265"},
    {"0", "10*999", "10*-999", "0"},
    {"18", "=months", "=year", "1.5"},
    {"1", "=week", "min", "10080"},
    {"250", "=milliseconds", "s", "0.25"},
    {"-1", "mol/L", "[pH]", NULL},
    {"-" LARGEST, "[pH]", "mol/L", NULL},
    {LARGEST, "B", "1", NULL},
    {"-10", "B", "1", "0"},
    {"89.99999999", "deg", "%[slope]", "572957795130.82320876"},
    {"90", "deg", "%[slope]", NULL},
    {"-90", "deg", "%[slope]", NULL},
    {"135", "deg", "%[slope]", NULL},
    {LARGEST, "%[slope]", "deg", "90"},
    {"0", "%[slope]", "deg", "0"},
    {"-100", "%[slope]", "deg", "-45"},
    {"0", "m2/s3", "[m/s2/Hz^(1/2)]", "0"},
    {"2", "m2/s3", "[m/s2/Hz^(1/2)]", "1.41421356"},
    {"-1", "m2/s3", "[m/s2/Hz^(1/2)]", NULL},
    {"-1", "[m/s2/Hz^(1/2)]", "m2/s3", NULL},
    {"1", "10*999.K", "Cel", NULL},
    {"1", "10*-999.K", "Cel", "-273.15"},
    {"0", "K", "Cel", "-273.15"},
    {LARGEST, "Cel", "K", NULL},
    {"8.30102999", "[pH]", "2.mol/L", "0"},
    {"8", "[pH]", "2.mol/L", "0.00000001"}, /* 5 * 10^-9: half away from zero */
};
/* clang-format on */

START_TEST(conversion)
{
    struct nfh_unit from = unit(conversions[_i].from), to = unit(conversions[_i].to);
    nfh_decimal result = UNTOUCHED;
    bool known = nfh_priv_unit_convert(test_decimal(conversions[_i].value), &from, &to, &result);

    test_decimal_result(conversions[_i].from, known, result, UNTOUCHED, conversions[_i].expected);
}
END_TEST

/* --- comparison ------------------------------------------------------------------------------ */

/* clang-format off */
static const struct {
    const char *a;
    const char *unit_a;
    const char *b;
    const char *unit_b;
    int expected;
} comparisons[] = {
    {"0.05", "km", "50", "m", 0},
    {"0.05", "km", "50.00000001", "m", -1},
    {"0.05", "km", "49.99999999", "m", 1},
    {"2", "wk", "14", "d", 0},
    {"14", "d", "2", "=weeks", 0},
    {"1", "ng", "0", "kg", 1},
    {"-1", "ng", "0", "kg", -1},
    {"0", "ng", "0", "kg", 0},
    {"0", "ng", "1", "kg", -1},
    {"-1", "kg", "1", "ng", -1},
    {LARGEST, "Ym", LARGEST, "ym", 1},
    {"-" LARGEST, "Ym", LARGEST, "ym", -1},
    {"3", "d", "72.00000001", "h", -1},
    {"1", "L/min", "16.66666667", "mL/s", -1}, /* 16.66666667 is rounded up */
    {"3", "L/min", "50", "mL/s", 0},
    {"180", "deg", "1", "[pi].rad", 0},
    {"180", "deg", "3.14159265", "rad", 1},
    {"180", "deg", "3.14159266", "rad", -1},
    {"7", "mg/dL", "70", "mg/L", 0},
    {"7", "mg/dL", "7", "mmol/L", 2},
    {"1", "=year", "12", "=months", 0},
    {"1", "=year", "365", "=days", 2},
    {"1", "=year", "1", "a", 2},
    {"10", "[iU]/L", "10", "[IU]/L", 0},
    {"10", "[iU]/L", "0.01", "k[iU]/L", 0},
    {"10", "[iU]", "10", "[arb'U]", 2},
    {"37", "Cel", "98.6", "[degF]", 0},
    {"37", "Cel", "98.60000001", "[degF]", -1},
    {"37", "Cel", "310.15", "K", 0},
    {"36.9", "Cel", "37", "Cel", -1},
    {"7", "[pH]", "8", "[pH]", -1},
    {"7", "[pH]", "100", "nmol/L", 0},
    {"7", "[pH]", "101", "nmol/L", 2},
    {"10", "dB", "1", "B", 0},
    {"1", "Cel", "1", "m", 2},
    {"50", "10*-3.km", "50", "m", 0},
    {"5", "10*900.m", "5", "10*900.m", 0},
    {"5", "10*900.m", "5", "10*899.m", 1},
    {"0.00000001", "10*999", LARGEST, "10*-999", 1},
    {"-0.00000001", "10*999", "-" LARGEST, "10*-999", -1},
    {"1", "Ym127", "1", "ym127", 1},
    {"3", "[mi_i]9", "3", "[mi_i]9", 0},
    {"25", "=hours", "1", "=day", 1},
    {"-40", "Cel", "-40", "[degF]", 0},
    {"-273.15", "Cel", "0", "K", 0},
    {"0", "Cel", "0", "10*-999.K", 1},
    {"1000", "mCel", "1", "Cel", 0},
    {"20", "dB", "100", "1", 0},
    {"20", "dB", "100.00000001", "1", -1},
    {"3", "B[mV]", "9", "B[uV]", 0},
    {"100", "%[slope]", "45", "deg", 0},
    {"100", "%[slope]", "45.00000001", "deg", -1},
    {"4", "[hp'_X]", "2", "[hp'_C]", 0},
    {"4", "[hp'_X]", "3", "[hp'_C]", -1}, /* both fall as the property rises */
    {LARGEST, "B", "1", "1", 2},
};
/* clang-format on */

START_TEST(comparison)
{
    struct nfh_unit ua = unit(comparisons[_i].unit_a), ub = unit(comparisons[_i].unit_b);
    nfh_decimal a = test_decimal(comparisons[_i].a), b = test_decimal(comparisons[_i].b);
    int expected = comparisons[_i].expected;

    ck_assert_int_eq(nfh_priv_unit_compare(a, &ua, b, &ub), expected);
    ck_assert_int_eq(nfh_priv_unit_compare(b, &ub, a, &ua), expected == 2 ? 2 : -expected);
}
END_TEST

/* clang-format off */
static const struct {
    const char *a;
    const char *b;
    bool commensurable;
    bool same;
} pairs[] = {
    {"L", "dm3", true, true},
    {"mg/L", "ug/mL", true, true},
    {"mg/L", "g/L", true, false},
    {"g", "mol", false, false},
    {"/min", "Hz", true, false},
    {"s-1", "Hz", true, true},
    {"Cel", "K", true, false},
    {"Cel", "Cel{oral}", true, true},
    {"mCel", "Cel", true, false},
    {"[degF]", "Cel", true, false},
    {"[iU]", "[IU]", true, true},
    {"[iU]", "[arb'U]", false, false},
    {"[iU]", "1", false, false},
    {"=day", "d", true, true},
    {"=day", "=days", true, true},
    {"=year", "a", false, false},
    {"=month", "1", false, false},
    {"=year", "=month", true, false},
    {"rad", "1", false, false},
    {"B", "1", true, false},
    {"mg/dL", "g/L", true, false},
    {"mg/dL", "mmol/L", false, false},
    {"mol", "eq", true, true},
    {"U/L", "kat/L", true, false},
    {"[pH]", "mol/L", true, false},
    {"[iU]/L", "[IU]/mL", true, false},
    {"[iU]/L", "/L", false, false},
    {"[iU]/[iU]", "1", true, true},
    {"[arb'U].[iU]", "[iU].[arb'U]", true, true},
    {"[iU]2", "[iU]", false, false},
    {"[CFU]/mL", "/mL", false, false},
    {"=weeks", "h", true, false},
    {"=millisecond", "ms", true, true},
    {"=month", "mo", false, false},
    {"=year", "=days", false, false},
    {"lm", "cd", false, false},
    {"10*9/L", "/uL", true, false},
    {"10*3", "10^3", true, true},
    {"10*3", "1000", true, true},
    {"[sct]", "[mi_us]2", true, true},
    {"%", "10*-2", true, true},
    {"mL/min", "cm3/min", true, true},
    {"[pi].rad/180", "deg", true, true},
};
/* clang-format on */

START_TEST(which_go_together)
{
    struct nfh_unit a = unit(pairs[_i].a), b = unit(pairs[_i].b);

    ck_assert_int_eq(nfh_priv_unit_commensurable(&a, &b), pairs[_i].commensurable);
    ck_assert_int_eq(nfh_priv_unit_commensurable(&b, &a), pairs[_i].commensurable);
    ck_assert_int_eq(nfh_priv_unit_same(&a, &b), pairs[_i].same);
    ck_assert_int_eq(nfh_priv_unit_same(&b, &a), pairs[_i].same);
    ck_assert(nfh_priv_unit_same(&a, &a) && nfh_priv_unit_commensurable(&a, &a));
}
END_TEST

/* --- products -------------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *a;
    char operation;
    const char *b;
    const char *expected; /* NULL: none */
} products[] = {
    {"mg", '*', "mL", "mg.mL"},
    {"cm", '*', "cm", "cm2"},
    {"1", '*', "mg", "mg"},
    {"=days", '*', "1", "days"},
    {"=years", '*', "1", "years"},
    {"=days", '*', "mg", "d.mg"},
    {"=years", '*', "mg", NULL},
    {"mL/min", '*', "min", "mL"},
    {"/min", '*', "min", "1"},
    {"10.L", '*', "10.L", "10.10.L2"},
    {"Cel", '*', "1", NULL},
    {"K", '*', "[degF]", NULL},
    {"mg", '/', "mL", "mg/mL"},
    {"mg", '/', "mg", "1"},
    {"1", '/', "min", "/min"},
    {"mg/dL", '/', "mg/L", "L/dL"},
    {"[lb_av]/h", '/', "kg/s", "[lb_av].s/h/kg"},
    {"[iU]/L", '/', "[iU]", "/L"},
    {"=weeks", '/', "=week", "1"},
    {"=years", '/', "=year", "1"},
    {"=years", '/', "=month", NULL},
    {"mg", '/', "=day", "mg/d"},
    {"m127", '*', "m", NULL},
    {"cm2", '*', "cm", "cm3"},
    {"mg", '*', "1", "mg"},
    {"1", '*', "1", "1"},
    {"10*9/L", '*', "L", "10*9"},
    {"g/(kg.d)", '*', "d", "g/kg"},
    {"s-1", '*', "s-1", "/s2"},
    {"mL/min/{1.73_m2}", '*', "min", "mL/{1.73_m2}"},
    {"[IU]/L", '*', "L", "[IU]"},
    {"m{a}", '*', "m", "m{a}.m"},
    {"m{a}", '*', "m{a}", "m2{a}"},
    {"{a}.{b}", '*', "m", "{a}.{b}.m"},
    {"g/(8.h){shift}", '*', "h", "g/8/{shift}"},
    {"1{a}", '*', "m", "1{a}.m"},
    {"mg", '/', "1", "mg"},
    {"m", '/', "s2", "m/s2"},
    {"m", '/', "s-1", "m.s"},
    {"mg", '/', "=months", NULL},
    {"1", '/', "[pH]", NULL},
    {"[pH]", '/', "1", NULL},
    {"m127", '/', "m-1", NULL},
    {"{aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}", '*', "{bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb}", NULL},
};
/* clang-format on */

START_TEST(product)
{
    struct nfh_unit a = unit(products[_i].a), b = unit(products[_i].b), result;
    bool good = products[_i].operation == '*' ? nfh_priv_unit_multiply(&a, &b, &result)
                                              : nfh_priv_unit_divide(&a, &b, &result);

    ck_assert_int_eq(good, products[_i].expected != NULL);
    if (good)
        ck_assert_str_eq(result.text, products[_i].expected);
}
END_TEST

/* The longest list of components there can be, on both sides. */
START_TEST(crowded_product)
{
    struct nfh_unit a = unit("m/s/g/A/K/m/s/g/A/K/m/s/g/A/K/m/s/g/A/K/m/s/g/A/K/m/s/g/A/K/m/s");
    struct nfh_unit b = unit("1/2/3/4/5/6/7/8/9/1/2/3/4/5/6/7/8/9/1/2/3/4/5/6/7/8/9/1/2/3/4/5"),
                    result;

    ck_assert(nfh_priv_unit_multiply(&a, &a, &result));
    ck_assert_str_eq(result.text, "/m10/s14/g12/A12/K12");
    ck_assert(nfh_priv_unit_divide(&b, &b, &result));
    ck_assert_str_eq(result.text, "1");
    ck_assert(!nfh_priv_unit_multiply(&b, &b, &result)); /* numbers have no exponents: too long */
}
END_TEST

/* --- suggestions ----------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *text;
    const char *code; /* NULL: none */
} suggestions[] = {
    {"mmHg", "mm[Hg]"},
    {"MMHG", "mm[Hg]"},
    {"bpm", "/min"},
    {"mg/sec", "s"}, /* a slip within a unit */
    {"\xC2\xB5g", "ug"},
    {"\xC2\xB5mol/L", "umol/L"}, /* micro sign */
    {"\xCE\xBCmol/L", "umol/L"}, /* Greek letter */
    {"mcg", "ug"},
    {"IU/L", "[IU]/L"},
    {"sec", "s"},
    {"years", "a"},
    {"\xC2\xB0"
     "C",
     "Cel"},
    {"mL/min/1.73m2", "mL/min/{1.73_m2}"},
    {"mg", NULL},
    {"ml/min", NULL},
    {"", NULL},
    {"\xCE", NULL},
    {"no such unit", NULL},
};
/* clang-format on */

static const char *suggested(const char *text)
{
    struct nfh_unit_error error = {0, NULL, NULL};
    struct nfh_unit result;

    return nfh_priv_unit_parse(text, strlen(text), &result, &error) ? NULL : error.suggestion;
}

START_TEST(suggestion)
{
    ck_assert_pstr_eq(suggested(suggestions[_i].text), suggestions[_i].code);
}
END_TEST

/* No slip is a unit, and what is suggested instead is one. */
START_TEST(every_suggestion)
{
    size_t i;
    struct nfh_unit result;

    ck_assert_uint_gt(nfh_priv_unit_slip_count(), 150);
    for (i = 0; i < nfh_priv_unit_slip_count(); i++) {
        const struct nfh_unit_slip *slip = nfh_priv_unit_slip_at(i);

        ck_assert_msg(!nfh_priv_unit_parse(slip->wrong, strlen(slip->wrong), &result, NULL), "%s",
                      slip->wrong);
        ck_assert_pstr_eq(suggested(slip->wrong), slip->right);
        (void)unit(slip->right);
    }
}
END_TEST

/* --- the table, the naturals ----------------------------------------------------------------- */

START_TEST(table_is_in_order)
{
    size_t i;

    for (i = 0; i < nfh_priv_unit_atom_count(); i++) {
        const char *code = nfh_priv_unit_atom_at(i)->code;

        if (i > 0)
            ck_assert_int_lt(strcmp(nfh_priv_unit_atom_at(i - 1)->code, code), 0);
        ck_assert_ptr_eq(nfh_priv_unit_atom(code, strlen(code)), nfh_priv_unit_atom_at(i));
        ck_assert_ptr_ne(nfh_priv_unit_atom(code, strlen(code) - 1), nfh_priv_unit_atom_at(i));
    }
    ck_assert_ptr_null(nfh_priv_unit_atom("", 0));
}
END_TEST

static uint32_t random_state = 20240617;

static uint64_t random_half(void)
{
    random_state = random_state * 1664525 + 1013904223;
    return random_state ^ random_state << 16;
}

/* Limbs of all zeros or ones are what divisions go wrong at. */
static uint64_t random_limb(void)
{
    uint64_t high = random_half();

    if ((random_state & 0x700) == 0)
        return 0;
    if ((random_state & 0x700) == 0x100)
        return UINT64_MAX;
    if ((random_state & 0x700) == 0x200)
        return UINT64_C(1) << 63;
    return high << 32 | random_half();
}

static struct nfh_natural random_natural(size_t length)
{
    struct nfh_natural number;
    size_t i;

    for (i = 0; i < length; i++)
        number.limb[i] = random_limb();
    number.length = length;
    while (number.length > 0 && number.limb[number.length - 1] == 0)
        number.length--;
    return number;
}

/* a = q * b + r with r < b, for all lengths. */
START_TEST(division_of_naturals)
{
    struct nfh_natural a, b, quotient, rest, rounded, twice;
    int i;

    for (i = 0; i < 50000; i++) {
        a = random_natural((size_t)i % 20);
        b = random_natural((size_t)i / 20 % 12 + 1);
        if (b.length == 0)
            continue;
        nfh_priv_natural_divide(&a, &b, &quotient, &rest);
        ck_assert_int_lt(nfh_priv_natural_compare(&rest, &b), 0);
        ck_assert(nfh_priv_natural_divide_round(&a, &b, &rounded));
        nfh_priv_natural_subtract(&rounded,
                                  &quotient); /* 1 where the rest is half of b at least, else 0 */
        twice = rest;
        ck_assert(nfh_priv_natural_add(&twice, &rest));
        ck_assert_uint_eq(rounded.length, nfh_priv_natural_compare(&twice, &b) >= 0);
        ck_assert(nfh_priv_natural_multiply(&quotient, &b));
        ck_assert(nfh_priv_natural_add(&quotient, &rest));
        ck_assert_int_eq(nfh_priv_natural_compare(&quotient, &a), 0);
    }
}
END_TEST

START_TEST(naturals_have_an_end)
{
    struct nfh_natural a, b;
    nfh_uint128 value;
    size_t i;

    nfh_priv_natural_set(&a, ~(nfh_uint128)0);
    ck_assert_int_eq(nfh_priv_natural_bits(&a), 128);
    ck_assert(nfh_priv_natural_get(&a, &value) && value == ~(nfh_uint128)0);
    nfh_priv_natural_set(&b, 1);
    ck_assert(nfh_priv_natural_add(&a, &b));
    ck_assert_int_eq(nfh_priv_natural_bits(&a), 129);
    ck_assert(!nfh_priv_natural_get(&a, &value));
    for (i = 0; i < NFH_NATURAL_LIMBS; i++)
        a.limb[i] = UINT64_MAX;
    a.length = NFH_NATURAL_LIMBS;
    b = a;
    ck_assert(!nfh_priv_natural_multiply_small(&b, 2));
    b = a;
    ck_assert(!nfh_priv_natural_multiply(&b, &a));
    b = a;
    ck_assert(!nfh_priv_natural_add(&b, &a));
    b = a;
    ck_assert(!nfh_priv_natural_scale(&b, 1));
    nfh_priv_natural_set(&b, 1);
    ck_assert(nfh_priv_natural_scale(&b, 616));
    nfh_priv_natural_set(&b, 1);
    ck_assert(!nfh_priv_natural_scale(&b, 617)); /* 10^617 > 2^2048 */
    /* 2^1023 * 2^1024 has 2048 bits, twice that has one more. */
    nfh_priv_natural_set(&a, 1);
    for (i = 0; i < 1023; i++)
        ck_assert(nfh_priv_natural_multiply_small(&a, 2));
    b = a;
    ck_assert(nfh_priv_natural_add(&b, &a));
    ck_assert(nfh_priv_natural_multiply(&a, &b));
    ck_assert_int_eq(nfh_priv_natural_bits(&a), 2048);
    a = b;
    ck_assert(!nfh_priv_natural_multiply(&a, &b));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("unit");
    TCase *cases = tcase_create("units");

    tcase_add_loop_test(cases, what_is_a_unit, 0, COUNT(units));
    tcase_add_loop_test(cases, what_is_no_unit_is_explained, 0, COUNT(errors));
    tcase_add_test(cases, long_text);
    tcase_add_test(cases, the_unit_one);
    tcase_add_loop_test(cases, calendar_words, 0, COUNT(no_words));
    tcase_add_test(cases, published_values);
    tcase_add_loop_test(cases, conversion, 0, COUNT(conversions));
    tcase_add_loop_test(cases, comparison, 0, COUNT(comparisons));
    tcase_add_loop_test(cases, which_go_together, 0, COUNT(pairs));
    tcase_add_loop_test(cases, product, 0, COUNT(products));
    tcase_add_test(cases, crowded_product);
    tcase_add_loop_test(cases, suggestion, 0, COUNT(suggestions));
    tcase_add_test(cases, every_suggestion);
    tcase_add_test(cases, table_is_in_order);
    tcase_add_test(cases, division_of_naturals);
    tcase_add_test(cases, naturals_have_an_end);
    tcase_set_timeout(cases, 120); /* under valgrind */
    suite_add_tcase(suite, cases);
    return test_run(suite);
}
