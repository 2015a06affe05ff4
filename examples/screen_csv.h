/* SPDX-License-Identifier: MIT
 *
 * screen_csv.h - reading comma-separated values (RFC 4180) record by record, or a block of records
 * at once, in memory that does not grow with the file.
 */
#ifndef EXAMPLES_SCREEN_CSV_H
#define EXAMPLES_SCREEN_CSV_H

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define CSV_RECORD_MAX ((size_t)1 << 20) /* bytes of one record */
#define CSV_BLOCK_ROWS 1024              /* a multiple of 8 */

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

/* Records that follow each other, as they lie in memory: each has a row of `cells` cells. */
struct csv_block {
    const char *bytes; /* valid until more is read */
    size_t cells, count, capacity;
    struct csv_place {
        size_t start, row;
        bool odd; /* its bounds are those of empty cells: csv_reader_again reads it */
    } * place;
    uint32_t *bound; /* cells + 1 of each row, see split_record */
};

/* The bounds of a row's cells. */
static inline uint32_t *csv_block_bound(const struct csv_block *block, size_t row)
{
    return block->bound + row * (block->cells + 1);
}

/* False when out of memory. */
bool csv_reader_open(struct csv_reader *reader, FILE *file);
void csv_reader_close(struct csv_reader *reader);

/* The next record, which lasts until the next call. NULL: there is none, or *failure says what
 * failed. After a record that cannot be read, reading goes on at the next line. */
const struct csv_record *csv_reader_next(struct csv_reader *reader, const char **failure);

/* Room for a block; false when out of memory. */
bool csv_block_open(struct csv_block *block, size_t cells);
void csv_block_close(struct csv_block *block);

/* Takes the next records, as many as have been read from the file and fit into the block; perhaps
 * none. What it does not take is for csv_reader_next, which also reads on. */
void csv_reader_block(struct csv_reader *reader, struct csv_block *block);

/* A record of a block once more, as csv_reader_next gives it. NULL: out of memory. */
const struct csv_record *csv_reader_again(struct csv_reader *reader, const struct csv_place *place);

#endif
