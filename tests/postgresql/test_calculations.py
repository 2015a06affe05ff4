# SPDX-License-Identifier: MIT
"""Calculations and limits in SQL: the rows of tests/data/calc_*.tsv, whose values come from the
published check values and from exact fractions, with double precision and with numeric; and the
names and ranges of the arguments as nfhscreen.h has them."""

import csv
import unittest
from decimal import Decimal

import contracts
from server import TOP
from shared import attempts, server

CONTRACTS = {name: contract for name, contract in contracts.contracts().items()
             if name not in ("nfh_date_parse", "nfh_date_format")}
SEXES = {"0": "NULL", "1": "'male'", "2": "'female'"}
TRUTHS = {"0": "false", "1": "true", "2": "NULL"}
TYPES = ("double precision", "numeric")
CHECK_VALUES = TOP.parent / "shared" / "protocol" / "check-values.csv"


def table_rows():
    for path in sorted((TOP / "tests" / "data").glob("calc_*.tsv")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines()
                 if not line.startswith("#")]
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row.get("function") in CONTRACTS:
                yield row


def is_date(value):
    return value.type == "int32_t" and value.unit == "d"


def argument(value, text, number):
    """SQL for an argument as the table has it; None: there is no such argument in SQL."""
    if value.type == "double":
        word = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(text, text)
        return "'%s'::%s" % (word, number)
    if value.name == "sex":
        return SEXES.get(text)
    if value.name == "standardized":
        return TRUTHS.get(text)
    if is_date(value):
        if text in ("unknown", "nan"):
            return "NULL::date"
        if text.lstrip("-").isdigit():
            return "(date '1970-01-01' + (%s))" % text
        return "date '%s'" % text
    return "(%s)" % text


def call(function, arguments):
    return "SELECT %s(%s)::text" % (function, ", ".join(arguments))


def expected(row, contract):
    """(SQLSTATE or None, text)."""
    status = row["status"]
    if status == "NFH_E_UNKNOWN" or row["expected"] == "unknown":
        return None if status in ("NFH_E_UNKNOWN", "NFH_OK") else status, None
    if status != "NFH_OK":
        return status, None
    return None, row["expected"]


def agrees(found, row):
    status, wanted = expected(row, CONTRACTS[row["function"]])
    if status is not None:
        return found is not None and found.split(":")[0] in ("22003", "22008")
    if wanted is None or found is None:
        return found is wanted
    if wanted in ("true", "false") or wanted.count("-") == 2:
        return found == wanted
    try:
        return abs(Decimal(found) - Decimal(wanted)) <= Decimal(row["tolerance"])
    except ArithmeticError:
        return False


class Table(unittest.TestCase):
    def test_rows(self):
        for number in TYPES:
            cases = []
            for row in table_rows():
                given = CONTRACTS[row["function"]].given
                arguments = [argument(value, text, number)
                             for value, text in zip(given, row["inputs"].split(" "))]
                if None not in arguments:
                    cases.append((row, call(row["function"], arguments)))
            self.assertGreater(len(cases), 1000)
            for (row, query), found in zip(cases, attempts([query for _, query in cases])):
                with self.subTest(row["id"], number=number, query=query):
                    self.assertTrue(agrees(found, row), found)

    def test_null_is_nan(self):
        """NULL in the place of NaN changes nothing."""
        queries, nulls = [], []
        for row in table_rows():
            given = CONTRACTS[row["function"]].given
            texts = row["inputs"].split(" ")
            arguments = [argument(value, text, "numeric") for value, text in zip(given, texts)]
            if "nan" not in texts or None in arguments:
                continue
            queries.append(call(row["function"], arguments))
            nulls.append(queries[-1].replace("'NaN'", "NULL"))
        self.assertGreater(len(queries), 50)
        self.assertEqual(attempts(queries), attempts(nulls))

    def test_published_values_are_there(self):
        """The table is not short of the published values."""
        if not CHECK_VALUES.exists():
            self.skipTest("%s is not there" % CHECK_VALUES)
        sources = " ".join(row["source"] for row in table_rows())
        with CHECK_VALUES.open(encoding="utf-8") as lines:
            ids = [row["id"] for row in csv.DictReader(lines)
                   if row["function"] not in ("limit", "conservative_rx_gt_2wk", "walk_gt_50m")]
        found = [name for name in ids if "check-values.csv " + name in sources]
        self.assertGreater(len(found), 120)


class Signatures(unittest.TestCase):
    def test_arguments(self):
        """Each function is there, in both forms, with the names of nfhscreen.h."""
        found = server().rows("""
            SELECT proname, array_to_string(proargnames, ' '), proargtypes::regtype[]::text,
                   provolatile, proparallel
            FROM pg_proc WHERE proname LIKE 'nfh\\_%' AND proname NOT IN ('nfh_verdict', 'nfh_screen',
                'nfh_criteria', 'nfh_report', 'nfh_input_error', 'nfh_parameters',
                'nfh_library_version')""")
        names = {}
        for name, arguments, types, volatility, parallel in found:
            names.setdefault(name, []).append(types)
            self.assertEqual(arguments.split(), [v.name for v in CONTRACTS[name].given], name)
            self.assertEqual((volatility, parallel), ("i", "s"), name)
        self.assertEqual(set(names), set(CONTRACTS))
        for name, forms in names.items():
            numbers = any(value.type == "double" for value in CONTRACTS[name].given)
            self.assertEqual(len(forms), 2 if numbers else 1, name)

    def test_every_function_is_described(self):
        self.assertEqual(server().rows("""
            SELECT proname FROM pg_proc
            WHERE proname LIKE 'nfh\\_%' AND obj_description(oid, 'pg_proc') IS NULL"""), [])


def inside(value):
    """A value within the range of an argument."""
    if value.type == "double":
        return "'%s'" % ((Decimal(value.low) + Decimal(value.high)) / 2)
    if value.name == "sex":
        return "'male'"
    if value.name == "standardized":
        return "true"
    return "date '2020-01-01'" if is_date(value) else "1"


class Ranges(unittest.TestCase):
    STEP = Decimal("0.00000001")

    def cases(self, change):
        """(function, argument, limit, query) with one argument at its limit, or beside it."""
        for name, contract in CONTRACTS.items():
            for index, value in enumerate(contract.given):
                if value.type != "double":
                    continue
                for limit, sign in ((value.low, -1), (value.high, 1)):
                    for number in TYPES:
                        arguments = ["%s::%s" % (inside(v), number) if v.type == "double"
                                     else inside(v) for v in contract.given]
                        arguments[index] = "'%s'::%s" % (change(Decimal(limit), sign), number)
                        yield name, value, limit, call(name, arguments)

    def test_limits_are_allowed(self):
        cases = list(self.cases(lambda limit, sign: limit + sign * Decimal("0.000000004")))
        self.assertGreater(len(cases), 100)
        for case, found in zip(cases, attempts([case[3] for case in cases])):
            with self.subTest(case[3]):
                self.assertFalse(found is None or found.startswith("22"), found)

    def test_beside_a_limit(self):
        """The error names function, argument, value, range and unit."""
        cases = list(self.cases(lambda limit, sign: limit + sign * self.STEP))
        for (name, value, limit, query), found in zip(cases, attempts([c[3] for c in cases])):
            with self.subTest(query):
                unit = {"a": "years", "any": "", "-": ""}.get(value.unit, value.unit)
                bounds = "Expected %s to %s%s." % (value.low, value.high, unit and " " + unit)
                shown = query.split("'")[1::2][[v.name for v in CONTRACTS[name].given
                                                if v.type == "double" or v.name == "sex"
                                                ].index(value.name)]
                self.assertRegex(found, r"^22003: %s: %s \S+ is out of range\. " % (name, value.name))
                self.assertIn(bounds, found)
                self.assertIn(" %s is" % format(Decimal(shown), "f").rstrip("0").rstrip("."),
                              found.replace("e-09", "").replace("-1e-08", "-0.00000001"))


class Exactness(unittest.TestCase):
    def test_eight_places(self):
        """A numeric's eighth place decides, and what is finer is rounded half away from zero."""
        self.assertEqual(attempts([
            "SELECT nfh_exceeds_uln(60.45, 40.3, 1.5)",
            "SELECT nfh_exceeds_uln(60.45000001, 40.3, 1.5)",
            "SELECT nfh_exceeds_uln(60.450000004999999999999999999999, 40.3, 1.5)",
            "SELECT nfh_exceeds_uln(60.450000005, 40.3, 1.5)",
            "SELECT nfh_creatinine_clearance(25, 81.8, 230, 'male')",
            "SELECT nfh_creatinine_clearance(25, 81.8::float8, 230, 'male')",
            "SELECT nfh_qtc_bazett(408, 73.0)",
            "SELECT nfh_exceeds_uln(19999.99999999, 19999.99999999, 1)",
            "SELECT nfh_exceeds_uln(19999.99999999, 19999.99999998, 1.0)",
        ]), ["false", "true", "false", "true", "50", "50", "450.03466533", "false", "true"])

    def test_result_types(self):
        self.assertEqual(server().rows("""
            SELECT pg_typeof(nfh_qtc_bazett(408.5, 73.0)), pg_typeof(nfh_qtc_bazett(408, 73)),
                   pg_typeof(nfh_qtc_bazett(408.5, 73::float8)),
                   pg_typeof(nfh_age_years('1960-02-29', '2026-02-28'))"""),
            [["numeric", "double precision", "double precision", "integer"]])


class Dates(unittest.TestCase):
    def test_errors(self):
        for query, state, words in (
            ("SELECT nfh_age_years('infinity', '2020-01-01')", "22008", "birth is infinite"),
            ("SELECT nfh_age_years('2020-01-01', '-infinity')", "22008", "at is infinite"),
            ("SELECT nfh_age_years('2020-01-02', '2020-01-01')", "22008",
             "birth 2020-01-02 is after 2020-01-01"),
            ("SELECT nfh_age_years('0001-12-31 BC', NULL)", "22008", "0001-12-31 BC is out of range"),
            ("SELECT nfh_add_months('9999-12-31', 1)", "22008", "9999-12-31 and 1 months"),
            ("SELECT nfh_add_days('10000-01-01', -1)", "22008", "date 10000-01-01 is out of range"),
            ("SELECT nfh_within_window(NULL, '2020-01-01', -1)", "22003", "months -1 is out of"),
            ("SELECT nfh_within_days('2020-01-01', '2020-01-01', 3652059)", "22003",
             "Expected 0 to 3652058"),
            ("SELECT nfh_within_window('2020-01-01', '0001-01-01', 1)", "22008",
             "begins on 0001-01-01 or later"),
            ("SELECT nfh_creatinine_clearance(25, 81.8, 230, 'm')", "22023", "male or female"),
            ("SELECT nfh_qtc_bazett('Infinity'::numeric, 60)", "22003", "qt_ms Infinity is out of"),
        ):
            with self.subTest(query):
                (found,) = attempts([query])
                self.assertTrue(found.startswith(state + ":"), found)
                self.assertIn(words, found)

    def test_nothing_known(self):
        self.assertEqual(attempts([
            "SELECT nfh_add_months(NULL, 1)", "SELECT nfh_add_days('2020-01-01', NULL)",
            "SELECT nfh_age_years(NULL, '2020-01-01')",
            "SELECT nfh_within_days('2020-01-01', '2020-01-01', NULL)",
            "SELECT nfh_creatinine_clearance(25, 81.8, 230, NULL)",
            "SELECT nfh_ecg_abnormal(NULL, NULL, NULL, NULL)",
            "SELECT nfh_ecg_abnormal(NULL, 101, NULL, NULL)",
        ]), [None] * 6 + ["true"])
