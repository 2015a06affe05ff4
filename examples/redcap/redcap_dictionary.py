#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The REDCap data dictionary of a rule set: a form that asks for its inputs.

A second form takes the result that redcap_screen.py writes.
"""

from __future__ import annotations

import argparse
import pathlib
import re
import sys
from typing import Iterator, NamedTuple, Optional, Sequence

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "python"))

import nfhscreen  # noqa: E402
from redcap_fields import (  # noqa: E402
    ANNOTATION,
    RESULT_FORM,
    SYSTEM_COLUMNS,
    VERDICTS,
    Failure,
    Field,
    field_name,
    format_choices,
    write_dictionary,
)

RADIO_MAX = 6  # more choices than these are a drop-down list

VALIDATION = {
    "Integer": "integer",
    "Long": "integer",
    "Decimal": "number",
    "Quantity": "number",
    "Date": "date_ymd",
}


def result_fields(form: str) -> list[Field]:
    """What a screening writes back."""

    def field(name: str, kind: str, label: str, choices: str = "") -> Field:
        return Field(name, form, "", kind, label, choices, annotation="@READONLY")

    verdicts = {verdict: verdict.capitalize() for verdict in VERDICTS}
    verdicts["error"] = "Data could not be read"
    return [
        field("nfh_verdict", "radio", "Verdict", format_choices(verdicts)),
        field("nfh_reasons", "notes", "Criteria that decide, or are open"),
        field("nfh_missing", "notes", "Inputs that could still decide"),
        field("nfh_next", "text", "What to find out next"),
        field("nfh_queries", "notes", "Data queries"),
        field("nfh_ruleset", "text", "Rule set"),
    ]


# --- Texts ----------------------------------------------------------------------------------------


def safe(text: str) -> str:
    """Text that REDCap shows as it is: brackets would pipe or embed a field, < begin a tag."""
    for old, new in ("[(", "])", "{(", "})"):
        text = text.replace(old, new)
    return re.sub("<(?=[A-Za-z/!])", "< ", text)


def shown_unit(parameter: nfhscreen.Parameter) -> str:
    """The unit for people: UCUM's brackets are none of REDCap's."""
    unit = parameter.unit or ""
    return "" if unit == "1" else re.sub(r"[][{}]", "", unit)


def label(parameter: nfhscreen.Parameter) -> str:
    text = safe(parameter.prompt or parameter.name)
    unit = shown_unit(parameter)
    return f"{text} ({unit})" if unit else text


def note(ruleset: nfhscreen.Ruleset, parameter: nfhscreen.Parameter) -> str:
    """The limits, and how another unit is converted: the field takes numbers in its own."""
    parts = []
    unit = shown_unit(parameter)
    if parameter.min and parameter.max:
        parts.append(f"{parameter.min} to {parameter.max} {unit}".strip())
    elif parameter.min or parameter.max:
        word = "from" if parameter.min else "until"
        parts.append(f"{word} {parameter.min or parameter.max} {unit}".strip())
    accepted = ruleset.parameter_tag(parameter.name, "accept")
    if accepted:
        parts.append(safe("1 " + accepted))
    return "; ".join(parts)


# --- Fields ---------------------------------------------------------------------------------------


def choices(parameter: nfhscreen.Parameter) -> dict[str, str]:
    """The values that are allowed, as codes where they can be codes, else numbered."""
    values = parameter.values or ()
    codes = [value for value in values if re.fullmatch("[A-Za-z0-9_]+", value)]
    if len({code.lower() for code in codes}) == len(values):
        return {value: value for value in values}
    return {str(number): safe(value) for number, value in enumerate(values, 1)}


def question(
    ruleset: nfhscreen.Ruleset, parameter: nfhscreen.Parameter, name: str, form: str
) -> Field:
    """The field of a parameter, without its branching."""
    identifier = ruleset.parameter_tag(parameter.name, "identifier") or ""
    field = Field(
        name,
        form,
        label=label(parameter),
        note=note(ruleset, parameter),
        identifier="y" if identifier.lower() in ("y", "yes", "true") else "",
        annotation=ANNOTATION + parameter.name,
    )
    if parameter.type == "Boolean":
        return field._replace(type="yesno")
    if parameter.values:
        coded = choices(parameter)
        kind = "radio" if len(coded) <= RADIO_MAX else "dropdown"
        return field._replace(type=kind, choices=format_choices(coded))
    return field._replace(
        validation=VALIDATION.get(parameter.type, ""),
        min=parameter.min or "",
        max=parameter.max or "",
    )


class Asked(NamedTuple):
    """A parameter with its field."""

    parameter: nfhscreen.Parameter
    field: Field


# --- Branching ------------------------------------------------------------------------------------

TERM = re.compile(r"(?P<not>not\s+)?(?P<name>\w+)(?:\s*(?P<sign>!?=)\s*(?P<value>'[^']*'|\d+))?")

# Outside of quotes: an even number of them follows.
JOINT = re.compile(r"\s(and|or)\s(?=(?:[^']*'[^']*')*[^']*$)")


def branching(condition: str, asked: dict[str, Asked]) -> str:
    """REDCap's logic for a tag @ask.

    The tag holds terms with `and`, or terms with `or` between them: `stroke`, `not stroke`,
    `sex = 'female'`, `sex != 'male'`. The question is shown when it holds; while what it names is
    not answered, != holds and the others do not.
    """
    parts = JOINT.split(condition)
    terms, joints = parts[::2], set(parts[1::2])
    if len(joints) > 1:
        raise Failure(f"{condition!r} has both and and or")
    joint = f" {joints.pop()} " if joints else ""
    return joint.join(term(text.strip(), asked) for text in terms)


def term(text: str, asked: dict[str, Asked]) -> str:
    found = TERM.fullmatch(text)
    if not found:
        raise Failure(f"{text!r} is no condition such as `stroke` or `sex != 'male'`")
    if found["name"] not in asked:
        raise Failure(f"there is no parameter {found['name']!r}")
    parameter, field = asked[found["name"]]
    if found["sign"] is None:
        if parameter.type != "Boolean":
            raise Failure(f"{parameter.name} is no Boolean")
        return f"[{field.name}] = '{'0' if found['not'] else '1'}'"
    wanted = found["value"].strip("'")
    codes = [code for code, shown in field.coded().items() if wanted in (shown, code)]
    if found["not"] or not parameter.values or wanted not in parameter.values:
        raise Failure(f"{text!r}: {wanted!r} is no value of {parameter.name}")
    return f"[{field.name}] {'=' if found['sign'] == '=' else '<>'} '{codes[0]}'"


# --- The dictionary -------------------------------------------------------------------------------


def questions(ruleset: nfhscreen.Ruleset, form: str, taken: Sequence[str]) -> list[Asked]:
    """A field for each parameter, in the order of the rule set, with its branching."""
    asked: dict[str, Asked] = {}
    names = list(taken)
    for parameter in ruleset.parameters:
        names.append(field_name(parameter.name, names))
        asked[parameter.name] = Asked(parameter, question(ruleset, parameter, names[-1], form))
    found = []
    for parameter, field in asked.values():
        condition = ruleset.parameter_tag(parameter.name, "ask")
        try:
            logic = branching(condition, asked) if condition else ""
        except Failure as failure:
            raise Failure(f"parameter {parameter.name}, @ask: {failure}") from None
        found.append(Asked(parameter, field._replace(branching=logic)))
    return found


def with_sections(ruleset: nfhscreen.Ruleset, asked: Sequence[Asked]) -> Iterator[Field]:
    """Puts headings where the tags @section are. A heading is hidden with its field, so one of a
    field that may be hidden gets a line of its own."""
    names = [field.name for _, field in asked]
    for parameter, field in asked:
        section = safe(ruleset.parameter_tag(parameter.name, "section") or "")
        if section and field.branching:
            names.append(field_name("section_" + field.name, names))
            yield Field(
                names[-1], field.form, section, "descriptive", "Answer what is asked for below."
            )
            section = ""
        yield field._replace(section=section)


def dictionary(
    ruleset: nfhscreen.Ruleset, record: str = "record_id", form: str = "eligibility"
) -> list[Field]:
    """The data dictionary: the record's identifier, the inputs, and a form for the result."""
    result = result_fields(RESULT_FORM)
    taken = [record, *SYSTEM_COLUMNS, *(field.name for field in result)]
    taken += [name + "_complete" for name in (form, RESULT_FORM)]
    asked = questions(ruleset, form, taken)
    first = Field(record, form, label="Record ID")
    return [first, *with_sections(ruleset, asked), *result]


def load(name: str) -> nfhscreen.Ruleset:
    """A built-in rule set, or a file."""
    if name.endswith(".cql"):
        return nfhscreen.Ruleset.from_file(name)
    return nfhscreen.Ruleset(name)


def main(argv: Optional[Sequence[str]] = None) -> int:
    """0: written; 2: not."""
    parser = argparse.ArgumentParser(
        description="Write the REDCap data dictionary of a rule set to standard output."
    )
    parser.add_argument("-r", dest="ruleset", default="NCT07101562", metavar="RULESET")
    parser.add_argument("--record", default="record_id", help="the field of the record's name")
    parser.add_argument("--form", default="eligibility", help="the form of the questions")
    given = parser.parse_args(argv)
    try:
        for name in (given.record, given.form):
            if name != field_name(name, ()):
                raise Failure(f"{name!r} is no name in REDCap, {field_name(name, ())!r} is")
        write_dictionary(dictionary(load(given.ruleset), given.record, given.form), sys.stdout)
    except (Failure, nfhscreen.Error, OSError) as error:
        print(f"redcap_dictionary: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
