/* SPDX-License-Identifier: MIT
 *
 * arrow_format.c - format strings of the Arrow C data interface.
 */
#include <string.h>

#include "screen/arrow.h"

static const struct {
    char format[4];
    uint8_t layout, column;
} known[] = {
    {"n", NFH_ARROW_NULLS, 0},
    {"b", NFH_ARROW_FIXED, NFH_COLUMN_BITS},
    {"c", NFH_ARROW_FIXED, NFH_COLUMN_INT8},
    {"C", NFH_ARROW_FIXED, NFH_COLUMN_UINT8},
    {"s", NFH_ARROW_FIXED, NFH_COLUMN_INT16},
    {"S", NFH_ARROW_FIXED, NFH_COLUMN_UINT16},
    {"i", NFH_ARROW_FIXED, NFH_COLUMN_INT32},
    {"I", NFH_ARROW_FIXED, NFH_COLUMN_UINT32},
    {"l", NFH_ARROW_FIXED, NFH_COLUMN_INT64},
    {"L", NFH_ARROW_FIXED, NFH_COLUMN_UINT64},
    {"f", NFH_ARROW_FIXED, NFH_COLUMN_FLOAT},
    {"g", NFH_ARROW_FIXED, NFH_COLUMN_DOUBLE},
    {"tdD", NFH_ARROW_FIXED, NFH_COLUMN_DATE32},
    {"tdm", NFH_ARROW_FIXED, NFH_COLUMN_DATE64},
    {"u", NFH_ARROW_TEXTS, NFH_COLUMN_INT32},
    {"U", NFH_ARROW_TEXTS, NFH_COLUMN_INT64},
    {"vu", NFH_ARROW_VIEWS, 0},
};

/* Those that are Arrow's and not taken: one letter, or how they begin. */
static const struct {
    char beginning[4];
    const char *name;
} others[] = {
    {"e", "half float"},
    {"z", "binary"},
    {"Z", "large binary"},
    {"vz", "binary view"},
    {"w:", "fixed-size binary"},
    {"tt", "time"},
    {"ts", "timestamp"},
    {"tD", "duration"},
    {"ti", "interval"},
    {"+l", "list"},
    {"+L", "large list"},
    {"+vl", "list view"},
    {"+vL", "large list view"},
    {"+w", "fixed-size list"},
    {"+s", "struct"},
    {"+m", "map"},
    {"+u", "union"},
    {"+r", "run-end encoding"},
};

/* The types that the parameter takes. */
static const char *expected(nfh_type type)
{
    switch (type) {
    case NFH_TYPE_BOOLEAN:
        return "bool, int8, uint8 or utf8";
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        return "an integer, float, double or utf8";
    case NFH_TYPE_DECIMAL:
    case NFH_TYPE_QUANTITY:
        return "an integer, float, double, a decimal of at most 128 bits, or utf8";
    case NFH_TYPE_DATE:
        return "date32, date64 or utf8";
    default:
        return "utf8";
    }
}

/* NFH_E_TYPE for a type of Arrow's that is not taken, NFH_E_ARROW for what is none. */
static int refuse_format(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                         const char *format, const char *name)
{
    for (size_t i = 0; !name && i < sizeof others / sizeof others[0]; i++) {
        size_t length = strlen(others[i].beginning);
        if (strncmp(format, others[i].beginning, length + (length == 1)) == 0)
            name = others[i].name;
    }
    struct nfh_writer writer = nfh_priv_arrow_complain(arrow, field);
    nfh_priv_write(&writer, "the format ");
    nfh_priv_write_quoted(&writer, format, strlen(format));
    if (name) {
        nfh_priv_write(&writer, ", ");
        nfh_priv_write(&writer, name);
        nfh_priv_write(&writer, ", is not taken (expected ");
        nfh_priv_write(&writer, expected(arrow->ruleset->program->input[field->parameter].type));
        nfh_priv_write(&writer, ", or a dictionary of utf8)");
        return NFH_E_TYPE;
    }
    nfh_priv_write(&writer, " is none of Arrow's");
    return NFH_E_ARROW;
}

/* An integer of at most 3 digits, and what follows it; false when there is none. */
static bool read_number(const char **text, int *number)
{
    const char *at = *text;
    bool negative = *at == '-';
    at += negative;
    int value = 0, digits = 0;
    for (; *at >= '0' && *at <= '9' && digits < 4; at++, digits++)
        value = value * 10 + (*at - '0');
    *text = at;
    *number = negative ? -value : value;
    return digits > 0 && digits < 4;
}

/* d:PRECISION,SCALE or d:PRECISION,SCALE,BITS */
static int read_decimal(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                        const char *format, struct nfh_arrow_type *type)
{
    const char *at = format + 2;
    int precision, scale = 0, bits = 128;
    bool is_valid = read_number(&at, &precision) && *at++ == ',' && read_number(&at, &scale);
    if (is_valid && *at == ',') {
        at++;
        is_valid = read_number(&at, &bits);
    }
    if (!is_valid || *at != '\0' || precision < 1)
        return refuse_format(arrow, field, format, NULL);
    if (bits == 256)
        return refuse_format(arrow, field, format, "decimal256");
    if (bits != 32 && bits != 64 && bits != 128)
        return refuse_format(arrow, field, format, NULL);
    if (scale < -38 || scale > 38)
        return refuse_format(arrow, field, format, "a decimal of more than 38 places");
    type->layout = NFH_ARROW_SCALED;
    type->format = bits == 32   ? NFH_COLUMN_INT32
                   : bits == 64 ? NFH_COLUMN_INT64
                                : NFH_COLUMN_INT128;
    type->places = (int8_t)scale;
    return NFH_OK;
}

int nfh_priv_arrow_format(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                          const char *format, struct nfh_arrow_type *type)
{
    *type = (struct nfh_arrow_type){.layout = NFH_ARROW_NULLS};
    if (!format)
        return nfh_priv_arrow_refuse(arrow, field, "the format is NULL");
    if (strncmp(format, "d:", 2) == 0)
        return read_decimal(arrow, field, format, type);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(format, known[i].format) == 0) {
            type->layout = known[i].layout;
            type->format = known[i].column;
            return NFH_OK;
        }
    }
    return refuse_format(arrow, field, format, NULL);
}
