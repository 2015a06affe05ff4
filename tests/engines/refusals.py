#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether the HL7 reference translator refuses every text of tests/data/errors.tsv too.

    refusals.py

Texts with no error but of our own, that is of tags, criteria, limits and what we do not support,
are left out. Those that the translator accepts must be listed in differences.tsv with a reason, and
what is listed there must be accepted. NFH_BUILD names the build.
"""

import json
import os
import re
import sys

from common import TOP, Differences, answers, node, read_table, start

# 3007: not supported; 4003 to 4005 and 41xx: tags; 6xxx: limits; 7xxx: warnings.
OURS = re.compile(r"3007|400[345]|41\d\d|6\d\d\d|7\d\d\d")
CODE = re.compile(r"\d+:\d+ (\d{4})")


def source(row):
    text = row["source"].replace("¶", "\n")
    return "define A: " + text if row["kind"] == "expression" else text


def main():
    rows = read_table("tests", "data", "errors.tsv")
    programs = node("programs.mjs", os.path.join(TOP, "tests", "data", "rulesets"))
    verdicts = answers(start(programs, [json.dumps(source(row)) for row in rows]), len(rows))
    differences = Differences("errors")
    equal = skipped = 0
    for row, verdict in zip(rows, verdicts):
        if all(OURS.fullmatch(code) for code in CODE.findall(row["diagnostics"])):
            skipped += 1
            continue
        accepted = verdict == "accepted"
        equal += not accepted
        says = "accepted" if accepted else "refused"
        text = "%s; %s" % (row["source"], row["diagnostics"])
        differences.add("errors", row, text, says, accepted)
    return differences.finish(equal, skipped)


if __name__ == "__main__":
    sys.exit(main())
