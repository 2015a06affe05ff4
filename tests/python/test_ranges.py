# SPDX-License-Identifier: MIT
"""Ranges are certain: of random criteria in one number or date, every value in a stretch makes of the
criterion what the stretch says, also right at its ends."""

import datetime
import random
import unittest
from fractions import Fraction

import nfhscreen

CRITERIA = 250
POINTS = 12
ULP = Fraction(1, 10**8)
DAY = datetime.timedelta(days=1)
# Where something is likely to turn: near the constants of the criteria.
NUMBERS = [Fraction(n, 4) for n in range(-48, 49)] + [Fraction(n) for n in range(-110, 111, 10)]
DATES = [datetime.date(2020, 6, 15), datetime.date(2020, 1, 1), datetime.date(2019, 12, 31)]
SPECIAL = {
    "Decimal": NUMBERS,
    "Integer": [int(n) for n in NUMBERS if n.denominator == 1],
    "Date": [d + k * DAY for d in DATES for k in range(-800, 800, 13)],
}
TAGS = "/*\n@id: E1\n@category: exclusion\n*/ "


def pick(rng, *ways):
    return rng.choice(ways)()


class Drawing:
    """Random CQL in x, an Integer, a Decimal or a Date, with other parameters that are known."""

    def __init__(self, rng, kind):
        self.rng, self.kind = rng, kind

    def constant(self):
        return self.rng.choice(("0.0", "1.0", "2.5", "-3.0", "10.0", "0.1", "100.0", "7.25", "k"))

    def decimal(self, depth):
        if depth == 0:
            return self.rng.choice((self.leaf(), self.constant(), self.leaf()))
        return pick(
            self.rng,
            lambda: "(%s %s %s)" % (self.decimal(depth - 1), self.rng.choice("+-*/"),
                                    self.decimal(depth - 1)),
            lambda: "(%s %s %s)" % (self.decimal(depth - 1), self.rng.choice("+-*/"),
                                    self.constant()),
            lambda: "%s(%s)" % (self.rng.choice(("Abs", "Exp", "Ln", "-")), self.decimal(depth - 1)),
            lambda: "Round(%s, %d)" % (self.decimal(depth - 1), self.rng.randint(0, 3)),
            lambda: "ToDecimal(%s(%s))" % (self.rng.choice(("Floor", "Ceiling", "Truncate")),
                                           self.decimal(depth - 1)),
            lambda: "(%s %s %s)" % (self.decimal(depth - 1), self.rng.choice(("mod", "div")),
                                    self.constant()),
            lambda: "Power(%s, %s)" % (self.decimal(depth - 1), self.rng.choice(("2", "0.5", "-1"))),
            lambda: "(if %s then %s else %s)" % (self.truth(depth - 1), self.decimal(depth - 1),
                                                 self.decimal(depth - 1)),
            lambda: "Coalesce(%s, %s)" % (self.decimal(depth - 1), self.constant()),
        )

    def leaf(self):
        if self.kind == "Decimal":
            return "x"
        if self.kind == "Integer":
            return "ToDecimal(x)"
        span = self.rng.choice(("years", "months", "days", "weeks"))
        word = self.rng.choice(("%s between %s and %s", "difference in %s between %s and %s"))
        ends = self.rng.choice((("x", "d"), ("d", "x"), ("x", "p"), ("p", "x"),
                                ("x", "@2020-02-29"), ("x", "x + 1 year")))
        return "ToDecimal(%s)" % (word % (span, *ends))

    def date(self):
        return self.rng.choice((
            "x", "x - 6 months", "x + 40 days", "(x + 1 year)", "Date(year from x, 3, 1)",
            "Date(year from x, month from x, day from x)", "Coalesce(x, d)", "predecessor of x",
        ))

    def truth(self, depth):
        relation = self.rng.choice(("<", "<=", ">", ">=", "=", "!="))
        if depth == 0 or self.rng.random() < 0.4:
            if self.kind == "Date" and self.rng.random() < 0.6:
                other = self.rng.choice(("d", "@2019-12-31", "@2020", "d - 30 days", "p"))
                return "(%s %s %s)" % (self.date(), relation, other)
            deep = max(depth - 1, 0)
            return "(%s %s %s)" % (self.decimal(deep + 1), relation,
                                   self.rng.choice((self.constant(), self.decimal(deep))))
        return pick(
            self.rng,
            lambda: "(%s and %s)" % (self.truth(depth - 1), self.truth(depth - 1)),
            lambda: "(%s or %s)" % (self.truth(depth - 1), self.truth(depth - 1)),
            lambda: "(%s xor %s)" % (self.truth(depth - 1), self.truth(depth - 1)),
            lambda: "(not %s)" % self.truth(depth - 1),
            lambda: "(%s is %s)" % (self.truth(depth - 1), self.rng.choice(("true", "false", "null"))),
            lambda: "(%s is null)" % self.decimal(depth - 1),
            lambda: "(%s in Interval[%s, 50.0])" % (self.decimal(depth - 1), self.constant()),
            lambda: "(%s or u)" % self.truth(depth - 1),
        )


class Ranges(unittest.TestCase):
    def read(self, kind, text):
        return datetime.date.fromisoformat(text) if kind == "Date" else Fraction(text)

    def text(self, kind, value):
        if kind == "Decimal":
            sign = "-" if value < 0 else ""
            whole, part = divmod(abs(value.numerator * (10**8 // value.denominator)), 10**8)
            return "%s%d.%08d" % (sign, whole, part)
        return str(value)

    def points(self, rng, kind, low, high):
        step = {"Date": DAY, "Integer": 1, "Decimal": ULP}[kind]
        count = int((high - low) // step)
        inside = [low + rng.randint(0, count) * step for _ in range(POINTS)]
        near = [low + min(count, k) * step for k in (1, 2, 1000, 10**8)]
        near += [high - min(count, k) * step for k in (1, 2, 1000)]
        return [low, high, *near, *inside, *(v for v in SPECIAL[kind] if low <= v <= high)]

    def check(self, rng, kind):
        limits = {"Date": ("1900-01-01", "2100-12-31"), "Integer": ("-200", "300"),
                  "Decimal": ("-200", "300")}[kind]
        text = "/*\n@min: %s\n@max: %s\n*/ parameter x %s\n" % (*limits, kind)
        text += "parameter d Date parameter p Date parameter k Decimal parameter u Boolean\n"
        text += TAGS + "define E1: %s\n" % Drawing(rng, kind).truth(rng.randint(0, 3))
        ruleset = nfhscreen.Ruleset.from_text(text)
        known = {"d": "2020-06-15", "p": "2020-06", "k": "4.5"}
        found = ruleset.screen(known).ranges("E1", "x")
        for piece in found:
            low, high = (self.read(kind, end) for end in (piece.low, piece.high))
            for value in self.points(rng, kind, low, high):
                report = ruleset.screen({**known, "x": self.text(kind, value)})
                self.assertEqual(report.criteria["E1"], piece.truth, (text, str(value), found))
        for before, after in zip(found, found[1:]):
            self.assertNotEqual(before.truth, after.truth)
        return len(found)

    def test_by_hand(self):
        """Narrow stretches that only a proof finds: the ends of each where it is true."""
        for text, expected in (
            # Not monotone, and so nothing is told.
            ("(x + 200.0) * 2.0 - (x + 200.0) * (x + 200.0) > 0.0", None),
            ("x + x < 3.0 - x and x > 0.9", [("0.90000001", "0.99999999")]),
            ("x * x = 4.0", [("-2", "-2"), ("2", "2")]),
            ("Abs(x - 5.0) < 0.001", [("4.99900001", "5.00099999")]),
            ("1.0 / x > 99.0", [("0.00000001", "0.01010101")]),
            (
                "x in Interval[1.5, 2.5) and x != 2.0",
                [("1.5", "1.99999999"), ("2.00000001", "2.49999999")],
            ),
            ("Round(x, 1) = 0.3", [("0.25", "0.34999999")]),
        ):
            tags = "/*\n@min: -200\n@max: 300\n*/ parameter x Decimal\n" + TAGS
            ruleset = nfhscreen.Ruleset.from_text(tags + "define E1: " + text)
            found = ruleset.screen({}).ranges("E1", "x")
            if expected is None:
                self.assertEqual(found, [], text)
                continue
            told = [(piece.low, piece.high) for piece in found if piece.truth]
            self.assertEqual(told, expected, text)

    def test_random(self):
        told = limits = 0
        for seed in range(CRITERIA):
            rng = random.Random(seed)
            count = self.check(rng, ("Decimal", "Integer", "Date")[seed % 3])
            told += count > 0
            limits += max(count - 1, 0)
        self.assertGreater(told, CRITERIA / 3)
        self.assertGreater(limits, CRITERIA / 3)


if __name__ == "__main__":
    unittest.main()
