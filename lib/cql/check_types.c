/* SPDX-License-Identifier: MIT
 *
 * check_types.c - the operators that name a type: is, as, cast, convert, minimum and maximum.
 */
#include <stdio.h>
#include <string.h>

#include "cql/check.h"

/* Whether a value of type `found` may be one of type `wanted`, without any conversion. */
static bool may_be(nfh_type found, nfh_type wanted)
{
    if (found == wanted || found == NFH_TYPE_ANY || wanted == NFH_TYPE_ANY)
        return true;
    if (nfh_priv_is_choice(found) && nfh_priv_is_choice(wanted))
        return (found & wanted & ~(nfh_type)NFH_TYPE_CHOICE) != 0;
    if (nfh_priv_is_choice(found))
        return nfh_priv_choice_index(found, wanted) != SIZE_MAX;
    if (nfh_priv_is_choice(wanted))
        return nfh_priv_choice_index(wanted, found) != SIZE_MAX;
    return found == (NFH_TYPE_ANY | NFH_TYPE_INTERVAL) && nfh_priv_is_interval(wanted);
}

nfh_type nfh_priv_check_as(struct nfh_checker *checker, struct nfh_node *node)
{
    nfh_type wanted = nfh_priv_check_specifier(checker, node->type_specifier);
    nfh_type found = nfh_priv_check_node(checker, node->child[0]);
    char a[NFH_TYPE_NAME_SIZE], b[NFH_TYPE_NAME_SIZE];

    if (wanted == NFH_TYPE_NONE || found == NFH_TYPE_NONE)
        return NFH_TYPE_NONE;
    if (!may_be(found, wanted))
        return nfh_priv_check_error(checker, node->mark, NFH_CODE_TYPE,
                                    "a value of type %s is never %s: use 'convert … to %s'",
                                    nfh_priv_type_name(found, a), nfh_priv_type_name(wanted, b),
                                    nfh_priv_type_name(wanted, b));
    if (wanted == NFH_TYPE_ANY)
        return found;
    if (nfh_priv_is_choice(found) && !nfh_priv_is_choice(wanted))
        return wanted; /* which of its types the value has shows when it runs */
    return nfh_priv_convert_child(checker, node, 0, wanted) ? wanted : NFH_TYPE_NONE;
}

nfh_type nfh_priv_check_is(struct nfh_checker *checker, struct nfh_node *node)
{
    nfh_type wanted = nfh_priv_check_specifier(checker, node->type_specifier);
    nfh_type found = nfh_priv_check_node(checker, node->child[0]);

    if (wanted == NFH_TYPE_NONE || found == NFH_TYPE_NONE)
        return NFH_TYPE_NONE;
    node->as.integer = wanted;
    return NFH_TYPE_BOOLEAN;
}

bool nfh_priv_check_unit(struct nfh_checker *checker, struct nfh_node *node)
{
    struct nfh_unit unit;
    struct nfh_unit_error error = {0, "not a calendar word", NULL};

    if (node->calendar ? nfh_priv_unit_calendar(node->text, node->length, &unit)
                       : nfh_priv_unit_parse(node->text, node->length, &unit, &error))
        return true;
    const char *better = error.suggestion;
    nfh_priv_check_error(checker, node->mark, NFH_CODE_UNIT, "'%.60s' is no UCUM unit: %s%s%s%s",
                         node->text, error.message, better ? "; did you mean '" : "",
                         better ? better : "", better ? "'?" : "");
    return false;
}

/* `convert x to T` is the function ToT, where there is one for x; and whatever converts without a
 * word. */
static nfh_type convert_to_type(struct nfh_checker *checker, struct nfh_node *node, nfh_type wanted)
{
    nfh_type found = node->child[0]->type;
    char a[NFH_TYPE_NAME_SIZE], b[NFH_TYPE_NAME_SIZE], name[NFH_TYPE_NAME_SIZE + 2];

    if (nfh_priv_conversion_cost(found, wanted) < NFH_NO_CONVERSION)
        return nfh_priv_convert_child(checker, node, 0, wanted) ? wanted : NFH_TYPE_NONE;
    snprintf(name, sizeof name, "To%s", nfh_priv_type_name(wanted, b));
    if (nfh_priv_resolve(name, &found, 1).operation)
        return nfh_priv_check_operator(checker, node, name);
    return nfh_priv_check_error(checker, node->mark, NFH_CODE_TYPE, "%s cannot be converted to %s",
                                nfh_priv_type_name(found, a), nfh_priv_type_name(wanted, b));
}

nfh_type nfh_priv_check_convert(struct nfh_checker *checker, struct nfh_node *node)
{
    nfh_type found = nfh_priv_check_node(checker, node->child[0]), wanted;

    if (!node->type_specifier) {
        if (!nfh_priv_check_unit(checker, node) ||
            !nfh_priv_require(checker, node, 0, NFH_TYPE_QUANTITY, "what is converted to a unit"))
            return NFH_TYPE_NONE;
        return NFH_TYPE_QUANTITY;
    }
    wanted = nfh_priv_check_specifier(checker, node->type_specifier);
    if (wanted == NFH_TYPE_NONE || found == NFH_TYPE_NONE)
        return NFH_TYPE_NONE;
    return convert_to_type(checker, node, wanted);
}

nfh_type nfh_priv_check_type_value(struct nfh_checker *checker, struct nfh_node *node)
{
    nfh_type type = nfh_priv_check_specifier(checker, node->type_specifier);
    char name[NFH_TYPE_NAME_SIZE];

    if (type == NFH_TYPE_NONE || nfh_priv_is_point(type))
        return type;
    return nfh_priv_check_error(checker, node->place, NFH_CODE_TYPE,
                                "%s has no minimum and maximum", nfh_priv_type_name(type, name));
}
