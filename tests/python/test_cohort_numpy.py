# SPDX-License-Identifier: MIT
"""Ruleset.screen of a cohort in arrays of NumPy, of every type that may hold a kind of input."""

import datetime
import tempfile
import unittest
import unittest.mock

import cohorts
import nfhscreen
import nfhscreen_cohort
import test_cohort

try:
    import numpy
except ImportError:
    numpy = None


def tolist(results):
    return {name: values.tolist() for name, values in results.items()}


@unittest.skipIf(numpy is None, "there is no NumPy")
class Arrays(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(test_cohort.RULES)

    def check(self, name, array, criterion, expected):
        got = self.ruleset.screen({name: array})[criterion]
        self.assertEqual(got.tolist(), expected, (name, array))

    def test_integers(self):
        for code in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i2", ">u8", "<i4"):
            self.check("age", numpy.array([17, 18], code), "INCL01", [False, True])
            self.check("creatinine", numpy.array([100, 101], code), "INCL02", [False, True])
        self.check("ratio", numpy.array([2**63 - 1, 0], "u8"), "INCL06", [False, True])

    def test_floats(self):
        nan = numpy.nan
        for code in ("f2", "f4", "f8", ">f4", ">f8", "longdouble"):
            self.check("age", numpy.array([17, 18, nan], code), "INCL01", [False, True, None])
            values = numpy.array([0.1, 0.25, nan, 0.0625], code)
            # The nearest half to 0.1 is 0.09998, which is below the limit.
            self.check("ratio", values, "INCL06", [True, False, None, True])

    def test_truths(self):
        self.check("smoker", numpy.array([True, False]), "INCL03", [True, False])
        for code in ("i1", "u8", "f4", "f8", object, "U1"):
            self.check("smoker", numpy.array([1, 0], code), "INCL03", [True, False])
        self.check("smoker", numpy.array([1, numpy.nan, 0]), "INCL03", [True, None, False])
        array = numpy.array([True, None, False, numpy.nan, numpy.True_], object)
        self.check("smoker", array, "INCL03", [True, None, False, None, True])
        errors = []
        self.ruleset.screen({"smoker": numpy.array([0, 2, 1])}, errors=errors)
        self.assertEqual([(e.row, e.parameter) for e in errors], [(1, "smoker")])

    def test_dates(self):
        texts = ["1999-12-31", "2000-01-01", "NaT"]
        for unit in ("D", "h", "s", "ms", "us", "ns"):
            array = numpy.array(texts, f"datetime64[{unit}]")
            self.check("visit", array, "INCL05", [True, False, None])
        late = numpy.array(["1969-12-31T23:59:59.999999999", "1999-12-31T23:59:59"], "M8[ns]")
        self.check("visit", late, "INCL05", [True, True])
        far = numpy.array(["-5000-01-01", "1999-01-01", "40000-01-01"], "M8[s]")
        errors = []
        self.ruleset.screen({"visit": far}, errors=errors)
        self.assertEqual([e.row for e in errors], [0, 2])
        days = [datetime.date(1999, 12, 31), None, datetime.date(2000, 1, 1)]
        self.check("visit", numpy.array(days, object), "INCL05", [True, None, False])

    def test_moments(self):
        texts = ["2025-09-01T12:00:00.001", "2025-09-01T12:00", "NaT"]
        for unit in ("ms", "us", "ns"):
            array = numpy.array(texts, f"datetime64[{unit}]")
            self.check("moment", array, "INCL07", [True, False, None])

    def test_texts(self):
        for array in (
            numpy.array(["a", "b", ""]),
            numpy.array([b"a", b"b", b""]),
            numpy.array(["a", "b", None], object),
        ):
            self.check("grp", array, "INCL04", [True, False, None])

    def test_masked(self):
        def masked(values):
            return numpy.ma.MaskedArray(values, mask=[False, True, False])

        self.check("age", masked([17, 18, 19]), "INCL01", [False, None, True])
        self.check("ratio", masked([0.5, 0.5, 0.1]), "INCL06", [False, None, True])
        self.check("smoker", masked([True, True, False]), "INCL03", [True, None, False])
        self.check("smoker", masked([1, 1, 0]), "INCL03", [True, None, False])
        self.check("grp", masked(["a", "a", "b"]), "INCL04", [True, None, False])
        days = numpy.array(["1999-12-31", "1999-12-31", "2000-01-01"], "M8[D]")
        self.check("visit", masked(days), "INCL05", [True, None, False])
        unmasked = numpy.ma.MaskedArray([17, 18])
        self.check("age", unmasked, "INCL01", [False, True])

    def test_views(self):
        numbers = numpy.arange(40)
        self.check("age", numbers[17:19], "INCL01", [False, True])
        self.check("age", numbers[18:16:-1], "INCL01", [True, False])
        self.check("age", numbers.reshape(20, 2)[:, 1][8:10], "INCL01", [False, True])
        flags = numpy.array([True, False, False, True])
        self.check("smoker", flags[::3], "INCL03", [True, True])
        self.check("smoker", numpy.broadcast_to(numpy.array(True), (2,)), "INCL03", [True, True])

    def test_refused(self):
        for array, error, text in (
            (numpy.zeros((2, 2)), ValueError, "age: an array of 2 dimensions"),
            (numpy.array([1], "m8[D]"), TypeError, "age: an array of timedelta64"),
            (numpy.array([1j]), TypeError, "age: an array of complex"),
            (numpy.array([True]), nfhscreen.Error, "age"),
            (numpy.array(["2000-01-01"], "M8[D]"), nfhscreen.Error, "age"),
        ):
            with self.assertRaisesRegex(error, text):
                self.ruleset.screen({"age": array})
        with self.assertRaises(nfhscreen.Error):
            self.ruleset.screen({"visit": numpy.array([1])})

    def test_kinds_of_results(self):
        got = self.ruleset.screen({"age": numpy.array([17, 18]), "grp": ["a", "b"]})
        self.assertEqual(got["verdict"].dtype, object)
        self.assertIsInstance(got["INCL01"], numpy.ma.MaskedArray)
        self.assertEqual(got["INCL01"].dtype, bool)
        self.assertEqual(numpy.count_nonzero(got["verdict"] == "ineligible"), 2)
        nothing = self.ruleset.screen({"age": numpy.array([], int)})
        self.assertEqual(tolist(nothing)["verdict"], [])

    def test_zero_dimensions(self):
        got = self.ruleset.screen({"age": numpy.array([17, 18]), "smoker": numpy.array(True)})
        self.assertEqual(got["INCL03"].tolist(), [True, True])


@unittest.skipIf(numpy is None, "there is no NumPy")
class Cohorts(unittest.TestCase):
    """The trial in arrays: the same as the oracle says."""

    def test_random(self):
        ruleset = nfhscreen.Ruleset("NCT07101562")
        with tempfile.TemporaryDirectory() as directory:
            columns, expected = cohorts.random_cohort(500, 62, directory)
        values = cohorts.typed(columns, ruleset)
        arrays = {name: self.array(name, values[name], ruleset) for name in values}
        for rows in (500, 65, 8, 1):
            with unittest.mock.patch.object(nfhscreen_cohort, "STEP", 128):
                got = ruleset.screen(cohorts.part(arrays, rows), threads=2)
            self.assertEqual(tolist(got), cohorts.part(expected, rows), rows)

    @staticmethod
    def array(name, values, ruleset):
        """The narrowest that holds them."""
        kind = {parameter.name: parameter.type for parameter in ruleset.parameters}.get(name)
        if kind == "Date":
            return numpy.array(values, "datetime64[D]")
        if kind == "Quantity":
            return numpy.array(values, float)
        if kind in ("Boolean", "Integer"):
            gaps = [value is None for value in values]
            code = bool if kind == "Boolean" else "i1"
            return numpy.ma.MaskedArray([value or 0 for value in values], gaps, dtype=code)
        return numpy.array(values, object)


if __name__ == "__main__":
    unittest.main()
