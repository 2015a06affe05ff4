/* SPDX-License-Identifier: MIT */
#include "rival_columns.h"

#include "rival_logic.h"

#define RIVAL_ID(id) #id,
const char *const rival_ids[RIVAL_COUNT] = {RIVAL_CRITERIA(RIVAL_ID)};

static int best_level(void)
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") ? RIVAL_AVX2 : RIVAL_SSE2;
#else
    return RIVAL_PLAIN;
#endif
}

/* The bits behind the last row. */
static void clear_rest(size_t end, const struct rival_results *results)
{
    if (end % 8 == 0)
        return;
    for (int i = 0; i < RIVAL_COUNT; i++) {
        results->truth[i][end / 8] &= (uint8_t)((1u << end % 8) - 1);
        results->known[i][end / 8] &= (uint8_t)((1u << end % 8) - 1);
    }
}

int rival_columns(const struct cohort *cohort, size_t first, size_t rows, int level,
                  const struct rival_results *results)
{
    int best = best_level();
    if (level == RIVAL_BEST || level > best)
        level = best;
#if defined(__x86_64__)
    if (level == RIVAL_AVX2)
        rival_run_avx2(cohort, first, rows, results);
    else if (level == RIVAL_SSE2)
        rival_run_sse2(cohort, first, rows, results);
    else
#endif
        rival_run_plain(cohort, first, rows, results);
    clear_rest(first + rows, results);
    return level;
}
