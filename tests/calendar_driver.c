/* SPDX-License-Identifier: MIT
 *
 * calendar_driver.c - the calendar on standard input, for tests/python/test_calendar.py: reads
 * `operation operand...` lines and prints one line each; dates as text, units as day, week, month,
 * year.
 *
 *     parse TEXT                  the date in its own precision, or null
 *     days DATE, date DAYS        the day number, the date
 *     first DATE, last DATE       what a partial date can mean
 *     add DATE COUNT UNIT         the date, or null
 *     duration A B UNIT, difference A B UNIT, compare A B PRECISION
 *     range FROM TO               FROM and TO are day numbers: `DAYS DATE` for each of them on a
 * line of its own
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number/calendar.h"

#define WORDS_MAX 4

static const char *const units[] = {"day", "week", "month", "year"};

static bool read_unit(const char *word, enum nfh_calendar_unit *unit)
{
    size_t i;

    for (i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(word, units[i]) == 0) {
            *unit = (enum nfh_calendar_unit)i;
            return true;
        }
    }
    return false;
}

static bool read_date(const char *word, nfh_date *date)
{
    return nfh_priv_date_parse(word, strlen(word), date);
}

static void print_date(nfh_date date)
{
    char text[NFH_DATE_TEXT];

    if (nfh_priv_date_format(date, text) != strlen(text))
        puts("wrong length");
    puts(text);
}

static void print_range(int32_t from, int32_t to)
{
    for (; from <= to; from++) {
        printf("%" PRId32 " ", from);
        print_date(nfh_priv_date_from_days(from));
    }
}

static bool run_one(const char *operation, const char *word)
{
    nfh_date date;

    if (strcmp(operation, "date") == 0)
        print_date(nfh_priv_date_from_days((int32_t)strtol(word, NULL, 10)));
    else if (!read_date(word, &date))
        puts("null");
    else if (strcmp(operation, "parse") == 0)
        print_date(date);
    else if (strcmp(operation, "days") == 0)
        printf("%" PRId32 "\n", nfh_priv_date_to_days(date));
    else if (strcmp(operation, "first") == 0)
        print_date(nfh_priv_date_first(date));
    else if (strcmp(operation, "last") == 0)
        print_date(nfh_priv_date_last(date));
    else
        return false;
    return true;
}

static bool run_pair(char **word)
{
    enum nfh_calendar_unit unit = NFH_UNIT_DAY;
    nfh_date a, b;

    if (!read_date(word[1], &a))
        return false;
    if (strcmp(word[0], "add") == 0) {
        if (!read_unit(word[3], &unit))
            return false;
        if (nfh_priv_date_add(a, strtoll(word[2], NULL, 10), unit, &b))
            print_date(b);
        else
            puts("null");
        return true;
    }
    if (!read_date(word[2], &b))
        return false;
    if (strcmp(word[0], "compare") == 0)
        printf("%d\n", nfh_priv_date_compare(a, b, (int)strtol(word[3], NULL, 10)));
    else if (!read_unit(word[3], &unit))
        return false;
    else if (strcmp(word[0], "duration") == 0)
        printf("%" PRId64 "\n", nfh_priv_date_duration(a, b, unit));
    else if (strcmp(word[0], "difference") == 0)
        printf("%" PRId64 "\n", nfh_priv_date_difference(a, b, unit));
    else
        return false;
    return true;
}

static bool run_line(char *line)
{
    char *word[WORDS_MAX];
    int count = 0;

    for (word[0] = strtok(line, " \n"); word[count] != NULL; word[count] = strtok(NULL, " \n")) {
        if (++count == WORDS_MAX)
            break;
    }
    if (count == 1) { /* the empty text */
        puts("null");
        return true;
    }
    if (count == 2)
        return run_one(word[0], word[1]);
    if (count == 3 && strcmp(word[0], "range") == 0) {
        print_range((int32_t)strtol(word[1], NULL, 10), (int32_t)strtol(word[2], NULL, 10));
        return true;
    }
    return count == 4 && run_pair(word);
}

int main(void)
{
    char line[256], copy[256];

    while (fgets(line, sizeof line, stdin) != NULL) {
        memcpy(copy, line, sizeof copy);
        if (!run_line(line)) {
            fprintf(stderr, "calendar_driver: not understood: %s", copy);
            return 2;
        }
    }
    return 0;
}
