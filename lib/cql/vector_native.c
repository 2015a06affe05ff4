/* SPDX-License-Identifier: MIT
 *
 * vector_native.c - the calculations of NFHCalculations as limits and windows.
 *
 * A clearance or a QTc is seldom asked for as a number, but nearly always compared with a constant:
 * so it is deferred until it is read, and compared without a division or a root. Near the limit,
 * within the rounding of doubles, the row is screened alone.
 */
#include <string.h>

#include "calc/calc.h"
#include "cql/date_values.h"
#include "cql/native.h"
#include "cql/run.h"
#include "cql/vector_plan.h"

/* n months from any day have 30.436875 n days, less or more than 4 at most. */
#define MONTH_DAYS  30.436875
#define MONTH_SLACK 4
#define MONTHS_MAX  119988

static const uint32_t *operands_of(const struct nfh_vector *vector, uint32_t slot)
{
    size_t at = slot - nfh_priv_first_result(vector->program);
    return vector->program->pool + vector->program->code[at].operand[0];
}

/* ---- Periods --------------------------------------------------------------------------------- */

struct days {
    int32_t least, most;
};

/* How many days a period has. */
static bool days_of(int64_t count, enum nfh_calendar_unit unit, struct days *days)
{
    if (count < 0 || count > MONTHS_MAX)
        return false;
    int32_t number = (int32_t)count;
    switch (unit) {
    case NFH_UNIT_DAY:
        *days = (struct days){number, number};
        return true;
    case NFH_UNIT_WEEK:
        *days = (struct days){7 * number, 7 * number};
        return true;
    case NFH_UNIT_YEAR:
        if (number > MONTHS_MAX / 12)
            return false;
        number *= 12;
        break;
    case NFH_UNIT_MONTH:
        break;
    default:
        return false;
    }
    int32_t mean = (int32_t)(number * MONTH_DAYS);
    *days = (struct days){mean > MONTH_SLACK ? mean - MONTH_SLACK : 0, mean + MONTH_SLACK + 1};
    return true;
}

/* The rows whose event lies so near the start of the period that the calendar must be asked. */
static void decide_exactly(struct nfh_vector *vector, const struct nfh_vector_step *step,
                           uint64_t *doubtful, uint64_t *inside)
{
    const int32_t *event = vector->lane[step->a].days, *anchor = vector->lane[step->b].days;
    for (size_t i = 0; i < vector->words; i++) {
        uint64_t rest = doubtful[i];
        while (rest != 0) {
            size_t row = i * 64 + nfh_priv_vector_next(&rest);
            int truth = NFH_UNKNOWN;
            if (!nfh_priv_within_period(nfh_priv_date_from_days(event[row]),
                                        nfh_priv_date_from_days(anchor[row]), (int64_t)step->limit,
                                        (enum nfh_calendar_unit)step->instruction, &truth))
                vector->alone[i] |= UINT64_C(1) << row % 64;
            if (truth == NFH_TRUE)
                inside[i] |= UINT64_C(1) << row % 64;
        }
    }
}

/* step->c: the flag of an event without a date, or the result itself when there is none. */
static void run_period(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *event = &vector->lane[step->a], *anchor = &vector->lane[step->b];
    const struct nfh_lane *to = &vector->lane[step->to], *flag = &vector->lane[step->c];
    uint64_t inside[NFH_BLOCK_WORDS], doubtful[NFH_BLOCK_WORDS], after[NFH_BLOCK_WORDS];
    uint64_t early[NFH_BLOCK_WORDS], *const result[3] = {inside, doubtful, after};
    vector->kernels->period(event->days, anchor->days, step->days, vector->words, result);
    /* A period that may begin before the calendar is a run-time error. */
    int32_t start = NFH_DAYS_MIN + step->days[1];
    bool may_be_early = anchor->low < (double)start;
    if (may_be_early)
        vector->kernels->dates_at_least(anchor->days, start, vector->words, early);
    for (size_t i = 0; i < vector->words; i++) {
        uint64_t known = event->is_true[i] & anchor->is_true[i] & vector->present[i];
        if (may_be_early)
            vector->alone[i] |= known & ~early[i];
        doubtful[i] &= known & ~vector->alone[i];
    }
    decide_exactly(vector, step, doubtful, inside);
    for (size_t i = 0; i < vector->words; i++) {
        uint64_t known = event->is_true[i] & anchor->is_true[i] & ~after[i];
        uint64_t never = step->c == step->to ? 0 : ~event->is_true[i] & flag->is_false[i];
        to->is_true[i] = known & inside[i];
        to->is_false[i] = (known & ~inside[i]) | never;
    }
}

/* Whether an event, with a flag or without one, lies in a constant period before an anchor. */
static bool plan_period(struct nfh_vector *vector, uint32_t to, const uint32_t *operand,
                        bool has_flag)
{
    uint32_t slot = vector->same[operand[has_flag ? 3 : 2]];
    enum nfh_calendar_unit unit;
    int64_t count;
    struct days days;
    if (!nfh_priv_vector_is_constant(vector, slot))
        return false;
    const struct nfh_value *period = nfh_priv_vector_constant(vector, slot);
    if (!period->known ||
        !nfh_priv_calendar_count(period->as.decimal, period->unit, true, &count, &unit) ||
        !days_of(count, unit, &days))
        return false;
    uint32_t event = nfh_priv_vector_take(vector, to, operand[has_flag ? 1 : 0], NFH_LANE_DATE);
    uint32_t anchor = event, flag = to;
    if (event != NFH_SLOT_NONE)
        anchor = nfh_priv_vector_take(vector, to, operand[has_flag ? 2 : 1], NFH_LANE_DATE);
    if (anchor != NFH_SLOT_NONE && has_flag)
        flag = nfh_priv_vector_take(vector, to, operand[0], NFH_LANE_TRUTH);
    if (anchor == NFH_SLOT_NONE || flag == NFH_SLOT_NONE)
        return true;
    nfh_priv_vector_make(vector, to, NFH_LANE_TRUTH);
    struct nfh_vector_step *step = nfh_priv_vector_step(vector, run_period, to, event, anchor);
    step->c = flag;
    step->days[0] = days.least;
    step->days[1] = days.most;
    step->limit = (double)count;
    step->instruction = unit;
    return true;
}

/* ---- Blood pressure -------------------------------------------------------------------------- */

/* High is not yet uncontrolled, if it was not measured after standardized treatment. */
static void run_confirm(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *sure = &vector->lane[step->a], *to = &vector->lane[step->to];
    const struct nfh_lane *systolic = &vector->lane[step->b], *diastolic = &vector->lane[step->c];
    uint64_t high[2][NFH_BLOCK_WORDS];
    const struct nfh_lane *pressure[2] = {systolic, diastolic};
    const double limit[2] = {step->limit, step->beyond};
    for (int i = 0; i < 2; i++)
        vector->kernels->at_least(pressure[i]->is_raw ? pressure[i]->raw : pressure[i]->number,
                                  limit[i], vector->words, high[i]);
    for (size_t i = 0; i < vector->words; i++) {
        uint64_t is_high =
            (high[0][i] & systolic->is_true[i]) | (high[1][i] & diastolic->is_true[i]);
        to->is_true[i] = is_high & sure->is_true[i];
        to->is_false[i] = ~high[0][i] & systolic->is_true[i] & ~high[1][i] & diastolic->is_true[i];
    }
}

static double limit_of(const struct nfh_lane *lane, int64_t limit)
{
    nfh_decimal decimal = nfh_priv_decimal_from_integer(limit);
    return lane->is_raw ? nfh_priv_vector_least_double(decimal) : (double)decimal;
}

static bool plan_blood_pressure(struct nfh_vector *vector, uint32_t to, const uint32_t *operand)
{
    uint32_t systolic = nfh_priv_vector_take_raw(vector, to, operand[0], NFH_LANE_DECIMAL);
    uint32_t diastolic = systolic, sure = systolic;
    if (systolic != NFH_SLOT_NONE)
        diastolic = nfh_priv_vector_take_raw(vector, to, operand[1], NFH_LANE_DECIMAL);
    if (diastolic != NFH_SLOT_NONE)
        sure = nfh_priv_vector_take(vector, to, operand[2], NFH_LANE_TRUTH);
    if (diastolic == NFH_SLOT_NONE || sure == NFH_SLOT_NONE)
        return true;
    if (vector->lane[systolic].is_deferred || vector->lane[diastolic].is_deferred)
        return false;
    nfh_priv_vector_make(vector, to, NFH_LANE_TRUTH);
    struct nfh_vector_step *step = nfh_priv_vector_step(vector, run_confirm, to, sure, systolic);
    step->c = diastolic;
    step->limit = limit_of(&vector->lane[systolic], 140);
    step->beyond = limit_of(&vector->lane[diastolic], 90);
    return true;
}

/* ---- Calculations against a limit ------------------------------------------------------------ */

#define HALF    0.5 /* a unit in the last place of a decimal */
#define AGE_MAX 1e8

static void run_clearance(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const uint32_t *operand = operands_of(vector, step->a);
    const struct nfh_lane *lane[4], *to = &vector->lane[step->to];
    uint64_t above[NFH_BLOCK_WORDS], doubtful[NFH_BLOCK_WORDS];
    uint64_t known[NFH_BLOCK_WORDS], female[NFH_BLOCK_WORDS], male[NFH_BLOCK_WORDS];
    struct nfh_clearance_limit limit = {step->limit, nfh_priv_vector_code(vector, "female", 6)};
    for (int i = 0; i < 4; i++)
        lane[i] = &vector->lane[vector->same[operand[i]]];
    vector->kernels->clearance(lane[0]->number, lane[1]->number, lane[2]->number, lane[3]->code,
                               &limit, vector->words, above, doubtful);
    vector->kernels->codes_equal(lane[3]->code, limit.female, vector->words, female);
    vector->kernels->codes_equal(lane[3]->code, nfh_priv_vector_code(vector, "male", 4),
                                 vector->words, male);
    for (size_t i = 0; i < vector->words; i++)
        known[i] = lane[0]->is_true[i] & lane[1]->is_true[i] & lane[2]->is_true[i] &
                   lane[3]->is_true[i] & (female[i] | male[i]);
    nfh_priv_vector_leave(vector, doubtful, known);
    nfh_priv_vector_decide(vector, to, above, known, step->days[0] != 0);
}

static void run_bazett(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const uint32_t *operand = operands_of(vector, step->a);
    const struct nfh_lane *qt = &vector->lane[vector->same[operand[0]]];
    const struct nfh_lane *rate = &vector->lane[vector->same[operand[1]]];
    uint64_t above[NFH_BLOCK_WORDS], doubtful[NFH_BLOCK_WORDS], known[NFH_BLOCK_WORDS];
    vector->kernels->bazett(qt->number, rate->number, step->limit, vector->words, above, doubtful);
    for (size_t i = 0; i < vector->words; i++)
        known[i] = qt->is_true[i] & rate->is_true[i];
    nfh_priv_vector_leave(vector, doubtful, known);
    nfh_priv_vector_decide(vector, &vector->lane[step->to], above, known, step->days[0] != 0);
}

bool nfh_priv_vector_native_above(struct nfh_vector *vector, uint32_t to, uint32_t slot,
                                  nfh_decimal limit, bool opposite)
{
    size_t at = slot - nfh_priv_first_result(vector->program);
    bool is_clearance = vector->program->code[at].detail == NFH_NATIVE_CREATININE_CLEARANCE;
    const uint32_t *operand = operands_of(vector, slot);
    /* The kernels are about results that are not negative. */
    if (limit < 0)
        return false;
    for (int i = 0; i < (is_clearance ? 4 : 2); i++) {
        unsigned kind = is_clearance && i == 0   ? NFH_LANE_INTEGER
                        : is_clearance && i == 3 ? NFH_LANE_STRING
                                                 : NFH_LANE_DECIMAL;
        uint32_t taken = nfh_priv_vector_take(vector, to, operand[i], kind);
        if (taken == NFH_SLOT_NONE)
            return true;
        /* A constant has a lane elsewhere: no rule set has one here that matters. */
        if (taken != vector->same[operand[i]])
            return false;
        /* Ages beyond these have no clearance. */
        if (kind == NFH_LANE_INTEGER &&
            (vector->lane[taken].low < -AGE_MAX || vector->lane[taken].high > AGE_MAX))
            return false;
    }
    nfh_priv_vector_make(vector, to, NFH_LANE_TRUTH);
    struct nfh_vector_step *step =
        nfh_priv_vector_step(vector, is_clearance ? run_clearance : run_bazett, to, slot, slot);
    step->limit = (double)limit + HALF;
    step->days[0] = opposite;
    return true;
}

/* ---- Alcohol --------------------------------------------------------------------------------- */

#define UNITS_A_DAY  (2.0 * (double)NFH_DECIMAL_ONE)
#define UNITS_A_WEEK (14.0 * (double)NFH_DECIMAL_ONE)

/* What is not known counts as nothing. */
static void run_blank(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_lane *lane = &vector->lane[step->to];
    for (size_t i = 0; i < vector->words; i++) {
        uint64_t rest = ~lane->is_true[i];
        if (rest == UINT64_MAX) {
            memset(lane->number + 64 * i, 0, 64 * sizeof *lane->number);
            continue;
        }
        while (rest != 0)
            lane->number[i * 64 + nfh_priv_vector_next(&rest)] = 0.0;
    }
}

/* More than the units of a day or of a week: true where what is known is more. */
static void run_alcohol(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const uint32_t *operand = operands_of(vector, step->to);
    const struct nfh_lane *to = &vector->lane[step->to];
    uint64_t above[2][NFH_BLOCK_WORDS], doubtful[NFH_BLOCK_WORDS];
    const uint64_t *known[2][4];
    for (int i = 0; i < 2; i++) {
        const double *drink[4];
        for (int j = 0; j < 4; j++) {
            const struct nfh_lane *lane =
                &vector->lane[vector->same[operand[j < 3 ? 3 * i + j : 6]]];
            drink[j] = lane->number;
            known[i][j] = lane->is_true;
        }
        vector->kernels->alcohol(drink, (i == 0 ? UNITS_A_DAY : UNITS_A_WEEK) + HALF, vector->words,
                                 above[i], doubtful);
        nfh_priv_vector_leave(vector, doubtful, NULL);
    }
    for (size_t i = 0; i < vector->words; i++) {
        uint64_t all = UINT64_MAX;
        for (int j = 0; j < 4; j++)
            all &= known[0][j][i] & known[1][j][i];
        to->is_true[i] = above[0][i] | above[1][i];
        to->is_false[i] = all & ~to->is_true[i];
    }
}

static bool plan_alcohol(struct nfh_vector *vector, uint32_t to, const uint32_t *operand)
{
    for (int i = 0; i < 7; i++) {
        uint32_t taken = nfh_priv_vector_take(vector, to, operand[i], NFH_LANE_DECIMAL);
        if (taken == NFH_SLOT_NONE)
            return true;
        if (taken != vector->same[operand[i]])
            return false;
    }
    for (int i = 0; i < 7; i++) {
        uint32_t drink = vector->same[operand[i]];
        nfh_priv_vector_step(vector, run_blank, drink, drink, drink);
    }
    nfh_priv_vector_make(vector, to, NFH_LANE_TRUTH);
    nfh_priv_vector_step(vector, run_alcohol, to, to, to);
    return true;
}

bool nfh_priv_vector_plan_native(struct nfh_vector *vector, size_t instruction)
{
    const struct nfh_instruction *in = &vector->program->code[instruction];
    uint32_t to = (uint32_t)(nfh_priv_first_result(vector->program) + instruction);
    const uint32_t *operand = vector->program->pool + in->operand[0];
    if (in->opcode != NFH_OP_NATIVE_TRUTH && in->opcode != NFH_OP_NATIVE_VALUE)
        return false;
    switch (in->detail) {
    case NFH_NATIVE_CREATININE_CLEARANCE:
    case NFH_NATIVE_QTC_BAZETT:
        vector->lane[to] =
            (struct nfh_lane){.kind = NFH_LANE_DECIMAL, .is_made = true, .is_deferred = true};
        return true;
    case NFH_NATIVE_ALCOHOL_EXCESS:
        return plan_alcohol(vector, to, operand);
    case NFH_NATIVE_BLOOD_PRESSURE:
        return plan_blood_pressure(vector, to, operand);
    case NFH_NATIVE_WITHIN_PERIOD:
    case NFH_NATIVE_EVENT_WITHIN:
        return plan_period(vector, to, operand, in->detail == NFH_NATIVE_EVENT_WITHIN);
    default:
        return false;
    }
}
