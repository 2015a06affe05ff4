/* SPDX-License-Identifier: MIT
 *
 * lower.c - expressions into instructions.
 */
#include "cql/lower.h"

#include <string.h>

#include "cql/lint.h"
#include "cql/native.h"
#include "cql/run.h"

static struct nfh_ref lower_node(struct nfh_lowering *lowering, const struct nfh_node *node);

void nfh_priv_lower_error(struct nfh_lowering *lowering, struct nfh_place place, int code,
                          const char *message)
{
    nfh_priv_report(lowering->compilation->diagnostics, lowering->source, place, code, "%s",
                    message);
    lowering->failed = lowering->failed || code < 7000;
}

uint32_t nfh_priv_constant_integer(struct nfh_lowering *lowering, int64_t integer)
{
    struct nfh_value value = {.known = 1};

    value.as.integer = integer;
    return nfh_priv_build_constant(lowering->builder, &value);
}

uint32_t nfh_priv_constant_decimal(struct nfh_lowering *lowering, nfh_decimal decimal)
{
    struct nfh_value value = {.known = 1};

    value.as.decimal = decimal;
    return nfh_priv_build_constant(lowering->builder, &value);
}

static struct nfh_ref lower_string(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_value value = {.known = 1};

    value.as.string.bytes =
        nfh_priv_arena_text(lowering->compilation->arena, node->text, node->length);
    value.as.string.length = node->length;
    if (!value.as.string.bytes)
        lowering->builder->out_of_memory = true;
    return nfh_priv_ref(NFH_TYPE_STRING, nfh_priv_build_constant(lowering->builder, &value));
}

static bool parse_unit(const struct nfh_node *node, struct nfh_unit *unit)
{
    return node->calendar ? nfh_priv_unit_calendar(node->text, node->length, unit)
                          : nfh_priv_unit_parse(node->text, node->length, unit, NULL);
}

static struct nfh_ref lower_quantity(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_value value = {.known = 1};
    struct nfh_unit unit;
    struct nfh_ref ref;

    if (!parse_unit(node, &unit))
        return nfh_priv_null_ref(lowering, NFH_TYPE_QUANTITY); /* the checker has refused it */
    value.as.decimal = node->decimal;
    value.unit = nfh_priv_intern_unit(lowering, &unit);
    ref = nfh_priv_ref(NFH_TYPE_QUANTITY, nfh_priv_build_constant(lowering->builder, &value));
    ref.unit = value.unit;
    return ref;
}

static struct nfh_ref lower_literal(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_value value = {.known = 1};

    switch (node->kind) {
    case NFH_NODE_NULL:
        return nfh_priv_null_ref(lowering, node->type);
    case NFH_NODE_BOOLEAN:
        return nfh_priv_ref(NFH_TYPE_BOOLEAN, node->as.integer ? NFH_SLOT_TRUE : NFH_SLOT_FALSE);
    case NFH_NODE_DECIMAL:
        value.as.decimal = node->decimal;
        value.places = node->places;
        break;
    case NFH_NODE_DATE:
        value.as.date = node->as.date;
        break;
    case NFH_NODE_DATETIME:
    case NFH_NODE_TIME:
        value.as.datetime = node->as.datetime;
        break;
    case NFH_NODE_STRING:
        return lower_string(lowering, node);
    case NFH_NODE_QUANTITY:
        return lower_quantity(lowering, node);
    default:
        value.as.integer = node->as.integer;
        break;
    }
    return nfh_priv_ref(node->type, nfh_priv_build_constant(lowering->builder, &value));
}

static struct nfh_ref lower_part(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_ref whole = lower_node(lowering, node->child[0]),
                   part = nfh_priv_ref(node->type, NFH_SLOT_NULL);
    uint32_t absent = whole.absent;

    part.unit = node->type == NFH_TYPE_QUANTITY ? whole.unit : NULL;
    switch (node->as.integer) {
    case NFH_PART_VALUE:
        part.slot = whole.slot;
        return part;
    case NFH_PART_UNIT:
        part.slot = nfh_priv_build(lowering->builder, NFH_OP_UNIT_TEXT, 0,
                                   nfh_priv_with_unit(lowering, &whole), 0, 0);
        return part;
    case NFH_PART_LOW:
        part.slot = whole.slot;
        break;
    case NFH_PART_HIGH:
        part.slot = whole.high;
        break;
    case NFH_PART_LOW_CLOSED:
        part.slot = whole.low_closed;
        break;
    case NFH_PART_HIGH_CLOSED:
        part.slot = whole.high_closed;
        break;
    default:
        /* None only when memory ran out. */
        return whole.member_count == 0 ? nfh_priv_null_ref(lowering, node->type)
                                       : whole.member[node->as.integer - NFH_PART_MEMBER];
    }
    struct nfh_ref nothing = nfh_priv_null_ref(lowering, node->type);
    nothing.unit = part.unit;
    return nfh_priv_lower_select(lowering, absent, nothing, part);
}

/* A definition is compiled where it is first used, in its own library's text and outside the
 * function around. */
static struct nfh_ref lower_reference(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    const struct nfh_declaration *declaration = node->resolved;
    struct nfh_symbol *symbol = nfh_priv_symbol(declaration);
    const struct nfh_source *source = lowering->source;
    const struct nfh_ref *operand = lowering->operand;
    const struct nfh_branch *branch = lowering->branch;

    if (symbol->lowered == NFH_CHECKED)
        return symbol->ref;
    lowering->source = symbol->module->library->source;
    lowering->operand = NULL;
    lowering->branch = NULL;
    /* Parameters of included libraries cannot be supplied: they have their default, or are null. */
    symbol->ref = declaration->expression ? lower_node(lowering, declaration->expression)
                                          : nfh_priv_null_ref(lowering, symbol->type);
    symbol->lowered = NFH_CHECKED;
    lowering->source = source;
    lowering->operand = operand;
    lowering->branch = branch;
    return symbol->ref;
}

static struct nfh_ref apply_native(struct nfh_lowering *lowering, size_t native,
                                   struct nfh_ref *argument, size_t count)
{
    const struct nfh_native *function = nfh_priv_native(native);
    uint32_t slot[NFH_NATIVE_OPERANDS];

    for (size_t i = 0; i < count; i++) {
        const char *text = function->operand[i].unit;
        struct nfh_unit unit;
        if (text && nfh_priv_unit_parse(text, strlen(text), &unit, NULL))
            argument[i] = nfh_priv_lower_to_unit(lowering, argument[i],
                                                 nfh_priv_intern_unit(lowering, &unit));
        slot[i] = argument[i].slot;
        if (!text && argument[i].type == NFH_TYPE_QUANTITY)
            slot[i] = nfh_priv_with_unit(lowering, &argument[i]);
    }
    return nfh_priv_ref(function->result,
                        nfh_priv_build_pool(lowering->builder,
                                            function->result == NFH_TYPE_BOOLEAN
                                                ? NFH_OP_NATIVE_TRUTH
                                                : NFH_OP_NATIVE_VALUE,
                                            (unsigned)native, slot, count));
}

static struct nfh_ref lower_apply(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    const struct nfh_declaration *function = node->resolved;
    const struct nfh_symbol *symbol = nfh_priv_symbol(function);
    const struct nfh_source *source = lowering->source;
    const struct nfh_ref *operand = lowering->operand;
    struct nfh_ref *argument = nfh_priv_arena_allocate(lowering->compilation->scratch,
                                                       (node->count + 1) * sizeof *argument);
    struct nfh_ref result;
    size_t native = SIZE_MAX;

    if (!argument) {
        lowering->builder->out_of_memory = true;
        return nfh_priv_null_ref(lowering, node->type);
    }
    for (size_t i = 0; i < node->count; i++)
        argument[i] = lower_node(lowering, node->child[i]);
    if (symbol->module->is_builtin &&
        strcmp(symbol->module->library->name, NFH_NATIVE_LIBRARY) == 0)
        native = nfh_priv_native_find(function->name, symbol->operand, node->count);
    if (native != SIZE_MAX)
        return apply_native(lowering, native, argument, node->count);
    lowering->source = symbol->module->library->source;
    lowering->operand = argument;
    result = lower_node(lowering, function->expression);
    lowering->source = source;
    lowering->operand = operand;
    return result;
}

static struct nfh_ref lower_operator_node(struct nfh_lowering *lowering,
                                          const struct nfh_node *node)
{
    struct nfh_ref operand[NFH_OPERATOR_OPERANDS] = {{.slot = NFH_SLOT_NULL}}, result;

    for (size_t i = node->count; i < NFH_OPERATOR_OPERANDS; i++)
        operand[i] = nfh_priv_ref(NFH_TYPE_ANY, NFH_SLOT_NULL);

    for (size_t i = 0; i < node->count && i < NFH_OPERATOR_OPERANDS; i++)
        operand[i] = lower_node(lowering, node->child[i]);
    result = nfh_priv_lower_operator(lowering, node, operand);
    nfh_priv_lint_operator(lowering, node, operand, &result);
    return result;
}

static uint32_t is_known(struct nfh_lowering *lowering, const struct nfh_ref *ref)
{
    return nfh_priv_build(lowering->builder, NFH_OP_NOT, 0, nfh_priv_lower_is_null(lowering, ref), 0,
                          0);
}

/* `x is T`: what is left to ask is whether x is there, and of a choice whether it is there as T. */
static struct nfh_ref lower_is(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_ref value = lower_node(lowering, node->child[0]);
    nfh_type wanted = (nfh_type)node->as.integer;
    uint32_t slot = NFH_SLOT_FALSE;

    if (value.type == wanted || wanted == NFH_TYPE_ANY ||
        (nfh_priv_is_choice(wanted) && nfh_priv_conversion_cost(value.type, wanted) <= 3 &&
         value.type != NFH_TYPE_ANY))
        return nfh_priv_ref(NFH_TYPE_BOOLEAN, is_known(lowering, &value));
    for (size_t i = 0; nfh_priv_is_choice(value.type) && i < value.member_count; i++) {
        nfh_type type = value.member[i].type;
        if (type == wanted || (nfh_priv_is_choice(wanted) &&
                               nfh_priv_choice_index(wanted, type) != SIZE_MAX))
            slot = nfh_priv_build(lowering->builder, NFH_OP_OR, 0, slot,
                                  is_known(lowering, &value.member[i]), 0);
    }
    return nfh_priv_ref(NFH_TYPE_BOOLEAN, slot);
}

/* `x as T`: another type is null, or an error where the cast is strict. */
static struct nfh_ref lower_as(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_ref value = lower_node(lowering, node->child[0]), result;
    size_t index;

    if (!nfh_priv_is_choice(value.type) || nfh_priv_is_choice(node->type))
        return value;
    index = nfh_priv_choice_index(value.type, node->type);
    if (index == SIZE_MAX)
        return nfh_priv_null_ref(lowering, node->type);
    result = value.member[index];
    if (!node->strict)
        return result;
    return nfh_priv_lower_raise(
        lowering, result, NFH_RUN_CAST,
        nfh_priv_build(lowering->builder, NFH_OP_AND, 0, is_known(lowering, &value),
                       nfh_priv_lower_is_null(lowering, &result), 0));
}

static struct nfh_ref lower_convert(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_ref value;
    struct nfh_unit unit;

    if (node->operation)
        return lower_operator_node(lowering, node);
    value = lower_node(lowering, node->child[0]);
    if (node->type_specifier || !parse_unit(node, &unit))
        return value;
    return nfh_priv_lower_to_unit(lowering, value, nfh_priv_intern_unit(lowering, &unit));
}

/* minimum T, maximum T: of a DateTime, in UTC. */
static struct nfh_ref lower_type_value(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    bool greatest = strcmp(node->text, "MaxValue") == 0;
    nfh_type type = node->type == NFH_TYPE_QUANTITY ? NFH_TYPE_DECIMAL : node->type;
    struct nfh_ref ref = nfh_priv_ref(node->type, nfh_priv_lower_limit(lowering, type, greatest));
    const struct nfh_value *limit = nfh_priv_build_known(lowering->builder, ref.slot);
    struct nfh_datetime_parts parts;

    if (node->type == NFH_TYPE_QUANTITY)
        ref.unit = nfh_priv_intern_unit(lowering, nfh_priv_unit_one());
    if (node->type == NFH_TYPE_DATETIME && limit && limit->known) {
        struct nfh_value value = *limit;
        nfh_priv_datetime_unpack(value.as.datetime, &parts);
        parts.offset = 0;
        value.as.datetime = nfh_priv_datetime_pack(&parts);
        ref.slot = nfh_priv_build_constant(lowering->builder, &value);
    }
    return ref;
}

static struct nfh_ref lower_kind(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    switch (node->kind) {
    case NFH_NODE_OPERAND:
        return lowering->operand[node->as.integer];
    case NFH_NODE_REFERENCE:
        return lower_reference(lowering, node);
    case NFH_NODE_APPLY:
        return lower_apply(lowering, node);
    case NFH_NODE_PART:
        return lower_part(lowering, node);
    case NFH_NODE_CONVERTED:
        return nfh_priv_lower_convert(lowering, lower_node(lowering, node->child[0]), node->type);
    case NFH_NODE_COALESCE:
        return nfh_priv_lower_coalesce(lowering, node);
    case NFH_NODE_IN_LIST:
        return nfh_priv_lower_in_list(lowering, node);
    case NFH_NODE_IF:
        return nfh_priv_lower_if(lowering, node);
    case NFH_NODE_CASE:
        return nfh_priv_lower_case(lowering, node);
    case NFH_NODE_IS:
        return lower_is(lowering, node);
    case NFH_NODE_AS:
        return lower_as(lowering, node);
    case NFH_NODE_RATIO:
        return nfh_priv_lower_ratio(lowering, node);
    case NFH_NODE_CODE:
        return nfh_priv_lower_code(lowering, node);
    case NFH_NODE_INSTANCE:
        return nfh_priv_lower_instance(lowering, node);
    case NFH_NODE_TYPE_VALUE:
        return lower_type_value(lowering, node);
    case NFH_NODE_INDEX:
        return lower_operator_node(lowering, node);
    case NFH_NODE_CONVERT:
        return lower_convert(lowering, node);
    case NFH_NODE_INTERVAL:
        return nfh_priv_lower_interval(lowering, node);
    case NFH_NODE_OPERATOR:
    case NFH_NODE_CALL:
        return lower_operator_node(lowering, node);
    case NFH_NODE_TIMING:
        if (node->operation)
            return lower_operator_node(lowering, node);
        return nfh_priv_ref(NFH_TYPE_BOOLEAN, nfh_priv_lower_timing(lowering, node));
    default:
        return lower_literal(lowering, node);
    }
}

static struct nfh_ref lower_node(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    const struct nfh_node *outer = lowering->node;
    struct nfh_ref ref;

    if (lowering->builder->out_of_memory || lowering->builder->too_large)
        return nfh_priv_null_ref(lowering, node->type);
    if (lowering->depth >= NFH_LEVELS_MAX) {
        nfh_priv_report(lowering->compilation->diagnostics, lowering->source, node->place,
                        NFH_CODE_LEVELS,
                        "definitions, functions and expressions are nested more than %d deep here",
                        NFH_LEVELS_MAX);
        lowering->failed = true;
        return nfh_priv_null_ref(lowering, node->type);
    }
    if (++lowering->steps > NFH_COMPILE_STEPS_MAX) {
        lowering->builder->too_large = true;
        return nfh_priv_null_ref(lowering, node->type);
    }
    lowering->node = node;
    lowering->depth++;
    ref = lower_kind(lowering, node);
    lowering->depth--;
    lowering->node = outer;
    return ref;
}

struct nfh_ref nfh_priv_lower(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    return lower_node(lowering, node);
}
