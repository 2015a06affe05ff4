/* SPDX-License-Identifier: MIT */
#include "cohort_row.h"

#include "calendar.h"

#define ONE       INT64_C(100000000)
#define HUNDREDTH (ONE / 100)

static const char *const SEXES[] = {"male", "female"};
/* Stage II is what the trial looks for, so most who are asked have it. */
static const char *const STAGES[] = {"II",  "IIA",  "IIB",  "IIC",  "0", "I",
                                     "III", "IIIA", "IIIB", "IIIC", "IV"};
#define COUNT(texts) (sizeof(texts) / sizeof(texts)[0])

#define BOOLEAN(name, share, missing) \
    {#name, COHORT_BOOLEAN, share, missing, 0, 0, 0, 0, 0, 0, 0, NULL, 0},
#define DATE(name) {#name, COHORT_DATE, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, 0},
#define TEXT(name, texts, likely, share, missing) \
    {#name, COHORT_TEXT, share, missing, 0, likely, 0, 0, FLAT, 0, 0, texts, COUNT(texts)},
#define INTEGER(name, least, most, missing) \
    {#name, COHORT_INTEGER, 0, missing, least, most, least, most, FLAT, 0, 0, NULL, 0},
#define QUANTITY(name, least, most, low, high, spread, places, missing, limit) \
    {#name, COHORT_QUANTITY, 0, missing, least, most, low, high, spread, places, limit, NULL, 0},
const struct cohort_shape cohort_shapes[COHORT_COLUMNS] = {
#include "cohort_columns.def"
};

/* --- Chance --------------------------------------------------------------------------------- */

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static int below(uint64_t *state, int limit)
{
    return (int)((next(state) >> 32) * (uint64_t)limit >> 32);
}

static bool chance(uint64_t *state, double share)
{
    return (double)(next(state) >> 11) < share * 9007199254740992.0;
}

/* --- What each input is drawn from by itself ------------------------------------------------ */

static int64_t draw_quantity(const struct cohort_shape *shape, bool fine, uint64_t *state)
{
    int scale = fine ? 100000000 : shape->places == 0 ? 1 : shape->places == 1 ? 10 : 100;
    double t = (double)(next(state) >> 11) / 9007199254740992.0;
    if (shape->spread == PEAK)
        t = (t + (double)(next(state) >> 11) / 9007199254740992.0) / 2;
    else if (shape->spread == LOW)
        t = t * t;
    int64_t steps = (int64_t)((shape->low + t * (shape->high - shape->low)) * scale);
    return steps * (ONE / scale);
}

static void draw_cell(const struct cohort_shape *shape, const struct cohort_options *options,
                      uint64_t *state, struct cohort_cell *cell)
{
    cell->known = shape->kind != COHORT_DATE && below(state, 10000) >= shape->missing;
    cell->number = 0;
    switch (shape->kind) {
    case COHORT_BOOLEAN:
        cell->number = below(state, 10000) < shape->share;
        break;
    case COHORT_TEXT:
        cell->number = below(state, 10000) < shape->share ? below(state, shape->most)
                                                          : below(state, (int)shape->text_count);
        break;
    case COHORT_INTEGER:
        cell->number = shape->least + below(state, shape->most - shape->least + 1);
        break;
    case COHORT_QUANTITY:
        cell->number = draw_quantity(shape, chance(state, options->fine), state);
        if (shape->limit && chance(state, options->limits))
            cell->number = shape->limit * ONE + (below(state, 3) - 1) * HUNDREDTH;
        break;
    default:
        break;
    }
}

/* --- Dates ---------------------------------------------------------------------------------- */

static void set_date(struct cohort_cell *cell, int64_t days)
{
    cell->known = true;
    cell->number = days;
}

static void draw_visits(const struct cohort_options *options, uint64_t *state,
                        struct cohort_cell *cell)
{
    int64_t screening = bench_days_of(2024, 1, 1) + below(state, 730);
    /* Mostly 25 to 65 years; a few too young, a few too old. */
    int64_t age = 17 * 365 + below(state, 27 * 365) + below(state, 27 * 365);
    set_date(&cell[C_screening_date], screening);
    cell[C_screening_date].known = below(state, 10000) >= 20;
    set_date(&cell[C_birth_date], screening - age);
    if (chance(state, options->limits))
        cell[C_birth_date].number =
            bench_months_before(screening, 12 * (below(state, 2) ? 20 : 66)) + below(state, 3) - 1;
    cell[C_birth_date].known = below(state, 10000) >= 30;
    set_date(&cell[C_enrollment_date], screening + 1 + below(state, 28));
    cell[C_enrollment_date].known = below(state, 2);
    set_date(&cell[C_treatment_start_date], screening + 29 + below(state, 14));
    cell[C_treatment_start_date].known = cell[C_enrollment_date].known && below(state, 2);
}

/* An event and its latest date. The window begins some months, or days, before the anchor. */
struct event {
    int flag, date, anchor, months, days, earliest;
};

static const struct event events[] = {
    {C_hip_injury, C_hip_injury_date, C_screening_date, 6, 0, 3000},
    {C_opioid_used, C_opioid_last_date, C_screening_date, 0, 30, 1500},
    {C_glucocorticoid_used, C_glucocorticoid_last_date, C_screening_date, 0, 30, 1500},
    {C_hip_injection_or_surgery, C_hip_injection_or_surgery_date, C_treatment_start_date, 6, 0,
     3000},
    {C_circulation_drug_used, C_circulation_drug_start_date, C_screening_date, 0, 55, 1500},
    {C_cancer_diagnosed, C_cancer_diagnosis_date, C_screening_date, 60, 0, 7000},
    {C_cardiovascular_event, C_cardiovascular_event_date, C_enrollment_date, 6, 0, 4000},
    {C_gi_ulcer_bleed, C_gi_ulcer_bleed_date, C_enrollment_date, 0, 30, 3000},
    {C_other_trial, C_other_trial_last_date, C_screening_date, 3, 0, 1500},
};

static void draw_event(const struct event *event, const struct cohort_options *options,
                       uint64_t *state, struct cohort_cell *cell)
{
    struct cohort_cell *flag = &cell[event->flag], *date = &cell[event->date];
    int64_t screening = cell[C_screening_date].number;
    int64_t anchor = cell[event->anchor].known ? cell[event->anchor].number : screening;
    bool limit = chance(state, options->limits);
    int back = below(state, event->earliest);
    bool dated = below(state, 20) > 0;
    if (limit) {
        static const int beside[] = {-1, 0, 0, 1};
        int64_t from =
            event->months ? bench_months_before(anchor, event->months) : anchor - event->days;
        int place = below(state, 6);
        flag->number = flag->known = true;
        set_date(date, place < 4 ? from + beside[place] : anchor + place - 4);
    } else if (flag->known && flag->number) {
        set_date(date, screening - back);
        date->known = dated;
    }
}

/* --- What hangs together -------------------------------------------------------------------- */

/* Not asked, or not asked as often, where the question does not arise. */
static void forget_idle(uint64_t *state, struct cohort_cell *cell)
{
    bool man = cell[C_sex].known && cell[C_sex].number == 0;
    if (man) {
        cell[C_pregnant].known = cell[C_lactating].known = false;
        cell[C_pregnancy_planned].number = 0;
    }
    if (!cell[C_circulation_drug_used].number)
        cell[C_circulation_drug_dose_stable].known = false;
    if (!cell[C_active_malignancy].number)
        cell[C_systemic_chemotherapy].known = false;
    if (!cell[C_cancer_diagnosed].number)
        cell[C_cancer_only_skin_scc_or_bcc].known = false;
    if (!cell[C_heart_failure_symptomatic].number)
        cell[C_nyha_class].known = cell[C_ejection_fraction].known = below(state, 10) < 3;
}

static void set_quantity(struct cohort_cell *cell, int64_t hundredths)
{
    cell->known = true;
    cell->number = hundredths * HUNDREDTH;
}

/* A clearance of exactly 50 mL/min, or the next weight: 40.9 creatinine / (140 - age), divided by
 * 0.85 for a woman. */
static void place_clearance(uint64_t *state, struct cohort_cell *cell)
{
    int woman = below(state, 2), k = 6 + below(state, 9), beside = below(state, 3) - 1;
    cell[C_sex] = (struct cohort_cell){woman, true};
    cell[C_screening_date].known = true;
    set_date(&cell[C_birth_date], bench_months_before(cell[C_screening_date].number, 12 * 40));
    set_quantity(&cell[C_creatinine], (woman ? 17 : 10) * k * 100);
    set_quantity(&cell[C_weight], (woman ? 818 : 409) * k + beside);
    set_quantity(&cell[C_creatinine_uln], woman ? 20000 : 12000);
}

static void place_labs(const struct cohort_options *options, uint64_t *state,
                       struct cohort_cell *cell)
{
    if (chance(state, options->limits))
        place_clearance(state, cell);
    if (chance(state, options->limits)) {
        int tenths = 350 + below(state, 100);
        set_quantity(&cell[C_ast_uln], 10 * tenths);
        set_quantity(&cell[C_ast], 20 * tenths + below(state, 3) - 1);
    }
    if (chance(state, options->limits)) {
        int tenths = 350 + below(state, 100);
        set_quantity(&cell[C_alt_uln], 10 * tenths);
        set_quantity(&cell[C_alt], 20 * tenths + below(state, 3) - 1);
    }
    if (chance(state, options->limits)) {
        int tenths = 401 + below(state, 600);
        set_quantity(&cell[C_creatinine_uln], 10 * tenths);
        set_quantity(&cell[C_creatinine], 15 * tenths + below(state, 3) - 1);
    }
    if (chance(state, options->limits)) {
        bool fast = below(state, 2);
        set_quantity(&cell[C_qt_interval], (fast ? 36000 : 45000) + below(state, 3) - 1);
        set_quantity(&cell[C_heart_rate], fast ? 9375 : 6000);
    }
}

/* Exactly 2 units on a day and 14 a week: a third each, or all in one beverage. */
static void place_alcohol(bool week, uint64_t *state, struct cohort_cell *cell)
{
    static const int parts[][3] = {
        {24000, 10000, 3000}, {72000, 0, 0}, {0, 30000, 0}, {0, 0, 9000}};
    const int *part = parts[below(state, 4)];
    int times = week ? 7 : 1;
    set_quantity(&cell[week ? C_beer_per_week : C_beer_per_day], part[0] * times);
    set_quantity(&cell[week ? C_wine_per_week : C_wine_per_day], part[1] * times + below(state, 2));
    set_quantity(&cell[week ? C_spirits_per_week : C_spirits_per_day], part[2] * times);
    set_quantity(&cell[C_spirits_strength], 4000);
    cell[C_spirits_strength].known = below(state, 2);
}

void cohort_draw(const struct cohort_options *options, size_t row, struct cohort_cell *cell)
{
    uint64_t start = options->seed ^ (uint64_t)row * UINT64_C(0xd1342543de82ef95);
    uint64_t state = next(&start);
    for (size_t i = 0; i < COHORT_COLUMNS; i++)
        draw_cell(&cohort_shapes[i], options, &state, &cell[i]);
    draw_visits(options, &state, cell);
    for (size_t i = 0; i < COUNT(events); i++)
        draw_event(&events[i], options, &state, cell);
    forget_idle(&state, cell);
    place_labs(options, &state, cell);
    for (int week = 0; week < 2; week++)
        if (chance(&state, options->limits))
            place_alcohol(week, &state, cell);
}
