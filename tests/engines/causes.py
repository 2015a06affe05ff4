# SPDX-License-Identifier: MIT
"""Why the HL7 JavaScript engine has another value for a criterion than `screen`, where the oracle,
which calculates in fractions, sides with `screen`."""

from fractions import Fraction

from subjects import oracle

# Far less than a hundredth, the step of the inputs, and more than the rounding to 8 decimals.
NEARBY = Fraction(1, 10**7)
# The criteria that ask for a period `on or before` a day, by rule set, and that day.
PERIODS = {"OtherTrial": {"EXCL02": "screening_date", "EXCL16": "screening_date"}}

WORDS = {True: "true", False: "false", None: "unknown"}


def judge(criterion, values):
    """What the oracle says of a criterion; None: it has none of that name."""
    if criterion not in oracle.CRITERIA:
        return None
    results = oracle.screen(values)[1]
    return WORDS[results[list(oracle.CRITERIA).index(criterion)]]


def is_binary_arithmetic(_rule_set, criterion, values, theirs, _ours):
    """The subject is at a limit: when one number moves by a ten-millionth, the engine is right.
    Binary fractions miss a limit that decimal fractions meet."""
    for name in oracle.QUANTITIES:
        if values.get(name) is not None:
            for factor in (1 - NEARBY, 1 + NEARBY):
                if judge(criterion, {**values, name: values[name] * factor}) == theirs:
                    return True
    return False


def is_missing_day(rule_set, criterion, values, theirs, ours):
    """`d 6 months or less on or before S` without S: the translator makes it `… and S is not null`,
    which is false. CQL has null where an operand is null."""
    day = PERIODS.get(rule_set, {}).get(criterion)
    return day is not None and values.get(day) is None and (theirs, ours) == ("false", "unknown")


CAUSES = {
    "binary arithmetic at a limit": is_binary_arithmetic,
    "period before a missing day": is_missing_day,
}


def cause_of(rule_set, criterion, values, theirs, ours):
    """The name of the cause, or None. values: as the oracle reads them."""
    if judge(criterion, values) != ours:
        return None
    for name, is_cause in CAUSES.items():
        if is_cause(rule_set, criterion, values, theirs, ours):
            return name
    return None
