#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""DateTimes and Times against Python's datetime.

$NFH_DATETIME_DRIVER names the program built from tests/datetime_driver.c. What is partial or in an
unknown time zone is checked against its meaning: every value, or every zone, that it can be, as far
as a sample of them goes, which has the ends in it.
"""

import calendar
import datetime
import itertools
import os
import random
import re
import subprocess
import unittest

DRIVER = os.environ.get("NFH_DATETIME_DRIVER")
UNKNOWN = 2  # a comparison
NO_ZONE = 20000
UNITS = ("day", "week", "month", "year", "hour", "minute", "second", "millisecond")
COMPONENTS = ("year", "month", "day", "hour", "minute", "second", "millisecond")
UNIT_MS = {
    "week": 604800000,
    "day": 86400000,
    "hour": 3600000,
    "minute": 60000,
    "second": 1000,
    "millisecond": 1,
}
DAY_MS = 86400000
MINUTE_MS = 60000
CYCLE = 146097  # days of 400 years, by which Python's years 1 to 9999 are left
FIRST = (1, 1, 1, 0, 0, 0, 0)
LAST = (9999, 12, 31, 23, 59, 59, 999)
DIGITS = (4, 6, 8, 10, 12, 14, 17)
TIME_DIGITS = (2, 4, 6, 9)
OFFSETS = [
    -840,
    -839,
    -720,
    -345,
    -300,
    -60,
    -30,
    -1,
    0,
    1,
    30,
    60,
    300,
    330,
    345,
    525,
    720,
    765,
    839,
    840,
]
# Those in which something can change: the ends, each quarter of an hour, each minute of one hour.
ZONES = sorted({*range(-840, 841, 15), *range(60)})

PATTERN = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?"
    r"(?:T(?:(?<=-\d\d-\d\dT)(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(Z|[+-]\d\d:\d\d)?)?)?",
    re.ASCII,
)


class Value:
    """A DateTime, or a Time: its components as far as given, and its offset or None."""

    def __init__(self, components, offset=None, is_time=False):
        self.components = tuple(components)
        self.offset = offset if len(self.components) > 3 else None
        self.is_time = is_time

    def __str__(self):
        c = self.components
        text = "-".join(f"{x:0{4 if i == 0 else 2}}" for i, x in enumerate(c[:3]))
        if len(c) > 3:
            text += "T" + ":".join(f"{x:02}" for x in c[3:6])
        if len(c) > 6:
            text += f".{c[6]:03}"
        if self.offset is not None:
            text += f"{'-' if self.offset < 0 else '+'}{abs(self.offset) // 60:02}:{abs(self.offset) % 60:02}"
        return text[10:] if self.is_time else text

    def of(self, components):
        return Value(components, self.offset, self.is_time)


def last_day(year, month):
    return (
        29
        if month == 2 and calendar.isleap(year)
        else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    )


def to_ms(full):
    """Milliseconds of all seven components, in any year."""
    cycles, year = divmod(full[0] - 1, 400)
    days = datetime.date(year + 1, full[1], full[2]).toordinal() + cycles * CYCLE
    return days * DAY_MS + ((full[3] * 60 + full[4]) * 60 + full[5]) * 1000 + full[6]


def from_ms(ms):
    days, rest = divmod(ms, DAY_MS)
    cycles, day = divmod(days - 1, CYCLE)
    date = datetime.date.fromordinal(day + 1)
    return (
        date.year + 400 * cycles,
        date.month,
        date.day,
        rest // 3600000,
        rest // 60000 % 60,
        rest // 1000 % 60,
        rest % 1000,
    )


def first(components):
    return tuple(components) + FIRST[len(components) :]


def last(components):
    c = list(components)
    if len(c) < 2:
        c.append(12)
    if len(c) < 3:
        c.append(last_day(c[0], c[1]))
    return tuple(c) + LAST[len(c) :]


def add_full(full, count, unit):
    """To all seven components, in any year."""
    if unit not in ("month", "year"):
        return from_ms(to_ms(full) + count * UNIT_MS[unit])
    year, month = divmod(full[0] * 12 + full[1] - 1 + count * (12 if unit == "year" else 1), 12)
    return (year, month + 1, min(full[2], last_day(year, month + 1))) + full[3:]


def toward_zero(count, divisor):
    return count // divisor if count >= 0 else -(-count // divisor)


def add(value, count, unit):
    """None outside the years 1 to 9999, and for a Time's days."""
    precision = COMPONENTS[len(value.components) - 1]
    if value.is_time and unit not in COMPONENTS[3:]:
        return None
    if unit == "week":
        count, unit = count * 7, "day"
    if COMPONENTS.index(unit) >= len(value.components):
        if len(value.components) > 3:
            count = toward_zero(count, UNIT_MS[precision] // UNIT_MS[unit])
        else:
            if unit not in ("month", "day"):
                count, unit = toward_zero(count, DAY_MS // UNIT_MS[unit]), "day"
            if precision == "month" and unit == "day":
                count = toward_zero(count, 30)
            if precision == "year":
                count = toward_zero(count, 365 if unit == "day" else 12)
        unit = precision
    if value.is_time:
        ms = (to_ms(first(value.components)) - DAY_MS + count * UNIT_MS[unit]) % DAY_MS
        return value.of(from_ms(DAY_MS + ms)[: len(value.components)])
    result = add_full(first(value.components), count, unit)
    return value.of(result[: len(value.components)]) if FIRST <= result <= LAST else None


def compare_components(a, b, precision):
    for i in range(precision or 7):
        if i >= len(a) or i >= len(b):
            return 0 if precision == 0 and len(a) == len(b) else UNKNOWN
        if a[i] != b[i]:
            return -1 if a[i] < b[i] else 1
    return 0


def in_zone(value, minutes):
    """All that the value's components can be so many minutes later."""
    if minutes == 0:
        return {value.components}
    ends = (first(value.components), last(value.components))
    return {from_ms(to_ms(end) + minutes * MINUTE_MS)[: len(value.components)] for end in ends}


def compare_in_zone(a, b, precision, zone):
    minutes = [0 if v.offset is None else zone - v.offset for v in (a, b)]
    if minutes[0] == minutes[1] and 4 in (len(a.components), len(b.components)):
        return compare_components(a.components, b.components, precision)
    results = {
        compare_components(x, y, precision)
        for x in in_zone(a, minutes[0])
        for y in in_zone(b, minutes[1])
    }
    return results.pop() if len(results) == 1 else UNKNOWN


def compare(a, b, precision, zone):
    if 0 < precision < 4:
        return compare_components(a.components, b.components, precision)
    results = {compare_in_zone(a, b, precision, z) for z in (ZONES if zone == NO_ZONE else [zone])}
    return results.pop() if len(results) == 1 else UNKNOWN


def duration(a, b, unit):
    """Between all seven components of one time: the largest n with a + n units <= b, from a guess."""
    if unit not in ("month", "year"):
        return toward_zero(to_ms(b) - to_ms(a), UNIT_MS[unit])
    guess = int((to_ms(b) - to_ms(a)) / DAY_MS / (30.436875 if unit == "month" else 365.2425))
    step = 1 if b >= a else -1
    numbers = [n for n in range(guess - 2, guess + 3) if n * step >= 0]
    return max(
        (
            n
            for n in numbers
            if (add_full(a, n, unit) <= b if step == 1 else add_full(a, n, unit) >= b)
        ),
        key=abs,
    )


def difference(a, b, unit):
    if unit == "year":
        return b[0] - a[0]
    if unit == "month":
        return (b[0] - a[0]) * 12 + b[1] - a[1]
    if unit == "week":  # ordinal 0, the day before 0001-01-01, would be a Sunday
        return to_ms(b) // UNIT_MS["week"] - to_ms(a) // UNIT_MS["week"]
    return to_ms(b) // UNIT_MS[unit] - to_ms(a) // UNIT_MS[unit]


def moved(full, minutes):
    return from_ms(to_ms(full) + minutes * MINUTE_MS)


def span_in_zone(a, b, offsets, is_difference, unit, zone):
    offset_a, offset_b = (zone if offset is None else offset for offset in offsets)
    if not is_difference:
        return duration(a, moved(b, offset_a - offset_b), unit)
    if unit in COMPONENTS[:3] + ("week",):
        return difference(a, b, unit)
    return difference(moved(a, zone - offset_a), moved(b, zone - offset_b), unit)


def meanings(value, unit, generator):
    """A sample of what the value can mean, its ends among it."""
    low, high = first(value.components), last(value.components)
    if len(value.components) == 6 and unit != "millisecond":
        return [low]
    between = [from_ms(generator.randint(to_ms(low), to_ms(high))) for _ in range(4)]
    return list({low, high, low[:3] + high[3:], high[:3] + low[3:], *between})


def span(a, b, is_difference, unit, zone, generator):
    zones = [zone]
    if zone == NO_ZONE:
        zones = [-840, 840, generator.randint(-840, 840)] + list(
            range(60) if unit == "hour" else ()
        )
    counts = [
        span_in_zone(x, y, (a.offset, b.offset), is_difference, unit, z)
        for x, y, z in itertools.product(
            meanings(a, unit, generator), meanings(b, unit, generator), zones
        )
    ]
    return min(counts), max(counts)


def run(lines):
    """The driver's whole answer, as lines."""
    done = subprocess.run(
        [DRIVER], input="\n".join(lines) + "\n", capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise AssertionError(f"driver ended with {done.returncode}: {done.stderr}")
    return done.stdout.splitlines()


def literal(text):
    """What a DateTime's text says, or None; by a pattern and Python's datetime."""
    match = PATTERN.fullmatch(text)
    if not match:
        return None
    *numbers, fraction, offset = match.groups()
    components = [int(x) for x in numbers if x is not None]
    try:
        datetime.datetime(*(components + [1, 1])[: max(3, len(components))])
    except ValueError:
        return None
    if fraction is not None:
        components.append(int(fraction[:3].ljust(3, "0")))
    minutes = None
    if offset is not None:
        minutes = 0 if offset == "Z" else int(offset[1:3]) * 60 + int(offset[4:])
        if minutes > 840 or int((offset + "00")[4:6] or 0) > 59:
            return None
        minutes = -minutes if offset[0] == "-" else minutes
    return Value(components, minutes)


@unittest.skipUnless(DRIVER, "NFH_DATETIME_DRIVER does not name the driver")
class DateTimeTest(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(20240229)

    def compare(self, lines, expected):
        answers = run(lines)
        self.assertEqual(len(answers), len(lines))
        self.assertEqual(len(expected), len(lines))
        wrong = [
            f"{l}: {a}, expected {e}" for l, a, e in zip(lines, answers, expected) if a != str(e)
        ]
        self.assertEqual(wrong[:10], [], f"{len(wrong)} of {len(lines)} differ")

    def full(self):
        """Any time, often one at a border."""
        kind = self.random.randrange(4)
        if kind == 0:
            return self.random.choice(
                (FIRST, LAST, (2024, 2, 29) + LAST[3:], (1969, 12, 31) + LAST[3:])
            )
        if kind == 1:
            year, month = self.random.choice(
                (1, 1900, 2000, 2023, 2024, 9999)
            ), self.random.randint(1, 12)
            day = self.random.choice((1, 28, last_day(year, month) - 1, last_day(year, month)))
            return (year, month, day) + self.random.choice(
                (FIRST, LAST, (0, 0, 0, 12, 30, 15, 500))
            )[3:]
        if kind == 2:  # near to others
            return from_ms(
                to_ms((2024, 3, 1, 0, 0, 0, 0)) + self.random.randint(-3 * DAY_MS, 3 * DAY_MS)
            )
        return from_ms(self.random.randint(to_ms(FIRST), to_ms(LAST)))

    def value(self):
        offset = self.random.choice(OFFSETS) if self.random.random() < 0.6 else None
        return Value(self.full()[: self.random.randint(1, 7)], offset)

    def time(self):
        return Value((FIRST[:3] + self.full()[3:])[: self.random.randint(4, 7)], is_time=True)

    def near(self, value):
        """The same or a neighbour, in another precision and offset."""
        if value.is_time or self.random.random() < 0.3:
            return self.time() if value.is_time else self.value()
        unit = self.random.choice(COMPONENTS)
        full = add_full(first(value.components), self.random.randint(-2, 2), unit)
        if not FIRST <= full <= LAST:
            full = first(value.components)
        return Value(
            full[: self.random.randint(1, 7)], self.random.choice([None, value.offset] + OFFSETS)
        )

    def zone(self):
        return NO_ZONE if self.random.random() < 0.25 else self.random.choice(OFFSETS)

    def test_text(self):
        lines, expected = [], []
        good = [str(self.value()) for _ in range(1000)]
        for text in good + ["2014T", "2014-02T", "2024-02-29T", "2014-01-01T08:30:15.1Z"]:
            lines.append(f"parse {text}")
            expected.append(literal(text))
        self.assertEqual([str(e) for e in expected[:1000]], good)
        for text in good * 4:
            for _ in range(self.random.randint(1, 2)):
                at = self.random.randrange(len(text) + 1)
                end = at + self.random.randrange(3)
                new = "".join(self.random.choices("0123456789-:T.Z+", k=self.random.randrange(3)))
                text = text[:at] + new + text[end:]
            if text and text[0] != "T":
                lines.append(f"parse {text}")
                expected.append(literal(text) or "null")
        self.assertGreater(expected.count("null"), 1000)
        self.compare(lines, expected)

    def test_first_and_last(self):
        lines, expected = [], []
        for value in [self.value() for _ in range(1000)] + [self.time() for _ in range(300)]:
            lines += [f"first {value}", f"last {value}"]
            expected += [value.of(first(value.components)), value.of(last(value.components))]
        self.compare(lines, expected)

    def test_neighbours(self):
        lines, expected = [], []
        for value in [self.value() for _ in range(1000)] + [self.time() for _ in range(300)]:
            unit = COMPONENTS[len(value.components) - 1]
            for name, count in (("next", 1), ("previous", -1)):
                there = add(value, count, unit)
                if value.is_time and (there.components > value.components) != (count > 0):
                    there = None
                lines.append(f"{name} {value}")
                expected.append(there or "null")
        self.compare(lines, expected)

    def test_addition(self):
        lines, expected = [], []
        for _ in range(4000):
            value = self.time() if self.random.random() < 0.2 else self.value()
            unit = self.random.choice(UNITS)
            size = 10 ** self.random.randint(0, 18)
            count = self.random.choice(
                (self.random.randint(-size, size), self.random.randint(-800, 800))
            )
            try:
                there = add(value, count, unit) or "null"
            except (OverflowError, ValueError):  # in no year that Python can count
                there = "null"
            lines.append(f"add {value} {count} {UNITS.index(unit)}")
            expected.append(there)
        self.compare(lines, expected)

    def test_comparison(self):
        lines, expected = [], []
        for _ in range(2000):
            a = self.time() if self.random.random() < 0.1 else self.value()
            b = self.near(a)
            precision = self.random.choice((0, 0, 0, 1, 2, 3, 4, 4, 5, 6, 7))
            zone = self.zone() if len(lines) % 8 else 0
            result = compare(a, b, precision, zone)
            lines += [f"compare {a} {b} {precision} {zone}", f"compare {b} {a} {precision} {zone}"]
            expected += [result, result if result == UNKNOWN else -result]
        self.compare(lines, expected)

    def check_spans(self, name, is_difference):
        lines, expected = [], []
        for _ in range(1200):
            a = self.time() if self.random.random() < 0.1 else self.value()
            b, zone = self.near(a), self.zone()
            unit = self.random.choice(UNITS[4:] if a.is_time else UNITS)
            low, high = span(a, b, is_difference, unit, zone, self.random)
            lines.append(f"{name} {a} {b} {UNITS.index(unit)} {zone}")
            expected.append(f"{low} {high}")
        self.compare(lines, expected)

    def test_durations(self):
        self.check_spans("duration", False)

    def test_differences(self):
        self.check_spans("difference", True)

    def test_time_of_day(self):
        lines, expected = [], []
        for _ in range(1500):
            value, zone = self.value(), self.zone()
            time = "null"
            if len(value.components) > 3 and (value.offset is None or zone != NO_ZONE):
                minutes = 0 if value.offset is None else zone - value.offset
                there = {c[3:] for c in in_zone(value, minutes)}
                if len(there) == 1:
                    time = Value(FIRST[:3] + there.pop(), is_time=True)
            lines.append(f"time {value} {zone}")
            expected.append(time)
        self.compare(lines, expected)

    def test_boundaries(self):
        lines, expected = [], []
        for value in [self.value() for _ in range(150)] + [self.time() for _ in range(50)]:
            for name, end in (("low", first), ("high", last)):
                for digits in range(-1, 20):
                    table, base = (TIME_DIGITS, 4) if value.is_time else (DIGITS, 1)
                    lines.append(f"{name} {value} {digits}")
                    if digits in table:
                        expected.append(
                            value.of(end(value.components)[: base + table.index(digits)])
                        )
                    else:
                        expected.append("null")
        self.compare(lines, expected)


if __name__ == "__main__":
    unittest.main()
