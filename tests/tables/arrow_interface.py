# SPDX-License-Identifier: MIT
"""nfh_arrow_… by ctypes, with PyArrow at both ends of the Arrow C data interface."""

import ctypes

import pyarrow

import contracts

LIBRARY = contracts.load_library()
CONSTANTS = contracts.constants()
_POINTER, _LONG = ctypes.c_void_p, ctypes.c_int64


class Schema(ctypes.Structure):
    _fields_ = [
        ("format", _POINTER),
        ("name", _POINTER),
        ("metadata", _POINTER),
        ("flags", _LONG),
        ("n_children", _LONG),
        ("children", _POINTER),
        ("dictionary", _POINTER),
        ("release", _POINTER),
        ("private_data", _POINTER),
    ]


class Array(ctypes.Structure):
    _fields_ = [
        ("length", _LONG),
        ("null_count", _LONG),
        ("offset", _LONG),
        ("n_buffers", _LONG),
        ("n_children", _LONG),
        ("buffers", _POINTER),
        ("children", _POINTER),
        ("dictionary", _POINTER),
        ("release", _POINTER),
        ("private_data", _POINTER),
    ]


def release(structure):
    ctypes.CFUNCTYPE(None, _POINTER)(structure.release)(ctypes.addressof(structure))
    assert not structure.release


class Refused(Exception):
    """The name of a status, and the message."""


class Screener:
    """A handle of nfh_arrow_new for a rule set that is shipped, or of text."""

    def __init__(self, name=None, text=None):
        self._ruleset, self._arrow = _POINTER(), _POINTER()
        if text is None:
            status = LIBRARY.nfh_ruleset_load(name.encode(), ctypes.byref(self._ruleset))
        else:
            compiler, source = _POINTER(), text.encode()
            assert LIBRARY.nfh_compiler_new(ctypes.byref(compiler)) == 0
            status = LIBRARY.nfh_compiler_compile(
                compiler, b"x", source, ctypes.c_size_t(len(source)), ctypes.byref(self._ruleset)
            )
            LIBRARY.nfh_compiler_free(compiler)
        assert status == 0
        assert LIBRARY.nfh_arrow_new(self._ruleset, ctypes.byref(self._arrow)) == 0
        self.message, self.failed = "", (0, 0, 0)

    def close(self):
        LIBRARY.nfh_arrow_free(self._arrow)
        LIBRARY.nfh_ruleset_free(self._ruleset)

    def _check(self, status):
        message = ctypes.c_char_p()
        assert LIBRARY.nfh_arrow_error(self._arrow, ctypes.byref(message)) == 0
        self.message = message.value.decode()
        if status != 0:
            name = {number: name for name, number in CONSTANTS.items() if name[:6] == "NFH_E_"}
            raise Refused(name[status], self.message)

    def bind(self, schema, flags=0):
        taken = Schema()
        schema._export_to_c(ctypes.addressof(taken))
        status = LIBRARY.nfh_arrow_bind(self._arrow, ctypes.byref(taken), flags)
        release(taken)
        self._check(status)

    def screen(self, array):
        """The results of a record batch or a struct array whose schema is bound, as a batch."""
        taken, result, schema = Array(), Array(), Schema()
        array._export_to_c(ctypes.addressof(taken))
        status = LIBRARY.nfh_arrow_screen(self._arrow, ctypes.byref(taken), ctypes.byref(result))
        release(taken)
        self._check(status)
        counts = [ctypes.c_size_t() for _ in range(3)]
        assert LIBRARY.nfh_arrow_failed(self._arrow, *map(ctypes.byref, counts)) == 0
        self.failed = tuple(count.value for count in counts)
        assert LIBRARY.nfh_arrow_schema(self._arrow, ctypes.byref(schema)) == 0
        addresses = ctypes.addressof(result), ctypes.addressof(schema)
        made = pyarrow.RecordBatch._import_from_c(*addresses)
        made.validate(full=True)
        return made

    def bind_and_screen(self, array, flags=0):
        is_batch = isinstance(array, pyarrow.RecordBatch)
        self.bind(array.schema if is_batch else pyarrow.schema(list(array.type)), flags)
        return self.screen(array)
