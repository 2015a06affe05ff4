#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares `screen` with the oracle, cell by cell, on a random cohort.

    compare.py --screen PATH [--rows N] [--seed N]

Prints the first differences with subject, column and both values; the last line is
`N passed, M failed` (rows). Exit status: 0 all rows equal, 1 not all, or `screen` failed.
"""

import argparse
import csv
import io
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SHOWN = 20  # differences printed
TIMEOUT = 600  # seconds; a screen that hangs must fail


def output_of(command, text):
    """What a command writes for the text, and its exit status (None: it did not run to its end)."""
    try:
        done = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, timeout=TIMEOUT)
    except (OSError, subprocess.TimeoutExpired) as error:
        print("%s: %s" % (command[0], error))
        return "", None
    return done.stdout.decode("utf-8", "replace"), done.returncode


def script(name, *arguments):
    return [sys.executable, "-B", os.path.join(HERE, name), *arguments]


def differences(got, expected):
    """A line for each cell of a row that differs, or for the row when it has another shape."""
    if got is None:
        return ["%s: no row" % expected["subject_id"]]
    if list(got) != list(expected):
        return [
            "%s: columns %s instead of %s" % (expected["subject_id"], list(got), list(expected))
        ]
    return [
        "%s %s: %s instead of %s" % (expected["subject_id"], name, got[name], expected[name])
        for name in expected
        if got[name] != expected[name]
    ]


def compare(got, expected):
    """The numbers of rows that are equal and that are not."""
    passed, shown, lines = 0, 0, []
    for number, row in enumerate(expected):
        found = differences(got[number] if number < len(got) else None, row)
        passed += not found
        lines.extend(found)
    lines.extend("%s: a row too many" % row.get("subject_id") for row in got[len(expected) :])
    for line in lines[:SHOWN]:
        print(line)
    if len(lines) > SHOWN:
        print("... and %d more differences" % (len(lines) - SHOWN))
    return passed, len(expected) - passed + max(0, len(got) - len(expected))


def main():
    parser = argparse.ArgumentParser(description="compares screen with the oracle")
    parser.add_argument("--screen", required=True, metavar="PATH", help="the screen program")
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    cohort, made = output_of(
        script("generate.py", "--rows", str(options.rows), "--seed", str(options.seed)), ""
    )
    expected, judged = output_of(script("oracle.py"), cohort)
    if made != 0 or judged != 0:
        print("generate.py or oracle.py failed")
        return 1
    got, status = output_of([options.screen], cohort)
    if status != 0:
        print("%s: exit status %s" % (options.screen, status))
    passed, failed = compare(
        list(csv.DictReader(io.StringIO(got))), list(csv.DictReader(io.StringIO(expected)))
    )
    print("%d passed, %d failed" % (passed, failed))
    return 0 if failed == 0 and status == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
