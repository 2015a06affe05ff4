/* SPDX-License-Identifier: MIT
 *
 * run_censored.c - values of which only a limit is known, `<5` or `>90`: what a comparison still
 * says of them.
 *
 * Such a value is not known, but has a note; here comes what has an operand that is not known and
 * one with a note. What is calculated of it otherwise is noted as a value too, of which nothing is
 * known: it is there, so that neither Coalesce nor a test for null may take it for missing.
 */
#include "cql/run.h"

enum { CENSORED = NFH_NOTE_BELOW | NFH_NOTE_ABOVE, ANYTHING = CENSORED };

/* The ends between which a value lies; a known value is both of them. */
struct range {
    const struct nfh_value *least, *greatest; /* NULL: no such end */
    bool least_open, greatest_open;           /* the end itself is left out */
};

static struct range range_of(const struct nfh_value *value)
{
    struct range range = {value, value, false, false};
    bool open = !(value->note & NFH_NOTE_OR_EQUAL);

    if (value->known)
        return range;
    range.least = (value->note & CENSORED) == NFH_NOTE_ABOVE ? value : NULL;
    range.greatest = (value->note & CENSORED) == NFH_NOTE_BELOW ? value : NULL;
    range.least_open = range.greatest_open = open;
    return range;
}

/* The order of two ends, or NFH_COMPARE_UNKNOWN. */
static int compare(unsigned opcode, const struct nfh_value *a, const struct nfh_value *b)
{
    switch (opcode) {
    case NFH_OP_EQUAL_INTEGER:
    case NFH_OP_LESS_INTEGER:
    case NFH_OP_LESS_OR_EQUAL_INTEGER:
        return (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
    case NFH_OP_EQUAL_QUANTITY:
    case NFH_OP_LESS_QUANTITY:
    case NFH_OP_LESS_OR_EQUAL_QUANTITY:
        return nfh_priv_unit_compare(a->as.decimal, a->unit, b->as.decimal, b->unit);
    default:
        return (a->as.decimal > b->as.decimal) - (a->as.decimal < b->as.decimal);
    }
}

/* Whether all of a lies below all of b, the ends touching where `touching` is true. */
static bool all_below(unsigned opcode, const struct range *a, const struct range *b, bool touching)
{
    int order;

    if (!a->greatest || !b->least)
        return false;
    order = compare(opcode, a->greatest, b->least);
    return order == -1 || (order == 0 && (touching || a->greatest_open || b->least_open));
}

static void set_truth(struct nfh_value *result, bool truth)
{
    result->truth = truth ? NFH_TRUTH_TRUE : NFH_TRUTH_FALSE;
}

static void run_comparison(unsigned opcode, const struct nfh_value *a, const struct nfh_value *b,
                           struct nfh_value *result)
{
    struct range x = range_of(a), y = range_of(b);

    switch (opcode) {
    case NFH_OP_EQUAL_INTEGER:
    case NFH_OP_EQUAL_DECIMAL:
    case NFH_OP_EQUAL_QUANTITY:
        if (all_below(opcode, &x, &y, false) || all_below(opcode, &y, &x, false))
            set_truth(result, false);
        break;
    case NFH_OP_LESS_INTEGER:
    case NFH_OP_LESS_DECIMAL:
    case NFH_OP_LESS_QUANTITY:
        if (all_below(opcode, &x, &y, false))
            set_truth(result, true);
        else if (all_below(opcode, &y, &x, true))
            set_truth(result, false);
        break;
    default:
        if (all_below(opcode, &x, &y, true))
            set_truth(result, true);
        else if (all_below(opcode, &y, &x, false))
            set_truth(result, false);
        break;
    }
}

/* The limit in another unit, where that is exact and keeps the order. */
static void convert(const struct nfh_value *a, const struct nfh_unit *from,
                    const struct nfh_unit *to, struct nfh_value *result)
{
    nfh_decimal limit;

    if (from->kind == NFH_UNIT_SPECIAL || to->kind == NFH_UNIT_SPECIAL ||
        !nfh_priv_unit_convert(a->as.decimal, from, to, &limit) ||
        nfh_priv_unit_compare(a->as.decimal, from, limit, to) != 0)
        return;
    result->as.decimal = limit;
    result->unit = to;
    result->note = a->note;
}

void nfh_priv_run_censored(const struct nfh_instruction *in, const struct nfh_value *a,
                           const struct nfh_value *b, const struct nfh_frame *frame,
                           struct nfh_value *result)
{
    bool both = (a->known || nfh_priv_is_censored(a)) && (b->known || nfh_priv_is_censored(b));

    switch (in->opcode) {
    case NFH_OP_EQUAL_INTEGER:
    case NFH_OP_EQUAL_DECIMAL:
    case NFH_OP_EQUAL_QUANTITY:
    case NFH_OP_LESS_INTEGER:
    case NFH_OP_LESS_DECIMAL:
    case NFH_OP_LESS_QUANTITY:
    case NFH_OP_LESS_OR_EQUAL_INTEGER:
    case NFH_OP_LESS_OR_EQUAL_DECIMAL:
    case NFH_OP_LESS_OR_EQUAL_QUANTITY:
        if (both)
            run_comparison(in->opcode, a, b, result);
        break;
    case NFH_OP_INTEGER_TO_DECIMAL:
        result->as.decimal = nfh_priv_decimal_from_integer(a->as.integer);
        result->note = a->note;
        break;
    case NFH_OP_WITH_UNIT:
        result->as.decimal = a->as.decimal;
        result->unit = b->unit;
        result->note = b->known ? a->note : 0;
        break;
    case NFH_OP_CONVERT_UNIT:
        if (!nfh_priv_is_censored(a) || !frame->slot[in->operand[2]].known)
            break;
        result->note = ANYTHING;
        /* Operand 1 may be the value itself, for its unit, which is kept with a limit only. */
        if ((a->note & CENSORED) != ANYTHING && b->unit)
            convert(a, b->unit, frame->slot[in->operand[2]].unit, result);
        break;
    default:
        if (both && !nfh_priv_opcode_is_truth(in->opcode))
            result->note = ANYTHING;
        break;
    }
}
