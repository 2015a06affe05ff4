/* SPDX-License-Identifier: MIT
 *
 * operators.c - the table of operators and system functions, and the choice among their overloads.
 */
#include <string.h>

#include "cql/ast.h"
#include "cql/types.h"

#define INTERVAL_T (NFH_T_POINT | NFH_TYPE_INTERVAL)

/* Sorted by name (strcmp): operators() searches it by halves. */
/* clang-format off */
static const struct nfh_operator table[] = {
    {"Abs", NFH_DO_ABS, 0, 1, NFH_T_NUMBER, {NFH_T_NUMBER}},
    {"Add", NFH_DO_ADD, 0, 2, NFH_T_NUMBER, {NFH_T_NUMBER, NFH_T_NUMBER}},
    {"Add", NFH_DO_ADD_DATE, 0, 2, NFH_TYPE_DATE, {NFH_TYPE_DATE, NFH_TYPE_QUANTITY}},
    {"After", NFH_DO_GREATER, 0, 2, NFH_TYPE_BOOLEAN, {NFH_TYPE_DATE, NFH_TYPE_DATE}},
    {"After", NFH_DO_INTERVAL_AFTER, 0, 2, NFH_TYPE_BOOLEAN, {INTERVAL_T, INTERVAL_T}},
    {"After", NFH_DO_INTERVAL_AFTER, 0, 2, NFH_TYPE_BOOLEAN, {INTERVAL_T, NFH_T_POINT}},
    {"After", NFH_DO_INTERVAL_AFTER, 0, 2, NFH_TYPE_BOOLEAN, {NFH_T_POINT, INTERVAL_T}},
    {"And", NFH_DO_AND, 0, 2, NFH_TYPE_BOOLEAN, {NFH_TYPE_BOOLEAN, NFH_TYPE_BOOLEAN}},
    {"Before", NFH_DO_LESS, 0, 2, NFH_TYPE_BOOLEAN, {NFH_TYPE_DATE, NFH_TYPE_DATE}},
    {"Before", NFH_DO_INTERVAL_BEFORE, 0, 2, NFH_TYPE_BOOLEAN, {INTERVAL_T, INTERVAL_T}},
    {"Before", NFH_DO_INTERVAL_BEFORE, 0, 2, NFH_TYPE_BOOLEAN, {INTERVAL_T, NFH_T_POINT}},
    {"Before", NFH_DO_INTERVAL_BEFORE, 0, 2, NFH_TYPE_BOOLEAN, {NFH_T_POINT, INTERVAL_T}},
    {"Between", NFH_DO_BETWEEN, 0, 3, NFH_TYPE_BOOLEAN, {NFH_T_ORDERED, NFH_T_ORDERED, NFH_T_ORDERED}},
    {"CalculateAgeInDaysAt", NFH_DO_AGE_AT, NFH_TIME_DAY, 2, NFH_TYPE_INTEGER, {NFH_TYPE_DATE, NFH_TYPE_DATE}},
    {"CalculateAgeInMonthsAt", NFH_DO_AGE_AT, NFH_TIME_MONTH, 2, NFH_TYPE_INTEGER, {NFH_TYPE_DATE, NFH_TYPE_DATE}},
    {"CalculateAgeInWeeksAt", NFH_DO_AGE_AT, NFH_TIME_WEEK, 2, NFH_TYPE_INTEGER, {NFH_TYPE_DATE, NFH_TYPE_DATE}},
    {"CalculateAgeInYearsAt", NFH_DO_AGE_AT, NFH_TIME_YEAR, 2, NFH_TYPE_INTEGER, {NFH_TYPE_DATE, NFH_TYPE_DATE}},
    {"Ceiling", NFH_DO_CEILING, 0, 1, NFH_TYPE_INTEGER, {NFH_TYPE_DECIMAL}},
    {"Contains", NFH_DO_CONTAINS, 0, 2, NFH_TYPE_BOOLEAN, {INTERVAL_T, NFH_T_POINT}},
    {"Date", NFH_DO_DATE, 0, 1, NFH_TYPE_DATE, {NFH_TYPE_INTEGER}},
    {"Date", NFH_DO_DATE, 0, 2, NFH_TYPE_DATE, {NFH_TYPE_INTEGER, NFH_TYPE_INTEGER}},
    {"Date", NFH_DO_DATE, 0, 3, NFH_TYPE_DATE, {NFH_TYPE_INTEGER, NFH_TYPE_INTEGER, NFH_TYPE_INTEGER}},
    {"DateFrom", NFH_DO_IDENTITY, 0, 1, NFH_TYPE_DATE, {NFH_TYPE_DATE}},
    {"DateTimeComponentFrom", NFH_DO_COMPONENT, 0, 1, NFH_TYPE_INTEGER, {NFH_TYPE_DATE}},
    {"DifferenceBetween", NFH_DO_DIFFERENCE, 0, 2, NFH_TYPE_INTEGER, {NFH_TYPE_DATE, NFH_TYPE_DATE}},
    {"Divide", NFH_DO_DIVIDE, 0, 2, NFH_TYPE_DECIMAL, {NFH_TYPE_DECIMAL, NFH_TYPE_DECIMAL}},
    {"Divide", NFH_DO_DIVIDE, 0, 2, NFH_TYPE_QUANTITY, {NFH_TYPE_QUANTITY, NFH_TYPE_QUANTITY}},
    {"DurationBetween", NFH_DO_DURATION, 0, 2, NFH_TYPE_INTEGER, {NFH_TYPE_DATE, NFH_TYPE_DATE}},
    {"End", NFH_DO_END, 0, 1, NFH_T_POINT, {INTERVAL_T}},
    {"Equal", NFH_DO_EQUAL, 0, 2, NFH_TYPE_BOOLEAN, {NFH_T_ANY, NFH_T_ANY}},
    {"Equivalent", NFH_DO_EQUIVALENT, 0, 2, NFH_TYPE_BOOLEAN, {NFH_T_ANY, NFH_T_ANY}},
    {"Exp", NFH_DO_EXP, 0, 1, NFH_TYPE_DECIMAL, {NFH_TYPE_DECIMAL}},
    {"Floor", NFH_DO_FLOOR, 0, 1, NFH_TYPE_INTEGER, {NFH_TYPE_DECIMAL}},
    {"Greater", NFH_DO_GREATER, 0, 2, NFH_TYPE_BOOLEAN, {NFH_T_ORDERED, NFH_T_ORDERED}},
    {"GreaterOrEqual", NFH_DO_GREATER_OR_EQUAL, 0, 2, NFH_TYPE_BOOLEAN, {NFH_T_ORDERED, NFH_T_ORDERED}},
    {"Implies", NFH_DO_IMPLIES, 0, 2, NFH_TYPE_BOOLEAN, {NFH_TYPE_BOOLEAN, NFH_TYPE_BOOLEAN}},
    {"In", NFH_DO_IN, 0, 2, NFH_TYPE_BOOLEAN, {NFH_T_POINT, INTERVAL_T}},
    {"IncludedIn", NFH_DO_IN, 0, 2, NFH_TYPE_BOOLEAN, {NFH_T_POINT, INTERVAL_T}},
    {"IncludedIn", NFH_DO_INTERVAL_INCLUDED_IN, 0, 2, NFH_TYPE_BOOLEAN, {INTERVAL_T, INTERVAL_T}},
    {"Includes", NFH_DO_CONTAINS, 0, 2, NFH_TYPE_BOOLEAN, {INTERVAL_T, NFH_T_POINT}},
    {"Includes", NFH_DO_INTERVAL_INCLUDES, 0, 2, NFH_TYPE_BOOLEAN, {INTERVAL_T, INTERVAL_T}},
    {"IsFalse", NFH_DO_IS_FALSE, 0, 1, NFH_TYPE_BOOLEAN, {NFH_TYPE_BOOLEAN}},
    {"IsNull", NFH_DO_IS_NULL, 0, 1, NFH_TYPE_BOOLEAN, {NFH_T_ANY}},
    {"IsNull", NFH_DO_IS_NULL, 0, 1, NFH_TYPE_BOOLEAN, {INTERVAL_T}},
    {"IsTrue", NFH_DO_IS_TRUE, 0, 1, NFH_TYPE_BOOLEAN, {NFH_TYPE_BOOLEAN}},
    {"Less", NFH_DO_LESS, 0, 2, NFH_TYPE_BOOLEAN, {NFH_T_ORDERED, NFH_T_ORDERED}},
    {"LessOrEqual", NFH_DO_LESS_OR_EQUAL, 0, 2, NFH_TYPE_BOOLEAN, {NFH_T_ORDERED, NFH_T_ORDERED}},
    {"Ln", NFH_DO_LN, 0, 1, NFH_TYPE_DECIMAL, {NFH_TYPE_DECIMAL}},
    {"Log", NFH_DO_LOG, 0, 2, NFH_TYPE_DECIMAL, {NFH_TYPE_DECIMAL, NFH_TYPE_DECIMAL}},
    {"Modulo", NFH_DO_MODULO, 0, 2, NFH_T_NUMBER, {NFH_T_NUMBER, NFH_T_NUMBER}},
    {"Multiply", NFH_DO_MULTIPLY, 0, 2, NFH_T_NUMBER, {NFH_T_NUMBER, NFH_T_NUMBER}},
    {"Negate", NFH_DO_NEGATE, 0, 1, NFH_T_NUMBER, {NFH_T_NUMBER}},
    {"Not", NFH_DO_NOT, 0, 1, NFH_TYPE_BOOLEAN, {NFH_TYPE_BOOLEAN}},
    {"NotEqual", NFH_DO_NOT_EQUAL, 0, 2, NFH_TYPE_BOOLEAN, {NFH_T_ANY, NFH_T_ANY}},
    {"NotEquivalent", NFH_DO_NOT_EQUIVALENT, 0, 2, NFH_TYPE_BOOLEAN, {NFH_T_ANY, NFH_T_ANY}},
    {"Or", NFH_DO_OR, 0, 2, NFH_TYPE_BOOLEAN, {NFH_TYPE_BOOLEAN, NFH_TYPE_BOOLEAN}},
    {"Overlaps", NFH_DO_INTERVAL_OVERLAPS, 0, 2, NFH_TYPE_BOOLEAN, {INTERVAL_T, INTERVAL_T}},
    {"Power", NFH_DO_POWER, 0, 2, NFH_TYPE_DECIMAL, {NFH_TYPE_DECIMAL, NFH_TYPE_DECIMAL}},
    {"Predecessor", NFH_DO_PREDECESSOR, 0, 1, NFH_T_POINT, {NFH_T_POINT}},
    {"ProperBetween", NFH_DO_PROPER_BETWEEN, 0, 3, NFH_TYPE_BOOLEAN, {NFH_T_ORDERED, NFH_T_ORDERED, NFH_T_ORDERED}},
    {"Round", NFH_DO_ROUND, 0, 1, NFH_TYPE_DECIMAL, {NFH_TYPE_DECIMAL}},
    {"Round", NFH_DO_ROUND, 0, 2, NFH_TYPE_DECIMAL, {NFH_TYPE_DECIMAL, NFH_TYPE_INTEGER}},
    {"SameAs", NFH_DO_EQUAL, 0, 2, NFH_TYPE_BOOLEAN, {NFH_TYPE_DATE, NFH_TYPE_DATE}},
    {"SameOrAfter", NFH_DO_GREATER_OR_EQUAL, 0, 2, NFH_TYPE_BOOLEAN, {NFH_TYPE_DATE, NFH_TYPE_DATE}},
    {"SameOrAfter", NFH_DO_INTERVAL_SAME_OR_AFTER, 0, 2, NFH_TYPE_BOOLEAN, {INTERVAL_T, INTERVAL_T}},
    {"SameOrBefore", NFH_DO_LESS_OR_EQUAL, 0, 2, NFH_TYPE_BOOLEAN, {NFH_TYPE_DATE, NFH_TYPE_DATE}},
    {"SameOrBefore", NFH_DO_INTERVAL_SAME_OR_BEFORE, 0, 2, NFH_TYPE_BOOLEAN, {INTERVAL_T, INTERVAL_T}},
    {"Start", NFH_DO_START, 0, 1, NFH_T_POINT, {INTERVAL_T}},
    {"Subtract", NFH_DO_SUBTRACT, 0, 2, NFH_T_NUMBER, {NFH_T_NUMBER, NFH_T_NUMBER}},
    {"Subtract", NFH_DO_SUBTRACT_DATE, 0, 2, NFH_TYPE_DATE, {NFH_TYPE_DATE, NFH_TYPE_QUANTITY}},
    {"Successor", NFH_DO_SUCCESSOR, 0, 1, NFH_T_POINT, {NFH_T_POINT}},
    {"ToDate", NFH_DO_IDENTITY, 0, 1, NFH_TYPE_DATE, {NFH_TYPE_DATE}},
    {"ToDecimal", NFH_DO_IDENTITY, 0, 1, NFH_TYPE_DECIMAL, {NFH_TYPE_DECIMAL}},
    {"ToLong", NFH_DO_IDENTITY, 0, 1, NFH_TYPE_LONG, {NFH_TYPE_LONG}},
    {"ToQuantity", NFH_DO_IDENTITY, 0, 1, NFH_TYPE_QUANTITY, {NFH_TYPE_QUANTITY}},
    {"Truncate", NFH_DO_TRUNCATE, 0, 1, NFH_TYPE_INTEGER, {NFH_TYPE_DECIMAL}},
    {"TruncatedDivide", NFH_DO_TRUNCATED_DIVIDE, 0, 2, NFH_T_NUMBER, {NFH_T_NUMBER, NFH_T_NUMBER}},
    {"Xor", NFH_DO_XOR, 0, 2, NFH_TYPE_BOOLEAN, {NFH_TYPE_BOOLEAN, NFH_TYPE_BOOLEAN}},
};
/* clang-format on */

#define TABLE_ROWS (sizeof table / sizeof table[0])

const struct nfh_operator *nfh_priv_operator_table(size_t *count)
{
    *count = TABLE_ROWS;
    return table;
}

/* The first row of a name, or TABLE_ROWS. */
static size_t first_row(const char *name)
{
    size_t low = 0, high = TABLE_ROWS;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(table[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < TABLE_ROWS && strcmp(table[low].name, name) == 0 ? low : TABLE_ROWS;
}

static bool is_variable(nfh_type type)
{
    return (type & NFH_TYPE_VARIABLE) != 0;
}

/* Whether a type may stand for a type variable. */
static bool is_in_class(nfh_type type, nfh_type variable)
{
    if (type & (NFH_TYPE_INTERVAL | NFH_TYPE_LIST))
        return false;
    switch (variable & ~(nfh_type)NFH_TYPE_INTERVAL) {
    case NFH_T_ANY:
        return true;
    case NFH_T_ORDERED:
        return type != NFH_TYPE_BOOLEAN && type != NFH_TYPE_ANY;
    case NFH_T_NUMBER:
        return type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL ||
               type == NFH_TYPE_QUANTITY;
    default:
        return type != NFH_TYPE_BOOLEAN && type != NFH_TYPE_STRING && type != NFH_TYPE_ANY;
    }
}

/* What the row's type variable stands for, given the operands; NFH_TYPE_NONE when they do not
 * agree. An operand that is null says nothing; when all are, the variable is Any. */
static nfh_type bind_variable(const struct nfh_operator *row, const nfh_type *operand)
{
    nfh_type bound = NFH_TYPE_ANY;

    for (size_t i = 0; i < row->count; i++) {
        nfh_type type = operand[i];
        if (!is_variable(row->operand[i]) || type == NFH_TYPE_ANY)
            continue;
        if (row->operand[i] & NFH_TYPE_INTERVAL) {
            if (!nfh_priv_is_interval(type))
                return NFH_TYPE_NONE;
            type = nfh_priv_point_of(type);
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
        if (is_variable(row->operand[i]) && !is_in_class(bound, row->operand[i]))
            return NFH_NO_CONVERSION;
        cost += nfh_priv_conversion_cost(operand[i], wanted[i]);
    }
    *result = substitute(row->result, bound);
    return cost < NFH_NO_CONVERSION ? cost : NFH_NO_CONVERSION;
}

/* Among equally cheap rows the simpler operands win: simple types before classes (Quantity) before
 * intervals. */
static int category_sum(const nfh_type *wanted, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += wanted[i] & NFH_TYPE_INTERVAL ? 4 : wanted[i] == NFH_TYPE_QUANTITY ? 3 : 1;
    return sum;
}

struct nfh_resolution nfh_priv_resolve(const char *name, const nfh_type *operand, size_t count)
{
    struct nfh_resolution best = {0};
    int best_cost = NFH_NO_CONVERSION, best_sum = 0;
    nfh_type wanted[NFH_OPERATOR_OPERANDS], result;

    for (size_t i = first_row(name); i < TABLE_ROWS && strcmp(table[i].name, name) == 0; i++) {
        best.known = true;
        if (table[i].count != count)
            continue;
        int cost = row_cost(&table[i], operand, wanted, &result);
        if (cost >= NFH_NO_CONVERSION || cost > best_cost)
            continue;
        int sum = category_sum(wanted, count);
        if (cost == best_cost && sum == best_sum)
            best.ambiguous = true;
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
