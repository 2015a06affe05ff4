/* SPDX-License-Identifier: MIT
 *
 * results.c - prints what every calculation and the built-in rule set give for the same made-up
 * inputs: doubles as their bits. The output must be the same on every machine, compiler and C
 * library, so nothing here depends on one: no random numbers of the C library, no floating point
 * but what is rounded the same everywhere, no Check.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nfhscreen.h"

#define ROUNDS   400
#define SUBJECTS 60

static uint64_t state = 0x9e3779b97f4a7c15u;

/* A number below n: Marsaglia G. Xorshift RNGs. J Stat Softw 2003;8(14):1-6. */
static uint64_t below(uint64_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (state >> 11) % n;
}

/* A decimal from low to high with up to 3 places, now and then not known, infinite or out of range.
 */
static double number(int low, int high)
{
    static const int scale[] = {1, 10, 100, 1000};
    int s = scale[below(4)];
    switch (below(25)) {
    case 0:
        return NAN;
    case 1:
        return low;
    case 2:
        return high;
    case 3:
        return below(2) != 0 ? high + 0.001 : -INFINITY;
    default:
        return (double)(int64_t)(below((uint64_t)(high - low) * (uint64_t)s) +
                                 (uint64_t)low * (uint64_t)s) /
               s;
    }
}

static int32_t day(void)
{
    return below(25) == 0 ? NFH_DATE_UNKNOWN : (int32_t)below(60000) - 20000;
}

static int truth(void)
{
    return (int)below(3);
}

static void show_int(const char *name, int status, int64_t result)
{
    printf("%s %d %" PRId64 "\n", name, status, result);
}

static void show(const char *name, int status, double result)
{
    uint64_t bits;
    if (isnan(result)) { /* of which there are many, and none means more than another */
        printf("%s %d nan\n", name, status);
        return;
    }
    memcpy(&bits, &result, sizeof bits);
    printf("%s %d %016" PRIx64 "\n", name, status, bits);
}

static void kidney(void)
{
    double result;
    int decided;
    double age = number(0, 130), weight = number(20, 400), creatinine = number(5, 5000);
    int sex = (int)below(3);
    int status = nfh_creatinine_clearance(age, weight, creatinine, sex, &result);
    show("nfh_creatinine_clearance", status, result);
    status = nfh_creatinine_clearance_low(age, weight, creatinine, sex, &decided);
    show_int("nfh_creatinine_clearance_low", status, decided);
    status = nfh_creatinine_to_umol_l(number(0, 56), &result);
    show("nfh_creatinine_to_umol_l", status, result);
}

static void heart(void)
{
    static const struct {
        const char *name;
        int (*correct)(double qt_ms, double heart_rate_min, double *qtc_ms);
    } formulas[] = {
        {"nfh_qtc_bazett", nfh_qtc_bazett},
        {"nfh_qtc_fridericia", nfh_qtc_fridericia},
        {"nfh_qtc_framingham", nfh_qtc_framingham},
        {"nfh_qtc_hodges", nfh_qtc_hodges},
    };
    double qt = number(100, 1000), rate = number(15, 350), qrs = number(20, 400),
           pr = number(40, 800);
    double result;
    int decided, status;
    for (size_t i = 0; i < sizeof formulas / sizeof formulas[0]; i++) {
        status = formulas[i].correct(qt, rate, &result);
        show(formulas[i].name, status, result);
    }
    status = nfh_ecg_qtcb_prolonged(qt, rate, &decided);
    show_int("nfh_ecg_qtcb_prolonged", status, decided);
    status = nfh_ecg_heart_rate_high(rate, &decided);
    show_int("nfh_ecg_heart_rate_high", status, decided);
    status = nfh_ecg_qrs_wide(qrs, &decided);
    show_int("nfh_ecg_qrs_wide", status, decided);
    status = nfh_ecg_pr_long(pr, &decided);
    show_int("nfh_ecg_pr_long", status, decided);
    status = nfh_ecg_abnormal(qt, rate, qrs, pr, &decided);
    show_int("nfh_ecg_abnormal", status, decided);
}

static void laboratory(void)
{
    double result;
    int decided;
    double uln = number(1, 100), multiple = (double)(int)below(8) / 2;
    int status = nfh_exceeds_uln(uln * multiple, uln, multiple, &decided);
    show_int("nfh_exceeds_uln", status, decided);
    double systolic = number(40, 350), diastolic = number(20, 250);
    status = nfh_blood_pressure_uncontrolled(systolic, diastolic, truth(), &decided);
    show_int("nfh_blood_pressure_uncontrolled", status, decided);
    double beer = number(0, 2000), wine = number(0, 1000), spirits = number(0, 500),
           strength = number(0, 100);
    status = nfh_alcohol_units(beer, wine, spirits, strength, &result);
    show("nfh_alcohol_units", status, result);
    status = nfh_alcohol_excess(beer, wine, spirits, beer * 5, wine * 5, spirits * 5, strength,
                                &decided);
    show_int("nfh_alcohol_excess", status, decided);
}

static void dates(void)
{
    char text[NFH_DATE_SIZE];
    int32_t result;
    int decided;
    int32_t first = day(), second = day();
    int span = (int)below(400);
    int status = nfh_add_months(first, span - 200, &result);
    show_int("nfh_add_months", status, result);
    status = nfh_add_days(first, span - 200, &result);
    show_int("nfh_add_days", status, result);
    status = nfh_age_years(first, second, &result);
    show_int("nfh_age_years", status, result);
    status = nfh_within_window(first, second, span, &decided);
    show_int("nfh_within_window", status, decided);
    status = nfh_within_days(first, second, span * 30, &decided);
    show_int("nfh_within_days", status, decided);
    status = nfh_date_format(first, text, sizeof text);
    printf("nfh_date_format %d %s\n", status, text);
    status = nfh_date_parse(text, &result);
    show_int("nfh_date_parse", status, result);
}

/* One of a parameter's @values, which are separated by "|". */
static int set_one_of(nfh_subject *subject, size_t index, const char *values)
{
    char text[200];
    size_t count = 1, length;
    for (const char *p = values; *p != '\0'; p++)
        count += *p == '|';
    for (size_t skip = (size_t)below(count); skip > 0; skip--)
        values = strchr(values, '|') + 1;
    length = strcspn(values, "|");
    if (length >= sizeof text)
        return NFH_E_LIMIT;
    memcpy(text, values, length);
    text[length] = '\0';
    return nfh_subject_set_text_at(subject, index, text);
}

static int set_some(const nfh_ruleset *ruleset, nfh_subject *subject, size_t index)
{
    const char *values;
    int type;
    int status = nfh_ruleset_parameter_type(ruleset, index, &type);
    if (status == NFH_OK)
        status = nfh_ruleset_parameter_tag(ruleset, index, "values", &values);
    if (status != NFH_OK || below(8) == 0) /* stays missing */
        return status;
    if (values != NULL)
        return set_one_of(subject, index, values);
    switch (type) {
    case NFH_TYPE_BOOLEAN:
        return nfh_subject_set_boolean(subject, index, truth());
    case NFH_TYPE_DATE:
        return nfh_subject_set_date(subject, index, (int32_t)below(20000));
    case NFH_TYPE_STRING:
        return nfh_subject_set_string(subject, index, "text");
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        return nfh_subject_set_integer(subject, index, (int64_t)below(400));
    default:
        return nfh_subject_set_number(subject, index, (double)(int)below(4000) / 10);
    }
}

static int screen_one(const nfh_ruleset *ruleset, nfh_subject *subject, nfh_report *report)
{
    static char json[200000];
    const char *message;
    size_t count, needed;
    int status = nfh_ruleset_parameter_count(ruleset, &count);
    nfh_subject_clear(subject);
    for (size_t i = 0; status == NFH_OK && i < count; i++) {
        status = set_some(ruleset, subject, i);
        if (status != NFH_OK && nfh_subject_error(subject, &message) == NFH_OK)
            fprintf(stderr, "%s\n", message);
    }
    if (status == NFH_OK)
        status = nfh_screen(ruleset, subject, report);
    if (status == NFH_OK)
        status = nfh_report_json(report, json, sizeof json, &needed);
    if (status == NFH_OK)
        puts(json);
    return status;
}

static int screening(void)
{
    nfh_ruleset *ruleset = NULL;
    nfh_subject *subject = NULL;
    nfh_report *report = NULL;
    int status = nfh_ruleset_load("NCT07101562", &ruleset);
    if (status == NFH_OK)
        status = nfh_subject_new(ruleset, &subject);
    if (status == NFH_OK)
        status = nfh_report_new(ruleset, &report);
    for (int i = 0; status == NFH_OK && i < SUBJECTS; i++)
        status = screen_one(ruleset, subject, report);
    nfh_report_free(report);
    nfh_subject_free(subject);
    nfh_ruleset_free(ruleset);
    return status;
}

int main(void)
{
    int status;
    for (int i = 0; i < ROUNDS; i++) {
        kidney();
        heart();
        laboratory();
        dates();
    }
    status = screening();
    if (status != NFH_OK) {
        fprintf(stderr, "screening: %s\n", nfh_status_text(status));
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
