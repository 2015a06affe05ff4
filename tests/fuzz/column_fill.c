/* SPDX-License-Identifier: MIT
 *
 * column_fill.c - see column_fill.h.
 */
#include "column_fill.h"

#include <string.h>

#include "column_rules.h"
#include "grammar.h"

size_t draw_rows(struct chance *chance, unsigned many_in)
{
    static const size_t rows[] = {0, 1, 2, 7, 8, 9, 63, 64, 65, 127, 128, 129, 200};
    static const size_t many[] = {1025, 2047, 2048, 2049, 4097};

    return chance_one_in(chance, many_in) ? many[chance_below(chance, 5)]
                                          : rows[chance_below(chance, sizeof rows / sizeof *rows)];
}

void check_rows(struct chance *chance, struct cohort *cohort)
{
    static const char *const nows[] = {NULL, "2025-09-01T14:30:00.000Z",
                                       "2025-09-01T00:30:00.000+05:30"};

    cohort->now = nows[chance_below(chance, 3)];
    cohort_check(chance, cohort, 0, cohort->rows);
    for (unsigned i = 0; i < 2 && cohort->rows > 8; i++) {
        size_t first = 8 * chance_below(chance, (unsigned)(cohort->rows / 8 + 1));
        unsigned rest = (unsigned)(cohort->rows - first);
        cohort_check(chance, cohort, first, chance_below(chance, rest + 1));
    }
}

/* A value of the fuzzer's parameter of that name. */
static const char *draw_value(struct chance *chance, const char *name)
{
    size_t p = 0;
    unsigned count = 0;

    while (strcmp(fuzz_parameters[p].name, name) != 0)
        p++;
    while (fuzz_parameters[p].values[count] != NULL)
        count++;
    return fuzz_parameters[p].values[chance_below(chance, count)];
}

static void fill(struct chance *chance, struct model_column *column, bool of_language,
                 unsigned bits_in)
{
    struct cell_style style = style_draw(chance);
    bool any_bits = bits_in > 0 && chance_one_in(chance, bits_in);
    struct column_cell cell;

    for (size_t row = 0; row < column->rows; row++) {
        if (row % 1024 == 1023) /* what holds in a block need not in the next */
            style = style_draw(chance);
        if (any_bits)
            cell = (struct column_cell){.kind = CELL_BITS,
                                        .bits = chance_word(chance) >> chance_below(chance, 64)};
        else if (of_language)
            cell_of_text(chance, style, column, draw_value(chance, column->name), &cell);
        else
            cell_draw(chance, style, column->name, &cell);
        column_put(chance, column, row, &cell);
    }
}

void fill_of_rules(struct chance *chance, struct cohort *cohort, unsigned bits_in)
{
    for (size_t p = 0; p < cohort->parameters; p++)
        fill(chance, &cohort->column[p], false, bits_in);
}

void fill_of_language(struct chance *chance, struct cohort *cohort, unsigned bits_in)
{
    for (size_t p = 0; p < cohort->parameters; p++)
        fill(chance, &cohort->column[p], true, bits_in);
}
