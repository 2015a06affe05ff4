/* SPDX-License-Identifier: MIT
 *
 * regex_parser.h - the parts of the compiler of regular expressions. Each function reads from the
 * place where the parser is, and returns false after an error.
 */
#ifndef NFH_CQL_REGEX_PARSER_H
#define NFH_CQL_REGEX_PARSER_H

#include "cql/regex_builder.h"

struct nfh_regex_group {
    size_t offset;     /* of its parenthesis */
    uint32_t start;    /* the first instruction */
    uint32_t branch;   /* the first instruction of the alternative that is being read */
    uint32_t jumps;    /* the last jump to the end, which leads to the one before it; 0: none */
    uint32_t number;   /* 0: captures nothing */
    bool can_be_empty; /* one of the alternatives before can */
    bool branch_can_be_empty;
};

struct nfh_regex_parser {
    struct nfh_text pattern;
    size_t offset;
    struct nfh_regex_builder builder;
    struct nfh_regex_group groups[NFH_REGEX_NESTING_MAX + 1]; /* the pattern itself first */
    uint32_t group_depth;
    uint32_t group_count; /* that capture */
    bool caseless;
    enum nfh_regex_status status;
    struct nfh_regex_error error;
};

/* What an escape stands for. */
struct nfh_regex_escape {
    enum { NFH_REGEX_IS_POINT, NFH_REGEX_IS_SET, NFH_REGEX_IS_PLACE } kind;
    uint32_t point;
    enum nfh_regex_set set;
    enum nfh_regex_code place;
    bool negated; /* the set or the place */
};

/* Takes down an error; returns false. */
bool nfh_priv_regex_wrong(struct nfh_regex_parser *parser, size_t offset, const char *message);
/* The next byte, and 0 at the end or for a NUL. */
char nfh_priv_regex_peek(const struct nfh_regex_parser *parser, size_t ahead);
bool nfh_priv_regex_read_point(struct nfh_regex_parser *parser, uint32_t *point);
/* From the backslash on. */
bool nfh_priv_regex_read_escape(struct nfh_regex_parser *parser, bool in_class,
                                struct nfh_regex_escape *escape);
/* From the bracket on; appends it. */
bool nfh_priv_regex_read_class(struct nfh_regex_parser *parser);
/* What may follow a thing; once when there is nothing of the kind. */
bool nfh_priv_regex_read_repeat(struct nfh_regex_parser *parser, struct nfh_regex_repeat *repeat);

#endif
