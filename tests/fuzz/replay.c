/* SPDX-License-Identifier: MIT
 *
 * replay.c [FILE|DIRECTORY]... - runs a fuzz target once on each file; without arguments on
 * tests/fuzz/corpus/TARGET, TARGET being the program's own name. A property that does not hold
 * aborts, after the name of the file.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define PATH_SIZE      4096
#define INPUT_SIZE_MAX (1 << 20)

static size_t replayed;

/* An exact copy, so that a sanitizer sees any read beyond the input. */
static void run_bytes(const char *bytes, size_t length)
{
    uint8_t *copy = malloc(length > 0 ? length : 1);

    if (copy == NULL) {
        fputs("out of memory\n", stderr);
        exit(2);
    }
    memcpy(copy, bytes, length);
    LLVMFuzzerTestOneInput(copy, length);
    free(copy);
    replayed++;
}

static void run_file(const char *path)
{
    static char bytes[INPUT_SIZE_MAX];
    FILE *file = fopen(path, "rb");
    size_t length;

    if (file == NULL) {
        perror(path);
        exit(2);
    }
    length = fread(bytes, 1, sizeof bytes, file);
    if (ferror(file) || !feof(file)) {
        fprintf(stderr, "%s: cannot be read, or is too long\n", path);
        exit(2);
    }
    fclose(file);
    printf("%s\n", path);
    fflush(stdout); /* for the message of one that aborts */
    run_bytes(bytes, length);
}

/* Every file of a directory, and of those in it; false when it is no directory. */
static bool run_directory(const char *path)
{
    DIR *directory = opendir(path);
    char name[PATH_SIZE];

    if (directory == NULL)
        return false;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        if (snprintf(name, sizeof name, "%s/%s", path, entry->d_name) >= (int)sizeof name) {
            fprintf(stderr, "%s: the path is too long\n", path);
            exit(2);
        }
        if (!run_directory(name))
            run_file(name);
    }
    closedir(directory);
    return true;
}

static void run_corpus(const char *program)
{
    const char *slash = strrchr(program, '/'), *target = slash != NULL ? slash + 1 : program;
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "tests/fuzz/corpus/%.*s", (int)strcspn(target, "."), target);
    if (!run_directory(path)) {
        fprintf(stderr, "%s: no such directory\n", path);
        exit(2);
    }
}

int main(int count, char **argument)
{
    run_bytes("", 0);
    if (count < 2)
        run_corpus(argument[0]);
    for (int i = 1; i < count; i++) {
        if (!run_directory(argument[i]))
            run_file(argument[i]);
    }
    if (replayed < 2) {
        fputs("nothing to replay\n", stderr);
        return 2;
    }
    printf("ok: %zu inputs replayed\n", replayed);
    return 0;
}
