/* SPDX-License-Identifier: MIT
 *
 * arrow_rules.h - for the tests of Arrow: a rule set with a parameter of each type, and screening.
 */
#ifndef NFH_TESTS_ARROW_RULES_H
#define NFH_TESTS_ARROW_RULES_H

#include "arrow_build.h"
#include "screen_support.h"

/* Each criterion asks one parameter: whether it holds is plain from the row. */
static const char arrow_rules[] =
    "library Arrow version '1'\n"
    "parameter flag Boolean\n"
    "parameter count Integer\n"
    "parameter total Long\n"
    "parameter ratio Decimal\n"
    "/*\n@unit: umol/L\n@max: 5000\n@accept: mg/dL = 88.4 umol/L\n*/ parameter creatinine "
    "Quantity\n"
    "/*\n@values: male|female\n*/ parameter sex String\n"
    "parameter note String\n"
    "parameter visit Date\n"
    "parameter span Interval<Integer>\n"
    "/*\n@id: I1\n@category: inclusion\n*/ define I1: flag\n"
    "/*\n@id: E1\n@category: exclusion\n*/ define E1: count > 5\n"
    "/*\n@id: K1\n@category: check\n*/ define K1: not flag\n"
    "/*\n@id: E2\n@category: exclusion\n*/ define E2: total > 5\n"
    "/*\n@id: E3\n@category: exclusion\n*/ define E3: ratio > 5.5\n"
    "/*\n@id: E4\n@category: exclusion\n*/ define E4: creatinine > 100 'umol/L'\n"
    "/*\n@id: E5\n@category: exclusion\n*/ define E5: sex = 'female'\n"
    "/*\n@id: E6\n@category: exclusion\n*/ define E6: note = 'longer than twelve bytes'\n"
    "/*\n@id: E7\n@category: exclusion\n*/ define E7: visit > @2000-01-01\n"
    "/*\n@id: E8\n@category: exclusion\n*/ define E8: start of span > 5\n"
    "/*\n@id: E9\n@category: exclusion\n*/ define E9: Now() > @2025-01-01T00:00:00.000+00:00\n";

/* A handle for a rule set, and what it gave last. */
struct arrow_fixture {
    nfh_ruleset *ruleset;
    nfh_arrow *arrow;
    struct ArrowSchema schema;
    struct ArrowArray result;
};

static inline void arrow_start(struct arrow_fixture *f)
{
    *f = (struct arrow_fixture){.ruleset = compile_text(arrow_rules)};
    ASSERT_STATUS(nfh_arrow_new(f->ruleset, &f->arrow), NFH_OK);
    ASSERT_STATUS(nfh_arrow_schema(f->arrow, &f->schema), NFH_OK);
    built_releases = 0;
}

static inline void arrow_drop_result(struct arrow_fixture *f)
{
    if (f->result.release)
        f->result.release(&f->result);
}

/* No structure that went in has been released. */
static inline void arrow_end(struct arrow_fixture *f)
{
    arrow_drop_result(f);
    f->schema.release(&f->schema);
    nfh_arrow_free(f->arrow);
    nfh_ruleset_free(f->ruleset);
    ck_assert_int_eq(built_releases, 0);
}

static inline const char *arrow_message(const struct arrow_fixture *f)
{
    const char *message;
    ASSERT_STATUS(nfh_arrow_error(f->arrow, &message), NFH_OK);
    return message;
}

/* Binds and screens; the status of what failed. */
static inline int arrow_try(struct arrow_fixture *f, const struct built_table *table)
{
    arrow_drop_result(f);
    int status = nfh_arrow_bind(f->arrow, &table->schema, 0);
    if (status == NFH_OK)
        status = nfh_arrow_screen(f->arrow, &table->array, &f->result);
    ck_assert(status == NFH_OK ? f->result.release != NULL : f->result.release == NULL);
    return status;
}

static inline void arrow_screen(struct arrow_fixture *f, const struct built_table *table)
{
    int status = arrow_try(f, table);
    ck_assert_msg(status == NFH_OK, "%s: %s", nfh_status_name(status), arrow_message(f));
}

#endif
