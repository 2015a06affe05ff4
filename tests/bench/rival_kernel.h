/* SPDX-License-Identifier: MIT
 *
 * rival_kernel.h - blocks of up to 512 rows, for the vectors of the file that includes it. A bit
 * per row, 8 rows a byte: `t` those that are true, `f` those that are false.
 */
#include <stdbool.h>
#include <string.h>

#include "rival_columns.h"
#include "rival_logic.h"
#include "rival_tables.h"

#define EACH_BYTE(i) for (size_t i = 0; i < block->bytes; i++)

static inline const uint8_t *known_of(const struct rival_block *block, int column)
{
    return block->cohort->column[column].validity + block->row / 8;
}

static inline const int32_t *days_of(const struct rival_block *block, int column)
{
    return (const int32_t *)block->cohort->column[column].values + block->row;
}

static inline const double *numbers_of(const struct rival_block *block, int column)
{
    return (const double *)block->cohort->column[column].values + block->row;
}

static inline const int8_t *codes_of(const struct rival_block *block, int column)
{
    return (const int8_t *)block->cohort->column[column].values + block->row;
}

/* --- Dates ---------------------------------------------------------------------------------- */

/* Whether a known day is beyond the tables, as bits. */
static inline uint8_t beyond(I day, uint8_t known)
{
    return known & i_greater(day, i_all(DAY_2099));
}

static inline I look_up_day(const int32_t *table, I day)
{
    return i_look_up(table, i_clamp(i_sub(day, i_all(DAY_1900)), 0, DAY_COUNT - 1));
}

/* The screening visit, and all that begins some time before it. */
static void screening(struct rival_block *block, const struct rival_tables *tables)
{
    const int32_t *day = days_of(block, C_screening_date);
    const uint8_t *known = known_of(block, C_screening_date);
    EACH_BYTE(i)
    {
        I s = i_load(day + 8 * i), step = look_up_day(tables->step, s);
        uint8_t at = known[i] & i_greater(s, i_all(DAY_2000 - 1));
        block->known_s[i] = at;
        block->odd |= beyond(s, at);
        i_store(block->s_3m + 8 * i, i_sub(s, i_and(step, i_all(255))));
        i_store(block->s_6m + 8 * i, i_sub(s, i_and(i_right(step, 8), i_all(255))));
        i_store(block->s_5y + 8 * i, i_sub(s, i_right(step, 16)));
        i_store(block->s_30d + 8 * i, i_sub(s, i_all(30)));
    }
}

/* Enrolment or the start of treatment, or the screening visit instead. */
static void other_visit(struct rival_block *block, const struct rival_tables *tables, int column,
                        int32_t *visit, int32_t *before_6m, uint8_t *visit_known)
{
    const int32_t *day = days_of(block, column), *s = days_of(block, C_screening_date);
    const uint8_t *known = known_of(block, column);
    EACH_BYTE(i)
    {
        I own = i_load(day + 8 * i);
        uint8_t at = known[i] & i_greater(own, i_all(DAY_2000 - 1));
        I either = i_choose(i_mask(at), own, i_load(s + 8 * i));
        I step = look_up_day(tables->step, either);
        visit_known[i] = at | block->known_s[i];
        block->odd |= beyond(own, at);
        i_store(visit + 8 * i, either);
        i_store(before_6m + 8 * i, i_sub(either, i_and(i_right(step, 8), i_all(255))));
    }
}

static void age(struct rival_block *block, const struct rival_tables *tables)
{
    const int32_t *birth = days_of(block, C_birth_date), *s = days_of(block, C_screening_date);
    const uint8_t *known = known_of(block, C_birth_date);
    EACH_BYTE(i)
    {
        I b = i_load(birth + 8 * i);
        I then = look_up_day(tables->key, b), now = look_up_day(tables->key, i_load(s + 8 * i));
        uint8_t at = known[i] & (uint8_t)~i_greater(i_all(DAY_1900), b);
        block->odd |= beyond(b, at);
        /* The lowest bit makes a 28 February a 29th. */
        then = i_and(then, i_all(~1));
        now = i_add(i_and(now, i_all(~1)), i_add(i_and(now, i_all(1)), i_and(now, i_all(1))));
        I years = i_right(i_sub(now, then), 10);
        block->known_age[i] = at & block->known_s[i];
        block->adult[i] = i_greater(years, i_all(19)) & (uint8_t)~i_greater(years, i_all(65));
        i_store(block->age + 8 * i, years);
    }
}

/* event(flag, date, from, to); `never`: where the flag is false. */
static inline void event(const struct rival_block *block, int column, const int32_t *from,
                         const int32_t *to, const uint8_t *anchor, const uint8_t *never,
                         struct rival_bits *result)
{
    const int32_t *day = days_of(block, column);
    const uint8_t *known = known_of(block, column);
    EACH_BYTE(i)
    {
        I d = i_load(day + 8 * i);
        uint8_t dated = known[i] & (uint8_t)~i_greater(i_all(DAY_1900), d);
        uint8_t before = i_greater(i_load(from + 8 * i), d);
        uint8_t after = i_greater(d, i_load(to + 8 * i));
        result->t[i] = dated & anchor[i] & (uint8_t) ~(before | after);
        result->f[i] = (dated & anchor[i] & before) | ((uint8_t)~dated & never[i]);
    }
}

static inline void flagged_event(const struct rival_block *block, int flag, int column,
                                 const int32_t *from, const int32_t *to, const uint8_t *anchor,
                                 struct rival_bits *result)
{
    const uint8_t *known = known_of(block, flag);
    const uint8_t *value = (const uint8_t *)block->cohort->column[flag].values + block->row / 8;
    uint8_t never[RIVAL_BYTES];
    EACH_BYTE(i)
    never[i] = known[i] & (uint8_t)~value[i];
    event(block, column, from, to, anchor, never, result);
}

/* Started less than 8 weeks ago; both empty where no start is known. */
static void drug_start(struct rival_block *block)
{
    const int32_t *day = days_of(block, C_circulation_drug_start_date);
    const int32_t *s = days_of(block, C_screening_date);
    const uint8_t *known = known_of(block, C_circulation_drug_start_date);
    EACH_BYTE(i)
    {
        I d = i_load(day + 8 * i);
        uint8_t dated = known[i] & (uint8_t)~i_greater(i_all(DAY_1900), d);
        uint8_t recent = i_greater(i_add(d, i_all(56)), i_load(s + 8 * i));
        block->drug_dated[i] = dated;
        block->drug_recent.t[i] = dated & block->known_s[i] & recent;
        block->drug_recent.f[i] = dated & block->known_s[i] & (uint8_t)~recent;
    }
}

static void cancer(struct rival_block *block)
{
    const uint8_t *known = known_of(block, C_cancer_diagnosed);
    const uint8_t *ever = (const uint8_t *)block->cohort->column[C_cancer_diagnosed].values;
    const uint8_t *skin_known = known_of(block, C_cancer_only_skin_scc_or_bcc);
    const uint8_t *skin =
        (const uint8_t *)block->cohort->column[C_cancer_only_skin_scc_or_bcc].values;
    uint8_t never[RIVAL_BYTES];
    ever += block->row / 8;
    skin += block->row / 8;
    EACH_BYTE(i)
    never[i] = (known[i] & (uint8_t)~ever[i]) | (skin_known[i] & skin[i]);
    event(block, C_cancer_diagnosis_date, block->s_5y, days_of(block, C_screening_date),
          block->known_s, never, &block->cancer);
}

static void events(struct rival_block *block)
{
    const int32_t *s = days_of(block, C_screening_date);
    const uint8_t *at = block->known_s;
    flagged_event(block, C_hip_injury, C_hip_injury_date, block->s_6m, s, at, &block->injury);
    flagged_event(block, C_opioid_used, C_opioid_last_date, block->s_30d, s, at, &block->opioid);
    flagged_event(block, C_glucocorticoid_used, C_glucocorticoid_last_date, block->s_30d, s, at,
                  &block->glucocorticoid);
    flagged_event(block, C_other_trial, C_other_trial_last_date, block->s_3m, s, at, &block->trial);
    flagged_event(block, C_hip_injection_or_surgery, C_hip_injection_or_surgery_date, block->t_6m,
                  block->t, block->known_t, &block->injection);
    flagged_event(block, C_cardiovascular_event, C_cardiovascular_event_date, block->e_6m, block->e,
                  block->known_e, &block->heart);
    int32_t e_30d[RIVAL_ROWS];
    EACH_BYTE(i)
    i_store(e_30d + 8 * i, i_sub(i_load(block->e + 8 * i), i_all(30)));
    flagged_event(block, C_gi_ulcer_bleed, C_gi_ulcer_bleed_date, e_30d, block->e, block->known_e,
                  &block->ulcer);
    drug_start(block);
    cancer(block);
}

/* --- Numbers -------------------------------------------------------------------------------- */

/* Where a number lies from `least` to `most`, in hundredths. */
static inline uint8_t plausible(I number, int32_t least, int32_t most)
{
    return (uint8_t) ~(i_greater(i_all(least), number) | i_greater(number, i_all(most)));
}

/* Above a limit, in hundredths. */
static inline void above(struct rival_block *block, D *off, int column, int32_t least, int32_t most,
                         int32_t limit, struct rival_bits *result)
{
    const double *number = numbers_of(block, column);
    const uint8_t *known = known_of(block, column);
    EACH_BYTE(i)
    {
        I n = d_hundredths(number + 8 * i, off);
        uint8_t here = known[i] & plausible(n, least, most), high = i_greater(n, i_all(limit));
        result->t[i] = here & high;
        result->f[i] = here & (uint8_t)~high;
    }
}

static void single_numbers(struct rival_block *block, D *off)
{
    above(block, off, C_conservative_treatment_duration, 0, 3650000, 1400, &block->conservative);
    above(block, off, C_unaided_walking_distance, 0, 10000000, 5000, &block->walking);
    above(block, off, C_qrs_duration, 2000, 40000, 12000, &block->qrs);
    above(block, off, C_pr_interval, 4000, 80000, 22000, &block->pr);
    above(block, off, C_ejection_fraction, 100, 10000, 3500, &block->ejection);
    above(block, off, C_systolic_bp, 4000, 35000, 13999, &block->systolic);
    above(block, off, C_diastolic_bp, 2000, 25000, 8999, &block->diastolic);
}

/* An enzyme above twice the upper limit of normal. */
static inline void liver(struct rival_block *block, D *off, int enzyme, int limit,
                         struct rival_bits *result)
{
    const double *number = numbers_of(block, enzyme), *normal = numbers_of(block, limit);
    const uint8_t *known = known_of(block, enzyme), *normal_known = known_of(block, limit);
    EACH_BYTE(i)
    {
        I n = d_hundredths(number + 8 * i, off), u = d_hundredths(normal + 8 * i, off);
        uint8_t high = i_greater(n, i_add(u, u)), here = known[i] & normal_known[i];
        here &= plausible(n, 0, 2000000) & plausible(u, 100, 50000);
        result->t[i] = here & high;
        result->f[i] = here & (uint8_t)~high;
    }
}

/* (140 - age) weight 1000 or 850 <= 50 * 818 creatinine, divided by 50: the difference is a
 * multiple of 50 * 50 hundredths, so that rounding the quotient to 8 places changes nothing. The
 * products are of plausible values, and then below 2^31. */
static void kidney(struct rival_block *block, D *off)
{
    const double *creatinine = numbers_of(block, C_creatinine),
                 *weight = numbers_of(block, C_weight);
    const double *normal = numbers_of(block, C_creatinine_uln);
    const uint8_t *known = known_of(block, C_creatinine), *heavy = known_of(block, C_weight);
    const uint8_t *normal_known = known_of(block, C_creatinine_uln);
    const uint8_t *sex_known = known_of(block, C_sex);
    const int8_t *sex = codes_of(block, C_sex);
    EACH_BYTE(i)
    {
        I c = d_hundredths(creatinine + 8 * i, off), w = d_hundredths(weight + 8 * i, off);
        I u = d_hundredths(normal + 8 * i, off), woman = i_bytes(sex + 8 * i);
        uint8_t here = known[i] & plausible(c, 500, 500000);
        uint8_t both = here & normal_known[i] & plausible(u, 2000, 50000);
        uint8_t high = i_greater(i_add(c, c), i_add(u, i_add(u, u)));
        block->creatinine.t[i] = both & high;
        block->creatinine.f[i] = both & (uint8_t)~high;
        I left = i_sub(i_all(140), i_load(block->age + 8 * i));
        I factor = i_sub(i_all(20), i_add(woman, i_add(woman, woman)));
        uint8_t good = i_greater(i_mul(i_mul(left, w), factor), i_mul(i_all(818), c));
        uint8_t all =
            here & heavy[i] & plausible(w, 2000, 40000) & sex_known[i] & block->known_age[i];
        block->clearance.t[i] = all & (uint8_t)~good;
        block->clearance.f[i] = all & good;
        block->man[i] = sex_known[i] & i_greater(i_all(1), woman);
        block->woman[i] = sex_known[i] & i_greater(woman, i_all(0));
    }
}

/* QT / sqrt(60 / rate) > 450, of hundredths: it is rounded to 8 places, so at least 450.000000005,
 * and so QT QT rate > 12150000000270. */
static void ecg(struct rival_block *block, D *off)
{
    const double *qt = numbers_of(block, C_qt_interval), *rate = numbers_of(block, C_heart_rate);
    const uint8_t *known = known_of(block, C_qt_interval), *rated = known_of(block, C_heart_rate);
    EACH_BYTE(i)
    {
        I q = d_hundredths(qt + 8 * i, off), r = d_hundredths(rate + 8 * i, off);
        uint8_t here = rated[i] & plausible(r, 1500, 35000), fast = i_greater(r, i_all(10000));
        D product = d_mul(d_mul(d_of(q), d_of(q)), d_of(r));
        uint8_t both = here & known[i] & plausible(q, 10000, 100000);
        uint8_t longer = d_greater(product, 12150000000270.0);
        block->rate.t[i] = here & fast;
        block->rate.f[i] = here & (uint8_t)~fast;
        block->qtc.t[i] = both & longer;
        block->qtc.f[i] = both & (uint8_t)~longer;
    }
}

/* A number where it is known and plausible, elsewhere 0. */
static inline I drink(const double *from, uint8_t *known, int32_t most, D *off)
{
    I n = d_hundredths(from, off);
    *known &= plausible(n, 0, most);
    return i_and(n, i_mask(*known));
}

/* (5 beer + 12 wine + spirits strength) / 1800 > 2, or 14, in units of a ten-thousandth; a 1 beyond
 * is more than half of the last of 8 places. */
static inline void alcohol(struct rival_block *block, D *off, const int column[3],
                           const int32_t most[3], double limit, struct rival_bits *result)
{
    EACH_BYTE(i)
    {
        uint8_t beer_known = known_of(block, column[0])[i];
        uint8_t wine_known = known_of(block, column[1])[i];
        uint8_t spirits_known = known_of(block, column[2])[i];
        I beer = drink(numbers_of(block, column[0]) + 8 * i, &beer_known, most[0], off);
        I wine = drink(numbers_of(block, column[1]) + 8 * i, &wine_known, most[1], off);
        I spirits = drink(numbers_of(block, column[2]) + 8 * i, &spirits_known, most[2], off);
        D pure = d_mul(d_of(spirits), d_of(i_load(block->strength + 8 * i)));
        D sum = d_add(d_add(d_times(d_of(beer), 500), d_times(d_of(wine), 1200)), pure);
        uint8_t much = d_greater(sum, limit);
        result->t[i] = much;
        result->f[i] = (uint8_t)~much & beer_known & wine_known & spirits_known;
    }
}

static void drinks(struct rival_block *block, D *off)
{
    static const int day[] = {C_beer_per_day, C_wine_per_day, C_spirits_per_day};
    static const int week[] = {C_beer_per_week, C_wine_per_week, C_spirits_per_week};
    static const int32_t day_most[] = {2000000, 1000000, 500000};
    static const int32_t week_most[] = {14000000, 7000000, 3500000};
    const double *strength = numbers_of(block, C_spirits_strength);
    const uint8_t *known = known_of(block, C_spirits_strength);
    EACH_BYTE(i)
    {
        I n = d_hundredths(strength + 8 * i, off);
        uint8_t here = known[i] & plausible(n, 0, 10000);
        i_store(block->strength + 8 * i, i_choose(i_mask(here), n, i_all(4000)));
    }
    alcohol(block, off, day, day_most, 36000000, &block->day);
    alcohol(block, off, week, week_most, 252000000, &block->week);
}

static void codes(struct rival_block *block)
{
    const int8_t *stage = codes_of(block, C_arco_stage), *class = codes_of(block, C_nyha_class);
    const uint8_t *known = known_of(block, C_arco_stage), *classed = known_of(block, C_nyha_class);
    EACH_BYTE(i)
    {
        uint8_t second = i_greater(i_all(4), i_bytes(stage + 8 * i));
        uint8_t severe = i_greater(i_bytes(class + 8 * i), i_all(2));
        block->stage.t[i] = known[i] & second;
        block->stage.f[i] = known[i] & (uint8_t)~second;
        block->nyha.t[i] = classed[i] & severe;
        block->nyha.f[i] = classed[i] & (uint8_t)~severe;
    }
}

/* False: something in it takes the slow way. */
static bool prepare(struct rival_block *block, const struct rival_tables *tables)
{
    D off = d_zero();
    screening(block, tables);
    other_visit(block, tables, C_enrollment_date, block->e, block->e_6m, block->known_e);
    other_visit(block, tables, C_treatment_start_date, block->t, block->t_6m, block->known_t);
    age(block, tables);
    events(block);
    single_numbers(block, &off);
    liver(block, &off, C_ast, C_ast_uln, &block->ast);
    liver(block, &off, C_alt, C_alt_uln, &block->alt);
    kidney(block, &off);
    ecg(block, &off);
    drinks(block, &off);
    codes(block);
    /* Within 0.4 of the 8th place of a number of two decimals, and so that number. */
    return block->odd == 0 && d_greater(off, 0.4e-6) == 0;
}

void RIVAL_RUN(const struct cohort *cohort, size_t first, size_t rows,
               const struct rival_results *results)
{
    const struct rival_tables *tables = rival_tables();
    struct rival_block block = {.cohort = cohort};
    for (size_t done = 0; done < rows; done += RIVAL_ROWS) {
        size_t count = rows - done < RIVAL_ROWS ? rows - done : RIVAL_ROWS;
        block.row = first + done;
        block.bytes = (count + 63) / 64 * 8;
        block.odd = 0;
        if (prepare(&block, tables))
            rival_decide(&block, results);
        else
            rival_rows(cohort, block.row, count, results);
    }
}
