/* SPDX-License-Identifier: MIT
 *
 * wide.c - criteria as columns of one row, which the query names: nfh_criteria(c) AS r(verdict
 * text, incl03 boolean, excl14 boolean).
 */
#include "nfhpg_screen.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

PG_FUNCTION_INFO_V1(nfhpg_criteria);

#define THE_VERDICT SIZE_MAX

/* What the columns of the result are. */
struct wide {
    TupleDesc description;
    size_t *criterion; /* of each column, or THE_VERDICT */
    Datum *values;
    bool *nulls;
    nfh_ruleset *ruleset; /* that this was made for */
};

/* SQL turns names that are not quoted to lower case, so case does not count here. */
static bool find_criterion(const nfh_ruleset *ruleset, const char *name, size_t *index)
{
    const char *id;

    for (*index = 0; nfh_ruleset_criterion_id(ruleset, *index, &id) == NFH_OK; ++*index)
        if (pg_strcasecmp(id, name) == 0)
            return true;
    return false;
}

static void match_column(const nfh_ruleset *ruleset, struct wide *wide, int index)
{
    const FormData_pg_attribute *attribute = TupleDescAttr(wide->description, index);
    const char *name = NameStr(attribute->attname);
    Oid expected = BOOLOID;

    if (pg_strcasecmp(name, "verdict") == 0) {
        wide->criterion[index] = THE_VERDICT;
        expected = TEXTOID;
    } else if (!find_criterion(ruleset, name, &wide->criterion[index])) {
        ereport(ERROR, errcode(ERRCODE_UNDEFINED_COLUMN),
                errmsg("column \"%s\" is no criterion of the rule set", name),
                errdetail("Expected the id of a criterion, or verdict."));
    }
    if (attribute->atttypid != expected)
        ereport(ERROR, errcode(ERRCODE_DATATYPE_MISMATCH),
                errmsg("column \"%s\" is of type %s", name, format_type_be(attribute->atttypid)),
                errdetail("Expected %s.", format_type_be(expected)));
}

static struct wide *new_wide(FunctionCallInfo fcinfo, struct nfhpg_call *call)
{
    MemoryContext before = MemoryContextSwitchTo(call->context);
    struct wide *wide = palloc0(sizeof *wide);
    TupleDesc description;
    size_t count;

    if (get_call_result_type(fcinfo, NULL, &description) != TYPEFUNC_COMPOSITE)
        ereport(ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                errmsg("%s needs a list of columns", nfhpg_function_name(fcinfo)),
                errhint("In FROM: nfh_criteria(c) AS r(verdict text, incl03 boolean)."));
    wide->description = BlessTupleDesc(CreateTupleDescCopy(description));
    count = (size_t)wide->description->natts;
    wide->criterion = palloc(sizeof *wide->criterion * count);
    wide->values = palloc0(sizeof *wide->values * count);
    wide->nulls = palloc0(sizeof *wide->nulls * count);
    MemoryContextSwitchTo(before);
    return wide;
}

/* nfh_criteria(subject, ruleset, extra_columns, now): record */
Datum nfhpg_criteria(PG_FUNCTION_ARGS)
{
    struct nfhpg_call *call;
    struct wide *wide;
    int verdict;

    if (PG_ARGISNULL(0))
        PG_RETURN_NULL();
    call = nfhpg_begin(fcinfo);
    if (!call->own)
        call->own = new_wide(fcinfo, call);
    wide = call->own;
    if (wide->ruleset != call->set->compiled)
        for (int i = 0; i < wide->description->natts; i++)
            match_column(call->set->compiled, wide, i);
    wide->ruleset = call->set->compiled;
    nfhpg_screen_subject(fcinfo, call, false);
    nfh_report_verdict(call->report, &verdict);
    for (int i = 0; i < wide->description->natts; i++) {
        int truth = NFH_UNKNOWN;

        if (wide->criterion[i] == THE_VERDICT) {
            wide->values[i] = CStringGetTextDatum(nfhpg_verdict_name(verdict));
            continue;
        }
        nfh_report_criterion(call->report, wide->criterion[i], &truth);
        wide->nulls[i] = truth == NFH_UNKNOWN;
        wide->values[i] = BoolGetDatum(truth == NFH_TRUE);
    }
    PG_RETURN_DATUM(
        HeapTupleGetDatum(heap_form_tuple(wide->description, wide->values, wide->nulls)));
}
