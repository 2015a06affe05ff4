# SPDX-License-Identifier: MIT
"""PCRE2 through ctypes: another engine for regular expressions, where it is installed."""

import ctypes
import ctypes.util

# Of pcre2.h.
DOTALL = 0x00000020
UTF = 0x00080000
SUBSTITUTE_GLOBAL = 0x00000100
SUBSTITUTE_UNSET_EMPTY = 0x00000400
NEWLINE_LF = 2
NO_MATCH = -1
OUTPUT_SIZE = 1 << 20


class WrongPattern(Exception):
    """PCRE2 refuses the pattern."""


class TooHard(Exception):
    """PCRE2 gives up."""


def load():
    """The library, or None."""
    for find in (lambda: "libpcre2-8.so.0", lambda: ctypes.util.find_library("pcre2-8")):
        try:
            name = find()
            return ctypes.CDLL(name) if name else None
        except OSError:
            continue
    return None


class Pcre2:
    """Patterns in UTF-8 where `.` matches all and lines end in a line feed."""

    def __init__(self, library):
        self.library = library
        for function in ("compile", "compile_context_create", "match_data_create_from_pattern"):
            getattr(library, f"pcre2_{function}_8").restype = ctypes.c_void_p
        self.context = ctypes.c_void_p(library.pcre2_compile_context_create_8(None))
        library.pcre2_set_newline_8(self.context, ctypes.c_uint32(NEWLINE_LF))
        self.output = ctypes.create_string_buffer(OUTPUT_SIZE)

    def compile(self, pattern):
        data = pattern.encode()
        error, offset = ctypes.c_int(), ctypes.c_size_t()
        code = self.library.pcre2_compile_8(
            data, ctypes.c_size_t(len(data)), ctypes.c_uint32(UTF | DOTALL), ctypes.byref(error),
            ctypes.byref(offset), self.context,
        )
        if not code:
            message = ctypes.create_string_buffer(256)
            self.library.pcre2_get_error_message_8(error, message, ctypes.c_size_t(256))
            raise WrongPattern(message.value.decode())
        return ctypes.c_void_p(code)

    def matches(self, code, data):
        found = ctypes.c_void_p(self.library.pcre2_match_data_create_from_pattern_8(code, None))
        result = self.library.pcre2_match_8(
            code, data, ctypes.c_size_t(len(data)), ctypes.c_size_t(0), ctypes.c_uint32(0), found, None
        )
        self.library.pcre2_match_data_free_8(found)
        if result < NO_MATCH:
            raise TooHard(result)
        return result != NO_MATCH

    def substitute(self, code, data, replacement):
        wanted = replacement.encode()
        size = ctypes.c_size_t(OUTPUT_SIZE)
        result = self.library.pcre2_substitute_8(
            code, data, ctypes.c_size_t(len(data)), ctypes.c_size_t(0),
            ctypes.c_uint32(SUBSTITUTE_GLOBAL | SUBSTITUTE_UNSET_EMPTY), None, None, wanted,
            ctypes.c_size_t(len(wanted)), self.output, ctypes.byref(size),
        )
        if result < 0:
            raise TooHard(result)
        return self.output.raw[: size.value]

    def run(self, pattern, text, replacement):
        """Whether the text matches, and the text with all matches replaced."""
        code = self.compile(pattern)
        try:
            data = text.encode()
            return self.matches(code, data), self.substitute(code, data, replacement).decode()
        finally:
            self.library.pcre2_code_free_8(code)
