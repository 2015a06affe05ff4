# SPDX-License-Identifier: MIT
"""Ruleset.screen of tables of PyArrow, and of whatever else has a stream of Arrow."""

import datetime
import decimal
import tempfile
import unittest
import unittest.mock

import pyarrow

from arrow_tables import Stream, strings, table
import cohorts
import nfhscreen
import nfhscreen_arrow
import nfhscreen_cohort
import test_cohort


class Columns(unittest.TestCase):
    """Inputs of each kind in each type that may hold it."""

    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(test_cohort.RULES)

    def check(self, name, values, kinds, criterion, expected):
        for kind in kinds:
            array = pyarrow.array(values, kind)
            for data in (pyarrow.table({name: array}), self.sliced(name, array)):
                got = self.ruleset.screen(data)
                self.assertEqual(got.column(criterion).to_pylist(), expected, (name, kind))

    @staticmethod
    def sliced(name, array):
        """The same with other rows before and behind, in two chunks."""
        longer = pyarrow.concat_arrays([array] * 9)
        rows = len(array)
        chunks = [longer[3 * rows : 3 * rows + 1], longer[3 * rows + 1 : 4 * rows]]
        return pyarrow.table({name: pyarrow.chunked_array(chunks)})

    def test_numbers(self):
        integers = [getattr(pyarrow, f"{u}int{b}")() for u in ("", "u") for b in (8, 16, 32, 64)]
        self.check("age", [17, None, 18], integers, "INCL01", [False, None, True])
        floats = [pyarrow.float32(), pyarrow.float64()]
        self.check("age", [17.0, None, 18.0], floats, "INCL01", [False, None, True])
        values = [0.1, float("nan"), None, 0.25]
        self.check("ratio", values, floats, "INCL06", [True, None, None, False])
        exact = [decimal.Decimal("0.1"), None, decimal.Decimal("0.10000001")]
        self.check("ratio", exact, [pyarrow.decimal128(20, 8)], "INCL06", [True, None, False])

    def test_truths(self):
        expected = [True, None, False]
        self.check("smoker", expected, [pyarrow.bool_()], "INCL03", expected)
        kinds = [pyarrow.int8(), pyarrow.uint8()]
        self.check("smoker", [1, None, 0], kinds, "INCL03", expected)
        storage = pyarrow.array([1, None, 0], pyarrow.int8())
        array = pyarrow.ExtensionArray.from_storage(pyarrow.bool8(), storage)
        got = self.ruleset.screen(pyarrow.table({"smoker": array}))
        self.assertEqual(got.column("INCL03").to_pylist(), expected)

    def test_dates(self):
        days = [datetime.date(1999, 12, 31), None, datetime.date(2000, 1, 1)]
        kinds = [pyarrow.date32(), pyarrow.date64()]
        self.check("visit", days, kinds, "INCL05", [True, None, False])

    def test_texts(self):
        kinds = [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()]
        kinds.append(pyarrow.dictionary(pyarrow.int16(), pyarrow.string()))
        self.check("grp", ["a", None, "b"], kinds, "INCL04", [True, None, False])
        self.check("age", ["17", None, "18"], kinds, "INCL01", [False, None, True])
        self.check("smoker", [None, None], [pyarrow.null()], "INCL03", [None, None])

    def test_refused(self):
        for array, text in (
            (pyarrow.array([1.5], pyarrow.float16()), "age"),
            (pyarrow.array([datetime.datetime(2000, 1, 1)]), "age"),
            (pyarrow.array([[1]]), "age"),
        ):
            with self.assertRaisesRegex(nfhscreen.Error, text) as raised:
                self.ruleset.screen(pyarrow.table({"age": array}))
            self.assertEqual(raised.exception.name, "NFH_E_TYPE")

    def test_a_dict_of_arrays(self):
        data = {"age": pyarrow.array([17, None, 18]), "smoker": pyarrow.chunked_array([[True] * 3])}
        got = self.ruleset.screen(data)
        self.assertEqual(got["INCL01"].tolist(), [False, None, True])
        self.assertEqual(got["INCL03"].tolist(), [True, True, True])


class Tables(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(test_cohort.RULES)

    def test_kinds(self):
        data = pyarrow.table({"age": [17, 18], "subject_id": [7, 8]})
        got = self.ruleset.screen(data)
        self.assertIsInstance(got, pyarrow.Table)
        self.assertEqual(got.column_names, ["subject_id", "verdict", *test_cohort.CRITERIA])
        self.assertEqual(got.schema.field("subject_id"), data.schema.field("subject_id"))
        self.assertEqual(got.column("subject_id").to_pylist(), [7, 8])
        self.assertEqual(got.column("verdict").to_pylist(), ["ineligible", "undetermined"])
        self.assertEqual(got.schema.field("INCL01").type, pyarrow.bool_())
        batch = self.ruleset.screen(data.to_batches()[0])
        self.assertIsInstance(batch, pyarrow.RecordBatch)
        self.assertEqual(batch.to_pylist(), got.to_pylist())

    def test_no_rows(self):
        schema = pyarrow.schema({"subject_id": pyarrow.string(), "age": pyarrow.int8()})
        for data in (schema.empty_table(), pyarrow.Table.from_batches([], schema)):
            got = self.ruleset.screen(data)
            self.assertEqual((got.num_rows, got.num_columns), (0, 10))
        batch = self.ruleset.screen(pyarrow.RecordBatch.from_pylist([], schema))
        self.assertEqual((batch.num_rows, batch.num_columns), (0, 10))

    def test_columns(self):
        data = pyarrow.table({"age": [18], "creatinin": [1.0]})
        with self.assertRaisesRegex(nfhscreen.Error, "creatinine") as raised:
            self.ruleset.screen(data)
        self.assertEqual(raised.exception.name, "NFH_E_NAME")
        got = self.ruleset.screen(data, unknown_columns="ignore")
        self.assertEqual(got.column("INCL01").to_pylist(), [True])

    def test_the_column_of_names(self):
        data = pyarrow.table({"patient": [b"x", b"y"], "age": [17, 18]})
        got = self.ruleset.screen(data, id_name="patient")
        self.assertEqual(got.column("patient").to_pylist(), [b"x", b"y"])

    def test_now(self):
        data = pyarrow.table({"visit": [datetime.date(2025, 8, 31), datetime.date(2025, 9, 1)]})
        self.assertEqual(self.ruleset.screen(data).column("INCL08").to_pylist(), [None, None])
        got = self.ruleset.screen(data, now="2025-09-01T00:00:00.000+02:00")
        self.assertEqual(got.column("INCL08").to_pylist(), [True, False])


class Units(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(test_cohort.RULES)

    @staticmethod
    def data(metadata=None):
        field = pyarrow.field("creatinine", pyarrow.float64(), metadata=metadata)
        return pyarrow.table({"creatinine": [0.1, 0.11]}, pyarrow.schema([field]))

    def screen(self, metadata=None, **options):
        return self.ruleset.screen(self.data(metadata), **options).column("INCL02").to_pylist()

    def test_units(self):
        self.assertEqual(self.screen(), [None, None])  # not plausible as umol/L
        self.assertEqual(self.screen({"unit": "mmol/L"}), [False, True])
        self.assertEqual(self.screen(units={"creatinine": "mmol/L"}), [False, True])
        other = {"note": "of a machine", "unit": "umol/L", "empty": ""}
        self.assertEqual(self.screen(other, units={"creatinine": "mmol/L"}), [False, True])

    def test_refused(self):
        for metadata, units, name in (
            ({"unit": "kg"}, {}, "NFH_E_UNIT"),
            ({}, {"creatinine": "no unit"}, "NFH_E_UNIT"),
            ({}, {"creatinin": "umol/L"}, "NFH_E_NAME"),
        ):
            with self.assertRaisesRegex(nfhscreen.Error, "creatinine") as raised:
                self.screen(metadata, units=units)
            self.assertEqual(raised.exception.name, name)


class Errors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(test_cohort.RULES)
        ages = [17.0, 18.0] * 50
        for row in (3, 4, 37, 70, 71):
            ages[row] = 18.5
        whole = pyarrow.table({"age": ages, "grp": ["a"] * 98 + ["c", "b"]})
        cls.table = pyarrow.concat_tables([whole[:40], whole[40:]])
        cls.rows = [3, 4, 37, 70, 71, 98]

    def setUp(self):
        patch = unittest.mock.patch.object(nfhscreen_arrow, "STEP", 16)
        patch.start()
        self.addCleanup(patch.stop)

    def check(self, errors):
        self.assertEqual([e.row for e in errors], self.rows)
        self.assertEqual([e.parameter for e in errors], ["age"] * 5 + ["grp"])
        self.assertRegex(errors[0].message, "^age: .*whole")

    def test_rows(self):
        for threads in (1, 3):
            errors = []
            got = self.ruleset.screen(self.table, errors=errors, threads=threads)
            self.check(errors)
            verdicts = got.column("verdict").to_pylist()
            self.assertEqual([i for i, v in enumerate(verdicts) if v == "error"], self.rows)
            self.assertEqual(got.column("INCL01").null_count, 6)

    def test_warning(self):
        with self.assertWarns(nfhscreen_cohort.CohortWarning) as warned:
            self.ruleset.screen(self.table)
        self.assertEqual(warned.filename, __file__)
        self.assertEqual(warned.warning.count, 6)
        self.check(warned.warning.errors)

    def test_strict(self):
        with self.assertRaisesRegex(nfhscreen.Error, "row 3: age.*6 rows are wrong"):
            self.ruleset.screen(self.table, errors="raise")

    def test_of_a_reader(self):
        errors = []
        self.ruleset.screen(self.table.to_reader(), errors=errors).read_all()
        self.check(errors)


class Streams(unittest.TestCase):
    """What is read as it goes."""

    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset.from_text(test_cohort.RULES)

    def reader(self, pulled, batches=5):
        schema = pyarrow.schema({"subject_id": pyarrow.int64(), "age": pyarrow.int8()})

        def generate():
            for i in range(batches):
                pulled.append(i)
                yield pyarrow.RecordBatch.from_arrays(
                    [pyarrow.array([2 * i, 2 * i + 1]), pyarrow.array([17, 18], pyarrow.int8())],
                    schema=schema,
                )

        return pyarrow.RecordBatchReader.from_batches(schema, generate())

    def test_as_it_goes(self):
        for wrap in (lambda reader: reader, Stream):
            pulled = []
            got = self.ruleset.screen(wrap(self.reader(pulled)))
            self.assertIsInstance(got, pyarrow.RecordBatchReader)
            self.assertEqual(pulled, [])
            first = got.read_next_batch()
            self.assertEqual(pulled, [0])
            self.assertEqual(first.column("subject_id").to_pylist(), [0, 1])
            self.assertEqual(first.column("INCL01").to_pylist(), [False, True])
            rest = got.read_all()
            self.assertEqual(rest.column("subject_id").to_pylist(), list(range(2, 10)))
            self.assertEqual(rest.schema, first.schema)

    def test_progress(self):
        calls = []
        reader = self.ruleset.screen(self.reader([]), progress=lambda *call: calls.append(call))
        reader.read_all()
        self.assertEqual(calls, [(2, 0), (4, 0), (6, 0), (8, 0), (10, 0)])

    def test_a_stream_that_fails(self):
        def generate():
            raise OSError("the disk is gone")
            yield

        schema = pyarrow.schema({"age": pyarrow.int8()})
        reader = pyarrow.RecordBatchReader.from_batches(schema, generate())
        with self.assertRaisesRegex(OSError, "the disk is gone"):
            list(nfhscreen_arrow._Stream(reader))
        reader = pyarrow.RecordBatchReader.from_batches(schema, generate())
        with self.assertRaisesRegex(OSError, "the disk is gone"):
            self.ruleset.screen(reader).read_all()

    def test_without_pyarrow(self):
        with unittest.mock.patch.dict("sys.modules", {"pyarrow": None}):
            with self.assertRaisesRegex(ImportError, "PyArrow is needed .* for a Stream"):
                self.ruleset.screen(Stream(self.reader([])))

    def test_memory_is_given_back(self):
        before = pyarrow.total_allocated_bytes()
        for _ in range(3):
            data = pyarrow.table({"age": list(range(10000))})
            results = self.ruleset.screen(data, threads=2)
            taken = pyarrow.total_allocated_bytes() - before
            self.assertGreaterEqual(taken, 80000)
            del data, results
        self.assertEqual(pyarrow.total_allocated_bytes(), before)


class Cohorts(unittest.TestCase):
    """The trial: the same as `screen` and the oracle say."""

    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset("NCT07101562")
        with tempfile.TemporaryDirectory() as directory:
            cls.columns, cls.expected = cohorts.random_cohort(600, 64, directory)

    def test_sample(self):
        columns, expected = cohorts.sample()
        self.assertEqual(self.ruleset.screen(strings(columns)).to_pydict(), expected)

    def test_random(self):
        for data in (table(self.columns, self.ruleset), strings(self.columns)):
            for step, threads in ((131072, 1), (64, 3), (8, 2)):
                with unittest.mock.patch.object(nfhscreen_arrow, "STEP", step):
                    got = self.ruleset.screen(data, threads=threads)
                self.assertEqual(got.to_pydict(), self.expected)

    def test_parts(self):
        data = table(self.columns, self.ruleset)
        for first, rows in ((0, 1), (1, 63), (65, 64), (129, 65), (3, 300)):
            got = self.ruleset.screen(data.slice(first, rows)).to_pydict()
            part = {name: values[first : first + rows] for name, values in self.expected.items()}
            self.assertEqual(got, part, (first, rows))


if __name__ == "__main__":
    unittest.main()
