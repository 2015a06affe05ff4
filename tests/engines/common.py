# SPDX-License-Identifier: MIT
"""What the comparisons with other engines share: tables, programs to ask, and the list of
differences."""

import csv
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
BUILD = os.environ.get("NFH_BUILD", os.path.join(TOP, "build"))


def read_table(*path):
    """The rows of a table with tabs, by the names in its first line; # begins a comment."""
    with open(os.path.join(TOP, *path), encoding="utf-8", newline="") as source:
        lines = [line for line in source if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def node(script, *arguments):
    return ["node", os.path.join(BUILD, "engines", script), *arguments]


def start(command, lines):
    """A program that is given lines from a file, so that none waits for another."""
    source = tempfile.TemporaryFile()
    source.write("".join(line + "\n" for line in lines).encode())
    source.seek(0)
    return subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE)


def answers(process, count):
    """What it writes, which must be a line for each."""
    lines = process.communicate()[0].decode("utf-8").split("\n")[:-1]
    if process.returncode != 0 or len(lines) != count:
        sys.exit(
            "%s: exit status %s, %d lines instead of %d"
            % (process.args, process.returncode, len(lines), count)
        )
    return lines


ANY = "any"  # table of expressions


class Differences:
    """The rows of differences.tsv for some tables: exact ones, of an id and what the engine says;
    and those of an expression in slashes, for a fault of the engine that shows here and there. What
    an exact row lists must differ, and as it says; the others must be needed."""

    def __init__(self, *tables):
        rows = read_table("tests", "engines", "differences.tsv")
        rows = [row for row in rows if row["table"] in tables]
        self.exact, self.broad = {}, {}
        for row in rows:
            key, name = (row["table"], row["id"]), row["id"]
            if name.startswith("/"):
                self.broad[key] = re.compile(name.strip("/"))
            else:
                self.exact[key] = row["engine"]
        self.needed = set()
        self.listed = self.failed = 0

    def is_broad(self, table, text):
        found = {
            key for key, one in self.broad.items() if key[0] in (table, ANY) and one.search(text)
        }
        self.needed |= found
        return bool(found)

    def add(self, table, row, text, engine, differs):
        """row: of the table; text: what the engine was given; engine: what it says."""
        wanted = self.exact.pop((table, row["id"]), None)
        if differs and (wanted == engine or wanted is None and self.is_broad(table, text)):
            self.listed += 1
        elif differs or wanted is not None:
            self.failed += 1
            known = "not listed" if wanted is None else "listed as %s" % wanted
            print(
                "\t".join((table, row["id"], engine, known if differs else "no difference", text))
            )

    def finish(self, equal, skipped):
        """Prints the counts; the exit status."""
        idle = list(self.exact) + [key for key in self.broad if key not in self.needed]
        for table, name in idle:
            print("differences.tsv lists %s, %s for nothing" % (table, name))
        print(
            "%d passed, %d failed (%d listed, %d not supported by us)"
            % (equal + self.listed, self.failed + len(idle), self.listed, skipped)
        )
        return 1 if self.failed or idle or not equal else 0
