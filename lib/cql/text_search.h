/* SPDX-License-Identifier: MIT
 *
 * text_search.h - finding bytes in bytes.
 */
#ifndef NFH_CQL_TEXT_SEARCH_H
#define NFH_CQL_TEXT_SEARCH_H

#include <stddef.h>
#include <stdint.h>

/* Where the first, or last, occurrence begins; SIZE_MAX when there is none. The pattern has at
 * least one byte. In time proportional to both lengths, whatever they hold, without memory. */
size_t nfh_priv_search_first(const char *pattern, size_t pattern_length, const char *text,
                             size_t length);
size_t nfh_priv_search_last(const char *pattern, size_t pattern_length, const char *text,
                            size_t length);

#endif
