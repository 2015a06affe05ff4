/* SPDX-License-Identifier: MIT
 *
 * grammar.c - well-typed CQL as tables.
 */
#include "grammar.h"

/* ---- Types ----------------------------------------------------------------------------------- */

/* clang-format off */
static const char *const booleans[] = {"true", "false", NULL};
static const char *const integers[] = {
    "1", "0", "2", "-1", "3", "-7", "12", "100", "2147483647", "-2147483648", "46341", "-2", "8", NULL};
static const char *const longs[] = {
    "1L", "0L", "-1L", "3L", "9223372036854775807L", "-9223372036854775808L", "3037000500L", "2147483648L", NULL};
static const char *const decimals[] = {
    "1.0", "0.0", "0.5", "-0.5", "1.5", "2.5", "0.1", "0.3", "3.14159265", "0.00000001", "-0.00000001", "10.00",
    "99999999999999999999.99999999", "-99999999999999999999.99999999", "10000000000.0", "45.0", "0.33333333", NULL};
static const char *const strings[] = {
    "'a'", "''", "'A'", "'b'", "'a b'", "'\\u00e9'", "'\\'\\\\\\n'", "'\\t'", "'abc'", NULL};
static const char *const dates[] = {
    "@2025-08-31", "@2025-08", "@2025", "@2024-02-29", "@2025-02-28", "@0001-01-01", "@9999-12-31", "@9999",
    "@1970-01-01", "@2025-09-01", "@2024-12", "@0001", NULL};
static const char *const quantities[] = {
    "1 'mg'", "5 'g'", "0.005 'g'", "3 'mL'", "1 '1'", "37.0 'Cel'", "98.6 '[degF]'", "2 '[iU]'", "7.4 '[pH]'",
    "6 months", "1 year", "365 days", "10 'd'", "2 'mo'", "0 'mg'", "-1.5 'kg'", "88.4 'umol/L'", "1 'mg/dL'", "120 'mm[Hg]'",
    "99999999999999999999 'g'", "0.00000001 'ng'", "1 '10*9/L'", "3 'mg'", NULL};
static const char *const durations[] = {
    "1 day", "6 months", "1 year", "0 days", "2 weeks", "-3 days", "30 days", "1.5 months", "48 'h'", "10 'd'", "1 'wk'",
    "100000 years", "2147483647 days", "36 hours", NULL};
static const char *const integer_intervals[] = {
    "Interval[0, 100]", "Interval(1, 5)", "Interval[3, 3]", "Interval[-7, 12)", "Interval[2147483640, 2147483647]", NULL};
static const char *const long_intervals[] = {
    "Interval[0L, 100L]", "Interval(-1L, 3L]", "Interval[-9223372036854775808L, 9223372036854775807L]", NULL};
static const char *const decimal_intervals[] = {
    "Interval[0.5, 2.5]", "Interval(0.1, 0.3)", "Interval[1.5, 1.5]", "Interval(1.0, 1.00000001]", "Interval[-0.5, 45.0)", NULL};
static const char *const date_intervals[] = {
    "Interval[@2024-02-29, @2025-08-31]", "Interval(@2025, @2026)", "Interval[@2025-08, @2025-09]",
    "Interval[@0001-01-01, @9999-12-31]", "Interval(@2025-02-28, @2025-03-02)", NULL};
static const char *const quantity_intervals[] = {
    "Interval[1 'mg', 5 'g']", "Interval(0 'mg', 3 'mg')", "Interval[36.5 'Cel', 38 'Cel']", "Interval[6 months, 1 year]",
    "Interval[3 'mL', 3 'mL']", NULL};
/* Not values: words that stand in a form. */
static const char *const words[] = {"days", "years", "months", "weeks", NULL};
static const char *const offsets[] = {"1 day", "6 months", "1 year", "0 days", "2 weeks", "30 days", "10 'd'", "9999 years", NULL};
static const char *const precisions[] = {"day", "month", "year", NULL};
static const char *const units[] = {"'mg'", "'g'", "'mL'", "'Cel'", "'1'", "'d'", "'[iU]'", "'kg'", NULL};
static const char *const places[] = {"0", "1", "8", "2", "-1", "9", NULL};

const struct fuzz_type fuzz_types[] = {
    {'B', "Boolean",  FUZZ_ANY, booleans, NULL, ""},
    {'I', "Integer",  FUZZ_ANY | FUZZ_ORDERED | FUZZ_NUMBER | FUZZ_POINT | FUZZ_UNITLESS, integers, integer_intervals, ""},
    {'L', "Long",     FUZZ_ANY | FUZZ_ORDERED | FUZZ_NUMBER | FUZZ_POINT | FUZZ_UNITLESS, longs, long_intervals, "ToLong"},
    {'D', "Decimal",  FUZZ_ANY | FUZZ_ORDERED | FUZZ_NUMBER | FUZZ_POINT | FUZZ_UNITLESS, decimals, decimal_intervals, "ToDecimal"},
    {'S', "String",   FUZZ_ANY | FUZZ_ORDERED, strings, NULL, ""},
    {'T', "Date",     FUZZ_ANY | FUZZ_ORDERED | FUZZ_POINT, dates, date_intervals, ""},
    {'Q', "Quantity", FUZZ_ANY | FUZZ_ORDERED | FUZZ_NUMBER | FUZZ_POINT, quantities, quantity_intervals, "ToQuantity"},
    {'V', "Quantity", 0, durations, NULL, ""}, /* what a date takes */
    {'o', NULL, 0, offsets, NULL, ""}, /* a distance in time */
    {'w', NULL, 0, words, NULL, ""},
    {'p', NULL, 0, precisions, NULL, ""},
    {'u', NULL, 0, units, NULL, ""},
    {'n', NULL, 0, places, NULL, ""},
};
const size_t fuzz_type_count = sizeof fuzz_types / sizeof *fuzz_types;

/* ---- Forms ----------------------------------------------------------------------------------- */

const struct fuzz_form fuzz_forms[] = {
    /* of any type */
    {"0", "(null as #0)", 0},
    {"0", "(if $B then $0 else $0)", FUZZ_TURNS},
    {"0", "(case when $B then $0 when $B then $0 else $0 end)", FUZZ_TURNS},
    {"0", "(case $B when true then $0 else $0 end)", FUZZ_TURNS},
    {"0", "(case $I when 1 then $0 when $I then $0 else $0 end)", FUZZ_TURNS},
    {"0", "Coalesce($0, $0)", FUZZ_TURNS},
    {"0", "Coalesce($0, $0, $0)", FUZZ_TURNS},
    {"0", "Coalesce({ $0, $0 })", FUZZ_TURNS},
    {"@3", "Interval[%3, %3]", FUZZ_RAISES},
    {"@3", "Interval(%3, %3)", FUZZ_RAISES},
    {"@3", "Interval($3, $3)", FUZZ_FAILS | FUZZ_RAISES},
    {"@3", "Interval($3, %3]", FUZZ_FAILS | FUZZ_RAISES},
    {"@3", "Interval[%3, $3)", FUZZ_FAILS | FUZZ_RAISES},
    {"@3", "Interval[$3, $3]", FUZZ_TURNS | FUZZ_FAILS | FUZZ_RAISES},
    {"@3", "Interval[$3, $3)", FUZZ_TURNS | FUZZ_FAILS | FUZZ_RAISES},
    {"@3", "(null as Interval<#3>)", 0},
    {"@3", "(if $B then $@3 else $@3)", FUZZ_TURNS},
    {"3", "(start of $@3)", 0},
    {"3", "(end of $@3)", 0},
    {"3", "($@3).low", 0},
    {"3", "($@3).high", 0},
    {"3", "(successor of $3)", 0},
    {"3", "(predecessor of $3)", 0},
    /* Boolean */
    {"B", "($B and $B)", 0},
    {"B", "($B or $B)", 0},
    {"B", "($B xor $B)", 0},
    {"B", "($B implies $B)", 0},
    {"B", "(not $B)", 0},
    {"B", "($B as Boolean)", 0},
    {"B", "($B is true)", FUZZ_TURNS},
    {"B", "($B is not false)", FUZZ_TURNS},
    {"B", "IsTrue($B)", FUZZ_TURNS},
    {"B", "($0 is null)", FUZZ_TURNS},
    {"B", "($0 is not null)", FUZZ_TURNS},
    {"B", "($0 = $0)", 0},
    {"B", "($0 != $0)", 0},
    {"B", "($0 ~ $0)", FUZZ_TURNS},
    {"B", "($0 !~ $0)", FUZZ_TURNS},
    {"B", "($0 in { $0, $0 })", FUZZ_TURNS},
    {"B", "({ $0, %0, $0 } contains $0)", FUZZ_TURNS},
    {"B", "($1 < $1)", 0},
    {"B", "($1 <= $1)", 0},
    {"B", "($1 > $1)", 0},
    {"B", "($1 >= $1)", 0},
    {"B", "($1 between $1 and $1)", 0},
    {"B", "($1 properly between $1 and $1)", 0},
    {"B", "($3 in $@3)", 0},
    {"B", "($3 during $@3)", 0},
    {"B", "($3 included in $@3)", 0},
    {"B", "($@3 contains $3)", 0},
    {"B", "($@3 includes $3)", 0},
    {"B", "($@3 includes $@3)", 0},
    {"B", "($@3 included in $@3)", 0},
    {"B", "($@3 before $@3)", 0},
    {"B", "($@3 after $@3)", 0},
    {"B", "($3 before $@3)", 0},
    {"B", "($@3 after $3)", 0},
    {"B", "($@3 overlaps $@3)", 0},
    {"B", "($@3 on or before $@3)", 0},
    {"B", "($@3 on or after $@3)", 0},
    {"B", "($@3 is null)", FUZZ_TURNS},
    {"B", "($@3).lowClosed", 0},
    {"B", "($T before $T)", 0},
    {"B", "($T on or after $T)", 0},
    {"B", "($T same %p as $T)", 0},
    {"B", "($T same %p or before $T)", 0},
    {"B", "($T before %p of $T)", 0},
    {"B", "($T after %p of $T)", 0},
    {"B", "($T %o before $T)", FUZZ_RAISES},
    {"B", "($T %o or less before $T)", FUZZ_RAISES},
    {"B", "($T %o or more on or after $T)", FUZZ_RAISES},
    {"B", "($T less than %o after $T)", FUZZ_RAISES},
    {"B", "($T more than %o before start of $@T)", FUZZ_RAISES},
    {"B", "($T within %o of $T)", FUZZ_RAISES},
    {"B", "($T properly within %o of $T)", FUZZ_RAISES},
    {"B", "($@T starts %o or less after end $@T)", FUZZ_RAISES},
    {"B", "($@T ends before start $@T)", 0},
    {"B", "($@T starts on or after %p of $T)", 0},
    /* numbers */
    {"2", "($2 + $2)", 0},
    {"2", "($2 - $2)", 0},
    {"2", "($2 * $2)", 0},
    {"4", "($4 div $4)", 0},
    {"4", "($4 mod $4)", 0},
    {"2", "(-($2))", 0},
    {"2", "Abs($2)", 0},
    {"I", "Ceiling($D)", 0},
    {"I", "Floor($D)", 0},
    {"I", "Truncate($D)", 0},
    {"I", "(%w between $T and $T)", FUZZ_SPANS},
    {"I", "(difference in %w between $T and $T)", FUZZ_SPANS},
    {"I", "CalculateAgeInYearsAt($T, $T)", FUZZ_SPANS},
    {"I", "CalculateAgeInWeeksAt($T, $T)", FUZZ_SPANS},
    {"I", "(%p from $T)", 0},
    {"L", "$I", 0},
    {"L", "ToLong($I)", 0},
    {"D", "$I", 0},
    {"D", "$L", 0},
    {"D", "ToDecimal($L)", 0},
    {"D", "(convert $I to Decimal)", 0},
    {"D", "($D / $D)", 0},
    {"D", "Round($D)", 0},
    {"D", "Round($D, %n)", 0},
    {"D", "Round($D, $I)", FUZZ_TURNS},
    {"D", "Power($D, $D)", 0},
    {"D", "($D ^ %n)", 0},
    {"D", "Exp($D)", 0},
    {"D", "Ln($D)", 0},
    {"D", "Log($D, $D)", 0},
    {"D", "(ToQuantity($Q)).value", 0},
    {"Q", "$D", 0},
    {"Q", "ToQuantity($I)", 0},
    {"Q", "($Q / $Q)", 0},
    {"Q", "(convert ToQuantity($Q) to %u)", 0},
    {"Q", "$V", 0},
    {"V", "($V + $V)", 0},
    {"V", "(if $B then $V else $V)", FUZZ_TURNS},
    /* dates */
    {"T", "($T + $V)", FUZZ_RAISES},
    {"T", "($T - $V)", FUZZ_RAISES},
    {"T", "Date($I)", FUZZ_RAISES},
    {"T", "Date($I, $I, $I)", FUZZ_TURNS | FUZZ_RAISES},
    {"T", "Date(2025, %n, %n)", FUZZ_RAISES},
    {"T", "($T as Date)", 0},
    {"T", "ToDate($T)", 0},
    {"T", "(date from $T)", 0},
    /* strings */
    {"S", "(ToQuantity($Q)).unit", 0},
};
const size_t fuzz_form_count = sizeof fuzz_forms / sizeof *fuzz_forms;

/* ---- Parameters ------------------------------------------------------------------------------ */

static const char *const of_boolean[] = {"", "true", "false", NULL};
static const char *const of_integer[] = {"", "1", "0", "-1", "2147483647", "-2147483648", "7", "3.0", NULL};
static const char *const of_long[] = {"", "1", "-9223372036854775808", "9223372036854775807", "0", "4294967296", NULL};
static const char *const of_decimal[] = {
    "", "1.5", "0", "-0.00000001", "99999999999999999999.99999999", "0.1", "1e3", "2.50", "60.45", NULL};
static const char *const of_string[] = {"", "a", "A", "b", "a  b", "é", "'", "\\", NULL};
static const char *const of_date[] = {
    "", "2025-08-31", "2025-08", "2025", "2024-02-29", "0001-01-01", "9999-12-31", "2025-09-01", NULL};
static const char *const of_mass[] = {"", "1", "5 g", "0.005 g", "1 [lb_av]", "-1", "99999999999999999999", NULL};
static const char *const of_quantity[] = {"", "5 mg", "3 mL", "1", "6 months", "37 Cel", "10 d", "2 mo", "1 [iU]", NULL};
static const char *const of_duration[] = {"", "1", "2 weeks", "48 h", "-3", "100000000", "0", NULL};

const struct fuzz_parameter fuzz_parameters[] = {
    {'B', "b0", "parameter b0 Boolean\n", 0, of_boolean},
    {'B', "b1", "parameter b1 Boolean\n", 0, of_boolean},
    {'B', "b2", "parameter b2 Boolean default true\n", FUZZ_TURNS, of_boolean},
    {'I', "i0", "parameter i0 Integer\n", 0, of_integer},
    {'I', "i1", "/*\n@min: 0\n@max: 100\n*/\nparameter i1 Integer\n", 0, of_integer},
    {'L', "l0", "parameter l0 Long\n", 0, of_long},
    {'D', "d0", "parameter d0 Decimal\n", 0, of_decimal},
    {'D', "d1", "parameter d1 Decimal default 2.5\n", FUZZ_TURNS, of_decimal},
    {'S', "s0", "parameter s0 String\n", 0, of_string},
    {'T', "t0", "parameter t0 Date\n", 0, of_date},
    {'T', "t1", "/*\n@min: 1900-01-01\n*/\nparameter t1 Date\n", 0, of_date},
    {'Q', "q0", "parameter q0 Quantity\n", 0, of_quantity},
    {'Q', "q1", "/*\n@unit: mg\n*/\nparameter q1 Quantity\n", 0, of_mass},
    {'V', "v0", "/*\n@unit: d\n*/\nparameter v0 Quantity\n", 0, of_duration},
};
/* clang-format on */
const size_t fuzz_parameter_count = sizeof fuzz_parameters / sizeof *fuzz_parameters;

const struct fuzz_type *fuzz_type(char letter)
{
    size_t i = 0;

    while (fuzz_types[i].letter != letter)
        i++;
    return &fuzz_types[i];
}

bool fuzz_is_in_class(const struct fuzz_type *type, char class)
{
    return (type->classes >> (class - '0') & 1) != 0;
}
