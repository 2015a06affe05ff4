/* SPDX-License-Identifier: MIT
 *
 * blood_pressure.c - hypertension that is not controlled, as exclusion 19 asks.
 */
#include "calc/argument.h"

static const struct nfh_range SYSTOLIC_MMHG = {40 * NFH_DECIMAL_ONE, 350 * NFH_DECIMAL_ONE};
static const struct nfh_range DIASTOLIC_MMHG = {20 * NFH_DECIMAL_ONE, 250 * NFH_DECIMAL_ONE};

#define SYSTOLIC_HIGH  (140 * NFH_DECIMAL_ONE)
#define DIASTOLIC_HIGH (90 * NFH_DECIMAL_ONE)

static int reaches(struct nfh_known pressure, int64_t limit)
{
    if (!pressure.known) {
        return NFH_UNKNOWN;
    }
    return pressure.value >= limit ? NFH_TRUE : NFH_FALSE;
}

/* High pressure that was not measured after standardized treatment is not yet uncontrolled: it is
 * measured again. */
int nfh_priv_blood_pressure_uncontrolled(struct nfh_known systolic_mmhg,
                                         struct nfh_known diastolic_mmhg, int standardized)
{
    int high = nfh_priv_truth_or(reaches(systolic_mmhg, SYSTOLIC_HIGH),
                                 reaches(diastolic_mmhg, DIASTOLIC_HIGH));
    return high == NFH_FALSE || standardized == NFH_TRUE ? high : NFH_UNKNOWN;
}

int nfh_blood_pressure_uncontrolled(double systolic_mmhg, double diastolic_mmhg, int standardized,
                                    int *truth)
{
    if (truth == NULL) {
        return NFH_E_NULL;
    }
    *truth = NFH_UNKNOWN;
    int status = NFH_OK;
    struct nfh_known systolic = nfh_priv_known_argument(systolic_mmhg, SYSTOLIC_MMHG, &status);
    struct nfh_known diastolic = nfh_priv_known_argument(diastolic_mmhg, DIASTOLIC_MMHG, &status);
    if (standardized != NFH_FALSE && standardized != NFH_TRUE && standardized != NFH_UNKNOWN) {
        status = NFH_E_RANGE;
    }
    if (status != NFH_OK) {
        return status;
    }
    *truth = nfh_priv_blood_pressure_uncontrolled(systolic, diastolic, standardized);
    return NFH_OK;
}
