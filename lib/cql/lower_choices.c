/* SPDX-License-Identifier: MIT
 *
 * lower_choices.c - if, case, Coalesce and `in {...}`.
 */
#include "cql/leaves.h"
#include "cql/lint.h"

/* A part of the text that is lowered under a condition: see struct nfh_branch. */
static struct nfh_ref lower_branch(struct nfh_lowering *lowering, const struct nfh_node *node,
                                   uint32_t condition, bool wanted)
{
    struct nfh_branch branch = {condition, wanted, lowering->branch};
    struct nfh_ref ref;

    lowering->branch = &branch;
    ref = nfh_priv_lower(lowering, node);
    lowering->branch = branch.outer;
    return ref;
}

struct nfh_ref nfh_priv_lower_if(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_ref condition = nfh_priv_lower(lowering, node->child[0]);
    struct nfh_ref yes = lower_branch(lowering, node->child[1], condition.slot, true);
    struct nfh_ref no = lower_branch(lowering, node->child[2], condition.slot, false);
    struct nfh_ref result = nfh_priv_lower_select(lowering, condition.slot, yes, no);

    nfh_priv_lint_note(lowering, NFH_LINT_CONDITION, node, 0, condition.slot, result.slot);
    return result;
}

/* What follows `when`: true where that case is met. */
static uint32_t lower_when(struct nfh_lowering *lowering, const struct nfh_node *node,
                           const struct nfh_ref *comparand)
{
    struct nfh_ref when = nfh_priv_lower(lowering, node);
    nfh_type type;

    if (!comparand)
        return when.slot;
    type = nfh_priv_common_type(comparand->type, when.type);
    return nfh_priv_lower_compare(lowering, NFH_ORDER_EQUAL,
                                  nfh_priv_lower_convert(lowering, *comparand, type),
                                  nfh_priv_lower_convert(lowering, when, type), 0);
}

/* Children: [comparand] (when, then)* else. Each counts where no `when` before it is true. */
struct nfh_ref nfh_priv_lower_case(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    size_t first = node->has_comparand ? 1 : 0, count = (node->count - first) / 2;
    const struct nfh_branch *outer = lowering->branch;
    struct nfh_ref comparand, result;
    struct {
        struct nfh_branch missed;
        struct nfh_ref value;
    } *arm = nfh_priv_arena_allocate(lowering->compilation->scratch, (count + 1) * sizeof *arm);

    if (!arm) {
        lowering->builder->out_of_memory = true;
        return nfh_priv_null_ref(lowering, node->type);
    }
    if (node->has_comparand)
        comparand = nfh_priv_lower(lowering, node->child[0]);
    for (size_t i = 0; i < count; i++) {
        const struct nfh_node *const *pair =
            (const struct nfh_node *const *)node->child + first + 2 * i;
        uint32_t condition = lower_when(lowering, pair[0], node->has_comparand ? &comparand : NULL);
        arm[i].value = lower_branch(lowering, pair[1], condition, true);
        arm[i].missed = (struct nfh_branch){condition, false, lowering->branch};
        lowering->branch = &arm[i].missed;
    }
    result = nfh_priv_lower(lowering, node->child[node->count - 1]);
    lowering->branch = outer;
    for (size_t i = count; i-- > 0;) {
        uint32_t condition = arm[i].missed.condition;
        result = nfh_priv_lower_select(lowering, condition, arm[i].value, result);
        nfh_priv_lint_note(lowering, NFH_LINT_CONDITION, node, first + 2 * i, condition,
                           result.slot);
    }
    return result;
}

struct nfh_ref nfh_priv_lower_coalesce(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_ref result = nfh_priv_lower(lowering, node->child[node->count - 1]);

    for (size_t i = node->count - 1; i-- > 0;) {
        struct nfh_ref value = nfh_priv_lower(lowering, node->child[i]), other = result;
        result = nfh_priv_lower_or_else(lowering, value, other);
        if (node->type == NFH_TYPE_BOOLEAN &&
            (other.slot == NFH_SLOT_TRUE || other.slot == NFH_SLOT_FALSE))
            nfh_priv_lint_note(lowering, NFH_LINT_FALLBACK, node, i, value.slot, result.slot);
    }
    return result;
}

/* Whether two values of a type can both be there without being known to be equal or not: partial
 * dates, other units, numbers of which a limit is known, and what is made of such. */
static bool can_be_partly_known(nfh_type type)
{
    return type != NFH_TYPE_BOOLEAN && type != NFH_TYPE_STRING;
}

/* Whether an element is what is sought: never null because one of the two is. */
static uint32_t is_element(struct nfh_lowering *lowering, const struct nfh_ref *value,
                           const struct nfh_ref *element)
{
    struct nfh_builder *builder = lowering->builder;
    uint32_t null_value = nfh_priv_lower_is_null(lowering, value),
             null_element = nfh_priv_lower_is_null(lowering, element), equal, either;

    equal = nfh_priv_lower_compare(lowering, NFH_ORDER_EQUAL, *value, *element, 0);
    either = nfh_priv_build(builder, NFH_OP_OR, 0, null_value, null_element, 0);
    equal = can_be_partly_known(value->type)
                ? nfh_priv_build(builder, NFH_OP_SELECT_BOOLEAN, 0, either, NFH_SLOT_FALSE, equal)
                : nfh_priv_build(builder, NFH_OP_IS_TRUE, 0, equal, 0, 0);
    return nfh_priv_build(builder, NFH_OP_OR, 0, equal,
                          nfh_priv_build(builder, NFH_OP_AND, 0, null_value, null_element, 0), 0);
}

/* CQL: true when an element equals the value, otherwise false, also for a null; a null is in a list
 * that holds one. Of what is there but not known to be equal it says false too; here that stays
 * unknown. */
struct nfh_ref nfh_priv_lower_in_list(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_ref value = nfh_priv_lower(lowering, node->child[0]);
    uint32_t result = NFH_SLOT_FALSE;
    uint32_t *slot =
        nfh_priv_arena_allocate(lowering->compilation->scratch, (node->count + 1) * sizeof *slot);

    if (!slot) {
        lowering->builder->out_of_memory = true;
        return nfh_priv_null_ref(lowering, NFH_TYPE_BOOLEAN);
    }
    for (size_t i = 1; i < node->count; i++) {
        struct nfh_ref element = nfh_priv_lower(lowering, node->child[i]);
        uint32_t found = is_element(lowering, &value, &element);
        slot[i - 1] = element.slot;
        nfh_priv_lint_value(lowering, NFH_LINT_IN_LIST, node, i, &element, found);
        result = nfh_priv_build(lowering->builder, NFH_OP_OR, 0, result, found, 0);
    }
    nfh_priv_lint_value(lowering, NFH_LINT_IN_LIST, node, 0, &value, result);
    if (nfh_priv_has_members(value.type))
        nfh_priv_note_leaf(lowering, result, NFH_RELATION_IS, &value, NULL);
    else if (node->count > 1)
        nfh_priv_note_list(lowering, result, &value, slot, node->count - 1);
    return nfh_priv_ref(NFH_TYPE_BOOLEAN, result);
}
