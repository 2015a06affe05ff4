#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The 33 criteria of NCT07101562 a second time, in exact arithmetic.

    oracle.py [COHORT.csv]      (standard input when no file)

Reads what `screen` reads and writes what `screen` writes, so that the two can be compared cell by
cell. Written from the reading of the criteria, not from the rule set: an error would have to be
made twice to go unseen. Numbers are plain, in the unit of the data dictionary, and dates are
complete (other units and partial dates are tested elsewhere).

Exit status: 0 every row was screened, 1 some could not be read, 2 the cohort could not.
"""

import csv
import datetime
import re
import sys
from fractions import Fraction
from math import isqrt

# The data dictionary. Quantities: limits, allowed themselves, in the dictionary's unit.
QUANTITIES = {
    "conservative_treatment_duration": (0, 36500),  # d
    "unaided_walking_distance": (0, 100000),  # m
    "ast": (0, 20000),  # U/L
    "ast_uln": (1, 500),  # U/L
    "alt": (0, 20000),  # U/L
    "alt_uln": (1, 500),  # U/L
    "creatinine": (5, 5000),  # umol/L
    "creatinine_uln": (20, 500),  # umol/L
    "weight": (20, 400),  # kg
    "qt_interval": (100, 1000),  # ms
    "heart_rate": (15, 350),  # /min
    "qrs_duration": (20, 400),  # ms
    "pr_interval": (40, 800),  # ms
    "ejection_fraction": (1, 100),  # %
    "systolic_bp": (40, 350),  # mm[Hg]
    "diastolic_bp": (20, 250),  # mm[Hg]
    "beer_per_day": (0, 20000),  # mL
    "wine_per_day": (0, 10000),  # mL
    "spirits_per_day": (0, 5000),  # mL
    "beer_per_week": (0, 140000),  # mL
    "wine_per_week": (0, 70000),  # mL
    "spirits_per_week": (0, 35000),  # mL
    "spirits_strength": (0, 100),  # %
}

# Dates: the earliest that is plausible.
DATES = {
    "birth_date": "1900-01-01",
    "screening_date": "2000-01-01",
    "enrollment_date": "2000-01-01",
    "treatment_start_date": "2000-01-01",
    "hip_injury_date": "1900-01-01",
    "opioid_last_date": "1900-01-01",
    "glucocorticoid_last_date": "1900-01-01",
    "hip_injection_or_surgery_date": "1900-01-01",
    "circulation_drug_start_date": "1900-01-01",
    "cancer_diagnosis_date": "1900-01-01",
    "cardiovascular_event_date": "1900-01-01",
    "gi_ulcer_bleed_date": "1900-01-01",
    "other_trial_last_date": "1900-01-01",
}

CODES = {
    "sex": ("male", "female"),
    "arco_stage": ("0", "I", "II", "IIA", "IIB", "IIC", "III", "IIIA", "IIIB", "IIIC", "IV"),
}

INTEGERS = {"nyha_class": (1, 2, 3, 4)}

# In the dictionary's order, which is also the order of the columns that generate.py writes.
PARAMETERS = """
    birth_date sex screening_date enrollment_date treatment_start_date guideline_diagnosis
    arco_stage necrosis_traumatic conservative_treatment_duration persistent_hip_pain
    long_term_immobile unaided_walking_distance pregnancy_planned contraception_agreed hip_injury
    hip_injury_date secondary_necrosis_cause confounding_neurological_lesion
    femoral_head_destroyed prior_hip_surgery limb_surgery_planned suppurative_arthritis
    joint_effusion active_joint_infection skin_ulceration surgical_area_infection
    interfering_skin_disease opioid_used opioid_last_date glucocorticoid_used
    glucocorticoid_last_date long_term_opioid_or_glucocorticoid hip_injection_or_surgery
    hip_injection_or_surgery_date circulation_drug_used circulation_drug_start_date
    circulation_drug_dose_stable systemic_glucocorticoid_disease ast ast_uln alt alt_uln
    creatinine creatinine_uln weight active_malignancy systemic_chemotherapy cancer_diagnosed
    cancer_diagnosis_date cancer_only_skin_scc_or_bcc ecg_clinically_significant qt_interval
    heart_rate qrs_duration pr_interval cardiovascular_event cardiovascular_event_date
    heart_failure_symptomatic nyha_class ejection_fraction systolic_bp diastolic_bp
    antihypertensive_standardized hbsag_positive hcv_antibody_positive hiv_antibody_positive
    syphilis_antibody_positive study_drug_ingredient_allergy nsaid_gi_bleed_or_perforation
    gi_ulcer_bleed gi_ulcer_bleed_date recurrent_ulcer_bleeding test_drug_hypersensitivity
    unavoidable_new_exercise mental_disorder psychotropic_abuse_or_addiction beer_per_day
    wine_per_day spirits_per_day beer_per_week wine_per_week spirits_per_week spirits_strength
    pregnant lactating sterilized_or_postmenopausal other_trial other_trial_last_date
    investigator_unsuitable
""".split()


# Truth: True, False, and None for unknown.


def all_of(*values):
    if any(v is False for v in values):
        return False
    return None if any(v is None for v in values) else True


def any_of(*values):
    if any(v is True for v in values):
        return True
    return None if any(v is None for v in values) else False


def negation(value):
    return None if value is None else not value


def above(a, b):
    return None if a is None or b is None else a > b


def at_least(a, b):
    return None if a is None or b is None else a >= b


def at_most(a, b):
    return None if a is None or b is None else a <= b


# Numbers: exact, and rounded to 8 decimals where a ratio ends, halves away from zero.


def round8(exact):
    scaled = abs(exact) * 10**8
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if exact >= 0 else -whole, 10**8)


def root8(exact):
    """The square root of a fraction >= 0, rounded to 8 decimals."""
    scaled = exact * 10**16
    whole = isqrt(scaled.numerator // scaled.denominator)
    if Fraction(2 * whole + 1, 2) ** 2 <= scaled:
        whole += 1
    return Fraction(whole, 10**8)


def creatinine_clearance(age, weight, creatinine, sex):
    """mL/min from years, kg, umol/L."""
    if None in (age, weight, creatinine, sex):
        return None
    share = Fraction(85, 100) if sex == "female" else Fraction(1)
    return round8((140 - age) * weight * share / (Fraction(818, 1000) * creatinine))


def qtc_bazett(qt, rate):
    """ms from ms and beats per minute: QT / sqrt(60 / rate)."""
    if qt is None or rate is None:
        return None
    return root8(qt * qt * rate / 60)


def exceeds_uln(value, uln, multiple):
    # A product has 8 places, too: that shows in limits of more than 8 places only.
    return above(value, None if uln is None else round8(multiple * uln))


def alcohol_units(beer, wine, spirits, strength):
    """Units from mL, mL, mL, %."""
    return round8(
        beer / Fraction(360) + wine / Fraction(150) + spirits / Fraction(45) * strength / 40
    )


def alcohol_above(beer, wine, spirits, strength, limit):
    known = alcohol_units(beer or 0, wine or 0, spirits or 0, strength)
    if known > limit:
        return True
    return None if None in (beer, wine, spirits) else False


# Dates.


def months_before(day, months):
    """The same day of an earlier month, or that month's last day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month + 1, min(day.day, last))
        except ValueError:
            pass
    raise AssertionError("a month has at least 28 days")


def days_before(day, days):
    return day - datetime.timedelta(days=days)


def age_in_years(birth, day):
    """The largest n for which birth + n years is not after the day."""
    if birth is None or day is None:
        return None
    years = day.year - birth.year
    return years if months_before(birth, -12 * years) <= day else years - 1


def within(date, start, end):
    if None in (date, start, end) or date > end:
        return None
    return date >= start


def event(flag, date, start, end):
    if date is not None:
        return within(date, start, end)
    return False if flag is False else None


def window(flag, date, anchor, months=0, days=0):
    """An event within months (or days) before an anchor that may be missing."""
    start = None
    if anchor is not None:
        start = months_before(anchor, months) if months else days_before(anchor, days)
    return event(flag, date, start, anchor)


# The criteria that are more than one expression. v: the subject's values by name.


def circulation_drug(v):
    start, screening = v["circulation_drug_start_date"], v["screening_date"]
    if start is None:
        return False if v["circulation_drug_used"] is False else None
    recent = None if screening is None else start > days_before(screening, 8 * 7)
    return any_of(recent, negation(v["circulation_drug_dose_stable"]))


def liver_or_kidney(v):
    age = age_in_years(v["birth_date"], v["screening_date"])
    clearance = creatinine_clearance(age, v["weight"], v["creatinine"], v["sex"])
    return any_of(
        exceeds_uln(v["ast"], v["ast_uln"], 2),
        exceeds_uln(v["alt"], v["alt_uln"], 2),
        exceeds_uln(v["creatinine"], v["creatinine_uln"], Fraction(3, 2)),
        at_most(clearance, 50),
    )


def malignancy(v):
    date = v["cancer_diagnosis_date"]
    if date is not None:
        recent = window(None, date, v["screening_date"], months=60)
    elif v["cancer_diagnosed"] is False or v["cancer_only_skin_scc_or_bcc"] is True:
        recent = False
    else:
        recent = None
    return any_of(all_of(v["active_malignancy"], v["systemic_chemotherapy"]), recent)


def electrocardiogram(v):
    return any_of(
        v["ecg_clinically_significant"],
        above(qtc_bazett(v["qt_interval"], v["heart_rate"]), 450),
        above(v["heart_rate"], 100),
        above(v["qrs_duration"], 120),
        above(v["pr_interval"], 220),
    )


def cardiovascular(v):
    failure = all_of(
        v["heart_failure_symptomatic"],
        any_of(at_least(v["nyha_class"], 3), at_most(v["ejection_fraction"], 35)),
    )
    return any_of(
        window(v["cardiovascular_event"], v["cardiovascular_event_date"], v["E"], months=6), failure
    )


def hypertension(v):
    reached = any_of(at_least(v["systolic_bp"], 140), at_least(v["diastolic_bp"], 90))
    if reached is True:
        return True if v["antihypertensive_standardized"] is True else None
    return reached


def alcohol(v):
    strength = 40 if v["spirits_strength"] is None else v["spirits_strength"]
    day = [v[drink + "_per_day"] for drink in ("beer", "wine", "spirits")]
    week = [v[drink + "_per_week"] for drink in ("beer", "wine", "spirits")]
    return any_of(
        alcohol_above(*day, strength, 2),
        alcohol_above(*week, strength, 14),
        v["psychotropic_abuse_or_addiction"],
        v["mental_disorder"],
    )


def pregnancy(v):
    male = v["sex"] == "male"
    return any_of(
        False if male else v["pregnant"],
        False if male else v["lactating"],
        negation(any_of(v["sterilized_or_postmenopausal"], v["contraception_agreed"])),
    )


def age_20_to_65(v):
    age = age_in_years(v["birth_date"], v["screening_date"])
    return all_of(at_least(age, 20), at_most(age, 65))


def arco_ii(v):
    return None if v["arco_stage"] is None else v["arco_stage"] in ("II", "IIA", "IIB", "IIC")


def disjunction(*names):
    return lambda v: any_of(*(v[name] for name in names))


CRITERIA = {
    "INCL02": lambda v: v["guideline_diagnosis"],
    "INCL03": age_20_to_65,
    "INCL04": arco_ii,
    "INCL05": lambda v: negation(v["necrosis_traumatic"]),
    "INCL06": lambda v: all_of(
        above(v["conservative_treatment_duration"], 14), v["persistent_hip_pain"]
    ),
    "INCL07": lambda v: all_of(
        negation(v["long_term_immobile"]), above(v["unaided_walking_distance"], 50)
    ),
    "INCL08": lambda v: all_of(
        negation(v["pregnancy_planned"]),
        any_of(v["contraception_agreed"], v["sterilized_or_postmenopausal"]),
    ),
    "EXCL02": lambda v: window(
        v["hip_injury"], v["hip_injury_date"], v["screening_date"], months=6
    ),
    "EXCL03": disjunction("secondary_necrosis_cause", "confounding_neurological_lesion"),
    "EXCL04": lambda v: v["femoral_head_destroyed"],
    "EXCL05": disjunction("prior_hip_surgery", "limb_surgery_planned"),
    "EXCL06": lambda v: v["suppurative_arthritis"],
    "EXCL07": lambda v: v["joint_effusion"],
    "EXCL08": disjunction(
        "active_joint_infection",
        "skin_ulceration",
        "surgical_area_infection",
        "interfering_skin_disease",
    ),
    "EXCL09": lambda v: any_of(
        window(v["opioid_used"], v["opioid_last_date"], v["screening_date"], days=30),
        window(
            v["glucocorticoid_used"], v["glucocorticoid_last_date"], v["screening_date"], days=30
        ),
        v["long_term_opioid_or_glucocorticoid"],
    ),
    "EXCL10": lambda v: window(
        v["hip_injection_or_surgery"], v["hip_injection_or_surgery_date"], v["T"], months=6
    ),
    "EXCL11": circulation_drug,
    "EXCL13": lambda v: v["systemic_glucocorticoid_disease"],
    "EXCL14": liver_or_kidney,
    "EXCL16": malignancy,
    "EXCL17": electrocardiogram,
    "EXCL18": cardiovascular,
    "EXCL19": hypertension,
    "EXCL20": disjunction(
        "hbsag_positive",
        "hcv_antibody_positive",
        "hiv_antibody_positive",
        "syphilis_antibody_positive",
    ),
    "EXCL21": lambda v: v["study_drug_ingredient_allergy"],
    "EXCL22": lambda v: any_of(
        v["nsaid_gi_bleed_or_perforation"],
        window(v["gi_ulcer_bleed"], v["gi_ulcer_bleed_date"], v["E"], days=30),
        v["recurrent_ulcer_bleeding"],
    ),
    "EXCL23": lambda v: v["test_drug_hypersensitivity"],
    "EXCL24": lambda v: v["unavoidable_new_exercise"],
    "EXCL25": disjunction("mental_disorder", "psychotropic_abuse_or_addiction"),
    "EXCL26": alcohol,
    "EXCL27": pregnancy,
    "EXCL28": lambda v: window(
        v["other_trial"], v["other_trial_last_date"], v["screening_date"], months=3
    ),
    "EXCL29": lambda v: v["investigator_unsuitable"],
}


def with_anchors(values):
    """The values with the dates that the screening date stands in for. None is missing."""
    v = {name: values.get(name) for name in PARAMETERS}
    v["E"] = v["screening_date"] if v["enrollment_date"] is None else v["enrollment_date"]
    v["T"] = v["screening_date"] if v["treatment_start_date"] is None else v["treatment_start_date"]
    return v


def screen(values):
    """The verdict and the values of the criteria in order. values: read ones; None is missing."""
    v = with_anchors(values)
    results = {name: criterion(v) for name, criterion in CRITERIA.items()}
    wanted = all_of(
        *(value if name.startswith("INCL") else negation(value) for name, value in results.items())
    )
    verdict = {True: "eligible", False: "ineligible", None: "undetermined"}[wanted]
    return verdict, list(results.values())


# Reading.


def read_number(text):
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text):
        raise ValueError("not a number")
    return round8(Fraction(text))


def read_cell(name, text):
    """The value of a cell; None when it is empty or implausible. ValueError: it cannot be read."""
    text = text.strip()
    if text == "":
        return None
    if name in QUANTITIES:
        value, (low, high) = read_number(text), QUANTITIES[name]
        return value if low <= value <= high else None
    if name in DATES:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError("not a date")
        value = datetime.date.fromisoformat(text)
        return value if value >= datetime.date.fromisoformat(DATES[name]) else None
    if name in CODES:
        if text not in CODES[name]:
            raise ValueError("not one of " + ", ".join(CODES[name]))
        return text
    if name in INTEGERS:
        if read_number(text) not in INTEGERS[name]:
            raise ValueError("not one of " + ", ".join(map(str, INTEGERS[name])))
        return int(read_number(text))
    if text.lower() in ("true", "1", "yes"):
        return True
    if text.lower() in ("false", "0", "no"):
        return False
    raise ValueError("not a truth value")


def read_row(row, line):
    if None in row or None in row.values():
        raise ValueError("row %d: more or fewer cells than the header" % line)
    values = {}
    for name, text in row.items():
        if name != "subject_id":
            try:
                values[name] = read_cell(name, text)
            except ValueError as error:
                raise ValueError("row %d, %s: '%s': %s" % (line, name, text, error)) from None
    return values


def run(source, sink):
    reader = csv.DictReader(source, strict=True)
    names = reader.fieldnames or []
    unknown = set(names) - set(PARAMETERS) - {"subject_id"}
    if "subject_id" not in names or len(set(names)) != len(names) or unknown:
        print(
            "no subject_id, or a doubled or unknown column: %s" % sorted(unknown), file=sys.stderr
        )
        return 2
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(["subject_id", "verdict", *CRITERIA])
    status = 0
    for line, row in enumerate(reader, start=2):
        try:
            verdict, results = screen(read_row(row, line))
            cells = [{True: "true", False: "false", None: "unknown"}[value] for value in results]
        except ValueError as error:
            print(error, file=sys.stderr)
            verdict, cells, status = "error", [""] * len(CRITERIA), 1
        writer.writerow([row["subject_id"], verdict, *cells])
    return status


def main():
    if len(sys.argv) > 2:
        print("usage: oracle.py [COHORT.csv]", file=sys.stderr)
        return 2
    if len(sys.argv) == 2:
        with open(sys.argv[1], encoding="utf-8-sig", newline="") as source:
            return run(source, sys.stdout)
    return run(sys.stdin, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
