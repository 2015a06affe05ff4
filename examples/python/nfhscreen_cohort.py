# SPDX-License-Identifier: MIT
"""Screening of cohorts: part of nfhscreen.py, which imports it when Ruleset.screen is given
columns. Copy the files nfhscreen*.py together.

>>> import nfhscreen
>>> columns = {"subject_id": ["1", "2"], "pregnant": [False, True]}
>>> results = nfhscreen.Ruleset("NCT07101562").screen(columns)
>>> results["subject_id"], results["verdict"], results["EXCL27"]
(['1', '2'], ['undetermined', 'ineligible'], [None, True])
"""

from __future__ import annotations

import contextlib
import ctypes
import queue
import sys
import threading
import time
import warnings
from typing import Any, Callable, Iterable, Iterator, Mapping, NamedTuple, Optional, Sequence

import nfhscreen
import nfhscreen_columns
from nfhscreen import Error, _is_column

numpy: Any = nfhscreen.numpy  # type: ignore[attr-defined]

__all__ = ["CohortWarning", "RowError", "screen_cohort"]

VERDICTS = ("error", "eligible", "ineligible", "undetermined")  # by NFH_VERDICT_…
STEP = 32768  # rows of a call: what lies between two looks at the clock
ROW_ERRORS_MAX = 1000  # rows that are listed; the verdict tells all of them

Progress = Any  # None, a bool, a function of the rows done and all rows, or tqdm


class RowError(NamedTuple):
    """A row that could not be read: its place from 0, and the first parameter that was wrong."""

    row: int
    parameter: str
    message: str


class CohortWarning(UserWarning):
    """Rows that could not be read. `count` is how many, `errors` has the first of them."""

    def __init__(self, count: int, errors: list[RowError]) -> None:
        self.count, self.errors = count, errors
        first = errors[0]
        more = f" ({count} rows are wrong)" if count > 1 else ""
        super().__init__(f"row {first.row}: {first.message}{more}")


class Options(NamedTuple):
    """What Ruleset.screen was asked for."""

    now: nfhscreen.Moment = None
    units: Optional[Mapping[str, str]] = None
    unknown_columns: str = "raise"
    errors: Any = "warn"
    threads: int = 1
    progress: Progress = None
    id_name: str = "subject_id"

    def check(self) -> None:
        if self.unknown_columns not in ("raise", "ignore"):
            raise ValueError("unknown_columns must be 'raise' or 'ignore'")
        if self.errors not in ("warn", "raise", "coerce") and not isinstance(self.errors, list):
            raise ValueError("errors must be 'warn', 'raise', 'coerce', or a list to add to")
        if self.threads < 1:
            raise ValueError("threads must be at least 1")


# --- Progress -------------------------------------------------------------------------------------


class _Bar:
    """A line on a terminal that comes after a second and goes at the end."""

    def __init__(self, stream: Any = None, delay: float = 1.0) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._start = time.monotonic()
        self._next = self._start + delay
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + 0.2
        if not total:
            self._write(f"{done:,} rows")
            return
        left = (now - self._start) / done * (total - done) if done else 0.0
        self._write(f"{100 * done // total:3d} %  {done:,} of {total:,} rows, {left:.0f} s left")

    def _write(self, text: str) -> None:
        self._stream.write("\r" + text.ljust(self._width))
        self._stream.flush()
        self._width = len(text)

    def close(self) -> None:
        """Takes the line away, if there is one."""
        if self._width:
            self._write("")
            self._stream.write("\r")


def _is_terminal(stream: Any) -> bool:
    return stream is not None and hasattr(stream, "isatty") and bool(stream.isatty())


@contextlib.contextmanager
def progress_of(wanted: Progress, total: int) -> Iterator[Callable[[int], None]]:
    """What to call with the number of rows that are done. A total of 0 is one that is not known."""
    if wanted is None:
        wanted = _is_terminal(sys.stderr)
    if wanted is False:
        yield lambda done: None
        return
    bar = _Bar() if wanted is True else wanted
    if isinstance(wanted, type) and hasattr(wanted, "update"):  # the class of tqdm
        bar = wanted(total=total or None, unit="rows")
    last = 0

    def update(done: int) -> None:
        nonlocal last
        if hasattr(bar, "update"):
            bar.update(done - last)
        else:
            bar(done, total)
        last = done

    try:
        yield update
    finally:
        if bar is not wanted:
            bar.close()


# --- Screening ------------------------------------------------------------------------------------


class _Handle:
    """Columns of the library, of one thread, bound to a cohort's."""

    def __init__(self, cohort: "_Cohort") -> None:
        self._cohort = cohort
        self.columns = ctypes.c_void_p()
        nfhscreen._check(
            nfhscreen._lib.nfh_columns_new(cohort.ruleset._handle, ctypes.byref(self.columns))
        )

    def __enter__(self) -> "_Handle":
        return self

    def __exit__(self, *_: object) -> None:
        nfhscreen._lib.nfh_columns_free(self.columns)

    def message(self) -> str:
        return nfhscreen._name_text(nfhscreen._lib.nfh_columns_error, self.columns)

    def check(self, status: int) -> None:
        if status != nfhscreen._OK:
            raise Error(status, self.message())

    def bind(self, offset: int = 0) -> None:
        lib, cohort = nfhscreen._lib, self._cohort
        moment = nfhscreen._value_text("now", cohort.options.now, "DateTime")
        self.check(lib.nfh_columns_set_now(self.columns, nfhscreen._bytes(moment or "")))
        for index, unit in cohort.units.items():
            at = ctypes.c_size_t(index)
            self.check(lib.nfh_columns_set_unit(self.columns, at, nfhscreen._bytes(unit)))
        for index, column in cohort.columns.items():
            self.check(column.bind(self.columns, index, offset))

    def want(self) -> None:
        for index, bits in self._cohort.bits.items():
            self.check(nfhscreen._lib.nfh_columns_want(self.columns, ctypes.c_size_t(index), *bits))

    def screen(self, first: int, rows: int, verdict: Any) -> int:
        status: int = nfhscreen._lib.nfh_screen_columns(
            self.columns, ctypes.c_size_t(first), ctypes.c_size_t(rows), verdict
        )
        return status

    def failed(self) -> tuple[int, int, int]:
        """How many rows of the last call could not be read, the first, and its parameter."""
        found = ctypes.c_size_t(), ctypes.c_size_t(), ctypes.c_size_t()
        nfhscreen._check(nfhscreen._lib.nfh_columns_failed(self.columns, *map(ctypes.byref, found)))
        return found[0].value, found[1].value, found[2].value


class _Cohort:
    """Columns that the library can read, and places for its results."""

    def __init__(
        self, ruleset: nfhscreen.Ruleset, data: Mapping[str, Any], options: Options
    ) -> None:
        self.ruleset, self.options = ruleset, options
        split = {name: nfhscreen_columns.split_unit(values) for name, values in data.items()}
        self.rows = nfhscreen_columns.rows_of(
            {name: values for name, (values, _) in split.items() if _is_column(values)}
        )
        self.ids = data.get(options.id_name)
        places = {parameter.name: i for i, parameter in enumerate(ruleset.parameters)}
        self.columns: dict[int, nfhscreen_columns.Column] = {}
        self.units: dict[int, str] = {}
        for name, unit in (options.units or {}).items():
            ruleset._refuse_name(name)
            self.units[places[name]] = unit
        for name, pair in split.items():
            if name in places:
                self._add(places[name], *pair)
            elif name != options.id_name and options.unknown_columns == "raise":
                ruleset._refuse_name(name)
        self.verdict = (ctypes.c_uint8 * self.rows)()
        size = (self.rows + 7) // 8
        self.bits = {
            i: ((ctypes.c_uint8 * size)(), (ctypes.c_uint8 * size)())
            for i, criterion in enumerate(ruleset.criteria)
            if criterion.category != "check"
        }

    def _add(self, index: int, values: Any, unit: Optional[str]) -> None:
        parameter = self.ruleset.parameters[index]
        if unit is not None:
            self.units[index] = unit
        self.columns[index] = nfhscreen_columns.make_column(
            parameter.name, values, parameter.type, self.units.get(index), self.rows
        )

    def screen(self) -> None:
        """Screens all rows, in as many threads as were asked for."""
        threads = min(self.options.threads, -(-self.rows // STEP) or 1)
        with contextlib.ExitStack() as stack:
            handles = [stack.enter_context(_Handle(self)) for _ in range(threads)]
            for handle in handles:
                handle.bind()
                handle.want()
            report = stack.enter_context(progress_of(self.options.progress, self.rows))
            done = 0
            for rows in in_threads(handles, self._screen_step, range(0, self.rows, STEP)):
                done += rows
                report(done)

    def _screen_step(self, handle: _Handle, first: int) -> int:
        rows = min(STEP, self.rows - first)
        status = handle.screen(first, rows, self.verdict)
        if status != nfhscreen._OK and handle.failed()[0] == 0:
            handle.check(status)
        return rows

    def row_errors(self) -> tuple[int, list[RowError]]:
        """The rows that could not be read: how many, and what was wrong with the first of them."""
        codes = bytes(self.verdict)
        count, row = codes.count(0), codes.find(0)
        found: list[RowError] = []
        if count == 0:
            return 0, found
        with _Handle(self) as handle:
            while row >= 0 and len(found) < ROW_ERRORS_MAX:
                # A row by itself: a call tells of the first one only.
                handle.bind(row)
                handle.screen(0, 1, None)
                parameter = self.ruleset.parameters[handle.failed()[2]].name
                message = handle.message().partition("row 0: ")[2]
                found.append(RowError(row, parameter, message))
                row = codes.find(0, row + 1)
        return count, found


def in_threads(
    handles: Sequence[Any], work: Callable[[Any, int], Any], firsts: Iterable[int]
) -> Iterator[Any]:
    """Does the work from each of the first rows on, and gives what it returned, in any order. With
    one handle in this thread, else in one for each."""
    starts = iter(firsts)
    if len(handles) == 1:
        yield from (work(handles[0], first) for first in starts)
        return
    lock, stop = threading.Lock(), threading.Event()
    results: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def serve(handle: Any) -> None:
        try:
            while not stop.is_set():
                with lock:
                    first = next(starts, None)
                if first is None:
                    break
                results.put(work(handle, first))
        except BaseException as error:  # for the caller to see
            results.put(error)
        results.put(None)

    threads = [threading.Thread(target=serve, args=(handle,), daemon=True) for handle in handles]
    try:
        for thread in threads:
            thread.start()
        running = len(threads)
        while running:
            result = results.get()
            if isinstance(result, BaseException):
                raise result
            if result is None:
                running -= 1
            else:
                yield result
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _callers_level() -> int:
    """How far away, for a warning by who calls this, the code is that is none of these modules."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("nfhscreen"):
        level, frame = level + 1, frame.f_back
    return level


def tell_errors(count: int, found: list[RowError], wanted: Any) -> None:
    """Says which rows could not be read, in the way that was asked for."""
    if isinstance(wanted, list):
        wanted.extend(found)
    elif count and wanted == "raise":
        raise Error(nfhscreen._E_VALUE, str(CohortWarning(count, found)))
    elif count and wanted == "warn":
        warnings.warn(CohortWarning(count, found), stacklevel=_callers_level())


# --- Results --------------------------------------------------------------------------------------


def _masks(cohort: _Cohort) -> Iterator[tuple[str, Any, Any]]:
    """The criteria with what is true and what is known, as arrays of NumPy."""
    for index, bits in cohort.bits.items():
        true, known = (
            numpy.unpackbits(numpy.frombuffer(b, "u1"), count=cohort.rows, bitorder="little")
            for b in bits
        )
        yield cohort.ruleset.criteria[index].id, true.view(bool), known.view(bool)


def _as_lists(cohort: _Cohort) -> dict[str, Any]:
    results: dict[str, Any] = {"verdict": [VERDICTS[code] for code in cohort.verdict]}
    for index, bits in cohort.bits.items():
        true, known = (nfhscreen_columns.truths(b, cohort.rows) for b in bits)
        results[cohort.ruleset.criteria[index].id] = [t if k else None for t, k in zip(true, known)]
    return results


def _as_arrays(cohort: _Cohort) -> dict[str, Any]:
    codes = numpy.frombuffer(cohort.verdict, "u1")
    results = {"verdict": numpy.array(VERDICTS, dtype=object)[codes]}
    for id, true, known in _masks(cohort):
        results[id] = numpy.ma.MaskedArray(true, mask=~known)
    return results


def _as_frame(cohort: _Cohort, data: Any) -> Any:
    pandas = sys.modules["pandas"]
    results = {}
    if cohort.options.id_name in data.columns:
        results[cohort.options.id_name] = data[cohort.options.id_name]
    # "error" comes last among the categories.
    codes = numpy.array([3, 0, 1, 2], "i1")[numpy.frombuffer(cohort.verdict, "u1")]
    categories = [*VERDICTS[1:], VERDICTS[0]]
    results["verdict"] = pandas.Categorical.from_codes(codes, categories=categories)
    for id, true, known in _masks(cohort):
        results[id] = pandas.arrays.BooleanArray(true, ~known)
    return pandas.DataFrame(results, index=data.index)


def _screened(ruleset: nfhscreen.Ruleset, data: Mapping[str, Any], options: Options) -> _Cohort:
    cohort = _Cohort(ruleset, data, options)
    cohort.screen()
    count, found = cohort.row_errors()
    tell_errors(count, found, options.errors)
    return cohort


def _screen_dict(ruleset: nfhscreen.Ruleset, data: Mapping[str, Any], options: Options) -> Any:
    cohort = _screened(ruleset, data, options)
    results = {} if cohort.ids is None else {options.id_name: cohort.ids}
    columns = [v for v in map(nfhscreen_columns.split_unit, data.values()) if _is_column(v[0])]
    only_lists = all(isinstance(values, list) for values, _ in columns)
    results.update(_as_lists(cohort) if numpy is None or only_lists else _as_arrays(cohort))
    return results


def _screen_pandas(ruleset: nfhscreen.Ruleset, data: Any, options: Options) -> Any:
    if not data.columns.is_unique:
        twice = sorted({str(name) for name in data.columns[data.columns.duplicated()]})
        raise ValueError(f"columns stand there twice: {', '.join(twice)}")
    units = {**data.attrs.get("units", {}), **(options.units or {})}
    columns = {str(name): data[name] for name in data.columns}
    return _as_frame(_screened(ruleset, columns, options._replace(units=units)), data)


def screen_cohort(ruleset: nfhscreen.Ruleset, data: Any, **wanted: Any) -> Any:
    """Screens a cohort: see Ruleset.screen."""
    options = Options(**wanted)
    options.check()
    if isinstance(data, Mapping):
        return _screen_dict(ruleset, data, options)
    if type(data).__module__.partition(".")[0] == "pandas" and hasattr(data, "columns"):
        return _screen_pandas(ruleset, data, options)
    if hasattr(data, "__arrow_c_stream__"):
        from nfhscreen_arrow import screen_arrow  # which imports this module

        return screen_arrow(ruleset, data, options)
    raise TypeError(
        f"{type(data).__name__} is no cohort: a dict of columns or a table (pandas, Polars, PyArrow,"
        " anything with __arrow_c_stream__) is expected"
    )
