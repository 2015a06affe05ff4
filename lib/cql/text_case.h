/* SPDX-License-Identifier: MIT
 *
 * text_case.h - upper and lower case of single characters, of all scripts that have them: the
 * simple case mappings of Unicode 14.0. They change no length in characters, so ß stays ß.
 */
#ifndef NFH_CQL_TEXT_CASE_H
#define NFH_CQL_TEXT_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint32_t nfh_priv_case_upper(uint32_t point);
uint32_t nfh_priv_case_lower(uint32_t point);
/* Equal for two characters that differ in case alone; also for all that become one another in
 * upper or lower case: σ and ς, k and the sign of kelvin, i and the Turkish ı and İ. */
uint32_t nfh_priv_case_fold(uint32_t point);

/* Points above this have no case. */
#define NFH_CASE_LAST 0x1e943u
/* The other characters that differ from a point in case alone, as Unicode's case folding has it:
 * that is the fold above, but ı and İ stand alone. Returns how many. */
#define NFH_CASE_VARIANTS_MAX 3
size_t nfh_priv_case_variants(uint32_t point, uint32_t variants[NFH_CASE_VARIANTS_MAX]);

#endif
