/* SPDX-License-Identifier: MIT
 *
 * alcohol.c - alcohol units and the limits of exclusion 26: a unit is 360 mL of beer, 150 mL of
 * wine or 45 mL of spirits of 40 %.
 */
#include "calc/argument.h"

/* Of a week, and so of a day too: the function is not told which. */
static const struct nfh_range BEER_ML = {0, 140000 * NFH_DECIMAL_ONE};
static const struct nfh_range WINE_ML = {0, 70000 * NFH_DECIMAL_ONE};
static const struct nfh_range SPIRITS_ML = {0, 35000 * NFH_DECIMAL_ONE};
static const struct nfh_range BEER_ML_DAY = {0, 20000 * NFH_DECIMAL_ONE};
static const struct nfh_range WINE_ML_DAY = {0, 10000 * NFH_DECIMAL_ONE};
static const struct nfh_range SPIRITS_ML_DAY = {0, 5000 * NFH_DECIMAL_ONE};
static const struct nfh_range SPIRITS_PERCENT = {0, 100 * NFH_DECIMAL_ONE};

#define UNITS_A_DAY    (2 * NFH_DECIMAL_ONE)
#define UNITS_A_WEEK   (14 * NFH_DECIMAL_ONE)
#define USUAL_STRENGTH 40.0

/* beer / 360 + wine / 150 + spirits / 45 * strength / 40 over the common denominator 1800. With at
 * most 100 % every sum of decimals is less than 2^127. */
#define DENOMINATOR ((nfh_decimal)1800 * NFH_DECIMAL_ONE)
static bool find_numerator(nfh_decimal beer_ml, nfh_decimal wine_ml, nfh_decimal spirits_ml,
                           nfh_decimal spirits_percent, nfh_decimal *numerator)
{
    if (beer_ml < 0 || wine_ml < 0 || spirits_ml < 0 || spirits_percent < 0 ||
        spirits_percent > SPIRITS_PERCENT.greatest) {
        return false;
    }
    *numerator = (5 * beer_ml + 12 * wine_ml) * NFH_DECIMAL_ONE + spirits_ml * spirits_percent;
    return true;
}

bool nfh_priv_alcohol_units(nfh_decimal beer_ml, nfh_decimal wine_ml, nfh_decimal spirits_ml,
                            nfh_decimal spirits_percent, nfh_decimal *units)
{
    nfh_decimal numerator;
    if (!find_numerator(beer_ml, wine_ml, spirits_ml, spirits_percent, &numerator)) {
        return false;
    }
    *units = nfh_priv_div_round(numerator, DENOMINATOR);
    return true;
}

int nfh_priv_alcohol_exceeds(const struct nfh_drinks *drinks, struct nfh_known spirits_percent,
                             nfh_decimal limit)
{
    nfh_decimal numerator;
    if (!find_numerator(drinks->beer_ml.value, drinks->wine_ml.value, drinks->spirits_ml.value,
                        spirits_percent.value, &numerator)) {
        return NFH_UNKNOWN;
    }
    /* More than the limit once rounded: by half of the last place at least. */
    if (2 * (nfh_uint128)numerator >= (nfh_uint128)((2 * limit + 1) * DENOMINATOR)) {
        return NFH_TRUE;
    }
    bool all_known = drinks->beer_ml.known && drinks->wine_ml.known && drinks->spirits_ml.known &&
                     spirits_percent.known;
    return all_known ? NFH_FALSE : NFH_UNKNOWN;
}

int nfh_priv_alcohol_excess(const struct nfh_drinks *day, const struct nfh_drinks *week,
                            struct nfh_known spirits_percent)
{
    return nfh_priv_truth_or(nfh_priv_alcohol_exceeds(day, spirits_percent, UNITS_A_DAY),
                             nfh_priv_alcohol_exceeds(week, spirits_percent, UNITS_A_WEEK));
}

int nfh_alcohol_units(double beer_ml, double wine_ml, double spirits_ml, double spirits_percent,
                      double *units)
{
    if (units == NULL) {
        return NFH_E_NULL;
    }
    *units = NAN;
    int status = NFH_OK;
    nfh_decimal result;
    nfh_decimal beer = nfh_priv_argument(beer_ml, BEER_ML, &status);
    nfh_decimal wine = nfh_priv_argument(wine_ml, WINE_ML, &status);
    nfh_decimal spirits = nfh_priv_argument(spirits_ml, SPIRITS_ML, &status);
    nfh_decimal strength = nfh_priv_argument(spirits_percent, SPIRITS_PERCENT, &status);
    if (status != NFH_OK) {
        return status;
    }
    if (!nfh_priv_alcohol_units(beer, wine, spirits, strength, &result)) {
        return NFH_E_RANGE;
    }
    *units = nfh_priv_decimal_to_double(result);
    return NFH_OK;
}

int nfh_alcohol_excess(double beer_ml_day, double wine_ml_day, double spirits_ml_day,
                       double beer_ml_week, double wine_ml_week, double spirits_ml_week,
                       double spirits_percent, int *truth)
{
    if (truth == NULL) {
        return NFH_E_NULL;
    }
    int status = NFH_OK;
    struct nfh_drinks day = {
        nfh_priv_known_argument(beer_ml_day, BEER_ML_DAY, &status),
        nfh_priv_known_argument(wine_ml_day, WINE_ML_DAY, &status),
        nfh_priv_known_argument(spirits_ml_day, SPIRITS_ML_DAY, &status),
    };
    struct nfh_drinks week = {
        nfh_priv_known_argument(beer_ml_week, BEER_ML, &status),
        nfh_priv_known_argument(wine_ml_week, WINE_ML, &status),
        nfh_priv_known_argument(spirits_ml_week, SPIRITS_ML, &status),
    };
    double percent = isnan(spirits_percent) ? USUAL_STRENGTH : spirits_percent;
    struct nfh_known strength = nfh_priv_known_argument(percent, SPIRITS_PERCENT, &status);
    *truth = status == NFH_OK ? nfh_priv_alcohol_excess(&day, &week, strength) : NFH_UNKNOWN;
    return status;
}
