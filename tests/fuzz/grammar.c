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
static const char *const datetimes[] = {
    "@2025-08-31T10:20:30.400", "@2025-08-31T10:20:30.400Z", "@2025-08-31T10", "@2025-08-31T", "@2025T",
    "@0001-01-01T00:00:00.000", "@9999-12-31T23:59:59.999", "@2025-08-31T23:30:00.000-05:30", "@2024-02-29T12:00", "@2025-09-01T",
    NULL};
static const char *const times[] = {
    "@T10:20:30.400", "@T10", "@T00:00:00.000", "@T23:59:59.999", "@T10:20", "@T12:00:00.000", NULL};
static const char *const ratios[] = {"1 'mg':2 'mL'", "1:128", "5 'g':10 'L'", "0:1", NULL};
static const char *const codes[] = {
    "Code { code: 'a', system: 'urn:s' }", "Code { code: 'b', system: 'urn:s' }",
    "Code { code: 'a', system: 'urn:s', display: 'A' }", NULL};
static const char *const datetime_intervals[] = {
    "Interval[@2025-08-31T00:00:00.000, @2025-09-01T00:00:00.000)", "Interval(@2025-08T, @2025-09T]",
    "Interval[@2025-08-31T10Z, @2025-08-31T12Z]", NULL};
static const char *const time_intervals[] = {
    "Interval[@T08:00:00.000, @T17:00:00.000)", "Interval(@T10, @T12]", "Interval[@T00:00:00.000, @T23:59:59.999]", NULL};
/* Not values: words that stand in a form. */
static const char *const words[] = {"days", "years", "months", "weeks", NULL};
static const char *const offsets[] = {"1 day", "6 months", "1 year", "0 days", "2 weeks", "30 days", "10 'd'", "9999 years", NULL};
static const char *const hours[] = {"2 hours", "30 minutes", "90 seconds", "-1 hour", "500 milliseconds", "3 'h'", "1 'ms'", NULL};
static const char *const moments[] = {"hour", "minute", "second", "millisecond", NULL};
static const char *const periods[] = {"hours", "minutes", "seconds", "milliseconds", NULL};
static const char *const precisions[] = {"day", "month", "year", NULL};
static const char *const units[] = {"'mg'", "'g'", "'mL'", "'Cel'", "'1'", "'d'", "'[iU]'", "'kg'", NULL};
static const char *const patterns[] = {"'a'", "'.*'", "'(?i)a+|b$'", "'^\\\\s*([a-z])'", "'[^a]{1,2}'", "''", NULL};
static const char *const substitutes[] = {"'x'", "''", "'$0$0'", "'\\\\$'", NULL};
static const char *const places[] = {"0", "1", "8", "2", "-1", "9", NULL};

#define OF_ALL (FUZZ_ANY | FUZZ_ORDERED)
const struct fuzz_type fuzz_types[] = {
    {'B', "Boolean", FUZZ_ANY | FUZZ_EXACT | FUZZ_WRITTEN, booleans, NULL, ""},
    {'I', "Integer", OF_ALL | FUZZ_NUMBER | FUZZ_POINT | FUZZ_EXACT | FUZZ_WRITTEN, integers, integer_intervals, ""},
    {'L', "Long", OF_ALL | FUZZ_NUMBER | FUZZ_POINT | FUZZ_WRITTEN, longs, long_intervals, "ToLong"},
    {'D', "Decimal", OF_ALL | FUZZ_NUMBER | FUZZ_POINT | FUZZ_WRITTEN, decimals, decimal_intervals, "ToDecimal"},
    {'S', "String", OF_ALL | FUZZ_EXACT | FUZZ_WRITTEN, strings, NULL, ""},
    {'T', "Date", OF_ALL | FUZZ_POINT | FUZZ_EXACT | FUZZ_TEMPORAL | FUZZ_WRITTEN, dates, date_intervals, ""},
    {'M', "DateTime", OF_ALL | FUZZ_POINT | FUZZ_EXACT | FUZZ_TEMPORAL | FUZZ_WRITTEN, datetimes, datetime_intervals, ""},
    {'K', "Time", OF_ALL | FUZZ_POINT | FUZZ_EXACT | FUZZ_TEMPORAL | FUZZ_WRITTEN, times, time_intervals, ""},
    {'Q', "Quantity", OF_ALL | FUZZ_NUMBER | FUZZ_POINT | FUZZ_WRITTEN, quantities, quantity_intervals, "ToQuantity"},
    {'R', "Ratio", FUZZ_ANY | FUZZ_EXACT | FUZZ_WRITTEN, ratios, NULL, ""},
    {'C', "Code", FUZZ_ANY | FUZZ_EXACT, codes, NULL, ""},
    {'V', "Quantity", 0, durations, NULL, ""}, /* what a date takes */
    {'H', "Quantity", 0, hours, NULL, ""},     /* what a time takes */
    {'o', NULL, 0, offsets, NULL, ""},         /* a distance in time */
    {'w', NULL, 0, words, NULL, ""},
    {'p', NULL, 0, precisions, NULL, ""},
    {'h', NULL, 0, moments, NULL, ""},
    {'s', NULL, 0, periods, NULL, ""},
    {'u', NULL, 0, units, NULL, ""},
    {'n', NULL, 0, places, NULL, ""},
    {'r', NULL, 0, patterns, NULL, ""},
    {'q', NULL, 0, substitutes, NULL, ""},
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
    {"3", "(start of $@3)", FUZZ_SPANS},
    {"3", "(end of $@3)", FUZZ_SPANS},
    {"3", "($@3).low", 0},
    {"3", "($@3).high", 0},
    {"3", "(successor of $3)", FUZZ_RAISES},
    {"3", "(predecessor of $3)", FUZZ_RAISES},
    {"3", "(point from $@3)", FUZZ_RAISES | FUZZ_FAILS},
    {"4", "($4 as #4)", 0},
    {"4", "(cast $4 as #4)", 0},
    {"0", "Message($0, $B, $S, 'Warning', $S)", 0},
    {"0", "Message($0, $B, 'c', 'Error', $S)", FUZZ_RAISES | FUZZ_FAILS},
    {"@3", "($@3 union $@3)", FUZZ_TURNS | FUZZ_SPANS},
    {"@3", "($@3 intersect $@3)", FUZZ_TURNS | FUZZ_SPANS},
    {"@3", "($@3 except $@3)", FUZZ_TURNS | FUZZ_SPANS},
    {"2", "(width of $@2)", 0},
    /* Boolean */
    {"B", "($B and $B)", 0},
    {"B", "($B or $B)", 0},
    {"B", "($B xor $B)", 0},
    {"B", "($B implies $B)", 0},
    {"B", "(not $B)", 0},
    {"B", "($B is true)", FUZZ_TURNS},
    {"B", "($B is not false)", FUZZ_TURNS},
    {"B", "IsTrue($B)", FUZZ_TURNS},
    {"B", "($0 is null)", FUZZ_TURNS},
    {"B", "($0 is not null)", FUZZ_TURNS},
    {"B", "($0 = $0)", 0},
    {"B", "($0 != $0)", 0},
    {"B", "($0 ~ $0)", FUZZ_TURNS | FUZZ_SCALES},
    {"B", "($0 !~ $0)", FUZZ_TURNS | FUZZ_SCALES},
    {"B", "($0 in { $0, $0 })", FUZZ_TURNS},
    {"B", "({ $0, %0, $0 } contains $0)", FUZZ_TURNS},
    {"B", "($1 < $1)", 0},
    {"B", "($1 <= $1)", 0},
    {"B", "($1 > $1)", 0},
    {"B", "($1 >= $1)", 0},
    {"B", "($1 between $1 and $1)", 0},
    {"B", "($1 properly between $1 and $1)", 0},
    {"B", "($3 in $@3)", FUZZ_SPANS},
    {"B", "($3 during $@3)", FUZZ_SPANS},
    {"B", "($3 included in $@3)", FUZZ_SPANS},
    {"B", "($@3 contains $3)", FUZZ_SPANS},
    {"B", "($@3 includes $3)", FUZZ_SPANS},
    {"B", "($@3 includes $@3)", FUZZ_SPANS},
    {"B", "($@3 included in $@3)", FUZZ_SPANS},
    {"B", "($@3 before $@3)", FUZZ_SPANS},
    {"B", "($@3 after $@3)", FUZZ_SPANS},
    {"B", "($3 before $@3)", FUZZ_SPANS},
    {"B", "($@3 after $3)", FUZZ_SPANS},
    {"B", "($@3 overlaps $@3)", FUZZ_SPANS},
    {"B", "($@3 on or before $@3)", FUZZ_SPANS},
    {"B", "($@3 on or after $@3)", FUZZ_SPANS},
    {"B", "($@3 is null)", FUZZ_TURNS | FUZZ_SPANS},
    {"B", "($@3 = $@3)", FUZZ_SPANS},
    {"B", "($@3 != $@3)", FUZZ_SPANS},
    {"B", "($@3 ~ $@3)", FUZZ_TURNS | FUZZ_SPANS},
    {"B", "($@3 same as $@3)", FUZZ_SPANS},
    {"B", "($@3 meets $@3)", FUZZ_SPANS},
    {"B", "($@3 meets before $@3)", FUZZ_SPANS},
    {"B", "($@3 overlaps after $@3)", FUZZ_SPANS},
    {"B", "($@3 starts $@3)", FUZZ_SPANS},
    {"B", "($@3 ends $@3)", FUZZ_SPANS},
    {"B", "($@3 properly includes $@3)", FUZZ_SPANS},
    {"B", "($3 properly included in $@3)", FUZZ_SPANS},
    {"B", "($4 is #4)", FUZZ_TURNS},
    {"B", "((if $B then $I else $S) is Integer)", FUZZ_TURNS},
    {"B", "($5 before $5)", 0},
    {"B", "($5 on or after $5)", 0},
    {"B", "($5 same as $5)", 0},
    {"B", "($M same %h as $M)", 0},
    {"B", "($M after $T)", 0},
    {"B", "($T = $M)", 0},
    {"B", "($T in $@M)", FUZZ_SPANS},
    {"B", "($M same %p or before $M)", 0},
    {"B", "($K same %h or after $K)", 0},
    {"B", "($M before %p of $M)", 0},
    {"B", "($M during %p of $@M)", FUZZ_SPANS},
    {"B", "($M %o or less before $M)", FUZZ_RAISES},
    {"B", "($M within %o of $M)", FUZZ_RAISES},
    {"B", "StartsWith($S, $S)", 0},
    {"B", "EndsWith($S, $S)", 0},
    {"B", "ToBoolean($S)", 0},
    {"B", "Matches($S, %r)", 0},
    {"B", "ConvertsToInteger($S)", 0},
    {"B", "ConvertsToQuantity($S)", 0},
    {"B", "CanConvertQuantity(ToQuantity($Q), %u)", 0},
    {"B", "($@3).lowClosed", FUZZ_SPANS},
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
    {"B", "($T more than %o before start of $@T)", FUZZ_RAISES | FUZZ_SPANS},
    {"B", "($T within %o of $T)", FUZZ_RAISES},
    {"B", "($T properly within %o of $T)", FUZZ_RAISES},
    {"B", "($@T starts %o or less after end $@T)", FUZZ_RAISES | FUZZ_SPANS},
    {"B", "($@T ends before start $@T)", FUZZ_SPANS},
    {"B", "($@T starts on or after %p of $T)", FUZZ_SPANS},
    /* numbers */
    {"2", "($2 + $2)", 0},
    {"2", "($2 - $2)", 0},
    {"2", "($2 * $2)", 0},
    {"2", "($2 div $2)", 0},
    {"2", "($2 mod $2)", 0},
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
    {"I", "(%h from $M)", 0},
    {"I", "(%h from $K)", 0},
    {"I", "(%s between $M and $M)", FUZZ_SPANS},
    {"I", "(difference in %w between $M and $M)", FUZZ_SPANS},
    {"I", "(difference in %s between $K and $K)", FUZZ_SPANS},
    {"I", "(duration in %w of $@T)", FUZZ_SPANS},
    {"I", "CalculateAgeInHoursAt($M, $M)", FUZZ_SPANS},
    {"I", "CalculateAgeInYears($T)", FUZZ_SPANS},
    {"I", "Length($S)", 0},
    {"I", "PositionOf($S, $S)", 0},
    {"I", "LastPositionOf($S, $S)", 0},
    {"I", "ToInteger($S)", 0},
    {"I", "ToInteger($B)", 0},
    {"I", "Precision($D)", FUZZ_SCALES},
    {"I", "Precision($M)", 0},
    {"I", "((if $B then $I else $S) as Integer)", FUZZ_TURNS},
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
    {"D", "Exp($D)", FUZZ_RAISES},
    {"D", "Ln($D)", FUZZ_RAISES},
    {"D", "Log($D, $D)", 0},
    {"D", "(ToQuantity($Q)).value", 0},
    {"D", "ToDecimal($S)", 0},
    {"D", "(timezoneoffset from $M)", 0},
    {"D", "LowBoundary($D, %n)", FUZZ_SCALES},
    {"D", "HighBoundary($D, %n)", FUZZ_SCALES},
    {"Q", "$I", 0}, /* a Long is none */
    {"Q", "ToQuantity($I)", 0},
    {"Q", "($Q / $Q)", 0},
    {"Q", "(convert ToQuantity($Q) to %u)", 0},
    {"Q", "$V", 0},
    {"Q", "ToQuantity($S)", 0},
    {"Q", "ToQuantity($R)", 0},
    {"Q", "($R).numerator", 0},
    {"R", "ToRatio($S)", 0},
    {"V", "($V + $V)", 0},
    {"H", "(if $B then $H else $H)", FUZZ_TURNS},
    {"V", "(if $B then $V else $V)", FUZZ_TURNS},
    /* dates */
    {"T", "($T + $V)", FUZZ_RAISES},
    {"T", "($T - $V)", FUZZ_RAISES},
    {"T", "Date($I)", FUZZ_RAISES},
    {"T", "Date($I, $I, $I)", FUZZ_TURNS | FUZZ_RAISES},
    {"T", "Date(2025, %n, %n)", FUZZ_RAISES},
    {"T", "ToDate($T)", 0},
    {"T", "(date from $T)", 0},
    {"T", "(date from $M)", 0},
    {"T", "ToDate($S)", 0},
    {"T", "Today()", 0},
    {"T", "LowBoundary($T, %n)", 0},
    {"M", "ToDateTime($T)", 0},
    {"M", "($M + $V)", FUZZ_RAISES},
    {"M", "($M - $H)", FUZZ_RAISES},
    {"M", "DateTime($I, %n, %n, $I)", FUZZ_RAISES | FUZZ_TURNS},
    {"M", "ToDateTime($S)", 0},
    {"M", "Now()", 0},
    {"M", "HighBoundary($M, %n)", 0},
    {"K", "($K + $H)", FUZZ_RAISES},
    {"K", "Time($I, %n)", FUZZ_RAISES | FUZZ_TURNS},
    {"K", "ToTime($S)", 0},
    {"K", "(time from $M)", 0},
    {"K", "TimeOfDay()", 0},
    /* strings */
    {"S", "(ToQuantity($Q)).unit", 0},
    {"S", "ToString($6)", 0},
    {"S", "($S + $S)", 0},
    {"S", "($S & $S)", FUZZ_TURNS},
    {"S", "Upper($S)", 0},
    {"S", "ReplaceMatches($S, %r, %q)", 0},
    {"S", "Lower($S)", 0},
    {"S", "Substring($S, $I)", 0},
    {"S", "Substring($S, $I, $I)", FUZZ_TURNS},
    {"S", "$S[$I]", 0},
    {"S", "($C).code", 0},
};
const size_t fuzz_form_count = sizeof fuzz_forms / sizeof *fuzz_forms;

/* ---- Parameters ------------------------------------------------------------------------------ */

static const char *const of_boolean[] = {"", "true", "false", NULL};
static const char *const of_integer[] = {"", "1", "0", "-1", "2147483647", "-2147483648", "7", "3.0", NULL};
static const char *const of_long[] = {"", "1", "-9223372036854775808", "9223372036854775807", "0", "4294967296", NULL};
static const char *const of_decimal[] = {
    "", "1.5", "0", "-0.00000001", "99999999999999999999.99999999", "0.1", "1e3", "2.50", "60.45", NULL};
static const char *const of_datetime[] = {
    "", "2025-08-31T10:20:30.400", "2025-08-31T10:20:30.400+05:30", "2025-08-31T10", "2025-08", "9999-12-31T23:59:59.999Z", NULL};
static const char *const of_time[] = {"", "10:20:30.400", "10", "23:59:59.999", "00:00", NULL};
static const char *const of_string[] = {"", "a", "12", "true", "1.5 'mg'", "2025-08-31", "T10:20", "2025-08-31T10:20:30.400Z", "1 'mg':2 'mL'", "A", "b", "a  b", "é", "'", "\\", NULL};
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
    {'M', "m0", "parameter m0 DateTime\n", 0, of_datetime},
    {'K', "k0", "parameter k0 Time\n", 0, of_time},
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
