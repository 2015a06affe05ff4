/* SPDX-License-Identifier: MIT
 *
 * operators.c - the choice among the overloads of an operator or system function.
 */
#include <string.h>

#include "cql/types.h"

/* The first row of a name, or `rows`. */
static size_t first_row(const struct nfh_operator *table, size_t rows, const char *name)
{
    size_t low = 0, high = rows;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(table[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < rows && strcmp(table[low].name, name) == 0 ? low : rows;
}

static bool is_variable(nfh_type type)
{
    return (type & NFH_TYPE_VARIABLE) != 0;
}

/* Whether a type may stand for a type variable. */
static bool is_in_class(nfh_type type, nfh_type variable)
{
    bool has_order = (type >= NFH_TYPE_INTEGER && type <= NFH_TYPE_QUANTITY);

    if (nfh_priv_is_choice(type))
        return variable == NFH_T_ANY;
    if (type & (NFH_TYPE_INTERVAL | NFH_TYPE_LIST))
        return false;
    switch (variable & ~(nfh_type)NFH_TYPE_INTERVAL) {
    case NFH_T_ANY:
        return true;
    case NFH_T_ORDERED:
        return has_order;
    case NFH_T_NUMBER:
        return type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL ||
               type == NFH_TYPE_QUANTITY;
    case NFH_T_TEMPORAL:
        return type == NFH_TYPE_DATE || type == NFH_TYPE_DATETIME || type == NFH_TYPE_TIME;
    default:
        return has_order && type != NFH_TYPE_STRING;
    }
}

/* Of a choice, the first type in it that the variable may stand for. */
static nfh_type pick_from_choice(nfh_type type, nfh_type variable)
{
    if (!nfh_priv_is_choice(type) || variable == NFH_T_ANY)
        return type;
    for (size_t i = 0; nfh_priv_choice_member(type, i) != NFH_TYPE_NONE; i++) {
        nfh_type member = nfh_priv_choice_member(type, i);
        nfh_type point = variable & NFH_TYPE_INTERVAL ? nfh_priv_point_of(member) : member;
        if (nfh_priv_is_interval(member) == ((variable & NFH_TYPE_INTERVAL) != 0) &&
            is_in_class(point, variable))
            return member;
    }
    return type;
}

/* What the row's type variable stands for, given the operands; NFH_TYPE_NONE when they do not
 * agree. An operand that is null says nothing, nor does an interval of nulls; when all are, the
 * variable is Any. */
static nfh_type bind_variable(const struct nfh_operator *row, const nfh_type *operand)
{
    nfh_type bound = NFH_TYPE_ANY;

    for (size_t i = 0; i < row->count; i++) {
        nfh_type type = pick_from_choice(operand[i], row->operand[i]);
        if (!is_variable(row->operand[i]) || type == NFH_TYPE_ANY)
            continue;
        if (row->operand[i] & NFH_TYPE_INTERVAL) {
            if (!nfh_priv_is_interval(type))
                return NFH_TYPE_NONE;
            type = nfh_priv_point_of(type);
            if (type == NFH_TYPE_ANY)
                continue;
        }
        bound = nfh_priv_common_type(bound, type);
        if (bound == NFH_TYPE_NONE || !is_in_class(bound, row->operand[i]))
            return NFH_TYPE_NONE;
    }
    return bound;
}

static nfh_type substitute(nfh_type type, nfh_type bound)
{
    return is_variable(type) ? bound | (type & NFH_TYPE_INTERVAL) : type;
}

/* The cost of a row for the operands, with the types that it wants in `wanted`. */
static int row_cost(const struct nfh_operator *row, const nfh_type *operand, nfh_type *wanted,
                    nfh_type *result)
{
    nfh_type bound = bind_variable(row, operand);
    int cost = 0;

    if (bound == NFH_TYPE_NONE)
        return NFH_NO_CONVERSION;
    for (size_t i = 0; i < row->count; i++) {
        wanted[i] = substitute(row->operand[i], bound);
        if (is_variable(row->operand[i]) && !is_in_class(bound, row->operand[i]) &&
            operand[i] != (NFH_TYPE_ANY | NFH_TYPE_INTERVAL))
            return NFH_NO_CONVERSION;
        cost += nfh_priv_conversion_cost(operand[i], wanted[i]);
    }
    *result = substitute(row->result, bound);
    return cost < NFH_NO_CONVERSION ? cost : NFH_NO_CONVERSION;
}

/* Among equally cheap rows the simpler operands win: simple types before classes (Quantity, Ratio,
 * Code, Concept) before intervals before choices. */
static int category_sum(const nfh_type *wanted, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += nfh_priv_is_choice(wanted[i])         ? 6
               : nfh_priv_is_interval(wanted[i])     ? 4
               : wanted[i] >= NFH_TYPE_QUANTITY &&
                       wanted[i] != NFH_TYPE_ANY ? 3
                                                     : 1;
    return sum;
}

/* Of two conversions of null to one type it does not matter which is taken. */
static bool is_same(const struct nfh_operator *a, const struct nfh_operator *b)
{
    return a->operation == NFH_DO_CONVERT && b->operation == NFH_DO_CONVERT &&
           a->result == b->result;
}

struct nfh_resolution nfh_priv_resolve(const char *name, const nfh_type *operand, size_t count)
{
    struct nfh_resolution best = {0};
    int best_cost = NFH_NO_CONVERSION, best_sum = 0;
    nfh_type wanted[NFH_OPERATOR_OPERANDS] = {0}, result;
    size_t rows;
    const struct nfh_operator *table = nfh_priv_operator_table(&rows);

    for (size_t i = first_row(table, rows, name); i < rows && strcmp(table[i].name, name) == 0;
         i++) {
        best.known = true;
        if (table[i].count != count)
            continue;
        int cost = row_cost(&table[i], operand, wanted, &result);
        if (cost >= NFH_NO_CONVERSION || cost > best_cost)
            continue;
        int sum = category_sum(wanted, count);
        if (cost == best_cost && sum == best_sum)
            best.ambiguous = best.ambiguous || !is_same(&table[i], best.operation);
        if (cost < best_cost || sum < best_sum) {
            best_cost = cost;
            best_sum = sum;
            best.ambiguous = false;
            best.operation = &table[i];
            best.result = result;
            memcpy(best.operand, wanted, sizeof wanted);
        }
    }
    return best;
}
