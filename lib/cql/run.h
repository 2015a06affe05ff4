/* SPDX-License-Identifier: MIT
 *
 * run.h - the parts of the evaluator: what each family of instructions does with known operands.
 */
#ifndef NFH_CQL_RUN_H
#define NFH_CQL_RUN_H

#include "cql/program.h"

/* Which of the spans that two partial dates leave open an instruction gives: the one that they
 * agree on (or null), the least or the greatest. In its detail, beside the enum nfh_calendar_unit.
 */
enum {
    NFH_SPAN_AGREED = 0,
    NFH_SPAN_LEAST = 0x100,
    NFH_SPAN_GREATEST = 0x200,
    NFH_SPAN_UNIT = 0xff,
    NFH_TIME_OF_DAY = 0x400 /* of Times, in instructions that deal with DateTimes too */
};

/* Makes the result an error that is raised here. */
static inline void nfh_priv_fail(struct nfh_value *result, int error)
{
    result->known = 0;
    result->truth = NFH_TRUTH_ERROR;
    result->error = (uint8_t)error;
    result->as.integer = -1;
}

/* The error of a heap that could not give what was asked of it. */
void nfh_priv_fail_heap(const struct nfh_heap *heap, struct nfh_value *result);

/* Each leaves the result null, as it is handed over, where the operation gives null. */
void nfh_priv_run_comparison(const struct nfh_instruction *in, const struct nfh_value *a,
                             const struct nfh_value *b, int zone, struct nfh_value *result);
void nfh_priv_run_arithmetic(const struct nfh_instruction *in, const struct nfh_value *a,
                             const struct nfh_value *b, struct nfh_value *result);
void nfh_priv_run_quantity(const struct nfh_instruction *in, const struct nfh_value *a,
                           const struct nfh_value *b, const struct nfh_frame *frame,
                           struct nfh_value *result);
/* Instructions that make a unit, and put it into *unit. */
void nfh_priv_run_derived(const struct nfh_instruction *in, const struct nfh_value *a,
                          const struct nfh_value *b, struct nfh_unit *unit,
                          struct nfh_value *result);
bool nfh_priv_can_convert_quantity(const struct nfh_value *quantity, const struct nfh_value *text);
void nfh_priv_run_date(const struct nfh_instruction *in, const struct nfh_value *a,
                       const struct nfh_value *b, struct nfh_value *result);
void nfh_priv_run_datetime(const struct nfh_instruction *in, const struct nfh_value *a,
                           const struct nfh_value *b, int zone, struct nfh_value *result);
void nfh_priv_run_text(const struct nfh_instruction *in, const struct nfh_value *a,
                       const struct nfh_value *b, const struct nfh_value *c, struct nfh_heap *heap,
                       struct nfh_value *result);
void nfh_priv_run_conversion(const struct nfh_instruction *in, const struct nfh_value *a,
                             const struct nfh_value *b, struct nfh_heap *heap,
                             struct nfh_value *result);

/* An instruction with an operand that is not known, and one of which a limit is. */
void nfh_priv_run_censored(const struct nfh_instruction *in, const struct nfh_value *a,
                           const struct nfh_value *b, const struct nfh_frame *frame,
                           struct nfh_value *result);

/* These look at their operands themselves. */
void nfh_priv_run_date_constructor(const struct nfh_value *year, const struct nfh_value *month,
                                   const struct nfh_value *day, struct nfh_value *result);
void nfh_priv_run_datetime_constructor(const struct nfh_value *const component[],
                                       struct nfh_value *result);
void nfh_priv_run_time_constructor(const struct nfh_value *const component[],
                                   struct nfh_value *result);
void nfh_priv_run_join(const struct nfh_value *a, const struct nfh_value *b, struct nfh_heap *heap,
                       struct nfh_value *result);
void nfh_priv_run_from_boolean(const struct nfh_instruction *in, bool truth, struct nfh_heap *heap,
                               struct nfh_value *result);

#endif
