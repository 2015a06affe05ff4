/* SPDX-License-Identifier: MIT
 *
 * sets.h - the minimal sets of inputs that can make a Boolean true, or false.
 */
#ifndef NFH_CQL_SETS_H
#define NFH_CQL_SETS_H

#include "cql/range.h"
#include "cql/trial.h"

#define NFH_SET_NODES_MAX 512 /* Booleans of the logic of one criterion */

/* A set, and a value for each of its inputs with which it decides: its place in their pools. */
struct nfh_way {
    nfh_inputs set;
    uint8_t value[NFH_SET_INPUTS_MAX]; /* in the order of the bits */
};

struct nfh_family {
    size_t count; /* no set contains another */
    struct nfh_way way[NFH_SETS_MAX];
};

enum { NFH_TO_FALSE, NFH_TO_TRUE, NFH_DIRECTIONS };

struct nfh_set_node {
    uint32_t slot;
    bool is_leaf; /* not taken apart: its sets are found by trying */
    struct nfh_family family[NFH_DIRECTIONS];
};

struct nfh_sets {
    struct nfh_trial *trial;
    uint8_t *shape;            /* a zero byte for each slot: for nfh_priv_find_pieces */
    uint8_t *mark;             /* a byte for each slot */
    struct nfh_set_node *node; /* in the order of their slots */
    size_t node_capacity, node_count;
    bool capped; /* a limit was reached: there may be more sets, or smaller ones */
};

/* The most nodes that a Boolean of the program will take; `mark`: a byte for each slot. */
size_t nfh_priv_count_nodes(const struct nfh_program *program, uint32_t slot, uint8_t *mark);

/* For the trial's target and its free inputs. What is found is confirmed by an evaluation. Returns
 * the two families of the target; NULL when it has more than NFH_SET_NODES_MAX nodes. */
const struct nfh_family *nfh_priv_find_sets(struct nfh_sets *sets);

/* Whether a single free input can make the target true (NFH_TO_TRUE) or false by itself. */
bool nfh_priv_decides_alone(struct nfh_sets *sets, unsigned index, int direction);

#endif
