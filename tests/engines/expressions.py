#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares every expression of the tables that tests/test_expressions.c lists with the HL7
JavaScript engine.

    expressions.py

Differences must be listed in differences.tsv with a reason, and what is listed there must differ.
Refused, a run-time error and the value null of an engine are three things; ours is compared as the
table has it. What the table says is not supported is left out. NFH_BUILD names the build.
"""

import os
import re
import sys
from decimal import Decimal

from common import ANY, TOP, Differences, answers, node, read_table, start

UNSUPPORTED = "!3007"
OFFSET = re.compile(r"(?<=[0-9])(Z|\+00:00)(?=$|[,\]) '])")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?(?=L?$)")


def tables():
    with open(os.path.join(TOP, "tests", "test_expressions.c"), encoding="utf-8") as source:
        names = re.search(r"files\[\] = \{([^}]*)\}", source.read()).group(1)
    return re.findall(r'"([^"]+)\.tsv"', names)


def is_same(expected, engine):
    """Numbers are compared as such: whether 8 is an Integer or a Decimal, overloads.py looks at.
    Of a DateTime, the engine always has the offset, and 0 where none was given."""
    if expected.startswith("!"):
        return engine == ("error" if expected == "!run" else "refused")
    one, other = NUMBER.match(expected), NUMBER.match(engine)
    if one and other:
        return Decimal(one.group()) == Decimal(other.group())
    return OFFSET.sub("", expected) == OFFSET.sub("", engine)


def kind_of(value):
    """What refuses or fails does so whatever its message."""
    return re.sub(r"^(refused|error): .*", r"\1", value)


def main():
    names = tables()
    rows = [(name, row) for name in names for row in read_table("tests", "data", name + ".tsv")]
    values = answers(start(node("values.mjs"), [row["expression"] for _, row in rows]), len(rows))
    differences = Differences(ANY, *names)
    equal = skipped = 0
    for (name, row), value in zip(rows, values):
        if row["expected"] == UNSUPPORTED:
            skipped += 1
            continue
        same = is_same(row["expected"], kind_of(value))
        equal += same
        text = "%s is %s; %s" % (row["expression"], row["expected"], value)
        differences.add(name, row, text, kind_of(value), not same)
    return differences.finish(equal, skipped)


if __name__ == "__main__":
    sys.exit(main())
