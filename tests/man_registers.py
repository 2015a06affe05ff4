# SPDX-License-Identifier: MIT
"""The manual says what the header says, and its registers are complete.

Every function has the prototype and the statuses of the header; the registers of status codes,
limits, diagnostics and functions of the language have all there are, and nothing else.
"""

import pathlib
import re
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parents[1]
HEADER = (TOP / "include/nfhscreen.h").read_text(encoding="utf-8")
OVERVIEW = (TOP / "man/nfhscreen.3").read_text(encoding="ascii")
RULESETS = (TOP / "man/nfhscreen-rulesets.7").read_text(encoding="ascii")

# Rows of the table of operators that are written with a sign or a word, not as a function.
SIGNS = """
    Add After And Before Between Contains DateFrom DateTimeComponentFrom Difference DifferenceBetween
    Divide Duration DurationBetween End Ends Equal Equivalent Except Greater GreaterOrEqual Implies In
    IncludedIn Includes Intersect IsFalse IsNull IsTrue Less LessOrEqual Meets MeetsAfter MeetsBefore
    Modulo Multiply Negate Not NotEqual NotEquivalent Or Overlaps OverlapsAfter OverlapsBefore
    PointFrom Predecessor ProperBetween ProperIncludedIn ProperIncludes SameAs SameOrAfter
    SameOrBefore Start Starts Subtract Successor TimeFrom TimezoneOffsetFrom TruncatedDivide Union
    Width Xor
""".split()


def function_pages():
    """Texts of the pages of functions, by file name."""
    pages = {
        path.name: path.read_text(encoding="ascii")
        for path in sorted((TOP / "man").glob("nfh_*.3"))
    }
    return {name: page for name, page in pages.items() if ".Sh SYNOPSIS" in page}


def declared_functions():
    """Of every function in the header: type, arguments, and the statuses that its comments name."""
    found, comment, is_new = {}, "", False
    for match in re.finditer(
        r"/\*.*?\*/|^NFH_API ([\w ]*?[ *]+)(nfh_\w+)\((.*?)\);", HEADER, re.DOTALL | re.MULTILINE
    ):
        kind, name, arguments = match.groups()
        if not name:
            # Comments hold for all declarations up to the next comment.
            comment = comment + match[0] if is_new else match[0]
            is_new = True
            continue
        is_new = False
        told = "".join(re.findall(r"Status(?: of each)?:.*", comment, re.DOTALL))
        statuses = set(re.findall(r"\bNFH_E_\w+\b", told))
        found[name] = (kind.strip(), [" ".join(a.split()) for a in arguments.split(",")], statuses)
    return found


def described_functions(page):
    """Type and arguments of every function in the SYNOPSIS of a page."""
    found, kind, name, arguments = {}, "", "", []
    for line in section(page, "SYNOPSIS").splitlines():
        macro, _, rest = line.partition(" ")
        words = [quoted or word for quoted, word in re.findall(r'"([^"]*)"|(\S+)', rest)]
        if macro == ".Ft":
            kind = " ".join(words)
        elif macro == ".Fo":
            name, arguments = words[0], []
        elif macro == ".Fa":
            arguments += words
        elif macro == ".Fn":
            found[words[0]] = (kind, words[1:])
        elif macro == ".Fc":
            found[name] = (kind, arguments)
    return {name: said for name, said in found.items() if name.startswith("nfh_")}


def section(page, name):
    return page.split(f".Sh {name}\n")[1].split("\n.Sh ")[0]


class Functions(unittest.TestCase):
    maxDiff = None

    def test_prototypes(self):
        declared = {
            name: (kind, arguments) for name, (kind, arguments, _) in declared_functions().items()
        }
        described = {}
        for page in function_pages().values():
            described.update(described_functions(page))
        self.assertGreater(len(declared), 100)
        self.assertEqual(described, declared)

    def test_statuses(self):
        """The ERRORS of a page are those in the header's comments on its functions."""
        declared = declared_functions()
        for file, page in function_pages().items():
            with self.subTest(file):
                wanted = set().union(*(declared[name][2] for name in described_functions(page)))
                self.assertEqual(
                    set(re.findall(r"^\.It Dv (NFH_E_\w+)", section(page, "ERRORS"), re.MULTILINE)),
                    wanted,
                )


class Registers(unittest.TestCase):
    maxDiff = None

    def test_status_codes(self):
        """Number and text of each; then its cause and cure, but for success."""
        wanted = re.findall(r"^#define (NFH_OK|NFH_E_\w+) (\d+)", HEADER, re.MULTILINE)
        texts = dict(
            re.findall(
                r'\{(NFH_\w+), "NFH_\w+", "([^"]*)"\}',
                (TOP / "lib/screen/status.c").read_text(encoding="utf-8"),
            )
        )
        register = re.split(r"^\.It ", section(OVERVIEW, "RETURN VALUES"), flags=re.MULTILINE)[1:]
        self.assertGreater(len(wanted), 15)
        self.assertEqual(
            [re.match(r"Dv (\w+) Pq (\d+)\n", entry).groups() for entry in register], wanted
        )
        for (name, _), entry in zip(wanted, register):
            with self.subTest(name):
                said = re.search(r"^\.Em (.*)$", entry, re.MULTILINE)[1]
                self.assertEqual(said.removesuffix(" ."), texts[name])
                if name != "NFH_OK":
                    self.assertRegex(entry, r"(?m)^Cause:?")
                    self.assertRegex(entry, r"(?m)^Cure:")

    def test_limits(self):
        """All limits of the header, and of the parser, with their numbers."""
        wanted = re.findall(r"^#define (NFH_\w+_(?:MAX|SIZE)) (\d+)", HEADER, re.MULTILINE)
        self.assertGreater(len(wanted), 5)
        self.assertEqual(
            sorted(re.findall(r"^\.It Dv (NFH_\w+) No (\d+)$", OVERVIEW, re.MULTILINE)),
            sorted(wanted),
        )
        inner = "".join(
            path.read_text(encoding="utf-8") for path in sorted((TOP / "lib/cql").glob("*.h"))
        )
        for name in (
            "NFH_NESTING_MAX",
            "NFH_DEPTH_MAX",
            "NFH_LEVELS_MAX",
            "NFH_OPERANDS_MAX",
            "NFH_DIAGNOSTICS_MAX",
        ):
            with self.subTest(name):
                value = re.search(rf"^#define {name} +(\d+)", inner, re.MULTILINE)[1]
                self.assertRegex(section(RULESETS, "LIMITS"), rf"\b{value}\b")

    def test_diagnostics(self):
        wanted = []
        for path in ("lib/cql/diagnostic.h", "lib/cql/codes.h", "lib/screen/compiler.h"):
            text = (TOP / path).read_text(encoding="utf-8")
            wanted += re.findall(r"\bNFH_CODE_\w+\s*=\s*(\d+)", text)
        self.assertGreater(len(wanted), 50)
        self.assertEqual(
            re.findall(r"^\.It (\d{4})$", section(RULESETS, "DIAGNOSTICS"), re.MULTILINE),
            sorted(wanted),
        )

    def test_warnings(self):
        """Each warning, in the linter's list or not, has its meaning and its cure."""
        entries = re.findall(
            r"^\.It (7\d{3})$(.*?)(?=^\.It |^\.El)",
            section(RULESETS, "DIAGNOSTICS"),
            re.DOTALL | re.MULTILINE,
        )
        self.assertGreater(len(entries), 25)
        for code, entry in entries:
            with self.subTest(code):
                meaning, cure = entry.split("\nCure:")
                self.assertGreater(len(meaning), 10)
                self.assertGreater(len(cure), 10)
        # What can be allowed is all but what is said of @allow itself and of the linter.
        text = (TOP / "lib/cql/lint_allow.c").read_text(encoding="utf-8")
        listed = re.findall(r"^    (NFH_CODE_\w+),$", text, re.MULTILINE)
        numbers = {}
        for path in ("lib/cql/diagnostic.h", "lib/cql/codes.h"):
            header = (TOP / path).read_text(encoding="utf-8")
            numbers.update(re.findall(r"\b(NFH_CODE_\w+)\s*=\s*(\d+)", header))
        self.assertEqual(
            sorted(numbers[name] for name in listed),
            sorted(code for code, _ in entries if not code.startswith("76")),
        )

    def test_functions_of_the_language(self):
        table = (TOP / "lib/cql/operator_table.c").read_text(encoding="utf-8")
        names = set(re.findall(r'^    \{"(\w+)", NFH_DO_', table, re.MULTILINE)) - set(SIGNS)
        self.assertGreater(len(names), 10)
        described = set(re.findall(r"\bFn (\w+)", section(RULESETS, "LANGUAGE")))
        self.assertEqual(described, names | {"Coalesce"})

    def test_functions_of_the_library(self):
        text = (TOP / "lib/rulesets/NFHCalculations.cql").read_text(encoding="utf-8")
        wanted = {
            name: re.findall(r"(\w+) \w+", operands)
            for name, operands in re.findall(
                r"^define function (\w+)\(([^)]*)\)", text, re.MULTILINE
            )
        }
        self.assertGreater(len(wanted), 10)
        described = re.findall(r"\bFn (\w+)((?: [a-zA-Z]\w*)*)", section(RULESETS, "LIBRARIES"))
        self.assertEqual({name for name, _ in described}, set(wanted))
        for name, operands in described:
            if operands:
                with self.subTest(name):
                    self.assertEqual(operands.split(), wanted[name])


if __name__ == "__main__":
    # The runner's arguments are for other scripts.
    unittest.main(argv=sys.argv[:1], verbosity=2)
