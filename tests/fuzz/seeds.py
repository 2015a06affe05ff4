#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""seeds.py TARGET DIRECTORY [XML...] - writes inputs for a fuzz target to begin with, made from the
tables of tests/data, into a directory; for the target `compile` also the expressions of official
CQL tests."""
import hashlib
import pathlib
import random
import re
import struct
import sys
import xml.etree.ElementTree

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"


def rows(name):
    """The rows of a table as dictionaries."""
    lines = [line for line in (DATA / name).read_text(encoding="utf-8").split("\n")
             if line and not line.startswith("#")]
    names = lines[0].split("\t")
    return [dict(zip(names, line.split("\t"))) for line in lines[1:]]


def compile_seeds():
    for row in rows("expressions.tsv"):
        yield "=" + row["expression"]
    for row in rows("syntax.tsv"):
        yield "=" + row["source"]
    for name in ("errors.tsv", "syntax-errors.tsv"):
        for row in rows(name):
            yield ("=" if row["kind"] == "expression" else "") + row["source"].replace("¶", "\n")
    for row in rows("warnings.tsv"):
        if row["kind"] == "library":
            yield row["source"].replace("¶", "\n")
        else:
            yield (f"/*\n@id: A\n@category: {row['kind']}\n*/ define A: {row['source']}\n"
                   "parameter p Boolean parameter q Boolean parameter n Integer parameter m Integer "
                   "parameter s String parameter d Date parameter e Date parameter w Quantity")
    for path in sorted((DATA / "rulesets").glob("*.cql")):
        yield path.read_text(encoding="utf-8")


def official_seeds(paths):
    for path in paths:
        for element in xml.etree.ElementTree.parse(path).iter():
            if element.tag.rpartition("}")[2] == "expression" and element.text:
                yield "=" + element.text


def units_seeds():
    for row in rows("unit-values.tsv"):
        yield f"{row['unit']}\n{row['target']}\n{row['value']}"


def inputs_seeds():
    """Everything that random subjects are drawn from, for a parameter of each type."""
    names = ("truth", "few", "grade", "large", "ratio", "sex", "visit", "amount", "weight",
             "creatinine", "temperature", "span")
    values = set()
    for row in rows("subjects.tsv"):
        for column in ("usual", "limits", "implausible"):
            values.update(row.get(column, "").split("|"))
    for row in rows("unit-values.tsv"):
        values.add(f"{row['value']} {row['unit']}")
    for row in rows("calc_date_text.tsv"):
        values.add(row["text"])
    for number, value in enumerate(sorted(values)):
        yield f"{names[number % len(names)]}={value}"


def choosing_seeds():
    """Bytes that choose: any will do."""
    source = random.Random(1)
    for _ in range(200):
        yield source.randbytes(source.randrange(40, 250))


def regex_text(cell):
    """A text of regex.tsv: in quotes, with escapes."""
    text = cell[1:-1].encode()
    return re.sub(rb"\\x([0-9a-fA-F]{2})|\\([nt'\\])",
                  lambda m: bytes([int(m[1], 16)]) if m[1]
                  else {b"n": b"\n", b"t": b"\t"}.get(m[2], m[2]), text)


def regex_seeds():
    for row in rows("regex.tsv"):
        parts = [regex_text(row[name] or "''") for name in ("pattern", "replacement", "text")]
        yield b"\n".join(parts)
    for row in rows("regex-errors.tsv"):
        yield regex_text(row["pattern"]) + b"\n" + regex_text(row["replacement"] or "''") + b"\naa"


REPORT = """library Größe version '1 "a"'
/*
@unit: kg
@min: 20
@max: 400
*/
parameter weight Quantity
/*
@unit: umol/L
@accept: mg/dL = 88.4 umol/L
*/
parameter creatinine Quantity
parameter visit Date
parameter "a \\"b\\"" String
/*
@id: INCL01
@category: inclusion
*/
define W: weight >= 50 'kg'
/*
@id: EXCL01
@category: exclusion
*/
define "C ü": creatinine > 200 'umol/L' or visit before Interval[@2025-01-01, visit]
/*
@id: CHECK01
@category: check
*/
define K: visit > @2024
define S: "a \\"b\\""
"""


def report_seeds():
    """The rule set above with some subjects, and texts with errors."""
    for inputs in ("", "1", "ü\nweight=70", "a\"b\nweight=401\ncreatinine=1.2 mg/dL",
                   "\x01\nvisit=2024-01-01\na \"b\"='\t\\", "x\nvisit=2025-08\nweight=49.9"):
        yield REPORT + "\n====\n" + inputs
    for row in rows("errors.tsv"):
        if row["kind"] != "expression":
            yield row["source"].replace("¶", "\n")


def calculations_seeds():
    """Rows of usual numbers for each of the first functions of a table of up to 32."""
    source = random.Random(2)
    usual = (25, 81.8, 230, 1, 2, 50, 0.818, 400, 73, 450, 140, 90, 0.5, 1.5, 60, 120, 220, 7, 14)
    for function in range(32):
        for _ in range(4):
            yield bytes([function]) + b"".join(struct.pack("<d", source.choice(usual))
                                               for _ in range(14))
            yield bytes([function]) + b"".join(struct.pack("<i", source.randrange(-9999, 30000))
                                               for _ in range(6))
        yield bytes([function]) + struct.pack("<dddi", 25, 81.8, 230, 1)


def moments_seeds():
    texts = [row["text"] for row in rows("moments.tsv") if "text" in row]
    texts += [row["text"] for row in rows("calc_date_text.tsv")]
    texts += ["2025-08-31T10:20:30.456+02:00", "2025-08-31T10:20:30.456", "2025-08-31T10",
              "T10:20:30.456", "T10", "T23:59", "2024-02-29T24", "0001-01-01T00:00:00.000Z"]
    for number, text in enumerate(texts):
        yield bytes((number, number // 3, number // 5)) + f"{text}\n{texts[-number]}".encode()


SEEDS = {
    "arrow": choosing_seeds,
    "calculations": calculations_seeds,
    "columns": choosing_seeds,
    "compile": compile_seeds,
    "evaluate": choosing_seeds,
    "inputs": inputs_seeds,
    "moments": moments_seeds,
    "regex": regex_seeds,
    "report": report_seeds,
    "units": units_seeds,
}


def main():
    target, directory, *paths = sys.argv[1:]
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    seeds = list(SEEDS[target]()) if target in SEEDS else []
    if target == "compile":
        seeds += official_seeds(paths)
    for seed in seeds:
        seed = seed if isinstance(seed, bytes) else seed.encode()
        (directory / hashlib.sha1(seed).hexdigest()).write_bytes(seed)


if __name__ == "__main__":
    main()
