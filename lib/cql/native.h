/* SPDX-License-Identifier: MIT
 *
 * native.h - the functions of the shipped library NFHCalculations that are bound to lib/calc.
 *
 * Only that library's functions, by name and operand types; a library of a user's never is. The
 * binding changes no result: it is exact where the plain CQL rounds once more, and faster.
 */
#ifndef NFH_CQL_NATIVE_H
#define NFH_CQL_NATIVE_H

#include "cql/types.h"
#include "cql/value.h"

#define NFH_NATIVE_LIBRARY  "NFHCalculations"
#define NFH_NATIVE_OPERANDS 8

/* Their indices, in the order of the table. */
enum {
    NFH_NATIVE_CREATININE_CLEARANCE,
    NFH_NATIVE_QTC_BAZETT,
    NFH_NATIVE_ALCOHOL_UNITS,
    NFH_NATIVE_ALCOHOL_EXCESS,
    NFH_NATIVE_BLOOD_PRESSURE,
    NFH_NATIVE_WITHIN_PERIOD,
    NFH_NATIVE_EVENT_WITHIN,
    NFH_NATIVE_COUNT
};

/* The slots, and which of them are operands. */
struct nfh_operands {
    const struct nfh_value *slot;
    const uint32_t *operand;
};

struct nfh_native {
    const char *name;
    void (*call)(struct nfh_operands given, struct nfh_value *result);
    /* Of a null result: the operands (a bit each) that cannot alter it any more, as the others are.
     * NULL: none. */
    unsigned (*idle)(struct nfh_operands given);
    nfh_type result;
    uint8_t count;
    /* Operands, a bit each. Required: without it the result is null. Monotone: as it alone grows,
     * the result only rises or only falls (false, null, true in this order), as far as it is known;
     * below zero and above the numbers that the calculation takes it is null. Percent: that is above
     * 100 %. Phased: as it alone grows, the result never comes back to what it was before. */
    uint8_t required, monotone, percent, phased;
    struct {
        nfh_type type;
        const char *unit; /* what a Quantity is converted to beforehand; NULL: handed over with its
                             own unit */
    } operand[NFH_NATIVE_OPERANDS];
};

extern const struct nfh_native nfh_priv_natives[NFH_NATIVE_COUNT];
static inline const struct nfh_native *nfh_priv_native(size_t index)
{
    return &nfh_priv_natives[index];
}
/* The index of the function of that name and operand types, or SIZE_MAX. */
size_t nfh_priv_native_find(const char *name, const nfh_type *operand, size_t count);

#endif
