/* SPDX-License-Identifier: MIT
 *
 * run_dates.c - arithmetic of dates.
 */
#include "cql/date_values.h"
#include "cql/run.h"

static void add_date(nfh_date date, int64_t count, enum nfh_calendar_unit unit,
                     struct nfh_value *result)
{
    if (nfh_priv_date_add(date, count, unit, &result->as.date))
        result->known = 1;
    else
        nfh_priv_fail(result, NFH_RUN_DATE_RANGE);
}

static void add_quantity(const struct nfh_value *date, const struct nfh_value *quantity,
                         bool subtract, struct nfh_value *result)
{
    enum nfh_calendar_unit unit;
    int64_t count;

    if (nfh_priv_calendar_count(quantity->as.decimal, quantity->unit, true, &count, &unit))
        add_date(date->as.date, subtract ? -count : count, unit, result);
    else
        nfh_priv_fail(result, NFH_RUN_DURATION_UNIT);
}

/* A span between partial dates is known where all that they can mean agree. */
static void span(const struct nfh_instruction *in, nfh_date a, nfh_date b, struct nfh_value *result)
{
    int64_t (*measure)(nfh_date, nfh_date, enum nfh_calendar_unit) =
        in->opcode == NFH_OP_DURATION ? nfh_priv_date_duration : nfh_priv_date_difference;
    enum nfh_calendar_unit unit = (enum nfh_calendar_unit)(in->detail & NFH_SPAN_UNIT);
    int64_t least, greatest;

    result->known = 1;
    if (nfh_priv_date_is_full(a) && nfh_priv_date_is_full(b)) {
        result->as.integer = measure(a, b, unit);
        return;
    }
    least = measure(nfh_priv_date_last(a), nfh_priv_date_first(b), unit);
    greatest = measure(nfh_priv_date_first(a), nfh_priv_date_last(b), unit);
    result->as.integer = in->detail & NFH_SPAN_GREATEST ? greatest : least;
    if (!(in->detail & ~(unsigned)NFH_SPAN_UNIT))
        result->known = least == greatest;
}

static void component(nfh_date date, unsigned which, struct nfh_value *result)
{
    int value = which == NFH_PRECISION_YEAR    ? nfh_priv_date_year(date)
                : which == NFH_PRECISION_MONTH ? nfh_priv_date_month(date)
                                               : nfh_priv_date_day(date);

    result->known = value != 0;
    result->as.integer = value;
}

static void neighbour(nfh_date date, int64_t step, struct nfh_value *result)
{
    enum nfh_precision precision = nfh_priv_date_precision(date);

    result->known = nfh_priv_date_add(date, step,
                                      precision == NFH_PRECISION_YEAR    ? NFH_UNIT_YEAR
                                      : precision == NFH_PRECISION_MONTH ? NFH_UNIT_MONTH
                                                                         : NFH_UNIT_DAY,
                                      &result->as.date);
}

/* The next value of a number's type; null at the limit. */
static void next_number(const struct nfh_instruction *in, const struct nfh_value *a, int step,
                        struct nfh_value *result)
{
    if (in->opcode == NFH_OP_SUCCESSOR_DECIMAL || in->opcode == NFH_OP_PREDECESSOR_DECIMAL) {
        result->known = nfh_priv_decimal_add(a->as.decimal, step, &result->as.decimal);
        return;
    }
    int64_t limit =
        in->detail ? (step > 0 ? INT64_MAX : INT64_MIN) : (step > 0 ? INT32_MAX : INT32_MIN);
    result->known = a->as.integer != limit;
    result->as.integer = result->known ? a->as.integer + step : 0;
}

void nfh_priv_run_date(const struct nfh_instruction *in, const struct nfh_value *a,
                       const struct nfh_value *b, struct nfh_value *result)
{
    switch (in->opcode) {
    case NFH_OP_ADD_DATE:
        add_date(a->as.date, b->as.integer, (enum nfh_calendar_unit)in->detail, result);
        break;
    case NFH_OP_ADD_DATE_QUANTITY:
        add_quantity(a, b, in->detail == 1, result);
        break;
    case NFH_OP_DURATION:
    case NFH_OP_DIFFERENCE:
        span(in, a->as.date, b->as.date, result);
        break;
    case NFH_OP_DATE_COMPONENT:
        component(a->as.date, in->detail, result);
        break;
    case NFH_OP_DATE_BOUNDARY:
        if (b->as.integer >= 0 && b->as.integer <= 8)
            result->known = nfh_priv_date_boundary(a->as.date, in->detail == 1,
                                                   (int)b->as.integer, &result->as.date);
        break;
    case NFH_OP_DATE_PRECISION:
        result->known = 1;
        result->as.integer = nfh_priv_date_digits(a->as.date);
        break;
    case NFH_OP_SUCCESSOR_DATE:
        neighbour(a->as.date, 1, result);
        break;
    case NFH_OP_PREDECESSOR_DATE:
        neighbour(a->as.date, -1, result);
        break;
    default:
        next_number(in, a, in->opcode <= NFH_OP_SUCCESSOR_DATE ? 1 : -1, result);
        break;
    }
}

/* Date(year, month, day): a month or day that is null makes a partial date; nothing may stand below
 * a null. */
void nfh_priv_run_date_constructor(const struct nfh_value *year, const struct nfh_value *month,
                                   const struct nfh_value *day, struct nfh_value *result)
{
    const struct nfh_value *bad = year->error    ? year
                                  : month->error ? month
                                  : day->error   ? day
                                                 : NULL;
    int64_t y = year->as.integer, m = month->known ? month->as.integer : 0,
            d = day->known ? day->as.integer : 0;

    if (bad) {
        result->error = bad->error;
        result->truth = NFH_TRUTH_ERROR;
        result->as.integer = bad->as.integer;
        return;
    }
    if (!year->known)
        return;
    if (m < month->known || m > 12 || d < day->known || d > 31 || y < 1 || y > 9999 ||
        !nfh_priv_date_is_valid((int)y, (int)m, (int)d)) {
        nfh_priv_fail(result, NFH_RUN_DATE_RANGE);
        return;
    }
    result->known = 1;
    result->as.date = nfh_priv_date_pack((int)y, (int)m, (int)d);
}
