/* SPDX-License-Identifier: MIT
 *
 * ecg.c - corrected QT intervals, and the limits of the electrocardiogram.
 */
#include "nfhpg.h"

static const struct nfhpg_argument ecg_arguments[] = {
    {"qt_ms", "ms", 100, 1000},
    {"heart_rate_min", "/min", 15, 350},
    {"qrs_ms", "ms", 20, 400},
    {"pr_ms", "ms", 40, 800},
};
#define QT_AND_RATE 2

/* Any of the four corrections. */
static Datum corrected(FunctionCallInfo fcinfo, bool exact,
                       int (*correct)(double qt_ms, double heart_rate_min, double *qtc_ms))
{
    double qtc_ms;
    int status = correct(nfhpg_number(fcinfo, 0, exact), nfhpg_number(fcinfo, 1, exact), &qtc_ms);

    return nfhpg_number_result(fcinfo, exact, status, qtc_ms, ecg_arguments, QT_AND_RATE);
}

static Datum qtc_bazett(FunctionCallInfo fcinfo, bool exact)
{
    return corrected(fcinfo, exact, nfh_qtc_bazett);
}
NFHPG_BOTH(qtc_bazett);

static Datum qtc_fridericia(FunctionCallInfo fcinfo, bool exact)
{
    return corrected(fcinfo, exact, nfh_qtc_fridericia);
}
NFHPG_BOTH(qtc_fridericia);

static Datum qtc_framingham(FunctionCallInfo fcinfo, bool exact)
{
    return corrected(fcinfo, exact, nfh_qtc_framingham);
}
NFHPG_BOTH(qtc_framingham);

static Datum qtc_hodges(FunctionCallInfo fcinfo, bool exact)
{
    return corrected(fcinfo, exact, nfh_qtc_hodges);
}
NFHPG_BOTH(qtc_hodges);

static Datum ecg_qtcb_prolonged(FunctionCallInfo fcinfo, bool exact)
{
    int truth;
    int status = nfh_ecg_qtcb_prolonged(nfhpg_number(fcinfo, 0, exact),
                                        nfhpg_number(fcinfo, 1, exact), &truth);

    return nfhpg_truth_result(fcinfo, exact, status, truth, ecg_arguments, QT_AND_RATE);
}
NFHPG_BOTH(ecg_qtcb_prolonged);

/* A limit of one number. */
static Datum single(FunctionCallInfo fcinfo, bool exact, int (*limit)(double value, int *truth),
                    const struct nfhpg_argument *argument)
{
    int truth;
    int status = limit(nfhpg_number(fcinfo, 0, exact), &truth);

    return nfhpg_truth_result(fcinfo, exact, status, truth, argument, 1);
}

static Datum ecg_heart_rate_high(FunctionCallInfo fcinfo, bool exact)
{
    return single(fcinfo, exact, nfh_ecg_heart_rate_high, &ecg_arguments[1]);
}
NFHPG_BOTH(ecg_heart_rate_high);

static Datum ecg_qrs_wide(FunctionCallInfo fcinfo, bool exact)
{
    return single(fcinfo, exact, nfh_ecg_qrs_wide, &ecg_arguments[2]);
}
NFHPG_BOTH(ecg_qrs_wide);

static Datum ecg_pr_long(FunctionCallInfo fcinfo, bool exact)
{
    return single(fcinfo, exact, nfh_ecg_pr_long, &ecg_arguments[3]);
}
NFHPG_BOTH(ecg_pr_long);

static Datum ecg_abnormal(FunctionCallInfo fcinfo, bool exact)
{
    int truth;
    int status =
        nfh_ecg_abnormal(nfhpg_number(fcinfo, 0, exact), nfhpg_number(fcinfo, 1, exact),
                         nfhpg_number(fcinfo, 2, exact), nfhpg_number(fcinfo, 3, exact), &truth);

    return nfhpg_truth_result(fcinfo, exact, status, truth, ecg_arguments, lengthof(ecg_arguments));
}
NFHPG_BOTH(ecg_abnormal);
