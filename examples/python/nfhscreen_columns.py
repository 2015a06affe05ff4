# SPDX-License-Identifier: MIT
"""Columns of a cohort as libnfhscreen takes them: part of nfhscreen.py, which imports it when a
cohort is screened. Copy the files nfhscreen*.py together.

A column is a NumPy array of any type, a pandas Series, a list, or one value that goes with every
row. What C can read where it lies is not copied; all else becomes an array that it can read, or
codes into a dictionary of texts, which the library reads as it reads a CSV cell.
"""

from __future__ import annotations

import ctypes
import datetime
import sys
from dataclasses import dataclass
from typing import Any, Mapping, Optional

import nfhscreen
from nfhscreen import _is_column as is_column

numpy: Any = nfhscreen.numpy  # type: ignore[attr-defined]

__all__ = ["Column", "make_column", "rows_of", "split_unit", "truths"]

# NFH_COLUMN_… of the header.
_BYTES, _INT32, _INT64, _DOUBLE, _DATE32 = 2, 5, 6, 13, 14
_INTEGERS = {"i1": 3, "i2": 4, "i4": 5, "i8": 6, "u1": 7, "u2": 8, "u4": 9, "u8": 10}
_FLOATS = {"f4": 12, "f8": 13}

_NUMBERS = ("Integer", "Long", "Decimal", "Quantity")
_INT32_MAX, _INT64_MAX, _DOUBLE_WHOLE = 2**31 - 1, 2**63 - 1, 2**53
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_DATE_UNKNOWN = -(2**31)


def _address(array: Any) -> ctypes.c_void_p:
    """Where an array of NumPy or of ctypes begins."""
    if hasattr(array, "ctypes"):
        return ctypes.c_void_p(array.ctypes.data)
    return ctypes.c_void_p(None if array is None else ctypes.addressof(array))


@dataclass
class Column:
    """The arguments of nfh_columns_set, or of nfh_columns_set_codes when there are texts."""

    format: int
    values: Any
    validity: Any = None
    texts: Optional[list[Optional[bytes]]] = None

    def __post_init__(self) -> None:
        if self.texts is not None:
            self._texts = (ctypes.c_char_p * len(self.texts))(*self.texts)
            self._lengths = (ctypes.c_size_t * len(self.texts))(
                *(0 if text is None else len(text) for text in self.texts)
            )

    def bind(self, columns: ctypes.c_void_p, parameter: int, offset: int = 0) -> int:
        """Binds it from a row on; the status is the library's. It must outlive its use."""
        lib, at = nfhscreen._lib, ctypes.c_size_t(parameter)
        validity, skip = _address(self.validity), ctypes.c_size_t(offset)
        values = _address(self.values)
        status: int
        if self.texts is None:
            status = lib.nfh_columns_set(columns, at, self.format, values, validity, skip)
        else:
            dictionary = self._texts, self._lengths, ctypes.c_size_t(len(self.texts))
            status = lib.nfh_columns_set_codes(
                columns, at, self.format, values, validity, skip, *dictionary
            )
        return status


def split_unit(value: Any) -> tuple[Any, Optional[str]]:
    """A column and its unit, when it is a pair of them."""
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], str):
        return value if is_column(value[0]) else (value, None)
    return value, None


# --- Bits -----------------------------------------------------------------------------------------


def _bits(flags: Any) -> Any:
    """A bit for each flag, the least significant of a byte first."""
    if numpy is not None:
        return numpy.packbits(numpy.asarray(flags, dtype=bool), bitorder="little")
    digits = "".join("1" if flag else "0" for flag in flags)
    size = (len(digits) + 7) // 8
    number = int(digits[::-1] or "0", 2)
    return (ctypes.c_uint8 * size)(*number.to_bytes(size, "little"))


def truths(bits: Any, rows: int) -> list[bool]:
    """The flags of bits, in a list."""
    number = int.from_bytes(bytes(bits), "little")
    return [digit == "1" for digit in reversed(f"{number:0{rows}b}")][:rows] if rows else []


# --- Python's objects -----------------------------------------------------------------------------


def _array(c_type: Any, code: str, values: list[Any]) -> Any:
    return (c_type * len(values))(*values) if numpy is None else numpy.array(values, dtype=code)


def _with_gaps(format: int, c_type: Any, code: str, values: list[Any]) -> Column:
    """A column of values where None is missing."""
    filled = [0 if value is None else value for value in values]
    validity = _bits([value is not None for value in values]) if None in values else None
    return Column(format, _array(c_type, code, filled), validity)


def _doubles(values: list[Any]) -> Column:
    filled = [float("nan") if value is None else float(value) for value in values]
    return Column(_DOUBLE, _array(ctypes.c_double, "f8", filled))


def _dates(values: list[Any]) -> Column:
    days = [_DATE_UNKNOWN if day is None else day.toordinal() - _EPOCH for day in values]
    return Column(_DATE32, _array(ctypes.c_int32, "i4", days))


def _text_of(name: str, value: Any, kind: str, unit: Optional[str]) -> Optional[bytes]:
    if isinstance(value, str) and not value.strip():
        return None
    paired = unit is not None and kind == "Quantity" and not isinstance(value, tuple)
    text = nfhscreen._value_text(name, (value, unit) if paired else value, kind)
    # What is no UTF-8 is for the library to refuse, with its row.
    return None if text is None else text.encode("utf-8", "surrogatepass")


def _coded(name: str, values: list[Any], kind: str, unit: Optional[str]) -> Column:
    """Codes into a dictionary of texts."""
    # True, 1 and 1.0 are one key, and three texts.
    alike = set(map(type, values)) <= {str, type(None)}
    keys = values if alike else [(type(value), value) for value in values]
    codes = {key: code for code, key in enumerate(dict.fromkeys(keys))}
    distinct = codes if alike else [value for _, value in codes]
    texts = [_text_of(name, value, kind, unit) for value in distinct]
    return Column(_INT32, _array(ctypes.c_int32, "i4", [codes[key] for key in keys]), None, texts)


def _constant(name: str, value: Any, kind: str, unit: Optional[str], rows: int) -> Column:
    """One value in every row."""
    text = None if isinstance(value, nfhscreen.Missing) else _text_of(name, value, kind, unit)
    return Column(_INTEGERS["u1"], (ctypes.c_uint8 * rows)(), None, [text])


def _without_missing(values: list[Any]) -> list[Any]:
    """The values with None for all that is not known, NaN excepted among floats alone."""
    types = set(map(type, values))
    names = ("NAType", "NaTType")
    gone = {t for t in types if t.__name__ in names or issubclass(t, nfhscreen.Missing)}
    if gone:
        values = [None if type(value) in gone else value for value in values]
    if any(issubclass(t, float) for t in types) and not types <= {float, int, type(None)}:
        values = [None if value != value else value for value in values]
    return values


def _small(values: list[Any], limit: int) -> bool:
    return all(-limit <= value <= limit for value in values if type(value) is int)


def _from_objects(name: str, values: list[Any], kind: str, unit: Optional[str]) -> Column:
    """A column of Python's objects: of numbers, truths or dates where they are all of that kind,
    otherwise of texts."""
    values = _without_missing(values)
    types = set(map(type, values)) - {type(None)}
    if kind == "Boolean" and types == {bool}:
        return _with_gaps(_BYTES, ctypes.c_uint8, "u1", values)
    if kind in _NUMBERS and types == {int} and _small(values, _INT64_MAX):
        return _with_gaps(_INT64, ctypes.c_int64, "i8", values)
    # Of a mixture only what a double has exactly.
    if kind in _NUMBERS and float in types <= {int, float} and _small(values, _DOUBLE_WHOLE):
        return _doubles(values)
    if kind == "Date" and types and all(issubclass(t, datetime.date) for t in types):
        return _dates(values)
    return _coded(name, values, kind, unit)


# --- NumPy and pandas -----------------------------------------------------------------------------


def _valid(missing: Any) -> Any:
    return None if missing is None or not missing.any() else _bits(~missing)


def _objects(array: Any, missing: Any) -> list[Any]:
    values: list[Any] = array.tolist()
    if missing is not None:
        values = [None if gone else value for value, gone in zip(values, missing.tolist())]
    return values


def _days(array: Any, missing: Any) -> Column:
    """Dates of NumPy. What is too far away for C's day numbers stays out of range."""
    days = array.astype("datetime64[D]")
    unknown = numpy.isnat(days)
    numbers = numpy.clip(numpy.where(unknown, 0, days.astype("i8")), -_INT32_MAX, _INT32_MAX)
    return Column(
        _DATE32, numpy.where(unknown, _DATE_UNKNOWN, numbers).astype("i4"), _valid(missing)
    )


def _flags(array: Any, missing: Any) -> Optional[Column]:
    """Numbers as truth values: 0, 1 and NaN; None when there is another one."""
    unknown = numpy.isnan(array) if array.dtype.kind == "f" else numpy.zeros(len(array), bool)
    if missing is not None:
        unknown = unknown | missing
    if not numpy.all((array == 0) | (array == 1) | unknown):
        return None
    return Column(_BYTES, (array == 1).astype("u1"), _valid(unknown))


def _moments(array: Any, missing: Any) -> list[Any]:
    """Dates and times of NumPy as text, at most to the millisecond."""
    texts = numpy.where(numpy.isnat(array), "", numpy.datetime_as_string(array)).tolist()
    return [None if gone else text[:23] for text, gone in zip(texts, _gaps(array, missing))]


def _gaps(array: Any, missing: Any) -> list[bool]:
    gaps: list[bool] = (numpy.zeros(len(array), bool) if missing is None else missing).tolist()
    return gaps


def _from_numpy(name: str, array: Any, missing: Any, kind: str, unit: Optional[str]) -> Column:
    code = array.dtype.kind
    if code in "mcV":
        raise TypeError(f"{name}: an array of {array.dtype} is no column of an input")
    if code == "S":
        array = numpy.char.decode(array, "utf-8", "replace")
    if code == "M":
        if kind in ("DateTime", "Time", "String"):
            return _coded(name, _moments(array, missing), kind, unit)
        return _days(array, missing)
    if code == "b":
        return Column(_BYTES, numpy.ascontiguousarray(array).view("u1"), _valid(missing))
    if code in "iuf":
        if kind == "Boolean":
            flags = _flags(array, missing)
            if flags is not None:
                return flags
        if kind in ("Boolean", "String"):
            return _coded(name, _objects(array, missing), kind, unit)
        size = array.dtype.itemsize
        name_in_c = f"{code}{size}" if code != "f" or size in (4, 8) else f"f{4 if size < 4 else 8}"
        values = numpy.ascontiguousarray(array, dtype=name_in_c)
        return Column({**_INTEGERS, **_FLOATS}[name_in_c], values, _valid(missing))
    return _from_objects(name, _objects(array, missing), kind, unit)


def _from_categories(name: str, series: Any, kind: str, unit: Optional[str]) -> Column:
    codes = numpy.ascontiguousarray(series.cat.codes.to_numpy())
    texts = [_text_of(name, value, kind, unit) for value in series.cat.categories.tolist()]
    return Column(_INTEGERS[codes.dtype.str[1:]], codes, _valid(codes < 0), texts)


def _from_object_series(name: str, series: Any, kind: str, unit: Optional[str]) -> Optional[Column]:
    """A Series of texts, or of truth values with gaps, faster than by a list."""
    pandas = sys.modules["pandas"]
    content = pandas.api.types.infer_dtype(series, skipna=True)
    if content == "boolean" and kind == "Boolean":
        missing = series.isna().to_numpy(dtype=bool)
        values = numpy.where(missing, False, series.to_numpy(dtype=object)).astype("u1")
        return Column(_BYTES, values, _valid(missing))
    if content != "string":
        return None
    codes, distinct = pandas.factorize(series)
    texts = [_text_of(name, value, kind, unit) for value in distinct.tolist()]
    return Column(_INT32, codes.astype("i4"), _valid(codes < 0), texts)


def _from_series(name: str, series: Any, kind: str, unit: Optional[str]) -> Column:
    """A Series of pandas, also of its own types and of those of PyArrow."""
    dtype = series.dtype
    if dtype.kind == "O":
        column = _from_object_series(name, series, kind, unit)
        if column is not None:
            return column
    if hasattr(series, "cat"):
        return _from_categories(name, series, kind, unit)
    if getattr(dtype, "tz", None) is not None and kind == "Date":
        # The day where the clock of the column is.
        return _from_numpy(name, series.dt.tz_localize(None).to_numpy(), None, kind, unit)
    if isinstance(dtype, numpy.dtype):
        return _from_numpy(name, series.to_numpy(), None, kind, unit)
    missing = series.isna().to_numpy(dtype=bool)
    if dtype.kind in "biuf" and hasattr(dtype, "numpy_dtype"):
        array = series.to_numpy(dtype=dtype.numpy_dtype, na_value=dtype.numpy_dtype.type(0))
    else:
        array = numpy.asarray(series.array, dtype=object)
    return _from_numpy(name, array, missing, kind, unit)


def _from_other(name: str, values: Any, kind: str, unit: Optional[str]) -> Column:
    """A column of Polars or PyArrow. NumPy has no gaps in numbers, so that they go by a list."""
    for convert in ("to_pylist", "to_list", "tolist"):
        if hasattr(values, convert):
            return _from_objects(name, list(getattr(values, convert)()), kind, unit)
    raise TypeError(f"{name}: {type(values).__name__} is no column")


def _native(array: Any) -> Any:
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def make_column(name: str, values: Any, kind: str, unit: Optional[str], rows: int) -> Column:
    """The column of an input, of the CQL type `kind`, its numbers in `unit` (None: its own).

    >>> column = make_column("age", [41, None, 43], "Integer", None, 3)
    >>> [int(value) for value in column.values], truths(column.validity, 3)
    ([41, 0, 43], [True, False, True])
    >>> make_column("stage", ["II", "I", "II"], "String", None, 3).texts
    [b'II', b'I']
    """
    if not is_column(values):
        return _constant(name, values, kind, unit, rows)
    if isinstance(values, (list, tuple, range)):
        return _from_objects(name, list(values), kind, unit)
    if numpy is not None and isinstance(values, numpy.ndarray):
        mask = values.mask if isinstance(values, numpy.ma.MaskedArray) else None
        missing = None if mask is None else numpy.broadcast_to(mask, values.shape)
        return _from_numpy(name, _native(numpy.asarray(values)), missing, kind, unit)
    if type(values).__module__.partition(".")[0] == "pandas":
        pandas = sys.modules["pandas"]
        return _from_series(name, pandas.Series(values), kind, unit)
    return _from_other(name, values, kind, unit)


def rows_of(columns: Mapping[str, Any]) -> int:
    """The common length of columns, from which single values are left out."""
    lengths = {}
    for name, values in columns.items():
        if getattr(values, "ndim", 1) > 1:
            raise ValueError(f"{name}: an array of {values.ndim} dimensions is no column")
        lengths[len(values)] = name
    if len(lengths) > 1:
        told = ", ".join(f"{name} has {length} rows" for length, name in sorted(lengths.items()))
        raise ValueError(f"the columns have different lengths: {told}")
    return next(iter(lengths), 0)
