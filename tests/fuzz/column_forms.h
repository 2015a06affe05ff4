/* SPDX-License-Identifier: MIT
 *
 * column_forms.h - what random rule sets for columns are made of, as tables. In a form, a sign and
 * a letter stand for what is put there: $X  an expression of the type X %X  a constant of the type
 * X &   the expression that was put there last, once more X is the letter of a type, or the number
 * of a class of types, the same one wherever it stands in the form: 0 any, 1 what has an order, 2 a
 * number, 3 a quantity, 4 a point of an interval.
 */
#ifndef NFH_TESTS_FUZZ_COLUMN_FORMS_H
#define NFH_TESTS_FUZZ_COLUMN_FORMS_H

#include <stddef.h>

struct rule_type {
    char letter;
    const char *classes;
    const char *const *constants; /* with `unit` they are numbers */
    const char *const *units;
};
extern const struct rule_type rule_types[];
extern const size_t rule_type_count;
const struct rule_type *rule_type(char letter);

struct rule_form {
    char result; /* the letter of a type, or the number of a class */
    const char *text;
};
extern const struct rule_form rule_forms[];
extern const size_t rule_form_count;

struct rule_parameter {
    char type;
    const char *name;
    const char *declaration;
    const char *const *values; /* what its cells are drawn from; NULL: the type's constants */
};
extern const struct rule_parameter rule_parameters[];
extern const size_t rule_parameter_count;

#endif
