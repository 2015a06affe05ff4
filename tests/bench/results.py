#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""RESULTS.md and results.svg of what `make bench` has left in build/bench.

results.py [DIRECTORY]        where they go (default: beside this script)
"""

import collections
import glob
import math
import os
import platform
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
BUILD = os.environ.get("NFH_BUILD", os.path.join(TOP, "build"))
FOUND = os.path.join(BUILD, "bench")
CRITERIA = 33
OURS = "nfh_screen_columns"
SUBJECT = "ns/subject"
DOUBLES = ("DuckDB, DOUBLE", "DuckDB, duckdb.sql")


class Figures:
    """What was measured: value(what, subjects, threads), or None."""

    def __init__(self):
        self.values, self.notes = collections.OrderedDict(), {}
        self.series = collections.defaultdict(list)
        for path in sorted(glob.glob(os.path.join(FOUND, "*.tsv"))):
            self.read(path, os.path.basename(path)[:-4].partition("-")[0])

    def read(self, path, name):
        with open(path, encoding="utf-8") as source:
            for line in source:
                what, subjects, threads, value, unit, note = line.rstrip("\n").split("\t")
                key = name, what, int(subjects), int(threads)
                self.values[key] = float(value), unit
                self.notes[key] = note

    def value(self, name, what, subjects, threads=1):
        return self.values.get((name, what, subjects, threads), (None,))[0]

    def largest(self, name, what=OURS):
        """The greatest cohort that was measured."""
        return max((key[2] for key in self.values if key[:2] == (name, what)), default=0)

    def rows(self, name, unit=None):
        return [
            (key, *pair)
            for key, pair in self.values.items()
            if key[0] == name and unit in (None, pair[1])
        ]


def text_of(name):
    path = os.path.join(FOUND, name)
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as source:
        return source.read()


def one_subject():
    """ns of nfh_screen and of the program by hand, side by side."""
    found = re.search(
        r"screen a filled subject +([\d.]+) ns, ([\d.]+) ns by hand", text_of("struct.txt")
    )
    return (float(found[1]), float(found[2])) if found else (None, None)


def machine():
    name = platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8") as source:
        found = re.search(r"^model name\s*: (.*)$", source.read(), re.M)
    if found:
        name = found[1]
    with open("/proc/meminfo", encoding="utf-8") as source:
        memory = int(re.search(r"MemTotal: +(\d+)", source.read())[1]) / 2**20
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return "%s, %d cores, %.0f GiB, %s" % (name, os.cpu_count(), memory, system)


def compiler():
    with open(os.path.join(BUILD, "flags"), encoding="utf-8") as source:
        command = source.read().split("|")[0].strip()
    version = subprocess.run([command, "--version"], stdout=subprocess.PIPE, check=True)
    return version.stdout.decode().splitlines()[0]


def number(value):
    """Three digits that count."""
    if value is None:
        return "–"
    if value == 0:
        return "0"
    places = max(0, 2 - math.floor(math.log10(abs(value))))
    text = "%.*f" % (places, value)
    whole, _, rest = text.partition(".")
    groups = re.sub(r"(?<=\d)(?=(\d{3})+$)", " ", whole)
    return groups + ("." + rest if rest else "")


def count(value):
    return format(int(value), ",").replace(",", " ")


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def smallest(values):
    return min((value for value in values if value), default=None)


def ratio(a, b):
    return None if a is None or not b else a / b


def aims(figures):
    """What the library is meant to reach, and where it stands."""
    size = figures.largest("rivals")
    ours = figures.value("rivals", OURS, size)
    arrow = smallest(figures.value("rivals", name, size) for name in DOUBLES)
    stored = smallest(figures.value("rivals", name + ", into a table", size) for name in DOUBLES)
    columns = min(1000000, figures.largest("columns"))
    single = figures.value("columns", OURS, columns)
    clock = [figures.value("columns", OURS + ", by the clock", columns, n) for n in (1, 2)]
    both = figures.value("columns", OURS, columns, 2)
    ten = figures.value("columns", OURS, 10000000)
    mine, hand = one_subject()
    engine = figures.value("processes", "HL7 JavaScript engine", 2000)
    csv = figures.largest("processes", "CSV: screen")
    csv_ratio = ratio(
        figures.value("processes", "CSV: screen", csv),
        figures.value("processes", "CSV: DuckDB, DOUBLE", csv),
    )
    rows = [
        ("columns: DuckDB takes, into a table of its own", stored, ours, 20, True),
        ("columns: DuckDB takes, into Arrow", arrow, ours, 20, True),
        (
            "columns: NumPy by hand takes",
            figures.value("rivals", "NumPy by hand", size),
            ours,
            3,
            True,
        ),
        (
            "columns: against C for this trial",
            single,
            figures.value("columns", "C for this trial", columns),
            2,
            False,
        ),
        ("columns: two threads are faster, by the clock", *clock, 1.8, True),
        ("columns: the same by their work, each on a core", single and 2 * single, both, 1.8, True),
        ("columns: ten million against one million, a subject", ten, single, 1.1, False),
        ("one subject: against C by hand", mine, hand, 4, False),
        ("one subject: the HL7 JavaScript engine takes", engine, mine, 1000, True),
        ("CSV: of DuckDB's time", csv_ratio, 1, 0.7, False),
    ]
    lines = []
    for what, a, b, aim, least in rows:
        found = ratio(a, b)
        reached = (
            "" if found is None else "yes" if (found >= aim) == least or found == aim else "no"
        )
        wanted = "%s %s times" % ("at least" if least else "at most", aim)
        lines.append((what, wanted, "–" if found is None else number(found) + " times", reached))
    return table(("", "aim", "measured", "reached"), lines)


def sizes_table(figures):
    found = dict.fromkeys(key[1] for key in figures.values if key[0] == "columns")
    sizes = sorted({key[2] for key in figures.values if key[0] == "columns"})
    rows = []
    for threads in sorted({key[3] for key in figures.values if key[0] == "columns"}):
        # What several threads work is no less than what one does: how long it takes is what counts.
        for name in (one for one in found if one.endswith("by the clock") == (threads > 1)):
            values = [figures.value("columns", name, size, threads) for size in sizes]
            cells = [number(value) for value in values]
            last = values[-1]
            rows.append((name, str(threads), *cells, number(last and last / CRITERIA)))
    heads = ("ns a subject", "threads", *(count(size) for size in sizes), "a criterion")
    return table(heads, rows)


def rivals_table(figures):
    sizes = sorted({key[2] for key in figures.values if key[0] == "rivals"})
    names = dict.fromkeys(key[1] for key, _, unit in figures.rows("rivals", SUBJECT))
    rows = []
    for name in names:
        values = [figures.value("rivals", name, size) for size in sizes]
        ours = figures.value("rivals", OURS, sizes[-1])
        query = name.replace(", into a table", "")
        wrong = figures.value("rivals", query + ": wrong verdicts", sizes[-1])
        cells = [number(value) for value in values]
        times = ratio(values[-1], ours)
        last = values[-1]
        rows.append(
            (
                name,
                *cells,
                number(last and last / CRITERIA),
                number(times),
                "0" if wrong is None else "%.0f" % wrong,
            )
        )
    heads = (
        "ns a subject",
        *(count(size) for size in sizes),
        "a criterion",
        "times " + OURS,
        "wrong verdicts",
    )
    return table(heads, rows)


def processes_table(figures, start, unit):
    rows = []
    for key, value, its_unit in figures.rows("processes"):
        if key[1].startswith(start) and its_unit == unit:
            rows.append((key[1][len(start) :], count(key[2]), number(value), figures.notes[key]))
    return table(("", "subjects", unit, ""), rows)


def growth_table(figures):
    rows = []
    for key, value, _ in figures.rows("growth"):
        count = int(re.search(r"\d+", key[1])[0])
        rows.append((str(count), number(value), number(value / count)))
    return table(("criteria", "ns a subject", "a criterion"), rows)


# --- The plot ---------------------------------------------------------------------------------------

BAR, GAP, LEFT, WIDTH = 18, 8, 250, 860


def bars(figures):
    """(name, ns a subject, ours) from fast to slow."""
    size = figures.largest("rivals")
    found = {key[1]: value for key, value, _ in figures.rows("rivals", SUBJECT) if key[2] == size}
    columns = min(1000000, figures.largest("columns"))
    for name in ("reading the columns alone", "C for this trial, SSE2"):
        found[name] = figures.value("columns", name, columns)
    mine, hand = one_subject()
    found["nfh_screen, one subject"], found["C by hand, one subject"] = mine, hand
    found["HL7 JavaScript engine"] = figures.value("processes", "HL7 JavaScript engine", 2000)
    csv = figures.largest("processes", "CSV: screen")
    found["screen, CSV to CSV"] = figures.value("processes", "CSV: screen", csv)
    found["DuckDB, CSV to CSV"] = figures.value("processes", "CSV: DuckDB, DOUBLE", csv)
    return sorted((value, name) for name, value in found.items() if value)


def plot(figures):
    rows = bars(figures)
    low = math.floor(math.log10(rows[0][0]))
    high = math.ceil(math.log10(rows[-1][0]))
    scale = (WIDTH - LEFT - 90) / (high - low)
    height = (BAR + GAP) * len(rows) + 50
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" '
        'font-size="12">' % (WIDTH, height),
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="8" y="16">nanoseconds a subject: all 33 criteria and the verdict, one thread</text>',
    ]
    for power in range(low, high + 1):
        x = LEFT + (power - low) * scale
        parts.append('<path d="M%.1f 26V%d" stroke="#ddd"/>' % (x, height - 18))
        parts.append(
            '<text x="%.1f" y="%d" text-anchor="middle" fill="#666">%s</text>'
            % (x, height - 4, count(10**power))
        )
    ours = ("nfh", "screen,")
    for i, (value, name) in enumerate(rows):
        y = 30 + i * (BAR + GAP)
        length = (math.log10(value) - low) * scale
        colour = "#c2452d" if name.startswith(ours) else "#7a8da3"
        parts.append('<text x="%d" y="%d" text-anchor="end">%s</text>' % (LEFT - 8, y + 13, name))
        parts.append(
            '<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>'
            % (LEFT, y, length, BAR, colour)
        )
        parts.append('<text x="%.1f" y="%d">%s</text>' % (LEFT + length + 5, y + 13, number(value)))
    return "\n".join([*parts, "</svg>", ""])


DOCUMENT = """# What the library takes

Made by `tests/bench/results.py` of what `{command}` measured: every figure the fastest of
several runs, the first one uncounted, and what is compared measured side by side in one run. Times of one
thread are those that the processor worked, in which other work on the machine shows less than by the
clock.

- Machine: {machine}
- Other work on it at the same time: a load of {load} when this ended. Times by the clock, and so those
  of several threads, say little when that is more than the cores
- Compiler: {compiler}, -O2
- Rule set: NCT07101562, 33 criteria and the verdict; the stripped library has {size}
  bytes
- Cohort: made up by `tests/bench/cohort.c`, 89 columns, 257 bytes a subject; about a quarter eligible,
  a fifth undetermined; each limit is met exactly, or missed by 0.01, by about 1 subject of 200

![nanoseconds a subject](results.svg)

## Where it stands

{aims}
## Columns

`nfh_screen_columns` beside a C program that can do nothing but this trial (`rival_columns.h`: exact,
whole hundredths in 32 bits, on AVX2 where the machine has it) and beside reading the columns.

{sizes}
## Beside other languages

On the same arrays, one thread. NumPy is written by hand with tables for months, whole hundredths, bits
for truths, and chunks that fit the cache; pandas as it is usually written; DuckDB from a table in its
memory to Arrow or into another table, with the formulas as written in DOUBLE, and with cleared denominators in DECIMAL. Wrong
verdicts are those that differ from the exact ones.

{rivals}
HL7's translator and JavaScript engine on the same rule set: {engine} ns a subject (2 000 subjects; the
text of the rule set is compiled, and inputs are made, beforehand). `nfh_screen` on one filled subject:
{mine} ns; the usual C program by hand, a structure a subject, in doubles: {hand} ns.

## CSV

`screen` beside DuckDB reading the same file, computing the same columns and writing them as CSV, one
thread each.

{csv}
{csv_memory}
## The first verdict of a fresh process

{start}
## Memory of a run

Results and what is needed to make them, beside the input.

{memory}
## More criteria

The trial's first criteria alone, and copies of all of them under other names, which share what is
computed of the same inputs. Every column is read in any case, for a row with a value that cannot be
read is told of.

{growth}"""


def document(figures):
    mine, hand = one_subject()
    full = figures.value("columns", OURS, 10000000) is not None
    return DOCUMENT.format(
        command="make bench" + (" BENCH_FULL=1" if full else ""),
        machine=machine(),
        load=text_of("load.txt").split(" ")[0],
        compiler=compiler(),
        size=text_of("size.txt").strip(),
        aims=aims(figures),
        sizes=sizes_table(figures),
        rivals=rivals_table(figures),
        engine=number(figures.value("processes", "HL7 JavaScript engine", 2000)),
        mine=number(mine),
        hand=number(hand),
        csv=processes_table(figures, "CSV: ", SUBJECT),
        csv_memory=processes_table(figures, "CSV: ", "MiB"),
        start=processes_table(figures, "first verdict of a process: ", "ms"),
        memory=processes_table(figures, "memory for a run: ", "MiB"),
        growth=growth_table(figures),
    )


def main():
    directory = sys.argv[1] if len(sys.argv) > 1 else HERE
    figures = Figures()
    for name, text in (("RESULTS.md", document(figures)), ("results.svg", plot(figures))):
        with open(os.path.join(directory, name), "w", encoding="utf-8") as sink:
            sink.write(text)
    print(aims(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
