/* SPDX-License-Identifier: MIT
 *
 * arguments.c - reading SQL's arguments of a calculation, and its result or error.
 */
#include "nfhpg.h"

#include <math.h>

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/float.h"
#include "utils/lsyscache.h"

PG_MODULE_MAGIC;

/* Half of the last place that counts: closer to a range than this, a number is in it. */
#define HALF_PLACE 0.000000005

const char *nfhpg_function_name(FunctionCallInfo fcinfo)
{
    const char *name = fcinfo->flinfo ? get_func_name(fcinfo->flinfo->fn_oid) : NULL;

    return name ? name : "nfhscreen";
}

/* What is in the range of a calculation has at most 6 digits before the point; with 8 after it, a
 * double holds them exactly. Rounded first, for a double of more digits might be rounded twice. */
static double number_of_numeric(Numeric number)
{
    Datum rounded;
    int64 scaled;

    if (nfhpg_digits(number, &scaled))
        return (double)scaled / NFHPG_SCALED_ONE;
    if (numeric_is_nan(number))
        return get_float8_nan();
    if (numeric_is_inf(number))
        return get_float8_infinity();
    rounded = DirectFunctionCall2(numeric_round, NumericGetDatum(number), Int32GetDatum(8));
    return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, rounded));
}

double nfhpg_number(FunctionCallInfo fcinfo, int index, bool exact)
{
    if (PG_ARGISNULL(index))
        return get_float8_nan();
    return exact ? number_of_numeric(PG_GETARG_NUMERIC(index)) : PG_GETARG_FLOAT8(index);
}

int nfhpg_sex(FunctionCallInfo fcinfo, int index)
{
    char *string;

    if (PG_ARGISNULL(index))
        return NFH_SEX_UNKNOWN;
    string = text_to_cstring(PG_GETARG_TEXT_PP(index));
    if (strcmp(string, "male") == 0)
        return NFH_SEX_MALE;
    if (strcmp(string, "female") == 0)
        return NFH_SEX_FEMALE;
    ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
            errmsg("%s: sex \"%s\" is none that it takes", nfhpg_function_name(fcinfo), string),
            errdetail("Expected male or female, or NULL for not known."));
}

int nfhpg_truth(FunctionCallInfo fcinfo, int index)
{
    if (PG_ARGISNULL(index))
        return NFH_UNKNOWN;
    return PG_GETARG_BOOL(index) ? NFH_TRUE : NFH_FALSE;
}

int32_t nfhpg_date(FunctionCallInfo fcinfo, int index, const char *name)
{
    DateADT date;

    if (PG_ARGISNULL(index))
        return NFH_DATE_UNKNOWN;
    date = PG_GETARG_DATEADT(index);
    if (DATE_NOT_FINITE(date))
        ereport(ERROR, errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
                errmsg("%s: %s is infinite", nfhpg_function_name(fcinfo), name),
                errdetail("Expected a date from 0001-01-01 to 9999-12-31, or NULL for not known."));
    return nfhpg_days(date);
}

/* A bound as it is written in nfhscreen.h. */
static char *number_text(double number)
{
    return psprintf("%.10g", number);
}

static char *argument_text(FunctionCallInfo fcinfo, int index, bool exact)
{
    Datum argument = PG_GETARG_DATUM(index);

    return DatumGetCString(DirectFunctionCall1(exact ? numeric_out : float8out, argument));
}

/* The error of a calculation: which argument it is. */
static void refuse(FunctionCallInfo fcinfo, bool exact, int status,
                   const struct nfhpg_argument *arguments, int count)
{
    const char *function = nfhpg_function_name(fcinfo);

    for (int i = 0; i < count; i++) {
        const struct nfhpg_argument *argument = &arguments[i];
        double value;

        if (argument->low == argument->high)
            continue;
        value = nfhpg_number(fcinfo, i, exact);
        if (isnan(value) ||
            (value >= argument->low - HALF_PLACE && value <= argument->high + HALF_PLACE))
            continue;
        ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
                errmsg("%s: %s %s is out of range", function, argument->name,
                       argument_text(fcinfo, i, exact)),
                errdetail("Expected %s to %s%s%s.", number_text(argument->low),
                          number_text(argument->high), *argument->unit ? " " : "", argument->unit));
    }
    ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
            errmsg("%s: %s", function, nfh_status_text(status)));
}

Datum nfhpg_number_result(FunctionCallInfo fcinfo, bool exact, int status, double value,
                          const struct nfhpg_argument *arguments, int count)
{
    if (status == NFH_E_UNKNOWN)
        PG_RETURN_NULL();
    if (status != NFH_OK)
        refuse(fcinfo, exact, status, arguments, count);
    /* Results have at most 5 digits before the point and 8 after it, and float8_numeric takes 15.
     */
    return exact ? DirectFunctionCall1(float8_numeric, Float8GetDatum(value))
                 : Float8GetDatum(value);
}

Datum nfhpg_truth_result(FunctionCallInfo fcinfo, bool exact, int status, int truth,
                         const struct nfhpg_argument *arguments, int count)
{
    if (status != NFH_OK)
        refuse(fcinfo, exact, status, arguments, count);
    if (truth == NFH_UNKNOWN)
        PG_RETURN_NULL();
    PG_RETURN_BOOL(truth == NFH_TRUE);
}
