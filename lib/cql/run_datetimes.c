/* SPDX-License-Identifier: MIT
 *
 * run_datetimes.c - instructions on DateTimes and Times.
 */
#include "cql/date_values.h"
#include "cql/run.h"

static bool is_time(const struct nfh_instruction *in)
{
    return (in->detail & NFH_TIME_OF_DAY) != 0;
}

static void add(const struct nfh_instruction *in, nfh_datetime value, int64_t count,
                enum nfh_calendar_unit unit, struct nfh_value *result)
{
    if (is_time(in) && unit < NFH_UNIT_HOUR)
        nfh_priv_fail(result, NFH_RUN_DURATION_UNIT);
    else if (is_time(in) ? nfh_priv_time_add(value, count, unit, &result->as.datetime)
                         : nfh_priv_datetime_add(value, count, unit, &result->as.datetime))
        result->known = 1;
    else
        nfh_priv_fail(result, NFH_RUN_DATE_RANGE);
}

static void add_quantity(const struct nfh_instruction *in, const struct nfh_value *value,
                         const struct nfh_value *quantity, struct nfh_value *result)
{
    enum nfh_calendar_unit unit;
    int64_t count;

    if (nfh_priv_calendar_count(quantity->as.decimal, quantity->unit, false, &count, &unit))
        add(in, value->as.datetime, in->detail & 1 ? -count : count, unit, result);
    else
        nfh_priv_fail(result, NFH_RUN_DURATION_UNIT);
}

/* A span is known where all that partial values can mean agree. */
static void span(const struct nfh_instruction *in, nfh_datetime a, nfh_datetime b, int zone,
                 struct nfh_value *result)
{
    enum nfh_calendar_unit unit = (enum nfh_calendar_unit)(in->detail & NFH_SPAN_UNIT);
    bool difference = in->opcode == NFH_OP_DATETIME_DIFFERENCE;
    int64_t least, greatest;

    if (!(is_time(in) ? nfh_priv_time_span(a, b, difference, unit, &least, &greatest)
                      : nfh_priv_datetime_span(a, b, difference, unit, zone, &least, &greatest)))
        return;
    result->as.integer = in->detail & NFH_SPAN_GREATEST ? greatest : least;
    result->known = in->detail & (NFH_SPAN_LEAST | NFH_SPAN_GREATEST) || least == greatest;
    /* As every Integer that does not fit. */
    if (result->as.integer > INT32_MAX || result->as.integer < INT32_MIN)
        result->known = 0;
}

static void component(nfh_datetime value, unsigned which, struct nfh_value *result)
{
    int found;

    result->known = nfh_priv_datetime_component(value, (enum nfh_precision)which, &found);
    if (result->known)
        result->as.integer = found;
}

static void boundary(const struct nfh_instruction *in, nfh_datetime value, int64_t digits,
                     struct nfh_value *result)
{
    bool high = in->detail & 1;

    if (digits >= 0 && digits <= 17)
        result->known =
            is_time(in)
                ? nfh_priv_time_boundary(value, high, (int)digits, &result->as.datetime)
                : nfh_priv_datetime_boundary(value, high, (int)digits, &result->as.datetime);
}

static bool neighbour(const struct nfh_instruction *in, nfh_datetime value, nfh_datetime *result)
{
    bool next = in->detail & 1;

    if (is_time(in))
        return (next ? nfh_priv_time_successor : nfh_priv_time_predecessor)(value, result);
    return (next ? nfh_priv_datetime_successor : nfh_priv_datetime_predecessor)(value, result);
}

/* Its own, or that of the evaluation. */
static void offset(nfh_datetime value, int zone, struct nfh_value *result)
{
    int minutes = nfh_priv_datetime_offset(value);

    if (minutes == NFH_OFFSET_NONE)
        minutes = zone;
    result->known = minutes != NFH_ZONE_UNKNOWN &&
                    nfh_priv_decimal_divide(nfh_priv_decimal_from_integer(minutes),
                                            nfh_priv_decimal_from_integer(60), &result->as.decimal);
}

void nfh_priv_run_datetime(const struct nfh_instruction *in, const struct nfh_value *a,
                           const struct nfh_value *b, int zone, struct nfh_value *result)
{
    nfh_datetime value = a->as.datetime;

    switch (in->opcode) {
    case NFH_OP_ADD_DATETIME:
        add(in, value, b->as.integer, (enum nfh_calendar_unit)(in->detail & NFH_SPAN_UNIT), result);
        break;
    case NFH_OP_ADD_DATETIME_QUANTITY:
        add_quantity(in, a, b, result);
        break;
    case NFH_OP_DATETIME_DURATION:
    case NFH_OP_DATETIME_DIFFERENCE:
        span(in, value, b->as.datetime, zone, result);
        break;
    case NFH_OP_DATETIME_COMPONENT:
        component(value, in->detail, result);
        break;
    case NFH_OP_DATETIME_BOUNDARY:
        boundary(in, value, b->as.integer, result);
        break;
    case NFH_OP_DATETIME_PRECISION:
        result->known = 1;
        result->as.integer =
            is_time(in) ? nfh_priv_time_digits(value) : nfh_priv_datetime_digits(value);
        break;
    case NFH_OP_DATETIME_NEIGHBOUR:
        result->known = neighbour(in, value, &result->as.datetime);
        break;
    case NFH_OP_DATE_TO_DATETIME:
        result->known = 1;
        result->as.datetime = nfh_priv_datetime_from_date(a->as.date);
        break;
    case NFH_OP_DATE_FROM:
        result->known = 1;
        result->as.date = nfh_priv_datetime_date(value);
        break;
    case NFH_OP_TIME_FROM:
        result->as.datetime = nfh_priv_datetime_time(value, zone);
        result->known = result->as.datetime != 0;
        break;
    default:
        offset(value, zone, result);
        break;
    }
}

/* Takes the components that are there; false when one stands below a null, or is out of an int. */
static bool take_components(const struct nfh_value *const component[], size_t count, int first,
                            int *part[], struct nfh_datetime_parts *parts)
{
    bool ended = false;

    for (size_t i = 0; i < count; i++) {
        if (!component[i]->known) {
            ended = true;
            continue;
        }
        if (ended || component[i]->as.integer < INT32_MIN || component[i]->as.integer > INT32_MAX)
            return false;
        *part[i] = (int)component[i]->as.integer;
        parts->precision = first + (int)i;
    }
    return true;
}

/* The offset is given in hours: whole minutes only. */
static bool take_offset(const struct nfh_value *hours, int *offset)
{
    nfh_decimal minutes;

    *offset = NFH_OFFSET_NONE;
    if (!hours->known)
        return true;
    if (!nfh_priv_decimal_multiply(hours->as.decimal, nfh_priv_decimal_from_integer(60),
                                   &minutes) ||
        minutes % NFH_DECIMAL_ONE != 0 || minutes > NFH_OFFSET_MAX * NFH_DECIMAL_ONE ||
        minutes < -NFH_OFFSET_MAX * NFH_DECIMAL_ONE)
        return false;
    *offset = (int)(minutes / NFH_DECIMAL_ONE);
    return true;
}

static bool take_error(const struct nfh_value *const component[], size_t count,
                       struct nfh_value *result)
{
    for (size_t i = 0; i < count; i++) {
        if (!component[i]->error)
            continue;
        result->error = component[i]->error;
        result->truth = NFH_TRUTH_ERROR;
        result->as.integer = component[i]->as.integer;
        return true;
    }
    return false;
}

void nfh_priv_run_datetime_constructor(const struct nfh_value *const component[],
                                       struct nfh_value *result)
{
    struct nfh_datetime_parts parts = {0};
    int *part[] = {&parts.year,   &parts.month,  &parts.day,        &parts.hour,
                   &parts.minute, &parts.second, &parts.millisecond};

    if (take_error(component, 8, result) || !component[0]->known)
        return;
    if (!take_components(component, 7, NFH_PRECISION_YEAR, part, &parts) ||
        !take_offset(component[7], &parts.offset) || !nfh_priv_datetime_is_valid(&parts)) {
        nfh_priv_fail(result, NFH_RUN_TIME_RANGE);
        return;
    }
    result->known = 1;
    result->as.datetime = nfh_priv_datetime_pack(&parts);
}

void nfh_priv_run_time_constructor(const struct nfh_value *const component[],
                                   struct nfh_value *result)
{
    struct nfh_datetime_parts parts = {.year = 1, .month = 1, .day = 1, .offset = NFH_OFFSET_NONE};
    int *part[] = {&parts.hour, &parts.minute, &parts.second, &parts.millisecond};

    if (take_error(component, 4, result) || !component[0]->known)
        return;
    if (!take_components(component, 4, NFH_PRECISION_HOUR, part, &parts) ||
        !nfh_priv_datetime_is_valid(&parts)) {
        nfh_priv_fail(result, NFH_RUN_TIME_RANGE);
        return;
    }
    result->known = 1;
    result->as.datetime = nfh_priv_datetime_pack(&parts);
}
