/* SPDX-License-Identifier: MIT
 *
 * peak.c - how long a program runs, by the clock and by the processor's work, and how much memory
 * it takes at its highest.
 *
 *   peak FILE COMMAND [ARGUMENT]...
 *
 * Runs the command and writes nanoseconds, nanoseconds and bytes into the file. Exit status: the
 * command's. A small program of its own, because a process counts what its parent had when it was
 * started.
 */
#define _DEFAULT_SOURCE
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "timing.h"

static double nanoseconds(struct timeval time)
{
    return (double)time.tv_sec * 1e9 + (double)time.tv_usec * 1e3;
}

int main(int argc, char **argv)
{
    struct rusage usage;
    int status;
    if (argc < 3) {
        fputs("peak FILE COMMAND [ARGUMENT]...\n", stderr);
        return 2;
    }
    double start = bench_now();
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child) {
        perror("peak");
        return 2;
    }
    double taken = bench_now() - start;
    FILE *sink = fopen(argv[1], "w");
    getrusage(RUSAGE_CHILDREN, &usage);
    double worked = nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime);
    double memory = 1024.0 * (double)usage.ru_maxrss;
    if (!sink || fprintf(sink, "%.0f %.0f %.0f\n", taken, worked, memory) < 0 ||
        fclose(sink) != 0) {
        perror(argv[1]);
        return 2;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}
