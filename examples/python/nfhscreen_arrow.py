# SPDX-License-Identifier: MIT
"""Cohorts in tables of Arrow: part of nfhscreen.py, which imports it when a cohort is one of
Polars, of PyArrow, or of anything else with __arrow_c_stream__. Copy the files nfhscreen*.py
together.

A table is read by the Arrow C Data Interface: its arrays are screened where they lie, and the
results go back in the same way, batch by batch. No other package is needed to read.
"""

from __future__ import annotations

import ctypes
import importlib
import struct
from typing import Any, Iterable, Iterator, Mapping, NamedTuple, Optional

import nfhscreen
import nfhscreen_cohort
from nfhscreen import Error
from nfhscreen_cohort import Options, RowError

__all__ = ["screen_arrow"]

STEP = 131072  # rows that are screened at once
_EXTRA_FIELDS = 1  # NFH_ARROW_EXTRA_FIELDS
_VERDICT_ERROR = 3  # in the dictionary of verdicts
_ID = "subject_id"

# --- The structures of the interface --------------------------------------------------------------


class _Schema(ctypes.Structure):
    pass


class _Array(ctypes.Structure):
    pass


class _StreamStruct(ctypes.Structure):
    pass


_RELEASE_SCHEMA = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Schema))
_RELEASE_ARRAY = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))
_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_Schema))),
    ("dictionary", ctypes.POINTER(_Schema)),
    ("release", _RELEASE_SCHEMA),
    ("private_data", ctypes.c_void_p),
]
_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.POINTER(_Array)),
    ("release", _RELEASE_ARRAY),
    ("private_data", ctypes.c_void_p),
]
_StreamStruct._fields_ = [
    (
        "get_schema",
        ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_StreamStruct), ctypes.POINTER(_Schema)),
    ),
    (
        "get_next",
        ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_StreamStruct), ctypes.POINTER(_Array)),
    ),
    ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(_StreamStruct))),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_StreamStruct))),
    ("private_data", ctypes.c_void_p),
]

_capsule_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_capsule_pointer.restype, _capsule_pointer.argtypes = (
    ctypes.c_void_p,
    [ctypes.py_object, ctypes.c_char_p],
)
_capsule_new = ctypes.pythonapi.PyCapsule_New
_capsule_new.restype, _capsule_new.argtypes = (
    ctypes.py_object,
    [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p],
)


def _pointed(capsule: Any, name: bytes, kind: Any) -> Any:
    """A pointer to what a capsule holds, as long as it lives."""
    return ctypes.cast(_capsule_pointer(capsule, name), ctypes.POINTER(kind))


class _Owner:
    """A structure that is released with this object, unless somebody has taken it over."""

    def __init__(self, kind: Any) -> None:
        self.it = kind()

    def __del__(self) -> None:
        if self.it.release:
            self.it.release(ctypes.byref(self.it))


# --- Reading --------------------------------------------------------------------------------------


class _Stream:
    """The schema and the batches of anything with __arrow_c_stream__."""

    def __init__(self, data: Any) -> None:
        self._capsule = data.__arrow_c_stream__()  # owns the stream
        self._stream = _pointed(self._capsule, b"arrow_array_stream", _StreamStruct)
        self.schema = _Owner(_Schema)
        self._check(self._stream.contents.get_schema(self._stream, ctypes.byref(self.schema.it)))

    def _check(self, status: int) -> None:
        if status != 0:
            text = self._stream.contents.get_last_error(self._stream)
            raise OSError(status, (text or b"the stream says no more").decode("utf-8", "replace"))

    def __iter__(self) -> Iterator[_Array]:
        while True:
            batch = _Owner(_Array)
            self._check(self._stream.contents.get_next(self._stream, ctypes.byref(batch.it)))
            if not batch.it.release:
                return
            yield batch.it


def _read_metadata(address: Optional[int]) -> dict[bytes, bytes]:
    """Keys and values as Arrow lays them out: counts and lengths are native int32."""
    found: dict[bytes, bytes] = {}
    if not address:
        return found
    at = address

    def take(size: int) -> bytes:
        nonlocal at
        at += size
        return ctypes.string_at(at - size, size)

    def number() -> int:
        return int(struct.unpack("=i", take(4))[0])

    for _ in range(number()):
        key = take(number())
        found[key] = take(number())
    return found


def _write_metadata(entries: Mapping[bytes, bytes]) -> bytes:
    def sized(data: bytes) -> bytes:
        return struct.pack("=i", len(data)) + data

    pairs = (sized(key) + sized(value) for key, value in entries.items())
    return struct.pack("=i", len(entries)) + b"".join(pairs)


class _Edited:
    """A schema with units of the caller's, and its column of names under the library's name. It
    borrows all else from the schema that it was made of."""

    def __init__(self, source: _Schema, units: Mapping[str, str], id_name: str) -> None:
        self._kept: list[Any] = [source]
        count = source.n_children
        self._fields = (_Schema * count)()
        self._pointers = (ctypes.POINTER(_Schema) * count)()
        nothing = _RELEASE_SCHEMA(lambda schema: None)  # NULL would say that it is released
        self._kept.append(nothing)
        for i in range(count):
            field = self._fields[i]
            ctypes.pointer(field)[0] = source.children[i].contents
            field.release = nothing
            name = (field.name or b"").decode("utf-8", "replace")
            if name == id_name:
                field.name = _ID.encode()
            if name in units:
                self._set_unit(field, units[name])
            self._pointers[i] = ctypes.pointer(field)
        self.it = _Schema()
        ctypes.pointer(self.it)[0] = source
        self.it.children = self._pointers
        self.it.release = nothing

    def _set_unit(self, field: _Schema, unit: str) -> None:
        entries = _read_metadata(field.metadata)
        entries[b"unit"] = nfhscreen._bytes(unit)
        buffer = ctypes.create_string_buffer(_write_metadata(entries))
        self._kept.append(buffer)
        field.metadata = ctypes.addressof(buffer)


# --- Screening ------------------------------------------------------------------------------------


class _Batch:
    """Results of some rows, for whoever takes them over by __arrow_c_array__."""

    def __init__(self) -> None:
        self.schema, self.array = _Owner(_Schema), _Owner(_Array)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[Any, Any]:
        return (
            _capsule_new(ctypes.addressof(self.schema.it), b"arrow_schema", None),
            _capsule_new(ctypes.addressof(self.array.it), b"arrow_array", None),
        )

    def verdicts(self) -> bytes:
        """Indices into the dictionary of verdicts."""
        verdict = self.array.it.children[0].contents
        first = (verdict.buffers[1] or 0) + verdict.offset
        return ctypes.string_at(first, verdict.length) if verdict.length else b""


class _Handle:
    """The library's handle of one thread."""

    def __init__(self, ruleset: nfhscreen.Ruleset, schema: _Schema, options: Options) -> None:
        self._ruleset = ruleset
        self.arrow = ctypes.c_void_p()
        lib = nfhscreen._lib
        self._free = lib.nfh_arrow_free
        nfhscreen._check(lib.nfh_arrow_new(ruleset._handle, ctypes.byref(self.arrow)))
        moment = nfhscreen._value_text("now", options.now, "DateTime")
        self.check(lib.nfh_arrow_set_now(self.arrow, nfhscreen._bytes(moment or "")))
        flags = _EXTRA_FIELDS if options.unknown_columns == "ignore" else 0
        self.check(lib.nfh_arrow_bind(self.arrow, ctypes.byref(schema), flags))

    def __del__(self) -> None:
        self._free(self.arrow)

    def message(self) -> str:
        return nfhscreen._name_text(nfhscreen._lib.nfh_arrow_error, self.arrow)

    def check(self, status: int) -> None:
        if status != nfhscreen._OK:
            raise Error(status, self.message())

    def screen(self, batch: _Array, first: int, rows: int) -> _Batch:
        """Screens rows of a batch, which stays where it is."""
        part = _Array()
        ctypes.pointer(part)[0] = batch
        part.offset, part.length, part.null_count = batch.offset + first, rows, -1
        results = _Batch()
        lib = nfhscreen._lib
        self.check(lib.nfh_arrow_schema(self.arrow, ctypes.byref(results.schema.it)))
        status = lib.nfh_arrow_screen(
            self.arrow, ctypes.byref(part), ctypes.byref(results.array.it)
        )
        self.check(status)
        return results

    def failed(self) -> tuple[int, str]:
        """How many rows of the last call could not be read, and the parameter of the first."""
        found = ctypes.c_size_t(), ctypes.c_size_t(), ctypes.c_size_t()
        nfhscreen._check(nfhscreen._lib.nfh_arrow_failed(self.arrow, *map(ctypes.byref, found)))
        return found[0].value, self._ruleset.parameters[found[2].value].name


class _Screening:
    """Batches of one schema on their way through the library."""

    def __init__(self, ruleset: nfhscreen.Ruleset, schema: _Schema, options: Options) -> None:
        self._ruleset, self._options = ruleset, options
        units = options.units or {}
        for name in units:
            ruleset._refuse_name(name)
        self._schema = _Edited(schema, units, options.id_name)
        self._handles = [_Handle(ruleset, self._schema.it, options) for _ in range(options.threads)]
        self._errors: list[RowError] = []
        self._wrong = 0

    def screen_all(self, batches: Iterable[_Array], total: int) -> Iterator[_Batch]:
        """The results in the order of the rows; at least one batch of them."""
        done, results = 0, None
        with nfhscreen_cohort.progress_of(self._options.progress, total) as report:
            for batch in batches:
                for results in self.screen(batch, done):
                    done += results.array.it.length
                    report(done)
                    yield results
        if results is None:
            yield self._nothing()

    def screen(self, batch: _Array, before: int) -> Iterator[_Batch]:
        """The results of a batch, before which some rows were screened."""

        def work(handle: _Handle, first: int) -> tuple[int, _Batch, int]:
            results = handle.screen(batch, first, min(STEP, batch.length - first))
            return first, results, handle.failed()[0]

        starts = range(0, batch.length, STEP) or [0]
        waiting: dict[int, _Batch] = {}
        wrong_parts, due = [], 0
        handles = self._handles[: len(starts)]
        for first, results, wrong in nfhscreen_cohort.in_threads(handles, work, starts):
            waiting[first] = results
            if wrong:
                wrong_parts.append((first, results.verdicts()))
            while due in waiting:
                yield waiting.pop(due)
                due += STEP
        for first, verdicts in sorted(wrong_parts):
            self._note(batch, first, before, verdicts)

    def _note(self, batch: _Array, first: int, before: int, verdicts: bytes) -> None:
        """Keeps what was wrong with rows: each by itself, for a call tells of the first only."""
        self._wrong += verdicts.count(_VERDICT_ERROR)
        row = verdicts.find(_VERDICT_ERROR)
        handle = self._handles[0]
        while row >= 0 and len(self._errors) < nfhscreen_cohort.ROW_ERRORS_MAX:
            handle.screen(batch, first + row, 1)
            message = handle.message().partition("row 0: ")[2]
            self._errors.append(RowError(before + first + row, handle.failed()[1], message))
            row = verdicts.find(_VERDICT_ERROR, row + 1)

    def _nothing(self) -> _Batch:
        """Results of no rows."""
        schema, batch, none = _Schema(), _Array(), _RELEASE_SCHEMA(lambda schema: None)
        schema.format, schema.release = b"+s", none
        batch.n_buffers, batch.buffers = 1, (ctypes.c_void_p * 1)()
        batch.release = _RELEASE_ARRAY(lambda array: None)
        return _Handle(self._ruleset, schema, self._options).screen(batch, 0, 0)

    def tell_errors(self) -> None:
        """Tells of rows that could not be read since it was asked last."""
        errors, wrong = self._errors, self._wrong
        self._errors, self._wrong = [], 0
        nfhscreen_cohort.tell_errors(wrong, errors, self._options.errors)


# --- Tables of others -----------------------------------------------------------------------------


def _of_stream(ruleset: nfhscreen.Ruleset, data: Any, options: Options) -> tuple[Any, Any]:
    stream = _Stream(data)
    return stream, _Screening(ruleset, stream.schema.it, options)


def _to_frame(ruleset: nfhscreen.Ruleset, data: Any, options: Options) -> Any:
    """A DataFrame of Polars for one."""
    polars = importlib.import_module("polars")
    if not isinstance(data, polars.DataFrame):
        raise TypeError(f"{type(data).__name__}: of Polars a DataFrame is expected")
    stream, screening = _of_stream(ruleset, data, options)
    batches = [polars.DataFrame(batch) for batch in screening.screen_all(stream, data.height)]
    kind = polars.Enum([*nfhscreen_cohort.VERDICTS[1:], nfhscreen_cohort.VERDICTS[0]])
    frame = polars.concat(batches).with_columns(polars.col("verdict").cast(kind))
    if options.id_name in data.columns:
        frame.insert_column(0, data.get_column(options.id_name))
    screening.tell_errors()
    return frame


def _with_names(results: Any, data: Any, id_name: str) -> Any:
    """Results in PyArrow with the column of names of what they are of, when it has one."""
    if id_name not in data.schema.names:
        return results
    return results.add_column(0, data.schema.field(id_name), data.column(id_name))


def _to_table(ruleset: nfhscreen.Ruleset, data: Any, options: Options) -> Any:
    """A Table of PyArrow for one."""
    pyarrow = importlib.import_module("pyarrow")
    stream, screening = _of_stream(ruleset, data, options)
    batches = screening.screen_all(stream, data.num_rows)
    table = pyarrow.Table.from_batches([pyarrow.record_batch(batch) for batch in batches])
    screening.tell_errors()
    return _with_names(table, data, options.id_name)


def _to_batch(ruleset: nfhscreen.Ruleset, data: Any, options: Options) -> Any:
    """A RecordBatch of PyArrow for one."""
    pyarrow = importlib.import_module("pyarrow")
    table = _to_table(ruleset, pyarrow.Table.from_batches([data]), options)
    return (
        table.combine_chunks().to_batches()[0]
        if data.num_rows
        else (pyarrow.RecordBatch.from_pylist([], schema=table.schema))
    )


def _to_reader(ruleset: nfhscreen.Ruleset, data: Any, options: Options) -> Any:
    """A RecordBatchReader of PyArrow for one, or for a stream: it screens as it is read."""
    pyarrow = importlib.import_module("pyarrow")
    capsule = data.schema.__arrow_c_schema__()
    screening = _Screening(ruleset, _pointed(capsule, b"arrow_schema", _Schema).contents, options)

    def screened(batch: Any, done: int) -> Any:
        array = batch.__arrow_c_array__()[1]
        pointer = _pointed(array, b"arrow_array", _Array)
        parts = map(pyarrow.record_batch, screening.screen(pointer.contents, done))
        return _with_names(pyarrow.Table.from_batches(list(parts)), batch, options.id_name)

    def batches() -> Iterator[Any]:
        done = 0
        with nfhscreen_cohort.progress_of(options.progress, 0) as report:
            for batch in data:
                yield from screened(batch, done).to_batches()
                done += batch.num_rows
                report(done)
                screening.tell_errors()

    nothing = pyarrow.RecordBatch.from_pylist([], schema=data.schema)
    return pyarrow.RecordBatchReader.from_batches(screened(nothing, 0).schema, batches())


def screen_arrow(ruleset: nfhscreen.Ruleset, data: Any, options: Options) -> Any:
    """Screens anything with __arrow_c_stream__: see Ruleset.screen."""
    if type(data).__module__.partition(".")[0] == "polars":
        return _to_frame(ruleset, data, options)
    try:
        pyarrow = importlib.import_module("pyarrow")
    except ImportError as error:
        raise ImportError(
            f"PyArrow is needed to hand out results for a {type(data).__name__}; Polars needs none"
        ) from error
    if isinstance(data, pyarrow.Table):
        return _to_table(ruleset, data, options)
    if isinstance(data, pyarrow.RecordBatch):
        return _to_batch(ruleset, data, options)
    if not isinstance(data, pyarrow.RecordBatchReader):
        data = pyarrow.RecordBatchReader.from_stream(data)
    return _to_reader(ruleset, data, options)
