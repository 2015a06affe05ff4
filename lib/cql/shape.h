/* SPDX-License-Identifier: MIT
 *
 * shape.h - how the slots of a program go while one input goes from one value to another: enough to
 * say for certain that a result stays the same in between.
 */
#ifndef NFH_CQL_SHAPE_H
#define NFH_CQL_SHAPE_H

#include "cql/trial.h"

enum nfh_shape {
    NFH_SHAPE_FIXED,   /* the same all the way (null, too) */
    NFH_SHAPE_RISING,  /* never falls; known all the way, unless it is a Boolean: false, null, true
                        */
    NFH_SHAPE_FALLING, /* never rises; the same */
    NFH_SHAPE_KNOWN,   /* known all the way */
    NFH_SHAPE_LOOSE    /* nothing is known of it */
};

/* The shape of a slot while free input `index`, a number or a full date, goes from its value in
 * frame 0 of the trial to the greater one in frame 1, both evaluated up to the slot; all else is
 * the same in both. `shape` is working memory of a byte for each slot. */
enum nfh_shape nfh_priv_shape(const struct nfh_trial *trial, unsigned index, uint32_t slot,
                              uint8_t *shape);

#endif
