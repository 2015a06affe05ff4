/* SPDX-License-Identifier: MIT
 *
 * column_elements.c - see column_elements.h.
 */
#include "column_elements.h"

#include <string.h>

size_t column_element_size(const struct model_column *column)
{
    switch (column->format) {
    case NFH_COLUMN_BYTES:
    case NFH_COLUMN_INT8:
    case NFH_COLUMN_UINT8:
        return 1;
    case NFH_COLUMN_INT16:
    case NFH_COLUMN_UINT16:
        return 2;
    case NFH_COLUMN_INT64:
    case NFH_COLUMN_UINT64:
    case NFH_COLUMN_DOUBLE:
    case NFH_COLUMN_DATE64:
        return 8;
    case NFH_COLUMN_INT128:
        return 16;
    default:
        return 4;
    }
}

void column_put_integer(struct model_column *column, size_t at, __int128 value)
{
    /* Little and big machines alike: by way of the type itself. */
    const union {
        int8_t i8;
        int16_t i16;
        int32_t i32;
    } narrow[3] = {{.i8 = (int8_t)value}, {.i16 = (int16_t)value}, {.i32 = (int32_t)value}};
    int64_t wide = (int64_t)value;
    size_t size = column_element_size(column);
    const void *from = size == 1   ? (const void *)&narrow[0].i8
                       : size == 2 ? (const void *)&narrow[1].i16
                       : size == 4 ? (const void *)&narrow[2].i32
                       : size == 8 ? (const void *)&wide
                                   : (const void *)&value;

    memcpy(column->values + at * size, from, size);
}

__int128 column_integer(const struct model_column *column, size_t at)
{
    const uint8_t *from = column->values + at * column_element_size(column);
    union {
        int8_t i8;
        int16_t i16;
        int32_t i32;
        int64_t i64;
        uint8_t u8;
        uint16_t u16;
        uint32_t u32;
        uint64_t u64;
        __int128 i128;
    } as;

    memcpy(&as, from, column_element_size(column));
    switch (column->format) {
    case NFH_COLUMN_BYTES:
    case NFH_COLUMN_UINT8:
        return as.u8;
    case NFH_COLUMN_INT8:
        return as.i8;
    case NFH_COLUMN_UINT16:
        return as.u16;
    case NFH_COLUMN_INT16:
        return as.i16;
    case NFH_COLUMN_UINT32:
        return as.u32;
    case NFH_COLUMN_UINT64:
        return as.u64;
    case NFH_COLUMN_INT64:
    case NFH_COLUMN_DATE64:
        return as.i64;
    case NFH_COLUMN_INT128:
        return as.i128;
    default:
        return as.i32;
    }
}

void column_put_real(struct model_column *column, size_t at, double value)
{
    float single = (float)value;

    if (column->format == NFH_COLUMN_FLOAT)
        memcpy(column->values + 4 * at, &single, 4);
    else
        memcpy(column->values + 8 * at, &value, 8);
}

double column_real(const struct model_column *column, size_t at)
{
    float single;
    double value;

    if (column->format == NFH_COLUMN_FLOAT) {
        memcpy(&single, column->values + 4 * at, 4);
        return single;
    }
    memcpy(&value, column->values + 8 * at, 8);
    return value;
}

void column_put_bit(uint8_t *bits, size_t at, bool value)
{
    bits[at / 8] = (uint8_t)((bits[at / 8] & ~(1U << at % 8)) | (unsigned)value << at % 8);
}

bool column_bit(const uint8_t *bits, size_t at)
{
    return bits[at / 8] >> at % 8 & 1;
}

/* 10^n, n below 39. */
__int128 column_power_of_ten(int n)
{
    __int128 power = 1;

    while (n-- > 0)
        power *= 10;
    return power;
}

/* An integer, with its last `places` digits behind the point. */
void column_print_scaled(__int128 value, int places, char text[120])
{
    bool negative = value < 0;
    unsigned __int128 rest = negative ? -(unsigned __int128)value : (unsigned __int128)value;
    char digits[100];
    int count = 0;

    for (; places < 0; places++)
        digits[count++] = '0';
    do {
        digits[count++] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest > 0 || count <= places);
    for (*text = '-', text += negative; count > 0;) {
        *text++ = digits[--count];
        if (count == places && places > 0)
            *text++ = '.';
    }
    *text = '\0';
}
