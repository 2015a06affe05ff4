/* SPDX-License-Identifier: MIT
 *
 * run_arithmetic.c - arithmetic of integers, decimals and quantities. Overflow and division by zero
 * are null.
 */
#include <string.h>

#include "cql/run.h"
#include "number/transcendental.h"

/* What an Integer (or, with detail 1, a Long) holds. */
static bool fits(nfh_int128 value, unsigned is_long)
{
    return is_long ? value >= INT64_MIN && value <= INT64_MAX
                   : value >= INT32_MIN && value <= INT32_MAX;
}

static void run_integer(const struct nfh_instruction *in, int64_t a, int64_t b,
                        struct nfh_value *result)
{
    nfh_int128 wide = 0;

    switch (in->opcode) {
    case NFH_OP_ADD_INTEGER:
        wide = (nfh_int128)a + b;
        break;
    case NFH_OP_SUBTRACT_INTEGER:
        wide = (nfh_int128)a - b;
        break;
    case NFH_OP_MULTIPLY_INTEGER:
        wide = (nfh_int128)a * b;
        break;
    default:
        if (b == 0)
            return;
        wide = in->opcode == NFH_OP_MODULO_INTEGER ? (nfh_int128)a % b : (nfh_int128)a / b;
        break;
    }
    result->known = fits(wide, in->detail);
    result->as.integer = (int64_t)wide;
}

/* An integral decimal as an Integer. */
static void set_integer(nfh_decimal integral, struct nfh_value *result)
{
    nfh_decimal whole = integral / NFH_DECIMAL_ONE;

    result->known = fits(whole, 0);
    result->as.integer = (int64_t)whole;
}

static void round_decimal(nfh_decimal a, int64_t places, struct nfh_value *result)
{
    if (places >= 0)
        result->known = nfh_priv_decimal_round(
            a, places > NFH_DECIMAL_PLACES ? NFH_DECIMAL_PLACES : (int)places, &result->as.decimal);
}

/* Digits after the point: as written, where the value still knows, else the significant ones. */
static int places_of(const struct nfh_value *value)
{
    return value->places > 0 ? value->places : nfh_priv_decimal_scale(value->as.decimal);
}

/* The least (or greatest) decimal of so many digits that what is written can mean: 1.587 is from
 * 1.58700000 to 1.58799999. */
static void boundary(const struct nfh_value *a, int64_t digits, bool high, struct nfh_value *result)
{
    nfh_decimal value = a->as.decimal, step = NFH_DECIMAL_ONE, unit = NFH_DECIMAL_ONE, spread;
    int places = places_of(a);

    if (digits < 0 || digits > NFH_DECIMAL_PLACES)
        return;
    for (int i = 0; i < places; i++)
        step /= 10;
    for (int i = 0; i < digits; i++)
        unit /= 10;
    value -= value % unit;
    spread = step > unit ? step - unit : 0;
    if (high != (a->as.decimal < 0)) /* below zero the digits go on downwards */
        value = a->as.decimal < 0 ? value - spread : value + spread;
    result->known = nfh_priv_decimal_add(value, 0, &result->as.decimal) &&
                    value < (nfh_decimal)NFH_DECIMAL_LIMIT && value > -(nfh_decimal)NFH_DECIMAL_LIMIT;
}

static void run_decimal(const struct nfh_instruction *in, const struct nfh_value *x,
                        const struct nfh_value *y, struct nfh_value *result)
{
    nfh_decimal a = x->as.decimal, b = y->as.decimal, *out = &result->as.decimal;

    switch (in->opcode) {
    case NFH_OP_ADD_DECIMAL:
        result->known = nfh_priv_decimal_add(a, b, out);
        break;
    case NFH_OP_SUBTRACT_DECIMAL:
        result->known = nfh_priv_decimal_subtract(a, b, out);
        break;
    case NFH_OP_MULTIPLY_DECIMAL:
        result->known = nfh_priv_decimal_multiply(a, b, out);
        break;
    case NFH_OP_DIVIDE_DECIMAL:
        result->known = nfh_priv_decimal_divide(a, b, out);
        break;
    case NFH_OP_TRUNCATED_DIVIDE_DECIMAL:
        result->known = nfh_priv_decimal_truncated_divide(a, b, out);
        break;
    case NFH_OP_MODULO_DECIMAL:
        result->known = nfh_priv_decimal_modulo(a, b, out);
        break;
    case NFH_OP_POWER_DECIMAL:
        result->known = nfh_priv_decimal_power(a, b, out);
        break;
    case NFH_OP_LOG_DECIMAL:
        result->known = nfh_priv_decimal_log(a, b, out);
        break;
    case NFH_OP_EXP_DECIMAL:
        result->known = nfh_priv_decimal_exp(a, out);
        break;
    case NFH_OP_LN_DECIMAL:
        result->known = nfh_priv_decimal_ln(a, out);
        break;
    default:
        break;
    }
}

void nfh_priv_run_arithmetic(const struct nfh_instruction *in, const struct nfh_value *a,
                             const struct nfh_value *b, struct nfh_value *result)
{
    if (in->opcode < NFH_OP_ADD_DECIMAL) {
        run_integer(in, a->as.integer, b->as.integer, result);
        return;
    }
    switch (in->opcode) {
    case NFH_OP_INTEGER_TO_DECIMAL:
        result->known = 1;
        result->as.decimal = nfh_priv_decimal_from_integer(a->as.integer);
        break;
    case NFH_OP_ROUND_DECIMAL:
        round_decimal(a->as.decimal, b->as.integer, result);
        break;
    case NFH_OP_CEILING_DECIMAL:
        set_integer(nfh_priv_decimal_ceiling(a->as.decimal), result);
        break;
    case NFH_OP_FLOOR_DECIMAL:
        set_integer(nfh_priv_decimal_floor(a->as.decimal), result);
        break;
    case NFH_OP_TRUNCATE_DECIMAL:
        set_integer(nfh_priv_decimal_truncate(a->as.decimal), result);
        break;
    case NFH_OP_LONG_TO_INTEGER:
        result->known = fits(a->as.integer, 0);
        result->as.integer = a->as.integer;
        break;
    case NFH_OP_DECIMAL_BOUNDARY:
        boundary(a, b->as.integer, in->detail == 1, result);
        break;
    case NFH_OP_DECIMAL_PRECISION:
        result->known = 1;
        result->as.integer = places_of(a);
        break;
    default:
        run_decimal(in, a, b, result);
        break;
    }
}

/* Sum or difference in the finer of the two units. */
static void add_quantities(const struct nfh_value *a, const struct nfh_value *b, bool subtract,
                           struct nfh_value *result)
{
    const struct nfh_unit *unit = a->unit;
    nfh_decimal x = a->as.decimal, y = b->as.decimal;

    if (a->unit->kind == NFH_UNIT_SPECIAL || b->unit->kind == NFH_UNIT_SPECIAL ||
        !nfh_priv_unit_commensurable(a->unit, b->unit))
        return;
    if (!nfh_priv_unit_same(a->unit, b->unit)) {
        if (nfh_priv_unit_compare(NFH_DECIMAL_ONE, b->unit, NFH_DECIMAL_ONE, a->unit) < 0) {
            unit = b->unit;
            if (!nfh_priv_unit_convert(x, a->unit, unit, &x))
                return;
        } else if (!nfh_priv_unit_convert(y, b->unit, unit, &y)) {
            return;
        }
    }
    result->known = subtract ? nfh_priv_decimal_subtract(x, y, &result->as.decimal)
                             : nfh_priv_decimal_add(x, y, &result->as.decimal);
    result->unit = unit;
}

/* div and mod: the divisor is taken to the unit of the dividend. */
static void divide_whole(const struct nfh_value *a, const struct nfh_value *b, bool modulo,
                         struct nfh_value *result)
{
    nfh_decimal divisor;

    if (a->unit->kind == NFH_UNIT_SPECIAL || b->unit->kind == NFH_UNIT_SPECIAL ||
        !nfh_priv_unit_convert(b->as.decimal, b->unit, a->unit, &divisor))
        return;
    result->unit = a->unit;
    result->known =
        modulo ? nfh_priv_decimal_modulo(a->as.decimal, divisor, &result->as.decimal)
               : nfh_priv_decimal_truncated_divide(a->as.decimal, divisor, &result->as.decimal);
}

void nfh_priv_run_quantity(const struct nfh_instruction *in, const struct nfh_value *a,
                           const struct nfh_value *b, const struct nfh_frame *frame,
                           struct nfh_value *result)
{
    const struct nfh_unit *wanted;

    switch (in->opcode) {
    case NFH_OP_ADD_QUANTITY:
    case NFH_OP_SUBTRACT_QUANTITY:
        add_quantities(a, b, in->opcode == NFH_OP_SUBTRACT_QUANTITY, result);
        break;
    case NFH_OP_TRUNCATED_DIVIDE_QUANTITY:
    case NFH_OP_MODULO_QUANTITY:
        divide_whole(a, b, in->opcode == NFH_OP_MODULO_QUANTITY, result);
        break;
    case NFH_OP_WITH_UNIT:
        result->known = 1;
        result->as.decimal = a->as.decimal;
        result->unit = b->unit;
        break;
    case NFH_OP_CONVERT_UNIT:
        wanted = frame->slot[in->operand[2]].unit;
        result->unit = wanted;
        result->known = nfh_priv_unit_convert(a->as.decimal, b->unit, wanted, &result->as.decimal);
        break;
    case NFH_OP_NEIGHBOUR_QUANTITY:
        result->unit = a->unit;
        result->known =
            nfh_priv_decimal_add(a->as.decimal, in->detail ? 1 : -1, &result->as.decimal);
        break;
    case NFH_OP_NEGATE_QUANTITY:
        result->unit = a->unit;
        result->known = nfh_priv_decimal_subtract(0, a->as.decimal, &result->as.decimal);
        break;
    case NFH_OP_CAN_CONVERT_QUANTITY:
        result->truth =
            nfh_priv_can_convert_quantity(a, b) ? NFH_TRUTH_TRUE : NFH_TRUTH_FALSE;
        break;
    case NFH_OP_UNIT_TEXT:
        result->known = 1;
        result->as.string.bytes = a->unit->text;
        result->as.string.length = strlen(a->unit->text);
        break;
    default:
        nfh_priv_run_derived(in, a, b, frame->derived + in->operand[2], result);
        break;
    }
}
