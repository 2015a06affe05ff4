# SPDX-License-Identifier: MIT
"""Ruleset.screen of a DataFrame of Polars."""

import datetime
import io
import sys
import tempfile
import unittest
import unittest.mock

import polars

import arrow_tables  # which finds the modules below
import cohorts
import nfhscreen
import nfhscreen_arrow
import nfhscreen_cohort
import test_cohort


class Frames(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(test_cohort.RULES)

    def check(self, name, series, criterion, expected):
        got = self.ruleset.screen(polars.DataFrame({name: series}))
        self.assertEqual(got[criterion].to_list(), expected, series.dtype)
        # The same after another row, so that it does not begin at a byte.
        got = self.ruleset.screen(polars.DataFrame({name: series.append(series)})[1:])
        self.assertEqual(got[criterion].to_list(), expected[1:] + expected, series.dtype)

    def test_types(self):
        for kind in (polars.Int8, polars.UInt64, polars.Float32, polars.Float64, polars.String):
            ages = polars.Series([17, None, 18]).cast(kind)
            self.check("age", ages, "INCL01", [False, None, True])
        self.check("smoker", polars.Series([True, None, False]), "INCL03", [True, None, False])
        days = polars.Series([datetime.date(1999, 12, 31), None, datetime.date(2000, 1, 1)])
        self.check("visit", days, "INCL05", [True, None, False])
        for kind in (polars.String, polars.Categorical, polars.Enum(["b", "a"])):
            groups = polars.Series(["a", None, "b"]).cast(kind)
            self.check("grp", groups, "INCL04", [True, None, False])
        exact = polars.Series(["0.1", None, "0.10000001"]).cast(polars.Decimal(20, 8))
        self.check("ratio", exact, "INCL06", [True, None, False])
        self.check("smoker", polars.Series([None, None]), "INCL03", [None, None])

    def test_refused(self):
        frame = polars.DataFrame({"visit": [datetime.datetime(2000, 1, 1)]})
        with self.assertRaisesRegex(nfhscreen.Error, "visit") as raised:
            self.ruleset.screen(frame)
        self.assertEqual(raised.exception.name, "NFH_E_TYPE")
        frame = polars.DataFrame({"age": [18], "creatinin": [1.0]})
        with self.assertRaisesRegex(nfhscreen.Error, "creatinine"):
            self.ruleset.screen(frame)
        got = self.ruleset.screen(frame, unknown_columns="ignore")
        self.assertEqual(got["INCL01"].to_list(), [True])
        with self.assertRaisesRegex(TypeError, "is no cohort|DataFrame is expected"):
            self.ruleset.screen(frame.lazy())

    def test_kind(self):
        frame = polars.DataFrame({"age": [17, 18], "subject_id": ["x", "y"]})
        got = self.ruleset.screen(frame)
        self.assertIsInstance(got, polars.DataFrame)
        self.assertEqual(got.columns, ["subject_id", "verdict", *test_cohort.CRITERIA])
        self.assertEqual(got["subject_id"].to_list(), ["x", "y"])
        kind = polars.Enum(["eligible", "ineligible", "undetermined", "error"])
        self.assertEqual(got["verdict"].dtype, kind)
        self.assertEqual(got["INCL01"].dtype, polars.Boolean)
        nothing = self.ruleset.screen(frame[:0])
        self.assertEqual((nothing.shape, nothing.schema), ((0, 10), got.schema))

    def test_units(self):
        frame = polars.DataFrame({"creatinine": [0.1, 0.11]})
        got = self.ruleset.screen(frame, units={"creatinine": "mmol/L"})
        self.assertEqual(got["INCL02"].to_list(), [False, True])

    def test_errors(self):
        frame = polars.DataFrame({"age": [17, 18.5, 18]}, strict=False)
        with self.assertWarns(nfhscreen_cohort.CohortWarning) as warned:
            got = self.ruleset.screen(frame)
        self.assertEqual([e.row for e in warned.warning.errors], [1])
        self.assertEqual(got["verdict"].to_list(), ["ineligible", "error", "undetermined"])

    def test_a_dict_of_series(self):
        got = self.ruleset.screen({"age": polars.Series([17, None, 18])})
        self.assertEqual(got["INCL01"].tolist(), [False, None, True])

    def test_needs_no_pyarrow(self):
        with unittest.mock.patch.dict(sys.modules, {"pyarrow": None}):
            got = self.ruleset.screen(polars.DataFrame({"age": [17, 18]}))
        self.assertEqual(got["INCL01"].to_list(), [False, True])


class Cohorts(unittest.TestCase):
    """The trial: the same as `screen` and the oracle say."""

    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset("NCT07101562")
        with tempfile.TemporaryDirectory() as directory:
            cls.columns, cls.expected = cohorts.random_cohort(500, 65, directory)

    def test_sample(self):
        columns, expected = cohorts.sample()
        frame = polars.DataFrame(columns)
        self.assertEqual(self.ruleset.screen(frame).to_dict(as_series=False), expected)

    def test_random(self):
        text = polars.DataFrame(self.columns).write_csv()
        frames = [
            polars.DataFrame(self.columns),
            polars.read_csv(io.StringIO(text), try_parse_dates=True, infer_schema_length=None),
            polars.DataFrame(cohorts.typed(self.columns, self.ruleset)),
        ]
        for frame in frames:
            for step, threads in ((131072, 1), (64, 3)):
                with unittest.mock.patch.object(nfhscreen_arrow, "STEP", step):
                    got = self.ruleset.screen(frame, threads=threads)
                self.assertEqual(got.to_dict(as_series=False), self.expected)


if __name__ == "__main__":
    unittest.main()
