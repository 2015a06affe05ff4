/* SPDX-License-Identifier: MIT
 *
 * check_timing.c - timing phrases: `before`, `during`, `3 days or less on or before` …
 */
#include "cql/check.h"

/* The operator that a relation without an offset is, or NULL. */
static const char *relation_operator(const struct nfh_timing *timing)
{
    switch (timing->relation) {
    case NFH_TIMING_SAME:
        return "SameAs";
    case NFH_TIMING_SAME_OR_BEFORE:
        return "SameOrBefore";
    case NFH_TIMING_SAME_OR_AFTER:
        return "SameOrAfter";
    case NFH_TIMING_BEFORE:
        return timing->inclusive ? "SameOrBefore" : "Before";
    case NFH_TIMING_AFTER:
        return timing->inclusive ? "SameOrAfter" : "After";
    case NFH_TIMING_INCLUDES:
        return timing->proper ? NULL : "Includes";
    case NFH_TIMING_DURING:
        return timing->proper ? NULL : "IncludedIn";
    case NFH_TIMING_OVERLAPS:
        return "Overlaps";
    default:
        return NULL;
    }
}

/* Whether a value has a place in time that an offset can be counted from. */
static bool is_dated(nfh_type type)
{
    return type == NFH_TYPE_DATE || type == (NFH_TYPE_DATE | NFH_TYPE_INTERVAL) ||
           type == NFH_TYPE_ANY;
}

/* `left 3 days or less before right`: children are left, right and the offset. */
static nfh_type check_offset(struct nfh_checker *checker, struct nfh_node *node)
{
    char name[NFH_TYPE_NAME_SIZE];

    for (size_t i = 0; i < 2; i++) {
        if (node->child[i]->type == NFH_TYPE_NONE)
            return NFH_TYPE_NONE;
        if (!is_dated(node->child[i]->type))
            return nfh_priv_check_error(
                checker, node->child[i]->place, NFH_CODE_TYPE,
                "a distance in time is between dates or intervals of dates, not %s",
                nfh_priv_type_name(node->child[i]->type, name));
        if (node->child[i]->type == NFH_TYPE_ANY &&
            !nfh_priv_convert_child(checker, node, i, NFH_TYPE_DATE))
            return NFH_TYPE_NONE;
    }
    if (!nfh_priv_require(checker, node, 2, NFH_TYPE_QUANTITY, "the distance"))
        return NFH_TYPE_NONE;
    return NFH_TYPE_BOOLEAN;
}

/* `same day or before` of a point and an interval: the point is promoted to an interval, as nowhere
 * else. */
static bool promote_point(struct nfh_checker *checker, struct nfh_node *node)
{
    nfh_type left = node->child[0]->type, right = node->child[1]->type;

    if (node->as.timing.relation > NFH_TIMING_AFTER || node->as.timing.relation == NFH_TIMING_SAME)
        return true;
    if (nfh_priv_is_interval(left) && !nfh_priv_is_interval(right) && right != NFH_TYPE_ANY)
        return nfh_priv_convert_child(checker, node, 1, nfh_priv_interval_of(right));
    if (nfh_priv_is_interval(right) && !nfh_priv_is_interval(left) && left != NFH_TYPE_ANY)
        return nfh_priv_convert_child(checker, node, 0, nfh_priv_interval_of(left));
    return true;
}

nfh_type nfh_priv_check_timing(struct nfh_checker *checker, struct nfh_node *node)
{
    const char *name = relation_operator(&node->as.timing);

    for (size_t i = 0; i < node->count; i++)
        nfh_priv_check_node(checker, node->child[i]);
    if (node->as.timing.relation == NFH_TIMING_WITHIN || node->as.timing.offset != NFH_OFFSET_NONE)
        return check_offset(checker, node);
    if (!name) /* no operator is called "": refused by the words of the phrase */
        return nfh_priv_check_operator(checker, node, "");
    for (size_t i = 0; i < node->count; i++)
        if (node->child[i]->type == NFH_TYPE_NONE)
            return NFH_TYPE_NONE;
    if (!promote_point(checker, node))
        return NFH_TYPE_NONE;
    node->precision = node->as.timing.precision;
    return nfh_priv_check_operator(checker, node, name);
}
