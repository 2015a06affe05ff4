#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Regular expressions against PCRE2. tests/test_regex.c has the rest.

$NFH_REGEX_DRIVER names the program built from tests/regex_driver.c. Patterns and texts are random,
with a fixed seed. Each is matched, and all its matches are replaced by texts that show what its
groups have captured.
"""

import os
import random
import unittest

import drivers
import pcre2

DRIVER = os.environ.get("NFH_REGEX_DRIVER")
LIBRARY = pcre2.load()

# Where the library is stricter than PCRE2, besides what it does not support.
STRICTER = (
    "not supported", "braces hold", "\\x needs two hexadecimal digits", "\\u needs four",
    "more than 1000 repetitions", "too large",
)


class Patterns:
    """Random patterns, in the library's syntax and in PCRE2's."""

    LETTERS = list("aaaabbbbcc1_ -") + ["\n", "é", "ß", "€", "\U0001f600", "A", "K"]
    SETS = list("dwshvDWSHV")
    PLACES = ["^", "$", "\\b", "\\B", "\\A", "\\Z", "\\z"]

    def __init__(self, chance):
        self.random = chance
        self.groups = 0

    def letter(self):
        """A literal character in both syntaxes."""
        c = self.random.choice(self.LETTERS)
        number = f"{ord(c):x}"
        form = self.random.randrange(12)
        if form == 0:
            return (f"\\x{{{number}}}",) * 2
        if form == 1 and ord(c) < 256:
            return (f"\\x{ord(c):02x}",) * 2
        if form == 2:
            units = c.encode("utf-16-be").hex()
            ours = "".join("\\u" + units[i : i + 4] for i in range(0, len(units), 4))
            return ours, f"\\x{{{number}}}"
        if c == "\n" and form < 8:
            return "\\n", "\\n"
        return (c,) * 2

    def class_item(self):
        if self.random.randrange(4) == 0:
            return ("\\" + self.random.choice(self.SETS),) * 2
        low = self.letter()
        if low[0] == "-":
            return "\\-", "\\-"
        if self.random.randrange(3) == 0:
            return self.random.choice([("a-c",) * 2, ("A-Z",) * 2, ("0-9",) * 2, ("b-\\x{20ac}",) * 2])
        return low

    def bracket(self):
        items = [self.class_item() for _ in range(self.random.randrange(1, 4))]
        sign = self.random.choice(("", "", "^"))
        first = self.random.choice(("", "", "", "]", "-"))
        last = self.random.choice(("", "", "", "-"))
        return tuple(f"[{sign}{first}{''.join(i[k] for i in items)}{last}]" for k in (0, 1))

    def group(self, depth):
        inner = self.alternatives(depth - 1)
        if self.random.randrange(3) == 0:
            return tuple(f"(?:{i})" for i in inner)
        self.groups += 1
        return tuple(f"({i})" for i in inner)

    def thing(self, depth):
        """Something that can be repeated."""
        choice = self.random.randrange(20)
        if depth > 0 and choice < 8:
            return self.group(depth)
        if choice < 10:
            return self.bracket()
        if choice == 10:
            return ("\\" + self.random.choice(self.SETS),) * 2
        if choice == 11:
            return ".", "."
        return self.letter()

    def repeat(self):
        low, high = sorted((self.random.randrange(4), self.random.randrange(5)))
        sign = self.random.choice(
            ["*", "*", "+", "?", f"{{{low}}}", f"{{{low},}}", f"{{{low},{high}}}"]
        )
        return sign + self.random.choice(("", "", "?"))

    def sequence(self, depth):
        out = ["", ""]
        for _ in range(self.random.choice((0, 1, 1, 2, 2, 3))):
            if self.random.randrange(8) == 0:
                new = (self.random.choice(self.PLACES),) * 2
            else:
                new = self.thing(depth)
                if self.random.randrange(5) < 2:
                    sign = self.repeat()
                    new = tuple(n + sign for n in new)
            out = [out[k] + new[k] for k in (0, 1)]
        return out

    def alternatives(self, depth):
        parts = [self.sequence(depth) for _ in range(self.random.choice((1, 1, 1, 2, 3)))]
        return tuple("|".join(part[k] for part in parts) for k in (0, 1))

    def pattern(self):
        """A pattern in both syntaxes, and how many groups capture."""
        self.groups = 0
        ours, theirs = self.alternatives(self.random.choice((1, 2, 2, 3)))
        # PCRE2 10.42 looks for (x|^y){0}b at the start of the text alone, but not after an empty group.
        theirs = "(?:)" + theirs
        if self.random.randrange(6) == 0:
            options = self.random.choice(("(?i)", "(?s)", "(?is)"))
            ours, theirs = options + ours, options + theirs
        return ours, theirs, self.groups

    def replacement(self, groups):
        """Shows the match and all its groups, in both syntaxes."""
        ours, theirs = "<$0", "<$0"
        for number in range(1, groups + 1):
            ours += "," + self.random.choice((f"${number}", f"${{{number}}}"))
            theirs += f",${{{number}}}"
        return ours + "\\$>", theirs + "$$>"

    def text(self):
        return "".join(self.random.choices(self.LETTERS, k=self.random.randrange(12)))


@unittest.skipUnless(DRIVER, "NFH_REGEX_DRIVER is not set (the program built from regex_driver.c)")
@unittest.skipUnless(LIBRARY, "no libpcre2-8 (in Debian libpcre2-8-0)")
class Regex(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(20251124)
        self.pcre2 = pcre2.Pcre2(LIBRARY)

    def compare(self, cases):
        """Cases are pattern, text and replacement, ours and theirs. Returns how many matched, and
        how many were refused or too hard for PCRE2."""
        answers = drivers.ask_all(
            DRIVER, [("run", ours, text, shown) for (ours, _), text, (shown, _) in cases]
        )
        matched = left_out = 0
        for ((ours, theirs), text, (_, shown)), answer in zip(cases, answers):
            try:
                expected = self.pcre2.run(theirs, text, shown)
            except pcre2.WrongPattern as wrong:
                self.assertTrue(answer.startswith("wrong "), (ours, str(wrong), answer))
                left_out += 1
                continue
            except pcre2.TooHard:
                left_out += 1
                continue
            if answer.startswith("wrong "):
                self.assertTrue(any(s in answer for s in STRICTER), (ours, answer))
                left_out += 1
                continue
            found, result = answer.split("\t")
            self.assertEqual((found == "true", drivers.decode(result)), expected, (ours, text))
            matched += expected[0]
        return matched, left_out

    def test_random_patterns(self):
        patterns = Patterns(self.random)
        cases = []
        for _ in range(4000):
            ours, theirs, groups = patterns.pattern()
            shown = patterns.replacement(groups)
            cases += [((ours, theirs), patterns.text(), shown) for _ in range(2)]
        matched, left_out = self.compare(cases)
        self.assertGreater(matched, 4000)
        self.assertLess(left_out, 80)

    def test_random_signs(self):
        """Mostly wrong patterns: what the library takes, PCRE2 takes too, and the other way round
        but for what is not supported."""
        signs = list("((()))[[]]{}|*+?^$.\\\\-,:=!<>#'&iPRab01dwsbxuzZ_é\n")
        cases = []
        for _ in range(12000):
            pattern = "".join(self.random.choices(signs, k=self.random.randrange(1, 9)))
            text = "".join(self.random.choices("ab01_-[]\n é", k=4))
            cases.append(((pattern, pattern), text, ("<$0>", "<$0>")))
        matched, left_out = self.compare(cases)
        self.assertGreater(matched, 400)
        self.assertGreater(left_out, 5000)

    def test_without_case(self):
        """Letters that are alike without their case, among all that have one."""
        cased = [chr(p) for p in range(0x20000) if not 0xD800 <= p <= 0xDFFF]
        cased = [c for c in cased if c.lower() != c or c.upper() != c]
        text = "".join(cased)
        letters = list("ksiKSI\u0130\u0131\u017f\u212a\u2126\u03a3\u03c2\u1e9e\u00df\u03b8\u03f4\u0345")
        letters += self.random.sample(cased, 10)
        patterns = [f"(?i){c}" for c in letters] + [f"(?i)[^{c}x]" for c in letters]
        for low, high in (("a", "z"), ("\u0130", "\u0140"), ("\u03b1", "\u03c9"), ("\x00", "\U0001ffff")):
            patterns += [f"(?i)[{low}-{high}]", f"(?i)[^{low}-{high}]"]
        patterns += ["(?i)\\w", "(?i)[\\w]", "(?i)[^\\W]", "(?i)\\x{3c3}"]
        matched, left_out = self.compare([((p, p), text, ("$0.",) * 2) for p in patterns])
        self.assertGreater(matched, len(patterns) - 8)
        self.assertEqual(left_out, 0)

    def test_sets(self):
        """The escapes for sets, asked of all characters around those that are in one."""
        parts = ((0, 0x200), (0x1670, 0x1690), (0x1800, 0x1820), (0x1FF0, 0x2070), (0x2FF0, 0x3010))
        text = "".join(chr(p) for low, high in parts for p in range(low, high)) + "\U0010ffff"
        patterns = ["\\" + c for c in Patterns.SETS] + [f"[\\{c}]" for c in Patterns.SETS]
        patterns += [f"[^\\{c}a]" for c in Patterns.SETS] + [".", "[\\b]", "\\f", "\\e", "\\a", "\\t"]
        _, left_out = self.compare([((p, p), text, ("",) * 2) for p in patterns])
        self.assertEqual(left_out, 0)


if __name__ == "__main__":
    unittest.main()
