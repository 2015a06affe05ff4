/* SPDX-License-Identifier: MIT
 *
 * check_names.c - what names stand for: values, members, functions and their overloads.
 */
#include <string.h>

#include "cql/check.h"

static bool is_value(const struct nfh_declaration *declaration)
{
    return declaration &&
           (declaration->kind == NFH_DECLARE_DEFINE || declaration->kind == NFH_DECLARE_PARAMETER ||
            declaration->kind == NFH_DECLARE_CODE || declaration->kind == NFH_DECLARE_CONCEPT);
}

/* An error beyond those that are kept needs no suggestion: the search for one takes time. */
static bool is_kept(const struct nfh_checker *checker)
{
    return checker->compilation->diagnostics->count < NFH_DIAGNOSTICS_MAX;
}

static void offer_values(struct nfh_nearest *nearest, const struct nfh_module *module)
{
    for (size_t i = 0; i < module->count; i++)
        if (is_value(module->by_name[i]))
            nfh_priv_nearest_offer(nearest, module->by_name[i]->name);
}

static nfh_type report_unknown_name(struct nfh_checker *checker, const struct nfh_node *node,
                                    const struct nfh_module *module,
                                    const struct nfh_declaration *function)
{
    struct nfh_nearest nearest;
    const char *best;

    nfh_priv_nearest_start(&nearest, node->text, node->length);
    if (is_kept(checker))
        offer_values(&nearest, module);
    for (size_t i = 0; function && i < function->operand_count; i++)
        nfh_priv_nearest_offer(&nearest, function->operand[i].name);
    best = nfh_priv_nearest_result(&nearest);
    return nfh_priv_check_error(checker, node->mark, NFH_CODE_UNKNOWN_NAME,
                                "no definition or parameter is called '%.100s'%s%s%s", node->text,
                                best ? "; did you mean '" : "", best ? best : "", best ? "'?" : "");
}

/* The node stands for a declared value. */
static nfh_type refer(struct nfh_checker *checker, struct nfh_node *node,
                      struct nfh_declaration *declaration)
{
    node->kind = NFH_NODE_REFERENCE;
    node->resolved = declaration;
    nfh_priv_symbol(declaration)->is_used = true;
    return nfh_priv_check_declaration(checker, declaration, node->mark);
}

/* A name that stands for something other than a value. */
static nfh_type report_no_value(struct nfh_checker *checker, const struct nfh_node *node,
                                const struct nfh_declaration *found)
{
    if (found->kind == NFH_DECLARE_INCLUDE)
        return nfh_priv_check_error(
            checker, node->mark, NFH_CODE_TYPE,
            "'%.100s' is a library: name one of its definitions after a dot", node->text);
    if (found->kind == NFH_DECLARE_VALUESET)
        return nfh_priv_check_error(checker, node->mark, NFH_CODE_UNSUPPORTED,
                                    "'%.100s' is a value set, which can be declared only",
                                    node->text);
    return nfh_priv_check_error(checker, node->mark, NFH_CODE_TYPE,
                                "'%.100s' is a code system: it can be named in a code only",
                                node->text);
}

nfh_type nfh_priv_check_name(struct nfh_checker *checker, struct nfh_node *node)
{
    const struct nfh_declaration *function = checker->declaration;
    struct nfh_declaration *found;

    if (function && function->kind != NFH_DECLARE_FUNCTION)
        function = NULL;
    for (size_t i = 0; function && i < function->operand_count; i++) {
        if (strcmp(function->operand[i].name, node->text) != 0)
            continue;
        node->kind = NFH_NODE_OPERAND;
        node->as.integer = (int64_t)i;
        return nfh_priv_symbol(function)->operand[i];
    }
    found = nfh_priv_find_value(checker->module, node->text);
    if (is_value(found))
        return refer(checker, node, found);
    return found ? report_no_value(checker, node, found)
                 : report_unknown_name(checker, node, checker->module, function);
}

/* The library that an identifier stands for as the alias of an include, or NULL. */
static struct nfh_declaration *include_of(const struct nfh_checker *checker,
                                          const struct nfh_node *node)
{
    struct nfh_declaration *found;

    if (!node || node->kind != NFH_NODE_IDENTIFIER)
        return NULL;
    found = nfh_priv_find_value(checker->module, node->text);
    return found && found->kind == NFH_DECLARE_INCLUDE ? found : NULL;
}

static nfh_type check_part(struct nfh_checker *checker, struct nfh_node *node, nfh_type whole)
{
    static const struct {
        const char *name;
        nfh_type whole; /* NFH_TYPE_INTERVAL: of any interval */
        int part;
        nfh_type type; /* NFH_TYPE_NONE: the interval's point type */
    } parts[] = {
        {"value", NFH_TYPE_QUANTITY, NFH_PART_VALUE, NFH_TYPE_DECIMAL},
        {"unit", NFH_TYPE_QUANTITY, NFH_PART_UNIT, NFH_TYPE_STRING},
        {"low", NFH_TYPE_INTERVAL, NFH_PART_LOW, NFH_TYPE_NONE},
        {"high", NFH_TYPE_INTERVAL, NFH_PART_HIGH, NFH_TYPE_NONE},
        {"lowClosed", NFH_TYPE_INTERVAL, NFH_PART_LOW_CLOSED, NFH_TYPE_BOOLEAN},
        {"highClosed", NFH_TYPE_INTERVAL, NFH_PART_HIGH_CLOSED, NFH_TYPE_BOOLEAN},
        {"numerator", NFH_TYPE_RATIO, NFH_PART_MEMBER, NFH_TYPE_QUANTITY},
        {"denominator", NFH_TYPE_RATIO, NFH_PART_MEMBER + 1, NFH_TYPE_QUANTITY},
        {"code", NFH_TYPE_CODE, NFH_PART_MEMBER, NFH_TYPE_STRING},
        {"system", NFH_TYPE_CODE, NFH_PART_MEMBER + 1, NFH_TYPE_STRING},
        {"version", NFH_TYPE_CODE, NFH_PART_MEMBER + 2, NFH_TYPE_STRING},
        {"display", NFH_TYPE_CODE, NFH_PART_MEMBER + 3, NFH_TYPE_STRING},
        {"display", NFH_TYPE_CONCEPT, NFH_PART_MEMBER, NFH_TYPE_STRING},
    };
    char name[NFH_TYPE_NAME_SIZE];

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        bool fits = parts[i].whole == NFH_TYPE_INTERVAL ? nfh_priv_is_interval(whole)
                                                        : parts[i].whole == whole;
        if (strcmp(parts[i].name, node->text) != 0 || !fits)
            continue;
        node->kind = NFH_NODE_PART;
        node->as.integer = parts[i].part;
        return parts[i].type != NFH_TYPE_NONE ? parts[i].type : nfh_priv_point_of(whole);
    }
    return nfh_priv_check_error(checker, node->mark, NFH_CODE_UNKNOWN_NAME,
                                "%s has no part called '%.100s'", nfh_priv_type_name(whole, name),
                                node->text);
}

struct nfh_declaration *nfh_priv_check_reference(struct nfh_checker *checker,
                                                 const struct nfh_node *node)
{
    struct nfh_declaration *include =
        node->kind == NFH_NODE_MEMBER ? include_of(checker, node->child[0]) : NULL;
    struct nfh_module *module = include ? nfh_priv_symbol(include)->included : checker->module;
    struct nfh_declaration *found;

    if (!module)
        return NULL; /* reported where it is included */
    if (node->kind != NFH_NODE_IDENTIFIER && !include) {
        nfh_priv_check_error(checker, node->place, NFH_CODE_TYPE, "expected a name here");
        return NULL;
    }
    found = nfh_priv_find_value(module, node->text);
    if (!found)
        report_unknown_name(checker, node, module, NULL);
    return found;
}

nfh_type nfh_priv_check_member(struct nfh_checker *checker, struct nfh_node *node)
{
    struct nfh_declaration *include = include_of(checker, node->child[0]), *found;
    nfh_type whole;

    if (!include) {
        whole = nfh_priv_check_node(checker, node->child[0]);
        return whole == NFH_TYPE_NONE ? whole : check_part(checker, node, whole);
    }
    struct nfh_module *module = nfh_priv_symbol(include)->included;
    if (!module)
        return NFH_TYPE_NONE; /* reported where it is included */
    found = nfh_priv_find_value(module, node->text);
    if (!is_value(found))
        return found ? report_no_value(checker, node, found)
                     : report_unknown_name(checker, node, module, NULL);
    if (found->is_private)
        return nfh_priv_check_error(checker, node->mark, NFH_CODE_PRIVATE,
                                    "'%.100s' is private to library '%s'", node->text,
                                    include->name);
    return refer(checker, node, found);
}

/* Puts the value before the dot in front of the arguments: `x.f(y)` is f(x, y). */
static bool make_fluent(struct nfh_checker *checker, struct nfh_node *node)
{
    struct nfh_node **children = nfh_priv_arena_allocate(checker->compilation->scratch,
                                                         (node->count + 1) * sizeof *children);

    if (!children) {
        checker->compilation->diagnostics->out_of_memory = true;
        return false;
    }
    children[0] = node->target;
    for (size_t i = 0; i < node->count; i++)
        children[i + 1] = node->child[i];
    node->child = children;
    node->count++;
    node->target = NULL;
    return true;
}

/* What handing the node's children to a function costs. */
static int call_cost(const struct nfh_node *node, const struct nfh_declaration *function)
{
    const nfh_type *operand = nfh_priv_symbol(function)->operand;
    int cost = 0;

    if (function->operand_count != node->count)
        return NFH_NO_CONVERSION;
    for (size_t i = 0; i < node->count && cost < NFH_NO_CONVERSION; i++)
        cost += nfh_priv_conversion_cost(node->child[i]->type, operand[i]);
    return cost < NFH_NO_CONVERSION ? cost : NFH_NO_CONVERSION;
}

static nfh_type apply(struct nfh_checker *checker, struct nfh_node *node,
                      struct nfh_declaration *function)
{
    for (size_t i = 0; i < node->count; i++)
        if (!nfh_priv_convert_child(checker, node, i, nfh_priv_symbol(function)->operand[i]))
            return NFH_TYPE_NONE;
    node->kind = NFH_NODE_APPLY;
    node->resolved = function;
    nfh_priv_symbol(function)->is_used = true;
    return nfh_priv_check_declaration(checker, function, node->mark);
}

/* How far the search for a library's own function came. */
enum search { SEARCH_NO_NAME, SEARCH_NO_FIT, SEARCH_DONE };

/* A call of one of a library's own functions; when the search is done, its type or, after an error,
 * none. */
static nfh_type check_own_function(struct nfh_checker *checker, struct nfh_node *node,
                                   const struct nfh_module *module, bool fluent,
                                   enum search *search)
{
    size_t count;
    struct nfh_declaration **candidates = nfh_priv_find(module, node->text, &count), *best = NULL;
    int best_cost = NFH_NO_CONVERSION;
    bool ambiguous = false;

    *search = SEARCH_NO_NAME;
    for (size_t i = 0; i < count; i++) {
        if (candidates[i]->kind != NFH_DECLARE_FUNCTION || (fluent && !candidates[i]->is_fluent))
            continue;
        if (candidates[i]->is_private && module != checker->module)
            continue;
        *search = SEARCH_NO_FIT;
        int cost = call_cost(node, candidates[i]);
        if (cost >= NFH_NO_CONVERSION || cost > best_cost)
            continue;
        ambiguous = cost == best_cost;
        best_cost = cost;
        best = candidates[i];
    }
    if (best)
        *search = SEARCH_DONE;
    if (best && !ambiguous)
        return apply(checker, node, best);
    if (best) {
        char types[NFH_TYPES_TEXT];
        return nfh_priv_check_error(checker, node->mark, NFH_CODE_AMBIGUOUS,
                                    "'%.100s' is ambiguous for (%s): say which type with 'as'",
                                    node->text, nfh_priv_types_text(node, 0, node->count, types));
    }
    return NFH_TYPE_NONE;
}

/* Its arguments are of one type, or of types that convert; a list may mix them, as any list. */
static nfh_type check_coalesce(struct nfh_checker *checker, struct nfh_node *node)
{
    nfh_type type;
    bool is_list = node->count == 1 && node->child[0]->kind == NFH_NODE_LIST, mixes = is_list;

    if (node->count < 2 && !is_list)
        return nfh_priv_check_error(checker, node->mark, NFH_CODE_NO_OVERLOAD,
                                    "'Coalesce' needs two values to choose from, or a list");
    if (is_list) {
        struct nfh_node *list = node->child[0];
        node->child = list->child;
        node->count = list->count;
    }
    if (node->count == 0) { /* of the empty list: null */
        node->kind = NFH_NODE_NULL;
        return NFH_TYPE_ANY;
    }
    for (size_t i = 0; i < node->count; i++)
        mixes = mixes || nfh_priv_is_choice(node->child[i]->type);
    type = nfh_priv_unify_children(checker, node, 0, node->count,
                                   mixes ? nfh_priv_joined_type : nfh_priv_common_type,
                                   "what 'Coalesce' chooses from");
    if (nfh_priv_is_list(type))
        return nfh_priv_check_error(checker, node->mark, NFH_CODE_UNSUPPORTED,
                                    "'Coalesce' of lists is not supported");
    node->kind = NFH_NODE_COALESCE;
    return type;
}

static bool has_function(const struct nfh_module *module, const char *name)
{
    size_t count;
    struct nfh_declaration **found = nfh_priv_find(module, name, &count);

    for (size_t i = 0; i < count; i++)
        if (found[i]->kind == NFH_DECLARE_FUNCTION)
            return true;
    return false;
}

/* Functions of the language that this library does not evaluate, each with a blank behind it. */
static const char foreign_functions[] =
    "AgeInDays AgeInDaysAt AgeInHours AgeInHoursAt AgeInMinutes AgeInMinutesAt AgeInMonths "
    "AgeInMonthsAt AgeInSeconds AgeInSecondsAt AgeInWeeks AgeInWeeksAt AgeInYears AgeInYearsAt "
    "AllTrue AnyTrue Avg Combine Count Exists Expand First Flatten GeometricMean IndexOf Last Max "
    "Median Min Mode PopulationStdDev PopulationVariance Product Size Skip Split SplitOnMatches "
    "StdDev Sum Tail Take Variance ";

static bool is_function_of_cql(const char *name)
{
    size_t length = strlen(name);

    for (const char *word = foreign_functions, *end; (end = strchr(word, ' ')) != NULL;
         word = end + 1)
        if ((size_t)(end - word) == length && memcmp(word, name, length) == 0)
            return true;
    return false;
}

static nfh_type report_unknown_function(struct nfh_checker *checker, const struct nfh_node *node,
                                        const struct nfh_module *module, bool known, bool system)
{
    struct nfh_nearest nearest;
    const char *best;
    size_t count;
    const struct nfh_operator *table = nfh_priv_operator_table(&count);
    char types[NFH_TYPES_TEXT];

    if (known)
        return nfh_priv_check_error(checker, node->mark, NFH_CODE_NO_OVERLOAD,
                                    "function '%.100s' is not defined for (%s)", node->text,
                                    nfh_priv_types_text(node, 0, node->count, types));
    if (has_function(module, node->text))
        return module != checker->module
                   ? nfh_priv_check_error(checker, node->mark, NFH_CODE_PRIVATE,
                                          "function '%.100s' is private to its library", node->text)
                   : nfh_priv_check_error(
                         checker, node->mark, NFH_CODE_UNKNOWN_NAME,
                         "function '%.100s' is not declared as fluent: the value goes in its "
                         "parentheses",
                         node->text);
    if (system && is_function_of_cql(node->text))
        return nfh_priv_check_error(checker, node->mark, NFH_CODE_UNSUPPORTED,
                                    "function '%.100s' is not supported", node->text);
    nfh_priv_nearest_start(&nearest, node->text, node->length);
    for (size_t i = 0; i < module->count && is_kept(checker); i++)
        if (module->by_name[i]->kind == NFH_DECLARE_FUNCTION)
            nfh_priv_nearest_offer(&nearest, module->by_name[i]->name);
    for (size_t i = 0; system && i < count; i++)
        nfh_priv_nearest_offer(&nearest, table[i].name);
    best = nfh_priv_nearest_result(&nearest);
    return nfh_priv_check_error(checker, node->mark, NFH_CODE_UNKNOWN_NAME,
                                "no function is called '%.100s'%s%s%s", node->text,
                                best ? "; did you mean '" : "", best ? best : "", best ? "'?" : "");
}

/* `x.f(y)` with a fluent function of an included library: the first that has one for these
 * operands. */
static nfh_type check_included_fluent(struct nfh_checker *checker, struct nfh_node *node,
                                      enum search *search)
{
    enum search best = *search;
    nfh_type type;

    for (struct nfh_declaration *d = checker->module->library->declarations; d; d = d->next) {
        const struct nfh_module *included =
            d->kind == NFH_DECLARE_INCLUDE ? nfh_priv_symbol(d)->included : NULL;
        if (!included)
            continue;
        type = check_own_function(checker, node, included, true, search);
        if (*search == SEARCH_DONE)
            return type;
        if (*search == SEARCH_NO_FIT)
            best = SEARCH_NO_FIT;
    }
    *search = best;
    return NFH_TYPE_NONE;
}

/* A call without a library before it: a function of this library, or else the language's. */
static nfh_type check_plain_call(struct nfh_checker *checker, struct nfh_node *node, bool fluent)
{
    enum search search;
    nfh_type type = check_own_function(checker, node, checker->module, fluent, &search);

    if (fluent && search != SEARCH_DONE)
        type = check_included_fluent(checker, node, &search);
    if (search == SEARCH_DONE)
        return type;
    if (!fluent && strcmp(node->text, "Coalesce") == 0)
        return check_coalesce(checker, node);
    if (!fluent && nfh_priv_resolve(node->text, NULL, SIZE_MAX).known)
        return nfh_priv_check_operator(checker, node, node->text);
    return report_unknown_function(checker, node, checker->module, search == SEARCH_NO_FIT,
                                   !fluent);
}

nfh_type nfh_priv_check_call(struct nfh_checker *checker, struct nfh_node *node)
{
    struct nfh_declaration *include = include_of(checker, node->target);
    bool fluent = node->target && !include, good = true;
    enum search search;
    nfh_type type;

    if (fluent && !make_fluent(checker, node))
        return NFH_TYPE_NONE;
    for (size_t i = 0; i < node->count; i++)
        if (nfh_priv_check_node(checker, node->child[i]) == NFH_TYPE_NONE)
            good = false;
    if (!good)
        return NFH_TYPE_NONE;
    if (!include)
        return check_plain_call(checker, node, fluent);
    struct nfh_module *module = nfh_priv_symbol(include)->included;
    if (!module)
        return NFH_TYPE_NONE; /* reported where it is included */
    type = check_own_function(checker, node, module, false, &search);
    if (search == SEARCH_DONE)
        return type;
    return report_unknown_function(checker, node, module, search == SEARCH_NO_FIT, false);
}
