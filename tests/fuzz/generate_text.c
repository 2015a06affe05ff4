/* SPDX-License-Identifier: MIT
 *
 * generate_text.c - the text of a library that was drawn.
 */
#include <string.h>

#include "generate.h"

#define INLINE_MAX 60000 /* beyond this a reference stays a reference */

/* The call of a function that is being written out: what its operands stand for. */
struct frame {
    const struct fuzz_node *call;
    const struct frame *outer;
};

struct writing {
    const struct fuzz_library *library;
    enum fuzz_style style;
    const struct fuzz_text *literal;
    struct fuzz_text *text;
};

static void write_node(const struct writing *writing, const struct fuzz_node *node,
                       const struct frame *frame);

static void put(const struct writing *writing, const char *text)
{
    fuzz_add(writing->text, text, strlen(text));
}

/* In parentheses where a sign would otherwise join what stands before. */
static void put_literal(const struct writing *writing, const char *literal)
{
    fuzz_print(writing->text, *literal == '-' ? "(%s)" : "%s", literal);
}

static void write_form(const struct writing *writing, const struct fuzz_node *node,
                       const struct frame *frame)
{
    const char *at = node->text;
    size_t kid = 0;

    while (*at != '\0') {
        size_t plain = strcspn(at, "$%#");
        fuzz_add(writing->text, at, plain);
        at += plain;
        if (*at == '\0')
            break;
        char sign = *at++;
        at += *at == '@';
        char letter = *at++;
        if (sign == '#')
            put(writing, fuzz_type(letter >= '0' && letter <= '9' ? node->chosen : letter)->name);
        else
            write_node(writing, node->kid[kid++], frame);
    }
}

static void write_parameter(const struct writing *writing, size_t index)
{
    const struct fuzz_parameter *parameter = &fuzz_parameters[index];

    if (writing->style != FUZZ_CONSTANT)
        put(writing, parameter->name);
    else if (strcmp(writing->literal[index].bytes, "null") == 0)
        fuzz_print(writing->text, "(null as %s)", fuzz_type(parameter->type)->name);
    else
        fuzz_print(writing->text, "(%s)", writing->literal[index].bytes);
}

static bool is_inline(const struct writing *writing)
{
    return writing->style == FUZZ_INLINE && writing->text->length < INLINE_MAX;
}

static void write_call(const struct writing *writing, const struct fuzz_node *node,
                       const struct frame *frame)
{
    const struct fuzz_function *function = &writing->library->function[node->index];

    if (is_inline(writing)) {
        struct frame inner = {node, frame};
        put(writing, "(");
        write_node(writing, function->value, &inner);
        put(writing, ")");
        return;
    }
    fuzz_print(writing->text, "F%zu(", node->index);
    for (size_t i = 0; i < function->operands; i++) {
        put(writing, i > 0 ? ", " : "");
        write_node(writing, node->kid[i], frame);
    }
    put(writing, ")");
}

/* What is handed over has been converted to the operand's type. */
static void write_operand(const struct writing *writing, const struct fuzz_node *node,
                          const struct frame *frame)
{
    static const char *const names[FUZZ_OPERANDS_MAX] = {"x", "y"};

    if (frame == NULL) {
        put(writing, names[node->index]);
        return;
    }
    fuzz_print(writing->text, "%s(", fuzz_type(node->chosen)->exactly);
    write_node(writing, frame->call->kid[node->index], frame->outer);
    put(writing, ")");
}

static void write_node(const struct writing *writing, const struct fuzz_node *node,
                       const struct frame *frame)
{
    switch (node->kind) {
    case FUZZ_FORM:
        write_form(writing, node, frame);
        break;
    case FUZZ_LITERAL:
        put_literal(writing, node->text);
        break;
    case FUZZ_PARAMETER:
        write_parameter(writing, node->index);
        break;
    case FUZZ_DEFINITION:
        if (!is_inline(writing)) {
            fuzz_print(writing->text, "D%zu", node->index);
            break;
        }
        put(writing, "(");
        write_node(writing, writing->library->definition[node->index].value, NULL);
        put(writing, ")");
        break;
    case FUZZ_CALL:
        write_call(writing, node, frame);
        break;
    case FUZZ_OPERAND:
        write_operand(writing, node, frame);
        break;
    }
}

static void write_parameters(const struct writing *writing)
{
    for (size_t i = 0; i < fuzz_parameter_count; i++)
        put(writing, fuzz_parameters[i].declaration);
    for (size_t i = 0; i < fuzz_parameter_count; i++)
        fuzz_print(writing->text, "define \"in %s\": %s\n", fuzz_parameters[i].name,
                   fuzz_parameters[i].name);
}

static void write_functions(const struct writing *writing)
{
    for (size_t i = 0; i < writing->library->functions; i++) {
        const struct fuzz_function *function = &writing->library->function[i];
        fuzz_print(writing->text, "define function F%zu(x %s", i,
                   fuzz_type(function->operand[0])->name);
        if (function->operands > 1)
            fuzz_print(writing->text, ", y %s", fuzz_type(function->operand[1])->name);
        put(writing, "): ");
        write_node(writing, function->value, NULL);
        put(writing, "\n");
    }
}

static void write_definition(const struct writing *writing, size_t index)
{
    const struct fuzz_definition *definition = &writing->library->definition[index];

    if (definition->type == 'B')
        fuzz_print(writing->text, "/*\n@id: D%zu\n@category: inclusion\n*/\n", index);
    fuzz_print(writing->text, "define D%zu: ", index);
    write_node(writing, definition->value, NULL);
    put(writing, "\n");
}

void fuzz_write(const struct fuzz_library *library, enum fuzz_style style,
                const struct fuzz_text *literal, struct fuzz_text *text)
{
    struct writing writing = {library, style, literal, text};
    bool reversed = style == FUZZ_REVERSED;

    fuzz_clear(text);
    put(&writing, "library Drawn\n");
    if (!reversed) {
        write_parameters(&writing);
        write_functions(&writing);
    }
    for (size_t i = 0; i < library->definitions; i++)
        write_definition(&writing, reversed ? library->definitions - 1 - i : i);
    if (reversed) {
        write_functions(&writing);
        write_parameters(&writing);
    }
}
