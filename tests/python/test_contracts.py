# SPDX-License-Identifier: MIT
"""Header, manual and code of the calculations say the same.

The contract comments of the header name every argument, the ranges in them are those that the code
keeps, the array forms have the arguments of the functions they repeat, and the manual pages have
the same prototypes and ranges.
"""

import ctypes
import re
import unittest
from decimal import Decimal

import contracts
from test_calculations import CONSTANTS, LIBRARY, NUMERIC, OK, E_RANGE, TYPES

CONTRACTS = contracts.contracts()
PROTOTYPES = contracts.prototypes()
STATUSES = {name for name in CONSTANTS if name == "NFH_OK" or name.startswith("NFH_E_")}
PLAIN = {
    "age_years": 40,
    "weight_kg": 80,
    "creatinine_umol_l": 88,
    "sex": 1,
    "mg_dl": 1,
    "qt_ms": 400,
    "heart_rate_min": 60,
    "qrs_ms": 90,
    "pr_ms": 160,
    "value": 10,
    "uln": 10,
    "multiple": 2,
    "systolic_mmhg": 120,
    "diastolic_mmhg": 80,
    "birth": -700000,
    "at": 2932896,
    "anchor": 2932896,
}
# The functions with a formula from a paper or a standard.
CITED = (
    "nfh_creatinine_clearance",
    "nfh_qtc_bazett",
    "nfh_qtc_fridericia",
    "nfh_qtc_framingham",
    "nfh_qtc_hodges",
    "nfh_alcohol_units",
    "nfh_date_parse",
    "nfh_add_months",
    "nfh_age_years",
)


class Header(unittest.TestCase):
    def test_every_function_has_a_contract(self):
        self.assertEqual({name for name in PROTOTYPES if not name.endswith("_n")}, set(CONTRACTS))
        self.assertGreater(len(CONTRACTS), 20)

    def test_arguments_and_results(self):
        for name, contract in CONTRACTS.items():
            with self.subTest(name):
                self.assertRegex(contract.purpose, rf"^{name} - \S")
                results = {value.name for value in contract.returned}
                given = [
                    argument for argument in contract.arguments if argument.name not in results
                ]
                self.assertEqual(
                    [(value.name, value.type) for value in contract.given],
                    [(argument.name, argument.type) for argument in given],
                )
                for value in contract.returned:
                    argument = next(a for a in contract.arguments if a.name == value.name)
                    self.assertEqual(
                        (argument.type, argument.pointer, argument.const), (value.type, True, False)
                    )

    def test_status_reference_since(self):
        for name, contract in CONTRACTS.items():
            with self.subTest(name):
                self.assertTrue(
                    {"NFH_OK", "NFH_E_NULL", "NFH_E_RANGE"} <= set(contract.status) <= STATUSES
                )
                self.assertTrue(contract.since)
                self.assertEqual(bool(contract.reference), name in CITED)

    def test_array_forms(self):
        for name in NUMERIC:
            with self.subTest(name):
                wanted = ["size_t n"]
                results = [value.name for value in CONTRACTS[name].returned]
                for argument in CONTRACTS[name].arguments:
                    item = "double" if argument.type == "double" else "int32_t"
                    wanted.append(
                        f"{'' if argument.name in results else 'const '}{item} *{argument.name}"
                    )
                wanted.append("int32_t *status")
                found = [
                    f"{'const ' if a.const else ''}{a.type} {'*' if a.pointer else ''}{a.name}"
                    for a in PROTOTYPES[name + "_n"]
                ]
                self.assertEqual(found, wanted)
        self.assertEqual(len(PROTOTYPES), len(CONTRACTS) + len(NUMERIC))


class Ranges(unittest.TestCase):
    """Both ends of every stated range are taken, and the next value outside is not."""

    def status(self, contract, index, argument):
        arguments = [PLAIN.get(value.name, 0) for value in contract.given]
        arguments[index] = argument
        result = TYPES[contract.returned[0].type]()
        converted = [TYPES[value.type](given) for value, given in zip(contract.given, arguments)]
        return getattr(LIBRARY, contract.name)(*converted, ctypes.byref(result))

    def test_ends(self):
        checked = 0
        for name in NUMERIC:
            contract = CONTRACTS[name]
            for index, value in enumerate(contract.given):
                if value.low is None:
                    continue
                number = float if value.type == "double" else int
                step = Decimal("1e-8") if value.type == "double" else Decimal(1)
                low, high = Decimal(value.low), Decimal(value.high)
                if name == "nfh_age_years":  # not the one after the other
                    low, high = (low, high) if value.name == "birth" else (Decimal(-700000), high)
                below = low - step if value.name != "sex" else Decimal(-1)  # 0 is "not known"
                with self.subTest(f"{name}, {value.name}"):
                    self.assertEqual(self.status(contract, index, number(low)), OK)
                    self.assertEqual(self.status(contract, index, number(high)), OK)
                    self.assertEqual(self.status(contract, index, number(below)), E_RANGE)
                    self.assertEqual(self.status(contract, index, number(high + step)), E_RANGE)
                    checked += 1
        self.assertGreater(checked, 40)


class Manual(unittest.TestCase):
    def setUp(self):
        self.pages = {
            path.name: path.read_text(encoding="utf-8")
            for path in (contracts.TOP / "man").glob("*.3")
        }

    def page_of(self, name):
        found = [
            text
            for text in self.pages.values()
            if re.search(rf"^\.Nm {name}\b", text.split(".Nd")[0], re.M)
        ]
        self.assertEqual(len(found), 1, f"pages that name {name}")
        return found[0]

    def test_prototypes(self):
        for name, arguments in PROTOTYPES.items():
            with self.subTest(name):
                body = re.search(rf"^\.Fo {name}\n(.*?)^\.Fc", self.page_of(name), re.M | re.S)
                wanted = [
                    f"{'const ' if a.const else ''}{a.type} {'*' if a.pointer else ''}{a.name}"
                    for a in arguments
                ]
                self.assertEqual(re.findall(r'^\.Fa "(.*)"$', body[1], re.M), wanted)

    def test_units_and_ranges(self):
        for name, contract in CONTRACTS.items():
            page = self.page_of(name).replace("\\-", "-").replace("\\&", "")
            table = page[page.index(".Sh UNITS AND RANGES") : page.index(".Sh RETURN VALUES")]
            for value in contract.given:
                if value.low is not None:
                    unit = "" if value.unit == "-" else value.unit
                    with self.subTest(f"{name}, {value.name}"):
                        self.assertIn(
                            f".It Fa {value.name} Ta {unit} Ta {value.low} to {value.high}\n", table
                        )

    def test_errors(self):
        for name, contract in CONTRACTS.items():
            page = self.page_of(name)
            for status in contract.status[1:]:
                self.assertIn(f".It Dv {status}\n", page, name)


if __name__ == "__main__":
    unittest.main()
