/* SPDX-License-Identifier: MIT
 *
 * arrow_rules.h - for the tests of Arrow: screening by the rules of arrow_build.h.
 */
#ifndef NFH_TESTS_ARROW_RULES_H
#define NFH_TESTS_ARROW_RULES_H

#include "fuzz/arrow_build.h"
#include "screen_support.h"

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
