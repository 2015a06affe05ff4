/* SPDX-License-Identifier: MIT
 *
 * limits.c - laboratory values, blood pressure and alcohol.
 */
#include "nfhpg.h"

static const struct nfhpg_argument uln_arguments[] = {
    {"value", "", 0, 20000},
    {"uln", "", 0.01, 20000},
    {"multiple", "", 0.01, 100},
};

static const struct nfhpg_argument pressure_arguments[] = {
    {"systolic_mmhg", "mm[Hg]", 40, 350},
    {"diastolic_mmhg", "mm[Hg]", 20, 250},
};

static const struct nfhpg_argument units_arguments[] = {
    {"beer_ml", "mL", 0, 140000},
    {"wine_ml", "mL", 0, 70000},
    {"spirits_ml", "mL", 0, 35000},
    {"spirits_percent", "%", 0, 100},
};

static const struct nfhpg_argument excess_arguments[] = {
    {"beer_ml_day", "mL", 0, 20000},   {"wine_ml_day", "mL", 0, 10000},
    {"spirits_ml_day", "mL", 0, 5000}, {"beer_ml_week", "mL", 0, 140000},
    {"wine_ml_week", "mL", 0, 70000},  {"spirits_ml_week", "mL", 0, 35000},
    {"spirits_percent", "%", 0, 100},
};

static Datum exceeds_uln(FunctionCallInfo fcinfo, bool exact)
{
    int truth;
    int status = nfh_exceeds_uln(nfhpg_number(fcinfo, 0, exact), nfhpg_number(fcinfo, 1, exact),
                                 nfhpg_number(fcinfo, 2, exact), &truth);

    return nfhpg_truth_result(fcinfo, exact, status, truth, uln_arguments, lengthof(uln_arguments));
}
NFHPG_BOTH(exceeds_uln);

static Datum blood_pressure_uncontrolled(FunctionCallInfo fcinfo, bool exact)
{
    int truth;
    int status = nfh_blood_pressure_uncontrolled(nfhpg_number(fcinfo, 0, exact),
                                                 nfhpg_number(fcinfo, 1, exact),
                                                 nfhpg_truth(fcinfo, 2), &truth);

    return nfhpg_truth_result(fcinfo, exact, status, truth, pressure_arguments,
                              lengthof(pressure_arguments));
}
NFHPG_BOTH(blood_pressure_uncontrolled);

static Datum alcohol_units(FunctionCallInfo fcinfo, bool exact)
{
    double units;
    int status =
        nfh_alcohol_units(nfhpg_number(fcinfo, 0, exact), nfhpg_number(fcinfo, 1, exact),
                          nfhpg_number(fcinfo, 2, exact), nfhpg_number(fcinfo, 3, exact), &units);

    return nfhpg_number_result(fcinfo, exact, status, units, units_arguments,
                               lengthof(units_arguments));
}
NFHPG_BOTH(alcohol_units);

static Datum alcohol_excess(FunctionCallInfo fcinfo, bool exact)
{
    int truth;
    int status = nfh_alcohol_excess(nfhpg_number(fcinfo, 0, exact), nfhpg_number(fcinfo, 1, exact),
                                    nfhpg_number(fcinfo, 2, exact), nfhpg_number(fcinfo, 3, exact),
                                    nfhpg_number(fcinfo, 4, exact), nfhpg_number(fcinfo, 5, exact),
                                    nfhpg_number(fcinfo, 6, exact), &truth);

    return nfhpg_truth_result(fcinfo, exact, status, truth, excess_arguments,
                              lengthof(excess_arguments));
}
NFHPG_BOTH(alcohol_excess);
