# SPDX-License-Identifier: MIT
"""Random subjects of tests/oracle for other engines, which know nothing of our tags: what those
take for missing is missing already, and every number has its unit."""

import csv
import io
import json
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(TOP, "tests", "oracle"))

import generate  # noqa: E402 (its directory is known only now)
import oracle  # noqa: E402

RULES = os.path.join(TOP, "lib", "rulesets", "NCT07101562.cql")
# A comment and the quantity that is declared behind it.
DECLARED = re.compile(r"/\*((?:(?!\*/)[\s\S])*)\*/\s*parameter (\w+) Quantity")


def read_units():
    """The unit of each quantity, from the tags of the shipped rule set."""
    with open(RULES, encoding="utf-8") as source:
        tags = {name: comment for comment, name in DECLARED.findall(source.read())}
    if set(tags) != set(oracle.QUANTITIES):
        sys.exit("%s has other quantities than the oracle" % RULES)
    return {name: re.search(r"@unit: (.*)", comment).group(1) for name, comment in tags.items()}


UNITS = read_units()


def subjects(rows, seed):
    """Each subject's cells by name, in the dictionary's units; those that are known only."""
    rng = random.Random(seed)
    for number in range(1, rows + 1):
        values = generate.subject(rng)
        cells = {name: generate.cell(rng, name, value) for name, value in values.items()}
        yield "S%06d" % number, {
            name: text for name, text in cells.items() if oracle.read_cell(name, text) is not None
        }


def as_csv(every):
    """For `screen`."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(["subject_id", *oracle.PARAMETERS])
    for subject, cells in every:
        row = [subject]
        for name in oracle.PARAMETERS:
            text = cells.get(name, "")
            row.append("%s %s" % (text, UNITS[name]) if text and name in UNITS else text)
        writer.writerow(row)
    return sink.getvalue()


def input_of(name, text):
    if name in UNITS:
        return {"value": float(text), "unit": UNITS[name]}
    if name in oracle.INTEGERS:
        return int(text)
    return text if name in oracle.DATES or name in oracle.CODES else text == "true"


def as_json(every):
    """For execute.mjs, an object a line."""
    lines = []
    for subject, cells in every:
        inputs = {name: input_of(name, text) for name, text in cells.items()}
        lines.append(json.dumps({"subject_id": subject, "inputs": inputs}))
    return "".join(line + "\n" for line in lines)
