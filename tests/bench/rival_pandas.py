# SPDX-License-Identifier: MIT
"""NCT07101562 in pandas, the way it is usually written: a DataFrame with types that know missing
values (boolean, Float64, datetime64), the formulas as they stand in the protocol. In doubles, and so
wrong at some limits.
"""

import numpy as np
import pandas as pd

from rival_numpy import CRITERIA, INCLUSIONS


def frame(cohort):
    """The cohort as a DataFrame."""
    columns = {}
    for name, column in cohort.columns.items():
        missing = ~column.known(cohort.rows)
        if column.kind == "boolean":
            columns[name] = pd.arrays.BooleanArray(column.booleans(cohort.rows), missing)
            continue
        values = column.values[: cohort.rows]
        if column.kind == "date":
            days = values.astype("datetime64[D]").astype("datetime64[s]")
            days[missing] = np.datetime64("NaT")
            columns[name] = days
        elif column.kind == "quantity":
            columns[name] = pd.arrays.FloatingArray(values.copy(), missing)
        elif column.kind == "integer":
            columns[name] = pd.arrays.IntegerArray(values.copy(), missing)
        else:
            codes = np.where(missing, -1, values)
            columns[name] = pd.Categorical.from_codes(codes, column.texts)
    return pd.DataFrame(columns)


def known(truths, *inputs):
    """A comparison of dates or texts as a nullable boolean: not known where an input is missing."""
    truths = truths.astype("boolean")
    for one in inputs:
        truths = truths.mask(one.isna())
    return truths


def event(flag, date, anchor, period):
    inside = known(date >= anchor - period, anchor).mask(date > anchor)
    return inside.where(date.notna(), flag.mask(flag.fillna(True)))


def age_in_years(birth, at):
    years = at.dt.year - birth.dt.year
    day = at.dt.month * 32 + at.dt.day
    # On 28 February of a year without a 29th, a year is completed by those born on a 29th.
    day += (at.dt.month == 2) & (at.dt.day == 28) & ~at.dt.is_leap_year
    before = day < birth.dt.month * 32 + birth.dt.day
    return (years - before).astype("Float64")


def alcohol(d, period, limit):
    strength = d["spirits_strength"].fillna(40)
    drinks = [d["%s_per_%s" % (one, period)] for one in ("beer", "wine", "spirits")]

    def units(beer, wine, spirits):
        return beer / 360 + wine / 150 + spirits / 45 * strength / 40

    return (units(*(one.fillna(0) for one in drinks)) > limit) | (units(*drinks) > limit)


def laboratory(d, age):
    factor = d["sex"].map({"male": 1.0, "female": 0.85}).astype("Float64")
    clearance = (140 - age) * d["weight"] / (0.818 * d["creatinine"]) * factor
    return (
        (d["ast"] > 2 * d["ast_uln"])
        | (d["alt"] > 2 * d["alt_uln"])
        | (d["creatinine"] > 1.5 * d["creatinine_uln"])
        | (clearance <= 50)
    )


def circulation_drug(d, s):
    start = d["circulation_drug_start_date"]
    recent = known(start > s - pd.Timedelta(weeks=8), s)
    used = d["circulation_drug_used"]
    return (recent | ~d["circulation_drug_dose_stable"]).where(
        start.notna(), used.mask(used.fillna(True))
    )


def criteria(d):
    s = d["screening_date"]
    e, t = d["enrollment_date"].fillna(s), d["treatment_start_date"].fillna(s)
    month6, days30 = pd.DateOffset(months=6), pd.Timedelta(days=30)
    age = age_in_years(d["birth_date"], s)
    stage = d["arco_stage"]
    contraception = d["contraception_agreed"] | d["sterilized_or_postmenopausal"]
    mind = d["mental_disorder"] | d["psychotropic_abuse_or_addiction"]
    qtc = d["qt_interval"] / (60 / d["heart_rate"]) ** 0.5
    pressure = (d["systolic_bp"] >= 140) | (d["diastolic_bp"] >= 90)
    treated = d["antihypertensive_standardized"]
    man = d["sex"] == "male"
    return {
        "INCL02": d["guideline_diagnosis"],
        "INCL03": (age >= 20) & (age <= 65),
        "INCL04": known(stage.isin(["II", "IIA", "IIB", "IIC"]), stage),
        "INCL05": ~d["necrosis_traumatic"],
        "INCL06": (d["conservative_treatment_duration"] > 14) & d["persistent_hip_pain"],
        "INCL07": ~d["long_term_immobile"] & (d["unaided_walking_distance"] > 50),
        "INCL08": ~d["pregnancy_planned"] & contraception,
        "EXCL02": event(d["hip_injury"], d["hip_injury_date"], s, month6),
        "EXCL03": d["secondary_necrosis_cause"] | d["confounding_neurological_lesion"],
        "EXCL04": d["femoral_head_destroyed"],
        "EXCL05": d["prior_hip_surgery"] | d["limb_surgery_planned"],
        "EXCL06": d["suppurative_arthritis"],
        "EXCL07": d["joint_effusion"],
        "EXCL08": d["active_joint_infection"]
        | d["skin_ulceration"]
        | d["surgical_area_infection"]
        | d["interfering_skin_disease"],
        "EXCL09": event(d["opioid_used"], d["opioid_last_date"], s, days30)
        | event(d["glucocorticoid_used"], d["glucocorticoid_last_date"], s, days30)
        | d["long_term_opioid_or_glucocorticoid"],
        "EXCL10": event(
            d["hip_injection_or_surgery"], d["hip_injection_or_surgery_date"], t, month6
        ),
        "EXCL11": circulation_drug(d, s),
        "EXCL13": d["systemic_glucocorticoid_disease"],
        "EXCL14": laboratory(d, age),
        "EXCL16": (d["active_malignancy"] & d["systemic_chemotherapy"])
        | event(
            d["cancer_diagnosed"] & ~d["cancer_only_skin_scc_or_bcc"],
            d["cancer_diagnosis_date"],
            s,
            pd.DateOffset(years=5),
        ),
        "EXCL17": d["ecg_clinically_significant"]
        | (qtc > 450)
        | (d["heart_rate"] > 100)
        | (d["qrs_duration"] > 120)
        | (d["pr_interval"] > 220),
        "EXCL18": event(d["cardiovascular_event"], d["cardiovascular_event_date"], e, month6)
        | (
            d["heart_failure_symptomatic"]
            & ((d["nyha_class"] >= 3) | (d["ejection_fraction"] <= 35))
        ),
        "EXCL19": pressure & treated.where(treated),
        "EXCL20": d["hbsag_positive"]
        | d["hcv_antibody_positive"]
        | d["hiv_antibody_positive"]
        | d["syphilis_antibody_positive"],
        "EXCL21": d["study_drug_ingredient_allergy"],
        "EXCL22": d["nsaid_gi_bleed_or_perforation"]
        | event(d["gi_ulcer_bleed"], d["gi_ulcer_bleed_date"], e, days30)
        | d["recurrent_ulcer_bleeding"],
        "EXCL23": d["test_drug_hypersensitivity"],
        "EXCL24": d["unavoidable_new_exercise"],
        "EXCL25": mind,
        "EXCL26": alcohol(d, "day", 2) | alcohol(d, "week", 14) | mind,
        "EXCL27": (d["pregnant"] | d["lactating"]).mask(man, False) | ~contraception,
        "EXCL28": event(d["other_trial"], d["other_trial_last_date"], s, pd.DateOffset(months=3)),
        "EXCL29": d["investigator_unsuitable"],
    }


class Rival:
    def __init__(self, cohort):
        self.frame = frame(cohort)

    def run(self):
        """A DataFrame: the verdict (True, False, NA) and the criteria."""
        columns = criteria(self.frame)
        verdict = None
        for name in CRITERIA:
            one = columns[name] if name in INCLUSIONS else ~columns[name]
            verdict = one if verdict is None else verdict & one
        return pd.DataFrame({"verdict": verdict, **columns})
