#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Screens a cohort that is larger than memory: DuckDB reads it, batch by batch, and writes the
verdicts, in one process.

    duckdb_screen.py [--query SQL] [--ruleset RULESET] [--now TIME] [--extra-columns]
        [--memory SIZE] [--threads N] [--funnel FUNNEL.csv] COHORT VERDICTS.parquet

COHORT is a Parquet file, or a pattern of names ('cohort/*.parquet'). A query may say what is made
of it, which is the table `cohort` there: "SELECT * REPLACE (weight_lb * 0.45359237 AS weight) FROM
cohort". VERDICTS.parquet gets a row for each of the cohort, in its order: subject_id, verdict, and
each criterion (null is unknown). FUNNEL.csv tells of each criterion, in their order, how many
subjects it is true, false and unknown for, how many fail it and none before it, and how many are
left.

Exit status: 0 all rows were screened, 1 some could not be read (standard error tells which), 2
nothing could be done.
"""

from __future__ import annotations

import argparse
import csv
import pathlib
import sys
from typing import Any, Iterable, Iterator, Sequence

import duckdb

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))

import nfhscreen  # noqa: E402  pylint: disable=wrong-import-position

BATCH = 32768  # rows that are in memory at a time


def quoted(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def connect(memory: str, threads: int) -> Any:
    """DuckDB without a file, in bounds. What does not fit goes to a directory beside us."""
    database = duckdb.connect()
    database.execute(f"SET memory_limit = {quoted(memory)}")
    database.execute(f"SET threads = {threads}")
    return database


def screen(database: Any, ruleset: Any, arguments: argparse.Namespace, errors: list[Any]) -> None:
    """From the cohort to the file of verdicts, a batch at a time."""
    reading = database.cursor()  # for two queries run at once
    reading.execute(
        f"CREATE TEMP VIEW cohort AS SELECT * FROM read_parquet({quoted(arguments.cohort)})"
    )
    cohort = reading.sql(arguments.query).to_arrow_reader(BATCH)
    results = ruleset.screen(
        cohort,
        now=arguments.now,
        errors=errors,
        unknown_columns="ignore" if arguments.extra_columns else "raise",
    )
    writing = database.cursor()
    writing.register("results", results)
    writing.execute(f"COPY (FROM results) TO {quoted(arguments.verdicts)} (FORMAT parquet)")


def funnel(database: Any, criteria: Sequence[Any]) -> Iterator[tuple[str, int, int, int, int, int]]:
    """Criterion, true, false, unknown, failed there first, left after it."""
    read = "FROM verdicts WHERE verdict <> 'error'"
    failing = [f"WHEN {c.id} = {c.category == 'exclusion'} THEN '{c.id}'" for c in criteria]
    failed = dict(
        database.execute(
            f"SELECT CASE {' '.join(failing)} END, count(*) {read} GROUP BY 1"
        ).fetchall()
    )
    sums = [f"count(*) FILTER ({c.id}), count(*) FILTER (NOT {c.id})" for c in criteria]
    rows, *counts = database.execute(f"SELECT count(*), {', '.join(sums)} {read}").fetchone()
    left = rows
    for c, true, false in zip(criteria, counts[::2], counts[1::2]):
        left -= failed.get(c.id, 0)
        yield c.id, true, false, rows - true - false, failed.get(c.id, 0), left


def write_funnel(path: str, rows: Iterable[Sequence[Any]]) -> None:
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["criterion", "true", "false", "unknown", "failed", "left"])
        writer.writerows(rows)


def tell(database: Any, arguments: argparse.Namespace, criteria: Sequence[Any]) -> int:
    """Prints how many there are of each verdict, and writes the funnel. How many are errors."""
    verdicts = f"read_parquet({quoted(arguments.verdicts)})"
    database.execute(f"CREATE TEMP VIEW verdicts AS SELECT * FROM {verdicts}")
    counts = "SELECT verdict::VARCHAR, count(*) FROM verdicts GROUP BY 1 ORDER BY 1"
    found = dict(database.execute(counts).fetchall())
    for verdict, count in found.items():
        print(f"{verdict}: {count}")
    if arguments.funnel:
        write_funnel(arguments.funnel, funnel(database, criteria))
    return int(found.get("error", 0))


def load_ruleset(source: str) -> Any:
    """A built-in rule set, or one from a file."""
    if source.endswith(".cql"):
        return nfhscreen.Ruleset.from_file(source)
    return nfhscreen.Ruleset(source)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Screens a cohort that is larger than memory.")
    parser.add_argument("cohort", help="a Parquet file, or a pattern")
    parser.add_argument("verdicts", help="the Parquet file to write")
    parser.add_argument("--query", default="FROM cohort", help="what to screen, from `cohort`")
    parser.add_argument("--ruleset", default="NCT07101562", help="a name, or a .cql file")
    parser.add_argument("--now", help="the time for Now() and Today(): 2025-09-01T14:30:00.000Z")
    parser.add_argument("--extra-columns", action="store_true", help="pass over what is no input")
    parser.add_argument("--memory", default="256MB", help="what DuckDB may use")
    parser.add_argument("--threads", type=int, default=1, help="of DuckDB")
    parser.add_argument("--funnel", help="the CSV file to write")
    return parser.parse_args()


def main() -> int:
    arguments = read_arguments()
    errors: list[Any] = []
    try:
        ruleset = load_ruleset(arguments.ruleset)
        database = connect(arguments.memory, arguments.threads)
        screen(database, ruleset, arguments, errors)
        criteria = [c for c in ruleset.criteria if c.category != "check"]
        wrong = tell(database, arguments, criteria)
    except (duckdb.Error, nfhscreen.Error, OSError) as error:
        print(f"duckdb_screen.py: {error}", file=sys.stderr)
        return 2
    for row in errors[:100]:
        print(f"row {row.row}: {row.message}", file=sys.stderr)
    if wrong:
        print(f"{wrong} rows could not be read", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
