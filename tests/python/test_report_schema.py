# SPDX-License-Identifier: MIT
"""Reports as JSON against the schema that is installed with the library."""

import json
import pathlib
import random
import subprocess
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests" / "oracle"), str(TOP / "examples" / "python")]

import generate  # noqa: E402  pylint: disable=wrong-import-position
import nfhscreen  # noqa: E402  pylint: disable=wrong-import-position
import oracle  # noqa: E402  pylint: disable=wrong-import-position

SCHEMA = TOP / "lib" / "report.schema.json"
SUBJECTS = 100

# The validator: reads {"schema": ..., "lines": [...]}, writes what is wrong with each line.
VALIDATOR = """
import json, sys, jsonschema
given = json.load(sys.stdin)
validator = jsonschema.Draft202012Validator(given["schema"])
jsonschema.Draft202012Validator.check_schema(given["schema"])
json.dump([[e.message for e in validator.iter_errors(line)] for line in given["lines"]], sys.stdout)
"""


def find_python():
    """A Python that has jsonschema: Debian's package is for its own."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            done = subprocess.run([python, "-c", "import jsonschema; jsonschema.Draft202012Validator"],
                                  capture_output=True, check=False)
        except OSError:
            continue
        if done.returncode == 0:
            return python
    return None


PYTHON = find_python()


def errors(lines):
    given = json.dumps({"schema": json.loads(SCHEMA.read_text(encoding="utf-8")), "lines": lines})
    done = subprocess.run(
        [PYTHON, "-c", VALIDATOR], input=given, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@unittest.skipUnless(PYTHON, "no Python with jsonschema (in Debian python3-jsonschema)")
class Schema(unittest.TestCase):
    def setUp(self):
        self.ruleset = nfhscreen.Ruleset("NCT07101562")

    def report(self, values):
        return json.loads(self.ruleset.screen(values, "S1").json)

    def test_random_subjects(self):
        rng = random.Random(7)
        lines = [self.report({})]
        for _ in range(SUBJECTS):
            values = generate.subject(rng)
            texts = {name: generate.cell(rng, name, values[name]) for name in oracle.PARAMETERS}
            lines.append(self.report(texts))
        for line, found in zip(lines, errors(lines)):
            self.assertEqual(found, [], line)
        self.assertEqual({line["verdict"] for line in lines},
                         {"eligible", "ineligible", "undetermined"})

    def test_queries_and_kinds(self):
        lines = [
            self.report({"creatinine": "<60", "ast": ">=500 U/L", "alt": "1.5 U/L"}),
            self.report({"creatinine": "1.2 mg/dL", "weight": "1000"}),
            self.report({"birth_date": "2030-01-01", "screening_date": "2025-01-01"}),
        ]
        self.assertTrue(lines[0]["kinds"] and lines[1]["queries"] and lines[2]["queries"])
        self.assertEqual(errors(lines), [[], [], []])

    def test_rows_that_failed(self):
        failed = {"subject_id": "1", "verdict": "error", "message": "row 2: ..."}
        self.assertEqual(errors([failed]), [[]])

    def test_it_refuses(self):
        """A schema that lets everything through would pass the tests above as well."""
        good = self.report({"creatinine": "<60"})
        wrong = []
        for change in (
            {"verdict": "maybe"},
            {"missing": ["a", "a"]},
            {"next": 5},
            {"ruleset": {"name": "x", "version": "1"}},
            {"extra": 1},
            {"criteria": [{}]},
            {"kinds": [{"parameter": "a", "kind": "below", "value": None}]},
            {"queries": [{"code": "odd", "parameter": None, "criterion": None, "text": "x"}]},
            {"verdict": "eligible", "missing": ["a"]},
        ):
            wrong.append({**good, **change})
        for name in good:
            wrong.append({key: value for key, value in good.items() if key != name})
        self.assertEqual(errors([good]), [[]])
        for line, found in zip(wrong, errors(wrong)):
            self.assertNotEqual(found, [], line)


if __name__ == "__main__":
    unittest.main()
