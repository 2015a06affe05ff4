/* SPDX-License-Identifier: MIT
 *
 * gather.c - the libraries of a compilation: the main one and, transitively, those that it
 * includes.
 */
#include <string.h>

#include "cql/codes.h"
#include "screen/builtin.h"
#include "screen/compiler.h"

const struct nfh_builtin *nfh_priv_find_builtin(const char *name)
{
    for (size_t i = 0; i < nfh_priv_builtin_count; i++) {
        if (strcmp(nfh_priv_builtins[i].name, name) == 0)
            return &nfh_priv_builtins[i];
    }
    return NULL;
}

static bool same_text(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* The library handed over under that name: the one of the wanted version, else the latest. */
static const struct nfh_handed *find_handed(const nfh_compiler *compiler, const char *name,
                                            const char *version)
{
    const struct nfh_handed *found = NULL;
    for (size_t i = compiler->handed_count; i-- > 0;) {
        const struct nfh_handed *handed = &compiler->handed[i];
        if (!same_text(handed->name, name))
            continue;
        if (same_text(handed->version, version))
            return handed;
        if (!found)
            found = handed;
    }
    return found;
}

/* The text that an include means, or NULL. */
static const struct nfh_source *find_source(nfh_compiler *compiler,
                                            const struct nfh_declaration *include, bool *is_builtin)
{
    const struct nfh_handed *handed = find_handed(compiler, include->name, include->version);
    *is_builtin = false;
    if (handed)
        return &handed->source;
    const struct nfh_builtin *builtin = nfh_priv_find_builtin(include->name);
    if (!builtin)
        return NULL;
    *is_builtin = true;
    struct nfh_source *source = nfh_priv_arena_allocate(&compiler->scratch, sizeof *source);
    if (source)
        *source = (struct nfh_source){builtin->name, builtin->text, builtin->length};
    else
        compiler->gathering.out_of_memory = true;
    return source;
}

/* The place of a library among those gathered, or NFH_NO_INDEX. */
static size_t find_gathered(const struct nfh_gathering *gathering, const char *name)
{
    for (size_t i = 0; i < gathering->count; i++) {
        if (same_text(gathering->library[i]->name, name))
            return i;
    }
    return NFH_NO_INDEX;
}

static void note_missing(nfh_compiler *compiler, const struct nfh_source *in,
                         const struct nfh_declaration *include)
{
    struct nfh_gathering *gathering = &compiler->gathering;
    nfh_priv_report(&compiler->diagnostics, in, include->place, NFH_CODE_UNKNOWN_LIBRARY,
                    "library '%s' was not handed over", include->name);
    for (size_t i = 0; i < gathering->missing_count; i++) {
        if (same_text(gathering->missing[i], include->name))
            return;
    }
    if (gathering->missing_count < NFH_LIBRARIES_MAX)
        gathering->missing[gathering->missing_count++] = include->name;
}

static void check_version(nfh_compiler *compiler, const struct nfh_source *in,
                          const struct nfh_declaration *include, const struct nfh_library *library)
{
    if (!include->version || same_text(include->version, library->version))
        return;
    nfh_priv_report(
        &compiler->diagnostics, in, include->place, NFH_CODE_UNKNOWN_LIBRARY,
        "library '%s' is wanted in version '%s' here, but %s%s%s", include->name, include->version,
        library->version ? "version '" : "the one at hand has no version",
        library->version ? library->version : "", library->version ? "' is at hand" : "");
}

static void add_library(nfh_compiler *compiler, const struct nfh_source *source, bool is_builtin);

static void follow_include(nfh_compiler *compiler, const struct nfh_source *in,
                           const struct nfh_declaration *include)
{
    struct nfh_gathering *gathering = &compiler->gathering;
    size_t at = find_gathered(gathering, include->name);
    if (at == NFH_NO_INDEX) {
        bool is_builtin;
        const struct nfh_source *source = find_source(compiler, include, &is_builtin);
        if (gathering->out_of_memory)
            return;
        if (!source) {
            note_missing(compiler, in, include);
            return;
        }
        if (gathering->count == NFH_LIBRARIES_MAX) {
            nfh_priv_report(&compiler->diagnostics, in, include->place, NFH_CODE_LIBRARY_COUNT,
                            "more than %d libraries", NFH_LIBRARIES_MAX);
            return;
        }
        at = gathering->count;
        add_library(compiler, source, is_builtin);
        if (gathering->out_of_memory)
            return;
    } else if (gathering->open[at]) {
        nfh_priv_report(&compiler->diagnostics, in, include->place, NFH_CODE_INCLUDE_CYCLE,
                        "library '%s' includes itself, directly or through others", include->name);
        return;
    }
    check_version(compiler, in, include, gathering->library[at]);
}

/* Whether the library keeps to the limit of declarations; says so when it does not. */
static bool check_size(nfh_compiler *compiler, const struct nfh_library *library)
{
    size_t count = 0;
    for (const struct nfh_declaration *d = library->declarations; d; d = d->next) {
        if (++count > NFH_DEFINITIONS_MAX) {
            nfh_priv_report(&compiler->diagnostics, library->source, d->place,
                            NFH_CODE_DECLARATION_COUNT, "more than %d declarations",
                            NFH_DEFINITIONS_MAX);
            return false;
        }
    }
    return true;
}

/* Calls itself through follow_include, at most NFH_LIBRARIES_MAX deep, since each call adds a
 * library. */
static void add_library(nfh_compiler *compiler, const struct nfh_source *source, bool is_builtin)
{
    struct nfh_gathering *gathering = &compiler->gathering;
    struct nfh_library *library =
        nfh_priv_parse_library(source, &compiler->scratch, &compiler->diagnostics);
    if (!library) {
        gathering->out_of_memory = true;
        return;
    }
    size_t at = gathering->count++;
    gathering->library[at] = library;
    gathering->is_builtin[at] = is_builtin;
    gathering->open[at] = true;
    const struct nfh_declaration *declaration =
        check_size(compiler, library) ? library->declarations : NULL;
    for (; declaration && !gathering->out_of_memory; declaration = declaration->next) {
        if (declaration->kind == NFH_DECLARE_INCLUDE)
            follow_include(compiler, source, declaration);
    }
    gathering->open[at] = false;
}

void nfh_priv_gather(nfh_compiler *compiler, const struct nfh_source *source, bool is_builtin)
{
    add_library(compiler, source, is_builtin);
}
