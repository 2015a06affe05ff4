/* SPDX-License-Identifier: MIT
 *
 * column_forms.c - see column_forms.h.
 */
#include "column_forms.h"

/* clang-format off */

/* ---- Types ----------------------------------------------------------------------------------- */

static const char *const booleans[] = {"true", "false", "(null as Boolean)", NULL};
static const char *const integers[] = {
    "0", "1", "-1", "2", "3", "7", "10", "18", "65", "100", "-7", "12", "50", "2147483647", "-2147483648", "46341", NULL};
static const char *const longs[] = {
    "0L", "1L", "-1L", "100L", "3037000500L", "9223372036854775807L", "-9223372036854775808L", "4294967296L", NULL};
static const char *const decimals[] = {
    "0.0", "0.5", "1.0", "1.5", "2.0", "2.5", "0.1", "0.3", "-0.5", "7.25", "45.0", "72.3", "60.45", "40.3", "100.0", "99.99",
    "0.00000001", "-0.00000001", "1000.5", "10000000000.0", "99999999999999999999.99999999", "0.33333333", NULL};
static const char *const amounts[] = {
    "0", "1", "2", "5", "50", "60.45", "40.3", "0.5", "72.3", "120", "140", "90", "450", "100.25", "81.8", "230", "0.00000001",
    "1000000", "1500", "-1", NULL};
static const char *const days[] = {"0", "1", "14", "30", "56", "180", "365", "-3", "1.5", NULL};
static const char *const strings[] = {"'a'", "'b'", "'c'", "'male'", "'female'", "'II'", "''", "'A'", "'a b'", "'\xc3\xa9'", NULL};
static const char *const dates[] = {
    "@2025-08-31", "@2024-02-29", "@2025-02-28", "@2025-03-01", "@0001-01-01", "@0001-03-31", "@9999-12-31", "@9999-11-30",
    "@1970-01-01", "@1969-12-31", "@2000-02-29", "@1900-02-28", "@1900-03-01", "@2023-12-31", "@2025-09-01", "@2020-08-31",
    "@2025-08", "@2025", NULL};
static const char *const durations[] = {
    "6 months", "30 days", "1 year", "2 weeks", "14 'd'", "48 'h'", "0 days", "1 month", "5 years", "-1 day", "1.5 months",
    "2000 years", "11 months", "100 days", NULL};
static const char *const precisions[] = {"year", "month", "day", NULL};
static const char *const periods[] = {"years", "months", "weeks", "days", NULL};
static const char *const distances[] = {"1 day", "6 months", "1 year", "0 days", "2 weeks", "30 days", NULL};
static const char *const places[] = {"0", "1", "2", "8", NULL};
static const char *const whole_factors[] = {"2", "3", "10", "1000", NULL};

static const char *const of_mass[] = {"mg", "g", "ug", NULL};
static const char *const of_creatinine[] = {"umol/L", "mmol/L", NULL};
static const char *const of_weight[] = {"kg", "g", NULL};
static const char *const of_time[] = {"ms", "s", NULL};
static const char *const of_rate[] = {"/min", "/s", NULL};
static const char *const of_volume[] = {"mL", "L", NULL};
static const char *const of_pressure[] = {"mm[Hg]", "kPa", NULL};
static const char *const of_share[] = {"%", "1", NULL};

const struct rule_type rule_types[] = {
    {'B', "0", booleans, NULL},
    {'I', "0124", integers, NULL},
    {'L', "0124", longs, NULL},
    {'D', "0124", decimals, NULL},
    {'S', "01", strings, NULL},
    {'T', "014", dates, NULL},
    {'Q', "0134", amounts, of_mass},
    {'C', "0134", amounts, of_creatinine},
    {'W', "0134", amounts, of_weight},
    {'M', "0134", amounts, of_time},
    {'R', "0134", amounts, of_rate},
    {'A', "0134", amounts, of_volume},
    {'P', "0134", amounts, of_pressure},
    {'H', "0134", amounts, of_share},
    {'V', "01", durations, NULL},
    /* Not types: words that stand in a form. */
    {'p', "", precisions, NULL},
    {'w', "", periods, NULL},
    {'o', "", distances, NULL},
    {'n', "", places, NULL},
    {'f', "", whole_factors, NULL},
};
const size_t rule_type_count = sizeof rule_types / sizeof *rule_types;

/* ---- Forms ----------------------------------------------------------------------------------- */

const struct rule_form rule_forms[] = {
    {'0', "(if $B then $0 else $0)"},
    {'0', "(if $0 is null then %0 else &)"},
    {'0', "(case when $B then $0 when $B then $0 else $0 end)"},
    {'0', "Coalesce($0, $0)"},
    {'0', "Coalesce($0, %0)"},
    {'0', "Coalesce($0, $0, %0)"},
    {'0', "Message($0, $B, 'c', 'Warning', 'm')"},
    {'0', "Message($0, $B, 'c', 'Error', 'm')"},
    /* Boolean */
    {'B', "($B and $B)"},
    {'B', "($B or $B)"},
    {'B', "($B and $B and $B)"},
    {'B', "($B or $B or $B)"},
    {'B', "($B xor $B)"},
    {'B', "($B implies $B)"},
    {'B', "(not $B)"},
    {'B', "($B is true)"},
    {'B', "($B is not true)"},
    {'B', "($B is false)"},
    {'B', "($B is not false)"},
    {'B', "($0 is null)"},
    {'B', "($0 is not null)"},
    {'B', "($B = $B)"},
    {'B', "($1 < $1)"},
    {'B', "($1 <= $1)"},
    {'B', "($1 > $1)"},
    {'B', "($1 >= $1)"},
    {'B', "($1 = $1)"},
    {'B', "($1 != $1)"},
    {'B', "($1 ~ $1)"},
    {'B', "($1 !~ $1)"},
    {'B', "($1 < %1)"},
    {'B', "($1 <= %1)"},
    {'B', "($1 > %1)"},
    {'B', "($1 >= %1)"},
    {'B', "($1 = %1)"},
    {'B', "($1 != %1)"},
    {'B', "(%1 < $1)"},
    {'B', "(%1 <= $1)"},
    {'B', "(%1 > $1)"},
    {'B', "(%1 >= $1)"},
    {'B', "(%1 = $1)"},
    {'B', "($1 >= &)"},
    {'B', "($1 < &)"},
    {'B', "($1 = &)"},
    {'B', "($1 > %1 or & < %1)"},
    {'B', "($2 + & > $2)"},
    {'B', "($3 > $3 * %D)"},
    {'B', "($3 >= %D * $3)"},
    {'B', "($3 + $3 < $3)"},
    {'B', "($3 * %f > & + $3)"},
    {'B', "($I < $D)"},
    {'B', "($D = $I)"},
    {'B', "($L >= $I)"},
    {'B', "($L < $D)"},
    {'B', "($1 between %1 and %1)"},
    {'B', "($1 between $1 and $1)"},
    {'B', "($4 in Interval[%4, %4])"},
    {'B', "($4 in Interval(%4, %4))"},
    {'B', "($4 in Interval[%4, $4))"},
    {'B', "($4 in Interval($4, %4])"},
    {'B', "($4 in Interval[$4, $4])"},
    {'B', "($4 in Interval[%4, null))"},
    {'B', "($4 in Interval[%4, null])"},
    {'B', "($4 in Interval(null, %4])"},
    {'B', "(Interval[%4, %4] contains $4)"},
    {'B', "($S = %S)"},
    {'B', "($S in { %S, %S, 'b' })"},
    {'B', "($S in { 'a', $S })"},
    {'B', "(case $S when 'a' then $B when 'b' then $B else $B end)"},
    {'B', "($I in { 1, 2, %I })"},
    {'B', "($D in { %D, $D, 1.5 })"},
    {'B', "($T before $T)"},
    {'B', "($T after $T)"},
    {'B', "($T on or after %T)"},
    {'B', "($T on or before $T)"},
    {'B', "($T same %p as $T)"},
    {'B', "($T same %p or before $T)"},
    {'B', "($T same %p or after %T)"},
    {'B', "($T before %p of $T)"},
    {'B', "($T after %p of $T)"},
    {'B', "($T %o or less before $T)"},
    {'B', "($T %o or more after $T)"},
    {'B', "($T more than %o before $T)"},
    {'B', "($T less than %o on or after $T)"},
    {'B', "($T within %o of $T)"},
    {'B', "($T %o before $T)"},
    {'B', "($T >= $T - %V)"},
    {'B', "($T < $T + %V and & <= $T)"},
    {'B', "($T before Today())"},
    {'B', "(%w between $T and $T >= %I)"},
    {'B', "(difference in %w between $T and $T < %I)"},
    {'B', "(CalculateAgeInYearsAt($T, $T) >= 18)"},
    {'B', "Calc.EventWithin($B, $T, $T, %V)"},
    {'B', "Calc.EventWithin($B, $T, $T, $V)"},
    {'B', "Calc.WithinPeriod($T, $T, %V)"},
    {'B', "Calc.StartedAfter($T, $T, %V)"},
    {'B', "Calc.ExceedsULN($3, $3, %D)"},
    {'B', "Calc.ExceedsULN($3, $3, $D)"},
    {'B', "Calc.BloodPressureUncontrolled($P, $P, $B)"},
    {'B', "Calc.AlcoholExcess($A, $A, $A, $A, $A, $A, $H)"},
    {'B', "Calc.AlcoholUnitsExceed($A, $A, $A, $H, %D)"},
    {'B', "(Calc.CreatinineClearance($I, $W, $C, $S) <= 50)"},
    {'B', "(Calc.CreatinineClearance(CalculateAgeInYearsAt($T, $T), $W, $C, $S) < %D)"},
    {'B', "(Calc.QTcBazett($M, $R) > 450)"},
    /* numbers */
    {'2', "($2 + $2)"},
    {'2', "($2 - $2)"},
    {'2', "($2 * $2)"},
    {'2', "($2 + %2)"},
    {'2', "(%2 - $2)"},
    {'2', "(%2 * $2)"},
    {'2', "($2 * &)"},
    {'2', "($2 - &)"},
    {'2', "($2 div $2)"},
    {'2', "($2 mod $2)"},
    {'2', "($2 mod %2)"},
    {'2', "(-($2))"},
    {'2', "Abs($2)"},
    {'2', "(successor of $2)"},
    {'2', "(predecessor of $2)"},
    {'I', "Ceiling($D)"},
    {'I', "Floor($D)"},
    {'I', "Truncate($D)"},
    {'I', "(%w between $T and $T)"},
    {'I', "(difference in %w between $T and $T)"},
    {'I', "CalculateAgeInYearsAt($T, $T)"},
    {'I', "CalculateAgeInMonthsAt($T, $T)"},
    {'I', "CalculateAgeInDaysAt($T, $T)"},
    {'I', "(%p from $T)"},
    {'I', "Length($S)"},
    {'L', "ToLong($I)"},
    {'D', "ToDecimal($I)"},
    {'D', "($I + $D)"},
    {'D', "($D * $I)"},
    {'D', "($L - $D)"},
    {'D', "($D / $D)"},
    {'D', "($I / $I)"},
    {'D', "($D / %D)"},
    {'D', "(%D / $D)"},
    {'D', "(($D + $D) * $D / %D)"},
    {'D', "Round($D)"},
    {'D', "Round($D, %n)"},
    {'D', "Power($D, 2.0)"},
    {'D', "Power($D, 0.5)"},
    {'D', "($3).value"},
    {'D', "(convert $Q to 'g').value"},
    {'D', "(convert $C to 'mmol/L').value"},
    {'D', "Calc.CreatinineClearance($I, $W, $C, $S)"},
    {'D', "Calc.QTcBazett($M, $R)"},
    {'D', "Calc.AlcoholUnits($A, $A, $A, $H)"},
    {'D', "Calc.KnownAlcoholUnits($A, $A, $A, $H)"},
    /* quantities */
    {'3', "($3 + $3)"},
    {'3', "($3 - $3)"},
    {'3', "($3 * %D)"},
    {'3', "(%f * $3)"},
    {'3', "($3 * $D)"},
    {'3', "($3 / %f)"},
    {'3', "(-($3))"},
    {'3', "Abs($3)"},
    {'Q', "(convert $Q to 'g')"},
    {'H', "($3 / $3)"},
    /* dates and texts */
    {'T', "($T + %V)"},
    {'T', "($T - %V)"},
    {'T', "($T + $V)"},
    {'T', "($T - $V)"},
    {'T', "Calc.FirstDay($T)"},
    {'T', "Calc.LastDay($T)"},
    {'T', "Date(year from $T, 12, 31)"},
    {'T', "Today()"},
    {'V', "($V + $V)"},
    {'S', "Upper($S)"},
    {'S', "($S + $S)"},
    {'S', "ToString($I)"},
};
const size_t rule_form_count = sizeof rule_forms / sizeof *rule_forms;

/* ---- Parameters ------------------------------------------------------------------------------ */

static const char *const few_texts[] = {"a", "b", "c", NULL};
static const char *const sexes[] = {"male", "female", NULL};
static const char *const texts[] = {"a", "b", "c", "", "A", "a b", "\xc3\xa9", "II", "male", NULL};
static const char *const grades[] = {"1", "2", "3", "4", NULL};

const struct rule_parameter rule_parameters[] = {
    {'B', "b0", "parameter b0 Boolean\n", NULL},
    {'B', "b1", "parameter b1 Boolean\n", NULL},
    {'B', "b2", "parameter b2 Boolean\n", NULL},
    {'B', "b3", "parameter b3 Boolean default true\n", NULL},
    {'I', "i0", "parameter i0 Integer\n", NULL},
    {'I', "i1", "/*\n@min: 0\n@max: 100\n*/\nparameter i1 Integer\n", NULL},
    {'I', "i2", "/*\n@values: 1|2|3|4\n*/\nparameter i2 Integer\n", grades},
    {'L', "l0", "parameter l0 Long\n", NULL},
    {'L', "l1", "/*\n@min: -1000\n*/\nparameter l1 Long\n", NULL},
    {'D', "d0", "parameter d0 Decimal\n", NULL},
    {'D', "d1", "/*\n@min: -100\n@max: 1000.5\n*/\nparameter d1 Decimal\n", NULL},
    {'D', "d2", "/*\n@min: 0.5\n@max: 99.99\n*/\nparameter d2 Decimal\n", NULL},
    {'D', "d3", "parameter d3 Decimal default 2.5\n", NULL},
    {'S', "s0", "/*\n@values: a|b|c\n*/\nparameter s0 String\n", few_texts},
    {'S', "s1", "/*\n@values: male|female\n*/\nparameter s1 String\n", sexes},
    {'S', "s2", "parameter s2 String\n", texts},
    {'T', "t0", "parameter t0 Date\n", NULL},
    {'T', "t1", "parameter t1 Date\n", NULL},
    {'T', "t2", "/*\n@min: 1900-01-01\n*/\nparameter t2 Date\n", NULL},
    {'T', "t3", "/*\n@min: 2000-02-29\n@max: 2025-08-31\n*/\nparameter t3 Date\n", NULL},
    {'Q', "q0", "/*\n@unit: mg\n*/\nparameter q0 Quantity\n", NULL},
    {'Q', "q1", "/*\n@unit: mg\n@min: 0\n@max: 1000\n*/\nparameter q1 Quantity\n", NULL},
    {'C', "c0", "/*\n@unit: umol/L\n@accept: mg/dL = 88.4 umol/L\n@min: 5\n@max: 5000\n*/\nparameter c0 Quantity\n", NULL},
    {'C', "c1", "/*\n@unit: umol/L\n@accept: mg/dL = 88.4 umol/L\n*/\nparameter c1 Quantity\n", NULL},
    {'W', "w0", "/*\n@unit: kg\n@min: 20\n@max: 400\n*/\nparameter w0 Quantity\n", NULL},
    {'W', "w1", "/*\n@unit: kg\n*/\nparameter w1 Quantity\n", NULL},
    {'M', "m0", "/*\n@unit: ms\n@min: 1\n*/\nparameter m0 Quantity\n", NULL},
    {'M', "m1", "/*\n@unit: ms\n*/\nparameter m1 Quantity\n", NULL},
    {'R', "r0", "/*\n@unit: /min\n*/\nparameter r0 Quantity\n", NULL},
    {'A', "a0", "/*\n@unit: mL\n@min: 0\n@max: 20000\n*/\nparameter a0 Quantity\n", NULL},
    {'A', "a1", "/*\n@unit: mL\n@min: 0\n*/\nparameter a1 Quantity\n", NULL},
    {'A', "a2", "/*\n@unit: mL\n*/\nparameter a2 Quantity\n", NULL},
    {'P', "p0", "/*\n@unit: mm[Hg]\n@min: 40\n@max: 350\n*/\nparameter p0 Quantity\n", NULL},
    {'P', "p1", "/*\n@unit: mm[Hg]\n*/\nparameter p1 Quantity\n", NULL},
    {'H', "h0", "/*\n@unit: %\n@min: 0\n@max: 100\n*/\nparameter h0 Quantity\n", NULL},
    {'V', "v0", "/*\n@unit: d\n@min: 0\n*/\nparameter v0 Quantity\n", days},
    {'Q', "u0", "parameter u0 Quantity\n", NULL},
};
/* clang-format on */
const size_t rule_parameter_count = sizeof rule_parameters / sizeof *rule_parameters;

const struct rule_type *rule_type(char letter)
{
    size_t i = 0;

    while (rule_types[i].letter != letter)
        i++;
    return &rule_types[i];
}
