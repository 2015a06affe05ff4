/* SPDX-License-Identifier: MIT
 *
 * bench_columns.c - cohorts in columns: nfh_screen_columns beside the program that is made for this
 * one trial (rival_columns.h) and beside reading the columns alone.
 *
 *   bench_columns [-n ROWS]... [-r ROUNDS] [-t THREADS] [-l LIMITS] [-f FINE] [-c] [-v] [-o FILE]
 *
 * Times are those that the processor worked, all threads together, and by the clock.
 *
 * -n  how many subjects, more than once for several cohorts (default 20000, 200000, 1000000)
 * -r  rounds that count, of each contender in turn; the fastest is told (default 5)
 * -t  threads at most (default 1)
 * -l  share of subjects beside each limit (default 0.005); -f: of numbers with more than 2 decimals
 * -c  first compare all results with nfh_screen, row by row; exit status 1 when they differ
 * -v  what each criterion excludes, and leaves open
 * -o  a file for what is measured, a line each, parted by tabs
 */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE /* pthread_setaffinity_np */
#endif
#include <getopt.h>
#include <pthread.h>
#ifdef __linux__
#include <sched.h>
#endif
#include <stdlib.h>
#include <string.h>

#include "cohort.h"
#include "rival_columns.h"
#include "timing.h"

enum { THREADS_MAX = 64, COHORTS_MAX = 16, SECONDS_MAX = 30 };

/* Rows that a thread takes at a time are a multiple of this. */
#define SLICE 512

struct results {
    size_t rows;
    struct rival_results of;
    uint8_t *memory;
};

struct contest {
    const nfh_ruleset *ruleset;
    const struct cohort *cohort;
    struct results *ours, *theirs;
    nfh_columns *columns[THREADS_MAX]; /* a handle for each thread */
};

static void stop(const char *what)
{
    fprintf(stderr, "bench_columns: %s\n", what);
    exit(2);
}

static struct results *make_results(size_t rows)
{
    size_t words = (rows + 63) / 64;
    struct results *results = malloc(sizeof *results);
    uint8_t *memory = calloc(words, 64 + 2 * 8 * RIVAL_COUNT);
    if (!results || !memory)
        stop("no memory");
    *results = (struct results){rows, {.verdict = memory}, memory};
    for (int i = 0; i < RIVAL_COUNT; i++) {
        results->of.truth[i] = memory + 64 * words + 8 * words * (size_t)(2 * i);
        results->of.known[i] = memory + 64 * words + 8 * words * (size_t)(2 * i + 1);
    }
    return results;
}

static void free_results(struct results *results)
{
    free(results->memory);
    free(results);
}

/* --- The contenders ------------------------------------------------------------------------- */

struct share {
    const struct contest *contest;
    size_t first, rows;
    int thread, level;
    uint64_t sum; /* so that what is read is used */
};

static void *run_library(void *data)
{
    const struct share *share = data;
    nfh_columns *columns = share->contest->columns[share->thread];
    int status =
        nfh_screen_columns(columns, share->first, share->rows, share->contest->ours->of.verdict);
    if (status != NFH_OK) {
        const char *message;
        nfh_columns_error(columns, &message);
        stop(message);
    }
    return NULL;
}

static void *run_rival(void *data)
{
    const struct share *share = data;
    rival_columns(share->contest->cohort, share->first, share->rows, share->level,
                  &share->contest->theirs->of);
    return NULL;
}

/* Takes in every word of a thread's share of all arrays together. */
static void *run_reading(void *data)
{
    struct share *share = data;
    const struct cohort *cohort = share->contest->cohort;
    size_t words = cohort->size / 8;
    size_t from = (size_t)((double)words * (double)share->first / (double)cohort->rows) / 8 * 8;
    size_t count = (size_t)((double)words * (double)share->rows / (double)cohort->rows) / 8 * 8;
    const uint64_t *at = (const uint64_t *)(const void *)cohort->memory + from;
    uint64_t sum[8] = {0};
    for (size_t i = 0; i + 8 <= count; i += 8)
        for (int j = 0; j < 8; j++)
            sum[j] += at[i + (size_t)j];
    for (int j = 0; j < 8; j++)
        share->sum += sum[j];
    return NULL;
}

/* Each thread on a core of its own: the runs are too short for the system to find out. */
static void settle(int threads, int thread)
{
#ifdef __linux__
    cpu_set_t cores;
    CPU_ZERO(&cores);
    for (int i = 0; i < CPU_SETSIZE; i++)
        if (threads == 1 || i == thread)
            CPU_SET((size_t)i, &cores);
    pthread_setaffinity_np(pthread_self(), sizeof cores, &cores);
#else
    (void)threads, (void)thread;
#endif
}

struct task {
    void *(*run)(void *share);
    struct share *share;
    int threads;
};

static void *run_task(void *data)
{
    const struct task *task = data;
    settle(task->threads, task->share->thread);
    return task->run(task->share);
}

static void run_threads(const struct contest *contest, int threads, int level,
                        void *run(void *share))
{
    pthread_t thread[THREADS_MAX];
    struct share share[THREADS_MAX];
    struct task task[THREADS_MAX];
    size_t rows = contest->cohort->rows, slices = (rows + SLICE - 1) / SLICE;
    for (int i = 0; i < threads; i++) {
        size_t first = slices * (size_t)i / (size_t)threads * SLICE;
        size_t end = slices * (size_t)(i + 1) / (size_t)threads * SLICE;
        share[i] = (struct share){contest, first, (end < rows ? end : rows) - first, i, level, 0};
        task[i] = (struct task){run, &share[i], threads};
    }
    for (int i = 1; i < threads; i++)
        if (pthread_create(&thread[i], NULL, run_task, &task[i]) != 0)
            stop("no thread");
    run_task(&task[0]);
    for (int i = 1; i < threads; i++)
        pthread_join(thread[i], NULL);
}

/* --- Preparations --------------------------------------------------------------------------- */

static void want_criteria(const nfh_ruleset *ruleset, nfh_columns *columns,
                          const struct results *results)
{
    for (int i = 0; i < RIVAL_COUNT; i++) {
        size_t criterion;
        if (nfh_ruleset_criterion_index(ruleset, rival_ids[i], &criterion) != NFH_OK ||
            nfh_columns_want(columns, criterion, results->of.truth[i], results->of.known[i]) !=
                NFH_OK)
            stop(rival_ids[i]);
    }
}

static void prepare(struct contest *contest, int threads)
{
    contest->ours = make_results(contest->cohort->rows);
    contest->theirs = make_results(contest->cohort->rows);
    for (int i = 0; i < threads; i++) {
        nfh_columns **columns = &contest->columns[i];
        if (nfh_columns_new(contest->ruleset, columns) != NFH_OK ||
            cohort_bind(contest->cohort, contest->ruleset, *columns) != NFH_OK)
            stop("the columns cannot be bound");
        want_criteria(contest->ruleset, *columns, contest->ours);
    }
}

static void finish(struct contest *contest, int threads)
{
    for (int i = 0; i < threads; i++)
        nfh_columns_free(contest->columns[i]);
    free_results(contest->ours);
    free_results(contest->theirs);
}

/* --- Whether they agree --------------------------------------------------------------------- */

static int bit(const uint8_t *bytes, size_t row)
{
    return bytes[row / 8] >> row % 8 & 1;
}

/* NFH_TRUE, NFH_FALSE or NFH_UNKNOWN, from two bits. */
static int truth_of(const struct rival_results *results, int criterion, size_t row)
{
    return !bit(results->known[criterion], row)  ? NFH_UNKNOWN
           : bit(results->truth[criterion], row) ? NFH_TRUE
                                                 : NFH_FALSE;
}

/* How many verdicts and criteria of one row differ from those of nfh_screen. */
static size_t compare_row(const nfh_report *report, const size_t *criterion, size_t row,
                          const struct rival_results *results, const char *who)
{
    int verdict;
    size_t differences = 0;
    nfh_report_verdict(report, &verdict);
    if (verdict != results->verdict[row]) {
        differences++;
        fprintf(stderr, "row %zu: verdict %d, by %s %d\n", row, verdict, who,
                results->verdict[row]);
    }
    for (int i = 0; i < RIVAL_COUNT; i++) {
        int truth;
        nfh_report_criterion(report, criterion[i], &truth);
        if (truth != truth_of(results, i, row)) {
            differences++;
            fprintf(stderr, "row %zu, %s: %d, by %s %d\n", row, rival_ids[i], truth, who,
                    truth_of(results, i, row));
        }
    }
    return differences;
}

static size_t compare_rows(const struct contest *contest, const struct rival_results *results,
                           const char *who)
{
    size_t index[COHORT_COLUMNS], criterion[RIVAL_COUNT], differences = 0;
    nfh_subject *subject;
    nfh_report *report;
    if (cohort_index(contest->ruleset, index) != NFH_OK ||
        nfh_subject_new(contest->ruleset, &subject) != NFH_OK ||
        nfh_report_new(contest->ruleset, &report) != NFH_OK)
        stop("no subject");
    for (int i = 0; i < RIVAL_COUNT; i++)
        nfh_ruleset_criterion_index(contest->ruleset, rival_ids[i], &criterion[i]);
    for (size_t row = 0; row < contest->cohort->rows && differences < 20; row++) {
        if (cohort_subject(contest->cohort, index, row, subject) != NFH_OK ||
            nfh_screen(contest->ruleset, subject, report) != NFH_OK)
            stop("a subject cannot be screened");
        differences += compare_row(report, criterion, row, results, who);
    }
    nfh_subject_free(subject);
    nfh_report_free(report);
    return differences;
}

static size_t compare_all(const struct contest *contest)
{
    static const char *const name[] = {[RIVAL_PLAIN] = "rival in plain C",
                                       [RIVAL_SSE2] = "rival with SSE2",
                                       [RIVAL_AVX2] = "rival with AVX2"};
    size_t differences;
    run_threads(contest, 1, RIVAL_BEST, run_library);
    differences = compare_rows(contest, &contest->ours->of, "nfh_screen_columns");
    for (int level = RIVAL_PLAIN; level <= RIVAL_AVX2; level++) {
        run_threads(contest, 1, level, run_rival);
        differences += compare_rows(contest, &contest->theirs->of, name[level]);
    }
    rival_rows(contest->cohort, 0, contest->cohort->rows, &contest->theirs->of);
    differences += compare_rows(contest, &contest->theirs->of, "rival, row by row");
    printf("%zu rows compared with nfh_screen: %zu differences\n", contest->cohort->rows,
           differences);
    return differences;
}

/* --- The contest ---------------------------------------------------------------------------- */

struct contender {
    const char *name;
    void *(*run)(void *share);
    int level;
    double clock, worked; /* the fastest, in nanoseconds a subject */
};

static double less(double a, double b)
{
    return a < b ? a : b;
}

/* A small cohort several times, so that the clock is fine enough. */
static void time_one(const struct contest *contest, struct contender *contender, int threads,
                     int counts)
{
    size_t rows = contest->cohort->rows;
    int times = rows < 200000 ? (int)(200000 / rows) : 1;
    double clock = bench_now(), worked = bench_worked();
    for (int i = 0; i < times; i++)
        run_threads(contest, threads, contender->level, contender->run);
    worked = (bench_worked() - worked) / times / (double)rows;
    clock = (bench_now() - clock) / times / (double)rows;
    if (counts) {
        contender->clock = less(contender->clock, clock);
        contender->worked = less(contender->worked, worked);
    }
}

static void print_contender(const struct contender *contender, double other, size_t rows,
                            int threads, FILE *log)
{
    printf("%-26s %9zu subjects %2d threads %8.2f ns/subject (by the clock %8.2f) %7.3f "
           "ns/criterion %6.2f times C\n",
           contender->name, rows, threads, contender->worked, contender->clock,
           contender->worked / RIVAL_COUNT, contender->worked / other);
    if (log) {
        fprintf(log, "%s\t%zu\t%d\t%f\tns/subject\t\n", contender->name, rows, threads,
                contender->worked);
        fprintf(log, "%s, by the clock\t%zu\t%d\t%f\tns/subject\t\n", contender->name, rows,
                threads, contender->clock);
    }
}

static void compete(const struct contest *contest, int threads, int rounds, FILE *log)
{
    struct contender contender[] = {
        {"nfh_screen_columns", run_library, RIVAL_BEST, 1e300, 1e300},
        {"C for this trial", run_rival, RIVAL_BEST, 1e300, 1e300},
        {"C for this trial, SSE2", run_rival, RIVAL_SSE2, 1e300, 1e300},
        {"reading the columns alone", run_reading, RIVAL_BEST, 1e300, 1e300},
    };
    enum { CONTENDERS = sizeof contender / sizeof contender[0] };
    double start = bench_now();
    for (int round = -1; round < rounds; round++) {
        /* No more than is needed of what takes very long. */
        if (round > 0 && bench_now() - start > SECONDS_MAX * 1e9)
            break;
        for (int i = 0; i < CONTENDERS; i++)
            time_one(contest, &contender[i], threads, round >= 0);
    }
    for (int i = 0; i < CONTENDERS; i++)
        print_contender(&contender[i], contender[1].worked, contest->cohort->rows, threads, log);
    fflush(stdout);
}

/* The part of a count in percent. */
static double percent(size_t count, size_t of)
{
    return 100.0 * (double)count / (double)of;
}

/* What each criterion excludes and leaves open. */
static void print_funnel(const struct contest *contest)
{
    const struct rival_results *results = &contest->theirs->of;
    size_t rows = contest->cohort->rows;
    for (int i = 0; i < RIVAL_COUNT; i++) {
        size_t excluded = 0, open = 0;
        for (size_t row = 0; row < rows; row++) {
            int truth = truth_of(results, i, row);
            excluded += truth == (i < R_EXCL02 ? NFH_FALSE : NFH_TRUE);
            open += truth == NFH_UNKNOWN;
        }
        printf("  %s: %5.2f %% excluded, %5.2f %% unknown\n", rival_ids[i], percent(excluded, rows),
               percent(open, rows));
    }
}

static void print_verdicts(const struct contest *contest)
{
    size_t count[4] = {0}, rows = contest->cohort->rows;
    for (size_t row = 0; row < rows; row++)
        count[contest->theirs->of.verdict[row] & 3]++;
    printf("  %zu subjects, %.0f bytes each: %.1f %% eligible, %.1f %% ineligible, %.1f %% "
           "undetermined\n",
           rows, (double)contest->cohort->size / (double)rows,
           percent(count[NFH_VERDICT_ELIGIBLE], rows), percent(count[NFH_VERDICT_INELIGIBLE], rows),
           percent(count[NFH_VERDICT_UNDETERMINED], rows));
}

struct settings {
    size_t rows[COHORTS_MAX];
    int cohorts, rounds, threads, check, funnel;
    double limits, fine;
    FILE *log;
};

static void read_settings(int argc, char **argv, struct settings *settings)
{
    int option;
    while ((option = getopt(argc, argv, "n:r:t:l:f:cvo:")) != -1) {
        switch (option) {
        case 'n':
            if (settings->cohorts < COHORTS_MAX)
                settings->rows[settings->cohorts++] = (size_t)strtoull(optarg, NULL, 10);
            break;
        case 'r':
            settings->rounds = atoi(optarg);
            break;
        case 't':
            settings->threads = atoi(optarg);
            break;
        case 'l':
            settings->limits = atof(optarg);
            break;
        case 'f':
            settings->fine = atof(optarg);
            break;
        case 'c':
            settings->check = 1;
            break;
        case 'o':
            settings->log = fopen(optarg, "w");
            if (!settings->log)
                stop(optarg);
            break;
        case 'v':
            settings->funnel = 1;
            break;
        default:
            stop("-n ROWS, -r ROUNDS, -t THREADS, -l LIMITS, -f FINE, -c, -v, -o FILE");
        }
    }
    if (settings->threads < 1 || settings->threads > THREADS_MAX || settings->rounds < 1)
        stop("one round and one thread at least");
}

static size_t bench_cohort(const nfh_ruleset *ruleset, const struct settings *settings, size_t rows)
{
    struct cohort_options options = {0, rows, 20250803, settings->limits, settings->fine};
    struct cohort *cohort = cohort_new(&options);
    struct contest contest = {.ruleset = ruleset, .cohort = cohort};
    size_t differences = 0;
    if (!cohort)
        stop("no memory");
    prepare(&contest, settings->threads);
    if (settings->check)
        differences = compare_all(&contest);
    for (int threads = 1; threads <= settings->threads; threads++)
        compete(&contest, threads, settings->rounds, settings->log);
    print_verdicts(&contest);
    if (settings->funnel)
        print_funnel(&contest);
    finish(&contest, settings->threads);
    cohort_free(cohort);
    return differences;
}

int main(int argc, char **argv)
{
    struct settings settings = {{0}, 0, 5, 1, 0, 0, 0.005, 0, NULL};
    static const size_t usual[] = {20000, 200000, 1000000};
    size_t differences = 0;
    nfh_ruleset *ruleset;
    read_settings(argc, argv, &settings);
    if (nfh_ruleset_load("NCT07101562", &ruleset) != NFH_OK)
        stop("no rule set");
    for (int i = 0; i < settings.cohorts; i++)
        differences += bench_cohort(ruleset, &settings, settings.rows[i]);
    for (size_t i = 0; settings.cohorts == 0 && i < sizeof usual / sizeof usual[0]; i++)
        differences += bench_cohort(ruleset, &settings, usual[i]);
    nfh_ruleset_free(ruleset);
    if (settings.log && fclose(settings.log) != 0)
        stop("what was measured cannot be written");
    return differences > 0;
}
