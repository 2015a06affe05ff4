#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A screening log (CSV and HTML) and a CONSORT flow diagram (SVG) from JSON reports.

The reports are what `screen --json` writes, one a line, or nfh_report_json.
"""

from __future__ import annotations

import argparse
import csv
import html
import json
import pathlib
import sys
from typing import Any, Iterable, NamedTuple, Optional, Sequence, TextIO

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "python"))

import consort  # noqa: E402
import nfhscreen  # noqa: E402

VERDICTS = ("eligible", "ineligible", "undetermined", "error")
COLUMNS = (
    "number",
    "subject_id",
    "verdict",
    "first_failed",
    "failed",
    "unknown",
    "missing",
    "next",
    "queries",
    "why",
)


class Failure(Exception):
    """Nothing can be done: the message says why."""


class Entry(NamedTuple):
    """A subject of the log. `failed` and `unknown` are criteria in the order of the rule set, with
    what is said about them; `lacks` is what an undetermined subject lacks."""

    subject: str
    verdict: str
    failed: Sequence[tuple[str, str]] = ()
    unknown: Sequence[tuple[str, str]] = ()
    missing: Sequence[str] = ()
    lacks: Sequence[str] = ()
    next: str = ""
    queries: Sequence[str] = ()
    message: str = ""


# --- Reading --------------------------------------------------------------------------------------


def criteria_of(ruleset: nfhscreen.Ruleset) -> dict[str, nfhscreen.Criterion]:
    return {item.id: item for item in ruleset.criteria if item.category != "check"}


def short(criterion: nfhscreen.Criterion) -> str:
    return criterion.short or criterion.name


def fails(category: str, status: str) -> bool:
    return (category, status) in (("inclusion", "false"), ("exclusion", "true"))


def refuse_another(report: dict[str, Any], ruleset: nfhscreen.Ruleset) -> None:
    """The reasons and their order are those of the rule set: it must be the one that decided."""
    found = report["ruleset"]
    if (found["name"], found["version"]) != (ruleset.name, ruleset.version):
        raise Failure(
            f"a report of {found['name']} {found['version']}, and the rule set is "
            f"{ruleset.name} {ruleset.version}"
        )
    ids = [item["id"] for item in report["criteria"] if item["category"] != "check"]
    if ids != list(criteria_of(ruleset)):
        raise Failure("the criteria are not those of the rule set")


def entry(report: dict[str, Any], ruleset: nfhscreen.Ruleset) -> Entry:
    """What a report says."""
    subject, verdict = report["subject_id"], report["verdict"]
    if verdict not in VERDICTS:
        raise Failure(f"{verdict!r} is no verdict")
    if verdict == "error":
        return Entry(subject, verdict, message=report["message"])
    refuse_another(report, ruleset)
    criteria = criteria_of(ruleset)
    failed, unknown, again = [], [], []
    for item in report["criteria"]:
        if item["category"] == "check":
            continue
        text = item.get("reason") or short(criteria[item["id"]])
        if fails(item["category"], item["status"]):
            failed.append((item["id"], text))
        elif item["status"] == "unknown":
            unknown.append((item["id"], text))
            if not item["missing"]:  # nothing is empty: something has to be measured again
                again.append(f"{item['id']} again: {short(criteria[item['id']])}")
    if (verdict == "ineligible") != bool(failed):
        raise Failure(f"{verdict}, with {len(failed)} criteria that exclude")
    if (verdict == "undetermined") != bool(unknown and not failed):
        raise Failure(f"{verdict}, with {len(unknown)} criteria unknown")
    return Entry(
        subject,
        verdict,
        failed,
        unknown,
        report["missing"],
        [*report["missing"], *again] if verdict == "undetermined" else [],
        report.get("next") or "",
        [query["text"] for query in report["queries"]],
    )


def read_reports(stream: Iterable[str], ruleset: nfhscreen.Ruleset) -> list[Entry]:
    """The entries of a file with a report in each line. A subject has one."""
    entries: list[Entry] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            found = entry(json.loads(line), ruleset)
        except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
            raise Failure(f"line {number}: this is no report ({error!r})") from None
        except Failure as failure:
            raise Failure(f"line {number}: {failure}") from None
        first = lines.setdefault(found.subject, number)
        if first != number and found.subject:
            raise Failure(f"line {number}: subject {found.subject} has a report in line {first}")
        entries.append(found)
    return entries


def flow_of(entries: Sequence[Entry], ruleset: nfhscreen.Ruleset) -> consort.Flow:
    """The numbers of the diagram."""
    counts = {verdict: 0 for verdict in VERDICTS}
    failed = {key: 0 for key in criteria_of(ruleset)}
    prompts = {parameter.name: parameter.prompt for parameter in ruleset.parameters}
    wanting: dict[str, int] = {}
    for item in entries:
        counts[item.verdict] += 1
        if item.failed:
            failed[item.failed[0][0]] += 1
        for name in item.lacks:
            wanting[name] = wanting.get(name, 0) + 1
    return consort.Flow(
        f"{ruleset.name} {ruleset.version}",
        len(entries),
        counts["eligible"],
        counts["ineligible"],
        counts["undetermined"],
        counts["error"],
        [
            (key, short(item), failed[key])
            for key, item in criteria_of(ruleset).items()
            if failed[key]
        ],
        [(prompts.get(name) or name, count) for name, count in wanting.items()],
    )


# --- Writing --------------------------------------------------------------------------------------


def why(item: Entry) -> list[str]:
    """What decided, or what is open."""
    if item.message:
        return [item.message]
    if item.failed:
        return [f"{key}: {text}" for key, text in item.failed]
    return [f"{key} unknown: {text}" for key, text in item.unknown]


def log_rows(entries: Sequence[Entry]) -> list[dict[str, str]]:
    return [
        {
            "number": str(number),
            "subject_id": item.subject,
            "verdict": item.verdict,
            "first_failed": item.failed[0][0] if item.failed else "",
            "failed": " ".join(key for key, _ in item.failed),
            "unknown": " ".join(key for key, _ in item.unknown),
            "missing": " ".join(item.missing),
            "next": item.next,
            "queries": "; ".join(item.queries),
            "why": "; ".join(why(item)),
        }
        for number, item in enumerate(entries, 1)
    ]


def write_csv(entries: Sequence[Entry], stream: TextIO) -> None:
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(log_rows(entries))


PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}: screening log</title>
<style>
body {{ font: 14px/1.4 Helvetica, Arial, "Liberation Sans", sans-serif; margin: 2em; color: #111 }}
table {{ border-collapse: collapse; margin-top: 2em }}
th, td {{ border: 1px solid #999; padding: .3em .6em; text-align: left; vertical-align: top }}
th {{ background: #eee }}
td:first-child {{ text-align: right }}
.error td {{ background: #fdd }}
svg {{ max-width: 100%; height: auto }}
@media print {{ tr {{ break-inside: avoid }} }}
</style>
</head>
<body>
<h1>{title}: screening log</h1>
{diagram}<table>
<thead><tr><th>No.</th><th>Subject</th><th>Verdict</th><th>Why</th><th>Data queries</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


def write_html(entries: Sequence[Entry], flow: consort.Flow, stream: TextIO) -> None:
    """One page without anything from elsewhere."""

    def cell(*texts: str) -> str:
        return "<td>" + "<br>".join(html.escape(text) for text in texts) + "</td>"

    rows = [
        f'<tr class="{item.verdict}">'
        + cell(str(number))
        + cell(item.subject)
        + cell(item.verdict)
        + cell(*why(item))
        + cell(*item.queries)
        + "</tr>"
        for number, item in enumerate(entries, 1)
    ]
    stream.write(
        PAGE.format(title=html.escape(flow.title), diagram=consort.svg(flow), rows="\n".join(rows))
    )


def write_all(entries: Sequence[Entry], flow: consort.Flow, directory: pathlib.Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)

    def opened(name: str) -> TextIO:
        return (directory / name).open("w", encoding="utf-8", newline="")

    with opened("log.csv") as stream:
        write_csv(entries, stream)
    with opened("log.html") as stream:
        write_html(entries, flow, stream)
    with opened("flow.svg") as stream:
        stream.write(consort.svg(flow))


# --- The program ----------------------------------------------------------------------------------


def load(name: str) -> nfhscreen.Ruleset:
    """A built-in rule set, or a file."""
    if name.endswith(".cql"):
        return nfhscreen.Ruleset.from_file(name)
    return nfhscreen.Ruleset(name)


def run(given: argparse.Namespace) -> None:
    ruleset = load(given.ruleset)
    try:
        if given.reports == "-":
            entries = read_reports(sys.stdin, ruleset)
        else:
            with open(given.reports, encoding="utf-8") as stream:
                entries = read_reports(stream, ruleset)
    except (Failure, UnicodeDecodeError) as error:
        raise Failure(f"{given.reports}: {error}") from None
    flow = flow_of(entries, ruleset)
    write_all(entries, flow, pathlib.Path(given.directory))
    print(
        f"{flow.assessed} assessed: {flow.eligible} eligible, {flow.ineligible} not eligible, "
        f"{flow.undetermined} undetermined, {flow.unreadable} could not be read"
    )


def main(argv: Optional[Sequence[str]] = None) -> int:
    """0: written; 2: not."""
    parser = argparse.ArgumentParser(
        description="Write log.csv, log.html and flow.svg from JSON reports."
    )
    parser.add_argument("-r", dest="ruleset", default="NCT07101562", metavar="RULESET")
    parser.add_argument("-o", dest="directory", default=".", metavar="DIRECTORY")
    parser.add_argument("reports", nargs="?", default="-", metavar="REPORTS")
    try:
        run(parser.parse_args(argv))
    except (Failure, nfhscreen.Error, OSError) as error:
        print(f"screening_log: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
