/* SPDX-License-Identifier: MIT
 *
 * value.h - a value at run time. All bytes zero is null, of every type.
 */
#ifndef NFH_CQL_VALUE_H
#define NFH_CQL_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "number/calendar.h"
#include "number/datetime.h"
#include "number/decimal.h"
#include "number/unit.h"

/* A Boolean is two bits, known true and known false; neither is null. An error has its own bit. */
enum { NFH_TRUTH_NULL = 0, NFH_TRUTH_TRUE = 1, NFH_TRUTH_FALSE = 2, NFH_TRUTH_ERROR = 4 };

/* Why a definition could not be evaluated. */
enum nfh_run_error {
    NFH_RUN_OK = 0,
    NFH_RUN_DATE_RANGE = 1,   /* a date out of the years 1 to 9999 */
    NFH_RUN_INTERVAL = 2,     /* an interval whose end is before its start */
    NFH_RUN_DURATION_UNIT = 3, /* a date plus a quantity that is no duration */
    NFH_RUN_TIME_RANGE = 4,    /* a DateTime or Time with a component that is none */
    NFH_RUN_MESSAGE = 5,       /* the rule set's own error, by Message */
    NFH_RUN_CAST = 6,          /* a cast of a value that has another type */
    NFH_RUN_UNCERTAIN = 7,     /* a calculation with a span of time that is not known exactly */
    NFH_RUN_REGEX = 8,         /* a text that is no regular expression */
    NFH_RUN_TEXT_LIMIT = 9,    /* the texts of an evaluation take more than is allowed */
    NFH_RUN_WORK_LIMIT = 10,   /* matching takes more steps than are allowed */
    NFH_RUN_POINT = 11,        /* `point from` an interval of several points */
    NFH_RUN_NEIGHBOUR = 12,    /* the successor of the greatest value, or like it */
    NFH_RUN_NUMBER = 13        /* Exp or Ln that has no result, or too great a one */
};

struct nfh_value {
    union {
        nfh_decimal decimal; /* Decimal, Quantity */
        int64_t integer;     /* Integer, Long; after an error the instruction that raised it */
        nfh_date date;
        nfh_datetime datetime; /* DateTime, Time */
        struct {
            const char *bytes;
            size_t length;
        } string;
    } as;
    const struct nfh_unit *unit; /* of a Quantity whose unit is not known before it runs */
    uint8_t known;               /* not for Booleans */
    uint8_t truth;               /* Booleans only */
    uint8_t error;               /* enum nfh_run_error */
    uint8_t note;                /* an input's: NFH_NOTE_… */
    uint8_t places;              /* of a Decimal: digits after the point as written, or 0 */
    uint8_t step_zeros;          /* of an input that is a number: one unit in the last place as it */
    uint16_t step;               /* was entered, step * 10^step_zeros; 0: not a number. Else 0: values
                                    are compared and hashed byte by byte */
};

/* Notes on an input that has been set. */
enum {
    NFH_NOTE_IMPLAUSIBLE = 1, /* outside @min … @max: null for the evaluation, the value itself is
                                 kept for the report */
    NFH_NOTE_CONVERTED = 2,   /* converted by the parameter's @accept */
    /* Not known, but to lie below or above the value that is kept; it goes where the value goes.
     * Both: there is a value, but nothing is kept of it. */
    NFH_NOTE_BELOW = 4,
    NFH_NOTE_ABOVE = 8,
    NFH_NOTE_OR_EQUAL = 16, /* or at it */
    NFH_NOTE_KIND = 32      /* from this bit on: why it is not known, NFH_MISSING_… */
};

static inline int nfh_priv_missing_kind(const struct nfh_value *value)
{
    return value->note / NFH_NOTE_KIND;
}
static inline bool nfh_priv_is_censored(const struct nfh_value *value)
{
    return (value->note & (NFH_NOTE_BELOW | NFH_NOTE_ABOVE)) != 0;
}

#endif
