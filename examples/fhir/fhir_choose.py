# SPDX-License-Identifier: MIT
"""Which of several candidates an input is taken from, if any."""

from __future__ import annotations

from typing import NamedTuple, Optional

from fhir_dates import When
from fhir_mapping import Row
from fhir_values import Reading


class Candidate(NamedTuple):
    row: Row
    when: When
    reading: Reading
    path: str


def by_agreement(candidates: list[Candidate]) -> tuple[Optional[Candidate], str]:
    """One that says yes is enough, unless another says no. A no holds when nothing is open."""
    yes = [c for c in candidates if c.reading.text == "true"]
    no = [c for c in candidates if c.reading.text == "false"]
    if yes and no:
        return None, "one says that it is so, another that it is not"
    if yes or len(no) == len(candidates):
        return (yes or no)[0], ""
    return None, "another that may say the opposite cannot be taken"


def _surely_later(one: Candidate, other: Candidate, choose: str) -> bool:
    """Or earlier, when the earliest is chosen."""
    if choose == "earliest":
        return other.when.surely_after(one.when)
    return one.when.surely_after(other.when)


def by_date(candidates: list[Candidate], kind: str) -> tuple[Optional[Candidate], str]:
    """The latest, or the earliest. Of several that could be it, all must say the same; of dates the
    one that covers the others is right, whichever it is: 2025 and 2025-03 make 2025."""
    choose = candidates[0].row.choose
    first = [c for c in candidates if not any(_surely_later(o, c, choose) for o in candidates)]
    texts = {c.reading.text for c in first}
    word = "earliest" if choose == "earliest" else "latest"
    if None in texts:
        return None, f"one that may be the {word} cannot be taken, so that none is"
    if len(texts) == 1:
        return first[0], ""
    # The date of an event is its own; then one may cover the others.
    if kind == "Date" and all(c.when.text == c.reading.text for c in first):
        for candidate in first:
            if all(candidate.when.covers(other.when) for other in first):
                return candidate, ""
    listed = ", ".join(sorted(text for text in texts if text))
    return None, f"which is the {word} is not known ({listed}), so that none is taken"
