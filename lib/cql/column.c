/* SPDX-License-Identifier: MIT
 *
 * column.c - single elements of the caller's arrays.
 */
#include "cql/column.h"

#include <math.h>
#include <string.h>

#include "nfhscreen.h"

bool nfh_priv_format_is_integer(int format)
{
    return format >= NFH_COLUMN_INT8 && format <= NFH_COLUMN_UINT64;
}

size_t nfh_priv_format_size(int format)
{
    switch (format) {
    case NFH_COLUMN_BYTES:
    case NFH_COLUMN_INT8:
    case NFH_COLUMN_UINT8:
        return 1;
    case NFH_COLUMN_INT16:
    case NFH_COLUMN_UINT16:
        return 2;
    case NFH_COLUMN_INT32:
    case NFH_COLUMN_UINT32:
    case NFH_COLUMN_FLOAT:
    case NFH_COLUMN_DATE32:
        return 4;
    case NFH_COLUMN_INT64:
    case NFH_COLUMN_UINT64:
    case NFH_COLUMN_DOUBLE:
    case NFH_COLUMN_DATE64:
        return 8;
    case NFH_COLUMN_INT128:
        return 16;
    default:
        return 0;
    }
}

nfh_int128 nfh_priv_column_integer(const struct nfh_column *column, size_t row)
{
    size_t at = column->offset + row;
    switch (column->format) {
    case NFH_COLUMN_INT8:
        return ((const int8_t *)column->values)[at];
    case NFH_COLUMN_INT16:
        return ((const int16_t *)column->values)[at];
    case NFH_COLUMN_INT32:
    case NFH_COLUMN_DATE32:
        return ((const int32_t *)column->values)[at];
    case NFH_COLUMN_INT64:
    case NFH_COLUMN_DATE64:
        return ((const int64_t *)column->values)[at];
    case NFH_COLUMN_UINT8:
        return ((const uint8_t *)column->values)[at];
    case NFH_COLUMN_UINT16:
        return ((const uint16_t *)column->values)[at];
    case NFH_COLUMN_UINT32:
        return ((const uint32_t *)column->values)[at];
    case NFH_COLUMN_UINT64:
        return ((const uint64_t *)column->values)[at];
    default: {
        nfh_int128 value; /* need not be aligned to 16 bytes */
        memcpy(&value, (const char *)column->values + 16 * at, sizeof value);
        return value;
    }
    }
}

unsigned nfh_priv_column_truth(const struct nfh_column *column, size_t row)
{
    const uint8_t *values = column->values;
    size_t at = column->offset + row;
    return column->format == NFH_COLUMN_BITS ? values[at / 8] >> at % 8 & 1U : values[at];
}

/* From 2^24 on every float is a whole number, and below it 8 places and 16 digits are within a
 * double. */
static double float_as_written(float value)
{
    double power = 1;
    for (int places = 0; places < 8 && fabsf(value) < 16777216.0F; places++, power *= 10) {
        double nearest = rint((double)value * power) / power;
        if ((float)nearest == value)
            return nearest;
    }
    return (double)value;
}

double nfh_priv_column_real(const struct nfh_column *column, size_t row)
{
    size_t at = column->offset + row;
    if (column->format == NFH_COLUMN_FLOAT)
        return float_as_written(((const float *)column->values)[at]);
    return ((const double *)column->values)[at];
}

static nfh_uint128 power_of_ten(int exponent)
{
    nfh_uint128 power = 1;
    for (int i = 0; i < exponent; i++)
        power *= 10;
    return power;
}

bool nfh_priv_column_decimal(nfh_int128 value, int places, nfh_decimal *decimal)
{
    bool negative = value < 0;
    nfh_uint128 magnitude = negative ? -(nfh_uint128)value : (nfh_uint128)value;
    if (places > NFH_DECIMAL_PLACES) {
        nfh_uint128 divisor = power_of_ten(places - NFH_DECIMAL_PLACES);
        magnitude = magnitude / divisor + (magnitude % divisor >= divisor - divisor / 2);
    } else {
        for (int i = places; i < NFH_DECIMAL_PLACES && magnitude < NFH_DECIMAL_LIMIT; i++)
            magnitude *= 10;
    }
    return nfh_priv_decimal_signed(magnitude, negative, decimal);
}

bool nfh_priv_column_text(const struct nfh_column *column, size_t row, struct nfh_bytes *text)
{
    if (column->kind == NFH_COLUMN_CODES) {
        nfh_int128 code = nfh_priv_column_integer(column, row);
        if (code < 0 || code >= (nfh_int128)column->count)
            return false;
        text->start = column->text[(size_t)code];
        if (text->start)
            text->length = column->length ? column->length[(size_t)code] : strlen(text->start);
        return true;
    }
    nfh_int128 from = nfh_priv_column_integer(column, row);
    nfh_int128 to = nfh_priv_column_integer(column, row + 1);
    if (from < 0 || to < from || (to > 0 && !column->bytes))
        return false;
    *text =
        (struct nfh_bytes){column->bytes ? column->bytes + (size_t)from : "", (size_t)(to - from)};
    return true;
}
