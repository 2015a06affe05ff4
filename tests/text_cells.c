/* SPDX-License-Identifier: MIT
 *
 * text_cells.c - see text_cells.h.
 */
#include "text_cells.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

static void *allocate(size_t size)
{
    void *block = malloc(size ? size : 1);
    if (!block)
        test_stop("out of memory");
    return block;
}

static unsigned hex_digit(const char *cell, char c)
{
    const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c) : NULL;
    if (!at)
        test_stop("%s: not a hexadecimal digit", cell);
    return (unsigned)(at - digits);
}

/* Reads what comes after a backslash; returns the bytes read. */
static size_t read_escape(const char *cell, const char *at, char *byte)
{
    switch (*at) {
    case 'n':
        *byte = '\n';
        return 1;
    case 't':
        *byte = '\t';
        return 1;
    case '\'':
    case '\\':
        *byte = *at;
        return 1;
    case 'x':
        *byte = (char)(hex_digit(cell, at[1]) * 16 + hex_digit(cell, at[2]));
        return 3;
    default:
        test_stop("%s: no such escape", cell);
    }
}

struct nfh_text text_cell(const char *cell)
{
    size_t size = strlen(cell), length = 0;
    char *buffer = allocate(size);

    if (size < 2 || cell[0] != '\'' || cell[size - 1] != '\'')
        test_stop("%s: not in quotes", cell);
    for (size_t i = 1; i < size - 1; length++) {
        if (cell[i] == '\\')
            i += 1 + read_escape(cell, cell + i + 1, &buffer[length]);
        else
            buffer[length] = cell[i++];
    }
    char *exact = allocate(length);
    memcpy(exact, buffer, length);
    free(buffer);
    return (struct nfh_text){exact, length};
}

void text_cell_free(struct nfh_text text)
{
    free((void *)(uintptr_t)text.bytes);
}

char *text_cell_format(struct nfh_text text)
{
    char *cell = allocate(text.length * 4 + 3), *to = cell;

    *to++ = '\'';
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c >= ' ' && c <= '~' && c != '\'' && c != '\\')
            *to++ = c;
        else
            to += sprintf(to, "\\x%02x", (unsigned)(unsigned char)c);
    }
    strcpy(to, "'");
    return cell;
}
