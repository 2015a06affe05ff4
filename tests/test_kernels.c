/* SPDX-License-Identifier: MIT
 *
 * test_kernels.c - the loops over blocks of a cohort: where they are sure, they say what the exact
 * calculations for a single subject say, on every instruction set.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "calc/calc.h"
#include "cql/kernels.h"
#include "cql/vector_plan.h"
#include "support.h"

enum { WORDS = 2, ROWS = 64 * WORDS, ROUNDS = 60 };

extern const struct nfh_kernels nfh_priv_kernels_base;

static uint64_t state;

static uint32_t draw(uint32_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

/* A number from a decimal of few or many places, or one that no column should have. */
static double draw_number(void)
{
    static const double odd[] = {0.0, -0.0, NAN, INFINITY, -INFINITY, 1e300, -1e300, 1e-300};
    switch (draw(8)) {
    case 0:
        return odd[draw(8)];
    case 1:
        return draw(1000000) / 1e8 + draw(200);
    case 2:
        return draw(1000000) / 3.0 / (1 + draw(5000));
    case 3:
        return draw(2000000) / 100.0 - 5000;
    default:
        return draw(20000) / 100.0;
    }
}

static bool bit(const uint64_t *bits, int row)
{
    return bits[row / 64] >> row % 64 & 1;
}

/* Both tables, the fastest of this machine last. */
static const struct nfh_kernels *table(int index)
{
    return index == 0 ? &nfh_priv_kernels_base : nfh_priv_kernels();
}

START_TEST(comparisons)
{
    const struct nfh_kernels *kernels = table(_i);
    double a[ROWS], b[ROWS];
    int32_t c[ROWS], d[ROWS];
    uint8_t e[ROWS];
    uint64_t bits[7][WORDS], odd[WORDS];
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < ROWS; i++) {
            a[i] = draw_number();
            b[i] = draw(3) ? draw_number() : a[i];
            c[i] = (int32_t)draw(50) - 25;
            d[i] = (int32_t)draw(50) - 25;
            e[i] = (uint8_t)draw(4);
        }
        kernels->at_least(a, b[0], WORDS, bits[0]);
        kernels->between(a, 20, 150, WORDS, bits[1]);
        kernels->less(a, b, WORDS, bits[2]);
        kernels->less_or_equal(a, b, WORDS, bits[3]);
        kernels->equal(a, b, WORDS, bits[4]);
        kernels->codes_equal(e, 2, WORDS, bits[5]);
        kernels->pack(e, WORDS, bits[6], odd);
        for (int i = 0; i < ROWS; i++) {
            ck_assert_int_eq(bit(bits[0], i), a[i] >= b[0]);
            ck_assert_int_eq(bit(bits[1], i), a[i] >= 20 && a[i] < 150);
            ck_assert_int_eq(bit(bits[2], i), a[i] < b[i]);
            ck_assert_int_eq(bit(bits[3], i), a[i] <= b[i]);
            ck_assert_int_eq(bit(bits[4], i), a[i] == b[i]);
            ck_assert_int_eq(bit(bits[5], i), e[i] == 2);
            ck_assert_int_eq(bit(bits[6], i), e[i] == 1);
            ck_assert_int_eq(bit(odd, i), e[i] > 1);
        }
        kernels->dates_at_least(c, d[0], WORDS, bits[0]);
        kernels->dates_between(c, -3, 7, WORDS, bits[1]);
        kernels->dates_less(c, d, WORDS, bits[2]);
        kernels->dates_less_or_equal(c, d, WORDS, bits[3]);
        kernels->dates_equal(c, d, WORDS, bits[4]);
        for (int i = 0; i < ROWS; i++) {
            ck_assert_int_eq(bit(bits[0], i), c[i] >= d[0]);
            ck_assert_int_eq(bit(bits[1], i), c[i] >= -3 && c[i] <= 7);
            ck_assert_int_eq(bit(bits[2], i), c[i] < d[i]);
            ck_assert_int_eq(bit(bits[3], i), c[i] <= d[i]);
            ck_assert_int_eq(bit(bits[4], i), c[i] == d[i]);
        }
    }
}
END_TEST

START_TEST(choices)
{
    const struct nfh_kernels *kernels = table(_i);
    double a[ROWS], b[ROWS], number[ROWS];
    int32_t c[ROWS], d[ROWS], days[ROWS];
    uint8_t e[ROWS], f[ROWS], code[ROWS];
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t bits[WORDS] = {0};
        for (int i = 0; i < ROWS; i++) {
            a[i] = i;
            b[i] = -i - 1;
            c[i] = i;
            d[i] = -i - 1;
            e[i] = (uint8_t)i;
            f[i] = (uint8_t)(i + 100);
            bits[i / 64] |= (uint64_t)(draw(3) == 0) << i % 64;
        }
        kernels->choose(bits, a, b, WORDS, number);
        kernels->dates_choose(bits, c, d, WORDS, days);
        kernels->codes_choose(bits, e, f, WORDS, code);
        for (int i = 0; i < ROWS; i++) {
            ck_assert(number[i] == (bit(bits, i) ? a[i] : b[i]));
            ck_assert_int_eq(days[i], bit(bits, i) ? c[i] : d[i]);
            ck_assert_int_eq(code[i], bit(bits, i) ? e[i] : f[i]);
        }
    }
}
END_TEST

/* What the loop is sure of is the decimal that is read from the double; and it is sure of most. */
START_TEST(scaling)
{
    const struct nfh_kernels *kernels = table(_i);
    double a[ROWS], result[ROWS];
    uint64_t doubtful[WORDS];
    int sure = 0, tried = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < ROWS; i++) {
            a[i] = draw(10) == 0 ? draw(1 << 20) + draw(1000000000) / 1e9 : draw_number();
            if (draw(10) == 0) /* near the middle of two decimals */
                a[i] = floor(a[i] * 1e6) / 1e6 + 0.000000005;
        }
        kernels->scale(a, WORDS, result, doubtful);
        for (int i = 0; i < ROWS; i++) {
            nfh_decimal decimal;
            if (!(fabs(a[i]) < NFH_SCALE_MAX))
                continue;
            tried++;
            if (bit(doubtful, i))
                continue;
            sure++;
            ck_assert(nfh_priv_decimal_from_double(a[i], &decimal));
            ck_assert_msg((nfh_decimal)result[i] == decimal, "%.17g", a[i]);
        }
    }
    ck_assert_int_gt(sure, tried * 8 / 10);
    ck_assert_int_lt(sure, tried);
}
END_TEST

START_TEST(products)
{
    static const struct {
        double numerator, denominator;
        nfh_decimal factor;
    } factors[] = {{2, 1, 200000000},       {3, 2, 150000000},       {1, 3125, 32000},
                   {-7, 4, -175000000},     {1, 100000000, 1},       {884, 10, 8840000000},
                   {99999999, 100000000, 99999999}};
    const struct nfh_kernels *kernels = table(_i);
    double a[ROWS], result[ROWS];
    for (size_t f = 0; f < sizeof factors / sizeof *factors; f++) {
        for (int i = 0; i < ROWS; i++)
            a[i] = i == 0 ? 0 : (double)draw(i % 3 ? 1000 : 2000000000) - 500;
        if (f == 6)
            for (int i = 0; i < ROWS; i++)
                a[i] = (double)draw(10000000);
        kernels->times(a, factors[f].numerator, factors[f].denominator, WORDS, result);
        for (int i = 0; i < ROWS; i++) {
            nfh_decimal product;
            ck_assert(nfh_priv_decimal_multiply((nfh_decimal)a[i], factors[f].factor, &product));
            ck_assert_msg((nfh_decimal)result[i] == product, "%.17g by factor %zu: %.17g", a[i], f,
                          result[i]);
        }
    }
}
END_TEST

/* The loops about periods and ages take it that n months and n years differ so little from their
 * mean. A calendar of 400 years has 146097 days, and then comes again. */
START_TEST(lengths_of_months_and_years)
{
    static const int months[] = {1, 2, 3, 5, 6, 7, 11, 12, 13, 24, 30, 48, 60, 95, 96, 97, 1199, 4799};
    const int32_t from = nfh_priv_date_to_days(nfh_priv_date_pack(2400, 1, 1));
    for (int32_t day = from; day < from + 146097; day++) {
        nfh_date date = nfh_priv_date_from_days(day), other;
        for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
            bool is_date = nfh_priv_date_add(date, -months[i], NFH_UNIT_MONTH, &other);
            double off = day - nfh_priv_date_to_days(other) - months[i] * 30.436875;
            if (!is_date || fabs(off) >= 4)
                ck_abort_msg("%d months before day %d", months[i], (int)day);
        }
        for (int years = 1 + day % 3; years < 135; years += 3) {
            bool is_date = nfh_priv_date_add(date, years, NFH_UNIT_YEAR, &other);
            double off = nfh_priv_date_to_days(other) - day - years * 365.2425;
            if (!is_date || fabs(off) >= 3)
                ck_abort_msg("%d years after day %d", years, (int)day);
        }
    }
}
END_TEST

START_TEST(periods_and_years)
{
    const struct nfh_kernels *kernels = table(_i);
    const int32_t days[2] = {178, 187};
    int32_t event[ROWS], anchor[ROWS];
    uint64_t inside[WORDS], doubtful[WORDS], after[WORDS], *const result[3] = {inside, doubtful, after};
    double years[ROWS];
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < ROWS; i++) {
            anchor[i] = 10000 + (int32_t)draw(20000);
            event[i] = anchor[i] - (int32_t)draw(draw(2) ? 400 : 40000) + 10;
        }
        kernels->period(event, anchor, days, WORDS, result);
        for (int i = 0; i < ROWS; i++) {
            int truth;
            ck_assert(nfh_priv_within_period(nfh_priv_date_from_days(event[i]),
                                             nfh_priv_date_from_days(anchor[i]), 6, NFH_UNIT_MONTH,
                                             &truth));
            if (!bit(doubtful, i))
                ck_assert_int_eq(truth, bit(after, i)    ? NFH_UNKNOWN
                                        : bit(inside, i) ? NFH_TRUE
                                                         : NFH_FALSE);
        }
        kernels->years(event, anchor, WORDS, years, doubtful);
        for (int i = 0; i < ROWS; i++) {
            int64_t exact = nfh_priv_date_duration(nfh_priv_date_from_days(event[i]),
                                                   nfh_priv_date_from_days(anchor[i]), NFH_UNIT_YEAR);
            if (!bit(doubtful, i))
                ck_assert_int_eq((int64_t)years[i], exact);
        }
    }
}
END_TEST

/* Numbers such that the result is at the limit in some rows, and within a unit of the last place. */
START_TEST(calculations_at_their_limits)
{
    const struct nfh_kernels *kernels = table(_i);
    const nfh_decimal one = NFH_DECIMAL_ONE;
    double age[ROWS], weight[ROWS], creatinine[ROWS], qt[ROWS], rate[ROWS], drink[4][ROWS];
    const double *drinks[4] = {drink[0], drink[1], drink[2], drink[3]};
    uint8_t sex[ROWS];
    uint64_t above[WORDS], doubtful[WORDS];
    nfh_decimal result;
    int doubts = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < ROWS; i++) {
            age[i] = draw(150);
            sex[i] = (uint8_t)draw(2);
            creatinine[i] = (double)(one / 100 * (500 + draw(40000)));
            /* Cleared: (140 - age) * weight = 40.9 * creatinine, and of a woman that / 0.85. */
            weight[i] = rint(40.9 * creatinine[i] / (140.5 - age[i]) / (sex[i] ? 0.85 : 1));
            if (age[i] < 140)
                weight[i] = rint(40.9 * creatinine[i] / (140 - age[i]) / (sex[i] ? 0.85 : 1));
            weight[i] = fabs(weight[i] + (double)draw(5) - 2);
            rate[i] = (double)(one * (30 + draw(200)));
            qt[i] = rint(450e8 / sqrt(rate[i] / 60e8)) + (double)draw(5) - 2;
            for (int j = 0; j < 3; j++)
                drink[j][i] = (double)(one / 10 * draw(j == 0 ? 7200 : 1500));
            drink[3][i] = (double)(one * draw(101));
        }
        const struct nfh_clearance_limit limit = {50e8 + 0.5, 1};
        kernels->clearance(age, weight, creatinine, sex, &limit, WORDS, above, doubtful);
        for (int i = 0; i < ROWS; i++) {
            ck_assert(nfh_priv_creatinine_clearance(one * (nfh_decimal)age[i],
                                                    (nfh_decimal)weight[i],
                                                    (nfh_decimal)creatinine[i], sex[i], &result));
            if (!bit(doubtful, i))
                ck_assert_int_eq(bit(above, i), result > 50 * one);
        }
        kernels->bazett(qt, rate, 450e8 + 0.5, WORDS, above, doubtful);
        for (int i = 0; i < ROWS; i++) {
            ck_assert(nfh_priv_qtc_bazett((nfh_decimal)qt[i], (nfh_decimal)rate[i], &result));
            doubts += bit(doubtful, i);
            if (!bit(doubtful, i))
                ck_assert_int_eq(bit(above, i), result > 450 * one);
        }
        kernels->alcohol(drinks, 2e8 + 0.5, WORDS, above, doubtful);
        for (int i = 0; i < ROWS; i++) {
            ck_assert(nfh_priv_alcohol_units((nfh_decimal)drink[0][i], (nfh_decimal)drink[1][i],
                                             (nfh_decimal)drink[2][i], (nfh_decimal)drink[3][i],
                                             &result));
            doubts += bit(doubtful, i);
            if (!bit(doubtful, i))
                ck_assert_int_eq(bit(above, i), result > 2 * one);
        }
    }
    ck_assert_int_lt(doubts, ROUNDS * ROWS / 100);
}
END_TEST

START_TEST(doubts_of_calculations)
{
    const struct nfh_kernels *kernels = table(_i);
    double left[ROWS], right[ROWS], strength[ROWS];
    const double *drinks[4] = {left, right, right, strength};
    uint64_t above[WORDS], doubtful[WORDS];
    for (int i = 0; i < ROWS; i++) {
        left[i] = i % 4 == 0 ? -1.0 : 100e8;
        right[i] = i % 4 == 1 ? NAN : 100e8;
        strength[i] = i % 4 == 2 ? 101e8 : 40e8;
    }
    kernels->alcohol(drinks, 2e8 + 0.5, WORDS, above, doubtful);
    for (int i = 0; i < ROWS; i++)
        ck_assert_int_eq(bit(doubtful, i), i % 4 != 3);
    kernels->bazett(left, right, 450e8 + 0.5, WORDS, above, doubtful);
    for (int i = 0; i < ROWS; i++)
        ck_assert_int_eq(bit(doubtful, i), i % 4 < 2);
}
END_TEST

START_TEST(least_double_of_a_decimal)
{
    for (int round = 0; round < 3000; round++) {
        nfh_decimal decimal = (nfh_decimal)draw(2000000000) * (1 + draw(5000)) - 500000000, read;
        if (round % 10 == 0)
            decimal *= draw(1000000);
        double least = nfh_priv_vector_least_double(decimal);
        ck_assert(nfh_priv_decimal_from_double(least, &read));
        ck_assert(read >= decimal);
        ck_assert(nfh_priv_decimal_from_double(nextafter(least, -INFINITY), &read));
        ck_assert(read < decimal);
    }
}
END_TEST

static void start(void)
{
    state = 20261126;
}

int main(void)
{
    Suite *suite = suite_create("kernels");
    TCase *tcase = tcase_create("kernels");
    tcase_add_checked_fixture(tcase, start, NULL);
    tcase_add_loop_test(tcase, comparisons, 0, 2);
    tcase_add_loop_test(tcase, choices, 0, 2);
    tcase_add_loop_test(tcase, scaling, 0, 2);
    tcase_add_loop_test(tcase, products, 0, 2);
    tcase_add_test(tcase, lengths_of_months_and_years);
    tcase_add_loop_test(tcase, periods_and_years, 0, 2);
    tcase_add_loop_test(tcase, calculations_at_their_limits, 0, 2);
    tcase_add_loop_test(tcase, doubts_of_calculations, 0, 2);
    tcase_add_test(tcase, least_double_of_a_decimal);
    tcase_set_timeout(tcase, 120); /* under valgrind */
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
