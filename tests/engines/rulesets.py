#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Our rule sets through the HL7 reference translator, and on random subjects through the HL7
JavaScript engine: every cell is what `screen` says, or has a cause of causes.py.

    rulesets.py [--rows N] [--seed N]

The last line is `N passed, M failed` (cells), with the number of cells for each cause. Exit status:
0 no message of the translator, and no difference without a cause; 1 otherwise. NFH_BUILD names the
build.
"""

import argparse
import collections
import csv
import glob
import json
import os
import shutil
import subprocess
import sys

import causes
import subjects
from common import BUILD, TOP, node
from subjects import oracle

SHOWN = 20  # differences printed
DATA = os.path.join(TOP, "tests", "data", "rulesets")
SHIPPED = glob.glob(os.path.join(TOP, "lib", "rulesets", "*.cql"))
# What is executed, with the libraries that it includes. The second is another author's.
RULE_SETS = {"NCT07101562": ["NFHCalculations"], "OtherTrial": ["Other.Helper"]}
DIRECTORY = os.path.join(BUILD, "engines", "rulesets")

UNEXPLAINED = "without a cause"


def prepare():
    """Puts the rule sets side by side, each under the name that others include it by."""
    os.makedirs(DIRECTORY, exist_ok=True)
    for path in SHIPPED:
        shutil.copy(path, DIRECTORY)
    shutil.copy(os.path.join(DATA, "OtherTrial.cql"), DIRECTORY)
    shutil.copy(os.path.join(DATA, "OtherHelper.cql"), os.path.join(DIRECTORY, "Other.Helper.cql"))


def has_criteria(path):
    with open(path, encoding="utf-8") as source:
        return "@category:" in source.read()


def translate():
    """Whether every rule set is translated without a message; the ELM lies beside it then."""
    files = sorted(glob.glob(os.path.join(DIRECTORY, "*.cql")))
    for path in files:
        if has_criteria(path) and os.path.basename(path)[:-4] not in RULE_SETS:
            sys.exit("%s has criteria, but is not compared: see RULE_SETS" % path)
    return (
        subprocess.run(node("translate.mjs", "-o", DIRECTORY, *files), check=False).returncode == 0
    )


def start_engine(name, cohort):
    """The engine on a rule set; its subjects come from a file, so that none waits for another."""
    path = os.path.join(DIRECTORY, name + ".subjects")
    with open(path, "w", encoding="utf-8") as sink:
        sink.write(cohort)
    elm = [os.path.join(DIRECTORY, one + ".json") for one in (name, *RULE_SETS[name])]
    with open(path, encoding="utf-8") as source:
        return subprocess.Popen(node("execute.mjs", *elm), stdin=source, stdout=subprocess.PIPE)


def engine_rows(process):
    text = process.communicate()[0].decode("utf-8")
    if process.returncode != 0:
        sys.exit("execute.mjs: exit status %d" % process.returncode)
    return list(csv.DictReader(text.splitlines()))


def our_rows(name, cohort):
    """What `screen` says of every criterion and check."""
    command = [os.path.join(BUILD, "examples", "screen"), "--json"]
    if name == "OtherTrial":
        command += ["-r", os.path.join(DIRECTORY, name + ".cql")]
    else:
        command += ["-r", name]
    done = subprocess.run(command, input=cohort.encode(), stdout=subprocess.PIPE, check=True)
    reports = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    return [{one["id"]: one["status"] for one in report["criteria"]} for report in reports]


def compare(name, every, theirs, ours):
    """How many cells are equal, and how many differ for each cause."""
    counts = collections.Counter()
    if not len(every) == len(theirs) == len(ours):
        sys.exit("%s: rows are missing: %d, %d, %d" % (name, len(every), len(theirs), len(ours)))
    for (subject, cells), row, our_row in zip(every, theirs, ours):
        if row.pop("subject_id") != subject or set(row) != set(our_row):
            sys.exit("%s, %s: another subject, or other criteria" % (name, subject))
        for criterion, value in row.items():
            mine = our_row[criterion]
            if value == mine:
                counts["equal"] += 1
                continue
            values = {one: oracle.read_cell(one, text) for one, text in cells.items()}
            cause = causes.cause_of(name, criterion, values, value, mine) or UNEXPLAINED
            counts[cause] += 1
            if cause == UNEXPLAINED and counts[cause] <= SHOWN:
                print("%s %s %s: the engine: %s, we: %s" % (name, subject, criterion, value, mine))
    return counts


def main():
    parser = argparse.ArgumentParser(description="our rule sets in the HL7 translator and engine")
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    prepare()
    if not translate():
        return 1
    every = list(subjects.subjects(options.rows, options.seed))
    engines = {name: start_engine(name, subjects.as_json(every)) for name in RULE_SETS}
    total = collections.Counter()
    for name, engine in engines.items():
        ours = our_rows(name, subjects.as_csv(every))
        counts = compare(name, every, engine_rows(engine), ours)
        print("%s: %s" % (name, ", ".join("%s %d" % pair for pair in sorted(counts.items()))))
        total += counts
    failed = total.pop(UNEXPLAINED, 0)
    summary = ", ".join("%s %d" % pair for pair in sorted(total.items()))
    print("%d passed, %d failed (%s)" % (sum(total.values()), failed, summary))
    return 0 if failed == 0 and total["equal"] > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
