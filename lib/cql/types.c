/* SPDX-License-Identifier: MIT */
#include "cql/types.h"

#include <stdio.h>
#include <string.h>

#include "cql/diagnostic.h"

static const struct {
    const char *name;
    nfh_type type;
} simple_types[] = {
    {"Any", NFH_TYPE_ANY},           {"Boolean", NFH_TYPE_BOOLEAN}, {"Integer", NFH_TYPE_INTEGER},
    {"Long", NFH_TYPE_LONG},         {"Decimal", NFH_TYPE_DECIMAL}, {"String", NFH_TYPE_STRING},
    {"Date", NFH_TYPE_DATE},         {"DateTime", NFH_TYPE_DATETIME}, {"Time", NFH_TYPE_TIME},
    {"Quantity", NFH_TYPE_QUANTITY}, {"Ratio", NFH_TYPE_RATIO},     {"Code", NFH_TYPE_CODE},
    {"Concept", NFH_TYPE_CONCEPT},
};

#define SIMPLE_TYPES (sizeof simple_types / sizeof simple_types[0])

static const char *simple_name(nfh_type type)
{
    for (size_t i = 0; i < SIMPLE_TYPES; i++)
        if (simple_types[i].type == (type & NFH_TYPE_SIMPLE_MASK))
            return simple_types[i].name;
    return "?";
}

/* --- choices
 * -------------------------------------------------------------------------------------------
 */

enum { FIRST_CHOICE_BIT = 8, SIMPLE_BITS = 14, CHOICE_BITS = 22 };

/* The simple types take the first bits, the intervals of Integer (2) to Quantity (9) the others. */
static nfh_type type_of_bit(unsigned bit)
{
    return bit < SIMPLE_BITS ? bit + 1 : nfh_priv_interval_of(bit - SIMPLE_BITS + 2);
}

static nfh_type bit_of_type(nfh_type type)
{
    for (unsigned bit = 0; bit < CHOICE_BITS; bit++)
        if (type_of_bit(bit) == type)
            return (nfh_type)1 << (FIRST_CHOICE_BIT + bit);
    return 0;
}

nfh_type nfh_priv_choice_with(nfh_type choice, nfh_type member)
{
    return NFH_TYPE_CHOICE | choice | (nfh_priv_is_choice(member) ? member : bit_of_type(member));
}

nfh_type nfh_priv_choice_member(nfh_type choice, size_t index)
{
    for (unsigned bit = 0; bit < CHOICE_BITS; bit++)
        if ((choice >> (FIRST_CHOICE_BIT + bit) & 1) && index-- == 0)
            return type_of_bit(bit);
    return NFH_TYPE_NONE;
}

size_t nfh_priv_choice_count(nfh_type choice)
{
    size_t count = 0;

    while (nfh_priv_choice_member(choice, count) != NFH_TYPE_NONE)
        count++;
    return count;
}

size_t nfh_priv_choice_index(nfh_type choice, nfh_type member)
{
    for (size_t i = 0; nfh_priv_choice_member(choice, i) != NFH_TYPE_NONE; i++)
        if (nfh_priv_choice_member(choice, i) == member)
            return i;
    return SIZE_MAX;
}

/* --- names
 * ---------------------------------------------------------------------------------------------
 */

static size_t plain_name(nfh_type type, char *buffer, size_t size)
{
    int length =
        snprintf(buffer, size, "%s%s%s%s%s", nfh_priv_is_list(type) ? "List<" : "",
                 type & NFH_TYPE_INTERVAL ? "Interval<" : "", simple_name(type),
                 type & NFH_TYPE_INTERVAL ? ">" : "", nfh_priv_is_list(type) ? ">" : "");
    return (size_t)length < size ? (size_t)length : size - 1;
}

const char *nfh_priv_type_name(nfh_type type, char buffer[NFH_TYPE_NAME_SIZE])
{
    static const char start[] = "Choice<";
    size_t used = sizeof start - 1;

    if (!nfh_priv_is_choice(type)) {
        plain_name(type, buffer, NFH_TYPE_NAME_SIZE);
        return buffer;
    }
    memcpy(buffer, start, used);
    for (size_t i = 0; nfh_priv_choice_member(type, i) != NFH_TYPE_NONE; i++) {
        if (used + 32 > NFH_TYPE_NAME_SIZE) {
            memcpy(buffer + used, ", …", sizeof ", …");
            used += sizeof ", …" - 1;
            break;
        }
        if (i > 0) {
            memcpy(buffer + used, ", ", 2);
            used += 2;
        }
        used += plain_name(nfh_priv_choice_member(type, i), buffer + used, 28);
    }
    memcpy(buffer + used, ">", 2);
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
 * (Quantity, Concept). They are not chained: an Integer becomes a Quantity by a row of its own. */
static const struct {
    uint8_t from, to, cost;
} conversions[] = {
    {NFH_TYPE_INTEGER, NFH_TYPE_LONG, 4},     {NFH_TYPE_INTEGER, NFH_TYPE_DECIMAL, 4},
    {NFH_TYPE_INTEGER, NFH_TYPE_QUANTITY, 5}, {NFH_TYPE_LONG, NFH_TYPE_DECIMAL, 4},
    {NFH_TYPE_DECIMAL, NFH_TYPE_QUANTITY, 5}, {NFH_TYPE_DATE, NFH_TYPE_DATETIME, 4},
    {NFH_TYPE_CODE, NFH_TYPE_CONCEPT, 5},
};

static int plain_cost(nfh_type from, nfh_type to)
{
    if (from == to)
        return 0;
    if (from == NFH_TYPE_ANY)
        return 2;
    if ((from ^ to) & (NFH_TYPE_INTERVAL | NFH_TYPE_LIST))
        return NFH_NO_CONVERSION;
    if (from & (NFH_TYPE_INTERVAL | NFH_TYPE_LIST)) {
        from &= NFH_TYPE_SIMPLE_MASK;
        to &= NFH_TYPE_SIMPLE_MASK;
        if (from == NFH_TYPE_ANY)
            return 2;
    }
    for (size_t i = 0; i < sizeof conversions / sizeof conversions[0]; i++)
        if (conversions[i].from == from && conversions[i].to == to)
            return conversions[i].cost;
    return NFH_NO_CONVERSION;
}

/* A choice is handed over as whichever of its types fits. */
static int cost_from_choice(nfh_type choice, nfh_type to)
{
    int least = NFH_NO_CONVERSION;

    for (size_t i = 0; nfh_priv_choice_member(choice, i) != NFH_TYPE_NONE; i++) {
        int cost = plain_cost(nfh_priv_choice_member(choice, i), to);
        if (cost < least)
            least = cost;
    }
    return least < NFH_NO_CONVERSION ? 3 + least : NFH_NO_CONVERSION;
}

int nfh_priv_conversion_cost(nfh_type from, nfh_type to)
{
    if (from == to)
        return 0;
    if (from == NFH_TYPE_ANY)
        return 2;
    if (nfh_priv_is_choice(to) && (from & NFH_TYPE_LIST) == 0)
        return nfh_priv_choice_with(to, from) == to && (nfh_priv_is_choice(from) || bit_of_type(from))
                   ? 3
                   : NFH_NO_CONVERSION;
    return nfh_priv_is_choice(from) ? cost_from_choice(from, to) : plain_cost(from, to);
}

nfh_type nfh_priv_common_type(nfh_type a, nfh_type b)
{
    if (nfh_priv_conversion_cost(a, b) < NFH_NO_CONVERSION)
        return b;
    if (nfh_priv_conversion_cost(b, a) < NFH_NO_CONVERSION)
        return a;
    return NFH_TYPE_NONE;
}

nfh_type nfh_priv_joined_type(nfh_type a, nfh_type b)
{
    nfh_type common = NFH_TYPE_NONE;

    if (!nfh_priv_is_choice(a) && !nfh_priv_is_choice(b))
        common = nfh_priv_common_type(a, b);
    else if (a == NFH_TYPE_ANY || b == NFH_TYPE_ANY)
        common = a == NFH_TYPE_ANY ? b : a;
    if (common != NFH_TYPE_NONE || nfh_priv_is_list(a) || nfh_priv_is_list(b))
        return common;
    return nfh_priv_choice_with(nfh_priv_choice_with(NFH_TYPE_CHOICE, a), b);
}
