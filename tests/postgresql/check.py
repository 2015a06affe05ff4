# SPDX-License-Identifier: MIT
"""The tests of the PostgreSQL extension, all on one server: check.py --screen PATH.

`make check-postgresql` runs this, with $NFH_PG_STAGE, where the extension was installed.
"""

import argparse
import os
import signal
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "python"), str(HERE.parent / "oracle")]

import shared  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description="tests the PostgreSQL extension")
    parser.add_argument("--screen", required=True, metavar="PATH", help="the screen program")
    parser.add_argument("-k", action="append", help="only tests that match")
    arguments = parser.parse_args()
    os.environ["NFH_SCREEN"] = arguments.screen
    loader = unittest.TestLoader()
    if arguments.k:
        loader.testNamePatterns = ["*%s*" % pattern for pattern in arguments.k]
    # So that the server is stopped too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    try:
        shared.server()
        tests = loader.discover(str(HERE), top_level_dir=str(HERE))
        result = unittest.TextTestRunner(verbosity=2).run(tests)
    finally:
        shared.stop()
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
