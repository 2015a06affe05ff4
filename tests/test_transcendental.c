/* SPDX-License-Identifier: MIT
 *
 * test_transcendental.c - roots, exponential, logarithm and power of decimals. Expected values were
 * computed to 60 digits with Python's decimal module and rounded; tests/python/test_decimal.py
 * compares many more.
 */
#include "decimal_text.h"
#include "number/transcendental.h"
#include "support.h"

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))
#define LARGEST "99999999999999999999.99999999"
#define UNTOUCHED ((nfh_decimal)-4711)

typedef bool unary(nfh_decimal a, nfh_decimal *result);
typedef bool binary(nfh_decimal a, nfh_decimal b, nfh_decimal *result);

static const struct {
    const char *name;
    unary *function;
    const char *a;
    const char *expected; /* NULL: null */
} unaries[] = {
    {"sqrt 0", nfh_priv_decimal_sqrt, "0", "0"},
    {"sqrt 1", nfh_priv_decimal_sqrt, "1", "1"},
    {"sqrt 0.64", nfh_priv_decimal_sqrt, "0.64", "0.8"},
    {"sqrt 2", nfh_priv_decimal_sqrt, "2", "1.41421356"},
    {"sqrt 3", nfh_priv_decimal_sqrt, "3", "1.73205081"},
    {"sqrt step", nfh_priv_decimal_sqrt, "0.00000001", "0.0001"},
    {"sqrt 2 steps", nfh_priv_decimal_sqrt, "0.00000002", "0.00014142"},
    {"sqrt max", nfh_priv_decimal_sqrt, LARGEST, "10000000000"},
    {"sqrt -step", nfh_priv_decimal_sqrt, "-0.00000001", NULL},
    {"sqrt -max", nfh_priv_decimal_sqrt, "-" LARGEST, NULL},

    {"exp 0", nfh_priv_decimal_exp, "0", "1"},
    {"exp 1", nfh_priv_decimal_exp, "1", "2.71828183"},
    {"exp -1", nfh_priv_decimal_exp, "-1", "0.36787944"},
    {"exp 0.5", nfh_priv_decimal_exp, "0.5", "1.64872127"},
    {"exp step", nfh_priv_decimal_exp, "0.00000001", "1.00000001"},
    {"exp -step", nfh_priv_decimal_exp, "-0.00000001", "0.99999999"},
    {"exp, above -ln 2", nfh_priv_decimal_exp, "-0.69314718", "0.5"},
    {"exp, below -ln 2", nfh_priv_decimal_exp, "-0.69314719", "0.5"},
    {"exp, further below", nfh_priv_decimal_exp, "-0.6931472", "0.49999999"},
    {"exp -10", nfh_priv_decimal_exp, "-10", "0.0000454"},
    {"exp 20", nfh_priv_decimal_exp, "20", "485165195.40979028"},
    {"exp 45", nfh_priv_decimal_exp, "45", "34934271057485095348.03479723"},
    {"exp, largest", nfh_priv_decimal_exp, "46.05170185", "99999999011908636845.63983249"},
    {"exp, out of range", nfh_priv_decimal_exp, "46.05170186", NULL},
    {"exp 47", nfh_priv_decimal_exp, "47", NULL},
    {"exp 1000", nfh_priv_decimal_exp, "1000", NULL},
    {"exp max", nfh_priv_decimal_exp, LARGEST, NULL},
    {"exp, above half a step", nfh_priv_decimal_exp, "-19.11382792", "0.00000001"},
    {"exp, below half a step", nfh_priv_decimal_exp, "-19.11382793", "0"},
    {"exp -46.9", nfh_priv_decimal_exp, "-46.99999999", "0"},
    {"exp -47", nfh_priv_decimal_exp, "-47", "0"},
    {"exp -max", nfh_priv_decimal_exp, "-" LARGEST, "0"},

    {"ln 1", nfh_priv_decimal_ln, "1", "0"},
    {"ln 2", nfh_priv_decimal_ln, "2", "0.69314718"},
    {"ln 10", nfh_priv_decimal_ln, "10", "2.30258509"},
    {"ln 1000", nfh_priv_decimal_ln, "1000", "6.90775528"},
    {"ln 0.5", nfh_priv_decimal_ln, "0.5", "-0.69314718"},
    {"ln 1 + step", nfh_priv_decimal_ln, "1.00000001", "0.00000001"},
    {"ln 1 - step", nfh_priv_decimal_ln, "0.99999999", "-0.00000001"},
    {"ln step", nfh_priv_decimal_ln, "0.00000001", "-18.42068074"},
    {"ln max", nfh_priv_decimal_ln, LARGEST, "46.05170186"},
    {"ln 0", nfh_priv_decimal_ln, "0", NULL},
    {"ln -1", nfh_priv_decimal_ln, "-1", NULL},
};

START_TEST(unary_result)
{
    nfh_decimal result = UNTOUCHED;
    bool known = unaries[_i].function(test_decimal(unaries[_i].a), &result);

    test_decimal_result(unaries[_i].name, known, result, UNTOUCHED, unaries[_i].expected);
}
END_TEST

static const struct {
    const char *name;
    binary *function;
    const char *a, *b;
    const char *expected;
} binaries[] = {
    {"log 16 to 2", nfh_priv_decimal_log, "16", "2", "4"},
    {"log 0.125 to 2", nfh_priv_decimal_log, "0.125", "2", "-3"},
    {"log 2 to 0.5", nfh_priv_decimal_log, "2", "0.5", "-1"},
    {"log 8 to 4", nfh_priv_decimal_log, "8", "4", "1.5"},
    {"log 100 to 10", nfh_priv_decimal_log, "100", "10", "2"},
    {"log 2 to 10", nfh_priv_decimal_log, "2", "10", "0.30103"},
    {"log 7 to 0.1", nfh_priv_decimal_log, "7", "0.1", "-0.84509804"},
    {"log 1 to 2", nfh_priv_decimal_log, "1", "2", "0"},
    {"log 3 to 1 + step", nfh_priv_decimal_log, "3", "1.00000001", "109861229.41611711"},
    {"largest log", nfh_priv_decimal_log, LARGEST, "1.00000001", "4605170209.01394226"},
    {"log step to 1 - step", nfh_priv_decimal_log, "0.00000001", "0.99999999",
     "1842068065.18489616"},
    {"log 1 to 1", nfh_priv_decimal_log, "1", "1", NULL},
    {"log 2 to 1", nfh_priv_decimal_log, "2", "1", NULL},
    {"log 2 to 0", nfh_priv_decimal_log, "2", "0", NULL},
    {"log 2 to -2", nfh_priv_decimal_log, "2", "-2", NULL},
    {"log 0 to 2", nfh_priv_decimal_log, "0", "2", NULL},
    {"log -4 to 2", nfh_priv_decimal_log, "-4", "2", NULL},

    {"0 ^ 0", nfh_priv_decimal_power, "0", "0", "1"},
    {"0 ^ 2", nfh_priv_decimal_power, "0", "2", "0"},
    {"0 ^ 0.5", nfh_priv_decimal_power, "0", "0.5", "0"},
    {"0 ^ step", nfh_priv_decimal_power, "0", "0.00000001", "0"},
    {"0 ^ -1", nfh_priv_decimal_power, "0", "-1", NULL},
    {"0 ^ -0.5", nfh_priv_decimal_power, "0", "-0.5", NULL},
    {"-2 ^ 0", nfh_priv_decimal_power, "-2", "0", "1"},
    {"max ^ 0", nfh_priv_decimal_power, LARGEST, "0", "1"},
    {"1 ^ max", nfh_priv_decimal_power, "1", LARGEST, "1"},
    {"1 ^ -0.3", nfh_priv_decimal_power, "1", "-0.3", "1"},
    {"-1 ^ odd", nfh_priv_decimal_power, "-1", "99999999999999999999", "-1"},
    {"-1 ^ even", nfh_priv_decimal_power, "-1", "99999999999999999998", "1"},
    {"-1 ^ 0.5", nfh_priv_decimal_power, "-1", "0.5", NULL},
    {"-8 ^ 0.2", nfh_priv_decimal_power, "-8", "0.2", NULL},
    {"-2 ^ 2", nfh_priv_decimal_power, "-2", "2", "4"},
    {"-2 ^ -2", nfh_priv_decimal_power, "-2", "-2", "0.25"},
    {"-2 ^ -3", nfh_priv_decimal_power, "-2", "-3", "-0.125"},
    {"-1.5 ^ 3", nfh_priv_decimal_power, "-1.5", "3", "-3.375"},
    {"3 ^ -1", nfh_priv_decimal_power, "3", "-1", "0.33333333"},
    {"1.1 ^ 9", nfh_priv_decimal_power, "1.1", "9", "2.35794769"},
    {"1.1 ^ 10", nfh_priv_decimal_power, "1.1", "10", "2.59374246"},
    {"1.01 ^ 100", nfh_priv_decimal_power, "1.01", "100", "2.70481383"},
    {"-1.01 ^ 101", nfh_priv_decimal_power, "-1.01", "101", "-2.73186197"},
    {"2 ^ 66", nfh_priv_decimal_power, "2", "66", "73786976294838206464"},
    {"2 ^ 67", nfh_priv_decimal_power, "2", "67", NULL},
    {"-10 ^ 19", nfh_priv_decimal_power, "-10", "19", "-10000000000000000000"},
    {"-10 ^ 21", nfh_priv_decimal_power, "-10", "21", NULL},
    {"10 ^ 20", nfh_priv_decimal_power, "10", "20", NULL},
    {"max ^ 1", nfh_priv_decimal_power, LARGEST, "1", LARGEST},
    {"max ^ 2", nfh_priv_decimal_power, LARGEST, "2", NULL},
    {"max ^ 9", nfh_priv_decimal_power, LARGEST, "9", NULL},
    {"max ^ -1", nfh_priv_decimal_power, LARGEST, "-1", "0"},
    {"max ^ -9", nfh_priv_decimal_power, LARGEST, "-9", "0"},
    {"max ^ max", nfh_priv_decimal_power, LARGEST, LARGEST, NULL},
    {"max ^ -max", nfh_priv_decimal_power, LARGEST, "-" LARGEST, "0"},
    {"step ^ max", nfh_priv_decimal_power, "0.00000001", LARGEST, "0"},
    {"step ^ -1", nfh_priv_decimal_power, "0.00000001", "-1", "100000000"},
    {"step ^ -2.5", nfh_priv_decimal_power, "0.00000001", "-2.5", NULL},
    {"10 ^ -8", nfh_priv_decimal_power, "10", "-8", "0.00000001"},
    {"10 ^ -9", nfh_priv_decimal_power, "10", "-9", "0"},
    {"0.5 ^ 27", nfh_priv_decimal_power, "0.5", "27", "0.00000001"},
    {"0.5 ^ 28", nfh_priv_decimal_power, "0.5", "28", "0"},
    {"1 + step ^ 4 * 10^9", nfh_priv_decimal_power, "1.00000001", "4000000000",
     "235385219759971639.55588305"},
    {"1 + step ^ 10^12", nfh_priv_decimal_power, "1.00000001", "1000000000000", NULL},
    {"1 - step ^ 10^12", nfh_priv_decimal_power, "0.99999999", "1000000000000", "0"},

    {"2 ^ 0.5", nfh_priv_decimal_power, "2", "0.5", "1.41421356"},
    {"-2 ^ 0.5", nfh_priv_decimal_power, "-2", "0.5", NULL},
    {"2 ^ 0.25", nfh_priv_decimal_power, "2", "0.25", "1.18920712"},
    {"0.9 ^ -0.302", nfh_priv_decimal_power, "0.9", "-0.302", "1.03233051"},
    {"70 ^ 0.425", nfh_priv_decimal_power, "70", "0.425", "6.08368427"},
    {"175 ^ 0.725", nfh_priv_decimal_power, "175", "0.725", "42.28658224"},
    {"max ^ step", nfh_priv_decimal_power, LARGEST, "0.00000001", "1.00000046"},
    {"max ^ 0.5", nfh_priv_decimal_power, LARGEST, "0.5", "10000000000"},

    /* Rational, and half way between two decimals: 2^-9 is 0.001953125. */
    {"0.5 ^ 9", nfh_priv_decimal_power, "0.5", "9", "0.00195313"},
    {"-0.5 ^ 9", nfh_priv_decimal_power, "-0.5", "9", "-0.00195313"},
    {"2 ^ -9", nfh_priv_decimal_power, "2", "-9", "0.00195313"},
    {"512 ^ -1", nfh_priv_decimal_power, "512", "-1", "0.00195313"},
    {"0.015625 ^ 1.5", nfh_priv_decimal_power, "0.015625", "1.5", "0.00195313"},
    {"2^18 ^ -0.5", nfh_priv_decimal_power, "262144", "-0.5", "0.00195313"},
    {"2^45 ^ -0.2", nfh_priv_decimal_power, "35184372088832", "-0.2", "0.00195313"},
    {"2^50 ^ 0.1", nfh_priv_decimal_power, "1125899906842624", "0.1", "32"},
    {"1024 ^ 0.7", nfh_priv_decimal_power, "1024", "0.7", "128"},
};

START_TEST(binary_result)
{
    nfh_decimal result = UNTOUCHED;
    bool known = binaries[_i].function(
        test_decimal(binaries[_i].a), test_decimal(binaries[_i].b), &result);

    test_decimal_result(binaries[_i].name, known, result, UNTOUCHED, binaries[_i].expected);
}
END_TEST

/* A tie, which no fraction is long enough to tell; the power itself is reduced to an exact one. */
START_TEST(tie_is_undecided)
{
    for (size_t limbs = 1; limbs <= NFH_PRECISION_MAX; limbs++) {
        nfh_uint128 size;
        ck_assert(!nfh_priv_power_attempt(
            test_decimal("0.015625"), test_decimal("1.5"), limbs, &size));
    }
}
END_TEST

/* All lengths agree where the shortest can tell. */
START_TEST(precisions_agree)
{
    nfh_decimal x = test_decimal("3.1"), base = test_decimal("1.7");
    nfh_uint128 size = 0;

    for (size_t limbs = 1; limbs <= NFH_PRECISION_MAX; limbs++) {
        ck_assert(nfh_priv_exp_attempt(x, limbs, &size));
        ck_assert(size == (nfh_uint128)test_decimal("22.19795128"));
        ck_assert(nfh_priv_ln_attempt(x, limbs, &size));
        ck_assert(size == (nfh_uint128)test_decimal("1.13140211"));
        ck_assert(nfh_priv_log_attempt(x, base, limbs, &size));
        ck_assert(size == (nfh_uint128)test_decimal("2.13219351"));
        ck_assert(nfh_priv_power_attempt(base, x, limbs, &size));
        ck_assert(size == (nfh_uint128)test_decimal("5.18073832"));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("transcendental");
    TCase *cases = tcase_create("transcendental");

    tcase_add_loop_test(cases, unary_result, 0, COUNT(unaries));
    tcase_add_loop_test(cases, binary_result, 0, COUNT(binaries));
    tcase_add_test(cases, tie_is_undecided);
    tcase_add_test(cases, precisions_agree);
    suite_add_tcase(suite, cases);
    return test_run(suite);
}
