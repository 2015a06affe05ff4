# SPDX-License-Identifier: MIT
"""A REDCap export as it comes: raw or with labels, with events and repeating instruments."""

from __future__ import annotations

import csv
from typing import Iterable, Iterator, NamedTuple, Optional, Sequence

from redcap_fields import SYSTEM_COLUMNS, Failure, Field, checkbox_column, plain

COMPLETE = {"2", "Complete"}
STATUS_HEADING = "Complete?"
STATUS_CODES = {"0", "1", "2"}
STATUS_LABELS = {"Incomplete", "Unverified", "Complete"}


class Row(NamedTuple):
    """A row of the export: its place, and its cells by the name of the column in a raw export."""

    number: int
    record: str
    event: str
    instrument: str
    instance: str
    cells: dict[str, str]

    @property
    def repeats(self) -> bool:
        return bool(self.instance or self.instrument)


class Export(NamedTuple):
    """The rows, whether choices are labels (None: cannot be told), and what was left out."""

    rows: list[Row]
    labels: Optional[bool]
    events: bool
    repeats: bool
    ignored: list[str]

    def records(self) -> Iterator[tuple[str, list[Row]]]:
        """The rows of each record, records in the order of their first row."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.record, []).append(row)
        yield from found.items()


# --- The header -----------------------------------------------------------------------------------


def columns_of_field(field: Field) -> Iterator[tuple[str, str]]:
    """The columns of a field: name in a raw export, and heading in one with labels."""
    if field.type == "checkbox":
        for code, shown in field.coded().items():
            choice = shown.replace("'", "").replace('"', "")
            yield checkbox_column(field.name, code), f"{plain(field.label)} (choice={choice})"
    elif field.type != "descriptive":
        yield field.name, plain(field.label)


def raw_header(header: Sequence[str], fields: Sequence[Field]) -> list[Optional[str]]:
    """Which columns are known. A checkbox also has columns for missing data codes."""
    known = {name for field in fields for name, _ in columns_of_field(field)} | set(SYSTEM_COLUMNS)
    known |= {field.form + "_complete" for field in fields}
    boxes = tuple(field.name + "___" for field in fields if field.type == "checkbox")
    return [name if name in known or name.startswith(boxes) else None for name in header]


def label_header(header: Sequence[str], fields: Sequence[Field]) -> list[Optional[str]]:
    """The raw names of headings. Several fields may have one label; then their order tells, so
    all of them have to be there."""
    names = {heading: [name] for name, heading in SYSTEM_COLUMNS.items()}
    forms = {}
    for field in fields:
        for name, heading in columns_of_field(field):
            names.setdefault(heading, []).append(name)
            forms[name] = field.form
    headings = [plain(heading) for heading in header]
    found: list[Optional[str]] = []
    for i, heading in enumerate(headings):
        candidates = names.get(heading, [])
        if heading == STATUS_HEADING:  # of the form whose fields stand before it
            form = next((forms[name] for name in reversed(found) if name in forms), None)
            found.append(form and form + "_complete")
            continue
        if len(candidates) > 1 and headings.count(heading) != len(candidates):
            raise Failure(
                f"row 1: {len(candidates)} fields have the label {heading!r} ({candidates[0]} is "
                "the first), and not all are here: export with variable names"
            )
        found.append(candidates[headings[:i].count(heading)] if candidates else None)
    return found


def known_columns(
    header: Sequence[str], fields: Sequence[Field]
) -> tuple[list[Optional[str]], bool]:
    """The raw names of the columns (None: not in the dictionary), and whether they were labels."""
    if header[0] == fields[0].name:
        columns, labels = raw_header(header, fields), False
    elif plain(header[0]) == plain(fields[0].label):
        columns, labels = label_header(header, fields), True
    else:
        raise Failure(
            f"row 1: the first column is {header[0]!r}, where the data dictionary has the record's "
            f"{fields[0].name!r}"
        )
    names = [name for name in columns if name]
    doubled = [name for name in names if names.count(name) > 1]
    if doubled:
        raise Failure(f"row 1: the column {doubled[0]} stands twice")
    return columns, labels


# --- The rows -------------------------------------------------------------------------------------


def delimiter_of(line: str, fields: Sequence[Field]) -> str:
    """REDCap lets a user choose it: what stands behind the record's column, or a comma."""
    for name in (fields[0].name, fields[0].label):
        for quote in ("", '"'):
            start = quote + name + quote
            if line.startswith(start) and line[len(start) : len(start) + 1] in (",", ";", "\t"):
                return line[len(start)]
    return ","


def holds_labels(rows: Iterable[Row]) -> Optional[bool]:
    """Whether choices are labels, as the status of the forms tells."""
    seen = {
        cell for row in rows for name, cell in row.cells.items() if name.endswith("_complete")
    } - {""}
    if seen and seen <= STATUS_CODES:
        return False
    return True if seen and seen <= STATUS_LABELS else None


def read_export(stream: Iterable[str], fields: Sequence[Field]) -> Export:
    lines = iter(stream)
    first = next(lines, "")
    reader = csv.reader(
        (line for part in ([first], lines) for line in part),
        delimiter=delimiter_of(first, fields),
        strict=True,
    )
    header = next(reader, [])
    if not header:
        raise Failure("row 1: there is no header")
    columns, labelled = known_columns(header, fields)
    rows = []
    for number, cells in enumerate(reader, 2):
        if not cells:
            continue
        if len(cells) != len(header):
            raise Failure(f"row {number}: {len(cells)} cells, where the header has {len(header)}")
        values = {name: cell.strip() for name, cell in zip(columns, cells) if name}
        record = values[fields[0].name]
        if not record:
            raise Failure(f"row {number}: no record")
        event, form, instance = (values.get(name, "") for name in list(SYSTEM_COLUMNS)[:3])
        if instance and not instance.isdigit():
            raise Failure(f"row {number}: {instance!r} is no number of an instance")
        rows.append(Row(number, record, event, form, instance, values))
    ignored = [name for name, column in zip(header, columns) if column is None]
    return Export(
        rows,
        True if labelled else holds_labels(rows),
        "redcap_event_name" in columns,
        "redcap_repeat_instance" in columns,
        ignored,
    )
