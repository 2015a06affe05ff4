/* SPDX-License-Identifier: MIT
 *
 * calc.h - the clinical calculations on exact decimals, for the public functions and for rule sets
 * alike.
 *
 * A calculation returns false where it has no result: for arguments that the formula gives no
 * meaning to (a creatinine of 0), and when the result is no decimal. A limit takes values that may
 * not be known, and returns NFH_FALSE, NFH_TRUE or NFH_UNKNOWN. Whether a value is plausible is not
 * asked here: the public functions have asked before, and rule sets ask by the limits of their
 * parameters.
 */
#ifndef NFH_CALC_CALC_H
#define NFH_CALC_CALC_H

#include <stdbool.h>
#include <stdint.h>

#include "nfhscreen.h"
#include "number/calendar.h"
#include "number/decimal.h"

struct nfh_known {
    nfh_decimal value; /* 0 when it is not known */
    bool known;
};

/* Kleene's or, of NFH_FALSE, NFH_TRUE and NFH_UNKNOWN. */
static inline int nfh_priv_truth_or(int a, int b)
{
    if (a == NFH_TRUE || b == NFH_TRUE) {
        return NFH_TRUE;
    }
    return a == NFH_FALSE && b == NFH_FALSE ? NFH_FALSE : NFH_UNKNOWN;
}

/* renal.c */
bool nfh_priv_creatinine_to_umol_l(nfh_decimal mg_dl, nfh_decimal *umol_l);
bool nfh_priv_creatinine_clearance(nfh_decimal age_years, nfh_decimal weight_kg,
                                   nfh_decimal creatinine_umol_l, bool female, nfh_decimal *ml_min);

/* ecg.c */
bool nfh_priv_qtc_bazett(nfh_decimal qt_ms, nfh_decimal heart_rate, nfh_decimal *qtc_ms);
bool nfh_priv_qtc_fridericia(nfh_decimal qt_ms, nfh_decimal heart_rate, nfh_decimal *qtc_ms);
bool nfh_priv_qtc_framingham(nfh_decimal qt_ms, nfh_decimal heart_rate, nfh_decimal *qtc_ms);
bool nfh_priv_qtc_hodges(nfh_decimal qt_ms, nfh_decimal heart_rate, nfh_decimal *qtc_ms);

/* liver.c */
int nfh_priv_exceeds_uln(struct nfh_known value, struct nfh_known uln, struct nfh_known multiple);

/* alcohol.c */
struct nfh_drinks {
    struct nfh_known beer_ml;
    struct nfh_known wine_ml;
    struct nfh_known spirits_ml;
};
bool nfh_priv_alcohol_units(nfh_decimal beer_ml, nfh_decimal wine_ml, nfh_decimal spirits_ml,
                            nfh_decimal spirits_percent, nfh_decimal *units);
/* Whether the drinks are more than `limit` units: true as soon as the known ones alone are. */
int nfh_priv_alcohol_exceeds(const struct nfh_drinks *drinks, struct nfh_known spirits_percent,
                             nfh_decimal limit);
int nfh_priv_alcohol_excess(const struct nfh_drinks *day, const struct nfh_drinks *week,
                            struct nfh_known spirits_percent);

/* blood_pressure.c; `standardized` is a truth value */
int nfh_priv_blood_pressure_uncontrolled(struct nfh_known systolic_mmhg,
                                         struct nfh_known diastolic_mmhg, int standardized);

/* dates.c: whether an event lies from anchor - count units through the anchor: before that false,
 * in it true, after the anchor unknown; partial dates decide where all their days agree. False: the
 * period begins before year 1. */
bool nfh_priv_within_period(nfh_date event, nfh_date anchor, int64_t count,
                            enum nfh_calendar_unit unit, int *truth);

#endif
