/* SPDX-License-Identifier: MIT
 *
 * calc_functions.h - the calculations as a table, so that rows of test data can call them by name.
 *
 * Every argument is carried as a double, which holds any int32_t exactly.
 */
#ifndef NFH_TESTS_CALC_FUNCTIONS_H
#define NFH_TESTS_CALC_FUNCTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "nfhscreen.h"

#define MOST_ARGUMENTS 7

/* Arrays of n: each argument both ways, the array form takes the one of its prototype. */
struct columns {
    double *number[MOST_ARGUMENTS];
    int32_t *integer[MOST_ARGUMENTS];
    void *result; /* n doubles or n int32_t */
    int32_t *status;
};

struct function {
    const char *name;
    const char *arguments; /* n: double, i: int, d: date */
    char result;           /* n: double, t: truth, i: int32_t, d: date */
    int (*call)(const double *a, void *result);
    int (*call_array)(size_t n, const struct columns *c);
};

static int creatinine_to_umol_l(const double *a, void *result)
{
    return nfh_creatinine_to_umol_l(a[0], result);
}

static int creatinine_to_umol_l_n(size_t n, const struct columns *c)
{
    return nfh_creatinine_to_umol_l_n(n, c->number[0], c->result, c->status);
}

static int creatinine_clearance(const double *a, void *result)
{
    return nfh_creatinine_clearance(a[0], a[1], a[2], (int)a[3], result);
}

static int creatinine_clearance_n(size_t n, const struct columns *c)
{
    return nfh_creatinine_clearance_n(n, c->number[0], c->number[1], c->number[2], c->integer[3],
                                      c->result, c->status);
}

static int creatinine_clearance_low(const double *a, void *result)
{
    return nfh_creatinine_clearance_low(a[0], a[1], a[2], (int)a[3], result);
}

static int creatinine_clearance_low_n(size_t n, const struct columns *c)
{
    return nfh_creatinine_clearance_low_n(n, c->number[0], c->number[1], c->number[2],
                                          c->integer[3], c->result, c->status);
}

static int qtc_bazett(const double *a, void *result)
{
    return nfh_qtc_bazett(a[0], a[1], result);
}

static int qtc_bazett_n(size_t n, const struct columns *c)
{
    return nfh_qtc_bazett_n(n, c->number[0], c->number[1], c->result, c->status);
}

static int qtc_fridericia(const double *a, void *result)
{
    return nfh_qtc_fridericia(a[0], a[1], result);
}

static int qtc_fridericia_n(size_t n, const struct columns *c)
{
    return nfh_qtc_fridericia_n(n, c->number[0], c->number[1], c->result, c->status);
}

static int qtc_framingham(const double *a, void *result)
{
    return nfh_qtc_framingham(a[0], a[1], result);
}

static int qtc_framingham_n(size_t n, const struct columns *c)
{
    return nfh_qtc_framingham_n(n, c->number[0], c->number[1], c->result, c->status);
}

static int qtc_hodges(const double *a, void *result)
{
    return nfh_qtc_hodges(a[0], a[1], result);
}

static int qtc_hodges_n(size_t n, const struct columns *c)
{
    return nfh_qtc_hodges_n(n, c->number[0], c->number[1], c->result, c->status);
}

static int ecg_qtcb_prolonged(const double *a, void *result)
{
    return nfh_ecg_qtcb_prolonged(a[0], a[1], result);
}

static int ecg_qtcb_prolonged_n(size_t n, const struct columns *c)
{
    return nfh_ecg_qtcb_prolonged_n(n, c->number[0], c->number[1], c->result, c->status);
}

static int ecg_heart_rate_high(const double *a, void *result)
{
    return nfh_ecg_heart_rate_high(a[0], result);
}

static int ecg_heart_rate_high_n(size_t n, const struct columns *c)
{
    return nfh_ecg_heart_rate_high_n(n, c->number[0], c->result, c->status);
}

static int ecg_qrs_wide(const double *a, void *result)
{
    return nfh_ecg_qrs_wide(a[0], result);
}

static int ecg_qrs_wide_n(size_t n, const struct columns *c)
{
    return nfh_ecg_qrs_wide_n(n, c->number[0], c->result, c->status);
}

static int ecg_pr_long(const double *a, void *result)
{
    return nfh_ecg_pr_long(a[0], result);
}

static int ecg_pr_long_n(size_t n, const struct columns *c)
{
    return nfh_ecg_pr_long_n(n, c->number[0], c->result, c->status);
}

static int ecg_abnormal(const double *a, void *result)
{
    return nfh_ecg_abnormal(a[0], a[1], a[2], a[3], result);
}

static int ecg_abnormal_n(size_t n, const struct columns *c)
{
    return nfh_ecg_abnormal_n(n, c->number[0], c->number[1], c->number[2], c->number[3], c->result,
                              c->status);
}

static int exceeds_uln(const double *a, void *result)
{
    return nfh_exceeds_uln(a[0], a[1], a[2], result);
}

static int exceeds_uln_n(size_t n, const struct columns *c)
{
    return nfh_exceeds_uln_n(n, c->number[0], c->number[1], c->number[2], c->result, c->status);
}

static int blood_pressure_uncontrolled(const double *a, void *result)
{
    return nfh_blood_pressure_uncontrolled(a[0], a[1], (int)a[2], result);
}

static int blood_pressure_uncontrolled_n(size_t n, const struct columns *c)
{
    return nfh_blood_pressure_uncontrolled_n(n, c->number[0], c->number[1], c->integer[2],
                                             c->result, c->status);
}

static int alcohol_units(const double *a, void *result)
{
    return nfh_alcohol_units(a[0], a[1], a[2], a[3], result);
}

static int alcohol_units_n(size_t n, const struct columns *c)
{
    return nfh_alcohol_units_n(n, c->number[0], c->number[1], c->number[2], c->number[3], c->result,
                               c->status);
}

static int alcohol_excess(const double *a, void *result)
{
    return nfh_alcohol_excess(a[0], a[1], a[2], a[3], a[4], a[5], a[6], result);
}

static int alcohol_excess_n(size_t n, const struct columns *c)
{
    return nfh_alcohol_excess_n(n, c->number[0], c->number[1], c->number[2], c->number[3],
                                c->number[4], c->number[5], c->number[6], c->result, c->status);
}

static int add_months(const double *a, void *result)
{
    return nfh_add_months((int32_t)a[0], (int)a[1], result);
}

static int add_months_n(size_t n, const struct columns *c)
{
    return nfh_add_months_n(n, c->integer[0], c->integer[1], c->result, c->status);
}

static int add_days(const double *a, void *result)
{
    return nfh_add_days((int32_t)a[0], (int)a[1], result);
}

static int add_days_n(size_t n, const struct columns *c)
{
    return nfh_add_days_n(n, c->integer[0], c->integer[1], c->result, c->status);
}

static int age_years(const double *a, void *result)
{
    return nfh_age_years((int32_t)a[0], (int32_t)a[1], result);
}

static int age_years_n(size_t n, const struct columns *c)
{
    return nfh_age_years_n(n, c->integer[0], c->integer[1], c->result, c->status);
}

static int within_window(const double *a, void *result)
{
    return nfh_within_window((int32_t)a[0], (int32_t)a[1], (int)a[2], result);
}

static int within_window_n(size_t n, const struct columns *c)
{
    return nfh_within_window_n(n, c->integer[0], c->integer[1], c->integer[2], c->result,
                               c->status);
}

static int within_days(const double *a, void *result)
{
    return nfh_within_days((int32_t)a[0], (int32_t)a[1], (int)a[2], result);
}

static int within_days_n(size_t n, const struct columns *c)
{
    return nfh_within_days_n(n, c->integer[0], c->integer[1], c->integer[2], c->result, c->status);
}

static const struct function functions[] = {
    {"nfh_creatinine_to_umol_l", "n", 'n', creatinine_to_umol_l, creatinine_to_umol_l_n},
    {"nfh_creatinine_clearance", "nnni", 'n', creatinine_clearance, creatinine_clearance_n},
    {"nfh_creatinine_clearance_low", "nnni", 't', creatinine_clearance_low,
     creatinine_clearance_low_n},
    {"nfh_qtc_bazett", "nn", 'n', qtc_bazett, qtc_bazett_n},
    {"nfh_qtc_fridericia", "nn", 'n', qtc_fridericia, qtc_fridericia_n},
    {"nfh_qtc_framingham", "nn", 'n', qtc_framingham, qtc_framingham_n},
    {"nfh_qtc_hodges", "nn", 'n', qtc_hodges, qtc_hodges_n},
    {"nfh_ecg_qtcb_prolonged", "nn", 't', ecg_qtcb_prolonged, ecg_qtcb_prolonged_n},
    {"nfh_ecg_heart_rate_high", "n", 't', ecg_heart_rate_high, ecg_heart_rate_high_n},
    {"nfh_ecg_qrs_wide", "n", 't', ecg_qrs_wide, ecg_qrs_wide_n},
    {"nfh_ecg_pr_long", "n", 't', ecg_pr_long, ecg_pr_long_n},
    {"nfh_ecg_abnormal", "nnnn", 't', ecg_abnormal, ecg_abnormal_n},
    {"nfh_exceeds_uln", "nnn", 't', exceeds_uln, exceeds_uln_n},
    {"nfh_blood_pressure_uncontrolled", "nni", 't', blood_pressure_uncontrolled,
     blood_pressure_uncontrolled_n},
    {"nfh_alcohol_units", "nnnn", 'n', alcohol_units, alcohol_units_n},
    {"nfh_alcohol_excess", "nnnnnnn", 't', alcohol_excess, alcohol_excess_n},
    {"nfh_add_months", "di", 'd', add_months, add_months_n},
    {"nfh_add_days", "di", 'd', add_days, add_days_n},
    {"nfh_age_years", "dd", 'i', age_years, age_years_n},
    {"nfh_within_window", "ddi", 't', within_window, within_window_n},
    {"nfh_within_days", "ddi", 't', within_days, within_days_n},
};
#define FUNCTIONS (sizeof functions / sizeof *functions)

#endif
