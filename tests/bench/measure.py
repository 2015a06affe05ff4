# SPDX-License-Identifier: MIT
"""How the scripts measure, and where they put what they find: lines on the screen, and rows of
build/bench/NAME.tsv (what, subjects, threads, value, unit, note) for results.py."""

import os
import time

from cohort import BUILD

DIRECTORY = os.path.join(BUILD, "bench")
FULL = os.environ.get("BENCH_FULL", "") not in ("", "0")


class Log:
    """A file of results, begun anew."""

    def __init__(self, name):
        os.makedirs(DIRECTORY, exist_ok=True)
        self.path = os.path.join(DIRECTORY, name + ".tsv")
        with open(self.path, "w", encoding="utf-8"):
            pass

    def add(self, what, subjects, threads, value, unit, note=""):
        print(
            "%-46s %9d subjects %2d threads %12.2f %s  %s"
            % (what, subjects, threads, value, unit, note)
        )
        with open(self.path, "a", encoding="utf-8") as sink:
            row = (what, subjects, threads, repr(value), unit, note)
            sink.write("\t".join(map(str, row)) + "\n")


def compete(contenders, rounds=5, seconds=20.0):
    """The fastest time of each of {name: function}, run side by side in rounds; the first round
    does not count. The time is that which the processor worked: what others on the machine do shows
    less in it. What has taken its share of the seconds is left out of further rounds."""
    fastest, spent = {}, dict.fromkeys(contenders, 0.0)
    for number in range(-1, rounds):
        for name, work in contenders.items():
            if number > 0 and spent[name] > seconds / len(contenders):
                continue
            start, worked = time.perf_counter(), time.process_time()
            work()
            worked = time.process_time() - worked
            if number >= 0:
                spent[name] += time.perf_counter() - start
                fastest[name] = min(worked, fastest.get(name, worked))
    return fastest
