/* SPDX-License-Identifier: MIT
 *
 * compile.c - fuzz target: any bytes as a rule set, with the libraries that it includes.
 *
 * The input is the rule set; behind lines of ==== stand libraries that are handed over. An input
 * that begins with = is an expression.
 *
 * Properties: those of checks.h; the same text gives the same result from the same compiler and
 * from another; what compiles can be screened, and every value is a literal that reads as itself.
 */
#include <stdlib.h>
#include <string.h>

#include "checks.h"

#define SOURCES_MAX  5
#define LITERALS_MAX 20 /* definitions of a text whose values are read back */

struct text {
    struct fuzz_source source[SOURCES_MAX];
    size_t count;
    bool is_expression;
};

static struct text cut(const uint8_t *data, size_t size)
{
    static const char *const name[SOURCES_MAX] = {"rules", "a", "b", "c", "d"};
    struct text text = {.is_expression = size > 0 && data[0] == '='};
    struct fuzz_part rest = {size > 0 ? (const char *)data + text.is_expression : "",
                             size - text.is_expression};

    while (text.count < SOURCES_MAX &&
           fuzz_next_part(&rest, "\n====\n", &text.source[text.count].text)) {
        text.source[text.count].name = name[text.count];
        text.count++;
    }
    if (text.is_expression) {
        text.source[0].name = "";
        text.count = 1;
    }
    return text;
}

static nfh_compiler *new_compiler(const struct text *text)
{
    nfh_compiler *compiler;

    REQUIRE_OK(nfh_compiler_new(&compiler));
    for (size_t i = 1; i < text->count; i++) {
        const struct fuzz_source *source = &text->source[i];
        REQUIRE_OK(nfh_compiler_add_library(compiler, source->name, source->text.bytes,
                                            source->text.length));
    }
    return compiler;
}

static nfh_ruleset *compile(nfh_compiler *compiler, const struct text *text, struct fuzz_text *seen)
{
    const struct fuzz_source *source = &text->source[0];
    nfh_ruleset *ruleset;
    int status;

    if (text->is_expression)
        status = nfh_compiler_compile_expression(compiler, source->text.bytes, source->text.length,
                                                 &ruleset);
    else
        status = nfh_compiler_compile(compiler, source->name, source->text.bytes,
                                      source->text.length, &ruleset);
    fuzz_check_compilation(compiler, status, ruleset, text->source, text->count, seen);
    return ruleset;
}

static void check_literals(nfh_compiler *compiler, const nfh_ruleset *ruleset, nfh_report *report)
{
    struct fuzz_text value = {0};
    size_t count;

    REQUIRE_OK(nfh_ruleset_definition_count(ruleset, &count));
    for (size_t i = 0; i < count && i < LITERALS_MAX; i++) {
        if (fuzz_value(report, i, &value) == NFH_OK)
            fuzz_check_literal(compiler, value.bytes);
    }
    fuzz_free(&value);
}

/* Screens a subject of which nothing is known. */
static void screen(nfh_compiler *compiler, const nfh_ruleset *ruleset, struct fuzz_text *seen)
{
    nfh_subject *subject;
    nfh_report *report;

    REQUIRE_OK(nfh_subject_new(ruleset, &subject));
    REQUIRE_OK(nfh_report_new(ruleset, &report));
    REQUIRE_OK(nfh_screen(ruleset, subject, report));
    fuzz_check_ruleset(ruleset, seen);
    fuzz_check_report(ruleset, report, seen);
    if (compiler != NULL)
        check_literals(compiler, ruleset, report);
    nfh_report_free(report);
    nfh_subject_free(subject);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text text = cut(data, size);
    struct fuzz_text seen[3] = {{0}};
    nfh_compiler *compiler = new_compiler(&text), *other = new_compiler(&text);
    nfh_ruleset *ruleset = compile(compiler, &text, &seen[0]),
                *again = compile(compiler, &text, &seen[1]),
                *fresh = compile(other, &text, &seen[2]);

    if (ruleset != NULL) {
        screen(compiler, ruleset, &seen[0]);
        screen(NULL, again, &seen[1]);
        nfh_compiler_free(other); /* a rule set does not need its compiler */
        other = NULL;
        screen(NULL, fresh, &seen[2]);
    }
    for (size_t i = 1; i < 3; i++)
        REQUIRE(strcmp(fuzz_string(&seen[0]), fuzz_string(&seen[i])) == 0,
                "two runs differ:\n%s\n----\n%s", fuzz_string(&seen[0]), fuzz_string(&seen[i]));
    nfh_ruleset_free(ruleset);
    nfh_ruleset_free(again);
    nfh_ruleset_free(fresh);
    nfh_compiler_free(compiler);
    nfh_compiler_free(other);
    for (size_t i = 0; i < 3; i++)
        fuzz_free(&seen[i]);
    return 0;
}
