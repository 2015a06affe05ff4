# SPDX-License-Identifier: MIT
"""Cohorts for the tests: as rows of text, as columns of values, and what `screen` and the oracle
say of them."""

import csv
import datetime
import io
import os
import pathlib
import subprocess
import sys

import programs

sys.path.insert(0, str(programs.TOP / "examples" / "python"))
os.environ.setdefault("NFHSCREEN_LIBRARY", str(programs.BUILD / "libnfhscreen.so"))

import nfhscreen  # noqa: E402  pylint: disable=wrong-import-position

ORACLE = programs.TOP / "tests" / "oracle"
TRUTHS = {"true": True, "false": False, "unknown": None}


def _output(*command):
    return subprocess.run(
        [sys.executable, "-B", *map(str, command)],
        stdout=subprocess.PIPE,
        timeout=300,
        check=True,
    ).stdout.decode()


def _table(text):
    """The rows of CSV, by column."""
    rows = list(csv.DictReader(io.StringIO(text)))
    return {name: [row[name] for row in rows] for name in rows[0]}


def _results(text):
    columns = _table(text)
    return {
        name: values if name in ("subject_id", "verdict") else [TRUTHS[value] for value in values]
        for name, values in columns.items()
    }


def sample():
    """The cohort of the examples as columns of text, and what `screen` says."""
    path = programs.TOP / "examples" / "cohort.csv"
    status, out, err = programs.run("screen", path)
    assert status == 0, err
    return _table(path.read_text(encoding="utf-8")), _results(out)


def random_cohort(rows, seed, directory):
    """Subjects at the limits as columns of text, and what the oracle says."""
    text = _output(ORACLE / "generate.py", "--rows", rows, "--seed", seed)
    path = pathlib.Path(directory) / "cohort.csv"
    path.write_text(text, encoding="utf-8")
    return _table(text), _results(_output(ORACLE / "oracle.py", path))


def value_of(text, kind):
    """A cell as a value of Python, None when it is empty; what has a unit, or is no whole date,
    stays text."""
    if text == "":
        return None
    convert = {
        "Boolean": {"true": True, "false": False}.__getitem__,
        "Date": datetime.date.fromisoformat,
        "Integer": int,
        "Quantity": float,
    }.get(kind, str)
    try:
        return convert(text)
    except (ValueError, KeyError):
        return text


def typed(columns, ruleset):
    """The columns of text as columns of values."""
    kinds = {parameter.name: parameter.type for parameter in ruleset.parameters}
    return {
        name: [value_of(text, kinds.get(name, "String")) for text in texts]
        for name, texts in columns.items()
    }


def part(columns, rows):
    """The first rows."""
    return {name: values[:rows] for name, values in columns.items()}


def as_lists(results):
    """Columns of results as lists, None where nothing is known."""
    return {
        name: list(getattr(values, "tolist", lambda v=values: v)())
        for name, values in results.items()
    }
