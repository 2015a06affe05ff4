# SPDX-License-Identifier: MIT
"""Eligibility screening and clinical calculations: libnfhscreen for Python.

One file without dependencies: copy it next to your program, for cohorts with the files
nfhscreen_*.py beside it. NumPy is used where it is installed. The library is what the environment variable NFHSCREEN_LIBRARY names, else the installed one, else
the one in build/ of this checkout.

>>> ruleset = Ruleset("NCT07101562")
>>> values = {"birth_date": "1950-05-01", "screening_date": "2025-09-01"}
>>> report = ruleset.screen(values, subject_id="001")
>>> report.verdict
'ineligible'
>>> report.criteria["INCL03"], report.criteria["INCL04"]
(False, None)

True, False and None are the three truth values; None means unknown. A missing value never decides.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import datetime
import decimal
import enum
import functools
import json
import os
import pathlib
import threading
import weakref
from dataclasses import dataclass, field
from typing import (
    Any,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    Union,
    overload,
)

try:
    import numpy
except ImportError:  # every function works without it, on lists
    numpy = None  # type: ignore[assignment]

__all__ = [
    "CompileError",
    "Criterion",
    "Error",
    "InputSet",
    "Leaf",
    "Missing",
    "Parameter",
    "Query",
    "Range",
    "Report",
    "Ruleset",
    "add_days",
    "add_months",
    "age_years",
    "alcohol_excess",
    "alcohol_units",
    "blood_pressure_uncontrolled",
    "builtin_rulesets",
    "creatinine_clearance",
    "creatinine_clearance_low",
    "creatinine_to_umol_l",
    "ecg_abnormal",
    "ecg_heart_rate_high",
    "ecg_pr_long",
    "ecg_qrs_wide",
    "ecg_qtcb_prolonged",
    "exceeds_uln",
    "library_version",
    "qtc_bazett",
    "qtc_framingham",
    "qtc_fridericia",
    "qtc_hodges",
    "within_days",
    "within_window",
]

# --- The library ----------------------------------------------------------------------------------

_OK, _E_UNKNOWN, _E_RANGE, _E_SYNTAX, _E_VALUE, _E_NAME = 0, 20, 22, 30, 33, 40
_E_INDEX, _E_COMPILE, _E_INCLUDE, _E_LIMIT, _E_BUFFER = 41, 50, 51, 60, 62
_DATE_UNKNOWN = -(2**31)
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_CATEGORIES = {1: "inclusion", 2: "exclusion", 3: "check"}
_TYPES = {
    1: "Boolean",
    2: "Integer",
    3: "Long",
    4: "Decimal",
    5: "String",
    6: "Date",
    7: "DateTime",
    8: "Time",
    9: "Quantity",
    # These cannot be supplied: such a parameter is its default, or null.
    10: "Ratio",
    11: "Code",
    12: "Concept",
}
_FILES = ("libnfhscreen.so.0", "libnfhscreen.so", "libnfhscreen.0.dylib", "libnfhscreen-0.dll")


def _open_library() -> ctypes.CDLL:
    named = os.environ.get("NFHSCREEN_LIBRARY")
    if named:
        return ctypes.CDLL(named)
    checkout = list(pathlib.Path(__file__).resolve().parents)[2:3]
    candidates = [ctypes.util.find_library("nfhscreen"), *_FILES]
    candidates += [str(top / "build" / file) for top in checkout for file in _FILES]
    for candidate in candidates:
        try:
            if candidate:
                return ctypes.CDLL(candidate)
        except OSError:
            continue
    raise OSError(
        "libnfhscreen was not found: install it, or let NFHSCREEN_LIBRARY name the shared library"
    )


_lib = _open_library()
for _name in ("nfh_version", "nfh_status_text", "nfh_status_name"):
    getattr(_lib, _name).restype = ctypes.c_char_p
for _name in ("compiler", "ruleset", "subject", "report", "columns", "arrow"):
    _free = getattr(_lib, f"nfh_{_name}_free", None)
    if _free is not None:
        _free.restype = None
        _free.argtypes = [ctypes.c_void_p]


def library_version() -> str:
    """The version of the library that is loaded."""
    version: bytes = _lib.nfh_version()
    return version.decode()


class Error(ValueError):
    """What the library says is wrong. `status` is its number, `name` its name (`NFH_E_UNIT`)."""

    def __init__(self, status: int, message: str = "") -> None:
        self.status = status
        self.name = _lib.nfh_status_name(status).decode()
        text = _lib.nfh_status_text(status).decode()
        super().__init__(message or text)


class CompileError(Error):
    """A rule set with errors. `diagnostics` has each with its place and the source line."""

    def __init__(self, status: int, diagnostics: Sequence[str]) -> None:
        self.diagnostics = list(diagnostics)
        super().__init__(status, "".join(self.diagnostics))


def _check(status: int, message: str = "") -> None:
    if status != _OK:
        raise Error(status, message)


def _bytes(text: str) -> bytes:
    """Text as C takes it. A NUL would end it silently."""
    if "\0" in text:
        raise Error(_E_SYNTAX, "a text holds a NUL character")
    return text.encode("utf-8")


def _text(function: Callable[..., int], *arguments: Any) -> Optional[str]:
    """The text that a function hands out through its last pointer."""
    result = ctypes.c_char_p()
    _check(function(*arguments, ctypes.byref(result)))
    return None if result.value is None else result.value.decode("utf-8", "replace")


def _name_text(function: Callable[..., int], *arguments: Any) -> str:
    return _text(function, *arguments) or ""


def _size(function: Callable[..., int], *arguments: Any) -> int:
    result = ctypes.c_size_t()
    _check(function(*arguments, ctypes.byref(result)))
    return result.value


def _buffer_text(function: Callable[..., int], *arguments: Any) -> tuple[int, str]:
    """The text that a function writes into a buffer, with its status."""
    needed = ctypes.c_size_t()
    size = 4096
    while True:
        buffer = ctypes.create_string_buffer(size)
        status = function(*arguments, buffer, ctypes.c_size_t(size), ctypes.byref(needed))
        if status != _E_BUFFER:
            return status, buffer.value.decode("utf-8", "replace")
        size = needed.value


# --- Rule sets ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parameter:
    """An input of a rule set. `type` is the CQL type; "other" is an interval or a choice of types,
    which cannot be supplied."""

    name: str
    type: str
    unit: Optional[str]
    prompt: Optional[str]
    min: Optional[str]
    max: Optional[str]
    values: Optional[tuple[str, ...]]


@dataclass(frozen=True)
class Criterion:
    """What a rule set decides. `category` is inclusion, exclusion or check (a data query)."""

    id: str
    name: str
    category: str
    short: Optional[str]
    text: Optional[str]


class Query(NamedTuple):
    """What a data manager should look at."""

    code: str
    parameter: Optional[str]
    criterion: Optional[str]
    text: str


class InputSet(NamedTuple):
    """Missing inputs which together can decide a criterion: make it true, or false, or either."""

    inputs: tuple[str, ...]
    decides: tuple[bool, ...]


class Range(NamedTuple):
    """Values of an input from `low` to `high`, which are exact decimals or dates as text (None: no
    limit), and what they make of a criterion."""

    low: Optional[str]
    high: Optional[str]
    truth: Optional[bool]


class Leaf(NamedTuple):
    """A comparison, flag or test that decided a criterion. `truth` is whether it holds as the rule
    set has it, `relation` what does hold (`<=` where `>` was asked and is false; of an unknown one
    what was asked). Values are texts, so that decimals stay exact; None: there is no such part."""

    text: str
    truth: Optional[bool]
    relation: str
    label: Optional[str]
    value: Optional[str]
    unit: Optional[str]
    formula: Optional[str]
    limit_label: Optional[str]
    limit: Optional[str]
    limit_unit: Optional[str]
    limit_formula: Optional[str]


_TRUTHS = {"true": True, "false": False, "unknown": None}


def _read_leaf(content: dict[str, str]) -> Leaf:
    """A later library may tell more than a Leaf has."""
    leaf = Leaf(**{name: content[name] for name in Leaf._fields})  # type: ignore[arg-type]
    return leaf._replace(truth=_TRUTHS[content["truth"]])


@dataclass(frozen=True)
class Report:
    """What a rule set says about one subject.

    What is not read from the report at once (`could_exclude` and so on) screens the subject's
    values once more.
    """

    subject_id: str
    verdict: str
    criteria: dict[str, Optional[bool]]
    checks: dict[str, Optional[bool]]
    missing: list[str]
    criterion_missing: dict[str, list[str]]
    next_input: Optional[str]
    defaults: list[str]
    kinds: dict[str, str]
    queries: list[Query]
    json: str
    _subject: _Subject = field(repr=False, compare=False)

    @property
    def could_exclude(self) -> list[str]:
        """The missing inputs that could make the subject ineligible, each by itself.

        >>> report = Ruleset("NCT07101562").screen({"opioid_used": True})
        >>> "joint_effusion" in report.could_exclude, "ast" in report.could_exclude
        (True, False)
        """
        return self._subject.names(_lib.nfh_report_could_exclude)

    @property
    def needed(self) -> list[str]:
        """The missing inputs that the subject still needs for eligible."""
        return self._subject.names(_lib.nfh_report_needed)

    def sets(self, criterion: str) -> list[InputSet]:
        """The minimal sets of missing inputs that would decide a criterion, by its id.

        >>> report = Ruleset("NCT07101562").screen({"persistent_hip_pain": True})
        >>> report.sets("INCL06")
        [InputSet(inputs=('conservative_treatment_duration',), decides=(True, False))]
        """
        return self._subject.sets(criterion)

    def again(self, criterion: str) -> list[str]:
        """The known inputs to be found out again, when nothing missing would decide a criterion.

        >>> values = {"systolic_bp": 150, "diastolic_bp": 80, "antihypertensive_standardized": False}
        >>> Ruleset("NCT07101562").screen(values).again("EXCL19")
        ['systolic_bp', 'antihypertensive_standardized']
        """
        at = self._subject.criterion(criterion)
        return self._subject.names(_lib.nfh_report_criterion_again, at)

    def ranges(self, criterion: str, name: str) -> list[Range]:
        """What each value of one number or date would make of a criterion; empty when none
        decides, or when it cannot be told for certain.

        >>> Ruleset("NCT07101562").screen({}).ranges("EXCL17", "pr_interval")[1]
        Range(low='220.00000001', high='800', truth=True)
        """
        return self._subject.ranges(criterion, name)

    def range_text(self, criterion: str, name: str) -> str:
        """The same as a sentence.

        >>> Ruleset("NCT07101562").screen({}).range_text("EXCL17", "pr_interval")
        'pr_interval up to 220 ms leaves EXCL17 unknown; above 220 ms makes EXCL17 true'
        """
        return self._subject.range_text(criterion, name)

    @functools.cached_property
    def reasons(self) -> dict[str, str]:
        """Why each criterion (and check) is true, false or unknown, in a sentence."""
        return {c["id"]: c["reason"] for c in json.loads(self.json)["criteria"]}

    @functools.cached_property
    def leaves(self) -> dict[str, list[Leaf]]:
        """What decided each criterion (and check): the parts of its reason."""
        return {
            c["id"]: [_read_leaf(leaf) for leaf in c["leaves"]]
            for c in json.loads(self.json)["criteria"]
        }


def _read_report(text: str, subject: _Subject) -> Report:
    truth = _TRUTHS
    content = json.loads(text)
    criteria = content["criteria"]
    return Report(
        subject_id=content["subject_id"],
        verdict=content["verdict"],
        criteria={c["id"]: truth[c["status"]] for c in criteria if c["category"] != "check"},
        checks={c["id"]: truth[c["status"]] for c in criteria if c["category"] == "check"},
        missing=content["missing"],
        criterion_missing={c["id"]: c["missing"] for c in criteria},
        next_input=content["next"],
        defaults=content["defaults"],
        kinds={k["parameter"]: k["value"] or k["kind"] for k in content["kinds"]},
        queries=[
            Query(q["code"], q["parameter"], q["criterion"], q["text"]) for q in content["queries"]
        ],
        json=text,
        _subject=subject,
    )


class _Subject:
    """One subject's values, to be screened once more for what its report is asked later."""

    def __init__(self, ruleset: Ruleset, values: Mapping[str, Value], now: Moment) -> None:
        self._ruleset = ruleset
        self._values = dict(values)
        self._now = now

    def criterion(self, id: str) -> ctypes.c_size_t:
        return ctypes.c_size_t([c.id for c in self._ruleset.criteria].index(id))

    def parameter(self, name: str) -> ctypes.c_size_t:
        return ctypes.c_size_t([p.name for p in self._ruleset.parameters].index(name))

    def names(self, function: Callable[..., int], *arguments: Any) -> list[str]:
        """The parameters that a function lists."""
        parameters = self._ruleset.parameters
        array, count = (ctypes.c_size_t * len(parameters))(), ctypes.c_size_t()
        places = array, ctypes.c_size_t(len(parameters)), ctypes.byref(count)
        with self._ruleset._asking(self._values, self._now) as report:
            _check(function(report, *arguments, *places))
        return [parameters[i].name for i in array[: count.value]]

    def sets(self, criterion: str) -> list[InputSet]:
        at, parameters = self.criterion(criterion), self._ruleset.parameters
        array, members = (ctypes.c_size_t * len(parameters))(), ctypes.c_size_t()
        count, complete, ways = ctypes.c_size_t(), ctypes.c_int(), ctypes.c_int()
        places = array, ctypes.c_size_t(len(parameters)), ctypes.byref(members)
        found = []
        with self._ruleset._asking(self._values, self._now) as report:
            counting = _lib.nfh_report_criterion_set_count
            _check(counting(report, at, ctypes.byref(count), ctypes.byref(complete)))
            for i in range(count.value):
                index = ctypes.c_size_t(i)
                telling = _lib.nfh_report_criterion_set
                _check(telling(report, at, index, ctypes.byref(ways), *places))
                inputs = tuple(parameters[k].name for k in array[: members.value])
                decides = tuple(t for t, bit in ((True, 1), (False, 2)) if ways.value & bit)
                found.append(InputSet(inputs, decides))
        return found

    def ranges(self, criterion: str, name: str) -> list[Range]:
        places = self.criterion(criterion), self.parameter(name)
        truth, low, high = ctypes.c_int(), ctypes.c_char_p(), ctypes.c_char_p()
        results = ctypes.byref(truth), ctypes.byref(low), ctypes.byref(high)
        found = []
        with self._ruleset._asking(self._values, self._now) as report:
            for i in range(_size(_lib.nfh_report_input_range_count, report, *places)):
                _check(_lib.nfh_report_input_range(report, *places, ctypes.c_size_t(i), *results))
                ends = [None if end.value is None else end.value.decode() for end in (low, high)]
                found.append(Range(ends[0], ends[1], _from_truth(truth.value)))
        return found

    def range_text(self, criterion: str, name: str) -> str:
        places = self.criterion(criterion), self.parameter(name)
        with self._ruleset._asking(self._values, self._now) as report:
            status, text = _buffer_text(_lib.nfh_report_input_range_text, report, *places)
        _check(status)
        return text


def builtin_rulesets() -> list[str]:
    """The names of the libraries that are shipped: rule sets, and what they include.

    >>> "NCT07101562" in builtin_rulesets()
    True
    """
    names: list[str] = []
    name = ctypes.c_char_p()
    while _lib.nfh_builtin_name(ctypes.c_size_t(len(names)), ctypes.byref(name)) == _OK:
        names.append((name.value or b"").decode())
    return names


class _Compiler:
    """Owns a compiler for the time of a `with`."""

    def __enter__(self) -> "_Compiler":
        self.handle = ctypes.c_void_p()
        _check(_lib.nfh_compiler_new(ctypes.byref(self.handle)))
        return self

    def __exit__(self, *_: object) -> None:
        _lib.nfh_compiler_free(self.handle)

    def add_library(self, file: str, text: str) -> None:
        data = text.encode("utf-8")
        _check(
            _lib.nfh_compiler_add_library(
                self.handle, _bytes(file), data, ctypes.c_size_t(len(data))
            )
        )

    def compile(self, file: str, text: str) -> tuple[int, ctypes.c_void_p]:
        data = text.encode("utf-8")
        ruleset = ctypes.c_void_p()
        status = _lib.nfh_compiler_compile(
            self.handle, _bytes(file), data, ctypes.c_size_t(len(data)), ctypes.byref(ruleset)
        )
        return status, ruleset

    def missing(self) -> list[str]:
        names: list[str] = []
        name = ctypes.c_char_p()
        while (
            _lib.nfh_compiler_missing_library(
                self.handle, ctypes.c_size_t(len(names)), ctypes.byref(name)
            )
            == _OK
        ):
            names.append((name.value or b"").decode())
        return names

    def error(self, status: int) -> Error:
        if status not in (_E_COMPILE, _E_INCLUDE, _E_LIMIT):
            return Error(status)
        count = _size(_lib.nfh_compiler_diagnostic_count, self.handle)
        texts = [
            _buffer_text(_lib.nfh_compiler_diagnostic_text, self.handle, ctypes.c_size_t(i))[1]
            for i in range(count)
        ]
        return CompileError(status, texts)


def _free_handles(*handles: ctypes.c_void_p) -> None:
    report, subject, ruleset = handles
    _lib.nfh_report_free(report)
    _lib.nfh_subject_free(subject)
    _lib.nfh_ruleset_free(ruleset)


class Missing(enum.IntEnum):
    """Why an input is not known, as a value of it; the report keeps it in `kinds`."""

    NOT_DONE = 1
    REFUSED = 2
    NOT_APPLICABLE = 3
    UNKNOWN = 4


Value = Union[
    None,
    Missing,
    bool,
    int,
    float,
    decimal.Decimal,
    str,
    datetime.date,
    datetime.datetime,
    datetime.time,
    tuple[Any, str],
]
Moment = Union[None, str, datetime.datetime]


class Ruleset:
    """A compiled rule set, by the name of a built-in one.

    >>> ruleset = Ruleset("NCT07101562")
    >>> ruleset.name
    'NCT07101562'
    >>> [c.id for c in ruleset.criteria][:3]
    ['INCL02', 'INCL03', 'INCL04']
    >>> next(p for p in ruleset.parameters if p.name == "creatinine").unit
    'umol/L'
    """

    def __init__(self, name: str = "NCT07101562") -> None:
        handle = ctypes.c_void_p()
        status = _lib.nfh_ruleset_load(_bytes(name), ctypes.byref(handle))
        if status == _E_NAME:
            raise Error(
                status,
                f"no rule set {name!r} is built in: there is {', '.join(builtin_rulesets())}",
            )
        _check(status)
        self._take(handle)

    @classmethod
    def from_text(
        cls, text: str, file: str = "text", libraries: Optional[Mapping[str, str]] = None
    ) -> "Ruleset":
        """Compiles CQL text. `libraries` has the texts of included libraries by file name.

        >>> ruleset = Ruleset.from_text("parameter age Integer  define Adult: age >= 18")
        >>> ruleset.evaluate({"age": 17})
        {'Adult': 'false'}
        """
        with _Compiler() as compiler:
            for name, content in (libraries or {}).items():
                compiler.add_library(name, content)
            status, handle = compiler.compile(file, text)
            if status != _OK:
                raise compiler.error(status)
        return cls._from_handle(handle)

    @classmethod
    def from_file(cls, path: Union[str, "os.PathLike[str]"]) -> "Ruleset":
        """Compiles a file. A library NAME that it includes is read from NAME.cql beside it."""
        main = pathlib.Path(path)
        text = main.read_text(encoding="utf-8")
        sought: set[str] = set()
        with _Compiler() as compiler:
            status, handle = compiler.compile(str(main), text)
            while status == _E_INCLUDE:
                added = False
                for name in compiler.missing():
                    # A name that would lead elsewhere is none of a file beside it.
                    safe = name and not name.startswith(".") and not set(name) & set("/\\:")
                    if name not in sought and safe and main.with_name(name + ".cql").exists():
                        beside = main.with_name(name + ".cql")
                        compiler.add_library(str(beside), beside.read_text(encoding="utf-8"))
                        added = True
                    sought.add(name)
                if not added:
                    break
                status, handle = compiler.compile(str(main), text)
            if status != _OK:
                raise compiler.error(status)
        return cls._from_handle(handle)

    @classmethod
    def _from_handle(cls, handle: ctypes.c_void_p) -> "Ruleset":
        ruleset = cls.__new__(cls)
        ruleset._take(handle)
        return ruleset

    def _take(self, handle: ctypes.c_void_p) -> None:
        self._handle, self._subject, self._report = handle, ctypes.c_void_p(), ctypes.c_void_p()
        # The handles refer to the rule set, so they end before it.
        status = _lib.nfh_subject_new(handle, ctypes.byref(self._subject))
        if status == _OK:
            status = _lib.nfh_report_new(handle, ctypes.byref(self._report))
        weakref.finalize(self, _free_handles, self._report, self._subject, handle)
        _check(status)
        # A subject and a report belong to one thread at a time.
        self._lock = threading.Lock()
        self.name = _name_text(_lib.nfh_ruleset_name, handle)
        self.version = _name_text(_lib.nfh_ruleset_version, handle)
        self.digest = _name_text(_lib.nfh_ruleset_digest, handle)
        self.parameters = tuple(
            map(self._parameter, range(_size(_lib.nfh_ruleset_parameter_count, handle)))
        )
        self.criteria = tuple(
            map(self._criterion, range(_size(_lib.nfh_ruleset_criterion_count, handle)))
        )
        self.definitions = tuple(
            _name_text(_lib.nfh_ruleset_definition_name, handle, ctypes.c_size_t(i))
            for i in range(_size(_lib.nfh_ruleset_definition_count, handle))
        )
        self._types = {parameter.name: parameter.type for parameter in self.parameters}

    def _parameter(self, index: int) -> Parameter:
        at = ctypes.c_size_t(index)
        kind = ctypes.c_int()
        _check(_lib.nfh_ruleset_parameter_type(self._handle, at, ctypes.byref(kind)))

        def tag(name: str) -> Optional[str]:
            return _text(_lib.nfh_ruleset_parameter_tag, self._handle, at, name.encode())

        values = tag("values")
        return Parameter(
            name=_name_text(_lib.nfh_ruleset_parameter_name, self._handle, at),
            type=_TYPES.get(kind.value, "other"),
            unit=_text(_lib.nfh_ruleset_parameter_unit, self._handle, at),
            prompt=tag("prompt"),
            min=tag("min"),
            max=tag("max"),
            values=None if values is None else tuple(value.strip() for value in values.split("|")),
        )

    def _criterion(self, index: int) -> Criterion:
        at = ctypes.c_size_t(index)
        category = ctypes.c_int()
        _check(_lib.nfh_ruleset_criterion_category(self._handle, at, ctypes.byref(category)))
        return Criterion(
            id=_name_text(_lib.nfh_ruleset_criterion_id, self._handle, at),
            name=_name_text(_lib.nfh_ruleset_criterion_name, self._handle, at),
            category=_CATEGORIES[category.value],
            short=_text(_lib.nfh_ruleset_criterion_tag, self._handle, at, b"short"),
            text=_text(_lib.nfh_ruleset_criterion_tag, self._handle, at, b"text"),
        )

    def parameter_tag(self, name: str, tag: str) -> Optional[str]:
        """What a tag of a parameter says, of any name; None without it.

        >>> Ruleset("NCT07101562").parameter_tag("creatinine", "cost")
        '3'
        """
        return self._tag(_lib.nfh_ruleset_parameter_tag, self.parameters, "name", name, tag)

    def criterion_tag(self, id: str, tag: str) -> Optional[str]:
        """What a tag of a criterion says, of any name; None without it.

        >>> Ruleset("NCT07101562").criterion_tag("INCL04", "category")
        'inclusion'
        """
        return self._tag(_lib.nfh_ruleset_criterion_tag, self.criteria, "id", id, tag)

    def _tag(
        self, function: Callable[..., int], items: Sequence[Any], key: str, wanted: str, tag: str
    ) -> Optional[str]:
        for index, item in enumerate(items):
            if getattr(item, key) == wanted:
                return _text(function, self._handle, ctypes.c_size_t(index), _bytes(tag))
        raise KeyError(wanted)

    def __repr__(self) -> str:
        return f"<Ruleset {self.name} {self.version}>"

    def _fill(self, values: Mapping[str, Value], subject_id: str, now: Moment) -> None:
        _check(_lib.nfh_subject_clear(self._subject))
        _check(_lib.nfh_subject_set_id(self._subject, _bytes(subject_id)))
        moment = _value_text("now", now, "DateTime")
        status = _lib.nfh_subject_set_now(self._subject, _bytes(moment or ""))
        if status != _OK:
            raise Error(status, _name_text(_lib.nfh_subject_error, self._subject))
        for name, value in values.items():
            if isinstance(value, Missing):
                status = self._set_missing(name, value)
            else:
                text = _value_text(name, value, self._types.get(name, ""))
                status = _lib.nfh_subject_set_text(self._subject, _bytes(name), _bytes(text or ""))
            if status != _OK:
                raise Error(status, _name_text(_lib.nfh_subject_error, self._subject))

    def _set_missing(self, name: str, kind: Missing) -> int:
        index = ctypes.c_size_t()
        status: int = _lib.nfh_ruleset_parameter_index(
            self._handle, _bytes(name), ctypes.byref(index)
        )
        if status != _OK:  # the text's setter has the message
            status = _lib.nfh_subject_set_text(self._subject, _bytes(name), b"")
        else:
            status = _lib.nfh_subject_set_missing(self._subject, index, ctypes.c_int(kind))
        return status

    def _refuse_name(self, name: str) -> None:
        """Raises the library's Error when no parameter has the name; it names the nearest."""
        if name not in self._types:
            with self._lock:
                status = _lib.nfh_subject_set_text(self._subject, _bytes(name), b"")
                raise Error(status, _name_text(_lib.nfh_subject_error, self._subject))

    def _screen(self, values: Mapping[str, Value], subject_id: str, now: Moment) -> None:
        self._fill(values, subject_id, now)
        _check(_lib.nfh_screen(self._handle, self._subject, self._report))

    @overload
    def screen(
        self, values: Mapping[str, Value], subject_id: str = "", *, now: Moment = None
    ) -> Report: ...

    @overload
    def screen(
        self,
        values: Any,
        *,
        now: Moment = None,
        units: Optional[Mapping[str, str]] = None,
        unknown_columns: str = "raise",
        errors: Union[str, list[Any]] = "warn",
        threads: int = 1,
        progress: Any = None,
        id_name: str = "subject_id",
    ) -> Any: ...

    def screen(
        self, values: Any, subject_id: str = "", *, now: Moment = None, **options: Any
    ) -> Any:
        """Screens one subject, or a cohort.

        Of one subject `values` has the inputs by name; what is left out, None, NaN or NaT is
        missing. The result is a Report.

        A value may be a bool, a number (in the parameter's unit), a date, a datetime, a time, a
        pair of number and unit, or text as in a CSV cell. What cannot be read raises an Error that
        says what was expected. A DateTime counts milliseconds: what is finer is dropped. One
        without a time zone is in that of `now`.

        Of a number only a limit may be known: "<5". A Missing says why nothing is.

        `now` is the time of the evaluation, which Now() and Today() are taken from: an aware
        datetime, or its text. Without it they are not known; no clock is read.

        >>> Ruleset().screen({"pregnant": Missing.REFUSED, "creatinine": "<60"}).kinds
        {'creatinine': '<60 umol/L', 'pregnant': 'refused'}
        >>> ruleset = Ruleset("NCT07101562")
        >>> ruleset.screen({"pregnant": False, "creatinine": (1.2, "mg/dL")}).queries[0].code
        'converted'
        >>> ruleset.screen({"creatinin": 88.4})
        Traceback (most recent call last):
        nfhscreen.Error: there is no parameter "creatinin" (did you mean creatinine?)
        >>> text = "/* @id: A\\n@category: inclusion */ define Adult: CalculateAgeInYears(b) >= 18"
        >>> ruleset = Ruleset.from_text("parameter b Date\\n" + text)
        >>> ruleset.screen({"b": "2008-03-01"}, now="2026-03-01T08:00:00.000+01:00").verdict
        'eligible'

        A cohort is a dict of columns (NumPy arrays of any type, pandas Series, lists; one value
        goes with every row), a table of pandas, Polars or PyArrow, or anything else that has
        __arrow_c_stream__. The result is of the same kind: a dict, a DataFrame of pandas with the
        same index, one of Polars, a Table. For a RecordBatchReader, and for a stream that is none
        of these, it is a RecordBatchReader that screens as it is read. It has `subject_id` when
        that was given, `verdict` (eligible, ineligible, undetermined, or error for a row that
        cannot be read), and each criterion: a list of True, False and None, a masked array, or a
        nullable Boolean. Criteria are as they are for one subject; checks are left out.

        >>> cohort = {"subject_id": ["1", "2"], "creatinine": [1.2, 88.4], "lactating": [None, True]}
        >>> ruleset = Ruleset("NCT07101562")
        >>> ruleset.screen(cohort, units={"creatinine": "mg/dL"}, errors="coerce")["EXCL27"]
        [None, True]

        `units` has the units of columns of quantities, otherwise each is in its parameter's own;
        a pair of column and unit, pandas' `attrs["units"]` (a dict), or `unit` in the metadata of
        a field of Arrow says the same. A unit that does not convert raises an Error. A column that
        is no parameter raises one that names the nearest; unknown_columns="ignore" passes over it.
        Rows that cannot be read, such as one with an infinite number, get the verdict "error", and
        a CohortWarning lists them; errors="raise" raises an Error instead, "coerce" is silent, and
        a list gets a RowError of each. `id_name` is the column of the subjects' names.

        `threads` share the rows. `progress` is a function that is called with the rows done and
        all rows (0 of a stream), or tqdm (the class, or a bar); without it a line on the terminal
        shows how far long work has come, if standard error is one; False: none.
        """
        if _is_cohort(values):
            from nfhscreen_cohort import screen_cohort  # which imports this module

            if subject_id:
                raise TypeError("subject_id: of one subject only; a cohort has a column of them")
            return screen_cohort(self, values, now=now, **options)
        if options:
            raise TypeError(
                f"{', '.join(sorted(options))}: of a cohort only, and this is a subject"
            )
        with self._lock:
            self._screen(values, subject_id, now)
            status, text = _buffer_text(_lib.nfh_report_json, self._report)
        _check(status)
        return _read_report(text, _Subject(self, values, now))

    @contextlib.contextmanager
    def _asking(self, values: Mapping[str, Value], now: Moment) -> Iterator[ctypes.c_void_p]:
        """A report on the values, to be asked one thing at a time."""
        with self._lock:
            self._screen(values, "", now)
            yield self._report

    def screen_all(
        self,
        rows: Iterable[Mapping[str, Value]],
        id_name: str = "subject_id",
        *,
        now: Moment = None,
    ) -> Iterator[Report]:
        """Screens subject after subject, all at one time: rows of csv.DictReader, or of a data
        frame by `frame.to_dict("records")`.

        >>> rows = [{"subject_id": "1", "lactating": "no"}, {"subject_id": "2", "lactating": "yes"}]
        >>> [(r.subject_id, r.verdict) for r in Ruleset().screen_all(rows)]
        [('1', 'undetermined'), ('2', 'ineligible')]
        """
        for row in rows:
            yield self.screen(
                {k: v for k, v in row.items() if k != id_name}, str(row.get(id_name, "")), now=now
            )

    def fragile(self, values: Mapping[str, Value], *, now: Moment = None) -> dict[str, list[str]]:
        """The criteria, by id, that one unit in the last place of an input would turn over, and
        which inputs these are.

        >>> Ruleset().fragile({"birth_date": "1990-03-05", "screening_date": "2055-03-05"})
        {}
        >>> Ruleset().fragile({"birth_date": "1990-03-05", "screening_date": "2056-03-04"})
        {'INCL03': ['birth_date', 'screening_date']}
        """
        names = [parameter.name for parameter in self.parameters]
        found = (ctypes.c_size_t * len(names))()
        count = ctypes.c_size_t()
        results = {}
        with self._lock:
            self._screen(values, "", now)
            for i, criterion in enumerate(self.criteria):
                _check(
                    _lib.nfh_report_criterion_fragile(
                        self._report,
                        ctypes.c_size_t(i),
                        found,
                        ctypes.c_size_t(len(names)),
                        ctypes.byref(count),
                    )
                )
                if count.value:
                    results[criterion.id] = [names[index] for index in found[: count.value]]
        return results

    def evaluate(self, values: Mapping[str, Value], *, now: Moment = None) -> dict[str, str]:
        """Every definition's value as a CQL literal; a run-time error raises.

        >>> ruleset = Ruleset.from_text("parameter at DateTime  define Late: at + 36 hours")
        >>> ruleset.evaluate({"at": datetime.datetime(2025, 8, 31, 14, 30)})
        {'Late': '@2025-09-02T02:30:00.000'}
        """
        with self._lock:
            self._screen(values, "", now)
            results = {}
            for i, name in enumerate(self.definitions):
                status, text = _buffer_text(_lib.nfh_report_value, self._report, ctypes.c_size_t(i))
                _check(status, f"{name}: {text}")
                results[name] = text
        return results


def _is_column(value: Any) -> bool:
    """Whether a value is one for each row, or a pair of that and a unit."""
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], str):
        return _is_column(value[0])
    arrow = hasattr(value, "__arrow_c_array__") or hasattr(value, "__arrow_c_stream__")
    return _is_array(value) or isinstance(value, range) or arrow


def _is_cohort(values: Any) -> bool:
    """Whether these are columns, and not one subject's values, which a row of pandas has too."""
    if isinstance(values, Mapping):
        return any(map(_is_column, values.values()))
    return not hasattr(values, "items") or getattr(values, "ndim", 1) == 2


def _is_missing(value: Any) -> bool:
    """None, NaN, and what pandas has for them."""
    return (
        value is None
        or type(value).__name__ in ("NAType", "NaTType")
        or (isinstance(value, float) and value != value)
    )


def _value_text(name: str, value: Any, kind: str) -> Optional[str]:
    """A value as text, which the library reads exactly; None when it is missing."""
    if isinstance(value, tuple) and len(value) == 2:
        number = _value_text(name, value[0], kind)
        return None if number is None else f"{number} '{value[1]}'"
    if _is_missing(value):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.datetime) and kind == "Date":
        return value.date().isoformat()
    if isinstance(value, (datetime.datetime, datetime.time)):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, float):
        # A column of truth values with gaps holds 0.0 and 1.0.
        return str(int(value)) if kind == "Boolean" and value in (0.0, 1.0) else repr(float(value))
    if isinstance(value, (bool, int)):
        return str(value)
    if type(value).__module__ == "numpy" and type(value).__name__ == "datetime64":
        # 2025-08-31T14:30:00.000, or less of it: as much as the unit of the value tells.
        return None if str(value) == "NaT" else str(value)[: 10 if kind == "Date" else 23]
    if hasattr(value, "item"):
        return _value_text(name, value.item(), kind)
    raise TypeError(f"{name}: {type(value).__name__} is no value for an input")


# --- Calculations ---------------------------------------------------------------------------------
#
# Each takes numbers or arrays of them (lists, NumPy arrays, columns of a data frame; a number goes
# with every row). None and NaN are not known: a calculation of them is None (NaN in an array), a
# limit is what the rest decides. An impossible argument raises an Error; errors="coerce" makes the
# result, or the rows concerned, unknown instead. Results for arrays are NumPy arrays (truth values:
# masked arrays, dates: datetime64), or lists without NumPy.

_NAN = float("nan")


def _double(value: Any) -> float:
    return _NAN if _is_missing(value) else float(value)


def _integer(value: Any) -> int:
    return min(max(int(value), -(2**31)), 2**31 - 1)


def _sex(value: Any) -> int:
    """FHIR's words or ISO/IEC 5218's numbers."""
    if _is_missing(value):
        return 0
    if isinstance(value, str):
        words = {"male": 1, "female": 2, "unknown": 0, "": 0}
        if value not in words:
            raise Error(_E_SYNTAX, f"{value!r} is no sex: male, female or unknown is expected")
        return words[value]
    return _integer(value)


def _truth(value: Any) -> int:
    return 2 if _is_missing(value) else _integer(value)


def _date(value: Any) -> int:
    """Days since 1970-01-01 from a date or its text."""
    if _is_missing(value) or value == "" or str(value) == "NaT":
        return _DATE_UNKNOWN
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.toordinal() - _EPOCH
    if not isinstance(value, str):
        value = str(value)[:10]  # NumPy's
    days = ctypes.c_int32()
    _check(
        _lib.nfh_date_parse(_bytes(value), ctypes.byref(days)),
        f"{value!r} is no date (2025-08-31 is expected)",
    )
    return days.value


def _from_truth(value: int) -> Optional[bool]:
    return None if value == 2 else bool(value)


def _from_date(value: int) -> Optional[datetime.date]:
    return None if value == _DATE_UNKNOWN else datetime.date.fromordinal(value + _EPOCH)


def _from_double(value: float) -> Optional[float]:
    return None if value != value else value


def _from_integer(value: int) -> Optional[int]:
    return None if value == _DATE_UNKNOWN else value


class _Kind(NamedTuple):
    """A kind of argument or result: how C takes it, and the ways there and back."""

    c_type: Any
    to_c: Callable[[Any], Any]
    from_c: Callable[[Any], Any]
    unknown: Any


_DOUBLE = _Kind(ctypes.c_double, _double, _from_double, _NAN)
_COUNT = _Kind(ctypes.c_int32, _integer, _from_integer, _DATE_UNKNOWN)
_SEX = _Kind(ctypes.c_int32, _sex, _from_integer, 0)
_TRUTH = _Kind(ctypes.c_int32, _truth, _from_truth, 2)
_DATE = _Kind(ctypes.c_int32, _date, _from_date, _DATE_UNKNOWN)


def _is_array(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or getattr(value, "ndim", 0) > 0


def _numpy_column(kind: _Kind, value: Any, rows: int) -> Any:
    """An argument as a contiguous NumPy array."""
    c_type = numpy.float64 if kind is _DOUBLE else numpy.int32
    if not _is_array(value):
        return numpy.full(rows, kind.to_c(value), dtype=c_type)
    array = numpy.asarray(value)
    if kind is _DOUBLE and array.dtype.kind in "fiub":
        return numpy.ascontiguousarray(array, dtype=c_type)
    if kind is _DATE and array.dtype.kind == "M":
        days = array.astype("datetime64[D]")
        known = numpy.where(numpy.isnat(days), 0, days.astype(numpy.int64))
        # Out of range stays out of range.
        return numpy.where(
            numpy.isnat(days), _DATE_UNKNOWN, numpy.clip(known, 1 - 2**31, 2**31 - 1)
        ).astype(c_type)
    return numpy.fromiter((kind.to_c(v) for v in array.tolist()), dtype=c_type, count=len(array))


def _numpy_result(kind: _Kind, array: Any) -> Any:
    if kind is _TRUTH:
        return numpy.ma.MaskedArray(array == 1, mask=array == 2)
    if kind is _DATE:
        days = array.astype("datetime64[D]")
        days[array == _DATE_UNKNOWN] = numpy.datetime64("NaT")
        return days
    return numpy.ma.MaskedArray(array, mask=array == _DATE_UNKNOWN) if kind is _COUNT else array


def _raise_row(status: Sequence[int]) -> None:
    bad = [(row, s) for row, s in enumerate(status) if s not in (_OK, _E_UNKNOWN)]
    if bad:
        row, first = bad[0]
        text = _lib.nfh_status_text(first).decode()
        raise Error(
            first, f"row {row}: {text}" + (f" ({len(bad)} rows are wrong)" if len(bad) > 1 else "")
        )


def _calculate_array(
    name: str, kinds: Sequence[_Kind], result: _Kind, arguments: Sequence[Any], errors: str
) -> Any:
    lengths = {len(a) for a in arguments if _is_array(a)}
    if len(lengths) != 1:
        raise ValueError(f"the arrays have different lengths: {sorted(lengths)}")
    rows = lengths.pop()
    function = getattr(_lib, name + "_n")
    if numpy is not None:
        columns = [_numpy_column(k, a, rows) for k, a in zip(kinds, arguments)]
        out = numpy.empty(rows, dtype=numpy.float64 if result is _DOUBLE else numpy.int32)
        status = numpy.empty(rows, dtype=numpy.int32)
        pointers = [column.ctypes.data_as(ctypes.c_void_p) for column in (*columns, out, status)]
        _check(function(ctypes.c_size_t(rows), *pointers))
        if errors == "raise" and numpy.any((status != _OK) & (status != _E_UNKNOWN)):
            _raise_row(status.tolist())
        return _numpy_result(result, out)
    lists = [a if _is_array(a) else [a] * rows for a in arguments]
    c_columns = [(k.c_type * rows)(*map(k.to_c, values)) for k, values in zip(kinds, lists)]
    c_out, c_status = (result.c_type * rows)(), (ctypes.c_int32 * rows)()
    _check(function(ctypes.c_size_t(rows), *c_columns, c_out, c_status))
    if errors == "raise":
        _raise_row(list(c_status))
    return [result.from_c(value) for value in c_out]


def _calculate(
    name: str, kinds: Sequence[_Kind], result: _Kind, arguments: Sequence[Any], errors: str
) -> Any:
    if errors not in ("raise", "coerce"):
        raise ValueError("errors must be 'raise' or 'coerce'")
    if any(map(_is_array, arguments)):
        return _calculate_array(name, kinds, result, arguments, errors)
    out = result.c_type()
    c_arguments = [k.c_type(k.to_c(a)) for k, a in zip(kinds, arguments)]
    status = getattr(_lib, name)(*c_arguments, ctypes.byref(out))
    if status not in (_OK, _E_UNKNOWN) and errors == "raise":
        raise Error(status)
    return result.from_c(out.value)


def creatinine_to_umol_l(mg_dl: Any, *, errors: str = "raise") -> Any:
    """Serum creatinine in umol/L: 1 mg/dL = 88.4 umol/L.

    >>> creatinine_to_umol_l(1.2)
    106.08
    """
    return _calculate("nfh_creatinine_to_umol_l", [_DOUBLE], _DOUBLE, [mg_dl], errors)


def creatinine_clearance(
    age_years: Any, weight_kg: Any, creatinine_umol_l: Any, sex: Any, *, errors: str = "raise"
) -> Any:
    """Creatinine clearance in mL/min (Cockcroft-Gault with the protocol's 0.818). `sex` is male or
    female.

    >>> creatinine_clearance(25, 81.8, 230, "male")
    50.0
    >>> creatinine_clearance(25, None, 230, "male") is None
    True
    >>> creatinine_clearance(25, -1, 230, "male")
    Traceback (most recent call last):
    nfhscreen.Error: an argument or the result is out of its range
    """
    return _calculate(
        "nfh_creatinine_clearance",
        [_DOUBLE, _DOUBLE, _DOUBLE, _SEX],
        _DOUBLE,
        [age_years, weight_kg, creatinine_umol_l, sex],
        errors,
    )


def creatinine_clearance_low(
    age_years: Any, weight_kg: Any, creatinine_umol_l: Any, sex: Any, *, errors: str = "raise"
) -> Any:
    """Whether the clearance is at most 50 mL/min.

    >>> creatinine_clearance_low(25, 81.8, 230, "male")
    True
    >>> creatinine_clearance_low(25, 81.9, 230, "male")
    False
    """
    return _calculate(
        "nfh_creatinine_clearance_low",
        [_DOUBLE, _DOUBLE, _DOUBLE, _SEX],
        _TRUTH,
        [age_years, weight_kg, creatinine_umol_l, sex],
        errors,
    )


def qtc_bazett(qt_ms: Any, heart_rate_min: Any, *, errors: str = "raise") -> Any:
    """QTc in ms after Bazett: QT / square root of RR.

    >>> qtc_bazett(400, 60)
    400.0
    """
    return _calculate(
        "nfh_qtc_bazett", [_DOUBLE, _DOUBLE], _DOUBLE, [qt_ms, heart_rate_min], errors
    )


def qtc_fridericia(qt_ms: Any, heart_rate_min: Any, *, errors: str = "raise") -> Any:
    """QTc in ms after Fridericia: QT / cube root of RR."""
    return _calculate(
        "nfh_qtc_fridericia", [_DOUBLE, _DOUBLE], _DOUBLE, [qt_ms, heart_rate_min], errors
    )


def qtc_framingham(qt_ms: Any, heart_rate_min: Any, *, errors: str = "raise") -> Any:
    """QTc in ms after Sagie (Framingham): QT + 154 * (1 - RR)."""
    return _calculate(
        "nfh_qtc_framingham", [_DOUBLE, _DOUBLE], _DOUBLE, [qt_ms, heart_rate_min], errors
    )


def qtc_hodges(qt_ms: Any, heart_rate_min: Any, *, errors: str = "raise") -> Any:
    """QTc in ms after Hodges: QT + 1.75 * (heart rate - 60)."""
    return _calculate(
        "nfh_qtc_hodges", [_DOUBLE, _DOUBLE], _DOUBLE, [qt_ms, heart_rate_min], errors
    )


def ecg_qtcb_prolonged(qt_ms: Any, heart_rate_min: Any, *, errors: str = "raise") -> Any:
    """Whether QTc after Bazett is above 450 ms."""
    return _calculate(
        "nfh_ecg_qtcb_prolonged", [_DOUBLE, _DOUBLE], _TRUTH, [qt_ms, heart_rate_min], errors
    )


def ecg_heart_rate_high(heart_rate_min: Any, *, errors: str = "raise") -> Any:
    """Whether the heart rate is above 100 /min."""
    return _calculate("nfh_ecg_heart_rate_high", [_DOUBLE], _TRUTH, [heart_rate_min], errors)


def ecg_qrs_wide(qrs_ms: Any, *, errors: str = "raise") -> Any:
    """Whether the QRS duration is above 120 ms."""
    return _calculate("nfh_ecg_qrs_wide", [_DOUBLE], _TRUTH, [qrs_ms], errors)


def ecg_pr_long(pr_ms: Any, *, errors: str = "raise") -> Any:
    """Whether the PR interval is above 220 ms."""
    return _calculate("nfh_ecg_pr_long", [_DOUBLE], _TRUTH, [pr_ms], errors)


def ecg_abnormal(
    qt_ms: Any, heart_rate_min: Any, qrs_ms: Any, pr_ms: Any, *, errors: str = "raise"
) -> Any:
    """Whether one of the four ECG limits is exceeded.

    >>> ecg_abnormal(400, 60, None, 221), ecg_abnormal(400, 60, None, 220)
    (True, None)
    """
    return _calculate(
        "nfh_ecg_abnormal", [_DOUBLE] * 4, _TRUTH, [qt_ms, heart_rate_min, qrs_ms, pr_ms], errors
    )


def exceeds_uln(value: Any, uln: Any, multiple: Any, *, errors: str = "raise") -> Any:
    """Whether a laboratory value is above a multiple of its upper limit of normal.

    >>> exceeds_uln(60.45, 40.3, 1.5), exceeds_uln(60.46, 40.3, 1.5)
    (False, True)
    """
    return _calculate("nfh_exceeds_uln", [_DOUBLE] * 3, _TRUTH, [value, uln, multiple], errors)


def blood_pressure_uncontrolled(
    systolic_mmhg: Any, diastolic_mmhg: Any, standardized: Any, *, errors: str = "raise"
) -> Any:
    """Whether 140 or 90 mmHg is reached after standardized treatment.

    >>> blood_pressure_uncontrolled(140, 80, True), blood_pressure_uncontrolled(140, 80, False)
    (True, None)
    """
    return _calculate(
        "nfh_blood_pressure_uncontrolled",
        [_DOUBLE, _DOUBLE, _TRUTH],
        _TRUTH,
        [systolic_mmhg, diastolic_mmhg, standardized],
        errors,
    )


def alcohol_units(
    beer_ml: Any, wine_ml: Any, spirits_ml: Any, spirits_percent: Any, *, errors: str = "raise"
) -> Any:
    """Alcohol units: beer / 360 mL + wine / 150 mL + spirits / 45 mL * strength / 40 %.

    >>> alcohol_units(240, 100, 30, 40)
    2.0
    """
    return _calculate(
        "nfh_alcohol_units",
        [_DOUBLE] * 4,
        _DOUBLE,
        [beer_ml, wine_ml, spirits_ml, spirits_percent],
        errors,
    )


def alcohol_excess(
    beer_ml_day: Any,
    wine_ml_day: Any,
    spirits_ml_day: Any,
    beer_ml_week: Any,
    wine_ml_week: Any,
    spirits_ml_week: Any,
    spirits_percent: Any,
    *,
    errors: str = "raise",
) -> Any:
    """Whether 2 units a day or 14 a week are exceeded; the strength is 40 % when not known."""
    return _calculate(
        "nfh_alcohol_excess",
        [_DOUBLE] * 7,
        _TRUTH,
        [
            beer_ml_day,
            wine_ml_day,
            spirits_ml_day,
            beer_ml_week,
            wine_ml_week,
            spirits_ml_week,
            spirits_percent,
        ],
        errors,
    )


def add_months(date: Any, months: Any, *, errors: str = "raise") -> Any:
    """A date some months later or earlier: the same day of the month, or the month's last.

    >>> add_months("2025-08-31", -6)
    datetime.date(2025, 2, 28)
    """
    return _calculate("nfh_add_months", [_DATE, _COUNT], _DATE, [date, months], errors)


def add_days(date: Any, days: Any, *, errors: str = "raise") -> Any:
    """A date some days later or earlier."""
    return _calculate("nfh_add_days", [_DATE, _COUNT], _DATE, [date, days], errors)


def age_years(birth: Any, at: Any, *, errors: str = "raise") -> Any:
    """Age in completed years.

    >>> age_years(datetime.date(1960, 2, 29), "2026-02-28")
    66
    """
    return _calculate("nfh_age_years", [_DATE, _DATE], _COUNT, [birth, at], errors)


def within_window(event: Any, anchor: Any, months: Any, *, errors: str = "raise") -> Any:
    """Whether an event lies in the months before a date, both ends included; after it: unknown.

    >>> within_window("2025-03-01", "2025-09-01", 6), within_window("2025-02-28", "2025-09-01", 6)
    (True, False)
    """
    return _calculate(
        "nfh_within_window", [_DATE, _DATE, _COUNT], _TRUTH, [event, anchor, months], errors
    )


def within_days(event: Any, anchor: Any, days: Any, *, errors: str = "raise") -> Any:
    """Whether an event lies in the days before a date, both ends included; after it: unknown."""
    return _calculate(
        "nfh_within_days", [_DATE, _DATE, _COUNT], _TRUTH, [event, anchor, days], errors
    )
