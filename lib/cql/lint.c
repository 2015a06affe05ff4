/* SPDX-License-Identifier: MIT
 *
 * lint.c - the order in which the linter looks at a rule set, and how it reports.
 */
#include "cql/lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cql/run.h"

bool nfh_priv_lint_is_enough(const struct nfh_linting *linting)
{
    return linting->diagnostics->count >= NFH_DIAGNOSTICS_MAX / 2;
}

void nfh_priv_lint_report(struct nfh_linting *linting, const struct nfh_source *source,
                          struct nfh_place place, int code, const char *format, ...)
{
    struct nfh_allow *allow = nfh_priv_lint_find_allow(linting, source, place, code);
    char message[NFH_MESSAGE_MAX + 1];
    va_list arguments;

    if (allow) {
        allow->is_used = true;
        return;
    }
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    nfh_priv_report(linting->diagnostics, source, place, code, "%s", message);
}

const struct nfh_tag *nfh_priv_find_tag(const struct nfh_tag *tags, const char *name)
{
    while (tags && strcmp(tags->name, name) != 0)
        tags = tags->next;
    return tags;
}

bool nfh_priv_lint_is_criterion(const struct nfh_declaration *declaration)
{
    return declaration->kind == NFH_DECLARE_DEFINE &&
           nfh_priv_find_tag(declaration->tags, "category");
}

/* Warnings that were reported before the linter ran may be allowed too. */
static void drop_allowed(struct nfh_linting *linting)
{
    struct nfh_diagnostics *diagnostics = linting->diagnostics;
    struct nfh_diagnostic **link = &diagnostics->first, *last = NULL;

    while (*link) {
        struct nfh_diagnostic *d = *link;
        struct nfh_allow *allow =
            d->severity == NFH_SEVERITY_WARNING
                ? nfh_priv_lint_find_allow(linting, d->source, d->place, d->code)
                : NULL;
        if (allow) {
            allow->is_used = true;
            *link = d->next;
            diagnostics->count--;
        } else {
            last = d;
            link = &d->next;
        }
    }
    diagnostics->last = last;
}

/* What each instruction may give when nothing is known of the inputs. Pairs of conditions on one
 * value are looked at together. */
static void find_possible(struct nfh_linting *linting)
{
    const struct nfh_builder *builder = linting->builder;
    const struct nfh_program *program = linting->program;

    memset(linting->possible.input, NFH_MAY_TRUE | NFH_MAY_NULL, builder->input_slots);
    for (size_t i = 0; i < program->input_count; i++)
        if (program->input[i].type == NFH_TYPE_BOOLEAN)
            linting->possible.input[program->input[i].ref.slot] = NFH_MAY_SURE;
    for (size_t i = 0; i < builder->code_count; i++) {
        const struct nfh_instruction *in = &builder->code[i];
        uint8_t possible = nfh_priv_possible_step(&linting->possible, in);
        if (in->opcode == NFH_OP_AND || in->opcode == NFH_OP_OR)
            possible &= nfh_priv_lint_logic(builder, in);
        linting->possible.code[i] = possible;
    }
}

/* Looks at everything, the gravest first, since no more than so many warnings are kept. */
static bool look(struct nfh_linting *linting)
{
    struct nfh_arena *scratch = linting->lowering->compilation->scratch;
    const struct nfh_lint *lint = linting->lowering->lint;

    linting->possible.builder = linting->builder;
    linting->possible.input = nfh_priv_arena_allocate(scratch, linting->builder->input_slots + 1);
    linting->possible.code = nfh_priv_arena_allocate(scratch, linting->builder->code_count + 1);
    if (!linting->possible.input || !linting->possible.code)
        return false;
    find_possible(linting);
    if (!nfh_priv_lint_unknowns(linting))
        return false;
    nfh_priv_lint_units(linting);
    nfh_priv_lint_constants(linting);
    nfh_priv_lint_declarations(linting);
    if (linting->is_incomplete || lint->is_full)
        nfh_priv_report(linting->diagnostics, linting->module->library->source,
                        linting->module->library->place, NFH_CODE_WARN_LINT_INCOMPLETE,
                        "the rule set is too large to look for everything that is warned of");
    else
        nfh_priv_lint_check_allows(linting);
    return true;
}

bool nfh_priv_lint(struct nfh_lowering *lowering, const struct nfh_module *module,
                   const struct nfh_program *program)
{
    struct nfh_linting linting = {
        .lowering = lowering,
        .builder = lowering->builder,
        .module = module,
        .program = program,
        .criteria_code = program->screen_count,
        .diagnostics = lowering->compilation->diagnostics,
    };

    if (!lowering->lint)
        return true;
    if (!nfh_priv_lint_read_allows(&linting))
        return false;
    drop_allowed(&linting);
    return linting.diagnostics->errors > 0 || look(&linting);
}
