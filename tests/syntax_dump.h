/* SPDX-License-Identifier: MIT
 *
 * syntax_dump.h - syntax trees as s-expressions, for tests.
 */
#ifndef NFH_TESTS_SYNTAX_DUMP_H
#define NFH_TESTS_SYNTAX_DUMP_H

#include <stddef.h>

#include "cql/ast.h"

/* Writes the tree into the buffer, cut when it is too small. */
void dump_node(const struct nfh_node *node, char *buffer, size_t size);
/* All declarations, one a line. */
void dump_library(const struct nfh_library *library, char *buffer, size_t size);

#endif
