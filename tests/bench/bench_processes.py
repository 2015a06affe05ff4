#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What takes a process of its own: a cohort from CSV to CSV, the time to the first verdict, the
memory that a contender takes, and the HL7 JavaScript engine.

    bench_processes.py [csv|start|memory|javascript...]     (default: all but javascript, which
                                                             BENCH_FULL=1 adds; it needs make engines)
"""

import json
import os
import shutil
import subprocess
import sys

import numpy as np

import rival_duckdb
from cohort import BUILD, TOP, Cohort, write
from measure import DIRECTORY, FULL, Log

HERE = os.path.dirname(os.path.abspath(__file__))
SCREEN = os.path.join(BUILD, "examples", "screen")
MODULE = os.path.join(TOP, "examples", "python")
ENGINES = os.path.join(BUILD, "engines")
ENVIRONMENT = dict(
    os.environ,
    NFH_BUILD=BUILD,
    NFHSCREEN_LIBRARY=os.path.join(BUILD, "libnfhscreen.so"),
    PYTHONPATH=os.pathsep.join((HERE, MODULE)),
    OPENBLAS_NUM_THREADS="1",
)


def run(command, sink=subprocess.DEVNULL):
    """Seconds by the clock, seconds of work and the greatest resident memory in bytes of a process
    that must succeed."""
    found = os.path.join(DIRECTORY, "peak")
    peak = [os.path.join(BUILD, "tests", "bench", "peak"), found, *command]
    subprocess.run(peak, stdout=sink, env=ENVIRONMENT, check=True)
    with open(found, encoding="utf-8") as source:
        clock, worked, memory = map(float, source.read().split())
    return clock / 1e9, worked / 1e9, memory


def compete(contenders, rounds):
    """{name: the least of both times and the greatest memory} of {name: function}, side by side in
    rounds; the first round does not count."""
    found = {}
    for number in range(-1, rounds):
        for name, work in contenders.items():
            clock, worked, memory = work()
            if number >= 0:
                least = found.get(name, (clock, worked, memory))
                found[name] = min(least[0], clock), min(least[1], worked), max(least[2], memory)
    return found


# --- CSV --------------------------------------------------------------------------------------------


def csv_file(rows):
    path = os.path.join(DIRECTORY, "cohort-%d.csv" % rows)
    if not os.path.exists(path):
        write(path + ".part.csv", rows, 0.005, 20250803)
        os.rename(path + ".part.csv", path)
    return path


SQL_TYPES = {"boolean": "BOOLEAN", "date": "DATE", "text": "VARCHAR", "integer": "INTEGER"}


def copy_statement(path, kind, out):
    """CSV in, criteria out, all in DuckDB; the types are told, so that it need not guess."""
    number = "DOUBLE" if kind == rival_duckdb.WRITTEN else "DECIMAL(9, 2)"
    cohort = Cohort(64)
    types = {"subject_id": "VARCHAR"}
    types.update((one.name, SQL_TYPES.get(one.kind, number)) for one in cohort.columns.values())
    cohort.free()
    listed = ", ".join("'%s': '%s'" % pair for pair in types.items())
    source = "read_csv('%s', header = true, auto_detect = false, columns = {%s})" % (path, listed)
    query = rival_duckdb.query(kind, "subject_id,", source, rival_duckdb.NAMED)
    return "COPY (%s) TO '%s' (HEADER)" % (query, out)


def in_duckdb(path, kind, out):
    code = (
        "import duckdb, sys\n"
        "connection = duckdb.connect(':memory:')\n"
        "connection.execute('PRAGMA threads=1')\n"
        "connection.execute('SET enable_progress_bar = false')\n"
        "connection.execute(sys.argv[1])\n"
    )
    return [sys.executable, "-c", code, copy_statement(path, kind, out)]


def same_verdicts(ours, theirs):
    """How many lines of two results in CSV have another verdict."""
    with open(ours, encoding="utf-8") as one, open(theirs, encoding="utf-8") as other:
        return sum(a.split(",")[:2] != b.split(",")[:2] for a, b in zip(one, other, strict=True))


def bench_csv(log):
    for rows in (100000, 1000000) if FULL else (100000,):
        path = csv_file(rows)
        size = os.path.getsize(path)
        ours, theirs = (os.path.join(DIRECTORY, name + ".out.csv") for name in ("screen", "duckdb"))

        def screen(path=path, ours=ours):
            with open(ours, "wb") as sink:
                return run([SCREEN, path], sink)

        found = compete(
            {
                "CSV: screen": screen,
                "CSV: DuckDB, DOUBLE": lambda: run(
                    in_duckdb(path, rival_duckdb.WRITTEN, theirs + ".double")  # noqa: B023
                ),
                "CSV: DuckDB, DECIMAL": lambda: run(
                    in_duckdb(path, rival_duckdb.CLEARED, theirs)  # noqa: B023
                ),
            },
            3 if rows < 1000000 else 1,
        )
        wrong = same_verdicts(ours, theirs)
        if wrong:
            sys.exit("screen and DuckDB in DECIMAL differ in %d verdicts" % wrong)
        ours_worked = found["CSV: screen"][1]
        for name, (clock, worked, memory) in found.items():
            note = (
                "%.2f s of work, %.2f s by the clock, %.0f MB/s; screen takes %.2f of the work"
                % (
                    worked,
                    clock,
                    size / worked / 1e6,
                    ours_worked / worked,
                )
            )
            log.add(name, rows, 1, worked * 1e9 / rows, "ns/subject", note)
            log.add(name + ": peak memory", rows, 1, memory / 2**20, "MiB")


# --- The first verdict ------------------------------------------------------------------------------

FIRST = {
    "nfhscreen in Python": "import csv, nfhscreen\n"
    "row = next(csv.DictReader(open(sys.argv[1])))\n"
    "values = {k: v for k, v in row.items() if v and k != 'subject_id'}\n"
    "print(nfhscreen.Ruleset('NCT07101562').screen(values).verdict)\n",
    "NumPy": "import rival_numpy\nfrom cohort import Cohort\n"
    "cohort, results = Cohort(64), rival_numpy.results(64)\n"
    "rival_numpy.Rival(cohort).run(*results)\nprint(results[0][0])\n",
    "pandas": "import rival_pandas\nfrom cohort import Cohort\n"
    "print(rival_pandas.Rival(Cohort(64)).run()['verdict'][0])\n",
    "DuckDB": "import duckdb, rival_duckdb\nduckdb.connect(':memory:').execute(sys.argv[2])\n",
}


def bench_start(log):
    path = csv_file(64)
    one = os.path.join(DIRECTORY, "one.csv")
    with open(path, encoding="utf-8") as source, open(one, "w", encoding="utf-8") as sink:
        sink.writelines([source.readline(), source.readline()])
    copy = copy_statement(one, rival_duckdb.WRITTEN, os.path.join(DIRECTORY, "one.out.csv"))
    contenders = {"screen": lambda: run([SCREEN, one])}
    for name, code in FIRST.items():
        command = [sys.executable, "-c", "import sys\n" + code, one, copy]
        contenders[name] = lambda command=command: run(command)
    for name, (clock, worked, _) in compete(contenders, 10).items():
        note = "%.1f ms of work" % (worked * 1e3)
        log.add("first verdict of a process: " + name, 1, 1, clock * 1e3, "ms", note)


# --- Memory -----------------------------------------------------------------------------------------

MEMORY = """
import ctypes, sys
import bench_rivals
contest = bench_rivals.Contest(int(sys.argv[2]), None)
work = contest.contender(sys.argv[1])
ctypes.CDLL(None).malloc_trim(0)
def memory(what):
    with open("/proc/self/status") as source:
        return next(int(line.split()[1]) for line in source if line.startswith(what + ":"))
with open("/proc/self/clear_refs", "w") as sink:
    sink.write("5")  # the peak begins anew
before = memory("VmRSS")
work()
print(memory("VmHWM") - before)
"""


def bench_memory(log):
    """What a contender takes for a run beside its input, at its highest: results and scratch."""
    rows = 1000000 if FULL else 200000
    for name in ("nfh_screen_columns", "NumPy by hand", "pandas", "DuckDB, DOUBLE"):
        command = [sys.executable, "-c", MEMORY, name, str(rows)]
        done = subprocess.run(command, env=ENVIRONMENT, stdout=subprocess.PIPE, check=True)
        more = int(done.stdout)
        log.add("memory for a run: " + name, rows, 1, more / 1024, "MiB")


# --- JavaScript -------------------------------------------------------------------------------------


def subject_lines(cohort, ruleset):
    """Each row as the JavaScript engine wants it."""
    units = {one.name: one.unit for one in ruleset.parameters}
    known = {name: one.known(cohort.rows) for name, one in cohort.columns.items()}
    for row in range(cohort.rows):
        inputs = {}
        for name, column in cohort.columns.items():
            if not known[name][row]:
                continue
            if column.kind == "boolean":
                inputs[name] = bool(column.values[row // 8] >> (row % 8) & 1)
            elif column.kind == "date":
                inputs[name] = str(np.datetime64(int(column.values[row]), "D"))
            elif column.kind == "text":
                inputs[name] = column.texts[column.values[row]]
            elif column.kind == "integer":
                inputs[name] = int(column.values[row])
            else:
                inputs[name] = {"value": float(column.values[row]), "unit": units[name]}
        yield json.dumps(inputs)


def bench_javascript(log):
    import bench_rivals

    rows = 2000
    contest = bench_rivals.Contest(rows, log)
    directory = os.path.join(DIRECTORY, "rulesets")
    os.makedirs(directory, exist_ok=True)
    files = []
    for name in ("NCT07101562", "NFHCalculations"):
        files.append(shutil.copy(os.path.join(TOP, "lib", "rulesets", name + ".cql"), directory))
    translate = ["node", os.path.join(ENGINES, "translate.mjs"), "-o", directory, *files]
    subprocess.run(translate, check=True, stdout=subprocess.DEVNULL)
    subjects = os.path.join(DIRECTORY, "subjects.json")
    with open(subjects, "w", encoding="utf-8") as sink:
        for line in subject_lines(contest.cohort, contest.ruleset):
            sink.write(line + "\n")
    script = shutil.copy(os.path.join(HERE, "rival_cql.mjs"), ENGINES)
    elm = [os.path.splitext(path)[0] + ".json" for path in files]
    done = subprocess.run(["node", script, *elm, subjects], stdout=subprocess.PIPE, check=True)
    result = json.loads(done.stdout)
    contest.rival_in_c()
    cells = 0
    for row, letters in enumerate(result["truths"]):
        for i, letter in enumerate(letters):
            word, bit = row // 64, np.uint64(row % 64)
            known = contest.theirs[2][i][word] >> bit & np.uint64(1)
            truth = contest.theirs[1][i][word] >> bit & np.uint64(1)
            cells += letter != ("t" if truth else "f" if known else "u")
    log.add("HL7 JavaScript engine", rows, 1, result["nanoseconds"], "ns/subject")
    log.add(
        "HL7 JavaScript engine: other criteria",
        rows,
        1,
        cells,
        "of %d" % (rows * len(result["truths"][0])),
    )


PARTS = {
    "csv": bench_csv,
    "start": bench_start,
    "memory": bench_memory,
    "javascript": bench_javascript,
}


def main():
    chosen = sys.argv[1:] or [name for name in PARTS if FULL or name != "javascript"]
    if set(chosen) - set(PARTS):
        sys.exit("parts: %s" % ", ".join(PARTS))
    for name in chosen:
        PARTS[name](Log("processes-" + name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
