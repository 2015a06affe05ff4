/* SPDX-License-Identifier: MIT
 *
 * chance.c - see chance.h.
 */
#include "chance.h"

uint64_t chance_word(struct chance *chance)
{
    uint64_t z = chance->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

unsigned chance_below(struct chance *chance, unsigned limit)
{
    unsigned value;

    if (chance->left == 0)
        return (unsigned)((chance_word(chance) >> 32) * limit >> 32);
    value = *chance->at++;
    chance->left--;
    if (limit > 256 && chance->left > 0) {
        value = value << 8 | *chance->at++;
        chance->left--;
    }
    return value % limit;
}

bool chance_one_in(struct chance *chance, unsigned number)
{
    return chance_below(chance, number) == 0;
}
