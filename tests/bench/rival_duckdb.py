# SPDX-License-Identifier: MIT
"""NCT07101562 in DuckDB: a table `cohort` with a column for each input, missing is NULL; a row with
the verdict and the criteria out. In DOUBLE with the formulas as they are written, which is wrong at
some limits; and in DECIMAL with the denominators cleared, which is right for two decimals.
"""

import duckdb

from rival_numpy import CRITERIA, INCLUSIONS

MONTHS = "CAST(%s - INTERVAL %d MONTH AS DATE)"
DAYS = "(%s - %d)"
WRITTEN, CLEARED = "DOUBLE", "DECIMAL"


def event(flag, date, anchor, before, count):
    """A date that is known decides: in the window or before it; after it nothing is known."""
    return (
        "CASE WHEN %(date)s IS NULL THEN CASE WHEN NOT (%(flag)s) THEN false END"
        " WHEN %(date)s <= %(anchor)s THEN %(date)s >= %(begin)s END"
        % {"flag": flag, "date": date, "anchor": anchor, "begin": before % (anchor, count)}
    )


def any_of(*conditions):
    return "(" + " OR ".join(conditions) + ")"


def clearance(kind):
    factor = "CASE sex WHEN 'male' THEN 1 WHEN 'female' THEN 0.85 END"
    if kind == WRITTEN:
        return "(140 - age) * weight / (0.818 * creatinine) * (%s) <= 50" % factor
    return "(140 - age) * weight * (%s) <= 40.9 * creatinine" % factor


def long_qtc(kind):
    if kind == WRITTEN:
        return "qt_interval / sqrt(60 / heart_rate) > 450"
    # 450 squared times 60, and what rounding to 8 decimals takes away.
    return (
        "CAST(qt_interval AS DECIMAL(18, 2)) * qt_interval * CAST(heart_rate AS DECIMAL(7, 2))"
        " > 12150000.00027"
    )


def alcohol(kind, period, limit):
    """Also of what is known alone: a missing beverage counts as nothing, if that is too much."""
    beer, wine, spirits = ("%s_per_%s" % (one, period) for one in ("beer", "wine", "spirits"))
    strength = "coalesce(spirits_strength, 40)"
    if kind == WRITTEN:
        text = "%s / 360 + %s / 150 + %s * " + strength + " / 1800 > " + str(limit)
    else:
        text = "5 * %s + 12 * %s + %s * " + strength + " > " + str(1800 * limit)
    known = ["coalesce(%s, 0)" % one for one in (beer, wine, spirits)]
    return any_of(text % tuple(known), text % (beer, wine, spirits))


def criteria(kind):
    """What each criterion is in SQL."""
    high = any_of("systolic_bp >= 140", "diastolic_bp >= 90")
    contraception = any_of("contraception_agreed", "sterilized_or_postmenopausal")
    mind = any_of("mental_disorder", "psychotropic_abuse_or_addiction")
    other_cancer = "cancer_diagnosed AND NOT cancer_only_skin_scc_or_bcc"
    return {
        "INCL02": "guideline_diagnosis",
        "INCL03": "age BETWEEN 20 AND 65",
        "INCL04": "arco_stage IN ('II', 'IIA', 'IIB', 'IIC')",
        "INCL05": "NOT necrosis_traumatic",
        "INCL06": "conservative_treatment_duration > 14 AND persistent_hip_pain",
        "INCL07": "NOT long_term_immobile AND unaided_walking_distance > 50",
        "INCL08": "NOT pregnancy_planned AND " + contraception,
        "EXCL02": event("hip_injury", "hip_injury_date", "s", MONTHS, 6),
        "EXCL03": any_of("secondary_necrosis_cause", "confounding_neurological_lesion"),
        "EXCL04": "femoral_head_destroyed",
        "EXCL05": any_of("prior_hip_surgery", "limb_surgery_planned"),
        "EXCL06": "suppurative_arthritis",
        "EXCL07": "joint_effusion",
        "EXCL08": any_of(
            "active_joint_infection",
            "skin_ulceration",
            "surgical_area_infection",
            "interfering_skin_disease",
        ),
        "EXCL09": any_of(
            event("opioid_used", "opioid_last_date", "s", DAYS, 30),
            event("glucocorticoid_used", "glucocorticoid_last_date", "s", DAYS, 30),
            "long_term_opioid_or_glucocorticoid",
        ),
        "EXCL10": event(
            "hip_injection_or_surgery", "hip_injection_or_surgery_date", "t", MONTHS, 6
        ),
        "EXCL11": "CASE WHEN circulation_drug_start_date IS NOT NULL"
        " THEN circulation_drug_start_date > s - 56 OR NOT circulation_drug_dose_stable"
        " WHEN NOT circulation_drug_used THEN false END",
        "EXCL13": "systemic_glucocorticoid_disease",
        "EXCL14": any_of(
            "ast > 2 * ast_uln",
            "alt > 2 * alt_uln",
            "creatinine > 1.5 * creatinine_uln",
            clearance(kind),
        ),
        "EXCL16": any_of(
            "active_malignancy AND systemic_chemotherapy",
            event(other_cancer, "cancer_diagnosis_date", "s", MONTHS, 60),
        ),
        "EXCL17": any_of(
            "ecg_clinically_significant",
            long_qtc(kind),
            "heart_rate > 100",
            "qrs_duration > 120",
            "pr_interval > 220",
        ),
        "EXCL18": any_of(
            event("cardiovascular_event", "cardiovascular_event_date", "e", MONTHS, 6),
            "heart_failure_symptomatic AND (nyha_class >= 3 OR ejection_fraction <= 35)",
        ),
        "EXCL19": high + " AND CASE WHEN antihypertensive_standardized THEN true END",
        "EXCL20": any_of(
            "hbsag_positive",
            "hcv_antibody_positive",
            "hiv_antibody_positive",
            "syphilis_antibody_positive",
        ),
        "EXCL21": "study_drug_ingredient_allergy",
        "EXCL22": any_of(
            "nsaid_gi_bleed_or_perforation",
            event("gi_ulcer_bleed", "gi_ulcer_bleed_date", "e", DAYS, 30),
            "recurrent_ulcer_bleeding",
        ),
        "EXCL23": "test_drug_hypersensitivity",
        "EXCL24": "unavoidable_new_exercise",
        "EXCL25": mind,
        "EXCL26": any_of(alcohol(kind, "day", 2), alcohol(kind, "week", 14), mind),
        "EXCL27": any_of(
            "CASE WHEN sex = 'male' THEN false ELSE pregnant OR lactating END",
            "NOT " + contraception,
        ),
        "EXCL28": event("other_trial", "other_trial_last_date", "s", MONTHS, 3),
        "EXCL29": "investigator_unsuitable",
    }


# Years between 1 January of both, less one before the birthday, which DuckDB puts on the 28th where a
# year has no 29 February, as CQL does.
AGE = (
    "year(screening_date) - year(birth_date) - CASE WHEN CAST(birth_date"
    " + to_years(CAST(year(screening_date) - year(birth_date) AS INTEGER)) AS DATE)"
    " > screening_date THEN 1 ELSE 0 END"
)
NAMED = (
    "CASE WHEN verdict THEN 'eligible' WHEN NOT verdict THEN 'ineligible' ELSE 'undetermined' END"
    " AS verdict"
)


def query(kind, extra="", source="cohort", verdict="verdict"):
    """The whole query. `extra`: columns to be handed through, each with a comma behind it;
    `verdict`: what is shown of it, which is true, false or null, or NAMED."""
    listed = criteria(kind)
    assert list(listed) == CRITERIA
    columns = ", ".join("%s AS %s" % (text, name) for name, text in listed.items())
    inner = (
        "SELECT *, screening_date AS s, coalesce(enrollment_date, screening_date) AS e,"
        " coalesce(treatment_start_date, screening_date) AS t, %s AS age FROM %s" % (AGE, source)
    )
    all_of = " AND ".join(one if one in INCLUSIONS else "(NOT %s)" % one for one in CRITERIA)
    inner = "SELECT %s %s FROM (%s)" % (extra, columns, inner)
    inner = "SELECT *, %s AS verdict FROM (%s)" % (all_of, inner)
    return "SELECT %s %s, %s FROM (%s)" % (extra, verdict, ", ".join(CRITERIA), inner)


class Rival:
    """A table in the memory of a database of its own, one thread."""

    def __init__(self, cohort, kind, text=None, threads=1):
        self.kind = kind
        self.connection = duckdb.connect(":memory:")
        self.connection.execute("PRAGMA threads=%d" % threads)
        self.connection.execute("SET enable_progress_bar = false")
        columns = []
        for name, column in cohort.columns.items():
            if column.kind == "quantity" and kind == CLEARED:
                columns.append("CAST(%s AS DECIMAL(9, 2)) AS %s" % (name, name))
            elif column.kind == "text":
                columns.append("CAST(%s AS VARCHAR) AS %s" % (name, name))
            else:
                columns.append(name)
        self.connection.register("arrow_table", cohort.table())
        self.connection.execute(
            "CREATE TABLE cohort AS SELECT %s FROM arrow_table" % ", ".join(columns)
        )
        self.connection.unregister("arrow_table")
        self.query = text or query(kind)

    def run(self):
        """A table of Arrow, the verdict true, false or null."""
        return self.connection.sql(self.query).to_arrow_table()

    def run_into_table(self):
        """The same into a table of its own."""
        self.connection.execute("CREATE OR REPLACE TEMP TABLE results AS " + self.query)
