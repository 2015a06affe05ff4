/* SPDX-License-Identifier: MIT
 *
 * chance.h - choices: from the bytes of an input as long as there are any, and from pseudo-random
 * numbers behind them, so that a short input can still fill a large table.
 */
#ifndef NFH_TESTS_FUZZ_CHANCE_H
#define NFH_TESTS_FUZZ_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct chance {
    const uint8_t *at;
    size_t left;
    uint64_t state; /* of splitmix64: any will do */
};

/* 0 to limit - 1; the limit is at least 1. */
unsigned chance_below(struct chance *chance, unsigned limit);
bool chance_one_in(struct chance *chance, unsigned number);
/* 64 random bits, whatever is left of the input. */
uint64_t chance_word(struct chance *chance);

#endif
