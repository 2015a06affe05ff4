# SPDX-License-Identifier: MIT
"""examples/redcap: the data dictionary of a rule set, by the rules of REDCap, and its branching.

test_redcap_screen.py is about exports.
"""

import contextlib
import csv
import io
import os
import pathlib
import random
import re
import subprocess
import sys
import unittest

import redcap_rules as rules

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NFH_BUILD", TOP / "build"))
os.environ.setdefault("NFHSCREEN_LIBRARY", str(BUILD / "libnfhscreen.so"))
for place in ("examples/python", "examples/redcap", "tests/oracle"):
    sys.path.insert(0, str(TOP / place))

import generate  # noqa: E402
import nfhscreen  # noqa: E402
import oracle  # noqa: E402
import redcap_dictionary  # noqa: E402
from redcap_fields import (  # noqa: E402
    Failure,
    checkbox_column,
    field_name,
    parse_choices,
    plain,
    read_dictionary,
    write_dictionary,
)

CRITERION = """
/*
@id: INCL01
@category: inclusion
@short: Any
*/
define "Any": 1 = 1
"""


def dictionary_of(parameters):
    """The rows of the data dictionary of a rule set with these parameters, header first."""
    ruleset = nfhscreen.Ruleset.from_text("library Small\n" + parameters + CRITERION)
    out = io.StringIO()
    write_dictionary(redcap_dictionary.dictionary(ruleset), out)
    return list(csv.reader(io.StringIO(out.getvalue())))


def field_of(parameters, name):
    return next(row for row in dictionary_of(parameters) if row[rules.NAME] == name)


class Trial(unittest.TestCase):
    """The dictionary of the trial, as the program writes it."""

    @classmethod
    def setUpClass(cls):
        command = [sys.executable, str(TOP / "examples/redcap/redcap_dictionary.py")]
        done = subprocess.run(command, capture_output=True, check=True, timeout=120)
        cls.rows = list(csv.reader(io.StringIO(done.stdout.decode("utf-8"))))
        cls.fields = {row[rules.ANNOTATION].replace("nfhscreen: ", ""): row for row in cls.rows[1:]}

    def test_rules(self):
        self.assertEqual(rules.problems(self.rows), [])
        self.assertEqual(self.rows[1][:2], ["record_id", "eligibility"])
        self.assertEqual([r[1] for r in self.rows[-6:]], ["eligibility_result"] * 6)

    @unittest.skipUnless((TOP / "../shared/protocol").is_dir(), "../shared is not there")
    def test_every_input_as_the_protocols_dictionary_has_it(self):
        path = TOP / "../shared/protocol/parameters.csv"
        with open(path, encoding="utf-8", newline="") as stream:
            wanted = list(csv.DictReader(stream))
        asked = [name for name in self.fields if name in {line["name"] for line in wanted}]
        self.assertEqual(asked, [line["name"] for line in wanted])
        for line in wanted:
            with self.subTest(line["name"]):
                field = self.fields[line["name"]]
                unit = line["unit"].replace("[", "").replace("]", "")
                label = line["prompt"] + (f" ({unit})" if unit else "")
                self.assertEqual(field[rules.LABEL], label)
                kind = "values" if line["values"] else line["type"]
                self.assertIn(
                    (field[rules.TYPE], field[rules.VALIDATION]),
                    {
                        "Boolean": [("yesno", "")],
                        "Date": [("text", "date_ymd")],
                        "Quantity": [("text", "number")],
                        "values": [("radio", ""), ("dropdown", "")],
                    }[kind],
                )
                if line["values"]:
                    shown = [label for _, label in rules.choices_of(field[rules.CHOICES])]
                    self.assertEqual(shown, line["values"].split("|"))
                else:
                    self.assertEqual(field[rules.MIN : rules.MAX + 1], [line["min"], line["max"]])

    def test_only_the_date_of_birth_identifies(self):
        marked = [name for name, row in self.fields.items() if row[rules.IDENTIFIER]]
        self.assertEqual(marked, ["birth_date"])

    def test_sections(self):
        headed = [row for row in self.rows[1:] if row[rules.SECTION]]
        self.assertEqual(len(headed), 14)
        self.assertEqual(headed[0][0], "birth_date")
        # A heading is never hidden with the field below it.
        self.assertEqual([row[0] for row in headed if row[rules.BRANCHING]], [])
        self.assertIn("section_pregnant", [row[0] for row in headed])

    def test_pages_for_women_only(self):
        for name in ("pregnant", "lactating"):
            self.assertEqual(self.fields[name][rules.BRANCHING], "[sex] <> 'male'")


class Parameters(unittest.TestCase):
    """What becomes of each kind of parameter."""

    def test_types(self):
        source = """
parameter b Boolean
parameter i Integer
parameter l Long
parameter d Decimal
parameter s String
parameter at Date
/*
@unit: mm[Hg]
@min: -0.5
@max: 350
@prompt: Pressure
*/
parameter q Quantity
/*
@values: 1|2|3|4
@prompt: Class
*/
parameter c Integer
"""
        rows = {row[-1]: row for row in dictionary_of(source)[1:]}
        self.assertEqual(rules.problems(dictionary_of(source)), [])
        kinds = {
            name.split()[1]: (row[rules.TYPE], row[rules.VALIDATION])
            for name, row in rows.items()
            if name.startswith("nfhscreen")
        }
        self.assertEqual(
            kinds,
            {
                "b": ("yesno", ""),
                "i": ("text", "integer"),
                "l": ("text", "integer"),
                "d": ("text", "number"),
                "s": ("text", ""),
                "at": ("text", "date_ymd"),
                "q": ("text", "number"),
                "c": ("radio", ""),
            },
        )
        pressure = rows["nfhscreen: q"]
        self.assertEqual(pressure[rules.LABEL], "Pressure (mmHg)")
        self.assertEqual(pressure[rules.NOTE], "-0.5 to 350 mmHg")
        self.assertEqual(pressure[rules.MIN : rules.MAX + 1], ["-0.5", "350"])
        self.assertEqual(rows["nfhscreen: c"][rules.CHOICES], "1, 1 | 2, 2 | 3, 3 | 4, 4")
        # Names of one letter are too short for REDCap.
        self.assertEqual([r[0] for r in rows.values()][1:3], ["b_2", "i_2"])

    def test_choices(self):
        def choices(values):
            source = f"/*\n@values: {values}\n*/\nparameter value String\n"
            self.assertEqual(rules.problems(dictionary_of(source)), [])
            row = field_of(source, "value")
            return row[rules.TYPE], row[rules.CHOICES]

        self.assertEqual(choices("a|b"), ("radio", "a, a | b, b"))
        self.assertEqual(choices("a|A"), ("radio", "1, a | 2, A"))
        self.assertEqual(choices("not seen|a, b"), ("radio", "1, not seen | 2, a, b"))
        self.assertEqual(choices("0|1|2|3|4|5")[0], "radio")
        self.assertEqual(choices("0|1|2|3|4|5|6")[0], "dropdown")

    def test_texts_that_redcap_would_take_for_commands(self):
        source = "/*\n@prompt: Is [age] <b {x} < 5?\n*/\nparameter note String\n"
        self.assertEqual(field_of(source, "note")[rules.LABEL], "Is (age) < b (x) < 5?")
        self.assertEqual(rules.problems(dictionary_of(source)), [])

    def test_another_unit(self):
        source = "/*\n@unit: umol/L\n@accept: mg/dL = 88.4 umol/L\n*/\nparameter crea Quantity\n"
        self.assertEqual(field_of(source, "crea")[rules.NOTE], "1 mg/dL = 88.4 umol/L")

    def test_limits_on_one_side(self):
        source = "/*\n@min: 5\n*/\nparameter low Integer\n/*\n@max: 7\n*/\nparameter high Integer\n"
        self.assertEqual(field_of(source, "low")[rules.NOTE], "from 5")
        self.assertEqual(field_of(source, "high")[rules.NOTE], "until 7")

    def test_names_that_are_taken(self):
        source = (
            "parameter record_id String\nparameter nfh_verdict String\n"
            "parameter eligibility_complete Boolean\nparameter redcap_event_name String\n"
        )
        rows = dictionary_of(source)
        self.assertEqual(rules.problems(rows), [])
        self.assertEqual(
            [row[0] for row in rows[1:6]],
            [
                "record_id",
                "record_id_2",
                "nfh_verdict_2",
                "eligibility_complete_2",
                "redcap_event_name_2",
            ],
        )


class Names(unittest.TestCase):
    def test_names(self):
        for name, wanted in (
            ("weight", "weight"),
            ("Weight KG", "weight_kg"),
            ("a__b___c", "a_b_c"),
            ("_a_", "a_2"),
            ("2nd visit", "f_2nd_visit"),
            ("größe", "gr_e"),
            ("¿", "f_2"),
            ("x" * 26, "x" * 26),
            ("x" * 27, "x" * 26),
            ("y" * 25 + "_z", "y" * 25),
        ):
            with self.subTest(name):
                self.assertEqual(field_name(name, ()), wanted)
                self.assertRegex(wanted, rf"\A{rules.NAME_RULE}\Z")

    def test_names_that_become_alike(self):
        taken = []
        for i in range(12):
            taken.append(field_name("long_name_that_goes_on_and_on_%d" % i, taken))
        self.assertEqual(taken[0], "long_name_that_goes_on_and")
        self.assertEqual(taken[1], "long_name_that_goes_on_a_2")
        self.assertEqual(taken[11], "long_name_that_goes_on_12")
        self.assertEqual(len(set(taken)), 12)
        for name in taken:
            self.assertRegex(name, rf"\A{rules.NAME_RULE}\Z")
            self.assertLessEqual(len(name), 26)

    def test_columns_of_checkboxes(self):
        """REDCap: - and . become _, small letters, and nothing else but letters and digits."""
        for code, column in (
            ("1", "box___1"),
            ("-1", "box____1"),
            ("1.5", "box___1_5"),
            ("AbC", "box___abc"),
            ("a b!", "box___ab"),
            ("UNK_2", "box___unk_2"),
        ):
            self.assertEqual(checkbox_column("box", code), column)

    def test_choices_and_labels(self):
        self.assertEqual(
            parse_choices("1, Yes, once|2,No | 3"), {"1": "Yes, once", "2": "No", "3": "3"}
        )
        self.assertEqual(parse_choices(""), {})
        self.assertEqual(plain("<b>Age</b>\n in&nbsp;years &lt; 5"), "Age in years < 5")


class Branching(unittest.TestCase):
    SOURCE = """
/*
@values: male|female
*/
parameter sex String
/*
@values: not seen|small, or none
*/
parameter scar String
parameter stroke Boolean
parameter age Integer
/*
@ask: %s
*/
parameter more Boolean
"""

    def logic(self, condition):
        rows = dictionary_of(self.SOURCE % condition)
        self.assertEqual(rules.problems(rows), [])
        return next(row for row in rows if row[0] == "more")[rules.BRANCHING]

    def test_conditions(self):
        for condition, wanted in (
            ("stroke", "[stroke] = '1'"),
            ("not stroke", "[stroke] = '0'"),
            ("sex = 'female'", "[sex] = 'female'"),
            ("sex!='male'", "[sex] <> 'male'"),
            ("scar = 'small, or none' and stroke", "[scar] = '2' and [stroke] = '1'"),
            ("stroke or not stroke", "[stroke] = '1' or [stroke] = '0'"),
        ):
            with self.subTest(condition):
                self.assertEqual(self.logic(condition), wanted)

    def test_conditions_that_mean_nothing(self):
        for condition, message in (
            ("storke", "there is no parameter 'storke'"),
            ("age", "age is no Boolean"),
            ("sex = 'mal'", "'mal' is no value of sex"),
            ("age = 5", "'5' is no value of age"),
            ("not sex = 'male'", "is no value of sex"),
            ("stroke and sex = 'male' or stroke", "has both and and or"),
            ("sex is null", "is no condition"),
            ("(stroke)", "is no condition"),
            ("stroke and", "is no condition"),
        ):
            with self.subTest(condition):
                with self.assertRaises(Failure) as caught:
                    self.logic(condition)
                self.assertIn("parameter more, @ask: ", str(caught.exception))
                self.assertIn(message, str(caught.exception))


def holds(condition, values):
    """A tag @ask in Kleene's logic, written for this test: True, False, None."""
    truths = []
    for text in re.split(" and ", condition):
        name, sign, value = re.fullmatch(r"(?:not )?(\w+)(?: (!?=) '(\w+)')?", text).groups()
        known = values[name]
        if known is None:
            truths.append(None)
        elif sign:
            truths.append((known == value) == (sign == "="))
        else:
            truths.append(known is not text.startswith("not "))
    return False if False in truths else None if None in truths else True


class HiddenQuestions(unittest.TestCase):
    """A question that the trial's form hides could not alter anything."""

    def test_random_subjects(self):
        text = (TOP / "lib/rulesets/NCT07101562.cql").read_text(encoding="utf-8")
        conditions = dict(
            (name, condition)
            for condition, name in re.findall(r"@ask: (.*)\n(?:@.*\n)*\*/\nparameter (\w+)", text)
        )
        self.assertEqual(len(conditions), text.count("@ask: "))
        self.assertGreater(len(conditions), 14)
        ruleset = nfhscreen.Ruleset("NCT07101562")
        rng = random.Random(11)
        hidden = dict.fromkeys(conditions, 0)
        for _ in range(60):
            values = generate.subject(rng)
            full = generate.subject(rng)
            for name, condition in conditions.items():
                if holds(condition, values) is not False:
                    continue
                values[name] = None
                bare = ruleset.screen(self.texts(values))
                asking = [c for c in bare.criteria if name in bare.criterion_missing[c]]
                self.assertEqual(asking, [], name)
                hidden[name] += 1
                # A date may stand beside "never": that is a contradiction, which a check reports.
                if not name.endswith("_date") and full[name] is not None:
                    given = ruleset.screen(self.texts({**values, name: full[name]}))
                    self.assertEqual(given.criteria, bare.criteria, name)
        self.assertGreater(min(hidden.values()), 5, hidden)

    @staticmethod
    def texts(values):
        rng = random.Random(0)
        return {name: generate.cell(rng, name, values[name]) for name in oracle.PARAMETERS}


class Files(unittest.TestCase):
    def test_written_and_read(self):
        fields = redcap_dictionary.dictionary(nfhscreen.Ruleset("NCT07101562"))
        out = io.StringIO()
        write_dictionary(fields, out)
        self.assertEqual(read_dictionary(io.StringIO(out.getvalue())), fields)

    def test_no_dictionary(self):
        header = ",".join('"%s"' % name for name in rules.COLUMNS) + "\n"
        row = "a,f" + 16 * "," + "\n"
        for text, message in (
            ("", "no data dictionary"),
            ("subject_id,age\n", "no data dictionary"),
            (header, "no fields"),
            (header + "a,f\n", "row 2: 2 cells"),
            (header + row + row, "a stands twice"),
        ):
            with self.subTest(text), self.assertRaisesRegex(Failure, message):
                read_dictionary(io.StringIO(text))

    def test_names_for_forms(self):
        err = io.StringIO()
        with contextlib.redirect_stderr(err):
            self.assertEqual(redcap_dictionary.main(["--form", "My form"]), 2)
            self.assertEqual(redcap_dictionary.main(["-r", "Nowhere"]), 2)
        self.assertIn("'My form' is no name in REDCap, 'my_form' is", err.getvalue())
        self.assertIn("no rule set 'Nowhere'", err.getvalue())


class Rules(unittest.TestCase):
    """The rules notice what breaks them."""

    def test_broken(self):
        good = dictionary_of("/*\n@values: a|b\n*/\nparameter one String\nparameter two Boolean\n")
        self.assertEqual(rules.problems(good), [])
        for row, cell, value in (
            (0, 0, "Variable"),
            (1, rules.TYPE, "yesno"),
            (2, rules.NAME, "One"),
            (2, rules.NAME, "a__b"),
            (2, rules.NAME, "two"),
            (2, rules.NAME, "x" * 27),
            (2, rules.NAME, "eligibility_complete"),
            (2, rules.CHOICES, ""),
            (2, rules.CHOICES, "a, a | A, b"),
            (2, rules.VALIDATION, "number"),
            (2, rules.LABEL, "the [one]"),
            (2, rules.LABEL, ""),
            (3, rules.CHOICES, "1, Yes"),
            (3, rules.MIN, "0"),
            (3, rules.BRANCHING, "[none] = '1'"),
            (3, rules.BRANCHING, "[one] = 'c'"),
            (3, rules.BRANCHING, '[one] = "a"'),
            (3, rules.IDENTIFIER, "yes"),
            (2, rules.FORM, "eligibility_result"),
        ):
            broken = [list(line) for line in good]
            broken[row][cell] = value
            self.assertNotEqual(rules.problems(broken), [], (row, cell, value))


if __name__ == "__main__":
    unittest.main()
