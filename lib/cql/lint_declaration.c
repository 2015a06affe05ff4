/* SPDX-License-Identifier: MIT
 *
 * lint_declaration.c - declarations that nothing uses, and tags that are missing or have no effect.
 */
#include <string.h>

#include "cql/lint.h"

/* --- what is not used ------------------------------------------------------------------------- */

static void look_at_use(struct nfh_linting *linting, const struct nfh_declaration *d)
{
    const struct nfh_source *source = linting->module->library->source;

    if (nfh_priv_symbol(d)->is_used)
        return;
    if (d->kind == NFH_DECLARE_PARAMETER)
        nfh_priv_lint_report(linting, source, d->place, NFH_CODE_WARN_UNUSED_PARAMETER,
                             "nothing uses the parameter '%.100s'", d->name);
    else if (d->kind == NFH_DECLARE_DEFINE && d->is_private && !nfh_priv_lint_is_criterion(d))
        nfh_priv_lint_report(linting, source, d->place, NFH_CODE_WARN_UNUSED_DEFINITION,
                             "nothing uses the private definition '%.100s'", d->name);
    else if (d->kind == NFH_DECLARE_FUNCTION && d->is_private)
        nfh_priv_lint_report(linting, source, d->place, NFH_CODE_WARN_UNUSED_FUNCTION,
                             "nothing uses the private function '%.100s'", d->name);
}

/* --- tags ------------------------------------------------------------------------------------- */

enum place_of_tag { ANYWHERE, ON_CRITERIA, ON_PARAMETERS };

static const struct {
    const char *name;
    enum place_of_tag where;
} tags[] = {
    {"accept", ON_PARAMETERS}, {"allow", ANYWHERE},       {"ask", ON_PARAMETERS},
    {"category", ON_CRITERIA}, {"cost", ON_PARAMETERS},   {"id", ON_CRITERIA},
    {"identifier", ANYWHERE},  {"max", ON_PARAMETERS},    {"min", ON_PARAMETERS},
    {"prompt", ON_PARAMETERS}, {"section", ANYWHERE},     {"short", ANYWHERE},
    {"source", ANYWHERE},      {"subcategory", ANYWHERE}, {"text", ANYWHERE},
    {"unit", ON_PARAMETERS},   {"values", ON_PARAMETERS},
};
#define TAGS (sizeof tags / sizeof tags[0])

static void look_at_name(struct nfh_linting *linting, const struct nfh_tag *tag)
{
    struct nfh_nearest nearest;
    const char *best;

    nfh_priv_nearest_start(&nearest, tag->name, strlen(tag->name));
    for (size_t i = 0; i < TAGS; i++)
        nfh_priv_nearest_offer(&nearest, tags[i].name);
    best = nfh_priv_nearest_result(&nearest);
    if (best)
        nfh_priv_lint_report(
            linting, linting->module->library->source, tag->place, NFH_CODE_WARN_TAG_NAME,
            "the tag '@%.40s' has no effect; did you mean '@%s'?", tag->name, best);
}

static void look_at_tag(struct nfh_linting *linting, const struct nfh_declaration *d,
                        const struct nfh_tag *tag)
{
    enum place_of_tag where = ANYWHERE;
    size_t at = 0;

    while (at < TAGS && strcmp(tags[at].name, tag->name) != 0)
        at++;
    if (at == TAGS)
        look_at_name(linting, tag);
    else
        where = tags[at].where;
    if (where == ON_CRITERIA && d->kind != NFH_DECLARE_DEFINE)
        nfh_priv_lint_report(linting, linting->module->library->source, tag->place,
                             NFH_CODE_WARN_TAG_PLACE,
                             "'@%s' has an effect before a definition only", tag->name);
    if (where == ON_PARAMETERS && d->kind != NFH_DECLARE_PARAMETER)
        nfh_priv_lint_report(linting, linting->module->library->source, tag->place,
                             NFH_CODE_WARN_TAG_PLACE, "'@%s' has an effect before a parameter only",
                             tag->name);
}

static bool has_text(const struct nfh_declaration *criterion, const char *name)
{
    const struct nfh_tag *tag = nfh_priv_find_tag(criterion->tags, name);

    return tag && tag->value[0] != '\0';
}

/* A check has no words in the protocol. */
static void look_at_texts(struct nfh_linting *linting, const struct nfh_declaration *criterion)
{
    const struct nfh_source *source = linting->module->library->source;
    const char *category = nfh_priv_find_tag(criterion->tags, "category")->value;

    if (!has_text(criterion, "short"))
        nfh_priv_lint_report(linting, source, criterion->place, NFH_CODE_WARN_NO_SHORT,
                             "the criterion has no @short: reports cannot say what it is about");
    if (!has_text(criterion, "text") && strcmp(category, "check") != 0)
        nfh_priv_lint_report(linting, source, criterion->place, NFH_CODE_WARN_NO_TEXT,
                             "the criterion has no @text: the protocol's own words");
}

void nfh_priv_lint_declarations(struct nfh_linting *linting)
{
    for (const struct nfh_declaration *d = linting->module->library->declarations; d; d = d->next) {
        look_at_use(linting, d);
        for (const struct nfh_tag *tag = d->tags; tag; tag = tag->next)
            look_at_tag(linting, d, tag);
        if (nfh_priv_lint_is_criterion(d))
            look_at_texts(linting, d);
    }
}

/* --- units and precisions
 * -------------------------------------------------------------------------------- */

void nfh_priv_lint_units(struct nfh_linting *linting)
{
    const struct nfh_lint *lint = linting->lowering->lint;

    for (size_t i = 0; i < lint->count; i++) {
        const struct nfh_lint_note *note = &lint->note[i];
        const struct nfh_node *node = note->node;
        if (note->source != linting->module->library->source)
            continue;
        if (note->kind == NFH_LINT_PRECISION)
            nfh_priv_lint_report(linting, note->source, node->mark, NFH_CODE_WARN_PRECISION,
                                 "a Date is compared with a DateTime, and on the same day that is "
                                 "null: say how far, as in 'before day of' or 'same day as'");
        else if (note->kind == NFH_LINT_NUMBER)
            nfh_priv_lint_report(linting, note->source, node->child[note->child]->place,
                                 NFH_CODE_WARN_BARE_NUMBER,
                                 "a number without a unit is compared with a quantity of any unit: "
                                 "write the unit, as in 5 'mg', or declare @unit");
        else if (note->kind == NFH_LINT_DURATION)
            nfh_priv_lint_report(linting, note->source, node->child[1]->place,
                                 NFH_CODE_WARN_DURATION,
                                 "a date takes no quantity of this unit, which is always an error: "
                                 "years, months, weeks and days are durations of the calendar");
    }
}
