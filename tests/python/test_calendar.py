#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The calendar against Python's datetime.

$NFH_CALENDAR_DRIVER names the program built from tests/calendar_driver.c. Durations are checked
against their definition: the largest n with a + n units <= b, found by search.
"""

import calendar
import datetime
import os
import random
import subprocess
import unittest

DRIVER = os.environ.get("NFH_CALENDAR_DRIVER")
EPOCH = datetime.date(1970, 1, 1)
FIRST = datetime.date.min
LAST = datetime.date.max
DAYS_MIN = (FIRST - EPOCH).days
DAYS_MAX = (LAST - EPOCH).days
TELLING_YEARS = [1, 4, 100, 400, 1582, 1600, 1899, 1900, 1904, 1960, 1970, 1999, 2000, 2001]
TELLING_YEARS += [2023, 2024, 2025, 2026, 2100, 2400, 9996, 9999]
UNITS = ("day", "week", "month", "year")


def run(lines):
    """The driver's whole answer, as lines."""
    text = "\n".join(lines) + "\n"
    done = subprocess.run([DRIVER], input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"driver ended with {done.returncode}: {done.stderr}")
    return done.stdout.splitlines()


def add(date, count, unit):
    """date + count units as CQL defines it, None outside the years 1 to 9999."""
    if unit in ("day", "week"):
        try:
            return date + datetime.timedelta(days=count * (7 if unit == "week" else 1))
        except OverflowError:
            return None
    months = date.year * 12 + date.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return None
    day = min(date.day, calendar.monthrange(year, month + 1)[1])
    return datetime.date(year, month + 1, day)


def duration(a, b, unit):
    """By its definition, from a guess that is at most two away."""
    days = (b - a).days
    length = {"day": 1, "week": 7, "month": 30.436875, "year": 365.2425}[unit]
    guess = int(days / length)

    def within(n):
        there = add(a, n, unit)
        return there is not None and (a <= there <= b if b >= a else b <= there <= a)

    step = 1 if b >= a else -1
    return max(
        (n for n in range(guess - 2, guess + 3) if n * step >= 0 and within(n)), key=abs, default=0
    )


def difference(a, b, unit):
    if unit == "year":
        return b.year - a.year
    if unit == "month":
        return (b.year - a.year) * 12 + b.month - a.month
    if unit == "day":
        return (b - a).days
    # Sundays after the earlier one up to the later one; Python's weekday 6 is Sunday.
    low, high = min(a, b), max(a, b)
    to_sunday = (6 - low.weekday()) % 7 or 7
    count = max(0, ((high - low).days - to_sunday) // 7 + 1)
    return count if b >= a else -count


def interesting_dates(generator):
    """Month ends, leap days and their neighbours in telling years, and random dates."""
    dates = []
    for year in TELLING_YEARS:
        for month in range(1, 13):
            last = calendar.monthrange(year, month)[1]
            dates += [datetime.date(year, month, day) for day in (1, 15, 28, last - 1, last)]
    dates += [
        datetime.date.fromordinal(generator.randint(1, LAST.toordinal())) for _ in range(2000)
    ]
    return dates


@unittest.skipUnless(DRIVER, "NFH_CALENDAR_DRIVER does not name the driver")
class CalendarTest(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(20240229)

    def compare(self, lines, expected):
        answers = run(lines)
        self.assertEqual(len(answers), len(lines))
        wrong = [
            f"{l}: {a}, expected {e}" for l, a, e in zip(lines, answers, expected) if a != str(e)
        ]
        self.assertEqual(wrong[:10], [], f"{len(wrong)} of {len(lines)} differ")

    def test_every_day(self):
        epoch = EPOCH.toordinal()
        answers = run([f"range {DAYS_MIN} {DAYS_MAX}"])
        self.assertEqual(len(answers), LAST.toordinal())
        for ordinal, line in enumerate(answers, FIRST.toordinal()):
            expected = f"{ordinal - epoch} {datetime.date.fromordinal(ordinal)}"
            if line != expected:
                self.fail(f"{line}, expected {expected}")

    def test_days_of_every_month_end(self):
        dates = [
            datetime.date(year, month, day)
            for year in range(1, 10000)
            for month in range(1, 13)
            for day in (1, calendar.monthrange(year, month)[1])
        ]
        self.compare([f"days {date}" for date in dates], [(date - EPOCH).days for date in dates])

    def test_add(self):
        lines, expected = [], []
        for date in interesting_dates(self.random):
            for unit in UNITS:
                count = self.random.choice(
                    (
                        self.random.randint(-40, 40),
                        self.random.randint(-5000, 5000),
                        self.random.randint(-4000000, 4000000),
                    )
                )
                result = add(date, count, unit)
                lines.append(f"add {date} {count} {unit}")
                expected.append("null" if result is None else result)
        self.compare(lines, expected)

    def test_add_to_partial_dates(self):
        def truncated(count, divisor):
            return abs(count) // divisor * (1 if count >= 0 else -1)

        lines, expected = [], []
        for _ in range(5000):
            year, month = self.random.randint(1, 9999), self.random.randint(1, 12)
            count, unit = self.random.randint(-3000, 3000), self.random.choice(UNITS)
            days = count * (7 if unit == "week" else 1)
            years = {
                "day": truncated(days, 365),
                "week": truncated(days, 365),
                "month": truncated(count, 12),
                "year": count,
            }[unit]
            months = {
                "day": truncated(days, 30),
                "week": truncated(days, 30),
                "month": count,
                "year": 12 * count,
            }[unit]
            lines.append(f"add {year:04} {count} {unit}")
            expected.append(f"{year + years:04}" if 1 <= year + years <= 9999 else "null")
            there = add(datetime.date(year, month, 1), months, "month")
            lines.append(f"add {year:04}-{month:02} {count} {unit}")
            expected.append(str(there)[:7] if there else "null")
        self.compare(lines, expected)

    def test_far_out_of_range(self):
        lines = [
            f"add {date} {sign}{count} {unit}"
            for date in ("2024", "2024-02", "2024-02-29")
            for sign in ("", "-")
            for count in (2**31, 2**32, 2**62, 2**63 - 1)
            for unit in UNITS
        ]
        self.compare(lines, ["null"] * len(lines))

    def test_duration_and_difference(self):
        dates = interesting_dates(self.random)
        lines, expected = [], []
        for _ in range(12000):
            a = self.random.choice(dates)
            b = self.random.choice(dates)
            if self.random.random() < 0.5:  # near each other, near an anniversary
                near = (
                    add(a, self.random.randint(-30, 30), self.random.choice(("month", "year"))) or b
                )
                shift = self.random.randint(-2, 2)
                b = add(near, shift, "day") or near
            for unit in UNITS:
                lines += [f"duration {a} {b} {unit}", f"difference {a} {b} {unit}"]
                expected += [duration(a, b, unit), difference(a, b, unit)]
        self.compare(lines, expected)

    def test_parse(self):
        lines, expected = [], []
        for year in ("0000", "0001", "1900", "2000", "2023", "2024", "9999"):
            for month in range(0, 14):
                for day in range(0, 33):
                    text = f"{year}-{month:02}-{day:02}"
                    try:
                        datetime.date(int(year), month, day)
                        expected.append(text)
                    except ValueError:
                        expected.append("null")
                    lines.append(f"parse {text}")
        for text in ("2024", "2024-02", "0001", "9999-12"):
            lines.append(f"parse {text}")
            expected.append(text)
        for text in (
            "",
            "0",
            "0000",
            "202",
            "20240",
            "2024-",
            "2024-2",
            "2024-2-9",
            "2024-02-",
            "2024/02/29",
            "20240229",
            "2024-02-29T",
            "2024-02-30",
            "2024-00",
            "2024-13",
            "-024",
            "+2024",
            "2O24",
            "2024-0a",
            "2024-02-2 ",
            "２０２４",
            "2024–02",
            "2024-W05",
            "2024-060",
            "1e03",
            "2024.02.29",
        ):
            lines.append(f"parse {text}")
            expected.append("null")
        self.compare(lines, expected)

    def test_first_and_last(self):
        lines, expected = [], []
        for year in (1, 1900, 2000, 2023, 2024, 9999):
            lines += [
                f"first {year:04}",
                f"last {year:04}",
                f"first {year:04}-06-15",
                f"last {year:04}-06-15",
            ]
            expected += [
                f"{year:04}-01-01",
                f"{year:04}-12-31",
                f"{year:04}-06-15",
                f"{year:04}-06-15",
            ]
            for month in range(1, 13):
                text = f"{year:04}-{month:02}"
                lines += [f"first {text}", f"last {text}"]
                expected += [f"{text}-01", f"{text}-{calendar.monthrange(year, month)[1]}"]
        self.compare(lines, expected)

    def test_compare(self):
        def expect(a, b, precision):
            left, right = a.split("-"), b.split("-")
            for i in range(precision or 3):
                if i >= len(left) or i >= len(right):
                    return 0 if precision == 0 and i >= len(left) and i >= len(right) else 2
                if left[i] != right[i]:
                    return -1 if left[i] < right[i] else 1
            return 0

        texts = [
            "2023",
            "2024",
            "2024-01",
            "2024-02",
            "2023-12",
            "2024-02-28",
            "2024-02-29",
            "2024-01-31",
            "2023-02-28",
        ]
        lines, expected = [], []
        for a in texts:
            for b in texts:
                for precision in range(4):
                    lines.append(f"compare {a} {b} {precision}")
                    expected.append(expect(a, b, precision))
        self.compare(lines, expected)


if __name__ == "__main__":
    unittest.main()
