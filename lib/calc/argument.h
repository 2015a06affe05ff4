/* SPDX-License-Identifier: MIT
 *
 * argument.h - reading the arguments of the public calculations: each is looked at, and the gravest
 * status stands.
 *
 * The order of gravity is that of the numbers: NFH_E_RANGE, NFH_E_INFINITE, NFH_E_UNKNOWN. What
 * more data could cure comes last.
 */
#ifndef NFH_CALC_ARGUMENT_H
#define NFH_CALC_ARGUMENT_H

#include <math.h>

#include "calc/calc.h"

#if defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__ > 0)
#error "libnfhscreen needs NaN and infinity: compile without -ffast-math and -ffinite-math-only"
#endif

/* Least and greatest plausible value, as decimals; both are allowed themselves. */
struct nfh_range {
    int64_t least;
    int64_t greatest;
};
#define NFH_HUNDREDTH (NFH_DECIMAL_ONE / 100)

static inline void nfh_priv_worsen(int *status, int found)
{
    if (found > *status) {
        *status = found;
    }
}

/* The decimal that `value` stands for. */
static inline nfh_decimal nfh_priv_argument(double value, struct nfh_range range, int *status)
{
    nfh_decimal decimal = 0;
    if (isnan(value)) {
        nfh_priv_worsen(status, NFH_E_UNKNOWN);
    } else if (isinf(value)) {
        nfh_priv_worsen(status, NFH_E_INFINITE);
    } else if (!nfh_priv_decimal_from_double(value, &decimal) || decimal < range.least ||
               decimal > range.greatest) {
        nfh_priv_worsen(status, NFH_E_RANGE);
    }
    return decimal;
}

/* The same for a limit, to which NaN is a value that is not known and no error. */
static inline struct nfh_known nfh_priv_known_argument(double value, struct nfh_range range,
                                                       int *status)
{
    struct nfh_known known = {0, !isnan(value)};
    if (known.known) {
        known.value = nfh_priv_argument(value, range, status);
    }
    return known;
}

/* A date as days since 1970-01-01. */
static inline int nfh_priv_date_status(int32_t days)
{
    if (days == NFH_DATE_UNKNOWN) {
        return NFH_E_UNKNOWN;
    }
    return days < NFH_DAYS_MIN || days > NFH_DAYS_MAX ? NFH_E_RANGE : NFH_OK;
}

#endif
