#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the oracle itself: cases derived by hand, and the check values where they are at hand."""

import contextlib
import csv
import datetime
import io
import os
import unittest
from fractions import Fraction

import compare
import oracle

CHECK_VALUES = os.path.join(
    compare.HERE, "..", "..", "..", "shared", "protocol", "check-values.csv"
)

# An eligible man of 40 years, as a cohort row would have him.
ELIGIBLE = {name: "false" for name in oracle.PARAMETERS}
ELIGIBLE.update({name: "" for name in (*oracle.QUANTITIES, *oracle.DATES, *oracle.INTEGERS)})
ELIGIBLE.update(
    birth_date="1985-08-31", sex="male", screening_date="2025-08-31", guideline_diagnosis="true",
    arco_stage="II", conservative_treatment_duration="15", persistent_hip_pain="true",
    unaided_walking_distance="50.01", contraception_agreed="true",
    ast="20", ast_uln="40", alt="20", alt_uln="40",
    creatinine="80", creatinine_uln="104", weight="70",
    qt_interval="380", heart_rate="70", qrs_duration="90", pr_interval="160",
    systolic_bp="120", diastolic_bp="80", beer_per_day="0", wine_per_day="0", spirits_per_day="0",
    beer_per_week="0", wine_per_week="0", spirits_per_week="0",
)

# criterion, what differs from the eligible man, the value by hand
CASES = [
    ("INCL02", {"guideline_diagnosis": ""}, None),
    ("INCL03", {"birth_date": "2005-08-31"}, True),
    ("INCL03", {"birth_date": "2005-09-01"}, False),
    ("INCL03", {"birth_date": "1959-09-01"}, True),
    ("INCL03", {"birth_date": "1959-08-31"}, False),
    ("INCL03", {"birth_date": "1960-02-29", "screening_date": "2026-02-28"}, False),
    ("INCL03", {"birth_date": "1960-02-29", "screening_date": "2026-02-27"}, True),
    ("INCL03", {"birth_date": "2004-02-29", "screening_date": "2024-02-28"}, False),
    ("INCL03", {"birth_date": "1899-12-31"}, None),
    ("INCL03", {"screening_date": ""}, None),
    ("INCL03", {"birth_date": "2025-09-01"}, False),
    ("INCL04", {"arco_stage": "IIC"}, True),
    ("INCL04", {"arco_stage": "III"}, False),
    ("INCL04", {"arco_stage": ""}, None),
    ("INCL05", {"necrosis_traumatic": "TRUE"}, False),
    ("INCL06", {"conservative_treatment_duration": "14"}, False),
    ("INCL06", {"conservative_treatment_duration": "14.01"}, True),
    ("INCL06", {"conservative_treatment_duration": "", "persistent_hip_pain": "no"}, False),
    ("INCL06", {"conservative_treatment_duration": "36500.01"}, None),
    ("INCL07", {"unaided_walking_distance": "50"}, False),
    ("INCL07", {"long_term_immobile": "", "unaided_walking_distance": "49"}, False),
    ("INCL08", {"contraception_agreed": "", "sterilized_or_postmenopausal": "1"}, True),
    ("INCL08", {"contraception_agreed": ""}, None),
    ("INCL08", {"pregnancy_planned": "yes", "contraception_agreed": ""}, False),
    ("EXCL02", {"hip_injury_date": "2025-02-28"}, True),
    ("EXCL02", {"hip_injury_date": "2025-02-27"}, False),
    ("EXCL02", {"hip_injury_date": "2025-08-31"}, True),
    ("EXCL02", {"hip_injury_date": "2025-09-01"}, None),
    ("EXCL02", {"hip_injury": "true"}, None),
    ("EXCL02", {"hip_injury": ""}, None),
    ("EXCL02", {"hip_injury_date": "2025-02-28", "screening_date": ""}, None),
    ("EXCL02", {"screening_date": ""}, False),
    ("EXCL08", {"skin_ulceration": "", "interfering_skin_disease": "true"}, True),
    ("EXCL08", {"skin_ulceration": ""}, None),
    ("EXCL09", {"opioid_last_date": "2025-08-01"}, True),
    ("EXCL09", {"opioid_last_date": "2025-07-31"}, False),
    ("EXCL09", {"glucocorticoid_last_date": "2025-08-01"}, True),
    ("EXCL09", {"glucocorticoid_last_date": "2025-07-31"}, False),
    (
        "EXCL09",
        {"glucocorticoid_last_date": "2025-09-01", "long_term_opioid_or_glucocorticoid": "true"},
        True,
    ),
    (
        "EXCL10",
        {"hip_injection_or_surgery_date": "2025-02-28", "treatment_start_date": "2025-09-01"},
        False,
    ),
    (
        "EXCL10",
        {"hip_injection_or_surgery_date": "2025-09-30", "treatment_start_date": "2025-10-01"},
        True,
    ),
    (
        "EXCL10",
        {"hip_injection_or_surgery_date": "2025-02-28", "treatment_start_date": "1999-12-31"},
        True,
    ),
    (
        "EXCL11",
        {"circulation_drug_start_date": "2025-07-06", "circulation_drug_dose_stable": "true"},
        False,
    ),
    (
        "EXCL11",
        {"circulation_drug_start_date": "2025-07-07", "circulation_drug_dose_stable": "true"},
        True,
    ),
    (
        "EXCL11",
        {"circulation_drug_start_date": "2025-07-06", "circulation_drug_dose_stable": "false"},
        True,
    ),
    (
        "EXCL11",
        {"circulation_drug_start_date": "2025-07-06", "circulation_drug_dose_stable": ""},
        None,
    ),
    (
        "EXCL11",
        {"circulation_drug_start_date": "2025-09-30", "circulation_drug_dose_stable": "true"},
        True,
    ),
    ("EXCL11", {"circulation_drug_used": "true", "circulation_drug_dose_stable": "true"}, None),
    ("EXCL14", {"ast": "80"}, False),
    ("EXCL14", {"ast": "80.01"}, True),
    ("EXCL14", {"alt": "80.01"}, True),
    ("EXCL14", {"alt": "", "weight": ""}, None),
    ("EXCL14", {"creatinine": "60.45", "creatinine_uln": "40.3"}, False),
    ("EXCL14", {"creatinine": "60.46", "creatinine_uln": "40.3"}, True),
    (
        "EXCL14",
        {
            "birth_date": "2000-08-31",
            "weight": "81.8",
            "creatinine": "230",
            "creatinine_uln": "200",
        },
        True,
    ),
    (
        "EXCL14",
        {
            "birth_date": "2000-08-31",
            "weight": "81.81",
            "creatinine": "230",
            "creatinine_uln": "200",
        },
        False,
    ),
    ("EXCL14", {"sex": ""}, None),
    ("EXCL16", {"active_malignancy": "true", "systemic_chemotherapy": ""}, None),
    ("EXCL16", {"cancer_diagnosed": "true", "cancer_only_skin_scc_or_bcc": "true"}, False),
    ("EXCL16", {"cancer_diagnosed": "true"}, None),
    ("EXCL16", {"cancer_diagnosed": "", "cancer_only_skin_scc_or_bcc": ""}, None),
    (
        "EXCL16",
        {"cancer_diagnosis_date": "2020-08-31", "cancer_only_skin_scc_or_bcc": "true"},
        True,
    ),
    ("EXCL16", {"cancer_diagnosis_date": "2020-08-30"}, False),
    ("EXCL17", {"qt_interval": "450", "heart_rate": "60"}, False),
    ("EXCL17", {"qt_interval": "408", "heart_rate": "73"}, True),
    ("EXCL17", {"qt_interval": "300", "heart_rate": "100"}, False),
    ("EXCL17", {"qt_interval": "", "heart_rate": "100.01"}, True),
    ("EXCL17", {"qt_interval": ""}, None),
    ("EXCL17", {"qrs_duration": "120", "pr_interval": "220"}, False),
    ("EXCL17", {"qrs_duration": "120.01"}, True),
    ("EXCL17", {"pr_interval": "220.01"}, True),
    ("EXCL18", {"cardiovascular_event_date": "2025-03-01", "enrollment_date": "2025-09-01"}, True),
    ("EXCL18", {"cardiovascular_event_date": "2025-02-28", "enrollment_date": "2025-09-01"}, False),
    ("EXCL18", {"heart_failure_symptomatic": "true", "nyha_class": "3.0"}, True),
    (
        "EXCL18",
        {"heart_failure_symptomatic": "true", "nyha_class": "2", "ejection_fraction": "35"},
        True,
    ),
    ("EXCL18", {"heart_failure_symptomatic": "true", "nyha_class": "2"}, None),
    (
        "EXCL18",
        {"heart_failure_symptomatic": "", "nyha_class": "2", "ejection_fraction": "35.01"},
        False,
    ),
    ("EXCL19", {"systolic_bp": "140", "antihypertensive_standardized": "true"}, True),
    (
        "EXCL19",
        {"systolic_bp": "", "diastolic_bp": "90", "antihypertensive_standardized": "true"},
        True,
    ),
    ("EXCL19", {"systolic_bp": "140", "antihypertensive_standardized": "false"}, None),
    (
        "EXCL19",
        {"systolic_bp": "139.99", "diastolic_bp": "89.99", "antihypertensive_standardized": ""},
        False,
    ),
    ("EXCL19", {"systolic_bp": "", "antihypertensive_standardized": "true"}, None),
    ("EXCL22", {"gi_ulcer_bleed_date": "2025-08-02", "enrollment_date": "2025-09-01"}, True),
    ("EXCL22", {"gi_ulcer_bleed_date": "2025-08-01", "enrollment_date": "2025-09-01"}, False),
    ("EXCL26", {"beer_per_day": "240", "wine_per_day": "100", "spirits_per_day": "30"}, False),
    ("EXCL26", {"beer_per_day": "240.01", "wine_per_day": "100", "spirits_per_day": "30"}, True),
    ("EXCL26", {"beer_per_day": "721", "wine_per_day": ""}, True),
    ("EXCL26", {"beer_per_day": "720", "wine_per_day": ""}, None),
    ("EXCL26", {"spirits_per_week": "630", "spirits_strength": "40"}, False),
    ("EXCL26", {"spirits_per_week": "630", "spirits_strength": "40.01"}, True),
    ("EXCL26", {"beer_per_week": "", "mental_disorder": "true"}, True),
    ("EXCL27", {"pregnant": "true", "lactating": ""}, False),
    ("EXCL27", {"sex": "female", "pregnant": "true", "lactating": ""}, True),
    ("EXCL27", {"sex": "", "pregnant": ""}, None),
    ("EXCL27", {"sex": ""}, False),
    ("EXCL27", {"contraception_agreed": "false"}, True),
    ("EXCL27", {"contraception_agreed": "", "sterilized_or_postmenopausal": "true"}, False),
    ("EXCL28", {"other_trial_last_date": "2025-05-31"}, True),
    ("EXCL28", {"other_trial_last_date": "2025-05-30"}, False),
]


def screened(changes):
    verdict, results = oracle.screen(oracle.read_row({**ELIGIBLE, **changes}, 2))
    return verdict, dict(zip(oracle.CRITERIA, results))


class Criteria(unittest.TestCase):
    def test_cases(self):
        for criterion, changes, expected in CASES:
            with self.subTest(criterion=criterion, changes=changes):
                self.assertIs(screened(changes)[1][criterion], expected)

    def test_verdicts(self):
        self.assertEqual(screened({})[0], "eligible")
        self.assertEqual(screened({"sex": ""})[0], "undetermined")
        self.assertEqual(screened({"sex": "", "joint_effusion": "true"})[0], "ineligible")
        self.assertEqual(screened(dict.fromkeys(ELIGIBLE, ""))[0], "undetermined")

    def test_nothing_known_decides_nothing(self):
        results = screened(dict.fromkeys(ELIGIBLE, ""))[1]
        self.assertEqual(set(results.values()), {None})
        self.assertEqual(len(results), 33)

    def test_plain_flags(self):
        """A criterion that is a flag, or a list of flags, follows each of them."""
        flags = {
            "EXCL03": "secondary_necrosis_cause confounding_neurological_lesion",
            "EXCL04": "femoral_head_destroyed",
            "EXCL05": "prior_hip_surgery limb_surgery_planned",
            "EXCL06": "suppurative_arthritis",
            "EXCL07": "joint_effusion",
            "EXCL08": "active_joint_infection skin_ulceration surgical_area_infection"
            " interfering_skin_disease",
            "EXCL09": "long_term_opioid_or_glucocorticoid",
            "EXCL13": "systemic_glucocorticoid_disease",
            "EXCL17": "ecg_clinically_significant",
            "EXCL20": "hbsag_positive hcv_antibody_positive hiv_antibody_positive"
            " syphilis_antibody_positive",
            "EXCL21": "study_drug_ingredient_allergy",
            "EXCL22": "nsaid_gi_bleed_or_perforation recurrent_ulcer_bleeding",
            "EXCL23": "test_drug_hypersensitivity",
            "EXCL24": "unavoidable_new_exercise",
            "EXCL25": "mental_disorder psychotropic_abuse_or_addiction",
            "EXCL26": "mental_disorder psychotropic_abuse_or_addiction",
            "EXCL29": "investigator_unsuitable",
        }
        for criterion, names in flags.items():
            self.assertIs(screened({})[1][criterion], False)
            for name in names.split():
                with self.subTest(criterion=criterion, name=name):
                    self.assertIs(screened({name: "true"})[1][criterion], True)
                    self.assertIs(screened({name: ""})[1][criterion], None)


class Numbers(unittest.TestCase):
    def test_rounding(self):
        half = Fraction(5, 10**9)
        self.assertEqual(oracle.round8(half), Fraction(1, 10**8))
        self.assertEqual(oracle.round8(-half), Fraction(-1, 10**8))
        self.assertEqual(oracle.round8(half - Fraction(1, 10**12)), 0)
        self.assertEqual(oracle.root8(Fraction(2)), Fraction("1.41421356"))
        self.assertEqual(oracle.root8(Fraction(3)), Fraction("1.73205081"))
        self.assertEqual(oracle.root8(Fraction(202500)), 450)

    def test_months(self):
        for day, months, expected in (
            ("2025-08-31", 6, "2025-02-28"),
            ("2024-08-31", 6, "2024-02-29"),
            ("2025-03-31", 6, "2024-09-30"),
            ("2025-01-15", 1, "2024-12-15"),
            ("2024-02-29", 60, "2019-02-28"),
            ("2025-12-31", -2, "2026-02-28"),
        ):
            day = datetime.date.fromisoformat(day)
            self.assertEqual(oracle.months_before(day, months).isoformat(), expected)


def inputs_of(row):
    return dict(pair.split("=") for pair in row["inputs"].split(";") if "=" in pair)


@unittest.skipUnless(os.path.exists(CHECK_VALUES), "no check values beside the project")
class CheckValues(unittest.TestCase):
    def rows(self, function):
        with open(CHECK_VALUES, encoding="utf-8", newline="") as source:
            rows = [row for row in csv.DictReader(source) if row["function"] == function]
        self.assertTrue(rows, function)
        return [(row, inputs_of(row)) for row in rows]

    def assertNear(self, value, row):
        self.assertLessEqual(
            abs(value - Fraction(row["exact_value"])), Fraction(1, 10**8), row["id"]
        )

    def assertDecision(self, value, row):
        words = {"Y": True, "N": False, "INDETERMINATE": None}
        self.assertIs(value, words[row["expected_decision"]], row["id"])

    def test_clearance(self):
        for row, given in self.rows("crcl_cg_seed"):
            sex = {"M": "male", "F": "female"}[given["sex"]]
            value = oracle.creatinine_clearance(
                int(given["age_a"]),
                Fraction(given["weight_kg"]),
                Fraction(given["scr_umol_L"]),
                sex,
            )
            self.assertNear(value, row)
            self.assertEqual(row["expected_decision"], "EXCL14D=" + "NY"[value <= 50])

    def test_bazett(self):
        for row, given in self.rows("qtc_bazett"):
            qt, rate = Fraction(given["qt_ms"]), Fraction(given["hr_per_min"])
            value = oracle.qtc_bazett(qt, rate)
            self.assertNear(value, row)
            self.assertEqual(
                row["expected_decision"],
                "EXCL17A=%s;EXCL17B=%s" % ("NY"[value > 450], "NY"[rate > 100]),
            )

    def test_alcohol(self):
        for row, given in self.rows("alcohol_units_day"):
            value = oracle.alcohol_units(
                *(
                    Fraction(given[name])
                    for name in ("beer_mL", "wine_mL", "spirits_mL", "spirits_abv_pct")
                )
            )
            self.assertNear(value, row)
            self.assertEqual(row["expected_decision"], "EXCL26(day)=" + "NY"[value > 2])

    def test_windows(self):
        for row, given in self.rows("window_lower_bound"):
            day = datetime.date.fromisoformat(given["anchor"])
            start = (
                oracle.months_before(day, int(given["months"]))
                if "months" in given
                else oracle.days_before(day, int(given["days"]))
            )
            self.assertEqual(start.isoformat(), row["exact_value"], row["id"])

    def test_ages(self):
        for row, given in self.rows("age_completed_years"):
            birth, day = (datetime.date.fromisoformat(given[name]) for name in ("birth", "at"))
            self.assertEqual(oracle.age_in_years(birth, day), int(row["exact_value"]), row["id"])

    def test_multiples_of_uln(self):
        for row, given in self.rows("uln_multiple"):
            value, uln, multiple = (
                Fraction(given[key]) if given[key] else None for key in ("value", "uln", "mult")
            )
            self.assertDecision(oracle.exceeds_uln(value, uln, multiple), row)

    def test_blood_pressure(self):
        for row, given in self.rows("bp_uncontrolled"):
            result = screened(
                {
                    "systolic_bp": given["sbp"],
                    "diastolic_bp": given["dbp"],
                    "antihypertensive_standardized": "true",
                }
            )[1]["EXCL19"]
            self.assertDecision(result, row)

    def test_limits(self):
        names = {"hr_per_min": "heart_rate", "qrs_ms": "qrs_duration", "pr_ms": "pr_interval"}
        for row, given in self.rows("limit"):
            changes = {names[key]: value for key, value in given.items()}
            result = screened({"qt_interval": "300", **changes})[1]["EXCL17"]
            self.assertDecision(result, row)

    def test_circulation_drug(self):
        for row, given in self.rows("drug_start_8wk"):
            day = datetime.date(2025, 8, 31) - datetime.timedelta(
                int(given["days_between_start_and_screening"])
            )
            result = screened(
                {
                    "circulation_drug_start_date": day.isoformat(),
                    "circulation_drug_dose_stable": "true",
                }
            )[1]["EXCL11"]
            self.assertIs(result, row["expected_decision"].startswith("EXCL11=Y;"), row["id"])


class Reading(unittest.TestCase):
    def screened(self, text):
        sink = io.StringIO()
        with contextlib.redirect_stderr(io.StringIO()):
            status = oracle.run(io.StringIO(text), sink)
        return status, sink.getvalue().splitlines()

    def test_missing_columns_are_missing_data(self):
        status, lines = self.screened("subject_id,joint_effusion\nA,\nB,true\n")
        self.assertEqual(status, 0)
        self.assertEqual(lines[0].split(",")[:3], ["subject_id", "verdict", "INCL02"])
        self.assertEqual(lines[1], "A,undetermined" + ",unknown" * 33)
        self.assertTrue(lines[2].startswith("B,ineligible,"))

    def test_a_cell_that_cannot_be_read(self):
        for column, text in (
            ("nyha_class", "5"),
            ("sex", "Male"),
            ("weight", "NA"),
            ("weight", "1e2"),
            ("birth_date", "2025-02-29"),
            ("birth_date", "31.8.2025"),
            ("joint_effusion", "x"),
        ):
            with self.subTest(column=column, text=text):
                status, lines = self.screened("subject_id,%s\nA,%s\nB,\n" % (column, text))
                self.assertEqual(status, 1)
                self.assertEqual(lines[1], "A,error" + "," * 33)
                self.assertTrue(lines[2].startswith("B,undetermined,"))

    def test_a_cohort_that_cannot_be_read(self):
        for header in ("joint_effusion", "subject_id,effusion", "subject_id,sex,sex"):
            self.assertEqual(self.screened(header + "\n")[0], 2)


class Comparison(unittest.TestCase):
    def test_differences(self):
        row = {"subject_id": "A", "verdict": "eligible", "INCL02": "true"}
        self.assertEqual(compare.differences(dict(row), row), [])
        self.assertEqual(
            compare.differences({**row, "INCL02": "unknown"}, row),
            ["A INCL02: unknown instead of true"],
        )
        self.assertEqual(compare.differences(None, row), ["A: no row"])
        self.assertEqual(len(compare.differences({"subject_id": "A"}, row)), 1)


if __name__ == "__main__":
    unittest.main()
