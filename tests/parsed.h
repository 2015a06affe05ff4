/* SPDX-License-Identifier: MIT
 *
 * parsed.h - a text given to the parser, and what has become of it.
 */
#ifndef NFH_TESTS_PARSED_H
#define NFH_TESTS_PARSED_H

#include <stddef.h>

#include "cql/ast.h"

struct parsed {
    struct nfh_memory memory;
    struct nfh_arena arena;
    struct nfh_diagnostics diagnostics;
    struct nfh_source source;
    char *copy; /* has exactly the text's length, so that a sanitizer sees a step beyond */
    struct nfh_node *node;
    struct nfh_library *library;
};

/* Sets up everything but the result. */
void parsed_start(struct parsed *p, struct nfh_memory memory, const char *text, size_t length);
void parsed_finish(struct parsed *p);

void parse_expression_bytes(struct parsed *p, const char *text, size_t length);
void parse_library_bytes(struct parsed *p, const char *text, size_t length);
void parse_expression(struct parsed *p, const char *text);
void parse_library(struct parsed *p, const char *text);

/* Fails the test unless the n-th diagnostic, from 0, has that code and place. */
void check_diagnostic(const struct parsed *p, size_t n, int code, uint32_t line, uint32_t column);

#endif
