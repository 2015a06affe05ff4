/* SPDX-License-Identifier: MIT
 *
 * report.c - the whole report of a subject as jsonb.
 */
#include "nfhpg_screen.h"

#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(nfhpg_report);

#define REPORT_FIRST 32768

/* nfh_report(subject, ruleset, extra_columns, now): jsonb */
Datum nfhpg_report(PG_FUNCTION_ARGS)
{
    struct nfhpg_call *call;
    size_t size = REPORT_FIRST, needed;
    char *string;
    int status;

    if (PG_ARGISNULL(0))
        PG_RETURN_NULL();
    call = nfhpg_begin(fcinfo);
    nfhpg_screen_subject(fcinfo, call, true);
    string = palloc(size);
    while ((status = nfh_report_json(call->report, string, size, &needed)) == NFH_E_BUFFER) {
        pfree(string);
        size = needed;
        string = palloc_extended(size, MCXT_ALLOC_HUGE);
    }
    if (status != NFH_OK)
        ereport(ERROR,
                errcode(status == NFH_E_MEMORY ? ERRCODE_OUT_OF_MEMORY : ERRCODE_INTERNAL_ERROR),
                errmsg("the report cannot be written: %s", nfh_status_text(status)));
    PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(nfhpg_from_utf8(string))));
}
