/* SPDX-License-Identifier: MIT
 *
 * input_model.c - which texts nfh_subject_set_text(3) takes.
 */
#include "input_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fuzz.h"
#include "nfhscreen.h"

#define BLANKS " \t\r\n"
#define DIGITS "0123456789"

static bool is_one_of(const char *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcasecmp(text, *words) == 0)
            return true;
    }
    return false;
}

static const char *skip_digits(const char *text, size_t *count)
{
    *count = strspn(text, DIGITS);
    return text + *count;
}

/* [+-]digits[.digits][e[+-]digits]; `zeros`: nothing but zeros behind the point, no exponent. */
static bool is_number(const char *text, bool zeros)
{
    size_t count;

    text = skip_digits(text + (*text == '+' || *text == '-'), &count);
    if (count == 0)
        return false;
    if (*text == '.') {
        const char *places = text + 1;
        text = skip_digits(places, &count);
        if (count == 0 || (zeros && strspn(places, "0") != count))
            return false;
    }
    if (!zeros && (*text == 'e' || *text == 'E')) {
        text++;
        text = skip_digits(text + (*text == '+' || *text == '-'), &count);
        if (count == 0)
            return false;
    }
    return *text == '\0';
}

static bool is_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    size_t length = strlen(text);
    int year, month = 1, day = 1, last;

    if (length != 4 && length != 7 && length != 10)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (i == 4 || i == 7 ? text[i] != '-' : strchr(DIGITS, text[i]) == NULL)
            return false;
    }
    year = atoi(text);
    if (length >= 7)
        month = atoi(text + 5);
    if (length == 10)
        day = atoi(text + 8);
    if (year < 1 || month < 1 || month > 12)
        return false;
    last = days[month - 1];
    if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
        last = 29;
    return day >= 1 && day <= last;
}

/* Behind the sign of a limit and blanks, where something follows. */
static const char *skip_limit(const char *text)
{
    static const char *const signs[] = {"<=", ">=", "\xe2\x89\xa4", "\xe2\x89\xa5", "<", ">"};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t length = strlen(signs[i]);
        if (strncmp(text, signs[i], length) == 0 && text[length] != '\0')
            return text + length + strspn(text + length, BLANKS);
    }
    return text;
}

static bool is_of_type(int type, const char *text)
{
    static const char *const truths[] = {"true", "false", "1", "0", "yes", "no", NULL};

    if (type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL)
        text = skip_limit(text);
    switch (type) {
    case NFH_TYPE_BOOLEAN:
        return is_one_of(text, truths);
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        return is_number(text, true);
    case NFH_TYPE_DECIMAL:
        return is_number(text, false);
    case NFH_TYPE_DATE:
        return is_date(text);
    default:
        return fuzz_is_utf8(text, strlen(text), NULL);
    }
}

void fuzz_check_model(int type, const char *text, int status)
{
    size_t start = strspn(text, BLANKS), length = strlen(text + start);
    char *trimmed;

    while (length > 0 && strchr(BLANKS, text[start + length - 1]) != NULL)
        length--;
    trimmed = fuzz_copy((struct fuzz_part){text + start, length});
    if (strlen(text) > NFH_TEXT_MAX)
        REQUIRE(status == NFH_E_LIMIT, "%s", nfh_status_name(status));
    else if (length == 0)
        REQUIRE(status == NFH_OK, "%s", nfh_status_name(status));
    else if (type == NFH_TYPE_QUANTITY || type == NFH_TYPE_DATETIME || type == NFH_TYPE_TIME)
        REQUIRE(status != NFH_E_VALUE && status != NFH_E_LIMIT, "%s", nfh_status_name(status));
    else if (is_of_type(type, trimmed))
        REQUIRE(status == NFH_OK || status == NFH_E_VALUE ||
                    (status == NFH_E_RANGE && type != NFH_TYPE_DATE && type != NFH_TYPE_BOOLEAN),
                "%s: %s", trimmed, nfh_status_name(status));
    else
        REQUIRE(status == NFH_E_SYNTAX || (status == NFH_E_VALUE && type == NFH_TYPE_STRING),
                "%s: %s", trimmed, nfh_status_name(status));
    free(trimmed);
}
