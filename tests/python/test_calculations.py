# SPDX-License-Identifier: MIT
"""The calculations of the shared library, compared bit for bit with exact fractions.

The random arguments lie in the ranges that the header states, and outside: a range that the code
does not keep fails here.
"""

import csv
import ctypes
import locale
import math
import os
import random
import shutil
import struct
import subprocess
import tempfile
import unittest
from fractions import Fraction

import contracts
import models

CASES = 20000
LIBRARY = contracts.load_library()
CONSTANTS = contracts.constants()
CONTRACTS = contracts.contracts()
PROTOTYPES = contracts.prototypes()
TEXT_FUNCTIONS = ("nfh_date_parse", "nfh_date_format")
NUMERIC = [name for name in CONTRACTS if name not in TEXT_FUNCTIONS]
TYPES = {
    "double": ctypes.c_double,
    "int": ctypes.c_int,
    "int32_t": ctypes.c_int32,
    "size_t": ctypes.c_size_t,
}
OK, E_NULL, E_UNKNOWN, E_INFINITE, E_RANGE = (
    CONSTANTS[name]
    for name in ("NFH_OK", "NFH_E_NULL", "NFH_E_UNKNOWN", "NFH_E_INFINITE", "NFH_E_RANGE")
)
DATE_UNKNOWN = CONSTANTS["NFH_DATE_UNKNOWN"]
UNKNOWN = CONSTANTS["NFH_UNKNOWN"]
CHECK_VALUES = contracts.TOP.parent / "shared" / "protocol" / "check-values.csv"


def is_limit(contract):
    return contract.returned[0].name == "truth"


def is_date(value):
    return value.type == "int32_t" and value.unit == "d"


def nothing(contract):
    """The result on an error."""
    result = contract.returned[0]
    if result.name == "truth":
        return UNKNOWN
    return math.nan if result.type == "double" else DATE_UNKNOWN


def bits(number):
    """Equal only when the same bit for bit; every NaN counts as the same."""
    if isinstance(number, float):
        return "NaN" if math.isnan(number) else struct.pack(">d", number)
    return number


def call(contract, arguments):
    """(status, result) of the library; the result was poisoned before."""
    result = TYPES[contract.returned[0].type](77)
    converted = [TYPES[value.type](argument) for value, argument in zip(contract.given, arguments)]
    status = getattr(LIBRARY, contract.name)(*converted, ctypes.byref(result))
    return status, result.value


def call_array(contract, cases):
    """The same of the array form, for all cases at once; the statuses and the results."""
    n = len(cases)
    columns = []
    for index, value in enumerate(contract.given):
        column_type = TYPES["double" if value.type == "double" else "int32_t"]
        columns.append((column_type * n)(*[case[index] for case in cases]))
    result_type = TYPES["double" if contract.returned[0].type == "double" else "int32_t"]
    results, statuses = (result_type * n)(*[77] * n), (ctypes.c_int32 * n)(*[77] * n)
    status = getattr(LIBRARY, contract.name + "_n")(ctypes.c_size_t(n), *columns, results, statuses)
    return status, list(zip(statuses, results))


def meaning(value, argument):
    """(status, what the argument means to the model; None when it is not known)."""
    if value.type == "double":
        if math.isnan(argument):
            return E_UNKNOWN, None
        if math.isinf(argument):
            return E_INFINITE, None
        decimal = models.decimal_of(argument)
        return (OK if Fraction(value.low) <= decimal <= Fraction(value.high) else E_RANGE), decimal
    if is_date(value):
        if argument == DATE_UNKNOWN:
            return E_UNKNOWN, None
        inside = int(value.low) <= argument <= int(value.high)
        return (OK, models.date_of(argument)) if inside else (E_RANGE, None)
    if value.name == "sex" and argument == CONSTANTS["NFH_SEX_UNKNOWN"]:
        return E_UNKNOWN, None
    inside = value.low is None or int(value.low) <= argument <= int(value.high)
    return (OK if inside else E_RANGE), argument


def expected(contract, arguments):
    """(status, result) as the header promises them."""
    found = [meaning(value, argument) for value, argument in zip(contract.given, arguments)]
    status = max(state for state, _ in found)
    if status == E_UNKNOWN and is_limit(contract):
        status = OK
    if status != OK:
        return status, nothing(contract)
    try:
        result = getattr(models, contract.name.removeprefix("nfh_"))(*[value for _, value in found])
    except models.NoResult:
        return E_RANGE, nothing(contract)
    if is_limit(contract):
        return OK, UNKNOWN if result is None else int(result)
    if isinstance(result, Fraction):
        return OK, float(result)
    return OK, result if isinstance(result, int) else models.days_of(result)


class Arguments:
    """Random arguments: few or many places, ends of ranges, near limits, impossible ones."""

    LIMITS = {
        "heart_rate_min": 100,
        "qrs_ms": 120,
        "pr_ms": 220,
        "systolic_mmhg": 140,
        "diastolic_mmhg": 90,
    }

    def __init__(self, seed):
        self.random = random.Random(seed)

    def number(self, value):
        low, high = float(value.low), float(value.high)
        chance = self.random.random()
        if chance < 0.03:
            return math.nan
        if chance < 0.04:
            return self.random.choice([math.inf, -math.inf])
        if chance < 0.06:
            return self.random.choice(
                [low - 1e-8, high + 1e-8, -1.0, -low - 1, 1e300, -1e300, 2 * high + 1]
            )
        if chance < 0.12:
            return self.random.choice([low, high, low + 1e-8, high - 1e-8, low - 4e-9, -0.0])
        if chance < 0.3 and value.name in self.LIMITS:
            return self.LIMITS[value.name] + self.random.choice(
                [0, 1e-8, -1e-8, 0.1, -0.1, 4.9e-9, 5.1e-9]
            )
        number = self.random.uniform(
            low, high if chance < 0.6 else min(high, low + (high - low) / 50)
        )
        return round(number, self.random.choice([0, 0, 1, 1, 2, 3, 8, 9, 17]))

    def date(self):
        chance = self.random.random()
        if chance < 0.03:
            return DATE_UNKNOWN
        if chance < 0.06:
            return self.random.choice([-719163, 2932897, DATE_UNKNOWN + 1, 2**31 - 1])
        if chance < 0.15:
            return self.random.choice([-719162, -719161, 2932895, 2932896, 0, -1])
        if chance < 0.2:
            return self.random.randint(-719162, 2932896)
        if chance < 0.35:
            year = 4 * self.random.randint(480, 510)
            return models.days_of(models.datetime.date(year, 2, 29)) + self.random.randint(-1, 1)
        return self.random.randint(-10000, 22000)

    def integer(self, value):
        chance = self.random.random()
        if value.name == "days" and chance < 0.9:
            return self.random.randint(-10 if value.low is None else -1, 60)
        if value.name == "months" and chance < 0.9:
            return self.random.randint(-30 if value.low is None else -1, 120)
        if value.name in ("sex", "standardized") and chance < 0.97:
            return self.random.randint(0, 2)
        return self.random.choice([-1, 3, 9, -(2**31), 2**31 - 1, 119987, 119988, 3652058, 3652059])

    def of(self, contract):
        chosen = []
        for value in contract.given:
            if value.type == "double":
                chosen.append(self.number(value))
            else:
                chosen.append(self.date() if is_date(value) else self.integer(value))
        if (
            contract.name in ("nfh_age_years", "nfh_within_window", "nfh_within_days")
            and self.random.random() < 0.5
        ):
            chosen[0] = max(-719162, min(chosen[0], chosen[1]))
        return chosen


class Compared(unittest.TestCase):
    def compare(self, contract, arguments):
        found = call(contract, arguments)
        wanted = expected(contract, arguments)
        self.assertEqual(
            (found[0], bits(found[1])),
            (wanted[0], bits(wanted[1])),
            f"{contract.name}{tuple(arguments)} is {found}, should be {wanted}",
        )
        return found


class Exact(Compared):
    def test_random_arguments(self):
        for number, name in enumerate(NUMERIC):
            with self.subTest(name):
                contract = CONTRACTS[name]
                arguments = Arguments(number)
                cases = [arguments.of(contract) for _ in range(CASES // len(NUMERIC) + 1)]
                results = [self.compare(contract, case) for case in cases]
                self.assertEqual({OK, E_RANGE} - {status for status, _ in results}, set())
                status, rows = call_array(contract, cases)
                self.assertEqual(status, OK)
                for case, one, row in zip(cases, results, rows):
                    self.assertEqual(
                        (row[0], bits(row[1])), (one[0], bits(one[1])), f"{name}_n, row {case}"
                    )

    def test_every_exact_clearance_of_50(self):
        """(140 - age) * weight = 40.9 * creatinine: whole creatinines, weights of one place."""
        contract = CONTRACTS["nfh_creatinine_clearance"]
        found = 0
        for age in range(20, 66):
            for creatinine in range(50, 450):
                weight = Fraction("40.9") * creatinine / (140 - age)
                if weight.limit_denominator(10) == weight and 20 <= weight <= 400:
                    found += 1
                    self.assertEqual(
                        call(contract, [age, float(weight), creatinine, 1]), (OK, 50.0)
                    )
        self.assertGreater(found, 100)

    def test_bazett_at_the_limit(self):
        """A hundred millionth beside an exact 450, and beside the tie that rounds to it."""
        contract = CONTRACTS["nfh_ecg_qtcb_prolonged"]
        for qt in range(250, 600):
            rate = Fraction(60 * 202500, qt * qt)
            for step in (-2e-8, -1e-8, 0, 1e-8, 2e-8):
                if 15 <= rate <= 350:
                    self.compare(contract, [float(qt), float(rate) + step])

    def test_window_around_every_month_end(self):
        for month in range(12 * 8):
            anchor = models.add_months(models.datetime.date(2021, 1, 31), month)
            for months in (1, 3, 6, 60):
                start = models.days_of(models.add_months(anchor, -months))
                for event in (
                    start - 1,
                    start,
                    start + 1,
                    models.days_of(anchor),
                    models.days_of(anchor) + 1,
                ):
                    self.compare(
                        CONTRACTS["nfh_within_window"], [event, models.days_of(anchor), months]
                    )

    def test_every_completed_year_of_a_leapling(self):
        birth = models.days_of(models.datetime.date(1960, 2, 29))
        for at in range(birth, birth + 70 * 366):
            self.compare(CONTRACTS["nfh_age_years"], [birth, at])


class Arrays(unittest.TestCase):
    def pointers(self, contract, n):
        """Arrays of n for all pointer arguments of the array form, by name."""
        made = {}
        for argument in PROTOTYPES[contract.name + "_n"][1:]:
            made[argument.name] = (TYPES[argument.type] * n)(*[1] * n)
        return made

    def test_null(self):
        for name in NUMERIC:
            contract = CONTRACTS[name]
            function = getattr(LIBRARY, name + "_n")
            self.assertEqual(
                function(ctypes.c_size_t(0), *[None] * len(self.pointers(contract, 1))), OK, name
            )
            for left_out in self.pointers(contract, 1):
                with self.subTest(f"{name}_n without {left_out}"):
                    made = self.pointers(contract, 3)
                    made[left_out] = None
                    self.assertEqual(function(ctypes.c_size_t(3), *made.values()), E_NULL)
                    result = made[contract.returned[0].name]
                    if result is not None:
                        self.assertEqual([bits(v) for v in result], [bits(nothing(contract))] * 3)
                    if made["status"] is not None:
                        self.assertEqual(list(made["status"]), [E_NULL] * 3)

    def test_result_over_an_argument(self):
        qt, rate, status = (
            (ctypes.c_double * 2)(400, 360),
            (ctypes.c_double * 2)(60, math.nan),
            (ctypes.c_int32 * 2)(),
        )
        self.assertEqual(LIBRARY.nfh_qtc_bazett_n(ctypes.c_size_t(2), qt, rate, rate, status), OK)
        self.assertEqual((rate[0], bits(rate[1]), list(status)), (400.0, "NaN", [OK, E_UNKNOWN]))

    def test_null_result(self):
        for name in NUMERIC:
            contract = CONTRACTS[name]
            arguments = [TYPES[value.type](1) for value in contract.given]
            self.assertEqual(getattr(LIBRARY, name)(*arguments, None), E_NULL, name)


class Locale(Compared):
    def test_comma_locale(self):
        """The decimal point of the locale is a comma; nothing may change."""
        localedef = shutil.which("localedef")
        if localedef is None:
            self.skipTest("localedef is not installed")
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [localedef, "-i", "de_DE", "-f", "UTF-8", os.path.join(folder, "de_DE.UTF-8")],
                capture_output=True,
                check=False,  # warnings about the sources count as failure
            )
            self.addCleanup(os.environ.pop, "LOCPATH", None)
            os.environ["LOCPATH"] = folder
            self.addCleanup(locale.setlocale, locale.LC_ALL, "C")
            try:
                locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
            except locale.Error:
                self.skipTest("the sources of the locale de_DE are not installed")
            self.assertEqual(locale.localeconv()["decimal_point"], ",")
            for number, name in enumerate(NUMERIC):
                arguments = Arguments(1000 + number)
                for _ in range(50):
                    self.compare(CONTRACTS[name], arguments.of(CONTRACTS[name]))


class CheckValues(unittest.TestCase):
    """Every row of the protocol's check values that speaks of a function, not of the rule set."""

    OF_RULE_SET = ("drug_start_8wk", "conservative_rx_gt_2wk", "walk_gt_50m")
    TRUTHS = {"Y": 1, "N": 0, "INDETERMINATE": 2}
    SEXES = {"M": 1, "F": 2}

    def value(self, name, *arguments):
        status, result = call(CONTRACTS[name], arguments)
        self.assertEqual(status, OK)
        return result

    def near(self, found, row):
        self.assertLessEqual(
            abs(Fraction(found) - Fraction(row["exact_value"])), Fraction(1, 10**8)
        )

    def number(self, inputs, key):
        return float(inputs[key]) if inputs[key] else math.nan

    def days(self, text):
        date = ctypes.c_int32(77)
        self.assertEqual(LIBRARY.nfh_date_parse(text.encode(), ctypes.byref(date)), OK)
        return date.value

    def decisions(self, row):
        """`EXCL17A=N;EXCL17B=Y` as a dictionary; a lone `Y` under the empty key."""
        parts = [part.rpartition("=") for part in row["expected_decision"].split(";") if part]
        return {key: self.TRUTHS[value] for key, _, value in parts}

    def check_crcl_cg_seed(self, row, inputs):
        arguments = [self.number(inputs, key) for key in ("age_a", "weight_kg", "scr_umol_L")]
        arguments.append(self.SEXES[inputs["sex"]])
        self.near(self.value("nfh_creatinine_clearance", *arguments), row)
        self.assertEqual(
            self.value("nfh_creatinine_clearance_low", *arguments), self.decisions(row)["EXCL14D"]
        )

    def check_qtc(self, row, inputs):
        arguments = [self.number(inputs, "qt_ms"), self.number(inputs, "hr_per_min")]
        self.near(self.value("nfh_" + row["function"], *arguments), row)
        decisions = self.decisions(row)
        if decisions:
            self.assertEqual(self.value("nfh_ecg_qtcb_prolonged", *arguments), decisions["EXCL17A"])
            self.assertEqual(
                self.value("nfh_ecg_heart_rate_high", arguments[1]), decisions["EXCL17B"]
            )

    check_qtc_bazett = check_qtc_fridericia = check_qtc_framingham = check_qtc_hodges = check_qtc

    def check_limit(self, row, inputs):
        functions = {
            "hr_per_min": "nfh_ecg_heart_rate_high",
            "qrs_ms": "nfh_ecg_qrs_wide",
            "pr_ms": "nfh_ecg_pr_long",
        }
        ((key, text),) = inputs.items()
        self.assertEqual(self.value(functions[key], float(text)), self.decisions(row)[""])

    def check_bp_uncontrolled(self, row, inputs):
        found = self.value(
            "nfh_blood_pressure_uncontrolled",
            self.number(inputs, "sbp"),
            self.number(inputs, "dbp"),
            self.TRUTHS[inputs["on_standardised_rx"]],
        )
        self.assertEqual(found, self.decisions(row)[""])

    def check_uln_multiple(self, row, inputs):
        found = self.value(
            "nfh_exceeds_uln", *[self.number(inputs, key) for key in ("value", "uln", "mult")]
        )
        self.assertEqual(found, self.decisions(row)[""])

    def check_alcohol_units_day(self, row, inputs):
        drinks = [self.number(inputs, key) for key in ("beer_mL", "wine_mL", "spirits_mL")]
        percent = self.number(inputs, "spirits_abv_pct")
        self.near(self.value("nfh_alcohol_units", *drinks, percent), row)
        self.assertEqual(
            self.value("nfh_alcohol_excess", *drinks, 0, 0, 0, percent),
            self.decisions(row)["EXCL26(day)"],
        )

    def check_alcohol_units_week(self, row, inputs):
        """A number of units, here as beer."""
        beer = float(Fraction(inputs["units"]) * 360)
        self.near(self.value("nfh_alcohol_units", beer, 0, 0, 40), row)
        self.assertEqual(
            self.value("nfh_alcohol_excess", 0, 0, 0, beer, 0, 0, 40),
            self.decisions(row)["EXCL26(week)"],
        )

    def check_window_lower_bound(self, row, inputs):
        unit = "months" if "months" in inputs else "days"
        window = "nfh_within_window" if unit == "months" else "nfh_within_days"
        anchor, start, length = (
            self.days(inputs["anchor"]),
            self.days(row["exact_value"]),
            int(inputs[unit]),
        )
        self.assertEqual(self.value("nfh_add_" + unit, anchor, -length), start)
        for event, inside in ((start - 1, 0), (start, 1), (anchor, 1), (anchor + 1, UNKNOWN)):
            self.assertEqual(self.value(window, event, anchor, length), inside)

    def check_age_completed_years(self, row, inputs):
        found = self.value("nfh_age_years", self.days(inputs["birth"]), self.days(inputs["at"]))
        self.assertEqual(found, int(row["exact_value"]))

    @unittest.skipUnless(CHECK_VALUES.exists(), "the protocol's check values are not here")
    def test_every_row(self):
        with CHECK_VALUES.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertGreater(len(rows), 100)
        for row in rows:
            with self.subTest(row["id"]):
                if row["function"] not in self.OF_RULE_SET:
                    inputs = dict(part.split("=") for part in row["inputs"].split(";"))
                    getattr(self, "check_" + row["function"])(row, inputs)


if __name__ == "__main__":
    unittest.main()
