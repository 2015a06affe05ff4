/* SPDX-License-Identifier: MIT
 *
 * dates.c - ages, windows, and dates some time later or earlier.
 *
 * A number of months or days that is NULL makes the result NULL; a date that is not known is for
 * the library to judge.
 */
#include "nfhpg.h"

#include "datatype/timestamp.h"
#include "utils/builtins.h"
#include "utils/date.h"

#define EPOCH_DAYS (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE)
#define FIRST_DAY  (-719162) /* 0001-01-01 */
#define LAST_DAY   2932896   /* 9999-12-31 */

PG_FUNCTION_INFO_V1(nfhpg_add_months);
PG_FUNCTION_INFO_V1(nfhpg_add_days);
PG_FUNCTION_INFO_V1(nfhpg_age_years);
PG_FUNCTION_INFO_V1(nfhpg_within_window);
PG_FUNCTION_INFO_V1(nfhpg_within_days);

int32_t nfhpg_days(int32_t date)
{
    return date + EPOCH_DAYS;
}

static char *date_text(FunctionCallInfo fcinfo, int index)
{
    return DatumGetCString(DirectFunctionCall1(date_out, PG_GETARG_DATUM(index)));
}

/* An error when a date has no place in the library's calendar. */
static void check_calendar(FunctionCallInfo fcinfo, int index, const char *name, int32_t days)
{
    if (days == NFH_DATE_UNKNOWN || (days >= FIRST_DAY && days <= LAST_DAY))
        return;
    ereport(ERROR, errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
            errmsg("%s: %s %s is out of range", nfhpg_function_name(fcinfo), name,
                   date_text(fcinfo, index)),
            errdetail("Expected 0001-01-01 to 9999-12-31."));
}

static Datum added(FunctionCallInfo fcinfo, const char *what,
                   int (*add)(int32_t date, int count, int32_t *result))
{
    int32_t result, date = nfhpg_date(fcinfo, 0, "date");
    int count = PG_GETARG_INT32(1);

    if (add(date, count, &result) == NFH_OK)
        PG_RETURN_DATEADT(result - EPOCH_DAYS);
    check_calendar(fcinfo, 0, "date", date);
    ereport(ERROR, errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
            errmsg("%s: %s and %d %s is out of range", nfhpg_function_name(fcinfo),
                   date_text(fcinfo, 0), count, what),
            errdetail("Expected a result from 0001-01-01 to 9999-12-31."));
}

Datum nfhpg_add_months(PG_FUNCTION_ARGS)
{
    return added(fcinfo, "months", nfh_add_months);
}

Datum nfhpg_add_days(PG_FUNCTION_ARGS)
{
    return added(fcinfo, "days", nfh_add_days);
}

Datum nfhpg_age_years(PG_FUNCTION_ARGS)
{
    int32_t years, birth = nfhpg_date(fcinfo, 0, "birth"), at = nfhpg_date(fcinfo, 1, "at");
    int status = nfh_age_years(birth, at, &years);

    if (status == NFH_OK)
        PG_RETURN_INT32(years);
    if (status == NFH_E_UNKNOWN)
        PG_RETURN_NULL();
    check_calendar(fcinfo, 0, "birth", birth);
    check_calendar(fcinfo, 1, "at", at);
    ereport(ERROR, errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
            errmsg("%s: birth %s is after %s", nfhpg_function_name(fcinfo), date_text(fcinfo, 0),
                   date_text(fcinfo, 1)),
            errdetail("Expected a date of birth that is not after the other."));
}

static Datum within(FunctionCallInfo fcinfo, const char *name, int longest,
                    int (*window)(int32_t event, int32_t anchor, int length, int *truth))
{
    int32_t event = nfhpg_date(fcinfo, 0, "event"), anchor = nfhpg_date(fcinfo, 1, "anchor");
    int length, truth;

    check_calendar(fcinfo, 0, "event", event);
    check_calendar(fcinfo, 1, "anchor", anchor);
    if (PG_ARGISNULL(2))
        PG_RETURN_NULL();
    length = PG_GETARG_INT32(2);
    if (length < 0 || length > longest)
        ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
                errmsg("%s: %s %d is out of range", nfhpg_function_name(fcinfo), name, length),
                errdetail("Expected 0 to %d.", longest));
    if (window(event, anchor, length, &truth) != NFH_OK)
        ereport(ERROR, errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
                errmsg("%s: the window of %d %s before %s is out of range",
                       nfhpg_function_name(fcinfo), length, name, date_text(fcinfo, 1)),
                errdetail("Expected one that begins on 0001-01-01 or later."));
    if (truth == NFH_UNKNOWN)
        PG_RETURN_NULL();
    PG_RETURN_BOOL(truth == NFH_TRUE);
}

Datum nfhpg_within_window(PG_FUNCTION_ARGS)
{
    return within(fcinfo, "months", 119987, nfh_within_window);
}

Datum nfhpg_within_days(PG_FUNCTION_ARGS)
{
    return within(fcinfo, "days", 3652058, nfh_within_days);
}
