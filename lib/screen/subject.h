/* SPDX-License-Identifier: MIT
 *
 * subject.h - a setter at work: every setter starts a setting, and ends by storing a value or by
 * failing with a message.
 */
#ifndef NFH_SCREEN_SUBJECT_H
#define NFH_SCREEN_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "screen/handles.h"
#include "screen/writer.h"

struct nfh_setting {
    nfh_subject *subject;
    const struct nfh_input *input;
    struct nfh_side *side;
    struct nfh_value *value;
    int censored; /* NFH_MISSING_BELOW or NFH_MISSING_ABOVE: the value is but a limit; else 0 */
    bool or_equal;
    int places;       /* digits after the point as they were entered */
    nfh_decimal step; /* after a conversion: what a unit in the last place has become; else 0 */
};

/* Unsets the input. Status: NFH_OK, NFH_E_NULL (subject), NFH_E_INDEX, NFH_E_TYPE (a type that no
 * setter sets). */
int nfh_priv_setting_start(nfh_subject *subject, size_t index, struct nfh_setting *setting);
/* Starts the message of a failure with the parameter's name. */
struct nfh_writer nfh_priv_setting_complain(const struct nfh_setting *setting);
/* NFH_E_TYPE: `what` does not fit the parameter. */
int nfh_priv_setting_mismatch(const struct nfh_setting *setting, const char *what);

/* These store a value of the input's own type, after a look at @values, @min and @max, and return
 * the setter's status. */
int nfh_priv_store_truth(const struct nfh_setting *setting, bool truth);
int nfh_priv_store_integer(const struct nfh_setting *setting, int64_t value); /* Integer, Long */
int nfh_priv_store_decimal(const struct nfh_setting *setting,
                           nfh_decimal value); /* Decimal; Quantity in its own unit */
int nfh_priv_store_date(const struct nfh_setting *setting, nfh_date date);
int nfh_priv_store_datetime(const struct nfh_setting *setting, nfh_datetime value); /* Time too */
int nfh_priv_store_string(const struct nfh_setting *setting, const char *text, size_t length);
/* Converts to the parameter's unit where it has one. */
int nfh_priv_store_quantity(const struct nfh_setting *setting, nfh_decimal value, const char *unit,
                            size_t length);

/* Reads a text, as nfh_subject_set_text_at does. */
int nfh_priv_subject_read(struct nfh_setting *setting, const char *text, size_t length);

/* NFH_E_RANGE: the number has no place in the type. */
int nfh_priv_setting_out_of_range(const struct nfh_setting *setting);

#endif
