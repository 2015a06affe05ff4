/* SPDX-License-Identifier: MIT
 *
 * calculations.c - fuzz target: any bytes as the arguments of the calculations.
 *
 * The input: a byte for the function, then the arguments of two rows: 8 bytes of a double, 4 of an
 * integer or a date.
 *
 * Properties: the status is a documented one; a result is in its range, and nothing on another
 * status than NFH_OK; the array form does to each row what the function does; learning an argument
 * never turns the truth of a limit.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "calc_functions.h"
#include "fuzz.h"

#define ROWS 2

struct outcome {
    int status;
    double number;
    int32_t integer;
};

static double read_argument(struct fuzz_part *rest, char type)
{
    char bytes[8] = {0};
    size_t size = type == 'n' ? 8 : 4, taken = rest->length < size ? rest->length : size;
    double number;
    int32_t integer;

    memcpy(bytes, rest->bytes, taken);
    rest->bytes += taken;
    rest->length -= taken;
    if (type == 'n') {
        memcpy(&number, bytes, sizeof number);
        return number;
    }
    memcpy(&integer, bytes, sizeof integer);
    return integer;
}

static void check_outcome(const struct function *function, const struct outcome *outcome)
{
    REQUIRE(outcome->status == NFH_OK || outcome->status == NFH_E_UNKNOWN ||
                outcome->status == NFH_E_INFINITE || outcome->status == NFH_E_RANGE,
            "%s: %s", function->name, nfh_status_name(outcome->status));
    switch (function->result) {
    case 'n':
        REQUIRE(outcome->status == NFH_OK ? isfinite(outcome->number) : isnan(outcome->number),
                "%s: %s, %g", function->name, nfh_status_name(outcome->status), outcome->number);
        break;
    case 't':
        REQUIRE(outcome->status == NFH_OK
                    ? outcome->integer >= NFH_FALSE && outcome->integer <= NFH_UNKNOWN
                    : outcome->integer == NFH_UNKNOWN,
                "%s: %s, %d", function->name, nfh_status_name(outcome->status), outcome->integer);
        break;
    default:
        REQUIRE((outcome->status == NFH_OK) == (outcome->integer != NFH_DATE_UNKNOWN), "%s: %s, %d",
                function->name, nfh_status_name(outcome->status), outcome->integer);
    }
}

static struct outcome call(const struct function *function, const double *argument)
{
    struct outcome outcome = {.number = 12345, .integer = 12345};

    outcome.status = function->call(argument, function->result == 'n' ? (void *)&outcome.number
                                                                      : (void *)&outcome.integer);
    check_outcome(function, &outcome);
    return outcome;
}

static void check_array(const struct function *function, double argument[][ROWS],
                        const struct outcome *expected)
{
    double number[ROWS] = {12345, 12345};
    int32_t integer[ROWS] = {12345, 12345}, status[ROWS] = {12345, 12345},
            whole[MOST_ARGUMENTS][ROWS];
    struct columns columns = {.result = function->result == 'n' ? (void *)number : (void *)integer,
                              .status = status};

    for (size_t i = 0; i < strlen(function->arguments); i++) {
        columns.number[i] = argument[i];
        columns.integer[i] = whole[i];
        for (size_t row = 0; row < ROWS && function->arguments[i] != 'n'; row++)
            whole[i][row] = (int32_t)argument[i][row];
    }
    REQUIRE_OK(function->call_array(ROWS, &columns));
    for (size_t row = 0; row < ROWS; row++) {
        REQUIRE(status[row] == expected[row].status, "%s: %s", function->name,
                nfh_status_name(status[row]));
        REQUIRE(function->result == 'n'
                    ? memcmp(&number[row], &expected[row].number, sizeof *number) == 0 ||
                          (isnan(number[row]) && isnan(expected[row].number))
                    : integer[row] == expected[row].integer,
                "%s: row %zu differs", function->name, row);
    }
}

/* With one argument not known, a limit says nothing else than with all of them. */
static void check_forgetting(const struct function *function, const double *argument,
                             const struct outcome *outcome)
{
    double fewer[MOST_ARGUMENTS];

    for (size_t i = 0; i < strlen(function->arguments); i++) {
        memcpy(fewer, argument, sizeof fewer);
        fewer[i] = function->arguments[i] == 'n'                            ? (double)NAN
                   : function->arguments[i] == 'd'                          ? NFH_DATE_UNKNOWN
                   : strstr(function->name, "creatinine_clearance") != NULL ? NFH_SEX_UNKNOWN
                                                                            : NFH_UNKNOWN;
        /* The length of a window is no datum, and spirits have a usual strength. */
        if ((function->arguments[i] == 'i' && strstr(function->name, "within") != NULL) ||
            (i == 6 && strcmp(function->name, "nfh_alcohol_excess") == 0))
            continue;
        struct outcome before = call(function, fewer);
        REQUIRE(before.status != NFH_OK || before.integer == NFH_UNKNOWN ||
                    before.integer == outcome->integer,
                "%s: %d without argument %zu, %d with it", function->name, before.integer, i,
                outcome->integer);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_part rest;
    double row[ROWS][MOST_ARGUMENTS] = {{0}}, argument[MOST_ARGUMENTS][ROWS];
    struct outcome outcome[ROWS];

    if (size == 0)
        return 0;
    const struct function *function = &functions[data[0] % FUNCTIONS];
    rest = (struct fuzz_part){(const char *)data + 1, size - 1};
    for (size_t i = 0; i < ROWS; i++) {
        for (size_t k = 0; k < strlen(function->arguments); k++)
            argument[k][i] = row[i][k] = read_argument(&rest, function->arguments[k]);
        outcome[i] = call(function, row[i]);
        if (function->result == 't' && outcome[i].status == NFH_OK)
            check_forgetting(function, row[i], &outcome[i]);
    }
    check_array(function, argument, outcome);
    return 0;
}
