/* SPDX-License-Identifier: MIT
 *
 * evaluate.c - fuzz target: a well-typed library and a subject, drawn from the bytes.
 *
 * Properties: it compiles; every value reads as itself; declarations in another order, definitions
 * and functions written out where they are used, and parameters replaced by their values give the
 * same values; learning an input never turns what is known, where no operator of that kind is
 * used; and what decides a criterion was among what it was said to miss.
 */
#include <stdio.h>
#include <string.h>

#include "checks.h"
#include "generate.h"

#define PARAMETERS_MAX 40
#define VALUES_MAX     (PARAMETERS_MAX + FUZZ_DEFINITIONS_MAX)

/* A library that was compiled, with its subject; the values of its definitions by their names. */
struct subject {
    nfh_ruleset *ruleset;
    nfh_subject *subject;
    nfh_report *report;
    size_t count;
    const char *name[VALUES_MAX];
    struct fuzz_text value[VALUES_MAX];
    int status[VALUES_MAX];
};

/* What was drawn. */
struct drawn {
    nfh_compiler *compiler;
    struct fuzz_library *library;
    const char *now;                   /* the time of the evaluation */
    const char *input[PARAMETERS_MAX]; /* as text */
    size_t order[PARAMETERS_MAX];      /* in which they become known */
};

/* ---- Subjects -------------------------------------------------------------------------------- */

/* Fails, unless the errors are of a unit that only the constants show to be none of time. */
static void refused(const struct drawn *drawn, enum fuzz_style style, const struct fuzz_text *text)
{
    struct fuzz_text messages = {0};
    struct fuzz_source source = {"drawn", {text->bytes, text->length}};
    const char *message;
    int code;

    fuzz_check_compilation(drawn->compiler, NFH_E_COMPILE, NULL, &source, 1, &messages);
    for (size_t i = 0; nfh_compiler_diagnostic(drawn->compiler, i, NULL, &code, NULL, NULL, NULL,
                                               &message) == NFH_OK;
         i++)
        REQUIRE(style == FUZZ_CONSTANT && (code == 4002 || code > 7000), "%s\n%s", text->bytes,
                messages.bytes);
    fuzz_free(&messages);
}

/* False: refused. */
static bool compile(const struct drawn *drawn, enum fuzz_style style,
                    const struct fuzz_text *literal, struct subject *subject)
{
    struct fuzz_text text = {0};
    int status;

    memset(subject, 0, sizeof *subject);
    fuzz_write(drawn->library, style, literal, &text);
    status =
        nfh_compiler_compile(drawn->compiler, "drawn", text.bytes, text.length, &subject->ruleset);
    if (status == NFH_E_COMPILE)
        refused(drawn, style, &text);
    else
        REQUIRE(status == NFH_OK, "%s: %s", nfh_status_name(status), text.bytes);
    fuzz_free(&text);
    if (status != NFH_OK)
        return false;
    REQUIRE_OK(nfh_subject_new(subject->ruleset, &subject->subject));
    REQUIRE_OK(nfh_report_new(subject->ruleset, &subject->report));
    REQUIRE_OK(nfh_ruleset_definition_count(subject->ruleset, &subject->count));
    REQUIRE(subject->count <= VALUES_MAX, "%zu", subject->count);
    for (size_t i = 0; i < subject->count; i++)
        REQUIRE_OK(nfh_ruleset_definition_name(subject->ruleset, i, &subject->name[i]));
    return true;
}

static void end(struct subject *subject)
{
    nfh_report_free(subject->report);
    nfh_subject_free(subject->subject);
    nfh_ruleset_free(subject->ruleset);
    for (size_t i = 0; i < subject->count; i++)
        fuzz_free(&subject->value[i]);
}

static void set(const struct drawn *drawn, struct subject *subject, size_t parameter)
{
    const char *name = fuzz_parameters[parameter].name, *text = drawn->input[parameter];

    REQUIRE_OK(nfh_subject_set_text(subject->subject, name, text));
}

static void screen(const struct drawn *drawn, struct subject *subject)
{
    REQUIRE_OK(nfh_subject_set_now(subject->subject, drawn->now));
    REQUIRE_OK(nfh_screen(subject->ruleset, subject->subject, subject->report));
    for (size_t i = 0; i < subject->count; i++)
        subject->status[i] = fuzz_value(subject->report, i, &subject->value[i]);
}

static size_t find(const struct subject *subject, const char *name)
{
    size_t index = 0;

    while (strcmp(subject->name[index], name) != 0)
        index++;
    return index;
}

/* ---- The same in other words ----------------------------------------------------------------- */

/* Not null in any part, and no range: what is not quite known prints as an interval. */
static bool is_known(const struct drawn *drawn, const struct subject *subject, size_t definition,
                     size_t index)
{
    const char *value = subject->value[index].bytes;

    return subject->status[index] == NFH_OK && strstr(value, "null") == NULL &&
           (drawn->library->definition[definition].is_interval ||
            strncmp(value, "Interval", 8) != 0);
}

static bool is_same(const struct subject *a, size_t index_a, const struct subject *b,
                    size_t index_b)
{
    return a->status[index_a] == b->status[index_b] &&
           strcmp(a->value[index_a].bytes, b->value[index_b].bytes) == 0;
}

/* Constants show two things earlier. Of quantities whose units never go together, the null is known
 * before the error of an operand is. And a range, as a span of partial dates is, stays one through
 * a choice that is known, but through another it is null, and takes other errors with it. Then what
 * is known must be the same, as long as nothing tells null from what is known. */
static bool is_equal(const struct drawn *drawn, const struct subject *plain, size_t of_plain,
                     const struct subject *constant, size_t of_constant)
{
    const unsigned units = FUZZ_RAISES | FUZZ_MEASURES;
    const char *name = plain->name[of_plain];
    size_t definition = (size_t)(name[1] - '0');
    unsigned flags = name[0] == 'D' ? drawn->library->definition[definition].value->flags : 0;
    bool is_early =
        (flags & units) == units || ((flags & FUZZ_SPANS) && (flags & (FUZZ_TURNS | FUZZ_RAISES)));

    if (is_same(plain, of_plain, constant, of_constant) || (flags & FUZZ_SCALES))
        return true;
    return is_early && ((flags & FUZZ_TURNS) || !is_known(drawn, plain, definition, of_plain) ||
                        !is_known(drawn, constant, definition, of_constant));
}

static void show_difference(const struct drawn *drawn, const struct subject *plain,
                            enum fuzz_style style)
{
    struct fuzz_text text = {0};

    fuzz_write(drawn->library, FUZZ_PLAIN, NULL, &text);
    fputs(text.bytes, stderr);
    fuzz_write(drawn->library, style, plain->value, &text);
    fprintf(stderr, "----\n%s", text.bytes);
    fuzz_free(&text);
}

static void check_style(const struct drawn *drawn, const struct subject *plain,
                        enum fuzz_style style)
{
    struct subject other;

    if (!compile(drawn, style, plain->value, &other))
        return;
    for (size_t i = 0; i < fuzz_parameter_count; i++)
        set(drawn, &other, i);
    screen(drawn, &other);
    REQUIRE(other.count == plain->count, "%zu", other.count);
    for (size_t i = 0; i < other.count; i++) {
        size_t of_plain = find(plain, other.name[i]);
        if (style == FUZZ_CONSTANT ? is_equal(drawn, plain, of_plain, &other, i)
                                   : is_same(plain, of_plain, &other, i))
            continue;
        show_difference(drawn, plain, style);
        REQUIRE(false, "%s: %s, and %s", other.name[i], plain->value[of_plain].bytes,
                other.value[i].bytes);
    }
    end(&other);
}

/* ---- Learning -------------------------------------------------------------------------------- */

static void show(const struct drawn *drawn, struct fuzz_text *text)
{
    fuzz_write(drawn->library, FUZZ_PLAIN, NULL, text);
    for (size_t i = 0; i < fuzz_parameter_count; i++)
        fuzz_print(text, "%s=%s ", fuzz_parameters[drawn->order[i]].name,
                   drawn->input[drawn->order[i]]);
}

/* What was known stays as it was, or becomes an error where that can be. */
static bool is_kept(const struct drawn *drawn, const struct subject *before,
                    const struct subject *after, size_t definition, size_t index)
{
    unsigned flags = drawn->library->definition[definition].value->flags;

    if (!is_known(drawn, before, definition, index) || (flags & FUZZ_TURNS))
        return true;
    if (after->status[index] != NFH_OK || strcmp(after->value[index].bytes, "null") == 0)
        return (flags & FUZZ_FAILS) != 0;
    return strcmp(before->value[index].bytes, after->value[index].bytes) == 0;
}

/* What has become known was said to be missing. */
static bool is_told(const struct drawn *drawn, const struct subject *before,
                    const struct subject *after, size_t definition, size_t index, bool listed)
{
    const struct fuzz_definition *drawn_one = &drawn->library->definition[definition];

    return drawn_one->type != 'B' || (drawn_one->value->flags & FUZZ_TURNS) || listed ||
           is_known(drawn, before, definition, index) || !is_known(drawn, after, definition, index);
}

static bool is_listed(nfh_report *report, size_t criterion, size_t parameter)
{
    size_t list[PARAMETERS_MAX], count;

    REQUIRE_OK(nfh_report_criterion_missing(report, criterion, list, PARAMETERS_MAX, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i] == parameter)
            return true;
    }
    return false;
}

static void copy_values(const struct subject *from, struct subject *to)
{
    to->count = from->count;
    for (size_t i = 0; i < from->count; i++) {
        fuzz_clear(&to->value[i]);
        fuzz_add(&to->value[i], from->value[i].bytes, from->value[i].length);
        to->status[i] = from->status[i];
    }
}

/* One input becomes known. */
static void learn(const struct drawn *drawn, struct subject *subject, struct subject *before,
                  size_t parameter)
{
    bool listed[FUZZ_DEFINITIONS_MAX] = {false};
    struct fuzz_text text = {0};
    char id[24];
    size_t criterion, index;

    for (size_t i = 0; i < drawn->library->definitions; i++) {
        snprintf(id, sizeof id, "D%zu", i);
        if (drawn->library->definition[i].type == 'B' &&
            nfh_ruleset_criterion_index(subject->ruleset, id, &criterion) == NFH_OK)
            listed[i] = is_listed(subject->report, criterion, parameter);
    }
    copy_values(subject, before);
    set(drawn, subject, parameter);
    screen(drawn, subject);
    for (size_t i = 0; i < drawn->library->definitions; i++) {
        snprintf(id, sizeof id, "D%zu", i);
        index = find(subject, id);
        bool kept = is_kept(drawn, before, subject, i, index),
             told = is_told(drawn, before, subject, i, index, listed[i]);
        if (kept && told)
            continue;
        show(drawn, &text);
        REQUIRE(kept, "%s\n%s was %s; having learned %s it is %s", text.bytes, id,
                before->value[index].bytes, fuzz_parameters[parameter].name,
                subject->value[index].bytes);
        REQUIRE(told, "%s\n%s is decided by %s, which was not missing", text.bytes, id,
                fuzz_parameters[parameter].name);
    }
}

static void check_learning(const struct drawn *drawn, struct subject *subject)
{
    struct subject before = {0};

    REQUIRE_OK(nfh_subject_clear(subject->subject));
    screen(drawn, subject);
    for (size_t i = 0; i < fuzz_parameter_count; i++) {
        if (drawn->input[drawn->order[i]][0] != '\0')
            learn(drawn, subject, &before, drawn->order[i]);
    }
    for (size_t i = 0; i < before.count; i++)
        fuzz_free(&before.value[i]);
}

/* ---- The target ------------------------------------------------------------------------------ */

static void draw_inputs(struct fuzz_bytes *bytes, struct drawn *drawn)
{
    static const char *const nows[] = {"", "2025-09-01T14:30:00.000Z",
                                       "2025-09-01T00:30:00.000+05:30"};
    drawn->now = nows[fuzz_choose(bytes, 3)];
    for (size_t i = 0; i < fuzz_parameter_count; i++) {
        const char *const *values = fuzz_parameters[i].values;
        unsigned count = 0;
        while (values[count] != NULL)
            count++;
        drawn->input[i] = values[fuzz_choose(bytes, count)];
        drawn->order[i] = i;
    }
    for (size_t i = fuzz_parameter_count - 1; i > 0; i--) {
        size_t other = i - fuzz_choose(bytes, (unsigned)i + 1), kept = drawn->order[i];
        drawn->order[i] = drawn->order[other];
        drawn->order[other] = kept;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct fuzz_library library;
    struct fuzz_bytes bytes = {data, size};
    struct fuzz_text seen = {0};
    struct drawn drawn = {.library = &library};
    struct subject plain;
    enum fuzz_style style = FUZZ_REVERSED + fuzz_choose(&bytes, 3);

    REQUIRE(fuzz_parameter_count <= PARAMETERS_MAX, "%zu", fuzz_parameter_count);
    draw_inputs(&bytes, &drawn);
    fuzz_draw(&bytes, &library);
    REQUIRE_OK(nfh_compiler_new(&drawn.compiler));
    REQUIRE(compile(&drawn, FUZZ_PLAIN, NULL, &plain), "it must compile");
    for (size_t i = 0; i < fuzz_parameter_count; i++)
        set(&drawn, &plain, i);
    screen(&drawn, &plain);
    fuzz_check_report(plain.ruleset, plain.report, &seen);
    for (size_t i = 0; i < plain.count; i++) {
        if (plain.status[i] == NFH_OK && plain.name[i][0] == 'D')
            fuzz_check_literal(drawn.compiler, plain.value[i].bytes);
    }
    check_style(&drawn, &plain, style);
    check_learning(&drawn, &plain);
    end(&plain);
    nfh_compiler_free(drawn.compiler);
    fuzz_free(&seen);
    return 0;
}
