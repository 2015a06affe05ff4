/* SPDX-License-Identifier: MIT
 *
 * ruleset.c - a compiled rule set: what it needs and what it decides.
 */
#include <string.h>

#include "cql/diagnostic.h"
#include "screen/builtin.h"
#include "screen/handles.h"

nfh_ruleset *nfh_priv_ruleset_new(const struct nfh_memory *memory)
{
    nfh_ruleset *ruleset = nfh_priv_allocate(memory, sizeof *ruleset);
    if (ruleset) {
        ruleset->memory = *memory;
        nfh_priv_arena_init(&ruleset->arena, memory, 0);
    }
    return ruleset;
}

void nfh_ruleset_free(nfh_ruleset *ruleset)
{
    if (!ruleset)
        return;
    struct nfh_memory memory = ruleset->memory;
    nfh_priv_arena_free(&ruleset->arena);
    nfh_priv_free(&memory, ruleset);
}

/* A report must copy these inputs' texts and units, so as not to refer to the subject. */
static bool keeps_more_than_value(const struct nfh_input *input)
{
    return (input->type == NFH_TYPE_STRING && !input->values) ||
           (input->type == NFH_TYPE_QUANTITY && !input->unit) || input->accept;
}

static bool list_inputs(nfh_ruleset *ruleset)
{
    const struct nfh_program *program = ruleset->program;
    ruleset->kept =
        nfh_priv_arena_allocate(&ruleset->arena, program->input_count * sizeof *ruleset->kept);
    if (!ruleset->kept ||
        !nfh_priv_names_init(&ruleset->parameters, &ruleset->arena, program->input_count))
        return false;
    for (size_t i = 0; i < program->input_count; i++) {
        nfh_priv_names_add(&ruleset->parameters, program->input[i].name, i);
        if (keeps_more_than_value(&program->input[i]))
            ruleset->kept[ruleset->kept_count++] = i;
    }
    return true;
}

static bool list_definitions(nfh_ruleset *ruleset)
{
    const struct nfh_program *program = ruleset->program;
    ruleset->definition = nfh_priv_arena_allocate(&ruleset->arena, program->output_count *
                                                                       sizeof *ruleset->definition);
    for (size_t i = 0; ruleset->definition && i < program->output_count; i++) {
        if (!program->output[i].is_private)
            ruleset->definition[ruleset->definition_count++] = &program->output[i];
    }
    return ruleset->definition != NULL;
}

bool nfh_priv_ruleset_complete(nfh_ruleset *ruleset)
{
    return list_inputs(ruleset) && list_definitions(ruleset);
}

int nfh_builtin_name(size_t index, const char **name)
{
    if (!name)
        return NFH_E_NULL;
    *name = index < nfh_priv_builtin_count ? nfh_priv_builtins[index].name : NULL;
    return *name ? NFH_OK : NFH_E_INDEX;
}

int nfh_builtin_text(size_t index, const char **text, size_t *length)
{
    bool found = index < nfh_priv_builtin_count;
    if (text)
        *text = found ? nfh_priv_builtins[index].text : NULL;
    if (length)
        *length = found ? nfh_priv_builtins[index].length : 0;
    if (!text || !length)
        return NFH_E_NULL;
    return found ? NFH_OK : NFH_E_INDEX;
}

int nfh_ruleset_name(const nfh_ruleset *ruleset, const char **name)
{
    if (!name)
        return NFH_E_NULL;
    *name = ruleset ? ruleset->program->name : NULL;
    return ruleset ? NFH_OK : NFH_E_NULL;
}

int nfh_ruleset_version(const nfh_ruleset *ruleset, const char **version)
{
    if (!version)
        return NFH_E_NULL;
    *version = ruleset ? ruleset->program->version : NULL;
    return ruleset ? NFH_OK : NFH_E_NULL;
}

int nfh_ruleset_digest(const nfh_ruleset *ruleset, const char **digest)
{
    if (!digest)
        return NFH_E_NULL;
    *digest = ruleset ? ruleset->digest : NULL;
    return ruleset ? NFH_OK : NFH_E_NULL;
}

/* ---- Parameters ------------------------------------------------------------------------------ */

int nfh_ruleset_parameter_count(const nfh_ruleset *ruleset, size_t *count)
{
    if (!count)
        return NFH_E_NULL;
    *count = ruleset ? ruleset->program->input_count : 0;
    return ruleset ? NFH_OK : NFH_E_NULL;
}

/* The result of looking a name up in a table, as the public functions give it. */
static int find_name(const struct nfh_name_table *table, const char *name, size_t *index)
{
    size_t found = nfh_priv_names_find(table, name);
    if (found == NFH_NO_INDEX)
        return NFH_E_NAME;
    *index = found;
    return NFH_OK;
}

int nfh_ruleset_parameter_index(const nfh_ruleset *ruleset, const char *name, size_t *index)
{
    if (!index)
        return NFH_E_NULL;
    *index = 0;
    return ruleset && name ? find_name(&ruleset->parameters, name, index) : NFH_E_NULL;
}

int nfh_ruleset_parameter_nearest(const nfh_ruleset *ruleset, const char *name,
                                  const char **nearest)
{
    if (!nearest)
        return NFH_E_NULL;
    *nearest = NULL;
    if (!ruleset || !name)
        return NFH_E_NULL;
    struct nfh_nearest search;
    nfh_priv_nearest_start(&search, name, strlen(name));
    for (size_t i = 0; i < ruleset->program->input_count; i++)
        nfh_priv_nearest_offer(&search, ruleset->program->input[i].name);
    *nearest = nfh_priv_nearest_result(&search);
    return NFH_OK;
}

/* The input of that index; NULL and why not in *status. */
static const struct nfh_input *find_input(const nfh_ruleset *ruleset, size_t index, int *status)
{
    *status = NFH_OK;
    if (!ruleset)
        *status = NFH_E_NULL;
    else if (index >= ruleset->program->input_count)
        *status = NFH_E_INDEX;
    return *status == NFH_OK ? &ruleset->program->input[index] : NULL;
}

int nfh_ruleset_parameter_name(const nfh_ruleset *ruleset, size_t index, const char **name)
{
    if (!name)
        return NFH_E_NULL;
    int status;
    const struct nfh_input *input = find_input(ruleset, index, &status);
    *name = input ? input->name : NULL;
    return status;
}

int nfh_ruleset_parameter_type(const nfh_ruleset *ruleset, size_t index, int *type)
{
    if (!type)
        return NFH_E_NULL;
    int status;
    const struct nfh_input *input = find_input(ruleset, index, &status);
    *type = input ? (int)input->type : 0;
    return status;
}

int nfh_ruleset_parameter_unit(const nfh_ruleset *ruleset, size_t index, const char **unit)
{
    if (!unit)
        return NFH_E_NULL;
    int status;
    const struct nfh_input *input = find_input(ruleset, index, &status);
    *unit = input && input->unit ? input->unit->text : NULL;
    return status;
}

int nfh_ruleset_parameter_tag(const nfh_ruleset *ruleset, size_t index, const char *tag,
                              const char **value)
{
    if (!value)
        return NFH_E_NULL;
    *value = NULL;
    if (!tag)
        return NFH_E_NULL;
    int status;
    const struct nfh_input *input = find_input(ruleset, index, &status);
    *value = input ? nfh_priv_tag(input->tags, tag) : NULL;
    return status;
}

/* ---- Criteria -------------------------------------------------------------------------------- */

int nfh_ruleset_criterion_count(const nfh_ruleset *ruleset, size_t *count)
{
    if (!count)
        return NFH_E_NULL;
    *count = ruleset ? ruleset->criterion_count : 0;
    return ruleset ? NFH_OK : NFH_E_NULL;
}

int nfh_ruleset_criterion_index(const nfh_ruleset *ruleset, const char *id, size_t *index)
{
    if (!index)
        return NFH_E_NULL;
    *index = 0;
    return ruleset && id ? find_name(&ruleset->criteria, id, index) : NFH_E_NULL;
}

static const struct nfh_criterion *find_criterion(const nfh_ruleset *ruleset, size_t index,
                                                  int *status)
{
    *status = NFH_OK;
    if (!ruleset)
        *status = NFH_E_NULL;
    else if (index >= ruleset->criterion_count)
        *status = NFH_E_INDEX;
    return *status == NFH_OK ? &ruleset->criterion[index] : NULL;
}

int nfh_ruleset_criterion_id(const nfh_ruleset *ruleset, size_t index, const char **id)
{
    if (!id)
        return NFH_E_NULL;
    int status;
    const struct nfh_criterion *criterion = find_criterion(ruleset, index, &status);
    *id = criterion ? criterion->id : NULL;
    return status;
}

int nfh_ruleset_criterion_name(const nfh_ruleset *ruleset, size_t index, const char **name)
{
    if (!name)
        return NFH_E_NULL;
    int status;
    const struct nfh_criterion *criterion = find_criterion(ruleset, index, &status);
    *name = criterion ? criterion->name : NULL;
    return status;
}

int nfh_ruleset_criterion_category(const nfh_ruleset *ruleset, size_t index, int *category)
{
    if (!category)
        return NFH_E_NULL;
    int status;
    const struct nfh_criterion *criterion = find_criterion(ruleset, index, &status);
    *category = criterion ? criterion->category : 0;
    return status;
}

int nfh_ruleset_criterion_tag(const nfh_ruleset *ruleset, size_t index, const char *tag,
                              const char **value)
{
    if (!value)
        return NFH_E_NULL;
    *value = NULL;
    if (!tag)
        return NFH_E_NULL;
    int status;
    const struct nfh_criterion *criterion = find_criterion(ruleset, index, &status);
    *value = criterion ? nfh_priv_tag(criterion->output->tags, tag) : NULL;
    return status;
}

/* ---- Definitions ----------------------------------------------------------------------------- */

int nfh_ruleset_definition_count(const nfh_ruleset *ruleset, size_t *count)
{
    if (!count)
        return NFH_E_NULL;
    *count = ruleset ? ruleset->definition_count : 0;
    return ruleset ? NFH_OK : NFH_E_NULL;
}

int nfh_ruleset_definition_name(const nfh_ruleset *ruleset, size_t index, const char **name)
{
    if (!name)
        return NFH_E_NULL;
    *name = NULL;
    if (!ruleset)
        return NFH_E_NULL;
    if (index >= ruleset->definition_count)
        return NFH_E_INDEX;
    *name = ruleset->definition[index]->name;
    return NFH_OK;
}
