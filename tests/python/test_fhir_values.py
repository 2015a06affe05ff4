# SPDX-License-Identifier: MIT
"""examples/fhir: quantities and coded values."""

import json
import unittest

from fhir_support import LOCAL, NO_RANGE, OWN, SCREENING, SHIPPED, Case, Table, creatinine, read
import fhir_bundle
import fhir_dates
import fhir_subject
from fhir_bundles import (
    LOINC,
    SNOMED,
    TERMINOLOGY,
    blood_pressure,
    bundle,
    component,
    concept,
    observation,
    patient,
    quantity,
)


class Quantities(Table):
    def test_units(self):
        cases = [
            Case("substance", [creatinine(88.4)], {"creatinine": "88.4 'umol/L'"}, [NO_RANGE]),
            Case(
                "another unit of the dimension is left to the library",
                [creatinine(0.0884, "mmol/L")],
                {"creatinine": "0.0884 'mmol/L'"},
                [NO_RANGE],
            ),
            Case(
                "mass, by @accept only",
                [creatinine(1.2, "mg/dL", code="2160-0")],
                {"creatinine": "1.2 'mg/dL'"},
                [NO_RANGE, ("converted", "creatinine")],
            ),
            Case(
                "mass under the code of substance",
                [creatinine(1.2, "mg/dL")],
                {},
                [NO_RANGE, ("unit", "creatinine")],
            ),
            Case(
                "substance under the code of mass",
                [creatinine(88, code="2160-0")],
                {},
                [NO_RANGE, ("unit", "creatinine")],
            ),
            Case(
                "no such unit", [creatinine(88, "furlong")], {}, [NO_RANGE, ("unit", "creatinine")]
            ),
            Case(
                "a unit that people read is no code",
                [observation("14682-9", valueQuantity={"value": 88, "unit": "umol/L"})],
                {},
                [NO_RANGE, ("unit", "creatinine")],
            ),
            Case(
                "a code of another system",
                [creatinine(88, system="http://hospital.example/units")],
                {},
                [NO_RANGE, ("unit", "creatinine")],
            ),
            Case(
                "with an annotation",
                [
                    observation("8867-4", valueQuantity=quantity(72, "{beats}/min")),
                    observation("8634-8", valueQuantity=quantity(0.4, "s")),
                ],
                {"heart_rate": "72 '{beats}/min'", "qt_interval": "0.4 's'"},
                [],
            ),
        ]
        self.check_cases(cases)

    def test_numbers_are_exact(self):
        document = json.dumps(bundle(patient(), creatinine("NUMBER")))
        for number, text in (
            ("88.40", "88.4"),
            ("88", "88"),
            ("0.1e3", "100"),
            ("100", "100"),
            ("118.20000000000001", "118.20000000000001"),
            ("79.999999999999999999", "79.999999999999999999"),
        ):
            parsed = fhir_bundle.parse_json(document.replace('"NUMBER"', number).encode())
            reader = fhir_subject.Reader(
                fhir_bundle.Bundle([("Bundle", parsed)]),
                SHIPPED,
                lambda subject: fhir_subject.Window(fhir_dates.parse(SCREENING).first),
            )
            (subject,), _ = reader.subjects()
            self.assertEqual(subject.values["creatinine"].text, text + " 'umol/L'")

    def test_plausible_limits(self):
        """At the limits of the rule set a value is taken, beyond them it is not."""
        for value, taken in ((4.99, 0), (5, 1), (5000, 1), (5000.01, 0)):
            values, remarks = read(creatinine(value))
            self.assertEqual(len(values), taken, value)
            self.assertEqual(("outside", "creatinine") in remarks, not taken, value)

    def test_censored(self):
        for comparator in ("<", "<=", ">=", ">"):
            with self.subTest(comparator):
                values, remarks = read(creatinine(20, comparator=comparator))
                self.assertEqual(values, {"creatinine": comparator + "20 'umol/L'"})
                self.assertIn(("censored", "creatinine"), remarks)
        older = creatinine(88, when="2025-08-10")
        values, _ = read(older, creatinine(20, comparator="<"))
        self.assertEqual(values, {"creatinine": "<20 'umol/L'"}, "no older value stands in")
        values, remarks = read(creatinine(88), creatinine(20, when="2025-08-10", comparator="<"))
        self.assertEqual(values, {"creatinine": "88 'umol/L'"})
        self.assertIn(("censored", "creatinine"), remarks)

    def test_upper_limits(self):
        def high(value, kind=None, **more):
            found = dict({"high": quantity(value, "umol/L")}, **more)
            if kind:
                found["type"] = concept((TERMINOLOGY + "referencerange-meaning", kind))
            return found

        def case(name, ranges, text, *remarks):
            result = observation(
                "14682-9", valueQuantity=quantity(88, "umol/L"), referenceRange=ranges
            )
            values = {"creatinine": "88 'umol/L'"}
            if text:
                values["creatinine_uln"] = text
            return Case(name, [result], values, list(remarks))

        self.check_cases(
            [
                case("one", [high(104)], "104 'umol/L'"),
                case("normal", [high(104, "normal")], "104 'umol/L'"),
                case(
                    "normal among others",
                    [high(150, "therapeutic"), high(104, "normal")],
                    "104 'umol/L'",
                ),
                case("therapeutic only", [high(104, "therapeutic")], None, NO_RANGE),
                case("two", [high(104), high(90)], None, NO_RANGE),
                case("low only", [{"low": quantity(60, "umol/L")}], None, NO_RANGE),
                case("text only", [{"text": "60 - 104"}], None, NO_RANGE),
                case("implausible", [high(5)], None, ("outside", "creatinine_uln")),
                case(
                    "another unit",
                    [{"high": quantity(1.2, "mg/dL")}],
                    None,
                    ("unit", "creatinine_uln"),
                ),
            ]
        )

    def test_upper_limit_is_that_of_the_latest_result(self):
        older = observation(
            "14682-9",
            when="2025-08-10",
            valueQuantity=quantity(80, "umol/L"),
            referenceRange=[{"high": quantity(104, "umol/L")}],
        )
        self.assertEqual(
            read(older)[0], {"creatinine": "80 'umol/L'", "creatinine_uln": "104 'umol/L'"}
        )
        self.assertEqual(read(older, creatinine(88))[0], {"creatinine": "88 'umol/L'"})

    def test_components(self):
        pressure = {"systolic_bp": "138 'mm[Hg]'", "diastolic_bp": "89 'mm[Hg]'"}
        without = blood_pressure(138, 89)
        del without["component"][1]["valueQuantity"]
        without["component"][1]["dataAbsentReason"] = concept(
            (TERMINOLOGY + "data-absent-reason", "not-performed")
        )
        self.check_cases(
            [
                Case("panel", [blood_pressure(138, 89)], pressure, []),
                Case(
                    "apart",
                    [
                        observation("8480-6", valueQuantity=quantity(138, "mm[Hg]")),
                        observation("8462-4", valueQuantity=quantity(89, "mm[Hg]")),
                    ],
                    pressure,
                    [],
                ),
                Case(
                    "a later panel before one alone",
                    [
                        blood_pressure(138, 89, when="2025-08-21"),
                        observation("8480-6", valueQuantity=quantity(180, "mm[Hg]")),
                    ],
                    pressure,
                    [],
                ),
                Case(
                    "one without a value",
                    [without],
                    {"systolic_bp": "138 'mm[Hg]'"},
                    [("absent", "diastolic_bp")],
                ),
                Case(
                    "a component that the mapping does not have",
                    [
                        observation(
                            "85354-9",
                            component=[component("8478-0", valueQuantity=quantity(99, "mm[Hg]"))],
                        )
                    ],
                    {},
                    [("unknown-code", None)],
                ),
                Case(
                    "the component of another panel",
                    [
                        observation(
                            "35094-2",
                            component=[component("8480-6", valueQuantity=quantity(99, "mm[Hg]"))],
                        )
                    ],
                    {},
                    [("unknown-code", None)],
                ),
                Case(
                    "entered in error",
                    [blood_pressure(138, 89, status="entered-in-error")],
                    {},
                    [("not-counted", "systolic_bp"), ("not-counted", "diastolic_bp")],
                ),
            ]
        )


class CodedValues(Table):
    def test_answers(self):
        def hbsag(name, values, *remarks, **value):
            return Case(name, [observation("5196-1", **value)], values, list(remarks))

        positive, negative = {"hbsag_positive": "true"}, {"hbsag_positive": "false"}

        def coded(*codes, **more):
            return {"valueCodeableConcept": concept(*codes, **more)}

        unknown = ("unknown-code", "hbsag_positive")
        self.check_cases(
            [
                hbsag("positive", positive, **coded((SNOMED, "10828004"))),
                hbsag("negative", negative, **coded((SNOMED, "260385009"))),
                hbsag("LOINC's answer", negative, **coded((LOINC, "LA6577-6"))),
                hbsag(
                    "two codes that agree", negative, **coded((LOCAL, "-"), (SNOMED, "260385009"))
                ),
                hbsag(
                    "two that do not",
                    {},
                    ("ambiguous", "hbsag_positive"),
                    **coded((SNOMED, "10828004"), (LOINC, "LA6577-6")),
                ),
                hbsag("indeterminate", {}, unknown, **coded((SNOMED, "82334004"))),
                hbsag("a code of another system", {}, unknown, **coded((LOCAL, "10828004"))),
                hbsag("text only", {}, unknown, **coded(text="negative")),
                hbsag("a truth value", positive, valueBoolean=True),
                hbsag("another truth value", negative, valueBoolean=False),
                hbsag("free text", {}, ("type", "hbsag_positive"), valueString="negative"),
                hbsag("a number", {}, ("type", "hbsag_positive"), valueQuantity=quantity(0.1, "1")),
            ]
        )

    def test_other_answers(self):
        for code, system, answer, values in (
            ("82810-3", LOINC, "LA15173-0", {"pregnant": "true"}),
            ("82810-3", SNOMED, "60001007", {"pregnant": "false"}),
            ("82810-3", LOINC, "LA4489-6", {}),  # unknown
            ("63895-7", LOINC, "LA29253-4", {"lactating": "false"}),
            ("88020-3", LOINC, "LA28406-9", {"nyha_class": "3"}),
            ("88020-3", SNOMED, "420300004", {"nyha_class": "1"}),
            ("31201-7", SNOMED, "11214006", {"hiv_antibody_positive": "true"}),
            # The combined test does not tell antibodies from antigen.
            ("56888-1", SNOMED, "131194007", {"hiv_antibody_positive": "false"}),
            ("56888-1", SNOMED, "11214006", {}),
        ):
            with self.subTest((code, answer)):
                found = observation(code, valueCodeableConcept=concept((system, answer)))
                values_, remarks = read(found)
                self.assertEqual(values_, values)
                self.assertEqual([kind for kind, _ in remarks], [] if values else ["unknown-code"])

    def test_types(self):
        local = {
            "PAIN": [
                ({"valueCodeableConcept": concept((LOINC, "LA33-6"))}, "true"),
                ({"valueInteger": 1}, None),
            ],
            "ARCO": [
                ({"valueString": "IIA"}, "IIA"),
                ({"valueString": "2a"}, None),
                ({"valueString": "iia"}, None),
                ({"valueCodeableConcept": concept((LOCAL, "IIA"))}, None),
            ],
            "INJURY": [
                ({"valueDateTime": "2025-03"}, "2025-03"),
                ({"valueDateTime": "2025-03-01T10:00:00+08:00"}, "2025-03-01"),
                ({"valuePeriod": {"start": "2025-03-01"}}, None),
                ({"valueDateTime": "1890"}, None),
            ],
            "DURATION": [
                ({"valueQuantity": quantity(3, "wk")}, "3 'wk'"),
                ({"valueRange": {"low": quantity(3, "wk")}}, None),
            ],
        }
        names = {
            "PAIN": "persistent_hip_pain",
            "ARCO": "arco_stage",
            "INJURY": "hip_injury_date",
            "DURATION": "conservative_treatment_duration",
        }
        for code, cases in local.items():
            for value, taken in cases:
                with self.subTest((code, value)):
                    found = observation(concept((LOCAL, code)), **value)
                    values, remarks = read(found, mapping=OWN)
                    self.assertEqual(values, {names[code]: taken} if taken else {})
                    self.assertEqual([name for _, name in remarks], [] if taken else [names[code]])

    def test_integers(self):
        for value, taken in ((3, "3"), (5, None)):
            values, remarks = read(observation("88020-3", valueInteger=value), mapping=OWN)
            self.assertEqual(values.get("nyha_class"), taken)
            self.assertEqual(remarks, [] if taken else [("value", "nyha_class")])


if __name__ == "__main__":
    unittest.main()
