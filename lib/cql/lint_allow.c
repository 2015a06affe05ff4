/* SPDX-License-Identifier: MIT
 *
 * lint_allow.c - `@allow: 7205 why`: a warning that the author knows and means.
 *
 * It holds for the declaration that it stands before, or before `library` for the whole text.
 */
#include <stdio.h>
#include <string.h>

#include "cql/lint.h"

static const uint16_t warnings[] = {
    NFH_CODE_TAG_COLON,
    NFH_CODE_TAG_BEHIND,
    NFH_CODE_WARN_INCOMPARABLE,
    NFH_CODE_WARN_USING,
    NFH_CODE_WARN_BARE_NUMBER,
    NFH_CODE_WARN_DURATION,
    NFH_CODE_WARN_IN_LIST,
    NFH_CODE_WARN_BOUNDARY,
    NFH_CODE_WARN_TEST,
    NFH_CODE_WARN_FALLBACK,
    NFH_CODE_WARN_CONDITION,
    NFH_CODE_WARN_EQUIVALENCE,
    NFH_CODE_WARN_CONDITION_CONSTANT,
    NFH_CODE_WARN_OPERAND_CONSTANT,
    NFH_CODE_WARN_UNREACHABLE,
    NFH_CODE_WARN_CRITERION_CONSTANT,
    NFH_CODE_WARN_CONTRADICTION,
    NFH_CODE_WARN_INTERVAL,
    NFH_CODE_WARN_CHOICE,
    NFH_CODE_WARN_UNUSED_PARAMETER,
    NFH_CODE_WARN_UNUSED_DEFINITION,
    NFH_CODE_WARN_UNUSED_FUNCTION,
    NFH_CODE_WARN_PRECISION,
    NFH_CODE_WARN_NO_SHORT,
    NFH_CODE_WARN_NO_TEXT,
    NFH_CODE_WARN_TAG_NAME,
    NFH_CODE_WARN_TAG_PLACE,
};
#define WARNINGS (sizeof warnings / sizeof warnings[0])

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number that a value begins with, or 0; *length gets its digits. */
static int read_code(const char *value, size_t *length)
{
    int code = 0;

    for (*length = 0; is_digit(value[*length]); ++*length)
        if (code < 100000)
            code = code * 10 + (value[*length] - '0');
    return code;
}

static bool is_warning(int code)
{
    for (size_t i = 0; i < WARNINGS; i++)
        if (warnings[i] == code)
            return true;
    return false;
}

/* Blanks and dashes alone explain nothing. */
static bool has_reason(const char *text)
{
    for (; *text; text++)
        if (is_digit(*text) || (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') ||
            (unsigned char)*text >= 0x80)
            return true;
    return false;
}

static void report_code(struct nfh_linting *linting, const struct nfh_tag *tag, size_t digits)
{
    char texts[WARNINGS][8];
    struct nfh_nearest nearest;
    const char *best;

    nfh_priv_nearest_start(&nearest, tag->value, digits);
    for (size_t i = 0; i < WARNINGS; i++) {
        snprintf(texts[i], sizeof texts[i], "%d", warnings[i]);
        nfh_priv_nearest_offer(&nearest, texts[i]);
    }
    best = nfh_priv_nearest_result(&nearest);
    nfh_priv_report(linting->diagnostics, linting->module->library->source, tag->place,
                    NFH_CODE_WARN_ALLOW_CODE,
                    "'%.40s' does not begin with the number of a warning that can be allowed%s%s%s",
                    tag->value, best ? "; did you mean " : "", best ? best : "", best ? "?" : "");
}

/* What is wrong with a tag is told when its library is checked itself. */
static void read_tag(struct nfh_linting *linting, const struct nfh_source *source,
                     const struct nfh_tag *tag, uint32_t start, uint32_t end)
{
    bool is_main = source == linting->module->library->source;
    size_t digits;
    int code = read_code(tag->value, &digits);
    bool known = is_warning(code), explained = known && has_reason(tag->value + digits);

    if (!known && is_main)
        report_code(linting, tag, digits);
    else if (!explained && is_main)
        nfh_priv_report(linting->diagnostics, source, tag->place, NFH_CODE_WARN_ALLOW_REASON,
                        "@allow silences nothing without a reason: write it after the number");
    linting->allow[linting->allow_count++] = (struct nfh_allow){
        .source = source,
        .start = start,
        .end = end,
        .place = tag->place,
        .code = explained ? code : 0,
    };
}

/* Counts the tags of one declaration, or reads them. */
static size_t walk_tags(struct nfh_linting *linting, const struct nfh_source *source,
                        const struct nfh_tag *tag, uint32_t start, uint32_t end, bool read)
{
    size_t count = 0;

    for (; tag; tag = tag->next) {
        if (strcmp(tag->name, "allow") != 0)
            continue;
        count++;
        if (read)
            read_tag(linting, source, tag, start, end);
    }
    return count;
}

/* The same of a library. What stands between two declarations belongs to the second. */
static size_t walk_library(struct nfh_linting *linting, const struct nfh_library *library,
                           bool read)
{
    const struct nfh_source *source = library->source;
    uint32_t start = 0, end;
    size_t count = walk_tags(linting, source, library->tags, 0, (uint32_t)source->length + 1, read);

    for (const struct nfh_declaration *d = library->declarations; d; d = d->next, start = end) {
        end = d->whole.offset + d->whole.length;
        count += walk_tags(linting, source, d->tags, start, end, read);
    }
    return count;
}

bool nfh_priv_lint_read_allows(struct nfh_linting *linting)
{
    const struct nfh_compilation *compilation = linting->lowering->compilation;
    size_t count = 0;

    for (size_t i = 0; i < compilation->library_count; i++)
        count += walk_library(linting, compilation->library[i], false);
    linting->allow =
        nfh_priv_arena_allocate(compilation->scratch, (count + 1) * sizeof *linting->allow);
    if (!linting->allow)
        return false;
    for (size_t i = 0; i < compilation->library_count; i++)
        walk_library(linting, compilation->library[i], true);
    return true;
}

struct nfh_allow *nfh_priv_lint_find_allow(struct nfh_linting *linting,
                                           const struct nfh_source *source, struct nfh_place place,
                                           int code)
{
    /* From the last: one of a declaration before that of the library. */
    for (size_t i = linting->allow_count; i-- > 0;) {
        struct nfh_allow *allow = &linting->allow[i];
        if (allow->code == code && allow->source == source && place.offset >= allow->start &&
            place.offset < allow->end)
            return allow;
    }
    return NULL;
}

static bool has_criterion(const struct nfh_library *library)
{
    for (const struct nfh_declaration *d = library->declarations; d; d = d->next)
        if (nfh_priv_lint_is_criterion(d))
            return true;
    return false;
}

/* In a library without criteria, what turns unknowns into decisions is looked for where its
 * functions are used. */
void nfh_priv_lint_check_allows(struct nfh_linting *linting)
{
    const struct nfh_library *library = linting->module->library;
    bool complete = has_criterion(library);

    for (size_t i = 0; i < linting->allow_count; i++) {
        const struct nfh_allow *allow = &linting->allow[i];
        if (allow->source == library->source && allow->code != 0 && !allow->is_used &&
            (complete || allow->code / 100 != 72))
            nfh_priv_report(linting->diagnostics, allow->source, allow->place,
                            NFH_CODE_WARN_ALLOW_UNUSED,
                            "there is no warning %d here that @allow could silence", allow->code);
    }
}
