/* SPDX-License-Identifier: MIT */
#include "cql/types.h"

#include <stdio.h>
#include <string.h>

#include "cql/diagnostic.h"

static const struct {
    const char *name;
    nfh_type type;
} simple_types[] = {
    {"Any", NFH_TYPE_ANY},   {"Boolean", NFH_TYPE_BOOLEAN},   {"Integer", NFH_TYPE_INTEGER},
    {"Long", NFH_TYPE_LONG}, {"Decimal", NFH_TYPE_DECIMAL},   {"String", NFH_TYPE_STRING},
    {"Date", NFH_TYPE_DATE}, {"Quantity", NFH_TYPE_QUANTITY},
};

#define SIMPLE_TYPES (sizeof simple_types / sizeof simple_types[0])

static const char *simple_name(nfh_type type)
{
    for (size_t i = 0; i < SIMPLE_TYPES; i++)
        if (simple_types[i].type == (type & NFH_TYPE_SIMPLE_MASK))
            return simple_types[i].name;
    return "?";
}

const char *nfh_priv_type_name(nfh_type type, char buffer[NFH_TYPE_NAME_SIZE])
{
    snprintf(buffer, NFH_TYPE_NAME_SIZE, "%s%s%s%s%s", nfh_priv_is_list(type) ? "List<" : "",
             type & NFH_TYPE_INTERVAL ? "Interval<" : "", simple_name(type),
             type & NFH_TYPE_INTERVAL ? ">" : "", nfh_priv_is_list(type) ? ">" : "");
    return buffer;
}

nfh_type nfh_priv_type_find(const char *name)
{
    for (size_t i = 0; i < SIMPLE_TYPES; i++)
        if (strcmp(simple_types[i].name, name) == 0)
            return simple_types[i].type;
    return NFH_TYPE_NONE;
}

void nfh_priv_type_offer(struct nfh_nearest *nearest)
{
    for (size_t i = 0; i < SIMPLE_TYPES; i++)
        nfh_priv_nearest_offer(nearest, simple_types[i].name);
}

/* The language's implicit conversions and their cost: 4 to a simple type, 5 to a class type
 * (Quantity). They are not chained: an Integer becomes a Quantity by a row of its own. */
static const struct {
    nfh_type from, to;
    int cost;
} conversions[] = {
    {NFH_TYPE_INTEGER, NFH_TYPE_LONG, 4},     {NFH_TYPE_INTEGER, NFH_TYPE_DECIMAL, 4},
    {NFH_TYPE_INTEGER, NFH_TYPE_QUANTITY, 5}, {NFH_TYPE_LONG, NFH_TYPE_DECIMAL, 4},
    {NFH_TYPE_LONG, NFH_TYPE_QUANTITY, 5},    {NFH_TYPE_DECIMAL, NFH_TYPE_QUANTITY, 5},
};

int nfh_priv_conversion_cost(nfh_type from, nfh_type to)
{
    if (from == to)
        return 0;
    if (from == NFH_TYPE_ANY)
        return 2;
    if ((from ^ to) & (NFH_TYPE_INTERVAL | NFH_TYPE_LIST))
        return NFH_NO_CONVERSION;
    if (from & (NFH_TYPE_INTERVAL | NFH_TYPE_LIST))
        return nfh_priv_conversion_cost(from & NFH_TYPE_SIMPLE_MASK, to & NFH_TYPE_SIMPLE_MASK);
    for (size_t i = 0; i < sizeof conversions / sizeof conversions[0]; i++)
        if (conversions[i].from == from && conversions[i].to == to)
            return conversions[i].cost;
    return NFH_NO_CONVERSION;
}

nfh_type nfh_priv_common_type(nfh_type a, nfh_type b)
{
    if (nfh_priv_conversion_cost(a, b) < NFH_NO_CONVERSION)
        return b;
    if (nfh_priv_conversion_cost(b, a) < NFH_NO_CONVERSION)
        return a;
    return NFH_TYPE_NONE;
}
