# SPDX-License-Identifier: MIT
"""examples/python/nfhscreen.py: the module that researchers copy, with NumPy and without."""

import csv
import datetime
import decimal
import doctest
import gc
import hashlib
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "examples" / "python"))
BUILD = pathlib.Path(os.environ.get("NFH_BUILD", TOP / "build"))
os.environ.setdefault("NFHSCREEN_LIBRARY", str(BUILD / "libnfhscreen.so"))

import nfhscreen  # noqa: E402  pylint: disable=wrong-import-position

try:
    import numpy
except ImportError:
    numpy = None

RULES = """library Demo version '1.0'
/*
@prompt: Age in years
*/
parameter age Integer
/*
@unit: umol/L
@min: 5
@max: 5000
@accept: mg/dL = 88.4 umol/L
*/
parameter creatinine Quantity
parameter smoker Boolean
/*
@values: a|b
*/
parameter grp String
parameter visit Date
parameter ratio Decimal
/*
@id: INCL01
@category: inclusion
@short: Adult
@text: Adults only
*/
define Adult: age >= 18
/*
@id: EXCL01
@category: exclusion
*/
define High: creatinine > 100 'umol/L'
/*
@id: CHECK01
@category: check
*/
define Early: visit < @2000-01-01
define Group: grp
define Smoker: smoker
define Ratio: ratio
define Visit: visit
define Creatinine: creatinine
"""


class Documentation(unittest.TestCase):
    def test_examples(self):
        result = doctest.testmod(nfhscreen)
        self.assertGreater(result.attempted, 25)
        self.assertEqual(result.failed, 0)


class Library(unittest.TestCase):
    def test_version(self):
        self.assertRegex(nfhscreen.library_version(), r"^\d+\.\d+\.\d+$")

    def import_in_new_process(self, **environment):
        code = "import nfhscreen; print(nfhscreen.library_version())"
        return subprocess.run(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
            env={**os.environ, "PYTHONPATH": str(TOP / "examples" / "python"), **environment},
        )

    def test_named_library(self):
        self.assertEqual(self.import_in_new_process().returncode, 0)

    def test_named_library_that_is_not_there(self):
        done = self.import_in_new_process(NFHSCREEN_LIBRARY="/nowhere/libnfhscreen.so")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"/nowhere/libnfhscreen.so", done.stderr)

    @unittest.skipUnless(sys.platform == "linux", "names of shared libraries differ")
    def test_library_of_a_checkout(self):
        with tempfile.TemporaryDirectory() as directory:
            top = pathlib.Path(directory)
            (top / "examples" / "python").mkdir(parents=True)
            (top / "build").mkdir()
            shutil.copy(nfhscreen.__file__, top / "examples" / "python")
            shutil.copy(os.environ["NFHSCREEN_LIBRARY"], top / "build" / "libnfhscreen.so")
            environment = {**os.environ, "PYTHONPATH": str(top / "examples" / "python")}
            del environment["NFHSCREEN_LIBRARY"]
            code = "import nfhscreen; print(nfhscreen.library_version())"
            done = subprocess.run(
                [sys.executable, "-c", code], stdout=subprocess.PIPE, check=True, env=environment
            )
            self.assertRegex(done.stdout, rb"^\d+\.\d+\.\d+\n$")

    def test_every_public_name_exists(self):
        for name in nfhscreen.__all__:
            self.assertTrue(hasattr(nfhscreen, name), name)


class Rulesets(unittest.TestCase):
    def setUp(self):
        self.ruleset = nfhscreen.Ruleset.from_text(RULES)

    def test_missing(self):
        for kind, word in (
            (nfhscreen.Missing.NOT_DONE, "not done"),
            (nfhscreen.Missing.REFUSED, "refused"),
            (nfhscreen.Missing.NOT_APPLICABLE, "not applicable"),
            (nfhscreen.Missing.UNKNOWN, "unknown"),
        ):
            name = self.ruleset.parameters[0].name
            self.assertEqual(self.ruleset.screen({name: kind}).kinds, {name: word})
        self.assertEqual(self.ruleset.screen({}).kinds, {})
        with self.assertRaisesRegex(nfhscreen.Error, "there is no parameter"):
            self.ruleset.screen({"nothing": nfhscreen.Missing.REFUSED})

    def test_what_it_tells(self):
        self.assertEqual((self.ruleset.name, self.ruleset.version), ("Demo", "1.0"))
        self.assertEqual(repr(self.ruleset), "<Ruleset Demo 1.0>")
        self.assertEqual(self.ruleset.digest, hashlib.sha256(RULES.encode()).hexdigest())
        self.assertEqual(
            [(p.name, p.type) for p in self.ruleset.parameters],
            [
                ("age", "Integer"),
                ("creatinine", "Quantity"),
                ("smoker", "Boolean"),
                ("grp", "String"),
                ("visit", "Date"),
                ("ratio", "Decimal"),
            ],
        )
        self.assertEqual(self.ruleset.parameters[0].prompt, "Age in years")
        self.assertEqual(
            self.ruleset.parameters[1],
            nfhscreen.Parameter("creatinine", "Quantity", "umol/L", None, "5", "5000", None),
        )
        self.assertEqual(self.ruleset.parameters[3].values, ("a", "b"))
        self.assertEqual(
            self.ruleset.criteria[0],
            nfhscreen.Criterion("INCL01", "Adult", "inclusion", "Adult", "Adults only"),
        )
        self.assertEqual(
            [c.category for c in self.ruleset.criteria], ["inclusion", "exclusion", "check"]
        )
        self.assertEqual(self.ruleset.definitions[-1], "Creatinine")

    def test_built_in(self):
        trial = nfhscreen.Ruleset()
        self.assertEqual(trial.name, "NCT07101562")
        self.assertEqual(sum(c.category != "check" for c in trial.criteria), 33)
        with self.assertRaises(nfhscreen.Error) as caught:
            nfhscreen.Ruleset("NCT0")
        self.assertEqual(caught.exception.name, "NFH_E_NAME")
        self.assertIn("NCT07101562", str(caught.exception))

    def test_errors_of_a_rule_set(self):
        with self.assertRaises(nfhscreen.CompileError) as caught:
            nfhscreen.Ruleset.from_text("define a: 1 +\ndefine b: x", file="mine.cql")
        self.assertEqual(caught.exception.name, "NFH_E_COMPILE")
        self.assertEqual(len(caught.exception.diagnostics), 2)
        self.assertTrue(caught.exception.diagnostics[1].startswith("mine.cql:2:11: error: "))
        with self.assertRaises(nfhscreen.CompileError) as caught:
            nfhscreen.Ruleset.from_text("include Gone")
        self.assertEqual(caught.exception.name, "NFH_E_INCLUDE")
        with self.assertRaises(nfhscreen.Error) as caught:
            nfhscreen.Ruleset.from_text(" " * (1 << 20) + " ")
        self.assertEqual(caught.exception.name, "NFH_E_LIMIT")

    def test_libraries(self):
        text = "include Other define r: Other.x + 1"
        ruleset = nfhscreen.Ruleset.from_text(
            text, libraries={"o.cql": "library Other define x: 41"}
        )
        self.assertEqual(ruleset.evaluate({}), {"r": "42"})

    def test_files(self):
        with tempfile.TemporaryDirectory() as directory:
            path = pathlib.Path(directory)
            (path / "Other.cql").write_text("library Other define x: 41", encoding="utf-8")
            (path / "main.cql").write_text("include Other define r: Other.x + 1", encoding="utf-8")
            self.assertEqual(
                nfhscreen.Ruleset.from_file(path / "main.cql").evaluate({}), {"r": "42"}
            )
            self.assertEqual(
                nfhscreen.Ruleset.from_file(str(path / "main.cql")).evaluate({}), {"r": "42"}
            )
            (path / "main.cql").write_text(
                'include "../main" called M define r: 1', encoding="utf-8"
            )
            with self.assertRaises(nfhscreen.CompileError):
                nfhscreen.Ruleset.from_file(path / "main.cql")
            with self.assertRaises(FileNotFoundError):
                nfhscreen.Ruleset.from_file(path / "gone.cql")

    def test_handles_end(self):
        for _ in range(200):
            nfhscreen.Ruleset.from_text(RULES).screen({"age": 18})
        gc.collect()


class Screening(unittest.TestCase):
    def setUp(self):
        self.ruleset = nfhscreen.Ruleset.from_text(RULES)

    def test_report(self):
        report = self.ruleset.screen(
            {"age": 18, "creatinine": (1, "mg/dL"), "visit": "1999-12-31"}, subject_id="S-ü"
        )
        self.assertEqual(report.subject_id, "S-ü")
        self.assertEqual(report.verdict, "eligible")
        self.assertEqual(report.criteria, {"INCL01": True, "EXCL01": False})
        self.assertEqual(report.checks, {"CHECK01": True})
        self.assertEqual(report.missing, [])
        self.assertEqual([q.code for q in report.queries], ["converted", "contradiction"])
        self.assertEqual(report.queries[0].parameter, "creatinine")
        self.assertEqual(report.queries[1].criterion, "CHECK01")
        self.assertEqual(json.loads(report.json)["verdict"], "eligible")

    def test_reasons(self):
        report = self.ruleset.screen({"age": 17, "creatinine": (2, "mg/dL")})
        self.assertEqual(
            report.reasons,
            {
                "INCL01": "age 17 < 18",
                "EXCL01": "creatinine 176.8 umol/L > 100 umol/L",
                "CHECK01": "visit not known",
            },
        )
        (leaf,) = report.leaves["EXCL01"]
        self.assertEqual((leaf.truth, leaf.relation, leaf.label), (True, ">", "creatinine"))
        self.assertEqual((leaf.value, leaf.unit), ("176.8", "umol/L"))
        self.assertEqual((leaf.limit, leaf.limit_unit, leaf.formula), ("100", "umol/L", None))
        self.assertEqual(leaf.text, report.reasons["EXCL01"])
        (leaf,) = report.leaves["INCL01"]
        self.assertEqual((leaf.truth, leaf.relation), (False, "<"))
        (leaf,) = report.leaves["CHECK01"]
        self.assertEqual((leaf.truth, leaf.value), (None, None))

    def test_missing(self):
        report = self.ruleset.screen({"age": 18})
        self.assertEqual(report.verdict, "undetermined")
        self.assertEqual(report.criteria, {"INCL01": True, "EXCL01": None})
        self.assertEqual(report.missing, ["creatinine"])
        self.assertEqual(
            report.criterion_missing, {"INCL01": [], "EXCL01": ["creatinine"], "CHECK01": ["visit"]}
        )

    def test_one_subject_leaves_nothing_to_the_next(self):
        self.assertEqual(self.ruleset.screen({"age": 18, "creatinine": 100}).verdict, "eligible")
        self.assertEqual(self.ruleset.screen({}).verdict, "undetermined")
        with self.assertRaises(nfhscreen.Error):
            self.ruleset.screen({"age": 18, "creatinine": "x"})
        self.assertEqual(self.ruleset.screen({}).criteria, {"INCL01": None, "EXCL01": None})

    def test_values(self):
        values = {
            "Group": [("grp", "a", "'a'"), ("grp", None, "null"), ("grp", "", "null")],
            "Smoker": [
                ("smoker", True, "true"),
                ("smoker", 0, "false"),
                ("smoker", 1.0, "true"),
                ("smoker", "no", "false"),
                ("smoker", math.nan, "null"),
            ],
            "Ratio": [
                ("ratio", 0.1, "0.1"),
                ("ratio", decimal.Decimal("1E+2"), "100.0"),
                ("ratio", 3, "3.0"),
                ("ratio", 1e-7, "0.0000001"),
                ("ratio", 1e16, "10000000000000000.0"),
                ("ratio", math.nan, "null"),
                ("ratio", decimal.Decimal("0.12345678"), "0.12345678"),
            ],
            "Visit": [
                ("visit", datetime.date(2025, 8, 31), "@2025-08-31"),
                ("visit", "2025-08", "@2025-08"),
                ("visit", datetime.datetime(2025, 8, 31, 12, 30), "@2025-08-31"),
            ],
            "Creatinine": [
                ("creatinine", 88.4, "88.4 'umol/L'"),
                ("creatinine", "1 mg/dL", "88.4 'umol/L'"),
                ("creatinine", (decimal.Decimal("0.1"), "mmol/L"), "100 'umol/L'"),
                ("creatinine", (None, "mmol/L"), "null"),
                ("creatinine", (math.nan, "mmol/L"), "null"),
            ],
        }
        for definition, rows in values.items():
            for name, value, expected in rows:
                with self.subTest((name, value)):
                    self.assertEqual(self.ruleset.evaluate({name: value})[definition], expected)

    def test_refused(self):
        refused = [
            ("age", 17.5, "NFH_E_SYNTAX"),
            ("age", 1 << 40, "NFH_E_RANGE"),
            ("age", True, "NFH_E_SYNTAX"),
            ("ratio", math.inf, "NFH_E_SYNTAX"),
            ("grp", "c", "NFH_E_VALUE"),
            ("creatinine", (1, "kg"), "NFH_E_UNIT"),
            ("creatinine", "88,4", "NFH_E_SYNTAX"),
            ("smoker", 2, "NFH_E_SYNTAX"),
            ("visit", "x", "NFH_E_SYNTAX"),
            ("agee", 17, "NFH_E_NAME"),
            ("agee", None, "NFH_E_NAME"),
            ("grp", "a\0b", "NFH_E_SYNTAX"),
        ]
        for name, value, status in refused:
            with self.subTest((name, value)):
                with self.assertRaises(nfhscreen.Error) as caught:
                    self.ruleset.screen({name: value})
                self.assertEqual(caught.exception.name, status)
        with self.assertRaises(TypeError):
            self.ruleset.screen({"age": {1}})

    def test_run_time_error(self):
        ruleset = nfhscreen.Ruleset.from_text("define a: Interval[2, 1]")
        with self.assertRaises(nfhscreen.Error) as caught:
            ruleset.evaluate({})
        self.assertEqual(caught.exception.name, "NFH_E_EVALUATE")
        self.assertIn("a: ", str(caught.exception))

    def test_rows_of_a_file(self):
        rows = csv.DictReader(["subject_id,age,creatinine", "1,18,100", "2,17,", "3,,100"])
        self.assertEqual(
            [(r.subject_id, r.verdict) for r in self.ruleset.screen_all(rows)],
            [("1", "eligible"), ("2", "ineligible"), ("3", "undetermined")],
        )

    def test_threads(self):
        found = {}

        def work(age):
            found[age] = {
                self.ruleset.screen({"age": age, "creatinine": 50}).criteria["INCL01"]
                for _ in range(100)
            }

        threads = [threading.Thread(target=work, args=(age,)) for age in range(14, 22)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found, {age: {age >= 18} for age in range(14, 22)})


MOMENTS = """parameter at DateTime
parameter clock Time
parameter visit Date
parameter note String
define At: at
define Clock: clock
define Visit: visit
define Note: note
define Today: Today()
define Late: at after Now() - 24 hours
/*
@id: INCL01
@category: inclusion
*/
define Recent: at after Now() - 24 hours
"""


def zone(hours):
    return datetime.timezone(datetime.timedelta(hours=hours))


class Moments(unittest.TestCase):
    """DateTimes, Times, and the time of the evaluation."""

    NOW = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=zone(1))

    def setUp(self):
        self.ruleset = nfhscreen.Ruleset.from_text(MOMENTS)

    def test_types(self):
        self.assertEqual(
            [(p.name, p.type) for p in self.ruleset.parameters],
            [("at", "DateTime"), ("clock", "Time"), ("visit", "Date"), ("note", "String")],
        )
        others = nfhscreen.Ruleset.from_text(
            "parameter r Ratio parameter c Code parameter k Concept parameter i Interval<Date>\n"
            "parameter h Choice<Integer, String> define r1: r"
        )
        self.assertEqual(
            [p.type for p in others.parameters], ["Ratio", "Code", "Concept", "other", "other"]
        )
        for parameter in others.parameters:
            with self.subTest(parameter.name), self.assertRaises(nfhscreen.Error) as caught:
                others.screen({parameter.name: "1:2"})
            self.assertEqual(caught.exception.name, "NFH_E_TYPE")

    def test_values(self):
        moment = datetime.datetime(2025, 8, 31, 14, 30, 5, 123999)
        rows = [
            ("at", moment, "@2025-08-31T14:30:05.123"),
            ("at", moment.replace(tzinfo=zone(2)), "@2025-08-31T14:30:05.123+02:00"),
            ("at", moment.replace(tzinfo=zone(0)), "@2025-08-31T14:30:05.123+00:00"),
            ("at", moment.replace(tzinfo=zone(-9.5)), "@2025-08-31T14:30:05.123-09:30"),
            ("at", moment.replace(microsecond=0), "@2025-08-31T14:30:05.000"),
            ("at", datetime.date(2025, 8, 31), "@2025-08-31T"),
            ("at", datetime.datetime(1, 1, 1), "@0001-01-01T00:00:00.000"),
            ("at", datetime.datetime.max, "@9999-12-31T23:59:59.999"),
            ("at", "2025-08-31T14:30+02:00", "@2025-08-31T14:30+02:00"),
            ("at", "2025-08", "@2025-08T"),
            ("at", None, "null"),
            ("at", "", "null"),
            ("clock", datetime.time(14, 30), "@T14:30:00.000"),
            ("clock", datetime.time(23, 59, 59, 999999), "@T23:59:59.999"),
            ("clock", "14:30", "@T14:30"),
            ("clock", "T14", "@T14"),
            ("clock", None, "null"),
            ("visit", moment, "@2025-08-31"),
            ("note", moment, "'2025-08-31T14:30:05.123'"),
            ("note", datetime.time(8), "'08:00:00.000'"),
        ]
        for name, value, expected in rows:
            with self.subTest((name, value)):
                self.assertEqual(self.ruleset.evaluate({name: value})[name.title()], expected)

    def test_refused(self):
        refused = [
            ("at", "2025-08-31 14:30"),
            ("at", "2025-02-29T14:30"),
            ("at", datetime.time(14, 30)),
            # Mean solar time, as old time zones have it: no offset of CQL.
            (
                "at",
                datetime.datetime(
                    1890, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(seconds=3208))
                ),
            ),
            ("at", datetime.datetime(2025, 1, 1, tzinfo=zone(14.5))),
            ("clock", "24:00"),
            ("clock", datetime.datetime(2025, 8, 31, 14, 30)),
            ("clock", datetime.time(14, 30, tzinfo=zone(2))),
            ("visit", datetime.time(14, 30)),
        ]
        for name, value in refused:
            with self.subTest((name, value)), self.assertRaises(nfhscreen.Error) as caught:
                self.ruleset.screen({name: value})
            self.assertEqual(caught.exception.name, "NFH_E_SYNTAX")
            self.assertTrue(str(caught.exception).startswith(name + ": "))

    def test_now(self):
        values = {"at": datetime.datetime(2026, 2, 28, 11, 30, tzinfo=zone(0))}
        self.assertIsNone(self.ruleset.screen(values).criteria["INCL01"])
        self.assertEqual(self.ruleset.evaluate(values)["Today"], "null")
        for now in (self.NOW, "2026-03-01T12:00:00.000+01:00", "2026-03-01T11Z"):
            with self.subTest(now):
                self.assertEqual(self.ruleset.screen(values, now=now).verdict, "eligible")
                self.assertEqual(self.ruleset.evaluate(values, now=now)["Today"], "@2026-03-01")
        # The next screening does not inherit it.
        self.assertIsNone(self.ruleset.screen(values).criteria["INCL01"])
        later = self.NOW + datetime.timedelta(minutes=30)
        self.assertIs(self.ruleset.screen(values, now=later).criteria["INCL01"], False)

    def test_time_zone_of_now(self):
        # 11:30 without a zone is 24.5 hours before 12:00 there, and less in a zone west of it.
        values = {"at": datetime.datetime(2026, 2, 28, 11, 30)}
        self.assertIs(self.ruleset.screen(values, now=self.NOW).criteria["INCL01"], False)
        west = self.NOW.astimezone(zone(0))
        self.assertIs(self.ruleset.screen(values, now=west).criteria["INCL01"], True)
        midnight = datetime.datetime(2026, 3, 1, 0, 30, tzinfo=zone(14))
        self.assertEqual(self.ruleset.evaluate({}, now=midnight)["Today"], "@2026-03-01")
        utc = midnight.astimezone(zone(0))
        self.assertEqual(self.ruleset.evaluate({}, now=utc)["Today"], "@2026-02-28")

    def test_now_of_a_cohort(self):
        rows = [{"subject_id": "1", "at": "2026-03-01T"}, {"subject_id": "2", "at": "2026-02-27"}]
        self.assertEqual(
            [r.verdict for r in self.ruleset.screen_all(rows, now=self.NOW)],
            ["eligible", "ineligible"],
        )
        self.assertEqual([r.verdict for r in self.ruleset.screen_all(rows)], ["undetermined"] * 2)

    def test_now_refused(self):
        for now in (
            datetime.datetime(2026, 3, 1, 12),  # in which time zone?
            datetime.date(2026, 3, 1),
            "2026-03-01",
            "now",
        ):
            with self.subTest(now), self.assertRaises(nfhscreen.Error) as caught:
                self.ruleset.screen({}, now=now)
            self.assertEqual(caught.exception.name, "NFH_E_SYNTAX")
            self.assertIn("the time of the evaluation", str(caught.exception))
        with self.assertRaises(TypeError):
            self.ruleset.screen({}, now=[])
        self.assertEqual(self.ruleset.evaluate({}, now="")["Today"], "null")

    @unittest.skipIf(numpy is None, "NumPy is not installed")
    def test_numpy(self):
        rows = [
            ("at", "2025-08-31T14:30:05.123456789", "ns", "@2025-08-31T14:30:05.123"),
            ("at", "2025-08-31T14:30:05", "s", "@2025-08-31T14:30:05"),
            ("at", "2025-08-31T14", "h", "@2025-08-31T14"),
            ("at", "2025-08-31", "D", "@2025-08-31T"),
            ("at", "2025-08", "M", "@2025-08T"),
            ("at", "NaT", "ns", "null"),
            ("visit", "2025-08-31T14:30:05", "ns", "@2025-08-31"),
        ]
        for name, text, unit, expected in rows:
            with self.subTest((name, text)):
                value = numpy.datetime64(text, unit)
                self.assertEqual(self.ruleset.evaluate({name: value})[name.title()], expected)


class Calculations(unittest.TestCase):
    """Values from the protocol's check values and from the definitions on paper."""

    def test_scalars(self):
        self.assertEqual(nfhscreen.creatinine_clearance(20, 70, 80, "male"), 128.36185819)
        self.assertEqual(nfhscreen.creatinine_clearance(20, 55, 60, 2), 114.30317848)
        self.assertEqual(nfhscreen.qtc_hodges(400, 100), 470.0)
        self.assertEqual(nfhscreen.qtc_framingham(400, 120), 477.0)
        self.assertEqual(nfhscreen.qtc_fridericia(400, 60), 400.0)
        self.assertEqual(nfhscreen.add_days("2024-02-28", 2), datetime.date(2024, 3, 1))
        self.assertIs(nfhscreen.ecg_qtcb_prolonged(450, 60), False)
        self.assertIs(nfhscreen.ecg_heart_rate_high(100.00000001), True)
        self.assertIs(nfhscreen.ecg_qrs_wide(120), False)
        self.assertIs(nfhscreen.ecg_pr_long(None), None)
        self.assertIs(nfhscreen.alcohol_excess(721, None, None, None, None, None, None), True)
        self.assertIs(nfhscreen.within_days("2025-09-02", datetime.date(2025, 9, 1), 30), None)

    def test_unknown(self):
        for unknown in (None, math.nan):
            self.assertIsNone(nfhscreen.creatinine_to_umol_l(unknown))
            self.assertIsNone(nfhscreen.qtc_bazett(400, unknown))
        self.assertIsNone(nfhscreen.age_years(None, "2025-01-01"))
        self.assertIsNone(nfhscreen.creatinine_clearance(20, 70, 80, None))
        self.assertIsNone(nfhscreen.creatinine_clearance(20, 70, 80, "unknown"))
        self.assertIsNone(nfhscreen.add_months("", 1))

    def test_errors(self):
        cases = [
            (lambda: nfhscreen.qtc_bazett(400, 0), "NFH_E_RANGE"),
            (lambda: nfhscreen.qtc_bazett(math.inf, 60), ("NFH_E_INFINITE", "NFH_E_RANGE")),
            (lambda: nfhscreen.age_years("2025-01-02", "2025-01-01"), "NFH_E_RANGE"),
            (lambda: nfhscreen.age_years("01.02.2025", "2025-01-01"), "NFH_E_SYNTAX"),
            (lambda: nfhscreen.add_months("9999-12-31", 1), "NFH_E_RANGE"),
            (lambda: nfhscreen.add_months("2025-01-01", 10**12), "NFH_E_RANGE"),
            (lambda: nfhscreen.creatinine_clearance(20, 70, 80, "m"), "NFH_E_SYNTAX"),
            (lambda: nfhscreen.creatinine_clearance(20, 70, 80, 3), "NFH_E_RANGE"),
        ]
        for i, (call, names) in enumerate(cases):
            with self.subTest(i), self.assertRaises(nfhscreen.Error) as caught:
                call()
            self.assertIn(caught.exception.name, names)
        self.assertIsNone(nfhscreen.qtc_bazett(400, 0, errors="coerce"))
        with self.assertRaises(ValueError):
            nfhscreen.qtc_bazett(400, 60, errors="ignore")

    def arrays(self, module):
        self.assertEqual(list(module.qtc_bazett([400, 450], [60, 60])), [400.0, 450.0])
        values = module.creatinine_to_umol_l([1, None, math.nan])
        self.assertEqual(values[0], 88.4)
        self.assertTrue(values[1] is None or math.isnan(values[1]))
        self.assertTrue(values[2] is None or math.isnan(values[2]))
        clearance = module.creatinine_clearance([25, 25], 81.8, [230, 230], ["male", "female"])
        self.assertEqual(list(clearance), [50.0, 42.5])
        truth = module.exceeds_uln([80, 81, None], 40, 2)
        self.assertEqual(list(truth)[:2], [False, True])
        self.assertNotIn(list(truth)[2], (True, False))
        dates = module.add_months(["2025-08-31", None, datetime.date(2024, 8, 31)], -6)
        self.assertEqual([str(d) for d in dates][::2], ["2025-02-28", "2024-02-29"])
        self.assertIn(str(dates[1]), ("None", "NaT"))
        self.assertEqual(
            list(module.age_years(["1960-02-29", "1960-03-01"], "2026-02-28")), [66, 65]
        )
        self.assertEqual(
            list(module.within_window(["2025-03-01", "2025-02-28"], "2025-09-01", [6, 6])),
            [True, False],
        )
        with self.assertRaises(module.Error) as caught:
            module.qtc_bazett([400, 400, 400], [60, 0, 1000])
        self.assertEqual(caught.exception.name, "NFH_E_RANGE")
        self.assertIn("row 1: ", str(caught.exception))
        self.assertIn("2 rows", str(caught.exception))
        coerced = module.qtc_bazett([400, 400], [60, 0], errors="coerce")
        self.assertEqual(coerced[0], 400.0)
        self.assertTrue(coerced[1] is None or math.isnan(coerced[1]))
        with self.assertRaises(ValueError):
            module.qtc_bazett([1, 2], [1, 2, 3])
        self.assertEqual(len(module.qtc_bazett([], [])), 0)

    def test_arrays(self):
        self.arrays(nfhscreen)

    def test_arrays_without_numpy(self):
        kept = nfhscreen.numpy
        nfhscreen.numpy = None
        try:
            self.arrays(nfhscreen)
            self.assertEqual(nfhscreen.exceeds_uln([80, 81, None], 40, 2), [False, True, None])
            self.assertEqual(
                nfhscreen.add_months(["2025-08-31", None], -6), [datetime.date(2025, 2, 28), None]
            )
        finally:
            nfhscreen.numpy = kept

    @unittest.skipIf(numpy is None, "NumPy is not installed")
    def test_numpy(self):
        rates = numpy.array([60, 60], dtype=numpy.int32)
        result = nfhscreen.qtc_bazett(numpy.array([400.0, numpy.nan]), rates)
        self.assertEqual(result.dtype, numpy.float64)
        self.assertEqual(result[0], 400.0)
        self.assertTrue(numpy.isnan(result[1]))
        self.assertEqual(nfhscreen.qtc_bazett(numpy.float64(400), numpy.int64(60)), 400.0)
        dates = numpy.array(["2025-08-31", "NaT", "12345-01-01"], dtype="datetime64[D]")
        moved = nfhscreen.add_months(dates, -6, errors="coerce")
        self.assertEqual(moved.dtype, numpy.dtype("datetime64[D]"))
        self.assertEqual([str(d) for d in moved], ["2025-02-28", "NaT", "NaT"])
        nanoseconds = numpy.array(["2025-08-31T12:00"], dtype="datetime64[ns]")
        self.assertEqual(str(nfhscreen.add_days(nanoseconds, 1)[0]), "2025-09-01")
        truth = nfhscreen.exceeds_uln(numpy.array([80.0, 81.0, numpy.nan]), 40, 2)
        self.assertEqual(truth.mask.tolist(), [False, False, True])
        self.assertEqual(truth.filled(False).tolist(), [False, True, False])
        flags = nfhscreen.blood_pressure_uncontrolled(
            [140, 140], [80, 80], numpy.array([True, False])
        )
        self.assertEqual(flags.mask.tolist(), [False, True])
        ruleset = nfhscreen.Ruleset.from_text(RULES)
        report = ruleset.screen(
            {
                "age": numpy.int64(18),
                "creatinine": numpy.float64(88.4),
                "smoker": numpy.bool_(True),
                "visit": numpy.datetime64("2025-08-31"),
                "ratio": numpy.nan,
            }
        )
        self.assertEqual(report.verdict, "eligible")
        self.assertEqual(ruleset.evaluate({"visit": numpy.datetime64("NaT")})["Visit"], "null")


if __name__ == "__main__":
    unittest.main()
