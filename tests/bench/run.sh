#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run.sh - for `make bench`: every measurement, the programs in C first, which need nothing else. What is found lies in
# $NFH_BUILD/bench. BENCH_FULL=1 adds what takes minutes: ten million subjects, a million in the other languages and in
# CSV, and the HL7 JavaScript engine.
set -eu
cd "$(dirname "$0")"
programs=$NFH_BUILD/tests/bench
found=$NFH_BUILD/bench
full=${BENCH_FULL:-}
mkdir -p "$found"

# heading NAME
heading()
{
    printf '\n%s\n' "$1"
}

heading 'one subject'
"$programs/bench_screen" >"$found/screen.txt"
cat "$found/screen.txt"
if [ -x "$programs/bench_struct" ]; then
    "$programs/bench_struct" >"$found/struct.txt"
    cat "$found/struct.txt"
fi
"$PYTHON" bench_arrays.py

heading 'cohorts in columns'
# Up to a million, and ten times that.
"$programs/bench_columns" -o "$found/columns.tsv" -t 2 -n 20000 -n 200000 -n 1000000 ${full:+-n 10000000}

heading 'beside other languages'
"$PYTHON" bench_rivals.py

heading 'by the number of criteria'
"$PYTHON" bench_growth.py

heading 'processes: CSV, the first verdict, memory'
"$PYTHON" bench_processes.py

# How much else there was to do.
if [ -r /proc/loadavg ]; then
    cat /proc/loadavg >"$found/load.txt"
fi

heading 'the library'
strip -o "$found/stripped" "$NFHSCREEN_LIBRARY"
wc -c <"$found/stripped" | tee "$found/size.txt"
rm "$found/stripped"
