# SPDX-License-Identifier: MIT
"""examples/duckdb: a cohort that is larger than the memory it is screened in."""

import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import duckdb
import pyarrow
import pyarrow.compute
import pyarrow.parquet

from arrow_tables import table
import cohorts
import nfhscreen
import programs

PROGRAM = programs.TOP / "examples" / "duckdb" / "duckdb_screen.py"
ROWS, TIMES = 300, 4000
PEAK = 250 << 20  # bytes in memory at a time, those of Python, PyArrow and DuckDB included


class DuckDB(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.directory = pathlib.Path(directory.name)
        columns, cls.expected = cohorts.random_cohort(ROWS, 81, cls.directory)
        cls.table = table(columns, nfhscreen.Ruleset("NCT07101562"))
        cls.cohort = cls.directory / "cohort.parquet"
        pyarrow.parquet.write_table(cls.table, cls.cohort)

    def run_program(self, *arguments, cohort=None):
        """Exit status, output, errors, and the peak of memory in bytes."""
        verdicts = self.directory / "verdicts.parquet"
        verdicts.unlink(missing_ok=True)
        command = [sys.executable, PROGRAM, *arguments, cohort or self.cohort, verdicts]
        out, err = self.directory / "out", self.directory / "err"
        with out.open("wb") as to_out, err.open("wb") as to_err:
            process = subprocess.Popen(list(map(str, command)), stdout=to_out, stderr=to_err)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        peak = usage.ru_maxrss * 1024
        return process.returncode, out.read_text(), err.read_text(), peak

    def verdicts(self):
        return pyarrow.parquet.read_table(self.directory / "verdicts.parquet")

    def test_cohort(self):
        funnel = self.directory / "funnel.csv"
        for threads in (1, 2):
            status, out, err, _ = self.run_program("--threads", threads, "--funnel", funnel)
            self.assertEqual((status, err), (0, ""))
            self.assertEqual(self.verdicts().to_pydict(), self.expected)
            counts = [
                f"{v}: {self.expected['verdict'].count(v)}\n"
                for v in sorted(set(self.expected["verdict"]))
            ]
            self.assertEqual(out, "".join(counts))
        self.check_funnel(funnel)

    def check_funnel(self, path):
        """The counts, by hand from what the oracle says."""
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        left = set(range(ROWS))
        criteria = [name for name in self.expected if name not in ("subject_id", "verdict")]
        self.assertEqual([row["criterion"] for row in rows], criteria)
        for row in rows:
            values = self.expected[row["criterion"]]
            failed = {i for i in left if values[i] is row["criterion"].startswith("EXCL")}
            left -= failed
            counts = [values.count(True), values.count(False), values.count(None)]
            counts += [len(failed), len(left)]
            got = [int(row[name]) for name in ("true", "false", "unknown", "failed", "left")]
            self.assertEqual(got, counts, row["criterion"])

    def test_larger_than_memory(self):
        cohort = self.directory / "large.parquet"
        part = pyarrow.concat_tables([self.table] * 100)
        size = 0
        with pyarrow.parquet.ParquetWriter(cohort, part.schema) as writer:
            for _ in range(TIMES // 100):
                writer.write_table(part)
                size += part.nbytes
        self.assertGreater(size, PEAK * 1.25)
        status, _, err, peak = self.run_program("--memory", "64MB", cohort=cohort)
        self.assertEqual((status, err), (0, ""))
        self.assertLess(peak, PEAK)
        print(f"{size >> 20} MiB of Arrow within {peak >> 20} MiB", file=sys.stderr)
        verdicts = self.directory / "verdicts.parquet"
        for name in ("subject_id", "verdict", "INCL03", "EXCL14"):
            got = pyarrow.parquet.read_table(verdicts, columns=[name]).column(0).combine_chunks()
            expected = pyarrow.array(self.expected[name] * 100)
            self.assertEqual(len(got), ROWS * TIMES)
            for first in range(0, len(got), len(expected)):
                self.assertTrue(got[first : first + len(expected)].equals(expected), name)

    def test_query(self):
        query = "SELECT subject_id, ast FROM cohort WHERE ast > 30 ORDER BY subject_id DESC"
        self.assertEqual(self.run_program("--query", query)[0], 0)
        got = self.verdicts()
        expected = duckdb.sql(query.replace("cohort", f"'{self.cohort}'")).fetchall()
        self.assertGreater(len(expected), 10)
        self.assertEqual(got.column("subject_id").to_pylist(), [name for name, _ in expected])
        self.assertEqual(got.column("EXCL27").null_count, len(expected))

    def test_errors(self):
        query = "WITH c AS (SELECT *, row_number() OVER () - 1 AS i FROM cohort) " + (
            "SELECT subject_id, if(i % 100 = 7, 'inf'::DOUBLE, 1) AS ast FROM c ORDER BY i"
        )
        status, out, err, _ = self.run_program("--query", query)
        self.assertEqual(status, 1)
        self.assertIn("error: 3\n", out)
        self.assertRegex(err, r"^row 7: ast: .*infinite.*\nrow 107: .*\nrow 207: .*\n3 rows could")
        query = "SELECT ast AS asd FROM cohort"
        status, out, err, _ = self.run_program("--query", query)
        self.assertEqual((status, out), (2, ""))
        self.assertRegex(err, r"^duckdb_screen.py: .*asd.*ast")
        self.assertEqual(self.run_program("--query", query, "--extra-columns")[0], 0)
        status, _, err, _ = self.run_program(cohort=self.directory / "nothing.parquet")
        self.assertEqual(status, 2)
        self.assertIn("nothing.parquet", err)


if __name__ == "__main__":
    unittest.main()
