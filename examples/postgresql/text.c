/* SPDX-License-Identifier: MIT
 *
 * text.c - between the encoding of the database and the library's UTF-8.
 */
#include "nfhpg.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

/* A copy with an end, for the library. */
char *nfhpg_to_utf8(const char *string, size_t length)
{
    char *converted = pg_server_to_any(string, (int)length, PG_UTF8);

    return converted == string ? pnstrdup(string, length) : converted;
}

/* The text itself, or a copy. */
char *nfhpg_from_utf8(const char *string)
{
    return pg_any_to_server(string, (int)strlen(string), PG_UTF8);
}

Datum nfhpg_text(const char *utf8)
{
    return PointerGetDatum(cstring_to_text(nfhpg_from_utf8(utf8)));
}
