/* SPDX-License-Identifier: MIT
 *
 * utf8.h - reading and writing UTF-8, and how wide its characters stand in a terminal.
 */
#ifndef NFH_CQL_UTF8_H
#define NFH_CQL_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool nfh_priv_utf8_is_inside(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Reads one code point from at least one byte; returns its length, 0 when the bytes are not UTF-8
 * (overlong forms, surrogates and numbers over U+10FFFF are not). */
size_t nfh_priv_utf8_read(const char *text, size_t length, uint32_t *point);
/* The length of the code point at text, 1 for a byte that is not UTF-8. At least one byte must be
 * there. */
size_t nfh_priv_utf8_step(const char *text, size_t length);
/* Writes a code point (up to 4 bytes); returns the length. */
size_t nfh_priv_utf8_write(uint32_t point, char *buffer);
/* The length of a byte order mark at the start of the text: 3 or 0. */
size_t nfh_priv_utf8_mark(const char *text, size_t length);
/* Control characters, also those that turn the direction of writing: not to be shown as they are.
 */
bool nfh_priv_utf8_is_control(uint32_t point);
/* Columns in a terminal: 0 (combining), 1 or 2 (East Asian wide; Unicode Standard Annex 11). */
int nfh_priv_utf8_width(uint32_t point);

#endif
