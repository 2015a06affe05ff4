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
    char text[NFH_DATETIME_TEXT];

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
    case NFH_TYPE_DATETIME:
        put_text(out, "@");
        put(out, text, nfh_priv_datetime_format(value->as.datetime, true, text));
        break;
    case NFH_TYPE_TIME:
        put_text(out, "@");
        put(out, text, nfh_priv_time_format(value->as.datetime, true, text));
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

static void put_ref(struct output *out, const struct nfh_ref *ref, const struct nfh_value *slot);

/* `Code { code: 'a', system: 'b' }`: the elements that are known. */
static void put_code(struct output *out, const struct nfh_ref *ref, const struct nfh_value *slot)
{
    static const char names[][9] = {"code", "system", "version", "display"};
    bool any = false;

    put_text(out, "Code { ");
    for (size_t i = 0; i < ref->member_count; i++) {
        if (!slot[ref->member[i].slot].known)
            continue;
        put_text(out, any ? ", " : "");
        put_text(out, names[i]);
        put_text(out, ": ");
        put_ref(out, &ref->member[i], slot);
        any = true;
    }
    put_text(out, any ? " }" : "}");
}

static void put_concept(struct output *out, const struct nfh_ref *ref, const struct nfh_value *slot)
{
    put_text(out, "Concept { codes: { ");
    for (size_t i = 1; i < ref->member_count; i++) {
        put_text(out, i > 1 ? ", " : "");
        put_ref(out, &ref->member[i], slot);
    }
    put_text(out, " }");
    if (ref->member_count > 0 && slot[ref->member[0].slot].known) {
        put_text(out, ", display: ");
        put_ref(out, &ref->member[0], slot);
    }
    put_text(out, " }");
}

static bool is_null(const struct nfh_ref *ref, const struct nfh_value *slot)
{
    if (nfh_priv_is_interval(ref->type) || nfh_priv_has_members(ref->type))
        return slot[ref->absent].truth & NFH_TRUTH_TRUE;
    return !slot[ref->slot].known && !slot[ref->slot].truth;
}

/* Whichever of its types the value has. */
static void put_choice(struct output *out, const struct nfh_ref *ref, const struct nfh_value *slot)
{
    for (size_t i = 0; i < ref->member_count; i++)
        if (!is_null(&ref->member[i], slot)) {
            put_ref(out, &ref->member[i], slot);
            return;
        }
    put_text(out, "null");
}

static void put_members(struct output *out, const struct nfh_ref *ref, const struct nfh_value *slot)
{
    if (nfh_priv_is_choice(ref->type)) {
        put_choice(out, ref, slot);
    } else if (is_null(ref, slot)) {
        put_text(out, "null");
    } else if (ref->type == NFH_TYPE_CODE) {
        put_code(out, ref, slot);
    } else if (ref->type == NFH_TYPE_CONCEPT) {
        put_concept(out, ref, slot);
    } else {
        for (size_t i = 0; i < ref->member_count; i++) {
            put_text(out, i > 0 ? ":" : "");
            put_ref(out, &ref->member[i], slot);
        }
    }
}

static void put_interval(struct output *out, const struct nfh_ref *ref, const struct nfh_value *slot)
{
    nfh_type point = nfh_priv_point_of(ref->type);

    if (is_null(ref, slot)) {
        put_text(out, "null");
        return;
    }
    put_text(out, slot[ref->low_closed].truth & NFH_TRUTH_TRUE ? "Interval[" : "Interval(");
    put_value(out, point, ref->unit, &slot[ref->slot]);
    put_text(out, ", ");
    put_value(out, point, ref->unit, &slot[ref->high]);
    put_text(out, slot[ref->high_closed].truth & NFH_TRUTH_TRUE ? "]" : ")");
}

static void put_ref(struct output *out, const struct nfh_ref *ref, const struct nfh_value *slot)
{
    bool uncertain = ref->least != NFH_SLOT_NONE && !slot[ref->slot].known &&
                     slot[ref->least].known && slot[ref->greatest].known;

    if (nfh_priv_has_members(ref->type)) {
        put_members(out, ref, slot);
    } else if (nfh_priv_is_interval(ref->type)) {
        put_interval(out, ref, slot);
    } else if (uncertain) {
        put_text(out, "Interval[");
        put_value(out, ref->type, ref->unit, &slot[ref->least]);
        put_text(out, ", ");
        put_value(out, ref->type, ref->unit, &slot[ref->greatest]);
        put_text(out, "]");
    } else {
        put_value(out, ref->type, ref->unit, &slot[ref->slot]);
    }
}

size_t nfh_priv_value_format(const struct nfh_ref *ref, const struct nfh_value *slot, char *buffer,
                             size_t size)
{
    struct output out = {buffer, size, 0};

    put_ref(&out, ref, slot);
    if (size > 0)
        buffer[out.length < size ? out.length : size - 1] = '\0';
    return out.length;
}

int nfh_priv_ref_error(const struct nfh_ref *ref, const struct nfh_value *slot)
{
    const uint32_t parts[] = {ref->slot,        ref->high,   ref->low_closed,
                              ref->high_closed, ref->absent, ref->least, ref->greatest};
    bool whole = nfh_priv_is_interval(ref->type) || nfh_priv_has_members(ref->type) ||
                 ref->least != NFH_SLOT_NONE;
    int error;

    for (size_t i = 0; i < (whole ? sizeof parts / sizeof parts[0] : 1); i++)
        if (parts[i] != NFH_SLOT_NONE && slot[parts[i]].error)
            return slot[parts[i]].error;
    for (uint32_t i = 0; i < ref->member_count; i++) {
        error = nfh_priv_ref_error(&ref->member[i], slot);
        if (error)
            return error;
    }
    return NFH_RUN_OK;
}

const char *nfh_priv_run_error_text(int error)
{
    static const char *const texts[] = {
        [NFH_RUN_OK] = "no error",
        [NFH_RUN_DATE_RANGE] = "a date is out of the years 0001 to 9999, or does not exist",
        [NFH_RUN_INTERVAL] = "an interval ends before it starts",
        [NFH_RUN_DURATION_UNIT] =
            "a quantity that is added to a date is no duration of calendar time",
        [NFH_RUN_TIME_RANGE] = "a component of a date and time is out of its range",
        [NFH_RUN_MESSAGE] = "the rule set reports an error by Message",
        [NFH_RUN_CAST] = "a value that is cast has another type",
        [NFH_RUN_UNCERTAIN] = "a calculation with a span of time that is not known exactly",
        [NFH_RUN_REGEX] = "a text that should be a regular expression is none",
        [NFH_RUN_TEXT_LIMIT] = "the texts of the evaluation take more memory than is allowed",
        [NFH_RUN_WORK_LIMIT] = "matching texts takes more steps than are allowed",
        [NFH_RUN_NEIGHBOUR] = "nothing comes after the greatest value of a type or before the least",
        [NFH_RUN_NUMBER] = "an exponential or logarithm that is no Decimal",
        [NFH_RUN_POINT] = "'point from' an interval that holds more than one point",
    };

    return error >= 0 && (size_t)error < sizeof texts / sizeof texts[0] ? texts[error]
                                                                       : "unknown error";
}
