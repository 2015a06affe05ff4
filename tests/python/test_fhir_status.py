# SPDX-License-Identifier: MIT
"""examples/fhir: what counts, and what is unknown."""

import unittest

from fhir_support import LOCAL, OWN, Case, Table, creatinine, read
import fhir_bundle
from fhir_bundles import (
    ICD10,
    SNOMED,
    TERMINOLOGY,
    allergy,
    blood_pressure,
    concept,
    condition,
    medication,
    observation,
    procedure,
)


class Statuses(Table):
    def test_observations(self):
        taken = {"creatinine": "88 'umol/L'"}
        for status in ("final", "amended", "corrected"):
            self.assertEqual(read(creatinine(status=status))[0], taken, status)
        for status, kind in (
            ("registered", "open"),
            ("preliminary", "open"),
            ("unknown", "open"),
            ("cancelled", "not-counted"),
            ("entered-in-error", "not-counted"),
        ):
            with self.subTest(status):
                values, remarks = read(creatinine(status=status))
                self.assertEqual(values, {})
                self.assertIn((kind, "creatinine"), remarks)
                # One that does not count gives way to an older one; one that is open does not.
                values, _ = read(creatinine(99, status=status), creatinine(88, when="2025-08-10"))
                self.assertEqual(values, taken if kind == "not-counted" else {})

    def test_results_that_are_not_there(self):
        absent = observation(
            "14682-9", dataAbsentReason=concept((TERMINOLOGY + "data-absent-reason", "error"))
        )
        taken = {"creatinine": "88 'umol/L'"}
        values, remarks = read(absent, creatinine(when="2025-08-10"))
        self.assertEqual(values, taken)
        self.assertIn(("absent", "creatinine"), remarks)
        values, remarks = read(observation("14682-9"), creatinine(when="2025-08-10"))
        self.assertEqual(values, taken)
        self.assertIn(("absent", "creatinine"), remarks)

    def test_conditions(self):
        event, flag = ("cardiovascular_event", "true"), {"cardiovascular_event": "true"}
        dated = dict(flag, cardiovascular_event_date="2025-08-01")
        both = [event[0], event[0] + "_date"]

        def infarction(name, values, kind=None, **elements):
            remarks = [(kind, parameter) for parameter in both] if kind else []
            resources = [condition(ICD10, "I21.9", onsetDateTime="2025-08-01", **elements)]
            return Case(name, resources, values, remarks)

        self.check_cases(
            [
                infarction("confirmed", dated),
                infarction("resolved", dated, clinical="resolved"),
                infarction("no clinicalStatus", dated, clinical=None),
                infarction("no verificationStatus", dated, verification=None),
                infarction("refuted", {}, "not-counted", verification="refuted"),
                infarction("in error", {}, "not-counted", verification="entered-in-error"),
                infarction("unconfirmed", {}, "open", verification="unconfirmed"),
                infarction("provisional", {}, "open", verification="provisional"),
                infarction("differential", {}, "open", verification="differential"),
                Case(
                    "a verificationStatus of somebody else",
                    [
                        condition(
                            ICD10,
                            "I21.9",
                            verification=None,
                            verificationStatus=concept((LOCAL, "confirmed")),
                            onsetDateTime="2025-08-01",
                        )
                    ],
                    {},
                    [("open", parameter) for parameter in both],
                ),
            ]
        )

    def test_conditions_that_must_be_active(self):
        for clinical, kind in (
            ("active", None),
            ("recurrence", None),
            ("relapse", None),
            ("inactive", "not-counted"),
            ("remission", "not-counted"),
            ("resolved", "not-counted"),
            (None, "open"),
        ):
            with self.subTest(clinical):
                values, remarks = read(condition(ICD10, "C50.9", clinical=clinical))
                wanted = {"cancer_diagnosed": "true"}
                if kind is None:
                    wanted["active_malignancy"] = "true"
                self.assertEqual(values, wanted)
                self.assertEqual(remarks, [(kind, "active_malignancy")] if kind else [])

    def test_procedures(self):
        for status, kind in (
            ("completed", None),
            ("in-progress", None),
            ("preparation", "not-counted"),
            ("not-done", "not-counted"),
            ("entered-in-error", "not-counted"),
            ("on-hold", "open"),
            ("stopped", "open"),
            ("unknown", "open"),
        ):
            with self.subTest(status):
                values, remarks = read(procedure("52734007", status=status))
                self.assertEqual(values, {} if kind else {"prior_hip_surgery": "true"})
                self.assertEqual(remarks, [(kind, "prior_hip_surgery")] if kind else [])

    def test_medications(self):
        names = ["circulation_drug_used", "circulation_drug_start_date"]
        for status, kind in (
            ("active", None),
            ("completed", "not-counted"),
            ("stopped", "not-counted"),
            ("intended", "not-counted"),
            ("not-taken", "not-counted"),
            ("entered-in-error", "not-counted"),
            ("on-hold", "open"),
            ("unknown", "open"),
        ):
            with self.subTest(status):
                values, remarks = read(
                    medication("B01AC23", status, effectivePeriod={"start": "2025-08-01"})
                )
                self.assertEqual(values, {} if kind else dict(zip(names, ("true", "2025-08-01"))))
                self.assertEqual(remarks, sorted((kind, n) for n in names) if kind else [])

    def test_medications_that_are_over(self):
        """Rows without `only: active` count what was taken."""
        for status, taken in (
            ("completed", True),
            ("stopped", True),
            ("on-hold", True),
            ("intended", False),
            ("not-taken", False),
        ):
            values, _ = read(
                medication("H02AB06", status, effectivePeriod={"end": "2025-07"}), mapping=OWN
            )
            self.assertEqual(values, {"glucocorticoid_last_date": "2025-07"} if taken else {})

    def test_statuses_that_do_not_exist(self):
        for content in (
            creatinine(status="done"),
            procedure("52734007", status="final"),
            medication("B01AC23", "final"),
        ):
            with self.assertRaises(fhir_bundle.Malformed) as caught:
                read(content)
            self.assertEqual(caught.exception.path, "Bundle.entry[1].resource.status")

    def test_modifier_extensions(self):
        """Who does not know a modifier extension must not use the resource."""
        extension = [{"url": "http://hospital.example/not", "valueBoolean": True}]
        strange = creatinine(99)
        strange["modifierExtension"] = extension
        values, remarks = read(strange, creatinine(88, when="2025-08-10"))
        self.assertEqual(values, {})
        self.assertIn(("open", "creatinine"), remarks)
        part = blood_pressure(138, 89)
        part["component"][0]["modifierExtension"] = extension
        values, remarks = read(part)
        self.assertEqual(values, {"diastolic_bp": "89 'mm[Hg]'"})
        self.assertEqual(remarks, [("open", "systolic_bp")])
        rules = creatinine(88)
        rules["implicitRules"] = "http://hospital.example/rules"
        self.assertEqual(read(rules)[0], {})
        refuted = condition(SNOMED, "74732009", verification="refuted")
        refuted["modifierExtension"] = extension
        self.assertEqual(read(refuted, mapping=OWN), ({}, [("open", "mental_disorder")]))


class OpenWorld(Table):
    """What is not recorded is unknown, and never false."""

    def test_nothing_recorded(self):
        self.assertEqual(read(), ({}, []))

    def test_no_is_said_by_the_mapping_only(self):
        self.check_cases(
            [
                Case(
                    "refuted, where the mapping says so",
                    [condition(SNOMED, "74732009", verification="refuted")],
                    {"mental_disorder": "false"},
                    [],
                ),
                Case(
                    "refuted, where it does not",
                    [condition(SNOMED, "58214004", verification="refuted")],
                    {},
                    [("not-counted", "mental_disorder")],
                ),
                Case(
                    "a code for a negative finding",
                    [condition(LOCAL, "NO-MENTAL-DISORDER")],
                    {"mental_disorder": "false"},
                    [],
                ),
                Case(
                    "a negative finding in error",
                    [condition(LOCAL, "NO-MENTAL-DISORDER", verification="entered-in-error")],
                    {},
                    [("not-counted", "mental_disorder")],
                ),
                Case(
                    "refuted, and another one confirmed",
                    [
                        condition(SNOMED, "74732009", verification="refuted"),
                        condition(SNOMED, "58214004"),
                    ],
                    {},
                    [("conflict", "mental_disorder")] * 2,
                ),
                Case(
                    "refuted, and another one provisional",
                    [
                        condition(SNOMED, "74732009", verification="refuted"),
                        condition(SNOMED, "58214004", verification="provisional"),
                    ],
                    {},
                    [("conflict", "mental_disorder"), ("open", "mental_disorder")],
                ),
                Case(
                    "confirmed, and another one provisional",
                    [
                        condition(SNOMED, "74732009"),
                        condition(SNOMED, "58214004", verification="provisional"),
                    ],
                    {"mental_disorder": "true"},
                    [("open", "mental_disorder")],
                ),
                Case(
                    "no known allergy",
                    [allergy(SNOMED, "716186003")],
                    {"test_drug_hypersensitivity": "false"},
                    [],
                ),
                Case(
                    "an allergy",
                    [allergy(SNOMED, "387207008")],
                    {"test_drug_hypersensitivity": "true"},
                    [],
                ),
                Case(
                    "an allergy that is resolved",
                    [allergy(SNOMED, "387207008", clinical="resolved")],
                    {},
                    [("not-counted", "test_drug_hypersensitivity")],
                ),
                Case(
                    "no known allergy, and one",
                    [allergy(SNOMED, "387207008"), allergy(SNOMED, "716186003")],
                    {},
                    [("conflict", "test_drug_hypersensitivity")] * 2,
                ),
            ],
            mapping=OWN,
        )

    def test_an_older_event_does_not_say_that_there_was_no_later_one(self):
        for onset, taken in (
            ("2025-03-04", True),  # 181 days before
            ("2025-03-03", False),
            ("2015", False),
            ("2025-09-01", True),
            ("2025-09-02", False),
        ):
            values, _ = read(condition(ICD10, "I21.9", onsetDateTime=onset))
            self.assertEqual(
                values.get("cardiovascular_event_date"), onset if taken else None, onset
            )
            self.assertEqual(values["cardiovascular_event"], "true")


if __name__ == "__main__":
    unittest.main()
