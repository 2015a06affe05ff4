/* SPDX-License-Identifier: MIT
 *
 * screen_rows.c - from CSV records to subjects.
 */
#include "screen.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen_csv.h"

#define COLUMNS_MAX 10000

static const char id_column[] = "subject_id";

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* A column's name without blanks around it. */
static void trim_name(const char *name, struct text *trimmed)
{
    size_t length = strlen(name);
    while (length > 0 && is_blank(name[length - 1]))
        length--;
    while (length > 0 && is_blank(*name)) {
        name++;
        length--;
    }
    text_clear(trimmed);
    text_add_part(trimmed, name, length);
}

/* ---- Header ---------------------------------------------------------------------------------- */

#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
static void
complain_column(const struct screening *screening, size_t column, const char *format, ...)
{
    va_list arguments;
    fprintf(stderr, "%s: %s: row 1, column %zu: ", program, screening->file, column + 1);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

static void complain_unknown(const struct screening *screening, size_t column, const char *name)
{
    const char *nearest, *ruleset, *other = NULL;
    nfh_ruleset_name(screening->ruleset, &ruleset);
    nfh_ruleset_parameter_nearest(screening->ruleset, name, &nearest);
    if (screening->other)
        nfh_ruleset_name(screening->other, &other);
    if (screening->other && !nearest)
        nfh_ruleset_parameter_nearest(screening->other, name, &nearest);
    if (nearest)
        complain_column(screening, column,
                        "there is no parameter \"%s\"; did you mean %s? (--extra-columns passes "
                        "over such columns)",
                        name, nearest);
    else
        complain_column(screening, column,
                        "there is no parameter \"%s\" in %s%s%s (--extra-columns passes over such "
                        "columns)",
                        name, ruleset, other ? " or " : "", other ? other : "");
}

static bool is_parameter(const nfh_ruleset *ruleset, const char *name)
{
    size_t index;
    return ruleset && nfh_ruleset_parameter_index(ruleset, name, &index) == NFH_OK;
}

/* Whether a name of the header has stood further left. */
static bool is_doubled(const struct csv_record *header, size_t column, const char *name)
{
    struct text other = {.bytes = NULL};
    bool found = false;
    for (size_t i = 0; i < column && !found; i++) {
        trim_name(header->field[i], &other);
        found = strcmp(text_of(&other), name) == 0;
    }
    free(other.bytes);
    return found;
}

/* What a column means. False: it may not be, and standard error says why. */
static bool read_column(const struct screening *screening, const struct csv_record *header,
                        size_t column, const char *name, bool extra_columns, size_t *parameter)
{
    *parameter = COLUMN_EXTRA;
    if (name[0] == '\0') {
        complain_column(screening, column, "the column has no name");
        return false;
    }
    if (is_doubled(header, column, name)) {
        complain_column(screening, column, "a second column \"%s\"", name);
        return false;
    }
    if (strcmp(name, id_column) == 0) {
        *parameter = COLUMN_ID;
    } else if (nfh_ruleset_parameter_index(screening->ruleset, name, parameter) != NFH_OK) {
        *parameter = COLUMN_EXTRA;
        if (extra_columns || is_parameter(screening->other, name))
            return true;
        complain_unknown(screening, column, name);
        return false;
    }
    return true;
}

bool read_header(const struct screening *screening, const struct csv_record *header,
                 bool extra_columns, struct columns *columns)
{
    struct text name = {.bytes = NULL};
    bool fine = true, with_id = false;
    if (header->problem || header->count > COLUMNS_MAX) {
        fprintf(stderr, "%s: %s: row 1: %s\n", program, screening->file,
                header->problem ? header->problem : "too many columns");
        return false;
    }
    columns->count = header->count;
    columns->parameter = malloc((header->count + 1) * sizeof *columns->parameter);
    if (!columns->parameter) {
        perror(program);
        return false;
    }
    for (size_t i = 0; i < header->count; i++) {
        trim_name(header->field[i], &name);
        if (!read_column(screening, header, i, text_of(&name), extra_columns,
                         &columns->parameter[i]))
            fine = false;
        with_id = with_id || columns->parameter[i] == COLUMN_ID;
    }
    if (!with_id)
        fprintf(stderr, "%s: %s: row 1: there is no column %s\n", program, screening->file,
                id_column);
    free(name.bytes);
    return fine && with_id;
}

/* ---- Rows ------------------------------------------------------------------------------------ */

/* Notes what is wrong with a row, or with a cell of it (column SIZE_MAX: the row). */
static void note_problem(struct screening *screening, size_t row, size_t column,
                         const char *problem)
{
    struct text *message = &screening->message;
    if (message->length > 0)
        text_add(message, "; ");
    size_t start = message->length;
    text_add(message, "row ");
    text_add_number(message, row);
    if (column != SIZE_MAX) {
        text_add(message, ", column ");
        text_add_number(message, column + 1);
    }
    text_add(message, ": ");
    text_add(message, problem);
    progress_clear(&screening->progress);
    if (!screening->quiet)
        fprintf(stderr, "%s: %s: %s\n", program, screening->file, message->bytes + start);
}

static void note_cell_count(struct screening *screening, const struct columns *columns,
                            const struct csv_record *row)
{
    char problem[100];
    snprintf(problem, sizeof problem, "%zu cells, but the header has %zu", row->count,
             columns->count);
    note_problem(screening, row->row, SIZE_MAX, problem);
}

/* The row's id, also when the row cannot be read as a whole. */
static void find_id(struct screening *screening, const struct columns *columns,
                    const struct csv_record *row)
{
    size_t column = 0;
    while (column < columns->count && columns->parameter[column] != COLUMN_ID)
        column++;
    screening->id = column < row->count ? row->field[column] : "";
}

bool read_row(struct screening *screening, const struct columns *columns,
              const struct csv_record *row)
{
    nfh_subject *subject = screening->subject;
    text_clear(&screening->message);
    nfh_subject_clear(subject);
    nfh_subject_set_now(subject, screening->now); /* which has been looked at */
    find_id(screening, columns, row);
    if (row->problem)
        note_problem(screening, row->row, SIZE_MAX, row->problem);
    else if (row->count != columns->count)
        note_cell_count(screening, columns, row);
    for (size_t i = 0; i < columns->count && screening->message.length == 0; i++) {
        if (columns->parameter[i] == COLUMN_ID) {
            int status = nfh_subject_set_id(subject, row->field[i]);
            if (status != NFH_OK)
                note_problem(screening, row->row, i, nfh_status_text(status));
        }
    }
    bool whole = screening->message.length == 0;
    for (size_t i = 0; i < columns->count && whole; i++) {
        const char *problem;
        if (columns->parameter[i] == COLUMN_ID || columns->parameter[i] == COLUMN_EXTRA)
            continue;
        if (nfh_subject_set_text_at(subject, columns->parameter[i], row->field[i]) == NFH_OK)
            continue;
        nfh_subject_error(subject, &problem);
        note_problem(screening, row->row, i, problem);
    }
    return screening->message.length == 0;
}

/* ---- Screening ------------------------------------------------------------------------------- */

int screen_row(struct screening *screening, const struct columns *columns,
               const struct csv_record *row)
{
    int verdict = VERDICT_ERROR;
    if (!read_row(screening, columns, row))
        return VERDICT_ERROR;
    int status = nfh_screen(screening->ruleset, screening->subject, screening->report);
    if (status == NFH_OK)
        status = nfh_report_verdict(screening->report, &verdict);
    if (status != NFH_OK) {
        note_problem(screening, row->row, SIZE_MAX, nfh_status_text(status));
        return VERDICT_ERROR;
    }
    return verdict;
}

bool start_screening(struct screening *screening)
{
    return nfh_subject_new(screening->ruleset, &screening->subject) == NFH_OK &&
           nfh_report_new(screening->ruleset, &screening->report) == NFH_OK;
}

void end_screening(struct screening *screening)
{
    nfh_report_free(screening->report);
    nfh_subject_free(screening->subject);
    free(screening->message.bytes);
    free(screening->line.bytes);
    free(screening->json);
    free(screening->missing);
}
