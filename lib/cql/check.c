/* SPDX-License-Identifier: MIT
 *
 * check.c - the types of expressions.
 */
#include "cql/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

nfh_type nfh_priv_check_error(struct nfh_checker *checker, struct nfh_place place, int code,
                              const char *format, ...)
{
    char message[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    nfh_priv_report(checker->compilation->diagnostics, checker->module->library->source, place,
                    code, "%s", message);
    return NFH_TYPE_NONE;
}

const char *nfh_priv_types_text(const struct nfh_node *node, size_t from, size_t to,
                                char buffer[NFH_TYPES_TEXT])
{
    char name[NFH_TYPE_NAME_SIZE];
    size_t used = 0;

    buffer[0] = '\0';
    for (size_t i = from; i < to && used < NFH_TYPES_TEXT; i++)
        used += (size_t)snprintf(buffer + used, NFH_TYPES_TEXT - used, "%s%s", i > from ? ", " : "",
                                 nfh_priv_type_name(node->child[i]->type, name));
    return buffer;
}

bool nfh_priv_convert_child(struct nfh_checker *checker, struct nfh_node *node, size_t index,
                            nfh_type type)
{
    struct nfh_node *child = node->child[index];

    if (child->type == type)
        return true;
    if (child->kind == NFH_NODE_NULL) {
        child->type = type;
        return true;
    }
    struct nfh_node *wrapper =
        nfh_priv_arena_allocate(checker->compilation->scratch, sizeof *wrapper);
    struct nfh_node **children =
        nfh_priv_arena_allocate(checker->compilation->scratch, sizeof *children);
    if (!wrapper || !children) {
        checker->compilation->diagnostics->out_of_memory = true;
        return false;
    }
    children[0] = child;
    wrapper->kind = NFH_NODE_CONVERTED;
    wrapper->place = child->place;
    wrapper->mark = child->mark;
    wrapper->child = children;
    wrapper->count = 1;
    wrapper->type = type;
    node->child[index] = wrapper;
    return true;
}

nfh_type nfh_priv_unify_children(struct nfh_checker *checker, struct nfh_node *node, size_t from,
                                 size_t to, nfh_type (*join)(nfh_type, nfh_type), const char *what)
{
    nfh_type common = NFH_TYPE_ANY;

    for (size_t i = from; i < to; i++) {
        nfh_type type = node->child[i]->type, joined = join(common, type);
        char first[NFH_TYPE_NAME_SIZE], second[NFH_TYPE_NAME_SIZE];
        if (type == NFH_TYPE_NONE)
            return NFH_TYPE_NONE;
        if (joined == NFH_TYPE_NONE)
            return nfh_priv_check_error(checker, node->child[i]->place, NFH_CODE_NO_COMMON_TYPE,
                                        "%s must have one type, but this is %s after %s", what,
                                        nfh_priv_type_name(type, first),
                                        nfh_priv_type_name(common, second));
        common = joined;
    }
    for (size_t i = from; i < to; i++)
        if (!nfh_priv_convert_child(checker, node, i, common))
            return NFH_TYPE_NONE;
    return common;
}

bool nfh_priv_require(struct nfh_checker *checker, struct nfh_node *node, size_t index,
                      nfh_type type, const char *what)
{
    nfh_type found = node->child[index]->type;
    char wanted_name[NFH_TYPE_NAME_SIZE], found_name[NFH_TYPE_NAME_SIZE];

    if (found == NFH_TYPE_NONE)
        return false;
    if (nfh_priv_conversion_cost(found, type) < NFH_NO_CONVERSION)
        return nfh_priv_convert_child(checker, node, index, type);
    nfh_priv_check_error(
        checker, node->child[index]->place, NFH_CODE_TYPE, "%s must be %s, but this is %s", what,
        nfh_priv_type_name(type, wanted_name), nfh_priv_type_name(found, found_name));
    return false;
}

/* The operator as the author wrote it. */
static const char *written(const struct nfh_checker *checker, const struct nfh_node *node,
                           int *length)
{
    *length = node->mark.length > 40 ? 40 : (int)node->mark.length;
    return checker->module->library->source->text + node->mark.offset;
}

static nfh_type report_no_overload(struct nfh_checker *checker, const struct nfh_node *node,
                                   const struct nfh_resolution *found)
{
    char types[NFH_TYPES_TEXT];
    int length;
    const char *text = written(checker, node, &length);

    nfh_priv_types_text(node, 0, node->count, types);
    if (found->ambiguous)
        return nfh_priv_check_error(checker, node->mark, NFH_CODE_AMBIGUOUS,
                                    "'%.*s' is ambiguous for (%s): say which type with 'as'",
                                    length, text, types);
    return nfh_priv_check_error(checker, node->mark, NFH_CODE_NO_OVERLOAD,
                                "'%.*s' is not defined for (%s)", length, text, types);
}

nfh_type nfh_priv_check_operator(struct nfh_checker *checker, struct nfh_node *node,
                                 const char *name)
{
    nfh_type types[NFH_OPERATOR_OPERANDS];
    struct nfh_resolution found;
    int length;

    for (size_t i = 0; i < node->count; i++) {
        if (node->child[i]->type == NFH_TYPE_NONE)
            return NFH_TYPE_NONE;
        if (i < NFH_OPERATOR_OPERANDS)
            types[i] = node->child[i]->type;
    }
    found = nfh_priv_resolve(name, types, node->count);
    if (!found.known) {
        const char *text = written(checker, node, &length);
        return nfh_priv_check_error(checker, node->mark, NFH_CODE_UNSUPPORTED,
                                    "'%.*s' is not supported", length, text);
    }
    if (!found.operation || found.ambiguous)
        return report_no_overload(checker, node, &found);
    node->operation = found.operation;
    for (size_t i = 0; i < node->count; i++)
        if (!nfh_priv_convert_child(checker, node, i, found.operand[i]))
            return NFH_TYPE_NONE;
    return found.result;
}

bool nfh_priv_check_children(struct nfh_checker *checker, struct nfh_node *node)
{
    bool good = true;

    for (size_t i = 0; i < node->count; i++)
        if (nfh_priv_check_node(checker, node->child[i]) == NFH_TYPE_NONE)
            good = false;
    return good;
}

static nfh_type check_if(struct nfh_checker *checker, struct nfh_node *node)
{
    if (!nfh_priv_check_children(checker, node))
        return NFH_TYPE_NONE;
    if (!nfh_priv_require(checker, node, 0, NFH_TYPE_BOOLEAN, "the condition of 'if'"))
        return NFH_TYPE_NONE;
    return nfh_priv_unify_children(checker, node, 1, 3, nfh_priv_joined_type,
                                   "the branches of 'if'");
}

static bool check_when(struct nfh_checker *checker, struct nfh_node *node, size_t when)
{
    nfh_type about = node->child[0]->type, compared;
    char a[NFH_TYPE_NAME_SIZE], b[NFH_TYPE_NAME_SIZE];

    if (!node->has_comparand)
        return nfh_priv_require(checker, node, when, NFH_TYPE_BOOLEAN, "the condition of 'when'");
    compared = nfh_priv_common_type(about, node->child[when]->type);
    if (compared != NFH_TYPE_NONE && !nfh_priv_is_list(compared))
        return true;
    nfh_priv_check_error(checker, node->child[when]->place, NFH_CODE_TYPE,
                         "the case is about %s, which cannot be compared with %s",
                         nfh_priv_type_name(about, a),
                         nfh_priv_type_name(node->child[when]->type, b));
    return false;
}

/* Takes the result at `index` into the common type of the results so far. */
static bool join_result(struct nfh_checker *checker, struct nfh_node *node, size_t index,
                        nfh_type *common)
{
    nfh_type joined = nfh_priv_joined_type(*common, node->child[index]->type);
    char a[NFH_TYPE_NAME_SIZE], b[NFH_TYPE_NAME_SIZE];

    if (joined == NFH_TYPE_NONE) {
        nfh_priv_check_error(checker, node->child[index]->place, NFH_CODE_NO_COMMON_TYPE,
                             "the results of 'case' must have one type, but this is %s after %s",
                             nfh_priv_type_name(node->child[index]->type, a),
                             nfh_priv_type_name(*common, b));
        return false;
    }
    *common = joined;
    return true;
}

/* Children: [comparand] (when, then)* else. */
static nfh_type check_case(struct nfh_checker *checker, struct nfh_node *node)
{
    size_t first = node->has_comparand ? 1 : 0, otherwise = node->count - 1;
    nfh_type result = NFH_TYPE_ANY;

    if (!nfh_priv_check_children(checker, node))
        return NFH_TYPE_NONE;
    for (size_t i = first; i < otherwise; i += 2)
        if (!check_when(checker, node, i) || !join_result(checker, node, i + 1, &result))
            return NFH_TYPE_NONE;
    if (!join_result(checker, node, otherwise, &result))
        return NFH_TYPE_NONE;
    for (size_t i = first; i < otherwise; i += 2)
        if (!nfh_priv_convert_child(checker, node, i + 1, result))
            return NFH_TYPE_NONE;
    return nfh_priv_convert_child(checker, node, otherwise, result) ? result : NFH_TYPE_NONE;
}

static nfh_type check_interval(struct nfh_checker *checker, struct nfh_node *node)
{
    nfh_type point;
    char name[NFH_TYPE_NAME_SIZE];

    if (!nfh_priv_check_children(checker, node))
        return NFH_TYPE_NONE;
    point = nfh_priv_unify_children(checker, node, 0, 2, nfh_priv_common_type,
                                    "the boundaries of an interval");
    if (point == NFH_TYPE_NONE)
        return NFH_TYPE_NONE;
    if (point != NFH_TYPE_ANY && !nfh_priv_is_point(point))
        return nfh_priv_check_error(checker, node->place, NFH_CODE_TYPE,
                                    "an interval holds numbers, dates, times or quantities, not %s",
                                    nfh_priv_type_name(point, name));
    return nfh_priv_interval_of(point);
}

static nfh_type check_list(struct nfh_checker *checker, struct nfh_node *node)
{
    nfh_type element;

    if (!nfh_priv_check_children(checker, node))
        return NFH_TYPE_NONE;
    element = nfh_priv_unify_children(checker, node, 0, node->count, nfh_priv_joined_type,
                                      "the elements of a list");
    if (element != NFH_TYPE_NONE && nfh_priv_is_list(element))
        return nfh_priv_check_error(checker, node->place, NFH_CODE_UNSUPPORTED,
                                    "lists of lists are not supported");
    return element == NFH_TYPE_NONE ? NFH_TYPE_NONE : nfh_priv_list_of(element);
}

/* `x in { … }`, and the same with `contains`. What is sought must be of the elements' type: a
 * String among Integers would be an answer to another question, and always false. Only a list that
 * mixes types itself takes any. */
static nfh_type check_in_list(struct nfh_checker *checker, struct nfh_node *node, size_t list)
{
    struct nfh_node *elements = node->child[list], *value = node->child[1 - list];
    struct nfh_node **children = nfh_priv_arena_allocate(checker->compilation->scratch,
                                                         (elements->count + 1) * sizeof *children);

    if (!children) {
        checker->compilation->diagnostics->out_of_memory = true;
        return NFH_TYPE_NONE;
    }
    bool mixes =
        nfh_priv_is_choice(value->type) || nfh_priv_is_choice(nfh_priv_element_of(elements->type));
    children[0] = value;
    for (size_t i = 0; i < elements->count; i++)
        children[i + 1] = elements->child[i];
    node->kind = NFH_NODE_IN_LIST;
    node->child = children;
    node->count = elements->count + 1;
    if (nfh_priv_unify_children(checker, node, 0, node->count,
                                mixes ? nfh_priv_joined_type : nfh_priv_common_type,
                                "a value and the list that it is sought in") == NFH_TYPE_NONE)
        return NFH_TYPE_NONE;
    return NFH_TYPE_BOOLEAN;
}

static nfh_type check_operator_node(struct nfh_checker *checker, struct nfh_node *node)
{
    if (!nfh_priv_check_children(checker, node))
        return NFH_TYPE_NONE;
    if (node->count == 2 && strcmp(node->text, "In") == 0 && node->child[1]->kind == NFH_NODE_LIST)
        return check_in_list(checker, node, 1);
    if (node->count == 2 && strcmp(node->text, "Contains") == 0 &&
        node->child[0]->kind == NFH_NODE_LIST)
        return check_in_list(checker, node, 0);
    /* The operator & takes a null text for the empty one, the function Concatenate does not. */
    if (strcmp(node->text, "Concatenate") == 0)
        return nfh_priv_check_operator(checker, node, "&");
    return nfh_priv_check_operator(checker, node, node->text);
}

static nfh_type check_ratio(struct nfh_checker *checker, struct nfh_node *node)
{
    bool good = nfh_priv_check_children(checker, node);

    return good ? NFH_TYPE_RATIO : NFH_TYPE_NONE;
}

static nfh_type check_index(struct nfh_checker *checker, struct nfh_node *node)
{
    if (!nfh_priv_check_children(checker, node))
        return NFH_TYPE_NONE;
    if (nfh_priv_is_list(node->child[0]->type))
        return nfh_priv_check_error(checker, node->place, NFH_CODE_UNSUPPORTED,
                                    "indexers of lists are not supported");
    return nfh_priv_check_operator(checker, node, "Indexer");
}

static nfh_type check_unsupported(struct nfh_checker *checker, const struct nfh_node *node)
{
    static const struct {
        enum nfh_node_kind kind;
        const char *name;
    } names[] = {
        {NFH_NODE_TUPLE, "tuples"},
        {NFH_NODE_RETRIEVE, "retrieves"},
        {NFH_NODE_QUERY, "queries"},
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].kind == (enum nfh_node_kind)node->kind)
            return nfh_priv_check_error(checker, node->place, NFH_CODE_UNSUPPORTED,
                                        "%s are not supported", names[i].name);
    return nfh_priv_check_error(checker, node->place, NFH_CODE_UNSUPPORTED,
                                "this expression is not supported");
}

static nfh_type check_kind(struct nfh_checker *checker, struct nfh_node *node)
{
    switch (node->kind) {
    case NFH_NODE_NULL:
        return NFH_TYPE_ANY;
    case NFH_NODE_BOOLEAN:
        return NFH_TYPE_BOOLEAN;
    case NFH_NODE_INTEGER:
        return NFH_TYPE_INTEGER;
    case NFH_NODE_LONG:
        return NFH_TYPE_LONG;
    case NFH_NODE_DECIMAL:
        return NFH_TYPE_DECIMAL;
    case NFH_NODE_STRING:
        return NFH_TYPE_STRING;
    case NFH_NODE_DATE:
        return NFH_TYPE_DATE;
    case NFH_NODE_DATETIME:
        return NFH_TYPE_DATETIME;
    case NFH_NODE_TIME:
        return NFH_TYPE_TIME;
    case NFH_NODE_QUANTITY:
        return nfh_priv_check_unit(checker, node) ? NFH_TYPE_QUANTITY : NFH_TYPE_NONE;
    case NFH_NODE_RATIO:
        return check_ratio(checker, node);
    case NFH_NODE_CODE:
        return nfh_priv_check_code(checker, node);
    case NFH_NODE_INSTANCE:
        return nfh_priv_check_instance(checker, node);
    case NFH_NODE_INDEX:
        return check_index(checker, node);
    case NFH_NODE_TYPE_VALUE:
        return nfh_priv_check_type_value(checker, node);
    case NFH_NODE_INTERVAL:
        return check_interval(checker, node);
    case NFH_NODE_LIST:
        return check_list(checker, node);
    case NFH_NODE_IDENTIFIER:
        return nfh_priv_check_name(checker, node);
    case NFH_NODE_MEMBER:
        return nfh_priv_check_member(checker, node);
    case NFH_NODE_CALL:
        return nfh_priv_check_call(checker, node);
    case NFH_NODE_OPERATOR:
        return check_operator_node(checker, node);
    case NFH_NODE_TIMING:
        return nfh_priv_check_timing(checker, node);
    case NFH_NODE_IF:
        return check_if(checker, node);
    case NFH_NODE_CASE:
        return check_case(checker, node);
    case NFH_NODE_IS:
        return nfh_priv_check_is(checker, node);
    case NFH_NODE_AS:
        return nfh_priv_check_as(checker, node);
    case NFH_NODE_CONVERT:
        return nfh_priv_check_convert(checker, node);
    default:
        return check_unsupported(checker, node);
    }
}

nfh_type nfh_priv_check_node(struct nfh_checker *checker, struct nfh_node *node)
{
    if (checker->depth >= NFH_LEVELS_MAX)
        return nfh_priv_check_error(checker, node->place, NFH_CODE_LEVELS,
                                    "expressions and definitions are nested more than %d deep here",
                                    NFH_LEVELS_MAX);
    checker->depth++;
    node->type = check_kind(checker, node);
    checker->depth--;
    return node->type;
}
