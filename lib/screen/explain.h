/* SPDX-License-Identifier: MIT
 *
 * explain.h - between the files that tell why a criterion is true, false or unknown.
 *
 *   explain.c          finds the leaves that decided, and is the public face
 *   explain_view.c     says of a leaf what is compared with what
 *   explain_native.c   the same for the limits of NFHCalculations, which are one instruction each
 *   explain_text.c     puts a leaf into words and numbers
 *   explain_value.c    its values and names, with as many digits as its truth wants
 *   explain_missing.c  what is missing of one that is not known
 *   explain_formula.c  shows how a number was calculated
 */
#ifndef NFH_SCREEN_EXPLAIN_H
#define NFH_SCREEN_EXPLAIN_H

#include "screen/handles.h"
#include "screen/writer.h"

/* One side of a comparison. */
struct nfh_term {
    nfh_type type; /* NFH_TYPE_NONE: there is no such side */
    uint32_t slot; /* for its formula and what is missing, or NFH_SLOT_NONE */
    bool is_given; /* an input or a constant: never rounded */
    bool low_closed, high_closed;
    const struct nfh_label *label; /* its name, or NULL: */
    const char *name;              /* then this, or NULL */
    const char *unit;              /* or NULL */
    /* Of an interval its boundaries. Of a value that is not known exactly its bounds; else NULL. */
    const struct nfh_value *value, *low, *high;
};

struct nfh_leaf_view {
    int truth;    /* NFH_TRUE, NFH_FALSE, NFH_UNKNOWN */
    int relation; /* as asked */
    int error;    /* enum nfh_run_error */
    struct nfh_term a, b;
    const uint32_t *element; /* of a list in the place of b: their slots */
    uint32_t element_count;
    uint32_t argument[8]; /* of a function: the slots that may be missing */
    uint32_t argument_count;
    /* Writes the formula of a or b where the slot has none of its own. */
    void (*formula)(struct nfh_writer *writer, const struct nfh_report *report,
                    const struct nfh_leaf_view *view);
    bool formula_is_limits;  /* it is b's, not a's */
    uint32_t call;           /* the slot of the function */
    struct nfh_value own[4]; /* values that have no slot */
};

static inline const struct nfh_value *nfh_priv_slot_of(const struct nfh_report *report,
                                                       uint32_t slot)
{
    return &report->frame.slot[slot];
}
/* Of a Boolean `known` is 0 and of anything else `truth`. What is known to be below or above a
 * limit is not known, but there. */
static inline bool nfh_priv_slot_is_unknown(const struct nfh_report *report, uint32_t slot)
{
    const struct nfh_value *value = &report->frame.slot[slot];
    return !value->known && !(value->truth & (NFH_TRUTH_TRUE | NFH_TRUTH_FALSE)) &&
           !nfh_priv_is_censored(value);
}
/* The instruction that wrote the slot, or NULL. */
static inline const struct nfh_instruction *nfh_priv_slot_origin(const struct nfh_report *report,
                                                                 uint32_t slot)
{
    const struct nfh_program *program = report->ruleset->program;
    size_t first = nfh_priv_first_result(program);
    return slot >= first ? &program->code[slot - first] : NULL;
}
int nfh_priv_truth_of(uint8_t bits);

/* explain.c: the sentence, handed over piece by piece; after nfh_report_leaf_count of the criterion
 * has succeeded. */
void nfh_priv_write_reason(struct nfh_writer *writer, nfh_report *report, size_t criterion,
                           void (*write)(struct nfh_writer *writer, const char *text,
                                         size_t length));

/* explain_view.c */
void nfh_priv_view_leaf(const struct nfh_report *report, const struct nfh_found_leaf *leaf,
                        struct nfh_leaf_view *view);
/* Fills a side from a slot. unit: of a Quantity, if it is known; else NULL. */
void nfh_priv_view_term(const struct nfh_report *report, nfh_type type, uint32_t slot,
                        const char *unit, struct nfh_term *term);
/* What is behind choices, defaults and conversions of type that leave a value as it is. *label (may
 * be NULL): the first name on the way. */
uint32_t nfh_priv_see_through(const struct nfh_report *report, uint32_t slot,
                              const struct nfh_label **label);
/* The relation that holds: the opposite of what was asked where that is false. */
int nfh_priv_relation_that_holds(int relation, int truth);

/* explain_native.c */
#define NFH_NATIVE_LEAVES 2
/* The parts of a call of our functions that decide its truth; how many. *flag: a Boolean argument
 * that decides too, if there is one. */
size_t nfh_priv_native_leaves(const struct nfh_report *report, uint32_t slot,
                              uint32_t part[NFH_NATIVE_LEAVES], uint32_t *flag);
void nfh_priv_view_native(const struct nfh_report *report, const struct nfh_found_leaf *leaf,
                          struct nfh_leaf_view *view);
/* The formula of a call that gives a number, with its arguments; false: it has none. */
bool nfh_priv_native_formula(struct nfh_writer *writer, const struct nfh_report *report,
                             const struct nfh_instruction *in);
/* The unit of its result, or NULL. */
const char *nfh_priv_native_unit(unsigned native);

/* explain_text.c */
#define NFH_LABEL_MAX 120 /* bytes of a name that are shown */
void nfh_priv_write_leaf(struct nfh_writer *writer, const struct nfh_report *report,
                         const struct nfh_leaf_view *view);
/* One part, NFH_LEAF_…; nothing is written when the leaf does not have it. */
void nfh_priv_write_leaf_part(struct nfh_writer *writer, const struct nfh_report *report,
                              const struct nfh_leaf_view *view, int part);

/* explain_value.c */
#define NFH_ELLIPSIS "\xe2\x80\xa6"
/* A value with all its digits. */
void nfh_priv_write_value(struct nfh_writer *writer, nfh_type type, const struct nfh_value *value);
void nfh_priv_write_truth(struct nfh_writer *writer, int truth);
/* Known, partly true or false, or known to be below or above a limit. */
bool nfh_priv_is_there(const struct nfh_value *value);
bool nfh_priv_has_value(const struct nfh_term *term);
/* The fewest digits after the point, from 2 on, with which both sides are as they are in full. */
int nfh_priv_places_of(const struct nfh_leaf_view *view);
/* Nothing when it is not known. */
void nfh_priv_write_term(struct nfh_writer *writer, const struct nfh_term *term, int places);
bool nfh_priv_is_named(const struct nfh_term *term);
void nfh_priv_write_label(struct nfh_writer *writer, const struct nfh_label *label);
/* name_first: the name of the operation comes before the label. */
void nfh_priv_write_name(struct nfh_writer *writer, const struct nfh_term *term, bool name_first);

/* explain_missing.c: `creatinine not known`, `creatinine clearance not known (creatinine, weight
 * missing)`; false when nothing is missing. */
bool nfh_priv_write_missing(struct nfh_writer *writer, const struct nfh_report *report,
                            const struct nfh_leaf_view *view);

/* explain_formula.c: how the value in a slot was calculated; nothing when it was not, or when that
 * cannot be told in NFH_FORMULA_MAX bytes. */
#define NFH_FORMULA_MAX 160
void nfh_priv_write_formula(struct nfh_writer *writer, const struct nfh_report *report,
                            uint32_t slot, nfh_type type);
void nfh_priv_write_calendar(struct nfh_writer *writer, int64_t count, unsigned unit);

#endif
