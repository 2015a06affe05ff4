#!/bin/sh
# SPDX-License-Identifier: MIT
#
# symbols.sh - header = map = shared library, both ways; what the archive shows; what the library needs; no state.
set -u
. tests/names.sh
NM=${NM:-nm}
OBJDUMP=${OBJDUMP:-objdump}
archive=$NFH_BUILD/libnfhscreen.a
shared=$NFH_BUILD/${SHLIB:?}
work=$NFH_BUILD/tests/symbols
mkdir -p "$work"
status=0

complain()
{
    echo "$1"
    status=1
}

header_functions >"$work/header"
map_functions >"$work/map"
[ -s "$work/header" ] || complain "the header declares no function"
[ "$(uniq -d "$work/map")" = "" ] || complain "named twice in the map: $(uniq -d "$work/map")"
same "the header" "$work/header" "the map" "$work/map" || status=1

# Functions only: T is the only letter allowed, but for the version nodes, which are absolute.
if [ -f "$shared" ]; then
    "$NM" -D --defined-only -P "$shared" | awk '$2 != "A" { sub(/@.*/, "", $1); print $2, $1 }' | sort >"$work/dynamic"
    grep -v '^T ' "$work/dynamic" && complain "exported by the shared library, but no function"
    sed -n 's/^T //p' "$work/dynamic" | sort >"$work/shared"
    same "the map" "$work/map" "the shared library" "$work/shared" || status=1
    "$OBJDUMP" -p "$shared" | awk '$1 == "NEEDED" { print $2 }' >"$work/needed"
    grep -v -e '^libc\.' -e '^libm\.' -e '^ld-' "$work/needed" && complain "needed by the shared library"
fi

if [ -f "$archive" ]; then
    "$NM" -g --defined-only -P "$archive" | awk 'NF >= 3 { print $1 }' | sort -u >"$work/global"
    grep -v '^nfh_' "$work/global" && complain "defined by the archive without our prefix"
    grep -v '^nfh_priv_' "$work/global" | sort >"$work/public"
    same "the map" "$work/map" "the archive's names without nfh_priv_" "$work/public" || status=1

    # No input or output, no locale, no environment, no clock, no number text of the C library, no exit.
    "$NM" -u -P "$archive" | awk 'NF >= 2 { print $1 }' | sort -u >"$work/undefined"
    grep -E -x -e '(f|v|vf|d)?printf|puts|putchar|f?write|f?read|fopen|open|std(in|out|err)|perror' \
        -e '(set|new|use)locale|localeconv' \
        -e 'isw?(alpha|digit|space|alnum|upper|lower|print|punct)|tow?(upper|lower)' \
        -e '__ctype_.*|ato[ifl]+|strto(d|f|ld|l|ul|ll|ull)|s?scanf|__isoc99_.*' \
        -e 'getenv|secure_getenv|time|clock.*|gettimeofday|localtime.*|gmtime.*|rand.*|exit|_exit|signal' \
        "$work/undefined" && complain "called by the library, which has no use for it"

    # Writable data would be global state. (.data.rel.ro is constant once it is loaded.)
    "$OBJDUMP" -h "$archive" | awk '/file format/ { file = $1 }
        $2 ~ /^\.(data|bss|tdata|tbss)(\.|$)/ && $2 !~ /^\.data\.rel\.ro/ && $3 !~ /^0+$/ { print file, $2, $3 }
    ' >"$work/state"
    [ -s "$work/state" ] && cat "$work/state" && complain "writable data in the library"
fi

[ "$status" -eq 0 ] && echo "ok: $(wc -l <"$work/map") functions, the same in header, map and library"
exit "$status"
