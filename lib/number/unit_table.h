/* SPDX-License-Identifier: MIT
 *
 * unit_table.h - the atoms and prefixes of UCUM 2.2 (see ucum-notice.txt).
 */
#ifndef NFH_NUMBER_UNIT_TABLE_H
#define NFH_NUMBER_UNIT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "number/unit.h"

/* Special scales: the value is not proportional to the property. */
enum nfh_unit_scale {
    NFH_SCALE_NONE,
    NFH_SCALE_CELSIUS,
    NFH_SCALE_FAHRENHEIT,
    NFH_SCALE_REAUMUR,
    NFH_SCALE_PH,
    NFH_SCALE_HP_X,
    NFH_SCALE_HP_C,
    NFH_SCALE_HP_M,
    NFH_SCALE_HP_Q,
    NFH_SCALE_NEPER,
    NFH_SCALE_BEL,
    NFH_SCALE_BEL_SPL,
    NFH_SCALE_BEL_V,
    NFH_SCALE_BEL_MV,
    NFH_SCALE_BEL_UV,
    NFH_SCALE_BEL_10NV,
    NFH_SCALE_BEL_W,
    NFH_SCALE_BEL_KW,
    NFH_SCALE_BIT,
    NFH_SCALE_SLOPE,
    NFH_SCALE_ROOT,
    NFH_SCALE_COUNT
};

/* An atom is numerator / denominator * 10^power10 * pi^power_pi in base units; a special atom has
 * the factor one and its scale (unit_special.c has the reference), an arbitrary one its number. */
struct nfh_unit_atom {
    char code[16]; /* an array, for a table of pointers costs the shared library three times as much */
    uint64_t numerator;
    uint32_t denominator;
    int8_t power10;
    int8_t power_pi;
    int8_t exponent[NFH_UNIT_BASES];
    uint8_t metric; /* takes prefixes */
    uint8_t special;
    uint8_t arbitrary;
};

struct nfh_unit_prefix {
    char code[4];
    uint64_t factor;
    int8_t power10;
};

/* The atom of exactly this code, or NULL. */
const struct nfh_unit_atom *nfh_priv_unit_atom(const char *code, size_t length);

/* The prefix of exactly this code, or NULL. */
const struct nfh_unit_prefix *nfh_priv_unit_prefix(const char *code, size_t length);

/* Reads an atom, or a prefix and a metric atom. False: no unit. *prefix is NULL without one. */
bool nfh_priv_unit_lookup(const char *symbol, size_t length, const struct nfh_unit_prefix **prefix,
                          const struct nfh_unit_atom **atom);

/* The table itself, ascending by code; for tests. */
size_t nfh_priv_unit_atom_count(void);
const struct nfh_unit_atom *nfh_priv_unit_atom_at(size_t index);

#endif
