/* SPDX-License-Identifier: MIT
 *
 * test_subject_moments.c - inputs that are dates and times or times of day, types of parameters
 * that no setter sets, and the time of the evaluation.
 */
#include <stdint.h>
#include <string.h>

#include "screen_support.h"

static const char rules[] = "parameter seen DateTime parameter clock Time parameter visit Date\n"
                            "parameter s String\n"
                            "define d_seen: seen define d_clock: clock define d_visit: visit\n"
                            "define today: Today()\n"
                            "define instant: Now()\n"
                            "define clock_now: TimeOfDay()\n"
                            "define past: seen before Now()\n"
                            "define noon_utc: seen = @2025-09-01T12:00:00.000Z\n"
                            "define visited: visit before Today()\n"
                            "define age: CalculateAgeInYears(visit)\n";

static void assert_definition(const struct fixture *f, const char *name, const char *expected)
{
    char value[200];
    size_t needed;
    ASSERT_STATUS(nfh_screen(f->ruleset, f->subject, f->report), NFH_OK);
    ASSERT_STATUS(nfh_report_value(f->report, definition_index(f->ruleset, name), value,
                                   sizeof value, &needed),
                  NFH_OK);
    ck_assert_msg(strcmp(value, expected) == 0, "%s is %s, not %s", name, value, expected);
}

static void assert_message(const struct fixture *f, const char *part)
{
    const char *message;
    ASSERT_STATUS(nfh_subject_error(f->subject, &message), NFH_OK);
    ck_assert_msg(strstr(message, part) != NULL, "`%s` is not in `%s`", part, message);
}

/* ---- Text ------------------------------------------------------------------------------------ */

#define NO_DATETIME                                                                   \
    "is not a date and time (expected for example 2025-08-31T14:30:00.000+02:00, or " \
    "less of it when no more is known)"
#define NO_TIME "is not a time of day (expected for example 14:30:00.000, or 14:30)"

/* A text; the value as a CQL literal, or NULL when it is refused. The calendar and the clock decide
 * what exists; the forms are those of CQL's literals. */
static const struct {
    const char *parameter, *text, *expected;
} texts[] = {
    {"seen", "2025-08-31T14:30:05.123", "@2025-08-31T14:30:05.123"},
    {"seen", "2025-08-31T14:30:05.123+02:00", "@2025-08-31T14:30:05.123+02:00"},
    {"seen", "2025-08-31T14:30:05.123-09:30", "@2025-08-31T14:30:05.123-09:30"},
    {"seen", "2025-08-31T14:30:05.123Z", "@2025-08-31T14:30:05.123+00:00"},
    {"seen", "\t 2025-08-31T14:30 \r\n", "@2025-08-31T14:30"},
    {"seen", "0001-01-01T00:00:00.000", "@0001-01-01T00:00:00.000"},
    {"seen", "9999-12-31T23:59:59.999", "@9999-12-31T23:59:59.999"},
    {"seen", "2024-02-29T00:00", "@2024-02-29T00:00"},
    {"seen", "2025-08-31T14:30:05.123+14:00", "@2025-08-31T14:30:05.123+14:00"},
    {"seen", "2025-08-31T14:30:05.123-14:00", "@2025-08-31T14:30:05.123-14:00"},
    /* partial */
    {"seen", "2025", "@2025T"},
    {"seen", "2025-08", "@2025-08T"},
    {"seen", "2025-08-31", "@2025-08-31T"},
    {"seen", "2025-08-31T", "@2025-08-31T"},
    {"seen", "2025T", "@2025T"},
    {"seen", "2025-08-31T14", "@2025-08-31T14"},
    {"seen", "2025-08-31T14:30", "@2025-08-31T14:30"},
    {"seen", "2025-08-31T14:30:05", "@2025-08-31T14:30:05"},
    {"seen", "2025-08-31T14:30:05.5", "@2025-08-31T14:30:05.500"},
    {"seen", "2025-08-31T14:30:05.1239", "@2025-08-31T14:30:05.123"},
    {"seen", "2025-08-31T14+02:00", "@2025-08-31T14+02:00"},
    /* missing */
    {"seen", "", "null"},
    {"seen", " \t", "null"},
    /* of a wrong form */
    {"seen", "@2025-08-31T14:30", NULL},
    {"seen", "2025-08-31 14:30", NULL},
    {"seen", "2025-08-31t14:30", NULL},
    {"seen", "2025-08-31T14:30z", NULL},
    {"seen", "2025-08-31T1:30", NULL},
    {"seen", "2025-08-31T14:3", NULL},
    {"seen", "2025-08-31T1430", NULL},
    {"seen", "2025-08-31T14:30:", NULL},
    {"seen", "2025-08-31T14:30:05.", NULL},
    {"seen", "2025-08-31T14:30:05,5", NULL},
    {"seen", "2025-08-31T14:30+2:00", NULL},
    {"seen", "2025-08-31T14:30+02", NULL},
    {"seen", "2025-08-31T14:30+0200", NULL},
    {"seen", "2025-08-31T14:30 +02:00", NULL},
    {"seen", "2025-08-31T14:30 PM", NULL},
    {"seen", "2025-08-31Z", NULL},
    {"seen", "31.08.2025 14:30", NULL},
    {"seen", "T14:30", NULL},
    {"seen", "14:30", NULL},
    {"seen", "1756650600", NULL},
    {"seen", "NA", NULL},
    {"seen", "null", NULL},
    /* out of range */
    {"seen", "0000-01-01T00:00", NULL},
    {"seen", "10000-01-01T00:00", NULL},
    {"seen", "2025-02-29T00:00", NULL},
    {"seen", "2025-13-01T00:00", NULL},
    {"seen", "2025-08-32T00:00", NULL},
    {"seen", "2025-08-31T24:00", NULL},
    {"seen", "2025-08-31T23:60", NULL},
    {"seen", "2025-08-31T23:59:60", NULL}, /* a leap second; CQL has none */
    {"seen", "2025-08-31T14:30+14:01", NULL},
    {"seen", "2025-08-31T14:30-14:01", NULL},
    {"seen", "2025-08-31T14:30+02:60", NULL},

    {"clock", "14:30:05.123", "@T14:30:05.123"},
    {"clock", "T14:30:05.123", "@T14:30:05.123"},
    {"clock", "00:00:00.000", "@T00:00:00.000"},
    {"clock", "23:59:59.999", "@T23:59:59.999"},
    {"clock", " 14:30 ", "@T14:30"},
    {"clock", "14", "@T14"},
    {"clock", "14:30:05", "@T14:30:05"},
    {"clock", "14:30:05.5", "@T14:30:05.500"},
    {"clock", "", "null"},
    {"clock", "24:00", NULL},
    {"clock", "14:60", NULL},
    {"clock", "14:30:60", NULL},
    {"clock", "2:30", NULL},
    {"clock", "14.30", NULL},
    {"clock", "1430", NULL},
    {"clock", "2:30 PM", NULL},
    {"clock", "14:30Z", NULL},
    {"clock", "14:30+02:00", NULL},
    {"clock", "@T14:30", NULL},
    {"clock", "T", NULL},
    {"clock", "14:", NULL},
    {"clock", "2025-08-31T14:30", NULL},
    {"clock", "noon", NULL},
};

START_TEST(set_text)
{
    struct fixture f = start(rules);
    const char *parameter = texts[_i].parameter, *expected = texts[_i].expected;
    bool is_time = strcmp(parameter, "clock") == 0;
    /* An error leaves nothing of what was there. */
    ASSERT_STATUS(nfh_subject_set_text(f.subject, parameter, is_time ? "08" : "1999"), NFH_OK);
    int status = nfh_subject_set_text(f.subject, parameter, texts[_i].text);
    ck_assert_msg(status == (expected ? NFH_OK : NFH_E_SYNTAX), "%s: %s: %s", parameter,
                  texts[_i].text, nfh_status_name(status));
    if (!expected)
        assert_message(&f, is_time ? NO_TIME : NO_DATETIME);
    assert_definition(&f, is_time ? "d_clock" : "d_seen", expected ? expected : "null");
    end(&f);
}
END_TEST

/* ---- Setters of other types ------------------------------------------------------------------ */

START_TEST(other_setters)
{
    static const char *const names[] = {"seen", "clock"}, *const types[] = {"DateTime", "Time"},
                             *const definitions[] = {"d_seen", "d_clock"},
                             *const values[] = {"2025-08-31T14:30", "14:30"};
    struct fixture f = start(rules);
    for (int i = 0; i < 2; i++) {
        size_t at = parameter_index(f.ruleset, names[i]);
        char expected[100];
        for (int setter = 0; setter < 6; setter++) {
            ASSERT_STATUS(nfh_subject_set_text(f.subject, names[i], values[i]), NFH_OK);
            int status = setter == 0   ? nfh_subject_set_date(f.subject, at, 20000)
                         : setter == 1 ? nfh_subject_set_integer(f.subject, at, 20000)
                         : setter == 2 ? nfh_subject_set_number(f.subject, at, 20000)
                         : setter == 3 ? nfh_subject_set_quantity(f.subject, at, 14, "h")
                         : setter == 4 ? nfh_subject_set_boolean(f.subject, at, NFH_TRUE)
                                       : nfh_subject_set_string(f.subject, at, values[i]);
            ASSERT_STATUS(status, NFH_E_TYPE);
            snprintf(expected, sizeof expected, " does not fit: the type is %s", types[i]);
            assert_message(&f, expected);
            assert_definition(&f, definitions[i], "null");
        }
        ASSERT_STATUS(nfh_subject_set_text(f.subject, names[i], values[i]), NFH_OK);
        ASSERT_STATUS(nfh_subject_unset(f.subject, at), NFH_OK);
        assert_definition(&f, definitions[i], "null");
    }
    end(&f);
}
END_TEST

/* ---- Types ----------------------------------------------------------------------------------- */

START_TEST(types)
{
    static const struct {
        const char *text;
        int type; /* 0: none of the header's */
    } rows[] = {
        {"Boolean", NFH_TYPE_BOOLEAN},   {"Integer", NFH_TYPE_INTEGER},
        {"Long", NFH_TYPE_LONG},         {"Decimal", NFH_TYPE_DECIMAL},
        {"String", NFH_TYPE_STRING},     {"Date", NFH_TYPE_DATE},
        {"DateTime", NFH_TYPE_DATETIME}, {"Time", NFH_TYPE_TIME},
        {"Quantity", NFH_TYPE_QUANTITY}, {"Ratio", NFH_TYPE_RATIO},
        {"Code", NFH_TYPE_CODE},         {"Concept", NFH_TYPE_CONCEPT},
        {"Interval<DateTime>", 0},       {"Interval<Time>", 0},
        {"Choice<Date, DateTime>", 0},   {"Any", 0},
    };
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        char text[100];
        int type = -1;
        snprintf(text, sizeof text, "parameter p %s define r: p is null", rows[row].text);
        struct fixture f = start(text);
        ASSERT_STATUS(nfh_ruleset_parameter_type(f.ruleset, 0, &type), NFH_OK);
        if (rows[row].type != 0)
            ck_assert_int_eq(type, rows[row].type);
        else
            ck_assert_int_gt(type, NFH_TYPE_CONCEPT);
        /* What no setter sets stays null. */
        if (type > NFH_TYPE_QUANTITY) {
            ASSERT_STATUS(nfh_subject_set_text_at(f.subject, 0, "1"), NFH_E_TYPE);
            snprintf(text, sizeof text, "p: a single value does not fit: the type is %s",
                     rows[row].text);
            assert_message(&f, text);
            ASSERT_STATUS(nfh_subject_set_integer(f.subject, 0, 1), NFH_E_TYPE);
            ASSERT_STATUS(nfh_subject_unset(f.subject, 0), NFH_OK);
        }
        assert_definition(&f, "r", "true");
        end(&f);
    }
}
END_TEST

/* ---- The time of the evaluation -------------------------------------------------------------- */

START_TEST(now_status)
{
    static const char *const refused[] = {
        "2025-09-01",
        "2025-09",
        "2025-09-01T",
        "2025-09-01T14:30:00.000", /* no zone */
        "2025-09-01Z",
        "2025-09-01TZ",
        "@2025-09-01T14:30:00.000Z",
        " 2025-09-01T14:30:00.000Z",
        "2025-09-01T14:30:00.000Z ",
        "2025-09-01T24:00:00.000Z",
        "2025-02-29T14:30:00.000Z",
        "0000-09-01T14:30:00.000Z",
        "2025-09-01T14:30:00.000+14:01",
        "2025-09-01T14:30:00.000+2:00",
        "14:30Z",
        "now",
        " ",
        "\xff",
    };
    struct fixture f = start(rules);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        ASSERT_STATUS(nfh_subject_set_now(f.subject, "2025-09-01T14:30:00.000Z"), NFH_OK);
        assert_definition(&f, "today", "@2025-09-01");
        ck_assert_msg(nfh_subject_set_now(f.subject, refused[i]) == NFH_E_SYNTAX, "`%s`",
                      refused[i]);
        assert_message(&f, "the time of the evaluation: \"");
        assert_message(&f, "\" is not a date, a time and its time zone (expected for example "
                           "2025-09-01T14:30:00.000+02:00)");
        /* Nothing of the time before is left. */
        assert_definition(&f, "today", "null");
        assert_definition(&f, "instant", "null");
        assert_definition(&f, "clock_now", "null");
    }
    ASSERT_STATUS(nfh_subject_set_now(NULL, "2025-09-01T14:30:00.000Z"), NFH_E_NULL);
    ASSERT_STATUS(nfh_subject_set_now(NULL, NULL), NFH_E_NULL);
    end(&f);
}
END_TEST

START_TEST(now_longer_than_any_text)
{
    struct fixture f = start(rules);
    char *text = malloc(NFH_TEXT_MAX + 2);
    ck_assert_ptr_nonnull(text);
    memset(text, '0', NFH_TEXT_MAX + 1);
    text[NFH_TEXT_MAX + 1] = '\0';
    ASSERT_STATUS(nfh_subject_set_now(f.subject, text), NFH_E_SYNTAX);
    text[NFH_TEXT_MAX] = '\0';
    ASSERT_STATUS(nfh_subject_set_now(f.subject, text), NFH_E_SYNTAX);
    assert_definition(&f, "today", "null");
    free(text);
    end(&f);
}
END_TEST

/* What is not given of the time is its beginning. */
START_TEST(now_values)
{
    static const struct {
        const char *text, *today, *instant, *clock;
    } rows[] = {
        {"2025-09-01T14:30:05.123+02:00", "@2025-09-01", "@2025-09-01T14:30:05.123+02:00",
         "@T14:30:05.123"},
        {"2025-09-01T14:30:05+02:00", "@2025-09-01", "@2025-09-01T14:30:05.000+02:00",
         "@T14:30:05.000"},
        {"2025-09-01T14Z", "@2025-09-01", "@2025-09-01T14:00:00.000+00:00", "@T14:00:00.000"},
        {"2025-09-01T00:30:00.000+14:00", "@2025-09-01", "@2025-09-01T00:30:00.000+14:00",
         "@T00:30:00.000"},
        {"2025-08-31T23:30:00.000-12:00", "@2025-08-31", "@2025-08-31T23:30:00.000-12:00",
         "@T23:30:00.000"},
        {"0001-01-01T00:00:00.000+14:00", "@0001-01-01", "@0001-01-01T00:00:00.000+14:00",
         "@T00:00:00.000"},
        {"9999-12-31T23:59:59.999-14:00", "@9999-12-31", "@9999-12-31T23:59:59.999-14:00",
         "@T23:59:59.999"},
    };
    struct fixture f = start(rules);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ASSERT_STATUS(nfh_subject_set_now(f.subject, rows[i].text), NFH_OK);
        assert_definition(&f, "today", rows[i].today);
        assert_definition(&f, "instant", rows[i].instant);
        assert_definition(&f, "clock_now", rows[i].clock);
    }
    end(&f);
}
END_TEST

START_TEST(now_is_taken_back)
{
    struct fixture f = start(rules);
    const char *const nothing[] = {NULL, ""};
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "visit", "2000-09-01"), NFH_OK);
    for (int i = 0; i < 2; i++) {
        ASSERT_STATUS(nfh_subject_set_now(f.subject, "2025-09-01T14:30:00.000Z"), NFH_OK);
        assert_definition(&f, "age", "25");
        ASSERT_STATUS(nfh_subject_set_now(f.subject, nothing[i]), NFH_OK);
        assert_definition(&f, "today", "null");
        assert_definition(&f, "age", "null");
        assert_definition(&f, "d_visit", "@2000-09-01");
    }
    ASSERT_STATUS(nfh_subject_set_now(f.subject, "2025-08-31T14:30:00.000Z"), NFH_OK);
    assert_definition(&f, "age", "24");
    ASSERT_STATUS(nfh_subject_clear(f.subject), NFH_OK);
    assert_definition(&f, "today", "null");
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "visit", "2000-09-01"), NFH_OK);
    assert_definition(&f, "age", "null");
    assert_definition(&f, "visited", "null");
    end(&f);
}
END_TEST

/* An input without a zone is in that of the evaluation; without one nothing tells where it is, and
 * what every zone would decide alike is not looked for. */
START_TEST(now_zone_of_inputs)
{
    static const struct {
        const char *now, *seen, *noon_utc;
    } rows[] = {
        {"2025-09-02T08:00:00.000+00:00", "2025-09-01T12:00:00.000", "true"},
        {"2025-09-02T08:00:00.000+02:00", "2025-09-01T12:00:00.000", "false"},
        {"2025-09-02T08:00:00.000+02:00", "2025-09-01T14:00:00.000", "true"},
        {"2025-09-02T08:00:00.000-09:30", "2025-09-01T02:30:00.000", "true"},
        {"2025-09-02T08:00:00.000+14:00", "2025-09-02T02:00:00.000", "true"},
        {"2025-09-02T08:00:00.000+14:00", "2025-09-01T14:00:00.000+02:00", "true"},
        {"", "2025-09-01T14:00:00.000+02:00", "true"},
        {"", "2025-09-01T12:00:00.000", "null"},
        {"2025-09-02T08:00:00.000+14:00", "2025-09-01T12:00:00.000", "false"},
        {"", "2025-09-01T14:00:00.001+02:00", "false"},
    };
    struct fixture f = start(rules);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ASSERT_STATUS(nfh_subject_set_now(f.subject, rows[i].now), NFH_OK);
        ASSERT_STATUS(nfh_subject_set_text(f.subject, "seen", rows[i].seen), NFH_OK);
        assert_definition(&f, "noon_utc", rows[i].noon_utc);
        assert_definition(&f, "past", *rows[i].now ? "true" : "null");
    }
    end(&f);
}
END_TEST

/* A rule set that asks for no time takes one all the same. */
START_TEST(now_that_nobody_asks_for)
{
    struct fixture f = start("parameter p Integer define r: p");
    ASSERT_STATUS(nfh_subject_set_now(f.subject, "2025-09-01T14:30:00.000Z"), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_now(f.subject, "x"), NFH_E_SYNTAX);
    ASSERT_STATUS(nfh_subject_set_now(f.subject, NULL), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "p", "4"), NFH_OK);
    assert_definition(&f, "r", "4");
    end(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("subject_moments");
    TCase *tcase = tcase_create("subject_moments");
    tcase_add_loop_test(tcase, set_text, 0, (int)(sizeof texts / sizeof texts[0]));
    tcase_add_test(tcase, other_setters);
    tcase_add_test(tcase, types);
    tcase_add_test(tcase, now_status);
    tcase_add_test(tcase, now_longer_than_any_text);
    tcase_add_test(tcase, now_values);
    tcase_add_test(tcase, now_is_taken_back);
    tcase_add_test(tcase, now_zone_of_inputs);
    tcase_add_test(tcase, now_that_nobody_asks_for);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
