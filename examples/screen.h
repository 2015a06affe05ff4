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

#include "screen_progress.h"
#include "screen_text.h"

enum format { FORMAT_CSV, FORMAT_JSON, FORMAT_TABLE };

/* Verdicts of rows: NFH_VERDICT_…, and this one for a row that cannot be read. */
#define VERDICT_ERROR 0
#define VERDICT_COUNT 4

/* What is being screened, and with what. */
struct screening {
    const nfh_ruleset *ruleset;
    const nfh_ruleset
        *other; /* another one that may know a column which this one does not, or NULL */
    nfh_subject *subject;
    nfh_report *report;
    enum format format;
    bool quiet;          /* rows that cannot be read are left to the message */
    const char *now;     /* the time of the evaluation, or NULL */
    const char *file;    /* what messages call the cohort */
    const char *id;      /* of the row; "" when it could not be read */
    struct text message; /* what is wrong with the row */
    struct text line;    /* for one line of output */
    char *json;
    size_t json_size;
    size_t *missing;
    size_t missing_size;
    size_t count[VERDICT_COUNT];
    struct progress progress;
};

/* The columns of a cohort. */
struct columns {
    size_t *parameter; /* of each column: the parameter's index, or one of these */
    size_t count;
};
#define COLUMN_ID    SIZE_MAX
#define COLUMN_EXTRA (SIZE_MAX - 1)

struct csv_record;

/* Reads the header. False: it is no header of a cohort, and standard error says why. A column that
 * only the other rule set knows is an extra one. */
bool read_header(const struct screening *screening, const struct csv_record *header,
                 bool extra_columns, struct columns *columns);
/* Fills the subject from a row. False: screening->message says why it cannot be read, and so does
 * standard error unless it is to be quiet. */
bool read_row(struct screening *screening, const struct columns *columns,
              const struct csv_record *row);

/* Reads a row and screens it. The verdict; VERDICT_ERROR as for read_row. */
int screen_row(struct screening *screening, const struct columns *columns,
               const struct csv_record *row);

/* Makes the subject and the report, and frees them and what else grew. False: out of memory. */
bool start_screening(struct screening *screening);
void end_screening(struct screening *screening);

/* What comes before the first subject and after the last. */
void print_head(struct screening *screening);
void print_foot(const struct screening *screening);
/* A row, by its verdict, which is counted. */
void print_row(struct screening *screening, int verdict);

/* The same as a table that people read (screen_table.c). */
void print_table_head(struct screening *screening);
void print_table_row(struct screening *screening, int verdict);
void print_table_foot(const struct screening *screening);

const char *verdict_name(int verdict);
const char *truth_name(int truth);

#endif
