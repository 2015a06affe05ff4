# SPDX-License-Identifier: MIT
"""What REDCap wants of a data dictionary and of an import file, written down from its help."""

import re

COLUMNS = [
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
]
NAME, FORM, SECTION, TYPE, LABEL, CHOICES, NOTE, VALIDATION, MIN, MAX = range(10)
IDENTIFIER, BRANCHING, REQUIRED, ALIGNMENT, NUMBER, MATRIX, RANKING, ANNOTATION = range(10, 18)

# Small letters, digits, underscores, a letter first; three underscores are for checkboxes.
NAME_RULE = r"[a-z](_?[a-z0-9])+"
TYPES = set("text notes dropdown radio checkbox calc descriptive slider yesno truefalse".split())
VALIDATIONS = {
    "date_ymd": r"\d{4}-\d\d-\d\d",
    "integer": r"-?\d+",
    "number": r"-?\d+(\.\d+)?",
}
RESERVED = {
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "redcap_data_access_group",
    "redcap_survey_identifier",
}
CONDITION = r"\[[a-z0-9_]+\] (=|<>) '[^'\"]*'"
BRANCHING_RULE = rf"{CONDITION}( and {CONDITION})*|{CONDITION}( or {CONDITION})*"


def choices_of(text):
    """Pairs of code and label."""
    pairs = [choice.strip().partition(",") for choice in text.split("|")]
    return [(code.strip(), label.strip()) for code, _, label in pairs]


def choice_problems(row):
    if row[TYPE] not in ("radio", "dropdown", "checkbox"):
        return ["choices of a field without any"] if row[CHOICES] else []
    pairs = choices_of(row[CHOICES])
    codes = [code.lower() for code, _ in pairs]
    found = ["two choices of one code"] if len(set(codes)) < len(codes) else []
    for code, label in pairs:
        if not re.fullmatch(r"[A-Za-z0-9._-]+", code) or not label:
            found.append(f"the choice {code!r}, {label!r}")
    return found


def validation_problems(row):
    if not row[VALIDATION]:
        return ["limits without validation"] if row[MIN] or row[MAX] else []
    if row[TYPE] != "text" or row[VALIDATION] not in VALIDATIONS:
        return [f"the validation {row[VALIDATION]} of {row[TYPE]}"]
    rule = VALIDATIONS[row[VALIDATION]] + "|"
    return [f"the limit {v}" for v in (row[MIN], row[MAX]) if not re.fullmatch(rule, v)]


def branching_problems(row, fields):
    if not row[BRANCHING]:
        return []
    if not re.fullmatch(BRANCHING_RULE, row[BRANCHING]):
        return [f"the branching {row[BRANCHING]}"]
    found = []
    for name, value in re.findall(r"\[(\w+)\] (?:=|<>) '([^']*)'", row[BRANCHING]):
        field = fields.get(name)
        if field is None or name == row[NAME]:
            found.append(f"branching on {name}")
            continue
        allowed = [code for code, _ in choices_of(field[CHOICES])]
        if value not in (["1", "0"] if field[TYPE] == "yesno" else allowed):
            found.append(f"branching on {value} of {name}")
    return found


def field_problems(row, fields):
    found = choice_problems(row) + validation_problems(row) + branching_problems(row, fields)
    if not re.fullmatch(NAME_RULE, row[NAME]) or len(row[NAME]) > 26 or row[NAME] in RESERVED:
        found.append("the name")
    if not re.fullmatch(NAME_RULE, row[FORM]):
        found.append("the form's name")
    if row[TYPE] not in TYPES or not row[LABEL].strip():
        found.append("the type or label")
    if re.search(r"[][{}]|<[A-Za-z/!]", row[LABEL] + row[NOTE] + row[SECTION]):
        found.append("a text that REDCap would take for a command")
    if any(row[i] not in ("", "y") for i in (IDENTIFIER, REQUIRED, RANKING)):
        found.append("a mark that is not y")
    if row[ALIGNMENT] not in ("", "RV", "RH", "LV", "LH") or row[MATRIX]:
        found.append("alignment or matrix")
    if any("\n" in cell or cell != cell.strip() for cell in row):
        found.append("blanks at an end, or a line break")
    return found


def problems(rows):
    """Everything that is wrong with a data dictionary (a list of rows, the header first)."""
    header, *body = rows
    if header != COLUMNS or any(len(row) != len(COLUMNS) for row in body) or not body:
        return ["not the 18 columns"]
    fields = {row[NAME]: row for row in body}
    found = ["two fields of one name"] if len(fields) < len(body) else []
    if body[0][TYPE] != "text" or body[0][VALIDATION] or body[0][BRANCHING]:
        found.append("the first field is no record identifier")
    forms = [row[FORM] for i, row in enumerate(body) if i == 0 or row[FORM] != body[i - 1][FORM]]
    if len(set(forms)) < len(forms):
        found.append("a form in two pieces")
    for row in body:
        found += [f"{row[NAME]}: {problem}" for problem in field_problems(row, fields)]
        if row[NAME] in {form + "_complete" for form in forms}:
            found.append(f"{row[NAME]} is the status of a form")
    return found


def import_problems(rows, dictionary):
    """What REDCap would refuse, or leave as it was, of an import file."""
    header, *body = rows
    fields = {row[NAME]: row for row in dictionary[1:]}
    status = {row[FORM] + "_complete" for row in dictionary[1:]}
    found = [] if header[0] == dictionary[1][NAME] else ["the record does not come first"]
    placing = [name for name in header[1:] if name in RESERVED]
    if header[1 : 1 + len(placing)] != placing:
        found.append("what places a row does not come first")
    unknown = [n for n in header if n not in fields and n not in status and n not in RESERVED]
    found += [f"no field {name}" for name in unknown]
    for row in body:
        if len(row) != len(header):
            found.append(f"{row[0]}: {len(row)} cells")
            continue
        for name, cell in zip(header, row):
            if name in fields and not cell.strip():
                found.append(f"{row[0]}: {name} is blank, and would stay as it was")
            if name in status and cell not in ("0", "1", "2"):
                found.append(f"{row[0]}: {name} is {cell}")
            if name in fields and fields[name][TYPE] == "radio":
                if cell not in [code for code, _ in choices_of(fields[name][CHOICES])]:
                    found.append(f"{row[0]}: {name} is {cell}")
    return found
