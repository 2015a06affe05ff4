#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the library says about missing inputs, as the oracle sees it: limits exact to the last place
and to the day, and what to ask first."""

import datetime
import os
import random
import re
import unittest
from fractions import Fraction

import generate
import nfhscreen
import oracle

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SUBJECTS_FOR_RANGES = 4
SUBJECTS_FOR_ASKING = 40
ULP = Fraction(1, 10**8)
DAY = datetime.timedelta(days=1)
LAST_DAY = datetime.date(9999, 12, 31)
ORDERED = [n for n in oracle.PARAMETERS if n in oracle.QUANTITIES or n in oracle.DATES]


def costs():
    """The @cost of each input, read from the rule set's text."""
    path = os.path.join(TOP, "lib", "rulesets", "NCT07101562.cql")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    found = re.findall(r"/\*((?:(?!\*/).)*)\*/\s*parameter (\w+)", text, re.S)
    return {name: int(re.search(r"@cost: (\d)", tags).group(1)) for tags, name in found}


def drawn(rng, missing):
    """A plausible subject as cells, some of them empty."""
    values = generate.subject(rng)
    cells = {}
    for name in oracle.PARAMETERS:
        text = generate.cell(rng, name, values[name])
        try:
            plausible = oracle.read_cell(name, text) is not None
        except ValueError:
            plausible = False
        cells[name] = text if plausible and rng.random() >= missing else ""
    return cells


def read(cells):
    return {name: oracle.read_cell(name, text) for name, text in cells.items()}


def truth_of(criterion, values, name, value):
    """A criterion of the oracle's, when one input has another value."""
    return oracle.CRITERIA[criterion](oracle.with_anchors({**values, name: value}))


def is_born(values, name, value):
    """The age of who is not born yet is not the oracle's business."""
    both = {**values, name: value}
    birth, screening = both["birth_date"], both["screening_date"]
    return birth is None or screening is None or birth <= screening


class Ranges(unittest.TestCase):
    """Every range of every number and date in every criterion."""

    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset("NCT07101562")
        cls.told = cls.limits = 0

    def read_end(self, name, text, otherwise):
        if text is None:
            return otherwise
        return oracle.read_number(text) if name in oracle.QUANTITIES else oracle.read_cell(name, text)

    def check_range(self, rng, values, criterion, name, found):
        is_date = name in oracle.DATES
        step = DAY if is_date else ULP
        least, greatest = (
            (datetime.date.fromisoformat(oracle.DATES[name]), LAST_DAY)
            if is_date
            else map(Fraction, oracle.QUANTITIES[name])
        )
        expected_low = least
        for piece in found:
            low = self.read_end(name, piece.low, least)
            high = self.read_end(name, piece.high, greatest)
            self.assertEqual(low, expected_low, (criterion, name, found))
            inside = low + rng.randint(0, (high - low) // step) * step
            for value in filter(lambda v: is_born(values, name, v), (low, high, inside)):
                self.assertEqual(
                    truth_of(criterion, values, name, value), piece.truth,
                    (criterion, name, str(value), found),
                )
            expected_low = high + step if high < greatest else None
        self.assertIsNone(expected_low, (criterion, name, found))
        type(self).limits += len(found) - 1

    def check_none(self, values, criterion, name):
        """No range is told: no value may decide."""
        if name in oracle.DATES:
            tried = [datetime.date(year, 6, 15) for year in (1940, 1960, 2000, 2004, 2026, 2040)]
            tried += [values[n] for n in oracle.DATES if values[n] is not None]
            tried = [t for t in tried if t >= datetime.date.fromisoformat(oracle.DATES[name])]
        else:
            low, high = map(Fraction, oracle.QUANTITIES[name])
            tried = [low, high, (low + high) / 2, low + 1, low + 100]
        for value in filter(lambda v: is_born(values, name, v), tried):
            self.assertIsNone(
                truth_of(criterion, values, name, value), (criterion, name, str(value))
            )

    def test_all(self):
        for seed in range(SUBJECTS_FOR_RANGES):
            rng = random.Random(seed)
            cells = drawn(rng, rng.choice((0, 0.05, 0.2, 0.5)))
            values = read(cells)
            report = self.ruleset.screen(cells)
            for criterion in oracle.CRITERIA:
                for name in ORDERED:
                    found = report.ranges(criterion, name)
                    type(self).told += bool(found)
                    if found:
                        self.check_range(rng, values, criterion, name, found)
                    else:
                        self.check_none(values, criterion, name)
        self.assertGreater(self.limits, SUBJECTS_FOR_RANGES * 10)

    def test_by_hand(self):
        """The limit of the clearance in weight: 50 * 0.818 * 100 / (140 - 45) = 43.0526315789…"""
        cells = {"birth_date": "1980-01-01", "screening_date": "2025-08-31", "sex": "male"}
        cells.update(creatinine="100", creatinine_uln="104", ast="20", ast_uln="40")
        cells.update(alt="20", alt_uln="40")
        report = self.ruleset.screen(cells)
        weight = Fraction(50) * Fraction("0.818") * 100 / (140 - 45)
        # The clearance is rounded to 8 places: what rounds to 50 is 50.
        slack = Fraction(1, 2 * 10**8) * Fraction("0.818") * 100 / (140 - 45)
        low, high = report.ranges("EXCL14", "weight")
        self.assertEqual((low.truth, high.truth), (True, False))
        self.assertTrue(Fraction(low.high) < weight + slack <= Fraction(high.low))
        self.assertEqual((low.low, high.high), ("20", "400"))
        self.assertEqual(
            self.ruleset.screen({**cells, "weight": "200"}).range_text("EXCL14", "creatinine"),
            "creatinine up to 156 umol/L keeps EXCL14 false; above 156 umol/L makes EXCL14 true",
        )


class Asking(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ruleset = nfhscreen.Ruleset("NCT07101562")
        cls.costs = costs()

    def candidates(self, name, values):
        if name in oracle.QUANTITIES:
            low, high = oracle.QUANTITIES[name]
            return [Fraction(low), Fraction(high), Fraction(low + high, 2)]
        if name in oracle.CODES:
            return oracle.CODES[name]
        if name in oracle.INTEGERS:
            return oracle.INTEGERS[name]
        if name in oracle.DATES:
            near = [v for n, v in values.items() if n in oracle.DATES and v is not None]
            near += [datetime.date(1940, 1, 1), datetime.date(2015, 1, 1)]
            days = [d + k * DAY for d in near for k in (0, -1, -20, -40, -100, 1, 20, 100, 150)]
            days += [oracle.months_before(d, 12 * k) for d in near for k in (19, 40, 67, -10, -80)]
            return [d for d in days if d >= datetime.date.fromisoformat(oracle.DATES[name])]
        return (True, False)

    def excludes(self, values, name):
        return any(
            oracle.screen({**values, name: value})[0] == "ineligible"
            for value in self.candidates(name, values)
        )

    def only_contradicts(self, values, name):
        """A date of what never happened, and an input that has a documented default."""
        never = {date: flag for flag, date, *_ in generate.EVENTS}
        return (
            name in ("enrollment_date", "treatment_start_date", "spirits_strength")
            or (name in never and values[never[name]] is False)
            or (name == "cancer_diagnosis_date" and values["cancer_only_skin_scc_or_bcc"] is True)
        )

    def check(self, cells):
        values = read(cells)
        report = self.ruleset.screen(cells)
        missing = [n for n in oracle.PARAMETERS if values[n] is None]
        if report.verdict != "undetermined":
            self.assertEqual(
                (report.next_input, report.could_exclude, report.needed), (None, [], [])
            )
            return 0
        expected = [n for n in missing if self.excludes(values, n)]
        told = report.could_exclude
        self.assertLessEqual(set(told), set(expected))
        for name in set(expected) - set(told):
            self.assertTrue(self.only_contradicts(values, name), name)
        order = {n: (self.costs[n], oracle.PARAMETERS.index(n)) for n in oracle.PARAMETERS}
        if told:
            self.assertEqual(report.next_input, min(told, key=order.get))
        else:
            now = [n for n in report.needed if n in report.missing] or report.needed
            self.assertEqual(report.next_input, min(now, key=order.get) if now else report.next_input)
        return 1

    def test_cheapest_first(self):
        undetermined = 0
        for seed in range(SUBJECTS_FOR_ASKING):
            rng = random.Random(1000 + seed)
            cells = drawn(rng, rng.choice((0.02, 0.1, 0.4)))
            undetermined += self.check(cells)
        self.assertGreater(undetermined, SUBJECTS_FOR_ASKING / 10)

    def test_until_the_end(self):
        """The cheapest questions first, and then the verdict of the complete data."""
        for seed in range(SUBJECTS_FOR_ASKING):
            cells = drawn(random.Random(2000 + seed), 0)
            if cells["sex"] == "male":
                cells.update(pregnant="false", lactating="false")
            # What stands in for these is not what they are.
            defaulted = ("enrollment_date", "treatment_start_date", "spirits_strength")
            known, asked = {name: cells[name] for name in defaulted}, []
            report = self.ruleset.screen(known)
            while report.next_input is not None:
                self.assertNotIn(report.next_input, asked)
                asked.append(report.next_input)
                if cells[asked[-1]] == "":
                    break  # not known even in the end
                known[asked[-1]] = cells[asked[-1]]
                report = self.ruleset.screen(known)
            else:
                self.assertEqual(
                    report.verdict, oracle.screen(read(cells))[0], (asked[-3:], report.criteria, seed)
                )


if __name__ == "__main__":
    unittest.main()
