/* SPDX-License-Identifier: MIT
 *
 * lower_codes.c - Ratios, Codes and Concepts, which are their members, and instances of classes.
 */
#include <string.h>

#include "cql/lower.h"

static uint32_t build(struct nfh_lowering *lowering, unsigned opcode, uint32_t a, uint32_t b)
{
    return nfh_priv_build(lowering->builder, opcode, 0, a, b, 0);
}

struct nfh_ref nfh_priv_lower_ratio(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    struct nfh_ref *member, ratio = nfh_priv_with_members(lowering, NFH_TYPE_RATIO, 2, &member);

    for (size_t i = 0; ratio.type == NFH_TYPE_RATIO && i < 2; i++)
        member[i] = nfh_priv_lower(lowering, node->child[i]);
    return ratio;
}

/* What a name of a code system stands for. */
static const struct nfh_declaration *system_of(const struct nfh_node *node)
{
    return node->resolved;
}

static struct nfh_ref text_ref(struct nfh_lowering *lowering, const char *bytes, size_t length)
{
    struct nfh_node node = {.kind = NFH_NODE_STRING, .type = NFH_TYPE_STRING};

    node.text = bytes;
    node.length = length;
    return nfh_priv_lower(lowering, &node);
}

static struct nfh_ref lower_one_code(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    const struct nfh_declaration *system = system_of(node->child[0]);
    struct nfh_ref *member, code = nfh_priv_with_members(lowering, NFH_TYPE_CODE, 4, &member);

    if (code.type != NFH_TYPE_CODE)
        return code;
    member[0] = text_ref(lowering, node->text, node->length);
    member[1] = text_ref(lowering, system->expression->text, system->expression->length);
    if (system->version)
        member[2] = text_ref(lowering, system->version, strlen(system->version));
    if (node->has_display)
        member[3] = nfh_priv_lower(lowering, node->child[1]);
    return code;
}

struct nfh_ref nfh_priv_lower_code(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    size_t codes = node->count - (node->has_display ? 1 : 0);
    struct nfh_ref *member, concept;

    if (node->text)
        return lower_one_code(lowering, node);
    concept = nfh_priv_with_members(lowering, NFH_TYPE_CONCEPT, codes + 1, &member);
    if (concept.type != NFH_TYPE_CONCEPT)
        return concept;
    if (node->has_display)
        member[0] = nfh_priv_lower(lowering, node->child[codes]);
    for (size_t i = 0; i < codes; i++)
        member[i + 1] = nfh_priv_lower(lowering, node->child[i]);
    return concept;
}

/* The value of an element of an instance, or NULL. */
static const struct nfh_node *element(const struct nfh_node *node, const char *name)
{
    for (size_t i = 0; i + 1 < node->count; i += 2)
        if (strcmp(node->child[i]->text, name) == 0)
            return node->child[i + 1];
    return NULL;
}

/* A unit that is a constant text is read now; one that is no unit makes the whole null. */
static struct nfh_ref lower_quantity_instance(struct nfh_lowering *lowering,
                                              const struct nfh_node *node)
{
    const struct nfh_node *value = element(node, "value"), *unit = element(node, "unit");
    struct nfh_ref result = value ? nfh_priv_lower(lowering, value)
                                  : nfh_priv_null_ref(lowering, NFH_TYPE_DECIMAL);

    result.type = NFH_TYPE_QUANTITY;
    if (!unit) {
        result.unit = nfh_priv_intern_unit(lowering, nfh_priv_unit_one());
        return result;
    }
    return nfh_priv_lower_with_unit_text(lowering, NFH_OP_MAKE_QUANTITY, result,
                                         nfh_priv_lower(lowering, unit));
}

static struct nfh_ref lower_concept_instance(struct nfh_lowering *lowering,
                                             const struct nfh_node *node)
{
    const struct nfh_node *codes = element(node, "codes"), *display = element(node, "display");
    bool is_list = codes && codes->kind == NFH_NODE_LIST;
    size_t count = is_list ? codes->count : codes ? 1 : 0;
    struct nfh_ref *member,
        concept = nfh_priv_with_members(lowering, NFH_TYPE_CONCEPT, count + 1, &member);

    if (concept.type != NFH_TYPE_CONCEPT)
        return concept;
    if (display)
        member[0] = nfh_priv_lower(lowering, display);
    for (size_t i = 0; i < count; i++)
        member[i + 1] = nfh_priv_lower(lowering, is_list ? codes->child[i] : codes);
    return concept;
}

struct nfh_ref nfh_priv_lower_instance(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    static const char *const ratio[] = {"numerator", "denominator"},
                             *const code[] = {"code", "system", "version", "display"};
    const char *const *names = node->type == NFH_TYPE_RATIO ? ratio : code;
    size_t count = node->type == NFH_TYPE_RATIO ? 2 : 4;
    struct nfh_ref *member, whole;

    if (node->type == NFH_TYPE_QUANTITY)
        return lower_quantity_instance(lowering, node);
    if (node->type == NFH_TYPE_CONCEPT)
        return lower_concept_instance(lowering, node);
    whole = nfh_priv_with_members(lowering, node->type, count, &member);
    for (size_t i = 0; whole.type == node->type && i < count; i++) {
        const struct nfh_node *part = element(node, names[i]);
        if (part)
            member[i] = nfh_priv_lower(lowering, part);
    }
    return whole;
}

/* --- equivalence
 * ----------------------------------------------------------------------------------------
 */

/* The code and its system count, not the version and not the display. */
static uint32_t codes_alike(struct nfh_lowering *lowering, const struct nfh_ref *a,
                            const struct nfh_ref *b)
{
    uint32_t result = NFH_SLOT_TRUE, both_there;

    if (a->member_count == 0 || b->member_count == 0)
        return NFH_SLOT_NULL; /* memory ran out */
    for (size_t i = 0; i < 2; i++) {
        uint32_t null_a = nfh_priv_lower_is_null(lowering, &a->member[i]),
                 null_b = nfh_priv_lower_is_null(lowering, &b->member[i]);
        uint32_t same = nfh_priv_lower_compare(lowering, NFH_ORDER_EQUAL, a->member[i],
                                               b->member[i], 0);
        same = build(lowering, NFH_OP_OR, build(lowering, NFH_OP_AND, null_a, null_b),
                     build(lowering, NFH_OP_IS_TRUE, same, 0));
        result = build(lowering, NFH_OP_AND, result, same);
    }
    both_there = build(lowering, NFH_OP_NOT, build(lowering, NFH_OP_OR, a->absent, b->absent), 0);
    return build(lowering, NFH_OP_AND, result, both_there);
}

/* Any code in common. */
static uint32_t concepts_alike(struct nfh_lowering *lowering, const struct nfh_ref *a,
                               const struct nfh_ref *b)
{
    uint32_t result = NFH_SLOT_FALSE;

    for (uint32_t i = 1; i < a->member_count; i++)
        for (uint32_t k = 1; k < b->member_count; k++)
            result = build(lowering, NFH_OP_OR, result,
                           codes_alike(lowering, &a->member[i], &b->member[k]));
    return result;
}

/* Cross-multiplied: 1:2 is 2:4. */
static uint32_t ratios_alike(struct nfh_lowering *lowering, const struct nfh_ref *a,
                             const struct nfh_ref *b)
{
    struct nfh_ref left, right;

    left = nfh_priv_lower_quantity_arithmetic(lowering, NFH_DO_MULTIPLY, a->member[0], b->member[1]);
    right = nfh_priv_lower_quantity_arithmetic(lowering, NFH_DO_MULTIPLY, b->member[0], a->member[1]);
    return nfh_priv_lower_compare(lowering, NFH_ORDER_EQUAL, left, right, 0);
}

uint32_t nfh_priv_lower_members_alike(struct nfh_lowering *lowering, const struct nfh_ref *a,
                                      const struct nfh_ref *b)
{
    if (a->member_count == 0 || b->member_count == 0)
        return NFH_SLOT_NULL; /* memory ran out */
    return a->type == NFH_TYPE_RATIO  ? ratios_alike(lowering, a, b)
           : a->type == NFH_TYPE_CODE ? codes_alike(lowering, a, b)
                                      : concepts_alike(lowering, a, b);
}
