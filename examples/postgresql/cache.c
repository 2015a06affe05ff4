/* SPDX-License-Identifier: MIT
 *
 * cache.c - rule sets by their name or text, compiled once in a backend.
 *
 * A rule set is named by what SQL hands over: the name of one that is built in, or CQL. A name has
 * no blank in it, and a CQL text always has one.
 */
#include "nfhpg_screen.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/memutils.h"

/* Rule sets kept that no statement uses. */
#define KEPT_MAX          16
#define DIAGNOSTICS_SHOWN 10

/* The most recently used first. */
static struct nfhpg_ruleset *cache;

static bool is_name(const char *source, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (strchr(" \t\r\n", source[i]))
            return false;
    return true;
}

/* Status of anything that has no story of its own. */
static void check_status(int status, const char *what)
{
    if (status == NFH_OK)
        return;
    ereport(ERROR,
            errcode(status == NFH_E_MEMORY  ? ERRCODE_OUT_OF_MEMORY
                    : status == NFH_E_LIMIT ? ERRCODE_PROGRAM_LIMIT_EXCEEDED
                                            : ERRCODE_INTERNAL_ERROR),
            errmsg("%s: %s", what, nfh_status_text(status)));
}

static void refuse_name(const char *name)
{
    StringInfoData names;
    const char *builtin;

    initStringInfo(&names);
    for (size_t i = 0; nfh_builtin_name(i, &builtin) == NFH_OK; i++)
        appendStringInfo(&names, "%s%s", i > 0 ? ", " : "", builtin);
    ereport(
        ERROR, errcode(ERRCODE_UNDEFINED_OBJECT), errmsg("no rule set is called \"%s\"", name),
        errdetail("Expected the name of one that is built in (%s), or the text of a CQL library.",
                  names.data));
}

/* The errors of the compiler, as people read them. */
static char *diagnostics_text(const nfh_compiler *compiler, size_t *errors)
{
    StringInfoData string;
    size_t count = 0;

    initStringInfo(&string);
    *errors = 0;
    nfh_compiler_diagnostic_count(compiler, &count);
    for (size_t i = 0; i < count; i++) {
        int severity;
        size_t needed;

        nfh_compiler_diagnostic(compiler, i, &severity, NULL, NULL, NULL, NULL, NULL);
        if (severity != NFH_SEVERITY_ERROR || ++*errors > DIAGNOSTICS_SHOWN)
            continue;
        nfh_compiler_diagnostic_text(compiler, i, NULL, 0, &needed);
        enlargeStringInfo(&string, (int)needed);
        nfh_compiler_diagnostic_text(compiler, i, string.data + string.len, needed, &needed);
        string.len += (int)needed - 1;
    }
    while (string.len > 0 && string.data[string.len - 1] == '\n')
        string.data[--string.len] = '\0';
    return string.data;
}

static void refuse_text(const nfh_compiler *compiler, int status)
{
    size_t errors;
    const char *missing;
    char *string = nfhpg_from_utf8(diagnostics_text(compiler, &errors));

    if (status == NFH_E_INCLUDE && nfh_compiler_missing_library(compiler, 0, &missing) == NFH_OK)
        ereport(ERROR, errcode(ERRCODE_UNDEFINED_OBJECT),
                errmsg("the rule set includes library \"%s\", which is not built in",
                       nfhpg_from_utf8(missing)),
                errhint("Put its definitions into the rule set itself."));
    ereport(
        ERROR, errcode(ERRCODE_SYNTAX_ERROR),
        errmsg_plural("the rule set has %zu error", "the rule set has %zu errors", errors, errors),
        errdetail_internal("%s", string));
}

static void compile(struct nfhpg_ruleset *set)
{
    nfh_compiler *compiler;
    char *string = nfhpg_to_utf8(set->source, set->length);
    int status;

    check_status(nfh_compiler_new_with(nfhpg_reallocate, set->context, &compiler), "rule set");
    if (is_name(set->source, set->length)) {
        status = nfh_compiler_load(compiler, string, &set->compiled);
        if (status == NFH_E_NAME)
            refuse_name(set->source);
    } else {
        /* The compiler takes up to 400 KB of stack for what is nested deeply. */
        check_stack_depth();
        status = nfh_compiler_compile(compiler, "ruleset", string, strlen(string), &set->compiled);
        if (status == NFH_E_COMPILE || status == NFH_E_INCLUDE)
            refuse_text(compiler, status);
    }
    check_status(status, "rule set");
    nfh_compiler_free(compiler);
    nfh_ruleset_parameter_count(set->compiled, &set->parameter_count);
    nfh_ruleset_criterion_count(set->compiled, &set->criterion_count);
}

/* An error on the way takes the context, and with it all that was made, along with the statement.
 */
static struct nfhpg_ruleset *make(const char *source, size_t length)
{
    MemoryContext context =
        AllocSetContextCreate(CurrentMemoryContext, "nfhscreen rule set", ALLOCSET_DEFAULT_SIZES);
    struct nfhpg_ruleset *set = MemoryContextAllocZero(context, sizeof *set);

    set->context = context;
    set->source = MemoryContextAlloc(context, length + 1);
    memcpy(set->source, source, length);
    set->source[length] = '\0';
    set->length = length;
    compile(set);
    MemoryContextSetParent(context, CacheMemoryContext);
    return set;
}

/* Drops what has not been used for longest and is not in use. */
static void trim(void)
{
    int kept = 0;

    for (struct nfhpg_ruleset **link = &cache; *link;) {
        struct nfhpg_ruleset *set = *link;

        if (set->pins == 0 && ++kept > KEPT_MAX) {
            *link = set->next;
            MemoryContextDelete(set->context);
        } else {
            link = &set->next;
        }
    }
}

struct nfhpg_ruleset *nfhpg_find_ruleset(const char *source, size_t length)
{
    struct nfhpg_ruleset *set = NULL;

    for (struct nfhpg_ruleset **link = &cache; *link; link = &(*link)->next) {
        if ((*link)->length == length && memcmp((*link)->source, source, length) == 0) {
            set = *link;
            *link = set->next;
            break;
        }
    }
    if (!set)
        set = make(source, length);
    set->next = cache;
    cache = set;
    trim();
    return set;
}
