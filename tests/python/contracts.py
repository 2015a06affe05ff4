# SPDX-License-Identifier: MIT
"""The contract comments of the calculations in nfhscreen.h, read as data, and the library."""

import ctypes
import os
import re
from collections import namedtuple
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
HEADER = TOP / "include" / "nfhscreen.h"

# An argument or result: type as in the prototype without const and *, unit, range ("any": None).
Value = namedtuple("Value", "name type unit low high")
Argument = namedtuple("Argument", "name type pointer const")
Contract = namedtuple("Contract", "name purpose given returned status reference since arguments")


def header_text():
    return HEADER.read_text(encoding="utf-8")


def constants():
    """Every number that the header defines."""
    found = re.findall(r"^#define (NFH_\w+) (-?\d+)\b", header_text(), re.M)
    return {name: int(value) for name, value in found} | {"NFH_DATE_UNKNOWN": -(2**31)}


def section():
    text = header_text()
    return text[text.index("==== CALCULATIONS: begin") : text.index("==== CALCULATIONS: end")]


def prototypes():
    """name -> arguments, in the order of the header."""
    found = {}
    for name, arguments in re.findall(r"^NFH_API int (nfh_\w+)\(([^;]*)\);", section(), re.M):
        found[name] = [parse_argument(a) for a in " ".join(arguments.split()).split(", ")]
    return found


def parse_argument(text):
    match = re.fullmatch(r"(const )?(\w+) (\*?)(\w+)", text)
    return Argument(match[4], match[2], bool(match[3]), bool(match[1]))


def parse_value(row):
    """A row of Given or Returned: columns parted by two blanks or more."""
    columns = re.split(r" {2,}", row.strip())
    low = high = None
    span = re.fullmatch(r"(-?[\d.]+) to (-?[\d.]+)", columns[3]) if len(columns) > 3 else None
    if span:
        low, high = span[1], span[2]
    return Value(columns[0], columns[1].rstrip(" *"), columns[2], low, high)


def rows(lines):
    """Rows begin in the column after the label; what is further to the right continues a row."""
    return [parse_value(line) for line in lines if re.match(r" {11}\S", line)]


def parse_contract(comment, name, arguments):
    lines = [line.removeprefix(" *") for line in comment.split("\n")]
    fields = {"": []}
    label = ""
    for line in lines:
        match = re.match(r" (Given|Returned|Status|Notes|Reference): ?(.*)", line)
        if match:
            label = match[1]
            line = " " * (line.index(":") + 1) + line[line.index(":") + 1 :]
            fields[label] = []
        fields[label].append(line)
    whole = {key: " ".join(" ".join(value).split()) for key, value in fields.items()}
    return Contract(
        name=name,
        purpose=whole[""],
        given=rows(fields.get("Given", [])),
        returned=rows(fields.get("Returned", [])),
        status=re.findall(r"NFH_\w+", re.sub(r"\([^)]*\)", "", whole.get("Status", ""))),
        reference=whole.get("Reference", "").replace("Since 0.1.", "").strip(),
        since=comment.rstrip().endswith("Since 0.1."),
        arguments=arguments,
    )


def contracts():
    """name -> contract, of every function but the array forms."""
    known = prototypes()
    found = {}
    for comment, name in re.findall(
        r"/\*((?:(?!\*/).)*)\*/\nNFH_API int (nfh_\w+)\(", section(), re.S
    ):
        if not name.endswith("_n"):
            found[name] = parse_contract(comment, name, known[name])
    return found


def load_library():
    path = os.environ.get("NFHSCREEN_LIBRARY")
    return ctypes.CDLL(path or str(TOP / "build" / "libnfhscreen.so"))
