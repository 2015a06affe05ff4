/* SPDX-License-Identifier: MIT
 *
 * compile.c - from parsed libraries to a program.
 */
#include <string.h>

#include "cql/lint.h"

/* A definition without a type has an error, which has been reported. */
static bool is_output(const struct nfh_declaration *declaration)
{
    return declaration->kind == NFH_DECLARE_DEFINE &&
           nfh_priv_symbol(declaration)->type != NFH_TYPE_NONE;
}

static bool has_tag(const struct nfh_declaration *declaration, const char *name)
{
    for (const struct nfh_tag *tag = declaration->tags; tag; tag = tag->next)
        if (strcmp(tag->name, name) == 0)
            return true;
    return false;
}

/* A node that stands for a definition, so that it is compiled as any use of it is. */
static struct nfh_ref lower_definition(struct nfh_lowering *lowering,
                                       struct nfh_declaration *definition)
{
    struct nfh_node use = {0};

    use.kind = NFH_NODE_REFERENCE;
    use.resolved = definition;
    use.type = nfh_priv_symbol(definition)->type;
    use.place = use.mark = definition->place;
    return nfh_priv_lower(lowering, &use);
}

/* A value that is not known exactly is printed by its bounds. */
static void add_bounds(struct nfh_lowering *lowering, struct nfh_ref *ref)
{
    struct nfh_ref least, greatest;

    if (!nfh_priv_bounds(lowering, ref, &least, &greatest))
        return;
    ref->least = least.slot;
    ref->greatest = greatest.slot;
}

/* The calls of Message, in the program. */
static bool keep_messages(struct nfh_lowering *lowering, struct nfh_program *program)
{
    program->message = nfh_priv_arena_allocate(
        lowering->compilation->arena, (lowering->message_count + 1) * sizeof *program->message);
    if (!program->message)
        return false;
    for (struct nfh_message_list *entry = lowering->messages; entry; entry = entry->next)
        program->message[program->message_count++] = entry->message;
    return true;
}

static bool lower_outputs(struct nfh_lowering *lowering, struct nfh_module *module,
                          struct nfh_program *program)
{
    size_t count = 0;

    /* What the criteria need comes first: screening runs this much of the program and no more. */
    for (struct nfh_declaration *d = module->library->declarations; d; d = d->next)
        if (is_output(d) && has_tag(d, "category"))
            lower_definition(lowering, d);
    program->screen_count = lowering->builder->code_count;
    program->screen_messages = lowering->message_count;
    if (lowering->lint)
        lowering->lint->criteria_done = true;
    for (struct nfh_declaration *d = module->library->declarations; d; d = d->next)
        count += is_output(d);
    program->output = nfh_priv_arena_allocate(lowering->compilation->arena,
                                              (count + 1) * sizeof *program->output);
    if (!program->output)
        return false;
    for (struct nfh_declaration *d = module->library->declarations; d; d = d->next) {
        if (!is_output(d))
            continue;
        struct nfh_output *output = &program->output[program->output_count++];
        output->name = nfh_priv_arena_text(lowering->compilation->arena, d->name, strlen(d->name));
        output->ref = lower_definition(lowering, d);
        add_bounds(lowering, &output->ref);
        output->tags = nfh_priv_copy_tags(lowering, d->tags);
        output->is_private = d->is_private;
        if (!output->name)
            return false;
    }
    return true;
}

/* Reports what stopped the building of a program; false when something did. */
static bool built(struct nfh_lowering *lowering, struct nfh_place place)
{
    if (lowering->builder->out_of_memory)
        lowering->compilation->diagnostics->out_of_memory = true;
    if (lowering->builder->too_large)
        nfh_priv_report(
            lowering->compilation->diagnostics, lowering->source, place, NFH_CODE_PROGRAM_SIZE,
            "the rule set is too large: more than %d instructions or %d steps of compilation",
            NFH_INSTRUCTIONS_MAX, NFH_COMPILE_STEPS_MAX);
    return !lowering->builder->out_of_memory && !lowering->builder->too_large && !lowering->failed;
}

static const char *copy_name(struct nfh_compilation *compilation, const char *name)
{
    if (!name)
        return "";
    name = nfh_priv_arena_text(compilation->arena, name, strlen(name));
    if (!name)
        compilation->diagnostics->out_of_memory = true;
    return name ? name : "";
}

/* Also run after errors of the checker, on what has a type, so that all errors are reported in one
 * go. */
static struct nfh_program *lower_library(struct nfh_compilation *compilation,
                                         struct nfh_module *module)
{
    struct nfh_builder builder;
    struct nfh_lowering lowering = {0};
    struct nfh_lint lint = {0};
    struct nfh_program *program = nfh_priv_arena_allocate(compilation->arena, sizeof *program);
    bool good = false;

    nfh_priv_build_start(&builder, &compilation->scratch->memory, compilation->arena);
    lowering.last_message = &lowering.messages;
    lowering.compilation = compilation;
    lowering.builder = &builder;
    lowering.source = module->library->source;
    lowering.lint = compilation->lint ? &lint : NULL;
    if (!program || builder.out_of_memory)
        goto out;
    program->name = copy_name(compilation, module->library->name);
    program->version = copy_name(compilation, module->library->version);
    if (!nfh_priv_lower_inputs(&lowering, module, program) ||
        !lower_outputs(&lowering, module, program) || !keep_messages(&lowering, program))
        goto out;
    good = built(&lowering, module->library->place) && nfh_priv_lint(&lowering, module, program) &&
           compilation->diagnostics->errors == 0 &&
           nfh_priv_build_finish(&builder, program, compilation->arena) &&
           nfh_priv_order(program, compilation->scratch, compilation->arena);
out:
    nfh_priv_lint_free(&lowering);
    nfh_priv_build_free(&builder);
    if (!good && compilation->diagnostics->errors == 0)
        compilation->diagnostics->out_of_memory = true;
    return good ? program : NULL;
}

struct nfh_program *nfh_priv_compile(struct nfh_compilation *compilation)
{
    struct nfh_checker checker = {compilation, nfh_priv_modules(compilation), NULL, NULL, 0};

    if (!checker.modules || !nfh_priv_check(&checker)) {
        compilation->diagnostics->out_of_memory = true;
        return NULL;
    }
    return lower_library(compilation, &checker.modules[0]);
}

struct nfh_program *nfh_priv_compile_expression(struct nfh_compilation *compilation,
                                                const struct nfh_source *source,
                                                struct nfh_node *expression)
{
    struct nfh_arena *scratch = compilation->scratch;
    struct nfh_library *library = nfh_priv_arena_allocate(scratch, sizeof *library);
    struct nfh_declaration *definition = nfh_priv_arena_allocate(scratch, sizeof *definition);
    bool is_builtin = false;

    if (!library || !definition) {
        compilation->diagnostics->out_of_memory = true;
        return NULL;
    }
    definition->kind = NFH_DECLARE_DEFINE;
    definition->name = "";
    definition->expression = expression;
    definition->place = definition->whole = expression->place;
    library->source = source;
    library->declarations = definition;
    compilation->library = &library;
    compilation->is_builtin = &is_builtin;
    compilation->library_count = 1;
    return nfh_priv_compile(compilation);
}
