# SPDX-License-Identifier: MIT
"""examples/fhir: the program."""

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
import unittest

from fhir_support import HERE, RULESET, SCREENING, in_directory
import fhir_mapping
import fhir_screen
import programs
from fhir_bundles import bundle, encounter, observation, patient, quantity

HEADER = ",".join(fhir_mapping.MAPPING_COLUMNS) + "\n"


class Program(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.directory = in_directory(self)

    def write(self, name, content):
        path = self.directory / name
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def run_program(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = fhir_screen.main(list(map(str, arguments)))
            except SystemExit as error:
                status = error.code
        return status, out.getvalue(), err.getvalue()

    def good(self, name="p1", age="1980-03"):
        who = "Patient/" + name
        return bundle(
            patient(id=name, gender="female", birthDate=age),
            observation("2160-0", subject=who, valueQuantity=quantity(1.2, "mg/dL")),
            encounter(),
        )

    def test_json(self):
        path = self.write("b.json", self.good())
        status, out, err = self.run_program("--screening-date", SCREENING, path)
        self.assertEqual((status, err), (0, ""))
        found = json.loads(out)
        (subject,) = found["subjects"]
        self.assertEqual(found["bundle"], path)
        self.assertEqual(subject["subject_id"], "p1")
        self.assertEqual(
            subject["parameters"],
            {
                "birth_date": "1980-03",
                "sex": "female",
                "screening_date": SCREENING,
                "creatinine": "1.2 'mg/dL'",
            },
        )
        self.assertEqual(set(subject["sources"]), set(subject["parameters"]))
        self.assertEqual([r["kind"] for r in subject["remarks"]], ["ambiguous", "converted"])
        self.assertEqual([r["kind"] for r in found["remarks"]], ["unmapped-resource"])

    def test_csv_is_a_cohort_for_screen(self):
        paths = [
            self.write("1.json", self.good()),
            self.write("2.json", self.good("p,2", "1950")),
        ]
        status, out, err = self.run_program("--csv", "--screening-date", SCREENING, *paths)
        self.assertEqual(status, 0)
        rows = list(csv.DictReader(io.StringIO(out)))
        self.assertEqual([row["subject_id"] for row in rows], ["p1", "p,2"])
        self.assertEqual(list(rows[0])[1:], [parameter.name for parameter in RULESET.parameters])
        self.assertEqual(err.count("[unmapped-resource]"), 2)
        self.assertIn("creatinine_uln: the result has no normal range [ambiguous]", err)
        if programs.path("screen").exists():
            status, table, _ = programs.run("screen", given=out)
            self.assertEqual(status, 0)
            verdicts = [row["verdict"] for row in csv.DictReader(io.StringIO(table))]
            self.assertEqual(verdicts, ["undetermined", "ineligible"])

    def test_report(self):
        path = self.write("b.json", self.good(age="1950-03-05"))
        status, out, _ = self.run_program("--report", "--screening-date", SCREENING, path)
        self.assertEqual(status, 0)
        report = json.loads(out)
        self.assertEqual((report["subject_id"], report["verdict"]), ("p1", "ineligible"))
        self.assertEqual([q["code"] for q in report["queries"]], ["converted"])

    def test_values_besides(self):
        path = self.write("b.json", self.good())
        values = self.write(
            "v.csv",
            "subject_id,screening_date,guideline_diagnosis,sex\np1,2025-08-25,yes,male\n",
        )
        status, out, _ = self.run_program("--values", values, path)
        self.assertEqual(status, 0)
        (subject,) = json.loads(out)["subjects"]
        self.assertEqual(
            subject["parameters"],
            {
                "birth_date": "1980-03",
                "sex": "male",
                "screening_date": "2025-08-25",
                "guideline_diagnosis": "yes",
                "creatinine": "1.2 'mg/dL'",
            },
        )
        self.assertEqual(subject["sources"]["sex"], "given")
        self.assertIn("replaced", [remark["kind"] for remark in subject["remarks"]])
        # The window goes with the subject's own date.
        later = self.write("v2.csv", "subject_id,screening_date\np1,2025-12-01\n")
        _, out, _ = self.run_program("--values", later, "--screening-date", SCREENING, path)
        self.assertNotIn("creatinine", json.loads(out)["subjects"][0]["parameters"])
        absent = self.write("v3.csv", "subject_id,sex\np9,male\n")
        status, _, err = self.run_program("--values", absent, path)
        self.assertEqual(status, 1)
        self.assertIn("there is no Patient p9", err)

    def test_values_that_cannot_be_used(self):
        path = self.write("b.json", self.good())
        for text, part in (
            ("sex\nmale\n", "a column subject_id is needed"),
            ("subject_id,sex,sex\n", "each column once"),
            ("subject_id,sexx\np1,male\n", "did you mean sex?"),
            ("subject_id,sex\np1,other\n", "line 2"),
            ("subject_id,sex\np1\n", "more or fewer cells"),
            ("subject_id,sex\np1,male\np1,male\n", "a second row of p1"),
            ("subject_id,screening_date\np1,2025-08\n", "must be a day"),
        ):
            status, out, err = self.run_program("--values", self.write("v.csv", text), path)
            self.assertEqual((status, out), (2, ""))
            self.assertIn(part, err)

    def test_pages(self):
        whole = self.good()
        pages = [dict(whole, entry=whole["entry"][:1]), dict(whole, entry=whole["entry"][1:])]
        pages[0]["link"] = [{"relation": "next", "url": "http://hospital.example/2"}]
        paths = [self.write("page%d.json" % i, page) for i, page in enumerate(pages)]
        options = ("--screening-date", SCREENING)
        status, out, _ = self.run_program(*options, "--together", *paths)
        self.assertEqual(status, 0)
        found = json.loads(out)
        (subject,) = found["subjects"]
        self.assertIn("creatinine", subject["parameters"])
        self.assertEqual(
            subject["sources"]["creatinine"],
            "Bundle(%s).entry[0].resource.valueQuantity" % paths[1],
        )
        self.assertEqual([r["kind"] for r in found["remarks"]], ["unmapped-resource"])
        status, out, err = self.run_program(*options, *paths)
        self.assertEqual(status, 1)
        self.assertIn("there is no Patient in it", err)
        self.assertEqual([r["kind"] for r in json.loads(out)["remarks"]], ["bundle"])

    def test_one_bad_bundle_among_others(self):
        bad = self.good("p2")
        bad["entry"][1]["resource"]["valueQuantity"]["value"] = "1.2"
        paths = [
            self.write("1.json", self.good("p1")),
            self.write("2.json", bad),
            self.write("3.json", "{"),
            str(self.directory / "gone.json"),
            self.write("5.json", self.good("p1")),
            self.write("6.json", bundle(patient(id="p6"), patient(id="p6", gender="male"))),
            self.write("7.json", self.good("p7")),
        ]
        status, out, err = self.run_program("--csv", *paths)
        self.assertEqual(status, 1)
        self.assertEqual(
            [row["subject_id"] for row in csv.DictReader(io.StringIO(out))], ["p1", "p7"]
        )
        for part in (
            "2.json: Bundle.entry[1].resource.valueQuantity.value: a number is expected",
            "3.json: JSON: line 1, column 2",
            "gone.json: No such file",
            "5.json: Bundle.entry[0].resource: a second Patient p1",
            "6.json: Bundle.entry[1].resource: another version of Patient/p6",
        ):
            self.assertIn(part, err)

    def test_nothing_can_be_done(self):
        path = self.write("b.json", self.good())
        for arguments, part in (
            (["-r", "NCT0", path], "NCT0"),
            (["-r", self.write("r.cql", "define a: 1 +"), path], "r.cql:1:"),
            (["-r", self.directory / "gone.cql", path], "gone.cql"),
            (["-m", self.directory / "gone.csv", path], "gone.csv"),
            (["--screening-date", "2025-08", path], "must be a day"),
            (["--screening-date", "yesterday", path], "--screening-date"),
            (["--json", "--csv", path], "not allowed with"),
            ([], "usage"),
        ):
            status, out, err = self.run_program(*arguments)
            self.assertEqual((status, out), (2, ""), arguments)
            self.assertIn(part, err)

    def test_another_rule_set(self):
        rules = self.write(
            "r.cql",
            "library R\n/*\n@unit: %\n@min: 3\n@max: 20\n*/\nparameter hba1c Quantity\n"
            "/*\n@id: A\n@category: inclusion\n*/\ndefine A: hba1c < 7 '%'\n",
        )
        mapping = self.write(
            "m.csv",
            HEADER + "hba1c,Observation,LOINC,4548-4,,%,value,latest,,,,,,,\n",
        )
        path = self.write(
            "b.json", bundle(patient(), observation("4548-4", valueQuantity=quantity(6.9, "%")))
        )
        status, out, err = self.run_program("-r", rules, "-m", mapping, "--report", path)
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(json.loads(out)["verdict"], "eligible")
        status, _, err = self.run_program("-r", rules, path)
        self.assertEqual(status, 2)
        self.assertIn('mapping.csv: line 5: there is no parameter "birth_date"', err)

    def test_from_the_command_line(self):
        done = subprocess.run(
            [sys.executable, str(HERE / "fhir_screen.py"), "--screening-date", SCREENING, "-"],
            input=json.dumps(self.good()).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
            env=dict(os.environ, PYTHONPATH=""),
        )
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(json.loads(done.stdout)["subjects"][0]["subject_id"], "p1")


if __name__ == "__main__":
    unittest.main()
