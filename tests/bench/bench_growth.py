#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How the cost grows with the number of criteria: the trial's rule set with only its first criteria,
and with more of them, copies under other names. Through nfh_screen_columns, one thread.

    bench_growth.py [ROWS]            (default 200000)
"""

import os
import re
import sys

import bench_rivals
import rival_numpy
from bench_rivals import nfhscreen
from cohort import TOP, Cohort
from measure import Log, compete

# A criterion: the comment with its tags, its name, its text.
CRITERION = re.compile(
    r"/\*\n@id: (?P<id>(?:INCL|EXCL)\d\d)\n(?P<tags>(?:(?!\*/)[^\0])*)\*/\n"
    r'define "(?P<name>[^"]*)":(?P<text>(?:\n  .*)+)\n'
)
COUNTS = (1, 2, 4, 8, 16, 33, 66, 132)


def read(name):
    with open(os.path.join(TOP, "lib", "rulesets", name + ".cql"), encoding="utf-8") as source:
        return source.read()


def ruleset_of(count):
    """So many criteria, and their ids."""
    text, ids = read("NCT07101562"), []
    found = list(CRITERION.finditer(text))
    if len(found) != len(rival_numpy.CRITERIA):
        sys.exit("%d criteria were found in the rule set" % len(found))
    kept = found[:count]
    blocks = [text[one.start() : one.end()] for one in kept]
    ids = [one["id"] for one in kept]
    for copy in range(1, (count - 1) // len(found) + 1):
        for one in found[: count - copy * len(found)]:
            ids.append("%s%s%s" % (one["id"][:1], copy, one["id"][1:]))
            blocks.append(
                '/*\n@id: %s\n%s*/\ndefine "%s, copy %d":%s\n'
                % (ids[-1], one["tags"], one["name"], copy, one["text"])
            )
    # Without the checks behind them, some of which refer to what may be gone.
    text = text[: found[0].start()] + "\n".join(blocks)
    # The included library is the library's own copy, whose functions are made in C.
    return nfhscreen.Ruleset.from_text(text), ids


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200000
    cohort, log, contenders, kept = Cohort(rows), Log("growth"), {}, []
    for count in COUNTS:
        ruleset, ids = ruleset_of(count)
        results = rival_numpy.results(rows, count)
        library = bench_rivals.Library(ruleset, cohort, results, ids)
        kept.append((ruleset, results))
        contenders[count] = library.run
    for count, seconds in compete(contenders, seconds=40).items():
        log.add("columns, %d criteria" % count, rows, 1, seconds * 1e9 / rows, "ns/subject")
    return 0


if __name__ == "__main__":
    sys.exit(main())
