/* SPDX-License-Identifier: MIT
 *
 * rows.c - functions that return a set of rows: the criteria of a subject, the parameters of a rule
 * set.
 */
#include "nfhpg_screen.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(nfhpg_screen);
PG_FUNCTION_INFO_V1(nfhpg_parameters);

#define REASON_FIRST 1024

/* A set that grows row by row. */
struct rows {
    Tuplestorestate *store;
    TupleDesc description;
    MemoryContext each; /* of what a row is made of */
};

static void start(FunctionCallInfo fcinfo, struct rows *rows)
{
    ReturnSetInfo *result = (ReturnSetInfo *)fcinfo->resultinfo;
    MemoryContext before;

    if (!result || !IsA(result, ReturnSetInfo) || !(result->allowedModes & SFRM_Materialize))
        ereport(
            ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
            errmsg("%s returns a set, which cannot be taken here", nfhpg_function_name(fcinfo)));
    before = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);
    if (get_call_result_type(fcinfo, NULL, &rows->description) != TYPEFUNC_COMPOSITE)
        elog(ERROR, "%s returns no rows", nfhpg_function_name(fcinfo));
    rows->store = tuplestore_begin_heap((result->allowedModes & SFRM_Materialize_Random) != 0,
                                        false, work_mem);
    result->returnMode = SFRM_Materialize;
    result->setResult = rows->store;
    result->setDesc = rows->description;
    MemoryContextSwitchTo(before);
    rows->each =
        AllocSetContextCreate(CurrentMemoryContext, "nfhscreen row", ALLOCSET_DEFAULT_SIZES);
}

static void put(struct rows *rows, Datum *values, bool *nulls)
{
    tuplestore_putvalues(rows->store, rows->description, values, nulls);
    MemoryContextReset(rows->each);
}

static Datum text_or_null(const char *utf8, bool *null)
{
    *null = !utf8;
    return utf8 ? nfhpg_text(utf8) : (Datum)0;
}

static const char *category_name(int category)
{
    switch (category) {
    case NFH_CATEGORY_INCLUSION:
        return "inclusion";
    case NFH_CATEGORY_EXCLUSION:
        return "exclusion";
    default:
        return "check";
    }
}

static Datum reason_of(struct nfhpg_call *call, size_t criterion)
{
    size_t size = REASON_FIRST, needed;
    char *string = palloc(size);

    while (nfh_report_reason(call->report, criterion, string, size, &needed) == NFH_E_BUFFER) {
        pfree(string);
        size = needed;
        string = palloc(size);
    }
    return nfhpg_text(string);
}

static Datum missing_of(struct nfhpg_call *call, size_t criterion)
{
    size_t count, capacity = call->set->parameter_count;
    size_t *parameter = palloc(sizeof *parameter * (capacity + 1));
    Datum *names = palloc(sizeof *names * (capacity + 1));

    if (nfh_report_criterion_missing(call->report, criterion, parameter, capacity, &count) !=
        NFH_OK)
        count = 0;
    for (size_t i = 0; i < count; i++) {
        const char *name;

        nfh_ruleset_parameter_name(call->set->compiled, parameter[i], &name);
        names[i] = nfhpg_text(name);
    }
    return PointerGetDatum(construct_array(names, (int)count, TEXTOID, -1, false, TYPALIGN_INT));
}

enum { CRITERION, CATEGORY, VALUE, REASON, MISSING, SCREEN_COLUMNS };

static void put_criterion(struct nfhpg_call *call, size_t index, struct rows *rows)
{
    MemoryContext before = MemoryContextSwitchTo(rows->each);
    const nfh_ruleset *ruleset = call->set->compiled;
    Datum values[SCREEN_COLUMNS] = {0};
    bool nulls[SCREEN_COLUMNS] = {false};
    const char *id;
    int category, truth;

    nfh_ruleset_criterion_id(ruleset, index, &id);
    nfh_ruleset_criterion_category(ruleset, index, &category);
    nfh_report_criterion(call->report, index, &truth);
    values[CRITERION] = nfhpg_text(id);
    values[CATEGORY] = CStringGetTextDatum(category_name(category));
    values[VALUE] = BoolGetDatum(truth == NFH_TRUE);
    nulls[VALUE] = truth == NFH_UNKNOWN;
    values[REASON] = reason_of(call, index);
    values[MISSING] = missing_of(call, index);
    MemoryContextSwitchTo(before);
    put(rows, values, nulls);
}

/* nfh_screen(subject, ruleset, extra_columns, now): a row for each criterion and check */
Datum nfhpg_screen(PG_FUNCTION_ARGS)
{
    struct rows rows;
    struct nfhpg_call *call;

    start(fcinfo, &rows);
    if (!PG_ARGISNULL(0)) {
        call = nfhpg_begin(fcinfo);
        nfhpg_screen_subject(fcinfo, call, false);
        for (size_t i = 0; i < call->set->criterion_count; i++) {
            CHECK_FOR_INTERRUPTS();
            put_criterion(call, i, &rows);
        }
    }
    MemoryContextDelete(rows.each);
    return (Datum)0;
}

enum { NAME, TYPE, COLUMN_TYPE, UNIT, LOWEST, HIGHEST, ALLOWED, PROMPT, PARAMETER_COLUMNS };

static void put_parameter(const nfh_ruleset *ruleset, size_t index, struct rows *rows)
{
    static const char *const tags[] = {
        [LOWEST] = "min", [HIGHEST] = "max", [ALLOWED] = "values", [PROMPT] = "prompt"};
    MemoryContext before = MemoryContextSwitchTo(rows->each);
    Datum values[PARAMETER_COLUMNS] = {0};
    bool nulls[PARAMETER_COLUMNS] = {false};
    const char *string;
    int type;

    nfh_ruleset_parameter_name(ruleset, index, &string);
    values[NAME] = nfhpg_text(string);
    nfh_ruleset_parameter_type(ruleset, index, &type);
    values[TYPE] = text_or_null(nfhpg_type_name(type), &nulls[TYPE]);
    values[COLUMN_TYPE] = text_or_null(nfhpg_column_type(type), &nulls[COLUMN_TYPE]);
    nfh_ruleset_parameter_unit(ruleset, index, &string);
    values[UNIT] = text_or_null(string, &nulls[UNIT]);
    for (int i = LOWEST; i < PARAMETER_COLUMNS; i++) {
        nfh_ruleset_parameter_tag(ruleset, index, tags[i], &string);
        values[i] = text_or_null(string, &nulls[i]);
    }
    MemoryContextSwitchTo(before);
    put(rows, values, nulls);
}

/* nfh_parameters(ruleset): a row for each parameter; strict */
Datum nfhpg_parameters(PG_FUNCTION_ARGS)
{
    text *source = PG_GETARG_TEXT_PP(0);
    struct nfhpg_ruleset *set = nfhpg_find_ruleset(VARDATA_ANY(source), VARSIZE_ANY_EXHDR(source));
    struct rows rows;

    start(fcinfo, &rows);
    for (size_t i = 0; i < set->parameter_count; i++)
        put_parameter(set->compiled, i, &rows);
    MemoryContextDelete(rows.each);
    return (Datum)0;
}
