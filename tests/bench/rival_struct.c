/* SPDX-License-Identifier: MIT */
#include "rival_struct.h"

#include <math.h>

typedef enum rival_truth truth;

static truth not(truth a)
{
    return a == RIVAL_OPEN ? RIVAL_OPEN : a == RIVAL_YES ? RIVAL_NO : RIVAL_YES;
}

static truth or (truth a, truth b)
{
    if (a == RIVAL_YES || b == RIVAL_YES)
        return RIVAL_YES;
    return a == RIVAL_OPEN || b == RIVAL_OPEN ? RIVAL_OPEN : RIVAL_NO;
}

static truth and (truth a, truth b)
{
    if (a == RIVAL_NO || b == RIVAL_NO)
        return RIVAL_NO;
    return a == RIVAL_OPEN || b == RIVAL_OPEN ? RIVAL_OPEN : RIVAL_YES;
}

static truth above(struct rival_number number, double limit)
{
    return number.known ? number.value > limit : RIVAL_OPEN;
}

static truth at_least(struct rival_number number, double limit)
{
    return number.known ? number.value >= limit : RIVAL_OPEN;
}

/* --- Dates ---------------------------------------------------------------------------------- */

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

/* The day's place in the calendar, and back, by years that begin with March (H. Hinnant,
 * chrono-Compatible Low-Level Date Algorithms). */
static void split(int days, int *year, int *month, int *day)
{
    int era, of_era, of_year, m;
    days += 719468;
    era = days / 146097;
    of_era = days - era * 146097;
    *year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * *year + *year / 4 - *year / 100);
    m = (5 * of_year + 2) / 153;
    *day = of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year += era * 400 + (*month <= 2);
}

static int join(int year, int month, int day)
{
    int era, of_era, of_year;
    year -= month <= 2;
    era = year / 400;
    of_era = year - era * 400;
    of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int months_before(int days, int months)
{
    int year, month, day, last;
    split(days, &year, &month, &day);
    month += 12 * year - 1 - months;
    year = month / 12;
    month = month % 12 + 1;
    last = days_in_month(year, month);
    return join(year, month, day < last ? day : last);
}

static struct rival_number age(struct rival_date birth, struct rival_date at)
{
    struct rival_number years = {0, birth.known && at.known};
    int birth_year, birth_month, birth_day, year, month, day, last;
    if (!years.known)
        return years;
    split(birth.day, &birth_year, &birth_month, &birth_day);
    split(at.day, &year, &month, &day);
    last = days_in_month(year, month);
    if (birth_day > last)
        birth_day = last;
    if (month < birth_month || (month == birth_month && day < birth_day))
        year--;
    years.value = year - birth_year;
    return years;
}

static truth within(truth ever, struct rival_date event, struct rival_date anchor, int start)
{
    if (!event.known)
        return ever == RIVAL_NO ? RIVAL_NO : RIVAL_OPEN;
    if (!anchor.known)
        return RIVAL_OPEN;
    if (event.day < start)
        return RIVAL_NO;
    return event.day <= anchor.day ? RIVAL_YES : RIVAL_OPEN;
}

static truth within_months(truth ever, struct rival_date event, struct rival_date anchor,
                           int months)
{
    return within(ever, event, anchor,
                  event.known && anchor.known ? months_before(anchor.day, months) : 0);
}

static truth within_days(truth ever, struct rival_date event, struct rival_date anchor, int days)
{
    return within(ever, event, anchor, anchor.day - days);
}

/* --- Calculations --------------------------------------------------------------------------- */

static truth exceeds(struct rival_number value, struct rival_number limit, double multiple)
{
    return value.known && limit.known ? value.value > multiple * limit.value : RIVAL_OPEN;
}

static truth low_clearance(const struct rival_subject *s, struct rival_number years)
{
    double clearance;
    if (!years.known || !s->weight.known || !s->creatinine.known || s->sex < 0)
        return RIVAL_OPEN;
    clearance = (140 - years.value) * s->weight.value / (0.818 * s->creatinine.value);
    if (s->sex == RIVAL_FEMALE)
        clearance *= 0.85;
    return clearance <= 50;
}

static truth long_qtc(const struct rival_subject *s)
{
    if (!s->qt_interval.known || !s->heart_rate.known)
        return RIVAL_OPEN;
    return s->qt_interval.value / sqrt(60 / s->heart_rate.value) > 450;
}

static truth too_much(struct rival_number beer, struct rival_number wine,
                      struct rival_number spirits, double strength, double limit)
{
    double units = (beer.known ? beer.value / 360 : 0) + (wine.known ? wine.value / 150 : 0) +
                   (spirits.known ? spirits.value / 45 * strength / 40 : 0);
    if (units > limit)
        return RIVAL_YES;
    return beer.known && wine.known && spirits.known ? RIVAL_NO : RIVAL_OPEN;
}

static truth alcohol(const struct rival_subject *s)
{
    double strength = s->spirits_strength.known ? s->spirits_strength.value : 40;
    return or (too_much(s->beer_per_day, s->wine_per_day, s->spirits_per_day, strength, 2),
               too_much(s->beer_per_week, s->wine_per_week, s->spirits_per_week, strength, 14));
}

/* --- Criteria ------------------------------------------------------------------------------- */

static void include(const struct rival_subject *s, struct rival_number years, truth *out)
{
    out[R_INCL02] = s->guideline_diagnosis;
    out[R_INCL03] = years.known ? years.value >= 20 && years.value <= 65 : RIVAL_OPEN;
    out[R_INCL04] = s->arco_stage < 0 ? RIVAL_OPEN : s->arco_stage < 4; /* II, IIA, IIB, IIC */
    out[R_INCL05] = not(s->necrosis_traumatic);
    out[R_INCL06] = and(above(s->conservative_treatment_duration, 14), s->persistent_hip_pain);
    out[R_INCL07] = and(not(s->long_term_immobile), above(s->unaided_walking_distance, 50));
    out[R_INCL08] = and(not(s->pregnancy_planned),
                        or (s->contraception_agreed, s->sterilized_or_postmenopausal));
}

static truth circulation_drug(const struct rival_subject *s)
{
    truth recent = RIVAL_OPEN;
    if (!s->circulation_drug_start_date.known)
        return s->circulation_drug_used == RIVAL_NO ? RIVAL_NO : RIVAL_OPEN;
    if (s->screening_date.known)
        recent = s->circulation_drug_start_date.day > s->screening_date.day - 56;
    return or (recent, not(s->circulation_drug_dose_stable));
}

static void exclude_hip(const struct rival_subject *s, struct rival_date treatment, truth *out)
{
    out[R_EXCL02] = within_months(s->hip_injury, s->hip_injury_date, s->screening_date, 6);
    out[R_EXCL03] = or (s->secondary_necrosis_cause, s->confounding_neurological_lesion);
    out[R_EXCL04] = s->femoral_head_destroyed;
    out[R_EXCL05] = or (s->prior_hip_surgery, s->limb_surgery_planned);
    out[R_EXCL06] = s->suppurative_arthritis;
    out[R_EXCL07] = s->joint_effusion;
    out[R_EXCL08] = or (or (s->active_joint_infection, s->skin_ulceration),
                        or (s->surgical_area_infection, s->interfering_skin_disease));
    out[R_EXCL09] = or (or (within_days(s->opioid_used, s->opioid_last_date, s->screening_date, 30),
                            within_days(s->glucocorticoid_used, s->glucocorticoid_last_date,
                                        s->screening_date, 30)),
                        s->long_term_opioid_or_glucocorticoid);
    out[R_EXCL10] =
        within_months(s->hip_injection_or_surgery, s->hip_injection_or_surgery_date, treatment, 6);
    out[R_EXCL11] = circulation_drug(s);
}

static void exclude_body(const struct rival_subject *s, struct rival_number years,
                         struct rival_date enrollment, truth *out)
{
    out[R_EXCL13] = s->systemic_glucocorticoid_disease;
    out[R_EXCL14] =
        or (or (exceeds(s->ast, s->ast_uln, 2), exceeds(s->alt, s->alt_uln, 2)),
            or (exceeds(s->creatinine, s->creatinine_uln, 1.5), low_clearance(s, years)));
    out[R_EXCL16] = or (and(s->active_malignancy, s->systemic_chemotherapy),
                        within_months(and(s->cancer_diagnosed, not(s->cancer_only_skin_scc_or_bcc)),
                                      s->cancer_diagnosis_date, s->screening_date, 60));
    out[R_EXCL17] = or (or (s->ecg_clinically_significant, long_qtc(s)),
                        or (or (above(s->heart_rate, 100), above(s->qrs_duration, 120)),
                            above(s->pr_interval, 220)));
    out[R_EXCL18] =
        or (within_months(s->cardiovascular_event, s->cardiovascular_event_date, enrollment, 6),
            and(s->heart_failure_symptomatic,
                or (at_least(s->nyha_class, 3), not(above(s->ejection_fraction, 35)))));
    out[R_EXCL19] = and(or (at_least(s->systolic_bp, 140), at_least(s->diastolic_bp, 90)),
                        s->antihypertensive_standardized == RIVAL_YES ? RIVAL_YES : RIVAL_OPEN);
}

static void exclude_others(const struct rival_subject *s, struct rival_date enrollment, truth *out)
{
    bool man = s->sex == RIVAL_MALE;
    out[R_EXCL20] = or (or (s->hbsag_positive, s->hcv_antibody_positive),
                        or (s->hiv_antibody_positive, s->syphilis_antibody_positive));
    out[R_EXCL21] = s->study_drug_ingredient_allergy;
    out[R_EXCL22] = or (or (s->nsaid_gi_bleed_or_perforation,
                            within_days(s->gi_ulcer_bleed, s->gi_ulcer_bleed_date, enrollment, 30)),
                        s->recurrent_ulcer_bleeding);
    out[R_EXCL23] = s->test_drug_hypersensitivity;
    out[R_EXCL24] = s->unavoidable_new_exercise;
    out[R_EXCL25] = or (s->mental_disorder, s->psychotropic_abuse_or_addiction);
    out[R_EXCL26] = or (alcohol(s), out[R_EXCL25]);
    out[R_EXCL27] = or (man ? RIVAL_NO : or (s->pregnant, s->lactating),
                        not(or (s->sterilized_or_postmenopausal, s->contraception_agreed)));
    out[R_EXCL28] = within_months(s->other_trial, s->other_trial_last_date, s->screening_date, 3);
    out[R_EXCL29] = s->investigator_unsuitable;
}

static int verdict(const truth *out)
{
    bool open = false;
    for (int i = 0; i < RIVAL_COUNT; i++) {
        if (out[i] == (i < R_EXCL02 ? RIVAL_NO : RIVAL_YES))
            return NFH_VERDICT_INELIGIBLE;
        open = open || out[i] == RIVAL_OPEN;
    }
    return open ? NFH_VERDICT_UNDETERMINED : NFH_VERDICT_ELIGIBLE;
}

void rival_struct_screen(const struct rival_subject *subject, struct rival_report *report)
{
    struct rival_number years = age(subject->birth_date, subject->screening_date);
    struct rival_date enrollment =
        subject->enrollment_date.known ? subject->enrollment_date : subject->screening_date;
    struct rival_date treatment = subject->treatment_start_date.known
                                      ? subject->treatment_start_date
                                      : subject->screening_date;
    include(subject, years, report->criterion);
    exclude_hip(subject, treatment, report->criterion);
    exclude_body(subject, years, enrollment, report->criterion);
    exclude_others(subject, enrollment, report->criterion);
    report->verdict = verdict(report->criterion);
}

/* --- A subject of a cohort ------------------------------------------------------------------ */

static bool is_known(const struct cohort_column *column, size_t row)
{
    return column->validity[row / 8] >> row % 8 & 1;
}

static enum rival_truth read_truth(const struct cohort_column *column, size_t row)
{
    const uint8_t *bits = column->values;
    return is_known(column, row) ? bits[row / 8] >> row % 8 & 1 : RIVAL_OPEN;
}

static struct rival_date read_date(const struct cohort_column *column, size_t row)
{
    return (struct rival_date){((const int32_t *)column->values)[row], is_known(column, row)};
}

static int read_code(const struct cohort_column *column, size_t row)
{
    return is_known(column, row) ? ((const int8_t *)column->values)[row] : -1;
}

static struct rival_number read_integer(const struct cohort_column *column, size_t row)
{
    return (struct rival_number){((const int8_t *)column->values)[row], is_known(column, row)};
}

static struct rival_number read_number(const struct cohort_column *column, size_t row)
{
    return (struct rival_number){((const double *)column->values)[row], is_known(column, row)};
}

void rival_struct_fill(const struct cohort *cohort, size_t row, struct rival_subject *subject)
{
    const struct cohort_column *column = cohort->column;
#define BOOLEAN(name, share, missing)             subject->name = read_truth(&column[C_##name], row);
#define DATE(name)                                subject->name = read_date(&column[C_##name], row);
#define TEXT(name, texts, likely, share, missing) subject->name = read_code(&column[C_##name], row);
#define INTEGER(name, least, most, missing)       subject->name = read_integer(&column[C_##name], row);
#define QUANTITY(name, least, most, low, high, shape, places, missing, limit) \
    subject->name = read_number(&column[C_##name], row);
#include "cohort_columns.def"
}
