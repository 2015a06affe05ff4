#!/bin/sh
# SPDX-License-Identifier: MIT
#
# man.sh - the manual pages: mandoc has nothing to say, every function has a page, and no page has one too many.
set -u
. tests/names.sh
work=$NFH_BUILD/tests/man
mkdir -p "$work"
status=0

command -v mandoc >/dev/null || { echo "mandoc is not installed"; exit 1; }
set -- man/*.3 man/*.7
mandoc -Tlint -Wwarning "$@" || status=1

# .Dd is the day of the last change, not of the build.
for page in "$@"; do
    grep -E -q '^\.Dd [A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}$' "$page" || { echo "$page: no fixed date in .Dd"; status=1; }
done

# Names in NAME, and functions in SYNOPSIS, of all pages of section 3 but the overview.
awk '/^\.Sh / { name = $2 == "NAME" } name && $1 == ".Nm" && $2 ~ /^nfh_/ { print $2 }' man/*.3 | sort >"$work/names"
awk '/^\.Sh / { synopsis = $2 == "SYNOPSIS" }
    synopsis && ($1 == ".Fn" || $1 == ".Fo") { for (i = 2; i <= NF; i++) if ($i ~ /^nfh_/) { print $i; break } }' \
    man/*.3 | sort >"$work/synopsis"
map_functions >"$work/map"
same "the map" "$work/map" "the pages' NAME sections" "$work/names" || status=1
same "the map" "$work/map" "the pages' SYNOPSIS sections" "$work/synopsis" || status=1

[ "$status" -eq 0 ] && echo "ok: $# pages, $(wc -l <"$work/names") functions"
exit "$status"
