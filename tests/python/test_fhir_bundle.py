# SPDX-License-Identifier: MIT
"""examples/fhir: patients, references, and Bundles that are none."""

import json
import unittest

from fhir_support import Table, creatinine, read, read_all
import fhir_bundle
from fhir_bundles import (
    ATC,
    ICD10,
    SNOMED,
    allergy,
    blood_pressure,
    bundle,
    concept,
    condition,
    encounter,
    entry,
    medication,
    observation,
    patient,
    procedure,
    quantity,
    reference,
    resource,
)


class Patients(Table):
    def read_patient(self, **elements):
        (subject,), _ = read_all(bundle(patient(**elements)))
        values = {name: value.text for name, value in subject.values.items()}
        return values, [(remark.kind, remark.parameter) for remark in subject.remarks]

    def test_gender(self):
        for gender, values, remarks in (
            ("male", {"sex": "male"}, []),
            ("female", {"sex": "female"}, []),
            ("unknown", {}, []),
            ("other", {}, [("gender", "sex")]),
        ):
            self.assertEqual(self.read_patient(gender=gender), (values, remarks), gender)
        for gender in ("M", "Male", ""):
            with self.assertRaises(fhir_bundle.Malformed) as caught:
                self.read_patient(gender=gender)
            self.assertEqual(caught.exception.path, "Bundle.entry[0].resource.gender")

    def test_birth_date(self):
        for date in ("1980", "1980-03", "1980-03-05"):
            self.assertEqual(self.read_patient(birthDate=date), ({"birth_date": date}, []))
        self.assertEqual(self.read_patient(birthDate="1880"), ({}, [("outside", "birth_date")]))
        for date in ("05.03.1980", "1980-02-30", "1980-03-05T00:00:00Z"):
            with self.assertRaises(fhir_bundle.Malformed) as caught:
                self.read_patient(birthDate=date)
            self.assertEqual(caught.exception.path, "Bundle.entry[0].resource.birthDate")

    def test_modifier_extension(self):
        self.assertEqual(
            self.read_patient(gender="male", modifierExtension=[{"url": "http://x.example"}]),
            ({}, [("open", "sex")]),
        )

    def test_several(self):
        subjects, stray = read_all(
            bundle(
                patient(gender="male"),
                patient(id="p2", gender="female"),
                creatinine(88),
                observation("14682-9", subject="Patient/p2", valueQuantity=quantity(99, "umol/L")),
            )
        )
        self.assertEqual(stray, [])
        self.assertEqual(
            [(s.id, s.values["sex"].text, s.values["creatinine"].text) for s in subjects],
            [("p1", "male", "88 'umol/L'"), ("p2", "female", "99 'umol/L'")],
        )


class References(unittest.TestCase):
    URN = "urn:uuid:04121321-4af5-424c-a0e1-ed3aab1c349d"

    def found(self, subject, *entries, own="http://hospital.example/fhir/Observation/o1"):
        """Whose an observation with that subject is; None: nobody's."""
        result = creatinine(88)
        result["id"] = "o1"
        result["subject"] = subject
        subjects, stray = read_all(bundle(*entries, entry(result, own)))
        owners = [subject.patient.path for subject in subjects if "creatinine" in subject.values]
        kinds = [remark.kind for remark in stray]
        self.assertEqual(kinds, [] if owners else ["no-subject"])
        self.assertLessEqual(len(owners), 1)
        return int(owners[0].split("[")[1].split("]")[0]) if owners else None

    def test_literal(self):
        here, urn = entry(patient()), entry(patient(), self.URN)
        elsewhere = entry(patient(), "http://other.example/fhir/Patient/p1")
        ours = {"own": "urn:uuid:04121321-4af5-424c-a0e1-ed3aab1c3000"}
        for name, wanted, text, entries, options in (
            ("relative", 0, "Patient/p1", [here], {}),
            ("of a version", 0, "Patient/p1/_history/3", [here], {}),
            ("absolute", 0, "http://hospital.example/fhir/Patient/p1", [here], {}),
            ("urn", 0, self.URN, [urn], ours),
            ("another urn", None, self.URN[:-1] + "0", [urn], ours),
            ("relative, on the same server", 1, "Patient/p1", [elsewhere, here], {}),
            ("relative, on another server only", None, "Patient/p1", [elsewhere], {}),
            (
                "absolute, on another server",
                0,
                "http://other.example/fhir/Patient/p1",
                [elsewhere, here],
                {},
            ),
            ("relative, from a urn", 0, "Patient/p1", [here], ours),
            ("relative, from a urn, to a urn", 0, "Patient/p1", [urn], ours),
            ("relative, from a urn, to two servers", None, "Patient/p1", [here, elsewhere], ours),
            ("another patient", None, "Patient/p2", [here], {}),
            ("another type", None, "Group/p1", [here], {}),
            ("a contained one", None, "#p1", [here], {}),
        ):
            with self.subTest(name):
                self.assertEqual(self.found({"reference": text}, *entries, **options), wanted)

    def test_logical(self):
        def known(value, **more):
            identifier = {"system": "http://hospital.example/mrn", "value": value}
            return patient(identifier=[identifier, identifier], **more)

        wanted = {"identifier": {"system": "http://hospital.example/mrn", "value": "7"}}
        self.assertEqual(self.found(wanted, known("8", id="p2"), known("7")), 1)
        self.assertEqual(self.found(wanted, known("7", id="p2"), known("7")), None)
        self.assertEqual(self.found({"identifier": {"value": "7"}}, known("7")), None)
        self.assertEqual(self.found({"display": "Patient p1"}, known("7")), None)

    def test_no_subject(self):
        result = creatinine(88)
        del result["subject"]
        subjects, stray = read_all(bundle(patient(), result))
        self.assertEqual(subjects[0].values, {})
        self.assertEqual(
            [(remark.kind, remark.path) for remark in stray],
            [("no-subject", "Bundle.entry[1].resource.subject")],
        )

    def test_medication(self):
        drug = resource("Medication", code=concept((ATC, "B01AC23")))
        for name, taken in (("Medication/" + drug["id"], True), ("Medication/none", False)):
            use = medication(None, effectivePeriod={"start": "2025-08-01"})
            use["medicationReference"] = reference(name)
            (subject,), stray = read_all(bundle(patient(), drug, use))
            self.assertEqual("circulation_drug_used" in subject.values, taken)
            self.assertEqual(
                [remark.kind for remark in subject.remarks], [] if taken else ["unknown-code"]
            )
            self.assertEqual([remark.kind for remark in stray], ["unmapped-resource"])
        use = medication(None, contained=[dict(drug, id="med")])
        use["medicationReference"] = reference("#med")
        (subject,), _ = read_all(bundle(patient(), use))
        self.assertEqual(subject.values["circulation_drug_used"].text, "true")

    def test_contained_results_are_told(self):
        inner = creatinine(99)
        outer = observation("24323-8", contained=[inner], hasMember=[reference("#" + inner["id"])])
        (subject,), _ = read_all(bundle(patient(), outer))
        self.assertEqual(subject.values, {})
        self.assertEqual(
            [(remark.kind, remark.path) for remark in subject.remarks],
            [
                ("unmapped-resource", "Bundle.entry[1].resource.contained[0]"),
                ("unknown-code", "Bundle.entry[1].resource"),
            ],
        )


class Remarks(unittest.TestCase):
    def test_paths(self):
        subjects, stray = read_all(
            bundle(
                patient(),
                encounter(),
                observation("4548-4", valueQuantity=quantity(5.4, "%")),
                blood_pressure(20, 89),
                {"fullUrl": "urn:x"},
                link=[{"relation": "next", "url": "http://hospital.example/fhir?page=2"}],
            )
        )
        self.assertEqual(
            [(remark.path, remark.kind, remark.parameter) for remark in subjects[0].remarks],
            [
                ("Bundle.entry[2].resource", "unknown-code", None),
                (
                    "Bundle.entry[3].resource.component[0].valueQuantity",
                    "outside",
                    "systolic_bp",
                ),
            ],
        )
        self.assertEqual(
            [(remark.path, remark.kind) for remark in stray],
            [
                ("Bundle.entry[4]", "bundle"),
                ("Bundle.link[0]", "bundle"),
                ("Bundle.entry[1].resource", "unmapped-resource"),
            ],
        )
        self.assertIn("http://loinc.org|4548-4", subjects[0].remarks[0].text)
        self.assertIn("20 mm[Hg] is not within 40 to 350", subjects[0].remarks[1].text)

    def test_sources(self):
        use = medication("B01AC23", effectivePeriod={"start": "2025-08-01"})
        (subject,), _ = read_all(bundle(patient(gender="male"), blood_pressure(138, 89), use))
        self.assertEqual(
            {name: value.path for name, value in subject.values.items()},
            {
                "sex": "Bundle.entry[0].resource.gender",
                "systolic_bp": "Bundle.entry[1].resource.component[0].valueQuantity",
                "diastolic_bp": "Bundle.entry[1].resource.component[1].valueQuantity",
                "circulation_drug_used": "Bundle.entry[2].resource",
                "circulation_drug_start_date": "Bundle.entry[2].resource.effectivePeriod.start",
            },
        )

    def test_the_same_resource_twice(self):
        result = creatinine(88)
        self.assertEqual(read(result, result)[0], {"creatinine": "88 'umol/L'"})
        with self.assertRaises(fhir_bundle.Malformed) as caught:
            read(result, dict(result, status="entered-in-error"))
        self.assertIn("Bundle.entry[2].resource: another version of", str(caught.exception))


class MalformedBundles(unittest.TestCase):
    def test_json(self):
        for data, part in (
            (b"", "line 1, column 1"),
            (b"{", "line 1, column 2"),
            (b'{"a": 1,\n "b": }', "line 2, column 7"),
            (b'{"a": 1, "a": 2}', 'the name "a" stands twice'),
            (b'{"a": NaN}', "NaN is no number"),
            (b'{"a": -Infinity}', "-Infinity is no number"),
            (b'{"a": "\xff"}', "byte 7 is not UTF-8"),
            (b"[" * 100000, "nested too deeply"),
            (b'{"a":' * 100000, "nested too deeply"),
        ):
            with self.assertRaises(fhir_bundle.Malformed) as caught:
                fhir_bundle.parse_json(data)
            self.assertIn(part, str(caught.exception))
        self.assertEqual(fhir_bundle.parse_json(b"\xef\xbb\xbf{}"), {})

    def test_shapes(self):
        """A change of a good Bundle, and the path of what is then told."""

        def change(*path_and_value):
            *path, last, value = path_and_value
            document = json.loads(json.dumps(self.good()))
            inner = document
            for step in path:
                inner = inner[step]
            if value is KeyError:
                del inner[last]
            else:
                inner[last] = value
            return document

        item = ("entry", 1, "resource")
        at = "Bundle.entry[1].resource"
        for document, path in (
            ([], "Bundle"),
            ("x", "Bundle"),
            (None, "Bundle"),
            ({}, "Bundle.resourceType"),
            (patient(), "Bundle.resourceType"),
            (change("type", KeyError), "Bundle.type"),
            (change("type", "history"), "Bundle.type"),
            (change("entry", {}), "Bundle.entry"),
            (change("entry", None), "Bundle.entry"),
            (change("entry", 1, "x"), "Bundle.entry[1]"),
            (change("entry", 1, "resource", []), at),
            (change("entry", 1, "fullUrl", 1), "Bundle.entry[1].fullUrl"),
            (change("link", "x"), "Bundle.link"),
            (change(*item, "resourceType", KeyError), at + ".resourceType"),
            (change(*item, "id", 5), at + ".id"),
            (change(*item, "status", KeyError), at + ".status"),
            (change(*item, "code", KeyError), at + ".code"),
            (change(*item, "code", []), at + ".code"),
            (change(*item, "code", "coding", {}), at + ".code.coding"),
            (change(*item, "code", "coding", ["x"]), at + ".code.coding[0]"),
            (change(*item, "code", "coding", 0, "code", 7), at + ".code.coding[0].code"),
            (change(*item, "subject", "Patient/p1"), at + ".subject"),
            (change(*item, "subject", "reference", {}), at + ".subject.reference"),
            (change(*item, "effectiveDateTime", "20.08.2025"), at + ".effectiveDateTime"),
            (change(*item, "effectiveDateTime", 2025), at + ".effectiveDateTime"),
            (change(*item, "effectivePeriod", {"start": "2025"}), at + ".effectivePeriod"),
            (change(*item, "valueQuantity", 5), at + ".valueQuantity"),
            (change(*item, "valueString", "5"), at + ".valueString"),
            (change(*item, "valueQuantity", "value", "88"), at + ".valueQuantity.value"),
            (change(*item, "valueQuantity", "value", True), at + ".valueQuantity.value"),
            (change(*item, "valueQuantity", "value", None), at + ".valueQuantity.value"),
            (change(*item, "valueQuantity", "value", 1e300), at + ".valueQuantity.value"),
            (change(*item, "valueQuantity", "value", 1e-300), at + ".valueQuantity.value"),
            (change(*item, "valueQuantity", "code", 1), at + ".valueQuantity.code"),
            (change(*item, "valueQuantity", "comparator", "~"), at + ".valueQuantity.comparator"),
            (change(*item, "referenceRange", {}), at + ".referenceRange"),
        ):
            with self.subTest(path), self.assertRaises(fhir_bundle.Malformed) as caught:
                read_all(document)
            self.assertEqual(caught.exception.path, path)

    def good(self):
        document = bundle(patient(), creatinine(88))
        self.assertEqual(len(read_all(document)[0][0].values), 1)
        return document

    def test_periods(self):
        period = {"start": "2025-08-20", "end": "2025-08-19"}
        with self.assertRaises(fhir_bundle.Malformed) as caught:
            read(creatinine(when={"effectivePeriod": period}))
        self.assertIn("ends before it starts", str(caught.exception))
        self.assertEqual(caught.exception.path, "Bundle.entry[1].resource.effectivePeriod")

    def test_every_single_change_is_survived(self):
        """Each element of a Bundle replaced by each kind of JSON, and left out: it is read, or told
        with a path, and nothing else happens."""
        document = bundle(
            patient(gender="male", birthDate="1980-03-05"),
            blood_pressure(138, 89),
            observation(
                "5196-1",
                when={"effectivePeriod": {"start": "2025-08-19", "end": "2025-08-20"}},
                valueCodeableConcept=concept((SNOMED, "10828004")),
            ),
            observation(
                "14682-9",
                valueQuantity=quantity(88, "umol/L"),
                referenceRange=[{"high": quantity(104, "umol/L")}],
            ),
            condition(ICD10, "I21.9", onsetDateTime="2025-08"),
            procedure("52734007", performedDateTime="2025"),
            medication("B01AC23", effectivePeriod={"start": "2025-08-01"}),
            allergy(SNOMED, "716186003"),
        )
        base = read_all(document)[0][0]
        self.assertGreaterEqual(len(base.values), 12)
        read_or_told = [0, 0]
        for container, key in list(places(document)):
            kept = container[key]
            for value in ({}, [], "x", "", 0, -1.5, True, None, [None], KeyError):
                if value is KeyError:
                    del container[key]
                else:
                    container[key] = value
                try:
                    read_all(document)
                    read_or_told[0] += 1
                except fhir_bundle.Malformed as error:
                    self.assertTrue(error.path.startswith("Bundle"), error)
                    read_or_told[1] += 1
                if value is KeyError and isinstance(container, list):
                    container.insert(key, kept)
                else:
                    container[key] = kept
        self.assertEqual(read_all(document)[0][0].values, base.values)
        self.assertGreater(min(read_or_told), 200)


def places(value):
    """Every place in a JSON document: its container and its name or index."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from places(value[key])


if __name__ == "__main__":
    unittest.main()
