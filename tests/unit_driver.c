/* SPDX-License-Identifier: MIT
 *
 * unit_driver.c - the units on standard input, for tests/python/test_unit.py: reads an operation
 * and its operands, separated by tabs, from each line and prints one line each. Operands are
 * percent-encoded where they hold a tab, a line end or a percent sign; a unit that begins with `=`
 * is a calendar word.
 *
 *     parse U              unit KIND NUMERATOR DENOMINATOR POWER10 POWER_PI EXPONENTS ARBITRARY
 * TEXT, or error OFFSET MESSAGE SUGGESTION convert V U U        the value, or null compare V U V U
 * -1, 0, 1 or 2 same U U, commensurable U U      true or false multiply U U, divide U U         as
 * parse, or null atoms                the codes of the table
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number/unit.h"
#include "number/unit_internal.h"

#define LINE_MAX_BYTES 65536
#define FIELDS_MAX     5

static int hex_digit(char c)
{
    const char *digits = "0123456789ABCDEF", *at = c == '\0' ? NULL : strchr(digits, c);

    return at == NULL ? -1 : (int)(at - digits);
}

/* Decodes %XX in place; returns the length. */
static size_t decode(char *field)
{
    char *from = field, *to = field;

    while (*from != '\0') {
        if (*from == '%' && hex_digit(from[1]) >= 0 && hex_digit(from[2]) >= 0) {
            *to++ = (char)(hex_digit(from[1]) * 16 + hex_digit(from[2]));
            from += 3;
        } else {
            *to++ = *from++;
        }
    }
    return (size_t)(to - field);
}

/* An exact copy, so that a sanitizer sees any read beyond the text. */
static bool read_unit(char *field, struct nfh_unit *unit, struct nfh_unit_error *error)
{
    size_t length = decode(field);
    char *copy = malloc(length == 0 ? 1 : length);
    bool good;

    if (copy == NULL)
        exit(3);
    memcpy(copy, field, length);
    if (length > 0 && copy[0] == '=')
        good = nfh_priv_unit_calendar(copy + 1, length - 1, unit);
    else
        good = nfh_priv_unit_parse(copy, length, unit, error);
    free(copy);
    return good;
}

static void print_number(nfh_uint128 value)
{
    char digits[40];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + (int)(value % 10));
        value /= 10;
    } while (value != 0);
    fwrite(digits + at, 1, sizeof digits - at, stdout);
}

static void print_unit(const struct nfh_unit *unit)
{
    int i;

    printf("unit\t%d\t", unit->kind);
    print_number(unit->factor.numerator);
    putchar('\t');
    print_number(unit->factor.denominator);
    printf("\t%d\t%d\t", unit->factor.power10, unit->factor.power_pi);
    for (i = 0; i < NFH_UNIT_BASES; i++)
        printf("%s%d", i == 0 ? "" : ",", unit->exponent[i]);
    putchar('\t');
    for (i = 0; i < NFH_UNIT_ARBITRARIES; i++)
        printf("%s%d^%d", i == 0 ? "" : ",", unit->arbitrary[i], unit->arbitrary_exponent[i]);
    printf("\t%s\n", unit->text);
}

static void run_parse(char *field)
{
    struct nfh_unit_error error = {0, "(no message)", NULL};
    struct nfh_unit unit;

    if (read_unit(field, &unit, &error))
        print_unit(&unit);
    else
        printf("error\t%lu\t%s\t%s\n", (unsigned long)error.offset, error.message,
               error.suggestion == NULL ? "" : error.suggestion);
}

static bool read_value(const char *field, nfh_decimal *value)
{
    return nfh_priv_decimal_parse(field, strlen(field), value, NULL) == NFH_DECIMAL_PARSED;
}

static void run_convert(char **field)
{
    char text[NFH_DECIMAL_TEXT];
    struct nfh_unit from, to;
    nfh_decimal value, result;

    if (!read_value(field[1], &value) || !read_unit(field[2], &from, NULL) ||
        !read_unit(field[3], &to, NULL)) {
        puts("operand");
    } else if (!nfh_priv_unit_convert(value, &from, &to, &result)) {
        puts("null");
    } else {
        nfh_priv_decimal_format(result, 0, text);
        puts(text);
    }
}

static void run_compare(char **field)
{
    struct nfh_unit a, b;
    nfh_decimal va, vb;

    if (!read_value(field[1], &va) || !read_unit(field[2], &a, NULL) ||
        !read_value(field[3], &vb) || !read_unit(field[4], &b, NULL))
        puts("operand");
    else
        printf("%d\n", nfh_priv_unit_compare(va, &a, vb, &b));
}

static void run_pair(char **field)
{
    struct nfh_unit a, b, result;
    bool good;

    if (!read_unit(field[1], &a, NULL) || !read_unit(field[2], &b, NULL)) {
        puts("operand");
        return;
    }
    if (strcmp(field[0], "same") == 0) {
        puts(nfh_priv_unit_same(&a, &b) ? "true" : "false");
        return;
    }
    if (strcmp(field[0], "commensurable") == 0) {
        puts(nfh_priv_unit_commensurable(&a, &b) ? "true" : "false");
        return;
    }
    good = strcmp(field[0], "multiply") == 0 ? nfh_priv_unit_multiply(&a, &b, &result)
                                             : nfh_priv_unit_divide(&a, &b, &result);
    if (good)
        print_unit(&result);
    else
        puts("null");
}

static void print_atoms(void)
{
    size_t i;

    for (i = 0; i < nfh_priv_unit_atom_count(); i++)
        printf("%s%s", i == 0 ? "" : "\t", nfh_priv_unit_atom_at(i)->code);
    putchar('\n');
}

static bool run_line(char *line)
{
    char *field[FIELDS_MAX];
    int count = 0;

    for (field[count++] = line; *line != '\0' && count < FIELDS_MAX; line++) {
        if (*line == '\t') {
            *line = '\0';
            field[count++] = line + 1;
        }
    }
    if (count == 1 && strcmp(field[0], "atoms") == 0)
        print_atoms();
    else if (count == 2 && strcmp(field[0], "parse") == 0)
        run_parse(field[1]);
    else if (count == 4 && strcmp(field[0], "convert") == 0)
        run_convert(field);
    else if (count == 5 && strcmp(field[0], "compare") == 0)
        run_compare(field);
    else if (count == 3)
        run_pair(field);
    else
        return false;
    return true;
}

int main(void)
{
    static char line[LINE_MAX_BYTES];
    size_t length;

    while (fgets(line, sizeof line, stdin) != NULL) {
        length = strlen(line);
        if (length > 0 && line[length - 1] == '\n')
            line[length - 1] = '\0';
        if (!run_line(line)) {
            fprintf(stderr, "unit_driver: not understood: %s\n", line);
            return 2;
        }
    }
    return 0;
}
