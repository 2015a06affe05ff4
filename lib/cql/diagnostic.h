/* SPDX-License-Identifier: MIT
 *
 * diagnostic.h - what is wrong with a rule set, where, and what was expected.
 *
 * All diagnostics of a compilation are collected in one list, so that an author sees every error in
 * one go. Code numbers are permanent: 1xxx lexical, 2xxx syntax, 3xxx names and types, 4xxx units
 * and tags, 5xxx run time, 6xxx limits and memory, 7xxx warnings.
 */
#ifndef NFH_CQL_DIAGNOSTIC_H
#define NFH_CQL_DIAGNOSTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cql/memory.h"
#include "nfhscreen.h"

/* A stretch of source text, in bytes. */
struct nfh_place {
    uint32_t offset;
    uint32_t length;
};

struct nfh_source {
    const char *name; /* as given by the caller: a file's name, or a library's */
    const char *text;
    size_t length;
};

/* The codes of the lexer and the parser, and the limits. A number never changes its meaning; new
 * ones are added. */
enum nfh_code {
    /* 1xxx: characters and literals */
    NFH_CODE_UTF8 = 1001,           /* the text is not UTF-8 */
    NFH_CODE_NUL = 1002,            /* a NUL byte in the text */
    NFH_CODE_CHARACTER = 1003,      /* a character or sign that the language does not know */
    NFH_CODE_OPEN_STRING = 1004,    /* a string without its closing quote */
    NFH_CODE_OPEN_NAME = 1005,      /* a quoted name without its closing quote */
    NFH_CODE_OPEN_COMMENT = 1006,   /* a comment without its end */
    NFH_CODE_ESCAPE = 1007,         /* an escape sequence that does not exist */
    NFH_CODE_SURROGATE = 1008,      /* half of a surrogate pair */
    NFH_CODE_NAME = 1009,           /* an empty name, or one that holds NUL */
    NFH_CODE_NUMBER_FORM = 1010,    /* `.5`, `5.` */
    NFH_CODE_INTEGER_RANGE = 1011,  /* an Integer out of range */
    NFH_CODE_LONG_RANGE = 1012,     /* a Long out of range */
    NFH_CODE_DECIMAL_PLACES = 1013, /* more than 8 digits after the point */
    NFH_CODE_DECIMAL_RANGE = 1014,  /* a Decimal, or a quantity's value, out of range */
    NFH_CODE_DATE_FORM = 1015,      /* not the form of a date or time */
    NFH_CODE_DATE_RANGE = 1016,     /* a day, hour, minute … that does not exist */
    NFH_CODE_TIME_ZONE = 1017,      /* a time zone where there can be none, or out of range */
    /* 2xxx: syntax */
    NFH_CODE_EXPRESSION = 2001,    /* no expression where there must be one */
    NFH_CODE_EXPECTED = 2002,      /* a certain sign or word is missing */
    NFH_CODE_EXPECTED_NAME = 2003, /* no name where there must be one */
    NFH_CODE_RESERVED = 2004,      /* a reserved word as a name */
    NFH_CODE_EXPECTED_TYPE = 2005, /* no type where there must be one */
    NFH_CODE_DECLARATION = 2006,   /* no declaration where there must be one */
    NFH_CODE_TRAILING = 2007,      /* something after the end of an expression */
    NFH_CODE_PARENTHESES =
        2008,                  /* a construct that needs parentheses as an operand of arithmetic */
    NFH_CODE_PRECISION = 2009, /* `day` for `days`, or the reverse; not a calendar word */
    NFH_CODE_TIMING = 2010,    /* an incomplete timing phrase */
    NFH_CODE_CASE = 2011,      /* a `case` without `when` */
    NFH_CODE_LIBRARY = 2012,   /* a library declaration that is not the first */
    NFH_CODE_EXTERNAL = 2013,  /* an external constant */
    NFH_CODE_UNIT_QUOTES = 2014,     /* a unit without quotes */
    NFH_CODE_EXPECTED_STRING = 2015, /* no string where there must be one */
    NFH_CODE_MODIFIER = 2016,        /* `public`, `private` or `fluent` where it has no meaning */
    /* 6xxx: limits */
    NFH_CODE_SOURCE_SIZE = 6001, /* more than NFH_SOURCE_MAX bytes */
    NFH_CODE_NESTING = 6002,     /* nested more deeply than NFH_NESTING_MAX */
    NFH_CODE_DEPTH = 6003,       /* a chain of operators longer than NFH_DEPTH_MAX */
    /* 7xxx: warnings */
    NFH_CODE_TAG_COLON = 7001, /* `@name value` without a colon: not taken for a tag */
    NFH_CODE_TAG_BEHIND =
        7002 /* a tag on the line of the declaration before: it belongs to the next one */
};

struct nfh_diagnostic {
    int severity; /* NFH_SEVERITY_… of nfhscreen.h */
    int code;
    const struct nfh_source *source;
    struct nfh_place place;
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in code points */
    const char *message;
    struct nfh_diagnostic *next;
};

/* Later errors are counted only; of warnings only half as many are kept. */
#define NFH_DIAGNOSTICS_MAX 100

struct nfh_diagnostics {
    struct nfh_arena *arena;
    struct nfh_diagnostic *first;
    struct nfh_diagnostic *last;
    size_t count;  /* kept in the list */
    size_t errors; /* all errors, also those not kept */
    bool out_of_memory;
};

#define NFH_MESSAGE_MAX 500 /* bytes; longer messages are cut */

/* Adds a diagnostic with a printf-like message (%s %d %zu %.*s only); a warning when the code is
 * 7xxx. Two at the same place with the same code are one. Control characters and bytes that are not
 * UTF-8 become `?`. */
#if defined(__GNUC__)
__attribute__((format(printf, 5, 6)))
#endif
void nfh_priv_report(struct nfh_diagnostics *diagnostics, const struct nfh_source *source, struct nfh_place place,
                     int code, const char *format, ...);

/* The line and column (in code points) of a byte of the text, both from 1. A byte order mark has no
 * column. */
void nfh_priv_locate(const struct nfh_source *source, uint32_t offset, uint32_t *line,
                     uint32_t *column);

/* Writes `name:line:column: error: message [code]`, the source line and a line with carets below
 * it, without a final newline and without `name:` when there is no name; snprintf's rules for
 * buffer and result. Tabs and wide characters keep their columns; long lines are cut around the
 * place. */
size_t nfh_priv_diagnostic_format(const struct nfh_diagnostic *diagnostic, char *buffer,
                                  size_t size);

/* The nearest of `count` names by edit distance (Damerau, case folded), or NULL when none is near.
 */
struct nfh_nearest {
    const char *wanted;
    size_t length;
    const char *best;
    size_t best_distance; /* so far; at the start the first distance that is too far */
};
void nfh_priv_nearest_start(struct nfh_nearest *nearest, const char *wanted, size_t length);
void nfh_priv_nearest_offer(struct nfh_nearest *nearest, const char *candidate);
const char *nfh_priv_nearest_result(const struct nfh_nearest *nearest);

#endif
