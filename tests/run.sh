#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run.sh SUITE... - runs test suites from the top of the tree, shows what failed, and counts on its last line.
# A suite is a program below $NFH_BUILD, a Python file of unit tests (test_*.py), another one that compares with
# `screen` (or with other engines, below tests/engines), or a shell script. Its status is its exit status; one that ran
# nothing has failed.
# `make check` sets the environment:
#   NFH_BUILD     where the library and the programs are
#   NFH_WRAP      a command that runs the programs, such as valgrind (optional)
#   NFH_PRELOAD   a sanitizer's library, which Python must load before ours (optional)
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
    grep -e 'Checks: ' -e '^Ran ' -e '^ok' -e 'skipped=' -e ' passed, ' "$log" | grep -v '\.\.\. ' | paste -s -d ' ' -
}

passed=0
failed=0
mkdir -p "$NFH_BUILD/tests"
log=$NFH_BUILD/tests/run.log
for suite in "$@"; do
    start=$(date +%s)
    (run_suite "$suite") >"$log" 2>&1
    status=$?
    if grep -q -e 'Checks: 0,' -e '^Ran 0 tests' "$log"; then
        echo "no test ran" >>"$log"
        status=1
    fi
    if [ "$status" -eq 0 ]; then
        passed=$((passed + 1))
        printf 'ok    %s (%s s): %s\n' "$suite" $(($(date +%s) - start)) \
            "$(summary)"
    else
        failed=$((failed + 1))
        sed 's/^/    /' "$log"
        printf 'FAIL  %s (exit status %s)\n' "$suite" "$status"
    fi
done
rm -f "$log"
echo "check: $passed suites passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
