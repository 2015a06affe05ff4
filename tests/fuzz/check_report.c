/* SPDX-License-Identifier: MIT
 *
 * check_report.c - what must hold for every report.
 */
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "json.h"

int fuzz_value(nfh_report *report, size_t definition, struct fuzz_text *value)
{
    size_t needed;
    char *text;
    int status = nfh_report_value(report, definition, NULL, 0, &needed);

    REQUIRE(status == NFH_E_BUFFER || status == NFH_E_EVALUATE, "%s", nfh_status_name(status));
    text = fuzz_allocate(needed);
    status = nfh_report_value(report, definition, text, needed, &needed);
    REQUIRE(status == NFH_OK || status == NFH_E_EVALUATE, "%s", nfh_status_name(status));
    REQUIRE(needed >= 2 && strlen(text) + 1 == needed, "%zu: %s", needed, text);
    REQUIRE(fuzz_is_utf8(text, needed - 1, NULL), "%s", text);
    fuzz_clear(value);
    fuzz_add(value, text, needed - 1);
    free(text);
    return status;
}

/* The verdict by its definition: from the criteria alone. */
static int verdict_of(const nfh_ruleset *ruleset, const nfh_report *report, size_t count)
{
    size_t deciding = 0, met = 0;

    for (size_t i = 0; i < count; i++) {
        int category, truth, wanted;
        REQUIRE_OK(nfh_ruleset_criterion_category(ruleset, i, &category));
        REQUIRE_OK(nfh_report_criterion(report, i, &truth));
        if (category == NFH_CATEGORY_CHECK)
            continue;
        wanted = category == NFH_CATEGORY_INCLUSION ? NFH_TRUE : NFH_FALSE;
        deciding++;
        if (truth == wanted)
            met++;
        else if (truth != NFH_UNKNOWN)
            return NFH_VERDICT_INELIGIBLE;
    }
    return deciding > 0 && met == deciding ? NFH_VERDICT_ELIGIBLE : NFH_VERDICT_UNDETERMINED;
}

/* A list of parameters: ascending, and the same whatever the room. */
typedef int missing_function(nfh_report *report, size_t criterion, size_t *parameter,
                             size_t capacity, size_t *count);

static int of_all(nfh_report *report, size_t criterion, size_t *parameter, size_t capacity,
                  size_t *count)
{
    (void)criterion;
    return nfh_report_missing(report, parameter, capacity, count);
}

static size_t check_missing(nfh_report *report, missing_function *missing, size_t criterion,
                            size_t parameter_count, struct fuzz_text *seen)
{
    size_t count, again, *list;
    int status = missing(report, criterion, NULL, 0, &count);

    REQUIRE(status == (count > 0 ? NFH_E_BUFFER : NFH_OK), "%s", nfh_status_name(status));
    REQUIRE(count <= parameter_count, "%zu of %zu", count, parameter_count);
    list = fuzz_allocate(count * sizeof *list);
    REQUIRE_OK(missing(report, criterion, list, count, &again));
    REQUIRE(count == again, "%zu and %zu", count, again);
    for (size_t i = 0; i < count; i++) {
        REQUIRE(list[i] < parameter_count && (i == 0 || list[i] > list[i - 1]), "%zu", list[i]);
        fuzz_print(seen, " %zu", list[i]);
    }
    fuzz_print(seen, "\n");
    free(list);
    return count;
}

/* A plain number in units of 10^-8; false: the text is something else. */
static bool read_number(const char *text, __int128 *number)
{
    bool is_negative = text[0] == '-';
    int places = -1;

    *number = 0;
    text += is_negative;
    if (text[0] == '\0' || strlen(text) > 30) /* what 128 bits hold */
        return false;
    for (; *text; text++) {
        if (*text == '.' && places < 0) {
            places = 0;
            continue;
        }
        if (*text < '0' || *text > '9')
            return false;
        *number = 10 * *number + (*text - '0');
        places += places >= 0;
    }
    for (places = places < 0 ? 0 : places; places < 8; places++)
        *number *= 10;
    if (is_negative)
        *number = -*number;
    return true;
}

static bool holds(int relation, int order)
{
    switch (relation) {
    case NFH_RELATION_EQUAL:
        return order == 0;
    case NFH_RELATION_NOT_EQUAL:
        return order != 0;
    case NFH_RELATION_LESS:
        return order < 0;
    case NFH_RELATION_LESS_OR_EQUAL:
        return order <= 0;
    case NFH_RELATION_GREATER:
        return order > 0;
    default:
        return order >= 0;
    }
}

/* Of two numbers in one unit the relation holds as they are printed. Without a unit they may be
 * texts, which have another order. */
static void check_relation(nfh_report *report, size_t criterion, size_t leaf, int relation)
{
    static const int parts[] = {NFH_LEAF_TEXT, NFH_LEAF_VALUE, NFH_LEAF_UNIT, NFH_LEAF_LIMIT,
                                NFH_LEAF_LIMIT_UNIT};
    const char *text[5];
    __int128 value, limit;

    for (size_t i = 0; i < 5; i++)
        REQUIRE_OK(nfh_report_leaf_text(report, criterion, leaf, parts[i], &text[i]));
    if (text[1] && text[2] && text[3] && text[4] && strcmp(text[2], text[4]) == 0 &&
        read_number(text[1], &value) && read_number(text[3], &limit))
        REQUIRE(holds(relation, (value > limit) - (value < limit)), "%s", text[0]);
}

/* A leaf: whatever it has is text, and the whole is always there. */
static void check_leaf(nfh_report *report, size_t criterion, size_t leaf)
{
    const char *text;
    int truth, relation;

    REQUIRE_OK(nfh_report_leaf(report, criterion, leaf, &truth, &relation));
    REQUIRE(truth == NFH_FALSE || truth == NFH_TRUE || truth == NFH_UNKNOWN, "%d", truth);
    REQUIRE(relation >= NFH_RELATION_EQUAL && relation <= NFH_RELATION_KNOWN, "%d", relation);
    for (int part = NFH_LEAF_TEXT; part <= NFH_LEAF_LIMIT_FORMULA; part++) {
        REQUIRE_OK(nfh_report_leaf_text(report, criterion, leaf, part, &text));
        REQUIRE(text || part != NFH_LEAF_TEXT, "leaf %zu", leaf);
        REQUIRE(!text || (text[0] != '\0' && strlen(text) < NFH_LEAF_TEXT_MAX &&
                          fuzz_is_utf8(text, strlen(text), NULL)),
                "part %d: %s", part, text);
    }
    if (truth != NFH_UNKNOWN && relation <= NFH_RELATION_GREATER_OR_EQUAL)
        check_relation(report, criterion, leaf, relation);
}

/* The sentence is its leaves. */
static void check_reason(nfh_report *report, size_t criterion, struct fuzz_text *seen)
{
    size_t count, needed;
    char *reason, *at;
    const char *text;

    REQUIRE_OK(nfh_report_leaf_count(report, criterion, &count));
    REQUIRE(count >= 1 && count <= NFH_LEAVES_MAX, "%zu leaves", count);
    REQUIRE(nfh_report_reason(report, criterion, NULL, 0, &needed) == NFH_E_BUFFER, " ");
    at = reason = fuzz_allocate(needed);
    REQUIRE_OK(nfh_report_reason(report, criterion, reason, needed, &needed));
    REQUIRE(strlen(reason) + 1 == needed, "%zu of %zu", strlen(reason), needed);
    for (size_t i = 0; i < count; i++) {
        check_leaf(report, criterion, i);
        REQUIRE_OK(nfh_report_leaf_text(report, criterion, i, NFH_LEAF_TEXT, &text));
        at = strstr(at, text);
        REQUIRE(at, "%s is not in %s", text, reason);
        at += strlen(text);
    }
    fuzz_print(seen, "%s\n", reason);
    free(reason);
}

/* ---- What is needed -------------------------------------------------------------------------- */

static int of_excluding(nfh_report *report, size_t criterion, size_t *parameter, size_t capacity,
                        size_t *count)
{
    (void)criterion;
    return nfh_report_could_exclude(report, parameter, capacity, count);
}

static int of_needed(nfh_report *report, size_t criterion, size_t *parameter, size_t capacity,
                     size_t *count)
{
    (void)criterion;
    return nfh_report_needed(report, parameter, capacity, count);
}

/* Sets that each can do something, the smaller ones first. */
static void check_sets(nfh_report *report, size_t criterion, struct fuzz_text *seen)
{
    size_t count, members, parameter[NFH_SET_INPUTS_MAX], size = 1;
    int complete, directions;

    REQUIRE_OK(nfh_report_criterion_set_count(report, criterion, &count, &complete));
    REQUIRE(count <= (size_t)2 * NFH_SETS_MAX, "%zu sets", count);
    for (size_t i = 0; i < count; i++) {
        REQUIRE_OK(nfh_report_criterion_set(report, criterion, i, &directions, parameter,
                                            NFH_SET_INPUTS_MAX, &members));
        REQUIRE(members >= size, "%zu after %zu", members, size);
        REQUIRE(directions >= 1 && directions <= 3, "%d", directions);
        size = members;
        fuzz_print(seen, "set %zu %d %zu\n", members, directions, parameter[0]);
    }
}

/* Stretches that differ from their neighbours, and are open at the ends only. */
static void check_ranges(nfh_report *report, size_t criterion, size_t parameters,
                         struct fuzz_text *seen)
{
    size_t count;
    int truth;
    const char *low, *high;

    for (size_t k = 0; k < parameters; k++) {
        int last = -1, status = nfh_report_input_range_count(report, criterion, k, &count);
        REQUIRE(status == NFH_OK || status == NFH_E_TYPE, "%s", nfh_status_name(status));
        REQUIRE(count <= NFH_RANGES_MAX, "%zu stretches", count);
        for (size_t i = 0; i < count; i++) {
            REQUIRE_OK(nfh_report_input_range(report, criterion, k, i, &truth, &low, &high));
            REQUIRE(truth != last, "%d twice", truth);
            REQUIRE((low || i == 0) && (high || i + 1 == count), "stretch %zu", i);
            last = truth;
            fuzz_print(seen, "range %d %s %s\n", truth, low ? low : "", high ? high : "");
        }
    }
}

static void check_needs(nfh_report *report, size_t criteria, size_t parameters,
                        struct fuzz_text *seen)
{
    size_t next, found;

    for (size_t i = 0; i < criteria && i < 2; i++) {
        check_sets(report, i, seen);
        check_missing(report, nfh_report_criterion_again, i, parameters, seen);
        check_ranges(report, i, parameters < 3 ? parameters : 3, seen);
    }
    REQUIRE_OK(nfh_report_next_input(report, &next));
    found = check_missing(report, of_excluding, 0, parameters, seen);
    REQUIRE(found == 0 || next < parameters, "%zu", next);
    check_missing(report, of_needed, 0, parameters, seen);
}

static void check_criteria(const nfh_ruleset *ruleset, nfh_report *report, struct fuzz_text *seen)
{
    size_t count, parameters, missing;
    int truth, verdict;

    REQUIRE_OK(nfh_ruleset_parameter_count(ruleset, &parameters));
    REQUIRE_OK(nfh_ruleset_criterion_count(ruleset, &count));
    for (size_t i = 0; i < count; i++) {
        REQUIRE_OK(nfh_report_criterion(report, i, &truth));
        REQUIRE(truth == NFH_FALSE || truth == NFH_TRUE || truth == NFH_UNKNOWN, "%d", truth);
        fuzz_print(seen, "criterion %zu %d:", i, truth);
        missing = check_missing(report, nfh_report_criterion_missing, i, parameters, seen);
        REQUIRE(missing == 0 || truth == NFH_UNKNOWN, "criterion %zu is %d", i, truth);
        check_reason(report, i, seen);
    }
    REQUIRE_OK(nfh_report_verdict(report, &verdict));
    REQUIRE(verdict == verdict_of(ruleset, report, count), "verdict %d", verdict);
    fuzz_print(seen, "verdict %d:", verdict);
    missing = check_missing(report, of_all, 0, parameters, seen);
    REQUIRE(missing == 0 || verdict == NFH_VERDICT_UNDETERMINED, "verdict %d", verdict);
    check_needs(report, count, parameters, seen);
}

static void check_queries(nfh_report *report, struct fuzz_text *seen)
{
    size_t count, parameter, criterion;
    const char *text;
    int kind;

    REQUIRE_OK(nfh_report_query_count(report, &count));
    for (size_t i = 0; i < count; i++) {
        REQUIRE_OK(nfh_report_query(report, i, &kind, &parameter, &criterion, &text));
        REQUIRE(kind >= NFH_QUERY_IMPLAUSIBLE && kind <= NFH_QUERY_MESSAGE, "%d", kind);
        REQUIRE(((parameter == SIZE_MAX) != (criterion == SIZE_MAX)) == (kind != NFH_QUERY_MESSAGE),
                "%zu, %zu", parameter, criterion);
        REQUIRE(text[0] != '\0' && fuzz_is_utf8(text, strlen(text), NULL), "%s", text);
        fuzz_print(seen, "query %d %s\n", kind, text);
    }
    REQUIRE(nfh_report_query(report, count, NULL, NULL, NULL, NULL) == NFH_E_INDEX, "%zu", count);
}

static void check_json(nfh_report *report, struct fuzz_text *seen)
{
    size_t needed;
    char *text;

    REQUIRE(nfh_report_json(report, NULL, 0, &needed) == NFH_E_BUFFER, " ");
    text = fuzz_allocate(needed);
    REQUIRE_OK(nfh_report_json(report, text, needed, &needed));
    REQUIRE(strlen(text) + 1 == needed, "%zu of %zu", strlen(text), needed);
    REQUIRE(fuzz_is_json(text), "%s", text);
    fuzz_add(seen, text, needed - 1);
    free(text);
}

void fuzz_check_report(const nfh_ruleset *ruleset, nfh_report *report, struct fuzz_text *seen)
{
    struct fuzz_text value = {0};
    size_t count;

    check_criteria(ruleset, report, seen);
    check_queries(report, seen);
    check_json(report, seen);
    REQUIRE_OK(nfh_ruleset_definition_count(ruleset, &count));
    for (size_t i = 0; i < count; i++) {
        int status = fuzz_value(report, i, &value);
        fuzz_print(seen, "\n%s %s", nfh_status_name(status), fuzz_string(&value));
    }
    fuzz_free(&value);
}

/* An interval without any boundary has no type of its own: `Interval(null, null)`. */
static bool has_type(const char *literal)
{
    return strncmp(literal, "Interval", 8) != 0 || strstr(literal + 8, "null, null") != literal + 9;
}

/* The value of an expression that is a literal. */
static int read_literal(nfh_compiler *compiler, const char *literal, struct fuzz_text *value)
{
    int status;

    nfh_ruleset *ruleset;
    nfh_subject *subject;
    nfh_report *report;

    REQUIRE(nfh_compiler_compile_expression(compiler, literal, strlen(literal), &ruleset) == NFH_OK,
            "the value %s is no literal", literal);
    REQUIRE_OK(nfh_subject_new(ruleset, &subject));
    REQUIRE_OK(nfh_report_new(ruleset, &report));
    REQUIRE_OK(nfh_screen(ruleset, subject, report));
    status = fuzz_value(report, 0, value);
    nfh_report_free(report);
    nfh_subject_free(subject);
    nfh_ruleset_free(ruleset);
    return status;
}

/* Whether it is an interval of quantities. Both of its boundaries may get the same unit; and the
 * points next to 1 'mg' and to 0.001 'g', from which `except` makes boundaries, may cross. */
static bool is_measured(const char *literal)
{
    static const char *const units[] = {"'",   "year", "month",  "week",
                                        "day", "hour", "minute", "second"};

    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strncmp(literal, "Interval", 8) == 0 && strstr(literal, units[i]) != NULL)
            return true;
    }
    return false;
}

void fuzz_check_literal(nfh_compiler *compiler, const char *literal)
{
    struct fuzz_text value = {0}, again = {0};
    int status;

    if (!has_type(literal))
        return;
    status = read_literal(compiler, literal, &value);
    if (is_measured(literal)) {
        if (status == NFH_OK)
            REQUIRE(read_literal(compiler, value.bytes, &again) == NFH_OK &&
                        strcmp(value.bytes, again.bytes) == 0,
                    "%s is read as %s", value.bytes, again.bytes);
    } else {
        REQUIRE(status == NFH_OK && strcmp(value.bytes, literal) == 0, "%s is read as %s", literal,
                value.bytes);
    }
    fuzz_free(&value);
    fuzz_free(&again);
}
