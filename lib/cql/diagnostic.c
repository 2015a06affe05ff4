/* SPDX-License-Identifier: MIT
 *
 * diagnostic.c - collecting diagnostics and showing them with their source line.
 */
#include "cql/diagnostic.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cql/utf8.h"

#define SHOWN_MAX    100 /* code points of a source line that are shown */
#define SHOWN_BEFORE 60  /* of these, at most so many before the place */

void nfh_priv_locate(const struct nfh_source *source, uint32_t offset, uint32_t *line,
                     uint32_t *column)
{
    size_t end = offset < source->length ? offset : source->length;
    size_t start = 0;
    *line = 1;
    for (size_t i = 0; i < end; i++) {
        if (source->text[i] == '\n') {
            (*line)++;
            start = i + 1;
        }
    }
    if (start == 0)
        start = nfh_priv_utf8_mark(source->text, source->length);
    *column = 1;
    while (start < end) {
        start += nfh_priv_utf8_step(source->text + start, end - start);
        (*column)++;
    }
}

/* Copies a message so that it is one line of UTF-8. */
static char *clean_copy(struct nfh_arena *arena, const char *message, size_t length)
{
    char *text = nfh_priv_arena_allocate(arena, length + 1);
    size_t in = 0, out = 0;
    while (text && in < length) {
        uint32_t point;
        size_t size = nfh_priv_utf8_read(message + in, length - in, &point);
        if (size == 0 || nfh_priv_utf8_is_control(point)) {
            text[out++] = '?';
            in += size ? size : 1;
        } else {
            memcpy(text + out, message + in, size);
            in += size;
            out += size;
        }
    }
    return text;
}

/* Cuts a text that filled its buffer, so that it ends with a whole character and dots. */
static size_t cut(char *text, size_t length)
{
    static const char dots[] = "...";
    length -= sizeof dots - 1;
    while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    memcpy(text + length, dots, sizeof dots);
    return length + sizeof dots - 1;
}

static bool is_reported(const struct nfh_diagnostics *diagnostics, const struct nfh_source *source,
                        struct nfh_place place, int code)
{
    for (const struct nfh_diagnostic *d = diagnostics->first; d; d = d->next) {
        if (d->code == code && d->source == source && d->place.offset == place.offset &&
            d->place.length == place.length)
            return true;
    }
    return false;
}

void nfh_priv_report(struct nfh_diagnostics *diagnostics, const struct nfh_source *source,
                     struct nfh_place place, int code, const char *format, ...)
{
    if (is_reported(diagnostics, source, place, code))
        return;
    int severity = code / 1000 == 7 ? NFH_SEVERITY_WARNING : NFH_SEVERITY_ERROR;
    if (severity == NFH_SEVERITY_ERROR)
        diagnostics->errors++;
    /* Warnings may not crowd out the errors. */
    if (diagnostics->count >=
        (severity == NFH_SEVERITY_ERROR ? NFH_DIAGNOSTICS_MAX : NFH_DIAGNOSTICS_MAX / 2))
        return;

    char message[NFH_MESSAGE_MAX + 1];
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    size_t length = written < 0 ? 0 : (size_t)written;
    if (length > NFH_MESSAGE_MAX)
        length = cut(message, NFH_MESSAGE_MAX);

    struct nfh_diagnostic *diagnostic =
        nfh_priv_arena_allocate(diagnostics->arena, sizeof *diagnostic);
    char *text = clean_copy(diagnostics->arena, message, length);
    if (!diagnostic || !text) {
        diagnostics->out_of_memory = true;
        return;
    }
    *diagnostic = (struct nfh_diagnostic){
        .severity = severity, .code = code, .source = source, .place = place, .message = text};
    nfh_priv_locate(source, place.offset, &diagnostic->line, &diagnostic->column);
    if (diagnostics->last)
        diagnostics->last->next = diagnostic;
    else
        diagnostics->first = diagnostic;
    diagnostics->last = diagnostic;
    diagnostics->count++;
}

/* Text into a buffer that may be too small, with the length that it would have. */
struct output {
    char *buffer;
    size_t size;
    size_t length;
};

static void put(struct output *output, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (output->length + 1 < output->size)
            output->buffer[output->length] = bytes[i];
        output->length++;
    }
}

static void put_text(struct output *output, const char *text)
{
    put(output, text, strlen(text));
}

static void put_number(struct output *output, unsigned long number)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    put(output, digits + at, sizeof digits - at);
}

/* The part of the source line that is shown. */
struct excerpt {
    const char *text;
    size_t start, place, place_end, end; /* in bytes of the source */
    bool cut_before, cut_after;
};

static struct excerpt find_excerpt(const struct nfh_diagnostic *diagnostic)
{
    const struct nfh_source *source = diagnostic->source;
    struct excerpt e = {.text = source->text};
    e.place = diagnostic->place.offset < source->length ? diagnostic->place.offset : source->length;
    e.start = e.end = e.place;
    size_t count = 0;
    while (e.start > 0 && source->text[e.start - 1] != '\n' && count < SHOWN_BEFORE) {
        e.start--;
        while (e.start > 0 && nfh_priv_utf8_is_inside(source->text[e.start]))
            e.start--;
        count++;
    }
    size_t mark = nfh_priv_utf8_mark(source->text, source->length);
    if (e.start < mark && e.place >= mark)
        e.start = mark;
    while (e.end < source->length && source->text[e.end] != '\n' && count < SHOWN_MAX) {
        e.end += nfh_priv_utf8_step(source->text + e.end, source->length - e.end);
        count++;
    }
    e.cut_before = e.start > mark && source->text[e.start - 1] != '\n';
    e.cut_after = e.end < source->length && source->text[e.end] != '\n';
    if (!e.cut_after && e.end > e.place && source->text[e.end - 1] == '\r')
        e.end--;
    e.place_end = e.place + diagnostic->place.length;
    if (e.place_end > e.end)
        e.place_end = e.end;
    return e;
}

static void put_source_line(struct output *output, const struct excerpt *e)
{
    put_text(output, e->cut_before ? "..." : "");
    for (size_t i = e->start; i < e->end;) {
        uint32_t point;
        size_t size = nfh_priv_utf8_read(e->text + i, e->end - i, &point);
        if (size == 0 || (nfh_priv_utf8_is_control(point) && point != '\t'))
            put_text(output, "?");
        else
            put(output, e->text + i, size);
        i += size ? size : 1;
    }
    put_text(output, e->cut_after ? "..." : "");
}

static void put_carets(struct output *output, const struct excerpt *e)
{
    put_text(output, e->cut_before ? "   " : "");
    bool marked = false;
    for (size_t i = e->start; i < e->place_end;) {
        uint32_t point;
        size_t size = nfh_priv_utf8_read(e->text + i, e->end - i, &point);
        int width = size == 0 || nfh_priv_utf8_is_control(point) ? 1 : nfh_priv_utf8_width(point);
        bool here = i >= e->place;
        if (size && point == '\t' && !here)
            put_text(output, "\t");
        else
            put(output, here ? "^^" : "  ", (size_t)width);
        marked |= here && width > 0;
        i += size ? size : 1;
    }
    if (!marked)
        put_text(output, "^");
}

size_t nfh_priv_diagnostic_format(const struct nfh_diagnostic *diagnostic, char *buffer,
                                  size_t size)
{
    struct output output = {.buffer = buffer, .size = size};
    const char *name = diagnostic->source->name;
    if (name && *name) {
        put_text(&output, name);
        put_text(&output, ":");
    }
    put_number(&output, diagnostic->line);
    put_text(&output, ":");
    put_number(&output, diagnostic->column);
    put_text(&output, diagnostic->severity == NFH_SEVERITY_WARNING ? ": warning: " : ": error: ");
    put_text(&output, diagnostic->message);
    put_text(&output, " [");
    put_number(&output, (unsigned long)diagnostic->code);
    put_text(&output, "]\n");
    struct excerpt excerpt = find_excerpt(diagnostic);
    put_source_line(&output, &excerpt);
    put_text(&output, "\n");
    put_carets(&output, &excerpt);
    if (size > 0)
        buffer[output.length < size ? output.length : size - 1] = '\0';
    return output.length;
}
