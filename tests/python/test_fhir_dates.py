# SPDX-License-Identifier: MIT
"""examples/fhir: dates, and which of several values is taken."""

import datetime
import unittest

from fhir_support import LOCAL, OWN, Case, Table, read
import fhir_dates
import fhir_subject
from fhir_bundles import (
    ICD10,
    concept,
    condition,
    medication,
    observation,
    procedure,
    quantity,
)


class Choosing(Table):
    def weight(self, value, when="2025-08-20", **more):
        return observation("29463-7", when=when, valueQuantity=quantity(value, "kg"), **more)

    def test_latest(self):
        def case(name, value, *pairs):
            resources = [self.weight(kg, when) for kg, when in pairs]
            values = {"weight": "%s 'kg'" % value} if value else {}
            return Case(
                name, resources, values, [] if value else [("conflict", "weight")] * len(pairs)
            )

        self.check_cases(
            [
                case("by day", 71, (70, "2025-08-10"), (71, "2025-08-20"), (72, "2025-08-19")),
                case("whatever the order", 71, (71, "2025-08-20"), (70, "2025-08-10")),
                case("the same day", None, (70, "2025-08-20"), (71, "2025-08-20")),
                case("the same day and value", 70, (70, "2025-08-20"), (70.0, "2025-08-20")),
                case(
                    "by the time",
                    71,
                    (70, "2025-08-20T08:00:00Z"),
                    (71, "2025-08-20T08:00:01Z"),
                ),
                case(
                    "by the instant, not by the clock",
                    71,
                    (70, "2025-08-20T09:00:00+08:00"),
                    (71, "2025-08-20T02:00:00Z"),
                ),
                case(
                    "a fraction of a second",
                    71,
                    (70, "2025-08-20T08:00:00.100Z"),
                    (71, "2025-08-20T08:00:00.2Z"),
                ),
                case(
                    "a time and a mere day",
                    None,
                    (70, "2025-08-20"),
                    (71, "2025-08-20T08:00:00Z"),
                ),
                case(
                    "a time and another day",
                    71,
                    (70, "2025-08-19"),
                    (71, "2025-08-20T08:00:00Z"),
                ),
            ]
        )

    def test_periods(self):
        def period(start, end, value):
            found = {"effectivePeriod": {}}
            found["effectivePeriod"].update({"start": start} if start else {})
            found["effectivePeriod"].update({"end": end} if end else {})
            return self.weight(value, found)

        day = {"weight": "70 'kg'"}
        conflict = [("conflict", "weight")] * 2
        blocked = [("conflict", "weight"), ("open", "weight")]
        self.check_cases(
            [
                Case("a period", [period("2025-08-10", "2025-08-12", 70)], day, []),
                Case(
                    "a period before",
                    [period("2025-08-10", "2025-08-12", 69), self.weight(70, "2025-08-13")],
                    day,
                    [],
                ),
                Case(
                    "a day within the period",
                    [period("2025-08-10", "2025-08-12", 69), self.weight(70, "2025-08-12")],
                    {},
                    conflict,
                ),
                Case(
                    "a period without an end may still last",
                    [period("2025-08-10", None, 69), self.weight(70, "2025-08-13")],
                    {},
                    blocked,
                ),
                Case(
                    "an instant",
                    [self.weight(70, {"effectiveInstant": "2025-08-20T08:00:00Z"})],
                    day,
                    [],
                ),
            ]
        )

    def test_earliest(self):
        self.check_cases(
            [
                Case(
                    "by day",
                    [self.weight(70, "2024-01"), self.weight(69, "2025"), self.weight(71, "2023")],
                    {"weight": "71 'kg'"},
                    [],
                ),
                Case(
                    "a month in the year",
                    [self.weight(70, "2024-01"), self.weight(69, "2024")],
                    {},
                    [("conflict", "weight")] * 2,
                ),
                Case("undated, and alone", [self.weight(70, {})], {"weight": "70 'kg'"}, []),
                Case(
                    "undated, and not alone",
                    [self.weight(70, {}), self.weight(69, "2024")],
                    {},
                    [("conflict", "weight")] * 2,
                ),
            ],
            mapping=OWN,
        )

    def test_window(self):
        """30 days before the screening: both ends count, and what may lie outside is open."""
        for when, kind in (
            ("2025-08-02", None),
            ("2025-09-01", None),
            ("2025-09-01T23:59:59+08:00", None),
            ("2025-08-01", "not-counted"),
            ("2025-09-02", "not-counted"),
            ("2024", "not-counted"),
            ("2025-08", "open"),
            ("2025", "open"),
        ):
            with self.subTest(when):
                values, remarks = read(self.weight(70, when))
                self.assertEqual(values, {} if kind else {"weight": "70 'kg'"})
                self.assertEqual(remarks, [(kind, "weight")] if kind else [])
        values, remarks = read(self.weight(70, {}))
        self.assertEqual((values, remarks), ({}, [("open", "weight")]))
        values, remarks = read(self.weight(70), screening=None)
        self.assertEqual((values, remarks), ({}, [("open", "weight")]))
        values, remarks = read(self.weight(70, "2025-08"), self.weight(69, "2025-08-15"))
        self.assertEqual(values, {})
        values, remarks = read(self.weight(70, "2025-07"), self.weight(69, "2025-08-15"))
        self.assertEqual(values, {"weight": "69 'kg'"})

    def test_window_at_the_beginning_of_time(self):
        window = fhir_subject.Window(fhir_dates.FIRST_DAY)
        self.assertEqual(window.judge(fhir_dates.parse("0001-01-01"), 30).standing, "counts")

    def test_values_of_one_time(self):
        def rate(value, when="2025-08-20T08:00:00Z"):
            return observation("8867-4", when=when, valueQuantity=quantity(value, "/min"))

        def interval(value, when="2025-08-20T08:00:00Z"):
            return observation("8634-8", when=when, valueQuantity=quantity(value, "ms"))

        late = "2025-08-20T09:00:00Z"
        both = {"qt_interval": "400 'ms'", "heart_rate": "60 '/min'"}
        alone, not_counted = {"qt_interval": "400 'ms'"}, ("not-counted", "heart_rate")
        self.check_cases(
            [
                Case("together", [rate(60), interval(400)], both, []),
                Case(
                    "whatever the order",
                    [interval(400), rate(60), rate(90, late)],
                    both,
                    [not_counted],
                ),
                Case("apart", [interval(400), rate(90, late)], alone, [not_counted]),
                Case(
                    "the same day only",
                    [interval(400, "2025-08-20"), rate(90)],
                    alone,
                    [not_counted],
                ),
                Case(
                    "two at that time",
                    [interval(400), rate(60), rate(61)],
                    alone,
                    [("conflict", "heart_rate")] * 2,
                ),
                Case("without the other", [rate(60)], {}, [not_counted]),
                Case(
                    "the later interval leads",
                    [interval(390), rate(70), interval(400, late), rate(60, late)],
                    both,
                    [not_counted],
                ),
                Case(
                    "the other cannot be taken",
                    [interval(5000), rate(60)],
                    {},
                    [("outside", "qt_interval"), not_counted],
                ),
            ]
        )


class Dates(Table):
    def event(self, onset, **more):
        return condition(ICD10, "I21.9", onsetDateTime=onset, **more)

    def test_events(self):
        flag = {"cardiovascular_event": "true"}
        dated = "cardiovascular_event_date"

        def case(name, date, resources, *kinds):
            values = dict(flag, **({dated: date} if date else {}))
            remarks = [(kind, dated) for kind in kinds]
            # What is provisional is so for the flag too.
            remarks += [("open", "cardiovascular_event")] * ("open" in kinds)
            return Case(name, resources, values, remarks)

        self.check_cases(
            [
                case("partial", "2025-06", [self.event("2025-06")]),
                case("the day of a time", "2025-08-01", [self.event("2025-08-01T03:00:00+08:00")]),
                case("latest", "2025-07", [self.event("2025-06-01"), self.event("2025-07")]),
                case(
                    "a month covers its days",
                    "2025-07",
                    [self.event("2025-07-03"), self.event("2025-07")],
                ),
                case(
                    "no date",
                    None,
                    [condition(ICD10, "I21.9")],
                    "undated",
                ),
                case(
                    "one of them has none",
                    None,
                    [condition(ICD10, "I21.9"), self.event("2025-07")],
                    "undated",
                    "conflict",
                ),
                case(
                    "a provisional one that is later",
                    None,
                    [self.event("2025-07"), self.event("2025-08", verification="provisional")],
                    "open",
                    "conflict",
                ),
                case(
                    "a period begins with its start",
                    "2025-07-01",
                    [
                        condition(
                            ICD10, "I21.9", onsetPeriod={"start": "2025-07-01", "end": "2025-07-09"}
                        )
                    ],
                ),
                case("a text", None, [condition(ICD10, "I21.9", onsetString="summer")], "undated"),
                case(
                    "a procedure ends with its end",
                    "2025-07-09",
                    [
                        procedure(
                            "415070008",
                            performedPeriod={"start": "2025-07-01", "end": "2025-07-09"},
                        )
                    ],
                ),
                case(
                    "events of several kinds",
                    "2025-07-09",
                    [
                        procedure("232717009", performedDateTime="2025-07-09"),
                        self.event("2025-07-01"),
                    ],
                ),
            ]
        )

    def test_which_date_is_taken(self):
        period = {"start": "2025-07-01", "end": "2025-07-09"}
        trial = condition(LOCAL, "TRIAL", abatementPeriod=period)
        local = concept((LOCAL, "OPIOID"))
        self.check_cases(
            [
                Case(
                    "recordedDate",
                    [condition(ICD10, "C50.9", onsetDateTime="2001", recordedDate="2025-07-01")],
                    {"cancer_diagnosis_date": "2025-07-01"},
                    [],
                ),
                Case(
                    "no recordedDate",
                    [condition(ICD10, "C50.9", onsetDateTime="2001")],
                    {},
                    [("undated", "cancer_diagnosis_date")],
                ),
                Case("abatement", [trial], {"other_trial_last_date": "2025-07-09"}, []),
                Case(
                    "the earliest of two",
                    [trial, condition(LOCAL, "TRIAL", abatementDateTime="2025-06")],
                    {"other_trial_last_date": "2025-06"},
                    [],
                ),
                Case(
                    "effective",
                    [observation(local, when={"effectivePeriod": period}, valueBoolean=True)],
                    {"opioid_last_date": "2025-07-09"},
                    [],
                ),
                Case(
                    "end of one that goes on",
                    [medication("H02AB06", effectivePeriod={"start": "2025-07-01"})],
                    {},
                    [("undated", "glucocorticoid_last_date")],
                ),
                Case(
                    "end of a single dose",
                    [medication("H02AB06", "completed", effectiveDateTime="2025-07-01")],
                    {"glucocorticoid_last_date": "2025-07-01"},
                    [],
                ),
            ],
            mapping=OWN,
        )

    def test_drugs(self):
        names = ("circulation_drug_used", "circulation_drug_start_date")

        def drug(start, code="B01AC23"):
            return medication(code, effectivePeriod={"start": start})

        self.assertEqual(read(drug("2025-08-01"))[0], dict(zip(names, ("true", "2025-08-01"))))
        # The rule counts from the latest start.
        self.assertEqual(
            read(drug("2025-08-01"), drug("2025-07-20", "C04AD03"))[0][names[1]], "2025-08-01"
        )
        self.assertEqual(read(drug("2025-07-07"))[0], {names[0]: "true"})  # 56 days before
        self.assertEqual(read(drug("2025-07-08"))[0][names[1]], "2025-07-08")
        self.assertEqual(read(drug("2025-08-01", "A02BC01")), ({}, [("unknown-code", None)]))

    def test_parsing(self):
        for text, first, last in (
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2025-02", "2025-02-01", "2025-02-28"),
            ("2025-02-28", "2025-02-28", "2025-02-28"),
            ("2025-02-28T23:59:60Z", "2025-02-28", "2025-02-28"),
            ("0001", "0001-01-01", "0001-12-31"),
            ("9999-12-31T23:59:59-12:00", "9999-12-31", "9999-12-31"),
        ):
            when = fhir_dates.parse(text)
            self.assertEqual((str(when.first), str(when.last)), (first, last))
        for text in (
            "25",
            "2025-2",
            "2025-00",
            "2025-13",
            "2025-02-30",
            "0000",
            "2025-08-20T08:00:00",  # without a zone
            "2025-08-20T08:00Z",
            "2025-08-20T24:00:00Z",
            "2025-08-20T08:60:00Z",
            "2025-08-20T08:00:00+15:00",
            "2025-08-20T08:00:00+08:60",
            "2025-08T08:00:00Z",
            "2025-08-20 08:00:00Z",
            " 2025",
            "２０２５",
            "",
        ):
            with self.assertRaises(ValueError, msg=text):
                fhir_dates.parse(text)
        with self.assertRaises(ValueError):
            fhir_dates.parse("2025-08-20T08:00:00Z", with_time=False)

    def test_order_of_instants(self):
        """Against Python's own arithmetic of time zones."""
        texts = [
            "%sT%02d:30:00%s" % (day, hour, zone)
            for day in ("2025-08-19", "2025-08-20")
            for hour in (0, 11, 23)
            for zone in ("+14:00", "+08:00", "+00:00", "-03:30", "-12:00")
        ]
        for one in texts:
            for other in texts:
                later = datetime.datetime.fromisoformat(one) > datetime.datetime.fromisoformat(
                    other
                )
                self.assertEqual(fhir_dates.parse(one).surely_after(fhir_dates.parse(other)), later)


if __name__ == "__main__":
    unittest.main()
