/* SPDX-License-Identifier: MIT
 *
 * grammar.h - well-typed CQL as tables: types with their literals, forms of expressions, and the
 * parameters of a generated library. A new type or function of the language is a row here.
 *
 * In a form, a sign and a letter stand for what is put there:
 *   $X  an expression of the type X
 *   %X  a literal of the type X that is not null
 *   #X  the name of the type X
 * X is the letter of a type, or the number of a class of types, the same one wherever it stands in
 * the form: 0 any simple type, 1 an ordered one, 2 a number, 3 a point (what an interval can hold),
 * 4 one that nothing else converts to, 5 a date or time, 6 one that converts to text. $@X is an
 * interval of X.
 */
#ifndef NFH_TESTS_FUZZ_GRAMMAR_H
#define NFH_TESTS_FUZZ_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>

enum {
    FUZZ_ANY = 1,
    FUZZ_ORDERED = 2,
    FUZZ_NUMBER = 4,
    FUZZ_POINT = 8,
    FUZZ_EXACT = 16,
    FUZZ_TEMPORAL = 32,
    FUZZ_WRITTEN = 64
};

struct fuzz_type {
    char letter;
    const char *name;
    unsigned classes;
    const char *const *literals;  /* the first is what stands where the input has ended */
    const char *const *intervals; /* likewise, of a point */
    const char *exactly;          /* a function that gives this type to what converts to it */
};
extern const struct fuzz_type fuzz_types[];
extern const size_t fuzz_type_count;
const struct fuzz_type *fuzz_type(char letter);
bool fuzz_is_in_class(const struct fuzz_type *type, char class);

enum {
    FUZZ_TURNS = 1,    /* learning an operand may turn a result that is known */
    FUZZ_FAILS = 2,    /* learning an operand may turn a result that is known into an error */
    FUZZ_RAISES = 4,   /* may end in an error at run time */
    FUZZ_SPANS = 8,    /* a span of partial dates: a range, where it is compared at once */
    FUZZ_SCALES = 16,  /* depends on the digits that are written, which a value does not keep */
    FUZZ_MEASURES = 32 /* has quantities; set by drawing */
};
struct fuzz_form {
    const char *result; /* the letter of a type or class, perhaps behind @ */
    const char *text;
    unsigned flags;
};
extern const struct fuzz_form fuzz_forms[];
extern const size_t fuzz_form_count;

struct fuzz_parameter {
    char type;
    const char *name;
    const char *declaration;
    unsigned flags;
    const char *const *values; /* as text; the first is "", not known */
};
extern const struct fuzz_parameter fuzz_parameters[];
extern const size_t fuzz_parameter_count;

#endif
