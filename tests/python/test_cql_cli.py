# SPDX-License-Identifier: MIT
"""The program cql: what it prints, where, and how it ends."""

import datetime
import pathlib
import subprocess
import tempfile
import unittest

import programs


def cql(*arguments, **options):
    return programs.run("cql", *arguments, **options)


class Expressions(unittest.TestCase):
    # From the contract of the program, and from the language's own rules.
    VALUES = {
        "true": "true",
        "not true": "false",
        "null": "null",
        "2 + 3": "5",
        "2L + 3L": "5L",
        "1 + 0.50": "1.5",
        "1.0 * 2": "2.0",
        "'a'": "'a'",
        "@2024-02-29": "@2024-02-29",
        "5 'mg'": "5 'mg'",
        "Interval[1, 5]": "Interval[1, 5]",
        "2.5 'mg' + 0.5 'mg'": "3 'mg'",
        "true or null": "true",
        "true and null": "null",
        "@2024-02-29 + 1 year": "@2025-02-28",
    }

    def test_values(self):
        for expression, value in self.VALUES.items():
            with self.subTest(expression):
                self.assertEqual(cql("-e", expression), (0, value + "\n", ""))

    def test_compile_error(self):
        status, out, err = cql("-e", "1 + 'a'")
        self.assertEqual((status, out), (1, ""))
        lines = err.splitlines()
        self.assertRegex(lines[0], r"^1:3: error: .* \[3002\]$")
        self.assertEqual(lines[1:], ["1 + 'a'", "  ^"])

    def test_every_error_is_told(self):
        status, _, err = cql("-e", "(a) + (b)")
        self.assertEqual(status, 1)
        self.assertEqual(err.count(": error: "), 2)

    def test_run_time_error(self):
        status, out, err = cql("-e", "Interval[2, 1]")
        self.assertEqual((status, out), (2, ""))
        self.assertIn("ends before it starts", err)

    def test_empty(self):
        status, out, err = cql("-e", "")
        self.assertEqual((status, out), (1, ""))
        self.assertIn("1:1: error: ", err)


class Lines(unittest.TestCase):
    def test_one_line_each(self):
        given = "1 + 1\r\n\nInterval[2, 1]\n1 +\n'ü'\n  3.0  \nnull"
        status, out, err = cql("-", given=given)
        lines = out.splitlines()
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(len(lines), 7)
        self.assertEqual([lines[i] for i in (0, 4, 5, 6)], ["2", "'ü'", "3.0", "null"])
        self.assertRegex(lines[1], r"^error: 1:1: .* \[\d+\]$")
        self.assertRegex(lines[2], r"^error: .*ends before it starts")
        self.assertRegex(lines[3], r"^error: 1:4: .* \[\d+\]$")

    def test_nothing(self):
        self.assertEqual(cql("-", given=""), (0, "", ""))

    def test_strange_bytes(self):
        status, out, _ = cql("-", given=b"\xff\n\x00\n1\n")
        self.assertEqual(status, 0)
        self.assertEqual([line[:6] for line in out.splitlines()], ["error:", "error:", "1"])

    def test_longer_than_the_limit(self):
        status, out, _ = cql("-", given=b"1" + b" " * (1 << 20) + b"\n2\n")
        self.assertEqual(status, 0)
        self.assertEqual(out, "error: a limit of the library was reached\n2\n")

    def test_answers_at_once(self):
        with subprocess.Popen(
            [str(programs.path("cql")), "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            for i in range(3):
                process.stdin.write(b"%d + 1\n" % i)
                process.stdin.flush()
                self.assertEqual(process.stdout.readline(), b"%d\n" % (i + 1))
            process.stdin.close()
            self.assertEqual(process.wait(timeout=30), 0)


class Files(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def write(self, name, text):
        path = self.directory / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_definitions(self):
        path = self.write(
            "a.cql",
            "parameter n Integer\n/*\n@unit: kg\n*/ parameter w Quantity\n"
            'define Sum: n + Hidden\ndefine "In kg": w\ndefine private Hidden: 1\n',
        )
        self.assertEqual(cql(path), (0, "Sum: null\nIn kg: null\n", ""))
        self.assertEqual(cql(path, "n=2.0", "w=500 g"), (0, "Sum: 3\nIn kg: 0.5 'kg'\n", ""))
        self.assertEqual(cql(path, "n=", "w=1=1")[0], 2)

    def test_refused_values(self):
        path = self.write("a.cql", "parameter number Integer define a: number")
        status, out, err = cql(path, "number=x", "numbr=1", "other")
        self.assertEqual((status, out), (2, ""))
        self.assertIn('number: "x" is not an integer', err)
        self.assertIn("did you mean number?", err)
        self.assertIn("'other' is not NAME=VALUE", err)

    def test_run_time_error(self):
        path = self.write("a.cql", "define a: Interval[2, 1]\ndefine b: 1\n")
        status, out, _ = cql(path)
        self.assertEqual(status, 2)
        self.assertRegex(out, r"^a: error: .*ends before it starts\nb: 1\n$")

    def test_compile_error(self):
        path = self.write("a.cql", "define a: 1 +\ndefine b: x\n")
        for arguments in ((path,), ("--check", path)):
            status, out, err = cql(*arguments)
            self.assertEqual((status, out), (1, ""))
            self.assertIn("%s:1:14: error: " % path, err)
            self.assertIn("%s:2:11: error: " % path, err)

    def test_check(self):
        path = self.write("a.cql", "define a: Interval[1, 2]")
        self.assertEqual(cql("--check", path), (0, "", ""))
        self.assertEqual(cql("--check", "--strict", path), (0, "", ""))

    def test_check_warnings(self):
        path = self.write("a.cql", "parameter n Integer\ndefine a: 1")
        warning = (
            "%s:1:11: warning: nothing uses the parameter 'n' [7401]\n"
            "parameter n Integer\n          ^\n" % path
        )
        self.assertEqual(cql("--check", path), (0, "", warning))
        self.assertEqual(cql("--check", "--strict", path), (1, "", warning))
        self.assertEqual(cql(path), (0, "a: 1\n", warning))

    def test_check_allowed(self):
        path = self.write("a.cql", "// @allow: 7401 later\nparameter n Integer\ndefine a: 1")
        self.assertEqual(cql("--check", "--strict", path), (0, "", ""))

    def test_check_strict_errors(self):
        path = self.write("a.cql", "define a: b")
        self.assertEqual(cql("--check", "--strict", path)[0], 1)
        self.assertEqual(cql("--check", "--strict", "gone.cql")[0], 2)

    def test_included_library_beside(self):
        self.write("Other.cql", "library Other include Third define x: Third.y + 1")
        self.write("Third.cql", "library Third define y: 40")
        path = self.write("a.cql", "include Other called O define r: O.x + 1")
        self.assertEqual(cql(path), (0, "r: 42\n", ""))
        # From another directory, and with a path that has none.
        self.assertEqual(cql("a.cql", cwd=self.directory), (0, "r: 42\n", ""))

    def test_included_library_missing(self):
        self.write("Wrong.cql", "library Right define x: 1")
        path = self.write(
            "a.cql", 'include Gone\ninclude Wrong\ninclude "../a" called X\ndefine r: 1'
        )
        status, out, err = cql(path)
        self.assertEqual((status, out), (1, ""))
        for line, name in ((1, "Gone"), (2, "Wrong"), (3, "../a")):
            self.assertRegex(err, r"%s:%d:9: error: .*'%s'" % (path, line, name))
        self.assertIn("NAME.cql", err)

    def test_error_in_included_library(self):
        other = self.write("Other.cql", "library Other\ndefine x: nowhere")
        path = self.write("a.cql", "include Other define r: Other.x")
        status, _, err = cql(path)
        self.assertEqual(status, 1)
        self.assertIn("%s:2:11: error: " % other, err)

    def test_no_such_file(self):
        for path in (self.directory / "gone.cql", self.directory):
            status, out, err = cql(path)
            self.assertEqual((status, out), (2, ""))
            self.assertIn(str(path), err)

    def test_byte_order_mark(self):
        path = self.directory / "a.cql"
        path.write_bytes(b"\xef\xbb\xbfdefine a: 1\r\ndefine b: 2\r\n")
        self.assertEqual(cql(path), (0, "a: 1\nb: 2\n", ""))


class Now(unittest.TestCase):
    """The time of the evaluation: the option, and the machine's clock without it."""

    TIME = "2026-03-01T00:30:00.000+14:00"  # in UTC the day before

    def test_expression(self):
        for expression, value in (
            ("Today()", "@2026-03-01"),
            ("Now() = @2026-02-28T10:30:00.000Z", "true"),
            ("TimeOfDay()", "@T00:30:00.000"),
            ("timezoneoffset from Now()", "14.0"),
            ("@2026-03-01T00:30 = @2026-02-28T10:30Z", "true"),
            ("CalculateAgeInYears(@2000-03-01)", "26"),
        ):
            with self.subTest(expression):
                self.assertEqual(cql("--now", self.TIME, "-e", expression), (0, value + "\n", ""))

    def test_lines(self):
        given = "Today()\nTimeOfDay()\n"
        expected = (0, "@2026-03-01\n@T00:30:00.000\n", "")
        self.assertEqual(cql("--now", self.TIME, "-", given=given), expected)

    def test_file(self):
        with tempfile.TemporaryDirectory() as directory:
            path = pathlib.Path(directory) / "a.cql"
            path.write_text("parameter d Date define this: Today() define past: d < Today()\n")
            self.assertEqual(
                cql("--now", self.TIME, path, "d=2026-02-28"),
                (0, "this: @2026-03-01\npast: true\n", ""),
            )
            self.assertEqual(cql("--now", self.TIME, "--check", path), (0, "", ""))
            # It comes first: behind the file stand its inputs.
            status, out, err = cql(path, "--now", self.TIME)
            self.assertEqual((status, out), (2, ""))
            self.assertIn("'--now' is not NAME=VALUE", err)

    def test_less_than_a_millisecond_is_known(self):
        self.assertEqual(
            cql("--now", "2026-03-01T12+01:00", "-e", "Now()"),
            (0, "@2026-03-01T12:00:00.000+01:00\n", ""),
        )

    def test_refused(self):
        for time in (
            "2026-03-01",
            "2026-03-01T12:00:00.000",  # no time zone
            "2026-03-01T12:00:00.000+1",
            "2026-03-01T12:00:00.000+15:00",
            "2026-02-29T12:00:00.000Z",
            "2026-03-01T24:00:00.000Z",
            "2026-03-01 12:00:00Z",
            "@2026-03-01T12:00:00.000Z",
            "now",
            " ",
        ):
            with self.subTest(time):
                status, out, err = cql("--now", time, "-e", "1")
                self.assertEqual((status, out), (2, ""))
                self.assertIn(
                    '--now: the time of the evaluation: "%s" is not a date, a' % time, err
                )
        status, out, err = cql("--now", "", "-e", "1")
        self.assertEqual((status, out), (2, ""))
        self.assertIn("--now: the time is empty", err)

    def test_position(self):
        for arguments in (
            ("--now",),
            ("--now", self.TIME),
            ("-e", "1", "--now", self.TIME),
            ("-", "--now", self.TIME),
            ("--now", self.TIME, "--now", self.TIME, "-e", "1"),
            ("--now", self.TIME, "--help"),
        ):
            with self.subTest(arguments):
                status, out, err = cql(*arguments)
                self.assertEqual((status, out), (2, ""))
                self.assertIn("usage: cql", err)

    def test_clock(self):
        before = datetime.datetime.now(datetime.timezone.utc)
        status, out, err = cql("-e", "Now()")
        after = datetime.datetime.now(datetime.timezone.utc)
        self.assertEqual((status, err), (0, ""))
        self.assertRegex(out, r"^@\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|\+00:00)\n$")
        told = datetime.datetime.strptime(out[1:20], "%Y-%m-%dT%H:%M:%S")
        told = told.replace(tzinfo=datetime.timezone.utc)
        self.assertLessEqual(before.replace(microsecond=0), told)
        self.assertLessEqual(told, after)


class Usage(unittest.TestCase):
    def test_help(self):
        status, out, err = cql("--help")
        self.assertEqual((status, err), (0, ""))
        self.assertIn("usage: cql", out)

    def test_version(self):
        status, out, _ = cql("--version")
        self.assertEqual(status, 0)
        self.assertRegex(out, r"^cql \(libnfhscreen\) \d+\.\d+\.\d+\n$")

    def test_wrong(self):
        for arguments in (
            (),
            ("-e",),
            ("-e", "1", "2"),
            ("--check",),
            ("--check", "--strict"),
            ("--check", "a.cql", "b.cql"),
            ("--strict", "a.cql"),
            ("--unknown",),
            ("-", "x"),
            ("",),
        ):
            with self.subTest(arguments):
                status, out, err = cql(*arguments)
                self.assertEqual((status, out), (2, ""))
                self.assertIn("usage: cql", err)

    @unittest.skipUnless(pathlib.Path("/dev/full").exists(), "there is no full device")
    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [str(programs.path("cql")), "-e", "1"],
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        self.assertEqual(done.returncode, 2)
        self.assertNotEqual(done.stderr, b"")


if __name__ == "__main__":
    unittest.main()
