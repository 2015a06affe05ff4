/* SPDX-License-Identifier: MIT
 *
 * criteria.c - which definitions are criteria, and what their tags say.
 */
#include <string.h>

#include "cql/utf8.h"
#include "screen/compiler.h"

const char *nfh_priv_tag(const struct nfh_tag *tags, const char *name)
{
    for (; tags; tags = tags->next) {
        if (strcmp(tags->name, name) == 0)
            return tags->value;
    }
    return NULL;
}

static const struct nfh_tag *find_tag(const struct nfh_tag *tags, const char *name)
{
    while (tags && strcmp(tags->name, name) != 0)
        tags = tags->next;
    return tags;
}

static bool is_criterion(const struct nfh_tag *tags)
{
    return find_tag(tags, "id") || find_tag(tags, "category");
}

/* NFH_CATEGORY_…, or 0. */
static int read_category(const char *text)
{
    static const char *const names[] = {
        [NFH_CATEGORY_INCLUSION] = "inclusion",
        [NFH_CATEGORY_EXCLUSION] = "exclusion",
        [NFH_CATEGORY_CHECK] = "check",
    };
    for (int i = NFH_CATEGORY_INCLUSION; i <= NFH_CATEGORY_CHECK; i++) {
        if (strcmp(names[i], text) == 0)
            return i;
    }
    return 0;
}

static bool is_identifier(const char *id)
{
    size_t length = strlen(id);
    if (length == 0 || length > NFH_CRITERION_ID_MAX || id[0] < 'A' || id[0] > 'Z')
        return false;
    for (; *id; id++) {
        if (!(*id >= 'A' && *id <= 'Z') && !(*id >= '0' && *id <= '9') && *id != '_')
            return false;
    }
    return true;
}

static size_t count_characters(const char *text)
{
    size_t count = 0, length = strlen(text);
    for (size_t at = 0; at < length; at += nfh_priv_utf8_step(text + at, length - at))
        count++;
    return count;
}

/* What checking a library's criteria needs. */
struct checking {
    struct nfh_diagnostics *diagnostics;
    const struct nfh_source *source;
    struct nfh_name_table ids;
};

static void check_id(struct checking *checking, const struct nfh_declaration *define,
                     const struct nfh_tag *id, size_t index)
{
    if (!id) {
        nfh_priv_report(checking->diagnostics, checking->source, define->place,
                        NFH_CODE_CRITERION_ID, "criterion '%s' has a @category, but no @id",
                        define->name);
    } else if (!is_identifier(id->value)) {
        nfh_priv_report(
            checking->diagnostics, checking->source, id->place, NFH_CODE_CRITERION_ID,
            "'%s' cannot be an @id: up to %d characters A to Z, 0 to 9 and _, the first a letter, "
            "are expected",
            id->value, NFH_CRITERION_ID_MAX);
    } else if (nfh_priv_names_find(&checking->ids, id->value) != NFH_NO_INDEX) {
        nfh_priv_report(checking->diagnostics, checking->source, id->place,
                        NFH_CODE_CRITERION_TWICE, "another criterion has the @id '%s' already",
                        id->value);
    } else {
        nfh_priv_names_add(&checking->ids, id->value, index);
    }
}

static void check_category(struct checking *checking, const struct nfh_declaration *define,
                           const struct nfh_tag *category)
{
    if (!category) {
        nfh_priv_report(checking->diagnostics, checking->source, define->place,
                        NFH_CODE_CRITERION_CATEGORY,
                        "criterion '%s' has an @id, but no @category: inclusion, exclusion or "
                        "check is expected",
                        define->name);
    } else if (read_category(category->value) == 0) {
        nfh_priv_report(
            checking->diagnostics, checking->source, category->place, NFH_CODE_CRITERION_CATEGORY,
            "'%s' is no @category: inclusion, exclusion or check is expected", category->value);
    }
}

static void check_short(struct checking *checking, const struct nfh_tag *text)
{
    size_t count = text ? count_characters(text->value) : 0;
    if (count > NFH_CRITERION_SHORT_MAX)
        nfh_priv_report(
            checking->diagnostics, checking->source, text->place, NFH_CODE_CRITERION_SHORT,
            "@short has %zu characters; at most %d are allowed", count, NFH_CRITERION_SHORT_MAX);
}

/* A tag that stands twice would be read once only. */
static void check_doubled(struct checking *checking, const struct nfh_tag *tags)
{
    static const char *const names[] = {"id", "category", "short", "text"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct nfh_tag *first = find_tag(tags, names[i]);
        const struct nfh_tag *second = first ? find_tag(first->next, names[i]) : NULL;
        if (second)
            nfh_priv_report(checking->diagnostics, checking->source, second->place,
                            NFH_CODE_CRITERION_TWICE, "@%s stands here a second time", names[i]);
    }
}

static void check_type(struct checking *checking, const struct nfh_declaration *define)
{
    char name[NFH_TYPE_NAME_SIZE];
    nfh_type type = define->expression ? define->expression->type : NFH_TYPE_NONE;
    if (type != NFH_TYPE_NONE && type != NFH_TYPE_BOOLEAN)
        nfh_priv_report(checking->diagnostics, checking->source, define->place,
                        NFH_CODE_CRITERION_TYPE, "a criterion must be Boolean, but '%s' is %s",
                        define->name, nfh_priv_type_name(type, name));
}

static size_t count_defines(const struct nfh_library *library)
{
    size_t count = 0;
    for (const struct nfh_declaration *d = library->declarations; d; d = d->next)
        count += d->kind == NFH_DECLARE_DEFINE;
    return count;
}

static bool check_criteria(const struct nfh_library *library, struct nfh_diagnostics *diagnostics,
                           struct nfh_arena *scratch)
{
    struct checking checking = {.diagnostics = diagnostics, .source = library->source};
    size_t index = 0;
    if (!nfh_priv_names_init(&checking.ids, scratch, count_defines(library)))
        return false;
    for (const struct nfh_declaration *d = library->declarations; d; d = d->next) {
        if (d->kind != NFH_DECLARE_DEFINE || !is_criterion(d->tags))
            continue;
        check_id(&checking, d, find_tag(d->tags, "id"), index++);
        check_category(&checking, d, find_tag(d->tags, "category"));
        check_short(&checking, find_tag(d->tags, "short"));
        check_doubled(&checking, d->tags);
        check_type(&checking, d);
    }
    return true;
}

static uint8_t wanted_of(int category)
{
    if (category == NFH_CATEGORY_CHECK)
        return NFH_TRUTH_NULL;
    return category == NFH_CATEGORY_INCLUSION ? NFH_TRUTH_TRUE : NFH_TRUTH_FALSE;
}

/* The criteria of a library without errors. */
static bool list_criteria(nfh_ruleset *ruleset)
{
    const struct nfh_program *program = ruleset->program;
    size_t count = 0;
    for (size_t i = 0; i < program->output_count; i++)
        count += is_criterion(program->output[i].tags);
    ruleset->criterion =
        nfh_priv_arena_allocate(&ruleset->arena, count * sizeof *ruleset->criterion);
    ruleset->demand = nfh_priv_arena_allocate(&ruleset->arena, count * sizeof *ruleset->demand);
    if (!ruleset->criterion || !ruleset->demand ||
        !nfh_priv_names_init(&ruleset->criteria, &ruleset->arena, count))
        return false;
    for (size_t i = 0; i < program->output_count; i++) {
        const struct nfh_output *output = &program->output[i];
        if (!is_criterion(output->tags))
            continue;
        struct nfh_criterion *criterion = &ruleset->criterion[ruleset->criterion_count];
        criterion->id = nfh_priv_tag(output->tags, "id");
        criterion->name = output->name;
        criterion->category = read_category(nfh_priv_tag(output->tags, "category"));
        criterion->slot = output->ref.slot;
        criterion->wanted = wanted_of(criterion->category);
        criterion->output = output;
        criterion->because = nfh_priv_tag(output->tags, "because");
        if (criterion->because && criterion->because[0] == '\0')
            criterion->because = NULL;
        if (criterion->wanted)
            ruleset->demand[ruleset->demand_count++] =
                (struct nfh_demand){criterion->slot, criterion->wanted};
        nfh_priv_names_add(&ruleset->criteria, criterion->id, ruleset->criterion_count++);
    }
    return true;
}

bool nfh_priv_read_criteria(const struct nfh_library *library, struct nfh_diagnostics *diagnostics,
                            struct nfh_arena *scratch, nfh_ruleset *ruleset)
{
    if (!check_criteria(library, diagnostics, scratch))
        return false;
    return diagnostics->errors > 0 || !ruleset->program || list_criteria(ruleset);
}
