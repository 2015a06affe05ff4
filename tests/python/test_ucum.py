#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""UCUM's functional tests, UcumFunctionalTests.xml.

test_ucum.py FILE runs them and counts, as `make check-ucum` does. As unit tests, in `make check`,
they are read from ../shared/ucum beside the project, where present.
tests/data/ucum-deviations.tsv lists the cases that are wrong themselves: one that fails and is not
listed is a failure, and so is one that is listed and passes.
"""

import pathlib
import sys
import unittest
import xml.etree.ElementTree as ElementTree
from fractions import Fraction

from units import DRIVER, ERROR, agrees, ask, ask_all, decimal_text, dimension, factor

TESTS = pathlib.Path(__file__).resolve().parent.parent
UCUM_TESTS = TESTS.parent.parent / "shared" / "ucum" / "UcumFunctionalTests.xml"
DEVIATIONS = TESTS / "data" / "ucum-deviations.tsv"


def validation(cases):
    answers = ask_all([("parse", case["unit"]) for case in cases])
    return [
        (answer[0] == "unit") == (case["valid"] == "true") for case, answer in zip(cases, answers)
    ]


def conversion(cases):
    def good(case):
        source, target = ask("parse", case["srcUnit"]), ask("parse", case["dstUnit"])
        if source[0] == ERROR or target[0] == ERROR or dimension(source) != dimension(target):
            return False
        ratio = Fraction(case["value"]) * factor(source) / factor(target)
        converted = ask("convert", case["value"], case["srcUnit"], case["dstUnit"])[0]
        return agrees(ratio, case["outcome"]) and converted == decimal_text(ratio)

    return [good(case) for case in cases]


def product(cases, operation, combine):
    def good(case):
        result = ask(operation, case["u1"], case["u2"])
        expected = ask("parse", case["uRes"] or "1")  # an absent unit is one
        if result[0] != "unit" or dimension(result) != dimension(expected):
            return False
        value = combine(Fraction(case["v1"]), Fraction(case["v2"]))
        return agrees(value * factor(result) / factor(expected), case["vRes"])

    return [good(case) for case in cases]


# A section of the file: the attribute that names a case beside its id, and the test.
SECTIONS = {
    "validation": ("unit", validation),
    "conversion": ("srcUnit", conversion),
    "multiplication": ("u1", lambda cases: product(cases, "multiply", lambda a, b: a * b)),
    "division": ("u1", lambda cases: product(cases, "divide", lambda a, b: a / b)),
}
# Not run: the library has no names of units for people, such as "milligram".
LEFT_OUT = ("history", "displayNameGeneration")


def run_file(path):
    """Every case of a file, (section, id, unit), and whether it passes."""
    results = {}
    for section in ElementTree.parse(path).getroot():
        if section.tag in LEFT_OUT:
            continue
        unit, test = SECTIONS[section.tag]
        cases = [case.attrib for case in section]
        for case, good in zip(cases, test(cases) if cases else ()):
            results[section.tag, case["id"], case[unit]] = good
    return results


def read_deviations(path=DEVIATIONS):
    listed = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            section, case, unit, reason = line.split("\t")
            if not reason.strip():
                raise ValueError(f"no reason given: {line}")
            listed.add((section, case, unit))
    return listed


def faults(results, listed):
    """The failures not listed, and the listed cases that pass. A listed case may be absent."""
    failed = {key for key, good in results.items() if not good}
    return sorted(failed - listed), sorted((listed & set(results)) - failed)


def main(path):
    results = run_file(path)
    failed, superfluous = faults(results, read_deviations())
    for key in failed:
        print("FAIL", *key)
    for key in superfluous:
        print("FAIL", *key, "is listed, and passes")
    print("left out:", *LEFT_OUT[1:])
    bad = len(failed) + len(superfluous)
    print(f"{len(results) - bad} passed, {bad} failed")
    return 0 if results and not bad else 1


class FaultsTest(unittest.TestCase):
    def test_both_ways(self):
        self.assertEqual(faults({"a": False, "b": False, "c": True}, set("bcd")), (["a"], ["c"]))


@unittest.skipUnless(DRIVER, "NFH_UNIT_DRIVER does not name the driver")
@unittest.skipUnless(
    UCUM_TESTS.exists(), "no ../shared/ucum/UcumFunctionalTests.xml beside the project"
)
class UcumFunctionalTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.results = run_file(UCUM_TESTS)

    def test_all(self):
        listed = read_deviations()
        self.assertEqual(
            faults(self.results, listed), ([], []), "fails and is not listed, is listed and passes"
        )
        self.assertEqual(listed - set(self.results), set(), "is listed, and there is no such case")

    def test_none_is_lost(self):
        for section, least in (
            ("validation", 408),
            ("conversion", 22),
            ("multiplication", 1),
            ("division", 2),
        ):
            found = [key for key in self.results if key[0] == section]
            self.assertGreaterEqual(len(found), least, section)


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
