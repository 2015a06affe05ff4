# SPDX-License-Identifier: MIT
"""Screening in SQL beside the same criteria written in plain SQL, in one server and one run: bench.py
[--rows N] [--plain duckdb-exact.sql]. The environment is that of check.py.

The plain SQL is not part of the project. It is DuckDB's, from which PostgreSQL's differs in two
words. Rows whose verdict differs are counted: it knows nothing of values that are implausible.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import shared  # noqa: E402
from server import TOP  # noqa: E402

RUNS = 5
DISTINCT = 20000
MONTHS = (r"INTERVAL (\d+) MONTH", r"INTERVAL '\1 months'")
YEARS = (r"to_years\((CAST\(\(.*?\) AS INTEGER\))\)", r"make_interval(years => \1)")


def plain_query(path):
    text = path.read_text(encoding="utf-8").strip().rstrip(";")
    for found, put in (MONTHS, YEARS):
        text = re.sub(found, put, text)
    return text


def fill(rows):
    made = subprocess.run([sys.executable, str(TOP / "tests/oracle/generate.py"), "--seed", "3",
                           "--rows", str(DISTINCT)], check=True, capture_output=True, text=True)
    # A unit within a cell is for text columns.
    lines = [line for line in made.stdout.splitlines(True) if not re.search(r",[\d.]+ \w", line)]
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        Path(file.name).chmod(0o644)
        shared.make_table("source", "numeric")
        shared.load("source", file.name)
    shared.server().psql("""
        CREATE TABLE cohort AS SELECT s.* FROM source s, generate_series(1, %d) n LIMIT %d;
        VACUUM FREEZE ANALYZE cohort""" % (rows // len(lines) + 1, rows))


def show(name, query, rows):
    """The least processor time of the backend of some runs, without what it takes to send the rows:
    other work on the machine counts less in it than in the time that passes."""
    ticks = "\\! cut -d ' ' -f 14,15 /proc/$NFH_BACKEND/stat\n"
    output = shared.server().psql(
        "SET max_parallel_workers_per_gather = 0; SELECT pg_backend_pid() AS pid \\gset\n"
        "\\setenv NFH_BACKEND :pid\n\\o /dev/null\n" + ticks +
        ("EXPLAIN (ANALYZE, TIMING off) %s;\n" % query + ticks) * RUNS)[0]
    used = [sum(map(int, line.split())) for line in output.splitlines()]
    least = min(after - before for before, after in zip(used, used[1:]))
    seconds = least / os.sysconf("SC_CLK_TCK")
    print("%-26s %7.1f µs a row" % (name, seconds * 1e6 / rows), flush=True)


def main():
    parser = argparse.ArgumentParser(description="times screening in SQL")
    parser.add_argument("--rows", type=int, default=100000)
    parser.add_argument("--plain", type=Path,
                        default=TOP.parent / "shared" / "bench" / "duckdb-exact.sql")
    arguments = parser.parse_args()
    fill(arguments.rows)
    ids = shared.server().rows("SELECT DISTINCT criterion FROM nfh_screen('{}'::jsonb) "
                               "WHERE category <> 'check' ORDER BY 1")
    columns = ", ".join(row[0] + " boolean" for row in ids)
    queries = [
        ("reading the rows: SELECT c", "SELECT c FROM cohort c"),
        ("nfh_verdict(c)", "SELECT nfh_verdict(c) FROM cohort c"),
        ("nfh_criteria(c), all", "SELECT r.* FROM cohort c, nfh_criteria(c) AS r(verdict text, %s)" %
         columns),
        ("nfh_verdict(to_jsonb(c))", "SELECT nfh_verdict(to_jsonb(c)) FROM cohort c"),
    ]
    if arguments.plain.exists():
        plain = plain_query(arguments.plain)
        queries.append(("plain SQL, all", plain))
        same = shared.server().value("""
            SELECT count(*) FILTER (WHERE v.verdict IS DISTINCT FROM CASE WHEN p.verdict THEN 'eligible'
                WHEN NOT p.verdict THEN 'ineligible' ELSE 'undetermined' END)
            FROM (SELECT row_number() OVER () AS n, nfh_verdict(c) AS verdict FROM cohort c) v
            JOIN (SELECT row_number() OVER () AS n, verdict FROM (%s) q) p USING (n)""" % plain)
        print("verdicts of plain SQL that differ: %s of %d" % (same, arguments.rows))
    for name, query in queries:
        show(name, query, arguments.rows)
    some = "(SELECT * FROM cohort LIMIT %d) c"
    show("nfh_screen(c)", "SELECT s.* FROM %s, nfh_screen(c) s" % some % 5000, 5000)
    show("nfh_report(c)", "SELECT nfh_report(c) FROM %s" % some % 500, 500)


if __name__ == "__main__":
    try:
        main()
    finally:
        shared.stop()
