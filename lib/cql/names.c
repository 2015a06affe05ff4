/* SPDX-License-Identifier: MIT */
#include "cql/names.h"

#include <stdlib.h>
#include <string.h>

#include "cql/codes.h"

/* All but `using` and `context`; an include has no alias after a syntax error in it. */
static bool is_named(const struct nfh_declaration *declaration)
{
    return declaration->kind == NFH_DECLARE_INCLUDE ? declaration->alias != NULL
                                                    : declaration->kind != NFH_DECLARE_USING &&
                                                          declaration->kind != NFH_DECLARE_CONTEXT;
}

static const char *key_of(const struct nfh_declaration *declaration)
{
    return declaration->kind == NFH_DECLARE_INCLUDE ? declaration->alias : declaration->name;
}

/* By name, then by place, so that the first declaration of a name comes first. */
static int compare_declarations(const void *a, const void *b)
{
    const struct nfh_declaration *x = *(struct nfh_declaration *const *)a;
    const struct nfh_declaration *y = *(struct nfh_declaration *const *)b;
    int order = strcmp(key_of(x), key_of(y));

    if (order != 0)
        return order;
    return (x->whole.offset > y->whole.offset) - (x->whole.offset < y->whole.offset);
}

struct nfh_declaration **nfh_priv_find(const struct nfh_module *module, const char *name,
                                       size_t *count)
{
    size_t low = 0, high = module->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(key_of(module->by_name[middle]), name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < module->count && strcmp(key_of(module->by_name[low + *count]), name) == 0)
        ++*count;
    return *count > 0 ? module->by_name + low : NULL;
}

struct nfh_declaration *nfh_priv_find_value(const struct nfh_module *module, const char *name)
{
    size_t count;
    struct nfh_declaration **found = nfh_priv_find(module, name, &count);

    for (size_t i = 0; i < count; i++)
        if (found[i]->kind != NFH_DECLARE_FUNCTION)
            return found[i];
    return NULL;
}

/* Function names may be shared by overloads; every other name is declared once. */
static void report_duplicates(struct nfh_compilation *compilation, const struct nfh_module *module)
{
    for (size_t i = 1; i < module->count; i++) {
        struct nfh_declaration *first = module->by_name[i - 1], *second = module->by_name[i];
        if (strcmp(key_of(first), key_of(second)) != 0)
            continue;
        if (first->kind == NFH_DECLARE_FUNCTION && second->kind == NFH_DECLARE_FUNCTION)
            continue;
        nfh_priv_report(compilation->diagnostics, module->library->source, second->place,
                        NFH_CODE_DUPLICATE, "'%s' is declared a second time", key_of(second));
    }
}

static bool build_module(struct nfh_compilation *compilation, struct nfh_module *module)
{
    size_t named = 0;

    for (struct nfh_declaration *d = module->library->declarations; d; d = d->next)
        named += is_named(d);
    module->by_name =
        nfh_priv_arena_allocate(compilation->scratch, (named + 1) * sizeof *module->by_name);
    if (!module->by_name)
        return false;
    for (struct nfh_declaration *d = module->library->declarations; d; d = d->next) {
        struct nfh_symbol *symbol = nfh_priv_arena_allocate(compilation->scratch, sizeof *symbol);
        if (!symbol)
            return false;
        symbol->module = module;
        d->note = symbol;
        if (is_named(d))
            module->by_name[module->count++] = d;
    }
    qsort(module->by_name, module->count, sizeof *module->by_name, compare_declarations);
    report_duplicates(compilation, module);
    return true;
}

static struct nfh_module *module_named(struct nfh_module *modules, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (modules[i].library->name && strcmp(modules[i].library->name, name) == 0)
            return &modules[i];
    return NULL;
}

static void link_includes(struct nfh_compilation *compilation, struct nfh_module *modules,
                          struct nfh_module *module)
{
    for (struct nfh_declaration *d = module->library->declarations; d; d = d->next) {
        if (d->kind != NFH_DECLARE_INCLUDE)
            continue;
        struct nfh_symbol *symbol = d->note;
        symbol->included = module_named(modules, compilation->library_count, d->name);
        if (!symbol->included)
            nfh_priv_report(compilation->diagnostics, module->library->source, d->place,
                            NFH_CODE_UNKNOWN_LIBRARY, "library '%s' was not handed over", d->name);
    }
}

struct nfh_module *nfh_priv_modules(struct nfh_compilation *compilation)
{
    struct nfh_module *modules = nfh_priv_arena_allocate(
        compilation->scratch, (compilation->library_count + 1) * sizeof *modules);

    if (!modules)
        return NULL;
    for (size_t i = 0; i < compilation->library_count; i++) {
        modules[i].library = compilation->library[i];
        modules[i].is_builtin = compilation->is_builtin[i];
        if (!build_module(compilation, &modules[i]))
            return NULL;
    }
    for (size_t i = 0; i < compilation->library_count; i++)
        link_includes(compilation, modules, &modules[i]);
    return modules;
}
