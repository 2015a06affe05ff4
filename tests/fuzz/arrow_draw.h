/* SPDX-License-Identifier: MIT
 *
 * arrow_draw.h - a cohort drawn from bytes, as Arrow structures and as the texts that mean the
 * same; and ways to make the structures wrong.
 */
#ifndef NFH_TESTS_FUZZ_ARROW_DRAW_H
#define NFH_TESTS_FUZZ_ARROW_DRAW_H

#include "arrow_build.h"
#include "chance.h"
#include "fuzz.h"

#define DRAWN_ROWS 70

struct drawn_field {
    const char *parameter;
    const char *text[DRAWN_ROWS]; /* what nfh_subject_set_text is to be given; NULL: not known */
    bool is_code[DRAWN_ROWS];     /* a code beyond the dictionary: the row cannot be read */
};

struct drawn {
    struct built_table table;
    size_t rows;
    struct drawn_field field[BUILT_FIELDS];
    size_t field_count;
    char *owned[BUILT_FIELDS * DRAWN_ROWS]; /* texts */
    size_t owned_count;
};

void draw_cohort(struct chance *chance, struct drawn *drawn);
void free_cohort(struct drawn *drawn);
/* Changes something so that it must be refused, or that nobody may be harmed by. */
void spoil_cohort(struct chance *chance, struct drawn *drawn);

#endif
