# SPDX-License-Identifier: MIT
"""Runs the example programs for the tests."""

import os
import pathlib
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NFH_BUILD", TOP / "build"))
SUFFIX = ".exe" if sys.platform == "win32" else ""


def path(name):
    return BUILD / "examples" / (name + SUFFIX)


def run(name, *arguments, given=b"", **options):
    """Exit status, standard output and standard error; text is UTF-8."""
    if isinstance(given, str):
        given = given.encode("utf-8")
    done = subprocess.run(
        [str(path(name)), *map(str, arguments)],
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
        **options
    )
    return (
        done.returncode,
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
    )
