/* SPDX-License-Identifier: MIT
 *
 * screen_csv.c - reading CSV. libcsv parses, a line at a time, so that we know where a record
 * began: when one cannot be read, for example because a quote is never closed, only its first line
 * is given up and the next line starts afresh.
 */
#include "screen_csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "screen_split.h"

#define CHUNK ((size_t)65536)

/* RFC 4180: blanks are part of a field. */
static int is_no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static bool start_parser(struct csv_reader *reader)
{
    if (csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
        return false;
    csv_set_space_func(&reader->parser, is_no_space);
    return true;
}

bool csv_reader_open(struct csv_reader *reader, FILE *file)
{
    *reader = (struct csv_reader){.file = file};
    return start_parser(reader);
}

void csv_reader_close(struct csv_reader *reader)
{
    csv_free(&reader->parser);
    free(reader->bytes);
    free(reader->text);
    free(reader->offset);
    free((void *)reader->field);
}

/* Room for `count` elements in an array; false when out of memory. */
static bool make_room(void **array, size_t *capacity, size_t count, size_t size)
{
    if (count <= *capacity)
        return true;
    size_t wanted = *capacity ? *capacity : 64;
    while (wanted < count)
        wanted *= 2;
    void *grown = realloc(*array, wanted * size);
    if (!grown)
        return false;
    *array = grown;
    *capacity = wanted;
    return true;
}

/* libcsv: a field is there. */
static void take_field(void *bytes, size_t length, void *context)
{
    struct csv_reader *reader = context;
    void *text = reader->text, *offset = reader->offset;
    bool room = make_room(&text, &reader->text_capacity, reader->text_length + length + 1, 1);
    reader->text = text;
    room = make_room(&offset, &reader->offset_capacity, reader->record.count + 1,
                     sizeof *reader->offset) &&
           room;
    reader->offset = offset;
    if (!room) {
        reader->out_of_memory = true;
        return;
    }
    if (length > 0 && memchr(bytes, '\0', length))
        reader->record.problem = "a cell holds a NUL byte";
    reader->offset[reader->record.count++] = reader->text_length;
    if (length > 0)
        memcpy(reader->text + reader->text_length, bytes, length);
    reader->text_length += length;
    reader->text[reader->text_length++] = '\0';
}

/* libcsv: the record is there. */
static void take_record(int end, void *context)
{
    struct csv_reader *reader = context;
    (void)end;
    reader->complete = true;
}

/* Reads more of the file behind what is there. Skips a byte order mark at its start. Returns what
 * failed, or NULL. */
static const char *read_more(struct csv_reader *reader)
{
    void *bytes = reader->bytes;
    bool first = reader->capacity == 0;
    if (reader->start > 0) {
        memmove(reader->bytes, reader->bytes + reader->start, reader->end - reader->start);
        reader->fed -= reader->start;
        reader->end -= reader->start;
        reader->start = 0;
    }
    if (!make_room(&bytes, &reader->capacity, reader->end + CHUNK + SPLIT_PADDING, 1))
        return strerror(ENOMEM);
    reader->bytes = bytes;
    size_t count = fread(reader->bytes + reader->end, 1, CHUNK, reader->file);
    reader->end += count;
    memset(reader->bytes + reader->end, 0, SPLIT_PADDING);
    if (ferror(reader->file))
        return strerror(errno);
    reader->at_end = count < CHUNK;
    if (!first)
        return NULL;
    if (count >= 2 &&
        (memcmp(reader->bytes, "\xff\xfe", 2) == 0 || memcmp(reader->bytes, "\xfe\xff", 2) == 0))
        return "the text is UTF-16; UTF-8 is expected";
    if (count >= 3 && memcmp(reader->bytes, "\xef\xbb\xbf", 3) == 0)
        reader->start = reader->fed = 3;
    return NULL;
}

/* One line with its end, from reader->fed on; at the end of the file what is left. 0: there is more
 * to read. */
static size_t line_length(const struct csv_reader *reader)
{
    size_t at = reader->fed;
    while (at < reader->end && reader->bytes[at] != '\n' && reader->bytes[at] != '\r')
        at++;
    if (at < reader->end)
        return at + 1 - reader->fed;
    return reader->at_end ? at - reader->fed : 0;
}

enum line { LINE_READY, LINE_TOO_LONG, LINE_NONE, LINE_FAILED };

/* Reads until there is a whole line, or what is left at the end of the file; of length 0 when a
 * record is open then. */
static enum line find_line(struct csv_reader *reader, size_t *length, const char **failure)
{
    for (;;) {
        *length = line_length(reader);
        size_t size =
            *length > 0 ? reader->fed + *length - reader->start : reader->end - reader->start;
        if (size > CSV_RECORD_MAX)
            return LINE_TOO_LONG;
        if (*length > 0)
            return LINE_READY;
        if (reader->at_end)
            return reader->start < reader->end ? LINE_READY : LINE_NONE;
        *failure = read_more(reader);
        if (*failure)
            return LINE_FAILED;
    }
}

static void pass(struct csv_reader *reader, size_t length)
{
    if (length > 0)
        reader->last = reader->bytes[reader->fed + length - 1];
    reader->fed += length;
}

/* Passes an empty line. It is no record, but the row counts, unless it is only the LF of a CR LF.
 */
static bool pass_empty_line(struct csv_reader *reader, size_t length)
{
    char last = reader->last;
    if (length != 1 || (reader->bytes[reader->fed] != '\n' && reader->bytes[reader->fed] != '\r'))
        return false;
    pass(reader, length);
    reader->start = reader->fed;
    if (!(last == '\r' && reader->last == '\n'))
        reader->row++;
    return true;
}

static void start_record(struct csv_reader *reader)
{
    reader->record = (struct csv_record){.row = ++reader->row};
    reader->text_length = 0;
    reader->complete = false;
}

/* Parses a line. Returns what is wrong with the record, or NULL. */
static const char *feed_line(struct csv_reader *reader, size_t length)
{
    struct csv_parser *parser = &reader->parser;
    size_t parsed =
        csv_parse(parser, reader->bytes + reader->fed, length, take_field, take_record, reader);
    pass(reader, length);
    if (parsed < length) {
        if (csv_error(parser) != CSV_EPARSE)
            reader->out_of_memory = true;
        return "a quote stands where none can be (a cell with quotes in it must be quoted as a "
               "whole)";
    }
    if (reader->complete || !reader->at_end || reader->fed < reader->end)
        return NULL;
    return csv_fini(parser, take_field, take_record, reader) == 0 ? NULL : "a quote is not closed";
}

/* Starts afresh behind the first line of the record, reading away what is beyond all bounds. */
static const char *give_up_first_line(struct csv_reader *reader)
{
    const char *failure = NULL;
    reader->fed = reader->start;
    while (!failure && line_length(reader) == 0 && !reader->at_end) {
        reader->start = reader->fed = reader->end;
        failure = read_more(reader);
    }
    pass(reader, line_length(reader));
    reader->start = reader->fed;
    csv_free(&reader->parser);
    if (!start_parser(reader))
        reader->out_of_memory = true;
    return failure;
}

static const struct csv_record *finish_record(struct csv_reader *reader)
{
    void *field = (void *)reader->field;
    if (!make_room(&field, &reader->field_capacity, reader->record.count + 1,
                   sizeof *reader->field)) {
        reader->out_of_memory = true;
        return NULL;
    }
    reader->field = field;
    for (size_t i = 0; i < reader->record.count; i++)
        reader->field[i] = reader->text + reader->offset[i];
    reader->record.field = reader->field;
    return &reader->record;
}

const struct csv_record *csv_reader_next(struct csv_reader *reader, const char **failure)
{
    *failure = NULL;
    while (!reader->out_of_memory) {
        size_t length;
        enum line line = find_line(reader, &length, failure);
        if (line == LINE_NONE || line == LINE_FAILED)
            return NULL;
        bool first = reader->fed == reader->start;
        if (first && line == LINE_READY && pass_empty_line(reader, length))
            continue;
        if (first)
            start_record(reader);
        const char *problem = line == LINE_TOO_LONG
                                  ? "the record is too long (is a quote not closed?)"
                                  : feed_line(reader, length);
        if (problem) {
            reader->record.problem = problem;
            *failure = give_up_first_line(reader);
            return *failure ? NULL : finish_record(reader);
        }
        if (reader->complete) {
            reader->start = reader->fed;
            return finish_record(reader);
        }
    }
    *failure = strerror(ENOMEM);
    return NULL;
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

/* Of a wide file fewer rows: a block has its size, whatever the header. */
#define BOUNDS_MAX ((size_t)1 << 18)

bool csv_block_open(struct csv_block *block, size_t cells)
{
    *block = (struct csv_block){.cells = cells, .capacity = CSV_BLOCK_ROWS};
    while (block->capacity > 8 && block->capacity * (cells + 1) > BOUNDS_MAX)
        block->capacity /= 2;
    block->place = calloc(block->capacity, sizeof *block->place);
    block->bound = calloc(block->capacity * (cells + 1), sizeof *block->bound);
    return block->place && block->bound;
}

void csv_block_close(struct csv_block *block)
{
    free(block->place);
    free(block->bound);
}

/* Takes a record into the block. False: it is for csv_reader_next. */
static bool take_plain_record(struct csv_reader *reader, struct csv_block *block)
{
    uint32_t *bound = csv_block_bound(block, block->count);
    size_t next, size = reader->end - reader->start;
    if (size > CSV_RECORD_MAX)
        size = CSV_RECORD_MAX;
    enum split split = split_record(reader->bytes, reader->start, reader->start + size, bound,
                                    block->cells, &next);
    if (split == SPLIT_NONE)
        return false;
    for (uint32_t i = 0; split == SPLIT_ODD && i <= block->cells; i++)
        bound[i] = i; /* nothing, wherever */
    block->place[block->count++] =
        (struct csv_place){reader->start, ++reader->row, split == SPLIT_ODD};
    pass(reader, next - reader->start);
    reader->start = next;
    return true;
}

void csv_reader_block(struct csv_reader *reader, struct csv_block *block)
{
    block->bytes = reader->bytes;
    block->count = 0;
    while (block->count < block->capacity && reader->start < reader->end &&
           (pass_empty_line(reader, 1) || take_plain_record(reader, block)))
        ;
}

const struct csv_record *csv_reader_again(struct csv_reader *reader, const struct csv_place *place)
{
    size_t start = reader->start, row = reader->row;
    char last = reader->last;
    const char *failure;
    reader->start = reader->fed = place->start;
    reader->row = place->row - 1;
    const struct csv_record *record = csv_reader_next(reader, &failure);
    reader->start = reader->fed = start;
    reader->row = row;
    reader->last = last;
    return record;
}
