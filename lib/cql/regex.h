/* SPDX-License-Identifier: MIT
 *
 * regex.h - regular expressions for CQL's Matches, ReplaceMatches and the like.
 *
 * The syntax and the meaning are those of PCRE2 on UTF-8, where `.` matches a line end too. A
 * match takes time in proportion to the program times the text, whatever both are: there are no
 * back-references, no look-around and nothing else that would need more. What is not supported is
 * refused, never taken for something else.
 *
 *     x . [a-z] [^a-z]        characters; classes may hold the escapes below
 *     \d \w \s \D \W \S       digits, letters and white space of ASCII, and all but these
 *     \h \v \H \V             horizontal and vertical white space of Unicode, and all but these
 *     \t \n \r \f \e \a       control characters
 *     \xHH \x{H…} \uHHHH      by number; a pair of \u surrogates is one character
 *     \ and no ASCII letter or digit     that character
 *     ^ \A $ \Z \z \b \B      start; end, or before a last line end (not \z); border of a word
 *     (…) (?:…) …|…           groups and alternatives
 *     * + ? {n} {n,} {n,m}    repetition, as much as possible; with ? after it, as little
 *     (?i) (?s)               at the start: without case; `.` matches all (as it does anyway)
 *
 * Without case, characters are equal that Unicode's simple case folding makes equal (version 14.0).
 * A byte of the text that is not UTF-8 is a character that only `.` and negated classes match.
 */
#ifndef NFH_CQL_REGEX_H
#define NFH_CQL_REGEX_H

#include "cql/heap.h"
#include "cql/text.h"

#define NFH_REGEX_PATTERN_MAX 4096 /* bytes */
#define NFH_REGEX_GROUPS_MAX  99   /* that capture */
#define NFH_REGEX_NESTING_MAX 100  /* groups in groups */
#define NFH_REGEX_REPEAT_MAX  1000 /* in braces */
#define NFH_REGEX_SIZE_MAX                                                                         \
    20000                          /* states of a program: about one a character, repeated ones as \
                                      often as in braces */
#define NFH_REGEX_RANGES_MAX 10000 /* of all classes */

struct nfh_regex;

struct nfh_regex_error {
    size_t offset; /* byte of the pattern or the replacement */
    const char *message;
};

enum nfh_regex_status {
    NFH_REGEX_OK = 0,
    NFH_REGEX_WRONG,   /* the pattern or the replacement: see the error */
    NFH_REGEX_NO_MEANS /* memory or work ran out: see the flags of the heap */
};

/* The regex lives in the heap until that is released or reset. */
enum nfh_regex_status nfh_priv_regex_compile(struct nfh_text pattern, struct nfh_heap *heap,
                                             const struct nfh_regex **regex,
                                             struct nfh_regex_error *error);
/* A copy that lives as long as an arena; NULL when that has no memory. */
const struct nfh_regex *nfh_priv_regex_copy(const struct nfh_regex *regex, struct nfh_arena *arena);

/* Whether any part of the text matches. */
enum nfh_regex_status nfh_priv_regex_matches(const struct nfh_regex *regex, struct nfh_text text,
                                             struct nfh_heap *heap, bool *matches);

/* The text with all its matches, from left to right, replaced. In the replacement $0 is the match,
 * $1, ${1} and so on what a group has captured, or nothing; \$ is a dollar and \\ a backslash. Of
 * $12 the second digit belongs to the number if there is such a group. After an empty match the
 * next one begins at the same place unless it is empty too, as in PCRE2's global substitution. The
 * result is the text itself where nothing matches. */
enum nfh_regex_status nfh_priv_regex_replace(const struct nfh_regex *regex, struct nfh_text text,
                                             struct nfh_text replacement, struct nfh_heap *heap,
                                             struct nfh_text *result,
                                             struct nfh_regex_error *error);
/* False when the replacement is wrong for this regex. */
bool nfh_priv_regex_check_replacement(const struct nfh_regex *regex, struct nfh_text replacement,
                                      struct nfh_regex_error *error);

#endif
