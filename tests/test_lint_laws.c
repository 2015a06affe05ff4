/* SPDX-License-Identifier: MIT
 *
 * test_lint_laws.c - the linter against what criteria do. Random criteria are screened for every
 * subject of a small world; whether learning a fact ever changes a decision is then plain, and so
 * is whether a criterion is ever true, or false. The linter, which sees the text alone, must not
 * miss it, and must not cry wolf often.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule_text.h"
#include "support.h"

/* ---- A small world -----------------------------------------------------------------------------
 */

#define INPUTS 5
static const struct {
    const char *name, *type;
    const char *value[2]; /* and missing */
} inputs[INPUTS] = {
    {"p", "Boolean", {"true", "false"}}, {"q", "Boolean", {"true", "false"}},
    {"n", "Integer", {"2", "6"}},        {"m", "Integer", {"3", "6"}},
    {"s", "String", {"a", "c"}},
};
#define SUBJECTS 243 /* three to the power of INPUTS; as a number of that base, 2 is missing */

static const int power[INPUTS] = {1, 3, 9, 27, 81};

static int state_of(int subject, int input)
{
    return subject / power[input] % 3;
}

/* ---- Random criteria ---------------------------------------------------------------------------
 */

static uint32_t seed;
static unsigned draw(unsigned below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

struct text {
    char bytes[20000];
    size_t length;
};

static void add(struct text *text, const char *part)
{
    size_t length = strlen(part);
    ck_assert_uint_lt(text->length + length, sizeof text->bytes);
    memcpy(text->bytes + text->length, part, length + 1);
    text->length += length;
}

/* What is compared, and what turns an unknown into a decision. */
static const char *const plain[] = {
    "p",       "q",        "n < 5", "n >= 3",    "m = 3",
    "s = 'a'", "s != 'a'", "n < m", "n + m > 8", "n between 3 and 7"};
static const char *const risky[] = {
    "s in { 'a', 'b' }",
    "n in { 2, 3 }",
    "2 in { n, m }",
    "s ~ 'a'",
    "n !~ 2",
    "n in Interval[m, 7]",
    "n in Interval[1, m]",
    "n in Interval[m, null)",
    "Coalesce(p, false)",
    "Coalesce(p, true)",
    "p is true",
    "q is not false",
    "(n < m) is false",
};

/* Calls itself as deep as `depth` says. Parts that are written with % are expressions. */
static void add_expression(struct text *text, int depth);
static void add_form(struct text *text, const char *form, int depth)
{
    for (; *form != '\0'; form++) {
        char sign[2] = {*form, '\0'};
        if (*form == '%') {
            add(text, "(");
            add_expression(text, depth - 1);
            add(text, ")");
        } else {
            add(text, sign);
        }
    }
}

static void add_expression(struct text *text, int depth)
{
    static const char *const forms[] = {
        "not %",
        "% and %",
        "% or %",
        "% xor %",
        "% implies %",
        "if % then % else null",
        "if % then null else %",
        "% and %",
        "% or %",
        "if s is null then null else %",
        "if n is null or m is null then null else %",
        "if p is not null then % else null",
        "case when n is null then null when % then % else % end",
        "if % then % else %",
        "case when % then % when % then % else null end",
        "% is true",
        "Coalesce(%, false)",
        "(if % then 1 else 2) = 1",
    };
    unsigned kind = draw(10);
    if (depth == 0 || kind == 0) {
        add(text, draw(5) > 0 ? plain[draw(sizeof plain / sizeof *plain)]
                              : risky[draw(sizeof risky / sizeof *risky)]);
    } else {
        add_form(text, forms[draw(sizeof forms / sizeof *forms)], depth);
    }
}

static void write_rules(struct text *text, int depth)
{
    text->length = 0;
    add(text, "/*\n@id: A\n@category: inclusion\n@short: a\n@text: a\n*/\ndefine A: ");
    add_expression(text, depth);
    add(text, "\n");
    for (int i = 0; i < INPUTS; i++) {
        add(text, "parameter ");
        add(text, inputs[i].name);
        add(text, " ");
        add(text, inputs[i].type);
        add(text, "\n");
    }
}

/* ---- What a criterion does ---------------------------------------------------------------------
 */

static void screen_all(const nfh_ruleset *ruleset, int truth[SUBJECTS])
{
    nfh_subject *subject;
    nfh_report *report;
    ASSERT_STATUS(nfh_subject_new(ruleset, &subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(ruleset, &report), NFH_OK);
    for (int i = 0; i < SUBJECTS; i++) {
        ASSERT_STATUS(nfh_subject_clear(subject), NFH_OK);
        for (int j = 0; j < INPUTS; j++) {
            if (state_of(i, j) < 2) {
                ASSERT_STATUS(
                    nfh_subject_set_text(subject, inputs[j].name, inputs[j].value[state_of(i, j)]),
                    NFH_OK);
            }
        }
        ASSERT_STATUS(nfh_screen(ruleset, subject, report), NFH_OK);
        ASSERT_STATUS(nfh_report_criterion(report, 0, &truth[i]), NFH_OK);
    }
    nfh_report_free(report);
    nfh_subject_free(subject);
}

/* A fact more turns a decision: some unknown had been taken for one. */
static bool flips(const int truth[SUBJECTS])
{
    for (int i = 0; i < SUBJECTS; i++) {
        for (int j = 0; j < INPUTS && truth[i] != NFH_UNKNOWN; j++) {
            if (state_of(i, j) == 2 &&
                (truth[i] != truth[i - power[j]] || truth[i] != truth[i - 2 * power[j]])) {
                return true;
            }
        }
    }
    return false;
}

static bool ever(const int truth[SUBJECTS], int value)
{
    for (int i = 0; i < SUBJECTS; i++) {
        if (truth[i] == value) {
            return true;
        }
    }
    return false;
}

struct findings {
    bool is_unknown; /* 72xx */
    bool never_true, never_false;
};

static struct findings read_findings(const nfh_compiler *compiler)
{
    struct findings findings = {false, false, false};
    const char *message;
    int code;
    for (size_t i = 0;
         nfh_compiler_diagnostic(compiler, i, NULL, &code, NULL, NULL, NULL, &message) == NFH_OK;
         i++) {
        findings.is_unknown = findings.is_unknown || code / 100 == 72;
        if (code == 7304) {
            bool always_null = strstr(message, "always null") != NULL;
            findings.never_true |= always_null || strstr(message, "never true") != NULL;
            findings.never_false |= always_null || strstr(message, "never false") != NULL;
        }
    }
    return findings;
}

#define BLOCKS   20
#define CRITERIA 40 /* in a block */

START_TEST(test_laws)
{
    static struct text text;
    int truth[SUBJECTS], flipping = 0, wolves = 0, silent = 0, constant = 0;
    seed = (uint32_t)_i + 1;
    for (int i = 0; i < test_share(CRITERIA); i++) {
        nfh_compiler *compiler;
        nfh_ruleset *ruleset;
        write_rules(&text, 1 + i % 4);
        ASSERT_STATUS(nfh_compiler_new(&compiler), NFH_OK);
        ASSERT_STATUS(nfh_compiler_compile(compiler, "", text.bytes, text.length, &ruleset),
                      NFH_OK);
        struct findings findings = read_findings(compiler);
        screen_all(ruleset, truth);
        bool flipped = flips(truth);
        ck_assert_msg(!flipped || findings.is_unknown, "nothing is said of\n%s", text.bytes);
        ck_assert_msg(!findings.never_true || !ever(truth, NFH_TRUE), "is true:\n%s", text.bytes);
        ck_assert_msg(!findings.never_false || !ever(truth, NFH_FALSE), "is false:\n%s",
                      text.bytes);
        flipping += flipped;
        wolves += findings.is_unknown && !flipped;
        silent += !findings.is_unknown;
        constant += findings.never_true || findings.never_false;
        if (getenv("NFH_TEST_WOLVES") && findings.is_unknown && !flipped) {
            printf("wolf:\n%s\n", text.bytes);
        }
        nfh_ruleset_free(ruleset);
        nfh_compiler_free(compiler);
    }
    ck_assert_msg(2 * wolves <= flipping || test_share(CRITERIA) < CRITERIA,
                  "%d of %d warnings are for nothing", wolves, wolves + flipping);
    if (getenv("NFH_TEST_TIMES")) {
        printf("block %d: %d flip, %d wolves, %d silent, %d constant\n", _i, flipping, wolves,
               silent, constant);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lint laws");
    TCase *laws = tcase_create("laws");
    tcase_add_loop_test(laws, test_laws, 0, BLOCKS);
    tcase_set_timeout(laws, 60);
    suite_add_tcase(suite, laws);
    return test_run(suite);
}
