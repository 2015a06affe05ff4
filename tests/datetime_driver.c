/* SPDX-License-Identifier: MIT
 *
 * datetime_driver.c - DateTimes and Times on standard input, for tests/python/test_datetime.py:
 * reads `operation operand...` lines and prints one line each. Values are text, with a T before a
 * Time, units and zones numbers; a zone of 20000 is not known.
 *
 *     parse VALUE, first VALUE, last VALUE, next VALUE, previous VALUE
 *     time VALUE ZONE             the Time in the zone, or null
 *     add VALUE COUNT UNIT        the value, or null
 *     compare A B PRECISION ZONE
 *     duration A B UNIT ZONE, difference A B UNIT ZONE: the least and the greatest
 *     low VALUE DIGITS, high VALUE DIGITS
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number/datetime.h"

#define WORDS_MAX 5

struct value {
    nfh_datetime packed;
    bool is_time;
};

static bool read_value(const char *word, struct value *value)
{
    value->is_time = *word == 'T';
    return value->is_time ? nfh_priv_time_parse(word, strlen(word), false, &value->packed)
                          : nfh_priv_datetime_parse(word, strlen(word), &value->packed);
}

static void print(bool is_given, bool is_time, nfh_datetime value)
{
    char text[NFH_DATETIME_TEXT];
    size_t length;

    if (!is_given) {
        puts("null");
        return;
    }
    length = is_time ? nfh_priv_time_format(value, true, text)
                     : nfh_priv_datetime_format(value, false, text);
    puts(length == strlen(text) ? text : "wrong length");
}

static bool run_one(const char *operation, struct value it)
{
    bool is_given = true;
    nfh_datetime result = it.packed;

    if (strcmp(operation, "first") == 0)
        result = nfh_priv_datetime_first(it.packed);
    else if (strcmp(operation, "last") == 0)
        result = nfh_priv_datetime_last(it.packed);
    else if (strcmp(operation, "next") == 0)
        is_given = it.is_time ? nfh_priv_time_successor(it.packed, &result)
                              : nfh_priv_datetime_successor(it.packed, &result);
    else if (strcmp(operation, "previous") == 0)
        is_given = it.is_time ? nfh_priv_time_predecessor(it.packed, &result)
                              : nfh_priv_datetime_predecessor(it.packed, &result);
    else if (strcmp(operation, "parse") != 0)
        return false;
    print(is_given, it.is_time, result);
    return true;
}

static bool run_number(const char *operation, struct value it, int number)
{
    bool is_high = strcmp(operation, "high") == 0, is_given;
    nfh_datetime result = 0;

    if (strcmp(operation, "time") == 0) {
        result = nfh_priv_datetime_time(it.packed, number);
        print(result != 0, true, result);
        return true;
    }
    if (!is_high && strcmp(operation, "low") != 0)
        return false;
    is_given = it.is_time ? nfh_priv_time_boundary(it.packed, is_high, number, &result)
                          : nfh_priv_datetime_boundary(it.packed, is_high, number, &result);
    print(is_given, it.is_time, result);
    return true;
}

static void run_add(struct value it, int64_t count, enum nfh_calendar_unit unit)
{
    nfh_datetime result = 0;
    bool is_given = it.is_time ? nfh_priv_time_add(it.packed, count, unit, &result)
                               : nfh_priv_datetime_add(it.packed, count, unit, &result);

    print(is_given, it.is_time, result);
}

static bool run_pair(const char *operation, struct value a, struct value b, int number, int zone)
{
    bool is_difference = strcmp(operation, "difference") == 0, is_given;
    enum nfh_calendar_unit unit = (enum nfh_calendar_unit)number;
    int64_t least, greatest;

    if (strcmp(operation, "compare") == 0) {
        printf("%d\n", nfh_priv_datetime_compare(a.packed, b.packed, number, zone));
        return true;
    }
    if (!is_difference && strcmp(operation, "duration") != 0)
        return false;
    is_given = a.is_time
                   ? nfh_priv_time_span(a.packed, b.packed, is_difference, unit, &least, &greatest)
                   : nfh_priv_datetime_span(a.packed, b.packed, is_difference, unit, zone, &least,
                                            &greatest);
    if (is_given)
        printf("%" PRId64 " %" PRId64 "\n", least, greatest);
    else
        puts("null");
    return true;
}

static bool run_line(char *line)
{
    char *word[WORDS_MAX];
    struct value a, b;
    int count = 0;

    for (word[0] = strtok(line, " \n"); word[count] != NULL; word[count] = strtok(NULL, " \n")) {
        if (++count == WORDS_MAX)
            break;
    }
    if (count < 2)
        return false;
    if (!read_value(word[1], &a)) {
        puts("null");
        return strcmp(word[0], "parse") == 0;
    }
    if (count == 2)
        return run_one(word[0], a);
    if (count == 3)
        return run_number(word[0], a, (int)strtol(word[2], NULL, 10));
    if (count == 4 && strcmp(word[0], "add") == 0) {
        run_add(a, strtoll(word[2], NULL, 10), (enum nfh_calendar_unit)strtol(word[3], NULL, 10));
        return true;
    }
    return count == 5 && read_value(word[2], &b) && a.is_time == b.is_time &&
           run_pair(word[0], a, b, (int)strtol(word[3], NULL, 10), (int)strtol(word[4], NULL, 10));
}

int main(void)
{
    char line[256], copy[256];

    while (fgets(line, sizeof line, stdin) != NULL) {
        memcpy(copy, line, sizeof copy);
        if (!run_line(line)) {
            fprintf(stderr, "datetime_driver: not understood: %s", copy);
            return 2;
        }
    }
    return 0;
}
