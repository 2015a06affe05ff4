/* SPDX-License-Identifier: MIT
 *
 * renal.c - creatinine and its clearance.
 */
#include "nfhpg.h"

static const struct nfhpg_argument creatinine_arguments[] = {
    {"mg_dl", "mg/dL", 0.05656109, 56.56108597},
};

static const struct nfhpg_argument clearance_arguments[] = {
    {"age_years", "years", 0, 130},
    {"weight_kg", "kg", 20, 400},
    {"creatinine_umol_l", "umol/L", 5, 5000},
};

static Datum creatinine_to_umol_l(FunctionCallInfo fcinfo, bool exact)
{
    double umol_l;
    int status = nfh_creatinine_to_umol_l(nfhpg_number(fcinfo, 0, exact), &umol_l);

    return nfhpg_number_result(fcinfo, exact, status, umol_l, creatinine_arguments,
                               lengthof(creatinine_arguments));
}
NFHPG_BOTH(creatinine_to_umol_l);

static Datum creatinine_clearance(FunctionCallInfo fcinfo, bool exact)
{
    double ml_min;
    int status =
        nfh_creatinine_clearance(nfhpg_number(fcinfo, 0, exact), nfhpg_number(fcinfo, 1, exact),
                                 nfhpg_number(fcinfo, 2, exact), nfhpg_sex(fcinfo, 3), &ml_min);

    return nfhpg_number_result(fcinfo, exact, status, ml_min, clearance_arguments,
                               lengthof(clearance_arguments));
}
NFHPG_BOTH(creatinine_clearance);

static Datum creatinine_clearance_low(FunctionCallInfo fcinfo, bool exact)
{
    int truth;
    int status =
        nfh_creatinine_clearance_low(nfhpg_number(fcinfo, 0, exact), nfhpg_number(fcinfo, 1, exact),
                                     nfhpg_number(fcinfo, 2, exact), nfhpg_sex(fcinfo, 3), &truth);

    return nfhpg_truth_result(fcinfo, exact, status, truth, clearance_arguments,
                              lengthof(clearance_arguments));
}
NFHPG_BOTH(creatinine_clearance_low);
