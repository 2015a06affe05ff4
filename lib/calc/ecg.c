/* SPDX-License-Identifier: MIT
 *
 * ecg.c - the QT interval corrected for the heart rate, and the limits of exclusion 17. The papers
 * are cited in nfhscreen.h.
 */
#include "calc/argument.h"

static const struct nfh_range QT_MS = {100 * NFH_DECIMAL_ONE, 1000 * NFH_DECIMAL_ONE};
static const struct nfh_range HEART_RATE_MIN = {15 * NFH_DECIMAL_ONE, 350 * NFH_DECIMAL_ONE};
static const struct nfh_range QRS_MS = {20 * NFH_DECIMAL_ONE, 400 * NFH_DECIMAL_ONE};
static const struct nfh_range PR_MS = {40 * NFH_DECIMAL_ONE, 800 * NFH_DECIMAL_ONE};

#define QTCB_LONG       (450 * NFH_DECIMAL_ONE)
#define HEART_RATE_HIGH (100 * NFH_DECIMAL_ONE)
#define QRS_WIDE        (120 * NFH_DECIMAL_ONE)
#define PR_LONG         (220 * NFH_DECIMAL_ONE)

#define SIXTY (60 * NFH_DECIMAL_ONE)

typedef bool correction(nfh_decimal qt_ms, nfh_decimal heart_rate, nfh_decimal *qtc_ms);

/* A QT of 10 s and 10 000 beats a minute are far beyond any heart, and up to there all products fit
 * in 128 bits. */
static bool can_be_corrected(nfh_decimal qt_ms, nfh_decimal heart_rate)
{
    int64_t greatest = 10000 * NFH_DECIMAL_ONE;
    return qt_ms >= 0 && qt_ms <= greatest && heart_rate > 0 && heart_rate <= greatest;
}

/* Bazett 1920: QT / sqrt(60 / rate). Scaled by 10^8, as its decimals q and r are, the result c is
 * the rounded square root of q^2 r / (60 * 10^8): (2c - 1)^2 <= 4 q^2 r / (60 * 10^8) < (2c + 1)^2.
 * The double only says where to begin to look; it may cost a step more, but not change the result.
 */
static nfh_uint128 bazett_side(uint64_t twice)
{
    return (nfh_uint128)twice * twice * SIXTY;
}

bool nfh_priv_qtc_bazett(nfh_decimal qt_ms, nfh_decimal heart_rate, nfh_decimal *qtc_ms)
{
    if (!can_be_corrected(qt_ms, heart_rate)) {
        return false;
    }
    double qt = (double)(int64_t)qt_ms, rate = (double)(int64_t)heart_rate;
    uint64_t root = (uint64_t)(sqrt(qt * qt * rate / (double)SIXTY) + 0.5);
    nfh_uint128 sought = 4 * (nfh_uint128)qt_ms * (nfh_uint128)qt_ms * (nfh_uint128)heart_rate;
    while (root > 0 && bazett_side(2 * root - 1) > sought) {
        root--;
    }
    while (bazett_side(2 * root + 1) <= sought) {
        root++;
    }
    *qtc_ms = (nfh_decimal)root;
    return true;
}

/* Fridericia 1920: the same with the cube root of q^3 r / (60 * 10^8), which takes 256 bits. */
static struct nfh_wide fridericia_side(uint64_t twice)
{
    return nfh_priv_wide_mul((nfh_uint128)twice * twice, (nfh_uint128)twice * SIXTY);
}

bool nfh_priv_qtc_fridericia(nfh_decimal qt_ms, nfh_decimal heart_rate, nfh_decimal *qtc_ms)
{
    if (!can_be_corrected(qt_ms, heart_rate)) {
        return false;
    }
    double qt = (double)qt_ms;
    uint64_t root = (uint64_t)(cbrt(qt * qt * qt * (double)heart_rate / (double)SIXTY) + 0.5);
    nfh_uint128 q = (nfh_uint128)qt_ms;
    struct nfh_wide sought = nfh_priv_wide_mul(8 * q * q * q, (nfh_uint128)heart_rate);
    while (root > 0 && nfh_priv_wide_compare(fridericia_side(2 * root - 1), sought) > 0) {
        root--;
    }
    while (nfh_priv_wide_compare(fridericia_side(2 * root + 1), sought) <= 0) {
        root++;
    }
    *qtc_ms = (nfh_decimal)root;
    return true;
}

/* Sagie 1992: QT + 154 * (1 - 60 / rate), as one ratio over the rate so that it is rounded once. */
bool nfh_priv_qtc_framingham(nfh_decimal qt_ms, nfh_decimal heart_rate, nfh_decimal *qtc_ms)
{
    if (!can_be_corrected(qt_ms, heart_rate)) {
        return false;
    }
    nfh_decimal slope = 154 * NFH_DECIMAL_ONE;
    *qtc_ms = nfh_priv_div_round(qt_ms * heart_rate + slope * (heart_rate - SIXTY), heart_rate);
    return true;
}

/* Hodges 1983: QT + 1.75 * (rate - 60) */
bool nfh_priv_qtc_hodges(nfh_decimal qt_ms, nfh_decimal heart_rate, nfh_decimal *qtc_ms)
{
    if (!can_be_corrected(qt_ms, heart_rate)) {
        return false;
    }
    *qtc_ms = nfh_priv_div_round(4 * qt_ms + 7 * (heart_rate - SIXTY), 4);
    return true;
}

static int corrected(double qt_ms, double heart_rate_min, double *qtc_ms, correction *correct)
{
    if (qtc_ms == NULL) {
        return NFH_E_NULL;
    }
    *qtc_ms = NAN;
    int status = NFH_OK;
    nfh_decimal result;
    nfh_decimal qt = nfh_priv_argument(qt_ms, QT_MS, &status);
    nfh_decimal heart_rate = nfh_priv_argument(heart_rate_min, HEART_RATE_MIN, &status);
    if (status != NFH_OK) {
        return status;
    }
    if (!correct(qt, heart_rate, &result)) {
        return NFH_E_RANGE;
    }
    *qtc_ms = nfh_priv_decimal_to_double(result);
    return NFH_OK;
}

int nfh_qtc_bazett(double qt_ms, double heart_rate_min, double *qtc_ms)
{
    return corrected(qt_ms, heart_rate_min, qtc_ms, nfh_priv_qtc_bazett);
}

int nfh_qtc_fridericia(double qt_ms, double heart_rate_min, double *qtc_ms)
{
    return corrected(qt_ms, heart_rate_min, qtc_ms, nfh_priv_qtc_fridericia);
}

int nfh_qtc_framingham(double qt_ms, double heart_rate_min, double *qtc_ms)
{
    return corrected(qt_ms, heart_rate_min, qtc_ms, nfh_priv_qtc_framingham);
}

int nfh_qtc_hodges(double qt_ms, double heart_rate_min, double *qtc_ms)
{
    return corrected(qt_ms, heart_rate_min, qtc_ms, nfh_priv_qtc_hodges);
}

static int above(struct nfh_known value, int64_t limit)
{
    if (!value.known) {
        return NFH_UNKNOWN;
    }
    return value.value > limit ? NFH_TRUE : NFH_FALSE;
}

static int qtcb_above_limit(struct nfh_known qt, struct nfh_known heart_rate)
{
    struct nfh_known qtcb = {0, false};
    if (qt.known && heart_rate.known) {
        qtcb.known = nfh_priv_qtc_bazett(qt.value, heart_rate.value, &qtcb.value);
    }
    return above(qtcb, QTCB_LONG);
}

static int single_limit(double value, struct nfh_range range, int64_t limit, int *truth)
{
    if (truth == NULL) {
        return NFH_E_NULL;
    }
    int status = NFH_OK;
    struct nfh_known known = nfh_priv_known_argument(value, range, &status);
    *truth = status == NFH_OK ? above(known, limit) : NFH_UNKNOWN;
    return status;
}

int nfh_ecg_qtcb_prolonged(double qt_ms, double heart_rate_min, int *truth)
{
    if (truth == NULL) {
        return NFH_E_NULL;
    }
    int status = NFH_OK;
    struct nfh_known qt = nfh_priv_known_argument(qt_ms, QT_MS, &status);
    struct nfh_known heart_rate = nfh_priv_known_argument(heart_rate_min, HEART_RATE_MIN, &status);
    *truth = status == NFH_OK ? qtcb_above_limit(qt, heart_rate) : NFH_UNKNOWN;
    return status;
}

int nfh_ecg_heart_rate_high(double heart_rate_min, int *truth)
{
    return single_limit(heart_rate_min, HEART_RATE_MIN, HEART_RATE_HIGH, truth);
}

int nfh_ecg_qrs_wide(double qrs_ms, int *truth)
{
    return single_limit(qrs_ms, QRS_MS, QRS_WIDE, truth);
}

int nfh_ecg_pr_long(double pr_ms, int *truth)
{
    return single_limit(pr_ms, PR_MS, PR_LONG, truth);
}

int nfh_ecg_abnormal(double qt_ms, double heart_rate_min, double qrs_ms, double pr_ms, int *truth)
{
    if (truth == NULL) {
        return NFH_E_NULL;
    }
    *truth = NFH_UNKNOWN;
    int status = NFH_OK;
    struct nfh_known qt = nfh_priv_known_argument(qt_ms, QT_MS, &status);
    struct nfh_known heart_rate = nfh_priv_known_argument(heart_rate_min, HEART_RATE_MIN, &status);
    struct nfh_known qrs = nfh_priv_known_argument(qrs_ms, QRS_MS, &status);
    struct nfh_known pr = nfh_priv_known_argument(pr_ms, PR_MS, &status);
    if (status != NFH_OK) {
        return status;
    }
    int rate_or_qtcb =
        nfh_priv_truth_or(above(heart_rate, HEART_RATE_HIGH), qtcb_above_limit(qt, heart_rate));
    int qrs_or_pr = nfh_priv_truth_or(above(qrs, QRS_WIDE), above(pr, PR_LONG));
    *truth = nfh_priv_truth_or(rate_or_qtcb, qrs_or_pr);
    return NFH_OK;
}
