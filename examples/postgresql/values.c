/* SPDX-License-Identifier: MIT
 *
 * values.c - a value of SQL into an input of a subject, without a digit lost. NaN is not known.
 */
#include "nfhpg_screen.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/shortest_dec.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/timestamp.h"

int nfhpg_set_numeric(struct nfhpg_call *call, size_t parameter, int type, Numeric number)
{
    bool whole = type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG;
    char *string;
    int64 scaled;
    int status;

    if (nfhpg_digits(number, &scaled) && !whole)
        return nfh_subject_set_number(call->subject, parameter, (double)scaled / NFHPG_SCALED_ONE);
    if (numeric_is_nan(number))
        return NFH_OK;
    if (numeric_is_inf(number) && !whole)
        return nfh_subject_set_number(call->subject, parameter, INFINITY);
    string = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(number)));
    status = nfh_subject_set_text_at(call->subject, parameter, string);
    pfree(string);
    return status;
}

/* The shortest text, which an integer has without an exponent up to 10^15. */
static int set_double(struct nfhpg_call *call, const struct nfhpg_column *column, double number)
{
    char string[DOUBLE_SHORTEST_DECIMAL_LEN];

    if (isnan(number))
        return NFH_OK;
    if (column->type != NFH_TYPE_INTEGER && column->type != NFH_TYPE_LONG)
        return nfh_subject_set_number(call->subject, column->parameter, number);
    if (number == trunc(number) && fabs(number) < 9007199254740992.0)
        return nfh_subject_set_integer(call->subject, column->parameter, (int64)number);
    double_to_shortest_decimal_buf(number, string);
    return nfh_subject_set_text_at(call->subject, column->parameter, string);
}

/* 0.1 of four bytes is 0.1, not 0.10000000149: the double of its shortest text is taken. */
static int set_float(struct nfhpg_call *call, const struct nfhpg_column *column, float number)
{
    char string[FLOAT_SHORTEST_DECIMAL_LEN];

    if (isnan(number) || isinf(number))
        return set_double(call, column, number);
    float_to_shortest_decimal_buf(number, string);
    return set_double(call, column, strtod(string, NULL));
}

static int set_text(struct nfhpg_call *call, const struct nfhpg_column *column, Datum value)
{
    text *packed = DatumGetTextPP(value);
    const char *start = VARDATA_ANY(packed);
    size_t length = VARSIZE_ANY_EXHDR(packed);
    const char *utf8 = pg_server_to_any(start, (int)length, PG_UTF8);

    if (utf8 != start)
        length = strlen(utf8);
    if (column->column_type == BPCHAROID)
        while (length > 0 && utf8[length - 1] == ' ')
            length--;
    /* One byte more than the library takes is enough for it to say that there are too many. */
    utf8 = nfhpg_keep_text(call, utf8, Min(length, NFH_TEXT_MAX + 1));
    return nfh_subject_set_text_at(call->subject, column->parameter, utf8);
}

static int set_written(struct nfhpg_call *call, struct nfhpg_column *column, Datum value)
{
    char *label = OutputFunctionCall(&column->output, value);

    return nfh_subject_set_text_at(call->subject, column->parameter,
                                   nfhpg_to_utf8(label, strlen(label)));
}

/* What the library has no words for. */
static int complain(struct nfhpg_call *call, size_t parameter, int status, const char *what)
{
    const char *name;

    nfh_ruleset_parameter_name(call->set->compiled, parameter, &name);
    call->complaint = psprintf("%s: the %s", nfhpg_from_utf8(name), what);
    return status;
}

static int set_date(struct nfhpg_call *call, const struct nfhpg_column *column, DateADT date)
{
    if (DATE_NOT_FINITE(date))
        return complain(call, column->parameter, NFH_E_INFINITE, "date is infinite");
    return nfh_subject_set_date(call->subject, column->parameter, nfhpg_days(date));
}

/* With a time zone it is told in UTC, so that the session's TimeZone does not matter. */
static int set_timestamp(struct nfhpg_call *call, const struct nfhpg_column *column, Timestamp time)
{
    char string[64];
    struct pg_tm parts;
    fsec_t microseconds;

    if (TIMESTAMP_NOT_FINITE(time))
        return complain(call, column->parameter, NFH_E_INFINITE, "time is infinite");
    if (timestamp2tm(time, NULL, &parts, &microseconds, NULL, NULL) != 0 || parts.tm_year < 1 ||
        parts.tm_year > 9999)
        return complain(call, column->parameter, NFH_E_RANGE,
                        "time is out of range (expected a year from 0001 to 9999)");
    snprintf(string, sizeof string, "%04d-%02d-%02dT%02d:%02d:%02d.%03d%s", parts.tm_year,
             parts.tm_mon, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
             (int)(microseconds / 1000), column->column_type == TIMESTAMPTZOID ? "Z" : "");
    return nfh_subject_set_text_at(call->subject, column->parameter, string);
}

static int set_time(struct nfhpg_call *call, const struct nfhpg_column *column, TimeADT time)
{
    char string[64];
    int milliseconds = (int)(time / 1000);

    snprintf(string, sizeof string, "%02d:%02d:%02d.%03d", milliseconds / 3600000,
             milliseconds / 60000 % 60, milliseconds / 1000 % 60, milliseconds % 1000);
    return nfh_subject_set_text_at(call->subject, column->parameter, string);
}

int nfhpg_set_value(struct nfhpg_call *call, struct nfhpg_column *column, Datum value)
{
    nfh_subject *subject = call->subject;

    switch (column->column_type) {
    case BOOLOID:
        return nfh_subject_set_boolean(subject, column->parameter,
                                       DatumGetBool(value) ? NFH_TRUE : NFH_FALSE);
    case INT2OID:
        return nfh_subject_set_integer(subject, column->parameter, DatumGetInt16(value));
    case INT4OID:
        return nfh_subject_set_integer(subject, column->parameter, DatumGetInt32(value));
    case INT8OID:
        return nfh_subject_set_integer(subject, column->parameter, DatumGetInt64(value));
    case FLOAT4OID:
        return set_float(call, column, DatumGetFloat4(value));
    case FLOAT8OID:
        return set_double(call, column, DatumGetFloat8(value));
    case NUMERICOID:
        return nfhpg_set_numeric(call, column->parameter, column->type, DatumGetNumeric(value));
    case DATEOID:
        return set_date(call, column, DatumGetDateADT(value));
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
        return set_timestamp(call, column, DatumGetTimestamp(value));
    case TIMEOID:
        return set_time(call, column, DatumGetTimeADT(value));
    default:
        return column->is_written ? set_written(call, column, value)
                                  : set_text(call, column, value);
    }
}

static int sqlstate_of(int type, int status)
{
    bool is_time = type == NFH_TYPE_DATE || type == NFH_TYPE_DATETIME || type == NFH_TYPE_TIME;

    switch (status) {
    case NFH_E_RANGE:
    case NFH_E_INFINITE:
        return is_time ? ERRCODE_DATETIME_VALUE_OUT_OF_RANGE : ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE;
    case NFH_E_SYNTAX:
        return is_time ? ERRCODE_INVALID_DATETIME_FORMAT : ERRCODE_INVALID_TEXT_REPRESENTATION;
    case NFH_E_UNIT:
    case NFH_E_VALUE:
        return ERRCODE_INVALID_PARAMETER_VALUE;
    case NFH_E_TYPE:
        return ERRCODE_DATATYPE_MISMATCH;
    case NFH_E_LIMIT:
        return ERRCODE_PROGRAM_LIMIT_EXCEEDED;
    case NFH_E_MEMORY:
        return ERRCODE_OUT_OF_MEMORY;
    default:
        return ERRCODE_INTERNAL_ERROR;
    }
}

void nfhpg_tell_problem(struct nfhpg_call *call, int type, int status,
                        struct nfhpg_problem *problem)
{
    const char *message = "";

    nfh_subject_error(call->subject, &message);
    problem->sqlstate = sqlstate_of(type, status);
    problem->message = call->complaint ? call->complaint : pstrdup(nfhpg_from_utf8(message));
    call->complaint = NULL;
}
