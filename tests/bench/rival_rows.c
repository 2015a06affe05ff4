/* SPDX-License-Identifier: MIT
 *
 * rival_rows.c - the slow way of rival_columns.h: a row at a time, numbers scaled by 10^8.
 */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "calendar.h"
#include "rival_columns.h"

__extension__ typedef __int128 wide;

#define ONE            INT64_C(100000000)
#define ROUND_UP(rows) (((rows) + 63) / 64 * 64)

enum truth { NO, YES, OPEN };

struct row {
    const struct cohort *cohort;
    size_t at;
};

struct number {
    int64_t value;
    bool known;
};

static bool is_known(struct row row, int column)
{
    return row.cohort->column[column].validity[row.at / 8] >> row.at % 8 & 1;
}

static int flag(struct row row, int column)
{
    const uint8_t *bits = row.cohort->column[column].values;
    return is_known(row, column) ? bits[row.at / 8] >> row.at % 8 & 1 : OPEN;
}

static int code(struct row row, int column)
{
    return is_known(row, column) ? ((const int8_t *)row.cohort->column[column].values)[row.at] : -1;
}

static struct number day(struct row row, int column, int64_t first)
{
    int64_t days = ((const int32_t *)row.cohort->column[column].values)[row.at];
    return (struct number){days, is_known(row, column) && days >= first};
}

static struct number number(struct row row, int column, int64_t least, int64_t most)
{
    double value = ((const double *)row.cohort->column[column].values)[row.at];
    struct number number = {0, is_known(row, column) && fabs(value) < 1e9};
    if (number.known)
        number.value = llround(value * 1e8);
    number.known = number.known && number.value >= least * ONE && number.value <= most * ONE;
    return number;
}

static int not(int a)
{
    return a == OPEN ? OPEN : !a;
}

static int either(int a, int b)
{
    return a == YES || b == YES ? YES : a == OPEN || b == OPEN ? OPEN : NO;
}

static int both(int a, int b)
{
    return not(either(not(a), not(b)));
}

static int above(struct number number, int64_t limit)
{
    return number.known ? number.value > limit * ONE : OPEN;
}

static int event(int flag, struct number day, struct number to, int months, int days)
{
    if (!day.known)
        return flag == NO ? NO : OPEN;
    if (!to.known)
        return OPEN;
    int64_t from = months ? bench_months_before(to.value, months) : to.value - days;
    return day.value < from ? NO : day.value <= to.value ? YES : OPEN;
}

/* The completed years. Who was born on 29 February completes one on the 28th of most years. */
static struct number age(struct number birth, struct number screening)
{
    int64_t year, month, d, birth_year;
    if (!birth.known || !screening.known)
        return (struct number){0, false};
    bench_civil(screening.value, &year, &month, &d);
    bench_civil(birth.value, &birth_year, &month, &d);
    bool short_year = bench_days_of(year, 3, 1) - bench_days_of(year, 2, 1) == 28;
    int64_t birthday = bench_days_of(year, month, month == 2 && d == 29 && short_year ? 28 : d);
    return (struct number){year - birth_year - (birthday > screening.value), true};
}

static int exceeds(struct number a, struct number limit, int tenths)
{
    return a.known && limit.known ? 10 * a.value > tenths * limit.value : OPEN;
}

/* At most 50 after rounding to 8 decimals, half away from zero. */
static int low_clearance(struct number age, struct number weight, struct number creatinine, int sex)
{
    if (!age.known || !weight.known || !creatinine.known || sex < 0)
        return OPEN;
    wide above = (wide)(140 - age.value) * weight.value * (sex == 1 ? 850 : 1000) * ONE;
    wide below = (wide)818 * creatinine.value;
    return above * 2 < below * (100 * ONE + 1) ? YES : NO;
}

/* sqrt(q q r / 60) rounded to 8 decimals is more than 450: at least 450.000000005. */
static int long_qtc(struct number qt, struct number rate)
{
    if (!qt.known || !rate.known)
        return OPEN;
    wide limit = (wide)450 * 2 * ONE + 1;
    return 4 * (wide)qt.value * qt.value * rate.value >= limit * limit * 60 * ONE ? YES : NO;
}

static int much_alcohol(struct number beer, struct number wine, struct number spirits,
                        int64_t strength, int64_t units)
{
    wide sum =
        ((wide)5 * (beer.known ? beer.value : 0) + (wide)12 * (wine.known ? wine.value : 0)) * ONE +
        (wide)(spirits.known ? spirits.value : 0) * strength;
    /* More than the limit after rounding: at least half of the last decimal more. */
    if (2 * sum >= (2 * units * ONE + 1) * (wide)1800 * ONE)
        return YES;
    return beer.known && wine.known && spirits.known ? NO : OPEN;
}

static int alcohol(struct row row)
{
    struct number strength = number(row, C_spirits_strength, 0, 100);
    int64_t by = strength.known ? strength.value : 40 * ONE;
    int per_day =
        much_alcohol(number(row, C_beer_per_day, 0, 20000), number(row, C_wine_per_day, 0, 10000),
                     number(row, C_spirits_per_day, 0, 5000), by, 2);
    int per_week = much_alcohol(number(row, C_beer_per_week, 0, 140000),
                                number(row, C_wine_per_week, 0, 70000),
                                number(row, C_spirits_per_week, 0, 35000), by, 14);
    return either(per_day, per_week);
}

#define FLAG(name) flag(row, C_##name)
#define DAY(name)  day(row, C_##name, -25567) /* 1900-01-01 */

static void inclusions(struct row row, struct number years, int *out)
{
    int stage = code(row, C_arco_stage);
    out[R_INCL02] = FLAG(guideline_diagnosis);
    out[R_INCL03] = years.known ? years.value >= 20 && years.value <= 65 : OPEN;
    out[R_INCL04] = stage < 0 ? OPEN : stage < 4;
    out[R_INCL05] = not(FLAG(necrosis_traumatic));
    out[R_INCL06] = both(above(number(row, C_conservative_treatment_duration, 0, 36500), 14),
                         FLAG(persistent_hip_pain));
    out[R_INCL07] = both(not(FLAG(long_term_immobile)),
                         above(number(row, C_unaided_walking_distance, 0, 100000), 50));
    out[R_INCL08] = both(not(FLAG(pregnancy_planned)),
                         either(FLAG(contraception_agreed), FLAG(sterilized_or_postmenopausal)));
}

static int circulation_drug(struct row row, struct number s)
{
    struct number start = DAY(circulation_drug_start_date);
    if (!start.known)
        return FLAG(circulation_drug_used) == NO ? NO : OPEN;
    return either(s.known ? start.value > s.value - 56 : OPEN,
                  not(FLAG(circulation_drug_dose_stable)));
}

static void hip(struct row row, struct number s, struct number t, int *out)
{
    out[R_EXCL02] = event(FLAG(hip_injury), DAY(hip_injury_date), s, 6, 0);
    out[R_EXCL03] = either(FLAG(secondary_necrosis_cause), FLAG(confounding_neurological_lesion));
    out[R_EXCL04] = FLAG(femoral_head_destroyed);
    out[R_EXCL05] = either(FLAG(prior_hip_surgery), FLAG(limb_surgery_planned));
    out[R_EXCL06] = FLAG(suppurative_arthritis);
    out[R_EXCL07] = FLAG(joint_effusion);
    out[R_EXCL08] = either(either(FLAG(active_joint_infection), FLAG(skin_ulceration)),
                           either(FLAG(surgical_area_infection), FLAG(interfering_skin_disease)));
    out[R_EXCL09] =
        either(either(event(FLAG(opioid_used), DAY(opioid_last_date), s, 0, 30),
                      event(FLAG(glucocorticoid_used), DAY(glucocorticoid_last_date), s, 0, 30)),
               FLAG(long_term_opioid_or_glucocorticoid));
    out[R_EXCL10] =
        event(FLAG(hip_injection_or_surgery), DAY(hip_injection_or_surgery_date), t, 6, 0);
    out[R_EXCL11] = circulation_drug(row, s);
}

static void body(struct row row, struct number years, struct number s, struct number e, int *out)
{
    struct number creatinine = number(row, C_creatinine, 5, 5000);
    struct number rate = number(row, C_heart_rate, 15, 350);
    int class = code(row, C_nyha_class);
    int sex = code(row, C_sex);
    out[R_EXCL13] = FLAG(systemic_glucocorticoid_disease);
    out[R_EXCL14] =
        either(either(exceeds(number(row, C_ast, 0, 20000), number(row, C_ast_uln, 1, 500), 20),
                      exceeds(number(row, C_alt, 0, 20000), number(row, C_alt_uln, 1, 500), 20)),
               either(exceeds(creatinine, number(row, C_creatinine_uln, 20, 500), 15),
                      low_clearance(years, number(row, C_weight, 20, 400), creatinine, sex)));
    int other_cancer = both(FLAG(cancer_diagnosed), not(FLAG(cancer_only_skin_scc_or_bcc)));
    out[R_EXCL16] = either(both(FLAG(active_malignancy), FLAG(systemic_chemotherapy)),
                           event(other_cancer, DAY(cancer_diagnosis_date), s, 60, 0));
    out[R_EXCL17] = either(
        either(FLAG(ecg_clinically_significant),
               either(long_qtc(number(row, C_qt_interval, 100, 1000), rate), above(rate, 100))),
        either(above(number(row, C_qrs_duration, 20, 400), 120),
               above(number(row, C_pr_interval, 40, 800), 220)));
    int weak = either(class < 0 ? OPEN : class >= 3,
                      not(above(number(row, C_ejection_fraction, 1, 100), 35)));
    out[R_EXCL18] =
        either(event(FLAG(cardiovascular_event), DAY(cardiovascular_event_date), e, 6, 0),
               both(FLAG(heart_failure_symptomatic), weak));
}

static int blood_pressure(struct row row)
{
    struct number systolic = number(row, C_systolic_bp, 40, 350);
    struct number diastolic = number(row, C_diastolic_bp, 20, 250);
    int high = either(systolic.known ? systolic.value >= 140 * ONE : OPEN,
                      diastolic.known ? diastolic.value >= 90 * ONE : OPEN);
    return both(high, FLAG(antihypertensive_standardized) == YES ? YES : OPEN);
}

static void others(struct row row, struct number s, struct number e, int *out)
{
    int mind = either(FLAG(mental_disorder), FLAG(psychotropic_abuse_or_addiction));
    bool man = code(row, C_sex) == 0;
    out[R_EXCL19] = blood_pressure(row);
    out[R_EXCL20] = either(either(FLAG(hbsag_positive), FLAG(hcv_antibody_positive)),
                           either(FLAG(hiv_antibody_positive), FLAG(syphilis_antibody_positive)));
    out[R_EXCL21] = FLAG(study_drug_ingredient_allergy);
    out[R_EXCL22] = either(either(FLAG(nsaid_gi_bleed_or_perforation),
                                  event(FLAG(gi_ulcer_bleed), DAY(gi_ulcer_bleed_date), e, 0, 30)),
                           FLAG(recurrent_ulcer_bleeding));
    out[R_EXCL23] = FLAG(test_drug_hypersensitivity);
    out[R_EXCL24] = FLAG(unavoidable_new_exercise);
    out[R_EXCL25] = mind;
    out[R_EXCL26] = either(alcohol(row), mind);
    out[R_EXCL27] =
        either(man ? NO : either(FLAG(pregnant), FLAG(lactating)),
               not(either(FLAG(sterilized_or_postmenopausal), FLAG(contraception_agreed))));
    out[R_EXCL28] = event(FLAG(other_trial), DAY(other_trial_last_date), s, 3, 0);
    out[R_EXCL29] = FLAG(investigator_unsuitable);
}

static uint8_t verdict_of(const int *out)
{
    bool open = false;
    for (int i = 0; i < RIVAL_COUNT; i++) {
        if (out[i] == (i < R_EXCL02 ? NO : YES))
            return NFH_VERDICT_INELIGIBLE;
        open = open || out[i] == OPEN;
    }
    return open ? NFH_VERDICT_UNDETERMINED : NFH_VERDICT_ELIGIBLE;
}

static void screen_row(struct row row, int *out)
{
    struct number s = day(row, C_screening_date, 10957); /* 2000-01-01 */
    struct number e = day(row, C_enrollment_date, 10957);
    struct number t = day(row, C_treatment_start_date, 10957);
    struct number years = age(DAY(birth_date), s);
    inclusions(row, years, out);
    hip(row, s, t.known ? t : s, out);
    body(row, years, s, e.known ? e : s, out);
    others(row, s, e.known ? e : s, out);
}

static void store_bit(uint8_t *bytes, size_t row, bool bit)
{
    bytes[row / 8] = (uint8_t)((bytes[row / 8] & ~(1u << row % 8)) | (unsigned)bit << row % 8);
}

void rival_rows(const struct cohort *cohort, size_t first, size_t rows,
                const struct rival_results *results)
{
    for (size_t at = first; at < first + ROUND_UP(rows); at++) {
        int out[RIVAL_COUNT];
        screen_row((struct row){cohort, at}, out);
        results->verdict[at] = verdict_of(out);
        for (int i = 0; i < RIVAL_COUNT; i++) {
            store_bit(results->truth[i], at, out[i] == YES);
            store_bit(results->known[i], at, out[i] != OPEN);
        }
    }
}
