/* SPDX-License-Identifier: MIT
 *
 * lower_conversions.c - the functions that convert, those that ask whether something converts, and
 * Message.
 */
#include "cql/lower.h"
#include "cql/run.h"

static uint32_t build(struct nfh_lowering *lowering, unsigned opcode, nfh_type detail, uint32_t a,
                      uint32_t b)
{
    return nfh_priv_build(lowering->builder, opcode, detail, a, b, 0);
}

static bool is_number(nfh_type type)
{
    return type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL;
}

static struct nfh_ref to_text(struct nfh_lowering *lowering, const struct nfh_ref *value)
{
    uint32_t slot = value->slot;

    if (value->type == NFH_TYPE_BOOLEAN)
        slot = build(lowering, NFH_OP_BOOLEAN_TO_TEXT, 0, slot, 0);
    else if (value->type == NFH_TYPE_QUANTITY)
        slot = build(lowering, NFH_OP_VALUE_TO_TEXT, value->type, nfh_priv_with_unit(lowering, value),
                     0);
    else if (value->type == NFH_TYPE_RATIO)
        slot = build(lowering, NFH_OP_RATIO_TO_TEXT, 0,
                     nfh_priv_with_unit(lowering, &value->member[0]),
                     nfh_priv_with_unit(lowering, &value->member[1]));
    else
        slot = build(lowering, NFH_OP_VALUE_TO_TEXT, value->type, slot, 0);
    return nfh_priv_lower_exact(lowering, nfh_priv_ref(NFH_TYPE_STRING, slot), value, 1);
}

static struct nfh_ref from_text(struct nfh_lowering *lowering, const struct nfh_ref *text,
                                nfh_type type)
{
    struct nfh_builder *builder = lowering->builder;
    struct nfh_ref *member, ratio;

    if (type == NFH_TYPE_BOOLEAN)
        return nfh_priv_ref(type, build(lowering, NFH_OP_TEXT_TO_BOOLEAN, 0, text->slot, 0));
    if (type == NFH_TYPE_QUANTITY)
        return nfh_priv_ref(type, nfh_priv_build(builder, NFH_OP_TEXT_TO_QUANTITY, 0, text->slot, 0,
                                                 nfh_priv_derived_unit(lowering)));
    if (type != NFH_TYPE_RATIO)
        return nfh_priv_ref(type, build(lowering, NFH_OP_TEXT_TO_VALUE, type, text->slot, 0));
    ratio = nfh_priv_with_members(lowering, type, 2, &member);
    for (unsigned i = 0; ratio.type == type && i < 2; i++)
        member[i].slot = nfh_priv_build(builder, NFH_OP_TEXT_TO_RATIO, i, text->slot, 0,
                                        nfh_priv_derived_unit(lowering));
    if (ratio.type == type)
        ratio.absent = nfh_priv_lower_is_null(lowering, &member[0]);
    return ratio;
}

/* A Ratio as the Quantity that it comes to. */
static struct nfh_ref ratio_value(struct nfh_lowering *lowering, const struct nfh_ref *ratio)
{
    return nfh_priv_lower_quantity_arithmetic(lowering, NFH_DO_DIVIDE, ratio->member[0],
                                              ratio->member[1]);
}

struct nfh_ref nfh_priv_lower_to(struct nfh_lowering *lowering, struct nfh_ref value, nfh_type type)
{
    nfh_type from = value.type;

    if (from == type || from == NFH_TYPE_ANY)
        return nfh_priv_lower_convert(lowering, value, type);
    if (type == NFH_TYPE_STRING)
        return to_text(lowering, &value);
    if (from == NFH_TYPE_STRING)
        return from_text(lowering, &value, type);
    if (from == NFH_TYPE_RATIO)
        return ratio_value(lowering, &value);
    if (type == NFH_TYPE_BOOLEAN)
        return nfh_priv_ref(type, build(lowering, NFH_OP_NUMBER_TO_BOOLEAN, from, value.slot, 0));
    if (from == NFH_TYPE_BOOLEAN)
        return nfh_priv_ref(type, build(lowering, NFH_OP_BOOLEAN_TO_NUMBER, type, value.slot, 0));
    if (from == NFH_TYPE_LONG && type == NFH_TYPE_INTEGER)
        return nfh_priv_ref(type, build(lowering, NFH_OP_LONG_TO_INTEGER, 0, value.slot, 0));
    if (from == NFH_TYPE_DATETIME)
        return nfh_priv_ref(type, build(lowering,
                                        type == NFH_TYPE_DATE ? NFH_OP_DATE_FROM : NFH_OP_TIME_FROM,
                                        0, value.slot, 0));
    return nfh_priv_lower_convert(lowering, value, type);
}

/* Whether there is a conversion at all, whatever the value. */
static bool has_conversion(nfh_type from, nfh_type type)
{
    if (from == type || nfh_priv_conversion_cost(from, type) < NFH_NO_CONVERSION)
        return true;
    if (from == NFH_TYPE_STRING || type == NFH_TYPE_STRING)
        return from != NFH_TYPE_CODE && from != NFH_TYPE_CONCEPT;
    if (is_number(from) && type == NFH_TYPE_BOOLEAN)
        return true;
    if (from == NFH_TYPE_BOOLEAN && is_number(type))
        return true;
    return (from == NFH_TYPE_LONG && type == NFH_TYPE_INTEGER) ||
           (from == NFH_TYPE_DATETIME && (type == NFH_TYPE_DATE || type == NFH_TYPE_TIME)) ||
           (from == NFH_TYPE_RATIO && type == NFH_TYPE_QUANTITY);
}

/* Whether a value that is there converts. A number does so whatever it is, or it must be known. */
static uint32_t converts(struct nfh_lowering *lowering, struct nfh_ref value, nfh_type type)
{
    struct nfh_builder *builder = lowering->builder;
    struct nfh_ref converted;
    uint32_t result;

    if (is_number(value.type) && type != NFH_TYPE_BOOLEAN &&
        !(value.type == NFH_TYPE_LONG && type == NFH_TYPE_INTEGER))
        return NFH_SLOT_TRUE;
    converted = nfh_priv_lower_to(lowering, value, type);
    result = nfh_priv_lower_not(lowering, nfh_priv_lower_is_null(lowering, &converted));
    if (!is_number(value.type))
        return result;
    return nfh_priv_build(builder, NFH_OP_SELECT_BOOLEAN, 0,
                          nfh_priv_lower_compare(lowering, NFH_ORDER_EQUAL, value, value, 0), result,
                          NFH_SLOT_NULL);
}

uint32_t nfh_priv_lower_converts(struct nfh_lowering *lowering, struct nfh_ref value, nfh_type type)
{
    struct nfh_builder *builder = lowering->builder;
    uint32_t result = NFH_SLOT_FALSE;

    if (nfh_priv_is_choice(value.type)) { /* whichever type the value has */
        for (uint32_t i = 0; i < value.member_count; i++)
            result = nfh_priv_build(builder, NFH_OP_COALESCE_BOOLEAN, 0,
                                    nfh_priv_lower_converts(lowering, value.member[i], type),
                                    i == 0 ? NFH_SLOT_NULL : result, 0);
        return result;
    }
    if (!nfh_priv_is_interval(value.type) && has_conversion(value.type, type))
        result = converts(lowering, value, type);
    return nfh_priv_build(builder, NFH_OP_SELECT_BOOLEAN, 0,
                          nfh_priv_lower_is_null(lowering, &value), NFH_SLOT_NULL, result);
}

/* True where all conditions around hold. */
static uint32_t path(struct nfh_lowering *lowering)
{
    struct nfh_builder *builder = lowering->builder;
    uint32_t result = NFH_SLOT_TRUE;

    for (const struct nfh_branch *branch = lowering->branch; branch; branch = branch->outer) {
        uint32_t holds = nfh_priv_build(builder, NFH_OP_IS_TRUE, 0, branch->condition, 0, 0);
        if (!branch->wanted)
            holds = nfh_priv_build(builder, NFH_OP_NOT, 0, holds, 0, 0);
        result = nfh_priv_build(builder, NFH_OP_AND, 0, result, holds, 0);
    }
    return result;
}

static uint32_t constant_text(struct nfh_lowering *lowering, const char *bytes, size_t length)
{
    struct nfh_value value = {.known = 1};

    value.as.string.bytes = bytes;
    value.as.string.length = length;
    return nfh_priv_build_constant(lowering->builder, &value);
}

/* Message(source, condition, code, severity, message): the source, kept with the message where the
 * condition is true; an error then if the severity is 'Error'. */
struct nfh_ref nfh_priv_lower_message(struct nfh_lowering *lowering, const struct nfh_node *node,
                                      const struct nfh_ref *operand)
{
    struct nfh_builder *builder = lowering->builder;
    struct nfh_message_list *entry =
        nfh_priv_arena_allocate(lowering->compilation->scratch, sizeof *entry);
    uint32_t given = nfh_priv_build(builder, NFH_OP_IS_TRUE, 0, operand[1].slot, 0, 0), wrong;

    if (!entry) {
        builder->out_of_memory = true;
        return operand[0];
    }
    wrong = nfh_priv_build(builder, NFH_OP_EQUAL_STRING, 0, operand[3].slot,
                           constant_text(lowering, "Error", 5), 0);
    wrong = nfh_priv_build(builder, NFH_OP_AND, 0, given,
                           nfh_priv_build(builder, NFH_OP_IS_TRUE, 0, wrong, 0, 0), 0);
    entry->message.condition = nfh_priv_build(builder, NFH_OP_AND, 0, given, path(lowering), 0);
    entry->message.code = operand[2].slot;
    entry->message.severity = operand[3].slot;
    entry->message.text = operand[4].slot;
    entry->message.place = node->place;
    *lowering->last_message = entry;
    lowering->last_message = &entry->next;
    lowering->message_count++;
    return nfh_priv_lower_raise(lowering, operand[0], NFH_RUN_MESSAGE, wrong);
}
