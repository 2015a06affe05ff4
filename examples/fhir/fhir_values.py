# SPDX-License-Identifier: MIT
"""What a resource says about an input: a value, or why there is none to take.

A `Reading` without a text is a value that is there and cannot be taken: it must not give way to an
older one. A resource that does not count at all has no reading; a `Remark` says why.
"""

from __future__ import annotations

import decimal
from typing import NamedTuple, Optional, Union

import fhir_codes
import fhir_judge
from fhir_bundle import Coding, Element, codings
from fhir_mapping import Mapping, Row


class Remark(NamedTuple):
    """What could not be mapped, or not as it is: where, of which kind, for which input, why."""

    path: str
    kind: str
    parameter: Optional[str]
    text: str


class Reading(NamedTuple):
    """A value as the library reads it, or None; `kind` and `why` say why it cannot be taken, or not
    for what it seems to be."""

    text: Optional[str]
    kind: str = ""
    why: str = ""


class Absent(NamedTuple):
    """There is no value."""

    why: str


Result = Union[Reading, Absent]


def shown(found: list[Coding], concept: Optional[Element] = None) -> str:
    text = concept.text("text") if concept else None
    return ", ".join(map(str, found)) or (f'only the text "{text}"' if text else "no code")


# --- Quantities -----------------------------------------------------------------------------------


def censored(comparator: str, number: str, unit: str) -> Reading:
    """A value of which only a bound is known, such as `<5`: it is not 5, and decides only where
    every value below 5 does."""
    return Reading(
        comparator + fhir_judge.quantity_text(number, unit),
        "censored",
        f"only a bound is known: {comparator}{number} {unit}",
    )


def _plain_number(number: decimal.Decimal) -> str:
    """Without an exponent and final zeros, so that equal numbers are equal texts."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(element: Element, row: Row) -> Result:
    value = element.number("value")
    system, code = element.text("system"), element.text("code")
    comparator = element.text("comparator")
    if comparator not in (None, "<", "<=", ">=", ">"):
        element.fail("comparator", f'"{comparator}" is none of <, <=, >=, >')
    if value is None:
        return Absent("the quantity has no number")
    number = _plain_number(value)
    if system != fhir_codes.UCUM or code is None:
        unit = element.text("unit")
        return Reading(
            None,
            "unit",
            f"{number}: its unit{f' ({unit})' if unit else ''} is not given as a code of UCUM",
        )
    if not fhir_judge.converts(row.unit, code):
        return Reading(None, "unit", f"{number} {code}: the unit does not convert to {row.unit}")
    if comparator is not None:
        return censored(comparator, number, code)
    return Reading(fhir_judge.quantity_text(number, code))


def upper_limit(observation: Element, row: Row) -> Result:
    """The upper limit of the normal range, when there is exactly one such range."""
    normal = Coding("http://terminology.hl7.org/CodeSystem/referencerange-meaning", "normal")
    ranges = [
        element
        for element in observation.elements("referenceRange")
        if element.element("type") is None or normal in codings(element.element("type"))
    ]
    if len(ranges) != 1:
        how_many = "no normal range" if not ranges else f"{len(ranges)} normal ranges"
        return Reading(None, "ambiguous", f"the result has {how_many}")
    high = ranges[0].element("high")
    if high is None:
        return Reading(None, "ambiguous", "the normal range has no upper limit")
    found = quantity(high, row)
    return Reading(None, "ambiguous", found.why) if isinstance(found, Absent) else found


# --- Values of observations -----------------------------------------------------------------------


def _coded(element: Element, name: str, row: Row, mapping: Mapping) -> Result:
    concept = element.element(name)
    found = codings(concept)
    answers = mapping.answers.get(row.answers, {})
    values = {answers[coding] for coding in found if coding in answers}
    if len(values) == 1:
        return Reading(values.pop())
    if values:
        return Reading(None, "ambiguous", f"its codes mean {' and '.join(sorted(values))}")
    where = f'the answers "{row.answers}"' if row.answers else "any answers: the mapping names none"
    return Reading(None, "unknown-code", f"{shown(found, concept)}: not among {where}")


def _plain(element: Element, name: str, kind: str) -> Optional[str]:
    """A value that is taken as it is, when the input is of that type."""
    if name == "valueBoolean" and kind == "Boolean":
        return "true" if element.boolean(name) else "false"
    if name == "valueInteger" and kind == "Integer":
        return _plain_number(element.number(name) or decimal.Decimal(0))
    if name == "valueString" and kind == "String":
        return element.text(name)
    if name == "valueDateTime" and kind == "Date":
        when = element.when(name)
        return when.text if when else None
    return None


def value(element: Element, row: Row, mapping: Mapping) -> Result:
    """The value of an observation or a component."""
    kind = mapping.judge.types[row.parameter]
    names = element.choices("value")
    if not names:
        reason = element.element("dataAbsentReason")
        return Absent(f"no value: {shown(codings(reason), reason)}" if reason else "no value")
    if names[0] == "valueQuantity" and kind == "Quantity":
        inner = element.element(names[0])
        return quantity(inner, row) if inner else Absent("no value")
    if names[0] == "valueCodeableConcept" and kind in ("Boolean", "Integer", "String"):
        return _coded(element, names[0], row, mapping)
    text = _plain(element, names[0], kind)
    if text is None:
        return Reading(None, "type", f"a {names[0]} is no {kind}")
    return Reading(text)


def judged(result: Result, row: Row, mapping: Mapping) -> Result:
    """The library's word on a value: what it cannot read or calls implausible is not taken."""
    if isinstance(result, Absent) or result.text is None:
        return result
    problem = mapping.judge.error(row.parameter, result.text)
    if problem:
        return Reading(None, "value", problem)
    implausible = mapping.judge.queries(row.parameter, result.text).get("implausible")
    return Reading(None, "outside", implausible) if implausible else result
