/* SPDX-License-Identifier: MIT
 *
 * arrays.c - each calculation and each limit over n rows, because a call per row costs more than
 * the work where the caller is no C program. A row is computed by the function of one row, so the
 * results are the same bit for bit.
 */
#include <math.h>

#include "nfhscreen.h"

/* What stands in the results after a null pointer among the arrays: no row has a result. */
static int refuse_integers(size_t n, int32_t nothing, int32_t *result, int32_t *status)
{
    for (size_t i = 0; i < n; i++) {
        if (result != NULL) {
            result[i] = nothing;
        }
        if (status != NULL) {
            status[i] = NFH_E_NULL;
        }
    }
    return n > 0 ? NFH_E_NULL : NFH_OK;
}

static int refuse_truths(size_t n, int32_t *truth, int32_t *status)
{
    return refuse_integers(n, NFH_UNKNOWN, truth, status);
}

static int refuse_dates(size_t n, int32_t *date, int32_t *status)
{
    return refuse_integers(n, NFH_DATE_UNKNOWN, date, status);
}

static int refuse_numbers(size_t n, double *result, int32_t *status)
{
    for (size_t i = 0; result != NULL && i < n; i++) {
        result[i] = NAN;
    }
    return refuse_integers(n, 0, NULL, status);
}

int nfh_creatinine_to_umol_l_n(size_t n, const double *mg_dl, double *umol_l, int32_t *status)
{
    if (!mg_dl || !umol_l || !status) {
        return refuse_numbers(n, umol_l, status);
    }
    for (size_t i = 0; i < n; i++) {
        status[i] = nfh_creatinine_to_umol_l(mg_dl[i], &umol_l[i]);
    }
    return NFH_OK;
}

int nfh_creatinine_clearance_n(size_t n, const double *age_years, const double *weight_kg,
                               const double *creatinine_umol_l, const int32_t *sex, double *ml_min,
                               int32_t *status)
{
    if (!age_years || !weight_kg || !creatinine_umol_l || !sex || !ml_min || !status) {
        return refuse_numbers(n, ml_min, status);
    }
    for (size_t i = 0; i < n; i++) {
        status[i] = nfh_creatinine_clearance(age_years[i], weight_kg[i], creatinine_umol_l[i],
                                             sex[i], &ml_min[i]);
    }
    return NFH_OK;
}

int nfh_creatinine_clearance_low_n(size_t n, const double *age_years, const double *weight_kg,
                                   const double *creatinine_umol_l, const int32_t *sex,
                                   int32_t *truth, int32_t *status)
{
    if (!age_years || !weight_kg || !creatinine_umol_l || !sex || !truth || !status) {
        return refuse_truths(n, truth, status);
    }
    for (size_t i = 0; i < n; i++) {
        int low;
        status[i] = nfh_creatinine_clearance_low(age_years[i], weight_kg[i], creatinine_umol_l[i],
                                                 sex[i], &low);
        truth[i] = low;
    }
    return NFH_OK;
}

static int corrected_n(size_t n, const double *qt_ms, const double *heart_rate_min, double *qtc_ms,
                       int32_t *status, int (*correct)(double, double, double *))
{
    if (!qt_ms || !heart_rate_min || !qtc_ms || !status) {
        return refuse_numbers(n, qtc_ms, status);
    }
    for (size_t i = 0; i < n; i++) {
        status[i] = correct(qt_ms[i], heart_rate_min[i], &qtc_ms[i]);
    }
    return NFH_OK;
}

int nfh_qtc_bazett_n(size_t n, const double *qt_ms, const double *heart_rate_min, double *qtc_ms,
                     int32_t *status)
{
    return corrected_n(n, qt_ms, heart_rate_min, qtc_ms, status, nfh_qtc_bazett);
}

int nfh_qtc_fridericia_n(size_t n, const double *qt_ms, const double *heart_rate_min,
                         double *qtc_ms, int32_t *status)
{
    return corrected_n(n, qt_ms, heart_rate_min, qtc_ms, status, nfh_qtc_fridericia);
}

int nfh_qtc_framingham_n(size_t n, const double *qt_ms, const double *heart_rate_min,
                         double *qtc_ms, int32_t *status)
{
    return corrected_n(n, qt_ms, heart_rate_min, qtc_ms, status, nfh_qtc_framingham);
}

int nfh_qtc_hodges_n(size_t n, const double *qt_ms, const double *heart_rate_min, double *qtc_ms,
                     int32_t *status)
{
    return corrected_n(n, qt_ms, heart_rate_min, qtc_ms, status, nfh_qtc_hodges);
}

int nfh_ecg_qtcb_prolonged_n(size_t n, const double *qt_ms, const double *heart_rate_min,
                             int32_t *truth, int32_t *status)
{
    if (!qt_ms || !heart_rate_min || !truth || !status) {
        return refuse_truths(n, truth, status);
    }
    for (size_t i = 0; i < n; i++) {
        int prolonged;
        status[i] = nfh_ecg_qtcb_prolonged(qt_ms[i], heart_rate_min[i], &prolonged);
        truth[i] = prolonged;
    }
    return NFH_OK;
}

static int single_limit_n(size_t n, const double *value, int32_t *truth, int32_t *status,
                          int (*limit)(double, int *))
{
    if (!value || !truth || !status) {
        return refuse_truths(n, truth, status);
    }
    for (size_t i = 0; i < n; i++) {
        int above;
        status[i] = limit(value[i], &above);
        truth[i] = above;
    }
    return NFH_OK;
}

int nfh_ecg_heart_rate_high_n(size_t n, const double *heart_rate_min, int32_t *truth,
                              int32_t *status)
{
    return single_limit_n(n, heart_rate_min, truth, status, nfh_ecg_heart_rate_high);
}

int nfh_ecg_qrs_wide_n(size_t n, const double *qrs_ms, int32_t *truth, int32_t *status)
{
    return single_limit_n(n, qrs_ms, truth, status, nfh_ecg_qrs_wide);
}

int nfh_ecg_pr_long_n(size_t n, const double *pr_ms, int32_t *truth, int32_t *status)
{
    return single_limit_n(n, pr_ms, truth, status, nfh_ecg_pr_long);
}

int nfh_ecg_abnormal_n(size_t n, const double *qt_ms, const double *heart_rate_min,
                       const double *qrs_ms, const double *pr_ms, int32_t *truth, int32_t *status)
{
    if (!qt_ms || !heart_rate_min || !qrs_ms || !pr_ms || !truth || !status) {
        return refuse_truths(n, truth, status);
    }
    for (size_t i = 0; i < n; i++) {
        int abnormal;
        status[i] = nfh_ecg_abnormal(qt_ms[i], heart_rate_min[i], qrs_ms[i], pr_ms[i], &abnormal);
        truth[i] = abnormal;
    }
    return NFH_OK;
}

int nfh_exceeds_uln_n(size_t n, const double *value, const double *uln, const double *multiple,
                      int32_t *truth, int32_t *status)
{
    if (!value || !uln || !multiple || !truth || !status) {
        return refuse_truths(n, truth, status);
    }
    for (size_t i = 0; i < n; i++) {
        int exceeds;
        status[i] = nfh_exceeds_uln(value[i], uln[i], multiple[i], &exceeds);
        truth[i] = exceeds;
    }
    return NFH_OK;
}

int nfh_blood_pressure_uncontrolled_n(size_t n, const double *systolic_mmhg,
                                      const double *diastolic_mmhg, const int32_t *standardized,
                                      int32_t *truth, int32_t *status)
{
    if (!systolic_mmhg || !diastolic_mmhg || !standardized || !truth || !status) {
        return refuse_truths(n, truth, status);
    }
    for (size_t i = 0; i < n; i++) {
        int uncontrolled;
        status[i] = nfh_blood_pressure_uncontrolled(systolic_mmhg[i], diastolic_mmhg[i],
                                                    standardized[i], &uncontrolled);
        truth[i] = uncontrolled;
    }
    return NFH_OK;
}

int nfh_alcohol_units_n(size_t n, const double *beer_ml, const double *wine_ml,
                        const double *spirits_ml, const double *spirits_percent, double *units,
                        int32_t *status)
{
    if (!beer_ml || !wine_ml || !spirits_ml || !spirits_percent || !units || !status) {
        return refuse_numbers(n, units, status);
    }
    for (size_t i = 0; i < n; i++) {
        status[i] =
            nfh_alcohol_units(beer_ml[i], wine_ml[i], spirits_ml[i], spirits_percent[i], &units[i]);
    }
    return NFH_OK;
}

int nfh_alcohol_excess_n(size_t n, const double *beer_ml_day, const double *wine_ml_day,
                         const double *spirits_ml_day, const double *beer_ml_week,
                         const double *wine_ml_week, const double *spirits_ml_week,
                         const double *spirits_percent, int32_t *truth, int32_t *status)
{
    if (!beer_ml_day || !wine_ml_day || !spirits_ml_day || !beer_ml_week || !wine_ml_week ||
        !spirits_ml_week || !spirits_percent || !truth || !status) {
        return refuse_truths(n, truth, status);
    }
    for (size_t i = 0; i < n; i++) {
        int excess;
        status[i] =
            nfh_alcohol_excess(beer_ml_day[i], wine_ml_day[i], spirits_ml_day[i], beer_ml_week[i],
                               wine_ml_week[i], spirits_ml_week[i], spirits_percent[i], &excess);
        truth[i] = excess;
    }
    return NFH_OK;
}

static int moved_n(size_t n, const int32_t *date, const int32_t *count, int32_t *result,
                   int32_t *status, int (*move)(int32_t, int, int32_t *))
{
    if (!date || !count || !result || !status) {
        return refuse_dates(n, result, status);
    }
    for (size_t i = 0; i < n; i++) {
        status[i] = move(date[i], count[i], &result[i]);
    }
    return NFH_OK;
}

int nfh_add_months_n(size_t n, const int32_t *date, const int32_t *months, int32_t *result,
                     int32_t *status)
{
    return moved_n(n, date, months, result, status, nfh_add_months);
}

int nfh_add_days_n(size_t n, const int32_t *date, const int32_t *days, int32_t *result,
                   int32_t *status)
{
    return moved_n(n, date, days, result, status, nfh_add_days);
}

int nfh_age_years_n(size_t n, const int32_t *birth, const int32_t *at, int32_t *years,
                    int32_t *status)
{
    if (!birth || !at || !years || !status) {
        return refuse_dates(n, years, status);
    }
    for (size_t i = 0; i < n; i++) {
        status[i] = nfh_age_years(birth[i], at[i], &years[i]);
    }
    return NFH_OK;
}

static int within_n(size_t n, const int32_t *event, const int32_t *anchor, const int32_t *count,
                    int32_t *truth, int32_t *status, int (*within)(int32_t, int32_t, int, int *))
{
    if (!event || !anchor || !count || !truth || !status) {
        return refuse_truths(n, truth, status);
    }
    for (size_t i = 0; i < n; i++) {
        int in_window;
        status[i] = within(event[i], anchor[i], count[i], &in_window);
        truth[i] = in_window;
    }
    return NFH_OK;
}

int nfh_within_window_n(size_t n, const int32_t *event, const int32_t *anchor,
                        const int32_t *months, int32_t *truth, int32_t *status)
{
    return within_n(n, event, anchor, months, truth, status, nfh_within_window);
}

int nfh_within_days_n(size_t n, const int32_t *event, const int32_t *anchor, const int32_t *days,
                      int32_t *truth, int32_t *status)
{
    return within_n(n, event, anchor, days, truth, status, nfh_within_days);
}
