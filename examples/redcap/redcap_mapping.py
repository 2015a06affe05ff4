# SPDX-License-Identifier: MIT
"""Which field of a REDCap project answers which parameter, and what its choices mean.

Nothing is guessed: a choice that is no value of its parameter, boxes that were never looked at and
rows that contradict each other are told.
"""

from __future__ import annotations

import csv
import decimal
import re
from typing import Iterable, Mapping, NamedTuple, Optional, Sequence, Union

import nfhscreen
from redcap_export import COMPLETE, Row
from redcap_fields import ANNOTATION, Failure, Field, checkbox_column, parse_choices

MAPPING_COLUMNS = ("parameter", "field", "values", "unit", "event")
TRUTHS = {"yes": "true", "true": "true", "no": "false", "false": "false"}
CHECKED = {"1", "Checked"}
UNCHECKED = {"", "0", "Unchecked"}


class Missing(NamedTuple):
    """Why there is no value: the label of a missing data code or of a choice."""

    kind: str


class Unreadable(Exception):
    """A cell that cannot be read."""


Answer = Union[None, str, Missing]


class Source(NamedTuple):
    """Where a parameter comes from. `values` tells what a code means: text, or a Missing;
    `box` is the code of the one box of a checkbox that answers a Boolean."""

    parameter: nfhscreen.Parameter
    field: Field
    values: dict[str, Answer]
    box: Optional[str] = None
    unit: str = ""
    event: str = ""


# --- What choices mean ----------------------------------------------------------------------------


def meanings(parameter: nfhscreen.Parameter, field: Field) -> dict[str, Answer]:
    """What each choice means: by the labels where one of them is a value, else by the codes."""
    coded = field.coded()
    if parameter.type == "Boolean":
        known = {word: text for word, text in TRUTHS.items()}
    elif parameter.values:
        known = {value.casefold(): value for value in parameter.values}
    elif parameter.type == "String":
        return dict(coded)
    else:
        known = {}
    by_label: dict[str, Answer] = {
        code: known[label.casefold()] for code, label in coded.items() if label.casefold() in known
    }
    by_code: dict[str, Answer] = {
        code: known[code.casefold()] for code in coded if code.casefold() in known
    }
    found = by_label or by_code
    if not found:
        wanted = "|".join(parameter.values or ()) or ("yes or no" if known else "mapped")
        raise Failure(
            f"field {field.name}: none of its choices ({field.choices}) is {wanted}: say in the "
            f"mapping what they mean for {parameter.name}"
        )
    return found


def said_meanings(field: Field, text: str) -> dict[str, Answer]:
    """The column `values` of a mapping: `1=male|2=female|9=`, where nothing means missing."""
    coded = field.coded()
    found: dict[str, Answer] = {}
    for part in text.split("|"):
        code, sign, value = (piece.strip() for piece in part.partition("="))
        if not sign or (coded and code not in coded):
            raise Failure(f"field {field.name}: {part!r} does not begin with the code of a choice")
        found[code] = value or Missing(coded.get(code, code))
    return found


# --- Mapping --------------------------------------------------------------------------------------


def source(
    parameter: nfhscreen.Parameter, field: Field, box: Optional[str], line: dict[str, str]
) -> Source:
    """Looks at a field once, so that what cannot work is told before any row is read."""
    said = line.get("values", "")
    values: dict[str, Answer] = said_meanings(field, said) if said else {}
    if box is None and field.type == "checkbox" and parameter.type == "Boolean":
        if len(field.coded()) != 1:
            raise Failure(f"field {field.name} has several boxes: name one, as {field.name}___CODE")
        box = next(iter(field.coded()))
    if box is not None:
        if parameter.type != "Boolean" or said:
            raise Failure(f"a box such as {field.name}___{box} answers a Boolean, as yes or no")
    elif not said and field.coded():
        values = meanings(parameter, field)
    unit = line.get("unit", "")
    if unit and parameter.type != "Quantity":
        raise Failure(f"{parameter.name} is no Quantity, and has no unit")
    return Source(parameter, field, values, box, unit, line.get("event", ""))


def find_field(name: str, fields: dict[str, Field]) -> tuple[Field, Optional[str]]:
    """A field, or a box of a checkbox as `field___code`, in the dictionary's writing or that of
    an export."""
    if name in fields:
        return fields[name], None
    start, _, end = name.partition("___")
    field = fields.get(start)
    if field is None or field.type != "checkbox":
        raise Failure(f"there is no field {name!r} in the data dictionary")
    for code in field.coded():
        if end == code or name == checkbox_column(start, code):
            return field, code
    raise Failure(f"field {start} has no choice {end!r}")


def own_fields(fields: Sequence[Field]) -> dict[str, Field]:
    """The fields that say, in their annotation or by their name, which parameter they are for."""
    found: dict[str, Field] = {field.name: field for field in fields}
    annotated: dict[str, Field] = {}
    for field in fields:
        match = re.search(re.escape(ANNOTATION) + r"(\w+)", field.annotation)
        if match:
            if match[1] in annotated:
                raise Failure(f"{field.name} and {annotated[match[1]].name} are both {match[1]}")
            annotated[match[1]] = field
    return {**found, **annotated}


def read_mapping(stream: Iterable[str]) -> list[dict[str, str]]:
    reader = csv.DictReader(stream, strict=True)
    header = list(reader.fieldnames or [])
    if header[:2] != list(MAPPING_COLUMNS[:2]) or not set(header) <= set(MAPPING_COLUMNS):
        raise Failure(f"the columns of a mapping are {','.join(MAPPING_COLUMNS)}")
    lines = []
    for line in reader:
        if None in line or None in line.values():
            raise Failure(f"row {reader.line_num}: not as many cells as the header has")
        lines.append({name: cell.strip() for name, cell in line.items()})
    return lines


def sources(
    ruleset: nfhscreen.Ruleset, fields: Sequence[Field], lines: Sequence[dict[str, str]]
) -> dict[str, Source]:
    """The source of each parameter that has one: what the mapping says, else the field itself."""
    parameters = {parameter.name: parameter for parameter in ruleset.parameters}
    by_name = {field.name: field for field in fields}
    found: dict[str, Source] = {}
    for line in lines:
        name = line["parameter"]
        if name not in parameters:
            raise Failure(f"mapping: there is no parameter {name!r}")
        if name in found:
            raise Failure(f"mapping: {name} stands twice")
        found[name] = source(parameters[name], *find_field(line["field"], by_name), line)
    own = own_fields(fields[1:])
    for name, parameter in parameters.items():
        if name not in found and name in own:
            found[name] = source(parameter, own[name], None, {})
    return found


def parse_missing(text: str) -> Mapping[str, str]:
    """The missing data codes as the project's setup has them: `-99, Not done | UNK, Unknown`."""
    return parse_choices(text)


def refuse_clashes(found: Iterable[Source], missing: Mapping[str, str]) -> None:
    """A missing data code that may also be a value would make one of the other."""
    for place in found:
        parameter = place.parameter
        for code in missing:
            if place.field.type != "checkbox" and code in place.field.coded():
                raise Failure(f"the missing data code {code} is a choice of {place.field.name}")
            if parameter.type in ("Quantity", "Decimal", "Integer", "Long") and lies_within(
                code, parameter
            ):
                raise Failure(
                    f"the missing data code {code} lies in the range of {parameter.name} "
                    f"({parameter.min} to {parameter.max})"
                )


def lies_within(code: str, parameter: nfhscreen.Parameter) -> bool:
    try:
        value = decimal.Decimal(code)
        return (
            decimal.Decimal(parameter.min or "x") <= value <= decimal.Decimal(parameter.max or "x")
        )
    except decimal.InvalidOperation:
        return False


# --- Cells ----------------------------------------------------------------------------------------


class Reader:
    """Reads the answers of rows. `labels` says whether choices stand as labels (None: either)."""

    def __init__(self, missing: Mapping[str, str], labels: Optional[bool]) -> None:
        self.missing, self.labels = missing, labels

    def missing_kind(self, cell: str) -> Optional[Missing]:
        for code, label in self.missing.items():
            if cell == code or (self.labels is not False and cell.casefold() == label.casefold()):
                return Missing(label)
        return None

    def answer(self, place: Source, row: Row) -> Answer:
        """What a row says about a parameter; None when nothing."""
        if place.field.type == "checkbox":
            return self.boxes(place, row)
        cell = row.cells.get(place.field.name, "")
        if not cell:
            return None
        kind = self.missing_kind(cell)
        if kind:
            return kind
        if place.field.coded():
            return self.choice(place, cell)
        return place.values[cell] if cell in place.values else free_text(place, cell)

    def choice(self, place: Source, cell: str) -> Answer:
        code = self.code_of(place.field, cell)
        if code not in place.values:
            raise Unreadable(
                f"the choice {cell!r} of {place.field.name} has no meaning for "
                f"{place.parameter.name}"
            )
        return place.values[code]

    def code_of(self, field: Field, cell: str) -> str:
        coded = field.coded()
        codes = {cell} & set(coded) if self.labels is not True else set()
        if self.labels is not False:
            codes |= {code for code, label in coded.items() if label.casefold() == cell.casefold()}
        if len(codes) > 1:
            raise Unreadable(
                f"{cell!r} may be a code or a label of {field.name}: say which, with --values"
            )
        if not codes:
            raise Unreadable(f"{cell!r} is no choice of {field.name}")
        return codes.pop()

    def boxes(self, place: Source, row: Row) -> Answer:
        """A box that is not checked says no only where somebody looked: another box of the field
        is checked, or the form is complete."""
        field = place.field
        for code, label in self.missing.items():
            if row.cells.get(checkbox_column(field.name, code)) in CHECKED | {label}:
                return Missing(label)
        checked = []
        for code, label in field.coded().items():
            cell = row.cells.get(checkbox_column(field.name, code), "")
            if cell not in CHECKED | UNCHECKED and cell.casefold() != label.casefold():
                raise Unreadable(f"{cell!r} is neither checked nor unchecked ({field.name})")
            if cell not in UNCHECKED:
                checked.append(code)
        if place.box is not None:
            looked = checked or row.cells.get(field.form + "_complete") in COMPLETE
            present = checkbox_column(field.name, place.box) in row.cells
            return ("true" if place.box in checked else "false") if looked and present else None
        if len(checked) > 1:
            raise Unreadable(f"more than one box of {field.name} is checked")
        if checked and checked[0] not in place.values:
            raise Unreadable(f"the box {checked[0]} of {field.name} has no meaning")
        return place.values[checked[0]] if checked else None


def free_text(place: Source, cell: str) -> str:
    """Text that was typed. Validation tells of decimal commas and of times behind a date."""
    if "comma_decimal" in place.field.validation:
        cell = cell.replace(",", ".")
    if place.parameter.type == "Date" and re.match(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d", cell):
        cell = cell[:10]
    return f"{cell} {place.unit}" if place.unit else cell


# --- Records --------------------------------------------------------------------------------------


class Choice(NamedTuple):
    """Which rows of a record count: those of an event, and of an instance (first, last, 2)."""

    event: str = ""
    instance: str = ""


def rows_that_count(place: Source, rows: Sequence[Row], choice: Choice) -> list[Row]:
    event = place.event or choice.event
    wanted = [row for row in rows if not event or row.event == event]
    if not choice.instance:
        return wanted
    kept = [row for row in wanted if not row.repeats]
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in wanted:
        if row.repeats:
            groups.setdefault((row.event, row.instrument), []).append(row)
    for group in groups.values():
        if choice.instance in ("first", "last"):
            pick = min if choice.instance == "first" else max
            kept.append(pick(group, key=lambda row: int(row.instance or 0)))
        else:
            kept += [row for row in group if row.instance == choice.instance]
    return kept


def place_of(row: Row) -> str:
    parts = [row.event, row.instrument, row.instance]
    return " ".join(part for part in parts if part) or f"row {row.number}"


def answer_of_record(place: Source, rows: Sequence[Row], reader: Reader, choice: Choice) -> Answer:
    """The one answer that the rows give; two that differ cannot be read."""
    found: dict[str, str] = {}
    reason: Optional[Missing] = None
    for row in rows_that_count(place, rows, choice):
        answer = reader.answer(place, row)
        if isinstance(answer, Missing):
            reason = reason or answer
        elif answer is not None:
            found.setdefault(answer, place_of(row))
    if len(found) > 1:
        said = ", ".join(f"{value} ({where})" for value, where in found.items())
        raise Unreadable(
            f"{place.field.name} has several values: {said}: choose with --event or --instance"
        )
    return next(iter(found)) if found else reason
