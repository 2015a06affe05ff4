/* SPDX-License-Identifier: MIT
 *
 * run_compare.c - comparisons, and the looser `~`.
 */
#include <string.h>

#include "cql/run.h"
#include "cql/text.h"

static void set_truth(struct nfh_value *result, bool truth)
{
    result->truth = truth ? NFH_TRUTH_TRUE : NFH_TRUTH_FALSE;
}

static struct nfh_text text_of(const struct nfh_value *value)
{
    struct nfh_text text = {value->as.string.bytes, value->as.string.length};

    return text;
}

static int compare_dates(const struct nfh_value *a, const struct nfh_value *b, unsigned precision)
{
    if (precision == 0 && nfh_priv_date_is_full(a->as.date) && nfh_priv_date_is_full(b->as.date))
        return (a->as.date > b->as.date) - (a->as.date < b->as.date);
    return nfh_priv_date_compare(a->as.date, b->as.date, (int)precision);
}

static int compare_quantities(const struct nfh_value *a, const struct nfh_value *b)
{
    if (a->unit == b->unit)
        return (a->as.decimal > b->as.decimal) - (a->as.decimal < b->as.decimal);
    return nfh_priv_unit_compare(a->as.decimal, a->unit, b->as.decimal, b->unit);
}

static bool similar_decimals(nfh_decimal a, nfh_decimal b)
{
    int scale_a = nfh_priv_decimal_scale(a), scale_b = nfh_priv_decimal_scale(b),
        places = scale_a < scale_b ? scale_a : scale_b;

    return nfh_priv_decimal_round(a, places, &a) && nfh_priv_decimal_round(b, places, &b) && a == b;
}

/* Calendar years and months are alike to as many of UCUM's 'a' and 'mo', and to 365 and 30 days
 * each. */
static bool similar_durations(const struct nfh_value *calendar, const struct nfh_value *other)
{
    bool is_year = memcmp(calendar->unit->text, "year", 4) == 0;
    struct nfh_unit day;
    nfh_decimal days;

    if (calendar->unit->kind != NFH_UNIT_CALENDAR ||
        (!is_year && memcmp(calendar->unit->text, "month", 5) != 0))
        return false;
    if (strcmp(other->unit->text, is_year ? "a" : "mo") == 0)
        return calendar->as.decimal == other->as.decimal;
    return nfh_priv_unit_calendar("day", 3, &day) &&
           nfh_priv_decimal_multiply(calendar->as.decimal,
                                     nfh_priv_decimal_from_integer(is_year ? 365 : 30), &days) &&
           nfh_priv_unit_compare(days, &day, other->as.decimal, other->unit) == 0;
}

static bool similar_quantities(const struct nfh_value *a, const struct nfh_value *b)
{
    return compare_quantities(a, b) == 0 || similar_durations(a, b) || similar_durations(b, a);
}

void nfh_priv_run_comparison(const struct nfh_instruction *in, const struct nfh_value *a,
                             const struct nfh_value *b, int zone, struct nfh_value *result)
{
    int order = NFH_COMPARE_UNKNOWN;

    switch (in->opcode) {
    case NFH_OP_SIMILAR_DECIMAL:
        set_truth(result, similar_decimals(a->as.decimal, b->as.decimal));
        return;
    case NFH_OP_SIMILAR_STRING:
        set_truth(result, nfh_priv_text_equivalent(text_of(a), text_of(b)));
        return;
    case NFH_OP_SIMILAR_QUANTITY:
        set_truth(result, similar_quantities(a, b));
        return;
    case NFH_OP_EQUAL_INTEGER:
    case NFH_OP_LESS_INTEGER:
    case NFH_OP_LESS_OR_EQUAL_INTEGER:
        order = (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
        break;
    case NFH_OP_EQUAL_DECIMAL:
    case NFH_OP_LESS_DECIMAL:
    case NFH_OP_LESS_OR_EQUAL_DECIMAL:
        order = (a->as.decimal > b->as.decimal) - (a->as.decimal < b->as.decimal);
        break;
    case NFH_OP_EQUAL_STRING:
    case NFH_OP_LESS_STRING:
    case NFH_OP_LESS_OR_EQUAL_STRING:
        order = nfh_priv_text_compare(text_of(a), text_of(b));
        break;
    case NFH_OP_EQUAL_DATE:
    case NFH_OP_LESS_DATE:
    case NFH_OP_LESS_OR_EQUAL_DATE:
        order = compare_dates(a, b, in->detail);
        break;
    case NFH_OP_EQUAL_DATETIME:
    case NFH_OP_LESS_DATETIME:
    case NFH_OP_LESS_OR_EQUAL_DATETIME:
        order = nfh_priv_datetime_compare(a->as.datetime, b->as.datetime, in->detail, zone);
        break;
    default:
        order = compare_quantities(a, b);
        break;
    }
    if (order == NFH_COMPARE_UNKNOWN)
        return;
    if (in->opcode <= NFH_OP_EQUAL_QUANTITY)
        set_truth(result, order == 0);
    else
        set_truth(result, in->opcode <= NFH_OP_LESS_QUANTITY ? order < 0 : order <= 0);
}
