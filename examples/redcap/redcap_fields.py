# SPDX-License-Identifier: MIT
"""REDCap's data dictionary: its 18 columns, names of fields, coded choices.

Sources: REDCap's help on the data dictionary and on exports; the form of a checkbox's column.
"""

from __future__ import annotations

import csv
import functools
import html
import re
from typing import Iterable, Mapping, NamedTuple, Sequence, TextIO

COLUMNS = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
NAME_MAX = 26  # REDCap takes longer names with a warning: statistics packages cut them

# The fields that choices are the answers of, and what REDCap has for the two without any.
CHOICE_TYPES = ("radio", "dropdown", "checkbox")
FIXED_CHOICES = {"yesno": "1, Yes | 0, No", "truefalse": "1, True | 0, False"}

# The columns of REDCap's own in an export: name, and heading in an export with labels.
SYSTEM_COLUMNS = {
    "redcap_event_name": "Event Name",
    "redcap_repeat_instrument": "Repeat Instrument",
    "redcap_repeat_instance": "Repeat Instance",
    "redcap_data_access_group": "Data Access Group",
    "redcap_survey_identifier": "Survey Identifier",
}

# A field says in its annotation which parameter it is for, so that it may be renamed.
ANNOTATION = "nfhscreen: "
RESULT_FORM = "eligibility_result"
VERDICTS = ("eligible", "ineligible", "undetermined", "error")


class Failure(Exception):
    """Nothing can be done: the message says why."""


class Field(NamedTuple):
    """A row of the data dictionary."""

    name: str
    form: str
    section: str = ""
    type: str = "text"
    label: str = ""
    choices: str = ""
    note: str = ""
    validation: str = ""
    min: str = ""
    max: str = ""
    identifier: str = ""
    branching: str = ""
    required: str = ""
    alignment: str = ""
    number: str = ""
    matrix: str = ""
    ranking: str = ""
    annotation: str = ""

    def coded(self) -> Mapping[str, str]:
        """The choices: code to label, as an export shows it."""
        return parse_choices(FIXED_CHOICES.get(self.type, self.choices))


@functools.lru_cache(maxsize=None)
def parse_choices(text: str) -> Mapping[str, str]:
    """`1, Male | 2, Female`. A choice without a comma is its own code, as REDCap has it."""
    found = {}
    for choice in filter(None, map(str.strip, text.split("|"))):
        code, comma, label = choice.partition(",")
        found[code.strip()] = plain(label) if comma else code.strip()
    return found


def format_choices(choices: dict[str, str]) -> str:
    return " | ".join(f"{code}, {label}" for code, label in choices.items())


def checkbox_column(field: str, code: str) -> str:
    """The column of a choice in an export: its code in small letters, - and . as underscores."""
    return field + "___" + re.sub("[^a-z0-9_]", "", re.sub("[-.]", "_", code.lower()))


def plain(label: str) -> str:
    """A label as an export with labels shows it: without tags, entities and line breaks."""
    return " ".join(html.unescape(re.sub("<[^>]*>", "", label)).split())


def field_name(name: str, taken: Iterable[str]) -> str:
    """A name as REDCap wants it: small letters, digits, single underscores, a letter first."""
    base = re.sub("_{2,}", "_", re.sub("[^a-z0-9]", "_", name.lower())).strip("_")
    base = re.sub("^(?=[0-9]|$)", "f_", base)
    used = set(taken)
    candidate, number = base[:NAME_MAX].rstrip("_"), 1
    while candidate in used or len(candidate) < 2:
        number += 1
        end = f"_{number}"
        candidate = base[: NAME_MAX - len(end)].rstrip("_") + end
    return candidate


def write_dictionary(fields: Sequence[Field], stream: TextIO) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(fields)


def read_dictionary(stream: Iterable[str]) -> list[Field]:
    """A project's data dictionary, as REDCap lets one download it."""
    reader = csv.reader(stream, strict=True)
    header = next(reader, [])
    if len(header) != len(COLUMNS) or header[0].strip() != COLUMNS[0]:
        raise Failure(
            f"this is no data dictionary of REDCap: its {len(COLUMNS)} columns begin "
            f"with {COLUMNS[0]!r}"
        )
    fields = []
    for number, cells in enumerate(reader, 2):
        if len(cells) != len(COLUMNS):
            raise Failure(f"row {number}: {len(cells)} cells, where there must be {len(COLUMNS)}")
        fields.append(Field(*(cell.strip() for cell in cells)))
    if not fields:
        raise Failure("the data dictionary has no fields")
    names = [field.name for field in fields]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise Failure(f"the field {doubled[0]} stands twice")
    return fields
