/* SPDX-License-Identifier: MIT
 *
 * column_support.h - for the tests of cohorts: a rule set with columns.
 */
#ifndef NFH_TESTS_COLUMN_SUPPORT_H
#define NFH_TESTS_COLUMN_SUPPORT_H

#include "screen_support.h"

struct columns_fixture {
    nfh_ruleset *ruleset;
    nfh_columns *columns;
};

static inline struct columns_fixture start_columns(const char *text)
{
    struct columns_fixture f = {.ruleset = compile_text(text)};
    ASSERT_STATUS(nfh_columns_new(f.ruleset, &f.columns), NFH_OK);
    return f;
}

static inline void end_columns(struct columns_fixture *f)
{
    nfh_columns_free(f->columns);
    nfh_ruleset_free(f->ruleset);
}

/* The whole message; "" when there is none. */
static inline void assert_columns_error(const nfh_columns *columns, const char *expected)
{
    const char *message;
    ASSERT_STATUS(nfh_columns_error(columns, &message), NFH_OK);
    ck_assert_str_eq(message, expected);
}

static inline void assert_failed(const nfh_columns *columns, size_t count, size_t row,
                                 size_t parameter)
{
    size_t found_count = 99, found_row = 99, found_parameter = 99;
    ASSERT_STATUS(nfh_columns_failed(columns, &found_count, &found_row, &found_parameter), NFH_OK);
    ck_assert_uint_eq(found_count, count);
    ck_assert_uint_eq(found_row, row);
    ck_assert_uint_eq(found_parameter, parameter);
}

static inline int bit_of(const uint8_t *bits, size_t index)
{
    return bits[index / 8] >> index % 8 & 1;
}

/* NFH_TRUE, NFH_FALSE or NFH_UNKNOWN; a bit of truth where nothing is known fails. */
static inline int truth_of_bits(const uint8_t *truth, const uint8_t *known, size_t index)
{
    if (bit_of(truth, index) && !bit_of(known, index))
        ck_abort_msg("row %zu is true and unknown", index);
    return bit_of(known, index) ? bit_of(truth, index) : NFH_UNKNOWN;
}

#endif
