# SPDX-License-Identifier: MIT
"""Code systems: their URIs, and the check digits that tell a mistyped code."""

from __future__ import annotations

from typing import Optional

SYSTEMS = {
    "ATC": "http://www.whocc.no/atc",
    "ICD-10": "http://hl7.org/fhir/sid/icd-10",
    "ICD-10-CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "ICD-10-GM": "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
    "LOINC": "http://loinc.org",
    "RxNorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "SNOMED": "http://snomed.info/sct",
}
UCUM = "http://unitsofmeasure.org"

# Codes that begin with the code of their category, so that `I21*` has a meaning.
HIERARCHICAL = {SYSTEMS[name] for name in ("ATC", "ICD-10", "ICD-10-CM", "ICD-10-GM")}


def matches(pattern: str, code: str) -> bool:
    return code.startswith(pattern[:-1]) if pattern.endswith("*") else code == pattern


def mistake(system: str, code: str) -> Optional[str]:
    """What is wrong with a code, as far as one can see."""
    if not code:
        return "there is no code"
    if code.endswith("*"):
        fine = system in HIERARCHICAL and len(code) > 1
        return None if fine else f'code "{code}": * has a meaning in ICD-10 and ATC only'
    if system == SYSTEMS["LOINC"] and not loinc_is_valid(code):
        return f'code "{code}" is no LOINC: its check digit is wrong'
    if system == SYSTEMS["SNOMED"] and not snomed_is_valid(code):
        return f'code "{code}" is no SNOMED CT: its check digit is wrong'
    return None


def loinc_is_valid(code: str) -> bool:
    """`2160-0`, or an answer such as `LA6576-8`: a hyphen and a check digit by modulus 10 at the
    end. From the right every other sign counts twice, first the last; of 10 and more the digits are
    added. A letter has the number of its place behind 0 in ASCII."""
    number, _, check = code.partition("-")
    digits = number[2:] if number[:2] == "LA" else number
    if not (digits.isascii() and digits.isdigit() and len(check) == 1):
        return False
    total = 0
    for place, sign in enumerate(reversed(number)):
        value = ord(sign) - ord("0")
        total += value if place % 2 else 2 * value - value // 5 * 9
    return check == str(-total % 10)


def snomed_is_valid(code: str) -> bool:
    """An identifier of 6 to 18 digits, the last of them Verhoeff's check digit."""
    if not (code.isascii() and code.isdigit() and 6 <= len(code) <= 18 and code[0] != "0"):
        return False
    check = 0
    for place, digit in enumerate(reversed(code)):
        permuted = int(digit)
        for _ in range(place % 8):
            permuted = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[permuted]
        check = _compose(check, permuted)
    return check == 0


def _compose(a: int, b: int) -> int:
    """The product of two symmetries of a pentagon: 0 to 4 turn it, 5 to 9 mirror it too."""
    if a < 5:
        return (a + b) % 5 + (5 if b >= 5 else 0)
    return (a - b) % 5 + (0 if b >= 5 else 5)
