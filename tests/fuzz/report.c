/* SPDX-License-Identifier: MIT
 *
 * report.c - fuzz target: any bytes as a rule set and a subject, and every buffer for what is said
 * of them.
 *
 * The input: a rule set, a line of ====, and lines of a subject: the first its id, the others
 * NAME=VALUE.
 *
 * Properties: diagnostics, values and JSON follow snprintf's rules in buffers of every size, cut at
 * a character; the report's JSON is JSON, and gives the id as it is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

#define SIZES_MAX 700 /* of these every one is tried; of longer texts the last ones, too */

/* One of the functions that write text, with its arguments. */
struct writing {
    const nfh_compiler *compiler;
    nfh_report *report;
    size_t index;
    int (*write)(const struct writing *writing, char *buffer, size_t size, size_t *needed);
};

static int write_diagnostic(const struct writing *writing, char *buffer, size_t size,
                            size_t *needed)
{
    return nfh_compiler_diagnostic_text(writing->compiler, writing->index, buffer, size, needed);
}

static int write_value(const struct writing *writing, char *buffer, size_t size, size_t *needed)
{
    return nfh_report_value(writing->report, writing->index, buffer, size, needed);
}

static int write_json(const struct writing *writing, char *buffer, size_t size, size_t *needed)
{
    return nfh_report_json(writing->report, buffer, size, needed);
}

/* ---- Buffers --------------------------------------------------------------------------------- */

/* A buffer of exactly that size, so that a sanitizer sees any byte behind it. */
static void check_size(const struct writing *writing, const char *whole, size_t all, size_t size)
{
    char *buffer = malloc(size > 0 ? size : 1);
    size_t needed = 0, length;
    int status;

    REQUIRE(buffer != NULL, "out of memory");
    memset(buffer, 'x', size);
    status = writing->write(writing, buffer, size, &needed);
    REQUIRE(needed == all, "%zu, and %zu in %zu bytes", all, needed, size);
    REQUIRE(status == NFH_E_EVALUATE || status == (size < all ? NFH_E_BUFFER : NFH_OK),
            "%s in %zu of %zu bytes", nfh_status_name(status), size, all);
    if (size > 0) {
        const char *end = memchr(buffer, '\0', size);
        REQUIRE(end != NULL, "no end in %zu bytes", size);
        length = (size_t)(end - buffer);
        REQUIRE(memcmp(buffer, whole, length) == 0, "%s in place of %s", buffer, whole);
        REQUIRE(fuzz_is_utf8(buffer, length, NULL), "half a character in %zu bytes", size);
        /* As much as fits, but for the character that is cut. */
        REQUIRE(size >= all ? length + 1 == all : length + 4 >= size, "%zu of %zu", length, size);
    }
    free(buffer);
}

static void check_sizes(const struct writing *writing)
{
    size_t needed, again;
    int status = writing->write(writing, NULL, 0, &needed);
    char *whole;

    REQUIRE(status == NFH_E_BUFFER || status == NFH_E_EVALUATE, "%s", nfh_status_name(status));
    whole = fuzz_allocate(needed);
    status = writing->write(writing, whole, needed, &again);
    REQUIRE(status == NFH_OK || status == NFH_E_EVALUATE, "%s", nfh_status_name(status));
    for (size_t size = 0; size <= needed + 1; size++) {
        if (size < SIZES_MAX || size + 8 > needed)
            check_size(writing, whole, needed, size);
    }
    REQUIRE(writing->write(writing, NULL, 1, &again) == NFH_E_NULL && again == 0, "%zu", again);
    REQUIRE(writing->write(writing, whole, needed, NULL) == NFH_E_NULL, " ");
    free(whole);
}

/* ---- Subjects -------------------------------------------------------------------------------- */

/* What the library makes of a text that is not UTF-8 is its own affair, as long as it is JSON. */
static void check_id(nfh_report *report, const char *id)
{
    struct fuzz_text expected = {0};
    const char *carried;
    char *json;
    size_t needed;

    REQUIRE_OK(nfh_report_subject_id(report, &carried));
    REQUIRE(strcmp(carried, id) == 0, "%s became %s", id, carried);
    if (!fuzz_is_utf8(id, strlen(id), NULL) || !fuzz_is_printable(id, "") ||
        strpbrk(id, "\"\\") != NULL)
        return;
    nfh_report_json(report, NULL, 0, &needed);
    json = fuzz_allocate(needed);
    REQUIRE_OK(nfh_report_json(report, json, needed, &needed));
    fuzz_print(&expected, "{\"subject_id\":\"%s\",\"verdict\":\"", id);
    REQUIRE(strncmp(json, expected.bytes, expected.length) == 0, "%s", json);
    fuzz_free(&expected);
    free(json);
}

/* Sets what the lines say; what is refused stays not known. */
static void set_inputs(nfh_subject *subject, struct fuzz_part rest, struct fuzz_text *id)
{
    struct fuzz_part line = {"", 0};
    char *text;

    fuzz_next_part(&rest, "\n", &line);
    text = fuzz_copy(line);
    REQUIRE_OK(nfh_subject_set_id(subject, text));
    fuzz_print(id, "%s", text);
    free(text);
    while (fuzz_next_part(&rest, "\n", &line)) {
        text = fuzz_copy(line);
        char *equals = strchr(text, '=');
        if (equals != NULL) {
            *equals = '\0';
            nfh_subject_set_text(subject, text, equals + 1);
        }
        free(text);
    }
}

static void check_subject(const nfh_ruleset *ruleset, struct fuzz_part inputs)
{
    struct writing writing = {.write = write_json};
    struct fuzz_text id = {0}, seen = {0};
    nfh_subject *subject;
    size_t count;

    REQUIRE_OK(nfh_subject_new(ruleset, &subject));
    REQUIRE_OK(nfh_report_new(ruleset, &writing.report));
    set_inputs(subject, inputs, &id);
    REQUIRE_OK(nfh_screen(ruleset, subject, writing.report));
    nfh_subject_free(subject); /* a report does not need its subject */
    check_id(writing.report, fuzz_string(&id));
    fuzz_check_report(ruleset, writing.report, &seen);
    check_sizes(&writing);
    writing.write = write_value;
    REQUIRE_OK(nfh_ruleset_definition_count(ruleset, &count));
    for (writing.index = 0; writing.index < count && writing.index < 4; writing.index++)
        check_sizes(&writing);
    nfh_report_free(writing.report);
    fuzz_free(&id);
    fuzz_free(&seen);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_part rest = {size > 0 ? (const char *)data : "", size}, rules = {"", 0};
    struct writing writing = {.write = write_diagnostic};
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    size_t count;

    fuzz_next_part(&rest, "\n====\n", &rules);
    REQUIRE_OK(nfh_compiler_new(&compiler));
    nfh_compiler_compile(compiler, "r\xc3\xbcles", rules.bytes, rules.length, &ruleset);
    writing.compiler = compiler;
    REQUIRE_OK(nfh_compiler_diagnostic_count(compiler, &count));
    for (writing.index = 0; writing.index < count && writing.index < 4; writing.index++)
        check_sizes(&writing);
    if (ruleset != NULL)
        check_subject(ruleset, rest);
    nfh_ruleset_free(ruleset);
    nfh_compiler_free(compiler);
    return 0;
}
