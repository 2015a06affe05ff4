# SPDX-License-Identifier: MIT
"""examples/redcap: screening of exports as REDCap writes them, and the file for the way back."""

import contextlib
import csv
import io
import os
import pathlib
import random
import sys
import tempfile
import unittest

import redcap_rules as rules

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NFH_BUILD", TOP / "build"))
os.environ.setdefault("NFHSCREEN_LIBRARY", str(BUILD / "libnfhscreen.so"))
for place in ("examples/python", "examples/redcap", "tests/oracle"):
    sys.path.insert(0, str(TOP / place))

import generate  # noqa: E402
import nfhscreen  # noqa: E402
import oracle  # noqa: E402
import redcap_dictionary  # noqa: E402
import redcap_screen  # noqa: E402
from redcap_fields import Field, write_dictionary  # noqa: E402

RULES = """library Small version '3'
/*
@values: male|female
*/
parameter sex String
/*
@unit: kg
@min: 20
@max: 400
*/
parameter weight Quantity
parameter visit Date
parameter stroke Boolean
parameter hiv Boolean
/*
@values: 1|2|3|4
*/
parameter nyha Integer
parameter note String
/*
@id: INCL01
@category: inclusion
@short: From 50 through 100 kg
*/
define "Weight": weight between 50 'kg' and 100 'kg'
/*
@id: EXCL01
@category: exclusion
@short: Stroke
*/
define "Stroke": stroke
/*
@id: EXCL02
@category: exclusion
@short: HIV
*/
define "HIV": hiv
/*
@id: EXCL03
@category: exclusion
@short: Women in NYHA class III or IV
*/
define "Heart": sex = 'female' and nyha >= 3
/*
@id: CHECK01
@category: check
@short: Visited before 2000
*/
define "Old Visit": visit < @2000-01-01
"""


def field(name, kind="text", choices="", form="base", **more):
    more.setdefault("label", name.capitalize())
    return Field(name, form, type=kind, choices=choices, **more)


# A project that was there before the rule set: other names, codes and forms.
PROJECT = [
    field("study_id"),
    field("gender", "radio", "1, Male | 2, Female", annotation="nfhscreen: sex"),
    field("weight", validation="number"),
    field("visit", validation="date_dmy"),
    field("stroke", "yesno", label="Ever had a <b>stroke</b>?"),
    field("infections", "checkbox", "1, HIV | 2, Syphilis | -9, None of them", form="lab"),
    field("nyha", "dropdown", "1, I | 2, II | 3, III | 4, IV", form="lab"),
    field("note", "notes", form="lab"),
]
MAPPING = "parameter,field\nhiv,infections___1\n"
HEADER = "study_id,gender,weight,visit,stroke,base_complete,infections___1,infections___2,"
HEADER += "infections____9,nyha,note,lab_complete\n"


class Screening(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def write(self, name, text):
        path = self.directory / name
        path.write_bytes(text.encode("utf-8"))
        return str(path)

    def run_program(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = redcap_screen.main(list(arguments))
        return status, out.getvalue(), err.getvalue()

    def project(self, export, *options, fields=None, mapping=MAPPING):
        """Runs the program on the small project."""
        dictionary = io.StringIO()
        write_dictionary(PROJECT if fields is None else fields, dictionary)
        arguments = ["-r", self.write("small.cql", RULES), *options]
        arguments += ["--dictionary", self.write("dictionary.csv", dictionary.getvalue())]
        if mapping is not None:
            arguments += ["--mapping", self.write("mapping.csv", mapping)]
        return self.run_program(*arguments, self.write("export.csv", export))

    def rows(self, export, *options, **more):
        """The rows that are written, when all goes well."""
        status, out, err = self.project(export, *options, **more)
        self.assertEqual((status, err), (0, ""))
        return list(csv.DictReader(io.StringIO(out)))

    def verdicts(self, export, *options, **more):
        rows = self.rows(export, *options, **more)
        return {row["study_id"]: row["nfh_verdict"] for row in rows}

    def row(self, cells, *options, **more):
        """The result of one record, by its cells behind the record's name."""
        (row,) = self.rows(HEADER + "1," + cells + "\n", *options, **more)
        return row


def simulated_export(subjects, dictionary, labels, headings, missing):
    """What REDCap exports of these subjects: a list of texts by parameter for each."""
    fields = dictionary[1:]
    asked = {row[-1].replace("nfhscreen: ", ""): row for row in fields}
    columns = [row for row in fields if row[rules.TYPE] != "descriptive"]
    out = io.StringIO()
    writer = csv.writer(out)
    header = []
    for i, row in enumerate(columns):
        header.append(row[rules.LABEL] if headings else row[rules.NAME])
        if i + 1 == len(columns) or columns[i + 1][rules.FORM] != row[rules.FORM]:
            header.append("Complete?" if headings else row[rules.FORM] + "_complete")
    writer.writerow(header)
    for number, values in enumerate(subjects):
        cells = {}
        for name, text in values.items():
            row = asked[name]
            cell = text
            if row[rules.TYPE] == "yesno" and text:
                cell = {"true": ("1", "Yes"), "false": ("0", "No")}[text][labels]
            if not text and number % 3 == 0:
                cell = missing[labels]
            cells[row[rules.NAME]] = cell
        line = []
        for i, row in enumerate(columns):
            line.append("S%d" % number if i == 0 else cells.get(row[rules.NAME], ""))
            if i + 1 == len(columns) or columns[i + 1][rules.FORM] != row[rules.FORM]:
                line.append("Incomplete" if labels else "0")
        writer.writerow(line)
    return out.getvalue()


class RoundTrip(Screening):
    """Data dictionary, export, screening: the same as screening directly."""

    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset("NCT07101562")
        out = io.StringIO()
        write_dictionary(redcap_dictionary.dictionary(cls.ruleset), out)
        cls.dictionary = list(csv.reader(io.StringIO(out.getvalue())))
        rng = random.Random(3)
        cls.subjects = []
        for _ in range(60):
            values = generate.subject(rng)
            cls.subjects.append(
                {name: generate.cell(rng, name, values[name]) for name in oracle.PARAMETERS}
            )

    def verdicts_of_oracle(self):
        source, sink = io.StringIO(), io.StringIO()
        writer = csv.writer(source)
        writer.writerow(["subject_id", *oracle.PARAMETERS])
        for number, values in enumerate(self.subjects):
            writer.writerow(["S%d" % number, *values.values()])
        oracle.run(io.StringIO(source.getvalue()), sink)
        return [row["verdict"] for row in csv.DictReader(io.StringIO(sink.getvalue()))]

    def test_raw_labels_and_headings(self):
        expected = self.verdicts_of_oracle()
        self.assertEqual(set(expected), {"eligible", "ineligible", "undetermined"})
        for labels, headings in ((False, False), (True, False), (True, True)):
            with self.subTest(labels=labels, headings=headings):
                export = simulated_export(
                    self.subjects, self.dictionary, labels, headings, ("-99", "Not done")
                )
                status, out, err = self.run_program(
                    "--missing", "-99, Not done | UNK, Unknown", self.write("export.csv", export)
                )
                self.assertEqual((status, err), (0, ""))
                written = list(csv.reader(io.StringIO(out)))
                self.assertEqual(rules.import_problems(written, self.dictionary), [])
                rows = list(csv.DictReader(io.StringIO(out)))
                self.assertEqual([row["nfh_verdict"] for row in rows], expected)
                for number, (row, values) in enumerate(zip(rows, self.subjects)):
                    self.assertEqual(row["record_id"], "S%d" % number)
                    self.assert_same(row, self.ruleset.screen(values), number % 3 == 0)

    def assert_same(self, row, report, not_done):
        named = {
            line[0]: line[-1].replace("nfhscreen: ", "")
            for line in self.dictionary
            if line[-1].startswith("nfhscreen: ")
        }
        found = [] if row["nfh_missing"] == "none" else row["nfh_missing"].split(", ")
        end = " (Not done)" if not_done else ""
        for name in found:
            self.assertTrue(name.endswith(end))
        self.assertEqual([named[name.replace(end, "")] for name in found], report.missing)
        ids = [line.split()[0] for line in row["nfh_reasons"].split("\n")]
        decided = [c for c, truth in report.criteria.items() if truth is c.startswith("EXCL")]
        unknown = [c for c, truth in report.criteria.items() if truth is None]
        wanted = {"eligible": ["none"], "ineligible": decided, "undetermined": unknown}
        self.assertEqual(ids, wanted[report.verdict])
        queries = [query.text for query in report.queries]
        self.assertEqual(row["nfh_queries"], "\n".join(queries) or "none")
        self.assertEqual(row["nfh_ruleset"], "NCT07101562 1.0.0")
        done = "0" if report.verdict == "undetermined" else "2"
        self.assertEqual(row["eligibility_result_complete"], done)


class Choices(Screening):
    def test_codes_labels_and_free_text(self):
        self.assertEqual(self.row("1,70,2025-08-31,0,2,0,1,0,4,,2")["nfh_verdict"], "eligible")
        # The label of the class is III, no value; its code is.
        row = self.row("2,70,2025-08-31,0,2,0,1,0,3,,2")
        self.assertEqual(row["nfh_reasons"], "EXCL03 met: sex female = female; nyha 3 ≥ 3")
        self.assertEqual(self.row("2,70,2025-08-31,0,2,0,1,0,2,,2")["nfh_verdict"], "eligible")
        labels = "Female,70,2025-08-31,No,Complete,Unchecked,Checked,Unchecked,%s,,Complete"
        self.assertEqual(self.row(labels % "III")["nfh_verdict"], "ineligible")
        self.assertEqual(self.row(labels % "II")["nfh_verdict"], "eligible")

    def test_labels_with_tags(self):
        """An export with labels has them without."""
        marked = [
            (
                row._replace(type="radio", choices="1, <b>Yes</b> | 0, No&nbsp;")
                if row.name == "stroke"
                else row
            )
            for row in PROJECT
        ]
        export = "study_id,gender,weight,stroke,nyha,infections___1,infections___2\n"
        export += "1,Male,70,%s,I,Unchecked,Checked\n"
        self.assertEqual(self.verdicts(export % "Yes", fields=marked), {"1": "ineligible"})
        self.assertEqual(self.verdicts(export % "No", fields=marked), {"1": "eligible"})

    def test_headings(self):
        header = (
            "Study_id,Gender,Weight,Visit,Ever had a stroke?,Complete?,Infections (choice=HIV),"
            "Infections (choice=Syphilis),Infections (choice=None of them),Nyha,Note,Complete?\n"
        )
        row = "7,Male,70,2025-08-31,Yes,Complete,Unchecked,Checked,Unchecked,I,,Complete\n"
        (found,) = self.rows(header + row)
        self.assertEqual(found["nfh_reasons"], "EXCL01 met: stroke true")
        self.assertEqual(list(found)[0], "study_id")

    def test_choices_that_are_none(self):
        for cells, message in (
            ("3,70,,0,2,,,,,,", "'3' is no choice of gender"),
            ("Male,70,,0,2,,,,,,", "'Male' is no choice of gender"),
            ("1,heavy,,0,2,,,,,,", 'weight: "heavy" is not a number'),
            ("1,70,31-08-2025,0,2,,,,,,", 'visit: "31-08-2025"'),
            ("1,70,,0,2,yes,,,,,", "'yes' is neither checked nor unchecked"),
            ("1,-99,,-99,2,,,,,,", "'-99' is no choice of stroke"),
        ):
            with self.subTest(cells):
                status, out, err = self.project(HEADER + "1," + cells + "\n")
                self.assertEqual(status, 1)
                self.assertIn("record 1: ", err)
                self.assertIn(message, err)
                (row,) = csv.DictReader(io.StringIO(out))
                self.assertEqual(row["nfh_verdict"], "error")
                self.assertIn(message, row["nfh_reasons"])
                self.assertEqual(row["nfh_missing"], "none")

    def test_codes_that_are_labels_of_others(self):
        swapped = [
            row._replace(choices="male, female | female, male") if row.name == "gender" else row
            for row in PROJECT
        ]
        export = "study_id,gender,weight,stroke,nyha,infections___1,infections___2\n"
        export += "1,male,70,0,4,0,1\n"
        status, _, err = self.project(export, fields=swapped)
        self.assertEqual(status, 1)
        self.assertIn("'male' may be a code or a label of gender: say which, with --values", err)
        raw = self.verdicts(export, "--values", "raw", fields=swapped)
        self.assertEqual(raw, {"1": "ineligible"})
        export = export.replace(",0,4,0,1", ",No,IV,Unchecked,Checked")
        labels = self.verdicts(export, "--values", "labels", fields=swapped)
        self.assertEqual(labels, {"1": "eligible"})
        # The status of a form tells, where it is there.
        export = export.replace("infections___2\n", "infections___2,base_complete\n")
        export = export.replace("Checked\n", "Checked,%s\n")
        self.assertEqual(self.verdicts(export % "Complete", fields=swapped), {"1": "eligible"})
        export = export.replace(",No,IV,Unchecked,Checked", ",0,4,0,1")
        self.assertEqual(self.verdicts(export % "2", fields=swapped), {"1": "ineligible"})

    def test_choices_without_meaning(self):
        odd = [
            (
                row._replace(type="radio", choices="1, Positive | 0, Negative")
                if row.name == "stroke"
                else row
            )
            for row in PROJECT
        ]
        status, out, err = self.project(HEADER, fields=odd)
        self.assertEqual((status, out), (2, ""))
        self.assertIn("field stroke: none of its choices (1, Positive | 0, Negative)", err)
        mapping = MAPPING.replace("field\n", "field,values\n").replace("___1\n", "___1,\n")
        export = HEADER + "1,1,70,,1,2,0,1,0,1,,2\n2,1,70,,0,2,0,1,0,1,,2\n"
        self.assertEqual(
            self.verdicts(export, fields=odd, mapping=mapping + "stroke,stroke,1=true|0=false\n"),
            {"1": "ineligible", "2": "eligible"},
        )
        # What is mapped to nothing is missing, and its label says why.
        export = HEADER + "1,1,70,,0,2,0,1,0,1,,2\n"
        (row,) = self.rows(export, fields=odd, mapping=mapping + "stroke,stroke,1=true|0=\n")
        self.assertEqual(row["nfh_reasons"], "EXCL01 unknown: needs stroke (Negative)")
        status, _, err = self.project(
            HEADER, fields=odd, mapping=mapping + "stroke,stroke,2=true\n"
        )
        self.assertEqual(status, 2)
        self.assertIn("'2=true' does not begin with the code of a choice", err)

    def test_some_choices_without_meaning(self):
        odd = [
            (
                row._replace(type="radio", choices="1, Yes | 0, No | 9, Perhaps")
                if row.name == "stroke"
                else row
            )
            for row in PROJECT
        ]
        export = HEADER + "1,1,70,,%s,2,0,1,0,1,,2\n"
        self.assertEqual(self.verdicts(export % "1", fields=odd), {"1": "ineligible"})
        status, _, err = self.project(export % "9", fields=odd)
        self.assertEqual(status, 1)
        self.assertIn("the choice '9' of stroke has no meaning for stroke", err)

    def test_units_commas_and_times(self):
        other = [
            (
                row._replace(validation="number_1dp_comma_decimal")
                if row.name == "weight"
                else row._replace(validation="datetime_ymd") if row.name == "visit" else row
            )
            for row in PROJECT
        ]
        mapping = "parameter,field,unit\nhiv,infections___1,\nweight,weight,%s\n"
        cells = '1,"220,4",1999-12-31 12:30,0,2,0,1,0,1,,2'
        row = self.row(cells, fields=other, mapping=mapping % "[lb_av]")
        self.assertEqual(row["nfh_verdict"], "eligible")
        self.assertEqual(row["nfh_queries"], "CHECK01: Visited before 2000")
        row = self.row(cells.replace("220,4", "220,5"), fields=other, mapping=mapping % "[lb_av]")
        self.assertEqual(row["nfh_reasons"], "INCL01 not met: weight 100.01711759 kg > 100 kg")
        status, _, err = self.project(
            HEADER, mapping="parameter,field,unit\nstroke,stroke,kg\n", fields=other
        )
        self.assertEqual(status, 2)
        self.assertIn("stroke is no Quantity", err)


class Boxes(Screening):
    """A box that is not checked is an answer only where somebody looked."""

    def reasons(self, one, two, none, status):
        return self.row(f"1,70,,0,2,{one},{two},{none},1,,{status}")["nfh_reasons"]

    def test_boxes(self):
        unknown = "EXCL02 unknown: needs infections"
        for boxes, status, reason in (
            (("1", "0", "0"), "0", "EXCL02 met: hiv true"),
            (("0", "1", "0"), "0", "none"),
            (("0", "0", "1"), "0", "none"),
            (("0", "0", "0"), "0", unknown),
            (("0", "0", "0"), "1", unknown),
            (("0", "0", "0"), "2", "none"),
            (("0", "0", "0"), "", unknown),
            (("", "", ""), "", unknown),
            (("", "", ""), "0", unknown),
            (("HIV", "", ""), "0", "EXCL02 met: hiv true"),
            (("", "Syphilis", ""), "0", "none"),
        ):
            with self.subTest(boxes=boxes, status=status):
                self.assertEqual(self.reasons(*boxes, status), reason)

    def test_a_column_that_is_not_there(self):
        export = "study_id,weight,stroke,nyha,lab_complete\n1,70,0,1,2\n"
        (row,) = self.rows(export)
        self.assertIn("EXCL02 unknown: needs infections", row["nfh_reasons"])

    def test_missing_data_codes(self):
        header = HEADER.replace(",nyha", ",infections___unk,nyha")
        (row,) = self.rows(
            header + "1,1,70,,0,2,0,0,0,1,1,,2\n", "--missing", "UNK, Unknown | -99, Not done"
        )
        self.assertEqual(row["nfh_reasons"], "EXCL02 unknown: needs infections (Unknown)")

    def test_one_of_several(self):
        """A text from boxes: one may be checked."""
        other = [
            row._replace(type="checkbox", form="base") if row.name == "gender" else row
            for row in PROJECT
        ]
        header = HEADER.replace("gender", "gender___1,gender___2")
        cells = "70,,0,2,0,1,0,4,,2\n"
        rows = self.rows(header + "1,0,1," + cells + "2,1,0," + cells, fields=other)
        self.assertEqual([row["nfh_verdict"] for row in rows], ["ineligible", "eligible"])
        (row,) = self.rows(header + "1,0,0," + cells, fields=other)
        self.assertEqual(row["nfh_reasons"], "EXCL03 unknown: needs gender")
        status, _, err = self.project(header + "1,1,1," + cells, fields=other)
        self.assertEqual(status, 1)
        self.assertIn("more than one box of gender is checked", err)

    def test_boxes_that_cannot_be_mapped(self):
        for mapping, message in (
            ("parameter,field\nhiv,infections\n", "infections has several boxes"),
            ("parameter,field\nhiv,infections___3\n", "has no choice '3'"),
            ("parameter,field\nhiv,weight___3\n", "there is no field 'weight___3'"),
            ("parameter,field\nhiv,\n", "there is no field ''"),
            ("parameter,field\nsex,infections___1\n", "answers a Boolean"),
            ("parameter,field\nhvi,infections___1\n", "there is no parameter 'hvi'"),
            (MAPPING + "hiv,stroke\n", "hiv stands twice"),
            ("parameter;field\n", "the columns of a mapping are parameter,field"),
            ("parameter,field\nhiv\n", "not as many cells"),
        ):
            with self.subTest(mapping):
                status, out, err = self.project(HEADER, mapping=mapping)
                self.assertEqual((status, out), (2, ""))
                self.assertIn(message, err)


class MissingCodes(Screening):
    CODES = ("--missing", "-99, Not done | UNK, Unknown")

    def test_kinds(self):
        row = self.row("1,-99,,UNK,2,0,1,0,1,,2", *self.CODES)
        self.assertEqual(
            row["nfh_reasons"],
            "INCL01 unknown: needs weight (Not done)\nEXCL01 unknown: needs stroke (Unknown)",
        )
        self.assertEqual(row["nfh_missing"], "weight (Not done), stroke (Unknown)")

    def test_labels(self):
        labels = "Male,not done,,Unknown,Complete,Unchecked,Checked,Unchecked,I,,Complete"
        row = self.row(labels, *self.CODES)
        self.assertEqual(row["nfh_missing"], "weight (Not done), stroke (Unknown)")

    def test_codes_that_nobody_declared(self):
        # In a number it is an implausible one, which counts as missing and is reported.
        row = self.row("1,-99,,0,2,0,1,0,1,,2")
        self.assertEqual(row["nfh_missing"], "weight")
        self.assertIn("-99 kg is not within 20 to 400 kg", row["nfh_queries"])

    def test_clashes(self):
        for codes, message in (
            ("1, Unknown", "the missing data code 1 is a choice of gender"),
            ("99, Unknown", "the missing data code 99 lies in the range of weight (20 to 400)"),
        ):
            status, out, err = self.project(HEADER, "--missing", codes)
            self.assertEqual((status, out), (2, ""))
            self.assertIn(message, err)
        for codes in ("19, A", "401, A", "-20, A"):
            self.assertEqual(self.project(HEADER, "--missing", codes)[0], 0)


class Events(Screening):
    HEADER = "study_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance," + (
        "gender,weight,stroke,nyha,infections___1,infections___2\n"
    )

    def longitudinal(self, rows, *options):
        return self.project(self.HEADER + rows, "--result-event", "screening_arm_1", *options)

    def row(self, rows, *options, **more):
        status, out, err = self.longitudinal(rows, *options)
        self.assertEqual((status, err), (0, ""))
        found = list(csv.DictReader(io.StringIO(out)))
        self.assertEqual(len(found), 1)
        return found[0]

    def test_answers_of_several_events(self):
        row = self.row("1,screening_arm_1,,,1,70,,,0,1\n1,visit_1_arm_1,,,,,1,,0,0\n")
        self.assertEqual(row["nfh_reasons"], "EXCL01 met: stroke true")
        self.assertEqual(
            list(row.items())[:4],
            [
                ("study_id", "1"),
                ("redcap_event_name", "screening_arm_1"),
                ("redcap_repeat_instrument", ""),
                ("redcap_repeat_instance", ""),
            ],
        )

    def test_answers_that_differ(self):
        rows = "1,screening_arm_1,,,1,70,0,1,0,1\n1,visit_1_arm_1,,,,170,,,0,0\n"
        status, out, err = self.longitudinal(rows)
        self.assertEqual(status, 1)
        self.assertIn(
            "weight has several values: 70 (screening_arm_1), 170 (visit_1_arm_1): choose", err
        )
        self.assertIn("error", out)
        self.assertEqual(self.row(rows, "--event", "visit_1_arm_1")["nfh_verdict"], "ineligible")
        self.assertEqual(self.row(rows, "--event", "screening_arm_1")["nfh_verdict"], "eligible")

    def test_an_event_for_one_field(self):
        rows = "1,screening_arm_1,,,1,70,0,1,0,1\n1,visit_1_arm_1,,,,170,,,0,0\n"
        mapping = "parameter,field,event\nhiv,infections___1,\nweight,weight,%s\n"
        for event, verdict in (
            ("screening_arm_1", "eligible"),
            ("visit_1_arm_1", "ineligible"),
        ):
            status, out, _ = self.project(
                self.HEADER + rows,
                "--result-event",
                "screening_arm_1",
                mapping=mapping % event,
            )
            self.assertEqual(status, 0)
            (row,) = csv.DictReader(io.StringIO(out))
            self.assertEqual(row["nfh_verdict"], verdict)

    def test_instances(self):
        rows = (
            "1,screening_arm_1,,,1,,0,1,0,1\n"
            "1,screening_arm_1,vitals,1,,40,,,,\n"
            "1,screening_arm_1,vitals,10,,70,,,,\n"
            "1,screening_arm_1,vitals,2,,,,,,\n"
        )
        self.assertEqual(self.longitudinal(rows)[0], 1)
        for instance, reasons in (
            ("first", "INCL01 not met: weight 40 kg < 50 kg"),
            ("last", "none"),
            ("10", "none"),
            ("1", "INCL01 not met: weight 40 kg < 50 kg"),
        ):
            with self.subTest(instance):
                self.assertEqual(self.row(rows, "--instance", instance)["nfh_reasons"], reasons)
        # An instance without a value is no reason to take an older one.
        for instance in ("2", "11"):
            found = self.row(rows, "--instance", instance)["nfh_reasons"]
            self.assertEqual(found, "INCL01 unknown: needs weight")

    def test_options_that_choose_nothing(self):
        rows = "1,screening_arm_1,,,1,70,0,1,0,0\n"
        for options, message in (
            (["--event", "visit"], "--event: 'visit' is none of screening_arm_1"),
            (["--instance", "newest"], "--instance: first, last or a number"),
        ):
            status, _, err = self.longitudinal(rows, *options)
            self.assertEqual(status, 2)
            self.assertIn(message, err)
        status, _, err = self.project(self.HEADER + rows)
        self.assertEqual(status, 2)
        self.assertIn("say with --result-event", err)

    def test_a_known_value_beats_a_missing_code(self):
        rows = "1,screening_arm_1,,,1,UNK,0,1,0,1\n1,visit_1_arm_1,,,,70,,,,\n"
        self.assertEqual(self.row(rows, "--missing", "UNK, Unknown")["nfh_verdict"], "eligible")


class Files(Screening):
    def test_what_cannot_be_read(self):
        for export, message in (
            ("", "row 1: there is no header"),
            ("record_id,weight\n1,70\n", "the first column is 'record_id'"),
            ("study_id,weight,weight\n1,70,70\n", "the column weight stands twice"),
            ("study_id,weight\n1,70,80\n", "row 2: 3 cells"),
            ("study_id,weight\n,70\n", "row 2: no record"),
            ("study_id,redcap_repeat_instance\n1,x\n", "row 2: 'x' is no number of an instance"),
            ('study_id,weight\n1,"70\n', "unexpected end of data"),
        ):
            with self.subTest(export):
                status, out, err = self.project(export)
                self.assertEqual((status, out), (2, ""))
                self.assertIn(message, err)
        self.assertEqual(self.run_program("nowhere.csv")[0], 2)

    def test_headings_that_several_fields_have(self):
        alike = [row._replace(label="Date") if row.form == "base" else row for row in PROJECT]
        alike[0] = alike[0]._replace(label="Study")
        export = "Study,Date,Nyha\n1,70,I\n"
        status, _, err = self.project(export, fields=alike)
        self.assertEqual(status, 2)
        self.assertIn("4 fields have the label 'Date'", err)
        # All of them are there: their order tells.
        export = "Study,Date,Date,Date,Date,Nyha\n1,Male,170,,No,I\n"
        self.assertEqual(self.verdicts(export, fields=alike), {"1": "ineligible"})

    def test_columns_that_are_left_out(self):
        status, _, err = self.project("study_id,weight,base_timestamp,extra\n1,170,now,5\n")
        self.assertEqual(status, 0)
        self.assertIn("not in the data dictionary, left out: base_timestamp, extra", err)

    def test_inputs_without_a_field(self):
        fields = [row for row in PROJECT if row.name != "note"]
        status, _, err = self.project("study_id,weight\n1,170\n", fields=fields)
        self.assertEqual(status, 0)
        self.assertIn("inputs without a field, missing for everyone: note", err)

    def test_a_project_of_something_else(self):
        status, _, err = self.project("id,x\n1,2\n", fields=[field("id"), field("x")], mapping=None)
        self.assertEqual(status, 2)
        self.assertIn("no field of the data dictionary is for a parameter", err)

    def test_two_fields_for_one_parameter(self):
        twice = PROJECT + [field("kg", annotation="nfhscreen: weight")] * 2
        twice[-1] = twice[-1]._replace(name="kg2")
        status, _, err = self.project(HEADER, fields=twice)
        self.assertEqual(status, 2)
        self.assertIn("kg2 and kg are both weight", err)

    def test_delimiters_bom_and_crlf(self):
        export = "study_id,weight,stroke\r\n1,170,0\r\n"
        for delimiter in ",;\t":
            text = "\ufeff" + export.replace(",", delimiter)
            self.assertEqual(self.verdicts(text), {"1": "ineligible"})
        quoted = '"study_id";"weight";"stroke"\n"1";"170";"0"\n'
        self.assertEqual(self.verdicts(quoted), {"1": "ineligible"})

    def test_records_in_pieces(self):
        export = "study_id,weight,stroke\n1,170,\n2,70,\n1,,1\n"
        rows = self.rows(export)
        self.assertEqual([row["study_id"] for row in rows], ["1", "2"])
        self.assertIn("EXCL01 met", rows[0]["nfh_reasons"])

    def test_nobody(self):
        self.assertEqual(self.rows(HEADER), [])


if __name__ == "__main__":
    unittest.main()
