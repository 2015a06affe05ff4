# SPDX-License-Identifier: MIT
"""The Arrow C data interface of the library with PyArrow, and what Polars makes of a table."""

import datetime
import decimal
import io
import pathlib
import sys
import tempfile
import unittest

import polars
import pyarrow
import pyarrow.compute

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))

import cohorts  # noqa: E402  pylint: disable=wrong-import-position
import nfhscreen  # noqa: E402  pylint: disable=wrong-import-position
import test_cohort  # noqa: E402  pylint: disable=wrong-import-position
from arrow_interface import CONSTANTS, Refused, Screener  # noqa: E402  pylint: disable=C0413

EXTRA = CONSTANTS["NFH_ARROW_EXTRA_FIELDS"]
VERDICTS = pyarrow.dictionary(pyarrow.int8(), pyarrow.utf8())
INTEGERS = (
    [getattr(pyarrow, f"int{bits}")() for bits in (8, 16, 32, 64)],
    [getattr(pyarrow, f"uint{bits}")() for bits in (8, 16, 32, 64)],
)
TEXTS = (pyarrow.utf8(), pyarrow.large_utf8(), pyarrow.string_view())


def batch(**columns):
    return pyarrow.record_batch(columns)


class Types(unittest.TestCase):
    """Inputs of each kind as each type that is taken: below a limit, null, above it, below."""

    @classmethod
    def setUpClass(cls):
        cls.screener = Screener(text=test_cohort.RULES)
        cls.addClassCleanup(cls.screener.close)

    def check(self, name, array, criterion, expected):
        """As it is, behind an offset, and chunked into a longer one."""
        screen = self.screener.bind_and_screen
        self.assertEqual(
            screen(batch(**{name: array}))[criterion].to_pylist(), expected, array.type
        )
        if isinstance(array, pyarrow.ExtensionArray):
            return
        longer = pyarrow.concat_arrays([array] * 5)
        got = screen(batch(**{name: longer}).slice(7, 9))[criterion].to_pylist()
        self.assertEqual(got, (expected * 5)[7:16], array.type)

    def test_integers(self):
        for kind in INTEGERS[0] + INTEGERS[1] + [pyarrow.float32(), pyarrow.float64()]:
            values = pyarrow.array([17, None, 18, 2], kind)
            self.check("age", values, "INCL01", [False, None, True, False])

    def test_decimals(self):
        exact = [decimal.Decimal("0.10000001"), None, decimal.Decimal("0.1")]
        kinds = [pyarrow.decimal32(9, 8), pyarrow.decimal64(18, 8), pyarrow.decimal128(38, 12)]
        for kind in kinds:
            self.check("ratio", pyarrow.array(exact, kind), "INCL06", [False, None, True])
        for kind in (pyarrow.float32(), pyarrow.float64()):
            values = pyarrow.array([0.11, None, 0.1], kind)
            self.check("ratio", values, "INCL06", [False, None, True])

    def test_booleans(self):
        expected = [True, None, False, True]
        self.check("smoker", pyarrow.array(expected), "INCL03", expected)
        stored = pyarrow.array([1, None, 0, 1], pyarrow.int8())
        self.check("smoker", stored, "INCL03", expected)
        self.check("smoker", stored.cast(pyarrow.uint8()), "INCL03", expected)
        bool8 = pyarrow.ExtensionArray.from_storage(pyarrow.bool8(), stored)
        self.check("smoker", bool8, "INCL03", expected)

    def test_texts(self):
        for kind in TEXTS:
            values = pyarrow.array(["a", None, "b"], kind)
            self.check("grp", values, "INCL04", [True, None, False])
            moments = ["2025-09-01T12:00:00.001", None, "2025-09-01T12:00:00.000"]
            self.check("moment", pyarrow.array(moments, kind), "INCL07", [True, None, False])

    def test_dictionaries(self):
        for index in INTEGERS[0] + INTEGERS[1]:
            for kind in TEXTS:
                values = pyarrow.DictionaryArray.from_arrays(
                    pyarrow.array([2, None, 1, 0], index), pyarrow.array([None, "b", "a"], kind)
                )
                self.check("grp", values, "INCL04", [True, None, False, None])

    def test_dates(self):
        days = [datetime.date(1999, 12, 31), None, datetime.date(2000, 1, 1)]
        for kind in (pyarrow.date32(), pyarrow.date64()):
            self.check("visit", pyarrow.array(days, kind), "INCL05", [True, None, False])

    def test_nulls(self):
        for name in ("age", "creatinine", "smoker", "grp", "visit", "ratio", "moment", "span"):
            got = self.screener.bind_and_screen(batch(**{name: pyarrow.nulls(3)}))
            self.assertEqual(got["verdict"].to_pylist(), ["undetermined"] * 3)

    def test_refused(self):
        cases = {
            "half float": ("age", pyarrow.float16()),
            "decimal256": ("ratio", pyarrow.decimal256(40, 2)),
            "timestamp": ("visit", pyarrow.timestamp("ns", "UTC")),
            "time": ("age", pyarrow.time32("s")),
            "duration": ("age", pyarrow.duration("s")),
            "interval": ("age", pyarrow.month_day_nano_interval()),
            "binary": ("grp", pyarrow.binary()),
            "large binary": ("grp", pyarrow.large_binary()),
            "binary view": ("grp", pyarrow.binary_view()),
            "fixed-size binary": ("grp", pyarrow.binary(3)),
            "list": ("age", pyarrow.list_(pyarrow.int8())),
            "fixed-size list": ("age", pyarrow.list_(pyarrow.int8(), 2)),
            "list view": ("age", pyarrow.list_view(pyarrow.int8())),
            "struct": ("age", pyarrow.struct({"a": pyarrow.int8()})),
            "map": ("age", pyarrow.map_(pyarrow.utf8(), pyarrow.int8())),
            "union": ("age", pyarrow.sparse_union([pyarrow.field("a", pyarrow.int8())])),
            "run-end encoding": ("age", pyarrow.run_end_encoded(pyarrow.int32(), pyarrow.int8())),
        }
        for name, (parameter, kind) in cases.items():
            with self.assertRaises(Refused) as caught:
                self.screener.bind(pyarrow.schema({parameter: kind}))
            self.assertEqual(caught.exception.args[0], "NFH_E_TYPE")
            self.assertIn(f'{parameter}: the format "', caught.exception.args[1])
            self.assertIn(f'", {name}, is not taken', caught.exception.args[1])
            self.screener.bind(pyarrow.schema({"other": kind, "subject_id": kind}), EXTRA)
        with self.assertRaisesRegex(Refused, "age: the values of the dictionary"):
            self.screener.bind(pyarrow.schema({"age": pyarrow.dictionary("int8", "int64")}))

    def test_names(self):
        with self.assertRaisesRegex(Refused, 'field 1, "creatinin", .*"creatinine" meant'):
            self.screener.bind(pyarrow.schema({"age": "int8", "creatinin": "double"}))
        with self.assertRaisesRegex(Refused, "age: two fields"):
            self.screener.bind(pyarrow.schema([("age", "int8"), ("age", "int8")]))

    def test_units(self):
        def screen(values, kind, unit):
            field = pyarrow.field("creatinine", kind, metadata={"unit": unit, "b": "c"})
            arrays = [pyarrow.array(values, kind)]
            schema = pyarrow.schema([field], metadata={"unit": "kg"})
            got = self.screener.bind_and_screen(
                pyarrow.RecordBatch.from_arrays(arrays, schema=schema)
            )
            return got["INCL02"].to_pylist()

        self.assertEqual(screen([0.1, 0.11], pyarrow.float64(), "mmol/L"), [False, True])
        self.assertEqual(screen([100, 101], pyarrow.int16(), "umol/L"), [False, True])
        self.assertEqual(screen(["100", "0.11 mmol/L"], pyarrow.utf8(), "umol/L"), [False, True])
        number, text = pyarrow.float64(), pyarrow.utf8()
        for kind, unit in ((text, "mmol/L"), (number, "kg"), (number, "mmoll")):
            with self.assertRaisesRegex(Refused, "NFH_E_UNIT.*creatinine"):
                screen([], kind, unit)

    def test_rows_in_error(self):
        got = self.screener.bind_and_screen(batch(grp=["a", "c", None, "x"], age=[18, 18, 18, 18]))
        verdicts = ["undetermined", "error", "undetermined", "error"]
        self.assertEqual(got["verdict"].to_pylist(), verdicts)
        self.assertEqual(got["INCL01"].to_pylist(), [True, None, True, None])
        self.assertEqual(self.screener.failed, (2, 1, 3))
        self.assertIn('row 1: grp: "c"', self.screener.message)

    def test_no_rows(self):
        empty = batch(grp=pyarrow.array([], "utf8"), age=pyarrow.array([], "int8"))
        self.assertEqual(self.screener.bind_and_screen(empty).num_rows, 0)
        got = self.screener.bind_and_screen(batch(age=[1, 2, 3]).slice(3))
        self.assertEqual(got.num_rows, 0)

    def test_result(self):
        got = self.screener.bind_and_screen(batch(age=[18]))
        names = ["verdict", *test_cohort.CRITERIA]
        self.assertEqual(got.schema.names, names)
        self.assertEqual(got.schema.field("verdict").type, VERDICTS)
        self.assertFalse(got.schema.field("verdict").nullable)
        self.assertEqual(set(got.schema.types[1:]), {pyarrow.bool_()})
        self.assertTrue(all(field.nullable for field in list(got.schema)[1:]))


class Cohort(unittest.TestCase):
    """Subjects at the limits, as an independent program sees them, in the types of each tongue."""

    @classmethod
    def setUpClass(cls):
        ruleset = nfhscreen.Ruleset("NCT07101562")
        with tempfile.TemporaryDirectory() as directory:
            cls.columns, cls.expected = cohorts.random_cohort(500, 64, directory)
        cls.expected.pop("subject_id")
        cls.values = cohorts.typed(cls.columns, ruleset)
        cls.kinds = {parameter.name: parameter.type for parameter in ruleset.parameters}
        cls.unknown = ruleset.screen({})
        cls.screener = Screener("NCT07101562")
        cls.addClassCleanup(cls.screener.close)

    def column(self, name, tongue):
        """By kind of the parameter; a column with units, or partial dates, is text."""
        values, kind = self.values[name], self.kinds.get(name, "String")
        text = tongue.get("String", pyarrow.utf8())
        if kind not in tongue or any(isinstance(value, str) for value in values):
            texts = [cell or None for cell in self.columns[name]]
            array = pyarrow.array(texts, text)
            return array.dictionary_encode() if tongue.get("dictionary") else array
        wanted = tongue[kind]
        known = [value for value in values if value is not None]
        if pyarrow.types.is_decimal(wanted):
            known = [decimal.Decimal(repr(value)) for value in known]
        elif pyarrow.types.is_integer(wanted):
            known = [int(value) for value in known]
        known = iter(known)
        return pyarrow.array([None if v is None else next(known) for v in values], wanted)

    def cohort(self, tongue):
        return batch(**{name: self.column(name, tongue) for name in self.columns})

    def expect(self, got, first=0):
        for name, values in self.expected.items():
            self.assertEqual(
                got[name].to_pylist(), values[first : first + got.num_rows], (name, first)
            )

    def test_tongues(self):
        numbers = {"Boolean": pyarrow.bool_(), "Quantity": pyarrow.float64()}
        tongues = [
            {**numbers, "Integer": pyarrow.int32(), "Date": pyarrow.date32()},
            {**numbers, "Integer": pyarrow.int64(), "Date": pyarrow.date64(), "dictionary": True},
            {**numbers, "Integer": pyarrow.float64(), "String": pyarrow.large_utf8()},
            {"Quantity": pyarrow.decimal128(20, 8), "String": pyarrow.string_view()},
            {"Quantity": pyarrow.decimal64(18, 8), "Boolean": pyarrow.uint8(), "dictionary": True},
            {"String": pyarrow.large_utf8()},
        ]
        for tongue in tongues:
            cohort = self.cohort(tongue)
            self.expect(self.screener.bind_and_screen(cohort))
            for first in (0, 1, 63, 64, 129, 499, 500):
                for rows in (0, 1, 65, 500):
                    self.expect(self.screener.screen(cohort.slice(first, rows)), first)

    def test_struct_nulls(self):
        tongue = {"Integer": pyarrow.int8(), "Quantity": pyarrow.float64()}
        tongue |= {"Boolean": pyarrow.bool_(), "Date": pyarrow.date32(), "dictionary": True}
        cohort = self.cohort(tongue)
        nulls = [row % 3 == 1 for row in range(cohort.num_rows)]
        array = pyarrow.StructArray.from_arrays(
            cohort.columns, cohort.schema.names, mask=pyarrow.array(nulls)
        )
        for first in (0, 1, 7, 200):
            got = self.screener.bind_and_screen(array.slice(first))
            for name, values in self.expected.items():
                unknown = self.unknown.criteria.get(name, self.unknown.verdict)
                wanted = [unknown if null else value for null, value in zip(nulls, values)]
                self.assertEqual(got[name].to_pylist(), wanted[first:], name)

    def test_stream_of_polars(self):
        """Polars has views of strings, and categories as dictionaries of them."""
        frame = polars.DataFrame(self.values, strict=False, infer_schema_length=None)
        texts = [name for name, kind in frame.schema.items() if kind == polars.String]
        for changed in (frame, frame.with_columns(polars.col(texts).cast(polars.Categorical))):
            first = 0
            reader = pyarrow.RecordBatchReader.from_stream(changed.slice(0, 300))
            kinds = {str(kind) for kind in reader.schema.types}
            self.assertTrue(any("string_view" in kind for kind in kinds), kinds)
            self.screener.bind(reader.schema)
            for part in reader:
                self.expect(self.screener.screen(part), first)
                first += part.num_rows
            self.assertEqual(first, 300)

    def test_read_from_a_file(self):
        """Arrays whose buffers lie in one block, as files and messages have them."""
        cohort = self.cohort({"Quantity": pyarrow.float64(), "Date": pyarrow.date32()})
        stream = io.BytesIO()
        with pyarrow.ipc.new_stream(stream, cohort.schema) as writer:
            writer.write_batch(cohort)
        self.expect(
            self.screener.bind_and_screen(
                pyarrow.ipc.open_stream(stream.getvalue()).read_next_batch()
            )
        )

    def test_release(self):
        """What goes in is given back, and so is what comes out."""
        used = pyarrow.total_allocated_bytes()
        got = self.screener.bind_and_screen(self.cohort({}))
        self.assertEqual(pyarrow.total_allocated_bytes(), used)
        verdicts = got["verdict"]
        del got
        self.assertEqual(verdicts.to_pylist(), self.expected["verdict"])


if __name__ == "__main__":
    unittest.main()
