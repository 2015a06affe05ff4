/* SPDX-License-Identifier: MIT
 *
 * column_rules.c - see column_rules.h: the rules.
 */
#include "column_rules.h"

#include <stdlib.h>
#include <string.h>

#include "column_forms.h"

#define DEFINITIONS_MAX 12
#define TEXT_MAX        6000 /* beyond it only leaves are drawn */

struct drawing {
    struct chance *chance;
    struct fuzz_text *text;
    uint64_t used; /* parameters, a bit each */
    size_t definitions;
    char type[DEFINITIONS_MAX];
};

static bool is_class(char letter)
{
    return letter >= '0' && letter <= '9';
}

static unsigned count_of(const char *const *list)
{
    unsigned count = 0;

    while (list[count] != NULL)
        count++;
    return count;
}

static const char *one_of(struct chance *chance, const char *const *list)
{
    return list[chance_below(chance, count_of(list))];
}

/* ---- Leaves ---------------------------------------------------------------------------------- */

static void draw_constant(struct drawing *drawing, char letter)
{
    const struct rule_type *type = rule_type(letter);
    const char *constant = one_of(drawing->chance, type->constants);

    if (type->units != NULL)
        fuzz_print(drawing->text, "(%s '%s')", constant, one_of(drawing->chance, type->units));
    else
        fuzz_print(drawing->text, *constant == '-' ? "(%s)" : "%s", constant);
}

static bool draw_parameter(struct drawing *drawing, char letter)
{
    unsigned count = 0, chosen;

    for (size_t i = 0; i < rule_parameter_count; i++)
        count += rule_parameters[i].type == letter;
    if (count == 0)
        return false;
    chosen = chance_below(drawing->chance, count);
    for (size_t i = 0;; i++) {
        if (rule_parameters[i].type != letter || chosen-- > 0)
            continue;
        fuzz_print(drawing->text, "%s", rule_parameters[i].name);
        drawing->used |= UINT64_C(1) << i;
        return true;
    }
}

static bool draw_reference(struct drawing *drawing, char letter)
{
    size_t start = chance_below(drawing->chance, DEFINITIONS_MAX);

    for (size_t i = 0; i < drawing->definitions; i++) {
        size_t index = (start + i) % drawing->definitions;
        if (drawing->type[index] != letter)
            continue;
        fuzz_print(drawing->text, "D%zu", index);
        return true;
    }
    return false;
}

static void draw_leaf(struct drawing *drawing, char letter)
{
    unsigned choice = chance_below(drawing->chance, 20), parameters = letter == 'B' ? 19 : 15;

    if (choice < 4 && draw_reference(drawing, letter))
        return;
    if (choice < parameters && draw_parameter(drawing, letter))
        return;
    draw_constant(drawing, letter);
}

/* ---- Forms ----------------------------------------------------------------------------------- */

static bool fits(char result, char letter)
{
    return is_class(result) ? strchr(rule_type(letter)->classes, result) != NULL : result == letter;
}

static const struct rule_form *choose_form(struct drawing *drawing, char letter)
{
    unsigned count = 0, chosen;

    for (size_t i = 0; i < rule_form_count; i++)
        count += fits(rule_forms[i].result, letter);
    chosen = chance_below(drawing->chance, count);
    for (size_t i = 0;; i++) {
        if (fits(rule_forms[i].result, letter) && chosen-- == 0)
            return &rule_forms[i];
    }
}

/* The type that a class stands for: one of it. */
static char choose_type(struct drawing *drawing, char class)
{
    size_t start = chance_below(drawing->chance, (unsigned)rule_type_count);

    while (strchr(rule_types[start].classes, class) == NULL)
        start = (start + 1) % rule_type_count;
    return rule_types[start].letter;
}

static void draw(struct drawing *drawing, char letter, unsigned depth, unsigned leaf_in)
{
    const struct rule_form *form;
    char class_type, *again;
    size_t from = 0, length = 0;

    if (depth == 0 || drawing->text->length > TEXT_MAX || chance_one_in(drawing->chance, leaf_in)) {
        draw_leaf(drawing, letter);
        return;
    }
    form = choose_form(drawing, letter);
    class_type = is_class(form->result) ? letter : '\0';
    for (const char *at = form->text; *at != '\0'; at++) {
        if (*at == '&') {
            again = fuzz_copy((struct fuzz_part){drawing->text->bytes + from, length});
            fuzz_add(drawing->text, again, length);
            free(again);
            continue;
        }
        if (*at != '$' && *at != '%') {
            fuzz_add(drawing->text, at, 1);
            continue;
        }
        char part = at[1];
        if (is_class(part)) {
            if (class_type == '\0')
                class_type = choose_type(drawing, part);
            part = class_type;
        }
        if (*at++ == '%') {
            draw_constant(drawing, part);
            continue;
        }
        from = drawing->text->length;
        draw(drawing, part, depth - 1, 5);
        length = drawing->text->length - from;
    }
}

/* ---- Declarations ---------------------------------------------------------------------------- */

static void draw_definition(struct drawing *drawing, bool is_criterion)
{
    static const char *const categories[] = {"inclusion", "exclusion", "check"};
    static const unsigned depths[] = {1, 1, 1, 1, 2, 2, 2, 3, 3, 4};
    size_t index = drawing->definitions;
    char type = is_criterion ? 'B' : choose_type(drawing, '0');

    if (is_criterion)
        fuzz_print(drawing->text, "/*\n@id: D%zu\n@category: %s\n*/\n", index,
                   categories[chance_below(drawing->chance, 3)]);
    fuzz_print(drawing->text, "define D%zu: ", index);
    draw(drawing, type, depths[chance_below(drawing->chance, 10)], 30);
    fuzz_print(drawing->text, "\n");
    drawing->type[index] = type;
    drawing->definitions++;
}

void rules_draw(struct chance *chance, struct fuzz_text *text)
{
    struct fuzz_text body = {0};
    struct drawing drawing = {.chance = chance, .text = &body};
    unsigned definitions = 1 + chance_below(chance, DEFINITIONS_MAX);

    fuzz_add(&body, "", 0);
    for (unsigned i = 0; i < definitions; i++)
        draw_definition(&drawing, i + 1 == definitions || chance_below(chance, 4) > 0);
    if (chance_one_in(chance, 4)) /* one that nothing asks for */
        drawing.used |= UINT64_C(1) << chance_below(chance, (unsigned)rule_parameter_count);
    fuzz_clear(text);
    fuzz_print(text, "library Drawn\ninclude NFHCalculations version '1.0.0' called Calc\n");
    for (size_t i = 0; i < rule_parameter_count; i++) {
        if (drawing.used >> i & 1)
            fuzz_print(text, "%s", rule_parameters[i].declaration);
    }
    fuzz_add(text, body.bytes, body.length);
    fuzz_free(&body);
}
