# SPDX-License-Identifier: MIT
"""examples/sdtm: TI and IE against the rules of SDTM and of Dataset-JSON.

What a subject does not meet comes from the oracle, which knows nothing of the rule set.
"""

import contextlib
import copy
import csv
import io
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

import dataset_json

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NFH_BUILD", TOP / "build"))
os.environ.setdefault("NFHSCREEN_LIBRARY", str(BUILD / "libnfhscreen.so"))
for place in ("examples/python", "examples/sdtm", "tests/oracle"):
    sys.path.insert(0, str(TOP / place))

import generate  # noqa: E402
import nfhscreen  # noqa: E402
import oracle  # noqa: E402
import sdtm  # noqa: E402

# SDTM Implementation Guide 3.4: variable, label, type, whether it is required. In its order.
TI = """
STUDYID  Char Req  Study Identifier
DOMAIN   Char Req  Domain Abbreviation
IETESTCD Char Req  Incl/Excl Criterion Short Name
IETEST   Char Req  Inclusion/Exclusion Criterion
IECAT    Char Req  Inclusion/Exclusion Category
IESCAT   Char Perm Inclusion/Exclusion Subcategory
TIRL     Char Perm Inclusion/Exclusion Criterion Rule
TIVERS   Char Perm Protocol Criteria Versions
"""
IE = """
STUDYID  Char Req  Study Identifier
DOMAIN   Char Req  Domain Abbreviation
USUBJID  Char Req  Unique Subject Identifier
IESEQ    Num  Req  Sequence Number
IESPID   Char Perm Sponsor-Defined Identifier
IETESTCD Char Req  Inclusion/Exclusion Criterion Short Name
IETEST   Char Req  Inclusion/Exclusion Criterion
IECAT    Char Req  Inclusion/Exclusion Category
IESCAT   Char Perm Inclusion/Exclusion Subcategory
IEORRES  Char Req  I/E Criterion Original Result
IESTRESC Char Req  I/E Criterion Result in Std Format
VISITNUM Num  Perm Visit Number
VISIT    Char Perm Visit Name
VISITDY  Num  Perm Planned Study Day of Visit
TAETORD  Num  Perm Planned Order of Element within Arm
EPOCH    Char Perm Epoch
IEDTC    Char Perm Date/Time of Collection
IEDY     Num  Perm Study Day of Collection
"""
# The whole record of a permissible variable may be left out, never be empty.
MODELS = {"ti": TI, "ie": IE}
ISO_DATE = r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?)?)?)?"

RULES = """library Small version '2'
/*
@min: 2000-01-01
*/
parameter visit Date
parameter old Boolean
parameter ill Boolean
/*
@id: INCL01
@category: inclusion
@short: Old
@text: {text}
@subcategory: MAJOR
*/
define "Old": old
/*
@id: CHECK01
@category: check
@short: Ill and not old
*/
define "Odd": ill and not old
/*
@id: EXCL01
@category: exclusion
@short: {short}
*/
define "Ill": ill
"""


def rules(text="The subject is old", short="Ill"):
    return nfhscreen.Ruleset.from_text(RULES.format(text=text, short=short))


def model(domain):
    lines = [line.split(None, 3) for line in MODELS[domain].strip().splitlines()]
    return {name: (kind, core, label) for name, kind, core, label in lines}


class Program(unittest.TestCase):
    """Runs the program on a rule set and a cohort, and reads what it wrote."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def run_program(self, cohort, *options):
        command = ["-o", str(self.directory), *options]
        if cohort is not None:
            path = self.directory / "cohort.csv"
            path.write_bytes(cohort.encode("utf-8"))
            command.append(str(path))
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = sdtm.main(command)
        return status, out.getvalue(), err.getvalue()

    def small(self):
        path = self.directory / "small.cql"
        path.write_text(RULES.format(text="The subject is old", short="Ill"), encoding="utf-8")
        return str(path)

    def table(self, domain):
        with open(self.directory / (domain + ".csv"), encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def json(self, domain):
        return json.loads((self.directory / (domain + ".json")).read_text(encoding="utf-8"))

    # The rules that hold for both domains.

    def assert_domain(self, domain):
        content = self.json(domain)
        self.assertEqual(dataset_json.problems(content), [])
        self.assertEqual(content["name"], domain.upper())
        self.assertLessEqual(len(content["label"]), 40)
        columns = {column["name"]: column for column in content["columns"]}
        variables = model(domain)
        self.assertEqual(list(columns), [name for name in variables if name in columns])
        for name, (kind, core, label) in variables.items():
            if name not in columns:
                self.assertEqual(core, "Perm", name)
                continue
            column = columns[name]
            self.assertRegex(name, r"\A[A-Z][A-Z0-9_]{0,7}\Z")
            self.assertEqual(column["label"], label)
            self.assertLessEqual(len(label), 40)
            self.assertEqual(column["dataType"] in ("integer", "float"), kind == "Num", name)
            self.assertEqual(column["itemOID"], "IT.%s.%s" % (domain.upper(), name))
        rows = self.table(domain)
        self.assertEqual(len(rows), content["records"])
        for row in rows:
            self.assertEqual(list(row), list(columns))
            self.assert_record(domain, row, variables)
        for name in columns if rows else ():
            self.assertTrue(any(row[name] for row in rows), name)
        texts = [["" if v is None else str(v) for v in row] for row in content["rows"]]
        self.assertEqual(texts, [list(row.values()) for row in rows])
        return rows

    def assert_record(self, domain, row, variables):
        for name, value in row.items():
            self.assertLessEqual(len(value), 200)
            self.assertTrue(value or variables[name][1] == "Perm", name)
        self.assertEqual(row["DOMAIN"], domain.upper())
        self.assertRegex(row["IETESTCD"], r"\A[A-Z_][A-Z0-9_]{0,7}\Z")
        self.assertIn(row["IECAT"], ("INCLUSION", "EXCLUSION"))
        if domain == "ie":
            self.assertEqual(row["IEORRES"], {"INCLUSION": "N", "EXCLUSION": "Y"}[row["IECAT"]])
            self.assertEqual(row["IESTRESC"], row["IEORRES"])
            self.assertRegex(row.get("IEDTC", ""), r"\A(%s)?\Z" % ISO_DATE)


class Trial(Program):
    def test_every_criterion_of_the_trial(self):
        command = [sys.executable, str(TOP / "examples/sdtm/sdtm.py"), "-o", str(self.directory)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=120)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"TI: 33 records\n", b""))
        rows = self.assert_domain("ti")
        self.assertEqual([row["IETESTCD"] for row in rows], list(oracle.CRITERIA))
        self.assertFalse((self.directory / "ie.csv").exists())
        for row in rows:
            self.assertEqual(row["STUDYID"], "NCT07101562")
            self.assertEqual(row["IECAT"][:4], row["IETESTCD"][:4])

    @unittest.skipUnless((TOP / "../shared/protocol").is_dir(), "../shared is not there")
    def test_words_are_the_protocols(self):
        record = (TOP / "../shared/protocol/NCT07101562.txt").read_text(encoding="utf-8")
        record = "".join(record.split())
        self.run_program(None)
        verbatim = [
            row["IETESTCD"]
            for row in self.assert_domain("ti")
            if "".join(row["IETEST"].split()) in record
        ]
        self.assertGreater(len(verbatim), 15)
        self.assertIn("EXCL19", verbatim)
        self.assertNotIn("EXCL14", verbatim)

    def test_random_cohort_as_the_oracle_sees_it(self):
        rng = random.Random(5)
        subjects = [generate.subject(rng) for _ in range(300)]
        source = io.StringIO()
        writer = csv.writer(source)
        writer.writerow(["subject_id", *oracle.PARAMETERS])
        for number, values in enumerate(subjects):
            cells = [generate.cell(rng, name, values[name]) for name in oracle.PARAMETERS]
            writer.writerow(["S%03d" % number, *cells])
        expected = io.StringIO()
        oracle.run(io.StringIO(source.getvalue()), expected)
        wanted = [
            ("NCT07101562-" + row["subject_id"], name)
            for row in csv.DictReader(io.StringIO(expected.getvalue()))
            for name in oracle.CRITERIA
            if row[name] == ("false" if name.startswith("INCL") else "true")
        ]
        self.assertGreater(len(wanted), 200)
        status, _, err = self.run_program(source.getvalue())
        self.assertEqual((status, err), (0, ""))
        rows = self.assert_domain("ie")
        self.assertEqual([(row["USUBJID"], row["IETESTCD"]) for row in rows], wanted)
        criteria = {row["IETESTCD"]: row for row in self.assert_domain("ti")}
        seen = {}
        for row in rows:
            for name in ("STUDYID", "IETEST", "IECAT"):
                self.assertEqual(row[name], criteria[row["IETESTCD"]][name])
            seen[row["USUBJID"]] = seen.get(row["USUBJID"], 0) + 1
            self.assertEqual(row["IESEQ"], str(seen[row["USUBJID"]]))


class SmallTrial(Program):
    def screen(self, cohort, *options):
        return self.run_program(cohort, "-r", self.small(), *options)

    def test_exceptions_only(self):
        cohort = (
            "subject_id,old,ill,visit\n"
            "1,yes,no,2025-01-01\n"  # eligible
            "2,,,2025-01-01\n"  # nothing is known
            "3,no,,2025-01-03\n"
            "4,,yes,2025-01-04\n"
            "5,no,yes,2025-01-05\n"  # a check too, which is no exception
        )
        self.assertEqual(self.screen(cohort), (0, "TI: 2 records\nIE: 4 records\n", ""))
        rows = self.assert_domain("ie")
        found = [(r["USUBJID"], r["IESEQ"], r["IETESTCD"], r["IEORRES"]) for r in rows]
        self.assertEqual(
            found,
            [
                ("Small-3", "1", "INCL01", "N"),
                ("Small-4", "1", "EXCL01", "Y"),
                ("Small-5", "1", "INCL01", "N"),
                ("Small-5", "2", "EXCL01", "Y"),
            ],
        )

    def test_dates(self):
        cohort = "subject_id,ill,visit\n1,yes,2025-01-02\n2,yes,2025-03\n3,yes,1999-12-31\n4,yes,\n"
        self.assertEqual(self.screen(cohort, "--date", "visit")[0], 0)
        rows = self.assert_domain("ie")
        # Before @min it is implausible, and does not count as known.
        self.assertEqual([row["IEDTC"] for row in rows], ["2025-01-02", "2025-03", "", ""])
        kinds = {c["name"]: c["dataType"] for c in self.json("ie")["columns"]}
        self.assertEqual(kinds["IEDTC"], "string")
        self.assertEqual(
            self.screen("subject_id,ill,visit\n1,yes,2025-01-02\n", "--date", "visit")[0], 0
        )
        self.assert_domain("ie")
        kinds = {c["name"]: c["dataType"] for c in self.json("ie")["columns"]}
        self.assertEqual(kinds["IEDTC"], "date")

    def test_no_date_no_variable(self):
        self.assertEqual(self.screen("subject_id,ill\n1,yes\n")[0], 0)
        self.assertNotIn("IEDTC", self.assert_domain("ie")[0])
        status, _, err = self.screen("subject_id,ill\n1,yes\n", "--date", "old")
        self.assertEqual((status, err), (2, "sdtm: --date: old is no parameter of type Date\n"))

    def test_identifiers_and_versions(self):
        status, _, _ = self.screen(
            "subject_id,old\n01-1,no\n",
            "--study",
            "ABC",
            "--usubjid",
            "{study}.{subject}",
            "--protocol-version",
            "3",
        )
        self.assertEqual(status, 0)
        (row,) = self.assert_domain("ie")
        self.assertEqual((row["STUDYID"], row["USUBJID"]), ("ABC", "ABC.01-1"))
        criteria = self.assert_domain("ti")
        self.assertEqual([row["TIVERS"] for row in criteria], ["3", "3"])
        self.assertEqual([row["IESCAT"] for row in criteria], ["MAJOR", ""])
        self.assertEqual(row["IESCAT"], "MAJOR")
        self.assertEqual(self.json("ie")["studyOID"], "ABC")

    def test_nobody(self):
        self.assertEqual(self.screen("subject_id,old\n"), (0, "TI: 2 records\nIE: 0 records\n", ""))
        self.assertEqual(self.assert_domain("ie"), [])

    def test_rows_that_cannot_be_read(self):
        cohort = "subject_id,old\n1,perhaps\n2,no\n3,no,no\n,no\n\n6\n7,no\n"
        status, out, err = self.screen(cohort)
        self.assertEqual((status, out), (1, "TI: 2 records\nIE: 2 records\n"))
        self.assertEqual([row["USUBJID"] for row in self.table("ie")], ["Small-2", "Small-7"])
        complaints = err.splitlines()
        self.assertEqual(len(complaints), 4)
        self.assertIn('cohort.csv: row 2: old: "perhaps" is not a truth value', complaints[0])
        self.assertIn("row 4: 3 cells, where the header has 2", complaints[1])
        self.assertIn("row 5: no subject_id", complaints[2])
        self.assertIn("row 7: 1 cells, where the header has 2", complaints[3])

    def test_cohorts_that_cannot_be_read(self):
        for cohort, message in (
            ("", "row 1: no column subject_id"),
            ("old\nyes\n", "row 1: no column subject_id"),
            ("subject_id,old,old\n1,no,no\n", "row 1: the column old stands twice"),
            ("subject_id,odl\n1,no\n", 'there is no parameter "odl" (did you mean old?)'),
            ("subject_id,old\n1,no\n2,no\n1,yes\n", "subject 1 stands in row 2 and in row 4"),
            ('subject_id,old\n1,"no\n', "unexpected end of data"),
        ):
            with self.subTest(cohort):
                status, out, err = self.screen(cohort)
                self.assertEqual((status, out), (2, ""))
                self.assertIn(message, err)
                self.assertFalse((self.directory / "ie.csv").exists())
        for options, message in (
            (["-r", "Nowhere"], "no rule set 'Nowhere' is built in"),
            (["-r", "nowhere.cql"], "nowhere.cql"),
            (["--usubjid", "{study}"], "the format has no {subject}"),
            (["--usubjid", "{site}{subject}"], "site"),
        ):
            with self.subTest(options):
                status, _, err = self.run_program("subject_id,pregnant\n1,no\n", *options)
                self.assertEqual(status, 2)
                self.assertIn(message, err)

    def test_bom_and_crlf(self):
        self.assertEqual(self.screen("\ufeffsubject_id,old\r\n1,no\r\n")[0], 0)
        self.assertEqual(len(self.assert_domain("ie")), 1)

    def test_same_bytes_at_the_same_time(self):
        old = os.environ.get("SOURCE_DATE_EPOCH")
        os.environ["SOURCE_DATE_EPOCH"] = "86400"
        try:
            self.assertEqual(sdtm.creation_time(), "1970-01-02T00:00:00Z")
        finally:
            del os.environ["SOURCE_DATE_EPOCH"]
            if old is not None:
                os.environ["SOURCE_DATE_EPOCH"] = old
        self.assertRegex(sdtm.creation_time(), dataset_json.ZONED)


class Words(unittest.TestCase):
    """IETEST holds 200 characters."""

    def words(self, **given):
        return [row[3] for row in sdtm.trial_criteria(rules(**given), "S", "1").rows]

    def test_long_texts(self):
        self.assertEqual(self.words(text="x" * 199)[0], "x" * 199)
        self.assertEqual(self.words(text="≥" * 200)[0], "≥" * 200)
        self.assertEqual(self.words(text="x" * 201)[0], "Old")
        self.assertEqual(self.words(short="y" * 200)[1], "y" * 200)

    def test_no_text(self):
        source = re.sub(r"@(short|text): .*\n", "", RULES)
        with self.assertRaisesRegex(sdtm.Failure, "INCL01: no @text or @short"):
            sdtm.trial_criteria(nfhscreen.Ruleset.from_text(source), "S", "1")


class Validator(unittest.TestCase):
    """The rules of Dataset-JSON notice what breaks them."""

    def content(self):
        data = sdtm.trial_criteria(rules(), "S", "1")
        return sdtm.dataset_json(data, "S", "2025-08-31T12:00:00Z")

    def test_valid(self):
        self.assertEqual(dataset_json.problems(self.content()), [])

    def test_broken(self):
        def change(*path_and_value):
            *path, last, value = path_and_value
            content = copy.deepcopy(self.content())
            place = content
            for step in path:
                place = place[step]
            if value is None:
                del place[last]
            else:
                place[last] = value
            return content

        for broken in (
            change("datasetJSONVersion", "1.0.0"),
            change("datasetJSONCreationDateTime", "2025-08-31"),
            change("records", 3),
            change("records", "2"),
            change("records", True),
            change("itemGroupOID", ""),
            change("label", None),
            change("columns", None),
            change("rows", 0, ["S"]),
            change("rows", 0, 3, 5),
            change("rows", 0, 2, "TOOLONGID"),
            change("columns", 0, "dataType", "text"),
            change("columns", 0, "length", 0),
            change("columns", 0, "label", None),
            change("columns", 0, "role", "Topic"),
            change("columns", 0, "name", "DOMAIN"),
            change("columns", 0, "keySequence", 2),
            change("sourceSystem", "version", None),
            change("extra", 1),
        ):
            self.assertNotEqual(dataset_json.problems(broken), [])
        content = self.content()
        self.assertNotEqual(dataset_json.problems(dict(reversed(list(content.items())))), [])


if __name__ == "__main__":
    unittest.main()
