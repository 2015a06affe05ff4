# SPDX-License-Identifier: MIT
"""Dates and times of FHIR, as the spans of time that they may mean.

2025-08 may be any day of August, a period is all of its days, and what has no date may have been
at any time. Two of them have an order only when every completion agrees on it.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import NamedTuple, Optional

FIRST_DAY = datetime.date.min
LAST_DAY = datetime.date.max

_DATE = r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)%s)?)?"
_TIME = (
    r"T(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?P<fraction>\.\d+)?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)"
)
_DATE_PATTERN = re.compile(_DATE % "", re.ASCII)
_TIME_PATTERN = re.compile(_DATE % ("(%s)?" % _TIME), re.ASCII)


class When(NamedTuple):
    """The days that it may mean, as they were written, and the instants where both are known
    (microseconds since year 1, in UTC). `text` is the date, as far as it is known."""

    first: datetime.date = FIRST_DAY
    last: datetime.date = LAST_DAY
    begin: Optional[int] = None
    end: Optional[int] = None
    text: Optional[str] = None

    def surely_after(self, other: "When") -> bool:
        """Two instants are compared as such, whatever their time zones; anything else by the days
        as they were written, for a date has no zone."""
        if self.begin is not None and other.end is not None:
            return self.begin > other.end
        return self.first > other.last

    def covers(self, other: "When") -> bool:
        return self.first <= other.first and other.last <= self.last


UNDATED = When()


def _instant(parts: re.Match[str]) -> int:
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts["second"])
    # 60 is a leap second.
    if hour > 23 or minute > 59 or second > 60:
        raise ValueError("no such time")
    offset = 0
    if parts["zone"] != "Z":
        offset = int(parts["zone"][1:3]) * 60 + int(parts["zone"][4:6])
        if int(parts["zone"][4:6]) > 59 or offset > 14 * 60:
            raise ValueError("no such time zone")
        offset = -offset if parts["zone"][0] == "-" else offset
    day = datetime.date(int(parts["year"]), int(parts["month"]), int(parts["day"])).toordinal()
    seconds = ((day * 24 + hour) * 60 + minute - offset) * 60 + second
    return seconds * 10**6 + int((parts["fraction"] or ".")[1:7].ljust(6, "0"))


def parse(text: str, with_time: bool = True) -> When:
    """A date or dateTime of FHIR, also partial. ValueError: it is none, or there is no such day."""
    parts = (_TIME_PATTERN if with_time else _DATE_PATTERN).fullmatch(text)
    if not parts:
        raise ValueError(
            "a date (2025, 2025-08, 2025-08-31)%s is expected"
            % (" or a time with its zone (2025-08-31T09:30:00+08:00)" if with_time else "")
        )
    year = int(parts["year"])
    month = int(parts["month"] or 1), int(parts["month"] or 12)
    try:
        last_day = calendar.monthrange(year, month[1])[1]
        first = datetime.date(year, month[0], int(parts["day"] or 1))
        last = datetime.date(year, month[1], int(parts["day"] or last_day))
    except ValueError:
        raise ValueError("there is no such day") from None
    if not with_time or parts["hour"] is None:
        return When(first, last, text=text[:10])
    instant = _instant(parts)
    return When(first, last, instant, instant, text[:10])


def period(start: Optional[When], end: Optional[When]) -> When:
    """From the beginning of one to the end of the other; open where there is none."""
    first, last = start or UNDATED, end or UNDATED
    if first.surely_after(last):
        raise ValueError("the period ends before it starts")
    return When(first.first, last.last, first.begin, last.end)
