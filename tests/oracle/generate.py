#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random subjects on and next to the limits of NCT07101562, as a cohort CSV on standard output.

    generate.py [--seed N] [--rows N]

A subject starts eligible; then a few things are put on or beside a limit, or changed, and some of
the cells are emptied, so that every verdict and every value of every criterion is frequent. The
same seed gives the same cohort. Quantities are kept as whole hundredths of the dictionary's unit:
two decimals are the finest that a form records.
"""

import argparse
import csv
import datetime
import random
import sys
from math import gcd

import oracle

DAY = datetime.timedelta(days=1)
STEPS = (-1, 0, 1)  # below, at and above a limit, in hundredths or days

# name of the flag, of the date, what it counts from, months, days
EVENTS = (
    ("hip_injury", "hip_injury_date", "screening_date", 6, 0),
    ("opioid_used", "opioid_last_date", "screening_date", 0, 30),
    ("glucocorticoid_used", "glucocorticoid_last_date", "screening_date", 0, 30),
    ("hip_injection_or_surgery", "hip_injection_or_surgery_date", "treatment_start_date", 6, 0),
    ("circulation_drug_used", "circulation_drug_start_date", "screening_date", 0, 56),
    ("cancer_diagnosed", "cancer_diagnosis_date", "screening_date", 60, 0),
    ("cardiovascular_event", "cardiovascular_event_date", "enrollment_date", 6, 0),
    ("gi_ulcer_bleed", "gi_ulcer_bleed_date", "enrollment_date", 0, 30),
    ("other_trial", "other_trial_last_date", "screening_date", 3, 0),
)

# What an eligible subject's quantities range over, in the dictionary's unit.
HARMLESS = {
    "conservative_treatment_duration": (15, 900), "unaided_walking_distance": (51, 5000),
    "ast": (10, 40), "ast_uln": (35, 50), "alt": (8, 40), "alt_uln": (35, 50),
    "creatinine": (50, 100), "creatinine_uln": (90, 120), "weight": (60, 110),
    "qt_interval": (340, 390), "heart_rate": (55, 75), "qrs_duration": (70, 110),
    "pr_interval": (120, 200), "ejection_fraction": (50, 70),
    "systolic_bp": (100, 139), "diastolic_bp": (55, 89),
    "beer_per_day": (0, 250), "wine_per_day": (0, 75), "spirits_per_day": (0, 20),
    "beer_per_week": (250, 900), "wine_per_week": (75, 300), "spirits_per_week": (20, 80),
    "spirits_strength": (35, 56),
}

# The Booleans that are true in an eligible subject; the others are false.
TRUE_WHEN_ELIGIBLE = ("guideline_diagnosis", "persistent_hip_pain", "contraception_agreed")

BOOLEANS = [
    name
    for name in oracle.PARAMETERS
    if not any(
        name in kind for kind in (oracle.QUANTITIES, oracle.DATES, oracle.CODES, oracle.INTEGERS)
    )
]

# What QT * QT * rate is where QTcB is 450 ms, with both in hundredths.
BAZETT_450 = 450**2 * 60 * 100**3


def pairs_at_450_ms():
    """Every QT and heart rate up to 100 /min, in hundredths, whose QTcB is exactly 450 ms."""
    return [
        (qt, BAZETT_450 // qt**2)
        for qt in range(34000, 100001)
        if BAZETT_450 % qt**2 == 0 and 1500 <= BAZETT_450 // qt**2 <= 10000
    ]


PAIRS_AT_450_MS = pairs_at_450_ms()


def screening_day(rng):
    """Often the end of a month, or near the end of February."""
    year, month = rng.randint(2004, 2034), rng.randint(1, 12)
    kind = rng.random()
    if kind < 0.25:
        return oracle.months_before(datetime.date(year, month, 1), -1) - DAY
    if kind < 0.45:
        return datetime.date(year, 3, 1) - rng.randint(0, 3) * DAY
    return datetime.date(year, month, 1) + rng.randint(0, 30) * DAY


def anchor(values, name):
    return values[name] or values["screening_date"]


def birth_for_age(rng, values, age):
    day = oracle.months_before(values["screening_date"], 12 * age)
    return day - rng.choice((0, 0, 1, 59, 200, 360)) * DAY


def eligible(rng):
    values = {name: None for name in oracle.PARAMETERS}
    for name in BOOLEANS:
        values[name] = name in TRUE_WHEN_ELIGIBLE
    for name, (low, high) in HARMLESS.items():
        step = rng.choice((1, 10, 100))  # two, one or no decimals
        values[name] = rng.randint(low * 100 // step, high * 100 // step) * step
    screening = values["screening_date"] = screening_day(rng)
    if rng.random() < 0.5:
        values["enrollment_date"] = screening + rng.randint(0, 28) * DAY
        values["treatment_start_date"] = values["enrollment_date"] + rng.randint(0, 60) * DAY
    values["birth_date"] = birth_for_age(rng, values, rng.randint(20, 60))
    values["sex"] = rng.choice(oracle.CODES["sex"])
    values["arco_stage"] = rng.choice(("II", "IIA", "IIB", "IIC"))
    values["nyha_class"] = rng.choice((None, 1, 2))
    values["sterilized_or_postmenopausal"] = rng.random() < 0.3
    values["circulation_drug_dose_stable"] = True
    for flag, date, _, _, _ in EVENTS:
        if rng.random() < 0.3:
            values[flag] = True
            values[date] = screening - rng.randint(2000, 6000) * DAY
    return values


# Placements: each puts one thing on or beside a limit.


def age_limit(rng, values):
    birthday = oracle.months_before(values["screening_date"], 12 * rng.choice((20, 66)))
    values["birth_date"] = birthday + rng.choice((-2, -1, 0, 1, 2)) * DAY


def one_limit(name, limit, **also):
    """A quantity at a limit, or one hundredth, one tenth or one below or above it."""

    def place(rng, values):
        values[name] = limit * 100 + rng.choice(STEPS) * rng.choice((1, 10, 100))
        values.update(also)

    return place


def event_limit(which):
    flag, date, since, months, days = which

    def place(rng, values):
        end = anchor(values, since)
        start = oracle.months_before(end, months) if months else oracle.days_before(end, days)
        values[flag] = rng.choice((True, True, False, None))
        values[date] = (
            rng.choice((start, start, end, oracle.months_before(end, 1))) + rng.choice(STEPS) * DAY
        )
        if rng.random() < 0.15:
            values[date] = None
        if rng.random() < 0.3:
            values["circulation_drug_dose_stable"] = rng.choice((True, False, None))
            values["cancer_only_skin_scc_or_bcc"] = rng.choice((True, False, None))

    return place


def uln_limit(name, halves):
    """A laboratory value at a multiple of its upper limit, given in halves."""

    def place(rng, values):
        uln = rng.randint(1500, 3000) * 2 if name != "creatinine" else rng.randint(3000, 6500) * 2
        values[name + "_uln"] = uln
        values[name] = uln * halves // 2 + rng.choice(STEPS)

    return place


def clearance_limit(rng, values):
    """A clearance of exactly 50 mL/min, or with one hundredth more or less of one input."""
    age = rng.randint(20, 65)
    values["birth_date"] = birth_for_age(rng, values, age)
    values["sex"] = sex = rng.choice(oracle.CODES["sex"])
    # (140 - age) * weight * (1 or 0.85) = 50 * 0.818 * creatinine, solved in whole hundredths
    top, bottom = (409, 10 * (140 - age)) if sex == "male" else (818, 17 * (140 - age))
    creatinine = bottom // gcd(top, bottom)
    weight = top * creatinine // bottom
    times = rng.randint(-(-3500 // weight), 12000 // weight)
    values["creatinine"], values["weight"] = creatinine * times, weight * times
    values["creatinine_uln"] = min(50000, creatinine * times)
    values[rng.choice(("creatinine", "weight"))] += rng.choice(STEPS)


def qtc_limit(rng, values):
    values["qt_interval"], values["heart_rate"] = rng.choice(PAIRS_AT_450_MS)
    values[rng.choice(("qt_interval", "heart_rate"))] += rng.choice(STEPS)
    values["qrs_duration"] = 9000


def alcohol_limit(period, units):
    """Exactly the units allowed, from the three beverages together, or 0.01 mL away."""
    names = ["%s_per_%s" % (drink, period) for drink in ("beer", "wine", "spirits")]

    def place(rng, values):
        strength = rng.choice((None, 38, 40, 40, 45, 52, 53, 56))
        percent = 40 if strength is None else strength
        total = units * 1800 * 100
        while True:
            wine = rng.randrange(0, total // 30, rng.choice((1, 100, 5000)))
            spirits = rng.randrange(0, total // 100, rng.choice((1, 100, 500)))
            beer, rest = divmod(total - 12 * wine - percent * spirits, 5)
            if beer >= 0 and rest == 0:
                break
        values.update(zip(names, (beer, wine, spirits)))
        values["spirits_strength"] = None if strength is None else strength * 100
        name = rng.choice(names)
        values[name] = max(0, values[name] + rng.choice(STEPS))
        if rng.random() < 0.2:  # the others may exceed the limit on their own, or not
            values[rng.choice(names)] = None
            values[rng.choice(names)] = rng.choice((None, total // 4))

    return place


def heart_failure(rng, values):
    values["heart_failure_symptomatic"] = rng.choice((True, True, None, False))
    values["nyha_class"] = rng.choice((None, 1, 2, 3, 4))
    values["ejection_fraction"] = 3500 + rng.choice(STEPS)


def blood_pressure(rng, values):
    values["systolic_bp"] = 14000 + rng.choice(STEPS) * rng.choice((1, 100))
    values["diastolic_bp"] = 9000 + rng.choice(STEPS) * rng.choice((1, 100))
    values["antihypertensive_standardized"] = rng.choice((True, True, False, None))


def sex_and_pregnancy(rng, values):
    for name in ("pregnant", "lactating", "sterilized_or_postmenopausal", "contraception_agreed"):
        values[name] = rng.choice((True, False, None))
    values["sex"] = rng.choice(("male", "female", None))


def stage(rng, values):
    values["arco_stage"] = rng.choice(oracle.CODES["arco_stage"])


def plausibility(rng, values):
    """A quantity at or beyond the limits of what is plausible, or a date before them."""
    if rng.random() < 0.2:
        name = rng.choice(sorted(oracle.DATES))
        values[name] = datetime.date.fromisoformat(oracle.DATES[name]) + rng.choice(STEPS) * DAY
    else:
        name = rng.choice(sorted(oracle.QUANTITIES))
        values[name] = rng.choice(oracle.QUANTITIES[name]) * 100 + rng.choice(STEPS)


def truth_values(rng, values):
    for name in rng.sample(BOOLEANS, rng.choice((1, 1, 2))):
        values[name] = not values[name]


def contradiction(rng, values):
    values["birth_date"] = values["screening_date"] + rng.choice((0, 1, 400)) * DAY


# Those that are listed twice are tried twice as often.
PLACEMENTS = [event_limit(which) for which in EVENTS] + [
    age_limit, age_limit, clearance_limit, clearance_limit, qtc_limit, qtc_limit, heart_failure,
    blood_pressure, sex_and_pregnancy, stage, plausibility, truth_values, truth_values,
    contradiction,
    one_limit("conservative_treatment_duration", 14), one_limit("unaided_walking_distance", 50),
    one_limit("heart_rate", 100, qt_interval=30000), one_limit("qrs_duration", 120),
    one_limit("pr_interval", 220),
    uln_limit("ast", 4), uln_limit("alt", 4), uln_limit("creatinine", 3),
    alcohol_limit("day", 2), alcohol_limit("week", 14),
]


def subject(rng):
    values = eligible(rng)
    for place in rng.sample(PLACEMENTS, rng.choice((0, 1, 1, 1, 2, 2, 2, 8))):
        place(rng, values)
    missing = rng.choice((0, 0, 0, 0, 0.01, 0.03, 0.1, 0.3, 0.6))
    for name in oracle.PARAMETERS:
        if rng.random() < missing:
            values[name] = None
    return values


def cell(rng, name, value):
    if value is None:
        return ""
    if name in oracle.QUANTITIES:
        sign, value = ("-", -value) if value < 0 else ("", value)
        text = "%s%d.%02d" % (sign, value // 100, value % 100)
        return text if rng.random() < 0.1 else text.rstrip("0").rstrip(".")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def main():
    parser = argparse.ArgumentParser(description="random subjects near the limits of NCT07101562")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=1000)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["subject_id", *oracle.PARAMETERS])
    for number in range(1, options.rows + 1):
        values = subject(rng)
        cells = [cell(rng, name, values[name]) for name in oracle.PARAMETERS]
        writer.writerow(["S%06d" % number, *cells])


if __name__ == "__main__":
    main()
