# SPDX-License-Identifier: MIT
"""Asking the programs built from tests/*_driver.c that use tests/driver.h."""

import subprocess
import urllib.parse


def encode(operand):
    """As a driver reads an operand: text, bytes or a number."""
    data = operand if isinstance(operand, bytes) else str(operand).encode()
    return "".join(chr(b) if 32 < b < 127 and b != 37 else f"%{b:02X}" for b in data)


def decode(answer):
    """The text of an answer."""
    return urllib.parse.unquote_to_bytes(answer).decode()


def ask_all(driver, rows):
    """The driver's answer to each row: an operation and its operands."""
    lines = ["\t".join((row[0], *map(encode, row[1:]))) for row in rows]
    done = subprocess.run(
        [driver],
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
    return answers
