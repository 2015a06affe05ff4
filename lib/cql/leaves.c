/* SPDX-License-Identifier: MIT
 *
 * leaves.c - notes on comparisons, and the names of slots.
 */
#include "cql/leaves.h"

#include <string.h>

#include "cql/utf8.h"

#define TEXT_MAX 60 /* bytes of an expression's text that serves as its name */

/* --- while compiling */

/* A place for a note on the slot, or NULL: no instruction's, noted already, or out of memory. */
static struct nfh_leaf *add_leaf(struct nfh_builder *builder, uint32_t slot)
{
    size_t index = slot & ~NFH_SLOT_RESULT, places = builder->leaf_places;
    struct nfh_leaf *leaf;

    if (!(slot & NFH_SLOT_RESULT) || (index < places && builder->leaf_at[index] != 0))
        return NULL;
    while (places <= index)
        places = places ? 2 * places : 1024;
    if (places != builder->leaf_places) {
        uint32_t *at = nfh_priv_allocate(&builder->memory, places * sizeof *at);
        if (at && builder->leaf_at)
            memcpy(at, builder->leaf_at, builder->leaf_places * sizeof *at);
        if (at) {
            nfh_priv_free(&builder->memory, builder->leaf_at);
            builder->leaf_at = at;
            builder->leaf_places = places;
        }
    }
    leaf = nfh_priv_grow(&builder->memory, builder->leaf, builder->leaf_count,
                         &builder->leaf_capacity, sizeof *leaf);
    if (leaf)
        builder->leaf = leaf;
    if (!leaf || places != builder->leaf_places) {
        builder->out_of_memory = true;
        return NULL;
    }
    leaf += builder->leaf_count++;
    memset(leaf, 0, sizeof *leaf);
    builder->leaf_at[index] = (uint32_t)builder->leaf_count;
    return leaf;
}

static struct nfh_leaf_operand operand_of(const struct nfh_ref *ref)
{
    struct nfh_leaf_operand operand = {ref->type,        ref->slot,  ref->high,     ref->low_closed,
                                       ref->high_closed, ref->least, ref->greatest, ref->unit};
    return operand;
}

/* The text of a node with its blanks made one each, cut at TEXT_MAX bytes. */
static const char *text_of(struct nfh_lowering *lowering, const struct nfh_node *node)
{
    const char *text = lowering->source->text + node->place.offset, *copy;
    size_t length = 0;
    char buffer[TEXT_MAX + 4];
    bool blank = false;

    for (size_t i = 0; i < node->place.length; i++) {
        bool is_blank = text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t';
        if (is_blank) {
            blank = true;
            continue;
        }
        if (length + 1 >= TEXT_MAX) {
            while (length > 0 && nfh_priv_utf8_is_inside(text[i])) {
                i--;
                length--;
            }
            memcpy(buffer + length, "\xe2\x80\xa6", 3);
            length += 3;
            break;
        }
        if (blank && length > 0)
            buffer[length++] = ' ';
        blank = false;
        buffer[length++] = text[i];
    }
    copy = nfh_priv_arena_text(lowering->compilation->arena, buffer, length);
    if (!copy)
        lowering->builder->out_of_memory = true;
    return copy;
}

/* What the left side of the node being compiled is called if it has no name of its own. */
static const char *name_of_side(struct nfh_lowering *lowering, bool whole)
{
    const struct nfh_node *node = lowering->node;

    if (!whole) {
        if (node->count == 0)
            return NULL;
        node = node->child[0];
        while (node->kind == NFH_NODE_CONVERTED)
            node = node->child[0];
        if (node->kind == NFH_NODE_REFERENCE || node->kind == NFH_NODE_OPERAND)
            return NULL;
    }
    return node->place.length == 0 ? NULL : text_of(lowering, node);
}

void nfh_priv_note_leaf(struct nfh_lowering *lowering, uint32_t slot, int relation,
                        const struct nfh_ref *a, const struct nfh_ref *b)
{
    struct nfh_leaf *leaf = add_leaf(lowering->builder, slot);

    if (!leaf)
        return;
    leaf->relation = (uint8_t)relation;
    leaf->a = operand_of(a);
    if (b)
        leaf->b = operand_of(b);
    if (relation == NFH_RELATION_IS || (a->slot & NFH_SLOT_RESULT))
        leaf->text = name_of_side(lowering, relation == NFH_RELATION_IS);
}

void nfh_priv_note_list(struct nfh_lowering *lowering, uint32_t slot, const struct nfh_ref *a,
                        const uint32_t *element, size_t count)
{
    struct nfh_leaf *leaf = add_leaf(lowering->builder, slot);

    if (!leaf)
        return;
    leaf->relation = NFH_RELATION_IN;
    leaf->a = operand_of(a);
    leaf->element = element;
    leaf->element_count = (uint32_t)count;
    if (a->slot & NFH_SLOT_RESULT)
        leaf->text = name_of_side(lowering, false);
}

/* --- when the program is complete */

static void move_operand(const struct nfh_builder *builder, struct nfh_leaf_operand *operand)
{
    operand->slot = nfh_priv_final_slot(builder, operand->slot);
    operand->high = nfh_priv_final_slot(builder, operand->high);
    operand->low_closed = nfh_priv_final_slot(builder, operand->low_closed);
    operand->high_closed = nfh_priv_final_slot(builder, operand->high_closed);
    operand->least = nfh_priv_final_slot(builder, operand->least);
    operand->greatest = nfh_priv_final_slot(builder, operand->greatest);
}

static bool move_leaf(const struct nfh_builder *builder, struct nfh_leaf *leaf,
                      struct nfh_arena *arena)
{
    uint32_t *element;

    move_operand(builder, &leaf->a);
    move_operand(builder, &leaf->b);
    if (leaf->element_count == 0)
        return true;
    element = nfh_priv_arena_allocate(arena, leaf->element_count * sizeof *element);
    for (uint32_t i = 0; element && i < leaf->element_count; i++)
        element[i] = nfh_priv_final_slot(builder, leaf->element[i]);
    leaf->element = element;
    return element != NULL;
}

static const char *find_tag(const struct nfh_tag *tags, const char *name)
{
    while (tags && strcmp(tags->name, name) != 0)
        tags = tags->next;
    return tags && tags->value[0] ? tags->value : NULL;
}

/* The name, where it has no @label: underlines are read as blanks. */
static bool make_label(struct nfh_arena *arena, const char *name, const struct nfh_tag *tags,
                       struct nfh_label *label)
{
    const char *tag = find_tag(tags, "label");
    char *text;

    label->text = tag ? tag : name;
    label->length = strlen(label->text);
    if (tag || !strchr(name, '_'))
        return true;
    text = nfh_priv_arena_text(arena, name, label->length);
    label->text = text;
    for (char *at = text; at && *at; at++)
        if (*at == '_')
            *at = ' ';
    return text != NULL;
}

/* Inputs go before definitions, and definitions in order, where one slot has several names. */
static bool name_slots(struct nfh_program *program, struct nfh_arena *arena)
{
    size_t slots = nfh_priv_slot_count(program), labels = 0;
    struct nfh_label *label;

    program->label_at = nfh_priv_arena_allocate(arena, (slots + 1) * sizeof *program->label_at);
    program->label = label = nfh_priv_arena_allocate(
        arena, (program->input_count + program->output_count + 1) * sizeof *label);
    if (!program->label_at || !label)
        return false;
    for (size_t i = 0; i < program->input_count; i++) {
        const struct nfh_input *input = &program->input[i];
        if (!make_label(arena, input->name, input->tags, &label[labels++]))
            return false;
        label[labels - 1].type = input->type;
        if (input->ref.slot < program->input_slots)
            program->label_at[input->ref.slot] = (uint32_t)labels;
    }
    for (size_t i = 0; i < program->output_count; i++) {
        const struct nfh_output *output = &program->output[i];
        uint32_t slot = output->ref.slot;
        if (!make_label(arena, output->name, output->tags, &label[labels++]))
            return false;
        label[labels - 1].type = output->ref.type;
        label[labels - 1].unit = find_tag(output->tags, "unit");
        if (slot < slots && slot >= nfh_priv_first_result(program) && !program->label_at[slot])
            program->label_at[slot] = (uint32_t)labels;
    }
    return true;
}

bool nfh_priv_leaves_finish(struct nfh_builder *builder, struct nfh_program *program,
                            struct nfh_arena *arena)
{
    size_t places =
        builder->leaf_places < program->code_count ? builder->leaf_places : program->code_count;

    program->leaf =
        nfh_priv_arena_allocate(arena, (builder->leaf_count + 1) * sizeof *program->leaf);
    program->leaf_at =
        nfh_priv_arena_allocate(arena, (program->code_count + 1) * sizeof *program->leaf_at);
    if (!program->leaf || !program->leaf_at)
        return false;
    if (places > 0)
        memcpy(program->leaf_at, builder->leaf_at, places * sizeof *program->leaf_at);
    for (size_t i = 0; i < builder->leaf_count; i++) {
        program->leaf[i] = builder->leaf[i];
        if (!move_leaf(builder, &program->leaf[i], arena))
            return false;
    }
    return name_slots(program, arena);
}
