#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The operators on strings against Python's own. tests/test_text.c has the rest.

$NFH_TEXT_DRIVER names the program built from tests/text_driver.c. Texts are random, with a fixed
seed. Case is compared for every code point there is.
"""

import os
import random
import unicodedata
import unittest

import drivers

DRIVER = os.environ.get("NFH_TEXT_DRIVER")
# The library has Unicode 14.0; 15.0 and 15.1 changed no case.
SAME_CASE = unicodedata.unidata_version.split(".")[0] in ("14", "15")
TURKISH = (0x130, 0x131)


def simple_upper(c):
    """One character for one. Where the full mapping gives several, the simple one is that of title
    case (letters with iota below) or none."""
    for full in (c.upper(), c.title()):
        if len(full) == 1:
            return full
    return c


def simple_lower(c):
    """Only U+0130 has more than one letter in the full mapping."""
    return "i" if c == "\u0130" else c.lower()


def folded(c):
    return simple_lower(simple_upper(c))


def is_white_space(c):
    """White_Space; Python adds four separators of ASCII."""
    return c.isspace() and not "\x1c" <= c <= "\x1f"


def likeness(text):
    return [" " if is_white_space(c) else folded(c) for c in text]


def characters():
    return (chr(point) for point in range(0x110000) if not 0xD800 <= point <= 0xDFFF)


@unittest.skipUnless(DRIVER, "NFH_TEXT_DRIVER is not set (the program built from text_driver.c)")
class Text(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(20251123)

    def ask_all(self, rows):
        return drivers.ask_all(DRIVER, rows)

    def cases(self):
        """Upper, lower, fold and variants of every character that has any."""
        found = {}
        for entry in self.ask_all([("cases",)])[0].split(";")[:-1]:
            point, upper, lower, fold, *variants = (chr(int(p, 16)) for p in entry.split(" "))
            found[point] = (upper, lower, fold, set(variants))
        return found

    @unittest.skipUnless(SAME_CASE, f"Python has Unicode {unicodedata.unidata_version}")
    def test_case_of_every_character(self):
        cased = [c for c in characters() if c.upper() != c or c.lower() != c or c.title() != c]
        kin = {}
        for c in cased:
            kin.setdefault(folded(c), set()).add(c)
        expected = {}
        for c in cased:
            others = {o for o in kin[folded(c)] if o != c and ord(o) not in TURKISH}
            entry = (
                simple_upper(c), simple_lower(c), folded(c), set() if ord(c) in TURKISH else others
            )
            if entry != (c, c, c, set()):
                expected[c] = entry
        found = self.cases()
        wrong = {c for c in expected.keys() | found.keys() if expected.get(c) != found.get(c)}
        self.assertEqual(wrong, set())

    def test_case_is_stable(self):
        """Of whatever version Python is: what has case in both has the same."""
        found = self.cases()
        self.assertGreater(len(found), 2800)
        for c, (upper, lower, _, _) in found.items():
            self.assertIn(simple_upper(c), (upper, c))
            self.assertIn(simple_lower(c), (lower, c))

    def test_white_space_of_every_character(self):
        rows = [("compare", " ", chr(point)) for point in range(0x3100)]
        rows += [("compare", " ", chr(self.random.randrange(0xE000, 0x110000))) for _ in range(2000)]
        for row, answer in zip(rows, self.ask_all(rows)):
            self.assertEqual(answer[-1], str(int(is_white_space(row[2]))), f"U+{ord(row[2]):04X}")

    def text(self, alphabet, longest):
        return "".join(self.random.choices(alphabet, k=self.random.randrange(longest + 1)))

    def changed(self, text):
        """The same text with other cases and blanks, and now and then another letter."""
        out = []
        for c in text:
            choice = self.random.randrange(40)
            if is_white_space(c):
                c = self.random.choice(" \t\n\r\f\v\u00a0\u2003\u3000")
            elif choice < 10:
                c = simple_upper(c)
            elif choice < 20:
                c = simple_lower(c)
            elif choice == 20:
                c = self.random.choice("xß \u0301")
            out.append(c)
        return "".join(out)

    def test_two_texts(self):
        alphabets = ("ab", "aab", "äa", "a\u00e4\u20ac\U0001f600", "aAbB \t\n\u00a0σςΣßẞiİıK\u212a")
        rows = []
        for _ in range(6000):
            alphabet = self.random.choice(alphabets)
            a = self.text(alphabet, self.random.choice((1, 2, 3, 5, 9, 20)))
            b = self.text(alphabet, 40)
            choice = self.random.randrange(4)
            if choice == 0:
                b = self.changed(a)
            elif choice == 1:
                b = self.text(alphabet, 10) + a + self.text(alphabet, 10)
            elif choice == 2:
                b = a * self.random.randrange(4) + self.text(alphabet, 3)
            rows.append(("compare", a, b))
        alike = 0
        for (_, a, b), answer in zip(rows, self.ask_all(rows)):
            expected = (
                len(a + b), b.find(a), b.rfind(a), b.startswith(a), b.endswith(a), (a > b) - (a < b),
                likeness(a) == likeness(b),
            )
            self.assertEqual(answer, " ".join(str(int(e)) for e in expected), (a, b))
            alike += a != b and expected[-1]
        self.assertGreater(alike, 300)

    def test_one_text(self):
        letters = list("aZß\u0130\u00b5\u20ac\u0250\u023a\U00010428 1\0%'\t")
        rows = []
        for _ in range(1500):
            text = self.text(letters, 12)
            start, length = self.random.randrange(-2, 14), self.random.randrange(-1, 14)
            rows += [("length", text), ("upper", text), ("lower", text)]
            rows += [("character", text, start), ("substring", text, start, "")]
            rows += [("substring", text, start, length)]
        for row, answer in zip(rows, self.ask_all(rows)):
            self.assertEqual(drivers.decode(answer), self.expected(*row), row)

    @staticmethod
    def expected(operation, text, start=0, length=""):
        if operation == "length":
            return str(len(text))
        if operation in ("upper", "lower"):
            return "".join(map(simple_upper if operation == "upper" else simple_lower, text))
        if operation == "character":
            return f"'{text[start]}'" if 0 <= start < len(text) else "null"
        empty = text == "" and start == 0
        if not (empty or 0 <= start < len(text)) or (length != "" and length < 0):
            return "null"
        return f"'{text[start:]}'" if length == "" else f"'{text[start:start + length]}'"


if __name__ == "__main__":
    unittest.main()
