/* SPDX-License-Identifier: MIT
 *
 * writer.c - bounded text.
 */
#include "screen/writer.h"

#include <string.h>

#include "cql/utf8.h"
#include "nfhscreen.h"

#define QUOTED_MAX 60 /* bytes of a caller's text that a message shows */

struct nfh_writer nfh_priv_writer(char *buffer, size_t size)
{
    if (size > 0)
        buffer[0] = '\0';
    return (struct nfh_writer){buffer, size, 0};
}

void nfh_priv_write_bytes(struct nfh_writer *writer, const char *bytes, size_t length)
{
    size_t end = writer->length + length;
    if (end < writer->size) {
        memcpy(writer->buffer + writer->length, bytes, length);
        writer->buffer[end] = '\0';
    } else if (writer->length + 1 < writer->size) {
        size_t room = writer->size - 1 - writer->length;
        size_t fitting = length < room ? length : room;
        memcpy(writer->buffer + writer->length, bytes, fitting);
        writer->buffer[writer->length + fitting] = '\0';
    }
    writer->length = end;
}

void nfh_priv_write(struct nfh_writer *writer, const char *text)
{
    nfh_priv_write_bytes(writer, text, strlen(text));
}

void nfh_priv_write_count(struct nfh_writer *writer, size_t count)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + count % 10);
        count /= 10;
    } while (count > 0);
    nfh_priv_write_bytes(writer, digits + at, sizeof digits - at);
}

void nfh_priv_write_decimal(struct nfh_writer *writer, nfh_decimal value)
{
    char text[NFH_DECIMAL_TEXT];
    nfh_priv_write_bytes(writer, text, nfh_priv_decimal_format(value, 0, text));
}

void nfh_priv_write_date(struct nfh_writer *writer, nfh_date date)
{
    char text[NFH_DATE_TEXT];
    nfh_priv_write_bytes(writer, text, nfh_priv_date_format(date, text));
}

void nfh_priv_write_quoted(struct nfh_writer *writer, const char *text, size_t length)
{
    size_t at = 0;
    nfh_priv_write(writer, "\"");
    while (at < length && at < QUOTED_MAX) {
        uint32_t point;
        size_t size = nfh_priv_utf8_read(text + at, length - at, &point);
        if (size == 0 || nfh_priv_utf8_is_control(point))
            nfh_priv_write(writer, "?");
        else
            nfh_priv_write_bytes(writer, text + at, size);
        at += size ? size : 1;
    }
    nfh_priv_write(writer, at < length ? "...\"" : "\"");
}

int nfh_priv_writer_end(struct nfh_writer *writer, size_t *needed)
{
    *needed = writer->length + 1;
    if (writer->length < writer->size)
        return NFH_OK;
    if (writer->size > 0) {
        size_t end = writer->size - 1;
        /* The buffer's last byte may be the first part of a character. */
        size_t start = end;
        while (start > 0 && nfh_priv_utf8_is_inside(writer->buffer[start - 1]))
            start--;
        uint32_t point;
        if (start > 0 &&
            nfh_priv_utf8_read(writer->buffer + start - 1, end - start + 1, &point) == 0)
            end = start - 1;
        writer->buffer[end] = '\0';
    }
    return NFH_E_BUFFER;
}
