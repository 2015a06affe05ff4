/* SPDX-License-Identifier: MIT
 *
 * explain_view.c - what a leaf compares with what: from the notes of the compilation where there
 * are any, else from the instruction.
 */
#include <string.h>

#include "cql/run.h"
#include "screen/explain.h"

#define STEPS_MAX 16 /* choices and conversions that a name is sought behind */

int nfh_priv_relation_that_holds(int relation, int truth)
{
    static const uint8_t opposite[] = {[NFH_RELATION_EQUAL] = NFH_RELATION_NOT_EQUAL,
                                       [NFH_RELATION_NOT_EQUAL] = NFH_RELATION_EQUAL,
                                       [NFH_RELATION_LESS] = NFH_RELATION_GREATER_OR_EQUAL,
                                       [NFH_RELATION_LESS_OR_EQUAL] = NFH_RELATION_GREATER,
                                       [NFH_RELATION_GREATER] = NFH_RELATION_LESS_OR_EQUAL,
                                       [NFH_RELATION_GREATER_OR_EQUAL] = NFH_RELATION_LESS,
                                       [NFH_RELATION_SIMILAR] = NFH_RELATION_NOT_SIMILAR,
                                       [NFH_RELATION_NOT_SIMILAR] = NFH_RELATION_SIMILAR,
                                       [NFH_RELATION_IN] = NFH_RELATION_NOT_IN,
                                       [NFH_RELATION_NOT_IN] = NFH_RELATION_IN,
                                       [NFH_RELATION_IS] = NFH_RELATION_IS,
                                       [NFH_RELATION_MISSING] = NFH_RELATION_KNOWN,
                                       [NFH_RELATION_KNOWN] = NFH_RELATION_MISSING};
    return truth == NFH_FALSE ? opposite[relation] : relation;
}

/* ---- Names ----------------------------------------------------------------------------------- */

static const struct nfh_label *label_of(const struct nfh_report *report, uint32_t slot)
{
    const struct nfh_program *program = report->ruleset->program;
    uint32_t index = program->label_at[slot];
    return index ? &program->label[index - 1] : NULL;
}

/* Date(year from x, month from x, day from x), as rule sets widen partial dates: x, where that
 * changes nothing. */
static bool is_same_date(const struct nfh_report *report, uint32_t slot,
                         const struct nfh_instruction *in, uint32_t *source)
{
    const struct nfh_instruction *year = nfh_priv_slot_origin(report, in->operand[0]);
    if (!year || year->opcode != NFH_OP_DATE_COMPONENT)
        return false;
    *source = year->operand[0];
    const struct nfh_value *a = nfh_priv_slot_of(report, slot),
                           *b = nfh_priv_slot_of(report, *source);
    return a->known && b->known && a->as.date == b->as.date;
}

static bool see_one_step(const struct nfh_report *report, uint32_t *slot)
{
    const struct nfh_instruction *in = nfh_priv_slot_origin(report, *slot);
    if (!in)
        return false;
    switch (in->opcode) {
    case NFH_OP_SELECT:
    case NFH_OP_SELECT_BOOLEAN:
        *slot =
            in->operand[nfh_priv_slot_of(report, in->operand[0])->truth & NFH_TRUTH_TRUE ? 1 : 2];
        return true;
    case NFH_OP_COALESCE:
    case NFH_OP_COALESCE_BOOLEAN:
        *slot = in->operand[nfh_priv_slot_is_unknown(report, in->operand[0])];
        return true;
    case NFH_OP_RAISE:
    case NFH_OP_RAISE_BOOLEAN:
    case NFH_OP_WITH_UNIT:
    case NFH_OP_INTEGER_TO_DECIMAL:
        *slot = in->operand[0];
        return true;
    case NFH_OP_MAKE_DATE:
        return is_same_date(report, *slot, in, slot);
    default:
        return false;
    }
}

/* A default stands under the name of what it stands for. */
static const struct nfh_label *label_here(const struct nfh_report *report, uint32_t slot)
{
    const struct nfh_label *label = label_of(report, slot);
    const struct nfh_instruction *in = nfh_priv_slot_origin(report, slot);
    if (!label && in && (in->opcode == NFH_OP_COALESCE || in->opcode == NFH_OP_COALESCE_BOOLEAN))
        label = label_of(report, in->operand[0]);
    return label;
}

uint32_t nfh_priv_see_through(const struct nfh_report *report, uint32_t slot,
                              const struct nfh_label **label)
{
    const struct nfh_label *found = label_here(report, slot);
    for (int i = 0; i < STEPS_MAX && see_one_step(report, &slot); i++)
        if (!found)
            found = label_here(report, slot);
    if (label)
        *label = found;
    return slot;
}

/* A converted value keeps the name of what was converted. */
static const struct nfh_label *label_behind(const struct nfh_report *report, uint32_t slot)
{
    const struct nfh_instruction *in = nfh_priv_slot_origin(report, slot);
    const struct nfh_label *label = NULL;
    if (in && (in->opcode == NFH_OP_CONVERT_UNIT || in->opcode == NFH_OP_DATE_TO_DATETIME))
        nfh_priv_see_through(report, in->operand[0], &label);
    return label;
}

/* ---- Terms ----------------------------------------------------------------------------------- */

static const char *calendar_word(unsigned unit)
{
    static const char words[][13] = {
        [NFH_UNIT_DAY] = "days",       [NFH_UNIT_WEEK] = "weeks",
        [NFH_UNIT_MONTH] = "months",   [NFH_UNIT_YEAR] = "years",
        [NFH_UNIT_HOUR] = "hours",     [NFH_UNIT_MINUTE] = "minutes",
        [NFH_UNIT_SECOND] = "seconds", [NFH_UNIT_MILLISECOND] = "milliseconds"};
    return unit < sizeof words / sizeof words[0] ? words[unit] : NULL;
}

void nfh_priv_write_calendar(struct nfh_writer *writer, int64_t count, unsigned unit)
{
    const char *word = calendar_word(unit);
    nfh_priv_write_decimal(writer, nfh_priv_decimal_from_integer(count));
    nfh_priv_write(writer, " ");
    nfh_priv_write_bytes(writer, word, strlen(word) - (count == 1));
}

static const char *unit_text(const struct nfh_unit *unit)
{
    return unit && strcmp(unit->text, "1") != 0 ? unit->text : NULL;
}

/* The unit that a plain number is in, as far as what calculated it says. */
static const char *unit_of_result(const struct nfh_instruction *in)
{
    if (!in)
        return NULL;
    switch (in->opcode) {
    case NFH_OP_NATIVE_VALUE:
        return nfh_priv_native_unit(in->detail);
    case NFH_OP_DURATION:
    case NFH_OP_DIFFERENCE:
    case NFH_OP_DATETIME_DURATION:
    case NFH_OP_DATETIME_DIFFERENCE:
        return calendar_word(in->detail & NFH_SPAN_UNIT);
    default:
        return NULL;
    }
}

void nfh_priv_view_term(const struct nfh_report *report, nfh_type type, uint32_t slot,
                        const char *unit, struct nfh_term *term)
{
    const struct nfh_value *value = nfh_priv_slot_of(report, slot);
    uint32_t source = nfh_priv_see_through(report, slot, &term->label);
    const struct nfh_instruction *in = nfh_priv_slot_origin(report, source);
    term->type = type;
    term->slot = slot;
    term->is_given = !in;
    term->name = NULL;
    term->unit = unit;
    term->value = value;
    term->low = term->high = NULL;
    if (in && !term->label)
        term->label = label_behind(report, source);
    if (unit)
        return;
    if (type == NFH_TYPE_QUANTITY)
        term->unit = unit_text(value->unit);
    else if (type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL)
        term->unit = term->label && term->label->unit ? term->label->unit : unit_of_result(in);
}

static void view_operand(const struct nfh_report *report, const struct nfh_leaf_operand *operand,
                         struct nfh_term *term)
{
    if (operand->type == NFH_TYPE_NONE) {
        term->type = NFH_TYPE_NONE;
        return;
    }
    nfh_priv_view_term(report,
                       nfh_priv_is_interval(operand->type) ? nfh_priv_point_of(operand->type)
                                                           : operand->type,
                       operand->slot, unit_text(operand->unit), term);
    if (nfh_priv_is_interval(operand->type)) {
        term->type = operand->type;
        term->label = NULL; /* of its low boundary */
        term->low = nfh_priv_slot_of(report, operand->slot);
        term->high = nfh_priv_slot_of(report, operand->high);
        term->low_closed = nfh_priv_slot_of(report, operand->low_closed)->truth & NFH_TRUTH_TRUE;
        term->high_closed = nfh_priv_slot_of(report, operand->high_closed)->truth & NFH_TRUTH_TRUE;
    } else if (operand->least != NFH_SLOT_NONE && !term->value->known) {
        term->low = nfh_priv_slot_of(report, operand->least);
        term->high = nfh_priv_slot_of(report, operand->greatest);
    }
}

/* The bounds of a span between partial dates, into own[0] and own[1]. */
static void view_span(const struct nfh_report *report, struct nfh_term *term, struct nfh_value *own)
{
    uint32_t source = nfh_priv_see_through(report, term->slot, NULL);
    const struct nfh_instruction *in = nfh_priv_slot_origin(report, source);
    if (!in || term->value->known || term->low || in->opcode < NFH_OP_DURATION)
        return;
    bool is_date = in->opcode == NFH_OP_DURATION || in->opcode == NFH_OP_DIFFERENCE;
    if (!is_date && in->opcode != NFH_OP_DATETIME_DURATION &&
        in->opcode != NFH_OP_DATETIME_DIFFERENCE)
        return;
    const struct nfh_value *a = nfh_priv_slot_of(report, in->operand[0]),
                           *b = nfh_priv_slot_of(report, in->operand[1]);
    if (!a->known || !b->known)
        return;
    for (int i = 0; i < 2; i++) {
        struct nfh_instruction bound = *in;
        bound.detail = (uint16_t)(bound.detail | (i == 0 ? NFH_SPAN_LEAST : NFH_SPAN_GREATEST));
        own[i] = (struct nfh_value){.known = 0};
        if (is_date)
            nfh_priv_run_date(&bound, a, b, &own[i]);
        else
            nfh_priv_run_datetime(&bound, a, b, report->frame.zone, &own[i]);
    }
    term->low = &own[0];
    term->high = &own[1];
}

/* ---- Leaves ---------------------------------------------------------------------------------- */

static nfh_type compared_type(unsigned opcode)
{
    switch (opcode) {
    case NFH_OP_EQUAL_INTEGER:
    case NFH_OP_LESS_INTEGER:
    case NFH_OP_LESS_OR_EQUAL_INTEGER:
        return NFH_TYPE_INTEGER;
    case NFH_OP_EQUAL_DECIMAL:
    case NFH_OP_LESS_DECIMAL:
    case NFH_OP_LESS_OR_EQUAL_DECIMAL:
    case NFH_OP_SIMILAR_DECIMAL:
        return NFH_TYPE_DECIMAL;
    case NFH_OP_EQUAL_STRING:
    case NFH_OP_LESS_STRING:
    case NFH_OP_LESS_OR_EQUAL_STRING:
    case NFH_OP_SIMILAR_STRING:
        return NFH_TYPE_STRING;
    case NFH_OP_EQUAL_DATE:
    case NFH_OP_LESS_DATE:
    case NFH_OP_LESS_OR_EQUAL_DATE:
        return NFH_TYPE_DATE;
    case NFH_OP_EQUAL_DATETIME:
    case NFH_OP_LESS_DATETIME:
    case NFH_OP_LESS_OR_EQUAL_DATETIME:
        return NFH_TYPE_DATETIME;
    case NFH_OP_EQUAL_QUANTITY:
    case NFH_OP_LESS_QUANTITY:
    case NFH_OP_LESS_OR_EQUAL_QUANTITY:
    case NFH_OP_SIMILAR_QUANTITY:
        return NFH_TYPE_QUANTITY;
    default:
        return NFH_TYPE_NONE;
    }
}

static int relation_of(unsigned opcode)
{
    if (opcode >= NFH_OP_SIMILAR_DECIMAL)
        return NFH_RELATION_SIMILAR;
    if (opcode >= NFH_OP_LESS_OR_EQUAL_INTEGER)
        return NFH_RELATION_LESS_OR_EQUAL;
    return opcode >= NFH_OP_LESS_INTEGER ? NFH_RELATION_LESS : NFH_RELATION_EQUAL;
}

static int turned(int relation)
{
    switch (relation) {
    case NFH_RELATION_LESS:
        return NFH_RELATION_GREATER;
    case NFH_RELATION_LESS_OR_EQUAL:
        return NFH_RELATION_GREATER_OR_EQUAL;
    default:
        return relation;
    }
}

/* The unit that a constant or an input carries: an instruction on decimals has lost it. */
static const char *carried_unit(const struct nfh_report *report, uint32_t slot)
{
    return unit_text(nfh_priv_slot_of(report, slot)->unit);
}

/* A comparison that the text does not have in this form: the distance of a timing phrase, the
 * value of a `case`. The side that has a name comes first. */
static void view_comparison(const struct nfh_report *report, const struct nfh_instruction *in,
                            struct nfh_leaf_view *view)
{
    nfh_type type = compared_type(in->opcode);
    struct nfh_term swapped;
    view->relation = relation_of(in->opcode);
    nfh_priv_view_term(report, type, in->operand[0], carried_unit(report, in->operand[0]),
                       &view->a);
    nfh_priv_view_term(report, type, in->operand[1], carried_unit(report, in->operand[1]),
                       &view->b);
    if (view->b.label && (!view->a.label || (view->b.is_given && !view->a.is_given))) {
        swapped = view->a;
        view->a = view->b;
        view->b = swapped;
        view->relation = turned(view->relation);
    }
}

/* A Boolean itself, or whatever gives one. */
static void view_boolean(const struct nfh_report *report, uint32_t slot, struct nfh_leaf_view *view)
{
    view->relation = NFH_RELATION_IS;
    nfh_priv_view_term(report, NFH_TYPE_BOOLEAN, slot, NULL, &view->a);
    if (!view->a.label && nfh_priv_slot_origin(report, slot))
        view->a.name = "a condition without a name";
    else if (!view->a.label)
        view->a.name = "a constant";
}

static void view_instruction(const struct nfh_report *report, uint32_t slot,
                             struct nfh_leaf_view *view)
{
    const struct nfh_instruction *in = nfh_priv_slot_origin(report, slot);
    if (in && in->opcode == NFH_OP_IS_NULL) {
        const struct nfh_label *label;
        nfh_priv_see_through(report, in->operand[0], &label);
        view->relation = NFH_RELATION_MISSING;
        nfh_priv_view_term(report, label ? label->type : NFH_TYPE_NONE, in->operand[0], NULL,
                           &view->a);
        if (!label || nfh_priv_is_interval(label->type)) {
            view->a.type = NFH_TYPE_ANY;
            view->a.name = "a value without a name";
        }
    } else if (in && compared_type(in->opcode) != NFH_TYPE_NONE) {
        view_comparison(report, in, view);
    } else {
        view_boolean(report, slot, view);
    }
}

static void view_noted(const struct nfh_report *report, const struct nfh_leaf *leaf,
                       struct nfh_leaf_view *view)
{
    view->relation = leaf->relation;
    view_operand(report, &leaf->a, &view->a);
    view_operand(report, &leaf->b, &view->b);
    if (view->a.type == NFH_TYPE_INTEGER)
        view_span(report, &view->a, &view->own[0]);
    if (view->b.type == NFH_TYPE_INTEGER)
        view_span(report, &view->b, &view->own[2]);
    view->element = leaf->element;
    view->element_count = leaf->element_count;
    view->a.name = leaf->text;
}

static bool is_number(nfh_type type)
{
    return type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL;
}

/* A plain number beside one whose unit is known is in that unit: 50 beside mL/min. */
static void share_unit(struct nfh_term *a, struct nfh_term *b)
{
    if (is_number(a->type) && is_number(b->type) && a->unit && !b->unit)
        b->unit = a->unit;
    else if (is_number(a->type) && is_number(b->type) && b->unit && !a->unit)
        a->unit = b->unit;
}

void nfh_priv_view_leaf(const struct nfh_report *report, const struct nfh_found_leaf *leaf,
                        struct nfh_leaf_view *view)
{
    const struct nfh_program *program = report->ruleset->program;
    size_t first = nfh_priv_first_result(program);
    const struct nfh_value *value = nfh_priv_slot_of(report, leaf->slot);
    uint32_t note = leaf->slot >= first ? program->leaf_at[leaf->slot - first] : 0;
    view->truth = nfh_priv_truth_of(value->truth);
    view->error = value->error;
    view->element = NULL;
    view->element_count = 0;
    view->argument_count = 0;
    view->formula = NULL;
    view->formula_is_limits = false;
    view->a = view->b = (struct nfh_term){.type = NFH_TYPE_NONE};
    if (note != 0)
        view_noted(report, &program->leaf[note - 1], view);
    else if (leaf->slot >= first && program->code[leaf->slot - first].opcode == NFH_OP_NATIVE_TRUTH)
        nfh_priv_view_native(report, leaf, view);
    else
        view_instruction(report, leaf->slot, view);
    share_unit(&view->a, &view->b);
}
