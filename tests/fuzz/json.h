/* SPDX-License-Identifier: MIT
 *
 * json.h - whether a text is JSON.
 */
#ifndef NFH_TESTS_FUZZ_JSON_H
#define NFH_TESTS_FUZZ_JSON_H

#include <stdbool.h>

/* The JSON that a report has: UTF-8, objects, arrays, strings, true, false, null, no blanks. */
bool fuzz_is_json(const char *text);

#endif
