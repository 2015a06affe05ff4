#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run.sh fuzz TARGET... - runs each fuzzer for $FUZZ_SECONDS, from the kept inputs, seeds made of the test tables, and what
# earlier runs have found. An input that breaks a property ends the run and is left in $NFH_BUILD/artifacts.
# run.sh fuzz-merge TARGET... - replaces the kept inputs by few and small ones that reach the same code.
#
# With $FUZZ_OFFICIAL the expressions of the official CQL tests are seeds too; what is found then is not ours alone, and stays
# apart: fuzz-merge does not look at it.
set -eu
cd "$(dirname "$0")/../.."
: "${NFH_BUILD:?is not set: run make fuzz}"
official=../shared/cql/tests
mode=$1
shift

# The longest input that a target is given, in bytes.
longest()
{
    case $1 in
    compile | report) echo 3000 ;;
    arrow | columns | evaluate) echo 250 ;;
    *) echo 300 ;;
    esac
}

options()
{
    echo "-max_len=$(longest "$1") -timeout=10 -rss_limit_mb=1024 -verbosity=0"
    # Their seeds are long, for a short one makes a small library.
    case $1 in
    arrow | columns | evaluate) echo "-len_control=0" ;;
    esac
    sh tests/fuzz/dictionary.sh "$1" >"$NFH_BUILD/$1.dict"
    test ! -s "$NFH_BUILD/$1.dict" || echo "-dict=$NFH_BUILD/$1.dict"
}

fuzz()
{
    target=$1
    corpus=$NFH_BUILD/corpus/$target
    seeds=$NFH_BUILD/seeds/$target
    xml=
    if [ -n "${FUZZ_OFFICIAL-}" ]; then
        [ -d "$official" ] || { echo "$official: no such directory" >&2; exit 2; }
        corpus=$NFH_BUILD/corpus-official/$target
        seeds=$NFH_BUILD/seeds-official/$target
        xml=$(echo "$official"/*.xml)
    fi
    mkdir -p "$corpus" "$NFH_BUILD/artifacts" "tests/fuzz/corpus/$target"
    # shellcheck disable=SC2086 # several files, none with blanks
    "${PYTHON:-python3}" tests/fuzz/seeds.py "$target" "$seeds" $xml
    log=$NFH_BUILD/$target.log
    # shellcheck disable=SC2046 # several options
    if ! "$NFH_BUILD/tests/fuzz/$target-fuzzer" $(options "$target") -max_total_time="$FUZZ_SECONDS" \
        -print_final_stats=1 -artifact_prefix="$NFH_BUILD/artifacts/$target-" \
        "$corpus" "tests/fuzz/corpus/$target" "$seeds" >"$log" 2>&1; then
        tail -n 60 "$log" | cut -c 1-2000
        echo "fuzz: $target FAILED; the input is in $NFH_BUILD/artifacts"
        exit 1
    fi
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    [ "${runs:-0}" -gt 0 ] || { echo "fuzz: $target ran nothing"; exit 1; }
    echo "fuzz: $target: $runs runs in $FUZZ_SECONDS s, $(find "$corpus" -type f | wc -l) inputs of its own"
}

# The greedy cover of all edges, without counting how often each is taken: hundreds of inputs instead of thousands.
merge()
{
    target=$1
    kept=tests/fuzz/corpus/$target
    merged=$NFH_BUILD/merged/$target
    rm -rf "$merged"
    mkdir -p "$merged" "$kept" "$NFH_BUILD/corpus/$target"
    # shellcheck disable=SC2046 # several options
    "$NFH_BUILD/tests/fuzz/$target-fuzzer" $(options "$target") -set_cover_merge=1 -use_counters=0 \
        "$merged" "$kept" "$NFH_BUILD/corpus/$target" >"$NFH_BUILD/$target-merge.log" 2>&1 ||
        { tail -n 60 "$NFH_BUILD/$target-merge.log"; exit 1; }
    # Those with a name of their own are there to show something.
    find "$kept" -type f -name '[0-9a-f]*' ! -name '*[!0-9a-f]*' -exec rm -f {} +
    for input in "$merged"/*; do
        cp "$input" "$kept/"
    done
    echo "fuzz-merge: $target: $(find "$kept" -type f | wc -l) inputs, $(cat "$kept"/* | wc -c) bytes"
}

# As many at a time as $NFH_JOBS says: they take the same time. The shell lets what runs in the background ignore the
# interrupt of a terminal.
jobs=${NFH_JOBS:-1}
[ "$jobs" -gt 0 ] || jobs=$(getconf _NPROCESSORS_ONLN) || jobs=1
trap 'trap "" TERM; kill 0; exit 130' INT
status=0
pids=
running=0

collect()
{
    for pid in $pids; do
        wait "$pid" || status=1
    done
    pids=
    running=0
}

for target in "$@"; do
    [ "$running" -lt "$jobs" ] || collect
    case $mode in
    fuzz) fuzz "$target" & ;;
    fuzz-merge) merge "$target" & ;;
    esac
    pids="$pids $!"
    running=$((running + 1))
done
collect
exit "$status"
