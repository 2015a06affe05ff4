/* SPDX-License-Identifier: MIT
 *
 * calculations.c - prints the result of every array form of the calculations for a fixed list of
 * arguments: limits, their neighbours, ends of ranges and ties. The output must be the same, byte
 * for byte, on every machine, compiler and C library; a double is printed as its bits.
 */
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "nfhscreen.h"

#define COUNT(ARRAY) (sizeof(ARRAY) / sizeof *(ARRAY))

static const double ages[] = {0, 20, 25, 40.5, 65, 65.99999999, 130, 130.00000001, NAN};
static const double weights[] = {20, 40.9, 81.8, 122.7, 144.35294118, 400, 400.1, INFINITY};
static const double creatinines[] = {5, 88.4, 109, 230, 359.99999999, 360, 2048, 5000, 4.9};
static const double qts[] = {100,          100.00000001, 247.96050939, 300, 408, 450,
                             450.00000001, 637.44154904, 1000,         NAN, -1};
static const double rates[] = {15,  19.6608,      32.768, 59.99999998, 60,  73, 86.4,
                               100, 100.00000001, 135,    202.5,       350, NAN};
static const double volumes[] = {0,   0.0000018, 30,         45,   90,  100, 149.99999999,
                                 240, 720,       720.000001, 5000, NAN, -0.1};
static const double strengths[] = {0, 33.33333333, 40, 52, 100, 100.1, NAN};
static const double values[] = {0, 15.15, 60.45, 60.45000001, 80, 80.00000001, 20000, NAN};
static const double ulns[] = {0.01, 10.1, 40, 40.3, 500, 20000};
static const double multiples[] = {0.01, 1.5, 2, 1.00000001, 100};
static const double pressures[] = {40, 89.99999999, 90, 139.99999999, 140, 250, 350, NAN};
static const int32_t codes[] = {0, 1, 2, 3};
static const int32_t days[] = {-719162, -719163, -365,  -1,    0,       59,
                               11016,   20147,   20331, 20332, 2932896, INT32_MIN};
static const int32_t spans[] = {0, 1, 6, 12, 60, -6, 119987};

static void print_number(const char *name, int32_t status, double result)
{
    uint64_t bits;
    memcpy(&bits, &result, sizeof bits);
    if (isnan(result)) {
        printf("%s %" PRId32 " nan\n", name, status);
    } else {
        printf("%s %" PRId32 " %016" PRIx64 "\n", name, status, bits);
    }
}

static void print_integer(const char *name, int32_t status, int32_t result)
{
    printf("%s %" PRId32 " %" PRId32 "\n", name, status, result);
}

static void kidney(const double *age, const double *weight, const double *creatinine)
{
    int32_t status, truth;
    double number;
    for (size_t s = 0; s < COUNT(codes); s++) {
        nfh_creatinine_clearance_n(1, age, weight, creatinine, &codes[s], &number, &status);
        print_number("creatinine_clearance", status, number);
        nfh_creatinine_clearance_low_n(1, age, weight, creatinine, &codes[s], &truth, &status);
        print_integer("creatinine_clearance_low", status, truth);
    }
}

static void heart(const double *qt, const double *rate)
{
    static const struct {
        const char *name;
        int (*correct)(size_t n, const double *qt_ms, const double *heart_rate_min, double *qtc_ms,
                       int32_t *status);
    } corrections[] = {
        {"qtc_bazett", nfh_qtc_bazett_n},
        {"qtc_fridericia", nfh_qtc_fridericia_n},
        {"qtc_framingham", nfh_qtc_framingham_n},
        {"qtc_hodges", nfh_qtc_hodges_n},
    };
    int32_t status, truth;
    double number;
    for (size_t i = 0; i < COUNT(corrections); i++) {
        corrections[i].correct(1, qt, rate, &number, &status);
        print_number(corrections[i].name, status, number);
    }
    nfh_ecg_qtcb_prolonged_n(1, qt, rate, &truth, &status);
    print_integer("ecg_qtcb_prolonged", status, truth);
    nfh_ecg_heart_rate_high_n(1, rate, &truth, &status);
    print_integer("ecg_heart_rate_high", status, truth);
    nfh_ecg_qrs_wide_n(1, qt, &truth, &status);
    print_integer("ecg_qrs_wide", status, truth);
    nfh_ecg_pr_long_n(1, qt, &truth, &status);
    print_integer("ecg_pr_long", status, truth);
    nfh_ecg_abnormal_n(1, qt, rate, qt, qt, &truth, &status);
    print_integer("ecg_abnormal", status, truth);
}

static void alcohol(const double *beer, const double *spirits, const double *strength)
{
    int32_t status, truth;
    double number;
    nfh_alcohol_units_n(1, beer, spirits, spirits, strength, &number, &status);
    print_number("alcohol_units", status, number);
    nfh_alcohol_excess_n(1, beer, spirits, spirits, spirits, beer, beer, strength, &truth, &status);
    print_integer("alcohol_excess", status, truth);
}

static void limits(void)
{
    int32_t status, truth;
    for (size_t i = 0; i < COUNT(values); i++) {
        for (size_t j = 0; j < COUNT(ulns); j++) {
            for (size_t k = 0; k < COUNT(multiples); k++) {
                nfh_exceeds_uln_n(1, &values[i], &ulns[j], &multiples[k], &truth, &status);
                print_integer("exceeds_uln", status, truth);
            }
        }
    }
    for (size_t i = 0; i < COUNT(pressures); i++) {
        for (size_t j = 0; j < COUNT(pressures); j++) {
            for (size_t k = 0; k < COUNT(codes); k++) {
                nfh_blood_pressure_uncontrolled_n(1, &pressures[i], &pressures[j], &codes[k],
                                                  &truth, &status);
                print_integer("blood_pressure_uncontrolled", status, truth);
            }
        }
    }
}

static void calendar(const int32_t *day, const int32_t *other)
{
    int32_t status, result;
    nfh_age_years_n(1, day, other, &result, &status);
    print_integer("age_years", status, result);
    for (size_t i = 0; i < COUNT(spans); i++) {
        nfh_add_months_n(1, day, &spans[i], &result, &status);
        print_integer("add_months", status, result);
        nfh_add_days_n(1, day, &spans[i], &result, &status);
        print_integer("add_days", status, result);
        nfh_within_window_n(1, day, other, &spans[i], &result, &status);
        print_integer("within_window", status, result);
        nfh_within_days_n(1, day, other, &spans[i], &result, &status);
        print_integer("within_days", status, result);
    }
}

static void text(int32_t day)
{
    char buffer[NFH_DATE_SIZE];
    int32_t date;
    int status = nfh_date_format(day, buffer, sizeof buffer);
    printf("date_format %d %s\n", status, buffer);
    status = nfh_date_parse(buffer, &date);
    printf("date_parse %d %" PRId32 "\n", status, date);
}

int main(void)
{
    for (size_t i = 0; i < COUNT(ages); i++) {
        for (size_t j = 0; j < COUNT(weights) * COUNT(creatinines); j++) {
            kidney(&ages[i], &weights[j % COUNT(weights)], &creatinines[j / COUNT(weights)]);
        }
    }
    for (size_t i = 0; i < COUNT(creatinines); i++) {
        int32_t status;
        double number, mg_dl = creatinines[i] / 64; /* exact */
        nfh_creatinine_to_umol_l_n(1, &mg_dl, &number, &status);
        print_number("creatinine_to_umol_l", status, number);
    }
    for (size_t i = 0; i < COUNT(qts) * COUNT(rates); i++) {
        heart(&qts[i % COUNT(qts)], &rates[i / COUNT(qts)]);
    }
    for (size_t i = 0; i < COUNT(volumes) * COUNT(volumes); i++) {
        for (size_t j = 0; j < COUNT(strengths); j++) {
            alcohol(&volumes[i % COUNT(volumes)], &volumes[i / COUNT(volumes)], &strengths[j]);
        }
    }
    limits();
    for (size_t i = 0; i < COUNT(days); i++) {
        text(days[i]);
        for (size_t j = 0; j < COUNT(days); j++) {
            calendar(&days[i], &days[j]);
        }
    }
    return 0;
}
