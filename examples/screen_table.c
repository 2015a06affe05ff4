/* SPDX-License-Identifier: MIT
 *
 * screen_table.c - verdicts as a table that people read: who is not eligible, and why.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen.h"

#define WIDTH         100
#define ID_WIDTH      12
#define VERDICT_WIDTH 14
#define REASON_COLUMN (ID_WIDTH + VERDICT_WIDTH)

/* Columns that a text takes: its characters. */
static int width_of(const char *text, size_t length)
{
    int width = 0;
    for (size_t i = 0; i < length; i++)
        width += ((unsigned char)text[i] & 0xc0) != 0x80;
    return width;
}

static void print_blanks(int count)
{
    printf("%*s", count > 0 ? count : 0, "");
}

/* A place in the table that wraps: lines after the first are indented. */
struct wrapping {
    int column;
    int indent;
};

static void start_line(struct wrapping *wrapping)
{
    putchar('\n');
    print_blanks(wrapping->indent);
    wrapping->column = wrapping->indent;
}

/* Prints a text word by word; a word that is wider than the line is not broken. */
static void print_words(struct wrapping *wrapping, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, " ");
        int width = width_of(text, length);
        bool first = wrapping->column == wrapping->indent;
        if (!first && wrapping->column + 1 + width > WIDTH) {
            start_line(wrapping);
            first = true;
        }
        wrapping->column += width + (first ? 0 : 1);
        printf("%s%.*s", first ? "" : " ", (int)length, text);
        text += length;
        text += strspn(text, " ");
    }
}

/* ---- Reasons --------------------------------------------------------------------------------- */

#define REASON_SIZE 4096 /* bytes of one that are shown */

/* Prints reasons below each other behind the verdict. */
struct reasons {
    int column; /* where the row ends so far; 0: at a reason */
};

static struct wrapping start_reason(struct reasons *reasons, const char *label)
{
    struct wrapping wrapping = {REASON_COLUMN, REASON_COLUMN};
    if (reasons->column > 0)
        print_blanks(REASON_COLUMN - reasons->column);
    else
        start_line(&wrapping);
    reasons->column = 0;
    printf("%s ", label);
    wrapping.indent = REASON_COLUMN + width_of(label, strlen(label)) + 1;
    wrapping.column = wrapping.indent;
    return wrapping;
}

/* What decided: `EXCL17 met: QRS duration 121 ms > 120 ms` */
static void print_decisive(const struct screening *screening, struct reasons *reasons, size_t index,
                           const char *how)
{
    const char *id;
    char reason[REASON_SIZE];
    size_t needed;
    nfh_ruleset_criterion_id(screening->ruleset, index, &id);
    int status = nfh_report_reason(screening->report, index, reason, sizeof reason, &needed);
    struct wrapping wrapping = start_reason(reasons, id);
    print_words(&wrapping, how);
    print_words(&wrapping, reason);
    if (status == NFH_E_BUFFER)
        print_words(&wrapping, "...");
}

typedef int list_function(nfh_report *report, size_t criterion, size_t *parameter, size_t capacity,
                          size_t *count);

/* The inputs that a function lists for a criterion, in screening->missing. */
static size_t find_inputs(struct screening *screening, list_function *list, size_t criterion)
{
    size_t count;
    int status =
        list(screening->report, criterion, screening->missing, screening->missing_size, &count);
    if (status == NFH_E_BUFFER) {
        size_t *grown = realloc(screening->missing, count * sizeof *grown);
        if (!grown) {
            perror(program);
            exit(2);
        }
        screening->missing = grown;
        screening->missing_size = count;
        list(screening->report, criterion, grown, count, &count);
    }
    return count;
}

/* `EXCL14 unknown: needs creatinine, weight`, of the inputs in screening->missing */
static void print_inputs(struct screening *screening, struct reasons *reasons, size_t index,
                         const char *what, size_t count)
{
    const char *id;
    nfh_ruleset_criterion_id(screening->ruleset, index, &id);
    struct wrapping wrapping = start_reason(reasons, id);
    print_words(&wrapping, what);
    for (size_t i = 0; i < count; i++) {
        const char *name;
        nfh_ruleset_parameter_name(screening->ruleset, screening->missing[i], &name);
        text_clear(&screening->line);
        text_add(&screening->line, name);
        text_add(&screening->line, i + 1 < count ? "," : "");
        print_words(&wrapping, screening->line.bytes);
    }
    text_clear(&screening->line);
}

/* What is open, and what it needs; or, when nothing that is missing would do, why it is, and what
 * is to be found out again. */
static void print_open(struct screening *screening, struct reasons *reasons, size_t index)
{
    size_t count = find_inputs(screening, nfh_report_criterion_missing, index);
    if (count > 0) {
        print_inputs(screening, reasons, index, "unknown: needs", count);
        return;
    }
    print_decisive(screening, reasons, index, "unknown:");
    count = find_inputs(screening, nfh_report_criterion_again, index);
    if (count > 0)
        print_inputs(screening, reasons, index, "needs again:", count);
}

static void print_criteria(struct screening *screening, struct reasons *reasons, int verdict)
{
    size_t count;
    nfh_ruleset_criterion_count(screening->ruleset, &count);
    for (size_t i = 0; i < count; i++) {
        int category, truth;
        nfh_ruleset_criterion_category(screening->ruleset, i, &category);
        nfh_report_criterion(screening->report, i, &truth);
        if (category == NFH_CATEGORY_CHECK)
            continue;
        if (verdict == NFH_VERDICT_UNDETERMINED && truth == NFH_UNKNOWN)
            print_open(screening, reasons, i);
        else if (category == NFH_CATEGORY_INCLUSION && truth == NFH_FALSE)
            print_decisive(screening, reasons, i, "not met:");
        else if (category == NFH_CATEGORY_EXCLUSION && truth == NFH_TRUE)
            print_decisive(screening, reasons, i, "met:");
    }
}

/* What to ask first: `next: lactating` */
static void print_next(const struct screening *screening, struct reasons *reasons)
{
    size_t next;
    const char *name;
    if (nfh_report_next_input(screening->report, &next) != NFH_OK ||
        nfh_ruleset_parameter_name(screening->ruleset, next, &name) != NFH_OK)
        return;
    struct wrapping wrapping = start_reason(reasons, "next:");
    print_words(&wrapping, name);
}

static void print_queries(const struct screening *screening, struct reasons *reasons)
{
    const char *text;
    for (size_t i = 0; nfh_report_query(screening->report, i, NULL, NULL, NULL, &text) == NFH_OK;
         i++) {
        struct wrapping wrapping = start_reason(reasons, "query:");
        print_words(&wrapping, text);
    }
}

/* ---- Rows ------------------------------------------------------------------------------------ */

/* The id; behind one that is too wide the verdict starts a line of its own. */
static void print_id(const char *id)
{
    int width = width_of(id, strlen(id));
    printf("%s%s", id, width < ID_WIDTH ? "" : "\n");
    print_blanks(width < ID_WIDTH ? ID_WIDTH - width : ID_WIDTH);
}

void print_table_head(struct screening *screening)
{
    const char *name, *version;
    nfh_ruleset_name(screening->ruleset, &name);
    nfh_ruleset_version(screening->ruleset, &version);
    printf("%s %s\n\n", name, version);
    printf("%-*s%-*swhy\n", ID_WIDTH, "subject", VERDICT_WIDTH, "verdict");
    printf("%-*s%-*s", ID_WIDTH, "----------", VERDICT_WIDTH, "------------");
    for (int i = REASON_COLUMN; i < WIDTH; i++)
        putchar('-');
    putchar('\n');
}

void print_table_row(struct screening *screening, int verdict)
{
    struct reasons reasons = {ID_WIDTH + (int)strlen(verdict_name(verdict))};
    print_id(screening->id);
    printf("%s", verdict_name(verdict));
    if (verdict == VERDICT_ERROR) {
        struct wrapping wrapping = {REASON_COLUMN, REASON_COLUMN};
        print_blanks(REASON_COLUMN - reasons.column);
        print_words(&wrapping, text_of(&screening->message));
    } else {
        print_criteria(screening, &reasons, verdict);
        print_next(screening, &reasons);
        print_queries(screening, &reasons);
    }
    putchar('\n');
}

void print_table_foot(const struct screening *screening)
{
    static const int order[VERDICT_COUNT] = {NFH_VERDICT_ELIGIBLE, NFH_VERDICT_INELIGIBLE,
                                             NFH_VERDICT_UNDETERMINED, VERDICT_ERROR};
    size_t all = 0;
    for (size_t i = 0; i < VERDICT_COUNT; i++)
        all += screening->count[i];
    printf("\n%zu subject%s:", all, all == 1 ? "" : "s");
    for (size_t i = 0; i < VERDICT_COUNT; i++)
        printf("%s %zu %s", i > 0 ? "," : "", screening->count[order[i]], verdict_name(order[i]));
    putchar('\n');
}
