# SPDX-License-Identifier: MIT
"""What the tests of examples/fhir share: mappings, and reading a Bundle with them."""

import collections
import contextlib
import json
import os
import pathlib
import sys
import tempfile
import unittest

import programs

os.environ.setdefault("NFHSCREEN_LIBRARY", str(programs.BUILD / "libnfhscreen.so"))
for place in ("examples/python", "examples/fhir"):
    sys.path.insert(0, str(programs.TOP / place))

import fhir_bundle  # noqa: E402
import fhir_dates  # noqa: E402
import fhir_mapping  # noqa: E402
import fhir_subject  # noqa: E402
import nfhscreen  # noqa: E402
from fhir_bundles import bundle, observation, patient, quantity  # noqa: E402

HERE = programs.TOP / "examples/fhir"
RULESET = nfhscreen.Ruleset("NCT07101562")
SHIPPED = fhir_mapping.read_mapping(HERE / "mapping.csv", HERE / "answers.csv", RULESET)
SCREENING = "2025-09-01"

# Rows that a hospital may add, which the shipped mapping has no use for.
OWN_ROWS = """\
parameter,resource,system,code,component,unit,take,choose,within_days,at_time_of,only,value,refuted,answers,note
birth_date,Patient,,,,,birthDate,,,,,,,,
sex,Patient,,,,,gender,,,,,,,,
weight,Observation,LOINC,29463-7,,kg,value,earliest,,,,,,,
conservative_treatment_duration,Observation,http://hospital.example/codes,DURATION,,d,value,latest,,,,,,,
persistent_hip_pain,Observation,http://hospital.example/codes,PAIN,,,value,latest,,,,,,yes,
arco_stage,Observation,http://hospital.example/codes,ARCO,,,value,latest,,,,,,,
hip_injury_date,Observation,http://hospital.example/codes,INJURY,,,value,latest,,,,,,,
nyha_class,Observation,LOINC,88020-3,,,value,latest,,,,,,,
opioid_last_date,Observation,http://hospital.example/codes,OPIOID,,,effective,latest,,,,,,,
mental_disorder,Condition,SNOMED,74732009,,,present,any,,,,true,false,,
mental_disorder,Condition,SNOMED,58214004,,,present,any,,,,true,,,
mental_disorder,Condition,http://hospital.example/codes,NO-MENTAL-DISORDER,,,present,any,,,,false,,,
cancer_diagnosis_date,Condition,ICD-10,C50*,,,recordedDate,latest,,,,,,,
glucocorticoid_last_date,MedicationStatement,ATC,H02AB*,,,end,latest,,,,,,,
other_trial_last_date,Condition,http://hospital.example/codes,TRIAL,,,abatement,earliest,,,,,,,
test_drug_hypersensitivity,AllergyIntolerance,SNOMED,716186003,,,present,any,,,,false,,,
test_drug_hypersensitivity,AllergyIntolerance,SNOMED,387207008,,,present,any,,,active,true,false,,
"""
OWN_ANSWERS = "answers,system,code,value,note\nyes,LOINC,LA33-6,true,\nyes,LOINC,LA32-8,false,\n"
LOCAL = "http://hospital.example/codes"


def in_directory(test):
    with contextlib.ExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory())
        test.addCleanup(stack.pop_all().close)
    return pathlib.Path(directory)


def own_mapping():
    with tempfile.TemporaryDirectory() as directory:
        rows, answers = (pathlib.Path(directory) / name for name in ("mapping", "answers"))
        rows.write_text(OWN_ROWS, encoding="utf-8")
        answers.write_text(OWN_ANSWERS, encoding="utf-8")
        return fhir_mapping.read_mapping(rows, answers, RULESET)


OWN = own_mapping()


def read_all(document, mapping=SHIPPED, screening=SCREENING):
    """Subjects and what belongs to none of them. The document goes through its JSON."""
    parsed = fhir_bundle.parse_json(json.dumps(document).encode())
    day = None if screening is None else fhir_dates.parse(screening).first
    window = fhir_subject.Window(day)
    reader = fhir_subject.Reader(
        fhir_bundle.Bundle([("Bundle", parsed)]), mapping, lambda subject: window
    )
    return reader.subjects()


def read(*resources, **options):
    """The values of the one patient, and the remarks as (kind, input)."""
    subjects, stray = read_all(bundle(patient(), *resources), **options)
    (subject,) = subjects
    values = {name: value.text for name, value in subject.values.items()}
    remarks = [(remark.kind, remark.parameter) for remark in [*subject.remarks, *stray]]
    return values, sorted(remarks, key=str)


Case = collections.namedtuple("Case", "name resources values remarks")


class Table(unittest.TestCase):
    maxDiff = None

    def check_cases(self, cases, **options):
        self.assertTrue(cases)
        self.assertEqual(len({case.name for case in cases}), len(cases))
        for case in cases:
            with self.subTest(case.name):
                values, remarks = read(*case.resources, **options)
                self.assertEqual(values, case.values)
                self.assertEqual(remarks, sorted(case.remarks, key=str))


def creatinine(value=88, unit="umol/L", when="2025-08-20", code="14682-9", **more):
    status = more.pop("status", "final")
    return observation(code, when=when, status=status, valueQuantity=quantity(value, unit, **more))


# What the ULN rows say of a result without a reference range.
NO_RANGE = ("ambiguous", "creatinine_uln")
