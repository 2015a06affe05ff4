/* SPDX-License-Identifier: MIT
 *
 * rival_struct.h - NCT07101562, and nothing else, as a programmer would write it by hand: a struct
 * per subject with doubles and whether they are known, and three-valued logic. nfh_screen is
 * measured against it. It is not exact: a value at a limit may come out on either side.
 */
#ifndef NFH_BENCH_RIVAL_STRUCT_H
#define NFH_BENCH_RIVAL_STRUCT_H

#include <stdbool.h>

#include "cohort.h"
#include "rival_columns.h"

enum rival_truth { RIVAL_NO, RIVAL_YES, RIVAL_OPEN };

struct rival_number {
    double value;
    bool known;
};

struct rival_date {
    int day; /* since 1970-01-01 */
    bool known;
};

enum rival_sex { RIVAL_MALE, RIVAL_FEMALE };

/* A member for each parameter of the rule set, by its name. */
struct rival_subject {
#define BOOLEAN(name, share, missing) enum rival_truth name;
#define DATE(name)                    struct rival_date name;
#define TEXT(name, texts, likely, share, missing) \
    int name; /* an index into `texts`; -1: not known */
#define INTEGER(name, least, most, missing) struct rival_number name;
#define QUANTITY(name, least, most, low, high, shape, places, missing, limit) \
    struct rival_number name;
#include "cohort_columns.def"
#undef BOOLEAN
#undef DATE
#undef TEXT
#undef INTEGER
#undef QUANTITY
};

struct rival_report {
    int verdict; /* NFH_VERDICT_… */
    enum rival_truth criterion[RIVAL_COUNT];
};

void rival_struct_fill(const struct cohort *cohort, size_t row, struct rival_subject *subject);
void rival_struct_screen(const struct rival_subject *subject, struct rival_report *report);

#endif
