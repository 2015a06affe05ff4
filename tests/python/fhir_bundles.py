# SPDX-License-Identifier: MIT
"""Synthetic FHIR R4 resources and Bundles for the tests. Nobody of these patients exists."""

import itertools

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
ATC = "http://www.whocc.no/atc"
UCUM = "http://unitsofmeasure.org"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"

BASE = "http://hospital.example/fhir/"
_numbers = itertools.count(1)


def resource(kind, **elements):
    """None leaves an element out."""
    found = {"resourceType": kind, "id": "r%d" % next(_numbers)}
    found.update((name, value) for name, value in elements.items() if value is not None)
    return found


def concept(*codes, **more):
    """A CodeableConcept of (system, code) pairs."""
    coding = [dict(zip(("system", "code"), code)) for code in codes]
    return dict({"coding": coding} if coding else {}, **more)


def quantity(value, unit, **more):
    """A Quantity with a code of UCUM; the value as JSON has it."""
    return dict({"value": value, "unit": unit, "system": UCUM, "code": unit}, **more)


def reference(text="Patient/p1"):
    return {"reference": text}


def patient(**elements):
    return resource("Patient", **dict({"id": "p1"}, **elements))


def observation(code, when="2025-08-20", status="final", subject="Patient/p1", **elements):
    """`code` is a LOINC, or a CodeableConcept. `when` is a text, or the elements of effective[x]."""
    effective = when if isinstance(when, dict) else {"effectiveDateTime": when}
    return resource(
        "Observation",
        status=status,
        code=concept((LOINC, code)) if isinstance(code, str) else code,
        subject=reference(subject),
        **effective,
        **elements,
    )


def component(code, **elements):
    return dict({"code": concept((LOINC, code))}, **elements)


def blood_pressure(systolic, diastolic, **elements):
    return observation(
        "85354-9",
        component=[
            component("8480-6", valueQuantity=quantity(systolic, "mm[Hg]")),
            component("8462-4", valueQuantity=quantity(diastolic, "mm[Hg]")),
        ],
        **elements,
    )


def _diagnosis(kind, subject, code, clinical, verification, elements):
    prefix = TERMINOLOGY + kind.lower()
    names = {"Condition": "-ver-status", "AllergyIntolerance": "-verification"}
    statuses = {}
    if clinical:
        statuses["clinicalStatus"] = concept((prefix + "-clinical", clinical))
    if verification:
        statuses["verificationStatus"] = concept((prefix + names[kind], verification))
    who = {subject: reference()}
    return resource(kind, code=concept(code), **statuses, **dict(who, **elements))


def condition(system, code, clinical="active", verification="confirmed", **elements):
    return _diagnosis("Condition", "subject", (system, code), clinical, verification, elements)


def allergy(system, code, clinical="active", verification="confirmed", **elements):
    return _diagnosis(
        "AllergyIntolerance", "patient", (system, code), clinical, verification, elements
    )


def procedure(code, status="completed", **elements):
    return resource(
        "Procedure", status=status, code=concept((SNOMED, code)), subject=reference(), **elements
    )


def medication(code, status="active", **elements):
    return resource(
        "MedicationStatement",
        status=status,
        medicationCodeableConcept=concept((ATC, code)) if code else None,
        subject=reference(),
        **elements,
    )


def encounter():
    """What the mapping has no use for."""
    kind = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}
    return resource("Encounter", status="finished", **{"class": kind})


def entry(content, url=None):
    url = url or "%s%s/%s" % (BASE, content["resourceType"], content.get("id"))
    return {"fullUrl": url, "resource": content}


def bundle(*contents, kind="collection", **more):
    """Of resources, or entries as they are."""
    entries = [content if "resourceType" not in content else entry(content) for content in contents]
    return dict({"resourceType": "Bundle", "type": kind, "entry": entries}, **more)
