# SPDX-License-Identifier: MIT
"""Which criteria hang on a last digit, found by entering every number one digit higher and lower."""

import datetime
import decimal
import pathlib
import random
import re
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests" / "oracle"), str(TOP / "examples" / "python")]

import generate  # noqa: E402  pylint: disable=wrong-import-position
import nfhscreen  # noqa: E402  pylint: disable=wrong-import-position

SUBJECTS = 30


def neighbours(text):
    """The texts of the numbers, or days, one unit in the last place beside that of a text."""
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(.*)", text, re.DOTALL)
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        if not match:
            return []
        number = decimal.Decimal(match[1])
        step = decimal.Decimal(1).scaleb(number.as_tuple().exponent)
        return [f"{number + step}{match[2]}", f"{number - step}{match[2]}"]
    return [str(day + datetime.timedelta(1)), str(day - datetime.timedelta(1))]


class Robust(unittest.TestCase):
    def setUp(self):
        self.ruleset = nfhscreen.Ruleset("NCT07101562")

    def truths(self, values):
        report = self.ruleset.screen(values)
        return {**report.criteria, **report.checks}

    def is_implausible(self, values, name):
        queries = self.ruleset.screen(values).queries
        return any(q.code == "implausible" and q.parameter == name for q in queries)

    def expected(self, values):
        found = {}
        before = self.truths(values)
        for parameter in self.ruleset.parameters:
            name = parameter.name
            is_code = self.ruleset.parameter_tag(name, "values")
            if parameter.type in ("Boolean", "String") or is_code or not values[name]:
                continue
            # A value that is implausible, or becomes so, counts as missing: no digit's work.
            if self.is_implausible(values, name):
                continue
            for other in neighbours(values[name]):
                changed = dict(values, **{name: other})
                after = self.truths(changed)
                turned = [c for c, truth in before.items() if after[c] != truth]
                if turned and not self.is_implausible(changed, name):
                    for criterion in turned:
                        found.setdefault(criterion, set()).add(name)
        return found

    def test_random_subjects(self):
        rng = random.Random(20251125)
        fragile = 0
        for number in range(SUBJECTS):
            values = generate.subject(rng)
            texts = {name: generate.cell(rng, name, value) for name, value in values.items()}
            with self.subTest(number):
                wanted = self.expected(texts)
                fragile_now = self.ruleset.fragile(texts)
                self.assertEqual({c: set(names) for c, names in fragile_now.items()}, wanted)
                fragile += bool(wanted)
        self.assertGreater(fragile, SUBJECTS // 4)


if __name__ == "__main__":
    unittest.main()
