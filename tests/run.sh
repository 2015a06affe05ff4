#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run.sh SUITE... - runs test suites from the top of the tree, shows what failed, and counts on its last line. As many
# run side by side as $NFH_JOBS says; what they print comes in the order of the arguments all the same, each by itself.
# A suite is a program below $NFH_BUILD, a Python file of unit tests (test_*.py), another one that compares with
# `screen` (or with other engines, below tests/engines), or a shell script. Its status is its exit status; one that ran
# nothing has failed.
# `make check` sets the environment:
#   NFH_BUILD     where the library and the programs are
#   NFH_WRAP      a command that runs the programs, such as valgrind (optional)
#   NFH_PRELOAD   a sanitizer's library, which Python must load before ours (optional)
#   NFH_JOBS      how many suites at a time: 1 when not set; 0: one for each processor
set -u
cd "$(dirname "$0")/.." || exit 1
: "${NFH_BUILD:?is not set: run make check}"
NFH_WRAP=${NFH_WRAP-}
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=examples/python

# $NFH_DECIMAL_DRIVER and the like: the programs that Python tests ask.
for driver in "$NFH_BUILD"/tests/*_driver; do
    [ -x "$driver" ] || continue
    name=$(basename "$driver" | tr '[:lower:]' '[:upper:]')
    export "NFH_$name=$driver"
done

# Leaks are for the C programs to find; Python has its own.
run_python()
{
    test -z "${NFH_PRELOAD-}" || export LD_PRELOAD="$NFH_PRELOAD" ASAN_OPTIONS=detect_leaks=0
    case $1 in
    tests/engines/*) "${PYTHON:-python3}" "$1" ;;
    */test_* | */man_*) "${PYTHON:-python3}" -m unittest discover -v -s "${1%/*}" -t "${1%/*}" -p "${1##*/}" ;;
    *) "${PYTHON:-python3}" "$1" --screen "$NFH_BUILD/examples/screen" ;;
    esac
}

run_suite()
{
    case $1 in
    *.py) run_python "$1" ;;
    *.sh) sh "$1" ;;
    *)
        # shellcheck disable=SC2086 # NFH_WRAP is a command with its arguments
        $NFH_WRAP "$NFH_BUILD/$1"
        ;;
    esac
}

# What the suite itself says that it did.
summary()
{
    grep -e 'Checks: ' -e '^Ran ' -e '^ok' -e 'skipped=' -e ' passed, ' "$1" | grep -v '\.\.\. ' | paste -s -d ' ' -
}

# one NUMBER SUITE: runs it. What it prints goes to a file; its exit status, seconds and name to another.
one()
{
    start=$(date +%s)
    (run_suite "$2") >"$work/$1.log" 2>&1
    status=$?
    if grep -q -e 'Checks: 0,' -e '^Ran 0 tests' "$work/$1.log"; then
        echo "no test ran" >>"$work/$1.log"
        status=1
    fi
    echo "$status $(($(date +%s) - start)) $2" >"$work/$1.end"
}

# Reports and counts the suites that have ended, as far as all before them have.
report()
{
    while [ "$next" -le "$#" ] && [ -f "$work/$next.end" ]; do
        read -r status seconds ended <"$work/$next.end"
        if [ "$status" -eq 0 ]; then
            passed=$((passed + 1))
            printf 'ok    %s (%s s): %s\n' "$ended" "$seconds" "$(summary "$work/$next.log")"
        else
            failed=$((failed + 1))
            sed 's/^/    /' "$work/$next.log"
            printf 'FAIL  %s (exit status %s)\n' "$ended" "$status"
        fi
        next=$((next + 1))
    done
}

jobs=${NFH_JOBS:-1}
[ "$jobs" -gt 0 ] || jobs=$(getconf _NPROCESSORS_ONLN) || jobs=1
# Check's limits are of time on the clock, and the suites share the machine.
[ "$jobs" -eq 1 ] || export CK_TIMEOUT_MULTIPLIER="${CK_TIMEOUT_MULTIPLIER:-4}"
mkdir -p "$NFH_BUILD/tests"
work=$(mktemp -d "$NFH_BUILD/tests/run.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
# The shell lets what runs in the background ignore the interrupt of a terminal.
trap 'trap "" TERM; kill 0; exit 130' INT

# Each suite leaves a line in a pipe when it has ended: then there is room for another.
mkfifo "$work/ended" || exit 1
exec 3<>"$work/ended"
passed=0
failed=0
next=1
number=0
running=0
for suite in "$@"; do
    if [ "$running" -ge "$jobs" ]; then
        read -r _ <&3
        running=$((running - 1))
        report "$@"
    fi
    number=$((number + 1))
    running=$((running + 1))
    { one "$number" "$suite"; echo "$number" >&3; } &
done
wait
report "$@"
echo "check: $passed suites passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
