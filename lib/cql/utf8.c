/* SPDX-License-Identifier: MIT
 *
 * utf8.c - reading and writing UTF-8, and how wide its characters stand in a terminal.
 */
#include "cql/utf8.h"

#include <string.h>

size_t nfh_priv_utf8_read(const char *text, size_t length, uint32_t *point)
{
    const unsigned char *byte = (const unsigned char *)text;
    if (byte[0] < 0x80) {
        *point = byte[0];
        return 1;
    }
    size_t size = byte[0] >= 0xf0 ? 4 : byte[0] >= 0xe0 ? 3 : 2;
    if (byte[0] < 0xc2 || byte[0] > 0xf4 || size > length)
        return 0;
    uint32_t value = byte[0] & (0x7fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((byte[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (byte[i] & 0x3fu);
    }
    if ((size == 3 && value < 0x800) || (size == 4 && value < 0x10000) || value > 0x10ffff ||
        (value >= 0xd800 && value <= 0xdfff))
        return 0;
    *point = value;
    return size;
}

size_t nfh_priv_utf8_step(const char *text, size_t length)
{
    uint32_t point;
    size_t size = nfh_priv_utf8_read(text, length, &point);
    return size ? size : 1;
}

size_t nfh_priv_utf8_write(uint32_t point, char *buffer)
{
    if (point < 0x80) {
        buffer[0] = (char)point;
        return 1;
    }
    size_t size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        buffer[i] = (char)(0x80 | (point & 0x3f));
        point >>= 6;
    }
    buffer[0] = (char)((0xf00u >> size & 0xf0u) | point);
    return size;
}

size_t nfh_priv_utf8_mark(const char *text, size_t length)
{
    return length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

bool nfh_priv_utf8_is_control(uint32_t point)
{
    return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x61c || point == 0x200e ||
           point == 0x200f || (point >= 0x2028 && point <= 0x202e) ||
           (point >= 0x2066 && point <= 0x2069);
}

struct range {
    uint32_t first, last;
};

static bool is_in(uint32_t point, const struct range *range, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (point >= range[i].first && point <= range[i].last)
            return true;
    }
    return false;
}

int nfh_priv_utf8_width(uint32_t point)
{
    static const struct range zero[] = {{0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},
                                        {0x610, 0x61a},   {0x64b, 0x65f},   {0x1ab0, 0x1aff},
                                        {0x1dc0, 0x1dff}, {0x200b, 0x200d}, {0x20d0, 0x20ff},
                                        {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};
    static const struct range wide[] = {{0x1100, 0x115f},  {0x2e80, 0x303e},   {0x3041, 0x33ff},
                                        {0x3400, 0x4dbf},  {0x4e00, 0xa4cf},   {0xac00, 0xd7a3},
                                        {0xf900, 0xfaff},  {0xfe30, 0xfe6f},   {0xff00, 0xff60},
                                        {0xffe0, 0xffe6},  {0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff},
                                        {0x20000, 0x3fffd}};
    if (is_in(point, zero, sizeof zero / sizeof *zero))
        return 0;
    return is_in(point, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}
