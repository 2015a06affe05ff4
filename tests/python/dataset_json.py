# SPDX-License-Identifier: MIT
"""The rules of CDISC Dataset-JSON 1.1, written down from its specification (2024-12-05).

https://cdisc-org.github.io/DataExchange-DatasetJson/doc/dataset-json1-1.html
"""

import re

TIME = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d"
ZONED = TIME + r"(\.\d+)?([+-]([01]\d|2[0-3]):[0-5]\d|Z)?"

# Attribute: (type, required, pattern), in the recommended order.
TOP = {
    "datasetJSONCreationDateTime": (str, True, ZONED),
    "datasetJSONVersion": (str, True, r"1\.1(\.(0|[1-9]\d*))?"),
    "fileOID": (str, False, r".+"),
    "dbLastModifiedDateTime": (str, False, ZONED),
    "originator": (str, False, None),
    "sourceSystem": (dict, False, None),
    "studyOID": (str, False, r".+"),
    "metaDataVersionOID": (str, False, r".+"),
    "metaDataRef": (str, False, None),
    "itemGroupOID": (str, True, r".+"),
    "records": (int, True, r"\d+"),
    "name": (str, True, r".+"),
    "label": (str, True, None),
    "columns": (list, True, None),
    "rows": (list, False, None),
}
COLUMN = {
    "itemOID": (str, True, r".+"),
    "name": (str, True, r".+"),
    "label": (str, True, None),
    "dataType": (str, True, r"string|integer|decimal|float|double|boolean|datetime|date|time|URI"),
    "targetDataType": (str, False, r"integer|decimal"),
    "length": (int, False, r"[1-9]\d*"),
    "displayFormat": (str, False, None),
    "keySequence": (int, False, r"[1-9]\d*"),
}
SOURCE = {"name": (str, True, None), "version": (str, True, None)}

# What a value of a column may be: its JSON type, and the form of a text.
VALUES = {
    "string": (str, r"(?s).*"),
    "integer": (int, r"-?\d+"),
    "decimal": (str, r"-?\d+(\.\d+)?"),
    "float": (float, r".*"),
    "double": (float, r".*"),
    "boolean": (bool, r".*"),
    "datetime": (str, ZONED),
    "date": (str, r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "time": (str, r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d.*"),
    "URI": (str, r"\S+"),
}


def is_a(value, kind):
    """JSON's true is no number, and 1 is a number without a fraction."""
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def object_problems(where, content, rules):
    """What is wrong with an object: its attributes, their types, forms and order."""
    if not isinstance(content, dict):
        return [f"{where}: no object"]
    found = [f"{where}: unknown attribute {name}" for name in content if name not in rules]
    order = [name for name in rules if name in content]
    if not found and list(content) != order:
        found.append(f"{where}: not in the recommended order")
    for name, (kind, required, pattern) in rules.items():
        if name not in content:
            found += [f"{where}: no {name}"] if required else []
        elif not is_a(content[name], kind):
            found.append(f"{where}: {name} is no {kind.__name__}")
        elif pattern and not re.fullmatch(pattern, str(content[name])):
            found.append(f"{where}: {name} is {content[name]!r}")
    return found


def value_problems(where, value, column):
    if value is None:
        return []
    kind, pattern = VALUES[column["dataType"]]
    if not is_a(value, kind) or not re.fullmatch(pattern, str(value)):
        return [f"{where}: {value!r} is no {column['dataType']}"]
    if "length" in column and len(str(value)) > column["length"]:
        return [f"{where}: longer than {column['length']}"]
    return []


def problems(content):
    """Everything that is wrong with a dataset; an empty list when it is valid."""
    found = object_problems("dataset", content, TOP)
    if found:
        return found
    if "sourceSystem" in content:
        found += object_problems("sourceSystem", content["sourceSystem"], SOURCE)
    columns = content["columns"]
    for i, column in enumerate(columns):
        found += object_problems(f"column {i}", column, COLUMN)
    if found:
        return found
    for attribute in ("itemOID", "name", "keySequence"):
        values = [column[attribute] for column in columns if attribute in column]
        if len(set(values)) != len(values):
            found.append(f"two columns with one {attribute}")
    rows = content.get("rows", [])
    if "rows" in content and len(rows) != content["records"]:
        found.append("records is not the number of rows")
    for i, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != len(columns):
            found.append(f"row {i}: not a value for each column")
            continue
        for value, column in zip(row, columns):
            found += value_problems(f"row {i}, {column['name']}", value, column)
    return found
