#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the type that every operator has for every combination of operands, nulls included, in
our compiler and in the HL7 reference translator, whose answers translated.tsv records.

    overloads.py [--operator WORDS] [--all]

--operator takes only patterns that hold the words: 'div', 'between'. Differences that overloads.tsv
lists with a reason are counted; the others are printed, and --all prints the listed ones too. The
last line is `N passed, M failed`. Exit status: 0 no difference but the listed ones, and every row
of the list is needed; 1 otherwise. With --operator, rows that are not needed are let pass.

What our compiler says it does not support is no difference. NFH_BUILD names the build.
"""

import argparse
import collections
import fnmatch
import os
import sys

import operators
import translated
from common import BUILD, answers, read_table, start

UNSUPPORTED = "error 3007 "  # NFH_CODE_UNSUPPORTED


def our_types(every):
    command = [os.path.join(BUILD, "tests", "type_driver")]
    return answers(start(command, [case.expression for case in every]), len(every))


class Listed:
    """A row of overloads.tsv: for each column patterns as the shell has them, divided by ` | `; and
    how many differences it matched."""

    COLUMNS = ("operator", "operands", "translator", "ours")

    def __init__(self, row):
        self.row = row
        self.count = 0
        self.patterns = [row[name].replace("[", "[[]").split(" | ") for name in self.COLUMNS]

    def matches(self, *values):
        return all(
            any(fnmatch.fnmatchcase(value, pattern) for pattern in patterns)
            for value, patterns in zip(values, self.patterns)
        )


def compare(every, own, listed, show_all):
    counts = collections.Counter()
    types, _ = translated.read_record()
    for case, ours in zip(every, own):
        theirs = types.get((case.pattern, case.letters), "error")
        kind = "error" if ours.startswith("error ") else translated.CHOICE.sub("Choice", ours)
        if theirs == kind:
            counts["both refuse" if kind == "error" else "same type"] += 1
            continue
        if ours.startswith(UNSUPPORTED):
            counts["not supported"] += 1
            continue
        row = next(
            (r for r in listed if r.matches(case.pattern, case.operands, theirs, kind)), None
        )
        counts["listed" if row else "different"] += 1
        if row:
            row.count += 1
        if not row or show_all:
            print("%s (%s): translator: %s, ours: %s" % (case.pattern, case.operands, theirs, ours))
    return counts


def main():
    parser = argparse.ArgumentParser(description="compares types with the reference translator's")
    parser.add_argument("--operator", default="", metavar="WORDS")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    every = list(operators.cases(options.operator))
    missing = {case.pattern for case in every} - translated.read_record()[1]
    if missing:
        sys.exit("not in translated.tsv: %s; run translated.py --record" % ", ".join(missing))
    listed = [Listed(row) for row in read_table("tests", "engines", "overloads.tsv")]
    counts = compare(every, our_types(every), listed, options.all)
    idle = [row.row for row in listed if row.count == 0 and not options.operator]
    for row in idle:
        print("overloads.tsv lists what is no difference: %(operator)s (%(operands)s)" % row)
    print("; ".join("%s: %d" % pair for pair in sorted(counts.items())))
    failed = counts.pop("different", 0)
    print("%d passed, %d failed" % (sum(counts.values()), failed + len(idle)))
    return 1 if failed or idle or not every else 0


if __name__ == "__main__":
    sys.exit(main())
