# SPDX-License-Identifier: MIT
"""Ruleset.screen of a cohort, with lists: what needs no other package."""

import datetime
import decimal
import doctest
import io
import tempfile
import unittest
import unittest.mock
import warnings

import cohorts
import nfhscreen
import nfhscreen_cohort
import nfhscreen_columns

RULES = """library Cohort version '1.0'
parameter age Integer
/*
@unit: umol/L
@min: 5
@max: 5000
*/
parameter creatinine Quantity
parameter smoker Boolean
/*
@values: a|b
*/
parameter grp String
parameter visit Date
parameter ratio Decimal
parameter moment DateTime
parameter span Interval<Integer>
/*
@id: INCL01
@category: inclusion
*/
define Adult: age >= 18
/*
@id: INCL02
@category: inclusion
*/
define High: creatinine > 100 'umol/L'
/*
@id: INCL03
@category: inclusion
*/
define Smoker: smoker
/*
@id: INCL04
@category: inclusion
*/
define Group: grp = 'a'
/*
@id: INCL05
@category: inclusion
*/
define Early: visit < @2000-01-01
/*
@id: INCL06
@category: inclusion
*/
define Ratio: ratio <= 0.1
/*
@id: INCL07
@category: inclusion
*/
define Late: moment > @2025-09-01T12:00:00.000
/*
@id: INCL08
@category: inclusion
*/
define Past: visit < Today()
/*
@id: CHECK01
@category: check
*/
define Odd: age > 120
"""

CRITERIA = [f"INCL0{i}" for i in range(1, 9)]


class Documentation(unittest.TestCase):
    def test_examples(self):
        for module in (nfhscreen_cohort, nfhscreen_columns):
            result = doctest.testmod(module, verbose=False)
            self.assertGreater(result.attempted, 1)
            self.assertEqual(result.failed, 0)


class Cohorts(unittest.TestCase):
    """The trial: the same as `screen` and the oracle say."""

    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset("NCT07101562")

    def test_sample(self):
        columns, expected = cohorts.sample()
        self.assertEqual(self.ruleset.screen(columns), expected)
        self.assertEqual(self.ruleset.screen(cohorts.typed(columns, self.ruleset)), expected)

    def test_random(self):
        with tempfile.TemporaryDirectory() as directory:
            columns, expected = cohorts.random_cohort(300, 61, directory)
        values = cohorts.typed(columns, self.ruleset)
        self.assertEqual(self.ruleset.screen(columns), expected)
        self.assertEqual(self.ruleset.screen(values), expected)
        for rows in (1, 7, 8, 9, 63, 64, 65, 130):
            part = cohorts.part(values, rows)
            with unittest.mock.patch.object(nfhscreen_cohort, "STEP", 64):
                got = self.ruleset.screen(part, threads=3)
            self.assertEqual(got, cohorts.part(expected, rows), rows)

    def test_no_rows(self):
        got = self.ruleset.screen({"subject_id": [], "ast": []})
        self.assertEqual(got["verdict"], [])
        self.assertEqual(got["EXCL29"], [])

    def test_columns_of_the_result(self):
        got = self.ruleset.screen({"ast": [1.0]})
        criteria = [c.id for c in self.ruleset.criteria if c.category != "check"]
        self.assertEqual(list(got), ["verdict", *criteria])
        self.assertEqual(len(criteria), 33)

    def test_the_column_of_names(self):
        data = {"patient": ["x", "y"], "lactating": [True, None]}
        got = self.ruleset.screen(data, id_name="patient")
        self.assertEqual(got["patient"], ["x", "y"])
        self.assertEqual(got["verdict"], ["ineligible", "undetermined"])


class Values(unittest.TestCase):
    """Values of each kind, in rows, as Python has them."""

    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(RULES)

    def screen(self, **columns):
        now = columns.pop("now", None)
        return self.ruleset.screen(columns, now=now)

    def test_numbers(self):
        got = self.screen(age=[17, 18, None], creatinine=[100, 100.00000001, float("nan")])
        self.assertEqual(got["INCL01"], [False, True, None])
        self.assertEqual(got["INCL02"], [False, True, None])
        # A double would make 0.1 of the second.
        texts = ["0.1", decimal.Decimal("0.10000001"), 0.1, None, 1, 0]
        self.assertEqual(self.screen(ratio=texts)["INCL06"], [True, False, True, None, False, True])
        self.assertEqual(self.screen(age=[2**31 - 1, -5])["INCL01"], [True, False])

    def test_truths(self):
        for values in ([True, None, False], ["yes", "", "no"], [1, None, 0], [1.0, None, 0.0]):
            self.assertEqual(self.screen(smoker=values)["INCL03"], [True, None, False], values)
        mixed = [True, 1, 1.0, "1", nfhscreen.Missing.REFUSED, 0.0]
        self.assertEqual(self.screen(smoker=mixed)["INCL03"], [True] * 4 + [None, False])

    def test_dates(self):
        values = [datetime.date(1999, 12, 31), datetime.datetime(2000, 1, 1, 0, 30), None]
        self.assertEqual(self.screen(visit=values)["INCL05"], [True, False, None])
        values = ["1999-12-31", datetime.date(2000, 1, 1), "1999", "2000", ""]
        self.assertEqual(self.screen(visit=values)["INCL05"], [True, False, True, None, None])

    def test_moments(self):
        values = [
            "2025-09-01T12:00:00.001",
            datetime.datetime(2025, 9, 1, 12),
            "2025-09-01",
            datetime.datetime(2025, 9, 1, 10, 30, tzinfo=datetime.timezone.utc),
        ]
        now = "2025-09-01T00:00:00.000+02:00"
        self.assertEqual(self.screen(moment=values, now=now)["INCL07"], [True, False, None, True])

    def test_now(self):
        values = [datetime.date(2025, 8, 31), datetime.date(2025, 9, 1)]
        self.assertEqual(self.screen(visit=values)["INCL08"], [None, None])
        now = "2025-09-01T00:00:00.000+02:00"
        self.assertEqual(self.screen(visit=values, now=now)["INCL08"], [True, False])

    def test_one_value_for_all(self):
        got = self.screen(age=[17, 18], smoker=True, grp="b", visit=None, creatinine=(2, "mmol/L"))
        self.assertEqual(got["INCL03"], [True, True])
        self.assertEqual(got["INCL04"], [False, False])
        self.assertEqual(got["INCL05"], [None, None])
        self.assertEqual(got["INCL02"], [True, True])
        missing = self.screen(age=[17, 18], smoker=nfhscreen.Missing.NOT_DONE)
        self.assertEqual(missing["INCL03"], [None, None])

    def test_limits_and_units_in_cells(self):
        values = [(0.1, "mmol/L"), (101, "umol/L"), "<90", "<150", "0.2 mmol/L"]
        self.assertEqual(self.screen(creatinine=values)["INCL02"], [False, True, False, None, True])

    def test_what_is_no_value(self):
        with self.assertRaisesRegex(TypeError, "grp: bytes is no value"):
            self.screen(grp=[b"a"])


class Units(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(RULES)

    def test_units(self):
        for values in ([0.1, 0.11], [decimal.Decimal("0.1"), "0.11"], [0.1, "<0.2"]):
            expected = [False, None if "<0.2" in values else True]
            got = self.ruleset.screen({"creatinine": values}, units={"creatinine": "mmol/L"})
            self.assertEqual(got["INCL02"], expected, values)
            pair = self.ruleset.screen({"creatinine": (values, "mmol/L")})
            self.assertEqual(pair["INCL02"], expected, values)

    def test_refused(self):
        for units, status, text in (
            ({"creatinine": "kg"}, 31, "creatinine"),
            ({"creatinine": "no unit"}, 31, "creatinine"),
            ({"age": "a"}, 32, "age"),
            ({"creatinin": "umol/L"}, 40, "did you mean creatinine"),
        ):
            with self.assertRaisesRegex(nfhscreen.Error, text) as raised:
                self.ruleset.screen({"creatinine": [1.0], "age": [1]}, units=units)
            self.assertEqual(raised.exception.status, status, units)

    def test_a_text_with_another_unit(self):
        # "5 umol/L" in a column that is said to be in mmol/L is not guessed at.
        errors = []
        cohort = {"creatinine": (["0.2", "5 umol/L"], "mmol/L")}
        got = self.ruleset.screen(cohort, errors=errors)
        self.assertEqual(got["verdict"][1], "error")
        self.assertEqual([(e.row, e.parameter) for e in errors], [(1, "creatinine")])


class Errors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(RULES)
        infinite = float("inf")
        cls.cohort = {
            "age": [17, 18, 19, 20],
            "creatinine": [50.0, infinite, 60.0, 70.0],
            "grp": ["a", "b", "a", "c"],
        }

    def test_columns(self):
        cohort = {"age": [1], "creatinin": [2]}
        with self.assertRaisesRegex(nfhscreen.Error, "did you mean creatinine") as raised:
            self.ruleset.screen(cohort)
        self.assertEqual(raised.exception.name, "NFH_E_NAME")
        got = self.ruleset.screen(cohort, unknown_columns="ignore")
        self.assertEqual(got["INCL01"], [False])
        with self.assertRaisesRegex(nfhscreen.Error, "span") as raised:
            self.ruleset.screen({"span": ["1"]})
        self.assertEqual(raised.exception.name, "NFH_E_TYPE")
        with self.assertRaisesRegex(ValueError, "age has 1 rows, grp has 2 rows"):
            self.ruleset.screen({"age": [1], "grp": ["a", "b"]})

    def test_warning(self):
        with self.assertWarns(nfhscreen_cohort.CohortWarning) as warned:
            got = self.ruleset.screen(self.cohort)
        self.assertEqual(warned.filename, __file__)
        self.assertRegex(str(warned.warning), r"row 1: creatinine: .*infinite \(2 rows are wrong\)")
        self.assertEqual(warned.warning.count, 2)
        self.check(warned.warning.errors)
        self.assertEqual(got["verdict"], ["ineligible", "error", "ineligible", "error"])
        self.assertEqual(got["INCL01"], [False, None, True, None])

    def check(self, errors):
        found = [(e.row, e.parameter) for e in errors]
        self.assertEqual(found, [(1, "creatinine"), (3, "grp")])
        self.assertRegex(errors[1].message, "^grp: .*c")

    def test_list(self):
        errors = []
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            self.ruleset.screen(self.cohort, errors=errors)
            self.check(errors)
            self.ruleset.screen(self.cohort, errors="coerce")

    def test_strict(self):
        with self.assertRaisesRegex(nfhscreen.Error, "row 1: creatinine") as raised:
            self.ruleset.screen(self.cohort, errors="raise")
        self.assertEqual(raised.exception.name, "NFH_E_VALUE")
        fine = {"age": [17, 18]}
        self.assertEqual(self.ruleset.screen(fine, errors="raise")["INCL01"], [False, True])

    def test_many(self):
        rows = nfhscreen_cohort.ROW_ERRORS_MAX + 20
        with self.assertWarns(nfhscreen_cohort.CohortWarning) as warned:
            got = self.ruleset.screen({"grp": ["a"] + ["c"] * rows})
        self.assertEqual(warned.warning.count, rows)
        self.assertEqual(len(warned.warning.errors), nfhscreen_cohort.ROW_ERRORS_MAX)
        self.assertEqual(got["verdict"].count("error"), rows)

    def test_texts_that_are_none(self):
        for text in ("a\0b", "\ud800"):
            errors = []
            self.ruleset.screen({"grp": ["a", text]}, errors=errors)
            self.assertEqual([(e.row, e.parameter) for e in errors], [(1, "grp")], repr(text))

    def test_options(self):
        for options in (
            {"unknown_columns": "drop"},
            {"errors": "strict"},
            {"threads": 0},
        ):
            with self.assertRaises(ValueError):
                self.ruleset.screen(self.cohort, **options)
        with self.assertRaises(TypeError):
            self.ruleset.screen(self.cohort, thread=2)

    def test_one_subject_or_a_cohort(self):
        self.assertEqual(self.ruleset.screen({"age": 20}).criteria["INCL01"], True)
        self.assertEqual(self.ruleset.screen({}).verdict, "undetermined")
        with self.assertRaisesRegex(TypeError, "threads: of a cohort only"):
            self.ruleset.screen({"age": 20}, threads=2)
        with self.assertRaisesRegex(TypeError, "subject_id"):
            self.ruleset.screen({"age": [20]}, "S1")
        for data in ([{"age": 20}], 5, None):
            with self.assertRaisesRegex(TypeError, "is no cohort"):
                self.ruleset.screen(data)


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Progress(unittest.TestCase):
    """Long work tells how far it is."""

    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(RULES)
        cls.cohort = {"age": [17, 18] * 100}

    def setUp(self):
        patch = unittest.mock.patch.object(nfhscreen_cohort, "STEP", 64)
        patch.start()
        self.addCleanup(patch.stop)

    def test_callback(self):
        calls = []
        self.ruleset.screen(self.cohort, progress=lambda done, total: calls.append((done, total)))
        self.assertEqual(calls, [(64, 200), (128, 200), (192, 200), (200, 200)])
        for threads in (2, 7):
            calls.clear()
            self.ruleset.screen(
                self.cohort, threads=threads, progress=lambda *call: calls.append(call)
            )
            self.assertEqual(calls[-1], (200, 200))
            self.assertEqual(calls, sorted(calls))
            self.assertEqual(len(calls), 4)

    def test_callback_that_raises(self):
        def stop(done, total):
            raise KeyboardInterrupt

        for threads in (1, 3):
            with self.assertRaises(KeyboardInterrupt):
                self.ruleset.screen(self.cohort, threads=threads, progress=stop)

    def test_bars(self):
        made = []

        class Bar:
            def __init__(self, total, unit):
                self.total, self.n, self.closed = total, 0, False
                made.append(self)

            def update(self, rows):
                self.n += rows

            def close(self):
                self.closed = True

        self.ruleset.screen(self.cohort, progress=Bar)
        self.assertEqual([(b.total, b.n, b.closed) for b in made], [(200, 200, True)])
        bar = Bar(200, "rows")
        self.ruleset.screen(self.cohort, progress=bar)
        self.assertEqual((bar.n, bar.closed), (200, False))

    def test_line(self):
        stream = Terminal()
        bar = nfhscreen_cohort._Bar(stream, delay=0)
        bar(500_000, 2_000_000)
        self.assertRegex(stream.getvalue(), r"^\r 25 %  500,000 of 2,000,000 rows, \d+ s left$")
        bar.close()
        self.assertRegex(stream.getvalue(), r"\r +\r$")
        stream = Terminal()
        bar = nfhscreen_cohort._Bar(stream, delay=0)
        bar(500_000, 0)
        self.assertEqual(stream.getvalue(), "\r500,000 rows")

    def test_when_there_is_a_line(self):
        # At once on a terminal when it is asked for, never elsewhere, and not of what is quick.
        for stream, progress, expected in (
            (Terminal(), None, ""),
            (io.StringIO(), None, ""),
            (Terminal(), False, ""),
        ):
            with unittest.mock.patch("sys.stderr", stream):
                self.ruleset.screen(self.cohort, progress=progress)
            self.assertEqual(stream.getvalue(), expected)
        clock = iter(range(0, 1000, 2))
        with unittest.mock.patch("sys.stderr", Terminal()) as stream:
            with unittest.mock.patch("time.monotonic", lambda: next(clock)):
                self.ruleset.screen(self.cohort)
            self.assertIn("of 200 rows", stream.getvalue())


class Threads(unittest.TestCase):
    def test_what_fails_in_a_thread(self):
        def work(handle, first):
            if first == 3:
                raise MemoryError("no room")
            return 1

        with self.assertRaisesRegex(MemoryError, "no room"):
            list(nfhscreen_cohort.in_threads([1, 2], work, range(10)))

    def test_every_step_once(self):
        for threads in (1, 2, 5):
            seen = list(
                nfhscreen_cohort.in_threads(range(threads), lambda _, first: first, range(100))
            )
            self.assertEqual(sorted(seen), list(range(100)))


if __name__ == "__main__":
    unittest.main()
