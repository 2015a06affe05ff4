/* SPDX-License-Identifier: MIT
 *
 * cohort.c - screening rows: blocks of columns in, verdicts and bits out.
 */
#include <string.h>

#include "screen/columns.h"

/* Puts what the report says of a row where the block's results are. */
static void take_report(struct nfh_columns *columns, size_t row, bool screened)
{
    const struct nfh_ruleset *ruleset = columns->ruleset;
    uint64_t bit = UINT64_C(1) << row % 64;
    for (size_t i = 0; i < ruleset->criterion_count; i++) {
        int truth = screened ? nfh_priv_report_truth(columns->report, &ruleset->criterion[i])
                             : NFH_UNKNOWN;
        uint64_t *is_true = &columns->truths[i].is_true[row / 64];
        uint64_t *is_false = &columns->truths[i].is_false[row / 64];
        *is_true = truth == NFH_TRUE ? *is_true | bit : *is_true & ~bit;
        *is_false = truth == NFH_FALSE ? *is_false | bit : *is_false & ~bit;
    }
    columns->verdict[row] = (uint8_t)(screened ? columns->report->verdict : NFH_VERDICT_ERROR);
}

/* The bits of `rows` rows, in the order of the bytes of the caller's array. */
static void write_bits(const uint64_t *bits, size_t rows, uint8_t *to)
{
    for (size_t i = 0; i < (rows + 7) / 8; i++) {
        unsigned byte = (unsigned)(bits[i / 8] >> i % 8 * 8) & 0xffU;
        if (rows - i * 8 < 8)
            byte &= (1U << (rows - i * 8)) - 1;
        to[i] = (uint8_t)byte;
    }
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

static int screen_block(struct nfh_columns *columns, size_t first, size_t rows)
{
    for (size_t i = 0; i < rows; i++) {
        int status = nfh_priv_columns_screen_row(columns, first + i);
        if (status == NFH_E_MEMORY)
            return status;
        take_report(columns, i, status == NFH_OK);
    }
    return NFH_OK;
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
    while (rows > 0) {
        size_t count = rows < NFH_BLOCK_ROWS ? rows : NFH_BLOCK_ROWS;
        int status = screen_block(columns, first, count);
        if (status != NFH_OK) {
            struct nfh_writer writer = nfh_priv_writer(columns->error, sizeof columns->error);
            nfh_priv_write(&writer, nfh_status_text(status));
            return status;
        }
        write_results(columns, first, count, verdict);
        first += count;
        rows -= count;
    }
    return columns->failed_status;
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
    *by_row = 1;
    *why = "every criterion";
    return NFH_OK;
}
