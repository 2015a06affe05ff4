/* SPDX-License-Identifier: MIT
 *
 * explain_native.c - the functions of NFHCalculations, which are one instruction each where the
 * plain CQL has comparisons: the same comparisons, told from their arguments. The limits and
 * formulas are those of lib/calc and NFHCalculations.cql.
 */
#include <string.h>

#include "calc/calc.h"
#include "cql/date_values.h"
#include "cql/native.h"
#include "screen/explain.h"

/* Parts of a call, and where an argument stands that is none. */
enum { DAY = 0, WEEK = 1 };
enum { SYSTOLIC = 0, DIASTOLIC = 1, STANDARDIZED = 2 };
enum { WINDOW = 0 };

#define ONE NFH_DECIMAL_ONE

static const uint32_t *arguments_of(const struct nfh_report *report,
                                    const struct nfh_instruction *in)
{
    return report->ruleset->program->pool + in->operand[0];
}

static struct nfh_known known_of(const struct nfh_report *report, uint32_t slot)
{
    const struct nfh_value *value = nfh_priv_slot_of(report, slot);
    struct nfh_known known = {value->known ? value->as.decimal : 0, value->known};
    return known;
}

static struct nfh_known strength_of(const struct nfh_report *report, const uint32_t *argument)
{
    return known_of(report, argument[6]);
}

static struct nfh_drinks drinks_of(const struct nfh_report *report, const uint32_t *argument,
                                   uint32_t part)
{
    struct nfh_drinks drinks = {known_of(report, argument[3 * part]),
                                known_of(report, argument[3 * part + 1]),
                                known_of(report, argument[3 * part + 2])};
    return drinks;
}

static nfh_decimal alcohol_limit(uint32_t part)
{
    return (part == WEEK ? 14 : 2) * (nfh_decimal)ONE;
}

static int alcohol_truth(const struct nfh_report *report, const uint32_t *argument, uint32_t part)
{
    struct nfh_drinks drinks = drinks_of(report, argument, part);
    return nfh_priv_alcohol_exceeds(&drinks, strength_of(report, argument), alcohol_limit(part));
}

static nfh_decimal pressure_limit(uint32_t part)
{
    return (part == SYSTOLIC ? 140 : 90) * (nfh_decimal)ONE;
}

static int pressure_truth(const struct nfh_report *report, const uint32_t *argument, uint32_t part)
{
    struct nfh_known pressure = known_of(report, argument[part]);
    if (!pressure.known)
        return NFH_UNKNOWN;
    return pressure.value >= pressure_limit(part) ? NFH_TRUE : NFH_FALSE;
}

/* ---- Which parts decide ---------------------------------------------------------------------- */

/* Of an `or`: when true what is true, else what is as the whole is. */
static size_t deciding_of_two(int first, int second, int whole, uint32_t part[])
{
    size_t count = 0;
    if (first == whole)
        part[count++] = 0;
    if (second == whole)
        part[count++] = 1;
    return count;
}

/* High pressure counts only after standardized treatment. */
static size_t pressure_leaves(const struct nfh_report *report, const uint32_t *argument,
                              uint32_t part[], uint32_t *flag)
{
    int systolic = pressure_truth(report, argument, SYSTOLIC);
    int diastolic = pressure_truth(report, argument, DIASTOLIC);
    int high = nfh_priv_truth_or(systolic, diastolic);
    size_t count = deciding_of_two(systolic, diastolic, high, part);
    int standardized = nfh_priv_truth_of(nfh_priv_slot_of(report, argument[STANDARDIZED])->truth);
    if (high == NFH_TRUE || (high == NFH_UNKNOWN && standardized != NFH_TRUE))
        *flag = argument[STANDARDIZED];
    return count;
}

/* Without a date only the flag's word that it never happened decides. */
static size_t event_leaves(const struct nfh_report *report, const uint32_t *argument, int truth,
                           uint32_t part[], uint32_t *flag)
{
    if (!nfh_priv_slot_of(report, argument[1])->known) {
        *flag = argument[0];
        if (truth == NFH_FALSE)
            return 0;
    }
    part[0] = WINDOW;
    return 1;
}

size_t nfh_priv_native_leaves(const struct nfh_report *report, uint32_t slot,
                              uint32_t part[NFH_NATIVE_LEAVES], uint32_t *flag)
{
    const struct nfh_instruction *in = nfh_priv_slot_origin(report, slot);
    const uint32_t *argument = arguments_of(report, in);
    int truth = nfh_priv_truth_of(nfh_priv_slot_of(report, slot)->truth);
    switch (in->detail) {
    case NFH_NATIVE_ALCOHOL_EXCESS:
        return deciding_of_two(alcohol_truth(report, argument, DAY),
                               alcohol_truth(report, argument, WEEK), truth, part);
    case NFH_NATIVE_BLOOD_PRESSURE:
        return pressure_leaves(report, argument, part, flag);
    case NFH_NATIVE_EVENT_WITHIN:
        return event_leaves(report, argument, truth, part, flag);
    default:
        part[0] = WINDOW;
        return 1;
    }
}

/* ---- What they compare ----------------------------------------------------------------------- */

static void view_own_limit(struct nfh_leaf_view *view, nfh_decimal limit, const char *unit)
{
    view->own[0] = (struct nfh_value){.known = 1};
    view->own[0].as.decimal = limit;
    view->b = (struct nfh_term){.type = NFH_TYPE_DECIMAL,
                                .slot = NFH_SLOT_NONE,
                                .is_given = true,
                                .unit = unit,
                                .value = &view->own[0]};
}

static void view_pressure(const struct nfh_report *report, const uint32_t *argument, uint32_t part,
                          struct nfh_leaf_view *view)
{
    view->relation = NFH_RELATION_GREATER_OR_EQUAL;
    view->truth = pressure_truth(report, argument, part);
    nfh_priv_view_term(report, NFH_TYPE_QUANTITY, argument[part], "mm[Hg]", &view->a);
    view_own_limit(view, pressure_limit(part), "mm[Hg]");
}

/* `720 mL / 360 + 150 mL / 150 + 45 mL / 45 × 40 % / 40`: of the drinks that are known. */
static void write_drinks(struct nfh_writer *writer, const struct nfh_report *report,
                         const uint32_t *drink, uint32_t strength)
{
    static const char shares[][14] = {" mL / 360", " mL / 150", " mL / 45 \xc3\x97 "};
    const char *before = "";
    for (int i = 0; i < 3; i++) {
        struct nfh_known volume = known_of(report, drink[i]);
        struct nfh_known percent = known_of(report, strength);
        if (!volume.known || (i == 2 && !percent.known))
            continue;
        nfh_priv_write(writer, before);
        nfh_priv_write_decimal(writer, volume.value);
        nfh_priv_write(writer, shares[i]);
        if (i == 2) {
            nfh_priv_write_decimal(writer, percent.value);
            nfh_priv_write(writer, " % / 40");
        }
        before = " + ";
    }
}

static void write_excess(struct nfh_writer *writer, const struct nfh_report *report,
                         const struct nfh_leaf_view *view)
{
    const struct nfh_instruction *in = nfh_priv_slot_origin(report, view->call);
    write_drinks(writer, report, view->argument, arguments_of(report, in)[6]);
}

static void view_alcohol(const struct nfh_report *report, const uint32_t *argument, uint32_t part,
                         struct nfh_leaf_view *view)
{
    struct nfh_drinks drinks = drinks_of(report, argument, part);
    struct nfh_known strength = strength_of(report, argument);
    bool all =
        drinks.beer_ml.known && drinks.wine_ml.known && drinks.spirits_ml.known && strength.known;
    nfh_decimal units;
    view->relation = NFH_RELATION_GREATER;
    view->truth = alcohol_truth(report, argument, part);
    view_own_limit(view, alcohol_limit(part), "units");
    view->own[1] = (struct nfh_value){.known = 0};
    if ((all || view->truth == NFH_TRUE) &&
        nfh_priv_alcohol_units(drinks.beer_ml.value, drinks.wine_ml.value, drinks.spirits_ml.value,
                               strength.value, &units)) {
        view->own[1].known = 1;
        view->own[1].as.decimal = units;
    }
    view->a = (struct nfh_term){.type = NFH_TYPE_DECIMAL,
                                .slot = NFH_SLOT_NONE,
                                .name = part == WEEK ? "alcohol per week" : "alcohol per day",
                                .unit = "units",
                                .value = &view->own[1]};
    view->formula = write_excess;
    for (uint32_t i = 0; i < 3; i++)
        view->argument[i] = argument[3 * part + i];
    view->argument[3] = argument[6];
    view->argument_count = 4;
}

/* `6 months before 2025-03-30`. */
static void write_window(struct nfh_writer *writer, const struct nfh_report *report,
                         const struct nfh_leaf_view *view)
{
    const struct nfh_value *anchor = nfh_priv_slot_of(report, view->argument[1]);
    const struct nfh_value *period = nfh_priv_slot_of(report, view->argument[2]);
    enum nfh_calendar_unit unit;
    int64_t count;
    if (!nfh_priv_calendar_count(period->as.decimal, period->unit, true, &count, &unit))
        return;
    nfh_priv_write_calendar(writer, count, unit);
    nfh_priv_write(writer, " before ");
    nfh_priv_write_value(writer, NFH_TYPE_DATE, anchor);
}

/* The event before the period, or in it; argument: event, anchor, period. Of a partial anchor the
 * days that decide: the earliest start of the period for an event before it, the latest for one in
 * it. */
static void view_window(const struct nfh_report *report, const uint32_t *argument, int truth,
                        struct nfh_leaf_view *view)
{
    const struct nfh_value *anchor = nfh_priv_slot_of(report, argument[1]);
    const struct nfh_value *period = nfh_priv_slot_of(report, argument[2]);
    enum nfh_calendar_unit unit;
    int64_t count;
    nfh_date start;
    for (uint32_t i = 0; i < 3; i++)
        view->argument[i] = argument[i];
    view->argument_count = 2;
    view->relation = NFH_RELATION_IN;
    view->truth = truth;
    nfh_priv_view_term(report, NFH_TYPE_DATE, argument[0], NULL, &view->a);
    view->b = (struct nfh_term){.type = NFH_TYPE_INTERVAL | NFH_TYPE_DATE,
                                .slot = NFH_SLOT_NONE,
                                .is_given = true,
                                .low_closed = true,
                                .high_closed = true};
    nfh_priv_see_through(report, argument[1], &view->b.label);
    view->own[0] = view->own[1] = (struct nfh_value){.known = 0};
    view->b.value = view->b.low = &view->own[0];
    view->b.high = &view->own[1];
    if (!anchor->known || !period->known ||
        !nfh_priv_calendar_count(period->as.decimal, period->unit, true, &count, &unit))
        return;
    if (!nfh_priv_date_add(truth == NFH_TRUE ? nfh_priv_date_last(anchor->as.date)
                                             : nfh_priv_date_first(anchor->as.date),
                           -count, unit, &start))
        return;
    view->own[0].known = view->own[1].known = 1;
    view->own[0].as.date = start;
    view->own[1].as.date = truth == NFH_TRUE ? nfh_priv_date_first(anchor->as.date)
                                             : nfh_priv_date_last(anchor->as.date);
    view->formula = write_window;
    view->formula_is_limits = true;
    if (truth == NFH_FALSE) {
        view->relation = NFH_RELATION_GREATER_OR_EQUAL;
        view->b.type = NFH_TYPE_DATE;
        view->b.label = NULL;
        view->b.low = view->b.high = NULL;
    }
}

void nfh_priv_view_native(const struct nfh_report *report, const struct nfh_found_leaf *leaf,
                          struct nfh_leaf_view *view)
{
    const struct nfh_instruction *in = nfh_priv_slot_origin(report, leaf->slot);
    const uint32_t *argument = arguments_of(report, in);
    view->call = leaf->slot;
    switch (in->detail) {
    case NFH_NATIVE_ALCOHOL_EXCESS:
        view_alcohol(report, argument, leaf->part, view);
        break;
    case NFH_NATIVE_BLOOD_PRESSURE:
        view_pressure(report, argument, leaf->part, view);
        break;
    case NFH_NATIVE_EVENT_WITHIN:
        view_window(report, argument + 1, view->truth, view);
        break;
    default:
        view_window(report, argument, view->truth, view);
        break;
    }
}

/* ---- Numbers --------------------------------------------------------------------------------- */

const char *nfh_priv_native_unit(unsigned native)
{
    switch (native) {
    case NFH_NATIVE_CREATININE_CLEARANCE:
        return "mL/min";
    case NFH_NATIVE_QTC_BAZETT:
        return "ms";
    case NFH_NATIVE_ALCOHOL_UNITS:
        return "units";
    default:
        return NULL;
    }
}

static void write_decimal(struct nfh_writer *writer, const struct nfh_report *report, uint32_t slot)
{
    nfh_priv_write_decimal(writer, nfh_priv_slot_of(report, slot)->as.decimal);
}

/* `(140 − 45) × 43 kg / (0.818 × 100 umol/L)`, and for women `× 0.85`. */
static void write_clearance(struct nfh_writer *writer, const struct nfh_report *report,
                            const uint32_t *argument)
{
    const struct nfh_value *age = nfh_priv_slot_of(report, argument[0]);
    nfh_priv_write(writer, "(140 \xe2\x88\x92 ");
    nfh_priv_write_value(writer, NFH_TYPE_INTEGER, age);
    nfh_priv_write(writer, ") \xc3\x97 ");
    write_decimal(writer, report, argument[1]);
    nfh_priv_write(writer, " kg / (0.818 \xc3\x97 ");
    write_decimal(writer, report, argument[2]);
    nfh_priv_write(writer, " umol/L)");
    if (nfh_priv_slot_of(report, argument[3])->as.string.length == 6) /* female */
        nfh_priv_write(writer, " \xc3\x97 0.85");
}

bool nfh_priv_native_formula(struct nfh_writer *writer, const struct nfh_report *report,
                             const struct nfh_instruction *in)
{
    const uint32_t *argument = arguments_of(report, in);
    switch (in->detail) {
    case NFH_NATIVE_CREATININE_CLEARANCE:
        write_clearance(writer, report, argument);
        return true;
    case NFH_NATIVE_QTC_BAZETT:
        write_decimal(writer, report, argument[0]);
        nfh_priv_write(writer, " ms \xc3\x97 \xe2\x88\x9a(");
        write_decimal(writer, report, argument[1]);
        nfh_priv_write(writer, " /min / 60)");
        return true;
    case NFH_NATIVE_ALCOHOL_UNITS:
        write_drinks(writer, report, argument, argument[3]);
        return true;
    default:
        return false;
    }
}
