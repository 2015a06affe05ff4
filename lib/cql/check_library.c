/* SPDX-License-Identifier: MIT
 *
 * check_library.c - the types of declarations, found on demand, so that they may stand in any
 * order.
 */
#include <string.h>

#include "cql/check.h"

/* Types of the language that this library does not evaluate. */
static bool is_type_of_cql(const char *name)
{
    static const char *const names[] = {"CodeSystem", "List", "Tuple", "ValueSet", "Vocabulary"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static nfh_type check_choice(struct nfh_checker *checker,
                             const struct nfh_type_specifier *specifier)
{
    nfh_type choice = NFH_TYPE_CHOICE;

    for (size_t i = 0; i < specifier->count; i++) {
        nfh_type type = nfh_priv_check_specifier(checker, specifier->argument[i]);
        if (type == NFH_TYPE_NONE)
            return NFH_TYPE_NONE;
        if (!nfh_priv_is_choice(type) && nfh_priv_choice_with(NFH_TYPE_CHOICE, type) == NFH_TYPE_CHOICE)
            return nfh_priv_check_error(checker, specifier->argument[i]->place, NFH_CODE_TYPE,
                                        "a choice is among simple types and intervals");
        choice = nfh_priv_choice_with(choice, type);
    }
    return nfh_priv_choice_count(choice) == 1 ? nfh_priv_choice_member(choice, 0) : choice;
}

nfh_type nfh_priv_check_specifier(struct nfh_checker *checker,
                                  const struct nfh_type_specifier *specifier)
{
    nfh_type type = nfh_priv_type_find(specifier->name);
    struct nfh_nearest nearest;
    const char *best;

    if (strcmp(specifier->name, "Interval") == 0 && specifier->count == 1) {
        type = nfh_priv_check_specifier(checker, specifier->argument[0]);
        if (type == NFH_TYPE_NONE || nfh_priv_is_point(type) || type == NFH_TYPE_ANY)
            return type == NFH_TYPE_NONE ? type : nfh_priv_interval_of(type);
        return nfh_priv_check_error(checker, specifier->place, NFH_CODE_TYPE,
                                    "an interval holds numbers, dates, times or quantities");
    }
    if (strcmp(specifier->name, "Choice") == 0 && specifier->count > 0)
        return check_choice(checker, specifier);
    if (type != NFH_TYPE_NONE && specifier->count == 0)
        return type;
    if (specifier->count > 0 || is_type_of_cql(specifier->name))
        return nfh_priv_check_error(checker, specifier->place, NFH_CODE_UNSUPPORTED,
                                    "%.60s types are not supported", specifier->name);
    nfh_priv_nearest_start(&nearest, specifier->name, strlen(specifier->name));
    nfh_priv_type_offer(&nearest);
    best = nfh_priv_nearest_result(&nearest);
    return nfh_priv_check_error(
        checker, specifier->place, NFH_CODE_UNKNOWN_TYPE, "no type is called '%.60s'%s%s%s",
        specifier->name, best ? "; did you mean '" : " here", best ? best : "", best ? "'?" : "");
}

/* The expression's type, which must convert to the declared one where there is one. */
static nfh_type check_expression(struct nfh_checker *checker, struct nfh_declaration *declaration,
                                 nfh_type declared, const char *what)
{
    struct nfh_node holder = {0};
    nfh_type type;

    if (!declaration->expression)
        return NFH_TYPE_NONE;
    type = nfh_priv_check_node(checker, declaration->expression);
    if (type == NFH_TYPE_NONE || declared == NFH_TYPE_NONE)
        return type;
    holder.child = &declaration->expression;
    holder.count = 1;
    return nfh_priv_require(checker, &holder, 0, declared, what) ? declared : NFH_TYPE_NONE;
}

/* Whether something in the declaration has been reported. */
static bool has_error(const struct nfh_checker *checker, const struct nfh_declaration *declaration)
{
    for (const struct nfh_diagnostic *d = checker->compilation->diagnostics->first; d; d = d->next)
        if (d->source == checker->module->library->source &&
            d->place.offset >= declaration->whole.offset &&
            (!declaration->next || d->place.offset < declaration->next->whole.offset))
            return true;
    return false;
}

static nfh_type check_parameter(struct nfh_checker *checker, struct nfh_declaration *parameter)
{
    nfh_type declared = NFH_TYPE_NONE, type;

    if (parameter->type) {
        declared = nfh_priv_check_specifier(checker, parameter->type);
        if (declared == NFH_TYPE_NONE)
            return NFH_TYPE_NONE;
    }
    if (!parameter->expression && !parameter->type && !has_error(checker, parameter))
        return nfh_priv_check_error(checker, parameter->place, NFH_CODE_EXPECTED_TYPE,
                                    "the parameter needs a type or a default");
    if (!parameter->expression)
        return declared;
    type = check_expression(checker, parameter, declared, "the default");
    if (type == NFH_TYPE_NONE)
        return type;
    if (type == NFH_TYPE_ANY || nfh_priv_is_list(type))
        return nfh_priv_check_error(
            checker, parameter->place, NFH_CODE_TYPE,
            "the parameter's type does not follow from its default: declare it");
    return declared != NFH_TYPE_NONE ? declared : type;
}

static nfh_type check_definition(struct nfh_checker *checker, struct nfh_declaration *definition)
{
    nfh_type type = check_expression(checker, definition, NFH_TYPE_NONE, "");

    if (nfh_priv_is_list(type))
        return nfh_priv_check_error(checker, definition->expression->place, NFH_CODE_UNSUPPORTED,
                                    "lists are supported after 'in' and in Coalesce only");
    return type;
}

static nfh_type check_body(struct nfh_checker *checker, struct nfh_declaration *function)
{
    nfh_type declared = NFH_TYPE_NONE;

    if (function->is_external)
        return nfh_priv_check_error(checker, function->place, NFH_CODE_UNSUPPORTED,
                                    "external functions are not supported");
    if (function->type) {
        declared = nfh_priv_check_specifier(checker, function->type);
        if (declared == NFH_TYPE_NONE)
            return NFH_TYPE_NONE;
    }
    for (size_t i = 0; i < function->operand_count; i++)
        if (nfh_priv_symbol(function)->operand[i] == NFH_TYPE_NONE)
            return NFH_TYPE_NONE;
    return check_expression(checker, function, declared, "the result of the function");
}

nfh_type nfh_priv_check_declaration(struct nfh_checker *checker,
                                    struct nfh_declaration *declaration, struct nfh_place use)
{
    struct nfh_symbol *symbol = nfh_priv_symbol(declaration);
    struct nfh_module *module = checker->module;
    struct nfh_declaration *outer = checker->declaration;

    if (symbol->state == NFH_CHECKED)
        return symbol->type;
    if (symbol->state == NFH_BEING_CHECKED)
        return nfh_priv_check_error(checker, use, NFH_CODE_CYCLE,
                                    "'%.100s' needs itself to be known", declaration->name);
    symbol->state = NFH_BEING_CHECKED;
    checker->module = symbol->module;
    checker->declaration = declaration;
    if (declaration->kind == NFH_DECLARE_PARAMETER)
        symbol->type = check_parameter(checker, declaration);
    else if (declaration->kind == NFH_DECLARE_FUNCTION)
        symbol->type = check_body(checker, declaration);
    else
        symbol->type = check_definition(checker, declaration);
    checker->module = module;
    checker->declaration = outer;
    symbol->state = NFH_CHECKED;
    return symbol->type;
}

static bool has_operand(const struct nfh_declaration *function, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(function->operand[i].name, name) == 0)
            return true;
    return false;
}

/* The operands of all functions must be typed before any call is. */
static bool type_operands(struct nfh_checker *checker, struct nfh_declaration *function)
{
    struct nfh_symbol *symbol = nfh_priv_symbol(function);

    if (function->operand_count > NFH_OPERANDS_MAX) {
        nfh_priv_check_error(checker, function->operand[NFH_OPERANDS_MAX].place, NFH_CODE_OPERANDS,
                             "a function has at most %d operands", NFH_OPERANDS_MAX);
        function->operand_count = NFH_OPERANDS_MAX;
    }
    symbol->operand = nfh_priv_arena_allocate(
        checker->compilation->scratch, (function->operand_count + 1) * sizeof *symbol->operand);
    if (!symbol->operand)
        return false;
    for (size_t i = 0; i < function->operand_count; i++) {
        symbol->operand[i] = nfh_priv_check_specifier(checker, function->operand[i].type);
        if (has_operand(function, i, function->operand[i].name))
            nfh_priv_check_error(checker, function->operand[i].place, NFH_CODE_DUPLICATE,
                                 "the function has two operands called '%.100s'",
                                 function->operand[i].name);
    }
    return true;
}

static bool same_operands(const struct nfh_declaration *a, const struct nfh_declaration *b)
{
    if (strcmp(a->name, b->name) != 0 || a->operand_count != b->operand_count)
        return false;
    for (size_t i = 0; i < a->operand_count; i++)
        if (nfh_priv_symbol(a)->operand[i] != nfh_priv_symbol(b)->operand[i])
            return false;
    return true;
}

/* Whether one of the overloads before `index` takes the same types: those of a name lie side by
 * side in by_name, the earlier ones first. */
static bool is_repeated(const struct nfh_module *module, size_t index)
{
    const struct nfh_declaration *function = module->by_name[index], *other;

    if (function->kind != NFH_DECLARE_FUNCTION)
        return false;
    while (index-- > 0) {
        other = module->by_name[index];
        if (other->kind != NFH_DECLARE_FUNCTION || strcmp(other->name, function->name) != 0)
            return false;
        if (same_operands(other, function))
            return true;
    }
    return false;
}

static void report_same_overloads(struct nfh_checker *checker)
{
    const struct nfh_module *module = checker->module;

    for (size_t i = 0; i < module->count; i++)
        if (is_repeated(module, i))
            nfh_priv_check_error(checker, module->by_name[i]->place, NFH_CODE_DUPLICATE,
                                 "function '%.100s' is declared a second time for the same types",
                                 module->by_name[i]->name);
}

static void check_using(struct nfh_checker *checker, const struct nfh_declaration *declaration)
{
    if (strcmp(declaration->name, "System") != 0)
        nfh_priv_report(checker->compilation->diagnostics, checker->module->library->source,
                        declaration->place, NFH_CODE_WARN_USING,
                        "data model '%.60s' has no effect here", declaration->name);
}

static void check_module(struct nfh_checker *checker)
{
    for (struct nfh_declaration *d = checker->module->library->declarations; d; d = d->next) {
        if (d->kind == NFH_DECLARE_USING)
            check_using(checker, d);
        if (d->kind == NFH_DECLARE_PARAMETER || d->kind == NFH_DECLARE_DEFINE ||
            d->kind == NFH_DECLARE_FUNCTION || d->kind == NFH_DECLARE_CODE ||
            d->kind == NFH_DECLARE_CONCEPT)
            nfh_priv_check_declaration(checker, d, d->place);
    }
}

bool nfh_priv_check(struct nfh_checker *checker)
{
    size_t count = checker->compilation->library_count;

    for (size_t i = 0; i < count; i++) {
        checker->module = &checker->modules[i];
        for (struct nfh_declaration *d = checker->module->library->declarations; d; d = d->next)
            if (d->kind == NFH_DECLARE_FUNCTION && !type_operands(checker, d))
                return false;
        report_same_overloads(checker);
    }
    for (size_t i = 0; i < count; i++) {
        checker->module = &checker->modules[i];
        check_module(checker);
    }
    return !checker->compilation->diagnostics->out_of_memory;
}
