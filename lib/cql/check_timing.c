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
        return timing->proper ? "ProperIncludes" : "Includes";
    case NFH_TIMING_DURING:
        return timing->proper ? "ProperIncludedIn" : "IncludedIn";
    case NFH_TIMING_MEETS:
        return "Meets";
    case NFH_TIMING_MEETS_BEFORE:
        return "MeetsBefore";
    case NFH_TIMING_MEETS_AFTER:
        return "MeetsAfter";
    case NFH_TIMING_OVERLAPS:
        return "Overlaps";
    case NFH_TIMING_OVERLAPS_BEFORE:
        return "OverlapsBefore";
    case NFH_TIMING_OVERLAPS_AFTER:
        return "OverlapsAfter";
    case NFH_TIMING_STARTS:
        return "Starts";
    case NFH_TIMING_ENDS:
        return "Ends";
    default:
        return NULL;
    }
}

/* Whether a value has a place in time that an offset can be counted from. */
static bool is_dated(nfh_type type)
{
    nfh_type point = nfh_priv_point_of(type);

    return point == NFH_TYPE_DATE || point == NFH_TYPE_DATETIME || point == NFH_TYPE_TIME ||
           type == NFH_TYPE_ANY;
}

/* `left 3 days or less before right`: children are left, right and the offset. */
static nfh_type check_offset(struct nfh_checker *checker, struct nfh_node *node)
{
    char name[NFH_TYPE_NAME_SIZE], other[NFH_TYPE_NAME_SIZE];
    nfh_type point;

    for (size_t i = 0; i < 2; i++) {
        if (node->child[i]->type == NFH_TYPE_NONE)
            return NFH_TYPE_NONE;
        if (!is_dated(node->child[i]->type))
            return nfh_priv_check_error(
                checker, node->child[i]->place, NFH_CODE_TYPE,
                "a distance in time is between dates, times or intervals of them, not %s",
                nfh_priv_type_name(node->child[i]->type, name));
    }
    point = nfh_priv_common_type(nfh_priv_point_of(node->child[0]->type),
                                 nfh_priv_point_of(node->child[1]->type));
    if (point == NFH_TYPE_NONE)
        return nfh_priv_check_error(checker, node->mark, NFH_CODE_NO_OVERLOAD,
                                    "there is no distance in time between %s and %s",
                                    nfh_priv_type_name(node->child[0]->type, name),
                                    nfh_priv_type_name(node->child[1]->type, other));
    if (point == NFH_TYPE_ANY)
        point = NFH_TYPE_DATE;
    for (size_t i = 0; i < 2; i++) {
        bool is_interval = nfh_priv_is_interval(node->child[i]->type);
        if (!nfh_priv_convert_child(checker, node, i,
                                    is_interval ? nfh_priv_interval_of(point) : point))
            return NFH_TYPE_NONE;
    }
    if (!nfh_priv_require(checker, node, 2, NFH_TYPE_QUANTITY, "the distance"))
        return NFH_TYPE_NONE;
    return NFH_TYPE_BOOLEAN;
}

/* `same day or before` of a point and an interval: the point is promoted to an interval, as nowhere
 * else; `before` and `after` take it as it is. */
static bool promote_point(struct nfh_checker *checker, struct nfh_node *node)
{
    nfh_type left = node->child[0]->type, right = node->child[1]->type;
    unsigned relation = node->as.timing.relation;

    if (relation > NFH_TIMING_AFTER || relation == NFH_TIMING_SAME)
        return true;
    if ((relation == NFH_TIMING_BEFORE || relation == NFH_TIMING_AFTER) &&
        !node->as.timing.inclusive)
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
    if (node->as.timing.relation == NFH_TIMING_WITHIN || node->as.timing.offset != NFH_DISTANCE_NONE)
        return check_offset(checker, node);
    for (size_t i = 0; i < node->count; i++)
        if (node->child[i]->type == NFH_TYPE_NONE)
            return NFH_TYPE_NONE;
    if (!promote_point(checker, node))
        return NFH_TYPE_NONE;
    node->precision = node->as.timing.precision;
    return nfh_priv_check_operator(checker, node, name);
}
