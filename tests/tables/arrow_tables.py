# SPDX-License-Identifier: MIT
"""Tables of Arrow for the tests."""

import pathlib
import sys

import pyarrow

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))

import cohorts  # noqa: E402  pylint: disable=wrong-import-position

TYPES = {
    "Boolean": pyarrow.bool_(),
    "Integer": pyarrow.int8(),
    "Quantity": pyarrow.float64(),
    "Date": pyarrow.date32(),
}


def table(columns, ruleset):
    """The cohort with the type that each input has."""
    kinds = {parameter.name: parameter.type for parameter in ruleset.parameters}
    values = cohorts.typed(columns, ruleset)
    return pyarrow.table(
        {
            name: pyarrow.array(values[name], TYPES.get(kinds.get(name), pyarrow.string()))
            for name in values
        }
    )


def strings(columns):
    """The cohort as it stands in CSV."""
    return pyarrow.table(
        {name: [text or None for text in texts] for name, texts in columns.items()}
    )


class Stream:
    """What has a stream and nothing else."""

    def __init__(self, data):
        self._data = data

    def __arrow_c_stream__(self, requested_schema=None):
        return self._data.__arrow_c_stream__(requested_schema)
