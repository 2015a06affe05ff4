/* SPDX-License-Identifier: MIT
 *
 * kernels.h - loops over the rows of a block, compiled once for each instruction set.
 *
 * A block is a number of words of 64 rows; arrays have an element for each row, and bits stand in
 * words, row i in bit i % 64 of word i / 64. What stands in the rows that are not known is
 * arbitrary, and so are the results there. Decimals are whole doubles, scaled by 10^8 as
 * nfh_decimal is; dates are days since 1970-01-01.
 */
#ifndef NFH_CQL_KERNELS_H
#define NFH_CQL_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/* Where a calculation is within its rounding error of the limit, its row is `doubtful`, and is
 * calculated exactly elsewhere. */
struct nfh_clearance_limit {
    double limit; /* of the clearance, as a decimal, plus half a unit in its last place */
    uint8_t female;
};

struct nfh_kernels {
    /* Comparisons. */
    void (*at_least)(const double *a, double limit, size_t words, uint64_t *bits);
    void (*between)(const double *a, double low, double beyond, size_t words, uint64_t *bits);
    void (*less)(const double *a, const double *b, size_t words, uint64_t *bits);
    void (*less_or_equal)(const double *a, const double *b, size_t words, uint64_t *bits);
    void (*equal)(const double *a, const double *b, size_t words, uint64_t *bits);
    void (*dates_at_least)(const int32_t *a, int32_t limit, size_t words, uint64_t *bits);
    void (*dates_between)(const int32_t *a, int32_t low, int32_t high, size_t words,
                          uint64_t *bits);
    void (*dates_less)(const int32_t *a, const int32_t *b, size_t words, uint64_t *bits);
    void (*dates_less_or_equal)(const int32_t *a, const int32_t *b, size_t words, uint64_t *bits);
    void (*dates_equal)(const int32_t *a, const int32_t *b, size_t words, uint64_t *bits);
    void (*codes_equal)(const uint8_t *a, uint8_t code, size_t words, uint64_t *bits);
    /* Bytes as bits; `odd`: those that are neither 0 nor 1. */
    void (*pack)(const uint8_t *bytes, size_t words, uint64_t *bits, uint64_t *odd);

    /* A double below 2^20 as a decimal. Doubtful: it lies near the middle of two decimals. */
    void (*scale)(const double *a, size_t words, double *result, uint64_t *doubtful);
    /* a * numerator / denominator, rounded half away from zero; all products are below 2^50. */
    void (*times)(const double *a, double numerator, double denominator, size_t words,
                  double *result);
    void (*add)(const double *a, const double *b, size_t words, double *result);
    void (*subtract)(const double *a, const double *b, size_t words, double *result);
    void (*dates_add)(const int32_t *a, int32_t days, size_t words, int32_t *result);

    /* Where the bit is set from `a`, else from `b`. */
    void (*choose)(const uint64_t *bits, const double *a, const double *b, size_t words,
                   double *result);
    void (*dates_choose)(const uint64_t *bits, const int32_t *a, const int32_t *b, size_t words,
                         int32_t *result);
    void (*codes_choose)(const uint64_t *bits, const uint8_t *a, const uint8_t *b, size_t words,
                         uint8_t *result);

    /* An event in the period before an anchor, which has at least `least` and at most `most` days:
     * inside, doubtful, or after the anchor; before the period none of them. */
    void (*period)(const int32_t *event, const int32_t *anchor, const int32_t days[2], size_t words,
                   uint64_t *const result[3]);
    /* Completed years; doubtful: within 3 days of another number, or negative. */
    void (*years)(const int32_t *from, const int32_t *to, size_t words, double *result,
                  uint64_t *doubtful);

    /* Whether a calculation, rounded to its decimal, is above a limit; `limit` is that of the
     * decimal plus half a unit of its last place. */
    void (*clearance)(const double *age, const double *weight, const double *creatinine,
                      const uint8_t *sex, const struct nfh_clearance_limit *limit, size_t words,
                      uint64_t *above, uint64_t *doubtful);
    void (*bazett)(const double *qt, const double *rate, double limit, size_t words,
                   uint64_t *above, uint64_t *doubtful);
    /* Drinks: beer, wine, spirits and their strength; what is not known is 0. */
    void (*alcohol)(const double *const drink[4], double limit, size_t words, uint64_t *above,
                    uint64_t *doubtful);
};

/* The fastest for the machine that this runs on. */
const struct nfh_kernels *nfh_priv_kernels(void);

#endif
