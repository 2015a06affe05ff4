/* SPDX-License-Identifier: MIT
 *
 * writer.h - text into a buffer that may be too small: what fits is written, and the length of the
 * whole is counted.
 */
#ifndef NFH_SCREEN_WRITER_H
#define NFH_SCREEN_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include "number/calendar.h"
#include "number/decimal.h"

struct nfh_writer {
    char *buffer; /* always ended, when size is not 0 */
    size_t size;
    size_t length; /* of the whole text, whether it fits or not */
};

struct nfh_writer nfh_priv_writer(char *buffer, size_t size);
void nfh_priv_write_bytes(struct nfh_writer *writer, const char *bytes, size_t length);
void nfh_priv_write(struct nfh_writer *writer, const char *text);
void nfh_priv_write_count(struct nfh_writer *writer, size_t count);
void nfh_priv_write_decimal(struct nfh_writer *writer, nfh_decimal value);
void nfh_priv_write_date(struct nfh_writer *writer, nfh_date date);
/* What a caller gave, for a message: in double quotes, one line of UTF-8, long text cut. */
void nfh_priv_write_quoted(struct nfh_writer *writer, const char *text, size_t length);

/* Cuts a text that did not fit between two characters; *needed: bytes of the whole with its end.
 * NFH_OK or NFH_E_BUFFER. */
int nfh_priv_writer_end(struct nfh_writer *writer, size_t *needed);

#endif
