/* SPDX-License-Identifier: MIT */
#include "cql/native.h"

#include <string.h>

#include "calc/calc.h"
#include "cql/date_values.h"
#include "cql/run.h"

static void set_truth(struct nfh_value *result, int truth)
{
    result->truth = truth == NFH_TRUE    ? NFH_TRUTH_TRUE
                    : truth == NFH_FALSE ? NFH_TRUTH_FALSE
                                         : NFH_TRUTH_NULL;
}

static int truth_of(const struct nfh_value *value)
{
    return value->truth == NFH_TRUTH_TRUE    ? NFH_TRUE
           : value->truth == NFH_TRUTH_FALSE ? NFH_FALSE
                                             : NFH_UNKNOWN;
}

static struct nfh_known known_of(const struct nfh_value *value)
{
    struct nfh_known known = {value->known ? value->as.decimal : 0, value->known};
    return known;
}

static inline const struct nfh_value *nth(struct nfh_operands given, size_t index)
{
    return &given.slot[given.operand[index]];
}

static void creatinine_clearance(struct nfh_operands given, struct nfh_value *result)
{
    const struct nfh_value *age = nth(given, 0), *weight = nth(given, 1),
                           *creatinine = nth(given, 2), *sex = nth(given, 3);
    bool female;

    if (!age->known || !weight->known || !creatinine->known || !sex->known)
        return;
    female = sex->as.string.length == 6 && memcmp(sex->as.string.bytes, "female", 6) == 0;
    if (!female && !(sex->as.string.length == 4 && memcmp(sex->as.string.bytes, "male", 4) == 0))
        return;
    result->known = nfh_priv_creatinine_clearance(nfh_priv_decimal_from_integer(age->as.integer),
                                                  weight->as.decimal, creatinine->as.decimal,
                                                  female, &result->as.decimal);
}

static void qtc_bazett(struct nfh_operands given, struct nfh_value *result)
{
    if (nth(given, 0)->known && nth(given, 1)->known)
        result->known = nfh_priv_qtc_bazett(nth(given, 0)->as.decimal, nth(given, 1)->as.decimal,
                                            &result->as.decimal);
}

static void alcohol_units(struct nfh_operands given, struct nfh_value *result)
{
    for (size_t i = 0; i < 4; i++)
        if (!nth(given, i)->known)
            return;
    result->known = nfh_priv_alcohol_units(nth(given, 0)->as.decimal, nth(given, 1)->as.decimal,
                                           nth(given, 2)->as.decimal, nth(given, 3)->as.decimal,
                                           &result->as.decimal);
}

static struct nfh_drinks drinks_of(struct nfh_operands given, size_t first)
{
    struct nfh_drinks drinks = {known_of(nth(given, first)), known_of(nth(given, first + 1)),
                                known_of(nth(given, first + 2))};
    return drinks;
}

static void alcohol_excess(struct nfh_operands given, struct nfh_value *result)
{
    struct nfh_drinks day = drinks_of(given, 0), week = drinks_of(given, 3);

    set_truth(result, nfh_priv_alcohol_excess(&day, &week, known_of(nth(given, 6))));
}

static void blood_pressure(struct nfh_operands given, struct nfh_value *result)
{
    set_truth(result,
              nfh_priv_blood_pressure_uncontrolled(known_of(nth(given, 0)), known_of(nth(given, 1)),
                                                   truth_of(nth(given, 2))));
}

/* Once a limit is reached, the other pressure no longer matters. */
static unsigned blood_pressure_idle(struct nfh_operands given)
{
    return nfh_priv_blood_pressure_uncontrolled(known_of(nth(given, 0)), known_of(nth(given, 1)),
                                                NFH_TRUE) == NFH_TRUE
               ? 3
               : 0;
}

static void within_period(const struct nfh_value *event, const struct nfh_value *anchor,
                          const struct nfh_value *period, struct nfh_value *result)
{
    enum nfh_calendar_unit unit;
    int64_t count;
    int truth;

    if (!event->known || !anchor->known || !period->known)
        return;
    if (!nfh_priv_calendar_count(period->as.decimal, period->unit, true, &count, &unit))
        nfh_priv_fail(result, NFH_RUN_DURATION_UNIT);
    else if (!nfh_priv_within_period(event->as.date, anchor->as.date, count, unit, &truth))
        nfh_priv_fail(result, NFH_RUN_DATE_RANGE);
    else
        set_truth(result, truth);
}

static void within_period_call(struct nfh_operands given, struct nfh_value *result)
{
    within_period(nth(given, 0), nth(given, 1), nth(given, 2), result);
}

static void event_within(struct nfh_operands given, struct nfh_value *result)
{
    if (nth(given, 1)->known)
        within_period(nth(given, 1), nth(given, 2), nth(given, 3), result);
    else if (nth(given, 0)->truth == NFH_TRUTH_FALSE)
        result->truth = NFH_TRUTH_FALSE;
}

/* A date that is known decides alone, whatever the flag says. */
static unsigned event_idle(struct nfh_operands given)
{
    return nth(given, 1)->known ? 1 : 0;
}

#define BOOLEAN                \
    {                          \
        NFH_TYPE_BOOLEAN, NULL \
    }
#define INTEGER                \
    {                          \
        NFH_TYPE_INTEGER, NULL \
    }
#define STRING                \
    {                         \
        NFH_TYPE_STRING, NULL \
    }
#define DATE                \
    {                       \
        NFH_TYPE_DATE, NULL \
    }
#define QUANTITY(unit)          \
    {                           \
        NFH_TYPE_QUANTITY, unit \
    }

/* In the order of the indices in native.h. */
const struct nfh_native nfh_priv_natives[NFH_NATIVE_COUNT] = {
    {"CreatinineClearance",
     creatinine_clearance,
     NULL,
     NFH_TYPE_DECIMAL,
     4,
     0x0f,
     0x07,
     0,
     0,
     {INTEGER, QUANTITY("kg"), QUANTITY("umol/L"), STRING}},
    {"QTcBazett",
     qtc_bazett,
     NULL,
     NFH_TYPE_DECIMAL,
     2,
     0x03,
     0x03,
     0,
     0,
     {QUANTITY("ms"), QUANTITY("/min")}},
    {"AlcoholUnits",
     alcohol_units,
     NULL,
     NFH_TYPE_DECIMAL,
     4,
     0x0f,
     0x0f,
     0x08,
     0,
     {QUANTITY("mL"), QUANTITY("mL"), QUANTITY("mL"), QUANTITY("%")}},
    {"AlcoholExcess",
     alcohol_excess,
     NULL,
     NFH_TYPE_BOOLEAN,
     7,
     0,
     0x7f,
     0x40,
     0,
     {QUANTITY("mL"), QUANTITY("mL"), QUANTITY("mL"), QUANTITY("mL"), QUANTITY("mL"),
      QUANTITY("mL"), QUANTITY("%")}},
    {"BloodPressureUncontrolled",
     blood_pressure,
     blood_pressure_idle,
     NFH_TYPE_BOOLEAN,
     3,
     0,
     0x03,
     0,
     0,
     {QUANTITY("mm[Hg]"), QUANTITY("mm[Hg]"), BOOLEAN}},
    {"WithinPeriod",
     within_period_call,
     NULL,
     NFH_TYPE_BOOLEAN,
     3,
     0x07,
     0,
     0,
     0x03,
     {DATE, DATE, QUANTITY(NULL)}},
    {"EventWithin",
     event_within,
     event_idle,
     NFH_TYPE_BOOLEAN,
     4,
     0,
     0,
     0,
     0x06,
     {BOOLEAN, DATE, DATE, QUANTITY(NULL)}},
};

size_t nfh_priv_native_find(const char *name, const nfh_type *operand, size_t count)
{
    for (size_t i = 0; i < NFH_NATIVE_COUNT; i++) {
        bool same =
            strcmp(nfh_priv_natives[i].name, name) == 0 && nfh_priv_natives[i].count == count;
        for (size_t j = 0; same && j < count; j++)
            same = nfh_priv_natives[i].operand[j].type == operand[j];
        if (same)
            return i;
    }
    return SIZE_MAX;
}
