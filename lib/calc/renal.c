/* SPDX-License-Identifier: MIT
 *
 * renal.c - creatinine clearance after Cockcroft and Gault, and the limit of exclusion 14.
 *
 * Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum creatinine. Nephron
 * 1976;16:31-41. The factor 0.818 is that of the protocol's note 15.
 */
#include "calc/argument.h"

static const struct nfh_range AGE_YEARS = {0, 130 * NFH_DECIMAL_ONE};
static const struct nfh_range WEIGHT_KG = {20 * NFH_DECIMAL_ONE, 400 * NFH_DECIMAL_ONE};
static const struct nfh_range CREATININE_UMOL_L = {5 * NFH_DECIMAL_ONE, 5000 * NFH_DECIMAL_ONE};
/* 5 and 5000 umol/L in mg/dL, inwards: 5 / 88.4 = 0.056561085…, 5000 / 88.4 = 56.561085972… */
static const struct nfh_range CREATININE_MG_DL = {5656109, 5656108597};

#define CLEARANCE_LOW (50 * NFH_DECIMAL_ONE)

/* Far beyond any subject, and within them all products fit in 128 bits. */
#define GREATEST_YEARS  (1000000000 * (nfh_decimal)NFH_DECIMAL_ONE)
#define GREATEST_WEIGHT (10000000000 * (nfh_decimal)NFH_DECIMAL_ONE)

bool nfh_priv_creatinine_to_umol_l(nfh_decimal mg_dl, nfh_decimal *umol_l)
{
    return nfh_priv_decimal_multiply(mg_dl, 8840000000, umol_l);
}

bool nfh_priv_creatinine_clearance(nfh_decimal age_years, nfh_decimal weight_kg,
                                   nfh_decimal creatinine_umol_l, bool female, nfh_decimal *ml_min)
{
    nfh_decimal years_left = nfh_priv_decimal_from_integer(140) - age_years;
    if (years_left < -GREATEST_YEARS || years_left > GREATEST_YEARS || weight_kg < 0 ||
        weight_kg > GREATEST_WEIGHT || creatinine_umol_l <= 0) {
        return false;
    }
    /* 1 / 0.818 = 500 / 409 and 0.85 / 0.818 = 425 / 409, so that one division rounds once. */
    nfh_decimal result =
        nfh_priv_div_round(years_left * weight_kg * (female ? 425 : 500), 409 * creatinine_umol_l);
    if (nfh_priv_decimal_magnitude(result) > (nfh_uint128)nfh_priv_decimal_max()) {
        return false;
    }
    *ml_min = result;
    return true;
}

static void read_sex(int sex, int *status)
{
    if (sex == NFH_SEX_UNKNOWN) {
        nfh_priv_worsen(status, NFH_E_UNKNOWN);
    } else if (sex != NFH_SEX_MALE && sex != NFH_SEX_FEMALE) {
        nfh_priv_worsen(status, NFH_E_RANGE);
    }
}

int nfh_creatinine_to_umol_l(double mg_dl, double *umol_l)
{
    if (umol_l == NULL) {
        return NFH_E_NULL;
    }
    *umol_l = NAN;
    int status = NFH_OK;
    nfh_decimal result;
    nfh_decimal creatinine = nfh_priv_argument(mg_dl, CREATININE_MG_DL, &status);
    if (status != NFH_OK) {
        return status;
    }
    if (!nfh_priv_creatinine_to_umol_l(creatinine, &result)) {
        return NFH_E_RANGE;
    }
    *umol_l = nfh_priv_decimal_to_double(result);
    return NFH_OK;
}

static int clearance(double age_years, double weight_kg, double creatinine_umol_l, int sex,
                     nfh_decimal *ml_min)
{
    int status = NFH_OK;
    nfh_decimal age = nfh_priv_argument(age_years, AGE_YEARS, &status);
    nfh_decimal weight = nfh_priv_argument(weight_kg, WEIGHT_KG, &status);
    nfh_decimal creatinine = nfh_priv_argument(creatinine_umol_l, CREATININE_UMOL_L, &status);
    read_sex(sex, &status);
    if (status != NFH_OK) {
        return status;
    }
    bool female = sex == NFH_SEX_FEMALE;
    return nfh_priv_creatinine_clearance(age, weight, creatinine, female, ml_min) ? NFH_OK
                                                                                  : NFH_E_RANGE;
}

int nfh_creatinine_clearance(double age_years, double weight_kg, double creatinine_umol_l, int sex,
                             double *ml_min)
{
    if (ml_min == NULL) {
        return NFH_E_NULL;
    }
    nfh_decimal result;
    int status = clearance(age_years, weight_kg, creatinine_umol_l, sex, &result);
    *ml_min = status == NFH_OK ? nfh_priv_decimal_to_double(result) : NAN;
    return status;
}

int nfh_creatinine_clearance_low(double age_years, double weight_kg, double creatinine_umol_l,
                                 int sex, int *truth)
{
    if (truth == NULL) {
        return NFH_E_NULL;
    }
    *truth = NFH_UNKNOWN;
    nfh_decimal result;
    int status = clearance(age_years, weight_kg, creatinine_umol_l, sex, &result);
    if (status == NFH_E_UNKNOWN) {
        return NFH_OK; /* no argument decides alone */
    }
    if (status == NFH_OK) {
        *truth = result <= CLEARANCE_LOW ? NFH_TRUE : NFH_FALSE;
    }
    return status;
}
