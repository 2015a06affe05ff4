#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Eligibility as SDTM datasets: TI, the criteria of a rule set, and IE, who did not meet which.

Writes each dataset as CSV and as Dataset-JSON. IE has exceptions only, as the SDTM Implementation
Guide wants it: an inclusion criterion that is false (IEORRES N), an exclusion criterion that is
true (Y). A criterion that is unknown is no exception, and neither is a data check.

Sources: CDISC SDTM Implementation Guide 3.4, sections 6.3 (IE) and 7.4 (TI); Dataset-JSON 1.1.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import os
import pathlib
import sys
from typing import Any, Iterable, Iterator, NamedTuple, Optional, Sequence, TextIO, Union

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "python"))

import nfhscreen  # noqa: E402

Value = Union[str, int, None]

IETEST_MAX = 200
DATASET_JSON_VERSION = "1.1.0"


class Variable(NamedTuple):
    """A variable of a dataset. `length` is what the standard fixes; None: as long as its values."""

    name: str
    label: str
    type: str = "string"
    length: Optional[int] = None
    key: Optional[int] = None
    required: bool = True


class Dataset(NamedTuple):
    """A dataset with the variables that it has, and a row of values for each record."""

    name: str
    label: str
    variables: Sequence[Variable]
    rows: Sequence[Sequence[Value]]


# In the order of the Implementation Guide. A permissible variable without any value is left out.
TI = (
    Variable("STUDYID", "Study Identifier", key=1),
    Variable("DOMAIN", "Domain Abbreviation", length=2),
    Variable("IETESTCD", "Incl/Excl Criterion Short Name", length=8, key=2),
    Variable("IETEST", "Inclusion/Exclusion Criterion", length=IETEST_MAX),
    Variable("IECAT", "Inclusion/Exclusion Category", length=9),
    Variable("IESCAT", "Inclusion/Exclusion Subcategory", required=False),
    Variable("TIVERS", "Protocol Criteria Versions", key=3, required=False),
)
IE = (
    Variable("STUDYID", "Study Identifier", key=1),
    Variable("DOMAIN", "Domain Abbreviation", length=2),
    Variable("USUBJID", "Unique Subject Identifier", key=2),
    Variable("IESEQ", "Sequence Number", "integer"),
    Variable("IETESTCD", "Inclusion/Exclusion Criterion Short Name", length=8, key=3),
    Variable("IETEST", "Inclusion/Exclusion Criterion", length=IETEST_MAX),
    Variable("IECAT", "Inclusion/Exclusion Category", length=9),
    Variable("IESCAT", "Inclusion/Exclusion Subcategory", required=False),
    Variable("IEORRES", "I/E Criterion Original Result", length=1),
    Variable("IESTRESC", "I/E Criterion Result in Std Format", length=1),
    Variable("IEDTC", "Date/Time of Collection", "date", required=False),
)


class Failure(Exception):
    """Nothing can be done: the message says why."""


# --- The datasets ---------------------------------------------------------------------------------


def ietest(criterion: nfhscreen.Criterion) -> str:
    """The protocol's words where they fit, else the short text."""
    for text in (criterion.text, criterion.short):
        if text and len(text) <= IETEST_MAX:
            return text
    raise Failure(f"{criterion.id}: no @text or @short of at most {IETEST_MAX} characters")


def criteria_of(ruleset: nfhscreen.Ruleset) -> list[nfhscreen.Criterion]:
    """What is a criterion of the protocol, in the order of the rule set."""
    return [criterion for criterion in ruleset.criteria if criterion.category != "check"]


def dataset(
    name: str, label: str, variables: Sequence[Variable], rows: Sequence[Sequence[Value]]
) -> Dataset:
    """Leaves out the permissible variables that have no value."""
    kept = [
        i
        for i, variable in enumerate(variables)
        if variable.required or any(row[i] is not None for row in rows)
    ]
    return Dataset(
        name, label, [variables[i] for i in kept], [[row[i] for i in kept] for row in rows]
    )


def trial_criteria(ruleset: nfhscreen.Ruleset, study: str, version: str) -> Dataset:
    """TI: every criterion."""
    rows = [
        [
            study,
            "TI",
            criterion.id,
            ietest(criterion),
            criterion.category.upper(),
            ruleset.criterion_tag(criterion.id, "subcategory"),
            version or None,
        ]
        for criterion in criteria_of(ruleset)
    ]
    return dataset("TI", "Trial Inclusion/Exclusion Criteria", TI, rows)


class Screened(NamedTuple):
    """A subject with its report, and the date of collection (empty: not known)."""

    usubjid: str
    report: nfhscreen.Report
    date: str


def exceptions(
    ruleset: nfhscreen.Ruleset, report: nfhscreen.Report
) -> Iterator[tuple[nfhscreen.Criterion, str]]:
    """The criteria that the subject is known not to meet, each with the answer."""
    for criterion in criteria_of(ruleset):
        truth = report.criteria[criterion.id]
        if criterion.category == "inclusion" and truth is False:
            yield criterion, "N"
        elif criterion.category == "exclusion" and truth is True:
            yield criterion, "Y"


def criteria_not_met(
    ruleset: nfhscreen.Ruleset, study: str, subjects: Iterable[Screened]
) -> Dataset:
    """IE: the exceptions of each subject, numbered, by USUBJID."""
    rows: list[list[Value]] = []
    for subject in sorted(subjects, key=lambda subject: subject.usubjid):
        for number, (criterion, answer) in enumerate(exceptions(ruleset, subject.report), 1):
            rows.append(
                [
                    study,
                    "IE",
                    subject.usubjid,
                    number,
                    criterion.id,
                    ietest(criterion),
                    criterion.category.upper(),
                    ruleset.criterion_tag(criterion.id, "subcategory"),
                    answer,
                    answer,
                    subject.date or None,
                ]
            )
    return dataset("IE", "Inclusion/Exclusion Criteria Not Met", IE, rows)


# --- CSV and Dataset-JSON -------------------------------------------------------------------------


def write_csv(data: Dataset, stream: TextIO) -> None:
    """The names of the variables, and the records; an empty cell is missing."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([variable.name for variable in data.variables])
    writer.writerows(["" if value is None else value for value in row] for row in data.rows)


def column(data: Dataset, index: int) -> dict[str, Any]:
    """The metadata of a variable. A date of which less than the day is known is a string."""
    variable = data.variables[index]
    texts = [str(row[index]) for row in data.rows if row[index] is not None]
    kind = variable.type
    if kind == "date" and any(len(text) != len("2025-08-31") for text in texts):
        kind = "string"
    result: dict[str, Any] = {
        "itemOID": f"IT.{data.name}.{variable.name}",
        "name": variable.name,
        "label": variable.label,
        "dataType": kind,
    }
    if kind == "string":
        result["length"] = variable.length or max(map(len, texts), default=1)
    if variable.key:
        result["keySequence"] = variable.key
    return result


def dataset_json(data: Dataset, study: str, created: str) -> dict[str, Any]:
    """The dataset as Dataset-JSON has it, members in the recommended order."""
    return {
        "datasetJSONCreationDateTime": created,
        "datasetJSONVersion": DATASET_JSON_VERSION,
        "sourceSystem": {"name": "libnfhscreen", "version": nfhscreen.library_version()},
        "studyOID": study,
        "itemGroupOID": f"IG.{data.name}",
        "records": len(data.rows),
        "name": data.name,
        "label": data.label,
        "columns": [column(data, i) for i in range(len(data.variables))],
        "rows": [list(row) for row in data.rows],
    }


def write_json(data: Dataset, study: str, created: str, stream: TextIO) -> None:
    """One member or record a line: readable, and a difference shows where it is."""
    content = dataset_json(data, study, created)
    lines = []
    for name, value in content.items():
        text = json.dumps(value, ensure_ascii=False)
        if name in ("columns", "rows") and value:
            items = ",\n    ".join(json.dumps(item, ensure_ascii=False) for item in value)
            text = f"[\n    {items}\n  ]"
        lines.append(f'  "{name}": {text}')
    stream.write("{\n" + ",\n".join(lines) + "\n}\n")


def creation_time() -> str:
    """Now, or what SOURCE_DATE_EPOCH says, so that the same input can give the same bytes."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.datetime.now(datetime.timezone.utc)
    if seconds is not None:
        now = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


# --- The cohort -----------------------------------------------------------------------------------


class Row(NamedTuple):
    """A row of the cohort; `message` says why it cannot be read."""

    number: int
    subject: str
    values: dict[str, str]
    message: str = ""


def read_cohort(ruleset: nfhscreen.Ruleset, stream: Iterable[str]) -> list[Row]:
    """Rows of a CSV file as the program `screen` takes it: subject_id, and names of parameters."""
    reader = csv.reader(stream, strict=True)
    header = next(reader, [])
    if "subject_id" not in header:
        raise Failure("row 1: no column subject_id")
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        raise Failure(f"row 1: the column {doubled[0]} stands twice")
    try:
        ruleset.screen({name: None for name in header if name != "subject_id"})
    except nfhscreen.Error as error:
        raise Failure(f"row 1: {error}") from None
    rows = []
    for number, cells in enumerate(reader, 2):
        if not cells:
            continue
        values = dict(zip(header, cells))
        subject = values.pop("subject_id", "").strip()
        message = ""
        if len(cells) != len(header):
            message = f"{len(cells)} cells, where the header has {len(header)}"
        elif not subject:
            message = "no subject_id"
        rows.append(Row(number, subject, values, message))
    return rows


def refuse_doubled(rows: Iterable[Row]) -> None:
    """One subject, one set of exceptions: which of two rows counts is not for a program to say."""
    seen: dict[str, int] = {}
    for row in rows:
        first = seen.setdefault(row.subject, row.number)
        if row.subject and first != row.number:
            raise Failure(f"subject {row.subject} stands in row {first} and in row {row.number}")


def collection_date(report: nfhscreen.Report, values: dict[str, str], date: Optional[str]) -> str:
    """The date of screening, unless it is one that the rule set calls implausible."""
    implausible = {query.parameter for query in report.queries if query.code == "implausible"}
    return "" if date is None or date in implausible else values.get(date, "").strip()


class Options(NamedTuple):
    """What the datasets say beside the criteria."""

    study: str
    usubjid: str
    date: Optional[str]


def screen(
    ruleset: nfhscreen.Ruleset, rows: Sequence[Row], options: Options, complain: Any
) -> list[Screened]:
    """Screens the rows; those that cannot be read are complained about and left out."""
    refuse_doubled(rows)
    screened = []
    for row in rows:
        try:
            if row.message:
                raise Failure(row.message)
            report = ruleset.screen(row.values, row.subject)
        except (Failure, nfhscreen.Error) as error:
            complain(f"row {row.number}: {error}")
            continue
        usubjid = options.usubjid.format(study=options.study, subject=row.subject)
        screened.append(
            Screened(usubjid, report, collection_date(report, row.values, options.date))
        )
    return screened


# --- The program ----------------------------------------------------------------------------------


def load(name: str) -> nfhscreen.Ruleset:
    """A built-in rule set, or a file."""
    if name.endswith(".cql"):
        return nfhscreen.Ruleset.from_file(name)
    return nfhscreen.Ruleset(name)


def date_parameter(ruleset: nfhscreen.Ruleset, wanted: Optional[str]) -> Optional[str]:
    """The parameter that gives IEDTC: the one named, else screening_date where there is one."""
    dates = [parameter.name for parameter in ruleset.parameters if parameter.type == "Date"]
    if wanted is None:
        return "screening_date" if "screening_date" in dates else None
    if wanted not in dates:
        raise Failure(f"--date: {wanted} is no parameter of type Date")
    return wanted


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Write the SDTM dataset TI of a rule set and, with a cohort, the dataset IE."
    )
    parser.add_argument("-r", dest="ruleset", default="NCT07101562", metavar="RULESET")
    parser.add_argument("-o", dest="directory", default=".", metavar="DIRECTORY")
    parser.add_argument("--study", help="STUDYID; the name of the rule set when not given")
    parser.add_argument(
        "--usubjid",
        default="{study}-{subject}",
        metavar="FORMAT",
        help="USUBJID, made of {study} and {subject} (default: %(default)s)",
    )
    parser.add_argument(
        "--protocol-version", help="TIVERS; the version of the rule set when not given"
    )
    parser.add_argument(
        "--date", metavar="PARAMETER", help="the date of IEDTC (default: screening_date)"
    )
    parser.add_argument("cohort", nargs="?", metavar="COHORT.csv")
    return parser


def write(data: Dataset, options: Options, directory: pathlib.Path) -> None:
    created = creation_time()
    directory.mkdir(parents=True, exist_ok=True)
    for kind in ("csv", "json"):
        path = directory / f"{data.name.lower()}.{kind}"
        with path.open("w", encoding="utf-8", newline="") as stream:
            if kind == "csv":
                write_csv(data, stream)
            else:
                write_json(data, options.study, created, stream)
    print(f"{data.name}: {len(data.rows)} records")


def run(given: argparse.Namespace) -> int:
    failures: list[str] = []

    def complain(message: str) -> None:
        failures.append(message)
        print(f"sdtm: {given.cohort}: {message}", file=sys.stderr)

    ruleset = load(given.ruleset)
    study = given.study or ruleset.name
    options = Options(study, given.usubjid, date_parameter(ruleset, given.date))
    if "{subject}" not in options.usubjid:
        raise Failure("--usubjid: the format has no {subject}")
    version = given.protocol_version or ruleset.version
    datasets = [trial_criteria(ruleset, study, version)]
    if given.cohort:
        try:
            with open(given.cohort, encoding="utf-8-sig", newline="") as stream:
                rows = read_cohort(ruleset, stream)
            screened = screen(ruleset, rows, options, complain)
        except (Failure, csv.Error, UnicodeDecodeError) as error:
            raise Failure(f"{given.cohort}: {error}") from None
        datasets.append(criteria_not_met(ruleset, study, screened))
    for data in datasets:
        write(data, options, pathlib.Path(given.directory))
    return 1 if failures else 0


def main(argv: Optional[Sequence[str]] = None) -> int:
    """0: all written; 1: without the rows that could not be read; 2: nothing could be done."""
    try:
        return run(arguments().parse_args(argv))
    except (Failure, nfhscreen.Error, OSError, KeyError, IndexError) as error:
        print(f"sdtm: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
