/* SPDX-License-Identifier: MIT
 *
 * unit_internal.h - what the files unit*.c share.
 */
#ifndef NFH_NUMBER_UNIT_INTERNAL_H
#define NFH_NUMBER_UNIT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "number/unit.h"
#include "number/unit_natural.h"
#include "number/unit_table.h"

/* `special` of a calendar word. */
enum nfh_unit_word {
    NFH_WORD_NONE,
    NFH_WORD_MILLISECOND,
    NFH_WORD_SECOND,
    NFH_WORD_MINUTE,
    NFH_WORD_HOUR,
    NFH_WORD_DAY,
    NFH_WORD_WEEK,
    NFH_WORD_MONTH,
    NFH_WORD_YEAR
};

/* A year or a month: no fixed number of seconds. */
static inline bool nfh_priv_unit_is_month(const struct nfh_unit *unit)
{
    return unit->kind == NFH_UNIT_CALENDAR && unit->special >= NFH_WORD_MONTH;
}

/* --- unit_factor.c -----------------------------------------------------------------------------
 */

/* *result = a * b, or a / b; false when it is beyond 10^±30000. */
bool nfh_priv_unit_factor_multiply(const struct nfh_unit_factor *a, const struct nfh_unit_factor *b,
                                   bool invert, struct nfh_unit_factor *result);
bool nfh_priv_unit_factor_power(const struct nfh_unit_factor *a, int exponent,
                                struct nfh_unit_factor *result);
bool nfh_priv_unit_factor_same(const struct nfh_unit_factor *a, const struct nfh_unit_factor *b);

/* --- unit_value.c: a measured value in base units ----------------------------------------------
 */

/* ± numerator / denominator * 10^power10 * pi^power_pi */
struct nfh_unit_value {
    bool negative;
    struct nfh_natural numerator;
    struct nfh_natural denominator;
    int power10;
    int power_pi;
};

void nfh_priv_unit_value_set(struct nfh_unit_value *value, nfh_decimal decimal);
bool nfh_priv_unit_value_multiply(struct nfh_unit_value *value,
                                  const struct nfh_unit_factor *factor);
bool nfh_priv_unit_value_divide(struct nfh_unit_value *value, const struct nfh_unit_factor *factor);
/* Multiplies the powers of pi, or of ten, out; the latter only for values of moderate size. */
bool nfh_priv_unit_value_expand_pi(struct nfh_unit_value *value);
bool nfh_priv_unit_value_expand_ten(struct nfh_unit_value *value);
/* The decimal logarithm of the value without its power of pi, within two; the value is not 0. */
int nfh_priv_unit_value_magnitude(const struct nfh_unit_value *value);
/* Rounded to 8 places, half away from zero; false on overflow. */
bool nfh_priv_unit_value_round(struct nfh_unit_value *value, nfh_decimal *result);
/* Rounds to `digits` significant digits. */
bool nfh_priv_unit_value_shorten(struct nfh_unit_value *value, int digits);
/* -1, 0, 1; both values are used up. NFH_UNIT_INCOMPARABLE when they are too large to tell. */
#define NFH_UNIT_INCOMPARABLE 2
int nfh_priv_unit_value_compare(struct nfh_unit_value *a, struct nfh_unit_value *b);

/* --- unit_special.c ----------------------------------------------------------------------------
 */

/* Significant digits of a reading on a scale that is not a temperature. */
#define NFH_SPECIAL_DIGITS 40

/* From the reading of a special scale to the property in base units, and back. False: no such
 * value. */
bool nfh_priv_unit_special_to_base(nfh_decimal reading, const struct nfh_unit *unit,
                                   struct nfh_unit_value *value);
bool nfh_priv_unit_special_from_base(struct nfh_unit_value *value, const struct nfh_unit *unit,
                                     nfh_decimal *reading);
/* Whether it is a temperature; whether the reading falls as the property rises. */
bool nfh_priv_unit_special_is_exact(const struct nfh_unit *unit);
bool nfh_priv_unit_special_is_falling(const struct nfh_unit *unit);

/* --- unit_real.c: reals with 60 digits after the point -----------------------------------------
 */

#define NFH_REAL_PLACES 60

struct nfh_real {
    bool negative;
    struct nfh_natural scaled; /* |value| * 10^60 */
};

/* Rounds toward zero; false when the value is too large. */
bool nfh_priv_real_set(struct nfh_real *real, const struct nfh_unit_value *value);
void nfh_priv_real_get(const struct nfh_real *real, struct nfh_unit_value *value);
/* Reads [-]digits.digits; only for constants of ours. */
bool nfh_priv_real_parse(struct nfh_real *real, const char *digits);
bool nfh_priv_real_multiply(struct nfh_real *a, const struct nfh_real *b);
bool nfh_priv_real_divide(struct nfh_real *a, const struct nfh_real *b);
/* Base-ten logarithm of a positive value (pi^0), and 10^real as a value. */
bool nfh_priv_real_log10(const struct nfh_unit_value *value, struct nfh_real *result);
bool nfh_priv_real_exp10(const struct nfh_real *real, struct nfh_unit_value *value);
/* The tangent of an angle strictly between -pi/2 and pi/2, and its inverse. */
bool nfh_priv_real_tangent(const struct nfh_real *angle, struct nfh_real *result);
bool nfh_priv_real_arctangent(const struct nfh_real *tangent, struct nfh_real *result);

/* --- unit_parse.c: the syntax ------------------------------------------------------------------
 */

#define NFH_UNIT_COMPONENTS 32 /* as many as fit in NFH_UNIT_TEXT */

/* One factor of a unit: symbol, number (`number` > 0) or a lone annotation (no symbol). */
struct nfh_unit_component {
    const char *symbol;
    uint8_t length;
    uint8_t note_length; /* of the annotation with its braces */
    const char *note;
    int exponent; /* negative below the line */
    uint64_t number;
};

struct nfh_unit_term {
    size_t count;
    struct nfh_unit_component component[NFH_UNIT_COMPONENTS];
};

bool nfh_priv_unit_scan(const char *text, size_t length, struct nfh_unit_term *term,
                        struct nfh_unit_error *error);

/* --- unit_suggest.c ----------------------------------------------------------------------------
 */

/* A common slip, and the code meant. Arrays, for a table of pointers costs the shared library three times as much. */
struct nfh_unit_slip {
    char wrong[19];
    char right[17];
};

const struct nfh_unit_slip *nfh_priv_unit_slip(const char *text, size_t length);

/* The table itself; for tests. */
size_t nfh_priv_unit_slip_count(void);
const struct nfh_unit_slip *nfh_priv_unit_slip_at(size_t index);

#endif
