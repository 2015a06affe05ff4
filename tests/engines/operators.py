# SPDX-License-Identifier: MIT
"""The operators of CQL as patterns of expressions, in which {0}, {1} and {2} stand for operands,
and every combination of operands for each."""

import collections
import itertools

SIMPLE = (
    "Boolean Integer Long Decimal String Date DateTime Time Quantity Ratio Code Concept".split()
)
POINTS = "Integer Long Decimal Date DateTime Time Quantity".split()
# Of two operands of every type there are too many, and of three still more.
PAIRED = SIMPLE[:-1] + [
    "Interval<Integer>",
    "Interval<Decimal>",
    "Interval<Date>",
    "Interval<DateTime>",
]
FEW = "Integer Long Decimal String Date Quantity".split()
ANY = "Any"  # the null literal

COMPONENTS = "year month day hour minute second millisecond timezoneoffset date time".split()
PRECISIONS = "years months weeks days hours minutes seconds milliseconds".split()
CONVERTIBLE = (
    "Boolean Integer Long Decimal String Date DateTime Time Quantity Ratio Concept".split()
)
MEMBERS = (
    "value unit low high lowClosed highClosed numerator denominator code system version display"
    " codes"
).split()

UNARY = (
    ["+{0}", "-{0}", "not {0}", "{0} is null", "{0} is true", "{0} is not false"]
    + ["start of {0}", "end of {0}", "width of {0}", "point from {0}", "successor of {0}"]
    + ["predecessor of {0}", "Interval[{0}, null]"]
    + ["%s from {0}" % component for component in COMPONENTS]
    + ["({0}).%s" % member for member in MEMBERS]
    + [
        name + "({0})"
        for name in (
            "Abs Ceiling Floor Truncate Round Exp Ln Precision LowBoundary HighBoundary Length Upper"
            " Lower Date DateTime Time Coalesce CalculateAgeInYears ToCode"
        ).split()
    ]
    + ["To%s({0})" % name for name in CONVERTIBLE]
    + ["ConvertsTo%s({0})" % name for name in CONVERTIBLE if name != "Concept"]
    + [form % name for name in SIMPLE for form in ("{0} is %s", "{0} as %s", "cast {0} as %s")]
    + ["convert {0} to %s" % name for name in SIMPLE]
    + ["convert {0} to 'mg'", "{0} as Interval<Date>", "{0} is Interval<Integer>"]
    + ["duration in %s of {0}" % precision for precision in ("years", "days", "hours")]
)

TIMING = (
    "before|after|before start|after end|on or before|on or after|same as|same or before"
    "|same or after|same day as|same hour as|same day or before|before day of|after hour of"
    "|includes|included in|during|properly includes|properly included in|included in day of"
    "|includes start|starts before|ends on or after|starts during|meets|meets before|meets after"
    "|overlaps|overlaps before|overlaps day of|starts|ends|within 3 days of|3 days before"
    "|3 days or less before|less than 3 days after|3 days or more on or before"
    "|starts 3 days or less after start"
).split("|")

BINARY = (
    [
        "{0} %s {1}" % sign
        for sign in (
            "+ - * / div mod ^ & = != ~ !~ < <= > >= and or xor implies in contains union intersect"
            " except"
        ).split()
    ]
    + ["{0} %s {1}" % phrase for phrase in TIMING]
    + ["{0} in day of {1}", "{0} contains day of {1}", "{0} in {{ {1} }}", "{{ {0} }} contains {1}"]
    + ["Interval[{0}, {1})", "if true then {0} else {1}", "case {0} when {1} then 1 else 2 end"]
    + ["case when true then {0} else {1} end"]
    + ["%s between {0} and {1}" % precision for precision in PRECISIONS]
    + ["difference in %s between {0} and {1}" % precision for precision in PRECISIONS]
    + [
        name + "({0}, {1})"
        for name in (
            "Power Log Round Coalesce StartsWith EndsWith Matches Substring Split Date"
            " DateTime Time LowBoundary HighBoundary CalculateAgeInYearsAt CalculateAgeInHoursAt"
            " CanConvertQuantity ConvertQuantity"
        ).split()
    ]
    + ["PositionOf({0}, {1})", "LastPositionOf({0}, {1})", "{0}[{1}]"]
)

TERNARY = ["{0} between {1} and {2}", "{0} properly between {1} and {2}"] + [
    name + "({0}, {1}, {2})" for name in "Substring ReplaceMatches Date Coalesce".split()
]


def operand(kind):
    return "null" if kind == ANY else "(null as %s)" % kind


# Every type has a letter, so that thousands of combinations can be written down.
LETTERS = {ANY: "_", **dict(zip(SIMPLE, "BILDSdtTQRCK"))}
LETTERS.update(zip(("Interval<%s>" % point for point in POINTS), "ilexmhq"))


def operand_types(count):
    return [ANY] + FEW if count == 3 else [ANY] + PAIRED if count == 2 else list(LETTERS)


Case = collections.namedtuple("Case", "pattern operands letters expression")


def cases(words=""):
    """Every pattern that holds the words with every combination of operands."""
    for count, patterns in ((1, UNARY), (2, BINARY), (3, TERNARY)):
        for pattern in patterns:
            if words not in pattern:
                continue
            for operands in itertools.product(operand_types(count), repeat=count):
                letters = "".join(LETTERS[one] for one in operands)
                text = pattern.format(*map(operand, operands))
                yield Case(pattern, ", ".join(operands), letters, text)
