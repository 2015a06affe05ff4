#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the type that every operator has for every combination of operands, nulls included, in
the HL7 reference translator and in our compiler.

    overloads.py [--build DIRECTORY] [--operator WORDS] [--all] [--jobs N]

--operator takes only patterns that hold the words: 'div', 'between'. Differences that are listed in
overloads.tsv with a reason are counted; the others are printed, and --all prints the listed ones
too. The last lines count. Exit status: 0 no difference but the listed ones, each of which is there;
1 otherwise. With --operator, rows of the list that no difference matches are let pass.

What our compiler says it does not support is no difference.
"""

import argparse
import collections
import csv
import fnmatch
import itertools
import os
import subprocess
import sys
import tempfile

import operators

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
UNSUPPORTED = "error 3007 "  # NFH_CODE_UNSUPPORTED

Case = collections.namedtuple("Case", "pattern operands expression")


def cases(words):
    """Every pattern with every combination of operands."""
    for count, patterns in ((1, operators.UNARY), (2, operators.BINARY), (3, operators.TERNARY)):
        for pattern in patterns:
            if words not in pattern:
                continue
            for operands in itertools.product(operators.operand_types(count), repeat=count):
                text = pattern.format(*map(operators.operand, operands))
                yield Case(pattern, ", ".join(operands), text)


def start(command, expressions):
    """A program that is given an expression a line, from a file, so that none waits for another."""
    source = tempfile.TemporaryFile()
    source.write("".join(text + "\n" for text in expressions).encode())
    source.seek(0)
    return subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE)


def answers(process, count):
    lines = process.communicate()[0].decode("utf-8").split("\n")[:-1]
    if process.returncode != 0 or len(lines) != count:
        sys.exit(
            "%s: exit status %s, %d lines instead of %d"
            % (process.args[-1], process.returncode, len(lines), count)
        )
    return lines


def translator_types(build, expressions, jobs):
    size = -(-len(expressions) // jobs)
    parts = [expressions[at : at + size] for at in range(0, len(expressions), size)]
    command = ["node", os.path.join(build, "engines", "types.mjs")]
    started = [start(command, part) for part in parts]
    return [line for process, part in zip(started, parts) for line in answers(process, len(part))]


def our_types(build, expressions):
    command = [os.path.join(build, "tests", "type_driver")]
    return answers(start(command, expressions), len(expressions))


def kind(answer):
    return "error" if answer.startswith("error") else answer


class Listed:
    """A row of overloads.tsv: patterns as the shell has them, and how many differences it matched."""

    def __init__(self, row):
        self.row = row
        self.count = 0

    def matches(self, case, translator, ours):
        found = {
            "operator": case.pattern,
            "operands": case.operands,
            "translator": translator,
            "ours": ours,
        }
        return all(
            any(
                fnmatch.fnmatchcase(found[name], one)
                for one in self.row[name].replace("[", "[[]").split(" | ")
            )
            for name in found
        )


def read_list(path):
    with open(path, encoding="utf-8", newline="") as source:
        lines = [line for line in source if not line.startswith("#")]
    return [Listed(row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def compare(every, translated, own, listed, show_all):
    counts = collections.Counter()
    for case, theirs, ours in zip(every, translated, own):
        if kind(theirs) == kind(ours):
            counts["both refuse" if kind(ours) == "error" else "same type"] += 1
        elif ours.startswith(UNSUPPORTED):
            counts["not supported"] += 1
        else:
            row = next((row for row in listed if row.matches(case, kind(theirs), kind(ours))), None)
            counts["listed" if row else "different"] += 1
            if row:
                row.count += 1
            if not row or show_all:
                print(
                    "%s\t(%s)\ttranslator: %s\tours: %s"
                    % (case.pattern, case.operands, theirs, ours)
                )
    return counts


def main():
    parser = argparse.ArgumentParser(
        description="compares the types of operators with the reference translator's"
    )
    parser.add_argument("--build", default=os.path.join(TOP, "build"), metavar="DIRECTORY")
    parser.add_argument("--operator", default="", metavar="WORDS")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    every = list(cases(options.operator))
    expressions = [case.expression for case in every]
    translated = translator_types(options.build, expressions, options.jobs)
    listed = read_list(os.path.join(HERE, "overloads.tsv"))
    counts = compare(every, translated, our_types(options.build, expressions), listed, options.all)
    idle = [row.row for row in listed if row.count == 0 and not options.operator]
    for row in idle:
        print(
            "overloads.tsv lists what is no difference: %s (%s)"
            % (row["operator"], row["operands"])
        )
    print("; ".join("%s: %d" % pair for pair in sorted(counts.items())))
    print(
        "%d passed, %d failed"
        % (sum(counts.values()) - counts["different"], counts["different"] + len(idle))
    )
    return 1 if counts["different"] or idle else 0


if __name__ == "__main__":
    sys.exit(main())
