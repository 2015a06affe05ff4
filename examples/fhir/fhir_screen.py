#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""From FHIR R4 Bundles to the inputs of a rule set, or to the screening report.

The resources of each patient become inputs by a mapping that a hospital can edit (mapping.csv,
answers.csv). What cannot be mapped is listed with its path in the Bundle, never guessed. README
tells the rules.

Exit status: 0 all Bundles were read, 1 some or all could not be, 2 nothing could be done.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import pathlib
import sys
from typing import Any, Optional, Sequence

HERE = pathlib.Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path.append(str(HERE.parent / "python"))

import fhir_bundle  # noqa: E402
import fhir_dates  # noqa: E402
import fhir_judge  # noqa: E402
import fhir_mapping  # noqa: E402
import fhir_subject  # noqa: E402
import nfhscreen  # noqa: E402
from fhir_values import Remark  # noqa: E402

EXIT_ALL, EXIT_SOME, EXIT_NONE = 0, 1, 2
SCREENING_DATE = "screening_date"


class Unusable(ValueError):
    """Nothing can be done with what the command line names."""


def complain(message: str) -> None:
    print(f"fhir_screen.py: {message}", file=sys.stderr)


def load_ruleset(name: str) -> nfhscreen.Ruleset:
    """A built-in rule set, or a file, as `screen -r` takes it."""
    if "/" in name or name.endswith(".cql"):
        return nfhscreen.Ruleset.from_file(name)
    return nfhscreen.Ruleset(name)


# --- What is known besides ------------------------------------------------------------------------


class Given:
    """Values by subject from a CSV file as `screen` takes it: the screening date, what only a
    person can judge. They count instead of what a Bundle says."""

    def __init__(
        self, path: Optional[str], screening: Optional[str], judge: fhir_judge.Judge
    ) -> None:
        self.judge = judge
        self.screening = screening
        self.rows: dict[str, dict[str, str]] = {}
        self.path = path
        if screening is not None:
            self._day(screening, "--screening-date")
        if path is not None:
            with open(path, encoding="utf-8-sig", newline="") as file:
                self._read(csv.DictReader(file, strict=True))

    def _read(self, reader: Any) -> None:
        names = reader.fieldnames or []
        if "subject_id" not in names or len(set(names)) != len(names):
            raise Unusable(f"{self.path}: a column subject_id is needed, and each column once")
        for row in reader:
            where = f"{self.path}: line {reader.line_num}"
            if None in row or None in row.values():
                raise Unusable(f"{where}: more or fewer cells than the header")
            subject = row.pop("subject_id")
            if subject in self.rows:
                raise Unusable(f"{where}: a second row of {subject}")
            for name, text in row.items():
                problem = self.judge.error(name, text)
                if problem:
                    raise Unusable(f"{where}: {problem}")
            self.rows[subject] = {name: text for name, text in row.items() if text.strip()}
            if SCREENING_DATE in self.rows[subject]:
                self._day(self.rows[subject][SCREENING_DATE], where)

    @staticmethod
    def _day(text: str, where: str) -> datetime.date:
        try:
            day = fhir_dates.parse(text.strip(), with_time=False)
        except ValueError as error:
            raise Unusable(f'{where}: "{text}": {error}') from None
        if day.first != day.last:
            raise Unusable(f'{where}: "{text}": the screening date must be a day')
        return day.first

    def of(self, subject: str) -> dict[str, str]:
        values = {}
        if self.screening is not None and SCREENING_DATE in self.judge.types:
            values[SCREENING_DATE] = self.screening
        return {**values, **self.rows.get(subject, {})}

    def window(self, subject: str) -> fhir_subject.Window:
        text = self.rows.get(subject, {}).get(SCREENING_DATE, self.screening)
        return fhir_subject.Window(None if text is None else self._day(text, ""))

    def complete(self, subject: fhir_subject.Subject) -> None:
        for name, text in self.of(subject.id).items():
            found = subject.values.get(name)
            if found is not None and found.text != text:
                subject.remark(found.path, "replaced", name, f"{found.text}: {text} is given")
            subject.values[name] = fhir_subject.Value(text, "given")


# --- Output ---------------------------------------------------------------------------------------


def remark_text(remark: Remark) -> str:
    return ": ".join(
        filter(None, (remark.path, remark.parameter, f"{remark.text} [{remark.kind}]"))
    )


class Output:
    """Writes subjects in one of the formats."""

    def __init__(self, form: str, ruleset: nfhscreen.Ruleset) -> None:
        self.form, self.ruleset = form, ruleset
        self.names = [parameter.name for parameter in ruleset.parameters]
        self.table = csv.writer(sys.stdout, lineterminator="\n")
        if form == "csv":
            self.table.writerow(["subject_id", *self.names])

    def bundle(
        self,
        path: str,
        subjects: Sequence[fhir_subject.Subject],
        stray: Sequence[Remark],
    ) -> None:
        if self.form == "json":
            print(json.dumps(self._object(path, subjects, stray), ensure_ascii=False))
            return
        for remark in [*stray, *(remark for s in subjects for remark in s.remarks)]:
            complain(remark_text(remark))
        for subject in subjects:
            values = {name: value.text for name, value in subject.values.items()}
            if self.form == "csv":
                self.table.writerow([subject.id, *(values.get(name, "") for name in self.names)])
            else:
                print(self.ruleset.screen(values, subject.id).json)

    def _object(
        self,
        path: str,
        subjects: Sequence[fhir_subject.Subject],
        stray: Sequence[Remark],
    ) -> dict[str, Any]:
        ordered = [
            (subject, [name for name in self.names if name in subject.values])
            for subject in subjects
        ]
        return {
            "bundle": path,
            "subjects": [
                {
                    "subject_id": subject.id,
                    "parameters": {name: subject.values[name].text for name in names},
                    "sources": {name: subject.values[name].path for name in names},
                    "remarks": [remark._asdict() for remark in subject.remarks],
                }
                for subject, names in ordered
            ],
            "remarks": [remark._asdict() for remark in stray],
        }


# --- Bundles --------------------------------------------------------------------------------------


def read_document(name: str) -> Any:
    try:
        data = sys.stdin.buffer.read() if name == "-" else pathlib.Path(name).read_bytes()
        return fhir_bundle.parse_json(data)
    except fhir_bundle.Malformed as error:
        raise ValueError(f"{name}: {error}") from None
    except OSError as error:
        raise ValueError(f"{name}: {error.strerror}") from None


class Program:
    """Reads Bundle after Bundle."""

    def __init__(self, mapping: fhir_mapping.Mapping, given: Given, output: Output) -> None:
        self.mapping, self.given, self.output = mapping, given, output
        self.seen: set[str] = set()

    def read(self, names: Sequence[str]) -> bool:
        """One Bundle, or several that belong together. False: it cannot be read."""
        try:
            documents = [
                ("Bundle" if len(names) == 1 else f"Bundle({name})", read_document(name))
                for name in names
            ]
            bundle = fhir_bundle.Bundle(documents)
            reader = fhir_subject.Reader(bundle, self.mapping, self.given.window)
            subjects, stray = reader.subjects()
            self._check(bundle, subjects)
        except fhir_bundle.Malformed as error:
            complain(f"{', '.join(names)}: {error}")
            return False
        except ValueError as error:
            complain(str(error))
            return False
        for subject in subjects:
            self.given.complete(subject)
        self.output.bundle(", ".join(names), subjects, stray)
        return True

    def miss(self, subject: str) -> bool:
        complain(f"{self.given.path}: there is no Patient {subject} in what could be read")
        return False

    def _check(self, bundle: fhir_bundle.Bundle, subjects: Sequence[fhir_subject.Subject]) -> None:
        if not subjects:
            raise fhir_bundle.Malformed("Bundle", "there is no Patient in it")
        ids: set[str] = set()
        for subject in subjects:
            path = subject.patient.path
            if not subject.id:
                raise fhir_bundle.Malformed(path, "the Patient has neither an id nor a fullUrl")
            if subject.id in self.seen | ids:
                raise fhir_bundle.Malformed(path, f"a second Patient {subject.id}")
            ids.add(subject.id)
        self.seen |= ids


def options_of(arguments: Optional[Sequence[str]]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="fhir_screen.py",
        description="From FHIR R4 Bundles to the inputs of a rule set, or to the report.",
        epilog="Exit status: 0 all Bundles were read, 1 some or all could not be, "
        "2 nothing could be done.",
    )
    add = parser.add_argument
    add("bundle", nargs="+", metavar="BUNDLE.json", help="- reads standard input")
    add("-r", dest="ruleset", default="NCT07101562", help="a built-in rule set, or a .cql file")
    add("-m", "--mapping", default=str(HERE / "mapping.csv"), metavar="CSV")
    add("-a", "--answers", default=str(HERE / "answers.csv"), metavar="CSV")
    add("--screening-date", metavar="DATE", help="what days are counted from, such as 2025-08-31")
    add("--values", metavar="CSV", help="values that count instead of what the Bundles say")
    add("--together", action="store_true", help="the Bundles are pages of one")
    form = parser.add_mutually_exclusive_group()
    for name, text in (
        ("json", "the inputs, where they stand and what was not mapped: an object a Bundle"),
        ("csv", "the inputs as a cohort for screen; the rest on standard error"),
        ("report", "the screening report as JSON, a line a patient; likewise"),
    ):
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=text)
    parser.set_defaults(form="json")
    return parser.parse_args(arguments)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    options = options_of(arguments)
    try:
        ruleset = load_ruleset(options.ruleset)
        mapping = fhir_mapping.read_mapping(
            pathlib.Path(options.mapping), pathlib.Path(options.answers), ruleset
        )
        given = Given(options.values, options.screening_date, mapping.judge)
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}")
        return EXIT_NONE
    except (csv.Error, ValueError) as error:
        complain(str(error))
        return EXIT_NONE
    program = Program(mapping, given, Output(options.form, ruleset))
    groups = [options.bundle] if options.together else [[name] for name in options.bundle]
    results = [program.read(group) for group in groups]
    results += [program.miss(subject) for subject in given.rows if subject not in program.seen]
    return EXIT_ALL if all(results) else EXIT_SOME


if __name__ == "__main__":
    sys.exit(main())
