/* SPDX-License-Identifier: MIT
 *
 * test_datetime.c - DateTimes and Times: text, components, conversions, comparison.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "number/datetime.h"
#include "support.h"

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

/* What the test itself gives, so it must be one; T at the front is a Time. */
static nfh_datetime value(const char *text)
{
    nfh_datetime result = 0;
    bool is_read = *text == 'T' ? nfh_priv_time_parse(text, strlen(text), false, &result)
                                : nfh_priv_datetime_parse(text, strlen(text), &result);

    ck_assert_msg(is_read, "%s is neither DateTime nor Time", text);
    ck_assert(result != 0);
    return result;
}

/* --- text ------------------------------------------------------------------------------------ */

/* clang-format off */
/* The text, as a literal and not. */
static const struct {
    const char *text;
    const char *literal;
    const char *plain;
} texts[] = {
    {"2014", "2014T", "2014"},
    {"2014T", "2014T", "2014"},
    {"2014-02", "2014-02T", "2014-02"},
    {"2014-02T", "2014-02T", "2014-02"},
    {"2012-02-29", "2012-02-29T", "2012-02-29"},
    {"2014-01-01T", "2014-01-01T", "2014-01-01"},
    {"2014-01-01T08", "2014-01-01T08", "2014-01-01T08"},
    {"2014-01-01T08:30", "2014-01-01T08:30", "2014-01-01T08:30"},
    {"2014-01-01T08:30:15", "2014-01-01T08:30:15", "2014-01-01T08:30:15"},
    {"2014-01-01T08:30:15.1", "2014-01-01T08:30:15.100", "2014-01-01T08:30:15.100"},
    {"2014-01-01T08:30:15.12", "2014-01-01T08:30:15.120", "2014-01-01T08:30:15.120"},
    {"2014-01-01T08:30:15.012", "2014-01-01T08:30:15.012", "2014-01-01T08:30:15.012"},
    {"2014-01-01T08:30:15.10000", "2014-01-01T08:30:15.100", "2014-01-01T08:30:15.100"},
    {"2014-01-01T08:30:15.9999999999999999999999999", "2014-01-01T08:30:15.999", "2014-01-01T08:30:15.999"},
    {"2014-01-01T08:30:15.1+01:00", "2014-01-01T08:30:15.100+01:00", "2014-01-01T08:30:15.100+01:00"},
    {"2014-01-01T08:30Z", "2014-01-01T08:30+00:00", "2014-01-01T08:30+00:00"},
    {"2014-01-01T08Z", "2014-01-01T08+00:00", "2014-01-01T08+00:00"},
    {"2014-01-01T08:30:15-00:00", "2014-01-01T08:30:15+00:00", "2014-01-01T08:30:15+00:00"},
    {"2014-01-01T08:30:15-00:01", "2014-01-01T08:30:15-00:01", "2014-01-01T08:30:15-00:01"},
    {"2014-01-01T08:30-05:45", "2014-01-01T08:30-05:45", "2014-01-01T08:30-05:45"},
    {"2014-01-01T08:30+14:00", "2014-01-01T08:30+14:00", "2014-01-01T08:30+14:00"},
    {"2014-01-01T08:30-14:00", "2014-01-01T08:30-14:00", "2014-01-01T08:30-14:00"},
    {"0001-01-01T00:00:00.000", "0001-01-01T00:00:00.000", "0001-01-01T00:00:00.000"},
    {"9999-12-31T23:59:59.999-14:00", "9999-12-31T23:59:59.999-14:00", "9999-12-31T23:59:59.999-14:00"},
    {"T00", "T00", "00"},
    {"T23:59", "T23:59", "23:59"},
    {"T10:30:05", "T10:30:05", "10:30:05"},
    {"T10:30:05.5", "T10:30:05.500", "10:30:05.500"},
    {"T23:59:59.9999", "T23:59:59.999", "23:59:59.999"},
};
/* clang-format on */

START_TEST(text_goes_round)
{
    char buffer[NFH_DATETIME_TEXT];
    nfh_datetime it = value(texts[_i].text), again;
    size_t length;

    for (int literal = 0; literal <= 1; literal++) {
        length = *texts[_i].text == 'T' ? nfh_priv_time_format(it, literal != 0, buffer)
                                        : nfh_priv_datetime_format(it, literal != 0, buffer);
        ck_assert_str_eq(buffer, literal != 0 ? texts[_i].literal : texts[_i].plain);
        ck_assert_uint_eq(length, strlen(buffer));
        if (*texts[_i].text == 'T')
            ck_assert(nfh_priv_time_parse(buffer, length, false, &again));
        else
            ck_assert(nfh_priv_datetime_parse(buffer, length, &again));
        ck_assert(again == it);
    }
}
END_TEST

/* clang-format off */
static const char *const no_datetimes[] = {
    "", "T", "Z", "201", "20140", "0000", "0000-01-01T00", "10000-12-31T23:59:59.999", "2014-", "2014-1",
    "2014-13", "2014-00T", "2014-01-32T", "2023-02-29T00", "2014-01-01t08", "2014-01-01 08", "2014T08",
    "2014-01T08", "2014-01-01TT", "2014-01-01T8", "2014-01-01T24", "2014-01-01T24:00:00", "2014-01-01T08:",
    "2014-01-01T08:3", "2014-01-01T08:60", "2014-01-01T08:30:", "2014-01-01T08:30:5", "2014-01-01T08:30:60",
    "2014-01-01T08:30:15.", "2014-01-01T08:30:15,1", "2014-01-01T08:30.5", "2014-01-01T08.5",
    "2014-01-01T08:30:15.1x", "2014-01-01T08:30:15.-1", "2014-01-01T08:30:15.1 ", " 2014-01-01T08",
    "2014-01-01T0830", "2014-01-01T08:30z", "2014-01-01T08:30ZZ", "2014-01-01T08:30+1", "2014-01-01T08:30+01",
    "2014-01-01T08:30+0100", "2014-01-01T08:30+01:0", "2014-01-01T08:30+01:60", "2014-01-01T08:30+14:01",
    "2014-01-01T08:30-14:01", "2014-01-01T08:30+15:00", "2014-01-01T08:30+99:59", "2014-01-01T08:30 01:00",
    "2014-01-01T08:30+01:00Z", "2014-01-01T08:30+", "2014-01-01Z", "2014-01-01+01:00", "2014-01-01TZ",
    "2014-01-01T+01:00", "2014Z", "T10:30", "-2014-01-01T08", "2014-01-01T-8", "2014-01-01T08:+3",
};
static const char *const no_times[] = {
    "", "T", "TT10", "Z", "1", "T1", "24", "T24:00", "T23:60", "T23:59:60", "T23:59:59.", "T23:59:59.x", "t10",
    "10:30:00.000 ", " 10", "10:", "10:3", "1030", "10.5", "10:30.5", "2014-01-01T10:30", "2014", "-1:00",
    "T10:30:00,5", "10:30+14:01", "10:30+1", "10:30ZZ", "10:30Z+01:00",
};
/* clang-format on */

/* On the heap without an end, so that reading on is seen. */
static bool parses(const char *text, bool is_time, bool ignore_offset, nfh_datetime *result)
{
    size_t length = strlen(text);
    char *exact = malloc(length == 0 ? 1 : length);
    bool is_read;

    ck_assert_ptr_nonnull(exact);
    memcpy(exact, text, length);
    is_read = is_time ? nfh_priv_time_parse(exact, length, ignore_offset, result)
                      : nfh_priv_datetime_parse(exact, length, result);
    free(exact);
    return is_read;
}

START_TEST(what_is_no_datetime_is_refused)
{
    nfh_datetime result = 12345;

    ck_assert_msg(!parses(no_datetimes[_i], false, false, &result), "%s", no_datetimes[_i]);
    ck_assert(result == 12345);
}
END_TEST

START_TEST(what_is_no_time_is_refused)
{
    nfh_datetime result = 12345;

    ck_assert_msg(!parses(no_times[_i], true, false, &result), "%s", no_times[_i]);
    ck_assert_msg(!parses(no_times[_i], true, true, &result), "%s", no_times[_i]);
    ck_assert(result == 12345);
}
END_TEST

START_TEST(a_byte_0_ends_no_text)
{
    nfh_datetime result = 12345;

    ck_assert(!nfh_priv_datetime_parse("2014-01-01T08\0", 14, &result));
    ck_assert(!nfh_priv_datetime_parse("2014-01-01T\0\0", 13, &result));
    ck_assert(!nfh_priv_time_parse("10:30\0", 6, true, &result));
    ck_assert(!nfh_priv_datetime_parse(NULL, 0, &result));
    ck_assert(!nfh_priv_time_parse(NULL, 0, true, &result));
    ck_assert(result == 12345);
}
END_TEST

START_TEST(offsets_of_times)
{
    static const char *const with_offset[] = {"10:30Z", "T10:30+05:30", "10:30-14:00"};

    for (int i = 0; i < COUNT(with_offset); i++) {
        nfh_datetime result = 12345;

        ck_assert(!parses(with_offset[i], true, false, &result));
        ck_assert(result == 12345);
        ck_assert(parses(with_offset[i], true, true, &result));
        ck_assert(result == value("T10:30"));
    }
}
END_TEST

/* --- components ------------------------------------------------------------------------------ */

START_TEST(packing)
{
    struct nfh_datetime_parts parts = {2014, 2, 28, 23, 58, 57, 956, 7, -345}, back;
    int component, expected[] = {2014, 2, 28, 23, 58, 57, 956};

    for (int precision = 1; precision <= 7; precision++) {
        nfh_datetime packed;

        parts.precision = precision;
        ck_assert(nfh_priv_datetime_is_valid(&parts));
        packed = nfh_priv_datetime_pack(&parts);
        ck_assert_int_eq(nfh_priv_datetime_precision(packed), precision);
        ck_assert_int_eq(nfh_priv_datetime_offset(packed), -345);
        nfh_priv_datetime_unpack(packed, &back);
        ck_assert_int_eq(back.precision, precision);
        ck_assert_int_eq(back.offset, -345);
        for (int i = 0; i < 7; i++) {
            component = 12345;
            ck_assert(nfh_priv_datetime_component(packed, (enum nfh_precision)(i + 1),
                                                  &component) == (i < precision));
            ck_assert_int_eq(component, i < precision ? expected[i] : 12345);
        }
        ck_assert_int_eq(back.year, 2014);
        ck_assert_int_eq(back.month, precision >= 2 ? 2 : 0);
        ck_assert_int_eq(back.day, precision >= 3 ? 28 : 0);
        ck_assert_int_eq(back.hour, precision >= 4 ? 23 : 0);
        ck_assert_int_eq(back.minute, precision >= 5 ? 58 : 0);
        ck_assert_int_eq(back.second, precision >= 6 ? 57 : 0);
        ck_assert_int_eq(back.millisecond, precision >= 7 ? 956 : 0);
    }
}
END_TEST

START_TEST(every_offset_is_kept)
{
    struct nfh_datetime_parts parts = {2014, 2, 28, 23, 58, 57, 956, 7, 0};

    for (parts.offset = -840; parts.offset <= 840; parts.offset++) {
        ck_assert(nfh_priv_datetime_is_valid(&parts));
        ck_assert_int_eq(nfh_priv_datetime_offset(nfh_priv_datetime_pack(&parts)), parts.offset);
    }
    parts.offset = NFH_OFFSET_NONE;
    ck_assert(nfh_priv_datetime_is_valid(&parts));
    ck_assert_int_eq(nfh_priv_datetime_offset(nfh_priv_datetime_pack(&parts)), NFH_OFFSET_NONE);
}
END_TEST

/* clang-format off */
static const struct {
    struct nfh_datetime_parts parts;
    bool is_valid;
} validities[] = {
    {{1, 1, 1, 0, 0, 0, 0, 7, NFH_OFFSET_NONE}, true},
    {{9999, 12, 31, 23, 59, 59, 999, 7, 840}, true},
    {{0, 1, 1, 0, 0, 0, 0, 7, 0}, false},
    {{10000, 1, 1, 0, 0, 0, 0, 7, 0}, false},
    {{2012, 2, 29, 0, 0, 0, 0, 7, 0}, true},
    {{2014, 2, 29, 0, 0, 0, 0, 7, 0}, false},
    {{2014, 2, 29, 0, 0, 0, 0, 2, 0}, true},
    {{2014, 0, 1, 0, 0, 0, 0, 2, 0}, false},
    {{2014, 1, 0, 0, 0, 0, 0, 3, 0}, false},
    {{2014, 0, 0, 0, 0, 0, 0, 4, 0}, false},
    {{2014, 13, 1, 0, 0, 0, 0, 7, 0}, false},
    {{2014, 13, -1, 24, 60, 60, 1000, 1, 0}, true},
    {{2014, 1, 1, 24, 0, 0, 0, 4, 0}, false},
    {{2014, 1, 1, -1, 0, 0, 0, 4, 0}, false},
    {{2014, 1, 1, 24, 0, 0, 0, 3, 0}, true},
    {{2014, 1, 1, 0, 60, 0, 0, 5, 0}, false},
    {{2014, 1, 1, 0, -1, 0, 0, 5, 0}, false},
    {{2014, 1, 1, 0, 60, 0, 0, 4, 0}, true},
    {{2014, 1, 1, 0, 0, 60, 0, 6, 0}, false},
    {{2014, 1, 1, 0, 0, -1, 0, 6, 0}, false},
    {{2014, 1, 1, 0, 0, 60, 0, 5, 0}, true},
    {{2014, 1, 1, 0, 0, 0, 1000, 7, 0}, false},
    {{2014, 1, 1, 0, 0, 0, -1, 7, 0}, false},
    {{2014, 1, 1, 0, 0, 0, 1000, 6, 0}, true},
    {{2014, 1, 1, 0, 0, 0, 0, 0, 0}, false},
    {{2014, 1, 1, 0, 0, 0, 0, 8, 0}, false},
    {{2014, 1, 1, 0, 0, 0, 0, 7, 841}, false},
    {{2014, 1, 1, 0, 0, 0, 0, 7, -841}, false},
    {{2014, 1, 1, 0, 0, 0, 0, 7, NFH_ZONE_UNKNOWN}, false},
    {{INT_MAX, INT_MAX, INT_MAX, INT_MAX, INT_MAX, INT_MAX, INT_MAX, INT_MAX, INT_MAX}, false},
    {{INT_MIN, INT_MIN, INT_MIN, INT_MIN, INT_MIN, INT_MIN, INT_MIN, INT_MIN, INT_MIN}, false},
};
/* clang-format on */

START_TEST(validity)
{
    ck_assert(nfh_priv_datetime_is_valid(&validities[_i].parts) == validities[_i].is_valid);
}
END_TEST

START_TEST(dates)
{
    static const char *const partial[] = {"2014", "2014-02", "2014-02-28", "0001", "9999-12-31"};
    nfh_date date;

    for (int i = 0; i < COUNT(partial); i++) {
        ck_assert(nfh_priv_date_parse(partial[i], strlen(partial[i]), &date));
        ck_assert(nfh_priv_datetime_from_date(date) == value(partial[i]));
        ck_assert_uint_eq(nfh_priv_datetime_date(value(partial[i])), date);
    }
    ck_assert(nfh_priv_date_parse("2003-10-29", 10, &date));
    ck_assert_uint_eq(nfh_priv_datetime_date(value("2003-10-29T23:50:33.955-14:00")), date);
}
END_TEST

/* clang-format off */
static const struct {
    const char *datetime;
    int zone;
    const char *time; /* NULL: not known */
} times[] = {
    {"2014-02-28", 0, NULL},
    {"2014", 0, NULL},
    {"2014-02-28T10", 0, "T10"},
    {"2014-02-28T10:30:15.123", 330, "T10:30:15.123"},
    {"2014-02-28T10:30:15.123", NFH_ZONE_UNKNOWN, "T10:30:15.123"},
    {"2014-02-28T10:30:15.123Z", 330, "T16:00:15.123"},
    {"2014-02-28T10:30:15Z", NFH_ZONE_UNKNOWN, NULL},
    {"2014-02-28T10:30Z", NFH_OFFSET_NONE, NULL},
    {"2014-02-28T10:30+05:30", 0, "T05:00"},
    {"2014-02-28T10:30+05:30", 330, "T10:30"},
    {"2014-02-28T02:30+05:30", 0, "T21:00"},
    {"2014-02-28T23:30-05:30", 0, "T05:00"},
    {"2014-02-28T10+05:00", 0, "T05"},
    {"2014-02-28T10+05:30", 0, NULL},
    {"2014-02-28T10+05:30", 330, "T10"},
    {"2014-02-28T10+05:30", -30, "T04"},
    {"0001-01-01T00:00+14:00", -840, "T20:00"},
    {"9999-12-31T23:59:59.999-14:00", 840, "T03:59:59.999"},
};
/* clang-format on */

START_TEST(time_of_day)
{
    nfh_datetime time = nfh_priv_datetime_time(value(times[_i].datetime), times[_i].zone);

    ck_assert(time == (times[_i].time ? value(times[_i].time) : 0));
}
END_TEST

/* --- comparison ------------------------------------------------------------------------------ */

#define U       NFH_COMPARE_UNKNOWN
#define NO_ZONE NFH_ZONE_UNKNOWN

/* clang-format off */
static const struct {
    const char *a;
    const char *b;
    int precision;
    int zone;
    int expected;
} comparisons[] = {
    /* from the official tests of CQL, and the definitions there */
    {"2014T", "2014T", 0, 0, 0},
    {"2014T", "2014-02-15T", 0, 0, U},
    {"2015T", "2014-02-15T", 0, 0, 1},
    {"2001-01-01T", "2001-01-01T", 0, 0, 0},
    {"2015-01-05T05:00:00", "2015-01-05T05:00:00", 0, 0, 0},
    {"2014-10T", "2014-10-12T", 3, 0, U},
    {"2014-10T", "2014-10T", 2, 0, 0},
    {"2014-10T", "2014-10T", 3, 0, U},
    {"2005-10-10T", "2005-09T", 3, 0, 1},
    {"2014-07-15T", "2014-07-11T14:00:00", 4, 0, 1},
    {"2014-12-20T", "2014-12-20T15", 5, 0, U},
    {"2012-01-01", "2012-01-01T12", 0, 0, U},
    {"2012-03-10T10:20:00.999+07:00", "2012-03-10T09:20:00.999+06:00", 4, 0, 0},
    {"2012-03-10T10:20:00.999+07:00", "2012-03-10T10:20:00.999+06:00", 4, 0, -1},
    {"2022-02-22T00:00:00.000-05:00", "2022-02-22T04:59:00.000Z", 3, 0, 0},
    {"2022-02-22T00:00:00.000-05:00", "2022-02-22T04:59:00.000Z", 0, 0, 1},
    {"2004-10-10T20:30:15.512", "2004-10-10T20:30:15.510", 7, 0, 1},
    {"2004-10-10T20:30:15.512", "2004-10-10T20:30:15.510", 6, 0, 0},
    {"2004-10-10T20:30:15", "2004-10-10T20:30:15.000", 0, 0, U},
    {"2004-10-10T20:30:15", "2004-10-10T20:30:15.000", 6, 0, 0},
    {"2004-10-10T20:30:15", "2004-10-10T20:30:15", 7, 0, U},
    {"T23:55:25.555", "T23:55:25.900", 6, 0, 0},
    {"T23:55:25.555", "T23:55:25.900", 0, 0, -1},
    {"T10", "T10:30", 0, 0, U},
    {"T10", "T10:30", 4, 0, 0},
    {"T10", "T11:30", 5, 0, -1},
    /* no zone for years, months and days */
    {"2014-01-01T00:30+05:00", "2013-12-31T19:30Z", 1, 0, 1},
    {"2014-01-01T00:30+05:00", "2013-12-31T19:30Z", 2, 0, 1},
    {"2014-01-01T00:30+05:00", "2013-12-31T19:30Z", 3, 0, 1},
    {"2014-01-01T00:30+05:00", "2013-12-31T19:30Z", 4, 0, 0},
    {"2014-01-01T00:30+05:00", "2013-12-31T19:30Z", 0, 0, 0},
    {"2014-01-01T", "2014-01-01T00:30+05:00", 0, 0, 1},
    {"2014-01-01T", "2014-01-01T00:30+05:00", 0, 300, U},
    {"2014-01-01T", "2014-01-01T00:30+05:00", 3, 0, 0},
    /* no offset is the zone's */
    {"2014-01-01T10:30", "2014-01-01T10:30Z", 0, 0, 0},
    {"2014-01-01T10:30", "2014-01-01T10:30Z", 0, 1, -1},
    {"2014-01-01T10:30", "2014-01-01T10:30Z", 0, -1, 1},
    {"2014-01-01T10:30", "2014-01-01T05:00Z", 0, 330, 0},
    {"2014-01-01T10:30", "2014-01-01T05:00Z", 3, NO_ZONE, 0},
    /* the zone's hours, where that is off by half an hour */
    {"2014-01-01T10:20Z", "2014-01-01T10:40Z", 4, 0, 0},
    {"2014-01-01T10:20Z", "2014-01-01T10:40Z", 4, 330, -1},
    {"2014-01-01T10:20+05:30", "2014-01-01T10:40+05:30", 4, 0, -1},
    {"2014-01-01T10:20+05:30", "2014-01-01T10:40+05:30", 4, 330, 0},
    {"2014-01-01T10+05:30", "2014-01-01T10+05:30", 0, 0, 0},
    {"2014-01-01T10+05:30", "2014-01-01T10+05:30", 4, 0, 0},
    {"2014-01-01T10+05:30", "2014-01-01T11+05:30", 0, 0, -1},
    {"2014-01-01T10+05:30", "2014-01-01T04Z", 0, 0, U},
    {"2014-01-01T10+05:30", "2014-01-01T05Z", 0, 0, U},
    {"2014-01-01T10+05:30", "2014-01-01T03Z", 0, 0, 1},
    {"2014-01-01T10+05:30", "2014-01-01T06Z", 0, 0, -1},
    {"2014-01-01T10+05:00", "2014-01-01T05Z", 0, 0, 0},
    /* the zone not known */
    {"2014-01-01T10:30", "2014-01-01T10:30", 0, NO_ZONE, 0},
    {"2014-01-01T10:30", "2014-01-01T10:30Z", 0, NO_ZONE, U},
    {"2014-01-01T10:30", "2014-01-02T00:29Z", 0, NO_ZONE, U},
    {"2014-01-01T10:30", "2014-01-02T00:30Z", 0, NO_ZONE, U},
    {"2014-01-01T10:30", "2014-01-02T00:31Z", 0, NO_ZONE, -1},
    {"2014-01-01T10:30", "2013-12-31T20:30Z", 0, NO_ZONE, U},
    {"2014-01-01T10:30", "2013-12-31T20:29Z", 0, NO_ZONE, 1},
    {"2014-01-01T10:30", "2014-01-01T10:30Z", 3, NO_ZONE, 0},
    {"2014-01-01T10:30+01:00", "2014-01-01T09:30Z", 0, NO_ZONE, 0},
    {"2014-01-01T10:30+01:00", "2014-01-01T09:30Z", 4, NO_ZONE, 0},
    {"2014-01-01T10:30+01:00", "2014-01-01T09:31Z", 0, NO_ZONE, -1},
    {"2014-01-01T10:30+01:00", "2014-01-01T09:31Z", 4, NO_ZONE, U},
    {"2014-01-01T10:30+01:00", "2014-01-01T10:29Z", 4, NO_ZONE, U},
    {"2014-01-01T10:30+01:00", "2014-01-01T10:30Z", 4, NO_ZONE, -1},
    {"2014-01-01T10+01:00", "2014-01-01T10+01:00", 4, NO_ZONE, 0},
    {"2014-01-01T10+01:00", "2014-01-01T09Z", 4, NO_ZONE, U},
    {"2014-01-01T", "2014-01-02T13:59Z", 0, NO_ZONE, U},
    {"2014-01-01T", "2014-01-02T14:00Z", 0, NO_ZONE, -1},
    /* beyond the first and last year */
    {"0001-01-01T00:00+14:00", "0001-01-01T00:00-14:00", 0, -840, -1},
    {"0001-01-01T00:00+14:00", "0001-01-01T00:00", 0, 0, -1},
    {"9999-12-31T23:59:59.999-14:00", "9999-12-31T23:59:59.999", 0, 0, 1},
    {"9999-12-31T23:59:59.999-14:00", "9999-12-31T23:59:59.999+14:00", 0, 840, 1},
};
/* clang-format on */

START_TEST(comparison)
{
    nfh_datetime a = value(comparisons[_i].a), b = value(comparisons[_i].b);
    int precision = comparisons[_i].precision, zone = comparisons[_i].zone,
        expected = comparisons[_i].expected;

    ck_assert_int_eq(nfh_priv_datetime_compare(a, b, precision, zone), expected);
    ck_assert_int_eq(nfh_priv_datetime_compare(b, a, precision, zone),
                     expected == U ? U : -expected);
}
END_TEST

/* No text says so, but DateTime(2014, 1, 1, null, null, null, null, 5.0) does. */
START_TEST(offset_of_a_day)
{
    struct nfh_datetime_parts parts = {2014, 1, 1, 0, 0, 0, 0, NFH_PRECISION_DAY, 300};
    nfh_datetime day = nfh_priv_datetime_pack(&parts);
    char text[NFH_DATETIME_TEXT];

    ck_assert(nfh_priv_datetime_is_valid(&parts));
    ck_assert_uint_eq(nfh_priv_datetime_format(day, true, text), 11);
    ck_assert_str_eq(text, "2014-01-01T");
    ck_assert(nfh_priv_datetime_time(day, 300) == 0);
    /* it has no time that could be another in another zone */
    ck_assert_int_eq(nfh_priv_datetime_compare(day, value("2014-01-01"), 0, 0), 0);
    ck_assert_int_eq(nfh_priv_datetime_compare(day, value("2014-01-01"), 0, NO_ZONE), 0);
    ck_assert_int_eq(nfh_priv_datetime_compare(day, value("2014-01-01T20:00Z"), 0, 0), U);
    ck_assert_int_eq(nfh_priv_datetime_compare(day, value("2013-12-31T20:00"), 0, 0), 1);
    ck_assert_int_eq(nfh_priv_datetime_compare(day, value("2014-01-01T20:00Z"), 3, 0), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("datetime");
    TCase *cases = tcase_create("values");

    tcase_add_loop_test(cases, text_goes_round, 0, COUNT(texts));
    tcase_add_loop_test(cases, what_is_no_datetime_is_refused, 0, COUNT(no_datetimes));
    tcase_add_loop_test(cases, what_is_no_time_is_refused, 0, COUNT(no_times));
    tcase_add_test(cases, a_byte_0_ends_no_text);
    tcase_add_test(cases, offsets_of_times);
    tcase_add_test(cases, packing);
    tcase_add_test(cases, every_offset_is_kept);
    tcase_add_loop_test(cases, validity, 0, COUNT(validities));
    tcase_add_test(cases, dates);
    tcase_add_loop_test(cases, time_of_day, 0, COUNT(times));
    tcase_add_loop_test(cases, comparison, 0, COUNT(comparisons));
    tcase_add_test(cases, offset_of_a_day);
    suite_add_tcase(suite, cases);
    return test_run(suite);
}
