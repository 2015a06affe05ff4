/* SPDX-License-Identifier: MIT
 *
 * unit.h - units of the Unified Code for Units of Measure (UCUM, case-sensitive), and CQL's
 * calendar words.
 *
 * A unit is an exact factor and powers of the seven UCUM base units (m, s, g, rad, K, C, cd).
 * `text` is the unit as it was written and is what a quantity prints. Source of the codes:
 * ucum-notice.txt.
 *
 * UCUM knows no dimension of substance: mol is a number (6.02214076 × 10^23), so mol and eq, and
 * mol/L and /L, convert; a mass and an amount of substance never do.
 */
#ifndef NFH_NUMBER_UNIT_H
#define NFH_NUMBER_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "number/calendar.h"
#include "number/decimal.h"

#define NFH_UNIT_TEXT        64 /* longest unit, with its end */
#define NFH_UNIT_BASES       7
#define NFH_UNIT_ARBITRARIES 3 /* different arbitrary units in one unit */

enum nfh_unit_kind {
    NFH_UNIT_RATIO,     /* an ordinary unit */
    NFH_UNIT_SPECIAL,   /* Cel, [degF], [pH] …: compares and converts, no arithmetic */
    NFH_UNIT_ARBITRARY, /* [iU], [arb'U] …: goes with the same arbitrary unit only: k[iU] with [iU]
                         */
    NFH_UNIT_CALENDAR   /* day, month, year … as CQL's words, singular or plural */
};

/* numerator / denominator * 10^power10 * pi^power_pi, in lowest terms: the numerator is no multiple
 * of ten, the denominator has no factor 2 or 5, so equal factors have equal members. Exact as long
 * as both fit in 128 bits and pi's power is -2 to 2; beyond that ([mi_i]9, [pi]3) rounded to 38
 * significant digits. pi is UCUM's own [pi], 64 digits after the point. */
struct nfh_unit_factor {
    nfh_uint128 numerator;
    nfh_uint128 denominator;
    int16_t power10;
    int8_t power_pi;
};

/* All but `text` and `kind` is private to unit*.c. The factor is the one to the base units; of a
 * special unit it is the prefix, of year and month the number of months. */
struct nfh_unit {
    struct nfh_unit_factor factor;
    uint8_t kind;    /* enum nfh_unit_kind */
    uint8_t special; /* which special scale or calendar word; 0: none */
    int8_t exponent[NFH_UNIT_BASES];
    uint8_t arbitrary[NFH_UNIT_ARBITRARIES]; /* which arbitrary units, ascending; 0: none */
    int8_t arbitrary_exponent[NFH_UNIT_ARBITRARIES];
    char text[NFH_UNIT_TEXT];
};

/* Where and why a text is no unit. */
struct nfh_unit_error {
    size_t offset;       /* in bytes from the start of the text */
    const char *message; /* static text: what was expected */
    const char *suggestion; /* the code that was probably meant, static text, or NULL */
};

/* Which one a unit of kind NFH_UNIT_CALENDAR is. */
enum nfh_calendar_unit nfh_priv_unit_of_calendar(const struct nfh_unit *unit);

/* The unit one, `1`. */
const struct nfh_unit *nfh_priv_unit_one(void);

/* Reads a UCUM unit (all `length` bytes). False: *error (may be NULL) says where and why; *unit is
 * left alone. The empty text is no unit. A special unit stands alone (with a prefix or an
 * annotation at most). */
bool nfh_priv_unit_parse(const char *text, size_t length, struct nfh_unit *unit,
                         struct nfh_unit_error *error);
/* Reads one of CQL's calendar words (year, years, month … millisecond(s)). */
bool nfh_priv_unit_calendar(const char *word, size_t length, struct nfh_unit *unit);

/* The same dimension, so that one converts into the other. Calendar durations of a second to a week
 * convert to UCUM's; years and months only among themselves (1 year = 12 months), never to 'a' or
 * 'mo'. */
bool nfh_priv_unit_commensurable(const struct nfh_unit *a, const struct nfh_unit *b);
/* The same factor and dimension (so no conversion is needed), whatever the spelling. */
bool nfh_priv_unit_same(const struct nfh_unit *a, const struct nfh_unit *b);

/* *result = value in unit `to`, rounded once to 8 places; false when the units are not
 * commensurable, on overflow, or where a special scale has no such value (the logarithm of 0). */
bool nfh_priv_unit_convert(nfh_decimal value, const struct nfh_unit *from,
                           const struct nfh_unit *to, nfh_decimal *result);

/* Compares a [ua] with b [ub] exactly (cross-multiplied, not rounded): -1, 0, 1, or 2 when not
 * commensurable. Logarithmic and trigonometric scales are compared to 40 significant digits. A
 * scale that falls as the property rises ([pH] against mol/L) has no order with the property
 * itself: 0 or 2. */
int nfh_priv_unit_compare(nfh_decimal a, const struct nfh_unit *ua, nfh_decimal b,
                          const struct nfh_unit *ub);

/* Product and quotient; the text is UCUM's (`mg`, `mL` -> `mg.mL`; `cm`, `cm` -> `cm2`; `mg` / `mL`
 * -> `mg/mL`; `mg` / `mg` -> `1`). Equal codes are combined, nothing else is: `mg/dL` / `mg/L` ->
 * `L/dL`. Calendar words of a second to a week become UCUM's code, unless the other unit is `1`;
 * year and month go with `1` and divide by themselves only. False for special units, or when the
 * result is too large or too long. */
bool nfh_priv_unit_multiply(const struct nfh_unit *a, const struct nfh_unit *b,
                            struct nfh_unit *result);
bool nfh_priv_unit_divide(const struct nfh_unit *a, const struct nfh_unit *b,
                          struct nfh_unit *result);

#endif
