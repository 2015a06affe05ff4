# SPDX-License-Identifier: MIT
"""Ruleset.screen of a DataFrame of pandas."""

import datetime
import decimal
import io
import pathlib
import sys
import tempfile
import unittest
import unittest.mock

import numpy
import pandas
import pyarrow
import tqdm

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))

import cohorts  # noqa: E402  pylint: disable=wrong-import-position
import nfhscreen  # noqa: E402  pylint: disable=wrong-import-position
import nfhscreen_cohort  # noqa: E402  pylint: disable=wrong-import-position
import test_cohort  # noqa: E402  pylint: disable=wrong-import-position


def as_lists(frame):
    """Columns as lists, None where nothing is known."""
    return {
        name: [None if value is pandas.NA else value for value in frame[name].tolist()]
        for name in frame.columns
    }


class Series(unittest.TestCase):
    """Inputs of each kind as each type of column may have them."""

    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(test_cohort.RULES)

    def check(self, name, values, criterion, expected, **options):
        series = pandas.Series(values, **options)
        for data in (pandas.DataFrame({name: series}), {name: series}):
            got = self.ruleset.screen(data)[criterion]
            got = [None if value is pandas.NA else value for value in got.tolist()]
            self.assertEqual(got, expected, (name, series.dtype, type(data)))

    def test_numbers(self):
        for dtype in ("Int8", "UInt64", "Int32", "Float32", "Float64", "int16[pyarrow]"):
            self.check("age", [17, None, 18], "INCL01", [False, None, True], dtype=dtype)
        for dtype in ("float", "Float64", "double[pyarrow]", "object"):
            self.check("ratio", [0.1, None, 0.2], "INCL06", [True, None, False], dtype=dtype)
        exact = [decimal.Decimal("0.10000001"), None, decimal.Decimal("0.1")]
        self.check("ratio", exact, "INCL06", [False, None, True])
        kind = pandas.ArrowDtype(pyarrow.decimal128(20, 9))
        self.check("ratio", exact, "INCL06", [False, None, True], dtype=kind)
        self.check("age", [18, 17], "INCL01", [True, False], dtype="category")
        self.check("age", [18, 0, 0, 17], "INCL01", [True] + [False] * 3, dtype="Sparse[int]")

    def test_truths(self):
        for dtype in ("boolean", "object", "bool[pyarrow]", "category", "Int8", "float"):
            self.check("smoker", [True, None, False], "INCL03", [True, None, False], dtype=dtype)
        self.check("smoker", [True, numpy.nan, False], "INCL03", [True, None, False])
        self.check("smoker", [True, pandas.NA, "no"], "INCL03", [True, None, False])

    def test_texts(self):
        for dtype in ("object", "str", "string", "category", "string[pyarrow]"):
            self.check("grp", ["a", None, "b"], "INCL04", [True, None, False], dtype=dtype)
        categories = pandas.Categorical(["b", None, "a"], categories=["a", "unused", "b"])
        self.check("grp", categories, "INCL04", [False, None, True])

    def test_dates(self):
        day = datetime.date
        days = [day(1999, 12, 31), None, day(2000, 1, 1)]
        expected = [True, None, False]
        self.check("visit", days, "INCL05", expected)
        self.check("visit", pandas.to_datetime(pandas.Series(days)), "INCL05", expected)
        self.check("visit", ["1999-12-31", None, "2000-01-01"], "INCL05", expected)
        self.check("visit", days, "INCL05", expected, dtype="date32[pyarrow]")
        self.check("visit", days, "INCL05", expected, dtype="timestamp[us][pyarrow]")
        # 23:30 in Helsinki is still the 31st there.
        late = pandas.to_datetime(["1999-12-31T23:30", None, "2000-01-01"], format="ISO8601")
        self.check("visit", late.tz_localize("Europe/Helsinki"), "INCL05", expected)

    def test_moments(self):
        texts = ["2025-09-01T12:00:00.001", None, "2025-09-01T12:00"]
        moments = pandas.to_datetime(texts, format="ISO8601")
        self.check("moment", moments, "INCL07", [True, None, False])
        frame = pandas.DataFrame({"moment": moments.tz_localize("Europe/Helsinki")})
        got = self.ruleset.screen(frame, now="2025-09-01T00:00:00.000+02:00")["INCL07"]
        self.assertEqual(got.isna().tolist(), [False, True, False])
        self.assertEqual(got.fillna(True).tolist(), [False, True, False])


class Frames(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(test_cohort.RULES)

    def test_kind(self):
        frame = pandas.DataFrame(
            {"subject_id": ["x", "y", "z"], "age": [17, 18, 300]},
            index=pandas.Index([10, 5, 7], name="row"),
        )
        got = self.ruleset.screen(frame)
        self.assertIsInstance(got, pandas.DataFrame)
        pandas.testing.assert_index_equal(got.index, frame.index)
        self.assertEqual(list(got), ["subject_id", "verdict", *test_cohort.CRITERIA])
        pandas.testing.assert_series_equal(got["subject_id"], frame["subject_id"])
        self.assertEqual(str(got["INCL01"].dtype), "boolean")
        self.assertEqual(
            got["verdict"].cat.categories.tolist(),
            ["eligible", "ineligible", "undetermined", "error"],
        )
        self.assertEqual(got["verdict"].tolist(), ["ineligible", "undetermined", "undetermined"])
        self.assertEqual(got.join(frame["age"]).loc[5, "age"], 18)

    def test_errors(self):
        frame = pandas.DataFrame({"age": [17.5, 18]}, index=["a", "b"])
        with self.assertWarnsRegex(nfhscreen_cohort.CohortWarning, "row 0: age"):
            got = self.ruleset.screen(frame)
        self.assertEqual(got["verdict"].tolist(), ["error", "undetermined"])
        self.assertEqual(got["INCL01"].isna().tolist(), [True, False])

    def test_columns(self):
        frame = pandas.DataFrame({"age": [18], "creatinin": [1]})
        with self.assertRaisesRegex(nfhscreen.Error, "did you mean creatinine"):
            self.ruleset.screen(frame)
        self.assertEqual(self.ruleset.screen(frame, unknown_columns="ignore")["INCL01"][0], True)
        twice = pandas.DataFrame([[1, 2]], columns=["age", "age"])
        with self.assertRaisesRegex(ValueError, "twice: age"):
            self.ruleset.screen(twice)

    def test_units(self):
        frame = pandas.DataFrame({"creatinine": [0.1, 0.11]})
        self.assertEqual(self.ruleset.screen(frame)["INCL02"].isna().tolist(), [True, True])
        frame.attrs["units"] = {"creatinine": "mmol/L"}
        self.assertEqual(self.ruleset.screen(frame)["INCL02"].tolist(), [False, True])
        got = self.ruleset.screen(frame, units={"creatinine": "mol/m3"})
        self.assertEqual(got["INCL02"].tolist(), [False, True])
        frame.attrs["units"] = {"creatinine": "kg"}
        with self.assertRaisesRegex(nfhscreen.Error, "creatinine"):
            self.ruleset.screen(frame)

    def test_one_row_is_a_subject(self):
        frame = pandas.DataFrame({"age": [17, 18], "smoker": [True, False]}, dtype=object)
        report = self.ruleset.screen(frame.iloc[1])
        self.assertIsInstance(report, nfhscreen.Report)
        self.assertEqual(report.criteria["INCL01"], True)

    def test_no_rows(self):
        got = self.ruleset.screen(pandas.DataFrame({"age": pandas.Series([], dtype="Int8")}))
        self.assertEqual(got.shape, (0, 9))

    def test_tqdm(self):
        frame = pandas.DataFrame({"age": range(1000)})
        stream = io.StringIO()
        with unittest.mock.patch.object(nfhscreen_cohort, "STEP", 128):
            with tqdm.tqdm(total=1000, file=stream) as bar:
                self.ruleset.screen(frame, threads=2, progress=bar)
                self.assertEqual(bar.n, 1000)
            with unittest.mock.patch("sys.stderr", stream):
                self.ruleset.screen(frame, progress=tqdm.tqdm)
        self.assertIn("1000/1000", stream.getvalue())


class Cohorts(unittest.TestCase):
    """The trial, as pandas reads it from CSV in each way."""

    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset("NCT07101562")
        with tempfile.TemporaryDirectory() as directory:
            cls.columns, cls.expected = cohorts.random_cohort(400, 63, directory)
        cls.text = pandas.DataFrame(cls.columns).to_csv(index=False)

    def check(self, frame, **options):
        got = as_lists(self.ruleset.screen(frame, **options))
        for name in self.expected:
            self.assertEqual(got[name], self.expected[name], name)
        self.assertEqual(list(got), list(self.expected))

    def test_sample(self):
        columns, expected = cohorts.sample()
        frame = pandas.read_csv(io.StringIO(pandas.DataFrame(columns).to_csv(index=False)))
        self.assertEqual(as_lists(self.ruleset.screen(frame)), expected)

    def test_as_read(self):
        self.check(pandas.read_csv(io.StringIO(self.text)))
        self.check(pandas.read_csv(io.StringIO(self.text), dtype=str))
        self.check(pandas.read_csv(io.StringIO(self.text), dtype=object, keep_default_na=False))

    def test_nullable(self):
        self.check(pandas.read_csv(io.StringIO(self.text), dtype_backend="numpy_nullable"))
        self.check(pandas.read_csv(io.StringIO(self.text), dtype_backend="pyarrow"))

    def test_dates(self):
        dates = [p.name for p in self.ruleset.parameters if p.type == "Date"]
        frame = pandas.read_csv(io.StringIO(self.text), parse_dates=dates)
        with unittest.mock.patch.object(nfhscreen_cohort, "STEP", 64):
            self.check(frame, threads=3)

    def test_categories(self):
        frame = pandas.read_csv(io.StringIO(self.text), dtype="category")
        self.check(frame.astype({"subject_id": str}))


if __name__ == "__main__":
    unittest.main()
