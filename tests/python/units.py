# SPDX-License-Identifier: MIT
"""Asks the program built from tests/unit_driver.c, which $NFH_UNIT_DRIVER names, about units."""

import decimal
import os
import subprocess
from fractions import Fraction

DRIVER = os.environ.get("NFH_UNIT_DRIVER")

# UCUM defines [pi] by these digits.
PI = Fraction("3.1415926535897932384626433832795028841971693993751058209749445923")
LARGEST = 10**28 - 1  # of a decimal scaled by 10^8
ERROR = "error"


def encode(text):
    """As the driver reads an operand."""
    return "".join(
        chr(b) if 32 < b < 127 and b != 37 else f"%{b:02X}"
        for b in (text if isinstance(text, bytes) else text.encode())
    )


def run(lines):
    """The driver's answer to each line, split at tabs."""
    done = subprocess.run(
        [DRIVER],
        input="".join(line + "\n" for line in lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"driver ended with {done.returncode}: {done.stderr}")
    answers = done.stdout.splitlines()
    if len(answers) != len(lines):
        raise AssertionError(f"{len(lines)} lines gave {len(answers)} answers")
    return [answer.split("\t") for answer in answers]


def ask(operation, *operands):
    return run(["\t".join((operation, *map(encode, operands)))])[0]


def ask_all(rows):
    return run(["\t".join((row[0], *map(encode, row[1:]))) for row in rows])


def factor(answer):
    """The exact factor of a unit that the driver printed."""
    return (
        Fraction(int(answer[2]), int(answer[3]))
        * Fraction(10) ** int(answer[4])
        * PI ** int(answer[5])
    )


def dimension(answer):
    return answer[6], answer[7]


def half_away(ratio):
    size = (2 * abs(ratio).numerator + abs(ratio).denominator) // (2 * abs(ratio).denominator)
    return size if ratio >= 0 else -size


def decimal_text(ratio):
    """The ratio rounded to 8 places as the driver prints it, or null."""
    scaled = half_away(ratio * 10**8)
    if abs(scaled) > LARGEST:
        return "null"
    whole, places = divmod(abs(scaled), 10**8)
    text = f"{whole}.{places:08}".rstrip("0").rstrip(".")
    return "-" + text if scaled < 0 else text


def significant(text):
    """How many significant digits a printed number has."""
    digits = text.lower().split("e")[0].lstrip("-").replace(".", "").lstrip("0")
    return max(1, len(digits))


def agrees(ratio, printed):
    """Whether the exact ratio, rounded to the digits printed, is what is printed."""
    context = decimal.Context(prec=significant(printed), rounding=decimal.ROUND_HALF_UP)
    rounded = context.divide(decimal.Decimal(ratio.numerator), decimal.Decimal(ratio.denominator))
    return Fraction(rounded) == Fraction(printed)
