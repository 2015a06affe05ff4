/* SPDX-License-Identifier: MIT
 *
 * dates.c - dates as days since 1970-01-01: text, months and days added, completed years, and
 * windows before a date.
 */
#include "calc/argument.h"

/* From the first to the last. */
#define MONTHS_OF_CALENDAR (9998 * 12 + 11)
#define DAYS_OF_CALENDAR   (NFH_DAYS_MAX - NFH_DAYS_MIN)

int nfh_date_parse(const char *iso, int32_t *date)
{
    if (date == NULL) {
        return NFH_E_NULL;
    }
    *date = NFH_DATE_UNKNOWN;
    if (iso == NULL) {
        return NFH_E_NULL;
    }
    /* The form first: it ends at the first byte that does not fit, so nothing is read beyond the
     * text's end. */
    for (size_t i = 0; i < NFH_DATE_SIZE - 1; i++) {
        bool fits = i == 4 || i == 7 ? iso[i] == '-' : iso[i] >= '0' && iso[i] <= '9';
        if (!fits) {
            return NFH_E_SYNTAX;
        }
    }
    if (iso[NFH_DATE_SIZE - 1] != '\0') {
        return NFH_E_SYNTAX;
    }
    nfh_date parsed;
    if (!nfh_priv_date_parse(iso, NFH_DATE_SIZE - 1, &parsed)) {
        return NFH_E_RANGE; /* the form of a date, but no day of the calendar */
    }
    *date = nfh_priv_date_to_days(parsed);
    return NFH_OK;
}

int nfh_date_format(int32_t date, char *buffer, size_t size)
{
    if (buffer == NULL) {
        return NFH_E_NULL;
    }
    if (size > 0) {
        buffer[0] = '\0';
    }
    if (size < NFH_DATE_SIZE) {
        return NFH_E_BUFFER;
    }
    int status = nfh_priv_date_status(date);
    if (status != NFH_OK) {
        return status;
    }
    nfh_priv_date_format(nfh_priv_date_from_days(date), buffer);
    return NFH_OK;
}

static int moved(int32_t date, int count, enum nfh_calendar_unit unit, int32_t *result)
{
    if (result == NULL) {
        return NFH_E_NULL;
    }
    *result = NFH_DATE_UNKNOWN;
    int status = nfh_priv_date_status(date);
    if (status != NFH_OK) {
        return status;
    }
    nfh_date there;
    if (!nfh_priv_date_add(nfh_priv_date_from_days(date), count, unit, &there)) {
        return NFH_E_RANGE;
    }
    *result = nfh_priv_date_to_days(there);
    return NFH_OK;
}

int nfh_add_months(int32_t date, int months, int32_t *result)
{
    return moved(date, months, NFH_UNIT_MONTH, result);
}

int nfh_add_days(int32_t date, int days, int32_t *result)
{
    return moved(date, days, NFH_UNIT_DAY, result);
}

int nfh_age_years(int32_t birth, int32_t at, int32_t *years)
{
    if (years == NULL) {
        return NFH_E_NULL;
    }
    *years = NFH_DATE_UNKNOWN;
    int status = nfh_priv_date_status(birth);
    nfh_priv_worsen(&status, nfh_priv_date_status(at));
    if (status != NFH_OK) {
        return status;
    }
    if (birth > at) {
        return NFH_E_RANGE;
    }
    *years = (int32_t)nfh_priv_date_duration(nfh_priv_date_from_days(birth),
                                             nfh_priv_date_from_days(at), NFH_UNIT_YEAR);
    return NFH_OK;
}

bool nfh_priv_within_period(nfh_date event, nfh_date anchor, int64_t count,
                            enum nfh_calendar_unit unit, int *truth)
{
    nfh_date earliest_start;
    nfh_date latest_start;
    nfh_date earliest_end = nfh_priv_date_first(anchor);
    nfh_date latest_end = nfh_priv_date_last(anchor);
    if (count == INT64_MIN || !nfh_priv_date_add(earliest_end, -count, unit, &earliest_start)) {
        return false;
    }
    latest_start = earliest_start;
    if (latest_end != earliest_end && !nfh_priv_date_add(latest_end, -count, unit, &latest_start)) {
        return false;
    }
    if (nfh_priv_date_last(event) < earliest_start) {
        *truth = NFH_FALSE;
    } else if (nfh_priv_date_first(event) >= latest_start &&
               nfh_priv_date_last(event) <= earliest_end) {
        *truth = NFH_TRUE;
    } else {
        *truth = NFH_UNKNOWN;
    }
    return true;
}

static int within(int32_t event, int32_t anchor, int count, int greatest,
                  enum nfh_calendar_unit unit, int *truth)
{
    if (truth == NULL) {
        return NFH_E_NULL;
    }
    *truth = NFH_UNKNOWN;
    int event_status = nfh_priv_date_status(event);
    int anchor_status = nfh_priv_date_status(anchor);
    if (event_status == NFH_E_RANGE || anchor_status == NFH_E_RANGE || count < 0 ||
        count > greatest) {
        return NFH_E_RANGE;
    }
    if (anchor_status == NFH_E_UNKNOWN) {
        return NFH_OK;
    }
    /* Also for an event that is not known: the window must lie in the calendar. */
    nfh_date end = nfh_priv_date_from_days(anchor);
    nfh_date day = event_status == NFH_OK ? nfh_priv_date_from_days(event) : end;
    int in_window;
    if (!nfh_priv_within_period(day, end, count, unit, &in_window)) {
        return NFH_E_RANGE;
    }
    if (event_status == NFH_OK) {
        *truth = in_window;
    }
    return NFH_OK;
}

int nfh_within_window(int32_t event, int32_t anchor, int months, int *truth)
{
    return within(event, anchor, months, MONTHS_OF_CALENDAR, NFH_UNIT_MONTH, truth);
}

int nfh_within_days(int32_t event, int32_t anchor, int days, int *truth)
{
    return within(event, anchor, days, DAYS_OF_CALENDAR, NFH_UNIT_DAY, truth);
}
