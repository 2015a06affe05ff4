# SPDX-License-Identifier: MIT
"""The program compare: who changes between two rule sets, and by which criterion.

The rule set of NCT07101562 is amended here: the age limit is raised, a criterion and its input are
dropped, and one is added. What must change is worked out from the oracle, which knows nothing of
rule sets.
"""

import contextlib
import csv
import io
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

import programs

sys.path.insert(0, str(programs.TOP / "tests/oracle"))

import generate  # noqa: E402
import oracle  # noqa: E402

RULESET = programs.TOP / "lib/rulesets/NCT07101562.cql"
SMOKER = """
/*
@prompt: Smokes
*/
parameter smoker Boolean

/*
@id: EXCL30
@category: exclusion
@short: Smokes
*/
define "Smokes": smoker
"""

# Outcomes, in the program's order.
PASSES, FAILS, UNKNOWN = "passes", "fails", "unknown"
MOVES = [(a, b) for a in (PASSES, FAILS, UNKNOWN) for b in (PASSES, FAILS, UNKNOWN) if a != b]
VERDICTS = ("eligible", "ineligible", "undetermined", "error")

SMALL = """library Small version '%s'
parameter age Integer
parameter dose Integer
/*
@id: INCL01
@category: inclusion
@short: Adult
*/
define Adult: age >= 18
/*
@id: CHECK01
@category: check
*/
define Check: age > 120
/*
@id: EXCL01
@category: exclusion
@short: High dose
*/
define High: dose > 10
"""


def amend(text):
    """The rule set after the amendment. Each change must find what it changes."""

    def change(pattern, by, text):
        changed, count = re.subn(pattern, by, text, flags=re.MULTILINE)
        assert count == 1, pattern
        return changed

    text = change(r"^(library NCT07101562 version) '1\.0\.0'$", r"\1 '2.0.0'", text)
    text = change(r'("Age at Screening" <=) 65$', r"\1 70", text)
    text = change(r"^/\*\n@id: EXCL07\n(?:.*\n)*?define .*\n.*\n\n", "", text)
    text = change(r"^/\*\n(?:@.*\n)*\*/\nparameter joint_effusion Boolean\n\n", "", text)
    return text + SMOKER


def outcome(criterion, value):
    if value is None:
        return UNKNOWN
    return PASSES if value == criterion.startswith("INCL") else FAILS


def word(value):
    return {True: "true", False: "false", None: "unknown", "absent": "absent"}[value]


def verdict_of(values):
    outcomes = [outcome(name, value) for name, value in values.items()]
    if FAILS in outcomes:
        return "ineligible"
    return "undetermined" if UNKNOWN in outcomes else "eligible"


def before_and_after(values, smoker):
    """What the criteria are before and after the amendment, by id, and the verdicts."""
    verdict, results = oracle.screen(values)
    old = dict(zip(oracle.CRITERIA, results))
    new = dict(old, EXCL30=smoker)
    age = oracle.age_in_years(values["birth_date"], values["screening_date"])
    new["INCL03"] = oracle.all_of(oracle.at_least(age, 20), oracle.at_most(age, 70))
    del new["EXCL07"]
    assert verdict == verdict_of(old)
    return old, new, verdict, verdict_of(new)


def reasons(old, new, before, after):
    """The criteria that explain a change of the verdict, in words of their own: those that fail
    or are open only now, or all that stood in the way when nothing does any more."""
    ids = list(old) + [name for name in new if name not in old]
    found = []
    for name in ids:
        was = outcome(name, old[name]) if name in old else PASSES
        now = outcome(name, new[name]) if name in new else PASSES
        part = {
            ("eligible", "ineligible"): now == FAILS,
            ("undetermined", "ineligible"): now == FAILS,
            ("ineligible", "eligible"): was != PASSES,
            ("undetermined", "eligible"): was != PASSES,
            ("eligible", "undetermined"): now == UNKNOWN,
            ("ineligible", "undetermined"): was == FAILS,
        }[before, after]
        if part:
            found.append(
                "%s %s>%s" % (name, word(old.get(name, "absent")), word(new.get(name, "absent")))
            )
    return found


def random_cohort(rows, seed):
    """A cohort as CSV, and its subjects as the oracle reads them, with whether they smoke."""
    rng = random.Random(seed)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["subject_id", *oracle.PARAMETERS, "smoker"])
    for number in range(rows):
        values = generate.subject(rng)
        if number % 3 == 0:  # the harmless ones are few
            values = generate.eligible(rng)
            generate.age_limit(rng, values)
            values["joint_effusion"] = rng.choice((False, False, True, None))
        cells = [generate.cell(rng, name, values[name]) for name in oracle.PARAMETERS]
        smoker = rng.choice(("true", "false", "false", "false", ""))
        writer.writerow(["S%d" % number, *cells, smoker])
    subjects = [
        (
            row["subject_id"],
            {"true": True, "false": False, "": None}[row.pop("smoker")],
            oracle.read_row(row, line),
        )
        for line, row in enumerate(csv.DictReader(io.StringIO(text.getvalue())), start=2)
    ]
    return text.getvalue(), subjects


@unittest.skipUnless(programs.path("compare").exists(), "compare is not built: libcsv is missing")
class CompareTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        with contextlib.ExitStack() as stack:
            self.directory = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
            self.addCleanup(stack.pop_all().close)

    def write(self, name, content):
        path = self.directory / name
        path.write_text(content, encoding="utf-8")
        return path

    def assert_nothing_done(self, result, *parts):
        status, out, err = result
        self.assertEqual((status, out), (2, ""))
        for part in parts:
            self.assertIn(part, err)


class Amendment(CompareTest):
    """The trial's rule set and the amended one, on random subjects."""

    ROWS = 1000

    @classmethod
    def setUpClass(cls):
        cls.cohort, subjects = random_cohort(cls.ROWS, seed=7)
        cls.expected = [
            (subject, *before_and_after(values, smoker)) for subject, smoker, values in subjects
        ]

    def setUp(self):
        super().setUp()
        self.amended = self.write("amended.cql", amend(RULESET.read_text(encoding="utf-8")))

    def compare(self, *options):
        return programs.run("compare", *options, "NCT07101562", self.amended, given=self.cohort)

    def test_rows_of_those_who_change(self):
        status, out, err = self.compare("--csv")
        self.assertEqual((status, err), (0, ""))
        wanted = [["subject_id", "old_verdict", "new_verdict", "criteria"]]
        for subject, old, new, before, after in self.expected:
            if before != after:
                wanted.append([subject, before, after, "; ".join(reasons(old, new, before, after))])
        self.assertEqual(list(csv.reader(io.StringIO(out))), wanted)
        seen = {tuple(row[1:3]) for row in wanted[1:]}
        self.assertEqual(len(seen), 6, "every change of the verdict must occur")

    def test_table(self):
        status, out, err = self.compare()
        self.assertEqual((status, err), (0, ""))
        lines = out.splitlines()
        self.assertEqual(lines[:2], ["old: NCT07101562 1.0.0", "new: NCT07101562 2.0.0"])
        self.assertTrue(all(len(line) <= 100 and line == line.rstrip() for line in lines), out)
        self.check_verdicts(lines)
        self.check_changed(lines)
        self.check_single(lines)
        self.assertIn("old only, inputs:\n    joint_effusion\n", out)
        self.assertIn("new only, inputs:\n    smoker\n", out)

    def check_verdicts(self, lines):
        at = lines.index(next(line for line in lines if line.startswith("old \\ new")))
        self.assertEqual(lines[at].split()[3:], list(VERDICTS))
        for i, before in enumerate(VERDICTS):
            counts = [
                sum(1 for row in self.expected if row[3:] == (before, after)) for after in VERDICTS
            ]
            self.assertEqual(lines[at + 1 + i].split(), [before, *map(str, counts)])
        other = sum(1 for row in self.expected if row[3] != row[4])
        moved = sum(1 for row in self.expected if any(self.moves(row)))
        self.assertIn(
            "%d subjects: %d with another verdict, %d with another outcome of a criterion"
            % (self.ROWS, other, moved),
            lines,
        )

    @staticmethod
    def outcomes(row, name):
        return tuple(
            outcome(name, values[name]) if name in values else PASSES for values in row[1:3]
        )

    def moves(self, row):
        names = list(row[1]) + ["EXCL30"]
        return [name for name in names if len(set(self.outcomes(row, name))) > 1]

    def responsible(self, name):
        return sum(
            1
            for row in self.expected
            if row[3] != row[4] and any(r.split()[0] == name for r in reasons(*row[1:]))
        )

    def check_changed(self, lines):
        at = lines.index(next(line for line in lines if line.startswith("criterion")))
        found = [self.outcomes(row, "INCL03") for row in self.expected]
        counts = [found.count(move) for move in MOVES] + [self.responsible("INCL03")]
        self.assertEqual(lines[at + 2].split(), ["INCL03", *map(str, counts)])
        self.assertGreater(found.count((FAILS, PASSES)), 20)
        self.assertEqual(
            lines[at + 3], "31 of 32 criteria in both have the same outcome for everybody"
        )

    def check_single(self, lines):
        for label, name, side in (("old only", "EXCL07", 0), ("new only", "EXCL30", 1)):
            at = lines.index(next(line for line in lines if line.startswith(label + "  ")))
            found = [self.outcomes(row, name)[side] for row in self.expected]
            counts = [found.count(each) for each in (PASSES, FAILS, UNKNOWN)]
            self.assertGreater(min(counts), 5)
            self.assertEqual(
                lines[at + 1].split()[:5], [name, *map(str, counts), str(self.responsible(name))]
            )

    def test_nothing_changes_without_an_amendment(self):
        status, out, err = programs.run(
            "compare", "--csv", "NCT07101562", RULESET, given=self.cohort_without_smoker()
        )
        self.assertEqual(
            (status, out, err), (0, "subject_id,old_verdict,new_verdict,criteria\n", "")
        )
        out = programs.run("compare", "NCT07101562", RULESET, given=self.cohort_without_smoker())[1]
        self.assertIn("33 of 33 criteria in both have the same outcome for everybody", out)
        self.assertNotIn("only", out)

    def cohort_without_smoker(self):
        rows = csv.reader(io.StringIO(self.cohort))
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(row[:-1] for row in rows)
        return text.getvalue()

    def test_cohort_without_the_new_column(self):
        """A new criterion without data leaves nobody eligible, and the table says why."""
        status, out, err = programs.run(
            "compare", "NCT07101562", self.amended, given=self.cohort_without_smoker()
        )
        self.assertEqual((status, err), (0, ""))
        self.assertIn("    smoker (the cohort has no such column)\n", out)
        single = out[out.index("new only  ") :].splitlines()[1].split()
        self.assertEqual(single[:4], ["EXCL30", "0", "0", str(self.ROWS)])


class Small(CompareTest):
    def compare(self, new, given, *options, old=None):
        return programs.run(
            "compare",
            *options,
            self.write("old.cql", old or SMALL % "1"),
            self.write("new.cql", new),
            given=given,
        )

    def changes(self, new, given, **more):
        status, out, err = self.compare(new, given, "--csv", **more)
        self.assertEqual(err, "")
        return status, list(csv.reader(io.StringIO(out)))[1:]

    def test_each_direction(self):
        new = (SMALL % "2").replace("dose > 10", "dose > 20").replace("age >= 18", "age >= 21")
        cohort = {
            "a": ("18", "10", "eligible", "ineligible", "INCL01 true>false"),
            "b": ("21", "11", "ineligible", "eligible", "EXCL01 true>false"),
            "c": ("", "11", "ineligible", "undetermined", "EXCL01 true>false"),
            "d": ("18", "", "undetermined", "ineligible", "INCL01 true>false"),
            "e": ("18", "11", None, None, None),  # ineligible for another reason
            "f": ("21", "10", None, None, None),
            "g": ("17", "21", None, None, None),
        }
        given = "subject_id,age,dose\n" + "".join(
            "%s,%s,%s\n" % (name, *row[:2]) for name, row in cohort.items()
        )
        self.assertEqual(
            self.changes(new, given),
            (0, [[name, *row[2:]] for name, row in cohort.items() if row[2]]),
        )
        out = self.compare(new, given)[1]
        self.assertIn("7 subjects: 4 with another verdict, 5 with another outcome", out)
        self.assertRegex(out, r"\nINCL01 +3 +0 +0 +0 +0 +0 +2\n")
        self.assertRegex(out, r"\nEXCL01 +0 +0 +3 +0 +0 +0 +2\n")

    def test_time_of_the_evaluation(self):
        new = SMALL % "2" + "/*\n@id: EXCL02\n@category: exclusion\n*/\ndefine Due: Today() >= %s\n"
        given = "subject_id,age,dose\na,18,10\n"
        self.assertEqual(
            self.changes(new % "@2026-03-01", given)[1],
            [["a", "eligible", "undetermined", "EXCL02 absent>unknown"]],
        )
        time = ("--now", "2026-03-01T00:00:00.000+01:00")
        self.assertIn(
            "a,eligible,ineligible,EXCL02 absent>true",
            self.compare(new % "@2026-03-01", given, "--csv", *time)[1],
        )
        self.assertEqual(self.compare(new % "@2026-03-02", given, "--csv", *time)[1].count("\n"), 1)
        for wrong in ("2026-03-01", "", "yesterday"):
            with self.subTest(wrong):
                self.assert_nothing_done(
                    self.compare(new % "@2026-03-01", given, "--now", wrong), "compare: --now: "
                )

    def test_known_and_unknown(self):
        """A criterion that needs another input becomes unknown, or is known at last."""
        new = (SMALL % "2").replace("dose > 10", "amount > 10").replace("dose I", "amount I")
        given = "subject_id,age,dose,amount\na,18,5,\nb,18,,5\nc,18,11,\nd,18,,11\ne,18,5,5\n"
        self.assertEqual(
            self.changes(new, given),
            (
                0,
                [
                    ["a", "eligible", "undetermined", "EXCL01 false>unknown"],
                    ["b", "undetermined", "eligible", "EXCL01 unknown>false"],
                    ["c", "ineligible", "undetermined", "EXCL01 true>unknown"],
                    ["d", "undetermined", "ineligible", "EXCL01 unknown>true"],
                ],
            ),
        )

    def test_category_that_changes(self):
        """What counts is whether a criterion keeps a subject out."""
        new = (SMALL % "2").replace("@category: exclusion", "@category: inclusion")
        self.assertEqual(
            self.changes(new, "subject_id,age,dose\na,18,5\nb,18,11\n"),
            (
                0,
                [
                    ["a", "eligible", "ineligible", "EXCL01 false>false"],
                    ["b", "ineligible", "eligible", "EXCL01 true>true"],
                ],
            ),
        )

    def test_check_is_no_criterion(self):
        new = (SMALL % "2").replace("@category: check", "@category: exclusion")
        status, out, err = self.compare(new, "subject_id,age,dose\na,121,5\n")
        self.assertEqual((status, err), (0, ""))
        self.assertRegex(out, r"new only .*\nCHECK01 +0 +1 +0 +1  Check\n")
        self.assertIn("2 of 2 criteria in both", out)

    def test_rows_that_only_one_can_read(self):
        """What an amendment allows that the protocol did not know."""
        old = (SMALL % "1").replace("parameter dose", "/*\n@values: 5|11\n*/\nparameter dose")
        status, out, err = self.compare(
            SMALL % "2", "subject_id,age,dose\na,18,7\nb,x,5\nc,18,5\n", "--csv", old=old
        )
        self.assertEqual(status, 1)
        self.assertEqual(out.splitlines()[1:], ["a,error,eligible,"])
        told = err.splitlines()
        self.assertEqual(len(told), 2, err)
        self.assertIn(
            "compare: standard input: for the old rule set: row 2, column 3: dose: ", told[0]
        )
        self.assertIn("compare: standard input: row 3, column 2: age: ", told[1])
        status, out, _ = self.compare(
            SMALL % "2", "subject_id,age,dose\na,18,7\nb,x,5\nc,18,5\n", old=old
        )
        self.assertEqual(status, 1)
        self.assertRegex(out, r"\nerror +1 +0 +0 +1\n")
        self.assertIn("3 subjects: 1 with another verdict, 0 with", out)

    def test_ids_are_quoted_where_needed(self):
        new = (SMALL % "2").replace("age >= 18", "age >= 21")
        ids = ["with, comma", 'with "quote"', "two\nlines", "ü", ""]
        given = io.StringIO()
        csv.writer(given).writerows([["subject_id", "age", "dose"]] + [[i, "18", "1"] for i in ids])
        self.assertEqual([row[0] for row in self.changes(new, given.getvalue())[1]], ids)

    def test_columns(self):
        new = (SMALL % "2").replace("dose", "amount")
        self.assertEqual(self.changes(new, "subject_id,dose\n1,3\n"), (0, []))
        self.assertEqual(self.changes(new, "subject_id,amount\n1,3\n"), (0, []))
        self.assert_nothing_done(
            self.compare(new, "subject_id,dosis\n1,3\n"), 'column 2: there is no parameter "dosis"'
        )
        self.assert_nothing_done(
            self.compare(new, "subject_id,amounts\n1,3\n"), "did you mean amount?"
        )
        self.assertEqual(self.compare(new, "subject_id,dosis\n1,3\n", "--extra-columns")[0], 0)
        self.assert_nothing_done(self.compare(new, "age\n1\n"), "there is no column subject_id")
        self.assert_nothing_done(
            self.compare(new, "subject_id,age,age\n1,1,1\n"), 'a second column "age"'
        )
        self.assert_nothing_done(self.compare(new, ""), "there is no header")

    def test_no_rows(self):
        status, out, err = self.compare(SMALL % "2", "subject_id\n")
        self.assertEqual((status, err), (0, ""))
        self.assertIn("0 subjects: 0 with another verdict", out)

    def test_included_libraries_beside_each(self):
        """Each rule set finds its own: they may differ."""
        rules = "include Limits\n" + SMALL.split("\n", 1)[1].replace(">= 18", ">= Limits.adult")
        paths = []
        for side, limit in (("old", 18), ("new", 21)):
            (self.directory / side).mkdir()
            self.write(side + "/Limits.cql", "library Limits define adult: %d" % limit)
            paths.append(self.write(side + "/rules.cql", rules))
        self.assertEqual(
            programs.run("compare", "--csv", *paths, given="subject_id,age,dose\n1,18,5\n")[1],
            "subject_id,old_verdict,new_verdict,criteria\n"
            "1,eligible,ineligible,INCL01 true>false\n",
        )


class Usage(CompareTest):
    def test_rule_sets(self):
        old, given = self.write("old.cql", SMALL % "1"), "subject_id\n1\n"
        for bad, part in (
            ("NCT0", "NCT0"),
            (self.directory / "gone.cql", "gone.cql"),
            (self.write("broken.cql", "define a: 1 +\n"), "broken.cql:1:14: error: "),
            (self.write("none.cql", "define a: 1\n"), "no criterion"),
        ):
            with self.subTest(bad):
                for pair in ((old, bad), (bad, old)):
                    self.assert_nothing_done(programs.run("compare", *pair, given=given), part)

    def test_files(self):
        old, new = self.write("old.cql", SMALL % "1"), self.write("new.cql", SMALL % "2")
        cohort = self.write("cohort.csv", "subject_id,age\n1,18\n")
        given = "subject_id,age\n1,18\n"
        told = programs.run("compare", old, new, cohort)
        self.assertEqual(told[0], 0)
        self.assertEqual(programs.run("compare", old, new, given=given), told)
        self.assertEqual(programs.run("compare", old, new, "-", given=given), told)
        self.assert_nothing_done(
            programs.run("compare", old, new, self.directory / "gone.csv"), "gone.csv"
        )
        self.assert_nothing_done(programs.run("compare", old, new, self.directory), "directory")

    def test_wrong_arguments(self):
        for arguments in (
            (),
            ("a",),
            ("--unknown", "a", "b"),
            ("a", "b", "c", "d"),
            ("-x",),
            ("a", "b", "--now"),
        ):
            with self.subTest(arguments):
                self.assert_nothing_done(programs.run("compare", *arguments), "usage: compare")

    def test_help_and_version(self):
        status, out, err = programs.run("compare", "--help")
        self.assertEqual((status, err), (0, ""))
        self.assertIn("usage: compare", out)
        status, out, _ = programs.run("compare", "--version")
        self.assertEqual(status, 0)
        self.assertRegex(out, r"^compare \(libnfhscreen\) \d+\.\d+\.\d+\n$")

    @unittest.skipUnless(pathlib.Path("/dev/full").exists(), "there is no full device")
    def test_output_that_cannot_be_written(self):
        old, new = self.write("old.cql", SMALL % "1"), self.write("new.cql", SMALL % "2")
        for options in ([], ["--csv"]):
            with open("/dev/full", "wb") as full:
                done = subprocess.run(
                    [str(programs.path("compare")), *options, str(old), str(new)],
                    input=b"subject_id,age\n1,18\n",
                    stdout=full,
                    stderr=subprocess.PIPE,
                    check=False,
                )
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"standard output", done.stderr)


if __name__ == "__main__":
    unittest.main()
