# SPDX-License-Identifier: MIT
"""What the library says about values and units: it alone reads numbers and converts."""

from __future__ import annotations

import functools
from typing import Optional

import nfhscreen

KNOWN_MAX = 10000


def quantity_text(number: str, unit: str) -> str:
    """A quantity as the library reads it. The unit `1` needs quotes; one with an apostrophe, such
    as a minute of arc, cannot stand in them."""
    return f"{number} {unit}" if "'" in unit else f"{number} '{unit}'"


class Judge:
    """Asks a rule set about single values."""

    def __init__(self, ruleset: nfhscreen.Ruleset) -> None:
        self.ruleset = ruleset
        self.known: dict[tuple[str, str], tuple[Optional[str], dict[str, str]]] = {}
        self.types = {parameter.name: parameter.type for parameter in ruleset.parameters}

    def error(self, parameter: str, text: str) -> Optional[str]:
        """Why an input cannot have a value; None when it can."""
        return self._judge(parameter, text)[0]

    def queries(self, parameter: str, text: str) -> dict[str, str]:
        """The data queries that a value raises by itself, by their code."""
        return self._judge(parameter, text)[1]

    def _judge(self, parameter: str, text: str) -> tuple[Optional[str], dict[str, str]]:
        """Remembered, for the same few are asked again and again."""
        if len(self.known) > KNOWN_MAX:
            self.known.clear()
        if (parameter, text) not in self.known:
            self.known[parameter, text] = self._ask(parameter, text)
        return self.known[parameter, text]

    def _ask(self, parameter: str, text: str) -> tuple[Optional[str], dict[str, str]]:
        try:
            report = self.ruleset.screen({parameter: text})
        except nfhscreen.Error as error:
            return self._without_name(parameter, str(error)), {}
        return None, {
            query.code: self._without_name(parameter, query.text)
            for query in report.queries
            if query.parameter == parameter
        }

    @staticmethod
    def _without_name(parameter: str, text: str) -> str:
        """The library's messages begin with the input, which is known here."""
        start = parameter + ": "
        return text[len(start) :] if text.startswith(start) else text


@functools.lru_cache(maxsize=None)
def _ruleset_of_unit(unit: str) -> Optional[nfhscreen.Ruleset]:
    """A rule set of one input, which has that unit; None: it is no unit."""
    if not unit or not unit.isascii() or not unit.isprintable() or " " in unit or "*/" in unit:
        return None
    try:
        return nfhscreen.Ruleset.from_text(f"/*\n@unit: {unit}\n*/\nparameter q Quantity\n")
    except nfhscreen.Error:
        return None


def is_unit(unit: str) -> bool:
    return _ruleset_of_unit(unit) is not None


@functools.lru_cache(maxsize=10000)
def converts(unit: str, other: str) -> bool:
    """Whether the other unit converts into the one. What is measured may still differ: mol is a
    number in UCUM, and a mass is none."""
    ruleset = _ruleset_of_unit(unit)
    return ruleset is not None and Judge(ruleset).error("q", quantity_text("1", other)) is None
