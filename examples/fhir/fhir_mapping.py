# SPDX-License-Identifier: MIT
"""mapping.csv and answers.csv: which codes of FHIR resources mean which inputs of a rule set.

Both are made to be edited, so both are checked as a whole before anything is read with them: names,
units and values by the rule set itself, codes by their check digits.
"""

from __future__ import annotations

import csv
import io
import pathlib
from dataclasses import dataclass
from typing import Iterator, NoReturn, Optional

import fhir_codes
import fhir_judge
import nfhscreen
from fhir_bundle import Coding

# What can be taken from a resource, and for inputs of which types.
_CODED = ("Boolean", "Integer", "String")
TAKES: dict[str, dict[str, tuple[str, ...]]] = {
    "Patient": {"birthDate": ("Date",), "gender": ("String",)},
    "Observation": {
        "value": ("Boolean", "Date", "Integer", "Quantity", "String"),
        "referenceRange.high": ("Quantity",),
        "effective": ("Date",),
    },
    "Condition": {
        "present": _CODED,
        "onset": ("Date",),
        "abatement": ("Date",),
        "recordedDate": ("Date",),
    },
    "AllergyIntolerance": {"present": _CODED, "onset": ("Date",), "recordedDate": ("Date",)},
    "Procedure": {"present": _CODED, "performed": ("Date",)},
    "MedicationStatement": {"present": _CODED, "start": ("Date",), "end": ("Date",)},
}
WITHIN_MAX = 40000  # days

MAPPING_COLUMNS = (
    "parameter",
    "resource",
    "system",
    "code",
    "component",
    "unit",
    "take",
    "choose",
    "within_days",
    "at_time_of",
    "only",
    "value",
    "refuted",
    "answers",
    "note",
)
ANSWER_COLUMNS = ("answers", "system", "code", "value", "note")


class MappingError(ValueError):
    """What is wrong with a mapping, with file and line."""


@dataclass(frozen=True)
class Row:
    """A row of mapping.csv."""

    parameter: str
    resource: str
    systems: tuple[str, ...]
    code: str
    component: str
    unit: str
    take: str
    choose: str
    within_days: Optional[int]
    at_time_of: str
    active: bool
    value: str
    refuted: str
    answers: str

    def matches(self, coding: Coding) -> bool:
        return coding.system in self.systems and fhir_codes.matches(self.code, coding.code)

    def matches_component(self, coding: Coding) -> bool:
        return coding.system in self.systems and coding.code == self.component


@dataclass(frozen=True)
class Mapping:
    """Both tables, checked against a rule set."""

    judge: fhir_judge.Judge
    rows: tuple[Row, ...]
    answers: dict[str, dict[Coding, str]]

    def of_resource(self, resource: str) -> list[Row]:
        return [row for row in self.rows if row.resource == resource]


class _Table:
    """A CSV file with a header: lines with their numbers. Lines with # are comments."""

    def __init__(self, path: pathlib.Path, columns: tuple[str, ...]) -> None:
        self.path, self.line = path, 1
        self.rows: list[tuple[int, dict[str, str]]] = []
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.fail("the text is not UTF-8")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header: list[str] = []
        try:
            for raw in reader:
                self.line = reader.line_num
                cells = [cell.strip() for cell in raw]
                if any(cells) and not cells[0].startswith("#"):
                    header = header or self._header(cells, columns)
                    self._add(header, cells)
        except csv.Error as error:
            self.line = reader.line_num
            self.fail(str(error))
        if not header:
            self.fail(f"there is no header ({', '.join(columns)})")
        del self.rows[0]

    def _header(self, cells: list[str], columns: tuple[str, ...]) -> list[str]:
        if sorted(cells) != sorted(columns):
            self.fail(f"the columns must be {', '.join(columns)}")
        return cells

    def _add(self, header: list[str], cells: list[str]) -> None:
        if len(cells) != len(header):
            self.fail(f"{len(cells)} cells, but the header has {len(header)}")
        self.rows.append((self.line, dict(zip(header, cells))))

    def __iter__(self) -> Iterator[dict[str, str]]:
        """The rows; what is checked meanwhile is told with their line."""
        for self.line, cells in self.rows:
            yield cells

    def fail(self, message: str) -> NoReturn:
        raise MappingError(f"{self.path}: line {self.line}: {message}")

    def check(self, fine: object, message: str) -> None:
        if not fine:
            self.fail(message)

    def systems(self, cell: str) -> tuple[str, ...]:
        names = cell.split("|")
        for name in names:
            self.check(
                name in fhir_codes.SYSTEMS or ":" in name,
                f'system "{name}" is neither a URI nor one of {", ".join(fhir_codes.SYSTEMS)}',
            )
        return tuple(fhir_codes.SYSTEMS.get(name, name) for name in names)

    def check_code(self, systems: tuple[str, ...], code: str) -> None:
        for system in systems:
            mistake = fhir_codes.mistake(system, code)
            self.check(mistake is None, mistake or "")


def read_answers(path: pathlib.Path) -> dict[str, dict[Coding, str]]:
    """The sets of answers: what the codes of a coded value mean."""
    table = _Table(path, ANSWER_COLUMNS)
    found: dict[str, dict[Coding, str]] = {}
    for cells in table:
        systems = table.systems(cells["system"])
        table.check_code(systems, cells["code"])
        table.check(cells["answers"] and cells["value"], "a set and a value are needed")
        answers = found.setdefault(cells["answers"], {})
        for system in systems:
            coding = Coding(system, cells["code"])
            table.check(coding not in answers, f"{coding} stands twice in {cells['answers']}")
            answers[coding] = cells["value"]
    return found


# --- Rows -----------------------------------------------------------------------------------------


def _within(table: _Table, cell: str) -> Optional[int]:
    if not cell:
        return None
    table.check(
        cell.isascii() and cell.isdigit() and int(cell) <= WITHIN_MAX,
        f'within_days "{cell}" is no number of days',
    )
    return int(cell)


def _row(table: _Table, cells: dict[str, str]) -> Row:
    resource = cells["resource"]
    table.check(resource in TAKES, f'resource "{resource}" is none of {", ".join(TAKES)}')
    table.check(
        cells["take"] in TAKES[resource],
        f'take "{cells["take"]}" is none of {", ".join(TAKES[resource])} of {resource}',
    )
    table.check(cells["only"] in ("", "active"), f'only "{cells["only"]}" is not active')
    systems: tuple[str, ...] = ()
    if resource == "Patient":
        for name in ("system", "code", "component", "choose", "within_days", "at_time_of", "only"):
            table.check(not cells[name], f"a Patient has no {name}")
    else:
        systems = table.systems(cells["system"])
        table.check_code(systems, cells["code"])
        table.check(
            cells["choose"] in ("any", "earliest", "latest"),
            f'choose "{cells["choose"]}" is none of any, earliest, latest',
        )
    if cells["component"]:
        table.check(
            resource == "Observation" and cells["take"] == "value",
            "only the value of an Observation can be a component's",
        )
        table.check_code(systems, cells["component"])
    return Row(
        systems=systems,
        within_days=_within(table, cells["within_days"]),
        active=cells["only"] == "active",
        **{
            name: cells[name]
            for name in MAPPING_COLUMNS
            if name not in ("system", "within_days", "only", "note")
        },
    )


def _check_values(table: _Table, row: Row, mapping: Mapping) -> None:
    """The values that a row can give are values of the input."""
    judge, kind = mapping.judge, mapping.judge.types[row.parameter]
    if row.answers:
        table.check(row.take == "value" and kind in _CODED, "answers are for coded values")
        table.check(row.answers in mapping.answers, f'there is no set of answers "{row.answers}"')
    if row.take == "present":
        table.check(row.value, "value: what the input is, when the code is there (such as true)")
    else:
        table.check(not row.value, "value is for take present")
    if row.refuted:
        table.check(
            row.take == "present" and row.resource in ("Condition", "AllergyIntolerance"),
            "refuted is for take present of a Condition or AllergyIntolerance",
        )
    values = [row.value, row.refuted, *mapping.answers.get(row.answers, {}).values()]
    for value in filter(None, values):
        problem = judge.error(row.parameter, value)
        table.check(problem is None, problem or "")


def _check_row(table: _Table, row: Row, mapping: Mapping) -> None:
    """What the rule set has to say about a row."""
    judge = mapping.judge
    problem = judge.error(row.parameter, "")
    table.check(problem is None, problem or "")
    kind = judge.types[row.parameter]
    table.check(
        kind in TAKES[row.resource][row.take],
        f"{row.parameter} is a {kind}: {row.take} of a {row.resource} is none",
    )
    table.check(row.choose != "any" or kind == "Boolean", "choose any is for truth values")
    if kind == "Quantity":
        table.check(fhir_judge.is_unit(row.unit), f'unit "{row.unit}" is no unit of UCUM')
        text = fhir_judge.quantity_text("1", row.unit)
        problem = judge.error(row.parameter, text)
        table.check(problem is None, problem or "")
    else:
        table.check(not row.unit, f"{row.parameter} is a {kind} and has no unit")
    _check_values(table, row, mapping)


def _check_together(table: _Table, row: Row, before: list[Row]) -> None:
    """What the rows of one input, and of those that go with it, must agree on."""
    for other in before:
        if other.parameter == row.parameter:
            table.check(
                other.choose == row.choose,
                f"{row.parameter} is chosen in two ways: {other.choose} and {row.choose}",
            )
            table.check(
                other.at_time_of == row.at_time_of,
                f"at_time_of differs from {row.parameter}'s above",
            )
            same = (other.resource, other.systems, other.code, other.component, other.take)
            table.check(
                same != (row.resource, row.systems, row.code, row.component, row.take),
                "a second row of the same parameter, code and take",
            )
    if row.at_time_of:
        table.check(row.choose != "any", "at_time_of is for choose latest or earliest")
        table.check(
            any(r.parameter == row.at_time_of and not r.at_time_of for r in before),
            f'at_time_of "{row.at_time_of}" is no parameter of the rows above, '
            "or goes with another itself",
        )


def read_mapping(path: pathlib.Path, answers: pathlib.Path, ruleset: nfhscreen.Ruleset) -> Mapping:
    """MappingError: what is wrong with either table, and where."""
    table = _Table(path, MAPPING_COLUMNS)
    mapping = Mapping(fhir_judge.Judge(ruleset), (), read_answers(answers))
    rows: list[Row] = []
    for cells in table:
        row = _row(table, cells)
        _check_row(table, row, mapping)
        _check_together(table, row, rows)
        rows.append(row)
    return Mapping(mapping.judge, tuple(rows), mapping.answers)
