/* SPDX-License-Identifier: MIT
 *
 * test_memory_flat.c - after the first subject nothing is allocated: not for filling, not for
 * screening, not for asking.
 */
#include <stdio.h>
#include <string.h>

#include "screen_support.h"

#define SCREENINGS 100000

static const char rules[] =
    "parameter s String parameter q Quantity\n"
    "/*\n@unit: umol/L\n@accept: mg/dL = 88.4 umol/L\n*/ parameter creatinine Quantity\n"
    "/*\n@min: 1900-01-01\n*/ parameter visit Date\n"
    "/*\n@id: I1\n@category: inclusion\n*/ define I1: s = 'text' or q * q > 2 'mg2'\n"
    "/*\n@id: E1\n@category: exclusion\n*/ define E1: creatinine > 100 'umol/L'\n"
    "/*\n@id: C1\n@category: check\n*/ define C1: visit in Interval[@2000-01-01, visit - 1 day]\n";

struct counted {
    struct failing_memory memory;
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    nfh_subject *subject;
    nfh_report *report;
};

static void start_counted(struct counted *f, const char *text)
{
    *f = (struct counted){.memory = {.allowed = SIZE_MAX}};
    ASSERT_STATUS(new_compiler(&f->memory, &f->compiler), NFH_OK);
    if (text)
        ASSERT_STATUS(nfh_compiler_compile(f->compiler, "x", text, strlen(text), &f->ruleset),
                      NFH_OK);
    else
        ASSERT_STATUS(nfh_compiler_load(f->compiler, "NCT07101562", &f->ruleset), NFH_OK);
    ASSERT_STATUS(nfh_subject_new(f->ruleset, &f->subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(f->ruleset, &f->report), NFH_OK);
}

static void end_counted(struct counted *f)
{
    nfh_report_free(f->report);
    nfh_subject_free(f->subject);
    nfh_ruleset_free(f->ruleset);
    nfh_compiler_free(f->compiler);
    ck_assert_uint_eq(f->memory.live, 0);
}

static void fill(struct counted *f, unsigned number)
{
    static const char *const day[] = {"2025-03-01", "1800-01-01", "", "2025"};
    char text[40];
    ASSERT_STATUS(nfh_subject_clear(f->subject), NFH_OK);
    snprintf(text, sizeof text, "subject %u", 10000000 + number);
    ASSERT_STATUS(nfh_subject_set_id(f->subject, text), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f->subject, "s", number % 3 ? "text" : "no"), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f->subject, "q", number % 5 ? "3 mg" : "4 kg"), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f->subject, "creatinine", number % 2 ? "1.2 mg/dL" : "90"),
                  NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f->subject, "visit", day[number % 4]), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f->subject, "visit", "x"), NFH_E_SYNTAX);
    ASSERT_STATUS(nfh_subject_set_text(f->subject, "visit", day[number % 4]), NFH_OK);
}

static void ask(struct counted *f)
{
    char text[4000];
    size_t needed, missing[4], count;
    const char *query;
    int verdict;
    ASSERT_STATUS(nfh_report_verdict(f->report, &verdict), NFH_OK);
    ASSERT_STATUS(nfh_report_missing(f->report, missing, 4, &count), NFH_OK);
    ASSERT_STATUS(nfh_report_json(f->report, text, sizeof text, &needed), NFH_OK);
    ASSERT_STATUS(nfh_report_value(f->report, 0, text, sizeof text, &needed), NFH_OK);
    for (size_t i = 0; nfh_report_query(f->report, i, NULL, NULL, NULL, &query) == NFH_OK; i++)
        ck_assert_ptr_nonnull(query);
}

START_TEST(nothing_after_the_first)
{
    struct counted f;
    start_counted(&f, rules);
    fill(&f, 1);
    ASSERT_STATUS(nfh_screen(f.ruleset, f.subject, f.report), NFH_OK);
    ask(&f);
    /* From here on memory is out, and nobody notices. */
    f.memory.allowed = f.memory.calls;
    size_t calls = f.memory.calls;
    for (unsigned i = 0; i < 1000; i++) {
        fill(&f, i);
        ASSERT_STATUS(nfh_screen(f.ruleset, f.subject, f.report), NFH_OK);
        ask(&f);
    }
    ck_assert_uint_eq(f.memory.calls, calls);
    end_counted(&f);
}
END_TEST

/* The trial has no free texts: a report needs no memory for it but the identifier's. */
START_TEST(flat_over_many_screenings)
{
    struct counted f;
    start_counted(&f, NULL);
    ASSERT_STATUS(nfh_screen(f.ruleset, f.subject, f.report), NFH_OK);
    size_t calls = f.memory.calls, blocks = f.memory.live;
    size_t weight = parameter_index(f.ruleset, "weight"),
           lactating = parameter_index(f.ruleset, "lactating");
    for (unsigned i = 0; i < SCREENINGS; i++) {
        int verdict;
        nfh_subject_clear(f.subject);
        nfh_subject_set_number(f.subject, weight, 40 + i % 100);
        nfh_subject_set_boolean(f.subject, lactating, (int)(i % 3));
        int status = nfh_screen(f.ruleset, f.subject, f.report);
        if (status != NFH_OK || nfh_report_verdict(f.report, &verdict) != NFH_OK ||
            verdict != (i % 3 == NFH_TRUE ? NFH_VERDICT_INELIGIBLE : NFH_VERDICT_UNDETERMINED))
            ck_abort_msg("screening %u went wrong", i);
    }
    ck_assert_uint_eq(f.memory.calls, calls);
    ck_assert_uint_eq(f.memory.live, blocks);
    end_counted(&f);
}
END_TEST

/* A longer identifier or text is all that asks for more. */
START_TEST(longer_text_grows_once)
{
    struct counted f;
    char text[500];
    start_counted(&f, rules);
    fill(&f, 1);
    ASSERT_STATUS(nfh_screen(f.ruleset, f.subject, f.report), NFH_OK);
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "s", text), NFH_OK);
    size_t calls = f.memory.calls;
    f.memory.allowed = calls;
    ASSERT_STATUS(nfh_screen(f.ruleset, f.subject, f.report), NFH_E_MEMORY);
    f.memory.allowed = SIZE_MAX;
    ASSERT_STATUS(nfh_screen(f.ruleset, f.subject, f.report), NFH_OK);
    ck_assert_uint_eq(f.memory.calls, calls + 2);
    f.memory.allowed = f.memory.calls;
    text[300] = '\0';
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "s", text), NFH_OK);
    ASSERT_STATUS(nfh_screen(f.ruleset, f.subject, f.report), NFH_OK);
    end_counted(&f);
}
END_TEST

/* Compiling again and again frees what the last compilation left. */
START_TEST(flat_over_many_compilations)
{
    struct counted f;
    start_counted(&f, rules);
    size_t blocks = 0;
    for (int i = 0; i < 200; i++) {
        nfh_ruleset *ruleset;
        const char *text = i % 2 ? "define a: nowhere" : rules;
        ASSERT_STATUS(nfh_compiler_compile(f.compiler, "x", text, strlen(text), &ruleset),
                      i % 2 ? NFH_E_COMPILE : NFH_OK);
        nfh_ruleset_free(ruleset);
        ASSERT_STATUS(nfh_compiler_add_library(f.compiler, "l", "library L", 9), NFH_OK);
        if (i == 1)
            blocks = f.memory.live;
        else if (i % 2)
            ck_assert_uint_eq(f.memory.live, blocks);
    }
    end_counted(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory_flat");
    TCase *tcase = tcase_create("memory_flat");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, nothing_after_the_first);
    tcase_add_test(tcase, flat_over_many_screenings);
    tcase_add_test(tcase, longer_text_grows_once);
    tcase_add_test(tcase, flat_over_many_compilations);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
