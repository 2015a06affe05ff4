#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares every rule set of tests/data/libraries.tsv, by the value of its last definition, with the
HL7 JavaScript engine.

    libraries.py

As expressions.py: differences must be listed in differences.tsv, and what is listed must differ.
NFH_BUILD names the build.
"""

import json
import re
import sys

from common import Differences, answers, node, read_table, start
from expressions import UNSUPPORTED, is_same, kind_of

DEFINED = re.compile(r'define (?:private |public )?(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|(\w+))\s*:')


def question(row):
    """The translator lets a library include others only when it has a name itself."""
    text, included = (row[name].replace("¶", "\n") for name in ("text", "included"))
    inputs = (pair.strip().split("=", 1) for pair in row["inputs"].split(";") if pair.strip())
    names = ["".join(name) for name in DEFINED.findall(text)]
    return {
        "text": text if text.startswith("library ") else "library Main\n" + text,
        "included": included.split("\n\n") if included else [],
        "inputs": dict(inputs),
        "result": names[-1] if names else "",
    }


def main():
    rows = read_table("tests", "data", "libraries.tsv")
    questions = [json.dumps(question(row)) for row in rows]
    values = answers(start(node("libraries.mjs"), questions), len(rows))
    differences = Differences("libraries")
    equal = skipped = 0
    for row, value in zip(rows, values):
        if row["expected"] == UNSUPPORTED:
            skipped += 1
            continue
        same = is_same(row["expected"], kind_of(value))
        equal += same
        text = "%s is %s; %s" % (row["text"], row["expected"], value)
        differences.add("libraries", row, text, kind_of(value), not same)
    return differences.finish(equal, skipped)


if __name__ == "__main__":
    sys.exit(main())
