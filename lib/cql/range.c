/* SPDX-License-Identifier: MIT
 *
 * range.c - exact limits: a stretch of values is halved until the Boolean is certain to stay the
 * same in each part (shape.h), or the part is two neighbours.
 */
#include "cql/range.h"

#include "cql/shape.h"

#define DEPTH_MAX 130 /* a stretch has no more than 2^128 places */

struct search {
    struct nfh_trial *trial;
    unsigned index;
    uint32_t slot;
    uint8_t *shape;
    struct nfh_pieces *pieces;
};

static unsigned run_at(const struct search *search, int frame, nfh_decimal place)
{
    struct nfh_value value =
        nfh_priv_input_at(nfh_priv_trial_input(search->trial, search->index), place);

    nfh_priv_trial_set(search->trial, frame, search->index, &value);
    return nfh_priv_trial_run(search->trial, frame, search->slot);
}

/* False: there are too many pieces. */
static bool extend(struct nfh_pieces *pieces, unsigned truth, nfh_decimal low, nfh_decimal high)
{
    if (pieces->count > 0 && pieces->piece[pieces->count - 1].truth == truth) {
        pieces->piece[pieces->count - 1].high = high;
        return true;
    }
    if (pieces->count == NFH_RANGES_MAX)
        return false;
    pieces->piece[pieces->count].truth = truth;
    pieces->piece[pieces->count].low = low;
    pieces->piece[pieces->count++].high = high;
    return true;
}

/* From `low`, which frame 0 was run at, through `high`. */
static bool look(const struct search *search, unsigned truth, nfh_decimal low, nfh_decimal high)
{
    nfh_decimal stack[DEPTH_MAX];
    uint64_t end = search->trial->runs + NFH_RANGE_RUNS;
    size_t count = 0;

    stack[count++] = high;
    while (count > 0) {
        nfh_decimal top = stack[count - 1];
        unsigned other = run_at(search, 1, top);
        bool same = other == truth && nfh_priv_shape(search->trial, search->index, search->slot,
                                                     search->shape) == NFH_SHAPE_FIXED;
        search->trial->work += search->trial->step_count;
        if (search->trial->runs > end || search->trial->work > NFH_TRIAL_WORK_MAX)
            return false;
        if (!same && top - low > 1) {
            stack[count++] = low + (top - low) / 2;
            continue;
        }
        if (!extend(search->pieces, other, top, top))
            return false;
        low = top;
        truth = run_at(search, 0, low);
        count--;
    }
    return true;
}

bool nfh_priv_find_pieces(struct nfh_trial *trial, unsigned index, uint32_t slot, uint8_t *shape,
                          struct nfh_pieces *pieces)
{
    struct search search = {trial, index, slot, shape, pieces};
    nfh_decimal low, high;
    bool found;

    pieces->count = 0;
    nfh_priv_input_bounds(nfh_priv_trial_input(trial, index),
                          &trial->base[nfh_priv_trial_input(trial, index)->ref.slot], &low, &high);
    if (low > high)
        return false;
    unsigned truth = run_at(&search, 0, low);
    found = extend(pieces, truth, low, low) && (low == high || look(&search, truth, low, high));
    for (int frame = 0; frame < 2; frame++)
        nfh_priv_trial_set(trial, frame, index, NULL);
    return found;
}
