/* SPDX-License-Identifier: MIT
 *
 * date_values.h - durations as CQL writes them (`6 months`, `2 'wk'`) in terms of the calendar.
 */
#ifndef NFH_CQL_DATE_VALUES_H
#define NFH_CQL_DATE_VALUES_H

#include <stdbool.h>
#include <stdint.h>

#include "cql/ast.h"
#include "number/calendar.h"
#include "number/unit.h"

/* How many of which calendar unit a duration is when it is added to a date: fractions are dropped
 * but for those of seconds, and with `whole_days` hours and finer become whole days. False when the
 * unit is no duration that dates take (UCUM's mean years 'a' and months 'mo' are not). */
bool nfh_priv_calendar_count(nfh_decimal value, const struct nfh_unit *unit, bool whole_days,
                             int64_t *count, enum nfh_calendar_unit *calendar);

/* The calendar unit of a precision in a text; false for none. */
bool nfh_priv_precision_unit(enum nfh_time_precision precision, enum nfh_calendar_unit *calendar);

#endif
