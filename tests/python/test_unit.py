#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The units, by exact fractions. test_ucum.py runs UCUM's own tests, tests/test_unit.c the rest.

$NFH_UNIT_DRIVER names the program built from tests/unit_driver.c.
"""

import decimal
import math
import random
import unittest
from fractions import Fraction

from units import DRIVER, ERROR, PI, ask, ask_all, decimal_text, dimension, encode, factor, run

PROPORTIONAL = ("0", "2")  # ordinary and arbitrary units

# The metric atoms of UCUM 2.2, table by table.
METRIC = set(
    """m s g rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv l L ar t bar u
    eV pc [c] [h] [k] [eps_0] [mu_0] [e] [m_e] [m_p] [G] [g] [ly] gf Ky Gal dyn erg P Bi St Mx G Oe Gb
    sb Lmb ph Ci R RAD REM cal_[15] cal_[20] cal_m cal_IT cal_th cal tex m[H2O] m[Hg] eq osm g% kat U
    [iU] [IU] Np B B[SPL] B[V] B[mV] B[uV] B[10.nV] B[W] B[kW] st mho bit By Bd""".split()
)

LABORATORY = """umol/L mmol/L mol/L mg/dL g/L g/dL ug/mL ng/mL pg/mL U/L ukat/L nkat/L mm[Hg] m[Hg]
    kPa % [ppth] [ppm] 1 /min L/min mL/min mL/s L/h 10*9/L 10*12/L 10*3/uL 10*6/uL /uL
    /L mL/min/{1.73_m2} kg/m2 g/m2 m[IU]/L [IU]/L u[IU]/mL [iU]/mL wk mo a d h min s ms
    us kg g mg ug ng pg km m cm mm um L dL mL uL fL mosm/kg meq/L [in_i] [lb_av] [ft_i]
    K deg rad '' cm[H2O] kcal J kJ mg/kg/d mg/kg ug/kg/min mL/kg/h mm2 m2 cm3 dm3
    [gal_us] [foz_us] Bq Ci Gy RAD mV uV V mm/h {score} {INR} [drp] /[HPF] /[LPF] g%
    fmol pmol/L s-1 Hz [pi].rad circ""".split()


@unittest.skipUnless(DRIVER, "NFH_UNIT_DRIVER does not name the driver")
class UnitTest(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(98)

    def unit(self, text):
        answer = ask("parse", text)
        self.assertEqual(answer[0], "unit", text)
        return answer

    def units(self, texts):
        answers = ask_all([("parse", text) for text in texts])
        for text, answer in zip(texts, answers):
            self.assertEqual(answer[0], "unit", text)
            self.assertEqual(answer[8], text)
        return dict(zip(texts, answers))

    def test_every_atom(self):
        """Each code reads as itself, metric ones take a prefix, factors are in lowest terms."""
        atoms = run(["atoms"])[0]
        self.assertEqual(len(atoms), 312)  # 7 base units and 305 others in UCUM 2.2
        self.assertEqual(len(set(atoms)), len(atoms))
        self.assertEqual([a.encode() for a in atoms], sorted(a.encode() for a in atoms))
        for atom, answer in self.units(atoms).items():
            numerator, denominator = int(answer[2]), int(answer[3])
            self.assertEqual(math.gcd(numerator, denominator), 1, atom)
            self.assertTrue(numerator % 10 and denominator % 2 and denominator % 5, atom)
        prefixed = ask_all([("parse", "k" + atom) for atom in atoms])
        nonmetric = [atom for atom, answer in zip(atoms, prefixed) if answer[0] == ERROR]
        self.assertEqual(nonmetric, [code for code in atoms if code not in METRIC])

    def test_prefixes(self):
        above = "da h k M G T P E Z Y".split()
        below = "d c m u n p f a z y".split()
        sizes = (1, 2, 3, 6, 9, 12, 15, 18, 21, 24)
        powers = dict(zip(above, sizes)) | dict(zip(below, (-size for size in sizes)))
        for prefix, power in powers.items():
            self.assertEqual(
                factor(self.unit(prefix + "mol")) / factor(self.unit("mol")), Fraction(10) ** power
            )
        for prefix, power in {"Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4}.items():
            self.assertEqual(factor(self.unit(prefix + "By")), 8 * 1024**power)

    def random_term(self, atoms, depth=0):
        """A random unit and its exact factor."""
        slash = depth == 0 and self.random.random() < 0.1
        text, value = "", Fraction(1)
        for _ in range(self.random.randint(1, 3)):
            kind = self.random.random()
            if kind < 0.2 and depth < 3:
                inner, part = self.random_term(atoms, depth + 1)
                piece = f"({inner})"
            elif kind < 0.3:
                number = self.random.randint(1, 120)
                piece, part = str(number), Fraction(number)
            else:
                code = self.random.choice(list(atoms))
                exponent = self.random.choice((None, None, 2, 3, -1, -2))
                part = factor(atoms[code]) ** (exponent or 1)
                piece = code + str(exponent or "") + self.random.choice(("", "", "{x}"))
            operator = "/" if slash else "." if text else ""
            text, value = text + operator + piece, value / part if slash else value * part
            slash = self.random.random() < 0.4
        return text, value

    def test_random_terms(self):
        """The factor of a term is the product of its components', worked out with fractions."""
        atoms = {
            code: answer
            for code, answer in self.units(
                LABORATORY + ["10*", "[lb_av]", "[acr_us]", "[psi]"]
            ).items()
            if not set(code) & set("./{}") and not code[-1].isdigit()
        }
        terms = dict(self.random_term(atoms) for _ in range(6000))
        terms = {text: value for text, value in terms.items() if len(text) < 64}
        self.assertGreater(len(terms), 2000)
        exact = 0
        for (text, value), answer in zip(
            terms.items(), ask_all([("parse", text) for text in terms])
        ):
            self.assertEqual(answer[0], "unit", text)
            if factor(answer) == value:
                exact += 1
            else:  # beyond 128 bits: 38 digits
                self.assertLess(abs(factor(answer) / value - 1), Fraction(1, 10**35), text)
        self.assertGreater(exact, 0.95 * len(terms))

    def random_value(self):
        size = 10 ** self.random.randint(1, 27)
        return Fraction(self.random.randint(-size, size), 10**8)

    def test_conversion(self):
        """Rounded once, half away from zero, from the exact fraction; null on overflow."""
        units = {
            code: answer
            for code, answer in self.units(LABORATORY).items()
            if answer[1] in PROPORTIONAL
        }
        rows, expected = [], []
        for a, answer_a in units.items():
            for b, answer_b in units.items():
                for _ in range(2):
                    value = self.random_value()
                    rows.append(("convert", decimal_text(value), a, b))
                    same = dimension(answer_a) == dimension(answer_b)
                    expected.append(
                        decimal_text(value * factor(answer_a) / factor(answer_b))
                        if same
                        else "null"
                    )
        self.assertGreater(len(set(expected)), 500)
        for row, answer, right in zip(rows, ask_all(rows), expected):
            self.assertEqual(answer, [right], row)

    def test_comparison(self):
        """By the exact fractions, also one step of 10^-8 beside equality."""
        units = {
            code: answer
            for code, answer in self.units(LABORATORY).items()
            if answer[1] in PROPORTIONAL
        }
        rows, expected = [], []
        for a, answer_a in units.items():
            for b, answer_b in units.items():
                if dimension(answer_a) != dimension(answer_b):
                    rows.append(("compare", "0", a, "0", b))
                    expected.append(2)
                    continue
                for step in (-1, 0, 1):
                    left = Fraction(
                        decimal_text(Fraction(self.random.randint(-(10**9), 10**9), 10**4))
                    )
                    right = decimal_text(
                        left * factor(answer_a) / factor(answer_b) + Fraction(step, 10**8)
                    )
                    if right == "null":
                        right = "-99999999999999999999.99999999"
                    difference = left * factor(answer_a) - Fraction(right) * factor(answer_b)
                    rows.append(("compare", decimal_text(left), a, right, b))
                    expected.append((difference > 0) - (difference < 0))
        self.assertEqual(set(expected), {-1, 0, 1, 2})
        for row, answer, right in zip(rows, ask_all(rows), expected):
            self.assertEqual(answer, [str(right)], row)

    def test_products(self):
        """A product's factor is the product of the factors, and its text reads as itself."""
        units = self.units(LABORATORY)
        pairs = [(a, b) for a in units for b in units]
        for operation in ("multiply", "divide"):
            done = 0
            for (a, b), answer in zip(pairs, ask_all([(operation, a, b) for a, b in pairs])):
                if answer[0] == "null":
                    continue
                done += 1
                other = factor(units[b])
                value = factor(units[a]) * (other if operation == "multiply" else 1 / other)
                self.assertEqual(factor(answer), value, (operation, a, b, answer[8]))
                (
                    self.assertEqual(self.unit(answer[8])[1:], answer[1:])
                    if self.random.random() < 0.02
                    else None
                )
            self.assertGreater(done, 0.99 * len(pairs))

    def test_special_scales(self):
        """Against Python's decimals with 60 digits."""
        context = decimal.Context(prec=60)
        rows, expected = [], []

        def add(value, unit, target, result):
            rows.append(("convert", str(value), unit, target))
            expected.append(decimal_text(Fraction(result)))

        ten, two = decimal.Decimal(10), decimal.Decimal(2)
        for _ in range(150):
            x = decimal.Decimal(self.random.randint(-(10**9), 10**9)) / 10**8
            add(x, "Cel", "K", x + decimal.Decimal("273.15"))
            add(x, "K", "[degF]", Fraction(x) * 9 / 5 - Fraction("459.67"))
            add(x, "[degF]", "Cel", (Fraction(x) - 32) * 5 / 9)
            add(x, "[pH]", "nmol/L", context.power(ten, 9 - x))
            add(x, "B", "1", context.power(ten, x))
            add(x, "Np", "%", context.exp(x) * 100)
            add(x, "bit_s", "1", context.power(two, x))
            add(x, "dB[SPL]", "uPa", context.power(ten, x / 20) * 20)
            add(x, "[hp'_Q]", "1", context.power(decimal.Decimal(50000), -x))
            if x > 0:
                add(x, "mmol/L", "[pH]", 3 - context.log10(x))
                add(x, "uV", "dB[mV]", 20 * (context.log10(x) - 3))
                add(x, "W", "B[kW]", context.log10(x) - 3)
                add(x, "1", "Np", context.ln(x))
                add(x, "[m/s2/Hz^(1/2)]", "m2/s3", Fraction(x) ** 2)
                add(x, "m2/s3", "[m/s2/Hz^(1/2)]", context.sqrt(x))
        for row, answer, right in zip(rows, ask_all(rows), expected):
            self.assertEqual(answer, [right], row)

    def test_slopes(self):
        angles = list(range(-89, 90))
        slopes = [100 * math.tan(math.radians(angle)) for angle in angles]
        answers = ask_all([("convert", str(angle), "deg", "%[slope]") for angle in angles])
        for (answer,), slope in zip(answers, slopes):
            self.assertAlmostEqual(float(answer), slope, delta=1e-8 + 1e-14 * abs(slope))
        answers = ask_all([("convert", f"{slope:.8f}", "[p'diop]", "deg") for slope in slopes])
        for (answer,), angle in zip(answers, angles):
            self.assertAlmostEqual(float(answer), angle, delta=2e-8)

    def test_hostile_text(self):
        """Nothing but an answer: never a crash, whatever the bytes."""
        texts = """m999999999999999999999 Ym127.Ym-127 [twp]63.[twp]63 [pi]999 u999 10*999.10*999
            Tibit999 [acr_us]60/[mi_us]60.m-99 %[slope 10*- 10^ 10* \U0001f600 m{\u00e9} [iU]999
            (((m)s m))))"""
        parts = ("(((", "m/m", "{a}.", "10*", "[[[", "''", "1.1", ")))", "x" * 3000)
        texts = texts.split() + [part * 21 for part in parts]
        alphabet = """m g L mol [ ] { } ( ) . / 1 0 9 - + 10* 10^ ' % [iU] Cel k u µ é [pi] 999
            [arb'U] [H2O] a _ \0 \x7f"""
        alphabet = alphabet.split() + [" "]
        for _ in range(20000):
            texts.append(
                "".join(self.random.choice(alphabet) for _ in range(self.random.randint(1, 24)))
            )
        for _ in range(5000):
            texts.append(
                bytes(self.random.randint(0, 255) for _ in range(self.random.randint(1, 70)))
            )
        answers = ask_all([("parse", text) for text in texts])
        good = [answer[8] for answer in answers if answer[0] == "unit"]
        self.assertGreater(len(good), 500)
        for answer in answers:
            self.assertIn(answer[0], ("unit", ERROR))
        pairs = [(self.random.choice(good), self.random.choice(good)) for _ in range(5000)]
        for operation in ("multiply", "divide", "same", "commensurable"):
            ask_all([(operation, a, b) for a, b in pairs])
        values = [decimal_text(self.random_value()) for _ in pairs]
        ask_all([("compare", value, a, value, b) for value, (a, b) in zip(values, pairs)])
        ask_all([("convert", value, a, b) for value, (a, b) in zip(values, pairs)])

    def test_large_factors(self):
        """Beyond 128 bits: 38 digits, and equal texts stay equal."""
        for text, value in (
            ("[mi_i]9", Fraction("1609.344") ** 9),
            ("[pi]3", PI**3),
            ("[pi]-8", PI**-8),
            ("u9", Fraction("1.66053906660e-24") ** 9),
            ("Tibit9", Fraction(2) ** 360),
            ("mol20", Fraction("6.02214076e23") ** 20),
            ("[acr_us]9", factor(self.unit("[acr_us]")) ** 9),
        ):
            answer = self.unit(text)
            self.assertLess(abs(factor(answer) / value - 1), Fraction(1, 10**36), text)
            self.assertEqual(ask("compare", "3", text, "3", text), ["0"])
        for text, value in (
            ("[mi_i]3", Fraction("1609.344") ** 3),
            ("[c]2", Fraction(299792458) ** 2),
            ("mol4", Fraction("6.02214076e23") ** 4),
            ("deg2", (PI / 180) ** 2),
            ("[mu_0].[eps_0].[c]2", 4 * PI * Fraction("8.854187817e-19") * 299792458**2),
        ):
            self.assertEqual(factor(self.unit(text)), value, text)


if __name__ == "__main__":
    unittest.main()
