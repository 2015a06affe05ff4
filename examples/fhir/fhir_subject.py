# SPDX-License-Identifier: MIT
"""From the resources about a patient to the inputs of a rule set.

Every row of the mapping that a resource fits gives a candidate for the row's input; among the
candidates of an input the mapping's `choose` decides. A candidate that cannot be taken stays among
them, so that nothing older is taken in its place. What gives no value is remarked, with its path.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Callable, NamedTuple, Optional

import fhir_choose
import fhir_status
import fhir_values
from fhir_bundle import Bundle, Element, Resource, codings
from fhir_choose import Candidate
from fhir_dates import UNDATED, When
from fhir_mapping import TAKES, Mapping, Row
from fhir_values import Absent, Reading, Remark


class Value(NamedTuple):
    """What an input is, and where that stands."""

    text: str
    path: str


@dataclass
class Subject:
    """A patient, as far as the mapping reaches."""

    id: str
    patient: Resource
    values: dict[str, Value] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    candidates: dict[str, list[Candidate]] = field(default_factory=dict)

    def remark(self, path: str, kind: str, parameter: Optional[str], text: str) -> None:
        self.remarks.append(Remark(path, kind, parameter, text))


# --- When -----------------------------------------------------------------------------------------


def _choice(resource: Element, prefix: str) -> When:
    """The date of a choice such as effective[x]: a point in time or a period, else undated."""
    for name in resource.choices(prefix):
        if name in (prefix + "DateTime", prefix + "Instant"):
            return resource.when(name) or UNDATED
        if name == prefix + "Period":
            return resource.period(name) or UNDATED
    return UNDATED


def _edge(resource: Element, prefix: str, edge: str) -> tuple[Optional[When], str]:
    """The start or the end of a choice, and the name of the element; a point in time is both."""
    for name in resource.choices(prefix):
        if name in (prefix + "DateTime", prefix + "Instant"):
            return resource.when(name), name
        if name == prefix + "Period":
            resource.period(name)  # checks it
            inner = resource.element(name)
            return (inner.when(edge) if inner else None), f"{name}.{edge}"
    return None, prefix


def when_of(resource: Resource) -> When:
    """When it was, what a resource tells."""
    prefix = {
        "Observation": "effective",
        "Procedure": "performed",
        "MedicationStatement": "effective",
    }.get(resource.type, "onset")
    return _choice(resource, prefix)


def _date_taken(resource: Resource, take: str) -> tuple[Optional[When], str]:
    """The date that a row takes, and the name of the element."""
    if take == "recordedDate":
        return resource.when("recordedDate"), take
    prefix, edge = {
        "effective": ("effective", "end"),
        "onset": ("onset", "start"),
        "abatement": ("abatement", "end"),
        "performed": ("performed", "end"),
        "start": ("effective", "start"),
        "end": ("effective", "end"),
    }[take]
    return _edge(resource, prefix, edge)


class Window:
    """The days before the screening that a row allows."""

    def __init__(self, screening: Optional[datetime.date]) -> None:
        self.screening = screening

    def judge(self, when: When, days: int) -> fhir_status.Standing:
        if self.screening is None:
            return fhir_status.Standing(
                fhir_status.OPEN,
                f"within {days} days before the screening is wanted, and that date is not given",
            )
        first = datetime.date.fromordinal(max(1, self.screening.toordinal() - days))
        where = f"the {days} days before {self.screening}"
        if when.last < first or when.first > self.screening:
            return fhir_status.Standing(fhir_status.OUT, f"it lies outside {where}")
        if first <= when.first and when.last <= self.screening:
            return fhir_status.Standing(fhir_status.COUNTS)
        return fhir_status.Standing(fhir_status.OPEN, f"it may lie outside {where}")


# --- Candidates -----------------------------------------------------------------------------------


@dataclass
class Reader:
    """Reads the resources of a Bundle with a mapping."""

    bundle: Bundle
    mapping: Mapping
    window_of: Callable[[str], Window]

    def subjects(self) -> tuple[list[Subject], list[Remark]]:
        """The patients, and what in the Bundle belongs to none of them."""
        found = {}
        for patient in self.bundle.of_type("Patient"):
            found[patient.path] = Subject(patient.id or patient.full_url or "", patient)
        stray = [Remark(path, "bundle", None, text) for path, text in self.bundle.remarks]
        for resource in self.bundle.resources:
            if resource.type == "Patient":
                self._read_patient(found[resource.path])
            elif resource.type not in TAKES:
                stray.append(
                    Remark(
                        resource.path,
                        "unmapped-resource",
                        None,
                        f"{resource.label()}: resources of this type are not read",
                    )
                )
            else:
                self._read_resource(resource, found, stray)
        for subject in found.values():
            self._choose_all(subject)
        return list(found.values()), stray

    def _read_resource(
        self, resource: Resource, subjects: dict[str, Subject], stray: list[Remark]
    ) -> None:
        name = "patient" if resource.type == "AllergyIntolerance" else "subject"
        patient = self.bundle.resolve(resource.element(name), resource)
        subject = subjects.get(patient.path) if patient else None
        if subject is None:
            stray.append(
                Remark(
                    f"{resource.path}.{name}",
                    "no-subject",
                    None,
                    f"{resource.label()}: the patient whom it is about is not in the Bundle",
                )
            )
            return
        for contained in resource.elements("contained"):
            if contained.text("resourceType") in TAKES:
                subject.remark(
                    contained.path, "unmapped-resource", None, "contained resources are not read"
                )
        self._read_coded(subject, resource)

    # --- Patient

    def _read_patient(self, subject: Subject) -> None:
        patient = subject.patient
        strange = patient.not_understood()
        for row in self.mapping.of_resource("Patient"):
            path = f"{patient.path}.{row.take}"
            if row.take == "birthDate":
                born = patient.when("birthDate", with_time=False)
                text = born.text if born else None
            else:
                text = self._gender(subject, path, row)
            if text is not None:
                reading = Reading(None, "open", strange) if strange else Reading(text)
                self._add(subject, row, UNDATED, reading, path)

    @staticmethod
    def _gender(subject: Subject, path: str, row: Row) -> Optional[str]:
        """`unknown` is missing. `other` is neither male nor female, and nobody may choose."""
        gender = subject.patient.text("gender")
        if gender not in (None, "male", "female", "other", "unknown"):
            subject.patient.fail("gender", f'"{gender}" is none of male, female, other, unknown')
        if gender == "other":
            subject.remark(path, "gender", row.parameter, "the gender is other: not taken")
        return gender if gender in ("male", "female") else None

    # --- Resources with a code

    def _concept(self, resource: Resource) -> Optional[Element]:
        """The code that says what a resource is about; a drug may be a resource of its own."""
        if resource.type != "MedicationStatement":
            return resource.element("code")
        for name in resource.choices("medication"):
            if name == "medicationCodeableConcept":
                return resource.element(name)
            drug = self.bundle.resolve(resource.element(name), resource)
            if drug is not None and drug.type == "Medication":
                return drug.element("code")
        return None

    def _read_coded(self, subject: Subject, resource: Resource) -> None:
        concept = self._concept(resource)
        if concept is None and resource.type == "Observation":
            resource.fail("code", "is missing")
        found = codings(concept)
        rows = [
            row
            for row in self.mapping.of_resource(resource.type)
            if any(row.matches(coding) for coding in found)
        ]
        if not rows:
            subject.remark(
                resource.path,
                "unknown-code",
                None,
                f"{resource.label()}: {fhir_values.shown(found, concept)}",
            )
        for row in rows:
            if row.component:
                continue
            self._read_row(subject, resource, resource, row)
        if any(row.component for row in rows):
            self._read_components(subject, resource, [row for row in rows if row.component])

    def _read_components(self, subject: Subject, resource: Resource, rows: list[Row]) -> None:
        for component in resource.elements("component"):
            found = codings(component.element("code"))
            fitting = [
                row for row in rows if any(row.matches_component(coding) for coding in found)
            ]
            if not fitting:
                subject.remark(
                    component.path,
                    "unknown-code",
                    None,
                    fhir_values.shown(found, component.element("code")),
                )
            for row in fitting:
                self._read_row(subject, resource, component, row)

    def _read_row(self, subject: Subject, resource: Resource, element: Element, row: Row) -> None:
        """A resource, or a component of it, that fits a row."""
        standing = fhir_status.standing(resource, row)
        if standing.standing == fhir_status.REFUTED:
            if row.refuted:
                reading = Reading(row.refuted)
                self._add(subject, row, when_of(resource), reading, resource.path)
                return
            standing = fhir_status.Standing(fhir_status.OUT, standing.why)
        if standing.standing == fhir_status.OUT:
            subject.remark(element.path, "not-counted", row.parameter, standing.why)
            return
        if element.value.get("modifierExtension"):
            standing = fhir_status.Standing(
                fhir_status.OPEN, "its modifierExtension may change what it means"
            )
        when, result, path = self._take(resource, element, row)
        if isinstance(result, Absent):
            subject.remark(path, "absent", row.parameter, result.why)
            return
        if row.within_days is not None and standing.standing == fhir_status.COUNTS:
            standing = self.window_of(subject.id).judge(when, row.within_days)
        if standing.standing == fhir_status.OUT:
            subject.remark(path, "not-counted", row.parameter, standing.why)
            return
        if standing.standing == fhir_status.OPEN and result.text is not None:
            result = Reading(None, "open", standing.why)
        self._add(subject, row, when, result, path)

    def _take(
        self, resource: Resource, element: Element, row: Row
    ) -> tuple[When, fhir_values.Result, str]:
        """What a row takes from a resource: when that was, what it is, and where it stands."""
        if row.take == "present":
            return when_of(resource), Reading(row.value), resource.path
        if row.take == "value":
            result = fhir_values.value(element, row, self.mapping)
            name = (element.choices("value") or ["value"])[0]
            return when_of(resource), result, f"{element.path}.{name}"
        if row.take == "referenceRange.high":
            path = f"{element.path}.referenceRange"
            return when_of(resource), fhir_values.upper_limit(element, row), path
        when, name = _date_taken(resource, row.take)
        path = f"{resource.path}.{name}"
        if when is None:
            return UNDATED, Reading(None, "undated", f"it has no date ({row.take})"), path
        return when, Reading(when.text), path

    def _add(self, subject: Subject, row: Row, when: When, reading: Reading, path: str) -> None:
        result = fhir_values.judged(reading, row, self.mapping)
        assert isinstance(result, Reading)
        if result.kind:
            subject.remark(path, result.kind, row.parameter, result.why)
        subject.candidates.setdefault(row.parameter, []).append(Candidate(row, when, result, path))

    # --- Choosing ---------------------------------------------------------------------------------

    def _choose_all(self, subject: Subject) -> None:
        """First what goes by itself, then what must be of the same time as another input."""
        taken: dict[str, Candidate] = {}
        for together in (False, True):
            for parameter, candidates in subject.candidates.items():
                other = candidates[0].row.at_time_of
                if together and other:
                    candidates = self._of_the_time(subject, candidates, taken.get(other))
                if candidates and together == bool(other):
                    self._choose(subject, parameter, candidates, taken)

    @staticmethod
    def _of_the_time(
        subject: Subject, candidates: list[Candidate], other: Optional[Candidate]
    ) -> list[Candidate]:
        """Those that are of exactly the time of another input's value."""
        found = []
        for candidate in candidates:
            if other and other.when != UNDATED and candidate.when == other.when:
                found.append(candidate)
            elif candidate.reading.text is not None:
                row = candidate.row
                why = f"it is not of the time of {row.at_time_of}"
                subject.remark(candidate.path, "not-counted", row.parameter, why)
        return found

    def _choose(
        self,
        subject: Subject,
        parameter: str,
        candidates: list[Candidate],
        taken: dict[str, Candidate],
    ) -> None:
        judge = self.mapping.judge
        if candidates[0].row.choose == "any":
            chosen, why = fhir_choose.by_agreement(candidates)
        else:
            chosen, why = fhir_choose.by_date(candidates, judge.types[parameter])
        if chosen is None:
            for candidate in candidates:
                if why and candidate.reading.text is not None:
                    subject.remark(candidate.path, "conflict", parameter, why)
            return
        taken[parameter] = chosen
        text = chosen.reading.text or ""
        subject.values[parameter] = Value(text, chosen.path)
        converted = judge.queries(parameter, text).get("converted")
        if converted:
            subject.remark(chosen.path, "converted", parameter, converted)
