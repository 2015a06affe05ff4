/* SPDX-License-Identifier: MIT
 *
 * bench_struct.c - nfh_screen on a filled subject beside the usual program by hand
 * (rival_struct.h): the same subjects in turn, in one run. First the results are compared: away
 * from limits there must be no difference, and at limits, where the other is not exact, they are
 * counted. Exit status 1 when one differs away from limits.
 */
#include <math.h>
#include <stdlib.h>

#include "rival_struct.h"
#include "timing.h"

/* The subjects of a round lie in the cache together, as one does that has just been filled in. */
enum { SUBJECTS = 128, COMPARED = 20000, ROUNDS = 1000 };

static const nfh_ruleset *ruleset;
static nfh_report *report;
static size_t parameters[COHORT_COLUMNS], criteria[RIVAL_COUNT];

static void require(int status, const char *what)
{
    if (status == NFH_OK)
        return;
    fprintf(stderr, "bench_struct: %s: %s\n", what, nfh_status_text(status));
    exit(2);
}

static struct cohort *make_cohort(size_t rows, double limits)
{
    struct cohort_options options = {.rows = rows, .seed = 7, .limits = limits};
    struct cohort *cohort = cohort_new(&options);
    require(cohort ? NFH_OK : NFH_E_MEMORY, "cohort");
    return cohort;
}

static nfh_subject *make_subject(void)
{
    nfh_subject *subject;
    require(nfh_subject_new(ruleset, &subject), "subject");
    return subject;
}

/* --- The results ---------------------------------------------------------------------------- */

static bool differs(const nfh_subject *subject, const struct rival_subject *other)
{
    static const int same[] = {
        [RIVAL_NO] = NFH_FALSE, [RIVAL_YES] = NFH_TRUE, [RIVAL_OPEN] = NFH_UNKNOWN};
    struct rival_report theirs;
    int verdict, truth;
    require(nfh_screen(ruleset, subject, report), "screen");
    rival_struct_screen(other, &theirs);
    nfh_report_verdict(report, &verdict);
    if (verdict != theirs.verdict)
        return true;
    for (int i = 0; i < RIVAL_COUNT; i++) {
        nfh_report_criterion(report, criteria[i], &truth);
        if (truth != same[theirs.criterion[i]])
            return true;
    }
    return false;
}

/* How many subjects come out otherwise. */
static size_t compare(double limits)
{
    struct cohort *cohort = make_cohort(COMPARED, limits);
    nfh_subject *subject = make_subject();
    size_t count = 0;
    for (size_t row = 0; row < COMPARED; row++) {
        struct rival_subject other;
        require(cohort_subject(cohort, parameters, row, subject), "subject");
        rival_struct_fill(cohort, row, &other);
        count += differs(subject, &other);
    }
    nfh_subject_free(subject);
    cohort_free(cohort);
    return count;
}

/* --- The time ------------------------------------------------------------------------------- */

static double time_library(nfh_subject *const *subject)
{
    double start = bench_now();
    for (size_t i = 0; i < SUBJECTS; i++)
        nfh_screen(ruleset, subject[i], report);
    return (bench_now() - start) / SUBJECTS;
}

static double time_rival(const struct rival_subject *subject)
{
    static volatile int sink;
    struct rival_report theirs;
    double start = bench_now();
    for (size_t i = 0; i < SUBJECTS; i++) {
        rival_struct_screen(&subject[i], &theirs);
        sink = theirs.verdict;
    }
    (void)sink;
    return (bench_now() - start) / SUBJECTS;
}

/* The fastest of many short rounds of each in turn: what else the machine does passes by. */
static void time_both(void)
{
    static nfh_subject *subject[SUBJECTS];
    static struct rival_subject other[SUBJECTS];
    struct cohort *cohort = make_cohort(SUBJECTS, 0);
    double ours = INFINITY, theirs = INFINITY;
    for (size_t i = 0; i < SUBJECTS; i++) {
        subject[i] = make_subject();
        require(cohort_subject(cohort, parameters, i, subject[i]), "subject");
        rival_struct_fill(cohort, i, &other[i]);
    }
    for (int round = 0; round < ROUNDS; round++) {
        double one = time_library(subject), two = time_rival(other);
        ours = one < ours ? one : ours;
        theirs = two < theirs ? two : theirs;
    }
    printf("screen a filled subject      %10.1f ns, %.1f ns by hand: %.2f times (fastest of %d)\n",
           ours, theirs, ours / theirs, ROUNDS);
    for (size_t i = 0; i < SUBJECTS; i++)
        nfh_subject_free(subject[i]);
    cohort_free(cohort);
}

int main(void)
{
    nfh_ruleset *loaded;
    size_t away, beside;
    require(nfh_ruleset_load("NCT07101562", &loaded), "rule set");
    ruleset = loaded;
    require(nfh_report_new(ruleset, &report), "report");
    require(cohort_index(ruleset, parameters), "parameters");
    for (int i = 0; i < RIVAL_COUNT; i++)
        require(nfh_ruleset_criterion_index(ruleset, rival_ids[i], &criteria[i]), rival_ids[i]);
    away = compare(0);
    beside = compare(0.01);
    printf("by hand, in doubles: %zu of %d subjects come out otherwise, %zu beside limits\n", away,
           COMPARED, beside);
    time_both();
    nfh_report_free(report);
    nfh_ruleset_free(loaded);
    return away > 0;
}
