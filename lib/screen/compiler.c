/* SPDX-License-Identifier: MIT
 *
 * compiler.c - the compiler handle: libraries handed over, and compilations.
 */
#include "screen/compiler.h"

#include <string.h>

#include "screen/builtin.h"

int nfh_compiler_new(nfh_compiler **compiler)
{
    struct nfh_memory memory = nfh_priv_memory_default();
    return nfh_compiler_new_with(memory.reallocate, memory.context, compiler);
}

int nfh_compiler_new_with(nfh_reallocate reallocate, void *context, nfh_compiler **compiler)
{
    if (!compiler)
        return NFH_E_NULL;
    *compiler = NULL;
    if (!reallocate)
        return NFH_E_NULL;
    struct nfh_memory memory = {reallocate, context};
    nfh_compiler *made = nfh_priv_allocate(&memory, sizeof *made);
    if (!made)
        return NFH_E_MEMORY;
    made->memory = memory;
    nfh_priv_arena_init(&made->scratch, &memory, 0);
    *compiler = made;
    return NFH_OK;
}

void nfh_compiler_free(nfh_compiler *compiler)
{
    if (!compiler)
        return;
    struct nfh_memory memory = compiler->memory;
    for (size_t i = 0; i < compiler->handed_count; i++)
        nfh_priv_arena_free(&compiler->handed[i].arena);
    nfh_priv_free(&memory, compiler->handed);
    nfh_priv_arena_free(&compiler->scratch);
    nfh_priv_free(&memory, compiler);
}

/* Copies a text and what messages call it. */
static bool copy_source(struct nfh_arena *arena, const char *file, const char *text, size_t length,
                        struct nfh_source *source)
{
    source->name = nfh_priv_arena_text(arena, file, strlen(file));
    source->text = nfh_priv_arena_text(arena, text, length);
    source->length = length;
    return source->name && source->text;
}

/* Reads the name and version in the `library` line. The text's errors wait until something includes
 * it. */
static bool read_name(struct nfh_handed *handed, const struct nfh_memory *memory)
{
    struct nfh_arena arena;
    nfh_priv_arena_init(&arena, memory, 0);
    struct nfh_diagnostics diagnostics = {.arena = &arena};
    const struct nfh_library *library =
        nfh_priv_parse_library(&handed->source, &arena, &diagnostics);
    bool done = library != NULL;
    if (library && library->name) {
        handed->name = nfh_priv_arena_text(&handed->arena, library->name, strlen(library->name));
        done = handed->name != NULL;
    }
    if (done && library->version) {
        handed->version =
            nfh_priv_arena_text(&handed->arena, library->version, strlen(library->version));
        done = handed->version != NULL;
    }
    nfh_priv_arena_free(&arena);
    return done;
}

static bool same_version(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Puts a library in the place of an earlier text of the same name and version, or behind the
 * others. */
static int keep_library(nfh_compiler *compiler, const struct nfh_handed *handed)
{
    for (size_t i = 0; handed->name && i < compiler->handed_count; i++) {
        struct nfh_handed *earlier = &compiler->handed[i];
        if (earlier->name && strcmp(earlier->name, handed->name) == 0 &&
            same_version(earlier->version, handed->version)) {
            nfh_priv_arena_free(&earlier->arena);
            *earlier = *handed;
            return NFH_OK;
        }
    }
    if (compiler->handed_count >= NFH_LIBRARIES_MAX)
        return NFH_E_LIMIT;
    struct nfh_handed *grown =
        nfh_priv_grow(&compiler->memory, compiler->handed, compiler->handed_count,
                      &compiler->handed_capacity, sizeof *grown);
    if (!grown)
        return NFH_E_MEMORY;
    compiler->handed = grown;
    compiler->handed[compiler->handed_count++] = *handed;
    return NFH_OK;
}

int nfh_compiler_add_library(nfh_compiler *compiler, const char *file, const char *text,
                             size_t length)
{
    if (!compiler || !file || !text)
        return NFH_E_NULL;
    if (length > NFH_SOURCE_MAX)
        return NFH_E_LIMIT;
    struct nfh_handed handed = {.name = NULL};
    int status = NFH_E_MEMORY;
    nfh_priv_arena_init(&handed.arena, &compiler->memory, 0);
    if (copy_source(&handed.arena, file, text, length, &handed.source) &&
        read_name(&handed, &compiler->memory))
        status = keep_library(compiler, &handed);
    if (status != NFH_OK)
        nfh_priv_arena_free(&handed.arena);
    return status;
}

/* Forgets the last compilation. */
static void start_compilation(nfh_compiler *compiler)
{
    nfh_priv_arena_free(&compiler->scratch);
    compiler->diagnostics = (struct nfh_diagnostics){.arena = &compiler->scratch};
    memset(&compiler->gathering, 0, sizeof compiler->gathering);
}

/* The place of a diagnostic's library: the main one first, then in the order of the includes. */
static size_t library_rank(const nfh_compiler *compiler, const struct nfh_diagnostic *diagnostic)
{
    size_t rank = 0;
    while (rank < compiler->gathering.count &&
           compiler->gathering.library[rank]->source != diagnostic->source)
        rank++;
    return rank;
}

static bool comes_before(const nfh_compiler *compiler, const struct nfh_diagnostic *a,
                         const struct nfh_diagnostic *b)
{
    size_t rank_a = library_rank(compiler, a), rank_b = library_rank(compiler, b);
    return rank_a != rank_b ? rank_a < rank_b : a->place.offset < b->place.offset;
}

/* The steps of a compilation report each in its own order: bring all into the order of the text. */
static void sort_diagnostics(nfh_compiler *compiler)
{
    size_t count = 0;
    for (const struct nfh_diagnostic *d = compiler->diagnostics.first; d; d = d->next) {
        size_t at = count++;
        while (at > 0 && comes_before(compiler, d, compiler->diagnostic[at - 1])) {
            compiler->diagnostic[at] = compiler->diagnostic[at - 1];
            at--;
        }
        compiler->diagnostic[at] = d;
    }
}

static bool has_limit_error(const struct nfh_diagnostics *diagnostics)
{
    for (const struct nfh_diagnostic *d = diagnostics->first; d; d = d->next) {
        if (d->code / 1000 == 6)
            return true;
    }
    return false;
}

/* The status of a compilation whose steps are done. */
static int result_of(const nfh_compiler *compiler, const nfh_ruleset *ruleset)
{
    if (compiler->gathering.out_of_memory || compiler->diagnostics.out_of_memory)
        return NFH_E_MEMORY;
    if (compiler->gathering.missing_count > 0)
        return NFH_E_INCLUDE;
    if (compiler->diagnostics.errors > 0)
        return has_limit_error(&compiler->diagnostics) ? NFH_E_LIMIT : NFH_E_COMPILE;
    return ruleset->program ? NFH_OK : NFH_E_MEMORY;
}

/* Hands out the rule set, or frees it when something went wrong. */
static int finish_compilation(nfh_compiler *compiler, nfh_ruleset *made, nfh_ruleset **ruleset)
{
    int status = result_of(compiler, made);
    sort_diagnostics(compiler);
    if (status == NFH_OK && !nfh_priv_ruleset_complete(made))
        status = NFH_E_MEMORY;
    if (status == NFH_OK)
        *ruleset = made;
    else
        nfh_ruleset_free(made);
    return status;
}

/* Of the main text and those it includes, in the order in which they are included. */
static void digest_texts(const struct nfh_gathering *gathering, char text[NFH_DIGEST_SIZE])
{
    struct nfh_digest digest;
    nfh_priv_digest_start(&digest);
    for (size_t i = 0; i < gathering->count; i++) {
        const struct nfh_source *source = gathering->library[i]->source;
        nfh_priv_digest_add_text(&digest, source->text, source->length);
    }
    nfh_priv_digest_end(&digest, text);
}

static int compile_library(nfh_compiler *compiler, const struct nfh_source *source, bool is_builtin,
                           nfh_ruleset **ruleset)
{
    struct nfh_gathering *gathering = &compiler->gathering;
    nfh_ruleset *made = nfh_priv_ruleset_new(&compiler->memory);
    if (!made)
        return NFH_E_MEMORY;
    nfh_priv_gather(compiler, source, is_builtin);
    if (!gathering->out_of_memory) {
        struct nfh_compilation compilation = {
            .scratch = &compiler->scratch,
            .arena = &made->arena,
            .diagnostics = &compiler->diagnostics,
            .library = gathering->library,
            .is_builtin = gathering->is_builtin,
            .library_count = gathering->count,
            .lint = !is_builtin, /* what is shipped has been looked at */
        };
        made->program = nfh_priv_compile(&compilation);
        if (!nfh_priv_read_criteria(gathering->library[0], &compiler->diagnostics,
                                    &compiler->scratch, made))
            gathering->out_of_memory = true;
        digest_texts(gathering, made->digest);
    }
    return finish_compilation(compiler, made, ruleset);
}

int nfh_compiler_compile(nfh_compiler *compiler, const char *file, const char *text, size_t length,
                         nfh_ruleset **ruleset)
{
    if (!ruleset)
        return NFH_E_NULL;
    *ruleset = NULL;
    if (!compiler || !file || !text)
        return NFH_E_NULL;
    start_compilation(compiler);
    if (length > NFH_SOURCE_MAX)
        return NFH_E_LIMIT;
    struct nfh_source *source = nfh_priv_arena_allocate(&compiler->scratch, sizeof *source);
    if (!source || !copy_source(&compiler->scratch, file, text, length, source))
        return NFH_E_MEMORY;
    return compile_library(compiler, source, false, ruleset);
}

int nfh_compiler_compile_expression(nfh_compiler *compiler, const char *text, size_t length,
                                    nfh_ruleset **ruleset)
{
    if (!ruleset)
        return NFH_E_NULL;
    *ruleset = NULL;
    if (!compiler || !text)
        return NFH_E_NULL;
    start_compilation(compiler);
    if (length > NFH_SOURCE_MAX)
        return NFH_E_LIMIT;
    struct nfh_source *source = nfh_priv_arena_allocate(&compiler->scratch, sizeof *source);
    if (!source || !copy_source(&compiler->scratch, "", text, length, source))
        return NFH_E_MEMORY;
    nfh_ruleset *made = nfh_priv_ruleset_new(&compiler->memory);
    if (!made)
        return NFH_E_MEMORY;
    struct nfh_node *expression =
        nfh_priv_parse_expression(source, &compiler->scratch, &compiler->diagnostics);
    if (expression) {
        struct nfh_compilation compilation = {.scratch = &compiler->scratch,
                                              .arena = &made->arena,
                                              .diagnostics = &compiler->diagnostics};
        made->program = nfh_priv_compile_expression(&compilation, source, expression);
    }
    struct nfh_digest digest;
    nfh_priv_digest_start(&digest);
    nfh_priv_digest_add_text(&digest, text, length);
    nfh_priv_digest_end(&digest, made->digest);
    return finish_compilation(compiler, made, ruleset);
}

int nfh_compiler_load(nfh_compiler *compiler, const char *name, nfh_ruleset **ruleset)
{
    if (!ruleset)
        return NFH_E_NULL;
    *ruleset = NULL;
    if (!compiler || !name)
        return NFH_E_NULL;
    const struct nfh_builtin *builtin = nfh_priv_find_builtin(name);
    if (!builtin)
        return NFH_E_NAME;
    start_compilation(compiler);
    struct nfh_source *source = nfh_priv_arena_allocate(&compiler->scratch, sizeof *source);
    if (!source)
        return NFH_E_MEMORY;
    *source = (struct nfh_source){builtin->name, builtin->text, builtin->length};
    return compile_library(compiler, source, true, ruleset);
}

int nfh_ruleset_load(const char *name, nfh_ruleset **ruleset)
{
    if (!ruleset)
        return NFH_E_NULL;
    *ruleset = NULL;
    if (!name)
        return NFH_E_NULL;
    nfh_compiler *compiler;
    int status = nfh_compiler_new(&compiler);
    if (status == NFH_OK)
        status = nfh_compiler_load(compiler, name, ruleset);
    nfh_compiler_free(compiler);
    return status;
}

int nfh_compiler_missing_library(const nfh_compiler *compiler, size_t index, const char **name)
{
    if (!name)
        return NFH_E_NULL;
    *name = NULL;
    if (!compiler)
        return NFH_E_NULL;
    if (index >= compiler->gathering.missing_count)
        return NFH_E_INDEX;
    *name = compiler->gathering.missing[index];
    return NFH_OK;
}
