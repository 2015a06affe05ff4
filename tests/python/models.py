# SPDX-License-Identifier: MIT
"""The calculations once more, on exact fractions and Python's own calendar, to compare with.

Arguments are fractions, integers (codes) or dates; None is not known. A calculation returns a
fraction rounded to 8 places, a limit True, False or None.
"""

import datetime
from decimal import Decimal
from fractions import Fraction
from math import isqrt

PLACES = 10**8
EPOCH = datetime.date(1970, 1, 1).toordinal()


class NoResult(Exception):
    """The result is out of range."""


def rounded(value):
    """To 8 places, half away from zero."""
    scaled = abs(value) * PLACES
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, PLACES)


def decimal_of(number):
    """What a double was written as, to 8 places: repr() gives the shortest text that reads back."""
    return rounded(Fraction(Decimal(repr(number))))


def cube_root_floor(n):
    root = 1 << (n.bit_length() + 2) // 3
    while True:
        lower = (2 * root + n // (root * root)) // 3
        if lower >= root:
            return root
        root = lower


def rounded_root(value, degree):
    """The root of a fraction to 8 places: floor(root * 10^8 + 1/2), by way of the doubled root."""
    scaled = value * (2 * PLACES) ** degree
    whole = scaled.numerator // scaled.denominator
    twice = isqrt(whole) if degree == 2 else cube_root_floor(whole)
    return Fraction((twice + 1) // 2, PLACES)


def any_of(*truths):
    if True in truths:
        return True
    return None if None in truths else False


def above(value, limit):
    return None if value is None else value > limit


def creatinine_to_umol_l(mg_dl):
    return rounded(mg_dl * Fraction("88.4"))


def creatinine_clearance(age, weight, creatinine, sex):
    factor = Fraction("0.85") if sex == 2 else 1
    return rounded((140 - age) * weight * factor / (Fraction("0.818") * creatinine))


def creatinine_clearance_low(*arguments):
    return None if None in arguments else creatinine_clearance(*arguments) <= 50


def qtc_bazett(qt, rate):
    return rounded_root(qt**2 * rate / 60, 2)


def qtc_fridericia(qt, rate):
    return rounded_root(qt**3 * rate / 60, 3)


def qtc_framingham(qt, rate):
    return rounded(qt + 154 * (1 - Fraction(60) / rate))


def qtc_hodges(qt, rate):
    return rounded(qt + Fraction("1.75") * (rate - 60))


def ecg_qtcb_prolonged(qt, rate):
    return None if None in (qt, rate) else qtc_bazett(qt, rate) > 450


def ecg_heart_rate_high(rate):
    return above(rate, 100)


def ecg_qrs_wide(qrs):
    return above(qrs, 120)


def ecg_pr_long(pr):
    return above(pr, 220)


def ecg_abnormal(qt, rate, qrs, pr):
    return any_of(ecg_qtcb_prolonged(qt, rate), above(rate, 100), above(qrs, 120), above(pr, 220))


def exceeds_uln(value, uln, multiple):
    return None if None in (value, uln, multiple) else value > uln * multiple


def blood_pressure_uncontrolled(systolic, diastolic, standardized):
    high = any_of(
        None if systolic is None else systolic >= 140,
        None if diastolic is None else diastolic >= 90,
    )
    return high if high is False or standardized == 1 else None


def alcohol_units(beer, wine, spirits, percent):
    return rounded(beer / 360 + wine / 150 + spirits / 45 * percent / 40)


def alcohol_excess(*arguments):
    *volumes, percent = arguments
    percent = Fraction(40) if percent is None else percent

    def exceeds(drinks, limit):
        if alcohol_units(*[drink or Fraction(0) for drink in drinks], percent) > limit:
            return True
        return None if None in drinks else False

    return any_of(exceeds(volumes[:3], 2), exceeds(volumes[3:], 14))


def date_of(days):
    return datetime.date.fromordinal(days + EPOCH)


def days_of(date):
    return date.toordinal() - EPOCH


def last_day(year, month):
    following = (
        datetime.date(year + month // 12, month % 12 + 1, 1)
        if (year, month) != (9999, 12)
        else None
    )
    return (following - datetime.timedelta(days=1)).day if following else 31


def add_months(date, months):
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise NoResult
    return datetime.date(year, month + 1, min(date.day, last_day(year, month + 1)))


def add_days(date, days):
    if not 1 <= date.toordinal() + days <= datetime.date.max.toordinal():
        raise NoResult
    return datetime.date.fromordinal(date.toordinal() + days)


def age_years(birth, at):
    if birth > at:
        raise NoResult
    years = at.year - birth.year
    return years if add_months(birth, 12 * years) <= at else years - 1


def in_window(event, anchor, start):
    if event is None or anchor is None or event > anchor:
        return None
    return event >= start


def within_window(event, anchor, months):
    return in_window(event, anchor, None if anchor is None else add_months(anchor, -months))


def within_days(event, anchor, days):
    return in_window(event, anchor, None if anchor is None else add_days(anchor, -days))
