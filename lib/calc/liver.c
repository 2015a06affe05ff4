/* SPDX-License-Identifier: MIT
 *
 * liver.c - a laboratory value above a multiple of its upper limit of normal (ULN), as exclusion 14
 * asks.
 */
#include "calc/argument.h"

static const struct nfh_range VALUE = {0, 20000 * NFH_DECIMAL_ONE};
static const struct nfh_range ULN = {NFH_HUNDREDTH, 20000 * NFH_DECIMAL_ONE};
static const struct nfh_range MULTIPLE = {NFH_HUNDREDTH, 100 * NFH_DECIMAL_ONE};

/* Products are compared, not the ratio: 15.15 is not above 1.5 times 10.1, whatever is rounded. */
int nfh_priv_exceeds_uln(struct nfh_known value, struct nfh_known uln, struct nfh_known multiple)
{
    if (!value.known || !uln.known || !multiple.known) {
        return NFH_UNKNOWN;
    }
    if (value.value < 0 || uln.value <= 0 || multiple.value <= 0) {
        return NFH_UNKNOWN;
    }
    struct nfh_wide left = nfh_priv_wide_mul((nfh_uint128)value.value, NFH_DECIMAL_ONE);
    struct nfh_wide right = nfh_priv_wide_mul((nfh_uint128)uln.value, (nfh_uint128)multiple.value);
    return nfh_priv_wide_compare(left, right) > 0 ? NFH_TRUE : NFH_FALSE;
}

int nfh_exceeds_uln(double value, double uln, double multiple, int *truth)
{
    if (truth == NULL) {
        return NFH_E_NULL;
    }
    int status = NFH_OK;
    struct nfh_known measured = nfh_priv_known_argument(value, VALUE, &status);
    struct nfh_known limit = nfh_priv_known_argument(uln, ULN, &status);
    struct nfh_known times = nfh_priv_known_argument(multiple, MULTIPLE, &status);
    *truth = status == NFH_OK ? nfh_priv_exceeds_uln(measured, limit, times) : NFH_UNKNOWN;
    return status;
}
