/* SPDX-License-Identifier: MIT
 *
 * datetime_text.c - DateTimes and Times as ISO 8601 text.
 */
#include <string.h>

#include "number/datetime.h"
#include "number/datetime_internal.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Two digits at *at, after `sign` if that is not '\0'; false, and *at as it was, when they are not
 * there. */
static bool take_pair(const char **at, const char *end, char sign, int *value)
{
    int skip = sign != '\0';

    if (end - *at < 2 + skip || (skip != 0 && **at != sign))
        return false;
    if (!is_digit((*at)[skip]) || !is_digit((*at)[skip + 1]))
        return false;
    *value = nfh_priv_read_digits(*at + skip, 2);
    *at += 2 + skip;
    return true;
}

/* A point and digits: the first three are the milliseconds. */
static bool take_fraction(const char **at, const char *end, int *milliseconds)
{
    const char *p = *at;
    int weight = 100;

    if (end - p < 2 || *p != '.' || !is_digit(p[1]))
        return false;
    *milliseconds = 0;
    for (p++; p < end && is_digit(*p); p++) {
        *milliseconds += weight * (*p - '0');
        weight /= 10;
    }
    *at = p;
    return true;
}

/* hh, hh:mm, hh:mm:ss or hh:mm:ss.f; what follows is left. */
static bool take_time(const char **at, const char *end, struct nfh_datetime_parts *parts)
{
    if (!take_pair(at, end, '\0', &parts->hour))
        return false;
    parts->precision = NFH_PRECISION_HOUR;
    if (!take_pair(at, end, ':', &parts->minute))
        return true;
    parts->precision = NFH_PRECISION_MINUTE;
    if (!take_pair(at, end, ':', &parts->second))
        return true;
    parts->precision = NFH_PRECISION_SECOND;
    if (take_fraction(at, end, &parts->millisecond))
        parts->precision = NFH_PRECISION_MILLISECOND;
    return true;
}

/* Z, +hh:mm or -hh:mm; its range is for nfh_priv_datetime_is_valid. */
static bool take_offset(const char **at, const char *end, int *offset)
{
    int hours, minutes;
    char sign = **at;

    if (sign == 'Z') {
        *offset = 0;
        (*at)++;
        return true;
    }
    if ((sign != '+' && sign != '-') || !take_pair(at, end, sign, &hours) ||
        !take_pair(at, end, ':', &minutes) || minutes > 59)
        return false;
    *offset = 60 * hours + minutes;
    if (sign == '-')
        *offset = -*offset;
    return true;
}

/* A time to the end of the text, with or without an offset, in parts that hold the date. */
static bool parse_time(const char *at, const char *end, struct nfh_datetime_parts *parts)
{
    parts->offset = NFH_OFFSET_NONE;
    return take_time(&at, end, parts) &&
           (at == end || (take_offset(&at, end, &parts->offset) && at == end)) &&
           nfh_priv_datetime_is_valid(parts);
}

bool nfh_priv_datetime_parse(const char *text, size_t length, nfh_datetime *value)
{
    struct nfh_datetime_parts parts = {0};
    const char *t = length == 0 ? NULL : memchr(text, 'T', length);
    size_t date_length = t ? (size_t)(t - text) : length;
    nfh_date date;

    if (!nfh_priv_date_parse(text, date_length, &date))
        return false;
    if (date_length == length || date_length + 1 == length) {
        *value = nfh_priv_datetime_from_date(date);
        return true;
    }
    if (!nfh_priv_date_is_full(date))
        return false;
    parts.year = nfh_priv_date_year(date);
    parts.month = nfh_priv_date_month(date);
    parts.day = nfh_priv_date_day(date);
    if (!parse_time(t + 1, text + length, &parts))
        return false;
    *value = nfh_priv_datetime_pack(&parts);
    return true;
}

bool nfh_priv_time_parse(const char *text, size_t length, bool ignore_offset, nfh_datetime *value)
{
    struct nfh_datetime_parts parts = {.year = 1, .month = 1, .day = 1};
    const char *end;

    if (length == 0)
        return false;
    end = text + length;
    if (!parse_time(*text == 'T' ? text + 1 : text, end, &parts) ||
        (parts.offset != NFH_OFFSET_NONE && !ignore_offset))
        return false;
    parts.offset = NFH_OFFSET_NONE;
    *value = nfh_priv_datetime_pack(&parts);
    return true;
}

/* hh:mm:ss.fff as far as given; returns the end of it. */
static char *write_time(char *at, const struct nfh_datetime_parts *parts)
{
    nfh_priv_write_digits(at, 2, parts->hour);
    at += 2;
    if (parts->precision >= NFH_PRECISION_MINUTE) {
        *at = ':';
        nfh_priv_write_digits(at + 1, 2, parts->minute);
        at += 3;
    }
    if (parts->precision >= NFH_PRECISION_SECOND) {
        *at = ':';
        nfh_priv_write_digits(at + 1, 2, parts->second);
        at += 3;
    }
    if (parts->precision >= NFH_PRECISION_MILLISECOND) {
        *at = '.';
        nfh_priv_write_digits(at + 1, 3, parts->millisecond);
        at += 4;
    }
    return at;
}

static char *write_offset(char *at, int offset)
{
    int minutes = offset < 0 ? -offset : offset;

    at[0] = offset < 0 ? '-' : '+';
    nfh_priv_write_digits(at + 1, 2, minutes / 60);
    at[3] = ':';
    nfh_priv_write_digits(at + 4, 2, minutes % 60);
    return at + 6;
}

size_t nfh_priv_datetime_format(nfh_datetime value, bool literal, char *buffer)
{
    struct nfh_datetime_parts parts;
    char *at = buffer + nfh_priv_date_format(nfh_priv_datetime_date(value), buffer);

    nfh_priv_datetime_unpack(value, &parts);
    if (literal || parts.precision >= NFH_PRECISION_HOUR)
        *at++ = 'T';
    if (parts.precision >= NFH_PRECISION_HOUR) {
        at = write_time(at, &parts);
        if (parts.offset != NFH_OFFSET_NONE)
            at = write_offset(at, parts.offset);
    }
    *at = '\0';
    return (size_t)(at - buffer);
}

size_t nfh_priv_time_format(nfh_datetime value, bool literal, char *buffer)
{
    struct nfh_datetime_parts parts;
    char *at = buffer;

    nfh_priv_datetime_unpack(value, &parts);
    if (literal)
        *at++ = 'T';
    at = write_time(at, &parts);
    *at = '\0';
    return (size_t)(at - buffer);
}
