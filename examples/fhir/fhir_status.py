# SPDX-License-Identifier: MIT
"""Whether a resource counts: entered in error, refuted, planned, not confirmed, no longer active.

Each answer is one of three: it counts, it does not, or that is open. What is open has to keep an
older resource from deciding.
"""

from __future__ import annotations

from typing import Callable, NamedTuple, Optional

from fhir_bundle import Resource, codings
from fhir_mapping import Row

_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
# Where the two statuses of a diagnosis have their codes.
_VERIFICATION_SYSTEM = {
    "Condition": _TERMINOLOGY + "condition-ver-status",
    "AllergyIntolerance": _TERMINOLOGY + "allergyintolerance-verification",
}
_CLINICAL_SYSTEM = {
    "Condition": _TERMINOLOGY + "condition-clinical",
    "AllergyIntolerance": _TERMINOLOGY + "allergyintolerance-clinical",
}

COUNTS, OPEN, OUT, REFUTED = "counts", "open", "out", "refuted"


class Standing(NamedTuple):
    standing: str
    why: str = ""


_OBSERVATION = {
    "final": COUNTS,
    "amended": COUNTS,
    "corrected": COUNTS,
    "registered": OPEN,
    "preliminary": OPEN,
    "unknown": OPEN,
    "cancelled": OUT,
    "entered-in-error": OUT,
}
_PROCEDURE = {
    "completed": COUNTS,
    "in-progress": COUNTS,
    "stopped": OPEN,
    "on-hold": OPEN,
    "unknown": OPEN,
    "preparation": OUT,
    "not-done": OUT,
    "entered-in-error": OUT,
}
_MEDICATION = {
    "active": COUNTS,
    "completed": COUNTS,
    "stopped": COUNTS,
    "on-hold": COUNTS,
    "unknown": OPEN,
    "intended": OUT,
    "not-taken": OUT,
    "entered-in-error": OUT,
}
# For rows with only: active.
_PROCEDURE_NOW = dict(_PROCEDURE, completed=OUT)
_MEDICATION_NOW = {**_MEDICATION, "completed": OUT, "stopped": OUT, "on-hold": OPEN}

_VERIFICATION = {
    "confirmed": COUNTS,
    "unconfirmed": OPEN,
    "provisional": OPEN,
    "differential": OPEN,
    "refuted": REFUTED,
    "entered-in-error": OUT,
}
_CLINICAL_NOW = {
    "active": COUNTS,
    "recurrence": COUNTS,
    "relapse": COUNTS,
    "inactive": OUT,
    "remission": OUT,
    "resolved": OUT,
}


def _by_status(resource: Resource, table: dict[str, str]) -> Standing:
    status = resource.required("status")
    if status not in table:
        resource.fail("status", f'"{status}" is none of {", ".join(table)}')
    return Standing(table[status], f"its status is {status}")


def _code_of(resource: Resource, name: str, system: str) -> Optional[str]:
    """The code of a status that is a CodeableConcept; an empty text when it has none of ours."""
    concept = resource.element(name)
    if concept is None:
        return None
    return next((coding.code for coding in codings(concept) if coding.system == system), "")


def _diagnosis(resource: Resource, row: Row) -> Standing:
    """Without a verificationStatus it was asserted; without a clinicalStatus nobody knows whether
    it is still active."""
    verification = _code_of(resource, "verificationStatus", _VERIFICATION_SYSTEM[resource.type])
    if verification is not None:
        standing = _VERIFICATION.get(verification, OPEN)
        if standing != COUNTS:
            return Standing(standing, f"its verificationStatus is {verification or 'not known'}")
    clinical = _code_of(resource, "clinicalStatus", _CLINICAL_SYSTEM[resource.type])
    if not row.active:
        return Standing(COUNTS)
    if clinical is None:
        return Standing(OPEN, "it has no clinicalStatus, and only an active one counts")
    return Standing(
        _CLINICAL_NOW.get(clinical, OPEN), f"its clinicalStatus is {clinical or 'not known'}"
    )


def _observation(resource: Resource, row: Row) -> Standing:
    return _by_status(resource, _OBSERVATION)


def _procedure(resource: Resource, row: Row) -> Standing:
    return _by_status(resource, _PROCEDURE_NOW if row.active else _PROCEDURE)


def _medication(resource: Resource, row: Row) -> Standing:
    return _by_status(resource, _MEDICATION_NOW if row.active else _MEDICATION)


_STANDING: dict[str, Callable[[Resource, Row], Standing]] = {
    "Observation": _observation,
    "Procedure": _procedure,
    "MedicationStatement": _medication,
    "Condition": _diagnosis,
    "AllergyIntolerance": _diagnosis,
}


def standing(resource: Resource, row: Row) -> Standing:
    """Whether a resource counts for a row."""
    found = _STANDING[resource.type](resource, row)
    strange = resource.not_understood()
    if strange and found.standing != OUT:
        return Standing(OPEN, strange)
    return found
