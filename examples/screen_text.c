/* SPDX-License-Identifier: MIT
 *
 * screen_text.c - text that grows.
 */
#include "screen_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_reserve(struct text *text, size_t length)
{
    size_t wanted = text->length + length + 1;
    if (wanted > text->capacity) {
        size_t capacity = 2 * wanted;
        char *grown = realloc(text->bytes, capacity);
        if (!grown) {
            perror(program);
            exit(2); /* nothing could be done */
        }
        text->bytes = grown;
        text->capacity = capacity;
    }
}

void text_add_part(struct text *text, const char *bytes, size_t length)
{
    text_reserve(text, length);
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void text_add(struct text *text, const char *bytes)
{
    text_add_part(text, bytes, strlen(bytes));
}

void text_add_number(struct text *text, size_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%zu", number);
    text_add(text, digits);
}

void text_add_cell(struct text *text, const char *cell)
{
    if (!strpbrk(cell, ",\"\r\n")) {
        text_add(text, cell);
        return;
    }
    text_add(text, "\"");
    for (; *cell; cell++)
        text_add_part(text, *cell == '"' ? "\"\"" : cell, *cell == '"' ? 2 : 1);
    text_add(text, "\"");
}

void text_print_line(struct text *text)
{
    text_add(text, "\n");
    fwrite(text->bytes, 1, text->length, stdout);
    text_clear(text);
}
