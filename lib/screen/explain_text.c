/* SPDX-License-Identifier: MIT
 *
 * explain_text.c - a leaf in words and numbers.
 */
#include "screen/explain.h"

#define ELEMENTS_MAX 8 /* of a list */

static void write_elements(struct nfh_writer *writer, const struct nfh_report *report,
                           const struct nfh_leaf_view *view)
{
    nfh_priv_write_bytes(writer, "{", 1);
    for (uint32_t i = 0; i < view->element_count; i++) {
        const struct nfh_value *value = nfh_priv_slot_of(report, view->element[i]);
        if (i > 0)
            nfh_priv_write_bytes(writer, ", ", 2);
        if (i == ELEMENTS_MAX) {
            nfh_priv_write_bytes(writer, NFH_ELLIPSIS, 3);
            break;
        }
        if (nfh_priv_is_there(value))
            nfh_priv_write_value(writer, view->a.type, value);
        else
            nfh_priv_write_bytes(writer, "?", 1);
    }
    nfh_priv_write_bytes(writer, "}", 1);
}

static void write_limit(struct nfh_writer *writer, const struct nfh_report *report,
                        const struct nfh_leaf_view *view, int places)
{
    if (view->relation == NFH_RELATION_IS)
        return;
    if (view->element_count > 0)
        write_elements(writer, report, view);
    else if (view->b.type != NFH_TYPE_NONE)
        nfh_priv_write_term(writer, &view->b, places);
}

static const char *limit_unit(const struct nfh_leaf_view *view)
{
    if (view->relation == NFH_RELATION_IS || view->relation == NFH_RELATION_MISSING)
        return NULL;
    if (view->element_count > 0)
        return view->a.unit;
    return view->b.type != NFH_TYPE_NONE && nfh_priv_has_value(&view->b) ? view->b.unit : NULL;
}

static void write_label(struct nfh_writer *writer, const struct nfh_leaf_view *view)
{
    if (nfh_priv_is_named(&view->a))
        nfh_priv_write_name(writer, &view->a, view->relation == NFH_RELATION_IS);
    else if (nfh_priv_is_named(&view->b))
        nfh_priv_write(writer, "a value");
}

static const char *symbol_of(int relation)
{
    static const char symbols[][12] = {
        [NFH_RELATION_EQUAL] = " = ",   [NFH_RELATION_NOT_EQUAL] = " \xe2\x89\xa0 ",
        [NFH_RELATION_LESS] = " < ",    [NFH_RELATION_LESS_OR_EQUAL] = " \xe2\x89\xa4 ",
        [NFH_RELATION_GREATER] = " > ", [NFH_RELATION_GREATER_OR_EQUAL] = " \xe2\x89\xa5 ",
        [NFH_RELATION_SIMILAR] = " ~ ", [NFH_RELATION_NOT_SIMILAR] = " !~ ",
        [NFH_RELATION_IN] = " in ",     [NFH_RELATION_NOT_IN] = " not in "};
    return symbols[relation];
}

static void write_formula(struct nfh_writer *writer, const struct nfh_report *report,
                          const struct nfh_leaf_view *view, bool of_limit)
{
    const struct nfh_term *term = of_limit ? &view->b : &view->a;
    if (view->relation == NFH_RELATION_IS || term->type == NFH_TYPE_NONE ||
        !nfh_priv_has_value(term))
        return;
    if (view->formula && view->formula_is_limits == of_limit)
        view->formula(writer, report, view);
    else if (term->slot != NFH_SLOT_NONE && !term->is_given && !nfh_priv_is_interval(term->type))
        nfh_priv_write_formula(writer, report, term->slot, term->type);
}

/* Behind the comparison: in brackets, unless it begins with one. */
static void write_formulas(struct nfh_writer *writer, const struct nfh_report *report,
                           const struct nfh_leaf_view *view)
{
    char text[2][NFH_FORMULA_MAX + 1];
    struct nfh_writer part[2];
    if (!view->formula && view->a.is_given && (view->b.type == NFH_TYPE_NONE || view->b.is_given))
        return;
    for (int i = 0; i < 2; i++) {
        part[i] = nfh_priv_writer(text[i], sizeof text[i]);
        write_formula(&part[i], report, view, i == 1);
        if (part[i].length >= sizeof text[i])
            part[i].length = 0;
    }
    if (part[0].length > 0 && part[1].length > 0) {
        nfh_priv_write(writer, " (value: ");
        nfh_priv_write_bytes(writer, text[0], part[0].length);
        nfh_priv_write(writer, ", limit: ");
        nfh_priv_write_bytes(writer, text[1], part[1].length);
        nfh_priv_write_bytes(writer, ")", 1);
        return;
    }
    int one = part[1].length > 0;
    if (part[one].length == 0)
        return;
    bool bare = text[one][0] == '(';
    nfh_priv_write_bytes(writer, " (", bare ? 1 : 2);
    nfh_priv_write_bytes(writer, text[one], part[one].length);
    nfh_priv_write_bytes(writer, ")", !bare);
}

static void write_unit(struct nfh_writer *writer, const char *unit)
{
    if (!unit)
        return;
    nfh_priv_write_bytes(writer, " ", 1);
    nfh_priv_write(writer, unit);
}

static void write_comparison(struct nfh_writer *writer, const struct nfh_report *report,
                             const struct nfh_leaf_view *view)
{
    int relation = nfh_priv_relation_that_holds(view->relation, view->truth);
    int places = nfh_priv_places_of(view);
    if (nfh_priv_is_named(&view->a)) {
        nfh_priv_write_name(writer, &view->a, false);
        nfh_priv_write_bytes(writer, " ", 1);
    }
    if (nfh_priv_has_value(&view->a)) {
        nfh_priv_write_term(writer, &view->a, places);
        write_unit(writer, view->a.unit);
    } else {
        nfh_priv_write_bytes(writer, "not known", 9);
    }
    nfh_priv_write(writer, symbol_of(relation));
    if (view->b.type != NFH_TYPE_NONE && view->b.label && !view->formula_is_limits) {
        nfh_priv_write_name(writer, &view->b, false);
        nfh_priv_write_bytes(writer, " ", 1);
    }
    write_limit(writer, report, view, places);
    write_unit(writer, limit_unit(view));
    write_formulas(writer, report, view);
    if (view->truth == NFH_UNKNOWN)
        nfh_priv_write(writer, ", not certain");
}

/* ` (first 5, second 7)`: the values that a condition is about. */
static void write_details(struct nfh_writer *writer, const struct nfh_leaf_view *view)
{
    const struct nfh_term *terms[] = {&view->a, &view->b};
    const char *before = " (";
    for (int i = 0; i < 2; i++) {
        const struct nfh_term *term = terms[i];
        if (term->type == NFH_TYPE_NONE || !term->label || !nfh_priv_has_value(term) ||
            nfh_priv_has_members(term->type))
            continue;
        nfh_priv_write(writer, before);
        nfh_priv_write_name(writer, term, false);
        nfh_priv_write_bytes(writer, " ", 1);
        nfh_priv_write_term(writer, term, NFH_DECIMAL_PLACES);
        write_unit(writer, term->unit);
        before = ", ";
    }
    nfh_priv_write_bytes(writer, ")", before[0] == ',');
}

void nfh_priv_write_leaf(struct nfh_writer *writer, const struct nfh_report *report,
                         const struct nfh_leaf_view *view)
{
    if (view->error) {
        if (nfh_priv_is_named(&view->a)) {
            write_label(writer, view);
            nfh_priv_write_bytes(writer, ": ", 2);
        }
        nfh_priv_write(writer, nfh_priv_run_error_text(view->error));
        return;
    }
    bool is_missing = view->truth == NFH_UNKNOWN ||
                      (view->relation == NFH_RELATION_MISSING && view->truth == NFH_TRUE);
    if (is_missing && nfh_priv_write_missing(writer, report, view))
        return;
    switch (view->relation) {
    case NFH_RELATION_IS:
        write_label(writer, view);
        nfh_priv_write_bytes(writer, " ", 1);
        nfh_priv_write_truth(writer, view->truth);
        if (view->a.name)
            write_details(writer, view);
        break;
    case NFH_RELATION_MISSING:
        write_label(writer, view);
        if (view->truth != NFH_FALSE) {
            nfh_priv_write(writer, " not known");
            break;
        }
        nfh_priv_write_bytes(writer, " ", 1);
        if (view->a.type != NFH_TYPE_ANY)
            nfh_priv_write_term(writer, &view->a, NFH_DECIMAL_PLACES);
        write_unit(writer, view->a.unit);
        nfh_priv_write(writer, " known");
        break;
    default:
        write_comparison(writer, report, view);
        break;
    }
}

void nfh_priv_write_leaf_part(struct nfh_writer *writer, const struct nfh_report *report,
                              const struct nfh_leaf_view *view, int part)
{
    int places = nfh_priv_places_of(view);
    switch (part) {
    case NFH_LEAF_TEXT:
        nfh_priv_write_leaf(writer, report, view);
        break;
    case NFH_LEAF_LABEL:
        write_label(writer, view);
        break;
    case NFH_LEAF_VALUE:
        if (view->relation == NFH_RELATION_IS && view->truth != NFH_UNKNOWN)
            nfh_priv_write_truth(writer, view->truth);
        else if (view->relation != NFH_RELATION_IS && view->a.type != NFH_TYPE_NONE)
            nfh_priv_write_term(writer, &view->a, places);
        break;
    case NFH_LEAF_UNIT:
        if (view->relation != NFH_RELATION_IS && nfh_priv_has_value(&view->a) && view->a.unit)
            nfh_priv_write(writer, view->a.unit);
        break;
    case NFH_LEAF_FORMULA:
    case NFH_LEAF_LIMIT_FORMULA:
        write_formula(writer, report, view, part == NFH_LEAF_LIMIT_FORMULA);
        break;
    case NFH_LEAF_LIMIT_LABEL:
        if (view->relation != NFH_RELATION_IS && view->b.type != NFH_TYPE_NONE && view->b.label)
            nfh_priv_write_name(writer, &view->b, false);
        break;
    case NFH_LEAF_LIMIT:
        write_limit(writer, report, view, places);
        break;
    case NFH_LEAF_LIMIT_UNIT:
        if (limit_unit(view))
            nfh_priv_write(writer, limit_unit(view));
        break;
    default:
        break;
    }
}
