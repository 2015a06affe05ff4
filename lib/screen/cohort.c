/* SPDX-License-Identifier: MIT
 *
 * cohort.c - screening rows: blocks of columns in, verdicts and bits out.
 */
#include <string.h>

#include "screen/columns.h"

static void put_truth(struct nfh_truths *truths, size_t row, int truth)
{
    uint64_t bit = UINT64_C(1) << row % 64;
    uint64_t *is_true = &truths->is_true[row / 64], *is_false = &truths->is_false[row / 64];
    *is_true = truth == NFH_TRUE ? *is_true | bit : *is_true & ~bit;
    *is_false = truth == NFH_FALSE ? *is_false | bit : *is_false & ~bit;
}

/* Puts what the report says of a row where the block's results are. */
static void take_report(struct nfh_columns *columns, size_t row, bool screened)
{
    const struct nfh_ruleset *ruleset = columns->ruleset;
    for (size_t i = 0; i < ruleset->criterion_count; i++)
        put_truth(&columns->truths[i], row,
                  screened ? nfh_priv_report_truth(columns->report, &ruleset->criterion[i])
                           : NFH_UNKNOWN);
    columns->verdict[row] = (uint8_t)(screened ? columns->report->verdict : NFH_VERDICT_ERROR);
}

/* The bits of `rows` rows, in the order of the bytes of the caller's array. */
static void write_bits(const uint64_t *bits, size_t rows, uint8_t *to)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(to, bits, rows / 8);
#else
    for (size_t i = 0; i < rows / 8; i++)
        to[i] = (uint8_t)(bits[i / 8] >> i % 8 * 8);
#endif
    if (rows % 8 != 0)
        to[rows / 8] = (uint8_t)(bits[rows / 64] >> rows / 8 % 8 * 8 & ((1U << rows % 8) - 1));
}

/* The lowest eight bits, a byte of 0 or 1 each, the first the lowest. */
static uint64_t spread(uint64_t bits)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t own = (bits & 255) * ones & UINT64_C(0x8040201008040201);
    return (own + UINT64_C(0x7f7f7f7f7f7f7f7f)) >> 7 & ones;
}

/* The verdicts of eight rows: undetermined, or less when it is known. */
static void write_verdicts(uint64_t eligible, uint64_t ineligible, uint8_t *to)
{
    uint64_t verdicts = NFH_VERDICT_UNDETERMINED * UINT64_C(0x0101010101010101) -
                        2 * spread(eligible) - spread(ineligible);
    for (int i = 0; i < 8; i++)
        to[i] = (uint8_t)(verdicts >> 8 * i);
}

static void write_results(const struct nfh_columns *columns, size_t first, size_t rows,
                          uint8_t *verdict)
{
    uint64_t known[NFH_BLOCK_WORDS];
    if (verdict)
        memcpy(verdict + first, columns->verdict, rows);
    for (size_t i = 0; i < columns->ruleset->criterion_count; i++) {
        const struct nfh_wanted *wanted = &columns->wanted[i];
        const struct nfh_truths *truths = &columns->truths[i];
        if (wanted->truth)
            write_bits(truths->is_true, rows, wanted->truth + first / 8);
        if (!wanted->known)
            continue;
        for (size_t j = 0; j < NFH_BLOCK_WORDS; j++)
            known[j] = truths->is_true[j] | truths->is_false[j];
        write_bits(known, rows, wanted->known + first / 8);
    }
}

/* ---- The plan -------------------------------------------------------------------------------- */

static bool is_wanted(const struct nfh_columns *columns, size_t criterion, bool has_verdict)
{
    const struct nfh_wanted *wanted = &columns->wanted[criterion];
    return wanted->truth || wanted->known ||
           (has_verdict && columns->ruleset->criterion[criterion].wanted);
}

static bool has_current_plan(const struct nfh_columns *columns, bool has_verdict)
{
    if (!columns->vector || columns->has_verdict != has_verdict)
        return false;
    for (size_t i = 0; i < columns->ruleset->program->input_count; i++) {
        const struct nfh_column *now = &columns->column[i], *then = &columns->planned[i];
        if (now->kind != then->kind || now->format != then->format || now->places != then->places)
            return false;
    }
    for (size_t i = 0; i < columns->ruleset->criterion_count; i++) {
        if (columns->is_planned[i] != is_wanted(columns, i, has_verdict))
            return false;
    }
    return true;
}

/* Makes the plan for what is bound and wanted now, unless it is there. False: out of memory. */
static bool make_plan(struct nfh_columns *columns, bool has_verdict)
{
    const struct nfh_ruleset *ruleset = columns->ruleset;
    const struct nfh_vector_source source = {columns->column, nfh_priv_columns_value, columns,
                                             columns->is_converted};
    if (has_current_plan(columns, has_verdict))
        return true;
    nfh_priv_columns_changed(columns);
    uint32_t *slot =
        nfh_priv_allocate(&columns->memory, (ruleset->criterion_count + 1) * sizeof *slot);
    if (!slot)
        return false;
    size_t count = 0;
    for (size_t i = 0; i < ruleset->criterion_count; i++) {
        columns->is_planned[i] = is_wanted(columns, i, has_verdict);
        if (columns->is_planned[i])
            slot[count++] = ruleset->criterion[i].slot;
    }
    columns->vector = nfh_priv_vector_new(ruleset->program, &columns->memory, &source, slot, count);
    nfh_priv_free(&columns->memory, slot);
    memcpy(columns->planned, columns->column,
           ruleset->program->input_count * sizeof *columns->planned);
    columns->has_verdict = has_verdict;
    if (!columns->vector)
        return false;
    nfh_priv_columns_plan_rest(columns);
    return true;
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

/* Takes what the plan has found, and of the criteria that it leaves, in the rows that are not to be
 * screened alone, what comes of them one row after the other. */
static void take_truths(struct nfh_columns *columns)
{
    const struct nfh_ruleset *ruleset = columns->ruleset;
    for (size_t i = 0; i < ruleset->criterion_count; i++) {
        uint32_t slot = ruleset->criterion[i].slot;
        struct nfh_truths *truths = &columns->truths[i];
        const uint64_t *is_true, *is_false;
        if (!columns->is_planned[i] || nfh_priv_vector_obstacle(columns->vector, slot))
            continue;
        nfh_priv_vector_truth(columns->vector, slot, &is_true, &is_false);
        memcpy(truths->is_true, is_true, sizeof truths->is_true);
        memcpy(truths->is_false, is_false, sizeof truths->is_false);
    }
}

static void take_rest(struct nfh_columns *columns, size_t first, size_t rows, uint64_t *alone)
{
    const struct nfh_ruleset *ruleset = columns->ruleset;
    for (size_t row = 0; row < rows; row++) {
        uint64_t bit = UINT64_C(1) << row % 64;
        if (alone[row / 64] & bit)
            continue;
        if (!nfh_priv_columns_evaluate_rest(columns, first + row)) {
            alone[row / 64] |= bit;
            continue;
        }
        for (size_t i = 0; i < ruleset->criterion_count; i++) {
            const struct nfh_criterion *criterion = &ruleset->criterion[i];
            if (columns->is_planned[i] &&
                nfh_priv_vector_obstacle(columns->vector, criterion->slot))
                put_truth(&columns->truths[i], row,
                          nfh_priv_report_truth(columns->report, criterion));
        }
    }
}

/* The verdicts that come of the truths. */
static void find_verdicts(struct nfh_columns *columns, size_t rows)
{
    const struct nfh_ruleset *ruleset = columns->ruleset;
    uint64_t eligible[NFH_BLOCK_WORDS], ineligible[NFH_BLOCK_WORDS] = {0};
    bool any = false;
    for (size_t i = 0; i < ruleset->criterion_count; i++) {
        const struct nfh_criterion *criterion = &ruleset->criterion[i];
        bool is_inclusion = criterion->wanted == NFH_TRUTH_TRUE;
        if (!criterion->wanted)
            continue;
        const uint64_t *good = columns->truths[i].is_true, *bad = columns->truths[i].is_false;
        for (size_t j = 0; j < NFH_BLOCK_WORDS; j++) {
            uint64_t holds = is_inclusion ? good[j] : bad[j];
            eligible[j] = any ? eligible[j] & holds : holds;
            ineligible[j] |= is_inclusion ? bad[j] : good[j];
        }
        any = true;
    }
    for (size_t i = 0; i < rows; i += 8)
        write_verdicts(any ? eligible[i / 64] >> i % 64 : 0, ineligible[i / 64] >> i % 64,
                       columns->verdict + i);
}

static int screen_block(struct nfh_columns *columns, size_t first, size_t rows)
{
    const uint64_t *found;
    uint64_t alone[NFH_BLOCK_WORDS];
    nfh_priv_vector_run(columns->vector, first, rows, &found);
    memcpy(alone, found, sizeof alone);
    take_truths(columns);
    if (columns->rest.any)
        take_rest(columns, first, rows, alone);
    if (columns->has_verdict)
        find_verdicts(columns, rows);
    for (size_t word = 0; word < NFH_BLOCK_WORDS; word++) {
        for (size_t row = word * 64; alone[word] != 0; row++, alone[word] >>= 1) {
            if (!(alone[word] & 1))
                continue;
            int status = nfh_priv_columns_screen_row(columns, first + row);
            if (status == NFH_E_MEMORY)
                return status;
            take_report(columns, row, status == NFH_OK);
        }
    }
    return NFH_OK;
}

static int report_status(struct nfh_columns *columns, int status)
{
    struct nfh_writer writer = nfh_priv_writer(columns->error, sizeof columns->error);
    nfh_priv_write(&writer, nfh_status_text(status));
    return status;
}

static int refuse_first(struct nfh_columns *columns)
{
    struct nfh_writer writer = nfh_priv_writer(columns->error, sizeof columns->error);
    nfh_priv_write(&writer, "the first row is no multiple of 8");
    return NFH_E_RANGE;
}

int nfh_screen_columns(nfh_columns *columns, size_t first, size_t rows, uint8_t *verdict)
{
    if (!columns)
        return NFH_E_NULL;
    columns->error[0] = '\0';
    columns->failed_count = columns->failed_row = columns->failed_parameter = 0;
    columns->failed_status = NFH_OK;
    if (first % 8 != 0)
        return refuse_first(columns);
    int status = make_plan(columns, verdict != NULL) ? NFH_OK : NFH_E_MEMORY;
    while (rows > 0 && status == NFH_OK) {
        size_t count = rows < NFH_BLOCK_ROWS ? rows : NFH_BLOCK_ROWS;
        status = screen_block(columns, first, count);
        if (status == NFH_OK)
            write_results(columns, first, count, verdict);
        first += count;
        rows -= count;
    }
    if (status == NFH_OK)
        return columns->failed_status;
    return report_status(columns, status);
}

int nfh_columns_by_row(nfh_columns *columns, size_t criterion, int *by_row, const char **why)
{
    if (by_row)
        *by_row = 0;
    if (why)
        *why = NULL;
    if (!columns || !by_row || !why)
        return NFH_E_NULL;
    columns->error[0] = '\0';
    int status = nfh_priv_columns_find(columns, criterion);
    if (status != NFH_OK)
        return status;
    struct nfh_wanted before = columns->wanted[criterion];
    columns->wanted[criterion].truth =
        columns->verdict; /* not written: only that it is wanted counts */
    bool made = make_plan(columns, true);
    columns->wanted[criterion] = before;
    if (!made)
        return report_status(columns, NFH_E_MEMORY);
    *why = nfh_priv_vector_obstacle(columns->vector, columns->ruleset->criterion[criterion].slot);
    *by_row = *why != NULL;
    return NFH_OK;
}
