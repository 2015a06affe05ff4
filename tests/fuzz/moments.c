/* SPDX-License-Identifier: MIT
 *
 * moments.c - fuzz target: any bytes as two DateTimes or Times.
 *
 * The input: three bytes that choose (a zone, a unit, a count), a text, a line end, another. A text
 * that begins with T is a Time.
 *
 * Properties: a text reads as itself; a comparison the other way round is the opposite; what is
 * added can be taken away; the next value's predecessor is the value; a span counts what can be
 * added, and holds the spans of all that partial values can mean.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "number/datetime.h"

struct moment {
    nfh_datetime value;
    bool is_time;
};

static size_t format(struct moment moment, bool literal, char *buffer)
{
    return moment.is_time ? nfh_priv_time_format(moment.value, literal, buffer)
                          : nfh_priv_datetime_format(moment.value, literal, buffer);
}

static bool parse(const char *text, size_t length, bool is_time, nfh_datetime *value)
{
    return is_time ? nfh_priv_time_parse(text, length, false, value)
                   : nfh_priv_datetime_parse(text, length, value);
}

/* ---- Alone ----------------------------------------------------------------------------------- */

/* A boundary that has no hour any more keeps its offset, which no text shows. */
static bool is_same(nfh_datetime a, nfh_datetime b)
{
    return nfh_priv_datetime_precision(a) < NFH_PRECISION_HOUR ? a >> 11 == b >> 11 : a == b;
}

static void check_text(struct moment moment)
{
    char text[2][NFH_DATETIME_TEXT], again[NFH_DATETIME_TEXT];
    nfh_datetime value;

    for (int literal = 0; literal < 2; literal++) {
        size_t length = format(moment, literal, text[literal]);
        REQUIRE(length < NFH_DATETIME_TEXT && strlen(text[literal]) == length, "%zu", length);
        REQUIRE(parse(text[literal], length, moment.is_time, &value) &&
                    is_same(value, moment.value),
                "%s", text[literal]);
        format((struct moment){value, moment.is_time}, literal, again);
        REQUIRE(strcmp(text[literal], again) == 0, "%s and %s", text[literal], again);
    }
}

static bool read_moment(struct fuzz_part text, struct moment *moment)
{
    char *copy = fuzz_copy(text);
    const nfh_datetime before = 0x5a5a;
    bool read;

    moment->value = before;
    moment->is_time = text.length > 0 && text.bytes[0] == 'T';
    read = parse(copy, text.length, moment->is_time, &moment->value);
    if (!read)
        REQUIRE(moment->value == before, "a value was written: %s", copy);
    else
        check_text(*moment);
    free(copy);
    return read;
}

static void check_parts(struct moment moment)
{
    struct nfh_datetime_parts parts;
    int year = 0, component;

    nfh_priv_datetime_unpack(moment.value, &parts);
    REQUIRE(nfh_priv_datetime_is_valid(&parts), "not valid");
    REQUIRE(nfh_priv_datetime_pack(&parts) == moment.value, "packed anew it is another");
    REQUIRE(nfh_priv_datetime_precision(moment.value) == parts.precision, "%d", parts.precision);
    REQUIRE(nfh_priv_datetime_component(moment.value, NFH_PRECISION_YEAR, &year) &&
                year == parts.year,
            "%d", year);
    for (int i = NFH_PRECISION_YEAR; i <= NFH_PRECISION_MILLISECOND; i++)
        REQUIRE(nfh_priv_datetime_component(moment.value, (enum nfh_precision)i, &component) ==
                    (i <= parts.precision),
                "component %d of %d", i, parts.precision);
}

/* From the first to the last that it may mean, which have everything. */
static void check_bounds(struct moment moment)
{
    nfh_datetime first = nfh_priv_datetime_first(moment.value),
                 last = nfh_priv_datetime_last(moment.value);

    REQUIRE(nfh_priv_datetime_precision(first) == NFH_PRECISION_MILLISECOND, "first");
    REQUIRE(nfh_priv_datetime_precision(last) == NFH_PRECISION_MILLISECOND, "last");
    REQUIRE(first <= last, "the last is before the first");
    REQUIRE((first == last) ==
                (nfh_priv_datetime_precision(moment.value) == NFH_PRECISION_MILLISECOND),
            "more than one");
    check_text((struct moment){first, moment.is_time});
    check_text((struct moment){last, moment.is_time});
}

static void check_neighbours(struct moment moment)
{
    nfh_datetime next, back;
    bool (*successor)(nfh_datetime, nfh_datetime *) =
        moment.is_time ? nfh_priv_time_successor : nfh_priv_datetime_successor;
    bool (*predecessor)(nfh_datetime, nfh_datetime *) =
        moment.is_time ? nfh_priv_time_predecessor : nfh_priv_datetime_predecessor;

    if (successor(moment.value, &next)) {
        REQUIRE(next > moment.value, "the next is not after it");
        REQUIRE(predecessor(next, &back) && back == moment.value, "the one before the next");
        check_text((struct moment){next, moment.is_time});
    }
    if (predecessor(moment.value, &next))
        REQUIRE(next < moment.value && successor(next, &back) && back == moment.value,
                "the next of the one before");
}

static void check_boundary(struct moment moment, int digits)
{
    nfh_datetime low, high;
    bool (*boundary)(nfh_datetime, bool, int, nfh_datetime *) =
        moment.is_time ? nfh_priv_time_boundary : nfh_priv_datetime_boundary;

    if (!boundary(moment.value, false, digits, &low)) {
        REQUIRE(!boundary(moment.value, true, digits, &high), "%d", digits);
        return;
    }
    REQUIRE(boundary(moment.value, true, digits, &high), "%d", digits);
    REQUIRE(low <= high, "%d", digits);
    REQUIRE((moment.is_time ? nfh_priv_time_digits : nfh_priv_datetime_digits)(low) == digits, "%d",
            digits);
    check_text((struct moment){low, moment.is_time});
    check_text((struct moment){high, moment.is_time});
}

/* ---- Two of them ----------------------------------------------------------------------------- */

static void check_order(nfh_datetime a, nfh_datetime b, int zone)
{
    for (int precision = 0; precision <= NFH_PRECISION_MILLISECOND; precision++) {
        int order = nfh_priv_datetime_compare(a, b, precision, zone),
            back = nfh_priv_datetime_compare(b, a, precision, zone),
            same = nfh_priv_datetime_compare(a, a, precision, zone);
        REQUIRE(order >= -1 && order <= NFH_COMPARE_UNKNOWN, "%d", order);
        REQUIRE(order == NFH_COMPARE_UNKNOWN ? back == order : back == -order, "%d and %d", order,
                back);
        REQUIRE(same == (precision <= nfh_priv_datetime_precision(a) ? 0 : NFH_COMPARE_UNKNOWN),
                "with itself, to precision %d: %d", precision, same);
    }
}

static bool span(struct moment a, struct moment b, bool difference, enum nfh_calendar_unit unit,
                 int zone, int64_t *least, int64_t *greatest)
{
    return a.is_time
               ? nfh_priv_time_span(a.value, b.value, difference, unit, least, greatest)
               : nfh_priv_datetime_span(a.value, b.value, difference, unit, zone, least, greatest);
}

static struct moment bound(struct moment moment, bool last)
{
    return (struct moment){last ? nfh_priv_datetime_last(moment.value)
                                : nfh_priv_datetime_first(moment.value),
                           moment.is_time};
}

static void check_span(struct moment a, struct moment b, bool difference,
                       enum nfh_calendar_unit unit, int zone)
{
    int64_t least, greatest, low, high, back_low, back_high;

    if (!span(a, b, difference, unit, zone, &least, &greatest))
        return;
    REQUIRE(least <= greatest, "%lld to %lld", (long long)least, (long long)greatest);
    REQUIRE(span(b, a, difference, unit, zone, &back_low, &back_high), "unit %d", unit);
    /* Months back from the 31st end on the last day of a shorter month, months forward need not. */
    if (difference || (unit != NFH_UNIT_MONTH && unit != NFH_UNIT_YEAR))
        REQUIRE(back_low == -greatest && back_high == -least, "%lld to %lld, back %lld to %lld",
                (long long)least, (long long)greatest, (long long)back_low, (long long)back_high);
    /* All that they may mean. */
    for (int i = 0; i < 4; i++) {
        REQUIRE(span(bound(a, i & 1), bound(b, i >> 1), difference, unit, zone, &low, &high),
                "unit %d", unit);
        if (nfh_priv_datetime_precision(a.value) == NFH_PRECISION_SECOND ||
            nfh_priv_datetime_precision(b.value) == NFH_PRECISION_SECOND)
            continue; /* milliseconds that are not given are 0 */
        REQUIRE(least <= low && high <= greatest, "%lld to %lld, not %lld to %lld", (long long)low,
                (long long)high, (long long)least, (long long)greatest);
    }
}

/* ---- Arithmetic ------------------------------------------------------------------------------ */

static bool add(struct moment moment, int64_t count, enum nfh_calendar_unit unit,
                nfh_datetime *result)
{
    return moment.is_time ? nfh_priv_time_add(moment.value, count, unit, result)
                          : nfh_priv_datetime_add(moment.value, count, unit, result);
}

/* Whole days and less can be taken away again, where nothing is truncated and no midnight passed.
 */
static void check_sum(struct moment moment, int64_t count, enum nfh_calendar_unit unit)
{
    bool is_whole = nfh_priv_datetime_precision(moment.value) == NFH_PRECISION_MILLISECOND,
         is_fixed = unit != NFH_UNIT_MONTH && unit != NFH_UNIT_YEAR;
    nfh_datetime sum, back;

    REQUIRE(add(moment, 0, unit, &sum) ? sum == moment.value : moment.is_time, "unit %d", unit);
    if (!add(moment, count, unit, &sum))
        return;
    REQUIRE(nfh_priv_datetime_precision(sum) == nfh_priv_datetime_precision(moment.value),
            "another precision");
    REQUIRE(nfh_priv_datetime_offset(sum) == nfh_priv_datetime_offset(moment.value),
            "another offset");
    check_text((struct moment){sum, moment.is_time});
    if (!moment.is_time)
        REQUIRE(count < 0 ? sum <= moment.value : sum >= moment.value, "the other way");
    if (is_whole && is_fixed)
        REQUIRE(add((struct moment){sum, moment.is_time}, -count, unit, &back) &&
                    back == moment.value,
                "%lld of unit %d and back", (long long)count, unit);
}

/* A duration is the most that can be added without passing the other. */
static void check_duration(struct moment a, struct moment b, enum nfh_calendar_unit unit, int zone)
{
    int64_t least, greatest;
    nfh_datetime sum;

    if (a.is_time ||
        nfh_priv_datetime_compare(a.value, b.value, NFH_PRECISION_MILLISECOND, zone) > 0 ||
        nfh_priv_datetime_precision(a.value) != NFH_PRECISION_MILLISECOND ||
        nfh_priv_datetime_precision(b.value) != NFH_PRECISION_MILLISECOND ||
        nfh_priv_datetime_offset(a.value) != nfh_priv_datetime_offset(b.value) ||
        !span(a, b, false, unit, zone, &least, &greatest))
        return;
    REQUIRE(least == greatest && least >= 0, "%lld to %lld", (long long)least, (long long)greatest);
    REQUIRE(add(a, least, unit, &sum) && sum <= b.value, "%lld is too much", (long long)least);
    REQUIRE(!add(a, least + 1, unit, &sum) || sum > b.value, "%lld is too little",
            (long long)least);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int zones[] = {
        0, 60, -300, NFH_OFFSET_MAX, -NFH_OFFSET_MAX, 330, NFH_ZONE_UNKNOWN};
    static const int64_t counts[] = {1,    -1,       12,        24,        365,           -30,
                                     1000, 86400000, INT32_MAX, INT64_MAX, INT64_MIN + 1, -100000};
    struct fuzz_part rest, text = {"", 0};
    struct moment a, b;

    if (size < 3)
        return 0;
    int zone = zones[data[0] % (sizeof zones / sizeof *zones)];
    enum nfh_calendar_unit unit = (enum nfh_calendar_unit)(data[1] % (NFH_UNIT_MILLISECOND + 1));
    int64_t count = counts[data[2] % (sizeof counts / sizeof *counts)];
    rest = (struct fuzz_part){(const char *)data + 3, size - 3};
    if (!fuzz_next_part(&rest, "\n", &text) || !read_moment(text, &a))
        return 0;
    check_parts(a);
    check_bounds(a);
    check_neighbours(a);
    check_boundary(a, data[2] % 20);
    check_sum(a, count, unit);
    if (!fuzz_next_part(&rest, "\n", &text) || !read_moment(text, &b) || a.is_time != b.is_time)
        return 0;
    check_order(a.value, b.value, zone);
    check_span(a, b, false, unit, zone);
    check_span(a, b, true, unit, zone);
    check_duration(a, b, unit, zone);
    return 0;
}
