/* SPDX-License-Identifier: MIT
 *
 * run_conversions.c - values to texts and back, and between Booleans and numbers. What cannot be
 * read is null.
 */
#include <string.h>

#include "cql/run.h"

/* Copies a text into the heap. */
static void set_text(const char *bytes, size_t length, struct nfh_heap *heap,
                     struct nfh_value *result)
{
    char *copy = nfh_priv_heap_take(heap, length + 1);

    if (!copy) {
        nfh_priv_fail_heap(heap, result);
        return;
    }
    memcpy(copy, bytes, length);
    result->known = 1;
    result->as.string.bytes = copy;
    result->as.string.length = length;
}

enum { VALUE_TEXT = 256 }; /* bytes for any value but a text: a Quantity's unit has at most 64 */

static size_t format(const struct nfh_value *value, nfh_type type, char *buffer)
{
    struct nfh_ref ref = {.type = type, .least = NFH_SLOT_NONE};
    size_t length;

    switch (type) {
    case NFH_TYPE_DATE:
        return nfh_priv_date_format(value->as.date, buffer);
    case NFH_TYPE_DATETIME:
        return nfh_priv_datetime_format(value->as.datetime, false, buffer);
    case NFH_TYPE_TIME:
        return nfh_priv_time_format(value->as.datetime, false, buffer);
    default:
        length = nfh_priv_value_format(&ref, value, buffer, VALUE_TEXT);
        return type == NFH_TYPE_LONG ? length - 1 : length; /* without its L */
    }
}

static void to_text(const struct nfh_value *value, nfh_type type, struct nfh_heap *heap,
                    struct nfh_value *result)
{
    char buffer[VALUE_TEXT];

    if (type == NFH_TYPE_STRING)
        *result = *value;
    else
        set_text(buffer, format(value, type, buffer), heap, result);
}

static void ratio_to_text(const struct nfh_value *numerator, const struct nfh_value *denominator,
                          struct nfh_heap *heap, struct nfh_value *result)
{
    char buffer[2 * VALUE_TEXT];
    size_t length = format(numerator, NFH_TYPE_QUANTITY, buffer);

    buffer[length++] = ':';
    length += format(denominator, NFH_TYPE_QUANTITY, buffer + length);
    set_text(buffer, length, heap, result);
}

/* --- from texts
 * ------------------------------------------------------------------------------------------
 */

/* Letters of ASCII without their case. */
static bool is_word(const char *text, size_t length, const char *word)
{
    for (size_t i = 0; i < length; i++) {
        char c = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
        if (c != word[i] || c == '\0')
            return false;
    }
    return word[length] == '\0';
}

static void to_boolean(const char *text, size_t length, struct nfh_value *result)
{
    static const char words[][6] = {"true", "t", "yes", "y", "1", "false", "f", "no", "n", "0"};

    for (size_t i = 0; length < sizeof words[0] && i < sizeof words / sizeof words[0]; i++)
        if (is_word(text, length, words[i]))
            result->truth = i < 5 ? NFH_TRUTH_TRUE : NFH_TRUTH_FALSE;
}

/* [+-]digits[.digits] of the text from *at on. */
static size_t number_length(const char *text, size_t length, bool whole)
{
    size_t at = length > 0 && (text[0] == '+' || text[0] == '-') ? 1 : 0, start = at;

    while (at < length && text[at] >= '0' && text[at] <= '9')
        at++;
    if (at == start)
        return 0;
    if (whole || at + 1 >= length || text[at] != '.' || text[at + 1] < '0' || text[at + 1] > '9')
        return at;
    at++;
    while (at < length && text[at] >= '0' && text[at] <= '9')
        at++;
    return at;
}

static bool to_decimal(const char *text, size_t length, nfh_decimal *decimal, int *places)
{
    return length > 0 && number_length(text, length, false) == length &&
           nfh_priv_decimal_parse(text, length, decimal, places) == NFH_DECIMAL_PARSED;
}

static bool to_integer(const char *text, size_t length, nfh_type type, int64_t *integer)
{
    nfh_decimal decimal;

    if (length == 0 || number_length(text, length, true) != length ||
        nfh_priv_decimal_parse(text, length, &decimal, NULL) != NFH_DECIMAL_PARSED)
        return false;
    decimal /= NFH_DECIMAL_ONE;
    if (type == NFH_TYPE_LONG ? decimal < INT64_MIN || decimal > INT64_MAX
                              : decimal < INT32_MIN || decimal > INT32_MAX)
        return false;
    *integer = (int64_t)decimal;
    return true;
}

static void to_value(const char *text, size_t length, nfh_type type, struct nfh_value *result)
{
    int places = 0;

    switch (type) {
    case NFH_TYPE_DECIMAL:
        result->known = to_decimal(text, length, &result->as.decimal, &places);
        result->places = (uint8_t)(places > NFH_DECIMAL_PLACES ? NFH_DECIMAL_PLACES : places);
        break;
    case NFH_TYPE_DATE:
        result->known = nfh_priv_date_parse(text, length, &result->as.date);
        break;
    case NFH_TYPE_DATETIME:
        result->known = nfh_priv_datetime_parse(text, length, &result->as.datetime);
        break;
    case NFH_TYPE_TIME:
        result->known = nfh_priv_time_parse(text, length, true, &result->as.datetime);
        break;
    default:
        result->known = to_integer(text, length, type, &result->as.integer);
        break;
    }
}

/* `5.5 'cm'`, `5.5'cm'`, `5 days`, `5`; blanks may stand around. */
static bool to_quantity(const char *text, size_t length, nfh_decimal *value, struct nfh_unit *unit)
{
    size_t at, digits;

    while (length > 0 && (text[0] == ' ' || text[0] == '\t')) {
        text++;
        length--;
    }
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    at = digits = number_length(text, length, false);
    if (digits == 0 || nfh_priv_decimal_parse(text, digits, value, NULL) != NFH_DECIMAL_PARSED)
        return false;
    *unit = *nfh_priv_unit_one();
    if (at == length)
        return true;
    while (text[at] == ' ' || text[at] == '\t')
        at++;
    if (text[at] == '\'')
        return length - at > 2 && text[length - 1] == '\'' &&
               nfh_priv_unit_parse(text + at + 1, length - at - 2, unit, NULL);
    return at > digits && nfh_priv_unit_calendar(text + at, length - at, unit);
}

/* `numerator:denominator`; a colon in quotes is part of a unit, and none is. */
static bool to_ratio(const char *text, size_t length, unsigned which, nfh_decimal *value,
                     struct nfh_unit *unit)
{
    nfh_decimal other;
    struct nfh_unit other_unit;
    const char *colon = length > 0 ? memchr(text, ':', length) : NULL;
    size_t first;

    if (!colon)
        return false;
    first = (size_t)(colon - text);
    if (which == 0)
        return to_quantity(text, first, value, unit) &&
               to_quantity(colon + 1, length - first - 1, &other, &other_unit);
    return to_quantity(text, first, &other, &other_unit) &&
           to_quantity(colon + 1, length - first - 1, value, unit);
}

/* A unit as CQL's Quantity has it in a text: a calendar word or a UCUM code. */
static bool read_unit(const struct nfh_value *text, struct nfh_unit *unit)
{
    return nfh_priv_unit_calendar(text->as.string.bytes, text->as.string.length, unit) ||
           nfh_priv_unit_parse(text->as.string.bytes, text->as.string.length, unit, NULL);
}

void nfh_priv_run_derived(const struct nfh_instruction *in, const struct nfh_value *a,
                          const struct nfh_value *b, struct nfh_unit *unit,
                          struct nfh_value *result)
{
    const char *text = a->as.string.bytes;
    size_t length = a->as.string.length;
    nfh_decimal *value = &result->as.decimal;

    result->unit = unit;
    switch (in->opcode) {
    case NFH_OP_MULTIPLY_QUANTITY:
        result->known = nfh_priv_unit_multiply(a->unit, b->unit, unit) &&
                        nfh_priv_decimal_multiply(a->as.decimal, b->as.decimal, value);
        break;
    case NFH_OP_DIVIDE_QUANTITY:
        result->known = nfh_priv_unit_divide(a->unit, b->unit, unit) &&
                        nfh_priv_decimal_divide(a->as.decimal, b->as.decimal, value);
        break;
    case NFH_OP_CONVERT_QUANTITY:
        result->known = read_unit(b, unit) &&
                        nfh_priv_unit_convert(a->as.decimal, a->unit, unit, value);
        break;
    case NFH_OP_MAKE_QUANTITY:
        *value = a->as.decimal;
        result->known = read_unit(b, unit);
        break;
    case NFH_OP_TEXT_TO_QUANTITY:
        result->known = to_quantity(text, length, value, unit);
        break;
    default:
        result->known = to_ratio(text, length, in->detail, value, unit);
        break;
    }
}

bool nfh_priv_can_convert_quantity(const struct nfh_value *quantity, const struct nfh_value *text)
{
    struct nfh_unit unit;

    return read_unit(text, &unit) && nfh_priv_unit_commensurable(quantity->unit, &unit);
}

/* --- Booleans and numbers
 * --------------------------------------------------------------------------------
 */

static void number_to_boolean(const struct nfh_value *number, nfh_type type,
                              struct nfh_value *result)
{
    nfh_decimal value =
        type == NFH_TYPE_DECIMAL ? number->as.decimal : nfh_priv_decimal_from_integer(number->as.integer);

    if (value == 0 || value == NFH_DECIMAL_ONE)
        result->truth = value == 0 ? NFH_TRUTH_FALSE : NFH_TRUTH_TRUE;
}

void nfh_priv_run_conversion(const struct nfh_instruction *in, const struct nfh_value *a,
                             const struct nfh_value *b, struct nfh_heap *heap,
                             struct nfh_value *result)
{
    switch (in->opcode) {
    case NFH_OP_VALUE_TO_TEXT:
        to_text(a, in->detail, heap, result);
        break;
    case NFH_OP_RATIO_TO_TEXT:
        ratio_to_text(a, b, heap, result);
        break;
    case NFH_OP_TEXT_TO_BOOLEAN:
        to_boolean(a->as.string.bytes, a->as.string.length, result);
        break;
    case NFH_OP_TEXT_TO_VALUE:
        to_value(a->as.string.bytes, a->as.string.length, in->detail, result);
        break;
    default:
        number_to_boolean(a, in->detail, result);
        break;
    }
}

void nfh_priv_run_from_boolean(const struct nfh_instruction *in, bool truth, struct nfh_heap *heap,
                               struct nfh_value *result)
{
    if (in->opcode == NFH_OP_BOOLEAN_TO_TEXT) {
        set_text(truth ? "true" : "false", truth ? 4 : 5, heap, result);
        return;
    }
    result->known = 1;
    if (in->detail == NFH_TYPE_DECIMAL)
        result->as.decimal = truth ? NFH_DECIMAL_ONE : 0;
    else
        result->as.integer = truth;
}
