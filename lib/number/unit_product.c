/* SPDX-License-Identifier: MIT
 *
 * unit_product.c - products and quotients of units.
 *
 * The result's text is put together from the components of both; its factor is then read from that
 * text, so that a unit always means what it says.
 */
#include <string.h>

#include "number/unit_internal.h"

/* The components of two units, equal ones combined. */
struct product {
    size_t count;
    struct nfh_unit_component component[2 * NFH_UNIT_COMPONENTS];
};

struct writer {
    char text[NFH_UNIT_TEXT];
    size_t length;
    bool full;
};

static bool same_text(const char *a, size_t a_length, const char *b, size_t b_length)
{
    return a_length == b_length && (a_length == 0 || memcmp(a, b, a_length) == 0);
}

static bool same_component(const struct nfh_unit_component *a, const struct nfh_unit_component *b)
{
    return a->number == b->number && same_text(a->symbol, a->length, b->symbol, b->length) &&
           same_text(a->note, a->note_length, b->note, b->note_length);
}

static void add_component(struct product *product, const struct nfh_unit_component *c, bool invert)
{
    int exponent = invert ? -c->exponent : c->exponent;
    size_t i;

    if (c->number == 1 && c->note == NULL)
        return;
    for (i = 0; i < product->count; i++) {
        if (same_component(&product->component[i], c)) {
            product->component[i].exponent += exponent;
            return;
        }
    }
    product->component[product->count] = *c;
    product->component[product->count++].exponent = exponent;
}

/* The UCUM text of a unit: its own, or the code of a calendar word. */
static const char *code(const struct nfh_unit *unit)
{
    static const char *const codes[] = {NULL, "ms", "s", "min", "h", "d", "wk"};

    return unit->kind == NFH_UNIT_CALENDAR ? codes[unit->special] : unit->text;
}

static bool add_unit(struct product *product, const struct nfh_unit *unit, bool invert)
{
    const char *text = code(unit);
    struct nfh_unit_term term;
    struct nfh_unit_error error;
    size_t i;

    if (!nfh_priv_unit_scan(text, strlen(text), &term, &error))
        return false;
    for (i = 0; i < term.count; i++)
        add_component(product, &term.component[i], invert);
    return true;
}

static void put(struct writer *w, const char *text, size_t length)
{
    if (w->full || length == 0)
        return;
    if (length >= sizeof w->text - w->length) {
        w->full = true;
        return;
    }
    memcpy(w->text + w->length, text, length);
    w->length += length;
}

static void put_number(struct writer *w, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    put(w, digits + at, sizeof digits - at);
}

/* Writes the component `sign` says, with its operator: a number or a lone annotation has no
 * exponent and is repeated instead. */
static void put_component(struct writer *w, const struct nfh_unit_component *c, int sign)
{
    int exponent = c->exponent * sign, times = c->symbol == NULL ? exponent : exponent > 0;

    for (; times > 0 && !w->full; times--) {
        if (sign < 0)
            put(w, "/", 1);
        else if (w->length > 0)
            put(w, ".", 1);
        put(w, c->symbol, c->length);
        if (c->number != 0)
            put_number(w, c->number);
        if (c->symbol != NULL && exponent > 1)
            put_number(w, (uint64_t)exponent);
        put(w, c->note, c->note_length);
    }
}

static bool combine(const struct nfh_unit *a, const struct nfh_unit *b, bool invert,
                    struct nfh_unit *result)
{
    struct product product;
    struct writer w;
    size_t i;

    product.count = 0;
    w.length = 0;
    w.full = false;
    if (!add_unit(&product, a, false) || !add_unit(&product, b, invert))
        return false;
    for (i = 0; i < product.count; i++)
        put_component(&w, &product.component[i], 1);
    for (i = 0; i < product.count; i++)
        put_component(&w, &product.component[i], -1);
    if (w.length == 0)
        put(&w, "1", 1);
    return !w.full && nfh_priv_unit_parse(w.text, w.length, result, NULL);
}

static bool is_one(const struct nfh_unit *unit)
{
    return unit->text[0] == '1' && unit->text[1] == '\0';
}

bool nfh_priv_unit_multiply(const struct nfh_unit *a, const struct nfh_unit *b,
                            struct nfh_unit *result)
{
    if (a->kind == NFH_UNIT_SPECIAL || b->kind == NFH_UNIT_SPECIAL)
        return false;
    if (is_one(a) || is_one(b)) {
        *result = is_one(a) ? *b : *a;
        return true;
    }
    if (nfh_priv_unit_is_month(a) || nfh_priv_unit_is_month(b))
        return false;
    return combine(a, b, false, result);
}

bool nfh_priv_unit_divide(const struct nfh_unit *a, const struct nfh_unit *b,
                          struct nfh_unit *result)
{
    if (a->kind == NFH_UNIT_SPECIAL || b->kind == NFH_UNIT_SPECIAL)
        return false;
    if (is_one(b)) {
        *result = *a;
        return true;
    }
    if (nfh_priv_unit_is_month(a) || nfh_priv_unit_is_month(b)) {
        if (!nfh_priv_unit_same(a, b))
            return false;
        *result = *nfh_priv_unit_one();
        return true;
    }
    return combine(a, b, true, result);
}
