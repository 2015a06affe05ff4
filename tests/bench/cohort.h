/* SPDX-License-Identifier: MIT
 *
 * cohort.h - made-up subjects of NCT07101562 in columns: plausible, with a good share of values
 * missing, and the same on every machine. A row depends on its number and on the options only, so
 * a small cohort is the beginning of a large one.
 *
 * Every column has validity bits (bit 1: known). Booleans are bits, dates int32 days since
 * 1970-01-01, quantities double in the unit of the dictionary, texts int8 indices into `text`,
 * integers int8. Arrays begin at multiples of 64 bytes and end at a multiple of 64 rows. What is
 * not known stands as 0.
 */
#ifndef NFH_BENCH_COHORT_H
#define NFH_BENCH_COHORT_H

#include <stddef.h>
#include <stdint.h>

#include "nfhscreen.h"

enum cohort_kind { COHORT_BOOLEAN, COHORT_DATE, COHORT_TEXT, COHORT_INTEGER, COHORT_QUANTITY };

/* The columns: C_birth_date, C_sex, … */
enum cohort_index {
#define BOOLEAN(name, share, missing)                                         C_##name,
#define DATE(name)                                                            C_##name,
#define TEXT(name, texts, likely, share, missing)                             C_##name,
#define INTEGER(name, least, most, missing)                                   C_##name,
#define QUANTITY(name, least, most, low, high, shape, places, missing, limit) C_##name,
#include "cohort_columns.def"
#undef BOOLEAN
#undef DATE
#undef TEXT
#undef INTEGER
#undef QUANTITY
    COHORT_COLUMNS
};

struct cohort_column {
    const char *name;
    int kind;
    void *values;
    uint8_t *validity;
    const char *const *text; /* of texts, text_count of them */
    size_t text_count;
};

struct cohort {
    size_t rows;
    struct cohort_column column[COHORT_COLUMNS];
    uint8_t *memory;
    size_t size;
};

struct cohort_options {
    size_t first; /* the number of the first row */
    size_t rows;
    uint64_t seed;
    double limits; /* the share of subjects that are put on or beside a limit, for each limit */
    double fine;   /* the share of quantities with up to 8 decimals instead of 2 at most */
};

/* NULL: no memory. */
struct cohort *cohort_new(const struct cohort_options *options);
void cohort_free(struct cohort *cohort);

/* The columns as those of a rule set's parameters of the same names; a status of the library. */
int cohort_bind(const struct cohort *cohort, const nfh_ruleset *ruleset, nfh_columns *columns);
/* One row, by the typed setters. `index` has the parameter of each column, from cohort_index. */
int cohort_index(const nfh_ruleset *ruleset, size_t index[COHORT_COLUMNS]);
int cohort_subject(const struct cohort *cohort, const size_t index[COHORT_COLUMNS], size_t row,
                   nfh_subject *subject);

#endif
