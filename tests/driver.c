/* SPDX-License-Identifier: MIT
 *
 * driver.c - see driver.h.
 */
#include "driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#define LINE_SIZE 1000000

static int hex_digit(char c)
{
    const char *digits = "0123456789ABCDEF", *at = c == '\0' ? NULL : strchr(digits, c);

    return at == NULL ? -1 : (int)(at - digits);
}

static struct nfh_text decode(char *field)
{
    const char *from = field;
    char *to = field;

    while (*from != '\0') {
        if (*from == '%' && hex_digit(from[1]) >= 0 && hex_digit(from[2]) >= 0) {
            *to++ = (char)(hex_digit(from[1]) * 16 + hex_digit(from[2]));
            from += 3;
        } else {
            *to++ = *from++;
        }
    }
    size_t length = (size_t)(to - field);
    char *copy = malloc(length == 0 ? 1 : length);
    if (copy == NULL)
        test_stop("out of memory");
    memcpy(copy, field, length);
    return (struct nfh_text){copy, length};
}

static struct driver_line split(char *text)
{
    struct driver_line line = {.operation = text};
    char *tab = strchr(text, '\t');

    while (tab != NULL && line.count < DRIVER_OPERANDS_MAX) {
        char *field = tab + 1;
        *tab = '\0';
        tab = strchr(field, '\t');
        if (tab != NULL)
            *tab = '\0';
        line.operand[line.count++] = decode(field);
    }
    return line;
}

int driver_run(bool (*answer)(const struct driver_line *line))
{
    static char text[LINE_SIZE];

    while (fgets(text, sizeof text, stdin) != NULL) {
        text[strcspn(text, "\n")] = '\0';
        struct driver_line line = split(text);
        if (!answer(&line)) {
            fprintf(stderr, "not understood: %s with %d operands\n", line.operation, line.count);
            return 2;
        }
        putchar('\n');
        for (int i = 0; i < line.count; i++)
            free((void *)(uintptr_t)line.operand[i].bytes);
    }
    return 0;
}

int64_t driver_number(struct nfh_text operand)
{
    char digits[32] = "";

    if (operand.length >= sizeof digits)
        test_stop("too long a number");
    memcpy(digits, operand.bytes, operand.length);
    return strtoll(digits, NULL, 10);
}

void driver_print(struct nfh_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c > ' ' && c <= '~' && c != '%')
            putchar(c);
        else
            printf("%%%02X", (unsigned)(unsigned char)c);
    }
}
