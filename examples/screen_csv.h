/* SPDX-License-Identifier: MIT
 *
 * screen_csv.h - reading comma-separated values (RFC 4180) record by record, in memory that does
 * not grow with the file.
 */
#ifndef EXAMPLES_SCREEN_CSV_H
#define EXAMPLES_SCREEN_CSV_H

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define CSV_RECORD_MAX ((size_t)1 << 20) /* bytes of one record */

struct csv_record {
    size_t row;          /* from 1, which is the header; empty lines count */
    size_t count;        /* of fields */
    const char **field;  /* each with an end */
    const char *problem; /* why the record cannot be read, or NULL; the fields are those before the
                            problem */
};

struct csv_reader {
    FILE *file;
    struct csv_parser parser;
    char *bytes; /* of the record that is being read, and after it */
    size_t start, fed,
        end; /* in bytes: the record, what the parser has not seen, the end of what was read */
    size_t capacity;
    bool at_end;   /* of the file */
    char last;     /* byte passed: an LF after a CR ends no line of its own */
    bool complete; /* the parser has seen the record's end */
    bool out_of_memory;
    char *text; /* of the fields */
    size_t text_length, text_capacity;
    size_t *offset; /* where each field starts in text */
    size_t offset_capacity;
    const char **field;
    size_t field_capacity;
    size_t row; /* of the last record */
    struct csv_record record;
};

/* False when out of memory. */
bool csv_reader_open(struct csv_reader *reader, FILE *file);
void csv_reader_close(struct csv_reader *reader);

/* The next record, which lasts until the next call. NULL: there is none, or *failure says what
 * failed. After a record that cannot be read, reading goes on at the next line. */
const struct csv_record *csv_reader_next(struct csv_reader *reader, const char **failure);

#endif
