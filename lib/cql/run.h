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
    NFH_SPAN_UNIT = 0xff
};

/* How many slots an instruction reads (-1: in the pool), and whether it gives a Boolean. */
int nfh_priv_opcode_operands(unsigned opcode);
bool nfh_priv_opcode_is_truth(unsigned opcode);

/* Makes the result an error that is raised here. */
static inline void nfh_priv_fail(struct nfh_value *result, int error)
{
    result->known = 0;
    result->truth = NFH_TRUTH_ERROR;
    result->error = (uint8_t)error;
    result->as.integer = -1;
}

/* Each leaves the result null, as it is handed over, where the operation gives null. */
void nfh_priv_run_comparison(const struct nfh_instruction *in, const struct nfh_value *a,
                             const struct nfh_value *b, struct nfh_value *result);
void nfh_priv_run_arithmetic(const struct nfh_instruction *in, const struct nfh_value *a,
                             const struct nfh_value *b, struct nfh_value *result);
void nfh_priv_run_quantity(const struct nfh_instruction *in, const struct nfh_value *a,
                           const struct nfh_value *b, struct nfh_frame *frame,
                           struct nfh_value *result);
void nfh_priv_run_date(const struct nfh_instruction *in, const struct nfh_value *a,
                       const struct nfh_value *b, struct nfh_value *result);
void nfh_priv_run_date_constructor(const struct nfh_value *year, const struct nfh_value *month,
                                   const struct nfh_value *day, struct nfh_value *result);

#endif
