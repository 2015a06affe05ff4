#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the HL7 reference translator makes of the combinations of operators.py, as recorded in
translated.tsv: read_record() for overloads.py, and

    translated.py [--share N] [--operator WORDS]    asks the translator again; any change is a failure
    translated.py --record [--operator WORDS]       writes what it says

--share 4 takes a fourth of the combinations, --operator the patterns that hold the words. The last
line of the first form is `N passed, M failed`. NFH_BUILD names the build.
"""

import argparse
import collections
import concurrent.futures
import os
import re
import sys
import zlib

import operators
from common import HERE, answers, node, read_table, start

RECORD = os.path.join("tests", "engines", "translated.tsv")
PART = 800  # expressions
SHARE = int(os.environ.get("NFH_SHARE", "1"))
# Of which types a choice is matters to no one here.
CHOICE = re.compile(r"Choice<[^<>]*(?:<[^<>]*>[^<>]*)*>")
HEADING = """\
# SPDX-License-Identifier: MIT
# The types that the HL7 reference translator of package.json gives to the patterns of operators.py, for which
# operands, a letter each; those that no row has it refuses. Written by translated.py --record.
# %s
pattern\ttype\toperands
"""


def read_record():
    """The type of each pattern and letters; and the patterns that are recorded."""
    types, patterns = {}, set()
    for row in read_table(RECORD):
        patterns.add(row["pattern"])
        for letters in row["operands"].split():
            types[row["pattern"], letters] = row["type"]
    return types, patterns


def write_record(types, patterns):
    legend = ", ".join("%s %s" % (letter, name) for name, letter in operators.LETTERS.items())
    with open(os.path.join(HERE, "translated.tsv"), "w", encoding="utf-8") as sink:
        sink.write(HEADING % legend)
        for pattern in patterns:
            by_type = collections.defaultdict(list)
            for (one, letters), name in types.items():
                if one == pattern:
                    by_type[name].append(letters)
            # A pattern that is refused throughout has a row too, for it has been asked.
            for name, letters in by_type.items() or [("-", [])]:
                sink.write("%s\t%s\t%s\n" % (pattern, name, " ".join(letters)))


def ask_some(expressions):
    return answers(start(node("types.mjs"), expressions), len(expressions))


def ask(every, jobs):
    """What the translator says of each combination: a type, or None. It keeps what it has
    translated, and so is ended and started again after a while."""
    expressions = [case.expression for case in every]
    parts = [expressions[at : at + PART] for at in range(0, len(expressions), PART)]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        lines = [line for part in pool.map(ask_some, parts) for line in part]
    return [None if line.startswith("error") else CHOICE.sub("Choice", line) for line in lines]


def record(every, said):
    types, _ = read_record() if os.path.exists(os.path.join(HERE, "translated.tsv")) else ({}, 0)
    for case, name in zip(every, said):
        types.pop((case.pattern, case.letters), None)
        if name is not None:
            types[case.pattern, case.letters] = name
    write_record(types, operators.UNARY + operators.BINARY + operators.TERNARY)
    return 0


def verify(every, said):
    types, _ = read_record()
    failed = 0
    for case, name in zip(every, said):
        recorded = types.get((case.pattern, case.letters))
        if name != recorded:
            failed += 1
            print("%s (%s): %s, recorded: %s" % (case.pattern, case.operands, name, recorded))
    print("%d passed, %d failed" % (len(every) - failed, failed))
    return 1 if failed or not every else 0


def main():
    parser = argparse.ArgumentParser(description="the types that the reference translator gives")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--operator", default="", metavar="WORDS")
    parser.add_argument("--share", type=int, default=SHARE, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    every = [
        case
        for case in operators.cases(options.operator)
        if options.record or zlib.crc32(case.expression.encode()) % options.share == 0
    ]
    said = ask(every, options.jobs)
    return record(every, said) if options.record else verify(every, said)


if __name__ == "__main__":
    sys.exit(main())
