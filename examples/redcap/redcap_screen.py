#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Screens a REDCap export, and writes verdict and reasons as a file that REDCap imports."""

from __future__ import annotations

import argparse
import csv
import json
import pathlib
import sys
from typing import Any, NamedTuple, Optional, Sequence, TextIO

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "python"))

import nfhscreen  # noqa: E402
from redcap_dictionary import dictionary, load  # noqa: E402
from redcap_export import Export, Row, read_export  # noqa: E402
from redcap_fields import RESULT_FORM, Failure, Field, read_dictionary  # noqa: E402
from redcap_mapping import (  # noqa: E402
    Choice,
    Missing,
    Reader,
    Source,
    Unreadable,
    answer_of_record,
    parse_missing,
    read_mapping,
    refuse_clashes,
    sources,
)

# An import leaves what is blank as it was, so that an old reason would stay.
NOTHING = "none"
STATUS = {"eligible": "2", "ineligible": "2", "undetermined": "0", "error": "0"}
RESULT_COLUMNS = (
    "nfh_verdict",
    "nfh_reasons",
    "nfh_missing",
    "nfh_next",
    "nfh_queries",
    "nfh_ruleset",
    RESULT_FORM + "_complete",
)


class Result(NamedTuple):
    """What came of a record: a report, with the kinds of what is missing, or a message."""

    record: str
    report: Optional[nfhscreen.Report]
    kinds: dict[str, str]
    message: str = ""

    @property
    def verdict(self) -> str:
        return self.report.verdict if self.report else "error"


class Project(NamedTuple):
    """A rule set, and where the answers of a project's records are."""

    ruleset: nfhscreen.Ruleset
    sources: dict[str, Source]
    reader: Reader
    choice: Choice

    def field(self, parameter: str) -> str:
        """How the project calls a parameter."""
        place = self.sources.get(parameter)
        return place.field.name if place else parameter

    def screen(self, record: str, rows: Sequence[Row]) -> Result:
        values: dict[str, str] = {}
        kinds: dict[str, str] = {}
        wrong: list[str] = []
        for name, place in self.sources.items():
            try:
                answer = answer_of_record(place, rows, self.reader, self.choice)
                if isinstance(answer, Missing):
                    kinds[name] = answer.kind
                elif answer is not None:
                    values[name] = answer
            except Unreadable as error:
                wrong.append(str(error))
        try:
            report = self.ruleset.screen(values, record)
        except nfhscreen.Error:
            wrong += filter(None, (self.complaint(name, text) for name, text in values.items()))
        if wrong:
            return Result(record, None, kinds, "; ".join(wrong))
        return Result(record, report, kinds)

    def complaint(self, name: str, text: str) -> str:
        """What the library says about a value that it cannot read."""
        try:
            self.ruleset.screen({name: text})
        except nfhscreen.Error as error:
            return str(error)
        return ""


# --- What is written back -------------------------------------------------------------------------


def needed(project: Project, result: Result, names: Sequence[str]) -> str:
    """The fields that are missing, with why where that is known: `ast, alt (Not done)`."""
    return ", ".join(
        project.field(name) + (f" ({result.kinds[name]})" if name in result.kinds else "")
        for name in names
    )


def reasons(project: Project, result: Result) -> list[str]:
    """Why: each criterion that decides or, while nothing is decided, is open."""
    report = result.report
    if report is None:
        return [result.message]
    told = {item["id"]: item for item in json.loads(report.json)["criteria"]}
    found = []
    for criterion in project.ruleset.criteria:
        truth = report.criteria.get(criterion.id)
        text = told[criterion.id].get("reason") or criterion.short or criterion.name
        if criterion.category == "inclusion" and truth is False:
            found.append(f"{criterion.id} not met: {text}")
        elif criterion.category == "exclusion" and truth is True:
            found.append(f"{criterion.id} met: {text}")
        elif criterion.category == "check" or truth is not None:
            continue
        elif report.verdict == "undetermined":
            names = report.criterion_missing[criterion.id]
            needs = f"needs {needed(project, result, names)}" if names else text
            found.append(f"{criterion.id} unknown: {needs}")
    return found


def result_cells(project: Project, result: Result) -> list[str]:
    """The cells of the result form; none is blank."""
    report = result.report
    missing = needed(project, result, report.missing) if report else ""
    queries = [query.text for query in report.queries] if report else []
    following = json.loads(report.json).get("next") if report else None
    ruleset = f"{project.ruleset.name} {project.ruleset.version}"
    cells = [
        result.verdict,
        "\n".join(reasons(project, result)),
        missing,
        project.field(following) if following else "",
        "\n".join(queries),
        ruleset,
        STATUS[result.verdict],
    ]
    return [cell or NOTHING for cell in cells]


def write_import(
    project: Project,
    export: Export,
    results: Sequence[Result],
    record: str,
    event: str,
    out: TextIO,
) -> None:
    """The import file: the columns that place a row first, as in the export."""
    head, tail = [record], []
    if export.events:
        head.append("redcap_event_name")
        tail.append(event)
    if export.repeats:
        head += ["redcap_repeat_instrument", "redcap_repeat_instance"]
        tail += ["", ""]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*head, *RESULT_COLUMNS])
    for result in results:
        writer.writerow([result.record, *tail, *result_cells(project, result)])


# --- The program ----------------------------------------------------------------------------------


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Screen a REDCap export; write a file to import to standard output."
    )
    add = parser.add_argument
    add("-r", dest="ruleset", default="NCT07101562", metavar="RULESET")
    add(
        "--dictionary",
        metavar="CSV",
        help="the project's data dictionary (default: the one that redcap_dictionary.py writes)",
    )
    add("--mapping", metavar="CSV", help="fields with other names or choices: see README")
    add(
        "--missing",
        default="",
        metavar="CODES",
        help="the project's missing data codes, as in its setup: '-99, Not done | UNK, Unknown'",
    )
    add("--values", choices=("raw", "labels"), help="whether choices are codes or labels")
    add("--event", default="", help="take the answers of this event only")
    add("--instance", default="", help="of repeated forms or events: first, last or a number")
    add("--result-event", default="", help="the unique name of the event with the result form")
    add("export", metavar="EXPORT.csv")
    return parser


def read_file(path: str, read: Any, *more: Any) -> Any:
    """What a reader makes of a file; what is wrong is told with its name."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            return read(stream, *more)
    except (Failure, csv.Error, UnicodeDecodeError) as error:
        raise Failure(f"{path}: {error}") from None


def check_choice(given: argparse.Namespace, export: Export) -> None:
    """The options that concern events and instances have something to choose from."""
    if given.instance not in ("", "first", "last") and not given.instance.isdigit():
        raise Failure("--instance: first, last or a number is expected")
    events = {row.event for row in export.rows}
    if given.event and given.event not in events:
        raise Failure(f"--event: {given.event!r} is none of {', '.join(sorted(events)) or 'none'}")
    if export.events and not given.result_event:
        raise Failure("the export has events: say with --result-event which one takes the result")


def read_project(given: argparse.Namespace) -> tuple[Project, Export, list[Field]]:
    ruleset = load(given.ruleset)
    fields = dictionary(ruleset)
    if given.dictionary:
        fields = read_file(given.dictionary, read_dictionary)
    lines = read_file(given.mapping, read_mapping) if given.mapping else []
    found = sources(ruleset, fields, lines)
    if not found:
        raise Failure("no field of the data dictionary is for a parameter of the rule set")
    missing = parse_missing(given.missing)
    refuse_clashes(found.values(), missing)
    export = read_file(given.export, read_export, fields)
    check_choice(given, export)
    labels = {"raw": False, "labels": True}.get(given.values, export.labels)
    choice = Choice(given.event, given.instance)
    return Project(ruleset, found, Reader(missing, labels), choice), export, fields


def run(given: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    project, export, fields = read_project(given)
    unasked = [p.name for p in project.ruleset.parameters if p.name not in project.sources]
    for what, names in (
        ("columns that are not in the data dictionary, left out", export.ignored),
        ("inputs without a field, missing for everyone", unasked),
    ):
        if names:
            print(f"redcap_screen: {what}: {', '.join(names)}", file=err)
    results = [project.screen(record, rows) for record, rows in export.records()]
    for result in results:
        if result.message:
            print(f"redcap_screen: record {result.record}: {result.message}", file=err)
    write_import(project, export, results, fields[0].name, given.result_event, out)
    return 1 if any(result.report is None for result in results) else 0


def main(argv: Optional[Sequence[str]] = None) -> int:
    """0: all screened; 1: records that could not be read; 2: nothing could be done."""
    try:
        return run(arguments().parse_args(argv), sys.stdout, sys.stderr)
    except (Failure, nfhscreen.Error, OSError) as error:
        print(f"redcap_screen: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
