/* SPDX-License-Identifier: MIT
 *
 * verdict.c - the verdict of a subject, and whether it can be read at all.
 */
#include "nfhpg_screen.h"

#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(nfhpg_verdict);
PG_FUNCTION_INFO_V1(nfhpg_input_error);
PG_FUNCTION_INFO_V1(nfhpg_library_version);

const char *nfhpg_verdict_name(int verdict)
{
    switch (verdict) {
    case NFH_VERDICT_ELIGIBLE:
        return "eligible";
    case NFH_VERDICT_INELIGIBLE:
        return "ineligible";
    default:
        return "undetermined";
    }
}

/* nfh_verdict(subject, ruleset, extra_columns, now): text */
Datum nfhpg_verdict(PG_FUNCTION_ARGS)
{
    struct nfhpg_call *call;
    int verdict;

    if (PG_ARGISNULL(0))
        PG_RETURN_NULL();
    call = nfhpg_begin(fcinfo);
    nfhpg_screen_subject(fcinfo, call, false);
    nfh_report_verdict(call->report, &verdict);
    PG_RETURN_TEXT_P(cstring_to_text(nfhpg_verdict_name(verdict)));
}

/* nfh_input_error(subject, ruleset, extra_columns, now): text, NULL when nothing is wrong */
Datum nfhpg_input_error(PG_FUNCTION_ARGS)
{
    struct nfhpg_problem problem;

    if (PG_ARGISNULL(0) || nfhpg_read_subject(fcinfo, nfhpg_begin(fcinfo), false, &problem))
        PG_RETURN_NULL();
    PG_RETURN_TEXT_P(cstring_to_text(problem.message));
}

/* nfh_library_version(): text */
Datum nfhpg_library_version(PG_FUNCTION_ARGS)
{
    (void)fcinfo;
    PG_RETURN_TEXT_P(cstring_to_text(nfh_version()));
}
