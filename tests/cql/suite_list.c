/* SPDX-License-Identifier: MIT
 *
 * suite_list.c - the list of the tests that are not met, tests/cql/deviations.tsv.
 */
#include <stdlib.h>
#include <string.h>

#include "suite.h"

#define COLUMNS 6

static const char *const class_name[] = {
    [SUITE_FIRST] = "first",       [SUITE_LATER] = "later",       [SUITE_EARLY] = "early",
    [SUITE_CONVERTS] = "converts", [SUITE_CONFLICT] = "conflict", [SUITE_SAFER] = "safer",
    [SUITE_TEXT] = "text",
};

const char *suite_class_name(enum suite_class class)
{
    return class_name[class];
}

bool suite_class_fails(enum suite_class class)
{
    return class == SUITE_LATER || class >= SUITE_CONFLICT;
}

static enum suite_class find_class(const char *path, size_t number, const char *name)
{
    for (size_t i = SUITE_LATER; i < sizeof class_name / sizeof *class_name; i++) {
        if (strcmp(class_name[i], name) == 0) {
            return (enum suite_class)i;
        }
    }
    suite_stop("%s:%zu: no class: %s", path, number, name);
}

/* Cuts a line at its tabs. */
static void add_entry(struct suite_list *list, const char *path, size_t number, char *line)
{
    char *cell[COLUMNS] = {line};
    size_t count = 1;
    for (; (line = strchr(line, '\t')) != NULL; count++) {
        *line++ = '\0';
        if (count < COLUMNS) {
            cell[count] = line;
        }
    }
    if (count != COLUMNS) {
        suite_stop("%s:%zu: not %d columns", path, number, COLUMNS);
    }
    struct suite_entry entry = {
        .class = find_class(path, number, cell[0]),
        .file = cell[1],
        .group = cell[2],
        .test = cell[3],
        .got = cell[4],
        .reason = cell[5],
    };
    if (suite_class_fails(entry.class) != (entry.got[0] != '\0')) {
        suite_stop("%s:%zu: what it gives: for a test that is not met, and only for that", path,
                   number);
    }
    if (entry.reason[0] == '\0') {
        suite_stop("%s:%zu: no reason", path, number);
    }
    list->entry = suite_resize(list->entry, (list->count + 1) * sizeof *list->entry);
    list->entry[list->count++] = entry;
}

struct suite_list suite_list_read(const char *path)
{
    struct suite_list list = {.text = suite_read_file(path)};
    size_t number = 0;
    for (char *line = list.text, *next; *line != '\0'; line = next) {
        char *end = line + strcspn(line, "\n");
        next = *end == '\0' ? end : end + 1;
        *end = '\0';
        number++;
        if (*line != '\0' && *line != '#') {
            add_entry(&list, path, number, line);
        }
    }
    return list;
}

void suite_list_free(struct suite_list *list)
{
    free(list->entry);
    free(list->text);
}

const struct suite_entry *suite_list_find(const struct suite_list *list,
                                          const struct suite_test *test)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct suite_entry *entry = &list->entry[i];
        if (strcmp(entry->test, test->name) == 0 && strcmp(entry->group, test->group) == 0 &&
            strcmp(entry->file, test->file) == 0) {
            return entry;
        }
    }
    return NULL;
}
