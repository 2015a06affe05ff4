/* SPDX-License-Identifier: MIT
 *
 * nfhpg.h - what the files of the extension share. Each begins with it, for postgres.h must come
 * before everything else.
 */
#ifndef NFHPG_H
#define NFHPG_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/numeric.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

#include <nfhscreen.h>

#if PG_VERSION_NUM < 140000
#error "nfhscreen needs PostgreSQL 14 or later, the first whose numeric has an infinity"
#endif

/* Every function is there twice: with double precision, and with numeric (NUMBERS_EXACT), whose
 * digits are rounded to 8 places before anything else is done with them, as the library does. */
#define NUMBERS_BINARY false
#define NUMBERS_EXACT  true

#define NFHPG_BOTH(name)                           \
    PG_FUNCTION_INFO_V1(nfhpg_##name);             \
    PG_FUNCTION_INFO_V1(nfhpg_##name##_numeric);   \
    Datum nfhpg_##name(PG_FUNCTION_ARGS)           \
    {                                              \
        return name(fcinfo, NUMBERS_BINARY);       \
    }                                              \
    Datum nfhpg_##name##_numeric(PG_FUNCTION_ARGS) \
    {                                              \
        return name(fcinfo, NUMBERS_EXACT);        \
    }                                              \
    extern int nfhpg_##name##_takes_a_semicolon

/* A number among the arguments of a calculation, in the order of the call; its range is that of
 * nfhscreen.h. An argument without a range (low and high are 0) is no number. */
struct nfhpg_argument {
    const char *name;
    const char *unit;
    double low, high;
};

/* arguments.c: reading arguments, and answering. NULL and NaN are "not known". */
double nfhpg_number(FunctionCallInfo fcinfo, int index, bool exact);
int nfhpg_sex(FunctionCallInfo fcinfo, int index);
int nfhpg_truth(FunctionCallInfo fcinfo, int index);
int32_t nfhpg_date(FunctionCallInfo fcinfo, int index, const char *name);
const char *nfhpg_function_name(FunctionCallInfo fcinfo);
/* SQL's result of a calculation or a limit, or an error that names the argument that is wrong. */
Datum nfhpg_number_result(FunctionCallInfo fcinfo, bool exact, int status, double value,
                          const struct nfhpg_argument *arguments, int count);
Datum nfhpg_truth_result(FunctionCallInfo fcinfo, bool exact, int status, int truth,
                         const struct nfhpg_argument *arguments, int count);

/* digits.c: a numeric times 10^8, where that is a whole number below 10^15: as many digits as a
 * double holds exactly. False where it is not, and for NaN and infinity. */
#define NFHPG_SCALED_ONE 100000000
#define NFHPG_SCALED_END INT64CONST(1000000000000000)
bool nfhpg_digits(Numeric number, int64 *scaled);

/* dates.c: days since 1970-01-01 of a date, in which PostgreSQL counts from 2000-01-01. The date
 * must be finite. */
int32_t nfhpg_days(int32_t date);

/* text.c: the library's text is UTF-8, the server's in the encoding of the database. */
char *nfhpg_to_utf8(const char *string, size_t length);
char *nfhpg_from_utf8(const char *string);
Datum nfhpg_text(const char *utf8);

#endif
