# SPDX-License-Identifier: MIT
"""The made-up cohorts of cohort.h for rivals in Python: the very arrays, nothing copied.

    cohort.py [-n ROWS] [-l LIMITS] [-s SEED] FILE

writes one as FILE, in the form that its name ends in: .csv or .parquet. $NFH_BUILD names the build
(default build).
"""

import argparse
import ctypes
import os

import numpy
import pyarrow

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("NFH_BUILD", os.path.join(TOP, "build"))
KINDS = ("boolean", "date", "text", "integer", "quantity")
COLUMNS = 89


class CColumn(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("kind", ctypes.c_int),
        ("values", ctypes.c_void_p),
        ("validity", ctypes.c_void_p),
        ("text", ctypes.POINTER(ctypes.c_char_p)),
        ("text_count", ctypes.c_size_t),
    ]


class CCohort(ctypes.Structure):
    _fields_ = [
        ("rows", ctypes.c_size_t),
        ("column", CColumn * COLUMNS),
        ("memory", ctypes.c_void_p),
        ("size", ctypes.c_size_t),
    ]


class COptions(ctypes.Structure):
    _fields_ = [
        ("first", ctypes.c_size_t),
        ("rows", ctypes.c_size_t),
        ("seed", ctypes.c_uint64),
        ("limits", ctypes.c_double),
        ("fine", ctypes.c_double),
    ]


def load():
    """The C part: the cohort, the rivals in C, and the library behind them."""
    library = ctypes.CDLL(os.path.join(BUILD, "tests", "bench", "libbench.so"))
    library.cohort_new.restype = ctypes.POINTER(CCohort)
    library.cohort_new.argtypes = [ctypes.POINTER(COptions)]
    library.cohort_free.restype = None
    library.cohort_free.argtypes = [ctypes.POINTER(CCohort)]
    return library


LIBRARY = load()
TYPES = {"date": numpy.int32, "quantity": numpy.float64, "text": numpy.int8, "integer": numpy.int8}


def view(address, dtype, count):
    """An array on memory of C."""
    size = numpy.dtype(dtype).itemsize * count
    return numpy.frombuffer((ctypes.c_uint8 * size).from_address(address), dtype=dtype)


class Column:
    """`values` (bits of Booleans as uint8), `validity` bits; both reach to a multiple of 64 rows."""

    def __init__(self, column, rows):
        padded = (rows + 63) // 64 * 64
        self.name = column.name.decode()
        self.kind = KINDS[column.kind]
        self.validity = view(column.validity, numpy.uint8, padded // 8)
        self.texts = [column.text[i].decode() for i in range(column.text_count)]
        if self.kind == "boolean":
            self.values = view(column.values, numpy.uint8, padded // 8)
        else:
            self.values = view(column.values, TYPES[self.kind], padded)

    def known(self, rows):
        return numpy.unpackbits(self.validity, count=rows, bitorder="little").view(bool)

    def booleans(self, rows):
        return numpy.unpackbits(self.values, count=rows, bitorder="little").view(bool)

    def arrow(self, rows):
        """As Arrow has it, on the same memory."""
        buffers = [pyarrow.py_buffer(self.validity), pyarrow.py_buffer(self.values)]
        kinds = {
            "boolean": pyarrow.bool_(),
            "date": pyarrow.date32(),
            "quantity": pyarrow.float64(),
            "integer": pyarrow.int8(),
            "text": pyarrow.int8(),
        }
        array = pyarrow.Array.from_buffers(kinds[self.kind], rows, buffers)
        if self.kind == "text":
            array = pyarrow.DictionaryArray.from_arrays(array, pyarrow.array(self.texts))
        return array


class Cohort:
    """Columns by name. `pointer` is what the functions in C take."""

    def __init__(self, rows, limits=0.005, seed=20250803, fine=0.0, first=0):
        options = COptions(first, rows, seed, limits, fine)
        self.rows = rows
        self.pointer = LIBRARY.cohort_new(ctypes.byref(options))
        if not self.pointer:
            raise MemoryError("no memory for %d subjects" % rows)
        columns = (Column(one, rows) for one in self.pointer.contents.column)
        self.columns = {one.name: one for one in columns}
        self.size = self.pointer.contents.size

    def free(self):
        """Ends it; no array of it may be used any more."""
        self.columns = {}
        LIBRARY.cohort_free(self.pointer)
        self.pointer = None

    def table(self):
        """A table of Arrow, without the number of the subject."""
        arrays = {name: one.arrow(self.rows) for name, one in self.columns.items()}
        return pyarrow.table(arrays)


def write(path, rows, limits, seed, chunk=100000):
    """As CSV or Parquet, a part at a time."""
    import pyarrow.csv
    import pyarrow.parquet

    writer = None
    for first in range(0, rows, chunk):
        part = Cohort(min(chunk, rows - first), limits, seed, first=first)
        table = part.table()
        ids = ["S%08d" % (first + i + 1) for i in range(part.rows)]
        table = table.add_column(0, "subject_id", pyarrow.array(ids))
        if path.endswith(".csv"):
            # A text of a dictionary has no form in CSV of its own.
            table = table.cast(
                pyarrow.schema(
                    [
                        (one.name, pyarrow.string())
                        if pyarrow.types.is_dictionary(one.type)
                        else (one.name, one.type)
                        for one in table.schema
                    ]
                )
            )
        if writer is None and path.endswith(".csv"):
            style = pyarrow.csv.WriteOptions(quoting_style="none")
            writer = pyarrow.csv.CSVWriter(path, table.schema, write_options=style)
        elif writer is None:
            writer = pyarrow.parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
        del table
        part.free()
    if writer is not None:
        writer.close()


def main():
    parser = argparse.ArgumentParser(description="a made-up cohort as CSV or Parquet")
    parser.add_argument("-n", "--rows", type=int, default=20000)
    parser.add_argument("-l", "--limits", type=float, default=0.005)
    parser.add_argument("-s", "--seed", type=int, default=20250803)
    parser.add_argument("file")
    options = parser.parse_args()
    if not options.file.endswith((".csv", ".parquet")):
        parser.error("%s: neither .csv nor .parquet" % options.file)
    write(options.file, options.rows, options.limits, options.seed)


if __name__ == "__main__":
    main()
