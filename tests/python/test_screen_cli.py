# SPDX-License-Identifier: MIT
"""The program screen: the contract that scripts rely on."""

import csv
import io
import hashlib
import json
import pathlib
import subprocess
import tempfile
import unittest

import programs

RULES = """library Demo version '1.0'
parameter age Integer
/*
@unit: umol/L
@min: 5
@max: 5000
@accept: mg/dL = 88.4 umol/L
*/
parameter creatinine Quantity
parameter smoker Boolean
parameter note String
parameter visit Date
/*
@id: INCL01
@category: inclusion
@short: Adult
*/
define Adult: age >= 18
/*
@id: CHECK01
@category: check
@short: Visited before 2000
*/
define Check: visit < @2000-01-01
/*
@id: EXCL01
@category: exclusion
@short: High creatinine
*/
define High: creatinine > 100 'umol/L'
"""

HEADER = "subject_id,verdict,INCL01,EXCL01\n"


@unittest.skipUnless(programs.path("screen").exists(), "screen is not built: libcsv is missing")
class ScreenTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.rules = self.write("demo.cql", RULES)

    def write(self, name, content):
        path = self.directory / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def screen(self, given, *options):
        return programs.run("screen", "-r", self.rules, *options, given=given)

    def assert_nothing_done(self, result, *parts):
        status, out, err = result
        self.assertEqual((status, out), (2, ""))
        for part in parts:
            self.assertIn(part, err)


class Rows(ScreenTest):
    def test_verdicts(self):
        given = (
            "subject_id,age,creatinine,smoker\n"
            "1,18,100,true\n"
            "2,17,100,\n"
            "3,18,100.00000001,no\n"
            "4,18,,YES\n"
            "5,,1.2 mg/dL,0\n"
            "6,18.0,0.1 'mmol/L',FALSE\n"
        )
        self.assertEqual(
            self.screen(given),
            (
                0,
                HEADER + "1,eligible,true,false\n"
                "2,ineligible,false,false\n"
                "3,ineligible,true,true\n"
                "4,undetermined,true,unknown\n"
                "5,ineligible,unknown,true\n"
                "6,eligible,true,false\n",
                "",
            ),
        )

    def test_file_and_standard_input(self):
        given = "subject_id,age,creatinine\n1,18,100\n"
        expected = (0, HEADER + "1,eligible,true,false\n", "")
        path = self.write("cohort.csv", given)
        self.assertEqual(self.screen(given), expected)
        self.assertEqual(self.screen(given, "-"), expected)
        self.assertEqual(self.screen("", path), expected)
        self.assertEqual(programs.run("screen", path, "-r", self.rules), expected)

    def test_default_rule_set(self):
        status, out, _ = programs.run("screen", given="subject_id,arco_stage\nx,IV\n")
        header, row = csv.reader(io.StringIO(out))
        self.assertEqual(status, 0)
        self.assertEqual(len(header), 2 + 33)
        self.assertEqual(header[:3] + header[-1:], ["subject_id", "verdict", "INCL02", "EXCL29"])
        self.assertEqual(row[:2], ["x", "ineligible"])
        self.assertEqual(
            programs.run("screen", "-r", "NCT07101562", given="subject_id,arco_stage\nx,IV\n")[1],
            out,
        )

    def test_any_order_and_absent_columns(self):
        self.assertEqual(
            self.screen('age,note,subject_id\n18,"a, ""b""\nc",1\n'),
            (0, HEADER + "1,undetermined,true,unknown\n", ""),
        )

    def test_no_rows(self):
        for given in ("subject_id,age\n", "subject_id", "subject_id\r\n\r\n"):
            with self.subTest(given):
                self.assertEqual(self.screen(given), (0, HEADER, ""))

    def test_line_ends_and_byte_order_mark(self):
        for end in ("\n", "\r\n", "\r"):
            for mark in ("", "\ufeff"):
                for last in ("", end, end + end):
                    given = (
                        mark
                        + "subject_id,age,creatinine"
                        + end
                        + '1,18,"100"'
                        + end
                        + end
                        + "2,17,100"
                        + last
                    )
                    with self.subTest(given):
                        self.assertEqual(
                            self.screen(given),
                            (
                                0,
                                HEADER + "1,eligible,true,false\n" "2,ineligible,false,false\n",
                                "",
                            ),
                        )

    def test_ids_are_quoted_where_needed(self):
        ids = ["plain", "with, comma", 'with "quote"', "two\nlines", " blanks ", "", "ü", "'"]
        given = io.StringIO()
        csv.writer(given).writerows([["subject_id", "age"]] + [[i, "17"] for i in ids])
        status, out, err = self.screen(given.getvalue())
        self.assertEqual((status, err), (0, ""))
        self.assertEqual([row[0] for row in csv.reader(io.StringIO(out))][1:], ids)
        self.assertIn("\nplain,", out)

    def test_wide_and_long_cells(self):
        given = 'subject_id,age,note\n1,17,%s\n2,17,%s\n3,17,"%s"\n' % (
            "x" * 65536,
            "x" * 65537,
            "\n" * 3000,
        )
        status, out, err = self.screen(given)
        self.assertEqual(status, 1)
        self.assertEqual(
            [line.split(",")[1] for line in out.splitlines()[1:]],
            ["ineligible", "error", "ineligible"],
        )
        self.assertIn("row 3, column 3: note: the text is too long", err)

    def test_many_rows_in_constant_memory(self):
        given = "subject_id,age,creatinine,note\n" + "".join(
            "%d,%d,%d,%s\n" % (i, 10 + i % 20, 50 + i % 100, "x" * (i % 50)) for i in range(20000)
        )
        status, out, _ = self.screen(given)
        self.assertEqual(status, 0)
        rows = list(csv.reader(io.StringIO(out)))[1:]
        self.assertEqual(len(rows), 20000)
        for i, row in enumerate(rows):
            adult, high = 10 + i % 20 >= 18, 50 + i % 100 > 100
            verdict = "eligible" if adult and not high else "ineligible"
            self.assertEqual(row, [str(i), verdict, str(adult).lower(), str(high).lower()])


class BadRows(ScreenTest):
    def test_cells_that_cannot_be_read(self):
        cells = {
            "age": ["x", "3.5", "NA", "nan", "99999999999"],
            "creatinine": ["88,4", "NA", "5 mmol", "1 2"],
            "smoker": ["maybe", "2", "NA"],
            "visit": ["31.08.2025", "2025-02-30"],
        }
        for column, values in cells.items():
            for value in values:
                with self.subTest((column, value)):
                    given = 'subject_id,%s\n1,"%s"\n2,\n' % (column, value)
                    status, out, err = self.screen(given)
                    self.assertEqual(status, 1)
                    self.assertEqual(out, HEADER + "1,error,,\n2,undetermined,unknown,unknown\n")
                    self.assertIn("row 2, column 2: %s: " % column, err)

    def test_every_bad_cell_is_told(self):
        status, out, err = self.screen("subject_id,age,smoker,visit\n1,x,y,z\n2,18,no,2020\n")
        self.assertEqual(status, 1)
        self.assertEqual(out, HEADER + "1,error,,\n2,undetermined,true,unknown\n")
        self.assertEqual(
            [line.split(": ")[2] for line in err.splitlines()],
            ["row 2, column 2", "row 2, column 3", "row 2, column 4"],
        )

    def test_more_or_fewer_cells(self):
        status, out, err = self.screen("subject_id,age\n1,18,3\n2\n3,18\n")
        self.assertEqual(status, 1)
        self.assertEqual(out, HEADER + "1,error,,\n2,error,,\n3,undetermined,true,unknown\n")
        self.assertIn("row 2: 3 cells, but the header has 2", err)
        self.assertIn("row 3: 1 cells, but the header has 2", err)

    def test_all_rows_bad(self):
        self.assertEqual(
            self.screen("subject_id,age\n1,x\n2,y\n")[:2], (1, HEADER + "1,error,,\n2,error,,\n")
        )

    def test_quotes_out_of_place(self):
        given = (
            "subject_id,age,note\n"
            "1,18,a\n"
            '2,17,say "hello"\n'
            "3,18,b\n"
            '4,17,"open\n'
            "5,17,c\n"
            '6,17,"d"\n'
            "7,17,e\n"
        )
        status, out, err = self.screen(given)
        self.assertEqual(status, 1)
        self.assertEqual(
            [row[:2] for row in csv.reader(io.StringIO(out))][1:],
            [
                ["1", "undetermined"],
                ["2", "error"],
                ["3", "undetermined"],
                ["4", "error"],
                ["5", "ineligible"],
                ["6", "ineligible"],
                ["7", "ineligible"],
            ],
        )
        self.assertIn("row 3: a quote", err)
        self.assertIn("row 5: ", err)

    def test_quote_that_is_never_closed(self):
        given = (
            "subject_id,age,note\n"
            + '1,17,"open\n'
            + "".join("%d,17,x\n" % i for i in range(2, 3000))
        )
        status, out, err = self.screen(given)
        self.assertEqual(status, 1)
        self.assertEqual(
            [row[:2] for row in csv.reader(io.StringIO(out))][1:],
            [["1", "error"]] + [[str(i), "ineligible"] for i in range(2, 3000)],
        )
        self.assertEqual(err.count("\n"), 1)
        self.assertIn("row 2: a quote is not closed", err)

    def test_record_beyond_all_bounds(self):
        given = 'subject_id,age,note\n1,17,%s\n2,17,b\n3,17,"%s\n4,17,c\n' % (
            "x" * 3000000,
            "y" * 3000000,
        )
        status, out, err = self.screen(given)
        self.assertEqual(status, 1)
        self.assertEqual(
            [row[1] for row in csv.reader(io.StringIO(out))][1:],
            ["error", "ineligible", "error", "ineligible"],
        )
        self.assertEqual(err.count("the record is too long"), 2)

    def test_nul_and_invalid_bytes(self):
        status, out, err = self.screen(
            b"subject_id,age,note\n1,17,a\0b\n\xff,17,x\n3,17,\xff\n4,17,y\n"
        )
        self.assertEqual(status, 1)
        self.assertEqual(
            [line.split(",")[1] for line in out.splitlines()[1:]],
            ["error", "ineligible", "error", "ineligible"],
        )
        self.assertIn("row 2: a cell holds a NUL byte", err)
        self.assertIn('row 4, column 3: note: "?" is not UTF-8', err)

    def test_rows_are_counted_with_empty_ones(self):
        _, _, err = self.screen('subject_id,age\r\n\r\n1,"18"\r\n\r\n\r\n2,x\r\n')
        self.assertIn("row 6, column 2: ", err)


class Headers(ScreenTest):
    def test_no_header(self):
        for given in ("", "\n", "\r\n\r\n", "\ufeff"):
            with self.subTest(given):
                self.assert_nothing_done(self.screen(given), "there is no header")

    def test_no_subject_id(self):
        self.assert_nothing_done(self.screen("age\n18\n"), "there is no column subject_id")
        self.assert_nothing_done(
            self.screen("Subject_ID,age\n1,18\n"), "there is no column subject_id"
        )

    def test_unknown_column(self):
        given = "subject_id,agee,x\n1,18,2\n"
        self.assert_nothing_done(
            self.screen(given),
            "column 2",
            '"agee"',
            "did you mean age?",
            "column 3",
            '"x"',
            "--extra-columns",
        )
        self.assertEqual(
            self.screen(given, "--extra-columns"),
            (0, HEADER + "1,undetermined,unknown,unknown\n", ""),
        )

    def test_doubled_column(self):
        self.assert_nothing_done(
            self.screen("subject_id,age,age\n1,18,18\n"), 'column 3: a second column "age"'
        )
        self.assert_nothing_done(self.screen("subject_id,age,subject_id\n1,18,1\n"), "column 3")
        self.assert_nothing_done(
            self.screen("subject_id,x,x\n1,18,1\n", "--extra-columns"), "column 3"
        )

    def test_column_without_a_name(self):
        for options in ((), ("--extra-columns",)):
            self.assert_nothing_done(
                self.screen("subject_id,,age\n1,,18\n", *options), "column 2", "no name"
            )

    def test_blanks_around_names(self):
        self.assertEqual(
            self.screen("subject_id, age ,creatinine\n1,18,100\n"),
            (0, HEADER + "1,eligible,true,false\n", ""),
        )

    def test_criterion_is_no_column(self):
        self.assert_nothing_done(self.screen("subject_id,INCL01\n1,true\n"), '"INCL01"')

    def test_utf_16(self):
        self.assert_nothing_done(self.screen("subject_id\n1\n".encode("utf-16")), "UTF-16")

    def test_broken_header(self):
        self.assert_nothing_done(
            self.screen('subject_id,"age\n1,18\n'), "row 1: a quote is not closed"
        )


class Json(ScreenTest):
    def test_reports(self):
        given = (
            "subject_id,age,creatinine,visit\n1,18,1 mg/dL,1999-12-31\n"
            '"a ""b"" \\",x,,\n3,17,9999,\n'
        )
        status, out, _ = self.screen(given, "--json")
        first, second, third = map(json.loads, out.splitlines())
        self.assertEqual(status, 1)
        self.assertEqual(first["verdict"], "eligible")
        digest = hashlib.sha256(RULES.encode()).hexdigest()
        self.assertEqual(first["ruleset"], {"name": "Demo", "version": "1.0", "digest": digest})
        self.assertEqual(
            [
                {name: criterion[name] for name in ("id", "category", "status", "missing")}
                for criterion in first["criteria"]
            ],
            [
                {"id": "INCL01", "category": "inclusion", "status": "true", "missing": []},
                {"id": "CHECK01", "category": "check", "status": "true", "missing": []},
                {"id": "EXCL01", "category": "exclusion", "status": "false", "missing": []},
            ],
        )
        self.assertEqual([q["code"] for q in first["queries"]], ["converted", "contradiction"])
        self.assertEqual(sorted(second), ["message", "subject_id", "verdict"])
        self.assertEqual((second["subject_id"], second["verdict"]), ('a "b" \\', "error"))
        self.assertIn("row 3, column 2: age: ", second["message"])
        self.assertEqual((third["verdict"], third["missing"]), ("ineligible", []))
        leaf = third["criteria"][2]["leaves"][0]
        reason = "creatinine (9999 umol/L is implausible) not known"
        self.assertEqual(
            third["criteria"][2],
            {
                "id": "EXCL01",
                "category": "exclusion",
                "status": "unknown",
                "missing": ["creatinine"],
                "reason": reason,
                "leaves": [leaf],
            },
        )
        self.assertEqual(
            (leaf["text"], leaf["truth"], leaf["label"], leaf["value"], leaf["limit"]),
            (reason, "unknown", "creatinine", None, "100"),
        )

    def test_always_json(self):
        status, out, _ = self.screen(
            b"subject_id,age\n\xff\x01\t,x\n\xc3\xa4,18,\n\xe2\x82,18\n", "--json"
        )
        self.assertEqual(status, 1)
        self.assertEqual(
            [json.loads(line)["subject_id"] for line in out.splitlines()],
            ["\ufffd\x01\t", "ä", "\ufffd\ufffd"],
        )

    def test_no_rows(self):
        self.assertEqual(self.screen("subject_id\n", "--json"), (0, "", ""))


class Table(ScreenTest):
    def test_table(self):
        given = (
            "subject_id,age,creatinine,visit\n1,18,100,\n2,17,101,\n3,,,1999-01-01\n4,x,,\n"
            "an-id-that-is-wider-than-its-column,18,100,\n"
        )
        status, out, _ = self.screen(given, "--table")
        lines = out.splitlines()
        self.assertEqual(status, 1)
        self.assertEqual(lines[0], "Demo 1.0")
        self.assertTrue(all(len(line) <= 100 and line == line.rstrip() for line in lines))
        self.assertIn("1           eligible", lines)
        self.assertIn("2           ineligible    INCL01 not met: age 17 < 18", lines)
        self.assertIn(" " * 26 + "EXCL01 met: creatinine 101 umol/L > 100 umol/L", lines)
        self.assertIn("3           undetermined  INCL01 unknown: needs age", lines)
        self.assertIn(" " * 26 + "query: CHECK01: Visited before 2000", lines)
        self.assertIn("            eligible", lines)
        self.assertTrue(
            any(
                line.startswith("4           error         row 5, column 2: age: ")
                for line in lines
            )
        )
        self.assertEqual(lines[-1], "5 subjects: 2 eligible, 1 ineligible, 1 undetermined, 1 error")

    def test_wraps(self):
        status, out, _ = programs.run("screen", "--table", given="subject_id\n1\n")
        self.assertEqual(status, 0)
        self.assertTrue(all(len(line) <= 100 for line in out.splitlines()))
        self.assertIn("1 subject: 0 eligible, 0 ineligible, 1 undetermined, 0 error", out)


NOW_RULES = """library Late version '1.0'
parameter birth Date
parameter seen DateTime
/*
@id: ADULT
@category: inclusion
*/
define Adult: CalculateAgeInYears(birth) >= 18
/*
@id: RECENT
@category: inclusion
*/
define Recent: seen after Now() - 24 hours
"""
NOW_COHORT = (
    "subject_id,birth,seen\n1,2008-03-01,2026-02-28T12:00Z\n2,2008-03-02,2026-02-27T12:00Z\n"
    "3,,2026-02-28T13:00\n"
)
NOW_HEADER = "subject_id,verdict,ADULT,RECENT\n"


class Now(ScreenTest):
    """Ages and a window of time, by the calendar: 18 years on 2026-03-01, a day before Now."""

    def setUp(self):
        super().setUp()
        self.rules = self.write("late.cql", NOW_RULES)

    def test_without_it_nothing_is_known(self):
        self.assertEqual(
            self.screen(NOW_COHORT),
            (
                0,
                NOW_HEADER + "1,undetermined,unknown,unknown\n2,undetermined,unknown,unknown\n"
                "3,undetermined,unknown,unknown\n",
                "",
            ),
        )

    def test_every_row_has_it(self):
        expected = (
            NOW_HEADER
            + "1,eligible,true,true\n2,ineligible,false,false\n3,undetermined,unknown,true\n"
        )
        for time in ("2026-03-01T11:00:00.000Z", "2026-03-01T12:00:00.000+01:00"):
            with self.subTest(time):
                self.assertEqual(self.screen(NOW_COHORT, "--now", time), (0, expected, ""))

    def test_the_time_zone_counts(self):
        # The same moment; west of Greenwich it is still February. What has no zone of its own is in
        # that one: 13:00 there is 22:30Z.
        status, out, _ = self.screen(NOW_COHORT, "--now", "2026-02-28T23:00:00.000-09:30")
        self.assertEqual(status, 0)
        self.assertEqual(
            out,
            NOW_HEADER
            + "1,ineligible,false,true\n2,ineligible,false,false\n3,undetermined,unknown,true\n",
        )
        status, out, _ = self.screen(NOW_COHORT, "--now", "2026-03-01T23:30:00.000+14:00")
        self.assertIn("3,ineligible,unknown,false\n", out)

    def test_other_forms_of_output(self):
        time = ("--now", "2026-03-01T11:00:00.000Z")
        _, out, _ = self.screen(NOW_COHORT, "--json", *time)
        self.assertEqual(
            [json.loads(line)["verdict"] for line in out.splitlines()],
            ["eligible", "ineligible", "undetermined"],
        )
        _, out, _ = self.screen(NOW_COHORT, *time, "--table")
        self.assertIn("3 subjects: 1 eligible, 1 ineligible, 1 undetermined, 0 error", out)

    def test_refused(self):
        for time in ("2026-03-01", "2026-03-01T11:00:00.000", "11:00", "today", "2026-02-30T11Z"):
            with self.subTest(time):
                self.assert_nothing_done(
                    self.screen(NOW_COHORT, "--now", time),
                    'screen: --now: the time of the evaluation: "%s" is not a date, a time' % time,
                )
        self.assert_nothing_done(self.screen(NOW_COHORT, "--now", ""), "the time is empty")


class Usage(ScreenTest):
    def test_rule_sets(self):
        given = "subject_id\n1\n"
        self.assert_nothing_done(programs.run("screen", "-r", "NCT0", given=given), "NCT0")
        self.assert_nothing_done(
            programs.run("screen", "-r", self.directory / "gone.cql", given=given), "gone.cql"
        )
        self.assert_nothing_done(
            programs.run("screen", "-r", self.directory, given=given), str(self.directory)
        )
        broken = self.write("broken.cql", "define a: 1 +\n")
        self.assert_nothing_done(
            programs.run("screen", "-r", broken, given=given), "%s:1:14: error: " % broken
        )
        none = self.write("none.cql", "define a: 1\n")
        self.assert_nothing_done(programs.run("screen", "-r", none, given=given), "no criterion")

    def test_included_library_beside(self):
        self.write("Limits.cql", "library Limits define adult: 21")
        rules = self.write(
            "r.cql",
            "include Limits\nparameter age Integer\n/*\n@id: A\n@category: inclusion\n*/\n"
            "define a: age >= Limits.adult\n",
        )
        self.assertEqual(
            programs.run("screen", "-r", rules, given="subject_id,age\n1,20\n2,21\n"),
            (0, "subject_id,verdict,A\n1,ineligible,false\n2,eligible,true\n", ""),
        )

    def test_no_such_cohort(self):
        self.assert_nothing_done(self.screen("", self.directory / "gone.csv"), "gone.csv")
        self.assert_nothing_done(self.screen("", self.directory), str(self.directory))

    def test_wrong_arguments(self):
        for arguments in (("--unknown",), ("-r",), ("--now",), ("a", "b"), ("-x",)):
            with self.subTest(arguments):
                self.assert_nothing_done(programs.run("screen", *arguments), "usage: screen")

    def test_help_and_version(self):
        status, out, err = programs.run("screen", "--help")
        self.assertEqual((status, err), (0, ""))
        self.assertIn("usage: screen", out)
        status, out, _ = programs.run("screen", "--version")
        self.assertEqual(status, 0)
        self.assertRegex(out, r"^screen \(libnfhscreen\) \d+\.\d+\.\d+\n$")

    @unittest.skipUnless(pathlib.Path("/dev/full").exists(), "there is no full device")
    def test_output_that_cannot_be_written(self):
        for rows in (1, 5000):
            given = "subject_id,age\n" + "1,18\n" * rows
            with open("/dev/full", "wb") as full:
                done = subprocess.run(
                    [str(programs.path("screen")), "-r", str(self.rules)],
                    input=given.encode(),
                    stdout=full,
                    stderr=subprocess.PIPE,
                    check=False,
                )
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"standard output", done.stderr)


if __name__ == "__main__":
    unittest.main()
