/* SPDX-License-Identifier: MIT
 *
 * call.c - what a call in a statement keeps from row to row, and reading and screening a row.
 */
#include "nfhpg_screen.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

enum { SUBJECT, RULESET, EXTRA_COLUMNS, NOW };

static void release(struct nfhpg_call *call)
{
    if (!call->set)
        return;
    nfh_subject_free(call->subject);
    nfh_report_free(call->report);
    call->subject = NULL;
    call->report = NULL;
    call->set->pins--;
    call->set = NULL;
}

/* When the context of the call goes: with the statement, or with an error. */
static void release_later(void *argument)
{
    release(argument);
}

static struct nfhpg_call *new_call(FunctionCallInfo fcinfo)
{
    FmgrInfo *function = fcinfo->flinfo;
    struct nfhpg_call *call = MemoryContextAllocZero(function->fn_mcxt, sizeof *call);
    Oid *types;
    int count;

    call->context = function->fn_mcxt;
    get_func_signature(function->fn_oid, &types, &count);
    call->takes_json = count > 0 && types[SUBJECT] == JSONBOID;
    call->ruleset_is_stable = get_fn_expr_arg_stable(function, RULESET);
    call->callback.func = release_later;
    call->callback.arg = call;
    MemoryContextRegisterResetCallback(call->context, &call->callback);
    function->fn_extra = call;
    return call;
}

static void use_ruleset(struct nfhpg_call *call, const text *source)
{
    const char *start = VARDATA_ANY(source);
    size_t length = VARSIZE_ANY_EXHDR(source);
    struct nfhpg_ruleset *set = call->set;

    if (set && set->length == length && memcmp(set->source, start, length) == 0)
        return;
    release(call);
    set = nfhpg_find_ruleset(start, length);
    if (nfh_subject_new(set->compiled, &call->subject) != NFH_OK ||
        nfh_report_new(set->compiled, &call->report) != NFH_OK) {
        nfh_subject_free(call->subject);
        call->subject = NULL;
        ereport(ERROR, errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory"),
                errdetail("Failed while making a subject for a rule set."));
    }
    call->set = set;
    set->pins++;
    call->columns.identifier = 0;
}

struct nfhpg_call *nfhpg_begin(FunctionCallInfo fcinfo)
{
    struct nfhpg_call *call = fcinfo->flinfo->fn_extra;

    CHECK_FOR_INTERRUPTS();
    if (!call)
        call = new_call(fcinfo);
    if (PG_ARGISNULL(RULESET) || PG_ARGISNULL(EXTRA_COLUMNS))
        ereport(ERROR, errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
                errmsg("%s: %s is NULL", nfhpg_function_name(fcinfo),
                       PG_ARGISNULL(RULESET) ? "ruleset" : "extra_columns"),
                errdetail(PG_ARGISNULL(RULESET) ? "Expected the name or the text of a rule set."
                                                : "Expected true or false."));
    if (!call->set || !call->ruleset_is_stable)
        use_ruleset(call, PG_GETARG_TEXT_PP(RULESET));
    return call;
}

const char *nfhpg_keep_text(struct nfhpg_call *call, const char *string, size_t length)
{
    if (length >= call->text_size) {
        size_t size = Max(2 * length, 256);

        if (call->text)
            pfree(call->text);
        call->text = NULL;
        call->text_size = 0;
        call->text = MemoryContextAlloc(call->context, size);
        call->text_size = size;
    }
    memcpy(call->text, string, length);
    call->text[length] = '\0';
    return call->text;
}

/* The time of the evaluation, which is not known unless it is given. */
static void set_now(FunctionCallInfo fcinfo, struct nfhpg_call *call)
{
    struct nfhpg_problem problem;
    int status;

    if (PG_ARGISNULL(NOW))
        return;
    status = nfh_subject_set_now(call->subject, text_to_cstring(PG_GETARG_TEXT_PP(NOW)));
    if (status == NFH_OK)
        return;
    nfhpg_tell_problem(call, NFH_TYPE_DATETIME, status, &problem);
    ereport(ERROR, errcode(problem.sqlstate),
            errmsg("%s: now: %s", nfhpg_function_name(fcinfo), problem.message));
}

static char *subject_id(FunctionCallInfo fcinfo, struct nfhpg_call *call)
{
    return call->takes_json ? nfhpg_document_id(PG_GETARG_JSONB_P(SUBJECT))
                            : nfhpg_record_id(call, PG_GETARG_DATUM(SUBJECT));
}

static bool read_values(FunctionCallInfo fcinfo, struct nfhpg_call *call,
                        struct nfhpg_problem *problem)
{
    bool extra = PG_GETARG_BOOL(EXTRA_COLUMNS);

    if (call->takes_json)
        return nfhpg_read_document(call, PG_GETARG_JSONB_P(SUBJECT), extra, problem);
    return nfhpg_read_record(call, PG_GETARG_DATUM(SUBJECT), extra, problem);
}

bool nfhpg_read_subject(FunctionCallInfo fcinfo, struct nfhpg_call *call, bool keep_id,
                        struct nfhpg_problem *problem)
{
    nfh_subject_clear(call->subject);
    set_now(fcinfo, call);
    if (!read_values(fcinfo, call, problem))
        return false;
    if (keep_id) {
        char *id = subject_id(fcinfo, call);
        int status = id ? nfh_subject_set_id(call->subject, nfhpg_to_utf8(id, strlen(id))) : NFH_OK;

        if (status != NFH_OK)
            ereport(ERROR,
                    errcode(status == NFH_E_LIMIT ? ERRCODE_PROGRAM_LIMIT_EXCEEDED
                                                  : ERRCODE_OUT_OF_MEMORY),
                    errmsg("subject_id: %s", nfh_status_text(status)));
    }
    return true;
}

void nfhpg_screen_subject(FunctionCallInfo fcinfo, struct nfhpg_call *call, bool keep_id)
{
    struct nfhpg_problem problem;
    int status;

    if (!nfhpg_read_subject(fcinfo, call, keep_id, &problem)) {
        char *id = subject_id(fcinfo, call);

        ereport(ERROR, errcode(problem.sqlstate), errmsg("%s", problem.message),
                id ? errcontext("screening of subject %s", id) : 0);
    }
    status = nfh_screen(call->set->compiled, call->subject, call->report);
    if (status != NFH_OK)
        ereport(ERROR,
                errcode(status == NFH_E_MEMORY ? ERRCODE_OUT_OF_MEMORY : ERRCODE_INTERNAL_ERROR),
                errmsg("screening failed: %s", nfh_status_text(status)));
}
