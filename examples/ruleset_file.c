/* SPDX-License-Identifier: MIT
 *
 * ruleset_file.c - rule sets from files. The library itself opens no file: whoever uses it hands
 * over every text, and answers when an included library is missing.
 */
#include "ruleset_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void print_diagnostics(const nfh_compiler *compiler, bool warnings)
{
    size_t count = 0;
    nfh_compiler_diagnostic_count(compiler, &count);
    for (size_t i = 0; i < count; i++) {
        int severity;
        size_t needed;
        nfh_compiler_diagnostic(compiler, i, &severity, NULL, NULL, NULL, NULL, NULL);
        if (severity != NFH_SEVERITY_ERROR && !warnings)
            continue;
        nfh_compiler_diagnostic_text(compiler, i, NULL, 0, &needed);
        char *text = malloc(needed);
        if (text && nfh_compiler_diagnostic_text(compiler, i, text, needed, &needed) == NFH_OK)
            fputs(text, stderr);
        free(text);
    }
}

/* Reads a file, at most one byte more than the library takes. NULL: errno says why not. */
static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = file ? malloc(NFH_SOURCE_MAX + 1) : NULL;
    if (text) {
        *length = fread(text, 1, NFH_SOURCE_MAX + 1, file);
        if (ferror(file)) {
            int reason = errno;
            free(text);
            text = NULL;
            errno = reason;
        }
    }
    if (file)
        fclose(file);
    return text;
}

/* The path of a library beside a file. NULL: out of memory, or a name that would lead elsewhere. */
static char *path_beside(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');
    size_t directory = slash ? (size_t)(slash - path) + 1 : 0;
    if (name[0] == '\0' || name[0] == '.' || strpbrk(name, "/\\:"))
        return NULL;
    char *beside = malloc(directory + strlen(name) + sizeof ".cql");
    if (beside) {
        memcpy(beside, path, directory);
        strcpy(beside + directory, name);
        strcat(beside, ".cql");
    }
    return beside;
}

/* Hands over the library of that name, when there is a file of it. */
static bool add_library_beside(nfh_compiler *compiler, const char *path, const char *name)
{
    bool added = false;
    size_t length;
    char *beside = path_beside(path, name);
    char *text = beside ? read_file(beside, &length) : NULL;
    if (text)
        added = nfh_compiler_add_library(compiler, beside, text, length) == NFH_OK;
    free(text);
    free(beside);
    return added;
}

/* The libraries that have been looked for; one that is still missing then is not looked for again.
 */
struct sought {
    char *name[NFH_LIBRARIES_MAX];
    size_t count;
};

static bool was_sought(const struct sought *sought, const char *name)
{
    for (size_t i = 0; i < sought->count; i++) {
        if (strcmp(sought->name[i], name) == 0)
            return true;
    }
    return false;
}

/* Hands over what the last compilation missed. Whether there was anything new. */
static bool add_missing(nfh_compiler *compiler, const char *path, struct sought *sought)
{
    const char *name;
    bool added = false;
    for (size_t i = 0; nfh_compiler_missing_library(compiler, i, &name) == NFH_OK; i++) {
        if (was_sought(sought, name) || sought->count == NFH_LIBRARIES_MAX)
            continue;
        char *copy = malloc(strlen(name) + 1);
        if (!copy)
            return false;
        sought->name[sought->count++] = strcpy(copy, name);
        if (add_library_beside(compiler, path, name))
            added = true;
    }
    return added;
}

static int compile_with_libraries(nfh_compiler *compiler, const char *path, const char *text,
                                  size_t length, nfh_ruleset **ruleset)
{
    struct sought sought = {.count = 0};
    int status = nfh_compiler_compile(compiler, path, text, length, ruleset);
    while (status == NFH_E_INCLUDE && add_missing(compiler, path, &sought))
        status = nfh_compiler_compile(compiler, path, text, length, ruleset);
    while (sought.count > 0)
        free(sought.name[--sought.count]);
    return status;
}

int compile_file(nfh_compiler *compiler, const char *program, const char *path, bool warnings,
                 nfh_ruleset **ruleset)
{
    size_t length, errors = 0;
    char *text = read_file(path, &length);
    *ruleset = NULL;
    if (!text) {
        fprintf(stderr, "%s: %s: %s\n", program, path, strerror(errno));
        return NFH_E_NAME;
    }
    int status = compile_with_libraries(compiler, path, text, length, ruleset);
    print_diagnostics(compiler, warnings);
    nfh_compiler_diagnostic_count(compiler, &errors);
    if (status == NFH_E_INCLUDE)
        fprintf(stderr, "%s: an included library NAME is read from NAME.cql beside %s\n", program,
                path);
    else if (status != NFH_OK && errors == 0)
        fprintf(stderr, "%s: %s: %s\n", program, path, nfh_status_text(status));
    free(text);
    return status;
}

static bool is_file(const char *ruleset)
{
    size_t length = strlen(ruleset);
    return strchr(ruleset, '/') || (length > 4 && strcmp(ruleset + length - 4, ".cql") == 0);
}

static int load_builtin(nfh_compiler *compiler, const char *program, const char *name,
                        nfh_ruleset **ruleset)
{
    int status = nfh_compiler_load(compiler, name, ruleset);
    if (status == NFH_E_NAME)
        fprintf(stderr,
                "%s: %s: no rule set of that name is built in (the name of a file ends in .cql)\n",
                program, name);
    else if (status != NFH_OK)
        fprintf(stderr, "%s: %s: %s\n", program, name, nfh_status_text(status));
    return status;
}

bool load_ruleset(const char *program, const char *name, nfh_ruleset **ruleset)
{
    nfh_compiler *compiler;
    size_t criteria = 0;
    *ruleset = NULL;
    if (nfh_compiler_new(&compiler) != NFH_OK) {
        fprintf(stderr, "%s: %s\n", program, strerror(ENOMEM));
        return false;
    }
    int status = is_file(name) ? compile_file(compiler, program, name, false, ruleset)
                               : load_builtin(compiler, program, name, ruleset);
    nfh_compiler_free(compiler);
    if (status != NFH_OK)
        return false;
    nfh_ruleset_criterion_count(*ruleset, &criteria);
    if (criteria == 0)
        fprintf(stderr,
                "%s: %s: there is no criterion in it (a definition with @id and @category)\n",
                program, name);
    return criteria > 0;
}
