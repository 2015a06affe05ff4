/* SPDX-License-Identifier: MIT
 *
 * subjects.h - random subjects of NCT07101562 on and beside the limits, drawn from
 * tests/data/subjects.tsv: the same on every machine.
 */
#ifndef NFH_TESTS_SUBJECTS_H
#define NFH_TESTS_SUBJECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nfhscreen.h"
#include "support.h"

/* Pseudo-random numbers (splitmix64): any seed will do. */
struct random {
    uint64_t state;
};
unsigned random_below(struct random *random, unsigned limit);

#define INPUTS_MAX 100
#define INPUT_SIZE 32

/* One subject: a text for each input, in the order of the table; "" is not known. */
struct inputs {
    char text[INPUTS_MAX][INPUT_SIZE];
};

/* Reads tests/data/subjects.tsv, whose rows are the inputs of the trial. */
struct test_table inputs_table(void);
size_t input_index(const struct test_table *table, const char *name);

/* What a value is drawn from; one in so many is on or beside a limit, or implausible (0: none). */
struct draw {
    unsigned limit_in;
    unsigned implausible_in;
};

/* A complete subject. */
void draw_inputs(const struct test_table *table, struct random *random, struct draw draw,
                 struct inputs *inputs);
/* A plausible value for one input, for a subject that may lack the dates that it depends on. */
void draw_input(const struct test_table *table, struct random *random, size_t index,
                const struct inputs *inputs, char value[INPUT_SIZE]);
/* Forgets one in so many inputs; 0: none. */
void forget_inputs(const struct test_table *table, struct random *random, unsigned one_in,
                   struct inputs *inputs);
/* Cuts one in so many dates to its month or its year. */
void blur_dates(const struct test_table *table, struct random *random, unsigned one_in,
                struct inputs *inputs);
bool input_is_date(const struct test_table *table, size_t index);

/* Whether learning this value only adds to what is known. Not so: an input that has a documented
 * default, the date of an event that never happened, and that a pregnant subject is male. */
bool only_adds(const struct test_table *table, const struct inputs *inputs, size_t index,
               const char *value);

/* Writes the unit of the trial's dictionary behind every bare number to which `ruleset` would give
 * another unit, or none. */
void write_units(const struct test_table *table, const nfh_ruleset *trial,
                 const nfh_ruleset *ruleset, struct inputs *inputs);

/* Makes them the subject's, by name. */
void set_inputs(const struct test_table *table, const struct inputs *inputs, nfh_subject *subject);

#endif
