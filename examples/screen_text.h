/* SPDX-License-Identifier: MIT
 *
 * screen_text.h - text that grows, for the programs that read cohorts.
 */
#ifndef EXAMPLES_SCREEN_TEXT_H
#define EXAMPLES_SCREEN_TEXT_H

#include <stddef.h>

/* What messages call the program that runs; each defines its own. */
extern const char program[];

struct text {
    char *bytes; /* with an end, or NULL when nothing was ever added */
    size_t length, capacity;
};

/* Makes room for so many more bytes and the end. */
void text_reserve(struct text *text, size_t length);
/* Adds to a text. Out of memory ends the program: it can do nothing more. */
void text_add(struct text *text, const char *bytes);
void text_add_part(struct text *text, const char *bytes, size_t length);
void text_add_number(struct text *text, size_t number);
/* A cell of a CSV file, in quotes where RFC 4180 wants them. */
void text_add_cell(struct text *text, const char *cell);
/* Ends the line, writes the text to standard output and clears it. */
void text_print_line(struct text *text);

static inline void text_clear(struct text *text)
{
    text->length = 0;
    if (text->bytes)
        text->bytes[0] = '\0';
}
static inline const char *text_of(const struct text *text)
{
    return text->bytes ? text->bytes : "";
}

#endif
