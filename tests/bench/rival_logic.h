/* SPDX-License-Identifier: MIT
 *
 * rival_logic.h - what the vectors of rival_kernel.h find out about a block, and the criteria made
 * of it.
 */
#ifndef NFH_BENCH_RIVAL_LOGIC_H
#define NFH_BENCH_RIVAL_LOGIC_H

#include "rival_columns.h"

#define RIVAL_ROWS  512
#define RIVAL_BYTES (RIVAL_ROWS / 8)

/* A bit for each row: true, false; neither: not known. */
struct rival_bits {
    uint8_t t[RIVAL_BYTES], f[RIVAL_BYTES];
};

struct rival_block {
    const struct cohort *cohort;
    size_t row, bytes; /* where it begins, and how many rows it has, by 8 */
    uint8_t odd;       /* not 0: a day beyond the tables */

    int32_t s_3m[RIVAL_ROWS], s_6m[RIVAL_ROWS], s_5y[RIVAL_ROWS], s_30d[RIVAL_ROWS];
    int32_t e[RIVAL_ROWS], e_6m[RIVAL_ROWS], t[RIVAL_ROWS], t_6m[RIVAL_ROWS];
    int32_t age[RIVAL_ROWS], strength[RIVAL_ROWS];
    uint8_t known_s[RIVAL_BYTES], known_e[RIVAL_BYTES], known_t[RIVAL_BYTES];
    uint8_t known_age[RIVAL_BYTES], adult[RIVAL_BYTES], man[RIVAL_BYTES], woman[RIVAL_BYTES];
    uint8_t drug_dated[RIVAL_BYTES];
    struct rival_bits injury, opioid, glucocorticoid, trial, injection, heart, ulcer, cancer;
    struct rival_bits drug_recent, conservative, walking, qrs, pr, ejection, systolic, diastolic;
    struct rival_bits ast, alt, creatinine, clearance, rate, qtc, day, week, stage, nyha;
};

void rival_decide(const struct rival_block *block, const struct rival_results *results);

/* One for each rival_*.h. */
void rival_run_plain(const struct cohort *cohort, size_t first, size_t rows,
                     const struct rival_results *results);
void rival_run_sse2(const struct cohort *cohort, size_t first, size_t rows,
                    const struct rival_results *results);
void rival_run_avx2(const struct cohort *cohort, size_t first, size_t rows,
                    const struct rival_results *results);

#endif
