/* SPDX-License-Identifier: MIT
 *
 * screen_output.c - verdicts and criteria as CSV or JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen.h"

const char *verdict_name(int verdict)
{
    switch (verdict) {
    case NFH_VERDICT_ELIGIBLE:
        return "eligible";
    case NFH_VERDICT_INELIGIBLE:
        return "ineligible";
    case NFH_VERDICT_UNDETERMINED:
        return "undetermined";
    default:
        return "error";
    }
}

const char *truth_name(int truth)
{
    switch (truth) {
    case NFH_TRUE:
        return "true";
    case NFH_FALSE:
        return "false";
    default:
        return "unknown";
    }
}

/* ---- CSV ------------------------------------------------------------------------------------- */

/* Adds a cell per criterion that is no check: its id, its truth, or nothing. */
enum cells { CELLS_ID, CELLS_TRUTH, CELLS_EMPTY };
static void add_criteria(struct screening *screening, enum cells cells)
{
    size_t count;
    nfh_ruleset_criterion_count(screening->ruleset, &count);
    for (size_t i = 0; i < count; i++) {
        int category, truth = NFH_UNKNOWN;
        const char *id;
        nfh_ruleset_criterion_category(screening->ruleset, i, &category);
        if (category == NFH_CATEGORY_CHECK)
            continue;
        text_add(&screening->line, ",");
        if (cells == CELLS_TRUTH) {
            nfh_report_criterion(screening->report, i, &truth);
            text_add(&screening->line, truth_name(truth));
        } else if (cells == CELLS_ID) {
            nfh_ruleset_criterion_id(screening->ruleset, i, &id);
            text_add(&screening->line, id);
        }
    }
}

static void print_csv_row(struct screening *screening, int verdict)
{
    text_add_cell(&screening->line, screening->id);
    text_add(&screening->line, ",");
    text_add(&screening->line, verdict_name(verdict));
    add_criteria(screening, verdict == VERDICT_ERROR ? CELLS_EMPTY : CELLS_TRUTH);
    text_print_line(&screening->line);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

/* The length of the UTF-8 character at the start of a text, 0 when there is none. */
static size_t character_length(const char *text)
{
    const unsigned char *b = (const unsigned char *)text;
    size_t length = b[0] < 0x80   ? 1
                    : b[0] < 0xc2 ? 0
                    : b[0] < 0xe0 ? 2
                    : b[0] < 0xf0 ? 3
                    : b[0] < 0xf5 ? 4
                                  : 0;
    for (size_t i = 1; i < length; i++) {
        if ((b[i] & 0xc0) != 0x80)
            return 0;
    }
    /* Overlong forms, surrogates, numbers beyond U+10FFFF */
    if ((b[0] == 0xe0 && b[1] < 0xa0) || (b[0] == 0xed && b[1] > 0x9f) ||
        (b[0] == 0xf0 && b[1] < 0x90) || (b[0] == 0xf4 && b[1] > 0x8f))
        return 0;
    return length;
}

static void add_json_string(struct text *line, const char *text)
{
    text_add(line, "\"");
    while (*text) {
        char escape[8];
        size_t length = character_length(text);
        if (length == 0) {
            text_add(line, "\xef\xbf\xbd");
        } else if ((unsigned char)*text < 0x20 || *text == '"' || *text == '\\') {
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned char)*text);
            text_add(line, escape);
        } else {
            text_add_part(line, text, length);
        }
        text += length ? length : 1;
    }
    text_add(line, "\"");
}

static void print_json_report(struct screening *screening)
{
    size_t needed;
    int status = nfh_report_json(screening->report, screening->json, screening->json_size, &needed);
    if (status == NFH_E_BUFFER) {
        char *grown = realloc(screening->json, 2 * needed);
        if (!grown) {
            perror(program);
            exit(2);
        }
        screening->json = grown;
        screening->json_size = 2 * needed;
        nfh_report_json(screening->report, screening->json, screening->json_size, &needed);
    }
    puts(screening->json);
}

static void print_json_error(struct screening *screening)
{
    struct text *line = &screening->line;
    text_add(line, "{\"subject_id\":");
    add_json_string(line, screening->id);
    text_add(line, ",\"verdict\":\"error\",\"message\":");
    add_json_string(line, text_of(&screening->message));
    text_add(line, "}");
    text_print_line(line);
}

/* ---- Any format ------------------------------------------------------------------------------ */

void print_head(struct screening *screening)
{
    if (screening->format == FORMAT_TABLE)
        print_table_head(screening);
    if (screening->format != FORMAT_CSV)
        return;
    text_add(&screening->line, "subject_id,verdict");
    add_criteria(screening, CELLS_ID);
    text_print_line(&screening->line);
}

void print_row(struct screening *screening, int verdict)
{
    screening->count[verdict]++;
    if (screening->format == FORMAT_TABLE)
        print_table_row(screening, verdict);
    else if (screening->format == FORMAT_CSV)
        print_csv_row(screening, verdict);
    else if (verdict == VERDICT_ERROR)
        print_json_error(screening);
    else
        print_json_report(screening);
}

void print_foot(const struct screening *screening)
{
    if (screening->format == FORMAT_TABLE)
        print_table_foot(screening);
}
