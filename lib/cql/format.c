/* SPDX-License-Identifier: MIT
 *
 * format.c - values as CQL literals.
 */
#include <string.h>

#include "cql/program.h"

struct output {
    char *buffer;
    size_t size;
    size_t length; /* of the whole text, also what did not fit */
};

static void put(struct output *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++, out->length++)
        if (out->length + 1 < out->size)
            out->buffer[out->length] = bytes[i];
}

static void put_text(struct output *out, const char *text)
{
    put(out, text, strlen(text));
}

static void put_integer(struct output *out, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--at] = '-';
    put(out, digits + at, sizeof digits - at);
}

static void put_decimal(struct output *out, nfh_decimal value, int least)
{
    char text[NFH_DECIMAL_TEXT];

    put(out, text, nfh_priv_decimal_format(value, least, text));
}

static void put_string(struct output *out, const char *bytes, size_t length)
{
    static const char escaped[] = "'\\\n\r\t\f", letter[] = "'\\nrtf";

    put_text(out, "'");
    for (size_t i = 0; i < length; i++) {
        const char *found = bytes[i] ? strchr(escaped, bytes[i]) : NULL;
        if (found) {
            put_text(out, "\\");
            put(out, letter + (found - escaped), 1);
        } else if (bytes[i] == '\0') {
            put_text(out, "\\u0000");
        } else {
            put(out, bytes + i, 1);
        }
    }
    put_text(out, "'");
}

static void put_quantity(struct output *out, nfh_decimal value, const struct nfh_unit *unit)
{
    put_decimal(out, value, 0);
    put_text(out, " ");
    if (unit->kind == NFH_UNIT_CALENDAR)
        put_text(out, unit->text);
    else
        put_string(out, unit->text, strlen(unit->text));
}

static void put_value(struct output *out, nfh_type type, const struct nfh_unit *unit,
                      const struct nfh_value *value)
{
    char text[NFH_DATE_TEXT];

    if (type == NFH_TYPE_BOOLEAN) {
        put_text(out, value->truth & NFH_TRUTH_TRUE    ? "true"
                      : value->truth & NFH_TRUTH_FALSE ? "false"
                                                       : "null");
        return;
    }
    if (!value->known || type == NFH_TYPE_ANY) {
        put_text(out, "null");
        return;
    }
    switch (type) {
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        put_integer(out, value->as.integer);
        put_text(out, type == NFH_TYPE_LONG ? "L" : "");
        break;
    case NFH_TYPE_DECIMAL:
        put_decimal(out, value->as.decimal, 1);
        break;
    case NFH_TYPE_DATE:
        put_text(out, "@");
        put(out, text, nfh_priv_date_format(value->as.date, text));
        break;
    case NFH_TYPE_QUANTITY:
        put_quantity(out, value->as.decimal,
                     unit          ? unit
                     : value->unit ? value->unit
                                   : nfh_priv_unit_one());
        break;
    default:
        put_string(out, value->as.string.bytes, value->as.string.length);
        break;
    }
}

size_t nfh_priv_value_format(const struct nfh_ref *ref, const struct nfh_value *slot, char *buffer,
                             size_t size)
{
    struct output out = {buffer, size, 0};
    nfh_type point = nfh_priv_point_of(ref->type);

    if (!nfh_priv_is_interval(ref->type)) {
        put_value(&out, ref->type, ref->unit, &slot[ref->slot]);
    } else if (slot[ref->absent].truth & NFH_TRUTH_TRUE) {
        put_text(&out, "null");
    } else {
        put_text(&out, slot[ref->low_closed].truth & NFH_TRUTH_TRUE ? "Interval[" : "Interval(");
        put_value(&out, point, ref->unit, &slot[ref->slot]);
        put_text(&out, ", ");
        put_value(&out, point, ref->unit, &slot[ref->high]);
        put_text(&out, slot[ref->high_closed].truth & NFH_TRUTH_TRUE ? "]" : ")");
    }
    if (size > 0)
        buffer[out.length < size ? out.length : size - 1] = '\0';
    return out.length;
}

const char *nfh_priv_run_error_text(int error)
{
    switch (error) {
    case NFH_RUN_OK:
        return "no error";
    case NFH_RUN_DATE_RANGE:
        return "a date is out of the years 0001 to 9999, or does not exist";
    case NFH_RUN_INTERVAL:
        return "an interval ends before it starts";
    case NFH_RUN_DURATION_UNIT:
        return "a quantity that is added to a date is no duration of calendar time";
    default:
        return "unknown error";
    }
}
