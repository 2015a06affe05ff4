/* SPDX-License-Identifier: MIT
 *
 * explain_text.c - a leaf in words and numbers.
 */
#include <string.h>

#include "cql/utf8.h"
#include "screen/explain.h"
#include "screen/json.h"

#define NAME_MAX     120 /* bytes of a name that are shown */
#define STRING_MAX   60  /* of a text value */
#define ELEMENTS_MAX 8   /* of a list */
#define MISSING_MAX  6   /* inputs that are named as missing */
#define ELLIPSIS     "\xe2\x80\xa6"

/* ---- Values ---------------------------------------------------------------------------------- */

static void write_cut(struct nfh_writer *writer, const char *text, size_t length, size_t most)
{
    if (length <= most) {
        nfh_priv_write_bytes(writer, text, length);
        return;
    }
    while (most > 0 && nfh_priv_utf8_is_inside(text[most]))
        most--;
    nfh_priv_write_bytes(writer, text, most);
    nfh_priv_write_bytes(writer, ELLIPSIS, 3);
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
        nfh_priv_write_bytes(writer, ELLIPSIS, 3);
}

static void write_truth(struct nfh_writer *writer, int truth)
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
        write_truth(writer, nfh_priv_truth_of(value->truth));
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

static bool is_there(const struct nfh_value *value)
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
    if (!is_there(x) || !is_there(y) || !x->known || !y->known)
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
static int places_of(const struct nfh_leaf_view *view)
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
    if (is_there(value) && !value->known && nfh_priv_is_censored(value)) {
        nfh_priv_write(writer, value->note & NFH_NOTE_BELOW ? "<" : ">");
        nfh_priv_write(writer, value->note & NFH_NOTE_OR_EQUAL ? "=" : "");
        places = NFH_DECIMAL_PLACES;
    }
    if (is_number(type) && is_there(value))
        nfh_priv_write_decimal(writer, rounded(term, number_of(type, value), places));
    else if (is_there(value))
        nfh_priv_write_value(writer, type, value);
    else
        nfh_priv_write_bytes(writer, "?", 1);
}

/* A closed boundary that is null is the end of all values, an open one is not known. */
static void write_boundary(struct nfh_writer *writer, const struct nfh_term *term, nfh_type point,
                           const struct nfh_value *value, bool is_closed, int places)
{
    if (is_closed && !is_there(value))
        nfh_priv_write(writer, "unlimited");
    else
        write_point(writer, term, point, value, places);
}

/* Nothing when it is not known. */
static void write_term(struct nfh_writer *writer, const struct nfh_term *term, int places)
{
    if (nfh_priv_is_interval(term->type)) {
        nfh_type point = nfh_priv_point_of(term->type);
        if (!is_there(term->low) && !is_there(term->high))
            return;
        nfh_priv_write_bytes(writer, term->low_closed ? "[" : "(", 1);
        write_boundary(writer, term, point, term->low, term->low_closed, places);
        nfh_priv_write_bytes(writer, ", ", 2);
        write_boundary(writer, term, point, term->high, term->high_closed, places);
        nfh_priv_write_bytes(writer, term->high_closed ? "]" : ")", 1);
    } else if (is_there(term->value)) {
        write_point(writer, term, term->type, term->value, places);
    } else if (is_there(term->low) && is_there(term->high)) {
        write_point(writer, term, term->type, term->low, places);
        nfh_priv_write_bytes(writer, " to ", 4);
        write_point(writer, term, term->type, term->high, places);
    }
}

static bool has_value(const struct nfh_term *term)
{
    return term->type != NFH_TYPE_NONE &&
           (is_there(term->value) || is_there(term->low) || is_there(term->high));
}

static void write_elements(struct nfh_writer *writer, const struct nfh_report *report,
                           const struct nfh_leaf_view *view)
{
    nfh_priv_write_bytes(writer, "{", 1);
    for (uint32_t i = 0; i < view->element_count; i++) {
        const struct nfh_value *value = nfh_priv_slot_of(report, view->element[i]);
        if (i > 0)
            nfh_priv_write_bytes(writer, ", ", 2);
        if (i == ELEMENTS_MAX) {
            nfh_priv_write_bytes(writer, ELLIPSIS, 3);
            break;
        }
        if (is_there(value))
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
        write_term(writer, &view->b, places);
}

static const char *limit_unit(const struct nfh_leaf_view *view)
{
    if (view->relation == NFH_RELATION_IS || view->relation == NFH_RELATION_MISSING)
        return NULL;
    if (view->element_count > 0)
        return view->a.unit;
    return view->b.type != NFH_TYPE_NONE && has_value(&view->b) ? view->b.unit : NULL;
}

static bool is_named(const struct nfh_term *term)
{
    return term->type != NFH_TYPE_NONE && (term->label || term->name);
}

static void write_name(struct nfh_writer *writer, const struct nfh_term *term, bool name_first)
{
    if (term->name && (name_first || !term->label))
        write_cut(writer, term->name, strlen(term->name), NAME_MAX);
    else if (term->label)
        write_cut(writer, term->label->text, term->label->length, NAME_MAX);
}

static void write_label(struct nfh_writer *writer, const struct nfh_leaf_view *view)
{
    if (is_named(&view->a))
        write_name(writer, &view->a, view->relation == NFH_RELATION_IS);
    else if (is_named(&view->b))
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

/* ---- What is missing ------------------------------------------------------------------------- */

struct missing {
    const struct nfh_report *report;
    uint32_t slot[MISSING_MAX]; /* of inputs */
    size_t count;
    bool more;
};

static void add_missing(struct missing *missing, uint32_t slot)
{
    for (size_t i = 0; i < missing->count; i++)
        if (missing->slot[i] == slot)
            return;
    if (missing->count == MISSING_MAX)
        missing->more = true;
    else
        missing->slot[missing->count++] = slot;
}

/* The unknown inputs behind an unknown value, as far as a short search finds them. */
static void find_missing(struct missing *missing, uint32_t from)
{
    const struct nfh_program *program = missing->report->ruleset->program;
    uint32_t pending[32];
    size_t count = 0;
    pending[count++] = from;
    for (int steps = 0; count > 0 && steps < 64; steps++) {
        uint32_t slot = pending[--count];
        const struct nfh_instruction *in = nfh_priv_slot_origin(missing->report, slot);
        if (slot == NFH_SLOT_NONE || !nfh_priv_slot_is_unknown(missing->report, slot))
            continue;
        if (slot < program->input_slots)
            add_missing(missing, slot);
        if (!in)
            continue;
        int operands = nfh_priv_opcode_operands(in->opcode);
        bool in_pool = operands < 0;
        if (in_pool)
            operands = (int)in->operand[1];
        for (int i = operands; i-- > 0;)
            if (count < sizeof pending / sizeof pending[0])
                pending[count++] =
                    in_pool ? program->pool[in->operand[0] + (uint32_t)i] : in->operand[i];
    }
}

static void write_missing_input(struct nfh_writer *writer, const struct nfh_report *report,
                                uint32_t slot)
{
    const struct nfh_program *program = report->ruleset->program;
    const struct nfh_value *value = nfh_priv_slot_of(report, slot);
    uint32_t index = program->label_at[slot];
    if (index == 0) { /* the time of the evaluation */
        nfh_priv_write(writer, slot == program->now ? "the time of the evaluation" : "an input");
        return;
    }
    const struct nfh_input *input = &program->input[index - 1];
    write_cut(writer, program->label[index - 1].text, program->label[index - 1].length, NAME_MAX);
    if (value->note & NFH_NOTE_IMPLAUSIBLE) {
        nfh_priv_write(writer, " (");
        nfh_priv_write_input(writer, input, value);
        nfh_priv_write(writer, " is implausible)");
    } else if (nfh_priv_missing_kind(value) != 0 &&
               nfh_priv_missing_kind(value) < NFH_MISSING_UNKNOWN) {
        nfh_priv_write(writer, " (");
        nfh_priv_write(writer, nfh_priv_missing_word(nfh_priv_missing_kind(value)));
        nfh_priv_write(writer, ")");
    }
}

static void find_missing_of(struct missing *missing, const struct nfh_leaf_view *view)
{
    if (view->argument_count > 0) {
        for (uint32_t i = 0; i < view->argument_count; i++)
            find_missing(missing, view->argument[i]);
    }
    if (view->a.type != NFH_TYPE_NONE && view->a.slot != NFH_SLOT_NONE)
        find_missing(missing, view->a.slot);
    if (view->b.type != NFH_TYPE_NONE && view->b.slot != NFH_SLOT_NONE)
        find_missing(missing, view->b.slot);
}

static bool is_same_label(const struct nfh_label *a, const struct nfh_label *b)
{
    return a == b || (a && b && a->length == b->length && memcmp(a->text, b->text, a->length) == 0);
}

/* Whether the value in question is one of the missing inputs, or has no name. */
static bool is_among(const struct missing *missing, const struct nfh_term *subject)
{
    const struct nfh_program *program = missing->report->ruleset->program;
    if (!is_named(subject))
        return true;
    for (size_t i = 0; i < missing->count; i++) {
        uint32_t index = program->label_at[missing->slot[i]];
        if (subject->slot == missing->slot[i] ||
            (index && is_same_label(&program->label[index - 1], subject->label)))
            return true;
    }
    return false;
}

static void write_inputs(struct nfh_writer *writer, const struct missing *missing)
{
    for (size_t i = 0; i < missing->count; i++) {
        if (i > 0)
            nfh_priv_write_bytes(writer, ", ", 2);
        write_missing_input(writer, missing->report, missing->slot[i]);
    }
    if (missing->more)
        nfh_priv_write(writer, ", " ELLIPSIS);
}

/* `creatinine not known`, `creatinine clearance not known (creatinine, weight missing)`; false when
 * nothing is missing. */
static bool write_missing(struct nfh_writer *writer, const struct nfh_report *report,
                          const struct nfh_leaf_view *view)
{
    struct missing missing;
    missing.report = report;
    missing.count = 0;
    missing.more = false;
    find_missing_of(&missing, view);
    if (missing.count == 0)
        return false;
    const struct nfh_term *subject = has_value(&view->a) ? &view->b : &view->a;
    if (is_among(&missing, subject)) {
        write_inputs(writer, &missing);
        nfh_priv_write_bytes(writer, " not known", 10);
        return true;
    }
    write_name(writer, subject, view->relation == NFH_RELATION_IS);
    nfh_priv_write(writer, " not known (");
    write_inputs(writer, &missing);
    nfh_priv_write_bytes(writer, " missing)", 9);
    return true;
}

/* ---- The whole ------------------------------------------------------------------------------- */

static void write_formula(struct nfh_writer *writer, const struct nfh_report *report,
                          const struct nfh_leaf_view *view, bool of_limit)
{
    const struct nfh_term *term = of_limit ? &view->b : &view->a;
    if (view->relation == NFH_RELATION_IS || term->type == NFH_TYPE_NONE || !has_value(term))
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
    int places = places_of(view);
    if (is_named(&view->a)) {
        write_name(writer, &view->a, false);
        nfh_priv_write_bytes(writer, " ", 1);
    }
    if (has_value(&view->a)) {
        write_term(writer, &view->a, places);
        write_unit(writer, view->a.unit);
    } else {
        nfh_priv_write_bytes(writer, "not known", 9);
    }
    nfh_priv_write(writer, symbol_of(relation));
    if (view->b.type != NFH_TYPE_NONE && view->b.label && !view->formula_is_limits) {
        write_name(writer, &view->b, false);
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
        if (term->type == NFH_TYPE_NONE || !term->label || !has_value(term) ||
            nfh_priv_has_members(term->type))
            continue;
        nfh_priv_write(writer, before);
        write_name(writer, term, false);
        nfh_priv_write_bytes(writer, " ", 1);
        write_term(writer, term, NFH_DECIMAL_PLACES);
        write_unit(writer, term->unit);
        before = ", ";
    }
    nfh_priv_write_bytes(writer, ")", before[0] == ',');
}

void nfh_priv_write_leaf(struct nfh_writer *writer, const struct nfh_report *report,
                         const struct nfh_leaf_view *view)
{
    if (view->error) {
        if (is_named(&view->a)) {
            write_label(writer, view);
            nfh_priv_write_bytes(writer, ": ", 2);
        }
        nfh_priv_write(writer, nfh_priv_run_error_text(view->error));
        return;
    }
    bool is_missing = view->truth == NFH_UNKNOWN ||
                      (view->relation == NFH_RELATION_MISSING && view->truth == NFH_TRUE);
    if (is_missing && write_missing(writer, report, view))
        return;
    switch (view->relation) {
    case NFH_RELATION_IS:
        write_label(writer, view);
        nfh_priv_write_bytes(writer, " ", 1);
        write_truth(writer, view->truth);
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
            write_term(writer, &view->a, NFH_DECIMAL_PLACES);
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
    int places = places_of(view);
    switch (part) {
    case NFH_LEAF_TEXT:
        nfh_priv_write_leaf(writer, report, view);
        break;
    case NFH_LEAF_LABEL:
        write_label(writer, view);
        break;
    case NFH_LEAF_VALUE:
        if (view->relation == NFH_RELATION_IS && view->truth != NFH_UNKNOWN)
            write_truth(writer, view->truth);
        else if (view->relation != NFH_RELATION_IS && view->a.type != NFH_TYPE_NONE)
            write_term(writer, &view->a, places);
        break;
    case NFH_LEAF_UNIT:
        if (view->relation != NFH_RELATION_IS && has_value(&view->a) && view->a.unit)
            nfh_priv_write(writer, view->a.unit);
        break;
    case NFH_LEAF_FORMULA:
    case NFH_LEAF_LIMIT_FORMULA:
        write_formula(writer, report, view, part == NFH_LEAF_LIMIT_FORMULA);
        break;
    case NFH_LEAF_LIMIT_LABEL:
        if (view->relation != NFH_RELATION_IS && view->b.type != NFH_TYPE_NONE && view->b.label)
            write_name(writer, &view->b, false);
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
