/* SPDX-License-Identifier: MIT
 *
 * check_codes.c - codes and concepts, and instances of the language's classes.
 */
#include <string.h>

#include "cql/check.h"

/* The name of a code system, which stands for the text of its address. */
static bool check_system(struct nfh_checker *checker, struct nfh_node *system)
{
    struct nfh_declaration *declaration = nfh_priv_check_reference(checker, system);

    if (!declaration)
        return false;
    if (declaration->kind == NFH_DECLARE_CODESYSTEM && declaration->expression) {
        system->kind = NFH_NODE_REFERENCE;
        system->resolved = declaration;
        system->type = NFH_TYPE_STRING;
        nfh_priv_symbol(declaration)->type = NFH_TYPE_STRING;
        declaration->expression->type = NFH_TYPE_STRING;
        return true;
    }
    nfh_priv_check_error(checker, system->place, NFH_CODE_TYPE,
                         "a code is from a code system: name one that a 'codesystem' declares");
    return false;
}

nfh_type nfh_priv_check_code(struct nfh_checker *checker, struct nfh_node *node)
{
    size_t codes = node->count - (node->has_display ? 1 : 0);
    bool good = true;

    if (node->has_display)
        nfh_priv_check_node(checker, node->child[codes]);
    if (node->text)
        return check_system(checker, node->child[0]) ? NFH_TYPE_CODE : NFH_TYPE_NONE;
    for (size_t i = 0; i < codes; i++) {
        nfh_priv_check_node(checker, node->child[i]);
        if (!nfh_priv_require(checker, node, i, NFH_TYPE_CODE, "a part of a concept"))
            good = false;
    }
    return good ? NFH_TYPE_CONCEPT : NFH_TYPE_NONE;
}

/* The elements of the classes that can be written as instances. */
static const struct {
    const char *name;
    nfh_type class, type;
} elements[] = {
    {"value", NFH_TYPE_QUANTITY, NFH_TYPE_DECIMAL},
    {"unit", NFH_TYPE_QUANTITY, NFH_TYPE_STRING},
    {"numerator", NFH_TYPE_RATIO, NFH_TYPE_QUANTITY},
    {"denominator", NFH_TYPE_RATIO, NFH_TYPE_QUANTITY},
    {"code", NFH_TYPE_CODE, NFH_TYPE_STRING},
    {"system", NFH_TYPE_CODE, NFH_TYPE_STRING},
    {"version", NFH_TYPE_CODE, NFH_TYPE_STRING},
    {"display", NFH_TYPE_CODE, NFH_TYPE_STRING},
    {"codes", NFH_TYPE_CONCEPT, NFH_TYPE_CODE},
    {"display", NFH_TYPE_CONCEPT, NFH_TYPE_STRING},
};

enum { ELEMENTS = sizeof elements / sizeof elements[0] };

static nfh_type report_element(struct nfh_checker *checker, const struct nfh_node *name,
                               nfh_type class)
{
    char type_name[NFH_TYPE_NAME_SIZE];
    struct nfh_nearest nearest;
    const char *best;

    nfh_priv_nearest_start(&nearest, name->text, strlen(name->text));
    for (size_t i = 0; i < ELEMENTS; i++)
        if (elements[i].class == class)
            nfh_priv_nearest_offer(&nearest, elements[i].name);
    best = nfh_priv_nearest_result(&nearest);
    return nfh_priv_check_error(checker, name->place, NFH_CODE_UNKNOWN_NAME,
                                "%s has no element called '%.100s'%s%s%s",
                                nfh_priv_type_name(class, type_name), name->text,
                                best ? "; did you mean '" : "", best ? best : "", best ? "'?" : "");
}

/* `codes` of a Concept may be a list of them. */
static bool check_codes(struct nfh_checker *checker, struct nfh_node *list)
{
    bool good = true;

    for (size_t i = 0; i < list->count; i++) {
        nfh_priv_check_node(checker, list->child[i]);
        if (!nfh_priv_require(checker, list, i, NFH_TYPE_CODE, "a code of a concept"))
            good = false;
    }
    list->type = nfh_priv_list_of(NFH_TYPE_CODE);
    return good;
}

/* Children: an identifier and a value, in turn. */
static bool check_element(struct nfh_checker *checker, struct nfh_node *node, size_t at,
                          nfh_type class)
{
    const struct nfh_node *name = node->child[at];
    size_t which = 0;

    while (which < ELEMENTS && (elements[which].class != class ||
                                strcmp(elements[which].name, name->text) != 0))
        which++;
    if (which == ELEMENTS)
        return report_element(checker, name, class) != NFH_TYPE_NONE;
    for (size_t i = 0; i < at; i += 2)
        if (strcmp(node->child[i]->text, name->text) == 0)
            return nfh_priv_check_error(checker, name->place, NFH_CODE_DUPLICATE,
                                        "'%.100s' stands a second time", name->text) !=
                   NFH_TYPE_NONE;
    if (class == NFH_TYPE_CONCEPT && elements[which].type == NFH_TYPE_CODE &&
        node->child[at + 1]->kind == NFH_NODE_LIST)
        return check_codes(checker, node->child[at + 1]);
    nfh_priv_check_node(checker, node->child[at + 1]);
    return nfh_priv_require(checker, node, at + 1, elements[which].type, "this element");
}

nfh_type nfh_priv_check_instance(struct nfh_checker *checker, struct nfh_node *node)
{
    nfh_type class = nfh_priv_check_specifier(checker, node->type_specifier);
    char name[NFH_TYPE_NAME_SIZE];
    bool good = true;

    if (class == NFH_TYPE_NONE)
        return NFH_TYPE_NONE;
    if (class != NFH_TYPE_QUANTITY && !nfh_priv_has_members(class))
        return nfh_priv_check_error(checker, node->place, NFH_CODE_TYPE,
                                    "%s is no class: only Quantity, Ratio, Code and Concept can be "
                                    "written with braces",
                                    nfh_priv_type_name(class, name));
    for (size_t i = 0; i + 1 < node->count; i += 2)
        if (!check_element(checker, node, i, class))
            good = false;
    return good ? class : NFH_TYPE_NONE;
}
