# SPDX-License-Identifier: MIT
"""examples/spark on a cluster: a master and two workers on this machine."""

import csv
import json
import pathlib
import sys
import tempfile
import time
import unittest

import pyarrow
import pyarrow.compute
import pyarrow.parquet

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests" / "python"), str(TOP / "tests" / "tables")]

from arrow_tables import table  # noqa: E402  pylint: disable=wrong-import-position
from cluster import Cluster  # noqa: E402  pylint: disable=wrong-import-position
import cohorts  # noqa: E402  pylint: disable=wrong-import-position
import nfhscreen  # noqa: E402  pylint: disable=wrong-import-position
import programs  # noqa: E402  pylint: disable=wrong-import-position

PROGRAM = TOP / "examples" / "spark" / "spark_screen.py"
LIBRARY = programs.BUILD / "libnfhscreen.so"
ROWS, FILES = 300, 24
TIME = 600  # seconds after which a job hangs


def repeated(column, prefix):
    """The cells of all files: the same subjects under other names."""
    return [
        f"{prefix}{i:02}-{value}" if prefix else value for i in range(FILES) for value in column
    ]


class Spark(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.directory = pathlib.Path(directory.name)
        columns, cls.expected = cohorts.random_cohort(ROWS, 71, cls.directory)
        cls.cohort = cls.directory / "cohort"
        cls.cohort.mkdir()
        whole = table(columns, nfhscreen.Ruleset("NCT07101562"))
        index = whole.schema.get_field_index("subject_id")
        for i in range(FILES):
            names = [f"F{i:02}-{name}" for name in columns["subject_id"]]
            part = whole.set_column(index, "subject_id", pyarrow.array(names))
            # The usual compression has a part in C that does not load on every Linux.
            path = cls.cohort / f"part-{i:02}.parquet"
            pyarrow.parquet.write_table(part, path, compression="gzip")
        cls.events = cls.directory / "events"
        cls.events.mkdir()
        cls.cluster = cls.enterClassContext(Cluster(cls.directory))

    def submit(self, *arguments, **environment):
        settings = {
            "driver.memory": "512m",
            "executor.memory": "512m",
            "ui.enabled": "false",
            "sql.shuffle.partitions": 2,
            "sql.parquet.compression.codec": "gzip",
            "sql.codegen.wholeStage": "false",  # to compile takes longer here than to run
            "sql.files.openCostInBytes": 1 << 30,  # a task for each file
            "eventLog.enabled": "true",
            "eventLog.dir": self.events.as_uri(),
            "eventLog.rolling.enabled": "false",
            "eventLog.compress": "false",
        }
        return self.cluster.submit(*arguments, settings=settings, environment=environment)

    def finish(self, process):
        try:
            status = process.wait(TIME)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        log = process.log.read_text(errors="replace")
        self.assertEqual(status, 0, log[-8000:])
        return log

    def happened(self, kind):
        """The events of a kind in the only log."""
        (log,) = self.events.iterdir()
        events = [json.loads(line) for line in log.read_text().splitlines()]
        log.unlink()
        return [event for event in events if event["Event"] in kind]

    def check(self, verdicts):
        """Every row of every file is there once, as the oracle has it."""
        got = pyarrow.parquet.read_table(verdicts).sort_by("subject_id")
        self.assertEqual(got.column("error").null_count, ROWS * FILES)
        for name, values in self.expected.items():
            expected = repeated(values, "F" if name == "subject_id" else "")
            self.assertEqual(got.column(name).to_pylist(), expected, name)

    def check_funnel(self, path):
        """The counts, by hand from what the oracle says."""
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        left = set(range(ROWS))
        criteria = [name for name in self.expected if name not in ("subject_id", "verdict")]
        self.assertEqual([row["criterion"] for row in rows], criteria)
        for row in rows:
            values = self.expected[row["criterion"]]
            bad = row["criterion"].startswith("EXCL")
            failed = {i for i in left if values[i] is bad}
            left -= failed
            counts = [values.count(True), values.count(False), values.count(None)]
            counts += [len(failed), len(left)]
            got = [int(row[name]) for name in ("true", "false", "unknown", "failed", "left")]
            self.assertEqual(got, [FILES * count for count in counts], row["criterion"])

    def test_cohort(self):
        verdicts, funnel = self.directory / "verdicts", self.directory / "funnel.csv"
        log = self.finish(
            self.submit(PROGRAM, "--library", LIBRARY, "--funnel", funnel, self.cohort, verdicts)
        )
        for verdict in ("eligible", "ineligible", "undetermined"):
            count = FILES * self.expected["verdict"].count(verdict)
            self.assertIn(f"\n{verdict}: {count}\n", log)
        self.check(verdicts)
        self.check_funnel(funnel)
        executors = {
            event["Executor ID"] for event in self.happened(["SparkListenerExecutorAdded"])
        }
        self.assertEqual(len(executors), 2)

    def test_an_executor_that_dies(self):
        verdicts = self.directory / "survived"
        # Here spark-submit ships the files, and not the program.
        modules = ",".join(map(str, (TOP / "examples" / "python").glob("nfhscreen*.py")))
        process = self.submit(
            *("--files", LIBRARY, "--py-files", modules, PROGRAM, self.cohort, verdicts),
            NFHSCREEN_LIBRARY=str(LIBRARY),
        )
        end = time.monotonic() + TIME
        # A task that has ended leaves a directory until the job is done.
        while not list(verdicts.glob("_temporary/0/task_*")):
            self.assertLess(time.monotonic(), end)
            self.assertIsNone(process.poll(), process.log.read_text(errors="replace")[-8000:])
            time.sleep(0.02)
        self.cluster.kill_an_executor()
        self.finish(process)
        self.check(verdicts)
        kinds = ["SparkListenerExecutorRemoved", "SparkListenerTaskEnd", "SparkListenerJobEnd"]
        events = self.happened(kinds)
        gone = [event["Event"] for event in events].index(kinds[0])
        self.assertIn("137", events[gone]["Removed Reason"])
        # It died in the middle: tasks of its ended well before, others after.
        tasks = [
            (i, event["Task Info"]["Executor ID"])
            for i, event in enumerate(events)
            if event["Event"] == kinds[1] and event["Task End Reason"]["Reason"] == "Success"
        ]
        dead = events[gone]["Executor ID"]
        self.assertGreater(sum(i > gone for i, executor in tasks if executor != dead), 5)
        self.assertTrue(any(event["Event"] == kinds[2] for event in events[gone:]))


if __name__ == "__main__":
    unittest.main()
