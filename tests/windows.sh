#!/bin/sh
# SPDX-License-Identifier: MIT
#
# windows.sh - the DLL exports exactly what the map names, and needs nothing but the C run-time library.
set -u
. tests/names.sh
work=$NFH_BUILD/tests/windows
mkdir -p "$work"
status=0

map_functions >"$work/map"
"${OBJDUMP:-objdump}" -p "$NFH_BUILD/${SHLIB:?}" >"$work/dump" || exit 1
# The table's lines: [ordinal] name, or since binutils 2.41 [ordinal] +base[number] address name.
sed -n '/Ordinal\/Name Pointer\] Table/,/^$/p' "$work/dump" |
    sed -n 's/^[[:space:]]*\[ *[0-9]*\].*[[:space:]]\([A-Za-z_][A-Za-z0-9_]*\)$/\1/p' | sort >"$work/dll"
same "the map" "$work/map" "the DLL" "$work/dll" || status=1

sed -n 's/^.*DLL Name: //p' "$work/dump" | grep -v -i -x -e 'kernel32\.dll' -e 'msvcrt\.dll' -e 'ucrtbase\.dll' \
    -e 'api-ms-win-crt-.*\.dll' && { echo "needed by the DLL"; status=1; }

[ "$status" -eq 0 ] && echo "ok: $(wc -l <"$work/map") functions exported"
exit "$status"
