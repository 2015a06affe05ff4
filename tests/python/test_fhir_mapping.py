# SPDX-License-Identifier: MIT
"""examples/fhir: the shipped mapping, and what is wrong with others."""

import csv
import re
import unittest

from fhir_support import HERE, OWN_ANSWERS, RULESET, SHIPPED, in_directory, read
import fhir_codes
import fhir_judge
import fhir_mapping
from fhir_bundles import (
    component,
    concept,
    condition,
    medication,
    observation,
    procedure,
    quantity,
)


class Codes(unittest.TestCase):
    """Check digits: of codes that LOINC's and SNOMED's own texts print."""

    def test_loinc(self):
        good = "2160-0 14682-9 1742-6 8480-6 85354-9 718-7 4548-4 2339-0 LA6576-8 LA33-6 LA15173-0"
        for code in good.split():
            self.assertTrue(fhir_codes.loinc_is_valid(code), code)
            number, check = code.split("-")
            for other in "0123456789":
                if other != check:
                    self.assertFalse(fhir_codes.loinc_is_valid(number + "-" + other))
        for code in ("", "-", "2160", "2160-", "-0", "2160-00", "216O-0", "LB6576-8", "２160-0"):
            self.assertFalse(fhir_codes.loinc_is_valid(code), code)

    def test_snomed(self):
        good = "22298006 73211009 138875005 900000000000207008 10828004 260385009 116680003"
        for code in good.split():
            self.assertTrue(fhir_codes.snomed_is_valid(code), code)
            for i, digit in enumerate(code):
                for other in "0123456789":
                    if other != digit:
                        changed = code[:i] + other + code[i + 1 :]
                        self.assertFalse(fhir_codes.snomed_is_valid(changed), changed)
            for i in range(len(code) - 1):
                swapped = code[:i] + code[i + 1] + code[i] + code[i + 2 :]
                if swapped != code:
                    self.assertFalse(fhir_codes.snomed_is_valid(swapped), swapped)
        for code in ("", "5", "22298O06", "222980061234567890123"):
            self.assertFalse(fhir_codes.snomed_is_valid(code), code)


class ShippedMapping(unittest.TestCase):
    def rows(self, name):
        lines = (HERE / name).read_text(encoding="utf-8").splitlines()
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))

    def test_codes(self):
        """The check digits once more, by another way than the program's."""
        count = 0
        for row in self.rows("mapping.csv") + self.rows("answers.csv"):
            for code in filter(None, (row["code"], row.get("component"))):
                if row["system"] == "LOINC" and not code.startswith("LA"):
                    number, check = code.split("-")
                    odd = str(int(number[::-1][::2][::-1]) * 2)
                    digits = odd + number[::-1][1::2]
                    self.assertEqual((sum(map(int, digits)) + int(check)) % 10, 0, code)
                    count += 1
        self.assertGreater(count, 25)

    def test_units(self):
        """Every quantity has a unit that the library takes for the input, and others have none."""
        types = {parameter.name: parameter.type for parameter in RULESET.parameters}
        quantities = 0
        for row in self.rows("mapping.csv"):
            if types[row["parameter"]] == "Quantity":
                limit = next(p.min for p in RULESET.parameters if p.name == row["parameter"])
                text = "%s '%s'" % (max(1, int(limit)), row["unit"])
                RULESET.screen({row["parameter"]: text})
                quantities += 1
            else:
                self.assertEqual(row["unit"], "")
        self.assertGreater(quantities, 20)

    def test_every_row_can_be_taken(self):
        """A resource of every row's code gives the row's input a value."""
        for row in SHIPPED.rows:
            if row.resource == "Patient":
                continue
            with self.subTest(row):
                others = [r for r in SHIPPED.rows if r.parameter == row.at_time_of][:1]
                values = read(*map(self.resource_of, [row, *others]))[0]
                self.assertIn(row.parameter, values)

    def resource_of(self, row):
        code = concept((row.systems[0], row.code.replace("*", "0")))
        if row.resource == "Observation":
            value = self.value_of(row)
            if row.component:
                return observation(code, component=[component(row.component, **value)])
            found = observation(code, **value)
            if row.take == "referenceRange.high":
                found["referenceRange"] = [{"high": quantity(*self.amount(row))}]
            return found
        if row.resource == "Condition":
            found = condition(row.systems[0], row.code.replace("*", "0"))
            return dict(found, onsetDateTime="2025-08-20")
        if row.resource == "Procedure":
            return procedure(row.code, performedDateTime="2025-08-20")
        return medication(row.code.replace("*", "01"), effectivePeriod={"start": "2025-08-20"})

    def amount(self, row):
        number = {"mg/dL": 1, "umol/L": 90, "/min": 70, "ms": 160, "%": 55}.get(row.unit, 80)
        return number, row.unit

    def value_of(self, row):
        if row.answers:
            coding = next(iter(SHIPPED.answers[row.answers]))
            return {"valueCodeableConcept": concept((coding.system, coding.code))}
        return {"valueQuantity": quantity(*self.amount(row))}

    def test_documentation(self):
        """The README names every input: as mapped, or with the reason why not."""
        readme = (HERE / "README").read_text(encoding="utf-8")
        not_mapped = readme[readme.index("Not mapped") : readme.index("Of inputs that are mapped")]
        mapped = {row.parameter for row in SHIPPED.rows}
        for parameter in RULESET.parameters:
            with self.subTest(parameter.name):
                named = re.search(r"\b%s\b" % parameter.name, not_mapped) is not None
                self.assertEqual(named, parameter.name not in mapped)


class Mappings(unittest.TestCase):
    """What is wrong with a mapping is told before anything is read."""

    HEADER = ",".join(fhir_mapping.MAPPING_COLUMNS) + "\n"

    def setUp(self):
        self.directory = in_directory(self)

    def problem(self, rows, answers=OWN_ANSWERS, header=None):
        paths = [self.directory / name for name in ("m.csv", "a.csv")]
        text = (self.HEADER if header is None else header) + rows
        paths[0].write_bytes(text if isinstance(text, bytes) else text.encode())
        paths[1].write_text(answers, encoding="utf-8")
        try:
            fhir_mapping.read_mapping(*paths, RULESET)
        except fhir_mapping.MappingError as error:
            return str(error)
        return None

    def test_good(self):
        self.assertIsNone(self.problem("# a comment\n\nsex,Patient,,,,,gender,,,,,,,,\n"))

    def test_rows(self):
        lab = "weight,Observation,LOINC,29463-7,,kg,value,latest,30,,,,,,"
        flag = "mental_disorder,Condition,SNOMED,58214004,,,present,any,,,,true,,,"
        self.assertIsNone(self.problem(lab + "\n" + flag + "\n"))
        for row, old, new, part in (
            (lab, "weight", "wieght", "did you mean weight?"),
            (lab, "Observation", "Observations", 'resource "Observations" is none of'),
            (lab, "LOINC", "LONIC", 'system "LONIC"'),
            (lab, "29463-7", "29463-8", "its check digit is wrong"),
            (lab, "29463-7", "29436-7", "its check digit is wrong"),
            (lab, "29463-7", "", "there is no code"),
            (lab, "29463-7", "29*", "* has a meaning in ICD-10 and ATC only"),
            (lab, "29463-7,", "29463-7,8480-7", "its check digit is wrong"),
            (lab, "kg", "kgs", 'unit "kgs" is no unit of UCUM'),
            (lab, "kg", "", 'unit "" is no unit of UCUM'),
            (lab, "kg", "*/ x", "is no unit of UCUM"),
            (lab, "kg", "cm", "does not convert to kg"),
            (lab, "value", "values", 'take "values" is none of'),
            (lab, "value", "effective", "weight is a Quantity"),
            (lab, "latest", "newest", 'choose "newest"'),
            (lab, "latest", "any", "choose any is for truth values"),
            (lab, ",30,", ",-1,", 'within_days "-1"'),
            (lab, ",30,", ",1e3,", 'within_days "1e3"'),
            (lab, ",30,,,", ",30,,inactive,", 'only "inactive"'),
            (lab, ",30,,", ",30,sex,", 'at_time_of "sex" is no parameter of the rows above'),
            (lab, ",30,,,,", ",30,,,88,", "value is for take present"),
            (lab, ",,,,,,", ",,,,,yes,", "answers are for coded values"),
            (flag, "58214004", "58214005", "its check digit is wrong"),
            (flag, ",true,", ",yess,", "is not a truth value"),
            (flag, ",true,", ",,", "value: what the input is"),
            (flag, ",true,,", ",true,maybe,", "is not a truth value"),
            (flag, ",true,,,", ",true,,yes,", "answers are for coded values"),
            (flag, "58214004,,,", "58214004,,kg,", "has no unit"),
            (flag, "58214004,", "58214004,58214004", "can be a component's"),
            (flag, "mental_disorder", "sex", "choose any is for truth values"),
            (flag, "present", "onset", "mental_disorder is a Boolean"),
            (flag, "Condition", "Patient", 'take "present" is none of birthDate, gender'),
        ):
            with self.subTest((old, new)):
                self.assertIn(old, row)
                told = self.problem("# line 2\n" + row.replace(old, new, 1) + "\n")
                self.assertIn(part, told or "")
                self.assertIn("m.csv: line 3: ", told)

    def test_answers(self):
        row = "persistent_hip_pain,Observation,LOINC,8480-6,,,value,latest,,,,,,%s,\n"
        head = "answers,system,code,value,note\n"
        self.assertIn('no set of answers "no"', self.problem(row % "no"))
        for answers, part in (
            ("yes,LOINC,LA33-7,true,\n", "a.csv: line 2: "),
            ("yes,LOINC,LA33-6,,\n", "a set and a value are needed"),
            (",LOINC,LA33-6,true,\n", "a set and a value are needed"),
            ("yes,LOINC,LA33-6,true,\nyes,LOINC,LA33-6,false,\n", "a.csv: line 3: "),
            ("yes,LOINC,LA33-6,perhaps,\n", "is not a truth value"),
        ):
            self.assertIn(part, self.problem(row % "yes", head + answers) or "")

    def test_rows_that_the_readme_shows(self):
        lines = (HERE / "README").read_text(encoding="utf-8").splitlines()
        rows = [line.strip() for line in lines if line.count(",") == self.HEADER.count(",")]
        self.assertEqual(len(rows), 3)
        local = "http://hospital.example/codes"
        answers = OWN_ANSWERS + "arco,%s,2,II,\n" % local
        self.assertIsNone(self.problem("\n".join(rows) + "\n", answers))

    def test_rows_together(self):
        lab = "weight,Observation,LOINC,29463-7,,kg,value,latest,30,,,,,,\n"
        other = lab.replace("29463-7", "3141-9")
        self.assertIsNone(self.problem(lab + other))
        self.assertIn("line 3: a second row", self.problem(lab + lab))
        self.assertIn(
            "weight is chosen in two ways", self.problem(lab + other.replace("latest", "earliest"))
        )

    def test_tables(self):
        self.assertIn("there is no header", self.problem("", header=""))
        self.assertIn("the columns must be", self.problem("", header="parameter,code\n"))
        self.assertIn("line 2: 3 cells", self.problem("a,b,c\n"))
        self.assertIn("not UTF-8", self.problem(b"\xff\n", header=self.HEADER.encode()))
        self.assertIn("line 2", self.problem('a,"b\n'))


class Units(unittest.TestCase):
    def test_conversion(self):
        for unit, other, wanted in (
            ("umol/L", "mmol/L", True),
            ("umol/L", "mg/dL", False),
            ("mg/dL", "g/L", True),
            ("mm[Hg]", "kPa", True),
            ("/min", "Hz", True),
            ("kg", "[lb_av]", True),
            ("kg", "lbs", False),
            ("U/L", "[iU]/L", False),
        ):
            self.assertEqual(fhir_judge.converts(unit, other), wanted, (unit, other))

    def test_text_of_others_is_no_rule_text(self):
        for unit in ("kg\n@min: 5", "kg */ define x: 1 /*", "kg'", "", "kg\x00", "é"):
            self.assertFalse(fhir_judge.is_unit(unit))
            self.assertFalse(fhir_judge.converts("kg", unit), unit)


if __name__ == "__main__":
    unittest.main()
