/* SPDX-License-Identifier: MIT
 *
 * generate.c - draws a library from bytes, by the tables of grammar.c.
 */
#include "generate.h"

#include <string.h>

#define DEPTH_MAX 4

struct drawing {
    struct fuzz_bytes *bytes;
    struct fuzz_library *library;
    const struct fuzz_function *function; /* whose body is drawn, or NULL */
};

/* A type letter, perhaps an interval of it. */
struct goal {
    char letter;
    bool is_interval;
};

unsigned fuzz_choose(struct fuzz_bytes *bytes, unsigned count)
{
    if (bytes->left == 0)
        return 0;
    bytes->left--;
    return *bytes->at++ % count;
}

static struct fuzz_node *new_node(struct drawing *drawing, enum fuzz_node_kind kind)
{
    struct fuzz_library *library = drawing->library;
    struct fuzz_node *node = &library->node[library->nodes++];

    /* draw() keeps room for the leaves of the largest form. */
    REQUIRE(library->nodes <= FUZZ_NODES_MAX, "%zu", library->nodes);
    *node = (struct fuzz_node){.kind = kind};
    return node;
}

static struct fuzz_node *draw_literal(struct drawing *drawing, struct goal goal)
{
    struct fuzz_node *node = new_node(drawing, FUZZ_LITERAL);
    const struct fuzz_type *type = fuzz_type(goal.letter);
    const char *const *literals = goal.is_interval ? type->intervals : type->literals;
    unsigned count = 0;

    while (literals[count] != NULL)
        count++;
    node->text = literals[fuzz_choose(drawing->bytes, count)];
    return node;
}

/* ---- References ------------------------------------------------------------------------------ */

static struct fuzz_node *draw_parameter(struct drawing *drawing, struct goal goal)
{
    size_t start = fuzz_choose(drawing->bytes, (unsigned)fuzz_parameter_count);

    for (size_t i = 0; i < fuzz_parameter_count && !goal.is_interval; i++) {
        size_t index = (start + i) % fuzz_parameter_count;
        if (fuzz_parameters[index].type == goal.letter) {
            struct fuzz_node *node = new_node(drawing, FUZZ_PARAMETER);
            node->index = index;
            node->flags = fuzz_parameters[index].flags;
            return node;
        }
    }
    return NULL;
}

static struct fuzz_node *draw_definition(struct drawing *drawing, struct goal goal)
{
    const struct fuzz_library *library = drawing->library;
    size_t start = fuzz_choose(drawing->bytes, FUZZ_DEFINITIONS_MAX);

    /* A function is written before the definitions, and may be written into any of them. */
    for (size_t i = 0; i < library->definitions && drawing->function == NULL; i++) {
        size_t index = (start + i) % library->definitions;
        const struct fuzz_definition *definition = &library->definition[index];
        if (definition->type == goal.letter && definition->is_interval == goal.is_interval) {
            struct fuzz_node *node = new_node(drawing, FUZZ_DEFINITION);
            node->index = index;
            node->flags = definition->value->flags;
            return node;
        }
    }
    return NULL;
}

static struct fuzz_node *draw_operand(struct drawing *drawing, struct goal goal)
{
    for (size_t i = 0; drawing->function != NULL && i < drawing->function->operands; i++) {
        if (drawing->function->operand[i] == goal.letter && !goal.is_interval) {
            struct fuzz_node *node = new_node(drawing, FUZZ_OPERAND);
            node->index = i;
            node->chosen = goal.letter;
            return node;
        }
    }
    return NULL;
}

/* ---- Forms ----------------------------------------------------------------------------------- */

static struct fuzz_node *draw(struct drawing *drawing, struct goal goal, unsigned depth);

static struct fuzz_node *draw_call(struct drawing *drawing, struct goal goal, unsigned depth)
{
    for (size_t i = 0; i < drawing->library->functions && !goal.is_interval; i++) {
        const struct fuzz_function *function = &drawing->library->function[i];
        if (function->type != goal.letter)
            continue;
        struct fuzz_node *node = new_node(drawing, FUZZ_CALL);
        node->index = i;
        node->flags = function->value->flags;
        for (size_t k = 0; k < function->operands; k++) {
            node->kid[k] = draw(drawing, (struct goal){function->operand[k], false}, depth - 1);
            node->flags |= node->kid[k]->flags;
        }
        return node;
    }
    return NULL;
}

static bool is_class(char letter)
{
    return letter >= '0' && letter <= '9';
}

static bool fits(const struct fuzz_form *form, struct goal goal)
{
    bool is_interval = form->result[0] == '@';
    char letter = form->result[is_interval];

    if (is_interval != goal.is_interval)
        return false;
    return is_class(letter) ? fuzz_is_in_class(fuzz_type(goal.letter), letter)
                            : letter == goal.letter;
}

/* The type that the class in a form stands for: that of the goal, or any of it. */
static char draw_chosen(struct drawing *drawing, const struct fuzz_form *form, struct goal goal)
{
    const char *sign = form->text;
    size_t start;

    if (is_class(form->result[form->result[0] == '@']))
        return goal.letter;
    for (sign = strpbrk(sign, "$%"); sign != NULL; sign = strpbrk(sign + 1, "$%")) {
        char letter = sign[1] == '@' ? sign[2] : sign[1];
        if (!is_class(letter))
            continue;
        start = fuzz_choose(drawing->bytes, (unsigned)fuzz_type_count);
        while (!fuzz_is_in_class(&fuzz_types[start % fuzz_type_count], letter))
            start++;
        return fuzz_types[start % fuzz_type_count].letter;
    }
    return '\0';
}

static struct fuzz_node *draw_form(struct drawing *drawing, const struct fuzz_form *form,
                                   struct goal goal, unsigned depth)
{
    struct fuzz_node *node = new_node(drawing, FUZZ_FORM);
    const char *sign = form->text;
    size_t count = 0;

    node->text = form->text;
    node->flags = form->flags;
    node->chosen = draw_chosen(drawing, form, goal);
    if (node->chosen == 'Q' || strpbrk(form->text, "QV") != NULL)
        node->flags |= FUZZ_MEASURES;
    for (sign = strpbrk(sign, "$%"); sign != NULL; sign = strpbrk(sign + 1, "$%")) {
        bool is_interval = sign[1] == '@';
        char letter = sign[1 + is_interval];
        struct goal part = {is_class(letter) ? node->chosen : letter, is_interval};
        node->kid[count] =
            *sign == '%' ? draw_literal(drawing, part) : draw(drawing, part, depth - 1);
        node->flags |= node->kid[count++]->flags;
        REQUIRE(count <= FUZZ_KIDS_MAX, "%s", form->text);
    }
    return node;
}

/* One of the forms that give the type; the first when there are no bytes left. */
static const struct fuzz_form *choose_form(struct drawing *drawing, struct goal goal)
{
    unsigned count = 0, chosen;

    for (size_t i = 0; i < fuzz_form_count; i++)
        count += fits(&fuzz_forms[i], goal);
    chosen = fuzz_choose(drawing->bytes, count);
    for (size_t i = 0;; i++) {
        if (fits(&fuzz_forms[i], goal) && chosen-- == 0)
            return &fuzz_forms[i];
    }
}

static struct fuzz_node *draw_leaf(struct drawing *drawing, struct goal goal, unsigned depth)
{
    struct fuzz_node *node = NULL;

    switch (fuzz_choose(drawing->bytes, 8)) {
    case 2:
    case 3:
    case 4:
        node = draw_parameter(drawing, goal);
        break;
    case 5:
    case 6:
        node = drawing->function != NULL ? draw_operand(drawing, goal)
                                         : draw_definition(drawing, goal);
        break;
    case 7:
        if (depth > 0 && drawing->function == NULL)
            node = draw_call(drawing, goal, depth);
        break;
    }
    return node != NULL ? node : draw_literal(drawing, goal);
}

static struct fuzz_node *draw(struct drawing *drawing, struct goal goal, unsigned depth)
{
    /* On each level above, up to FUZZ_KIDS_MAX parts are still to come, of up to 3 nodes each. */
    bool has_room = drawing->library->nodes + 3 * FUZZ_KIDS_MAX * (DEPTH_MAX + 1) < FUZZ_NODES_MAX;

    if (depth == 0 || !has_room || drawing->bytes->left == 0 || fuzz_choose(drawing->bytes, 4) == 0)
        return draw_leaf(drawing, goal, has_room ? depth : 0);
    return draw_form(drawing, choose_form(drawing, goal), goal, depth);
}

/* ---- Declarations ---------------------------------------------------------------------------- */

static char draw_type(struct fuzz_bytes *bytes)
{
    size_t start = fuzz_choose(bytes, (unsigned)fuzz_type_count);

    while (!fuzz_is_in_class(&fuzz_types[start % fuzz_type_count], '0'))
        start++;
    return fuzz_types[start % fuzz_type_count].letter;
}

static void draw_function(struct drawing *drawing)
{
    struct fuzz_library *library = drawing->library;
    struct fuzz_function *function = &library->function[library->functions];

    function->type = draw_type(drawing->bytes);
    function->operands = 1 + fuzz_choose(drawing->bytes, FUZZ_OPERANDS_MAX);
    for (size_t i = 0; i < function->operands; i++)
        function->operand[i] = draw_type(drawing->bytes);
    drawing->function = function;
    function->value = draw(drawing, (struct goal){function->type, false}, DEPTH_MAX - 2);
    drawing->function = NULL;
    library->functions++;
}

static void draw_declaration(struct drawing *drawing)
{
    struct fuzz_library *library = drawing->library;
    struct fuzz_definition *definition = &library->definition[library->definitions];
    unsigned choice = fuzz_choose(drawing->bytes, 4);

    /* Half of them criteria. */
    definition->type = choice < 2 ? 'B' : draw_type(drawing->bytes);
    definition->is_interval = choice == 3 && fuzz_is_in_class(fuzz_type(definition->type), '3');
    definition->value =
        draw(drawing, (struct goal){definition->type, definition->is_interval}, DEPTH_MAX);
    library->definitions++;
}

void fuzz_draw(struct fuzz_bytes *bytes, struct fuzz_library *library)
{
    struct drawing drawing = {bytes, library, NULL};
    unsigned functions = fuzz_choose(bytes, FUZZ_FUNCTIONS_MAX + 1),
             definitions = 1 + fuzz_choose(bytes, FUZZ_DEFINITIONS_MAX);

    library->definitions = library->functions = library->nodes = 0;
    for (unsigned i = 0; i < functions; i++)
        draw_function(&drawing);
    for (unsigned i = 0; i < definitions; i++)
        draw_declaration(&drawing);
}
