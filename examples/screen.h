/* SPDX-License-Identifier: MIT
 *
 * screen.h - between the files of the program screen.
 */
#ifndef EXAMPLES_SCREEN_H
#define EXAMPLES_SCREEN_H

#include "nfhscreen.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern const char program[];

/* Text that grows. */
struct text {
    char *bytes; /* with an end, or NULL when nothing was ever added */
    size_t length, capacity;
};

/* Adds to a text. Out of memory ends the program: it can do nothing more. */
void text_add(struct text *text, const char *bytes);
void text_add_part(struct text *text, const char *bytes, size_t length);
void text_add_number(struct text *text, size_t number);
static inline void text_clear(struct text *text)
{
    text->length = 0;
    if (text->bytes)
        text->bytes[0] = '\0';
}
static inline const char *text_of(const struct text *text)
{
    return text->bytes ? text->bytes : "";
}

enum format { FORMAT_CSV, FORMAT_JSON, FORMAT_TABLE };

/* Verdicts of rows: NFH_VERDICT_…, and this one for a row that cannot be read. */
#define VERDICT_ERROR 0
#define VERDICT_COUNT 4

/* What is being screened, and with what. */
struct screening {
    const nfh_ruleset *ruleset;
    nfh_subject *subject;
    nfh_report *report;
    enum format format;
    const char *file;    /* what messages call the cohort */
    const char *id;      /* of the row; "" when it could not be read */
    struct text message; /* what is wrong with the row */
    struct text line;    /* for one line of output */
    char *json;
    size_t json_size;
    size_t *missing;
    size_t missing_size;
    size_t count[VERDICT_COUNT];
};

/* The columns of a cohort. */
struct columns {
    size_t *parameter; /* of each column: the parameter's index, or one of these */
    size_t count;
};
#define COLUMN_ID    SIZE_MAX
#define COLUMN_EXTRA (SIZE_MAX - 1)

struct csv_record;

/* Reads the header. False: it is no header of a cohort, and standard error says why. */
bool read_header(const struct screening *screening, const struct csv_record *header,
                 bool extra_columns, struct columns *columns);
/* Fills the subject from a row. False: screening->message says why it cannot be read, and so does
 * standard error. */
bool read_row(struct screening *screening, const struct columns *columns,
              const struct csv_record *row);

/* What comes before the first subject and after the last. */
void print_head(struct screening *screening);
void print_foot(const struct screening *screening);
/* A subject that has been screened, and a row that could not be. */
void print_report(struct screening *screening, int verdict);
void print_error(struct screening *screening);

/* The same as a table that people read (screen_table.c). */
void print_table_head(struct screening *screening);
void print_table_row(struct screening *screening, int verdict);
void print_table_foot(const struct screening *screening);

const char *verdict_name(int verdict);

#endif
