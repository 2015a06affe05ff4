/* SPDX-License-Identifier: MIT
 *
 * explain_formula.c - how a value was calculated, with the inputs filled in, from the instructions.
 */
#include <string.h>

#include "cql/run.h"
#include "screen/explain.h"

#define DEPTH_MAX 8 /* of a formula; a deeper one is not shown */

enum { SUM = 1, PRODUCT = 2, POWER = 3, ATOM = 4 }; /* how tightly a term binds */

static const struct operator_text {
    uint16_t opcode;
    uint8_t binding;
    uint8_t type; /* of both operands */
    char text[9]; /* between them */
} operators[] = {
    {NFH_OP_ADD_INTEGER, SUM, NFH_TYPE_INTEGER, " + "},
    {NFH_OP_SUBTRACT_INTEGER, SUM, NFH_TYPE_INTEGER, " \xe2\x88\x92 "},
    {NFH_OP_MULTIPLY_INTEGER, PRODUCT, NFH_TYPE_INTEGER, " \xc3\x97 "},
    {NFH_OP_TRUNCATED_DIVIDE_INTEGER, PRODUCT, NFH_TYPE_INTEGER, " div "},
    {NFH_OP_MODULO_INTEGER, PRODUCT, NFH_TYPE_INTEGER, " mod "},
    {NFH_OP_ADD_DECIMAL, SUM, NFH_TYPE_DECIMAL, " + "},
    {NFH_OP_SUBTRACT_DECIMAL, SUM, NFH_TYPE_DECIMAL, " \xe2\x88\x92 "},
    {NFH_OP_MULTIPLY_DECIMAL, PRODUCT, NFH_TYPE_DECIMAL, " \xc3\x97 "},
    {NFH_OP_DIVIDE_DECIMAL, PRODUCT, NFH_TYPE_DECIMAL, " / "},
    {NFH_OP_TRUNCATED_DIVIDE_DECIMAL, PRODUCT, NFH_TYPE_DECIMAL, " div "},
    {NFH_OP_MODULO_DECIMAL, PRODUCT, NFH_TYPE_DECIMAL, " mod "},
    {NFH_OP_POWER_DECIMAL, POWER, NFH_TYPE_DECIMAL, " ^ "},
    {NFH_OP_ADD_QUANTITY, SUM, NFH_TYPE_QUANTITY, " + "},
    {NFH_OP_SUBTRACT_QUANTITY, SUM, NFH_TYPE_QUANTITY, " \xe2\x88\x92 "},
    {NFH_OP_MULTIPLY_QUANTITY, PRODUCT, NFH_TYPE_QUANTITY, " \xc3\x97 "},
    {NFH_OP_DIVIDE_QUANTITY, PRODUCT, NFH_TYPE_QUANTITY, " / "},
};

/* What is written with brackets around its operand. */
static const struct {
    uint16_t opcode;
    char text[10];
} functions[] = {
    {NFH_OP_EXP_DECIMAL, "exp("},           {NFH_OP_LN_DECIMAL, "ln("},
    {NFH_OP_CEILING_DECIMAL, "ceiling("},   {NFH_OP_FLOOR_DECIMAL, "floor("},
    {NFH_OP_TRUNCATE_DECIMAL, "truncate("}, {NFH_OP_ROUND_DECIMAL, "round("},
};

struct formula {
    struct nfh_writer *writer;
    const struct nfh_report *report;
    bool failed;
};

static void write(const struct formula *formula, const char *text)
{
    nfh_priv_write(formula->writer, text);
}

static void write_term(struct formula *formula, uint32_t slot, nfh_type type, int binding,
                       int depth);

/* An input, a constant, or what has no formula: with its unit. */
static void write_atom(struct formula *formula, uint32_t slot, nfh_type type)
{
    struct nfh_term term;
    const struct nfh_program *program = formula->report->ruleset->program;
    const struct nfh_value *value = nfh_priv_slot_of(formula->report, slot);
    uint32_t label = program->label_at[slot];
    if (!value->known) {
        formula->failed = true;
        return;
    }
    /* An Integer that a Decimal is made of. */
    if (label && type == NFH_TYPE_DECIMAL && program->label[label - 1].type == NFH_TYPE_INTEGER)
        type = NFH_TYPE_INTEGER;
    nfh_priv_view_term(formula->report, type, slot, NULL, &term);
    nfh_priv_write_value(formula->writer, type, value);
    if (label && label <= program->input_count && program->input[label - 1].unit)
        term.unit = program->input[label - 1].unit->text;
    else if (value->unit && strcmp(value->unit->text, "1") != 0)
        term.unit = value->unit->text;
    if (term.unit && strcmp(term.unit, "1") != 0) {
        write(formula, " ");
        write(formula, term.unit);
    }
}

static const struct operator_text *find_operator(unsigned opcode)
{
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++)
        if (operators[i].opcode == opcode)
            return &operators[i];
    return NULL;
}

/* The right side of a difference or quotient needs brackets where it binds as tightly. */
static void write_operator(struct formula *formula, const struct nfh_instruction *in,
                           const struct operator_text *operator, int binding, int depth)
{
    bool brackets = operator->binding<binding;
    write(formula, brackets ? "(" : "");
    write_term(formula,
               in->operand[0], operator->type, operator->binding +(operator->binding == POWER),
               depth);
    write(formula, operator->text);
    write_term(formula, in->operand[1], operator->type, operator->binding + 1, depth);
    write(formula, brackets ? ")" : "");
}

static bool write_function(struct formula *formula, const struct nfh_instruction *in, int depth)
{
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (functions[i].opcode != in->opcode)
            continue;
        write(formula, functions[i].text);
        write_term(formula, in->operand[0], NFH_TYPE_DECIMAL, 0, depth);
        if (in->opcode == NFH_OP_ROUND_DECIMAL) {
            write(formula, ", ");
            write_term(formula, in->operand[1], NFH_TYPE_INTEGER, 0, depth);
        }
        write(formula, ")");
        return true;
    }
    return false;
}

static bool write_date(struct formula *formula, const struct nfh_instruction *in, int binding,
                       int depth)
{
    int64_t count;
    switch (in->opcode) {
    case NFH_OP_ADD_DATE:
        count = nfh_priv_slot_of(formula->report, in->operand[1])->as.integer;
        write(formula, binding > SUM ? "(" : "");
        write_term(formula, in->operand[0], NFH_TYPE_DATE, SUM, depth);
        write(formula, count < 0 ? " \xe2\x88\x92 " : " + ");
        nfh_priv_write_calendar(formula->writer,
                                count < -INT64_MAX ? INT64_MAX
                                : count < 0        ? -count
                                                   : count,
                                in->detail);
        write(formula, binding > SUM ? ")" : "");
        return true;
    case NFH_OP_DURATION:
        write_term(formula, in->operand[0], NFH_TYPE_DATE, ATOM, depth);
        write(formula, " to ");
        write_term(formula, in->operand[1], NFH_TYPE_DATE, ATOM, depth);
        return true;
    default:
        return false;
    }
}

static void write_term(struct formula *formula, uint32_t slot, nfh_type type, int binding,
                       int depth)
{
    uint32_t source = nfh_priv_see_through(formula->report, slot, NULL);
    const struct nfh_instruction *in = nfh_priv_slot_origin(formula->report, source);
    const struct operator_text *operator= in ? find_operator(in->opcode) : NULL;
    if (depth > DEPTH_MAX || formula->writer->length > NFH_FORMULA_MAX)
        formula->failed = true;
    if (formula->failed)
        return;
    if (operator)
        write_operator(formula, in, operator, binding, depth + 1);
    else if (in && in->opcode == NFH_OP_NATIVE_VALUE && depth == 0 &&
             nfh_priv_native_formula(formula->writer, formula->report, in))
        return;
    else if (!in || (!write_function(formula, in, depth + 1) &&
                     !write_date(formula, in, binding, depth + 1)))
        write_atom(formula, source, type);
}

void nfh_priv_write_formula(struct nfh_writer *writer, const struct nfh_report *report,
                            uint32_t slot, nfh_type type)
{
    struct nfh_writer before = *writer;
    struct formula formula = {writer, report, false};
    uint32_t source = nfh_priv_see_through(report, slot, NULL);
    const struct nfh_instruction *in = nfh_priv_slot_origin(report, source);
    if (!in || (!find_operator(in->opcode) && in->opcode != NFH_OP_NATIVE_VALUE &&
                in->opcode != NFH_OP_ADD_DATE && in->opcode != NFH_OP_DURATION &&
                in->opcode != NFH_OP_ROUND_DECIMAL))
        return;
    write_term(&formula, slot, type, 0, 0);
    if (!formula.failed && writer->length - before.length <= NFH_FORMULA_MAX)
        return;
    *writer = before;
    if (writer->size > 0)
        writer->buffer[writer->length < writer->size ? writer->length : writer->size - 1] = '\0';
}
