/* SPDX-License-Identifier: MIT
 *
 * json.h - between the files that write a report as JSON.
 */
#ifndef NFH_SCREEN_JSON_H
#define NFH_SCREEN_JSON_H

#include "screen/handles.h"
#include "screen/writer.h"

/* The inside of a string; bytes that are not UTF-8 become U+FFFD. */
void nfh_priv_json_text(struct nfh_writer *writer, const char *text, size_t length);
/* `before`, then `"name":"value"`; NULL becomes null. */
void nfh_priv_json_member(struct nfh_writer *writer, const char *before, const char *name,
                          const char *value);

/* What a kind of missing, NFH_MISSING_…, is called. */
const char *nfh_priv_missing_word(int kind);

/* json_reasons.c: `,"reason":"…","leaves":[…]` of a criterion. */
void nfh_priv_json_reason(struct nfh_writer *writer, nfh_report *report, size_t criterion);

#endif
