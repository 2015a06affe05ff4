/* SPDX-License-Identifier: MIT
 *
 * checks.c - what must hold for every compilation and every rule set.
 */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

/* ---- Diagnostics ----------------------------------------------------------------------------- */

struct place {
    int severity, code, line, column;
    const char *file, *message;
};

/* A diagnostic lies in its text: on one of the lines, on a character or just behind the last. */
static void check_place(const struct place *place, struct fuzz_part text)
{
    const char *at = text.bytes, *end = text.bytes + text.length, *stop;
    size_t points;

    for (int line = 1; line < place->line; line++) {
        at = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
        REQUIRE(at != NULL, "%s:%d: the text has fewer lines", place->file, place->line);
        at++;
    }
    stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    if (stop == NULL)
        stop = end;
    if (!fuzz_is_utf8(at, (size_t)(stop - at), &points))
        points = (size_t)(stop - at);
    REQUIRE(place->line >= 1 && place->column >= 1 && (size_t)place->column <= points + 1,
            "%s:%d:%d [%d] %s: the line has %zu characters", place->file, place->line,
            place->column, place->code, place->message, points);
}

static void check_text(const nfh_compiler *compiler, size_t index, const struct place *place,
                       struct fuzz_text *seen)
{
    struct fuzz_text expected = {0};
    size_t needed, lines = 0;
    char *text;

    REQUIRE(nfh_compiler_diagnostic_text(compiler, index, NULL, 0, &needed) == NFH_E_BUFFER, " ");
    text = fuzz_allocate(needed);
    REQUIRE_OK(nfh_compiler_diagnostic_text(compiler, index, text, needed, &needed));
    REQUIRE(strlen(text) + 1 == needed, "%zu of %zu", strlen(text), needed);
    fuzz_print(&expected, "%s%s%d:%d: %s: %s [%d]\n", place->file, *place->file ? ":" : "",
               place->line, place->column,
               place->severity == NFH_SEVERITY_WARNING ? "warning" : "error", place->message,
               place->code);
    REQUIRE(strncmp(text, expected.bytes, expected.length) == 0, "%s", text);
    for (const char *c = text; *c != '\0'; c++)
        lines += *c == '\n';
    REQUIRE(lines == 3 && text[needed - 2] == '\n', "%zu lines: %s", lines, text);
    REQUIRE(fuzz_is_utf8(text, needed - 1, NULL) && fuzz_is_printable(text, "\n\t"), "%s", text);
    fuzz_add(seen, text, needed - 1);
    fuzz_free(&expected);
    free(text);
}

static void read_place(const nfh_compiler *compiler, size_t index, struct place *place)
{
    REQUIRE_OK(nfh_compiler_diagnostic(compiler, index, &place->severity, &place->code,
                                       &place->file, &place->line, &place->column,
                                       &place->message));
    REQUIRE(place->code > 1000 && place->code < 8000, "%d", place->code);
    REQUIRE(place->severity == (place->code < 7000 ? NFH_SEVERITY_ERROR : NFH_SEVERITY_WARNING),
            "severity %d of %d", place->severity, place->code);
    REQUIRE(place->message[0] != '\0' && fuzz_is_printable(place->message, ""), "%s",
            place->message);
}

/* Every diagnostic, in the order of the text. Returns how many are errors. */
static size_t check_diagnostics(const nfh_compiler *compiler, const struct fuzz_source *source,
                                size_t source_count, struct fuzz_text *seen)
{
    struct place place, last = {.file = NULL};
    size_t count, errors = 0;

    REQUIRE_OK(nfh_compiler_diagnostic_count(compiler, &count));
    for (size_t i = 0; i < count; i++, last = place) {
        read_place(compiler, i, &place);
        for (size_t k = 0; k < source_count; k++) {
            if (strcmp(source[k].name, place.file) == 0)
                check_place(&place, source[k].text);
        }
        if (last.file != NULL && strcmp(last.file, place.file) == 0)
            REQUIRE(last.line < place.line ||
                        (last.line == place.line && last.column <= place.column),
                    "%d:%d after %d:%d", place.line, place.column, last.line, last.column);
        check_text(compiler, i, &place, seen);
        errors += place.severity == NFH_SEVERITY_ERROR;
    }
    REQUIRE(nfh_compiler_diagnostic(compiler, count, NULL, NULL, NULL, NULL, NULL, NULL) ==
                NFH_E_INDEX,
            "%zu", count);
    return errors;
}

void fuzz_check_compilation(const nfh_compiler *compiler, int status, const nfh_ruleset *ruleset,
                            const struct fuzz_source *source, size_t source_count,
                            struct fuzz_text *seen)
{
    const char *name;
    size_t missing = 0, errors = check_diagnostics(compiler, source, source_count, seen);

    while (nfh_compiler_missing_library(compiler, missing, &name) == NFH_OK) {
        fuzz_print(seen, "missing %s\n", name);
        missing++;
    }
    fuzz_print(seen, "%s\n", nfh_status_name(status));
    REQUIRE((ruleset != NULL) == (status == NFH_OK), "%s", nfh_status_name(status));
    switch (status) {
    case NFH_OK:
        REQUIRE(errors == 0 && missing == 0, "%s", fuzz_string(seen));
        break;
    case NFH_E_COMPILE:
    case NFH_E_LIMIT:
        REQUIRE(errors > 0 && missing == 0, "%s", fuzz_string(seen));
        break;
    case NFH_E_INCLUDE:
        REQUIRE(errors > 0 && missing > 0, "%s", fuzz_string(seen));
        break;
    default:
        REQUIRE(false, "%s", nfh_status_name(status));
    }
}

/* ---- Rule sets ------------------------------------------------------------------------------- */

static const char *const tags[] = {"prompt", "unit", "min",   "max",  "values",
                                   "cost",   "id",   "short", "text", "no such tag"};

static void check_parameters(const nfh_ruleset *ruleset, struct fuzz_text *seen)
{
    const char *name, *unit, *value;
    size_t count, index;
    int type;

    REQUIRE_OK(nfh_ruleset_parameter_count(ruleset, &count));
    for (size_t i = 0; i < count; i++) {
        REQUIRE_OK(nfh_ruleset_parameter_name(ruleset, i, &name));
        REQUIRE_OK(nfh_ruleset_parameter_type(ruleset, i, &type));
        REQUIRE_OK(nfh_ruleset_parameter_unit(ruleset, i, &unit));
        REQUIRE_OK(nfh_ruleset_parameter_index(ruleset, name, &index));
        REQUIRE(index == i, "%s is %zu and %zu", name, i, index);
        REQUIRE(type >= NFH_TYPE_BOOLEAN, "%d", type);
        REQUIRE(unit == NULL || type == NFH_TYPE_QUANTITY, "%s", unit);
        fuzz_print(seen, "parameter %s %d %s\n", name, type, unit != NULL ? unit : "");
        for (size_t k = 0; k < sizeof tags / sizeof *tags; k++) {
            REQUIRE_OK(nfh_ruleset_parameter_tag(ruleset, i, tags[k], &value));
            fuzz_print(seen, "%s%s", value != NULL ? value : "", value != NULL ? "\n" : "");
        }
    }
    REQUIRE(nfh_ruleset_parameter_name(ruleset, count, &name) == NFH_E_INDEX, "%zu", count);
}

static bool is_criterion_id(const char *id)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", digits[] = "0123456789_";
    size_t length = strlen(id);

    if (length == 0 || length > 8 || strchr(letters, id[0]) == NULL)
        return false;
    for (size_t i = 1; i < length; i++) {
        if (strchr(letters, id[i]) == NULL && strchr(digits, id[i]) == NULL)
            return false;
    }
    return true;
}

static void check_criteria(const nfh_ruleset *ruleset, struct fuzz_text *seen)
{
    const char *id, *name, *value;
    size_t count, index;
    int category;

    REQUIRE_OK(nfh_ruleset_criterion_count(ruleset, &count));
    for (size_t i = 0; i < count; i++) {
        REQUIRE_OK(nfh_ruleset_criterion_id(ruleset, i, &id));
        REQUIRE_OK(nfh_ruleset_criterion_name(ruleset, i, &name));
        REQUIRE_OK(nfh_ruleset_criterion_category(ruleset, i, &category));
        REQUIRE_OK(nfh_ruleset_criterion_index(ruleset, id, &index));
        REQUIRE(index == i, "%s is %zu and %zu", id, i, index);
        REQUIRE(is_criterion_id(id), "%s", id);
        REQUIRE(category >= NFH_CATEGORY_INCLUSION && category <= NFH_CATEGORY_CHECK, "%d",
                category);
        fuzz_print(seen, "criterion %s %s %d\n", id, name, category);
        for (size_t k = 0; k < sizeof tags / sizeof *tags; k++) {
            REQUIRE_OK(nfh_ruleset_criterion_tag(ruleset, i, tags[k], &value));
            fuzz_print(seen, "%s%s", value != NULL ? value : "", value != NULL ? "\n" : "");
        }
    }
    REQUIRE(nfh_ruleset_criterion_id(ruleset, count, &id) == NFH_E_INDEX, "%zu", count);
}

void fuzz_check_ruleset(const nfh_ruleset *ruleset, struct fuzz_text *seen)
{
    const char *name, *version;
    size_t count;

    REQUIRE_OK(nfh_ruleset_name(ruleset, &name));
    REQUIRE_OK(nfh_ruleset_version(ruleset, &version));
    fuzz_print(seen, "library %s %s\n", name, version);
    check_parameters(ruleset, seen);
    check_criteria(ruleset, seen);
    REQUIRE_OK(nfh_ruleset_definition_count(ruleset, &count));
    for (size_t i = 0; i < count; i++) {
        REQUIRE_OK(nfh_ruleset_definition_name(ruleset, i, &name));
        fuzz_print(seen, "define %s\n", name);
    }
    REQUIRE(nfh_ruleset_definition_name(ruleset, count, &name) == NFH_E_INDEX, "%zu", count);
}
