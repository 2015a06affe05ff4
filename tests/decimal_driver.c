/* SPDX-License-Identifier: MIT
 *
 * decimal_driver.c - the decimals on standard input, for the comparison with Python's in
 * tests/python/test_decimal.py: reads `operation operand...` lines and prints one result each.
 *
 * A decimal is given and printed as the integer that it is when scaled by 10^8 (the operations
 * `parse` and `format` alone deal with its text), a natural number of several limbs in
 * hexadecimal, and a double as the hexadecimal of its bits. `null` is printed where there is no
 * result.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number/decimal.h"
#include "number/transcendental.h"

#define LINE_MAX_BYTES 4096
#define OPERANDS_MAX 3

typedef bool binary(nfh_decimal a, nfh_decimal b, nfh_decimal *result);
typedef bool unary(nfh_decimal a, nfh_decimal *result);

static const struct {
    const char *name;
    binary *function;
} binaries[] = {
    {"add", nfh_priv_decimal_add},
    {"subtract", nfh_priv_decimal_subtract},
    {"multiply", nfh_priv_decimal_multiply},
    {"divide", nfh_priv_decimal_divide},
    {"truncated_divide", nfh_priv_decimal_truncated_divide},
    {"modulo", nfh_priv_decimal_modulo},
    {"log", nfh_priv_decimal_log},
    {"power", nfh_priv_decimal_power},
};

static bool floor_of(nfh_decimal a, nfh_decimal *result)
{
    *result = nfh_priv_decimal_floor(a);
    return true;
}

static bool ceiling_of(nfh_decimal a, nfh_decimal *result)
{
    *result = nfh_priv_decimal_ceiling(a);
    return true;
}

static bool truncation_of(nfh_decimal a, nfh_decimal *result)
{
    *result = nfh_priv_decimal_truncate(a);
    return true;
}

static const struct {
    const char *name;
    unary *function;
} unaries[] = {
    {"floor", floor_of},
    {"ceiling", ceiling_of},
    {"truncate", truncation_of},
    {"sqrt", nfh_priv_decimal_sqrt},
    {"exp", nfh_priv_decimal_exp},
    {"ln", nfh_priv_decimal_ln},
};

static nfh_int128 read_integer(const char *text)
{
    nfh_uint128 size = 0;
    bool negative = *text == '-';

    for (text += negative; *text != '\0'; text++)
        size = size * 10 + (unsigned)(*text - '0');
    return (nfh_int128)(negative ? -size : size);
}

static void print_natural(nfh_uint128 size)
{
    char text[40];
    size_t at = sizeof text - 1;

    text[at] = '\0';
    do {
        text[--at] = (char)('0' + (int)(size % 10));
        size /= 10;
    } while (size != 0);
    puts(text + at);
}

static void print_decimal(bool known, nfh_decimal value)
{
    if (!known) {
        puts("null");
        return;
    }
    if (value < 0)
        putchar('-');
    print_natural(value < 0 ? -(nfh_uint128)value : (nfh_uint128)value);
}

/* Reads hexadecimal digits into NFH_LIMBS_MAX limbs; returns how many limbs the digits take. */
static size_t read_limbs(const char *text, uint64_t *limbs)
{
    size_t length = strlen(text);

    memset(limbs, 0, NFH_LIMBS_MAX * sizeof *limbs);
    for (; *text != '\0'; text++) {
        nfh_priv_limbs_shift_left(limbs, NFH_LIMBS_MAX, 4);
        limbs[0] |= (uint64_t)(*text <= '9' ? *text - '0' : *text - 'a' + 10);
    }
    return (length + 15) / 16;
}

static struct nfh_wide read_wide(const char *text)
{
    uint64_t limbs[NFH_LIMBS_MAX];

    read_limbs(text, limbs);
    return (struct nfh_wide){.high = (nfh_uint128)limbs[3] << 64 | limbs[2],
                             .low = (nfh_uint128)limbs[1] << 64 | limbs[0]};
}

static void print_limbs(const uint64_t *limbs, size_t count, char end)
{
    for (size_t i = count; i-- > 0;)
        printf("%016" PRIx64, limbs[i]);
    putchar(end);
}

static void print_wide(struct nfh_wide wide)
{
    const uint64_t limbs[] = {(uint64_t)wide.low, (uint64_t)(wide.low >> 64),
                              (uint64_t)wide.high, (uint64_t)(wide.high >> 64)};
    print_limbs(limbs, 4, '\n');
}

static bool run_wide(const char *name, const char *const *operand)
{
    struct nfh_wide a, b;

    if (strncmp(name, "wide_", 5) != 0)
        return false;
    a = read_wide(operand[0]);
    b = read_wide(operand[1]);
    if (strcmp(name, "wide_mul") == 0) {
        print_wide(nfh_priv_wide_mul(a.low, b.low));
    } else if (strcmp(name, "wide_compare") == 0) {
        printf("%d\n", nfh_priv_wide_compare(a, b));
    } else {
        return false;
    }
    return true;
}

static bool run_limbs(const char *name, const char *const *operand)
{
    uint64_t a[NFH_LIMBS_MAX], b[NFH_LIMBS_MAX], result[2 * NFH_LIMBS_MAX];
    size_t n, m, bits;

    if (strncmp(name, "limbs_", 6) != 0)
        return false;
    n = read_limbs(operand[0], a);
    m = read_limbs(operand[1], b);
    bits = (size_t)b[0];
    if (strcmp(name, "limbs_divide") == 0) {
        nfh_priv_limbs_divide(a, n, b, m, result);
        print_limbs(result, n, ' ');
        print_limbs(a, n, '\n');
    } else if (strcmp(name, "limbs_multiply") == 0) {
        nfh_priv_limbs_multiply(a, n, b, m, result);
        print_limbs(result, n + m, '\n');
    } else if (strcmp(name, "limbs_left") == 0) {
        nfh_priv_limbs_shift_left(a, n, bits);
        print_limbs(a, n, '\n');
    } else if (strcmp(name, "limbs_right") == 0) {
        nfh_priv_limbs_shift_right(a, n, bits);
        print_limbs(a, n, '\n');
    } else {
        return false;
    }
    return true;
}

/* `attempt_exp LIMBS A`: the absolute value, `undecided` or `range`. */
static bool run_attempt(const char *name, const char *const *operand)
{
    nfh_uint128 size = 0;
    size_t limbs;
    nfh_decimal a, b;
    bool decided;

    if (strncmp(name, "attempt_", 8) != 0)
        return false;
    limbs = (size_t)read_integer(operand[0]);
    a = read_integer(operand[1]);
    b = read_integer(operand[2]);
    if (strcmp(name, "attempt_exp") == 0)
        decided = nfh_priv_exp_attempt(a, limbs, &size);
    else if (strcmp(name, "attempt_ln") == 0)
        decided = nfh_priv_ln_attempt(a, limbs, &size);
    else if (strcmp(name, "attempt_log") == 0)
        decided = nfh_priv_log_attempt(a, b, limbs, &size);
    else if (strcmp(name, "attempt_power") == 0)
        decided = nfh_priv_power_attempt(a, b, limbs, &size);
    else
        return false;
    if (!decided)
        puts("undecided");
    else if (size >= NFH_DECIMAL_LIMIT)
        puts("range");
    else
        print_natural(size);
    return true;
}

static bool run_text(const char *name, const char *const *operand)
{
    nfh_decimal value = 0;
    int places = -1;
    char text[NFH_DECIMAL_TEXT];

    if (strcmp(name, "parse") == 0) {
        switch (nfh_priv_decimal_parse(operand[0], strlen(operand[0]), &value, &places)) {
        case NFH_DECIMAL_PARSED:
            printf("%d ", places);
            print_decimal(true, value);
            break;
        case NFH_DECIMAL_SYNTAX:
            puts("syntax");
            break;
        case NFH_DECIMAL_OVERFLOW:
            puts("overflow");
            break;
        }
    } else if (strcmp(name, "format") == 0) {
        size_t length =
            nfh_priv_decimal_format(read_integer(operand[0]), (int)read_integer(operand[1]), text);
        printf("%s%s\n", text, length == strlen(text) ? "" : " wrong length");
    } else {
        return false;
    }
    return true;
}

static bool run_double(const char *name, const char *const *operand)
{
    uint64_t bits;
    double number;
    nfh_decimal value = 0;
    bool known;

    if (strcmp(name, "from_double") == 0) {
        bits = strtoull(operand[0], NULL, 16);
        memcpy(&number, &bits, sizeof number);
        known = nfh_priv_decimal_from_double(number, &value);
        print_decimal(known, value);
    } else if (strcmp(name, "to_double") == 0) {
        number = nfh_priv_decimal_to_double(read_integer(operand[0]));
        memcpy(&bits, &number, sizeof bits);
        printf("%016" PRIx64 "\n", bits);
    } else {
        return false;
    }
    return true;
}

static bool run_decimal(const char *name, const char *const *operand)
{
    nfh_decimal a = read_integer(operand[0]), b = read_integer(operand[1]), result = 0;
    bool known;

    for (size_t i = 0; i < sizeof binaries / sizeof binaries[0]; i++) {
        if (strcmp(name, binaries[i].name) == 0) {
            known = binaries[i].function(a, b, &result);
            print_decimal(known, result);
            return true;
        }
    }
    for (size_t i = 0; i < sizeof unaries / sizeof unaries[0]; i++) {
        if (strcmp(name, unaries[i].name) == 0) {
            known = unaries[i].function(a, &result);
            print_decimal(known, result);
            return true;
        }
    }
    if (strcmp(name, "round") == 0) {
        known = nfh_priv_decimal_round(a, (int)b, &result);
        print_decimal(known, result);
    } else if (strcmp(name, "div_round") == 0) {
        print_decimal(true, nfh_priv_div_round(a, b));
    } else if (strcmp(name, "sqrt_floor") == 0) {
        print_natural(nfh_priv_sqrt_floor((nfh_uint128)a));
    } else {
        return false;
    }
    return true;
}

int main(void)
{
    char line[LINE_MAX_BYTES];

    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *operand[OPERANDS_MAX] = {"", "", ""};
        char *at = line;

        line[strcspn(line, "\n")] = '\0';
        for (size_t i = 0; i < OPERANDS_MAX && (at = strchr(at, ' ')) != NULL; i++) {
            *at++ = '\0';
            operand[i] = at;
        }
        if (!run_wide(line, operand) && !run_limbs(line, operand)
            && !run_attempt(line, operand) && !run_text(line, operand)
            && !run_double(line, operand) && !run_decimal(line, operand)) {
            fprintf(stderr, "decimal_driver: unknown operation %s\n", line);
            return 2;
        }
    }
    return 0;
}
