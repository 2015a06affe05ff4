/* SPDX-License-Identifier: MIT
 *
 * explain_value.c - the values and names of a leaf, with as many digits as its truth wants.
 */
#include <string.h>

#include "cql/utf8.h"
#include "screen/explain.h"

#define STRING_MAX 60  /* of a text value */

static void write_cut(struct nfh_writer *writer, const char *text, size_t length, size_t most)
{
    if (length <= most) {
        nfh_priv_write_bytes(writer, text, length);
        return;
    }
    while (most > 0 && nfh_priv_utf8_is_inside(text[most]))
        most--;
    nfh_priv_write_bytes(writer, text, most);
    nfh_priv_write_bytes(writer, NFH_ELLIPSIS, 3);
}

/* On one line; bytes that are not UTF-8 become '?'. */
static void write_string(struct nfh_writer *writer, const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length && at < STRING_MAX) {
        uint32_t point;
        size_t size = nfh_priv_utf8_read(bytes + at, length - at, &point);
        if (size == 0 || nfh_priv_utf8_is_control(point))
            nfh_priv_write_bytes(writer, "?", 1);
        else
            nfh_priv_write_bytes(writer, bytes + at, size);
        at += size ? size : 1;
    }
    if (at < length)
        nfh_priv_write_bytes(writer, NFH_ELLIPSIS, 3);
}

void nfh_priv_write_truth(struct nfh_writer *writer, int truth)
{
    if (truth == NFH_TRUE)
        nfh_priv_write_bytes(writer, "true", 4);
    else if (truth == NFH_FALSE)
        nfh_priv_write_bytes(writer, "false", 5);
    else
        nfh_priv_write_bytes(writer, "not known", 9);
}

void nfh_priv_write_value(struct nfh_writer *writer, nfh_type type, const struct nfh_value *value)
{
    char text[NFH_DATETIME_TEXT];
    switch (type) {
    case NFH_TYPE_BOOLEAN:
        nfh_priv_write_truth(writer, nfh_priv_truth_of(value->truth));
        break;
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        nfh_priv_write_decimal(writer, nfh_priv_decimal_from_integer(value->as.integer));
        break;
    case NFH_TYPE_DECIMAL:
    case NFH_TYPE_QUANTITY:
        nfh_priv_write_decimal(writer, value->as.decimal);
        break;
    case NFH_TYPE_STRING:
        write_string(writer, value->as.string.bytes, value->as.string.length);
        break;
    case NFH_TYPE_DATE:
        nfh_priv_write_date(writer, value->as.date);
        break;
    case NFH_TYPE_DATETIME:
        nfh_priv_write_bytes(writer, text,
                             nfh_priv_datetime_format(value->as.datetime, false, text));
        break;
    case NFH_TYPE_TIME:
        nfh_priv_write_bytes(writer, text, nfh_priv_time_format(value->as.datetime, false, text));
        break;
    default:
        break;
    }
}

bool nfh_priv_is_there(const struct nfh_value *value)
{
    return value && (value->known || (value->truth & (NFH_TRUTH_TRUE | NFH_TRUTH_FALSE)) ||
                     nfh_priv_is_censored(value));
}

/* ---- How many digits ------------------------------------------------------------------------- */

static bool is_number(nfh_type type)
{
    return type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL ||
           type == NFH_TYPE_QUANTITY;
}

static nfh_decimal number_of(nfh_type type, const struct nfh_value *value)
{
    return type == NFH_TYPE_DECIMAL || type == NFH_TYPE_QUANTITY
               ? value->as.decimal
               : nfh_priv_decimal_from_integer(value->as.integer);
}

static nfh_decimal rounded(const struct nfh_term *term, nfh_decimal number, int places)
{
    nfh_decimal result;
    if (term->is_given || places >= NFH_DECIMAL_PLACES ||
        !nfh_priv_decimal_round(number, places, &result))
        return number;
    return result;
}

static bool same_order(const struct nfh_term *a, const struct nfh_value *x,
                       const struct nfh_term *b, const struct nfh_value *y, int places)
{
    if (!nfh_priv_is_there(x) || !nfh_priv_is_there(y) || !x->known || !y->known)
        return true;
    nfh_decimal left = number_of(nfh_priv_point_of(a->type), x);
    nfh_decimal right = number_of(nfh_priv_point_of(b->type), y);
    nfh_decimal left_shown = rounded(a, left, places), right_shown = rounded(b, right, places);
    return (left < right) == (left_shown < right_shown) &&
           (left > right) == (left_shown > right_shown);
}

static bool same_unit(const struct nfh_term *a, const struct nfh_term *b)
{
    return a->unit == b->unit || (a->unit && b->unit && strcmp(a->unit, b->unit) == 0);
}

/* The fewest digits after the point, from 2 on, with which both sides are as they are in full. */
int nfh_priv_places_of(const struct nfh_leaf_view *view)
{
    const struct nfh_term *a = &view->a, *b = &view->b;
    int places = 2;
    if (view->element_count > 0 || !is_number(a->type) || (a->is_given && b->is_given))
        return NFH_DECIMAL_PLACES;
    if (b->type == NFH_TYPE_NONE || !is_number(nfh_priv_point_of(b->type)) || !same_unit(a, b))
        return NFH_DECIMAL_PLACES;
    if (nfh_priv_is_interval(b->type)) {
        while (places < NFH_DECIMAL_PLACES && (!same_order(a, a->value, b, b->low, places) ||
                                               !same_order(a, a->value, b, b->high, places)))
            places++;
        return places;
    }
    while (places < NFH_DECIMAL_PLACES && !same_order(a, a->value, b, b->value, places))
        places++;
    return places;
}

/* ---- Parts ----------------------------------------------------------------------------------- */

static void write_point(struct nfh_writer *writer, const struct nfh_term *term, nfh_type type,
                        const struct nfh_value *value, int places)
{
    if (nfh_priv_is_there(value) && !value->known && nfh_priv_is_censored(value)) {
        nfh_priv_write(writer, value->note & NFH_NOTE_BELOW ? "<" : ">");
        nfh_priv_write(writer, value->note & NFH_NOTE_OR_EQUAL ? "=" : "");
        places = NFH_DECIMAL_PLACES;
    }
    if (is_number(type) && nfh_priv_is_there(value))
        nfh_priv_write_decimal(writer, rounded(term, number_of(type, value), places));
    else if (nfh_priv_is_there(value))
        nfh_priv_write_value(writer, type, value);
    else
        nfh_priv_write_bytes(writer, "?", 1);
}

/* A closed boundary that is null is the end of all values, an open one is not known. */
static void write_boundary(struct nfh_writer *writer, const struct nfh_term *term, nfh_type point,
                           const struct nfh_value *value, bool is_closed, int places)
{
    if (is_closed && !nfh_priv_is_there(value))
        nfh_priv_write(writer, "unlimited");
    else
        write_point(writer, term, point, value, places);
}

/* Nothing when it is not known. */
void nfh_priv_write_term(struct nfh_writer *writer, const struct nfh_term *term, int places)
{
    if (nfh_priv_is_interval(term->type)) {
        nfh_type point = nfh_priv_point_of(term->type);
        if (!nfh_priv_is_there(term->low) && !nfh_priv_is_there(term->high))
            return;
        nfh_priv_write_bytes(writer, term->low_closed ? "[" : "(", 1);
        write_boundary(writer, term, point, term->low, term->low_closed, places);
        nfh_priv_write_bytes(writer, ", ", 2);
        write_boundary(writer, term, point, term->high, term->high_closed, places);
        nfh_priv_write_bytes(writer, term->high_closed ? "]" : ")", 1);
    } else if (nfh_priv_is_there(term->value)) {
        write_point(writer, term, term->type, term->value, places);
    } else if (nfh_priv_is_there(term->low) && nfh_priv_is_there(term->high)) {
        write_point(writer, term, term->type, term->low, places);
        nfh_priv_write_bytes(writer, " to ", 4);
        write_point(writer, term, term->type, term->high, places);
    }
}

bool nfh_priv_has_value(const struct nfh_term *term)
{
    return term->type != NFH_TYPE_NONE &&
           (nfh_priv_is_there(term->value) || nfh_priv_is_there(term->low) ||
            nfh_priv_is_there(term->high));
}

bool nfh_priv_is_named(const struct nfh_term *term)
{
    return term->type != NFH_TYPE_NONE && (term->label || term->name);
}

void nfh_priv_write_label(struct nfh_writer *writer, const struct nfh_label *label)
{
    write_cut(writer, label->text, label->length, NFH_LABEL_MAX);
}

void nfh_priv_write_name(struct nfh_writer *writer, const struct nfh_term *term, bool name_first)
{
    if (term->name && (name_first || !term->label))
        write_cut(writer, term->name, strlen(term->name), NFH_LABEL_MAX);
    else if (term->label)
        nfh_priv_write_label(writer, term->label);
}
