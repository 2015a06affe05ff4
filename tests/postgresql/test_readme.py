# SPDX-License-Identifier: MIT
"""What the example's README shows is what psql prints. A command begins with `    => `, goes on with
`    -> `, and what follows it is its output."""

import difflib
import unittest

from server import TOP
from shared import server

README = TOP / "examples" / "postgresql" / "README"
DATABASE = "readme"


def sessions():
    """(command, lines of output) in the order of the README."""
    found = []
    for line in README.read_text(encoding="utf-8").splitlines():
        if line.startswith("    => "):
            found.append(([line[7:]], []))
        elif line.startswith("    -> ") and found:
            found[-1][0].append(line[7:])
        elif line.startswith("    ") and found and found[-1] is not None:
            found[-1][1].append(line[4:].rstrip())
        elif found and found[-1] is not None:
            found.append(None)
    return [("\n".join(entry[0]), entry[1]) for entry in found if entry is not None]


def run(commands):
    """What psql prints for each, in one session."""
    mark = "-- of command %d --"
    script = "\\set ON_ERROR_STOP 0\n\\set VERBOSITY default\n\\set QUIET off\n\\o\n\\cd '%s'\n" % TOP
    for index, command in enumerate(commands):
        script += "\\echo '%s'\n%s\n" % (mark % index, command)
    options = server().psql_command(DATABASE)
    output = server().merged(options, script).splitlines()
    outputs = []
    for line in output:
        if line == mark % len(outputs):
            outputs.append([])
        elif outputs:
            outputs[-1].append(line.rstrip())
    return [[line for line in lines if line] for lines in outputs]


class Readme(unittest.TestCase):
    def test_examples(self):
        server().psql("CREATE DATABASE " + DATABASE)
        shown = sessions()
        self.assertGreater(len(shown), 15)
        for (command, expected), found in zip(shown, run([command for command, _ in shown])):
            with self.subTest(command):
                expected = [line for line in expected if line]
                self.assertEqual(expected, found, "\n" + "\n".join(
                    difflib.unified_diff(expected, found, "README", "psql", lineterm="")))
