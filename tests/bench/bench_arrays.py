#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a row costs in Python: one ctypes call a row against one call for an array, and the ratio of the two.

The library is the one that $NFHSCREEN_LIBRARY names. Each figure is the best of five runs side by side.
"""
import ctypes
import os
import random
import time

ROWS = 100_000
RUNS = 5

DOUBLE = ctypes.c_double
LIBRARY = ctypes.CDLL(os.environ["NFHSCREEN_LIBRARY"])


def column(ctype, values):
    return (ctype * ROWS)(*values)


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(name, columns, status_type=ctypes.c_int32):
    """Runs nfh_NAME on each row and nfh_NAME_n on all of them; the results must be the same."""
    scalar, array = getattr(LIBRARY, "nfh_" + name), getattr(LIBRARY, "nfh_" + name + "_n")
    scalar.argtypes = [c._type_ for c in columns] + [ctypes.POINTER(DOUBLE)]
    array.argtypes = [ctypes.c_size_t] + [ctypes.c_void_p] * (len(columns) + 2)
    rows = list(zip(*columns))
    result = DOUBLE()
    reference = ctypes.byref(result)
    one_by_one = [0.0] * ROWS
    at_once, status = (DOUBLE * ROWS)(), (status_type * ROWS)()

    def call_rows():
        for i, row in enumerate(rows):
            scalar(*row, reference)
            one_by_one[i] = result.value

    def call_array():
        array(ROWS, *columns, at_once, status)

    best_rows = best_array = float("inf")
    for _ in range(RUNS):
        best_rows = min(best_rows, seconds(call_rows))
        best_array = min(best_array, seconds(call_array))
    assert one_by_one == list(at_once), name
    print(
        f"{name}: {best_rows / ROWS * 1e9:.0f} ns a row by scalar calls, "
        f"{best_array / ROWS * 1e9:.1f} ns in an array: {best_rows / best_array:.0f} times faster"
    )


def main():
    source = random.Random(7101562)
    age = column(DOUBLE, (source.randint(20, 80) for _ in range(ROWS)))
    weight = column(DOUBLE, (source.randint(400, 1200) / 10 for _ in range(ROWS)))
    creatinine = column(DOUBLE, (source.randint(400, 3000) / 10 for _ in range(ROWS)))
    sex = column(ctypes.c_int32, (source.randint(1, 2) for _ in range(ROWS)))
    qt = column(DOUBLE, (source.randint(3000, 5000) / 10 for _ in range(ROWS)))
    rate = column(DOUBLE, (source.randint(50, 110) for _ in range(ROWS)))
    compare("creatinine_clearance", [age, weight, creatinine, sex])
    compare("qtc_bazett", [qt, rate])


if __name__ == "__main__":
    main()
