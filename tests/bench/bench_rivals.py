#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Cohorts in columns beside what one would write in Python or SQL: NumPy by hand, pandas, DuckDB, all
in one thread, on the same arrays, each in turn. What the results are is compared with nfh_screen's
by bench_columns; here with those of the program for this one trial.

    bench_rivals.py [ROWS...]         (default 200000; BENCH_FULL=1: also 1000000)
"""

import contextlib
import ctypes
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np  # noqa: E402 (reads the variable when it is imported)
import pyarrow  # noqa: E402

import rival_duckdb  # noqa: E402
import rival_numpy  # noqa: E402
import rival_pandas  # noqa: E402
from cohort import BUILD, LIBRARY, TOP, Cohort  # noqa: E402
from measure import FULL, Log, compete  # noqa: E402

os.environ.setdefault("NFHSCREEN_LIBRARY", os.path.join(BUILD, "libnfhscreen.so"))
sys.path.insert(0, os.path.join(TOP, "examples", "python"))
import nfhscreen  # noqa: E402

CRITERIA = rival_numpy.CRITERIA
SIZE = ctypes.c_size_t
EXACT = ("DuckDB, DECIMAL", "DuckDB, duckdb-exact.sql")


class CResults(ctypes.Structure):
    _fields_ = [
        ("verdict", ctypes.c_void_p),
        ("truth", ctypes.c_void_p * len(CRITERIA)),
        ("known", ctypes.c_void_p * len(CRITERIA)),
    ]


def c_results(results):
    def addresses(arrays):
        return (ctypes.c_void_p * len(CRITERIA))(*(one.ctypes.data for one in arrays))

    verdict, truth, known = results
    return CResults(verdict.ctypes.data, addresses(truth), addresses(known))


def check(status):
    if status != 0:
        sys.exit("bench_rivals.py: status %d" % status)


class Library:
    """nfh_screen_columns through ctypes, as little around it as there can be."""

    def __init__(self, ruleset, cohort, results, criteria=CRITERIA):
        self.rows, self.verdict = cohort.rows, ctypes.c_void_p(results[0].ctypes.data)
        self.columns = ctypes.c_void_p()
        check(LIBRARY.nfh_columns_new(ruleset._handle, ctypes.byref(self.columns)))
        check(LIBRARY.cohort_bind(cohort.pointer, ruleset._handle, self.columns))
        places = {one.id: i for i, one in enumerate(ruleset.criteria)}
        for name, truth, known in zip(criteria, results[1], results[2]):
            pair = (ctypes.c_void_p(truth.ctypes.data), ctypes.c_void_p(known.ctypes.data))
            check(LIBRARY.nfh_columns_want(self.columns, SIZE(places[name]), *pair))

    def run(self):
        check(LIBRARY.nfh_screen_columns(self.columns, SIZE(0), SIZE(self.rows), self.verdict))

    def free(self):
        LIBRARY.nfh_columns_free(self.columns)


class Arrow:
    """nfh_screen_arrow, the schema bound anew each time, and the results taken by PyArrow."""

    def __init__(self, ruleset, cohort):
        self.ruleset = ruleset
        (self.batch,) = cohort.table().combine_chunks().to_batches()

    def run(self):
        # ArrowSchema and ArrowArray are 72 and 80 bytes on a machine of 64 bits.
        places = [(ctypes.c_int64 * 10)() for _ in range(4)]
        schema, array, out_schema, out_array = map(ctypes.addressof, places)
        self.batch._export_to_c(array, schema)
        check(
            LIBRARY.nfh_screen_arrow(
                self.ruleset._handle, *map(ctypes.c_void_p, (schema, array, out_schema, out_array))
            )
        )
        pyarrow.RecordBatch._import_from_c(array, schema)  # releases it
        return pyarrow.RecordBatch._import_from_c(out_array, out_schema)


def differing(a, b, rows):
    """How many verdicts, and how many truths of criteria, differ between two results."""
    cells = 0
    for one, other in zip((*a[1], *a[2]), (*b[1], *b[2])):
        wrong = np.unpackbits((one ^ other).view(np.uint8), bitorder="little")[:rows]
        cells += int(wrong.sum())
    return int((a[0][:rows] != b[0][:rows]).sum()), cells


def verdicts_of_column(column):
    """Of DuckDB, where a verdict is true, false or null."""
    verdict = column.to_pandas()
    return np.where(verdict.isna(), 3, np.where(verdict == True, 1, 2))  # noqa: E712


def verdicts_of_frame(frame):
    """Of pandas."""
    verdict = frame["verdict"]
    eligible = verdict.fillna(False).to_numpy().astype(bool)
    return np.where(verdict.isna(), 3, np.where(eligible, 1, 2))


def dict_of_arrays(cohort):
    """The cohort as one has it in NumPy: dates as datetime64, texts as objects, missing values masked."""
    columns = {}
    for name, column in cohort.columns.items():
        missing = ~column.known(cohort.rows)
        if column.kind == "boolean":
            values = column.booleans(cohort.rows)
        elif column.kind == "date":
            values = column.values[: cohort.rows].astype("datetime64[D]")
        elif column.kind == "text":
            values = np.array(column.texts, object)[column.values[: cohort.rows]]
        else:
            values = column.values[: cohort.rows]
        columns[name] = np.ma.masked_array(values, missing)
    return columns


def of_the_module(ruleset, cohort):
    """The module in examples/python, through ctypes."""
    arrays, frame = dict_of_arrays(cohort), rival_pandas.frame(cohort)
    return {
        "nfhscreen.py, dict of NumPy arrays": lambda: ruleset.screen(arrays),
        "nfhscreen.py, DataFrame of pandas": lambda: ruleset.screen(frame),
    }


def shared_queries():
    """The queries that lie beside the project, where they do."""
    directory = os.path.join(TOP, os.pardir, "shared", "bench")
    for name, kind in (
        ("duckdb.sql", rival_duckdb.WRITTEN),
        ("duckdb-exact.sql", rival_duckdb.CLEARED),
    ):
        with contextlib.suppress(FileNotFoundError):
            with open(os.path.join(directory, name), encoding="utf-8") as source:
                yield "DuckDB, " + name, kind, source.read()


class Contest:
    def __init__(self, rows, log):
        self.rows, self.log = rows, log
        self.cohort = Cohort(rows)
        self.ruleset = nfhscreen.Ruleset("NCT07101562")
        self.ours, self.theirs = rival_numpy.results(rows), rival_numpy.results(rows)
        self.library = Library(self.ruleset, self.cohort, self.ours)
        self.best = c_results(self.theirs)

    def rival_in_c(self):
        LIBRARY.rival_columns(
            self.cohort.pointer, SIZE(0), SIZE(self.rows), 0, ctypes.byref(self.best)
        )

    def numpy_by_hand(self):
        self.numpy, self.numpy_results = (
            rival_numpy.Rival(self.cohort),
            rival_numpy.results(self.rows),
        )
        return lambda: self.numpy.run(*self.numpy_results)

    def in_pandas(self):
        self.pandas = rival_pandas.Rival(self.cohort)
        return self.pandas.run

    def in_double(self):
        self.written = rival_duckdb.Rival(self.cohort, rival_duckdb.WRITTEN)
        return self.written.run

    def in_decimal(self):
        self.cleared = rival_duckdb.Rival(self.cohort, rival_duckdb.CLEARED)
        return self.cleared.run

    RIVALS = {
        "NumPy by hand": numpy_by_hand,
        "pandas": in_pandas,
        "DuckDB, DOUBLE": in_double,
        "DuckDB, DECIMAL": in_decimal,
    }

    def contenders(self):
        rivals = {name: make(self) for name, make in self.RIVALS.items()}
        self.shared = {
            name: rival_duckdb.Rival(self.cohort, kind, text=text)
            for name, kind, text in shared_queries()
        }
        rivals["DuckDB, DOUBLE, into a table"] = self.written.run_into_table
        for name, rival in self.shared.items():
            rivals[name] = rival.run
            rivals[name + ", into a table"] = rival.run_into_table
        return {
            "nfh_screen_columns": self.library.run,
            "C for this trial": self.rival_in_c,
            "nfh_screen_arrow": Arrow(self.ruleset, self.cohort).run,
            **rivals,
            **of_the_module(self.ruleset, self.cohort),
        }

    def contender(self, name):
        return self.RIVALS[name](self) if name in self.RIVALS else self.library.run

    def compare(self):
        """What differs from the program for this one trial; True: what must not differ does not."""
        self.library.run()
        self.rival_in_c()
        self.numpy.run(*self.numpy_results)
        exact = True
        for name, results in (
            ("nfh_screen_columns", self.ours),
            ("NumPy by hand", self.numpy_results),
        ):
            verdicts, cells = differing(results, self.theirs, self.rows)
            print("  %s: %d verdicts, %d criteria differ" % (name, verdicts, cells))
            exact = exact and verdicts == cells == 0
        tables = [("DuckDB, DECIMAL", verdicts_of_column(self.cleared.run()["verdict"]))]
        tables.append(("DuckDB, DOUBLE", verdicts_of_column(self.written.run()["verdict"])))
        tables.append(("pandas", verdicts_of_frame(self.pandas.run())))
        for name, rival in self.shared.items():
            tables.append((name, verdicts_of_column(rival.run()["verdict"])))
        for name, verdicts in tables:
            wrong = int((verdicts != self.theirs[0][: self.rows]).sum())
            self.log.add(name + ": wrong verdicts", self.rows, 1, wrong, "subjects")
            exact = exact and (wrong == 0 or name not in EXACT)
        return exact

    def run(self):
        contenders = self.contenders()
        exact = self.compare()
        fastest = compete(contenders, seconds=90.0 if FULL else 20.0)
        ours = fastest["nfh_screen_columns"]
        for name, seconds in fastest.items():
            note = "%.2f times nfh_screen_columns" % (seconds / ours)
            self.log.add(name, self.rows, 1, seconds * 1e9 / self.rows, "ns/subject", note)
        return exact


def main():
    sizes = [int(word) for word in sys.argv[1:]] or ([200000, 1000000] if FULL else [200000])
    log = Log("rivals")
    return 0 if all([Contest(rows, log).run() for rows in sizes]) else 1


if __name__ == "__main__":
    sys.exit(main())
