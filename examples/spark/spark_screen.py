#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Screens a cohort on a cluster of Apache Spark: Parquet in, verdicts in Parquet and a funnel out.

    spark-submit --master URL spark_screen.py [--ruleset RULESET] [--library LIBRARY] [--now TIME]
        [--extra-columns] [--funnel FUNNEL.csv] COHORT VERDICTS

COHORT and VERDICTS are paths that every node can reach (HDFS, S3, a shared directory). VERDICTS
gets a row for each of the cohort: subject_id, verdict, each criterion (null is unknown), and error,
which says why a row with the verdict error could not be read. FUNNEL.csv, on the machine of the
driver, tells of each criterion, in their order, how many subjects it is true, false and unknown
for, how many fail it and none before it, and how many are left.
"""

from __future__ import annotations

import argparse
import csv
import os
import pathlib
import sys
from typing import Any, Callable, Iterable, Iterator, Optional, Sequence

PYTHON = pathlib.Path(__file__).resolve().parents[1] / "python"
LIBRARY = "libnfhscreen.so"  # how its name begins among the files of the job


def load_ruleset(source: str) -> Any:
    """A built-in rule set by its name, or one from the text of a file."""
    import nfhscreen  # only now, for it looks for the library at once

    return nfhscreen.Ruleset.from_text(source) if "\n" in source else nfhscreen.Ruleset(source)


def screen_batch(ruleset: Any, batch: Any, now: Optional[str], extra: bool) -> Any:
    """The results of a batch as Spark takes them: without a dictionary, with a column of errors."""
    import pyarrow

    errors: list[Any] = []
    unknown = "ignore" if extra else "raise"
    results = ruleset.screen(batch, now=now, errors=errors, unknown_columns=unknown)
    messages: list[Optional[str]] = [None] * batch.num_rows
    for error in errors:
        messages[error.row] = error.message
    verdict = results.schema.get_field_index("verdict")
    results = results.set_column(verdict, "verdict", results.column(verdict).cast(pyarrow.string()))
    return results.append_column("error", pyarrow.array(messages, pyarrow.string()))


def screening(
    source: str, now: Optional[str], extra: bool
) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """What mapInArrow runs in an executor, on one partition."""

    def screen(batches: Iterator[Any]) -> Iterator[Any]:
        from pyspark import SparkFiles

        # What the job shipped; without it the library that is installed on the node.
        for file in pathlib.Path(SparkFiles.getRootDirectory()).glob(LIBRARY + "*"):
            os.environ["NFHSCREEN_LIBRARY"] = str(file.resolve())  # a bare name would be sought
        ruleset = load_ruleset(source)
        for batch in batches:
            yield screen_batch(ruleset, batch, now, extra)

    return screen


def ship(context: Any, library: Optional[str]) -> None:
    """Sends the module, and the library, to the executors: unless spark-submit did."""
    if library is None:
        return
    context.addFile(os.path.abspath(library))
    for module in sorted(PYTHON.glob("nfhscreen*.py")):
        context.addPyFile(str(module))


def result_type(cohort: Any, criteria: Sequence[Any]) -> Any:
    """The columns of the verdicts."""
    from pyspark.sql.types import BooleanType, StringType, StructField, StructType

    names = [cohort.schema["subject_id"]] if "subject_id" in cohort.columns else []
    flags = [StructField(criterion.id, BooleanType()) for criterion in criteria]
    text = StringType()
    return StructType([*names, StructField("verdict", text), *flags, StructField("error", text)])


def funnel(verdicts: Any, criteria: Sequence[Any]) -> Iterator[tuple[str, int, int, int, int, int]]:
    """Criterion, true, false, unknown, failed there first, left after it."""
    from pyspark.sql import functions as f

    read = verdicts.where(verdicts.verdict != "error")
    failing = [f.when(verdicts[c.id] == (c.category == "exclusion"), f.lit(c.id)) for c in criteria]
    first = read.groupBy(f.coalesce(*failing).alias("first")).count().collect()
    failed = {row["first"]: row["count"] for row in first}
    sums = [
        f.count_if(condition).alias(f"{what} {c.id}")
        for c in criteria
        for what, condition in (("true", verdicts[c.id]), ("false", ~verdicts[c.id]))
    ]
    counts = read.agg(f.count(f.lit(1)).alias("rows"), *sums).first()
    left = counts["rows"]
    for c in criteria:
        true, false = counts[f"true {c.id}"], counts[f"false {c.id}"]
        left -= failed.get(c.id, 0)
        yield c.id, true, false, counts["rows"] - true - false, failed.get(c.id, 0), left


def write_funnel(path: str, rows: Iterable[Sequence[Any]]) -> None:
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["criterion", "true", "false", "unknown", "failed", "left"])
        writer.writerows(rows)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Screens a cohort on a cluster of Apache Spark.")
    parser.add_argument("cohort", help="a Parquet file, or a directory of them")
    parser.add_argument("verdicts", help="the directory to write")
    parser.add_argument("--ruleset", default="NCT07101562", help="a name, or a .cql file")
    parser.add_argument("--library", help="libnfhscreen.so, to be sent to the executors")
    parser.add_argument("--now", help="the time for Now() and Today(): 2025-09-01T14:30:00.000Z")
    parser.add_argument("--funnel", help="the CSV file to write")
    parser.add_argument("--extra-columns", action="store_true", help="pass over what is no input")
    arguments = parser.parse_args()
    if arguments.library and not pathlib.Path(arguments.library).name.startswith(LIBRARY):
        # A file arrives under the last part of its name, by which executors find it.
        parser.error(f"{arguments.library}: the library must be called {LIBRARY}")
    return arguments


def main() -> None:
    from pyspark.sql import SparkSession

    arguments = read_arguments()
    source = arguments.ruleset
    if source.endswith(".cql"):
        source = pathlib.Path(source).read_text(encoding="utf-8") + "\n"
    spark = SparkSession.builder.appName("nfhscreen").getOrCreate()
    ship(spark.sparkContext, arguments.library)
    if arguments.library:
        os.environ["NFHSCREEN_LIBRARY"] = os.path.abspath(arguments.library)
        sys.path.insert(0, str(PYTHON))
    criteria = [c for c in load_ruleset(source).criteria if c.category != "check"]
    cohort = spark.read.parquet(arguments.cohort)
    work = screening(source, arguments.now, arguments.extra_columns)
    results = cohort.mapInArrow(work, result_type(cohort, criteria))
    results.write.parquet(arguments.verdicts)
    verdicts = spark.read.parquet(arguments.verdicts)
    for row in verdicts.groupBy("verdict").count().orderBy("verdict").collect():
        print(f"{row['verdict']}: {row['count']}")
    if arguments.funnel:
        write_funnel(arguments.funnel, funnel(verdicts, criteria))
    spark.stop()


if __name__ == "__main__":
    main()
