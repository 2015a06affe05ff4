/* SPDX-License-Identifier: MIT
 *
 * test_threads.c - many threads on one rule set at once, each with its own subject and report, and
 * threads that compile at the same time: all get what one thread alone gets. Under ThreadSanitizer
 * this finds shared state.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen_support.h"

#define THREADS  8
#define SUBJECTS 200

/* Fills the subject of that number; they differ in what decides and in what is missing. */
static void fill(nfh_subject *subject, const nfh_ruleset *ruleset, unsigned number)
{
    static const char *const creatinine[] = {"230", "2.6 mg/dL", "0.09 mmol/L", "", "60", "99999"};
    char text[20];
    nfh_subject_clear(subject);
    snprintf(text, sizeof text, "S%u", number);
    nfh_subject_set_id(subject, text);
    snprintf(text, sizeof text, "%04u-%02u-%02u", 1950 + number % 60, 1 + number % 12,
             1 + number % 28);
    nfh_subject_set_text(subject, "birth_date", text);
    nfh_subject_set_text(subject, "screening_date", number % 7 ? "2025-09-01" : "2025-09");
    nfh_subject_set_text(subject, "sex", number % 2 ? "male" : "female");
    nfh_subject_set_text(subject, "creatinine", creatinine[number % 6]);
    nfh_subject_set_number(subject, parameter_index(ruleset, "weight"), 40 + number % 50);
    for (size_t i = number % 3; i < 80; i += 1 + number % 4)
        nfh_subject_set_boolean(subject, i, number % 11 == 0); /* refused where it is no Boolean */
}

/* A number that stands for everything a report tells (FNV-1a). */
static uint64_t fingerprint(const nfh_ruleset *ruleset, nfh_subject *subject, nfh_report *report,
                            unsigned number)
{
    char json[100000];
    size_t needed;
    uint64_t hash = UINT64_C(14695981039346656037);
    fill(subject, ruleset, number);
    if (nfh_screen(ruleset, subject, report) != NFH_OK ||
        nfh_report_json(report, json, sizeof json, &needed) != NFH_OK)
        return 0;
    for (const char *c = json; *c; c++)
        hash = (hash ^ (unsigned char)*c) * UINT64_C(1099511628211);
    return hash;
}

struct work {
    const nfh_ruleset *ruleset;
    unsigned first; /* threads begin at different subjects */
    uint64_t found[SUBJECTS];
};

static void *screen_all(void *argument)
{
    struct work *work = argument;
    nfh_subject *subject = NULL;
    nfh_report *report = NULL;
    if (nfh_subject_new(work->ruleset, &subject) == NFH_OK &&
        nfh_report_new(work->ruleset, &report) == NFH_OK) {
        for (unsigned i = 0; i < SUBJECTS; i++) {
            unsigned number = (work->first + i) % SUBJECTS;
            work->found[number] = fingerprint(work->ruleset, subject, report, number);
        }
    }
    nfh_report_free(report);
    nfh_subject_free(subject);
    return NULL;
}

START_TEST(one_rule_set_for_all)
{
    static struct work alone, work[THREADS];
    pthread_t thread[THREADS];
    nfh_ruleset *ruleset;
    ASSERT_STATUS(nfh_ruleset_load("NCT07101562", &ruleset), NFH_OK);
    alone.ruleset = ruleset;
    screen_all(&alone);
    size_t different = 0;
    for (size_t i = 0; i < SUBJECTS; i++) {
        ck_assert(alone.found[i] != 0);
        different += i > 0 && alone.found[i] != alone.found[0];
    }
    ck_assert_uint_eq(different, SUBJECTS - 1);
    for (unsigned t = 0; t < THREADS; t++) {
        work[t].ruleset = ruleset;
        work[t].first = t * 25;
        ck_assert_int_eq(pthread_create(&thread[t], NULL, screen_all, &work[t]), 0);
    }
    for (unsigned t = 0; t < THREADS; t++) {
        ck_assert_int_eq(pthread_join(thread[t], NULL), 0);
        ck_assert_mem_eq(work[t].found, alone.found, sizeof alone.found);
    }
    nfh_ruleset_free(ruleset);
}
END_TEST

/* Loads a rule set of its own, and compiles one with errors. */
static void *compile_and_screen(void *argument)
{
    struct work *work = argument;
    nfh_ruleset *ruleset = NULL, *none;
    nfh_compiler *compiler = NULL;
    if (nfh_compiler_new(&compiler) == NFH_OK &&
        nfh_compiler_load(compiler, "NCT07101562", &ruleset) == NFH_OK &&
        nfh_compiler_compile(compiler, "x", "define a: b", 11, &none) == NFH_E_COMPILE) {
        work->ruleset = ruleset;
        screen_all(work);
    }
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
    return NULL;
}

START_TEST(a_rule_set_for_each)
{
    static struct work alone, work[THREADS];
    pthread_t thread[THREADS];
    compile_and_screen(&alone);
    for (unsigned t = 0; t < THREADS; t++)
        ck_assert_int_eq(pthread_create(&thread[t], NULL, compile_and_screen, &work[t]), 0);
    for (unsigned t = 0; t < THREADS; t++) {
        ck_assert_int_eq(pthread_join(thread[t], NULL), 0);
        ck_assert_mem_eq(work[t].found, alone.found, sizeof alone.found);
    }
    ck_assert(alone.found[0] != 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("threads");
    TCase *tcase = tcase_create("threads");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, one_rule_set_for_all);
    tcase_add_test(tcase, a_rule_set_for_each);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
