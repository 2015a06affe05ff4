/* SPDX-License-Identifier: MIT
 *
 * screen_cohort.c - see screen_cohort.h.
 */
#include "screen_cohort.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen_column.h"
#include "screen_split.h"

/* Output is written in pieces of about this size. */
#define OUTPUT_SIZE ((size_t)65536)

/* ---- Start and end --------------------------------------------------------------------------- */

static bool open_columns(struct cohort *cohort, const nfh_ruleset *ruleset,
                         const struct columns *columns)
{
    cohort->column = calloc(columns->count, sizeof *cohort->column);
    if (!cohort->column)
        return false;
    for (size_t i = 0; i < columns->count; i++) {
        if (columns->parameter[i] == COLUMN_ID)
            cohort->id_cell = i;
        else if (columns->parameter[i] != COLUMN_EXTRA &&
                 !column_open(&cohort->column[cohort->column_count++], ruleset, cohort->handle,
                              columns->parameter[i], i))
            return false;
    }
    return true;
}

static bool open_truths(struct cohort *cohort, const nfh_ruleset *ruleset)
{
    size_t count;
    nfh_ruleset_criterion_count(ruleset, &count);
    cohort->truths = calloc(count + 1, sizeof *cohort->truths);
    for (size_t i = 0; cohort->truths && i < count; i++) {
        int category;
        nfh_ruleset_criterion_category(ruleset, i, &category);
        if (category == NFH_CATEGORY_CHECK)
            continue;
        struct truths *truths = &cohort->truths[cohort->truths_count++];
        if (nfh_columns_want(cohort->handle, i, truths->truth, truths->known) != NFH_OK)
            return false;
    }
    return cohort->truths;
}

void cohort_open(struct cohort *cohort, const struct screening *screening,
                 const struct columns *columns)
{
    const nfh_ruleset *ruleset = screening->ruleset;
    *cohort = (struct cohort){.usable = false};
    cohort->usable =
        nfh_columns_new(ruleset, &cohort->handle) == NFH_OK &&
        (!screening->now || nfh_columns_set_now(cohort->handle, screening->now) == NFH_OK) &&
        open_columns(cohort, ruleset, columns) && open_truths(cohort, ruleset) &&
        csv_block_open(&cohort->block, columns->count);
}

void cohort_close(struct cohort *cohort)
{
    nfh_columns_free(cohort->handle);
    for (size_t i = 0; i < cohort->column_count; i++)
        column_close(&cohort->column[i]);
    free(cohort->column);
    free(cohort->truths);
    free(cohort->output.bytes);
    csv_block_close(&cohort->block);
}

/* ---- Output ---------------------------------------------------------------------------------- */

/* Words that are copied as a whole, since that is faster than by their length. */
struct word {
    char text[16];
    uint8_t length;
};
#define WORD(text)             \
    {                          \
        text, sizeof(text) - 1 \
    }
static const struct word verdict_word[VERDICT_COUNT] = {
    [VERDICT_ERROR] = WORD(",error"),
    [NFH_VERDICT_ELIGIBLE] = WORD(",eligible"),
    [NFH_VERDICT_INELIGIBLE] = WORD(",ineligible"),
    [NFH_VERDICT_UNDETERMINED] = WORD(",undetermined"),
};
static const struct word truth_word[] = {
    [NFH_FALSE] = WORD(",false"),
    [NFH_TRUE] = WORD(",true"),
    [NFH_UNKNOWN] = WORD(",unknown"),
};

static inline char *put_word(char *at, const struct word *word)
{
    memcpy(at, word->text, sizeof word->text);
    return at + word->length;
}

/* An id that stands in quotes needs them when there is something in it that ends cells. */
static void add_id(struct text *output, const char *cell, struct span id)
{
    bool quoted =
        *cell == '"' && (memchr(id.start, ',', id.length) || memchr(id.start, '\r', id.length) ||
                         memchr(id.start, '\n', id.length));
    if (quoted)
        text_add_part(output, cell, id.length + 2);
    else
        text_add_part(output, id.start, id.length);
}

static void add_row(struct cohort *cohort, size_t row, const char *cell, struct span id)
{
    struct text *output = &cohort->output;
    add_id(output, cell, id);
    text_reserve(output, (cohort->truths_count + 2) * sizeof(struct word));
    char *at = put_word(output->bytes + output->length, &verdict_word[cohort->verdict[row]]);
    for (size_t i = 0; i < cohort->truths_count; i++) {
        const struct truths *truths = &cohort->truths[i];
        unsigned truth = truths->truth[row / 8] >> row % 8 & 1;
        unsigned known = truths->known[row / 8] >> row % 8 & 1;
        at = put_word(at, &truth_word[known ? truth : NFH_UNKNOWN]);
    }
    *at++ = '\n';
    output->length = (size_t)(at - output->bytes);
}

static void write_output(struct text *output)
{
    if (output->length > 0)
        fwrite(output->bytes, 1, output->length, stdout);
    text_clear(output);
}

/* ---- Screening ------------------------------------------------------------------------------- */

static bool read_columns(struct cohort *cohort)
{
    for (size_t i = 0; i < cohort->column_count; i++) {
        if (!column_read(&cohort->column[i], cohort->handle, &cohort->block))
            return false;
    }
    return true;
}

/* Screens the block, or makes all of its rows odd. A row that cannot be read becomes odd, too. */
static void screen_block(struct cohort *cohort)
{
    struct csv_block *block = &cohort->block;
    memset(cohort->verdict, VERDICT_ERROR, block->count);
    if (block->count > 0 && read_columns(cohort))
        nfh_screen_columns(cohort->handle, 0, block->count, cohort->verdict);
    for (size_t i = 0; i < block->count; i++) {
        if (cohort->verdict[i] == VERDICT_ERROR)
            block->place[i].odd = true;
    }
}

/* False: out of memory. */
static bool print_block_row(struct cohort *cohort, struct screening *screening,
                            const struct columns *columns, struct csv_reader *reader, size_t row)
{
    const struct csv_block *block = &cohort->block;
    const uint32_t *bound = csv_block_bound(block, row);
    struct span id = split_cell(block->bytes, bound, cohort->id_cell);
    if (!block->place[row].odd && id.length <= NFH_TEXT_MAX) {
        screening->count[cohort->verdict[row]]++;
        add_row(cohort, row, block->bytes + bound[cohort->id_cell], id);
        return true;
    }
    const struct csv_record *record = csv_reader_again(reader, &block->place[row]);
    if (!record)
        return false;
    write_output(&cohort->output);
    print_row(screening, screen_row(screening, columns, record));
    return true;
}

bool cohort_screen(struct cohort *cohort, struct screening *screening,
                   const struct columns *columns, struct csv_reader *reader)
{
    struct csv_block *block = &cohort->block;
    bool fine = cohort->usable;
    if (!fine)
        return false;
    csv_reader_block(reader, block);
    screen_block(cohort);
    for (size_t row = 0; row < block->count && fine && !ferror(stdout); row++) {
        fine = print_block_row(cohort, screening, columns, reader, row);
        if (cohort->output.length > OUTPUT_SIZE)
            write_output(&cohort->output);
    }
    write_output(&cohort->output);
    progress_add(&screening->progress, block->count);
    return fine && block->count > 0;
}
