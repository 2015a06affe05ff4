/* SPDX-License-Identifier: MIT
 *
 * subject_rules.h - for the tests of subjects: a rule set with a parameter of every kind.
 */
#ifndef NFH_TESTS_SUBJECT_RULES_H
#define NFH_TESTS_SUBJECT_RULES_H

#include "screen_support.h"

/* A parameter of each kind, and a definition that shows each; `d_x` tells what has become of x. */
static const char subject_rules[] =
    "parameter b Boolean\n"
    "parameter i Integer\n"
    "/*\n@values: 1|2|3|4\n*/ parameter class Integer\n"
    "/*\n@min: 10\n@max: 20\n*/ parameter limited Integer\n"
    "parameter l Long\n"
    "/*\n@min: -0.5\n@max: 0.5\n*/ parameter d Decimal\n"
    "parameter free_decimal Decimal\n"
    "parameter s String\n"
    "/*\n@values: male|female\n*/ parameter sex String\n"
    "/*\n@min: 1900-01-01\n@max: 2099-12-31\n*/ parameter visit Date\n"
    "/*\n@unit: umol/L\n@min: 5\n@max: 5000\n@accept: mg/dL = 88.4 umol/L\n*/ parameter creatinine "
    "Quantity\n"
    "/*\n@unit: kg\n*/ parameter weight Quantity\n"
    "/*\n@unit: d\n*/ parameter lasting Quantity\n"
    "/*\n@unit: mm[Hg]\n*/ parameter pressure Quantity\n"
    "/*\n@unit: Cel\n*/ parameter temperature Quantity\n"
    "/*\n@unit: 10*9/L\n*/ parameter platelets Quantity\n"
    "/*\n@unit: %\n*/ parameter fraction Quantity\n"
    "parameter q Quantity\n"
    "parameter period Interval<Date>\n"
    "define d_b: b define d_i: i define d_class: class define d_limited: limited define d_l: l "
    "define d_d: d\n"
    "define d_free_decimal: free_decimal define d_s: s define d_sex: sex define d_visit: visit\n"
    "define d_creatinine: creatinine define d_weight: weight define d_lasting: lasting\n"
    "define d_pressure: pressure define d_temperature: temperature define d_platelets: platelets\n"
    "define d_fraction: fraction define d_q: q\n";

/* What screening sees of a parameter. */
static inline void assert_value(const struct fixture *f, const char *parameter,
                                const char *expected)
{
    char name[40] = "d_", value[200];
    size_t needed;
    strcat(name, parameter);
    ASSERT_STATUS(nfh_screen(f->ruleset, f->subject, f->report), NFH_OK);
    ASSERT_STATUS(nfh_report_value(f->report, definition_index(f->ruleset, name), value,
                                   sizeof value, &needed),
                  NFH_OK);
    ck_assert_str_eq(value, expected);
}

static inline void assert_error(const struct fixture *f, const char *part)
{
    const char *message;
    ASSERT_STATUS(nfh_subject_error(f->subject, &message), NFH_OK);
    ck_assert_msg(strstr(message, part) != NULL, "`%s` is not in `%s`", part, message);
}

#endif
