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

static void creatinine_clearance(const struct nfh_value *const argument[], struct nfh_value *result)
{
    const struct nfh_value *age = argument[0], *weight = argument[1], *creatinine = argument[2],
                           *sex = argument[3];
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

static void qtc_bazett(const struct nfh_value *const argument[], struct nfh_value *result)
{
    if (argument[0]->known && argument[1]->known)
        result->known = nfh_priv_qtc_bazett(argument[0]->as.decimal, argument[1]->as.decimal,
                                            &result->as.decimal);
}

static void alcohol_units(const struct nfh_value *const argument[], struct nfh_value *result)
{
    for (size_t i = 0; i < 4; i++)
        if (!argument[i]->known)
            return;
    result->known = nfh_priv_alcohol_units(argument[0]->as.decimal, argument[1]->as.decimal,
                                           argument[2]->as.decimal, argument[3]->as.decimal,
                                           &result->as.decimal);
}

static struct nfh_drinks drinks_of(const struct nfh_value *const argument[])
{
    struct nfh_drinks drinks = {known_of(argument[0]), known_of(argument[1]),
                                known_of(argument[2])};
    return drinks;
}

static void alcohol_excess(const struct nfh_value *const argument[], struct nfh_value *result)
{
    struct nfh_drinks day = drinks_of(argument), week = drinks_of(argument + 3);

    set_truth(result, nfh_priv_alcohol_excess(&day, &week, known_of(argument[6])));
}

static void blood_pressure(const struct nfh_value *const argument[], struct nfh_value *result)
{
    set_truth(result, nfh_priv_blood_pressure_uncontrolled(
                          known_of(argument[0]), known_of(argument[1]), truth_of(argument[2])));
}

/* Once a limit is reached, the other pressure no longer matters. */
static unsigned blood_pressure_idle(const struct nfh_value *const argument[])
{
    return nfh_priv_blood_pressure_uncontrolled(known_of(argument[0]), known_of(argument[1]),
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

static void within_period_call(const struct nfh_value *const argument[], struct nfh_value *result)
{
    within_period(argument[0], argument[1], argument[2], result);
}

static void event_within(const struct nfh_value *const argument[], struct nfh_value *result)
{
    if (argument[1]->known)
        within_period(argument[1], argument[2], argument[3], result);
    else if (argument[0]->truth == NFH_TRUTH_FALSE)
        result->truth = NFH_TRUTH_FALSE;
}

/* A date that is known decides alone, whatever the flag says. */
static unsigned event_idle(const struct nfh_value *const argument[])
{
    return argument[1]->known ? 1 : 0;
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
static const struct nfh_native natives[NFH_NATIVE_COUNT] = {
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

const struct nfh_native *nfh_priv_native(size_t index)
{
    return &natives[index];
}

size_t nfh_priv_native_find(const char *name, const nfh_type *operand, size_t count)
{
    for (size_t i = 0; i < NFH_NATIVE_COUNT; i++) {
        bool same = strcmp(natives[i].name, name) == 0 && natives[i].count == count;
        for (size_t j = 0; same && j < count; j++)
            same = natives[i].operand[j].type == operand[j];
        if (same)
            return i;
    }
    return SIZE_MAX;
}
